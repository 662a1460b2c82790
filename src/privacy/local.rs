//! Local recoding: finer where people are many, coarser where they are few.
//!
//! From the top down. All rows begin as one part at `*` in every column. A part is split by putting one column one level lower: groups that are
//! large enough become parts of their own, the others stay together as they were, and of all columns that one is taken which makes most rows
//! most precise. A part that no column can split is a class. So every class holds by construction, and no class is written like another: two
//! parts differ in the column that parted them.
//!
//! Where the groups that are too small are not enough people together, the smallest of the good ones stay with them, or, within the limit,
//! their rows are suppressed, whichever loses less.

use super::closeness::Spread;
use super::combinations::{Combinations, People};
use super::hierarchy::Hierarchy;
use super::models::Models;
use super::recoding::{Cell, Recoding};
use super::search::{NoOptimum, suppression_limit};
use rayon::iter::{IntoParallelIterator as _, ParallelExtend as _, ParallelIterator as _};
use std::collections::VecDeque;

/// Recodes locally. The result depends on the table alone.
///
/// # Errors
/// [`NoOptimum::Unreachable`] when even one class of all rows is not what the models ask for.
pub fn local(
    table: &Combinations,
    hierarchies: &[Hierarchy],
    weights: &[f64],
    models: &Models,
) -> Result<Recoding, NoOptimum> {
    let work = Work::new(table, hierarchies, weights, models);
    let mut recoding = Recoding::nothing(table);
    let all: Vec<u32> = (0..u32::try_from(table.len()).unwrap_or(u32::MAX)).collect();
    if all.is_empty() {
        return Ok(recoding);
    }
    let mut hand = Hand::new(&work, suppression_limit(table, models));
    if !hand.holds(&all) {
        return Err(NoOptimum::Unreachable);
    }
    let tops = hierarchies.iter().map(|hierarchy| u8::try_from(hierarchy.top()).unwrap_or(u8::MAX)).collect();
    let mut open = VecDeque::from([Part { combinations: all, levels: tops }]);
    let mut done = Vec::new();
    // What may be suppressed is spent part by part; parts of which nothing is are no business of each other's.
    let apart = if hand.budget == 0 { PARTS } else { usize::MAX };
    while open.len() < apart
        && let Some(part) = open.pop_front()
    {
        hand.take(part, &mut |part| open.push_back(part), &mut done);
    }
    done.par_extend(Vec::from(open).into_par_iter().map_init(|| Hand::new(&work, 0), Hand::finish).flatten());
    for part in done {
        let first = part.combinations[0] as usize;
        let cells = part.levels.iter().enumerate().map(|(column, &level)| {
            let code = table.codes(column)[first] as usize;
            Cell { level, group: hierarchies[column].levels()[usize::from(level)].groups()[code] }
        });
        recoding.add(&part.combinations, cells.collect::<Vec<_>>());
    }
    Ok(recoding)
}

/// Parts from which on each is worked on by itself.
const PARTS: usize = 256;

/// Combinations that are written alike so far.
#[derive(Debug)]
struct Part {
    combinations: Vec<u32>,
    levels: Vec<u8>,
}

/// A part in pieces.
#[derive(Debug)]
struct Split {
    parts: Vec<Part>,
    /// Precision that is gained, in rows.
    gain: f64,
    /// Rows that are suppressed.
    suppressed: u64,
}

/// What is the same for all parts.
struct Work<'a> {
    table: &'a Combinations,
    hierarchies: &'a [Hierarchy],
    weights: &'a [f64],
    models: &'a Models,
    /// Of each combination, where its people end, and all of them; none where people are summed up.
    people: Option<(Vec<u32>, Vec<u32>)>,
    persons: usize,
    /// How the values of each sensitive column are spread.
    spreads: Vec<Spread>,
}

/// Who works on parts: one on each thread.
struct Hand<'w> {
    work: &'w Work<'w>,
    /// Rows that may still be suppressed.
    budget: u64,
    /// When each person was last counted.
    counted: Vec<u32>,
    clock: u32,
}

