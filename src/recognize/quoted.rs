//! Quoted-printable (RFC 2045) and the words that headers of mails encode with it (RFC 2047): `anna=40example.kz`, `=?utf-8?Q?=D0=90?=`.

use super::decode::{Run, hex, rewritten};
use super::fold::Layer;
use super::provider;

/// The text with quoted-printable undone; `None` where there is none.
///
/// Outside of an encoded word `=40` may be a parameter and its number, so that single bytes are undone only where they part a local part from a
/// host, and other signs only in a text with such a byte.
pub(super) fn printable(text: &str) -> Option<Layer> {
    let bytes = text.as_bytes();
    let mut run = Run::default();
    let mut inside = false;
    let address = ["=40", "=3D40", "=3d40"].iter().any(|sign| memchr::memmem::find(bytes, sign.as_bytes()).is_some())
        || memchr::memchr(b'@', bytes).is_some();
    rewritten(
        text,
        |bytes| memchr::memchr3(b'=', b'?', b'_', bytes),
        |at| {
            let rest = &text[at..];
            match bytes[at] {
                b'?' if inside && rest.starts_with("?=") => {
                    inside = false;
                    Some((String::new(), 2))
                }
                b'_' if inside => Some((" ".to_owned(), 1)),
                b'=' if rest.starts_with("=?") => {
                    let len = encoded_word(rest)?;
                    inside = true;
                    Some((String::new(), len))
                }
                b'=' if rest.starts_with("=\n") => Some((String::new(), 2)),
                b'=' if rest.starts_with("=\r\n") => Some((String::new(), 3)),
                b'=' if inside || is_coded(text, at, address) => run.character(text, at, "="),
                _ => None,
            }
        },
    )
}

/// The length of what begins an encoded word: `=?utf-8?Q?`.
fn encoded_word(text: &str) -> Option<usize> {
    let (charset, rest) = text[2..].split_once('?')?;
    let named =
        (3..=24).contains(&charset.len()) && charset.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_*".contains(&b));
    (named && rest.get(..2).is_some_and(|mark| mark.eq_ignore_ascii_case("q?"))).then_some(charset.len() + 5)
}

/// The byte that is coded at a position.
fn coded(bytes: &[u8], at: usize) -> Option<u8> {
    match bytes.get(at..at + 3)? {
        [b'=', high, low] => Some(hex(*high)? << 4 | hex(*low)?),
        _ => None,
    }
}

/// Whether the byte that is coded here stands for a sign and is no value of a parameter.
fn is_coded(text: &str, at: usize, address: bool) -> bool {
    let bytes = text.as_bytes();
    let Some(byte) = coded(bytes, at) else { return false };
    let before = at.checked_sub(3).and_then(|before| coded(bytes, before));
    let next = coded(bytes, at + 3);
    // Four in a row are a text of which every byte is coded, two beyond ASCII the letters of one that is not in English.
    let row = |from: usize| (0..4).all(|nth| coded(bytes, from + 3 * nth).is_some_and(|byte| byte >= 0x20));
    if byte >= 0x20 && (0..4).any(|nth| at.checked_sub(3 * nth).is_some_and(row)) {
        return true;
    }
    if byte >= 0x80 {
        return before.or(next).is_some_and(|other| other >= 0x80);
    }
    let alone = bytes[..at].last().is_some_and(u8::is_ascii_alphanumeric)
        && bytes.get(at + 3).is_some_and(u8::is_ascii_alphanumeric);
    match byte {
        b'@' => alone && is_sign(text, at),
        b'.' | b'_' | b'-' | b'+' | b'=' => address && (alone || before.is_some() || next.is_some()),
        _ => false,
    }
}

/// Whether a local part stands before the coded `@` and a host behind it.
fn is_sign(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"._-+=".contains(byte);
    let local = bytes[..at].iter().rev().take(64).take_while(|byte| fits(byte)).count();
    let parameter = matches!(bytes[..at - local], [.., b'?' | b'&' | b';']);
    let host = bytes[at + 3..].iter().take(253).take_while(|byte| fits(byte)).count();
    let host = text[at + 3..at + 3 + host].replace("=2E", ".").replace("=2e", ".").replace("=2D", "-");
    let host = host.trim_end_matches(['.', '-']);
    let (name, ending) = host.rsplit_once('.').unwrap_or((host, ""));
    let known = provider::is_ending(ending)
        || psl::domain(host.as_bytes()).is_some_and(|host| host.suffix().is_known())
        || provider::is_joined(name);
    local >= 2 && !parameter && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_printable_is_undone() {
        for (raw, wanted) in [
            ("ivan.petrov=40mail.ru", Some("ivan.petrov@mail.ru")),
            ("ivan=2Epetrov=40mail=2Eru", Some("ivan.petrov@mail.ru")),
            ("=?utf-8?Q?ivan.petrov=40mail.ru?=", Some("ivan.petrov@mail.ru")),
            ("=?UTF-8?q?=D0=98=D0=B2=D0=B0=D0=BD_=41?= x_y", Some("Иван A x_y")),
            ("=D0=98=D0=B2=D0=B0=D0=BD", Some("Иван")),
            ("=69=76=61=6E=40=6D=61=69=6C=2E=72=75", Some("ivan@mail.ru")),
            ("ivan.petrov=3D40mail.ru", Some("ivan.petrov=40mail.ru")),
            ("ivan.pet=\r\nrov@mail.ru", Some("ivan.petrov@mail.ru")),
            ("?width=40px.jpg", None),
            ("size=40px", None),
            ("?user=40mail.ru", None),
            ("a=10&b=20", None),
            ("x=2E", None),
            ("sum=100", None),
            ("=?", None),
        ] {
            assert_eq!(printable(raw).map(|layer| layer.text).as_deref(), wanted, "{raw}");
        }
    }
}
