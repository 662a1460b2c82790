//! Reads a file: its bytes, then its cells part by part, each part on a thread of its own.

use super::cells::Texts;
use super::classes::Counter;
use super::column::Column;
use super::conform::Rule;
use super::cut::{Head, note_cut};
use super::dictionary::Digests;
use super::frame::Slice;
use super::keyless::Tokens;
use super::notes::Note;
use super::parquet::{Walk, Walked, walk};
use super::part::{Job, Known, Part, PartReader, joined};
use super::people::exact;
use super::raw::WANTED;
use super::release::{DataFile, Release, StatedColumn};
use super::report::{Code, Severity, Sure};
use super::run::Audit;
use super::table::{Broken, CsvText, named};
use crate::recognize::column::Confidence;
use crate::recognize::strongest_hit;
use crate::vocabulary::Role;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use std::collections::HashMap;
use std::sync::Arc;

/// What was found out about a file.
pub(super) struct Scanned {
    pub(super) columns: Vec<Column>,
    pub(super) rows: u64,
    pub(super) counter: Counter,
    pub(super) quasi: Vec<String>,
    pub(super) sensitive: Vec<String>,
    heads: Vec<Head>,
    /// Whether rows are alone only with columns of which it is not sure that others know them.
    pub(super) unsure: bool,
}

/// What is attacked when everything was read.
#[derive(Default)]
pub(super) struct PutAside {
    pub(super) digests: Digests,
    pub(super) tokens: Tokens,
}

impl Scanned {
    fn new(stated: &[&StatedColumn], quasi: Vec<String>, sensitive: Vec<String>) -> Self {
        let counter = Counter::new(quasi.len(), sensitive.len(), exact(stated, &quasi, &sensitive));
        Self { columns: Vec::new(), rows: 0, counter, quasi, sensitive, heads: Vec::new(), unsure: false }
    }

    /// Adds the next part.
    fn take(&mut self, mut part: Part, file: &str, put_aside: &mut PutAside) {
        part.digests.drain(..).for_each(|(column, digest)| put_aside.digests.add(digest, file, &column));
        let tokens = part.tokens.drain(..);
        tokens.for_each(|(column, prefix, bytes)| put_aside.tokens.add(&prefix, bytes, file, &column));
        self.heads.append(&mut part.heads);
        self.rows += part.rows;
        self.count(&part);
        if self.columns.is_empty() {
            self.columns = part.columns;
        } else {
            self.columns.iter_mut().zip(&part.columns).for_each(|(sum, next)| sum.merge(next));
        }
    }

    /// Counts the classes of a part.
    fn count(&mut self, part: &Part) {
        // A column that is not there, or is a list, leaves no classes to count.
        let wanted = self.quasi.len() + self.sensitive.len();
        let rows = usize::try_from(part.rows).unwrap_or(usize::MAX);
        if part.hashes.len() == wanted && part.hashes.iter().all(|column| column.len() == rows) {
            self.counter.add(&part.hashes.iter().map(Vec::as_slice).collect::<Vec<_>>());
        }
    }
}

