//! Base32 of RFC 4648 in lower case and without padding: letters first, so that no spreadsheet takes a token for a number.

/// The alphabet of RFC 4648, section 6, in lower case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// The two characters of ten bits.
const PAIRS: [[u8; 2]; 1024] = {
    let mut pairs = [[0; 2]; 1024];
    let mut bits = 0;
    while bits < pairs.len() {
        pairs[bits] = [ALPHABET[bits >> 5], ALPHABET[bits & 31]];
        bits += 1;
    }
    pairs
};

/// The text of sixteen bytes, 26 characters: what [`encode`] writes, for the length that nearly all tokens have.
pub(super) fn encode_16(bytes: [u8; 16]) -> [u8; 26] {
    let bits = u128::from_be_bytes(bytes);
    let mut text = [0; 26];
    // 128 bits are twelve pairs and eight bits; two zeros behind them make the thirteenth.
    for (at, two) in text.as_chunks_mut().0.iter_mut().enumerate() {
        let ten = if at == 12 { bits << 2 } else { bits >> (118 - 10 * at) };
        *two = PAIRS[(ten & 1023) as usize];
    }
    text
}

/// The text of the bytes: five bytes are eight characters, and a rest of one to four bytes is two, four, five or seven.
pub(super) fn encode(bytes: &[u8]) -> String {
    let mut out = String::new();
    for five in bytes.chunks(5) {
        let mut group = [0; 8];
        group[3..3 + five.len()].copy_from_slice(five);
        let bits = u64::from_be_bytes(group);
        let text: [u8; 8] = std::array::from_fn(|at| ALPHABET[(bits >> (35 - 5 * at) & 31) as usize]);
        let letters = (8 * five.len()).div_ceil(5);
        out.push_str(std::str::from_utf8(&text[..letters]).expect("the alphabet is ASCII"));
    }
    out
}

/// The bytes of a text that [`encode`] wrote; `None` for any other, such as one in capitals or with bits left over: bytes have one text.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'a'..=b'z' => letter - b'a',
            b'2'..=b'7' => letter - b'2' + 26,
            _ => return None,
        };
        bits = bits << 5 | u32::from(value);
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push(u8::try_from(bits >> held).ok()?);
            bits &= (1 << held) - 1;
        }
    }
    (held < 5 && bits == 0).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 4648, section 10, in lower case and without padding.
    #[test]
    fn vectors_of_the_rfc() {
        for (bytes, text) in [
            ("", ""),
            ("f", "my"),
            ("fo", "mzxq"),
            ("foo", "mzxw6"),
            ("foob", "mzxw6yq"),
            ("fooba", "mzxw6ytb"),
            ("foobar", "mzxw6ytboi"),
        ] {
            assert_eq!(encode(bytes.as_bytes()), text);
            assert_eq!(decode(text).as_deref(), Some(bytes.as_bytes()));
        }
    }

    #[test]
    fn sixteen_bytes_at_once() {
        for seed in 0..=255_u8 {
            let bytes: [u8; 16] =
                std::array::from_fn(|at| seed.wrapping_mul(167).wrapping_add((at as u8).wrapping_mul(seed) ^ 29));
            assert_eq!(encode_16(bytes), encode(&bytes).as_bytes());
        }
    }

    #[test]
    fn what_nobody_wrote_is_not_read() {
        for text in ["MY", "mz", "m", "mzx", "mzxw6y", "my======", "m1", "mzxw6ytb ", "ы", "mzxw6ytbm"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
