//! Signatures that anybody can check: Ed25519 (RFC 8032, 5.1) in the text files of minisign's legacy form.
//!
//! ```text
//! id         = first 8 bytes of SHA-256(public key)
//! public     = "untrusted comment: iesiz public key " || hex(id) || "\n" || base64("Ed" || id || public key) || "\n"
//! signature  = "untrusted comment: signature by iesiz key " || hex(id) || "\n"
//!              || base64("Ed" || id || Ed25519(message)) || "\n"
//!              || "trusted comment: " || comment || "\n"
//!              || base64(Ed25519(Ed25519(message) || comment)) || "\n"
//! ```
//!
//! Ed25519 draws no random number, so one message has one signature under one key. Minisign's newer form signs a BLAKE2b
//! digest of the file; this one signs its bytes, so that whatever knows Ed25519 can check it.

use crate::error::Safe;
use crate::number::hex;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};
use std::fmt;

/// Minisign's name of plain Ed25519.
const ALGORITHM: &[u8; 2] = b"Ed";
/// What begins the first line of every file of minisign's.
const UNTRUSTED: &str = "untrusted comment: ";
/// What begins the third line of a signature.
const TRUSTED: &str = "trusted comment: ";

/// Public name of a signing key: tells keys apart.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct SignerId([u8; 8]);

impl SignerId {
    fn of(public: &[u8; 32]) -> Self {
        let digest: [u8; 32] = Sha256::digest(public).into();
        let [a, b, c, d, e, f, g, h, ..] = digest;
        Self([a, b, c, d, e, f, g, h])
    }
}

impl fmt::Display for SignerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(self.0))
    }
}

impl fmt::Debug for SignerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SignerId({self})")
    }
}

impl Safe for SignerId {}

/// The key that checks signatures.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PublicKey(VerifyingKey);

/// Why a text is no public key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadPublicKey {
    /// It has not the form of a public key file.
    Form,
    /// It has the form, and its id is not that of its key: a mistyped one, or a key of minisign's own making, whose id
    /// is drawn.
    Id,
    /// Its bytes are no point that a key can be.
    Point,
}

/// Why a text is no signature of a message.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BadSignature {
    /// It has not the form of a signature, to the byte.
    Form,
    /// It says another thing of the message than it should: its trusted comment.
    Comment,
    /// It was made with another key.
    OtherKey(SignerId),
    /// It is of another message, or was changed.
    Wrong,
}

impl PublicKey {
    /// The key of these bytes; `None` if they are no point, one of small order (under which a signature can fit every
    /// message), or not the only spelling of their point.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Option<Self> {
        let key = VerifyingKey::from_bytes(bytes).ok()?;
        let canonical = key.to_edwards().compress().to_bytes() == *bytes;
        (canonical && !key.is_weak()).then_some(Self(key))
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> SignerId {
        SignerId::of(self.0.as_bytes())
    }

    /// The one line that `minisign -P` takes.
    #[must_use]
    pub fn line(&self) -> String {
        STANDARD.encode([&ALGORITHM[..], &self.id().0, self.0.as_bytes()].concat())
    }

    /// The text of a public key file.
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("{UNTRUSTED}iesiz public key {}\n{}\n", self.id(), self.line())
    }

    /// Reads a public key file. The comment may be any: nothing protects it. The id must be the key's own, so that a
    /// mistyped key is not taken for another one.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, BadPublicKey> {
        let mut lines = text.lines();
        let line = match (lines.next(), lines.next(), lines.next()) {
            (Some(comment), Some(line), None) if comment.starts_with(UNTRUSTED) => line,
            _ => return Err(BadPublicKey::Form),
        };
        let (id, key) = packed::<32>(line).ok_or(BadPublicKey::Form)?;
        if id != SignerId::of(&key) {
            return Err(BadPublicKey::Id);
        }
        Self::from_bytes(&key).ok_or(BadPublicKey::Point)
    }

    /// Whether a signature of 64 bytes is of this message and by this key. Strictly: of all signatures that RFC 8032
    /// leaves open, those with a point of small order are refused too.
    #[must_use]
    pub fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }

    /// Checks the text of a signature. Each message has exactly one text that passes: every byte of it is either signed
    /// or given by the key.
    ///
    /// # Errors
    /// The first thing that is wrong with it.
    pub fn verify(&self, message: &[u8], text: &[u8], trusted_comment: &str) -> Result<(), BadSignature> {
        let signature = SignatureText::parse(text).ok_or(BadSignature::Form)?;
        if signature.id != self.id() {
            return Err(BadSignature::OtherKey(signature.id));
        }
        let whole = global(&signature.signature, signature.comment);
        if !self.has_signed(message, &signature.signature) || !self.has_signed(&whole, &signature.global) {
            return Err(BadSignature::Wrong);
        }
        if signature.comment == trusted_comment { Ok(()) } else { Err(BadSignature::Comment) }
    }
}

