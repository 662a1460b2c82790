//! From a record to fields, and from fields to arrays.

use super::dialect::Resolved;
use super::find;
use crate::io::Fault;
use crate::schema::Escape;
use arrow::array::{ArrayRef, StringBuilder};
use memchr::{memchr, memchr_iter, memchr2};
use std::sync::Arc;

/// A field of a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Field {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stood in quotes: then an empty one is an empty text, not NULL.
    pub(super) quoted: bool,
    /// Whether it holds doubled quotes, or backslashes that are escapes between quotes.
    pub(super) escaped: bool,
}

/// Calls `visit` with the position and the bounds of every field of a record.
pub(super) fn split(
    dialect: Resolved,
    record: &[u8],
    quoted: bool,
    mut visit: impl FnMut(usize, Field),
) -> Result<(), (usize, Fault)> {
    let plain = |start, end| Field { start, end, quoted: false, escaped: false };
    let mut column = 0;
    let mut start = 0;
    if !quoted && dialect.escape != Escape::Clickhouse {
        find::each(dialect.delimiter, record, |end| {
            visit(column, plain(start, end));
            column += 1;
            start = end + 1;
        });
        visit(column, plain(start, record.len()));
        return Ok(());
    }
    loop {
        let field = match dialect.quote {
            Some(quote) if record.get(start) == Some(&quote) => quoted_field(dialect, record, start, quote),
            _ => plain(start, start + plain_end(dialect, &record[start..])),
        };
        visit(column, field);
        // After a closing quote comes the delimiter or the end of the record.
        let after = field.end + usize::from(field.quoted);
        match record.get(after) {
            None => return Ok(()),
            Some(&byte) if byte == dialect.delimiter => start = after + 1,
            Some(_) => return Err((column, Fault::Quote)),
        }
        column += 1;
    }
}

fn quoted_field(dialect: Resolved, record: &[u8], open: usize, quote: u8) -> Field {
    let backslashes = dialect.escape == Escape::Backslash;
    let mut at = open + 1;
    let mut escaped = false;
    // The scanner ended the record outside quotes, so the closing quote is there.
    loop {
        let rest = record.get(at..).unwrap_or_default();
        let hit = if backslashes { memchr2(quote, b'\\', rest) } else { memchr(quote, rest) };
        let Some(hit) = hit else {
            at = record.len();
            break;
        };
        at += hit;
        let is_escape = record[at] == b'\\' && backslashes;
        if !is_escape && record.get(at + 1) != Some(&quote) {
            break;
        }
        escaped = true;
        at += 2;
    }
    Field { start: open + 1, end: at, quoted: true, escaped }
}

/// Length of an unquoted field: to the next delimiter that no backslash escapes.
fn plain_end(dialect: Resolved, rest: &[u8]) -> usize {
    for at in memchr_iter(dialect.delimiter, rest) {
        let escaped = dialect.escape == Escape::Clickhouse
            && rest[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1;
        if !escaped {
            return at;
        }
    }
    rest.len()
}

/// Takes a record without quotes and escapes apart: `ends` becomes where its fields end.
pub(super) fn split_plain(delimiter: u8, record: &[u8], ends: &mut Vec<usize>) {
    ends.clear();
    find::each(delimiter, record, |end| ends.push(end));
    ends.push(record.len());
}

impl Field {
    /// The field of this number in a record of which [`split_plain`] told the ends.
    pub(super) fn plain(ends: &[usize], column: usize) -> Self {
        let start = column.checked_sub(1).map_or(0, |before| ends[before] + 1);
        Self { start, end: ends[column], quoted: false, escaped: false }
    }
}

/// Collects one column of a batch.
pub(super) struct ColumnBuilder {
    values: StringBuilder,
    unescaped: Vec<u8>,
}

/// The column is not UTF-8. The unit was checked as a whole, so an escape must have split a character.
#[derive(Debug)]
pub(super) struct NotText;

impl ColumnBuilder {
    /// For so many rows of about so many bytes together.
    pub(super) fn new(rows: usize, bytes: usize) -> Self {
        Self { values: StringBuilder::with_capacity(rows, bytes), unescaped: Vec::new() }
    }

    /// Appends a field of a record.
    pub(super) fn push(&mut self, dialect: Resolved, record: &str, field: Field) -> Result<(), NotText> {
        let text = record.get(field.start..field.end).ok_or(NotText)?;
        match Content::of(dialect, text.as_bytes(), field) {
            Content::Null => self.values.append_null(),
            Content::Plain => self.values.append_value(text),
            Content::Escaped => {
                self.unescaped.clear();
                unescape(dialect, text.as_bytes(), field, &mut self.unescaped);
                self.values.append_value(std::str::from_utf8(&self.unescaped).map_err(|_| NotText)?);
            }
        }
        Ok(())
    }

    /// Bytes of all values so far.
    pub(super) fn bytes(&self) -> usize {
        self.values.values_slice().len()
    }

    pub(super) fn finish(mut self) -> ArrayRef {
        Arc::new(self.values.finish())
    }
}

/// What stands between two delimiters.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Content {
    /// Nothing: NULL.
    Null,
    /// The value as it is.
    Plain,
    /// The value with doubled quotes or escapes.
    Escaped,
}

