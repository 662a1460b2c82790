//! What spreadsheets, code pages and keyboards did to a value (domain requirements, 5.1 and 5.8): seen, not repaired.

use super::Features;
use super::card;
use super::{Evidence, Recognizer as _};
use crate::canon::iin::names_a_day;
use crate::canon::number::{Decimal, Float};
use crate::canon::place::region_of_postcode;
use crate::canon::text::{Glyph, is_invisible, is_letter};
use crate::checksum;

/// Declares [`Damage`] with its words.
macro_rules! damages {
    ($($(#[$doc:meta])* $damage:ident = $name:literal, $what:literal;)+) => {
        /// A kind of damage.
        #[derive(Clone, Copy, Debug, Eq, PartialEq)]
        pub enum Damage { $($(#[$doc])* $damage,)+ }

        impl Damage {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$damage,)+];

            /// Its word in reports for programs.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$damage => $name,)+ }
            }

            /// What it is, for people.
            #[must_use]
            pub const fn what(self) -> &'static str {
                match self { $(Self::$damage => $what,)+ }
            }
        }
    };
}

damages! {
    /// `8,50315E+11`: fewer digits than the number had.
    FloatLossy = "float-lossy", "digits lost in a spreadsheet (`E+`)";
    /// `8.50315100016E11`: every digit is there.
    FloatExact = "float-exact", "numbers with an exponent";
    /// `12345.0`: a whole number that was a float.
    PointZero = "point-zero", "whole numbers with `.0`";
    /// Nine to eleven digits that are an IIN with their zeros back.
    LostZeros = "lost-zeros", "zeros lost in front of an IIN";
    /// Five digits that are a postcode with its zero back.
    ShortPostcode = "short-postcode", "zero lost in front of a postcode";
    /// Zeros where the sixteenth digit and those behind it stood.
    Zeroed = "zeroed-after-15", "zeros in place of the digits after the 15th";
    /// `'00042`, `="00042"`.
    Guard = "text-guard", "a spreadsheet's mark for text (`'`, `=\"\"`)";
    /// What a spreadsheet would calculate.
    Formula = "formula", "begins like a formula";
    /// `15.мар`, `Mar-15`: an id that a spreadsheet took for a date.
    DateFromId = "date-from-id", "dates that a spreadsheet made of something else";
    /// `?асым?лы`: letters that a code page did not have.
    LostLetters = "lost-letters", "letters lost to a code page (`?` in words)";
    /// `РђР№РіРµСЂС–Рј`: encoded twice.
    Mojibake = "encoded-twice", "encoded twice";
    /// U+FFFD.
    Replacement = "replacement-character", "marks of undecodable bytes";
    /// Control characters other than tabs and line ends.
    Control = "control-character", "control characters";
    /// A word of Latin and Cyrillic letters.
    MixedScript = "mixed-script", "Latin and Cyrillic letters in one word";
    /// Characters that take no room.
    Invisible = "invisible", "invisible characters";
    /// Digits of other scripts, full-width ones among them.
    OtherDigits = "other-digits", "digits other than 0 to 9";
    /// A no-break or thin space in a number.
    SpacedNumber = "no-break-space", "no-break spaces in numbers";
}

/// A set of kinds of damage.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Damages(u32);

impl Damages {
    fn add(&mut self, damage: Damage) {
        self.0 |= 1 << damage as u32;
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The kinds in it.
    pub fn iter(self) -> impl Iterator<Item = Damage> {
        Damage::ALL.iter().copied().filter(move |damage| self.0 >> *damage as u32 & 1 == 1)
    }
}

/// The damage of a value, given the features of its bytes as they stand. What a kind of damage means may depend on the column: ten digits
/// that would be an IIN with two zeros are one in a column of IINs only.
#[must_use]
pub fn damages(text: &str, features: &Features) -> Damages {
    let mut found = Damages::default();
    let bytes = text.as_bytes();
    match bytes.first() {
        None => return found,
        Some(b'\'' | b'=' | b'+' | b'-' | b'@' | b'"' | b' ') => start(text, &mut found),
        Some(b'0'..=b'9') if features.total_digits + 8 >= features.len => number(text, features, &mut found),
        _ => {}
    }
    let is_control = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    // Without a branch, sixteen bytes are looked at at once.
    if bytes.iter().fold(false, |any, &byte| any | is_control(byte)) {
        found.add(Damage::Control);
    }
    if text.len() <= 12 && features.total_digits > 0 && features.letters && is_date_from_id(text) {
        found.add(Damage::DateFromId);
    }
    if !text.is_ascii() {
        beyond_ascii(text, features, &mut found);
    } else if text.len() >= 3 && bytes.iter().all(|&byte| byte == b'?') {
        found.add(Damage::LostLetters);
    }
    found
}

/// As [`damages`], of a text that [`Features::of_plain_number`] knows.
#[must_use]
pub fn damages_of_plain_number(text: &str, features: &Features) -> Damages {
    let mut found = Damages::default();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        number(text, features, &mut found);
    } else {
        start(text, &mut found);
    }
    found
}

/// Marks for text, and beginnings of formulas. A sign before a number, a telephone number or a name in a messenger begins none.
fn start(text: &str, found: &mut Damages) {
    let bare = text.trim_start_matches([' ', '"']);
    match bare.as_bytes() {
        [b'\'', rest, ..] if rest.is_ascii_digit() || matches!(rest, b'+' | b'-' | b'=') => found.add(Damage::Guard),
        [b'=', b'"', ..] if bare.trim_end().ends_with('"') => found.add(Damage::Guard),
        [b'=', ..] => found.add(Damage::Formula),
        // `-@-` is somebody's way to leave a field out.
        [b'+' | b'-', next, rest @ ..]
            if next.is_ascii_alphabetic()
                || (matches!(next, b'=' | b'@' | b'+') && rest.iter().any(u8::is_ascii_alphanumeric)) =>
        {
            found.add(Damage::Formula);
        }
        [b'@', rest @ ..] if rest.iter().any(|byte| matches!(byte, b'(' | b'!' | b'|')) => found.add(Damage::Formula),
        [sign @ (b'+' | b'-'), rest @ ..] if *sign == b'-' || rest.len() > 1 => {
            if let Some(Float::Lossy) = Decimal::parse(rest).map(|decimal| decimal.integer()) {
                found.add(Damage::FloatLossy);
            }
        }
        _ => {}
    }
}

/// Numbers that are nearly all digits.
fn number(text: &str, features: &Features, found: &mut Damages) {
    let bytes = text.as_bytes();
    if features.total_digits == bytes.len() {
        return whole(text, found);
    }
    if features.letters && !bytes.iter().any(|byte| matches!(byte, b'e' | b'E')) {
        return;
    }
    if !features.letters && !bytes.ends_with(b"0") {
        return;
    }
    match Decimal::parse(bytes).map(|decimal| decimal.integer()) {
        Some(Float::Lossy) => found.add(Damage::FloatLossy),
        Some(Float::Exact { .. }) if features.letters => found.add(Damage::FloatExact),
        Some(Float::Exact { .. }) if bytes.ends_with(b".0") || bytes.ends_with(b",0") => found.add(Damage::PointZero),
        _ => {}
    }
}

/// Digits alone.
fn whole(text: &str, found: &mut Damages) {
    let digits = text.as_bytes();
    match digits.len() {
        5 if region_of_postcode(&format!("0{text}")).is_some() => found.add(Damage::ShortPostcode),
        9..=11 => {
            let mut full = [b'0'; 12];
            full[12 - digits.len()..].copy_from_slice(digits);
            if checksum::mod11(&full) && names_a_day(&full) {
                found.add(Damage::LostZeros);
            }
        }
        // The last digit of a card is its check digit; a zero there that does not check was another digit.
        16 if digits[15] == b'0' && !checksum::luhn(digits) && is_card_but_for_its_end(text) => {
            found.add(Damage::Zeroed);
        }
        18 | 19 if digits[15..].iter().all(|&digit| digit == b'0') => found.add(Damage::Zeroed),
        _ => {}
    }
}

/// Whether some last digit makes a card of sixteen digits.
fn is_card_but_for_its_end(text: &str) -> bool {
    (b'1'..=b'9').any(|last| card::Cards.judge(&format!("{}{}", &text[..15], char::from(last))) == Evidence::Strong)
}

/// Months as Excel abbreviates them in Russian, Kazakh and English, in lower case.
const MONTHS: &[&str] = &[
    "янв", "фев", "мар", "апр", "май", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек", "қаң", "ақп", "нау",
    "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел", "jan", "feb", "mar", "apr", "may", "jun", "jul",
    "aug", "sep", "oct", "nov", "dec",
];

/// A day or a year of two digits beside a month, with a point or a hyphen between them and nothing else.
fn is_date_from_id(text: &str) -> bool {
    let Some((first, second)) = text.split_once(['.', '-']) else { return false };
    let digits = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    let month = |part: &str| part.chars().count() == 3 && MONTHS.contains(&part.to_lowercase().as_str());
    (digits(first) && month(second)) || (month(first) && digits(second))
}

fn beyond_ascii(text: &str, features: &Features, found: &mut Damages) {
    let bytes = text.as_bytes();
    let damaged_word = |at: usize| text[at + 1..].starts_with(|c| matches!(c, 'а'..='я' | 'ё' | 'і'));
    if memchr::memchr_iter(b'?', bytes).any(damaged_word) {
        found.add(Damage::LostLetters);
    }
    if !is_cyrillic(bytes) && !is_prose(bytes) {
        characters(text, found);
    }
    // Letters of two scripts in one word touch each other somewhere, or an invisible character between them.
    let touch = |a: u8, b: u8| ((a | b) >= 0x80) & (a.is_ascii_alphabetic() | b.is_ascii_alphabetic());
    if features.letters && any_pair(bytes, touch) && has_mixed_word(text) {
        found.add(Damage::MixedScript);
    }
    if text.starts_with(['＝', '＋', '－', '＠']) {
        found.add(Damage::Formula);
    }
}

/// Whether two bytes beside each other somewhere are as asked. Without a branch, sixteen pairs are looked at at once.
fn any_pair(bytes: &[u8], is: impl Fn(u8, u8) -> bool) -> bool {
    bytes.iter().zip(bytes.get(1..).unwrap_or_default()).fold(false, |any, (&a, &b)| any | is(a, b))
}

/// Whether there is nothing but ASCII and the letters of Russian and Kazakh: А to п, р to я, ё, і, and the block in which the others stand.
fn is_cyrillic(bytes: &[u8]) -> bool {
    let other = |a: u8, b: u8| {
        let letter = ((a == 0xd0) & (b >= 0x90))
            | ((a == 0xd1) & ((b <= 0x8f) | (b == 0x91) | (b == 0x96)))
            | ((a == 0xd2) & (b >= 0x8a))
            | (a == 0xd3);
        (a >= 0xc0) & !letter
    };
    !any_pair(bytes, other)
}

/// Whether there is nothing but that and the dashes and quotes of prose: no text that is encoded twice is made of these, but for quotes
/// behind `Р`, `С`, `Т` and `У`.
fn is_prose(bytes: &[u8]) -> bool {
    let (mut at, mut half) = (0, false);
    while let Some(&byte) = bytes.get(at) {
        let next = bytes.get(at + 1).copied().unwrap_or(0);
        let before = half;
        half = byte == 0xd0 && matches!(next, 0xa0..=0xa3);
        at += match (byte, next) {
            (..0x80, _) => 1,
            // А to п, р to я, ё, і, and the block in which the letters of Kazakh stand.
            (0xd0, 0x90..) | (0xd1, 0x80..=0x8f | 0x91 | 0x96) | (0xd2, 0x8a..) | (0xd3, _) => 2,
            (0xc2, 0xab | 0xbb) if !before => 2,
            // From the hyphen to the ellipsis.
            (0xe2, 0x80) if !before && matches!(bytes.get(at + 2), Some(0x90..=0xa6)) => 3,
            _ => return false,
        };
    }
    true
}

/// Looks at every character.
fn characters(text: &str, found: &mut Damages) {
    let (mut before, mut pairs) = ('\0', 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if !matches!(c, '\0'..='\u{7f}' | 'А'..='я') {
            pairs += usize::from(is_half(before) && is_other_half(c));
            odd(c, before, chars.peek().copied(), found);
        }
        before = c;
    }
    if pairs >= 2 {
        found.add(Damage::Mojibake);
    }
}

/// A character that is neither of ASCII nor a letter of Russian.
fn odd(c: char, before: char, after: Option<char>, found: &mut Damages) {
    match Glyph::of(c) {
        Glyph::Invisible => found.add(Damage::Invisible),
        Glyph::Digit(_) => found.add(Damage::OtherDigits),
        Glyph::Space if before.is_ascii_digit() && after.is_some_and(|c| c.is_ascii_digit()) => {
            found.add(Damage::SpacedNumber);
        }
        Glyph::Other('\u{fffd}') => found.add(Damage::Replacement),
        Glyph::Other('\u{80}'..='\u{9f}') => found.add(Damage::Control),
        _ => {}
    }
}

/// The first byte of a Cyrillic letter in UTF-8, read as windows-1251 or windows-1252.
fn is_half(c: char) -> bool {
    matches!(c, 'Р' | 'С' | 'Т' | 'У' | 'Ð' | 'Ñ' | 'Ò' | 'Ó')
}

/// The second byte, 80 to BF, read likewise; but for ё and і, which stand behind a capital in words, and spaces, which stand behind one too.
fn is_other_half(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{9f}' | '\u{a1}'..='\u{bf}')
        || "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—™љ›њќћџЎўЈҐЄЇґ№єјЅѕїŠŒŽšœžŸˆ˜".contains(c)
}

/// Whether a word has letters of both scripts, all of them small or those of one script look-alikes: `SMMщик` is a word of its trade.
fn has_mixed_word(text: &str) -> bool {
    let latin = |c: &char| c.is_ascii_alphabetic();
    let cyrillic = |c: &char| matches!(c, '\u{400}'..='\u{52f}');
    text.split(|c: char| !is_letter(c) && !is_invisible(c)).any(|word| {
        let (mut own, mut other) = (word.chars().filter(latin).peekable(), word.chars().filter(cyrillic).peekable());
        let both = own.peek().is_some() && other.peek().is_some();
        let small = || word.chars().all(char::is_lowercase);
        both && (small()
            || own.all(|c| "ABCEHIKMOPTXYaceiopxyh".contains(c))
            || other.all(|c| "АВСЕНІКМОРТХУасеіорхуһ".contains(c)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<Damage> {
        let features = Features::of(text.as_bytes());
        let found = damages(text, &features);
        if Features::of_plain_number(text.as_bytes()).is_some() {
            assert_eq!(damages_of_plain_number(text, &features), found, "{text}");
        }
        found.iter().collect()
    }

    #[test]
    fn every_kind_is_seen() {
        use Damage as D;
        for (text, wanted) in [
            ("8,50315E+11", D::FloatLossy),
            ("7.771E+10", D::FloatLossy),
            ("+7,771E+10", D::FloatLossy),
            ("1.7E18", D::FloatLossy),
            ("8.50315100016E11", D::FloatExact),
            ("7.7710009998e+10", D::FloatExact),
            ("12345.0", D::PointZero),
            ("77710009998,0", D::PointZero),
            ("50915100070", D::LostZeros),
            ("101100076", D::LostZeros),
            ("50040", D::ShortPostcode),
            ("1700000000123450000", D::Zeroed),
            ("4000000000001230", D::Zeroed),
            ("'850315100016", D::Guard),
            ("=\"00042\"", D::Guard),
            ("=SUM(A1:A9)", D::Formula),
            ("=cmd|' /C calc'!A0", D::Formula),
            ("@SUM(1)", D::Formula),
            ("-cmd", D::Formula),
            ("-@SUM(1)", D::Formula),
            ("＝1+1", D::Formula),
            ("15.мар", D::DateFromId),
            ("мар.15", D::DateFromId),
            ("Mar-15", D::DateFromId),
            ("?асым?лы ?сел", D::LostLetters),
            ("????", D::LostLetters),
            ("РђР№РіРµСЂС–Рј", D::Mojibake),
            ("Ð½Ð¾Ð¼ÐµÑ€", D::Mojibake),
            ("Ан\u{fffd}а", D::Replacement),
            ("a\u{7}b", D::Control),
            ("a\u{85}\u{9f}", D::Control),
            ("Aнна", D::MixedScript),
            ("серікtесi", D::MixedScript),
            ("8\u{200b}771", D::Invisible),
            ("８７７１", D::OtherDigits),
            ("1\u{a0}234,50", D::SpacedNumber),
        ] {
            let damages = found(text);
            assert!(damages.contains(&wanted), "{text}: {damages:?}");
        }
    }

    #[test]
    fn ordinary_values_are_whole() {
        for text in [
            "",
            "850315100016",
            "+7 (771) 000-99-98",
            "-5",
            "-123 250,00",
            "89900.00",
            "2024-03-28T11:35:43Z",
            "28.03.2024",
            "@anna_m_77",
            "5200000000001070",
            "1700000000123456789",
            "Анна",
            "Python-разработчик",
            "SMMщик",
            "Что? Когда?",
            "https://example.kz/?a=1",
            "Графический дизайнер с нуля",
            "С. Р. Тургенев",
            "Қасымұлы Әсел",
            "Тілеу, Тіл, Сіз",
            "С\u{a0}уважением, С\u{a0}любовью",
            "«Витамин С» — для всех",
            "15.03",
            "май",
            "строка\r\nдве\tтри",
            "1E5x",
            "-@-",
            "+--",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn names_are_words_for_programs() {
        for (nth, damage) in Damage::ALL.iter().enumerate() {
            assert!(damage.name().bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            assert!(Damage::ALL[..nth].iter().all(|other| other.name() != damage.name()));
        }
    }
}
