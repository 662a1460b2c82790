//! Files of which a table is only a part: other tables, titles, headers on several lines, rows that are none. Each is scanned, planned and released
//! by its draft, and every row is accounted for.

use super::{Work, column, json};
use std::fmt::Write as _;
use std::fs;

const NAMES: [&str; 5] = ["Айгерим Омарова", "Анна Петрова", "Нурлан Сериков", "Сергей Ким", "Динара Ахметова"];

/// So many rows, each made from its number.
fn rows(count: usize, row: impl Fn(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, nth| {
        let _ = writeln!(text, "{}", row(nth));
        text
    })
}

/// What a file became: what was said of it, its draft, and the release of it.
struct Released {
    scanned: String,
    draft: toml::Table,
    text: String,
    applied: String,
    lines: Vec<String>,
}

impl Released {
    /// The type that the draft gives a column.
    #[track_caller]
    fn kind(&self, key: &str) -> &str {
        self.draft["columns"][key]["is"].as_str().expect("a type")
    }
}

/// Scans a file, plans it by its draft, and releases it by that.
#[track_caller]
fn released(work: &Work, file: &str, content: &str) -> Released {
    work.write(file, content);
    let _ = fs::remove_file(work.path("d.toml"));
    let _ = fs::remove_dir_all(work.path("out"));
    let scanned = work.run(&["scan", file, "--schema-out", "d.toml"]).exits(0).stderr;
    let text = fs::read_to_string(work.path("d.toml")).expect("a draft");
    work.run(&["plan", file, "--schema", "d.toml", "--profile", "warehouse"]).exits(0);
    let release = ["--profile", "warehouse", "--keys", "ephemeral", "--to", "csv", "--out", "out"];
    let applied = work.run(&[&["apply", file, "--schema", "d.toml"], &release[..]].concat()).exits(0).stderr;
    let stem = file.split('.').next().expect("a stem");
    let lines = fs::read_to_string(work.path(&format!("out/{stem}.csv"))).expect("a release");
    Released {
        scanned,
        draft: text.parse().expect("TOML"),
        text,
        applied,
        lines: lines.lines().skip(1).map(str::to_owned).collect(),
    }
}

/// The report of a meeting: a table of one row about it, a blank line, and the table of those who came.
#[test]
fn the_table_below_a_small_one_is_what_is_read() {
    let work = Work::new();
    let meeting = "Идентификатор совещания,Тема,Время начала,Электронная почта пользователя,Участники\n\
        812 3456 7890,Python,12.03.2024 10:00:00,owner@example.kz,100\n";
    let header = "Имя (настоящее имя),Электронная почта,Время входа,Время выхода,Длительность (минут),Гость\n";
    let people = rows(100, |nth| {
        format!("{},user{nth}@example.kz,12.03.2024 10:{:02}:00,12.03.2024 11:00:00,{nth},Да", NAMES[nth % 5], nth % 60)
    });
    for (between, above) in [("\n", 3), (",,,,,\n", 3), ("\n\n", 4), ("", 2)] {
        let found = released(&work, "zoom.csv", &format!("{meeting}{between}{header}{people}"));
        assert_eq!(found.lines.len(), 100, "{between:?}");
        assert_eq!(found.draft["dialect"]["skip_lines"].as_integer(), Some(above), "{between:?}");
        let said = format!("the header of `zoom.csv` is on line {}, below another table", above + 1);
        assert!(found.scanned.contains(&said), "{}", found.scanned);
        assert_eq!((found.kind("elektronnaya_pochta"), found.kind("vremya_vhoda")), ("email", "event-time"));
        assert!(!found.scanned.contains("owner@"));
    }
    // Two tables of which neither is small: the first one is read, and the rows of the other are broken.
    let second = rows(60, |nth| format!("Курс {nth},100"));
    work.write("two.csv", format!("{header}{people}\nКурс,Сумма\n{second}"));
    let report = json(&work, &["two.csv"]);
    assert_eq!((&report["datasets"][0]["rows"], &report["datasets"][0]["broken_rows"]), (&100.into(), &61.into()));
}

