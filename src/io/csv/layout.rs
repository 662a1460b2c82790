//! How the records of a text lie under its header: how many fields have a name, what may stand behind them, and where the header stands again.

use super::cut::Scanner;
use super::dialect::Resolved;
use super::head::cell;
use super::parse::split;
use super::sections::Sections;
use crate::io::input::Fault;
use crate::schema::fold_name;

/// Records that are looked at.
const LOOKED_AT: usize = 1_000;

/// The fields of a record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Layout {
    /// Fields that have a name.
    pub(super) width: usize,
    /// Most empty fields behind them: a delimiter at the end of every row, columns of a sheet that nobody used.
    pub(super) padding: usize,
    /// The header's cells as they are compared.
    header: Vec<String>,
    /// The first letter of the first of them, in lower case.
    first: Option<Option<char>>,
    /// What titles between the rows are unlike.
    pub(super) sections: Sections,
}

impl Layout {
    /// Names of the columns, and how rows lie under them. `rows` is the beginning of the text behind the header.
    ///
    /// Cells at the end of the header that are empty name nothing. They, and fields behind the header, may be left out only where all rows
    /// leave them empty: what is found in them later is a broken row.
    pub(super) fn of(dialect: Resolved, mut header: Vec<String>, rows: &[u8], whole: bool) -> (Vec<String>, Self) {
        let is_named = |name: &String| !fold_name(name).is_empty();
        let named = header.iter().rposition(is_named).map_or(header.len(), |last| last + 1);
        let records = Scanner::new(dialect).records(rows, whole);
        let mut widest = 0;
        // Rows that are as wide as the header, all in all, and wider than its names.
        let (mut plain, mut padded, mut by_one) = (0, 0, 0);
        let mut is_empty = true;
        let mut sections = Sections::default();
        for record in records.iter().take(LOOKED_AT) {
            let bytes = &rows[record.range()];
            sections.note(dialect, bytes, record.quoted());
            let (mut width, mut behind) = (0, 0);
            let _ = split(dialect, bytes, record.quoted(), |column, field| {
                width = column + 1;
                behind += if column < named { 0 } else { field.end - field.start };
            });
            widest = widest.max(width);
            plain += usize::from(width == header.len());
            padded += usize::from(width > named);
            by_one += usize::from(width == header.len() + 1);
            is_empty &= behind == 0;
        }
        // One row with an empty field too many is a broken row; a way of writing shows in most of them.
        let looked_at = records.len().min(LOOKED_AT);
        let most = 2 * padded > plain.max(looked_at);
        // Several fields too many are no delimiter that stands in a cell.
        let several = by_one == 0 && 10 * padded >= looked_at;
        let usual = padded > 0 && (header.len() > named || most || several);
        let padding = if is_empty && usual { widest - named } else { 0 };
        let width = if is_empty { named } else { header.len() };
        header.truncate(width);
        let folded = header.iter().map(|name| fold_name(name)).collect();
        let letter = |name: &String| name.chars().next().map(|c| c.to_lowercase().next());
        let first = header.first().and_then(letter);
        (header, Self { width, padding, header: folded, first, sections })
    }

    /// What the number of a record's fields says, and whether those behind the named ones are empty.
    pub(super) fn check_width(&self, count: usize, is_empty: bool) -> Result<(), (usize, Fault)> {
        match count {
            count if count < self.width => Err((count, Fault::MissingColumns)),
            count if count == self.width || (count <= self.width + self.padding && is_empty) => Ok(()),
            _ => Err((self.width, Fault::TooManyColumns)),
        }
    }

    /// Whether a record is the header once more, as in files put together from several.
    pub(super) fn is_header(&self, dialect: Resolved, record: &[u8], quoted: bool) -> bool {
        let start = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(record).trim_ascii_start();
        let start = start.strip_prefix(&[dialect.quote.unwrap_or(b'"')]).unwrap_or(start);
        // Nearly every row is told by its first letter.
        let letter = |bytes: &[u8]| bytes.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
        if letter(&start[..start.len().min(4)]).map(|c| c.to_lowercase().next()) != self.first {
            return false;
        }
        let record = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(record);
        let (mut same, mut count) = (true, 0);
        let outcome = split(dialect, record, quoted, |column, field| {
            count += 1;
            let name = fold_name(&cell(dialect, record, field));
            same &= self.header.get(column).map_or(name.is_empty(), |known| *known == name);
        });
        outcome.is_ok() && same && count >= self.width
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Escape;

    const CSV: Resolved = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };

    fn layout(header: &str, rows: &str) -> (usize, usize) {
        let header = header.split(';').map(str::to_owned).collect();
        let (names, layout) = Layout::of(CSV, header, rows.as_bytes(), true);
        assert_eq!(names.len(), layout.width);
        (layout.width, layout.padding)
    }

    #[test]
    fn what_has_no_name_and_no_value_is_left_out() {
        assert_eq!(layout("a;b;c", "1;2;3\n"), (3, 0));
        assert_eq!(layout("a;b;c", "1;2;3;\n4;5;6;\n"), (3, 1), "a delimiter at the end of every row");
        assert_eq!(layout("a;b;c;;;", "1;2;3;;;\n4;5;6;;;\n"), (3, 3), "columns of a sheet that nobody used");
        assert_eq!(layout("a;b;c;", "1;2;3\n4;5;6\n"), (3, 0), "a delimiter at the end of the header");
        assert_eq!(layout("a;b;c;;;", ""), (3, 0));
        assert_eq!(layout("a;b;c;;;", "1;2;3;;;\n4;5;6\n"), (3, 3), "a sheet that is saved in blocks");
        assert_eq!(layout("a;b;c", "1;2;3;;;\n4;5;6\n7;8;9\n"), (3, 3), "a tail behind some rows");
    }

    #[test]
    fn what_holds_something_stays() {
        assert_eq!(layout("a;b;", "1;2;3\n4;5;\n"), (3, 0));
        assert_eq!(layout("a;b", "1;2;3\n4;5;6\n"), (2, 0));
        assert_eq!(layout("a;b", "1;2\n4;5;\n7;8\n"), (2, 0), "one row with a delimiter too many is broken");
        assert_eq!(layout(";;", "1;2;3\n"), (3, 0));
    }

    #[test]
    fn the_header_again_is_no_row() {
        let (_, layout) = Layout::of(CSV, vec!["id".into(), "Имя".into()], b"1;x\n", true);
        for record in [" id;Имя", "id;Имя", "\"id\";\"имя \"", "\u{feff}id;Имя", "id;Имя;"] {
            assert!(layout.is_header(CSV, record.as_bytes(), record.contains('"')), "{record}");
        }
        for record in ["id;Имя;x", "id", "1;Имя", "id;x", ""] {
            assert!(!layout.is_header(CSV, record.as_bytes(), false), "{record}");
        }
    }
}
