//! From a record to fields, and from fields to arrays.

use super::dialect::Resolved;
use crate::io::Fault;
use crate::schema::Escape;
use arrow::array::{ArrayRef, StringViewBuilder};
use arrow::buffer::Buffer;
use memchr::{memchr, memchr_iter};
use std::ops::Range;
use std::sync::Arc;

/// A field of a record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Field {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Whether it stood in quotes: then an empty one is an empty text, not NULL.
    pub(super) quoted: bool,
    /// Whether it holds doubled quotes.
    pub(super) doubled: bool,
}

/// Calls `visit` with the position and the bounds of every field of a record.
pub(super) fn split(dialect: Resolved, record: &[u8], quoted: bool, mut visit: impl FnMut(usize, Field)) -> Result<(), (usize, Fault)> {
    let plain = |start, end| Field { start, end, quoted: false, doubled: false };
    let mut column = 0;
    let mut start = 0;
    if !quoted && dialect.escape == Escape::None {
        for end in memchr_iter(dialect.delimiter, record) {
            visit(column, plain(start, end));
            column += 1;
            start = end + 1;
        }
        visit(column, plain(start, record.len()));
        return Ok(());
    }
    loop {
        let field = match dialect.quote {
            Some(quote) if record.get(start) == Some(&quote) => quoted_field(record, start, quote),
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

fn quoted_field(record: &[u8], open: usize, quote: u8) -> Field {
    let mut at = open + 1;
    let mut doubled = false;
    // The scanner ended the record outside quotes, so the closing quote is there.
    while let Some(hit) = memchr(quote, &record[at..]) {
        at += hit;
        if record.get(at + 1) != Some(&quote) {
            break;
        }
        doubled = true;
        at += 2;
    }
    Field { start: open + 1, end: at.min(record.len()), quoted: true, doubled }
}

/// Length of an unquoted field: to the next delimiter that no backslash escapes.
fn plain_end(dialect: Resolved, rest: &[u8]) -> usize {
    for at in memchr_iter(dialect.delimiter, rest) {
        let escaped = dialect.escape == Escape::Clickhouse && rest[..at].iter().rev().take_while(|&&b| b == b'\\').count() % 2 == 1;
        if !escaped {
            return at;
        }
    }
    rest.len()
}

/// Collects one column of a unit: views into the unit's bytes, copies only where an escape must be undone.
pub(super) struct ColumnBuilder {
    builder: StringViewBuilder,
    block: u32,
    scratch: Vec<u8>,
}

/// A field that is not valid UTF-8; the unit was checked as a whole, so this cannot be unless an escape split a character.
#[derive(Debug)]
pub(super) struct NotText;

impl ColumnBuilder {
    pub(super) fn new(rows: usize, unit: &Buffer) -> Self {
        let mut builder = StringViewBuilder::with_capacity(rows);
        let block = builder.append_block(unit.clone());
        Self { builder, block, scratch: Vec::new() }
    }

    /// Appends a field; `base` is where its record begins in the unit.
    pub(super) fn push(&mut self, dialect: Resolved, unit: &[u8], base: usize, field: Field) -> Result<(), NotText> {
        let range = base + field.start..base + field.end;
        let clickhouse = dialect.escape == Escape::Clickhouse && !field.quoted && memchr(b'\\', &unit[range.clone()]).is_some();
        if clickhouse && &unit[range.clone()] == br"\N" {
            self.builder.append_null();
        } else if clickhouse {
            self.push_unescaped(&unit[range], unescape_clickhouse)?;
        } else if field.doubled {
            let quote = dialect.quote.unwrap_or(b'"');
            self.push_unescaped(&unit[range], |bytes, out| undouble(bytes, quote, out))?;
        } else if range.is_empty() && !field.quoted {
            self.builder.append_null();
        } else {
            self.push_view(range)?;
        }
        Ok(())
    }

    fn push_view(&mut self, range: Range<usize>) -> Result<(), NotText> {
        let clip = |at: usize| u32::try_from(at).map_err(|_| NotText);
        let (start, len) = (clip(range.start)?, clip(range.len())?);
        self.builder.try_append_view(self.block, start, len).map_err(|_| NotText)
    }

    fn push_unescaped(&mut self, bytes: &[u8], unescape: impl Fn(&[u8], &mut Vec<u8>)) -> Result<(), NotText> {
        self.scratch.clear();
        unescape(bytes, &mut self.scratch);
        let text = simdutf8::basic::from_utf8(&self.scratch).map_err(|_| NotText)?;
        self.builder.try_append_value(text).map_err(|_| NotText)
    }

    pub(super) fn finish(mut self) -> ArrayRef {
        Arc::new(self.builder.finish())
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
        let unit = Buffer::from_slice_ref(record.as_bytes());
        let mut found = Vec::new();
        let mut builder = ColumnBuilder::new(8, &unit);
        split(dialect, record.as_bytes(), record.contains('"'), |_, field| found.push(field))?;
        for field in found {
            builder.push(dialect, record.as_bytes(), 0, field).expect("text");
        }
        Ok(builder.finish().as_string_view().iter().map(|v| v.map(str::to_owned)).collect())
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
    fn clickhouse_escapes_are_undone() {
        assert_eq!(fields(TSV, "a\\tb\t\\N\tc\\\\\t\\'d\\'\te\\\nf"), Ok({
            let mut expected = some(&["a\tb", "", "c\\", "'d'", "e\nf"]);
            expected[1] = None;
            expected
        }));
    }
}
