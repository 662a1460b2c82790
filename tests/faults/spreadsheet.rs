//! Fault 60: text that a spreadsheet would calculate.

use crate::util::fixtures::{KEY_HEX, json, key_file, parquet, write_key};
use crate::util::{Ran, Work};
use arrow::array::{ArrayRef, StringArray};
use std::sync::Arc;

/// Characters at which a spreadsheet may begin to calculate.
const TRIGGERS: [&str; 12] = ["=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠"];

const SCHEMA: &str = r#"version = 1
dataset = "sheet"
site = "skillbox.kz"
[columns]
user_id = { is = "user-id" }
course = { is = "product", max_unfit = 1.0 }
note = { is = "code" }
phone = { is = "phone" }
amount = { is = "amount" }
visits = { is = "count" }
paid = { is = "flag" }
day = { is = "date" }
at = { is = "event-time" }
"=cmd" = { is = "city" }
"#;

/// A profile that keeps what a spreadsheet would see as it came, phones too.
fn profile(audience: &str) -> String {
    format!(
        "version = 1\nprofile = \"sheets\"\nclause = \"7.1\"\nstatus = \"personal\"\naudience = \"{audience}\"\nkeys = \"required\"\n\
         [actions]\nuser-id = \"pseudonymize\"\nproduct = \"keep\"\ncode = \"keep\"\nphone = \"keep\"\namount = \"keep\"\n\
         count = \"keep\"\nflag = \"keep\"\ndate = {{ generalize = \"month\" }}\nevent-time = {{ generalize = \"hour\" }}\ncity = \"keep\"\n"
    )
}

const NAMES: [&str; 10] = ["user_id", "course", "note", "phone", "amount", "visits", "paid", "day", "at", "=cmd"];

/// A workplace with these courses, all other cells being ordinary; Parquet holds what CSV cannot, a NUL.
fn with_courses(courses: &[&str], audience: &str) -> Work {
    let work = Work::new();
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work.write("sheet.toml", SCHEMA);
    work.write("profile.toml", profile(audience));
    let same = |text: &str| -> ArrayRef { Arc::new(StringArray::from(vec![text; courses.len()])) };
    let cells = ["7", "", "-5", "+77710009998", "-1 234,50", "-3", "1", "2024-05-17", "2024-05-17 10:20:30", "Алматы"];
    let mut columns: Vec<(&str, ArrayRef)> = NAMES.iter().zip(cells).map(|(name, cell)| (*name, same(cell))).collect();
    columns[1].1 = Arc::new(StringArray::from(courses.to_vec()));
    work.write("sheet.parquet", parquet(columns, None));
    work
}

fn apply(work: &Work, extra: &[&str]) -> Ran {
    let usual =
        ["apply", "sheet.parquet", "--schema", "sheet.toml", "--profile", "./profile.toml", "--keys", "keys.json"];
    work.run(&[usual.as_slice(), &["--out", "out"], extra].concat())
}

/// The rows of a CSV file for Excel, as RFC 4180 reads it with a semicolon.
fn read(work: &Work) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(work.path("out/sheet.csv")).expect("a UTF-8 file");
    let text = text.strip_prefix('\u{FEFF}').expect("a byte order mark");
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => cell.extend(chars.next()),
            '"' => quoted = !quoted,
            ';' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(chars.next(), Some('\n'), "line ends are CRLF");
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "the last line has its end");
    rows
}

fn neutralised(work: &Work, name: &str) -> serde_json::Value {
    let manifest = json(&work.path("out/_manifest.json"));
    let columns = manifest["datasets"][0]["columns"].as_array().expect("columns").clone();
    columns.iter().find(|column| column["name"] == name).expect("the column")["counts"]["neutralised"].clone()
}

