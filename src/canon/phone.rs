//! Telephone numbers: E.164, `phone/e164/1` (domain requirements, 3.4).
//!
//! Kazakhstan and Russia share `+7`. A number of another country is accepted only with its `+` (or `00`), because
//! nothing else says that the first digits are a country code.

use super::number::{Decimal, Digits, Float};
use super::text::{asciify, strip_prefix_fold, strip_suffix_fold, unguard};
use super::{Canonical, Form, Withheld, null};

/// Phones: `+` and digits. Extensions are dropped: they tell desks apart, not subscribers.
///
/// Null rule: 5.9's spellings and numbers of one repeated digit. Source: domain requirements 3.4; E.164.
pub const FORM: Form = Form {
    id: "phone/e164/1",
    what: "E.164: `8 (771) 000-99-98`, `7710009998` and `7.7710009998E10` are `+77710009998`",
    write,
    is_doubtful: |_| false,
};

/// Fewer digits than this beside a separator are a rest of the same number, not a second one.
const DIGITS_OF_A_PHONE: usize = 6;

fn write(raw: &str, out: &mut String) -> Canonical {
    if let Some(national) = ordinary(raw.as_bytes()) {
        append(out, "+7", &national);
        return Canonical::Written;
    }
    match Number::plain(raw, false) {
        Some(number) => number.settle(out),
        None => careful(raw, out),
    }
}

