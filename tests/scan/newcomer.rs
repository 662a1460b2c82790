//! What somebody brings who uses the program for the first time: headers in their own words, files that are no tables, arguments in another order.

use super::{Work, column, json};
use std::fmt::Write as _;
use std::fs;

/// A table of so many rows, whose cells are made from their row and column.
fn table(header: &str, rows: usize, cell: impl Fn(usize, usize) -> String) -> String {
    let width = header.split(';').count();
    let mut text = format!("{header}\n");
    for row in 0..rows {
        let cells: Vec<String> = (0..width).map(|at| cell(row, at)).collect();
        let _ = writeln!(text, "{}", cells.join(";"));
    }
    text
}

/// The draft of a schema for a file, which `plan` takes.
#[track_caller]
fn draft(work: &Work, file: &str) -> toml::Table {
    work.run(&["scan", file, "--schema-out", "draft.toml"]).exits(0);
    work.run(&["plan", file, "--schema", "draft.toml", "--profile", "warehouse"]).exits(0);
    let text = fs::read_to_string(work.path("draft.toml")).expect("a draft");
    fs::remove_file(work.path("draft.toml")).expect("the draft");
    text.parse().expect("TOML")
}

/// The type of the column with this header in a draft.
fn drafted<'d>(draft: &'d toml::Table, header: &str) -> &'d str {
    let columns = draft["columns"].as_table().expect("columns");
    let named = |key: &str, value: &toml::Value| {
        let names = value.get("names").and_then(|names| names.as_array()).into_iter().flatten();
        key == header.to_lowercase() || names.filter_map(|name| name.as_str()).any(|name| name == header)
    };
    let found = columns.iter().find(|(key, value)| named(key, value)).expect("the column");
    found.1["is"].as_str().expect("a type")
}

/// Names that no list of given names has, invented.
const RARE: [&str; 6] = ["Қырмызгүл", "Шолпанкүн Бәйтеректі", "Зейнолқан", "Өтепкелді Шәкіртші", "Тәттіай", "Ұлтуған"];

/// A product is published: nothing below a header that names people is one, whatever names people have.
#[test]
fn rare_names_below_a_header_that_names_people_are_no_products() {
    let work = Work::new();
    let headers =
        "Имя клиента;Имя контакта;Имя ребенка;Название контакта;Saved Name;Имя;Имя пользователя;Куратор курса";
    let cell = |row: usize, at: usize| if at == 8 { format!("A-{row}") } else { RARE[(row + at) % 6].to_owned() };
    work.write("rare.csv", table(&format!("{headers};Номер заказа"), 60, cell));
    let (report, draft) = (json(&work, &["rare.csv"]), draft(&work, "rare.csv"));
    for header in headers.split(';') {
        let found = column(&report, header);
        assert!(["full-name", "given-name"].contains(&drafted(&draft, header)), "{header}");
        assert_eq!(found["type"], drafted(&draft, header), "the table and the draft agree on {header}");
    }
}

/// Some names among courses: whoever reads the table is told why the draft does not publish the column.
#[test]
fn names_among_products_are_said_and_not_published() {
    let work = Work::new();
    let cell = |row: usize, _| {
        if row.is_multiple_of(5) {
            format!("Анна Мысалова {}", row % 7)
        } else {
            format!("Курс {}", row % 9)
        }
    };
    work.write("items.csv", table("Наименование;Промокод;Номер заказа", 200, cell));
    let (report, draft) = (json(&work, &["items.csv"]), draft(&work, "items.csv"));
    for header in ["Наименование", "Промокод"] {
        assert_eq!((&column(&report, header)["confidence"], drafted(&draft, header)), (&"unsure".into(), "free-text"));
        assert_eq!(column(&report, header)["looks_like"], "names of people among its values");
    }
}

