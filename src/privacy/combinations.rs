//! The table of distinct combinations: what is left of rows when only their quasi-identifiers, their sensitive values and their people count.

use hashbrown::HashTable;
use rayon::slice::ParallelSliceMut as _;
use std::collections::HashMap;

/// The different values of a column, ascending, NULL first. Codes are positions, so they do not depend on the order of rows.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Domain {
    values: Vec<Option<Box<str>>>,
}

/// How many, and never which: values do not get into messages.
impl std::fmt::Debug for Domain {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Domain({})", self.len())
    }
}

impl Domain {
    /// Number of different values, NULL included.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The values in the order of their codes.
    pub fn values(&self) -> impl ExactSizeIterator<Item = Option<&str>> {
        self.values.iter().map(Option::as_deref)
    }

    /// The code of a value.
    #[must_use]
    pub fn code(&self, value: Option<&str>) -> Option<u32> {
        let at = self.values.binary_search_by(|known| known.as_deref().cmp(&value)).ok()?;
        u32::try_from(at).ok()
    }
}

/// Whose a row is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Person {
    /// Nobody knows whose rows are: each is a person of its own.
    EachRow,
    /// Somebody, by a hash. Two people of one hash count as one, which makes classes look smaller, never larger.
    Known(u64),
    /// The row says nothing: it makes no class larger.
    Nobody,
}

/// Distinct combinations of quasi-identifiers, ascending by their codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Combinations {
    /// By column.
    domains: Vec<Domain>,
    /// By column, then by combination.
    codes: Vec<Vec<u32>>,
    rows: Vec<u64>,
    people: People,
    sensitive: Vec<Sensitive>,
}

/// Who has which combinations.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum People {
    /// Every row is a person.
    #[default]
    Rows,
    /// Nobody has two combinations: people of each. Sums of them are people too.
    Apart(Vec<u64>),
    /// For each person, where their combinations end; the combinations of each, ascending.
    Listed {
        /// One for each person.
        ends: Vec<u32>,
        /// Of all people, one after another.
        combinations: Vec<u32>,
    },
}

/// The values of a sensitive column, by combination.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sensitive {
    pub(super) domain: Domain,
    /// For each combination, where its values end.
    pub(super) ends: Vec<u32>,
    /// Value and rows.
    pub(super) values: Vec<(u32, u64)>,
}

impl Sensitive {
    /// Values and rows of a combination.
    pub(super) fn of(&self, combination: usize) -> &[(u32, u64)] {
        let start = if combination == 0 { 0 } else { self.ends[combination - 1] as usize };
        &self.values[start..self.ends[combination] as usize]
    }
}

impl Combinations {
    /// Number of combinations.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Number of quasi-identifiers.
    #[must_use]
    pub fn width(&self) -> usize {
        self.domains.len()
    }

    /// The values of a quasi-identifier.
    #[must_use]
    pub fn domain(&self, column: usize) -> &Domain {
        &self.domains[column]
    }

    /// The codes of a quasi-identifier, by combination.
    #[must_use]
    pub fn codes(&self, column: usize) -> &[u32] {
        &self.codes[column]
    }

    /// Rows of each combination.
    #[must_use]
    pub fn rows(&self) -> &[u64] {
        &self.rows
    }

    /// All rows.
    #[must_use]
    pub fn row_count(&self) -> u64 {
        self.rows.iter().sum()
    }

    /// Number of sensitive columns.
    #[must_use]
    pub fn sensitive_count(&self) -> usize {
        self.sensitive.len()
    }

    /// The values of a sensitive column.
    #[must_use]
    pub fn sensitive_domain(&self, column: usize) -> &Domain {
        &self.sensitive[column].domain
    }

    pub(super) fn sensitive(&self) -> &[Sensitive] {
        &self.sensitive
    }

    pub(super) fn people(&self) -> &People {
        &self.people
    }

    /// An index that finds combinations by their codes.
    #[must_use]
    pub fn index(&self) -> Index {
        let hasher = ahash::RandomState::with_seeds(1, 2, 3, 4);
        let hash = |at: u32| self.hash(&hasher, at);
        let mut places = HashTable::with_capacity(self.len());
        for at in 0..u32::try_from(self.len()).unwrap_or(u32::MAX) {
            places.insert_unique(hash(at), at, |&at| hash(at));
        }
        Index { places, hasher }
    }

    fn hash(&self, hasher: &ahash::RandomState, at: u32) -> u64 {
        use std::hash::{BuildHasher as _, Hasher as _};
        let mut state = hasher.build_hasher();
        self.codes.iter().for_each(|column| state.write_u32(column[at as usize]));
        state.finish()
    }

    /// The combination of these codes, if there is one.
    #[must_use]
    pub fn find(&self, index: &Index, codes: &[u32]) -> Option<usize> {
        use std::hash::{BuildHasher as _, Hasher as _};
        let mut state = index.hasher.build_hasher();
        codes.iter().for_each(|code| state.write_u32(*code));
        let is_it = |&at: &u32| self.codes.iter().zip(codes).all(|(column, code)| column[at as usize] == *code);
        index.places.find(state.finish(), is_it).map(|at| *at as usize)
    }
}

/// Where combinations are, by their codes: four bytes each, and a half.
#[derive(Debug)]
pub struct Index {
    places: HashTable<u32>,
    hasher: ahash::RandomState,
}

