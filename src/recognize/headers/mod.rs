//! Column headers: what they say about their column (domain requirements, 5.2), and headers that are data themselves.
//!
//! Two dictionaries: a short one of headers that name a person outright, on which plans rely, and a long one of everything else, whose
//! answers are hints that the values confirm or refute.

mod cells;
mod hints;
mod people;
mod slug;
mod words;

pub(crate) use cells::{is_value, looks_like_somebody};
pub use hints::{Certainty, Hint, hint};
pub use people::names_people;
pub(crate) use slug::slug;
pub(crate) use words::metrika_field;

use unicode_normalization::UnicodeNormalization as _;

use super::{Kind, KindSet, strongest_hit};
use crate::vocabulary::SemanticType;

/// Header in lower case, without punctuation, with `е` for `ё` and single spaces.
#[must_use]
pub fn fold_header(header: &str) -> String {
    let mut folded = String::with_capacity(header.len());
    for c in header.nfkc().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            folded.push(if c == 'ё' { 'е' } else { c });
        } else if c.is_whitespace() && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The direct identifier that a header names, if it names one exactly. A hint only: the values decide.
///
/// `last_name`, `Last Name` and `LASTNAME` are one header. Source: domain requirements 5.2, and the column lists of 5.6
/// and 5.7.
#[must_use]
pub fn direct_class(header: &str) -> Option<SemanticType> {
    let folded = joined(header);
    DIRECT.iter().find(|(_, words)| words.contains(&folded.as_str())).map(|&(class, _)| class)
}

/// A folded header without spaces: `last_name`, `Last Name` and `LASTNAME` are one.
pub(crate) fn joined(header: &str) -> String {
    let mut folded = fold_header(header);
    folded.retain(|c| c != ' ');
    folded
}

/// Whether a header cell holds an identifier: then the file has no header, and its first row is somebody.
///
/// `Ребенок ДР` would be a name behind a word that announces one; a few words of which one is the name of a column are none.
#[must_use]
pub fn looks_personal(cell: &str) -> bool {
    match strongest_hit(cell, KindSet::ALL) {
        None => false,
        Some(_) => !people::has_known_word(cell) || strongest_hit(cell, KindSet::ALL.without(Kind::Name)).is_some(),
    }
}