#[test]
fn dates_of_birth_are_no_dates_of_events() {
    let work = Work::new();
    let headers = "Дата рожд.;Дата рожд;Дата р.;b_date;д/р;Ребенок ДР;Дата;Дата регистрации";
    let cell = |row: usize, at: usize| match at {
        7 => format!("{:02}.05.2024 10:{:02}", row % 28 + 1, row % 60),
        _ => format!("{:02}.{:02}.{}", row % 28 + 1, (row + at) % 12 + 1, 1958 + row % 50),
    };
    work.write("births.csv", table(headers, 100, cell));
    let (report, draft) = (json(&work, &["births.csv"]), draft(&work, "births.csv"));
    for header in headers.split(';').take(7) {
        assert_eq!((&column(&report, header)["type"], drafted(&draft, header)), (&"birth-date".into(), "birth-date"));
    }
    assert_eq!(drafted(&draft, "Дата регистрации"), "event-time");
    // The last action of a person is no birth.
    assert_eq!(draft["activity"].as_array().expect("a list")[0].as_str(), Some("data_registratsii"));
}

/// Subject and activity decide whom an exclusion finds: no column is either that the scan is not sure of.
#[test]
fn nobody_is_followed_through_a_column_that_is_guessed() {
    let work = Work::new();
    let cell = |row: usize, at| match at {
        0 => format!("{}", 7000 + 37 * row),
        1 => format!("{row},5"),
        _ => "Оплачен".to_owned(),
    };
    work.write("guess.csv", table("c1;c2;Статус оплаты", 60, cell));
    let draft = draft(&work, "guess.csv");
    assert_eq!((draft.get("subject"), draft.get("activity")), (None, None));
    assert_eq!(drafted(&draft, "c1"), "free-text");
    // An address is one wherever it stands, but whose it is has to be checked.
    work.write("mail.csv", table("c1;c2", 60, |row, _| format!("user{row}@example.kz")));
    work.run(&["scan", "mail.csv", "--schema-out", "draft.toml"]).exits(0);
    let text = fs::read_to_string(work.path("draft.toml")).expect("a draft");
    assert!(text.contains("# whose row it is; guessed from the values: check this"), "{text}");
}

/// Documents that are no tables: what they hold would be the name of a column.
#[test]
fn json_and_pages_are_refused_and_never_shown() {
    let work = Work::new();
    for (name, content, what) in [
        ("a.csv", "{\"phone\":\"+77710009998\"}\n{\"phone\":\"+77710009999\"}\n", "JSON"),
        ("b.csv", "[\n{\"phone\":\"+77710009998\"}]", "JSON"),
        ("c.csv", "<?xml version=\"1.0\"?><phone>+77710009998</phone>", "XML"),
        ("d.csv", "<!DOCTYPE html><table><tr><td>+77710009998", "HTML"),
        ("e.csv", "\u{feff}<table><tr><td>+77710009998", "HTML"),
        ("f.json", "phone: +77710009998\n", "JSON"),
        ("g.ndjson", "phone: +77710009998\n", "JSON"),
        ("h.xml", "<rows><row>+77710009998</row></rows>", "XML"),
    ] {
        work.write(name, content);
        for arguments in [&["scan", name][..], &["scan", "--json", name]] {
            let ran = work.run(arguments).exits(4).hides("000");
            ran.says(&format!("`{name}` is {what}, which is not read [E402]"));
        }
    }
    for header in ["[id];[email]", "<b>;<i>", "{id};x"] {
        work.write("table.csv", format!("{header}\n1;2\n"));
        work.run(&["scan", "table.csv"]).exits(0);
    }
    // What the operator says counts for more than what a name or a beginning says.
    work.write("table.json", "id;email\n1;a@example.kz\n");
    work.run(&["scan", "table.json", "--format", "csv"]).exits(0);
}

