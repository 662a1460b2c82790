//! HMAC-SHA-256 (FIPS 198-1, RFC 2104) prepared once per key, and HKDF-SHA-256 (RFC 5869).
//!
//! A key's two pads are absorbed into two SHA-256 states when the [`Prf`] is made, so a short message costs two compressions.
//! The general case goes through the `hmac` crate; the short one is checked against it over every length in the tests.

use crate::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Sha256, block_api::compress256};
use zeroize::Zeroize;

/// Bytes of a SHA-256 block.
const BLOCK: usize = 64;
/// Longest message that fits one block beside its padding (0x80 and an 8-byte length).
const ONE_BLOCK: usize = BLOCK - 9;
/// Initial state of SHA-256 (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Both states of a key, after its inner and its outer pad.
struct Pads {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl Zeroize for Pads {
    fn zeroize(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

/// A pseudorandom function under one 32-byte key, ready for many messages.
#[derive(Debug)]
pub struct Prf {
    pads: Secret<Pads>,
    key: Secret<[u8; 32]>,
}

impl Prf {
    /// Absorbs the key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self { pads: Secret::new(Pads { inner: absorb(key, 0x36), outer: absorb(key, 0x5c) }), key: Secret::new(*key) }
    }

    /// HMAC-SHA-256 of the message.
    #[must_use]
    pub fn mac(&self, message: &[u8]) -> [u8; 32] {
        if message.len() > ONE_BLOCK {
            return self.mac_of_any_length(message);
        }
        let pads = self.pads.expose();
        let mut state = pads.inner;
        compress256(&mut state, &[last_block(message)]);
        let mut digest = [0_u8; 32];
        write_state(&state, &mut digest);
        state = pads.outer;
        compress256(&mut state, &[last_block(&digest)]);
        write_state(&state, &mut digest);
        digest
    }

    fn mac_of_any_length(&self, message: &[u8]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(self.key.expose()).expect("HMAC takes keys of any length");
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// The state after the block `key ^ pad`.
fn absorb(key: &[u8; 32], pad: u8) -> [u32; 8] {
    let mut block = [pad; BLOCK];
    for (byte, key) in block.iter_mut().zip(key) {
        *byte ^= key;
    }
    let mut state = INITIAL;
    compress256(&mut state, &[block]);
    block.zeroize();
    state
}

/// The second and last block of `pad || message`: message, 0x80, zeros, length in bits of both blocks' content.
fn last_block(message: &[u8]) -> [u8; BLOCK] {
    let mut block = [0_u8; BLOCK];
    block[..message.len()].copy_from_slice(message);
    block[message.len()] = 0x80;
    let bits = 8 * (BLOCK + message.len()) as u64;
    block[BLOCK - 8..].copy_from_slice(&bits.to_be_bytes());
    block
}

fn write_state(state: &[u32; 8], out: &mut [u8; 32]) {
    for (bytes, word) in out.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
}

/// HKDF-SHA-256: extract with the salt, expand with the info, 32 bytes.
#[must_use]
pub fn hkdf(root: &[u8], salt: &[u8], info: &[u8]) -> [u8; 32] {
    let mut out = [0_u8; 32];
    hkdf::Hkdf::<Sha256>::new(Some(salt), root)
        .expand(info, &mut out)
        .expect("32 bytes are within HKDF's limit of 8,160");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|b| format!("{b:02x}")).collect()
    }

    #[test]
    fn short_messages_agree_with_the_hmac_crate_at_every_length() {
        let prf = Prf::new(&[0xA7; 32]);
        let message: Vec<u8> = (0..=255).collect();
        for len in 0..=message.len() {
            assert_eq!(prf.mac(&message[..len]), prf.mac_of_any_length(&message[..len]), "length {len}");
        }
    }

    #[test]
    fn rfc_4231_case_2_padded_to_our_key_length() {
        // RFC 4231 case 2 has the key "Jefe"; HMAC pads keys with zeros to the block, so 32 bytes of it are the same key.
        let mut key = [0_u8; 32];
        key[..4].copy_from_slice(b"Jefe");
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(hex(&Prf::new(&key).mac(b"what do ya want for nothing?")), expected);
    }

    #[test]
    fn rfc_5869_case_1_first_32_bytes() {
        let salt: Vec<u8> = (0..=0x0c).collect();
        let info: Vec<u8> = (0xf0..=0xf9).collect();
        let okm = hkdf(&[0x0b; 22], &salt, &info);
        assert_eq!(hex(&okm), "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf");
    }

    #[test]
    fn debug_shows_no_key() {
        assert!(!format!("{:?}", Prf::new(&[1; 32])).contains('1'));
    }
}
