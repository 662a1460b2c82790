//! From a root key to the key of one purpose in one domain.
//!
//! ```text
//! LP(x) = u16be(len) || bytes
//! K     = HKDF-SHA-256(ikm = root, salt = "iesiz/v1", info = LP(purpose) || LP(profile) || LP(recipient) || LP(site)
//!                      || LP(domain) || LP(canonical form id) || u32be(epoch), L = 32 or 64)
//! ```
//!
//! Every part is prefixed with its length, so that no two different tuples concatenate to the same bytes.

use super::keyset::{Root, SALT};
use crate::crypto::prf::hkdf;
use crate::secret::Secret;

/// Within one domain equal values have equal tokens; between two domains nothing can be joined.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Domain<'a> {
    /// Name of the profile.
    pub profile: &'a str,
    /// Recipient, or the empty string.
    pub recipient: &'a str,
    /// Site of the dataset.
    pub site: &'a str,
    /// Semantic type, unless the schema names another domain.
    pub domain: &'a str,
    /// Id of the canonical form, or the empty string where values have none.
    pub form: &'a str,
}

/// What a key is for. No two purposes share a key, in whatever domain.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Purpose {
    /// Tokens: HMAC-SHA-256, 32 bytes.
    Pseudonym,
    /// Reversible tokens: AES-SIV, 64 bytes.
    Siv,
    /// Format-preserving encryption: FF1 under AES-256, 32 bytes.
    FormatPreserving,
    /// Prefix-preserving encryption of addresses: 32 bytes, two halves.
    IpPrefix,
    /// Order of rows: AES-256, 32 bytes.
    Order,
    /// Shift of all dates of a person: 32 bytes.
    DateShift,
    /// Noise on numbers: 32 bytes.
    Noise,
    /// Values that change places: 32 bytes.
    Permutation,
    /// Values of reserved ranges: 32 bytes.
    Replacement,
    /// Mark of a list of excluded people in a run record: HMAC-SHA-256, 32 bytes.
    List,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 10] = [
        Self::Pseudonym,
        Self::Siv,
        Self::FormatPreserving,
        Self::IpPrefix,
        Self::Order,
        Self::DateShift,
        Self::Noise,
        Self::Permutation,
        Self::Replacement,
        Self::List,
    ];

    /// The word that goes into the derivation; it never changes.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pseudonym => "pseudonym",
            Self::Siv => "siv",
            Self::FormatPreserving => "ff1",
            Self::IpPrefix => "ipfx",
            Self::Order => "order",
            Self::DateShift => "dateshift",
            Self::Noise => "noise",
            Self::Permutation => "permutation",
            Self::Replacement => "replacement",
            Self::List => "list",
        }
    }
}

/// Whether a profile, recipient, site or domain is spelled as one: `[a-z0-9._-]{1,64}`.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-'))
}

/// The key of a purpose in a domain: `L` is 32, or 64 where the purpose says so.
///
/// A [`Keyset`](super::Keyset) stands for its current root; [`Keyset::at`](super::Keyset::at) gives a retired one, under which a release
/// of its epoch can be read.
#[must_use]
pub fn derive<'a, const L: usize>(root: impl Into<Root<'a>>, purpose: Purpose, domain: Domain<'_>) -> Secret<[u8; L]> {
    const { assert!(L == 32 || L == 64, "keys have 32 or 64 bytes") }
    let root = root.into();
    let mut key = Secret::new([0; L]);
    hkdf(root.expose(), SALT, &info(purpose, domain, root.epoch()), key.expose_mut())
        .expect("64 bytes are within HKDF's limit of 8,160");
    key
}

fn info(purpose: Purpose, domain: Domain<'_>, epoch: u32) -> Vec<u8> {
    let Domain { profile, recipient, site, domain, form } = domain;
    let mut info = Vec::with_capacity(160);
    for part in [purpose.name(), profile, recipient, site, domain, form] {
        let len = u16::try_from(part.len()).expect("parts of a domain are slugs of at most 64 bytes");
        info.extend_from_slice(&len.to_be_bytes());
        info.extend_from_slice(part.as_bytes());
    }
    info.extend_from_slice(&epoch.to_be_bytes());
    info
}

#[cfg(test)]
mod tests {
    use super::super::Keyset;
    use super::*;
    use crate::crypto::prf::Prf;
    use rand_chacha::ChaCha8Rng;
    use rand_chacha::rand_core::{Rng as _, SeedableRng as _};
    use std::collections::HashSet;

