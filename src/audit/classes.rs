//! Classes of rows with equal quasi-identifiers: who is alone, and what can be guessed of the rest.
//!
//! The measures are those of WP216: singling out, and inference as the gain of the best guess. Tables of more classes than memory is given to
//! are counted on a sample of their classes, chosen by hash, so that the result depends on neither the order nor the number of threads.

use super::report::{Bar, Classes, Combination};
use crate::hash::join;
use crate::scan::Distinct;
use std::collections::HashMap;

/// Classes that are kept of all quasi-identifiers together, and of every combination.
const WHOLE: usize = 1 << 22;
const PART: usize = 1 << 16;
/// Combinations of up to three quasi-identifiers at most.
const COMBINATIONS: usize = 300;
/// Pairs of class and sensitive value that are kept.
const PAIRS: usize = 1 << 20;

/// Counts classes while rows come by.
pub(super) struct Counter {
    quasi: usize,
    rows: u64,
    whole: Distinct,
    parts: Vec<(Vec<usize>, Distinct)>,
    sensitive: Vec<Guesses>,
    /// Times and sums together, by their places among the columns.
    linkage: (Vec<usize>, Distinct),
    /// Whether combinations were left out, because there are too many.
    pub(super) cut: bool,
}

/// Sensitive values within classes.
struct Guesses {
    level: u32,
    pairs: HashMap<(u64, u64), u64>,
    values: Distinct,
}

/// What is known of a sensitive column.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Guessed {
    /// Rows of classes of two and more that have one value only.
    pub(super) homogeneous: u64,
    /// Rows whose value the others of their class give away, in parts of 10,000.
    pub(super) with: u32,
    /// The same without any quasi-identifier: the share of the commonest value.
    pub(super) without: u32,
    pub(super) rows: u64,
}

impl Counter {
    /// For so many quasi-identifiers and sensitive columns; `linkage` are the places of exact times and sums among both.
    pub(super) fn new(quasi: usize, sensitive: usize, linkage: Vec<usize>) -> Self {
        let mut sets = Vec::new();
        for a in 0..quasi {
            sets.push(vec![a]);
        }
        for a in 0..quasi {
            (a + 1..quasi).for_each(|b| sets.push(vec![a, b]));
        }
        for a in 0..quasi {
            for b in a + 1..quasi {
                (b + 1..quasi).for_each(|c| sets.push(vec![a, b, c]));
            }
        }
        let cut = sets.len() > COMBINATIONS;
        sets.truncate(COMBINATIONS);
        let guesses = || Guesses { level: 0, pairs: HashMap::new(), values: Distinct::new(PART, 0) };
        Self {
            quasi,
            rows: 0,
            whole: Distinct::new(WHOLE, 0),
            parts: sets.into_iter().map(|set| (set, Distinct::new(PART, 0))).collect(),
            linkage: (linkage, Distinct::new(PART, 0)),
            sensitive: (0..sensitive).map(|_| guesses()).collect(),
            cut,
        }
    }

    /// Combinations that are counted.
    pub(super) fn combinations(&self) -> u64 {
        self.parts.len() as u64 + 1
    }

    /// Adds rows: a row of hashes for each quasi-identifier, then for each sensitive column.
    pub(super) fn add(&mut self, columns: &[&[u64]]) {
        let rows = columns.first().map_or(0, |column| column.len());
        let all = || 0..rows;
        self.rows += rows as u64;
        for (set, counts) in &mut self.parts {
            for row in all() {
                counts.add(set.iter().fold(set.len() as u64, |state, &column| join(state, columns[column][row])), 1);
            }
        }
        let (places, linked) = &mut self.linkage;
        for row in (0..rows).filter(|_| !places.is_empty()) {
            linked.add(places.iter().fold(7, |state, &column| join(state, columns[column][row])), 1);
        }
        for row in 0..rows {
            let class = columns[..self.quasi].iter().fold(0, |state, column| join(state, column[row]));
            self.whole.add(class, 1);
            for (guesses, values) in self.sensitive.iter_mut().zip(&columns[self.quasi..]) {
                guesses.add(class, values[row]);
            }
        }
    }

    /// The classes of all quasi-identifiers; `None` if there are none.
    pub(super) fn classes(&self) -> Option<Classes> {
        const BARS: [(u64, Option<u64>); 9] = [
            (1, Some(1)),
            (2, Some(2)),
            (3, Some(4)),
            (5, Some(9)),
            (10, Some(19)),
            (20, Some(49)),
            (50, Some(99)),
            (100, Some(999)),
            (1000, None),
        ];
        if self.quasi == 0 || self.rows == 0 {
            return None;
        }
        let scale = 1u64 << self.whole.level();
        let bar = |(from, to): (u64, Option<u64>)| {
            let within = |size: &u64| *size >= from && to.is_none_or(|to| *size <= to);
            let (mut classes, mut rows) = (0, 0);
            for size in self.whole.counts().filter(within) {
                (classes, rows) = (classes + scale, rows + size * scale);
            }
            Bar { from, to, classes, rows }
        };
        Some(Classes {
            smallest: self.whole.counts().min().unwrap_or(0),
            count: self.whole.count(),
            unique_rows: self.whole.single(),
            sample: (scale > 1).then_some(scale),
            histogram: BARS.into_iter().map(bar).collect(),
        })
    }

