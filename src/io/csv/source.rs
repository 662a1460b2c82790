//! A delimited text as a header and units of records.

use super::cut::{RecordSpan, Scanner, Step};
use super::dialect::{Found, Resolved, Tie, among_titles, resolve};
use super::head::{HeadRecord, cell, head};
use super::layout::Layout;
use super::parse::{Cells, ColumnBuilder, Field, NotText, Places, split, split_plain};
use super::swallow::swallowed;
use super::totals::{column_of_subtotals, column_of_totals};
use super::types::is_below_header;
use super::units::{CsvUnit, CsvUnits, give_spare, too_long, unclosed};
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::input::{BadRow, Decoded, Fault};
use crate::io::text::{Sample, Text, not_utf8};
use crate::io::{BATCH_ROWS, MAX_COLUMNS, MAX_FIELD, MAX_RECORD};
use crate::message;
use crate::place::Place;
use crate::schema::{Dialect, Escape, LeaveOut};
use std::ops::Range;

/// Bytes from which the dialect and the header are read, at first; doubled until the header is whole.
const SAMPLE: usize = 256 << 10;

/// A text whose dialect is known.
#[derive(Debug)]
pub(in crate::io) struct CsvSource {
    dialect: Resolved,
    found: Found,
    layout: Layout,
    /// Lines of the schema's `skip_lines`, and the header if the schema has it.
    skip_lines: usize,
    leave_out: LeaveOut,
    named_by_schema: bool,
    /// Whether a line behind the header names types or units, or rules it off.
    types: bool,
    /// First byte after the header's line end.
    body: u64,
}

impl CsvSource {
    /// Finds the dialect and reads the header.
    pub(in crate::io) fn open(text: &Text, shown: &Shown, dialect: &Dialect) -> Result<(Vec<String>, Self)> {
        let place = Place::input(shown.clone()).row(0);
        let mut sample_size = SAMPLE;
        loop {
            let Sample { bytes, whole, fault } = text.sample(sample_size);
            if let Some(opened) = try_open(&bytes, whole, &place, dialect)? {
                return Ok(opened);
            }
            if let Some(fault) = fault {
                return Err(fault.error(&place));
            }
            if sample_size > MAX_RECORD {
                return Err(too_long(place, "the header"));
            }
            sample_size *= 2;
        }
    }

    /// The dialect without open questions; its encoding is the text's to tell, and names of columns are the schema's.
    pub(in crate::io) fn dialect(&self) -> Dialect {
        let Resolved { delimiter, quote, escape } = self.dialect;
        Dialect {
            delimiter: Some(delimiter),
            quote: Some(quote),
            escape: Some(escape),
            skip_lines: self.skip_lines,
            leave_out: self.leave_out,
            ..Dialect::default()
        }
    }

    /// Whether the text has no header, and the schema names its columns.
    pub(in crate::io) fn is_named_by_schema(&self) -> bool {
        self.named_by_schema
    }

    /// What the operator should know of how the text is read.
    pub(in crate::io) fn warnings(&self, shown: &Shown) -> Vec<Diagnostic> {
        let mut warnings = Vec::new();
        if self.found.quotes_are_text {
            let message = message!("quotes in `{}` are read as text: some open and do not close in their row", shown);
            let hint = message!("`quote = \"none\"` in `[dialect]` of the schema says that this is right");
            warnings.push(Diagnostic::new(Code::W406, message).hint(hint));
        }
        if self.types {
            let message = message!(
                "the line below the header of `{}` names types, units or numbers of columns or rules the header off, and is not read as a row",
                shown
            );
            let hint = message!("nothing is to be done; without it the export has one header line");
            warnings.push(Diagnostic::new(Code::W407, message).hint(hint));
        }
        if self.layout.padding > 0 {
            let message =
                message!("rows of `{}` end with empty fields that have no name: {}", shown, self.layout.padding);
            let hint = message!("they are left out; a row that holds something there is refused");
            warnings.push(Diagnostic::new(Code::W408, message).hint(hint));
        }
        warnings
    }

