//! Releases as wholes: the same bytes every time, documents that are what they say, and a verification that notices everything.

use crate::util::fixtures::{
    KEY_HEX, SCHEMA, apply, arguments, chmod, columns_of, files, json, key_file, parquet, people, with_people,
    workplace, write_key,
};
use crate::util::{Ran, Work, root};
use jsonschema::Validator;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// Narrow, so that many rows are made quickly.
const VISITS: &str = r#"version = 1
dataset = "visits"
site = "skillbox.kz"
[columns]
user_id = { is = "user-id" }
at      = { is = "event-time" }
course  = { is = "product" }
"#;

/// Rows of three units.
const ROWS: usize = 2 * 122_880 + 5_000;

fn visits() -> String {
    let mut text = String::from("user_id,at,course\n");
    for n in 0..ROWS {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{},2024-05-{:02},К{}", n / 3, n % 28 + 1, n % 7);
    }
    text
}

/// The same release, byte for byte, with every number of workers and every size of reads; the released file's bytes.
fn same_bytes(input: &str, content: &[u8], to: &str, smallest_read: &str) -> Vec<u8> {
    let work = workplace();
    work.write("schemas/visits.toml", VISITS);
    work.write(input, content);
    let mut first: Option<Vec<(String, Vec<u8>)>> = None;
    for (threads, buffer) in [("1", "4096"), ("2", smallest_read), ("8", "1048576"), ("16", "65537")] {
        let extra = ["--to", to, "--threads", threads, "--read-buffer", buffer, "--if-exists", "replace"];
        apply(&work, input, &extra).exits(0);
        let made = files(&work.path("out"));
        let expected = first.get_or_insert_with(|| made.clone());
        for (one, other) in expected.iter().zip(&made) {
            assert!(one == other, "{} differs with {threads} workers and reads of {buffer} bytes", one.0);
        }
        assert_eq!((made.len(), expected.len()), (5, 5));
    }
    assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["rows"], ROWS);
    work.run(&["verify", "out"]).exits(0);
    std::fs::read(work.path(&format!("out/visits.{to}"))).expect("the dataset")
}

#[test]
fn f56_same_bytes_from_csv_to_parquet() {
    let bytes = same_bytes("visits.csv", visits().as_bytes(), "parquet", "7");
    let reader = parquet::file::reader::SerializedFileReader::new(bytes::Bytes::from(bytes)).expect("Parquet");
    let groups: Vec<i64> = parquet::file::reader::FileReader::metadata(&reader)
        .row_groups()
        .iter()
        .map(RowGroupMetaData::num_rows)
        .collect();
    assert_eq!(groups, [122_880, 122_880, 5_000]);
}

#[test]
fn f56_same_bytes_from_csv_and_parquet_to_csv() {
    let text = visits();
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(70_001)).build();
    let from_parquet = same_bytes("visits.parquet", &parquet(columns_of(&text), Some(properties)), "csv", "1");
    let from_csv = same_bytes("visits.csv", text.as_bytes(), "csv", "333");
    assert!(from_csv == from_parquet);
    assert_eq!(from_csv.iter().filter(|byte| **byte == b'\n').count(), ROWS + 1);
}

#[test]
fn f56_same_bytes_from_parquet_to_parquet() {
    let properties = WriterProperties::builder().set_max_row_group_row_count(Some(1 << 20)).build();
    same_bytes("visits.parquet", &parquet(columns_of(&visits()), Some(properties)), "parquet", "1");
}

#[test]
fn f57_zone_language_and_place_change_nothing() {
    let work = with_people(people(50));
    apply(&work, "people.csv", &[]).exits(0);
    let expected = files(&work.path("out"));
    for (zone, language) in [("Pacific/Kiritimati", "tr_TR.UTF-8"), ("America/Adak", "kk_KZ.UTF-8"), (":junk", "C")] {
        let other = with_people(people(50));
        let mut command = other.command(&arguments("people.csv", &[]));
        command.env("TZ", zone).env("LC_ALL", language).env("LANG", language);
        Ran::of(command.output().expect("the program starts")).exits(0);
        assert!(files(&other.path("out")) == expected, "{zone} {language}");
    }
}