/// Different texts, by the order in which they came; 0 is NULL.
#[derive(Default)]
struct Interner {
    known: HashMap<Box<str>, u32, ahash::RandomState>,
    values: Vec<Box<str>>,
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
    fn finish(self) -> (Domain, Vec<u32>) {
        let mut order: Vec<u32> = (1..=u32::try_from(self.values.len()).unwrap_or(u32::MAX)).collect();
        order.sort_unstable_by(|a, b| self.values[*a as usize - 1].cmp(&self.values[*b as usize - 1]));
        let mut places = vec![0; self.values.len() + 1];
        let first = u32::from(self.has_null);
        for (&code, place) in order.iter().zip(first..) {
            places[code as usize] = place;
        }
        let mut values: Vec<Option<Box<str>>> = if self.has_null { vec![None] } else { Vec::new() };
        values.extend(order.iter().map(|&code| Some(self.values[code as usize - 1].clone())));
        (Domain { values }, places)
    }
}

/// Rows by combination and sensitive value.
type Counts = HashMap<(u32, u32), u64, ahash::RandomState>;

/// Rows on their way into a table. Parts are made by workers and merged; the table is the same however the rows were cut into parts.
pub struct Gather {
    interners: Vec<Interner>,
    /// Codes of each combination, one after another.
    flat: Vec<u32>,
    table: HashTable<u32>,
    rows: Vec<u64>,
    /// Upper and lower half of a person's hash, and a combination.
    pairs: Vec<[u32; 3]>,
    people_known: bool,
    sensitive: Vec<(Interner, Counts)>,
    hasher: ahash::RandomState,
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
            flat: Vec::new(),
            table: HashTable::new(),
            rows: Vec::new(),
            pairs: Vec::new(),
            people_known: false,
            sensitive: (0..sensitive).map(|_| Default::default()).collect(),
            hasher: ahash::RandomState::with_seeds(1, 2, 3, 4),
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
        let combination = self.combination(&codes);
        self.scratch = codes;
        self.rows[combination as usize] += 1;
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

    fn combination(&mut self, codes: &[u32]) -> u32 {
        let (flat, hasher, width) = (&mut self.flat, &self.hasher, codes.len());
        let of = |at: u32| at as usize * width..(at as usize + 1) * width;
        let hash = hasher.hash_one(codes);
        if let Some(&known) = self.table.find(hash, |&at| flat[of(at)] == *codes) {
            return known;
        }
        let new = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        flat.extend_from_slice(codes);
        let flat = &*flat;
        self.table.insert_unique(hash, new, |&at| hasher.hash_one(&flat[of(at)]));
        self.rows.push(0);
        new
    }

    /// Leaves out that somebody has a combination more than once, as parts do before they are merged.
    pub fn settle(&mut self) {
        self.pairs.sort_unstable();
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
        for (at, rows) in other.rows.iter().enumerate() {
            codes.clear();
            codes.extend(other.flat[at * width..][..width].iter().zip(&maps).map(|(&code, map)| map[code as usize]));
            let combination = self.combination(&codes);
            self.rows[combination as usize] += rows;
            places.push(combination);
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

    /// The table.
    #[must_use]
    pub fn finish(mut self) -> Combinations {
        self.table = HashTable::new();
        let width = self.interners.len();
        let mut domains = Vec::with_capacity(width);
        let mut columns: Vec<Vec<u32>> = Vec::with_capacity(width);
        for (column, interner) in self.interners.into_iter().enumerate() {
            let (domain, places) = interner.finish();
            domains.push(domain);
            columns
                .push(self.flat.iter().skip(column).step_by(width.max(1)).map(|&code| places[code as usize]).collect());
        }
        self.flat = Vec::new();
        let order = ascending(&domains, &columns, self.rows.len());
        let mut places = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&old, new)| places[old as usize] = new);
        let codes = columns.into_iter().map(|column| order.iter().map(|&at| column[at as usize]).collect()).collect();
        let rows = order.iter().map(|&at| self.rows[at as usize]).collect();
        let people = if self.people_known { listed(self.pairs, &places) } else { People::Rows };
        let sensitive = self.sensitive.into_iter();
        let sensitive = sensitive.map(|(interner, counts)| by_combination(interner, counts, &places)).collect();
        Combinations { domains, codes, rows, people, sensitive }
    }
}

/// Combinations in the order of their codes.
fn ascending(domains: &[Domain], columns: &[Vec<u32>], count: usize) -> Vec<u32> {
    let all = 0..u32::try_from(count).unwrap_or(u32::MAX);
    let keys = domains.iter().try_fold(1_u64, |keys, domain| keys.checked_mul(domain.len().max(1) as u64));
    if keys.is_some() {
        // One number for each, in the same order.
        let key = |at: u32| {
            let of = columns.iter().zip(domains);
            of.fold(0, |key, (column, domain)| key * domain.len() as u64 + u64::from(column[at as usize]))
        };
        let mut order: Vec<(u64, u32)> = all.map(|at| (key(at), at)).collect();
        order.par_sort_unstable();
        return order.into_iter().map(|(_, at)| at).collect();
    }
    let mut order: Vec<u32> = all.collect();
    order.par_sort_unstable_by(|&a, &b| {
        let of = |at: u32| columns.iter().map(move |column| column[at as usize]);
        of(a).cmp(of(b))
    });
    order
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

fn by_combination(interner: Interner, counts: Counts, places: &[u32]) -> Sensitive {
    let (domain, codes) = interner.finish();
    let mut all: Vec<(u32, u32, u64)> =
        counts.into_iter().map(|((at, value), rows)| (places[at as usize], codes[value as usize], rows)).collect();
    all.par_sort_unstable();
    let mut ends = vec![0; places.len()];
    let mut at = 0;
    for (combination, end) in (0..).zip(&mut ends) {
        while all.get(at).is_some_and(|entry| entry.0 == combination) {
            at += 1;
        }
        *end = u32::try_from(at).unwrap_or(u32::MAX);
    }
    Sensitive { domain, ends, values: all.into_iter().map(|(_, value, rows)| (value, rows)).collect() }
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
