//! Email addresses as people spell and mistype them: the `@` in a word, another sign or nothing in its place, a comma, a space or nothing for
//! the point.
//!
//! Any of that alone is prose: `look at mail.ru`, `Python, Excel`. So a certain host and somebody's name must stand on its sides.

use super::account::{has_name, is_host_or_file};
use super::announce::{Announced, POINTS, announced};
use super::email::local_part;
use super::provider::{glued, is_bare, is_ending, is_host, is_joined};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::{letters_end, next_letter};

/// Addresses without a proper `@` or without a proper point.
///
/// Strong: a local part and `@` before a host that lost its point, has another sign for it or two; a word for the sign (`at`, `собака`) between a
/// local part and a host; another sign, a space or nothing between a local part with somebody's name and the host of a known provider.
pub struct Spelled;

impl Recognizer for Spelled {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Email]
    }

    fn name(&self) -> &'static str {
        "email-typed"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let mut tell = |span: Option<(usize, usize)>| {
            found.extend(span.map(|(start, end)| Span { start, end, kind: Kind::Email, evidence: Evidence::Strong }));
        };
        memchr::memchr_iter(b'@', text.as_bytes()).for_each(|at| tell(mistyped(text, at)));
        memchr::memchr_iter(b'.', text.as_bytes()).for_each(|at| tell(unsigned(text, at)));
        let mut at = 0;
        while let Some(start) = next_letter(text, at) {
            at = letters_end(text, start);
            if announced(&text.as_bytes()[start..at]) == Some(Announced::Sign) || is_bracketed_letter(text, start, at) {
                tell(worded(text, start, at));
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.at
            || features.sign_word
            || (features.hidden_sign && features.letters)
            || (features.dots > 0 && features.letters)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "anna.mysalova@mail,ru",
            "anna.mysalova@gmailcom",
            "anna.mysalova at example.kz",
            "anna_m собака mail точка ru",
            "anna_mysalova mail.ru",
        ]
    }
}

/// How sure it is that a host was meant.
#[derive(Clone, Copy, Eq, Ord, PartialEq, PartialOrd)]
enum Sure {
    /// A name, a point and an ending that hosts have.
    Host,
    /// As that, and the point is a word.
    Spelled,
    /// The host of a provider.
    Provider,
}

/// A host that stands at the beginning of a text, with its points as they are: where it ends, and how sure it is.
struct Host {
    end: usize,
    sure: Sure,
    /// It is written as hosts are.
    plain: bool,
    /// It has no ending.
    bare: bool,
    /// A space or a sign that parts addresses stands for its point.
    spaced: bool,
}

/// Characters of a host that are looked at: more than any provider's has.
const FAR: usize = 96;

/// What parts two labels.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Gap {
    /// A point.
    Point,
    /// A word for one.
    Word,
    /// What a finger hits instead of a point, or with it.
    Slip,
    /// What parts words and addresses too.
    Apart,
}

/// The gap at the beginning of a text and its length; `None` where the host ends.
fn gap(text: &str) -> Option<(Gap, usize)> {
    let spaces = text.len() - text.trim_start_matches(' ').len();
    let rest = &text[spaces..];
    if spaces > 2 {
        return None;
    }
    let bare = rest.trim_start_matches(['(', '[', '{', '<', '-', '*', '_', '"', '«']);
    let word = letters_end(bare, 0);
    if word > 0 && bare.len() < text.len() && POINTS.contains(&bare[..word].to_lowercase().as_str()) {
        let behind = bare[word..].trim_start_matches([')', ']', '}', '>', '-', '*', '_', '"', '»', ' ']);
        return (behind.len() < bare.len() - word).then_some((Gap::Word, text.len() - behind.len()));
    }
    let sign = |c: &char| matches!(c, '.' | ',' | ';' | ':' | '/' | '_' | '-' | '·' | '。' | '>' | '<' | '?');
    let signs: usize = rest.chars().take(3).take_while(sign).map(char::len_utf8).sum();
    if signs > 0 {
        let behind = rest[signs..].len() - rest[signs..].trim_start_matches(' ').len();
        let gap = match &rest[..signs] {
            _ if spaces + behind > 0 => Gap::Apart,
            "." => Gap::Point,
            slip if slip.chars().all(|c| matches!(c, '.' | ',' | ';' | '·' | '。')) => Gap::Slip,
            _ => Gap::Apart,
        };
        return (behind <= 1).then_some((gap, spaces + signs + behind));
    }
    (spaces > 0).then_some((Gap::Apart, spaces))
}

