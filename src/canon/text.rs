//! Text as people, spreadsheets and telephones leave it: what stands around a value, and the form of ids, `id/text/1`.

use unicode_normalization::UnicodeNormalization as _;

use super::number::{Decimal, Float};
use super::{Canonical, Form, Withheld, null};

/// Ids: trimmed text, case kept.
///
/// Null rule: 5.9's spellings, `0` and the nil UUID. Numbers that a spreadsheet or a data frame turned into a float are
/// turned back, so that a CSV joins a Parquet file; where digits are gone the cell is withheld as lossy.
pub const FORM: Form = Form {
    id: "id/text/1",
    what: "trimmed text, case kept; spreadsheet guards removed; `12345.0` and `12 345` become `12345`",
    write,
    is_doubtful: |_| false,
};

fn write(raw: &str, out: &mut String) -> Canonical {
    // Digits alone, as most ids are: nothing to trim, to read or to restore. Twenty zeros and more may be the nil UUID.
    if (1..20).contains(&raw.len()) && raw.bytes().all(|byte| byte.is_ascii_digit()) && raw != "0" {
        out.push_str(raw);
        return Canonical::Written;
    }
    let text = unguard(raw);
    if null::is_null_like_id(text) {
        return Canonical::Null;
    }
    if is_cut(text) {
        return Canonical::Withheld(Withheld::Lossy);
    }
    if let Some(digits) = ungrouped(text) {
        out.push_str(&digits);
        return Canonical::Written;
    }
    if are_several(text) {
        return Canonical::Withheld(Withheld::Several);
    }
    match as_integer(text) {
        Float::Lossy => return Canonical::Withheld(Withheld::Lossy),
        Float::Exact { negative, digits } => {
            if digits.as_bytes() == b"0" {
                return Canonical::Null;
            }
            if negative {
                out.push('-');
            }
            out.push_str(digits.as_str());
        }
        Float::No => out.push_str(text),
    }
    Canonical::Written
}

/// Whether a spreadsheet showed no digit at all, since the column was too narrow: everybody in it is `########`.
pub(super) fn is_cut(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte == b'#')
}

/// The digits of a whole number that is written in groups of three: `1 001`, `1'001`. `1.001` may be a number of something else, and `100,101` two.
fn ungrouped(text: &str) -> Option<String> {
    let is_mark = |c: char| matches!(c, '\'' | '’') || Glyph::of(c) == Glyph::Space || c == ' ';
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|&c| is_mark(c))?;
    let mut groups = text.split(mark);
    let first = groups.next()?;
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let grouped = (1..=3).contains(&first.len())
        && digits(first)
        && !first.starts_with('0')
        && groups.all(|group| group.len() == 3 && digits(group));
    grouped.then(|| text.chars().filter(char::is_ascii_digit).collect())
}

/// Whether a text is several numbers with commas, semicolons or bars between them. One number with a decimal comma is none of these ids.
fn are_several(text: &str) -> bool {
    let digits = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = text.split([',', ';', '|', '\n']).map(str::trim);
    let zeros = text.rsplit_once(',').is_some_and(|(_, rest)| rest.bytes().all(|byte| byte == b'0'));
    !zeros && text.contains([',', ';', '|', '\n']) && parts.all(digits)
}

/// The integer that a float spelling stands for. `12e4` without a sign or a mark is left alone: it is a fine
/// hexadecimal id.
fn as_integer(text: &str) -> Float {
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(|&byte| byte.is_ascii_digit() || byte == b'-') {
        return Float::No;
    }
    if !bytes.iter().any(|byte| matches!(byte, b'.' | b',' | b'+')) {
        return Float::No;
    }
    // `007.0` is no number that a program wrote.
    if bytes.len() > 1 && bytes[0] == b'0' && bytes[1].is_ascii_digit() {
        return Float::No;
    }
    Decimal::parse(bytes).map_or(Float::No, |decimal| decimal.integer())
}

