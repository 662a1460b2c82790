//! IP addresses in text (domain requirements, 3.8).

use std::net::{Ipv4Addr, Ipv6Addr};

use super::digits::{is_word, next_run};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::last_word;

/// IP addresses; strong whenever they parse.
///
/// Not an address: part of a longer dotted or alphanumeric token, octets with leading zeros, and a network prefix
/// (`192.0.2.0/24`) whose host bits are zero, because that is what generalisation writes. `/32` and `/128` are whole
/// addresses. Nor is the version of a program or the number of a chapter, behind the word for one or the name of one of 1C's.
pub struct Ips;

impl Recognizer for Ips {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Ip]
    }

    fn name(&self) -> &'static str {
        "ip"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        find_v4(text, found);
        find_v6(text, found);
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        (features.dots >= 3 && features.total_digits >= 4) || features.double_colon || features.colons >= 6
    }

    fn examples(&self) -> &'static [&'static str] {
        &["192.0.2.7", "198.51.100.23:443", "2001:db8::7", "2001:db8:0:1:1:1:1:1", "[2001:db8::9]:80", "203.0.113.9/32"]
    }
}

fn hit(start: usize, end: usize) -> Span {
    Span { start, end, kind: Kind::Ip, evidence: Evidence::Strong }
}

fn find_v4(text: &str, found: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(run) = next_run(bytes, at) {
        at = run.end;
        let tail = &bytes[run.start..];
        // A quad has 15 characters at most; one more tells whether it goes on.
        let len = tail.iter().take(16).take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
        let token = text[run.start..run.start + len].trim_end_matches('.');
        let end = run.start + token.len();
        if !is_alone(bytes, run.start, end) {
            continue;
        }
        let Ok(address) = token.parse::<Ipv4Addr>() else { continue };
        at = end;
        if !is_network(&bytes[end..], u128::from(address.to_bits()), 32) && !is_version(&text[..run.start]) {
            found.push(hit(run.start, end));
        }
    }
}

/// Whether what stands before four numbers says that they are a version: `версия 8.3.24.1`, `1С:ERP 2.5.12.73`.
fn is_version(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "версия",
        "версии",
        "версию",
        "верс",
        "вер",
        "релиз",
        "релиза",
        "сборка",
        "нұсқа",
        "нұсқасы",
        "version",
        "ver",
        "v",
        "release",
        "build",
        "обновление",
        "патч",
        "прошивка",
        "прошивки",
        "firmware",
        "модуль",
        "модуля",
        "модулю",
        "глава",
        "главы",
        "раздел",
        "раздела",
        "п",
        "пп",
        "пункт",
        "пункта",
        "параграф",
        "тема",
        "темы",
        "урок",
        "урока",
        "лекция",
        "лекции",
        "задание",
        "бөлім",
        "тарау",
        "сабақ",
        "chapter",
        "section",
        "module",
        "lesson",
        "unit",
        "windows",
        "android",
        "ios",
        "macos",
        "chrome",
        "chromium",
        "firefox",
        "opera",
        "edge",
        "safari",
        "yabrowser",
    ];
    /// Characters between `1С:` and the number, in which the name of the program stands.
    const NAME: usize = 40;
    if WORDS.contains(&last_word(before.trim_end_matches([' ', ':', '.'])).to_lowercase().as_str()) {
        return true;
    }
    let from = before.char_indices().rev().take(NAME).last().map_or(0, |(at, _)| at);
    let near = before[from..].to_lowercase();
    let name = ["1с:", "1c:"].iter().find_map(|mark| near.rsplit_once(mark)).map(|(_, name)| name);
    name.is_some_and(|name| {
        name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '"' | '»' | '(' | ')'))
            && !["ip", "адрес", "сервер", "хост", "host"].iter().any(|word| name.contains(word))
    })
}

/// Whether no letter, digit or `_` touches the token, nor one behind a point.
fn is_alone(bytes: &[u8], start: usize, end: usize) -> bool {
    let left = match bytes[..start] {
        [.., before, b'.'] => !is_word(before),
        [.., before] => !is_word(before) && before != b'.',
        [] => true,
    };
    let right = match bytes[end..] {
        [b'.', after, ..] => !is_word(after),
        [after, ..] => !is_word(after),
        [] => true,
    };
    left && right
}

