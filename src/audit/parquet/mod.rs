//! Walks a Parquet file byte by byte: every byte is a page, a header, an index or the footer, or it is told.
//!
//! It shares no code with what writes releases. Pages are unpacked and their values counted, not read: what rows hold is read elsewhere
//! (`frame`), by another library again. Here it is found out whether there is anything that no row shows: values beyond the rows, in a
//! dictionary, in statistics, between pages, behind the end. Source: the Apache Parquet specification.

mod footer;
mod thrift;
mod values;

pub(super) use footer::{Extreme, Leaf};

use super::notes::{Note, Notes};
use super::report::{Code, Severity};
use footer::{Chunk, Footer, Part, parse, search, statistics_of};
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use std::fs::File;
use std::io::Read as _;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use thrift::{Value, read};
use values::{Physical, measure, plain_texts, runs};

/// Largest page that is unpacked.
const LARGEST_PAGE: usize = 256 << 20;
/// Largest header of a page, statistics in it included.
const LARGEST_HEADER: usize = 1 << 20;
/// Largest footer.
const LARGEST_FOOTER: usize = 64 << 20;
/// Pages from which one is unpacked at a time, whatever the number of threads.
const ALONE: usize = 32 << 20;

/// What a walk found out.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) leaves: Vec<Leaf>,
    pub(super) rows: u64,
    /// Bytes that are known to be what.
    pub(super) accounted: u64,
    pub(super) dictionary_values: u64,
    /// Smallest and largest values that are stated of columns: they have to be among the rows.
    pub(super) extremes: Vec<Extreme>,
}

/// A file to walk.
#[derive(Clone, Copy)]
pub(super) struct Walk<'a> {
    pub(super) path: &'a Path,
    /// Its name in the report.
    pub(super) name: &'a str,
    /// Whether it is said to be of a release of ours.
    pub(super) ours: bool,
    pub(super) notes: &'a Notes,
}

/// Walks the file; `None` if it cannot be read as Parquet, which is noted.
pub(super) fn walk(walk: &Walk<'_>) -> Option<Walked> {
    let walked = try_walk(walk);
    if walked.is_none() {
        walk.notes.put(Note::new(Code::Unreadable, walk.name).kind("parquet"));
    }
    walked
}

fn try_walk(walk: &Walk<'_>) -> Option<Walked> {
    let file = File::open(walk.path).ok()?;
    let size = end_of(&file, file.metadata().ok()?.len(), walk)?;
    let tail = read_at(&file, size.checked_sub(8)?..size)?;
    let head = read_at(&file, 0..4)?;
    let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    let start = (size - 8).checked_sub(length).filter(|&start| start >= 4)?;
    if head != b"PAR1" || &tail[4..] != b"PAR1" || length > LARGEST_FOOTER as u64 {
        return None;
    }
    let bytes = read_at(&file, start..size - 8)?;
    let mut footer = parse(&bytes, walk.name, start, walk.ours, walk.notes)?;
    let mut taken = vec![0..4, start..size];
    let parts = std::mem::take(&mut footer.parts);
    for (place, part) in parts {
        taken.push(part_of(&file, place, &part, &mut footer, walk)?);
    }
    let walked = Mutex::new((Walked::default(), taken));
    let chunks = std::mem::take(&mut footer.chunks);
    let alone = Mutex::new(());
    chunks.par_iter().for_each(|(group, chunk)| {
        let mut pages = Pages {
            file: &file,
            chunk,
            group: *group,
            footer: &footer,
            walk,
            alone: &alone,
            found: ChunkFound::default(),
        };
        let whole = pages.walk();
        let found = pages.found;
        let mut walked = walked.lock().unwrap_or_else(PoisonError::into_inner);
        walked.0.dictionary_values += found.dictionary_values;
        walked.0.extremes.extend(found.extremes);
        walked.1.push(chunk.place.clone());
        if whole.is_none() {
            let leaf = &footer.leaves[chunk.leaf];
            let note = Note::new(Code::Unreadable, walk.name).column(&leaf.name).kind("page");
            walk.notes.put(note.bytes(chunk.place.start, chunk.place.end));
        }
    });
    let (mut walked, taken) = walked.into_inner().unwrap_or_else(PoisonError::into_inner);
    walked.accounted = size - gaps(&file, taken, size, walk)?;
    walked.extremes.append(&mut footer.extremes);
    Some(Walked { leaves: footer.leaves, rows: footer.rows, ..walked })
}

