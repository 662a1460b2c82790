//! One export in every encoding and packing that analysts get it in: the released bytes are the same.

use crate::util::encode::{cp866, cp1251, gzip, kz1048, page, twice, utf16, zstd};
use crate::util::fixtures::{SCHEMA, apply, arguments, hides_canaries, json, nothing_published, refused, workplace};
use crate::util::{Ran, Work};
use std::fmt::Write as _;
use std::fs;

const HEADER: &str = "user_id,ФИО,email,phone,joined,Курс,amount,comment\n";

/// People with names, courses and comments of one language. The courses are kept, so every letter counts.
fn export(names: &[&str], courses: &[&str], rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for n in 0..rows {
        let (name, course) = (names[n % names.len()], courses[n % courses.len()]);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{n},{name},user{n}@example.kz,+7701{n:07},2024-05-{:02} 10:00:00,\"{course}, {n}\",{n}.50,звонил {name}",
            n % 28 + 1
        );
    }
    text
}

fn russian() -> String {
    export(
        &["Иванова Анна", "Петров Пётр Ильич", "Шмидт Эльвира"],
        &["Графический дизайн", "«Аналитик» с нуля — №1", "Ёлка и объём"],
        40,
    )
}

fn kazakh() -> String {
    export(
        &["Қасымұлы Әсел", "Нұрғали Күләш", "Жүнісов Өмірбек"],
        &["Ағылшын тілі", "Деректер талдауы: Ғылым", "Үй шаруасы, Һәм", "Python"],
        40,
    )
}

fn with_schema() -> Work {
    let work = workplace();
    let schema = SCHEMA
        .replace("\"full-name\"", "\"full-name\", names = [\"ФИО\"]")
        .replace("\"product\"", "\"product\", names = [\"Курс\"]");
    work.write("schemas/people.toml", schema);
    work
}

/// The released file of an export that stands in a file of this name.
fn released(name: &str, content: &[u8], extra: &[&str]) -> (Vec<u8>, Ran, Work) {
    let work = with_schema();
    work.write(name, content);
    let ran = hides_canaries(apply(&work, name, &[extra, &["--threads", "2"]].concat()).exits(0));
    (fs::read(work.path("out/people.parquet")).expect("a dataset"), ran, work)
}

fn text_record(work: &Work) -> serde_json::Value {
    json(&work.path("_out.run.json"))["inputs"][0]["text"].clone()
}

#[test]
fn every_encoding_gives_the_same_release() {
    let marked = |bytes: fn(u16) -> [u8; 2], text: &str| utf16(&format!("\u{FEFF}{text}"), bytes);
    for (text, is_kazakh) in [(russian(), false), (kazakh(), true)] {
        let plain = released("people.csv", text.as_bytes(), &[]);
        plain.1.hides("W401");
        assert_eq!(text_record(&plain.2)["encoding"], "utf-8");
        let mut cases: Vec<(&str, Vec<u8>, &str, &str)> = vec![
            ("a mark", format!("\u{FEFF}{text}").into_bytes(), "utf-8", "mark"),
            ("UTF-16LE", marked(u16::to_le_bytes, &text), "utf-16le", "mark"),
            ("UTF-16BE", marked(u16::to_be_bytes, &text), "utf-16be", "mark"),
            ("KZ-1048", kz1048(&text), if is_kazakh { "kz-1048" } else { "windows-1251" }, "content"),
            ("twice", twice(&text).into_bytes(), "utf-8-as-windows-1251", "content"),
            ("twice with a mark", format!("\u{FEFF}{}", twice(&text)).into_bytes(), "utf-8-as-windows-1251", "content"),
            ("a mark, twice", twice(&format!("\u{FEFF}{text}")).into_bytes(), "utf-8-as-windows-1251", "content"),
        ];
        if !is_kazakh {
            cases.push(("windows-1251", cp1251(&text), "windows-1251", "content"));
            // cp866 has neither these quotes nor a dash.
            let plainer = text.replace(['«', '»', '—'], "-");
            let own = released("people.csv", plainer.as_bytes(), &[]).0;
            let (bytes, ran, work) = released("people.csv", &cp866(&plainer), &[]);
            ran.says("`people.csv` is read as cp866 [W401]");
            assert!(bytes == own && text_record(&work)["encoding"] == "cp866");
        }
        for (name, content, encoding, by) in cases {
            let (bytes, ran, work) = released("people.csv", &content, &[]);
            assert!(bytes == plain.0, "{name} is another release");
            let record = text_record(&work);
            assert_eq!((&record["encoding"], &record["encoding_by"]), (&encoding.into(), &by.into()), "{name}");
            if by == "content" {
                ran.says(&format!("`people.csv` is read as {encoding} [W401]")).says("--encoding NAME");
            } else {
                ran.hides("W401");
            }
            // What is declared needs no warning, and gives the same.
            let (bytes, ran, work) = released("people.csv", &content, &["--encoding", encoding]);
            ran.hides("W40");
            assert!(bytes == plain.0 && text_record(&work)["encoding_by"] == "declared", "{name}");
        }
    }
}

