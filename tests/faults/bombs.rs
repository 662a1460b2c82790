//! Small files that stand for much: every command refuses them with the limit that they pass, or reads them, in little memory and time.

use crate::util::Work;
use crate::util::fixtures::{KEY_HEX, key_file, write_key};
use crate::util::thrift::{BINARY, INT, STRUCT, Thrift};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const SCHEMA: &str =
    "version = 1\ndataset = \"t\"\nsite = \"s\"\n[columns]\ncourse = { is = \"product\", max_unfit = 1.0 }\n";

/// What a command did, and the most memory that it had, in MiB.
struct Watched {
    code: i32,
    stderr: String,
    peak: u64,
    took: Duration,
}

fn peak_of(child: &Child) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).map_or(0, |kilobytes: u64| kilobytes >> 10)
}

fn watched(command: &mut Command) -> Watched {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut peak = 0;
    while child.try_wait().expect("a child").is_none() {
        peak = peak.max(peak_of(&child));
        if begun.elapsed() > Duration::from_secs(120) {
            child.kill().expect("it runs");
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    let took = begun.elapsed();
    let output = child.wait_with_output().expect("it ended");
    let stderr = String::from_utf8(output.stderr).expect("UTF-8");
    Watched { code: output.status.code().unwrap_or(-1), stderr, peak, took }
}

/// A workplace with the file as `t.parquet`.
fn with(bytes: &[u8]) -> Work {
    let work = Work::new();
    work.write("schemas/t.toml", SCHEMA);
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    work.write("t.parquet", bytes);
    work
}

const APPLY: [&str; 10] =
    ["t.parquet", "--schema", "schemas", "--profile", "warehouse", "--keys", "keys.json", "--out", "out", "--quiet"];

/// Every command on the file, and what each did.
fn by_every_command(bytes: &[u8]) -> Vec<(&'static str, Watched)> {
    let work = with(bytes);
    let apply = [["apply"].as_slice(), &APPLY].concat();
    let plan: Vec<&str> = [["plan"].as_slice(), &APPLY[..5]].concat();
    let commands: [(&str, Vec<&str>); 5] = [
        ("scan", vec!["scan", "t.parquet"]),
        ("plan", plan),
        ("apply", apply),
        ("measure", vec!["measure", "t.parquet", "--quasi", "course"]),
        ("audit", vec!["audit", "t.parquet", "--attempts", "1000"]),
    ];
    commands.into_iter().map(|(name, arguments)| (name, watched(&mut work.command(&arguments)))).collect()
}

#[track_caller]
fn all_refuse(what: &str, bytes: &[u8], says: &str) {
    for (name, ran) in by_every_command(bytes) {
        assert_eq!(ran.code, 10, "{what}, {name}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{what}, {name}: {}", ran.stderr);
        assert!(ran.peak < 512 && ran.took < Duration::from_secs(20), "{what}, {name}: {} MiB", ran.peak);
    }
}

/// A page: its kind (0 data, 2 dictionary), values, encoding, body, and the size that it claims to have unpacked.
fn page(kind: i64, values: i64, encoding: i64, body: &[u8], unpacked: i64) -> Vec<u8> {
    let mut header = Thrift::default();
    header.int(1, kind).int(2, unpacked).int(3, i64::try_from(body.len()).expect("short"));
    header.group(if kind == 2 { 7 } else { 5 }, |inner| {
        inner.int(1, values).int(2, encoding);
        if kind == 0 {
            inner.int(3, 3).int(4, 3);
        }
    });
    [header.end(), body.to_vec()].concat()
}

/// A file of one row group and one required column of text, `course`.
fn file(pages: &[Vec<u8>], codec: i64, rows: i64) -> Vec<u8> {
    let dictionary = pages.len() > 1;
    let pages_bytes = pages.concat();
    let size = i64::try_from(pages_bytes.len()).expect("short");
    let data = 4 + if dictionary { i64::try_from(pages[0].len()).expect("short") } else { 0 };
    let mut footer = Thrift::default();
    footer.int(1, 1);
    footer.list(2, STRUCT, 2, |schema| {
        schema.item(|root| {
            root.text(4, b"schema").int(5, 1);
        });
        schema.item(|leaf| {
            leaf.int(1, 6).int(3, 0).text(4, b"course").int(6, 0);
        });
    });
    footer.long(3, rows);
    footer.list(4, STRUCT, 1, |groups| {
        groups.item(|group| {
            group.list(1, STRUCT, 1, |columns| {
                columns.item(|column| {
                    column.long(2, 4);
                    column.group(3, |meta| {
                        meta.int(1, 6).list(2, INT, 1, |list| list.zigzag(0));
                        meta.list(3, BINARY, 1, |list| list.bytes(b"course"));
                        meta.int(4, codec).long(5, rows).long(6, size).long(7, size).long(9, data);
                        if dictionary {
                            meta.long(11, 4);
                        }
                    });
                });
            });
            group.long(2, size).long(3, rows);
        });
    });
    finished(&pages_bytes, &footer.end())
}

fn finished(pages: &[u8], footer: &[u8]) -> Vec<u8> {
    let length = u32::try_from(footer.len()).expect("short").to_le_bytes();
    [b"PAR1".as_slice(), pages, footer, &length, b"PAR1"].concat()
}

fn plain(text: &[u8]) -> Vec<u8> {
    [&u32::try_from(text.len()).expect("short").to_le_bytes(), text].concat()
}

fn uleb(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7F {
        bytes.push(u8::try_from(value & 0x7F).expect("seven bits") | 0x80);
        value >>= 7;
    }
    bytes.push(u8::try_from(value).expect("seven bits"));
    bytes
}

/// One text of so many letters, so many times.
fn repeated(letters: usize, rows: u64) -> Vec<u8> {
    let text = plain("настройка ".repeat(letters / 10).as_bytes());
    let packed = zstd::bulk::compress(&text, 1).expect("packed");
    let runs = [vec![1], uleb(rows << 1), vec![0]].concat();
    let (unpacked, rows) = (i64::try_from(text.len()).expect("short"), i64::try_from(rows).expect("short"));
    let data = zstd::bulk::compress(&runs, 1).expect("packed");
    let data = page(0, rows, 8, &data, i64::try_from(runs.len()).expect("short"));
    file(&[page(2, 1, 0, &packed, unpacked), data], 6, rows)
}

/// Numbers as differences, in one block after the other of 128, each difference being one.
fn ones(count: u64, first: i64) -> Vec<u8> {
    let zigzag = |value: i64| ((value << 1) ^ (value >> 63)).cast_unsigned();
    let mut bytes = [uleb(128), uleb(4), uleb(count), uleb(zigzag(first))].concat();
    for _ in 0..(count - 1).div_ceil(128) {
        bytes.extend(uleb(zigzag(1)));
        bytes.extend([0; 4]);
    }
    bytes
}

/// Texts, each of which is the one before and a letter more.
fn growing(count: u64) -> Vec<u8> {
    let mut suffixes = [uleb(128), uleb(4), uleb(count), uleb(2)].concat();
    (0..(count - 1).div_ceil(128)).for_each(|_| suffixes.extend([0; 5]));
    let body = [ones(count, 0), suffixes, vec![b'a'; usize::try_from(count).expect("short")]].concat();
    let size = i64::try_from(body.len()).expect("short");
    let count = i64::try_from(count).expect("short");
    file(&[page(0, count, 7, &body, size)], 0, count)
}

#[test]
fn f36_a_text_that_is_repeated_is_read() {
    // 3.8 GB of text in a kilobyte, and what few rows are of much.
    for (letters, rows) in [(100_000, 20_000), (1_000_000, 200)] {
        let bytes = repeated(letters, rows);
        assert!(bytes.len() < 4_000, "{}", bytes.len());
        for (name, ran) in by_every_command(&bytes) {
            assert!(matches!(ran.code, 0 | 7 | 8), "{letters}, {name}: {} {}", ran.code, ran.stderr);
            assert!(ran.peak > 0 && ran.peak < 512, "{letters}, {name}: {} MiB", ran.peak);
        }
    }
}

#[test]
fn f36_texts_that_no_export_repeats_are_refused() {
    all_refuse("10 MB a row", &repeated(5_000_000, 20_000), "bytes of texts of a mebibyte and more for its size");
    all_refuse("100 KB a row", &repeated(50_000, 400_000), "bytes of repeated texts for its size");
    all_refuse("20 MB in a cell", &repeated(10_000_000, 2), "a cell of this Parquet file has more than 16777216 bytes");
    let runs = [vec![1], uleb(1 << 31), vec![0]].concat();
    let size = i64::try_from(runs.len()).expect("short");
    let one = plain(b"Python");
    let dictionary = page(2, 1, 0, &one, i64::try_from(one.len()).expect("short"));
    let rows = file(&[dictionary, page(0, 1 << 30, 8, &runs, size)], 0, 1 << 30);
    all_refuse("2^30 rows of one value", &rows, "cells for its size");
}

#[test]
fn f36_pages_that_unpack_to_gigabytes_are_refused() {
    let zeros = zstd::bulk::compress(&vec![0; 64 << 20], 19).expect("packed");
    let claims = page(0, 3, 0, &zeros, 2 << 30);
    all_refuse(
        "2 GiB claimed",
        &file(&[claims], 6, 3),
        "a page of this Parquet file has more than 268435456 bytes unpacked",
    );
    let pages: Vec<Vec<u8>> = (0..2).map(|_| page(0, 8 << 20, 0, &zeros, 64 << 20)).collect();
    let twice = [pages.concat()];
    all_refuse("128 MiB of zeros", &file(&twice, 6, 16 << 20), "bytes unpacked for its size");
    all_refuse("growing", &growing(20_000), "a page of texts with shared beginnings");
}

#[test]
fn f36_texts_with_shared_beginnings_are_read_in_little_memory() {
    for (name, ran) in by_every_command(&growing(8_000)) {
        assert!(matches!(ran.code, 0 | 7 | 8), "{name}: {} {}", ran.code, ran.stderr);
        assert!(ran.peak > 0 && ran.peak < 300, "{name}: {} MiB", ran.peak);
    }
}

#[test]
fn f36_counts_that_nothing_stands_behind_are_damage() {
    let count = [uleb(128), uleb(4), uleb(1 << 40), uleb(2)].concat();
    let size = i64::try_from(count.len()).expect("short");
    for encoding in [6, 7] {
        let bytes = file(&[page(0, 3, encoding, &count, size)], 0, 3);
        for (name, ran) in by_every_command(&bytes) {
            // An audit tells of what it cannot read.
            assert_eq!(ran.code, if name == "audit" { 13 } else { 4 }, "{encoding}, {name}: {}", ran.stderr);
        }
    }
    let one = plain(b"Python");
    let dictionary = page(2, i64::from(i32::MAX), 0, &one, i64::try_from(one.len()).expect("short"));
    for (name, ran) in by_every_command(&file(&[dictionary, page(0, 1, 8, &[1, 2, 0], 3)], 0, 1)) {
        assert_eq!(ran.code, if name == "audit" { 13 } else { 4 }, "{name}: {}", ran.stderr);
    }
}

/// A footer of columns below each other, or beside each other, in so many row groups without rows.
fn footer(levels: usize, columns: usize, groups: usize, key: usize) -> Vec<u8> {
    let mut footer = Thrift::default();
    footer.int(1, 1);
    footer.list(2, STRUCT, 1 + levels + columns, |schema| {
        let below = i64::try_from(if levels > 0 { 1 } else { columns }).expect("short");
        schema.item(|root| {
            root.text(4, b"schema").int(5, below);
        });
        for level in 0..levels {
            schema.item(|group| {
                let children = if level + 1 == levels { i64::try_from(columns).expect("short") } else { 1 };
                group.int(3, 0).text(4, b"g").int(5, children);
            });
        }
        for nth in 0..columns {
            schema.item(|leaf| {
                leaf.int(1, 1).int(3, 0).text(4, if nth == 0 { b"course".as_slice() } else { b"c" });
            });
        }
    });
    footer.long(3, 0);
    footer.list(4, STRUCT, groups, |list| {
        for _ in 0..groups {
            list.item(|group| {
                group.list(1, STRUCT, columns, |chunks| {
                    for _ in 0..columns {
                        chunks.item(|column| {
                            column.long(2, 4);
                            column.group(3, |meta| {
                                meta.int(1, 1).list(2, INT, 1, |list| list.zigzag(0));
                                meta.list(3, BINARY, 1, |list| list.bytes(b"c"));
                                meta.int(4, 0).long(5, 0).long(6, 0).long(7, 0).long(9, 4);
                            });
                        });
                    }
                });
                group.long(2, 0).long(3, 0);
            });
        }
    });
    if key > 0 {
        footer.list(5, STRUCT, 1, |list| {
            list.item(|pair| {
                pair.text(1, b"key").text(2, &vec![b'x'; key]);
            });
        });
    }
    finished(&[], &footer.end())
}

#[test]
fn f36_footers_that_are_too_deep_or_too_wide_are_refused() {
    for (what, bytes, says) in [
        (
            "ten thousand levels",
            footer(10_000, 1, 1, 0),
            "the nesting of a column of this Parquet file has more than 64 levels",
        ),
        ("200 levels", footer(200, 1, 1, 0), "64 levels"),
        ("100,000 columns", footer(0, 100_000, 1, 0), "more than 16384 columns"),
        ("100,000 row groups", footer(0, 1, 100_000, 0), "more than 32768 row groups"),
        ("1,000 columns in 1,000 row groups", footer(0, 1_000, 1_000, 0), "columns in all of them"),
        ("20 MB of metadata", footer(0, 1, 1, 20_000_000), "the metadata of the writer"),
        (
            "70 MB of metadata",
            footer(0, 1, 1, 70_000_000),
            "the footer of this Parquet file has more than 67108864 bytes",
        ),
    ] {
        all_refuse(what, &bytes, says);
    }
}
