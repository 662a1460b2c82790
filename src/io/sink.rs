//! Outputs. Workers encode with an [`Encoder`]; one thread appends what they made with an [`Appender`].

use super::csv_text::{CsvStyle, CsvText, csv_header};
use super::digesting::Digesting;
use super::text_chunk::{Press, Room, TextChunk, ZSTD_LEVEL};
use crate::error::{Error, Kind, Result, Shown};
use crate::message;
use crate::plan::{ColumnPlan, DatasetPlan, Release, Released};
use crate::transform::Trace;
use arrow::array::{ArrayRef, AsArray as _};
use arrow::datatypes::{DataType, Field, SchemaRef};
use bytes::Bytes;
use parquet::arrow::ArrowSchemaConverter;
use parquet::arrow::arrow_writer::{ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, compute_leaves};
use parquet::basic::{Compression, ZstdLevel};
use parquet::column::writer::ColumnCloseResult;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{ColumnDescPtr, ColumnPath};
use std::fs::File;
use std::io::Write;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Formats that are written.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum OutputFormat {
    /// Apache Parquet, zstd.
    #[default]
    Parquet,
    /// Comma-separated UTF-8 with a header, LF line ends; NULL is empty, an empty text is `""`.
    Csv,
    /// CSV that Excel opens by a double click where the decimal sign is a comma: semicolons, a byte order mark, CRLF; text that it would
    /// take for a formula begins with `'`. For people: no program gets the cells back as they were.
    CsvExcel,
}

impl OutputFormat {
    /// Extension of its files.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv | Self::CsvExcel => "csv",
        }
    }

    /// Name in the manifest.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Csv => "csv",
            Self::CsvExcel => "csv-excel",
        }
    }
}

/// What was written.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Written {
    /// Rows.
    pub rows: u64,
    /// Bytes.
    pub bytes: u64,
    /// SHA-256, in hex.
    pub sha256: String,
    /// For each column, cells that were kept from being formulas; empty unless the format does that.
    pub neutralised: Vec<u64>,
}

/// Encodes row groups; shared by the workers.
#[derive(Debug)]
pub struct Encoder(EncoderKind);

#[derive(Debug)]
enum EncoderKind {
    Parquet {
        factory: ArrowRowGroupWriterFactory,
        schema: SchemaRef,
        /// For each column that is written as a text chunk, what it is in the file.
        texts: Vec<Option<ColumnDescPtr>>,
        /// Room that finished text chunks left.
        rooms: Rooms,
    },
    Csv(CsvStyle),
}

/// An encoded row group, ready to append.
#[derive(Debug)]
pub struct Encoded {
    rows: u64,
    body: EncodedBody,
}

#[derive(Debug)]
enum EncodedBody {
    Parquet(Vec<EncodedColumn>),
    Csv(Vec<u8>, Vec<u64>),
}

#[derive(Debug)]
enum EncodedColumn {
    General(ArrowColumnChunk),
    Text(Bytes, ColumnCloseResult),
}

/// Appends encoded batches to a file and counts, digests and syncs it.
#[derive(Debug)]
pub struct Appender {
    kind: AppenderKind,
    rows: u64,
    neutralised: Vec<u64>,
    shown: Shown,
}

enum AppenderKind {
    Parquet(SerializedFileWriter<Digesting>),
    Csv(Digesting),
}

impl std::fmt::Debug for AppenderKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Parquet(_) => "Parquet",
            Self::Csv(_) => "Csv",
        })
    }
}

/// Opens the output of a dataset on a new file.
///
/// # Errors
/// `Kind::Output` when its first bytes cannot be written.
pub fn open_sink(format: OutputFormat, plan: &DatasetPlan, file: File, shown: &Shown) -> Result<(Encoder, Appender)> {
    let digesting = Digesting::new(file).map_err(|e| write_error(shown, &e))?;
    let (encoder, kind) = match format {
        OutputFormat::Parquet => open_parquet(plan, digesting).map_err(|_| cannot_write(shown))?,
        OutputFormat::Csv => open_csv(plan, CsvStyle::plain(), "", digesting).map_err(|e| write_error(shown, &e))?,
        OutputFormat::CsvExcel => {
            open_csv(plan, CsvStyle::excel(plan), "\u{FEFF}", digesting).map_err(|e| write_error(shown, &e))?
        }
    };
    let neutralised = match &encoder {
        EncoderKind::Csv(style) => style.no_counts(),
        EncoderKind::Parquet { .. } => Vec::new(),
    };
    Ok((Encoder(encoder), Appender { kind, rows: 0, neutralised, shown: shown.clone() }))
}

fn cannot_write(shown: &Shown) -> Error {
    Error::internal(message!("`{}` cannot be encoded", shown))
}

fn write_error(shown: &Shown, error: &std::io::Error) -> Error {
    Error::io(Kind::Output, message!("`{}` cannot be written", shown), error)
}

