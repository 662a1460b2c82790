//! Exports of systems as they come: other headers, delimiters, encodings and damage. What each column is, and whether `plan` takes the draft.

use super::{Work, json, types};
use crate::util::encode;

/// An export: so many rows are made of the template, whose words in braces are replaced by values of [`value`].
struct Export {
    file: &'static str,
    /// Name by which it is recognised.
    known: Option<&'static str>,
    header: &'static str,
    row: &'static str,
    /// The type of each column, `?` behind it where the scan may not be sure.
    types: &'static str,
}

const EXPORTS: &[Export] = &[
    Export {
        file: "amocrm.csv",
        known: Some("amoCRM"),
        header: "ID;Название сделки;Основной контакт;Рабочий телефон;Мобильный телефон;Рабочий email;Бюджет;Этап;Воронка;Ответственный;Дата создания;Теги;Примечание 1;_ym_uid;utm_source;roistat",
        row: "{n};Заявка от {name} {phone};{name};{phone};{bare};{email};{sum};Новая;Основная;{name};{moment};курс;{note};{client};yandex;{id}",
        types: "transaction-id free-text full-name phone phone email amount code code full-name event-time free-text free-text cookie-id code cookie-id",
    },
    Export {
        file: "bitrix24.csv",
        known: Some("Bitrix24, contacts"),
        header: "ID;NAME;LAST_NAME;SECOND_NAME;BIRTHDATE;PHONE;EMAIL;ADDRESS_CITY;ADDRESS_POSTAL_CODE;COMMENTS;ASSIGNED_BY_ID;SOURCE_ID;UF_CRM_1234;DATE_CREATE",
        row: "{n};{given};{surname};{patronymic};{born};{phone};{email};{city};{postcode};{note};{digit};WEB;{iin};{moment}",
        types: "user-id given-name surname patronymic birth-date phone email city postcode free-text user-id code iin event-time",
    },
    Export {
        file: "getcourse.csv",
        known: Some("GetCourse, deals"),
        header: "ID заказа;Номер;Пользователь;Email;Телефон;Дата создания;Дата оплаты;Название;Статус;Стоимость;Оплачено;Валюта;Менеджер;Промокод",
        row: "{id};{n};{name};{email};{phone};{moment};{moment};{course};{status};{sum};{sum};KZT;{name};FRIEND",
        types: "transaction-id transaction-id full-name email phone event-time payment-time product payment-status amount amount currency full-name code",
    },
    Export {
        file: "tilda.csv",
        known: Some("Tilda, form"),
        header: "Name,Email,Phone,Checkbox,Comments,COOKIES,tranid,formid,formname,referer,sent",
        row: "{given},{email},{phone},yes,{note},_ga=GA1.2.{random}.{epoch}; _ym_uid={client},983652:{id},form123,Заявка,https://example.kz/course/?utm_source=google,{moment}",
        types: "full-name email phone flag free-text cookies transaction-id code code url event-time",
    },
    Export {
        file: "cloudpayments.csv",
        known: Some("CloudPayments"),
        header: "TransactionId,Amount,Currency,DateTime,InvoiceId,AccountId,Email,Name,IpAddress,IpCountry,IpCity,IpRegion,IpLatitude,IpLongitude,CardFirstSix,CardLastFour,CardExpDate,CardType,Issuer,Token,Description,JsonData,Status,TestMode",
        row: "{random},{sum},KZT,{iso},INV-{n},{email},{email},MYSALBAYEV NURLAN,{ip},KZ,Алматы,Алматинская область,43.23{id},76.88{id},400000,{id},07/27,Visa,Bank,tk_{hex},{course},\"{\"\"phone\"\": \"\"+77710009998\"\"}\",Completed,0",
        types: "transaction-id amount currency payment-time transaction-id email email full-name ip country city region latitude longitude card card card code code session-token free-text free-text payment-status flag",
    },
    Export {
        file: "halyk.csv",
        known: Some("Halyk ePay"),
        header: "invoiceID,amount,currency,terminal,accountId,description,email,phone,reference,cardMask,cardID,PayerName,CardHash,OpenwayID,secure3D,dateTime,ip",
        row: "{id},{sum},KZT,67e34d63-102f-4bd1-898e-370781d0074d,{n},{course},{email},{phone},{random},400000******{id},{hex},{name},{hex}{hex},{random},true,{iso},{ip}",
        types: "transaction-id amount currency code user-id free-text email phone transaction-id card card full-name card user-id flag payment-time ip",
    },
    Export {
        file: "stripe.csv",
        known: Some("Stripe, payments"),
        header: "id,Description,Created (UTC),Amount,Currency,Customer ID,Customer Email,Card Last4,Card Brand,Card Exp Month,Card Exp Year,Card Name,Card Address City,Card Fingerprint,iin",
        row: "ch_{hex},Invoice {n},{minute},{cents},usd,cus_{hex},{email},{id},Visa,{digit},2027,Anna Mysalova,Almaty,{print},400000",
        types: "transaction-id free-text event-time amount currency user-id email card code card card full-name city card card",
    },
    Export {
        file: "metrika.tsv",
        known: Some("Yandex Metrika, hits"),
        header: "ym:pv:watchID\tym:pv:clientID\tym:pv:dateTime\tym:pv:URL\tym:pv:referer\tym:pv:title\tym:pv:params\tym:pv:regionCity\tym:pv:mobilePhone\tym:pv:browser",
        row: "31582074298867{id}\t{client}\t{seconds}\thttps://example.kz/cabinet?uid={n}&email={email}\t\\N\tКабинет\t{\"user\":{\"phone\":\"+77710009998\"}}\tАлматы\tSamsung\tchrome",
        types: "transaction-id cookie-id event-time url url? free-text free-text city code code",
    },
    Export {
        file: "ga4.csv",
        known: Some("Google Analytics 4, BigQuery"),
        header: "event_date,event_timestamp,event_name,user_pseudo_id,user_id,geo.country,geo.region,geo.city,device.category,page_location,ga_session_id,transaction_id,privacy_info.analytics_storage",
        row: "20240519,{epoch}000000,purchase,{random}.{epoch},{email},Kazakhstan,Almaty Region,Almaty,mobile,https://example.kz/,{epoch},T{n},Yes",
        types: "event-time event-time code cookie-id email country region city code url session-token transaction-id flag",
    },
    Export {
        file: "whatsapp.csv",
        known: Some("WhatsApp, messages"),
        header: "chatId,from,pushName,body,timestamp,fromMe",
        row: "{bare}@c.us,{bare}@c.us,{given},{note},{epoch},false",
        types: "phone phone full-name free-text event-time flag",
    },
    Export {
        file: "bank.csv",
        known: Some("1C, bank statement"),
        header: "Дата;Номер;Сумма;Плательщик;ПлательщикИНН;ПлательщикСчет;НазначениеПлатежа",
        row: "{day};{n};{tenge};{name};{iin};KZ60999KZT0000000001;Оплата по договору {id} за {name}",
        types: "payment-time transaction-id amount full-name iin iban free-text",
    },
    Export {
        file: "төлемдер.csv",
        known: None,
        header: "Төлем нөмірі;Күні;Сомасы;Төлеуші;Ұялы телефоны;ЖСН;Мәртебесі;Тауар атауы;Түсініктеме",
        row: "{id};{day};{tenge} ₸;{given} Т.;{phone};{iin};Төленді;{course};{note}",
        types: "transaction-id date amount full-name phone iin payment-status product free-text",
    },
    Export {
        file: "form.csv",
        known: None,
        header: "Отметка времени;Укажите ваше ФИО;Ваш телефон (WhatsApp);Адрес электронной почты;Сколько вам лет?;В каком городе живёте?;Почему хотите учиться?;Согласие на обработку персональных данных",
        row: "{day} 11:17:00;{name};{phone};{email};3{digit};{city};{note};Да",
        types: "event-time full-name? phone? email age city? free-text? flag",
    },
    Export {
        file: "nginx.csv",
        known: Some("nginx, access log"),
        header: "remote_addr;remote_user;time_local;request;status;body_bytes_sent;http_referer;http_user_agent",
        row: "{ip};-;14/Aug/2024:12:00:00 +0600;GET /course/?email={email} HTTP/1.1;200;9{id};https://example.com/;\"Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0\"",
        types: "ip user-id? event-time url? code count url user-agent",
    },
    // A table of identifiers whose headers say nothing.
    Export {
        file: "unnamed.csv",
        known: None,
        header: "c1|c2|c3|c4|c5|c6|c7|c8|c9",
        row: "{n}|{name}|{email}|{bare}|{iin}|{card}|{ip}|{born}|{note}",
        types: "code? full-name email phone iin card ip birth-date? free-text?",
    },
    // What a spreadsheet leaves of numbers, and a code page of letters.
    Export {
        file: "spreadsheet.csv",
        known: None,
        header: "ФИО;ИИН;Тел.;Сумма;Дата;Клиент ИД;Дом. тел.",
        row: "{lost};{iin float};{phone float};{sum},5;4500{digit};{id}.0;'{bare}",
        types: "full-name iin phone amount event-time user-id phone?",
    },
];

