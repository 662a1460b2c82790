//! What a recoding leaves of use: how much is still known of each column, of each two together, and of how many people there is still a row.

use super::combinations::{Combinations, Domain, People, Sensitive};
use super::hierarchy::{ALL, Hierarchy};
use super::numbers::{NumbersLeft, numbers_left};
use super::recoding::Recoding;
use super::stage::{Finer, Stage};
use crate::number::share;
use std::collections::{BTreeMap, HashMap};
use std::io;

/// What is left of use. Shares are from 0 to 1.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Utility {
    /// By quasi-identifier.
    pub columns: Vec<ColumnUtility>,
    /// By two quasi-identifiers that say something of each other.
    pub pairs: Vec<PairUtility>,
    /// By sensitive column, if it is one of numbers.
    pub sensitive: Vec<Option<NumbersLeft>>,
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
    /// If all values were numbers or intervals of them.
    pub numbers: Option<NumbersLeft>,
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

/// Different pairs of values of two columns beyond which it is not measured what they say of each other: so many pairs are hardly seen twice, and
/// would fill memory.
const PAIRS: usize = 1 << 20;
/// Dependence below which two columns say nothing of each other, in bits.
const NOTHING: f64 = 0.01;

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
        // Nobody is known to have a row left.
        People::Counted(_) => 0.0,
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

/// Rows by pairs of numbers.
type Joint = HashMap<(u32, u32), u64, ahash::RandomState>;

/// In order, so that sums of fractions are the same in every run.
type Sorted = BTreeMap<(u32, u32), u64>;

/// The labels of a column, as numbers.
struct Labels<'h> {
    /// By class.
    of_class: Vec<u32>,
    texts: Vec<Option<&'h str>>,
}

impl<'h> Labels<'h> {
    fn of(hierarchy: &'h Hierarchy, recoding: &Recoding, column: usize) -> Self {
        let mut known: HashMap<Option<&str>, u32> = HashMap::new();
        let mut texts = Vec::new();
        let of_class = (0..recoding.classes()).map(|class| {
            let cell = recoding.cells(class)[column];
            let label = hierarchy.levels()[usize::from(cell.level)].label(cell.group);
            *known.entry(label).or_insert_with(|| {
                texts.push(label);
                u32::try_from(texts.len() - 1).unwrap_or(u32::MAX)
            })
        });
        Self { of_class: of_class.collect(), texts }
    }

    /// Whether a label says nothing.
    fn is_empty(&self, label: u32) -> bool {
        self.texts[label as usize].is_none_or(|label| label == ALL)
    }
}

/// Rows of values and labels.
struct Tally {
    /// By column: value and label of rows that leave.
    columns: Vec<Joint>,
    /// By pair of columns: their values in all rows, and their labels in rows that leave.
    pairs: Vec<(usize, usize, Joint, Joint)>,
}

impl Tally {
    fn new(width: usize) -> Self {
        let pairs = (0..width).flat_map(|second| (0..second).map(move |first| (first, second)));
        Self {
            columns: vec![Joint::default(); width],
            pairs: pairs.map(|(first, second)| (first, second, Joint::default(), Joint::default())).collect(),
        }
    }

