//! How files are read: dialects that nobody declared, texts that could mean two things, and what a schema says of them.

use crate::util::Work;
use crate::util::fixtures::{KEY_HEX, json, key_file, lines, write_key};

/// Everything leaves as it is read.
const PROFILE: &str = "version = 1\nprofile = \"p\"\nclause = \"test\"\nstatus = \"personal\"\naudience = \"internal\"\nkeys = \"required\"\n[actions]\nuser-id = \"pseudonymize\"\nproduct = \"keep\"\namount = \"keep\"\ncode = \"keep\"\nevent-time = \"keep\"\nbirth-date = { generalize = \"year\" }\n";

/// A file `t.…`, and a schema of these columns.
fn work(name: &str, content: &str, schema: &str) -> Work {
    let work = Work::new();
    work.write(name, content);
    work.write("t.toml", format!("version = 1\ndataset = \"t\"\nsite = \"s\"\n{schema}"));
    work.write("p.toml", PROFILE);
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work
}

fn apply(work: &Work, name: &str, more: &[&str]) -> crate::util::Ran {
    let usual = ["apply", name, "--schema", "t.toml", "--profile", "./p.toml", "--keys", "keys.json", "--out", "out"];
    work.run(&[&usual[..], &["--to", "csv"], more].concat())
}

/// The rows that leave, without the header.
fn released(name: &str, content: &str, schema: &str) -> Vec<String> {
    let work = work(name, content, schema);
    apply(&work, name, &["--as-of", "2026-11-30"]).exits(0);
    lines(&work, "out/t.csv").split_off(1)
}

const PRODUCTS: &str = "[columns]\np = { is = \"product\" }\na = { is = \"amount\" }\n";

#[test]
fn quotes_and_escapes_are_found_by_apply_as_by_scan() {
    for (name, content, rows) in [
        // ClickHouse, PostgreSQL's COPY, MySQL without quotes.
        ("t.tsv", "p\ta\nBob\\'s\t1\n\\N\t2\nA\\\\B\t3\n", &["Bob's,1.00", ",2.00", "A\\B,3.00"][..]),
        ("t.tsv", "p\ta\nA\\\\B\t1\n\\N\t\\N\n", &["A\\B,1.00", ","]),
        ("t.csv", "p,a\nA\\, B,1\nC,2\n", &["\"A, B\",1.00", "C,2.00"]),
        // Spark, MySQL with quotes.
        (
            "t.csv",
            "p,a\n\"К \\\"P\\\"\",1\nB,2\n\"A, \\\"B, C\\\"\",3\n",
            &["\"К \"\"P\"\"\",1.00", "B,2.00", "\"A, \"\"B, C\"\"\",3.00"],
        ),
        ("t.csv", "p,a\n\"x\",1\n\"y\",\\N\n", &["x,1.00", "y,"]),
        // Other marks.
        ("t.csv", "p,a\n'Курс, A',1\n'O''Neil',2\n", &["\"Курс, A\",1.00", "O'Neil,2.00"]),
        ("t.csv", "p;a\n`A; B`;1\n`C`;2\n", &["A; B,1.00", "C,2.00"]),
        // A path is no escape.
        ("t.tsv", "p\ta\nC:\\new\\Users\t1\n", &["C:\\new\\Users,1.00"]),
        // Quotes that are text.
        (
            "t.tsv",
            "p\ta\n\"Курс\t1\nB\t2\nС \"C\"\t3\nD\t4\n",
            &["\"\"\"Курс\",1.00", "B,2.00", "\"С \"\"C\"\"\",3.00", "D,4.00"],
        ),
    ] {
        assert_eq!(released(name, content, PRODUCTS), rows, "{content}");
        // The draft of a scan reads alike.
        let work = work(name, content, PRODUCTS);
        work.run(&["scan", name, "--schema-out", "draft.toml"]).exits(0);
        let draft = std::fs::read_to_string(work.path("draft.toml")).expect("a draft");
        let dialect = draft.split_once("[dialect]").expect("a dialect").1.split_once("[columns]").expect("columns").0;
        let schema = format!("[dialect]\n{dialect}{PRODUCTS}");
        assert_eq!(released(name, content, &schema), rows, "{dialect}");
    }
}

