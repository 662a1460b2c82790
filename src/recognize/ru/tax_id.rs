//! Taxpayer numbers of Russia in text (domain requirements, 3.3).

use crate::checksum;
use crate::recognize::cue::{Cue, Cues, has_cue};
use crate::recognize::digits::{Run, ends_clean, inside_uuid, joined_run, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// ИНН of persons (12 digits) and firms (10 digits).
///
/// Strong: both check digits of twelve, or a word such as `ИНН` within 25 characters. Weak: the check digit of ten, which one random number in ten
/// has. One valid ИНН in eleven is a valid IIN too, and is protected as one.
pub struct TaxIds;

static CUES: LazyLock<Cues> =
    LazyLock::new(|| Cues::new(&[Cue::Word("инн"), Cue::Word("inn"), Cue::Stem("налогоплательщик")]));

impl Recognizer for TaxIds {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::TaxId]
    }

    fn name(&self) -> &'static str {
        "tax-id"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let (start, end) = (run.start, run.end);
            if let Some(end) = grouped(bytes, run) {
                at = end;
                found.push(Span { start, end, kind: Kind::TaxId, evidence: Evidence::Strong });
                continue;
            }
            if !matches!(run.len(), 10 | 12)
                || !starts_clean(bytes, start, &["inn"])
                || !ends_clean(bytes, end)
                || inside_uuid(bytes, start, end)
            {
                continue;
            }
            let valid = checksum::inn(&bytes[start..end]);
            let evidence = match (valid, run.len()) {
                (true, 12) => Evidence::Strong,
                // Beside the word, twelve digits without the check are an IIN under its Russian name.
                (true, _) if has_cue(text, start, end, &CUES) => Evidence::Strong,
                (false, 10) if has_cue(text, start, end, &CUES) => Evidence::Strong,
                (true, _) => Evidence::Weak,
                _ => continue,
            };
            found.push(Span { start, end, kind: Kind::TaxId, evidence });
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.digits >= 10 || features.joined >= 12
    }

    fn examples(&self) -> &'static [&'static str] {
        &["500100732259", "ИНН 7830002293"]
    }
}

/// Where the twelve digits end that begin with this run and stand one by one, in pairs or in fours, if both check digits prove them. Threes
/// are a sum, sixes an IIN, and other groups a telephone number with something behind it: one in a hundred of these would pass.
fn grouped(bytes: &[u8], first: Run) -> Option<usize> {
    if !matches!(first.len(), 1 | 2 | 4) {
        return None;
    }
    let mut digits = [0; 12];
    let (mut len, mut run) = (0, first);
    loop {
        digits.get_mut(len..len + run.len())?.copy_from_slice(&bytes[run.start..run.end]);
        len += run.len();
        if len == 12 {
            break;
        }
        run = joined_run(bytes, run.end, b" -.", 1).filter(|run| run.len() == first.len())?;
    }
    // More of the same before or behind them are a list, or the bytes of a dump.
    let before = matches!(bytes[..first.start], [.., digit, b' ' | b'-' | b'.'] if digit.is_ascii_digit())
        && bytes[..first.start - 1].iter().rev().take(5).take_while(|byte| byte.is_ascii_digit()).count()
            == first.len();
    let more = before || joined_run(bytes, run.end, b" -.", 1).is_some_and(|next| next.len() == first.len());
    let clean = !more && starts_clean(bytes, first.start, &["inn"]) && ends_clean(bytes, run.end);
    (clean && checksum::inn(&digits) && !inside_uuid(bytes, first.start, run.end)).then_some(run.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        for (text, wanted) in [
            ("500100732259", Evidence::Strong),
            ("инн: 7830002293", Evidence::Strong),
            ("ИНН 1234567890", Evidence::Strong),
            ("7830002293", Evidence::Weak),
            ("1234567890", Evidence::Refuted),
            ("500100732250", Evidence::Refuted),
            ("длинный 1234567890", Evidence::Refuted),
            ("a500100732259", Evidence::Refuted),
            ("50 01 00 73 22 59", Evidence::Strong),
            ("50 01 00 73 22 59 60 61", Evidence::Refuted),
            ("49 50 01 00 73 22 59", Evidence::Refuted),
            ("12 5001 0073 2259", Evidence::Strong),
        ] {
            assert_eq!(TaxIds.judge(text), wanted, "{text}");
        }
    }
}
