//! Telephone numbers of a town, without the town's code, behind a word for a telephone: `тел 20-00-12`.

use super::announce::{Announced, announced};
use super::digits::{Run, ends_clean, joined_run, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::{letters_end, next_letter};

/// Five to seven digits right behind a word for a telephone.
///
/// Strong: in the groups in which such numbers are read out (`20-00-12`, `200-00-12`, `2-00-12`); six or seven in one piece or in two behind `тел` or a
/// colon. A number of digits alone is anything else: a duration, a sum, a date. No number are dates, hours (`9-18-00`), sizes and rising rows, nor
/// what has a unit behind it.
pub struct LocalPhones;

impl Recognizer for LocalPhones {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Phone]
    }

    fn name(&self) -> &'static str {
        "local-phone"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut at = 0;
        while let Some(start) = next_letter(text, at) {
            let end = letters_end(text, start);
            at = end;
            let word = &text[start..end];
            let announces = matches!(announced(word.as_bytes()), Some(Announced::Call | Announced::Nick));
            if !announces || text[..start].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
                continue;
            }
            if let Some((start, end)) = number_behind(text, &word.to_lowercase(), end) {
                found.push(Span { start, end, kind: Kind::Phone, evidence: Evidence::Strong });
                at = end;
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.joined >= 5 && (features.call_word || features.nick_word)
    }

    fn examples(&self) -> &'static [&'static str] {
        &["тел 20-00-12", "Телефон: 200-00-12", "т. 20-00-12 (раб.)"]
    }
}

/// Words between the announcing one and the number: `тел. раб. 20-00-12`, `звоните мне по номеру 20-00-12`.
const BETWEEN: &[&str] = &[
    "раб",
    "рабочий",
    "дом",
    "домашний",
    "моб",
    "мобильный",
    "сот",
    "сотовый",
    "гор",
    "город",
    "городской",
    "контактный",
    "для",
    "связи",
    "справок",
    "по",
    "на",
    "мне",
    "нам",
    "мой",
    "номер",
    "номеру",
    "факс",
    "тел",
    "телефону",
    "number",
    "no",
    "is",
    "me",
];

/// The number behind the word that ends at `end`.
fn number_behind(text: &str, word: &str, end: usize) -> Option<(usize, usize)> {
    let marks = |c: char| matches!(c, ' ' | '\t' | '.' | ':' | '-' | '№' | '#' | '(' | ')' | ',' | '=' | '/' | '"');
    // `т` alone is a letter, a volume or a size.
    if word == "т" && !text[end..].starts_with(['.', ':']) {
        return None;
    }
    let (mut at, mut stated, mut words) = (end, false, 0);
    loop {
        let rest = &text[at..];
        let mark = &rest[..rest.len() - rest.trim_start_matches(marks).len()];
        if mark.len() > 6 || (mark.is_empty() && words > 0) {
            return None;
        }
        stated |= mark.contains([':', '=', '№']);
        at += mark.len();
        let letters = letters_end(text, at);
        if letters == at {
            break;
        }
        words += 1;
        if words > 3 || mark.is_empty() || !BETWEEN.contains(&text[at..letters].to_lowercase().as_str()) {
            return None;
        }
        at = letters;
    }
    let bytes = text.as_bytes();
    if !bytes.get(at)?.is_ascii_digit() {
        return None;
    }
    let first = next_run(bytes, at)?;
    let (mut groups, mut count, mut last, mut sign) = ([0; 4], 1, first, None);
    groups[0] = first.len();
    while let Some(next) = joined_run(bytes, last.end, b" -.", 1) {
        // A number in other signs than its own begins another.
        let between = bytes[last.end];
        if count == groups.len() || sign.is_some_and(|sign| sign != between) {
            break;
        }
        (groups[count], sign, last) = (next.len(), Some(between), next);
        count += 1;
    }
    let (number, groups) = (&text[first.start..last.end], &groups[..count]);
    let whole = ends_clean(bytes, last.end) && !is_measured(&text[last.end..]) && joined_digits(bytes, last);
    (whole && Spoken { word, stated }.is_number(number, groups, sign)).then_some((first.start, last.end))
}

