//! Rows in a keyed order, whatever their number: they wait on disk, sorted roughly, and are read back place by place.
//!
//! Every row has a place, a number of 128 bits that nobody knows without the key ([`Stream::rank`]). A unit's rows are cut into pieces by
//! the first bits of their places and appended to one file inside the staging directory, 0600 and without a name; then each row group of the
//! output reads the pieces that hold its places. Memory holds one unit or one row group a worker. Neither the cut nor the number of threads changes
//! which rows make a row group.

use super::workers::Engine;
use crate::error::{Error, Kind, Result};
use crate::io::{Appender, Encoded, Encoder, Staged, UNIT_ROWS};
use crate::message;
use crate::plan::{DatasetPlan, Released, Stream};
use crate::transform::Origin;
use arrow::array::{ArrayRef, AsArray as _, RecordBatch, UInt32Array, UInt64Array};
use arrow::compute::{concat_batches, take};
use arrow::datatypes::{DataType, Field, Schema, UInt64Type};
use arrow::ipc::reader::StreamReader;
use arrow::ipc::writer::StreamWriter;
use std::fs::File;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;

/// Bytes of input that a piece of the order should stand for: about a quarter of a row group.
const BUCKET_BYTES: u64 = 8 << 20;
/// Most first bits of a place that tell pieces apart: 4,096 pieces of a unit hold 30 rows each.
const MOST_BITS: u32 = 12;
/// A packed input is larger than it looks.
const UNPACKED: u64 = 4;

/// Rows of one stream whose places begin alike, encoded.
pub(super) struct Piece {
    stream: usize,
    bucket: usize,
    rows: usize,
    bytes: Vec<u8>,
}

/// Where a piece lies in the file.
struct Segment {
    offset: u64,
    len: usize,
}

/// Pieces of one stream by the beginning of their places.
#[derive(Default)]
struct Bucket {
    rows: usize,
    segments: Vec<Segment>,
}

/// What a worker must know to cut a unit into pieces.
#[derive(Clone, Copy)]
pub(super) struct SpillShape<'a> {
    dataset: &'a DatasetPlan,
    bits: u32,
}

/// Rows of a dataset on disk.
pub(super) struct Spill<'a> {
    shape: SpillShape<'a>,
    file: File,
    end: u64,
    /// By stream, then by bucket.
    buckets: Vec<Vec<Bucket>>,
}

fn unreadable() -> Error {
    Error::internal(message!("rows that were put aside cannot be read"))
}

fn unwritable(error: &std::io::Error) -> Error {
    Error::io(Kind::Output, message!("rows cannot be put aside in the staging directory"), error)
}

impl SpillShape<'_> {
    /// Cuts the batches of a unit into pieces, stream by stream. `subjects` say whose the rows are, where that is staged; they go with the first
    /// stream, which is that of the columns that stay together, and so of the quasi-identifiers if there are any.
    pub(super) fn pieces(&self, batches: &[(Released, Origin)], subjects: Option<&[u64]>) -> Result<Vec<Piece>> {
        let mut pieces = Vec::new();
        for (nth, stream) in self.dataset.streams.iter().enumerate() {
            let (mut rows, ranks) = gather(stream, batches)?;
            if let Some(subjects) = subjects.filter(|_| nth == 0) {
                rows = with_column(&rows, "subject", Arc::new(UInt64Array::from(subjects.to_vec())))?;
            }
            let mut order: Vec<u32> = (0..u32::try_from(ranks.len()).map_err(|_| unreadable())?).collect();
            order.sort_unstable_by_key(|&row| ranks[row as usize]);
            let sorted = with_ranks(&rows, &order, &ranks)?;
            let mut start = 0;
            while start < order.len() {
                let bucket = self.bucket(ranks[order[start] as usize]);
                let len = order[start..].partition_point(|&row| self.bucket(ranks[row as usize]) == bucket);
                pieces.push(Piece { stream: nth, bucket, rows: len, bytes: encode(&sorted.slice(start, len))? });
                start += len;
            }
        }
        Ok(pieces)
    }

    fn bucket(&self, rank: u128) -> usize {
        // A shift by all bits of a number is none.
        if self.bits == 0 { 0 } else { (rank >> (128 - self.bits)) as usize }
    }
}

