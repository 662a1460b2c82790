//! AES-SIV (RFC 5297): deterministic authenticated encryption. Equal texts give equal ciphertexts, which is what joins need; a changed
//! ciphertext does not open.

use crate::secret::Secret;
use aes::Aes192;
use aes_siv::KeyInit as _;
use aes_siv::siv::{Aes128Siv, Aes256Siv, CmacSiv};
use zeroize::Zeroize;

/// Bytes of the tag that every ciphertext begins with.
pub const TAG: usize = 16;
/// Most associated texts: the standard's vector has 127 places, the last of which is the plain text (RFC 5297, 2.6).
pub const MAX_ASSOCIATED: usize = 126;

/// A key of one of the standard's three lengths: a half for the tag, a half for the text.
pub trait SivKey: Zeroize {
    /// Tag and ciphertext; `None` for too many associated texts.
    fn seal(&self, associated: &[&[u8]], plain: &[u8]) -> Option<Vec<u8>>;
    /// The plain text; `None` when it is not authentic.
    fn open(&self, associated: &[&[u8]], sealed: &[u8]) -> Option<Vec<u8>>;
}

/// The crate's cipher has no shared use (`&mut self` throughout), so it is made per text, which costs two key schedules.
macro_rules! keys { ($($bytes:literal: $cipher:ty),+) => { $(
    impl SivKey for [u8; $bytes] {
        fn seal(&self, associated: &[&[u8]], plain: &[u8]) -> Option<Vec<u8>> {
            <$cipher>::new(self.into()).encrypt(associated, plain).ok()
        }

        fn open(&self, associated: &[&[u8]], sealed: &[u8]) -> Option<Vec<u8>> {
            <$cipher>::new(self.into()).decrypt(associated, sealed).ok()
        }
    }
)+ } }
keys!(32: Aes128Siv, 48: CmacSiv<Aes192>, 64: Aes256Siv);

/// AES-SIV under one key. Ours have 64 bytes (AES-256 twice); the shorter keys of the standard are there for what others made.
#[derive(Debug)]
pub struct Siv<K: SivKey = [u8; 64]>(Secret<K>);

impl<K: SivKey + Copy> Siv<K> {
    /// Takes a copy of the key.
    #[must_use]
    pub fn new(key: &K) -> Self {
        Self(Secret::new(*key))
    }
}

impl<K: SivKey> Siv<K> {
    /// Encrypts: the tag, then as many bytes as the plain text has. The associated texts are bound, not hidden; their number counts, so
    /// `["ab"]` is not `["a", "b"]`.
    ///
    /// # Panics
    /// With more than [`MAX_ASSOCIATED`] associated texts: callers have a fixed few.
    #[must_use]
    pub fn seal(&self, associated: &[&[u8]], plain: &[u8]) -> Vec<u8> {
        self.0.expose().seal(associated, plain).expect("at most 126 associated texts")
    }

    /// Decrypts what [`Siv::seal`] made with the same associated texts; `None` for everything else.
    #[must_use]
    pub fn open(&self, associated: &[&[u8]], sealed: &[u8]) -> Option<Vec<u8>> {
        self.0.expose().open(associated, sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_are_equal_and_changed_ones_do_not_open() {
        let siv = Siv::new(&[0x42; 64]);
        let sealed = siv.seal(&[b"users", b"email"], b"ivan@mail.ru");
        assert_eq!(sealed.len(), TAG + 12);
        assert_eq!(sealed, siv.seal(&[b"users", b"email"], b"ivan@mail.ru"));
        assert_eq!(siv.open(&[b"users", b"email"], &sealed).as_deref(), Some(&b"ivan@mail.ru"[..]));
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(siv.open(&[b"users", b"email"], &changed), None, "byte {at}");
        }
        for len in 0..sealed.len() {
            assert_eq!(siv.open(&[b"users", b"email"], &sealed[..len]), None, "length {len}");
        }
    }

    #[test]
    fn associated_texts_do_not_run_into_each_other() {
        let siv = Siv::new(&[0x42; 64]);
        let sealed = siv.seal(&[b"ab", b"c"], b"text");
        for other in [&[&b"a"[..], b"bc"][..], &[b"abc"], &[b"ab", b"c", b""], &[b"c", b"ab"], &[]] {
            assert_eq!(siv.open(other, &sealed), None);
        }
    }

    #[test]
    fn the_empty_text_and_the_most_associated_texts() {
        let siv = Siv::new(&[0x42; 64]);
        let most = [&b"x"[..]; MAX_ASSOCIATED];
        let sealed = siv.seal(&most, b"");
        assert_eq!((sealed.len(), siv.open(&most, &sealed)), (TAG, Some(Vec::new())));
        assert_eq!(siv.open(&[&b"x"[..]; MAX_ASSOCIATED + 1], &sealed), None);
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", Siv::new(&[0x42; 64])), "Siv(Secret<[u8; 64]>)");
    }
}
