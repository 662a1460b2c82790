//! Where the header stands: on top, below lines of a title, or below a small table of another kind, as reports of meetings and of banks have it.

use crate::io::HeadRecord;
use crate::recognize::headers::{hint, is_value, looks_like_somebody, looks_personal};
use crate::schema::fold_name;

/// Lines among which a header is looked for.
const HEAD_LINES: usize = 40;
/// Records of the beginning of a file among which tables are told apart.
pub(super) const LOOKED_AT: usize = 1_000;
/// Rows under a header of unknown words in which values are looked for.
const TRIED: usize = 10;

/// A header that is not the first record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Below {
    /// Line of the file on which it stands, from 1.
    pub(super) line: usize,
    /// Lines that the schema must skip.
    pub(super) above: usize,
    /// Whether another table stands above it.
    pub(super) table: bool,
}

/// The header that stands below other lines; `None` where the first record is it, as far as can be told.
pub(super) fn header_below(head: &[HeadRecord]) -> Option<Below> {
    let below = |at: usize, table| Below { line: head[at].line, above: head[at].above, table };
    below_title(head).map(|at| below(at, false)).or_else(|| below_table(head).map(|at| below(at, true)))
}

/// What the cells of a record are, in numbers.
struct Score {
    filled: usize,
    /// Names of columns.
    known: usize,
    /// Numbers, dates and the like.
    values: usize,
    personal: bool,
}

impl Score {
    fn of(record: &HeadRecord) -> Self {
        let filled: Vec<&String> = record.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let known = filled.iter().filter(|cell| hint(cell).is_some() && !is_value(cell)).count();
        let values = filled.iter().filter(|cell| is_value(cell)).count();
        Self { filled: filled.len(), known, values, personal: filled.iter().any(|cell| looks_personal(cell)) }
    }

    /// Whether most of the cells are known names of columns, and nobody stands among them.
    fn names_columns(&self) -> bool {
        !self.personal && self.known >= 2 && 2 * self.known > self.filled
    }
}

/// The first record that names columns, if the first one of all does not.
fn below_title(head: &[HeadRecord]) -> Option<usize> {
    let (first, rest) = head.split_first()?;
    let Score { known: known_first, filled, .. } = Score::of(first);
    // One known word among many cells is chance; in a title it is the whole line.
    if filled > 1 && 3 * known_first >= filled {
        return None;
    }
    let fits = |record: &HeadRecord| {
        let score = Score::of(record);
        score.names_columns() && score.known > known_first
    };
    rest.iter().take_while(|record| record.line <= HEAD_LINES).position(fits).map(|at| at + 1)
}

/// The header of the longest table, if the beginning of the file has several: a few lines about the report, then what the report is of.
fn below_table(head: &[HeadRecord]) -> Option<usize> {
    let lines = head.iter().take_while(|record| record.line <= HEAD_LINES).count();
    let begins: Vec<usize> = (0..lines).filter(|&at| at == 0 || begins_table(head, at)).collect();
    let ends = begins.iter().skip(1).copied().chain([head.len()]);
    let rows = |(&at, end): (&usize, usize)| {
        let width = head[at].cells.len();
        head[at + 1..end].iter().filter(|record| record.cells.len() == width && !is_empty(record)).count()
    };
    let rows: Vec<usize> = begins.iter().zip(ends).map(rows).collect();
    let longest = (0..begins.len()).rev().max_by_key(|&nth| rows[nth])?;
    // Of tables that are about as long none is the one that the file is of; the first one stays, and the others are broken rows.
    let clear = rows.iter().enumerate().all(|(nth, other)| nth == longest || rows[longest] > 2 * other);
    (longest > 0 && clear).then(|| begins[longest])
}

/// Whether a record is the header of another table than the one above it.
fn begins_table(head: &[HeadRecord], at: usize) -> bool {
    let (above, record) = (&head[..at], &head[at]);
    let folded = |record: &HeadRecord| record.cells.iter().map(|cell| fold_name(cell)).collect::<Vec<_>>();
    let (score, own) = (Score::of(record), folded(record));
    let is_again = above.iter().any(|other| folded(other) == own);
    let before = &head[at - 1];
    let apart = record.apart || is_empty(before);
    let width = before.cells.len() != record.cells.len();
    let sparse = above.iter().all(|other| 2 * Score::of(other).filled <= score.filled);
    // Without a blank line it may be the second line of a header, unless there are rows between.
    let rows_above = || above.iter().any(|other| other.cells.iter().any(|cell| stands_in_rows(cell)));
    let unknown = score.values == 0 && (width || (apart && score.known > 0)) && heads_values(head, at);
    (score.names_columns() || unknown) && !is_again && (apart || ((width || sparse) && rows_above()))
}

