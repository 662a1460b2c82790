//! What stands before the readers of Parquet: it looks at what a file says of itself, and refuses what no export needs, before anybody asks
//! for memory on its word.
//!
//! The format lets few bytes stand for many: a run of one value for a billion rows, a dictionary of one long text for as many copies of it, a
//! page of zeros for gigabytes. Readers take what is claimed for what is there. So a row group is gone through here first, by its headers and,
//! where these do not tell, by the lengths in its pages; that tells too how many bytes its rows have, by which they are cut into units.

mod body;
mod deltas;
mod footer;
mod pages;
mod scale;
mod thrift;
mod units;

use super::MAX_FIELD;
use super::shared::SharedFile;
use crate::error::{Code, Diagnostic, Error, Kind, Shown};
use crate::message;
use crate::place::Place;
use arrow::array::{Array, ArrayRef, AsArray as _};
use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use body::Levels;
#[cfg(feature = "audit")]
pub(crate) use deltas::deltas;
use pages::{Chunk, DELTA_LENGTHS, Page, Role, SHARED_BEGINNINGS};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder};
use parquet::basic::{Compression, Type};
use parquet::column::page::PageReader as _;
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData};
use parquet::file::reader::ChunkReader as _;
use parquet::file::serialized_reader::SerializedPageReader;
use scale::Scale;
pub(super) use scale::Weight;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
pub(super) use units::Ranges;

/// Unpacked bytes from which their ratio to the file counts, and the most for one byte of it: as of packed texts.
const RATIO_FROM: u64 = 100 << 20;
const RATIO: u64 = 200;
/// Cells of a small file, and of any other for each of its bytes: runs of one value cost it nothing.
const CELLS: u64 = 1 << 25;
const CELLS_PER_BYTE: u64 = 256;
/// Bytes of all texts of a small file, each as often as it stands there, and of any other for each of its bytes.
const TEXTS: u64 = 8 << 30;
const TEXTS_PER_BYTE: u64 = 1_000;
/// Texts from which each takes a moment, and the bytes of all of them that a dictionary may repeat: likewise.
const LONG: u64 = 1 << 20;
const LONG_TEXTS: u64 = 512 << 20;
/// Pages that are open at once to read a row: one of every column.
const OPEN: u64 = 320 << 20;
/// Texts of a dictionary that may be as long without making a unit of rows large.
const SHORT: u64 = 512;
/// Values of lists: most of one column in a row group, unless its rows have few each.
const LISTED: u64 = 1 << 23;
const LISTED_PER_ROW: u64 = 64;
/// Bytes that a mark stands for.
pub(super) const MARK: u64 = 1 << 20;

/// Why a file is not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    /// This part of it does not say what it should.
    Damaged(&'static str),
    /// This has more than so many of these.
    Limit { what: &'static str, most: u64, unit: &'static str },
    /// Its columns are encrypted.
    Encrypted,
}

impl Refusal {
    /// As an error of this file.
    pub(super) fn error(self, shown: &Shown) -> Error {
        let place = Place::input(shown.clone());
        match self {
            Self::Damaged(part) => damaged(&place, part),
            Self::Encrypted => {
                let message = message!("`{}` is a Parquet file with encrypted columns, which is not read", shown);
                let hint = message!("decrypt it first: write it again with the keys that it was made with");
                Error::new(Kind::Damaged, Diagnostic::new(Code::E402, message).hint(hint))
            }
            Self::Limit { most, unit: "columns", .. } => {
                let diagnostic = Diagnostic::new(Code::E1001, message!("more than {} columns", most)).place(place);
                Error::new(Kind::Resource, diagnostic)
            }
            Self::Limit { what, most, unit } => {
                let message = message!("{} of this Parquet file has more than {} {}", what, most, unit);
                let hint = message!(
                    "no export needs that; if this one does, write it again in several files, with smaller row groups and pages"
                );
                Error::new(Kind::Resource, Diagnostic::new(Code::E440, message).place(place).hint(hint))
            }
        }
    }
}

/// The error of a file a part of which cannot be read.
pub(super) fn damaged(place: &Place, what: &'static str) -> Error {
    let diagnostic = Diagnostic::new(Code::E407, message!("the Parquet file is damaged: {} cannot be read", what))
        .place(place.clone());
    Error::new(
        Kind::Damaged,
        diagnostic.hint(message!("write it again; it may have been cut off or changed after it was written")),
    )
}

