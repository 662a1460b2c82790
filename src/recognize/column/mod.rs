//! What a column is: a vote over its values, together with what its header says.
//!
//! A check digit alone proves little (one random number in ten has that of an IIN), and a header alone proves nothing: a column named
//! «Комментарий» that is full of telephone numbers is a column of telephone numbers. So every value shows its signs, shares of signs are
//! weighed against what chance gives, and the header decides between what the values leave open.

mod births;
mod guess;
mod names;
mod numbers;
mod signs;
mod support;
mod verdict;
mod words;

pub use verdict::{Confidence, Facts, Says, Source, Verdict};

use crate::canon::text::unguard;
use crate::canon::time::{Moment, Parsed, parse};
use crate::hash::hash;
use crate::number;
use chrono::Datelike as _;
use signs::{Sign, signs};
use std::collections::BTreeMap;

/// Counts of the signs of a column's values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ColumnVote {
    judged: u64,
    counts: [u64; Sign::COUNT],
    /// Hashes of different values that were judged, and what may be a name in them: a few names among many cells of one course are few
    /// cells and many values.
    values: BTreeMap<u64, Trace>,
    /// Cells by the year of their date or time.
    years: BTreeMap<i32, u64>,
}

/// What may be a name in a value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Trace {
    /// Nothing.
    None,
    /// One word with a surname's ending, as many words have it.
    Surname,
    /// A known name, or something around one.
    Name,
}

/// Different values of which that is kept: those of the least hashes, which are a fair sample, whatever the order in which parts add up.
const VALUES: usize = 1 << 13;

impl Default for ColumnVote {
    fn default() -> Self {
        Self { judged: 0, counts: [0; Sign::COUNT], values: BTreeMap::new(), years: BTreeMap::new() }
    }
}

impl ColumnVote {
    /// Judges a value that so many cells have. Spellings of nothing are the caller's to leave out.
    pub fn add(&mut self, value: &str, cells: u64) {
        self.judged += cells;
        let mut seen = [false; Sign::COUNT];
        signs(value, &mut |sign| seen[sign as usize] = true);
        self.counts.iter_mut().zip(seen).filter(|(_, seen)| *seen).for_each(|(count, _)| *count += cells);
        let trace = match (seen[Sign::NameTrace as usize], seen[Sign::Surname as usize]) {
            (true, _) => Trace::Name,
            (false, true) => Trace::Surname,
            (false, false) => Trace::None,
        };
        self.note(hash(value.as_bytes()), trace);
        let timed = [Sign::Date, Sign::Moment, Sign::ExcelDay].iter().any(|sign| seen[*sign as usize]);
        if timed && let Parsed::At(Moment::Local(at) | Moment::Utc(at)) = parse(unguard(value)) {
            *self.years.entry(at.year()).or_default() += cells;
        }
    }

    fn note(&mut self, value: u64, trace: Trace) {
        self.values.insert(value, trace);
        if self.values.len() > VALUES {
            self.values.pop_last();
        }
    }

    /// Adds the counts of another part of the column.
    pub fn merge(&mut self, other: &Self) {
        self.judged += other.judged;
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        other.values.iter().for_each(|(&value, &trace)| self.note(value, trace));
        other.years.iter().for_each(|(&year, cells)| *self.years.entry(year).or_default() += cells);
    }

    /// Whether the column is of whole numbers: among those, something passes for an identifier by chance.
    #[must_use]
    pub fn is_of_digits(&self) -> bool {
        self.share(Sign::Integer) >= 0.9
    }

    /// Cells whose values were judged.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.judged
    }

    /// Share of the judged cells that show a sign.
    fn share(&self, sign: Sign) -> f64 {
        number::share(self.counts[sign as usize], self.judged)
    }
}
