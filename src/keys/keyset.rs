//! Root keys by epoch, and their ids.

use crate::crypto::prf::hkdf;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Safe};
use crate::message;
use crate::number::hex;
use crate::secret::Secret;
use rand::TryRng as _;
use std::fmt;

/// Salt of every derivation; the version of the scheme.
pub(super) const SALT: &[u8] = b"iesiz/v1";

/// Public name of a key: tells keys apart, says nothing about them.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct KeyId([u8; 8]);

impl KeyId {
    pub(super) fn of(root: &[u8; 32]) -> Self {
        let mut id = [0; 8];
        hkdf(root, SALT, b"\0\x06key-id", &mut id).expect("8 bytes are within HKDF's limit");
        Self(id)
    }

    /// Reads an id as messages and manifests write it, in either case; `None` unless it is 16 hex digits.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut id = [0; 8];
        from_hex(text, &mut id).then_some(Self(id))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl Safe for KeyId {}

/// The root keys of a key file, oldest first. New tokens use the latest; the retired ones serve to read what was made under them.
#[derive(Debug)]
pub struct Keyset {
    roots: Vec<(u32, Secret<[u8; 32]>)>,
    ephemeral: bool,
}

/// One root key of a keyset with its epoch: what the keys of domains are derived from.
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    epoch: u32,
    root: &'a Secret<[u8; 32]>,
}

impl Root<'_> {
    /// Its epoch, from 1.
    #[must_use]
    pub fn epoch(self) -> u32 {
        self.epoch
    }

    /// Its id.
    #[must_use]
    pub fn id(self) -> KeyId {
        KeyId::of(self.root.expose())
    }
}

impl<'a> Root<'a> {
    pub(super) fn expose(self) -> &'a [u8; 32] {
        self.root.expose()
    }
}

/// Where a keyset stands for one root, it is the current one.
impl<'a> From<&'a Keyset> for Root<'a> {
    fn from(keys: &'a Keyset) -> Self {
        keys.current()
    }
}

impl Keyset {
    /// A key that is thrown away with this value: a release under it joins within itself and with nothing else, ever.
    ///
    /// # Errors
    /// `Kind::Key` when the system gives no random bytes.
    pub fn ephemeral() -> Result<Self> {
        Ok(Self { roots: vec![(1, random_root()?)], ephemeral: true })
    }

    /// A keyset of one given root, for tests and embedders that keep keys elsewhere.
    #[must_use]
    pub fn from_root(root: [u8; 32], epoch: u32) -> Self {
        Self { roots: vec![(epoch, Secret::new(root))], ephemeral: false }
    }

    /// A keyset of these roots, whose epochs are 1, 2, 3 …; `None` if there are none.
    pub(super) fn of(roots: Vec<Secret<[u8; 32]>>) -> Option<Self> {
        let roots: Vec<_> = (1..).zip(roots).collect();
        (!roots.is_empty()).then_some(Self { roots, ephemeral: false })
    }

    /// Retires the current root: a new random one follows it in the next epoch. Returns `None` when epochs have run out.
    ///
    /// # Errors
    /// `Kind::Key` when the system gives no random bytes.
    pub(super) fn rotated(mut self) -> Result<Option<Self>> {
        let Some(next) = self.epoch().checked_add(1) else { return Ok(None) };
        self.roots.push((next, random_root()?));
        Ok(Some(self))
    }

    /// Whether the key is thrown away after the run.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    /// The epoch of new tokens.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.current().epoch
    }

    /// The id of the key of new tokens.
    #[must_use]
    pub fn id(&self) -> KeyId {
        self.current().id()
    }

    /// Ids and epochs, oldest first.
    #[must_use]
    pub fn epochs(&self) -> Vec<(u32, KeyId)> {
        self.roots().map(|root| (root.epoch, root.id())).collect()
    }

    /// The root of new tokens.
    #[must_use]
    pub fn current(&self) -> Root<'_> {
        self.roots().next_back().expect("a keyset is never empty")
    }

    /// The root of an epoch, current or retired.
    #[must_use]
    pub fn at(&self, epoch: u32) -> Option<Root<'_>> {
        self.roots().find(|root| root.epoch == epoch)
    }

    /// The keyset as it was while this epoch was the newest, under which a release of that epoch can be read; `None` if there is no such
    /// epoch.
    #[must_use]
    pub fn until(mut self, epoch: u32) -> Option<Self> {
        self.at(epoch)?;
        self.roots.retain(|(known, _)| *known <= epoch);
        Some(self)
    }

    /// The epoch whose key has this id, current or retired.
    #[must_use]
    pub fn find(&self, id: KeyId) -> Option<u32> {
        self.roots().find(|root| root.id() == id).map(Root::epoch)
    }

    pub(super) fn roots(&self) -> impl DoubleEndedIterator<Item = Root<'_>> {
        self.roots.iter().map(|(epoch, root)| Root { epoch: *epoch, root })
    }
}

