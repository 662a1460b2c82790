//! The headers of the pages of a column in one row group: how much each says that it is, before anybody unpacks it.

use super::Refusal;
use super::thrift::{Reader, STRUCT};
use crate::io::shared::SharedFile;
use bytes::Bytes;
use parquet::file::reader::ChunkReader as _;
use std::ops::Range;

/// Largest page as it stands in the file, packed.
const MOST_PACKED: u64 = 64 << 20;
/// Largest page, unpacked.
pub(super) const MOST_UNPACKED: u64 = 256 << 20;
/// Largest dictionary, unpacked: readers keep several bytes for each of its.
const MOST_DICTIONARY: u64 = 64 << 20;
/// Most texts of a page whose lengths are written as differences: readers make room for all of them at once.
const MOST_LENGTHS: u64 = 1 << 22;
/// Largest header of a page, statistics in it included.
const MOST_HEADER: usize = 1 << 20;
/// Bytes that a look at a header asks for first: most have fifty.
const FIRST_LOOK: usize = 512;
/// Bytes of a chunk that are read at once where its pages are small.
const STRETCH: usize = 64 << 10;

/// Encodings by their numbers in the format: texts whose lengths are differences, texts that share their beginnings.
pub(super) const DELTA_LENGTHS: i64 = 6;
pub(super) const SHARED_BEGINNINGS: i64 = 7;

/// What a page is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    Dictionary,
    Data,
    /// An index, or what a newer edition of the format may have: readers go over it.
    Other,
}

/// A page, by its header.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    pub(super) role: Role,
    pub(super) packed: u64,
    pub(super) unpacked: u64,
    /// NULL included.
    pub(super) values: u64,
    pub(super) encoding: i64,
    /// Whether a checksum stands in its header.
    pub(super) is_checked: bool,
}

const DAMAGED: Refusal = Refusal::Damaged("a page");

/// A column in one row group.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) place: Range<u64>,
    /// NULL included.
    pub(super) values: u64,
    pub(super) is_packed: bool,
    /// Least bytes of a value in a dictionary.
    pub(super) least: u64,
}

/// Shows the pages of a chunk up to the one with its last value.
pub(super) fn each_page(
    file: &SharedFile,
    chunk: &Chunk,
    mut see: impl FnMut(Page) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut window = Window { file, end: chunk.place.end, start: chunk.place.start, bytes: Bytes::new() };
    let (mut at, mut found) = (chunk.place.start, 0u64);
    while found < chunk.values {
        let (page, header) = window.page(at)?;
        let most_packed = if chunk.is_packed { MOST_PACKED } else { MOST_UNPACKED };
        if page.packed > most_packed {
            return Err(Refusal::Limit { what: "a page", most: most_packed, unit: "bytes packed" });
        }
        if page.unpacked > MOST_UNPACKED {
            return Err(Refusal::Limit { what: "a page", most: MOST_UNPACKED, unit: "bytes unpacked" });
        }
        if page.role == Role::Dictionary && page.unpacked > MOST_DICTIONARY {
            return Err(Refusal::Limit { what: "a dictionary", most: MOST_DICTIONARY, unit: "bytes unpacked" });
        }
        if matches!(page.encoding, DELTA_LENGTHS | SHARED_BEGINNINGS) && page.values > MOST_LENGTHS {
            return Err(Refusal::Limit { what: "a page", most: MOST_LENGTHS, unit: "texts" });
        }
        let next = at + header + page.packed;
        if next > chunk.place.end {
            return Err(DAMAGED);
        }
        // Every value of a dictionary is there as it is. Readers make room for as many as are claimed.
        if page.role == Role::Dictionary && page.values.saturating_mul(chunk.least) > page.unpacked {
            return Err(Refusal::Damaged("a dictionary"));
        }
        if page.role == Role::Data {
            found += page.values;
        }
        see(page)?;
        at = next;
    }
    Ok(())
}

/// A stretch of the file in which headers are looked at.
struct Window<'a> {
    file: &'a SharedFile,
    /// Where the chunk ends.
    end: u64,
    /// Where the bytes stand in the file.
    start: u64,
    bytes: Bytes,
}

impl Window<'_> {
    /// The page whose header stands here, and the length of the header.
    fn page(&mut self, at: u64) -> Result<(Page, u64), Refusal> {
        if at >= self.end {
            return Err(DAMAGED);
        }
        let left = usize::try_from(self.end - at).unwrap_or(usize::MAX);
        // A page that ends in what was just read was small, and so the next ones will be.
        let is_near = at < self.start + (self.bytes.len() + STRETCH) as u64;
        let mut most = left.min(if is_near { STRETCH } else { FIRST_LOOK });
        loop {
            let bytes = self.bytes_at(at, most)?;
            if let Some(found) = parse(bytes) {
                return Ok(found);
            }
            if most >= left.min(MOST_HEADER) {
                return Err(DAMAGED);
            }
            most = (most * 8).min(left).min(MOST_HEADER);
        }
    }

    /// Bytes from here on: what is at hand, if a header fits into it, else so many as are asked for.
    fn bytes_at(&mut self, at: u64, most: usize) -> Result<&[u8], Refusal> {
        let held = at.checked_sub(self.start).and_then(|from| usize::try_from(from).ok());
        let enough = held.filter(|from| self.bytes.len() >= from.saturating_add(most.min(FIRST_LOOK)));
        let from = match enough {
            Some(from) if most <= STRETCH => from,
            _ => {
                self.bytes = self.file.get_bytes(at, most).map_err(|_| DAMAGED)?;
                self.start = at;
                0
            }
        };
        Ok(&self.bytes[from..])
    }
}

/// What a header says, and how long it is; `None` if it is none, or does not end here.
fn parse(bytes: &[u8]) -> Option<(Page, u64)> {
    let mut reader = Reader::new(bytes);
    let size = |number: i64| u64::try_from(number).ok();
    let (mut kind, mut packed, mut unpacked, mut values, mut encoding) = (None, None, None, None, 0);
    let mut is_checked = false;
    reader.fields(|reader, id, field| {
        match (id, field) {
            (4, 4..=6) => {
                is_checked = true;
                return Some(false);
            }
            (1, 4..=6) => kind = Some(reader.int()?),
            (2, 4..=6) => unpacked = Some(size(reader.int()?)?),
            (3, 4..=6) => packed = Some(size(reader.int()?)?),
            // Data of either edition, and dictionaries: the number of values comes first in all, the encoding second or fourth.
            (5 | 7 | 8, STRUCT) => {
                let place = if id == 8 { 4 } else { 2 };
                reader.fields(|reader, inner, kind| {
                    match (inner, kind) {
                        (1, 4..=6) => values = Some(size(reader.int()?)?),
                        (inner, 4..=6) if inner == place => encoding = reader.int()?,
                        _ => return Some(false),
                    }
                    Some(true)
                })?;
            }
            _ => return Some(false),
        }
        Some(true)
    })?;
    let role = match kind? {
        0 | 3 => Role::Data,
        2 => Role::Dictionary,
        _ => Role::Other,
    };
    let values = if role == Role::Other { 0 } else { values? };
    let page = Page { role, packed: packed?, unpacked: unpacked?, values, encoding, is_checked };
    Some((page, reader.position() as u64))
}
