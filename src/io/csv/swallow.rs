//! Rows that a stray quote takes in.
//!
//! A cell that begins with a quote in a text that is not quoted opens a field which ends with the next quote at the end of a cell, many rows
//! further down; and what is between is read as one cell. Nothing of that shows in the number of fields. It shows in the lines: each of them
//! would be a row by itself, which lines of a quoted text are only by chance.

use super::dialect::Resolved;
use memchr::{memchr_iter, memchr2};

/// How many rows a record with quotes takes in beside its own: the lines behind its first one, if that is a whole row without its quotes, and
/// so are half of the others. 0 for a record on one line.
pub(super) fn swallowed(dialect: Resolved, record: &[u8], width: usize) -> usize {
    // Nearly every record is one line.
    if memchr2(b'\n', b'\r', record).is_none() {
        return 0;
    }
    let mut lines = record.split(|&byte| byte == b'\n' || byte == b'\r').filter(|line| !line.is_empty());
    let fields = |line: &[u8]| 1 + memchr_iter(dialect.delimiter, line).count();
    if lines.next().is_none_or(|first| fields(first) != width) {
        return 0;
    }
    let (mut all, mut rows) = (0, 0);
    for line in lines {
        all += 1;
        rows += usize::from(fields(line) == width);
    }
    if 2 * rows >= all { all } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Escape;

    const TSV: Resolved = Resolved { delimiter: b'\t', quote: Some(b'"'), escape: Escape::None };

    #[test]
    fn lines_that_are_rows_are_taken_in() {
        for (record, rows) in [
            ("1\tx\t\"да\n2\ty\tнет\n3\tz\tтак\"", 2),
            ("1\tx\t\"да\r\n2\ty\tтак\"", 1),
            ("1\tx\t\"да\n2\ty\tнет\nитого\n3\tz\tтак\"", 3),
            ("1\tx\t\"первая\nвторая\nтретья\"", 0),
            ("1\t\"первая\n2\ty\tвторая\"\tx", 0),
            ("1\tx\t\"да\"", 0),
        ] {
            assert_eq!(swallowed(TSV, record.as_bytes(), 3), rows, "{record}");
        }
    }
}
