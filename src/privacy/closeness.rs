//! Distances of many classes from one table: what all classes share is summed up once.
//!
//! The distances are those of [`super::equal_distance`] and [`super::ordered_distance`], in whole numbers until the last division. A class
//! of m values takes time for m values, however many the table has; with sums of money in every row nothing else ends.

use super::combinations::Sensitive;
use super::numbers::place;
use crate::vocabulary::Closeness;
use std::cmp::Ordering;

/// How the values of a sensitive column are spread over all rows.
pub(super) struct Spread {
    /// Rows of each value.
    totals: Vec<u64>,
    rows: u64,
    /// Place of each value in the order of values.
    ranks: Vec<usize>,
    /// Rows up to each place.
    until: Vec<u64>,
    /// For each place, the sum of `until` before it; one more than there are places.
    sums: Vec<u128>,
}

impl Spread {
    pub(super) fn of(column: &Sensitive) -> Self {
        Self::new(totals(column), ranks(column))
    }

    /// Where only some of the rows count.
    pub(super) fn of_totals(column: &Sensitive, totals: Vec<u64>) -> Self {
        Self::new(totals, ranks(column))
    }

    fn new(totals: Vec<u64>, mut ranks: Vec<usize>) -> Self {
        // A value that no row has is no place between others.
        let mut taken = vec![0; totals.len()];
        ranks.iter().zip(&totals).for_each(|(&rank, &rows)| taken[rank] = usize::from(rows > 0));
        let mut places = 0;
        for taken in &mut taken {
            let here = places;
            places += *taken;
            *taken = here;
        }
        ranks.iter_mut().for_each(|rank| *rank = taken[*rank]);
        let mut until = vec![0; places];
        ranks.iter().zip(&totals).filter(|(_, rows)| **rows > 0).for_each(|(&rank, &rows)| until[rank] = rows);
        let mut sums = vec![0];
        let (mut rows, mut sum) = (0, 0);
        for until in &mut until {
            rows += *until;
            *until = rows;
            sum += u128::from(rows);
            sums.push(sum);
        }
        Self { totals, rows, ranks, until, sums }
    }

    /// Rows of each value, by its code.
    pub(super) fn totals(&self) -> &[u64] {
        &self.totals
    }

    /// Whether the values of a class are as close.
    pub(super) fn is_met(&self, asked: Closeness, values: &[(u32, u64)], scratch: &mut Vec<(usize, u64)>) -> bool {
        let distance = if asked.ordered { self.ordered(values, scratch) } else { self.equal(values) };
        distance <= asked.t + 1e-9
    }

    /// Earth mover's distance where all values are equally far apart.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn equal(&self, values: &[(u32, u64)]) -> f64 {
        let here: u64 = values.iter().map(|(_, rows)| rows).sum();
        let (m, n) = (u128::from(here), u128::from(self.rows));
        if m == 0 {
            return 0.0;
        }
        // Of the mass of a value the lesser part need not move.
        let stays =
            |&(value, rows): &(u32, u64)| (u128::from(rows) * n).min(u128::from(self.totals[value as usize]) * m);
        let stay: u128 = values.iter().map(stays).sum();
        (m * n - stay) as f64 / (m * n) as f64
    }

    /// Earth mover's distance where values are as far apart as in their order, the first and the last by 1.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn ordered(&self, values: &[(u32, u64)], scratch: &mut Vec<(usize, u64)>) -> f64 {
        let places = self.until.len();
        let here: u64 = values.iter().map(|(_, rows)| rows).sum();
        if places < 2 || here == 0 {
            return 0.0;
        }
        scratch.clear();
        scratch.extend(values.iter().map(|&(value, rows)| (self.ranks[value as usize], rows)));
        scratch.sort_unstable();
        let (mut from, mut mass, mut moved) = (0, 0, 0);
        for &(rank, rows) in &*scratch {
            moved += self.moved(from, rank, mass, here);
            (from, mass) = (rank, mass + rows);
        }
        moved += self.moved(from, places, mass, here);
        moved as f64 / (u128::from(here) * u128::from(self.rows)) as f64 / (places - 1) as f64
    }

    /// The sum of |mass / here - until / rows| over some places, times `here` and `rows`. `until` grows, so the sign turns once.
    fn moved(&self, from: usize, to: usize, mass: u64, here: u64) -> u128 {
        let (level, m) = (u128::from(mass) * u128::from(self.rows), u128::from(here));
        let turn = from + self.until[from..to].partition_point(|&until| u128::from(until) * m < level);
        let below = level * (turn - from) as u128 - m * (self.sums[turn] - self.sums[from]);
        let above = m * (self.sums[to] - self.sums[turn]) - level * (to - turn) as u128;
        below + above
    }
}