#[test]
fn one_key_makes_one_release_and_another_key_another() {
    let work = with_people(people(50));
    apply(&work, "people.csv", &["--to", "csv"]).exits(0);
    let first = files(&work.path("out"));
    apply(&work, "people.csv", &["--to", "csv", "--if-exists", "replace"]).exits(0);
    assert!(files(&work.path("out")) == first);
    write_key(&work, "keys.json", &key_file(&KEY_HEX.replace("8f", "9e")));
    apply(&work, "people.csv", &["--to", "csv", "--if-exists", "replace"]).exits(0);
    let second = files(&work.path("out"));
    let same: Vec<&str> = first.iter().zip(&second).filter(|(a, b)| a == b).map(|(a, _)| a.0.as_str()).collect();
    assert_eq!(same, ["_DICTIONARY.md", "_NOTICE.md"]);
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[test]
fn digests_are_in_the_format_of_sha256sum() {
    let work = with_people(people(5));
    apply(&work, "people.csv", &[]).exits(0);
    let mut expected = String::new();
    for (name, bytes) in files(&work.path("out")).iter().filter(|(name, _)| name != "_SHA256SUMS") {
        let _ = writeln!(expected, "{}  {name}", hex(bytes));
    }
    assert_eq!(std::fs::read_to_string(work.path("out/_SHA256SUMS")).expect("the digests"), expected);
}

/// A release to spoil, and its files.
fn release() -> (Work, Vec<(String, Vec<u8>)>) {
    let work = with_people(people(20));
    apply(&work, "people.csv", &[]).exits(0);
    let ran = work.run(&["verify", "out"]).exits(0).says("out: 5 files match their digests, none was added");
    drop(ran.says("its manifest says pseudonymised"));
    let files = files(&work.path("out"));
    (work, files)
}

/// Asserts that what was done to the release is noticed, and puts it back.
#[track_caller]
fn noticed(work: &Work, files: &[(String, Vec<u8>)], text: &str) {
    work.run(&["verify", "out"]).exits(12).says(text).says("do not use this release");
    std::fs::remove_dir_all(work.path("out")).expect("the release");
    for (name, bytes) in files {
        work.write(&format!("out/{name}"), bytes);
    }
}

#[test]
fn f78_a_changed_byte_is_noticed() {
    let (work, files) = release();
    for (name, bytes) in &files {
        for at in [0, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            work.write(&format!("out/{name}"), changed);
            noticed(&work, &files, "[E1201]");
        }
        work.write(&format!("out/{name}"), [bytes.as_slice(), b"\n"].concat());
        noticed(&work, &files, "[E1201]");
        work.write(&format!("out/{name}"), "");
        noticed(&work, &files, "[E1201]");
    }
}

#[test]
fn f78_files_that_come_and_go_are_noticed() {
    let (work, files) = release();
    for (name, _) in &files {
        let path = work.path(&format!("out/{name}"));
        std::fs::remove_file(&path).expect("a file");
        noticed(&work, &files, &format!("`{name}` is missing"));
        std::fs::rename(&path, work.path("elsewhere")).expect("a file");
        std::os::unix::fs::symlink("../elsewhere", &path).expect("a link");
        noticed(&work, &files, "[E1201]");
        std::fs::remove_file(work.path("elsewhere")).expect("a file");
    }
    for added in ["people.csv", ".hidden", "users.parquet"] {
        work.write(&format!("out/{added}"), "x");
        noticed(&work, &files, &format!("`{added}` was added"));
    }
    work.write("out/folder/file", "x");
    noticed(&work, &files, "`folder` was added");
    work.run(&["verify", "missing"]).exits(2).says("there is no file `missing`");
    work.write("empty/x", "");
    work.run(&["verify", "empty"]).exits(12).says("`_manifest.json` is missing");
}

#[test]
fn f78_a_manifest_whose_digest_was_made_to_fit_is_noticed() {
    let (work, files) = release();
    let text = |name: &str| std::fs::read_to_string(work.path(&format!("out/{name}"))).expect("a document");
    let (manifest, sums) = (text("_manifest.json"), text("_SHA256SUMS"));
    let forge = |changed: &str, sums: &str| {
        assert_ne!(changed, manifest);
        work.write("out/_manifest.json", changed);
        work.write("out/_SHA256SUMS", sums.replace(&hex(manifest.as_bytes()), &hex(changed.as_bytes())));
    };
    let data = hex(&files[4].1);
    forge(&manifest.replace(&data, &data.replace(|_: char| true, "0")), &sums);
    noticed(&work, &files, "`people.parquet` is not what was published");
    let notice = hex(&files[1].1);
    forge(&manifest.replace(&notice, &notice.replace(|_: char| true, "0")), &sums);
    noticed(&work, &files, "`_NOTICE.md` is not what was published");
    let dictionary = hex(&files[0].1);
    forge(&manifest.replace(&dictionary, &dictionary.replace(|_: char| true, "0")), &sums);
    noticed(&work, &files, "`_DICTIONARY.md` is not what was published");
    let bytes = format!("\"bytes\": {}", files[4].1.len());
    forge(&manifest.replace(&bytes, "\"bytes\": 1"), &sums);
    noticed(&work, &files, "`people.parquet` has not the size that the manifest says");
    forge(&manifest.replace("iesiz-manifest/1", "iesiz-manifest/2"), &sums);
    noticed(&work, &files, "`_manifest.json` cannot be read as a manifest of this version");
    // Data exchanged and its digest made to fit, but not the manifest.
    work.write("out/people.parquet", "x");
    work.write("out/_SHA256SUMS", sums.replace(&data, &hex(b"x")));
    noticed(&work, &files, "`_SHA256SUMS` and `_manifest.json` disagree");
    // The list of digests in another order, or with one more.
    let turned: Vec<&str> = sums.lines().rev().collect();
    for other in [turned.join("\n") + "\n", format!("{sums}{data}  people.parquet\n"), sums.replace('\n', "\r\n")] {
        work.write("out/_SHA256SUMS", other);
        noticed(&work, &files, "`_SHA256SUMS` and `_manifest.json` disagree");
    }
    work.run(&["verify", "out"]).exits(0);
}

fn schema() -> (Value, Validator) {
    let schema = json(&root().join("schemas/manifest.schema.json"));
    assert!(jsonschema::draft202012::meta::is_valid(&schema));
    let validator = jsonschema::draft202012::new(&schema).expect("a sound schema");
    (schema, validator)
}

#[track_caller]
fn valid(validator: &Validator, manifest: &Value) {
    let errors: Vec<String> =
        validator.iter_errors(manifest).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// A release of the whole sample data.
fn sample(profile: &str, extra: &[&str]) -> (Work, Value) {
    let work = workplace();
    let path = |name: &str| root().join(name).to_string_lossy().into_owned();
    let inputs =
        ["users.csv", "payments.csv", "feedback.csv", "visits.tsv"].map(|name| path(&format!("sample-data/{name}")));
    let schemas = path("schemas");
    let mut arguments = vec!["apply"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(["--schema", &schemas, "--profile", profile, "--keys", "keys.json", "--out", "out"]);
    arguments.extend(extra);
    work.run(&arguments).exits(0);
    let manifest = json(&work.path("out/_manifest.json"));
    (work, manifest)
}

#[test]
fn manifests_of_the_sample_are_what_their_schema_says() {
    let (schema, validator) = schema();
    let (_, inside) = sample("warehouse", &["--storage-country", "KZ"]);
    valid(&validator, &inside);
    assert_eq!(
        (&inside["audience"], &inside["storage_country"], &inside["counts_from"]),
        (&json!("internal"), &json!("KZ"), &Value::Null)
    );
    let outside = ["--recipient", "uni", "--as-of", "2026-01-31", "--to", "csv"];
    let (work, outside) = sample("research_partner", &outside);
    valid(&validator, &outside);
    assert_eq!(
        (&outside["recipient"], &outside["as_of"], &outside["expires_on"]),
        (&json!("uni"), &json!("2026-01-31"), &json!("2027-01-31"))
    );
    // The closed words of the schema are those of the program.
    let types: Value = serde_json::from_str(&work.run(&["list", "types", "--json"]).exits(0).stdout).expect("JSON");
    let types: Vec<&Value> = types.as_array().expect("a list").iter().map(|row| &row["type"]).collect();
    assert_eq!(
        schema["$defs"]["column"]["properties"]["is"]["enum"].as_array().expect("words").iter().collect::<Vec<_>>(),
        types
    );
}

/// A profile of one's own over the people of the fixtures.
fn own(status: &str, keys: &str, actions: &str) -> String {
    format!(
        "version = 1\nprofile = \"own\"\nclause = \"test\"\nstatus = \"{status}\"\naudience = \"internal\"\nkeys = \"{keys}\"\n[actions]\n{actions}"
    )
}

fn apply_own(work: &Work, profile: &str) -> Ran {
    work.write("own.toml", profile);
    let usual = ["apply", "people.csv", "--schema", "schemas", "--profile", "./own.toml", "--keys", "keys.json"];
    work.run(&[&usual[..], &["--out", "out"]].concat())
}

#[test]
fn manifests_of_every_family_are_what_their_schema_says() {
    let work = with_people(people(20));
    let actions = r#"user-id = "pseudonymize"
email = "encrypt"
full-name = { mask = "initials" }
phone = { mask = "all" }
event-time = { shift = 30 }
amount = { noise = [-5, 5] }
product = "keep"
"#;
    apply_own(&work, &own("personal", "required", actions)).exits(0);
    let manifest = json(&work.path("out/_manifest.json"));
    valid(&schema().1, &manifest);
    let columns = manifest["datasets"][0]["columns"].as_array().expect("columns");
    let told: Vec<[&str; 2]> = columns
        .iter()
        .filter(|column| column["released"] == true)
        .map(|column| [column["family"].as_str().expect("a word"), column["parameters"].as_str().unwrap_or("-")])
        .collect();
    let wanted = [
        ["pseudonymization", "-"],
        ["suppression", "\"initials\""],
        ["cryptographic", "-"],
        ["suppression", "\"all\""],
        ["randomization", "30"],
        ["none", "-"],
        ["randomization", "[-5, 5]"],
    ];
    assert_eq!(told, wanted);
    let tokens: Vec<&str> =
        columns.iter().filter(|c| !c["token"].is_null()).map(|c| c["name"].as_str().expect("a name")).collect();
    assert_eq!(tokens, ["user_id", "email"]);
}

/// Whoever holds the key draws the same noise again: such a release names its key, and is never anonymised.
#[test]
fn what_is_drawn_can_be_drawn_again() {
    let work = with_people(people(20));
    let actions = "event-time = { shift = 30 }\namount = { noise = [-5, 5] }\n";
    apply_own(&work, &own("anonymised", "required", actions))
        .exits(2)
        .says("claims `anonymised`, but this release is `pseudonymised`")
        .says("people.joined, people.amount");
    apply_own(&work, &own("pseudonymised", "none", actions)).exits(2).says("has no tokens and draws no numbers [E304]");
    apply_own(&work, &own("pseudonymised", "required", actions)).exits(0);
    let manifest = json(&work.path("out/_manifest.json"));
    valid(&schema().1, &manifest);
    let id = work.run(&["--json", "keys", "show", "keys.json"]).exits(0).stdout;
    assert!(id.contains(manifest["key"]["id"].as_str().expect("an id")));
}

#[test]
fn the_schema_of_manifests_is_strict() {
    let (_, validator) = schema();
    let work = with_people(people(20));
    apply(&work, "people.csv", &[]).exits(0);
    let good = json(&work.path("out/_manifest.json"));
    valid(&validator, &good);
    let mut signed = good.clone();
    signed["signed_by"] = json!("89bf2c454ee90606");
    valid(&validator, &signed);
    // Every key of every object is required, and none may be added.
    let mut pointers = Vec::new();
    objects(&good, "", &mut pointers);
    assert!(pointers.len() > 20);
    for pointer in &pointers {
        let object = good.pointer(pointer).and_then(Value::as_object).expect("an object");
        for key in object.keys() {
            let mut less = good.clone();
            less.pointer_mut(pointer).and_then(Value::as_object_mut).expect("an object").remove(key);
            assert!(!validator.is_valid(&less), "{pointer}/{key} is not required");
        }
        let mut more = good.clone();
        more.pointer_mut(pointer).expect("an object")["canary"] = json!("canary@example.kz");
        assert!(!validator.is_valid(&more), "{pointer} takes another key");
    }
    for (pointer, value) in [
        ("/audience", json!("partner")),
        ("/status", json!("anonymised")),
        ("/counts_from", json!(10)),
        ("/signed_by", json!("SIGNER")),
        ("/notice_sha256", Value::Null),
        ("/key/id", json!(KEY_HEX)),
        ("/datasets/0/columns/0/counts/nulls", json!(-1)),
        ("/datasets/0/columns/0/token", Value::Null),
        ("/datasets/0/columns/1/counts", json!({})),
        ("/datasets/0/columns/1/released", json!(true)),
        ("/datasets/0/file", json!("../people.parquet")),
        ("/datasets/0/columns/4/output_type", json!("Timestamp(Millisecond, None)")),
        ("/datasets", json!([])),
    ] {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).expect(pointer) = value;
        assert!(!validator.is_valid(&bad), "{pointer}");
    }
}

/// Pointers to every object of a document.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            found.push(at.to_owned());
            map.iter().for_each(|(key, value)| objects(value, &format!("{at}/{key}"), found));
        }
        Value::Array(list) => {
            list.iter().enumerate().for_each(|(nth, value)| objects(value, &format!("{at}/{nth}"), found));
        }
        _ => {}
    }
}

