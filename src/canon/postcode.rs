//! Postcodes of Kazakhstan, both kinds: `postcode/kz/1` (domain requirements, 3.16).
//!
//! The old code of six digits names a post office, its first two digits the region. The new one of seven characters names a building, its first
//! letter the region, the next two digits the district.

use super::text::{asciify, digit_like, latin_capital, unguard};
use super::{Canonical, Form, null};

/// Postcodes: six digits, or seven capitals and digits. Five digits that lost a zero get it back where the region exists.
///
/// Null rule: 5.9's spellings, zeros only. Source: domain requirements 3.16; the pattern of the new code is that of published codes.
pub const FORM: Form = Form {
    id: "postcode/kz/1",
    what: "six digits, or seven characters such as `A15T0G9`; look-alikes become what the place wants: `А15TOG9` is `A15T0G9`",
    write,
    is_doubtful: |_| false,
};

/// Letters and digits of the new code, in order.
const NEW: [bool; 7] = [true, false, false, true, false, true, false];

/// The new code that the characters are or look like.
pub(crate) fn new_code(text: &str) -> Option<String> {
    let mut code = String::with_capacity(7);
    let mut wanted = NEW.iter();
    for c in text.chars().filter(|c| !matches!(c, ' ' | '-')) {
        let sign = if *wanted.next()? { latin_capital(c).filter(char::is_ascii_uppercase)? } else { digit_like(c)? };
        code.push(sign);
    }
    (code.len() == 7).then_some(code)
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = text.strip_suffix(".0").unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        match digits.len() {
            _ if digits.bytes().all(|byte| byte == b'0') => return Canonical::Null,
            6 => out.push_str(&digits),
            // Codes of Kazakhstan begin with 01 to 16: only these can have lost a zero.
            5 if !digits.starts_with('0') => {
                out.push('0');
                out.push_str(&digits);
            }
            _ => return Canonical::Unfit,
        }
        return Canonical::Written;
    }
    match new_code(text) {
        Some(code) => {
            out.push_str(&code);
            Canonical::Written
        }
        None => Canonical::Unfit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn both_kinds() {
        for (raw, wanted) in [
            ("050040", "050040"),
            ("050 040", "050040"),
            ("50040", "050040"),
            ("50040.0", "050040"),
            ("А15TOG9", "A15T0G9"),
            ("a15t0g9", "A15T0G9"),
            ("А15ТОG9", "A15T0G9"),
            ("Z05H0B4", "Z05H0B4"),
            ("Al5T0G9", "A15T0G9"),
            ("０５００４０", "050040"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["5004", "0500401", "A15T0G", "A15T0GG", "Алматы", "ABCDEFG"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&FORM, "000000"), Err(Canonical::Null));
    }
}
