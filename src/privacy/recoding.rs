//! What every combination becomes, and what that costs.

use super::classes::{Classes, Grouping};
use super::closeness::Spread;
use super::combinations::Combinations;
use super::hierarchy::Hierarchy;
use super::models::{Histograms, Models};
use std::collections::BTreeMap;

/// No class: the rows do not leave.
const SUPPRESSED: u32 = u32::MAX;

/// A level of a column, and a group of that level.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Cell {
    /// Position of the level in the column's hierarchy.
    pub level: u8,
    /// Group of that level.
    pub group: u32,
}

/// What becomes of every combination of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recoding {
    width: usize,
    classes: usize,
    /// By combination.
    class_of: Vec<u32>,
    /// Of each class one cell a column, one class after another.
    cells: Vec<Cell>,
}

impl Recoding {
    /// No class yet: all rows are suppressed.
    pub(super) fn nothing(table: &Combinations) -> Self {
        Self { width: table.width(), classes: 0, class_of: vec![SUPPRESSED; table.len()], cells: Vec::new() }
    }

    /// Adds a class of these combinations.
    pub(super) fn add(&mut self, combinations: &[u32], cells: impl IntoIterator<Item = Cell>) {
        let class = u32::try_from(self.classes).unwrap_or(SUPPRESSED);
        self.classes += 1;
        self.cells.extend(cells);
        combinations.iter().for_each(|&combination| self.class_of[combination as usize] = class);
    }

    /// Every column at one level; classes that fail are suppressed.
    pub(super) fn full_domain(
        table: &Combinations,
        hierarchies: &[Hierarchy],
        levels: &[usize],
        grouping: &Grouping,
        failing: &[bool],
    ) -> Self {
        let mut recoding = Self::nothing(table);
        let mut numbers = vec![SUPPRESSED; grouping.classes];
        for (combination, &class) in grouping.class_of.iter().enumerate() {
            if failing[class as usize] {
                continue;
            }
            let number = &mut numbers[class as usize];
            if *number == SUPPRESSED {
                *number = u32::try_from(recoding.classes).unwrap_or(SUPPRESSED);
                recoding.classes += 1;
                recoding.cells.extend(hierarchies.iter().zip(levels).enumerate().map(
                    |(column, (hierarchy, &level))| {
                        let code = table.codes(column)[combination] as usize;
                        Cell {
                            level: u8::try_from(level).unwrap_or(u8::MAX),
                            group: hierarchy.levels()[level].groups()[code],
                        }
                    },
                ));
            }
            recoding.class_of[combination] = *number;
        }
        recoding
    }

    /// Number of classes.
    #[must_use]
    pub const fn classes(&self) -> usize {
        self.classes
    }

    /// The class of a combination; `None` where its rows are suppressed.
    #[must_use]
    pub fn class(&self, combination: usize) -> Option<usize> {
        Some(self.class_of[combination]).filter(|class| *class != SUPPRESSED).map(|class| class as usize)
    }

    /// What the columns of a class are.
    #[must_use]
    pub fn cells(&self, class: usize) -> &[Cell] {
        &self.cells[class * self.width..][..self.width]
    }

    /// The combinations that leave, grouped by what is written of them, as whoever has the release sees it; and of each combination of `table`
    /// the class, [`None`] where its rows are suppressed. Two classes that are written alike are one.
    #[must_use]
    pub fn as_written(&self, hierarchies: &[Hierarchy]) -> (Vec<Option<u32>>, usize) {
        let mut known: BTreeMap<Vec<Option<&str>>, u32> = BTreeMap::new();
        let mut numbers = Vec::with_capacity(self.classes());
        for class in 0..self.classes() {
            let written = self.cells(class).iter().zip(hierarchies);
            let written =
                written.map(|(cell, hierarchy)| hierarchy.levels()[usize::from(cell.level)].label(cell.group));
            let next = u32::try_from(known.len()).unwrap_or(SUPPRESSED);
            numbers.push(*known.entry(written.collect()).or_insert(next));
        }
        let of = |&class: &u32| (class != SUPPRESSED).then(|| numbers[class as usize]);
        (self.class_of.iter().map(of).collect(), known.len())
    }
}

