//! A part of a file: its columns looked at, their hashes kept for classes, what looks like a digest put aside.

use super::cells::Cells;
use super::column::{Column, Meant, judged_of};
use super::conform::Rule;
use super::cut::Head;
use super::dictionary::{base32_digest, digest_in};
use super::frame::Named;
use super::parquet::Walked;
use super::pieces::opened;
use super::raw::WANTED;
use super::release::{DataFile, StatedColumn};
use super::token::keyed;
use crate::recognize::{Kind, strongest_hit};
use crate::scan::Scratch;
use std::collections::HashMap;
use std::sync::Arc;

/// What is needed of a part.
pub(super) struct Part {
    pub(super) columns: Vec<Column>,
    pub(super) hashes: Vec<Vec<u64>>,
    pub(super) rows: u64,
    pub(super) digests: Vec<(String, Vec<u8>)>,
    /// Some of the tokens, by their columns and prefixes.
    pub(super) tokens: Vec<(String, String, Vec<u8>)>,
    /// Which of the stated smallest and largest values were seen.
    pub(super) met: Vec<bool>,
    /// Of the first part, columns of short numbers.
    pub(super) heads: Vec<Head>,
}

/// What a worker has to know of a file.
#[derive(Clone, Copy)]
pub(super) struct Job<'a> {
    pub(super) file: &'a DataFile,
    pub(super) stated: &'a [&'a StatedColumn],
    /// What the cells of columns may be, by their names.
    pub(super) rules: &'a HashMap<String, Arc<Rule>>,
    pub(super) quasi: &'a [String],
    pub(super) sensitive: &'a [String],
    pub(super) walked: Option<&'a Walked>,
    pub(super) known: &'a Known<'a>,
    /// Whether everything but the classes was counted before.
    pub(super) only_classes: bool,
}

/// What is known of the columns of a file, by their names: a file may have many thousands.
#[derive(Default)]
pub(super) struct Known<'a> {
    stated: HashMap<&'a str, &'a StatedColumn>,
    /// Places among the stated extremes, by the names of their columns and of what these stand in.
    extremes: HashMap<&'a str, Vec<usize>>,
}

impl<'a> Known<'a> {
    pub(super) fn of(stated: &[&'a StatedColumn], walked: Option<&'a Walked>) -> Self {
        let mut known = Self::default();
        for column in stated.iter().rev() {
            known.stated.insert(&column.name, column);
        }
        for (nth, extreme) in walked.iter().flat_map(|walked| walked.extremes.iter().enumerate()) {
            let name = walked.map_or("", |walked| walked.leaves[extreme.leaf].name.as_str());
            let ends = name.match_indices('.').map(|(at, _)| at).chain([name.len()]);
            ends.for_each(|end| known.extremes.entry(&name[..end]).or_default().push(nth));
        }
        known
    }

    /// What the manifest says of a column.
    pub(super) fn stated(&self, name: &str) -> Option<&'a StatedColumn> {
        self.stated.get(name).copied()
    }
}

impl Job<'_> {
    fn meant(&self, name: &str) -> Meant {
        Meant::of(self.known.stated(name))
    }
}

/// Looks at the columns of one part.
pub(super) struct PartReader<'a> {
    job: &'a Job<'a>,
    is_first: bool,
    scratch: Scratch,
    columns: Vec<Column>,
    hashes: HashMap<String, Vec<u64>>,
    digests: Vec<(String, Vec<u8>)>,
    tokens: Vec<(String, String, Vec<u8>)>,
    met: Vec<bool>,
    heads: Vec<Head>,
}

/// Tokens of a column that are taken from a part.
const TOKENS: usize = 1 << 14;

