//! Words of manifests and of the audit that are made of parts: what was done to a column, what exactly was found, requirements.
//!
//! They are understood whole or not at all: what is not known stands as it was written, and says so by its font.

use super::{Lang, Table, Text, excuse, kind, look_up, parameters, status, technique};

/// What exactly was found, where it is no type of the vocabulary.
#[must_use]
pub fn particular(said: &str, lang: Lang) -> Option<String> {
    let any = |said: &str| kind(said, lang).or_else(|| technique(said, lang)).or_else(|| status(said, lang));
    if let Some(known) = look_up(PARTICULARS, said, lang).or_else(|| any(said)) {
        return Some(known.to_owned());
    }
    let word = |said: &str| said.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if let Some(field) = said.strip_prefix("no field `").and_then(|said| said.strip_suffix('`')).filter(|f| word(f)) {
        return Some(format!("{} {field}", lang.of(NO_FIELD)));
    }
    if let Some(of) = said.strip_suffix(" encoded") {
        return Some(format!("{} {}", any(of)?, lang.of(ENCODED)));
    }
    if let Some(of) = said.strip_suffix(" with other signs") {
        return Some(format!("{} {}", any(of)?, lang.of(OTHER_SIGNS)));
    }
    for (before, behind, words) in [
        ("last ", " digits of ", LAST_DIGITS),
        ("first ", " digits of ", FIRST_DIGITS),
        ("first ", " bits of a digest of ", FIRST_BITS),
    ] {
        let Some((length, of)) = said.strip_prefix(before).and_then(|rest| rest.split_once(behind)) else { continue };
        let number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        return number.then_some(()).and(any(of)).map(|of| format!("{} ({length}): {of}", lang.of(words)));
    }
    if let Some(place) = said.strip_prefix("unknown field of ") {
        return Some(format!("{}: {}", lang.of(UNKNOWN_FIELD), look_up(PLACES, place, lang)?));
    }
    if let Some(place) = said.strip_prefix("behind a ") {
        return Some(format!("{}: {}", lang.of(BEHIND), look_up(PLACES, place, lang)?));
    }
    if let Some((what, place)) = said.split_once(" in ") {
        return Some(format!("{} ({})", any(what)?, look_up(PLACES, place, lang)?));
    }
    if let Some((algorithm, of)) = said.split_once(" of ").filter(|(algorithm, _)| word(algorithm)) {
        return Some(format!("{algorithm}: {}", any(of)?));
    }
    let parts: Option<Vec<&str>> = said.split(", ").map(any).collect();
    parts.map(|parts| parts.join(", "))
}

/// The law that was regarded, as a manifest of this tool names it.
#[must_use]
pub fn law(said: &str, lang: Lang) -> Option<String> {
    let day = said.strip_prefix("KZ 94-V, text of ")?;
    let is_day = day.len() == 10 && day.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    is_day.then(|| match lang {
        Lang::En => format!("Kazakhstan's Law No. 94-V, text of {day}"),
        Lang::Ru => format!("Закон РК № 94-V, редакция от {day}"),
        Lang::Kk => format!("ҚР № 94-V Заңы, {day} күнгі редакциясы"),
    })
}

/// Where a release is stored.
#[must_use]
pub fn storage(said: &str, lang: Lang) -> Option<&'static str> {
    look_up(STORAGE, said, lang)
}

/// Why a column was dropped, where a technique could not be used: `generalize = "country": no database …`.
pub(super) fn not_done(said: &str, lang: Lang) -> Option<String> {
    let (action, why) = said.split_once(": ")?;
    Some(format!("{}; {}", act(action, lang)?, excuse(why, lang)?))
}

/// A technique that a column did not get: `generalize = "country" for visits.ip (dropped instead)`.
pub(super) fn dropped_instead(said: &str, lang: Lang) -> Option<(String, String)> {
    let (action, column) = said.strip_suffix(" (dropped instead)")?.split_once(" for ")?;
    Some((format!("{} ({})", act(action, lang)?, lang.of(DROPPED_INSTEAD)), column.to_owned()))
}

/// An action of a profile.
fn act(action: &str, lang: Lang) -> Option<String> {
    match action.split_once(" = ") {
        None => technique(action, lang).map(str::to_owned),
        Some((name, with)) => Some(format!("{}: {}", technique(name, lang)?, parameters(with, lang)?)),
    }
}

