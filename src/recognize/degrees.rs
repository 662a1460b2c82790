//! Latitude and longitude with their marks: degrees, minutes and seconds, letters or words for the sides of the world, decimal commas.

use super::cue::{Cue, Cues, has_cue};
use super::digits::{is_word, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::letters_end;
use std::sync::LazyLock;

/// Two coordinates behind each other, each with a mark that makes it one.
///
/// Strong: to the second, to a hundredth of a minute, to four decimals of a degree, with a side of the world (`N`, `с. ш.`, `lon`) or a sign of degrees
/// at both. In Kazakhstan also with decimal commas alone, to six decimals, or to four in brackets or beside a word: rates and prices have four. A place to
/// the minute is a town.
pub struct Degrees;

impl Recognizer for Degrees {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Coordinates]
    }

    fn name(&self) -> &'static str {
        "degrees"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut before: Option<Angle> = None;
        let mut at = 0;
        while let Some(run) = next_run(text.as_bytes(), at) {
            at = run.end;
            let behind = before.as_ref().map_or(0, |before| before.end);
            let Some(angle) = angle(text, run.start, behind) else {
                before = None;
                continue;
            };
            at = angle.end;
            if let Some(first) = &before
                && first.joins(&angle, text)
            {
                let (start, end) = (first.start, angle.end);
                found.push(Span { start, end, kind: Kind::Coordinates, evidence: Evidence::Strong });
                before = None;
                continue;
            }
            before = Some(angle);
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.total_digits >= 10 && (features.letters || features.digits >= 4)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "43°14'20.2\"N 76°53'22.9\"E",
            "43.238949 с.ш., 76.889709 в.д.",
            "43°14.34' N, 76°53.38' E",
            "lat=43.238949&lon=76.889709",
        ]
    }
}

/// What a mark says of a coordinate.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Axis {
    Latitude,
    Longitude,
}

/// One coordinate.
struct Angle {
    start: usize,
    end: usize,
    axis: Option<Axis>,
    degrees: f64,
    /// It has a sign of degrees.
    signed: bool,
    /// It is told to some ten metres.
    precise: bool,
    /// It is a decimal number with a comma.
    comma: bool,
    /// Decimals up to the last that is not zero; as good as many where there are minutes.
    decimals: usize,
    /// Of the side of the world there is but a letter, which may be a size or a label.
    lettered: bool,
}

impl Angle {
    /// Whether this and the next are a place.
    fn joins(&self, next: &Self, text: &str) -> bool {
        let between = text.get(self.end..next.start).unwrap_or("");
        let apart = between.chars().count() <= 16 && !between.contains(|c: char| c.is_ascii_digit() || c == '\n');
        if !apart || !self.precise || !next.precise {
            return false;
        }
        let bare = self.axis.is_none() && !(self.signed && next.signed);
        let (lat, lon) = match (self.axis, next.axis) {
            (Some(Axis::Latitude), Some(Axis::Longitude)) => (self, next),
            (Some(Axis::Longitude), Some(Axis::Latitude)) => (next, self),
            (None, None) if !bare || (self.comma && next.comma) => (self, next),
            _ => return false,
        };
        // `1.00000` is a default, and a town where both end in zeros.
        let (least, most) = (lat.decimals.min(lon.decimals), lat.decimals.max(lon.decimals));
        let here = (40.5..55.5).contains(&lat.degrees) && (46.4..87.4).contains(&lon.degrees);
        if most < 3 || lat.degrees > 90.0 || lon.degrees > 180.0 {
            return false;
        }
        if bare {
            let between = between.trim_matches([' ', '-']);
            let called = || text[..self.start].ends_with(['(', '[']) || has_cue(text, self.start, next.end, &CUES);
            return here
                && (between.is_empty() || matches!(between, ";" | "/" | "|" | ","))
                && (least >= 6 || called());
        }
        here || least >= 5 || !(lat.lettered || lon.lettered)
    }
}