/// Text without spaces, no-break spaces, zero-width characters, direction marks and byte order marks at its ends.
#[must_use]
pub fn trim(text: &str) -> &str {
    match text.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => text,
        _ => text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c)),
    }
}

/// Text without the guards that make spreadsheets read a number as text: `'…`, `'…'` and `="…"`; trimmed inside and
/// out.
#[must_use]
pub fn unguard(text: &str) -> &str {
    let text = trim(text);
    match text.as_bytes().first() {
        Some(b'\'') => {
            let inner = &text[1..];
            trim(inner.strip_suffix('\'').unwrap_or(inner))
        }
        Some(b'=') => text.strip_prefix("=\"").and_then(|inner| inner.strip_suffix('"')).map_or(text, trim),
        _ => text,
    }
}

/// What a character stands for where digits and separators matter.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Glyph {
    /// A decimal digit of any script, as ASCII.
    Digit(char),
    /// A space of any width; line ends stay what they are.
    Space,
    /// A hyphen, dash or minus.
    Dash,
    /// Takes no room: zero-width characters, soft hyphen, direction marks, variation selectors.
    Invisible,
    /// Anything else.
    Other(char),
}

impl Glyph {
    /// The glyph of a character.
    pub(crate) fn of(c: char) -> Self {
        match c {
            '0'..='9' => Self::Digit(c),
            '\0'..='\u{7f}' | 'А'..='я' => Self::Other(c),
            _ if is_invisible(c) => Self::Invisible,
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Self::Dash,
            '\u{2028}' | '\u{2029}' | '\u{85}' => Self::Other('\n'),
            // An empty cell of braille looks like a space, points in the middle of a line and the ideographic one (UTS 46) like a point.
            '\u{2800}' => Self::Space,
            '\u{b7}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{3002}' | '\u{ff61}' => Self::Other('.'),
            '\u{2500}' | '\u{2501}' => Self::Dash,
            _ if c.is_whitespace() => Self::Space,
            _ => digit_value(c).map_or(Self::Other(c), Self::Digit),
        }
    }

    /// The character to write, if any.
    pub(crate) fn char(self) -> Option<char> {
        match self {
            Self::Digit(c) | Self::Other(c) => Some(c),
            Self::Space => Some(' '),
            Self::Dash => Some('-'),
            Self::Invisible => None,
        }
    }
}

/// Characters that take no room: the property `Default_Ignorable_Code_Point` of Unicode, fillers of Hangul among them. U+20E3 is the frame of
/// a keycap emoji: `7️⃣` is a seven.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{20e3}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Marks that are drawn over, under and through the character before them. Where one has not become a letter with it, it tells nothing.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// The sign that a digit or a letter in a circle, in brackets or with a point behind it stands for, where NFKC leaves it alone or takes the
/// frame for signs of the text: `❶`, `⑴`, `⒈`, `🅐`.
fn unframed(c: char) -> char {
    const ONES: [u32; 7] = [0x2474, 0x2488, 0x24f5, 0x2776, 0x2780, 0x278a, 0x1f102];
    const LETTERS: [u32; 2] = [0x1f150, 0x1f170];
    let code = u32::from(c);
    match c {
        '⓪' | '⓿' | '🄀' | '🄁' | '🄋' | '🄌' => return '0',
        '\u{2460}'..='\u{24ff}' | '\u{2776}'..='\u{2793}' | '\u{1f100}'..='\u{1f1a0}' => {}
        _ => return c,
    }
    let digit = ONES.iter().find_map(|&one| code.checked_sub(one).filter(|&nth| nth < 9));
    let letter = LETTERS.iter().find_map(|&a| code.checked_sub(a).filter(|&nth| nth < 26));
    digit
        .and_then(|nth| char::from_digit(nth + 1, 10))
        .or_else(|| letter.and_then(|nth| char::from_u32(u32::from('A') + nth)))
        .unwrap_or(c)
}

