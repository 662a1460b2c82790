//! How many different values a column has, and how often the commonest one stands there, in bounded memory.

use crate::hash::Hashed;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

type Counts = HashMap<u64, u64, BuildHasherDefault<Hashed>>;

/// Bits of a hash from which the level of a sample is told: the table of a map uses those at both ends.
const LEVEL_SHIFT: u32 = 24;
/// Most levels: the sample is then one value in four thousand millions.
const MOST_LEVELS: u32 = 32;

/// The different values of a column: all of them up to a cap, then a sample of one in two, four, eight … by their hashes.
///
/// A value is in the sample at every level or at none below one, so its count is that of the whole column, and which values are in the end
/// does not depend on the order in which parts were merged.
#[derive(Clone, Debug)]
pub(crate) struct Distinct {
    cap: usize,
    level: u32,
    counts: Counts,
}

impl Distinct {
    /// Keeps so many values at most; `level` is one that other parts of the column have reached.
    pub(crate) fn new(cap: usize, level: u32) -> Self {
        Self { cap, level, counts: Counts::default() }
    }

    /// The level of the sample; 0 while it holds every value.
    pub(crate) fn level(&self) -> u32 {
        self.level
    }

    fn is_in(&self, hash: u64) -> bool {
        (hash >> LEVEL_SHIFT) & ((1 << self.level) - 1) == 0
    }

    /// Counts cells of a value.
    pub(crate) fn add(&mut self, hash: u64, cells: u64) {
        if self.is_in(hash) {
            *self.counts.entry(hash).or_default() += cells;
            self.shrink();
        }
    }

    fn shrink(&mut self) {
        while self.counts.len() > self.cap && self.level < MOST_LEVELS {
            self.raise(self.level + 1);
        }
    }

    fn raise(&mut self, level: u32) {
        self.level = self.level.max(level);
        let mask = (1 << self.level) - 1;
        self.counts.retain(|hash, _| (hash >> LEVEL_SHIFT) & mask == 0);
    }

    /// Adds the values of another part of the column.
    pub(crate) fn merge(&mut self, other: &Self) {
        if other.level > self.level {
            self.raise(other.level);
        }
        for (&hash, &cells) in &other.counts {
            if self.is_in(hash) {
                *self.counts.entry(hash).or_default() += cells;
            }
        }
        self.shrink();
    }

    /// How many different values there are.
    pub(crate) fn count(&self) -> u64 {
        (self.counts.len() as u64) << self.level
    }

    /// Whether [`Self::count`] is exact.
    pub(crate) fn is_exact(&self) -> bool {
        self.level == 0
    }

    /// How many values stand in one cell only.
    pub(crate) fn single(&self) -> u64 {
        (self.counts.values().filter(|&&cells| cells == 1).count() as u64) << self.level
    }

    /// How often each value of the sample stands there.
    #[cfg(feature = "audit")]
    pub(crate) fn counts(&self) -> impl Iterator<Item = u64> {
        self.counts.values().copied()
    }

    /// Cells of the commonest value, if every value is known.
    fn most(&self) -> Option<u64> {
        self.is_exact().then(|| self.counts.values().copied().max().unwrap_or(0))
    }
}

/// The commonest values: a summary of `SIZE` counters after Misra and Gries (1982), whose counts are at most a `SIZE`th of all cells too low.
#[derive(Clone, Debug, Default)]
pub(crate) struct Frequent(Counts);

const SIZE: usize = 128;

impl Frequent {
    /// Counts cells of a value.
    pub(crate) fn add(&mut self, hash: u64, cells: u64) {
        if let Some(count) = self.0.get_mut(&hash) {
            *count += cells;
            return;
        }
        if self.0.len() < SIZE {
            self.0.insert(hash, cells);
            return;
        }
        let least = self.0.values().copied().min().unwrap_or(0).min(cells);
        self.0.retain(|_, count| {
            *count -= least;
            *count > 0
        });
        if cells > least {
            self.0.insert(hash, cells - least);
        }
    }

    /// Adds the values of another part of the column.
    pub(crate) fn merge(&mut self, other: &Self) {
        let mut ordered: Vec<(u64, u64)> = other.0.iter().map(|(&hash, &cells)| (cells, hash)).collect();
        ordered.sort_unstable_by(|a, b| b.cmp(a));
        ordered.into_iter().for_each(|(cells, hash)| self.add(hash, cells));
    }

    /// Cells of the commonest value: exact where every value of the column is known, else at least so many.
    pub(crate) fn most(&self, distinct: &Distinct) -> u64 {
        distinct.most().unwrap_or_else(|| self.0.values().copied().max().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash;

    fn hashes(count: u64) -> impl Iterator<Item = u64> {
        (0..count).map(|n| hash::hash(format!("value {n}").as_bytes()))
    }

    #[test]
    fn few_values_are_counted_exactly() {
        let mut distinct = Distinct::new(1_000, 0);
        hashes(900).for_each(|hash| distinct.add(hash, 1));
        hashes(10).for_each(|hash| distinct.add(hash, 4));
        assert_eq!((distinct.count(), distinct.is_exact(), distinct.single()), (900, true, 890));
        assert_eq!(Frequent::default().most(&distinct), 5);
    }

    #[test]
    fn many_values_are_estimated_whatever_the_order() {
        let mut whole = Distinct::new(4_096, 0);
        hashes(300_000).for_each(|hash| whole.add(hash, 2));
        let error = whole.count().abs_diff(300_000);
        assert!(!whole.is_exact() && error < 15_000, "{}", whole.count());
        assert_eq!(whole.single(), 0);
        let mut parts: Vec<Distinct> = (0..7).map(|nth| Distinct::new(4_096, nth % 3)).collect();
        for (n, hash) in hashes(300_000).enumerate() {
            parts[n % 7].add(hash, 1);
            parts[(n + 3) % 7].add(hash, 1);
        }
        let mut merged = parts.remove(3);
        parts.iter().for_each(|part| merged.merge(part));
        assert_eq!((merged.level, &merged.counts), (whole.level, &whole.counts));
    }

    #[test]
    fn the_commonest_value_is_found_among_many() {
        let (mut frequent, mut distinct) = (Frequent::default(), Distinct::new(64, 0));
        let common = hash::hash(b"common");
        for (n, hash) in hashes(20_000).enumerate() {
            frequent.add(hash, 1);
            distinct.add(hash, 1);
            if n % 4 == 0 {
                frequent.add(common, 1);
            }
        }
        let most = frequent.most(&distinct);
        assert!((5_000 - 25_000 / 128..=5_000).contains(&most), "{most}");
    }
}