pub(super) fn random_root() -> Result<Secret<[u8; 32]>> {
    let mut root = Secret::new([0_u8; 32]);
    rand::rngs::SysRng.try_fill_bytes(root.expose_mut()).map_err(|_| {
        Error::new(Kind::Key, Diagnostic::new(Code::E910, message!("the operating system gave no random bytes")))
    })?;
    Ok(root)
}

/// Fills `bytes` from twice as many hex digits of either case; `false` if the text is not that.
pub(super) fn from_hex(text: &str, bytes: &mut [u8]) -> bool {
    let digit = |digit: u8| char::from(digit).to_digit(16).and_then(|value| u8::try_from(value).ok());
    text.len() == 2 * bytes.len()
        && bytes.iter_mut().zip(text.as_bytes().as_chunks().0).all(|(byte, [high, low])| {
            let (Some(high), Some(low)) = (digit(*high), digit(*low)) else { return false };
            *byte = high << 4 | low;
            true
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Keyset {
        Keyset::of([[1; 32], [2; 32], [3; 32]].map(Secret::new).into()).expect("three roots")
    }

    #[test]
    fn two_roots_have_two_ids() {
        assert_ne!(Keyset::from_root([1; 32], 1).id(), Keyset::from_root([2; 32], 1).id());
    }

    /// HMAC-SHA-256 twice, computed with Python's hmac module.
    #[test]
    fn golden_id() {
        assert_eq!(Keyset::from_root([0x42; 32], 1).id().to_string(), GOLDEN);
    }

    const GOLDEN: &str = "acf1fcfc9e76e5df";

    #[test]
    fn retired_roots_are_found_by_epoch_and_by_id() {
        let keys = three();
        assert_eq!((keys.epoch(), keys.current().epoch()), (3, 3));
        assert_eq!(keys.epochs(), (1..=3).map(|n| (n, keys.at(n).expect("an epoch").id())).collect::<Vec<_>>());
        assert_eq!(keys.at(2).expect("an epoch").id(), Keyset::from_root([2; 32], 7).id());
        assert!(keys.at(0).is_none() && keys.at(4).is_none());
        for (epoch, id) in keys.epochs() {
            assert_eq!(keys.find(id), Some(epoch));
        }
        assert_eq!(keys.find(Keyset::from_root([9; 32], 1).id()), None);
        assert!(Keyset::of(Vec::new()).is_none());
    }

    #[test]
    fn an_epoch_can_be_gone_back_to() {
        for epoch in 1..=3 {
            let keys = three().until(epoch).expect("an epoch");
            assert_eq!((keys.epoch(), keys.id()), (epoch, three().at(epoch).expect("an epoch").id()));
        }
        assert!(three().until(0).is_none() && three().until(4).is_none());
    }

    #[test]
    fn rotation_adds_and_changes_nothing() {
        let before = three().epochs();
        let keys = three().rotated().expect("random bytes").expect("epochs are left");
        assert_eq!((keys.epoch(), &keys.epochs()[..3]), (4, &before[..]));
        assert_eq!(keys.find(keys.id()), Some(4));
        assert!(Keyset::from_root([1; 32], u32::MAX).rotated().expect("random bytes").is_none());
    }

    #[test]
    fn ids_are_sixteen_hex_digits() {
        let id = Keyset::from_root([0x42; 32], 1).id();
        assert_eq!(KeyId::parse(&id.to_string()), Some(id));
        assert_eq!(KeyId::parse(&id.to_string().to_uppercase()), Some(id));
        for text in
            ["", "00112233445566", "001122334455667g", "00112233445566778", "+011223344556677", "ы0112233445566"]
        {
            assert_eq!(KeyId::parse(text), None, "{text}");
        }
    }

    #[test]
    fn debug_shows_no_key() {
        let text = format!("{:?}", three());
        assert!(text.contains("Secret<[u8; 32]>") && !text.contains("[1, 1"), "{text}");
    }
}
