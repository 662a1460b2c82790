//! Prefix-preserving encryption of IP addresses: `ipcrypt-pfx` of draft-denis-ipcrypt.
//!
//! Each bit is flipped or kept by a pseudorandom bit of all the bits before it, so two addresses of one network stay in one network.
//! That is also what it gives away: who knows one address and its output knows where the network of that address went.

use aes::Aes128;
use aes::cipher::{Block, BlockCipherEncrypt as _, KeyInit as _};
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// The first 96 bits of an IPv4 address written as an IPv6 address: `::ffff:0:0/96`.
const MAPPED: u128 = 0xFFFF << 32;

/// A keyed permutation of addresses that keeps networks together.
///
/// IPv4 addresses and their IPv6 forms (`::ffff:192.0.2.1`) are one: both give the same IPv4 address. Outputs are addresses that do not
/// say that they are pseudonyms.
pub struct IpPrefix {
    /// Boxed, so that the expanded keys have one place in memory; the ciphers wipe them there.
    ciphers: Box<[Aes128; 2]>,
}

impl IpPrefix {
    /// Expands both halves of the key; `None` when they are equal: the two permutations would cancel out and encrypt nothing.
    #[must_use]
    pub fn new(key: &[u8; 32]) -> Option<Self> {
        let (first, second) = key.split_at(16);
        if first == second {
            return None;
        }
        let cipher = |half: &[u8]| Aes128::new_from_slice(half).ok();
        Some(Self { ciphers: Box::new([cipher(first)?, cipher(second)?]) })
    }

    /// Encrypts an address.
    #[must_use]
    pub fn encrypt(&self, address: IpAddr) -> IpAddr {
        self.walk(address, |input, _| input)
    }

    /// Undoes [`IpPrefix::encrypt`]. One IPv6 /96 of 2^96 encrypts into the mapped range and would come back as IPv4: the output does not
    /// say what it was.
    #[must_use]
    pub fn decrypt(&self, address: IpAddr) -> IpAddr {
        self.walk(address, |_, output| output)
    }

    /// Goes from the first bit to the last; `plain` chooses, of input and output bit, the one that belongs to the plain address.
    fn walk(&self, address: IpAddr, plain: fn(u128, u128) -> u128) -> IpAddr {
        let bits = match address {
            IpAddr::V4(v4) => MAPPED | u128::from(v4.to_bits()),
            IpAddr::V6(v6) => v6.to_bits(),
        };
        let is_v4 = bits >> 32 == MAPPED >> 32;
        // The bits so far, behind a one that says how many they are.
        let (first, mut prefix, mut out) = if is_v4 { (32, 1 << 96 | MAPPED >> 32, MAPPED) } else { (128, 1, 0) };
        for place in (0..first).rev() {
            let input = bits >> place & 1;
            let output = input ^ self.bit(prefix);
            out |= output << place;
            prefix = prefix << 1 | plain(input, output);
        }
        let out = Ipv6Addr::from_bits(out);
        if is_v4 { out.to_canonical() } else { IpAddr::V6(out) }
    }

    /// The last bit of the exclusive or of two permutations, which is a pseudorandom function where one permutation is not.
    fn bit(&self, prefix: u128) -> u128 {
        let mixed = self.ciphers.iter().fold(0, |mixed, cipher| {
            let mut block = Block::<Aes128>::from(prefix.to_be_bytes());
            cipher.encrypt_block(&mut block);
            mixed ^ block[15]
        });
        u128::from(mixed & 1)
    }
}

impl fmt::Debug for IpPrefix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IpPrefix").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::net::Ipv4Addr;

    fn prefix() -> IpPrefix {
        let mut key = [0x42; 32];
        key[0] = 7;
        IpPrefix::new(&key).expect("two halves")
    }

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn equal_halves_are_no_key() {
        assert!(IpPrefix::new(&[0x42; 32]).is_none());
    }

    #[test]
    fn mapped_addresses_are_their_ipv4() {
        let plain = prefix().encrypt(address("198.51.100.7"));
        assert!(plain.is_ipv4());
        assert_eq!(prefix().encrypt(address("::ffff:198.51.100.7")), plain);
        assert_eq!(prefix().decrypt(plain), address("198.51.100.7"));
    }

    #[test]
    fn debug_shows_no_key() {
        assert_eq!(format!("{:?}", prefix()), "IpPrefix { .. }");
    }

    proptest! {
        #[test]
        fn ipv4_comes_back_and_keeps_exactly_the_common_prefix(one: u32, other: u32) {
            let [here, there] = [one, other].map(|bits| prefix().encrypt(Ipv4Addr::from_bits(bits).into()));
            prop_assert_eq!(prefix().decrypt(here), IpAddr::from(Ipv4Addr::from_bits(one)));
            let (IpAddr::V4(here), IpAddr::V4(there)) = (here, there) else { panic!("IPv4 stays IPv4") };
            prop_assert_eq!((here.to_bits() ^ there.to_bits()).leading_zeros(), (one ^ other).leading_zeros());
        }

        #[test]
        fn ipv6_comes_back_and_keeps_exactly_the_common_prefix(one: u128, other: u128) {
            let [here, there] = [one, other].map(|bits| prefix().encrypt(Ipv6Addr::from_bits(bits).into()));
            prop_assert_eq!(prefix().decrypt(here), IpAddr::from(Ipv6Addr::from_bits(one)));
            let (IpAddr::V6(here), IpAddr::V6(there)) = (here, there) else { panic!("IPv6 stays IPv6") };
            prop_assert_eq!((here.to_bits() ^ there.to_bits()).leading_zeros(), (one ^ other).leading_zeros());
        }
    }
}
