//! Number plates: `plate/kz/1` (domain requirements, 3.14).

use super::text::{asciify, digit_like, latin_capital, unguard};
use super::{Canonical, Form, null};

/// Number plates of Kazakhstan (both generations) and Russia: capitals and digits without separators. Cyrillic look-alikes are Latin, and
/// letters that look like digits are digits where the pattern wants one.
///
/// Null rule: 5.9's spellings.
pub const FORM: Form = Form {
    id: "plate/kz/1",
    what: "capitals and digits without separators; Cyrillic look-alikes become Latin",
    write,
    is_doubtful: |canonical| !is_issued(canonical.as_bytes()),
};

/// Patterns: `9` a digit, `A` a letter. The two-digit ends of the first two are regions.
const PATTERNS: [&str; 7] = ["999AAA99", "999AA99", "A999AAA", "A999AA", "99AA99", "A999AA99", "A999AA999"];

/// The text in the first pattern of its length that it fits.
pub(crate) fn fit(text: &str) -> Option<String> {
    let signs: Vec<char> = text.chars().filter(|c| !matches!(c, ' ' | '-' | '/' | '|' | '.')).collect();
    PATTERNS.iter().filter(|pattern| pattern.len() == signs.len()).find_map(|pattern| {
        let fitted = pattern.bytes().zip(&signs).map(|(wanted, &sign)| match wanted {
            b'9' => digit_like(sign),
            _ => latin_capital(sign).map(|c| if c == '0' { 'O' } else { c }).filter(char::is_ascii_uppercase),
        });
        fitted.collect()
    })
}

/// Whether the region of a plate of Kazakhstan exists: 01 to 20 since 2022. Other patterns have none.
pub(crate) fn is_issued(plate: &[u8]) -> bool {
    match plate {
        [b'0'..=b'9', b'0'..=b'9', .., tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
            (1..=20).contains(&((tens - b'0') * 10 + (ones - b'0')))
        }
        _ => true,
    }
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let bare = text.strip_prefix("KZ").map_or(text, str::trim_start);
    match fit(text).or_else(|| fit(bare)) {
        Some(plate) => {
            out.push_str(&plate);
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
    fn plates() {
        for (raw, wanted) in [
            ("123ABC02", "123ABC02"),
            ("123 abc 02", "123ABC02"),
            ("123 АВС 02", "123ABC02"),
            ("KZ 123 ABC 02", "123ABC02"),
            ("123 ABC/02", "123ABC02"),
            ("123AB05", "123AB05"),
            ("A123ABC", "A123ABC"),
            ("а 123 вс", "A123BC"),
            ("А123ВС77", "A123BC77"),
            ("А123ВС777", "A123BC777"),
            ("l23ABCO2", "123ABC02"),
            ("１２３ＡＢＣ０２", "123ABC02"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert!((FORM.is_doubtful)("123ABC99") && !(FORM.is_doubtful)("123ABC20") && !(FORM.is_doubtful)("A123ABC"));
    }

    #[test]
    fn other_texts() {
        for raw in ["123ABCD02", "12345678", "ABCDEFGH", "123ЖЩЮ02", "1ABC", "Toyota"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
