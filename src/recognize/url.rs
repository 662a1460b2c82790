//! Web addresses in text, and what in them tells who came (domain requirements, 3.12).

use super::{Evidence, Features, Kind, Recognizer, Span};

/// Web addresses, with a scheme or `www.`; in their query, numbers of clicks; before their host, names and passwords.
///
/// An address with a scheme is strong, one without (`skillbox.kz/courses`) weak. What else stands in an address is the business of the other
/// recognisers: hits inside of one stay.
pub struct Urls;

/// Parameters that number a click, a mail or a visit.
pub const CLICK_PARAMETERS: &[&str] = &[
    "yclid",
    "ymclid",
    "ysclid",
    "etext",
    "gclid",
    "gbraid",
    "wbraid",
    "dclid",
    "gclsrc",
    "fbclid",
    "ttclid",
    "msclkid",
    "twclid",
    "li_fat_id",
    "igshid",
    "rb_clickid",
    "vkclid",
    "_openstat",
    "mc_eid",
    "mc_cid",
    "_hsenc",
    "_hsmi",
    "srsltid",
    "erid",
];

/// Parameters that name a person or something of one; also inside brackets (`form[email]`).
pub const IDENTITY_PARAMETERS: &[&str] = &[
    "email",
    "e-mail",
    "mail",
    "phone",
    "tel",
    "name",
    "fio",
    "fname",
    "lname",
    "uid",
    "user_id",
    "client_id",
    "cid",
    "iin",
    "iin_bin",
    "login",
    "token",
    "code",
    "hash",
    "sign",
    "key",
    "auth",
    "session",
    "sid",
    "invite",
    "order",
    "order_id",
    "invoice",
];

impl Recognizer for Urls {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Url, Kind::Click, Kind::Secret]
    }

    fn name(&self) -> &'static str {
        "url"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut behind = 0;
        for slash in memchr::memchr_iter(b'/', bytes) {
            if slash < behind {
                continue;
            }
            if let Some(span) = schemed(text, slash).or_else(|| hosted(text, slash)) {
                behind = span.end;
                parameters(text, span, found);
                found.push(span);
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.slash && (features.colons > 0 || features.dots > 0)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "https://skillbox.kz/courses/python",
            "http://www.example.kz/?yclid=1234567890123456789",
            "https://пример.рф/путь",
        ]
    }
}

/// Characters that an address is made of; what a sentence puts behind it is cut off.
fn body(text: &str, from: usize) -> usize {
    let fits = |c: char| {
        !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '<' | '>' | '«' | '»' | '`' | '|' | '\\' | '^')
    };
    let end = text[from..]
        .char_indices()
        .take_while(|&(_, c)| fits(c))
        .last()
        .map_or(from, |(at, c)| from + at + c.len_utf8());
    let trimmed = text[from..end].trim_end_matches(['.', ',', ';', ':', '!', ')', '\'', ']']);
    from + trimmed.len()
}

/// The address whose `//` begins at this slash.
fn schemed(text: &str, slash: usize) -> Option<Span> {
    let before = text[..slash].strip_suffix(':')?;
    if !text[slash..].starts_with("//") {
        return None;
    }
    let scheme = before
        .bytes()
        .rev()
        .take(16)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        .count();
    let end = body(text, slash + 2);
    (scheme >= 2 && end > slash + 2).then(|| Span {
        start: before.len() - scheme,
        end,
        kind: Kind::Url,
        evidence: Evidence::Strong,
    })
}

/// An address without a scheme: a host with a known ending before this slash.
fn hosted(text: &str, slash: usize) -> Option<Span> {
    let len = text[..slash]
        .bytes()
        .rev()
        .take(253)
        .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'))
        .count();
    let host = &text[slash - len..slash];
    let ending = host.rsplit_once('.')?.1;
    let touched = text[..slash - len].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '@' | '/' | '_' | '='));
    let known = ending.len() >= 2
        && ending.bytes().all(|b| b.is_ascii_alphabetic())
        && psl::domain(host.as_bytes()).is_some_and(|d| d.suffix().is_known());
    let evidence = if host.starts_with("www.") { Evidence::Strong } else { Evidence::Weak };
    (known && !touched).then(|| Span { start: slash - len, end: body(text, slash), kind: Kind::Url, evidence })
}

/// Numbers of clicks in the query, and user info before the host.
fn parameters(text: &str, url: Span, found: &mut Vec<Span>) {
    let address = &text[url.start..url.end];
    if let Some((_, rest)) = address.split_once("//") {
        let authority = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        if let Some((user, _)) = authority.rsplit_once('@')
            && user.contains(':')
        {
            let start = url.end - rest.len();
            found.push(Span { start, end: start + user.len(), kind: Kind::Secret, evidence: Evidence::Strong });
        }
    }
    let Some(query) = address.find('?') else { return };
    let mut at = url.start + query + 1;
    for pair in text[at..url.end].split(['&', '#', ';', '?']) {
        if let Some((name, value)) = pair.split_once('=')
            && CLICK_PARAMETERS.iter().any(|known| name.eq_ignore_ascii_case(known))
            && value.len() >= 6
        {
            let start = at + name.len() + 1;
            found.push(Span { start, end: at + pair.len(), kind: Kind::Click, evidence: Evidence::Strong });
        }
        at += pair.len() + 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Kind, Evidence)> {
        let mut found = Vec::new();
        Urls.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.kind, span.evidence)).collect()
    }

    #[test]
    fn addresses() {
        assert_eq!(
            found("см. https://skillbox.kz/a?b=1."),
            [("https://skillbox.kz/a?b=1", Kind::Url, Evidence::Strong)]
        );
        assert_eq!(found("skillbox.kz/a, потом"), [("skillbox.kz/a", Kind::Url, Evidence::Weak)]);
        assert_eq!(found("https://пример.рф/путь")[0].0, "https://пример.рф/путь");
        for text in ["и/или", "2024/05", "C++/Rust", "a.b/c", "///", "http:/", "://"] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn clicks_and_user_info() {
        let hits = found("https://anna:secret@skillbox.kz/?x=1&yclid=1234567890123456789#top");
        assert!(hits.contains(&("anna:secret", Kind::Secret, Evidence::Strong)), "{hits:?}");
        assert!(hits.contains(&("1234567890123456789", Kind::Click, Evidence::Strong)), "{hits:?}");
        assert_eq!(hits.len(), 3);
    }
}
