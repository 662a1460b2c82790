//! What a header says about its column: from the dictionary as a whole, by its head, or by a part of it.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::{metrika_field, stem, words};
use super::{DIRECT, joined};
use crate::vocabulary::SemanticType;

/// How much of a header is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Certainty {
    /// All of it, but for whose it is and its number: `Email`, `Email клиента`, `phone_2`.
    Whole,
    /// A part of it: `Дата подтверждения телефона` begins with the word for dates.
    Part,
}

/// What a header says. The values decide; where they say nothing, the first type is meant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hint {
    /// The types it may name, the likeliest first.
    pub types: &'static [SemanticType],
    /// How much of the header is known.
    pub certainty: Certainty,
}

/// Bytes from which a text is no header: a page of text names no column, however many of its words the dictionary knows.
pub(super) const LONGEST_HEADER: usize = 1 << 10;

/// What the header says about its column; `None` where no word of it is known.
///
/// Source: domain requirements 5.2 and the columns of the exports in 5.3 to 5.7.
#[must_use]
pub fn hint(header: &str) -> Option<Hint> {
    if header.len() > LONGEST_HEADER {
        return None;
    }
    let whole = |types| Hint { types, certainty: Certainty::Whole };
    let part = |types| Hint { types, certainty: Certainty::Part };
    let bare = metrika_field(header).unwrap_or(header);
    if let Some(types) = phrase(&joined(bare)) {
        return Some(whole(types));
    }
    let words = words(header);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let own: Vec<&str> = words.iter().copied().filter(|word| !is_owner(word)).collect();
    if let Some(types) = phrase(&words.concat()).or_else(|| phrase(&own.concat())).or_else(|| glued(&words)) {
        return Some(whole(types));
    }
    tail(&words).or_else(|| longest(&words, 2)).or_else(|| head(&words)).or_else(|| longest(&words, 1)).map(part)
}

/// Every phrase, written as one word, with its types; and the phrases without their endings.
struct Dictionary {
    exact: HashMap<String, &'static [SemanticType]>,
    stems: HashMap<String, &'static [SemanticType]>,
    /// Bytes of the longest phrase, with an ending.
    longest: usize,
}

static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(|| {
    let mut exact: HashMap<String, &'static [SemanticType]> = HashMap::new();
    for (phrase, types) in listed() {
        exact.entry(joined(phrase)).or_insert(types);
    }
    for (class, phrases) in DIRECT {
        for phrase in *phrases {
            exact.entry((*phrase).to_owned()).or_insert_with(|| alone(*class));
        }
    }
    let mut stems: HashMap<String, Option<&'static [SemanticType]>> = HashMap::new();
    for (phrase, types) in &exact {
        let known = stems.entry(stem(phrase).to_owned()).or_insert(Some(types));
        // `заказ` is an order and `заказов` their number: without an ending the word says nothing.
        *known = known.filter(|known| known == types);
    }
    // A phrase that is known by its stem may have an ending of any kind behind it.
    let longest = exact.keys().map(String::len).max().unwrap_or(0) + 16;
    let stems = stems.into_iter().filter_map(|(stem, types)| types.map(|types| (stem, types))).collect();
    Dictionary { exact, stems, longest }
});

/// A type as a list of itself.
fn alone(class: SemanticType) -> &'static [SemanticType] {
    let at = SemanticType::ALL.iter().position(|&known| known == class).expect("every type is in the list of all");
    &SemanticType::ALL[at..=at]
}

/// The phrases of the dictionary's file with their types.
fn listed() -> impl Iterator<Item = (&'static str, &'static [SemanticType])> {
    let lines = include_str!("dictionary.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.flat_map(|line| {
        let (names, phrases) = line.split_once(" = ").expect("a line of the dictionary has types and phrases");
        let parse = |name| SemanticType::parse(name).expect("the dictionary names known types");
        let types: &'static [SemanticType] = names.split(' ').map(parse).collect::<Vec<_>>().leak();
        phrases.split(" | ").map(move |phrase| (phrase, types))
    })
}

