//! Titles between the rows of a table: of a group (`Группа 1;;;`), of a page (`Страница 2 из 7`). They are nobody, and stand in a row of their own in
//! which nothing else is filled.
//!
//! A row whose other cells are NULL looks like that too. So a title must be unlike what stands in its column: a word for groups with which no
//! other cell begins, or words among numbers and addresses.

use super::dialect::Resolved;
use super::parse::split;
use crate::canon::null::is_null_like;
use crate::canon::text::plain_e;

/// Words for parts of a table, in lower case.
const PARTS: &[&str] = &[
    "группа",
    "группы",
    "курс",
    "поток",
    "раздел",
    "модуль",
    "секция",
    "блок",
    "отдел",
    "филиал",
    "город",
    "кафедра",
    "факультет",
    "класс",
    "менеджер",
    "куратор",
    "месяц",
    "период",
    "дата",
    "неделя",
    "программа",
    "направление",
    "тариф",
    "категория",
    "подразделение",
    "топ",
    "бөлім",
    "сынып",
    "қала",
    "ай",
    "апта",
    "бағдарлама",
    "санат",
    "group",
    "course",
    "section",
    "module",
    "block",
    "class",
    "department",
    "branch",
    "city",
    "month",
    "week",
    "category",
    "program",
    "cohort",
    "batch",
    "stream",
];
/// Words for pages.
const PAGES: &[&str] = &["страница", "стр", "лист", "page", "бет", "бет:"];
/// Columns in which a title may stand: behind the numbers of rows it may be the second.
const COLUMNS: usize = 2;
/// Characters of the longest title.
const LONGEST: usize = 80;
/// Rows from which their cells tell what a column is like, and beginnings of cells that are kept.
const ENOUGH: u64 = 5;
const BEGINNINGS: usize = 1_000;

/// What the cells of the first columns are like in rows in which other cells are filled.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Sections {
    columns: [Column; COLUMNS],
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
struct Column {
    rows: u64,
    /// Cells with letters that are no addresses.
    worded: u64,
    /// First words that end in no digit, in lower case, each once.
    beginnings: Vec<String>,
}

impl Sections {
    /// Notes a row of the beginning of a text. Its cells are compared, never shown.
    pub(super) fn note(&mut self, dialect: Resolved, record: &[u8], quoted: bool) {
        let mut cells: [&str; COLUMNS] = [""; COLUMNS];
        let mut filled = 0;
        let outcome = split(dialect, record, quoted, |column, field| {
            let text = std::str::from_utf8(&record[field.start..field.end]).unwrap_or_default().trim();
            filled += usize::from(!text.is_empty());
            if let Some(cell) = cells.get_mut(column) {
                *cell = text;
            }
        });
        if outcome.is_err() || filled < 2 {
            return;
        }
        for (column, text) in self.columns.iter_mut().zip(cells).filter(|(_, text)| !text.is_empty()) {
            column.rows += 1;
            column.worded += u64::from(text.chars().any(char::is_alphabetic) && !text.contains('@'));
            let word = first_word(&folded(text)).to_owned();
            if column.beginnings.len() < BEGINNINGS && !column.beginnings.contains(&word) {
                column.beginnings.push(word);
            }
        }
    }

    /// The column, from 1, of the only filled cell of a record that is a title between the rows of a table of so many columns.
    pub(super) fn column_of_title(
        &self,
        dialect: Resolved,
        record: &[u8],
        quoted: bool,
        width: usize,
    ) -> Option<usize> {
        // Nearly every row is told by the cells behind its first two.
        let mut bare = record.split(|byte| *byte == dialect.delimiter).skip(COLUMNS);
        if width < 2 || !bare.all(|field| matches!(field.trim_ascii(), b"" | b"\"\"")) {
            return None;
        }
        let (mut cells, mut found, mut text) = (0, None, "");
        split(dialect, record, quoted, |column, field| {
            cells += 1;
            let cell = std::str::from_utf8(&record[field.start..field.end]).unwrap_or_default().trim();
            if !cell.is_empty() {
                (found, text) = (if found.is_none() { Some(column) } else { Some(COLUMNS) }, cell);
            }
        })
        .ok()?;
        let at = found?;
        let column = self.columns.get(at)?;
        let is_title =
            cells <= width && text.chars().count() <= LONGEST && column.has_title(text, cells == width, width);
        is_title.then_some(at + 1)
    }
}

