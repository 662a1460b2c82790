//! A small export of people, its schema and its key, and the calls that most tests make on them.

use super::{Ran, Work};
use arrow::array::{ArrayRef, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;
use serde_json::Value;
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

/// Schema of [`people`]. Names and comments are dropped by every built-in profile; courses and sums are kept by `warehouse`.
pub(crate) const SCHEMA: &str = r#"version = 1
dataset = "people"
site    = "skillbox.kz"
subject = "user_id"

[dialect]
delimiter = ","

[columns]
user_id = { is = "user-id" }
name    = { is = "full-name" }
email   = { is = "email" }
phone   = { is = "phone" }
joined  = { is = "event-time" }
course  = { is = "product" }
amount  = { is = "amount" }
comment = { is = "free-text" }
"#;

/// First line of [`people`].
pub(crate) const HEADER: &str = "user_id,name,email,phone,joined,course,amount,comment\n";

/// A row whose every part is looked for in what the program prints.
pub(crate) const CANARY: &str = "77,Канарейкина Айгерим,canary.bird@example.kz,+77710009998,2024-05-01 10:00:00,Python,100.00,звоните Канарейкиной\n";

/// What no message may hold.
pub(crate) const CANARIES: [&str; 4] = ["Канарейк", "Айгерим", "canary", "7710009998"];

/// A key that was made once with `keys new`; its hex must not be printed either.
pub(crate) const KEY_HEX: &str = "8f3a1c5e7b9d2046aa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f901234";

/// Header and so many ordinary rows.
pub(crate) fn people(rows: usize) -> String {
    let mut text = HEADER.to_owned();
    for n in 1..=rows {
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "{n},Иванова Анна,user{n}@example.kz,+7701{n:07},2024-05-{:02} 10:00:00,Python,{n}.50,ok",
            n % 28 + 1
        );
    }
    text
}

/// Three ordinary rows, the canary's row third among them.
pub(crate) fn people_and_canary() -> String {
    people(2) + CANARY + people(1).split_once('\n').expect("a header").1
}

/// A key file of this text, readable by its owner alone.
pub(crate) fn write_key(work: &Work, name: &str, text: &str) {
    let path = work.write(name, text);
    chmod(&path, 0o600);
}

/// A key file of one epoch.
pub(crate) fn key_file(hex: &str) -> String {
    format!(r#"{{"format": "iesiz-keys/1", "epochs": [{{"epoch": 1, "key": "{hex}"}}]}}"#)
}

pub(crate) fn chmod(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
}

pub(crate) fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).expect("metadata").permissions().mode() & 0o7777
}

/// A workplace with the schema and the key.
pub(crate) fn workplace() -> Work {
    let work = Work::new();
    work.write("schemas/people.toml", SCHEMA);
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work
}

/// A workplace with this export too.
pub(crate) fn with_people(content: impl AsRef<[u8]>) -> Work {
    let work = workplace();
    work.write("people.csv", content);
    work
}

/// `apply INPUT` with the schema, the key, `warehouse` and `--out out`.
pub(crate) fn arguments<'a>(input: &'a str, extra: &[&'a str]) -> Vec<&'a str> {
    let usual =
        ["apply", input, "--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    [usual.as_slice(), extra].concat()
}

pub(crate) fn apply(work: &Work, input: &str, extra: &[&str]) -> Ran {
    work.run(&arguments(input, extra))
}

/// Asserts that the run is refused alike with one worker and with eight, publishes nothing and prints no canary.
#[track_caller]
pub(crate) fn refused(work: &Work, input: &str, extra: &[&str], code: i32) -> Ran {
    let [one, eight] =
        ["1", "8"].map(|threads| apply(work, input, &[extra, &["--threads", threads]].concat()).exits(code));
    assert_eq!(one.stderr, eight.stderr, "threads change the message");
    nothing_published(work);
    hides_canaries(one)
}

#[track_caller]
pub(crate) fn hides_canaries(ran: Ran) -> Ran {
    CANARIES.iter().fold(ran, |ran, canary| ran.hides(canary)).hides("panicked").hides("internal error")
}

/// Asserts that there is no release, no run record and nothing half-made.
#[track_caller]
pub(crate) fn nothing_published(work: &Work) {
    assert!(!work.path("out").exists(), "a release was published");
    assert!(!work.path("_out.run.json").exists(), "a run record was written");
    assert!(work.leftovers().is_empty(), "left behind: {:?}", work.leftovers());
}

pub(crate) fn json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON")
}

/// The manifest's entry for a column of the release's only dataset.
pub(crate) fn column(work: &Work, name: &str) -> Value {
    let manifest = json(&work.path("out/_manifest.json"));
    let columns = manifest["datasets"][0]["columns"].as_array().expect("columns").clone();
    columns.into_iter().find(|column| column["name"] == name).expect("the column")
}

/// Lines of a released CSV file.
pub(crate) fn lines(work: &Work, file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(work.path(file)).expect("a CSV file");
    text.lines().map(str::to_owned).collect()
}

/// Files of a directory with their bytes, by name.
pub(crate) fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(directory).expect("a directory").map(|entry| entry.expect("an entry"));
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("a file"))
    };
    let mut files: Vec<_> = entries.map(read).collect();
    files.sort();
    files
}

/// A Parquet file of these columns.
pub(crate) fn parquet(columns: Vec<(&str, ArrayRef)>, properties: Option<WriterProperties>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)));
    let batch = batch.expect("columns of one length");
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), properties).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("a footer");
    bytes
}

/// The columns of a plain comma-separated text, all of them text; empty cells are NULL.
pub(crate) fn columns_of(csv: &str) -> Vec<(&str, ArrayRef)> {
    let (header, body) = csv.split_once('\n').expect("a header");
    let rows: Vec<Vec<&str>> = body.lines().map(|line| line.split(',').collect()).collect();
    let column = |at: usize| -> ArrayRef {
        Arc::new(rows.iter().map(|row| Some(row[at]).filter(|cell| !cell.is_empty())).collect::<StringArray>())
    };
    header.split(',').enumerate().map(|(at, name)| (name, column(at))).collect()
}