/// Where the file ends by its own mark; what stands behind it is told.
fn end_of(file: &File, size: u64, walk: &Walk<'_>) -> Option<u64> {
    const LOOK: u64 = 1 << 20;
    let start = size.saturating_sub(LOOK);
    let bytes = read_at(file, start..size)?;
    let last = bytes.windows(4).rposition(|window| window == b"PAR1")? + 4;
    let end = start + last as u64;
    if end < size {
        walk.notes.put(Note::new(Code::Trailing, walk.name).bytes(end, size).count(size - end));
        search(&bytes[last..], walk.name, None, end, "bytes behind the end", walk.notes);
    }
    Some(end)
}

/// Names of the columns; `None` if the file cannot be read.
pub(super) fn leaf_names(path: &Path) -> Option<Vec<String>> {
    let (bytes, at) = footer_bytes(path)?;
    let footer = parse(&bytes, "", at, false, &Notes::default())?;
    Some(footer.leaves.into_iter().map(|leaf| leaf.name).collect())
}

/// Calls `see` with every row of text in the footer.
pub(super) fn footer_texts(path: &Path, see: &mut dyn FnMut(&str)) {
    if let Some((bytes, _)) = footer_bytes(path) {
        super::raw::each_text(&bytes, &mut |text, _| see(text));
    }
}

/// The footer and where it stands.
fn footer_bytes(path: &Path) -> Option<(Vec<u8>, u64)> {
    let file = File::open(path).ok()?;
    let size = file.metadata().ok()?.len();
    let tail = read_at(&file, size.checked_sub(8)?..size)?;
    let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    let start = (size - 8).checked_sub(length).filter(|&start| start >= 4 && length <= LARGEST_FOOTER as u64)?;
    Some((read_at(&file, start..size - 8)?, start))
}

fn read_at(file: &File, range: Range<u64>) -> Option<Vec<u8>> {
    let mut bytes = vec![0; usize::try_from(range.end.checked_sub(range.start)?).ok()?];
    file.read_exact_at(&mut bytes, range.start).ok()?;
    Some(bytes)
}

/// Notes what lies between the parts that are known, and how many bytes that is. Parts inside each other are noted too.
fn gaps(file: &File, mut taken: Vec<Range<u64>>, size: u64, walk: &Walk<'_>) -> Option<u64> {
    taken.sort_by_key(|range| (range.start, range.end));
    let (mut at, mut unknown) = (0, 0);
    for range in taken {
        if range.start > at {
            let bytes = read_at(file, at..range.start.min(size))?;
            let padding = bytes.iter().all(|&byte| byte == 0);
            let note = Note::new(Code::Gap, walk.name).bytes(at, range.start).count(range.start - at);
            // Some writers fill blocks of a file system with zeros.
            let note = if padding { note.kind("zeros") } else { note.kind("bytes of nothing") };
            walk.notes.put(if padding && !walk.ours { note.severity(Severity::Note) } else { note });
            search(&bytes, walk.name, None, at, "bytes of nothing", walk.notes);
            unknown += range.start - at;
        } else if range.start < at && range.end > range.start {
            let note = Note::new(Code::Gap, walk.name).bytes(range.start, range.end).kind("parts inside each other");
            walk.notes.put(note.count(at.min(range.end) - range.start));
        }
        at = at.max(range.end);
    }
    Some(unknown)
}

