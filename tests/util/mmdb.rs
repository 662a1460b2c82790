//! A writer of databases in MaxMind's format (MaxMind DB file format specification, version 2.0): enough of it for a few networks.

use std::net::IpAddr;

/// A network by its first bits among 128 (IPv4 lies in `::/96`), and the country that it is in.
struct Network {
    bits: u128,
    length: u32,
    country: &'static str,
}

fn network(text: &str, country: &'static str) -> Network {
    let (address, length) = text.split_once('/').expect("a prefix");
    let length: u32 = length.parse().expect("a length");
    match address.parse().expect("an address") {
        IpAddr::V4(v4) => Network { bits: u128::from(v4.to_bits()), length: 96 + length, country },
        IpAddr::V6(v6) => Network { bits: v6.to_bits(), length, country },
    }
}

/// Where a bit of an address leads.
#[derive(Clone, Copy)]
enum Record {
    Nothing,
    Node(usize),
    /// Number of the country among those of the networks.
    Data(usize),
}

/// Networks of public resolvers: 8.8.8.0/24 and 2001:4860::/32 in the US, 9.9.9.0/24 in CH, 77.88.8.0/24 in RU.
pub(crate) fn small() -> Vec<u8> {
    write(
        &[
            network("8.8.8.0/24", "US"),
            network("9.9.9.0/24", "CH"),
            network("77.88.8.0/24", "RU"),
            network("2001:4860::/32", "US"),
        ],
        "Test-Country",
    )
}

fn write(networks: &[Network], kind: &str) -> Vec<u8> {
    let tree = tree(networks);
    let mut data = Vec::new();
    let offsets: Vec<usize> = networks
        .iter()
        .map(|network| {
            let at = data.len();
            map(1, &mut data);
            text("country", &mut data);
            map(1, &mut data);
            text("iso_code", &mut data);
            text(network.country, &mut data);
            at
        })
        .collect();
    let mut file = Vec::new();
    for record in tree.iter().flatten() {
        // 16 empty bytes stand between the tree and the data.
        let value = match record {
            Record::Nothing => tree.len(),
            Record::Node(node) => *node,
            Record::Data(nth) => tree.len() + 16 + offsets[*nth],
        };
        file.extend_from_slice(&u32::try_from(value).expect("small").to_be_bytes()[1..]);
    }
    file.extend_from_slice(&[0; 16]);
    file.extend(data);
    file.extend_from_slice(b"\xab\xcd\xefMaxMind.com");
    metadata(tree.len(), kind, &mut file);
    file
}

/// Two records a node, for a bit of 0 and of 1; the root comes first.
fn tree(networks: &[Network]) -> Vec<[Record; 2]> {
    let mut tree = vec![[Record::Nothing; 2]];
    for (nth, network) in networks.iter().enumerate() {
        let mut node = 0;
        for depth in 0..network.length {
            let bit = usize::from(network.bits >> (127 - depth) & 1 == 1);
            if depth + 1 == network.length {
                tree[node][bit] = Record::Data(nth);
                break;
            }
            node = match tree[node][bit] {
                Record::Node(next) => next,
                _ => {
                    tree.push([Record::Nothing; 2]);
                    let next = tree.len() - 1;
                    tree[node][bit] = Record::Node(next);
                    next
                }
            };
        }
    }
    tree
}

fn metadata(nodes: usize, kind: &str, out: &mut Vec<u8>) {
    map(9, out);
    for (key, value, of) in [
        ("node_count", nodes, UINT32),
        ("record_size", 24, UINT16),
        ("ip_version", 6, UINT16),
        ("build_epoch", 1_700_000_000, UINT64),
        ("binary_format_major_version", 2, UINT16),
        ("binary_format_minor_version", 0, UINT16),
    ] {
        text(key, out);
        number(value, of, out);
    }
    text("database_type", out);
    text(kind, out);
    text("languages", out);
    head(11, 0, out);
    text("description", out);
    map(0, out);
}

/// Numbers of types.
const UINT16: u8 = 5;
const UINT32: u8 = 6;
const UINT64: u8 = 9;

/// Type and size of a field; types above 7 stand in a byte of their own.
fn head(kind: u8, size: u8, out: &mut Vec<u8>) {
    assert!(size < 29, "longer fields have their length apart");
    match kind {
        1..=7 => out.push(kind << 5 | size),
        _ => out.extend_from_slice(&[size, kind - 7]),
    }
}

fn map(pairs: u8, out: &mut Vec<u8>) {
    head(7, pairs, out);
}

fn text(value: &str, out: &mut Vec<u8>) {
    head(2, u8::try_from(value.len()).expect("a short text"), out);
    out.extend_from_slice(value.as_bytes());
}

/// An unsigned number, without its leading zeros.
fn number(value: usize, kind: u8, out: &mut Vec<u8>) {
    let bytes = value.to_be_bytes();
    let bytes = &bytes[bytes.iter().take_while(|byte| **byte == 0).count()..];
    head(kind, u8::try_from(bytes.len()).expect("at most 8"), out);
    out.extend_from_slice(bytes);
}
