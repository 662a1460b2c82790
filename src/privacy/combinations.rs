//! The table of distinct combinations: what is left of rows when only their quasi-identifiers, their sensitive values and their people count.

use hashbrown::HashTable;
use rayon::slice::ParallelSliceMut as _;

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
    /// Of values that are ascending and different, NULL first.
    pub(super) fn of(values: Vec<Option<Box<str>>>) -> Self {
        Self { values }
    }

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

    /// The values themselves, in the order of their codes.
    #[must_use]
    pub fn into_values(self) -> Vec<Option<Box<str>>> {
        self.values
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
    /// People of each, of whom some have several: how many have one of two is not known, only that it is no fewer than have either.
    Counted(Vec<u64>),
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
    /// Of combination, value and rows of each two that occur together, in any order.
    pub(super) fn of_entries(domain: Domain, mut entries: Vec<(u32, u32, u64)>, combinations: usize) -> Self {
        entries.par_sort_unstable();
        let mut ends = vec![0; combinations];
        let mut at = 0;
        for (combination, end) in (0..).zip(&mut ends) {
            while entries.get(at).is_some_and(|entry| entry.0 == combination) {
                at += 1;
            }
            *end = u32::try_from(at).unwrap_or(u32::MAX);
        }
        Self { domain, ends, values: entries.into_iter().map(|(_, value, rows)| (value, rows)).collect() }
    }

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

    /// Rows of each value of a quasi-identifier.
    #[must_use]
    pub fn value_rows(&self, column: usize) -> Vec<u64> {
        let mut sums = vec![0; self.domains[column].len()];
        self.codes[column].iter().zip(&self.rows).for_each(|(&code, rows)| sums[code as usize] += rows);
        sums
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

    /// With people and sensitive values.
    pub(super) fn with(self, people: People, sensitive: Vec<Sensitive>) -> Self {
        Self { people, sensitive, ..self }
    }

    pub(super) fn with_sensitive(self, sensitive: Vec<Sensitive>) -> Self {
        Self { sensitive, ..self }
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

/// Combinations as they came, to be put in order.
pub(super) struct Unsorted {
    pub(super) domains: Vec<Domain>,
    /// By column, then by combination.
    pub(super) columns: Vec<Vec<u32>>,
    pub(super) rows: Vec<u64>,
}

impl Unsorted {
    /// A table of nobody and nothing sensitive, and the place of each combination in it.
    pub(super) fn sort(self) -> (Combinations, Vec<u32>) {
        let order = ascending(&self.domains, &self.columns, self.rows.len());
        let mut places = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&old, new)| places[old as usize] = new);
        let codes =
            self.columns.into_iter().map(|column| order.iter().map(|&at| column[at as usize]).collect()).collect();
        let rows = order.iter().map(|&at| self.rows[at as usize]).collect();
        (Combinations { domains: self.domains, codes, rows, people: People::Rows, sensitive: Vec::new() }, places)
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