/// Rows of digits are nobody's for sure, and withheld all the same: the scan says so before a release does.
#[test]
fn what_the_guard_would_withhold_is_told() {
    let work = Work::new();
    for (cells, advice) in
        [(3, "`apply` would withhold 3 cells of `item` if it is kept"), (20, "`apply` would refuse to keep `item`")]
    {
        let cell = |row: usize, at| match at {
            0 => format!("A-{row}"),
            _ if row < cells => format!("Кофе для 70712345{row:02}"),
            _ => format!("Кофе {}", row % 9),
        };
        work.write("items.csv", table("order_id;item", 200, cell));
        let report = json(&work, &["items.csv"]);
        let withheld = &column(&report, "item")["withheld"];
        assert_eq!(withheld, &serde_json::json!({"cells": cells, "kinds": {"long-digit-run": cells}}));
        assert_eq!(column(&report, "order_id")["withheld"]["cells"], 0);
        let ran = work.run(&["scan", "items.csv"]).exits(0);
        assert!(ran.stdout.contains(&format!("{cells} cells withheld: long-digit-run")), "{}", ran.stdout);
        assert!(ran.stdout.contains(advice), "{}", ran.stdout);
    }
    // And a release does what was said.
    draft(&work, "items.csv");
    work.run(&["scan", "items.csv", "--schema-out", "items.toml"]).exits(0);
    let apply =
        ["apply", "items.csv", "--schema", "items.toml", "--profile", "warehouse", "--keys", "ephemeral", "--out", "r"];
    work.run(&apply).exits(0).says("items: 1 of 2 columns dropped: item");
    // Whoever keeps it all the same is refused.
    let draft = fs::read_to_string(work.path("items.toml")).expect("a draft");
    assert!(draft.contains("`apply` would refuse to keep product of which it withholds 20 cells"), "{draft}");
    work.write("items.toml", draft.replace("free-text", "product"));
    let again = [&apply[..8], &["--out", "again"]].concat();
    work.run(&again).exits(7).says("20 cells held identifiers and were withheld");
}

/// Merged cells of a spreadsheet: half of the names stand on the second line.
#[test]
fn a_header_on_two_lines_is_read_as_one() {
    let work = Work::new();
    let people = "Мысалова;Анна;850315100016;+7 771 000 99 98;anna@example.kz;584000\n".repeat(30);
    for first in ["Сотрудник;;;Контакты;;Оклад", "Сотрудник;Сотрудник;Сотрудник;Контакты;Контакты;Оклад"]
    {
        work.write("staff.csv", format!("{first}\nФамилия;Имя;ИИН;Телефон;Почта;тг\n{people}"));
        let _ = fs::remove_file(work.path("staff.toml"));
        let ran = work.run(&["scan", "staff.csv", "--schema-out", "staff.toml"]).exits(0);
        ran.says("the header of `staff.csv` is on two lines, which are read as one [W748]").hides("Мысалова");
        let draft = fs::read_to_string(work.path("staff.toml")).expect("a draft");
        assert!(draft.contains("skip_lines = 2\n"), "{draft}");
        let names = "header    = [\"Фамилия\", \"Имя\", \"ИИН\", \"Телефон\", \"Почта\", \"тг\"]";
        assert!(draft.contains(names), "{draft}");
        work.run(&["plan", "staff.csv", "--schema", "staff.toml", "--profile", "warehouse"]).exits(0);
    }
    // Rows of known words below whole names are rows.
    work.write("words.csv", "Источник;Курс\nТелефон;Почта\nПочта;Телефон\n");
    work.run(&["scan", "words.csv"]).exits(0);
}

/// Columns whose names do not tell them apart are numbered, the warning says so, and `plan` takes the draft.
#[test]
fn columns_without_names_of_their_own_get_some_in_the_draft() {
    let work = Work::new();
    let row = "a@example.kz;Python;5;7\n".repeat(30);
    for (header, warning) in [
        ("email;course;;", "2 columns of `names.csv` have no names [W746]"),
        ("email;course;Email;n", "2 columns of `names.csv` share their names with others [W742]"),
    ] {
        work.write("names.csv", format!("{header}\n{row}"));
        work.run(&["scan", "names.csv"]).exits(0).says(warning);
        let _ = fs::remove_file(work.path("draft.toml"));
        work.run(&["scan", "names.csv", "--schema-out", "draft.toml"]).exits(0).says(warning);
        work.run(&["plan", "names.csv", "--schema", "draft.toml", "--profile", "warehouse"]).exits(0);
    }
    let _ = fs::remove_file(work.path("draft.toml"));
    work.write("names.csv", format!("email;course;n;\n{row}"));
    draft(&work, "names.csv");
}

#[test]
fn arguments_in_another_order_are_understood() {
    let work = Work::new();
    work.write("users.csv", "email\na@example.kz\n");
    work.run(&["scan", "--sample", "100", "users.csv"]).exits(2).says("did you mean `--sample=100`?");
    work.write("100", "email\na@example.kz\n");
    work.run(&["scan", "--sample", "100", "users.csv"]).exits(0);
}