/// The public key of a seed; `None` only for a seed of a weak key, which nobody has found yet.
#[must_use]
pub fn public_key(seed: &[u8; 32]) -> Option<PublicKey> {
    PublicKey::from_bytes(SigningKey::from_bytes(seed).verifying_key().as_bytes())
}

/// Ed25519 of a message under a seed of 32 bytes (RFC 8032, 5.1.6).
#[must_use]
pub fn sign(seed: &[u8; 32], message: &[u8]) -> [u8; 64] {
    SigningKey::from_bytes(seed).sign(message).to_bytes()
}

/// The text of a signature file.
#[must_use]
pub fn sign_text(seed: &[u8; 32], message: &[u8], trusted_comment: &str) -> String {
    debug_assert!(!trusted_comment.contains('\n'), "the comment is one line, or the text could not be read again");
    let key = SigningKey::from_bytes(seed);
    let signature = key.sign(message).to_bytes();
    let global = key.sign(&global(&signature, trusted_comment)).to_bytes();
    let id = SignerId::of(key.verifying_key().as_bytes());
    SignatureText { id, signature, comment: trusted_comment, global }.to_text()
}

/// Id of the key that the text of a signature names; `None` unless it has the form of a signature, to the byte. Nothing
/// is checked by this.
#[must_use]
pub fn claimed_signer(text: &[u8]) -> Option<SignerId> {
    SignatureText::parse(text).map(|signature| signature.id)
}

/// What minisign signs a second time, so that the comment belongs to this signature.
fn global(signature: &[u8; 64], comment: &str) -> Vec<u8> {
    [&signature[..], comment.as_bytes()].concat()
}

/// Algorithm, id and so many bytes from a line of base64.
fn packed<const N: usize>(line: &str) -> Option<(SignerId, [u8; N])> {
    let bytes = STANDARD.decode(line).ok()?;
    let (id, rest) = bytes.strip_prefix(ALGORITHM)?.split_first_chunk()?;
    Some((SignerId(*id), rest.try_into().ok()?))
}

/// A signature file, taken apart.
struct SignatureText<'t> {
    id: SignerId,
    signature: [u8; 64],
    comment: &'t str,
    global: [u8; 64],
}

impl<'t> SignatureText<'t> {
    /// Takes a text apart and puts it together again: only a text that comes back to the byte is one. So nothing can be
    /// changed in what is not signed either: the first line, line ends, bits that base64 leaves over.
    fn parse(text: &'t [u8]) -> Option<Self> {
        let text = std::str::from_utf8(text).ok()?;
        let mut lines = text.split('\n').skip(1);
        let (id, signature) = packed(lines.next()?)?;
        let comment = lines.next()?.strip_prefix(TRUSTED)?;
        let global = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        let signature = Self { id, signature, comment, global };
        (signature.to_text() == text).then_some(signature)
    }