#[test]
fn keys_and_values_above_a_header_are_skipped() {
    let work = Work::new();
    let people = rows(40, |nth| format!("{};{};user{nth}@example.kz;{},00", 1000 + nth, NAMES[nth % 5], 12_000 + nth));
    for (above, skipped) in [
        ("sep=;\nПериод;01.01.2024-31.01.2024\nОрганизация;ТОО Ромашка\n\n", 3),
        ("Период;01.01.2024-31.01.2024\nМенеджер;Анна Петрова\n;;;\n", 3),
        ("Дата;01.02.2024\nEmail;owner@example.kz\n", 2),
        ("Всего участников;40;;\nВсего оплат;12;;\n\n", 3),
        ("Курс;Учеников;Выручка\nPython;10;120000\nJava;30;240000\n\n\n", 5),
        ("sep=;\n", 0),
    ] {
        let found = released(&work, "pay.csv", &format!("{above}ID клиента;ФИО;Email;Сумма\n{people}"));
        assert_eq!(found.lines.len(), 40, "{above}");
        assert_eq!(found.draft["dialect"].get("skip_lines").and_then(toml::Value::as_integer).unwrap_or(0), skipped);
        let kinds = ["id_klienta", "fio", "email", "summa"].map(|key| found.kind(key));
        assert_eq!(kinds, ["user-id", "full-name", "email", "amount"], "{above}");
        assert!(!found.scanned.contains("Ромашка") && !found.text.contains("owner@"));
    }
}

#[test]
fn headers_on_three_lines_and_units_are_no_rows() {
    let work = Work::new();
    let people = rows(40, |nth| {
        format!("{};{};user{nth}@example.kz;{};{:02}.03.2024", 1000 + nth, NAMES[nth % 5], 12_000 + nth, nth % 28 + 1)
    });
    let three = "Клиент;;;Оплата;\nID клиента;Контакты;;Сумма;\n;ФИО;Email;;Дата\n";
    let found = released(&work, "three.csv", &format!("{three}{people}"));
    assert!(found.scanned.contains("is on three lines, which are read as one [W748]"), "{}", found.scanned);
    assert_eq!(found.lines.len(), 40);
    let kinds = ["id_klienta", "fio", "email", "summa", "data"].map(|key| found.kind(key));
    assert_eq!(kinds, ["user-id", "full-name", "email", "amount", "date"]);
    for units in [";;;тг;", ";;;тыс. тг;дд.мм.гггг", "шт.;ед.;%;руб.;дней", "1;2;3;4;5"] {
        let found = released(&work, "units.csv", &format!("ID клиента;ФИО;Email;Сумма;Дата\n{units}\n{people}"));
        assert_eq!(found.lines.len(), 40, "{units}");
        assert!(found.scanned.contains("names types, units") && found.scanned.contains("[W407]"));
    }
    // A row of codes may be one of what is sold for what.
    let codes = format!("Валюта;Валюта оплаты\nKZT;USD\n{}", "KZT;KZT\n".repeat(30));
    assert_eq!(released(&work, "codes.csv", &codes).lines.len(), 31);
}

