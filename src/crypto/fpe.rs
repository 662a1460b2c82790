//! FF1 format-preserving encryption (NIST SP 800-38G) over AES: numerals in, as many numerals of the same radix out.
//!
//! The rounds are the `fpe` crate's. What it leaves to its callers is refused here: a key of another length (it panics), a tweak of more
//! than 255 bytes, fewer than two numerals, strings of absurd length. Domains below a million values are refused as the draft of
//! revision 1 of the standard demands: smaller ones fall to published attacks on the rounds.
//!
//! FF1 does not authenticate: a changed ciphertext decrypts to another plausible value.

use aes::{Aes128, Aes192, Aes256};
use fpe::ff1::{FF1, FlexibleNumeralString};
use std::fmt;

/// Fewest values that a domain may have (draft of SP 800-38G revision 1).
pub const MIN_DOMAIN: u128 = 1_000_000;
/// Longest tweak, in bytes.
pub const MAX_TWEAK: usize = 255;
/// Most numerals. No identifier is longer; the cost grows with the square; and up to 2^26 numerals the logarithm that the `fpe` crate
/// takes in floating point cannot be off by a byte.
pub const MAX_NUMERALS: usize = 4_096;

/// Why FF1 refuses. Numbers only: no numeral and no key byte.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ff1Error {
    /// The key has so many bytes, not 16, 24 or 32.
    KeyLength(usize),
    /// The radix is not within 2 and 65,536.
    Radix(u32),
    /// The tweak has so many bytes, more than [`MAX_TWEAK`].
    TweakLength(usize),
    /// So many numerals are fewer than 2 or more than [`MAX_NUMERALS`].
    Length(usize),
    /// The domain has so many values, fewer than [`MIN_DOMAIN`].
    Domain(u128),
    /// A numeral is not below the radix.
    Numeral,
}

impl fmt::Display for Ff1Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyLength(bytes) => write!(f, "a key of {bytes} bytes is not one of 16, 24 or 32"),
            Self::Radix(radix) => write!(f, "the radix {radix} is not within 2 and 65536"),
            Self::TweakLength(bytes) => write!(f, "a tweak of {bytes} bytes is longer than {MAX_TWEAK}"),
            Self::Length(numerals) => write!(f, "{numerals} numerals are fewer than 2 or more than {MAX_NUMERALS}"),
            Self::Domain(size) => write!(f, "a domain of {size} values is smaller than {MIN_DOMAIN}"),
            Self::Numeral => f.write_str("a numeral is not below the radix"),
        }
    }
}

impl std::error::Error for Ff1Error {}

/// How many strings of so many numerals there are; `u128::MAX` stands for all that is beyond it.
#[must_use]
pub fn domain_size(radix: u32, len: usize) -> u128 {
    u128::from(radix).saturating_pow(u32::try_from(len).unwrap_or(u32::MAX))
}

/// FF1 under one key and radix, ready for many strings.
pub struct Ff1 {
    /// Boxed, so that the expanded key has one place in memory; the cipher wipes it there.
    rounds: Box<Rounds>,
    radix: u32,
}

enum Rounds {
    Aes128(FF1<Aes128>),
    Aes192(FF1<Aes192>),
    Aes256(FF1<Aes256>),
}

impl Ff1 {
    /// Expands the key.
    ///
    /// # Errors
    /// [`Ff1Error::KeyLength`], [`Ff1Error::Radix`].
    pub fn new(key: &[u8], radix: u32) -> Result<Self, Ff1Error> {
        let invalid = |_| Ff1Error::Radix(radix);
        let rounds = match key.len() {
            16 => Rounds::Aes128(FF1::new(key, radix).map_err(invalid)?),
            24 => Rounds::Aes192(FF1::new(key, radix).map_err(invalid)?),
            32 => Rounds::Aes256(FF1::new(key, radix).map_err(invalid)?),
            other => return Err(Ff1Error::KeyLength(other)),
        };
        Ok(Self { rounds: Box::new(rounds), radix })
    }

