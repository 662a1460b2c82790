//! The compression of SHA-256 (FIPS 180-4, 6.2.2) over two messages at once.
//!
//! A processor with SHA instructions waits most of the time for the round before: each of the 64 rounds needs its predecessor. The rounds of
//! a second message fit into the gaps, so two tokens cost little more than one. This is the one place with `unsafe` in it, and what is
//! unsafe is one call: the code behind it uses registers and slices only, but may run on no processor without the instructions, which
//! is asked right before. Any other processor goes through the `sha2` crate, and the tests hold both against each other.

use sha2::block_api::compress256;

/// Words of a state.
pub(super) type State = [u32; 8];
/// Bytes of a block.
pub(super) type Block = [u8; 64];

/// Absorbs one block into each of two states.
pub(super) fn compress_pair(states: &mut [State; 2], blocks: &[Block; 2]) {
    #[cfg(target_arch = "x86_64")]
    if instructions::compress_pair(states, blocks) {
        return;
    }
    for (state, block) in states.iter_mut().zip(blocks) {
        compress256(state, &[*block]);
    }
}

#[cfg(target_arch = "x86_64")]
mod instructions {
    use super::{Block, State};
    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_blend_epi16, _mm_extract_epi32, _mm_set_epi32, _mm_set_epi64x,
        _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8, _mm_shuffle_epi32,
    };

    /// Constants of the rounds (FIPS 180-4, 4.2.2).
    const K: [u32; 64] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
        0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
        0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
        0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
        0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
        0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
        0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2,
    ];

    /// Absorbs the blocks if this processor can; `false`, and nothing is done, if not.
    #[allow(unsafe_code)]
    pub(super) fn compress_pair(states: &mut [State; 2], blocks: &[Block; 2]) -> bool {
        let able =
            is_x86_feature_detected!("sha") && is_x86_feature_detected!("ssse3") && is_x86_feature_detected!("sse4.1");
        if able {
            // SAFETY: the function needs nothing but the three features that were just found.
            unsafe { compress(states, blocks) };
        }
        able
    }

    /// The four words at `at`, the first in the lowest lane.
    #[target_feature(enable = "sse2")]
    fn words(of: &[u32], at: usize) -> __m128i {
        _mm_set_epi32(
            of[at + 3].cast_signed(),
            of[at + 2].cast_signed(),
            of[at + 1].cast_signed(),
            of[at].cast_signed(),
        )
    }

    /// Sixteen bytes of a block as four big-endian words.
    #[target_feature(enable = "sse2,ssse3")]
    fn message(block: &Block, at: usize) -> __m128i {
        let half = |at: usize| i64::from_le_bytes(block[at..at + 8].try_into().expect("eight bytes"));
        let bytes = _mm_set_epi64x(half(16 * at + 8), half(16 * at));
        _mm_shuffle_epi8(bytes, _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203))
    }

    /// A state as the instructions want it: words a, b, e, f and words c, d, g, h.
    #[target_feature(enable = "sse2,ssse3,sse4.1")]
    fn split(state: &State) -> (__m128i, __m128i) {
        let badc = _mm_shuffle_epi32(words(state, 0), 0xb1);
        let hgfe = _mm_shuffle_epi32(words(state, 4), 0x1b);
        (_mm_alignr_epi8(badc, hgfe, 8), _mm_blend_epi16(hgfe, badc, 0xf0))
    }

    /// The words of a state in their order again.
    #[target_feature(enable = "sse2,ssse3,sse4.1")]
    fn join(abef: __m128i, cdgh: __m128i) -> State {
        let word = |lane: i32| lane.cast_unsigned();
        [
            word(_mm_extract_epi32(abef, 3)),
            word(_mm_extract_epi32(abef, 2)),
            word(_mm_extract_epi32(cdgh, 3)),
            word(_mm_extract_epi32(cdgh, 2)),
            word(_mm_extract_epi32(abef, 1)),
            word(_mm_extract_epi32(abef, 0)),
            word(_mm_extract_epi32(cdgh, 1)),
            word(_mm_extract_epi32(cdgh, 0)),
        ]
    }

    /// Four words of the schedule from the sixteen before them (FIPS 180-4, 6.2.2, step 1).
    #[target_feature(enable = "sha,sse2,ssse3")]
    fn schedule(w: &[__m128i; 4]) -> __m128i {
        let sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[0], w[1]), _mm_alignr_epi8(w[3], w[2], 4));
        _mm_sha256msg2_epu32(sum, w[3])
    }

    #[target_feature(enable = "sha,sse2,ssse3,sse4.1")]
    fn compress(states: &mut [State; 2], blocks: &[Block; 2]) {
        let (mut abef0, mut cdgh0) = split(&states[0]);
        let (mut abef1, mut cdgh1) = split(&states[1]);
        let before = [abef0, cdgh0, abef1, cdgh1];
        let mut w0 = [message(&blocks[0], 0), message(&blocks[0], 1), message(&blocks[0], 2), message(&blocks[0], 3)];
        let mut w1 = [message(&blocks[1], 0), message(&blocks[1], 1), message(&blocks[1], 2), message(&blocks[1], 3)];
        for four in 0..16 {
            let k = words(&K, 4 * four);
            let (now0, now1) = if four < 4 {
                (w0[four], w1[four])
            } else {
                let (next0, next1) = (schedule(&w0), schedule(&w1));
                w0 = [w0[1], w0[2], w0[3], next0];
                w1 = [w1[1], w1[2], w1[3], next1];
                (next0, next1)
            };
            let (wk0, wk1) = (_mm_add_epi32(now0, k), _mm_add_epi32(now1, k));
            cdgh0 = _mm_sha256rnds2_epu32(cdgh0, abef0, wk0);
            cdgh1 = _mm_sha256rnds2_epu32(cdgh1, abef1, wk1);
            abef0 = _mm_sha256rnds2_epu32(abef0, cdgh0, _mm_shuffle_epi32(wk0, 0x0e));
            abef1 = _mm_sha256rnds2_epu32(abef1, cdgh1, _mm_shuffle_epi32(wk1, 0x0e));
        }
        states[0] = join(_mm_add_epi32(abef0, before[0]), _mm_add_epi32(cdgh0, before[1]));
        states[1] = join(_mm_add_epi32(abef1, before[2]), _mm_add_epi32(cdgh1, before[3]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn noise(seed: u64) -> u8 {
        (seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as u8
    }

    #[test]
    fn two_at_once_are_as_two_one_by_one() {
        for round in 0..1000_u64 {
            let word = |of: u64, at: usize| {
                u32::from_le_bytes(std::array::from_fn(|i| noise(round * 977 + of * 131 + 4 * at as u64 + i as u64)))
            };
            let byte = |of: u64, at: usize| noise(round * 7919 + of * 65_537 + at as u64);
            let mut pair: [State; 2] = [0, 1].map(|of| std::array::from_fn(|at| word(of, at)));
            let blocks: [Block; 2] = [0, 1].map(|of| std::array::from_fn(|at| byte(of, at)));
            let mut alone = pair;
            compress_pair(&mut pair, &blocks);
            alone.iter_mut().zip(&blocks).for_each(|(state, block)| compress256(state, &[*block]));
            assert_eq!(pair, alone, "round {round}");
        }
    }

    #[test]
    fn the_digest_of_abc() {
        // FIPS 180-4's own example, in both places.
        let mut block = [0_u8; 64];
        block[..4].copy_from_slice(b"abc\x80");
        block[63] = 24;
        let initial = super::super::prf::INITIAL;
        let mut states = [initial; 2];
        compress_pair(&mut states, &[block; 2]);
        let digest =
            [0xba78_16bf, 0x8f01_cfea, 0x4141_40de, 0x5dae_2223, 0xb003_61a3, 0x9617_7a9c, 0xb410_ff61, 0xf200_15ad];
        assert_eq!(states, [digest; 2]);
    }
}
