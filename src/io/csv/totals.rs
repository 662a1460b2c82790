//! Rows of sums that spreadsheets and accounting programs write under a table. They are about everybody and nobody, and would be
//! counted as one more row.

use super::dialect::Resolved;
use super::parse::split;
use crate::canon::text::plain_e;
use memchr::memchr;

/// What such rows begin with, in lower case (domain requirements, 5.1).
const WORDS: [&str; 14] = [
    "итого",
    "итог",
    "всего",
    "подытог",
    "промежуточный итог",
    "жиыны",
    "жиынтығы",
    "барлығы",
    "барлыгы",
    "қорытынды",
    "grand total",
    "total",
    "subtotal",
    "sub total",
];

/// What they end with in Kazakh, where the word stands last: `Қаңтар жиыны`. In both cases, to be compared as bytes.
const LAST: [&str; 9] =
    [" жиыны", " ЖИЫНЫ", " жиынтығы", " ЖИЫНТЫҒЫ", " барлығы", " БАРЛЫҒЫ", " барлыгы", " итого", " ИТОГО"];

/// What lines under such rows begin with: who signed, and when it was printed.
const SIGNED: [&str; 21] = [
    "составил",
    "исполнител",
    "главный бухгалтер",
    "гл. бухгалтер",
    "бухгалтер",
    "руководител",
    "ответственн",
    "подпись",
    "отчет сформирован",
    "сформирован",
    "дата формирования",
    "конец отчета",
    "количество записей",
    "количество строк",
    "есеп соңы",
    "exported by",
    "exported on",
    "орындаушы",
    "бас бухгалтер",
    "prepared by",
    "generated",
];

/// The column, from 1, of the word if a record between others is a row of sums: under each group of a report. Here somebody's words may stand, so
/// that the word stands alone, or says of what: `Итого по курсу`.
pub(super) fn column_of_subtotals(dialect: Resolved, record: &[u8], quoted: bool, width: usize) -> Option<usize> {
    // Nearly every row is told by its first letter.
    let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'"' | b'\'') || *byte == dialect.delimiter;
    let start = record.iter().position(|byte| !blank(byte))?;
    let may_begin = match record[start..] {
        [b'G' | b'g' | b'T' | b't' | b'S' | b's', ..] => true,
        // И, В, Ж, Б, П, Қ and their small letters.
        [0xd0, second, ..] => matches!(second, 0x91 | 0x92 | 0x96 | 0x98 | 0x9f | 0xb1 | 0xb2 | 0xb6 | 0xb8 | 0xbf),
        [0xd2, second, ..] => matches!(second, 0x9a | 0x9b),
        _ => false,
    };
    let end = memchr(dialect.delimiter, &record[start..]).map_or(record.len(), |at| start + at);
    let field = record[start..end].trim_ascii_end();
    let field = field.strip_suffix(b"\"").unwrap_or(field);
    let field = field.strip_suffix(b":").unwrap_or(field);
    let ends = LAST.iter().any(|word| field.ends_with(word.as_bytes()));
    if !may_begin && !ends {
        return None;
    }
    let column = column_of_totals(dialect, record, quoted, width)?;
    if ends {
        return Some(column);
    }
    let mut text = "";
    split(dialect, record, quoted, |at, field| {
        if at + 1 == column {
            text = std::str::from_utf8(&record[field.start..field.end]).unwrap_or_default().trim();
        }
    })
    .ok()?;
    let folded: String = text.chars().take(40).flat_map(char::to_lowercase).map(plain_e).collect();
    let rest =
        WORDS.iter().find_map(|word| folded.strip_prefix(word))?.trim_start_matches([' ', ':', '.', '-', '\u{a0}']);
    let of =
        ["по ", "за ", "для ", "на ", "в ", "for ", "by ", "of ", "бойынша"].iter().any(|word| rest.starts_with(word));
    (rest.is_empty() || of || is_number(rest)).then_some(column)
}

/// The column, from 1, of the word if the record is a row of sums: its first cell that is not empty begins with one of the words, and
/// other cells are empty or missing, or all of them are numbers. A user whose name is Total has an email beside it. So is a signature, which
/// stands alone in its record.
pub(super) fn column_of_totals(dialect: Resolved, record: &[u8], quoted: bool, width: usize) -> Option<usize> {
    let (mut cells, mut empty, mut numbers) = (0, 0, 0);
    let (mut rulers, mut is_signed) = (0, false);
    let mut first: Option<(usize, Word)> = None;
    split(dialect, record, quoted, |column, field| {
        cells += 1;
        match std::str::from_utf8(&record[field.start..field.end]).unwrap_or_default().trim() {
            "" => empty += 1,
            text => {
                numbers += usize::from(is_number(text));
                rulers += usize::from(text.chars().count() >= 2 && text.chars().all(|c| "-=_+─═".contains(c)));
                is_signed |= first.is_some()
                    && text.contains('.')
                    && text.chars().all(|c| c.is_alphabetic() || c == '.' || c == ' ');
                first.get_or_insert_with(|| (column + 1, Word::of(text)));
            }
        }
    })
    .ok()?;
    let (column, word) = first?;
    if rulers > 0 && rulers + empty == cells && cells == width {
        return Some(column);
    }
    let others_are_numbers = numbers > 0 && numbers + 1 == cells;
    let is = match word {
        Word::Total => cells < width || (cells == width && (empty > 0 || others_are_numbers)),
        // Who signed may stand in the cell beside it, and a line to sign on.
        Word::Signature => {
            let blank = empty + rulers;
            width > 1 && cells <= width && (blank + 1 == cells || (blank + 2 == cells && is_signed))
        }
        Word::Other => false,
    };
    is.then_some(column)
}

