//! `measure` with the real binary: figures that were counted by hand, of every format and with any number of threads, and what it refuses.

use crate::util::fixtures::{columns_of, parquet};
use crate::util::{Work, root};
use arrow::array::{ArrayRef, Date32Array, Float64Array, Int64Array, StringArray};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

/// Seven people with nine rows, and one row of nobody. Classes by city and age: Almaty 20 has 1, 2 and 3 of three people; Almaty 30 has 4, twice;
/// Astana 20 has 5 and 6; NULL 20 has 7 and nobody.
const PEOPLE: &str = "\
id,city,age,illness,pay
1,Almaty,20,flu,100
2,Almaty,20,flu,200
3, Almaty ,20,cold,300
4,Almaty,30,flu,400
4,Almaty,30,cold,500
5,Astana,20,cold,100
6,Astana,20,cold,900
7,,20,flu,100
-,NULL,20,cold,100
";

const ARGUMENTS: [&str; 6] = ["--quasi", "city,age", "--sensitive", "illness,pay", "--subject", "id"];

/// The report as a document, which its schema allows, and the exit code.
#[track_caller]
fn report(work: &Work, arguments: &[&str]) -> (Value, i32) {
    let ran = work.run(&[&["measure", "--json"], arguments].concat());
    let report: Value = serde_json::from_str(&ran.stdout).unwrap_or_else(|_| panic!("no JSON: {}", ran.stderr));
    let schema: Value =
        serde_json::from_slice(&fs::read(root().join("schemas/measure.schema.json")).expect("a file")).expect("JSON");
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a sound schema");
    let errors: Vec<String> =
        validator.iter_errors(&report).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    (report, ran.code)
}

/// The numbers of the first dataset, without its name and its files.
#[track_caller]
fn dataset(work: &Work, arguments: &[&str]) -> Value {
    let (mut report, code) = report(work, arguments);
    assert_eq!(code, 0);
    let mut dataset = report["datasets"][0].take();
    let fields = dataset.as_object_mut().expect("a dataset");
    fields.remove("files");
    fields.remove("name");
    dataset
}

fn sample(name: &str) -> String {
    root().join(name).display().to_string()
}

fn near(value: &Value, wanted: f64) -> bool {
    value.as_f64().is_some_and(|value| (value - wanted).abs() < 1e-9)
}

#[test]
fn figures_are_those_that_were_counted_by_hand() {
    let work = Work::new();
    work.write("people.csv", PEOPLE);
    let found = dataset(&work, &[&["people.csv"], &ARGUMENTS[..]].concat());
    let counts = ["rows", "people", "rows_of_nobody", "classes", "k", "unique_rows", "broken_rows"]
        .map(|name| found[name].as_u64());
    assert_eq!(counts, [9, 7, 1, 4, 1, 4, 0].map(Some));
    assert_eq!((found["people_are"].as_str(), found["subject"].as_str()), (Some("subjects"), Some("id")));
    // Sizes 3, 1, 2, 1; below five are all.
    let risk = &found["risks"]["prosecutor"];
    assert!(near(&found["average_class"], 7.0 / 4.0) && near(&risk["average"], 4.0 / 7.0));
    assert_eq!((risk["highest"].as_f64(), risk["rows_at_risk"].as_u64()), (Some(1.0), Some(9)));
    assert_eq!(found["risks"]["journalist"], *risk);
    let bars = found["histogram"].as_array().expect("bars").iter().filter(|bar| bar["classes"] != 0);
    let bars: Vec<Value> = bars.map(|bar| json!([bar["from"], bar["to"], bar["classes"], bar["rows"]])).collect();
    assert_eq!(bars, [json!([1, 1, 2, 4]), json!([2, 2, 1, 2]), json!([3, 4, 1, 3])]);
    let city = &found["quasi_identifiers"][0];
    assert_eq!(
        [&city["distinct"], &city["null_rows"], &city["unique_rows"], &city["unique_rows_without"], &city["k_without"]],
        [3, 2, 2, 2, 1]
    );
    // `age` makes the two rows of 4 unique, `city` those without one, both all four.
    let most = found["subsets"]["most"].as_array().expect("subsets").iter();
    let most: Vec<Value> = most.map(|subset| json!([subset["columns"], subset["unique_rows"]])).collect();
    assert_eq!(most, [json!([["city", "age"], 4]), json!([["city"], 2]), json!([["age"], 2])]);

    let illness = &found["sensitive"][0];
    // Astana has colds alone. Of all rows 4 are flu and 5 cold.
    assert_eq!((illness["distinct_l"].as_u64(), &illness["recursive_c"]), (Some(1), &Value::Null));
    assert!(
        near(&illness["entropy_l"], 1.0)
            && near(&illness["t_equal"], 4.0 / 9.0)
            && near(&illness["t_ordered"], 4.0 / 9.0)
    );
    assert_eq!(illness["homogeneous"], json!({ "classes": 1, "rows": 2 }));
    assert_eq!(illness["homogeneous_crowds"], json!({ "classes": 1, "rows": 2 }));
    // Two of flu in the first class and both of Astana are guessed.
    assert!(near(&illness["inference"]["within_classes"], 4.0 / 9.0));
    assert!(near(&illness["inference"]["without_classes"], 5.0 / 9.0) && near(&illness["inference"]["gain"], 0.0));
    let pay = &found["sensitive"][1];
    // 100 four times, then 200, 300, 400, 500, 900 once: the class of 400 and 500 is the one that is farthest.
    assert!(near(&pay["t_equal"], 7.0 / 9.0) && pay["distinct_l"] == 1);
    // Up to 100, 200 and 300: 4/9, 5/9, 6/9 too few; 400: 7/9 - 1/2; 500: 1/9 too many; five steps.
    assert!(near(&pay["t_ordered"], (15.0 / 9.0 + 5.0 / 18.0 + 1.0 / 9.0) / 5.0));
}