/// The writer's errors hold an io error somewhere inside; only its kind is looked at.
fn parquet_error(shown: &Shown, error: &parquet::errors::ParquetError) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(inner) = source {
        if let Some(io) = inner.downcast_ref::<std::io::Error>() {
            return write_error(shown, io);
        }
        source = inner.source();
    }
    match error {
        parquet::errors::ParquetError::External(inner) => match inner.downcast_ref::<std::io::Error>() {
            Some(io) => write_error(shown, io),
            None => cannot_write(shown),
        },
        _ => write_error(shown, &std::io::Error::other("")),
    }
}

fn open_parquet(plan: &DatasetPlan, digesting: Digesting) -> parquet::errors::Result<(EncoderKind, AppenderKind)> {
    let schema = Arc::clone(&plan.output);
    let descriptor = ArrowSchemaConverter::new().schema_root("schema").convert(&schema)?;
    let writer = SerializedFileWriter::new(digesting, descriptor.root_schema_ptr(), Arc::new(properties(plan)))?;
    let factory = ArrowRowGroupWriterFactory::new(&writer, Arc::clone(&schema));
    let texts = plan.columns.iter().filter_map(|column| Some((column, column.release()?))).enumerate();
    let texts = texts.map(|(at, (column, release))| hardly_repeats(column, release).then(|| descriptor.column(at)));
    let texts = texts.collect();
    Ok((EncoderKind::Parquet { factory, schema, texts, rooms: Rooms::default() }, AppenderKind::Parquet(writer)))
}

fn open_csv(
    plan: &DatasetPlan,
    style: CsvStyle,
    mark: &str,
    mut digesting: Digesting,
) -> std::io::Result<(EncoderKind, AppenderKind)> {
    digesting.write_all(mark.as_bytes())?;
    digesting.write_all(&csv_header(&plan.output, &style))?;
    Ok((EncoderKind::Csv(style), AppenderKind::Csv(digesting)))
}

/// Nothing but the data: no key-value metadata, no arrow schema, a constant writer's name. The smallest and the largest of texts tell a reader
/// little, and cost a comparison a cell; besides, they would be two cells in the open in the footer.
fn properties(plan: &DatasetPlan) -> WriterProperties {
    let mut builder = WriterProperties::builder()
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_created_by("iesiz".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(ZSTD_LEVEL).expect("level 1 is a level of zstd")))
        .set_max_row_group_row_count(None)
        .set_statistics_enabled(EnabledStatistics::Chunk);
    for field in plan.output.fields().iter().filter(|field| field.data_type() == &DataType::Utf8) {
        let path = ColumnPath::new(vec![field.name().clone()]);
        builder = builder.set_column_statistics_enabled(path, EnabledStatistics::None);
    }
    builder.build()
}

/// Tokens are random text and ids stand for themselves, so a dictionary of them is work for nothing.
fn hardly_repeats(column: &ColumnPlan, release: &Release) -> bool {
    let kept_id = column.semantic.token_prefix().is_some() && release.transform.trace() == Trace::Clear;
    release.transform.output_type() == DataType::Utf8 && (release.transform.is_token() || kept_id)
}

impl Encoder {
    /// Begins a row group.
    ///
    /// # Errors
    /// `Kind::Internal` when the encoder refuses the plan's own types.
    pub fn begin(&self) -> Result<GroupEncoder> {
        let body = match &self.0 {
            EncoderKind::Csv(style) => GroupBody::Csv(CsvText::new(style.clone())),
            EncoderKind::Parquet { factory, schema, texts, rooms } => {
                let general = factory.create_column_writers(0).map_err(|_| refused())?;
                let encoders = general.into_iter().zip(texts).map(|(general, text)| match text {
                    Some(column) => ColumnEncoder::Text(TextChunk::new(Arc::clone(column), rooms.room()).into()),
                    None => ColumnEncoder::General(general.into()),
                });
                let press = rooms.press().map_err(|_| refused())?;
                GroupBody::Parquet {
                    encoders: encoders.collect(),
                    schema: Arc::clone(schema),
                    press: press.into(),
                    rooms: rooms.clone(),
                }
            }
        };
        Ok(GroupEncoder { rows: 0, body })
    }
}

fn refused() -> Error {
    Error::internal(message!("a batch cannot be encoded"))
}

/// Encodes the batches of one row group.
pub struct GroupEncoder {
    rows: u64,
    body: GroupBody,
}

enum GroupBody {
    Parquet { encoders: Vec<ColumnEncoder>, schema: SchemaRef, press: Box<Press>, rooms: Rooms },
    Csv(CsvText),
}

/// Encodes one column of a row group.
enum ColumnEncoder {
    General(Box<ArrowColumnWriter>),
    Text(Box<TextChunk>),
}

/// What finished row groups left, for the next ones.
#[derive(Clone, Default)]
struct Rooms(Arc<Mutex<(Vec<Room>, Vec<Press>)>>);

impl std::fmt::Debug for Rooms {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Rooms")
    }
}

