//! Email addresses in text (domain requirements, 3.5), and what looks like one: messenger ids are telephone numbers.

use super::announce::SIGNS;
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::letters_end;

/// Email addresses, also with `%40` for `@`; `…@c.us` and local parts that are telephone numbers count as phones.
///
/// Strong: local part, `@`, host with a point and an ending of letters. Weak: `a(at)b.kz`, `a собака b`, and masked
/// addresses (`i***@mail.ru`).
pub struct Emails;

impl Recognizer for Emails {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Email, Kind::Phone]
    }

    fn name(&self) -> &'static str {
        "email"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        for at in memchr::memchr_iter(b'@', text.as_bytes()) {
            address(text, at, at + 1, found);
        }
        for at in memchr::memchr_iter(b'%', text.as_bytes()) {
            if let Some(sign) = ["%40", "%2540"].iter().find(|sign| text[at..].starts_with(**sign)) {
                address(text, at, at + sign.len(), found);
            }
        }
        for at in memchr::memchr3_iter(b'(', b'[', b' ', text.as_bytes()) {
            if let Some(len) = spelled(&text[at..]) {
                found.push(Span { start: at, end: at + len, kind: Kind::Email, evidence: Evidence::Weak });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.at || features.percent
    }

    fn may_hint_in(&self, features: &Features) -> bool {
        // `a собака b точка kz` has no sign at all.
        self.may_hit_in(features) || features.letters
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "anna.mysalova@example.kz",
            "Nurlan+study@mail.example.com",
            "анна@пример.рф",
            "anna%40example.kz",
            "77710009998@c.us",
            "87710009998@example.kz",
            "\"anna m\"@example.kz",
        ]
    }
}

/// Bytes of a word for `@` at the beginning of a text, in brackets, or between spaces if it is a dog: `(at)`, `[собака]`, ` собака `.
fn spelled(text: &str) -> Option<usize> {
    let close = match text.as_bytes().first()? {
        b'(' => ')',
        b'[' => ']',
        _ => ' ',
    };
    let end = letters_end(text, 1);
    let word = &text[1..end];
    let known = SIGNS.contains(&word) && (close != ' ' || word.len() > 6);
    (known && text[end..].starts_with(close)).then_some(end + 1)
}

/// Hosts of WhatsApp ids.
const MESSENGERS: [&str; 4] = ["c.us", "s.whatsapp.net", "g.us", "whatsapp.net"];

/// Appends the address around a sign that starts at `at` and ends before `behind`.
fn address(text: &str, at: usize, behind: usize, found: &mut Vec<Span>) {
    let local = quoted_part(&text[..at]).unwrap_or_else(|| local_part(&text[..at]));
    let host = host(&text[behind..]);
    if local.is_empty() || !is_host(host) {
        spaced(text, at, behind, found);
        return;
    }
    let (start, end) = (at - local.len(), behind + host.len());
    let phone = is_phone(local);
    let messenger = MESSENGERS.iter().any(|known| host.eq_ignore_ascii_case(known));
    // `i***@mail.ru` is what masking left of an address.
    let evidence = if local.contains(['*', '•']) { Evidence::Weak } else { Evidence::Strong };
    if !messenger {
        found.push(Span { start, end, kind: Kind::Email, evidence });
    }
    if phone || messenger {
        found.push(Span {
            start,
            end: if messenger { end } else { at },
            kind: Kind::Phone,
            evidence: Evidence::Strong,
        });
    }
}

/// `a @ b . kz`: an address that somebody put spaces into. `5 @ 10` has no host.
fn spaced(text: &str, at: usize, behind: usize, found: &mut Vec<Span>) {
    let before = text[..at].trim_end_matches(' ');
    let after = text[behind..].trim_start_matches(' ');
    let local = local_part(before);
    let gap = (at - before.len()) + (text.len() - behind - after.len());
    // No host is longer, and a copy of all the rest for every sign would take quadratic time.
    let near = after.char_indices().nth(253).map_or(after, |(end, _)| &after[..end]);
    let words: Vec<&str> = near.splitn(4, ' ').take(3).collect();
    let host: String = if host(after).contains('.') { host(after).to_owned() } else { words.concat() };
    let host = self::host(&host);
    let spaced = gap > 0 || words.len() > 1;
    if spaced && gap <= 4 && local.chars().any(char::is_alphabetic) && is_host(host) {
        found.push(Span {
            start: before.len() - local.len(),
            end: at + 1,
            kind: Kind::Email,
            evidence: Evidence::Weak,
        });
    }
}

/// The longest local part, of at most 64 characters, at the end of a text. Signs of URLs are legal in one and never
/// meant.
pub(super) fn local_part(before: &str) -> &str {
    let fits = |c: char| {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(
                c,
                '@' | '<' | '>' | '(' | ')' | '"' | ',' | ';' | ':' | '\\' | '/' | '?' | '&' | '=' | '«' | '»' | '|'
            )
    };
    let start =
        before.char_indices().rev().take(64).take_while(|&(_, c)| fits(c)).last().map_or(before.len(), |(at, _)| at);
    &before[start..]
}

