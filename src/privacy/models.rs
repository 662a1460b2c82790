//! k-anonymity, l-diversity and t-closeness: whether a class may be released.

use super::classes::{Classes, Grouping};
use super::closeness::Spread;
use super::combinations::{Combinations, Sensitive};
use crate::number::share;
use crate::vocabulary::{Closeness, Diversity};

/// What every class must be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Models {
    /// Least number of different people (Samarati and Sweeney 1998). 0 and 1 ask for nothing.
    pub k: u64,
    /// Diversity of each sensitive column.
    pub l: Option<Diversity>,
    /// Greatest distance of the sensitive values of a class from those of all rows.
    pub t: Option<Closeness>,
    /// Share of rows that may be suppressed, from 0 to 1.
    pub suppress: f64,
}

/// Rows of each sensitive value in each class.
#[derive(Clone, Debug)]
pub struct Histograms {
    ends: Vec<u32>,
    /// Value and rows, by class; values ascending.
    values: Vec<(u32, u64)>,
}

impl Histograms {
    pub(super) fn of(column: &Sensitive, grouping: &Grouping) -> Self {
        let mut all: Vec<(u32, u32, u64)> = Vec::with_capacity(column.values.len());
        for (combination, &class) in grouping.class_of.iter().enumerate() {
            all.extend(column.of(combination).iter().map(|&(value, rows)| (class, value, rows)));
        }
        all.sort_unstable();
        all.dedup_by(|next, first| {
            let same = (next.0, next.1) == (first.0, first.1);
            if same {
                first.2 += next.2;
            }
            same
        });
        let mut ends = vec![0; grouping.classes];
        all.iter().zip(1..).for_each(|(entry, end)| ends[entry.0 as usize] = end);
        Self { ends, values: all.into_iter().map(|(_, value, rows)| (value, rows)).collect() }
    }

    /// Values and rows of a class.
    #[must_use]
    pub fn class(&self, class: usize) -> &[(u32, u64)] {
        let start = if class == 0 { 0 } else { self.ends[class - 1] as usize };
        &self.values[start..self.ends[class] as usize]
    }
}

fn sum(values: &[(u32, u64)]) -> u64 {
    values.iter().map(|(_, rows)| rows).sum()
}

/// Entropy of the values of a class, in nats.
#[must_use]
pub fn entropy(values: &[(u32, u64)]) -> f64 {
    let all = sum(values);
    -values.iter().map(|&(_, rows)| share(rows, all)).filter(|p| *p > 0.0).map(|p| p * p.ln()).sum::<f64>()
}

/// Earth mover's distance between a class and all rows where all values are equally far apart: half of the sum of differences.
#[must_use]
pub fn equal_distance(values: &[(u32, u64)], totals: &[u64]) -> f64 {
    let (all, whole) = (sum(values), totals.iter().sum());
    let mut distance: f64 = 1.0;
    for &(value, rows) in values {
        let (here, everywhere) = (share(rows, all), share(totals[value as usize], whole));
        // Of the mass of a value the lesser part need not move.
        distance -= here.min(everywhere);
    }
    distance.max(0.0)
}

/// Earth mover's distance where values are as far apart as they are in their order, the first and the last by 1.
#[must_use]
pub fn ordered_distance(values: &[(u32, u64)], totals: &[u64], ranks: &[usize]) -> f64 {
    let (all, whole) = (sum(values), totals.iter().sum());
    let mut differences = vec![0.0; totals.len()];
    totals.iter().zip(ranks).for_each(|(&rows, &rank)| differences[rank] -= share(rows, whole));
    values.iter().for_each(|&(value, rows)| differences[ranks[value as usize]] += share(rows, all));
    let mut carried = 0.0_f64;
    let moved: f64 = differences
        .iter()
        .map(|difference| {
            carried += difference;
            carried.abs()
        })
        .sum();
    #[allow(clippy::cast_precision_loss)]
    if totals.len() > 1 { moved / (totals.len() - 1) as f64 } else { 0.0 }
}

impl Diversity {
    /// Whether the values of a class are as diverse.
    #[must_use]
    pub fn is_met(&self, values: &[(u32, u64)]) -> bool {
        const SLACK: f64 = 1e-9;
        match *self {
            Self::Distinct(l) => values.len() >= l as usize,
            Self::Entropy(l) => entropy(values) + SLACK >= l.ln(),
            Self::Recursive { c, l } => {
                let mut rows: Vec<u64> = values.iter().map(|(_, rows)| *rows).collect();
                rows.sort_unstable_by(|a, b| b.cmp(a));
                let rest: u64 = rows.iter().skip((l as usize).saturating_sub(1)).sum();
                rows.first().is_some_and(|&most| share(most, 1) < c * share(rest, 1))
            }
        }
    }
}

