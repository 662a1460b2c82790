//! What a recoding leaves of use: how much is still known of each column, of each two together, and of how many people there is still a row.

use super::classes::Grouping;
use super::combinations::{Combinations, People};
use super::hierarchy::Hierarchy;
use super::recoding::Recoding;
use std::collections::{BTreeMap, HashMap};

/// What is left of use. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Utility {
    /// By quasi-identifier.
    pub columns: Vec<ColumnUtility>,
    /// By two quasi-identifiers that say something of each other.
    pub pairs: Vec<PairUtility>,
}

/// What is left of a column.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ColumnUtility {
    /// Position among the quasi-identifiers.
    pub column: usize,
    /// Different values before.
    pub distinct_before: u64,
    /// Different labels after.
    pub distinct_after: u64,
    /// Share of rows without a value before.
    pub nulls_before: f64,
    /// Share of rows without a value, or with `*`, after.
    pub nulls_after: f64,
    /// Information about the value that its label still gives, by the entropy of the value (1 if it had none).
    pub information: f64,
    /// Total variation distance between the shares of the values before, and those that one would guess from the labels, each label's rows
    /// spread over its values as they were in all rows. 0 is the same.
    pub distance: f64,
}

/// What is left of the dependence of two columns.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PairUtility {
    /// Positions among the quasi-identifiers.
    pub columns: (usize, usize),
    /// Mutual information before, in bits.
    pub before: f64,
    /// Mutual information of the labels, by that before; at most 1.
    pub kept: f64,
}

/// Dependence below which two columns say nothing of each other, in bits.
const NOTHING: f64 = 0.01;

#[allow(clippy::cast_precision_loss)]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn entropy(counts: impl Iterator<Item = u64> + Clone) -> f64 {
    let all = counts.clone().sum();
    let bits = |count| share(count, all);
    -counts.filter(|count| *count > 0).map(bits).map(|p| p * p.log2()).sum::<f64>()
}

/// Share of the people with rows before who have a row after; of rows, where every row is a person.
#[must_use]
pub fn join_rate(table: &Combinations, recoding: &Recoding) -> f64 {
    let stays = |combination: u32| recoding.class(combination as usize).is_some();
    match table.people() {
        People::Rows => {
            let kept = (0..).zip(table.rows()).filter(|(at, _)| stays(*at)).map(|(_, rows)| rows).sum();
            if table.is_empty() { 1.0 } else { share(kept, table.row_count()) }
        }
        People::Apart(people) => {
            let all: u64 = people.iter().sum();
            let kept = (0..).zip(people).filter(|(at, _)| stays(*at)).map(|(_, people)| people).sum();
            if all == 0 { 1.0 } else { share(kept, all) }
        }
        People::Listed { ends, combinations } => {
            let mut start = 0;
            let mut kept = 0;
            for &end in ends {
                kept += u64::from(combinations[start..end as usize].iter().any(|&at| stays(at)));
                start = end as usize;
            }
            if ends.is_empty() { 1.0 } else { share(kept, ends.len() as u64) }
        }
    }
}

/// Codes and labels of a column by combination, as numbers; `u32::MAX` is the label of what is suppressed.
struct Sides {
    before: Vec<u32>,
    after: Vec<u32>,
    /// Whether each label says nothing.
    empty: Vec<bool>,
}

impl Sides {
    fn of(table: &Combinations, hierarchy: &Hierarchy, recoding: &Recoding, column: usize) -> Self {
        let mut known: HashMap<Option<&str>, u32> = HashMap::new();
        let mut empty = Vec::new();
        let after = (0..table.len()).map(|combination| {
            let Some(class) = recoding.class(combination) else { return u32::MAX };
            let cell = recoding.cells(class)[column];
            let label = hierarchy.levels()[usize::from(cell.level)].label(cell.group);
            *known.entry(label).or_insert_with(|| {
                empty.push(label.is_none_or(|label| label == super::hierarchy::ALL));
                u32::try_from(empty.len() - 1).unwrap_or(u32::MAX)
            })
        });
        Self { after: after.collect(), before: table.codes(column).to_vec(), empty }
    }
}

/// Rows by pairs of numbers, without suppressed rows.
fn joint(a: &[u32], b: &[u32], rows: &[u64]) -> BTreeMap<(u32, u32), u64> {
    let mut counts: HashMap<(u32, u32), u64, ahash::RandomState> = HashMap::default();
    for ((&a, &b), &rows) in a.iter().zip(b).zip(rows) {
        if a != u32::MAX && b != u32::MAX {
            *counts.entry((a, b)).or_default() += rows;
        }
    }
    // In order, so that sums of fractions are the same in every run.
    counts.into_iter().collect()
}

fn side(joint: &BTreeMap<(u32, u32), u64>, of: fn(&(u32, u32)) -> u32) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    joint.iter().for_each(|(pair, rows)| *counts.entry(of(pair)).or_default() += rows);
    counts
}

/// Bits that one of two numbers tells of the other.
fn mutual(joint: &BTreeMap<(u32, u32), u64>) -> f64 {
    let (a, b) = (side(joint, |pair| pair.0), side(joint, |pair| pair.1));
    (entropy(a.values().copied()) + entropy(b.values().copied()) - entropy(joint.values().copied())).max(0.0)
}

