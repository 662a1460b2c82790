//! Taxpayer numbers of Russia (ИНН): `tax-id/ru/1` (domain requirements, 3.3).

use super::iin::{holds_several, is_masked};
use super::number::{Decimal, Digits, Float};
use super::text::{asciify, strip_prefix_fold, unguard};
use super::{Canonical, Form, Withheld, null};
use crate::checksum;

/// ИНН: twelve digits of a person, ten of a firm. Nine and eleven digits get their lost zero back if the check digits prove it.
///
/// Null rule: 5.9's spellings, `0`, zeros only. Any ten or twelve digits fit: a mistyped number is somebody's all the same.
pub const FORM: Form = Form {
    id: "tax-id/ru/1",
    what: "10 or 12 digits without separators; a leading zero that a spreadsheet lost is restored where the check digits prove it",
    write,
    is_doubtful: |canonical| !checksum::inn(canonical.as_bytes()),
};

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = ["инн", "inn"].iter().find_map(|word| strip_prefix_fold(text, word)).unwrap_or(text);
    let text = text.trim_start_matches([' ', ':', '№']);
    let text = firm_of(text);
    let digits = match Decimal::parse(text.as_bytes()).map(|decimal| decimal.integer()) {
        Some(Float::Exact { negative: false, digits }) => digits,
        Some(Float::Lossy) => return Canonical::Withheld(Withheld::Lossy),
        _ => match digits_of(text) {
            Some(digits) => digits,
            None if text.contains(char::is_alphabetic) => return Canonical::Unfit,
            None if holds_several(text) => return Canonical::Withheld(Withheld::Several),
            None if is_masked(text) => return Canonical::Withheld(Withheld::Masked),
            None => return Canonical::Unfit,
        },
    };
    let digits = digits.as_bytes();
    if digits.iter().all(|&digit| digit == b'0') {
        return Canonical::Null;
    }
    let mut padded = [b'0'; 12];
    let fits = match digits.len() {
        10 | 12 => digits,
        len @ (9 | 11) => {
            padded[1..=len].copy_from_slice(digits);
            let padded = &padded[..=len];
            if !checksum::inn(padded) {
                return Canonical::Unfit;
            }
            padded
        }
        _ => return Canonical::Unfit,
    };
    out.push_str(std::str::from_utf8(fits).expect("digits are ASCII"));
    Canonical::Written
}

/// The number of a firm before the slash and the nine characters of its registration (КПП): `7707083893/773601001`.
fn firm_of(text: &str) -> &str {
    let Some((firm, registration)) = text.split_once('/') else { return text };
    let (firm, registration) = (firm.trim_end(), registration.trim_start());
    let is = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    if is(firm, 10) && is(registration, 9) { firm } else { text }
}

/// Digits with spaces, hyphens and points between them, and nothing else.
fn digits_of(text: &str) -> Option<Digits> {
    let mut digits = Digits::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits.push(byte) => {}
            b' ' | b'-' | b'.' => {}
            _ => return None,
        }
    }
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn numbers_of_persons_and_firms() {
        for (raw, wanted) in [
            ("500100732259", "500100732259"),
            ("5001 0073 2259", "500100732259"),
            ("ИНН 7707083893", "7707083893"),
            ("=\"7707083893\"", "7707083893"),
            ("7707083893.0", "7707083893"),
            ("５００１００７３２２５９", "500100732259"),
            ("500100732250", "500100732250"),
            ("105005038", "0105005038"),
            ("7707083893/773601001", "7707083893"),
            ("ИНН/КПП: 7707083893 / 773601001", "7707083893"),
            ("\"500100732259\"", "500100732259"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert!((FORM.is_doubtful)("500100732250") && !(FORM.is_doubtful)("500100732259"));
    }

    #[test]
    fn other_texts() {
        for raw in ["770708389", "77070838931", "1234567890123", "7707083893 Иванов", "abc"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&FORM, "0000000000"), Err(Canonical::Null));
        assert_eq!(outcome(&FORM, "5,001E+11"), Err(Canonical::Withheld(Withheld::Lossy)));
        assert_eq!(outcome(&FORM, "500100732259, 7707083893"), Err(Canonical::Withheld(Withheld::Several)));
        assert_eq!(outcome(&FORM, "5001007322**"), Err(Canonical::Withheld(Withheld::Masked)));
    }
}
