//! A Parquet file as a header and units of rows.
//!
//! A unit is a range of rows, not a row group: one giant row group is worked on in parallel, many tiny ones are gathered.

use super::gate::{Gate, MARK, Ranges, Weight, check_footer, damaged, sheltered};
use super::input::Decoded;
use super::parquet_text::as_text;
use super::shared::SharedFile;
use super::{BATCH_ROWS, UNIT_ROWS};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::place::Place;
use arrow::array::{ArrayRef, RecordBatchReader as _};
use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::basic::{LogicalType, Type};
use parquet::file::metadata::PageIndexPolicy;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

/// Bytes of a batch, about: where rows are long, there are fewer in it.
const BATCH_BYTES: usize = 8 << 20;

/// Columns that are read side by side; of more, one lot of them after the other, since a decoder has some state for each.
const SIDE_BY_SIDE: usize = 512;

/// A file whose footer has been read.
#[derive(Debug)]
pub(super) struct ParquetSource {
    metadata: ArrowReaderMetadata,
    /// For each column its leaves in the file, by which it is read: never by its position, since a group without leaves is no column.
    leaves: Vec<Vec<usize>>,
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
        let batch =
            (range.rows as u128 * BATCH_BYTES as u128 / bytes.max(wide).max(1) as u128).clamp(1, BATCH_ROWS as u128);
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
            let diagnostic = Diagnostic::new(Code::E421, message!("this is not a Parquet file")).place(place);
            return Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("leave `--format` out: the content decides")),
            ));
        }
        check_footer(file).map_err(|refusal| refusal.error(shown))?;
        let metadata =
            sheltered(|| ArrowReaderMetadata::load(file, options())).ok_or_else(|| damaged(&place, "the footer"))?;
        let metadata = with_instants(file, metadata).ok_or_else(|| damaged(&place, "the footer"))?;
        let gate = Gate::new(file, &metadata).map_err(|refusal| refusal.error(shown))?;
        let leaves = leaves_of(&metadata).ok_or_else(|| damaged(&place, "the schema"))?;
        let names = metadata.schema().fields().iter().map(|field| field.name().clone()).collect();
        Ok((names, Self { metadata, leaves, gate }))
    }

    fn is_uuid(&self, column: usize) -> bool {
        let schema = self.metadata.parquet_schema();
        let is = |leaf: usize| schema.column(leaf).logical_type_ref() == Some(&LogicalType::Uuid);
        matches!(self.leaves[column].as_slice(), [leaf] if is(*leaf))
    }

    /// Pages without a checksum, of which damage cannot be seen, as far as the file has been read.
    pub(super) fn unchecked_pages(&self) -> u64 {
        self.gate.unchecked_pages()
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
        let uuids = sorted.iter().map(|&column| self.is_uuid(column)).collect();
        let (reader, whole) = if sorted.len() > SIDE_BY_SIDE {
            (None, Some(self.by_lots(file, unit, &sorted, &place)?))
        } else {
            (Some(self.checked_reader(file, unit, &sorted, &place)?), None)
        };
        Ok(ParquetBatches { reader, whole, order, uuids, left: unit.rows, place, _weight: weight })
    }

    /// All rows of a unit that has many columns.
    fn by_lots(&self, file: &SharedFile, unit: &ParquetUnit, sorted: &[usize], place: &Place) -> Result<Vec<ArrayRef>> {
        let unit = ParquetUnit { batch: unit.rows, ..*unit };
        let mut columns = Vec::with_capacity(sorted.len());
        for lot in sorted.chunks(SIDE_BY_SIDE) {
            let mut reader = self.checked_reader(file, &unit, lot, place)?;
            match sheltered(|| reader.next().transpose()) {
                Some(Some(batch)) if batch.num_rows() == unit.rows => columns.extend_from_slice(batch.columns()),
                _ => return Err(damaged(place, "a page")),
            }
        }
        Ok(columns)
    }

    fn checked_reader(
        &self,
        file: &SharedFile,
        unit: &ParquetUnit,
        sorted: &[usize],
        place: &Place,
    ) -> Result<ParquetRecordBatchReader> {
        let reader = sheltered(|| self.reader(file, unit, sorted)).ok_or_else(|| damaged(place, "a row group"))?;
        // What comes back must be what was asked for, whatever the decoder makes of an odd schema.
        let schema = reader.schema();
        let names = schema.fields().iter().map(|field| field.name());
        if !names.eq(sorted.iter().map(|&column| self.metadata.schema().field(column).name())) {
            return Err(damaged(place, "the schema"));
        }
        Ok(reader)
    }

    fn reader(
        &self,
        file: &SharedFile,
        unit: &ParquetUnit,
        projection: &[usize],
    ) -> parquet::errors::Result<ParquetRecordBatchReader> {
        let (groups, skip) = self.groups_of(unit);
        let leaves = projection.iter().flat_map(|&column| self.leaves[column].iter().copied());
        let mask = ProjectionMask::leaves(self.metadata.parquet_schema(), leaves);
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
    /// All columns of the unit, where they were read lot by lot.
    whole: Option<Vec<ArrayRef>>,
    /// For each projected column, where it stands in what the reader returns.
    order: Vec<usize>,
    /// For each column that the reader returns, whether its sixteen bytes are a UUID.
    uuids: Vec<bool>,
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
        if let Some(whole) = self.whole.take() {
            let columns = self.order.iter().map(|&at| as_text(&whole[at], self.uuids[at])).collect();
            return Some(Ok(Decoded { columns, rows: self.left, bad: Vec::new(), left_out: 0 }));
        }
        let mut reader = self.reader.take()?;
        // No more batches is fine only when no more rows are due.
        let batch = match sheltered(|| reader.next().transpose()) {
            Some(Some(batch)) if batch.num_rows() <= self.left => batch,
            Some(None) if self.left == 0 => return None,
            _ => return Some(Err(damaged(&self.place, "a page"))),
        };
        self.left -= batch.num_rows();
        self.reader = Some(reader);
        let columns = self.order.iter().map(|&at| as_text(batch.column(at), self.uuids[at])).collect();
        Some(Ok(Decoded { columns, rows: batch.num_rows(), bad: Vec::new(), left_out: 0 }))
    }
}

