//! Contacts written so that no recogniser's boundaries hold: letters touching the value, separators of any kind, an `@` with spaces.
//!
//! Too eager for text where numbers mean something; right for kept columns of short words (courses, towns, codes, templates), where a
//! long row of digits or an address has no business at all.

use super::fold::fold;

/// Digits that make a row, however they are separated: an IIN has 12, a phone 10 or 11, a card 13 or more.
const LONG: usize = 10;
/// Characters between two digits of one row.
const GAP: usize = 3;

/// Whether the text holds a row of ten or more digits with nothing but separators between them, an address around an `@`, or a dotted
/// quad, whatever touches them.
#[must_use]
pub fn holds_contact(text: &str) -> bool {
    let mut folded = String::new();
    let text = if !text.is_ascii() && fold(text, &mut folded) { folded.as_str() } else { text };
    let bytes = text.as_bytes();
    if !bytes.iter().any(|byte| byte.is_ascii_digit() || matches!(byte, b'@' | b'%')) {
        return false;
    }
    has_long_row(bytes) || has_address(text) || has_quad(bytes)
}

fn has_long_row(bytes: &[u8]) -> bool {
    let (mut start, mut end, mut digits, mut gap) = (0, 0, 0, 0);
    // What ends a row stands behind the last one too.
    for (at, &byte) in bytes.iter().chain(b"\n").enumerate() {
        match byte {
            b'0'..=b'9' => {
                if digits == 0 {
                    start = at;
                }
                digits += 1;
                (end, gap) = (at + 1, 0);
            }
            // A date and the hour after it are two things.
            b' ' if digits == 8 && is_date(&bytes[start..at]) => (digits, gap) = (0, 0),
            b' ' | b'-' | b'_' | b'.' | b'/' | b'(' | b')' | b'+' | b'\t' | b'*' if digits > 0 && gap < GAP => gap += 1,
            _ => {
                let row = &bytes[start..end];
                if digits >= LONG && !is_range(row) && !is_paper(row) && !is_rising(row) {
                    return true;
                }
                (digits, gap) = (0, 0);
            }
        }
    }
    false
}

/// Characters of the longest row that is a range or the number of a paper.
const SHORT: usize = 24;

/// From one round price to a higher one: `12 000 - 15 000`, `99990/149990`.
fn is_range(row: &[u8]) -> bool {
    let price = |text: &str| {
        let text = text.trim_matches(' ');
        let grouped = text.split(' ').skip(1).all(|group| group.len() == 3);
        let digits: String = text.split(' ').collect();
        let fits = grouped && (4..=7).contains(&digits.len()) && digits.ends_with('0') && !digits.starts_with('0');
        fits.then(|| digits.parse::<u32>().ok()).flatten()
    };
    let text = str::from_utf8(row).unwrap_or("");
    text.len() <= SHORT
        && text
            .split_once(['-', '/'])
            .and_then(|(from, to)| price(from).zip(price(to)))
            .is_some_and(|(from, to)| from < to && to / 20 < from)
}

/// Five numbers or more, each larger than the one before it: `8/16/32/64/128`. The last two groups of a telephone number are shorter than the others.
fn is_rising(row: &[u8]) -> bool {
    let text = str::from_utf8(row).unwrap_or("");
    let (mut count, mut last) = (0, 0);
    for group in text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()) {
        match group.parse::<u16>() {
            Ok(number) if count == 0 || number > last => (count, last) = (count + 1, number),
            _ => return false,
        }
    }
    count >= 5
}

