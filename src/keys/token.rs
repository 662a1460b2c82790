//! From the key of a domain to tokens.
//!
//! ```text
//! token = prefix || "_" || base32(first 16 bytes of HMAC-SHA-256(K, canonical value))
//! ```

use super::base32;
use super::derive::{Domain, Purpose, derive};
use super::keyset::Root;
use crate::crypto::prf::Prf;

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

/// Appends the first 16 bytes of a digest in base32: 26 characters.
pub fn write_token(digest: &[u8; 32], out: &mut String) {
    base32::encode(&digest[..16], out);
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
