//! The audit finds what was planted, wherever it was planted, and says nothing of what is not there.

use crate::util::fixtures::hides_canaries;
use crate::util::{Ran, Work, root};
use arrow::array::{ArrayRef, BinaryArray, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use serde_json::Value;
use std::sync::Arc;

/// A person that nobody is, by a name that no list knows.
const MAIL: &str = "anna@example.kz";
const PHONE: &str = "+77710009998";
const SURNAME: &str = "Бжухрацкевич";

/// Rows of words that are nobody's.
fn words(rows: usize) -> Vec<String> {
    (0..rows).map(|row| ["Python", "Дизайн", "Аналитика", "Маркетинг"][row % 4].to_owned()).collect()
}

/// A Parquet file of a column of words and one of numbers.
fn parquet(words: Vec<String>, properties: WriterProperties) -> Vec<u8> {
    let numbers: Vec<i64> = (0..words.len() as i64).map(|row| row % 7).collect();
    let columns: Vec<(&str, ArrayRef)> =
        vec![("course", Arc::new(StringArray::from(words))), ("lessons", Arc::new(Int64Array::from(numbers)))];
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(properties)).expect("a writer");
    writer.write(&batch).expect("written");
    writer.into_inner().expect("a file")
}

fn plain() -> parquet::file::properties::WriterPropertiesBuilder {
    WriterProperties::builder().set_statistics_enabled(EnabledStatistics::None).set_created_by("test".to_owned())
}

fn zstd() -> WriterProperties {
    plain().set_compression(Compression::ZSTD(ZstdLevel::default())).build()
}

/// Audits files of another origin.
fn audit(work: &Work, more: &[&str]) -> (i32, Value) {
    let mut arguments = vec!["audit", "it", "--no-manifest", "--json", "-q"];
    arguments.extend(more);
    let ran = work.run(&arguments).hides(MAIL).hides(SURNAME).hides("7710009998");
    let report = serde_json::from_str(&ran.stdout).expect("a report");
    (ran.code, report)
}

fn codes(report: &Value) -> Vec<(String, String, Option<String>)> {
    let findings = report["findings"].as_array().expect("findings");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let bad = findings.iter().filter(|finding| finding["severity"] == "finding");
    bad.map(|f| (text(&f["code"]).unwrap(), text(&f["at"]["file"]).unwrap(), text(&f["at"]["column"]))).collect()
}

#[track_caller]
fn finds(work: &Work, code: &str) {
    // What looks like a digest by chance is not what these look for.
    let (exit, report) = audit(work, &["--attempts", "1000"]);
    let found = codes(&report);
    assert!(found.iter().any(|found| found.0 == code), "{code} is not in {found:?} of {report:#}");
    assert_eq!((exit, report["verdict"].as_str()), (8, Some("FAIL")));
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).rposition(|window| window == from).expect("there");
    let mut bytes = bytes.to_vec();
    bytes[at..at + to.len()].copy_from_slice(to);
    bytes
}

#[test]
fn files_in_which_nothing_is_pass() {
    for (name, bytes) in [
        ("it/courses.parquet", parquet(words(300), zstd())),
        ("it/courses.csv", format!("course,lessons\n{}\n", words(300).join(",1\n") + ",1").into_bytes()),
    ] {
        let work = Work::new();
        work.write(name, bytes);
        let (exit, report) = audit(&work, &[]);
        assert_eq!((exit, &report["verdict"]), (0, &Value::from("PASS")), "{report:#}");
        let coverage = &report["coverage"];
        assert_eq!((coverage["columns"].as_u64(), coverage["cells_scanned"].as_u64()), (Some(2), Some(600)));
        assert_eq!(coverage["bytes"], coverage["bytes_accounted"]);
    }
}

