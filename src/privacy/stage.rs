//! The table that a search works on: all combinations, or, where memory does not hold them, those that are left when some columns begin at a
//! coarser level.

use super::combinations::{Combinations, Domain};
use super::hierarchy::Hierarchy;
use super::lattice::{Judged, Lattice};
use super::recoding::aggregate;
use super::runs::{Counting, Cut, Runs};
use std::borrow::Cow;
use std::io;

/// A table, and what its values become. Levels of its hierarchies are counted from those that it begins at.
#[derive(Clone, Debug)]
pub struct Stage<'a> {
    /// The level of each column that is finest in it; 0 is the values.
    pub levels: Vec<usize>,
    /// The table.
    pub table: Cow<'a, Combinations>,
    /// From those levels on.
    pub hierarchies: Cow<'a, [Hierarchy]>,
}

impl<'a> Stage<'a> {
    /// All combinations.
    #[must_use]
    pub fn whole(table: &'a Combinations, hierarchies: &'a [Hierarchy]) -> Self {
        Self {
            levels: vec![0; hierarchies.len()],
            table: Cow::Borrowed(table),
            hierarchies: Cow::Borrowed(hierarchies),
        }
    }

    /// The same, of a table that it keeps.
    #[must_use]
    pub fn owned(table: Combinations, hierarchies: Vec<Hierarchy>) -> Stage<'static> {
        Stage { levels: vec![0; hierarchies.len()], table: Cow::Owned(table), hierarchies: Cow::Owned(hierarchies) }
    }

    /// Where levels of the whole hierarchies are in this one's; `None` where one is finer than what it begins at.
    pub(super) fn levels_in(&self, levels: &[usize]) -> Option<Vec<usize>> {
        levels.iter().zip(&self.levels).map(|(level, begin)| level.checked_sub(*begin)).collect()
    }

    /// For each column, its values with their codes.
    #[must_use]
    pub fn codes(&self) -> Vec<(Domain, Vec<u32>)> {
        let of = |column| {
            let domain = self.table.domain(column).clone();
            let codes = (0..u32::try_from(domain.len()).unwrap_or(u32::MAX)).collect();
            (domain, codes)
        };
        (0..self.table.width()).map(of).collect()
    }

    /// The same table, borrowed.
    pub(super) fn borrowed(&self) -> Stage<'_> {
        Stage {
            levels: self.levels.clone(),
            table: Cow::Borrowed(&self.table),
            hierarchies: Cow::Borrowed(&self.hierarchies),
        }
    }
}

/// Combinations on disk, and the whole hierarchies of their columns.
#[derive(Clone, Copy, Debug)]
pub struct Finer<'a> {
    /// The combinations.
    pub runs: &'a Runs,
    /// From the values on.
    pub hierarchies: &'a [Hierarchy],
}

impl Finer<'_> {
    /// The stage that begins at these levels; `None` where memory does not hold it.
    ///
    /// # Errors
    /// When the combinations cannot be read.
    pub fn stage(&self, levels: &[usize], counting: Counting) -> io::Result<Option<Stage<'static>>> {
        let (cuts, hierarchies): (Vec<Cut>, Vec<Hierarchy>) = self.cuts(levels).unzip();
        let table = self.runs.table(&cuts, counting)?;
        Ok(table.map(|table| Stage {
            levels: levels.to_vec(),
            table: Cow::Owned(table),
            hierarchies: Cow::Owned(hierarchies),
        }))
    }

    fn cuts(&self, levels: &[usize]) -> impl Iterator<Item = (Cut, Hierarchy)> {
        let of = |(column, (hierarchy, &level)): (usize, (&Hierarchy, &usize))| self.runs.cut(column, hierarchy, level);
        self.hierarchies.iter().zip(levels).enumerate().map(of)
    }

    /// For each column, its values with their codes in a stage.
    #[must_use]
    pub fn codes(&self, stage: &Stage<'_>) -> Vec<(Domain, Vec<u32>)> {
        let of = |(column, (cut, _)): (usize, (Cut, Hierarchy))| (self.runs.domain(column).clone(), cut.into_codes());
        self.cuts(&stage.levels).enumerate().map(of).collect()
    }

    /// Every combination on disk: its values, its codes in a stage, and rows.
    pub(super) fn each(&self, stage: &Stage<'_>, see: impl FnMut(&[u32], &[u32], u64)) -> io::Result<()> {
        let cuts: Vec<Cut> = self.cuts(&stage.levels).map(|(cut, _)| cut).collect();
        self.runs.each(&cuts, see)
    }

    /// Whether memory would hold the combinations at these levels.
    pub(super) fn fits(&self, levels: &[usize]) -> io::Result<bool> {
        let cuts: Vec<Cut> = self.cuts(levels).map(|(cut, _)| cut).collect();
        self.runs.fit(&cuts)
    }

    /// The stage that memory holds whose levels lose least. It depends on the combinations alone. `None` where nothing fits.
    ///
    /// # Errors
    /// When the combinations cannot be read.
    pub fn finest(&self, weights: &[f64]) -> io::Result<Option<Stage<'static>>> {
        let losses = self.losses();
        let judge = |levels: &[usize], bound| -> io::Result<Judged> {
            Ok(if self.fits(levels)? { Judged::Holds(bound) } else { Judged::Fails })
        };
        let bottom = vec![0; losses.len()];
        let begin = match Lattice::new(&losses, weights) {
            Some(mut lattice) => lattice.search(&judge)?.map(|(_, levels)| levels),
            // Too many columns to try all: up a path of least loss, by halves.
            None => {
                let path = path(&losses, weights, bottom);
                let (mut low, mut high) = (0, path.len());
                while low < high {
                    let middle = usize::midpoint(low, high);
                    if self.fits(&path[middle])? { high = middle } else { low = middle + 1 }
                }
                path.into_iter().nth(low)
            }
        };
        let begin = begin.map(|levels| self.lowered(levels, &losses)).transpose()?;
        // There may be room for the combinations and not for their people.
        for levels in begin.into_iter().flat_map(|begin| path(&losses, weights, begin)) {
            if let Some(stage) = self.stage(&levels, Counting::All)? {
                return Ok(Some(stage));
            }
        }
        Ok(None)
    }

    /// The levels, each put back down as long as that loses as much and fits all the same: labels that lose nothing may be values as well.
    fn lowered(&self, mut levels: Vec<usize>, losses: &[Vec<f64>]) -> io::Result<Vec<usize>> {
        for (column, losses) in losses.iter().enumerate() {
            while levels[column] > 0 && losses[levels[column] - 1] >= losses[levels[column]] {
                levels[column] -= 1;
                if !self.fits(&levels)? {
                    levels[column] += 1;
                    break;
                }
            }
        }
        Ok(levels)
    }

    /// What each column loses at each level, of all rows.
    pub(super) fn losses(&self) -> Vec<Vec<f64>> {
        let of = self.hierarchies.iter().enumerate();
        of.map(|(column, hierarchy)| mean_losses(hierarchy, self.runs.rows(column))).collect()
    }
}

