//! Faults of delimited texts.

use crate::util::Work;
use crate::util::fixtures::{
    CANARY, HEADER, SCHEMA, apply, column, columns_of, files, hides_canaries, json, lines, mode, nothing_published,
    parquet, people, people_and_canary, refused, with_people, workplace,
};
use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Letters of one of the two code pages that Kazakhstan's exports come in.
fn encode(text: &str, letter: fn(u32) -> u32) -> Vec<u8> {
    let byte = |c: char| if c.is_ascii() { u32::from(c) } else { letter(u32::from(c)) };
    text.chars().map(|c| u8::try_from(byte(c)).expect("a letter of the code page")).collect()
}

fn cp1251(text: &str) -> Vec<u8> {
    encode(text, |c| c - 0x410 + 0xC0)
}

fn cp866(text: &str) -> Vec<u8> {
    encode(text, |c| c - 0x410 + if c < 0x440 { 0x80 } else { 0xB0 })
}

#[test]
fn f01_empty_file() {
    for content in ["", "\u{FEFF}", "\n\r\n\n"] {
        refused(&with_people(content), "people.csv", &[], 4).says("[E403]").says("export it again");
    }
}

#[test]
fn f02_header_only() {
    for content in [HEADER, HEADER.trim_end()] {
        let work = with_people(content);
        apply(&work, "people.csv", &[]).exits(0);
        let dataset = &json(&work.path("out/manifest.json"))["datasets"][0];
        assert_eq!((&dataset["rows"], &dataset["row_account"]["rows_in"]), (&0.into(), &0.into()));
        work.run(&["verify", "out"]).exits(0);
    }
}

#[test]
fn f03_byte_order_mark() {
    let [plain, marked] = ["", "\u{FEFF}"].map(|mark| {
        let work = with_people(format!("{mark}{}", people(3)));
        apply(&work, "people.csv", &["--to", "csv"]).exits(0);
        lines(&work, "out/people.csv")
    });
    assert_eq!(plain, marked);
    assert_eq!(plain[0], "user_id,email,phone,joined,course,amount");
}

