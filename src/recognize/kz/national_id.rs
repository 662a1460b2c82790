//! IIN and BIN in text (domain requirements, 3.1 and 3.2).

use crate::canon::iin::{looks_like_bin, names_a_day};
use crate::checksum;
use crate::recognize::cue::{Cue, Cues, around};
use crate::recognize::digits::{Run, ends_clean, inside_uuid, is_word, joined_run, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// Twelve-digit numbers of persons and businesses.
///
/// Strong: check digit and birth date (one random number in 450), check digit and the shape of a BIN (one in 300), or a
/// word such as `ИИН` within 25 characters; beside such a word also nine to eleven digits that lost their zeros. Weak:
/// check digit alone.
pub struct NationalIds;

impl Recognizer for NationalIds {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::NationalId, Kind::BusinessId]
    }

    fn name(&self) -> &'static str {
        "national-id"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let hit = match twelve(bytes, run) {
                Some((digits, end)) => judge_twelve(text, run.start, end, &digits),
                None => judge_short(text, run),
            };
            if let Some(span) = hit {
                at = span.end;
                found.push(span);
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.digits >= 9 || features.joined >= 12
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "850315100016",
            "850315 200012",
            "850-315-100-704",
            "ИИН 123456789012",
            "ЖСН: 50915100070",
            "351240000010",
            "БИН 351251000010",
        ]
    }
}

/// Latin words that stand against the number: `iin850315100016`.
const PREFIXES: &[&str] = &["iin", "inn", "bin"];

/// Twelve digits that start with this run, in one piece or with one or two separators, and where they end.
fn twelve(bytes: &[u8], first: Run) -> Option<([u8; 12], usize)> {
    if first.len() > 12 {
        return None;
    }
    let mut digits = [0; 12];
    let mut len = 0;
    let mut run = first;
    // Two spaces between six digits and six part the columns of a table.
    let longest = if first.len() == 6 { 1 } else { 2 };
    loop {
        digits.get_mut(len..len + run.len())?.copy_from_slice(&bytes[run.start..run.end]);
        len += run.len();
        if len == 12 {
            break;
        }
        run = joined_run(bytes, run.end, b" -.", longest)?;
    }
    // A piece of twelve digits is a number of its own whatever is joined to it with a hyphen; only a fraction is not.
    let clean = if first.len() == 12 {
        let alone = starts_clean(bytes, first.start, PREFIXES) || (first.start > 0 && bytes[first.start - 1] == b'-');
        alone && !bytes.get(run.end).is_some_and(|&next| is_word(next))
    } else {
        starts_clean(bytes, first.start, PREFIXES) && ends_clean(bytes, run.end)
    };
    (clean && !inside_uuid(bytes, first.start, run.end)).then_some((digits, run.end))
}

fn judge_twelve(text: &str, start: usize, end: usize, digits: &[u8; 12]) -> Option<Span> {
    let checksum = checksum::mod11(digits);
    let (kind, evidence) = if checksum && names_a_day(digits) {
        (Kind::NationalId, Evidence::Strong)
    } else if checksum && looks_like_bin(digits) {
        (Kind::BusinessId, Evidence::Strong)
    } else if !checksum && checksum::inn(digits) {
        // A Russian number under its own name.
        return None;
    } else {
        match cue(text, start, end) {
            Some(kind) => (kind, Evidence::Strong),
            None if checksum => (Kind::NationalId, Evidence::Weak),
            None => return None,
        }
    };
    Some(Span { start, end, kind, evidence })
}

/// Nine to eleven digits that a spreadsheet cut zeros off. One in sixty random ones would pass, so a word must stand
/// beside them.
fn judge_short(text: &str, run: Run) -> Option<Span> {
    let bytes = text.as_bytes();
    if !(9..=11).contains(&run.len()) || !starts_clean(bytes, run.start, PREFIXES) || !ends_clean(bytes, run.end) {
        return None;
    }
    let mut full = [b'0'; 12];
    full[12 - run.len()..].copy_from_slice(&bytes[run.start..run.end]);
    let proven = checksum::mod11(&full) && names_a_day(&full);
    (proven && cue(text, run.start, run.end) == Some(Kind::NationalId)).then_some(Span {
        start: run.start,
        end: run.end,
        kind: Kind::NationalId,
        evidence: Evidence::Strong,
    })
}

/// Words for the number of a person. `ИНН` stands in Russian texts where `ЖСН` stands in Kazakh ones.
static PERSON: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Word("иин"),
        Cue::Word("инн"),
        Cue::Word("жсн"),
        Cue::Word("iin"),
        Cue::Word("inn"),
        Cue::Stem("сәйкестендіру"),
        Cue::Stem("идентификационн"),
        Cue::Stem("удостоверени"),
    ])
});

