//! Nothing that must not leave is anywhere in a release: every file read as bytes, every Parquet page decompressed, in every
//! encoding that a byte may hide in.

use super::reader::{anatomy, columns};
use crate::util::Work;
use std::fmt::Write as _;
use std::path::Path;

/// One canary for each way that a cell does not leave.
const DROPPED: &str = "Қарлығаш Zqxw";
const CARD: &str = "4000000000001232";
const FREE_TEXT: &str = "qzjx-free-text";
const UNFIT: &str = "qzjx unfit";
const GUARDED: &str = "qzjx.guarded@example.kz";
const EXCLUDED: &str = "qzjx-course-of-excluded";
const WITHDRAWN: &str = "qzjx-course-of-withdrawn";
const TOKENISED: &str = "qzjx.token@example.kz";
const UNLISTED: &str = "qzjx-unlisted";
const EXCLUDED_EMAIL: &str = "qzjx.excluded@example.kz";
const CANARIES: [&str; 10] =
    [DROPPED, CARD, FREE_TEXT, UNFIT, GUARDED, EXCLUDED, WITHDRAWN, TOKENISED, UNLISTED, EXCLUDED_EMAIL];

const SCHEMA: &str = r#"
version = 1
dataset = "people"
site = "skillbox.kz"
unlisted = "drop"
withdrawn = "left"
[columns]
name   = { is = "full-name" }
email  = { is = "email" }
card   = { is = "card" }
said   = { is = "free-text" }
spent  = { is = "amount" }
visits = { is = "count" }
at     = { is = "event-time" }
course = { is = "product" }
status = { is = "payment-status" }
page   = { is = "url" }
left   = { is = "flag" }
"#;

fn input() -> String {
    let mut text = String::from("name,email,card,said,spent,visits,at,course,status,page,left,more\n");
    let mut row =
        |email: &str, spent: &str, visits: &str, at: &str, course: &str, status: &str, page: &str, left: &str| {
            let _ = writeln!(
                text,
                "{DROPPED},{email},{CARD},{FREE_TEXT},{spent},{visits},{at},{course},{status},{page},{left},{UNLISTED}"
            );
        };
    for day in 1..=20 {
        let (email, at) = (format!("a{day}@example.kz"), format!("2024-03-{day:02} 10:20:30"));
        row(&email, "45000.50", "3", &at, "Python", "paid", "https://skillbox.kz/courses/python?x=1", "0");
    }
    row(TOKENISED, UNFIT, UNFIT, UNFIT, "Java", UNFIT, UNFIT, "0");
    row("b@example.kz", "7", "8", "2024-04-01", GUARDED, "paid", "https://skillbox.kz/", "0");
    row(EXCLUDED_EMAIL, "7", "8", "2024-04-01", EXCLUDED, "paid", "https://skillbox.kz/", "0");
    row("c@example.kz", "7", "8", "2024-04-01", WITHDRAWN, "paid", "https://skillbox.kz/", "1");
    text
}

/// The text as every encoding would write it: UTF-8, UTF-16, hexadecimal, base64 at each of its three offsets, percent.
pub(crate) fn spellings(text: &str) -> Vec<Vec<u8>> {
    let bytes = text.as_bytes();
    let hex = |upper: bool| {
        bytes.iter().map(|b| if upper { format!("{b:02X}") } else { format!("{b:02x}") }).collect::<String>()
    };
    let percent = |upper: bool| {
        bytes.iter().map(|b| if upper { format!("%{b:02X}") } else { format!("%{b:02x}") }).collect::<String>()
    };
    let mut all = vec![
        bytes.to_vec(),
        text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        hex(false).into_bytes(),
        hex(true).into_bytes(),
        percent(false).into_bytes(),
        percent(true).into_bytes(),
    ];
    // Only what is beyond ASCII letters and digits, as URLs do it.
    let url = |b: &u8| {
        if b.is_ascii_alphanumeric() || b"-._".contains(b) { char::from(*b).to_string() } else { format!("%{b:02X}") }
    };
    all.push(bytes.iter().map(url).collect::<String>().into_bytes());
    for url_safe in [false, true] {
        all.extend((0..3).map(|offset| base64_inside(bytes, offset, url_safe)));
    }
    all
}

