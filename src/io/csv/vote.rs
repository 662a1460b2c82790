//! How well a dialect reads the beginning of a text: the evidence by which [`super::dialect`] decides.

use super::cut::{RecordSpan, Scanner};
use super::dialect::Resolved;
use super::parse::{Field, split};
use super::swallow::swallowed;
use crate::canon::amount::{ParsedAmount, parse as parse_amount};
use crate::canon::null::is_null_like;
use crate::canon::time::{Parsed, parse as parse_time};
use memchr::{memchr, memchr_iter};

/// Records that vote.
const VOTERS: usize = 1_000;

/// The beginning of a text, on which dialects are tried.
pub(super) struct Ballot<'a> {
    sample: &'a [u8],
    whole: bool,
}

/// What a dialect makes of the beginning of a text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vote {
    pub(super) dialect: Resolved,
    /// Fields of the first record.
    pub(super) width: usize,
    /// Records that have as many fields as the first one, and no fault.
    good: u32,
    /// All records, and the rows that fields in quotes take in.
    all: u32,
    /// Records with text behind a closing quote, and those that take in rows.
    pub(super) faults: u32,
    /// Cells in quotes, and those of them in records without a fault.
    pub(super) quoted: u32,
    pub(super) quoted_well: u32,
    /// Columns of which every cell that is not empty stands in quotes.
    pub(super) quoted_columns: u32,
    /// Cells that begin with the usual quote, whatever it is to this dialect.
    pub(super) opening: u32,
    /// Cells that are `\N`.
    pub(super) nulls: u32,
    /// Cells in quotes that hold backslashes which are escapes.
    pub(super) escapes: u32,
    /// Delimiters between fields, and those of them behind which a space follows.
    spaced: (u32, u32),
}

impl Vote {
    /// Thousandths of the rows that are read alike.
    pub(super) fn agreement(&self) -> u32 {
        1000 * self.good / self.all.max(1)
    }

    /// Whether its delimiter looks like punctuation: a space follows each.
    pub(super) fn is_prose(&self) -> bool {
        self.spaced.0 > 0 && self.spaced.0 == self.spaced.1
    }
}

impl<'a> Ballot<'a> {
    pub(super) fn new(sample: &'a [u8], whole: bool) -> Self {
        Self { sample, whole }
    }

    /// Whether the text has this byte at all.
    pub(super) fn holds(&self, byte: u8) -> bool {
        memchr(byte, self.sample).is_some()
    }

    /// Tries a dialect.
    pub(super) fn vote(&self, dialect: Resolved) -> Vote {
        let records = Scanner::new(dialect).records(self.sample, self.whole);
        let mut vote = Vote {
            dialect,
            width: 0,
            good: 0,
            all: 0,
            faults: 0,
            quoted: 0,
            quoted_well: 0,
            quoted_columns: 0,
            opening: 0,
            nulls: 0,
            escapes: 0,
            spaced: (0, 0),
        };
        // For each column the cells in quotes, and those that are not empty.
        let mut columns: Vec<(u32, u32)> = Vec::new();
        for (nth, record) in records.iter().take(VOTERS).enumerate() {
            let bytes = &self.sample[record.range()];
            let mut width = 0;
            let quoted_before = vote.quoted;
            let outcome = split(dialect, bytes, record.quoted(), |column, field| {
                width = column + 1;
                vote.see(bytes, field, column);
                if nth > 0 {
                    columns.resize(columns.len().max(width), (0, 0));
                    let (quoted, filled) = &mut columns[column];
                    *quoted += u32::from(field.quoted);
                    *filled += u32::from(field.quoted || field.start < field.end);
                }
            });
            if nth == 0 {
                vote.width = width;
            }
            let taken_in = if record.quoted() { swallowed(dialect, bytes, vote.width) } else { 0 };
            let is_faulty = outcome.is_err() || taken_in > 0;
            vote.faults += u32::from(is_faulty);
            vote.quoted_well += if is_faulty { 0 } else { vote.quoted - quoted_before };
            vote.good += u32::from(outcome.is_ok() && width == vote.width && taken_in == 0);
            vote.all += 1 + u32::try_from(taken_in).unwrap_or(u32::MAX / 2);
        }
        vote.count_rest(self, &records);
        vote.quoted_columns = columns.iter().filter(|(quoted, filled)| *quoted > 0 && quoted == filled).count() as u32;
        vote
    }