/// What the beginning of a text does not show is refused with the line for the schema, and never read as text.
#[test]
fn an_escape_that_comes_late_is_refused() {
    let content = format!("p\ta\n{}\\N\t5\n", "Курс\t1\n".repeat(60_000));
    let work = work("t.tsv", &content, PRODUCTS);
    let ran =
        apply(&work, "t.tsv", &[]).exits(4).says("t.tsv, row 60001").says("[E415]").says("escape = \"clickhouse\"");
    drop(ran);
    let work = work_of_paths();
    apply(&work, "t.csv", &[]).exits(4).says("t.csv, row 60002").says("begins no escape").says("[E415]");
    for (escape, first) in [("clickhouse", ",5.00"), ("none", "\\N,5.00")] {
        let schema = format!("[dialect]\nescape = \"{escape}\"\n{PRODUCTS}");
        assert_eq!(released("t.tsv", &content, &schema).last().map(String::as_str), Some(first));
    }
}

/// Its beginning spells NULL as `\N`, and at its end is a path of Windows.
fn work_of_paths() -> Work {
    work("t.csv", &format!("p;a\n\\N;1\n{}D:\\Users;5\n", "Курс;1\n".repeat(60_000)), PRODUCTS)
}

#[test]
fn of_two_separators_the_one_that_leaves_numbers_is_taken_or_the_operator_is_asked() {
    let sums = "Цена, тг;Итого, тг\n12000,50;11900,25\n12137,50;12036,25\n";
    let schema = "[columns]\np = { is = \"amount\", names = [\"Цена, тг\"] }\na = { is = \"amount\", names = [\"Итого, тг\"] }\n";
    assert_eq!(released("t.csv", sums, schema), ["12000.50,11900.25", "12137.50,12036.25"]);
    let names = "Имя,Фамилия;Город,Область\nАнна,Ли;Тараз,Юг\nЯн,Ким;Актау,Запад\n";
    let work = work("t.csv", names, PRODUCTS);
    apply(&work, "t.csv", &[]).exits(7).says("`,` and `;` separate the columns equally well [E413]");
    work.run(&["scan", "t.csv"]).exits(7).says("`--delimiter \";\"` for `scan`");
    let ran = work.run(&["scan", "t.csv", "--delimiter", ";"]).exits(0);
    assert!(ran.stdout.contains("Имя,Фамилия"), "{}", ran.stdout);
}

#[test]
fn lines_of_types_and_headers_are_nobody() {
    let types = "p\ta\nString\tDecimal(18, 2)\nКурс\t1\n";
    assert_eq!(released("t.tsv", types, PRODUCTS), ["Курс,1.00"]);
    let again = "p;a\nA;1\np;a\nB;2\n\u{feff}P ;a\nC;3\n";
    let work = work("t.csv", again, PRODUCTS);
    apply(&work, "t.csv", &[]).exits(5).says("t.csv, row 2").says("broken row: the header once more");
    apply(&work, "t.csv", &["--max-bad", "2"]).exits(3);
    assert_eq!(lines(&work, "out/t.csv"), ["p,a", "A,1.00", "B,2.00", "C,3.00"]);
}

#[test]
fn empty_columns_without_a_name_are_left_out_and_others_are_refused() {
    for content in ["p;a\nA;1;\nB;2;\n", "p;a;\nA;1;\nB;2;\n", "p;a;;;\nA;1;;;\nB;2;;;\n", "p;a;\nA;1\nB;2\n"] {
        assert_eq!(released("t.csv", content, PRODUCTS), ["A,1.00", "B,2.00"], "{content}");
    }
    let work = work("t.csv", "p;a;;\nA;1;;x\n", PRODUCTS);
    apply(&work, "t.csv", &[]).exits(7);
    let late = format!("p;a\n{}A;1;x\n", "A;1;\n".repeat(90_000));
    work.write("t.csv", late);
    apply(&work, "t.csv", &[]).exits(5).says("row 90001").says("more fields than the header");
}

/// An empty line of a text of one column is a row, and every reader of a release sees as many rows as there are.
#[test]
fn a_single_column_keeps_its_empty_rows() {
    let schema = "[columns]\nn = { is = \"full-name\" }\np = { is = \"product\" }\n";
    let content = "n;p\nА;Курс 1\nБ;\nВ;Курс 2\n";
    let two = work("t.csv", content, schema);
    apply(&two, "t.csv", &[]).exits(0);
    assert_eq!(lines(&two, "out/t.csv"), ["p", "Курс 1", "\"\"", "Курс 2"]);
    assert_eq!(json(&two.path("out/_manifest.json"))["datasets"][0]["rows"], 3);
    let measured = two.run(&["measure", "out"]);
    assert!(measured.stdout.contains("out/t.csv: 3 rows"), "{}", measured.stdout);
    let one = "[columns]\np = { is = \"product\" }\n";
    assert_eq!(released("t.csv", "p\nA\n\nB\n\n\n", one), ["A", "\"\"", "B"]);
}