impl Audit<'_> {
    /// One file: its bytes, then its cells. `None` if it cannot be walked, which is noted.
    pub(super) fn file(&mut self, file: &DataFile, release: &Release, put_aside: &mut PutAside) -> Option<Scanned> {
        let stated: Vec<&StatedColumn> =
            file.stated.iter().flat_map(|dataset| &dataset.columns).filter(|column| column.released).collect();
        let walked = if file.is_parquet() { Some(self.walk(file)?) } else { None };
        let names = walked.as_ref().map(|walked| walked.leaves.iter().map(|leaf| leaf.name.clone()).collect());
        let (quasi, sensitive) = self.roles(&stated, &names.or_else(|| file.columns()).unwrap_or_default());
        let mut scanned = Scanned::new(&stated, quasi.clone(), sensitive.clone());
        let known = Known::of(&stated, walked.as_ref());
        let (walked, known, rules) = (walked.as_ref(), &known, self.rules(file));
        let job = Job {
            file,
            stated: &stated,
            rules: &rules,
            quasi: &quasi,
            sensitive: &sensitive,
            walked,
            known,
            only_classes: false,
        };
        let mut take = |part: Part| scanned.take(part, &file.name, put_aside);
        let whole = match walked {
            Some(walked) => self.read_parquet(&job, walked, &mut take),
            None => self.read_csv(&job, &mut take),
        };
        if !whole && self.notes.worst_of(&[Code::Unreadable]).is_none() {
            self.notes.put(Note::new(Code::Unreadable, &file.name).kind("rows"));
        }
        if file.stated.is_none() && self.options.quasi.is_empty() && whole {
            self.type_and_count(&job, &mut scanned);
        }
        self.shape(file, &scanned, walked);
        self.headers(&file.name, &mut scanned.columns);
        let personal = release.stated.as_ref().is_some_and(|stated| stated.status == "personal");
        for column in &scanned.columns {
            let stated = known.stated(&column.name);
            column.judge(&file.name, stated, personal, release.is_outside(), &self.notes);
        }
        // A name that is somebody's is not repeated.
        scanned.heads.retain(|head| strongest_hit(head.column(), WANTED).is_none());
        note_cut(&file.name, &scanned.heads, &self.notes);
        self.cover(file, &scanned, whole);
        Some(scanned)
    }

    /// Where no manifest says what singles people out, the columns are typed by what stands in them, as `scan` does, and the file is read once more
    /// to count who is alone.
    fn type_and_count(&self, job: &Job<'_>, scanned: &mut Scanned) {
        let known = scanned.columns.iter().filter_map(|column| Some((column.singles_out()?, &column.name)));
        let (sure, unsure): (Vec<_>, Vec<_>) = known.partition(|(sure, _)| *sure >= Confidence::Likely);
        let names = |found: &[(Confidence, &String)]| found.iter().map(|(_, name)| (*name).clone()).collect();
        let mut quasi: Vec<String> = names(&sure);
        let mut of_sure = Scanned::new(&[], quasi.clone(), Vec::new());
        quasi.extend::<Vec<String>>(names(&unsure));
        if quasi.is_empty() {
            return;
        }
        let mut of_all = Scanned::new(&[], quasi.clone(), Vec::new());
        let job = Job { quasi: &quasi, sensitive: &[], only_classes: true, ..*job };
        let mut take = |mut part: Part| {
            of_all.count(&part);
            part.hashes.truncate(of_sure.quasi.len());
            of_sure.count(&part);
        };
        let whole = match job.walked {
            Some(walked) => self.read_parquet(&job, walked, &mut take),
            None => self.read_csv(&job, &mut take),
        };
        if whole {
            let alone = |counted: &Scanned| counted.counter.classes().map_or(0, |classes| classes.unique_rows);
            scanned.unsure = !unsure.is_empty() && alone(&of_sure) == 0 && alone(&of_all) > 0;
            // What the columns tell that are known comes first; where they tell nothing, all of them are asked.
            let counted = if alone(&of_sure) > 0 { of_sure } else { of_all };
            (scanned.quasi, scanned.counter) = (counted.quasi, counted.counter);
        } else {
            self.notes.put(Note::new(Code::Unreadable, &job.file.name).kind("rows"));
        }
    }

    /// What the cells of the released columns may be. A technique that no document knows leaves a column to which nothing can be held.
    fn rules(&mut self, file: &DataFile) -> HashMap<String, Arc<Rule>> {
        let mut rules = HashMap::new();
        let Some(dataset) = &file.stated else { return rules };
        for column in dataset.columns.iter().filter(|column| column.released) {
            match Rule::of(column, dataset) {
                Some(rule) => {
                    self.open_labels |= rule.is_open();
                    rules.insert(column.name.clone(), Arc::new(rule));
                }
                None => {
                    let note = Note::new(Code::Unlike, &file.name).column(&column.name).kind("unknown technique");
                    self.notes.put(note.severity(Severity::Gap));
                }
            }
        }
        rules
    }

    fn walk(&mut self, file: &DataFile) -> Option<Walked> {
        let ours = file.stated.is_some();
        let walked = walk(&Walk { path: &file.path, name: &file.name, ours, notes: &self.notes })?;
        self.coverage.bytes_accounted += walked.accounted;
        self.coverage.dictionary_values += walked.dictionary_values;
        Some(walked)
    }

    fn cover(&mut self, file: &DataFile, scanned: &Scanned, whole: bool) {
        let columns = scanned.columns.len() as u64;
        let rows = file.stated.as_ref().map_or(scanned.rows, |dataset| dataset.rows);
        self.coverage.columns += columns;
        self.coverage.columns_scanned += if whole { columns } else { 0 };
        self.coverage.cells += rows * columns;
        self.coverage.cells_scanned += scanned.columns.iter().map(|column| column.cells).sum::<u64>();
        if whole && !file.is_parquet() {
            // A text has no byte that is not read.
            self.coverage.bytes_accounted += file.bytes;
        }
    }

    /// A name of a column that is somebody's is told, and not repeated.
    pub(super) fn headers(&self, file: &str, columns: &mut [Column]) {
        for (nth, column) in columns.iter_mut().enumerate() {
            if let Some(kind) = strongest_hit(&column.name, WANTED) {
                column.name = format!("column {}", nth + 1);
                self.notes.put(Note::new(Code::Header, file).column(&column.name).kind(kind.name()).sure(Sure::Likely));
            }
        }
    }

    /// Quasi-identifiers and sensitive columns: those that were asked for, else those of the manifest that are no tokens.
    fn roles(&self, stated: &[&StatedColumn], names: &[String]) -> (Vec<String>, Vec<String>) {
        let of = |role: Role| {
            let plain = stated.iter().filter(|column| column.token.is_none() && column.role == role.name());
            plain.map(|column| column.name.clone()).collect::<Vec<_>>()
        };
        // Of columns that were asked for, a file has those that it has.
        let own = |asked: &[String]| asked.iter().filter(|name| names.contains(name)).cloned().collect();
        let or = |asked: &[String], role| if asked.is_empty() { of(role) } else { own(asked) };
        (or(self.options.quasi, Role::QuasiIdentifier), or(self.options.sensitive, Role::Sensitive))
    }

    fn read_parquet(&self, job: &Job<'_>, walked: &Walked, take: &mut dyn FnMut(Part)) -> bool {
        let Some(frame) = job.file.frame() else { return false };
        if frame.rows() as u64 != walked.rows {
            self.notes.put(Note::new(Code::Rows, &job.file.name).kind("readers disagree"));
        }
        let mut all = frame.slices().to_vec();
        if all.is_empty() {
            // Columns without a row have names all the same.
            all.push(Slice { first: 0, rows: 0 });
        }
        let mut met = vec![false; walked.extremes.len()];
        for (nth, window) in all.chunks(self.options.threads.max(1) * 2).enumerate() {
            if self.interrupt.check().is_err() {
                return false;
            }
            let is_first = |slice: &Slice| nth == 0 && slice.first == 0;
            let parts: Vec<Option<Part>> = window
                .par_iter()
                .map(|&slice| {
                    let mut reader = PartReader::new(job, is_first(&slice));
                    frame.each_column(slice, &mut |column| reader.add(column))?;
                    Some(reader.finish(slice.rows as u64))
                })
                .collect();
            for part in parts {
                let Some(part) = part else { return false };
                met.iter_mut().zip(&part.met).for_each(|(met, now)| *met |= now);
                take(part);
            }
        }
        if !job.only_classes {
            self.extremes(job, walked, &met);
        }
        true
    }

    /// Smallest and largest values that are stated must be those of rows; of texts a release states none.
    fn extremes(&self, job: &Job<'_>, walked: &Walked, met: &[bool]) {
        let mut counts: HashMap<usize, (u64, u64)> = HashMap::new();
        for (extreme, met) in walked.extremes.iter().zip(met) {
            let entry = counts.entry(extreme.leaf).or_default();
            *entry = (entry.0 + 1, entry.1 + u64::from(!met));
        }
        for (leaf, (stated, strange)) in counts {
            let leaf = &walked.leaves[leaf];
            let note = |kind| Note::new(Code::Statistics, &job.file.name).column(&leaf.name).kind(kind);
            if strange > 0 {
                self.notes.put(note("values that no row has").count(strange).of(stated));
            }
            if leaf.text && !job.stated.is_empty() {
                self.notes.put(note("texts").count(stated));
            } else if leaf.text {
                self.notes.put(note("texts").count(stated).severity(Severity::Note));
            }
        }
    }

    fn read_csv(&self, job: &Job<'_>, take: &mut dyn FnMut(Part)) -> bool {
        let broken = |broken: Broken| {
            let note = Note::new(Code::Unreadable, &job.file.name).kind(broken.what);
            self.notes.put(if broken.row > 0 { note.row(broken.row) } else { note });
            false
        };
        let mut csv = match CsvText::open(&job.file.path) {
            Ok(csv) => csv,
            Err(found) => return broken(found),
        };
        let mut is_first = true;
        loop {
            if self.interrupt.check().is_err() {
                return false;
            }
            let part = match csv.part() {
                Ok(Some(part)) => part,
                Ok(None) if is_first => {
                    let nothing = vec![Texts::default(); csv.header.len()];
                    let parts = named(&csv.header, nothing).into_iter().map(|column| {
                        let mut reader = PartReader::new(job, is_first);
                        let name = column.name.clone();
                        reader.add(column);
                        (name, reader.finish(0))
                    });
                    take(joined(parts.collect(), job, 0));
                    return true;
                }
                Ok(None) => return true,
                Err(found) => return broken(found),
            };
            let rows = part.first().map_or(0, Texts::len) as u64;
            let parts: Vec<(String, Part)> = named(&csv.header, part)
                .into_par_iter()
                .map(|column| {
                    let mut reader = PartReader::new(job, is_first);
                    let name = column.name.clone();
                    reader.add(column);
                    (name, reader.finish(rows))
                })
                .collect();
            take(joined(parts, job, rows));
            is_first = false;
        }
    }

    /// Rows and columns against the manifest.
    fn shape(&self, file: &DataFile, scanned: &Scanned, walked: Option<&Walked>) {
        let Some(stated) = &file.stated else { return };
        if walked.is_some_and(|walked| walked.rows != stated.rows) || scanned.rows != stated.rows {
            self.notes.put(Note::new(Code::Rows, &file.name).count(scanned.rows).of(stated.rows));
        }
        let expected = stated.columns.iter().filter(|column| column.released).map(|column| column.name.as_str());
        if !scanned.columns.is_empty() && !scanned.columns.iter().map(|column| column.name.as_str()).eq(expected) {
            self.notes.put(Note::new(Code::Columns, &file.name));
        }
    }
}
