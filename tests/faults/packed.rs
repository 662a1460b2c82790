//! Faults of packed files.

use crate::util::encode::{cp1251, gzip, zstd};
use crate::util::fixtures::{
    HEADER, apply, arguments, columns_of, hides_canaries, json, nothing_published, parquet, people, people_and_canary,
    refused, with_people, workplace,
};
use crate::util::{Ran, Work};
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

fn with(name: &str, content: &[u8]) -> Work {
    let work = workplace();
    work.write(name, content);
    work
}

/// One run is enough here: that threads change nothing is asserted where a fault comes late.
fn damaged(work: &Work, name: &str) -> Ran {
    let ran = apply(work, name, &[]).exits(4).says("[E4");
    nothing_published(work);
    hides_canaries(ran)
}

#[test]
fn f26_cut_off_at_every_byte() {
    let text = people_and_canary();
    for (name, packed) in [("people.csv.gz", gzip(text.as_bytes())), ("people.csv.zst", zstd(&cp1251(&text)))] {
        apply(&with(name, &packed), name, &[]).exits(0);
        let work = workplace();
        for cut in 0..packed.len() {
            work.write(name, &packed[..cut]);
            let ran = damaged(&work, name);
            match cut {
                0 => ran.says("is empty [E403]"),
                _ => ran.says(&format!("data ends too early, after {cut} bytes of the file [E409]")),
            };
        }
    }
}

#[test]
fn f26_cut_off_far_behind_names_the_row() {
    let text = people(20_000);
    let packed = gzip(text.as_bytes());
    let work = with("people.csv.gz", &packed[..packed.len() * 3 / 4]);
    let ran = refused(&work, "people.csv.gz", &[], 4).says("the gzip data ends too early").says("cut off");
    let row: usize =
        ran.stderr.split_once(", row ").and_then(|(_, rest)| rest.split(':').next()?.parse().ok()).expect("a row");
    assert!((5_000..20_000).contains(&row), "{row}");
    // How much a read asks for changes nothing.
    let other = apply(&work, "people.csv.gz", &["--read-buffer", "777"]).exits(4);
    assert!(other.stderr.contains(&format!("row {row}:")), "{}", other.stderr);
}

#[test]
fn f27_checksums_lengths_and_what_follows() {
    let text = people_and_canary();
    let (gz, zst) = (gzip(text.as_bytes()), zstd(text.as_bytes()));
    let flipped = |packed: &[u8], from_end: usize| {
        let mut packed = packed.to_vec();
        let at = packed.len() - from_end;
        packed[at] ^= 0x40;
        packed
    };
    for (name, content) in [
        ("people.csv.gz", flipped(&gz, 1)),
        ("people.csv.gz", flipped(&gz, 6)),
        ("people.csv.gz", flipped(&gz, gz.len() - 3)),
        ("people.csv.zst", flipped(&zst, 1)),
        ("people.csv.zst", flipped(&zst, zst.len() / 2)),
    ] {
        damaged(&with(name, &content), name).says("data is damaged, at or before byte").says("[E409]").says("-t FILE");
    }
    // What stands behind whole data is no damage of it.
    for (name, content) in [
        ("people.csv.gz", [gz.as_slice(), b"canary, canary"].concat()),
        ("people.csv.gz", [gz.as_slice(), &[0; 512]].concat()),
        ("people.csv.zst", [zst.as_slice(), b"canary"].concat()),
    ] {
        damaged(&with(name, &content), name).says("data is whole, but other bytes stand behind it").says("[E409]");
    }
    // Members and frames that follow each other are one text.
    let (first, second) = text.as_bytes().split_at(100);
    for (name, content) in [
        ("people.csv.gz", [gzip(first), gzip(second)].concat()),
        ("people.csv.zst", [zstd(first), zstd(second)].concat()),
    ] {
        let work = with(name, &content);
        apply(&work, name, &[]).exits(0);
        assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["rows"], 4);
    }
}