impl<'a> PartReader<'a> {
    pub(super) fn new(job: &'a Job<'a>, is_first: bool) -> Self {
        let met = vec![false; job.walked.map_or(0, |walked| walked.extremes.len())];
        Self {
            job,
            is_first,
            scratch: Scratch::default(),
            columns: Vec::new(),
            hashes: HashMap::new(),
            digests: Vec::new(),
            tokens: Vec::new(),
            met,
            heads: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, column: Named) {
        let Named { name, cells, aligned } = column;
        if aligned && self.job.quasi.iter().chain(self.job.sensitive).any(|wanted| *wanted == name) {
            self.hashes.insert(name.clone(), cells.hashes());
        }
        if self.job.only_classes {
            return;
        }
        if self.is_first && aligned {
            self.heads.extend(Head::of(&name, &cells));
        }
        self.meet(&name, &cells);
        self.take_tokens(&name, &cells);
        let rule = self.job.rules.get(&name).cloned();
        let mut counted = Column::new(&name, self.job.meant(&name), rule);
        let (mut encoded, digests) = (Vec::new(), &mut self.digests);
        // What the last text held: the same text in the next cell holds the same.
        let (mut kinds, mut held): (Vec<Kind>, usize) = (Vec::new(), 0);
        // Ids of small letters and digits read as base32 now and then; a column of digests does in every cell.
        let (mut spelled, mut last, mut seen) = (Vec::new(), None, 0);
        // Of very many columns fewer values of each are judged.
        let width = self.job.walked.map_or(1, |walked| walked.leaves.len().max(1));
        let judged = judged_of(self.is_first, width);
        counted.add(cells, judged, &mut self.scratch, &mut |row, text, again| {
            seen += 1;
            if !again {
                last = base32_digest(text);
            }
            spelled.extend(last.clone());
            if again {
                encoded.extend(kinds.iter().map(|&kind| (kind, row as u64)));
                digests.extend_from_within(digests.len() - held..);
                return;
            }
            (kinds, held) = (Vec::new(), digests.len());
            each_long_word(text, &mut |word| {
                digests.extend(digest_in(word).map(|digest| (name.clone(), digest)));
                opened(word, &mut |inner| kinds.extend(strongest_hit(inner, WANTED.without(Kind::Digest))));
            });
            held = digests.len() - held;
            encoded.extend(kinds.iter().map(|&kind| (kind, row as u64)));
        });
        if 10 * spelled.len() >= 9 * seen {
            self.digests.extend(spelled.into_iter().map(|digest| (name.clone(), digest)));
        }
        encoded.into_iter().for_each(|(kind, row)| counted.add_encoded(kind, row));
        self.columns.push(counted);
    }

    fn take_tokens(&mut self, name: &str, cells: &Cells) {
        let Cells::Texts(texts) = cells else { return };
        let tokens = (0..texts.len()).filter_map(|row| texts.get(row).and_then(keyed)).take(TOKENS);
        let of_column = |(prefix, bytes): (&str, Vec<u8>)| (name.to_owned(), prefix.to_owned(), bytes);
        self.tokens.extend(tokens.map(of_column));
    }

    /// Marks stated extremes that a row of the column has.
    fn meet(&mut self, name: &str, cells: &Cells) {
        let Some(walked) = self.job.walked else { return };
        let stated = self.job.known.extremes.get(name).map(Vec::as_slice).unwrap_or_default();
        // A file of many row groups states as many: then what is looked for is not looked for in every row.
        let sorted = (stated.len() > SORTED_FROM).then(|| Sorted::of(cells));
        for &nth in stated {
            if self.met[nth] {
                continue;
            }
            let extreme = &walked.extremes[nth];
            // Of bytes that are no text, or text of two bytes a character, cells hold what people would read.
            let bytes = matches!(cells, Cells::Texts(_))
                && std::str::from_utf8(&extreme.bytes).map_or(true, |text| text.contains('\0'));
            self.met[nth] = bytes
                || match (cells, &sorted) {
                    (Cells::Texts(_) | Cells::Numbers(..), Some(sorted)) => {
                        sorted.has(&extreme.bytes, extreme.greatest)
                    }
                    (Cells::Texts(texts), None) => (0..texts.len()).any(|row| {
                        texts.get(row).is_some_and(|text| is_bound(text.as_bytes(), &extreme.bytes, extreme.greatest))
                    }),
                    (Cells::Numbers(values, _), None) => {
                        let stated = number(&extreme.bytes);
                        values.iter().flatten().any(|value| stated.contains(value))
                    }
                    // Days and moments have no room for anything; of floats a bound need not be a value.
                    (Cells::Floats(_) | Cells::Points(..), _) => true,
                };
        }
    }

    pub(super) fn finish(mut self, rows: u64) -> Part {
        let hashes =
            self.job.quasi.iter().chain(self.job.sensitive).filter_map(|name| self.hashes.remove(name)).collect();
        let Self { columns, digests, tokens, met, heads, .. } = self;
        Part { columns, hashes, rows, digests, tokens, met, heads }
    }
}

/// Stated extremes of a column from which its values are sorted to be found among.
const SORTED_FROM: usize = 32;

/// The values of a column in their order.
enum Sorted<'c> {
    Texts(Vec<&'c [u8]>),
    Numbers(Vec<i128>),
}

impl<'c> Sorted<'c> {
    fn of(cells: &'c Cells) -> Self {
        match cells {
            Cells::Texts(texts) => {
                let rows = (0..texts.len()).filter_map(|row| texts.get(row).map(str::as_bytes));
                let mut values: Vec<&[u8]> = rows.collect();
                values.sort_unstable();
                values.dedup();
                Self::Texts(values)
            }
            Cells::Numbers(values, _) => {
                let mut values: Vec<i128> = values.iter().flatten().copied().collect();
                values.sort_unstable();
                values.dedup();
                Self::Numbers(values)
            }
            Cells::Floats(_) | Cells::Points(..) => Self::Numbers(Vec::new()),
        }
    }

