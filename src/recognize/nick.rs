//! Names behind the word for a messenger, a network or an account, without an `@`: `skype: ivan.petrov77`, `телеграм ivan_petrov77`.
//!
//! Courses are about messengers too (`Telegram B2B`, `Instagram: stories_2024`), so that what stands behind the word must be no ordinary word.

use super::announce::{Announced, announced};
use super::name::Word;
use super::{Evidence, Kind, Span};
use crate::canon::text::{letters_end, next_letter};

/// Appends the names that stand behind such words.
pub(super) fn behind_words(text: &str, found: &mut Vec<Span>) {
    let mut at = 0;
    while let Some(start) = next_letter(text, at) {
        let end = letters_end(text, start);
        at = end;
        if announced(&text.as_bytes()[start..end]) != Some(Announced::Nick) {
            continue;
        }
        // In the middle of an address or of another name the word announces nothing.
        if text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '@' | '/')) {
            continue;
        }
        if let Some((start, end)) = name_behind(text, start, end) {
            found.push(Span { start, end, kind: Kind::Social, evidence: Evidence::Strong });
            at = end;
        }
    }
}

/// Bytes behind the word in which a name begins.
const NEAR: usize = 64;

/// Words between the announcing one and the name: `телеграм для связи ivan_77`.
const BETWEEN: &[&str] = &[
    "мой",
    "моя",
    "мое",
    "аккаунт",
    "акк",
    "account",
    "acc",
    "id",
    "айди",
    "is",
    "это",
    "для",
    "связи",
    "профиль",
    "profile",
    "страница",
    "пишите",
    "handle",
    "name",
    "user",
    "my",
    "менің",
    "по",
    "нику",
    "в",
];

/// The name behind the word that stands at these bytes.
fn name_behind(text: &str, word: usize, end: usize) -> Option<(usize, usize)> {
    let marks = |c: char| {
        matches!(c, ' ' | '\t' | ':' | '=' | '-' | '>' | '(' | '[' | '"' | '\'' | '«' | '“' | '—' | '–' | '→' | '@')
    };
    let far = text.len().min(end + NEAR);
    let mut at = end;
    // `инст. anna_m`, but not `telegram.org`.
    if text[at..].starts_with(". ") {
        at += 1;
    } else if let Some(rest) = text[at..].strip_prefix("://resolve?domain") {
        at = text.len() - rest.len();
    }
    // Accounts of ICQ are numbers, and of Telegram everybody has one.
    let word = text[word..end].to_lowercase();
    let mut numbered = word == "icq" || word.starts_with("аськ");
    let (mut stated, mut words) = (false, 0);
    let named = loop {
        let rest = &text[at..];
        let behind = rest.trim_start_matches(marks);
        let mark = &rest[..rest.len() - behind.len()];
        if mark.is_empty() || mark.len() > 8 {
            return None;
        }
        stated |= mark.contains([':', '=', '@', '—', '–', '→']);
        at += mark.len();
        let letters = letters_end(text, at);
        let between = BETWEEN.contains(&text[at..letters].to_lowercase().as_str());
        let whole = !text[letters..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '.'));
        if at >= far || !between || !whole {
            break mark.ends_with('@');
        }
        numbered = matches!(&*text[at..letters].to_lowercase(), "id" | "айди");
        (at, words) = (letters, words + 1);
    };
    // `@name` right behind the word is found as one.
    if named && words == 0 {
        return None;
    }
    let bytes = text.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    let len = bytes[at..].iter().take(65).take_while(|byte| fits(byte)).count();
    // `live:` stands before names that Skype gives.
    if text[at..at + len].eq_ignore_ascii_case("live") && bytes.get(at + len) == Some(&b':') {
        let more = bytes[at + len + 1..].iter().take(65).take_while(|byte| fits(byte)).count();
        return (more >= 4).then_some((at, at + len + 1 + more));
    }
    let name = text[at..at + len].trim_end_matches(['.', '-']);
    let next = &text[at + name.len()..];
    if next.starts_with(|c: char| matches!(c, '@' | '/' | '=' | '[' | '\\') || c.is_alphanumeric()) {
        return None;
    }
    let tagged = next.strip_prefix('#').is_some_and(|tag| {
        tag.len() >= 4
            && tag.bytes().take(4).all(|byte| byte.is_ascii_digit())
            && !tag[4..].starts_with(char::is_alphanumeric)
    });
    if tagged && name.len() >= 2 {
        return Some((at, at + name.len() + 5));
    }
    let number = (6..=12).contains(&name.bytes().filter(u8::is_ascii_digit).count())
        && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let chosen = named && (5..=32).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_alphabetic());
    (chosen || is_nick(name, stated) || (numbered && number)).then_some((at - usize::from(named), at + name.len()))
}

