//! From the key of a domain to tokens.
//!
//! ```text
//! token = prefix || "_" || base32(first 16 bytes of HMAC-SHA-256(K, canonical value))
//! ```
//!
//! A shorter token is made of the first 12 bytes: 96 bits, of which two of 10^9 people share one with probability 6.3e-12. Of 64 bits it
//! would be 2.7 %, so there are none.

use super::base32;
use super::derive::{Domain, Purpose, derive};
use super::keyset::Root;
use crate::crypto::prf::Prf;
use std::ops::Range;

/// Makes the tokens of one domain.
#[derive(Debug)]
pub struct Tokenizer {
    prf: Prf,
    prefix: &'static str,
    bytes: usize,
}

impl Tokenizer {
    /// Derives the key of the domain under a keyset's current root, or under a retired one; `prefix` is the semantic type's.
    #[must_use]
    pub fn new<'a>(root: impl Into<Root<'a>>, domain: Domain<'_>, prefix: &'static str) -> Self {
        Self { prf: Prf::new(derive(root, Purpose::Pseudonym, domain).expose()), prefix, bytes: 16 }
    }

    /// The same tokens of 96 bits, 20 characters after the prefix.
    #[must_use]
    pub fn short(self) -> Self {
        Self { bytes: 12, ..self }
    }

    /// Bytes of each token.
    #[must_use]
    pub fn width(&self) -> usize {
        self.prefix.len() + 1 + (8 * self.bytes).div_ceil(5)
    }

    /// Appends the token of one canonical value.
    pub fn write(&self, canonical: &[u8], out: &mut Vec<u8>) {
        self.append(&self.prf.mac(canonical), out);
    }

    /// Appends the tokens of many canonical values that stand in one text, one behind the other, each [`Tokenizer::width`] bytes wide: cheaper
    /// than one by one, since two digests are made at once.
    pub fn write_all(&self, text: &[u8], mut values: impl Iterator<Item = Range<usize>>, out: &mut Vec<u8>) {
        while let Some(first) = values.next() {
            let Some(second) = values.next() else { return self.write(&text[first], out) };
            for digest in self.prf.mac_pair(text, [first, second]) {
                self.append(&digest, out);
            }
        }
    }

    fn append(&self, digest: &[u8; 32], out: &mut Vec<u8>) {
        out.extend_from_slice(self.prefix.as_bytes());
        out.push(b'_');
        match digest[..self.bytes].try_into() {
            Ok(sixteen) => out.extend_from_slice(&base32::encode_16(sixteen)),
            Err(_) => out.extend_from_slice(base32::encode(&digest[..self.bytes]).as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Keyset;
    use super::*;

    const DOMAIN: Domain<'static> =
        Domain { profile: "warehouse", recipient: "", site: "skillbox.kz", domain: "phone", form: "phone/e164/1" };

    fn token(profile: &str, recipient: &str, domain: &str) -> String {
        let keys = Keyset::from_root([0x42; 32], 1);
        let domain = Domain { profile, recipient, domain, ..DOMAIN };
        let tokenizer = Tokenizer::new(&keys, domain, "ph");
        one(&tokenizer)
    }

    fn one(tokenizer: &Tokenizer) -> String {
        let mut out = Vec::new();
        tokenizer.write(b"+77710009998", &mut out);
        assert_eq!(out.len(), tokenizer.width());
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn many_at_once_are_as_many_one_by_one() {
        for short in [false, true] {
            let tokenizer = Tokenizer::new(&Keyset::from_root([0x42; 32], 1), DOMAIN, "ph");
            let tokenizer = if short { tokenizer.short() } else { tokenizer };
            let text = "+7".repeat(800);
            for count in [0, 1, 2, 7, 40] {
                let (mut all, mut each) = (Vec::new(), Vec::new());
                let spans = || (0..count).map(|of| of * of..of * of + 2 * of);
                tokenizer.write_all(text.as_bytes(), spans(), &mut all);
                spans().for_each(|span| tokenizer.write(&text.as_bytes()[span], &mut each));
                assert_eq!(all, each);
                assert_eq!(all.len(), count * tokenizer.width());
            }
        }
    }

    #[test]
    fn a_short_token_has_20_characters_and_says_nothing_else() {
        let tokenizer = Tokenizer::new(&Keyset::from_root([0x42; 32], 1), DOMAIN, "ph").short();
        assert_eq!(one(&tokenizer), GOLDEN_SHORT);
    }

    const GOLDEN_SHORT: &str = "ph_ruuywbavnevgakp4t3wq";

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
