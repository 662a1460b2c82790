//! Rows on their way into a table of their combinations.

use super::combinations::{Combinations, Domain, People, Person, Sensitive, Unsorted};
use hashbrown::HashTable;
use rayon::slice::ParallelSliceMut as _;
use std::collections::HashMap;

/// Different texts, by the order in which they came; 0 is NULL.
#[derive(Default)]
pub(super) struct Interner {
    known: HashMap<Box<str>, u32, ahash::RandomState>,
    pub(super) values: Vec<Box<str>>,
    has_null: bool,
}

impl Interner {
    fn code(&mut self, value: Option<&str>) -> u32 {
        let Some(value) = value else {
            self.has_null = true;
            return 0;
        };
        if let Some(&code) = self.known.get(value) {
            return code;
        }
        self.values.push(value.into());
        let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.known.insert(value.into(), code);
        code
    }

    /// The values in order, and the place of each code among them.
    pub(super) fn finish(self) -> (Domain, Vec<u32>) {
        let mut order: Vec<u32> = (1..=u32::try_from(self.values.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| self.values[*a as usize - 1].cmp(&self.values[*b as usize - 1]));
        let mut places = vec![0; self.values.len() + 1];
        let first = u32::from(self.has_null);
        for (&code, place) in order.iter().zip(first..) {
            places[code as usize] = place;
        }
        let mut values: Vec<Option<Box<str>>> = if self.has_null { vec![None] } else { Vec::new() };
        values.extend(order.iter().map(|&code| Some(self.values[code as usize - 1].clone())));
        (Domain::of(values), places)
    }
}

/// Different rows of codes, numbered in the order in which they came.
pub(super) struct Distinct {
    width: usize,
    /// Codes of each, one after another.
    flat: Vec<u32>,
    count: u32,
    table: HashTable<u32>,
    hasher: ahash::RandomState,
}

impl Distinct {
    pub(super) fn new(width: usize) -> Self {
        let hasher = ahash::RandomState::with_seeds(1, 2, 3, 4);
        Self { width, flat: Vec::new(), count: 0, table: HashTable::new(), hasher }
    }

    /// Codes of each, one after another.
    pub(super) fn flat(&self) -> &[u32] {
        &self.flat
    }

    /// A hash of codes, which differs between processors: nothing that leaves may follow from it.
    pub(super) fn hash(&self, codes: &[u32]) -> u64 {
        self.hasher.hash_one(codes)
    }

    /// The number of these codes.
    pub(super) fn place(&mut self, hash: u64, codes: &[u32]) -> u32 {
        let (flat, width) = (&mut self.flat, self.width);
        let of = |at: u32| at as usize * width..(at as usize + 1) * width;
        if let Some(&known) = self.table.find(hash, |&at| flat[of(at)] == *codes) {
            return known;
        }
        flat.extend_from_slice(codes);
        let (flat, hasher) = (&*flat, &self.hasher);
        self.table.insert_unique(hash, self.count, |&at| hasher.hash_one(&flat[of(at)]));
        self.count += 1;
        self.count - 1
    }

    /// The codes of a column.
    pub(super) fn column(&self, column: usize) -> impl Iterator<Item = u32> {
        self.flat.iter().skip(column).step_by(self.width.max(1)).copied()
    }

    fn clear(&mut self) {
        *self = Self::new(self.width);
    }
}

/// Rows by combination and sensitive value.
pub(super) type Counts = HashMap<(u32, u32), u64, ahash::RandomState>;

/// Rows on their way into a table. Parts are made by workers and merged; the table is the same however the rows were cut into parts.
pub struct Gather {
    pub(super) interners: Vec<Interner>,
    pub(super) distinct: Distinct,
    pub(super) rows: Vec<u64>,
    /// Upper and lower half of a person's hash, and a combination.
    pub(super) pairs: Vec<[u32; 3]>,
    pub(super) people_known: bool,
    pub(super) sensitive: Vec<(Interner, Counts)>,
    scratch: Vec<u32>,
}

impl std::fmt::Debug for Gather {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gather({})", self.len())
    }
}

