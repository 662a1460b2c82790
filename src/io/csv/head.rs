//! The first records of a text as they stand, for whoever looks for its header or drafts a schema.

use super::cut::{Scanner, Step};
use super::dialect::Resolved;
use super::parse::{Field, split, unescape};

/// A record of the beginning of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeadRecord {
    /// Line of the file on which it begins, from 1.
    pub line: usize,
    /// Lines above it that the `skip_lines` of a schema counts: Excel's `sep=;` is none of them.
    pub above: usize,
    /// Lines that it takes, more than one where cells hold line ends.
    pub lines: usize,
    /// Whether a blank line stands above it.
    pub apart: bool,
    /// Its cells as text, quotes undone. They may be of people: they are compared, never shown.
    pub cells: Vec<String>,
}

/// The first `count` records of a sample, the first of which begins at `start`, and the lines that a schema may skip at `first`. A record that
/// cannot be split has no cells.
pub(super) fn head(
    dialect: Resolved,
    sample: &[u8],
    (first, start): (usize, usize),
    whole: bool,
    count: usize,
) -> Vec<HeadRecord> {
    let text = &sample[start..];
    let mut apart = false;
    let mut scanner = Scanner::new(dialect);
    let mut records = Vec::new();
    while records.len() < count {
        let record = match scanner.step(text, whole) {
            Step::Record(record) => record,
            Step::Blank => {
                apart = true;
                continue;
            }
            Step::More => match scanner.last(text).filter(|_| whole && !scanner.in_quotes()) {
                Some(record) => record,
                None => break,
            },
        };
        let at_end = record.range().end == text.len();
        let at = start + record.range().start;
        let (line, above) = (1 + line_ends(&sample[..at]), line_ends(&sample[first..at]));
        let bytes = &text[record.range()];
        let lines = 1 + line_ends(bytes);
        let mut cells = Vec::new();
        if split(dialect, bytes, record.quoted(), |_, field| cells.push(cell(dialect, bytes, field))).is_err() {
            cells.clear();
        }
        records.push(HeadRecord { line, above, lines, apart: std::mem::take(&mut apart), cells });
        if at_end {
            break;
        }
    }
    records
}

/// Line ends of every kind: LF, CRLF, CR.
fn line_ends(text: &[u8]) -> usize {
    let after = text.iter().skip(1).map(Some).chain([None]);
    text.iter().zip(after).filter(|&(&byte, next)| byte == b'\n' || (byte == b'\r' && next != Some(&b'\n'))).count()
}

/// A cell as text, doubled quotes and backslashes between quotes undone.
pub(super) fn cell(dialect: Resolved, record: &[u8], field: Field) -> String {
    let bytes = &record[field.start..field.end];
    let mut undone = Vec::new();
    if field.escaped {
        unescape(dialect, bytes, field, &mut undone);
    }
    String::from_utf8_lossy(if field.escaped { &undone } else { bytes }).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Escape;

    const CSV: Resolved = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };

    fn lines(text: &str, whole: bool, count: usize) -> Vec<(usize, String)> {
        let records = head(CSV, text.as_bytes(), (0, 0), whole, count);
        records.into_iter().map(|record| (record.line, record.cells.join("|"))).collect()
    }

    fn expected(lines: &[(usize, &str)]) -> Vec<(usize, String)> {
        lines.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn records_are_numbered_by_the_lines_of_the_file() {
        let text = "Отчёт\n\n\"две\r\nстроки\";x\r\ra;\"b\"\"c\"\n1;2";
        let all = [(1, "Отчёт"), (3, "две\r\nстроки|x"), (6, "a|b\"c"), (7, "1|2")];
        assert_eq!(lines(text, true, 20), expected(&all));
        assert_eq!(lines(text, true, 2), expected(&all[..2]));
        // Of a sample the last record may go on.
        assert_eq!(lines(text, false, 20), expected(&all[..3]));
    }

    #[test]
    fn blank_lines_and_the_line_of_excel_are_told() {
        let records = head(CSV, b"sep=;\nA;B\n\nC;D\n", (6, 6), true, 20);
        let told: Vec<_> = records.iter().map(|record| (record.line, record.above, record.apart)).collect();
        assert_eq!(told, [(2, 0, false), (4, 2, true)]);
    }

    #[test]
    fn a_record_that_cannot_be_split_has_no_cells() {
        assert_eq!(lines("\"a\"b;c\nx;y\n", true, 9), expected(&[(1, ""), (2, "x|y")]));
    }
}
