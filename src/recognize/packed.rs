//! Rows of letters and digits that are another text or a number: base32 (RFC 4648) and hexadecimal digits.
//!
//! Every function takes time linear in its text.

use super::decode::{hex as digit, is_readable};
use super::digits::for_each_run;
use super::phone::is_distinctive;
use crate::canon::iin::names_a_day;
use crate::checksum;
use crate::recognize::kz::national_id::is_called;

/// Letters in a row from which base32 may hold something, and digits from which a hexadecimal text may.
pub(super) const SHORTEST: usize = 14;
/// Hexadecimal digits of the shortest number that is looked for.
pub(super) const SHORTEST_NUMBER: usize = 9;
/// Those of the longest, with a mark before or behind it and zeros.
const LONGEST_NUMBER: usize = 20;

/// Calls `found` with each row of base32 or of hexadecimal digits that decodes to readable text: where it stands, and the text.
pub(super) fn texts(text: &str, mut found: impl FnMut(usize, usize, &str)) {
    for_each_run(
        text.as_bytes(),
        SHORTEST,
        |byte| byte.is_ascii_alphanumeric(),
        |start, end| {
            let row = &text[start..end];
            let readable =
                |bytes: Vec<u8>| String::from_utf8(bytes).ok().filter(|text| is_readable(text) && is_telling(text));
            if let Some(text) = base32(row).and_then(readable).or_else(|| hex(row).and_then(readable)) {
                found(start, end, &text);
            }
        },
    );
}

/// The bytes of a row of base32 in one case.
fn base32(row: &str) -> Option<Vec<u8>> {
    let small = row.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'));
    let large = row.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7'));
    if !small && !large {
        return None;
    }
    let mut bytes = Vec::with_capacity(row.len() * 5 / 8);
    let (mut bits, mut held) = (0_u32, 0);
    for letter in row.bytes() {
        let value = match letter {
            b'2'..=b'7' => letter - b'2' + 26,
            _ => letter.to_ascii_lowercase() - b'a',
        };
        bits = (bits << 5 | u32::from(value)) & 0xfff;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 0xff) as u8);
        }
    }
    Some(bytes)
}

/// The bytes of a row of hexadecimal digits, two for each.
fn hex(row: &str) -> Option<Vec<u8>> {
    let row = row.strip_prefix("0x").or_else(|| row.strip_prefix("0X")).unwrap_or(row);
    let (pairs, rest) = row.as_bytes().as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|&[high, low]| Some(digit(high)? << 4 | digit(low)?)).collect()
}

/// Whether a text says by itself whose it is. Ten digits have one digit to check, which a count has by chance: `1234567890` is a tax id beside a word
/// only, and within a row of bytes there is none.
fn is_telling(text: &str) -> bool {
    let digits = text.trim();
    digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) || is_distinctive(digits.as_bytes())
}

/// Bytes of the shortest dump that may hold something.
pub(super) const SHORTEST_DUMP: usize = 10;

/// Calls `found` with each dump that is readable text: pairs of hexadecimal digits with one sign between them.
pub(super) fn dumps(text: &str, mut found: impl FnMut(usize, usize, &str)) {
    let bytes = text.as_bytes();
    let pair = |at: usize| match bytes.get(at..at + 2) {
        Some(&[high, low]) => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    };
    let mut at = 0;
    while at + 3 * SHORTEST_DUMP <= bytes.len() + 1 {
        let sign = bytes[at + 2];
        if !matches!(sign, b' ' | b':' | b'-')
            || pair(at).is_none()
            || (at > 0 && bytes[at - 1].is_ascii_alphanumeric())
        {
            at += 1;
            continue;
        }
        let mut row = Vec::new();
        let mut end = at;
        while let Some(byte) = pair(end) {
            row.push(byte);
            end += 2;
            if bytes.get(end) != Some(&sign) {
                break;
            }
            end += 1;
        }
        if row.len() >= SHORTEST_DUMP
            && let Some(text) = String::from_utf8(row).ok().filter(|text| is_readable(text) && is_telling(text))
        {
            found(at, end, &text);
        }
        at = end.max(at + 1);
    }
}