#[test]
fn an_audience_outside_sees_no_small_count() {
    let (work, manifest) = sample("third_party_depers", &["--recipient", "uni"]);
    let limit = manifest["counts_from"].as_u64().expect("a limit");
    assert_eq!(limit, 10);
    let (mut hidden, mut shown) = (0, 0);
    for dataset in manifest["datasets"].as_array().expect("datasets") {
        assert_eq!(dataset["row_account"], Value::Null);
        for column in dataset["columns"].as_array().expect("columns") {
            for (name, count) in column["counts"].as_object().into_iter().flatten() {
                match count.as_u64() {
                    None => hidden += 1,
                    Some(count) => {
                        assert!(count == 0 || count >= limit, "{}: {name} is {count}", column["name"]);
                        shown += u32::from(count > 0);
                    }
                }
            }
        }
    }
    assert!(hidden > 0 && shown > 0, "{hidden} hidden, {shown} shown");
    // The operator's own record hides nothing, and nothing of the sources is in what leaves.
    let record = json(&work.path("_out.run.json"));
    assert!(!record["datasets"].to_string().contains(":null"));
    for input in record["inputs"].as_array().expect("inputs") {
        for (name, bytes) in files(&work.path("out")) {
            let digest = input["sha256"].as_str().expect("a digest").as_bytes();
            assert!(memchr::memmem::find(&bytes, digest).is_none(), "{name} holds the digest of a source");
            assert!(memchr::memmem::find(&bytes, b"sample-data").is_none(), "{name} holds the name of a source");
        }
    }
}

