//! Missingness that singles out: few rows lack what all others have, or have what all others lack.

use super::compile::DatasetPlan;
use crate::error::{Code, Diagnostic, Shown};
use crate::message;
use crate::place::Place;
use arrow::array::{Array as _, RecordBatch};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;

/// Sets of columns that are NULL on one row, and the number of rows of each. A column is a bit; those behind the 64th are not told apart.
#[derive(Clone, Debug, Default)]
pub struct NullPatterns(HashMap<u64, u64, BuildHasherDefault<ahash::AHasher>>);

/// Columns that are told apart.
const COLUMNS: usize = 64;

impl NullPatterns {
    pub(super) fn of(batch: &RecordBatch) -> Self {
        let mut patterns = Self::default();
        let holed: Vec<(usize, &arrow::buffer::NullBuffer)> = batch
            .columns()
            .iter()
            .take(COLUMNS)
            .enumerate()
            .filter(|(_, column)| column.null_count() > 0)
            .filter_map(|(at, column)| Some((at, column.nulls()?)))
            .collect();
        if holed.is_empty() {
            patterns.note(0, batch.num_rows() as u64);
            return patterns;
        }
        let mut rows = vec![0_u64; batch.num_rows()];
        for (at, nulls) in holed {
            rows.iter_mut().zip(nulls).for_each(|(row, valid)| *row |= u64::from(!valid) << at);
        }
        // Neighbours are alike more often than not.
        let mut run = (rows.first().copied().unwrap_or(0), 0);
        for row in rows {
            if row != run.0 {
                patterns.note(run.0, run.1);
                run = (row, 0);
            }
            run.1 += 1;
        }
        patterns.note(run.0, run.1);
        patterns
    }

    fn note(&mut self, pattern: u64, rows: u64) {
        if rows > 0 {
            *self.0.entry(pattern).or_default() += rows;
        }
    }

    /// Adds the rows of another batch of the same columns.
    pub fn add(&mut self, other: &Self) {
        other.0.iter().for_each(|(&pattern, &rows)| self.note(pattern, rows));
    }

    /// Rows whose pattern fewer than `k` rows share.
    fn rare(&self, k: u64) -> u64 {
        self.0.values().filter(|&&rows| rows < k).sum()
    }

    /// Rows that lack a value of this column.
    fn lacking(&self, column: usize) -> u64 {
        self.0.iter().filter(|(pattern, _)| *pattern >> column & 1 == 1).map(|(_, rows)| rows).sum()
    }
}

impl DatasetPlan {
    /// What the presence of values says about few people; `k` is how many must be alike.
    #[must_use]
    pub fn singled_out_by_missingness(&self, patterns: &NullPatterns, k: u64) -> Vec<Diagnostic> {
        let total: u64 = patterns.0.values().sum();
        let few = |rows: u64| (1..k).contains(&rows);
        let hint = || message!("`[nulls]` of a profile can fill or hide what is missing; or drop the column");
        let place = || Place::input(Shown::name(&self.name));
        let mut warnings = Vec::new();
        let columns = self.columns.iter().filter(|column| column.release().is_some()).take(COLUMNS);
        for (at, column) in columns.enumerate() {
            let lacking = patterns.lacking(at);
            if total >= k && (few(lacking) || few(total - lacking)) {
                let what = if few(lacking) { "lack" } else { "have" };
                let message =
                    message!("fewer than {} rows {} a value here: whether there is one singles people out", k, what);
                let place = place().column(Shown::name(&column.key));
                warnings.push(Diagnostic::new(Code::W727, message).place(place).hint(hint()));
            }
        }
        let rare = patterns.rare(k);
        if total >= k && rare > 0 && warnings.is_empty() {
            let message = message!("some rows lack values in a combination that fewer than {} rows share", k);
            warnings.push(Diagnostic::new(Code::W727, message).place(place()).hint(hint()));
        }
        warnings
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{ArrayRef, Int64Array};
    use std::sync::Arc;

    #[test]
    fn patterns_are_counted_and_added() {
        let a: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, None, Some(2)]));
        let b: ArrayRef = Arc::new(Int64Array::from(vec![Some(1), None, None, None]));
        let batch = RecordBatch::try_from_iter_with_nullable([("a", a, true), ("b", b, true)]).expect("a batch");
        let mut patterns = NullPatterns::of(&batch);
        patterns.add(&NullPatterns::of(&batch));
        assert_eq!((patterns.0[&0], patterns.0[&3], patterns.0[&2]), (2, 4, 2));
        assert_eq!((patterns.lacking(0), patterns.lacking(1)), (4, 6));
        assert_eq!((patterns.rare(3), patterns.rare(2)), (4, 0));
    }
}