/// Titles of groups, page lines and sums between rows are nobody: broken rows with their reason, and none at all where the draft says so.
#[test]
fn titles_and_sums_between_rows_are_nobody() {
    let work = Work::new();
    let part = |from: usize| {
        rows(20, |nth| {
            format!("{};{};user{}@example.kz;{}", 1000 + from + nth, NAMES[nth % 5], from + nth, 12_000 + nth)
        })
    };
    let header = "ID клиента;ФИО;Email;Сумма\n";
    for (title, code, word) in [
        ("Группа 1;;;", "SECTION", "sections"),
        ("Курс: Python;;;", "SECTION", "sections"),
        ("Страница 1 из 4;;;", "SECTION", "sections"),
        ("Бет 1/4", "SECTION", "sections"),
        ("Қаңтар жиыны;;;12000", "TOTALS", "totals"),
        ("Барлығы;;;", "TOTALS", "totals"),
        ("Жиынтығы;;;36000", "TOTALS", "totals"),
    ] {
        let found = released(&work, "pay.csv", &format!("{header}{title}\n{}{title}\n{}", part(0), part(20)));
        assert_eq!(found.lines.len(), 40, "{title}");
        assert_eq!(found.draft["dialect"]["leave_out"].as_array().expect("a list")[0].as_str(), Some(word), "{title}");
        assert!(found.applied.contains("were left out: 2 [W409]"), "{title}");
        let report = json(&work, &["pay.csv"]);
        let dataset = &report["datasets"][0];
        assert_eq!((&dataset["rows"], &dataset["broken_rows"]), (&40.into(), &2.into()), "{title}");
        assert_eq!(
            (&dataset["broken_first"][0]["code"], &dataset["broken_first"][1]["row"]),
            (&code.into(), &22.into())
        );
        // Whoever does not say that they are none has broken rows.
        work.write(
            "d.toml",
            found.text.lines().filter(|line| !line.starts_with("leave_out")).collect::<Vec<_>>().join("\n"),
        );
        let release =
            ["--profile", "warehouse", "--keys", "ephemeral", "--to", "csv", "--out", "bad", "--rejects", "r.csv"];
        let refused =
            [&["apply", "pay.csv", "--schema", "d.toml", "--max-bad", "2", "--if-exists", "replace"], &release[..]];
        work.run(&refused.concat()).exits(3);
        let rejects = fs::read_to_string(work.path("r.csv")).expect("rejects");
        assert_eq!(rejects.matches(code).count(), 2, "{rejects}");
    }
    // A name, an id and the group of a column of groups stay rows, although nothing else is known of them.
    for (header, first, alone) in [
        ("ФИО;Email;Сумма", "Анна Петрова;a@example.kz;5\n", "Қырмызгүл;;\n"),
        ("ID клиента;Email;Сумма", "1001;a@example.kz;5\n", "2002;;\n"),
        ("Группа;Email;Сумма", "Группа 1;a@example.kz;5\n", "Группа 2;;\n"),
    ] {
        work.write("rows.csv", format!("{header}\n{}{alone}{first}", first.repeat(30)));
        assert_eq!(json(&work, &["rows.csv"])["datasets"][0]["rows"], 32, "{alone}");
    }
}

/// Below merged cells rows are nobody's: nothing is filled in, and it is said before a release counts them so.
#[test]
fn rows_below_merged_cells_are_told() {
    let work = Work::new();
    let header = "ID клиента;ФИО;Email;Курс;Сумма\n";
    let groups = rows(30, |nth| {
        format!("{};{};user{nth}@example.kz;Python;{nth}\n;;;SMM;9000\n;;;Excel;5000", 1000 + nth, NAMES[nth % 5])
    });
    let said = "in 60 of 90 rows of `merged.csv` the first 3 columns, which say whose row it is, are empty";
    let found = released(&work, "merged.csv", &format!("{header}{groups}"));
    assert!(found.scanned.contains(said) && found.scanned.contains("[W749]"), "{}", found.scanned);
    assert_eq!(found.lines.len(), 90);
    let whole = rows(30, |nth| format!("{};{};user{nth}@example.kz;Python;{nth}", 1000 + nth, NAMES[nth % 5]));
    assert!(!released(&work, "whole.csv", &format!("{header}{whole}")).scanned.contains("W749"));
}

