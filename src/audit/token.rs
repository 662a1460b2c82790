//! Keyed tokens, known by their form alone: the audit has no key and needs none. The letters are read here again, not with what wrote them: a
//! slip of the one must not hide in the other.

use super::raw::{WANTED, each_text};
use crate::recognize::{Kind, strongest_hit};

/// Bytes of the longest that needs no memory of its own: an encrypted email.
const MOST: usize = 192;

/// Characters behind the underscore that a token of 128 or 96 bits has.
const WIDTHS: [usize; 2] = [26, 20];

/// Readable signs in a row that no key makes: of 10^9 sealed values hardly one has so many.
const RUN: usize = 26;

/// What the bytes of a token are.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Looks {
    /// Text, for certain.
    pub(super) readable: bool,
    /// Text from end to end, which a key makes now and then, but not often.
    pub(super) legible: bool,
}

/// Whether a text has the form of a keyed token or of a sealed value.
pub(super) fn is_token(text: &str) -> bool {
    body(text).is_some_and(|(prefix, body)| {
        let mut room = [0; MOST];
        (WIDTHS.contains(&body.len()) || may_be_sealed(prefix, body)) && decoded(body, &mut room, &mut |_| ()).is_some()
    })
}

/// What the bytes of a keyed token or a sealed value are, as no output of a keyed function is; `None` of any other text.
pub(super) fn opened(text: &str) -> Option<Looks> {
    let (prefix, body) = body(text)?;
    let sealed = may_be_sealed(prefix, body);
    if !sealed && !WIDTHS.contains(&body.len()) {
        return None;
    }
    let mut looks = Looks::default();
    let mut room = [0; MOST];
    decoded(body, &mut room, &mut |bytes| looks = look(bytes, sealed))?;
    Some(looks)
}

/// Whether a text has the form of an encrypted value: longer, and of a prefix that ends in `x`.
pub(super) fn is_sealed(text: &str) -> bool {
    body(text).is_some_and(|(prefix, body)| may_be_sealed(prefix, body)) && is_token(text)
}

/// Prefix and bytes of a token of 128 or 96 bits.
pub(super) fn keyed(text: &str) -> Option<(&str, Vec<u8>)> {
    let (prefix, body) = body(text).filter(|(_, body)| WIDTHS.contains(&body.len()))?;
    let (mut room, mut found) = ([0; MOST], Vec::new());
    decoded(body, &mut room, &mut |bytes| found.extend_from_slice(bytes))?;
    Some((prefix, found))
}

/// Text behind a word of base32 in one case, whatever stands before its underscore.
pub(super) fn behind_base32(word: &str) -> Option<String> {
    let bare = word.trim_end_matches('=');
    let bare = bare.split_once('_').filter(|(prefix, _)| prefix.len() <= 4).map_or(bare, |(_, body)| body);
    let lower = bare.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    let upper = bare.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    if bare.len() < 8 || !(lower || upper) {
        return None;
    }
    let mut room = vec![0; bare.len()];
    let mut found = None;
    let bits = decoded_bits(&bare.to_ascii_lowercase(), &mut room)?;
    let bytes = &room[..bits.0];
    let end = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    if let Ok(text) = std::str::from_utf8(&bytes[..end]) {
        found = (text.chars().count() >= 4 && !text.chars().any(char::is_control)).then(|| text.to_owned());
    }
    found
}

fn may_be_sealed(prefix: &str, body: &str) -> bool {
    prefix.len() == 3 && prefix.ends_with('x') && body.len() > WIDTHS[0]
}

fn look(bytes: &[u8], sealed: bool) -> Looks {
    let filled = bytes.iter().rposition(|&byte| byte != 0).map_or(0, |last| last + 1);
    let text = std::str::from_utf8(&bytes[..filled]).ok().filter(|text| !text.chars().any(char::is_control));
    Looks { readable: is_readable(bytes, filled, sealed), legible: filled >= 8 && text.is_some() }
}

/// Zeros at the end; digits and letters throughout; many signs in a row; an identifier.
fn is_readable(bytes: &[u8], filled: usize, sealed: bool) -> bool {
    if bytes.len() - filled >= 4 {
        return true;
    }
    let is_sign = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let digits = bytes.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits >= 8 && bytes.iter().all(is_sign) {
        return true;
    }
    if !sealed {
        return false;
    }
    let mut found = bytes.split(|byte| !is_sign(byte)).any(|run| run.len() >= RUN);
    each_text(bytes, &mut |text, _| {
        found |= matches!(
            strongest_hit(text, WANTED.without(Kind::Digest)),
            Some(Kind::Email | Kind::Phone | Kind::NationalId | Kind::Card)
        );
    });
    found
}

/// What stands before and behind an underscore, before it two or three letters.
fn body(text: &str) -> Option<(&str, &str)> {
    let (prefix, body) = text.split_once('_')?;
    let fits = matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|byte| byte.is_ascii_lowercase());
    fits.then_some((prefix, body))
}