/// Reads an index or a filter; tells where it stands.
fn part_of(file: &File, place: Range<u64>, part: &Part, footer: &mut Footer, walk: &Walk<'_>) -> Option<Range<u64>> {
    let leaf_name = |leaf: usize| footer.leaves[leaf].name.clone();
    match part {
        Part::Bloom { leaf } => {
            let head = read_some(file, place.start, 64)?;
            let (header, length) = read(&head)?;
            let end = place.start + length as u64 + header.field(1)?.size()? as u64;
            let place = place.start..end.max(place.end);
            let note = Note::new(Code::Bloom, walk.name).column(&leaf_name(*leaf));
            walk.notes.put(note.bytes(place.start, place.end).severity(if walk.ours {
                Severity::Finding
            } else {
                Severity::Note
            }));
            Some(place)
        }
        Part::OffsetIndex => {
            let bytes = read_at(file, place.clone())?;
            let (tree, end) = read(&bytes)?;
            let texts = {
                let mut any = false;
                tree.each_text(&mut |_| any = true);
                any
            };
            behind(&bytes, end, place.start, "page index", walk);
            if texts {
                walk.notes.put(Note::new(Code::Metadata, walk.name).kind("text in a page index"));
                search(&bytes, walk.name, None, place.start, "page index", walk.notes);
            }
            Some(place)
        }
        Part::ColumnIndex { leaf } => {
            let bytes = read_at(file, place.clone())?;
            let (tree, end) = read(&bytes)?;
            behind(&bytes, end, place.start, "page index", walk);
            let text = footer.leaves[*leaf].text;
            let mut extremes = Vec::new();
            for (id, greatest) in [(2, false), (3, true)] {
                let pages = tree.field(1).map(Value::list).unwrap_or_default();
                for (nth, value) in tree.field(id).map(Value::list).unwrap_or_default().iter().enumerate() {
                    // Of a page of NULLs nothing is stated.
                    let nulls = pages.get(nth) == Some(&Value::Bool(true));
                    let range = value.bytes().filter(|_| !nulls)?;
                    if !range.is_empty() || !nulls {
                        extremes.push((bytes[range].to_vec(), greatest));
                    }
                }
            }
            if text && !extremes.is_empty() {
                let note = Note::new(Code::PageIndex, walk.name).column(&leaf_name(*leaf));
                let note = note.bytes(place.start, place.end).count(extremes.len() as u64);
                walk.notes.put(if walk.ours { note } else { note.severity(Severity::Note) });
                search(&bytes, walk.name, Some(&leaf_name(*leaf)), place.start, "page index", walk.notes);
            }
            let extreme = |(bytes, greatest)| Extreme { leaf: *leaf, bytes, greatest };
            footer.extremes.extend(extremes.into_iter().map(extreme));
            Some(place)
        }
    }
}

/// Notes bytes behind the end of a structure.
fn behind(bytes: &[u8], end: usize, at: u64, what: &'static str, walk: &Walk<'_>) {
    if end < bytes.len() {
        let (from, to) = (at + end as u64, at + bytes.len() as u64);
        walk.notes
            .put(Note::new(Code::Gap, walk.name).bytes(from, to).count(to - from).kind(&format!("behind a {what}")));
        search(&bytes[end..], walk.name, None, from, what, walk.notes);
    }
}

fn read_some(file: &File, at: u64, most: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; most];
    let mut filled = 0;
    while filled < most {
        match file.read_at(&mut bytes[filled..], at + filled as u64).ok()? {
            0 => break,
            count => filled += count,
        }
    }
    bytes.truncate(filled);
    Some(bytes)
}

/// What a chunk turned out to be.
#[derive(Default)]
struct ChunkFound {
    dictionary_values: u64,
    extremes: Vec<Extreme>,
}

/// The pages of a chunk.
struct Pages<'a> {
    file: &'a File,
    chunk: &'a Chunk,
    group: usize,
    footer: &'a Footer,
    walk: &'a Walk<'a>,
    /// Held by whoever has a large page.
    alone: &'a Mutex<()>,
    found: ChunkFound,
}

/// A page behind its header.
struct Page<'a> {
    header: Value,
    /// Where it stands, its header included.
    place: Range<u64>,
    /// What it holds, unpacked.
    body: Vec<u8>,
    _alone: Option<MutexGuard<'a, ()>>,
}

impl<'a> Pages<'a> {
    fn leaf(&self) -> &Leaf {
        &self.footer.leaves[self.chunk.leaf]
    }

    fn note(&self, code: Code, place: &Range<u64>) -> Note {
        Note::new(code, self.walk.name).column(&self.leaf().name).bytes(place.start, place.end)
    }