/// How a number is announced.
struct Spoken<'a> {
    /// The word, in small letters.
    word: &'a str,
    /// A colon or its like stands between.
    stated: bool,
}

impl Spoken<'_> {
    /// Whether digits in these groups with this sign between them are a telephone number.
    fn is_number(&self, number: &str, groups: &[usize], sign: Option<u8>) -> bool {
        let called = matches!(self.word, "тел" | "тлф" | "tel");
        let phone = self.word.starts_with("телефон") || matches!(self.word, "phone" | "telephone" | "факс" | "fax");
        // An account in a messenger that goes by telephone numbers; of others none is a number.
        let messenger = announced(self.word.as_bytes()) == Some(Announced::Nick);
        let by_number = ["ватсап", "вотсап", "уатсап", "ватцап", "вацап", "whatsapp", "вайбер", "viber"]
            .iter()
            .any(|stem| self.word.starts_with(stem));
        if messenger && !(by_number && (sign.is_none() || groups == [3, 2, 2])) {
            return false;
        }
        let certain = called || (self.stated && phone);
        match (groups, sign) {
            ([6 | 7], None) => (certain || (by_number && self.stated)) && !is_price(number),
            ([2 | 3, 2, 2], Some(sign)) => {
                let volumes = self.word == "т" && sign == b'.';
                let date = is_date(number, sign) && !(called && sign == b'-');
                !volumes && !date && !is_hours(number) && (called || !is_rising(number))
            }
            ([1, 2, 2], Some(b'-')) => self.word != "т" && !is_hours(number) && (called || !is_rising(number)),
            // Nobody writes a quantity with a zero before it: `200-0012`.
            ([3, 3 | 4], Some(b'-')) => number[4..].starts_with('0') || (certain && !is_range(number)),
            ([3, 4], Some(b' ')) => certain && !number.ends_with('0'),
            _ => false,
        }
    }
}

/// Whether no more digits belong to the number.
fn joined_digits(bytes: &[u8], last: Run) -> bool {
    joined_run(bytes, last.end, b"-.:/", 1).is_none()
}

/// The numbers of a text, in their order.
fn numbers(text: &str) -> impl Iterator<Item = u32> {
    text.split(|c: char| !c.is_ascii_digit()).map(|part| part.parse().unwrap_or(0))
}

/// A day, a month and a year of two digits; with hyphens of a year in which there are exports.
fn is_date(text: &str, sign: u8) -> bool {
    let mut numbers = numbers(text);
    let (day, month) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    let year = numbers.next().unwrap_or(0);
    (1..=31).contains(&day) && (1..=12).contains(&month) && (sign == b'.' || (10..=39).contains(&year))
}

/// From an hour to a later one: `9-18-00`.
fn is_hours(text: &str) -> bool {
    let mut numbers = numbers(text);
    let (from, to) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    from < to && to <= 24 && matches!(numbers.next(), Some(0 | 30))
}

/// Numbers that become larger, as sizes and models do: `10-12-14`.
fn is_rising(text: &str) -> bool {
    numbers(text).zip(numbers(text).skip(1)).all(|(one, next)| one < next)
}

/// Two sizes of a screen or a memory, two round numbers, or two that follow each other closely.
fn is_range(text: &str) -> bool {
    const SIZES: &[u32] = &[
        128, 256, 320, 360, 375, 384, 390, 393, 412, 414, 428, 480, 512, 540, 576, 600, 640, 667, 720, 768, 800, 812,
        844, 896, 900, 926, 960, 992, 1024, 1080, 1200, 1280, 1366, 1440, 1536, 1600, 1920, 2048,
    ];
    numbers(text).all(|number| SIZES.contains(&number))
        || numbers(text).all(|number| number % 10 == 0)
        || numbers(text).zip(numbers(text).skip(1)).all(|(from, to)| from < to && to - from <= 20)
}

/// A sum as prices have it.
fn is_price(digits: &str) -> bool {
    ["000", "500", "900", "990", "999"].iter().any(|end| digits.ends_with(end))
}

