//! Addresses to countries by a database that the operator brings.

use crate::util::fixtures::{files, json, nothing_published};
use crate::util::{Ran, Work, mmdb};
use serde_json::{Value, json};

const PROFILE: &str = r#"version = 1
profile = "own"
clause = "test"
status = "pseudonymised"
audience = "internal"
keys = "none"
[actions]
ip = { generalize = "country" }
count = "keep"
"#;

const VISITS: &str = "n,ip
1,8.8.8.8
2,8.8.4.4
3,9.9.9.9:443
4,2001:4860:4860::8888
5,::ffff:77.88.8.8
6,10.20.30.40
7,127.0.0.1
8,198.51.100.7
9,junk
10,-
";

fn workplace() -> Work {
    let work = Work::new();
    work.write("d.toml", "version = 1\ndataset = \"d\"\nsite = \"example.kz\"\n[columns]\nn = { is = \"count\" }\nip = { is = \"ip\" }\n");
    work.write("own.toml", PROFILE);
    work.write("d.csv", VISITS);
    work.write("countries.mmdb", mmdb::small());
    work
}

fn run(work: &Work, verb: &str, more: &[&str]) -> Ran {
    work.run(&[&[verb, "d.csv", "--schema", "d.toml", "--profile", "./own.toml"], more].concat())
}

#[test]
fn addresses_become_countries() {
    let work = workplace();
    run(&work, "apply", &["--geoip", "countries.mmdb", "--out", "out", "--to", "csv"]).exits(0);
    let text = std::fs::read_to_string(work.path("out/d.csv")).expect("the dataset");
    let found: Vec<&str> = text.lines().skip(1).map(|line| line.split_once(',').expect("two cells").1).collect();
    assert_eq!(found, ["US", "other", "CH", "US", "RU", "private", "loopback", "documentation", "", ""]);
    // The recipient learns which data it was; where the file is, only the operator.
    let manifest = json(&work.path("out/_manifest.json"));
    assert_eq!(manifest["geoip"], json!({ "kind": "Test-Country", "build_epoch": 1_700_000_000 }));
    for (name, content) in files(&work.path("out")) {
        assert!(!String::from_utf8_lossy(&content).contains("countries.mmdb"), "{name}");
    }
    let record = json(&work.path("_out.run.json"));
    assert_eq!(record["geoip"]["path"], "countries.mmdb");
    assert_eq!(record["geoip"]["sha256"].as_str().map(str::len), Some(64));
    let plan = run(&work, "plan", &["--geoip", "countries.mmdb"]).exits(0).stdout;
    assert!(plan.contains("generalize = \"country\"") && plan.contains("->  US"), "{plan}");
}

#[test]
fn without_a_database_the_column_is_dropped_and_reported() {
    let work = workplace();
    run(&work, "apply", &["--out", "out", "--to", "csv"])
        .exits(0)
        .says("no database of networks and countries was given");
    assert!(std::fs::read_to_string(work.path("out/d.csv")).expect("the dataset").starts_with("n\n"));
    assert_eq!(json(&work.path("out/_manifest.json"))["geoip"], Value::Null);
}

#[test]
fn what_is_no_database_is_refused() {
    let work = workplace();
    let good = mmdb::small();
    for (nth, bytes) in [&b""[..], b"junk", &good[..good.len() - 40], &good[good.len() / 2..]].into_iter().enumerate() {
        work.write("bad.mmdb", bytes);
        let ran = run(&work, "apply", &["--geoip", "bad.mmdb", "--out", "out"]);
        assert_eq!(ran.code, 2, "{nth}: {}", ran.stderr);
        ran.says("`bad.mmdb` is no database of networks in MaxMind's format [E242]").hides("junk");
    }
    run(&work, "apply", &["--geoip", "missing.mmdb", "--out", "out"]).exits(2).says("there is no file `missing.mmdb`");
    nothing_published(&work);
}

/// A database that was damaged inside gives no answers, and never a wrong end.
#[test]
fn a_damaged_database_does_not_stop_the_run_in_the_middle() {
    let work = workplace();
    let good = mmdb::small();
    for at in (0..good.len() - 200).step_by(31) {
        let mut bad = good.clone();
        bad[at] ^= 0xff;
        work.write("bad.mmdb", bad);
        let ran =
            run(&work, "apply", &["--geoip", "bad.mmdb", "--out", "out", "--if-exists", "replace", "--to", "csv"]);
        assert!(matches!(ran.code, 0 | 2), "byte {at}: {}", ran.stderr);
        ran.hides("panicked");
    }
}
