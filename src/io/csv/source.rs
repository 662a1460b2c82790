//! A delimited text as a header and units of records.

use super::cut::{RecordSpan, Scanner, Step};
use super::dialect::{Resolved, among_titles, resolve};
use super::head::{HeadRecord, cell, head};
use super::parse::{Cells, ColumnBuilder, Field, NotText, Places, split};
use super::totals::column_of_totals;
use super::units::{CsvUnit, CsvUnits, Spare, too_long, unclosed};
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::input::{BadRow, Decoded, Fault};
use crate::io::text::{Sample, Text, not_utf8};
use crate::io::{BATCH_ROWS, MAX_COLUMNS, MAX_FIELD, MAX_RECORD};
use crate::message;
use crate::place::Place;
use crate::schema::Dialect;
use arrow::array::ArrayRef;
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
    spare: Spare,
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
        let (dialect, spare) = (self.dialect, self.spare.clone());
        CsvUnits::new(text, dialect, self.body, Place::input(shown), spare, (read_buffer, unit_bytes))
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
            fields: vec![Field { start: 0, end: 0, quoted: false, doubled: false }; projection.len()],
            place,
        })
    }

    /// Splits a record, keeps the projected fields, and returns the length of the longest field.
    fn fields(
        &self,
        record: &[u8],
        quoted: bool,
        has_nul: bool,
        slots: &[usize],
        fields: &mut [Field],
    ) -> Result<usize, (usize, Fault)> {
        if has_nul && memchr::memchr(0, record).is_some() {
            return Err((0, Fault::Nul));
        }
        let mut count = 0;
        let mut longest = 0;
        split(self.dialect, record, quoted, |column, field| {
            count += 1;
            longest = longest.max(field.end - field.start);
            if let Some(field_slot) = slots.get(column).and_then(|&slot| fields.get_mut(slot)) {
                *field_slot = field;
            }
        })?;
        match count {
            count if count < self.width => Err((count, Fault::MissingColumns)),
            count if count > self.width => Err((self.width, Fault::TooManyColumns)),
            _ => Ok(longest),
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
        let mut builders: Vec<ColumnBuilder> = self.fields.iter().map(|_| ColumnBuilder::new(records.len())).collect();
        let Read { rows, bad } = self.read(records, |dialect, text, _, fields| {
            builders.iter_mut().zip(fields).try_for_each(|(builder, field)| builder.push(dialect, text, *field))
        })?;
        let columns: Result<Vec<ArrayRef>, _> = builders.into_iter().map(ColumnBuilder::finish).collect();
        let columns = columns.map_err(|_| not_utf8(&self.place, &[]))?;
        Ok(Decoded { columns, rows, bad })
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
            let Read { rows, bad } = self.read(records, |dialect, text, start, fields| {
                let start = u32::try_from(start - from).map_err(|_| NotText)?;
                places.iter_mut().zip(fields).for_each(|(places, field)| places.push(dialect, text, start, *field));
                Ok(())
            })?;
            let damaged = || not_utf8(&self.place, &[]);
            let text = simdutf8::basic::from_utf8(&self.bytes[from..to]).map_err(|_| damaged())?;
            let cells: Result<Vec<Cells<'_>>, _> = places.iter().map(|places| places.over(text)).collect();
            if !see(&cells.map_err(|_| damaged())?, rows, bad)? {
                break;
            }
        }
        Ok(())
    }

    /// Splits records and shows the text, the place and the projected fields of each; broken ones are left out and listed.
    fn read(
        &mut self,
        records: Range<usize>,
        mut each: impl FnMut(Resolved, &[u8], usize, &[Field]) -> Result<(), NotText>,
    ) -> Result<Read> {
        let bytes = self.bytes.as_slice();
        let mut found = Read::default();
        for nth in records {
            let record = self.records[nth];
            let range = record.range();
            let text = &bytes[range.clone()];
            let (row, byte) = (self.first_row + nth as u64, self.base + range.start as u64);
            let at = || self.place.clone().row(row).byte(byte);
            let mut broken =
                |column, fault| found.bad.push(BadRow { row, byte, len: text.len() as u64, column, fault });
            let is_last = nth + self.tail >= self.records.len();
            let totals =
                is_last.then(|| column_of_totals(self.source.dialect, text, record.quoted(), self.source.width));
            if let Some(column) = totals.flatten() {
                broken(column, Fault::Totals);
                continue;
            }
            match self.source.fields(text, record.quoted(), self.has_nul, &self.slots, &mut self.fields) {
                Err((column, fault)) => {
                    broken(column + 1, fault);
                    continue;
                }
                Ok(longest) if longest > MAX_FIELD => return Err(too_long(at(), "a field")),
                Ok(_) => {}
            }
            each(self.source.dialect, text, range.start, &self.fields).map_err(|_| not_utf8(&at(), text))?;
            found.rows += 1;
        }
        Ok(found)
    }
}

impl Drop for CsvBatches<'_> {
    /// Gives the unit's memory back to the reader.
    fn drop(&mut self) {
        self.source.spare.give(std::mem::take(&mut self.bytes));
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
    let source = CsvSource {
        dialect: resolved,
        guessed: dialect.delimiter.is_none(),
        width: header.len(),
        body: body as u64,
        spare: Spare::default(),
    };
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
