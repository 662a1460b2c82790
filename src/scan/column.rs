//! What is counted of one column, batch by batch.

use std::collections::HashMap;

use super::distinct::{Distinct, Frequent};
use crate::canon::amount::{ParsedFlag, flag};
use crate::canon::null::is_null_like;
use crate::hash::hash;
use crate::plan::Traces;
use crate::recognize::column::ColumnVote;
use crate::recognize::damage::{Damage, damages, damages_of_plain_number};
use crate::recognize::shape::shape;
use crate::recognize::{Features, Finder, Kind, KindSet};

/// Most mixes of identifiers that are told apart.
const MIXES: usize = 64;
/// Most shapes that are told apart.
const SHAPES: usize = 256;

/// Counts of a column, of cells unless said otherwise.
#[derive(Clone, Debug)]
pub(crate) struct ColumnScan {
    /// All of them.
    pub(crate) cells: u64,
    /// NULL, or nothing between two delimiters.
    pub(crate) empty: u64,
    /// A spelling of nothing: `-`, `NULL`, `не указано`.
    pub(crate) null_like: u64,
    /// `нет` and `жоқ`: an answer in a column of flags, nothing elsewhere.
    pub(crate) answers: u64,
    /// Shortest and longest value, in characters.
    pub(crate) chars: Option<(usize, usize)>,
    /// Cells of whole numbers of up to 18 digits, the least of them and the greatest.
    pub(crate) wholes: u64,
    pub(crate) range: Option<(u64, u64)>,
    /// Different values.
    pub(crate) distinct: Distinct,
    frequent: Frequent,
    /// Shapes of the values that were judged.
    pub(crate) shapes: HashMap<String, u64>,
    /// What the judged values look like.
    pub(crate) vote: ColumnVote,
    /// With strong evidence of a kind, by kind.
    pub(crate) strong: [u64; Kind::ALL.len()],
    /// With weak evidence of a kind at most, by kind.
    pub(crate) weak: [u64; Kind::ALL.len()],
    /// The first cell with strong evidence of a kind, counted from 0, by kind.
    pub(crate) first: [Option<u64>; Kind::ALL.len()],
    /// With strong evidence of anything that identifies.
    pub(crate) identifying: u64,
    /// Cells in which the guard finds something, by what it finds.
    pub(crate) guarded: Vec<(Traces, u64)>,
    /// By kind of damage.
    pub(crate) damage: [u64; Damage::ALL.len()],
}

/// Places of one batch, by what stands in them. Used again for every batch.
#[derive(Debug, Default)]
pub(crate) struct Scratch {
    slots: Vec<u32>,
    values: Vec<Value>,
    finder: Finder,
}

/// A value of a batch: where it stands first, and in how many cells.
#[derive(Clone, Copy, Debug)]
struct Value {
    row: usize,
    cells: u64,
    hash: u64,
}

impl Scratch {
    /// Finds the different values of a batch, and how many cells are empty. A value that cannot be found cheaply counts as another one.
    fn find<'t>(&mut self, rows: usize, text: impl Fn(usize) -> Option<&'t str>) -> u64 {
        /// Slots that are tried for a value: texts that were chosen to have one hash must not cost the square of their number.
        const TRIES: usize = 16;
        let size = (2 * rows).next_power_of_two().max(16);
        self.slots.clear();
        self.slots.resize(size, u32::MAX);
        self.values.clear();
        let (mut empty, mut before, mut last) = (0, "", 0);
        for row in 0..rows {
            let value = text(row).unwrap_or_default();
            if value.is_empty() {
                empty += 1;
                continue;
            }
            // Columns of one value, and sorted ones.
            if value == before {
                self.values[last].cells += 1;
                continue;
            }
            let hash = hash(value.as_bytes());
            last = self.values.len();
            #[allow(clippy::cast_possible_truncation)]
            let start = hash as usize;
            for slot in (0..TRIES).map(|nth| (start + nth) & (size - 1)) {
                let nth = self.slots[slot] as usize;
                let Some(known) = self.values.get_mut(nth) else {
                    self.slots[slot] = u32::try_from(last).unwrap_or(u32::MAX);
                    break;
                };
                if known.hash == hash && text(known.row) == Some(value) {
                    known.cells += 1;
                    last = nth;
                    break;
                }
            }
            if last == self.values.len() {
                self.values.push(Value { row, cells: 1, hash });
            }
            before = value;
        }
        empty
    }
}