/// Words for a place.
static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Stem("координат"),
        Cue::Stem("геолокац"),
        Cue::Start("гео"),
        Cue::Start("широт"),
        Cue::Stem("местоположен"),
        Cue::Stem("точка на карте"),
        Cue::Stem("coordinate"),
        Cue::Stem("location"),
        Cue::Word("coords"),
        Cue::Word("geo"),
        Cue::Word("gps"),
        Cue::Word("latlng"),
    ])
});

/// A number of at most three digits and its decimals, at a position: its end, its value, the decimals, and whether a comma stands before them.
fn number(text: &str, at: usize) -> Option<(usize, f64, usize, bool)> {
    let bytes = text.as_bytes();
    let digits =
        |from: usize| bytes[from.min(bytes.len())..].iter().take(20).take_while(|byte| byte.is_ascii_digit()).count();
    let whole = digits(at);
    if !(1..=3).contains(&whole) {
        return None;
    }
    let mark = bytes.get(at + whole).copied();
    let decimals = if matches!(mark, Some(b'.' | b',')) { digits(at + whole + 1) } else { 0 };
    let end = at + whole + if decimals > 0 { 1 + decimals } else { 0 };
    let value = text[at..end].replace(',', ".").parse().ok()?;
    Some((end, value, decimals, decimals > 0 && mark == Some(b',')))
}

/// Bytes of one of the signs at a position, spaces before it included.
fn sign(text: &str, at: usize, signs: &[&str]) -> Option<usize> {
    let rest = &text[at..];
    let blank = rest.bytes().take(2).take_while(|&byte| byte == b' ').count();
    let rest = &rest[blank..];
    signs.iter().find(|sign| rest.starts_with(**sign)).map(|sign| at + blank + sign.len())
}

const DEGREES: &[&str] = &["°", "º", "˚", "*", "гр.", "град."];
const MINUTES: &[&str] = &["'", "′", "’", "‘", "`", "´", "min", "мин"];
const SECONDS: &[&str] = &["''", "′′", "\"", "″", "”", "“", "’’", "sec", "сек"];

/// The coordinate whose degrees begin at a position; the one before it ends at `behind`.
fn angle(text: &str, start: usize, behind: usize) -> Option<Angle> {
    let bytes = text.as_bytes();
    let side = side_before(text, start, behind);
    let touched = start > 0 && (is_word(bytes[start - 1]) || bytes[start - 1] == b'.') && side.is_none();
    if touched {
        return None;
    }
    let (mut end, mut degrees, decimals, comma) = number(text, start)?;
    let mut precise = decimals >= 4;
    let digits = text[start..end].trim_end_matches('0').len();
    let mut told = (start + digits + decimals).saturating_sub(end);
    let signed = sign(text, end, DEGREES);
    end = signed.unwrap_or(end);
    let mut parts = 1;
    // Without a sign of degrees minutes stand behind a space or a hyphen, and a side of the world must follow.
    let bare = signed.is_none() && decimals == 0;
    let skip = |at: usize| {
        at + bytes[at..]
            .iter()
            .take(2)
            .take_while(|byte| **byte == b' ' || (bare && matches!(**byte, b'-' | b':')))
            .count()
    };
    if decimals == 0
        && let Some((at, minutes, fraction, _)) =
            number(text, skip(end)).filter(|part| part.1 < 60.0 && (!bare || skip(end) > end))
        && let Some(at) = sign(text, at, MINUTES).or(bare.then_some(at))
    {
        (end, parts, degrees, precise, told) = (at, 2, degrees + minutes / 60.0, fraction >= 2, usize::MAX);
        if fraction == 0
            && let Some((at, seconds, _, _)) =
                number(text, skip(end)).filter(|part| part.1 < 60.0 && (!bare || skip(end) > end))
            && let Some(at) = sign(text, at, SECONDS).or(bare.then_some(at))
        {
            (end, parts, degrees, precise) = (at, 3, degrees + seconds / 3600.0, true);
        }
    }
    let number = end;
    let behind = side_behind(text, end);
    let (axis, end) = match (side, behind) {
        // `N 43 E 76`: what stands behind the first number is the side of the second.
        (Some((axis, _)), _) => (Some(axis), end),
        (None, Some((axis, end))) => (Some(axis), end),
        (None, None) => (None, end),
    };
    let ends = !bytes.get(end).is_some_and(|&next| is_word(next))
        || text[..end].ends_with(|c: char| !c.is_ascii_alphanumeric());
    let known = axis.is_some()
        || (signed.is_some() && parts > 1)
        || (signed.is_some() && decimals >= 4)
        || (comma && decimals >= 4);
    let lettered = decimals > 0
        && signed.is_none()
        && match (side, behind) {
            (Some((_, from)), _) => text[from..start].chars().nth(1).is_none_or(|c| !c.is_alphabetic()),
            (None, Some(_)) => text[number..end].trim_start().len() == 1,
            (None, None) => false,
        };
    let start = side.map_or(start, |(_, start)| start);
    let decimals = told;
    (known && ends).then_some(Angle {
        start,
        end,
        axis,
        degrees,
        signed: signed.is_some(),
        precise,
        comma,
        decimals,
        lettered,
    })
}