#[test]
fn f28_content_decides_and_format_wins() {
    let text = people(3);
    let columns = || parquet(columns_of(&text), None);
    for (name, content, holds) in [
        ("people.csv", gzip(text.as_bytes()), "gzip data"),
        ("people.csv.gz", zstd(text.as_bytes()), "zstd data"),
        ("people.csv.zst", text.clone().into_bytes(), "data that is not packed"),
        ("people.csv", columns(), "Parquet"),
        ("people.parquet", text.clone().into_bytes(), "delimited text"),
    ] {
        let work = with(name, &content);
        apply(&work, name, &[]).exits(0).says(&format!("`{name}` holds {holds}, whatever its name says [W402]"));
    }
    // Whoever says what it is needs no warning, and is believed.
    let work = with("people.csv", &columns());
    apply(&work, "people.csv", &["--format", "parquet"]).exits(0).hides("W402");
    let again = ["--format", "csv", "--if-exists", "replace"];
    apply(&work, "people.csv", &again).exits(7).says("the header holds a NUL byte");
    let work = with("people.parquet", text.as_bytes());
    apply(&work, "people.parquet", &["--format", "csv"]).exits(0).hides("W402");
}

#[test]
fn f28_what_is_inside_must_be_text() {
    for (content, what) in [
        (gzip(&parquet(columns_of(&people(3)), None)), "a Parquet file inside gzip"),
        (zstd(&parquet(columns_of(&people(3)), None)), "a Parquet file inside zstd"),
        (gzip(&gzip(people(3).as_bytes())), "a packed file inside gzip"),
        (zstd(b"PK\x03\x04canary"), "a ZIP or Excel file inside zstd"),
    ] {
        let ran = damaged(&with("people.csv", &content), "people.csv");
        ran.says(&format!("`people.csv` is {what}, which is not read [E402]")).says("hint: ");
    }
    damaged(&with("people.csv.gz", &gzip(b"")), "people.csv.gz").says("is empty [E403]");
}

/// Asserts that an input is refused for its size, in little memory and time.
#[track_caller]
fn bomb(name: &str, content: &[u8], threads: &str, says: &str) {
    let work = with(name, content);
    let begun = Instant::now();
    let mut command = work.command(&arguments(name, &["--threads", threads]));
    let mut child = command.stderr(Stdio::piped()).spawn().expect("the program starts");
    let peak = peak_memory(&mut child);
    let ran = Ran::of(child.wait_with_output().expect("an end")).exits(10).says(says);
    assert!(peak < 512 << 20, "{} MiB", peak >> 20);
    assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", begun.elapsed());
    nothing_published(&work);
    hides_canaries(ran);
}

/// The highest resident size that is seen while a process runs.
fn peak_memory(child: &mut Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0;
    while child.try_wait().expect("a state").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or_default();
        let kib: u64 = line.trim().trim_end_matches(" kB").trim().parse().unwrap_or(0);
        peak = peak.max(kib << 10);
        std::thread::sleep(Duration::from_millis(5));
    }
    peak
}

#[test]
fn f29_bombs() {
    // More than half a gigabyte of little, behind a good beginning: zeros, line ends, rows.
    let piece = 32 << 20;
    let repeated = |pack: fn(&[u8]) -> Vec<u8>, start: &str, filling: &[u8]| {
        let bytes = filling.repeat(piece / filling.len());
        [pack(start.as_bytes()), pack(&bytes).repeat(20)].concat()
    };
    let start = people_and_canary();
    let row = format!("1,,,,,Python,5,{}\n", "x".repeat(4000));
    for (name, pack, threads) in [("people.csv.gz", gzip as fn(&[u8]) -> Vec<u8>, "1"), ("people.csv.zst", zstd, "8")] {
        bomb(name, &repeated(pack, "", &[0]), threads, "[E100");
        bomb(name, &repeated(pack, &start, b"\n"), threads, "more than 200 times its size comes out of the");
        bomb(name, &repeated(pack, &start, row.as_bytes()), threads, "more than 200 times its size comes out of the");
        bomb(name, &repeated(pack, &start, &[0]), threads, "a record is longer than 64 MiB");
    }
}

#[test]
fn f29_blank_lines_without_end_take_no_memory() {
    // Not packed, so no ratio stops it: it is read to its end, and is no bomb.
    let mut content = HEADER.as_bytes().to_vec();
    content.resize(content.len() + (100 << 20), b'\n');
    content.extend_from_slice(people(1).split_once('\n').expect("a header").1.as_bytes());
    let work = with_people(content);
    let mut command = work.command(&arguments("people.csv", &["--read-buffer", "300000"]));
    let mut child = command.stderr(Stdio::null()).spawn().expect("the program starts");
    let peak = peak_memory(&mut child);
    // The program and one buffer are about 95 MiB; with the lines it would be 195.
    assert!(child.wait().expect("an end").success() && peak < 128 << 20, "{} MiB", peak >> 20);
    assert_eq!(json(&work.path("out/_manifest.json"))["datasets"][0]["rows"], 1);
}
