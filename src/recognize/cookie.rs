//! Identifiers of browsers in text, and whole headers of cookies (domain requirements, 3.11).

use super::digits::{is_word, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::cookie::ga_client;

/// Identifiers of browsers: `_ga` and `_fbp` by their form, `_ym_uid` and others by the name before `=`, Metrika's ClientID by its digits.
///
/// Strong: the forms `GA1.2.…`, `GS1.1.…`, `GS2.1.…`, `fb.1.…`; a value behind the name of a cookie that identifies. Weak: 18 or 19 digits that begin with
/// a second of this century; two numbers with a point between them, the second of which is such a second.
pub struct Cookies;

/// Cookies that identify a browser or a person, in lower case.
pub(super) const NAMES: &[&str] = &[
    "_ym_uid",
    "_ym_d",
    "_ga",
    "_gid",
    "_gcl_au",
    "_gcl_aw",
    "_gcl_dc",
    "_fbp",
    "_fbc",
    "tmr_lvid",
    "tmr_lvidts",
    "top100_id",
    "yandexuid",
    "yuidss",
    "yandex_login",
    "i",
    "roistat_visit",
    "roistat_first_visit",
    "carrotquest_uid",
    "bitrix_sm_guest_id",
    "bitrix_sm_login",
    "bx_user_id",
    "flocktory-uuid",
    "amplitude_id",
    "mindboxdeviceuuid",
    "client_id",
    "clientid",
    "uid",
    "uuid",
    "user_id",
];

/// Seconds of 2001 and later have ten digits; those of this program's lifetime begin with 1 or 2.
fn is_second(digits: &[u8]) -> bool {
    matches!(digits, [b'1', b'0'..=b'9', ..] | [b'2', b'0', ..]) && digits.len() == 10
}

impl Recognizer for Cookies {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Cookie]
    }

    fn name(&self) -> &'static str {
        "cookie"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut behind = 0;
        for equals in memchr::memchr_iter(b'=', bytes) {
            // A value may hold `=` itself; what has been read as one is not read again.
            if equals >= behind
                && let Some(span) = named(text, equals)
            {
                behind = span.end;
                found.push(span);
            }
        }
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            let word = bytes[..run.start].iter().rev().take(8).take_while(|b| is_word(**b) || **b == b'.').count();
            let start = run.start - word;
            let fits = |byte: u8| is_word(byte) || matches!(byte, b'.' | b'-' | b'$');
            let len = bytes[start..].iter().take(128).take_while(|&&byte| fits(byte)).count();
            let token = text[start..start + len].trim_end_matches(['.', '-']);
            if let Some(evidence) = form(token) {
                found.push(Span { start, end: start + token.len(), kind: Kind::Cookie, evidence });
                at = at.max(start + token.len());
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        (features.equals && features.base64 >= 2) || (features.dots >= 2 && features.digits >= 10)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "GA1.2.1234567890.1700000000",
            "fb.1.1700000000123.1234567890",
            "_ym_uid=1700000000123456789; theme=dark",
            "_ga_ABC123=GS1.1.1700000000.3.1.1700000100.0.0.0",
        ]
    }
}

/// Bytes behind a name in which a second cookie makes a header of the text; values are shorter.
const NEAR: usize = 256;

/// The value of a cookie that identifies, if its name stands before this `=`.
fn named(text: &str, equals: usize) -> Option<Span> {
    let bytes = text.as_bytes();
    let len = bytes[..equals].iter().rev().take(64).take_while(|b| is_word(**b) || **b == b'-').count();
    let name = text[equals - len..equals].to_ascii_lowercase();
    // Short names mean other things elsewhere: only a header of cookies makes them an id.
    let header = || {
        let near = &bytes[equals..bytes.len().min(equals + NEAR)];
        text[..equals - len].trim_end().ends_with(';') || memchr::memmem::find(near, b"; ").is_some()
    };
    let known = name.starts_with("_ga_")
        || (NAMES.contains(&name.as_str()) && (name.starts_with('_') || name.len() > 8 || header()));
    if !known {
        return None;
    }
    let fits = |byte: u8| !matches!(byte, b';' | b'&' | b',' | b'"' | b'\'') && !byte.is_ascii_whitespace();
    let value = bytes[equals + 1..].iter().take_while(|&&byte| fits(byte)).count();
    (value >= 6).then(|| Span {
        start: equals + 1,
        end: equals + 1 + value,
        kind: Kind::Cookie,
        evidence: Evidence::Strong,
    })
}

/// How sure it is that a token is a cookie's value.
fn form(token: &str) -> Option<Evidence> {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if ga_client(token).is_some() || token.starts_with("GS1.1.1") || token.starts_with("GS2.1.s1") {
        return Some(Evidence::Strong);
    }
    if let Some(rest) =
        token.strip_prefix("fb.1.").or_else(|| token.strip_prefix("fb.0.")).or_else(|| token.strip_prefix("fb.2."))
    {
        let (time, id) = rest.split_once('.')?;
        return (time.len() == 13 && digits(time) && !id.is_empty()).then_some(Evidence::Strong);
    }
    if matches!(token.len(), 18 | 19) && digits(token) {
        return is_second(&token.as_bytes()[..10]).then_some(Evidence::Weak);
    }
    let (random, second) = token.split_once('.')?;
    (digits(random) && (7..=10).contains(&random.len()) && digits(second) && is_second(second.as_bytes()))
        .then_some(Evidence::Weak)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Cookies.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn ids() {
        assert_eq!(found("1700000000123456789"), [("1700000000123456789", Evidence::Weak)]);
        assert_eq!(found("1234567890.1700000000"), [("1234567890.1700000000", Evidence::Weak)]);
        let header = found("_ym_uid=1700000000123456789; _ga=GA1.2.1234567890.1700000000; theme=dark");
        assert!(header.contains(&("1700000000123456789", Evidence::Strong)), "{header:?}");
        assert!(header.contains(&("GA1.2.1234567890.1700000000", Evidence::Strong)), "{header:?}");
        assert!(header.iter().all(|(text, _)| !text.contains("dark")));
        for text in ["1234567890123456789012", "9000000000123456789", "192.0.2.7", "3.14", "uid=5", "i=100000"] {
            assert!(found(text).iter().all(|hit| hit.1 < Evidence::Strong), "{text}: {:?}", found(text));
        }
    }
}
