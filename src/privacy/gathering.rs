//! Rows on their way into a table that memory may not hold: whenever as many have been gathered as may be, they are put aside on disk as a run.

use super::combinations::Combinations;
use super::gather::Gather;
use super::runs::{RANGES, Run, Runs, Stop, VALUES, entries_of, pairs, range_of};
use rayon::slice::ParallelSliceMut as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;

/// Combinations of all runs, by those that a table may have: four bytes each are held while people are counted. A table that is small for it may
/// have runs of many people.
const RUNS: usize = 16;
const LEAST_RUNS: usize = 1 << 26;

/// Opens a file that nobody else can read and that is gone when it is closed.
pub type OpenScratch<'a> = dyn Fn() -> io::Result<File> + Sync + 'a;

/// Rows on their way into a table; what memory does not hold is put aside.
pub struct Gathering<'a> {
    all: Gather,
    most: usize,
    open: &'a OpenScratch<'a>,
    stop: Stop,
    aside: Option<Aside>,
}

/// What there is too much of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TooMuch {
    /// Combinations in all runs.
    Combinations,
    /// Values of the quasi-identifier at this position.
    Values(usize),
    /// Values of the sensitive column at this position.
    Sensitive(usize),
}

/// Where gathered rows are.
#[derive(Debug)]
pub enum Gathered {
    /// All in a table.
    Whole(Combinations),
    /// On disk.
    Aside(Runs),
}

/// Runs that are being written.
struct Aside {
    file: File,
    end: u64,
    runs: Vec<Run>,
    /// Rows of each value, by column and code.
    rows: Vec<Vec<u64>>,
}

impl std::fmt::Debug for Gathering<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Gathering({})", self.all.len())
    }
}

impl<'a> Gathering<'a> {
    /// For rows of so many quasi-identifiers and sensitive columns, of whose combinations memory holds at most so many.
    /// Reading them back ends with an error when `stop` says so.
    pub fn new(width: usize, sensitive: usize, most: usize, open: &'a OpenScratch<'a>, stop: Stop) -> Self {
        Self { all: Gather::new(width, sensitive), most, open, stop, aside: None }
    }

    /// Adds the rows of a part.
    ///
    /// # Errors
    /// When they cannot be put aside.
    pub fn add(&mut self, part: &Gather) -> io::Result<()> {
        self.all.merge(part);
        let entries = self.all.sensitive.iter().map(|(_, counts)| counts.len()).max().unwrap_or(0);
        let many = |people: usize| people > pairs(self.most) / 4;
        let mut full = self.all.len() > self.most || entries > entries_of(self.most) / 2;
        if !full && many(self.all.pairs.len()) {
            self.all.settle_together();
            // Unless half of the room is left now, the next parts would settle again and again.
            full = many(2 * self.all.pairs.len());
        }
        if full { self.put_aside() } else { Ok(()) }
    }

    /// What there is more of than anything is made for.
    #[must_use]
    pub fn too_much(&self) -> Option<TooMuch> {
        let aside: usize = self.aside.iter().flat_map(|aside| &aside.runs).map(|run| run.combinations).sum();
        if aside > (self.most * RUNS).max(LEAST_RUNS) {
            return Some(TooMuch::Combinations);
        }
        let values = self.all.interners.iter().position(|interner| interner.values.len() > VALUES);
        let sensitive =
            self.all.sensitive.iter().position(|(interner, _)| interner.values.len() > entries_of(self.most));
        values.map(TooMuch::Values).or(sensitive.map(TooMuch::Sensitive))
    }

