//! Where a value is hidden, and by what it is told.

use crate::base::{Dress, GROUP, Odd, TAGS, file};
use base64::Engine as _;
use md5::{Digest as _, Md5};
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;
use serde_json::Value;
use sha2::Sha256;
use std::path::Path;

/// A place to hide in: which of a plan's files it is in, and what the audit says of it.
pub(crate) struct Place {
    pub(crate) name: &'static str,
    file: usize,
    column: Option<&'static str>,
    code: &'static str,
    kind: Option<&'static str>,
}

const fn cell(name: &'static str, column: &'static str, kind: &'static str) -> Place {
    Place { name, file: CELLS, column: Some(column), code: "cell.identifier", kind: Some(kind) }
}

const fn beside(name: &'static str, file: usize, code: &'static str) -> Place {
    Place { name, file, column: None, code, kind: None }
}

/// Files of a plan, by what is hidden in them.
const CELLS: usize = 0;
const GAP: usize = 1;
const TRAILING: usize = 2;
const STATISTICS: usize = 3;
const INDEX: usize = 4;
const NAME: usize = 5;

pub(crate) const PLACES: [Place; 16] = [
    cell("text of a cell", "course", "email"),
    cell("string inside JSON", "params", "phone"),
    cell("URL-encoded parameter", "page", "email"),
    cell("base64", "note", "email encoded"),
    cell("hex", "note", "phone encoded"),
    cell("unkeyed digest", "ref", "digest"),
    cell("token equal to the input", "user", "email"),
    Place { name: "input inside a token", file: CELLS, column: Some("user"), code: "token.embedded-text", kind: None },
    beside("name of a column", CELLS, "header.identifier"),
    beside("metadata of the footer", CELLS, "container.metadata"),
    beside("dictionary value, no row's", CELLS, "container.unused-dictionary-value"),
    beside("bytes between parts", GAP, "container.gap"),
    beside("bytes behind the end", TRAILING, "container.trailing"),
    beside("statistics of a column", STATISTICS, "container.statistics"),
    beside("index of pages", INDEX, "container.statistics"),
    beside("name of a file", NAME, "release.name"),
];

/// Where the leaks of one trial lie.
pub(crate) struct Plan {
    /// Which file has which part.
    files: Vec<usize>,
    rows: usize,
}

fn below(dice: &mut ChaCha8Rng, many: usize) -> usize {
    (dice.next_u64() % many as u64) as usize
}

/// Fifteen characters, as long as a tag.
fn mail(dice: &mut ChaCha8Rng) -> String {
    let local: String = (0..7).map(|_| char::from(b'a' + below(dice, 26) as u8)).collect();
    format!("{local}@mail.ru")
}

/// The ten digits of a mobile number of Kazakhstan.
fn national(dice: &mut ChaCha8Rng) -> String {
    let prefixes = ["701", "702", "705", "707", "747", "771", "775", "776", "777", "778"];
    format!("{}{:07}", prefixes[below(dice, prefixes.len())], below(dice, 10_000_000))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// `+7…` and zeros to sixteen bytes, in the letters of a token.
fn readable_token(national: &str) -> String {
    let mut bytes = [0; 16];
    bytes[..12].copy_from_slice(format!("+7{national}").as_bytes());
    let bits = u128::from_be_bytes(bytes);
    let letter = |nth: u32| b"abcdefghijklmnopqrstuvwxyz234567"[((bits << (5 * nth)) >> 123) as usize] as char;
    format!("ph_{}", (0..26).map(letter).collect::<String>())
}

impl Plan {
    pub(crate) fn draw(files: usize, rows: usize, dice: &mut ChaCha8Rng) -> Self {
        let mut order: Vec<usize> = (0..files).collect();
        (1..files).rev().for_each(|last| order.swap(last, below(dice, last + 1)));
        Self { files: order, rows }
    }

    fn name(&self, part: usize) -> String {
        if part == NAME { String::new() } else { format!("part-{}.parquet", self.files[part]) }
    }

    pub(crate) fn hide(&self, clean: &[Vec<u8>], folder: &Path, dice: &mut ChaCha8Rng) {
        let write = |part: usize, bytes: Vec<u8>| std::fs::write(folder.join(self.name(part)), bytes).expect("written");
        write(CELLS, self.cells(dice));
        let gap = &clean[self.files[GAP]];
        let at =
            gap.len() - 8 - u32::from_le_bytes(gap[gap.len() - 8..gap.len() - 4].try_into().expect("four")) as usize;
        write(GAP, [&gap[..at], mail(dice).as_bytes(), &gap[at..]].concat());
        write(TRAILING, [&clean[self.files[TRAILING]][..], national(dice).as_bytes()].concat());
        write(STATISTICS, in_statistics(&clean[self.files[STATISTICS]], dice));
        write(INDEX, in_index(&clean[self.files[INDEX]], dice));
        std::fs::write(folder.join(format!("+7{}.csv", national(dice))), "course\nPython\n").expect("written");
    }

    pub(crate) fn restore(&self, clean: &[Vec<u8>], folder: &Path) {
        for part in [CELLS, GAP, TRAILING, STATISTICS, INDEX] {
            std::fs::write(folder.join(self.name(part)), &clean[self.files[part]]).expect("written");
        }
        for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "csv") {
                std::fs::remove_file(entry.path()).expect("removed");
            }
        }
    }

    /// The file of cells: every kind of cell once, each in a row of its own; a column, metadata, and a dictionary value that no row uses.
    fn cells(&self, dice: &mut ChaCha8Rng) -> Vec<u8> {
        let phone = national(dice);
        let texts = [
            ("course", format!("писать на {}", mail(dice))),
            (
                "params",
                format!(
                    r#"{{"step":7,"tel":"8 ({}) {}-{}-{}"}}"#,
                    &phone[..3],
                    &phone[3..6],
                    &phone[6..8],
                    &phone[8..]
                ),
            ),
            ("page", format!("https://skillbox.kz/course/?step=4&u={}", mail(dice).replace('@', "%40"))),
            ("note", base64::engine::general_purpose::STANDARD.encode(mail(dice))),
            ("note", hex(format!("+7{}", national(dice)).as_bytes())),
            ("ref", hex(&Md5::digest(national(dice)))),
            ("user", mail(dice)),
            ("user", readable_token(&national(dice))),
        ];
        let mut taken: Vec<usize> = Vec::new();
        let odd = texts.into_iter().map(|(column, text)| {
            let row =
                std::iter::repeat_with(|| below(dice, self.rows)).find(|row| !taken.contains(row)).expect("a row");
            taken.push(row);
            Odd { column, row, text }
        });
        let odd: Vec<Odd> = odd.collect();
        let row = below(dice, self.rows);
        let dress = Dress { header: mail(dice), metadata: format!("made for {}", mail(dice)), tag: (row, mail(dice)) };
        let bytes = file(self.rows, &odd, Some(&dress), dice);
        unused(bytes, row)
    }

    pub(crate) fn tells_of(&self, place: &Place, finding: &Value) -> bool {
        let at = &finding["at"];
        finding["code"] == place.code
            && (place.file == NAME || at["file"] == self.name(place.file).as_str())
            && place.column.is_none_or(|column| at["column"] == column)
            && place.kind.is_none_or(|kind| finding["kind"] == kind)
    }

    /// Whether a finding lies where something was hidden.
    pub(crate) fn touched(&self, finding: &Value) -> bool {
        let file = finding["at"]["file"].as_str().unwrap_or_default();
        !file.ends_with(".parquet")
            || [CELLS, GAP, TRAILING, STATISTICS, INDEX].iter().any(|part| self.name(*part) == file)
    }
}

