//! Spellings of "nothing" (domain requirements, 5.9): never tokenised, NULL where a value is canonicalised.
//!
//! Columns that are kept as they are keep these spellings too; only forms and parsers ask here.

use super::text::{eq_fold, trim};
use crate::vocabulary::SemanticType;

/// Longest spelling of the general list, in bytes: a cheap gate before any comparison.
const LONGEST: usize = 32;

/// Spellings in ASCII, lower case. The English names of Excel's errors stand beside the Russian ones of 5.9.
const ASCII: &[&str] = &[
    "-",
    "--",
    ".",
    "null",
    "\\n",
    "none",
    "nil",
    "nan",
    "n/a",
    "na",
    "#n/a",
    "#ref!",
    "#value!",
    "#name?",
    "#div/0!",
    "#num!",
    "#null!",
    "undefined",
    "[]",
    "{}",
    "(not set)",
    "(none)",
    "(direct)",
    "(data deleted)",
    "(other)",
    "(null)",
    "(empty)",
    "(blank)",
    "<null>",
    "<na>",
    "<none>",
    "[null]",
    "n.a.",
    "no data",
    "not set",
    "not available",
    "not provided",
    "unknown",
    "anonymous",
    "test",
];

/// Spellings in other scripts, lower case.
const OTHER: &[&str] = &[
    "—",
    "–",
    "#н/д",
    "#знач!",
    "#имя?",
    "#ссылка!",
    "#дел/0!",
    "#число!",
    "#пусто!",
    "нет",
    "нет данных",
    "нет информации",
    "н/д",
    "н.д.",
    "б/н",
    "без номера",
    "пусто",
    "(пусто)",
    "неизвестно",
    "неизвестен",
    "неизвестна",
    "не известно",
    "не заполнено",
    "не определено",
    "не предоставлено",
    "не указано",
    "не указан",
    "не указана",
    "не задано",
    "отсутствует",
    "жоқ",
    "дерек жоқ",
    "деректер жоқ",
    "мәлімет жоқ",
    "көрсетілмеген",
    "белгісіз",
    "тест",
];

/// Words for "no": nothing in a name or a phone, an answer in a flag.
const NO: &[&str] = &["нет", "жоқ"];

/// Dates that stand for no date, each also with a time of midnight behind it.
const NO_DATES: &[&str] = &[
    "0000-00-00",
    "1970-01-01",
    "01.01.1900",
    "1900-01-00",
    "1900-01-01",
    "00.00.0000",
    "01.01.1970",
    "00.01.1900",
    "0001-01-01",
    "01.01.0001",
];

/// Whether the text is a spelling of "nothing" whatever the column means. Case and space around it do not matter.
#[must_use]
pub fn is_null_like(text: &str) -> bool {
    let text = trim(text);
    let Some(&first) = text.as_bytes().first() else { return true };
    if text.len() > LONGEST {
        return false;
    }
    if !text.is_ascii() {
        let first = text.chars().next().and_then(|c| c.to_lowercase().next());
        return first.is_some_and(|c| "—–#ножкбтпдм(".contains(c)) && OTHER.iter().any(|word| eq_fold(text, word));
    }
    let known = matches!(first | 0x20, b'n' | b'u' | b'a' | b't')
        || matches!(first, b'-' | b'.' | b'\\' | b'#' | b'[' | b'{' | b'(' | b'<');
    // `Nat` is somebody's name; pandas writes no time so.
    text == "NaT" || known && ASCII.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether the text is what a column of some type spells for nothing: a zero, a zero date, an empty address, the nil UUID.
///
/// In another column it does not fit its type, and a token over it would join strangers.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = trim(text);
    text == "0" || matches!(text, "0.0.0.0" | "::") || is_null_like_time(text) || is_null_like_id(text)
}

/// Whether the text is a spelling of "nothing" in a column of this type: the general list and the type's own.
#[must_use]
pub fn is_null_like_for(kind: SemanticType, text: &str) -> bool {
    use SemanticType as T;
    let text = trim(text);
    match kind {
        T::UserId | T::TransactionId | T::CookieId | T::Code => is_null_like_id(text),
        T::Phone => is_null_like(text) || is_one_digit_phone(text) || is_placeholder(text),
        T::Iin | T::Bin => is_null_like(text) || text.bytes().all(|byte| byte == b'0'),
        T::Email => is_null_like(text) || is_null_like_email(text) || is_placeholder(text),
        T::Ip => is_null_like(text) || matches!(text, "0.0.0.0" | "::"),
        T::EventTime | T::PaymentTime | T::LastActive | T::Date => is_null_like_time(text),
        T::BirthDate => is_null_like_birth(text),
        T::Flag => is_null_like(text) && !NO.iter().any(|word| eq_fold(text, word)),
        _ => is_null_like(text),
    }
}

/// General list, `0` and the nil UUID. `text` is trimmed.
pub(crate) fn is_null_like_id(text: &str) -> bool {
    text == "0" || is_null_like(text) || is_nil_uuid(text)
}

/// `text` is trimmed.
pub(crate) fn is_null_like_email(text: &str) -> bool {
    matches!(text.len(), 10 | 12)
        && (text.eq_ignore_ascii_case("test@test.ru") || text.eq_ignore_ascii_case("no@mail.ru"))
}

/// General list, `0` and the dates that databases and spreadsheets write for no date. `text` is trimmed.
pub(crate) fn is_null_like_time(text: &str) -> bool {
    const MIDNIGHT: &[&str] =
        &["", " 00:00:00", "T00:00:00", "T00:00:00Z", " 0:00:00", " 0:00", " 00:00", " 00:00:00.000"];
    text == "0"
        || is_null_like(text)
        || text.get(..10).is_some_and(|date| NO_DATES.contains(&date) && MIDNIGHT.contains(&&text[10..]))
}

