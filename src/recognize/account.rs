//! Names that people give to their accounts, mailboxes and folders: `ivan.petrov77`, `aigul_t`.
//!
//! Campaigns, files, forms and pages have underscores, points and numbers too (`cold_audience`, `promo2024`, `sign_in`), so that only a part that
//! names somebody tells an account from them.

use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use ahash::AHasher;

use super::name::{Word, given_names};
use crate::canon::name::{skeleton, sounds};
use crate::canon::text::is_letter;

/// Parts of a name that are looked at.
const PARTS: usize = 8;

/// Whether a part of it is somebody's name.
pub(super) fn has_name(text: &str) -> bool {
    text.split(|c: char| !is_letter(c)).filter(|part| !part.is_empty()).take(PARTS).any(is_name)
}

/// Whether a word is a given name, in either script, or can be a surname only.
pub(super) fn is_name(word: &str) -> bool {
    if !word.is_ascii() {
        let known = Word::of(word);
        return word.chars().count() >= 3 && (known.given || known.ambiguous);
    }
    if !(4..=24).contains(&word.len()) {
        return false;
    }
    let lower = word.to_ascii_lowercase();
    let known = || SOUNDS.whole.contains(sounds(&lower).as_str()) || SOUNDS.bare.contains(skeleton(&lower).as_str());
    !OTHERS.contains(&lower.as_str()) && (is_surname(&lower) || known())
}

/// A given name and a surname that stand against each other, in small letters.
pub(super) fn is_whole_name(word: &str) -> bool {
    word.is_ascii()
        && word.len() <= 32
        && (4..word.len().saturating_sub(4)).any(|at| is_surname(&word[at..]) && is_name(&word[..at]))
}

/// Endings of surnames that few other words have, for a word in small letters. Adjectives end as `skiy` does: `detskiy`, `angliyskiy`.
pub(super) fn is_surname(word: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "ov", "ova", "ev", "eva", "enko", "bayev", "bayeva", "baev", "baeva", "bekov", "bekova", "bekuly", "bayuly",
        "kyzy", "qyzy",
    ];
    let thing = || {
        let bare = ["ov", "ev", "ova", "eva"].iter().find_map(|ending| word.strip_suffix(ending));
        bare.is_some_and(|bare| THINGS.contains(&bare))
    };
    ENDINGS.iter().any(|ending| word.len() >= ending.len() + 3 && word.ends_with(ending)) && !thing()
}

/// Whether the name is one of a site or of a file.
pub(super) fn is_host_or_file(name: &str) -> bool {
    let Some((_, ending)) = name.rsplit_once('.') else { return false };
    FILES.contains(&ending.to_ascii_lowercase().as_str())
        || psl::domain(name.as_bytes()).is_some_and(|host| host.suffix().is_known())
}

/// Endings of files, which no account has.
const FILES: &[&str] = &[
    "7z", "apk", "avro", "bot", "css", "csv", "db", "doc", "docx", "exe", "gif", "gz", "html", "jpeg", "jpg", "js",
    "json", "jsonl", "log", "md", "mov", "mp3", "mp4", "ogg", "orc", "parquet", "pdf", "php", "png", "ppt", "pptx",
    "psd", "py", "rar", "sql", "svg", "toml", "tsv", "txt", "wav", "webp", "xls", "xlsx", "xml", "yaml", "yml", "zip",
];