fn metadata(bytes: &[u8]) -> ParquetMetaData {
    let bytes = bytes::Bytes::copy_from_slice(bytes);
    ParquetMetaDataReader::new().parse_and_finish(&bytes).expect("metadata")
}

/// The column of tags of a row group.
fn tags(metadata: &ParquetMetaData, group: usize) -> &parquet::file::metadata::ColumnChunkMetaData {
    let columns = metadata.row_group(group).columns();
    columns.iter().find(|column| column.column_path().string() == "tag").expect("tags")
}

/// Turns the one row of the second dictionary value of its row group back to the first: one bit, packed with seven more.
fn unused(mut bytes: Vec<u8>, row: usize) -> Vec<u8> {
    let metadata = metadata(&bytes);
    let column = tags(&metadata, row / GROUP);
    let start = column.dictionary_page_offset().expect("a dictionary");
    let (start, length) = (start as usize, column.compressed_size() as usize);
    let is_second = row.is_multiple_of(GROUP);
    let packed = |at: usize| bytes[at] == 3 && bytes[at + 1].count_ones() == if is_second { 7 } else { 1 };
    let at = (start..start + length - 1).rev().find(|&at| packed(at)).expect("the row's group of eight");
    bytes[at + 1] = if is_second { 0xff } else { 0 };
    bytes
}

/// Another value in place of a least or greatest one in the footer.
fn in_statistics(bytes: &[u8], dice: &mut ChaCha8Rng) -> Vec<u8> {
    let footer = bytes.len()
        - 8
        - u32::from_le_bytes(bytes[bytes.len() - 8..bytes.len() - 4].try_into().expect("four")) as usize;
    replaced(bytes, footer..bytes.len(), dice)
}

/// Another value in place of one in the index of a row group's pages.
fn in_index(bytes: &[u8], dice: &mut ChaCha8Rng) -> Vec<u8> {
    let metadata = metadata(bytes);
    let column = tags(&metadata, below(dice, metadata.num_row_groups()));
    let start = column.column_index_offset().expect("an index") as usize;
    replaced(bytes, start..start + column.column_index_length().expect("an index") as usize, dice)
}

fn replaced(bytes: &[u8], range: std::ops::Range<usize>, dice: &mut ChaCha8Rng) -> Vec<u8> {
    let places: Vec<usize> =
        range.filter(|&at| TAGS.iter().any(|tag| bytes[at..].starts_with(tag.as_bytes()))).collect();
    let at = places[below(dice, places.len())];
    let mail = mail(dice);
    [&bytes[..at], mail.as_bytes(), &bytes[at + mail.len()..]].concat()
}

/// Digests of numbers of phones, in every spelling and by two algorithms.
pub(crate) fn digests(count: usize, dice: &mut ChaCha8Rng) -> String {
    let mut rows = String::from("id\n");
    for nth in 0..count {
        let text = format!("{}{}", ["+7", "7", "8", ""][nth % 4], national(dice));
        let digest = if nth % 8 < 4 { hex(&Md5::digest(&text)) } else { hex(&Sha256::digest(&text)) };
        rows.push_str(&digest);
        rows.push('\n');
    }
    rows
}