/// Measures what a recoding leaves of use.
#[must_use]
pub fn utility(table: &Combinations, hierarchies: &[Hierarchy], recoding: &Recoding) -> Utility {
    let sides: Vec<Sides> = hierarchies
        .iter()
        .enumerate()
        .map(|(column, hierarchy)| Sides::of(table, hierarchy, recoding, column))
        .collect();
    let columns = sides.iter().enumerate().map(|(column, sides)| column_utility(table, sides, column)).collect();
    let mut pairs = Vec::new();
    for (second, b) in sides.iter().enumerate() {
        for (first, a) in sides[..second].iter().enumerate() {
            let before = mutual(&joint(&a.before, &b.before, table.rows()));
            if before > NOTHING {
                let after = mutual(&joint(&a.after, &b.after, table.rows()));
                pairs.push(PairUtility { columns: (first, second), before, kept: (after / before).min(1.0) });
            }
        }
    }
    Utility { columns, pairs }
}

fn column_utility(table: &Combinations, sides: &Sides, column: usize) -> ColumnUtility {
    let joint = joint(&sides.before, &sides.after, table.rows());
    let (before, after) = (side(&joint, |pair| pair.0), side(&joint, |pair| pair.1));
    let whole = Grouping::on(table, &[column]);
    let mut values = vec![0_u64; table.domain(column).len()];
    table.codes(column).iter().zip(table.rows()).for_each(|(&code, rows)| values[code as usize] += rows);
    let all = table.row_count();
    let bits = entropy(values.iter().copied());
    // Each label's rows, over its values as they are in all rows.
    let mut guessed: BTreeMap<u32, f64> = BTreeMap::new();
    let mut under: BTreeMap<u32, u64> = BTreeMap::new();
    joint.keys().for_each(|(value, label)| *under.entry(*label).or_default() += values[*value as usize]);
    for (value, label) in joint.keys() {
        let part = share(values[*value as usize], under[label]) * share(after[label], after.values().sum());
        *guessed.entry(*value).or_default() += part;
    }
    let distance =
        values.iter().zip(0..).map(|(&rows, value)| (share(rows, all) - guessed.get(&value).unwrap_or(&0.0)).abs());
    let nulls: u64 = if table.domain(column).code(None).is_some() { values[0] } else { 0 };
    let kept: u64 = after.values().sum();
    let empty: u64 = after.iter().filter(|(label, _)| sides.empty[**label as usize]).map(|(_, rows)| rows).sum();
    ColumnUtility {
        column,
        distinct_before: whole.classes as u64,
        distinct_after: after.len() as u64,
        nulls_before: share(nulls, all),
        nulls_after: share(empty, kept),
        information: if bits > 0.0 {
            (entropy(before.values().copied()) + entropy(after.values().copied()) - entropy(joint.values().copied()))
                .clamp(0.0, bits)
                / bits
        } else {
            1.0
        },
        distance: distance.sum::<f64>() / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Gather, Models, Person, local, optimum};

    fn table(rows: &[(&str, &str, u64)]) -> Combinations {
        let mut gather = Gather::new(2, 0);
        for (a, b, person) in rows {
            gather.row([Some(*a), Some(*b)].into_iter(), std::iter::empty(), Person::Known(person << 9));
        }
        gather.finish()
    }

    #[test]
    fn nothing_is_lost_where_nothing_changes_and_all_where_all_is_one() {
        let table = table(&[("x", "1", 1), ("x", "1", 2), ("y", "2", 3), ("y", "2", 4)]);
        let hierarchies: Vec<Hierarchy> =
            (0..2).map(|column| Hierarchy::by_rule(table.domain(column), &[], &|_| Vec::new())).collect();
        let of = |k| {
            let recoding =
                local(&table, &hierarchies, &[1.0; 2], &Models { k, ..Models::default() }).expect("a recoding");
            (utility(&table, &hierarchies, &recoding), join_rate(&table, &recoding))
        };
        let (fine, rate) = of(2);
        let column = &fine.columns[0];
        assert_eq!(
            (column.distinct_before, column.distinct_after, column.information, column.distance),
            (2, 2, 1.0, 0.0)
        );
        assert_eq!((fine.pairs[0].before, fine.pairs[0].kept, rate), (1.0, 1.0, 1.0));
        let (coarse, _) = of(4);
        let column = &coarse.columns[1];
        assert_eq!(
            (column.distinct_after, column.information, column.nulls_after, column.distance),
            (1, 0.0, 1.0, 0.0)
        );
        assert_eq!(coarse.pairs[0].kept, 0.0);
    }

    #[test]
    fn people_without_a_row_left_do_not_join() {
        let table = table(&[("x", "1", 1), ("x", "1", 2), ("y", "2", 2), ("z", "3", 3), ("z", "3", 4), ("w", "9", 5)]);
        let hierarchies: Vec<Hierarchy> =
            (0..2).map(|column| Hierarchy::by_rule(table.domain(column), &[], &|_| Vec::new())).collect();
        let models = Models { k: 2, suppress: 0.4, ..Models::default() };
        let recoding = optimum(&table, &hierarchies, &[1.0; 2], &models).expect("an optimum").recoding;
        // Two rows of six may go: the ones in classes of one person; of those the second person has another row.
        assert!((join_rate(&table, &recoding) - 0.8).abs() < 1e-9);
    }
}
