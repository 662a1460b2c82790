//! Combinations that memory does not hold, on disk: what is asked of them is read in one pass.
//!
//! They lie in runs ([`super::Gathering`] writes them): codes and rows of each, the people who have it, sorted, and its sensitive values. One
//! combination may be in many runs. A table is made of them at any levels of the hierarchies ([`Runs::table`]); it is as small as the levels are
//! coarse, and the same however the runs were cut. The file holds codes, and hashes of people: never a value.

use super::combinations::{Combinations, Domain, People, Sensitive, Unsorted};
use super::gather::{Counts, Distinct};
use super::hierarchy::Hierarchy;
use crate::hash::join;
use rayon::iter::{
    IndexedParallelIterator as _, IntoParallelIterator as _, IntoParallelRefIterator as _,
    IntoParallelRefMutIterator as _, ParallelIterator as _,
};
use rayon::slice::ParallelSlice as _;
use std::collections::HashSet;
use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Distinct combinations of a table unless somebody says otherwise: about two gibibytes while it is searched.
pub const COMBINATIONS: u32 = 1 << 24;
/// People, each with a combination, that may be held for each combination of a table; so many in any case.
const PAIRS: usize = 8;
const LEAST_PAIRS: usize = 1 << 22;
/// Sensitive values likewise.
const ENTRIES: usize = 2;
const LEAST_ENTRIES: usize = 1 << 22;
/// Different values of a column.
pub(super) const VALUES: usize = 1 << 24;
/// Ranges of people's hashes, by their first bits: as few people at a time as that are in memory.
pub(super) const RANGES: usize = 1 << 10;
/// Most ranges at a time, however many threads there are.
const AT_A_TIME: usize = 64;
/// Combinations that a number of them is estimated from: to a half in a hundred.
const SAMPLE: usize = 1 << 15;
/// Combinations that are read at a time.
const CHUNK: usize = 1 << 19;

/// People with combinations that may be held beside so many combinations.
pub(super) fn pairs(most: usize) -> usize {
    (most * PAIRS).max(LEAST_PAIRS)
}

/// Sensitive values likewise.
pub(super) fn entries_of(most: usize) -> usize {
    (most * ENTRIES).max(LEAST_ENTRIES)
}

/// Whether somebody wants a search to end.
pub type Stop = Arc<dyn Fn() -> bool + Send + Sync>;

/// Where the parts of a run lie.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) combinations: usize,
    pub(super) at: u64,
    /// Where people of each range end, in numbers of pairs, and where they begin in the file.
    pub(super) pairs: Vec<usize>,
    pub(super) pairs_at: u64,
    /// Values of each sensitive column: how many, and where.
    pub(super) entries: Vec<(usize, u64)>,
}

impl Run {
    /// The pairs of a range of people.
    fn range(&self, range: usize) -> Range<usize> {
        let start = if range == 0 { 0 } else { self.pairs[range - 1] };
        start..self.pairs[range]
    }
}

/// The first bits of a person's hash.
pub(super) const fn range_of(pair: &[u32; 3]) -> usize {
    (pair[0] >> (32 - RANGES.trailing_zeros())) as usize
}

/// Gathered rows on disk.
pub struct Runs {
    pub(super) file: File,
    pub(super) end: u64,
    pub(super) runs: Vec<Run>,
    pub(super) most: usize,
    pub(super) stop: Stop,
    pub(super) people_known: bool,
    /// Whether everybody has one combination in one run: then people are summed up like rows.
    pub(super) apart: bool,
    pub(super) domains: Vec<Domain>,
    /// By column, for each code of the file its place in the domain.
    pub(super) codes: Vec<Vec<u32>>,
    /// By column, rows of each value of the domain.
    pub(super) rows: Vec<Vec<u64>>,
    /// Domains of sensitive columns, and for each code of the file its place.
    pub(super) sensitive: Vec<(Domain, Vec<u32>)>,
}

