//! Faults of delimited texts.

use crate::util::Work;
use crate::util::encode::{cp866, cp1251, utf16};
use crate::util::fixtures::{
    CANARY, HEADER, SCHEMA, apply, column, columns_of, files, hides_canaries, json, lines, mode, nothing_published,
    parquet, people, people_and_canary, refused, with_people, workplace,
};
use std::fs::File;
use std::io::Write as _;
use std::time::{Duration, Instant};

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
        let dataset = &json(&work.path("out/_manifest.json"))["datasets"][0];
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
    let orders = [("utf-16le", u16::to_le_bytes as fn(u16) -> [u8; 2]), ("utf-16be", u16::to_be_bytes)];
    for (nth, (name, bytes)) in orders.into_iter().enumerate() {
        // Marked, it is read; without a mark it is read when somebody says what it is.
        apply(&with_people(utf16(&format!("\u{FEFF}{}", people_and_canary()), bytes)), "people.csv", &[]).exits(0);
        let work = with_people(utf16(&people_and_canary(), bytes));
        refused(&work, "people.csv", &[], 4)
            .says("`people.csv` seems to be UTF-16 text without a byte order mark")
            .says(&format!("`--encoding {name}` reads it"));
        refused(&work, "people.csv", &["--encoding", "utf-16"], 4)
            .says("is declared utf-16 and has no byte order mark");
        apply(&work, "people.csv", &["--encoding", name]).exits(0);
        // A mark that says otherwise than whoever declares it.
        let other = orders[1 - nth].0;
        let work = with_people(utf16(&format!("\u{FEFF}{}", people_and_canary()), bytes));
        for declared in [other, "utf-8", "windows-1251", "cp866", "utf-8-as-windows-1251"] {
            refused(&work, "people.csv", &["--encoding", declared], 4)
                .says(&format!("`people.csv` is declared {declared}, but begins with the mark of UTF-16"))
                .says("[E410]");
        }
    }
    refused(&with_people(format!("\u{FEFF}{}", people(2))), "people.csv", &["--encoding", "kz-1048"], 4)
        .says("begins with the mark of UTF-8");
    refused(&with_people(b"\xFF\xFE\0\0a\0\0\0"), "people.csv", &[], 4).says("UTF-32").says("-t UTF-8");
}

#[test]
fn f04_half_a_character_of_utf_16() {
    let mut bytes = utf16(&format!("\u{FEFF}{}", people_and_canary()), u16::to_le_bytes);
    let at = 2 * (1 + people(2).chars().count() + 5);
    // The first half of a pair where a letter of the canary was; then a file that ends inside a unit.
    bytes[at..at + 2].copy_from_slice(&0xD83C_u16.to_le_bytes());
    refused(&with_people(&bytes), "people.csv", &[], 4)
        .says(&format!("people.csv, row 3: byte {at} of the file is not utf-16le text [E406]"));
    let mut bytes = utf16(&format!("\u{FEFF}{}", people(2)), u16::to_le_bytes);
    let _ = bytes.pop();
    refused(&with_people(&bytes), "people.csv", &[], 4)
        .says(&format!("people.csv, row 2: byte {} of the file", bytes.len() - 1));
}

#[test]
fn f05_text_of_another_code_page() {
    let ascii = format!("{HEADER}1,,a@example.kz,,,Python,,\n");
    let at = ascii.len() + "77,".len();
    for (encoded, name) in [(cp1251(CANARY), "windows-1251"), (cp866(CANARY), "cp866")] {
        // Declared UTF-8, it is refused where it is none, and the hint names what it looks like.
        let work = with_people([ascii.as_bytes(), &encoded].concat());
        refused(&work, "people.csv", &["--encoding", "utf-8"], 4)
            .says(&format!("people.csv, row 2, byte {at}: the text is not UTF-8 [E406]"))
            .says(&format!("it looks like {name}: `--encoding {name}` reads it"));
        nothing_published(&work);
        // Declared nothing, it is read as what it looks like, and that is said.
        let ran = apply(&work, "people.csv", &[]).exits(0);
        hides_canaries(ran.says(&format!("`people.csv` is read as {name} [W401]")));
    }
    // In the header as well, where the offset counts a mark of encoding too.
    let header = [b"\xEF\xBB\xBFuser_id,".as_slice(), &cp1251("ФИО"), b"\n"].concat();
    refused(&with_people(header), "people.csv", &[], 4)
        .says("people.csv, header, byte 11: the text is not UTF-8")
        .says("windows-1251");
}

#[test]
fn f05_damage_in_utf_8_is_no_other_encoding() {
    let good = people_and_canary();
    let at = good.find("Айгерим").expect("the canary") + 1;
    let mut bytes = good.into_bytes();
    bytes[at] = b'?';
    refused(&with_people(&bytes), "people.csv", &[], 4)
        .says(&format!("people.csv, row 3, byte {}: the text is not UTF-8 [E406]", at - 1))
        .says("the rest is UTF-8");
}