/// A target that cannot be written is told of before the files are read, however long that takes.
#[test]
fn the_target_of_a_draft_is_checked_first() {
    let work = Work::new();
    work.write("old.toml", "corrected by hand");
    for (target, code, says) in
        [("nowhere/draft.toml", 6, "there is no folder `nowhere` for the draft [E252]"), ("old.toml", 11, "[E618]")]
    {
        // There is no such input; that is not what is said.
        let ran = work.run(&["scan", "missing.csv", "--schema-out", target]).exits(code).says(says);
        assert!(!ran.stderr.contains("missing.csv"), "{}", ran.stderr);
    }
}

#[test]
fn a_tab_is_written_as_people_write_it() {
    let work = Work::new();
    work.write("users.tsv", "email\tcourse\na@example.kz\tPython\n");
    work.run(&["scan", "users.tsv", "--schema-out", "draft.toml"]).exits(0);
    let text = fs::read_to_string(work.path("draft.toml")).expect("a draft");
    assert!(text.contains("delimiter = \"\\t\""), "{text}");
}

/// `1 234,50` with a space that does not break is a sum as it should be; in a telephone number the space is damage.
#[test]
fn spaces_between_thousands_are_no_damage() {
    let work = Work::new();
    let cell = |row: usize, at| match at {
        0 => format!("{}\u{a0}234,50", row + 1),
        _ => format!("8\u{a0}701\u{a0}000\u{a0}99\u{a0}{:02}", row % 100),
    };
    work.write("sums.csv", table("Сумма;Телефон", 50, cell));
    let report = json(&work, &["sums.csv"]);
    assert_eq!(column(&report, "Сумма")["damage"], serde_json::json!({}));
    assert_eq!(column(&report, "Телефон")["damage"], serde_json::json!({"no-break-space": 50}));
}

#[test]
fn rows_that_cannot_be_read_are_told_in_words() {
    let work = Work::new();
    let rows = "a@example.kz;Python;5\n".repeat(30);
    work.write("pay.csv", format!("email;course;sum\n{rows}Итого;;150\n"));
    let ran = work.run(&["scan", "pay.csv"]).exits(0).says("1 row cannot be read and was not counted [W745]");
    ran.says("it is row 31 of `pay.csv`: a row of totals");
}

/// A header with which no value goes is a guess, and the draft leaves least.
#[test]
fn a_header_alone_is_not_sure() {
    let work = Work::new();
    let cell = |row: usize, at| match at {
        0 => (row + 1).to_string(),
        1 => "7".to_owned(),
        2 => format!("{}000", 150 + row),
        3 => ["Анна Мысалова", "Нұрлан Мысалбаев", "Сергей"][row % 3].to_owned(),
        _ => format!("{}000", 150 + row),
    };
    work.write("staff.csv", table("№;Country Code;тг;Имя пользователя;Оклад", 60, cell));
    let (report, draft) = (json(&work, &["staff.csv"]), draft(&work, "staff.csv"));
    for (header, kind, confidence, wanted) in [
        ("№", "code", "likely", "code"),
        ("Country Code", "country", "unsure", "free-text"),
        ("тг", "social-handle", "unsure", "social-handle"),
        ("Имя пользователя", "full-name", "sure", "full-name"),
        ("Оклад", "amount", "sure", "amount"),
    ] {
        let found = column(&report, header);
        assert_eq!((&found["type"], &found["confidence"]), (&kind.into(), &confidence.into()), "{header}");
        assert_eq!((&found["drafted"], drafted(&draft, header)), (&wanted.into(), wanted), "{header}");
    }
    assert_eq!(column(&report, "№")["looks_like"], "numbers of rows, from 1 up");
}

