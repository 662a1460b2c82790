//! Runs of digits, what stands around them, and the recogniser of long ones.

use std::borrow::Cow;

use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::last_word;

/// Ten digits or more in a row: no course, town or code needs them, and phones, IINs and card numbers have them.
///
/// Weighs nothing: for the guard of columns where such a number has no business. What is sold has a number of 13 digits behind the word for one, and
/// no number of anybody is a digit and zeros.
pub struct LongRuns;

/// The national part of a telephone number is the shortest thing to be kept out.
pub(crate) const LONG: usize = 10;

impl Recognizer for LongRuns {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Digits]
    }

    fn name(&self) -> &'static str {
        "long-digit-run"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut at = 0;
        while let Some(run) = next_run(text.as_bytes(), at) {
            at = run.end;
            let is_thing =
                || is_round(&text[run.start..run.end]) || (run.len() == 13 && is_of_goods(&text[..run.start]));
            if run.len() >= LONG && !is_thing() {
                found.push(Span { start: run.start, end: run.end, kind: Kind::Digits, evidence: Evidence::Strong });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.digits >= LONG
    }

    fn examples(&self) -> &'static [&'static str] {
        &["1234567890", "1700000000123456789", "abc0001112223"]
    }
}

/// A thousand million, and the like. Numbers of telephones begin with 7, 8 and 9.
fn is_round(digits: &str) -> bool {
    digits.starts_with(['1', '2', '3', '4', '5', '6']) && digits[1..].bytes().all(|byte| byte == b'0')
}

/// Whether the word for the number of a book or of goods stands right before.
fn is_of_goods(before: &str) -> bool {
    const WORDS: &[&str] = &["isbn", "ean", "gtin", "sku", "штрихкод", "barcode", "артикул", "арт"];
    let word = last_word(before.trim_end_matches([' ', '№', '#', ':', '.', '-'])).to_lowercase();
    WORDS.contains(&word.as_str())
}

/// A maximal run of ASCII digits.
#[derive(Clone, Copy)]
pub(super) struct Run {
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Run {
    pub(super) fn len(self) -> usize {
        self.end - self.start
    }
}

/// The first run of digits at or behind a position.
pub(super) fn next_run(bytes: &[u8], from: usize) -> Option<Run> {
    let start = first_digit(bytes, from)?;
    let len = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    Some(Run { start, end: start + len })
}

/// The first digit at or behind a position. Eight bytes at a time: texts are read for digits by half of the recognisers.
fn first_digit(bytes: &[u8], from: usize) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    let (chunks, rest) = bytes.get(from..)?.as_chunks::<8>();
    for (nth, chunk) in chunks.iter().enumerate() {
        // A digit differs from `0` by at most nine, so that adding 0x76 does not reach the top bit of its byte.
        let value = u64::from_le_bytes(*chunk) ^ (ONES * 0x30);
        let others = (((value & (ONES * 0x7f)) + ONES * 0x76) | value) & (ONES * 0x80);
        if others != ONES * 0x80 {
            let zeros = (others ^ (ONES * 0x80)).trailing_zeros() as usize;
            return Some(from + 8 * nth + zeros / 8);
        }
    }
    let behind = bytes.len() - rest.len();
    rest.iter().position(u8::is_ascii_digit).map(|at| behind + at)
}

/// Calls `see` with every maximal run of at least `shortest` bytes that fit. Of other bytes it looks at one in `shortest`.
pub(super) fn for_each_run(
    bytes: &[u8],
    shortest: usize,
    fits: impl Fn(u8) -> bool + Copy,
    mut see: impl FnMut(usize, usize),
) {
    // Every run of that length covers one of these positions.
    let (mut behind, mut at) = (0, shortest - 1);
    while let Some(&byte) = bytes.get(at) {
        if !fits(byte) {
            (behind, at) = (at + 1, at + shortest);
            continue;
        }
        let start = at - bytes[behind..at].iter().rev().take_while(|&&byte| fits(byte)).count();
        let end = at + bytes[at..].iter().take_while(|&&byte| fits(byte)).count();
        if end - start >= shortest {
            see(start, end);
        }
        (behind, at) = (end, end + shortest);
    }
}

/// The run that follows `end` behind at most `longest` separators.
pub(super) fn joined_run(bytes: &[u8], end: usize, separators: &[u8], longest: usize) -> Option<Run> {
    let gap = bytes[end..].iter().take(longest + 1).take_while(|byte| separators.contains(byte)).count();
    let next = end + gap;
    (gap > 0 && gap <= longest && bytes.get(next).is_some_and(u8::is_ascii_digit))
        .then(|| next_run(bytes, next))
        .flatten()
}

/// Letters, digits and `_`: a number that touches one is part of something longer.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Whether a number may start here: at a word's end only behind one of the prefixes (lower case), and never behind
/// `1.`, where it is a fraction, or behind `1-`, where it is the rest of a longer number.
pub(super) fn starts_clean(bytes: &[u8], start: usize, prefixes: &[&str]) -> bool {
    match bytes[..start] {
        [.., digit, b'.' | b'-'] => !digit.is_ascii_digit(),
        [.., last] if is_word(last) => {
            // No prefix is longer than ten letters: a longer look back would cost time on long words.
            let letters = bytes[..start].iter().rev().take(11).take_while(|byte| byte.is_ascii_alphabetic()).count();
            let word = &bytes[start - letters..start];
            let whole = start == letters || !is_word(bytes[start - letters - 1]);
            whole && prefixes.iter().any(|prefix| word.eq_ignore_ascii_case(prefix.as_bytes()))
        }
        _ => true,
    }
}