#[test]
fn f05_a_byte_that_a_code_page_lacks() {
    // 98 is the only byte that windows-1251 leaves open; in UTF-8 it is the second half of `И`.
    let text = people_and_canary().replace("Анна", "Илья");
    let ran = refused(&with_people(&text), "people.csv", &["--encoding", "windows-1251"], 4);
    let at = text.find("Иванова").expect("a name") + 1;
    ran.says(&format!("people.csv, row 1: byte {at} of the file is not windows-1251 text [E406]"))
        .says("it looks like utf-8: `--encoding utf-8` reads it");
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
    // Cells in quotes, so that quotes are this text's way of writing.
    let rest = rest.split_once('\n').expect("a header").1.lines().map(|line| {
        let (id, cells) = line.split_once(',').expect("cells");
        format!("\"{id}\",{cells}\n")
    });
    let rest: String = rest.collect();
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
    let account = &json(&work.path("out/_manifest.json"))["datasets"][0]["row_account"];
    assert_eq!(
        *account,
        serde_json::json!({ "rows_in": 4, "rows_out": 3, "quarantined": 1, "excluded": 0, "suppressed": 0 })
    );
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
    // Two cells in quotes show that they are this text's way of writing.
    let before = format!("{}5,\"Анна\",\"b@example.kz\",,,,,\n", people(2));
    let work = with_people(format!("{before}77,\"{}{}", &CANARY[3..], people(5)));
    let place = format!("people.csv, row 4, byte {}: the file ends inside quotes that open in this row", before.len());
    refused(&work, "people.csv", &[], 4).says(&place);
    // A lone quote in the header is text, since nothing is quoted, and the column has another name than the schema's.
    refused(&with_people(format!("\"{}", people_and_canary())), "people.csv", &[], 7)
        .says("people.csv, header: column 1 (`\"user_id`) is not in the schema");
}

#[test]
fn f11_text_after_a_closing_quote() {
    broken_row("77,\"Канарейкина\" Айгерим,canary.bird@example.kz,,,,,", "text after a closing quote", "QUOTE", 2);
}

/// In a text that quotes nothing else, a quote at the beginning of a cell is text, and nothing is taken in.
#[test]
fn f11_stray_quotes_are_text_where_nothing_is_quoted() {
    for stray in ["77,\"Канарейкина\" Айгерим,a@example.kz,,,,,", "77,\"Канарейкина,a@example.kz,,,,,"]
    {
        let rest = people(9);
        let text = format!(
            "{}{stray}\n{}78,Анна,b@example.kz,,,,,он \"сказал\"\n",
            people(3),
            rest.split_once('\n').expect("a header").1
        );
        let work = with_people(text);
        apply(&work, "people.csv", &["--to", "csv"])
            .exits(0)
            .says("quotes in `people.csv` are read as text")
            .says("[W406]");
        assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["row_account"]["rows_out"], 14);
    }
}

/// Where other cells are quoted, a quote that takes in rows is refused with its row: no count of broken rows would tell how many are lost.
#[test]
fn f10_a_quote_that_takes_in_rows() {
    let quoted = "5,\"Анна\",\"b@example.kz\",,,,,\n";
    let (before, after) = (format!("{}{}", people(2), quoted.repeat(3)), people(6));
    let after = after.split_once('\n').expect("a header").1;
    let text =
        format!("{before}77,\"Канарейкина,canary.bird@example.kz,,,,,\n{after}78,он \"сказал\",b@example.kz,,,,,\n");
    let work = with_people(&text);
    let says = "people.csv, row 6";
    hides_canaries(
        apply(&work, "people.csv", &["--max-bad", "9"])
            .exits(4)
            .says(says)
            .says("takes in the 7 lines behind it")
            .says("[E414]"),
    );
    // The schema may say how it is.
    let schema = std::fs::read_to_string(work.path("schemas/people.toml")).expect("the schema");
    work.write("schemas/people.toml", schema.replace("[dialect]", "[dialect]\nquote = \"none\""));
    apply(&work, "people.csv", &["--to", "csv"]).exits(0);
    assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["row_account"]["rows_out"], 13);
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

/// A totals row of this text under three good rows, and whatever follows it.
fn totals(row: &str, after: &str) -> Work {
    with_people(format!("{}{row}\n{after}", people(3)))
}

