//! Faults of the output, of the disk, and runs that end early.

use crate::util::fixtures::{
    apply, arguments, columns_of, files, hides_canaries, json, mode, nothing_published, parquet, people,
    people_and_canary, refused, with_people, workplace,
};
use crate::util::{Ran, Work};
use rustix::process::{Pid, Signal, kill_process};
use std::os::unix::fs::symlink;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A run that is surely not finished: so many small reads make it take more than a second.
struct InFlight(Child);

impl InFlight {
    fn workplace() -> Work {
        with_people(people(130_000))
    }

    /// Starts it and waits until it has begun to write.
    fn start(work: &Work) -> Self {
        let mut command = work.command(&arguments("people.csv", &["--read-buffer", "60", "--threads", "2"]));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let begun = Instant::now();
        while !work.path(".out.iesiz-partial/people.parquet").exists() {
            assert!(
                begun.elapsed() < Duration::from_secs(20) && child.try_wait().expect("a state").is_none(),
                "it did not begin"
            );
            std::thread::sleep(Duration::from_millis(2));
        }
        Self(child)
    }

    fn signal(&self, signal: Signal) {
        kill_process(Pid::from_child(&self.0), signal).expect("the process is there");
    }

    fn wait(self) -> Ran {
        Ran::of(self.0.wait_with_output().expect("it ends"))
    }
}

#[test]
fn f40_killed_run() {
    let work = InFlight::workplace();
    let run = InFlight::start(&work);
    run.signal(Signal::KILL);
    let output = run.0.wait_with_output().expect("it ends");
    assert_eq!(output.status.signal(), Some(9));
    assert!(!work.path("out").exists() && !work.path("_out.run.json").exists());
    assert_eq!(work.leftovers().len(), 2, "a partial release and a lock: {:?}", work.leftovers());
    work.write("people.csv", people(3));
    apply(&work, "people.csv", &[]).exits(0);
    work.run(&["verify", "out"]).exits(0);
    assert!(work.leftovers().is_empty());
}

#[test]
fn f40_killed_between_the_release_and_its_record() {
    let work = workplace();
    work.write("people.csv", people(3));
    apply(&work, "people.csv", &[]).exits(0);
    let (record, unfinished) = (work.path("_out.run.json"), work.path("._out.run.json.iesiz-partial"));
    std::fs::rename(&record, &unfinished).expect("moved");
    let ran = apply(&work, "people.csv", &["--if-exists", "skip"]).exits(0);
    assert!(ran.stderr.contains("its record was put beside it") && ran.stderr.contains("W643"), "{}", ran.stderr);
    assert!(record.is_file() && work.leftovers().is_empty());
    // One of another release is none of this one.
    std::fs::write(&unfinished, "{}").expect("written");
    std::fs::rename(&record, work.path("elsewhere.json")).expect("moved");
    apply(&work, "people.csv", &["--if-exists", "skip"]).exits(11);
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(0);
    assert!(record.is_file() && work.leftovers().is_empty());
}

#[test]
fn f42_file_that_grows_over_the_limit() {
    // 16 blocks are 8 KiB or 16 KiB, as the shell counts; the release needs more in either format.
    let work = with_people(people(2_000));
    for format in ["parquet", "csv"] {
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -f 16; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_iesiz")]);
        command.args(arguments("people.csv", &["--to", format])).current_dir(work.path("."));
        let ran = Ran::of(command.output().expect("the program starts")).exits(6);
        ran.says(&format!("`people.{format}` cannot be written: the file grew over the limit of the system"))
            .hides("internal");
        nothing_published(&work);
    }
}

#[test]
fn f42_full_device() {
    let work = Work::new();
    for arguments in [["list", "types"], ["canon", "phone"]] {
        let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("the full device");
        let mut command = work.command(&arguments);
        let input = std::fs::File::open(work.write("in.txt", "8 701 000 00 01\n")).expect("a file");
        let ran = Ran::of(command.stdin(input).stdout(full).output().expect("the program starts"));
        ran.exits(6).says("stdout cannot be written: no space left");
    }
}

#[test]
fn f43_input_that_cannot_be_read() {
    // The kernel calls it a regular file, and reading it fails.
    let work = workplace();
    refused(&work, "people=/proc/self/mem", &[], 4).says("`/proc/self/mem` cannot be read");
    refused(&work, "people=schemas", &[], 4).says("`schemas` is not a regular file");
    refused(&work, "people.csv", &[], 2).says("there is no file `people.csv`");
}

#[test]
fn f46_signals() {
    for (signal, code) in [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 143)] {
        let work = InFlight::workplace();
        let run = InFlight::start(&work);
        run.signal(signal);
        run.wait().exits(code).says("interrupted; nothing was published");
        nothing_published(&work);
    }
}

