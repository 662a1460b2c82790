//! An input file of any format, as a header and units of work.

use super::UNIT_BYTES;
use super::csv::{Cells, CsvBatches, CsvSource, CsvUnit, CsvUnits, HeadRecord};
use super::packed::Packing;
use super::parquet_source::{ParquetBatches, ParquetSource, ParquetUnit, ParquetUnits};
use super::shared::SharedFile;
use super::sniff::{contradiction, sniff};
use super::text::{Doubt, Finding, FoundBy, Runs, Text, beginning, find};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::place::Place;
use crate::schema::{Dialect, Encoding};
use arrow::array::ArrayRef;
use rustix::fs::{Mode, OFlags};
use std::ffi::OsStr;
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
    /// Encoding of texts, whatever the dialect says.
    pub encoding: Option<Encoding>,
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
    /// What the operator should know of how it is read.
    pub warnings: Vec<Diagnostic>,
    file: SharedFile,
    body: Body,
}

#[derive(Debug)]
enum Body {
    Csv(CsvSource, Text),
    Parquet(ParquetSource),
}

/// How a text is written, for the run record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TextForm {
    /// What it is packed with.
    pub packing: Option<&'static str>,
    /// Its encoding.
    pub encoding: Encoding,
    /// How the encoding is known.
    pub by: FoundBy,
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
    /// Bytes of the file that were read for it, for progress: of a packed file its own, not those of its text.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        match &self.0 {
            UnitBody::Csv(unit) => unit.file_bytes(),
            UnitBody::Parquet(unit) => unit.bytes,
        }
    }

    /// Number of its first row in the input, from 1.
    #[must_use]
    pub fn first_row(&self) -> u64 {
        match &self.0 {
            UnitBody::Csv(unit) => unit.first_row(),
            UnitBody::Parquet(unit) => unit.first_row(),
        }
    }

    /// Line ends inside of its cells: lines of the file that are no rows.
    #[must_use]
    pub fn inner_lines(&self) -> u64 {
        match &self.0 {
            UnitBody::Csv(unit) => unit.inner_lines(),
            UnitBody::Parquet(_) => 0,
        }
    }

    /// Runs of twice encoded text that were met in it.
    #[must_use]
    pub fn runs(&self) -> Runs {
        match &self.0 {
            UnitBody::Csv(unit) => unit.runs(),
            UnitBody::Parquet(_) => Runs::default(),
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
    /// Records that are no rows, and that the schema leaves out: sums under the table, headers once more.
    pub left_out: usize,
}

/// The columns of a batch, as they are looked at.
#[derive(Debug)]
pub enum Seen<'a> {
    /// Of a text, where they stand in it.
    Cells(&'a [Cells<'a>]),
    /// Of other formats.
    Arrays(&'a [ArrayRef]),
}

/// A row that could not be read: where, never what.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct BadRow {
    /// Record number, from 1.
    pub row: u64,
    /// First byte of the record in the text as it is read: in the file itself if that is UTF-8 and not packed, else in what it is once it is
    /// unpacked, decoded and repaired.
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
    /// Sums under the table.
    Totals,
    /// The header once more.
    Header,
    /// The title of a group or a page between rows.
    Section,
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
            Self::Totals => "TOTALS",
            Self::Header => "HEADER",
            Self::Section => "SECTION",
        }
    }

    /// The word of the schema's `leave_out` for records that are no rows; `None` where somebody's row may be broken.
    #[must_use]
    pub const fn left_out_by(self) -> Option<&'static str> {
        match self {
            Self::Totals => Some("totals"),
            Self::Header => Some("headers"),
            Self::Section => Some("sections"),
            Self::MissingColumns | Self::TooManyColumns | Self::Quote | Self::Nul => None,
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
            Self::Totals => "a row of totals",
            Self::Header => "the header once more",
            Self::Section => "the title of a group or a page",
        }
    }
}

