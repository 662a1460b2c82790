//! What scheduled jobs rely on, with the real binary: who may read what, and figures for those who watch.

use crate::util::fixtures::{apply, hides_canaries, mode, people, with_people};
use std::collections::BTreeSet;
use std::path::Path;

/// Modes of a folder and of what is in it.
fn modes(folder: &Path) -> (u32, BTreeSet<u32>) {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| mode(&entry.expect("an entry").path()));
    (mode(folder), entries.collect())
}

#[test]
fn others_read_a_release_only_where_the_operator_says_so() {
    let work = with_people(people(3));
    for (given, folder, file) in [(None, 0o700, 0o600), (Some("640"), 0o750, 0o640), (Some("0644"), 0o755, 0o644)] {
        let arguments = given.map(|mode| ["--mode", mode]);
        let more = arguments.as_ref().map_or(&[][..], |both| &both[..]);
        apply(&work, "people.csv", &[&["--if-exists", "replace"], more].concat()).exits(0);
        assert_eq!(modes(&work.path("out")), (folder, [file].into()), "{given:?}");
        // What only the operator may know stays theirs.
        assert_eq!(mode(&work.path("_out.run.json")), 0o600);
        work.run(&["verify", "out"]).exits(0);
    }
    for given in ["660", "777", "u+r", "64"] {
        apply(&work, "people.csv", &["--mode", given]).exits(2).says("nobody but its owner writes a release");
    }
}

#[test]
fn figures_of_a_run_for_who_watches_it() {
    let work = with_people(people(3) + "broken\n");
    let value = |name: &str| {
        let text = std::fs::read_to_string(work.path("run.prom")).expect("figures");
        let value = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ').map(str::to_owned));
        value.unwrap_or_else(|| panic!("no `{name}` in:\n{text}"))
    };
    let run = |more: &[&str]| {
        apply(&work, "people.csv", &[&["--metrics", "run.prom", "--if-exists", "replace"], more].concat())
    };
    run(&["--max-bad", "1"]).exits(3);
    assert_eq!(mode(&work.path("run.prom")), 0o644);
    for (name, wanted) in [
        ("iesiz_run_exit_code{release=\"out\"}", "3"),
        ("iesiz_run_published{release=\"out\"}", "1"),
        ("iesiz_run_warnings{release=\"out\"}", "2"),
        ("iesiz_key_info{release=\"out\",id=\"1d5ed7c0d6427e03\",epoch=\"1\"}", "1"),
        ("iesiz_rows{release=\"out\",dataset=\"people\",what=\"in\"}", "4"),
        ("iesiz_rows{release=\"out\",dataset=\"people\",what=\"out\"}", "3"),
        ("iesiz_rows{release=\"out\",dataset=\"people\",what=\"quarantined\"}", "1"),
        ("iesiz_cells{release=\"out\",dataset=\"people\",what=\"unfit\"}", "0"),
        ("iesiz_columns_dropped{release=\"out\",dataset=\"people\"}", "2"),
    ] {
        assert_eq!(value(name), wanted, "{name}");
    }
    assert_eq!(value("iesiz_input_bytes{release=\"out\"}"), (people(3).len() + 7).to_string());
    // A run that fails is told too, by its codes; and no value ever is.
    hides_canaries(run(&[]).exits(5));
    assert_eq!(value("iesiz_run_exit_code{release=\"out\"}"), "5");
    assert_eq!(value("iesiz_run_error{release=\"out\",code=\"E501\"}"), "1");
    // It takes the place of nothing else, and is no part of the release.
    work.write("notes.txt", "mine");
    let with =
        |file: &str| apply(&work, "people.csv", &["--max-bad", "1", "--if-exists", "replace", "--metrics", file]);
    with("notes.txt").exits(11).says("holds no figures of a run [E604]");
    with("people.csv").exits(11).says("[E604]");
    with("_out.run.json").exits(2).says("is another file of this run [E642]");
    with("nowhere/run.prom").exits(6).says("there is no directory to write `nowhere/run.prom` in [E605]");
    with("out/run.prom").exits(2).says("would be part of the release [E603]");
    assert_eq!(std::fs::read_to_string(work.path("notes.txt")).expect("a text"), "mine");
}

#[test]
fn what_is_skipped_is_compared_with_what_would_be_made() {
    let work = with_people(people(30) + "broken\n");
    work.run(&["keys", "new", "--sign", "sign.json", "-q"]).exits(0);
    let run = |more: &[&str]| {
        apply(&work, "people.csv", &[&["--max-bad", "1", "--if-exists", "skip", "--sign", "sign.json"], more].concat())
    };
    work.write("one.txt", "user7@example.kz\n");
    work.write("two.txt", "user8@example.kz\n");
    run(&["--exclude", "one.txt"]).exits(3);
    // The release is complete but for a broken row, however often it is asked for.
    run(&["--exclude", "one.txt"]).exits(3).says("left as it is");
    run(&["--exclude", "two.txt"]).exits(11).says("what differs: list of excluded people [E619]");
    run(&[]).exits(11).says("what differs: list of excluded people [E619]");
    // What the record keeps of the list is under the key.
    let record = std::fs::read_to_string(work.path("_out.run.json")).expect("a record");
    let list = std::fs::read(work.path("one.txt")).expect("a list");
    let digest =
        <sha2::Sha256 as sha2::Digest>::digest(&list).iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert!(!record.contains(&digest[..16]) && !record.contains("user7"));
    // A signature that was changed is no signature.
    let signature = work.path("out/_manifest.json.minisig");
    let text = std::fs::read_to_string(&signature).expect("a signature");
    let line = text.lines().nth(1).expect("a second line").to_owned();
    let other = line.replacen(&line[20..21], if &line[20..21] == "A" { "B" } else { "A" }, 1);
    std::fs::write(&signature, text.replacen(&line, &other, 1)).expect("written");
    run(&["--exclude", "one.txt"]).exits(12);
}