    /// Whether stated bytes are one of the values, or a bound of one as [`is_bound`] says.
    fn has(&self, stated: &[u8], greatest: bool) -> bool {
        match self {
            Self::Numbers(values) => number(stated).iter().any(|number| values.binary_search(number).is_ok()),
            Self::Texts(values) => {
                // A value that begins as the bound stands right behind it, one whose beginning was raised by one shortly before it.
                const NEAR: usize = 16;
                let at = values.partition_point(|value| *value < stated);
                let near = &values[at.saturating_sub(NEAR)..values.len().min(at + 1)];
                near.iter().any(|value| is_bound(value, stated, greatest))
            }
        }
    }
}

/// Columns that were looked at apart, each with its name, as one part.
pub(super) fn joined(parts: Vec<(String, Part)>, job: &Job<'_>, rows: u64) -> Part {
    let mut columns = Vec::new();
    let mut hashes: HashMap<String, Vec<u64>> = HashMap::new();
    let (mut digests, mut tokens, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    for (name, part) in parts {
        if let Some(hash) = part.hashes.into_iter().next() {
            hashes.insert(name, hash);
        }
        columns.extend(part.columns);
        digests.extend(part.digests);
        tokens.extend(part.tokens);
        heads.extend(part.heads);
    }
    let hashes = job.quasi.iter().chain(job.sensitive).filter_map(|name| hashes.remove(name)).collect();
    Part { columns, hashes, rows, digests, tokens, met: Vec::new(), heads }
}

/// Words that are long enough for a digest, or for something encoded.
fn each_long_word(text: &str, see: &mut dyn FnMut(&str)) {
    const SHORTEST: usize = 16;
    if text.len() >= SHORTEST {
        let apart = |c: char| !(c.is_ascii_alphanumeric() || "+/_=-".contains(c));
        text.split(apart).filter(|word| word.len() >= SHORTEST).for_each(see);
    }
}

/// Whether stated bytes are a value, or a cut one as a bound: the beginning of the least, the beginning of the greatest raised by one.
fn is_bound(value: &[u8], stated: &[u8], greatest: bool) -> bool {
    if value == stated || (!greatest && value.starts_with(stated)) {
        return true;
    }
    let Some((last, rest)) = stated.split_last() else { return false };
    greatest
        && value.len() > stated.len()
        && value.starts_with(rest)
        && value.get(rest.len()).is_some_and(|byte| byte.wrapping_add(1) == *last || byte < last)
}

/// A stated number: little-endian of its width, or big-endian as decimals have it.
fn number(bytes: &[u8]) -> Vec<i128> {
    let negative = |byte: Option<&u8>| byte.is_some_and(|byte| byte & 0x80 != 0);
    let wide = |bytes: &mut dyn Iterator<Item = &u8>, negative: bool| {
        bytes.fold(if negative { -1 } else { 0i128 }, |number, &byte| number << 8 | i128::from(byte))
    };
    if bytes.len() > 16 {
        return Vec::new();
    }
    vec![
        wide(&mut bytes.iter().rev(), negative(bytes.last())),
        wide(&mut bytes.iter(), negative(bytes.first())),
        wide(&mut bytes.iter().rev(), false),
    ]
}