impl<'a> Work<'a> {
    fn new(table: &'a Combinations, hierarchies: &'a [Hierarchy], weights: &'a [f64], models: &'a Models) -> Self {
        let (people, persons) = match table.people() {
            People::Rows | People::Apart(_) | People::Counted(_) => (None, 0),
            People::Listed { ends, combinations } => {
                (Some(by_combination(table.len(), ends, combinations)), ends.len())
            }
        };
        let spreads = table.sensitive().iter().map(Spread::of).collect();
        Self { table, hierarchies, weights, models, people, persons, spreads }
    }

    fn rows(&self, combinations: &[u32]) -> u64 {
        combinations.iter().map(|&at| self.table.rows()[at as usize]).sum()
    }

    fn is_diverse(&self, combinations: &[u32]) -> bool {
        let mut scratch = Vec::new();
        self.table.sensitive().iter().zip(&self.spreads).all(|(column, spread)| {
            let mut values: Vec<(u32, u64)> =
                combinations.iter().flat_map(|&at| column.of(at as usize)).copied().collect();
            values.sort_unstable();
            values.dedup_by(|next, first| {
                let same = next.0 == first.0;
                if same {
                    first.1 += next.1;
                }
                same
            });
            self.models.l.is_none_or(|l| l.is_met(&values))
                && self.models.t.is_none_or(|t| spread.is_met(t, &values, &mut scratch))
        })
    }

    fn differ(&self, part: &Part, column: usize, level: usize) -> bool {
        let (groups, codes) = (self.hierarchies[column].levels()[level].groups(), self.table.codes(column));
        let group = |at: &u32| groups[codes[*at as usize] as usize];
        let first = group(&part.combinations[0]);
        part.combinations.iter().any(|at| group(at) != first)
    }

    fn loss(&self, column: usize, level: usize, combination: u32) -> f64 {
        let level = &self.hierarchies[column].levels()[level];
        level.loss(level.groups()[self.table.codes(column)[combination as usize] as usize])
    }

    #[allow(clippy::cast_precision_loss)]
    fn gain(&self, column: usize, precision: f64, rows: u64) -> f64 {
        // Of two splits that lose the same the one with the finer label is taken all the same.
        self.weights[column] * (precision + 1e-9) * rows as f64
    }

    /// What is lost when rows of a part do not leave.
    #[allow(clippy::cast_precision_loss)]
    fn suppressing(&self, part: &Part, rows: u64) -> f64 {
        let first = part.combinations[0];
        let left = part
            .levels
            .iter()
            .enumerate()
            .map(|(column, &level)| self.weights[column] * (1.0 - self.loss(column, usize::from(level), first)));
        left.sum::<f64>() * rows as f64
    }
}

impl<'w> Hand<'w> {
    fn new(work: &'w Work<'w>, budget: u64) -> Self {
        Self { work, budget, counted: vec![0; work.persons], clock: 0 }
    }

    /// Splits a part, or finds that it is a class.
    fn take(&mut self, part: Part, open: &mut dyn FnMut(Part), done: &mut Vec<Part>) {
        match self.best_split(&part) {
            Some(split) => {
                self.budget -= split.suppressed;
                split.parts.into_iter().for_each(open);
            }
            None => done.push(part),
        }
    }

    /// Splits a part until nothing of it can be split.
    fn finish(&mut self, part: Part) -> Vec<Part> {
        let (mut open, mut done) = (vec![part], Vec::new());
        while let Some(part) = open.pop() {
            self.take(part, &mut |part| open.push(part), &mut done);
        }
        done
    }

    /// Whether so many different people have these combinations.
    fn has_people(&mut self, combinations: &[u32]) -> bool {
        let k = self.work.models.k.max(1);
        let Some((ends, people)) = &self.work.people else {
            let of = match self.work.table.people() {
                People::Counted(people) => return combinations.iter().any(|&at| people[at as usize] >= k),
                People::Apart(people) => people,
                People::Rows | People::Listed { .. } => self.work.table.rows(),
            };
            return combinations.iter().map(|&at| of[at as usize]).sum::<u64>() >= k;
        };
        self.clock += 1;
        let mut count = 0;
        for &at in combinations {
            let start = if at == 0 { 0 } else { ends[at as usize - 1] };
            for &person in &people[start as usize..ends[at as usize] as usize] {
                let counted = &mut self.counted[person as usize];
                count += u64::from(*counted != self.clock);
                *counted = self.clock;
                if count >= k {
                    return true;
                }
            }
        }
        false
    }

