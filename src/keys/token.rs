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

    /// HMAC of a canonical value under the domain's key.
    #[must_use]
    pub fn digest(&self, canonical: &[u8]) -> [u8; 32] {
        self.prf.mac(canonical)
    }

    /// Appends the token of a digest.
    pub fn write(&self, digest: &[u8; 32], out: &mut String) {
        out.push_str(self.prefix);
        out.push('_');
        base32::encode(&digest[..self.bytes], out);
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
        let mut out = String::new();
        tokenizer.write(&tokenizer.digest(b"+77710009998"), &mut out);
        out
    }

    #[test]
    fn a_short_token_has_20_characters_and_says_nothing_else() {
        let tokenizer = Tokenizer::new(&Keyset::from_root([0x42; 32], 1), DOMAIN, "ph").short();
        let mut out = String::new();
        tokenizer.write(&tokenizer.digest(b"+77710009998"), &mut out);
        assert_eq!(out, GOLDEN_SHORT);
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