impl Input {
    /// Opens a file and reads its header.
    ///
    /// # Errors
    /// `Kind::Damaged` when it cannot be read, is not of its format or not in its encoding, `Kind::Policy` when its header is at fault,
    /// `Kind::Resource` past a cap.
    pub fn open(path: &Path, options: &OpenOptions<'_>) -> Result<Self> {
        let shown = Shown::path(path);
        let file = open_regular(path, &shown)?;
        let mut magic = Vec::with_capacity(8);
        file.reader(0).take(8).read_to_end(&mut magic).map_err(|e| unreadable(&shown, &e))?;
        let packing = Packing::of(&magic);
        let place = Place::input(shown.clone());
        let sample = beginning(&file, packing).map_err(|fault| fault.error(&place))?;
        let found = sniff(path, &sample, packing, options.format, &shown)?;
        let mut warnings: Vec<Diagnostic> =
            contradiction(path, packing, found, options.format, &shown).into_iter().collect();
        let (header, body) = match found {
            FileFormat::Parquet => {
                let (header, source) = ParquetSource::open(&file, &shown)?;
                (header, Body::Parquet(source))
            }
            FileFormat::Csv => {
                let declared = options.encoding.or(options.dialect.encoding);
                let finding = find(&sample, declared, &shown).map_err(|error| error.at(&place))?;
                warnings.extend(warnings_of(&finding, &shown));
                let text = Text::new(file.clone(), packing, finding);
                let (header, source) = CsvSource::open(&text, &shown, options.dialect)?;
                warnings.extend(source.warnings(&shown));
                (header, Body::Csv(source, text))
            }
        };
        Ok(Self { path: path.to_owned(), shown, header, warnings, file, body })
    }

    /// How a text is written; `None` for other formats.
    #[must_use]
    pub fn text_form(&self) -> Option<TextForm> {
        match &self.body {
            Body::Csv(_, text) => Some(text.form()),
            Body::Parquet(_) => None,
        }
    }

    /// How a text is cut into fields, as declared or found; `None` for other formats.
    #[must_use]
    pub fn dialect(&self) -> Option<Dialect> {
        match &self.body {
            Body::Csv(source, text) => {
                let header = source.is_named_by_schema().then(|| self.header.clone());
                Some(Dialect { encoding: Some(text.form().encoding), header, ..source.dialect() })
            }
            Body::Parquet(_) => None,
        }
    }

    /// The first `count` records of a text as they stand, the header among them, whatever a schema would say of it. Of other formats
    /// there are none: their columns are named apart from the data.
    #[must_use]
    pub fn head(&self, count: usize) -> Vec<HeadRecord> {
        match &self.body {
            Body::Csv(source, text) => source.head(text, count),
            Body::Parquet(_) => Vec::new(),
        }
    }

    /// Pages without a checksum among those that were read: a flipped bit in one of them may pass unseen. `None` of texts.
    #[must_use]
    pub fn unchecked_pages(&self) -> Option<u64> {
        match &self.body {
            Body::Csv(..) => None,
            Body::Parquet(source) => Some(source.unchecked_pages()),
        }
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
        let diagnostic = Diagnostic::new(Code::E408, message!("`{}` changed while it was read", self.shown));
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
        self.units_of(read_buffer, UNIT_BYTES)
    }

    /// As [`Self::units`], but units of about so many bytes: for whoever has no row groups to write.
    #[must_use]
    pub fn units_of(&self, read_buffer: usize, unit_bytes: usize) -> Units<'_> {
        let body = match &self.body {
            Body::Csv(source, text) => {
                UnitsBody::Csv(Box::new(source.units(text, self.shown.clone(), read_buffer, unit_bytes)))
            }
            Body::Parquet(source) => UnitsBody::Parquet(source.units(self.len(), unit_bytes, &self.shown)),
        };
        Units(body)
    }

    /// Reads the projected columns of a unit, batch by batch.
    ///
    /// # Errors
    /// `Kind::Damaged` when the unit cannot be read at all.
    pub fn batches(&self, unit: Unit, projection: &[usize]) -> Result<Batches<'_>> {
        let place = Place::input(self.shown.clone());
        match (&self.body, unit.0) {
            (Body::Csv(source, _), UnitBody::Csv(unit)) => {
                Ok(Batches(BatchesBody::Csv(source.batches(unit, projection, place)?)))
            }
            (Body::Parquet(source), UnitBody::Parquet(unit)) => {
                Ok(Batches(BatchesBody::Parquet(source.batches(&self.file, &unit, projection, place)?)))
            }
            _ => Err(Error::internal(message!("a unit of another input"))),
        }
    }

    /// Shows all columns of a unit, batch by batch, with the number of its rows and those that could not be read, as long as `see` wants more.
    /// Of texts nothing is copied: for whoever reads every cell once and keeps none.
    ///
    /// # Errors
    /// As [`Self::batches`], and those of `see`.
    pub fn each_batch(
        &self,
        unit: Unit,
        mut see: impl FnMut(&Seen<'_>, usize, Vec<BadRow>) -> Result<bool>,
    ) -> Result<()> {
        let all: Vec<usize> = (0..self.header.len()).collect();
        match self.batches(unit, &all)?.0 {
            BatchesBody::Csv(batches) => batches.each_cells(|cells, rows, bad| see(&Seen::Cells(cells), rows, bad)),
            BatchesBody::Parquet(batches) => {
                for decoded in batches {
                    let Decoded { columns, rows, bad, .. } = decoded?;
                    if !see(&Seen::Arrays(&columns), rows, bad)? {
                        break;
                    }
                }
                Ok(())
            }
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

fn unreadable(shown: &Shown, error: &std::io::Error) -> Error {
    Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), error)
}

fn open_regular(path: &Path, shown: &Shown) -> Result<SharedFile> {
    // Opening a pipe would wait for its writer, and no signal would end the wait: it is opened without, and then refused.
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty()).map_err(|e| unreadable(shown, &e.into()))?);
    let meta = file.metadata().map_err(|e| unreadable(shown, &e))?;
    if !meta.is_file() {
        let diagnostic = Diagnostic::new(Code::E441, message!("`{}` is not a regular file", shown));
        return Err(Error::new(Kind::Damaged, diagnostic.hint(message!("name files; `*.csv` names all of a folder"))));
    }
    SharedFile::new(path, file).map_err(|e| unreadable(shown, &e))
}

