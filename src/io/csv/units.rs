//! Cuts a text into units of records, one after another.

use super::cut::{RecordSpan, Scanner, Step};
use super::dialect::Resolved;
use crate::error::{Code, Diagnostic, Error, Kind, Result};
use crate::io::text::{Runs, Text, TextFault, TextReader};
use crate::io::{MAX_FIELD, MAX_RECORD, UNIT_BYTES, UNIT_ROWS};
use crate::message;
use crate::place::Place;
use memchr::memchr_iter;
use std::sync::{Mutex, PoisonError};

/// Last records of a text among which sums are looked for.
const TAIL: usize = 3;
/// Bytes behind a unit in which the records that follow it are looked for; who writes longer ones writes no sums under them.
const AHEAD: usize = 4 << 20;

/// Consecutive records and their bytes.
#[derive(Debug)]
pub(in crate::io) struct CsvUnit {
    pub(super) bytes: Vec<u8>,
    pub(super) records: Vec<RecordSpan>,
    pub(super) first_row: u64,
    /// Where `bytes` begins in the text.
    pub(super) base: u64,
    /// How many of the records are among the last ones of the text.
    pub(super) tail: usize,
    /// Bytes of the file that were read for it.
    file_bytes: u64,
    /// Runs of twice encoded text that were met for it.
    runs: Runs,
    /// Line ends inside of its cells.
    inner_lines: u64,
}

/// Line ends in a record, of whatever kind.
fn inner_lines(record: &[u8]) -> u64 {
    let returns = memchr_iter(b'\r', record).filter(|at| record.get(at + 1) != Some(&b'\n')).count();
    (memchr_iter(b'\n', record).count() + returns) as u64
}

impl CsvUnit {
    pub(in crate::io) fn inner_lines(&self) -> u64 {
        self.inner_lines
    }

    pub(in crate::io) fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    /// Number of its first row, from 1.
    pub(in crate::io) fn first_row(&self) -> u64 {
        self.first_row
    }

    pub(in crate::io) fn runs(&self) -> Runs {
        self.runs
    }
}

/// Iterates over the units of a text.
#[derive(Debug)]
pub(in crate::io) struct CsvUnits {
    reader: TextReader,
    scanner: Scanner,
    buffer: Vec<u8>,
    /// Where `buffer` begins in the text.
    base: u64,
    next_row: u64,
    read_buffer: usize,
    /// Bytes from which a unit is full.
    unit_bytes: usize,
    /// The last byte has been read.
    end: bool,
    /// The text cannot be read on behind `buffer`.
    fault: Option<TextFault>,
    done: bool,
    /// What the units so far say of bytes of the file and of repaired runs.
    told: (u64, Runs),
    /// Whether a blank line is a row of one empty field.
    blank_rows: bool,
    /// Line ends inside of cells since the last unit.
    inner_lines: u64,
    place: Place,
}

impl CsvUnits {
    /// Units of a text, from the first record behind its header, which begins at `body`.
    pub(super) fn new(
        text: &Text,
        dialect: Resolved,
        body: u64,
        place: Place,
        (read_buffer, unit_bytes): (usize, usize),
    ) -> Self {
        // How long a text will be is only known if it is the file itself.
        let expected =
            if text.is_plain() { usize::try_from(text.file_len()).unwrap_or(unit_bytes) } else { unit_bytes };
        Self {
            reader: text.reader(body),
            scanner: Scanner::new(dialect),
            buffer: Vec::with_capacity(expected.min(unit_bytes) + 2 * read_buffer),
            base: body,
            next_row: 1,
            read_buffer: read_buffer.max(1),
            unit_bytes,
            end: false,
            fault: None,
            done: false,
            told: (0, Runs::default()),
            blank_rows: false,
            inner_lines: 0,
            place,
        }
    }

    /// Takes blank lines as rows: in a text of one column such a line is an empty field. Those at the end of the text are none.
    pub(super) fn with_blank_rows(self, blank_rows: bool) -> Self {
        Self { blank_rows, ..self }
    }
}

