//! HMAC-SHA-256 (FIPS 198-1, RFC 2104) prepared once per key, and HKDF-SHA-256 (RFC 5869).
//!
//! A key's two pads are absorbed into two SHA-256 states when the [`Prf`] is made, so a short message costs two compressions.
//! The general case goes through the `hmac` crate; the short one is checked against it over every length in the tests.

use super::sha256::{State, finish_pair};
use crate::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest as _, Sha256, block_api::compress256};
use std::ops::Range;
use zeroize::Zeroize;

/// Bytes of a SHA-256 block.
const BLOCK: usize = 64;
/// Longest message that fits one block beside its padding (0x80 and an 8-byte length).
const ONE_BLOCK: usize = BLOCK - 9;
/// Bytes of a digest.
const DIGEST: usize = 32;
/// The most that HKDF expands to: 255 digests (RFC 5869, 2.3).
pub const HKDF_LIMIT: usize = 255 * DIGEST;
/// Initial state of SHA-256 (FIPS 180-4, 5.3.3).
const INITIAL: State =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// Both states of a key, after its inner and its outer pad.
struct Pads {
    inner: State,
    outer: State,
}

impl Zeroize for Pads {
    fn zeroize(&mut self) {
        self.inner.zeroize();
        self.outer.zeroize();
    }
}

/// A pseudorandom function under one key, ready for many messages.
#[derive(Debug)]
pub struct Prf {
    pads: Secret<Pads>,
    /// The key as HMAC pads it: zeros up to a block.
    key: Secret<[u8; BLOCK]>,
}

impl Prf {
    /// Absorbs a key of ours: 32 bytes, no more and no fewer.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self::of_key(key)
    }

    /// Absorbs a key of any length, as HMAC allows: one that is longer than a block is hashed first (FIPS 198-1, 4). For keys of other
    /// systems and for published vectors; what this crate derives goes through [`Prf::new`], which takes no other length.
    #[must_use]
    pub fn of_key(key: &[u8]) -> Self {
        let mut block = Secret::new([0_u8; BLOCK]);
        if key.len() > BLOCK {
            block.expose_mut()[..DIGEST].copy_from_slice(&Sha256::digest(key));
        } else {
            block.expose_mut()[..key.len()].copy_from_slice(key);
        }
        let pads = Pads { inner: absorb(block.expose(), 0x36), outer: absorb(block.expose(), 0x5c) };
        Self { pads: Secret::new(pads), key: block }
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

    /// HMAC-SHA-256 of two pieces of a text, in less time than one after the other.
    #[must_use]
    pub fn mac_pair(&self, text: &[u8], spans: [Range<usize>; 2]) -> [[u8; 32]; 2] {
        if spans.iter().any(|span| span.len() > ONE_BLOCK) {
            return spans.map(|span| self.mac(&text[span]));
        }
        let pads = self.pads.expose();
        let states = finish_pair(&pads.inner, &pads.outer, &spans.map(|span| last_block_in(text, span)));
        states.map(|state| {
            let mut digest = [0; DIGEST];
            write_state(&state, &mut digest);
            digest
        })
    }

    fn mac_of_any_length(&self, message: &[u8]) -> [u8; 32] {
        let mut mac =
            <Hmac<Sha256> as KeyInit>::new_from_slice(self.key.expose()).expect("HMAC takes keys of any length");
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

/// The state after the block `key ^ pad`.
fn absorb(key: &[u8; BLOCK], pad: u8) -> State {
    let mut block = key.map(|byte| byte ^ pad);
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

/// [`last_block`] of a piece of a text. Where there is text enough behind it, a whole block is read and what does not belong to the piece
/// is masked: a copy of any length is a call, and costs as much as some rounds of the hash.
fn last_block_in(text: &[u8], span: Range<usize>) -> [u8; BLOCK] {
    let Some(window) = text[span.start..].first_chunk::<BLOCK>() else { return last_block(&text[span]) };
    let (mask, end) = &ENDS[span.len()];
    std::array::from_fn(|at| window[at] & mask[at] | end[at])
}

/// For every length of a message: ones where it stands in its block, and what follows it.
static ENDS: [([u8; BLOCK], [u8; BLOCK]); ONE_BLOCK + 1] = {
    let mut ends = [([0; BLOCK], [0; BLOCK]); ONE_BLOCK + 1];
    let mut len = 0;
    while len <= ONE_BLOCK {
        let mut at = 0;
        while at < len {
            ends[len].0[at] = 0xff;
            at += 1;
        }
        ends[len].1[len] = 0x80;
        let bits = 8 * (BLOCK + len);
        ends[len].1[BLOCK - 2] = (bits >> 8) as u8;
        ends[len].1[BLOCK - 1] = (bits & 0xff) as u8;
        len += 1;
    }
    ends
};

fn write_state(state: &State, out: &mut [u8; 32]) {
    for (bytes, word) in out.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
}

/// More bytes than [`HKDF_LIMIT`] were asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TooLong(pub usize);

/// HKDF-SHA-256: extracts with the salt and expands with the info into all of `out`.
///
/// # Errors
/// [`TooLong`], and nothing is written, when `out` is longer than [`HKDF_LIMIT`].
pub fn hkdf(root: &[u8], salt: &[u8], info: &[u8], out: &mut [u8]) -> Result<(), TooLong> {
    hkdf::Hkdf::<Sha256>::new(Some(salt), root).expand(info, out).map_err(|_| TooLong(out.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_messages_agree_with_the_hmac_crate_at_every_length() {
        let prf = Prf::new(&[0xA7; 32]);
        let message: Vec<u8> = (0..=255).collect();
        for len in 0..=message.len() {
            let expected = prf.mac_of_any_length(&message[..len]);
            assert_eq!(prf.mac(&message[..len]), expected, "length {len}");
            // At the end of the text too, where no whole block can be read.
            let last = message.len() - len..message.len();
            let pair = prf.mac_pair(&message, [0..len, last.clone()]);
            assert_eq!(pair, [expected, prf.mac(&message[last])], "length {len}");
            assert_eq!(prf.mac_pair(&message[..len], [0..0, 0..len])[1], expected, "length {len}");
        }
    }

    #[test]
    fn keys_around_a_block_agree_with_the_hmac_crate() {
        let key: Vec<u8> = (0..=255).collect();
        for len in [0, 1, 31, 32, 33, 63, 64, 65, 131, 256] {
            let mut mac =
                <Hmac<Sha256> as KeyInit>::new_from_slice(&key[..len]).expect("HMAC takes keys of any length");
            mac.update(b"message");
            let expected: [u8; 32] = mac.finalize().into_bytes().into();
            assert_eq!(Prf::of_key(&key[..len]).mac(b"message"), expected, "length {len}");
        }
    }

    #[test]
    fn hkdf_ends_at_its_limit() {
        let mut out = vec![0; HKDF_LIMIT + 1];
        assert_eq!(hkdf(b"root", b"salt", b"info", &mut out), Err(TooLong(HKDF_LIMIT + 1)));
        assert!(out.iter().all(|byte| *byte == 0));
        assert_eq!(hkdf(b"root", b"salt", b"info", &mut out[..HKDF_LIMIT]), Ok(()));
        let mut head = [0; 7];
        assert_eq!(hkdf(b"root", b"salt", b"info", &mut head), Ok(()));
        assert_eq!(head, out[..7]);
    }

    #[test]
    fn debug_shows_no_key() {
        assert!(!format!("{:?}", Prf::new(&[1; 32])).contains('1'));
    }
}
