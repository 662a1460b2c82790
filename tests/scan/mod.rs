//! `scan` with the real binary: what it says of files that nobody described, what it refuses, and that it never tells a value.

mod exports;
mod leaks;
mod newcomer;
mod shapes;

use crate::util::{Work, root};
use serde_json::Value;
use std::fmt::Write as _;
use std::fs;

/// The report of a scan as a document, which its schema allows.
#[track_caller]
fn json(work: &Work, arguments: &[&str]) -> Value {
    let ran = work.run(&[&["scan", "--json"], arguments].concat()).exits(0);
    let report: Value = serde_json::from_str(&ran.stdout).expect("JSON on stdout");
    let schema: Value =
        serde_json::from_slice(&fs::read(root().join("schemas/scan.schema.json")).expect("a file")).expect("JSON");
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a sound schema");
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    report
}

/// The types of the columns, with a question mark where the scan is not sure.
fn types(dataset: &Value) -> Vec<String> {
    let columns = dataset["columns"].as_array().expect("columns").iter();
    let word = |column: &Value| {
        let sure = if column["confidence"] == "sure" { "" } else { "?" };
        format!("{}{sure}", column["type"].as_str().expect("a type"))
    };
    columns.map(word).collect()
}

fn column<'r>(report: &'r Value, header: &str) -> &'r Value {
    let columns = report["datasets"][0]["columns"].as_array().expect("columns");
    columns.iter().find(|column| column["header"] == header).expect("the column")
}

const SAMPLES: [&str; 4] = ["users.csv", "payments.csv", "feedback.csv", "visits.tsv"];

/// The workplace with the sample data.
fn samples() -> Work {
    let work = Work::new();
    for name in SAMPLES {
        work.write(name, fs::read(root().join("sample-data").join(name)).expect("a sample"));
    }
    work
}

/// Compares with a golden file, or writes it anew.
#[track_caller]
fn golden(name: &str, found: &str) {
    let path = root().join("tests/scan/expected").join(name);
    if std::env::var_os("IESIZ_BLESS").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder");
        fs::write(&path, found).expect("the golden file");
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert!(found == expected, "{name} is not what is expected; `IESIZ_BLESS=1` writes it anew:\n{found}");
}

/// What people read of the sample data, and the drafts that are made of it. Nothing of it is checked by hand but everything is seen when it changes.
#[test]
fn the_sample_data_reads_as_it_did() {
    let work = samples();
    fs::create_dir(work.path("drafts")).expect("a folder");
    let arguments = [&["scan"], SAMPLES.as_slice(), &["--schema-out", "drafts"]].concat();
    let ran = work.run(&arguments).exits(0);
    golden("sample.txt", &ran.stdout);
    for name in ["users", "payments", "feedback", "visits"] {
        let draft = fs::read_to_string(work.path(&format!("drafts/{name}.toml"))).expect("a draft");
        golden(&format!("{name}.toml"), &draft);
    }
    let plan = [&["plan"], SAMPLES.as_slice(), &["--schema", "drafts", "--profile", "warehouse"]].concat();
    work.run(&plan).exits(0);
}

/// The types that the schemas of the sample data declare, found again by the scan: what the sample's author knew and the scan was not told.
#[test]
fn the_sample_data_is_what_its_schemas_say() {
    let work = samples();
    let report = json(&work, &SAMPLES);
    let mut other = Vec::new();
    for dataset in report["datasets"].as_array().expect("datasets") {
        let name = dataset["name"].as_str().expect("a name");
        let text = fs::read_to_string(root().join(format!("schemas/{name}.toml"))).expect("a schema");
        let schema: toml::Table = text.parse().expect("TOML");
        for (key, declared) in schema["columns"].as_table().expect("columns") {
            let names = declared.get("names").and_then(|names| names.as_array()).into_iter().flatten();
            let names: Vec<&str> = names.filter_map(|name| name.as_str()).chain([key.as_str()]).collect();
            let columns = dataset["columns"].as_array().expect("columns").iter();
            let mut same = columns.filter(|column| {
                let header = column["header"].as_str().expect("a header").to_lowercase();
                names.iter().any(|name| name.to_lowercase() == header)
            });
            let Some(column) = same.next() else { continue };
            if column["type"].as_str() != declared["is"].as_str() {
                other.push(format!("{name}.{key}: {} for {:?}", column["type"], declared["is"]));
            }
        }
    }
    // When a payment was created is for the author to say; both types are treated alike.
    assert_eq!(other, ["payments.created_at: \"event-time\" for String(\"payment-time\")"]);
}

