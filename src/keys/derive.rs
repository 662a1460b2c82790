//! From a root key to a token.
//!
//! ```text
//! LP(x) = u16be(len) || bytes
//! K     = HKDF-SHA-256(ikm = root, salt = "iesiz/v1", info = LP("pseudonym") || LP(profile) || LP(recipient) || LP(site)
//!                      || LP(domain) || LP(canonical form id) || u32be(epoch), L = 32)
//! token = prefix || "_" || base32(first 16 bytes of HMAC-SHA-256(K, canonical value))
//! ```
//!
//! Every part is prefixed with its length, so that no two different tuples concatenate to the same bytes.

use super::file::Keyset;
use crate::crypto::prf::{Prf, hkdf};
use zeroize::Zeroize;

/// Salt of every derivation; the version of the scheme.
pub(super) const SALT: &[u8] = b"iesiz/v1";
/// Characters of a token after its prefix: 16 bytes in base32.
const TEXT: usize = 26;
/// RFC 4648 base32 in lower case.
const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

/// Within one domain equal values have equal tokens; between two domains nothing can be joined.
#[derive(Clone, Copy, Debug)]
pub struct Domain<'a> {
    /// Name of the profile.
    pub profile: &'a str,
    /// Recipient, or the empty string.
    pub recipient: &'a str,
    /// Site of the dataset.
    pub site: &'a str,
    /// Semantic type, unless the schema names another domain.
    pub domain: &'a str,
    /// Id of the canonical form.
    pub form: &'a str,
}

/// Whether a profile, recipient, site or domain is spelled as one: `[a-z0-9._-]{1,64}`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
}

/// Makes the tokens of one domain.
#[derive(Debug)]
pub struct Tokenizer {
    prf: Prf,
    prefix: &'static str,
}

impl Tokenizer {
    /// Derives the key of the domain under the keyset's current epoch; `prefix` is the semantic type's.
    #[must_use]
    pub fn new(keys: &Keyset, domain: Domain<'_>, prefix: &'static str) -> Self {
        let mut key = hkdf(keys.root(), SALT, &info(domain, keys.epoch()));
        let prf = Prf::new(&key);
        key.zeroize();
        Self { prf, prefix }
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

fn info(domain: Domain<'_>, epoch: u32) -> Vec<u8> {
    let mut info = Vec::with_capacity(160);
    for part in ["pseudonym", domain.profile, domain.recipient, domain.site, domain.domain, domain.form] {
        let len = u16::try_from(part.len()).expect("parts of a domain are slugs of at most 64 bytes");
        info.extend_from_slice(&len.to_be_bytes());
        info.extend_from_slice(part.as_bytes());
    }
    info.extend_from_slice(&epoch.to_be_bytes());
    info
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
    use super::*;

    fn tokenizer(profile: &str, recipient: &str, domain: &str) -> Tokenizer {
        let keys = Keyset::from_root([0x42; 32], 1);
        let domain = Domain { profile, recipient, site: "skillbox.kz", domain, form: "phone/e164/1" };
        Tokenizer::new(&keys, domain, "ph")
    }

    fn token(profile: &str, recipient: &str, domain: &str) -> String {
        let mut out = String::new();
        let tokenizer = tokenizer(profile, recipient, domain);
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

    #[test]
    fn slugs() {
        assert!(is_slug("skillbox.kz") && is_slug("a-b_c.9"));
        assert!(!is_slug("") && !is_slug("A") && !is_slug("a b") && !is_slug(&"a".repeat(65)));
    }
}