    /// Goes from page to page. `None` where one cannot be read.
    fn walk(&mut self) -> Option<()> {
        let place = &self.chunk.place;
        let mut at = place.start;
        let (mut dictionary, mut used): (Option<Page<'_>>, Vec<bool>) = (None, Vec::new());
        let mut values = 0;
        while at < place.end {
            let page = self.page(at)?;
            at = page.place.end;
            let kind = page.header.field(1)?.int()?;
            match kind {
                2 if dictionary.is_none() && values == 0 => {
                    used = vec![false; self.dictionary(&page)?];
                    // It is open as long as the chunk, and large pages of data come one at a time beside it.
                    dictionary = Some(Page { _alone: None, ..page });
                }
                0 | 3 => values += self.data(&page, kind == 3, &mut used)?,
                _ => {
                    self.walk.notes.put(self.note(Code::Metadata, &page.place).kind("page of no known use"));
                    search(
                        &page.body,
                        self.walk.name,
                        Some(&self.leaf().name),
                        page.place.start,
                        "a page",
                        self.walk.notes,
                    );
                }
            }
        }
        if values != self.chunk.values {
            let (values, stated) = (values as u64, self.chunk.values as u64);
            let note = self.note(Code::Slots, place).kind("values beyond the rows");
            self.walk.notes.put(note.count(values.abs_diff(stated)).of(stated));
        }
        if self.leaf().max_repetition == 0 && self.chunk.values as u64 != self.footer.groups[self.group] {
            let stated = self.footer.groups[self.group];
            let note = self.note(Code::Slots, place).kind("values beyond the rows");
            self.walk.notes.put(note.count((self.chunk.values as u64).abs_diff(stated)).of(stated));
        }
        if let Some(page) = dictionary {
            self.unused(&page, &used)?;
        }
        Some(())
    }

    /// Reads a page, header and body, and unpacks it.
    fn page(&mut self, at: u64) -> Option<Page<'a>> {
        let left = usize::try_from(self.chunk.place.end - at).unwrap_or(usize::MAX);
        let mut most = left.min(1 << 10);
        let (header, length) = loop {
            let head = read_some(self.file, at, most)?;
            match read(&head) {
                Some(found) => {
                    self.header(&found.0, &head, at)?;
                    break found;
                }
                None if most < left.min(LARGEST_HEADER) => most = (most * 8).min(left),
                None => return None,
            }
        };
        let packed = header.field(3)?.size()?;
        let size = header.field(2)?.size()?;
        let start = at + length as u64;
        let end = start + packed as u64;
        if end > self.chunk.place.end || size > LARGEST_PAGE || packed > LARGEST_PAGE {
            return None;
        }
        let is_large = size.max(packed) > ALONE;
        let alone = is_large.then(|| self.alone.lock().unwrap_or_else(PoisonError::into_inner));
        let raw = read_at(self.file, start..end)?;
        let body = self.unpacked(&header, raw, size)?;
        Some(Page { header, place: at..end, body, _alone: alone })
    }

    /// What a header of a page holds beside what is needed: unknown fields, and smallest and largest values.
    fn header(&mut self, header: &Value, bytes: &[u8], at: u64) -> Option<()> {
        const HEADER: &[i16] = &[1, 2, 3, 4, 5, 6, 7, 8];
        let Value::Struct(fields) = header else { return None };
        let place = at..at + bytes.len() as u64;
        for (_, value) in fields.iter().filter(|(id, _)| !HEADER.contains(id)) {
            self.walk.notes.put(self.note(Code::Metadata, &place).kind("unknown field of a page header"));
            value.each_text(&mut |range| {
                search(&bytes[range], self.walk.name, Some(&self.leaf().name), at, "a page header", self.walk.notes);
            });
        }
        for (inner, known, statistics) in
            [(5, &[1i16, 2, 3, 4, 5][..], 5i16), (7, &[1, 2, 3][..], 0), (8, &[1, 2, 3, 4, 5, 6, 7, 8][..], 8)]
        {
            let Some(Value::Struct(fields)) = header.field(inner) else { continue };
            if fields.iter().any(|(id, _)| !known.contains(id)) {
                self.walk.notes.put(self.note(Code::Metadata, &place).kind("unknown field of a page header"));
            }
            let Some((_, stated)) = fields.iter().find(|(id, _)| *id == statistics) else { continue };
            let mut extremes = Footer::default();
            statistics_of(stated, self.chunk.leaf, bytes, &mut extremes);
            self.found.extremes.extend(extremes.extremes);
        }
        Some(())
    }

    fn unpacked(&self, header: &Value, raw: Vec<u8>, size: usize) -> Option<Vec<u8>> {
        let Some(second) = header.field(8) else { return unpack(self.chunk.codec, &raw, size) };
        // In pages of version 2 the levels stand before the packed values.
        let levels = second.field(5)?.size()?.checked_add(second.field(6)?.size()?)?;
        if levels > raw.len() || levels > size {
            return None;
        }
        if second.field(7) == Some(&Value::Bool(false)) {
            return (raw.len() == size).then_some(raw);
        }
        let mut body = raw[..levels].to_vec();
        if size > levels {
            body.extend(unpack(self.chunk.codec, &raw[levels..], size - levels)?);
        }
        Some(body)
    }

