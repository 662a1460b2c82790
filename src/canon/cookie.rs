//! Identifiers of browsers: `id/cookie/2`, and whole `Cookie` headers: `cookies/header/1` (domain requirements, 3.11).

use percent_encoding::percent_decode_str;

use super::text::{self, unguard};
use super::{Canonical, Form, Withheld, null};

/// Ids of browsers: as `id/text/1`, but the cookie `_ga` is its client id, which the exports of Google Analytics hold alone.
///
/// A number whose digits after the 15th are all zero is lossy: Excel keeps 15 digits, and the ids that it damages fall together, so that
/// two browsers of the same millisecond would have one token. Null rule: as `id/text/1`.
pub const FORM: Form = Form {
    id: "id/cookie/2",
    what: "as `id/text/1`; `GA1.2.<random>.<time>` is `<random>.<time>`; 18 or 19 digits that a spreadsheet zeroed after the 15th are lossy",
    write: write_id,
    is_doubtful: |_| false,
};

/// `Cookie` headers: `name=value` pairs sorted by name, values percent-decoded once.
///
/// Null rule: 5.9's spellings. Unfit: a text without any pair. Source: RFC 6265, 4.2.1.
pub const HEADER_FORM: Form = Form {
    id: "cookies/header/1",
    what: "`name=value` pairs sorted by name, values percent-decoded",
    write: write_header,
    is_doubtful: |_| false,
};

/// Names of cookies of analytics, as a header has them before their ids.
const NAMES: [&str; 5] = ["_ga=", "_ym_uid=", "_fbp=", "_fbc=", "_gcl_au="];

fn write_id(raw: &str, out: &mut String) -> Canonical {
    let bare = unguard(raw);
    let bare = NAMES.iter().find_map(|name| bare.strip_prefix(name)).unwrap_or(bare);
    if zeroed_by_spreadsheet(bare.as_bytes()) {
        return Canonical::Withheld(Withheld::Lossy);
    }
    if let Some(client) = ga_client(bare) {
        out.push_str(client);
        return Canonical::Written;
    }
    (text::FORM.write)(bare, out)
}

/// Of the ids with 18 or 19 digits (Metrika's ClientID) at most one in a thousand ends in so many zeros by itself; shorter ids
/// would do so too often to call them damaged.
fn zeroed_by_spreadsheet(bytes: &[u8]) -> bool {
    matches!(bytes.len(), 18 | 19)
        && bytes[15..].iter().all(|&byte| byte == b'0')
        && bytes.iter().all(u8::is_ascii_digit)
}

/// The client id in `GA1.<depth>.<random>.<seconds>`, as `<random>.<seconds>`.
#[must_use]
pub fn ga_client(value: &str) -> Option<&str> {
    let rest = value.strip_prefix("GA1.")?;
    let (depth, client) = rest.split_once('.')?;
    let (random, seconds) = client.split_once('.')?;
    let digits = |text: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let depth = !depth.is_empty() && depth.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    (depth && digits(random, 1..=10) && digits(seconds, 1..=10)).then_some(client)
}

/// Names and values of a `Cookie` header, as written; pieces without `=` are left out.
pub fn pairs(header: &str) -> impl Iterator<Item = (&str, &str)> {
    let header = text::strip_prefix_fold(header, "cookie:").unwrap_or(header);
    header.split(';').filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.trim(), value.trim()))
}

/// Whether a text is a header of cookies: pairs whose names are tokens of RFC 7230, and nothing else.
#[must_use]
pub fn is_header(header: &str) -> bool {
    let text = text::strip_prefix_fold(header, "cookie:").unwrap_or(header).trim_end_matches([';', ' ']);
    let token = |name: &str| {
        let name = name.trim();
        (1..=128).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~[]".contains(&b))
    };
    let mut count = 0;
    text.split(';').all(|pair| {
        count += 1;
        pair.split_once('=').is_some_and(|(name, value)| token(name) && !value.contains([' ', '\t', '\n']))
    }) && count > 0
}

fn write_header(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    if !is_header(text) {
        return Canonical::Unfit;
    }
    let mut sorted: Vec<(&str, &str)> = pairs(text).collect();
    sorted.sort_by_key(|(name, _)| *name);
    for (at, (name, value)) in sorted.into_iter().enumerate() {
        if at > 0 {
            out.push_str("; ");
        }
        out.push_str(name);
        out.push('=');
        out.push_str(&percent_decode_str(value).decode_utf8_lossy());
    }
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn ids_of_browsers() {
        for (raw, wanted) in [
            ("GA1.2.1234567890.1700000000", "1234567890.1700000000"),
            ("GA1.1-2.1234567890.1700000000", "1234567890.1700000000"),
            ("1234567890.1700000000", "1234567890.1700000000"),
            ("fb.1.1700000000123.1234567890", "fb.1.1700000000123.1234567890"),
            ("1700000000123456789", "1700000000123456789"),
            ("GA1.2.x.1700000000", "GA1.2.x.1700000000"),
            (" '1700000000123456789", "1700000000123456789"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["1700000000123450000", "1.70000000012346E+18"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(Withheld::Lossy)), "{raw}");
        }
        assert_eq!(outcome(&FORM, "(not set)"), Err(Canonical::Null));
    }

    #[test]
    fn headers() {
        assert_eq!(
            outcome(&HEADER_FORM, "_ym_uid=1700000000123456789; _ga=GA1.2.1.2; TILDAUTM=utm_source%3Dx").as_deref(),
            Ok("TILDAUTM=utm_source=x; _ga=GA1.2.1.2; _ym_uid=1700000000123456789")
        );
        assert_eq!(outcome(&HEADER_FORM, "Cookie: a=1").as_deref(), Ok("a=1"));
        for raw in ["hello", "a = b c", "=x", "дом=1"] {
            assert_eq!(outcome(&HEADER_FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