impl ColumnScan {
    /// Nothing counted yet; `cap` and `level` as for [`Distinct::new`].
    pub(crate) fn new(cap: usize, level: u32) -> Self {
        Self {
            cells: 0,
            empty: 0,
            null_like: 0,
            answers: 0,
            chars: None,
            wholes: 0,
            range: None,
            distinct: Distinct::new(cap, level),
            frequent: Frequent::default(),
            shapes: HashMap::new(),
            vote: ColumnVote::default(),
            strong: [0; Kind::ALL.len()],
            weak: [0; Kind::ALL.len()],
            first: [None; Kind::ALL.len()],
            identifying: 0,
            guarded: Vec::new(),
            damage: [0; Damage::ALL.len()],
        }
    }

    /// Cells that hold something.
    pub(crate) fn filled(&self) -> u64 {
        self.cells - self.empty - self.null_like - self.answers
    }

    /// Cells of the commonest value; at least so many if the different values are estimated.
    pub(crate) fn most(&self) -> u64 {
        self.frequent.most(&self.distinct)
    }

    /// Counts a batch of so many rows. Every different value is looked at once; so many of them are judged too, evenly from the batch.
    pub(crate) fn add<'t>(
        &mut self,
        rows: usize,
        text: impl Fn(usize) -> Option<&'t str>,
        judged: usize,
        scratch: &mut Scratch,
    ) {
        let before = self.cells;
        self.cells += rows as u64;
        self.empty += scratch.find(rows, &text);
        let step = scratch.values.len().div_ceil(judged.max(1)).max(1);
        let Scratch { values, finder, .. } = scratch;
        for (nth, value) in values.iter().enumerate() {
            self.add_value(text(value.row).unwrap_or_default(), value, before, nth % step == 0, finder);
        }
        // Those that stand here once have no claim to be the commonest.
        values.retain(|value| value.cells > 1);
        values.sort_unstable_by_key(|value| (std::cmp::Reverse(value.cells), value.row));
        values.iter().take(32).for_each(|value| self.frequent.add(value.hash, value.cells));
    }

    fn add_value(&mut self, text: &str, value: &Value, before: u64, judged: bool, finder: &mut Finder) {
        let cells = value.cells;
        // No spelling of nothing begins with a digit.
        if !text.as_bytes()[0].is_ascii_digit() && is_null_like(text) {
            match flag(text) {
                ParsedFlag::Is(_) => self.answers += cells,
                _ => self.null_like += cells,
            }
            return;
        }
        let chars = if text.is_ascii() { text.len() } else { text.chars().count() };
        self.chars = Some(self.chars.map_or((chars, chars), |(least, most)| (least.min(chars), most.max(chars))));
        self.distinct.add(value.hash, cells);
        if text.len() <= 18 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.add_whole(text.parse().unwrap_or(u64::MAX), cells);
        }
        let found = if let Some(features) = Features::of_plain_number(text.as_bytes()) {
            damages_of_plain_number(text, &features)
        } else {
            let features = Features::of(text.as_bytes());
            let kinds = finder.kinds(text, &features);
            self.add_kinds(kinds, cells);
            kinds.0.iter().for_each(|kind| self.note_first(kind, before + value.row as u64));
            self.add_guarded(Traces::from_found(text, &features, kinds), cells);
            damages(text, &features)
        };
        if !found.is_empty() {
            found.iter().for_each(|damage| self.damage[damage as usize] += cells);
        }
        if judged {
            self.vote.add(text, cells);
            self.add_shape(shape(text), cells);
        }
    }

    fn add_whole(&mut self, number: u64, cells: u64) {
        self.wholes += cells;
        self.range = Some(self.range.map_or((number, number), |(least, most)| (least.min(number), most.max(number))));
    }

    /// Whether the values are 1, 2, 3 and so on, each once, but for a few that are missing.
    pub(crate) fn is_numbered(&self) -> bool {
        let filled = self.filled();
        let each_once = if self.distinct.is_exact() { self.distinct.count() == filled } else { self.most() <= 1 };
        let dense = |(least, most): (u64, u64)| least <= 1 && most.abs_diff(filled) <= 1 + filled / 50;
        filled >= 3 && self.wholes == filled && each_once && self.range.is_some_and(dense)
    }

    fn note_first(&mut self, kind: Kind, cell: u64) {
        let first = &mut self.first[kind as usize];
        *first = Some(first.map_or(cell, |first| first.min(cell)));
    }

    fn add_kinds(&mut self, (strong, weak): (KindSet, KindSet), cells: u64) {
        if strong == KindSet::NONE && weak == KindSet::NONE {
            return;
        }
        let mut identifies = false;
        for kind in strong.iter() {
            self.strong[kind as usize] += cells;
            identifies |= kind.is_identifying();
        }
        weak.iter().filter(|kind| !strong.contains(*kind)).for_each(|kind| self.weak[kind as usize] += cells);
        self.identifying += if identifies { cells } else { 0 };
    }

    fn add_guarded(&mut self, traces: Traces, cells: u64) {
        if traces == Traces::NONE {
            return;
        }
        match self.guarded.iter().position(|(known, _)| *known == traces) {
            Some(at) => self.guarded[at].1 += cells,
            None if self.guarded.len() < MIXES => self.guarded.push((traces, cells)),
            // What is too rare to be told apart counts as anything.
            None => self.guarded[MIXES - 1] = (Traces::ANYTHING, self.guarded[MIXES - 1].1 + cells),
        }
    }

    fn add_shape(&mut self, shape: String, cells: u64) {
        if self.shapes.len() < SHAPES || self.shapes.contains_key(&shape) {
            *self.shapes.entry(shape).or_default() += cells;
        }
    }

    /// Adds the counts of the next part of the column.
    pub(crate) fn merge(&mut self, other: &Self) {
        for kind in Kind::ALL.iter().copied() {
            other.first[kind as usize].into_iter().for_each(|cell| self.note_first(kind, self.cells + cell));
        }
        self.cells += other.cells;
        self.empty += other.empty;
        self.null_like += other.null_like;
        self.answers += other.answers;
        self.chars = match (self.chars, other.chars) {
            (Some((least, most)), Some((least_too, most_too))) => Some((least.min(least_too), most.max(most_too))),
            (one, two) => one.or(two),
        };
        self.wholes += other.wholes;
        if let Some((least, most)) = other.range {
            self.add_whole(least, 0);
            self.add_whole(most, 0);
        }
        self.distinct.merge(&other.distinct);
        self.frequent.merge(&other.frequent);
        self.vote.merge(&other.vote);
        let mut shapes: Vec<(&String, &u64)> = other.shapes.iter().collect();
        shapes.sort_unstable_by(|a, b| b.1.cmp(a.1).then(a.0.cmp(b.0)));
        shapes.into_iter().for_each(|(shape, cells)| self.add_shape(shape.clone(), *cells));
        let add = |sums: &mut [u64], more: &[u64]| sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
        add(&mut self.strong, &other.strong);
        add(&mut self.weak, &other.weak);
        add(&mut self.damage, &other.damage);
        self.identifying += other.identifying;
        other.guarded.iter().for_each(|(traces, cells)| self.add_guarded(*traces, *cells));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(cells: &[Option<&str>]) -> ColumnScan {
        let mut scan = ColumnScan::new(1_000, 0);
        scan.add(cells.len(), |row| cells[row], usize::MAX, &mut Scratch::default());
        scan
    }

    #[test]
    fn cells_are_counted() {
        let found = scan(&[
            Some("anna@example.kz"),
            Some("anna@example.kz"),
            Some("тел +7 771 000 99 98"),
            Some("заказ 1234567890"),
            Some("-"),
            Some("нет"),
            Some(""),
            None,
            Some("Aнна"),
        ]);
        assert_eq!((found.cells, found.empty, found.null_like, found.answers, found.filled()), (9, 2, 1, 1, 5));
        assert_eq!((found.distinct.count(), found.most(), found.chars), (4, 2, Some((4, 20))));
        assert_eq!((found.strong[Kind::Email as usize], found.strong[Kind::Phone as usize]), (2, 1));
        assert_eq!((found.identifying, found.damage[Damage::MixedScript as usize]), (3, 1));
        assert_eq!((found.vote.judged(), found.shapes["aaa@aaa.aa"]), (5, 2));
        // Addresses, a telephone number, and a row of ten digits that is no identifier.
        assert_eq!(found.guarded.iter().map(|(_, cells)| cells).sum::<u64>(), 4);
    }

    #[test]
    fn values_of_one_hash_chain_are_told_apart() {
        let texts: Vec<String> = (0..40_000).map(|n| (n % 20_000).to_string()).collect();
        let found = scan(&texts.iter().map(|text| Some(text.as_str())).collect::<Vec<_>>());
        assert_eq!(found.filled(), 40_000 - 2 * u64::from(is_null_like("0")));
        assert!(!found.distinct.is_exact() && found.distinct.count().abs_diff(20_000) < 4_000);
    }

    #[test]
    fn parts_add_up() {
        let cells: Vec<String> = (0..500).map(|n| format!("8 701 000 {:02} {:02}", n % 90, n % 70)).collect();
        let cells: Vec<Option<&str>> = cells.iter().map(|cell| Some(cell.as_str())).collect();
        let (mut merged, whole) = (scan(&cells[..100]), scan(&cells));
        merged.merge(&scan(&cells[100..]));
        assert_eq!((merged.cells, merged.identifying, merged.distinct.count()), (500, 500, whole.distinct.count()));
        assert_eq!((merged.most(), &merged.shapes, &merged.vote), (whole.most(), &whole.shapes, &whole.vote));
    }
}