/// The value of a word in the braces of a template, in a row.
fn value(word: &str, n: usize) -> String {
    let pick = |of: &[&str]| of[n % of.len()].to_owned();
    match word {
        "n" => (n + 1).to_string(),
        "id" => (1000 + 37 * n).to_string(),
        "digit" => (n % 9 + 1).to_string(),
        "name" => pick(&["Мысалова Анна Сергеевна", "Нұрлан Мысалбаев", "Сынақ Әсел Мысалқызы", "Мысалбаев Н.С."]),
        "lost" => pick(&["Мысалова Анна Сергеевна", "?сел Сына?", "Мысалбаев Н?рлан", "Ковальский Иван"]),
        "given" => pick(&["Анна", "Нұрлан", "Әсел", "Сергей"]),
        "surname" => pick(&["Мысалова", "Мысалбаев", "Ковальский", "Шевченко"]),
        "patronymic" => pick(&["Сергеевна", "Нурланович", "Мысалқызы", "Серікұлы"]),
        "email" => format!("user.{n}@{}", pick(&["example.kz", "example.com", "mail.example.org"])),
        "phone" => {
            let (operator, last) = (pick(&["701", "771", "747"]), 10 + n);
            pick(&[
                &format!("+7 ({operator}) 000-99-{last}"),
                &format!("8 {operator} 000 99 {last}"),
                &format!("7{operator}00099{last}"),
            ])
        }
        "bare" => format!("77710009{:03}", n + 100),
        "iin" => pick(&["850315100016", "850315200012", "850315100704"]),
        "iin float" => pick(&["8,50315E+11", "850315100016,0", "50915100070"]),
        "phone float" => pick(&["7,701E+10", "7,7710009998E+10", "'87710009998"]),
        "card" => pick(&["4000000000001232", "5200000000009875", "2200000000004568"]),
        "day" => format!("{:02}.0{}.2024", n % 28 + 1, n % 9 + 1),
        "born" => format!("{:02}.0{}.{}", n % 28 + 1, n % 9 + 1, 1960 + n % 40),
        "moment" => format!("{:02}.03.2024 {:02}:{:02}", n % 28 + 1, n % 24, n % 60),
        "minute" => format!("2024-05-{:02} 10:{:02}", n % 28 + 1, n % 60),
        "seconds" => format!("2024-12-{:02} 01:57:{:02}", n % 28 + 1, n % 60),
        "iso" => format!("2024-10-{:02}T06:56:{:02}", n % 28 + 1, n % 60),
        "epoch" => (1_700_000_000 + 60 * n).to_string(),
        "sum" => (15_000 + 700 * n).to_string(),
        "cents" => format!("{}.00", 113 + n),
        "tenge" => format!("{} 000,00", 115 + n),
        "random" => ((n as u64 + 1) * 987_654_321 % 9_000_000_000 + 1_000_000_000).to_string(),
        "client" => format!("17000000{:02}123456{:03}", n % 100, n),
        "hex" => format!("{:032x}", (n as u128 + 1).wrapping_mul(0x1357_9bdf_0246_8ace_fdb9_7531_eca8_6421)),
        "print" => format!("Xt5EWLLD{n:02}7FJjR1"),
        "ip" => format!("192.0.2.{}", n + 1),
        "city" => pick(&["Алматы", "Астана", "Шымкент", "Қарағанды"]),
        "postcode" => pick(&["050040", "A15T0G9", "010000"]),
        "course" => pick(&["Графический дизайнер с нуля", "Python-разработчик", "Бухгалтер: 1С и налоги РК"]),
        "status" => pick(&["Новый", "Завершен", "Отменен"]),
        "note" => pick(&[
            "Спасибо за урок и за терпение, всё понятно.",
            "Прошу перезвонить мне на +7 771 000 99 98",
            "Когда начнётся новый поток курса?",
            "Не приходит чек, напишите на anna@example.kz",
        ]),
        _ => panic!("no such word: {word}"),
    }
}

