//! Values behind tokens: who asks leaves a line in the log before anything is shown, and without the right key nothing is.

use crate::util::fixtures::{KEY_HEX, chmod, files, key_file, mode, write_key};
use crate::util::{Ran, Work};
use serde_json::Value;
use std::io::Write as _;
use std::os::unix::fs::symlink;
use std::process::Stdio;

const SCHEMA: &str = r#"version = 1
dataset = "people"
site = "example.kz"
[columns]
user = { is = "user-id" }
email = { is = "email" }
phone = { is = "phone" }
second = { is = "phone", domain = "second" }
ip = { is = "ip" }
paid = { is = "amount" }
"#;

const PROFILE: &str = r#"version = 1
profile = "support"
clause = "test"
status = "personal"
audience = "internal"
keys = "required"
[actions]
user-id = { format-preserve = "digits" }
email = "encrypt"
phone = ["encrypt", "pseudonymize"]
ip = "prefix-preserve"
amount = "keep"
[datasets.people]
phone = "pseudonymize"
"#;

const PEOPLE: &str = "user,email,phone,second,ip,paid
100042,Anna@EXAMPLE.kz,8 771 000 99 98,8 771 000 99 98,8.8.8.8,5
100043,\"нет \u{7} почты\",8 771 000 99 97,8 771 000 99 97,9.9.9.9,6
";

/// A workplace with a release in `out`, and its rows of tokens.
fn released() -> (Work, Vec<Vec<String>>) {
    let work = Work::new();
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work.write("schema.toml", SCHEMA);
    work.write("profile.toml", PROFILE);
    work.write("people.csv", PEOPLE);
    release(&work, "out", "keys.json");
    let rows = rows(&work, "out");
    (work, rows)
}

fn release(work: &Work, out: &str, keys: &str) {
    let usual = ["people.csv", "--schema", "schema.toml", "--profile", "./profile.toml", "--to", "csv"];
    work.run(&[&["apply"], &usual[..], &["--keys", keys, "--out", out]].concat()).exits(0);
}

fn rows(work: &Work, out: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(work.path(out).join("people.csv")).expect("the dataset");
    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect()).collect()
}

const WHY: [&str; 6] = ["--reason", "request of the person", "--ticket", "OPS-17", "--log", "log"];

fn reveal(work: &Work, column: &str, more: &[&str]) -> Ran {
    work.run(&[&["reveal", "out", "--column", column, "--keys", "keys.json"], &WHY[..], more].concat())
}