#[test]
fn months_before_days_are_told() {
    let work = Work::new();
    let cell = |row: usize, at| {
        if at == 0 { format!("A-{row}") } else { format!("{:02}/{:02}/2024", row % 12 + 1, row % 28 + 1) }
    };
    work.write("us.csv", table("order_id;paid_at", 80, cell));
    assert_eq!(column(&json(&work, &["us.csv"]), "paid_at")["looks_like"], "days behind their months");
    let ran = work.run(&["scan", "us.csv", "--schema-out", "us.toml"]).exits(0);
    assert!(ran.stdout.contains("`paid_at` seems to put the month before the day"), "{}", ran.stdout);
    let draft = |name: &str| fs::read_to_string(work.path(name)).expect("a draft");
    assert!(draft("us.toml").contains("order = \"month-first\""), "{}", draft("us.toml"));
    // The draft reads them all.
    assert_eq!(column(&json(&work, &["us.csv"]), "paid_at")["unfit"]["cells"], 0);
    let cell = |row: usize, at| {
        if at == 0 { format!("A-{row}") } else { format!("{}/{}/2024", row % 28 + 1, row % 12 + 1) }
    };
    work.write("kz.csv", table("order_id;paid_at", 80, cell));
    work.run(&["scan", "kz.csv", "--schema-out", "kz.toml"]).exits(0);
    assert!(draft("kz.toml").contains("order = \"day-first\""), "{}", draft("kz.toml"));
    assert_eq!(column(&json(&work, &["kz.csv"]), "paid_at")["unfit"]["cells"], 0);
}

/// Dates that the calendar does not have, years alone, two values in one cell: what `apply` loses, `scan` counts, however few cells it is.
#[test]
fn what_apply_would_not_take_is_counted() {
    let work = Work::new();
    let cell = |row: usize, at: usize| match (at, row) {
        (0, _) => format!("{}", 1000 + row),
        (1, 0) => "31.02.1990".to_owned(),
        (1, 1) => "1988".to_owned(),
        (1, 2) => "01.02.2999".to_owned(),
        (1, _) => format!("{:02}.{:02}.{}", row % 27 + 2, row % 12 + 1, 1958 + row % 40),
        (2, 299) => "87710009998, 87010000001".to_owned(),
        (2, _) => format!("8771000{row:04}"),
        (3, 7) => "anna@example.kz, boris@example.kz".to_owned(),
        (3, _) => format!("user{row}@example.kz"),
        (_, 5) => "даром".to_owned(),
        _ => format!("{row}00,50"),
    };
    work.write("users.csv", table("user_id;Дата рождения;Телефон;Email;Сумма", 300, cell));
    let report = json(&work, &["users.csv"]);
    let unfit = |header| {
        let unfit = &column(&report, header)["unfit"];
        (unfit["cells"].as_u64().expect("a number"), unfit["several"].as_u64().expect("a number"))
    };
    let headers = ["user_id", "Дата рождения", "Телефон", "Email", "Сумма"];
    assert_eq!(headers.map(unfit), [(0, 0), (3, 0), (0, 1), (0, 1), (1, 0)]);
    let ran = work.run(&["scan", "users.csv", "--schema-out", "users.toml"]).exits(0);
    for said in [
        "- in `Дата рождения` 3 of 300 cells do not fit birth-date and become NULL",
        "- 1 cell of `Телефон` holds several values: the draft takes the first",
        "- in `Сумма` 1 of 300 cells does not fit amount and becomes NULL",
    ] {
        assert!(ran.stdout.contains(said), "{said}: {}", ran.stdout);
    }
    assert!(ran.stdout.contains("its header, and > 99 % of its values fit"), "{}", ran.stdout);
    let draft = fs::read_to_string(work.path("users.toml")).expect("a draft");
    assert!(draft.contains("\n# 3 of 300 cells do not fit birth-date and become NULL\n"), "{draft}");
    assert!(
        draft.contains("\n# 1 cell holds several values, and its first is taken; \"split\" takes two, \"null\" none\n")
    );
    assert_eq!(draft.matches("several = \"first\"").count(), 2, "{draft}");
    // The run that follows counts the same.
    work.write("own.toml", OWN);
    work.run(&["keys", "new", "keys.json"]).exits(0);
    let apply = [
        "apply",
        "users.csv",
        "--schema",
        "users.toml",
        "--profile",
        "own.toml",
        "--keys",
        "keys.json",
        "--out",
        "out",
    ];
    work.run(&apply).exits(0);
    let manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(work.path("out/_manifest.json")).expect("a manifest")).expect("JSON");
    for column in manifest["datasets"][0]["columns"].as_array().expect("columns") {
        let name = column["name"].as_str().expect("a name");
        let header = [("user_id", 0), ("data_rozhdeniya", 1), ("telefon", 2), ("email", 3), ("summa", 4)];
        let at = header.iter().find(|(key, _)| *key == name).expect("a column").1;
        assert_eq!(column["counts"]["unfit"], unfit(headers[at]).0, "{name}: {column}");
    }
}