#[test]
fn every_packing_gives_the_same_release() {
    let text = russian();
    let bytes = text.as_bytes();
    let plain = released("people.csv", bytes, &[]).0;
    let (first, second) = bytes.split_at(777);
    let skipped = [0x50, 0x2A, 0x4D, 0x18, 2, 0, 0, 0, 7, 7];
    for (name, content, packing, encoding) in [
        ("people.csv.gz", gzip(bytes), "gzip", "utf-8"),
        ("people.csv.gz", [gzip(first), gzip(b""), gzip(second)].concat(), "gzip", "utf-8"),
        ("people.csv.zst", zstd(bytes), "zstd", "utf-8"),
        ("people.csv.zst", [skipped.as_slice(), &zstd(first), &zstd(second)].concat(), "zstd", "utf-8"),
        ("people.gz", gzip(&cp1251(&text)), "gzip", "windows-1251"),
        ("people.TXT.ZST", zstd(&utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes)), "zstd", "utf-16le"),
        ("people.csv.gz", gzip(twice(&text).as_bytes()), "gzip", "utf-8-as-windows-1251"),
    ] {
        let (released, ran, work) = released(name, &content, &[]);
        ran.hides("W402");
        assert!(released == plain, "{name} in {encoding} is another release");
        let record = json(&work.path("_out.run.json"))["inputs"][0].clone();
        assert_eq!((&record["text"]["packing"], &record["text"]["encoding"]), (&packing.into(), &encoding.into()));
        assert_eq!(record["bytes"], content.len(), "{name}: of the file as it was given");
        assert!(!fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest").contains(packing));
    }
}

#[test]
fn units_are_cut_alike_whatever_the_file_is_written_in() {
    // Several row groups, and more than one piece of every layer.
    let rows = (0..125_000).fold(HEADER.to_owned(), |text, n| text + &format!("{},Анна,,,,Курс,,\n", n % 100));
    let text = rows + "7,Анна,user7@example.kz,,,Курс,,\n";
    let work = with_schema();
    let release = |name: &str, content: &[u8], extra: &[&str]| {
        work.write(name, content);
        let ran = work.run(&arguments(name, &[&["--if-exists", "replace"], extra].concat())).exits(0);
        (fs::read(work.path("out/people.parquet")).expect("a dataset"), ran)
    };
    let plain = release("people.csv", text.as_bytes(), &[]).0;
    for (name, content) in [
        ("people.csv", cp1251(&text)),
        ("people.csv", twice(&text).into_bytes()),
        ("people.csv.gz", gzip(text.as_bytes())),
        ("people.csv.zst", zstd(&cp1251(&text))),
    ] {
        assert!(release(name, &content, &["--threads", "2", "--read-buffer", "65537"]).0 == plain, "{name}");
    }
    // People are looked for in a pass of its own, which unpacks and decodes again.
    work.write("gone.txt", "user7@example.kz\n");
    let less = ["--exclude", "gone.txt"];
    let plain = release("people.csv", text.as_bytes(), &less).0;
    let (packed, ran) = release("people.csv.gz", &gzip(&cp1251(&text)), &less);
    ran.says("1 of 1 lines found");
    assert!(packed == plain);
}

