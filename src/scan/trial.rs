//! Whether a drafted type will hold: every cell is read as the draft says, by the transforms of a run, so that no draft is refused by the run
//! that follows, and no cell is lost in it of which the scan said nothing.

use super::run::{Group, ScanOptions, units_until};
use crate::canon::form_of;
use crate::canon::reading::{Open, Order, Reading};
use crate::canon::time::Zone;
use crate::column::Tally;
use crate::error::Result;
use crate::io::{Decoded, Input, Unit};
use crate::number::share;
use crate::pipeline::Engine;
use crate::plan::{UNFIT_SHARE, unfit_limit};
use crate::transform::{Subjects, Transform, nth_of_several, trial_of};
use crate::vocabulary::{Role, SemanticType as T};
use arrow::array::{
    Array as _, ArrayBuilder as _, ArrayRef, AsArray as _, DictionaryArray, Int32Builder, StringBuilder,
};
use arrow::datatypes::Int32Type;
use chrono::NaiveDate;
use std::sync::Arc;

/// What became of the cells of a column under its drafted type.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Trial {
    tally: Tally,
    /// Whether its values identify people: of several in a cell the first is taken.
    identifies: bool,
}

impl Trial {
    /// Cells that a run counts: those that are no NULL.
    pub(super) fn there(&self) -> u64 {
        self.tally.non_null()
    }

    /// Cells that do not fit, as a run counts them.
    pub(super) fn misfits(&self) -> u64 {
        self.tally.misfits()
    }

    /// Those of them that a run writes something for: a token of their text, or `other`.
    pub(super) fn replaced(&self) -> u64 {
        self.tally.replaced
    }

    /// Cells that hold several values, of which the draft takes the first.
    pub(super) fn several(&self) -> u64 {
        if self.identifies { self.tally.by_rule } else { 0 }
    }

    /// Cells that would fit if the schema said one thing more, and which thing most of them lack.
    pub(super) fn open(&self) -> Option<(Open, u64)> {
        let cells = |open: Open| (open, self.tally.open[open as usize]);
        let most = [Open::Order, Open::Century, Open::Mark].map(cells).into_iter().max_by_key(|(_, cells)| *cells);
        most.filter(|(_, cells)| *cells > 0)
    }

    /// Share of the cells that fit; `None` where none was tried.
    pub(super) fn share_that_fits(&self) -> Option<f64> {
        (self.there() > 0).then(|| 1.0 - self.share())
    }

    /// Whether a run refuses these very files for the column unless the schema allows for more.
    pub(super) fn is_refused_here(&self) -> bool {
        self.misfits() > unfit_limit(self.there(), None)
    }

    /// Whether so large a share is unfit that a run refuses the column, in a file that is long enough.
    pub(super) fn is_refused(&self) -> bool {
        self.share() > UNFIT_SHARE
    }

    /// Whether what the schema leaves open is why a run refuses the column.
    pub(super) fn is_refused_for_what_is_open(&self) -> bool {
        self.is_refused() && self.open().is_some_and(|(_, cells)| 2 * cells >= self.misfits())
    }

    fn share(&self) -> f64 {
        share(self.misfits(), self.there())
    }

    /// The share of unfit values that the schema must allow for a run to go on, in tenths; `None` where the usual one is enough.
    ///
    /// A run lets ten cells of any file pass; the draft goes by the share alone, because the next file may be longer.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn allowance(&self) -> Option<u32> {
        self.is_refused().then(|| ((self.share() * 10.0).ceil() as u32 + 1).min(10))
    }
}