/// As [`is_null_like_time`], but for the day on which the clocks of computers begin: people were born on it. `text` is trimmed.
pub(crate) fn is_null_like_birth(text: &str) -> bool {
    is_null_like_time(text) && !text.starts_with("1970-01-01") && !text.starts_with("01.01.1970")
}

/// Digits that are all alike, with or without what people write between them. The country code may differ: `+7 000 000
/// 00 00`.
fn is_one_digit_phone(text: &str) -> bool {
    let mut digits = text.bytes().filter(u8::is_ascii_digit);
    let Some(first) = digits.next() else { return false };
    if !text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'+' | b' ' | b'(' | b')' | b'-')) {
        return false;
    }
    let count = digits.clone().count() + 1;
    let second = digits.next().unwrap_or(first);
    let rest_alike = digits.all(|digit| digit == second);
    rest_alike && (first == second || (count == 11 && matches!(first, b'7' | b'8')))
}

/// 32 zeros, with hyphens, braces or `urn:uuid:` or without.
fn is_nil_uuid(text: &str) -> bool {
    if !(32..=45).contains(&text.len()) {
        return false;
    }
    let bare = text.strip_prefix("urn:uuid:").unwrap_or(text);
    let bare = bare.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')).unwrap_or(bare);
    matches!(bare.len(), 32 | 36)
        && bare.bytes().all(|byte| matches!(byte, b'0' | b'-'))
        && bare.bytes().filter(|&byte| byte == b'0').count() == 32
}

#[cfg(test)]
mod tests {
    use super::*;
    use SemanticType as T;

    #[test]
    fn the_general_list() {
        for text in [
            "",
            " ",
            "\u{a0}",
            "-",
            "--",
            "—",
            ".",
            "NULL",
            "null",
            "\\N",
            "None",
            "nil",
            "NaN",
            "NaT",
            "<NA>",
            "(null)",
            "нет данных",
            "Н/Д",
            "б/н",
            "(пусто)",
            "Мәлімет жоқ",
            "nan",
            "N/A",
            "n/a",
            "NA",
            "#N/A",
            "#Н/Д",
            "#ЗНАЧ!",
            "#ИМЯ?",
            "#ССЫЛКА!",
            "undefined",
            "[]",
            "{}",
            "нет",
            "НЕТ",
            "Не указано",
            "не указан",
            "не задано",
            "отсутствует",
            "жоқ",
            "ЖОҚ",
            "көрсетілмеген",
            "Көрсетілмеген",
            "белгісіз",
            "(not set)",
            "(none)",
            "(direct)",
            "(data deleted)",
            "unknown",
            "anonymous",
            "test",
            "Тест",
            " тест ",
            "#REF!",
        ] {
            assert!(is_null_like(text), "{text:?}");
        }
        for text in [
            "0",
            "no",
            "a",
            "nullable",
            "нету",
            "test@test.ru",
            "0000-00-00",
            "0.0.0.0",
            "---",
            "null null",
            "Нетесов",
            "Unknownov",
            "не указано мной",
        ] {
            assert!(!is_null_like(text), "{text:?}");
        }
    }

    #[test]
    fn the_gate_lets_every_spelling_through() {
        for word in ASCII.iter().chain(OTHER) {
            assert!(word.len() <= LONGEST && is_null_like(word) && is_null_like(&word.to_uppercase()), "{word}");
        }
    }

    #[test]
    fn the_lists_of_types() {
        for (kind, text) in [
            (T::UserId, "0"),
            (T::CookieId, "00000000-0000-0000-0000-000000000000"),
            (T::Code, "00000000000000000000000000000000"),
            (T::Phone, "0"),
            (T::Phone, "77777777777"),
            (T::Phone, "+7 (000) 000-00-00"),
            (T::Phone, "11111"),
            (T::Iin, "000000000000"),
            (T::Bin, "0"),
            (T::Email, "TEST@test.ru"),
            (T::Email, "no@mail.ru"),
            (T::Ip, "0.0.0.0"),
            (T::Ip, "::"),
            (T::EventTime, "0000-00-00 00:00:00"),
            (T::Date, "1970-01-01"),
            (T::BirthDate, "01.01.1900"),
            (T::LastActive, "1900-01-00"),
            (T::PaymentTime, "(not set)"),
            (T::City, "не указан"),
        ] {
            assert!(is_null_like_for(kind, text), "{kind:?} {text}");
        }
        for (kind, text) in [
            (T::Amount, "0"),
            (T::Count, "0"),
            (T::Flag, "0"),
            (T::Flag, "нет"),
            (T::Flag, "ЖОҚ"),
            (T::Phone, "87710009998"),
            (T::Phone, "81111111112"),
            (T::Phone, "6111111111"),
            (T::Iin, "850315100016"),
            (T::Date, "1970-01-02"),
            (T::BirthDate, "1970-01-01"),
            (T::BirthDate, "01.01.1970 00:00:00"),
            (T::EventTime, "1970-01-01 03:00:00"),
            (T::UserId, "00"),
            (T::Ip, "::1"),
            (T::Email, "te@test.ru"),
            (T::UserId, "00000000-0000-0000-0000-000000000001"),
        ] {
            assert!(!is_null_like_for(kind, text), "{kind:?} {text}");
        }
        assert!(is_null_like_for(T::Flag, "не указано"));
    }
}