impl Column {
    /// Whether a text that stands alone in its row is unlike the cells of the column, and like a title.
    fn has_title(&self, text: &str, whole: bool, width: usize) -> bool {
        let folded = folded(text);
        let word = first_word(&folded);
        if self.beginnings.iter().any(|known| known == word) || is_null_like(text) {
            return false;
        }
        if is_page(&folded) {
            return true;
        }
        let of_part = PARTS.contains(&word) && folded.len() > word.len();
        // Words among numbers and addresses.
        let strange = whole
            && self.rows >= ENOUGH
            && self.worded == 0
            && !text.contains('@')
            && text.chars().filter(|c| c.is_alphabetic()).count() >= 3
            && (text.contains(' ') || !text.contains(|c: char| c.is_ascii_digit()));
        width > 2 && (of_part || strange)
    }
}

fn folded(text: &str) -> String {
    text.chars().take(LONGEST).flat_map(char::to_lowercase).map(plain_e).collect()
}

/// The letters with which a text begins.
fn first_word(folded: &str) -> &str {
    folded.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// `страница 1 из 4`, `page 2 of 7`, `бет 1/4`, `1-бет`: a word for pages, and nothing else but numbers.
fn is_page(folded: &str) -> bool {
    const BETWEEN: &[&str] = &["из", "of", "ден", "тан", "дан", "тен", "беттен"];
    let mut words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let numbered = folded.contains(|c: char| c.is_ascii_digit());
    let pages = words.clone().filter(|word| PAGES.contains(word)).count();
    let number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    numbered && pages == 1 && words.all(|word| number(word) || PAGES.contains(&word) || BETWEEN.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Escape;

    const CSV: Resolved = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };

    fn sections(rows: &[&str]) -> Sections {
        let mut sections = Sections::default();
        rows.iter().for_each(|row| sections.note(CSV, row.as_bytes(), row.contains('"')));
        sections
    }

    fn column(sections: &Sections, record: &str) -> Option<usize> {
        sections.column_of_title(CSV, record.as_bytes(), record.contains('"'), 4)
    }

    #[test]
    fn titles_of_groups_and_pages() {
        let names = sections(&["Анна Мысалова;a@example.kz;x;1"; 9]);
        for record in [
            "Группа 1;;;",
            "Курс: Python;;;",
            "\"Поток 3\";;;",
            "Группа 1",
            "Топ 12;;",
            ";Группа 2;;",
            "Страница 1 из 4;;;",
            "Page 2 of 7",
            "Бет 1/4;;;",
            "1-бет;;;",
            "Стр. 3;;;",
        ] {
            assert!(column(&names, record).is_some(), "{record}");
        }
        let ids = sections(&["1001;Анна;x;1"; 9]);
        assert_eq!(column(&ids, "Python-разработчик, весна;;;"), Some(1));
        assert_eq!(column(&sections(&["a@example.kz;Анна;x;1"; 9]), "Менеджеры продаж;\"\";;"), Some(1));
    }

    #[test]
    fn rows_of_somebody_without_anything_else_stay() {
        let names = sections(&["Анна Мысалова;a@example.kz;x;1"; 9]);
        for record in [
            "Нурлан Мысалбаев;;;",
            "Қырмызгүл;;;",
            "1001;;;",
            "Группа 1;a@example.kz;;",
            "Группа 1;;;5",
            "нет;;;",
            ";;;",
            "",
            "Курс;;;",
        ] {
            assert_eq!(column(&names, record), None, "{record}");
        }
        let groups = sections(&["Группа 1;Анна;x;1"; 9]);
        assert_eq!(column(&groups, "Группа 7;;;"), None, "a group is what the column holds");
        let ids = sections(&["1001;Анна;x;1"; 9]);
        for record in ["A-17;;;", "1002;;;", "не указано;;;", "u12;;;", "-;;;", "new@example.kz;;;"] {
            assert_eq!(column(&ids, record), None, "{record}");
        }
        assert_eq!(column(&sections(&["1001;Анна;x;1"; 2]), "Слова тут;;;"), None, "of two rows nothing is known");
    }
}