/// The characters of a base64 text that the bytes alone decide when they begin `offset` bytes into a group of three.
fn base64_inside(bytes: &[u8], offset: usize, url_safe: bool) -> Vec<u8> {
    let signs: &[u8; 2] = if url_safe { b"-_" } else { b"+/" };
    let alphabet: Vec<u8> = (b'A'..=b'Z').chain(b'a'..=b'z').chain(b'0'..=b'9').chain(*signs).collect();
    let (begin, end) = (8 * offset, 8 * (offset + bytes.len()));
    let bit = |at: usize| usize::from(bytes[at / 8 - offset] >> (7 - at % 8) & 1);
    (begin.div_ceil(6)..end / 6).map(|at| alphabet[(0..6).fold(0, |value, i| value << 1 | bit(6 * at + i))]).collect()
}

#[track_caller]
fn assert_absent(canary: &str, bytes: &[u8], place: &str) {
    for spelling in spellings(canary) {
        assert!(memchr::memmem::find(bytes, &spelling).is_none(), "`{canary}` is in {place}");
    }
}

fn release(format: &str) -> Work {
    let work = Work::new();
    work.write("people.csv", input());
    work.write("people.toml", SCHEMA);
    work.write("leave-out.txt", EXCLUDED_EMAIL);
    let arguments = ["apply", "people.csv", "--schema", "people.toml", "--profile", "warehouse", "--keys", "ephemeral"];
    let more = ["--exclude", "leave-out.txt", "--to", format, "--out", "out"];
    work.run(&[arguments.as_slice(), &more].concat()).exits(0);
    work
}

fn assert_clean(directory: &Path) {
    let mut files = 0;
    for entry in std::fs::read_dir(directory).expect("the release") {
        let path = entry.expect("an entry").path();
        let bytes = std::fs::read(&path).expect("a file");
        let name = path.display().to_string();
        CANARIES.iter().for_each(|canary| assert_absent(canary, &bytes, &name));
        files += 1;
    }
    assert_eq!(files, 5);
}

#[test]
fn no_file_of_a_csv_release_holds_a_canary() {
    let work = release("csv");
    assert_clean(&work.path("out"));
    let people = columns(&work.path("out/people.csv"));
    assert_eq!(
        people.keys().collect::<Vec<_>>(),
        ["at", "course", "email", "left", "page", "spent", "status", "visits"]
    );
    assert_eq!(people["course"].len(), 22);
    assert_eq!(people["course"][21], None);
    assert_eq!(people["status"][20].as_deref(), Some("other"));
}

#[test]
fn no_page_of_a_parquet_release_holds_a_canary() {
    let work = release("parquet");
    assert_clean(&work.path("out"));
    let path = work.path("out/people.parquet");
    let (found, cells) = (anatomy(&path), columns(&path));
    assert_eq!((found.created_by.as_deref(), found.key_values), (Some("iesiz"), 0));
    assert_eq!(found.columns.len(), 8);
    for column in &found.columns {
        CANARIES.iter().for_each(|canary| assert_absent(canary, &column.pages, &column.name));
        assert!(!column.has_filter_or_index, "{}", column.name);
        for extreme in column.extremes.iter().flat_map(|(low, high)| [low, high]) {
            CANARIES.iter().for_each(|canary| assert_absent(canary, extreme.as_bytes(), &column.name));
        }
    }
    let extremes = |name: &str| &found.columns.iter().find(|column| column.name == name).expect("a column").extremes;
    // The smallest and the largest of texts are cells in the open.
    for text in ["email", "course", "status", "page"] {
        assert!(extremes(text).is_empty(), "{text} has statistics");
    }
    // 2024-03-01T10:00 and 2024-04-01T00:00 in milliseconds; `b` is the only one of April that stayed.
    assert_eq!(*extremes("at"), [("1709287200000".to_owned(), "1711929600000".to_owned())]);
    assert_eq!(*extremes("visits"), [("3".to_owned(), "8".to_owned())]);
    assert_eq!(cells["course"].len(), 22);
}

/// The search itself sees what it is for.
#[test]
fn every_spelling_is_found() {
    let spelled = spellings("Қarlyğaş+1");
    let text = |at: usize| String::from_utf8_lossy(&spelled[at]).into_owned();
    assert_eq!(text(3), "d29a61726c79c49f61c59f2b31");
    assert_eq!(text(7), "%D2%9Aarlyg".replace("yg", "y%C4%9Fa%C5%9F%2B1"));
    // `printf 'Қarlyğaş+1' | base64` is 0pphcmx5xJ9hxZ8rMQ==, behind one byte more xNKaYXJsecSfYcWfKzE=.
    assert_eq!(text(8), "0pphcmx5xJ9hxZ8rM");
    assert!(std::str::from_utf8(&spelled[9]).is_ok_and(|inside| "QdKaYXJsecSfYcWfKzE=".contains(inside)));
    assert_eq!(spelled.len(), 14);
}
