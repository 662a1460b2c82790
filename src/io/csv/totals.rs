//! Rows of sums that spreadsheets and accounting programs write under a table. They are about everybody and nobody, and would be
//! counted as one more row.

use super::dialect::Resolved;
use super::parse::split;

/// What such rows begin with, in lower case (domain requirements, 5.1).
const WORDS: [&str; 7] = ["итого", "итог", "всего", "жиыны", "барлығы", "grand total", "total"];

/// The column, from 1, of the word if the record is a row of sums: its first cell that is not empty begins with one of the words, and
/// other cells are empty or missing, or all of them are numbers. A user whose name is Total has an email beside it.
pub(super) fn column_of_totals(dialect: Resolved, record: &[u8], quoted: bool, width: usize) -> Option<usize> {
    let (mut cells, mut empty, mut numbers, mut first) = (0, 0, 0, None);
    split(dialect, record, quoted, |column, field| {
        cells += 1;
        match std::str::from_utf8(&record[field.start..field.end]).unwrap_or_default().trim() {
            "" => empty += 1,
            text => {
                numbers += usize::from(is_number(text));
                first.get_or_insert_with(|| is_total(text).then_some(column + 1));
            }
        }
    })
    .ok()?;
    first
        .flatten()
        .filter(|_| cells < width || (cells == width && (empty > 0 || (numbers > 0 && numbers + 1 == cells))))
}

/// Whether a text is a number as people write sums: `30`, `435 000,50`, `-1.5`, with a percent sign or a currency behind it.
fn is_number(text: &str) -> bool {
    let sign = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '−' | '\'' | '%' | '₸' | '₽' | '$' | '€');
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || sign(c))
}

/// Whether a text begins with one of the words as a word: `Итого:`, `ИТОГО по курсам`, not `Итоговый тест`.
fn is_total(text: &str) -> bool {
    // Longer texts are no titles of sums, and need not be folded.
    let folded: String = text.chars().take(40).flat_map(char::to_lowercase).collect();
    let behind = WORDS.iter().find_map(|word| folded.strip_prefix(word));
    behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Escape;

    fn column(record: &str) -> Option<usize> {
        let csv = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };
        column_of_totals(csv, record.as_bytes(), record.contains('"'), 4)
    }

    #[test]
    fn rows_of_sums() {
        for (record, wanted) in [
            ("Итого;;;150", 1),
            (";Итого:;;150", 2),
            ("\"ИТОГО по курсам\";150", 1),
            (" Всего записей: 7", 1),
            (";; Жиыны ;9", 3),
            ("БАРЛЫҒЫ;;;", 1),
            ("Grand Total;;1;2", 1),
            ("total - 7;;1;2", 1),
            ("итог", 1),
            ("Итого;30;435 000,50 ₸;-1", 1),
        ] {
            assert_eq!(column(record), Some(wanted), "{record}");
        }
    }

    #[test]
    fn rows_that_are_none() {
        for record in [
            "Итого;a@example.kz;+77010000000;150",
            "Total;30;2024-05-01T00:00;150",
            "Итоговый тест;;;150",
            "7;Итого;;150",
            "Totally;;;",
            "Total2;;;",
            ";;;",
            "",
            "Итого;;;150;",
            "\"Итого\"x;;;",
        ] {
            assert_eq!(column(record), None, "{record}");
        }
    }
}