#[test]
fn f60_no_cell_of_a_csv_for_people_is_a_formula() {
    // Each trigger at the start, behind what an import may trim, and inside.
    let courses: Vec<String> = TRIGGERS
        .iter()
        .flat_map(|t| [format!("{t}SUM(A1:A9)"), format!(" \"{t}SUM(A1:A9)"), format!("курс {t}1; \"второй\"")])
        .collect();
    let courses: Vec<&str> = courses.iter().map(String::as_str).collect();
    let work = with_courses(&courses, "internal");
    apply(&work, &["--to", "csv", "--for-excel"])
        .exits(0)
        .says("sheet.course")
        .says("12 did not fit and are NULL, 16 would be changed by a spreadsheet and begin with ' now");
    let rows = read(&work);
    assert_eq!(rows[0], ["user_id", "course", "note", "phone", "amount", "visits", "paid", "day", "at", "'=cmd"]);
    assert_eq!(rows.len(), 1 + courses.len());
    for (nth, (row, course)) in rows[1..].iter().zip(&courses).enumerate() {
        // Control characters leave in no kept text.
        let is_control = course.contains(|c: char| c.is_control());
        let mark = if nth % 3 < 2 { "'" } else { "" };
        assert_eq!(row[1], if is_control { String::new() } else { format!("{mark}{course}") });
        // Tokens, numbers, times, and text that is a number or a phone stay what they are.
        assert!(row[0].starts_with("us_"));
        assert_eq!(
            row[2..],
            ["-5", "+77710009998", "-1234,50", "-3", "true", "'2024-05", "17.05.2024 10:00:00", "Алматы"]
        );
    }
    assert_eq!(neutralised(&work, "course"), 16);
    assert_eq!((neutralised(&work, "note"), neutralised(&work, "user_id")), (0.into(), 0.into()));
    let manifest = json(&work.path("out/_manifest.json"));
    assert_eq!(manifest["datasets"][0]["file_format"], "csv-excel");
    let schema = std::fs::read(crate::util::root().join("schemas/manifest.schema.json")).expect("the schema");
    let validator = jsonschema::validator_for(&serde_json::from_slice(&schema).expect("JSON")).expect("a schema");
    let errors: Vec<String> = validator.iter_errors(&manifest).map(|error| error.instance_path().to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
    let record = json(&work.path("_out.run.json"));
    assert_eq!(record["datasets"][0]["columns"][1]["counts"]["neutralised"], 16);
    work.run(&["verify", "out"]).exits(0);
}

#[test]
fn f60_machines_get_every_cell_as_it_is() {
    let work = with_courses(&["=1+1", "plain"], "internal");
    apply(&work, &["--to", "csv"]).exits(0).hides("formulas");
    let text = std::fs::read_to_string(work.path("out/sheet.csv")).expect("a dataset");
    assert!(text.starts_with("user_id,course,") && text.contains(",=1+1,"), "{text}");
    assert_eq!(neutralised(&work, "course"), serde_json::Value::Null);
    // A way to write CSV is none to write Parquet.
    for extra in [["--for-excel", "--to", "parquet"].as_slice(), &["--for-excel"]] {
        apply(&work, &[extra, &["--if-exists", "replace"]].concat())
            .exits(2)
            .says("`--for-excel` is a way to write CSV [E233]")
            .says("hint: add `--to csv`");
    }
}

#[test]
fn f60_small_counts_stay_inside() {
    let work = with_courses(&["=1+1", "plain", "plain"], "partner");
    apply(&work, &["--to", "csv", "--for-excel", "--recipient", "uni"]).exits(0);
    assert_eq!(neutralised(&work, "course"), serde_json::Value::Null);
    let manifest = std::fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest");
    assert!(manifest.contains("\"neutralised\": null") && manifest.contains("\"neutralised\": 0"));
    assert_eq!(json(&work.path("_out.run.json"))["datasets"][0]["columns"][1]["counts"]["neutralised"], 1);
    assert_eq!(read(&work)[1][1], "'=1+1");
}
