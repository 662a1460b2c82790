//! Words beside a number that tell what it is.

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::canon::text::push_lower;

/// Characters on each side of a number in which a word may tell what it is (domain requirements, 3.1 and 3.4).
pub(super) const REACH: usize = 25;

/// The surroundings of a span, the span included, in lower case and with `е` for `ё`; `None` where no letter is near,
/// which a column of numbers should not pay for.
pub(super) fn around(text: &str, start: usize, end: usize) -> Option<String> {
    let from = text[..start].char_indices().rev().take(REACH).last().map_or(start, |(at, _)| at);
    let to = text[end..].char_indices().take(REACH).last().map_or(end, |(at, c)| end + at + c.len_utf8());
    let letters = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    (letters(&text[from..start]) || letters(&text[end..to])).then(|| {
        let mut surroundings = String::with_capacity(to - from);
        push_lower(&text[from..to], &mut surroundings);
        surroundings
    })
}

/// Where a stem must stand to be a cue.
#[derive(Clone, Copy, Debug)]
pub(super) enum Cue {
    /// Anywhere.
    Stem(&'static str),
    /// At the beginning of a word.
    Start(&'static str),
    /// As a whole word.
    Word(&'static str),
}

impl Cue {
    fn stem(self) -> &'static str {
        match self {
            Self::Stem(stem) | Self::Start(stem) | Self::Word(stem) => stem,
        }
    }

    /// Whether its stem may stand between these texts.
    fn fits_between(self, before: &str, after: &str) -> bool {
        let inside = match self {
            Self::Stem(_) => false,
            Self::Start(_) => before.ends_with(char::is_alphabetic),
            Self::Word(_) => before.ends_with(char::is_alphabetic) || after.starts_with(char::is_alphabetic),
        };
        !inside
    }
}

/// Words that say the same, looked for all at once: texts are full of numbers, and lists of words are long.
pub(super) struct Cues {
    cues: &'static [Cue],
    machine: AhoCorasick,
}

impl Cues {
    /// # Panics
    /// If the list is longer than a machine can be, which no list in the sources is.
    pub(super) fn new(cues: &'static [Cue]) -> Self {
        let machine = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::DFA))
            .build(cues.iter().map(|cue| cue.stem()))
            .expect("a list in the sources is short");
        Self { cues, machine }
    }

    /// Whether the surroundings, in lower case, hold one of the words.
    pub(super) fn are_in(&self, surroundings: &str) -> bool {
        self.machine
            .find_overlapping_iter(surroundings)
            .any(|hit| self.cues[hit.pattern()].fits_between(&surroundings[..hit.start()], &surroundings[hit.end()..]))
    }
}

/// Whether one of the words stands within reach of a span.
pub(super) fn has_cue(text: &str, start: usize, end: usize, cues: &Cues) -> bool {
    around(text, start, end).is_some_and(|surroundings| cues.are_in(&surroundings))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_where_they_must() {
        let cues = Cues::new(&[Cue::Stem("рожд"), Cue::Start("тел"), Cue::Word("др"), Cue::Word("dob")]);
        for (text, wanted) in [
            ("дата рождения", true),
            ("возрождение", true),
            ("телефон", true),
            ("отель", false),
            ("др.", true),
            ("адр", false),
            ("драма, др", true),
            ("adobe", false),
            ("", false),
        ] {
            assert_eq!(cues.are_in(text), wanted, "{text}");
        }
    }

    #[test]
    fn surroundings_end_where_words_are_too_far() {
        let text = format!("рождение {}12345678{} ЁЛКА", "-".repeat(20), "-".repeat(22));
        let start = text.find('1').expect("digits");
        assert!(
            around(&text, start, start + 8).is_some_and(|near| near.starts_with("ение -") && near.ends_with("- ел"))
        );
        assert_eq!(around("12345678 - 5", 0, 8), None);
    }
}