    /// Whether these combinations may be a class.
    fn holds(&mut self, combinations: &[u32]) -> bool {
        self.has_people(combinations)
            && ((self.work.models.l.is_none() && self.work.models.t.is_none()) || self.work.is_diverse(combinations))
    }

    fn best_split(&mut self, part: &Part) -> Option<Split> {
        let mut best: Option<Split> = None;
        for column in 0..part.levels.len() {
            let split = self.split(part, column);
            if let Some(split) = split.filter(|split| best.as_ref().is_none_or(|best| split.gain > best.gain)) {
                best = Some(split);
            }
        }
        best
    }

    /// A part by the groups that a column has at the next level that tells its values apart, or at the values if none does.
    fn split(&mut self, part: &Part, column: usize) -> Option<Split> {
        let work = self.work;
        let levels = work.hierarchies[column].levels();
        let now = usize::from(part.levels[column]);
        let before = work.loss(column, now, part.combinations[0]);
        let mut level = now.checked_sub(1)?;
        while level > 0 && !work.differ(part, column, level) {
            level -= 1;
        }
        let level_after = u8::try_from(level).unwrap_or(u8::MAX);
        let (mut good, mut rest) = (Vec::new(), Vec::new());
        for group in grouped(&part.combinations, levels[level].groups(), levels[level].len(), work.table.codes(column))
        {
            if self.holds(&group) { good.push((work.rows(&group), group)) } else { rest.push(group) }
        }
        let gained =
            |(rows, group): &(u64, Vec<u32>)| work.gain(column, before - work.loss(column, level, group[0]), *rows);
        good.sort_by(|a, b| b.0.cmp(&a.0).then(a.1[0].cmp(&b.1[0])));
        let mut rest: Vec<u32> = rest.into_iter().flatten().collect();
        let mut suppressed = 0;
        while !rest.is_empty() && !self.holds(&rest) {
            let rows = work.rows(&rest);
            let smallest = good.last()?;
            if rows <= self.budget && work.suppressing(part, rows) < gained(smallest) {
                suppressed = rows;
                rest.clear();
            } else {
                rest.extend(good.pop().into_iter().flat_map(|(_, group)| group));
            }
        }
        if good.is_empty() {
            return None;
        }
        rest.sort_unstable();
        let gain = good.iter().map(gained).sum::<f64>()
            - if suppressed > 0 { work.suppressing(part, suppressed) } else { 0.0 };
        let mut parts: Vec<Part> = Vec::with_capacity(good.len() + 1);
        for (_, combinations) in good {
            let mut levels = part.levels.clone();
            levels[column] = level_after;
            parts.push(Part { combinations, levels });
        }
        if !rest.is_empty() {
            parts.push(Part { combinations: rest, levels: part.levels.clone() });
        }
        Some(Split { parts, gain, suppressed })
    }
}

/// Combinations by the group of their code, groups by their first combination.
fn grouped(combinations: &[u32], groups: &[u32], count: usize, codes: &[u32]) -> Vec<Vec<u32>> {
    let group = |at: u32| groups[codes[at as usize] as usize];
    let mut found: Vec<Vec<u32>> = if count <= 2 * combinations.len() {
        let mut of: Vec<Vec<u32>> = vec![Vec::new(); count];
        combinations.iter().for_each(|&at| of[group(at) as usize].push(at));
        of.retain(|group| !group.is_empty());
        of
    } else {
        let mut of: Vec<(u32, u32)> = combinations.iter().map(|&at| (group(at), at)).collect();
        of.sort_unstable();
        of.chunk_by(|a, b| a.0 == b.0).map(|chunk| chunk.iter().map(|(_, at)| *at).collect()).collect()
    };
    found.sort_unstable_by_key(|group| group[0]);
    found
}

