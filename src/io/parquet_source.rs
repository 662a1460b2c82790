//! A Parquet file as a header and units of rows.
//!
//! A unit is a range of rows, not a row group: one giant row group is worked on in parallel, many tiny ones are gathered.

use super::gate::{Gate, MARK, Ranges, Weight, check_footer, damaged, sheltered};
use super::input::Decoded;
use super::shared::SharedFile;
use super::{BATCH_ROWS, UNIT_ROWS};
use crate::error::{Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::place::Place;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::file::metadata::PageIndexPolicy;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// Bytes of a batch, about: where rows are long, there are fewer in it.
const BATCH_BYTES: usize = 8 << 20;

/// A file whose footer has been read.
#[derive(Debug)]
pub(super) struct ParquetSource {
    metadata: ArrowReaderMetadata,
    gate: Gate,
}

/// A range of rows of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParquetUnit {
    first: usize,
    rows: usize,
    /// Rows of its batches.
    batch: usize,
    /// Bytes of pages that are open at once to read it.
    open: u64,
    /// Share of the file, for progress.
    pub(super) bytes: u64,
}

impl ParquetUnit {
    /// Number of its first row, from 1.
    pub(super) fn first_row(&self) -> u64 {
        self.first as u64 + 1
    }
}

/// Iterates over the units of a file.
#[derive(Debug)]
pub(super) struct ParquetUnits<'a> {
    ranges: Ranges<'a>,
    shown: &'a Shown,
    /// Share of the file of a row.
    share: (u64, u64),
    columns: usize,
}

impl Iterator for ParquetUnits<'_> {
    type Item = Result<ParquetUnit>;

    fn next(&mut self) -> Option<Self::Item> {
        let range = match self.ranges.next()? {
            Ok(range) => range,
            Err(refusal) => return Some(Err(refusal.error(self.shown))),
        };
        // A number takes eight bytes in memory, whatever it takes in the file.
        let bytes = (range.mebibytes + 1).saturating_mul(usize::try_from(MARK).unwrap_or(usize::MAX));
        let wide = range.rows.saturating_mul(8 * self.columns);
        let batch = (range.rows as u128 * BATCH_BYTES as u128 / bytes.max(wide).max(1) as u128).clamp(1, BATCH_ROWS as u128);
        let (len, total) = self.share;
        Some(Ok(ParquetUnit {
            first: range.first,
            rows: range.rows,
            batch: usize::try_from(batch).unwrap_or(BATCH_ROWS),
            open: range.open,
            bytes: len.saturating_mul(range.rows as u64) / total.max(1),
        }))
    }
}