#[test]
fn models_that_are_not_met_exit_7() {
    let work = Work::new();
    work.write("people.csv", PEOPLE);
    let with = |models: &[&str]| report(&work, &[&["people.csv"], &ARGUMENTS[..4], models].concat());
    // Without a subject the two rows of 4 are two people.
    let (found, code) = with(&["--k", "2", "--t", "0.8"]);
    assert_eq!((code, &found["datasets"][0]["k"], &found["datasets"][0]["people_are"]), (0, &json!(2), &json!("rows")));
    let (found, code) = with(&["--k", "3", "--l", "2"]);
    let models = &found["datasets"][0]["models"];
    let failing: Vec<Value> = models
        .as_array()
        .expect("models")
        .iter()
        .map(|m| json!([m["model"], m["met"], m["failing"]["rows"]]))
        .collect();
    assert_eq!(code, 7);
    // Three classes are of two; one has a single illness, one a single pay, which is the same people's.
    assert_eq!(failing, [json!(["k", false, 6]), json!(["l", false, 4]), json!(["all", false, 6])]);
    for (model, code) in [("2", 7), ("entropy:1", 0), ("entropy:1.5", 7), ("recursive:2.5:2", 7), ("1", 0)] {
        assert_eq!(with(&["--l", model]).1, code, "{model}");
    }
    work.run(&[&["measure", "people.csv", "--k", "3"], &ARGUMENTS[..2]].concat()).exits(7).says("is not met");
    for bad in ["0", "x", "entropy:0.5", "recursive:2", "recursive:0:2", "1:2:3"] {
        work.run(&[&["measure", "people.csv", "--l", bad], &ARGUMENTS[..4]].concat()).exits(2);
    }
}

#[test]
fn parquet_is_measured_as_csv_is() {
    let work = Work::new();
    let mut csv = String::from("id,city,day,amount,flag\n");
    let rows: Vec<(i64, &str, i32, f64, bool)> = (0..500)
        .map(|n| {
            (
                n % 170,
                ["Almaty", "Astana", "Oral"][n as usize % 3],
                i32::try_from(n % 7).unwrap_or(0),
                (n % 11) as f64 / 2.0,
                n % 5 < 2,
            )
        })
        .collect();
    for (id, city, day, amount, flag) in &rows {
        writeln!(csv, "{id},{city},1970-01-{:02},{amount},{flag}", day + 1).expect("text");
    }
    work.write("a.csv", &csv);
    work.write("texts.parquet", parquet(columns_of(&csv), None));
    let typed: Vec<(&str, ArrayRef)> = vec![
        // An id that a data frame made a float of.
        ("id", Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.0 as f64)))),
        ("city", Arc::new(StringArray::from_iter_values(rows.iter().map(|row| row.1)))),
        ("day", Arc::new(Date32Array::from_iter_values(rows.iter().map(|row| row.2)))),
        ("amount", Arc::new(Float64Array::from_iter_values(rows.iter().map(|row| row.3)))),
        ("flag", Arc::new(rows.iter().map(|row| Some(row.4)).collect::<arrow::array::BooleanArray>())),
    ];
    work.write("typed.parquet", parquet(typed, None));
    let arguments = ["--quasi", "city,day,flag", "--sensitive", "amount", "--subject", "id"];
    let of = |file: &str| dataset(&work, &[&[file], &arguments[..]].concat());
    let found = of("a.csv");
    assert_eq!((&found["rows"], &found["people"], &found["rows_of_nobody"]), (&json!(500), &json!(169), &json!(3)));
    assert_eq!(of("texts.parquet"), found);
    assert_eq!(of("typed.parquet"), found);
    // Two files with one header are one dataset.
    work.write("b.csv", &csv);
    let both = dataset(&work, &[&["a.csv", "b.csv"], &arguments[..]].concat());
    assert_eq!((&both["rows"], &both["people"], &both["k"]), (&json!(1_000), &json!(169), &found["k"]));
}

