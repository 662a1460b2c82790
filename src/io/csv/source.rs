//! A delimited text as a header and units of records.

use super::cut::{RecordSpan, Scanner, Step};
use super::dialect::{Resolved, among_titles, resolve};
use super::head::{HeadRecord, cell, head};
use super::parse::{Cells, ColumnBuilder, Field, NotText, Places, split, split_plain};
use super::totals::column_of_totals;
use super::units::{CsvUnit, CsvUnits, give_spare, too_long, unclosed};
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::input::{BadRow, Decoded, Fault};
use crate::io::text::{Sample, Text, not_utf8};
use crate::io::{BATCH_ROWS, MAX_COLUMNS, MAX_FIELD, MAX_RECORD};
use crate::message;
use crate::place::Place;
use crate::schema::{Dialect, Escape};
use std::ops::Range;

/// Bytes from which the dialect and the header are read, at first; doubled until the header is whole.
const SAMPLE: usize = 256 << 10;

/// A text whose dialect is known.
#[derive(Debug)]
pub(in crate::io) struct CsvSource {
    dialect: Resolved,
    /// Whether the delimiter was looked for.
    guessed: bool,
    width: usize,
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

    /// The dialect without open questions; its encoding is the text's to tell.
    pub(in crate::io) fn dialect(&self) -> Dialect {
        let Resolved { delimiter, quote, escape } = self.dialect;
        Dialect { delimiter: Some(delimiter), quote: Some(quote), escape, encoding: None }
    }

    /// Units of so many bytes; how many a read asks for does not matter.
    pub(in crate::io) fn units(&self, text: &Text, shown: Shown, read_buffer: usize, unit_bytes: usize) -> CsvUnits {
        CsvUnits::new(text, self.dialect, self.body, Place::input(shown), (read_buffer, unit_bytes))
    }

    /// The first records of the text, the one that serves as its header among them, each with its line. Where the delimiter was looked
    /// for, it is looked for again: lines of a title say nothing about it.
    pub(in crate::io) fn head(&self, text: &Text, count: usize) -> Vec<HeadRecord> {
        let sample = text.sample(SAMPLE);
        let start = preamble(&sample.bytes).1;
        let dialect =
            if self.guessed { among_titles(self.dialect, &sample.bytes[start..], sample.whole) } else { self.dialect };
        head(dialect, &sample.bytes, start, sample.whole, count)
    }

    /// Reads the projected columns of a unit's records; broken records are left out and listed.
    pub(in crate::io) fn batches(&self, unit: CsvUnit, projection: &[usize], place: Place) -> Result<CsvBatches<'_>> {
        check_utf8(&unit.bytes, &unit.records, unit.first_row, unit.base, &place)?;
        let mut slots = vec![usize::MAX; self.width];
        projection.iter().enumerate().for_each(|(slot, &column)| slots[column] = slot);
        Ok(CsvBatches {
            source: self,
            has_nul: memchr::memchr(0, &unit.bytes).is_some(),
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
            fields: vec![Field { start: 0, end: 0, quoted: false, doubled: false }; projection.len()],
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

    /// What the number of a record's fields says.
    fn check_width(&self, count: usize) -> Result<(), (usize, Fault)> {
        match count {
            count if count < self.width => Err((count, Fault::MissingColumns)),
            count if count > self.width => Err((self.width, Fault::TooManyColumns)),
            _ => Ok(()),
        }
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
        let Read { rows, bad } = read?;
        self.sizes = builders.iter().map(ColumnBuilder::bytes).collect();
        Ok(Decoded { columns: builders.into_iter().map(ColumnBuilder::finish).collect(), rows, bad })
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
            let Read { rows, bad } = read?;
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
            let mut broken =
                |column, fault| found.bad.push(BadRow { row, byte, len: text.len() as u64, column, fault });
            let is_last = nth + self.tail >= self.records.len();
            let totals =
                is_last.then(|| column_of_totals(self.source.dialect, text, record.quoted(), self.source.width));
            if let Some(column) = totals.flatten() {
                broken(column, Fault::Totals);
                continue;
            }
            let dialect = self.source.dialect_of(text);
            let split = self.split(dialect, text, record.quoted());
            let at = || self.place.clone().row(row).byte(byte);
            match split {
                Err((column, fault)) => {
                    broken(column + 1, fault);
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
        if !quoted && dialect.escape == Escape::None && record.len() <= MAX_FIELD {
            split_plain(dialect.delimiter, record, &mut self.ends);
            self.source.check_width(self.ends.len())?;
            for (field, &column) in self.fields.iter_mut().zip(&self.wanted) {
                *field = Field::plain(&self.ends, column);
            }
            return Ok(record.len());
        }
        let (mut count, mut longest) = (0, 0);
        let (slots, fields) = (&self.slots, &mut self.fields);
        split(dialect, record, quoted, |column, field| {
            count += 1;
            longest = longest.max(field.end - field.start);
            if let Some(field_slot) = slots.get(column).and_then(|&slot| fields.get_mut(slot)) {
                *field_slot = field;
            }
        })?;
        self.source.check_width(count).map(|()| longest)
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

/// Reads dialect and header from a sample; `None` if the sample ends before the header does.
fn try_open(sample: &[u8], whole: bool, place: &Place, dialect: &Dialect) -> Result<Option<(Vec<String>, CsvSource)>> {
    let (delimiter, start) = preamble(sample);
    let dialect = Dialect { delimiter: dialect.delimiter.or(delimiter), ..dialect.clone() };
    let text = &sample[start..];
    let resolved = resolve(&dialect, text, whole);
    let mut scanner = Scanner::new(resolved);
    let step = loop {
        match scanner.step(text, whole) {
            Step::Blank => {}
            step => break step,
        }
    };
    let (record, body) = match step {
        Step::Record(record) => (record, start + scanner.start()),
        _ if !whole => return Ok(None),
        _ if scanner.in_quotes() => return Err(unclosed(place.clone())),
        _ => match scanner.last(text) {
            Some(record) => (record, sample.len()),
            None => {
                let diagnostic = Diagnostic::new("E403", message!("there is no header")).place(place.clone());
                return Err(Error::new(
                    Kind::Damaged,
                    diagnostic.hint(message!("the file holds no text; export it again")),
                ));
            }
        },
    };
    let at = (start + record.range().start) as u64;
    let header = read_header(resolved, &text[record.range()], record.quoted(), at, place)?;
    let source =
        CsvSource { dialect: resolved, guessed: dialect.delimiter.is_none(), width: header.len(), body: body as u64 };
    Ok(Some((header, source)))
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
        let diagnostic = Diagnostic::new("E404", message).place(place.clone());
        Error::new(
            Kind::Policy,
            diagnostic.hint(message!("the first line must hold the column names; see `[dialect]` of the schema")),
        )
    };
    split(dialect, record, quoted, |_, field| fields.push(field))
        .map_err(|(column, fault)| faulty(message!("column {} of the header has {}", column + 1, fault.what())))?;
    if fields.len() > MAX_COLUMNS {
        let diagnostic = Diagnostic::new("E1001", message!("more than {} columns", MAX_COLUMNS)).place(place.clone());
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