#[test]
fn f04_utf_16() {
    let utf16 = |mark: &str, bytes: fn(u16) -> [u8; 2]| -> Vec<u8> {
        format!("{mark}{}", people_and_canary()).encode_utf16().flat_map(bytes).collect()
    };
    for (mark, bytes) in
        [("\u{FEFF}", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("\u{FEFF}", u16::to_be_bytes), ("", u16::to_le_bytes)]
    {
        refused(&with_people(utf16(mark, bytes)), "people.csv", &[], 4).says("UTF-16").says("-t UTF-8");
    }
}

#[test]
fn f05_text_of_another_code_page() {
    let ascii = format!("{HEADER}1,,a@example.kz,,,Python,,\n");
    let at = ascii.len() + "77,".len();
    for (encoded, name) in [(cp1251(CANARY), "windows-1251"), (cp866(CANARY), "cp866")] {
        let work = with_people([ascii.as_bytes(), &encoded].concat());
        refused(&work, "people.csv", &[], 4)
            .says(&format!("people.csv, row 2, byte {at}: the text is not UTF-8"))
            .says(name);
        nothing_published(&work);
    }
    // In the header as well, where the offset counts a mark of encoding too.
    let header = [b"\xEF\xBB\xBFuser_id,".as_slice(), &cp1251("ФИО"), b"\n"].concat();
    refused(&with_people(header), "people.csv", &[], 4)
        .says("people.csv, header, byte 11: the text is not UTF-8")
        .says("windows-1251");
}

#[test]
fn f06_no_header() {
    let ran = refused(&with_people(CANARY.repeat(3)), "people.csv", &[], 7).says("the file 8, of which 0 match");
    hides_canaries(ran).hides("Python");
}

#[test]
fn f07_wrong_delimiter() {
    for delimiter in [";", "\t", "|"] {
        let work = with_people(people_and_canary().replace(',', delimiter));
        refused(&work, "people.csv", &[], 7)
            .says("the schema has 8 columns, the file 1, of which 0 match")
            .says("check the separator");
    }
}

/// A broken row after one good row: refused by default; left out, counted and listed when allowed.
fn broken_row(row: &str, what: &str, code: &str, stopped_at: usize) {
    let (first, rest) = (people(1), people(2));
    let rest = rest.split_once('\n').expect("a header").1;
    let work = with_people(format!("{first}{row}\n{rest}"));
    refused(&work, "people.csv", &[], 5)
        .says(&format!("people.csv, row 2, byte {}: broken row: {what}", first.len()))
        .says("--max-bad");
    let ran = apply(&work, "people.csv", &["--max-bad", "2", "--rejects", "rejects.csv"]).exits(3);
    hides_canaries(ran);
    let listed = format!(
        "file,row,byte,bytes,column,code\n\"people.csv\",2,{},{},{stopped_at},{code}\n",
        first.len(),
        row.len()
    );
    assert_eq!(std::fs::read_to_string(work.path("rejects.csv")).expect("the list"), listed);
    assert_eq!(mode(&work.path("rejects.csv")), 0o600);
    let account = &json(&work.path("out/manifest.json"))["datasets"][0]["row_account"];
    assert_eq!(*account, serde_json::json!({ "rows_in": 4, "rows_out": 3, "quarantined": 1, "excluded": 0 }));
    assert!(files(&work.path("out")).iter().all(|(name, _)| name != "rejects.csv"));
}

#[test]
fn f08_short_row() {
    broken_row("77,Канарейкина Айгерим,canary.bird@example.kz", "fewer fields than the header", "MISSING_COLUMNS", 4);
}

#[test]
fn f09_long_row() {
    broken_row(&format!("{},+77710009998", CANARY.trim_end()), "more fields than the header", "TOO_MANY_COLUMNS", 9);
}

#[test]
fn f10_quote_that_is_never_closed() {
    let before = people(2);
    let work = with_people(format!("{before}77,\"{}{}", &CANARY[3..], people(5)));
    let place = format!("people.csv, row 3, byte {}: the file ends inside quotes that open in this row", before.len());
    refused(&work, "people.csv", &[], 4).says(&place);
    // A lone quote in the header swallows the whole file.
    refused(&with_people(format!("\"{}", people_and_canary())), "people.csv", &[], 4)
        .says("people.csv, header: the file ends inside quotes");
}

#[test]
fn f11_text_after_a_closing_quote() {
    broken_row("77,\"Канарейкина\" Айгерим,canary.bird@example.kz,,,,,", "text after a closing quote", "QUOTE", 2);
}

#[test]
fn f11_quote_inside_an_unquoted_field_is_text() {
    let work = with_people(format!(
        "{HEADER}1,ТОО \"Ромашка\",a@example.kz,,,Курс \"Python\" с нуля,5,he said \"no\n2,,,,,,,\n"
    ));
    apply(&work, "people.csv", &["--to", "csv"]).exits(0);
    let lines = lines(&work, "out/people.csv");
    assert!(lines[1].ends_with(",\"Курс \"\"Python\"\" с нуля\",5.00"), "{}", lines[1]);
    assert_eq!(lines.len(), 3);
}

#[test]
fn f12_line_ends_of_every_kind() {
    let text = format!("{}5,\"Анна\nмария\",\"b@example.kz\",,,\"Python\",,\"one\n\ntwo\"\n{CANARY}", people(2));
    let publish = |text: &str| {
        let work = with_people(text);
        apply(&work, "people.csv", &["--to", "csv"]).exits(0);
        lines(&work, "out/people.csv")
    };
    let lf = publish(&text);
    assert_eq!(lf.len(), 5);
    for other in ["\r\n", "\r"] {
        assert_eq!(publish(&text.replace('\n', other)), lf, "{other:?}");
    }
    assert_eq!(publish(&text.replacen('\n', "\r\n", 2).replacen("1.50,ok\r\n", "1.50,ok\r", 1)), lf, "mixed");
}

#[test]
fn f12_a_line_end_in_a_cell_is_part_of_the_cell() {
    // The cell reaches the transform as it is: its token is that of the same cell in Parquet, whose text needs no quotes.
    let token = |cell: &str| {
        let work = with_people(format!("{HEADER}\"{cell}\",,,,,,,\n"));
        apply(&work, "people.csv", &["--to", "csv"]).exits(0);
        let from_csv = lines(&work, "out/people.csv").remove(1);
        let row = format!("{HEADER}@,,,,,,,\n");
        let mut columns = columns_of(&row);
        columns[0].1 = std::sync::Arc::new(arrow::array::StringArray::from(vec![cell]));
        work.write("people.parquet", parquet(columns, None));
        apply(&work, "people.parquet", &["--to", "csv", "--if-exists", "replace"]).exits(0);
        assert_eq!(lines(&work, "out/people.csv").remove(1), from_csv);
        from_csv
    };
    let tokens = ["7\n8", "7\r\n8", "7\r8"].map(token);
    assert!(tokens.iter().all(|token| token.starts_with("us_")));
    assert!(tokens[0] != tokens[1] && tokens[1] != tokens[2] && tokens[0] != tokens[2]);
}

#[test]
fn f13_nul_byte() {
    broken_row("77,Канарейкина\0Айгерим,canary.bird@example.kz,,,,,", "a NUL byte", "NUL", 1);
}

#[test]
fn f14_long_field() {
    // One byte more than a field may have; in a column that is released and in one that is dropped.
    let long = "x".repeat((16 << 20) + 1);
    for row in [format!("1,,,,,{long},,"), format!("1,,,,,,,\"{long}\"")] {
        let work = with_people(format!("{}{row}\n", people_and_canary()));
        refused(&work, "people.csv", &[], 10).says("people.csv, row 5, byte").says("a field is longer than 16 MiB");
    }
}

#[test]
fn f14_long_record() {
    // A record of many short-enough fields, over 64 MiB, read in small bites or in one.
    let work = workplace();
    work.write(
        "schemas/people.toml",
        SCHEMA.replace("comment", "x0 = { is = \"free-text\" }\nx1 = { is = \"free-text\" }\ncomment"),
    );
    let field = "x".repeat(15 << 20);
    let header = HEADER.replace("comment", "x0,x1,comment");
    work.write("people.csv", format!("{header}1,{field},{field},{field},{field},{field},,,,\n"));
    for buffer in ["1000000", "268435456"] {
        let ran = apply(&work, "people.csv", &["--read-buffer", buffer]).exits(10);
        ran.says(&format!("people.csv, row 1, byte {}: a record is longer than 64 MiB", header.len()));
        nothing_published(&work);
    }
}

#[test]
fn f14_quote_that_is_never_closed_in_a_large_file() {
    let work = workplace();
    let before = people(2);
    let mut file = File::create(work.path("people.csv")).expect("a file");
    file.write_all(format!("{before}77,\"{}", &CANARY[3..]).as_bytes()).expect("rows");
    // 64 GiB of holes: what is not read costs nothing, and nobody waits for the digest of what cannot be used.
    file.set_len(64 << 30).expect("a sparse file");
    let place = format!("people.csv, row 3, byte {}: a quoted field is longer than 64 MiB", before.len());
    let begun = Instant::now();
    refused(&work, "people.csv", &[], 10).says(&place).says("a quote that is never closed?");
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
}

#[test]
fn f15_many_columns() {
    let names: Vec<String> = (0..20_000).map(|n| format!("c{n}")).collect();
    let work = with_people(names.join(",") + "\n" + CANARY);
    refused(&work, "people.csv", &[], 10).says("more than 16384 columns");
    // Without a schema of its name, too.
    work.write("export.csv", names.join(","));
    refused(&work, "export.csv", &[], 10).says("more than 16384 columns");
}

#[test]
fn f16_duplicate_headers() {
    for twice in ["email", "EMAIL", " Email "] {
        let text = people_and_canary().replacen("comment\n", &format!("comment,{twice}\n"), 1);
        refused(&with_people(text), "people.csv", &[], 7).says("columns 3 and 9 are both `email`");
    }
    let work = workplace();
    work.write("schemas/people.toml", SCHEMA.replace("[dialect]", "unlisted = \"drop\"\n[dialect]"));
    work.write("people.csv", people_and_canary().replacen("comment\n", "comment,Extra,extra\n", 1));
    refused(&work, "people.csv", &[], 7).says("columns 9 and 10 have the same name");
}

#[test]
fn f17_no_newline_at_the_end() {
    let publish = |text: &str| {
        let work = with_people(text);
        apply(&work, "people.csv", &["--to", "csv"]).exits(0);
        lines(&work, "out/people.csv")
    };
    let text = people(3);
    assert_eq!(publish(text.trim_end()), publish(&text));
    assert_eq!(publish(&format!("{text}\n\n")), publish(&text));
}

/// So many rows, of which the first ones have junk where a time and a sum should be.
fn unfit(junk: usize, rows: usize) -> Work {
    let mut text = HEADER.to_owned();
    for n in 0..rows {
        let (joined, amount) = if n < junk { ("31.02.2024 canary", "canary") } else { ("2024-05-01 10:00:00", "5") };
        text += &format!("{n},,,,{joined},Python,{amount},\n");
    }
    with_people(text)
}

#[test]
fn f18_cells_that_do_not_fit_are_null_and_counted() {
    let work = unfit(12, 60);
    hides_canaries(apply(&work, "people.csv", &["--to", "csv", "--rejects", "rejects.csv"]).exits(0));
    assert_eq!(column(&work, "joined")["counts"]["unfit"], 12);
    assert_eq!(column(&work, "joined")["counts"]["nulls"], 12);
    assert_eq!(column(&work, "amount")["counts"]["unfit"], 12);
    let lines = lines(&work, "out/people.csv");
    assert_eq!(lines.iter().filter(|line| line.contains(",,,,Python,")).count(), 12);
    // A misfit is no broken row.
    assert_eq!(std::fs::read_to_string(work.path("rejects.csv")).expect("the list").lines().count(), 1);
}

#[test]
fn f18_too_many_cells_that_do_not_fit() {
    let work = unfit(13, 60);
    let ran = refused(&work, "people.csv", &[], 7);
    ran.says("column `joined`: 13 of 60 values are not of type `event-time` [E711]").says("raise `max_unfit`");
    // Up to ten are tolerated however few rows there are.
    apply(&unfit(10, 12), "people.csv", &[]).exits(0);
    refused(&unfit(11, 12), "people.csv", &[], 7).says("11 of 12 values");
    // The schema may say otherwise.
    work.write("schemas/people.toml", SCHEMA.replace("\"event-time\"", "\"event-time\", max_unfit = 0.5"));
    let ran = apply(&work, "people.csv", &[]);
    assert!(!ran.stderr.contains("`joined`"), "{}", ran.stderr);
}
