//! Closed words that techniques write, listed once more: the audit does not ask the writer what it may write.

use crate::canon::place::{country_code, region_named};

/// Browsers that leave by name; every other is `Other`.
pub(super) const BROWSERS: &[&str] = &[
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
    "Other",
];

/// Providers of mail that leave by name, and the classes of all others.
pub(super) const PROVIDERS: &[&str] = &[
    "163.com",
    "aol.com",
    "bk.ru",
    "gmail.com",
    "gmx.de",
    "hotmail.com",
    "i.ua",
    "icloud.com",
    "inbox.ru",
    "internet.ru",
    "list.ru",
    "live.com",
    "mail.kz",
    "mail.ru",
    "msn.com",
    "naver.com",
    "outlook.com",
    "proton.me",
    "qq.com",
    "rambler.ru",
    "tuta.com",
    "tut.by",
    "ukr.net",
    "vk.com",
    "web.de",
    "yahoo.com",
    "yandex.ru",
    "zoho.com",
    "education",
    "government",
    "relay",
    "other",
];

/// What addresses of nobody are called.
pub(super) const NETWORKS: &[&str] =
    &["private", "loopback", "link-local", "documentation", "multicast", "reserved", "other"];

/// Whether a text is a code of ISO 3166-2:KZ.
pub(super) fn is_region(text: &str) -> bool {
    text.len() == 5 && text.starts_with("KZ-") && region_named(text) == Some(text)
}

/// Whether a text is a code of ISO 3166-1.
pub(super) fn is_country(text: &str) -> bool {
    text.len() == 2 && country_code(text) == Some(text)
}

/// A browser, and its major version where that may stand behind it.
pub(super) fn is_browser(text: &str, major: bool) -> bool {
    if BROWSERS.contains(&text) {
        return true;
    }
    let version = |digits: &str| (1..=4).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    major && text.rsplit_once(' ').is_some_and(|(name, digits)| version(digits) && BROWSERS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Texts in quotes of a list in a source file, with those that stand in an inner list left out.
    fn listed(source: &str, name: &str, outer: bool) -> Vec<String> {
        let list = source.split_once(&format!("const {name}:")).expect("a list").1;
        let list = list.split_once("= &[").expect("a list").1.split_once("];").expect("its end").0;
        let lines = list.lines().map(str::trim).filter(|line| !outer || line.starts_with("(\""));
        lines.filter_map(|line| line.split('"').nth(1).map(str::to_owned)).collect()
    }

    #[test]
    fn the_lists_are_the_writers_lists() {
        let mut browsers = listed(include_str!("../../transform/generalize/user_agent.rs"), "FAMILIES", false);
        browsers.push("Other".to_owned());
        assert_eq!(browsers, BROWSERS);
        let providers = listed(include_str!("../../transform/generalize/email.rs"), "PUBLIC", true);
        assert_eq!(providers, PROVIDERS[..providers.len()]);
        assert_eq!(PROVIDERS.len() - providers.len(), 4);
    }

    #[test]
    fn words_are_known() {
        assert!(is_region("KZ-75") && is_region("KZ-10") && !is_region("KZ-99") && !is_region("Алматы"));
        assert!(
            is_country("KZ") && is_country("GG") && !is_country("Kz") && !is_country("XX") && !is_country("Казахстан")
        );
        assert!(
            is_browser("Chrome 120", true) && !is_browser("Chrome 120", false) && !is_browser("Chrome 120.0", true)
        );
        assert!(!is_browser("Mozilla/5.0 (Windows NT 10.0)", true));
    }
}
