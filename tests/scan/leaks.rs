//! A scan tells no value: words that could be anybody's are planted everywhere, and looked for in everything that comes out.

use super::{Work, json};
use std::fmt::Write as _;
use std::fs;

/// Values of every kind, and the words of each that must not come out.
const PLANTED: &[(&str, &str)] = &[
    ("Канарейкина Айгерим", "анарейкин"),
    ("canary.bird@example.kz", "canary"),
    ("+7 771 000 99 98", "000 99 98"),
    ("850315100016", "850315100016"),
    ("Канарский переулок, 77", "анарск"),
    ("https://example.kz/kanarka?u=77", "kanarka"),
    ("канаречный промокод", "анаречн"),
    ("кан4рейка-77", "рейка"),
    ("4000000000001232", "0000001232"),
    ("2031-07-17", "2031"),
    ("{\"k\": \"жёлтая канарейка\"}", "канарейк"),
    ("192.0.2.177", "192.0.2"),
    ("77,77", "77,77"),
];

#[track_caller]
fn clean(what: &str, text: &str) {
    for (_, word) in PLANTED {
        assert!(!text.contains(word), "{what} tells `{word}`:\n{text}");
    }
}

/// Everything that comes out of a scan of the file, in every form.
fn everything(work: &Work, arguments: &[&str]) -> String {
    let mut all = String::new();
    for more in [&[][..], &["--json"], &["-v"], &["--sample=5"], &["--schema-out", "draft.toml"]] {
        let ran = work.run(&[&["scan"], arguments, more].concat());
        let _ = write!(all, "{}{}", ran.stdout, ran.stderr);
    }
    if let Ok(draft) = fs::read_to_string(work.path("draft.toml")) {
        all.push_str(&draft);
        fs::remove_file(work.path("draft.toml")).expect("the draft");
    }
    all
}

#[test]
fn no_cell_comes_out_whatever_its_column_holds() {
    let quoted = |value: &str| format!("\"{}\"", value.replace('"', "\"\""));
    let headers = ["email", "Телефон", "Комментарий", "id", "Дата", "Сумма", "Статус", "Город", "Поле 7"];
    for (value, _) in PLANTED {
        let work = Work::new();
        let mut text = format!("{}\n", headers.join(";"));
        // The value is all that a column has, one of few, and one of many.
        for n in 0..40 {
            let cells = headers.iter().enumerate().map(|(at, _)| match (at + n) % 3 {
                0 => format!("{n}"),
                _ if at % 2 == 0 || n < 3 => quoted(value),
                _ => String::new(),
            });
            let _ = writeln!(text, "{}", cells.collect::<Vec<_>>().join(";"));
        }
        // Rows that cannot be read.
        let _ = writeln!(text, "{}\nИтого;{}", quoted(value), quoted(value));
        work.write("planted.csv", text);
        clean(value, &everything(&work, &["planted.csv"]));
    }
}

/// The first record is somebody's: no cell of it is a name of a column, and no draft is made.
#[test]
fn a_file_without_a_header_names_no_column() {
    let work = Work::new();
    let mut text = String::new();
    for n in 0..30 {
        let _ = writeln!(text, "{n};Канарейкина Айгерим;canary.bird{n}@example.kz;+7 771 000 99 98");
    }
    work.write("bare.csv", text);
    let report = json(&work, &["bare.csv"]);
    assert_eq!(report["datasets"][0]["header_is_row"], true);
    assert_eq!(report["datasets"][0]["rows"], 30, "the first line is a row");
    let columns = report["datasets"][0]["columns"].as_array().expect("columns");
    let names: Vec<&str> = columns.iter().map(|column| column["header"].as_str().expect("a name")).collect();
    assert_eq!(names, ["column_1", "column_2", "column_3", "column_4"]);
    work.run(&["scan", "bare.csv"])
        .exits(0)
        .says("has no header: its first line looks like a row, and is read as one [W740]");
    work.run(&["scan", "bare.csv", "--schema-out", "draft.toml"]).exits(0);
    let draft = fs::read_to_string(work.path("draft.toml")).expect("a draft");
    assert!(draft.contains("header    = [\"column_1\", \"column_2\", \"column_3\", \"column_4\"]"), "{draft}");
    // The draft reads every row.
    let release = ["--profile", "warehouse", "--keys", "ephemeral", "--out", "out"];
    work.run(&[&["apply", "bare.csv", "--schema", "draft.toml"], &release[..]].concat()).exits(0);
    let manifest = fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest");
    let manifest: serde_json::Value = serde_json::from_str(&manifest).expect("JSON");
    assert_eq!(manifest["datasets"][0]["row_account"]["rows_in"], 30);
    clean("a file without a header", &everything(&work, &["bare.csv"]));
}

/// A header that is somebody's among others that are headers: exports that make a column of each person.
#[test]
fn a_header_that_is_somebody_is_not_shown() {
    for header in ["Канарейкина Айгерим", "canary.bird@example.kz", "+7 771 000 99 98", "850315100016"]
    {
        let work = Work::new();
        let mut text = format!("email;phone;course;{header}\n");
        for n in 0..30 {
            let _ = writeln!(text, "user{n}@example.kz;87010009{n:03};Python;{n}");
        }
        work.write("pivot.csv", text);
        let all = everything(&work, &["pivot.csv"]);
        clean(header, &all);
        assert!(all.contains("column 4"), "{all}");
        assert!(all.contains("[W741]"), "{all}");
        work.run(&["scan", "pivot.csv", "--schema-out", "draft.toml"]).exits(0);
        // The column that may not be named is left out by the draft, and `plan` takes it.
        work.run(&["plan", "pivot.csv", "--schema", "draft.toml", "--profile", "warehouse"]).exits(0);
    }
}

/// Files that cannot be read: errors tell no value either.
#[test]
fn errors_tell_nothing() {
    for bytes in [
        b"Name;\"canary.bird@example.kz\nwithout an end".as_slice(),
        b"canary.bird@example.kz",
        b"email\ncanary\xff\xfe\x00bird",
        b"PAR1canary.bird@example.kzPAR1",
        b"\x1f\x8bcanary",
    ] {
        let work = Work::new();
        work.write("bad.csv", bytes);
        clean("an error", &everything(&work, &["bad.csv"]));
    }
}