impl Export {
    fn text(&self) -> String {
        let mut text = format!("{}\n", self.header);
        for n in 0..60 {
            let mut rest = self.row;
            while let Some(at) = rest.find('{') {
                let end = at + rest[at..].find('}').expect("a closing brace");
                let word = &rest[at + 1..end];
                text.push_str(&rest[..at]);
                if word.chars().all(|c| c.is_ascii_lowercase() || c == ' ') && !word.is_empty() {
                    text.push_str(&value(word, n));
                    rest = &rest[end + 1..];
                } else {
                    text.push('{');
                    rest = &rest[at + 1..];
                }
            }
            text.push_str(rest);
            text.push('\n');
        }
        text
    }
}

#[test]
fn every_export_is_recognised_and_its_columns_are_what_they_are() {
    let work = Work::new();
    let mut wrong = Vec::new();
    for export in EXPORTS {
        work.write(export.file, export.text());
        let report = json(&work, &[export.file]);
        let dataset = &report["datasets"][0];
        if dataset["export"]["name"].as_str() != export.known {
            wrong.push(format!("{}: an export of {}", export.file, dataset["export"]["name"]));
        }
        let (found, wanted) = (types(dataset), export.types.split(' ').collect::<Vec<_>>());
        assert_eq!(found.len(), wanted.len(), "{}", export.file);
        for ((header, found), wanted) in export.header.split([',', ';', '|', '\t']).zip(found).zip(wanted) {
            if found != wanted {
                wrong.push(format!("{}, {header}: {found} and not {wanted}", export.file));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn plan_takes_every_draft_as_it_is() {
    for export in EXPORTS {
        let work = Work::new();
        work.write(export.file, export.text());
        work.run(&["scan", export.file, "--schema-out", "draft.toml"]).exits(0);
        let ran = work.run(&["plan", export.file, "--schema", "draft.toml", "--profile", "warehouse"]);
        assert_eq!(ran.code, 0, "{}: {}", export.file, ran.stderr);
    }
}

/// The bank's export in the encoding of old Windows programs: Kazakh letters are lost, and that is said.
#[test]
fn old_encodings_are_read_and_what_they_lost_is_told() {
    let work = Work::new();
    let export = EXPORTS.iter().find(|export| export.file == "bank.csv").expect("an export");
    let kazakh = |c: char| "әғқңөұүһӘҒҚҢӨҰҮҺ".contains(c);
    let text: String = export.text().chars().map(|c| if kazakh(c) { '?' } else { c }).collect();
    work.write("bank.csv", encode::cp1251(&text));
    let report = json(&work, &["bank.csv"]);
    let dataset = &report["datasets"][0];
    assert_eq!(dataset["files"][0]["encoding"], "windows-1251");
    assert_eq!(dataset["files"][0]["encoding_guessed"], true);
    assert_eq!(types(dataset), export.types.split(' ').collect::<Vec<_>>());
    // Two of the four names have a letter that the code page lacks.
    assert_eq!(dataset["columns"][3]["damage"]["lost-letters"], 30);
    work.run(&["scan", "bank.csv", "--schema-out", "draft.toml"]).exits(0);
    let draft = std::fs::read_to_string(work.path("draft.toml")).expect("a draft");
    assert!(draft.contains("encoding  = \"windows-1251\""), "{draft}");
    work.run(&["plan", "bank.csv", "--schema", "draft.toml", "--profile", "warehouse"]).exits(0);
}

#[test]
fn damage_of_a_spreadsheet_is_counted() {
    let work = Work::new();
    let export = EXPORTS.iter().find(|export| export.file == "spreadsheet.csv").expect("an export");
    work.write("spreadsheet.csv", export.text());
    let report = json(&work, &["spreadsheet.csv"]);
    let damage = |at: usize| report["datasets"][0]["columns"][at]["damage"].clone();
    assert_eq!(damage(0), serde_json::json!({"lost-letters": 30}));
    assert_eq!(damage(1), serde_json::json!({"float-lossy": 20, "lost-zeros": 20, "point-zero": 20}));
    assert_eq!(damage(2), serde_json::json!({"float-lossy": 20, "float-exact": 20, "text-guard": 20}));
    assert_eq!(damage(5), serde_json::json!({"point-zero": 60}));
    assert_eq!(damage(6), serde_json::json!({"text-guard": 60}));
}