/// Tries the types on the rows of each file that are looked at.
///
/// # Errors
/// As reading the files.
pub(super) fn trials(
    group: &Group,
    types: &[(T, Option<Order>)],
    options: &ScanOptions<'_>,
    engine: &Engine<'_>,
) -> Result<Vec<Trial>> {
    let trial = |(kind, _): &(T, _)| Trial { tally: Tally::default(), identifies: is_identifying(*kind) };
    let mut trials: Vec<Trial> = types.iter().map(trial).collect();
    let tried: Vec<(usize, Box<dyn Transform>)> = types
        .iter()
        .enumerate()
        .filter_map(|(at, &(kind, order))| Some((at, drafted(kind, order, options.today)?)))
        .collect();
    if tried.is_empty() {
        return Ok(trials);
    }
    let inputs: Vec<&Input> = group.inputs.iter().collect();
    let last = options.sample.unwrap_or(u64::MAX);
    let work = |part: usize, unit: Unit| try_unit(inputs[part], unit, last, &tried);
    let take = |_: usize, tallies: Vec<Tally>| {
        tried.iter().zip(&tallies).for_each(|((at, _), tally)| trials[*at].tally.add(tally));
        Ok(())
    };
    engine.run_units(&inputs, |input| units_until(input, options.read_buffer, last), work, take)?;
    Ok(trials)
}

/// Whether a schema may say `several` of a column of this type.
fn is_identifying(kind: T) -> bool {
    kind.role() == Role::DirectIdentifier
}

/// What a run does to a column that is declared as the draft does.
fn drafted(kind: T, order: Option<Order>, today: Option<NaiveDate>) -> Option<Box<dyn Transform>> {
    let reading = Reading { order, birth: kind == T::BirthDate, today, ..Reading::of(Zone::ALMATY) };
    let transform = trial_of(kind, reading)?;
    Some(if is_identifying(kind) { nth_of_several(transform, form_of(kind), 0) } else { transform })
}

fn try_unit(input: &Input, unit: Unit, last: u64, tried: &[(usize, Box<dyn Transform>)]) -> Result<Vec<Tally>> {
    let mut row = unit.first_row();
    let mut tallies = vec![Tally::default(); tried.len()];
    let columns: Vec<usize> = tried.iter().map(|(at, _)| *at).collect();
    for decoded in input.batches(unit, &columns)? {
        let Decoded { columns, rows, bad, .. } = decoded?;
        let left = usize::try_from((last.saturating_add(1)).saturating_sub(row)).unwrap_or(usize::MAX);
        for ((tally, (_, transform)), array) in tallies.iter_mut().zip(tried).zip(&columns) {
            *tally = try_array(&**transform, &array.slice(0, rows.min(left)), *tally);
        }
        row += (rows + bad.len()) as u64;
        if row > last {
            break;
        }
    }
    Ok(tallies)
}

/// Adds what becomes of an array. One that cannot be read has no values: the column is told of as unreadable.
fn try_array(transform: &dyn Transform, array: &ArrayRef, mut tally: Tally) -> Tally {
    let once = by_runs(array);
    if let Ok(output) = transform.apply(&**once.as_ref().unwrap_or(array), Subjects::NONE) {
        tally.add(&output.tally);
    }
    tally
}

