//! The order in which rows leave: an audience outside gets one of its own, keyed, the same on every run and for any number of threads.

use crate::util::Work;
use crate::util::fixtures::{KEY_HEX, json, key_file, lines, write_key};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const SCHEMA: &str = "version = 1\ndataset = \"d\"\nsite = \"example.kz\"\n[columns]\nn = { is = \"count\" }\nday = { is = \"event-time\" }\n";

fn profile(audience: &str) -> String {
    format!(
        "version = 1\nprofile = \"mine\"\nclause = \"test\"\nstatus = \"pseudonymised\"\naudience = \"{audience}\"\nkeys = \"required\"\n[actions]\ncount = \"keep\"\nevent-time = {{ generalize = \"day\" }}\n"
    )
}

/// A workplace with so many numbered rows in two parts, and profiles for both audiences.
fn numbered(rows: usize) -> Work {
    let work = Work::new();
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work.write("schema.toml", SCHEMA);
    work.write("partner.toml", profile("partner"));
    work.write("internal.toml", profile("internal"));
    let mut parts = [String::from("n,day\n"), String::from("n,day\n")];
    for n in 0..rows {
        let _ = writeln!(parts[usize::from(n >= rows / 3)], "{n},2024-01-{:02}", n % 28 + 1);
    }
    parts.iter().enumerate().for_each(|(nth, part)| drop(work.write(&format!("part{nth}.csv"), part)));
    work
}

fn run(work: &Work, profile: &str, recipient: &str, out: &str, more: &[&str]) -> Vec<usize> {
    let usual =
        ["apply", "d=part*.csv", "--schema", "schema.toml", "--profile", profile, "--keys", "keys.json", "--to", "csv"];
    let rest = ["--recipient", recipient, "--out", out];
    work.run(&[&usual[..], &rest[..], more].concat()).exits(0);
    let numbers = lines(work, &format!("{out}/d.csv"));
    numbers[1..].iter().map(|line| line.split(',').next().expect("a cell").parse().expect("a number")).collect()
}

/// Spearman's rank correlation of the output's order with the input's.
#[allow(clippy::cast_precision_loss)]
fn correlation(order: &[usize]) -> f64 {
    let n = order.len() as f64;
    let squares: f64 = order.iter().enumerate().map(|(at, &from)| (at as f64 - from as f64).powi(2)).sum();
    1.0 - 6.0 * squares / (n * (n * n - 1.0))
}

#[test]
fn rows_of_an_outside_release_have_an_order_of_their_own() {
    let rows = 40_000;
    let work = numbered(rows);
    let partner = run(&work, "./partner.toml", "uni", "a", &[]);
    let all: BTreeSet<usize> = partner.iter().copied().collect();
    assert_eq!((partner.len(), all.len()), (rows, rows), "nothing lost, nothing twice");
    assert!(correlation(&partner).abs() < 0.05, "{}", correlation(&partner));
    let other = run(&work, "./partner.toml", "bank", "b", &[]);
    let alike = partner.iter().zip(&other).filter(|(a, b)| a == b).count();
    assert!(alike < 20, "two recipients cannot join by row number: {alike}");
    let internal = run(&work, "./internal.toml", "uni", "c", &[]);
    assert!(internal.is_sorted());
    let order = |out: &str| json(&work.path(&format!("{out}/_manifest.json")))["datasets"][0]["row_order"].clone();
    assert_eq!([order("a"), order("c")], ["keyed", "input"]);
    // The rest of a row stays with it.
    let dates = lines(&work, "a/d.csv");
    assert!(dates[1..].iter().zip(&partner).all(|(line, n)| line.ends_with(&format!("2024-01-{:02}", n % 28 + 1))));
}

#[test]
fn the_order_is_the_same_for_any_number_of_threads_and_any_read() {
    let work = numbered(9_000);
    let first = run(&work, "./partner.toml", "uni", "a", &["--threads", "1"]);
    for (nth, more) in [["--threads", "8"], ["--read-buffer", "100"]].iter().enumerate() {
        assert_eq!(run(&work, "./partner.toml", "uni", &format!("o{nth}"), more), first);
    }
}

/// More rows than one row group of the output holds: groups are read from the same places whatever they are cut from.
#[test]
fn row_groups_are_full_and_rows_of_all_of_them_are_mixed() {
    let rows = 300_000;
    let work = numbered(rows);
    let order = run(&work, "./partner.toml", "uni", "a", &[]);
    assert_eq!(order.iter().copied().collect::<BTreeSet<_>>().len(), rows);
    let first_group = &order[..122_880];
    let late = first_group.iter().filter(|&&n| n > 2 * rows / 3).count();
    assert!((38_000..44_000).contains(&late), "a third of the first group comes from the last third: {late}");
    assert!(work.leftovers().is_empty());
}

#[test]
fn without_a_key_the_order_is_said_to_be_missing() {
    let work = numbered(100);
    let keyless = profile("partner").replace("keys = \"required\"", "keys = \"none\"");
    work.write("keyless.toml", &keyless);
    let run = ["apply", "d=part*.csv", "--schema", "schema.toml", "--profile", "./keyless.toml", "--out", "out"];
    work.run(&run).exits(0).says("row order of its own for every recipient").says("no key was given");
    // With a key the order is made although there are no tokens.
    let keyed = work.run(&[&run[..7], &["with", "--keys", "keys.json", "--to", "csv"]].concat()).exits(0);
    assert!(!keyed.stderr.contains("row order"), "{}", keyed.stderr);
    assert!(!lines(&work, "with/d.csv")[1..].iter().map(|l| l.split(',').next().map(str::to_owned)).is_sorted());
}

#[test]
fn a_permuted_block_without_a_key_is_refused() {
    let work = numbered(10);
    work.write(
        "permuted.toml",
        profile("internal")
            .replace("keys = \"required\"", "keys = \"none\"")
            .replace("count = \"keep\"", "count = { permute = \"n\" }"),
    );
    work.run(&["apply", "d=part*.csv", "--schema", "schema.toml", "--profile", "./permuted.toml", "--out", "out"])
        .exits(2)
        .says("draws no numbers")
        .says("E304");
}
