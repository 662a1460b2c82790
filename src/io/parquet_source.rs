//! A Parquet file as a header and units of rows.
//!
//! A unit is a range of rows, not a row group: one giant row group is worked on in parallel, many tiny ones are gathered.

use super::input::Decoded;
use super::shared::SharedFile;
use super::{MAX_COLUMNS, UNIT_BYTES, UNIT_ROWS};
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::place::Place;
use arrow::array::{Array as _, ArrayRef, RecordBatch};
use arrow::compute::concat;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder, RowSelection, RowSelector,
};
use parquet::file::metadata::PageIndexPolicy;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows in one call of the decoder: small enough for the caches, a divisor of nothing that matters to the result.
const DECODE_ROWS: usize = 16_384;

/// A file whose footer has been read.
#[derive(Debug)]
pub(super) struct ParquetSource {
    metadata: ArrowReaderMetadata,
}

/// A range of rows of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParquetUnit {
    first: usize,
    rows: usize,
    /// Share of the file, for progress.
    pub(super) bytes: u64,
}

/// Iterates over the units of a file.
#[derive(Debug)]
pub(super) struct ParquetUnits {
    next: usize,
    total: usize,
    step: usize,
    share: u64,
}

impl Iterator for ParquetUnits {
    type Item = ParquetUnit;

    fn next(&mut self) -> Option<ParquetUnit> {
        let left = self.total.checked_sub(self.next).filter(|&left| left > 0)?;
        let unit = ParquetUnit { first: self.next, rows: self.step.min(left), bytes: self.share };
        self.next += unit.rows;
        Some(unit)
    }
}

impl ParquetSource {
    pub(super) fn open(file: &SharedFile, shown: &Shown) -> Result<(Vec<String>, Self)> {
        let place = Place::input(shown.clone());
        // The embedded arrow schema would decide types (views, dictionaries); without it the file's own types do, one way for all writers.
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_column_index_policy(PageIndexPolicy::Skip)
            .with_offset_index_policy(PageIndexPolicy::Optional);
        let metadata = sheltered(|| ArrowReaderMetadata::load(file, options)).ok_or_else(|| damaged(&place, message!("the footer")))?;
        let fields = metadata.schema().fields();
        if fields.len() > MAX_COLUMNS {
            let diagnostic = Diagnostic::new("E1001", message!("more than {} columns", MAX_COLUMNS)).place(place);
            return Err(Error::new(Kind::Resource, diagnostic));
        }
        let groups = metadata.metadata().row_groups();
        let claimed: Option<i64> = groups.iter().try_fold(0_i64, |sum, g| (g.num_rows() >= 0).then(|| sum.checked_add(g.num_rows()))?);
        if claimed.and_then(|rows| usize::try_from(rows).ok()).is_none() {
            return Err(damaged(&place, message!("the row counts")));
        }
        Ok((fields.iter().map(|field| field.name().clone()).collect(), Self { metadata }))
    }

    fn group_rows(&self) -> impl Iterator<Item = usize> {
        self.metadata.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    /// Cuts the rows into units by number and by their mean size in the file's own account.
    ///
    /// Lazily: a damaged footer may claim any number of rows, and the first unit that is not there ends the run.
    pub(super) fn units(&self, file_len: u64) -> ParquetUnits {
        let total: usize = self.group_rows().sum();
        let bytes: u64 = self.metadata.metadata().row_groups().iter().map(|g| u64::try_from(g.total_byte_size()).unwrap_or(0)).sum();
        let mean = (bytes / (total.max(1) as u64)).max(1);
        let by_size = usize::try_from(UNIT_BYTES as u64 / mean).unwrap_or(UNIT_ROWS);
        let step = by_size.clamp(1, UNIT_ROWS);
        let share = file_len * step as u64 / total.max(1) as u64;
        ParquetUnits { next: 0, total, step, share }
    }

    /// Reads the projected columns of a unit.
    pub(super) fn decode(&self, file: &SharedFile, unit: &ParquetUnit, projection: &[usize], place: &Place) -> Result<Decoded> {
        let place = place.clone().row(unit.first as u64 + 1);
        if projection.is_empty() {
            return Ok(Decoded { columns: Vec::new(), rows: unit.rows, bad: Vec::new() });
        }
        let read = sheltered(|| self.read(file, unit, projection));
        let columns = read.ok_or_else(|| damaged(&place, message!("a page")))?;
        if columns.iter().any(|column| column.len() != unit.rows) {
            return Err(damaged(&place, message!("the row counts")));
        }
        Ok(Decoded { columns, rows: unit.rows, bad: Vec::new() })
    }

    fn read(&self, file: &SharedFile, unit: &ParquetUnit, projection: &[usize]) -> Result<Vec<ArrayRef>, ()> {
        let (groups, skip) = self.groups_of(unit);
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), projection.iter().copied());
        let reader = ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), self.metadata.clone())
            .with_row_groups(groups)
            .with_projection(mask)
            .with_row_selection(RowSelection::from(vec![RowSelector::skip(skip), RowSelector::select(unit.rows)]))
            .with_batch_size(DECODE_ROWS)
            .build()
            .map_err(drop)?;
        let batches = reader.collect::<Result<Vec<RecordBatch>, _>>().map_err(drop)?;
        // The reader returns columns in the file's order, each once.
        let mut sorted: Vec<usize> = projection.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        projection
            .iter()
            .map(|column| {
                let at = sorted.binary_search(column).map_err(drop)?;
                let pieces: Vec<&dyn arrow::array::Array> = batches.iter().map(|batch| &**batch.column(at)).collect();
                concat(&pieces).map_err(drop)
            })
            .collect()
    }

    /// Row groups that hold rows of the unit, and how many rows of the first one come before it.
    fn groups_of(&self, unit: &ParquetUnit) -> (Vec<usize>, usize) {
        let mut groups = Vec::new();
        let mut skip = 0;
        let mut start = 0;
        for (nth, rows) in self.group_rows().enumerate() {
            let end = start + rows;
            if start < unit.first + unit.rows && end > unit.first {
                if groups.is_empty() {
                    skip = unit.first - start;
                }
                groups.push(nth);
            }
            start = end;
        }
        (groups, skip)
    }
}

/// Runs the decoder on bytes that may be hostile. It may panic on them, which its authors call a bug and not a vulnerability; its own
/// error texts may quote values. Both come back as `None`.
fn sheltered<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    crate::panics::quietly(|| catch_unwind(AssertUnwindSafe(read))).ok()?.ok()
}

fn damaged(place: &Place, what: Message) -> Error {
    let diagnostic = Diagnostic::new("E407", message!("the Parquet file is damaged: {} cannot be read", what)).place(place.clone());
    Error::new(Kind::Damaged, diagnostic.hint(message!("write it again; it may have been cut off or changed after it was written")))
}
