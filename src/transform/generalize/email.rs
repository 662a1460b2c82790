//! Emails to the provider of their mailbox, if it is one that everybody may use, else to a class: the domain of a firm or a family names it.

use crate::canon::form_of;
use crate::column::{Fit, StrKernel};
use crate::vocabulary::SemanticType;

/// The provider of a mailbox, or `education`, `government`, `relay`, `other`.
#[derive(Debug)]
pub(super) struct Provider;

/// Hosts at which everybody may have a mailbox. Those behind a provider's name are the same provider's.
const PUBLIC: &[(&str, &[&str])] = &[
    ("163.com", &[]),
    ("aol.com", &[]),
    ("bk.ru", &[]),
    ("gmail.com", &["googlemail.com"]),
    ("gmx.de", &["gmx.net", "gmx.com", "gmx.at"]),
    ("hotmail.com", &[]),
    ("i.ua", &[]),
    ("icloud.com", &["me.com", "mac.com"]),
    ("inbox.ru", &[]),
    ("internet.ru", &[]),
    ("list.ru", &[]),
    ("live.com", &["live.ru"]),
    ("mail.kz", &[]),
    ("mail.ru", &[]),
    ("msn.com", &[]),
    ("naver.com", &[]),
    ("outlook.com", &["outlook.kz", "outlook.de"]),
    ("proton.me", &["protonmail.com", "pm.me"]),
    ("qq.com", &[]),
    ("rambler.ru", &["autorambler.ru", "myrambler.ru", "lenta.ru", "ro.ru"]),
    ("tuta.com", &["tutanota.com", "tutamail.com"]),
    ("tut.by", &[]),
    ("ukr.net", &[]),
    ("vk.com", &[]),
    ("web.de", &[]),
    ("yahoo.com", &["ymail.com", "rocketmail.com"]),
    ("yandex.ru", &["ya.ru", "narod.ru"]),
    ("zoho.com", &["zohomail.com"]),
];

/// Hosts of addresses that stand for an address elsewhere.
const RELAYS: &[&str] = &[
    "privaterelay.appleid.com",
    "relay.firefox.com",
    "mozmail.com",
    "duck.com",
    "passmail.net",
    "simplelogin.com",
    "slmail.me",
    "anonaddy.me",
];

impl StrKernel for Provider {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(form_of(SemanticType::Email).write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let provider = provider(out.rsplit('@').next().unwrap_or_default());
        out.clear();
        out.push_str(provider);
        fit
    }
}

fn provider(host: &str) -> &'static str {
    if let Some((name, _)) = PUBLIC.iter().find(|(name, others)| *name == host || others.contains(&host)) {
        return name;
    }
    let labels: Vec<&str> = host.rsplit('.').collect();
    match labels.as_slice() {
        // `yandex.kz`, `yahoo.co.uk`: these names are the providers' in every country.
        [_, "yandex"] | [_, "com" | "co", "yandex"] => "yandex.ru",
        [_, "yahoo"] | [_, "com" | "co", "yahoo"] => "yahoo.com",
        _ if RELAYS
            .iter()
            .any(|relay| host == *relay || host.strip_suffix(relay).is_some_and(|sub| sub.ends_with('.'))) =>
        {
            "relay"
        }
        ["edu", ..] => "education",
        ["gov" | "mil", ..] => "government",
        [country, "edu" | "ac", ..] if country.len() == 2 => "education",
        [country, "gov" | "mil", ..] if country.len() == 2 => "government",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_providers_or_classes() {
        for (host, wanted) in [
            ("gmail.com", "gmail.com"),
            ("googlemail.com", "gmail.com"),
            ("mail.ru", "mail.ru"),
            ("bk.ru", "bk.ru"),
            ("yandex.kz", "yandex.ru"),
            ("yandex.com.tr", "yandex.ru"),
            ("ya.ru", "yandex.ru"),
            ("yahoo.co.uk", "yahoo.com"),
            ("nu.edu.kz", "education"),
            ("mit.edu", "education"),
            ("ox.ac.uk", "education"),
            ("minzdrav.gov.kz", "government"),
            ("nasa.gov", "government"),
            ("privaterelay.appleid.com", "relay"),
            ("x.mozmail.com", "relay"),
            ("notmozmail.com", "other"),
            ("yandex.ivanov.kz", "other"),
            ("ivanov.kz", "other"),
            ("gmail.com.ivanov.kz", "other"),
            ("edu.ivanov.kz", "other"),
        ] {
            assert_eq!(provider(host), wanted, "{host}");
        }
    }

    #[test]
    fn the_mailbox_does_not_leave() {
        let mut out = String::new();
        assert_eq!(Provider.write("Анна <Anna.M@Yandex.KZ>", &mut out), Fit::Written);
        assert_eq!(out, "yandex.ru");
        out.clear();
        assert_eq!(Provider.write("no@mail.ru", &mut out), Fit::Null);
        assert_eq!(Provider.write("junk", &mut out), Fit::Unfit);
    }
}