#[test]
fn neither_threads_nor_cutting_change_a_byte() {
    let work = Work::new();
    let mut csv = String::from("id;city;age;illness;note\n");
    // Ten megabytes: several units.
    for n in 0_u64..60_000 {
        let mixed = n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40;
        let note = "x".repeat(150);
        writeln!(csv, "{};city {};{};ill {};{note}", mixed % 9_000, mixed % 40, mixed / 40 % 70, mixed / 3 % 9)
            .expect("text");
    }
    work.write("a.csv", csv);
    let arguments = ["a.csv", "--quasi", "city,age", "--sensitive", "illness", "--subject", "id"];
    let of = |more: &[&str]| work.run(&[&["measure", "--json"], &arguments[..], more].concat()).exits(0).stdout;
    let one = of(&["--threads", "1"]);
    assert_eq!(of(&["--threads", "4"]), one);
    assert_eq!(of(&["--threads", "3", "--read-buffer", "77777"]), one);
}

#[test]
fn a_schema_says_what_columns_are() {
    let work = Work::new();
    let (users, schemas) = (sample("sample-data/users.csv"), sample("schemas"));
    let found = dataset(&work, &[&users, "--schema", &schemas]);
    let names = |what: &str| {
        let columns = found[what].as_array().expect("columns").iter();
        columns.map(|column| column["name"].as_str().unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!((&found["subject"], &found["rows"]), (&json!("user_id"), &json!(2_000)));
    assert!(names("quasi_identifiers").contains(&"city".to_owned()), "{found}");
    assert!(!names("quasi_identifiers").contains(&"email".to_owned()));
    // By the name of the schema or of the file, and only those that are named; what is named is not of another role too.
    for name in ["city", "Город", "ГОРОД "] {
        let found = dataset(&work, &[&users, "--schema", &schemas, "--quasi", name, "--sensitive", "Промокод"]);
        assert_eq!(found["quasi_identifiers"][0]["name"], "city");
        assert_eq!(
            (&found["sensitive"][0]["name"], &found["quasi_identifiers"][1]),
            (&json!("promo_code"), &Value::Null)
        );
    }
    // An answer of «Нет» is nothing but in a flag.
    let flags = |more: &[&str]| {
        dataset(&work, &[&[&users as &str, "--quasi", "Подписан"], more].concat())["quasi_identifiers"][0]["null_rows"]
            .as_u64()
    };
    assert!(flags(&["--schema", &schemas]) < flags(&[]));
}

#[test]
fn a_release_is_measured_by_its_manifest() {
    let work = Work::new();
    let (users, payments, schemas) =
        (sample("sample-data/users.csv"), sample("sample-data/payments.csv"), sample("schemas"));
    work.run(&[
        "apply",
        &users,
        &payments,
        "--schema",
        &schemas,
        "--profile",
        "warehouse",
        "--keys",
        "ephemeral",
        "--out",
        "release",
    ])
    .exits(0);
    let (found, code) = report(&work, &["release"]);
    let names: Vec<&str> =
        found["datasets"].as_array().expect("datasets").iter().filter_map(|d| d["name"].as_str()).collect();
    assert_eq!((code, names), (0, vec!["users", "payments"]));
    assert_eq!(found["datasets"][0]["people_are"], "rows");
    // With the schema it is known whose the rows are. Tokens are known of nobody, unless somebody asks.
    let (found, _) = report(&work, &["release", "--schema", &schemas]);
    let payments = &found["datasets"][1];
    assert_eq!((&payments["people_are"], &payments["subject"]), (&json!("subjects"), &json!("user_id")));
    assert!(payments["people"].as_u64() < payments["rows"].as_u64());
    assert_eq!(payments["keyed"], json!(["payment_id"]));
    let (found, _) = report(&work, &["release", "--quasi", "payment_id"]);
    assert_eq!((&found["datasets"][0]["k"], &found["datasets"][0]["keyed"]), (&json!(1), &json!([])));
    // A column of one dataset leaves the other out, and says so.
    let (found, _) = report(&work, &["release", "--quasi", "city"]);
    assert_eq!((&found["datasets"][0]["name"], &found["skipped"][0]["name"]), (&json!("users"), &json!("payments")));

    fs::write(
        work.path("release/_manifest.json"),
        "{\"datasets\": [{\"name\": \"x\", \"file\": \"../x\", \"columns\": []}]}",
    )
    .expect("a file");
    work.run(&["measure", "release"]).exits(4).says("E275");
    fs::write(work.path("release/_manifest.json"), "[]").expect("a file");
    work.run(&["measure", "release"]).exits(4).says("E275");
    fs::create_dir(work.path("empty")).expect("a folder");
    work.run(&["measure", "empty"]).exits(4).says("E275");
}

#[test]
fn what_a_profile_asks_for_is_what_is_measured() {
    let work = Work::new();
    let (users, payments) = (sample("sample-data/users.csv"), sample("sample-data/payments.csv"));
    work.run(&["keys", "new", "keys.json"]).exits(0);
    for format in ["parquet", "csv"] {
        let arguments = ["--schema", &sample("schemas"), "--profile", "research_partner", "--recipient", "uni"];
        let more = ["--keys", "keys.json", "--storage-country", "KZ", "--as-of", "2026-11-28", "--to", format];
        work.run(&[&["apply", &users, &payments, "--out", format], &arguments[..], &more].concat()).exits(0);
        let manifest: Value =
            serde_json::from_slice(&fs::read(work.path(format).join("_manifest.json")).expect("a file")).expect("JSON");
        // Twice the same count, by two ways that share no line: of what was planned, and of what is written.
        let (found, code) = report(&work, &[format, "--k", "10"]);
        assert_eq!(code, 0, "{found}");
        for (measured, stated) in found["datasets"]
            .as_array()
            .expect("datasets")
            .iter()
            .zip(manifest["datasets"].as_array().expect("datasets"))
        {
            assert_eq!(measured["name"], stated["name"]);
            for number in ["k", "classes", "subject"] {
                assert_eq!(measured[number], stated["models"][number], "{number} of {}", stated["name"]);
            }
        }
    }
}

#[test]
fn what_cannot_be_measured_is_refused() {
    let work = Work::new();
    work.write("people.csv", PEOPLE);
    work.write("twice.csv", "a,A,b\n1,2,3\n");
    let wide: Vec<String> = (0..21).map(|n| format!("c{n}")).collect();
    work.write("wide.csv", format!("{}\n{}\n", wide.join(","), vec!["1"; 21].join(",")));
    let wide = wide.join(",");
    for (arguments, code) in [
        (["people.csv", "--quasi", "city,town"].as_slice(), "E270"),
        (&["people.csv", "--quasi", "city", "--sensitive", "town"], "E270"),
        (&["people.csv", "--quasi", "city", "--subject", "town"], "E270"),
        (&["people.csv"], "E271"),
        (&["people.csv", "--sensitive", "illness"], "E271"),
        (&["wide.csv", "--quasi", &wide], "E272"),
        (&["people.csv", "--quasi", "city,id", "--subject", "id"], "E273"),
        (&["people.csv", "--quasi", "city,pay", "--sensitive", "pay"], "E273"),
        (&["twice.csv", "--quasi", "a"], "E274"),
        (&["people.csv", "--quasi", "city", "--l", "2"], "E277"),
        (&["people.csv", "--quasi", "city", "--t", "0.2"], "E277"),
        (&["people.csv", "people.csv", "--quasi", "city"], "E228"),
    ] {
        work.run(&[&["measure"], arguments].concat()).exits(2).says(code).says("hint: ");
    }
    work.run(&["measure", "none.csv", "--quasi", "city"]).exits(2).says("E401");
    // A list can be read by nobody who counts cells.
    let lists = arrow::array::ListArray::from_iter_primitive::<arrow::datatypes::Int64Type, _, _>([Some([Some(1)])]);
    let ids: ArrayRef = Arc::new(Int64Array::from_iter_values([1]));
    work.write("lists.parquet", parquet(vec![("id", ids), ("list", Arc::new(lists))], None));
    work.run(&["measure", "lists.parquet", "--quasi", "list"]).exits(2).says("E276");
    work.run(&["measure", "lists.parquet", "--quasi", "id"]).exits(0);
}

/// The first line of a file without a header is somebody's row: no hint takes a name from it, only from who described the columns.
#[test]
fn a_near_name_comes_from_a_schema_and_never_from_the_file() {
    let work = Work::new();
    work.write("rows.csv", "7;Анна;x\n8;Дана;y\n");
    work.run(&["measure", "rows.csv", "--quasi", "Анн,9"]).exits(2).says("E270").hides("Анна").hides("did you mean");
    work.write("people.csv", "city,id\nАлматы,1\n");
    work.write(
        "people.toml",
        "version = 1\ndataset = \"people\"\nsite = \"s.example\"\ntimezone = \"UTC\"\nsubject = \"id\"\n[columns]\ncity = { is = \"city\" }\nid = { is = \"user-id\" }\n",
    );
    work.run(&["measure", "people.csv", "--schema", "people.toml", "--quasi", "citi"])
        .exits(2)
        .says("did you mean `city`?");
}

#[test]
fn a_guessed_encoding_is_said() {
    let work = Work::new();
    // «город» and «Алматы» in windows-1251, many times, as a guess needs them.
    let (head, row) = (b"\xe3\xee\xf0\xee\xe4,n\n".as_slice(), b"\xc0\xeb\xec\xe0\xf2\xfb,1\n".as_slice());
    work.write("cities.csv", [head, &row.repeat(50)].concat());
    let ran = work.run(&["measure", "cities.csv", "--quasi", "город"]).exits(0).says("W401");
    assert!(ran.stdout.contains("k = 50"), "{}", ran.stdout);
    work.run(&["measure", "cities.csv", "--quasi", "город", "--encoding", "windows-1251"]).exits(0).hides("W401");
}

#[test]
fn broken_rows_are_told_and_not_measured() {
    let work = Work::new();
    work.write("people.csv", format!("{PEOPLE}8,Oral\n"));
    let found = dataset(&work, &[&["people.csv"], &ARGUMENTS[..]].concat());
    assert_eq!((&found["rows"], &found["broken_rows"]), (&json!(9), &json!(1)));
}

#[test]
fn people_read_tables_and_no_value() {
    let work = Work::new();
    work.write("people.csv", PEOPLE);
    let ran = work.run(&[&["measure", "people.csv", "--k", "2", "--l", "2"], &ARGUMENTS[..]].concat()).exits(7);
    for text in [
        "people.csv: 9 rows\n7 people by `id`, 1 row of nobody\nk = 1: 4 classes of 1.75 people on average; 4 rows are unique (44 %)\n",
        "model  asked for     met  classes that fail  their rows\nk      2             no   2                  4\n",
        "people in a class  classes  rows  share of rows\n1                  2        4     44 %\n",
        "city              3         22 %  22 %",
        "city + age         4                     44 %\n",
        "advice\n- `city` alone makes 22 % of the rows unique",
        "- in 1 class of two people or more (2 rows) `illness` has one value",
        "- `city` has NULL, which is taken as a value like any other",
    ] {
        assert!(ran.stdout.contains(text), "`{text}` is not in:\n{}", ran.stdout);
    }
    let ran = ran.hides("Almaty").hides("Astana").hides("flu").hides("900");
    assert!(!ran.stdout.contains("every row counts"));
    let ran = work.run(&["measure", "people.csv", "--quasi", "city"]).exits(0);
    assert!(
        ran.stdout.contains("every row counts as a person\n") && ran.stdout.contains("`--subject`"),
        "{}",
        ran.stdout
    );
    // The whole report is free of values too.
    work.run(&[&["measure", "people.csv", "--json"], &ARGUMENTS[..]].concat()).exits(0).hides("Almaty").hides("flu");
}