/// Shows the bytes behind lower-case base32 without padding; `None` if it is none, or if bits are left over that are not zero.
fn decoded(text: &str, room: &mut [u8; MOST], see: &mut dyn FnMut(&[u8])) -> Option<()> {
    let mut long = Vec::new();
    let room: &mut [u8] = if text.len() * 5 / 8 > MOST {
        long.resize(text.len(), 0);
        &mut long
    } else {
        room
    };
    let (filled, clean) = decoded_bits(text, room)?;
    if clean {
        see(&room[..filled]);
    }
    clean.then_some(())
}

/// The bytes behind base32 in small letters; bits that make no whole byte are left out.
pub(super) fn base32_bytes(text: &str) -> Option<Vec<u8>> {
    let mut bytes = vec![0; text.len()];
    let (filled, _) = decoded_bits(text, &mut bytes)?;
    bytes.truncate(filled);
    Some(bytes)
}

/// How many bytes, and whether nothing is left over.
fn decoded_bits(text: &str, room: &mut [u8]) -> Option<(usize, bool)> {
    let (mut bits, mut held, mut filled) = (0u32, 0u32, 0);
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
            *room.get_mut(filled)? = (bits >> held).to_le_bytes()[0];
            filled += 1;
            bits &= (1 << held) - 1;
        }
    }
    Some((filled, bits == 0 && held < 5))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lower-case base32 without padding.
    fn base32(bytes: &[u8]) -> String {
        const SIGNS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
        let mut out = String::new();
        let bit = |at: usize| bytes.get(at / 8).map_or(0, |byte| byte >> (7 - at % 8) & 1);
        for first in (0..bytes.len() * 8).step_by(5) {
            let five = (first..first + 5).fold(0, |five, at| five << 1 | bit(at));
            out.push(char::from(SIGNS[usize::from(five)]));
        }
        out
    }

    #[test]
    fn tokens_are_known_by_their_form() {
        assert!(is_token("ph_ruuywbavnevgakp4t3w34rvttu"));
        assert!(!is_token("ph_ruuywbavnevgakp4t3w34rvtt"), "a character less");
        assert!(!is_token("ph_ruuywbavnevgakp4t3w34rvttv"), "bits left over");
        assert!(!is_token("ph_Ruuywbavnevgakp4t3w34rvttu") && !is_token("anna@example.kz"));
        assert_eq!(opened("ph_ruuywbavnevgakp4t3w34rvttu"), Some(Looks::default()));
        assert_eq!(
            keyed("ph_ruuywbavnevgakp4t3w34rvttu").map(|(prefix, bytes)| (prefix, bytes.len())),
            Some(("ph", 16))
        );
    }

    #[test]
    fn text_in_the_form_of_a_token_is_readable() {
        let readable = |text: &str| opened(text).is_some_and(|looks| looks.readable);
        assert!(readable(&format!("ph_{}", base32(b"+77710009998\0\0\0\0"))));
        // "77710009998 Анна" would be no ASCII; sixteen digits are.
        assert!(readable("ph_g43toobqga4tsojsgiztgobxgy"));
        assert!(
            opened(&format!("em_{}", base32(b"ivanov@mailer.kz")))
                .is_some_and(|looks| looks.legible && !looks.readable)
        );
    }

    #[test]
    fn sealed_values_of_any_length_are_opened() {
        let sealed = |bytes: &[u8]| opened(&format!("emx_{}", base32(bytes))).expect("of the form");
        let mut random: Vec<u8> =
            (0..144u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13).to_le_bytes()[0]).collect();
        assert_eq!(sealed(&random), Looks::default());
        assert_eq!(sealed(&random[..80]), Looks::default());
        // The address in front of noise, between noise, and in front of zeros.
        for at in [0, 40, 110] {
            let mut mixed = random.clone();
            mixed[at..at + 15].copy_from_slice(b"anna@example.kz");
            assert!(sealed(&mixed).readable, "{at}");
        }
        random[20..].fill(0);
        assert!(sealed(&random).readable);
        assert!(sealed(&[b'x'; 300]).readable, "of no length that is usual");
        assert!(is_sealed(&format!("emx_{}", base32(&[7; 300]))) && !is_sealed("emx_ruuywbavnevgakp4t3w34rvttu"));
    }

    #[test]
    fn base32_is_undone() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(behind_base32("NMYC423BON4W233WMFAG2YLJNQXHE5I="), some("k0.kasymova@mail.ru"));
        assert_eq!(behind_base32("em_mfuwo5lmfz2gk43un53gcqdnmfuwyltsouaaaaaa"), some("aigul.testova@mail.ru"));
        assert_eq!(behind_base32("ph_ruuywbavnevgakp4t3w34rvttu"), None);
        assert_eq!(behind_base32("Abcdefgh"), None);
    }
}