/// The characters of a text in plain form.
pub(crate) fn plain_chars(text: &str) -> impl Iterator<Item = char> {
    text.chars().map(unframed).nfkc().filter(|&c| !is_mark(c)).filter_map(|c| Glyph::of(c).char())
}

/// The zeros of the decimal digits (general category Nd) of Unicode 16; nine more digits follow each of them.
const ZEROS: [u32; 75] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20,
    0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0,
    0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0,
    0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50,
    0x11D50, 0x11DA0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8, 0x1D7E2,
    0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The ASCII digit of a decimal digit of another script.
fn digit_value(c: char) -> Option<char> {
    let code = u32::from(c);
    let zero = match ZEROS.binary_search(&code) {
        Ok(index) => ZEROS[index],
        Err(0) => return None,
        Err(index) => ZEROS[index - 1],
    };
    char::from_digit(code - zero, 10).filter(|_| code - zero < 10)
}

/// The text in plain form, trimmed. Text that is plain already is returned as it is, without touching the buffer.
pub(crate) fn asciify<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if !text.is_ascii() && plain_form(text, buffer) { trim(buffer) } else { text }
}

/// Writes the text in plain form to `out`: NFKC, digits of all scripts in ASCII, dashes as `-`, spaces as a space,
/// invisible characters removed. Returns `false`, with nothing written, where the text is plain already. Source: domain
/// requirements 3.0.
pub(crate) fn plain_form(text: &str, out: &mut String) -> bool {
    out.clear();
    match oddness(text) {
        Odd::None => return false,
        Odd::Marks(at) => {
            out.push_str(&text[..at]);
            out.extend(text[at..].chars().filter_map(|c| Glyph::of(c).char()));
        }
        Odd::Other => {
            // NFKC would write `No` for `№`, which stands before numbers of documents and is longer than what was written.
            for (nth, piece) in text.split('№').enumerate() {
                out.extend((nth > 0).then_some('№'));
                out.extend(plain_chars(piece));
            }
        }
    }
    if out == text {
        out.clear();
        return false;
    }
    true
}

/// What keeps a text from being plain.
pub(crate) enum Odd {
    /// Nothing.
    None,
    /// Dashes and spaces only, the first of them here: one character for another, no normalisation.
    Marks(usize),
    /// Something else.
    Other,
}

/// Looks at every character once; Cyrillic letters, which most texts consist of, are told by their bytes.
pub(crate) fn oddness(text: &str) -> Odd {
    let bytes = text.as_bytes();
    let mut first_mark = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        // U+0400–U+047F and U+04C0–U+04FF by the first byte, the rest of the block by the second as well: there are
        // combining signs at U+0483–U+0489.
        at += match byte {
            0..=0x7f => 1,
            0xd0 | 0xd1 | 0xd3 => 2,
            0xd2 if bytes.get(at + 1).is_some_and(|&next| next >= 0x8a) => 2,
            _ => {
                let c = text[at..].chars().next().expect("a character starts here");
                match Glyph::of(c) {
                    Glyph::Space | Glyph::Dash => first_mark = first_mark.or(Some(at)),
                    Glyph::Other(_) if is_plain(c) => {}
                    _ => return Odd::Other,
                }
                c.len_utf8()
            }
        };
    }
    first_mark.map_or(Odd::None, Odd::Marks)
}

/// Punctuation, signs and pictures that NFKC leaves alone, or that it would change without telling us anything (`…`,
/// `№`).
fn is_plain(c: char) -> bool {
    matches!(
        c,
        '«' | '»'
            | '§'
            | '°'
            | '±'
            | '×'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '‚'
            | '…'
            | '•'
            | '№'
            | '₸'
            | '₽'
            | '€'
            | '✓'
            | '✔'
            | '→'
            | '\u{1f300}'..='\u{1faff}'
    )
}

