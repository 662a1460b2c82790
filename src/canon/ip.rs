//! IP addresses: `ip/rfc5952/1` (domain requirements, 3.8).

use std::fmt::Write as _;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::text::unguard;
use super::{Canonical, Form, Withheld, null};

/// IP addresses: dotted decimal, or RFC 5952 for IPv6; an IPv4-mapped address is IPv4. Port, brackets and zone are
/// dropped.
///
/// Null rule: 5.9's spellings, `0.0.0.0`, `::`. Octets with leading zeros are unfit: some programs read them as octal.
pub const FORM: Form = Form {
    id: "ip/rfc5952/1",
    what: "IPv4 dotted decimal, IPv6 as in RFC 5952; IPv4-mapped IPv6 becomes IPv4; port, brackets and zone dropped",
    write,
    is_doubtful: |_| false,
};

fn write(raw: &str, out: &mut String) -> Canonical {
    // The common case first; std accepts the canonical dotted form only, without leading zeros.
    if let Ok(address) = raw.parse::<Ipv4Addr>() {
        if address.is_unspecified() {
            return Canonical::Null;
        }
        out.push_str(raw);
        return Canonical::Written;
    }
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    const BETWEEN: [char; 3] = [',', ';', '|'];
    if text.contains(' ') && text.split_whitespace().all(|word| parse(word).is_some()) {
        return Canonical::Withheld(Withheld::Several);
    }
    if !text.contains(BETWEEN) {
        return parse(text).map_or(Canonical::Unfit, |address| settle(address, out));
    }
    // X-Forwarded-For. Proxies write `unknown` or `-` for a client that they do not name.
    let mut parts = text.split(BETWEEN).map(str::trim).filter(|part| !null::is_null_like(part));
    match (parts.next(), parts.next()) {
        (None, _) => Canonical::Null,
        (Some(only), None) => parse(only).map_or(Canonical::Unfit, |address| settle(address, out)),
        (Some(first), Some(second)) if parse(first).is_some() || parse(second).is_some() => {
            Canonical::Withheld(Withheld::Several)
        }
        _ => Canonical::Unfit,
    }
}

/// The text of the first three numbers of an IPv4 address in its canonical form; `None` for every other text, and for `0.0.0.0`.
pub(crate) fn first_three(text: &str) -> Option<&str> {
    let (mut dots, mut third, mut number, mut digits, mut any) = (0, 0, 0_u32, 0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            // A zero in front makes an octal number of it, for some.
            b'0'..=b'9' if digits == 0 || number > 0 => {
                number = 10 * number + u32::from(byte - b'0');
                any |= byte - b'0';
                digits += 1;
                if number > 255 {
                    return None;
                }
            }
            b'.' if digits > 0 => {
                dots += 1;
                third = at;
                (number, digits) = (0, 0);
            }
            _ => return None,
        }
    }
    (dots == 3 && digits > 0 && any > 0).then(|| &text[..third])
}

/// One address, with or without port, brackets and zone. IPv4-mapped IPv6 addresses come out as IPv4.
#[must_use]
pub fn parse(text: &str) -> Option<IpAddr> {
    if let Some(inner) = text.strip_prefix('[') {
        let (address, rest) = inner.split_once(']')?;
        return (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_port)).then(|| parse_v6(address)).flatten();
    }
    match text.split_once(':') {
        None => text.parse().ok().map(IpAddr::V4),
        Some((address, rest)) if is_port(rest) && address.contains('.') => address.parse().ok().map(IpAddr::V4),
        Some(_) => parse_v6(text),
    }
}

/// What an address is, if it is nobody's on the internet: `private` (networks of one's own, those behind a carrier's translation among
/// them), `loopback`, `link-local`, `documentation`, `multicast`, `reserved`. `None` for an address of somebody.
///
/// Source: the registries of special-purpose addresses of IANA (RFC 6890 and its updates), and RFC 5771, 4291 for multicast.
#[must_use]
pub fn class(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => class_v4(address),
        IpAddr::V6(address) => class_v6(address),
    }
}

fn class_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [10, ..] | [192, 168, ..] | [172, 16..=31, ..] | [100, 64..=127, ..] => Some("private"),
        [127, ..] => Some("loopback"),
        [169, 254, ..] => Some("link-local"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => Some("documentation"),
        [224..=239, ..] => Some("multicast"),
        [0 | 240..=255, ..] => Some("reserved"),
        _ => None,
    }
}

fn class_v6(address: Ipv6Addr) -> Option<&'static str> {
    match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("loopback"),
        [0xfe80..=0xfebf, ..] => Some("link-local"),
        [0xfc00..=0xfdff, ..] => Some("private"),
        [0x2001, 0xdb8, ..] | [0x3fff, 0..=0xfff, ..] => Some("documentation"),
        [0xff00..=0xffff, ..] => Some("multicast"),
        _ => None,
    }
}

