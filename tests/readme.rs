//! What the README says is what happens.

use crate::util::fixtures::{apply, files, people, with_people};
use crate::util::{Work, root};
use iesiz::canon::FORMS;
use std::fs;
use std::process::{Command, Output};

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("a README")
}

/// The Python script that the README wants saved under this name, which stands behind it.
fn script(name: &str) -> String {
    let text = readme();
    let before = text.split_once(&format!("Saved as `{name}`")).expect("the name").0;
    let start = before.rsplit_once("```python\n").expect("the script").1;
    start.split_once("```").expect("its end").0.to_owned()
}

/// Runs a script of the README.
fn run_script(work: &Work, name: &str, arguments: &[&str]) -> Output {
    let path = work.write(name, script(name));
    Command::new("python3").arg(path).args(arguments).current_dir(work.path("")).output().expect("python3 is needed")
}

fn python(work: &Work, arguments: &[&str]) -> String {
    let output = run_script(work, "iesiz_token.py", arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

#[test]
fn the_script_recomputes_every_kind_of_token() {
    assert!(script("iesiz_token.py").lines().count() <= 10);
    let work = Work::new();
    work.run(&["keys", "new", "keys.json"]).exits(0);
    let columns = [
        ("user-id", "us", "id/text/1", "1234", "1234"),
        ("transaction-id", "tx", "id/text/1", "100402771000999831", "100402771000999831"),
        ("cookie-id", "ck", "id/cookie/2", "1664686983352054548", "1664686983352054548"),
        ("email", "em", "email/c1/1", "Ivan@MAIL.ru", "ivan@mail.ru"),
        ("phone", "ph", "phone/e164/1", "8 771 000 99 98", "+77710009998"),
        ("iin", "ii", "iin/12/1", "50915100070", "050915100070"),
        ("bin", "bi", "bin/12/1", "351240000010", "351240000010"),
        ("ip", "ip", "ip/rfc5952/1", "198.51.100.7:443", "198.51.100.7"),
    ];
    let mut schema = String::from("version = 1\ndataset = \"d\"\nsite = \"example.kz\"\n[columns]\n");
    let mut profile = String::from(
        "version = 1\nprofile = \"mine\"\nclause = \"7.1\"\nstatus = \"pseudonymised\"\naudience = \"partner\"\nkeys = \"required\"\n[actions]\n",
    );
    for (semantic, prefix, ..) in columns {
        schema += &format!("c_{prefix} = {{ is = \"{semantic}\" }}\n");
        profile += &format!("{semantic} = \"pseudonymize\"\n");
    }
    schema += "c_junk = { is = \"phone\" }\n";
    work.write("schema.toml", schema);
    work.write("profile.toml", profile);
    let header: Vec<String> = columns.iter().map(|(_, prefix, ..)| format!("c_{prefix}")).collect();
    let cells: Vec<&str> = columns.iter().map(|(.., raw, _)| *raw).collect();
    work.write("d.csv", format!("{},c_junk\n{}, не скажу \n", header.join(","), cells.join(",")));
    let run = [
        "apply",
        "d.csv",
        "--schema",
        "schema.toml",
        "--profile",
        "./profile.toml",
        "--keys",
        "keys.json",
        "--out",
        "out",
        "--to",
        "csv",
    ];
    work.run(&[&run[..], &["--recipient", "uni"]].concat()).exits(0);
    let released = fs::read_to_string(work.path("out/d.csv")).expect("a dataset");
    let row: Vec<&str> = released.lines().nth(1).expect("a row").split(',').collect();
    for ((semantic, prefix, form, _, canonical), token) in columns.iter().zip(&row) {
        assert_eq!(
            python(&work, &["keys.json", "mine", "uni", "example.kz", semantic, form, prefix, canonical]),
            *token,
            "{semantic}"
        );
    }
    let junk =
        python(&work, &["keys.json", "mine", "uni", "example.kz", "phone", "phone/e164/1", "ph", "raw:не скажу"]);
    assert_eq!(row.last(), Some(&junk.as_str()));
}

/// A second implementation of Ed25519 and of the format, which shares nothing with ours.
#[test]
fn the_other_script_checks_a_signature() {
    let work = with_people(people(3));
    work.run(&["keys", "new", "--sign", "signer.json"]).exits(0);
    work.run(&["keys", "new", "--sign", "other.json"]).exits(0);
    apply(&work, "people.csv", &["--sign", "signer.json"]).exits(0);
    let run = |public: &str| run_script(&work, "iesiz_verify.py", &["out", public]);
    let good = run("signer.json.pub");
    assert!(good.status.success(), "{}", String::from_utf8_lossy(&good.stderr));
    let shown = work.run(&["keys", "show", "signer.json.pub"]).exits(0).stdout;
    let id = String::from_utf8(good.stdout).expect("text").trim().replace("signed by ", "");
    assert!(id.len() == 16 && shown.starts_with(&format!("public key {id} ")), "{id}: {shown}");
    let refuses = |public: &str, what: &str| {
        let ran = run(public);
        let said = String::from_utf8_lossy(&ran.stderr).into_owned();
        assert!(!ran.status.success() && said.contains(&format!("not as it was published: {what}")), "{what}: {said}");
    };
    refuses("other.json.pub", "signer");
    for (name, bytes) in files(&work.path("out")) {
        let what = match name.as_str() {
            "_manifest.json" => "signature",
            // The first line of a signature means nothing to it, and the list of digests follows from the manifest.
            "_manifest.json.minisig" | "_SHA256SUMS" => continue,
            other => other,
        };
        let mut changed = bytes.clone();
        changed[bytes.len() / 2] ^= 1;
        work.write(&format!("out/{name}"), changed);
        refuses("signer.json.pub", what);
        work.write(&format!("out/{name}"), bytes);
    }
    work.write("out/more", "x");
    refuses("signer.json.pub", "list of files");
}

#[test]
fn every_canonical_form_is_in_the_readme() {
    let text = readme();
    for form in FORMS {
        assert!(text.contains(&format!("`{}`", form.id)), "{}", form.id);
    }
}

#[test]
fn the_two_commands_stand_in_the_first_screen() {
    let head: String = readme().lines().take(40).collect::<Vec<_>>().join("\n");
    assert!(head.contains("cargo run --release -- keys new keys.json && cargo run --release -- apply sample-data/*.csv sample-data/*.tsv --schema schemas --profile research_partner --recipient uni --storage-country KZ --keys keys.json --out release"));
    assert!(head.contains("`cargo test`"));
}

#[test]
fn the_documents_of_the_readme_are_valid() {
    let text = readme();
    let mut blocks = text.split("```toml\n").skip(1).map(|rest| rest.split_once("```").expect("its end").0);
    let work = Work::new();
    work.write("schema.toml", blocks.next().expect("a schema"));
    work.write("profile.toml", blocks.next().expect("a profile"));
    work.write(
        "payments.csv",
        "user_id;ИИН;paid_at;course;manager;contact;phone;withdrawn_at\n1;-;2024-01-01;Python;-;-;-;\n",
    );
    work.run(&["plan", "payments.csv", "--schema", "schema.toml", "--profile", "./profile.toml"]).exits(0);
}
