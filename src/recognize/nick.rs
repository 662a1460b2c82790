//! Names behind the word for a messenger, a network or an account, without an `@`: `skype: ivan.petrov77`, `телеграм ivan_petrov77`.
//!
//! Courses are about messengers too (`Telegram B2B`), campaigns are named after networks (`fb: cold_audience`) and logs are about logins
//! (`login failed401`), so that what stands behind the word must have somebody's name in it; behind `ник` something that no other word is.

use super::account::{is_host_or_file, is_name, is_surname, is_whole_name};
use super::announce::{Announced, announced};
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
    let discord = word.starts_with("discord") || word.starts_with("дискорд");
    let tagged = discord
        && !is_ordinary(name)
        && next.strip_prefix('#').is_some_and(|tag| {
            tag.len() >= 4
                && tag.bytes().take(4).all(|byte| byte.is_ascii_digit())
                && !tag[4..].starts_with(char::is_alphanumeric)
        });
    if tagged && name.len() >= 2 {
        return Some((at, at + name.len() + 5));
    }
    let number = (6..=12).contains(&name.bytes().filter(u8::is_ascii_digit).count())
        && name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    // In these nobody advertises, so that what stands behind them is a person's.
    let chats =
        ["icq", "wechat"].contains(&word.as_str()) || ["skype", "скайп"].iter().any(|stem| word.starts_with(stem));
    let private = chats || ["nick", "nickname", "ник", "никнейм", "юзернейм"].contains(&word.as_str());
    let chatted = ["telegram", "телеграм", "insta", "инста"].iter().any(|stem| word.starts_with(stem))
        || ["tg", "тг", "телега", "ig"].contains(&word.as_str());
    let last = next.trim_end_matches([' ', '.', ',', ';', ')', '!']).is_empty();
    let said = Said { stated, private, chatted: (chatted || chats) && last };
    let chosen = named && (5..=32).contains(&name.len()) && name.starts_with(|c: char| c.is_ascii_alphabetic());
    (chosen || is_nick(name, &said) || (numbered && number)).then_some((at - usize::from(named), at + name.len()))
}

/// Whether all words of a name are ordinary ones.
fn is_ordinary(name: &str) -> bool {
    parts(name).all(is_ordinary_word)
}

/// The words of a name.
fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphabetic()).filter(|part| !part.is_empty())
}

fn is_ordinary_word(part: &str) -> bool {
    part.len() < 2 || ORDINARY.contains(&part.to_ascii_lowercase().as_str())
}

/// What stands around a name.
struct Said {
    /// A colon or its like between the word and the name.
    stated: bool,
    /// The word is for something in which nobody advertises.
    private: bool,
    /// The word is for a network in which people are found by their names, and nothing stands behind the name.
    chatted: bool,
}

/// Whether a word is a name that somebody chose, and no word of a course or a campaign.
fn is_nick(name: &str, said: &Said) -> bool {
    if let Some(digits) = name.strip_prefix("id") {
        return digits.len() >= 5 && digits.bytes().all(|byte| byte.is_ascii_digit());
    }
    let letters = name.bytes().filter(u8::is_ascii_alphabetic).count();
    let digits = name.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(4..=32).contains(&name.len())
        || letters < 3
        || !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        || is_ordinary(name)
        || is_host_or_file(name)
    {
        return false;
    }
    let signed = ['_', '.', '-'].iter().any(|&sign| name.trim_matches(sign).contains(sign));
    let strange = !parts(name).any(is_ordinary_word);
    let small = name.starts_with(|c: char| c.is_ascii_lowercase());
    if signed || digits >= 2 {
        let named = parts(name).any(|part| !is_ordinary_word(part) && is_name(part));
        // `dragon2000`, `kotik_77`: with the numbers that people have, not those of months, lessons and this year's campaigns.
        let number = name[name.len() - digits.min(9)..].parse::<u32>().unwrap_or(0);
        let of_people = matches!(number, 32..=99 | 111..=1899 | 1950..=2015 | 2100..);
        let numbered = digits >= 2 && of_people && strange && (said.stated || (small && !signed));
        return named || numbered || (said.stated && said.private && strange);
    }
    // Letters alone: a given name and a surname in one, or behind a colon a word that can be a surname only.
    let lower = name.to_ascii_lowercase();
    let own = said.stated && strange && lower.len() >= 5 && said.chatted && (small || said.private);
    letters == name.len() && (is_whole_name(&lower) || own || (said.stated && lower.len() >= 5 && is_surname(&lower)))
}