fn log(work: &Work) -> Vec<Value> {
    let text = std::fs::read_to_string(work.path("log")).expect("the log");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn values_come_back_from_stdin_with_two_lines_in_the_log() {
    let (work, rows) = released();
    let arguments = [&["reveal", "out", "--column", "people.email", "--keys", "keys.json"], &WHY[..]].concat();
    let mut command = work.command(&arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the program starts");
    let tokens = format!("{}\n\n  {}\r\n", rows[0][1], rows[1][1]);
    child.stdin.take().expect("a pipe").write_all(tokens.as_bytes()).expect("tokens");
    let ran = Ran::of(child.wait_with_output().expect("it ends")).exits(0);
    // Junk comes back as what it was, and a terminal does not obey it.
    // An empty line has its line, so that both can be put side by side.
    assert_eq!(ran.stdout, "anna@example.kz\n(not a token of this column)\nraw:нет \\u{7} почты\n");
    assert_eq!(mode(&work.path("log")), 0o600);

    let log = log(&work);
    let (asked, answered) = (&log[0], &log[1]);
    assert_eq!((log.len(), &asked["step"], &answered["step"]), (2, &"asked".into(), &"answered".into()));
    for (key, wanted) in [
        ("format", "iesiz-reveal/1"),
        ("reason", "request of the person"),
        ("ticket", "OPS-17"),
        ("profile", "support"),
        ("dataset", "people"),
        ("column", "email"),
        ("technique", "encrypt"),
    ] {
        assert_eq!(asked[key], wanted, "{key}");
    }
    let manifest =
        files(&work.path("out")).into_iter().find(|(name, _)| name == "_manifest.json").expect("a manifest").1;
    let sums = std::fs::read_to_string(work.path("out/_SHA256SUMS")).expect("the digests");
    assert!(sums.contains(&format!("{}  _manifest.json", asked["manifest"].as_str().expect("a digest"))));
    let manifest: Value = serde_json::from_slice(&manifest).expect("JSON");
    assert_eq!((&asked["key"], &asked["epoch"]), (&manifest["key"]["id"], &manifest["key"]["epoch"]));
    assert_eq!((&asked["tokens"], &answered["opened"]), (&2.into(), &2.into()));
    assert_eq!(asked["uid"], rustix::process::getuid().as_raw());
    assert_eq!((&answered["asked_at"], &answered["ticket"]), (&asked["time"], &asked["ticket"]));
    let time = asked["time"].as_str().expect("a time");
    assert!(time.len() == 24 && time.ends_with('Z') && time.starts_with("20"), "{time}");
    let text = std::fs::read_to_string(work.path("log")).expect("the log");
    assert!(!text.contains("anna") && !text.contains("emx_") && !text.contains("почты"));
}

/// A preview has no key, and shows neither tokens nor what they stand for.
#[test]
fn a_plan_shows_where_tokens_would_stand() {
    let (work, _) = released();
    let profile = PROFILE.replace("amount = \"keep\"", "amount = { noise = [-2, 2] }");
    work.write("profile.toml", profile);
    work.write("schema.toml", SCHEMA.replace("[columns]", "subject = \"user\"\n[columns]"));
    let plan = ["plan", "people.csv", "--schema", "schema.toml", "--profile", "./profile.toml"];
    let shown = work.run(&plan).exits(0).hides("anna").hides("100042").hides("8.8.8.8").stdout;
    for (column, after) in [("user", "…"), ("email", "emx_…"), ("phone", "ph_…"), ("second", "phx_…"), ("ip", "…")]
    {
        let line = shown.lines().find(|line| line.starts_with(&format!("people.{column}"))).expect("a line");
        assert!(line.ends_with(&format!(" {after}")), "{line}");
    }
    // Noise is drawn for the person, under a key that is gone afterwards.
    let noisy = shown.lines().find(|line| line.starts_with("people.paid")).expect("a line");
    let noisy: f64 = noisy.rsplit(' ').next().expect("a number").parse().expect("a number");
    assert!((3.0..=7.0).contains(&noisy), "{noisy}");
}

#[test]
fn what_is_no_token_of_the_column_is_said_line_by_line() {
    let (work, rows) = released();
    let good = &rows[0][3];
    let tampered = format!("{}{}", &good[..good.len() - 1], if good.ends_with('a') { 'b' } else { 'a' });
    let other_column = &rows[0][1];
    let ran = reveal(&work, "people.second", &[&tampered, good, other_column, "phx_"]).exits(12);
    let none = "(not a token of this column)";
    assert_eq!(ran.stdout, format!("{none}\n+77710009998\n{none}\n{none}\n"));
    assert_eq!((&log(&work)[0]["tokens"], &log(&work)[1]["opened"]), (&4.into(), &1.into()));
    let ran = reveal(&work, "people.second", &["--json", good, &tampered]).exits(12);
    let values: Vec<Option<String>> = serde_json::from_str(&ran.stdout).expect("a list");
    assert_eq!(values, [Some("+77710009998".to_owned()), None]);
    assert_eq!(log(&work).len(), 4);
}

#[test]
fn forms_that_prove_nothing_say_so() {
    let (work, rows) = released();
    let ran = reveal(&work, "people.user", &[&rows[0][0]]).exits(0).says("proves nothing");
    assert_eq!(ran.stdout, "100042\n");
    // Another number of six digits is somebody's too.
    let other = reveal(&work, "people.user", &["123456"]).exits(0).stdout;
    assert!(other.len() == 7 && other != "100042\n", "{other}");
    let ran = reveal(&work, "people.ip", &[&rows[0][4], &rows[1][4]]).exits(0).says("proves nothing");
    assert_eq!(ran.stdout, "8.8.8.8\n9.9.9.9\n");
    assert_eq!(reveal(&work, "people.ip", &["private"]).exits(12).stdout, "(not a token of this column)\n");
}

/// Output that cannot be written comes too late to keep the log from being so.
#[test]
fn the_log_is_on_the_disk_before_a_value_is_shown() {
    let (work, rows) = released();
    let arguments =
        [&["reveal", "out", "--column", "people.email", "--keys", "keys.json"], &WHY[..], &[&rows[0][1]]].concat();
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a full device");
    let output = work.command(&arguments).stdout(full).output().expect("the program starts");
    assert_eq!(output.status.code(), Some(6));
    assert_eq!((log(&work).len(), &log(&work)[1]["opened"]), (2, &1.into()));
}

#[test]
fn without_a_log_nothing_is_shown() {
    let (work, rows) = released();
    let refused = |message: &str| {
        let ran = reveal(&work, "people.email", &[&rows[0][1]]).exits(6).says(message).hides("anna");
        assert!(ran.stdout.is_empty());
    };
    let log = work.path("log");
    std::fs::create_dir(&log).expect("a directory");
    refused("`log` cannot be written");
    std::fs::remove_dir(&log).expect("it goes");
    let precious = work.write("precious", "x");
    chmod(&precious, 0o600);
    symlink("precious", &log).expect("a link");
    refused("the log `log` is a symbolic link");
    std::fs::remove_file(&log).expect("it goes");
    rustix::fs::mkfifoat(rustix::fs::CWD, &log, rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR).expect("a pipe");
    refused("the log `log` is no plain file");
    std::fs::remove_file(&log).expect("it goes");
    chmod(&work.write("log", ""), 0o640);
    refused("others can read or write the log `log`");
    assert_eq!(std::fs::read(&log).expect("the log"), b"");
    chmod(&log, 0o600);
    // A slip of the pen must not spoil the key.
    for (name, text) in [("keys.json", key_file(KEY_HEX)), ("precious", "x".to_owned())] {
        let arguments = ["reveal", "out", "--column", "people.email", "--keys", "keys.json", "--log", name];
        let ran = work.run(&[&arguments[..], &WHY[..4], &[&rows[0][1]]].concat()).exits(6).says("is no such log");
        assert!(ran.stdout.is_empty());
        assert_eq!(std::fs::read_to_string(work.path(name)).expect("the file"), text);
    }
    if rustix::process::geteuid().is_root() {
        std::os::unix::fs::chown(&log, Some(65_534), None).expect("another owner");
        refused("the log `log` belongs to another user");
    }
    let elsewhere = ["--reason", "x", "--ticket", "x", "--log", "missing/log", &rows[0][1]];
    let arguments = [&["reveal", "out", "--column", "people.email", "--keys", "keys.json"], &elsewhere[..]].concat();
    assert!(work.run(&arguments).exits(6).says("no such file or directory").stdout.is_empty());
    assert_eq!(std::fs::read(&precious).expect("the file"), b"x");
    let inside = ["--reason", "x", "--ticket", "x", "--log", "out/log", &rows[0][1]];
    let arguments = [&["reveal", "out", "--column", "people.email", "--keys", "keys.json"], &inside[..]].concat();
    work.run(&arguments).exits(2).says("would be part of the release");
    work.run(&["verify", "out"]).exits(0);
}

#[test]
fn a_retired_key_opens_what_it_made() {
    let (work, old) = released();
    work.run(&["keys", "rotate", "keys.json"]).exits(0);
    release(&work, "new", "keys.json");
    assert_eq!(reveal(&work, "people.email", &[&old[0][1]]).exits(0).stdout, "anna@example.kz\n");
    assert_eq!(log(&work)[0]["epoch"], 1);
    // A token of the new epoch is none of the old release.
    reveal(&work, "people.email", &[&rows(&work, "new")[0][1]]).exits(12);
}

#[test]
fn another_key_opens_nothing() {
    let (work, rows) = released();
    write_key(&work, "keys.json", &key_file(&KEY_HEX.replace('8', "9")));
    let ran = reveal(&work, "people.email", &[&rows[0][1]]).exits(9).says("which the key file does not hold");
    assert!(ran.stdout.is_empty() && !work.path("log").exists());
    let arguments = ["people.csv", "--schema", "schema.toml", "--profile", "./profile.toml", "--to", "csv"];
    std::fs::remove_dir_all(work.path("out")).expect("the release goes");
    work.run(&[&["apply"], &arguments[..], &["--keys", "ephemeral", "--out", "out"]].concat()).exits(0);
    reveal(&work, "people.email", &["emx_"]).exits(9).says("the key of this release was thrown away");
    std::fs::remove_file(work.path("keys.json")).expect("the key goes");
    reveal(&work, "people.email", &["emx_"]).exits(9).says("there is no key file");
}

/// The log names the request and not the person.
#[test]
fn a_reason_holds_no_identifier() {
    let (work, rows) = released();
    for option in ["--reason", "--ticket"] {
        let usual = ["reveal", "out", "--column", "people.email", "--keys", "keys.json", "--log", "log"];
        let other = if option == "--reason" { ["--ticket", "OPS-17"] } else { ["--reason", "a request"] };
        let more = [option, "about anna@example.kz", &rows[0][1]];
        work.run(&[&usual[..], &other, &more].concat())
            .exits(2)
            .says("holds an identifier, and the log must not [E243]")
            .hides("anna@example.kz");
    }
    assert!(!work.path("log").exists());
}

#[test]
fn what_has_no_way_back_says_so() {
    let (work, rows) = released();
    reveal(&work, "people.phone", &[&rows[0][2]])
        .exits(7)
        .says("nothing undoes what `pseudonymize` did to `phone` [E746]")
        .says("a token can be made again, never opened");
    reveal(&work, "people.paid", &["5.00"]).exits(7).says("nothing undoes what `keep` did to `paid`");
    reveal(&work, "people.emial", &["emx_"])
        .exits(2)
        .says("the release has no column `people.emial`")
        .says("write DATASET.COLUMN, one of these: `people.user`, `people.email`, `people.second`, `people.ip`");
    assert!(!work.path("log").exists());
}

#[test]
fn reason_ticket_and_log_are_not_optional() {
    let (work, rows) = released();
    for missing in 0..3 {
        let mut why: Vec<&str> = WHY.to_vec();
        why.drain(2 * missing..2 * missing + 2);
        let usual = ["reveal", "out", "--column", "people.email", "--keys", "keys.json", &rows[0][1]];
        work.run(&[&usual[..], &why].concat()).exits(2).says(WHY[2 * missing]).hides("anna");
        if missing < 2 {
            let mut why: Vec<&str> = WHY.to_vec();
            why[2 * missing + 1] = " \t";
            work.run(&[&usual[..], &why].concat()).exits(2).says("an auditor would want to read").hides("anna");
        }
    }
    let nothing =
        work.command(&[&["reveal", "out", "--column", "people.email", "--keys", "keys.json"], &WHY[..]].concat());
    let mut nothing = nothing;
    let ran = Ran::of(nothing.stdin(Stdio::null()).output().expect("the program starts")).exits(2);
    ran.says("there is nothing to look up");
    assert!(!work.path("log").exists());
}

#[test]
fn a_manifest_that_was_changed_opens_nothing() {
    let (work, rows) = released();
    let manifest = work.path("out/_manifest.json");
    let good = std::fs::read_to_string(&manifest).expect("the manifest");
    let changed = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        std::fs::write(&manifest, good.replace(from, to)).expect("the manifest");
        reveal(&work, "people.email", &[&rows[0][1]]).hides("anna")
    };
    changed("\"recipient\": null", "\"recipient\": \"uni\"").exits(12);
    changed("\"site\": \"example.kz\"", "\"site\": \"example.org\"").exits(12);
    changed("email/c1/1", "email/c1/2").exits(12).says("made by another version");
    changed("\"technique\": \"encrypt\"", "\"technique\": \"scramble\"").exits(12).says("made by another version");
    changed("iesiz-manifest/1", "iesiz-manifest/2").exits(4).says("has no manifest of this version");
    changed("\"site\": \"example.kz\"", "\"site\": \"EXAMPLE\"").exits(4);
    changed("\"released\": true", "\"released\": 1").exits(4);
    std::fs::remove_file(&manifest).expect("it goes");
    reveal(&work, "people.email", &[&rows[0][1]]).exits(4).says("no such file or directory");
}
