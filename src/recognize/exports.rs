//! Exports that are known by their columns (domain requirements, 5.3 to 5.7): which one a header is of, and what its columns then mean.

use std::sync::LazyLock;

use super::headers::joined;
use crate::vocabulary::SemanticType;

/// A known export that a header looks like.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Found {
    /// Its name.
    pub name: &'static str,
    /// Headers of the file that it has.
    pub known: usize,
    /// For each header of the file the types that the export gives it, the likeliest first; none for headers that it does not have.
    pub columns: Vec<&'static [SemanticType]>,
}

/// The known export that has most of these headers. At least two of them must be its own and four of them known, and they must be a third
/// of the file: a form of one's own has a name and an email too.
#[must_use]
pub fn export_of(headers: &[String]) -> Option<Found> {
    let folded: Vec<String> = headers.iter().map(|header| joined(header)).collect();
    let found = EXPORTS.iter().filter_map(|export| export.matched(headers, &folded));
    // Of equals the first: the list begins with the most particular.
    found.reduce(|best, other| if other.known > best.known { other } else { best })
}

struct Export {
    name: &'static str,
    /// Prefix of all its headers, if it has one; then any header with it is the export's.
    namespace: Option<&'static str>,
    columns: Vec<Column>,
}

struct Column {
    folded: String,
    types: &'static [SemanticType],
    own: bool,
}

impl Export {
    fn matched(&self, headers: &[String], folded: &[String]) -> Option<Found> {
        let column = |header: &String| self.columns.iter().find(|column| column.folded == *header);
        let columns: Vec<Option<&Column>> = folded.iter().map(column).collect();
        let types = columns.iter().map(|column| column.map_or([].as_slice(), |column| column.types)).collect();
        let known = match self.namespace {
            Some(namespace) => {
                headers.iter().filter(|header| header.trim_start_matches('\u{feff}').starts_with(namespace)).count()
            }
            None => columns.iter().flatten().count(),
        };
        let own =
            if self.namespace.is_some() { known } else { columns.iter().flatten().filter(|column| column.own).count() };
        (own >= 2 && known >= 4 && 3 * known >= headers.len()).then_some(Found {
            name: self.name,
            known,
            columns: types,
        })
    }
}

