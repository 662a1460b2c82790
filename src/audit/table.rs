//! A CSV file, read part by part, by a reader of its own that allows nothing a release would not have.

use super::cells::{Cells, Texts};
use super::conform::shown;
use super::frame::Named;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Rows of a part of text.
const TEXT_PART: usize = 1 << 16;
/// Bytes that a cell takes beside its text: of many short cells more than that.
const SPAN: usize = 16;
/// Longest record of text, and bytes of a part.
const LONGEST: usize = 64 << 20;

/// Why a text is not read on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Broken {
    /// The record, counted from 1; 0 is the header.
    pub(super) row: u64,
    /// A closed word.
    pub(super) what: &'static str,
}

/// A CSV file.
pub(super) struct CsvText {
    file: Box<dyn Read>,
    buffer: Vec<u8>,
    at: usize,
    ended: bool,
    delimiter: u8,
    row: u64,
    pub(super) header: Vec<String>,
}

impl CsvText {
    /// Opens a file and reads its header; the delimiter is the commonest of the header's candidates.
    ///
    /// # Errors
    /// Why it is none.
    pub(super) fn open(path: &Path) -> Result<Self, Broken> {
        let broken = |what| Broken { row: 0, what };
        let file = File::open(path).map_err(|_| broken("cannot be read"))?;
        let mut text = Self {
            file: Box::new(file),
            buffer: Vec::new(),
            at: 0,
            ended: false,
            delimiter: b',',
            row: 0,
            header: Vec::new(),
        };
        text.fill().map_err(|_| broken("cannot be read"))?;
        // A header of one column shows no delimiter; files for spreadsheets have a mark and semicolons.
        let mut usual = b',';
        if text.buffer.starts_with(&[0xef, 0xbb, 0xbf]) {
            text.at = 3;
            usual = b';';
        }
        let line = text.buffer[text.at..].split(|&byte| byte == b'\n').next().unwrap_or_default();
        let count = |candidate: u8| line.iter().filter(|&&byte| byte == candidate).count();
        text.delimiter = *b",;\t|".iter().max_by_key(|&&c| (count(c), c == usual)).unwrap_or(&usual);
        let mut cells = Vec::new();
        text.record(&mut cells).map_err(broken)?;
        let header: Option<Vec<String>> = cells.into_iter().map(|cell| String::from_utf8(cell.0).ok()).collect();
        // Packed files, spreadsheets and texts in other encodings are not UTF-8; they have to be converted before somebody looks at them.
        let header = header.ok_or(broken("no text in UTF-8"))?;
        // For spreadsheets a sign stands before a name that would be a formula.
        text.header = header.iter().map(|name| shown(name).to_owned()).collect();
        if text.header.is_empty() { Err(broken("empty file")) } else { Ok(text) }
    }

