//! Accounts that are one person's: k counts people, and whoever has ten accounts would be a crowd by themselves.
//!
//! Two accounts that share a number of the state, an email or a phone are one person's, and so are all that are joined in this way. An email or
//! a phone that very many accounts share is a firm's, a manager's or a dummy, and joins nobody: it is counted instead, for somebody to look at.
//! To take a family's phone for one person makes classes larger than they need be, which is the safe side.

use serde::Serialize;
use std::collections::HashMap;

/// Sightings of identities with accounts that memory holds at a time, 16 bytes each.
const HELD: usize = 1 << 25;

/// Bits by which identities are parted at most.
const FINEST: u32 = 32;

/// What identifies a person beyond an account: a hash that says whether it is of one person by law.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Identity(u64);

impl Identity {
    /// Of the hash of a canonical value; a number of the state is `unique` to a person.
    #[must_use]
    pub const fn new(hash: u64, unique: bool) -> Self {
        Self(hash & !1 | unique as u64)
    }

    const fn is_unique(self) -> bool {
        self.0 & 1 == 1
    }
}

/// One part of all identities, by their first bits: what memory holds at a time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Share {
    bits: u32,
    nth: u64,
}

impl Share {
    /// All identities.
    pub const ALL: Self = Self { bits: 0, nth: 0 };

    const fn has(self, identity: Identity) -> bool {
        self.bits == 0 || identity.0 >> (64 - self.bits) == self.nth
    }

    /// The largest part that begins where this one ends; `None` after the last one.
    const fn next(self) -> Option<Self> {
        let (mut bits, mut nth) = (self.bits, self.nth + 1);
        while bits > 0 && nth & 1 == 0 {
            (bits, nth) = (bits - 1, nth >> 1);
        }
        if nth >> bits == 0 { Some(Self { bits, nth }) } else { None }
    }
}

/// Sightings of identities with accounts.
#[derive(Debug)]
pub struct Sightings {
    share: Share,
    held: usize,
    seen: Vec<(Identity, u64)>,
}

impl Sightings {
    /// None yet; of a part of all identities.
    #[must_use]
    pub const fn of(share: Share) -> Self {
        Self { share, held: HELD, seen: Vec::new() }
    }

    /// An identity stands beside an account.
    pub fn add(&mut self, identity: Identity, account: u64) {
        if self.share.has(identity) {
            self.seen.push((identity, account));
        }
    }

    /// Leaves out repetitions, and what is known already to be nobody's own.
    pub fn settle(&mut self) {
        self.seen.sort_unstable();
        self.seen.dedup();
        let (mut last, mut nth) = (None, 0);
        self.seen.retain(|(identity, _)| {
            nth = if last == Some(*identity) { nth + 1 } else { 0 };
            last = Some(*identity);
            identity.is_unique() || nth <= Accounts::SHARED
        });
    }

    /// Adds those of a batch. Where they become too many for memory, the first half of the part stays, and the rest is left for another pass.
    pub fn merge(&mut self, mut other: Self) {
        let share = self.share;
        other.seen.retain(|(identity, _)| share.has(*identity));
        self.seen.append(&mut other.seen);
        while self.seen.len() > self.held {
            self.settle();
            // Most of them were repetitions, and there is room again; or they are of one identity, and no part has fewer.
            if self.seen.len() <= self.held / 2 || self.share.bits == FINEST {
                return;
            }
            self.share = Share { bits: self.share.bits + 1, nth: self.share.nth << 1 };
            let share = self.share;
            self.seen.retain(|(identity, _)| share.has(*identity));
        }
    }
}

/// Which accounts are one person's.
#[derive(Clone, Debug, Default)]
pub struct Accounts {
    /// An account of the same person, of those that share anything.
    parents: HashMap<u64, u64, ahash::RandomState>,
    shared: u64,
}

/// How many accounts are of how many people.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct AccountCounts {
    /// Accounts that share an identity with another one.
    pub accounts: u64,
    /// Whose they are.
    pub people: u64,
    /// Emails and phones that so many accounts share that they were taken for nobody's own.
    pub shared: u64,
}

impl Accounts {
    /// Accounts that share an email or a phone, beyond which it is nobody's own.
    pub const SHARED: usize = 20;

    /// Of the sightings that a pass over all rows makes, of a part of all identities at a time.
    ///
    /// # Errors
    /// Those of the pass.
    pub fn find<E>(mut pass: impl FnMut(Share) -> Result<Sightings, E>) -> Result<Self, E> {
        let mut accounts = Self::default();
        let mut rest = Some(Share::ALL);
        while let Some(share) = rest {
            let seen = pass(share)?;
            rest = seen.share.next();
            accounts.join(seen);
        }
        Ok(accounts.finish())
    }