#[test]
fn ids_in_groups_join_and_ids_that_nobody_sees_do_not() {
    let schema = "[columns]\nid = { is = \"user-id\" }\np = { is = \"product\" }\n";
    let rows =
        released("t.csv", "id;p\n1001;A\n1\u{a0}001;B\n1 001;C\n1\u{202f}001;D\n1'001;E\n########;F\n####;G\n", schema);
    let tokens: Vec<&str> = rows.iter().map(|row| row.split(',').next().expect("a token")).collect();
    assert!(tokens[..5].iter().all(|token| *token == tokens[0] && token.starts_with("us_")), "{tokens:?}");
    assert_eq!(tokens[5..], ["", ""]);
}

#[test]
fn a_century_is_declared_or_certain() {
    let rows = |column: &str| {
        let schema = format!("[columns]\np = {{ is = \"product\" }}\nb = {{ is = \"birth-date\"{column} }}\n");
        let content = "p;b\n1;01.02.68\n2;12.12.30\n3;30.06.05\n4;05.07.2031\n5;01.02.1899\n6;07.11.1999\n";
        let work = work("t.csv", content, &schema);
        apply(&work, "t.csv", &["--as-of", "2026-11-30"]).exits(0);
        let counts = json(&work.path("_out.run.json"))["datasets"][0]["columns"][1]["counts"].clone();
        let years =
            lines(&work, "out/t.csv").into_iter().skip(1).map(|row| row.split_once(',').expect("two").1.to_owned());
        (years.collect::<Vec<_>>(), counts["unfit"].clone(), counts["by_rule"].clone())
    };
    let years = |all: &[&str]| all.iter().map(|year| (*year).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        rows(", max_unfit = 1.0"),
        (years(&["1968", "1930", "", "", "", "1999"]), 3.into(), serde_json::Value::Null)
    );
    assert_eq!(
        rows(", max_unfit = 1.0, pivot = 2012"),
        (years(&["1968", "1930", "2005", "", "", "1999"]), 2.into(), 3.into())
    );
}

#[test]
fn what_a_schema_says_of_dates_and_sums_is_how_they_are_read() {
    let column = |spec: &str| format!("[columns]\np = {{ is = \"product\" }}\nx = {{ {spec} }}\n");
    for (spec, value, read) in [
        ("is = \"event-time\", order = \"month-first\"", "03/04/2024 10:00", "2024-03-04T10:00:00"),
        ("is = \"event-time\", order = \"day-first\"", "03/04/2024 10:00", "2024-04-03T10:00:00"),
        ("is = \"event-time\", order = \"month-first\"", "03/04/24", "2024-03-04T00:00:00"),
        ("is = \"event-time\"", "20240310050607", "2024-03-10T05:06:07"),
        ("is = \"event-time\"", "2024-03-10 05:06:07.123456789", "2024-03-10T05:06:07.123456"),
        ("is = \"event-time\"", "2026-11-18T20:00:00Z", "2026-11-19T01:00:00"),
        ("is = \"event-time\", zone = \"local\"", "2026-11-18T20:00:00Z", "2026-11-18T20:00:00"),
        ("is = \"event-time\", zone = \"utc\"", "2026-11-18 20:00:00", "2026-11-19T01:00:00"),
        ("is = \"amount\", decimal = \",\"", "1.000", "1000.00"),
        ("is = \"amount\", decimal = \".\"", "1,000", "1000.00"),
        ("is = \"amount\", decimal = \",\"", "1,500", "1.50"),
        ("is = \"amount\"", "7807.799999999999", "7807.80"),
        ("is = \"amount\"", "1234567.8900000001", "1234567.89"),
    ] {
        let rows = released("t.csv", &format!("p;x\nA;{value}\n"), &column(spec));
        assert_eq!(rows, [format!("A,{read}")], "{spec} {value}");
    }
    // And what it does not say is not guessed, and the hint is what it can say.
    for (spec, value, hint) in [
        ("is = \"event-time\"", "03/04/2024", "`order = \"day-first\"`"),
        ("is = \"birth-date\"", "03.04.05", "`pivot = 2026`"),
        ("is = \"amount\"", "1.000", "`decimal = \",\"`"),
        ("is = \"amount\"", "12.3456", "raise `max_unfit`"),
    ] {
        let work = work("t.csv", &format!("p;x\n{}", format!("A;{value}\n").repeat(11)), &column(spec));
        apply(&work, "t.csv", &["--as-of", "2026-11-30"]).exits(7).says("[E711]").says(hint).hides(value);
    }
}