    fn fill(&mut self) -> std::io::Result<()> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let before = self.buffer.len();
        self.buffer.resize(before + (4 << 20), 0);
        let mut filled = before;
        while filled < self.buffer.len() {
            match self.file.read(&mut self.buffer[filled..])? {
                0 => {
                    self.ended = true;
                    break;
                }
                count => filled += count,
            }
        }
        self.buffer.truncate(filled);
        Ok(())
    }

    /// The next part: a column of texts each. `None` at the end.
    pub(super) fn part(&mut self) -> Result<Option<Vec<Texts>>, Broken> {
        let mut columns: Vec<Texts> = vec![Texts::default(); self.header.len()];
        let mut cells = Vec::new();
        let (mut rows, mut bytes) = (0, 0);
        while rows < TEXT_PART && bytes < LONGEST {
            let before = self.row;
            self.row += 1;
            let broken = |what| Broken { row: before + 1, what };
            if !self.record(&mut cells).map_err(broken)? {
                self.row = before;
                break;
            }
            if cells.len() != columns.len() {
                return Err(broken("row of another width"));
            }
            for (column, (cell, quoted)) in columns.iter_mut().zip(&cells) {
                let text = std::str::from_utf8(cell).map_err(|_| broken("not UTF-8"))?;
                // Nothing between two delimiters is NULL; an empty text stands in quotes.
                column.push((!text.is_empty() || *quoted).then_some(text));
                bytes += text.len() + SPAN;
            }
            rows += 1;
        }
        Ok((rows > 0).then_some(columns))
    }

    /// The next record: its cells, and whether each stood in quotes. `false` at the end of the file.
    fn record(&mut self, cells: &mut Vec<(Vec<u8>, bool)>) -> Result<bool, &'static str> {
        loop {
            match self.try_record(cells)? {
                Some(found) => return Ok(found),
                None if self.buffer.len() - self.at > LONGEST => return Err("record of more than 64 MiB"),
                None => self.fill().map_err(|_| "cannot be read")?,
            }
        }
    }

    /// `None` if the record does not end in what has been read.
    fn try_record(&mut self, cells: &mut Vec<(Vec<u8>, bool)>) -> Result<Option<bool>, &'static str> {
        cells.clear();
        let bytes = &self.buffer;
        let mut at = self.at;
        if at == bytes.len() && self.ended {
            return Ok(Some(false));
        }
        loop {
            let mut cell = Vec::new();
            let quoted = bytes.get(at) == Some(&b'"');
            if quoted {
                at += 1;
                loop {
                    let Some(length) = memchr::memchr(b'"', &bytes[at..]) else {
                        return if self.ended { Err("a quote that does not end") } else { Ok(None) };
                    };
                    cell.extend_from_slice(&bytes[at..at + length]);
                    at += length + 1;
                    if bytes.get(at) == Some(&b'"') {
                        cell.push(b'"');
                        at += 1;
                    } else if at == bytes.len() && !self.ended {
                        return Ok(None);
                    } else {
                        break;
                    }
                }
            }
            let end = memchr::memchr3(self.delimiter, b'\n', b'\r', &bytes[at..]).map(|length| at + length);
            let Some(end) = end.or(self.ended.then_some(bytes.len())) else { return Ok(None) };
            if quoted && end > at {
                return Err("text behind a quote");
            }
            cell.extend_from_slice(&bytes[at..end]);
            cells.push((cell, quoted));
            match bytes.get(end) {
                Some(&byte) if byte == self.delimiter => at = end + 1,
                Some(&b'\r') => {
                    if end + 1 == bytes.len() && !self.ended {
                        return Ok(None);
                    }
                    self.at = end + 1 + usize::from(bytes.get(end + 1) == Some(&b'\n'));
                    return Ok(Some(true));
                }
                _ => {
                    self.at = (end + 1).min(bytes.len());
                    return Ok(Some(true));
                }
            }
        }
    }
}

/// Parts of text as columns.
pub(super) fn named(header: &[String], columns: Vec<Texts>) -> Vec<Named> {
    let columns = header.iter().zip(columns);
    columns.map(|(name, texts)| Named { name: name.clone(), cells: Cells::Texts(texts), aligned: true }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<Vec<Option<String>>>, Broken> {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), text).expect("written");
        let mut csv = CsvText::open(file.path()).expect("a header");
        let mut rows = Vec::new();
        while let Some(part) = csv.part()? {
            for row in 0..part[0].len() {
                rows.push(part.iter().map(|column| column.get(row).map(str::to_owned)).collect());
            }
        }
        Ok(rows)
    }

    #[test]
    fn cells_are_read_as_they_were_written() {
        let some = |text: &str| Some(text.to_owned());
        let rows = read("\u{feff}a;b\r\n1;\"x;\"\"y\nz\"\r\n;\"\"").expect("rows");
        assert_eq!(rows, [vec![some("1"), some("x;\"y\nz")], vec![None, some("")]]);
        assert_eq!(read("\u{feff}a\r\n43.2,76.8\r\n"), Ok(vec![vec![some("43.2,76.8")]]));
        assert_eq!(read("a,b\n1,2\n3\n"), Err(Broken { row: 2, what: "row of another width" }));
        assert_eq!(read("a,b\n\"1,2\n3\n"), Err(Broken { row: 1, what: "a quote that does not end" }));
        assert_eq!(read("a,b\n\"1\"x,2\n"), Err(Broken { row: 1, what: "text behind a quote" }));
    }
}