/// Whether a number may end here: not before a letter or `_`, and not before `-1` or `.1`.
pub(super) fn ends_clean(bytes: &[u8], end: usize) -> bool {
    match bytes[end..] {
        [b'.' | b'-', digit, ..] => !digit.is_ascii_digit(),
        [next, ..] => !is_word(next),
        [] => true,
    }
}

/// Whether a byte is a hexadecimal digit, or a letter that is taken for one of its digits.
pub(super) fn is_hex_like(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b'O' | b'o' | b'I' | b'l')
}

/// Hexadecimal digits with `0` for `O` and `1` for `I` and `l`.
pub(super) fn hex_digits(token: &str) -> Cow<'_, str> {
    if token.contains(['O', 'o', 'I', 'l']) {
        token.replace(['O', 'o'], "0").replace(['I', 'l'], "1").into()
    } else {
        token.into()
    }
}

/// Whether the bytes lie in a UUID: digits joined by hyphens there mean nothing.
pub(super) fn inside_uuid(bytes: &[u8], start: usize, end: usize) -> bool {
    let fits = |byte: &u8| byte.is_ascii_hexdigit() || *byte == b'-';
    let left = bytes[..start].iter().rev().take(37).take_while(|byte| fits(byte)).count();
    let right = bytes[end..].iter().take(37).take_while(|byte| fits(byte)).count();
    let token = &bytes[start - left..end + right];
    token.len() == 36
        && [8, 13, 18, 23].iter().all(|&at| token[at] == b'-')
        && token.iter().filter(|&&byte| byte == b'-').count() == 4
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_of_ten_and_more() {
        for (text, count) in [
            ("123456789", 0),
            ("1234567890", 1),
            ("a1234567890b", 1),
            ("12345 67890", 0),
            ("1234567890,1234567890", 2),
            ("ISBN 9785699120147", 0),
            ("EAN: 4607012345678", 0),
            ("ISBN 87710009998", 1),
            ("1000000000", 0),
            ("7010000000", 1),
            ("", 0),
        ] {
            let mut found = Vec::new();
            LongRuns.find(text, &mut found);
            assert_eq!(found.len(), count, "{text}");
        }
    }

    #[test]
    fn the_first_digit_is_found_wherever_it_stands() {
        for len in 0..40 {
            for at in 0..=len {
                for (filler, digit) in [(b'/', b'0'), (b':', b'9'), (0xff, b'5'), (0xb5, b'1'), (0, b'7')] {
                    let mut bytes = vec![filler; len];
                    if let Some(place) = bytes.get_mut(at) {
                        *place = digit;
                    }
                    for from in 0..=len {
                        let wanted = bytes[from..].iter().position(u8::is_ascii_digit).map(|found| from + found);
                        assert_eq!(first_digit(&bytes, from), wanted);
                    }
                }
            }
        }
        assert_eq!(first_digit(b"x", 2), None);
    }

    #[test]
    fn runs_of_a_length_are_all_found() {
        for bits in 0..1_u32 << 12 {
            let bytes: Vec<u8> = (0..12).map(|nth| if bits >> nth & 1 == 1 { b'a' } else { b' ' }).collect();
            for shortest in 1..=5 {
                let mut found = Vec::new();
                for_each_run(&bytes, shortest, |byte| byte == b'a', |start, end| found.push((start, end)));
                let mut wanted = Vec::new();
                let mut at = 0;
                for piece in bytes.split(|&byte| byte == b' ') {
                    if piece.len() >= shortest {
                        wanted.push((at, at + piece.len()));
                    }
                    at += piece.len() + 1;
                }
                assert_eq!(found, wanted, "{bytes:?} {shortest}");
            }
        }
    }

    #[test]
    fn boundaries() {
        let clean = |text: &str| starts_clean(text.as_bytes(), text.len(), &["tel"]);
        assert!(
            clean("")
                && clean(" ")
                && clean("(")
                && clean("тел")
                && clean("tel")
                && clean(" Tel")
                && clean("a.")
                && clean("a-")
        );
        assert!(!clean("a") && !clean("_") && !clean("hotel") && !clean("1.") && !clean("1-") && !clean("5"));
        let ends = |text: &str| ends_clean(text.as_bytes(), 0);
        assert!(
            ends("")
                && ends(".")
                && ends(". ")
                && ends("@")
                && ends("т")
                && !ends("a")
                && !ends("_")
                && !ends(".5")
                && !ends("-5")
        );
    }

    #[test]
    fn uuids() {
        let text = "id=12345678-1234-4123-8123-471000999812;";
        assert!(inside_uuid(text.as_bytes(), 27, 39));
        assert!(!inside_uuid(b"7-771-0009998", 0, 13));
    }
}