    /// Units of so many bytes; how many a read asks for does not matter.
    pub(in crate::io) fn units(&self, text: &Text, shown: Shown, read_buffer: usize, unit_bytes: usize) -> CsvUnits {
        CsvUnits::new(text, self.dialect, self.body, Place::input(shown), (read_buffer, unit_bytes))
            .with_blank_rows(self.layout.width == 1)
    }

    /// The first records of the text behind skipped lines, the one that serves as its header among them, each with its line. Where the
    /// delimiter was looked for, it is looked for again: lines of a title say nothing about it.
    pub(in crate::io) fn head(&self, text: &Text, count: usize) -> Vec<HeadRecord> {
        let sample = text.sample(SAMPLE);
        let first = preamble(&sample.bytes).1;
        let start = first + behind_lines(&sample.bytes[first..], self.skip_lines).unwrap_or(0);
        let dialect = if self.found.delimiter_declared {
            self.dialect
        } else {
            among_titles(self.dialect, &sample.bytes[start..], sample.whole)
        };
        head(dialect, &sample.bytes, (first, start), sample.whole, count)
    }

    /// Reads the projected columns of a unit's records; broken records are left out and listed.
    pub(in crate::io) fn batches(&self, unit: CsvUnit, projection: &[usize], place: Place) -> Result<CsvBatches<'_>> {
        check_utf8(&unit.bytes, &unit.records, unit.first_row, unit.base, &place)?;
        let mut slots = vec![usize::MAX; self.layout.width];
        projection.iter().enumerate().for_each(|(slot, &column)| slots[column] = slot);
        Ok(CsvBatches {
            source: self,
            has_nul: memchr::memchr(0, &unit.bytes).is_some(),
            doubts: !self.found.escape_declared && self.may_surprise(&unit.bytes),
            bytes: unit.bytes,
            records: unit.records,
            next: 0,
            first_row: unit.first_row,
            base: unit.base,
            tail: unit.tail,
            slots,
            wanted: projection.to_vec(),
            ends: Vec::new(),
            sizes: vec![0; projection.len()],
            fields: vec![Field { start: 0, end: 0, quoted: false, escaped: false }; projection.len()],
            place,
        })
    }

    /// The dialect in which a record is read: one without a backslash has no escapes.
    fn dialect_of(&self, record: &[u8]) -> Resolved {
        match self.dialect.escape {
            Escape::Clickhouse if memchr::memchr(b'\\', record).is_none() => {
                Resolved { escape: Escape::None, ..self.dialect }
            }
            _ => self.dialect,
        }
    }

    /// Fails for a record of which it cannot be said where its cells are: no count of bad rows would tell what is lost.
    fn check_writing(&self, record: &[u8], quoted: bool, doubts: bool, at: &dyn Fn() -> Place) -> Result<()> {
        let is_sure = self.found.quote_declared || (self.layout.width == 1 && self.found.quotes_seen);
        if quoted && !is_sure {
            let rows = swallowed(self.dialect, record, self.layout.width);
            if rows > 0 {
                return Err(takes_in(at(), rows));
            }
        }
        if !doubts || memchr::memchr(b'\\', record).is_none() {
            return Ok(());
        }
        let message = match self.dialect.escape {
            Escape::Clickhouse if !are_escapes(record, self.dialect.delimiter) => {
                message!("a backslash in this row begins no escape, and those at the beginning of the file do")
            }
            Escape::None if self.has_null_escape(record, quoted) => {
                message!(
                    "a cell is `\\N`, which is NULL where backslashes are escapes, and nothing at the beginning of the file says so"
                )
            }
            _ => return Ok(()),
        };
        let hint = message!(
            "`escape = \"clickhouse\"` in `[dialect]` of the schema reads backslashes as escapes, `escape = \"null\"` only `\\N`, `escape = \"none\"` none"
        );
        Err(Error::new(Kind::Damaged, Diagnostic::new(Code::E415, message).place(at()).hint(hint)))
    }

    /// Whether backslashes of these bytes may not be what the beginning of the text says that they are.
    fn may_surprise(&self, bytes: &[u8]) -> bool {
        match self.dialect.escape {
            Escape::None => memchr::memmem::find(bytes, br"\N").is_some(),
            Escape::Clickhouse => memchr::memchr(b'\\', bytes).is_some(),
            Escape::Backslash | Escape::Null => false,
        }
    }

    fn has_null_escape(&self, record: &[u8], quoted: bool) -> bool {
        let mut found = false;
        let _ = split(self.dialect, record, quoted, |_, field| {
            found |= !field.quoted && &record[field.start..field.end] == br"\N";
        });
        found
    }
}