impl Iterator for CsvUnits {
    type Item = Result<CsvUnit>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let unit = self.read_unit();
        self.done |= unit.is_err();
        unit.transpose()
    }
}

impl CsvUnits {
    fn read_unit(&mut self) -> Result<Option<CsvUnit>> {
        let mut records = Vec::with_capacity(1024);
        // Blank lines, which are rows of one empty field if another row follows.
        let mut blank: Vec<RecordSpan> = Vec::new();
        loop {
            match self.scanner.step(&self.buffer, self.end) {
                Step::Record(record) => {
                    records.append(&mut blank);
                    if record.quoted() {
                        self.inner_lines += inner_lines(&self.buffer[record.range()]);
                    }
                    if record.range().len() > MAX_RECORD {
                        // Whether it arrived in one read or in many must not matter.
                        return Err(self.overlong(&records, record.range().start));
                    }
                    records.push(record);
                    if records.len() == UNIT_ROWS || self.scanner.start() >= self.unit_bytes {
                        return Ok(Some(self.cut(records)));
                    }
                }
                Step::Blank if self.blank_rows && blank.len() < UNIT_ROWS && self.scanner.start() < self.unit_bytes => {
                    blank.extend(self.scanner.blank());
                }
                // Blank lines without end must not fill the memory.
                Step::Blank if self.scanner.start() < self.unit_bytes => {}
                Step::Blank if records.is_empty() => self.forget(),
                Step::Blank => return Ok(Some(self.cut(records))),
                Step::More if self.end => return self.last_unit(records),
                Step::More => self.read_more(&records)?,
            }
        }
    }

    fn read_more(&mut self, records: &[RecordSpan]) -> Result<()> {
        if self.buffer.len() - self.scanner.start() > MAX_RECORD {
            return Err(self.overlong(records, self.scanner.start()));
        }
        if let Some(fault) = self.fault.take() {
            return Err(fault.error(&self.place.clone().row(self.next_row + records.len() as u64)));
        }
        self.fill();
        Ok(())
    }