const NO_FIELD: Text = ["no field", "нет поля", "өріс жоқ:"];
const ENCODED: Text = ["(encoded)", "(в закодированном виде)", "(кодталған түрде)"];
const OTHER_SIGNS: Text = ["(in other signs)", "(другими знаками)", "(басқа таңбалармен)"];
const LAST_DIGITS: Text = ["last digits", "последние цифры", "соңғы цифрлары"];
const FIRST_DIGITS: Text = ["first digits", "первые цифры", "алғашқы цифрлары"];
const FIRST_BITS: Text = ["first bits of a digest", "первые биты хеша", "хештің алғашқы биттері"];
const UNKNOWN_FIELD: Text = ["unknown field", "неизвестное поле", "белгісіз өріс"];
const BEHIND: Text = ["behind the end", "после конца", "соңынан кейін"];
const DROPPED_INSTEAD: Text = ["dropped instead", "вместо этого столбец удалён", "оның орнына баған жойылды"];

const STORAGE: Table = &[
    ("undeclared", ["not declared", "не объявлено", "жарияланбаған"]),
    ("KZ", ["Kazakhstan", "Казахстан", "Қазақстан"]),
];

/// What exactly was found, in the words of the audit.
const PARTICULARS: Table = &[
    ("verify", ["verification", "сверка выпуска", "шығарылымды салыстырып тексеру"]),
    ("no plain file", ["no plain file", "не обычный файл", "кәдімгі файл емес"]),
    ("missing", ["missing", "отсутствует", "жоқ"]),
    ("no JSON", ["no JSON", "не JSON", "JSON емес"]),
    ("of another form", ["of another form", "другого устройства", "құрылымы басқа"]),
    ("unknown field", ["unknown field", "неизвестное поле", "белгісіз өріс"]),
    (
        "another format than stated",
        ["another format than stated", "не тот формат, который заявлен", "мәлімделгеннен басқа пішім"],
    ),
    (
        "a weaker role than its type has",
        ["a weaker role than its type has", "роль слабее, чем у такого типа", "рөлі осы түрдікінен әлсіз"],
    ),
    ("bytes that are no text", ["bytes that are no text", "байты, которые не текст", "мәтін емес байттар"]),
    ("lengths differ", ["lengths differ", "разная длина", "ұзындығы әртүрлі"]),
    ("behind the footer", ["behind the footer", "после концевой части файла", "файлдың соңғы бөлігінен кейін"]),
    ("key of its own", ["key of its own", "собственный ключ метаданных", "метадеректердің өз кілті"]),
    ("parquet", ["structure of the file", "устройство файла", "файл құрылымы"]),
    ("page", ["page of the file", "страница файла", "файл беті"]),
    ("zeros", ["zeros", "нули", "нөлдер"]),
    ("bytes of nothing", ["bytes of nothing", "ничьи байты", "ештеңеге тиесілі емес байттар"]),
    (
        "parts inside each other",
        ["parts inside each other", "части, вложенные друг в друга", "бір-біріне кірген бөліктер"],
    ),
    ("text in a page index", ["text in a page index", "текст в указателе страниц", "беттер көрсеткішіндегі мәтін"]),
    ("page of no known use", ["page of no known use", "страница неизвестного назначения", "мақсаты белгісіз бет"]),
    ("values beyond the rows", ["values beyond the rows", "значения сверх строк", "жолдардан тыс мәндер"]),
    ("bytes behind the values", ["bytes behind the values", "байты после значений", "мәндерден кейінгі байттар"]),
    ("rows", ["rows", "строки", "жолдар"]),
    ("unknown technique", ["unknown technique", "неизвестный метод", "белгісіз әдіс"]),
    ("readers disagree", ["readers disagree", "способы чтения расходятся", "оқу тәсілдері сәйкес келмейді"]),
    ("values that no row has", ["values that no row has", "значения, которых нет в строках", "жолдарда жоқ мәндер"]),
    ("texts", ["texts", "тексты", "мәтіндер"]),
    ("one domain", ["one domain", "одна область токенов", "токендердің бір аймағы"]),
    ("only in this release", ["only in this release", "только в этом выпуске", "тек осы шығарылымда"]),
    ("only in the other release", ["only in the other release", "только в другом выпуске", "тек басқа шығарылымда"]),
    ("row of another width", ["row of another width", "строка другой ширины", "ені басқа жол"]),
    ("a quote that does not end", ["a quote that does not end", "незакрытая кавычка", "жабылмаған тырнақша"]),
    ("text behind a quote", ["text behind a quote", "текст после кавычки", "тырнақшадан кейінгі мәтін"]),
    ("cannot be read", ["cannot be read", "не читается", "оқылмайды"]),
    ("no text in UTF-8", ["no text in UTF-8", "не текст в UTF-8", "UTF-8 мәтіні емес"]),
    ("not UTF-8", ["not UTF-8", "не UTF-8", "UTF-8 емес"]),
    ("empty file", ["empty file", "пустой файл", "бос файл"]),
    ("record of more than 64 MiB", ["record of more than 64 MiB", "запись больше 64 МиБ", "64 МиБ-тан үлкен жазба"]),
    ("email before the @", ["email before the @", "часть адреса почты до @", "пошта мекенжайының @ алдындағы бөлігі"]),
    ("k", ["people alike (k)", "похожих людей (k)", "ұқсас адамдар (k)"]),
    ("l", ["different values (l)", "разных значений (l)", "әртүрлі мәндер (l)"]),
];