/// The host at the beginning of a text.
fn host(text: &str) -> Option<Host> {
    let text = text.char_indices().nth(FAR).map_or(text, |(end, _)| &text[..end]);
    let mut labels: [&str; 4] = [""; 4];
    let (mut gaps, mut at, mut best) = ([Gap::Point; 4], 0, None);
    for nth in 0..labels.len() {
        let label: usize =
            text[at..].chars().take_while(|&c| c.is_alphanumeric() || c == '-').map(char::len_utf8).sum();
        // `mail-точка-ru` is a host in words, and `mail-ru` one with a slip.
        let parted = |(hyphen, _): &(usize, &str)| {
            let (name, rest) = (&text[at..at + hyphen], &text[at + hyphen + 1..at + label]);
            is_host(name, rest) || POINTS.iter().any(|point| rest.to_lowercase().starts_with(point))
        };
        let label = text[at..at + label].match_indices('-').find(parted).map_or(label, |(hyphen, _)| hyphen);
        labels[nth] = &text[at..at + label];
        at += label;
        if label == 0 {
            break;
        }
        if nth == 0 && (is_joined(labels[0]) || is_bare(labels[0])) {
            best = Some(Host { end: at, sure: Sure::Provider, plain: false, bare: is_bare(labels[0]), spaced: false });
        }
        // Words before the name of a provider are a sentence: `собака на сене mail.ru`.
        if nth > 1 && gaps[..nth - 1].contains(&Gap::Apart) {
            break;
        }
        if nth > 0 {
            let (name, ending) = (labels[nth - 1], labels[nth]);
            let apart = gaps[..nth].contains(&Gap::Apart);
            let plain = gaps[..nth].iter().all(|gap| *gap == Gap::Point);
            let sure = if is_host(name, ending) {
                Some(Sure::Provider)
            } else if !apart && name.chars().count() >= 2 && is_suffix(name, ending, plain) {
                Some(if gaps[..nth].contains(&Gap::Word) { Sure::Spelled } else { Sure::Host })
            } else {
                None
            };
            if let Some(sure) = sure {
                best = Some(Host { end: at, sure, plain, bare: false, spaced: apart });
            }
            // Behind a provider in words a sentence goes on.
            if apart && sure.is_some() {
                break;
            }
        }
        let Some((kind, len)) = gap(&text[at..]) else { break };
        gaps[nth] = kind;
        at += len;
    }
    best
}

/// Whether hosts end so: behind a proper point any ending in use, else one that people here know.
fn is_suffix(name: &str, ending: &str, plain: bool) -> bool {
    is_ending(ending)
        || (plain && psl::domain(format!("{name}.{ending}").as_bytes()).is_some_and(|host| host.suffix().is_known()))
}

/// An address whose host is not written as hosts are; `at` is its sign.
fn mistyped(text: &str, at: usize) -> Option<(usize, usize)> {
    let doubled = text[..at].ends_with('@') && !text[..at].ends_with("@@");
    let before = &text[..at - usize::from(doubled)];
    let local = local_part(before.trim_end_matches(' '));
    let start = before.trim_end_matches(' ').len() - local.len();
    let gap = before.len() - start - local.len();
    // No mailbox is at more points than three, and a row of them is read once.
    let points = text.as_bytes()[at + 1..].iter().take(3).take_while(|byte| matches!(byte, b'.' | b',')).count();
    let behind = &text[at + 1 + points..];
    let behind = behind.strip_prefix(' ').unwrap_or(behind);
    let host = host(behind)?;
    // With a space beside its sign it is a word and the name of a place, but for a local part that is no word.
    let spaced = gap > 0 || text[at + 1..].starts_with(' ');
    let certain = match spaced {
        true => gap <= 2 && host.sure == Sure::Provider && is_signed(local) && (host.plain || host.spaced),
        false => local.chars().count() >= 2 && (!host.plain || points > 0 || doubled),
    };
    let masked = local.contains(['*', '•']);
    (certain && !masked && local.contains(char::is_alphanumeric)).then(|| (start, text.len() - behind.len() + host.end))
}