    fn to_text(&self) -> String {
        let Self { id, signature, comment, global } = self;
        let first = STANDARD.encode([&ALGORITHM[..], &id.0, signature].concat());
        let second = STANDARD.encode(global);
        format!("{UNTRUSTED}signature by iesiz key {id}\n{first}\n{TRUSTED}{comment}\n{second}\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: [u8; 32] = *b"no key: the seed of a unit test.";
    const COMMENT: &str = "iesiz test iesiz-test/1";

    fn public() -> PublicKey {
        public_key(&SEED).expect("a point")
    }

    #[test]
    fn what_is_signed_is_verified_and_is_the_same_every_time() {
        for message in [&b""[..], b"x", &[0xA5; 5_000]] {
            let text = sign_text(&SEED, message, COMMENT);
            assert_eq!(text, sign_text(&SEED, message, COMMENT));
            assert_eq!(text.lines().map(str::len).collect::<Vec<_>>(), [58, 100, 40, 88]);
            assert_eq!(public().verify(message, text.as_bytes(), COMMENT), Ok(()));
            assert_eq!(claimed_signer(text.as_bytes()), Some(public().id()));
        }
    }

    #[test]
    fn every_bit_of_a_signature_counts() {
        let text = sign_text(&SEED, b"message", COMMENT).into_bytes();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut changed = text.clone();
                changed[at] ^= 1 << bit;
                assert!(public().verify(b"message", &changed, COMMENT).is_err(), "bit {bit} of byte {at}");
            }
        }
        for at in 0..=text.len() {
            for more in [&b"\n"[..], b" ", b"\r", b"A", b"="] {
                let changed = [&text[..at], more, &text[at..]].concat();
                assert!(public().verify(b"message", &changed, COMMENT).is_err(), "{more:?} before byte {at}");
            }
            assert!(at == text.len() || public().verify(b"message", &text[..at], COMMENT).is_err());
        }
    }

    #[test]
    fn each_refusal_has_its_reason() {
        let text = sign_text(&SEED, b"message", COMMENT);
        let other = public_key(&[7; 32]).expect("a point");
        let verify =
            |key: &PublicKey, message: &[u8], text: &str, comment| key.verify(message, text.as_bytes(), comment);
        assert_eq!(verify(&other, b"message", &text, COMMENT), Err(BadSignature::OtherKey(public().id())));
        assert_eq!(verify(&public(), b"massage", &text, COMMENT), Err(BadSignature::Wrong));
        assert_eq!(verify(&public(), b"message", &text, "another"), Err(BadSignature::Comment));
        assert_eq!(verify(&public(), b"message", &text.replace('\n', "\r\n"), COMMENT), Err(BadSignature::Form));
        // The comment of one signature under another.
        let comment = text.replace(COMMENT, "another");
        assert_eq!(verify(&public(), b"message", &comment, "another"), Err(BadSignature::Wrong));
    }

    #[test]
    fn public_keys_come_back() {
        let text = public().to_text();
        assert_eq!(PublicKey::parse(&text), Ok(public()));
        assert_eq!(PublicKey::parse(&text.replace('\n', "\r\n")), Ok(public()));
        assert_eq!(PublicKey::parse(&text.replace("iesiz public key", "ours since 2026:")), Ok(public()));
        let line = public().line();
        for bad in
            ["", &line, &text[..text.len() - 3], &text.replace("untrusted", "trusted"), &format!("{text}\n{line}")]
        {
            assert_eq!(PublicKey::parse(bad), Err(BadPublicKey::Form), "{bad}");
        }
        let mut other = STANDARD.decode(&line).expect("base64");
        other[20] ^= 1;
        let other = format!("{UNTRUSTED}x\n{}\n", STANDARD.encode(other));
        assert_eq!(PublicKey::parse(&other), Err(BadPublicKey::Id));
    }

    /// Points of order 1, 2, 4 and 8, and spellings that a lenient reader reduces: a signature by such a "key" fits
    /// anything.
    #[test]
    fn points_that_are_no_keys() {
        let mut one = [0; 32];
        one[0] = 1;
        let mut minus_one = [0xFF; 32];
        (minus_one[0], minus_one[31]) = (0xEC, 0x7F);
        let mut one_again = [0xFF; 32];
        (one_again[0], one_again[31]) = (0xEE, 0x7F);
        for bytes in [[0; 32], one, minus_one, one_again] {
            assert_eq!(PublicKey::from_bytes(&bytes), None, "{bytes:02x?}");
            let text = [&ALGORITHM[..], &SignerId::of(&bytes).0, &bytes].concat();
            let text = format!("{UNTRUSTED}x\n{}\n", STANDARD.encode(text));
            assert_eq!(PublicKey::parse(&text), Err(BadPublicKey::Point));
        }
    }
}
