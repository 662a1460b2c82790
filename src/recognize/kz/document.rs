//! Numbers of identity documents in text (domain requirements, 3.15).

use crate::recognize::cue::{Cue, has_cue};
use crate::recognize::digits::{Run, ends_clean, joined_run, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};

/// Identity cards (nine digits), passports (`N` and eight digits), driving licences (two letters and six digits).
///
/// Strong: beside a word such as `удостоверение`, `жеке куәлік`, `паспорт`. Nine digits alone are far too common to count; a passport's form alone
/// is weak.
pub struct Documents;

const CUES: &[Cue] = &[
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
];

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
            let (start, letters) = letters_before(text, run.start);
            if !ends_clean(bytes, end) || (letters.is_empty() && !starts_clean(bytes, run.start, &[])) {
                continue;
            }
            let passport = run.len() == 8 && matches!(letters, "N" | "n" | "№" | "Н" | "н");
            let fits = passport || (matches!(digits, 6..=10) && letters.chars().count() <= 2);
            if fits && has_cue(text, start, end, CUES) {
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
    let letters = |text: &str| {
        text.chars()
            .rev()
            .take(3)
            .take_while(|c| c.is_alphabetic() || *c == '№')
            .map(char::len_utf8)
            .collect::<Vec<_>>()
    };
    let found = letters(bare);
    let len: usize = found.iter().sum();
    let word = &bare[bare.len() - len..];
    // Behind a space only `№` and the two capitals of a licence belong to the number.
    let apart = bare.len() < before.len();
    let belongs = !apart || word.ends_with('№') || (found.len() == 2 && word.chars().all(char::is_uppercase));
    if found.is_empty() || found.len() > 2 || !belongs {
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