/// The types of a phrase that is written as one word.
pub(super) fn phrase(joined: &str) -> Option<&'static [SemanticType]> {
    let dictionary = &*DICTIONARY;
    dictionary.exact.get(joined).or_else(|| dictionary.stems.get(stem(joined))).copied()
}

/// Whose something is: words that say nothing about what it is, as stems.
const OWNERS: &[&str] = &[
    "клиент",
    "ученик",
    "студент",
    "плательщик",
    "покупател",
    "пользовател",
    "получател",
    "отправител",
    "партнер",
    "менеджер",
    "родител",
    "ребенк",
    "ребенок",
    "заказчик",
    "контакт",
    "участник",
    "слушател",
    "сотрудник",
    "куратор",
    "преподавател",
    "рабоч",
    "личн",
    "домашн",
    "основн",
    "дополнительн",
    "второ",
    "друг",
    "нов",
    "стар",
    "текущ",
    "при",
    "ваш",
    "мой",
    "фактическ",
    "customer",
    "client",
    "user",
    "payer",
    "student",
    "buyer",
    "contact",
    "sender",
    "recipient",
    "partner",
    "manager",
    "parent",
    "child",
    "owner",
    "billing",
    "shipping",
    "primary",
    "main",
    "work",
    "home",
    "personal",
    "other",
    "alt",
    "alternative",
    "secondary",
    "new",
    "old",
    "your",
    "lead",
    "member",
    "learner",
    "subscriber",
    "guest",
    "visitor",
    "employee",
    "staff",
    "account",
    "profile",
    "raw",
    "geo",
    "device",
    "оқушы",
    "клиенттің",
    "төлеуші",
    "тапсырыс",
    "беруші",
    "негізгі",
    "қосымша",
    "менің",
    "жеке",
];

fn is_owner(word: &str) -> bool {
    let stem = stem(word);
    OWNERS.contains(&word) || OWNERS.contains(&stem) || word.bytes().all(|byte| byte.is_ascii_digit())
}

/// A header in one small word: `useremail`, `customerphone`.
fn glued(words: &[&str]) -> Option<&'static [SemanticType]> {
    let [word] = words else { return None };
    let owners = OWNERS.iter().filter(|owner| owner.is_ascii() && owner.len() >= 4);
    owners.filter_map(|owner| word.strip_prefix(owner)).find_map(phrase)
}

use SemanticType as T;

/// Last words that turn what stands before them into something else: `email_verified` is a flag, `phone_type` a code.
const TAILS: &[(&[SemanticType], &[&str])] = &[
    (
        &[T::Flag],
        &["verified", "confirmed", "valid", "enabled", "subscribed", "bounced", "allowed", "checked", "optin", "flag"],
    ),
    (
        &[T::Code],
        &[
            "type", "kind", "category", "source", "provider", "domain", "channel", "version", "format", "prefix",
            "length",
        ],
    ),
    (&[T::Count], &["count", "qty", "quantity", "num", "counter", "attempts", "саны"]),
    (&[T::EventTime], &["sent", "updated", "changed"]),
    (&[T::Digest], &["hash", "md5", "md", "sha", "sha1", "sha256", "hashed"]),
    (&[T::PaymentStatus, T::Code], &["status", "state", "мәртебесі", "күйі"]),
    (&[T::Code], &["түрі"]),
];

/// Last words of English and Kazakh headers that tell what kind of thing it is.
const LAST: &[(&[SemanticType], &[&str])] = &[
    (&[T::EventTime], &["at", "date", "time", "timestamp", "datetime", "on", "күні", "уақыты"]),
    (&[T::TransactionId, T::UserId], &["id", "uid", "guid", "no", "number", "нөмірі"]),
    (&[T::FullName, T::GivenName], &["name", "аты", "есімі"]),
    (&[T::Product, T::FullName], &["title", "атауы"]),
    (&[T::Url], &["url", "uri", "link", "href", "сілтемесі"]),
    (&[T::Code], &["code", "коды"]),
    (&[T::Amount], &["amount", "price", "sum", "cost", "fee", "total", "revenue", "сомасы"]),
    (&[T::FreeText], &["text", "comment", "note", "message", "description", "desc"]),
    (&[T::Digest], &["hash"]),
];