/// Whether a word is a name that somebody chose, and no word of a course or a campaign.
fn is_nick(name: &str, stated: bool) -> bool {
    if let Some(digits) = name.strip_prefix("id") {
        return digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    }
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(4..=32).contains(&name.len())
        || letters < 3
        || !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
    {
        return false;
    }
    let parts = || name.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty());
    let ordinary = |part: &str| part.len() < 2 || ORDINARY.contains(&part.to_ascii_lowercase().as_str());
    if parts().all(ordinary) || is_host(name) {
        return false;
    }
    let named = parts().any(|part| part.len() >= 4 && !ordinary(part) && is_name(part));
    let small = name.bytes().any(|byte| byte.is_ascii_lowercase());
    if !named && !small {
        return false;
    }
    let inner = |sign: char| name.trim_matches(sign).contains(sign);
    let worded = parts().any(ordinary);
    if inner('_') {
        return named || !worded;
    }
    if inner('.') {
        return named || (!worded && parts().all(|part| part.len() >= 3));
    }
    if inner('-') {
        return named || (digits >= 2 && !worded);
    }
    if digits >= 2 {
        return named || (parts().count() == 1 && letters >= 3 && letters + digits == name.len());
    }
    // Letters alone: a given name and a surname in one, or behind a colon a word that can be a surname only.
    let lower = name.to_ascii_lowercase();
    letters == name.len() && (is_whole_name(&lower) || (stated && lower.len() >= 5 && is_surname(&lower)))
}

/// Whether a word is a given name, or can be a surname only.
fn is_name(word: &str) -> bool {
    let known = Word::of(word);
    let lower = word.to_ascii_lowercase();
    known.given || known.ambiguous || (lower.len() >= 5 && is_surname(&lower))
}

/// Endings of surnames that no other words have.
fn is_surname(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ov", "ova", "ev", "eva", "enko", "skiy", "skaya", "bayev", "bayeva", "baev", "baeva", "bekov", "bekova",
        "bekuly", "bayuly", "kyzy", "qyzy",
    ];
    ENDINGS.iter().any(|ending| word.len() >= ending.len() + 3 && word.ends_with(ending))
}

/// A given name and a surname that stand against each other.
fn is_whole_name(word: &str) -> bool {
    (4..word.len().saturating_sub(4)).any(|at| {
        let known = Word::of(&word[..at]);
        (known.given || known.ambiguous) && is_surname(&word[at..])
    })
}

/// Whether the name is one of a site or of a file.
fn is_host(name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    const FILES: &[&str] = &[
        "js", "py", "html", "csv", "tsv", "pdf", "txt", "jpg", "jpeg", "png", "gif", "webp", "svg", "psd", "xls",
        "xlsx", "doc", "docx", "ppt", "pptx", "json", "jsonl", "xml", "yml", "yaml", "toml", "md", "log", "sql", "db",
        "zip", "rar", "gz", "7z", "parquet", "orc", "avro", "mp3", "mp4", "mov", "wav", "ogg", "apk", "exe", "php",
        "bot",
    ];
    FILES.contains(&ending.to_ascii_lowercase().as_str())
        || psl::domain(name.as_bytes()).is_some_and(|host| host.suffix().is_known())
}

