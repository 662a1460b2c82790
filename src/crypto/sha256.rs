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

/// The end of HMAC for two messages: absorbs the last block of each into the state behind the inner pad, and the digests into the state behind
/// the outer pad.
pub(super) fn finish_pair(inner: &State, outer: &State, blocks: &[Block; 2]) -> [State; 2] {
    #[cfg(target_arch = "x86_64")]
    if let Some(states) = instructions::finish_pair(inner, outer, blocks) {
        return states;
    }
    finish_one_by_one(inner, outer, blocks)
}

fn finish_one_by_one(inner: &State, outer: &State, blocks: &[Block; 2]) -> [State; 2] {
    blocks.map(|block| {
        let mut digest = *inner;
        compress256(&mut digest, &[block]);
        let mut last = [0; 64];
        for (bytes, word) in last.as_chunks_mut().0.iter_mut().zip(digest.iter().chain(&END_OF_OUTER)) {
            *bytes = word.to_be_bytes();
        }
        let mut state = *outer;
        compress256(&mut state, &[last]);
        state
    })
}

/// What follows a digest in the last block behind the outer pad: one bit, zeros, and the length of pad and digest in bits.
const END_OF_OUTER: State = [0x8000_0000, 0, 0, 0, 0, 0, 0, 8 * (64 + 32)];

#[cfg(target_arch = "x86_64")]
mod instructions {
    use super::{Block, END_OF_OUTER, State};
    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_blend_epi16, _mm_cvtsi128_si64, _mm_extract_epi64, _mm_set_epi32,
        _mm_set_epi64x, _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32, _mm_shuffle_epi8,
        _mm_shuffle_epi32,
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

    /// Does it if this processor can.
    #[allow(unsafe_code)]
    pub(super) fn finish_pair(inner: &State, outer: &State, blocks: &[Block; 2]) -> Option<[State; 2]> {
        let able =
            is_x86_feature_detected!("sha") && is_x86_feature_detected!("ssse3") && is_x86_feature_detected!("sse4.1");
        // SAFETY: the function needs nothing but the three features that were just found.
        able.then(|| unsafe { finish(inner, outer, blocks) })
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

    /// The words of a state in their order again, four and four.
    #[target_feature(enable = "sse2,ssse3,sse4.1")]
    fn join((abef, cdgh): (__m128i, __m128i)) -> (__m128i, __m128i) {
        let feba = _mm_shuffle_epi32(abef, 0x1b);
        let dchg = _mm_shuffle_epi32(cdgh, 0xb1);
        (_mm_blend_epi16(feba, dchg, 0xf0), _mm_alignr_epi8(dchg, feba, 8))
    }

    /// The four words of a register.
    #[target_feature(enable = "sse2,sse4.1")]
    fn store(words: __m128i) -> [u32; 4] {
        let (low, high) = (_mm_cvtsi128_si64(words).cast_unsigned(), _mm_extract_epi64(words, 1).cast_unsigned());
        let word = |half: u64, at: u32| (half >> (32 * at)) as u32;
        [word(low, 0), word(low, 1), word(high, 0), word(high, 1)]
    }

    /// Four words of the schedule from the sixteen before them (FIPS 180-4, 6.2.2, step 1).
    #[target_feature(enable = "sha,sse2,ssse3")]
    fn schedule(w: &[__m128i; 4]) -> __m128i {
        let sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[0], w[1]), _mm_alignr_epi8(w[3], w[2], 4));
        _mm_sha256msg2_epu32(sum, w[3])
    }

    /// Absorbs a block into each of two states, as the instructions want them.
    #[target_feature(enable = "sha,sse2,ssse3,sse4.1")]
    fn compress(states: [(__m128i, __m128i); 2], blocks: [[__m128i; 4]; 2]) -> [(__m128i, __m128i); 2] {
        let [(mut abef0, mut cdgh0), (mut abef1, mut cdgh1)] = states;
        let [mut w0, mut w1] = blocks;
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
        let [before0, before1] = states;
        [
            (_mm_add_epi32(abef0, before0.0), _mm_add_epi32(cdgh0, before0.1)),
            (_mm_add_epi32(abef1, before1.0), _mm_add_epi32(cdgh1, before1.1)),
        ]
    }

    #[target_feature(enable = "sha,sse2,ssse3,sse4.1")]
    fn finish(inner: &State, outer: &State, blocks: &[Block; 2]) -> [State; 2] {
        let load = |block: &Block| [message(block, 0), message(block, 1), message(block, 2), message(block, 3)];
        let [first, second] = compress([split(inner); 2], [load(&blocks[0]), load(&blocks[1])]);
        // The words of a digest are the words of the next message: nothing goes through memory.
        let end = (words(&END_OF_OUTER, 0), words(&END_OF_OUTER, 4));
        let next = |state| {
            let (abcd, efgh) = join(state);
            [abcd, efgh, end.0, end.1]
        };
        let done = compress([split(outer); 2], [next(first), next(second)]);
        done.map(|state| {
            let (abcd, efgh) = join(state);
            let ([a, b, c, d], [e, f, g, h]) = (store(abcd), store(efgh));
            [a, b, c, d, e, f, g, h]
        })
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
            let [inner, outer]: [State; 2] = [0, 1].map(|of| std::array::from_fn(|at| word(of, at)));
            let blocks: [Block; 2] = [0, 1].map(|of| std::array::from_fn(|at| byte(of, at)));
            let pair = finish_pair(&inner, &outer, &blocks);
            assert_eq!(pair, finish_one_by_one(&inner, &outer, &blocks), "round {round}");
        }
    }
}