#[test]
fn a_declaration_is_taken_and_the_command_line_wins() {
    let work = with_schema();
    let schema = fs::read_to_string(work.path("schemas/people.toml")).expect("the schema");
    let declared =
        |encoding: &str| schema.replace("delimiter = \",\"", &format!("delimiter = \",\"\nencoding = \"{encoding}\""));
    let text = russian();
    let again = |work: &Work, extra: &[&str]| {
        work.run(&arguments("people.csv", &[&["--if-exists", "replace", "--to", "csv"], extra].concat()))
    };
    let courses = |work: &Work| fs::read_to_string(work.path("out/people.csv")).expect("a dataset");
    work.write("people.csv", text.as_bytes());
    again(&work, &[]).exits(0);
    let right = courses(&work);
    work.write("people.csv", cp1251(&text));
    work.write("schemas/people.toml", declared("CP1251"));
    again(&work, &[]).exits(0).hides("W401");
    assert_eq!(courses(&work), right);
    work.write("schemas/people.toml", declared("cp866"));
    again(&work, &["--encoding", "rk1048"]).exits(0).hides("W401");
    assert_eq!(courses(&work), right);
    work.write("schemas/people.toml", declared("ebcdic"));
    again(&work, &[]).exits(2).says("unknown encoding `ebcdic` [E213]").says("one of utf-8, utf-16, utf-16le");
    again(&work, &["--encoding", "utf-7"]).exits(2).says("one of utf-8, utf-16, utf-16le");
    // UTF-16 without a mark is read when somebody says which it is.
    work.write("schemas/people.toml", &schema);
    work.write("people.csv", utf16(&text, u16::to_be_bytes));
    again(&work, &["--encoding", "utf-16be"]).exits(0);
    assert_eq!(courses(&work), right);
    // PTCP154 has the Kazakh letters elsewhere than KZ-1048.
    work.write(
        "people.csv",
        [HEADER.replace("ФИО", "name").replace("Курс", "course").as_bytes(), b"1,,,,,\x8D\xAA\xE7\xE0\xF5,5,\n"]
            .concat(),
    );
    again(&work, &["--encoding", "ptcp154"]).exits(0);
    assert!(courses(&work).contains(",ҚӘзах,5.00"), "{}", courses(&work));
}

#[test]
fn what_looks_like_something_else_is_said() {
    let text = russian();
    // A page that is declared for a text in UTF-8 gives nonsense that nobody would notice in a dropped column.
    let plainer = export(&["Петров Пётр"], &["Графика"], 9).replace("ФИО", "name").replace("Курс", "course");
    let (_, ran, _) = released("people.csv", plainer.as_bytes(), &["--encoding", "kz-1048"]);
    ran.says("`people.csv` is read as kz-1048, as declared, but is UTF-8 by its look [W404]");
    // Some rows went through the wrong program.
    let mixed = format!("{text}{}", twice(&text).split_once('\n').expect("a header").1.split_at(400).0);
    let mixed = &mixed[..=mixed.rfind('\n').expect("a line end")];
    let (_, ran, _) = released("people.csv", mixed.as_bytes(), &[]);
    ran.says("a part of `people.csv` seems to be encoded twice, and is read as it is [W403]");
    let (_, ran, work) = released("people.csv", mixed.as_bytes(), &["--encoding", "utf-8-as-windows-1251"]);
    ran.hides("W40");
    let record = text_record(&work);
    assert!(record["runs_repaired"].as_u64().is_some_and(|runs| runs > 5) && record["runs_left"] == 0, "{record}");
    // A name that promises something else.
    released("people.csv", &gzip(text.as_bytes()), &[])
        .1
        .says("`people.csv` holds gzip data, whatever its name says [W402]");
    released("people.csv.gz", text.as_bytes(), &[]).1.says("`people.csv.gz` holds data that is not packed");
    // Refused where warnings are.
    let work = with_schema();
    work.write("people.csv", cp1251(&text));
    apply(&work, "people.csv", &["--strict"]).exits(7).says("`people.csv` is read as windows-1251 [W401]");
    nothing_published(&work);
}