/// Folded headers without spaces. `name` alone may be a given or a full name: either is a direct identifier.
const DIRECT: &[(SemanticType, &[&str])] = &[
    (SemanticType::Surname, &["фамилия", "тегі", "тек", "surname", "lastname", "lname", "familyname"]),
    (SemanticType::GivenName, &["имя", "аты", "есімі", "name", "firstname", "fname", "givenname"]),
    (SemanticType::Patronymic, &["отчество", "әкесініңаты", "secondname", "middlename", "patronymic"]),
    (
        SemanticType::FullName,
        &[
            "фио",
            "атыжөні",
            "тегіаты",
            "fullname",
            "contact",
            "контакт",
            "полноеимяконтакта",
            "полноеимя",
            "основнойконтакт",
            "клиент",
            "плательщик",
            "payer",
            "payername",
            "покупатель",
            "ученик",
            "студент",
            "оқушы",
            "cardholder",
            "cardname",
            "фиоменеджера",
            "фиопартнера",
        ],
    ),
    (
        SemanticType::Email,
        &[
            "email",
            "почта",
            "элпочта",
            "электроннаяпочта",
            "рабочийemail",
            "личныйemail",
            "логин",
            "login",
            "mail",
            "customeremail",
            "emailпартнера",
            "электрондықпошта",
            "пошта",
        ],
    ),
    (
        SemanticType::Phone,
        &[
            "телефон",
            "тел",
            "моб",
            "мобильный",
            "сотовый",
            "рабочийтелефон",
            "мобильныйтелефон",
            "контактныйномер",
            "номертелефона",
            "whatsapp",
            "ватсап",
            "ұялы",
            "байланыснөмірі",
            "phone",
            "mobile",
            "phonenumber",
        ],
    ),
    (SemanticType::Iin, &["иин", "инн", "жсн", "iin", "inn", "иинбин", "жснбсн", "иинплательщика", "удостоверение"]),
    (
        SemanticType::Card,
        &[
            "карта",
            "номеркарты",
            "pan",
            "card",
            "cardfirstsix",
            "cardlastfour",
            "cardmask",
            "cardexpdate",
            "fingerprint",
            "cardhash",
            "cardfingerprint",
            "cardlast4",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_fold() {
        for (header, wanted) in [
            ("  Эл. почта ", "эл почта"),
            ("E-Mail", "email"),
            ("Ф.И.О.", "фио"),
            ("LAST_NAME", "lastname"),
            ("Счёт", "счет"),
            ("\u{feff}Телефон", "телефон"),
            ("Рабочий\u{a0} телефон", "рабочий телефон"),
            ("Комментарии\u{306}", "комментарий"),
            ("ИИН/БИН", "иинбин"),
            ("", ""),
            ("—", ""),
        ] {
            assert_eq!(fold_header(header), wanted, "{header}");
        }
    }

    #[test]
    fn direct_headers() {
        use SemanticType as T;
        for (header, wanted) in [
            ("Фамилия", T::Surname),
            ("Тегі", T::Surname),
            ("last_name", T::Surname),
            ("Last Name", T::Surname),
            ("Имя", T::GivenName),
            ("аты", T::GivenName),
            ("Есімі", T::GivenName),
            ("Name", T::GivenName),
            ("Отчество", T::Patronymic),
            ("Әкесінің аты", T::Patronymic),
            ("SECOND_NAME", T::Patronymic),
            ("ФИО", T::FullName),
            ("Ф.И.О.", T::FullName),
            ("Аты-жөні", T::FullName),
            ("Тегі аты", T::FullName),
            ("PayerName", T::FullName),
            ("Card Name", T::FullName),
            ("Полное имя контакта", T::FullName),
            ("E-mail", T::Email),
            ("Эл. почта", T::Email),
            ("Логин", T::Email),
            ("Телефон", T::Phone),
            ("Тел.", T::Phone),
            ("PHONE", T::Phone),
            ("Байланыс нөмірі", T::Phone),
            ("Ұялы", T::Phone),
            ("ИИН", T::Iin),
            ("ИНН", T::Iin),
            ("ЖСН/БСН", T::Iin),
            ("ИИН плательщика", T::Iin),
            ("Номер карты", T::Card),
            ("cardMask", T::Card),
            ("CardLastFour", T::Card),
            ("Card Fingerprint", T::Card),
        ] {
            assert_eq!(direct_class(header), Some(wanted), "{header}");
        }
        for header in [
            "",
            "Город",
            "Сумма",
            "bin",
            "БИН",
            "Комментарий",
            "user_id",
            "Фамилия менеджера продаж",
            "телефонный код",
            "дата оплаты",
            "status",
            "course_name",
        ] {
            assert_eq!(direct_class(header), None, "{header}");
        }
    }

    #[test]
    fn the_dictionary_is_folded_and_unambiguous() {
        let words: Vec<_> = DIRECT.iter().flat_map(|(_, words)| words.iter()).collect();
        for (i, word) in words.iter().enumerate() {
            assert_eq!(&fold_header(word), **word);
            assert!(!words[..i].contains(word), "{word}");
        }
    }

    #[test]
    fn headers_that_are_data() {
        for cell in [
            "anna@example.kz",
            "+7 771 000 99 98",
            "850315100016",
            "87710009998",
            "4000000000001232",
            "192.0.2.7",
            "Телефон +7 771 000 99 98",
            "Мысалова Анна",
            "Куратор Анна",
            "Ребёнок Анна Мысалова ДР",
            "Айгерим Канарейкина",
        ] {
            assert!(looks_personal(cell), "{cell}");
        }
        for cell in [
            "Email",
            "Телефон",
            "ym:s:dateTime",
            "2023",
            "utm_source",
            "form[email]",
            "Дата оплаты (UTC+6)",
            "",
            "Ребенок ДР",
            "Куратор ФИО",
            "Ученик Телефон",
        ] {
            assert!(!looks_personal(cell), "{cell}");
        }
    }
}