#[test]
fn answers_dates_and_schools_are_what_they_are() {
    let work = Work::new();
    let schools = ["СШ №15", "ЕНУ им. Л.Н. Гумилева", "НИШ ФМН", "№ 27 мектеп", "Школа-лицей № 8 им. М. Маметовой"];
    let dates = [
        "28 МАРТА 2024 Г.",
        "2024 ж. 28 наурыз",
        "28-ші наурыз 2024 ж.",
        "28 мар. 2024 г., 14:05",
        "28 марта 2024 года",
    ];
    let header =
        "event.user.id;Повторная сделка;келісім;is_paid;Нужен договор;Хочет рассрочку;Дата оплаты;Школа;Мектеп";
    let table = rows(60, |nth| {
        let (odd, other) = (nth % 2, nth % 3 % 2);
        let answer = |words: [&'static str; 2]| words[odd];
        format!(
            "{};{};{};{other};{};{};{};{};{}",
            5000 + nth % 30,
            answer(["да", "нет"]),
            answer(["иә", "жоқ"]),
            answer(["TRUE", "FALSE"]),
            answer(["+", ""]),
            dates[nth % 5],
            schools[nth % 5],
            schools[(nth + 2) % 5],
        )
    });
    let found = released(&work, "deals.csv", &format!("{header}\n{table}"));
    let kinds = ["event_user_id", "povtornaya_sdelka", "kelisim", "is_paid", "nuzhen_dogovor", "hochet_rassrochku"];
    assert_eq!(kinds.map(|key| found.kind(key)), ["user-id", "flag", "flag", "flag", "flag", "flag"]);
    assert_eq!(
        ["data_oplaty", "shkola", "mektep"].map(|key| found.kind(key)),
        ["payment-time", "free-text", "free-text"]
    );
    let report = json(&work, &["deals.csv"]);
    assert_eq!(column(&report, "Дата оплаты")["unfit"]["cells"], 0);
    for header in ["Школа", "Мектеп"] {
        assert_eq!(column(&report, header)["identifiers"]["strong"].get("full-name"), None, "{header}");
    }
}

/// Six digits below a header of births are days: which of their ends is the year shows in them, and which century where nobody can be so old.
#[test]
fn births_of_six_digits_are_drafted_with_their_order() {
    let work = Work::new();
    for (header, order) in [("Дата рождения", "year-first"), ("birth", "day-first"), ("ДР", "year-first")]
    {
        let table = rows(60, |nth| {
            let (year, month, day) = (50 + nth % 48, 1 + nth % 12, 1 + nth % 28);
            match order {
                "year-first" => format!("{};{year:02}{month:02}{day:02}", 1000 + nth),
                _ => format!("{};{day:02}{month:02}{year:02}", 1000 + nth),
            }
        });
        work.write("born.csv", format!("ID клиента;{header}\n{table}"));
        let _ = fs::remove_file(work.path("born.toml"));
        work.run(&["scan", "born.csv", "--schema-out", "born.toml"]).exits(0);
        let text = fs::read_to_string(work.path("born.toml")).expect("a draft");
        assert!(text.contains("is = \"birth-date\"") && text.contains(&format!("order = \"{order}\"")), "{text}");
        work.run(&["plan", "born.csv", "--schema", "born.toml", "--profile", "warehouse"]).exits(0);
    }
    // Sums of six digits are no days.
    let sums = rows(60, |nth| format!("{};{}", 1000 + nth, 850_000 + 731 * nth));
    work.write("sums.csv", format!("ID клиента;Сумма\n{sums}"));
    assert_eq!(column(&json(&work, &["sums.csv"]), "Сумма")["type"], "amount");
}

/// A bare `id` beside a name and a contact is the person's as far as a balance says; with the words of a deal it is the deal's.
#[test]
fn whose_number_a_bare_id_is() {
    let work = Work::new();
    let of = |header: &str, more: &dyn Fn(usize) -> String| {
        let people =
            rows(40, |nth| format!("{};{};user{nth}@example.kz;{}", 48_000 + 37 * nth, NAMES[nth % 5], more(nth)));
        released(&work, "f.csv", &format!("{header}\n{people}"))
    };
    let sum = |nth: usize| format!("{}.00", 12_000 + nth);
    let balance = of("id;name;email;balance", &sum);
    assert_eq!(balance.kind("id"), "user-id");
    assert!(balance.text.contains("a person's number, or that of a deal"), "{}", balance.text);
    let contacts = of("ID;Имя;Рабочий e-mail;Тип контакта", &|_| "Клиенты".to_owned());
    assert_eq!(contacts.kind("id"), "user-id");
    let deals = of("id;name;email;order_sum", &sum);
    assert_eq!(deals.kind("id"), "transaction-id");
}
