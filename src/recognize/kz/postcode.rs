//! Postcodes in text (domain requirements, 3.16).

use crate::canon::place::region_of_postcode;
use crate::canon::postcode::new_code;
use crate::recognize::cue::{Cue, Cues, has_cue};
use crate::recognize::digits::{ends_clean, next_run, starts_clean};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};
use std::sync::LazyLock;

/// Postcodes of Kazakhstan, both kinds.
///
/// Strong: beside a word such as `индекс`; the new code names one building, so it is strong alone too where its region exists and it is not all
/// letters' look-alikes. Weak: six digits of a region alone.
pub struct Postcodes;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Start("индекс"),
        Cue::Stem("postal"),
        Cue::Stem("postcode"),
        Cue::Word("zip"),
        Cue::Start("пошта"),
        Cue::Start("почт"),
    ])
});

impl Recognizer for Postcodes {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Postcode]
    }

    fn name(&self) -> &'static str {
        "postcode"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        if is_interval(text) {
            return;
        }
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let (start, end) = (run.start, run.end);
            if run.len() == 6
                && starts_clean(bytes, start, &[])
                && ends_clean(bytes, end)
                && region_of_postcode(&text[start..end]).is_some()
            {
                let evidence = if has_cue(text, start, end, &CUES) { Evidence::Strong } else { Evidence::Weak };
                found.push(Span { start, end, kind: Kind::Postcode, evidence });
            }
            if let Some(span) = building(text, start) {
                at = span.end;
                found.push(span);
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.digits >= 6 || (features.letters && features.total_digits >= 3 && features.len >= 7)
    }

    fn examples(&self) -> &'static [&'static str] {
        &["индекс 050040", "A15T0G9", "А15TOG9"]
    }
}

/// Whether all of a text is an interval of numbers, as sums are put into: `[50000, 100000)`, `< 100000`, `>= 100000`.
fn is_interval(text: &str) -> bool {
    let number = |text: &str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let whole = digits.split_once('.').map_or(digits, |(whole, _)| whole);
        // Codes may start with zero, numbers do not.
        let fits = whole == "0" || (!whole.is_empty() && !whole.starts_with('0'));
        fits && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
    };
    let bounded =
        text.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')).and_then(|inner| inner.split_once(", "));
    let open = text.strip_prefix("< ").or_else(|| text.strip_prefix(">= "));
    bounded.is_some_and(|(low, high)| number(low) && number(high)) || open.is_some_and(number)
}

/// The code of seven characters whose second is this digit.
fn building(text: &str, digit: usize) -> Option<Span> {
    let first = text[..digit].chars().next_back()?;
    let start = digit - first.len_utf8();
    let before = text[..start].chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return None;
    }
    let token: String = text[start..].chars().take(8).take_while(|c| c.is_alphanumeric()).collect();
    let code = new_code(&token).filter(|_| token.chars().count() == 7)?;
    // Two digits must be digits as written: a word of look-alikes is a word.
    let digits = token.chars().filter(char::is_ascii_digit).count();
    (digits >= 3 && region_of_postcode(&code).is_some()).then_some(Span {
        start,
        end: start + token.len(),
        kind: Kind::Postcode,
        evidence: Evidence::Strong,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Postcodes.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn codes() {
        assert_eq!(found("А15TOG9 (050040)"), [("А15TOG9", Evidence::Strong), ("050040", Evidence::Weak)]);
        assert_eq!(found("почтовый индекс 050040"), [("050040", Evidence::Strong)]);
        for text in ["[50000, 100000)", "< 100000", ">= 100000.50"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("[050040, 050050)").len(), 2);
        for text in ["123456", "Q15T0G9", "A15T0G99", "2024", "1050040", "A15TOGO"] {
            assert_eq!(
                found(text).iter().filter(|hit| hit.1 == Evidence::Strong).count(),
                0,
                "{text}: {:?}",
                found(text)
            );
        }
    }
}
