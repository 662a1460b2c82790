//! From the key of a domain to tokens that the key opens again.
//!
//! ```text
//! plain = u16be(len) || canonical value || zeros, so many bytes in all as the column has
//! token = prefix || "x_" || base32(AES-SIV(K, [canonical form id, domain], plain))
//! ```
//!
//! AES-SIV (RFC 5297) is deterministic, so equal values have equal tokens, and authenticated, so a changed token opens to nothing.
//! Every token of a column has one length: that of a ciphertext would say how long the value is.

use super::base32;
use super::derive::{Domain, Purpose, derive};
use super::keyset::Root;
use crate::crypto::siv::Siv;

/// Bytes in front of the value that say how long it is.
const LENGTH: usize = 2;

/// Makes and opens the sealed tokens of one domain.
#[derive(Debug)]
pub struct Sealer {
    siv: Siv,
    prefix: &'static str,
    /// Canonical form and domain: in the key too, and here so that the standard's own means bind them.
    associated: [Box<str>; 2],
    padded: usize,
}

impl Sealer {
    /// Derives the key of the domain under a keyset's current root, or under a retired one; `prefix` is the semantic type's, and values are
    /// padded to so many bytes.
    #[must_use]
    pub fn new<'a>(root: impl Into<Root<'a>>, domain: Domain<'_>, prefix: &'static str, padded: usize) -> Self {
        let siv = Siv::new(derive(root, Purpose::Siv, domain).expose());
        Self { siv, prefix, associated: [domain.form.into(), domain.domain.into()], padded }
    }

    /// Appends the token of a canonical value; `None`, and nothing is appended, for a value that is longer than the padding.
    #[must_use]
    pub fn seal(&self, canonical: &str, out: &mut String) -> Option<()> {
        if LENGTH + canonical.len() > self.padded {
            return None;
        }
        let mut plain = Vec::with_capacity(self.padded);
        plain.extend_from_slice(&u16::try_from(canonical.len()).ok()?.to_be_bytes());
        plain.extend_from_slice(canonical.as_bytes());
        plain.resize(self.padded, 0);
        out.push_str(self.prefix);
        out.push_str("x_");
        out.push_str(&base32::encode(&self.siv.seal(&self.associated(), &plain)));
        Some(())
    }

    /// The canonical value behind a token; `None` for what is not a token of this domain under this key.
    #[must_use]
    pub fn open(&self, token: &str) -> Option<String> {
        let text = token.strip_prefix(self.prefix)?.strip_prefix("x_")?;
        let plain = self.siv.open(&self.associated(), &base32::decode(text)?)?;
        let (length, rest) = plain.split_first_chunk::<LENGTH>()?;
        let value = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
        String::from_utf8(value.to_vec()).ok()
    }

    fn associated(&self) -> [&[u8]; 2] {
        self.associated.each_ref().map(|text| text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::super::Keyset;
    use super::*;

    const DOMAIN: Domain<'static> =
        Domain { profile: "warehouse", recipient: "", site: "skillbox.kz", domain: "phone", form: "phone/e164/1" };

    fn sealer(domain: Domain<'_>) -> Sealer {
        Sealer::new(&Keyset::from_root([0x42; 32], 1), domain, "ph", 64)
    }

    fn token(value: &str) -> String {
        let mut out = String::new();
        sealer(DOMAIN).seal(value, &mut out).expect("short");
        out
    }

    /// Computed with Python's `cryptography` (AESSIV) over a derivation by its hmac module.
    #[test]
    fn golden_token() {
        assert_eq!(token("+77710009998"), GOLDEN);
    }

    const GOLDEN: &str = "phx_wogsxyixgu366bqpeanpukwm77chfzwkg2ydcnullxvkeikduaiteeqb5vlyctpd4wmitajbyesororqlrm56rldx5lxvdejjddqjkcsdjmuudun5dttr55mk3wybs4d";

    #[test]
    fn values_come_back_and_their_length_does_not_show() {
        for value in ["", "+7", "+77710009998", "raw:не скажу", &"x".repeat(62)] {
            let token = token(value);
            assert_eq!(token.len(), "phx_".len() + 128, "{value}");
            assert_eq!(sealer(DOMAIN).open(&token).as_deref(), Some(value));
        }
        assert_eq!(token("+77710009998"), token("+77710009998"));
        assert_ne!(token("+77710009998"), token("+77710009997"));
    }

    #[test]
    fn a_value_that_does_not_fit_has_no_token() {
        let mut out = String::from("before");
        assert_eq!(sealer(DOMAIN).seal(&"x".repeat(63), &mut out), None);
        assert_eq!(out, "before");
    }

    #[test]
    fn nothing_else_opens() {
        let good = token("+77710009998");
        for at in 0..good.len() {
            let mut changed = good.clone().into_bytes();
            changed[at] = if changed[at] == b'a' { b'b' } else { b'a' };
            let changed = String::from_utf8(changed).expect("ASCII");
            assert_eq!(sealer(DOMAIN).open(&changed), None, "character {at}");
        }
        for text in ["", "phx_", "ph_ruuywbavnevgakp4t3w34rvttu", &good[..good.len() - 1], &good.to_uppercase()] {
            assert_eq!(sealer(DOMAIN).open(text), None, "{text}");
        }
        let other = Domain { recipient: "uni", ..DOMAIN };
        assert_eq!(sealer(other).open(&good), None);
        let old = Sealer::new(&Keyset::from_root([0x42; 32], 2), DOMAIN, "ph", 64);
        assert_eq!(old.open(&good), None, "another epoch");
    }
}