    /// What was gathered.
    ///
    /// # Errors
    /// When the rest cannot be put aside.
    pub fn finish(mut self) -> io::Result<Gathered> {
        if self.aside.is_none() {
            return Ok(Gathered::Whole(self.all.finish()));
        }
        self.put_aside()?;
        let Some(aside) = self.aside else { return Ok(Gathered::Whole(self.all.finish())) };
        let mut runs = Runs {
            file: aside.file,
            end: aside.end,
            runs: aside.runs,
            most: self.most,
            stop: self.stop,
            people_known: self.all.people_known,
            apart: false,
            domains: Vec::new(),
            codes: Vec::new(),
            rows: Vec::new(),
            sensitive: Vec::new(),
        };
        for (interner, rows) in self.all.interners.into_iter().zip(aside.rows) {
            let (domain, codes) = interner.finish();
            let mut sorted = vec![0; domain.len()];
            codes
                .iter()
                .zip(&rows)
                .filter(|(_, rows)| **rows > 0)
                .for_each(|(&code, rows)| sorted[code as usize] = *rows);
            runs.domains.push(domain);
            runs.codes.push(codes);
            runs.rows.push(sorted);
        }
        runs.sensitive = self.all.sensitive.into_iter().map(|(interner, _)| interner.finish()).collect();
        runs.apart = runs.people_known && runs.are_apart()?;
        Ok(Gathered::Aside(runs))
    }

    /// Writes what is in memory as a run, and forgets it.
    fn put_aside(&mut self) -> io::Result<()> {
        let aside = match &mut self.aside {
            Some(aside) => aside,
            none => {
                let rows = self.all.interners.iter().map(|_| Vec::new()).collect();
                none.insert(Aside { file: (self.open)()?, end: 0, runs: Vec::new(), rows })
            }
        };
        self.all.settle_together();
        aside.add(&self.all)?;
        self.all.clear();
        Ok(())
    }
}

impl Aside {
    fn add(&mut self, all: &Gather) -> io::Result<()> {
        let width = all.interners.len();
        for (column, rows) in self.rows.iter_mut().enumerate() {
            rows.resize(all.interners[column].values.len() + 1, 0);
            all.distinct.column(column).zip(&all.rows).for_each(|(code, more)| rows[code as usize] += more);
        }
        let mut people = vec![0; all.len()];
        all.pairs.iter().for_each(|pair| people[pair[2] as usize] += 1);
        let mut words = Words::new(&self.file, self.end);
        let at = words.at;
        for (nth, &rows) in all.rows.iter().enumerate() {
            all.distinct.flat()[nth * width..][..width].iter().try_for_each(|&code| words.push(code))?;
            words.push_u64(rows)?;
            words.push(people[nth])?;
        }
        let pairs_at = words.end();
        all.pairs.iter().flatten().try_for_each(|&word| words.push(word))?;
        let mut entries = Vec::new();
        for (_, counts) in &all.sensitive {
            entries.push((counts.len(), words.end()));
            let mut sorted: Vec<(u32, u32, u64)> =
                counts.iter().map(|(&(at, value), &rows)| (at, value, rows)).collect();
            sorted.par_sort_unstable();
            for (at, value, rows) in sorted {
                words.push(at)?;
                words.push(value)?;
                words.push_u64(rows)?;
            }
        }
        self.end = words.finish()?;
        let until = |range: usize| all.pairs.partition_point(|pair| range_of(pair) <= range);
        let pairs = (0..RANGES).map(until).collect();
        self.runs.push(Run { combinations: all.len(), at, pairs, pairs_at, entries });
        Ok(())
    }
}

/// Numbers on their way into a file.
struct Words<'f> {
    file: &'f File,
    at: u64,
    bytes: Vec<u8>,
}

impl<'f> Words<'f> {
    fn new(file: &'f File, at: u64) -> Self {
        Self { file, at, bytes: Vec::with_capacity(1 << 20) }
    }

    fn end(&self) -> u64 {
        self.at + self.bytes.len() as u64
    }

    fn push(&mut self, word: u32) -> io::Result<()> {
        self.bytes.write_all(&word.to_le_bytes())?;
        if self.bytes.len() >= 1 << 20 { self.flush() } else { Ok(()) }
    }

    fn push_u64(&mut self, word: u64) -> io::Result<()> {
        #[allow(clippy::cast_possible_truncation)]
        [word as u32, (word >> 32) as u32].into_iter().try_for_each(|half| self.push(half))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.write_all_at(&self.bytes, self.at)?;
        self.at = self.end();
        self.bytes.clear();
        Ok(())
    }

    fn finish(mut self) -> io::Result<u64> {
        self.flush()?;
        Ok(self.at)
    }
}
