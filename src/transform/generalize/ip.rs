//! IP addresses to a network prefix, written as one: `198.51.100.0/24`, never as a bare address; or to their country.

use crate::canon::{Form, form_of, ip};
use crate::column::{Fit, StrKernel};
use crate::transform::GeoIp;
use crate::vocabulary::SemanticType;
use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::Arc;

/// Addresses to this many bits, IPv6 to twice as many: at most 48, so the interface half, which may hold a MAC, is always gone.
#[derive(Debug)]
pub(super) struct Prefix {
    bits: u8,
    form: &'static Form,
}

/// Reads `/8` … `/24`. A longer prefix singles out a household.
pub(super) fn prefix(word: &str) -> Option<Prefix> {
    let bits = word.strip_prefix('/')?.parse().ok().filter(|bits| (8..=24).contains(bits))?;
    Some(Prefix { bits, form: form_of(SemanticType::Ip) })
}

impl StrKernel for Prefix {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        if self.bits == 24
            && let Some(network) = ip::first_three(value)
        {
            out.push_str(network);
            out.push_str(".0/24");
            return Fit::Written;
        }
        if let Ok(v4) = value.parse::<Ipv4Addr>()
            && !v4.is_unspecified()
        {
            self.write_v4(v4, out);
            return Fit::Written;
        }
        let fit = Fit::from(self.form.write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let Ok(address) = out.parse::<IpAddr>() else { return Fit::Unfit };
        out.clear();
        match address {
            IpAddr::V4(v4) => self.write_v4(v4, out),
            IpAddr::V6(v6) => {
                let bits = 2 * u32::from(self.bits);
                // Writing to a String cannot fail.
                let _ = write!(out, "{}/{bits}", Ipv6Addr::from(u128::from(v6) & (u128::MAX << (128 - bits))));
            }
        }
        Fit::Written
    }
}

impl Prefix {
    fn write_v4(&self, address: Ipv4Addr, out: &mut String) {
        let network = u32::from(address) & (u32::MAX << (32 - u32::from(self.bits)));
        let mut digits = itoa::Buffer::new();
        for (at, octet) in network.to_be_bytes().into_iter().enumerate() {
            if at > 0 {
                out.push('.');
            }
            out.push_str(digits.format(octet));
        }
        out.push('/');
        out.push_str(digits.format(self.bits));
    }
}

/// Addresses to countries: two letters of ISO 3166-1, `other` where the database knows none, and the class of an address that is nobody's on
/// the internet.
#[derive(Debug)]
pub(super) struct Country(pub(super) Arc<GeoIp>);

impl StrKernel for Country {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(form_of(SemanticType::Ip).write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let Ok(address) = out.parse::<IpAddr>() else { return Fit::Unfit };
        out.clear();
        out.push_str(ip::class(address).or_else(|| self.0.country(address)).unwrap_or("other"));
        Fit::Written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes() {
        let write = |bits: &str, value: &str| {
            let mut out = String::new();
            prefix(bits).expect("a prefix").write(value, &mut out);
            out
        };
        assert_eq!(write("/24", "198.51.100.77:443"), "198.51.100.0/24");
        assert_eq!(write("/16", "198.51.100.77"), "198.51.0.0/16");
        assert_eq!(write("/24", "::ffff:198.51.100.77"), "198.51.100.0/24");
        assert_eq!(write("/24", "2001:db8:aa:bb::1"), "2001:db8:aa::/48");
    }

    #[test]
    fn whole_addresses_are_no_prefixes() {
        for word in ["/32", "/25", "/7", "24", "/", "/x", ""] {
            assert!(prefix(word).is_none(), "{word}");
        }
    }
}
