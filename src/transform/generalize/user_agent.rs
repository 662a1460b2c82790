//! User agents to browser family, or family and major version, by the patterns of uap-core.
//!
//! Only families of a closed list leave; everything else is `Other`. The patterns capture words of the header itself, and an app may
//! put anything there.

use crate::canon::null;
use crate::column::{Fit, StrKernel};
use std::collections::HashMap;
use std::sync::{OnceLock, RwLock};
use ua_parser::user_agent::{Builder, Extractor};

/// The patterns, see `data/README.md`.
static PATTERNS: &str = include_str!("data/browsers.json");

/// Families that leave by name.
const FAMILIES: &[&str] = &[
    "Android",
    "Apple Mail",
    "Baiduspider",
    "bingbot",
    "Brave",
    "Chrome",
    "Chrome Mobile",
    "Chrome Mobile WebView",
    "Chrome Mobile iOS",
    "Chromium",
    "DuckDuckGo Mobile",
    "Edge",
    "Edge Mobile",
    "Electron",
    "Facebook",
    "Firefox",
    "Firefox Mobile",
    "Firefox iOS",
    "Google",
    "Googlebot",
    "HeadlessChrome",
    "HuaweiBrowser",
    "IE",
    "IE Mobile",
    "Instagram",
    "Mail.ru Chromium Browser",
    "MiuiBrowser",
    "Mobile Safari",
    "Mobile Safari UI/WKWebView",
    "Opera",
    "Opera Mini",
    "Opera Mobile",
    "Opera Touch",
    "Pinterest",
    "Safari",
    "Samsung Internet",
    "Snapchat",
    "TikTok",
    "Twitter",
    "UC Browser",
    "Vivaldi",
    "WhatsApp",
    "Yandex Browser",
    "YandexBot",
];

/// Longest header that is looked at: browsers write a few hundred bytes.
const LONGEST: usize = 4096;
/// Distinct headers that are remembered; a real site sees a few thousand.
const REMEMBERED: usize = 20_000;

/// Generalises user agents; the patterns compile when the first header arrives, since that takes longer than a small file does.
#[derive(Debug)]
pub(super) struct Browser {
    major: bool,
    known: RwLock<HashMap<Box<str>, Box<str>>>,
}

impl Browser {
    pub(super) fn family() -> Self {
        Self { major: false, known: RwLock::default() }
    }

    pub(super) fn family_major() -> Self {
        Self { major: true, known: RwLock::default() }
    }

    fn recognise(&self, value: &str) -> String {
        let Some(found) = extractor().extract(value) else { return "Other".to_owned() };
        if !FAMILIES.contains(&found.family.as_ref()) {
            return "Other".to_owned();
        }
        let major =
            found.major.filter(|major| self.major && major.len() <= 4 && major.bytes().all(|b| b.is_ascii_digit()));
        match major {
            Some(major) => format!("{} {major}", found.family),
            None => found.family.into_owned(),
        }
    }
}

fn extractor() -> &'static Extractor<'static> {
    static EXTRACTOR: OnceLock<Extractor<'static>> = OnceLock::new();
    EXTRACTOR.get_or_init(|| {
        let patterns: ua_parser::Regexes<'static> =
            serde_json::from_str(PATTERNS).expect("the patterns are checked by a test");
        let builder = Builder::new().push_all(patterns.user_agent_parsers).expect("the patterns are checked by a test");
        builder.build().expect("the patterns are checked by a test")
    })
}

impl StrKernel for Browser {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        if null::is_null_like(value) {
            return Fit::Null;
        }
        if value.len() > LONGEST {
            return Fit::Unfit;
        }
        // A poisoned lock means that another worker panicked; what it holds is still only text.
        let known = self.known.read().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(text) = known.get(value) {
            out.push_str(text);
            return Fit::Written;
        }
        drop(known);
        let text = self.recognise(value);
        out.push_str(&text);
        let mut known = self.known.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        if known.len() < REMEMBERED {
            known.insert(value.into(), text.into());
        }
        Fit::Written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(value: &str) -> String {
        let mut out = String::new();
        Browser::family_major().write(value, &mut out);
        out
    }

    #[test]
    fn families_and_majors() {
        let chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.129 Safari/537.36";
        assert_eq!(write(chrome), "Chrome 120");
        let yandex = chrome.replace("Safari/537.36", "YaBrowser/24.1.0.0 Safari/537.36");
        assert_eq!(write(&yandex), "Yandex Browser 24");
        let iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Mobile/15E148 Safari/604.1";
        assert_eq!(write(iphone), "Mobile Safari 17");
        assert_eq!(write("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"), "Firefox 121");
    }

    #[test]
    fn words_of_the_header_do_not_leave() {
        assert_eq!(write("IvanovIvan/1.0 (+77710009998)"), "Other");
        assert_eq!(write("ivan@mail.ru"), "Other");
    }

    #[test]
    fn a_family_stays_a_family_for_the_same_header() {
        let browser = Browser::family();
        for _ in 0..2 {
            let mut out = String::new();
            assert_eq!(
                browser.write("Mozilla/5.0 (X11; rv:121.0) Gecko/20100101 Firefox/121.0", &mut out),
                Fit::Written
            );
            assert_eq!(out, "Firefox");
        }
    }
}