    const DOMAIN: Domain<'static> =
        Domain { profile: "warehouse", recipient: "", site: "skillbox.kz", domain: "phone", form: "phone/e164/1" };

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn slugs() {
        assert!(is_slug("skillbox.kz") && is_slug("a-b_c.9"));
        assert!(!is_slug("") && !is_slug("A") && !is_slug("a b") && !is_slug(&"a".repeat(65)));
    }

    /// Computed with Python's hmac module; the derivation must not drift.
    #[test]
    fn golden_keys() {
        let keys = Keyset::from_root([0x42; 32], 1);
        let short = Purpose::ALL.map(|purpose| hex(&derive::<32>(&keys, purpose, DOMAIN).expose()[..8]));
        assert_eq!(short, GOLDEN);
        let long = derive::<64>(&keys, Purpose::Siv, DOMAIN);
        assert_eq!(hex(&long.expose()[56..]), GOLDEN_END_OF_SIV);
        assert_eq!(hex(&long.expose()[..8]), GOLDEN[1]);
    }

    const GOLDEN: [&str; 10] = [
        "49be0a3fd416b8a9",
        "a87d45400153bca9",
        "c778f05bc98f5620",
        "d7500dba7e7372ef",
        "f017c26af1e24d82",
        "4394d120a297b859",
        "42bdea776a820d4a",
        "16c172d85d4c6bac",
        "ae8aad4a42556e8f",
        "d24a1003c7271af3",
    ];
    const GOLDEN_END_OF_SIV: &str = "e5229e0110437d24";

    #[test]
    fn a_retired_root_derives_what_it_derived_when_it_was_current() {
        let keys = Keyset::of([[7; 32], [8; 32]].map(Secret::new).into()).expect("two roots");
        let retired = keys.at(1).expect("epoch 1");
        let derived = derive::<32>(retired, Purpose::Pseudonym, DOMAIN);
        let before = derive::<32>(&Keyset::from_root([7; 32], 1), Purpose::Pseudonym, DOMAIN);
        assert_eq!(derived.expose(), before.expose());
        assert_ne!(derived.expose(), derive::<32>(&keys, Purpose::Pseudonym, DOMAIN).expose());
    }

    /// A tuple whose five texts are one random text cut at random places: the neighbours that a concatenation would confuse.
    fn tuple(random: &mut ChaCha8Rng) -> (Purpose, [String; 5], u32) {
        const WORDS: [&str; 8] = ["a", "b", "ab", "\0", "\u{1}a", "ff1", "pseudonym", "/1"];
        let mut below = |n: usize| usize::try_from(random.next_u32()).expect("32 bits fit") % n;
        let text: String = (0..below(12)).map(|_| WORDS[below(8)]).collect();
        let mut cuts: [usize; 4] = std::array::from_fn(|_| below(text.len() + 1));
        cuts.sort_unstable();
        let ends = [0, cuts[0], cuts[1], cuts[2], cuts[3], text.len()];
        let parts = std::array::from_fn(|at| text[ends[at]..ends[at + 1]].to_owned());
        (Purpose::ALL[below(9)], parts, u32::try_from(below(4)).expect("small") << (8 * below(4)))
    }

    /// A million different tuples have a million different infos, and a million different keys.
    #[test]
    fn f66_no_two_domains_share_a_key() {
        const TUPLES: usize = 1_000_000;
        let mut random = ChaCha8Rng::seed_from_u64(66);
        let mut tuples = HashSet::with_capacity(TUPLES);
        while tuples.len() < TUPLES {
            tuples.insert(tuple(&mut random));
        }
        // What `derive` does with the root once is done once here: the extracted key is the same for all.
        let extracted = Prf::new(&Prf::of_key(SALT).mac(&[0x42; 32]));
        let (mut infos, mut keys) = (HashSet::with_capacity(TUPLES), HashSet::with_capacity(TUPLES));
        for (purpose, [profile, recipient, site, domain, form], epoch) in &tuples {
            let domain = Domain { profile, recipient, site, domain, form };
            let mut info = info(*purpose, domain, *epoch);
            infos.insert(info.clone());
            info.push(1);
            keys.insert(extracted.mac(&info));
            if keys.len() % 1_000 == 0 {
                let root = Keyset::from_root([0x42; 32], *epoch);
                assert_eq!(derive::<32>(&root, *purpose, domain).expose(), &extracted.mac(&info));
            }
        }
        assert_eq!((infos.len(), keys.len()), (TUPLES, TUPLES));
    }

    #[test]
    fn purposes_have_names_of_their_own() {
        assert_eq!(Purpose::ALL.map(Purpose::name).into_iter().collect::<HashSet<_>>().len(), 10);
    }
}