impl ParquetSource {
    pub(super) fn open(file: &SharedFile, shown: &Shown) -> Result<(Vec<String>, Self)> {
        let place = Place::input(shown.clone());
        let mut magic = Vec::with_capacity(4);
        if file.reader(0).take(4).read_to_end(&mut magic).is_ok() && magic != b"PAR1" {
            let diagnostic = Diagnostic::new("E402", message!("this is not a Parquet file")).place(place);
            return Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("leave `--format` out: the content decides")),
            ));
        }
        // The embedded arrow schema would decide types (views, dictionaries); without it the file's own types do, one way for all writers.
        let options = ArrowReaderOptions::new()
            .with_skip_arrow_metadata(true)
            .with_column_index_policy(PageIndexPolicy::Skip)
            .with_offset_index_policy(PageIndexPolicy::Optional);
        check_footer(file).map_err(|refusal| refusal.error(shown))?;
        let metadata = sheltered(|| ArrowReaderMetadata::load(file, options)).ok_or_else(|| damaged(&place, "the footer"))?;
        let gate = Gate::new(file, &metadata).map_err(|refusal| refusal.error(shown))?;
        let names = metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        Ok((names, Self { metadata, gate }))
    }

    fn group_rows(&self) -> impl Iterator<Item = usize> {
        self.metadata.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    /// Cuts the rows into units by number and by their mean size in the file's own account.
    ///
    /// Lazily: a damaged footer may claim any number of rows, and the first unit that is not there ends the run.
    pub(super) fn units<'a>(&'a self, file_len: u64, unit_bytes: usize, shown: &'a Shown) -> ParquetUnits<'a> {
        let total: usize = self.group_rows().sum();
        let bytes: u64 = self
            .metadata
            .metadata()
            .row_groups()
            .iter()
            .map(|g| u64::try_from(g.total_byte_size()).unwrap_or(0))
            .fold(0, u64::saturating_add);
        let mean = (bytes / (total.max(1) as u64)).max(1);
        let by_size = usize::try_from(unit_bytes as u64 / mean).unwrap_or(UNIT_ROWS);
        // Where rows are longer than the mean, or have more in memory than in the file, a unit has fewer of them.
        let ranges = Ranges::new(&self.gate, by_size.clamp(1, UNIT_ROWS), 2 * unit_bytes);
        ParquetUnits { ranges, shown, share: (file_len, total as u64), columns: self.metadata.schema().fields().len() }
    }

    /// Reads the projected columns of a unit.
    pub(super) fn batches(
        &self,
        file: &SharedFile,
        unit: &ParquetUnit,
        projection: &[usize],
        place: Place,
    ) -> Result<ParquetBatches> {
        let place = place.row(unit.first as u64 + 1);
        // The reader returns columns in the file's order, each once.
        let mut sorted: Vec<usize> = projection.to_vec();
        sorted.sort_unstable();
        sorted.dedup();
        let order = projection.iter().filter_map(|column| sorted.binary_search(column).ok()).collect();
        let weight = self.gate.weigh(unit.open);
        let reader = sheltered(|| self.reader(file, unit, projection))
            .ok_or_else(|| damaged(&place, "a row group"))?;
        Ok(ParquetBatches { reader: Some(reader), order, left: unit.rows, place, _weight: weight })
    }

    fn reader(
        &self,
        file: &SharedFile,
        unit: &ParquetUnit,
        projection: &[usize],
    ) -> parquet::errors::Result<ParquetRecordBatchReader> {
        let (groups, skip) = self.groups_of(unit);
        let mask = ProjectionMask::roots(self.metadata.parquet_schema(), projection.iter().copied());
        ParquetRecordBatchReaderBuilder::new_with_metadata(file.clone(), self.metadata.clone())
            .with_row_groups(groups)
            .with_projection(mask)
            .with_row_selection(RowSelection::from(vec![RowSelector::skip(skip), RowSelector::select(unit.rows)]))
            .with_batch_size(unit.batch)
            .build()
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

/// The batches of a unit.
pub(super) struct ParquetBatches {
    /// `None` once it has failed: what a decoder does after that is nobody's promise.
    reader: Option<ParquetRecordBatchReader>,
    /// For each projected column, where it stands in what the reader returns.
    order: Vec<usize>,
    /// Rows that are still to come.
    left: usize,
    place: Place,
    /// Given back when the pages are closed.
    _weight: Weight,
}

impl std::fmt::Debug for ParquetBatches {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ParquetBatches({} rows left)", self.left)
    }
}

impl Iterator for ParquetBatches {
    type Item = Result<Decoded>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut reader = self.reader.take()?;
        // No more batches is fine only when no more rows are due.
        let batch = match sheltered(|| reader.next().transpose()) {
            Some(Some(batch)) if batch.num_rows() <= self.left => batch,
            Some(None) if self.left == 0 => return None,
            _ => return Some(Err(damaged(&self.place, "a page"))),
        };
        self.left -= batch.num_rows();
        self.reader = Some(reader);
        let columns = self.order.iter().map(|&at| Arc::clone(batch.column(at))).collect();
        Some(Ok(Decoded { columns, rows: batch.num_rows(), bad: Vec::new() }))
    }
}

/// The rows of a Parquet file in ranges of so many, of fewer where they have more than so many bytes, for a reader of its own. Every row group is
/// gone through before.
///
/// # Errors
/// `Kind::Resource` for what no reader should be given, `Kind::Damaged` for what none can read.
pub fn parquet_ranges(path: &Path, rows: usize, bytes: usize) -> Result<Vec<(usize, usize)>> {
    let shown = Shown::path(path);
    let unreadable = |e: &std::io::Error| Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), e);
    let file = SharedFile::new(File::open(path).map_err(|e| unreadable(&e))?).map_err(|e| unreadable(&e))?;
    let (_, source) = ParquetSource::open(&file, &shown)?;
    let ranges = Ranges::new(&source.gate, rows, bytes);
    ranges.map(|range| range.map(|range| (range.first, range.rows)).map_err(|refusal| refusal.error(&shown))).collect()
}