    /// Joins the accounts of each identity.
    fn join(&mut self, mut sightings: Sightings) {
        sightings.settle();
        for same in sightings.seen.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            if same.len() > Self::SHARED && !same[0].0.is_unique() {
                self.shared += 1;
                continue;
            }
            same.windows(2).for_each(|two| self.unite(two[0].1, two[1].1));
        }
    }

    /// The account at the end of the chain, which becomes shorter by half on the way.
    fn root(&mut self, mut account: u64) -> u64 {
        while let Some(&parent) = self.parents.get(&account).filter(|parent| **parent != account) {
            let above = self.parents.get(&parent).copied().unwrap_or(parent);
            self.parents.insert(account, above);
            account = above;
        }
        account
    }

    /// The least account stands for all, so that the result does not depend on the order.
    fn unite(&mut self, one: u64, other: u64) {
        let (a, b) = (self.root(one), self.root(other));
        let least = a.min(b);
        for account in [a, b, one, other] {
            self.parents.insert(account, least);
        }
    }

    /// Every account beside the one that stands for its person: looking up is one step from here on.
    fn finish(mut self) -> Self {
        let accounts: Vec<u64> = self.parents.keys().copied().collect();
        for account in accounts {
            let root = self.root(account);
            self.parents.insert(account, root);
        }
        self
    }

    /// Whose an account is: the account that stands for them.
    #[must_use]
    pub fn person(&self, account: u64) -> u64 {
        self.parents.get(&account).copied().unwrap_or(account)
    }

    /// How many there are.
    #[must_use]
    pub fn counts(&self) -> AccountCounts {
        let people = self.parents.iter().filter(|(account, parent)| account == parent).count();
        AccountCounts { accounts: self.parents.len() as u64, people: people as u64, shared: self.shared }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn mixed(n: u64) -> u64 {
        (n + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn contact(n: u64) -> Identity {
        Identity::new(mixed(n), false)
    }

    fn joined(seen: &[(Identity, u64)]) -> Accounts {
        let mut sightings = Sightings::of(Share::ALL);
        seen.iter().for_each(|(identity, account)| sightings.add(*identity, *account));
        let mut accounts = Accounts::default();
        accounts.join(sightings);
        accounts.finish()
    }

    #[test]
    fn accounts_that_are_joined_by_any_chain_are_one_person() {
        let accounts = joined(&[
            (contact(1), 10),
            (contact(1), 11),
            (contact(2), 11),
            (contact(2), 12),
            (contact(3), 20),
            (contact(3), 20),
            (contact(4), 30),
            (contact(4), 31),
        ]);
        assert_eq!([10, 11, 12].map(|account| accounts.person(account)), [10; 3]);
        assert_eq!([20, 31, 99].map(|account| accounts.person(account)), [20, 30, 99]);
        assert_eq!(accounts.counts(), AccountCounts { accounts: 5, people: 2, shared: 0 });
    }

    #[test]
    fn what_very_many_accounts_share_is_nobodys_own_but_a_number_of_the_state_is() {
        let of =
            |identity: Identity| (0..=Accounts::SHARED as u64).map(|account| (identity, account)).collect::<Vec<_>>();
        let firm = joined(&of(contact(1)));
        assert_eq!(firm.counts(), AccountCounts { accounts: 0, people: 0, shared: 1 });
        let person = joined(&of(Identity::new(7, true)));
        assert_eq!(person.counts(), AccountCounts { accounts: Accounts::SHARED as u64 + 1, people: 1, shared: 0 });
    }

    #[test]
    fn what_memory_does_not_hold_is_found_part_by_part() {
        let seen: Vec<(Identity, u64)> = (0..4000).map(|n| (contact(n / 2), n)).collect();
        let whole = joined(&seen);
        let mut passes = 0;
        let pass = |now| -> Result<Sightings, ()> {
            let mut all = Sightings { held: 512, ..Sightings::of(now) };
            for batch in seen.chunks(100) {
                let mut part = Sightings::of(now);
                batch.iter().for_each(|(identity, account)| part.add(*identity, *account));
                all.merge(part);
                assert!(all.seen.len() <= 512);
            }
            passes += 1;
            Ok(all)
        };
        let accounts = Accounts::find(pass).expect("passes do not fail");
        assert!(passes >= 8, "{passes}");
        assert_eq!(accounts.counts(), AccountCounts { accounts: 4000, people: 2000, shared: 0 });
        assert!((0..4000).all(|n| accounts.person(n) == whole.person(n) && accounts.person(n) == n & !1));
    }
}
