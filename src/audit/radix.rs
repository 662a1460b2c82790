//! Digests that are written as a number: in decimal, base 36, base 58 or base 62, as short links and ids are.

/// A way of writing numbers: its signs, in order of what they stand for.
const ALPHABETS: [&[u8]; 5] = [
    b"0123456789",
    b"0123456789abcdefghijklmnopqrstuvwxyz",
    b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
    b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
];
/// Bytes of what is written so: the first eight of a digest as an integer, MD5, SHA-1, SHA-256.
const SIZES: [usize; 4] = [8, 16, 20, 32];
/// Signs that leading zeros may save.
const SAVED: usize = 2;

/// Calls `see` with the bytes of every digest that a word may be, if it is a number.
pub(super) fn each_number_of_bytes(word: &str, see: &mut dyn FnMut(&[u8])) {
    if !word.bytes().all(|byte| byte.is_ascii_alphanumeric()) || !word.bytes().any(|byte| byte.is_ascii_digit()) {
        return;
    }
    let lower = word.to_ascii_lowercase();
    // Digits alone are a decimal number: others would have a letter somewhere.
    let decimal = word.bytes().all(|byte| byte.is_ascii_digit());
    for alphabet in ALPHABETS.into_iter().filter(|alphabet| decimal == (alphabet.len() == 10)) {
        let word = if alphabet.len() == 36 { lower.as_str() } else { word };
        for size in SIZES.into_iter().filter(|size| is_length(word.len(), alphabet.len(), *size)) {
            if let Some(bytes) = bytes(word, alphabet, size) {
                see(&bytes);
            }
        }
    }
}

/// Whether a number of so many bytes takes about so many signs.
fn is_length(signs: usize, base: usize, size: usize) -> bool {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "below 100"
    )]
    let most = ((size * 8) as f64 / (base as f64).log2()).ceil() as usize;
    (most.saturating_sub(SAVED)..=most).contains(&signs)
}

/// The number as bytes, the first the highest; `None` if it takes more, or has another sign.
fn bytes(word: &str, alphabet: &[u8], size: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0_u8; size];
    for sign in word.bytes() {
        let mut carry = alphabet.iter().position(|known| *known == sign)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * alphabet.len();
            *byte = carry.to_le_bytes()[0];
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_in_their_bases() {
        let of = |word: &str| {
            let mut found = Vec::new();
            each_number_of_bytes(word, &mut |bytes| {
                found.push(bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
            });
            found
        };
        // MD5 of nothing.
        let md5 = "d41d8cd98f00b204e9800998ecf8427e".to_owned();
        assert_eq!(of("281949768489412648962353822266799178366"), [md5.as_str()]);
        assert!(of("ck2u8j60r58fu0sgyxrigm3cu").contains(&md5));
        assert!(of("CK2U8J60R58FU0SGYXRIGM3CU").contains(&md5));
        assert!(of("TCByYo9r1su7nMQP3WHDFK").contains(&md5));
        assert!(of("6SFsQFoWZKg7DZ3I6vLDPK").contains(&md5));
        assert!(of("6sfSqfOwzkG7dz3i6Vldpk").contains(&md5));
        assert_eq!(of("15284527576400310788"), ["d41d8cd98f00b204"]);
        for word in ["", "12345", "слово", "281949768489412648962353822266799178366_", "99999999999999999999"] {
            assert_eq!(of(word), Vec::<String>::new(), "{word}");
        }
    }
}