impl Rooms {
    fn locked(&self) -> MutexGuard<'_, (Vec<Room>, Vec<Press>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn room(&self) -> Option<Room> {
        self.locked().0.pop()
    }

    fn press(&self) -> parquet::errors::Result<Press> {
        let used = self.locked().1.pop();
        used.map_or_else(Press::new, Ok)
    }
}

impl ColumnEncoder {
    fn write(&mut self, field: &Field, array: &ArrayRef, press: &mut Press) -> parquet::errors::Result<()> {
        match self {
            // Nothing is nested, so a column has one leaf.
            Self::General(writer) => compute_leaves(field, array)?.iter().try_for_each(|leaf| writer.write(leaf)),
            Self::Text(chunk) => chunk.write(array.as_string(), press),
        }
    }

    fn close(self, press: &mut Press, rooms: &Rooms) -> parquet::errors::Result<EncodedColumn> {
        Ok(match self {
            Self::General(writer) => EncodedColumn::General(writer.close()?),
            Self::Text(chunk) => {
                let (bytes, close, room) = chunk.close(press)?;
                rooms.locked().0.push(room);
                EncodedColumn::Text(bytes, close)
            }
        })
    }
}

impl std::fmt::Debug for GroupEncoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "GroupEncoder({} rows)", self.rows)
    }
}

impl GroupEncoder {
    /// Encodes a batch.
    ///
    /// # Errors
    /// `Kind::Internal` when the encoder refuses arrays of the plan's own types.
    pub fn write(&mut self, released: &Released) -> Result<()> {
        let batch = released.batch();
        self.rows += batch.num_rows() as u64;
        match &mut self.body {
            GroupBody::Csv(text) => text.rows(released).ok_or_else(refused),
            GroupBody::Parquet { encoders, schema, press, .. } => {
                let columns = schema.fields().iter().zip(batch.columns());
                let mut columns = encoders.iter_mut().zip(columns);
                columns
                    .try_for_each(|(encoder, (field, array))| encoder.write(field, array, press))
                    .map_err(|_| refused())
            }
        }
    }

    /// Ends the row group.
    ///
    /// # Errors
    /// As [`GroupEncoder::write`].
    pub fn finish(self) -> Result<Encoded> {
        let Self { rows, body } = self;
        let body = match body {
            GroupBody::Csv(text) => {
                let (bytes, neutralised) = text.finish();
                EncodedBody::Csv(bytes, neutralised)
            }
            GroupBody::Parquet { .. } if rows == 0 => EncodedBody::Parquet(Vec::new()),
            GroupBody::Parquet { encoders, mut press, rooms, .. } => {
                let chunks: parquet::errors::Result<Vec<EncodedColumn>> =
                    encoders.into_iter().map(|encoder| encoder.close(&mut press, &rooms)).collect();
                rooms.locked().1.push(*press);
                EncodedBody::Parquet(chunks.map_err(|_| refused())?)
            }
        };
        Ok(Encoded { rows, body })
    }
}

impl Appender {
    /// Appends an encoded row group.
    ///
    /// # Errors
    /// `Kind::Output` when it cannot be written.
    pub fn append(&mut self, encoded: Encoded) -> Result<()> {
        self.rows += encoded.rows;
        match (&mut self.kind, encoded.body) {
            (AppenderKind::Csv(out), EncodedBody::Csv(bytes, neutralised)) => {
                self.neutralised.iter_mut().zip(&neutralised).for_each(|(sum, count)| *sum += count);
                out.write_all(&bytes).map_err(|e| write_error(&self.shown, &e))
            }
            (AppenderKind::Parquet(_), EncodedBody::Parquet(chunks)) if chunks.is_empty() => Ok(()),
            (AppenderKind::Parquet(writer), EncodedBody::Parquet(chunks)) => {
                let appended = writer.next_row_group().and_then(|mut group| {
                    chunks.into_iter().try_for_each(|chunk| match chunk {
                        EncodedColumn::General(chunk) => chunk.append_to_row_group(&mut group),
                        EncodedColumn::Text(bytes, close) => group.append_column(&bytes, close),
                    })?;
                    group.close().map(drop)
                });
                appended.map_err(|e| parquet_error(&self.shown, &e))
            }
            _ => Err(cannot_write(&self.shown)),
        }
    }

    /// Ends the file: footer, flush, fsync.
    ///
    /// # Errors
    /// `Kind::Output`; a failed fsync is not tried again, since the system may have thrown the pages away.
    pub fn finish(self) -> Result<Written> {
        let Self { kind, rows, neutralised, shown } = self;
        let digesting = match kind {
            AppenderKind::Csv(out) => out,
            // Writes the footer too.
            AppenderKind::Parquet(writer) => writer.into_inner().map_err(|e| parquet_error(&shown, &e))?,
        };
        let (bytes, sha256) = digesting.finish().map_err(|e| write_error(&shown, &e))?;
        Ok(Written { rows, bytes, sha256, neutralised })
    }
}
