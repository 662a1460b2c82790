//! A Parquet file as a header and units of rows.
//!
//! A unit is a range of rows, not a row group: one giant row group is worked on in parallel, many tiny ones are gathered.

use super::input::Decoded;
use super::parquet_text::as_text;
use super::shared::SharedFile;
use super::{BATCH_ROWS, MAX_COLUMNS, UNIT_ROWS};
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::place::Place;
use arrow::array::RecordBatchReader as _;
use arrow::datatypes::{DataType, Field, Fields, Schema, TimeUnit};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder, RowSelection,
    RowSelector,
};
use parquet::basic::{LogicalType, Type};
use parquet::file::metadata::PageIndexPolicy;
use std::io::Read as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// A file whose footer has been read.
#[derive(Debug)]
pub(super) struct ParquetSource {
    metadata: ArrowReaderMetadata,
    /// For each column its leaves in the file, by which it is read: never by its position, since a group without leaves is no column.
    leaves: Vec<Vec<usize>>,
}

/// A range of rows of the file.
#[derive(Clone, Copy, Debug)]
pub(super) struct ParquetUnit {
    first: usize,
    rows: usize,
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
        let mut magic = Vec::with_capacity(4);
        if file.reader(0).take(4).read_to_end(&mut magic).is_ok() && magic != b"PAR1" {
            let diagnostic = Diagnostic::new("E402", message!("this is not a Parquet file")).place(place);
            return Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("leave `--format` out: the content decides")),
            ));
        }
        let metadata = sheltered(|| ArrowReaderMetadata::load(file, options()))
            .ok_or_else(|| damaged(&place, message!("the footer")))?;
        let metadata = with_instants(file, metadata).ok_or_else(|| damaged(&place, message!("the footer")))?;
        let fields = metadata.schema().fields();
        if fields.len() > MAX_COLUMNS {
            let diagnostic = Diagnostic::new("E1001", message!("more than {} columns", MAX_COLUMNS)).place(place);
            return Err(Error::new(Kind::Resource, diagnostic));
        }
        let groups = metadata.metadata().row_groups();
        let claimed: Option<i64> =
            groups.iter().try_fold(0_i64, |sum, g| (g.num_rows() >= 0).then(|| sum.checked_add(g.num_rows()))?);
        if claimed.and_then(|rows| usize::try_from(rows).ok()).is_none() {
            return Err(damaged(&place, message!("the row counts")));
        }
        let leaves = leaves_of(&metadata).ok_or_else(|| damaged(&place, message!("the schema")))?;
        Ok((fields.iter().map(|field| field.name().clone()).collect(), Self { metadata, leaves }))
    }

    fn is_uuid(&self, column: usize) -> bool {
        let schema = self.metadata.parquet_schema();
        let is = |leaf: usize| schema.column(leaf).logical_type_ref() == Some(&LogicalType::Uuid);
        matches!(self.leaves[column].as_slice(), [leaf] if is(*leaf))
    }

    fn group_rows(&self) -> impl Iterator<Item = usize> {
        self.metadata.metadata().row_groups().iter().map(|group| usize::try_from(group.num_rows()).unwrap_or(0))
    }

    /// Cuts the rows into units by number and by their mean size in the file's own account.
    ///
    /// Lazily: a damaged footer may claim any number of rows, and the first unit that is not there ends the run.
    pub(super) fn units(&self, file_len: u64, unit_bytes: usize) -> ParquetUnits {
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
        let step = by_size.clamp(1, UNIT_ROWS);
        let share = file_len.saturating_mul(step as u64) / total.max(1) as u64;
        ParquetUnits { next: 0, total, step, share }
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
        let reader = sheltered(|| self.reader(file, unit, projection))
            .ok_or_else(|| damaged(&place, message!("a row group")))?;
        // What comes back must be what was asked for, whatever the decoder makes of an odd schema.
        let schema = reader.schema();
        let names = schema.fields().iter().map(|field| field.name());
        if !names.eq(sorted.iter().map(|&column| self.metadata.schema().field(column).name())) {
            return Err(damaged(&place, message!("the schema")));
        }
        let uuids = sorted.iter().map(|&column| self.is_uuid(column)).collect();
        Ok(ParquetBatches { reader: Some(reader), order, uuids, left: unit.rows, place })
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
            .with_batch_size(BATCH_ROWS)
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
    /// For each column that the reader returns, whether its sixteen bytes are a UUID.
    uuids: Vec<bool>,
    /// Rows that are still to come.
    left: usize,
    place: Place,
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
            _ => return Some(Err(damaged(&self.place, message!("a page")))),
        };
        self.left -= batch.num_rows();
        self.reader = Some(reader);
        let columns = self.order.iter().map(|&at| as_text(batch.column(at), self.uuids[at])).collect();
        Some(Ok(Decoded { columns, rows: batch.num_rows(), bad: Vec::new() }))
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

/// Runs the decoder on bytes that may be hostile. It may panic on them, which its authors call a bug and not a vulnerability; its own
/// error texts may quote values. Both come back as `None`.
fn sheltered<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    crate::panics::quietly(|| catch_unwind(AssertUnwindSafe(read))).ok()?.ok()
}

fn damaged(place: &Place, what: Message) -> Error {
    let diagnostic =
        Diagnostic::new("E407", message!("the Parquet file is damaged: {} cannot be read", what)).place(place.clone());
    Error::new(
        Kind::Damaged,
        diagnostic.hint(message!("write it again; it may have been cut off or changed after it was written")),
    )
}
