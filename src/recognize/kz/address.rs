//! Street addresses in text (domain requirements, 3.16).

use ahash::AHasher;
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use crate::canon::address::WORDS;
use crate::canon::text::{is_letter_or_digit, letters_end, next_letter, push_lower};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};

/// Street addresses: words of addresses in Russian and Kazakh, in either order, near each other and near a number.
///
/// Strong: a street, avenue or quarter and a house or flat, or the word for house or flat with its number beside a street. Weak: one such word beside a
/// number.
pub struct Addresses;

/// Abbreviations for streets and quarters, and for houses and flats, as [`WORDS`] spells them.
const STREETS: &[&str] = &["ул", "пр", "мкр", "пер", "бул", "ш", "пл"];
const HOUSES: &[&str] = &["д", "кв", "корп", "оф", "под", "эт"];

/// Characters between two words of one address.
const REACH: usize = 60;

/// A word of an address, and where it stands.
struct Mark {
    start: usize,
    end: usize,
    street: bool,
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
        for mark in marks(text) {
            let Some(first) = open.take() else {
                open = Some(mark);
                continue;
            };
            let near = mark.start.saturating_sub(first.end) <= REACH;
            let different = first.street != mark.street;
            let (start, end) = (first.start, after_number(text, mark.end));
            let number = text[start..end].bytes().any(|byte| byte.is_ascii_digit());
            if near && different && number {
                found.push(Span { start, end, kind: Kind::Address, evidence: Evidence::Strong });
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

/// A street with a number close behind it, and no house: shaped like an address.
fn weak(text: &str, mark: &Mark, found: &mut Vec<Span>) {
    let window: usize = text[mark.end..].chars().take(30).map(char::len_utf8).sum();
    let behind = &text[mark.end..mark.end + window];
    if let Some(digit) = behind.find(|c: char| c.is_ascii_digit()) {
        found.push(Span {
            start: mark.start,
            end: after_number(text, mark.end + digit),
            kind: Kind::Address,
            evidence: Evidence::Weak,
        });
    }
}

/// Words of addresses in the text. Single letters (`д.`, `ш.`) count with their point only.
fn marks(text: &str) -> impl Iterator<Item = Mark> + '_ {
    let mut at = 0;
    let mut lower = String::new();
    std::iter::from_fn(move || {
        while at < text.len() {
            let start = next_letter(text, at)?;
            at = word_end(text, start);
            // What begins with a digit is a number with a letter.
            if text[..start].trim_end_matches('-').ends_with(is_letter_or_digit) {
                continue;
            }
            let word = &text[start..at];
            if !may_be_mark(word) {
                continue;
            }
            lower.clear();
            push_lower(word, &mut lower);
            let Some(&street) = MARKS.get(lower.as_str()) else { continue };
            // A single letter takes one or two bytes.
            let single = lower.len() <= 2 && lower.chars().count() == 1;
            if !single || text[at..].starts_with('.') {
                return Some(Mark { start, end: at, street });
            }
        }
        None
    })
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

/// Lengths in bytes, as bits, of the words of addresses by the last six bits of the first letter's last byte, in both cases.
static LENGTHS: LazyLock<[u32; 64]> = LazyLock::new(|| {
    let mut lengths = [0; 64];
    for word in MARKS.keys() {
        let first: String = word.chars().take(1).collect();
        for first in [first.to_uppercase(), first] {
            lengths[place_of(&first)] |= 1 << word.len();
        }
    }
    lengths
});

/// Where the lengths of words with this first letter stand.
fn place_of(word: &str) -> usize {
    let byte = match word.as_bytes() {
        [first @ ..0x80, ..] | [_, first, ..] | [first] => *first,
        [] => 0,
    };
    usize::from(byte) % 64
}

/// Whether a word has the first letter and the length of one of the list: nearly all words of prose have not.
fn may_be_mark(word: &str) -> bool {
    word.len() < 32 && LENGTHS[place_of(word)] >> word.len() & 1 == 1
}

/// The words for streets and quarters (`true`) and for houses and flats.
static MARKS: LazyLock<HashMap<&'static str, bool, BuildHasherDefault<AHasher>>> = LazyLock::new(|| {
    let kinds = WORDS.iter().filter(|(short, _)| STREETS.contains(short) || HOUSES.contains(short));
    // Words are compared with `е` for `ё`, so those of the list that have one are never met.
    kinds.flat_map(|(short, words)| words.iter().map(|word| (*word, STREETS.contains(short)))).collect()
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
        for text in ["дом культуры", "28-ул 10", "квартал 3", "курс 12, урок 5", "на улице холодно", "ул", "д. б. н."]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
