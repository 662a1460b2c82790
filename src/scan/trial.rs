//! Whether a drafted type will hold: the beginning of each file is read as the draft says, so that no draft is refused by the run that follows.

use super::run::{Group, texts};
use crate::canon::amount::{ParsedAmount, parse as parse_amount};
use crate::canon::reading::{Open, Reading};
use crate::canon::time::{Parsed, Zone, parse_as};
use crate::canon::{Canonical, Form, Withheld, form_of};
use crate::error::Result;
use crate::io::Seen;
use crate::vocabulary::SemanticType as T;
use arrow::array::Array as _;

/// Rows that are tried of all files together, and of each at least.
const TRIED: usize = 20_000;
const TRIED_OF_EACH: usize = 500;
/// Bytes that a read asks for.
const READ: usize = 1 << 20;
/// Bytes of the longest text that is tried: a longer one is of no type but free text.
const LONGEST: usize = 4096;
/// Share of unfit values from which a run refuses a column.
const REFUSED: f64 = 0.2;

/// What became of the values of a column under its drafted type.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Trial {
    /// Values that are there.
    filled: u64,
    /// Values that do not fit, those below among them.
    misfits: u64,
    /// Several values in a cell.
    several: u64,
    /// What the schema must say: the order of day and month, a century, the decimal mark.
    open: [u64; 3],
}

impl Trial {
    /// Whether so many cells hold several values that the first of them has to be asked for.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn has_several(&self) -> bool {
        self.filled > 0 && self.several as f64 / self.filled as f64 > REFUSED
    }

    /// What keeps more values than a run allows from being read, if it is one thing that a schema says.
    pub(super) fn open(&self) -> Option<Open> {
        let most = [Open::Order, Open::Century, Open::Mark].into_iter().max_by_key(|open| self.open[*open as usize])?;
        (self.is_refused() && 2 * self.open[most as usize] >= self.left()).then_some(most)
    }

    /// Values that do not fit, but several of which the first is taken.
    fn left(&self) -> u64 {
        self.misfits - if self.has_several() { self.several } else { 0 }
    }

    fn is_refused(&self) -> bool {
        self.share() > REFUSED
    }

    #[allow(clippy::cast_precision_loss)]
    fn share(&self) -> f64 {
        if self.filled == 0 { 0.0 } else { self.left() as f64 / self.filled as f64 }
    }

    /// The share of unfit values that the schema must allow for a run to go on, in tenths; `None` where the usual one is enough.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    pub(super) fn allowance(&self) -> Option<u32> {
        self.is_refused().then(|| ((self.share() * 10.0).ceil() as u32 + 1).min(10))
    }

    fn note(&mut self, outcome: Outcome) {
        self.filled += 1;
        match outcome {
            Outcome::Fits => {}
            Outcome::Null => self.filled -= 1,
            Outcome::Misfit => self.misfits += 1,
            Outcome::Several => {
                self.misfits += 1;
                self.several += 1;
            }
            Outcome::Open(open) => {
                self.misfits += 1;
                self.open[open as usize] += 1;
            }
        }
    }
}

enum Outcome {
    Fits,
    Null,
    Misfit,
    Several,
    Open(Open),
}

/// Tries the types on the beginning of each file.
///
/// # Errors
/// As reading the files.
pub(super) fn trials(group: &Group, types: &[T]) -> Result<Vec<Trial>> {
    let mut trials = vec![Trial::default(); types.len()];
    let mut scratch = String::new();
    for input in &group.inputs {
        let mut left = (TRIED / group.inputs.len()).max(TRIED_OF_EACH);
        for unit in input.units_of(READ, READ) {
            input.each_batch(unit?, |seen, rows, _| {
                let rows = rows.min(left);
                match seen {
                    Seen::Cells(columns) => {
                        for ((trial, &kind), cells) in trials.iter_mut().zip(types).zip(*columns) {
                            (0..rows)
                                .filter_map(|row| cells.get(row))
                                .for_each(|text| trial.note(judge(kind, text, &mut scratch)));
                        }
                    }
                    Seen::Arrays(arrays) => {
                        for ((trial, &kind), array) in trials.iter_mut().zip(types).zip(*arrays) {
                            let Some(texts) = texts(array) else { continue };
                            let texts = texts.slice(0, rows.min(texts.len()));
                            texts.iter().flatten().for_each(|text| trial.note(judge(kind, text, &mut scratch)));
                        }
                    }
                }
                left -= rows;
                Ok(left > 0)
            })?;
            if left == 0 {
                break;
            }
        }
    }
    Ok(trials)
}

/// What becomes of a value of this type.
fn judge(kind: T, text: &str, scratch: &mut String) -> Outcome {
    if text.len() > LONGEST {
        return Outcome::Misfit;
    }
    let form: &Form = form_of(kind);
    scratch.clear();
    match form.write(text, scratch) {
        Canonical::Written => Outcome::Fits,
        Canonical::Null => Outcome::Null,
        Canonical::Withheld(Withheld::Several) => Outcome::Several,
        Canonical::Withheld(Withheld::Lossy | Withheld::Masked) => Outcome::Misfit,
        Canonical::Unfit if kind.is_time() => {
            let reading = Reading { birth: kind == T::BirthDate, ..Reading::of(Zone::ALMATY) };
            if let Parsed::Open(open) = parse_as(text, &reading) { Outcome::Open(open) } else { Outcome::Misfit }
        }
        Canonical::Unfit if kind == T::Amount && parse_amount(text) == ParsedAmount::TwoWays => {
            Outcome::Open(Open::Mark)
        }
        Canonical::Unfit => Outcome::Misfit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trial(kind: T, texts: &[&str]) -> Trial {
        let mut trial = Trial::default();
        texts.iter().for_each(|text| trial.note(judge(kind, text, &mut String::new())));
        trial
    }

    #[test]
    fn what_a_draft_must_say_is_found() {
        let phones = trial(T::Phone, &["8 771 000 99 98", "87710009998, 87010000001", "-"]);
        assert!(phones.has_several() && phones.allowance().is_none() && phones.open().is_none());
        let half = trial(T::Amount, &["100", "200", "нет данных", "по счёту"]);
        assert_eq!((half.allowance(), half.open()), (Some(6), None));
        assert_eq!(trial(T::EventTime, &["03/04/2024", "05/06/2024"]).open(), Some(Open::Order));
        assert_eq!(trial(T::BirthDate, &["03.04.68", "05.06.71"]).open(), Some(Open::Century));
        assert_eq!(trial(T::Amount, &["1.000", "2.500"]).open(), Some(Open::Mark));
        assert_eq!(trial(T::Product, &["Курс", "x"]), Trial { filled: 2, ..Trial::default() });
    }
}
