//! Reads the rows of a Parquet file with polars: another library than the one that wrote them. Its errors quote cells, so that there was one
//! is all that is told of it.

use super::cells::{Cells, Texts};
use super::conform::Point;
use crate::io::parquet_ranges;
use polars::prelude::{
    DataType, ExplodeOptions, FileMetadataRef, ParallelStrategy, ParquetReader, PolarsResult, SerReader as _, Series,
    TimeUnit,
};
use std::fs::File;
use std::path::Path;

/// Rows of a part at most, and bytes of it as texts.
const PART: usize = 122_880;
const PART_BYTES: usize = 32 << 20;
/// Fields that are read at once: what polars prepares for a reading is as much as the file has fields.
const FIELDS: usize = 512;

/// Rows of a file that are read at once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Slice {
    pub(super) first: usize,
    pub(super) rows: usize,
}

/// A Parquet file whose footer polars has read, once.
pub(super) struct Frame {
    file: File,
    metadata: FileMetadataRef,
    fields: usize,
    rows: usize,
    slices: Vec<Slice>,
}

/// The parts of a file, by what its row groups hold.
///
/// # Errors
/// As [`parquet_ranges`].
pub(super) fn parts(path: &Path) -> crate::error::Result<Vec<Slice>> {
    let ranges = parquet_ranges(path, PART, PART_BYTES)?;
    Ok(ranges.into_iter().map(|(first, rows)| Slice { first, rows }).collect())
}

/// A column of a batch: its name with those around it, and its cells.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) cells: Cells,
    /// Whether there is one cell a row: of a list there may be any number.
    pub(super) aligned: bool,
}

impl Frame {
    /// Reads the footer. `None` if polars cannot, or if there is more in the file than it should be given.
    pub(super) fn open(path: &Path) -> Option<Self> {
        Self::of_parts(path, parts(path).ok()?)
    }

    /// The same of a file whose parts are known.
    pub(super) fn of_parts(path: &Path, slices: Vec<Slice>) -> Option<Self> {
        quiet(|| {
            let file = File::open(path).ok()?;
            let mut reader = ParquetReader::new(file.try_clone().ok()?);
            let fields = reader.schema().ok()?.len();
            let rows = reader.num_rows().ok()?;
            let metadata = reader.get_metadata().ok()?.clone();
            Some(Self { file, metadata, fields, rows, slices })
        })
    }

    /// Rows.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// The parts in which it is read.
    pub(super) fn slices(&self) -> &[Slice] {
        &self.slices
    }

    /// Calls `see` with all columns of a part one by one: as many of a field as it has at the bottom. `None` where polars cannot.
    pub(super) fn each_column(&self, slice: Slice, see: &mut dyn FnMut(Named)) -> Option<()> {
        for first in (0..self.fields).step_by(FIELDS) {
            let fields = (first..self.fields.min(first + FIELDS)).collect();
            let found = quiet(|| self.read(fields, slice))?;
            found.into_iter().for_each(&mut *see);
        }
        Some(())
    }

    fn read(&self, fields: Vec<usize>, slice: Slice) -> Option<Vec<Named>> {
        let mut reader = ParquetReader::new(self.file.try_clone().ok()?);
        reader.set_metadata(self.metadata.clone());
        let reader = reader.read_parallel(ParallelStrategy::None).with_slice(Some((slice.first, slice.rows)));
        let frame = reader.with_projection(Some(fields)).finish().ok()?;
        let mut found = Vec::new();
        for column in frame.columns() {
            let series = column.as_materialized_series();
            flatten(series.name().as_str(), series, true, &mut found)?;
        }
        Some(found)
    }
}

/// A panic of a library on a file that is none is a file that cannot be read.
fn quiet<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    crate::panics::caught(work).flatten()
}

/// A column, or the columns inside of it.
fn flatten(name: &str, series: &Series, aligned: bool, found: &mut Vec<Named>) -> Option<()> {
    match series.dtype() {
        DataType::Struct(_) => {
            for inner in series.struct_().ok()?.fields_as_series() {
                flatten(&format!("{name}.{}", inner.name()), &inner, aligned, found)?;
            }
            Some(())
        }
        DataType::List(_) => flatten(
            name,
            &series.explode(ExplodeOptions { empty_as_null: false, keep_nulls: true }).ok()?,
            false,
            found,
        ),
        _ => {
            found.push(Named { name: name.to_owned(), cells: cells(series).ok()?, aligned });
            Some(())
        }
    }
}

/// What a point is counted in. A moment with a zone is none that a release has.
fn point(kind: &DataType) -> Point {
    match kind {
        DataType::Date => Point::Day,
        DataType::Datetime(TimeUnit::Milliseconds, None) => Point::Millis,
        DataType::Datetime(TimeUnit::Microseconds, None) => Point::Micros,
        DataType::Datetime(TimeUnit::Nanoseconds, None) => Point::Nanos,
        _ => Point::Other,
    }
}

fn cells(series: &Series) -> PolarsResult<Cells> {
    Ok(match series.dtype() {
        DataType::String => {
            let mut texts = Texts::default();
            // A text of a dictionary stands in one place, however many cells have it.
            let mut known = Vec::new();
            series.str()?.iter().for_each(|text| texts.push_shared(text, &mut known));
            Cells::Texts(texts)
        }
        DataType::Binary => {
            let mut texts = Texts::default();
            series.binary()?.iter().for_each(|bytes| texts.push_bytes(bytes));
            Cells::Texts(texts)
        }
        DataType::Boolean => {
            Cells::Points(series.bool()?.iter().map(|value| value.map(i64::from)).collect(), Point::Flag)
        }
        DataType::Date | DataType::Datetime(_, _) | DataType::Time | DataType::Duration(_) => {
            let physical = series.to_physical_repr().cast(&DataType::Int64)?;
            Cells::Points(physical.i64()?.iter().collect(), point(series.dtype()))
        }
        DataType::Decimal(_, scale) => {
            let scale = u32::try_from(*scale).unwrap_or(0);
            let physical = series.to_physical_repr().into_owned();
            Cells::Numbers(physical.i128()?.iter().collect(), scale)
        }
        DataType::Float32 | DataType::Float64 => {
            Cells::Floats(series.cast(&DataType::Float64)?.f64()?.iter().collect())
        }
        kind if kind.is_integer() => {
            let wide = if *kind == DataType::UInt64 {
                series.u64()?.iter().map(|value| value.map(i128::from)).collect()
            } else {
                series.cast(&DataType::Int64)?.i64()?.iter().map(|value| value.map(i128::from)).collect()
            };
            Cells::Numbers(wide, 0)
        }
        _ => {
            let texts = series.cast(&DataType::String)?;
            let mut cells = Texts::default();
            texts.str()?.iter().for_each(|text| cells.push(text));
            Cells::Texts(cells)
        }
    })
}