/// What a text says by how it begins, or by how it ends in Kazakh.
#[derive(Clone, Copy)]
enum Word {
    Total,
    Signature,
    Other,
}

impl Word {
    /// Whole words for sums: `Итого:`, `ИТОГО по курсам`, not `Итоговый тест`; beginnings of them for signatures.
    fn of(text: &str) -> Self {
        // Longer texts are no titles of sums, and need not be folded.
        let folded: String = text.chars().take(40).flat_map(char::to_lowercase).map(plain_e).collect();
        let behind = WORDS.iter().find_map(|word| folded.strip_prefix(word));
        let ends = LAST.iter().any(|word| folded.trim_end_matches([':', ' ']).ends_with(word));
        if ends || behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
            Self::Total
        } else if SIGNED.iter().any(|word| folded.starts_with(word)) || is_count_of_rows(&folded) {
            Self::Signature
        } else {
            Self::Other
        }
    }
}

/// `(30 rows affected)`, `(30 строк)`: what consoles of databases write under a table.
fn is_count_of_rows(folded: &str) -> bool {
    let Some(inside) = folded.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) else { return false };
    let words = inside.trim_start_matches(|c: char| c.is_ascii_digit());
    let known = |word: &&str| words.strip_prefix(' ').is_some_and(|rest| rest.starts_with(*word));
    words.len() < inside.len() && ["row", "строк", "запис", "жол"].iter().any(known)
}

/// Whether a text is a number as people write sums: `30`, `435 000,50`, `-1.5`, with a percent sign or a currency behind it.
fn is_number(text: &str) -> bool {
    let sign = |c: char| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '−' | '\'' | '%' | '₸' | '₽' | '$' | '€');
    text.bytes().any(|byte| byte.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || sign(c))
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
            ("Составил: Мысалова А.А.;;;", 1),
            ("(30 rows affected)", 1),
            ("(1 строка)", 1),
            ("Главный бухгалтер;Петрова А.С.;;", 1),
            ("Главный бухгалтер;;Мысалова Р.К.;_________", 1),
            ("Исполнитель;_________;;Мысалова Р.К.", 1),
            ("====;====;====;====", 1),
            ("Конец отчёта;;;", 1),
            (";1-топ жиыны;;18000,00", 2),
            (";;Главный бухгалтер __________", 3),
        ] {
            assert_eq!(column(record), Some(wanted), "{record}");
        }
    }

    #[test]
    fn sums_under_each_group() {
        let column = |record: &str| {
            let csv = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };
            column_of_subtotals(csv, record.as_bytes(), record.contains('"'), 4)
        };
        for (record, wanted) in [
            ("Итого;;;12005,00", 1),
            ("\"Итого по Курс A\";;;12005,00", 1),
            (";Барлығы:;;", 2),
            ("Total;;2;", 1),
            ("ВСЕГО за март;;;1", 1),
            ("Қаңтар жиыны;;;12000", 1),
            ("\"Python курсы ЖИЫНТЫҒЫ:\";;;12000", 1),
            ("Жиынтығы;;;36000", 1),
            ("Қорытынды;;;36000", 1),
            ("Subtotal;;;36000", 1),
            ("Подытог;;;5", 1),
        ] {
            assert_eq!(column(record), Some(wanted), "{record}");
        }
        for record in [
            "Всего хорошего;;;",
            "Итого вышло дорого;;;",
            "Борис;;;",
            "Қаңтар жиыны;a@example.kz;+77010000000;150",
            "Сұлтан;;;",
            "Павел;;;",
            "Tom;;;",
            "Total;a@example.kz;+77010000000;150",
            ";;;",
        ] {
            assert_eq!(column(record), None, "{record}");
        }
    }

    #[test]
    fn rows_that_are_none() {
        for record in [
            "Итого;a@example.kz;+77010000000;150",
            "Total;30;2024-05-01T00:00;150",
            "Итоговый тест;;;150",
            "Руководитель;a@example.kz;;",
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
