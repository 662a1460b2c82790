//! Identifiers in bytes of whatever: rows of text among them are searched, in UTF-8 and in UTF-16.

use crate::recognize::{Kind, KindSet, strongest_hit};
use std::ops::Range;

/// Characters from which a row of text can hold something.
const SHORTEST: usize = 6;

/// Kinds that are looked for; an address of a page or a browser's header is none, what is inside of one is found by itself.
pub(super) const WANTED: KindSet = KindSet::ALL.without(Kind::Url).without(Kind::UserAgent).without(Kind::Digits);

/// Calls `hit` with every row of text that holds an identifier: its kind, and where the row stands.
pub(super) fn search(bytes: &[u8], mut hit: impl FnMut(Kind, Range<usize>)) {
    each_text(bytes, &mut |text, place| {
        if let Some(kind) = strongest_hit(text, WANTED) {
            hit(kind, place);
        }
    });
    // Bytes without a single zero hold no Latin letter in UTF-16, and a name in Cyrillic has spaces or is found by its source.
    if memchr::memchr(0, bytes).is_some() {
        for odd in [0, 1] {
            wide(bytes, odd, &mut |text, place| {
                if let Some(kind) = strongest_hit(text, WANTED) {
                    hit(kind, place);
                }
            });
        }
    }
}

/// Calls `see` with every row of text.
pub(super) fn each_text(bytes: &[u8], see: &mut dyn FnMut(&str, Range<usize>)) {
    let mut at = 0;
    for chunk in bytes.utf8_chunks() {
        let valid = chunk.valid();
        let mut from = 0;
        for row in valid.split(|c: char| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
            if row.len() >= SHORTEST {
                see(row, at + from..at + from + row.len());
            }
            // What separates rows takes a byte or, in the second block of controls, two.
            from += row.len();
            from += valid[from..].chars().next().map_or(0, char::len_utf8);
        }
        at += valid.len() + chunk.invalid().len();
    }
}

/// As [`each_text`], of text in two bytes a character, lowest first: Latin and Cyrillic.
fn wide(bytes: &[u8], odd: usize, see: &mut dyn FnMut(&str, Range<usize>)) {
    let mut text = String::new();
    let mut start = odd;
    let pairs = bytes.get(odd..).unwrap_or_default().chunks_exact(2);
    let end = odd + 2 * pairs.len();
    for (nth, pair) in pairs.enumerate() {
        let unit = u16::from_le_bytes([pair[0], pair[1]]);
        let letter = matches!(unit, 0x20..=0x7e | 0x400..=0x4ff).then(|| char::from_u32(u32::from(unit))).flatten();
        match letter {
            Some(letter) => text.push(letter),
            None => {
                if text.len() >= SHORTEST {
                    see(&text, start..odd + 2 * nth);
                }
                text.clear();
                start = odd + 2 * nth + 2;
            }
        }
    }
    if text.len() >= SHORTEST {
        see(&text, start..end);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> Vec<(Kind, Range<usize>)> {
        let mut found = Vec::new();
        search(bytes, |kind, place| found.push((kind, place)));
        found
    }

    #[test]
    fn identifiers_are_found_between_other_bytes() {
        let mut bytes = vec![0xff, 0, 1, 2];
        bytes.extend(b"anna@example.kz");
        bytes.extend([0, 0xfe]);
        assert_eq!(found(&bytes), [(Kind::Email, 4..19)]);
        assert_eq!(found(&bytes[..10]), []);
    }

    #[test]
    fn identifiers_are_found_in_two_bytes_a_character() {
        let wide: Vec<u8> = "anna@example.kz".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for padding in [2usize, 3] {
            let mut bytes = vec![0u8; padding];
            bytes.extend(&wide);
            bytes.push(0);
            assert_eq!(found(&bytes), [(Kind::Email, padding..padding + wide.len())]);
        }
    }
}