    /// The combinations with the most rows that are alone.
    pub(super) fn singling_out(&self, names: &[String]) -> Vec<Combination> {
        let mut found: Vec<Combination> = self
            .parts
            .iter()
            .map(|(set, counts)| Combination {
                columns: set.iter().map(|&column| names[column].clone()).collect(),
                unique_rows: counts.single(),
                rows: self.rows,
            })
            .filter(|combination| combination.unique_rows > 0)
            .collect();
        found.sort_by(|a, b| {
            b.unique_rows
                .cmp(&a.unique_rows)
                .then(a.columns.len().cmp(&b.columns.len()))
                .then(a.columns.cmp(&b.columns))
        });
        found.truncate(10);
        found
    }

    /// Rows whose times and sums no other row has; `None` where there are not both.
    pub(super) fn linked(&self) -> Option<u64> {
        (!self.linkage.0.is_empty()).then(|| self.linkage.1.single())
    }

    /// What can be guessed of each sensitive column.
    pub(super) fn guesses(&self) -> Vec<Guessed> {
        self.sensitive.iter().map(Guesses::finish).collect()
    }
}

impl Guesses {
    fn is_in(&self, class: u64) -> bool {
        (class >> 20) & ((1 << self.level) - 1) == 0
    }

    fn add(&mut self, class: u64, value: u64) {
        self.values.add(value, 1);
        if !self.is_in(class) {
            return;
        }
        *self.pairs.entry((class, value)).or_default() += 1;
        while self.pairs.len() > PAIRS {
            self.level += 1;
            let mask = (1 << self.level) - 1;
            self.pairs.retain(|(class, _), _| (class >> 20) & mask == 0);
        }
    }

    /// A value is guessed if it is the commonest among the *other* rows of its class: who is alone gives nothing away here, and is counted by
    /// singling out.
    fn finish(&self) -> Guessed {
        let mut classes: HashMap<u64, Vec<u64>> = HashMap::new();
        for (&(class, _), &count) in &self.pairs {
            classes.entry(class).or_default().push(count);
        }
        let (mut rows, mut right, mut homogeneous) = (0u64, 0u64, 0u64);
        for counts in classes.values_mut() {
            counts.sort_unstable_by(|a, b| b.cmp(a));
            let size: u64 = counts.iter().sum();
            rows += size;
            homogeneous += if counts.len() == 1 && size > 1 { size } else { 0 };
            // A row of the commonest value sees one less of it.
            let second = counts.get(1).copied().unwrap_or(0);
            right += if counts[0] > 1 && counts[0] > second { counts[0] } else { 0 };
        }
        let all: u64 = self.values.counts().sum();
        let most = self.values.counts().max().unwrap_or(0);
        let share = |part: u64, whole: u64| u32::try_from(part * 10_000 / whole.max(1)).unwrap_or(0);
        Guessed {
            homogeneous: homogeneous << self.level,
            with: share(right, rows),
            without: share(most, all),
            rows: rows << self.level,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_counted_as_a_person_would() {
        let mut counter = Counter::new(2, 1, vec![0, 2]);
        let (a, b) = ([1, 1, 1, 2, 2, 3], [5, 5, 6, 7, 7, 8]);
        let illness = [9, 9, 9, 4, 5, 9];
        counter.add(&[&a, &b, &illness]);
        let classes = counter.classes().expect("classes");
        assert_eq!((classes.smallest, classes.count, classes.unique_rows), (1, 4, 2));
        assert_eq!((classes.histogram[0].classes, classes.histogram[1].rows), (2, 4));
        let names = ["a".to_owned(), "b".to_owned()];
        let worst = counter.singling_out(&names);
        assert_eq!((worst[0].columns.clone(), worst[0].unique_rows), (vec!["b".to_owned()], 2));
        // Of the first class both have one value; of the second each is guessed wrong; without classes 4 of 6 are right.
        let guessed = counter.guesses()[0];
        assert_eq!(counter.linked(), Some(3), "(2, 4), (2, 5) and (3, 9)");
        assert_eq!((guessed.homogeneous, guessed.with, guessed.without, guessed.rows), (2, 3_333, 6_666, 6));
    }
}