#[test]
fn what_was_lost_for_ever_stays_and_is_counted() {
    let header = "user_id,name,email,phone,joined,course,amount,comment";
    let text = format!("{header}\n1,Ирина,,,,Идея и Ирис,1,\n2,Анна,,,,?асым?лы,2,\n");
    // The byte 98 of `И` has no character in windows-1251; this program wrote a mark instead.
    let lost = twice(&text).replace('\u{98}', "\u{FFFD}");
    let (_, ran, work) = released("people.csv", lost.as_bytes(), &["--to", "parquet"]);
    ran.says("3 words of `people.csv` are encoded twice and had lost letters; 4 were repaired [W405]");
    let record = text_record(&work);
    assert_eq!((&record["runs_repaired"], &record["runs_left"]), (&4.into(), &3.into()));
    let ran = apply(&work, "people.csv", &["--to", "csv", "--if-exists", "replace", "--json"]).exits(0);
    assert!(ran.stdout.contains("had lost letters"), "{}", ran.stdout);
    let csv = fs::read_to_string(work.path("out/people.csv")).expect("a dataset");
    assert!(csv.contains(" и ") && csv.contains("?асым?лы") && csv.contains('\u{FFFD}'), "{csv}");
}

#[test]
fn what_cannot_be_told_is_not_guessed() {
    // Neither Russian nor Kazakh in any table: refused where it stands, with the names that could be declared.
    let work = with_schema();
    let gbk = page("gbk", &russian().replace(['«', '»', '—', '№'], "-"));
    work.write("people.csv", gbk);
    refused(&work, "people.csv", &[], 4).says("people.csv, header, byte 8: the text is not UTF-8 [E406]");
    // The first Kazakh letter far behind the beginning: windows-1251 or KZ-1048 was not decided by then.
    let mut text = export(&["Иванова Анна"], &["Курс"], 4000);
    let row = text.lines().count();
    text += "4000,Қасымұлы,,,,Курс,1,\n";
    work.write("people.csv", kz1048(&text));
    let ran = refused(&work, "people.csv", &[], 4);
    ran.says(&format!("people.csv, row {row}: byte"))
        .says("one letter in windows-1251 and another in kz-1048")
        .says("[E412]");
    apply(&work, "people.csv", &["--encoding", "kz-1048"]).exits(0);
}

#[test]
fn a_pattern_takes_parts_of_every_kind() {
    let work = with_schema();
    let rows = |text: &str| text.split_once('\n').expect("a header").1.to_owned();
    let part = |from: usize| {
        let text = russian();
        let body: Vec<&str> = text.lines().skip(1 + from).take(10).collect();
        format!("{HEADER}{}\n", body.join("\n"))
    };
    work.write("exports/2024-01.csv.gz", gzip(part(0).as_bytes()));
    work.write("exports/2024-02.csv.gz", gzip(&cp1251(&part(10))));
    work.write("exports/2024-03.csv.gz", gzip(&utf16(&format!("\u{FEFF}{}", part(20)), u16::to_le_bytes)));
    work.write("exports/2024-04.csv.gz", part(30));
    work.write("exports/2024-05.csv", "nobody asked for this one\n");
    let pattern = "exports/2024-*.csv.gz";
    let ran = apply(&work, pattern, &["--to", "csv"]).exits(0);
    ran.says("`exports/2024-02.csv.gz` is read as windows-1251")
        .says("`exports/2024-04.csv.gz` holds data that is not packed");
    let all = fs::read(work.path("out/people.csv")).expect("a dataset");
    let encodings: Vec<_> = json(&work.path("_out.run.json"))["inputs"]
        .as_array()
        .expect("inputs")
        .iter()
        .map(|input| (input["rows"].clone(), input["text"]["encoding"].clone()))
        .collect();
    assert_eq!(encodings, ["utf-8", "windows-1251", "utf-16le", "utf-8"].map(|encoding| (10.into(), encoding.into())));
    // The same rows in one file.
    work.write("people.csv", format!("{HEADER}{}", rows(&russian())));
    for input in ["people.csv", "people=exports/2024-*.csv.gz"] {
        apply(&work, input, &["--to", "csv", "--if-exists", "replace"]).exits(0);
        assert!(fs::read(work.path("out/people.csv")).expect("a dataset") == all, "{input}");
    }
}
