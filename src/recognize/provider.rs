//! Hosts of mailboxes that everybody knows, so that an address is certain though its sign or its point is wrong.

use crate::canon::text::{eq_fold, strip_prefix_fold, strip_suffix_fold};

/// Names of providers and the endings that they have, or that people take them to have; also as people write them in Cyrillic letters.
const PROVIDERS: &[(&str, &[&str])] = &[
    ("mail", &["ru", "kz", "com", "ua", "by"]),
    ("gmail", &["com", "ru", "kz"]),
    ("googlemail", &["com"]),
    ("yandex", &["ru", "kz", "com", "by", "ua"]),
    ("ya", &["ru"]),
    ("bk", &["ru"]),
    ("inbox", &["ru", "com"]),
    ("list", &["ru"]),
    ("internet", &["ru"]),
    ("rambler", &["ru"]),
    ("hotmail", &["com", "ru"]),
    ("outlook", &["com", "kz", "ru"]),
    ("icloud", &["com"]),
    ("yahoo", &["com", "ru"]),
    ("live", &["com", "ru"]),
    ("msn", &["com"]),
    ("aol", &["com"]),
    ("proton", &["me"]),
    ("protonmail", &["com"]),
    ("ukr", &["net"]),
    ("tut", &["by"]),
    ("мейл", CYRILLIC),
    ("мэйл", CYRILLIC),
    ("маил", CYRILLIC),
    ("майл", CYRILLIC),
    ("гмейл", CYRILLIC),
    ("гмэйл", CYRILLIC),
    ("гмаил", CYRILLIC),
    ("джимейл", CYRILLIC),
    ("яндекс", CYRILLIC),
    ("рамблер", CYRILLIC),
    ("инбокс", CYRILLIC),
    ("бк", CYRILLIC),
    ("лист", CYRILLIC),
];
const CYRILLIC: &[&str] = &["ру", "кз", "ком", "ru", "kz", "com"];

/// Providers of which nobody needs to say the ending.
const BARE: &[&str] =
    &["gmail", "googlemail", "mail", "yandex", "rambler", "hotmail", "outlook", "icloud", "yahoo", "protonmail"];

/// Endings of hosts that people here write addresses with.
const ENDINGS: &[&str] = &[
    "ru", "kz", "com", "net", "org", "by", "ua", "uz", "kg", "su", "info", "edu", "biz", "рф", "қаз", "ру", "кз", "ком",
];

/// Whether a name and an ending make the host of a provider.
pub(super) fn is_host(name: &str, ending: &str) -> bool {
    PROVIDERS.iter().any(|(known, endings)| eq_fold(name, known) && endings.iter().any(|known| eq_fold(ending, known)))
}

/// Whether a word is a provider's host without its point: `mailru`, `gmailcom`.
pub(super) fn is_joined(word: &str) -> bool {
    PROVIDERS.iter().any(|(name, endings)| {
        strip_prefix_fold(word, name).is_some_and(|rest| endings.iter().any(|ending| eq_fold(rest, ending)))
    })
}

/// Whether a word is the name of a provider that says enough without an ending.
pub(super) fn is_bare(word: &str) -> bool {
    BARE.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// The name of a provider at the end of a word that has something else before it: `petrov` of `petrovmail` behind which `ru` stands.
pub(super) fn glued<'a>(word: &'a str, ending: &str) -> Option<&'a str> {
    /// Words that end in a provider's name and are others.
    const OTHERS: &[&str] =
        &["e", "g", "hot", "web", "proton", "rocket", "y", "zoho", "fast", "in", "google", "moz", "tuta"];
    let is_other = |rest: &str| OTHERS.iter().any(|other| rest.eq_ignore_ascii_case(other));
    let of = |(name, endings): &(&str, &[&str])| {
        strip_suffix_fold(word, name)
            .filter(|rest| name.is_ascii() && name.len() > 3 && !rest.is_empty() && !is_other(rest))
            .filter(|_| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
    };
    // Of `gmail` and `mail` the longer leaves less before it.
    PROVIDERS.iter().filter_map(of).min_by_key(|rest| rest.len())
}

/// Whether this is an ending that people here write addresses with.
pub(super) fn is_ending(word: &str) -> bool {
    ENDINGS.iter().any(|known| eq_fold(word, known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_providers() {
        assert!(is_host("Mail", "RU") && is_host("яндекс", "ру") && !is_host("kaspi", "kz") && !is_host("mail", "de"));
        assert!(is_joined("mailru") && is_joined("GmailCom") && !is_joined("mail") && !is_joined("mailing"));
        assert!(is_bare("Gmail") && !is_bare("list") && is_ending("kz") && is_ending("РФ") && !is_ending("js"));
        assert_eq!(glued("petrovmail", "ru"), Some("petrov"));
        assert_eq!(glued("ivan77gmail", "com"), Some("ivan77"));
        for (word, ending) in [("gmail", "com"), ("hotmail", "com"), ("mail", "ru"), ("petrov", "ru")] {
            assert_eq!(glued(word, ending), None, "{word}.{ending}");
        }
    }
}
