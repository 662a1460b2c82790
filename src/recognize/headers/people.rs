//! Headers that are about people: whatever stands below them, it is not published as the name of a thing.

use super::hints::{LONGEST_HEADER, phrase};
use super::joined;
use super::words::{metrika_field, stem, words};
use crate::recognize::name::Word;

/// Words for names of people, as stems.
const NAMES: &[&str] = &[
    "имя",
    "имен",
    "имени",
    "фио",
    "фамил",
    "фамили",
    "отчеств",
    "аты",
    "аты-жөні",
    "атыжөні",
    "есім",
    "есімі",
    "тегі",
    "name",
    "names",
    "fullname",
    "firstname",
    "lastname",
    "surname",
];

/// Words for people, as stems.
const PEOPLE: &[&str] = &[
    "клиент",
    "клиентк",
    "контакт",
    "ученик",
    "учениц",
    "студент",
    "студентк",
    "абитуриент",
    "выпускник",
    "слушател",
    "участник",
    "участниц",
    "покупател",
    "заказчик",
    "получател",
    "отправител",
    "плательщик",
    "пользовател",
    "подписчик",
    "абонент",
    "пациент",
    "гост",
    "гость",
    "менеджер",
    "куратор",
    "преподавател",
    "учител",
    "тренер",
    "наставник",
    "ментор",
    "тьютор",
    "репетитор",
    "сотрудник",
    "сотрудниц",
    "ответственн",
    "исполнител",
    "руководител",
    "представител",
    "владел",
    "владелец",
    "владельц",
    "держател",
    "автор",
    "агент",
    "курьер",
    "водител",
    "кассир",
    "врач",
    "ребенок",
    "ребенк",
    "ребён",
    "дети",
    "детей",
    "родител",
    "мама",
    "мамы",
    "папа",
    "папы",
    "мать",
    "отец",
    "отца",
    "опекун",
    "человек",
    "кто",
    "оқушы",
    "оқушысы",
    "оқушының",
    "клиенттің",
    "тұтынушы",
    "тапсырысшы",
    "төлеуші",
    "алушы",
    "жіберуші",
    "қатысушы",
    "қызметкер",
    "мұғалім",
    "тәлімгер",
    "тыңдаушы",
    "бала",
    "баланың",
    "ата-ана",
    "анасы",
    "әкесі",
    "client",
    "customer",
    "contact",
    "student",
    "pupil",
    "learner",
    "buyer",
    "payer",
    "recipient",
    "receiver",
    "sender",
    "manager",
    "curator",
    "teacher",
    "tutor",
    "mentor",
    "coach",
    "parent",
    "child",
    "children",
    "kid",
    "mother",
    "father",
    "guardian",
    "owner",
    "holder",
    "cardholder",
    "author",
    "employee",
    "staff",
    "member",
    "participant",
    "attendee",
    "guest",
    "subscriber",
    "patient",
    "user",
    "person",
    "people",
    "agent",
    "courier",
    "driver",
    "cashier",
    "doctor",
    "assignee",
    "responsible",
    "representative",
    "beneficiary",
];

/// Words that name whatever stands beside them: `Название контакта` is a person's name.
const NAMING: &[&str] =
    &["назван", "названи", "наименован", "наименовани", "атау", "атауы", "подпис", "подпись", "title", "label"];

fn is_among(list: &[&str], word: &str) -> bool {
    list.contains(&word) || list.contains(&stem(word))
}

/// Whether the header names people: by a word for names (`Saved Name`), or by a word for people where its head stands (`Куратор курса`,
/// `course curator`, `Название контакта`). Whose something else is says nothing: `Курс ученика` is a course.
///
/// A header that the dictionary knows word for word is what it is there: `course name` is no name of a person.
#[must_use]
pub fn names_people(header: &str) -> bool {
    if header.len() > LONGEST_HEADER {
        return false;
    }
    let bare = metrika_field(header).unwrap_or(header);
    let words = words(header);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if let Some(types) = phrase(&joined(bare)).or_else(|| phrase(&words.concat())) {
        return types.iter().any(|kind| kind.is_name());
    }
    words.iter().any(|word| is_among(NAMES, word)) || is_headed_by_people(&words)
}

/// The head of a phrase comes first in Russian and last in English.
fn is_headed_by_people(words: &[&str]) -> bool {
    let person = |word: &str| is_among(PEOPLE, word);
    let rest = if words.iter().all(|word| word.is_ascii()) {
        words.iter().rposition(|word| person(word)).map(|at| &words[at + 1..])
    } else {
        words.iter().position(|word| person(word)).map(|at| &words[..at])
    };
    // `Главный контакт` has a word before its head that says nothing.
    rest.is_some_and(|rest| rest.iter().all(|word| is_among(NAMING, word) || !is_thing(word)))
}

/// Whether a word by itself says what a column holds.
fn is_thing(word: &str) -> bool {
    phrase(word).is_some() || super::hints::is_head(word)
}

/// Whether one of two or three words is the name of a column that the dictionary knows, and none of the others is like a word of a name.
#[must_use]
pub(super) fn has_known_word(header: &str) -> bool {
    if header.len() > LONGEST_HEADER {
        return false;
    }
    let words = words(header);
    // Who is announced (`Куратор Анна`) is a name of a column as well, but says nothing of the word behind it.
    let known = |word: &str| phrase(word).is_some() && !is_among(PEOPLE, word);
    let name = |word: &str| {
        let may_be = Word::of(word);
        (may_be.given || may_be.patronymic || may_be.surname) && phrase(word).is_none()
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    (2..=3).contains(&words.len()) && words.iter().any(|word| known(word)) && !words.iter().any(|word| name(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_about_people() {
        for header in [
            "Имя",
            "Name",
            "Имя клиента",
            "Имя покупателя",
            "Имя контакта",
            "Имя ученика",
            "Имя получателя",
            "Имя менеджера",
            "Имя ребёнка",
            "Имя пользователя",
            "Имя и телефон",
            "Название контакта",
            "Наименование клиента",
            "Saved Name",
            "Public Display Name",
            "contact_name",
            "customerName",
            "Куратор курса",
            "course curator",
            "Главный контакт",
            "Оқушының аты",
            "Тұтынушы аты",
            "Есімі",
            "Customer",
            "Buyer",
            "Student 2",
            "Ребенок",
        ] {
            assert!(names_people(header), "{header}");
        }
        for header in [
            "",
            "Курс",
            "Название курса",
            "course_name",
            "Product name",
            "Курс ученика",
            "Тип контакта",
            "Источник клиента",
            "Статус клиента",
            "Этап клиента",
            "Город клиента",
            "customer_type",
            "student group",
            "client_city",
            "utm_source",
            "От партнёра",
            "user-agent",
            "ym:s:windowClientWidth",
            "ID клиента",
            "Промокод",
        ] {
            assert!(!names_people(header), "{header}");
        }
    }
}