/// Words and letters for the sides of the world and for the two coordinates, in lower case.
const SIDES: &[(&str, Axis)] = &[
    ("n", Axis::Latitude),
    ("s", Axis::Latitude),
    ("e", Axis::Longitude),
    ("w", Axis::Longitude),
    ("lat", Axis::Latitude),
    ("latitude", Axis::Latitude),
    ("lon", Axis::Longitude),
    ("lng", Axis::Longitude),
    ("long", Axis::Longitude),
    ("longitude", Axis::Longitude),
    ("north", Axis::Latitude),
    ("south", Axis::Latitude),
    ("east", Axis::Longitude),
    ("west", Axis::Longitude),
    ("широта", Axis::Latitude),
    ("ш", Axis::Latitude),
    ("сш", Axis::Latitude),
    ("с", Axis::Latitude),
    ("ю", Axis::Latitude),
    ("северной", Axis::Latitude),
    ("долгота", Axis::Longitude),
    ("д", Axis::Longitude),
    ("вд", Axis::Longitude),
    ("в", Axis::Longitude),
    ("з", Axis::Longitude),
    ("восточной", Axis::Longitude),
    ("ендік", Axis::Latitude),
    ("бойлық", Axis::Longitude),
];

fn side(word: &str) -> Option<Axis> {
    let lower = word.to_lowercase();
    SIDES.iter().find(|(known, _)| *known == lower).map(|(_, axis)| *axis)
}

/// The side that stands before a number, and where it begins: not before `behind`, where another coordinate ends.
fn side_before(text: &str, start: usize, behind: usize) -> Option<(Axis, usize)> {
    let before = text[..start].trim_end_matches(['-', '+']);
    let bare = before.trim_end_matches([' ', ':', '=', '"', '.']);
    if before.len() - bare.len() > 4 {
        return None;
    }
    let len: usize = bare.chars().rev().take(10).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    let word = &bare[bare.len() - len..];
    let own = bare.len() - len >= behind;
    // `с 43 по 76` and `в 12` are no coordinates.
    let marked = word.chars().count() > 1 || word.chars().all(char::is_uppercase);
    (own && marked).then(|| side(word).map(|axis| (axis, bare.len() - len))).flatten()
}

