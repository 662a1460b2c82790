//! Reads the rows of a Parquet file with polars: another library than the one that wrote them. Its errors quote cells, so that there was one
//! is all that is told of it.

use super::cells::{Cells, Texts};
use super::conform::Point;
use polars::prelude::{
    DataType, ExplodeOptions, ParallelStrategy, ParquetReader, PolarsResult, SerReader as _, Series, TimeUnit,
};
use std::fs::File;
use std::path::{Path, PathBuf};

/// A Parquet file whose footer polars has read.
pub(super) struct Frame {
    path: PathBuf,
    fields: usize,
    rows: usize,
}

/// A column of a batch: its name with those around it, and its cells.
pub(super) struct Named {
    pub(super) name: String,
    pub(super) cells: Cells,
    /// Whether there is one cell a row: of a list there may be any number.
    pub(super) aligned: bool,
}

impl Frame {
    /// Reads the footer. `None` if polars cannot.
    pub(super) fn open(path: &Path) -> Option<Self> {
        quiet(|| {
            let mut reader = ParquetReader::new(File::open(path).ok()?);
            let fields = reader.schema().ok()?.len();
            let rows = reader.num_rows().ok()?;
            Some(Self { path: path.to_owned(), fields, rows })
        })
    }

    /// Fields at the top of the schema.
    pub(super) fn fields(&self) -> usize {
        self.fields
    }

    /// Rows.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Reads one field of some rows: as many columns as it has at the bottom. `None` where polars cannot.
    pub(super) fn read(&self, field: usize, first: usize, rows: usize) -> Option<Vec<Named>> {
        quiet(|| {
            let reader = ParquetReader::new(File::open(&self.path).ok()?)
                .read_parallel(ParallelStrategy::None)
                .with_slice(Some((first, rows)))
                .with_projection(Some(vec![field]));
            let frame = reader.finish().ok()?;
            let column = frame.columns().first()?.as_materialized_series().clone();
            let mut found = Vec::new();
            flatten(column.name().as_str(), &column, true, &mut found)?;
            Some(found)
        })
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
            series.str()?.iter().for_each(|text| texts.push(text));
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