/// For each combination, its people, from the combinations of each person.
fn by_combination(count: usize, ends: &[u32], combinations: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let mut ends_of = vec![0_u32; count];
    combinations.iter().for_each(|&at| ends_of[at as usize] += 1);
    let mut sum = 0;
    for end in &mut ends_of {
        sum += *end;
        *end = sum;
    }
    let mut next: Vec<u32> = (0..count).map(|at| if at == 0 { 0 } else { ends_of[at - 1] }).collect();
    let mut people = vec![0; combinations.len()];
    let mut start = 0;
    for (person, &end) in (0..).zip(ends) {
        for &at in &combinations[start..end as usize] {
            people[next[at as usize] as usize] = person;
            next[at as usize] += 1;
        }
        start = end as usize;
    }
    (ends_of, people)
}

#[cfg(test)]
mod tests {
    use super::super::search::tests::{hierarchies, rows, table};
    use super::*;
    use crate::privacy::Written;
    use crate::privacy::{Cost, Gather, Person, optimum};
    use crate::vocabulary::{Closeness, Diversity};
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    proptest! {
        #[test]
        fn no_class_is_ever_below_what_was_asked(
            rows in rows(), persons in 0..12_u8, k in 1..6_u64, suppress in 0..4_u8, l in 0..5_usize, t in 0..3_u8,
        ) {
            let table = table(&rows, persons);
            let hierarchies = hierarchies(&table);
            let l = [None, Diversity::parse("2"), Diversity::parse("3"), Diversity::parse("entropy:1.5"), Diversity::parse("recursive:2:2")][l];
            let models = Models { k, l, t: (t > 0).then_some(Closeness { t: 0.5, ordered: t > 1 }), suppress: f64::from(suppress) * 0.08 };
            let Ok(recoding) = local(&table, &hierarchies, &[1.0; 3], &models) else {
                let best = optimum(&table, &hierarchies, &[1.0; 3], &Models { suppress: 0.0, ..models });
                prop_assert_eq!(best, Err(NoOptimum::Unreachable));
                return Ok(());
            };
            let written = Written::of(&recoding, &table, &hierarchies);
            let classes = &written.classes;
            prop_assert_eq!(classes.rows.len(), recoding.classes(), "no two classes are written alike");
            let cost = Cost::of(&recoding, &table, &hierarchies, &[1.0; 3]);
            // What is suppressed changes what the others are compared with, which is for whoever asks for t to mend.
            let holds = Models { t: models.t.filter(|_| cost.suppressed == 0), ..models.clone() };
            prop_assert_eq!(written.failing(&table, &holds), 0);
            prop_assert!(cost.suppressed <= suppression_limit(&table, &models));
            prop_assert_eq!(classes.rows.iter().sum::<u64>() + cost.suppressed, table.row_count());
        }
    }

    #[test]
    fn the_many_stay_fine_and_the_few_become_coarse() {
        let mut gather = Gather::new(1, 0);
        for (value, count) in [("0", 5), ("1", 1), ("2", 2), ("6", 1)] {
            (0..count).for_each(|_| gather.row([Some(value)].into_iter(), std::iter::empty(), Person::EachRow));
        }
        let table = gather.finish();
        let half = |value: &str| vec![format!("{} or {}", value, value)];
        let hierarchies = [Hierarchy::by_rule(table.domain(0), &["same".to_owned()], &half)];
        let models = Models { k: 3, ..Models::default() };
        let recoding = local(&table, &hierarchies, &[1.0], &models).expect("a recoding");
        let written: Vec<Option<&str>> = (0..table.len())
            .map(|at| recoding.cells(recoding.class(at).expect("kept"))[0])
            .map(|cell| hierarchies[0].levels()[usize::from(cell.level)].label(cell.group))
            .collect();
        assert_eq!(written, [Some("0"), Some("*"), Some("*"), Some("*")]);
    }
}