/// The batches of a unit.
#[derive(Debug)]
pub(in crate::io) struct CsvBatches<'a> {
    source: &'a CsvSource,
    bytes: Vec<u8>,
    records: Vec<RecordSpan>,
    /// The first record of the next batch.
    next: usize,
    first_row: u64,
    base: u64,
    tail: usize,
    has_nul: bool,
    /// Whether backslashes in the unit may be something else than the beginning of the text made of them.
    doubts: bool,
    /// For each column of the file, where it stands in the projection.
    slots: Vec<usize>,
    /// The columns of the projection.
    wanted: Vec<usize>,
    /// Room for the ends of a record's fields.
    ends: Vec<usize>,
    /// Bytes of each projected column in the batch before.
    sizes: Vec<usize>,
    /// The projected fields of the record at hand.
    fields: Vec<Field>,
    place: Place,
}

impl Iterator for CsvBatches<'_> {
    type Item = Result<Decoded>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.records.len() {
            return None;
        }
        let records = self.next..(self.next + BATCH_ROWS).min(self.records.len());
        self.next = records.end;
        Some(self.decode(records))
    }
}

/// What was read of some records besides their fields.
#[derive(Debug, Default)]
struct Read {
    rows: usize,
    bad: Vec<BadRow>,
    /// Records that the schema leaves out.
    left_out: usize,
}