/// Texts most of which are that of the row above, each run of them once: a file of a kilobyte can repeat one long text for gigabytes.
fn by_runs(array: &ArrayRef) -> Option<ArrayRef> {
    let texts = array.as_string_opt::<i32>()?;
    let text = |row: usize| texts.is_valid(row).then(|| texts.value(row));
    let is_repeated = |row: &usize| *row > 0 && text(*row) == text(*row - 1);
    if 2 * (0..texts.len()).filter(is_repeated).count() <= texts.len() {
        return None;
    }
    let mut values = StringBuilder::new();
    let mut keys = Int32Builder::with_capacity(texts.len());
    for row in 0..texts.len() {
        if let Some(text) = text(row).filter(|_| !is_repeated(&row)) {
            values.append_value(text);
        }
        let key = i32::try_from(values.len()).ok()? - 1;
        keys.append_option(texts.is_valid(row).then_some(key));
    }
    let runs = DictionaryArray::<Int32Type>::try_new(keys.finish(), Arc::new(values.finish())).ok()?;
    Some(Arc::new(runs))
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::StringArray;

    fn trial(kind: T, texts: &[&str]) -> Trial {
        let array: ArrayRef = Arc::new(StringArray::from(texts.to_vec()));
        let transform = drafted(kind, None, NaiveDate::from_ymd_opt(2026, 11, 30)).expect("a type that leaves");
        Trial { tally: try_array(&*transform, &array, Tally::default()), identifies: is_identifying(kind) }
    }

    #[test]
    fn what_a_draft_must_say_is_found() {
        let phones = trial(T::Phone, &["8 771 000 99 98", "87710009998, 87010000001", "-"]);
        assert_eq!((phones.there(), phones.several(), phones.misfits(), phones.allowance()), (2, 1, 0, None));
        let half = trial(T::Amount, &["100", "200", "по договору", "по счёту"]);
        assert_eq!((half.allowance(), half.open(), half.misfits()), (Some(6), None, 2));
        for (kind, texts, open) in [
            (T::EventTime, ["03/04/2024", "05/06/2024"], Open::Order),
            (T::BirthDate, ["03.04.18", "05.06.21"], Open::Century),
            (T::Amount, ["1.000", "2.500"], Open::Mark),
        ] {
            let trial = trial(kind, &texts);
            assert_eq!((trial.open(), trial.is_refused_for_what_is_open()), (Some((open, 2)), true));
        }
        assert_eq!(trial(T::Product, &["Курс", "x"]).misfits(), 0);
        // What a rule reads is one value: a sum with the noise of binary fractions.
        assert_eq!(trial(T::Amount, &["7807.799999999999"]).several(), 0);
    }

    #[test]
    fn one_cell_is_not_passed_over() {
        let mut births = vec!["01.02.1990"; 99];
        births.extend(["31.02.1990", "1988", "01.02.2027", "03/04/1990"]);
        let trial = trial(T::BirthDate, &births);
        assert_eq!((trial.there(), trial.misfits(), trial.is_refused()), (103, 4, false));
        assert_eq!((trial.open(), trial.is_refused_for_what_is_open()), (Some((Open::Order, 1)), false));
    }

    /// Values that repeat are looked at once, and counted on every row.
    #[test]
    fn runs_count_as_their_rows() {
        for kind in [T::BirthDate, T::Phone, T::Email, T::Product, T::Amount] {
            let mut rows: Vec<Option<&str>> = vec![None, Some("x\ty"), None, Some("")];
            for value in ["31.02.1990", "01.02.1990", "87710009998, 87010000001", "-", "a@example.kz", "1.000"] {
                rows.extend([Some(value); 9]);
            }
            rows.extend([None; 5]);
            let one_by_one: Vec<ArrayRef> =
                rows.iter().map(|row| Arc::new(StringArray::from(vec![*row])) as ArrayRef).collect();
            let transform = drafted(kind, None, None).expect("a type that leaves");
            let add = |tally, array| try_array(&*transform, array, tally);
            let slow = one_by_one.iter().fold(Tally::default(), add);
            let array: ArrayRef = Arc::new(StringArray::from(rows));
            assert!(by_runs(&array).is_some() && one_by_one.iter().all(|row| by_runs(row).is_none()));
            assert_eq!(add(Tally::default(), &array), slow, "{kind}");
        }
    }

    /// Whatever leaves somehow can be tried, and the rest is in no release.
    #[test]
    fn every_type_that_leaves_is_tried() {
        let untried: Vec<&T> = T::ALL.iter().filter(|kind| drafted(**kind, None, None).is_none()).collect();
        let never = [T::Mrz, T::Card, T::SessionToken, T::Cookies, T::FreeText];
        assert!(never.iter().all(|kind| untried.contains(&kind)), "{untried:?}");
        assert!(untried.len() <= never.len() + 1, "{untried:?}");
    }
}