#[test]
fn a_cell_a_header_and_a_name_are_found() {
    let mut cells = words(5_000);
    cells[4_711] = format!("писать на {MAIL}");
    let work = Work::new();
    work.write("it/a.parquet", parquet(cells.clone(), zstd()));
    let (_, report) = audit(&work, &[]);
    let finding =
        report["findings"].as_array().unwrap().iter().find(|f| f["code"] == "cell.identifier").expect("found");
    assert_eq!((&finding["at"]["row"], &finding["count"]), (&Value::from(4_712), &Value::from(1)));
    finds(&work, "cell.identifier");

    for cell in [
        format!(r#"{{"tel":"8 (771) 000-99-98","тел":"{PHONE}"}}"#),
        "https://skillbox.kz/?mail=anna%40example.kz".to_owned(),
        "YW5uYUBleGFtcGxlLmt6IGFuZCBtb3Jl".to_owned(),
        "ИИН 850315100016".to_owned(),
    ] {
        let work = Work::new();
        cells[4_711] = cell;
        work.write("it/a.parquet", parquet(cells.clone(), zstd()));
        finds(&work, "cell.identifier");
    }
    let work = Work::new();
    work.write("it/a.csv", format!("course,{MAIL}\nPython,1\n"));
    finds(&work, "header.identifier");
    let work = Work::new();
    work.write("it/a.csv", format!("course,{MAIL}"));
    finds(&work, "header.identifier");
    let work = Work::new();
    work.write(&format!("it/{PHONE}.csv"), "course\nPython\n");
    let (exit, report) = audit(&work, &[]);
    assert_eq!(exit, 8);
    assert!(codes(&report).iter().any(|found| found.0 == "release.name"));
}

#[test]
fn encoded_identifiers_in_cells_are_found() {
    for cell in [
        "616e6e61406578616d706c652e6b7a",
        "0x2b3737373130303039393938 2b3737373130303039393938",
        "cGhvbmUgKzc3NzEwMDA5OTk4",
    ] {
        let work = Work::new();
        let mut cells = words(300);
        cells[42] = cell.to_owned();
        work.write("it/a.parquet", parquet(cells, zstd()));
        finds(&work, "cell.identifier");
    }
}

#[test]
fn numbers_cut_over_two_columns_are_found_without_the_source() {
    let work = Work::new();
    let fronts = ["701", "705", "747", "771"];
    let rows = |rest: &dyn Fn(usize) -> String| {
        let row = |nth: usize| format!("{},{},Курс {}\n", fronts[nth % 4], rest(nth), nth % 3);
        "a,b,course\n".to_owned() + &(0..60).map(row).collect::<String>()
    };
    let cut = ("cell.identifier".to_owned(), "it.csv".to_owned(), Some("a + b".to_owned()));
    work.write("it.csv", rows(&|nth| format!("{:07}", nth * 161_803 % 10_000_000)));
    let audit = || {
        let ran = work.run(&["audit", "it.csv", "--no-manifest", "--json", "-q"]);
        codes(&serde_json::from_str(&ran.stdout).expect("a report"))
    };
    assert!(audit().contains(&cut));
    // Eight digits behind such a code are nobody's number.
    work.write("it.csv", rows(&|nth| format!("{}", 10_000_000 + nth * 161_803)));
    assert!(!audit().contains(&cut));
}

#[test]
fn a_source_is_read_below_its_title_and_one_without_people_is_no_check() {
    let users: String = (4_000..4_400).map(|id| format!("{id};u{id}@example.kz\n")).collect();
    let work = Work::new();
    work.write("it/a.csv", format!("x\n{}\n", (4_000..4_400).map(|id| id.to_string()).collect::<Vec<_>>().join("\n")));
    work.write("titled.csv", format!("Выгрузка пользователей\n\nuser_id;email\n{users}"));
    let (exit, report) = audit(&work, &["--against", "titled.csv"]);
    assert!(exit == 8 && codes(&report).iter().any(|found| found.0 == "source.value"), "{report:#}");
    // Floats are the same numbers.
    work.write(
        "it/a.csv",
        format!("x\n{}\n", (4_000..4_400).map(|id| format!("{id}.0")).collect::<Vec<_>>().join("\n")),
    );
    assert!(codes(&audit(&work, &["--against", "titled.csv"]).1).iter().any(|found| found.0 == "source.value"));
    work.write("it/a.csv", format!("x\n{}\n", words(400).join("\n")));
    let outcome = |source: &str| {
        let (exit, report) = audit(&work, &["--against", source]);
        let checks = report["checks"].as_array().expect("checks").clone();
        let check = checks.into_iter().find(|check| check["name"] == "source").expect("the check");
        (exit, check["outcome"].as_str().unwrap_or_default().to_owned(), check["reason"].as_str().map(str::to_owned))
    };
    assert_eq!(outcome("titled.csv").1, "passed");
    work.write("courses.csv", "course;lessons\nPython;12\nДизайн;24\n");
    work.write("headless.csv", &users);
    for (source, reason) in [("courses.csv", "source-without-values"), ("headless.csv", "source-without-header")] {
        let (exit, outcome, why) = outcome(source);
        assert_eq!((exit, outcome.as_str(), why.as_deref()), (13, "incomplete", Some(reason)), "{source}");
    }
}

#[test]
fn rows_under_the_name_of_a_document_are_not_passed_over() {
    let work = Work::new();
    work.write("it/a.csv", format!("x\n{}\n", words(400).join("\n")));
    work.write("it/_SHA256SUMS", format!("{MAIL}  a.csv\n"));
    let (exit, report) = audit(&work, &[]);
    assert!(exit == 8 && codes(&report).iter().any(|found| found.0 == "release.document"), "{report:#}");
    std::fs::remove_file(work.path("it/_SHA256SUMS")).expect("removed");
    work.write("it/_NOTICE.md", parquet(words(300), zstd()));
    let (exit, report) = audit(&work, &[]);
    assert_eq!((exit, report["verdict"].as_str()), (13, Some("INCOMPLETE")), "{report:#}");
}

#[test]
fn what_cannot_be_looked_at_is_no_pass() {
    let bytes = |rows: Vec<&[u8]>| {
        let column: ArrayRef = Arc::new(BinaryArray::from(rows));
        let batch = RecordBatch::try_from_iter([("b", column)]).expect("a batch");
        let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), Some(zstd())).expect("a writer");
        writer.write(&batch).expect("written");
        writer.into_inner().expect("a file")
    };
    for (name, content) in [
        ("it/a.parquet", bytes(vec![&[0xff, 0x80, 0x13, 0x91], b"Python"])),
        ("it/a.parquet", Vec::new()),
        ("it/a.csv", Vec::new()),
        ("it/a.csv", b"a,b\n1,2\n3\n".to_vec()),
        ("it/a.csv", b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03,\xff".to_vec()),
    ] {
        let work = Work::new();
        work.write(name, content);
        let (exit, report) = audit(&work, &[]);
        assert_eq!((exit, report["verdict"].as_str()), (13, Some("INCOMPLETE")), "{name}: {report:#}");
        let check = report["checks"].as_array().unwrap().iter().find(|check| check["name"] == "cells").unwrap();
        assert_eq!(check["outcome"], "incomplete");
    }
    // Text in two bytes a character can be read, in either order.
    for order in [u16::to_le_bytes, u16::to_be_bytes] {
        let work = Work::new();
        let wide: Vec<u8> = MAIL.encode_utf16().flat_map(order).collect();
        work.write("it/a.parquet", bytes(vec![&wide, b"Python"]));
        finds(&work, "cell.identifier");
    }
    let work = Work::new();
    work.write("it/a.parquet", parquet(Vec::new(), zstd()));
    assert_eq!(audit(&work, &[]).0, 0, "no row is no leak");
    work.run(&["audit", "it", "--no-manifest", "--quasi", "course,cuorse"])
        .exits(2)
        .says("no file has a column `cuorse`");
}

