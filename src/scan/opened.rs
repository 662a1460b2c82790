//! Opens a file that nobody described, and finds the header that it has: below a title or another table, on several lines, without names, or none at all.
//!
//! What is found is said, and goes into the draft of the schema, so that every later run reads the file alike.

use super::below::{Below, LOOKED_AT, header_below};
use super::header::{Header, goes_on_below};
use super::run::ScanOptions;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{HeadRecord, Input, OpenOptions};
use crate::message;
use crate::place::Place;
use crate::recognize::headers::looks_personal;
use crate::schema::{Dialect, fold_name};
use std::path::Path;

/// Lines that a header takes at most.
const HEADER_LINES: usize = 3;

/// A file, its header, and what is to be said of how that was found.
pub(super) struct Opened {
    pub(super) input: Input,
    pub(super) header: Header,
    pub(super) notes: Vec<Diagnostic>,
}

/// Opens a file with the header that it has.
///
/// # Errors
/// A file that cannot be opened, and `Kind::Policy` for one whose header is not found.
pub(super) fn open(path: &Path, options: &ScanOptions<'_>) -> Result<Opened> {
    let with = |dialect: &Dialect| {
        Input::open(path, &OpenOptions { format: options.format, encoding: options.encoding, dialect })
    };
    let mut dialect = Dialect { delimiter: options.delimiter, ..Dialect::default() };
    let mut notes = Vec::new();
    let mut input = with(&dialect)?;
    if let Some(below) = header_below(&input.head(LOOKED_AT)) {
        dialect.skip_lines = below.above;
        input = with(&dialect)?;
        notes.push(stands_below(&input.shown, below));
        if header_below(&input.head(LOOKED_AT)).is_some() {
            return Err(no_header(&input));
        }
    }
    let head = input.head(1 + HEADER_LINES);
    let lines = 1 + head.windows(2).take(HEADER_LINES - 1).take_while(|two| goes_on_below(&two[0], &two[1])).count();
    if let Some(last) = head.get(lines - 1).filter(|_| lines > 1) {
        dialect.skip_lines = last.above + last.lines;
        dialect.header = Some(own_names(&joined(&head[..lines])));
        input = with(&dialect)?;
        notes.push(on_several_lines(&input.shown, lines));
    }
    let header = Header::of(&input);
    if header.is_data {
        dialect.header = Some(numbered(input.header.len()));
        input = with(&dialect)?;
        let header = Header { is_data: true, ..Header::named(&input) };
        return Ok(Opened { input, header, notes });
    }
    let unclear: Vec<Diagnostic> = header.unclear_names().map(|unclear| unclear.warning(&input.shown)).collect();
    if let ([_, second, ..], false) = (head.as_slice(), unclear.is_empty()) {
        notes.extend(unclear);
        dialect.skip_lines = second.above;
        dialect.header = Some(own_names(&input.header));
        input = with(&dialect)?;
        let header = Header::of(&input);
        return Ok(Opened { input, header, notes });
    }
    Ok(Opened { input, header, notes })
}

/// The file as a scan reads it: below its title, under the header that it has.
///
/// # Errors
/// As [`scan`](super::scan).
#[cfg(feature = "audit")]
pub(crate) fn open_found(path: &Path, options: &ScanOptions<'_>) -> Result<Input> {
    open(path, options).map(|opened| opened.input)
}

fn stands_below(shown: &Shown, Below { line, above, table }: Below) -> Diagnostic {
    let message = if table {
        message!(
            "the header of `{}` is on line {}, below another table; that is not read, nor is anything else above it",
            shown,
            line
        )
    } else {
        message!("the header of `{}` is on line {}; what stands above it is not read", shown, line)
    };
    let hint = message!("`skip_lines = {}` in `[dialect]` of the schema says so, and the draft has it", above);
    Diagnostic::new(Code::W747, message).hint(hint)
}

fn on_several_lines(shown: &Shown, lines: usize) -> Diagnostic {
    let lines = if lines == 2 { "two" } else { "three" };
    let message = message!("the header of `{}` is on {} lines, which are read as one", shown, lines);
    let hint = message!("the draft has the names as `header` in `[dialect]`; correct them there");
    Diagnostic::new(Code::W748, message).hint(hint)
}

fn no_header(input: &Input) -> Error {
    let place = Place::input(input.shown.clone()).row(0);
    let diagnostic = Diagnostic::new(Code::E740, message!("the first line is not the header")).place(place);
    Error::new(Kind::Policy, diagnostic.hint(message!("delete the lines above the header")))
}

/// Names for columns that have none.
fn numbered(width: usize) -> Vec<String> {
    (1..=width).map(|nth| format!("column_{nth}")).collect()
}

/// The lines of a header as one: a name on a line goes for the empty cells behind it, which were merged with it, and the name below follows.
fn joined(lines: &[HeadRecord]) -> Vec<String> {
    let width = lines.iter().map(|record| record.cells.len()).max().unwrap_or(0);
    let cell = |cells: &[String], at: usize| cells.get(at).map_or("", |cell| cell.trim()).to_owned();
    let below = |names: Vec<String>, record: &HeadRecord| {
        let mut above = String::new();
        (0..width)
            .map(|at| {
                let (own, below) = (cell(&names, at), cell(&record.cells, at));
                if !own.is_empty() {
                    above = own;
                }
                // A word that stands in both says nothing twice.
                if below.is_empty() || fold_name(&below) == fold_name(&above) { above.clone() } else { below }
            })
            .collect()
    };
    let Some((first, rest)) = lines.split_first() else { return Vec::new() };
    rest.iter().fold(first.cells.clone(), below)
}

/// Names that tell columns apart: those that are empty, somebody's or another's are numbered.
fn own_names(names: &[String]) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    let numbers = numbered(names.len());
    names
        .iter()
        .zip(numbers)
        .map(|(name, numbered)| {
            let folded = fold_name(name);
            let is_own = !folded.is_empty() && !seen.contains(&folded) && !looks_personal(name);
            seen.push(folded);
            if is_own { name.trim().to_owned() } else { numbered }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(lines: &[&[&str]]) -> Vec<String> {
        let record = |(at, cells): (usize, &&[&str])| HeadRecord {
            line: at + 1,
            above: at,
            lines: 1,
            apart: false,
            cells: cells.iter().map(|&cell| cell.to_owned()).collect(),
        };
        super::joined(&lines.iter().enumerate().map(record).collect::<Vec<_>>())
    }

    #[test]
    fn several_lines_make_one_header() {
        let first: &[&str] = &["Сотрудник", "", "", "Контакты", "", "Оклад"];
        let second: &[&str] = &["Фамилия", "Имя", "ИИН", "Телефон", "Почта", ""];
        assert_eq!(joined(&[first, second]), ["Фамилия", "Имя", "ИИН", "Телефон", "Почта", "Оклад"]);
        assert_eq!(joined(&[&["a", "", "b"], &["x"]]), ["x", "a", "b"]);
        let third: &[&str] = &["", "Телефон", "Email", "", "Дата"];
        let lines = [&["Клиент", "", "", "Оплата", ""], &["ФИО", "Контакты", "", "Сумма", ""], third];
        assert_eq!(joined(&lines), ["ФИО", "Телефон", "Email", "Сумма", "Дата"]);
    }

    #[test]
    fn every_column_gets_a_name_of_its_own() {
        let names = ["email", "", " Email ", "anna@example.kz", "n"].map(str::to_owned);
        assert_eq!(own_names(&names), ["email", "column_2", "column_3", "column_4", "n"]);
    }
}