/// An address with a word for its sign; the word stands from `start` to `end`.
fn worded(text: &str, start: usize, end: usize) -> Option<(usize, usize)> {
    const MARKS: &[char] =
        &['(', ')', '[', ']', '{', '}', '<', '>', '|', '*', '_', '-', '/', '~', '#', '"', '\'', '«', '»', ':', '='];
    let word = text[start..end].to_lowercase();
    let near = &text[..start];
    let before = near.trim_end_matches(' ').trim_end_matches(MARKS).trim_end_matches(' ');
    let behind = text[end..].trim_start_matches(' ').trim_start_matches(MARKS).trim_start_matches(' ');
    let (left, right) = (start - before.len(), text.len() - end - behind.len());
    if left == 0 || right == 0 || left > 5 || right > 5 {
        return None;
    }
    let bracketed = near.ends_with(['(', '[', '{', '<']) && text[end..].starts_with([')', ']', '}', '>']);
    let local = local_part(before);
    // `Иван: собака` has no name beside the word.
    let host = host(behind).filter(|host| !host.bare || is_mailbox(local))?;
    let latin = local.is_ascii();
    let dog = word.chars().count() > 3;
    let certain = if bracketed {
        word.chars().count() > 1 || host.sure == Sure::Provider || is_mailbox(local)
    } else if dog {
        latin || host.sure >= Sure::Spelled
    } else if is_mailbox(local) {
        true
    } else {
        host.sure == Sure::Spelled
            || (host.sure == Sure::Provider && !host.spaced && (has_word_point(behind, host.end) || has_name(local)))
    };
    let fits = local.chars().count() >= 2 && local.contains(char::is_alphanumeric);
    (certain && fits).then(|| (before.len() - local.len(), text.len() - behind.len() + host.end))
}

/// Whether a host has a word for its point.
fn has_word_point(text: &str, end: usize) -> bool {
    let host = text[..end].to_lowercase();
    POINTS.iter().any(|point| host.contains(point))
}

/// `(a)` and `[а]`, as some write the sign.
fn is_bracketed_letter(text: &str, start: usize, end: usize) -> bool {
    matches!(&text[start..end], "a" | "A" | "а" | "А")
        && text[..start].ends_with(['(', '[', '{'])
        && text[end..].starts_with([')', ']', '}'])
}

/// An address that lost its sign, or has another in its place: a provider's point stands at `point`.
fn unsigned(text: &str, point: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let ending = bytes[point + 1..].iter().take(8).take_while(|byte| byte.is_ascii_alphabetic()).count();
    if !(2..=3).contains(&ending) {
        return None;
    }
    let end = point + 1 + ending;
    if matches!(bytes[end..], [b'@' | b'/' | b'_', ..])
        || matches!(bytes[end..], [b'.' | b'-', next, ..] if next.is_ascii_alphanumeric())
        || text[end..].starts_with(char::is_alphanumeric)
    {
        return None;
    }
    let label = bytes[..point].iter().rev().take(48).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let start = point - label;
    let (name, ending) = (&text[start..point], &text[point + 1..end]);
    if is_host(name, ending) {
        let before = text[..start].strip_suffix(['"', '\'', '#', '&', '*', '$', '^', '~', '!', '№', ' '])?;
        let local = local_part(before);
        let certain = is_mailbox(local) && !local.contains('@');
        return certain.then(|| (before.len() - local.len(), end));
    }
    let rest = glued(name, ending)?;
    let before = &text[..start + rest.len()];
    let local = local_part(before);
    let first = local.split(['.', '_', '-']).next().unwrap_or("");
    // A name alone is the name of a site: `annamail.ru`.
    let more = local.len() > rest.len() || rest.ends_with(|c: char| c.is_ascii_digit());
    let whole = local.is_ascii() && more && has_name(first) && !first.starts_with("www");
    (whole && !before[..before.len() - local.len()].ends_with('/')).then(|| (before.len() - local.len(), end))
}

/// Whether a local part is somebody's: it has a name, and an underscore, a hyphen, a number behind it or a point that makes no host.
///
/// Without the name sources, files and versions have all of that: `utm_source mail.ru`, `Python3.11 mail.ru`.
fn is_mailbox(local: &str) -> bool {
    is_signed(local) && has_name(local)
}

