//! Numbers of identity documents in text (domain requirements, 3.15).

use crate::canon::text::is_letter;
use crate::recognize::cue::{Cue, Cues, has_cue};
use crate::recognize::digits::{Run, ends_clean, joined_run, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// Identity cards (nine digits), passports (`N` and eight digits), driving licences (two letters and six digits).
///
/// Strong: beside a word such as `удостоверение`, `жеке куәлік`, `паспорт`; right behind one that people shorten (`удл`, `у/л`, `пасп.`), if it has all the
/// digits of an identity card or the letters of another document. Nine digits alone are far too common to count; a passport's form alone is weak.
pub struct Documents;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Stem("удостоверени"),
        Cue::Stem("уд. личности"),
        Cue::Stem("уд.личности"),
        Cue::Stem("жеке куәлі"),
        Cue::Start("паспорт"),
        Cue::Start("загранпаспорт"),
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
            // A capital pair before the number may be the word itself: `УД 012345678`.
            let whole = (digits == 9 && (letters.chars().count() != 1 || letters == "№"))
                || passport
                || (digits == 8 && is_behind_n(text, start))
                || (letters.chars().count() == 2 && digits >= 6);
            let short = || is_short_word(letters) || is_behind_short_word(text, start);
            if fits && (has_cue(text, start, end, &CUES) || (whole && short())) {
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

/// Words for a document that people shorten, in lower case: alone they are other things, so that the number must follow at once.
const SHORT: &[&str] = &[
    "удл",
    "уд",
    "удв",
    "удост",
    "удостов",
    "удос",
    "уд-ние",
    "уд-е",
    "удост-е",
    "у/л",
    "у.л",
    "у-л",
    "у/личности",
    "уд/л",
    "пасп",
    "загран",
    "куәлік",
    "куәлігі",
    "куәлігім",
    "куәлігімнің",
    "id-карта",
    "id-карты",
    "ид-карта",
    "id-card",
    "idcard",
    "айди-карта",
    "карта",
    "в/у",
    "ву",
];

/// Words that may stand between such a word and the number.
const BETWEEN: &[&str] =
    &["n", "н", "личности", "лич", "личн", "л", "номер", "серия", "no", "num", "нөмірі", "жеке", "мой", "моё", "рк"];

/// Whether the letter of a passport stands before the number, a space between them.
fn is_behind_n(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(' ');
    before.strip_suffix(['N', 'n', 'Н', 'н']).is_some_and(|rest| !rest.ends_with(is_letter))
}

fn is_short_word(word: &str) -> bool {
    matches!(word, "УД" | "УЛ" | "ВУ")
}

/// Whether such a word stands right before the number.
fn is_behind_short_word(text: &str, start: usize) -> bool {
    let marks = |c: char| matches!(c, ' ' | '.' | ':' | '№' | '#' | '=' | '(' | '"' | ',');
    let mut before = &text[..start];
    for _ in 0..3 {
        let bare = before.trim_end_matches(marks);
        let mark = before.len() - bare.len();
        let inside = |c: &char| is_letter(*c) || matches!(c, '/' | '-' | '.');
        let len: usize = bare.chars().rev().take(24).take_while(inside).map(char::len_utf8).sum();
        let raw = &bare[bare.len() - len..];
        let word = raw.to_lowercase();
        if mark > 8 || word.is_empty() {
            return false;
        }
        if word == "карта" {
            let behind = bare[..bare.len() - len].trim_end_matches(' ').to_lowercase();
            return ["id", "айди", "ид"].iter().any(|id| behind.ends_with(id));
        }
        // In small letters it is a street.
        if SHORT.contains(&word.as_str())
            || raw == "УЛ"
            || word.split_once('.').is_some_and(|(short, rest)| SHORT.contains(&short) && BETWEEN.contains(&rest))
        {
            return true;
        }
        if !BETWEEN.contains(&word.as_str()) {
            return false;
        }
        before = &bare[..bare.len() - len];
    }
    false
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
        for text in [
            "удл 012345678",
            "удл. № 012345678",
            "уд. 012345678",
            "УД 012345678",
            "Уд. личности: 012345678",
            "удост. 012 345 678",
            "у/л № 012345678",
            "у.л. 012345678",
            "уд-ние 012345678",
            "пасп. N12345678",
            "пасп N 12345678",
            "загранпаспорт N12345678",
            "куәлік 012345678",
            "куәлігі № 012345678",
            "ID карта 012345678",
            "id-карта: 012345678",
            "в/у AB 123456",
        ] {
            let hits = found(text);
            assert!(matches!(hits[..], [(_, Evidence::Strong)]), "{text}: {hits:?}");
        }
        for text in [
            "удл 5",
            "уд. вес 12345678",
            "труд 123456789",
            "стул 123456789",
            "ул. Абая 12345678",
            "ул. 123456789",
            "Ул. 123456789",
            "№ п/п 100000001",
            "п/п 100000001",
            "карта 123456789",
            "скидочная карта 123456789",
            "уд. 12345678",
            "у/л",
            "сертификат 012345678",
            "заказ № 123456789",
            "жк 12345678",
        ] {
            assert!(found(text).iter().all(|hit| hit.1 < Evidence::Strong), "{text}: {:?}", found(text));
        }
        for text in ["012345678", "заказ 12345678", "паспорт 12345", "паспорт 1234567890123"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