#[test]
fn the_name_of_a_single_file_is_a_name_too() {
    let work = Work::new();
    let name = "petrov.ivan@mail.ru.csv";
    work.write(name, "course\nPython\n");
    let ran = work.run(&["audit", name, "--json", "-q"]).exits(8).hides("petrov");
    assert!(ran.stdout.contains("release.name"));
}

#[test]
fn bytes_that_no_reader_shows_are_found() {
    let clean = parquet(words(300), zstd());
    // Between the pages and the footer.
    let length = u32::from_le_bytes(clean[clean.len() - 8..clean.len() - 4].try_into().unwrap()) as usize;
    let footer = clean.len() - 8 - length;
    let gap = [&clean[..footer], MAIL.as_bytes(), &clean[footer..]].concat();
    let work = Work::new();
    work.write("it/a.parquet", gap);
    let (_, report) = audit(&work, &[]);
    let coverage = &report["coverage"];
    assert_eq!(coverage["bytes"].as_u64().unwrap() - coverage["bytes_accounted"].as_u64().unwrap(), MAIL.len() as u64);
    finds(&work, "container.gap");
    finds(&work, "container.identifier");

    let work = Work::new();
    work.write("it/a.parquet", [&clean[..], MAIL.as_bytes()].concat());
    finds(&work, "container.trailing");
    finds(&work, "container.identifier");

    let metadata = vec![KeyValue::new("comment".to_owned(), MAIL.to_owned())];
    let work = Work::new();
    work.write("it/a.parquet", parquet(words(300), plain().set_key_value_metadata(Some(metadata)).build()));
    finds(&work, "container.metadata");
    finds(&work, "container.identifier");

    let work = Work::new();
    work.write("it/a.parquet", parquet(words(300), plain().set_created_by(format!("made by {MAIL}")).build()));
    finds(&work, "container.identifier");
}

