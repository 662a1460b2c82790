//! Keyed determinism: numbers that look random to whoever lacks the key and are the same on every run.

use super::prf::Prf;
use aes::Aes256;
use aes::cipher::{Block, BlockCipherEncrypt as _, KeyInit as _};
use std::fmt;

/// Draws numbers for messages: one message, one number, always.
///
/// Numbers of different messages are independent; [`Keystream::draw`], [`Keystream::below`] and [`Keystream::between`] of one message
/// are not, so a message is used for one purpose.
#[derive(Debug)]
pub struct Keystream(Prf);

impl Keystream {
    /// Absorbs the key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self(Prf::new(key))
    }

    /// A number of all 64 bits.
    #[must_use]
    pub fn draw(&self, message: &[u8]) -> u64 {
        self.below(message, 0)
    }

    /// A number below `n`, each with the same probability; 0 stands for 2^64, so that every number is below it.
    ///
    /// Draws are rejected from the incomplete last stretch of `n` numbers that 2^64 holds: at most one in two, one in 2^63 for small `n`.
    #[must_use]
    pub fn below(&self, message: &[u8], n: u64) -> u64 {
        // 2^64 mod n, without the 65th bit.
        let incomplete = n.wrapping_neg().checked_rem(n).unwrap_or(0);
        let mut counted = Vec::with_capacity(message.len() + 8);
        counted.extend_from_slice(message);
        counted.extend_from_slice(&[0; 8]);
        for block in 0_u64.. {
            // Of fixed length and last: no two pairs of message and counter are the same bytes.
            counted[message.len()..].copy_from_slice(&block.to_be_bytes());
            for word in self.0.mac(&counted).as_chunks().0 {
                let number = u64::from_be_bytes(*word);
                if number >= incomplete {
                    return number.checked_rem(n).unwrap_or(number);
                }
            }
        }
        unreachable!("each of 2^64 blocks was rejected four times")
    }

    /// A number from `low` to `high`, both included, each with the same probability. The ends may be given in either order.
    #[must_use]
    pub fn between(&self, message: &[u8], low: i64, high: i64) -> i64 {
        let (low, high) = (low.min(high), low.max(high));
        // All 2^64 numbers wrap to 0, which is how `below` is asked for them.
        let span = high.wrapping_sub(low).cast_unsigned().wrapping_add(1);
        low.wrapping_add(self.below(message, span).cast_signed())
    }
}

/// Ranks rows in an order that only the key knows: one AES-256 block a row. A block cipher is a permutation, so no two rows tie.
pub struct RowOrder {
    /// Boxed, so that the expanded key has one place in memory; the cipher wipes it there.
    cipher: Box<Aes256>,
}

impl RowOrder {
    /// Expands the key.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Self {
        Self { cipher: Box::new(Aes256::new(key.into())) }
    }

    /// Where this row of this part stands; ranks are compared, not counted.
    #[must_use]
    pub fn rank(&self, part: u64, row: u64) -> u128 {
        let position = u128::from(part) << 64 | u128::from(row);
        let mut block = Block::<Aes256>::from(position.to_be_bytes());
        self.cipher.encrypt_block(&mut block);
        u128::from_be_bytes(block.into())
    }
}

impl fmt::Debug for RowOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RowOrder").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn keystream() -> Keystream {
        Keystream::new(&[0x42; 32])
    }

    /// The first words of HMAC-SHA-256 over message and counter, computed with Python's hmac module.
    #[test]
    fn golden_draws() {
        assert_eq!(keystream().draw(b"4324"), GOLDEN);
        assert_eq!(keystream().below(b"4324", 361), GOLDEN % 361);
        let shift = keystream().between(b"4324", -180, 180);
        assert_eq!(shift, i64::try_from(GOLDEN % 361).expect("small") - 180);
    }

    const GOLDEN: u64 = 0x34b3_5739_5808_c7a4;

    #[test]
    fn one_message_one_number() {
        let numbers: HashSet<u64> = (0..10_000_u32).map(|n| keystream().draw(&n.to_be_bytes())).collect();
        assert_eq!(numbers.len(), 10_000);
        assert_eq!(keystream().draw(b"x"), keystream().draw(b"x"));
        assert_ne!(keystream().draw(b"x"), Keystream::new(&[0x43; 32]).draw(b"x"));
    }

    /// 10,000 draws below 10: each digit 1,000 times within 5 standard deviations of 30.
    #[test]
    fn every_number_is_as_likely() {
        let mut seen = [0_i32; 10];
        for n in 0..10_000_u32 {
            seen[usize::try_from(keystream().below(&n.to_be_bytes(), 10)).expect("a digit")] += 1;
        }
        assert!(seen.iter().all(|count| (count - 1_000).abs() <= 150), "{seen:?}");
    }

    /// Just above 2^63, half of all words are rejected: a modulus would put two thirds of the numbers into the lower half.
    #[test]
    fn rejection_leaves_no_bias() {
        let n = (1 << 63) + 1;
        let low = (0..10_000_u32).filter(|at| keystream().below(&at.to_be_bytes(), n) < n / 2).count();
        assert!(low.abs_diff(5_000) <= 250, "{low}");
    }

    #[test]
    fn ends_are_included_and_no_span_overflows() {
        let seen: HashSet<i64> = (0..200_u32).map(|n| keystream().between(&n.to_be_bytes(), 1, -1)).collect();
        assert_eq!(seen, HashSet::from([-1, 0, 1]));
        assert_eq!(keystream().between(b"x", 5, 5), 5);
        assert_eq!(keystream().below(b"x", 1), 0);
        let whole = keystream().between(b"x", i64::MIN, i64::MAX);
        assert_eq!(whole, i64::MIN.wrapping_add(keystream().draw(b"x").cast_signed()));
    }

    #[test]
    fn no_two_rows_tie_and_the_order_is_not_the_inputs() {
        let order = RowOrder::new(&[0x42; 32]);
        let ranks: Vec<u128> =
            (0..3).flat_map(|part| (0..1_000).map(move |row| (part, row))).map(|(p, r)| order.rank(p, r)).collect();
        assert_eq!(ranks.iter().collect::<HashSet<_>>().len(), 3_000);
        let ascending = ranks.windows(2).filter(|pair| pair[0] < pair[1]).count();
        assert!(ascending.abs_diff(1_500) < 150, "{ascending}");
        assert_ne!(order.rank(1, 0), order.rank(0, 1));
    }

    /// FIPS 197, C.3: the block 00112233…ff under 000102…1f.
    #[test]
    fn a_rank_is_one_aes_block() {
        let order = RowOrder::new(&std::array::from_fn(|at| u8::try_from(at).expect("small")));
        let rank = order.rank(0x0011_2233_4455_6677, 0x8899_aabb_ccdd_eeff);
        assert_eq!(rank, 0x8ea2_b7ca_5167_45bf_eafc_4990_4b49_6089);
        assert_eq!(format!("{order:?}"), "RowOrder { .. }");
    }
}