/// The leaves of each column, in the order of the file. Columns are groups and leaves right under the root; those that have no leaves hold
/// nothing, and the decoder leaves them out. `None` where its columns are not those of the file.
fn leaves_of(metadata: &ArrowReaderMetadata) -> Option<Vec<Vec<usize>>> {
    let schema = metadata.parquet_schema();
    let mut columns: Vec<(usize, Vec<usize>)> = Vec::new();
    for leaf in 0..schema.num_columns() {
        let root = schema.get_column_root_idx(leaf);
        match columns.last_mut() {
            Some((last, leaves)) if *last == root => leaves.push(leaf),
            _ => columns.push((root, vec![leaf])),
        }
    }
    let roots = schema.root_schema().get_fields();
    let names = columns.iter().map(|(root, _)| roots[*root].name());
    let same = names.eq(metadata.schema().fields().iter().map(|field| field.name().as_str()));
    same.then(|| columns.into_iter().map(|(_, leaves)| leaves).collect())
}

/// Times of 96 bits are instants (Impala, Hive and Spark write UTC), and reach beyond what 64 bits of nanoseconds hold: Spark's 9999-12-31.
/// They are read as microseconds of UTC, which is what Spark means. `None` where the file cannot be read so.
fn with_instants(file: &SharedFile, metadata: ArrowReaderMetadata) -> Option<ArrowReaderMetadata> {
    let schema = metadata.parquet_schema();
    let is_instant = |root: &str| {
        let columns = schema.columns();
        let mut own = columns.iter().filter(|column| column.path().parts().first().is_some_and(|name| name == root));
        // Nested ones are not looked into.
        own.all(|column| column.physical_type() == Type::INT96 && column.path().parts().len() == 1)
    };
    if !schema.columns().iter().any(|column| column.physical_type() == Type::INT96) {
        return Some(metadata);
    }
    let mut fields = metadata.schema().fields().iter().peekable();
    let mut wanted = Vec::new();
    for root in schema.root_schema().get_fields() {
        // The decoder's schema lacks groups without leaves, and wants to be told of them.
        let Some(field) = fields.next_if(|field| has_leaves(root) && field.name() == root.name()) else {
            wanted.push(Field::new(root.name(), DataType::Struct(Fields::empty()), true));
            continue;
        };
        wanted.push(match field.data_type() {
            DataType::Timestamp(..) if is_instant(field.name()) => {
                let utc = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
                Field::new(field.name(), utc, field.is_nullable())
            }
            _ => field.as_ref().clone(),
        });
    }
    let options = options().with_schema(Arc::new(Schema::new(wanted)));
    sheltered(|| ArrowReaderMetadata::load(file, options))
}

/// Whether a column holds anything.
fn has_leaves(column: &parquet::schema::types::Type) -> bool {
    column.is_primitive() || column.get_fields().iter().any(|field| has_leaves(field))
}

/// The embedded arrow schema would decide types (views, dictionaries); without it the file's own types do, one way for all writers.
fn options() -> ArrowReaderOptions {
    ArrowReaderOptions::new()
        .with_skip_arrow_metadata(true)
        .with_column_index_policy(PageIndexPolicy::Skip)
        .with_offset_index_policy(PageIndexPolicy::Optional)
}

/// The rows of a Parquet file in ranges of so many, of fewer where they have more than so many bytes, for a reader of its own. Every row group is
/// gone through before.
///
/// # Errors
/// `Kind::Resource` for what no reader should be given, `Kind::Damaged` for what none can read.
pub fn parquet_ranges(path: &Path, rows: usize, bytes: usize) -> Result<Vec<(usize, usize)>> {
    let shown = Shown::path(path);
    let unreadable = |e: &std::io::Error| Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), e);
    let file = File::open(path).and_then(|file| SharedFile::new(path, file)).map_err(|e| unreadable(&e))?;
    let (_, source) = ParquetSource::open(&file, &shown)?;
    let ranges = Ranges::new(&source.gate, rows, bytes);
    ranges.map(|range| range.map(|range| (range.first, range.rows)).map_err(|refusal| refusal.error(&shown))).collect()
}