#[test]
fn statistics_and_dictionaries_that_are_stale_are_found() {
    // As long as the address that takes its place.
    let word = "aaaaaaaaaaaaaaa";
    let cells = || vec![word.to_owned(), "bbbbbbbbbbbbbbb".to_owned(), word.to_owned()];
    let statistics = plain().set_statistics_enabled(EnabledStatistics::Chunk).build();
    let work = Work::new();
    work.write("it/a.parquet", replaced(&parquet(cells(), statistics), word.as_bytes(), MAIL.as_bytes()));
    finds(&work, "container.statistics");

    let paged = plain().set_statistics_enabled(EnabledStatistics::Page).build();
    let bytes = parquet(cells(), paged);
    let places = bytes.windows(word.len()).filter(|window| *window == word.as_bytes()).count();
    assert!(places >= 3, "the dictionary, the column index, the footer: {places}");
    // In the column index alone: the last but the footer's own two.
    let mut at: Vec<usize> =
        (0..bytes.len() - word.len()).filter(|&at| bytes[at..].starts_with(word.as_bytes())).collect();
    let footer =
        bytes.len() - 8 - u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().unwrap()) as usize;
    at.retain(|&at| at < footer);
    let mut indexed = bytes.clone();
    indexed[*at.last().unwrap()..][..MAIL.len()].copy_from_slice(MAIL.as_bytes());
    let work = Work::new();
    work.write("it/a.parquet", indexed);
    finds(&work, "container.statistics");
    finds(&work, "container.identifier");

    // Three rows a, b, a as packed positions 0, 1, 0: with 0, 0, 0 nobody uses the second value.
    let cells = vec![word.to_owned(), MAIL.to_owned(), word.to_owned()];
    let bytes = parquet(cells, plain().build());
    let unused = replaced(&bytes, &[1, 3, 0b010], &[1, 3, 0b000]);
    let work = Work::new();
    work.write("it/a.parquet", unused);
    finds(&work, "container.unused-dictionary-value");
    finds(&work, "container.identifier");
}

#[test]
fn digests_without_a_key_are_reversed() {
    // MD5 of +77000000017.
    let work = Work::new();
    work.write("it/a.csv", "id\ne407441679c55f216e8b81ab8589dec4\n");
    let (_, report) = audit(&work, &["--attempts", "4000000"]);
    let found = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .find(|f| f["code"] == "attack.digest-reversed")
        .expect("reversed");
    assert_eq!((found["kind"].as_str(), found["count"].as_u64()), (Some("MD5 of phone"), Some(1)));
    let (exit, report) = audit(&work, &["--attempts", "1000"]);
    let check = report["checks"].as_array().unwrap().iter().find(|check| check["name"] == "attack-dictionary").unwrap();
    assert_eq!((check["outcome"].as_str(), check["reason"].as_str()), (Some("incomplete"), Some("budget-reached")));
    assert_eq!(exit, 8, "a digest that nobody could reverse is one all the same");
}