impl CsvBatches<'_> {
    fn decode(&mut self, records: Range<usize>) -> Result<Decoded> {
        // A batch is about as large as the one before it.
        let rows = records.len();
        let mut builders: Vec<ColumnBuilder> =
            self.sizes.iter().map(|&bytes| ColumnBuilder::new(rows, bytes + bytes / 16)).collect();
        let (from, to) = (self.records[records.start].range().start, self.records[records.end - 1].range().end);
        let bytes = std::mem::take(&mut self.bytes);
        let read = match simdutf8::basic::from_utf8(&bytes[from..to]) {
            Ok(text) => self.read(&bytes, records, |dialect, record, fields| {
                let record = text.get(record.start - from..record.end - from).ok_or(NotText)?;
                builders.iter_mut().zip(fields).try_for_each(|(builder, field)| builder.push(dialect, record, *field))
            }),
            Err(_) => Err(not_utf8(&self.place, &[])),
        };
        self.bytes = bytes;
        let Read { rows, bad, left_out } = read?;
        self.sizes = builders.iter().map(ColumnBuilder::bytes).collect();
        Ok(Decoded { columns: builders.into_iter().map(ColumnBuilder::finish).collect(), rows, bad, left_out })
    }

    /// Shows the cells of every batch where they stand, without copies, as long as `see` wants more.
    pub(in crate::io) fn each_cells(
        mut self,
        mut see: impl FnMut(&[Cells<'_>], usize, Vec<BadRow>) -> Result<bool>,
    ) -> Result<()> {
        let mut places: Vec<Places> =
            self.fields.iter().map(|_| Places::new(BATCH_ROWS.min(self.records.len()))).collect();
        while self.next < self.records.len() {
            let records = self.next..(self.next + BATCH_ROWS).min(self.records.len());
            self.next = records.end;
            places.iter_mut().for_each(Places::clear);
            let from = self.records[records.start].range().start;
            let to = self.records[records.end - 1].range().end;
            let bytes = std::mem::take(&mut self.bytes);
            let read = self.read(&bytes, records, |dialect, record, fields| {
                let start = u32::try_from(record.start - from).map_err(|_| NotText)?;
                let text = &bytes[record];
                places.iter_mut().zip(fields).for_each(|(places, field)| places.push(dialect, text, start, *field));
                Ok(())
            });
            self.bytes = bytes;
            let Read { rows, bad, .. } = read?;
            let damaged = || not_utf8(&self.place, &[]);
            let text = simdutf8::basic::from_utf8(&self.bytes[from..to]).map_err(|_| damaged())?;
            let cells: Result<Vec<Cells<'_>>, _> = places.iter().map(|places| places.over(text)).collect();
            if !see(&cells.map_err(|_| damaged())?, rows, bad)? {
                break;
            }
        }
        Ok(())
    }

    /// Splits records and shows the place and the projected fields of each, and in what dialect to read them; broken ones are left out and
    /// listed.
    fn read(
        &mut self,
        bytes: &[u8],
        records: Range<usize>,
        mut each: impl FnMut(Resolved, Range<usize>, &[Field]) -> Result<(), NotText>,
    ) -> Result<Read> {
        let mut found = Read::default();
        for nth in records {
            let record = self.records[nth];
            let range = record.range();
            let text = &bytes[range.clone()];
            let (row, byte) = (self.first_row + nth as u64, self.base + range.start as u64);
            let broken = |found: &mut Read, column, fault| {
                found.bad.push(BadRow { row, byte, len: text.len() as u64, column, fault });
            };
            let is_last = nth + self.tail >= self.records.len();
            let width = self.source.layout.width;
            let totals = match is_last {
                true => column_of_totals(self.source.dialect, text, record.quoted(), width),
                false => column_of_subtotals(self.source.dialect, text, record.quoted(), width),
            };
            let leave_out = self.source.leave_out;
            if let Some(column) = totals {
                if leave_out.totals {
                    found.left_out += 1;
                } else {
                    broken(&mut found, column, Fault::Totals);
                }
                continue;
            }
            let sections = &self.source.layout.sections;
            if let Some(column) = sections.column_of_title(self.source.dialect, text, record.quoted(), width) {
                if leave_out.sections {
                    found.left_out += 1;
                } else {
                    broken(&mut found, column, Fault::Section);
                }
                continue;
            }
            if self.source.layout.is_header(self.source.dialect, text, record.quoted()) {
                if leave_out.headers {
                    found.left_out += 1;
                } else {
                    broken(&mut found, 1, Fault::Header);
                }
                continue;
            }
            if record.quoted() || self.doubts {
                let at = || self.place.clone().row(row).byte(byte);
                self.source.check_writing(text, record.quoted(), self.doubts, &at)?;
            }
            let dialect = self.source.dialect_of(text);
            let split = self.split(dialect, text, record.quoted());
            let at = || self.place.clone().row(row).byte(byte);
            match split {
                Err((column, fault)) => {
                    broken(&mut found, column + 1, fault);
                    continue;
                }
                Ok(longest) if longest > MAX_FIELD => return Err(too_long(at(), "a field")),
                Ok(_) => {}
            }
            each(dialect, range, &self.fields).map_err(|_| not_utf8(&at(), text))?;
            found.rows += 1;
        }
        Ok(found)
    }

    /// Splits a record, keeps the projected fields, and returns the length of the longest field, or more where that is allowed as well.
    fn split(&mut self, dialect: Resolved, record: &[u8], quoted: bool) -> Result<usize, (usize, Fault)> {
        if self.has_nul && memchr::memchr(0, record).is_some() {
            return Err((0, Fault::Nul));
        }
        let layout = &self.source.layout;
        if !quoted && dialect.escape != Escape::Clickhouse && record.len() <= MAX_FIELD {
            split_plain(dialect.delimiter, record, &mut self.ends);
            let behind = self.ends.get(layout.width - 1).map_or(0, |&end| record.len() - end);
            layout.check_width(self.ends.len(), behind == self.ends.len().saturating_sub(layout.width))?;
            for (field, &column) in self.fields.iter_mut().zip(&self.wanted) {
                *field = Field::plain(&self.ends, column);
            }
            return Ok(record.len());
        }
        let (mut count, mut longest, mut padding) = (0, 0, 0);
        let (slots, fields) = (&self.slots, &mut self.fields);
        split(dialect, record, quoted, |column, field| {
            count += 1;
            longest = longest.max(field.end - field.start);
            padding += if column < layout.width { 0 } else { field.end - field.start };
            if let Some(field_slot) = slots.get(column).and_then(|&slot| fields.get_mut(slot)) {
                *field_slot = field;
            }
        })?;
        layout.check_width(count, padding == 0).map(|()| longest)
    }
}

impl Drop for CsvBatches<'_> {
    /// Gives the unit's memory back to the reader.
    fn drop(&mut self) {
        give_spare(std::mem::take(&mut self.bytes));
    }
}