fn parse_v6(text: &str) -> Option<IpAddr> {
    let (address, zone) = text.split_once('%').unwrap_or((text, "eth0"));
    let address: Ipv6Addr = address.parse().ok()?;
    (!zone.is_empty()).then(|| address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4))
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.parse::<u16>().is_ok() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn settle(address: IpAddr, out: &mut String) -> Canonical {
    if address.is_unspecified() {
        return Canonical::Null;
    }
    // Both `Display`s of std are canonical: dotted decimal, and RFC 5952 (its tests cite the RFC).
    write!(out, "{address}").expect("writing to a string does not fail");
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn first_three_numbers_of_what_std_reads() {
        let mut state = 3_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let parts = ["0", "1", "9", "00", "01", "10", "99", "100", "255", "256", "1000", "", " 1", "a"];
        let mut read = 0;
        for _ in 0..200_000 {
            let count = 3 + random(8) / 6 + random(2);
            let text: Vec<&str> = (0..count).map(|_| parts[random(parts.len() as u64) as usize]).collect();
            let text = text.join(".");
            let expected = text.parse::<Ipv4Addr>().ok().filter(|address| !address.is_unspecified());
            let expected = expected.map(|_| text.rsplit_once('.').expect("three points").0);
            assert_eq!(first_three(&text), expected, "{text}");
            read += usize::from(expected.is_some());
        }
        assert!(read > 1000, "{read}");
    }

    #[test]
    fn addresses_fit() {
        for (raw, wanted) in [
            ("192.0.2.7", "192.0.2.7"),
            (" 192.0.2.7 ", "192.0.2.7"),
            ("192.0.2.7:443", "192.0.2.7"),
            ("'192.0.2.7", "192.0.2.7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("[2001:DB8::7]", "2001:db8::7"),
            ("2001:0db8:0000:0000:0000:0000:0000:0007", "2001:db8::7"),
            ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("fe80::1%eth0", "fe80::1"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("::ffff:c000:207", "192.0.2.7"),
            ("[::ffff:192.0.2.7]:80", "192.0.2.7"),
            ("64:ff9b::192.0.2.7", "64:ff9b::c000:207"),
            ("::1", "::1"),
            ("192.0.2.7, unknown", "192.0.2.7"),
            ("-, 192.0.2.7", "192.0.2.7"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
    }

    #[test]
    fn classes_end_where_the_registries_say() {
        for (address, wanted) in [
            ("10.0.0.0", Some("private")),
            ("10.255.255.255", Some("private")),
            ("172.16.0.0", Some("private")),
            ("172.31.255.255", Some("private")),
            ("192.168.7.7", Some("private")),
            ("100.64.0.0", Some("private")),
            ("100.127.255.255", Some("private")),
            ("fc00::", Some("private")),
            ("fdff::1", Some("private")),
            ("127.0.0.1", Some("loopback")),
            ("::1", Some("loopback")),
            ("169.254.1.1", Some("link-local")),
            ("fe80::1", Some("link-local")),
            ("febf::1", Some("link-local")),
            ("192.0.2.7", Some("documentation")),
            ("198.51.100.7", Some("documentation")),
            ("203.0.113.7", Some("documentation")),
            ("2001:db8:ffff::1", Some("documentation")),
            ("3fff:fff::1", Some("documentation")),
            ("224.0.0.1", Some("multicast")),
            ("239.255.255.255", Some("multicast")),
            ("ff02::1", Some("multicast")),
            ("0.1.2.3", Some("reserved")),
            ("255.255.255.255", Some("reserved")),
            ("9.255.255.255", None),
            ("11.0.0.0", None),
            ("172.15.255.255", None),
            ("172.32.0.0", None),
            ("192.0.3.0", None),
            ("100.63.255.255", None),
            ("100.128.0.0", None),
            ("223.255.255.255", None),
            ("2001:db7::1", None),
            ("2001:db9::1", None),
            ("3fff:1000::1", None),
            ("fec0::1", None),
            ("::2", None),
        ] {
            assert_eq!(class(parse(address).expect("an address")), wanted, "{address}");
        }
    }

    #[test]
    fn lists_are_withheld() {
        for raw in [
            "192.0.2.7, 198.51.100.9",
            "192.0.2.7,198.51.100.9,203.0.113.1",
            "192.0.2.7, 192.0.2.7",
            "2001:db8::7, 192.0.2.7",
            "10.0.0.1, junk",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Several)), "{raw}");
        }
    }

    #[test]
    fn junk_is_unfit() {
        for raw in [
            "192.0.2.07",
            "192.0.2.256",
            "192.0.2",
            "192.0.2.7.1",
            "192.0.2.0/24",
            "3221225991",
            "0xC0000207",
            "192.0.2.7:99999",
            "192.0.2.7:",
            "[2001:db8::7",
            "2001:db8::7::1",
            "localhost",
            "junk, rubbish",
            "fe80::1%",
            "12:30:45",
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }

    #[test]
    fn nothing_is_null() {
        for raw in
            ["", "-", "unknown", "0.0.0.0", "::", "0.0.0.0:80", "::ffff:0.0.0.0", "unknown, -", "NULL", "[::]:443"]
        {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw:?}");
        }
    }
}