#[test]
fn any_number_of_threads_and_any_read_give_one_report() {
    let work = samples();
    // Enough for several units, and more different values than are kept.
    let mut many = String::from("id;email;note\n");
    for n in 0..150_000 {
        let _ = writeln!(many, "{n};user{n}@example.kz;{}", ["позвоните +7 771 000 99 98", "ок", "-"][n % 3]);
    }
    work.write("many.csv", many);
    let report = |more: &[&str]| {
        let files = [SAMPLES.as_slice(), &["many.csv"], more].concat();
        work.run(&[&["scan", "--json"], files.as_slice()].concat()).exits(0).stdout
    };
    let one = report(&["--threads", "1"]);
    for more in [
        ["--threads", "2"].as_slice(),
        &["--threads", "8"],
        &["--threads", "2", "--read-buffer", "65536"],
        &["--threads", "8", "--read-buffer", "4096"],
    ] {
        assert!(report(more) == one, "{more:?} changed the report");
    }
    let many = serde_json::from_str::<Value>(&one).expect("JSON")["datasets"][4].clone();
    assert_eq!(many["rows"], 150_000);
    let (id, note) = (&many["columns"][0], &many["columns"][2]);
    assert_eq!(id["distinct_exact"], false);
    let distinct = id["distinct"].as_f64().expect("a number");
    assert!((142_500.0..=157_500.0).contains(&distinct), "{distinct} of 150,000");
    assert_eq!((&note["distinct"], &note["distinct_exact"]), (&2.into(), &true.into()));
    assert_eq!((&note["null_like"], &note["top_share"]), (&50_000.into(), &0.5.into()));
    assert_eq!(note["identifiers"]["strong"]["phone"], 50_000);
}

#[test]
fn a_header_below_a_title_is_found_and_drafted() {
    let work = Work::new();
    work.write(
        "title.csv",
        "Отчёт по оплатам за май 2024\n\nТОО Ромашка;;\nФИО;Телефон;Сумма\nМысалова Анна;77710009998;100\n",
    );
    let ran = work.run(&["scan", "title.csv", "--schema-out", "title.toml"]).exits(0);
    ran.says("the header of `title.csv` is on line 4; what stands above it is not read [W747]")
        .hides("Ромашка")
        .hides("Мысалова");
    assert!(fs::read_to_string(work.path("title.toml")).expect("a draft").contains("skip_lines = 3"));
    let release = ["--profile", "warehouse", "--keys", "ephemeral", "--to", "csv", "--out", "out"];
    work.run(&[&["apply", "title.csv", "--schema", "title.toml"], &release[..]].concat()).exits(0);
    let released = fs::read_to_string(work.path("out/title.csv")).expect("a release");
    assert!(released.lines().count() == 2 && released.contains(",100.00"), "{released}");
}

#[test]
fn rows_of_totals_and_broken_rows_are_counted_and_named() {
    let work = Work::new();
    let mut text = String::from("ФИО;Телефон;Сумма\n");
    for n in 0..30 {
        let _ = writeln!(text, "Мысалова Анна Сергеевна;77710009{n:03};{n}00");
    }
    text.push_str("Мысалова;Анна;1;2;3\nИтого;30;435 000\n");
    work.write("pay.csv", text);
    let report = json(&work, &["pay.csv"]);
    let dataset = &report["datasets"][0];
    assert_eq!((&dataset["rows"], &dataset["broken_rows"]), (&30.into(), &2.into()));
    let broken =
        |nth: usize| (dataset["broken_first"][nth]["row"].clone(), dataset["broken_first"][nth]["code"].clone());
    assert_eq!((broken(0).0, broken(1).0), (31.into(), 32.into()));
    assert_eq!(broken(1).1, "TOTALS");
    work.run(&["scan", "pay.csv"]).exits(0).says("2 rows cannot be read and were not counted [W745]");
}