    /// The record that no quote closes any more is a fault too, unless the sample only ends inside of it: then it may be long.
    fn rest(&self, records: &[RecordSpan]) -> usize {
        let end = records.last().map_or(0, |record| record.range().end);
        self.sample[end..].trim_ascii().len()
    }

    /// Whether every backslash of the text begins an escape, and one at least can hardly be anything else. Letters behind a backslash tell only
    /// between tabs, where ClickHouse and PostgreSQL write them.
    pub(super) fn is_escaped(&self, vote: &Vote) -> bool {
        let mut seen = false;
        let mut at = 0;
        while let Some(hit) = memchr(b'\\', &self.sample[at..]) {
            at += hit + 1;
            match self.sample.get(at) {
                None => break,
                // A path of Windows: `C:\new`.
                Some(b'a'..=b'z' | b'A'..=b'Z') if at >= 2 && self.sample[at - 2] == b':' => return false,
                Some(b'b' | b'f' | b'n' | b'r' | b't' | b'0' | b'"') => seen |= vote.dialect.delimiter == b'\t',
                Some(b'\'' | b'\\' | b'\n' | b'\r' | b'N') => seen = true,
                Some(&byte) if byte == vote.dialect.delimiter => seen = true,
                Some(_) => return false,
            }
            at += 1;
        }
        seen
    }

    /// Thousandths of the cells of rows that are no text but numbers, times or spellings of nothing.
    pub(super) fn values(&self, dialect: Resolved) -> u32 {
        let records = Scanner::new(dialect).records(self.sample, self.whole);
        let (mut values, mut all) = (0, 0);
        for record in records.iter().skip(1).take(VOTERS) {
            let bytes = &self.sample[record.range()];
            let _ = split(dialect, bytes, record.quoted(), |_, field| {
                let Ok(text) = std::str::from_utf8(&bytes[field.start..field.end]) else { return };
                if !text.trim().is_empty() {
                    all += 1;
                    values += u32::from(is_value(text));
                }
            });
        }
        1000 * values / all.max(1)
    }

    /// How many records have the commonest width above one, and that width.
    pub(super) fn commonest_width(&self, dialect: Resolved) -> (usize, usize) {
        let records = Scanner::new(dialect).records(self.sample, self.whole);
        let widths: Vec<usize> = records
            .iter()
            .take(VOTERS)
            .map(|record| {
                let mut fields = 0;
                let _ = split(dialect, &self.sample[record.range()], record.quoted(), |_, _| fields += 1);
                fields
            })
            .collect();
        let mut counts = std::collections::BTreeMap::new();
        widths.iter().filter(|&&width| width > 1).for_each(|&width| *counts.entry(width).or_insert(0) += 1);
        counts.into_iter().map(|(width, count)| (count, width)).max().unwrap_or((0, 0))
    }
}

impl Vote {
    fn see(&mut self, record: &[u8], field: Field, column: usize) {
        let cell = &record[field.start..field.end];
        self.quoted += u32::from(field.quoted);
        self.opening += u32::from(!field.quoted && cell.first() == Some(&b'"'));
        self.nulls += u32::from(!field.quoted && cell == br"\N");
        self.escapes += u32::from(field.quoted && field.escaped && memchr(b'\\', cell).is_some());
        if column > 0 {
            self.spaced.0 += 1;
            self.spaced.1 += u32::from(!field.quoted && cell.first() == Some(&b' '));
        }
    }

    /// Rows behind the last record that a quote without end takes in.
    fn count_rest(&mut self, ballot: &Ballot<'_>, records: &[RecordSpan]) {
        if records.len() >= VOTERS || !ballot.whole || ballot.rest(records) == 0 {
            return;
        }
        let end = records.last().map_or(0, |record| record.range().end);
        self.faults += 1;
        self.all += 1 + memchr_iter(b'\n', &ballot.sample[end..]).count() as u32;
    }
}

/// Longest text that is looked at as a number or a time.
const LONGEST_VALUE: usize = 64;

fn is_value(text: &str) -> bool {
    text.len() <= LONGEST_VALUE
        && (is_null_like(text)
            || matches!(parse_amount(text), ParsedAmount::Cents(_))
            || matches!(parse_time(text), Parsed::At(_)))
}