#[test]
fn rows_in_are_rows_out_and_those_left_out() {
    let (work, manifest) = sample("warehouse", &[]);
    let record = json(&work.path("_out.run.json"));
    let mut excluded = 0;
    for (nth, dataset) in manifest["datasets"].as_array().expect("datasets").iter().enumerate() {
        let account = &dataset["row_account"];
        let of = |key: &str| account[key].as_u64().expect("a count");
        assert_eq!(of("rows_in"), of("rows_out") + of("quarantined") + of("excluded"), "{}", dataset["name"]);
        assert_eq!(dataset["rows"], account["rows_out"]);
        assert_eq!(&record["datasets"][nth]["row_account"], account);
        assert_eq!(record["inputs"][nth]["rows"], account["rows_in"]);
        excluded += of("excluded");
    }
    assert!(excluded > 0, "nobody withdrew from the sample");
}

#[test]
fn the_run_record_holds_what_only_the_operator_may_know() {
    let work = with_people(people(30) + "broken\n");
    work.write("gone.txt", "# who asked\nuser7@example.kz\n\nnobody@example.kz\n");
    let extra = ["--max-bad", "1", "--exclude", "gone.txt", "--as-of", "2026-02-01", "--storage-country", "KZ"];
    let ran = apply(&work, "people.csv", &extra).exits(3).says("exclusion list: 1 of 2 lines found");
    ran.says("run record (yours alone): _out.run.json").hides("user7@").hides("nobody@");
    let record = json(&work.path("_out.run.json"));
    let input = std::fs::read(work.path("people.csv")).expect("the input");
    let text = json!({
        "packing": null, "encoding": "utf-8", "encoding_by": "itself", "runs_repaired": 0, "runs_left": 0,
        "delimiter": ",", "quote": "\"", "escape": "none", "lines_in_cells": 0, "records_left_out": 0
    });
    assert_eq!(
        record["inputs"],
        json!([{
            "path": "people.csv", "dataset": "people", "bytes": input.len(), "sha256": hex(&input), "rows": 31, "text": text,
            "pages_without_checksum": null
        }])
    );
    assert_eq!(
        record["datasets"][0]["row_account"],
        json!({ "rows_in": 31, "rows_out": 29, "quarantined": 1, "excluded": 1, "suppressed": 0 })
    );
    let exclusion = &record["exclusion"];
    assert_eq!(
        (&exclusion["listed"], &exclusion["listed_found"], &exclusion["listed_not_found"]),
        (&json!(2), &json!(1), &json!(1))
    );
    let expected = [
        ("format", "iesiz-run/1"),
        ("out", "out"),
        ("status", "pseudonymised"),
        ("as_of", "2026-02-01"),
        ("storage_country", "KZ"),
    ];
    for (key, value) in expected {
        assert_eq!(record[key], value, "{key}");
    }
    let manifest = json(&work.path("out/_manifest.json"));
    for key in ["key", "profile", "recipient", "not_enforced", "tool"] {
        assert_eq!(record[key], manifest[key], "{key}");
    }
    assert_eq!(record["datasets"][0]["sha256"], manifest["datasets"][0]["sha256"]);
    let text = record.to_string();
    assert!(!text.contains("user7@") && !text.contains("nobody@") && !text.contains(KEY_HEX));
}