#[test]
fn a_sample_says_that_it_is_one() {
    let work = Work::new();
    let mut text = String::from("a;b\n");
    for n in 0..500 {
        let _ = writeln!(text, "{n};{}", if n < 400 { "ок" } else { "anna@example.kz" });
    }
    work.write("late.csv", text);
    let (whole, part) = (json(&work, &["late.csv"]), json(&work, &["late.csv", "--sample=400"]));
    assert_eq!((&whole["datasets"][0]["sample"], &whole["datasets"][0]["rows"]), (&Value::Null, &500.into()));
    assert_eq!((&part["datasets"][0]["sample"], &part["datasets"][0]["rows"]), (&400.into(), &400.into()));
    assert_eq!(column(&whole, "b")["identifiers"]["strong"]["email"], 100);
    assert_eq!(column(&part, "b")["identifiers"]["cells"], 0);
    let ran = work.run(&["scan", "late.csv", "--sample=400"]).exits(0);
    assert!(ran.stdout.contains("only the first 400 rows of each file were looked at"), "{}", ran.stdout);
    ran.says("this says nothing about the rest");
    // The next word is a file, not a number of rows.
    assert_eq!(json(&work, &["--sample", "late.csv"])["datasets"][0]["sample"], 10_000);
}

#[test]
fn parts_of_one_export_are_one_dataset() {
    let work = Work::new();
    work.write("may.csv", "email;course\na@example.kz;Python\n");
    work.write("june.csv", "Email;Course\nb@example.kz;Python\n");
    work.write("other.csv", "phone\n77710009998\n");
    let report = json(&work, &["may.csv", "june.csv", "other.csv"]);
    let datasets = report["datasets"].as_array().expect("datasets");
    assert_eq!(datasets.len(), 2);
    assert_eq!((&datasets[0]["name"], &datasets[0]["rows"]), (&"may".into(), &2.into()));
    assert_eq!((&datasets[0]["columns"][1]["distinct"], &datasets[0]["columns"][1]["cells"]), (&1.into(), &2.into()));
    work.run(&["scan", "may.csv", "may.csv"]).exits(2);
}

#[test]
fn drafts_are_never_overwritten_and_several_need_a_folder() {
    let work = Work::new();
    work.write("a.csv", "email\na@example.kz\n");
    work.write("b.csv", "phone\n77710009998\n");
    work.run(&["scan", "a.csv", "--schema-out", "draft.toml"]).exits(0).says("wrote draft.toml");
    work.write("draft.toml", "corrected by hand");
    work.run(&["scan", "a.csv", "--schema-out", "draft.toml"]).exits(11).says("exists and is not overwritten [E618]");
    assert_eq!(fs::read_to_string(work.path("draft.toml")).expect("the draft"), "corrected by hand");
    work.run(&["scan", "a.csv", "b.csv", "--schema-out", "new.toml"]).exits(2).says("[E250]");
    assert!(!work.path("new.toml").exists());
}