/// First words that tell what kind of thing it is, as stems.
const FIRST: &[(&[SemanticType], &[&str])] = &[
    (&[T::EventTime], &["дата", "даты", "время", "когда", "date", "time"]),
    (&[T::Flag], &["is", "has", "есть", "можно", "согласи", "подписк", "подтвержд", "подтвержден", "accept", "allow"]),
    (
        &[T::Code],
        &["тип", "вид", "уровен", "источник", "код", "язык", "категори", "канал", "способ", "метод", "этап", "страна"],
    ),
    (&[T::PaymentStatus, T::Code], &["статус", "состояни"]),
    (&[T::Count], &["количеств", "кол", "числ", "число", "процент", "балл", "длительност", "count", "number", "total"]),
    (
        &[T::Amount],
        &["сумм", "стоимост", "цена", "цены", "скидк", "комисси", "баланс", "остаток", "задолженност", "sum"],
    ),
    (&[T::TransactionId, T::UserId], &["id", "ид", "номер", "идентификатор"]),
    (&[T::Product], &["названи", "наименовани"]),
    (
        &[T::FreeText],
        &[
            "комментари",
            "причин",
            "описани",
            "примечани",
            "вопрос",
            "ответ",
            "почему",
            "что",
            "как",
            "какой",
            "расскажит",
            "комментар",
        ],
    ),
    (&[T::Url], &["ссылк"]),
];