/// What the folders of a file say of all its rows, as Hive and Spark lay out tables: the names of columns, without their values.
#[must_use]
pub fn partitions(path: &Path) -> Vec<String> {
    let folders = path.parent().into_iter().flat_map(Path::components);
    let name = |folder: std::path::Component<'_>| {
        let text = folder.as_os_str().to_str()?;
        let (name, value) = text.split_once('=')?;
        let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
        (plain && !value.is_empty()).then(|| name.to_owned())
    };
    folders.filter_map(name).collect()
}

/// The name of a file without its extension, and without that of its packing: `payments` of `payments.csv.gz`.
#[must_use]
pub fn dataset_stem(path: &Path) -> &OsStr {
    let is_packing = |extension: &OsStr| extension.to_str().is_some_and(|text| Packing::of_extension(text).is_some());
    let stem = Path::new(path.file_stem().unwrap_or_default());
    if path.extension().is_some_and(is_packing) { stem.file_stem().unwrap_or_default() } else { stem.as_os_str() }
}

/// What is only likely about an encoding, said aloud.
fn warnings_of(finding: &Finding, shown: &Shown) -> Vec<Diagnostic> {
    let name = finding.encoding.name();
    let mut warnings = Vec::new();
    if finding.by == FoundBy::Content {
        let hint = message!(
            "`--encoding NAME` says otherwise; `encoding = \"{}\"` in `[dialect]` says that it is right",
            name
        );
        warnings.push(Diagnostic::new(Code::W401, message!("`{}` is read as {}", shown, name)).hint(hint));
    }
    match finding.doubt {
        None => {}
        Some(Doubt::PartlyDoubled(as_page)) => {
            let message = message!("a part of `{}` seems to be encoded twice, and is read as it is", shown);
            let hint = message!("`--encoding {}` repairs what is", as_page.name());
            warnings.push(Diagnostic::new(Code::W403, message).hint(hint));
        }
        Some(Doubt::IsUtf8) => {
            let message = message!("`{}` is read as {}, as declared, but is UTF-8 by its look", shown, name);
            warnings.push(Diagnostic::new(Code::W404, message).hint(message!("`--encoding utf-8` reads it so")));
        }
    }
    warnings
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
pub struct Units<'a>(UnitsBody<'a>);

#[derive(Debug)]
enum UnitsBody<'a> {
    Csv(Box<CsvUnits>),
    Parquet(ParquetUnits<'a>),
}

impl Iterator for Units<'_> {
    type Item = Result<Unit>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            UnitsBody::Csv(units) => units.next().map(|unit| unit.map(|unit| Unit(UnitBody::Csv(unit)))),
            UnitsBody::Parquet(units) => units.next().map(|unit| unit.map(|unit| Unit(UnitBody::Parquet(unit)))),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_name_columns() {
        assert_eq!(partitions(Path::new("ds/year=2024/город=Алматы/part-0.parquet")), ["year", "город"]);
        assert_eq!(partitions(Path::new("ds/a=b.csv")), Vec::<String>::new());
        assert_eq!(partitions(Path::new("x=/=y/1 + 1=2/z.csv")), Vec::<String>::new());
    }

    #[test]
    fn stems_lose_both_extensions() {
        for (path, stem) in [
            ("a/payments.csv", "payments"),
            ("payments.csv.gz", "payments"),
            ("payments.ZST", "payments"),
            ("2024-01.csv.zst", "2024-01"),
            ("payments", "payments"),
            ("my.payments.csv", "my.payments"),
        ] {
            assert_eq!(dataset_stem(Path::new(path)), stem, "{path}");
        }
    }
}
