//! What the README says is what happens.

use crate::util::{Work, root};
use iesiz::canon::FORMS;
use std::fs;
use std::process::Command;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("a README")
}

/// The first code block of a language.
fn block(language: &str) -> String {
    let text = readme();
    let start = text.split_once(&format!("```{language}\n")).expect("the block").1;
    start.split_once("```").expect("its end").0.to_owned()
}

/// Runs the README's own script.
fn python(work: &Work, arguments: &[&str]) -> String {
    let script = work.write("iesiz_token.py", block("python"));
    let output = Command::new("python3")
        .arg(script)
        .args(arguments)
        .current_dir(work.path(""))
        .output()
        .expect("python3 is needed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").trim().to_owned()
}

#[test]
fn the_script_recomputes_every_kind_of_token() {
    assert!(block("python").lines().count() <= 10);
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
    assert!(head.contains("cargo run --release -- apply sample-data/*.csv sample-data/*.tsv --schema schemas --profile warehouse --keys ephemeral --out release"));
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