/// Places within a file.
const PLACES: Table = &[
    ("footer", ["footer", "концевая часть файла", "файлдың соңғы бөлігі"]),
    ("behind the footer", ["behind the footer", "после концевой части файла", "файлдың соңғы бөлігінен кейін"]),
    ("row group", ["row group", "группа строк", "жолдар тобы"]),
    ("column chunk", ["column chunk", "часть столбца", "баған бөлігі"]),
    ("column metadata", ["column metadata", "метаданные столбца", "баған метадеректері"]),
    ("schema", ["schema", "схема файла", "файл схемасы"]),
    ("statistics", ["statistics", "статистика файла", "файл статистикасы"]),
    ("page index", ["page index", "указатель страниц", "беттер көрсеткіші"]),
    ("a page header", ["page header", "заголовок страницы", "бет тақырыбы"]),
    ("a page of numbers", ["page of numbers", "страница чисел", "сандар беті"]),
    ("bytes behind the end", ["bytes behind the end", "байты после конца", "соңынан кейінгі байттар"]),
    ("bytes of nothing", ["bytes of nothing", "ничьи байты", "ештеңеге тиесілі емес байттар"]),
    ("created_by", ["name of the writer", "название программы записи", "жазған бағдарлама атауы"]),
    ("key-value metadata", ["metadata", "метаданные", "метадеректер"]),
    (
        "a dictionary value that no row uses",
        ["dictionary value that no row uses", "значение словаря, которого нет в строках", "жолдарда жоқ сөздік мәні"],
    ),
    ("name of a column", ["name of a column", "имя столбца", "баған атауы"]),
    ("unknown field", ["unknown field", "неизвестное поле", "белгісіз өріс"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_said_in_the_readers_language() {
        assert_eq!(parameters("\"day\"", Lang::Ru).as_deref(), Some("до дня"));
        assert_eq!(parameters("\"region\"", Lang::Kk).as_deref(), Some("облысқа дейін"));
        assert_eq!(parameters("[0, 10000, 50000]", Lang::Kk).as_deref(), Some("[0, 10000, 50000]"));
        assert_eq!(parameters("\"/24\"", Lang::Ru).as_deref(), Some("/24"));
        assert_eq!(parameters("\"whatever\"", Lang::Ru), None);
    }

    #[test]
    fn what_was_found_is_said_whole_or_not_at_all() {
        let said = |text| particular(text, Lang::Ru);
        assert_eq!(said("no plain file").as_deref(), Some("не обычный файл"));
        assert_eq!(said("no field `signed_by`").as_deref(), Some("нет поля signed_by"));
        assert_eq!(said("last 4 digits of phone").as_deref(), Some("последние цифры (4): номер телефона"));
        assert_eq!(said("first 6 digits of iin").as_deref(), Some("первые цифры (6): ИИН"));
        assert_eq!(
            said("first 32 bits of a digest of phone").as_deref(),
            Some("первые биты хеша (32): номер телефона")
        );
        assert_eq!(said("email in page index").as_deref(), Some("адрес электронной почты (указатель страниц)"));
        assert_eq!(
            said("full-name in a dictionary value that no row uses").as_deref(),
            Some("полное имя (значение словаря, которого нет в строках)")
        );
        assert_eq!(said("sha256 of phone").as_deref(), Some("sha256: номер телефона"));
        assert_eq!(said("iin, phone").as_deref(), Some("ИИН, номер телефона"));
        for other in ["no field `<b>`", "<b> of phone", "last <b> digits of phone", "email in <b>", "iin, <b>"] {
            assert_eq!(said(other), None, "{other}");
        }
    }

    #[test]
    fn a_technique_that_was_not_done_names_its_column() {
        let said = "generalize = \"country\" for visits.ip (dropped instead)";
        assert_eq!(
            dropped_instead(said, Lang::Ru),
            Some(("обобщён: до страны (вместо этого столбец удалён)".to_owned(), "visits.ip".to_owned()))
        );
        let why = "generalize = \"country\": no database of networks and countries was given (`--geoip`)";
        assert_eq!(
            not_done(why, Lang::Kk).as_deref(),
            Some("жалпыланған: елге дейін; желілер мен елдер базасы берілмеген (--geoip)")
        );
        assert_eq!(
            law("KZ 94-V, text of 2026-10-02", Lang::Ru).as_deref(),
            Some("Закон РК № 94-V, редакция от 2026-10-02")
        );
    }
}