/// Whether a unit stands behind the number: then it is a price, a count, a share.
fn is_measured(rest: &str) -> bool {
    const UNITS: &[&str] = &[
        "тг",
        "тенге",
        "теңге",
        "руб",
        "рублей",
        "р",
        "kzt",
        "usd",
        "rub",
        "eur",
        "тыс",
        "тысяч",
        "млн",
        "шт",
        "штук",
        "кг",
        "г",
        "гр",
        "м",
        "мм",
        "см",
        "км",
        "дюйм",
        "дюймов",
        "кб",
        "мб",
        "гб",
        "тб",
        "kb",
        "mb",
        "gb",
        "tb",
        "мбит",
        "mbps",
        "px",
        "пикс",
        "пикселей",
        "dpi",
        "fps",
        "hz",
        "гц",
        "мач",
        "mah",
        "вт",
        "мс",
        "сек",
        "секунд",
        "ms",
        "sec",
        "s",
        "мин",
        "минут",
        "min",
        "час",
        "часа",
        "часов",
        "ч",
        "сағат",
        "минуттық",
        "күн",
        "день",
        "дня",
        "дней",
        "дн",
        "days",
        "нед",
        "недель",
        "мес",
        "месяц",
        "месяца",
        "месяцев",
        "ай",
        "год",
        "года",
        "лет",
        "раз",
        "чел",
        "человек",
        "адам",
        "балл",
        "баллов",
        "урок",
        "урока",
        "уроков",
        "занятий",
        "сабақ",
        "утра",
        "вечера",
        "am",
        "pm",
        "k",
        "к",
        "x",
        "х",
        "размер",
        "размеры",
        "том",
        "тома",
        "стр",
        "страниц",
    ];
    let rest = rest.trim_start_matches(' ');
    let word = rest[..letters_end(rest, 0)].to_lowercase();
    rest.starts_with(['%', '₸', '$', '€', '₽', '×', '*', ':']) || UNITS.contains(&word.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        LocalPhones.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn numbers_behind_words() {
        for (text, wanted) in [
            ("тел 20-00-12", "20-00-12"),
            ("Тел.: 200-00-12, вечером", "200-00-12"),
            ("тел. раб. 2-00-12", "2-00-12"),
            ("телефон 20 00 12", "20 00 12"),
            ("телефон: 200 00 12", "200 00 12"),
            ("тел.200012", "200012"),
            ("тел 2000012", "2000012"),
            ("Телефон: 2000012", "2000012"),
            ("т. 20-00-12", "20-00-12"),
            ("факс 20-00-12", "20-00-12"),
            ("phone 200-0012", "200-0012"),
            ("tel=200-00-12", "200-00-12"),
            ("звоните по номеру 20-00-12", "20-00-12"),
            ("моб. 20.00.12", "20.00.12"),
            ("вотсап 200-00-12", "200-00-12"),
            ("тел. 200-345", "200-345"),
            ("тел 20-01-34", "20-01-34"),
            ("ұялы тел 20-00-12", "20-00-12"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn other_numbers() {
        for text in [
            "20-00-12",
            "длительность 20-00-12",
            "телевизор 20-00-12",
            "отель 20-00-12",
            "телефон 12.05.24",
            "телефон 12-05-2024",
            "телефон 150000",
            "телефон 150 000 тг",
            "телефон: 150000",
            "тел 20-00-12 шт",
            "тел 112",
            "телефон 8",
            "тел. разговор 20-00-12",
            "т. 5-10-15",
            "звоните с 10-00 до 19-00",
            "iPhone 13-14-15",
            "phone 2024",
            "mobile 1920x1080",
            "mobile: 360640",
            "телефоны 10-20-30 шт",
            "Skype: урок 5",
            "Telegram 2024-2025",
            "тг 20 000",
            "телефон 128-256",
            "телефон: 128-256",
            "mobile 768-1024",
            "mobile: 768-1024",
            "размер т 10-12-14",
            "т 12.13.14",
            "т. 12.13.14",
            "моб. 300 5000 МБ",
            "звоните 9-18-00",
            "телефон: 149990",
            "phone: 404-405",
            "Telegram 20-30-10",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