/// Words that in the genitive are many things or a thing in the feminine, or a town, and then end as surnames do: `klientov`, `osnova`, `saratov`.
const THINGS: &[&str] = &[
    "abiturient",
    "akkaunt",
    "aktiv",
    "analitik",
    "artefakt",
    "avtor",
    "az",
    "baner",
    "bank",
    "blog",
    "bloger",
    "blogger",
    "blok",
    "bonus",
    "bot",
    "buket",
    "chas",
    "chat",
    "client",
    "dialog",
    "disainer",
    "dizainer",
    "dizajner",
    "dizayner",
    "dogovor",
    "dokument",
    "ekspert",
    "ekzamen",
    "element",
    "expert",
    "fail",
    "file",
    "film",
    "filtr",
    "format",
    "fragment",
    "gol",
    "got",
    "grant",
    "hark",
    "instrument",
    "kanal",
    "keis",
    "keys",
    "kharkov",
    "kir",
    "kishin",
    "klient",
    "klyuch",
    "kolledzh",
    "komment",
    "kommentari",
    "konkurs",
    "kontakt",
    "kor",
    "kreativ",
    "kurs",
    "lager",
    "lead",
    "lid",
    "lv",
    "magazin",
    "marketolog",
    "master",
    "material",
    "menedger",
    "menedzher",
    "mesac",
    "mesats",
    "mesyac",
    "mesyats",
    "metod",
    "modul",
    "mogil",
    "nachal",
    "navyk",
    "nomer",
    "novich",
    "novichk",
    "obn",
    "obraz",
    "obzor",
    "ofer",
    "offer",
    "osn",
    "ostr",
    "otchet",
    "otvet",
    "otziv",
    "otzyv",
    "paket",
    "partner",
    "plan",
    "podark",
    "podpischik",
    "podpisik",
    "pos",
    "posev",
    "post",
    "predmet",
    "primer",
    "priz",
    "produkt",
    "proekt",
    "profil",
    "programmist",
    "promokod",
    "punkt",
    "razdel",
    "razrabotchik",
    "reel",
    "reels",
    "resurs",
    "reyting",
    "rezultat",
    "rolik",
    "rost",
    "sait",
    "sajt",
    "sarat",
    "sayt",
    "schet",
    "sekret",
    "semestr",
    "seminar",
    "ser",
    "servis",
    "sezon",
    "shablon",
    "shag",
    "shkolnik",
    "skript",
    "slaid",
    "slayd",
    "sotrudnik",
    "sovet",
    "specialist",
    "spetsialist",
    "spisk",
    "stil",
    "student",
    "tamb",
    "tarif",
    "tekst",
    "tester",
    "tovar",
    "trend",
    "trener",
    "trening",
    "tsvet",
    "uchastnik",
    "uchebnik",
    "uchenik",
    "urok",
    "variant",
    "vebinar",
    "vid",
    "vopros",
    "vypusk",
    "vypusknik",
    "vznos",
    "webinar",
    "yazyk",
    "zakaz",
    "zapros",
    "zdor",
    "zvonk",
];

/// Words of other things that sound as a name does: `8_marta`, `ramazan_sale`.
const OTHERS: &[&str] = &[
    "alla",
    "almas",
    "anga",
    "asia",
    "codecov",
    "data",
    "eset",
    "iana",
    "jana",
    "market",
    "marketing",
    "marta",
    "maya",
    "media",
    "mira",
    "pola",
    "promo",
    "pwritev",
    "ramazan",
    "sigev",
    "start",
    "test",
    "testov",
    "uria",
    "vita",
    "writev",
    "zhana",
];

/// Given names in Latin letters.
struct Sounds {
    /// With their vowels.
    whole: HashSet<String, BuildHasherDefault<AHasher>>,
    /// Their consonants, of names that have so many that nothing else has them.
    bare: HashSet<String, BuildHasherDefault<AHasher>>,
}

static SOUNDS: LazyLock<Sounds> = LazyLock::new(|| {
    /// Names that are words in Cyrillic letters, and none in Latin ones.
    const MORE: &[&str] = &[
        "aidyn", "aman", "arman", "asyl", "bakyt", "bolat", "dana", "erkin", "kuanysh", "nadezhda", "roman", "sabyr",
        "slava", "sultan", "vera", "zlata",
    ];
    let whole = given_names().map(sounds).chain(MORE.iter().map(|name| sounds(name)));
    let bare = given_names().map(skeleton).filter(|bare| bare.len() >= 5);
    Sounds { whole: whole.collect(), bare: bare.collect() }
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_people_and_of_things() {
        for text in [
            "ivan.petrov77",
            "ivan_petrov",
            "aigul_t",
            "anna_m",
            "marat_88",
            "petrov_i",
            "testova_88",
            "mysalova_a",
            "Aigul.Testova",
            "nurlan77",
            "aleksandr-k",
            "Dmitriy_S",
            "yulia.k",
            "АЙГУЛЬ",
            "roman_1",
            "evgeny",
            "aleksandr_p",
            "zhanna.b",
            "serikbayev",
            "shevchenko_o",
            "golovanov",
            "postnikova_e",
        ] {
            assert!(has_name(text), "{text}");
        }
        for text in [
            "cold_audience",
            "retarget_12",
            "rassylka_1",
            "top_view",
            "failed401",
            "not_set",
            "Nitro2024",
            "urok_12",
            "utm_source",
            "my_target",
            "Windows10",
            "Python3.11",
            "leto24",
            "promo2024",
            "Excel_2019",
            "sign_in",
            "landing_page",
            "web_dev",
            "baza_klientov",
            "paket_kursov",
            "otzyvov",
            "rostov_2024",
            "detskiy_lager",
            "angliyskiy_b1",
            "osnova",
            "summer_sale",
            "smart_start",
            "master_class",
            "data_media",
            "",
            "12",
        ] {
            assert!(!has_name(text), "{text}");
        }
        assert!(is_whole_name("ivanpetrov") && !is_whole_name("petrov") && !is_whole_name("otzyvov"));
        assert!(is_host_or_file("a.csv") && is_host_or_file("skillbox.kz") && !is_host_or_file("ivan.petrov"));
    }
}