    /// The radix.
    #[must_use]
    pub fn radix(&self) -> u32 {
        self.radix
    }

    /// Encrypts numerals, most significant first, under a tweak of 0 to 255 bytes.
    ///
    /// # Errors
    /// [`Ff1Error`] when tweak or numerals are not what FF1 takes.
    pub fn encrypt(&self, tweak: &[u8], numerals: &[u16]) -> Result<Vec<u16>, Ff1Error> {
        self.check(tweak, numerals)?;
        let plain = FlexibleNumeralString::from(numerals.to_vec());
        let cipher = match &*self.rounds {
            Rounds::Aes128(rounds) => rounds.encrypt(tweak, &plain),
            Rounds::Aes192(rounds) => rounds.encrypt(tweak, &plain),
            Rounds::Aes256(rounds) => rounds.encrypt(tweak, &plain),
        };
        cipher.map(Vec::from).map_err(|_| Ff1Error::Numeral)
    }

    /// Undoes [`Ff1::encrypt`] under the same tweak.
    ///
    /// # Errors
    /// [`Ff1Error`] as there.
    pub fn decrypt(&self, tweak: &[u8], numerals: &[u16]) -> Result<Vec<u16>, Ff1Error> {
        self.check(tweak, numerals)?;
        let cipher = FlexibleNumeralString::from(numerals.to_vec());
        let plain = match &*self.rounds {
            Rounds::Aes128(rounds) => rounds.decrypt(tweak, &cipher),
            Rounds::Aes192(rounds) => rounds.decrypt(tweak, &cipher),
            Rounds::Aes256(rounds) => rounds.decrypt(tweak, &cipher),
        };
        plain.map(Vec::from).map_err(|_| Ff1Error::Numeral)
    }

    fn check(&self, tweak: &[u8], numerals: &[u16]) -> Result<(), Ff1Error> {
        let size = domain_size(self.radix, numerals.len());
        if tweak.len() > MAX_TWEAK {
            Err(Ff1Error::TweakLength(tweak.len()))
        } else if !(2..=MAX_NUMERALS).contains(&numerals.len()) {
            Err(Ff1Error::Length(numerals.len()))
        } else if size < MIN_DOMAIN {
            Err(Ff1Error::Domain(size))
        } else if numerals.iter().any(|numeral| u32::from(*numeral) >= self.radix) {
            Err(Ff1Error::Numeral)
        } else {
            Ok(())
        }
    }
}