static EXPORTS: LazyLock<Vec<Export>> = LazyLock::new(|| {
    let mut exports: Vec<Export> = Vec::new();
    for line in include_str!("data/exports.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let namespace = match name {
                "Yandex Metrika, visits" => Some("ym:s:"),
                "Yandex Metrika, hits" => Some("ym:pv:"),
                _ => None,
            };
            exports.push(Export { name, namespace, columns: Vec::new() });
            continue;
        }
        let (names, headers) = line.split_once(" = ").expect("a line of the list has types and headers");
        let parse = |name| SemanticType::parse(name).expect("the list names known types");
        let types: &'static [SemanticType] = names.split(' ').map(parse).collect::<Vec<_>>().leak();
        let export = exports.last_mut().expect("the list begins with a name");
        export.columns.extend(headers.split(" | ").map(|header| Column {
            folded: joined(header),
            types,
            own: header.starts_with('*'),
        }));
    }
    exports
});

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::headers::direct_class;

    fn name(header: &str) -> Option<(&'static str, usize)> {
        let headers: Vec<String> = header.split(';').map(str::to_owned).collect();
        export_of(&headers).map(|found| (found.name, found.known))
    }

    #[test]
    fn every_export_knows_itself() {
        for export in &*EXPORTS {
            let headers: Vec<String> = match export.namespace {
                Some(namespace) => {
                    ["clientID", "dateTime", "URL", "x"].iter().map(|name| format!("{namespace}{name}")).collect()
                }
                None => export.columns.iter().map(|column| column.folded.clone()).collect(),
            };
            let found = export_of(&headers).expect("known");
            assert_eq!(found.name, export.name);
            assert_eq!(found.known, headers.len());
        }
    }

    #[test]
    fn the_list_gives_a_header_one_meaning() {
        for export in &*EXPORTS {
            for (nth, column) in export.columns.iter().enumerate() {
                let repeated = export.columns[..nth].iter().any(|other| other.folded == column.folded);
                assert!(!repeated, "{}: {}", export.name, column.folded);
            }
        }
    }

    #[test]
    fn headers_as_exports_have_them() {
        for (header, wanted) in [
            (
                "id;Email;Имя;Фамилия;Отчество;Телефон;Дата рождения;Город;Создан;Последняя активность;Тип регистрации;От партнёра",
                Some(("GetCourse, users", 12)),
            ),
            (
                "ID заказа;Номер;Пользователь;Email;Телефон;Дата создания;Дата оплаты;Название;Статус;Стоимость",
                Some(("GetCourse, deals", 10)),
            ),
            (
                "TransactionId;Amount;Currency;DateTime;Email;Name;IpAddress;CardFirstSix;CardLastFour",
                Some(("CloudPayments", 9)),
            ),
            (
                "invoiceID;amount;currency;terminal;accountId;email;phone;cardMask;CardHash;PayerName",
                Some(("Halyk ePay", 10)),
            ),
            (
                "id;Description;Created (UTC);Amount;Currency;Customer ID;Card Last4;Card Brand;Card Fingerprint",
                Some(("Stripe, payments", 9)),
            ),
            ("ym:s:visitID;ym:s:clientID;ym:s:dateTime;ym:s:regionCity", Some(("Yandex Metrika, visits", 4))),
            ("ym:pv:watchID;ym:pv:clientID;ym:pv:URL;ym:pv:dateTime;extra", Some(("Yandex Metrika, hits", 4))),
            (
                "event_date;event_timestamp;event_name;user_pseudo_id;geo.city",
                Some(("Google Analytics 4, BigQuery", 5)),
            ),
            ("Название сделки;Основной контакт;Рабочий телефон;Рабочий email;Бюджет;Этап", Some(("amoCRM", 6))),
            (
                "ID;Имя;Фамилия;Рабочий телефон;Рабочий e-mail;Тип контакта;Дата создания;Ответственный",
                Some(("Bitrix24, contacts in Russian", 8)),
            ),
            (
                "ID;Имя;Фамилия;Мобильный телефон;Частный e-mail;Обращение;Дата рождения;Должность",
                Some(("Bitrix24, contacts in Russian", 8)),
            ),
            (
                "ID;Название лида;Статус;Имя;Рабочий телефон;Рабочий e-mail;Дата создания",
                Some(("Bitrix24, leads in Russian", 7)),
            ),
            ("ID;Рабочий телефон;Рабочий email;Ответственный;Дата создания", None),
            ("ID;NAME;LAST_NAME;SECOND_NAME;PHONE;EMAIL;ADDRESS_CITY", Some(("Bitrix24, contacts", 7))),
            ("Name;Email;Phone;COOKIES;tranid;formname", Some(("Tilda, form", 6))),
            (
                "Дата;Номер;Сумма;Плательщик;ПлательщикИНН;ПлательщикСчет;НазначениеПлатежа",
                Some(("1C, bank statement", 7)),
            ),
            ("remote_addr;remote_user;time_local;request;status;http_user_agent", Some(("nginx, access log", 6))),
            ("chatId;from;body;timestamp;fromMe", Some(("WhatsApp, messages", 5))),
            ("name;email;phone;comment", None),
            ("id;date;amount;status", None),
            ("", None),
        ] {
            assert_eq!(name(header), wanted, "{header}");
        }
    }

    #[test]
    fn no_export_makes_less_of_a_header_that_names_a_person() {
        // The draft of a schema would be refused by `plan`. What is meant otherwise there, values say.
        for export in &*EXPORTS {
            for column in &export.columns {
                let Some(class) = direct_class(&column.folded) else { continue };
                let allowed =
                    matches!((export.name, column.folded.as_str()), (_, "номер") | ("Stripe, payments", "iin"));
                let direct = column.types[0].role() == crate::vocabulary::Role::DirectIdentifier;
                assert!(direct || allowed, "{}: {} is {class}", export.name, column.folded);
            }
        }
    }
}