/// Runs a decoder on bytes that may be hostile. It may panic on them, which its authors call a bug and not a vulnerability; its own
/// error texts may quote values. Both come back as `None`.
pub(super) fn sheltered<T, E>(read: impl FnOnce() -> Result<T, E>) -> Option<T> {
    crate::panics::quietly(|| catch_unwind(AssertUnwindSafe(read))).ok()?.ok()
}

/// Checks the footer of a file, before it is read for what it says.
pub(super) fn check_footer(file: &SharedFile) -> Result<(), Refusal> {
    const DAMAGED: Refusal = Refusal::Damaged("the footer");
    let len = file.len();
    let tail = len.checked_sub(8).and_then(|at| file.get_bytes(at, 8).ok()).ok_or(DAMAGED)?;
    let (length, mark) = tail.split_first_chunk::<4>().ok_or(DAMAGED)?;
    let length = u64::from(u32::from_le_bytes(*length));
    let start = (len - 8).checked_sub(length).filter(|&start| start >= 4 && mark == b"PAR1").ok_or(DAMAGED)?;
    if length > footer::MOST_FOOTER {
        return Err(Refusal::Limit { what: "the footer", most: footer::MOST_FOOTER, unit: "bytes" });
    }
    let bytes = file.get_bytes(start, usize::try_from(length).map_err(|_| DAMAGED)?).map_err(|_| DAMAGED)?;
    footer::check(&bytes)
}

/// What is known of a row group that has been gone through.
#[derive(Debug, Default)]
pub(super) struct Group {
    /// Rows at which one more mebibyte of the group is reached, ascending. Of a long cell they are several.
    pub(super) marks: Vec<u64>,
    /// Bytes of the largest pages of all columns together.
    pub(super) open: u64,
}

/// What the row groups that were gone through have together.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    unpacked: u64,
    texts: u64,
    repeated: u64,
    /// Pages of which nobody can tell whether a bit of them was flipped.
    unchecked: u64,
}

/// Goes through the row groups of a file, each once.
#[derive(Debug)]
pub(super) struct Gate {
    file: SharedFile,
    metadata: ArrowReaderMetadata,
    /// The same columns with texts as views, so that a text that is repeated is there once.
    viewed: OnceLock<Option<ArrowReaderMetadata>>,
    groups: Vec<OnceLock<Result<Arc<Group>, Refusal>>>,
    sums: Mutex<Sums>,
    scale: Scale,
}

impl Gate {
    /// For a file whose footer has been checked. Refuses more cells than such a file may have.
    pub(super) fn new(file: &SharedFile, metadata: &ArrowReaderMetadata) -> Result<Self, Refusal> {
        let groups = metadata.metadata().num_row_groups();
        let gate = Self {
            file: file.clone(),
            metadata: metadata.clone(),
            viewed: OnceLock::new(),
            groups: (0..groups).map(|_| OnceLock::new()).collect(),
            sums: Mutex::default(),
            scale: Scale::new(OPEN),
        };
        gate.check_claims()?;
        Ok(gate)
    }

    fn parquet(&self) -> &ParquetMetaData {
        self.metadata.metadata()
    }

    /// Pages without a checksum in the row groups that were gone through.
    pub(super) fn unchecked_pages(&self) -> u64 {
        self.sums.lock().unwrap_or_else(PoisonError::into_inner).unchecked
    }

    /// Waits until pages of so many bytes may be open.
    pub(super) fn weigh(&self, open: u64) -> Weight {
        self.scale.weigh(open)
    }

    /// Rows of a row group.
    fn rows(&self, nth: usize) -> u64 {
        u64::try_from(self.parquet().row_group(nth).num_rows()).unwrap_or(0)
    }

    /// Columns at the bottom of the schema.
    fn leaves(&self) -> usize {
        self.parquet().file_metadata().schema_descr().num_columns()
    }

    /// Numbers of the footer that say how long it takes to read the file.
    fn check_claims(&self) -> Result<(), Refusal> {
        let counts = Refusal::Damaged("the row counts");
        let (mut rows, mut cells) = (0u64, 0u64);
        for group in self.parquet().row_groups() {
            rows = rows.saturating_add(u64::try_from(group.num_rows()).map_err(|_| counts)?);
            for column in group.columns() {
                cells = cells.saturating_add(u64::try_from(column.num_values()).map_err(|_| counts)?);
            }
        }
        if usize::try_from(rows).is_err() || i64::try_from(rows).is_err() {
            return Err(counts);
        }
        let most = CELLS.max(self.file.len().saturating_mul(CELLS_PER_BYTE));
        if cells.max(rows) <= most {
            return Ok(());
        }
        // A number that nothing stands behind is damage, one that is meant is too much.
        for nth in 0..self.groups.len() {
            let group = self.parquet().row_group(nth);
            for leaf in 0..group.num_columns() {
                pages::each_page(&self.file, &self.chunk(nth, leaf)?, |_| Ok(()))?;
            }
            if nth == 8 {
                break;
            }
        }
        Err(Refusal::Limit { what: "the whole", most, unit: "cells for its size" })
    }

