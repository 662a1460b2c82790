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

#[test]
fn a_profile_of_another_policy_cites_that_one_and_no_other() {
    let work = crate::util::fixtures::with_people(crate::util::fixtures::people(3));
    let built_in = work.run(&["list", "profiles", "warehouse"]).exits(0).stdout;
    let own = "policy = { name = \"Политика ТОО «Ромашка»\", version = \"2026-01-01\", retention = \"4.2\" }\n";
    let with = |more: &str| {
        built_in.replacen("[actions]", &format!("{more}[actions]"), 1).replacen("\"warehouse\"", "\"own\"", 1)
    };
    work.write("own.toml", with(own));
    let run = |profile: &str| {
        work.run(&[
            "apply",
            "people.csv",
            "--schema",
            "schemas",
            "--profile",
            profile,
            "--keys",
            "keys.json",
            "--out",
            "out",
            "--if-exists",
            "replace",
        ])
    };
    run("./own.toml")
        .exits(0)
        .says("not enforced: retention of three years (Политика ТОО «Ромашка», 4.2); consent for this purpose [W721]")
        .says("(Law No. 94-V, article 12)")
        .hides("policy 7.3");
    let notice = std::fs::read_to_string(work.path("out/_NOTICE.md")).expect("a notice");
    for said in [
        "- Privacy policy: Политика ТОО «Ромашка», 2026-01-01\n",
        "- Политика конфиденциальности: Политика ТОО «Ромашка», 2026-01-01\n",
        "- срок хранения три года (Политика ТОО «Ромашка», 4.2)\n",
        "- осы мақсатқа келісім\n",
    ] {
        assert!(notice.contains(said), "{said}\n{notice}");
    }
    let manifest = crate::util::fixtures::json(&work.path("out/_manifest.json"));
    assert_eq!(manifest["policy_version"], "Политика ТОО «Ромашка», 2026-01-01");
    work.run(&["audit", "out", "--lang", "ru"]).exits(0);
    // Without one it is that of the built-in profiles, in the words of each language.
    run("warehouse").exits(0).says("retention of three years (policy 7.3)");
    let notice = std::fs::read_to_string(work.path("out/_NOTICE.md")).expect("a notice");
    assert!(
        notice.contains("- согласие на эту цель (политика, 5.5)\n")
            && notice.contains("- Privacy policy: 2023-08-31\n")
    );
    // One edition, and all that is said of it.
    work.write("own.toml", with(&format!("policy_version = \"2026\"\n{own}")));
    run("./own.toml").exits(2).says("`policy_version` is said beside a policy of its own");
    work.write("own.toml", with("policy = { name = \"Ours\", clause = \"1\" }\n"));
    run("./own.toml").exits(2).says("`version`").says("`clause`");
}
