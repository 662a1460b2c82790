//! Faults of key files, and profiles that the run cannot serve.

use crate::util::Work;
use crate::util::fixtures::{
    KEY_HEX, apply, chmod, files, key_file, mode, nothing_published, people, people_and_canary, with_people, write_key,
};

/// Runs with these arguments in the place of key and profile, and asserts the refusal.
#[track_caller]
fn refused(work: &Work, arguments: &[&str], code: i32, texts: &[&str]) {
    let usual = ["apply", "people.csv", "--schema", "schemas", "--out", "out"];
    let mut ran =
        work.run(&[&usual, arguments].concat()).exits(code).hides(KEY_HEX).hides(&KEY_HEX[..8]).hides("canary");
    for text in texts {
        ran = ran.says(text);
    }
    nothing_published(work);
}

#[test]
fn f61_new_key_files_are_private_and_never_overwritten() {
    let work = Work::new();
    let ran = work.run(&["keys", "new", "k.json"]).exits(0).says("keep a copy");
    let path = work.path("k.json");
    assert_eq!(mode(&path), 0o600);
    let text = std::fs::read_to_string(&path).expect("the key file");
    let hex = text.split('"').find(|word| word.len() == 64).expect("64 hex digits");
    assert!(!ran.stdout.contains(hex) && !ran.stderr.contains(hex));
    work.run(&["keys", "new", "k.json"]).exits(11).says("a key file is never overwritten");
    assert_eq!(std::fs::read_to_string(&path).expect("the key file"), text);
    // Nor through a link that points nowhere yet.
    std::os::unix::fs::symlink("elsewhere.json", work.path("link.json")).expect("a link");
    work.run(&["keys", "new", "link.json"]).exits(11);
    assert!(!work.path("elsewhere.json").exists());
    work.run(&["keys", "new", "missing/k.json"]).exits(6);
    let shown = work.run(&["keys", "show", "k.json"]).exits(0).hides(hex).hides(&hex[..16]);
    let id = shown.stdout.strip_prefix("epoch 1  key ").expect("epoch and id").trim_end();
    assert!(id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit()), "{id}");
    assert!(work.leftovers().is_empty());
}

#[test]
fn f61_junk_is_no_key_file() {
    let work = with_people(people_and_canary());
    let good = key_file(KEY_HEX);
    let cases = [
        ("", "is not a key file"),
        (KEY_HEX, "is not a key file"),
        (&good[..good.len() - 1], "is not a key file"),
        (&format!("{good} x"), "is not a key file"),
        (&good.replace("\"epoch\"", "\"note\": 1, \"epoch\""), "is not a key file"),
        (&good.replace("keys/1", "keys/9"), "unknown key format"),
        (&good.replace(": 1,", ": 2,"), "are not 1, 2, 3"),
        (&key_file(&KEY_HEX[1..]), "is not 64 hex digits"),
        (&key_file(&format!("{KEY_HEX}00")), "is not 64 hex digits"),
        (&key_file(&KEY_HEX.replace('8', "g")), "is not 64 hex digits"),
    ];
    for (text, message) in cases {
        write_key(&work, "bad.json", text);
        refused(&work, &["--profile", "warehouse", "--keys", "bad.json"], 9, &[message]);
        work.run(&["keys", "show", "bad.json"]).exits(9).says(message).hides(&KEY_HEX[..8]);
    }
    // Line ends and capital digits are the same key.
    write_key(&work, "same.json", &key_file(&KEY_HEX.to_uppercase()).replace(", ", ",\r\n"));
    let [one, other] = ["keys.json", "same.json"].map(|file| work.run(&["keys", "show", file]).exits(0).stdout);
    assert_eq!(one, other);
}

#[test]
fn f61_missing_key_file() {
    let work = with_people(people_and_canary());
    refused(
        &work,
        &["--profile", "warehouse", "--keys", "none.json"],
        9,
        &["there is no key file `none.json`", "iesiz keys new"],
    );
    refused(&work, &["--profile", "warehouse"], 9, &["needs a key", "--keys ephemeral"]);
}

#[test]
fn f62_key_file_that_others_can_read() {
    let work = with_people(people_and_canary());
    for open in [0o644, 0o640, 0o604, 0o660, 0o606, 0o610] {
        chmod(&work.path("keys.json"), open);
        refused(
            &work,
            &["--profile", "warehouse", "--keys", "keys.json"],
            9,
            &["others can read the key file", "chmod 600"],
        );
    }
    chmod(&work.path("keys.json"), 0o400);
    apply(&work, "people.csv", &[]).exits(0);
}

