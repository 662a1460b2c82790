//! Signs of words: names, places, and the lists of statuses, currencies, sexes, answers.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::signs::{Sign, fits};
use crate::canon::name::romanised;
use crate::canon::text::plain_e;
use crate::canon::{amount, place, value, word};
use crate::recognize::kz::address::Addresses;
use crate::recognize::name::{Names, Word, given_names};
use crate::recognize::named_after::is_institution;
use crate::recognize::{Evidence, Recognizer as _};
use crate::vocabulary::SemanticType as T;

/// The signs of up to a hundred characters of words.
pub(super) fn signs(text: &str, count: usize, digits: bool, see: &mut dyn FnMut(Sign)) {
    if count <= 4 && text.len() <= 64 {
        listed(text, digits, see);
    }
    if digits && Addresses.judge(text) != Evidence::Refuted {
        see(Sign::Address);
    }
    if Names.judge(text) != Evidence::Refuted {
        see(Sign::NameTrace);
    }
    if !digits {
        // `Almaty Region` is no person, while a single word may be a town's name and somebody's.
        let placed = place(text, count, see);
        if !placed || count == 1 {
            name(text, count, see);
        }
    }
}

/// Words of closed lists.
fn listed(text: &str, digits: bool, see: &mut dyn FnMut(Sign)) {
    if digits {
        if value::age(text).is_some() {
            see(Sign::AgeWord);
        }
        if !super::numbers::money(text, see) && fits(T::Plate, text) {
            see(Sign::Plate);
        }
        return;
    }
    if word::is_known_payment_status(text) {
        see(Sign::Status);
    }
    if word::is_currency(text) {
        see(Sign::Currency);
    }
    if fits(T::Sex, text) {
        see(Sign::Sex);
    }
    if matches!(amount::flag(text), amount::ParsedFlag::Is(_)) {
        see(Sign::FlagWord);
    }
}

/// Large towns beyond Kazakhstan from which people study there, folded: those of a million, and the capitals of the neighbours.
const TOWNS: &[&str] = &[
    "москва",
    "санкт-петербург",
    "спб",
    "новосибирск",
    "екатеринбург",
    "казань",
    "нижний новгород",
    "челябинск",
    "красноярск",
    "самара",
    "уфа",
    "ростов-на-дону",
    "омск",
    "краснодар",
    "воронеж",
    "пермь",
    "волгоград",
    "саратов",
    "тюмень",
    "тольятти",
    "барнаул",
    "ижевск",
    "иркутск",
    "хабаровск",
    "владивосток",
    "оренбург",
    "томск",
    "кемерово",
    "астрахань",
    "сочи",
    "калининград",
    "ташкент",
    "самарканд",
    "бишкек",
    "ош",
    "душанбе",
    "минск",
    "киев",
    "харьков",
    "одесса",
    "тбилиси",
    "ереван",
    "баку",
    "стамбул",
    "дубай",
    "берлин",
    "лондон",
    "moscow",
    "saint petersburg",
    "st petersburg",
    "novosibirsk",
    "yekaterinburg",
    "kazan",
    "omsk",
    "tashkent",
    "bishkek",
    "minsk",
    "kyiv",
    "tbilisi",
    "yerevan",
    "baku",
    "istanbul",
    "dubai",
    "berlin",
    "london",
    "мәскеу",
    "ташкент қаласы",
    "бішкек",
];

/// Towns, regions, countries; whether it is one.
fn place(text: &str, count: usize, see: &mut dyn FnMut(Sign)) -> bool {
    if count > 5 || text.len() > 80 {
        return false;
    }
    let mut placed = true;
    let lower: String = text.chars().flat_map(char::to_lowercase).map(plain_e).collect();
    let said = ["область", "обл", "облысы", "облыс", "oblast", "region", "край", "республика"];
    let regional = said.iter().any(|word| lower.split([' ', '.']).any(|part| part == *word));
    if regional || (count == 1 && text.len() == 5 && place::region_named(text).is_some() && text.contains('-')) {
        see(Sign::Region);
    } else if place::region_of_place(text).is_some()
        || TOWNS.contains(&lower.trim_start_matches("г. ").trim_start_matches("г."))
    {
        see(Sign::City);
    } else {
        placed = false;
    }
    if place::country_named(text).is_some() {
        let code = text.len() <= 3 && text.is_ascii();
        see(if code { Sign::CountryCode } else { Sign::Country });
        placed = true;
    }
    placed
}

