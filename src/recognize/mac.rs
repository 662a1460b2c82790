//! Hardware addresses in text (domain requirements, 3.9).

use super::cue::{Cue, Cues, has_cue};
use super::digits::{for_each_run, hex_digits, is_hex_like, is_word};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::mac::digits;
use std::sync::LazyLock;

/// Hardware addresses.
///
/// Strong: pairs with colons or hyphens, fours with points; twelve bare hexadecimal digits beside a word such as `MAC`. Bare digits without
/// such a word are not looked at: IINs and digests are made of them.
pub struct Macs;

static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[Cue::Word("mac"), Cue::Word("мак"), Cue::Stem("ethernet"), Cue::Stem("wi-fi"), Cue::Stem("bssid")])
});

impl Recognizer for Macs {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Mac]
    }

    fn name(&self) -> &'static str {
        "mac"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let fits = |byte: u8| is_hex_like(byte) || matches!(byte, b':' | b'-' | b'.');
        for_each_run(bytes, SHORTEST, fits, |start, end| {
            let (start, end) = trim(bytes, start, end);
            let token = &text[start..end];
            let touched = (start > 0 && is_word(bytes[start - 1])) || bytes.get(end).is_some_and(|&next| is_word(next));
            if touched || !(SHORTEST..=17).contains(&token.len()) || digits(&hex_digits(token)).is_none() {
                return;
            }
            let cue = has_cue(text, start, end, &CUES);
            if token.len() > SHORTEST || cue {
                // `1234-5678-9012` is a code of a coupon: only one address in three hundred has no letter.
                let sure = cue || token.bytes().any(|byte| byte.is_ascii_alphabetic() || byte == b':');
                let evidence = if sure { Evidence::Strong } else { Evidence::Weak };
                found.push(Span { start, end, kind: Kind::Mac, evidence });
            }
        });
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.len >= 12 && (features.colons >= 5 || features.dots >= 2 || features.base64 >= 12)
    }

    fn examples(&self) -> &'static [&'static str] {
        &["00:00:5E:00:53:01", "00-00-5E-00-53-02", "0000.5e00.5303", "MAC 00005E005304"]
    }
}

/// Digits of an address.
const SHORTEST: usize = 12;

/// The token without the marks of a sentence around it.
fn trim(bytes: &[u8], mut start: usize, mut end: usize) -> (usize, usize) {
    let mark = |byte: u8| matches!(byte, b':' | b'-' | b'.');
    while start < end && mark(bytes[start]) {
        start += 1;
    }
    while end > start && mark(bytes[end - 1]) {
        end -= 1;
    }
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Macs.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn addresses() {
        assert_eq!(found("адрес 00:00:5E:00:53:01."), ["00:00:5E:00:53:01"]);
        assert_eq!(found("00-00-5e-00-53-01, 0000.5e00.5301").len(), 2);
        assert_eq!(found("mac=00005e005301"), ["00005e005301"]);
        assert_eq!(Macs.judge("купон 1234-5678-9012"), Evidence::Weak);
        assert_eq!(Macs.judge("12:34:56:78:90:12"), Evidence::Strong);
        for text in [
            "00005e005301",
            "850315100016",
            "12:30:45",
            "00:00:5E:00:53:01:02",
            "2024-03-05",
            "1.2.3",
            "x00:00:5E:00:53:01",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
