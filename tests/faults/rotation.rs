//! Faults of key rotation: an epoch is added whole or not at all, and none is ever lost.

use crate::util::Work;
use crate::util::fixtures::{
    KEY_HEX, apply, chmod, files, json, key_file, mode, people, with_people, workplace, write_key,
};
use rustix::fs::{CWD, FlockOperation, Mode, flock, mkfifoat};
use serde_json::Value;
use std::process::{Command, Stdio};

/// Where the next text of `keys.json` is written before it takes its place.
const PARTIAL: &str = ".keys.json.iesiz-partial";

fn text(work: &Work) -> String {
    std::fs::read_to_string(work.path("keys.json")).expect("the key file")
}

/// Ids of the key file, oldest first.
fn ids(work: &Work) -> Vec<String> {
    let shown = work.run(&["--json", "keys", "show", "keys.json"]).exits(0).stdout;
    let list: Vec<Value> = serde_json::from_str(&shown).expect("a list");
    for (at, entry) in list.iter().enumerate() {
        assert_eq!(entry["epoch"], at + 1);
    }
    list.iter().map(|entry| entry["id"].as_str().expect("an id").to_owned()).collect()
}

/// Makes a release and gives its tokens of emails and the key that its manifest names.
fn release(work: &Work, out: &str, extra: &[&str]) -> (Vec<String>, Value) {
    let usual = ["people.csv", "--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json", "--to", "csv"];
    work.run(&[&["apply"], &usual[..], &["--out", out], extra].concat()).exits(0);
    let released = files(&work.path(out));
    let text = |name: &str| {
        let file = released.iter().find(|(file, _)| file == name).expect("a file of the release");
        String::from_utf8(file.1.clone()).expect("text")
    };
    let dataset = text("people.csv");
    let tokens = dataset.split([',', '\n']).filter(|cell| cell.starts_with("em_")).map(str::to_owned).collect();
    let manifest: Value = serde_json::from_str(&text("_manifest.json")).expect("a manifest");
    (tokens, manifest["key"].clone())
}

#[test]
fn f65_a_new_epoch_has_new_tokens_and_says_so() {
    let work = with_people(people(3));
    let (before, key) = release(&work, "before", &[]);
    let old = ids(&work);
    assert_eq!((old.len(), &key["id"], &key["epoch"]), (1, &Value::from(old[0].as_str()), &Value::from(1)));

    let ran = work.run(&["keys", "rotate", "keys.json"]).exits(0).says("new tokens join no older release");
    let rotated: Value = serde_json::from_str(&text(&work)).expect("JSON");
    let new = rotated["epochs"][1]["key"].as_str().expect("a key").to_owned();
    assert_eq!((new.len(), &rotated["epochs"][0]["key"]), (64, &Value::from(KEY_HEX)));
    let ran = ran.hides(&new).hides(&new[..8]).hides(KEY_HEX).hides(&KEY_HEX[..8]);
    assert_eq!((mode(&work.path("keys.json")), work.leftovers().len()), (0o600, 0));

    let now = ids(&work);
    assert_eq!((now.len(), &now[0]), (2, &old[0]));
    assert_eq!(ran.stdout, format!("epoch 1  key {}  retired\nepoch 2  key {}\n", now[0], now[1]));
    let (after, key) = release(&work, "after", &["--expect-key", &now[1]]);
    assert_eq!((&key["id"], &key["epoch"]), (&Value::from(now[1].as_str()), &Value::from(2)));
    assert_eq!((before.len(), after.len()), (3, 3));
    assert!(before.iter().all(|token| !after.contains(token)), "a token of both epochs");
}

/// One version of the key in one dataset: a job that names its key stops when the file was rotated under it.
#[test]
fn f65_a_retired_key_is_not_the_expected_one() {
    let work = with_people("");
    std::fs::remove_file(work.path("people.csv")).expect("the input");
    let retired = ids(&work).remove(0);
    work.run(&["keys", "rotate", "keys.json"]).exits(0);
    work.run(&["keys", "rotate", "keys.json"]).exits(0);
    let current = ids(&work).remove(2);
    // There is no input at all, and the key is what is complained of.
    apply(&work, "people.csv", &["--expect-key", &retired])
        .exits(9)
        .says(&format!("the expected key {retired} is retired: it is of epoch 1, and new releases use 3"))
        .says(&format!("`--expect-key {current}`"));
    apply(&work, "people.csv", &["--expect-key", "0011223344556677"]).exits(9).says("not the one expected");
    apply(&work, "people.csv", &["--expect-key", &current]).exits(2).says("E401");
}

