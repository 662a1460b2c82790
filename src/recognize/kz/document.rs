//! Numbers of identity documents in text (domain requirements, 3.15).

use crate::canon::text::is_letter;
use crate::recognize::cue::{Cue, Cues, has_cue};
use crate::recognize::digits::{Run, ends_clean, joined_run, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// Identity cards (nine digits), passports (`N` and eight digits), driving licences (two letters and six digits).
///
/// Strong: beside a word such as `удостоверение`, `жеке куәлік`, `паспорт`. Nine digits alone are far too common to count; a passport's form alone
/// is weak.
pub struct Documents;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Stem("удостоверени"),
        Cue::Stem("уд. личности"),
        Cue::Stem("уд.личности"),
        Cue::Stem("жеке куәлі"),
        Cue::Start("паспорт"),
        Cue::Start("төлқұжат"),
        Cue::Stem("№ документа"),
        Cue::Stem("номер документа"),
        Cue::Stem("құжат нөмірі"),
        Cue::Start("passport"),
        Cue::Stem("id card"),
        Cue::Stem("водительск"),
        Cue::Stem("жүргізуші куәлі"),
        Cue::Stem("вид на жительство"),
        Cue::Stem("ықтиярхат"),
    ])
});

impl Recognizer for Documents {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Document]
    }

    fn name(&self) -> &'static str {
        "id-document"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let (end, digits) = grouped(bytes, run);
            if !matches!(digits, 6..=10) && run.len() != 8 {
                continue;
            }
            let (start, letters) = letters_before(text, run.start);
            if !ends_clean(bytes, end) || (letters.is_empty() && !starts_clean(bytes, run.start, &[])) {
                continue;
            }
            let passport = run.len() == 8 && matches!(letters, "N" | "n" | "№" | "Н" | "н");
            let fits = passport || (matches!(digits, 6..=10) && letters.chars().count() <= 2);
            if fits && has_cue(text, start, end, &CUES) {
                at = end;
                found.push(Span { start, end, kind: Kind::Document, evidence: Evidence::Strong });
            } else if passport {
                found.push(Span { start, end: run.end, kind: Kind::Document, evidence: Evidence::Weak });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.joined >= 6 && features.letters
    }

    fn examples(&self) -> &'static [&'static str] {
        &["удостоверение личности № 012345678", "паспорт N12345678", "жеке куәлік 012345678", "passport AB1234567"]
    }
}

/// Where a number of six to ten digits in groups ends that begins with this run, and its digits; the run itself where it is no such number.
/// `45 10 123456` is a passport of Russia.
fn grouped(bytes: &[u8], first: Run) -> (usize, usize) {
    let (mut run, mut digits) = (first, first.len());
    while digits < 9
        && let Some(next) = joined_run(bytes, run.end, b" -", 1)
    {
        (run, digits) = (next, digits + next.len());
    }
    if matches!(digits, 6..=10) { (run.end, digits) } else { (first.end, first.len()) }
}

/// Up to two letters, or `№`, that stand against a number or one space before it, and where they begin.
fn letters_before(text: &str, digits: usize) -> (usize, &str) {
    let before = &text[..digits];
    let bare = before.strip_suffix(' ').unwrap_or(before);
    let letters = bare.chars().rev().take(3).take_while(|&c| is_letter(c) || c == '№');
    let (count, len) = letters.fold((0, 0), |(count, len), c| (count + 1, len + c.len_utf8()));
    let word = &bare[bare.len() - len..];
    // Behind a space only `№` and the two capitals of a licence belong to the number.
    let apart = bare.len() < before.len();
    let belongs = !apart || word.ends_with('№') || (count == 2 && word.chars().all(char::is_uppercase));
    if count == 0 || count > 2 || !belongs {
        return (digits, "");
    }
    (bare.len() - len, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Documents.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn documents() {
        assert_eq!(found("Удостоверение 012345678, выдано"), [("012345678", Evidence::Strong)]);
        assert_eq!(found("паспорт №12345678"), [("№12345678", Evidence::Strong)]);
        assert_eq!(found("N12345678"), [("N12345678", Evidence::Weak)]);
        assert_eq!(found("водительское удостоверение AB 123456").len(), 1);
        for text in ["012345678", "заказ 12345678", "паспорт 12345", "паспорт 1234567890123"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
