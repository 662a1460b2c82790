//! The JSON schemas by which editors check schemas and profiles: they take what the program takes, and no key that it does not know.

use crate::util::root;
use serde_json::Value;
use std::path::PathBuf;

fn validator(name: &str) -> jsonschema::Validator {
    let text = std::fs::read(root().join("schemas").join(name)).expect("a JSON schema");
    jsonschema::validator_for(&serde_json::from_slice(&text).expect("JSON")).expect("a schema of schemas")
}

fn documents(folder: &str) -> Vec<(PathBuf, Value)> {
    let entries =
        std::fs::read_dir(root().join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = entries.filter(|path| path.extension().is_some_and(|end| end == "toml")).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a document");
        (path, toml::from_str(&text).expect("TOML"))
    };
    paths.into_iter().map(read).collect()
}

fn wrong(validator: &jsonschema::Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| error.instance_path().to_string()).collect()
}

#[test]
fn what_ships_fits_the_schemas_for_editors() {
    for (folder, schema, count) in
        [("schemas", "schema.schema.json", 4), ("schemas/profiles", "profile.schema.json", 6)]
    {
        let validator = validator(schema);
        let documents = documents(folder);
        assert_eq!(documents.len(), count);
        for (path, document) in documents {
            assert_eq!(wrong(&validator, &document), Vec::<String>::new(), "{}", path.display());
        }
    }
}

#[test]
fn what_the_program_refuses_the_schemas_refuse() {
    let schema = "version = 1\ndataset = \"d\"\nsite = \"s\"\n[columns]\nx = { is = \"code\" }\n";
    let profile = "version = 1\nprofile = \"p\"\nclause = \"c\"\nstatus = \"personal\"\naudience = \"internal\"\nkeys = \"none\"\n[actions]\ncode = \"keep\"\n";
    for (name, good, wrongs) in [
        (
            "schema.schema.json",
            schema,
            [("\"code\"", "\"kode\""), ("site = ", "sight = "), ("\"code\" }", "\"code\", pivot = 26 }")],
        ),
        (
            "profile.schema.json",
            profile,
            [("\"personal\"", "\"private\""), ("clause = ", "klause = "), ("code = ", "kode = ")],
        ),
    ] {
        let validator = validator(name);
        assert_eq!(wrong(&validator, &toml::from_str(good).expect("TOML")), Vec::<String>::new());
        for (from, to) in wrongs {
            let document: Value = toml::from_str(&good.replace(from, to)).expect("TOML");
            assert!(!wrong(&validator, &document).is_empty(), "{to}");
        }
    }
}