/// What a recoding costs, each measure as ARX defines it. Rows that are suppressed count as rows of which nothing is left.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Cost {
    /// Rows that do not leave.
    pub suppressed: u64,
    /// "Loss" (Iyengar 2002): of each column the mean over all rows of the share of its domain that the cell can no longer be told from; of all
    /// columns the geometric mean of 1 + loss, less 1. 0 is nothing lost, 1 is all.
    pub loss: f64,
    /// The same by column.
    pub columns: Vec<f64>,
    /// "Precision" (Sweeney 2002): mean of level by height over all cells. 0 is nothing lost.
    pub precision: f64,
    /// "Discernibility" (Bayardo and Agrawal 2005): sum over the rows of how many rows each cannot be told from; all, of a suppressed one.
    pub discernibility: f64,
    /// "Average class size" (LeFevre et al. 2006): rows that leave by classes.
    pub average_class: f64,
    /// "Non-uniform entropy" (De Waal and Willenborg 1999, Gionis and Tassa 2009): bits that are needed to tell the value from what is written,
    /// summed over all cells, by the bits of a table of which nothing is left.
    pub entropy: f64,
}

/// The geometric mean of 1 + loss, less 1. Weights say how much a column counts beside the others.
#[must_use]
pub fn aggregate(columns: &[f64], weights: &[f64]) -> f64 {
    let all: f64 = weights.iter().sum();
    let log: f64 = columns.iter().zip(weights).map(|(loss, weight)| loss.ln_1p() * weight).sum();
    if all > 0.0 { (log / all).exp_m1() } else { 0.0 }
}

#[allow(clippy::cast_precision_loss)]
fn real(count: u64) -> f64 {
    count as f64
}

impl Cost {
    /// Measures a recoding.
    #[must_use]
    pub fn of(recoding: &Recoding, table: &Combinations, hierarchies: &[Hierarchy], weights: &[f64]) -> Self {
        let rows = real(table.row_count()).max(1.0);
        let mut cost = Self { columns: Vec::with_capacity(hierarchies.len()), ..Self::default() };
        let mut levels = 0.0;
        let (mut bits, mut most_bits) = (0.0, 0.0);
        for (column, hierarchy) in hierarchies.iter().enumerate() {
            let counts = Counts::of(table, hierarchy, column);
            let (mut lost, mut level) = (0.0, 0.0);
            let below = hierarchy.below().len();
            for (combination, &count) in table.rows().iter().enumerate() {
                let code = table.codes(column)[combination];
                let most = counts.bits(code, None);
                most_bits += real(count) * most;
                match recoding.class(combination).map(|class| recoding.cells(class)[column]) {
                    Some(cell) => {
                        lost += real(count) * hierarchy.levels()[usize::from(cell.level)].loss(cell.group);
                        // Of a hierarchy without its finest levels the others are as high as before.
                        let (at, top) = (usize::from(cell.level) + below, hierarchy.top() + below);
                        level += real(count) * real(at as u64) / real(top.max(1) as u64);
                        bits += real(count) * counts.bits(code, Some(cell));
                    }
                    None => {
                        lost += real(count);
                        level += real(count);
                        bits += real(count) * most;
                    }
                }
            }
            cost.columns.push(lost / rows);
            levels += level / rows;
        }
        cost.loss = aggregate(&cost.columns, weights);
        cost.precision = levels / real(hierarchies.len().max(1) as u64);
        cost.entropy = if most_bits > 0.0 { bits / most_bits } else { 0.0 };
        cost.sizes(recoding, table, hierarchies);
        cost
    }