fn find_v6(text: &str, found: &mut Vec<Span>) {
    let bytes = text.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.');
    let mut done = 0;
    for colon in memchr::memchr_iter(b':', bytes) {
        if colon < done {
            continue;
        }
        let start = colon - bytes[done..colon].iter().rev().take_while(|byte| fits(byte)).count();
        let len = bytes[start..].iter().take_while(|byte| fits(byte)).count();
        done = start + len;
        // `ip:2001:db8::7` has a colon of the sentence before it.
        let start = start + usize::from(bytes[start] == b':' && bytes.get(start + 1) != Some(&b':'));
        let token = trim_v6(&text[start..done]);
        let end = start + token.len();
        let touched = (start > 0 && is_word(bytes[start - 1])) || bytes.get(done).is_some_and(|&next| is_word(next));
        let Some(address) = parse_v6(token).filter(|_| !touched) else { continue };
        if !is_network(&bytes[end..], address.to_bits(), 128) {
            found.push(hit(start, end));
        }
    }
}

/// The token without the point or colon that ends a sentence.
fn trim_v6(token: &str) -> &str {
    let token = token.trim_end_matches('.');
    if token.ends_with("::") { token } else { token.strip_suffix(':').unwrap_or(token) }
}

/// An address of eight groups, of three and more around `::`, or of two the first of which begins a network in use: `::1` and `a::b` also
/// stand in program code.
fn parse_v6(token: &str) -> Option<Ipv6Addr> {
    if token.len() > 45 {
        return None;
    }
    let groups = token.split(':').filter(|group| !group.is_empty()).count();
    let complete = groups >= 7 || (groups >= 2 && token.contains("::"));
    let address: Ipv6Addr = complete.then(|| token.parse().ok()).flatten()?;
    // Global, unique local and link-local addresses (RFC 4291, 4193), their first group written in full.
    let begins = || token.find(':') == Some(4) && matches!(address.segments()[0], 0x2000..=0x3fff | 0xfc00..=0xfebf);
    (groups >= 3 || begins()).then_some(address)
}

/// Whether `/nn` follows and the address has no bit behind it: a network, not a host.
fn is_network(rest: &[u8], address: u128, bits: u32) -> bool {
    let [b'/', rest @ ..] = rest else { return false };
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=3).contains(&digits) || rest.get(digits).is_some_and(|&next| is_word(next)) {
        return false;
    }
    let prefix = rest[..digits].iter().fold(0, |value, byte| value * 10 + u32::from(byte - b'0'));
    prefix < bits && address & ((1 << (bits - prefix).min(127)) - 1) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Ips.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn addresses() {
        for (text, wanted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("IP: 192.0.2.7.", "192.0.2.7"),
            ("192.0.2.7:443", "192.0.2.7"),
            ("http://192.0.2.7/x", "192.0.2.7"),
            ("(192.0.2.0)", "192.0.2.0"),
            ("192.0.2.7/24", "192.0.2.7"),
            ("192.0.2.7/32", "192.0.2.7"),
            ("192.0.2.0/x", "192.0.2.0"),
            ("2001:db8::7", "2001:db8::7"),
            ("[2001:db8::7]:443", "2001:db8::7"),
            ("2001:db8:0:1:1:1:1:1.", "2001:db8:0:1:1:1:1:1"),
            ("2001:db8::7/48", "2001:db8::7"),
            ("2001:db8:1::/128", "2001:db8:1::"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("FE80::1:2:3", "FE80::1:2:3"),
            ("с 192.0.2.7, потом", "192.0.2.7"),
            ("1С:ERP, сервер 192.0.2.7", "192.0.2.7"),
            ("1С 192.0.2.7", "192.0.2.7"),
        ] {
            let hits = found(text);
            assert!(hits.contains(&wanted), "{text}: {hits:?}");
        }
        assert_eq!(found("192.0.2.7, 198.51.100.9").len(), 2);
    }

    #[test]
    fn networks_and_other_tokens() {
        for text in [
            "192.0.2.0/24",
            "192.0.0.0/16",
            "2001:db8:1::/48",
            "2001:db8:1:2::/64",
            "192.0.2.07",
            "192.0.2.256",
            "1.2.3.4.5",
            "v1.2.3.4",
            "1.2.3.4a",
            "10.0.19041.1",
            "120.0.6099.129",
            "a.1.2.3.4",
            "12:30:45",
            "std::vec::Vec",
            "::1",
            "a::b",
            "00:00:5E:00:53:01",
            "http://x",
            "interface::1:2:3",
            "1:2:3",
            "2024-03-05 12:00:00",
            "1.2.3",
            "1234.5.6.7",
            "1С:ERP 2.5.12.73",
            "1С:Управление торговлей 11.5.12.73",
            "версия 2.5.12.73",
            "Релиз: 3.0.150.24",
            "модуль 1.2.3.4",
            "п. 4.1.2.3",
            "Chrome 120.0.0.0",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
