//! Batches that may leave.

use super::compile::{DatasetPlan, Decision, Release};
use super::missing::NullPatterns;
use crate::column::{ColumnError, Tally};
use crate::error::{Code, Diagnostic, Message, Shown};
use crate::message;
use crate::place::Place;
use crate::recognize::name::{Names, Word};
use crate::recognize::{Evidence, Recognizer as _};
use crate::transform::{Origin, Subjects};
use arrow::array::{Array as _, ArrayRef, AsArray as _, RecordBatch, RecordBatchOptions};
use std::sync::Arc;

/// A batch whose every column went through its transform and the guard. Only this module makes one.
#[derive(Debug)]
pub struct Released {
    batch: RecordBatch,
}

impl Released {
    /// Rows that were released and made coarser.
    pub(super) fn recoded(batch: RecordBatch) -> Self {
        Self { batch }
    }

    /// Which columns are NULL together, and on how many rows.
    #[must_use]
    pub fn null_patterns(&self) -> NullPatterns {
        NullPatterns::of(&self.batch)
    }

    /// The rows.
    #[must_use]
    pub fn batch(&self) -> &RecordBatch {
        &self.batch
    }
}

/// The rows of a batch: how many, whose, and where from.
#[derive(Clone, Copy, Debug)]
pub struct Rows<'a> {
    /// How many.
    pub count: usize,
    /// Whose.
    pub subjects: Subjects<'a>,
    /// Where the first one came from.
    pub origin: Origin,
}

/// What became of the values of one released column.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ColumnTally {
    /// In the transform.
    pub values: Tally,
    /// Cells that the guard withheld.
    pub guarded: u64,
    /// NULL cells of the output.
    pub nulls_out: u64,
    /// Cells of an acknowledged column that are names of people.
    pub named: u64,
}

impl ColumnTally {
    /// Adds another tally of the same column.
    pub fn add(&mut self, other: &Self) {
        self.values.add(&other.values);
        self.guarded += other.guarded;
        self.nulls_out += other.nulls_out;
        self.named += other.named;
    }
}

/// Why a batch may not leave.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refused {
    /// The physical type of this released column cannot be read.
    Type(usize),
    /// The text of this released column is too large for one unit.
    Size(usize),
    /// An image was found in this released column.
    Image(usize),
    /// The arrays do not make a batch: a bug.
    Shape,
}

/// Unfit cells that are always tolerated, however few rows there are.
const UNFIT_FLOOR: u64 = 10;
/// Share of non-NULL cells that may be unfit unless the schema says otherwise.
pub(crate) const UNFIT_SHARE: f64 = 0.20;
/// Guard hits that are always tolerated.
const GUARD_FLOOR: u64 = 10;
/// Share of cells that may be guard hits: past it, what no pattern sees came with them.
const GUARD_SHARE: f64 = 0.001;

/// Transforms the array of the released column at this position, guards the result, and deals with NULL.
pub(super) fn release_one(
    release: &Release,
    at: usize,
    input: &ArrayRef,
    rows: &Rows<'_>,
) -> Result<(ArrayRef, ColumnTally), Refused> {
    let output = release.transform.apply(&**input, rows.subjects).map_err(|error| match error {
        ColumnError::Type => Refused::Type(at),
        ColumnError::Size => Refused::Size(at),
    })?;
    let mut tally = ColumnTally { values: output.tally, ..ColumnTally::default() };
    let mut array = output.array;
    if let Some(guard) = &release.guard {
        let inspected = guard.inspect(&array);
        if inspected.image {
            return Err(Refused::Image(at));
        }
        tally.guarded = inspected.withheld;
        array = inspected.array;
    }
    tally.nulls_out = array.null_count() as u64;
    Ok((release.nulls.apply(array, &*release.transform, rows.origin), tally))
}

impl DatasetPlan {
    /// Transforms the arrays of the released columns, in their order, guards the results, and deals with NULL.
    ///
    /// # Errors
    /// [`Refused`], with the position of the released column.
    pub fn release(&self, inputs: &[ArrayRef], rows: &Rows<'_>) -> Result<(Released, Vec<ColumnTally>), Refused> {
        let mut arrays = Vec::with_capacity(inputs.len());
        let mut tallies = Vec::with_capacity(inputs.len());
        let columns = self.columns.iter().filter(|column| column.release().is_some());
        for (at, ((release, column), input)) in self.releases().zip(columns).zip(inputs).enumerate() {
            let (array, mut tally) = release_one(release, at, input, rows)?;
            if column.leaves_by_word().is_some() {
                tally.named = names_in(&array);
            }
            arrays.push(array);
            tallies.push(tally);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(rows.count));
        let batch = RecordBatch::try_new_with_options(self.transformed.clone(), arrays, &options)
            .map_err(|_| Refused::Shape)?;
        Ok((Released { batch }, tallies))
    }

    /// Rows that were released before and come back in another order, stream by stream: the streams' columns side by side.
    ///
    /// # Errors
    /// [`Refused::Shape`] when they do not make a batch of so many rows.
    pub fn rejoin(&self, streams: &[RecordBatch], rows: usize) -> Result<Released, Refused> {
        let mut columns: Vec<Option<ArrayRef>> = vec![None; self.output.fields().len()];
        for (stream, batch) in self.streams.iter().zip(streams) {
            for (&at, column) in stream.columns.iter().zip(batch.columns()) {
                columns[at] = Some(Arc::clone(column));
            }
        }
        let columns: Vec<ArrayRef> = columns.into_iter().collect::<Option<_>>().ok_or(Refused::Shape)?;
        let options = RecordBatchOptions::new().with_row_count(Some(rows));
        let batch =
            RecordBatch::try_new_with_options(self.output.clone(), columns, &options).map_err(|_| Refused::Shape)?;
        Ok(Released { batch })
    }

