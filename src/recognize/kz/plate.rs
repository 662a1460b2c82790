//! Number plates in text (domain requirements, 3.14).

use crate::canon::plate::{fit, is_issued};
use crate::canon::text::{digit_like, is_letter_or_digit};
use crate::recognize::cue::{Cue, Cues, has_cue};
use crate::recognize::digits::{Run, next_run};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// Number plates of Kazakhstan, both generations, and of Russia; Cyrillic letters count as the Latin ones that they look like.
///
/// Strong: a plate beside a word such as `авто`, `гос. номер`, `көлік`. Weak: the plate alone.
pub struct Plates;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Start("авто"),
        Cue::Start("машин"),
        Cue::Stem("госномер"),
        Cue::Stem("гос. номер"),
        Cue::Stem("гос номер"),
        Cue::Stem("г/н"),
        Cue::Start("грнз"),
        Cue::Start("көлік"),
        Cue::Stem("мемлекеттік нөмір"),
        Cue::Word("car"),
        Cue::Start("plate"),
        Cue::Stem("vehicle"),
    ])
});

impl Recognizer for Plates {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Plate]
    }

    fn name(&self) -> &'static str {
        "plate"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut behind = 0;
        while let Some((start, end)) = near_digits(text, behind) {
            find_in(text, start, end, found);
            behind = end;
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.total_digits >= 3 && features.letters && features.len >= 6
    }

    fn examples(&self) -> &'static [&'static str] {
        &["машина 123ABC02", "гос. номер 123 АВС 05", "көлік A123BCD"]
    }
}

/// Longest plate with its separators, in bytes.
const LONGEST: usize = 20;

/// The next piece of the text, from a position on, in which a plate may be: whole words around rows of three digits, which every plate
/// has.
fn near_digits(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    // Some of the three may be letters that look like digits.
    let of_three = |run: &Run| run.len() == 3 || (run.len() < 3 && touches_digit_like(text, *run));
    let mut three = std::iter::successors(next_run(bytes, from), |run| next_run(bytes, run.end)).filter(of_three);
    let first = three.next()?;
    let mut last = first.end;
    // Rows that share a plate share a piece.
    while let Some(run) = three.next().filter(|run| run.start <= last + 2 * LONGEST) {
        last = run.end;
    }
    let start = boundary(text, first.start.saturating_sub(LONGEST).max(from));
    let end = boundary(text, (last + LONGEST).min(text.len()));
    let fits = |c: char| is_letter_or_digit(c) || c == '_';
    let left: usize = text[from..start].chars().rev().take_while(|&c| fits(c)).map(char::len_utf8).sum();
    let right: usize = text[end..].chars().take_while(|&c| fits(c)).map(char::len_utf8).sum();
    Some((start - left, end + right))
}

/// Whether a letter that looks like a digit stands against these digits.
fn touches_digit_like(text: &str, run: Run) -> bool {
    let is = |c: Option<char>| c.is_some_and(|c| digit_like(c).is_some());
    is(text[..run.start].chars().next_back()) || is(text[run.end..].chars().next())
}

/// The first boundary between characters at or before a position.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Finds plates in a piece of the text. A plate is one to three words; each word is where one may begin.
fn find_in(text: &str, from: usize, to: usize, found: &mut Vec<Span>) {
    let mut rest = from;
    let mut next = || {
        let word = Word::next(text, rest, to)?;
        rest = word.end;
        Some(word)
    };
    let mut ahead: [Option<Word>; 3] = [next(), next(), next()];
    while let [Some(first), second, third] = ahead {
        let window = [first, second.unwrap_or_default(), third.unwrap_or_default()];
        let count = 1 + usize::from(second.is_some()) + usize::from(third.is_some());
        let hit = (1..=count).rev().find_map(|count| plate_of(text, &window[..count]));
        found.extend(hit);
        let behind = hit.map_or(first.end, |span| span.end);
        while ahead[0].is_some_and(|word| word.end <= behind) {
            ahead = [ahead[1], ahead[2], next()];
        }
    }
}

/// Letters, digits and `_` beside each other.
#[derive(Clone, Copy, Debug, Default)]
struct Word {
    start: usize,
    end: usize,
    /// Digits of ASCII.
    digits: usize,
    /// Everything else.
    others: usize,
}

impl Word {
    /// The first word at or behind a position and before another.
    fn next(text: &str, from: usize, to: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let fits = |c: char| is_letter_or_digit(c) || c == '_';
        let start = from + text[from..to].find(fits)?;
        let mut word = Self { start, end: start, digits: 0, others: 0 };
        while word.end < to {
            word.end += match bytes[word.end] {
                b'0'..=b'9' => {
                    word.digits += 1;
                    1
                }
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => {
                    word.others += 1;
                    1
                }
                ..0x80 => return Some(word),
                _ => {
                    let Some(c) = text[word.end..].chars().next().filter(|&c| fits(c)) else { return Some(word) };
                    word.others += 1;
                    c.len_utf8()
                }
            };
        }
        Some(word)
    }
}

/// The plate that these words make, with one sign at most between two of them.
fn plate_of(text: &str, words: &[Word]) -> Option<Span> {
    let (start, end) = (words.first()?.start, words.last()?.end);
    let (digits, others) = words.iter().fold((0, 0), |sum, word| (sum.0 + word.digits, sum.1 + word.others));
    // Digits alone, read as letters, are a number of something else.
    let may_fit = digits >= 3 && others > 0 && (6..=9).contains(&(digits + others)) && end - start <= LONGEST;
    let joined = || words.windows(2).all(|pair| matches!(&text[pair[0].end..pair[1].start], " " | "-" | "/" | "|"));
    if !may_fit || !joined() {
        return None;
    }
    let plate = fit(&text[start..end]).filter(|plate| is_issued(plate.as_bytes()))?;
    if plate.bytes().filter(u8::is_ascii_uppercase).count() < 2 {
        return None;
    }
    let evidence = if has_cue(text, start, end, &CUES) { Evidence::Strong } else { Evidence::Weak };
    Some(Span { start, end, kind: Kind::Plate, evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Plates.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn plates() {
        assert_eq!(found("моя машина 123 ABC 02, белая"), [("123 ABC 02", Evidence::Strong)]);
        assert_eq!(found("123АВС02"), [("123АВС02", Evidence::Weak)]);
        assert_eq!(found("авто A123BC"), [("A123BC", Evidence::Strong)]);
        for disguised in ["1О3ABC02", "IO3 ABC 02", "12ЗАВС02"] {
            assert_eq!(found(&format!("машина {disguised}")), [(disguised, Evidence::Strong)]);
        }
        for text in ["123ABC99", "группа 123", "Python 312", "12345678", "машина 2020 года", "123 456 78", "x123ABC02y"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