/// The side that stands behind a number, and where it ends: `N`, `с. ш.`, `северной широты`.
fn side_behind(text: &str, end: usize) -> Option<(Axis, usize)> {
    let blank = text[end..].bytes().take(2).take_while(|&byte| byte == b' ').count();
    let start = end + blank;
    let letters = letters_end(text, start);
    let word = &text[start..letters];
    let axis = side(word)?;
    let cyrillic = word.chars().count() == 1 && !word.is_ascii();
    if !cyrillic {
        let single = word.len() == 1 && !word.bytes().all(|byte| byte.is_ascii_uppercase());
        return (!single).then_some((axis, letters));
    }
    // `с.ш.` and `в. д.`: one letter in Cyrillic alone is a preposition, but for a capital.
    let rest = text[letters..].trim_start_matches(['.', ' ']);
    let second = rest.chars().next().unwrap_or(' ');
    let other = rest[second.len_utf8().min(rest.len())..].starts_with(char::is_alphabetic);
    let behind = text.len() - rest.len() + second.len_utf8();
    match (axis, second) {
        (Axis::Latitude, 'ш' | 'Ш') | (Axis::Longitude, 'д' | 'Д') if !other => Some((axis, behind)),
        _ => word.chars().all(char::is_uppercase).then_some((axis, letters)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Degrees.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn places() {
        for text in [
            "43°14'20.2\"N 76°53'22.9\"E",
            "43°14′20″ с.ш. 76°53′22″ в.д.",
            "43°14′20″ с. ш., 76°53′22″ в. д.",
            "43° 14' 20\" N, 76° 53' 22\" E",
            "N43°14'20\" E76°53'22\"",
            "N 43°14'20.2\", E 76°53'22.9\"",
            "43°14'20'' 76°53'22''",
            "43°14.334'N 76°53.382'E",
            "43 14 20.2 N 76 53 22.9 E",
            "43-14-20N 076-53-22E",
            "43:14:20N 76:53:22E",
            "43.238949°N 76.889709°E",
            "43.238949° N, 76.889709° E",
            "43.238949N 76.889709E",
            "N43.238949 E76.889709",
            "43.2389 с.ш. 76.8897 в.д.",
            "43,238949° с.ш., 76,889709° в.д.",
            "широта 43.238949 долгота 76.889709",
            "широта: 43,238949, долгота: 76,889709",
            "lat=43.238949&lon=76.889709",
            "{\"lat\": 43.238949, \"lng\": 76.889709}",
            "latitude 43.238949, longitude 76.889709",
            "55.751244°, 37.618423°",
            "43,238949; 76,889709",
            "43,238949 76,889709",
            "ендік 43.238949 бойлық 76.889709",
            "43º14'20\"N 76º53'22\"E",
            "33°51'31\"S 151°12'53\"E",
            "(43,2389; 76,8897)",
            "координаты 43,2389 76,8897",
            "N 43.2389 E 76.8897",
            "lat 55.7512 lon 37.6184",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        assert_eq!(found("я тут: 43°14'20.2\"N 76°53'22.9\"E!"), ["43°14'20.2\"N 76°53'22.9\"E"]);
    }

    #[test]
    fn other_numbers() {
        for text in [
            "43°15′ с. ш. 76°54′ в. д.",
            "от 36.6 до 38.2° и 1200 метров, 12345678",
            "1,2345; 6,7890",
            "1920x1080 12345678",
            "с 10 до 12, в 2024 году 12345678",
            "5'11\" и 6'2\", 2024-05-12 12:30",
            "100.5 N 200.5 E 12345678",
            "rotate(45.0000deg, 30.0000deg)",
            "12:30:45 E 12:30:50",
            "цена 43,2389 тг, 76,8897 тг, 12345",
            "3,1415 2,7182 12345",
            "85° 20 10 2024-05-12",
            "45,1234 / 78,1234",
            "43,2500 76,9000",
            "43,25000 76,90000",
            "S 45.1234 E 12.1234",
            "45.1234 S 12.1234 E",
            "lat 1.00000 lon 1.00000",
            "lat=0.000000&lon=0.000000",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