    /// A row group, gone through.
    pub(super) fn group(&self, nth: usize) -> Result<Arc<Group>, Refusal> {
        self.groups[nth].get_or_init(|| self.go_through(nth).map(Arc::new)).clone()
    }

    fn chunk(&self, nth: usize, leaf: usize) -> Result<Chunk, Refusal> {
        let column = self.parquet().row_group(nth).column(leaf);
        let size = |number: i64| u64::try_from(number).map_err(|_| Refusal::Damaged("a row group"));
        let start = size(column.dictionary_page_offset().unwrap_or(column.data_page_offset()))?;
        let end = start.saturating_add(size(column.compressed_size())?);
        if end > self.file.len() {
            return Err(Refusal::Damaged("a row group"));
        }
        Ok(Chunk {
            place: start..end,
            values: size(column.num_values())?,
            is_packed: column.compression() != Compression::UNCOMPRESSED,
            least: match column.column_descr().physical_type() {
                Type::BOOLEAN => 1,
                Type::INT64 | Type::DOUBLE => 8,
                Type::INT96 => 12,
                Type::FIXED_LEN_BYTE_ARRAY => width(column),
                Type::INT32 | Type::FLOAT | Type::BYTE_ARRAY => 4,
            },
        })
    }

    fn go_through(&self, nth: usize) -> Result<Group, Refusal> {
        let meta = self.parquet().row_group(nth);
        let rows = self.rows(nth);
        let mut group = Group::default();
        let mut sums = *self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        for leaf in 0..meta.num_columns() {
            let found = Column { gate: self, nth, leaf, rows, chunk: self.chunk(nth, leaf)? }.go_through()?;
            group.marks.extend(found.marks.rows);
            group.open = group.open.saturating_add(found.open);
            sums.unpacked = sums.unpacked.saturating_add(found.unpacked);
            sums.texts = sums.texts.saturating_add(found.texts);
            sums.repeated = sums.repeated.saturating_add(found.repeated);
            sums.unchecked += found.unchecked;
            self.check_sums(sums)?;
        }
        if group.open > OPEN {
            return Err(Refusal::Limit {
                what: "a row group",
                most: OPEN,
                unit: "bytes in pages that are open at once",
            });
        }
        group.marks.sort_unstable();
        *self.sums.lock().unwrap_or_else(PoisonError::into_inner) = sums;
        Ok(group)
    }

    fn check_sums(&self, sums: Sums) -> Result<(), Refusal> {
        let for_size = |floor: u64, ratio: u64| floor.max(self.file.len().saturating_mul(ratio));
        let (unpacked, texts) = (for_size(RATIO_FROM, RATIO), for_size(TEXTS, TEXTS_PER_BYTE));
        let repeated = for_size(LONG_TEXTS, RATIO);
        for (found, most, unit) in [
            (sums.unpacked, unpacked, "bytes unpacked for its size"),
            (sums.texts, texts, "bytes of repeated texts for its size"),
            (sums.repeated, repeated, "bytes of texts of a mebibyte and more for its size"),
        ] {
            if found > most {
                return Err(Refusal::Limit { what: "the whole", most, unit });
            }
        }
        Ok(())
    }

    /// The columns with texts as views; `None` if the reader does not want to.
    fn viewed(&self) -> Option<&ArrowReaderMetadata> {
        let make = || {
            let fields: Vec<FieldRef> = self.metadata.schema().fields().iter().map(viewed).collect();
            let options = ArrowReaderOptions::new().with_schema(Arc::new(Schema::new(fields)));
            sheltered(|| ArrowReaderMetadata::try_new(Arc::clone(self.metadata.metadata()), options))
        };
        self.viewed.get_or_init(make).as_ref()
    }
}

/// Bytes of a value of fixed length.
fn width(column: &ColumnChunkMetaData) -> u64 {
    u64::try_from(column.column_descr().type_length()).unwrap_or(0).max(1)
}

