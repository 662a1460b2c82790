//! Documents and folders that are none, or that no run needs: refused at once, with the limit.

use crate::util::fixtures::{SCHEMA, apply, nothing_published, people, refused, with_people, workplace};
use rustix::fs::{CWD, Mode, mkfifoat};
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[test]
fn only_plain_files_are_documents() {
    let work = with_people(people(3));
    mkfifoat(CWD, work.path("pipe.toml"), Mode::RUSR | Mode::WUSR).expect("a pipe");
    for document in ["/dev/zero", "pipe.toml"] {
        let says = format!("`{document}` is not a plain file [E441]");
        let base = ["apply", "people.csv", "--keys", "keys.json", "--out", "out"];
        let schema = [base.as_slice(), &["--profile", "warehouse", "--schema", document]].concat();
        work.run(&schema).exits(2).says(&says);
        let profile = if document == "/dev/zero" { document } else { "./pipe.toml" };
        let profile = [base.as_slice(), &["--schema", "schemas", "--profile", profile]].concat();
        work.run(&profile).exits(2).says("is not a plain file [E441]");
        refused(&work, "people.csv", &["--exclude", document], 2).says(&says);
        refused(&work, "people.csv", &["--geoip", document], 2).says(&says);
    }
    // A link to a plain file is one.
    std::os::unix::fs::symlink(work.path("schemas/people.toml"), work.path("linked.toml")).expect("a link");
    let linked = ["apply", "people.csv", "--schema", "linked.toml", "--profile", "warehouse", "--keys", "keys.json"];
    work.run(&[linked.as_slice(), &["--out", "out"]].concat()).exits(0);
}

#[test]
fn documents_have_a_length_and_folders_a_number_of_files() {
    let work = with_people(people(3));
    work.write("schemas/people.toml", SCHEMA.to_owned() + &"#".repeat(2 << 20));
    refused(&work, "people.csv", &[], 10).says("is longer than 1048576 bytes [E442]");
    work.write("schemas/people.toml", SCHEMA);
    for nth in 0..1_001 {
        work.write(&format!("many/{nth}.toml"), "");
    }
    let many = ["apply", "people.csv", "--schema", "many", "--profile", "warehouse", "--keys", "keys.json"];
    work.run(&[many.as_slice(), &["--out", "out"]].concat()).exits(10).says("has more than 1000 entries [E443]");
    work.write("list", vec![b'7'; 65 << 20]);
    refused(&work, "people.csv", &["--exclude", "list"], 10).says("is longer than 67108864 bytes [E442]");
    nothing_published(&work);
    apply(&work, "people.csv", &[]).exits(0);
    let manifest = std::fs::read_to_string(work.path("out/_manifest.json")).expect("a manifest");
    work.write("out/_manifest.json", manifest + &" ".repeat(17 << 20));
    for command in [["verify", "out"].as_slice(), &["measure", "out"], &["audit", "out"]] {
        work.run(command).exits(10).says("is longer than 16777216 bytes [E442]");
    }
}

#[test]
fn many_names_in_a_small_document_take_no_time() {
    let work = with_people(people(3));
    let names: Vec<String> = (0..60_000).map(|nth| format!("\"n{nth}\"")).collect();
    let schema = SCHEMA.replace("phone   = {", &format!("phone = {{ names = [{}],", names.join(",")));
    assert!(schema.len() < 1 << 20);
    work.write("schemas/people.toml", schema);
    let begun = Instant::now();
    apply(&work, "people.csv", &[]).exits(0);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn a_small_address_space_is_refused() {
    let work = workplace();
    let mut command = Command::new("sh");
    command.args(["-c", "ulimit -v 600000; exec \"$0\" scan people.csv", env!("CARGO_BIN_EXE_iesiz")]);
    let output = command.current_dir(work.path("")).output().expect("a shell");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(10), "{stderr}");
    assert!(
        stderr.contains("the address space is limited to 614400000 bytes") && stderr.contains("[E444]"),
        "{stderr}"
    );
}

#[test]
fn f46_a_signal_ends_what_has_no_end() {
    // A search that takes minutes, and no unit ends before.
    let work = workplace();
    let cells: String = (0..200_000).map(|nth| format!("{nth:032x},x\n")).collect();
    work.write("t.csv", "phone_md5,b\n".to_owned() + &cells);
    for (signal, code) in [("TERM", 143), ("INT", 130)] {
        let arguments = ["audit", "t.csv", "--attempts", "100000000000", "--report", "report.json"];
        let mut child =
            work.command(&arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        std::thread::sleep(Duration::from_millis(1_500));
        let sent = Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status();
        assert!(sent.expect("kill is needed").success());
        let begun = Instant::now();
        let status = child.wait().expect("it ends");
        assert!(begun.elapsed() < Duration::from_millis(1_500), "{signal}: {:?}", begun.elapsed());
        assert_eq!((status.code(), status.signal()), (Some(code), None), "{signal}");
        assert!(!work.path("report.json").exists(), "half an audit was reported");
    }
}

#[test]
fn f46_signals_that_were_ignored_stay_so() {
    let work = with_people(people(20_000));
    let run =
        "trap '' HUP INT; \"$0\" apply people.csv --schema schemas --profile warehouse --keys keys.json --out out &
        sleep 0.4; kill -HUP $!; kill -INT $!; wait $!";
    let mut command = Command::new("sh");
    command.args(["-c", run, env!("CARGO_BIN_EXE_iesiz")]).current_dir(work.path(""));
    let output = command.output().expect("a shell");
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(work.path("out/_manifest.json").exists());
}
