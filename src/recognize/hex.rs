//! UUIDs and digests in text (domain requirements, 3.10).

use super::digits::{hex_digits, is_hex_like, is_word};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::digest::LENGTHS;

/// UUIDs with their hyphens; rows of hexadecimal digits as long as a digest is.
///
/// Strong: a UUID whose version is one of RFC 9562; a digest with digits and letters. Weak: other UUIDs. A row of decimal digits only is no
/// digest: it is a number.
pub struct HexIds;

impl Recognizer for HexIds {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Uuid, Kind::Digest]
    }

    fn name(&self) -> &'static str {
        "uuid-or-digest"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let fits = |byte: u8| is_hex_like(byte) || byte == b'-';
        let mut at = 0;
        while at < bytes.len() {
            if !fits(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            at += bytes[at..].iter().take_while(|&&byte| fits(byte)).count();
            let touched = (start > 0 && is_word(bytes[start - 1]) && !bytes[..start].ends_with(b"0x"))
                || bytes.get(at).is_some_and(|&next| is_word(next));
            if touched {
                continue;
            }
            if let Some((kind, evidence)) = judge(hex_digits(&text[start..at]).as_bytes()) {
                found.push(Span { start, end: at, kind, evidence });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.base64 >= 32
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
            "d41d8cd98f00b204e9800998ecf8427e",
            "0xda39a3ee5e6b4b0d3255bfef95601890afd80709",
        ]
    }
}

fn judge(token: &[u8]) -> Option<(Kind, Evidence)> {
    let hyphens = token.iter().filter(|&&byte| byte == b'-').count();
    if token.len() == 36 && hyphens == 4 && [8, 13, 18, 23].iter().all(|&at| token[at] == b'-') {
        let evidence = match (token[14], token[19]) {
            (b'1'..=b'8', b'8' | b'9' | b'a' | b'b' | b'A' | b'B') => Evidence::Strong,
            // The nil UUID stands for nothing.
            _ if token.iter().all(|byte| matches!(byte, b'0' | b'-')) => return None,
            _ => Evidence::Weak,
        };
        return Some((Kind::Uuid, evidence));
    }
    let mixed = token.iter().any(u8::is_ascii_alphabetic) && token.iter().any(u8::is_ascii_digit);
    (hyphens == 0 && mixed && LENGTHS.contains(&token.len())).then_some((Kind::Digest, Evidence::Strong))
}

/// Whether the whole text is a UUID as RFC 9562 writes it, of one of its versions and of its variant.
pub(super) fn is_uuid(text: &str) -> bool {
    let at = |(nth, byte): (usize, u8)| match nth {
        8 | 13 | 18 | 23 => byte == b'-',
        14 => matches!(byte, b'1'..=b'8'),
        19 => matches!(byte, b'8' | b'9' | b'a' | b'b' | b'A' | b'B'),
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind, Evidence)> {
        let mut found = Vec::new();
        HexIds.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.kind, span.evidence)).collect()
    }

    #[test]
    fn uuids_and_digests() {
        let uuid = "f81d4fae-7dec-41d0-a765-00a0c91e6bf6";
        assert_eq!(found(&format!("id={{{uuid}}};")), [(uuid, Kind::Uuid, Evidence::Strong)]);
        assert_eq!(found("f81d4fae-7dec-01d0-a765-00a0c91e6bf6")[0].2, Evidence::Weak);
        assert_eq!(found("md5:d41d8cd98f00b204e9800998ecf8427e")[0].1, Kind::Digest);
        for text in [
            "00000000-0000-0000-0000-000000000000",
            "d41d8cd98f00b204e9800998ecf8427",
            "12345678901234567890123456789012",
            "xd41d8cd98f00b204e9800998ecf8427e",
            "deadbeef",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