    /// Reads more of the text, up to its end or to a fault, which is kept for when everything before it is used up.
    fn fill(&mut self) {
        let old = self.buffer.len();
        self.buffer.resize(old + self.read_buffer, 0);
        let mut filled = old;
        // A short read is not the end; only a read of nothing is.
        while filled < self.buffer.len() && !self.end && self.fault.is_none() {
            match self.reader.read(&mut self.buffer[filled..]) {
                Ok(0) => self.end = true,
                Ok(read) => filled += read,
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.buffer.truncate(filled);
    }

    /// How many of the last records before a cut are among the last of the text: as many as are missing behind it.
    ///
    /// It depends on the text alone, so the bytes that happen to have been read count only as far as [`AHEAD`].
    fn tail_at_cut(&mut self) -> usize {
        let limit = self.scanner.start() + AHEAD;
        let mut ahead = self.scanner.clone();
        let mut following = 0;
        while following < TAIL {
            match ahead.step(&self.buffer, self.end) {
                Step::Record(record) if record.range().end <= limit => following += 1,
                Step::Blank if ahead.start() <= limit => {}
                Step::More if self.buffer.len() <= limit && self.end => {
                    following += usize::from(ahead.last(&self.buffer).is_some());
                    break;
                }
                Step::More if self.buffer.len() <= limit && self.fault.is_none() => self.fill(),
                // Beyond the limit there is something, and a fault ends the run anyway.
                Step::Record(_) | Step::Blank | Step::More => return 0,
            }
        }
        TAIL - following.min(TAIL)
    }

    /// Drops blank lines that no record follows yet.
    fn forget(&mut self) {
        let done = self.scanner.start();
        self.buffer.drain(..done);
        self.base += done as u64;
        self.scanner.shift(done);
    }

    /// What was read of the file, and repaired, since the unit before.
    fn since_last_unit(&mut self) -> (u64, Runs) {
        let now = (self.reader.taken(), self.reader.runs());
        let before = std::mem::replace(&mut self.told, now);
        (now.0 - before.0, now.1.since(before.1))
    }

    /// The record at `start`, which comes after `records`, is over the limit.
    fn overlong(&self, records: &[RecordSpan], start: usize) -> Error {
        let place = self.place.clone().row(self.next_row + records.len() as u64).byte(self.base + start as u64);
        too_long(place, if self.scanner.in_quotes() { "a quoted field" } else { "a record" })
    }

    fn last_unit(&mut self, mut records: Vec<RecordSpan>) -> Result<Option<CsvUnit>> {
        self.done = true;
        if self.scanner.in_quotes() {
            let row = self.next_row + records.len() as u64;
            return Err(unclosed(self.place.clone().row(row).byte(self.base + self.scanner.start() as u64)));
        }
        records.extend(self.scanner.last(&self.buffer));
        if records.is_empty() {
            return Ok(None);
        }
        let bytes = std::mem::take(&mut self.buffer);
        let (file_bytes, runs) = self.since_last_unit();
        let (first_row, base, inner_lines) = (self.next_row, self.base, self.inner_lines);
        Ok(Some(CsvUnit { bytes, records, first_row, base, tail: TAIL, file_bytes, runs, inner_lines }))
    }

    /// Hands out everything before the record being scanned and keeps the rest.
    fn cut(&mut self, records: Vec<RecordSpan>) -> CsvUnit {
        let tail = self.tail_at_cut();
        let split = self.scanner.start();
        // Every buffer has the same size, so that a used one serves again as it is; memory is only touched where bytes arrive.
        let mut rest = take_spare((self.buffer.len() - split).max(self.unit_bytes) + 2 * self.read_buffer);
        rest.extend_from_slice(&self.buffer[split..]);
        let mut bytes = std::mem::replace(&mut self.buffer, rest);
        bytes.truncate(split);
        let (file_bytes, runs) = self.since_last_unit();
        let inner_lines = std::mem::take(&mut self.inner_lines);
        let (first_row, base) = (self.next_row, self.base);
        let unit = CsvUnit { bytes, first_row, base, records, tail, file_bytes, runs, inner_lines };
        self.next_row += unit.records.len() as u64;
        self.base += split as u64;
        self.scanner.shift(split);
        unit
    }
}

/// Buffers of finished units. Asking the system for tens of megabytes a unit, and having it clear them, costs a quarter of a run. One pool for
/// all inputs: they are read one after the other, and each would keep a pool of its own until the end.
static SPARE: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());

/// Buffers that are kept; more are in use only while more threads run, and then they are worth less.
const SPARE_BUFFERS: usize = 8;

/// Keeps a buffer for the next unit.
pub(super) fn give_spare(mut buffer: Vec<u8>) {
    let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    if spare.len() < SPARE_BUFFERS && buffer.capacity() <= 2 * UNIT_BYTES {
        buffer.clear();
        spare.push(buffer);
    }
}

/// A buffer with room for so many bytes. Buffers of smaller units, which another pass left, are let go.
fn take_spare(bytes: usize) -> Vec<u8> {
    let mut spare = SPARE.lock().unwrap_or_else(PoisonError::into_inner);
    while let Some(buffer) = spare.pop() {
        if buffer.capacity() >= bytes {
            return buffer;
        }
    }
    Vec::with_capacity(bytes)
}

/// A field or a record over its limit.
pub(super) fn too_long(place: Place, what: &'static str) -> Error {
    let (limit, unit) = (if what == "a field" { MAX_FIELD } else { MAX_RECORD } >> 20, "MiB");
    let diagnostic = Diagnostic::new(Code::E1002, message!("{} is longer than {} {}", what, limit, unit)).place(place);
    Error::new(Kind::Resource, diagnostic.hint(message!("a quote that is never closed? check the row named here")))
}

/// A text that ends inside quotes.
pub(super) fn unclosed(place: Place) -> Error {
    let diagnostic =
        Diagnostic::new(Code::E405, message!("the file ends inside quotes that open in this row")).place(place);
    Error::new(
        Kind::Damaged,
        diagnostic.hint(message!("close the quote, or set `quote = \"none\"` in `[dialect]` of the schema")),
    )
}
