//! A bound on the rows of a person: whoever has very many is known by that alone, and fills classes by themselves.

use std::collections::{BinaryHeap, HashMap};

/// A mix of bits: neighbours are far apart.
const fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

/// The place of a row among those of its person, by the part and the number of the row: the same in every run, and not the order of the file,
/// so that those that stay are from all of it.
#[must_use]
pub(crate) const fn rank(part: u64, row: u64) -> u64 {
    mixed(mixed(part.wrapping_add(1)) ^ row)
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
    }
}