/// The columns of a stream from all batches, and the place of every row.
fn gather(stream: &Stream, batches: &[(Released, Origin)]) -> Result<(RecordBatch, Vec<u128>)> {
    let mut parts = Vec::with_capacity(batches.len());
    let mut ranks = Vec::new();
    for (released, origin) in batches {
        parts.push(released.batch().project(&stream.columns).map_err(|_| unreadable())?);
        let rows = origin.row..origin.row + released.batch().num_rows() as u64;
        ranks.extend(rows.map(|row| stream.rank(origin.part, row)));
    }
    let Some(first) = parts.first() else { return Ok((RecordBatch::new_empty(Arc::new(Schema::empty())), ranks)) };
    let rows = concat_batches(&first.schema(), &parts).map_err(|_| unreadable())?;
    Ok((rows, ranks))
}

/// The rows with one column more.
fn with_column(rows: &RecordBatch, name: &str, column: ArrayRef) -> Result<RecordBatch> {
    let mut fields: Vec<Field> = rows.schema().fields().iter().map(|field| (**field).clone()).collect();
    fields.push(Field::new(name, column.data_type().clone(), false));
    let columns = rows.columns().iter().cloned().chain([column]).collect();
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|_| unreadable())
}

/// The rows in this order, with the halves of their places as two more columns.
fn with_ranks(rows: &RecordBatch, order: &[u32], ranks: &[u128]) -> Result<RecordBatch> {
    let indices = UInt32Array::from(order.to_vec());
    let mut columns = rows
        .columns()
        .iter()
        .map(|column| take(column, &indices, None).map_err(|_| unreadable()))
        .collect::<Result<Vec<ArrayRef>>>()?;
    let half = |shift: u32| -> ArrayRef {
        Arc::new(order.iter().map(|&row| (ranks[row as usize] >> shift) as u64).collect::<UInt64Array>())
    };
    columns.extend([half(64), half(0)]);
    let mut fields: Vec<Field> = rows.schema().fields().iter().map(|field| (**field).clone()).collect();
    fields.extend(["high", "low"].map(|name| Field::new(name, DataType::UInt64, false)));
    RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|_| unreadable())
}

fn encode(rows: &RecordBatch) -> Result<Vec<u8>> {
    let mut writer = StreamWriter::try_new(Vec::new(), &rows.schema()).map_err(|_| unreadable())?;
    writer.write(rows).map_err(|_| unreadable())?;
    writer.into_inner().map_err(|_| unreadable())
}

impl<'a> Spill<'a> {
    /// Opens the file for a dataset whose inputs have so many bytes.
    pub(super) fn begin(dataset: &'a DatasetPlan, bytes: u64, staged: &Staged) -> Result<Self> {
        let wanted = (bytes.saturating_mul(UNPACKED) / BUCKET_BYTES).max(1);
        let bits = wanted.next_power_of_two().trailing_zeros().min(MOST_BITS);
        let buckets = || (0..1_usize << bits).map(|_| Bucket::default()).collect();
        Ok(Self {
            shape: SpillShape { dataset, bits },
            file: staged.scratch()?,
            end: 0,
            buckets: dataset.streams.iter().map(|_| buckets()).collect(),
        })
    }

