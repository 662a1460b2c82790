//! What a column is: a vote over its values, together with what its header says.
//!
//! A check digit alone proves little (one random number in ten has that of an IIN), and a header alone proves nothing: a column named
//! «Комментарий» that is full of telephone numbers is a column of telephone numbers. So every value shows its signs, shares of signs are
//! weighed against what chance gives, and the header decides between what the values leave open.

mod numbers;
mod signs;
mod verdict;
mod words;

pub use verdict::{Confidence, Facts, Says, Source, Verdict};

use signs::{Sign, signs};

/// Counts of the signs of a column's values.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ColumnVote {
    judged: u64,
    counts: [u64; Sign::COUNT],
}

impl Default for ColumnVote {
    fn default() -> Self {
        Self { judged: 0, counts: [0; Sign::COUNT] }
    }
}

impl ColumnVote {
    /// Judges a value that so many cells have. Spellings of nothing are the caller's to leave out.
    pub fn add(&mut self, value: &str, cells: u64) {
        self.judged += cells;
        let mut seen = [false; Sign::COUNT];
        signs(value, &mut |sign| seen[sign as usize] = true);
        self.counts.iter_mut().zip(seen).filter(|(_, seen)| *seen).for_each(|(count, _)| *count += cells);
    }

    /// Adds the counts of another part of the column.
    pub fn merge(&mut self, other: &Self) {
        self.judged += other.judged;
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
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
    #[allow(clippy::cast_precision_loss)]
    fn share(&self, sign: Sign) -> f64 {
        if self.judged == 0 { 0.0 } else { self.counts[sign as usize] as f64 / self.judged as f64 }
    }
}
