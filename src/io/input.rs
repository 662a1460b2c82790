//! An input file of any format, as a header and units of work.

use super::csv::{CsvBatches, CsvSource, CsvUnit, CsvUnits};
use super::parquet_source::{ParquetBatches, ParquetSource, ParquetUnit, ParquetUnits};
use super::shared::SharedFile;
use crate::error::{Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::place::Place;
use crate::schema::Dialect;
use arrow::array::ArrayRef;
use rustix::fs::{Mode, OFlags};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Formats that are read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FileFormat {
    /// Delimited text.
    Csv,
    /// Apache Parquet.
    Parquet,
}

/// How to open an input.
#[derive(Debug)]
pub struct OpenOptions<'a> {
    /// Format, if the content must not decide.
    pub format: Option<FileFormat>,
    /// Dialect of delimited text; what it leaves open is found out.
    pub dialect: &'a Dialect,
}

/// An input whose header has been read.
#[derive(Debug)]
pub struct Input {
    /// Where it is.
    pub path: PathBuf,
    /// The path for messages.
    pub shown: Shown,
    /// Column names as they stand in the file.
    pub header: Vec<String>,
    file: SharedFile,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Csv(CsvSource),
    Parquet(ParquetSource),
}

/// A piece of an input that one worker turns into one row group.
#[derive(Debug)]
pub struct Unit(UnitBody);

#[derive(Debug)]
enum UnitBody {
    Csv(CsvUnit),
    Parquet(ParquetUnit),
}

impl Unit {
    /// Bytes of input, for progress.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.0 {
            UnitBody::Csv(unit) => unit.bytes(),
            UnitBody::Parquet(unit) => unit.bytes,
        }
    }
}

/// A batch of a unit as columns.
#[derive(Debug)]
pub struct Decoded {
    /// The projected columns, in the order of the projection.
    pub columns: Vec<ArrayRef>,
    /// Rows of each.
    pub rows: usize,
    /// Rows that could not be read.
    pub bad: Vec<BadRow>,
}

/// A row that could not be read: where, never what.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BadRow {
    /// Record number, from 1.
    pub row: u64,
    /// First byte of the record in the file.
    pub byte: u64,
    /// Bytes of the record.
    pub len: u64,
    /// Column where reading stopped, from 1.
    pub column: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// Ways in which a row can be broken.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fault {
    /// Fewer fields than the header.
    MissingColumns,
    /// More fields than the header.
    TooManyColumns,
    /// Text after a closing quote.
    Quote,
    /// A NUL byte.
    Nul,
}

impl Fault {
    /// Name in rejects files and messages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::MissingColumns => "MISSING_COLUMNS",
            Self::TooManyColumns => "TOO_MANY_COLUMNS",
            Self::Quote => "QUOTE",
            Self::Nul => "NUL",
        }
    }

    /// What is wrong, in words.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::MissingColumns => "fewer fields than the header",
            Self::TooManyColumns => "more fields than the header",
            Self::Quote => "text after a closing quote",
            Self::Nul => "a NUL byte",
        }
    }
}

impl Input {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// `Kind::Damaged` when it cannot be read or is not of its format, `Kind::Policy` when its header is at fault, `Kind::Resource` past a cap.
    pub fn open(path: &Path, options: &OpenOptions<'_>) -> Result<Self> {
        let shown = Shown::path(path);
        let unreadable = |e: &std::io::Error| Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), e);
        // Opening a pipe would wait for its writer, and no signal would end the wait: it is opened without, and then refused.
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let file = File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|e| unreadable(&e.into()))?);
        let meta = file.metadata().map_err(|e| unreadable(&e))?;
        if !meta.is_file() {
            let diagnostic = Diagnostic::new("E401", message!("`{}` is not a regular file", shown));
            return Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("name files; `*.csv` names all of a folder")),
            ));
        }
        let file = SharedFile::new(file).map_err(|e| unreadable(&e))?;
        let mut magic = Vec::with_capacity(8);
        file.reader(0).take(8).read_to_end(&mut magic).map_err(|e| unreadable(&e))?;
        let format = options.format.map_or_else(|| sniff(&magic, &shown), Ok)?;
        let (header, body) = match format {
            FileFormat::Parquet => {
                let (header, source) = ParquetSource::open(&file, &shown)?;
                (header, Body::Parquet(source))
            }
            FileFormat::Csv => {
                let (header, source) = CsvSource::open(&file, &shown, options.dialect)?;
                (header, Body::Csv(source))
            }
        };
        Ok(Self { path: path.to_owned(), shown, header, file, body })
    }

    /// Size of the file in bytes.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.file.len()
    }

    /// Fails if the file is not the one that was opened: passes that saw different rows do not add up to one release.
    ///
    /// # Errors
    /// `Kind::Damaged`.
    pub fn check_unchanged(&self) -> Result<()> {
        if self.file.is_unchanged() {
            return Ok(());
        }
        let diagnostic = Diagnostic::new("E408", message!("`{}` changed while it was read", self.shown));
        Err(Error::new(Kind::Damaged, diagnostic.hint(message!("let the export finish, then run again"))))
    }

    /// Whether the file has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The units of the file, in order. How many bytes a read asks for does not change where units are cut.
    #[must_use]
    pub fn units(&self, read_buffer: usize) -> Units<'_> {
        match &self.body {
            Body::Csv(source) => Units(
                UnitsBody::Csv(source.units(&self.file, self.shown.clone(), read_buffer)),
                std::marker::PhantomData,
            ),
            Body::Parquet(source) => Units(UnitsBody::Parquet(source.units(self.len())), std::marker::PhantomData),
        }
    }

    /// Reads the projected columns of a unit, batch by batch.
    ///
    /// # Errors
    /// `Kind::Damaged` when the unit cannot be read at all.
    pub fn batches(&self, unit: Unit, projection: &[usize]) -> Result<Batches<'_>> {
        let place = Place::input(self.shown.clone());
        match (&self.body, unit.0) {
            (Body::Csv(source), UnitBody::Csv(unit)) => {
                Ok(Batches(BatchesBody::Csv(source.batches(unit, projection, place)?)))
            }
            (Body::Parquet(source), UnitBody::Parquet(unit)) => {
                Ok(Batches(BatchesBody::Parquet(source.batches(&self.file, &unit, projection, place)?)))
            }
            _ => Err(Error::internal(message!("a unit of another input"))),
        }
    }

    /// SHA-256 of the file, in hex. `stop` is asked now and then whether anybody still wants it.
    ///
    /// # Errors
    /// `Kind::Damaged` when it cannot be read, or was stopped.
    pub fn digest(&self, stop: &dyn Fn() -> bool) -> Result<String> {
        super::staged::sha256_reader(Stoppable { reader: self.file.reader(0), stop })
            .map_err(|e| Error::io(Kind::Damaged, message!("`{}` cannot be read", self.shown), &e))
    }
}

