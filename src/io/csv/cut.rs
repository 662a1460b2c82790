//! Where records end: the one scanner of quotes and line ends.
//!
//! A quote opens only at the start of a field, so `ТОО "Ромашка"` in an unquoted field is text. Inside quotes everything up to the
//! closing quote belongs to the field, line ends too; a doubled quote is a quote, and in a dialect of backslashes one behind a backslash.
//! A record ends at LF, CRLF or CR.

use super::dialect::Resolved;
use crate::schema::Escape;
use memchr::{memchr, memchr2, memchr3};
use std::ops::Range;

/// A record inside a buffer, without its line end.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct RecordSpan {
    start: u32,
    /// End, and in the top bit whether a field of the record is quoted.
    end: u32,
}

const QUOTED: u32 = 1 << 31;

impl RecordSpan {
    pub(super) fn range(self) -> Range<usize> {
        self.start as usize..(self.end & !QUOTED) as usize
    }

    pub(super) fn quoted(self) -> bool {
        self.end & QUOTED != 0
    }
}

/// A step of the scanner.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// A record.
    Record(RecordSpan),
    /// A blank line, which is none: it is done with.
    Blank,
    /// The buffer ends before the record does.
    More,
}

/// Scans a growing buffer. The state survives the arrival of more bytes, and what is found does not depend on how they arrive.
#[derive(Clone, Debug)]
pub(super) struct Scanner {
    dialect: Resolved,
    /// First byte of the record being scanned.
    start: usize,
    /// First byte not looked at.
    at: usize,
    in_quotes: bool,
    quoted: bool,
}

impl Scanner {
    pub(super) fn new(dialect: Resolved) -> Self {
        Self { dialect, start: 0, at: 0, in_quotes: false, quoted: false }
    }

    /// First byte of the record being scanned: everything before it is done.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// The blank line that the last step found, as a record of one empty field.
    pub(super) fn blank(&self) -> Option<RecordSpan> {
        let before = self.start.checked_sub(1)?;
        let at = u32::try_from(before).ok().filter(|at| at & QUOTED == 0)?;
        Some(RecordSpan { start: at, end: at })
    }

    /// Whether the scan stands inside quotes.
    pub(super) fn in_quotes(&self) -> bool {
        self.in_quotes
    }

    /// The buffer lost its first `count` bytes, all of which are done.
    pub(super) fn shift(&mut self, count: usize) {
        self.start -= count;
        self.at -= count;
    }

    /// Every complete record of a sample, and the last incomplete one if the sample is the `whole` text.
    pub(super) fn records(mut self, sample: &[u8], whole: bool) -> Vec<RecordSpan> {
        let mut records = Vec::new();
        loop {
            match self.step(sample, whole) {
                Step::Record(record) => records.push(record),
                Step::Blank => {}
                Step::More => break,
            }
        }
        if whole && !self.in_quotes && self.start < sample.len() {
            records.push(self.span(sample.len()));
        }
        records
    }

    /// The rest of the buffer as the last record of a text that ends without a line end.
    pub(super) fn last(&self, buffer: &[u8]) -> Option<RecordSpan> {
        (self.start < buffer.len()).then(|| self.span(buffer.len()))
    }

    /// Finds the end of the next record or blank line. `end` says that the buffer holds the last byte of the text.
    pub(super) fn step(&mut self, buffer: &[u8], end: bool) -> Step {
        loop {
            if self.in_quotes {
                if !self.leave_quotes(buffer, end) {
                    return Step::More;
                }
                continue;
            }
            let Some(hit) = self.find(&buffer[self.at..]) else {
                self.at = buffer.len();
                return Step::More;
            };
            let at = self.at + hit;
            let byte = buffer[at];
            if Some(byte) == self.dialect.quote {
                self.at = at + 1;
                if at == self.start || buffer[at - 1] == self.dialect.delimiter {
                    self.in_quotes = true;
                    self.quoted = true;
                }
                continue;
            }
            if byte == b'\r' && at + 1 == buffer.len() && !end {
                // Whether this is CRLF shows with the next byte.
                self.at = at;
                return Step::More;
            }
            if byte == b'\n' && self.is_escaped(buffer, at) {
                self.at = at + 1;
                continue;
            }
            let width = if byte == b'\r' && buffer.get(at + 1) == Some(&b'\n') { 2 } else { 1 };
            let span = self.span(at);
            self.start = at + width;
            self.at = self.start;
            self.quoted = false;
            return if span.range().is_empty() { Step::Blank } else { Step::Record(span) };
        }
    }

    fn find(&self, rest: &[u8]) -> Option<usize> {
        match self.dialect.quote {
            Some(quote) => memchr3(quote, b'\n', b'\r', rest),
            None => memchr2(b'\n', b'\r', rest),
        }
    }

