//! A header as words: whatever its writer joined them with, without the endings of cases.

use unicode_normalization::UnicodeNormalization as _;

use crate::canon::name::one_script;
use crate::canon::text::{is_invisible, plain_e};

/// Prefixes of Yandex Metrika's fields: visits, hits, and the users of its older API.
const NAMESPACES: [&str; 3] = ["ym:s:", "ym:pv:", "ym:u:"];

/// Which touch a field of Metrika is about, in lower case and longer ones first; it says nothing about what the field means.
const ATTRIBUTIONS: [&str; 10] = [
    "cross_device_last_significant",
    "cross_device_last_yandex_direct_click",
    "cross_device_first",
    "cross_device_last",
    "last_yandex_direct_click",
    "<attribution>",
    "automatic",
    "lastsign",
    "first",
    "last",
];

/// The field of a header of Yandex Metrika without its namespace and attribution; `None` for other headers.
pub(crate) fn metrika_field(header: &str) -> Option<&str> {
    let header = trimmed(header);
    let field = NAMESPACES.iter().find_map(|namespace| header.strip_prefix(namespace))?;
    let bare = ATTRIBUTIONS.iter().find_map(|attribution| {
        let head = field.get(..attribution.len())?;
        let rest = &field[attribution.len()..];
        // `lastTrafficSource` has an attribution, `lastSocialNetworkProfile` is named so too, and `lastname` is another word.
        (head.eq_ignore_ascii_case(attribution) && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some(rest)
    });
    Some(bare.unwrap_or(field))
}

/// The words of a header in lower case, `е` for `ё`, each in one script; numbers at its end are left out.
pub(super) fn words(header: &str) -> Vec<String> {
    let header = metrika_field(header).unwrap_or(trimmed(header)).replace('№', " номер ");
    let plain: String = header.nfkc().filter(|&c| !is_invisible(c)).collect();
    let mut words = join_initials(split(&plain));
    while words.len() > 1 && words.last().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        words.pop();
    }
    words
}

fn trimmed(header: &str) -> &str {
    header.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Where a word ends: at anything but a letter or a digit, before a capital behind a small letter, before the last of several capitals
/// that a small letter follows, and between letters and digits.
fn split(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        if !c.is_alphanumeric() || before.is_some_and(|before| begins_word(before, c, after)) {
            words.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            word.push(c);
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
        .iter()
        .map(|word| one_script(&word.chars().flat_map(char::to_lowercase).map(plain_e).collect::<String>()))
        .collect()
}

fn begins_word(before: char, c: char, after: Option<char>) -> bool {
    let camel =
        c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && after.is_some_and(char::is_lowercase)));
    let number = before.is_alphabetic() != c.is_alphabetic() && before.is_alphanumeric();
    camel || number
}

/// `ф и о` and `д р` as one word each; `e mail` as one.
fn join_initials(words: Vec<String>) -> Vec<String> {
    let mut joined: Vec<String> = Vec::with_capacity(words.len());
    let mut open = false;
    for word in words {
        let initial = word.chars().count() == 1 && word.chars().all(|c| !c.is_ascii() && c.is_alphabetic());
        match joined.last_mut() {
            Some(last) if (open && initial) || (last == "e" && word == "mail") => last.push_str(&word),
            _ => joined.push(word),
        }
        open = initial;
    }
    joined
}

/// Endings of cases and numbers in Russian and of possession in Kazakh, longer ones first.
const ENDINGS: [&str; 40] = [
    "ыми", "ими", "ами", "ями", "ого", "его", "ому", "ему", "ның", "нің", "ов", "ев", "ей", "ой", "ый", "ий", "ая",
    "яя", "ое", "ее", "ые", "ие", "ам", "ям", "ах", "ях", "ом", "ем", "сы", "сі", "а", "я", "ы", "и", "у", "і", "ь",
    "е", "ю", "о",
];

/// A word, or words written as one, without its last ending: `почты`, `почта` and `почту` are one. Latin words lose the `s` of plurals.
pub(super) fn stem(word: &str) -> &str {
    if word.is_ascii() {
        return if word.len() < 4 { word } else { word.strip_suffix('s').unwrap_or(word) };
    }
    // Shorter stems are other words: `поле` is no sex.
    let enough = |stem: &&str| stem.chars().count() >= 4;
    ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(enough)).unwrap_or(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_however_they_are_joined() {
        for (header, wanted) in [
            ("payer_phone", "payer phone"),
            ("IpAddress", "ip address"),
            ("userID", "user id"),
            ("HTTPReferer", "http referer"),
            ("Рабочий телефон 2", "рабочий телефон"),
            ("phone1", "phone"),
            ("E-mail клиента", "email клиента"),
            ("Ф.И.О. ученика", "фио ученика"),
            ("Д.р.", "др"),
            ("№ документа", "номер документа"),
            ("Кол-во", "кол во"),
            ("geo.city", "geo city"),
            ("ym:s:regionCity", "region city"),
            ("ym:s:lastsignTrafficSource", "traffic source"),
            ("ym:pv:URL", "url"),
            ("ПлательщикИНН", "плательщик инн"),
            ("Teлефон", "телефон"),
            ("\u{feff}\u{200b}Почта", "почта"),
            ("ＥＭＡＩＬ", "email"),
            ("2023", "2023"),
            ("", ""),
        ] {
            assert_eq!(words(header).join(" "), wanted, "{header}");
        }
    }

    #[test]
    fn fields_of_metrika() {
        for (header, wanted) in [
            ("ym:s:clientID", Some("clientID")),
            ("ym:s:<attribution>UTMSource", Some("UTMSource")),
            ("ym:s:cross_device_lastTrafficSource", Some("TrafficSource")),
            ("ym:pv:lastname", Some("lastname")),
            ("clientID", None),
        ] {
            assert_eq!(metrika_field(header), wanted, "{header}");
        }
    }

    #[test]
    fn endings_of_cases() {
        for (word, wanted) in [
            ("почта", "почт"),
            ("почты", "почт"),
            ("телефона", "телефон"),
            ("клиентов", "клиент"),
            ("мобильный", "мобильн"),
            ("қаласы", "қала"),
            ("нөмірі", "нөмір"),
            ("имя", "имя"),
            ("emails", "email"),
            ("address", "addres"),
            ("поле", "поле"),
            ("отчество", "отчеств"),
        ] {
            assert_eq!(stem(word), wanted, "{word}");
        }
    }
}