/// A local part in quotes (RFC 5321, 4.1.2) at the end of a text; a quote inside stands behind a backslash.
fn quoted_part(before: &str) -> Option<&str> {
    let inside = before.strip_suffix('"')?;
    let quotes = inside.char_indices().rev().take(64).filter(|&(_, c)| c == '"');
    let start = quotes.map(|(at, _)| at).find(|&at| !inside[..at].ends_with('\\'))?;
    // `"nick":"@anna.kz"` has a colon between its quotes.
    let named = inside[start..].contains(char::is_alphanumeric) && !inside[start..].contains(['\n', '@', ':', ',']);
    named.then(|| &before[start..])
}

/// The longest host, of at most 253 characters, at the beginning of a text.
fn host(after: &str) -> &str {
    let fits = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '。' | '\u{300}'..='\u{36f}');
    let end =
        after.char_indices().take(253).take_while(|&(_, c)| fits(c)).last().map_or(0, |(at, c)| at + c.len_utf8());
    after[..end].trim_end_matches(['.', '-', '。'])
}

/// Whether this is a host: labels that are not empty, the last of two letters or more. `2x.png` names the pictures of a
/// web page.
fn is_host(host: &str) -> bool {
    let mut labels = host.split(['.', '。']);
    let ending = labels.next_back().unwrap_or("");
    let named = ending.chars().count() >= 2
        && (ending.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--"))
            || ending.chars().all(|c| c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')));
    let mut before = labels.peekable();
    let picture = before.peek().is_some_and(|label| matches!(*label, "1x" | "2x" | "3x" | "4x"))
        && matches!(ending, "png" | "jpg" | "jpeg" | "webp" | "svg" | "gif" | "avif");
    named && !picture && before.peek().is_some() && before.all(|label| !label.is_empty())
}

/// Ten or eleven digits that start as a number of Kazakhstan or Russia does: learning platforms make addresses from
/// them.
fn is_phone(local: &str) -> bool {
    let digits = local.strip_prefix('+').unwrap_or(local).as_bytes();
    digits.iter().all(u8::is_ascii_digit)
        && matches!(digits, [b'7' | b'8', b'7' | b'9', ..] if digits.len() == 11)
            | matches!(digits, [b'7' | b'9', ..] if digits.len() == 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strong(text: &str) -> Vec<(&str, Kind)> {
        let mut found = Vec::new();
        Emails.find(text, &mut found);
        found
            .iter()
            .filter(|span| span.evidence == Evidence::Strong)
            .map(|span| (&text[span.start..span.end], span.kind))
            .collect()
    }

    #[test]
    fn addresses_in_text() {
        for (text, wanted) in [
            ("anna@example.kz", "anna@example.kz"),
            ("Пишите на anna.m+1@mail.example.kz.", "anna.m+1@mail.example.kz"),
            ("<anna@example.kz>", "anna@example.kz"),
            ("mailto:anna@example.kz", "anna@example.kz"),
            ("?email=anna@example.kz&x=1", "anna@example.kz"),
            ("почта:анна@пример.рф!", "анна@пример.рф"),
            ("x@XN--E1AFMKFD.XN--P1AI", "x@XN--E1AFMKFD.XN--P1AI"),
            ("e=anna%40example.kz", "anna%40example.kz"),
            ("anna%2540example.kz", "anna%2540example.kz"),
            ("(anna@example.kz)", "anna@example.kz"),
            ("аnna@example.kz", "аnna@example.kz"),
            ("anna@example.қаз", "anna@example.қаз"),
        ] {
            assert_eq!(strong(text), [(wanted, Kind::Email)], "{text}");
        }
        assert_eq!(strong("a@b.kz, c@d.kz").len(), 2);
    }

    #[test]
    fn messenger_ids_and_technical_addresses_are_phones() {
        assert_eq!(strong("77710009998@c.us"), [("77710009998@c.us", Kind::Phone)]);
        assert_eq!(strong("77710009998@s.whatsapp.net"), [("77710009998@s.whatsapp.net", Kind::Phone)]);
        assert_eq!(
            strong("87710009998@example.kz"),
            [("87710009998@example.kz", Kind::Email), ("87710009998", Kind::Phone)]
        );
        assert_eq!(strong("1234567890@example.kz"), [("1234567890@example.kz", Kind::Email)]);
    }

    #[test]
    fn other_signs() {
        for text in [
            "@anna",
            "anna@",
            "anna@example",
            "a@b..kz",
            "a@b.k",
            "logo@2x.png",
            "pkg@1.2.3",
            "цена @ 5.00",
            "a @b.kz",
            "@@",
            "a@b.5",
            "100%40",
            "a%40",
        ] {
            assert_eq!(strong(text), [], "{text}");
        }
    }

    #[test]
    fn spelled_signs_and_masks_are_weak() {
        for text in ["i***@mail.ru", "a(at)b.kz", "a[at]b.kz", "a собака b точка kz"] {
            assert_eq!(Emails.judge(text), Evidence::Weak, "{text}");
        }
        assert_eq!(Emails.judge("у меня есть собака"), Evidence::Refuted);
    }
}
