//! What stands in the place of a header and is none: somebody, or a value.

use super::{hint, looks_personal};
use crate::canon::null::is_null_like;
use crate::canon::time::{Parsed, parse};
use crate::canon::{amount, word};
use crate::recognize::name::{Names, Word};
use crate::recognize::{Evidence, Recognizer as _};

/// Whether a cell of the header holds an identifier, or a name that no dictionary of headers knows.
#[must_use]
pub(crate) fn looks_like_somebody(cell: &str) -> bool {
    looks_personal(cell) || is_numbered(cell) || (hint(cell).is_none() && is_name(cell))
}

fn is_name(cell: &str) -> bool {
    let whole = Word::of(cell.trim());
    let mut parts = cell.split(|c: char| !c.is_alphabetic()).map(Word::of);
    // The endings of surnames are those of plurals too (`заказов`): they say something of a word that stands alone.
    whole.surname
        || whole.ambiguous
        || parts.any(|word| word.given || word.patronymic || word.ambiguous)
        || Names.judge(cell) != Evidence::Refuted
}

/// Beginnings of words by which a form asks for a mark or a number.
const ASKS: &[&str] = &[
    "оцен",
    "балл",
    "шкал",
    "рейтинг",
    "сколько",
    "от 1 до",
    "от 0 до",
    "бағала",
    "баға бер",
    "ұпай",
    "қанша",
    "scale",
    "rate ",
    "rating",
    "out of",
    "how many",
];

/// Numbers of documents, houses and accounts: more digits than a header counts with, but for a year, a day, and questions, lessons and points that are
/// numbered.
fn is_numbered(cell: &str) -> bool {
    if is_counted(cell) {
        return false;
    }
    let numbers = cell.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() > 1);
    numbers.into_iter().any(|digits| !(digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"))))
}

/// Whether all numbers of a cell are those of something that is counted, of two digits behind a word for it, or of a day: `Вопрос 10`, `Q10`,
/// `1. Сұрақ`, `01.03`, `2024-03`, `(1-10)`.
fn is_counted(cell: &str) -> bool {
    const COUNTED: &[&str] = &[
        "вопрос",
        "вопроса",
        "q",
        "question",
        "сұрақ",
        "модуль",
        "module",
        "тема",
        "урок",
        "lesson",
        "сабақ",
        "неделя",
        "week",
        "апта",
        "день",
        "day",
        "күн",
        "тест",
        "test",
        "дз",
        "задание",
        "task",
        "этап",
        "stage",
        "часть",
        "part",
        "блок",
        "раздел",
        "глава",
        "лекция",
        "попытка",
        "балл",
        "поле",
        "field",
        "column",
        "столбец",
        "ts",
        "col",
        "item",
    ];
    let text = cell.trim();
    let day = text.len() <= 7
        && text.contains(['.', '-'])
        && text
            .split(['.', '-'])
            .all(|part| matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|b| b.is_ascii_digit()));
    let lower = text.to_lowercase();
    let mut parts = lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    let short = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let numbers = lower.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    let few = numbers.clone().all(|digits| digits.len() <= 2);
    let word = |part: &str| COUNTED.contains(&part.trim_end_matches(|c: char| c.is_ascii_digit()));
    // `1. Сұрақ`, `Бағалаңыз (1-10)`: a number first, or a scale last.
    let first = lower.starts_with(|c: char| c.is_ascii_digit()) && lower.contains(". ");
    let scale = lower.ends_with(')') && lower.contains('(');
    let begins = parts.clone().next().is_some_and(short);
    // Questions of a form count years, marks and people: `Оцените от 1 до 10`, `Сколько вам лет (18+)?`.
    let asks = lower.contains('?') || ASKS.iter().any(|stem| lower.contains(stem));
    day || (few && (asks || parts.any(word) || (first && begins) || scale))
}

/// Numbers, dates, spellings of nothing, statuses: what stands in rows and hardly in headers.
#[must_use]
pub(crate) fn is_value(cell: &str) -> bool {
    let cell = cell.trim();
    let number = matches!(amount::parse(cell), amount::ParsedAmount::Cents(_));
    let date = matches!(parse(cell), Parsed::At(_));
    // A year names a column of a pivot table.
    let year = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
    (number && !year) || date || is_null_like(cell) || (hint(cell).is_none() && word::is_known_payment_status(cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_no_headers() {
        for cell in [
            "Анна",
            "Мысалова Анна",
            "anna@example.kz",
            "87710009998",
            "01.02.1990",
            "1 200,50",
            "completed",
            "-",
            "Мысалова",
            "Нурсултанова",
            "aigul_t",
            "N12345678",
            "№ 045123",
            "мкр Самал-2 12",
        ] {
            assert!(looks_like_somebody(cell) || is_value(cell), "{cell}");
        }
        for cell in [
            "Город",
            "2023",
            "utm_source",
            "Имя",
            "extra",
            "Источник",
            "выручка 2024",
            "q1",
            "utm_term_2",
            "Вопрос 10",
            "Модуль 12",
            "Q10",
            "1. Сұрақ",
            "24. Сұрақ",
            "2024-03",
            "01.09",
            "Сабақты қалай бағалайсыз? (1-10)",
            "Оцените от 1 до 10",
            "Сабақты 10 балдық шкала бойынша бағалаңыз",
            "Сколько вам лет (18+)?",
            "вам 18+?",
            "Rate the course from 1 to 10",
            "ts96",
        ] {
            assert!(!looks_like_somebody(cell), "{cell}");
        }
    }
}
