//! Full-domain recoding: of all ways to put every column at one level, the one that loses least, with what has to be suppressed then.

use super::classes::{Classes, Grouping};
use super::combinations::Combinations;
use super::hierarchy::Hierarchy;
use super::lattice::{Judged, Lattice};
use super::models::Models;
use super::recoding::{Recoding, aggregate};
use super::runs::Counting;
use super::stage::{Finer, Stage, mean_losses};
use crate::vocabulary::Diversity;
use std::borrow::Cow;
use std::cell::Cell;
use std::io;

/// The best node of a lattice.
#[derive(Clone, Debug, PartialEq)]
pub struct Optimum {
    /// The level of each column.
    pub levels: Vec<usize>,
    /// What it loses.
    pub loss: f64,
    /// Nodes of the lattice.
    pub nodes: usize,
    /// Nodes whose classes were counted.
    pub counted: usize,
    /// Nodes of more classes than memory holds that may hold, and may be better; 0 unless combinations are on disk.
    pub left_out: usize,
    /// What becomes of every combination.
    pub recoding: Recoding,
}

/// Why there is no best node.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NoOptimum {
    /// The lattice has too many nodes.
    TooLarge,
    /// Even one class of all rows is not what the models ask for.
    Unreachable,
    /// Combinations that were put aside cannot be read.
    Unreadable(io::ErrorKind),
}

/// What nodes are judged by.
struct Wanted<'a> {
    stage: &'a Stage<'a>,
    finer: Option<Finer<'a>>,
    weights: &'a [f64],
    models: &'a Models,
    /// Rows that may be suppressed.
    limit: u64,
    /// Nodes that may hold and were not counted.
    left_out: Cell<usize>,
}

/// Rows that the models let be suppressed.
pub(super) fn suppression_limit(table: &Combinations, models: &Models) -> u64 {
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let limit = (table.row_count() as f64 * models.suppress.clamp(0.0, 1.0) + 1e-9).floor() as u64;
    limit
}

/// Searches the whole lattice.
///
/// # Errors
/// When the lattice is larger than [`super::LARGEST`], or no node of it holds.
pub fn optimum(
    table: &Combinations,
    hierarchies: &[Hierarchy],
    weights: &[f64],
    models: &Models,
) -> Result<Optimum, NoOptimum> {
    optimum_of(&Stage::whole(table, hierarchies), None, weights, models).map(|(optimum, _)| optimum)
}

/// Searches the whole lattice. Nodes below those at which `stage` begins are counted from `finer`, where they are few enough classes; a node of
/// more classes than memory holds counts as one that fails ([`Optimum::left_out`]). With the optimum comes the stage that its recoding is of, if it is another one.
///
/// # Errors
/// When the lattice is larger than [`super::LARGEST`], no node of it holds, or the combinations cannot be read.
pub fn optimum_of(
    stage: &Stage<'_>,
    finer: Option<Finer<'_>>,
    weights: &[f64],
    models: &Models,
) -> Result<(Optimum, Option<Stage<'static>>), NoOptimum> {
    let losses: Vec<Vec<f64>> = finer.map_or_else(|| stage_losses(stage), |finer| finer.losses());
    let mut lattice = Lattice::new(&losses, weights).ok_or(NoOptimum::TooLarge)?;
    let wanted = Wanted {
        stage,
        finer,
        weights,
        models,
        limit: suppression_limit(&stage.table, models),
        left_out: Cell::new(0),
    };
    let best = lattice.search(&|levels, bound| wanted.judge(levels, bound))?;
    let (loss, levels) = best.ok_or(NoOptimum::Unreachable)?;
    let found = wanted.at(&levels, Counting::All)?.ok_or(NoOptimum::Unreachable)?;
    let here = found.levels_in(&levels).unwrap_or_default();
    let grouping = Grouping::at(&found.table, &found.hierarchies, &here);
    let classes = Classes::count(&found.table, &grouping);
    let failing = models.failing(&found.table, &grouping, &classes);
    let recoding = Recoding::full_domain(&found.table, &found.hierarchies, &here, &grouping, &failing);
    let other = match (found.table, found.hierarchies) {
        (Cow::Owned(table), Cow::Owned(hierarchies)) => {
            Some(Stage { levels: found.levels, table: Cow::Owned(table), hierarchies: Cow::Owned(hierarchies) })
        }
        _ => None,
    };
    Ok((
        Optimum {
            levels,
            loss,
            nodes: lattice.nodes(),
            counted: lattice.judged(),
            left_out: wanted.left_out.get(),
            recoding,
        },
        other,
    ))
}