#[test]
fn f46_reader_of_stdout_goes_away() {
    let work = with_people(people_and_canary());
    let plan = ["plan", "people.csv", "--schema", "schemas", "--profile", "warehouse"];
    let cases: [&[&str]; 4] =
        [&["list", "types"], &["list", "types", "--json"], &["canon", "email", "a@example.kz"], &plan];
    for arguments in cases {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ran = Ran::of(work.command(arguments).stdout(writer).output().expect("the program starts")).exits(6);
        hides_canaries(ran.says("the reader of the output went away"));
    }
}

#[test]
fn f47_output_exists() {
    let work = with_people(people(3));
    apply(&work, "people.csv", &["--to", "csv"]).exits(0);
    let before = files(&work.path("out"));
    let record = std::fs::read(work.path("_out.run.json")).expect("the run record");
    work.write("people.csv", people(5));
    apply(&work, "people.csv", &[]).exits(11).says("`out` exists").says("--if-exists replace");
    apply(&work, "people.csv", &["--if-exists", "skip", "--to", "csv"])
        .exits(11)
        .says("was made of something else; what differs: input of people [E619]");
    assert_eq!(files(&work.path("out")), before);
    assert_eq!(std::fs::read(work.path("_out.run.json")).expect("the run record"), record);
    // What this very run would make is left as it is, however its input is packed into threads; and only while it is whole.
    work.write("people.csv", people(3));
    let skip = |more: &[&str]| apply(&work, "people.csv", &[&["--if-exists", "skip", "--to", "csv"], more].concat());
    skip(&["--threads", "1"]).exits(0).says("left as it is");
    skip(&["--recipient", "a-partner"]).exits(11).says("what differs: recipient [E619]");
    work.write("gone.txt", "nobody@example.kz\n");
    skip(&["--exclude", "gone.txt"]).exits(11).says("what differs: list of excluded people [E619]");
    skip(&["--encoding", "koi8-r"]).exits(11).says("what differs: reading of people [E619]");
    skip(&["--max-bad", "1", "--mode", "644"]).exits(11).says("what differs: broken rows tolerated, mode [E619]");
    apply(&work, "people.csv", &["--if-exists", "skip"]).exits(11).says("what differs: format [E619]");
    std::fs::rename(work.path("_out.run.json"), work.path("record.json")).expect("renamed");
    skip(&[]).exits(11).says("`_out.run.json` is not its run record [E621]");
    std::fs::rename(work.path("record.json"), work.path("_out.run.json")).expect("renamed");
    let released = std::fs::read(work.path("out/people.csv")).expect("a file");
    std::fs::write(work.path("out/people.csv"), [&released[..], b"x"].concat()).expect("written");
    skip(&[]).exits(12).says("`people.csv` is not what was published");
    std::fs::write(work.path("out/people.csv"), &released).expect("written");
    // A run that fails leaves the old release as it was.
    work.write("people.csv", people(5) + "broken\n");
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(5);
    assert_eq!(files(&work.path("out")), before);
    // One that succeeds leaves nothing of it.
    work.write("people.csv", people(5));
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(0);
    work.run(&["verify", "out"]).exits(0);
    let names: Vec<String> = files(&work.path("out")).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["_DICTIONARY.md", "_NOTICE.md", "_SHA256SUMS", "_manifest.json", "people.parquet"]);
    assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["rows"], 5);
    assert!(work.leftovers().is_empty());
}

#[test]
fn f47_only_a_release_is_replaced() {
    let work = with_people(people(3));
    // Many programs have a `_manifest.json`.
    work.write("out/_manifest.json", "{\"name\": \"an app\", \"format\": \"app/1\"}");
    work.write("out/precious.txt", "precious");
    let before = files(&work.path("out"));
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(11).says("is not a release");
    // A job that skips must not take somebody's folder for its release.
    apply(&work, "people.csv", &["--if-exists", "skip"]).exits(11).says("is not a release");
    assert_eq!(files(&work.path("out")), before);
    assert!(!work.path("_out.run.json").exists() && work.leftovers().is_empty());
    std::fs::remove_dir_all(work.path("out")).expect("removed");
    std::fs::create_dir(work.path("out")).expect("an empty directory");
    apply(&work, "people.csv", &["--if-exists", "replace"]).exits(0);
}

#[test]
fn f47_something_appears_during_the_run() {
    let work = InFlight::workplace();
    let run = InFlight::start(&work);
    run.signal(Signal::STOP);
    work.write("out/theirs.txt", "theirs");
    run.signal(Signal::CONT);
    run.wait().exits(11).says("it appeared during the run");
    assert_eq!(files(&work.path("out")), [("theirs.txt".to_owned(), b"theirs".to_vec())]);
    assert!(!work.path("_out.run.json").exists() && work.leftovers().is_empty());
}