/// Whether two texts are equal but for case and `ё`, in any script. `folded` is in lower case with `е` already.
pub(crate) fn eq_fold(text: &str, folded: &str) -> bool {
    // In the scripts of our lists both cases have the same length.
    text.len() == folded.len() && text.chars().map(|c| plain_e(small(c))).eq(folded.chars())
}

/// The rest of `text` after a prefix that is given in lower case, whatever the case in `text`.
pub(crate) fn strip_prefix_fold<'a>(text: &'a str, folded: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in folded.chars() {
        if small(rest.next()?) != wanted {
            return None;
        }
    }
    Some(rest.as_str())
}

/// The part of `text` before a suffix that is given in lower case, whatever the case in `text`.
pub(crate) fn strip_suffix_fold<'a>(text: &'a str, folded: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for wanted in folded.chars().rev() {
        if small(rest.next_back()?) != wanted {
            return None;
        }
    }
    Some(rest.as_str())
}

/// The Latin capital or digit that a character is or looks like: what codes of Latin letters hold when a Cyrillic keyboard wrote them.
///
/// Source: domain requirements, 4.5, visual confusables; Greek letters of the same shapes from the confusables of UTS 39.
pub(crate) fn latin_capital(c: char) -> Option<char> {
    latin_like(c).or_else(|| c.is_ascii_alphanumeric().then_some(c)).map(|c| c.to_ascii_uppercase())
}

/// The Latin letter, of the same case, that a letter of Cyrillic or Greek looks like.
pub(crate) fn latin_like(c: char) -> Option<char> {
    Some(match c {
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' | 'Ϲ' => 'C',
        'Е' | 'Ε' => 'E',
        'Ԍ' => 'G',
        'Н' | 'Һ' | 'Η' => 'H',
        'І' | 'Ӏ' | 'Ι' => 'I',
        'Ј' | 'Ϳ' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ԛ' => 'Q',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Ѵ' => 'V',
        'Ԝ' => 'W',
        'Х' | 'Χ' => 'X',
        'У' | 'Ү' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        'а' | 'α' => 'a',
        'в' => 'b',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'н' | 'һ' => 'h',
        'і' | 'ӏ' | 'ι' => 'i',
        'ј' | 'ϳ' => 'j',
        'к' | 'κ' => 'k',
        'м' => 'm',
        'о' | 'ο' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' => 's',
        'т' | 'τ' => 't',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' | 'χ' => 'x',
        'у' | 'ү' | 'γ' => 'y',
        _ => return None,
    })
}

/// The digit that a letter looks like where a digit must stand: `O` is a zero, `l` a one.
pub(crate) fn digit_like(c: char) -> Option<char> {
    Some(match c {
        '0'..='9' => c,
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' | 'Ø' | 'ø' => '0',
        'I' | 'l' | '|' | 'І' | 'і' | 'Ӏ' | 'ӏ' | 'Ι' | 'ι' => '1',
        'З' | 'з' => '3',
        'б' => '6',
        _ => return None,
    })
}

/// `ё` as `е`; other characters as they are.
pub(crate) fn plain_e(c: char) -> char {
    if c == 'ё' { 'е' } else { c }
}

/// As `char::is_alphabetic`, without its tables for the letters of our languages: texts are made of these.
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Bytes of the letter that begins at a position; 0 where no letter does. The position is a boundary.
pub(crate) fn letter_at(text: &str, at: usize) -> usize {
    match text.as_bytes()[at..] {
        [b'a'..=b'z' | b'A'..=b'Z', ..] => 1,
        [..0x80, ..] | [] => 0,
        // U+0400–U+0481, U+048A–U+04FF, as in `is_letter`.
        [0xd0 | 0xd1 | 0xd3, ..] | [0xd2, 0x80 | 0x81 | 0x8a.., ..] => 2,
        _ => text[at..].chars().next().filter(|c| c.is_alphabetic()).map_or(0, char::len_utf8),
    }
}

