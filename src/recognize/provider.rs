//! Hosts of mailboxes that everybody knows, so that an address is certain though its sign or its point is wrong.

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
    let same = |a: &str, b: &str| a == b || a.to_lowercase() == b;
    PROVIDERS.iter().any(|(known, endings)| same(name, known) && endings.iter().any(|known| same(ending, known)))
}

/// Whether a word is a provider's host without its point: `mailru`, `gmailcom`.
pub(super) fn is_joined(word: &str) -> bool {
    let lower = word.to_lowercase();
    PROVIDERS.iter().any(|(name, endings)| lower.strip_prefix(name).is_some_and(|rest| endings.contains(&rest)))
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
    let lower = word.to_ascii_lowercase();
    let of = |(name, endings): &(&str, &[&str])| {
        let fits = name.is_ascii() && name.len() > 3 && endings.contains(&ending.to_ascii_lowercase().as_str());
        lower.strip_suffix(name).filter(|rest| fits && !rest.is_empty() && !OTHERS.contains(rest)).map(str::len)
    };
    // Of `gmail` and `mail` the longer leaves less before it.
    PROVIDERS.iter().filter_map(of).min().map(|len| &word[..len])
}

/// Whether this is an ending that people here write addresses with.
pub(super) fn is_ending(word: &str) -> bool {
    ENDINGS.iter().any(|known| *known == word || *known == word.to_lowercase())
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