/// Whether a local part is no word of a text: it has an underscore, digits behind letters, or a point between words that no host ends with.
pub(super) fn is_signed(local: &str) -> bool {
    let letters = local.chars().filter(|c| c.is_alphabetic()).count();
    let first = local.chars().next().is_some_and(char::is_alphabetic);
    if letters < 3 || !first || local.chars().count() > 64 || local.starts_with("www.") {
        return false;
    }
    let inner = |c: char| local.trim_matches(c).contains(c);
    let digits = local.bytes().rev().take_while(u8::is_ascii_digit).count();
    if inner('.') {
        let host = is_host_or_file(local) || is_ending(local.rsplit('.').next().unwrap_or(""));
        let mut parts = local.split('.');
        return !host && (digits >= 2 || parts.all(|part| part.chars().count() >= 3) || has_name(local));
    }
    inner('_') || (inner('-') && has_name(local)) || digits >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Spelled.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn addresses_with_another_point() {
        for text in [
            "ivan.petrov@mail,ru",
            "ivan.petrov@mailru",
            "ivan.petrov@mail..ru",
            "ivan@gmailcom",
            "ivan@mail ru",
            "ivan@mail;ru",
            "ivan@mail/ru",
            "ivan@mail. ru",
            "ivan@gmail",
            "ivan@.mail.ru",
            "ivan@example,kz",
            "ivan@example..kz",
            "ivan@mail-ru",
            "ivan@@mail.ru",
            "ivan@mail_dot_ru",
            "ivan@yandex точка ru",
            "ivan@яндекс,ру",
            "ivan_77 @ mail.ru",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        assert_eq!(found("пишите ivan.petrov@mail,ru, жду"), ["ivan.petrov@mail,ru"]);
    }

    #[test]
    fn addresses_with_a_word_for_their_sign() {
        for text in [
            "ivan.petrov at mail.ru",
            "ivan.petrov AT mail.ru",
            "ivan_77 at mail ru",
            "ivan at mail dot ru",
            "ivan.petrov at example dot kz",
            "ivan.petrov|at|mail.ru",
            "ivan.petrov_at_mail.ru",
            "ivan.petrov-at-mail.ru",
            "ivan.petrov-собака-mail-точка-ru",
            "ivan77 (at) mail.ru",
            "ivan(a)mail.ru",
            "ivan.petrov собака mail.ru",
            "ivan собака мейл точка ру",
            "иван собака мейл точка ру",
            "ivan.petrov «собака» mail.ru",
            "ivan77 эт mail.ru",
            "anna айқұлақ mail.ru",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn addresses_without_a_sign() {
        for text in [
            "ivan.petrov mail.ru",
            "ivan_77 gmail.com",
            "ivan.petrov\"mail.ru",
            "ivan.petrov#mail.ru",
            "ivan.petrovmail.ru",
            "ivan_petrovgmail.com",
            "ivan77yandex.ru",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn prose_has_none() {
        for text in [
            "look at mail ru",
            "look at mail.ru",
            "contact us at skillbox.kz",
            "Python3 at skillbox.kz",
            "user at home",
            "meet at noon",
            "у меня есть собака",
            "собака.ру",
            "пишу: собака на сене mail.ru",
            "Собака точка",
            "реклама в mail.ru",
            "Облако Mail.ru",
            "node.js mail.ru",
            "skillbox.kz mail.ru",
            "report.csv mail.ru",
            "www.mail.ru",
            "e.mail.ru",
            "www.hotmail.com",
            "www.supermail.ru",
            "my.mail.ru/anna",
            "@anna",
            "anna@example",
            "anna@",
            "a@b..kz",
            "logo@2x.png",
            "pkg@1.2.3",
            "Meetup @ astanahub.com",
            "цена @ 5,00",
            "i***@mail,ru",
            "f(a).b",
            "вопрос (а) mail",
            "HTML5 gmail.com",
            "utm_source mail.ru",
            "my_target mail.ru",
            "Windows10 mail.ru",
            "Python3.11 mail.ru",
            "leto24mail.ru",
            "promo2024mail.ru",
            "Excel_2019 at mail.ru",
            "version 2.0 mail.ru",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