    fn sizes(&mut self, recoding: &Recoding, table: &Combinations, hierarchies: &[Hierarchy]) {
        let (class_of, classes) = recoding.as_written(hierarchies);
        let mut sizes = vec![0_u64; classes];
        for (class, count) in class_of.iter().zip(table.rows()) {
            match class {
                Some(class) => sizes[*class as usize] += count,
                None => self.suppressed += count,
            }
        }
        let kept: u64 = sizes.iter().sum();
        self.average_class = if sizes.is_empty() { 0.0 } else { real(kept) / real(sizes.len() as u64) };
        let squares: f64 = sizes.iter().map(|&size| real(size) * real(size)).sum();
        self.discernibility = squares + real(self.suppressed) * real(table.row_count());
    }
}

/// Rows of the groups of a column, level by level.
struct Counts<'h> {
    hierarchy: &'h Hierarchy,
    /// By level and group.
    groups: Vec<Vec<u64>>,
}

impl<'h> Counts<'h> {
    fn of(table: &Combinations, hierarchy: &'h Hierarchy, column: usize) -> Self {
        let mut groups: Vec<Vec<u64>> = hierarchy.levels().iter().map(|level| vec![0; level.len()]).collect();
        for (&code, rows) in table.codes(column).iter().zip(table.rows()) {
            for (level, counts) in hierarchy.levels().iter().zip(&mut groups) {
                counts[level.groups()[code as usize] as usize] += rows;
            }
        }
        Self { hierarchy, groups }
    }

    /// Bits from a cell to its value; from `*` without a cell. Of values that are not in the table any more, the mean of their bits: summed over
    /// all rows it comes to the same.
    fn bits(&self, code: u32, cell: Option<Cell>) -> f64 {
        let value = self.groups[0][self.hierarchy.levels()[0].groups()[code as usize] as usize];
        let wide = match cell {
            Some(cell) => self.groups[usize::from(cell.level)][cell.group as usize],
            None => self.groups[self.hierarchy.top()].iter().sum(),
        };
        if value == 0 || wide == 0 {
            return 0.0;
        }
        real(wide).log2() - self.hierarchy.bits_below(code).unwrap_or_else(|| real(value).log2())
    }
}

/// The classes of what leaves, as whoever has it sees them.
#[derive(Clone, Debug)]
pub struct Written {
    /// Of each combination the class; those whose rows are suppressed are in one class behind the others.
    pub grouping: Grouping,
    /// The classes, without that last one.
    pub classes: Classes,
}

impl Written {
    /// Reads what a recoding writes.
    #[must_use]
    pub fn of(recoding: &Recoding, table: &Combinations, hierarchies: &[Hierarchy]) -> Self {
        let (class_of, count) = recoding.as_written(hierarchies);
        let last = u32::try_from(count).unwrap_or(SUPPRESSED);
        let class_of = class_of.into_iter().map(|class| class.unwrap_or(last)).collect();
        let grouping = Grouping { class_of, classes: count + 1 };
        let mut classes = Classes::count(table, &grouping);
        classes.rows.truncate(count);
        classes.people.truncate(count);
        Self { grouping, classes }
    }

    /// Classes that are not what the models ask for. Closeness is to the rows that leave, as whoever has them reckons it.
    #[must_use]
    pub fn failing(&self, table: &Combinations, models: &Models) -> usize {
        let loose = Models { t: None, ..models.clone() };
        let mut failing = loose.failing(table, &self.grouping, &self.classes);
        for column in table.sensitive().iter().filter(|_| models.t.is_some()) {
            let histograms = Histograms::of(column, &self.grouping);
            let mut totals = vec![0; column.domain.len()];
            for class in 0..failing.len() {
                histograms.class(class).iter().for_each(|&(value, rows)| totals[value as usize] += rows);
            }
            let spread = Spread::of_totals(column, totals);
            let mut scratch = Vec::new();
            for (class, fails) in failing.iter_mut().enumerate() {
                *fails |= models.t.is_some_and(|t| !spread.is_met(t, histograms.class(class), &mut scratch));
            }
        }
        failing.iter().filter(|fails| **fails).count()
    }
}