#[test]
fn f61_a_file_that_would_not_be_opened_is_not_rotated() {
    let work = workplace();
    work.run(&["keys", "rotate", "none.json"]).exits(9).says("there is no key file `none.json`");
    assert!(!work.path("none.json").exists());
    let before = text(&work);
    chmod(&work.path("keys.json"), 0o640);
    work.run(&["keys", "rotate", "keys.json"]).exits(9).says("others can read the key file");
    chmod(&work.path("keys.json"), 0o600);
    std::os::unix::fs::symlink("keys.json", work.path("link.json")).expect("a link");
    work.run(&["keys", "rotate", "link.json"]).exits(9).says("is a symbolic link");
    assert_eq!(text(&work), before);
    assert!(work.leftovers().is_empty());
}

/// The disk takes the first bytes and no more.
#[test]
fn a_failed_write_leaves_the_old_file() {
    let work = workplace();
    for _ in 0..10 {
        work.run(&["keys", "rotate", "keys.json"]).exits(0);
    }
    let before = text(&work);
    assert!(before.len() > 1_024);
    let limited = |arguments: &[&str]| {
        let mut command = Command::new("bash");
        command.args(["-c", "ulimit -f 1; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_iesiz")]);
        let output = command.args(arguments).current_dir(work.path("")).output().expect("a shell");
        crate::util::Ran::of(output)
    };
    limited(&["keys", "rotate", "keys.json"]).exits(6).says("the key file `keys.json` cannot be written");
    assert_eq!(text(&work), before);
    assert!(work.leftovers().is_empty());
}

#[test]
fn what_a_killed_rotation_left_is_taken_over() {
    let work = workplace();
    write_key(&work, PARTIAL, &"x".repeat(10_000));
    work.run(&["keys", "rotate", "keys.json"]).exits(0);
    assert_eq!(ids(&work).len(), 2);
    assert!(work.leftovers().is_empty() && !text(&work).contains('x'));
}

/// A planted name must not make a rotation write elsewhere, wait, or hand its text to others.
#[test]
fn what_is_planted_in_the_way_is_refused() {
    let work = workplace();
    let before = text(&work);
    let precious = work.write("precious.txt", "precious");
    chmod(&precious, 0o600);
    let partial = work.path(PARTIAL);
    let plant: [(&str, &dyn Fn()); 5] = [
        ("cannot be written", &|| std::os::unix::fs::symlink("precious.txt", &partial).expect("a link")),
        ("cannot be written", &|| std::fs::create_dir(&partial).expect("a directory")),
        ("a file that is not ours is in the way", &|| std::fs::hard_link(&precious, &partial).expect("another name")),
        ("a file that is not ours is in the way", &|| {
            mkfifoat(CWD, &partial, Mode::RUSR | Mode::WUSR).expect("a pipe");
        }),
        ("a file that is not ours is in the way", &|| {
            work.write(PARTIAL, "");
            chmod(&partial, 0o644);
        }),
    ];
    for (message, plant) in plant {
        plant();
        work.run(&["keys", "rotate", "keys.json"]).exits(6).says(message);
        assert_eq!(std::fs::read(&precious).expect("the file"), b"precious");
        assert_eq!(text(&work), before);
        if partial.is_dir() { std::fs::remove_dir(&partial) } else { std::fs::remove_file(&partial) }
            .expect("it stays");
    }
}

#[test]
fn a_rotation_waits_for_nobody() {
    let work = workplace();
    write_key(&work, PARTIAL, "");
    let held = std::fs::File::open(work.path(PARTIAL)).expect("the lock");
    flock(&held, FlockOperation::LockExclusive).expect("a lock");
    work.run(&["keys", "rotate", "keys.json"]).exits(11).says("another run is writing `keys.json`");
    assert_eq!(text(&work), key_file(KEY_HEX));
    drop(held);
    work.run(&["keys", "rotate", "keys.json"]).exits(0);
}

/// Two that read the same file and wrote it one after the other would lose an epoch that a release may have used already.
#[test]
fn rotations_at_once_lose_no_epoch() {
    let work = workplace();
    let start = |_| {
        let mut command = work.command(&["keys", "rotate", "keys.json"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts")
    };
    let running: Vec<_> = (0..24).map(start).collect();
    let mut done = 0;
    for mut child in running {
        match child.wait().expect("it ends").code() {
            Some(0) => done += 1,
            other => assert_eq!(other, Some(11)),
        }
    }
    assert!(done >= 1);
    assert_eq!(ids(&work).len(), done + 1);
    assert_eq!(json(&work.path("keys.json"))["epochs"][0]["key"], KEY_HEX);
    assert!(work.leftovers().is_empty());
}
