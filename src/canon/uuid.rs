//! UUIDs: `uuid/1` (domain requirements, 3.10).

use super::text::{asciify, strip_prefix_fold, unguard};
use super::{Canonical, Form, null};

/// UUIDs: lower case with hyphens; braces and `urn:uuid:` removed.
///
/// Null rule: 5.9's spellings, the nil UUID and the all-ones UUID. Source: RFC 9562, 4.
pub const FORM: Form = Form {
    id: "uuid/1",
    what: "lower case, 8-4-4-4-12; braces and `urn:uuid:` removed",
    write,
    is_doubtful: |_| false,
};

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like_id(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = strip_prefix_fold(text, "urn:uuid:").unwrap_or(text);
    let text = text.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(text);
    let hex: Vec<u8> = text.bytes().filter(|&byte| byte != b'-').collect();
    let hyphens = text.len() - hex.len();
    let placed =
        hyphens == 0 || (hyphens == 4 && [8, 13, 18, 23].iter().all(|&at| text.as_bytes().get(at) == Some(&b'-')));
    if hex.len() != 32 || !placed || !hex.iter().all(u8::is_ascii_hexdigit) {
        return Canonical::Unfit;
    }
    if hex.iter().all(|byte| byte.eq_ignore_ascii_case(&b'f')) || hex.iter().all(|&byte| byte == b'0') {
        return Canonical::Null;
    }
    for (at, byte) in hex.into_iter().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            out.push('-');
        }
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn spellings_of_one_uuid() {
        for raw in [
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
            "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}",
            "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "f81d4fae7dec11d0a76500a0c91e6bf6",
            "f81d4fae\u{2010}7dec\u{2010}11d0\u{2010}a765\u{2010}00a0c91e6bf6",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"), "{raw}");
        }
    }

    #[test]
    fn other_texts() {
        for raw in [
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf",
            "f81d4fae-7dec11d0-a765-00a0c91e6bf6",
            "g81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            "x",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        for raw in ["00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "(not set)"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw}");
        }
    }
}
