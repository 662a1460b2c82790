//! Latitude and longitude in text (domain requirements, 3.16).

use super::digits::{is_word, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::coordinates::degrees;

/// Two decimals behind each other that may be a place.
///
/// Strong: both with four decimals or more (about ten metres), in Kazakhstan (latitude 40.5 to 55.5, longitude 46.4 to 87.4), also with the longitude first behind a bracket. Weak: elsewhere, or with
/// three decimals.
pub struct Pairs;

/// Ten-millionths of a degree.
const UNIT: i64 = 10_000_000;

impl Recognizer for Pairs {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Coordinates]
    }

    fn name(&self) -> &'static str {
        "coordinates"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut before: Option<(usize, usize)> = None;
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let Some(end) = decimal_at(bytes, run.start, run.end) else {
                before = None;
                continue;
            };
            at = end;
            let start = run.start - usize::from(run.start > 0 && bytes[run.start - 1] == b'-');
            if let Some((first, first_end)) = before
                && joins(&text[first_end..start])
                && let Some(evidence) = judge(&text[first..first_end], &text[start..end])
            {
                // GeoJSON and WKT begin with the longitude.
                let turned = text[..first].ends_with(['[', '('])
                    && judge(&text[start..end], &text[first..first_end]) == Some(Evidence::Strong);
                let evidence = if turned { Evidence::Strong } else { evidence };
                found.push(Span { start: first, end, kind: Kind::Coordinates, evidence });
                before = None;
                continue;
            }
            before = Some((start, end));
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.dots >= 2 && features.total_digits >= 10
    }

    fn examples(&self) -> &'static [&'static str] {
        &["43.238949, 76.889709", "51.1605 71.4704", "(43.2389,76.8897)"]
    }
}

/// The end of a decimal with three decimals or more whose whole part is this run.
fn decimal_at(bytes: &[u8], start: usize, end: usize) -> Option<usize> {
    let touched = start > 0 && (is_word(bytes[start - 1]) || bytes[start - 1] == b'.');
    if touched || end - start > 3 || bytes.get(end) != Some(&b'.') {
        return None;
    }
    let decimals = bytes[end + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let end = end + 1 + decimals;
    let ends = !bytes.get(end).is_some_and(|&next| is_word(next))
        && !matches!(bytes[end..], [b'.', digit, ..] if digit.is_ascii_digit());
    (decimals >= 3 && ends).then_some(end)
}

/// Whether this may stand between latitude and longitude.
fn joins(between: &str) -> bool {
    let between = between.trim_matches(' ');
    between.len() <= 4 && between.chars().all(|c| matches!(c, ',' | ';' | '/' | '|' | ' ' | '°' | 'N' | 'E'))
}

fn judge(latitude: &str, longitude: &str) -> Option<Evidence> {
    let decimals = |text: &str| text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
    let (lat, lon) = (degrees(latitude, 90)?, degrees(longitude, 180)?);
    let here = (405 * UNIT / 10..=555 * UNIT / 10).contains(&lat) && (464 * UNIT / 10..=874 * UNIT / 10).contains(&lon);
    let precise = decimals(latitude).min(decimals(longitude)) >= 4;
    Some(if here && precise { Evidence::Strong } else { Evidence::Weak })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Pairs.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn places() {
        assert_eq!(found("я тут: 43.238949, 76.889709!"), [("43.238949, 76.889709", Evidence::Strong)]);
        assert_eq!(found("[76.889709, 43.238949]"), [("76.889709, 43.238949", Evidence::Strong)]);
        assert_eq!(found("55.751244 37.618423"), [("55.751244 37.618423", Evidence::Weak)]);
        assert_eq!(found("43.238 76.889"), [("43.238 76.889", Evidence::Weak)]);
        for text in [
            "43.23, 76.88",
            "1.2345",
            "192.0.2.7 10.0.19041.1",
            "43.238949 и 76.889709",
            "43.238949x 76.889709",
            "1234.5678 12.3456",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