impl fmt::Debug for Ff1 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ff1").field("radix", &self.radix).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use aes::cipher::{Block, BlockCipherEncrypt as _, KeyInit as _};
    use proptest::prelude::*;

    /// `NUM` of the standard as `bytes` big-endian bytes: multiply by the radix, add the numeral, byte by byte.
    fn to_bytes(numerals: &[u16], radix: u32, bytes: usize) -> Vec<u8> {
        let mut number = vec![0_u8; bytes];
        for numeral in numerals {
            let mut carry = u32::from(*numeral);
            for byte in number.iter_mut().rev() {
                carry += u32::from(*byte) * radix;
                *byte = (carry & 0xFF) as u8;
                carry >>= 8;
            }
        }
        number
    }

    /// `STR` of the standard, modulo radix^m: divide by the radix, keep the remainders.
    fn to_numerals(mut number: Vec<u8>, radix: u32, m: usize) -> Vec<u16> {
        let mut numerals = vec![0; m];
        for numeral in numerals.iter_mut().rev() {
            let mut rest = 0;
            for byte in &mut number {
                rest = rest << 8 | u32::from(*byte);
                *byte = u8::try_from(rest / radix).expect("a quotient below 256");
                rest %= radix;
            }
            *numeral = u16::try_from(rest).expect("a remainder below the radix");
        }
        numerals
    }

    /// The bytes that v numerals need: the least b with 256^b >= radix^v, found without a logarithm.
    fn bytes_of(radix: u32, v: usize) -> usize {
        let largest = vec![u16::try_from(radix - 1).expect("numerals are 16 bits"); v];
        let wide = to_bytes(&largest, radix, 2 * v + 2);
        wide.len() - wide.iter().take_while(|byte| **byte == 0).count()
    }

    /// Algorithm 7 of SP 800-38G written out step by step over the block cipher: a second opinion for radices without published vectors.
    fn by_the_book(key: &[u8; 32], radix: u32, tweak: &[u8], numerals: &[u16]) -> Vec<u16> {
        let cipher = Aes256::new(&(*key).into());
        let encrypt = |block: [u8; 16]| -> [u8; 16] {
            let mut block = Block::<Aes256>::from(block);
            cipher.encrypt_block(&mut block);
            block.into()
        };
        let (n, t) = (numerals.len(), tweak.len());
        let (u, v) = (n / 2, n - n / 2);
        let (mut a, mut b_half) = (numerals[..u].to_vec(), numerals[u..].to_vec());
        let b = bytes_of(radix, v);
        let d = 4 * b.div_ceil(4) + 4;
        let word = |x: usize| u32::try_from(x).expect("small").to_be_bytes();
        let mut p = vec![1, 2, 1];
        p.extend_from_slice(&radix.to_be_bytes()[1..]);
        p.extend_from_slice(&[10, (u % 256) as u8]);
        p.extend_from_slice(&word(n));
        p.extend_from_slice(&word(t));
        for round in 0..10_u8 {
            let mut q = tweak.to_vec();
            while !(q.len() + b + 1).is_multiple_of(16) {
                q.push(0);
            }
            q.push(round);
            q.extend_from_slice(&to_bytes(&b_half, radix, b));
            let r = [&p[..], &q]
                .concat()
                .chunks(16)
                .fold([0; 16], |state: [u8; 16], chunk| encrypt(std::array::from_fn(|at| state[at] ^ chunk[at])));
            let mut s = r.to_vec();
            for j in 1..d.div_ceil(16) as u128 {
                s.extend_from_slice(&encrypt((u128::from_be_bytes(r) ^ j).to_be_bytes()));
            }
            s.truncate(d);
            let m = if round % 2 == 0 { u } else { v };
            // NUM(A) + y in one byte more than either needs.
            let mut sum = to_bytes(&a, radix, d.max(b) + 1);
            let mut carry = 0;
            for at in 0..sum.len() {
                let place = sum.len() - 1 - at;
                let y = if at < d { u16::from(s[d - 1 - at]) } else { 0 };
                carry += u16::from(sum[place]) + y;
                sum[place] = (carry & 0xFF) as u8;
                carry >>= 8;
            }
            a = b_half;
            b_half = to_numerals(sum, radix, m);
        }
        [a, b_half].concat()
    }

    #[test]
    fn refusals_name_numbers_only() {
        assert_eq!(Ff1::new(&[7; 31], 10).err(), Some(Ff1Error::KeyLength(31)));
        assert_eq!(Ff1::new(&[], 10).err(), Some(Ff1Error::KeyLength(0)));
        assert_eq!(Ff1::new(&[7; 32], 1).err(), Some(Ff1Error::Radix(1)));
        assert_eq!(Ff1::new(&[7; 32], 65_537).err(), Some(Ff1Error::Radix(65_537)));
        let ff1 = Ff1::new(&[7; 32], 10).expect("a key and a radix");
        assert_eq!(ff1.encrypt(&[], &[1; 5]), Err(Ff1Error::Domain(100_000)));
        assert_eq!(ff1.decrypt(&[], &[1; 5]), Err(Ff1Error::Domain(100_000)));
        assert_eq!(ff1.encrypt(&[], &[1]), Err(Ff1Error::Length(1)));
        assert_eq!(ff1.encrypt(&[], &[]), Err(Ff1Error::Length(0)));
        assert_eq!(ff1.encrypt(&[], &[1; MAX_NUMERALS + 1]), Err(Ff1Error::Length(4_097)));
        assert_eq!(ff1.encrypt(&[0; 256], &[1; 6]), Err(Ff1Error::TweakLength(256)));
        assert_eq!(ff1.encrypt(&[], &[1, 2, 3, 4, 5, 10]), Err(Ff1Error::Numeral));
        assert_eq!(ff1.decrypt(&[], &[65_535, 2, 3, 4, 5, 6]), Err(Ff1Error::Numeral));
        assert_eq!(Ff1Error::Domain(100_000).to_string(), "a domain of 100000 values is smaller than 1000000");
        // One numeral of the largest radix is two bytes, and still too short; two of them are the smallest string there is.
        let wide = Ff1::new(&[7; 32], 65_536).expect("a key and a radix");
        assert_eq!(wide.encrypt(&[], &[1]), Err(Ff1Error::Length(1)));
        assert!(wide.encrypt(&[0; MAX_TWEAK], &[65_535, 0]).is_ok());
        assert!(ff1.encrypt(&[], &[9; MAX_NUMERALS]).is_ok());
    }

    #[test]
    fn sizes_of_domains() {
        assert_eq!(domain_size(10, 6), MIN_DOMAIN);
        assert_eq!((domain_size(10, 0), domain_size(2, 127)), (1, 1 << 127));
        assert_eq!((domain_size(2, 128), domain_size(65_536, usize::MAX)), (u128::MAX, u128::MAX));
    }

    #[test]
    fn debug_shows_no_key() {
        let ff1 = Ff1::new(&[0x42; 32], 10).expect("a key and a radix");
        assert_eq!(format!("{ff1:?}"), "Ff1 { radix: 10, .. }");
    }

    /// The book itself is checked against the publication: sample 9, AES-256, radix 36.
    #[test]
    fn the_second_opinion_is_sound() {
        let key = [
            0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c, 0xef, 0x43,
            0x59, 0xd8, 0xd5, 0x80, 0xaa, 0x4f, 0x7f, 0x03, 0x6d, 0x6f, 0x04, 0xfc, 0x6a, 0x94,
        ];
        let numerals: Vec<u16> = (0..19).collect();
        let expected = [33, 28, 8, 10, 0, 10, 35, 17, 2, 10, 31, 34, 10, 21, 34, 35, 30, 32, 13];
        assert_eq!(by_the_book(&key, 36, b"7777pqrs777", &numerals), expected);
    }

    proptest! {
        #[test]
        fn every_radix_agrees_with_the_book(
            key: [u8; 32],
            radix in prop_oneof![2_u32..=65_536, Just(2), Just(3), Just(256), Just(1_000), Just(65_535), Just(65_536)],
            tweak in proptest::collection::vec(any::<u8>(), 0..=MAX_TWEAK),
            seed in proptest::collection::vec(any::<u16>(), 2..60),
        ) {
            let numerals: Vec<u16> = seed.iter().map(|n| u16::try_from(u32::from(*n) % radix).expect("below")).collect();
            let ff1 = Ff1::new(&key, radix).expect("a key and a radix");
            let size = domain_size(radix, numerals.len());
            if size < MIN_DOMAIN {
                prop_assert_eq!(ff1.encrypt(&tweak, &numerals), Err(Ff1Error::Domain(size)));
                return Ok(());
            }
            let cipher = ff1.encrypt(&tweak, &numerals).expect("within the limits");
            prop_assert_eq!(&cipher, &by_the_book(&key, radix, &tweak, &numerals));
            prop_assert_eq!(ff1.decrypt(&tweak, &cipher).expect("within the limits"), numerals);
        }
    }
}
