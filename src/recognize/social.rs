//! Names in messengers and social networks, in text (domain requirements, 3.17).

use super::announce::{Announced, announced};
use super::{Evidence, Features, Kind, Recognizer, Span, nick};
use crate::canon::social::of_link;

/// Links to people, `@names`, and names behind the word for a network.
///
/// Strong: a link to a person of a known network; a name behind a word such as `telegram` or `тг`, without `@` if it is no ordinary word. Weak: `@name`
/// alone.
pub struct Handles;

impl Recognizer for Handles {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Social]
    }

    fn name(&self) -> &'static str {
        "social"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        for slash in memchr::memchr_iter(b'/', text.as_bytes()) {
            if let Some(span) = link(text, slash) {
                found.push(span);
            }
        }
        for at in memchr::memchr_iter(b'@', text.as_bytes()) {
            if let Some(span) = handle(text, at) {
                found.push(span);
            }
        }
        nick::behind_words(text, found);
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        (features.slash && features.dots > 0) || features.at || features.nick_word
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "https://t.me/anna_m_77",
            "vk.com/id12345678",
            "instagram.com/anna.mysalova",
            "телеграм: @anna_m_77",
            "skype: ivan.petrov77",
        ]
    }
}

/// The link whose host ends at this slash.
fn link(text: &str, slash: usize) -> Option<Span> {
    let host = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let bytes = text.as_bytes();
    let len = bytes[..slash].iter().rev().take(32).take_while(|byte| host(byte)).count();
    if len < 4 || !text[slash - len..slash].contains('.') {
        return None;
    }
    let start = slash - len;
    let path = bytes[slash..]
        .iter()
        .take(128)
        .take_while(|byte| byte.is_ascii_alphanumeric() || b"/-._~@?=&%+#".contains(byte))
        .count();
    let address = text[start..slash + path].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'', '"']);
    let (_, name) = of_link(address)?;
    let end = start + text[start..].find(name).map_or(len + path, |at| at + name.len());
    Some(Span { start, end, kind: Kind::Social, evidence: Evidence::Strong })
}

/// `@name` of five to 32 characters, as Telegram has them, and with the points inside that Instagram allows.
fn handle(text: &str, at: usize) -> Option<Span> {
    let before = &text[..at];
    if before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | '@')) {
        return None;
    }
    let inside = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let name = text.as_bytes()[at + 1..].iter().take(33).take_while(|byte| inside(byte)).count();
    // A point at the end is the sentence's.
    let name = text[at + 1..at + 1 + name].trim_end_matches('.').len();
    let next = text[at + 1 + name..].chars().next();
    if !(5..=32).contains(&name)
        || next.is_some_and(|c| c == '@' || c.is_alphanumeric())
        || !text.as_bytes()[at + 1].is_ascii_alphabetic()
    {
        return None;
    }
    let word =
        before.trim_end_matches([' ', ':', '-', '=', '(']).rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let known = announced(word.as_bytes()) == Some(Announced::Nick);
    let evidence = if known { Evidence::Strong } else { Evidence::Weak };
    Some(Span { start: at, end: at + 1 + name, kind: Kind::Social, evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Handles.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn handles() {
        assert_eq!(found("пишите @anna_m_77, отвечу"), [("@anna_m_77", Evidence::Weak)]);
        assert_eq!(found("тг @anna_m_77"), [("@anna_m_77", Evidence::Strong)]);
        assert_eq!(found("https://t.me/anna_m_77?start=1"), [("t.me/anna_m_77", Evidence::Strong)]);
        assert_eq!(found("inst: @anna.mysalova."), [("@anna.mysalova", Evidence::Strong)]);
        assert_eq!(found("wa.me/77710009998"), [("wa.me/77710009998", Evidence::Strong)]);
        for text in ["anna@example.kz", "@me", "https://skillbox.kz/anna", "5 @ 10", "vk.com/", "a@@bbbbb"] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
