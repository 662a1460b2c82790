//! Numbers that are changed one by one: what rounding, coding and noise share.
//!
//! A number is counted in the smallest unit of its type: a sum in hundredths, a count and an age in ones.

use super::{Subjects, Trace, Transform};
use crate::canon::amount::{self, ParsedAmount};
use crate::canon::reading::Mark;
use crate::column::{ColumnError, DECIMAL, Fit, Output, map_ages, map_counts, map_decimals};
use crate::vocabulary::SemanticType;
use arrow::array::Array;
use arrow::datatypes::DataType;
use std::fmt;

/// A type whose values are numbers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Amount,
    Count,
    Age,
}

impl Kind {
    /// The kind of a type; `None` for types of other values.
    pub(super) fn of(semantic: SemanticType) -> Option<Self> {
        match semantic {
            SemanticType::Amount => Some(Self::Amount),
            SemanticType::Count => Some(Self::Count),
            SemanticType::Age => Some(Self::Age),
            _ => None,
        }
    }

    /// Smallest units in one.
    pub(super) fn unit(self) -> i128 {
        match self {
            Self::Amount => 100,
            Self::Count | Self::Age => 1,
        }
    }

    /// The largest number there is, in smallest units.
    pub(super) fn largest(self) -> i128 {
        match self {
            Self::Age => 130,
            Self::Amount | Self::Count => i128::MAX,
        }
    }

    /// A number of a profile in smallest units; `None` where it has decimals that the type has not.
    pub(super) fn read(self, number: &str) -> Option<i128> {
        let ParsedAmount::Cents(cents) = amount::parse(number) else { return None };
        (cents % (100 / self.unit()) == 0).then_some(cents / (100 / self.unit()))
    }
}

/// What becomes of one number.
pub(super) trait Change: fmt::Debug + Send + Sync {
    /// The number to release, in smallest units, for a number on a row of this person.
    ///
    /// # Errors
    /// What becomes of the value where no number is released.
    fn change(&self, number: i128, subject: Option<&str>) -> Result<i128, Fit>;
    /// Whether the change depends on the person, and on a key.
    fn is_personal(&self) -> bool {
        false
    }
}

/// A change bound to a column of numbers. Numbers keep the output type that `keep` gives them.
#[derive(Debug)]
pub(super) struct Changed<C> {
    pub(super) kind: Kind,
    pub(super) change: C,
    /// The decimal mark of sums, if it is known.
    pub(super) mark: Option<Mark>,
}

impl<C: Change> Changed<C> {
    fn whole(&self, number: i64, subject: Option<&str>) -> Result<i64, Fit> {
        let changed = self.change.change(number.into(), subject)?;
        i64::try_from(changed).map_err(|_| Fit::Unfit)
    }
}

impl<C: Change> Transform for Changed<C> {
    fn output_type(&self) -> DataType {
        match self.kind {
            Kind::Amount => DataType::Decimal128(DECIMAL.0, DECIMAL.1),
            Kind::Count | Kind::Age => DataType::Int64,
        }
    }

    fn trace(&self) -> Trace {
        if self.change.is_personal() { Trace::Keyed } else { Trace::Coarse }
    }

    fn needs_subjects(&self) -> bool {
        self.change.is_personal()
    }

    fn apply(&self, input: &dyn Array, subjects: Subjects<'_>) -> Result<Output, ColumnError> {
        match self.kind {
            Kind::Amount => map_decimals(input, self.mark, |row, number| self.change.change(number, subjects.row(row))),
            Kind::Count => map_counts(input, |row, number| self.whole(number, subjects.row(row))),
            Kind::Age => map_ages(input, |row, number| self.whole(number, subjects.row(row))),
        }
    }
}