/// Where the letters that begin at a position end; the position itself where no letter begins.
pub(crate) fn letters_end(text: &str, mut at: usize) -> usize {
    let bytes = text.as_bytes();
    loop {
        at += match bytes.get(at) {
            Some(0xd0 | 0xd1 | 0xd3) => 2,
            Some(byte) if byte.is_ascii_alphabetic() => 1,
            Some(0x80..) => match letter_at(text, at) {
                0 => return at,
                len => len,
            },
            _ => return at,
        };
    }
}

/// Where the next letter begins, at or behind a position.
pub(crate) fn next_letter(text: &str, mut at: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    while let Some(&byte) = bytes.get(at) {
        if byte < 0x80 {
            if byte.is_ascii_alphabetic() {
                return Some(at);
            }
            at += 1;
        } else if letter_at(text, at) > 0 {
            return Some(at);
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

/// The letters at the end of a text.
pub(crate) fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !is_letter(c)).next().unwrap_or(text)
}

/// As `char::is_alphanumeric`, likewise.
pub(crate) fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Appends a text in lower case with `е` for `ё`, letter by letter: no letter of our languages has two small forms.
pub(crate) fn push_lower(text: &str, out: &mut String) {
    text.chars().for_each(|c| push_small(c, out));
}

/// Appends a character in lower case with `е` for `ё`.
pub(crate) fn push_small(c: char, out: &mut String) {
    match near_small(c) {
        Some(small) => out.push(small),
        None => out.extend(c.to_lowercase().map(plain_e)),
    }
}

/// The small letter of a character; itself where it has none, or one of two characters.
fn small(c: char) -> char {
    near_small(c).unwrap_or_else(|| {
        let mut lower = c.to_lowercase();
        lower.next().filter(|_| lower.next().is_none()).unwrap_or(c)
    })
}

/// The small letter without a look into the tables of Unicode, for ASCII and most letters of Russian and Kazakh.
fn near_small(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c.to_ascii_lowercase()),
        'а'..='я' | 'і' => Some(c),
        // The capitals stand 32 places before the small letters; those of Kazakh one before.
        'А'..='Я' => char::from_u32(u32::from(c) + 32),
        '\u{48a}'..='\u{4bf}' | '\u{4d0}'..='\u{52f}' => char::from_u32(u32::from(c) | 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    const LOSSY: Result<String, Canonical> = Err(Canonical::Withheld(Withheld::Lossy));

    #[test]
    fn ids_are_trimmed_text() {
        for (raw, wanted) in [
            ("AbC-1", "AbC-1"),
            ("  42\t", "42"),
            ("\u{feff}42\u{a0}", "42"),
            ("\u{200b}x\u{2060}", "x"),
            ("\u{202a}42\u{202c}", "42"),
            ("'00042", "00042"),
            ("=\"00042\"", "00042"),
            ("= \"00042\"", "= \"00042\""),
            ("007", "007"),
            ("a b", "a b"),
            ("-5", "-5"),
            ("заказ №7", "заказ №7"),
            ("1700000000123456789", "1700000000123456789"),
            ("1700000000.1700000001", "1700000000.1700000001"),
            ("2d5c7d0e-3f1b-4f0e-9a77-0242ac130003", "2d5c7d0e-3f1b-4f0e-9a77-0242ac130003"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
    }

    #[test]
    fn floats_become_the_integer_they_were() {
        for (raw, wanted) in [
            ("12345.0", "12345"),
            ("12345,0", "12345"),
            ("12345.00", "12345"),
            ("-7.0", "-7"),
            ("1.2345E+4", "12345"),
            ("1.2345e+04", "12345"),
            ("1.5E10", "15000000000"),
            ("1.234567E+06", "1234567"),
            ("12.5", "12.5"),
            ("1.000", "1.000"),
            ("12e4", "12e4"),
            ("1E5", "1E5"),
            ("007.0", "007.0"),
            ("1.2.3", "1.2.3"),
            ("1,2", "1,2"),
            ("9007199254740992.0", "9007199254740992"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
    }

    #[test]
    fn ids_that_lost_digits_are_withheld() {
        for raw in
            ["1.7E+18", "1,7E+18", "1.70000000012346E+18", "1.7000000001234568e+18", "1700000000123456768.0", "1E+10"]
        {
            assert_eq!(outcome(&FORM, raw), LOSSY, "{raw}");
        }
        for raw in ["1700000000123450000", "170000000012345000"] {
            assert_eq!(outcome(&crate::canon::cookie::FORM, raw), LOSSY, "{raw}");
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(raw), "other ids may end so");
        }
        assert_eq!(
            outcome(&crate::canon::cookie::FORM, "12345678901234000").as_deref(),
            Ok("12345678901234000"),
            "17 digits: no telling"
        );
    }

    #[test]
    fn nothing_is_null() {
        for raw in [
            "",
            " ",
            "0",
            "0.0",
            "'",
            "'0",
            "=\"\"",
            "-",
            "NULL",
            "нет",
            "00000000-0000-0000-0000-000000000000",
            "\\N",
            "(not set)",
            "{00000000-0000-0000-0000-000000000000}",
            "urn:uuid:00000000-0000-0000-0000-000000000000",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw:?}");
        }
    }

    #[test]
    fn digits_of_every_script() {
        assert!(ZEROS.is_sorted());
        for zero in ZEROS {
            for value in 0..10_u32 {
                let c = char::from_u32(zero + value).expect("assigned");
                assert!(
                    Glyph::of(c) == Glyph::Digit(char::from_digit(value, 10).expect("0..10")),
                    "U+{:X}",
                    zero + value
                );
            }
            assert!(char::from_u32(zero).is_some_and(char::is_numeric), "U+{zero:X}");
        }
        assert!(Glyph::of('½') == Glyph::Other('½') && Glyph::of('я') == Glyph::Other('я'));
    }

    #[test]
    fn asciify_keeps_what_matters() {
        let mut buffer = String::new();
        for (raw, wanted) in [
            ("8\u{a0}771\u{2011}000", "8 771-000"),
            ("+7 ７７１", "+7 771"),
            ("٧٧١", "771"),
            ("8\u{ad}77", "877"),
            ("7️⃣8️⃣", "78"),
            ("a\u{2028}b", "a\nb"),
            ("8·771‧000", "8.771.000"),
        ] {
            assert_eq!(asciify(raw, &mut buffer), wanted, "{raw}");
        }
    }

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in (0..=0x2_ffff).filter_map(char::from_u32) {
            assert_eq!(is_letter(c), c.is_alphabetic(), "U+{:X}", u32::from(c));
            let text = format!("7{c}");
            assert_eq!(letter_at(&text, 1), if c.is_alphabetic() { c.len_utf8() } else { 0 }, "U+{:X}", u32::from(c));
            assert_eq!(next_letter(&text, 0), c.is_alphabetic().then_some(1), "U+{:X}", u32::from(c));
            assert_eq!(letters_end(&text, 1), 1 + letter_at(&text, 1), "U+{:X}", u32::from(c));
            assert_eq!(is_letter_or_digit(c), c.is_alphanumeric(), "U+{:X}", u32::from(c));
            let mut lower = String::new();
            push_lower(c.encode_utf8(&mut [0; 4]), &mut lower);
            assert_eq!(lower, c.to_lowercase().map(plain_e).collect::<String>(), "U+{:X}", u32::from(c));
        }
    }

    #[test]
    fn folding_helpers() {
        assert!(eq_fold("ЗАВЕРШЁН", "завершен") && !eq_fold("завершена", "завершен"));
        assert_eq!(strip_prefix_fold("ТЕЛ. 5", "тел"), Some(". 5"));
        assert_eq!(strip_suffix_fold("5 РУБ", "руб"), Some("5 "));
        assert_eq!(strip_prefix_fold("те", "тел"), None);
    }
}
