//! Coordinates: `degrees/1` and `coordinates/1` (domain requirements, 3.16).

use std::fmt::Write as _;

use super::text::{asciify, unguard};
use super::{Canonical, Form, null};

/// One coordinate: decimal degrees with up to seven decimals, without zeros at the end.
///
/// Null rule: 5.9's spellings. Unfit: beyond 180 degrees either way.
pub const DEGREES_FORM: Form = Form {
    id: "degrees/1",
    what: "decimal degrees, decimal point, up to seven decimals",
    write: |raw, out| write_with(raw, out, |text| degrees(text, 180).map(|value| vec![value])),
    is_doubtful: |_| false,
};

/// Latitude and longitude: two decimal degrees with a comma between them.
///
/// Null rule: 5.9's spellings. Unfit: latitudes beyond 90 degrees, longitudes beyond 180.
pub const FORM: Form = Form {
    id: "coordinates/1",
    what: "latitude and longitude in decimal degrees: `43.238949,76.889709`",
    write: |raw, out| write_with(raw, out, |text| pair(text).map(|(lat, lon)| vec![lat, lon])),
    is_doubtful: |_| false,
};

/// Ten-millionths of a degree: about a centimetre, finer than any device.
const UNIT: i64 = 10_000_000;

/// Latitude and longitude in ten-millionths of a degree.
///
/// Read: two decimals behind each other with a comma, a semicolon, a slash or a space between them, decimal commas where something else
/// separates them, degree signs, and `N`, `S`, `E`, `W` on either side of a number.
#[must_use]
pub fn pair(text: &str) -> Option<(i64, i64)> {
    let text = text.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let (lat, lon) = split(text)?;
    let (lat, lon) = (degrees(lat, 90)?, degrees(lon, 180)?);
    Some((lat, lon))
}

/// The two halves of a pair: at the separator that is not a decimal mark.
fn split(text: &str) -> Option<(&str, &str)> {
    for mark in [';', '/', '|'] {
        if let Some(halves) = text.split_once(mark) {
            return Some(halves);
        }
    }
    match text.matches(',').count() {
        0 => text.split_once(char::is_whitespace),
        1 if text.contains('.') => text.split_once(','),
        // `43,238949 76,889709` and `43,238949, 76,889709`.
        2 => text.split_once(' '),
        3 => text.match_indices(',').nth(1).map(|(at, _)| (&text[..at], &text[at + 1..])),
        _ => None,
    }
}

/// One coordinate in ten-millionths of a degree, of at most `limit` degrees.
#[must_use]
pub fn degrees(text: &str, limit: i64) -> Option<i64> {
    let text = text.trim().trim_end_matches(',').trim();
    let (text, mut negative) =
        match text.strip_prefix(['N', 'E', 'n', 'e']).or_else(|| text.strip_suffix(['N', 'E', 'n', 'e'])) {
            Some(rest) => (rest, false),
            None => match text.strip_prefix(['S', 'W', 's', 'w']).or_else(|| text.strip_suffix(['S', 'W', 's', 'w'])) {
                Some(rest) => (rest, true),
                None => (text, false),
            },
        };
    let text = text.trim().trim_end_matches('°').trim();
    let text = match text.strip_prefix('-') {
        Some(rest) => {
            negative = !negative;
            rest
        }
        None => text.strip_prefix('+').unwrap_or(text),
    };
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || fraction.len() > 18 || !digits(whole) || !digits(fraction) {
        return None;
    }
    let whole: i64 = whole.parse().ok()?;
    let kept = fraction.bytes().chain(std::iter::repeat(b'0')).take(7);
    let fraction = kept.fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    let value = whole * UNIT + fraction;
    (value <= limit * UNIT).then_some(if negative { -value } else { value })
}

fn write_with(raw: &str, out: &mut String, read: impl Fn(&str) -> Option<Vec<i64>>) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let Some(values) = read(asciify(text, &mut buffer)) else { return Canonical::Unfit };
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_degrees(value, out);
    }
    Canonical::Written
}

/// Appends ten-millionths of a degree as a decimal number without needless zeros.
pub(crate) fn write_degrees(value: i64, out: &mut String) {
    if value < 0 {
        out.push('-');
    }
    let (whole, fraction) = (value.abs() / UNIT, value.abs() % UNIT);
    // Writing to a String cannot fail.
    let _ = write!(out, "{whole}");
    if fraction > 0 {
        let digits = format!("{fraction:07}");
        out.push('.');
        out.push_str(digits.trim_end_matches('0'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn pairs_of_coordinates() {
        for raw in [
            "43.238949, 76.889709",
            "43.238949 76.889709",
            "43.238949;76.889709",
            "43,238949; 76,889709",
            "43,238949 76,889709",
            "43,238949, 76,889709",
            "(43.238949, 76.889709)",
            "N43.238949 E76.889709",
            "43.238949°N, 76.889709°E",
            "43.238949/76.889709",
            "43.2389490, 76.8897090",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok("43.238949,76.889709"), "{raw}");
        }
        assert_eq!(outcome(&FORM, "-33.5, -70").as_deref(), Ok("-33.5,-70"));
        for raw in ["43.238949", "95.0, 10.0", "43.2, 181", "a, b", "1,2,3,4,5"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }

    #[test]
    fn single_coordinates() {
        for (raw, wanted) in [
            ("43.238949", "43.238949"),
            ("76,8897090", "76.889709"),
            ("-0.5", "-0.5"),
            ("51", "51"),
            ("S 33.5", "-33.5"),
        ] {
            assert_eq!(outcome(&DEGREES_FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["181", "43.2.1", "x", "1e5"] {
            assert_eq!(outcome(&DEGREES_FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
