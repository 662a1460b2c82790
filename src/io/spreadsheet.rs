//! What a spreadsheet would take for a formula (CWE-1236; OWASP ASVS 5.0, 1.2.10), and how a cell is kept from being one.

/// Characters at which a spreadsheet may begin to calculate, and their full-width forms, which some programs fold.
const TRIGGERS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];

/// Whether a text cell needs a leading `'`.
///
/// It does if it begins with a trigger. It also does if only spaces or double quotes stand before one: Excel and Calc then show a text,
/// but import filters that trim cells and programs that split lines without regard to quotes do not. A `'` before a trigger does what
/// ours would do. A number with its sign is a number, and so is a phone as `+` and digits: calculating gives the same.
#[must_use]
pub(super) fn is_formula(text: &str) -> bool {
    let shown =
        text.trim_start_matches(|c: char| c == '"' || c == '\u{FEFF}' || (c.is_whitespace() && !TRIGGERS.contains(&c)));
    shown.starts_with(TRIGGERS) && !is_number(text)
}

/// Whether a spreadsheet would make another value of a text: a number without its zeros (`0012`), a power (`1E5`), a date (`3/4`, `12.05`,
/// `2024-03`), a time (`10:30`), digits that it has no room for.
#[must_use]
pub(super) fn is_converted(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.first().is_some_and(u8::is_ascii_digit) || bytes.len() > 64 {
        return false;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(text) {
        return text.len() > 15 || (text.len() > 1 && text.starts_with('0'));
    }
    if let Some((mantissa, power)) = text.split_once(['e', 'E']) {
        let power = power.strip_prefix(['+', '-']).unwrap_or(power);
        return digits(power) && mantissa.split(['.', ',']).all(digits);
    }
    let parts: Vec<&str> = text.split(['.', ',', '/', '-', ':', ' ']).collect();
    (2..=6).contains(&parts.len()) && parts.iter().all(|part| digits(part) && part.len() <= 4)
}

/// A sign, digits, at most one point or comma between digits; thousands apart by spaces.
fn is_number(text: &str) -> bool {
    let magnitude = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, part) = magnitude.split_once(['.', ',']).unwrap_or((magnitude, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split([' ', '\u{A0}', '\u{202F}']);
    let first = groups.next().unwrap_or_default();
    digits(part) && digits(first) && groups.all(|group| group.len() == 3 && digits(group))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn triggers_at_the_start_and_nowhere_else() {
        for trigger in TRIGGERS {
            for before in ["", " ", "\u{A0}", "\"", " \"\u{2009}", "\u{FEFF}"] {
                assert!(is_formula(&format!("{before}{trigger}SUM(A1)")), "{before:?} {trigger:?}");
            }
            assert!(is_formula(&trigger.to_string()));
            assert!(!is_formula(&format!("a{trigger}1")), "{trigger:?}");
            assert!(!is_formula(&format!("'{trigger}1")), "{trigger:?}");
        }
    }

    #[test]
    fn what_a_spreadsheet_would_change() {
        for text in [
            "0012",
            "1E5",
            "1e+05",
            "3/4",
            "12.05",
            "12,05",
            "2024-03",
            "1-2",
            "10:30",
            "01.02.2024 10:00",
            "1234567890123456",
        ] {
            assert!(is_converted(text), "{text}");
        }
        for text in
            ["12", "0", "A1", "1A", "2024-Q1", "2024-W05", "198.51.100.0/24x", "курс 3/4", "[0, 10)", "", "1E", "us_12"]
        {
            assert!(!is_converted(text), "{text}");
        }
    }

    #[test]
    fn numbers_and_phones_are_no_formulas() {
        for text in
            ["-5", "+5", "-5.25", "-1 234 567,89", "-1\u{A0}234", "+77710009998", "5", "", "-0,5", "«=»", "курс"]
        {
            assert!(!is_formula(text), "{text}");
        }
        for text in
            ["-5-3", "+7 771 000 99 98", "-5%", "-1E5", "--5", "- 5", "-", "-.5", "-5.", "-1 23", "+1,2,3", "=1"]
        {
            assert!(is_formula(text), "{text}");
        }
    }
}