#[test]
fn f62_key_file_that_is_no_file() {
    let work = with_people(people_and_canary());
    std::os::unix::fs::symlink("keys.json", work.path("link.json")).expect("a link");
    refused(&work, &["--profile", "warehouse", "--keys", "link.json"], 9, &["is a symbolic link"]);
    refused(&work, &["--profile", "warehouse", "--keys", "schemas"], 9, &["is not a regular file"]);
    refused(&work, &["--profile", "warehouse", "--keys", "/dev/null"], 9, &["is not a regular file"]);
}

#[test]
fn f63_keys_that_somebody_typed() {
    let work = with_people(people_and_canary());
    let counting: String = (0..32).map(|n| format!("{n:02x}")).collect();
    for hex in ["00".repeat(32), "42".repeat(32), "0123456789abcdef".repeat(4), counting] {
        write_key(&work, "weak.json", &key_file(&hex));
        refused(&work, &["--profile", "warehouse", "--keys", "weak.json"], 9, &["is not random"]);
    }
}

#[test]
fn f64_wrong_key_is_refused_before_the_input_is_read() {
    // There is no input at all, and the key is what is complained of.
    let work = with_people("");
    std::fs::remove_file(work.path("people.csv")).expect("the input");
    let base = ["--profile", "warehouse", "--keys", "keys.json", "--expect-key"];
    refused(&work, &[base.as_slice(), &["0011223344556677"]].concat(), 9, &["not the one expected", "iesiz keys show"]);
    let id = work
        .run(&["keys", "show", "keys.json"])
        .exits(0)
        .stdout
        .trim_end()
        .rsplit(' ')
        .next()
        .expect("an id")
        .to_owned();
    refused(&work, &[base.as_slice(), &[&id]].concat(), 4, &["there is no file"]);
    work.write("people.csv", people(2));
    apply(&work, "people.csv", &["--expect-key", &id.to_uppercase()]).exits(0);
    refused(
        &Work::new(),
        &["--schema", "s", "--profile", "warehouse", "--expect-key", &id],
        9,
        &["`--expect-key` without `--keys`"],
    );
}

#[test]
fn thrown_away_keys_stay_inside_the_house() {
    let work = with_people(people_and_canary());
    let outside = ["--profile", "research_partner", "--recipient", "uni"];
    refused(&work, &[&outside[..], &["--keys", "ephemeral"]].concat(), 9, &["never uses a thrown-away key"]);
    refused(&work, &outside, 9, &["needs a key"]);
    refused(&work, &["--profile", "research_partner", "--keys", "keys.json"], 7, &["the profile needs a recipient"]);
    work.run(
        &[&["apply", "people.csv", "--schema", "schemas", "--out", "out"], &outside[..], &["--keys", "keys.json"]]
            .concat(),
    )
    .exits(0);
    // Two releases under thrown-away keys share no token.
    let [one, other] = ["one", "other"].map(|out| {
        let arguments = [
            "people.csv",
            "--schema",
            "schemas",
            "--profile",
            "warehouse",
            "--keys",
            "ephemeral",
            "--to",
            "csv",
            "--out",
            out,
        ];
        work.run(&[&["apply"], arguments.as_slice()].concat()).exits(0);
        let text = files(&work.path(out)).into_iter().find(|(name, _)| name == "people.csv").expect("the dataset").1;
        String::from_utf8(text).expect("text")
    });
    let mut tokens = one.split([',', '\n']).filter(|cell| cell.starts_with("em_"));
    assert!(tokens.clone().count() == 4 && tokens.all(|token| !other.contains(token)));
}

#[test]
fn anonymised_needs_what_is_not_enforced() {
    let work = with_people(people_and_canary());
    refused(
        &work,
        &["--profile", "stats_anon"],
        7,
        &["`anonymised` needs what is not enforced: k-anonymity with k = 20"],
    );
    refused(
        &work,
        &["--profile", "archive_anon"],
        7,
        &["`anonymised` needs what is not enforced: k-anonymity with k = 5"],
    );
    refused(&work, &["--profile", "archive_anon", "--recipient", "uni"], 2, &["the profile has no recipient"]);
}

#[test]
fn strict_turns_warnings_into_refusals() {
    let work = with_people(people_and_canary());
    let strict = ["--profile", "warehouse", "--keys", "keys.json", "--strict"];
    refused(&work, &strict, 7, &["not enforced: retention of three years", "the country of storage is not declared"]);
}