/// From these levels to one class, always by the step that loses least.
fn path(losses: &[Vec<f64>], weights: &[f64], begin: Vec<usize>) -> Vec<Vec<usize>> {
    let mut path = vec![begin.clone()];
    let mut at = begin;
    loop {
        let lost = |column: usize| {
            let of = losses.iter().zip(&at).enumerate();
            let of = of.map(|(nth, (losses, &level))| losses[level + usize::from(nth == column)]);
            aggregate(&of.collect::<Vec<_>>(), weights)
        };
        let higher = (0..at.len()).filter(|&column| at[column] + 1 < losses[column].len());
        let Some(next) = higher.min_by(|&a, &b| lost(a).total_cmp(&lost(b)).then(a.cmp(&b))) else { return path };
        at[next] += 1;
        path.push(at.clone());
    }
}

/// What a column loses at each level, of all rows, from the rows of its values.
pub(super) fn mean_losses(hierarchy: &Hierarchy, rows: &[u64]) -> Vec<f64> {
    #[allow(clippy::cast_precision_loss)]
    let all = rows.iter().sum::<u64>().max(1) as f64;
    let lost = |level: &super::hierarchy::Level| {
        #[allow(clippy::cast_precision_loss)]
        let of = level.groups().iter().zip(rows).map(|(&group, &rows)| level.loss(group) * rows as f64);
        of.sum::<f64>() / all
    };
    hierarchy.levels().iter().map(lost).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Gather, Gathered, Gathering, Person};

    #[test]
    fn fifty_columns_begin_where_memory_holds_them() {
        let mut gathering = Gathering::new(50, 0, 40, &tempfile::tempfile, std::sync::Arc::new(|| false));
        for part in 0..10_u64 {
            let mut gather = Gather::new(50, 0);
            for row in 0..20 {
                // Two columns tell rows apart, a third tells a part from another, and the others nothing.
                let cells: Vec<String> = (0..50)
                    .map(|column| match column {
                        0 => (part * 20 + row).to_string(),
                        1 => row.to_string(),
                        2 => (part % 2).to_string(),
                        _ => "x".to_owned(),
                    })
                    .collect();
                let person = Person::Known((part * 20 + row) << 40);
                gather.row(cells.iter().map(|cell| Some(cell.as_str())), std::iter::empty(), person);
            }
            gathering.add(&gather).expect("added");
        }
        let Gathered::Aside(runs) = gathering.finish().expect("gathered") else { panic!("it does not fit") };
        let tens = |value: &str| vec![(value.parse::<u64>().unwrap_or(0) / 10).to_string()];
        let hierarchies: Vec<Hierarchy> =
            (0..50).map(|column| Hierarchy::by_rule(runs.domain(column), &["tens".to_owned()], &tens)).collect();
        let stage = Finer { runs: &runs, hierarchies: &hierarchies }.finest(&[1.0; 50]).expect("read").expect("fits");
        // By tens, two columns of twenty and two values leave twenty combinations.
        assert_eq!(stage.levels[..3], [1, 1, 0]);
        assert_eq!((stage.table.len(), stage.table.row_count()), (20, 200));
    }
}