#[test]
fn the_notice_speaks_three_languages() {
    let work = with_people(people(20));
    work.run(&[
        "apply",
        "people.csv",
        "--schema",
        "schemas",
        "--profile",
        "research_partner",
        "--recipient",
        "uni",
        "--keys",
        "keys.json",
        "--as-of",
        "2026-02-01",
        "--out",
        "out",
    ])
    .exits(0);
    let notice = std::fs::read_to_string(work.path("out/_NOTICE.md")).expect("the notice");
    for text in [
        "# Notice\n\n- depersonalised: pseudonymised. Still personal data",
        "- Purpose: clause 7.1(д) (`research_partner`)\n- Privacy policy: 2023-08-31\n- Recipient: uni\n- Delete by: 2027-02-01\n",
        "- Do not pass it on to anybody.\n",
        "# Уведомление\n\n- обезличено: псевдонимизировано. Это всё ещё персональные данные",
        "- Получатель: uni\n- Удалить до: 2027-02-01\n",
        "- Не передавайте их никому.\n",
        "# Хабарлама\n\n- иесіздендірілген: псевдонимделген. Бұл әлі де дербес деректер",
        "- Алушы: uni\n- Жою мерзімі: 2027-02-01\n",
        "- Оларды ешкімге бермеңіз.\n",
    ] {
        assert!(notice.contains(text), "`{text}` is not in:\n{notice}");
    }
    for text in [
        "- k-anonymity holds in every file, k = 10\n",
        "- В каждом файле соблюдена k-анонимность, k = 10\n",
        "- Әр файлда k-анонимділік сақталған, k = 10\n",
    ] {
        assert_eq!(notice.matches(text).count(), 1, "{text}");
    }
}