/// Columns of types other than text, and one that cannot be looked into.
#[test]
fn parquet_is_looked_into_as_far_as_its_columns_are_flat() {
    use arrow::array::{ArrayRef, Int64Array, ListArray, RecordBatch, StringArray, TimestampMicrosecondArray};
    use arrow::datatypes::Int32Type;
    use std::sync::Arc;
    let work = Work::new();
    let (count, iins) = (60_i64, ["850315100016", "850315200012", "850315100704"]);
    let emails = (0..count).map(|n| (n % 4 > 0).then(|| format!("user{n}@example.kz")));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("id", Arc::new(Int64Array::from_iter_values(1..=count))),
        ("x1", Arc::new(StringArray::from_iter_values((0..60).map(|n| iins[n % 3])))),
        ("x2", Arc::new(StringArray::from_iter(emails))),
        (
            "x3",
            Arc::new(TimestampMicrosecondArray::from_iter_values(
                (0..count).map(|n| 1_700_000_000_000_000 + n * 1_000_000),
            )),
        ),
        ("tags", Arc::new(ListArray::from_iter_primitive::<Int32Type, _, _>((0..60).map(|n| Some(vec![Some(n)]))))),
    ];
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut writer = parquet::arrow::ArrowWriter::try_new(Vec::new(), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    work.write("people.parquet", writer.into_inner().expect("a file"));
    let report = json(&work, &["people.parquet"]);
    assert_eq!(types(&report["datasets"][0]), ["user-id?", "iin", "email", "event-time", "free-text?"]);
    assert_eq!(column(&report, "x2")["null_share"], 0.25);
    assert_eq!((&column(&report, "tags")["readable"], &column(&report, "tags")["cells"]), (&false.into(), &60.into()));
    let ran = work.run(&["scan", "people.parquet", "--schema-out", "draft.toml"]).exits(0);
    ran.says("nested or binary and were not looked into: 1 [W743]");
    work.run(&["plan", "people.parquet", "--schema", "draft.toml", "--profile", "warehouse"]).exits(0);
}

/// Identifiers that nobody expected where they stand, written so that simple patterns miss them: each is found, and counted.
#[test]
fn identifiers_are_found_where_nobody_expects_them() {
    let work = Work::new();
    for (kind, values) in [
        (
            "phone",
            ["тел 8 (771) 000-99-98", "+7·771·000·99·98", "８７７１０００９９９８ звоните", "wa.me/77710009998"]
                .as_slice(),
        ),
        ("email", &["ANNA@EXAMPLE.KZ", "anna.m@example.com, звоните", "почта:anna@example.kz;", "anna%40example.kz"]),
        ("iin", &["ИИН 850315100016", "ЖСН:850315 200012", "iin=850315100704", "850315\u{a0}100\u{a0}016"]),
        (
            "card",
            &["карта 4000 0000 0000 1232", "4000-0000-0000-1232", "5200 0000 0000 9875 до 07/27", "400000******1232"],
        ),
        (
            "iban",
            &[
                "счёт KZ60 999K ZT00 0000 0001",
                "KZ60999KZT0000000001",
                "kz60999kzt0000000001",
                "IBAN:KZ60999KZT0000000001",
            ],
        ),
        (
            "full-name",
            &[
                "Мысалова Анна Сергеевна",
                "от Мысаловой Анны Сергеевны",
                "Сынақ Әсел Мысалқызы",
                "МЫСАЛБАЕВ НУРЛАН СЕРИКОВИЧ",
            ],
        ),
    ] {
        let mut text = String::from("id;Тема обращения\n");
        values.iter().enumerate().for_each(|(n, value)| {
            let _ = writeln!(
                text,
                "{n};{}",
                if value.contains(';') { format!("\"{value}\"") } else { (*value).to_owned() }
            );
        });
        (10..40).for_each(|n| {
            let _ = writeln!(text, "{n};Вопрос по курсу");
        });
        work.write("topics.csv", text);
        let report = json(&work, &["topics.csv"]);
        let found = &column(&report, "Тема обращения")["identifiers"];
        assert_eq!(found["strong"][kind], values.len(), "{kind}: {found}");
    }
    // What a mask left of an address, and what has spaces around its sign, is a hint and no proof.
    let mut text = String::from("id;Тема обращения\n");
    (0..40).for_each(|n| {
        let _ = writeln!(text, "{n};{}", if n < 4 { "anna @ example.kz" } else { "Вопрос по курсу" });
    });
    work.write("topics.csv", text);
    let report = json(&work, &["topics.csv"]);
    let found = &column(&report, "Тема обращения")["identifiers"];
    assert_eq!((&found["strong"]["email"], &found["weak"]["email"]), (&Value::Null, &4.into()));
}