    /// Moves past the closing quote; `false` if it has not arrived.
    fn leave_quotes(&mut self, buffer: &[u8], end: bool) -> bool {
        let quote = self.dialect.quote.unwrap_or(b'"');
        let hit = match self.dialect.escape {
            Escape::Backslash => memchr2(quote, b'\\', &buffer[self.at..]),
            Escape::None | Escape::Clickhouse | Escape::Null => memchr(quote, &buffer[self.at..]),
        };
        let Some(hit) = hit else {
            self.at = buffer.len();
            return false;
        };
        let at = self.at + hit;
        if buffer[at] == b'\\' {
            // Whatever stands behind it is text.
            self.at = if at + 1 < buffer.len() {
                at + 2
            } else if end {
                at + 1
            } else {
                at
            };
            return at + 1 < buffer.len();
        }
        match buffer.get(at + 1) {
            None if !end => {
                // Whether it is doubled shows with the next byte.
                self.at = at;
                return false;
            }
            Some(&next) if next == quote => self.at = at + 2,
            _ => {
                self.at = at + 1;
                self.in_quotes = false;
            }
        }
        true
    }

    /// ClickHouse writes a line end inside a field as a backslash and the line end.
    fn is_escaped(&self, buffer: &[u8], at: usize) -> bool {
        self.dialect.escape == Escape::Clickhouse
            && buffer[self.start..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1
    }

    fn span(&self, end: usize) -> RecordSpan {
        // Units are far below 2 GiB; `MAX_RECORD` sees to it.
        let clip = |at: usize| i32::try_from(at).expect("a unit is below 2 GiB").unsigned_abs();
        RecordSpan { start: clip(self.start), end: clip(end) | if self.quoted { QUOTED } else { 0 } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Resolved = Resolved { delimiter: b',', quote: Some(b'"'), escape: Escape::None };

    fn records(dialect: Resolved, text: &str) -> Vec<&str> {
        Scanner::new(dialect).records(text.as_bytes(), true).iter().map(|r| &text[r.range()]).collect()
    }

    #[test]
    fn line_ends_of_every_kind() {
        assert_eq!(records(CSV, "a\nb\r\nc\rd"), ["a", "b", "c", "d"]);
        assert_eq!(records(CSV, "a\n\n\r\nb\n"), ["a", "b"]);
    }

    #[test]
    fn quotes_open_only_at_the_start_of_a_field() {
        assert_eq!(records(CSV, "1,ТОО \"Ромашка\n2,x\n"), ["1,ТОО \"Ромашка", "2,x"]);
        assert_eq!(records(CSV, "1,\"a\nb\"\"\n\"\n2\n"), ["1,\"a\nb\"\"\n\"", "2"]);
        assert_eq!(records(CSV, "\"\"\n\"\"\"\"\nx\n"), ["\"\"", "\"\"\"\"", "x"]);
        assert_eq!(records(CSV, "\"a\"b\"\nc\n"), ["\"a\"b\"", "c"]);
    }

    #[test]
    fn clickhouse_escapes() {
        let tsv = Resolved { delimiter: b'\t', quote: None, escape: Escape::Clickhouse };
        assert_eq!(records(tsv, "a\\\nb\tc\n\"d\ne\\\\\nf\n"), ["a\\\nb\tc", "\"d", "e\\\\", "f"]);
    }

    #[test]
    fn backslashes_keep_quotes_open() {
        let spark = Resolved { escape: Escape::Backslash, ..CSV };
        assert_eq!(records(spark, "1,\"a\\\"\nb\\\\\"\n2,\"\"\n"), ["1,\"a\\\"\nb\\\\\"", "2,\"\""]);
    }

    #[test]
    fn how_the_bytes_arrive_does_not_matter() {
        let plain = "a,\"b\r\n\"\"c\"\r\n\"d\"\r\re,f\"g\n\n\"h\n\",i\r\n";
        arrival_does_not_matter(CSV, plain);
        let spark = Resolved { escape: Escape::Backslash, ..CSV };
        arrival_does_not_matter(spark, "a,\"b\\\"\r\nc\\\\\"\r\n\"\\\\\\\"\",d\\\n\"e\"\r\n");
    }

    fn arrival_does_not_matter(dialect: Resolved, text: &str) {
        let whole = records(dialect, text);
        for step in 1..text.len() {
            let mut scanner = Scanner::new(dialect);
            let mut found = Vec::new();
            let mut seen = 0;
            while seen < text.len() {
                seen = (seen + step).min(text.len());
                let buffer = &text.as_bytes()[..seen];
                loop {
                    match scanner.step(buffer, seen == text.len()) {
                        Step::Record(record) => found.push(&text[record.range()]),
                        Step::Blank => {}
                        Step::More => break,
                    }
                }
            }
            found.extend(scanner.last(text.as_bytes()).map(|r| &text[r.range()]));
            assert_eq!(found, whole, "step {step}");
        }
    }
}
