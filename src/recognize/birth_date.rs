//! Birth dates in text (domain requirements, 5.1 and 5.2): a date is anything's until a word beside it says whose day it is.

use chrono::Datelike as _;

use super::cue::{Cue, Cues, has_cue};
use super::digits::{Run, next_run, starts_clean};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::plain_e;
use crate::canon::time::day_at_start;
use std::sync::LazyLock;

/// Dates beside words such as `дата рождения`, `туған күні`, `born`, and years before `г.р.`; of people who are not small children, since what
/// else stands beside such words is of this year: a discount on a birthday, a greeting.
///
/// Strong: both. No date is weak evidence: exports are full of dates.
pub struct BirthDates;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Stem("рожд"),
        Cue::Start("родил"),
        Cue::Word("д.р"),
        Cue::Word("др"),
        Cue::Stem("г.р"),
        Cue::Stem("г. р."),
        Cue::Start("туған"),
        Cue::Start("туылған"),
        Cue::Stem("birth"),
        Cue::Word("born"),
        Cue::Word("dob"),
        Cue::Start("bday"),
    ])
});

/// What makes a year a year of birth, behind it and in lower case.
const BEHIND_YEAR: &[&str] =
    &["г.р", "г. р.", "г.рожд", "г. рожд", "год рожд", "года рожд", "ж.т", "ж. т", "жылы туған", "жылғы"];

/// Years of birth that are looked for.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2020;

impl Recognizer for BirthDates {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::BirthDate]
    }

    fn name(&self) -> &'static str {
        "birth-date"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            if !may_begin_day(bytes, run) || !starts_clean(bytes, run.start, &["born"]) {
                continue;
            }
            let end = match day(text, run.start) {
                Some(end) if has_cue(text, run.start, end, &CUES) => end,
                None if is_year_of_birth(text, run) => run.end,
                _ => continue,
            };
            at = end;
            found.push(Span { start: run.start, end, kind: Kind::BirthDate, evidence: Evidence::Strong });
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.letters && features.total_digits >= 4
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "дата рождения 15.03.1985",
            "д.р. 5.3.85",
            "15 марта 1985 г.р.",
            "Туған күні: 1985-03-15",
            "1985 г.р.",
            "\"birth_date\":\"1985-03-15\"",
            "born 03/04/1985",
        ]
    }
}

/// Whether these digits may be the first of a day, or a year with a word behind it: most numbers of most texts are neither.
fn may_begin_day(bytes: &[u8], run: Run) -> bool {
    let mark = |byte: u8| matches!(byte, b'.' | b'-' | b'/');
    let letter = |byte: u8| byte.is_ascii_alphabetic() || byte >= 0x80;
    match (run.len(), &bytes[run.end..]) {
        (1 | 2, [first, next, ..]) => (mark(*first) && next.is_ascii_digit()) || (*first == b' ' && letter(*next)),
        (4, [first, next, ..]) => (mark(*first) && next.is_ascii_digit()) || letter(*first) || letter(*next),
        _ => false,
    }
}

/// Where the day ends that begins here, if somebody who lives may have been born on it.
fn day(text: &str, start: usize) -> Option<usize> {
    // No spelling of a day is longer, and a search for the end of a word must not run through the whole text.
    let mut end = text.len().min(start + 48);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let part = &text[start..end];
    let (years, rest) = match day_at_start(part) {
        Some((day, rest)) => (day.year(), rest),
        None => either_way(part)?,
    };
    let goes_on = matches!(rest.as_bytes(), [b'0'..=b'9', ..] | [b'.' | b'-' | b'/', b'0'..=b'9', ..]);
    (!goes_on && YEARS.contains(&years)).then(|| start + part.len() - rest.len())
}

/// A day and a month, whichever comes first, and the year: `03/04/1985`; the year, and the rest of the text.
fn either_way(text: &str) -> Option<(i32, &str)> {
    let number = |part: &str| (matches!(part.len(), 1 | 2)).then(|| part.parse::<u32>().ok()).flatten();
    let mark = text.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '-'))?;
    let (first, rest) = text.split_once(mark)?;
    let (second, rest) = rest.split_once(mark)?;
    let (first, second) = (number(first)?, number(second)?);
    let year = rest.get(..4)?.parse().ok().filter(|_| rest.bytes().take(4).all(|byte| byte.is_ascii_digit()))?;
    let fits = (1..=31).contains(&first.max(second)) && (1..=12).contains(&first.min(second));
    fits.then_some((year, &rest[4..]))
}

/// Whether these digits are a year with the words for "of birth" behind it.
fn is_year_of_birth(text: &str, run: Run) -> bool {
    let Some(year) = (run.len() == 4).then(|| text[run.start..run.end].parse().ok()).flatten() else { return false };
    let behind: String = text[run.end..].chars().take(32).flat_map(char::to_lowercase).map(plain_e).collect();
    let behind = behind.trim_start();
    YEARS.contains(&year)
        && BEHIND_YEAR.iter().any(|words| behind.starts_with(words))
        && (!behind.starts_with("жылғы") || behind.contains("туған") || behind.contains("туылған"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        BirthDates.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn a_day_beside_a_word_for_birth() {
        for (text, wanted) in [
            ("дата рождения 15.03.1985", "15.03.1985"),
            ("Мысалова А., 15.03.1985 года рождения, Алматы", "15.03.1985"),
            ("родилась 15 марта 1985 г. в Алматы", "15 марта 1985"),
            ("д.р. 5.3.85", "5.3.85"),
            ("др 05-03-1985", "05-03-1985"),
            ("Туған күні: 1985-03-15", "1985-03-15"),
            ("1985 жылғы 15 наурызда туған", "1985"),
            ("1985 жылы туған", "1985"),
            ("ученик 2009 г.р.", "2009"),
            ("1985 Г. РОЖДЕНИЯ", "1985"),
            ("\"birth_date\":\"1985-03-15T00:00:00\"", "1985-03-15"),
            ("DOB 03/04/1985", "03/04/1985"),
            ("date of birth: 31/12/1985", "31/12/1985"),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn other_days_are_other_things() {
        for text in [
            "оплата 15.03.1985",
            "скидка в день рождения 15.03.2024",
            "с днём рождения, 15 марта!",
            "рождение 45.13.1985",
            "др 15.03.1985.77",
            "версия 1.15.03.1985, рождение",
            "1985 год",
            "1985 г. Рига",
            "2024 г.р.",
            "1985 жылғы шығарылым",
            "гр 15.03.1985",
            "др 1985",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