#[test]
fn the_source_is_found_in_every_dress() {
    let source =
        format!("surname,email,phone,iin\n{SURNAME},{MAIL},{PHONE},850315100016\nОспанов,b@example.kz,+77010000001,\n");
    for (cell, code) in [
        (format!("просил {SURNAME} лично"), "source.name"),
        ("Bzhukhratskevich".to_owned(), "source.name"),
        ("https://x.kz/?q=anna%40example.kz".to_owned(), "source.encoded"),
        (r#"{"t": "771 000 99 98"}"#.to_owned(), "source.inside"),
        ("YW5uYUBleGFtcGxlLmt6".to_owned(), "source.encoded"),
        ("616e6e61406578616d706c652e6b7a".to_owned(), "source.encoded"),
        ("8 771 000 99 98".to_owned(), "source.spelling"),
        (MAIL.to_owned(), "source.value"),
        // MD5 of the IIN.
        ("24fc7fbf63e87f5ce6d857742e01c875".to_owned(), "source.digest"),
    ] {
        let work = Work::new();
        work.write("source.csv", &source);
        let mut cells = words(400);
        cells[77] = cell.clone();
        work.write("it/a.parquet", parquet(cells, zstd()));
        let (exit, report) = audit(&work, &["--against", "source.csv", "--attempts", "10"]);
        let found = codes(&report);
        assert!(found.iter().any(|found| found.0 == code), "{code} is not in {found:?}");
        assert_eq!(exit, 8);
    }
    // Numbers of users are short, and a column of them is told by how many it has.
    let users: String = (4_000..4_400).map(|id| format!("{id},u{id}@example.kz\n")).collect();
    let work = Work::new();
    work.write("users.csv", format!("user_id,email\n{users}"));
    work.write("it/a.csv", format!("x\n{}\n", (4_000..4_400).map(|id| id.to_string()).collect::<Vec<_>>().join("\n")));
    let (exit, report) = audit(&work, &["--against", "users.csv"]);
    assert!(exit == 8 && codes(&report).iter().any(|found| found.0 == "source.value"), "{report:#}");

    let work = Work::new();
    work.write("source.csv", &source);
    work.write("it/a.parquet", parquet(words(400), zstd()));
    let (exit, report) = audit(&work, &["--against", "source.csv"]);
    assert_eq!((exit, report["coverage"]["source_values"].as_u64()), (0, Some(7)), "{report:#}");
}

/// A release of the sample data.
fn release(work: &Work, more: &[&str]) -> Ran {
    let sample = |name: &str| root().join("sample-data").join(name).display().to_string();
    let inputs = ["users.csv", "payments.csv", "visits.tsv", "feedback.csv"].map(sample);
    let schemas = root().join("schemas").display().to_string();
    let mut arguments =
        vec!["apply", "--schema", &schemas, "--profile", "warehouse", "--keys", "ephemeral", "--out", "out", "-q"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(more);
    work.run(&arguments).exits(0)
}

#[test]
fn a_release_of_the_samples_passes_and_its_source_is_not_in_it() {
    for format in [&["--to", "parquet"], &["--to", "csv"]] {
        let work = Work::new();
        release(&work, format);
        let sources = ["users.csv", "payments.csv", "visits.tsv", "feedback.csv"];
        let sources: Vec<String> =
            sources.iter().map(|name| root().join("sample-data").join(name).display().to_string()).collect();
        let mut arguments = vec!["audit", "out", "--html", "report.html", "--report", "report.json", "--against"];
        arguments.extend(sources.iter().map(String::as_str));
        let ran = hides_canaries(work.run(&arguments));
        assert_eq!(ran.code, 0, "{}{}", ran.stdout, ran.stderr);
        let page = std::fs::read_to_string(work.path("report.html")).expect("a page");
        assert!(page.contains("PASS") && !page.contains("<script"));
        let report: Value =
            serde_json::from_slice(&std::fs::read(work.path("report.json")).expect("a report")).expect("JSON");
        let schema: Value = serde_json::from_str(include_str!("../schemas/audit.schema.json")).expect("JSON");
        let wrong: Vec<String> = jsonschema::validator_for(&schema)
            .expect("a schema")
            .iter_errors(&report)
            .map(|error| error.instance_path().to_string())
            .collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!((report["coverage"]["columns"].as_u64(), report["coverage"]["files"].as_u64()), (Some(37), Some(8)));
        if format[1] == "csv" {
            let again = work.run(&[&arguments[..], &["--threads", "1"]].concat());
            assert_eq!(again.code, 0);
            assert_eq!(
                std::fs::read_to_string(work.path("report.html")).expect("a page"),
                page,
                "the same bytes again"
            );
            draws(&work, "report.html");
        }
    }
}

/// Lets a browser draw a page, wide and as a telephone has it, where there is a browser: a page that is drawn has more than one colour, and so
/// a picture that does not shrink to nothing.
#[allow(clippy::print_stderr)] // A test that does not run says so.
fn draws(work: &Work, page: &str) {
    let page = format!("file://{}", work.path(page).display());
    for size in ["1000,1600", "360,1600"] {
        let picture = work.path("page.png");
        let ran = std::process::Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", &page])
            .arg(format!("--screenshot={}", picture.display()))
            .arg(format!("--window-size={size}"))
            .output();
        let Ok(ran) = ran else {
            eprintln!("no chromium: the page was not drawn");
            return;
        };
        assert!(ran.status.success(), "chromium could not draw the page");
        assert!(std::fs::metadata(&picture).expect("a picture").len() > 40_000, "{size}");
    }
}

#[test]
fn two_releases_of_one_key_join_and_two_recipients_do_not() {
    let work = Work::new();
    work.run(&["keys", "new", "keys.json"]).exits(0);
    let users = root().join("sample-data/users.csv").display().to_string();
    let schemas = root().join("schemas").display().to_string();
    for (out, recipient) in [("a", "uni"), ("b", "bank"), ("c", "uni")] {
        let profile =
            ["apply", &users, "--schema", &schemas, "--profile", "research_partner", "--keys", "keys.json", "-q"];
        work.run(&[&profile[..], &["--recipient", recipient, "--out", out]].concat()).exits(0);
    }
    let shared = |other: &str| {
        let ran = work.run(&["audit", "a", "--with", other, "--json"]);
        let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
        let findings = report["findings"].as_array().expect("findings").clone();
        let tokens = findings.iter().filter(|f| f["code"] == "compare.shared-tokens");
        tokens.map(|f| (f["severity"].as_str().unwrap().to_owned(), f["count"].as_u64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(shared("b"), []);
    assert!(
        shared("c").iter().all(|(severity, count)| severity == "note" && *count > 1_000) && !shared("c").is_empty()
    );
    // A manifest that says otherwise makes them two domains with the same tokens.
    let manifest = std::fs::read_to_string(work.path("c/_manifest.json")).expect("a manifest");
    work.write("c/_manifest.json", manifest.replace("\"recipient\": \"uni\"", "\"recipient\": \"ads\""));
    assert!(shared("c").iter().all(|(severity, _)| severity == "finding") && !shared("c").is_empty());
}

#[test]
fn what_is_no_longer_the_release_is_told_apart_from_what_is_in_it() {
    let work = Work::new();
    release(&work, &[]);
    work.write("out/extra.txt", "nothing");
    assert_eq!(work.run(&["audit", "out", "-q"]).code, 12);
    std::fs::remove_file(work.path("out/extra.txt")).expect("removed");
    let mut bytes = std::fs::read(work.path("out/users.parquet")).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    work.write("out/users.parquet", bytes);
    assert_eq!(work.run(&["audit", "out", "-q"]).code, 12);
    work.run(&["audit", "out", "--html", "out/report.html"]).exits(2).says("would lie in the release");
    work.run(&["audit", "nowhere"]).exits(2).says("E401");
}