    /// Judges the sums of all tallies: too many misfits or guard hits in a column forbid the release.
    #[must_use]
    pub fn judge(&self, totals: &[ColumnTally]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let released = self.columns.iter().filter(|c| matches!(c.decision, Decision::Release(_)));
        for (column, total) in released.zip(totals) {
            let name = Shown::name(&column.key);
            let place = Place::input(Shown::name(&self.name)).column(name.clone());
            let (misfits, there) = (total.values.misfits(), total.values.non_null());
            if misfits > unfit_limit(there, column.max_unfit) {
                let own_format = column.release().is_some_and(|release| release.technique == "format-preserve");
                let message = if own_format {
                    message!("{} of {} values have no format that `format-preserve` keeps", misfits, there)
                } else {
                    message!("{} of {} values are not of type `{}`", misfits, there, column.semantic)
                };
                let hint = remedy(&total.values, own_format, &name);
                problems.push(Diagnostic::new(Code::E711, message).place(place.clone()).hint(hint));
            }
            if total.named > limit(there, NAMED_SHARE, NAMED_FLOOR) {
                let message =
                    message!("{} of {} cells hold names of people, whatever was acknowledged", total.named, there);
                let hint = message!("declare `{}` as what it is: names leave in no release but a personal one", name);
                problems.push(Diagnostic::new(Code::E713, message).place(place.clone()).hint(hint));
            }
            if total.guarded > guard_limit(total.values.rows) {
                let message = message!("{} cells held identifiers and were withheld: too many", total.guarded);
                let hint = message!("what no pattern sees came with them; drop the column or declare it as free-text");
                problems.push(Diagnostic::new(Code::E712, message).place(place).hint(hint));
            }
        }
        problems
    }
}

/// Cells that may look like names where somebody says that nobody is named: words are names too.
const NAMED_FLOOR: u64 = 5;
/// And their share.
const NAMED_SHARE: f64 = 0.20;

/// Cells that are names of people: given names, surnames and patronymics, alone or together.
fn names_in(array: &ArrayRef) -> u64 {
    let Some(texts) = array.as_string_opt::<i32>() else { return 0 };
    let is_name = |text: &str| {
        let word = Word::of(text.trim());
        word.given || word.surname || word.patronymic || Names.judge(text) == Evidence::Strong
    };
    texts.iter().flatten().filter(|text| is_name(text)).count() as u64
}

/// What to do about values that do not fit, by what most of them are.
fn remedy(values: &Tally, own_format: bool, name: &Shown) -> Message {
    let [order, century, mark] = values.open;
    let causes = [
        (
            order,
            message!(
                "{} are dates whose day and month could be either: `order = \"day-first\"` or `\"month-first\"` of `{}` in its schema says which",
                order,
                name
            ),
        ),
        (
            century,
            message!(
                "{} have years of two digits: `pivot = 2026` of `{}` in its schema reads 26 as 2026 and 27 as 1927",
                century,
                name
            ),
        ),
        (
            mark,
            message!(
                "{} are sums such as 9.999 and 9,999, a thousandth or thousands: `decimal = \",\"` or `\".\"` of `{}` in its schema says which",
                mark,
                name
            ),
        ),
        (
            values.several,
            message!(
                "{} hold several values: `several = \"first\"` of `{}` in its schema takes the first",
                values.several,
                name
            ),
        ),
        (values.lossy, message!("{} lost digits in a spreadsheet: export `{}` as text", values.lossy, name)),
        (
            values.masked,
            message!(
                "{} are masked already: declare `{}` as `free-text`, or let the profile drop it",
                values.masked,
                name
            ),
        ),
    ];
    let most = causes.into_iter().max_by_key(|(cells, _)| *cells).filter(|(cells, _)| 2 * cells >= values.misfits());
    match most {
        Some((_, hint)) => hint,
        None if own_format => message!(
            "it takes six digits or more, with `base36` four or more of a-z and 0-9, and IINs whose check digit is right; for other values of `{}` name `pseudonymize` or `encrypt` in the profile",
            name
        ),
        None => message!(
            "is it declared as what it is? `iesiz scan` says what it holds; if so, raise `max_unfit` of `{}` in its schema",
            name
        ),
    }
}

/// Cells that may be unfit in a column of so many that are there, whatever share of them the schema allows for.
pub(crate) fn unfit_limit(there: u64, allowed: Option<f64>) -> u64 {
    limit(there, allowed.unwrap_or(UNFIT_SHARE), UNFIT_FLOOR)
}

/// Cells that the guard may withhold in a column of so many rows; where there are more, others came with them that no pattern sees.
pub(crate) fn guard_limit(rows: u64) -> u64 {
    limit(rows, GUARD_SHARE, GUARD_FLOOR)
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn limit(of: u64, share: f64, floor: u64) -> u64 {
    floor.max((of as f64 * share) as u64)
}