#[test]
fn ids_that_have_no_format_to_keep_are_not_told_to_be_something_else() {
    let work = work(
        "t.csv",
        &format!("p;x\n{}", "A;10017\n".repeat(11)),
        "[columns]\np = { is = \"product\" }\nx = { is = \"user-id\" }\n",
    );
    work.write("p.toml", PROFILE.replace("user-id = \"pseudonymize\"", "user-id = { format-preserve = \"digits\" }"));
    let ran = apply(&work, "t.csv", &[]).exits(7).hides("10017").hides("max_unfit");
    ran.says("11 of 11 values have no format that `format-preserve` keeps [E711]")
        .says("name `pseudonymize` or `encrypt`");
}

#[test]
fn a_profile_may_keep_universal_time() {
    let schema = "[columns]\np = { is = \"product\" }\nt = { is = \"event-time\" }\n";
    let work = work("t.csv", "p;t\nA;2026-11-18T20:00:00Z\nB;2026-11-19 01:00:00\n", schema);
    work.write("p.toml", PROFILE.replace("[actions]", "timezone = \"UTC\"\n[actions]"));
    apply(&work, "t.csv", &[]).exits(0);
    assert_eq!(lines(&work, "out/t.csv"), ["p,t", "A,2026-11-18T20:00:00", "B,2026-11-18T20:00:00"]);
    assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["timezone"], "UTC");
    let plan = work.run(&["plan", "t.csv", "--schema", "t.toml", "--profile", "./p.toml"]).exits(0);
    assert!(plan.stdout.contains("UTC"), "{}", plan.stdout);
}

/// A cell of two phones gives the first one's token, or both, and is counted.
#[test]
fn several_values_in_a_cell() {
    let content = "p;t\nA;8 771 000 99 98\nB;+7 771 000 99 98, 8 701 000 00 01\nC;\n";
    let token = |rows: &[String], row: usize, at: usize| rows[row].split(',').nth(at).expect("a cell").to_owned();
    for (several, header) in [("null", "p,t"), ("first", "p,t"), ("split", "p,t,t_2")] {
        let schema = format!(
            "[columns]\np = {{ is = \"product\" }}\nt = {{ is = \"phone\", several = \"{several}\", max_unfit = 1.0 }}\n"
        );
        let work = work("t.csv", content, &schema);
        work.write("p.toml", PROFILE.replace("[actions]", "[actions]\nphone = \"pseudonymize\""));
        let run = apply(&work, "t.csv", &[]).exits(0);
        if several == "null" {
            run.says("1 did not fit and are NULL, 1 of them hold several values (`several");
        }
        let rows = lines(&work, "out/t.csv");
        assert_eq!(rows[0], header);
        let (one, two) = (token(&rows, 1, 1), token(&rows, 2, 1));
        let counts = &json(&work.path("_out.run.json"))["datasets"][0]["columns"][1]["counts"];
        match several {
            "null" => assert_eq!((two.as_str(), &counts["several"]), ("", &1.into())),
            _ => assert_eq!((&two, &counts["by_rule"]), (&one, &1.into()), "{several}"),
        }
        if several == "split" {
            assert!(
                token(&rows, 1, 2).is_empty() && token(&rows, 2, 2).starts_with("ph_") && token(&rows, 2, 2) != one
            );
        }
    }
}

#[test]
fn lines_above_a_header_and_no_header_at_all() {
    let titled = "[dialect]\nskip_lines = 2\n[columns]\np = { is = \"product\" }\na = { is = \"amount\" }\n";
    assert_eq!(released("t.csv", "Отчёт;за май\n\np;a\nA;1\n", titled), ["A,1.00"]);
    let bare = "[dialect]\nheader = [\"a\", \"p\"]\n[columns]\np = { is = \"product\" }\na = { is = \"amount\" }\n";
    assert_eq!(released("t.csv", "1;A\n2;B\n", bare), ["A,1.00", "B,2.00"]);
}

