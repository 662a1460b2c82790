//! Golden folders: input, schema and profile give exactly these bytes and these counts under a fixed key.
//!
//! `IESIZ_BLESS=1` writes the expectations anew; look at every changed line before it is committed.

use crate::util::{Work, root};
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// A key of random bytes that everybody knows: for tests only.
const KEY: &str = r#"{"format": "iesiz-keys/1", "epochs": [{"epoch": 1, "key": "8f3a1c5e7b9d2046aa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f901234"}]}"#;

/// Writes the key file, readable by its owner alone.
pub(crate) fn write_key(work: &Work) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = work.write("keys.json", KEY);
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).expect("permissions");
}

fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join("tests/golden")).expect("the golden folders");
    let mut folders: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry").path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// The counts of each released column, zeros left out; why each other column is dropped.
fn counts(manifest: &Value) -> Value {
    let mut columns = Map::new();
    for column in manifest["datasets"][0]["columns"].as_array().expect("columns") {
        let name = column["name"].as_str().expect("a name").to_owned();
        let entry = match column["counts"].as_object() {
            Some(counts) => {
                let seen = counts.iter().filter(|(_, count)| count.as_u64() != Some(0));
                Value::Object(seen.map(|(name, count)| (name.clone(), count.clone())).collect())
            }
            None => column["dropped"].clone(),
        };
        columns.insert(name, entry);
    }
    columns.insert("rows".to_owned(), manifest["datasets"][0]["rows"].clone());
    columns.insert("status".to_owned(), manifest["status"].clone());
    Value::Object(columns)
}

fn made(folder: &Path) -> (String, String) {
    let work = Work::new();
    write_key(&work);
    let input = ["input.csv", "input.tsv"].into_iter().find(|name| folder.join(name).exists()).expect("an input");
    for name in [input, "schema.toml", "profile.toml"] {
        work.write(name, std::fs::read(folder.join(name)).expect("a golden file"));
    }
    let input = format!("data={input}");
    let arguments = ["apply", &input, "--schema", "schema.toml", "--profile", "profile.toml", "--keys", "keys.json"];
    let ran = work.run(&[arguments.as_slice(), &["--to", "csv", "--out", "out"]].concat());
    assert_eq!(ran.code, 0, "{}: {}", folder.display(), ran.stderr);
    let csv = std::fs::read_to_string(work.path("out/data.csv")).expect("the released file");
    let manifest = std::fs::read_to_string(work.path("out/_manifest.json")).expect("the manifest");
    let counts = counts(&serde_json::from_str(&manifest).expect("JSON"));
    (csv, format!("{}\n", serde_json::to_string_pretty(&counts).expect("JSON")))
}

#[test]
fn every_folder_gives_its_bytes_and_counts() {
    let folders = folders();
    let bless = std::env::var_os("IESIZ_BLESS").is_some();
    for folder in &folders {
        let (csv, counts) = made(folder);
        if bless {
            std::fs::write(folder.join("expected.csv"), &csv).expect("the golden file");
            std::fs::write(folder.join("expected_counts.json"), &counts).expect("the golden file");
        }
        let expected = |name: &str| std::fs::read_to_string(folder.join(name)).expect("a golden file");
        assert_eq!(csv, expected("expected.csv"), "{}", folder.display());
        assert_eq!(counts, expected("expected_counts.json"), "{}", folder.display());
    }
    assert_eq!(folders.len(), 29);
}

#[test]
fn every_technique_has_a_folder() {
    let actions: String =
        folders().iter().map(|f| std::fs::read_to_string(f.join("profile.toml")).expect("a profile")).collect();
    for technique in iesiz::transform::TECHNIQUES {
        assert!(actions.contains(technique.name()), "{}", technique.name());
    }
}