/// A reader that fails once nobody wants what is read.
struct Stoppable<'a, R> {
    reader: R,
    stop: &'a dyn Fn() -> bool,
}

impl<R: std::io::Read> std::io::Read for Stoppable<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if (self.stop)() { Err(std::io::Error::other("stopped")) } else { self.reader.read(out) }
    }
}

/// Iterates over the units of an input.
#[derive(Debug)]
pub struct Units<'a>(UnitsBody, std::marker::PhantomData<&'a ()>);

#[derive(Debug)]
enum UnitsBody {
    Csv(CsvUnits),
    Parquet(ParquetUnits),
}

impl Iterator for Units<'_> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            UnitsBody::Csv(units) => units.next().map(|unit| unit.map(|unit| Unit(UnitBody::Csv(unit)))),
            UnitsBody::Parquet(units) => units.next().map(|unit| Ok(Unit(UnitBody::Parquet(unit)))),
        }
    }
}

/// Iterates over the batches of a unit.
#[derive(Debug)]
pub struct Batches<'a>(BatchesBody<'a>);

#[derive(Debug)]
enum BatchesBody<'a> {
    Csv(CsvBatches<'a>),
    Parquet(ParquetBatches),
}

impl Iterator for Batches<'_> {
    type Item = Result<Decoded>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            BatchesBody::Csv(batches) => batches.next(),
            BatchesBody::Parquet(batches) => batches.next(),
        }
    }
}

/// The format by content; formats that are not read are named, with what to do.
fn sniff(magic: &[u8], shown: &Shown) -> Result<FileFormat> {
    let refuse = |what: &'static str, hint: &'static str| {
        let diagnostic =
            Diagnostic::new("E402", message!("`{}` is {}, which is not read", shown, what)).hint(message!("{}", hint));
        Err(Error::new(Kind::Damaged, diagnostic))
    };
    match magic {
        [b'P', b'A', b'R', b'1', ..] => Ok(FileFormat::Parquet),
        [b'P', b'A', b'R', b'E', ..] => refuse("an encrypted Parquet file", "decrypt it first"),
        [0x1F, 0x8B, ..] => refuse("gzip", "unpack it first: `gunzip -k FILE`"),
        [0x28, 0xB5, 0x2F, 0xFD, ..] => refuse("zstd", "unpack it first: `zstd -d FILE`"),
        [b'P', b'K', 3, 4, ..] => refuse("a ZIP or Excel file", "save the sheet as CSV UTF-8"),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => refuse("an old Excel file", "save the sheet as CSV UTF-8"),
        [b'A', b'R', b'R', b'O', b'W', b'1', ..] => refuse("an Arrow file", "write it as Parquet"),
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => {
            refuse("UTF-16 text", "save it as UTF-8: in Excel \"CSV UTF-8\", elsewhere `iconv -f UTF-16 -t UTF-8`")
        }
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] if a.is_ascii() && b.is_ascii() && *a != 0 => {
            refuse("UTF-16 text without a mark", "save it as UTF-8: `iconv -f UTF-16LE -t UTF-8`")
        }
        [] => {
            let diagnostic = Diagnostic::new("E403", message!("`{}` is empty", shown));
            Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("an export without rows still has a header; export it again")),
            ))
        }
        _ => Ok(FileFormat::Csv),
    }
}