fn among(list: &[(&'static [SemanticType], &[&str])], word: &str) -> Option<&'static [SemanticType]> {
    list.iter().find(|(_, words)| words.contains(&word) || words.contains(&stem(word))).map(|(types, _)| *types)
}

/// Whether a word as the head of a header tells what kind of thing the column holds.
pub(super) fn is_head(word: &str) -> bool {
    among(FIRST, word).or_else(|| among(LAST, word)).or_else(|| among(TAILS, word)).is_some()
}

fn tail(words: &[&str]) -> Option<&'static [SemanticType]> {
    words.split_last().filter(|(_, before)| !before.is_empty()).and_then(|(last, _)| among(TAILS, last))
}

/// By the first word in Russian and for questions, by the last one in English and Kazakh.
fn head(words: &[&str]) -> Option<&'static [SemanticType]> {
    let (first, rest) = words.split_first()?;
    let (last, _) = rest.split_last()?;
    among(FIRST, first).or_else(|| among(LAST, last))
}

/// The longest phrase of at least so many words in the header: of equals the first in Cyrillic, where the head comes first, and the last in
/// Latin.
fn longest(words: &[&str], least: usize) -> Option<&'static [SemanticType]> {
    let latin = words.iter().all(|word| word.is_ascii());
    // No phrase has more bytes than the longest, and every word has one.
    let most = DICTIONARY.longest;
    for count in (least..words.len().max(1).min(most + 1)).rev() {
        let is_short = |window: &&[&str]| window.iter().map(|word| word.len()).sum::<usize>() <= most;
        let windows = words.windows(count).filter(is_short);
        let mut found = windows.filter_map(|window| phrase(&window.concat()).filter(|_| says_enough(window)));
        let best = if latin { found.next_back() } else { found.next() };
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Words that name a column only where they are all of its header.
fn says_enough(window: &[&str]) -> bool {
    const VAGUE: &[&str] = &[
        "id",
        "ид",
        "name",
        "имя",
        "аты",
        "номер",
        "нөмір",
        "number",
        "код",
        "code",
        "type",
        "тип",
        "date",
        "дата",
        "день",
        "күні",
        "күн",
        "page",
        "item",
        "service",
        "order",
        "long",
        "state",
        "статус",
        "status",
        "user",
        "group",
        "total",
        "data",
        "value",
        "from",
        "location",
        "net",
        "ga",
        "vk",
        "im",
        "ел",
        "дом",
        "other",
        "request",
        "text",
        "size",
        "position",
        "number",
        "card",
        "карта",
        "contact",
        "контакт",
        "клиент",
        "plan",
        "offer",
        "active",
        "model",
        "version",
        "итого",
        "тек",
        "моб",
        "reason",
        "bank",
        "банк",
    ];
    !matches!(window, [word] if VAGUE.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::headers::{direct_class, fold_header};

    fn first(header: &str) -> Option<(SemanticType, Certainty)> {
        hint(header).map(|hint| (hint.types[0], hint.certainty))
    }

    #[test]
    fn the_dictionary_is_folded_and_says_one_thing_of_a_phrase() {
        let mut seen: HashMap<String, &[SemanticType]> = HashMap::new();
        for (phrase, types) in listed() {
            assert_eq!(fold_header(phrase), phrase, "fold it");
            assert!(seen.insert(joined(phrase), types).is_none(), "{phrase} stands twice");
        }
        assert!(seen.len() > 1_000, "{}", seen.len());
    }

    #[test]
    fn what_plans_refuse_is_known_here_too() {
        for (class, phrases) in DIRECT {
            for phrase in *phrases {
                let types = hint(phrase).expect("known").types;
                assert!(types.contains(class), "{phrase}: {types:?}");
                assert_eq!(direct_class(phrase), Some(*class));
            }
        }
    }

    #[test]
    fn headers_in_three_languages() {
        use Certainty::{Part, Whole};
        let mut wrong = Vec::new();
        for (header, wanted, certainty) in [
            ("Рабочий телефон 2", T::Phone, Whole),
            ("Email клиента", T::Email, Whole),
            ("payer_phone", T::Phone, Whole),
            ("ФИО ученика", T::FullName, Whole),
            ("Телефоны клиентов", T::Phone, Whole),
            ("Адрес электронной почты", T::Email, Whole),
            ("Электронды\u{49b} пошта", T::Email, Whole),
            ("Байланыс нөмірі", T::Phone, Whole),
            ("Ұялы телефоны", T::Phone, Whole),
            ("useremail", T::Email, Whole),
            ("customerEmailAddress", T::Email, Whole),
            ("CUSTOMER_FIRST_NAME", T::GivenName, Whole),
            ("lastname", T::Surname, Whole),
            ("Фамилия ребёнка", T::Surname, Whole),
            ("Оқушының аты-жөні", T::FullName, Whole),
            ("Әкесінің аты", T::Patronymic, Whole),
            ("ИИН плательщика", T::Iin, Whole),
            ("ЖСН", T::Iin, Whole),
            ("ПлательщикИНН", T::Iin, Whole),
            ("БИН организации", T::Bin, Whole),
            ("Серия и номер паспорта", T::IdDocument, Whole),
            ("Жеке куәлік нөмірі", T::IdDocument, Whole),
            ("ИИК получателя", T::Iban, Whole),
            ("CardExpDate", T::Card, Whole),
            ("Маска карты", T::Card, Whole),
            ("Гос. номер", T::Plate, Whole),
            ("Ник в Telegram", T::SocialHandle, Part),
            ("VK-ID", T::SocialHandle, Whole),
            ("Дата рождения", T::BirthDate, Whole),
            ("Туған күні", T::BirthDate, Whole),
            ("Д.р.", T::BirthDate, Whole),
            ("dateOfBirth", T::BirthDate, Whole),
            ("Возраст, лет", T::Age, Whole),
            ("Жынысы", T::Sex, Whole),
            ("Мекенжайы", T::Address, Whole),
            ("Почтовый индекс", T::Postcode, Whole),
            ("Город проживания", T::City, Whole),
            ("geo.city", T::City, Whole),
            ("ym:s:regionCity", T::City, Whole),
            ("Облыс", T::Region, Whole),
            ("IpCountry", T::Country, Whole),
            ("IpLatitude", T::Latitude, Whole),
            ("Долгота", T::Longitude, Whole),
            ("Координаты", T::Coordinates, Whole),
            ("ID пользователя", T::UserId, Whole),
            ("customer_id", T::UserId, Whole),
            ("ym:s:clientID", T::CookieId, Whole),
            ("_ym_uid", T::CookieId, Whole),
            ("user_pseudo_id", T::CookieId, Whole),
            ("COOKIES", T::Cookies, Whole),
            ("Номер заказа", T::TransactionId, Whole),
            ("Шарт нөмірі", T::TransactionId, Whole),
            ("ym:pv:watchID", T::TransactionId, Whole),
            ("access_token", T::SessionToken, Whole),
            ("gclid", T::ClickId, Whole),
            ("phone_md5", T::Digest, Whole),
            ("X-Forwarded-For", T::Ip, Whole),
            ("remote_addr", T::Ip, Whole),
            ("HTTP User-Agent", T::UserAgent, Whole),
            ("ym:s:startURL", T::Url, Whole),
            ("page_location", T::Url, Whole),
            ("Создан", T::EventTime, Whole),
            ("event_timestamp", T::EventTime, Whole),
            ("Дата оплаты", T::PaymentTime, Whole),
            ("Төлем күні", T::PaymentTime, Whole),
            ("Последняя активность", T::LastActive, Whole),
            ("last_login", T::LastActive, Whole),
            ("Стоимость заказа", T::Amount, Part),
            ("Сомасы", T::Amount, Whole),
            ("Валюта", T::Currency, Whole),
            ("Статус оплаты", T::PaymentStatus, Whole),
            ("Мәртебесі", T::PaymentStatus, Whole),
            ("Название курса", T::Product, Whole),
            ("Комментарий менеджера", T::FreeText, Whole),
            ("Пікір", T::FreeText, Whole),
            ("ym:s:lastsignUTMTerm", T::FreeText, Whole),
            ("Согласие на обработку ПД", T::Flag, Part),
            ("is_email_confirmed", T::Flag, Part),
            ("email_verified", T::Flag, Part),
            ("Кол-во визитов", T::Count, Part),
            ("ym:s:pageViews", T::Count, Whole),
            ("Промокод", T::Code, Whole),
            ("utm_source", T::Code, Whole),
            ("phone_type", T::Code, Part),
            ("Дата подтверждения телефона", T::EventTime, Part),
            ("course_start_date", T::EventTime, Part),
            ("Телефон для экстренной связи", T::Phone, Part),
            ("Укажите ваш телефон", T::Phone, Part),
            ("Какой у вас email?", T::FreeText, Part),
            ("file_name", T::FullName, Part),
        ] {
            let said = first(header);
            if said != Some((wanted, certainty)) {
                wrong.push((header, said));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        for header in ["", "—", "c1", "Поле 7", "xyz", "2023", "Анна", "column"] {
            assert_eq!(first(header), None, "{header}");
        }
    }

    #[test]
    fn words_of_several_meanings_name_them_all() {
        for (header, wanted) in [
            ("ИНН", [T::Iin, T::TaxId].as_slice()),
            ("bin", &[T::Bin, T::Card]),
            ("id", &[T::UserId, T::TransactionId]),
            ("Номер", &[T::Phone, T::TransactionId, T::IdDocument]),
            ("name", &[T::GivenName, T::FullName]),
            ("Логин", &[T::Email, T::Phone, T::UserId]),
            ("Статус", &[T::PaymentStatus, T::Code]),
            ("client_id", &[T::CookieId, T::UserId]),
            ("Дата", &[T::EventTime, T::Date]),
        ] {
            assert_eq!(hint(header).map(|hint| hint.types), Some(wanted), "{header}");
        }
    }

    #[test]
    fn types_that_no_header_names_are_few() {
        let named: Vec<SemanticType> =
            listed().flat_map(|(_, types)| types).copied().chain(DIRECT.iter().map(|d| d.0)).collect();
        let silent: Vec<_> = SemanticType::ALL.iter().filter(|known| !named.contains(known)).collect();
        assert_eq!(silent, Vec::<&SemanticType>::new());
    }
}