#[test]
fn two_recipients_share_no_token() {
    let work = with_people(people(20));
    let tokens = |recipient: &str| -> Vec<String> {
        let arguments = ["--schema", "schemas", "--profile", "research_partner", "--keys", "keys.json", "--to", "csv"];
        work.run(&[&["apply", "people.csv", "--out", recipient, "--recipient", recipient][..], &arguments].concat())
            .exits(0);
        let text = std::fs::read_to_string(work.path(&format!("{recipient}/people.csv"))).expect("the dataset");
        text.lines().skip(1).map(|line| line.split(',').next().unwrap_or("").to_owned()).collect()
    };
    let (one, other) = (tokens("uni"), tokens("institute"));
    assert!(one.len() == 20 && one.iter().all(|token| token.starts_with("us_") && !other.contains(token)));
}

#[test]
fn a_release_with_nothing_readable_left_in_it_still_verifies() {
    // Verification needs no key and no schema: the release alone.
    let (work, files) = release();
    let elsewhere = Work::new();
    for (name, bytes) in &files {
        chmod(&elsewhere.write(&format!("copy/{name}"), bytes), 0o644);
    }
    drop(work);
    elsewhere.run(&["verify", "copy"]).exits(0);
}

#[test]
fn digests_of_documents_are_those_of_their_texts() {
    let work = with_people(people(2));
    apply(&work, "people.csv", &[]).exits(0);
    let manifest = json(&work.path("out/_manifest.json"));
    assert_eq!(manifest["datasets"][0]["schema"]["sha256"], hex(SCHEMA.as_bytes()));
    let profile = std::fs::read(root().join("schemas/profiles/warehouse.toml")).expect("the profile");
    assert_eq!(manifest["profile"], json!({ "name": "warehouse", "sha256": hex(&profile) }));
}