    pub(super) fn shape(&self) -> SpillShape<'a> {
        self.shape
    }

    /// Puts pieces aside.
    pub(super) fn append(&mut self, pieces: Vec<Piece>) -> Result<()> {
        for piece in pieces {
            self.file.write_all_at(&piece.bytes, self.end).map_err(|e| unwritable(&e))?;
            let bucket = &mut self.buckets[piece.stream][piece.bucket];
            bucket.rows += piece.rows;
            bucket.segments.push(Segment { offset: self.end, len: piece.bytes.len() });
            self.end += piece.bytes.len() as u64;
        }
        Ok(())
    }

    /// Appends all rows in order, a row group at a time, and hands on whose they are, where that is staged.
    pub(super) fn in_order(
        &self,
        engine: &Engine<'_>,
        encoder: &Encoder,
        appender: &mut Appender,
        mut stage: impl FnMut(&[u64]) -> Result<()>,
    ) -> Result<()> {
        let total: usize = self.buckets.first().map_or(0, |buckets| buckets.iter().map(|bucket| bucket.rows).sum());
        engine.progress.begin("putting rows in order", self.end);
        let groups = total.div_ceil(UNIT_ROWS);
        let share = self.end / groups.max(1) as u64;
        let jobs = || (0..groups).map(|nth| Ok((share, nth * UNIT_ROWS..((nth + 1) * UNIT_ROWS).min(total))));
        engine.run_jobs(
            jobs,
            |places| self.group(&places, encoder),
            |(encoded, subjects)| {
                stage(&subjects)?;
                appender.append(encoded)
            },
        )
    }

    /// The rows of these places, encoded, and whose they are, where that is staged.
    fn group(&self, places: &Range<usize>, encoder: &Encoder) -> Result<(Encoded, Vec<u64>)> {
        let mut streams =
            (0..self.buckets.len()).map(|nth| self.places(nth, places)).collect::<Result<Vec<RecordBatch>>>()?;
        let subjects = subjects_of(&mut streams, self.shape.dataset)?;
        let released = self.shape.dataset.rejoin(&streams, places.len()).map_err(|_| unreadable())?;
        let mut group = encoder.begin()?;
        group.write(&released)?;
        Ok((group.finish()?, subjects))
    }

    /// The rows of one stream that have these places, in their order.
    fn places(&self, nth: usize, places: &Range<usize>) -> Result<RecordBatch> {
        let mut before = 0;
        let mut skip = None;
        let mut pieces = Vec::new();
        for bucket in &self.buckets[nth] {
            let held = before..before + bucket.rows;
            before = held.end;
            if held.end <= places.start || held.start >= places.end {
                continue;
            }
            skip.get_or_insert(places.start.saturating_sub(held.start));
            for segment in &bucket.segments {
                pieces.extend(self.read(segment)?);
            }
        }
        let first = pieces.first().ok_or_else(unreadable)?;
        let rows = concat_batches(&first.schema(), &pieces).map_err(|_| unreadable())?;
        let skip = skip.unwrap_or(0);
        let sorted = sorted_by_rank(&rows)?;
        let wanted = UInt32Array::from(sorted.get(skip..skip + places.len()).ok_or_else(unreadable)?.to_vec());
        let columns = rows.columns()[..rows.num_columns() - 2]
            .iter()
            .map(|column| take(column, &wanted, None).map_err(|_| unreadable()))
            .collect::<Result<Vec<ArrayRef>>>()?;
        let fields: Vec<Field> =
            rows.schema().fields()[..columns.len()].iter().map(|field| (**field).clone()).collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|_| unreadable())
    }

    fn read(&self, segment: &Segment) -> Result<Vec<RecordBatch>> {
        let mut bytes = vec![0; segment.len];
        self.file
            .read_exact_at(&mut bytes, segment.offset)
            .map_err(|e| Error::io(Kind::Output, message!("rows that were put aside cannot be read"), &e))?;
        let reader = StreamReader::try_new(bytes.as_slice(), None).map_err(|_| unreadable())?;
        reader.map(|batch| batch.map_err(|_| unreadable())).collect()
    }
}

/// Takes out of the first stream whose its rows are.
fn subjects_of(streams: &mut [RecordBatch], dataset: &DatasetPlan) -> Result<Vec<u64>> {
    let Some((rows, stream)) = streams.first_mut().zip(dataset.streams.first()) else { return Ok(Vec::new()) };
    let count = stream.columns.len();
    if rows.num_columns() == count {
        return Ok(Vec::new());
    }
    let subjects = rows.column(count).as_primitive::<UInt64Type>().values().to_vec();
    let columns: Vec<usize> = (0..count).collect();
    *rows = rows.project(&columns).map_err(|_| unreadable())?;
    Ok(subjects)
}

/// Positions of the rows by their places, which stand in the last two columns.
fn sorted_by_rank(rows: &RecordBatch) -> Result<Vec<u32>> {
    let half = |from_end: usize| rows.column(rows.num_columns() - from_end).as_primitive::<UInt64Type>().clone();
    let (high, low) = (half(2), half(1));
    let mut order: Vec<u32> = (0..u32::try_from(high.len()).map_err(|_| unreadable())?).collect();
    order.sort_unstable_by_key(|&row| (high.value(row as usize), low.value(row as usize)));
    Ok(order)
}