impl Content {
    fn of(dialect: Resolved, bytes: &[u8], field: Field) -> Self {
        if bytes.is_empty() && !field.quoted {
            return Self::Null;
        }
        if dialect.escape != Escape::None && !field.quoted && memchr(b'\\', bytes).is_some() {
            return match dialect.escape {
                _ if bytes == br"\N" => Self::Null,
                Escape::Clickhouse => Self::Escaped,
                Escape::None | Escape::Backslash | Escape::Null => Self::Plain,
            };
        }
        if field.escaped { Self::Escaped } else { Self::Plain }
    }
}

/// Appends a value without its escapes.
pub(super) fn unescape(dialect: Resolved, bytes: &[u8], field: Field, out: &mut Vec<u8>) {
    let quote = dialect.quote.unwrap_or(b'"');
    match (field.quoted, dialect.escape) {
        (true, Escape::Backslash) => unescape_quoted(bytes, quote, out),
        (true, Escape::None | Escape::Clickhouse | Escape::Null) => undouble(bytes, quote, out),
        (false, _) => unescape_clickhouse(bytes, out),
    }
}

/// Where the cells of one column of some records stand. Cells with escapes stand, without them, in a text of their own.
#[derive(Debug)]
pub(super) struct Places {
    places: Vec<(u32, u32)>,
    unescaped: Vec<u8>,
}

/// Behind every place in a unit: NULL.
const NOWHERE: u32 = u32::MAX;
/// Set in places in the text of unescaped cells. A unit is smaller than this.
const UNESCAPED: u32 = 1 << 31;

impl Places {
    pub(super) fn new(records: usize) -> Self {
        Self { places: Vec::with_capacity(records), unescaped: Vec::new() }
    }

    /// Begins again with what room there is.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.unescaped.clear();
    }

    /// Appends a field of a record that begins at `start`.
    pub(super) fn push(&mut self, dialect: Resolved, record: &[u8], start: u32, field: Field) {
        let bytes = &record[field.start..field.end];
        // Units and records are bounded far below what 31 bits hold.
        #[allow(clippy::cast_possible_truncation)]
        let place = match Content::of(dialect, bytes, field) {
            Content::Null => (NOWHERE, NOWHERE),
            Content::Plain => (start + field.start as u32, start + field.end as u32),
            Content::Escaped => {
                let from = self.unescaped.len() as u32;
                unescape(dialect, bytes, field, &mut self.unescaped);
                (UNESCAPED | from, UNESCAPED | self.unescaped.len() as u32)
            }
        };
        self.places.push(place);
    }

    /// The cells, given the text in which the records stand.
    pub(super) fn over<'a>(&'a self, text: &'a str) -> Result<Cells<'a>, NotText> {
        let unescaped = std::str::from_utf8(&self.unescaped).map_err(|_| NotText)?;
        Ok(Cells { places: &self.places, text, unescaped })
    }
}

/// The cells of one column of some records, where they stand in the text that was read.
#[derive(Clone, Copy, Debug)]
pub struct Cells<'a> {
    places: &'a [(u32, u32)],
    text: &'a str,
    unescaped: &'a str,
}

