//! How sure the audit is: one leak in each of sixteen hiding places among ten million rows, a hundred times over.
//!
//! ```sh
//! cargo bench --bench power                                            # a look: 3 trials of 10^6 rows
//! cargo bench --bench power -- --trials 100 --rows 10000000            # the whole, the better part of an hour
//! ```
//!
//! A trial hides one value in one row, or in one place beside the rows, of every kind there is; rows, files and values are drawn anew. The real
//! program audits the files, and every leak must be told of where it lies. What is told of elsewhere is a false alarm. Digests are found by their
//! form in every trial; that they are also reversed is shown once, for as many as there are trials, since the attack is the same for one and
//! for all.

mod base;
mod plant;

use plant::{PLACES, Plan};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

/// Files of a release.
const FILES: usize = 10;

struct Options {
    trials: usize,
    rows: usize,
    threads: String,
}

fn options() -> Options {
    let mut options = Options { trials: 3, rows: 1_000_000, threads: "2".to_owned() };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().expect("a value");
        match argument.as_str() {
            "--trials" => options.trials = value().parse().expect("a number"),
            "--rows" => options.rows = value().parse().expect("a number"),
            "--threads" => options.threads = value(),
            _ => {}
        }
    }
    options
}

/// What the program says of the files; 8 is its answer to a leak, 0 to none, 13 when the budget of attempts was small.
fn audit(folder: &Path, threads: &str, more: &[&str]) -> Value {
    let ran = Command::new(env!("CARGO_BIN_EXE_iesiz"))
        .args(["audit", "--no-manifest", "--json", "--quiet", "--threads", threads])
        .args(more)
        .arg(folder)
        .output()
        .expect("the program");
    assert!(matches!(ran.status.code(), Some(0 | 8)), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).expect("a report")
}

fn findings(report: &Value) -> Vec<&Value> {
    let all = report["findings"].as_array().expect("findings");
    all.iter().filter(|finding| finding["severity"] == "finding").collect()
}

#[allow(clippy::print_stdout)]
fn main() {
    let options = options();
    let work = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a place to work");
    let folder = work.path().join("release");
    std::fs::create_dir(&folder).expect("a folder");
    let mut dice = ChaCha8Rng::seed_from_u64(4);
    let clean: Vec<Vec<u8>> = (0..FILES).map(|_| base::file(options.rows / FILES, &[], None, &mut dice)).collect();
    let path = |file: usize| folder.join(format!("part-{file}.parquet"));
    (0..FILES).for_each(|file| std::fs::write(path(file), &clean[file]).expect("written"));

    let start = Instant::now();
    let report = audit(&folder, &options.threads, &[]);
    let cells = report["coverage"]["cells"].as_u64().expect("cells");
    println!("{} rows, {cells} cells, {:.1} s an audit", options.rows, start.elapsed().as_secs_f64());
    let mut alarms = findings(&report).len();

    let mut found = vec![0; PLACES.len()];
    for trial in 1..=options.trials {
        let plan = Plan::draw(FILES, options.rows / FILES, &mut dice);
        plan.hide(&clean, &folder, &mut dice);
        let report = audit(&folder, &options.threads, &["--attempts", "0"]);
        let findings = findings(&report);
        for (place, found) in PLACES.iter().zip(&mut found) {
            let here = findings.iter().any(|finding| plan.tells_of(place, finding));
            *found += usize::from(here);
            if !here {
                println!("trial {trial}: missed {}", place.name);
            }
        }
        alarms += findings.iter().filter(|finding| !plan.touched(finding)).count();
        plan.restore(&clean, &folder);
    }
    println!("\n{:<28} found in trials", "hiding place");
    for (place, found) in PLACES.iter().zip(&found) {
        println!("{:<28} {found} of {}", place.name, options.trials);
    }
    println!("{:<28} {alarms} in {cells} cells, {} audits", "false alarms", options.trials + 1);

    let digests = work.path().join("digests");
    std::fs::create_dir(&digests).expect("a folder");
    std::fs::write(digests.join("a.csv"), plant::digests(options.trials, &mut dice)).expect("written");
    let start = Instant::now();
    let report = audit(&digests, &options.threads, &[]);
    let reversed = findings(&report).into_iter().filter(|finding| finding["code"] == "attack.digest-reversed");
    let reversed: u64 = reversed.map(|finding| finding["count"].as_u64().expect("a count")).sum();
    println!("{:<28} {reversed} of {}, {:.0} s", "digests reversed", options.trials, start.elapsed().as_secs_f64());
    assert!(
        found.iter().all(|&found| found == options.trials) && alarms == 0,
        "a leak was missed, or an alarm was false"
    );
    assert_eq!(reversed, options.trials as u64, "a digest was not reversed");
}
