//! Pictures inside text: nobody can say whose face is in them (domain requirements, D-09).

use memchr::memmem;

use super::{Evidence, Features, Kind, Recognizer, Span};

/// Pictures: `data:image/…`, base64 of PNG, JPEG, GIF and WebP, and their first bytes.
///
/// Strong always. A base64 prefix counts with 64 characters of base64 behind it.
pub struct Images;

/// Characters of base64 that make a prefix a picture; the smallest real ones are longer.
pub(super) const SHORTEST: usize = 64;

/// Base64 of the first bytes of PNG, JPEG, GIF and WebP (RIFF).
const ENCODED: [&str; 4] = ["iVBORw0KGgo", "/9j/", "R0lGOD", "UklGR"];

impl Recognizer for Images {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Image]
    }

    fn name(&self) -> &'static str {
        "image"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let hit = |start, end| Span { start, end, kind: Kind::Image, evidence: Evidence::Strong };
        if starts_as_picture(bytes) {
            found.push(hit(0, text.len()));
            return;
        }
        for colon in memchr::memchr_iter(b':', bytes) {
            let (start, end) = (colon.saturating_sub(4), colon + 7);
            if bytes.get(start..end).is_some_and(|address| address.eq_ignore_ascii_case(b"data:image/")) {
                found.push(hit(start, end));
            }
        }
        if text.len() <= SHORTEST {
            return;
        }
        for prefix in ENCODED {
            let mut at = 0;
            while let Some(start) = memmem::find(&bytes[at..], prefix.as_bytes()).map(|found| at + found) {
                let behind = start + prefix.len();
                let end = behind + bytes[behind..].iter().take_while(|byte| is_base64(**byte)).count();
                if end - behind >= SHORTEST {
                    found.push(hit(start, end));
                }
                // What is base64 has been read; reading it again from the next prefix inside would take quadratic time.
                at = end;
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.picture || features.base64 >= SHORTEST || (features.colons > 0 && features.len >= 11)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "data:image/png;base64,iVBORw0KGgo=",
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
            "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkI",
            "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7AAAAAAAAAAAAAAAAAAAAAAAA",
            "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ]
    }
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=' | b'-' | b'_')
}

/// Whether the bytes are those of a picture file. The first byte of PNG is no UTF-8, so it arrives as U+0089 or, read
/// as cp1251, as `‰`.
pub(super) fn starts_as_picture(bytes: &[u8]) -> bool {
    match bytes {
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => true,
        [b'R', b'I', b'F', b'F', _, _, _, _, rest @ ..] => {
            rest.iter().take(8).any(|&byte| byte == b'W')
                && memmem::find(&rest[..rest.len().min(12)], b"WEBP").is_some()
        }
        [0xc2, 0x89, b'P', b'N', b'G', ..] => true,
        [0xe2, 0x80, 0xb0, b'P', b'N', b'G', ..] => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> usize {
        let mut found = Vec::new();
        Images.find(text, &mut found);
        found.len()
    }

    #[test]
    fn pictures() {
        let tail = "A".repeat(64);
        for text in [
            "data:image/jpeg;base64,x",
            "<img src=\"data:image/svg+xml;utf8,x\">",
            "GIF89a",
            "GIF87a\u{1}",
            "RIFF\u{1}\u{2}\u{3}\u{4}WEBPVP8",
            "\u{89}PNG\r\n",
            "‰PNG\r\n",
            &format!("iVBORw0KGgo{tail}"),
            &format!("photo: /9j/{tail}"),
            &format!("\"R0lGOD{tail}\""),
            &format!("UklGR{tail}"),
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
    }

    #[test]
    fn other_text() {
        let short = "A".repeat(63);
        for text in [
            "",
            "GIF",
            "GIF88a",
            "RIFF",
            "RIFF1234WAVE",
            "%PDF-1.7",
            "data:text/plain,x",
            "/9j/",
            &format!("iVBORw0KGgo{short}"),
            &format!("/9j/{short} A"),
            "https://example.kz/9j/a",
            "курс GIF89a",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }
}