#[test]
fn f47_a_slash_at_the_end_of_the_name_changes_nothing() {
    let work = with_people(people(3));
    for extra in [[].as_slice(), &["--if-exists", "replace"]] {
        let usual = [
            "apply",
            "people.csv",
            "--schema",
            "schemas",
            "--profile",
            "warehouse",
            "--keys",
            "keys.json",
            "--out",
            "out/",
        ];
        work.run(&[usual.as_slice(), extra].concat()).exits(0);
        work.run(&["verify", "out/"]).exits(0);
        assert_eq!(json(&work.path("_out.run.json"))["format"], "iesiz-run/1");
        assert!(work.leftovers().is_empty());
    }
}

#[test]
fn f48_output_over_the_input() {
    let work = with_people(people_and_canary());
    work.write("data/people.csv", people_and_canary());
    symlink("data", work.path("link")).expect("a link");
    std::fs::hard_link(work.path("people.csv"), work.path("hard.csv")).expect("a link");
    let base = ["--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json", "--out"];
    let cases = [
        ("people.csv", "people.csv"),
        ("people.csv", "schemas/../people.csv"),
        ("data/people.csv", "data"),
        ("link/people.csv", "data/"),
        ("data/people.csv", "link"),
    ];
    for (input, out) in cases {
        for if_exists in ["fail", "replace"] {
            let arguments = [&["apply", input][..], &base, &[out, "--if-exists", if_exists]].concat();
            hides_canaries(work.run(&arguments).exits(2).says("is an input and would be overwritten"));
        }
    }
    work.run(&[&["apply", "people=hard.csv"][..], &base, &["people.csv", "--if-exists", "replace"]].concat()).exits(2);
    // The list of broken rows neither.
    apply(&work, "people.csv", &["--rejects", "people.csv"]).exits(2).says("would be overwritten");
    for name in ["people.csv", "data/people.csv", "hard.csv"] {
        assert_eq!(std::fs::read_to_string(work.path(name)).expect("the input"), people_and_canary());
    }
    nothing_published(&work);
}

#[test]
fn f48_list_of_broken_rows_over_something_else() {
    let work = with_people(people(3));
    // It is no part of the release and no run record, before or after there is one.
    for replace in [false, true] {
        let if_exists = if replace { "replace" } else { "fail" };
        for rejects in ["out/rejects.csv", "schemas/../out/rejects.csv", "_out.run.json"] {
            let ran = apply(&work, "people.csv", &["--rejects", rejects, "--if-exists", if_exists]).exits(2);
            ran.says("would be part of the release or its run record");
        }
        if replace {
            work.run(&["verify", "out"]).exits(0);
        } else {
            nothing_published(&work);
            apply(&work, "people.csv", &[]).exits(0);
        }
    }
    // A slip of the finger costs neither the key nor what is no file: for root, `/dev/null`.
    make_pipe(&work, "pipe");
    let key = std::fs::read(work.path("keys.json")).expect("the key file");
    for rejects in ["keys.json", "schemas/people.toml", "schemas", "pipe"] {
        let ran = apply(&work, "people.csv", &["--rejects", rejects, "--if-exists", "replace"]).exits(11);
        ran.says("exists and is no list of broken rows");
    }
    assert_eq!(std::fs::read(work.path("keys.json")).expect("the key file"), key);
    // An older list is written over.
    for _ in 0..2 {
        apply(&work, "people.csv", &["--rejects", "rejects.csv", "--if-exists", "replace"]).exits(0);
    }
}

#[test]
fn f49_no_place_for_the_output() {
    let work = with_people(people_and_canary());
    work.write("schemas/deep/profile.toml", "");
    let base = ["apply", "people.csv", "--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json", "--out"];
    let out = |out: &str, code| hides_canaries(work.run(&[base.as_slice(), &[out]].concat()).exits(code));
    out("missing/out", 6).says("there is no directory `missing` to make `missing/out` in").says("make it first");
    out("people.csv/out", 6).says("there is no directory `people.csv`");
    out("/proc/out", 6).says("cannot be written");
    out("schemas/deep/..", 2).says("`schemas/deep/..` names no directory to make");
    out(".", 2).says("would be overwritten");
    out("/", 2).says("would be overwritten");
    nothing_published(&work);
    // The list of broken rows has no place either.
    apply(&work, "people.csv", &["--rejects", "missing/rejects.csv"]).exits(6);
    nothing_published(&work);
}