    /// A dictionary: how many values it has.
    fn dictionary(&mut self, page: &Page<'_>) -> Option<usize> {
        let count = page.header.field(7)?.field(1)?.size()?;
        let physical = self.leaf().physical;
        let values = measure(0, physical, count, &page.body, &mut [])?;
        self.leftover(page, values.end, "a dictionary");
        self.found.dictionary_values += count as u64;
        Some(count)
    }

    /// Notes bytes of a page behind its values.
    fn leftover(&self, page: &Page<'_>, end: usize, what: &'static str) {
        let rest = &page.body[end..];
        if rest.is_empty() {
            return;
        }
        let note = self.note(Code::Slots, &page.place).kind("bytes behind the values").count(rest.len() as u64);
        self.walk.notes.put(note);
        search(rest, self.walk.name, Some(&self.leaf().name), page.place.start, what, self.walk.notes);
    }

    /// A page of data: how many values it has, NULL included.
    fn data(&mut self, page: &Page<'_>, second: bool, used: &mut [bool]) -> Option<usize> {
        let header = page.header.field(if second { 8 } else { 5 })?;
        let count = header.field(1)?.size()?;
        let encoding = header.field(if second { 4 } else { 2 })?.int()?;
        let leaf = self.leaf();
        let (mut at, mut there) = (0, count);
        let levels = [(leaf.max_repetition, 6, false), (leaf.max_definition, 5, true)];
        for (most, field, defines) in levels {
            let length = match (second, most) {
                (true, _) => header.field(field)?.size()?,
                (false, 0) => continue,
                (false, _) => {
                    let (length, _) = values::length(page.body.get(at..)?)?;
                    at += 4;
                    length
                }
            };
            let bytes = page.body.get(at..at.checked_add(length)?)?;
            at += length;
            if most == 0 {
                if length > 0 {
                    self.walk.notes.put(self.note(Code::Slots, &page.place).kind("bytes behind the values"));
                }
                continue;
            }
            let width = usize::try_from(64 - most.leading_zeros()).ok()?;
            let mut defined = 0;
            let end = runs(bytes, width, count, &mut |level, times| {
                defined += if level == most { times } else { 0 };
                Some(())
            })?;
            if end < length {
                self.walk.notes.put(self.note(Code::Slots, &page.place).kind("bytes behind the values"));
            }
            there = if defines { defined } else { there };
        }
        let rest = page.body.get(at..)?;
        let values = measure(encoding, leaf.physical, there, rest, used)?;
        self.leftover(page, at + values.end, "a page");
        if leaf.physical != Physical::Bytes && encoding == 0 {
            let (walk, name) = (self.walk, &leaf.name);
            search(rest, walk.name, Some(name), page.place.start, "a page of numbers", walk.notes);
        }
        Some(count)
    }

    /// Notes values of a dictionary that no row has, and searches them.
    fn unused(&self, page: &Page<'_>, used: &[bool]) -> Option<()> {
        let unused = used.iter().filter(|&&used| !used).count();
        if unused == 0 {
            return Some(());
        }
        let note = self.note(Code::Dictionary, &page.place).count(unused as u64).of(used.len() as u64);
        self.walk.notes.put(note);
        if self.leaf().physical == Physical::Bytes {
            let (walk, name) = (self.walk, &self.leaf().name);
            let what = "a dictionary value that no row uses";
            let mut used = used.iter();
            plain_texts(&page.body, used.len(), &mut |range| {
                if used.next() == Some(&false) {
                    search(&page.body[range], walk.name, Some(name), page.place.start, what, walk.notes);
                }
            })?;
        }
        Some(())
    }
}

/// Unpacks a page to its stated size, no byte more and no byte less.
fn unpack(codec: i64, raw: &[u8], size: usize) -> Option<Vec<u8>> {
    // One byte more than stated, so that more is seen without being unpacked.
    let bounded = |reader: &mut dyn std::io::Read| {
        let mut body = Vec::with_capacity(size.min(1 << 20));
        reader.take(size as u64 + 1).read_to_end(&mut body).ok()?;
        Some(body)
    };
    let body = match codec {
        0 => raw.to_vec(),
        1 if snap::raw::decompress_len(raw).ok()? == size => snap::raw::Decoder::new().decompress_vec(raw).ok()?,
        2 => bounded(&mut flate2::read::MultiGzDecoder::new(raw))?,
        4 => bounded(&mut brotli::Decompressor::new(raw, 4096))?,
        6 => zstd::bulk::decompress(raw, size.max(1)).ok()?,
        7 => lz4_flex::block::decompress(raw, size).ok()?,
        _ => return None,
    };
    (body.len() == size).then_some(body)
}
