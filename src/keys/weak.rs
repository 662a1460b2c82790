//! Keys that are no keys: typed, counted up, or printed in a standard.

/// Why a root is refused.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Weakness {
    /// It stands in a published document, so everybody has it.
    Published,
    /// No generator of random bytes makes it.
    NotRandom,
}

/// 32-byte keys of standards and their test vectors. What is published of shorter ones, repeated or padded to 32 bytes, is not random.
const PUBLISHED: [(u128, u128); 15] = [
    // SP 800-38G, FF1 samples 7 to 9.
    (0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c, 0xef43_59d8_d580_aa4f_7f03_6d6f_04fc_6a94),
    // SP 800-38A, appendix F, AES-256.
    (0x603d_eb10_15ca_71be_2b73_aef0_857d_7781, 0x1f35_2c07_3b61_08d7_2d98_10a3_0914_dff4),
    // FIPS 197, appendix C.3; the favourite of every set of vectors.
    (0x0001_0203_0405_0607_0809_0a0b_0c0d_0e0f, 0x1011_1213_1415_1617_1819_1a1b_1c1d_1e1f),
    // RFC 4231, test case 4, counted on from 25 to 32 bytes.
    (0x0102_0304_0506_0708_090a_0b0c_0d0e_0f10, 0x1112_1314_1516_1718_191a_1b1c_1d1e_1f20),
    // RFC 5297, A.1 and A.2.
    (0xfffe_fdfc_fbfa_f9f8_f7f6_f5f4_f3f2_f1f0, 0xf0f1_f2f3_f4f5_f6f7_f8f9_fafb_fcfd_feff),
    (0x7f7e_7d7c_7b7a_7978_7776_7574_7372_7170, 0x4041_4243_4445_4647_4849_4a4b_4c4d_4e4f),
    // draft-denis-ipcrypt, ipcrypt-pfx.
    (0x0123_4567_89ab_cdef_fedc_ba98_7654_3210, 0x1032_5476_98ba_dcfe_efcd_ab89_6745_2301),
    (0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c, 0xa9f5_ba40_db21_4c37_98f2_e1c2_3456_789a),
    // RFC 8032, 7.1 to 7.3.
    (0x9d61_b19d_effd_5a60_ba84_4af4_92ec_2cc4, 0x4449_c569_7b32_6919_703b_ac03_1cae_7f60),
    (0x4ccd_089b_28ff_96da_9db6_c346_ec11_4e0f, 0x5b8a_319f_35ab_a624_da8c_f6ed_4fb8_a6fb),
    (0xc5aa_8df4_3f9f_837b_edb7_442f_31dc_b7b1, 0x66d3_8535_076f_094b_85ce_3a2e_0b44_58f7),
    (0xf5e5_767c_f153_3195_1763_0f22_6876_b86c, 0x8160_cc58_3bc0_1374_4c6b_f255_f5cc_0ee5),
    (0x833f_e624_0923_7b9d_62ec_7758_7520_911e, 0x9a75_9cec_1d19_755b_7da9_01b9_6dca_3d42),
    (0x0305_334e_381a_f78f_141c_b666_f619_9f57, 0xbc34_9533_5a25_6a95_bd2a_55bf_5466_63f6),
    (0xab9c_2853_ce29_7dda_b85c_993b_3ae1_4bca, 0xd39b_2c68_2bea_bc27_d6d4_eb20_711d_6560),
];

/// What is wrong with a root, if anything. A root of 32 random bytes is refused with probability below 1e-11: the tests of the pattern
/// are there for keys that a person makes.
pub(super) fn weakness(root: &[u8; 32]) -> Option<Weakness> {
    let (first, second) = root.split_at(16);
    let half = |bytes: &[u8]| bytes.iter().fold(0, |half: u128, byte| half << 8 | u128::from(*byte));
    if PUBLISHED.contains(&(half(first), half(second))) {
        return Some(Weakness::Published);
    }
    let typed = root.iter().all(|byte| matches!(byte, b' '..=b'~'));
    (has_few_values(root) || is_counted(root) || first == second || typed).then_some(Weakness::NotRandom)
}

/// 32 random bytes have fewer than 16 distinct values with probability below 1e-11; a repeated word has at most as many as it has letters.
fn has_few_values(root: &[u8; 32]) -> bool {
    let mut seen = [false; 256];
    root.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    seen.iter().filter(|seen| **seen).count() < 16
}

/// Whether eight or more of the 30 steps between neighbours repeat the step before, as in 00 01 02 … or 01 23 45 …; by chance, 3e-13.
fn is_counted(root: &[u8; 32]) -> bool {
    root.windows(3).filter(|three| three[1].wrapping_sub(three[0]) == three[2].wrapping_sub(three[1])).count() >= 8
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

    #[test]
    fn keys_of_the_standards_are_published() {
        for (first, second) in PUBLISHED {
            let root: [u8; 32] = [first.to_be_bytes(), second.to_be_bytes()].concat().try_into().expect("32 bytes");
            assert_eq!(weakness(&root), Some(Weakness::Published), "{first:032x}");
        }
    }

    #[test]
    fn keys_that_people_make_are_not_random() {
        let padded = |key: &[u8]| std::array::from_fn(|at| key.get(at).copied().unwrap_or(0));
        let repeated = |key: &[u8]| std::array::from_fn(|at| key[at % key.len()]);
        let sample: [u8; 16] = 0x2b7e_1516_28ae_d2a6_abf7_1588_09cf_4f3c_u128.to_be_bytes();
        let keys: [[u8; 32]; 14] = [
            [0; 32],
            [0xFF; 32],
            [0x42; 32],
            // RFC 4231: cases 1, 2, 3, 6.
            padded(&[0x0b; 20]),
            padded(b"Jefe"),
            padded(&[0xaa; 20]),
            [0xaa; 32],
            // A key of 16 bytes, padded and repeated; FIPS 197's of 24.
            padded(&sample),
            repeated(&sample),
            padded(&std::array::from_fn::<u8, 24, _>(|at| u8::try_from(at).expect("small"))),
            // Up by three, down by one.
            std::array::from_fn(|at| u8::try_from(at * 3).expect("small")),
            std::array::from_fn(|at| 200 - u8::try_from(at).expect("small")),
            *b"correct horse battery staple 1 2",
            repeated(b"0123456789abcdef"),
        ];
        for key in keys {
            assert_eq!(weakness(&key), Some(Weakness::NotRandom), "{key:02x?}");
        }
    }

    #[test]
    fn random_keys_are_keys() {
        let mut random = ChaCha8Rng::seed_from_u64(63);
        for _ in 0..100_000 {
            let mut root = [0; 32];
            random.fill_bytes(&mut root);
            assert_eq!(weakness(&root), None);
        }
    }
}
