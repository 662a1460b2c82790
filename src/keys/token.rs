//! From the key of a domain to tokens.
//!
//! ```text
//! token = prefix || "_" || base32(first 16 bytes of HMAC-SHA-256(K, canonical value))
//! ```

use super::derive::{Domain, Purpose, derive};
use super::keyset::Root;
use crate::crypto::prf::Prf;

/// Characters of a token after its prefix: 16 bytes in base32.
const TEXT: usize = 26;
/// RFC 4648 base32 in lower case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Makes the tokens of one domain.
#[derive(Debug)]
pub struct Tokenizer {
    prf: Prf,
    prefix: &'static str,
}

impl Tokenizer {
    /// Derives the key of the domain under a keyset's current root, or under a retired one; `prefix` is the semantic type's.
    #[must_use]
    pub fn new<'a>(root: impl Into<Root<'a>>, domain: Domain<'_>, prefix: &'static str) -> Self {
        Self { prf: Prf::new(derive(root, Purpose::Pseudonym, domain).expose()), prefix }
    }

    /// HMAC of a canonical value under the domain's key.
    #[must_use]
    pub fn digest(&self, canonical: &[u8]) -> [u8; 32] {
        self.prf.mac(canonical)
    }

    /// Appends the token of a digest.
    pub fn write(&self, digest: &[u8; 32], out: &mut String) {
        out.push_str(self.prefix);
        out.push('_');
        write_token(digest, out);
    }
}

/// Appends the first 16 bytes of a digest in base32: five bytes are eight characters, and the last byte is two.
pub fn write_token(digest: &[u8; 32], out: &mut String) {
    let mut text = [0_u8; TEXT];
    let letter = |bits: u64| ALPHABET[(bits & 31) as usize];
    for (five, eight) in digest[..15].chunks_exact(5).zip(text[..24].chunks_exact_mut(8)) {
        let bits = u64::from_be_bytes([0, 0, 0, five[0], five[1], five[2], five[3], five[4]]);
        for (at, byte) in eight.iter_mut().enumerate() {
            *byte = letter(bits >> (35 - 5 * at));
        }
    }
    let last = u64::from(digest[15]);
    text[24] = letter(last >> 3);
    text[25] = letter(last << 2);
    out.push_str(std::str::from_utf8(&text).expect("the alphabet is ASCII"));
}

#[cfg(test)]
mod tests {
    use super::super::Keyset;
    use super::*;

    fn token(profile: &str, recipient: &str, domain: &str) -> String {
        let keys = Keyset::from_root([0x42; 32], 1);
        let domain = Domain { profile, recipient, site: "skillbox.kz", domain, form: "phone/e164/1" };
        let tokenizer = Tokenizer::new(&keys, domain, "ph");
        let mut out = String::new();
        tokenizer.write(&tokenizer.digest(b"+77710009998"), &mut out);
        out
    }

    #[test]
    fn base32_is_rfc_4648_in_lower_case() {
        let mut digest = [0_u8; 32];
        digest[..6].copy_from_slice(b"foobar");
        let mut out = String::new();
        write_token(&digest, &mut out);
        assert_eq!(out, "mzxw6ytboiaaaaaaaaaaaaaaaa");
        let mut out = String::new();
        write_token(&[0xFF; 32], &mut out);
        assert_eq!(out, "77777777777777777777777774");
    }

    /// Computed with Python's hmac and base64 modules; the derivation must not drift.
    #[test]
    fn golden_token() {
        assert_eq!(token("warehouse", "", "phone"), GOLDEN);
    }

    const GOLDEN: &str = "ph_ruuywbavnevgakp4t3w34rvttu";

    #[test]
    fn parts_do_not_run_into_each_other() {
        assert_ne!(token("a", "bc", "phone"), token("ab", "c", "phone"));
        assert_ne!(token("warehouse", "", "phone"), token("warehouse", "phone", ""));
    }
}