#[test]
fn a_program_that_reads_a_folder_of_rows_passes_the_documents_over() {
    let work = with_people(people(3));
    apply(&work, "people.csv", &["--to", "parquet"]).exits(0);
    let names = files(&work.path("out")).into_iter().map(|(name, _)| name);
    let rows: Vec<String> = names.filter(|name| !name.starts_with('_')).collect();
    assert_eq!(rows, ["people.parquet"]);
    // Releases side by side are read as one folder too.
    assert!(work.path("_out.run.json").exists() && !work.path("out.run.json").exists());
    // A name with `=` is a part of a table to Spark, whatever it begins with.
    let usual = ["apply", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json"];
    work.run(&[&usual[..], &["--out", "day=2026-11-30"]].concat()).exits(0).says("_day%3D2026-11-30.run.json");
    assert!(work.path("_day%3D2026-11-30.run.json").exists());
}

/// Documents had no underscore before.
#[test]
fn a_release_with_the_names_of_before_is_read_and_replaced() {
    let work = with_people(people(3));
    apply(&work, "people.csv", &[]).exits(0);
    let out = work.path("out");
    for name in ["_manifest.json", "_NOTICE.md", "_DICTIONARY.md", "_SHA256SUMS"] {
        std::fs::rename(out.join(name), out.join(&name[1..])).expect("renamed");
    }
    let sums = std::fs::read_to_string(out.join("SHA256SUMS")).expect("a list");
    std::fs::write(out.join("SHA256SUMS"), sums.replace("  _", "  ")).expect("written");
    work.run(&["verify", "out"]).exits(0);
    work.run(&["audit", "out", "-q"]).exits(0);
    std::fs::write(out.join("_manifest.json"), "{}").expect("written");
    work.run(&["verify", "out"]).exits(12);
    std::fs::remove_file(out.join("_manifest.json")).expect("removed");
    // Those releases had no dictionary: one that lies there is somebody's.
    work.write("out/DICTIONARY.md", "mine");
    std::fs::write(
        out.join("SHA256SUMS"),
        sums.replace("  _", "  ")
            .lines()
            .filter(|line| !line.contains("DICT"))
            .map(|line| format!("{line}\n"))
            .collect::<String>(),
    )
    .expect("written");
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(11).says("`DICTIONARY.md` [E617]");
    std::fs::remove_file(out.join("DICTIONARY.md")).expect("removed");
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(0);
    assert!(!out.join("manifest.json").exists() && out.join("_manifest.json").exists());
}

#[test]
fn the_dictionary_says_what_every_column_is_and_how_it_reads() {
    let work = with_people(people(3));
    apply(&work, "people.csv", &["--to", "csv"]).exits(0);
    let text = std::fs::read_to_string(work.path("out/_DICTIONARY.md")).expect("a dictionary");
    let manifest = json(&work.path("out/_manifest.json"));
    let columns = manifest["datasets"][0]["columns"].as_array().expect("columns");
    for column in columns {
        let name = column["name"].as_str().expect("a name");
        let lines = text.lines().filter(|line| line.starts_with(&format!("| `{name}` |"))).count();
        assert_eq!(lines, if column["released"] == true { 3 } else { 0 }, "{name}");
        assert!(text.matches(&format!("`{name}`")).count() >= 3, "{name} is not told of");
    }
    for said in [
        "| `user_id` | account number | replaced by a keyed token | `us_…`: one value has one token;",
        "| `course` | продукт | оставлен как есть | как в источнике | – |",
        "Columns that did not leave: `name`, `comment`.",
        "# Деректер сөздігі",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
}