impl Gather {
    /// For rows of so many quasi-identifiers and sensitive columns.
    #[must_use]
    pub fn new(width: usize, sensitive: usize) -> Self {
        Self {
            interners: (0..width).map(|_| Interner::default()).collect(),
            distinct: Distinct::new(width),
            rows: Vec::new(),
            pairs: Vec::new(),
            people_known: false,
            sensitive: (0..sensitive).map(|_| Default::default()).collect(),
            scratch: Vec::new(),
        }
    }

    /// Distinct combinations so far.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether no row came yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row. All rows of a table are each a person, or none is.
    pub fn row<'v>(
        &mut self,
        quasi: impl Iterator<Item = Option<&'v str>>,
        sensitive: impl Iterator<Item = Option<&'v str>>,
        person: Person,
    ) {
        let mut codes = std::mem::take(&mut self.scratch);
        codes.clear();
        codes.extend(self.interners.iter_mut().zip(quasi).map(|(interner, value)| interner.code(value)));
        let combination = self.add(&codes, 1);
        self.scratch = codes;
        for ((interner, counts), value) in self.sensitive.iter_mut().zip(sensitive) {
            *counts.entry((combination, interner.code(value))).or_default() += 1;
        }
        match person {
            Person::EachRow => {}
            Person::Nobody => self.people_known = true,
            Person::Known(hash) => {
                self.people_known = true;
                #[allow(clippy::cast_possible_truncation)]
                self.pairs.push([(hash >> 32) as u32, hash as u32, combination]);
            }
        }
    }

    fn add(&mut self, codes: &[u32], rows: u64) -> u32 {
        let combination = self.distinct.place(self.distinct.hash(codes), codes);
        if combination as usize == self.rows.len() {
            self.rows.push(0);
        }
        self.rows[combination as usize] += rows;
        combination
    }

    /// Leaves out that somebody has a combination more than once, as parts do before they are merged.
    pub fn settle(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
    }

    /// The same, on all threads of the pool that it is called in.
    pub(super) fn settle_together(&mut self) {
        self.pairs.par_sort_unstable();
        self.pairs.dedup();
    }

    /// Adds the rows of another part.
    pub fn merge(&mut self, other: &Self) {
        let mut maps: Vec<Vec<u32>> = Vec::new();
        for (mine, theirs) in self.interners.iter_mut().zip(&other.interners) {
            mine.has_null |= theirs.has_null;
            maps.push(std::iter::once(0).chain(theirs.values.iter().map(|value| mine.code(Some(value)))).collect());
        }
        let width = maps.len();
        let mut codes = Vec::with_capacity(width);
        let mut places = Vec::with_capacity(other.rows.len());
        for (at, &rows) in other.rows.iter().enumerate() {
            codes.clear();
            let theirs = &other.distinct.flat[at * width..][..width];
            codes.extend(theirs.iter().zip(&maps).map(|(&code, map)| map[code as usize]));
            places.push(self.add(&codes, rows));
        }
        self.pairs.extend(other.pairs.iter().map(|&[high, low, at]| [high, low, places[at as usize]]));
        self.people_known |= other.people_known;
        for ((mine, counts), (theirs, more)) in self.sensitive.iter_mut().zip(&other.sensitive) {
            mine.has_null |= theirs.has_null;
            let map: Vec<u32> =
                std::iter::once(0).chain(theirs.values.iter().map(|value| mine.code(Some(value)))).collect();
            for (&(at, value), rows) in more {
                *counts.entry((places[at as usize], map[value as usize])).or_default() += rows;
            }
        }
    }

    /// Forgets the rows, and keeps the codes of values.
    pub(super) fn clear(&mut self) {
        self.distinct.clear();
        self.rows = Vec::new();
        self.pairs = Vec::new();
        self.sensitive.iter_mut().for_each(|(_, counts)| *counts = Counts::default());
    }

    /// The table.
    #[must_use]
    pub fn finish(mut self) -> Combinations {
        self.distinct.table = HashTable::new();
        let mut unsorted = Unsorted { domains: Vec::new(), columns: Vec::new(), rows: self.rows };
        for (column, interner) in self.interners.into_iter().enumerate() {
            let (domain, places) = interner.finish();
            unsorted.domains.push(domain);
            unsorted.columns.push(self.distinct.column(column).map(|code| places[code as usize]).collect());
        }
        self.distinct.clear();
        let (table, places) = unsorted.sort();
        let people = if self.people_known { listed(self.pairs, &places) } else { People::Rows };
        let sensitive = self.sensitive.into_iter().map(|(interner, counts)| {
            let (domain, codes) = interner.finish();
            let entries = counts.into_iter();
            let entries = entries.map(|((at, value), rows)| (places[at as usize], codes[value as usize], rows));
            Sensitive::of_entries(domain, entries.collect(), places.len())
        });
        let sensitive = sensitive.collect();
        table.with(people, sensitive)
    }
}

