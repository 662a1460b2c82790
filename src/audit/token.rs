//! Keyed tokens, known by their form alone: the audit has no key and needs none. The letters are read here again, not with what wrote them: a
//! slip of the one must not hide in the other.

/// Bytes of the longest: an encrypted email.
const MOST: usize = 192;

/// Letters before the underscore, and characters behind it that a token may have.
const WIDTHS: [usize; 2] = [26, 20];

/// Whether a text has the form of a keyed token of 128 or 96 bits.
pub(super) fn is_token(text: &str) -> bool {
    opened(text).is_some()
}

/// Of a token, whether its bytes are readable, as no output of a keyed function is; `None` of any other text.
pub(super) fn opened(text: &str) -> Option<bool> {
    let body = body(text).filter(|body| WIDTHS.contains(&body.len()))?;
    let (bytes, length) = bytes(body)?;
    Some(is_readable(&bytes[..length]))
}

/// Whether a text has the form of an encrypted value: longer, and of a prefix that ends in `x`.
pub(super) fn is_sealed(text: &str) -> bool {
    let prefix = text.split('_').next().unwrap_or_default();
    prefix.len() == 3
        && prefix.ends_with('x')
        && body(text).is_some_and(|body| body.len() > 26 && bytes(body).is_some())
}

/// Zeros at the end, or digits and letters throughout.
fn is_readable(bytes: &[u8]) -> bool {
    let filled = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    if bytes.len() - filled >= 4 {
        return true;
    }
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 8 && bytes.iter().all(|byte| byte.is_ascii_graphic() || *byte == b' ')
}

/// What stands behind a prefix of two or three letters.
fn body(text: &str) -> Option<&str> {
    let (prefix, body) = text.split_once('_')?;
    let fits = matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some(body)
}

/// The bytes behind lower-case base32 without padding; `None` if it is none, or if bits are left over that are not zero.
fn bytes(text: &str) -> Option<([u8; MOST], usize)> {
    let (mut bits, mut held) = (0u32, 0u32);
    let (mut bytes, mut filled) = ([0; MOST], 0);
    for byte in text.bytes() {
        let five = match byte {
            b'a'..=b'z' => byte - b'a',
            b'2'..=b'7' => byte - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(five);
        held += 5;
        if held >= 8 {
            held -= 8;
            *bytes.get_mut(filled)? = (bits >> held).to_le_bytes()[0];
            filled += 1;
            bits &= (1 << held) - 1;
        }
    }
    (bits == 0 && held < 5).then_some((bytes, filled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_known_by_their_form() {
        assert!(is_token("ph_ruuywbavnevgakp4t3w34rvttu"));
        assert!(!is_token("ph_ruuywbavnevgakp4t3w34rvtt"), "a character less");
        assert!(!is_token("ph_ruuywbavnevgakp4t3w34rvttv"), "bits left over");
        assert!(!is_token("ph_Ruuywbavnevgakp4t3w34rvttu") && !is_token("anna@example.kz"));
        assert!(opened("ph_ruuywbavnevgakp4t3w34rvttu") == Some(false));
    }

    #[test]
    fn text_in_the_form_of_a_token_is_readable() {
        // "+77710009998" and four zeros.
        let padded = "ph_fm3totzrgaydaojzha4aaaaaaaa";
        assert!(opened(padded) != Some(false));
        // "77710009998 Анна" would be no ASCII; sixteen digits are.
        let digits = "ph_g43toobqga4tsojsgiztgobxgy";
        assert!(opened(digits) == Some(true));
    }
}
