//! Street addresses in text (domain requirements, 3.16).

use std::sync::LazyLock;

use crate::canon::address::WORDS;
use crate::canon::text::{is_letter_or_digit, letters_end, next_letter};
use crate::recognize::words::WordList;
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};

/// Street addresses: words of addresses in Russian and Kazakh, in either order, near each other and near a number.
///
/// Strong: a street, avenue or quarter and a house or flat; a town, a street and a number (`г. Астана, пр. Абая 55/22`). Weak: a street beside a number.
pub struct Addresses;

/// Abbreviations for streets and quarters, and for houses and flats, as [`WORDS`] spells them.
const STREETS: &[&str] = &["ул", "пр", "мкр", "пер", "бул", "ш", "пл"];
const HOUSES: &[&str] = &["д", "кв", "корп", "оф", "под", "эт"];

/// Towns, districts and regions.
const TOWNS: &[&str] = &["г", "с", "обл", "р-н"];

/// Characters between two words of one address.
const REACH: usize = 60;

/// A word of an address, and where it stands.
struct Mark {
    start: usize,
    end: usize,
    part: Part,
}

/// What a word of an address names.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Town,
    Street,
    House,
}

impl Recognizer for Addresses {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Address]
    }

    fn name(&self) -> &'static str {
        "address"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut open: Option<Mark> = None;
        let mut until = 0;
        for mark in marks(text) {
            if mark.start < until {
                continue;
            }
            let Some(first) = open.take() else {
                open = Some(mark);
                continue;
            };
            let near = mark.start.saturating_sub(first.end) <= REACH;
            if near && let Some(end) = pair(text, &first, &mark) {
                found.push(Span { start: first.start, end, kind: Kind::Address, evidence: Evidence::Strong });
                until = end;
                continue;
            }
            weak(text, &first, found);
            open = Some(mark);
        }
        if let Some(last) = open {
            weak(text, &last, found);
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.total_digits >= 1 && features.letters && features.len >= 8
    }

    fn examples(&self) -> &'static [&'static str] {
        &["ул. Тимирязева, д. 28В", "Тимирязев көшесі, 28 үй", "мкр. Орбита-1, дом 7, кв. 15"]
    }
}

/// Where the address ends that two neighbouring words make together.
fn pair(text: &str, first: &Mark, second: &Mark) -> Option<usize> {
    match (first.part, second.part) {
        (Part::Street, Part::House) | (Part::House, Part::Street) => {
            let end = after_number(text, second.end);
            text[first.start..end].bytes().any(|byte| byte.is_ascii_digit()).then_some(end)
        }
        (Part::Town, Part::Street) => {
            // The house may have a word of its own, or its number alone.
            let house =
                marks(&text[second.end..]).next().filter(|mark| mark.part == Part::House && mark.start <= REACH);
            house.map(|mark| after_number(text, second.end + mark.end)).or_else(|| number_behind(text, second.end))
        }
        _ => None,
    }
}

/// A street with a number close behind it, and no house: shaped like an address.
fn weak(text: &str, mark: &Mark, found: &mut Vec<Span>) {
    if mark.part == Part::Town {
        return;
    }
    if let Some(end) = number_behind(text, mark.end) {
        found.push(Span { start: mark.start, end, kind: Kind::Address, evidence: Evidence::Weak });
    }
}

/// The end of the number that stands close behind the word of a street.
fn number_behind(text: &str, at: usize) -> Option<usize> {
    let window: usize = text[at..].chars().take(30).map(char::len_utf8).sum();
    let digit = text[at..at + window].find(|c: char| c.is_ascii_digit())?;
    Some(after_number(text, at + digit))
}

/// Words of addresses in the text. Single letters (`д.`, `ш.`) count with their point only.
fn marks(text: &str) -> impl Iterator<Item = Mark> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = next_letter(text, at)?;
            at = word_end(text, start);
            // What begins with a digit is a number with a letter.
            if text[..start].trim_end_matches('-').ends_with(is_letter_or_digit) {
                continue;
            }
            let word = &text[start..at];
            let Some(part) = MARKS.get(word) else { continue };
            if is_area(&text[start..]) {
                continue;
            }
            // A single letter takes one or two bytes.
            let single = word.len() <= 2 && word.chars().count() == 1;
            if !single || text[at..].starts_with('.') {
                return Some(Mark { start, end: at, part });
            }
        }
        None
    })
}

/// Whether square metres stand here, no flat.
fn is_area(text: &str) -> bool {
    let rest = ["кв. м", "кв.м", "кв м", "Кв. м"].iter().find_map(|area| text.strip_prefix(area));
    rest.is_some_and(|rest| !rest.starts_with(is_letter_or_digit))
}

fn is_inside(c: char) -> bool {
    is_letter_or_digit(c) || c == '-'
}

/// Where letters, digits and hyphens from a letter on end.
fn word_end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = letters_end(text, start);
    loop {
        match bytes.get(at) {
            Some(b'0'..=b'9' | b'-') => at = letters_end(text, at + 1),
            Some(0x80..) if text[at..].starts_with(is_inside) => {
                at = letters_end(text, at + text[at..].chars().next().map_or(1, char::len_utf8));
            }
            _ => return at,
        }
    }
}

/// The words of addresses. Words are compared with `е` for `ё`, so those of the list that have one are never met.
static MARKS: LazyLock<WordList<Part>> = LazyLock::new(|| {
    let part = |short: &str| match short {
        short if STREETS.contains(&short) => Some(Part::Street),
        short if HOUSES.contains(&short) => Some(Part::House),
        short if TOWNS.contains(&short) => Some(Part::Town),
        _ => None,
    };
    let words = WORDS.iter().filter_map(|(short, words)| part(short).map(|part| (part, words)));
    WordList::new(words.flat_map(|(part, words)| words.iter().map(move |word| (*word, part))))
});

/// The end of the number that begins within a few characters, its letter included; the position itself where there is none.
fn after_number(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let skip: usize = rest.chars().take(4).take_while(|c| matches!(c, '.' | ' ' | '№' | ',')).map(char::len_utf8).sum();
    let len =
        rest[skip..].find(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-'))).unwrap_or(rest.len() - skip);
    if rest[skip..].starts_with(|c: char| c.is_ascii_digit()) { at + skip + len } else { at }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Addresses.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn addresses() {
        assert_eq!(found("живу: ул. Тимирязева, д. 28В, рядом"), [("ул. Тимирязева, д. 28В", Evidence::Strong)]);
        assert_eq!(found("Тимирязев көшесі, 28 үй"), [("көшесі, 28 үй", Evidence::Strong)]);
        assert_eq!(found("улица Абая 10"), [("улица Абая 10", Evidence::Weak)]);
        assert_eq!(found("x -ул. Абая 10"), [("ул. Абая 10", Evidence::Weak)]);
        let town = "г. Астана, пр. Мәңгілік Ел 55/22";
        assert_eq!(found(town), [(town, Evidence::Strong)]);
        assert_eq!(found("г. Алматы, ул. Абая, д. 10, офис"), [("г. Алматы, ул. Абая, д. 10", Evidence::Strong)]);
        for text in [
            "дом культуры",
            "28-ул 10",
            "квартал 3",
            "курс 12, урок 5",
            "на улице холодно",
            "ул",
            "г. Алматы, 2 курс",
            "д. б. н.",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