impl std::fmt::Debug for Runs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Runs({})", self.runs.len())
    }
}

/// A column of a table, and what becomes of its values in it.
#[derive(Debug)]
pub struct Cut {
    column: usize,
    domain: Domain,
    /// For each value of the column.
    codes: Vec<u32>,
}

impl Cut {
    /// For each value of the column, its code in the table.
    pub(super) fn into_codes(self) -> Vec<u32> {
        self.codes
    }
}

/// What of people a table has to know.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Counting {
    /// Only how many have each combination: enough for the classes that its combinations are.
    Each,
    /// Who has which.
    All,
}

/// Combinations by a part of their hash, so that threads find them side by side.
struct Shard {
    distinct: Distinct,
    /// Rows of each, and people if nobody has two.
    counts: Vec<(u64, u64)>,
}

/// For each combination of each run, its place in a table.
type Places = Vec<Vec<u32>>;

impl Runs {
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

    /// Rows of each value of a quasi-identifier.
    #[must_use]
    pub fn rows(&self, column: usize) -> &[u64] {
        &self.rows[column]
    }

    /// Combinations that a table may have.
    pub(super) const fn most(&self) -> usize {
        self.most
    }

    /// Bytes on disk.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.end
    }

    /// Whether there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.end == 0
    }

    /// A column as it is.
    #[must_use]
    pub fn values(&self, column: usize) -> Cut {
        let domain = self.domains[column].clone();
        Cut { column, codes: (0..u32::try_from(domain.len()).unwrap_or(u32::MAX)).collect(), domain }
    }

    /// A column from a level on, and what is left of its hierarchy.
    pub(super) fn cut(&self, column: usize, hierarchy: &Hierarchy, level: usize) -> (Cut, Hierarchy) {
        let (domain, left, places) = hierarchy.cut(level, &self.rows[column]);
        let groups = hierarchy.levels()[level].groups();
        let codes = groups.iter().map(|&group| places[group as usize]).collect();
        (Cut { column, domain, codes }, left)
    }

    /// The table of these columns; `None` where memory does not hold it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn table(&self, cuts: &[Cut], counting: Counting) -> io::Result<Option<Combinations>> {
        let Some((table, places)) = self.without_values(cuts, counting, self.most)? else { return Ok(None) };
        let sensitive = self.sensitive(&places, table.len())?;
        Ok(sensitive.map(|sensitive| table.with_sensitive(sensitive)))
    }

    /// The table of one column as it is, without sensitive values, however many values it has; `None` where memory does not hold its people.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn column(&self, column: usize) -> io::Result<Option<Combinations>> {
        let cut = [self.values(column)];
        Ok(self.without_values(&cut, Counting::All, VALUES)?.map(|(table, _)| table))
    }

    /// The table without sensitive values, and the places of all combinations in it.
    fn without_values(
        &self,
        cuts: &[Cut],
        counting: Counting,
        most: usize,
    ) -> io::Result<Option<(Combinations, Places)>> {
        let Some((shards, mut places)) = self.combinations(cuts, most)? else { return Ok(None) };
        let mut first = vec![0];
        for shard in &shards {
            first.push(first[first.len() - 1] + u32::try_from(shard.counts.len()).unwrap_or(u32::MAX));
        }
        let column = |at: usize| shards.iter().flat_map(|shard| shard.distinct.column(at)).collect();
        let unsorted = Unsorted {
            domains: cuts.iter().map(|cut| cut.domain.clone()).collect(),
            columns: (0..cuts.len()).map(column).collect(),
            rows: shards.iter().flat_map(|shard| shard.counts.iter().map(|counts| counts.0)).collect(),
        };
        let people: Vec<u64> = if self.apart {
            shards.iter().flat_map(|shard| shard.counts.iter().map(|counts| counts.1)).collect()
        } else {
            Vec::new()
        };
        let count = u32::try_from(shards.len()).unwrap_or(u32::MAX);
        drop(shards);
        let (table, sorted) = unsorted.sort();
        for place in places.iter_mut().flatten() {
            *place = sorted[(first[(*place % count) as usize] + *place / count) as usize];
        }
        let people = if self.apart {
            let mut of_each = vec![0; table.len()];
            sorted.iter().zip(&people).for_each(|(&place, &people)| of_each[place as usize] = people);
            Some(People::Apart(of_each))
        } else {
            self.people(&places, table.len(), counting)?
        };
        Ok(people.map(|people| (table.with(people, Vec::new()), places)))
    }

    /// Whether memory would hold the combinations of these columns. Many of them are estimated, from those whose hashes begin with zeros.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn fit(&self, cuts: &[Cut]) -> io::Result<bool> {
        let zeros = (self.most / SAMPLE).checked_ilog2().unwrap_or(0);
        let most = self.most >> zeros;
        let maps = self.maps(cuts);
        let stride = self.stride();
        let mut seen: HashSet<u64, ahash::RandomState> = HashSet::default();
        for run in &self.runs {
            let fits = self.chunks(run.at, run.combinations, stride, |words| {
                let parts = words.par_chunks(stride << 12);
                let found: Vec<Vec<u64>> = parts.map(|words| sampled(words, stride, &maps, zeros)).collect();
                seen.extend(found.into_iter().flatten());
                seen.len() <= most
            })?;
            if !fits {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The combinations by parts of their hashes; places are numbers within a part, times the number of parts, plus the part.
    fn combinations(&self, cuts: &[Cut], most: usize) -> io::Result<Option<(Vec<Shard>, Places)>> {
        let maps = self.maps(cuts);
        let count = rayon::current_num_threads().clamp(1, 64);
        let new = || Shard { distinct: Distinct::new(cuts.len()), counts: Vec::new() };
        let mut shards: Vec<Shard> = (0..count).map(|_| new()).collect();
        let mut places = Vec::with_capacity(self.runs.len());
        let stride = self.stride();
        for run in &self.runs {
            let mut of_run = Vec::with_capacity(run.combinations);
            let fits = self.chunks(run.at, run.combinations, stride, |words| {
                let found: Vec<AtomicU32> = words.chunks_exact(stride).map(|_| AtomicU32::new(0)).collect();
                shards.par_iter_mut().enumerate().for_each(|(nth, shard)| {
                    shard.add(words, stride, &maps, (nth, count), &found);
                });
                of_run.extend(found.into_iter().map(AtomicU32::into_inner));
                shards.iter().map(|shard| shard.counts.len()).sum::<usize>() <= most
            })?;
            if !fits {
                return Ok(None);
            }
            places.push(of_run);
        }
        Ok(Some((shards, places)))
    }

    /// The columns of a table, and for each code of the file that of the table.
    fn maps(&self, cuts: &[Cut]) -> Vec<(usize, Vec<u32>)> {
        let map = |cut: &Cut| {
            self.codes[cut.column].iter().map(|&code| cut.codes.get(code as usize).copied().unwrap_or(0)).collect()
        };
        cuts.iter().map(|cut| (cut.column, map(cut))).collect()
    }

    /// Every combination of every run: the codes of its values, those of `cuts`, and rows.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(super) fn each(&self, cuts: &[Cut], mut see: impl FnMut(&[u32], &[u32], u64)) -> io::Result<()> {
        let maps = self.maps(cuts);
        let (width, stride) = (self.width(), self.stride());
        let (mut values, mut codes) = (Vec::with_capacity(width), Vec::with_capacity(maps.len()));
        for run in &self.runs {
            self.chunks(run.at, run.combinations, stride, |words| {
                for record in words.chunks_exact(stride) {
                    values.clear();
                    values.extend(record.iter().zip(&self.codes).map(|(&code, known)| known[code as usize]));
                    codes.clear();
                    codes.extend(maps.iter().map(|(column, map)| map[record[*column] as usize]));
                    see(&values, &codes, whole(record[width], record[width + 1]));
                }
                true
            })?;
        }
        Ok(())
    }

    /// Records that lie one after another, some at a time, until `see` has seen enough; whether it never had.
    fn chunks(&self, at: u64, count: usize, stride: usize, mut see: impl FnMut(&[u32]) -> bool) -> io::Result<bool> {
        for start in (0..count).step_by(CHUNK) {
            if (self.stop)() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            if !see(&self.words(at, &(start..(start + CHUNK).min(count)), stride)?) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Numbers of records that lie one after another.
    fn words(&self, at: u64, records: &Range<usize>, stride: usize) -> io::Result<Vec<u32>> {
        let mut bytes = vec![0; records.len() * stride * 4];
        self.file.read_exact_at(&mut bytes, at + (records.start * stride * 4) as u64)?;
        Ok(bytes.as_chunks().0.iter().map(|word| u32::from_le_bytes(*word)).collect())
    }

    /// Who has which combination; `None` where memory does not hold it.
    fn people(&self, places: &Places, combinations: usize, counting: Counting) -> io::Result<Option<People>> {
        if !self.people_known {
            return Ok(Some(People::Rows));
        }
        let mut of_each = vec![0_u64; combinations];
        let (mut people, mut pairs) = (0_usize, 0_usize);
        self.each_range(places, |sorted| {
            people += sorted.chunk_by(|a, b| a[..2] == b[..2]).count();
            pairs += sorted.len();
            sorted.iter().for_each(|pair| of_each[pair[2] as usize] += 1);
        })?;
        if people == pairs {
            return Ok(Some(People::Apart(of_each)));
        }
        if pairs > self::pairs(self.most) {
            return Ok(None);
        }
        if counting == Counting::Each {
            return Ok(Some(People::Counted(of_each)));
        }
        drop(of_each);
        let (mut ends, mut all) = (Vec::with_capacity(people), Vec::with_capacity(pairs));
        self.each_range(places, |sorted| {
            for person in sorted.chunk_by(|a, b| a[..2] == b[..2]) {
                all.extend(person.iter().map(|pair| pair[2]));
                ends.push(u32::try_from(all.len()).unwrap_or(u32::MAX));
            }
        })?;
        Ok(Some(People::Listed { ends, combinations: all }))
    }

    /// Words of a combination: its codes, the halves of its rows, and its people.
    fn stride(&self) -> usize {
        self.width() + 3
    }

    /// Whether nobody is in the runs twice.
    pub(super) fn are_apart(&self) -> io::Result<bool> {
        let is_apart = |range: usize| -> io::Result<bool> {
            let mut people = Vec::new();
            for run in &self.runs {
                let words = self.words(run.pairs_at, &run.range(range), 3)?;
                people.extend(words.as_chunks().0.iter().map(|&[high, low, _]| whole(low, high)));
            }
            people.sort_unstable();
            Ok(people.windows(2).all(|two| two[0] != two[1]))
        };
        for start in (0..RANGES).step_by(AT_A_TIME) {
            if (self.stop)() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let found: Vec<io::Result<bool>> = (start..start + AT_A_TIME).into_par_iter().map(is_apart).collect();
            for apart in found {
                if !apart? {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// People with their combinations, each once, in the order of their hashes.
    fn each_range(&self, places: &Places, mut see: impl FnMut(&[[u32; 3]])) -> io::Result<()> {
        let at_a_time = (2 * rayon::current_num_threads()).clamp(1, AT_A_TIME);
        let is_there = |range: &usize| self.runs.iter().any(|run| !run.range(*range).is_empty());
        let ranges: Vec<usize> = (0..RANGES).filter(is_there).collect();
        for ranges in ranges.chunks(at_a_time) {
            if (self.stop)() {
                return Err(io::ErrorKind::Interrupted.into());
            }
            let sorted: Vec<io::Result<Vec<[u32; 3]>>> =
                ranges.par_iter().map(|&range| self.range(places, range)).collect();
            for sorted in sorted {
                see(&sorted?);
            }
        }
        Ok(())
    }

    fn range(&self, places: &Places, range: usize) -> io::Result<Vec<[u32; 3]>> {
        let mut found = Vec::new();
        for (run, places) in self.runs.iter().zip(places) {
            let words = self.words(run.pairs_at, &run.range(range), 3)?;
            found.extend(words.as_chunks().0.iter().map(|&[high, low, at]| [high, low, places[at as usize]]));
        }
        found.sort_unstable();
        found.dedup();
        Ok(found)
    }

    /// Sensitive values; `None` where memory does not hold them.
    fn sensitive(&self, places: &Places, combinations: usize) -> io::Result<Option<Vec<Sensitive>>> {
        let mut columns = Vec::new();
        for (nth, (domain, codes)) in self.sensitive.iter().enumerate() {
            let mut counts = Counts::default();
            for (run, places) in self.runs.iter().zip(places) {
                let (entries, at) = run.entries[nth];
                let fits = self.chunks(at, entries, 4, |words| {
                    for &[at, value, low, high] in words.as_chunks().0 {
                        *counts.entry((places[at as usize], codes[value as usize])).or_default() += whole(low, high);
                    }
                    counts.len() <= entries_of(self.most)
                })?;
                if !fits {
                    return Ok(None);
                }
            }
            let entries = counts.into_iter().map(|((at, value), rows)| (at, value, rows)).collect();
            columns.push(Sensitive::of_entries(domain.clone(), entries, combinations));
        }
        Ok(Some(columns))
    }
}

/// A number from its halves.
const fn whole(low: u32, high: u32) -> u64 {
    (high as u64) << 32 | low as u64
}

/// Hashes of records that begin with so many zeros. They are the same on every machine, for what leaves follows from them.
fn sampled(words: &[u32], stride: usize, maps: &[(usize, Vec<u32>)], zeros: u32) -> Vec<u64> {
    let hash = |record: &[u32]| {
        let codes = maps.iter().map(|(column, map)| map[record[*column] as usize]);
        codes.fold(0, |hash, code| join(hash, u64::from(code)))
    };
    words.chunks_exact(stride).map(hash).filter(|hash| hash.leading_zeros() >= zeros).collect()
}

impl Shard {
    /// Adds those records of `words` that are this shard's, the `nth` of `count`, and tells the place of each.
    fn add(
        &mut self,
        words: &[u32],
        stride: usize,
        maps: &[(usize, Vec<u32>)],
        (nth, count): (usize, usize),
        found: &[AtomicU32],
    ) {
        let mut codes = Vec::with_capacity(maps.len());
        for (record, found) in words.chunks_exact(stride).zip(found) {
            codes.clear();
            codes.extend(maps.iter().map(|(column, map)| map[record[*column] as usize]));
            let hash = self.distinct.hash(&codes);
            if (hash >> 32) as usize % count != nth {
                continue;
            }
            let place = self.distinct.place(hash, &codes);
            if place as usize == self.counts.len() {
                self.counts.push((0, 0));
            }
            let (rows, people) = &mut self.counts[place as usize];
            *rows += whole(record[stride - 3], record[stride - 2]);
            *people += u64::from(record[stride - 1]);
            let number = place as usize * count + nth;
            found.store(u32::try_from(number).unwrap_or(u32::MAX), Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::search::tests::{Row, hierarchies, rows};
    use super::*;
    use crate::privacy::{
        Classes, Cost, Finer, Grouping, Models, NoOptimum, Person, Stage, Written, local, optimum, optimum_of, utility,
    };
    use crate::privacy::{Gather, Gathered, Gathering};
    use crate::vocabulary::Diversity;
    use proptest::prelude::{prop_assert, prop_assert_eq, proptest};

    /// Gathers rows in parts, with so many combinations in memory.
    pub(crate) fn gathered(rows: &[Row], persons: u8, part: usize, most: usize) -> Gathered {
        let mut gathering = Gathering::new(3, 1, most, &tempfile::tempfile, Arc::new(|| false));
        for rows in rows.chunks(part) {
            let mut part = Gather::new(3, 1);
            for (a, b, c, secret, person) in rows {
                let cells = [a.to_string(), b.to_string(), c.to_string()];
                let secret = secret.to_string();
                let person = match persons {
                    0 => Person::EachRow,
                    _ if person % persons == 3 => Person::Nobody,
                    _ => Person::Known(u64::from(person % persons) << 58),
                };
                let cells = cells.iter().map(|cell| Some(cell.as_str()).filter(|cell| *cell != "3"));
                part.row(cells, [Some(secret.as_str())].into_iter(), person);
            }
            gathering.add(&part).expect("added");
        }
        gathering.finish().expect("gathered")
    }

    proptest! {
        #[test]
        fn runs_make_the_tables_that_memory_makes(
            rows in rows(), persons in 0..12_u8, part in 1..20_usize, levels in (0..3_usize, 0..3_usize, 0..3_usize),
            k in 1..6_u8, suppress in 0..4_u8, l in 0..3_u32, most in 1..40_u8,
        ) {
            let Gathered::Whole(whole) = gathered(&rows, persons, rows.len(), 1 << 10) else { panic!("it fits") };
            // Every part overflows, and the table fits all the same.
            let Gathered::Aside(mut runs) = gathered(&rows, persons, part, 0) else { return Ok(()) };
            runs.most = 1 << 10;
            prop_assert!(!runs.is_empty());
            let values: Vec<Cut> = (0..3).map(|column| runs.values(column)).collect();
            let again = runs.table(&values, Counting::All).expect("read").expect("fits");
            prop_assert!(again == whole);
            // At levels, the classes are those of the table's own grouping, with the people and values of each.
            let hierarchies = hierarchies(&whole);
            let levels: Vec<usize> = [levels.0, levels.1, levels.2].iter().zip(&hierarchies).map(|(level, h)| (*level).min(h.top())).collect();
            let (cuts, left): (Vec<Cut>, Vec<Hierarchy>) =
                (0..3).map(|column| runs.cut(column, &hierarchies[column], levels[column])).unzip();
            let table = runs.table(&cuts, Counting::All).expect("read").expect("fits");
            let each = runs.table(&cuts, Counting::Each).expect("read").expect("fits");
            let grouping = Grouping::at(&whole, &hierarchies, &levels);
            let sorted = |classes: Classes| {
                let mut all: Vec<(u64, u64)> = classes.rows.into_iter().zip(classes.people).collect();
                all.sort_unstable();
                all
            };
            let wanted = sorted(Classes::count(&whole, &grouping));
            prop_assert_eq!(&sorted(Classes::count(&table, &Grouping::each(&table))), &wanted);
            prop_assert_eq!(&sorted(Classes::count(&each, &Grouping::each(&each))), &wanted);
            for (most, fits) in [(table.len(), true), (table.len() - 1, false)] {
                runs.most = most;
                prop_assert_eq!(runs.fit(&cuts).expect("read"), fits);
            }
            runs.most = 1 << 10;
            // What is above is what it was.
            for (column, left) in left.iter().enumerate() {
                let full = &hierarchies[column];
                prop_assert_eq!(left.below().len() + left.top(), full.top());
                for (value, code) in whole.domain(column).values().zip(0_u32..) {
                    let now = table.domain(column).code(full.levels()[levels[column]].label(full.levels()[levels[column]].groups()[code as usize]));
                    prop_assert!(value.is_none() || now.is_some());
                    for (level, was) in left.levels().iter().zip(&full.levels()[levels[column]..]) {
                        let group = level.groups()[now.expect("a code") as usize];
                        prop_assert_eq!(level.label(group), was.label(was.groups()[code as usize]));
                        prop_assert_eq!(level.loss(group), was.loss(was.groups()[code as usize]));
                    }
                }
            }
            // What is searched from the disk is what is searched in memory.
            let models = Models { k: u64::from(k), suppress: f64::from(suppress) * 0.08, l: (l > 0).then_some(Diversity::Distinct(l)), t: None };
            let finer = Finer { runs: &runs, hierarchies: &hierarchies };
            let in_memory = optimum(&whole, &hierarchies, &[1.0; 3], &models);
            let stage = finer.stage(&levels, Counting::All).expect("read").expect("fits");
            match optimum_of(&stage, Some(finer), &[1.0; 3], &models) {
                Err(why) => prop_assert_eq!(&in_memory, &Err(why)),
                Ok((best, other)) => {
                    let wanted = in_memory.clone().expect("an optimum");
                    prop_assert!((best.loss - wanted.loss).abs() < 1e-9);
                    let stage = other.as_ref().unwrap_or(&stage);
                    let cost = Cost::of(&best.recoding, &stage.table, &stage.hierarchies, &[1.0; 3]);
                    let in_whole = Cost::of(&wanted.recoding, &whole, &hierarchies, &[1.0; 3]);
                    prop_assert!((cost.loss - best.loss).abs() < 1e-9);
                    if best.levels == wanted.levels {
                        prop_assert_eq!(cost.suppressed, in_whole.suppressed);
                        for (a, b) in [(cost.precision, in_whole.precision), (cost.entropy, in_whole.entropy), (cost.discernibility, in_whole.discernibility)] {
                            prop_assert!((a - b).abs() < 1e-9, "{} {}", a, b);
                        }
                        let left = utility(stage, Some(finer), &best.recoding).expect("measured");
                        let wanted = utility(&Stage::whole(&whole, &hierarchies), None, &wanted.recoding).expect("measured");
                        prop_assert_eq!(format!("{:.9?}", left), format!("{:.9?}", wanted));
                    }
                }
            }
            // The finest that memory holds, and no finer in any column.
            runs.most = usize::from(most);
            let finer = Finer { runs: &runs, hierarchies: &hierarchies };
            if let Some(stage) = finer.finest(&[1.0; 3]).expect("read") {
                prop_assert!(stage.table.len() <= runs.most);
                for column in 0..3 {
                    let mut levels = stage.levels.clone();
                    if levels[column] > 0 && matches!(whole.people(), People::Rows | People::Apart(_)) {
                        levels[column] -= 1;
                        let grouping = Grouping::at(&whole, &hierarchies, &levels);
                        prop_assert!(grouping.classes > runs.most);
                    }
                }
                match optimum_of(&stage, Some(finer), &[1.0; 3], &models) {
                    Ok((best, _)) if best.left_out == 0 => {
                        prop_assert!((best.loss - in_memory.as_ref().expect("an optimum").loss).abs() < 1e-9);
                    }
                    Ok((best, _)) => prop_assert!(best.loss > in_memory.as_ref().expect("an optimum").loss - 1e-9),
                    Err(why) => prop_assert_eq!(why, NoOptimum::Unreachable),
                }
                if let Ok(recoding) = local(&stage.table, &stage.hierarchies, &[1.0; 3], &models) {
                    let written = Written::of(&recoding, &stage.table, &stage.hierarchies);
                    prop_assert_eq!(written.failing(&stage.table, &models), 0);
                }
            }
            // A table that does not fit is none.
            runs.most = whole.len() - 1;
            prop_assert!(runs.table(&values, Counting::All).expect("read").is_none());
        }
    }
}