/// A field whose texts are views.
fn viewed(field: &FieldRef) -> FieldRef {
    let kind = match field.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::Binary | DataType::LargeBinary => DataType::BinaryView,
        DataType::List(inner) => DataType::List(viewed(inner)),
        DataType::Map(inner, sorted) => DataType::Map(viewed(inner), *sorted),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(viewed).collect()),
        other => other.clone(),
    };
    Arc::new(Field::clone(field).with_data_type(kind))
}

/// Rows at which one more mebibyte is reached.
#[derive(Debug, Default)]
struct Marks {
    rows: Vec<u64>,
    /// Bytes since the last one.
    since: u64,
}

impl Marks {
    /// So many bytes, spread over rows.
    fn add(&mut self, first: u64, rows: u64, bytes: u64) {
        if bytes == 0 {
            return;
        }
        let mut left = MARK - self.since;
        while left <= bytes {
            let part = u128::from(rows.max(1) - 1) * u128::from(left) / u128::from(bytes);
            self.rows.push(first + u64::try_from(part).unwrap_or(0));
            left += MARK;
        }
        self.since = MARK - (left - bytes);
    }
}

/// What a column of a row group turned out to have.
#[derive(Debug, Default)]
struct Found {
    marks: Marks,
    open: u64,
    unpacked: u64,
    texts: u64,
    repeated: u64,
    unchecked: u64,
}

/// A column of a row group.
struct Column<'a> {
    gate: &'a Gate,
    nth: usize,
    leaf: usize,
    rows: u64,
    chunk: Chunk,
}

impl Column<'_> {
    fn meta(&self) -> &ColumnChunkMetaData {
        self.gate.parquet().row_group(self.nth).column(self.leaf)
    }

    fn go_through(&self) -> Result<Found, Refusal> {
        let descriptor = self.meta().column_descr();
        let levels = Levels { definition: descriptor.max_def_level(), repetition: descriptor.max_rep_level() };
        let texts = descriptor.physical_type() == Type::BYTE_ARRAY;
        let values = self.chunk.values;
        if levels.repetition == 0 && values != self.rows {
            return Err(Refusal::Damaged("the row counts"));
        }
        if values > LISTED.max(self.rows.saturating_mul(LISTED_PER_ROW)) && levels.repetition > 0 {
            return Err(Refusal::Limit { what: "a row group", most: LISTED, unit: "values in the lists of a column" });
        }
        let mut pages = Vec::new();
        // The dictionary is open as long as the pages behind it, and each of its values has some bytes of its own.
        let (mut largest, mut dictionary, mut kept, mut is_hidden) = (0u64, 0u64, 0u64, false);
        let mut found = Found::default();
        pages::each_page(&self.gate.file, &self.chunk, |page| {
            found.unpacked = found.unpacked.saturating_add(page.unpacked);
            match page.role {
                Role::Dictionary => {
                    dictionary = page.unpacked;
                    kept = page.unpacked + 16 * page.values;
                }
                Role::Data => {
                    is_hidden |= matches!(page.encoding, DELTA_LENGTHS | SHARED_BEGINNINGS);
                    is_hidden |= texts && page.unpacked > MAX_FIELD as u64;
                }
                Role::Other => return Ok(()),
            }
            largest = largest.max(page.packed + page.unpacked);
            found.unchecked += u64::from(!page.is_checked);
            pages.push(page);
            Ok(())
        })?;
        found.open = largest + kept;
        let _weight = self.gate.weigh(found.open);
        let bodies =
            if is_hidden || (texts && dictionary > SHORT) { self.bodies(&pages, levels)? } else { Bodies::default() };
        if bodies.longest > SHORT {
            self.repeated(bodies.longest, &mut found)?;
            return Ok(found);
        }
        let row = |value: u64| {
            let row = u128::from(value) * u128::from(self.rows) / u128::from(values.max(1));
            u64::try_from(row).unwrap_or(self.rows).min(self.rows)
        };
        // Of values of one length the dictionary repeats as many as there are rows.
        let fixed = descriptor.physical_type() == Type::FIXED_LEN_BYTE_ARRAY && self.chunk.least > SHORT;
        let mut value = 0u64;
        for (nth, page) in pages.iter().filter(|page| page.role == Role::Data).enumerate() {
            let bytes = if fixed { page.values.saturating_mul(self.chunk.least) } else { page.unpacked };
            let bytes = bodies.lengths.get(nth).map_or(bytes, |&length| length.max(bytes));
            // Texts that share their beginnings are different ones all the same, and each takes its time.
            if page.encoding == SHARED_BEGINNINGS {
                found.unpacked = found.unpacked.saturating_add(bytes);
            }
            let end = value.saturating_add(page.values);
            self.count(&mut found, row(value), row(end) - row(value), bytes)?;
            value = end;
        }
        Ok(found)
    }

    /// Counts bytes of so many rows.
    fn count(&self, found: &mut Found, first: u64, rows: u64, bytes: u64) -> Result<(), Refusal> {
        found.texts = found.texts.saturating_add(bytes);
        self.gate.check_sums(Sums { texts: found.texts, repeated: found.repeated, ..Sums::default() })?;
        found.marks.add(first, rows, bytes);
        Ok(())
    }

    /// Lengths of texts in the bodies of pages, and of the longest in their dictionary.
    fn bodies(&self, pages: &[Page], levels: Levels) -> Result<Bodies, Refusal> {
        let texts = self.meta().column_descr().physical_type() == Type::BYTE_ARRAY;
        let rows = usize::try_from(self.rows).unwrap_or(usize::MAX);
        let file = Arc::new(self.gate.file.clone());
        let broken = Refusal::Damaged("a page");
        let mut reader = sheltered(|| SerializedPageReader::new(file, self.meta(), rows, None)).ok_or(broken)?;
        let mut bodies = Bodies::default();
        for page in pages {
            let body = sheltered(|| reader.get_next_page()).flatten().ok_or(broken)?;
            let length = body::measure(&body, levels, texts)?;
            match page.role {
                Role::Dictionary => bodies.longest = length,
                _ => bodies.lengths.push(length),
            }
        }
        Ok(bodies)
    }

    /// Goes through the rows of a column whose dictionary has a long text.
    fn repeated(&self, longest: u64, found: &mut Found) -> Result<(), Refusal> {
        const AT_ONCE: usize = 1_024;
        let broken = Refusal::Damaged("a page");
        let Some(viewed) = self.gate.viewed() else {
            // As if every row had the longest.
            return self.count(found, 0, self.rows, self.chunk.values.saturating_mul(longest));
        };
        let reader = || {
            let mask = ProjectionMask::leaves(viewed.parquet_schema(), [self.leaf]);
            ParquetRecordBatchReaderBuilder::new_with_metadata(self.gate.file.clone(), viewed.clone())
                .with_row_groups(vec![self.nth])
                .with_projection(mask)
                .with_batch_size(AT_ONCE)
                .build()
        };
        let mut reader = sheltered(reader).ok_or(broken)?;
        let mut row = 0u64;
        while let Some(batch) = sheltered(|| reader.next().transpose()).ok_or(broken)? {
            let array = batch.column(0);
            let rows = batch.num_rows() as u64;
            match lengths(array) {
                Some(lengths) => {
                    for (nth, length) in lengths.enumerate() {
                        let length = u64::from(length);
                        found.repeated += if length >= LONG { length } else { 0 };
                        self.count(found, row + nth as u64, 1, length)?;
                    }
                }
                None => self.count(found, row, rows, nested(array))?,
            }
            row += rows;
        }
        if row == self.rows { Ok(()) } else { Err(broken) }
    }
}

