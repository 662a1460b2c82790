//! Bank account numbers in text (domain requirements, 3.7).

use super::digits::{is_word, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::iban::length_of;
use crate::canon::text::{digit_like, is_letter_or_digit, latin_capital};
use crate::checksum;

/// Bank account numbers, in one piece or in groups; Cyrillic letters that look like Latin ones count as these.
///
/// Strong: two letters of a country with IBAN, its length, and the check digits. Weak: the same without the check digits.
pub struct Ibans;

impl Recognizer for Ibans {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Iban]
    }

    fn name(&self) -> &'static str {
        "iban"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        // The check digits are the first digits of a number, and two letters stand before them.
        let (mut behind, mut at) = (0, 0);
        while let Some(run) = next_run(text.as_bytes(), at) {
            at = run.end;
            let letters = text[behind..run.start].strip_suffix([' ', '-']).unwrap_or(&text[behind..run.start]);
            let mut before = letters.char_indices().rev();
            let (Some(_), Some((start, _))) = (before.next(), before.next()) else { continue };
            let touched = before.next().is_some_and(|(_, c)| is_letter_or_digit(c) || c == '_');
            let start = behind + start;
            if !touched && let Some((end, evidence)) = number_at(text, start) {
                found.push(Span { start, end, kind: Kind::Iban, evidence });
                (behind, at) = (end, end);
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        // Fifteen characters are the shortest number (Norway), and two check digits are the fewest digits.
        features.total_digits >= 2 && features.letters && features.len >= 15
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "KZ60999KZT0000000001",
            "KZ73 9990 0000 0000 0123",
            "KZ59999A1B2C3D4E5F6G",
            "GB82 WEST 1234 5698 7654 32",
            "КZ86125KZT5004100100",
        ]
    }
}

/// The number of the country whose two letters stand here, and where it ends.
///
/// Letters that look like digits are digits where only that makes the check digits right. Groups other than fours must be in capitals.
fn number_at(text: &str, start: usize) -> Option<(usize, Evidence)> {
    let mut number = [0_u8; 34];
    let mut digital = number;
    let mut len = 0;
    let mut wanted = usize::MAX;
    let (mut separated, mut early, mut irregular, mut small) = (false, false, false, false);
    for (at, c) in text[start..].char_indices() {
        if matches!(c, ' ' | '-') && !separated && len >= 2 {
            separated = true;
            early |= len < 4;
            irregular |= len % 4 > 0;
            continue;
        }
        separated = false;
        small |= c.is_lowercase();
        // Words of prose in a row: `is 7 771`.
        if irregular && small {
            return None;
        }
        let digit = digit_like(c).filter(|_| len >= 2);
        let sign = latin_capital(c).or(digit)?;
        match len {
            0 | 1 if !sign.is_ascii_uppercase() => return None,
            2 | 3 => number[len] = u8::try_from(digit?).ok()?,
            _ => number[len] = u8::try_from(sign).ok()?,
        }
        digital[len] = u8::try_from(digit.unwrap_or(sign)).ok()?;
        len += 1;
        if len == 2 {
            wanted = length_of(std::str::from_utf8(&number[..2]).ok()?)?;
        }
        if len == wanted {
            let end = start + at + c.len_utf8();
            let next = text[end..].chars().next();
            let ends = !next.is_some_and(|c| c.is_alphanumeric() || u8::try_from(c).is_ok_and(is_word));
            let proven = checksum::mod97(&number[..len]) || checksum::mod97(&digital[..len]);
            // A word of letters only that happens to be long enough has no check digits, so it never comes here. Behind `KZ 86` anything may
            // follow.
            let evidence = if proven { Evidence::Strong } else { Evidence::Weak };
            return (ends && (proven || !early)).then_some((end, evidence));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Ibans.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn numbers() {
        for text in Ibans.examples() {
            assert_eq!(found(&format!("счёт {text}, банк")), [(*text, Evidence::Strong)], "{text}");
        }
        assert_eq!(found("KZ61999KZT0000000001"), [("KZ61999KZT0000000001", Evidence::Weak)]);
        assert_eq!(found("kz60999kzt0000000001"), [("kz60999kzt0000000001", Evidence::Strong)]);
    }

    #[test]
    fn other_texts() {
        for text in [
            "KZ60999KZT000000000",
            "KZ60999KZT00000000012",
            "xKZ60999KZT0000000001",
            "Казахстан 2024",
            "DE",
            "KZ-71 50 000 тенге за курс",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