#[test]
fn f50_two_runs_at_once() {
    let work = InFlight::workplace();
    let first = InFlight::start(&work);
    // However long the others take, it holds its lock.
    first.signal(Signal::STOP);
    for if_exists in ["fail", "replace", "skip"] {
        apply(&work, "people.csv", &["--if-exists", if_exists]).exits(11).says("another run is writing `out`");
    }
    first.signal(Signal::TERM);
    first.signal(Signal::CONT);
    first.wait().exits(143);
    nothing_published(&work);
}

#[test]
fn f51_link_at_the_partial_name() {
    let work = with_people(people_and_canary());
    work.write("victim/precious.txt", "precious");
    for target in ["victim", "victim/precious.txt", "nowhere"] {
        for name in [".out.iesiz-partial", ".out.iesiz-lock"] {
            symlink(target, work.path(name)).expect("a link");
            hides_canaries(apply(&work, "people.csv", &[]).exits(6));
            assert_eq!(work.leftovers(), [name]);
            std::fs::remove_file(work.path(name)).expect("the link is there");
            nothing_published(&work);
        }
    }
    assert_eq!(files(&work.path("victim")), [("precious.txt".to_owned(), b"precious".to_vec())]);
    assert!(!work.path("nowhere").exists());
}

#[test]
fn f51_link_at_the_output_name() {
    let work = with_people(people_and_canary());
    work.write("victim/_manifest.json", "{\"format\": \"iesiz-manifest/1\"}");
    symlink("victim", work.path("out")).expect("a link");
    for if_exists in ["fail", "replace"] {
        apply(&work, "people.csv", &["--if-exists", if_exists]).exits(11);
    }
    std::fs::remove_file(work.path("out")).expect("the link is there");
    // The run record takes the place of a link, and not of what it points to.
    symlink("victim/_manifest.json", work.path("_out.run.json")).expect("a link");
    apply(&work, "people.csv", &[]).exits(0);
    assert_eq!(std::fs::read_to_string(work.path("victim/_manifest.json")).expect("the file").len(), 30);
    assert_eq!(json(&work.path("_out.run.json"))["format"], "iesiz-run/1");
}

fn make_pipe(work: &Work, name: &str) {
    use rustix::fs::{CWD, FileType, mknodat};
    mknodat(CWD, work.path(name), FileType::Fifo, 0o600.into(), 0).expect("a pipe");
}

#[test]
fn f51_pipe_as_an_input() {
    // Nobody writes to the pipe: waiting for it would never end.
    let work = workplace();
    make_pipe(&work, "people.csv");
    refused(&work, "people.csv", &[], 4).says("`people.csv` is not a regular file");
}

#[test]
fn f52_modes_under_an_open_umask() {
    let work = with_people(people(2) + "broken\n");
    let mut command = Command::new("sh");
    command.args(["-c", "umask 000; \"$0\" keys new fresh.json; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_iesiz")]);
    command.args(arguments("people.csv", &["--max-bad", "1", "--rejects", "rejects.csv"])).current_dir(work.path("."));
    Ran::of(command.output().expect("the program starts")).exits(3);
    assert_eq!(mode(&work.path("out")), 0o700);
    let written = files(&work.path("out")).into_iter().map(|(name, _)| format!("out/{name}"));
    let others = ["_out.run.json", "rejects.csv", "fresh.json"].map(String::from);
    for name in written.chain(others) {
        assert_eq!(mode(&work.path(&name)), 0o600, "{name}");
    }
}

#[test]
fn f58_many_broken_rows_stop_at_once() {
    let work = with_people(people(1) + &"canary\n".repeat(200_000));
    let ran = refused(&work, "people.csv", &["--rejects", "rejects.csv"], 5).says("people.csv, row 2, byte");
    ran.says("broken rows so far: 122879, allowed: 0");
    // The list is what the operator needs next, so a refusal keeps it.
    assert_eq!(std::fs::read_to_string(work.path("rejects.csv")).expect("the list").lines().count(), 122_880);
}

#[test]
fn f59_rows_at_the_borders_of_units() {
    // Row groups of seven rows, and a file of one: nothing is lost or doubled between them.
    let text = people(1_000);
    let publish = |rows: usize| {
        let properties =
            parquet::file::properties::WriterProperties::builder().set_max_row_group_row_count(Some(rows)).build();
        let work = workplace();
        work.write("people.parquet", parquet(columns_of(&text), Some(properties)));
        apply(&work, "people.parquet", &["--to", "csv"]).exits(0);
        std::fs::read(work.path("out/people.csv")).expect("the dataset")
    };
    let from_csv = with_people(&text);
    apply(&from_csv, "people.csv", &["--to", "csv"]).exits(0);
    let expected = std::fs::read(from_csv.path("out/people.csv")).expect("the dataset");
    assert_eq!(publish(7), expected);
    assert_eq!(publish(1_000_000), expected);
}