/// Calls `found` with each hexadecimal number that is somebody's: where it stands, and the number as people write it.
///
/// With `0x` before it: IINs whose check digit fits, and telephone numbers. Without it a row of hexadecimal digits is mostly the id of something, so
/// that only the IIN of somebody who may live is one that stands alone, of random rows fewer than one in a thousand, or one beside a word such as `ИИН`.
pub(super) fn numbers(text: &str, mut found: impl FnMut(usize, usize, &str)) {
    for_each_run(
        text.as_bytes(),
        SHORTEST_NUMBER,
        |byte| byte.is_ascii_alphanumeric(),
        |start, end| {
            let row = &text[start..end];
            // No longer row is such a number, and of a long one nothing is read twice.
            if row.len() > LONGEST_NUMBER {
                return;
            }
            let marked = row.strip_prefix("0x").or_else(|| row.strip_prefix("0X"));
            let marked = marked.or_else(|| row.strip_suffix(['h', 'H']));
            let marked = marked.or_else(|| row.strip_prefix('H').filter(|_| text[..start].ends_with('&')));
            let before = text[..start].trim_end_matches([' ', ':', '=', '#']);
            let named = before.len() >= 3 && before.as_bytes()[before.len() - 3..].eq_ignore_ascii_case(b"hex");
            let marked = marked.or_else(|| named.then_some(row));
            let digits = marked.unwrap_or(row).trim_start_matches('0');
            let cases = digits.bytes().any(|byte| byte.is_ascii_lowercase())
                && digits.bytes().any(|byte| byte.is_ascii_uppercase());
            if !(8..=SHORTEST_NUMBER + 1).contains(&digits.len()) || cases {
                return;
            }
            let Ok(value) = u64::from_str_radix(digits, 16) else { return };
            let iin = format!("{value:012}");
            let person = iin.len() == 12 && checksum::mod11(iin.as_bytes()) && names_a_day(iin.as_bytes());
            let letters = digits.bytes().any(|byte| byte.is_ascii_alphabetic());
            let called = || (may_live(iin.as_bytes()) && stands_alone(text, start, end)) || is_called(text, start, end);
            if person && value > 99_999_999 && (marked.is_some() || (letters && digits.len() > 8 && called())) {
                found(start, end, &iin);
            } else if marked.is_some()
                && let Some(national) = national(value)
            {
                found(start, end, &format!("+7{national}"));
            }
        },
    );
}

/// Whether a row is no part of a longer name (`order_c5fabdcca9`, `/c5fabdcca9/`) and no word for the id of a thing stands before it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    const THINGS: &[&str] = &[
        "blob",
        "branch",
        "build",
        "checksum",
        "commit",
        "color",
        "crc",
        "digest",
        "hash",
        "image",
        "invoice",
        "key",
        "order",
        "ref",
        "request",
        "rev",
        "revision",
        "sha",
        "trace",
        "ver",
        "version",
        "билд",
        "версия",
        "заказ",
        "заказа",
        "коммит",
        "ключ",
        "ревизия",
        "сборка",
        "хеш",
        "хэш",
    ];
    const JOINS: &[char] = &['_', '-', '.', '/', '\\', '+', '#', '&', '?', '%', '~'];
    let joined = text[..start].ends_with(JOINS)
        || text[end..].starts_with(JOINS) && text[end..].chars().nth(1).is_some_and(|next| !next.is_whitespace());
    let before = text[..start].trim_end_matches([' ', ':', '=', '#', '№', '"', '(']);
    let len: usize = before.chars().rev().take(16).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum();
    !joined && !THINGS.contains(&before[before.len() - len..].to_lowercase().as_str())
}

/// Whether the IIN is one of somebody born between 1935 and 2029.
fn may_live(iin: &[u8]) -> bool {
    match iin[6] {
        b'3' | b'4' => iin[0] > b'3' || (iin[0] == b'3' && iin[1] >= b'5'),
        b'5' | b'6' => iin[0] < b'3',
        _ => false,
    }
}