/// Whether a cell is what rows hold and headers do not.
fn stands_in_rows(cell: &str) -> bool {
    !cell.trim().is_empty() && (is_value(cell) || looks_like_somebody(cell))
}

/// Whether a record of few known words has nothing that a row would have, and the records below it do.
fn heads_values(head: &[HeadRecord], at: usize) -> bool {
    let record = &head[at];
    let rows: Vec<&HeadRecord> =
        head[at + 1..].iter().filter(|row| row.cells.len() == record.cells.len()).take(TRIED).collect();
    let valued = |nth: usize| 2 * rows.iter().filter(|row| stands_in_rows(&row.cells[nth])).count() > rows.len();
    record.cells.len() > 1
        && record.cells.iter().all(|cell| !cell.trim().is_empty() && !looks_like_somebody(cell))
        && (0..record.cells.len()).any(valued)
}

fn is_empty(record: &HeadRecord) -> bool {
    record.cells.iter().all(|cell| cell.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line of the header in a text of cells between semicolons, and whether another table stands above it.
    fn found(text: &str) -> Option<(usize, bool)> {
        let mut head: Vec<HeadRecord> = Vec::new();
        let mut apart = false;
        for (at, line) in text.lines().enumerate() {
            if !line.is_empty() {
                let cells = line.split(';').map(str::to_owned).collect();
                head.push(HeadRecord { line: at + 1, above: at, lines: 1, apart, cells });
            }
            apart = line.is_empty();
        }
        header_below(&head).map(|below| (below.line, below.table))
    }

    #[test]
    fn the_longest_table_is_the_one_that_is_meant() {
        let meeting = "Идентификатор совещания;Тема;Время начала\n812 345;Python;12.03.2024 10:00\n";
        let header = "Имя (настоящее имя);Электронная почта;Гость";
        let rows = "Анна;anna@example.kz;Да\n".repeat(9);
        assert_eq!(
            found(&format!("{meeting}\n{header}\n{rows}")),
            Some((4, true)),
            "of one width, a blank line between"
        );
        assert_eq!(found(&format!("{meeting};;\n{header}\n{rows}")), Some((4, true)), "cells of a sheet between");
        let wide = rows.replace(";Да", ";Да;10");
        assert_eq!(found(&format!("{meeting}{header};Балл\n{wide}")), Some((3, true)), "wider, nothing between");
        let odd = "Кто это;Когда это\n".to_owned() + &"Анна;12.03.2024\n".repeat(9);
        assert_eq!(found(&format!("{meeting}\n{odd}")), Some((4, true)), "under words that nobody knows");
        let parts = format!("Курс;Сумма;Оплат\nSMM;100;2\n\n{meeting}\n{header}\n{rows}");
        assert_eq!(found(&parts), Some((7, true)), "below two of them");
    }

    #[test]
    fn keys_and_values_above_a_header_are_a_table_too() {
        let rows = "1;Анна Мысалова;anna@example.kz;100\n".repeat(9);
        let header = "ID;ФИО;Email;Сумма";
        for (above, line) in [
            ("Период;01.01.2024-31.01.2024\nМенеджер;Анна\n", 3),
            ("Дата;01.02.2024\nEmail;anna@example.kz\n", 3),
            ("Дата;01.02.2024;;\nEmail;anna@example.kz;;\n", 3),
            ("Всего участников;40;;\n\n", 3),
            ("Отчёт по продажам\n", 2),
        ] {
            assert_eq!(found(&format!("{above}{header}\n{rows}")).map(|found| found.0), Some(line), "{above}");
        }
    }

    #[test]
    fn the_first_table_stays_where_the_others_are_no_longer() {
        let header = "ID;ФИО;Email";
        let rows = "1;Анна;anna@example.kz\n".repeat(9);
        for text in [
            format!("{header}\n{rows}"),
            format!("{header}\n{rows}\nКурс;Сумма;Дата\nSMM;100;01.02.2024\n"),
            format!("{header}\n{rows}\nКурс;Сумма;Дата\n{}", "SMM;100;01.02.2024\n".repeat(12)),
            format!("{header}\nx;y\n\n{header}\n{rows}"),
            format!("Клиент;;Оплата\n{header}\n{rows}"),
            "Источник;Курс\nТелефон;Почта\nПочта;Телефон\n".to_owned(),
        ] {
            assert_eq!(found(&text), None, "{text}");
        }
    }
}