fn listed(mut pairs: Vec<[u32; 3]>, places: &[u32]) -> People {
    pairs.iter_mut().for_each(|pair| pair[2] = places[pair[2] as usize]);
    pairs.par_sort_unstable();
    pairs.dedup();
    let mut ends = Vec::new();
    for (at, pair) in (1..).zip(&pairs) {
        let is_last = pairs.get(at).is_none_or(|next| next[..2] != pair[..2]);
        ends.extend(is_last.then(|| u32::try_from(at).unwrap_or(u32::MAX)));
    }
    if ends.len() == pairs.len() {
        let mut people = vec![0; places.len()];
        pairs.iter().for_each(|[_, _, at]| people[*at as usize] += 1);
        return People::Apart(people);
    }
    People::Listed { ends, combinations: pairs.into_iter().map(|[_, _, at]| at).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [(Option<&str>, &str, u64); 6] = [
        (Some("Алматы"), "a", 1),
        (Some("Астана"), "b", 2),
        (None, "a", 3),
        (Some("Алматы"), "a", 1),
        (Some("Алматы"), "a", 4),
        (Some("Астана"), "a", 2),
    ];

    fn gathered(rows: &[(Option<&str>, &str, u64)]) -> Gather {
        let mut gather = Gather::new(1, 1);
        for (city, value, person) in rows {
            gather.row([*city].into_iter(), [Some(*value)].into_iter(), Person::Known(*person << 40));
        }
        gather.settle();
        gather
    }

    #[test]
    fn a_table_does_not_depend_on_how_rows_were_cut() {
        let whole = gathered(&ROWS).finish();
        for at in 0..ROWS.len() {
            let mut first = gathered(&ROWS[at..]);
            first.merge(&gathered(&ROWS[..at]));
            let table = first.finish();
            assert!(table == whole, "{at}");
        }
        assert_eq!(whole.domain(0).values().collect::<Vec<_>>(), [None, Some("Алматы"), Some("Астана")]);
        assert_eq!(whole.rows(), [1, 3, 2]);
        let index = whole.index();
        assert_eq!((whole.find(&index, &[2]), whole.find(&index, &[3])), (Some(2), None));
        assert_eq!(whole.sensitive()[0].of(2), [(0, 1), (1, 1)]);
        assert_eq!(whole.people(), &People::Apart(vec![1, 2, 1]));
        let mut more = gathered(&ROWS);
        more.row([None].into_iter(), [None].into_iter(), Person::Known(1 << 40));
        let People::Listed { ends, combinations } = more.finish().people().clone() else { panic!("a person has two") };
        assert_eq!((&ends[..], &combinations[..]), (&[2, 3, 4, 5][..], &[0, 1, 2, 0, 1][..]));
    }
}
