//! Hardware addresses: `mac/1` (domain requirements, 3.9).

use super::text::{asciify, unguard};
use super::{Canonical, Form, null};

/// Hardware addresses of 48 bits: lower-case pairs with colons, whatever grouped them.
///
/// Null rule: 5.9's spellings; addresses of zeros only or ones only stand for no device. Source: IEEE 802, 8.1 (notation).
pub const FORM: Form = Form {
    id: "mac/1",
    what: "lower-case pairs with colons: `0000.5E00.5301` is `00:00:5e:00:53:01`",
    write,
    is_doubtful: |_| false,
};

/// The twelve hexadecimal digits of an address in any usual grouping, in lower case.
pub(crate) fn digits(text: &str) -> Option<[u8; 12]> {
    let bytes = text.as_bytes();
    let mut digits = [0; 12];
    let mut len = 0;
    let mut separators: [usize; 2] = [0; 2];
    let mut separator = None;
    // Digits before the last separator: two separators never stand side by side.
    let mut after = 0;
    for &byte in bytes {
        match byte {
            _ if byte.is_ascii_hexdigit() => {
                *digits.get_mut(len)? = byte.to_ascii_lowercase();
                len += 1;
            }
            b':' | b'-' | b'.' | b' ' if len > after && separator.is_none_or(|known| known == byte) => {
                separator = Some(byte);
                after = len;
                separators[0] += 1;
                separators[1] += usize::from(len % 4 == 0);
            }
            _ => return None,
        }
    }
    // Pairs have five separators, fours two; a bare row has none.
    let grouped = matches!(separators, [0, 0] | [5, 2] | [2, 2]);
    (len == 12 && grouped).then_some(digits)
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let Some(digits) = digits(asciify(text, &mut buffer)) else { return Canonical::Unfit };
    if digits.iter().all(|&digit| digit == b'0') || digits.iter().all(|&digit| digit == b'f') {
        return Canonical::Null;
    }
    for (at, &digit) in digits.iter().enumerate() {
        if at > 0 && at % 2 == 0 {
            out.push(':');
        }
        out.push(char::from(digit));
    }
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn groupings() {
        for raw in [
            "00:00:5E:00:53:01",
            "00-00-5e-00-53-01",
            "0000.5e00.5301",
            "00005E005301",
            " 00:00:5e:00:53:01 ",
            "00 00 5E 00 53 01",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok("00:00:5e:00:53:01"), "{raw}");
        }
    }

    #[test]
    fn other_texts() {
        for raw in [
            "00:00:5E:00:53",
            "00:00:5E:00:53:01:02",
            "00:00-5E:00:53:01",
            "0:0:5E:0:53:1",
            "zz:00:5E:00:53:01",
            "000:05E:005:301",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        for raw in ["00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff", "-", ""] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw}");
        }
    }
}