/// Times of 96 bits are instants, like those of 64 bits that say so, and reach as far.
#[test]
fn times_that_spark_wrote_are_instants() {
    let schema =
        "[columns]\nid = { is = \"user-id\" }\nt = { is = \"event-time\" }\nlocal_time = { is = \"event-time\" }\n";
    for file in ["int96", "micros"] {
        let work = work("t.csv", "", schema);
        let bytes =
            std::fs::read(crate::util::root().join(format!("tests/spark/{file}.parquet"))).expect("a file of Spark");
        work.write("t.parquet", bytes);
        apply(&work, "t.parquet", &[]).exits(0);
        let rows = lines(&work, "out/t.csv").split_off(1);
        let times: Vec<&str> = rows.iter().map(|row| row.split_once(',').expect("an id").1).collect();
        assert_eq!(
            times,
            [
                "2026-11-19T01:00:00,2026-11-18T20:00:00",
                "2024-03-01T00:30:00.123456,2026-11-18T20:00:00",
                "+10000-01-01T04:59:59,2026-11-18T20:00:00",
                ",2026-11-18T20:00:00"
            ],
            "{file}"
        );
    }
}

/// A deal export ends with its sums, and files are put together with their headers: the schema may say that these are no rows.
#[test]
fn records_that_are_no_rows_are_left_out_where_the_schema_says_so() {
    let content = "p;a\nA;1\np;a\nB;2\nИтого;3\n";
    let work = work("t.csv", content, PRODUCTS);
    apply(&work, "t.csv", &[]).exits(5);
    work.run(&["scan", "t.csv", "--schema-out", "draft.toml"]).exits(0);
    let draft = std::fs::read_to_string(work.path("draft.toml")).expect("a draft");
    assert!(draft.contains("leave_out = [\"totals\", \"headers\"]"), "{draft}");
    work.write(
        "t.toml",
        format!(
            "version = 1\ndataset = \"t\"\nsite = \"s\"\n[dialect]\nleave_out = [\"totals\", \"headers\"]\n{PRODUCTS}"
        ),
    );
    apply(&work, "t.csv", &[]).exits(0).says("were left out: 2 [W409]");
    assert_eq!(lines(&work, "out/t.csv"), ["p,a", "A,1.00", "B,2.00"]);
    assert_eq!(json(&work.path("_out.run.json"))["inputs"][0]["text"]["records_left_out"], 2);
}

/// What only folders say of a file is named, and not lost.
#[test]
fn columns_of_folders_are_refused_by_name() {
    let work = work("ds/year=2024/город=Алматы/part-0.csv", "p;a\nA;1\n", PRODUCTS);
    let input = "t=ds/**/*.csv";
    apply(&work, input, &[]).exits(7).says("`year`, `город`").says("[E416]");
    work.write(
        "t.toml",
        format!("version = 1\ndataset = \"t\"\nsite = \"s\"\n[dialect]\npartitions = \"drop\"\n{PRODUCTS}"),
    );
    apply(&work, input, &[]).exits(0);
}

/// Schema and profile are checked without data, as `plan` would check them with some.
#[test]
fn documents_are_checked_without_data() {
    let work = work("t.csv", "", PRODUCTS);
    let ran = work.run(&["check", "--schema", "t.toml", "--profile", "./p.toml"]).exits(0);
    assert!(ran.stdout.contains("keep") && ran.stdout.contains("a release would be"), "{}", ran.stdout);
    work.write("p.toml", PROFILE.replace("amount = \"keep\"", "amount = \"pseudonymize\""));
    work.run(&["check", "--schema", "t.toml", "--profile", "./p.toml"]).exits(2);
    work.run(&["check", "--schema", "t.toml", "--profile", "nobody"]).exits(2);
}

/// A night without rows is said, and refused where the operator says how many must come.
#[test]
fn an_empty_export_is_told() {
    let work = work("t.csv", "p;a\n", PRODUCTS);
    apply(&work, "t.csv", &["--min-rows", "1"]).exits(7).says("`t` has 0 rows, of at least 1 [E745]");
    assert!(!work.path("out").exists());
    apply(&work, "t.csv", &[]).exits(0).says("`t` has no rows [W411]");
}

/// Silence is silence, and a failure of the command line is a document too.
#[test]
fn quiet_and_json_hold_everywhere() {
    let work = work("t.csv", "p;a\nA;1\n", PRODUCTS);
    apply(&work, "t.csv", &["-q"]).exits(0);
    for arguments in [
        &["scan", "t.csv", "-q"][..],
        &["plan", "t.csv", "--schema", "t.toml", "--profile", "./p.toml", "-q"],
        &["check", "--schema", "t.toml", "--profile", "./p.toml", "-q"],
        &["measure", "t.csv", "--quasi", "p", "-q"],
    ] {
        let ran = work.run(arguments).exits(0);
        assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "{arguments:?}");
    }
    let ran = work.run(&["apply", "--json", "--nonsense"]).exits(2);
    let document: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&document["exit"], &document["errors"][0]["code"]), (&2.into(), &"E253".into()));
}