impl<'a> Cells<'a> {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The value of a row; `None` for NULL.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&'a str> {
        match self.places[row] {
            (NOWHERE, _) => None,
            (start, end) if start & UNESCAPED == 0 => self.text.get(start as usize..end as usize),
            (start, end) => self.unescaped.get((start & !UNESCAPED) as usize..(end & !UNESCAPED) as usize),
        }
    }
}

fn undouble(bytes: &[u8], quote: u8, out: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some(at) = memchr(quote, rest) {
        out.extend_from_slice(&rest[..=at]);
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// Between quotes, where a backslash takes a quote, a backslash or a line end as it is, and is a backslash before anything else; a doubled
/// quote is a quote here too.
fn unescape_quoted(bytes: &[u8], quote: u8, out: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some(at) = memchr2(quote, b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        match (rest[at], rest.get(at + 1)) {
            (b'\\', Some(&next)) if next == quote || matches!(next, b'\\' | b'\n' | b'\r') => out.push(next),
            (first, Some(&next)) if first != quote => out.extend([first, next]),
            (first, _) => out.push(first),
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
}

/// TabSeparated escapes of ClickHouse; a backslash before any other character stands for that character.
fn unescape_clickhouse(bytes: &[u8], out: &mut Vec<u8>) {
    let mut rest = bytes;
    while let Some(at) = memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..at]);
        let Some(&byte) = rest.get(at + 1) else {
            out.push(b'\\');
            return;
        };
        out.push(match byte {
            b'b' => 8,
            b'f' => 12,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'0' => 0,
            other => other,
        });
        rest = &rest[at + 2..];
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSV: Resolved = Resolved { delimiter: b',', quote: Some(b'"'), escape: Escape::None };
    const TSV: Resolved = Resolved { delimiter: b'\t', quote: None, escape: Escape::Clickhouse };

    fn fields(dialect: Resolved, record: &str) -> Result<Vec<Option<String>>, (usize, Fault)> {
        use arrow::array::AsArray as _;
        let mut found = Vec::new();
        let mut builder = ColumnBuilder::new(8, 0);
        split(dialect, record.as_bytes(), record.contains('"'), |_, field| found.push(field))?;
        for field in found {
            builder.push(dialect, record, field).expect("text");
        }
        Ok(builder.finish().as_string::<i32>().iter().map(|v| v.map(str::to_owned)).collect())
    }

    fn some(values: &[&str]) -> Vec<Option<String>> {
        values.iter().map(|v| Some((*v).to_owned())).collect()
    }

    #[test]
    fn quotes_and_doubled_quotes() {
        assert_eq!(fields(CSV, r#"a,"b,c","d""e""",f"g"#), Ok(some(&["a", "b,c", "d\"e\"", "f\"g"])));
        assert_eq!(fields(CSV, "\"line\nline\",x"), Ok(some(&["line\nline", "x"])));
    }

    #[test]
    fn an_empty_field_is_null_and_an_empty_quoted_one_is_empty() {
        assert_eq!(fields(CSV, ","), Ok(vec![None, None]));
        assert_eq!(fields(CSV, "\"\","), Ok(vec![Some(String::new()), None]));
    }

    #[test]
    fn text_after_a_closing_quote_is_a_fault_with_its_column() {
        assert_eq!(fields(CSV, "x,\"a\"b,c"), Err((1, Fault::Quote)));
        assert_eq!(fields(CSV, "\"a\" ,c"), Err((0, Fault::Quote)));
    }

    #[test]
    fn backslashes_between_quotes_are_undone() {
        let spark = Resolved { escape: Escape::Backslash, ..CSV };
        assert_eq!(
            fields(spark, r#""a \"b\"","c\\","\N",\N,d\e,"f\g""h""#),
            Ok({
                let mut expected = some(&["a \"b\"", "c\\", "\\N", "", "d\\e", "f\\g\"h"]);
                expected[3] = None;
                expected
            })
        );
    }

    #[test]
    fn clickhouse_escapes_are_undone() {
        assert_eq!(
            fields(TSV, "a\\tb\t\\N\tc\\\\\t\\'d\\'\te\\\nf"),
            Ok({
                let mut expected = some(&["a\tb", "", "c\\", "'d'", "e\nf"]);
                expected[1] = None;
                expected
            })
        );
    }
}
