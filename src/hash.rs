//! One hash of 64 bits for everything that has to be the same on every machine, in every run and under every compiler.
//!
//! Samples follow from it, and so figures of manifests and reports do. It stays in memory: of a value no hash is ever written. It is not meant
//! for whoever chooses the values to make them collide; maps that only this run sees use `ahash`.

use std::hash::Hasher;

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
const LAST: u64 = 0xD6E8_FEB8_6659_FD93;

/// The hash of some bytes.
///
/// Eight bytes at a time are mixed in by a multiplication of 128 bits whose halves are folded together; the last eight may overlap those
/// before them.
#[must_use]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut state = STEP ^ (bytes.len() as u64);
    let last = match bytes.last_chunk::<8>() {
        Some(last) => {
            // A multiple of eight has its last eight bytes in `last` too.
            let whole = bytes[..bytes.len() - 1].as_chunks::<8>().0;
            for chunk in whole {
                state = fold(state ^ u64::from_le_bytes(*chunk), STEP);
            }
            u64::from_le_bytes(*last)
        }
        None => short(bytes),
    };
    fold(fold(state ^ last, STEP), LAST)
}

/// The hash of a row of numbers, hashes of cells or codes, from what was made of those before it; the first has 0 before it.
#[must_use]
pub(crate) const fn join(state: u64, value: u64) -> u64 {
    fold(state ^ value ^ STEP, LAST).rotate_left(17)
}

/// Mixes the bits of a number so that neighbours are far apart, each number with another result: the finaliser of SplitMix64 (Steele, Lea and
/// Flood 2014).
#[must_use]
pub(crate) const fn spread(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// Up to seven bytes as a number; texts of one length have different ones.
fn short(bytes: &[u8]) -> u64 {
    match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        (Some(first), Some(last)) => u64::from(u32::from_le_bytes(*first)) << 32 | u64::from(u32::from_le_bytes(*last)),
        _ => bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

const fn fold(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    #[allow(clippy::cast_possible_truncation)]
    let halves = (product as u64, (product >> 64) as u64);
    halves.0 ^ halves.1
}

/// A hasher of maps whose keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn hashes_are_the_same_for_ever() {
        // Samples of published manifests and reports depend on these.
        assert_eq!(hash(b""), 0xae0d_7445_68e8_e175);
        assert_eq!(hash(b"42"), 0xb951_b02a_9af1_df12);
        assert_eq!(hash("Айгерим".as_bytes()), 0x334a_fa25_e4c0_b0dd);
        assert_eq!(join(join(0, 1), 2), 0x0342_4d1d_b632_7338);
        // SplitMix64 from the seed 0 begins with this.
        assert_eq!(spread(STEP), 0xe220_a839_7b1d_cdaf);
    }

    #[test]
    fn different_values_have_different_hashes() {
        let texts = (0..100_000).map(|n| hash(format!("value {n}").as_bytes()));
        let ends = [hash(b"a"), hash(b"a\0"), hash(b"a\0\0"), hash(b"\0a"), hash(b"")];
        assert_eq!(texts.chain(ends).collect::<HashSet<_>>().len(), 100_005);
        let rows = (0..1_000).flat_map(|a| (0..100).map(move |b| join(join(0, a), b)));
        assert_eq!(rows.collect::<HashSet<_>>().len(), 100_000);
        assert_ne!(join(join(0, 1), 2), join(join(0, 2), 1));
        let spread: HashSet<u64> = (0..100_000).map(|n| spread(n) >> 24).collect();
        assert!(spread.len() > 99_990, "{}", spread.len());
    }
}
