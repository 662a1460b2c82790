//! Nobody else looks into the memory of a run: it dumps no core, and `/proc` is closed to other processes of the same user.

use crate::util::Work;
use crate::util::fixtures::{KEY_HEX, arguments, people, with_people};
use rustix::process::{Pid, Signal, geteuid, kill_process};
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::{CommandExt as _, ExitStatusExt as _};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The user without rights; root becomes it, since nothing is closed to root.
const NOBODY: u32 = 65_534;

/// A run that has opened its keys and was stopped in the middle of its release. Dies with its test.
struct Waiting {
    child: Child,
    /// Where it runs; removed when it is dead.
    _work: Work,
}

impl Waiting {
    fn begin() -> Self {
        let work = with_people(people(200_000));
        // Nobody may not reach the place where the program was built.
        std::fs::copy(env!("CARGO_BIN_EXE_iesiz"), work.path("iesiz")).expect("a copy");
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -S -c \"$(ulimit -H -c)\"; exec ./iesiz \"$@\"", "sh"]);
        command.args(arguments("people.csv", &["--threads", "1"])).current_dir(work.path(""));
        let child = as_nobody(&mut command, &work).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.expect("a shell");
        reached(&mut child, &work.path(".out.iesiz-partial"));
        signal(&child, Signal::STOP);
        Self { child, _work: work }
    }

    fn id(&self) -> u32 {
        self.child.id()
    }

    fn proc(&self, name: &str) -> String {
        format!("/proc/{}/{name}", self.id())
    }

    fn abort(mut self) -> ExitStatus {
        signal(&self.child, Signal::ABORT);
        signal(&self.child, Signal::CONT);
        self.child.wait().expect("it ends")
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn signal(child: &Child, signal: Signal) {
    let id = Pid::from_raw(i32::try_from(child.id()).expect("an id")).expect("an id");
    kill_process(id, signal).expect("it runs");
}

/// Waits until the run has begun its release: it opens its keys before.
fn reached(child: &mut Child, staging: &Path) {
    let begun = Instant::now();
    while !staging.exists() {
        assert_eq!(child.try_wait().expect("a child"), None, "it did not begin");
        assert!(begun.elapsed() < Duration::from_secs(60), "it does not begin");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// Has root run this as nobody, with everything in the workplace given away to it.
fn as_nobody<'c>(command: &'c mut Command, work: &Work) -> &'c mut Command {
    fn give_away(path: &Path) {
        chown(path, Some(NOBODY), Some(NOBODY)).expect("root gives away");
        if path.is_dir() {
            let entries = std::fs::read_dir(path).expect("a directory");
            entries.for_each(|entry| give_away(&entry.expect("an entry").path()));
        }
    }
    if geteuid().is_root() {
        give_away(&work.path(""));
        command.uid(NOBODY).gid(NOBODY);
    }
    command
}

/// Whether another process of the user that runs it can read this.
fn same_user_reads(path: &str) -> bool {
    let mut command = Command::new("head");
    command.args(["-c", "1", path]).stdout(Stdio::null()).stderr(Stdio::null());
    if geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    command.status().expect("head is needed").success()
}

#[test]
fn t7_a_run_with_keys_is_closed_to_its_own_user() {
    let run = Waiting::begin();
    let files = ["environ", "maps", "auxv", "io"];
    for file in files {
        assert!(!same_user_reads(&run.proc(file)), "{file} is open");
    }
    assert_eq!(std::fs::metadata(run.proc("environ")).expect("it runs").uid(), 0);
    // Of a process that does nothing about it, all four are read.
    let work = Work::new();
    let mut usual = as_nobody(Command::new("sleep").arg("60"), &work).spawn().expect("a process");
    for file in files {
        assert!(same_user_reads(&format!("/proc/{}/{file}", usual.id())), "{file} is closed to everybody");
    }
    usual.kill().and_then(|()| usual.wait()).expect("it ends");
}

#[test]
fn t7_a_run_with_keys_dumps_no_core() {
    let run = Waiting::begin();
    let limits = std::fs::read_to_string(run.proc("limits")).expect("it runs");
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).expect("a limit");
    assert_eq!(core.split_whitespace().collect::<Vec<_>>()[4..], ["0", "0", "bytes"]);
    let status = run.abort();
    assert_eq!((status.signal(), status.core_dumped()), (Some(6), false));
}

#[test]
fn t7_keys_are_in_no_argument_and_no_environment() {
    let run = Waiting::begin();
    for file in ["cmdline", "environ"] {
        let text = std::fs::read(run.proc(file));
        // To all but root, the environment is closed.
        let text = if geteuid().is_root() { text.expect("root reads") } else { text.unwrap_or_default() };
        let text = String::from_utf8_lossy(&text).to_lowercase();
        assert!(!text.contains(&KEY_HEX[..8]), "{file} holds a key");
    }
    // And the key file is closed again.
    if let Ok(open) = std::fs::read_dir(run.proc("fd")) {
        let names = open.filter_map(|entry| std::fs::read_link(entry.ok()?.path()).ok());
        assert!(names.into_iter().all(|name| !name.ends_with("keys.json")));
    }
}