/// Rows of each value in all rows, by the code of the value.
fn totals(column: &Sensitive) -> Vec<u64> {
    let mut totals = vec![0; column.domain.len()];
    column.values.iter().for_each(|&(value, rows)| totals[value as usize] += rows);
    totals
}

/// Places of the values in their order: NULL first, then numbers and intervals of them by size, then all others as texts.
pub(super) fn ranks(column: &Sensitive) -> Vec<usize> {
    let values: Vec<_> = column.domain.values().map(|value| (value, value.and_then(place))).collect();
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| match (values[a], values[b]) {
        ((_, Some(a)), (_, Some(b))) => a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)),
        ((_, Some(_)), (other, None)) => {
            if other.is_none() {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        ((other, None), (_, Some(_))) => {
            if other.is_none() {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        ((a, None), (b, None)) => a.cmp(&b),
    });
    let mut ranks = vec![0; values.len()];
    order.into_iter().enumerate().for_each(|(rank, at)| ranks[at] = rank);
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{equal_distance, ordered_distance};
    use proptest::prelude::{any, prop_assert, proptest};

    proptest! {
        #[test]
        fn distances_are_those_of_the_definitions(table in proptest::collection::vec((1_u8..9, any::<u8>(), 0_u8..9), 1..12)) {
            let totals: Vec<u64> = table.iter().map(|(rows, ..)| u64::from(*rows)).collect();
            // An order of values that has nothing to do with their codes.
            let mut order: Vec<usize> = (0..table.len()).collect();
            order.sort_by_key(|&at| (table[at].1, at));
            let mut ranks = vec![0; table.len()];
            order.iter().enumerate().for_each(|(rank, &at)| ranks[at] = rank);
            let class: Vec<(u32, u64)> = (0..)
                .zip(&table)
                .filter(|(_, (_, _, rows))| *rows > 0)
                .map(|(value, (all, _, rows))| (value, u64::from(*rows.min(all))))
                .collect();
            if !class.is_empty() {
                let spread = Spread::new(totals.clone(), ranks.clone());
                let mut scratch = Vec::new();
                prop_assert!((spread.equal(&class) - equal_distance(&class, &totals)).abs() < 1e-9);
                let ordered = ordered_distance(&class, &totals, &ranks);
                prop_assert!((spread.ordered(&class, &mut scratch) - ordered).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn the_example_of_the_paper() {
        // Li, Li, Venkatasubramanian 2007, example 3: salaries of 3k to 11k, a class of 3k 4k 5k and one of 6k 8k 11k.
        let spread = Spread::new(vec![1; 9], (0..9).collect());
        let mut scratch = Vec::new();
        assert_eq!(spread.ordered(&[(0, 1), (1, 1), (2, 1)], &mut scratch), 0.375);
        assert!((spread.ordered(&[(3, 1), (5, 1), (8, 1)], &mut scratch) - 0.167).abs() < 0.001);
        assert_eq!(spread.equal(&[(0, 1), (1, 1), (2, 1)]), 2.0 / 3.0);
    }

    #[test]
    fn values_that_no_row_has_are_no_places() {
        // Ten salaries of which two leave, each in a class of its own: they are as far apart as two values are.
        let spread = Spread::new(vec![46, 0, 0, 0, 46, 0, 0, 0, 0, 0], (0..10).collect());
        let mut scratch = Vec::new();
        assert_eq!(spread.ordered(&[(0, 46)], &mut scratch), 0.5);
        assert_eq!(spread.ordered(&[(4, 46)], &mut scratch), 0.5);
    }
}
