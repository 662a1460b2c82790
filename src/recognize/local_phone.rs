//! Telephone numbers of a town, without the town's code, behind a word for a telephone: `тел 20-00-12`.

use super::announce::{Announced, announced};
use super::digits::{Run, ends_clean, joined_run, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::{letters_end, next_letter};

/// Five to seven digits right behind a word for a telephone.
///
/// Strong: in the groups in which such numbers are read out (`20-00-12`, `200-00-12`, `2-00-12`); six or seven in one piece behind `тел` or a colon. A number
/// of digits alone is anything else: a duration, a sum, a date.
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
    let short = matches!(word, "тел" | "тлф" | "tel")
        || word.starts_with("ватсап")
        || word.starts_with("вотсап")
        || word.starts_with("whatsapp");
    let spoken = match (&groups[..count], sign) {
        ([6 | 7], None) => {
            (short || (stated && word.starts_with("телефон")) || (stated && matches!(word, "phone" | "факс" | "fax")))
                && !bytes[..last.end].ends_with(b"000")
        }
        ([2 | 3, 2, 2], Some(sign)) => sign != b'.' || !may_be_date(&text[first.start..last.end]),
        ([1, 2, 2], Some(b'-')) => word.chars().count() > 1,
        ([3, 4], Some(b' ' | b'-')) => true,
        ([3, 3], Some(b'-')) => true,
        _ => false,
    };
    let whole = ends_clean(bytes, last.end) && !is_measured(&text[last.end..]);
    (spoken && whole && joined_digits(bytes, last)).then_some((first.start, last.end))
}

/// Whether no more digits belong to the number.
fn joined_digits(bytes: &[u8], last: Run) -> bool {
    joined_run(bytes, last.end, b"-.:/", 1).is_none()
}

/// A day, a month and a year of two digits.
fn may_be_date(text: &str) -> bool {
    let mut numbers = text.split('.').map(|part| part.parse::<u32>().unwrap_or(0));
    let (day, month) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    (1..=31).contains(&day) && (1..=12).contains(&month)
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
        "шт",
        "штук",
        "кг",
        "мин",
        "сек",
        "час",
        "ч",
        "г",
        "гб",
        "x",
        "х",
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
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