fn name(text: &str, count: usize, see: &mut dyn FnMut(Sign)) {
    if is_institution(text) && Names.judge(text) != Evidence::Strong {
        return;
    }
    let fits =
        |c: char| c.is_alphabetic() || c.is_whitespace() || matches!(c, '-' | '.' | '\'' | '’' | '?' | '(' | ')');
    if count > 4 || !text.chars().all(fits) {
        // A name and something behind it is still a name to its owner.
        if count <= 6 && Names.judge(text) == Evidence::Strong {
            see(Sign::FullName);
        }
        return;
    }
    let parts: Vec<Part> =
        text.split(|c: char| c.is_whitespace() || c == '.').filter(|part| !part.is_empty()).map(Part::of).collect();
    if !parts.is_empty() && parts.iter().all(|part| part.capital) {
        see(Sign::NameShape);
        if parts.len() > 1 {
            see(Sign::NameWords);
        }
    }
    match parts.as_slice() {
        [one] => {
            if one.word.patronymic {
                see(Sign::Patronymic);
            } else if one.given {
                see(Sign::GivenName);
                see(Sign::NameTrace);
            } else if one.word.surname {
                see(Sign::Surname);
            }
        }
        parts if is_full(parts) || Names.judge(text) == Evidence::Strong => {
            see(Sign::FullName);
            see(Sign::NameTrace);
        }
        _ => {}
    }
}

/// A word of a name.
struct Part {
    word: Word,
    given: bool,
    capital: bool,
    initial: bool,
}

impl Part {
    fn of(text: &str) -> Self {
        let word = Word::of(text);
        let capital = text.chars().next().is_some_and(char::is_uppercase);
        // Latin words are looked up by themselves: many words of English have the consonants of some name.
        let known = if text.is_ascii() { LATIN_NAMES.contains(&latin_key(text)) } else { word.ambiguous && capital };
        Self { word, given: word.given || known, capital, initial: text.chars().count() <= 2 && capital }
    }
}

/// Whether two to four words are a name in a column, where more may be taken for one than in prose.
fn is_full(parts: &[Part]) -> bool {
    let count = |test: fn(&Part) -> bool| parts.iter().filter(|part| test(part)).count();
    let (given, patronymics, initials) =
        (count(|p| p.given), count(|p| p.word.patronymic), count(|p| p.initial && !p.given));
    let surnames = count(|p| p.word.surname && !p.given);
    let capitals = parts.iter().all(|part| part.capital);
    patronymics > 0
        || given > 0 && surnames > 0
        // `Английский для IT` is a course.
        || surnames > 0 && initials > 0 && capitals
        || given > 0 && initials > 0
        || given > 0 && capitals && parts.len() <= 3
}

/// Given names in Latin letters, as [`latin_key`] folds them.
static LATIN_NAMES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let latin = |name: &str| name.chars().filter_map(romanised).collect::<String>();
    given_names().filter(|name| name.chars().count() >= 4).map(|name| latin_key(&latin(name))).collect()
});

/// A Latin word with the usual choices between spellings taken back: `Aigerim`, `Aygerym` and `Ajgerim` are one.
fn latin_key(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let merged = lower.replace("kh", "h").replace("zh", "j").replace('q', "k").replace('w', "v").replace('x', "ks");
    let mut key = String::with_capacity(merged.len());
    for c in merged.chars() {
        let c = if matches!(c, 'y' | 'j') { 'i' } else { c };
        if !key.ends_with(c) {
            key.push(c);
        }
    }
    key
}