/// The ten digits of a telephone number of Kazakhstan or of a mobile one of Russia.
fn national(value: u64) -> Option<String> {
    const TEN: u64 = 10_000_000_000;
    let digits = format!("{:010}", value % TEN);
    (matches!(value / TEN, 7 | 8) && is_distinctive(digits.as_bytes())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        texts(text, |_, _, inner| seen.push(inner.to_owned()));
        seen
    }

    fn counted(text: &str) -> Vec<String> {
        let mut seen = Vec::new();
        numbers(text, |_, _, number| seen.push(number.to_owned()));
        seen
    }

    #[test]
    fn texts_are_opened() {
        for (raw, wanted) in [
            ("MFUWO5LMFZ2GK43UN53GCQDFPBQW24DMMUXGW6Q=", "aigul.testova@example.kz"),
            ("x=mfuwo5lmfz2gk43un53gcqdfpbqw24dmmuxgw6q", "aigul.testova@example.kz"),
            ("616e6e61406578616d706c652e6b7a", "anna@example.kz"),
            ("0x616E6E61406578616D706C652E6B7A", "anna@example.kz"),
            ("383530333135313030303136", "850315100016"),
        ] {
            assert_eq!(opened(raw), [wanted], "{raw}");
        }
        for raw in
            ["d41d8cd98f00b204e9800998ecf8427e", "dizaynerinteryera", "SUPERCALIFRAGILISTIC", "1700000000123456789"]
        {
            assert_eq!(opened(raw), [] as [&str; 0], "{raw}");
        }
    }

    #[test]
    fn dumps_are_opened() {
        for (raw, wanted) in [
            ("x 61 6e 6e 61 40 65 78 61 6d 70 6c 65 2e 6b 7a y", Some("anna@example.kz")),
            ("61:6E:6E:61:40:65:78:61:6D:70:6C:65:2E:6B:7A", Some("anna@example.kz")),
            ("00:00:5E:00:53:01", None),
            ("10-20-30-40-50-60-70-80-90-10-20", None),
            ("31 32 33 34 35 36 37 38 39 30", None),
            ("2024-05-12 10:20:30", None),
            ("61 62", None),
        ] {
            let mut seen = None;
            dumps(raw, |_, _, text| seen = Some(text.to_owned()));
            assert_eq!(seen.as_deref(), wanted, "{raw}");
        }
    }

    #[test]
    fn numbers_are_read() {
        for (raw, wanted) in [
            ("0xc5fababf70", "850315100016"),
            ("0XC5FABABF70", "850315100016"),
            ("x=c5fabdcca9", "850315300009"),
            ("ИИН c5fababf70", "850315100016"),
            ("C5FABABF70h", "850315100016"),
            ("&HC5FABABF70", "850315100016"),
            ("hex: c5fababf70", "850315100016"),
            ("0x146BEC8A8E", "+77710009998"),
            ("0x1217E0A68E", "+77710009998"),
        ] {
            assert_eq!(counted(raw), [wanted], "{raw}");
        }
        for raw in [
            "0xdeadbeef",
            "0x7ffd1a2b3c4d",
            "5d41402abc",
            "0x80070005",
            "0x1A833982B",
            "146BEC8A8E",
            "#ff5733",
            "c5FABABF70",
            "c5fababf70",
            "order_c5fabdcca9",
            "commit c5fabdcca9",
            "/c5fabdcca9/x",
            "c5fabdcca9.js",
        ] {
            assert_eq!(counted(raw), [] as [&str; 0], "{raw}");
        }
    }

    #[test]
    fn random_rows_are_rarely_a_person() {
        let mut state = 5_u64;
        let hits = (0..200_000)
            .filter(|_| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                !counted(&format!("{:010x}", state >> 24)).is_empty()
            })
            .count();
        assert!(hits < 200, "{hits}");
    }
}