fn stage_losses(stage: &Stage<'_>) -> Vec<Vec<f64>> {
    let of = stage.hierarchies.iter().enumerate();
    of.map(|(column, hierarchy)| mean_losses(hierarchy, &stage.table.value_rows(column))).collect()
}

impl Wanted<'_> {
    /// Whether there is no room for the classes of a node only because there are more than can hold: each that is kept has k people, and no two
    /// rows that are suppressed need be alike.
    fn are_too_many(&self, finer: &Finer<'_>, levels: &[usize]) -> io::Result<bool> {
        let kept = self.stage.table.row_count() - self.limit;
        Ok(finer.runs.most() as u64 >= kept / self.models.k.max(1) + self.limit && !finer.fits(levels)?)
    }

    /// A stage that has these levels; `None` of too many classes.
    fn at(&self, levels: &[usize], counting: Counting) -> Result<Option<Stage<'_>>, NoOptimum> {
        match self.finer {
            Some(finer) if self.stage.levels_in(levels).is_none() => {
                finer.stage(levels, counting).map_err(|e| NoOptimum::Unreadable(e.kind()))
            }
            _ => Ok(Some(self.stage.borrowed())),
        }
    }

    /// Counts the classes of a node.
    fn judge(&self, levels: &[usize], bound: f64) -> Result<Judged, NoOptimum> {
        let Some(stage) = self.at(levels, Counting::Each)? else {
            let sure = self.finer.map_or(Ok(true), |finer| self.are_too_many(&finer, levels));
            let sure = sure.map_err(|e| NoOptimum::Unreadable(e.kind()))?;
            self.left_out.set(self.left_out.get() + usize::from(!sure));
            return Ok(Judged::Fails);
        };
        let table = &*stage.table;
        let levels = stage.levels_in(levels).unwrap_or_default();
        let grouping = Grouping::at(table, &stage.hierarchies, &levels);
        let classes = Classes::count(table, &grouping);
        // What shrinks for certain as values grow coarser: only that tells of the nodes below.
        let certain = Models {
            l: self.models.l.filter(|l| matches!(l, Diversity::Distinct(_)) || self.limit == 0),
            t: self.models.t.filter(|_| self.limit == 0),
            ..self.models.clone()
        };
        let lost = |failing: &[bool]| -> u64 {
            failing.iter().zip(&classes.rows).filter(|(fails, _)| **fails).map(|(_, rows)| rows).sum()
        };
        let failing = certain.failing(table, &grouping, &classes);
        if lost(&failing) > self.limit {
            return Ok(Judged::Fails);
        }
        let failing = if certain == *self.models { failing } else { self.models.failing(table, &grouping, &classes) };
        let suppressed = lost(&failing);
        // Nothing is no release.
        if suppressed > self.limit || (suppressed == table.row_count() && suppressed > 0) {
            return Ok(Judged::Unfit);
        }
        let whole = suppressed == 0;
        Ok(Judged::Holds(if whole { bound } else { self.loss(&stage, &levels, &grouping, &failing) }))
    }

    /// What a node loses with its suppressed rows.
    fn loss(&self, stage: &Stage<'_>, levels: &[usize], grouping: &Grouping, failing: &[bool]) -> f64 {
        let table = &*stage.table;
        #[allow(clippy::cast_precision_loss)]
        let all = table.row_count().max(1) as f64;
        let columns = levels.iter().enumerate().map(|(column, &at)| {
            let level = &stage.hierarchies[column].levels()[at];
            let of = table.codes(column).iter().zip(table.rows()).zip(&grouping.class_of);
            let lost = of.map(|((&code, &rows), &class)| {
                #[allow(clippy::cast_precision_loss)]
                let rows = rows as f64;
                if failing[class as usize] { rows } else { level.loss(level.groups()[code as usize]) * rows }
            });
            lost.sum::<f64>() / all
        });
        aggregate(&columns.collect::<Vec<_>>(), self.weights)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::privacy::recoding::Cost;
    use crate::privacy::{Gather, Person};
    use crate::vocabulary::Closeness;
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

    /// Rows of three columns, of a sensitive one, and of people.
    pub(crate) type Row = (u8, u8, u8, u8, u8);

    pub(crate) fn rows() -> impl Strategy<Value = Vec<Row>> {
        let row = (0..8_u8, 0..6_u8, 0..4_u8, 0..3_u8, any::<u8>());
        proptest::collection::vec(row, 1..60)
    }

    pub(crate) fn table(rows: &[Row], persons: u8) -> Combinations {
        let mut gather = Gather::new(3, 1);
        for (a, b, c, secret, person) in rows {
            let cells = [a.to_string(), b.to_string(), c.to_string()];
            let secret = secret.to_string();
            let person = if persons == 0 { Person::EachRow } else { Person::Known(u64::from(person % persons)) };
            gather.row(cells.iter().map(|cell| Some(cell.as_str())), [Some(secret.as_str())].into_iter(), person);
        }
        gather.finish()
    }

    pub(crate) fn hierarchies(table: &Combinations) -> Vec<Hierarchy> {
        let halves = |value: &str| {
            let number = value.parse::<u8>().unwrap_or(0);
            vec![format!("half {}", number / 2), format!("quarter {}", number / 4)]
        };
        let names = ["half".to_owned(), "quarter".to_owned()];
        (0..3).map(|column| Hierarchy::by_rule(table.domain(column), &names, &halves)).collect()
    }

    /// The least loss of all nodes, one by one.
    fn by_force(table: &Combinations, hierarchies: &[Hierarchy], models: &Models) -> Option<f64> {
        let limit = suppression_limit(table, models);
        let mut best: Option<f64> = None;
        let tops: Vec<usize> = hierarchies.iter().map(Hierarchy::top).collect();
        for a in 0..=tops[0] {
            for b in 0..=tops[1] {
                for c in 0..=tops[2] {
                    let levels = [a, b, c];
                    let grouping = Grouping::at(table, hierarchies, &levels);
                    let classes = Classes::count(table, &grouping);
                    let failing = models.failing(table, &grouping, &classes);
                    let lost: u64 = failing.iter().zip(&classes.rows).filter(|(f, _)| **f).map(|(_, rows)| rows).sum();
                    if lost <= limit && lost < table.row_count() {
                        let recoding = Recoding::full_domain(table, hierarchies, &levels, &grouping, &failing);
                        let loss = Cost::of(&recoding, table, hierarchies, &[1.0; 3]).loss;
                        best = Some(best.map_or(loss, |best| best.min(loss)));
                    }
                }
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_optimum_is_that_of_trying_all(
            rows in rows(), persons in 0..12_u8, k in 1..6_u64, suppress in 0..4_u8, model in 0..6_u8,
        ) {
            let table = table(&rows, persons);
            let hierarchies = hierarchies(&table);
            let l = [None, Some(Diversity::Distinct(2)), Some(Diversity::Entropy(1.5)), Some(Diversity::Recursive { c: 2.0, l: 2 }), None, None];
            let t = (model >= 4).then_some(Closeness { t: 0.4, ordered: model == 5 });
            let models = Models { k, l: l[usize::from(model)], t, suppress: f64::from(suppress) * 0.08 };
            let found = optimum(&table, &hierarchies, &[1.0; 3], &models);
            match by_force(&table, &hierarchies, &models) {
                None => prop_assert_eq!(found, Err(NoOptimum::Unreachable)),
                Some(best) => {
                    let found = found.expect("an optimum");
                    prop_assert!((found.loss - best).abs() < 1e-9, "{} {}", found.loss, best);
                    let cost = Cost::of(&found.recoding, &table, &hierarchies, &[1.0; 3]);
                    prop_assert!((cost.loss - best).abs() < 1e-9);
                    // More people can only cost more.
                    if let Ok(more) = optimum(&table, &hierarchies, &[1.0; 3], &Models { k: k + 1, ..models.clone() }) {
                        prop_assert!(more.loss >= found.loss - 1e-9);
                    }
                    prop_assert!(cost.suppressed <= suppression_limit(&table, &models));
                }
            }
        }
    }

    #[test]
    fn fifty_columns_are_too_many() {
        let mut gather = Gather::new(50, 0);
        let cells: Vec<String> = (0..50).map(|at| at.to_string()).collect();
        gather.row(cells.iter().map(|cell| Some(cell.as_str())), std::iter::empty(), Person::EachRow);
        gather.row(cells.iter().rev().map(|cell| Some(cell.as_str())), std::iter::empty(), Person::EachRow);
        let table = gather.finish();
        let hierarchies: Vec<Hierarchy> =
            (0..50).map(|column| Hierarchy::by_rule(table.domain(column), &[], &|_| Vec::new())).collect();
        assert_eq!(
            optimum(&table, &hierarchies, &[1.0; 50], &Models { k: 2, ..Models::default() }),
            Err(NoOptimum::TooLarge)
        );
    }
}