    /// Adds rows of these values, and the class that they leave in.
    fn add(&mut self, values: &[u32], class: Option<usize>, labels: &[Labels<'_>], rows: u64) {
        let label = |column: usize| class.map(|class| labels[column].of_class[class]);
        for (column, joint) in self.columns.iter_mut().enumerate() {
            if let Some(label) = label(column) {
                *joint.entry((values[column], label)).or_default() += rows;
            }
        }
        self.pairs.retain(|(.., before, _)| before.len() <= PAIRS);
        for (first, second, before, after) in &mut self.pairs {
            *before.entry((values[*first], values[*second])).or_default() += rows;
            if let (Some(a), Some(b)) = (label(*first), label(*second)) {
                *after.entry((a, b)).or_default() += rows;
            }
        }
    }
}

fn side(joint: &Sorted, of: fn(&(u32, u32)) -> u32) -> BTreeMap<u32, u64> {
    let mut counts = BTreeMap::new();
    joint.iter().for_each(|(pair, rows)| *counts.entry(of(pair)).or_default() += rows);
    counts
}

/// Bits that one of two numbers tells of the other.
fn mutual(joint: &Sorted) -> f64 {
    let (a, b) = (side(joint, |pair| pair.0), side(joint, |pair| pair.1));
    (entropy(a.values().copied()) + entropy(b.values().copied()) - entropy(joint.values().copied())).max(0.0)
}

/// Measures what a recoding leaves of use. Values are those of `finer`, where the stage does not have them any more.
///
/// # Errors
/// When combinations that were put aside cannot be read.
pub fn utility(stage: &Stage<'_>, finer: Option<Finer<'_>>, recoding: &Recoding) -> io::Result<Utility> {
    let (table, hierarchies) = (&*stage.table, &*stage.hierarchies);
    let labels: Vec<Labels<'_>> =
        hierarchies.iter().enumerate().map(|(column, hierarchy)| Labels::of(hierarchy, recoding, column)).collect();
    let mut tally = Tally::new(table.width());
    match finer {
        None => {
            let mut values = vec![0; table.width()];
            for (combination, &rows) in table.rows().iter().enumerate() {
                values.iter_mut().enumerate().for_each(|(column, value)| *value = table.codes(column)[combination]);
                tally.add(&values, recoding.class(combination), &labels, rows);
            }
        }
        Some(finer) => {
            let index = table.index();
            finer.each(stage, |values, codes, rows| {
                let class = table.find(&index, codes).and_then(|combination| recoding.class(combination));
                tally.add(values, class, &labels, rows);
            })?;
        }
    }
    let column = |(column, joint): (usize, Joint)| {
        let (domain, rows) = match finer {
            None => (table.domain(column), table.value_rows(column)),
            Some(finer) => (finer.runs.domain(column), finer.runs.rows(column).to_vec()),
        };
        column_utility(column, domain, &rows, &labels[column], &joint.into_iter().collect())
    };
    let columns = tally.columns.into_iter().enumerate().map(column).collect();
    let mut pairs = Vec::new();
    for (first, second, before, after) in tally.pairs {
        let before = mutual(&before.into_iter().collect());
        if before > NOTHING {
            let after = mutual(&after.into_iter().collect());
            pairs.push(PairUtility { columns: (first, second), before, kept: (after / before).min(1.0) });
        }
    }
    let sensitive = table.sensitive().iter().map(|column| sensitive_numbers(column, recoding)).collect();
    Ok(Utility { columns, pairs, sensitive })
}

/// `values` are the rows of each value in all rows, `joint` those of value and label that leave.
fn column_utility(
    column: usize,
    domain: &Domain,
    values: &[u64],
    labels: &Labels<'_>,
    joint: &Sorted,
) -> ColumnUtility {
    let (before, after) = (side(joint, |pair| pair.0), side(joint, |pair| pair.1));
    let all = values.iter().sum();
    let bits = entropy(values.iter().copied());
    // Each label's rows, over its values as they are in all rows.
    let mut guessed: BTreeMap<u32, f64> = BTreeMap::new();
    let mut under: BTreeMap<u32, u64> = BTreeMap::new();
    joint.keys().for_each(|(value, label)| *under.entry(*label).or_default() += values[*value as usize]);
    let kept: u64 = after.values().sum();
    for (value, label) in joint.keys() {
        let part = share(values[*value as usize], under[label]) * share(after[label], kept);
        *guessed.entry(*value).or_default() += part;
    }
    let distance =
        values.iter().zip(0..).map(|(&rows, value)| (share(rows, all) - guessed.get(&value).unwrap_or(&0.0)).abs());
    let nulls: u64 = domain.code(None).map_or(0, |code| values[code as usize]);
    let empty: u64 = after.iter().filter(|(label, _)| labels.is_empty(**label)).map(|(_, rows)| rows).sum();
    let written: Vec<(Option<&str>, u64)> =
        after.iter().map(|(&label, &rows)| (labels.texts[label as usize], rows)).collect();
    let was: Vec<(Option<&str>, u64)> = domain.values().zip(values.iter().copied()).collect();
    ColumnUtility {
        column,
        distinct_before: values.len() as u64,
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
        numbers: numbers_left(&was, &written),
    }
}

/// The numbers of a sensitive column, of which suppression may have left others.
fn sensitive_numbers(column: &Sensitive, recoding: &Recoding) -> Option<NumbersLeft> {
    let mut counts = vec![(0, 0); column.domain.len()];
    for combination in 0..column.ends.len() {
        let stays = recoding.class(combination).is_some();
        for &(value, rows) in column.of(combination) {
            let (all, kept) = &mut counts[value as usize];
            *all += rows;
            *kept += if stays { rows } else { 0 };
        }
    }
    let of = |rows: fn(&(u64, u64)) -> u64| -> Vec<(Option<&str>, u64)> {
        column.domain.values().zip(counts.iter().map(rows)).collect()
    };
    numbers_left(&of(|counts| counts.0), &of(|counts| counts.1))
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
            {
                let left = utility(&Stage::whole(&table, &hierarchies), None, &recoding).expect("measured");
                (left, join_rate(&table, &recoding))
            }
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