/// A profile that keeps what can be lost.
const OWN: &str = "version = 1\nprofile = \"own\"\nclause = \"1\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\nkeys = \"required\"\n\
    [actions]\nuser-id = \"pseudonymize\"\nbirth-date = { generalize = \"decade\" }\nphone = \"pseudonymize\"\nemail = \"pseudonymize\"\namount = \"keep\"\n";

/// What `apply` refuses for what a schema could say is said with the words that the schema needs.
#[test]
fn what_the_schema_must_say_is_asked() {
    let work = Work::new();
    let cell = |row: usize, at: usize| match at {
        0 => format!("{}", 1000 + row),
        _ => format!("{:02}.{:02}.{:02}", row % 28 + 1, row % 12 + 1, row % 20),
    };
    work.write("users.csv", table("user_id;Дата рождения", 60, cell));
    let ran = work.run(&["scan", "users.csv", "--schema-out", "users.toml"]).exits(0);
    assert!(ran.stdout.contains("`apply` refuses so many: the draft says what to declare"), "{}", ran.stdout);
    let draft = fs::read_to_string(work.path("users.toml")).expect("a draft");
    assert!(draft.contains("say pivot = 2026"), "{draft}");
}

/// Whoever is followed by an address is told so, and what else could stand there.
#[test]
fn a_subject_that_is_no_user_id_is_explained() {
    let work = Work::new();
    let cell = |row: usize, at: usize| match at {
        0 => format!("user{row}@example.kz"),
        1 => format!("8771000{row:04}"),
        _ => "Оплачен".to_owned(),
    };
    work.write("leads.csv", table("Email;Телефон;Статус оплаты", 60, cell));
    work.run(&["scan", "leads.csv", "--schema-out", "leads.toml"]).exits(0);
    let draft = fs::read_to_string(work.path("leads.toml")).expect("a draft");
    let comment = "# No column is sure to be a user id, so the email says whose row it is: a person with two of them counts as two";
    assert!(draft.contains(comment), "{draft}");
    assert!(
        draft.contains("# Instead could stand: \"telefon\"; or a column that you declare as user-id; or no subject"),
        "{draft}"
    );
    work.write(
        "ids.csv",
        table("user_id;Email", 60, |row, at| if at == 0 { (1000 + row).to_string() } else { cell(row, 0) }),
    );
    work.run(&["scan", "ids.csv", "--schema-out", "ids.toml"]).exits(0);
    assert!(
        !fs::read_to_string(work.path("ids.toml")).expect("a draft").contains("Instead"),
        "a user id needs no word"
    );
    work.write("counts.csv", table("Город;Статус оплаты", 60, |_, at| ["Алматы", "Оплачен"][at].to_owned()));
    work.run(&["scan", "counts.csv", "--schema-out", "counts.toml"]).exits(0);
    let draft = fs::read_to_string(work.path("counts.toml")).expect("a draft");
    assert!(draft.contains("# No column is sure to say whose row it is"), "{draft}");
}

/// A header that says one thing over cells that are another: whatever `apply` would refuse is not drafted.
#[test]
fn what_a_run_would_refuse_is_not_drafted() {
    let work = Work::new();
    crate::util::fixtures::write_key(
        &work,
        "keys.json",
        &crate::util::fixtures::key_file(crate::util::fixtures::KEY_HEX),
    );
    let rows: String = (0..60).map(|n| format!("{},{}@mail.ru,{}\n", n + 1, n, 1_700_000_000 + n * 1_000)).collect();
    work.write("grades.csv", format!("id,Email,Последняя загрузка из этого курса\n{rows}"));
    let ran = work.run(&["scan", "grades.csv", "--schema-out", "grades.toml"]).exits(0);
    assert!(ran.stdout.contains("so it is drafted as free-text"), "{}", ran.stdout);
    let draft = fs::read_to_string(work.path("grades.toml")).expect("a draft");
    assert!(draft.contains("{ is = \"free-text\", names = [\"Последняя загрузка из этого курса\"] }"), "{draft}");
    let arguments = ["--schema", "grades.toml", "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    work.run(&[&["apply", "grades.csv"], &arguments[..]].concat()).exits(0);
}