/// The ten digits behind the country code, or behind the 8 or the nothing that stands for it, of a number as nearly everybody writes it:
/// `+7 (771) 000-99-98`, `8 771 000 99 98`, `7710009998`. The rules are those of [`Number::settle`], which decides on everything else.
fn ordinary(text: &[u8]) -> Option<[u8; 10]> {
    let (plus, text) = match text {
        [b'+', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    let (mut digits, mut count) = ([0_u8; 12], 0);
    for &byte in text {
        // A separator is overwritten by the digit behind it.
        *digits.get_mut(count)? = byte;
        match byte {
            b'0'..=b'9' => count += 1,
            b' ' | b'-' | b'(' | b')' => {}
            _ => return None,
        }
    }
    let national: [u8; 10] = match (count, digits) {
        (11, [b'7', ..]) => digits[1..11].try_into().ok()?,
        (11, [b'8', b'7', ..]) if !plus => digits[1..11].try_into().ok()?,
        (10, [b'7' | b'9', ..]) if !plus => digits[..10].try_into().ok()?,
        _ => return None,
    };
    // `(0)` is a trunk prefix, not a digit, and a digit repeated is no number: both are for others to see.
    (!one_digit(&national) && !text.windows(3).any(|three| three == b"(0)")).then_some(national)
}

/// What needs more than a look at every byte.
fn careful(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    // A plus makes some spreadsheets write a formula: `=+7771…`.
    let text = unguard(asciify(text, &mut buffer)).trim_start_matches('=');
    let (text, international) = strip_wrapping(text);
    match Decimal::parse(text.as_bytes()).map(|decimal| decimal.integer()) {
        Some(Float::Exact { negative: false, digits }) => {
            return Number { plus: international || text.starts_with('+'), digits }.settle(out);
        }
        Some(Float::Lossy) => return Canonical::Withheld(Withheld::Lossy),
        _ => {}
    }
    let text = without_extension(text);
    if holds_several(text) {
        return Canonical::Withheld(Withheld::Several);
    }
    if is_masked(text) {
        return Canonical::Withheld(Withheld::Masked);
    }
    Number::plain(text, true)
        .map_or(Canonical::Unfit, |number| Number { plus: number.plus || international, ..number }.settle(out))
}

/// Digits of a number and whether a country code is announced.
struct Number {
    plus: bool,
    digits: Digits,
}

impl Number {
    /// Reads digits and ordinary separators; `None` at any other byte, without digits, and beyond the 15 digits of
    /// E.164. `lenient` allows the separators that need a second look first (`.`, `,`, `/` …).
    fn plain(text: &str, lenient: bool) -> Option<Self> {
        let mut number = Self { plus: false, digits: Digits::new() };
        let bytes = text.as_bytes();
        for (at, &byte) in bytes.iter().enumerate() {
            match byte {
                b'0' if number.plus && is_trunk_zero(bytes, at) && number.digits.as_bytes() != b"39" => {}
                b'0'..=b'9' => {
                    if !number.digits.push(byte) {
                        return None;
                    }
                }
                b' ' | b'-' | b'(' | b')' => {}
                b'+' if !number.plus && number.digits.as_bytes().is_empty() => number.plus = true,
                b'.' | b',' | b';' | b'/' | b'|' | b'[' | b']' | b'\t' | b'\n' | b'\r' | b'"' | b'\'' | b':' | b'_'
                | b'~'
                    if lenient => {}
                _ => return None,
            }
        }
        // 17: with `00` before a number of full length.
        (1..=17).contains(&number.digits.as_bytes().len()).then_some(number)
    }

    /// Steps 3 to 8 of 3.4.
    fn settle(self, out: &mut String) -> Canonical {
        let Self { mut plus, digits } = self;
        let mut digits = digits.as_bytes();
        if one_digit(digits) {
            return Canonical::Null;
        }
        if let Some(rest) = digits.strip_prefix(b"00") {
            (digits, plus) = (rest, true);
        } else if digits.len() == 14 && !plus && digits.starts_with(b"8107") {
            digits = &digits[3..];
        }
        let national = match (digits.len(), digits) {
            (11, [b'7', national @ ..]) => national,
            // `+84…` is Viet Nam and `+81…` Japan, but `+8 7…` is the trunk prefix behind a needless plus.
            (11, [b'8', b'7', ..]) => &digits[1..],
            (11, [b'8', b'3' | b'4' | b'8' | b'9', ..]) if !plus => &digits[1..],
            // With a plus the country code must be there: ten digits have lost one, and a guess would be another
            // person's number.
            (10, [b'7' | b'9', ..]) if !plus => digits,
            (12, [b'7', b'8', b'7', ..]) => &digits[2..],
            (8..=15, [b'1'..=b'6' | b'8' | b'9', ..]) if plus => {
                append(out, "+", digits);
                return Canonical::Written;
            }
            _ => return Canonical::Unfit,
        };
        if one_digit(national) {
            return Canonical::Null;
        }
        append(out, "+7", national);
        Canonical::Written
    }
}

/// Whether this zero is the trunk prefix that `+44 (0) 7911…` puts in brackets: dialled at home, never behind the country code. Italy's zero
/// belongs to the number.
fn is_trunk_zero(bytes: &[u8], at: usize) -> bool {
    at > 0 && bytes[at - 1] == b'(' && bytes.get(at + 1) == Some(&b')')
}

fn append(out: &mut String, prefix: &str, digits: &[u8]) {
    out.push_str(prefix);
    out.push_str(std::str::from_utf8(digits).expect("digits are ASCII"));
}

fn one_digit(digits: &[u8]) -> bool {
    digits.split_first().is_some_and(|(first, rest)| rest.iter().all(|digit| digit == first))
}

/// Prefixes of links, messengers and forms, in lower case, longer ones first; the flag says that a country code must
/// follow.
const PREFIXES: &[(&str, bool)] = &[
    ("whatsapp://send?phone=", true),
    ("api.whatsapp.com/send/?phone=", true),
    ("api.whatsapp.com/send?phone=", true),
    ("viber://chat?number=", false),
    ("viber://add?number=", false),
    ("https://", false),
    ("http://", false),
    ("wa.me/", true),
    ("whatsapp", false),
    ("callto:", false),
    ("телефон", false),
    ("phone", false),
    ("тел", false),
    ("tel", false),
    ("sms:", false),
    ("моб", false),
    ("%2b", true),
];

/// Endings of messenger ids: the whole number with its country code stands before them.
const MESSENGERS: &[&str] = &["@c.us", "@s.whatsapp.net", "@whatsapp.net"];

/// The text without a known prefix or messenger ending, and whether a country code is sure to be there.
fn strip_wrapping(text: &str) -> (&str, bool) {
    let mut international = false;
    let mut rest = text;
    // All of them begin with a letter or `%`, and messengers end in one.
    let begins = |c: char| c.is_alphabetic() || c == '%';
    if !text.starts_with(begins) && !text.ends_with(char::is_alphabetic) {
        return (text, false);
    }
    // Two prefixes follow each other at most three times: `https://wa.me/%2B7…`.
    for _ in 0..3 {
        let Some((stripped, sure)) =
            PREFIXES.iter().find_map(|&(prefix, sure)| strip_prefix_fold(rest, prefix).map(|rest| (rest, sure)))
        else {
            break;
        };
        rest = stripped.trim_start_matches([' ', ':', '.', '=']);
        international |= sure;
    }
    // `wa.me/7771…?text=hello` says more than a number.
    if rest.len() < text.len() {
        rest = rest.split(['?', '&']).next().unwrap_or(rest);
        rest = rest.trim_end_matches('/');
    }
    for ending in MESSENGERS {
        if let Some(number) = strip_suffix_fold(rest, ending) {
            // WhatsApp appends the device: `7771…:12@s.whatsapp.net`.
            return (number.split_once(':').map_or(number, |(number, _)| number), true);
        }
    }
    (rest, international)
}

/// Words before an extension, in lower case, longer ones first.
const EXTENSIONS: &[&str] =
    &["добавочный", "доб", "внутренний", "внутр", "вн", "қосымша", "қос", "extension", "ext", "#", "x", "х"];

/// The text before `доб. 12`, `(вн. 12)`, `;ext=12`, `#12`, `x12`.
fn without_extension(text: &str) -> &str {
    let end = text.trim_end_matches([')', ' ']);
    let head = end.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = end.len() - head.len();
    let head = head.trim_end_matches([' ', '.', ':', '=']);
    if digits > 6 {
        return text;
    }
    for word in EXTENSIONS {
        let Some(before) = strip_suffix_fold(head, word) else { continue };
        // `x` and `#` also stand for hidden digits, so a whole number must come before them and digits after.
        let enough = if word.chars().count() == 1 {
            count_digits(before) >= 10 && digits > 0
        } else {
            count_digits(before) >= DIGITS_OF_A_PHONE
        };
        if enough {
            return before.trim_end_matches([' ', ',', ';', '(']);
        }
    }
    text
}

fn count_digits(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Words that stand between two numbers.
const BETWEEN: &[&str] = &["и", "или", "немесе", "және", "and", "or"];

/// Whether two or more parts have as many digits as a telephone number has.
fn holds_several(text: &str) -> bool {
    // Two numbers behind each other, in groups: no number has twenty digits.
    if count_digits(text) >= 20 && text.split_whitespace().all(|word| count_digits(word) < 16) {
        return true;
    }
    let mut phones = 0;
    for line in text.lines() {
        let mut digits = 0;
        let mut words_that_are_phones = 0;
        for word in line.split([' ', '\t']) {
            if BETWEEN.contains(&word) {
                phones += usize::from(digits >= DIGITS_OF_A_PHONE);
                digits = 0;
                continue;
            }
            words_that_are_phones += usize::from(count_digits(word) >= 10);
            for byte in word.bytes() {
                match byte {
                    b'0'..=b'9' => digits += 1,
                    b',' | b';' | b'/' | b'|' | b'+' => {
                        phones += usize::from(digits >= DIGITS_OF_A_PHONE);
                        digits = 0;
                    }
                    _ => {}
                }
            }
        }
        phones += usize::from(digits >= DIGITS_OF_A_PHONE);
        if words_that_are_phones > 1 {
            return true;
        }
    }
    phones > 1
}

/// Whether digits are hidden: `*` and dots of any kind, `#`, `_`, or x among digits, and nothing but a number besides.
fn is_masked(text: &str) -> bool {
    let (mut stars, mut letters, mut digits) = (0, 0, 0);
    // A sign before a number says that it is one: `#12346`.
    let text = text.strip_prefix('#').filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit())).unwrap_or(text);
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '*' | '•' | '●' | '∗' => stars += 1,
            'x' | 'X' | 'х' | 'Х' | '#' | '_' | '?' => letters += 1,
            ' ' | '+' | '-' | '(' | ')' | '.' | '…' => {}
            _ => return false,
        }
    }
    stars > 0 || (letters > 0 && digits > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    const SAME: &str = "+77710009998";

    #[test]
    fn the_short_way_says_what_the_long_way_says() {
        let mut state = 5_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let heads = ["7", "8", "+7", "+8", "87", "77", "9", "00", "+", "8107", "(7", "+7 (0)"];
        let mut short = 0;
        for _ in 0..200_000 {
            let mut text = heads[random(heads.len())].to_owned();
            for _ in 0..8 + random(7) {
                text.push(char::from(b"01234567890123456789777 -()0"[random(28)]));
            }
            let Some(national) = ordinary(text.as_bytes()) else { continue };
            short += 1;
            let mut long = String::new();
            let outcome = Number::plain(&text, false).expect("digits and separators").settle(&mut long);
            let national = std::str::from_utf8(&national).expect("digits");
            assert_eq!((outcome, long), (Canonical::Written, format!("+7{national}")), "{text}");
        }
        assert!(short > 20_000, "{short}");
    }

    #[test]
    fn spellings_of_one_number() {
        for raw in [
            "+7 (771) 000-99-98",
            "8 771 000 99 98",
            "87710009998",
            "7710009998",
            "7-771-0009998",
            "+77710009998",
            "77710009998",
            "7.7710009998E10",
            "77710009998.0",
            "7,7710009998E+10",
            "77710009998,0",
            "7.7710009998e+10",
            "77710009998@c.us",
            "77710009998@s.whatsapp.net",
            "77710009998:12@s.whatsapp.net",
            "'+77710009998",
            "=+77710009998",
            "=\"87710009998\"",
            "tel:+7-771-000-99-98",
            "TEL: 87710009998",
            "whatsapp:+77710009998",
            "wa.me/77710009998",
            "https://wa.me/77710009998?text=hi",
            "+7 8 771 000 99 98",
            "787710009998",
            "+87710009998",
            "8 10 7 771 000 99 98",
            "0077710009998",
            "8\u{a0}771\u{a0}000\u{2011}99\u{2013}98",
            "+7·771·000·99·98",
            "+7(771)000.99.98",
            "8/771/0009998",
            "٨٧٧١٠٠٠٩٩٩٨",
            "\u{202a}+77710009998\u{202c}",
            "＋７７７１０００９９９８",
            "87710009998,",
            "87710009998;",
            "+7 771 000 99 98 доб. 12",
            "+7 771 000 99 98 (вн. 12)",
            "87710009998 ext 5",
            "87710009998#101",
            "87710009998 x101",
            "tel:+77710009998;ext=101",
            "тел. 87710009998",
            "8 771 000 99 98 Доб.345678",
            "\u{feff}87710009998",
            "[8] 771 000 99 98",
            "%2B77710009998",
            "8 771\t000 99 98",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(SAME), "{raw}");
        }
    }

    #[test]
    fn other_numbers() {
        for (raw, wanted) in [
            ("9161234567", "+79161234567"),
            ("89161234567", "+79161234567"),
            ("8 (727) 345-67-89", "+77273456789"),
            ("88001234567", "+78001234567"),
            ("83451234567", "+73451234567"),
            ("+84912345678", "+84912345678"),
            ("+81312345678", "+81312345678"),
            ("+996 555 123 456", "+996555123456"),
            ("00996555123456", "+996555123456"),
            ("996555123456@c.us", "+996555123456"),
            ("+1 202 555 0100", "+12025550100"),
            ("+3726000000", "+3726000000"),
            ("70001234567", "+70001234567"),
            ("7 771 000 99 98", SAME),
            ("+44 (0) 7911 123456", "+447911123456"),
            ("+49 (0)151 23456789", "+4915123456789"),
            ("+39 (0)6 1234 5678", "+390612345678"),
            ("+998901234567.0", "+998901234567"),
            ("8~10 7 771 000 99 98", SAME),
            ("моб. 8 771 ООО 99 98", SAME),
            ("8 771 000 99 98 (WhatsApp)", SAME),
            ("«8 771 000 99 98»", SAME),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
    }

    #[test]
    fn withheld_for_three_reasons() {
        for raw in ["7.771E+10", "7,77100E+10", "7,771E+10"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Lossy)), "{raw}");
        }
        for raw in [
            "+7 771 000 99 98, 8 (712) 345-67-89",
            "87710009998;87770009998",
            "87710009998/87770009998",
            "87710009998 | 87770009998",
            "87710009998 и 87770009998",
            "87710009998 немесе 345678",
            "87710009998\n87770009998",
            "+77710009998+77770009998",
            "87710009998 87770009998",
            "345678, 345679",
            "87710009998, Әсел 87770009998",
            "8 771 000 99 98 8 777 000 99 98",
            "whatsapp 87710009998, 87770009998",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Several)), "{raw}");
        }
        for raw in [
            "+7 (771) ***-**-98",
            "8771xxx9998",
            "8771ХХХ9998",
            "8771ххх9998",
            "+7771•••9998",
            "8 771 ### 99 98",
            "***",
            "+7 771 000 99 xx",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Masked)), "{raw}");
        }
    }

    #[test]
    fn not_a_number() {
        for raw in [
            "345678",
            "3456789",
            "345-67-89",
            "8 771 000 99 9",
            "877100099981",
            "8771000999A",
            "87710009998 Асель",
            "Асель",
            "+7710009998",
            "+7771000999",
            "996555123456",
            "81312345678",
            "+0123456789",
            "a@b.kz",
            "8(727)3456789/90",
            "12345678901234567890",
            "+7 771 000 99 98 1",
            "()",
            "77710009998@g.us.kz",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }

    #[test]
    fn nothing_is_null() {
        for raw in [
            "",
            "-",
            "--",
            "0",
            "000000",
            "77777777777",
            "+7 777 777 77 77",
            "+7 (000) 000-00-00",
            "8 999 999 99 99",
            "7777777777",
            "нет",
            "жоқ",
            "N/A",
            "+7",
            "8",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw:?}");
        }
    }
}
