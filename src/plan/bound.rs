//! A bound on the rows of a person: whoever has very many is known by that alone, and fills classes by themselves.

use crate::hash::spread;
use std::collections::{BinaryHeap, HashMap};
use std::sync::atomic::{AtomicU32, Ordering};

/// The place of a row among those of its person, by the part and the number of the row: the same in every run, and not the order of the file,
/// so that those that stay are from all of it.
#[must_use]
pub(crate) const fn rank(part: u64, row: u64) -> u64 {
    spread(spread(part.wrapping_add(1)) ^ row)
}

/// Rows by a part of their person's hash: as many as a person has at least, so that of nearly everybody nothing more need be known.
#[derive(Debug)]
pub(crate) struct Crowds {
    rows: Vec<AtomicU32>,
}

impl Crowds {
    /// For inputs of so many bytes; memory is bounded whatever they are, and the result does not depend on it.
    pub(crate) fn new(bytes: u64) -> Self {
        let wanted = usize::try_from(bytes / 2).unwrap_or(usize::MAX).clamp(1 << 10, 1 << 24).next_power_of_two();
        Self { rows: (0..wanted).map(|_| AtomicU32::new(0)).collect() }
    }

    #[allow(clippy::cast_possible_truncation)]
    fn of(&self, person: u64) -> &AtomicU32 {
        // A power of two of them.
        &self.rows[person as usize & (self.rows.len() - 1)]
    }

    pub(crate) fn add(&self, person: u64) {
        let rows = self.of(person);
        // As many are too many for any bound; they must not begin again from none.
        if rows.load(Ordering::Relaxed) < u32::MAX / 2 {
            rows.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Whether a person may have more rows than so many.
    pub(crate) fn may_exceed(&self, person: u64, most: usize) -> bool {
        self.of(person).load(Ordering::Relaxed) as usize > most
    }

    /// Whether anybody may.
    pub(crate) fn any_exceeds(&self, most: usize) -> bool {
        self.rows.iter().any(|rows| rows.load(Ordering::Relaxed) as usize > most)
    }
}

/// Rows that are counted: of each person the ranks of so many, the least ones. Eight bytes each.
#[derive(Debug)]
pub(crate) struct RowsOfPeople {
    most: usize,
    ranks: HashMap<u64, (BinaryHeap<u64>, bool), ahash::RandomState>,
}

impl RowsOfPeople {
    pub(crate) fn new(most: usize) -> Self {
        Self { most, ranks: HashMap::default() }
    }

    pub(crate) fn add(&mut self, person: u64, rank: u64) {
        let (ranks, exceeded) = self.ranks.entry(person).or_default();
        ranks.push(rank);
        if ranks.len() > self.most {
            ranks.pop();
            *exceeded = true;
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (person, (ranks, exceeded)) in other.ranks {
            ranks.into_iter().for_each(|rank| self.add(person, rank));
            if exceeded {
                self.ranks.entry(person).or_default().1 = true;
            }
        }
    }

    pub(crate) fn finish(self) -> Bound {
        let last = |(person, (ranks, exceeded)): (u64, (BinaryHeap<u64>, bool))| {
            exceeded.then(|| (person, ranks.peek().copied().unwrap_or(0)))
        };
        Bound(self.ranks.into_iter().filter_map(last).collect())
    }
}

/// The last rank that stays, of everybody who has more rows than may stay.
#[derive(Debug)]
pub struct Bound(HashMap<u64, u64, ahash::RandomState>);

impl Bound {
    /// Whether a row stays.
    #[must_use]
    pub(crate) fn keeps(&self, person: u64, rank: u64) -> bool {
        self.0.get(&person).is_none_or(|last| rank <= *last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_rows_stay_as_may_however_they_are_cut() {
        let rows: Vec<(u64, u64)> = (0..100).map(|row| (row % 3, rank(0, row))).chain([(9, 7)]).collect();
        let kept = |parts: &[&[(u64, u64)]]| {
            let mut all = RowsOfPeople::new(5);
            for part in parts {
                let mut counted = RowsOfPeople::new(5);
                part.iter().for_each(|(person, rank)| counted.add(*person, *rank));
                all.merge(counted);
            }
            let bound = all.finish();
            rows.iter().map(|(person, rank)| bound.keeps(*person, *rank)).collect::<Vec<bool>>()
        };
        let whole = kept(&[&rows]);
        assert_eq!(whole.iter().filter(|kept| **kept).count(), 16);
        assert_eq!(kept(&[&rows[..13], &rows[13..50], &rows[50..]]), whole);
        let crowds = Crowds::new(0);
        rows.iter().for_each(|(person, _)| crowds.add(*person));
        assert!((0..3).all(|person| crowds.may_exceed(person, 5)) && !crowds.may_exceed(9, 5));
        // Whoever shares the end of a hash with them may too, until rows are looked at.
        assert!(crowds.may_exceed(1 << 40, 5) && crowds.any_exceeds(33) && !crowds.any_exceeds(34));
    }
}
