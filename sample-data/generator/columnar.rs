//! Parquet files: row groups are encoded on all cores and appended in order.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use arrow::array::{ArrayRef, Int64Builder, StringBuilder, TimestampMillisecondBuilder, UInt64Builder};
use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use chrono::NaiveDate;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;

use crate::people::World;
use crate::table::{Column, Kind, Table, blocks};

/// DuckDB's size of a row group; several make a file that can be read in parallel.
const ROWS_PER_GROUP: u64 = 122_880;
/// Rows that are text at one time; only encoded pages are kept for longer.
const ROWS_PER_BATCH: usize = 8_192;

pub(crate) fn write(table: &Table, world: &World, rows: u64, path: &Path) -> io::Result<()> {
    let schema = schema(table);
    let properties = WriterProperties::builder().set_compression(Compression::ZSTD(ZstdLevel::default())).build();
    let writer = ArrowWriter::try_new(File::create(path)?, Arc::clone(&schema), Some(properties)).map_err(broken)?;
    let (mut file, groups) = writer.into_serialized_writer().map_err(broken)?;
    let encode = |group: u64, range| {
        let writers = groups.create_column_writers(group as usize).map_err(broken)?;
        row_group(table, world, range, &schema, writers)
    };
    blocks(rows, ROWS_PER_GROUP, 1, encode, |columns| {
        let mut group = file.next_row_group().map_err(broken)?;
        columns.into_iter().try_for_each(|column| column.append_to_row_group(&mut group)).map_err(broken)?;
        group.close().map(drop).map_err(broken)
    })?;
    file.close().map(drop).map_err(broken)
}

fn schema(table: &Table) -> SchemaRef {
    let field = |column: &Column| Field::new(column.name, data_type(column.kind), true);
    Arc::new(Schema::new(table.columns.iter().map(field).collect::<Vec<_>>()))
}

fn data_type(kind: Kind) -> DataType {
    match kind {
        Kind::Text => DataType::Utf8,
        Kind::Integer => DataType::Int64,
        Kind::Unsigned => DataType::UInt64,
        Kind::Time => DataType::Timestamp(TimeUnit::Millisecond, None),
    }
}

fn row_group(
    table: &Table,
    world: &World,
    rows: Range<u64>,
    schema: &Schema,
    mut writers: Vec<ArrowColumnWriter>,
) -> io::Result<Vec<ArrowColumnChunk>> {
    for start in rows.clone().step_by(ROWS_PER_BATCH) {
        let batch = start..rows.end.min(start + ROWS_PER_BATCH as u64);
        let arrays = arrays(table, world, batch)?;
        // Every column is flat, so that each has one leaf and one writer.
        for ((array, field), writer) in arrays.iter().zip(schema.fields()).zip(&mut writers) {
            for leaf in compute_leaves(field, array).map_err(broken)? {
                writer.write(&leaf).map_err(broken)?;
            }
        }
    }
    writers.into_iter().map(|writer| writer.close().map_err(broken)).collect()
}

fn arrays(table: &Table, world: &World, rows: Range<u64>) -> io::Result<Vec<ArrayRef>> {
    let mut builders: Vec<Builder> = table.columns.iter().map(|column| Builder::new(column.kind)).collect();
    let mut fits = true;
    table.rows(world, rows, |cells| {
        for (cell, builder) in cells.iter().zip(&mut builders) {
            fits &= builder.append(cell).is_some();
        }
    });
    if !fits {
        return Err(io::Error::other(format!("a cell of {} does not fit the type of its column", table.file)));
    }
    Ok(builders.into_iter().map(Builder::finish).collect())
}

/// One column of a batch.
enum Builder {
    Text(StringBuilder),
    Integer(Int64Builder),
    Unsigned(UInt64Builder),
    Time(TimestampMillisecondBuilder),
}

impl Builder {
    fn new(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(StringBuilder::new()),
            Kind::Integer => Self::Integer(Int64Builder::with_capacity(ROWS_PER_BATCH)),
            Kind::Unsigned => Self::Unsigned(UInt64Builder::with_capacity(ROWS_PER_BATCH)),
            Kind::Time => Self::Time(TimestampMillisecondBuilder::with_capacity(ROWS_PER_BATCH)),
        }
    }

    /// Appends a cell; `None` if it is not of the column's type.
    fn append(&mut self, cell: Option<&str>) -> Option<()> {
        match (self, cell) {
            (Self::Text(builder), cell) => builder.append_option(cell),
            (Self::Integer(builder), Some(text)) => builder.append_value(text.parse().ok()?),
            (Self::Unsigned(builder), Some(text)) => builder.append_value(text.parse().ok()?),
            (Self::Time(builder), Some(text)) => builder.append_value(milliseconds(text)?),
            (Self::Integer(builder), None) => builder.append_null(),
            (Self::Unsigned(builder), None) => builder.append_null(),
            (Self::Time(builder), None) => builder.append_null(),
        }
        Some(())
    }

    fn finish(self) -> ArrayRef {
        match self {
            Self::Text(mut builder) => Arc::new(builder.finish()),
            Self::Integer(mut builder) => Arc::new(builder.finish()),
            Self::Unsigned(mut builder) => Arc::new(builder.finish()),
            Self::Time(mut builder) => Arc::new(builder.finish()),
        }
    }
}

/// Reads `2023-08-31 12:00:00` by position: a parser of formats would take longer than everything else.
fn milliseconds(text: &str) -> Option<i64> {
    let number = |range: Range<usize>| text.get(range)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(number(0..4)? as i32, number(5..7)?, number(8..10)?)?;
    let time = date.and_hms_opt(number(11..13)?, number(14..16)?, number(17..19)?)?;
    Some(time.and_utc().timestamp_millis())
}

fn broken(error: ParquetError) -> io::Error {
    io::Error::other(error)
}