/// Words for the number of a business.
static BUSINESS: LazyLock<Cues> = LazyLock::new(|| Cues::new(&[Cue::Word("бин"), Cue::Word("бсн"), Cue::Word("bin")]));

/// What a word beside the number says. Where both kinds are named (`ИИН/БИН`), a person's is assumed.
fn cue(text: &str, start: usize, end: usize) -> Option<Kind> {
    let surroundings = around(text, start, end)?;
    if PERSON.are_in(&surroundings) {
        Some(Kind::NationalId)
    } else if BUSINESS.are_in(&surroundings) {
        Some(Kind::BusinessId)
    } else {
        None
    }
}

/// Whether a word beside the number says that it is a person's.
pub(in crate::recognize) fn is_called(text: &str, start: usize, end: usize) -> bool {
    cue(text, start, end) == Some(Kind::NationalId)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind, Evidence)> {
        let mut found = Vec::new();
        NationalIds.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.kind, span.evidence)).collect()
    }

    #[test]
    fn checksum_and_date_are_strong() {
        for text in [
            "850315100016",
            "850315200012",
            "850315100704",
            "991231500016",
            "050915100070",
            "850315 100016",
            "850315-100016",
            "850 315 100 016",
            "850.315.100.016",
            "iin850315100016",
            "850315100016.0",
            "договор 7-850315100016",
            "8 5 0 3 1 5 1 0 0 0 1 6",
        ] {
            let hits = found(text);
            assert!(matches!(hits[..], [(_, Kind::NationalId, Evidence::Strong)]), "{text}: {hits:?}");
        }
        assert_eq!(
            found("(850315100016), тел 8 771 000 99 98")[0],
            ("850315100016", Kind::NationalId, Evidence::Strong)
        );
        assert_eq!(found("850315100016 850315200012").len(), 2);
    }

    #[test]
    fn words_are_strong_without_a_checksum() {
        for text in [
            "ИИН 123456789012",
            "мой иин: 850315100017",
            "ЖСН 123456789012",
            "123456789012 (ИНН)",
            "жеке сәйкестендіру нөмірі 123456789012",
            "удостоверение 1, 123456789012",
            "IIN=123456789012",
        ] {
            let hits = found(text);
            assert!(matches!(hits[..], [(_, Kind::NationalId, Evidence::Strong)]), "{text}: {hits:?}");
        }
        assert_eq!(found("БИН 123456789012"), [("123456789012", Kind::BusinessId, Evidence::Strong)]);
        assert_eq!(found("ИИН/БИН 123456789012"), [("123456789012", Kind::NationalId, Evidence::Strong)]);
        assert_eq!(found("длинный 123456789012"), [], "`инн` inside a word is no cue");
    }

    #[test]
    fn businesses() {
        for text in ["210140019844", "351240000010", "351251000010", "351260000012", "210140-019844"] {
            let hits = found(text);
            assert!(matches!(hits[..], [(_, Kind::BusinessId, Evidence::Strong)]), "{text}: {hits:?}");
        }
    }

    #[test]
    fn checksum_alone_is_weak() {
        assert_eq!(found("851315100019"), [("851315100019", Kind::NationalId, Evidence::Weak)]);
    }

    #[test]
    fn lost_zeros_need_a_word() {
        for (text, count) in [
            ("ИИН 50915100070", 1),
            ("жсн 1215100079", 1),
            ("ИИН 101100076", 1),
            ("ИИН 71108100075", 1),
            ("50915100070", 0),
            ("ИИН 50915100071", 0),
            ("ИИН 87710009998", 0),
        ] {
            assert_eq!(found(text).len(), count, "{text}");
        }
    }

    #[test]
    fn other_numbers() {
        for text in [
            "850315100017",
            "8503151000166",
            "1850315100016",
            "a850315100016",
            "850315100016a",
            "_850315100016",
            "0.850315100016",
            "2024-03-05 12:00:00",
            "85031510001",
            "850315  100016",
            "550e8400-e29b-41d4-a716-850315100016",
            "12-850315-100016",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn random_numbers_are_rarely_strong() {
        // Checksum, day and century together pass 0.22 % of random numbers, checksum, month and fifth digit 0.33 %.
        let (mut persons, mut businesses) = (0, 0);
        let mut state = 1_u64;
        for _ in 0..200_000 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            match found(&format!("{:012}", (state >> 16) % 1_000_000_000_000))[..] {
                [(_, Kind::NationalId, Evidence::Strong)] => persons += 1,
                [(_, Kind::BusinessId, Evidence::Strong)] => businesses += 1,
                _ => {}
            }
        }
        assert!((300..600).contains(&persons) && (500..900).contains(&businesses), "{persons} {businesses}");
    }
}
