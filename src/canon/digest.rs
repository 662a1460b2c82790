//! Digests in hex: `digest/hex/1` (domain requirements, 3.10).
//!
//! A digest in an export is that of an identifier, more often than not: audiences of advertisements are uploaded so. Whoever has a list of
//! telephone numbers has the numbers behind it in seconds.

use super::text::{asciify, strip_prefix_fold, unguard};
use super::{Canonical, Form, null};

/// Digests of MD5, SHA-1 and SHA-2 length: lower-case hex, without `0x` and the name of the function.
///
/// Null rule: 5.9's spellings, and zeros only.
pub const FORM: Form = Form {
    id: "digest/hex/1",
    what: "lower-case hex of 32, 40, 56, 64, 96 or 128 digits; `0x`, `md5:`, `sha256:` removed",
    write,
    is_doubtful: |_| false,
};

/// Hexadecimal digits of a digest: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
pub(crate) const LENGTHS: [usize; 6] = [32, 40, 56, 64, 96, 128];

/// Names of functions before a digest, in lower case.
const NAMES: &[&str] =
    &["0x", "\\x", "md5:", "sha1:", "sha-1:", "sha224:", "sha256:", "sha-256:", "sha384:", "sha512:"];

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like_id(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = NAMES.iter().find_map(|name| strip_prefix_fold(text, name)).unwrap_or(text);
    if !LENGTHS.contains(&text.len()) || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Canonical::Unfit;
    }
    if text.bytes().all(|byte| byte == b'0') {
        return Canonical::Null;
    }
    let start = out.len();
    out.push_str(text);
    out[start..].make_ascii_lowercase();
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn digests() {
        let md5 = "d41d8cd98f00b204e9800998ecf8427e";
        for raw in [
            md5,
            "D41D8CD98F00B204E9800998ECF8427E",
            "md5:d41d8cd98f00b204e9800998ecf8427e",
            "0xd41d8cd98f00b204e9800998ecf8427e",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(md5), "{raw}");
        }
        for raw in ["d41d8cd98f00b204e9800998ecf8427", "xyz", "d41d8cd98f00b204e9800998ecf8427g"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&FORM, &"0".repeat(64)), Err(Canonical::Null));
    }
}