/// The delimiter that a text names itself, and where its first record begins: behind a mark of encoding and Excel's line.
fn preamble(sample: &[u8]) -> (Option<u8>, usize) {
    let start = if sample.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match excel_separator(&sample[start..]) {
        Some((delimiter, len)) => (Some(delimiter), start + len),
        None => (None, start),
    }
}

/// Whether every backslash of a record begins an escape that ClickHouse, PostgreSQL or MySQL write.
fn are_escapes(record: &[u8], delimiter: u8) -> bool {
    let mut rest = record;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        match rest.get(at + 1) {
            Some(
                b'b' | b'f' | b'n' | b'r' | b't' | b'v' | b'a' | b'0' | b'"' | b'\'' | b'\\' | b'\n' | b'\r' | b'N',
            ) => {}
            Some(&byte) if byte == delimiter => {}
            _ => return false,
        }
        rest = &rest[at + 2..];
    }
    true
}

/// Where the text behind so many lines begins; `None` if it has not so many.
fn behind_lines(text: &[u8], lines: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..lines {
        at += memchr::memchr2(b'\n', b'\r', text.get(at..)?)?;
        at += if text[at..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    Some(at)
}

/// Reads dialect and header from a sample; `None` if the sample ends before the header does.
fn try_open(sample: &[u8], whole: bool, place: &Place, schema: &Dialect) -> Result<Option<(Vec<String>, CsvSource)>> {
    let (delimiter, start) = preamble(sample);
    let schema = Dialect { delimiter: schema.delimiter.or(delimiter), ..schema.clone() };
    let start = match behind_lines(&sample[start..], schema.skip_lines) {
        Some(skipped) => start + skipped,
        None if !whole => return Ok(None),
        None => return Err(no_header(place, schema.skip_lines)),
    };
    let text = &sample[start..];
    let found = resolve(&schema, text, whole).map_err(|tie| two_fit(tie, place))?;
    let mut scanner = Scanner::new(found.dialect);
    let mut body = 0;
    let header = match &schema.header {
        Some(names) => names.clone(),
        None => {
            let Some(record) = next_record(&mut scanner, text, whole, place)? else { return Ok(None) };
            let record = record.ok_or_else(|| no_header(place, schema.skip_lines))?;
            body = if record.range().end == text.len() { text.len() } else { scanner.start() };
            let at = (start + record.range().start) as u64;
            read_header(found.dialect, &text[record.range()], record.quoted(), at, place)?
        }
    };
    let mut types = false;
    // Behind the header of a text that ends with it there is nothing; a broken record there is for the reading of rows to name.
    if body < text.len()
        && let Ok(Some(Some(record))) = next_record(&mut scanner, text, whole, place)
    {
        let bytes = &text[record.range()];
        let mut cells = Vec::new();
        let _ = split(found.dialect, bytes, record.quoted(), |_, field| cells.push(cell(found.dialect, bytes, field)));
        types = cells.len() == header.len() && is_below_header(&cells);
        if types {
            body = if record.range().end == text.len() { text.len() } else { scanner.start() };
        }
    }
    let (header, layout) = Layout::of(found.dialect, header, &text[body..], whole);
    let source = CsvSource {
        dialect: found.dialect,
        found,
        layout,
        skip_lines: schema.skip_lines,
        leave_out: schema.leave_out,
        named_by_schema: schema.header.is_some(),
        types,
        body: (start + body) as u64,
    };
    Ok(Some((header, source)))
}

/// The next record of a sample: `None` if the sample ends before it does, `Some(None)` if there is none.
fn next_record(scanner: &mut Scanner, text: &[u8], whole: bool, place: &Place) -> Result<Option<Option<RecordSpan>>> {
    loop {
        return match scanner.step(text, whole) {
            Step::Blank => continue,
            Step::Record(record) => Ok(Some(Some(record))),
            Step::More if !whole => Ok(None),
            Step::More if scanner.in_quotes() => Err(unclosed(place.clone())),
            Step::More => Ok(Some(scanner.last(text))),
        };
    }
}

fn no_header(place: &Place, skipped: usize) -> Error {
    let diagnostic = Diagnostic::new(Code::E403, message!("there is no header")).place(place.clone());
    let hint = match skipped {
        0 => message!("the file holds no text; export it again"),
        _ => message!("the file ends within the {} lines that `skip_lines` leaves out", skipped),
    };
    Error::new(Kind::Damaged, diagnostic.hint(hint))
}

/// Two delimiters fit equally well.
fn two_fit(Tie(one, other): Tie, place: &Place) -> Error {
    let name = |byte: u8| match byte {
        b'\t' => "\\t",
        b',' => ",",
        b';' => ";",
        _ => "|",
    };
    let message = message!("`{}` and `{}` separate the columns equally well", name(one), name(other));
    let hint = message!(
        "say which it is: `--delimiter \"{}\"` for `scan`, `delimiter = \"{}\"` in `[dialect]` of the schema",
        name(other),
        name(other)
    );
    Error::new(Kind::Policy, Diagnostic::new(Code::E413, message).place(place.clone()).hint(hint))
}

/// A quote that takes in rows.
fn takes_in(place: Place, rows: usize) -> Error {
    let message =
        message!("a quote that opens in this row takes in the {} lines behind it, which look like rows", rows);
    let hint = message!(
        "`quote = \"none\"` in `[dialect]` of the schema reads quotes as text; `quote = \"\\\"\"` says that it is one cell"
    );
    Error::new(Kind::Damaged, Diagnostic::new(Code::E414, message).place(place).hint(hint))
}

/// `sep=;` as Excel's first line: the delimiter and the length of the line.
fn excel_separator(text: &[u8]) -> Option<(u8, usize)> {
    let rest = text.strip_prefix(b"sep=")?;
    match rest {
        [delimiter, b'\r', b'\n', ..] => Some((*delimiter, 7)),
        [delimiter, b'\n' | b'\r', ..] => Some((*delimiter, 6)),
        _ => None,
    }
}

/// Reads the names of the columns; `start` is where the record begins in the file.
fn read_header(dialect: Resolved, record: &[u8], quoted: bool, start: u64, place: &Place) -> Result<Vec<String>> {
    let mut fields = Vec::new();
    let faulty = |message: Message| {
        let diagnostic = Diagnostic::new(Code::E404, message).place(place.clone());
        Error::new(
            Kind::Policy,
            diagnostic.hint(message!("the first line must hold the column names; see `[dialect]` of the schema")),
        )
    };
    split(dialect, record, quoted, |_, field| fields.push(field))
        .map_err(|(column, fault)| faulty(message!("column {} of the header has {}", column + 1, fault.what())))?;
    if fields.len() > MAX_COLUMNS {
        let diagnostic =
            Diagnostic::new(Code::E1001, message!("more than {} columns", MAX_COLUMNS)).place(place.clone());
        return Err(Error::new(Kind::Resource, diagnostic.hint(message!("is the separator right?"))));
    }
    if memchr::memchr(0, record).is_some() {
        return Err(faulty(message!("the header holds a NUL byte")));
    }
    if let Err(error) = simdutf8::compat::from_utf8(record) {
        return Err(not_utf8(&place.clone().byte(start + error.valid_up_to() as u64), record));
    }
    Ok(fields.iter().map(|field| cell(dialect, record, *field)).collect())
}

fn check_utf8(bytes: &[u8], records: &[RecordSpan], first_row: u64, base: u64, place: &Place) -> Result<()> {
    let Err(error) = simdutf8::compat::from_utf8(bytes) else { return Ok(()) };
    let at = error.valid_up_to();
    let nth = records.partition_point(|record| record.range().end <= at).min(records.len().saturating_sub(1));
    let place = place.clone().row(first_row + nth as u64).byte(base + at as u64);
    Err(not_utf8(&place, &bytes[at.saturating_sub(1 << 16)..(at + (1 << 16)).min(bytes.len())]))
}
