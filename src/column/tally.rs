//! What became of the values of a column.

use crate::canon::reading::Open;
use crate::canon::{Canonical, Withheld};
use arrow::array::ArrayRef;

/// What became of one value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fit {
    /// It fits its type and was written.
    Written,
    /// It has the form of its type and was written, but a check digit or a date inside says that it may be mistyped.
    Doubtful,
    /// It was written as a stated rule reads it: a year of two digits by the schema's pivot, a sum without the noise of binary fractions, a
    /// time cut to microseconds, the first of several values.
    ByRule,
    /// It was NULL, or spelled like NULL where that means NULL.
    Null,
    /// It does not fit and became NULL.
    Unfit,
    /// It would fit if the schema said how it is read; as it is, it became NULL.
    Open(Open),
    /// It does not fit, and something that says nothing of it was written: a token over its text, or `other`.
    Replaced,
    /// It could stand for several values, or for a part of one, and became NULL.
    Withheld(Withheld),
    /// Nobody knows whose row it stands on, which the technique must, and it became NULL.
    Unlinked,
}

impl Fit {
    /// Whether something was written.
    #[must_use]
    pub fn is_written(self) -> bool {
        matches!(self, Self::Written | Self::Doubtful | Self::ByRule | Self::Replaced)
    }
}

/// What became of a value for which its canonical form stands.
impl From<Canonical> for Fit {
    fn from(canonical: Canonical) -> Self {
        match canonical {
            Canonical::Written => Self::Written,
            Canonical::Null => Self::Null,
            Canonical::Unfit => Self::Unfit,
            Canonical::Withheld(why) => Self::Withheld(why),
        }
    }
}

/// Counts of [`Fit`] over the rows of a column. Sums of tallies do not depend on how rows were grouped.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Tally {
    /// Rows seen.
    pub rows: u64,
    /// Values that were NULL on arrival.
    pub nulls: u64,
    /// Values that were written although a check digit or date inside them fails.
    pub doubtful: u64,
    /// Values that were read by a rule that is stated, and written.
    pub by_rule: u64,
    /// Values that did not fit and became NULL.
    pub unfit: u64,
    /// Those of them that a schema could make fit, by what it would have to say: the order of day and month, a century, the decimal mark.
    pub open: [u64; 3],
    /// Values that did not fit and were replaced.
    pub replaced: u64,
    /// Numbers that lost digits (`8,50315E+11`), NULL.
    pub lossy: u64,
    /// Masked values, NULL.
    pub masked: u64,
    /// Several values in one cell, NULL.
    pub several: u64,
    /// Values on rows of nobody known, NULL.
    pub unlinked: u64,
}

impl Tally {
    /// Counts a value that stands on `rows` rows.
    pub fn note(&mut self, fit: Fit, rows: u64) {
        self.rows += rows;
        match fit {
            Fit::Written => {}
            Fit::Doubtful => self.doubtful += rows,
            Fit::ByRule => self.by_rule += rows,
            Fit::Null => self.nulls += rows,
            Fit::Unfit => self.unfit += rows,
            Fit::Open(open) => {
                self.unfit += rows;
                self.open[open as usize] += rows;
            }
            Fit::Replaced => self.replaced += rows,
            Fit::Withheld(Withheld::Lossy) => self.lossy += rows,
            Fit::Withheld(Withheld::Masked) => self.masked += rows,
            Fit::Withheld(Withheld::Several) => self.several += rows,
            Fit::Unlinked => self.unlinked += rows,
        }
    }

    /// Adds another tally of the same column.
    pub fn add(&mut self, other: &Self) {
        let Self { rows, nulls, doubtful, by_rule, unfit, open, replaced, lossy, masked, several, unlinked } = other;
        self.rows += rows;
        self.nulls += nulls;
        self.doubtful += doubtful;
        self.by_rule += by_rule;
        self.unfit += unfit;
        self.open.iter_mut().zip(open).for_each(|(sum, more)| *sum += more);
        self.replaced += replaced;
        self.lossy += lossy;
        self.masked += masked;
        self.several += several;
        self.unlinked += unlinked;
    }

    /// Values that did not fit their type, whatever became of them.
    #[must_use]
    pub fn misfits(&self) -> u64 {
        self.unfit + self.replaced + self.lossy + self.masked + self.several
    }

    /// Values that were there.
    #[must_use]
    pub fn non_null(&self) -> u64 {
        self.rows - self.nulls
    }
}

/// A transformed column: one value for each row of the input, and the tally.
#[derive(Debug)]
pub struct Output {
    /// The released values.
    pub array: ArrayRef,
    /// What became of the input's.
    pub tally: Tally,
}