/// What the bodies of pages hold.
#[derive(Debug, Default)]
struct Bodies {
    /// Bytes of texts in each page of data.
    lengths: Vec<u64>,
    /// Bytes of the longest text of the dictionary.
    longest: u64,
}

/// Lengths of the texts of a column of views, NULL being none; `None` of another column.
fn lengths(array: &ArrayRef) -> Option<impl Iterator<Item = u32>> {
    let (views, nulls) = match array.data_type() {
        DataType::Utf8View => (array.as_string_view().views(), array.nulls()),
        DataType::BinaryView => (array.as_binary_view().views(), array.nulls()),
        _ => return None,
    };
    let nulls = nulls.cloned();
    // The length stands in the lowest four bytes of a view.
    #[allow(clippy::cast_possible_truncation)]
    let length = move |(nth, view): (usize, &u128)| {
        if nulls.as_ref().is_some_and(|nulls| nulls.is_null(nth)) { 0 } else { *view as u32 }
    };
    Some(views.iter().copied().enumerate().map(move |(nth, view)| length((nth, &view))))
}

/// Bytes of the texts inside of a nested column.
fn nested(array: &ArrayRef) -> u64 {
    if let Some(lengths) = lengths(array) {
        return lengths.map(u64::from).sum();
    }
    match array.data_type() {
        DataType::List(_) => nested(array.as_list::<i32>().values()),
        DataType::Struct(_) => array.as_struct().columns().iter().map(nested).sum(),
        DataType::Map(..) => array.as_map().entries().columns().iter().map(nested).sum(),
        _ => 0,
    }
}
