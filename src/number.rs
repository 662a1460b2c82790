//! Numbers as documents and people have them: shares, per cent, thousands, hex.

use std::fmt::Write as _;

/// A part of a whole, from 0 to 1; 0 of nothing.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a share of so many has digits enough")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// To four digits behind the point: the rest is noise, and a document must not depend on how a machine rounds.
#[must_use]
pub(crate) fn rounded(number: f64) -> f64 {
    (number * 1e4).round() / 1e4
}

/// A share in parts of 10,000; what is beyond none and all is these.
#[cfg(any(test, feature = "audit"))]
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 10,000")]
pub(crate) fn parts(share: f64) -> u32 {
    (share.clamp(0.0, 1.0) * 1e4).round() as u32
}

/// A share as people write it: not 100 % while one is missing, not 0 % while there is one.
#[must_use]
pub(crate) fn percent(share: f64) -> String {
    match share {
        0.0 => "none".to_owned(),
        ..0.01 => "< 1 %".to_owned(),
        ..0.995 => format!("{:.0} %", (100.0 * share).min(99.0)),
        ..1.0 => "> 99 %".to_owned(),
        _ => "100 %".to_owned(),
    }
}

/// A number with commas between thousands.
#[must_use]
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number and what is counted.
#[must_use]
pub(crate) fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), if count == 1 { one } else { many })
}

/// Bytes in lower-case hex.
#[must_use]
pub(crate) fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref();
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_of_a_whole() {
        assert_eq!([share(1, 4), share(4, 4), share(0, 4), share(3, 0)], [0.25, 1.0, 0.0, 0.0]);
        assert_eq!([1.0 / 3.0, 0.99996, 0.0].map(rounded), [0.3333, 1.0, 0.0]);
        assert_eq!([0.0, 0.33333, 1.0, 1.5, -1.0].map(parts), [0, 3_333, 10_000, 10_000, 0]);
    }

    #[test]
    fn per_cent_is_never_rounded_to_none_or_all() {
        let said = [0.0, 0.000_1, 0.01, 0.5, 0.994, 0.995, 0.999_99, 1.0].map(percent);
        assert_eq!(said, ["none", "< 1 %", "1 %", "50 %", "99 %", "> 99 %", "> 99 %", "100 %"]);
    }

    #[test]
    fn counts_have_commas_and_a_plural() {
        assert_eq!([0, 999, 1_000, 1_234_567].map(grouped), ["0", "999", "1,000", "1,234,567"]);
        assert_eq!([1, 2_000].map(|count| plural(count, "cell", "cells")), ["1 cell", "2,000 cells"]);
    }

    #[test]
    fn bytes_are_two_digits_each() {
        assert_eq!(hex([0, 9, 0xAF]), "0009af");
        assert_eq!(hex([]), "");
    }
}