impl Models {
    /// The classes that may not be released.
    #[must_use]
    pub fn failing(&self, table: &Combinations, grouping: &Grouping, classes: &Classes) -> Vec<bool> {
        let mut failing: Vec<bool> = classes.people.iter().map(|&people| people < self.k.max(1)).collect();
        if self.l.is_none() && self.t.is_none() {
            return failing;
        }
        for column in table.sensitive() {
            let histograms = Histograms::of(column, grouping);
            let spread = Spread::of(column);
            let mut scratch = Vec::new();
            for (class, fails) in failing.iter_mut().enumerate().filter(|(_, fails)| !**fails) {
                let values = histograms.class(class);
                *fails = self.l.is_some_and(|l| !l.is_met(values))
                    || self.t.is_some_and(|t| !spread.is_met(t, values, &mut scratch));
            }
        }
        failing
    }
}

#[cfg(test)]
mod tests {
    use super::super::closeness::ranks;
    use super::*;

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn diversity_is_what_its_authors_say() {
        // Four values, four rows of the commonest one.
        let values = [(0, 4), (1, 2), (2, 1), (3, 1)];
        assert!(Diversity::Distinct(4).is_met(&values) && !Diversity::Distinct(5).is_met(&values));
        assert!(near(entropy(&values), 0.5 * 2_f64.ln() + 0.25 * 4_f64.ln() + 2.0 * 0.125 * 8_f64.ln()));
        assert!(Diversity::Entropy(3.0).is_met(&values) && !Diversity::Entropy(3.5).is_met(&values));
        // 4 < c (2 + 1 + 1) only beyond 1; 4 < c (1 + 1) beyond 2.
        assert!(
            Diversity::Recursive { c: 1.1, l: 2 }.is_met(&values)
                && !Diversity::Recursive { c: 1.0, l: 2 }.is_met(&values)
        );
        assert!(
            Diversity::Recursive { c: 2.1, l: 3 }.is_met(&values)
                && !Diversity::Recursive { c: 2.0, l: 3 }.is_met(&values)
        );
        // Three values with equal shares.
        assert!(Diversity::Entropy(3.0).is_met(&[(0, 5), (1, 5), (2, 5)]));
    }

    #[test]
    fn sums_and_their_buckets_are_in_the_order_of_money() {
        let of = |texts: &[Option<&str>]| {
            let mut gather = crate::privacy::Gather::new(0, 1);
            texts.iter().for_each(|text| {
                gather.row(std::iter::empty(), [*text].into_iter(), crate::privacy::Person::EachRow);
            });
            let table = gather.finish();
            let ranks = ranks(&table.sensitive()[0]);
            let mut sorted: Vec<(usize, Option<&str>)> =
                ranks.into_iter().zip(table.sensitive_domain(0).values()).collect();
            sorted.sort_unstable();
            sorted.into_iter().map(|(_, text)| text.map(str::to_owned)).collect::<Vec<_>>()
        };
        let buckets = ["< 0", "[0, 10000)", "[10000, 50000)", "[50000, 100000)", "[100000, 250000)", ">= 250000"];
        let mut wanted: Vec<Option<&str>> = vec![None];
        wanted.extend(buckets.map(Some));
        wanted.extend(["*", "paid"].map(Some));
        let mut mixed = wanted.clone();
        mixed.reverse();
        assert_eq!(of(&mixed), wanted.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>());
        assert_eq!(of(&[Some("10"), Some("9"), Some("-3.5")]), ["-3.5", "9", "10"].map(|text| Some(text.to_owned())));
    }

    #[test]
    fn distances_are_those_of_the_paper() {
        // Li, Li, Venkatasubramanian 2007, example 3: salaries 3k to 11k, one class of 3k 4k 5k, one of 6k 8k 11k.
        let totals = [1; 9];
        let ranks: Vec<usize> = (0..9).collect();
        let low = [(0, 1), (1, 1), (2, 1)];
        let mixed = [(3, 1), (5, 1), (8, 1)];
        assert!(near(ordered_distance(&low, &totals, &ranks), 0.375));
        assert!((ordered_distance(&mixed, &totals, &ranks) - 0.167).abs() < 0.001);
        assert!(near(equal_distance(&low, &totals), 2.0 / 3.0));
        assert!(near(equal_distance(&[(0, 3), (1, 3)], &[6, 6]), 0.0));
    }
}