/// The number of a bill or a contract, which has the year in it or a slash or a low line before a long number: `2024-00001234`, `701/2024001`.
fn is_paper(row: &[u8]) -> bool {
    let text = str::from_utf8(row).unwrap_or("");
    if text.len() > SHORT {
        return false;
    }
    let year = |group: &str| {
        let digits = group.as_bytes();
        digits.len() >= 4 && digits.starts_with(b"20") && matches!(digits[2], b'0'..=b'3')
    };
    let mut groups = text.split(['-', '_', '/']);
    match (groups.next(), groups.next(), groups.next(), groups.next()) {
        (Some(first), Some(second), None, None) if first.len() == 4 && year(first) => second.len() <= 8,
        (Some(first), Some(second), Some(third), None) if first.len() == 4 && year(first) => {
            second.len() <= 2 && third.len() <= 6
        }
        (Some(first), Some(second), Some(third), None) if second.len() == 4 && year(second) => {
            first.len() <= 4 && third.len() <= 6
        }
        (Some(first), Some(second), None, None) => {
            (3..=4).contains(&first.len()) && second.len() == 7 && (year(second) || text.contains(['/', '_']))
        }
        _ => false,
    }
}

/// `12.05.2024` or `2024-05-12`, with any one separator.
fn is_date(text: &[u8]) -> bool {
    let separated =
        |first: usize, second: usize| text[first] == text[second] && matches!(text[first], b'.' | b'-' | b'/');
    let digits = || text.iter().filter(|byte| byte.is_ascii_digit()).count();
    // The length first: what stands behind the last digit may be as long as the text.
    text.len() == 10 && digits() == 8 && (separated(2, 5) || separated(4, 7))
}

/// Something before an `@`, and after it a word, a dot and a letter; spaces beside the `@` do not matter.
fn has_address(text: &str) -> bool {
    let text = text.replace("%40", "@").replace("%2540", "@");
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('@') {
        let named = before.trim_end().ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'));
        let host: &str =
            after.trim_start().split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-'))).next().unwrap_or("");
        let dotted = host
            .split_once('.')
            .is_some_and(|(name, ending)| !name.is_empty() && ending.starts_with(char::is_alphabetic));
        if named && dotted {
            return true;
        }
        rest = after;
    }
    false
}

/// Four numbers up to 255 with dots between them.
fn has_quad(bytes: &[u8]) -> bool {
    let mut numbers = 0;
    let mut number: Option<u32> = None;
    for &byte in bytes.iter().chain(b" ") {
        match (byte, number) {
            (b'0'..=b'9', value) => {
                number = Some(value.unwrap_or(0).saturating_mul(10).saturating_add(u32::from(byte - b'0')));
            }
            (b'.', Some(value)) if value <= 255 => (numbers, number) = (numbers + 1, None),
            (_, Some(value)) if numbers >= 3 && value <= 255 => return true,
            _ => (numbers, number) = (0, None),
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_in_any_dress() {
        for text in [
            "8_771_000_99_98",
            "Курс 8/771/000/99/98 для",
            "4000.0000.0000.1232",
            "x850315-100016y",
            "ID8-771-000-99-98-1",
            "x+7 (771) 000-99-98y",
            "ivan @ mail.ru",
            "IDivan@mail.ru-1",
            "IDivan%40mail.ru-1",
            "x178.88.1.164y",
            "ID91.2.3.4-1",
            "８７７１０００９９９８",
            "2024-87710009998",
            "12.05.2024 87710009998",
            "99980 - 77100",
        ] {
            assert!(holds_contact(text), "{text}");
        }
    }

    #[test]
    fn names_of_courses_and_places_are_none() {
        for text in [
            "Python 3.12",
            "Поток 2023-2024, группа 12",
            "1С: Бухгалтерия 8.3.27",
            "Алматы (мкр. 12)",
            "@home",
            "C++ за 21 день",
            "https://skillbox.kz/course/graphic-designer-2024",
            "Mobile Safari 17",
            "12.05.2024 10:30",
            "75 % скидка",
            "a@b",
            "12 000 - 15 000 тг",
            "12000–15000 ₸",
            "99 990 / 149 990",
            "Invoice 2024-00001234",
            "счёт № 2024/05/00123",
            "INV_2024_000123",
            "ТЗ 777/2024001",
            "701/1234567",
            "договор 7/2024/123456",
            "8/16/32/64/128",
            "31 32 33 34 35 36 37 38 39 40",
        ] {
            assert!(!holds_contact(text), "{text}");
        }
    }
}