/// Words of courses, campaigns, programs and forms.
const ORDINARY: &[&str] = &[
    "ad",
    "admin",
    "ads",
    "aiogram",
    "analytics",
    "android",
    "api",
    "app",
    "apps",
    "auto",
    "autumn",
    "back",
    "banner",
    "basic",
    "basics",
    "beta",
    "black",
    "blog",
    "bot",
    "bots",
    "brand",
    "branding",
    "business",
    "campaign",
    "channel",
    "chat",
    "client",
    "code",
    "com",
    "commerce",
    "content",
    "copy",
    "course",
    "courses",
    "cpa",
    "cpc",
    "css",
    "data",
    "day",
    "default",
    "demo",
    "design",
    "desktop",
    "dev",
    "developer",
    "discord",
    "django",
    "email",
    "en",
    "end",
    "error",
    "facebook",
    "false",
    "feed",
    "forms",
    "free",
    "friday",
    "front",
    "full",
    "game",
    "games",
    "group",
    "help",
    "html",
    "id",
    "info",
    "insta",
    "instagram",
    "intro",
    "ios",
    "java",
    "javascript",
    "kaspi",
    "kk",
    "kurs",
    "kz",
    "landing",
    "lead",
    "leadgen",
    "leads",
    "lesson",
    "lessons",
    "level",
    "link",
    "lite",
    "live",
    "login",
    "lookalike",
    "manager",
    "market",
    "marketing",
    "max",
    "media",
    "medium",
    "messenger",
    "mini",
    "mobile",
    "module",
    "month",
    "new",
    "news",
    "node",
    "none",
    "null",
    "official",
    "old",
    "online",
    "organic",
    "page",
    "pages",
    "part",
    "password",
    "php",
    "plus",
    "post",
    "posts",
    "premium",
    "pro",
    "promo",
    "promotion",
    "python",
    "react",
    "reels",
    "reklama",
    "retargeting",
    "ru",
    "sale",
    "sales",
    "school",
    "search",
    "server",
    "shop",
    "shopping",
    "skillbox",
    "skype",
    "smm",
    "social",
    "source",
    "spring",
    "sql",
    "stack",
    "start",
    "status",
    "step",
    "store",
    "stories",
    "story",
    "stream",
    "studio",
    "summer",
    "support",
    "target",
    "targeting",
    "team",
    "telegram",
    "telethon",
    "test",
    "tiktok",
    "traffic",
    "true",
    "type",
    "unknown",
    "user",
    "username",
    "users",
    "utm",
    "ver",
    "version",
    "video",
    "vk",
    "vue",
    "web",
    "webinar",
    "week",
    "whatsapp",
    "winter",
    "year",
    "youtube",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        behind_words(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn names_behind_words() {
        for (text, wanted) in [
            ("skype: ivan.petrov77", "ivan.petrov77"),
            ("телеграм ivan_petrov77", "ivan_petrov77"),
            ("Мой Телеграм — ivan_petrov", "ivan_petrov"),
            ("тг: aigul_t", "aigul_t"),
            ("TG aigul77", "aigul77"),
            ("инста ivan.petrov", "ivan.petrov"),
            ("Insta: ivanpetrov", "ivanpetrov"),
            ("inst. marat_88", "marat_88"),
            ("ig=ivan_petrov", "ig=ivan_petrov"),
            ("вк id12345678", "id12345678"),
            ("vk: ivan_petrov", "ivan_petrov"),
            ("дискорд ivan#1234", "ivan#1234"),
            ("Discord: Ivan_P#0042", "Ivan_P#0042"),
            ("телеграм для связи petrov_i", "petrov_i"),
            ("skype live:.cid.a1b2c3d4", "live:.cid.a1b2c3d4"),
            ("скайп ivanpetrov2001", "ivanpetrov2001"),
            ("вайбер: petrov.ivan", "petrov.ivan"),
            ("ICQ 123-456-789", "123-456-789"),
            ("tg id: 123456789", "123456789"),
            ("tg://resolve?domain=ivan_petrov", "ivan_petrov"),
            ("логин: mysalova_a", "mysalova_a"),
            ("facebook (aigul.testova)", "aigul.testova"),
            ("вотсап → testova_88", "testova_88"),
            ("менің инстам aigul_t", "aigul_t"),
            ("skype: petrov", "petrov"),
            ("телеграм для связи @aigulka", "@aigulka"),
        ] {
            let wanted = wanted.trim_start_matches("ig=");
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn words_of_courses_and_campaigns_are_no_names() {
        for text in [
            "Skype: урок 5",
            "Skype: lesson_5",
            "Telegram B2B",
            "Telegram-боты на Python3",
            "Telegram bot_api 6.0",
            "Telegram aiogram3",
            "Instagram: stories_2024",
            "Instagram Reels 2024",
            "Instagram: skillbox.kz",
            "VK Ads",
            "VK API v5.131",
            "vk: lookalike_2024",
            "Discord.js",
            "Discord node.js",
            "TikTok SMM2024",
            "TikTok: target",
            "Instagram, Telegram, VK",
            "source: telegram_ads",
            "utm_source=vk&utm_medium=cpc",
            "utm_source=tg&utm_content=anna_m",
            "telegram.org",
            "https://instagram.com/p/Cabc/",
            "login: admin",
            "Логин: user_123",
            "login=true",
            "nick of time",
            "Facebook Business",
            "WhatsApp Web 2.24",
            "тг 5000",
            "5000 тг",
            "цена 100 тг/мес",
            "вк видео",
            "Viber: marketing",
            "инста курс по SMM",
            "twitter: python",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