/// Words of courses, campaigns, programs and forms.
const ORDINARY: &[&str] = &[
    "ad",
    "admin",
    "ads",
    "aiogram",
    "analytics",
    "android",
    "anonymous",
    "api",
    "app",
    "apps",
    "audience",
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
    "call",
    "campaign",
    "channel",
    "chat",
    "client",
    "code",
    "cold",
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
    "den",
    "design",
    "desktop",
    "dev",
    "developer",
    "discord",
    "django",
    "domashka",
    "dz",
    "ekzamen",
    "email",
    "empty",
    "en",
    "end",
    "eng",
    "error",
    "expired",
    "facebook",
    "failed",
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
    "gruppa",
    "guest",
    "help",
    "homework",
    "hot",
    "html",
    "id",
    "info",
    "insta",
    "instagram",
    "intensiv",
    "interview",
    "intro",
    "invalid",
    "ios",
    "java",
    "javascript",
    "kanal",
    "kaspi",
    "kk",
    "konsultaciya",
    "konsultatsiya",
    "kurator",
    "kuratory",
    "kurs",
    "kz",
    "landing",
    "lead",
    "leadgen",
    "leads",
    "lekciya",
    "lektsiya",
    "lesson",
    "lessonplan",
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
    "meeting",
    "mentor",
    "messenger",
    "mini",
    "missing",
    "mobile",
    "modul",
    "module",
    "month",
    "nedelya",
    "new",
    "news",
    "nitro",
    "node",
    "none",
    "not",
    "null",
    "official",
    "ok",
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
    "potok",
    "praktika",
    "premium",
    "pro",
    "promo",
    "promotion",
    "python",
    "rassylka",
    "razgovor",
    "react",
    "reels",
    "reklama",
    "required",
    "retarget",
    "retargeting",
    "room",
    "ru",
    "rus",
    "sale",
    "sales",
    "school",
    "search",
    "server",
    "session",
    "set",
    "shop",
    "shopping",
    "skillbox",
    "skype",
    "smm",
    "sobesedovanie",
    "social",
    "source",
    "sozvon",
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
    "success",
    "summer",
    "support",
    "target",
    "targeting",
    "team",
    "telegram",
    "telethon",
    "tema",
    "test",
    "tiktok",
    "token",
    "top",
    "traffic",
    "true",
    "type",
    "unknown",
    "urok",
    "uroki",
    "user",
    "username",
    "users",
    "utm",
    "vebinar",
    "ver",
    "version",
    "video",
    "view",
    "views",
    "vk",
    "vstrecha",
    "vue",
    "warm",
    "web",
    "webinar",
    "week",
    "whatsapp",
    "winter",
    "year",
    "youtube",
    "zadanie",
    "zanyatie",
    "zvonok",
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
            ("ник: kotik_77", "kotik_77"),
            ("skype: kotik_77", "kotik_77"),
            ("telegram: kotik_77", "kotik_77"),
            ("телеграм dragon2000", "dragon2000"),
            ("tg: megakiller", "megakiller"),
            ("Скайп: Megakiller", "Megakiller"),
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
            "fb: cold_audience",
            "Instagram: retarget_12",
            "whatsapp: rassylka_1",
            "tiktok: top_view",
            "login failed401",
            "username: not_set",
            "Discord Nitro2024",
            "skype: urok_12",
            "Facebook lead#1234",
            "vk: baza_klientov",
            "ник: not_set",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