#[test]
fn a_totals_row_is_no_row() {
    for (row, column) in [
        ("Итого,,,,,,106.50,", 1),
        ("ИТОГО:", 1),
        (",Всего по курсам,,,,,6,", 2),
        ("Жиыны,,,,,,6,", 1),
        ("\"Барлығы:\",6", 1),
        ("Total,,,,,,6,", 1),
        (",,,,grand total,,6,", 5),
    ] {
        let work = totals(row, "");
        let at = people(3).len();
        refused(&work, "people.csv", &[], 5)
            .says(&format!("people.csv, row 4, byte {at}: broken row: a row of totals [E501]"))
            .says("--max-bad");
        apply(&work, "people.csv", &["--max-bad", "1", "--rejects", "rejects.csv"]).exits(3);
        let listed = std::fs::read_to_string(work.path("rejects.csv")).expect("the list");
        let line = format!("\"people.csv\",4,{at},{},{column},TOTALS\n", row.len());
        assert_eq!(listed, format!("file,row,byte,bytes,column,code\n{line}"));
        let account = &json(&work.path("out/_manifest.json"))["datasets"][0]["row_account"];
        assert_eq!((&account["rows_out"], &account["quarantined"]), (&3.into(), &1.into()));
    }
}

#[test]
fn a_totals_row_is_one_under_each_group() {
    let good = "Итого,Анна,a@example.kz,+77010000001,2024-05-01,Python,5,ok";
    let rows = |count: usize| people(count).split_once('\n').expect("a header").1.to_owned();
    // A row with every cell, and a word inside a longer one.
    for work in [totals(good, ""), totals("Итоговый,,,,,Python,5,", "")] {
        apply(&work, "people.csv", &[]).exits(0);
    }
    // Under a group too, with rows behind it.
    let groups = rows(3);
    for after in ["", "\n\n\n", "4,,,,,,,\n", "4,,,,,,,\n5,,,,,,,", "бухгалтер,,,,,,,\n\n\n", &groups] {
        refused(&totals("Итого,,,,,,5,", after), "people.csv", &[], 5).says("row 4").says("a row of totals");
    }
}

#[test]
fn a_totals_row_is_found_wherever_units_are_cut() {
    // A unit ends after 122,880 rows: before the totals row, with it, and one or two rows behind it.
    for (before, after) in [(122_880, 0), (122_879, 0), (122_879, 1), (122_879, 2), (122_878, 2)] {
        let tail = "7,,,,,,,\n".repeat(after);
        let work = with_people(format!("{HEADER}{}Итого,,,,,,1,\n{tail}", "7,,,,,,,\n".repeat(before)));
        for (threads, buffer) in [("1", "1000000"), ("3", "4099")] {
            let extra = ["--threads", threads, "--read-buffer", buffer];
            let ran = apply(&work, "people.csv", &extra).exits(5);
            ran.says(&format!("people.csv, row {}, byte", before + 1)).says("a row of totals");
        }
    }
    // Somebody's words are no sum, but at the end of a table.
    for (behind, code) in [(0, 5), (3, 0)] {
        let rows = "7,,,,,,,\n".repeat(behind);
        let work = with_people(format!("{HEADER}7,,,,,,,\nВсего хорошего,,,,,,,\n{rows}"));
        apply(&work, "people.csv", &[]).exits(code);
    }
}

#[test]
fn a_totals_row_is_nobody_who_withdrew() {
    let work = workplace();
    let schema = SCHEMA.replace("subject =", "withdrawn = \"comment\"\nsubject =");
    work.write("schemas/people.toml", schema);
    work.write("people.csv", format!("{}Итого,,,,,,6,\n", people(3)));
    apply(&work, "people.csv", &["--max-bad", "1"]).exits(3);
}

#[test]
fn a_header_under_a_title_is_pointed_at() {
    let title = "\"Отчёт, Канарейкина\"\n\n\"за март\r\n2024\"\n";
    for (above, line) in [(title, 5), ("Отчёт\n", 2), (&"x,y,z\n".repeat(18), 19), ("Отчёт,,,,,,,\n,,,,,,,\n", 3)]
    {
        let work = with_people(format!("{above}{}", people_and_canary()));
        let ran =
            refused(&work, "people.csv", &[], 7).says("people.csv, header: the first line is not the header [E710]");
        let ran = ran.says(&format!("hint: the header seems to be on line {line}: `skip_lines = {}` in", line - 1));
        assert_eq!(ran.stderr.matches("error: ").count(), 1, "{}", ran.stderr);
        // Whatever its name, a file finds its schema by that header, and the delimiter is not the title's.
        work.write("schemas/people.toml", SCHEMA.replace("delimiter = \",\"", ""));
        work.write("schemas/other.toml", SCHEMA.replace("people", "other").replace("email ", "mail "));
        work.write("march.csv", format!("{above}{}", people_and_canary()));
        refused(&work, "march.csv", &[], 7).says(&format!("on line {line}:"));
        // What the hint says is so.
        let skips = format!("[dialect]\nskip_lines = {}\n", line - 1);
        work.write("schemas/people.toml", SCHEMA.replace("[dialect]\n", &skips));
        apply(&work, "people.csv", &[]).exits(0);
    }
    // Too far below, or nowhere: the columns are named as before.
    for text in ["x\n".repeat(20) + &people_and_canary(), people_and_canary().replacen("email", "mail", 1)] {
        let ran = refused(&with_people(text), "people.csv", &[], 7);
        ran.hides("[E710]").says("[E701]");
    }
}
