//! Words beside a number that tell what it is.

use crate::canon::text::plain_e;

/// Characters on each side of a number in which a word may tell what it is (domain requirements, 3.1 and 3.4).
pub(super) const REACH: usize = 25;

/// The surroundings of a span, the span included, in lower case and with `е` for `ё`; `None` where no letter is near,
/// which a column of numbers should not pay for.
pub(super) fn around(text: &str, start: usize, end: usize) -> Option<String> {
    let from = text[..start].char_indices().rev().take(REACH).last().map_or(start, |(at, _)| at);
    let to = text[end..].char_indices().take(REACH).last().map_or(end, |(at, c)| end + at + c.len_utf8());
    let letters = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    (letters(&text[from..start]) || letters(&text[end..to]))
        .then(|| text[from..to].chars().flat_map(char::to_lowercase).map(plain_e).collect())
}

/// Where a stem must stand to be a cue.
pub(super) enum Cue {
    /// Anywhere.
    Stem(&'static str),
    /// At the beginning of a word.
    Start(&'static str),
    /// As a whole word.
    Word(&'static str),
}

impl Cue {
    /// Whether the surroundings, in lower case, hold the word.
    pub(super) fn is_in(&self, surroundings: &str) -> bool {
        let (stem, left, right) = match self {
            Self::Stem(stem) => (stem, false, false),
            Self::Start(stem) => (stem, true, false),
            Self::Word(stem) => (stem, true, true),
        };
        surroundings.match_indices(stem).any(|(at, _)| {
            let (before, after) = (&surroundings[..at], &surroundings[at + stem.len()..]);
            let inside =
                (left && before.ends_with(char::is_alphabetic)) || (right && after.starts_with(char::is_alphabetic));
            !inside
        })
    }
}

/// Whether one of the words stands within reach of a span.
pub(super) fn has_cue(text: &str, start: usize, end: usize, cues: &[Cue]) -> bool {
    around(text, start, end).is_some_and(|surroundings| cues.iter().any(|cue| cue.is_in(&surroundings)))
}
