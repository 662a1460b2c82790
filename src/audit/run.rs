//! Goes through a release: files, bytes, cells, attacks, sources; then says what all of it comes to.

use super::classes::Counter;
use super::column::{Column, Meant};
use super::compare::compare;
use super::dictionary::{Digests, Space, digest_in};
use super::frame::{Frame, Named};
use super::notes::{Note, Notes};
use super::parquet::{Walk, Walked, walk};
use super::release::{DataFile, Release, StatedColumn, search_documents};
use super::report::{Check, Code, Coverage, Dataset, Outcome, REPORT_FORMAT, Report, Severity, Sure, Verdict};
use super::source::{Candidates, Confirmed, Filter, candidates};
use super::table::{CsvText, Slice, each_column, named, slices};
use super::{cells::Cells, report};
use crate::crypto::sign::PublicKey;
use crate::error::{Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::pipeline::{Interrupt, Progress, Signed, verify};
use crate::recognize::strongest_hit;
use crate::scan::Scratch;
use crate::vocabulary::Role;
use rayon::iter::{IntoParallelIterator as _, IntoParallelRefIterator as _, ParallelIterator as _};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What to audit, and how.
#[derive(Debug)]
pub struct AuditOptions<'a> {
    /// Directory of a release, or a file.
    pub release: &'a Path,
    /// Files that the release was made from.
    pub against: &'a [String],
    /// Other releases, whose recipients may meet this one's.
    pub with: &'a [PathBuf],
    /// Whether there is a manifest to go by.
    pub with_manifest: bool,
    /// Public key that must have signed the manifest.
    pub public: Option<&'a PublicKey>,
    /// Columns that together may single people out; instead of those that the manifest names.
    pub quasi: &'a [String],
    /// Columns whose values nobody should learn of a person; likewise.
    pub sensitive: &'a [String],
    /// Most digests that are computed to reverse those in the release.
    pub attempts: u64,
    /// Day of the audit, for the report.
    pub as_of: Option<String>,
    /// Workers.
    pub threads: usize,
}

/// Audits a release.
///
/// # Errors
/// `Kind::Damaged` when there is nothing to read, sources that cannot be read included; a signal does not fail an audit but ends it, and its
/// report says that it is incomplete.
pub fn audit(options: &AuditOptions<'_>, interrupt: &Interrupt, progress: &dyn Progress) -> Result<Report> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    let pool =
        pool.map_err(|_| Error::new(Kind::Resource, Diagnostic::new("E1003", message!("threads cannot be started"))))?;
    pool.install(|| {
        Audit {
            options,
            interrupt,
            progress,
            notes: Notes::default(),
            checks: Vec::new(),
            coverage: Coverage::default(),
            coverage_label: None,
        }
        .run()
    })
}

struct Audit<'a> {
    options: &'a AuditOptions<'a>,
    interrupt: &'a Interrupt,
    progress: &'a dyn Progress,
    notes: Notes,
    checks: Vec<Check>,
    coverage: Coverage,
    /// What the columns allow at most.
    coverage_label: Option<&'static str>,
}

/// What was found out about a file.
struct Scanned {
    columns: Vec<Column>,
    rows: u64,
    counter: Counter,
    quasi: Vec<String>,
    sensitive: Vec<String>,
}

/// What is needed of a part.
struct Part {
    columns: Vec<Column>,
    hashes: Vec<Vec<u64>>,
    rows: u64,
    digests: Vec<(String, Vec<u8>)>,
    /// Texts of stated extremes that were seen, and extremes of the part by column.
    met: Vec<bool>,
}

impl Audit<'_> {
    fn run(mut self) -> Result<Report> {
        let options = self.options;
        let Some(release) = Release::open(options.release, options.with_manifest, &self.notes) else {
            let diagnostic = Diagnostic::new("E401", message!("`{}` cannot be read", Shown::path(options.release)));
            return Err(Error::new(
                Kind::Damaged,
                diagnostic.hint(message!("name the directory of a release, or a file with `--no-manifest`")),
            ));
        };
        if release.data.is_empty() {
            let diagnostic =
                Diagnostic::new("E401", message!("`{}` holds no file of rows", Shown::path(options.release)));
            return Err(Error::new(Kind::Damaged, diagnostic));
        }
        self.coverage.files = release.files;
        self.coverage.bytes = release.bytes;
        self.coverage.bytes_accounted = release.document_bytes;
        self.authenticity(&release);
        if options.with_manifest {
            search_documents(options.release, &self.notes);
        }
        self.check("names", "files", release.files, &[Code::Name]);
        self.check(
            "documents",
            "files",
            release.files - release.data.len() as u64,
            &[Code::Document, Code::Storage, Code::NotEnforced],
        );
        self.progress.begin("auditing", release.data.iter().map(|file| file.bytes).sum());
        let mut digests = Digests::default();
        let mut digest_columns = Vec::new();
        let mut scanned = Vec::new();
        for file in &release.data {
            scanned.push(self.file(file, &release, &mut digests, &mut digest_columns));
            self.progress.advance(file.bytes);
        }
        self.progress.end();
        let cells = self.coverage.cells_scanned;
        let bytes = self.coverage.bytes;
        self.check(
            "containers",
            "bytes",
            bytes,
            &[
                Code::Gap,
                Code::Trailing,
                Code::Metadata,
                Code::Bloom,
                Code::Statistics,
                Code::PageIndex,
                Code::Dictionary,
                Code::Slots,
                Code::Unreadable,
            ],
        );
        self.check("bytes", "bytes", bytes, &[Code::Bytes]);
        self.check("cells", "cells", cells, &[Code::Cell, Code::Weak, Code::Header]);
        self.tokens(&scanned);
        self.reverse(&digests, &digest_columns);
        let datasets = self.datasets(&release, &scanned);
        self.label(&release, &scanned);
        self.sources(&release, cells)?;
        self.compare(&release)?;
        Ok(self.finish(release, datasets))
    }

    /// Notes of these codes decide what became of a check.
    fn check(&mut self, name: &'static str, unit: &'static str, tried: u64, codes: &[Code]) {
        let outcome = match self.notes.worst_of(codes) {
            None => Outcome::Passed,
            Some(Severity::Note) => Outcome::Noted,
            Some(Severity::Gap) => Outcome::Incomplete,
            Some(_) => Outcome::Failed,
        };
        let reason = (outcome == Outcome::Incomplete).then_some("unreadable-part");
        self.checks.push(Check { name, outcome, tried, unit, budget: None, reason });
    }

    fn skip(&mut self, name: &'static str, reason: &'static str) {
        let outcome = Outcome::NotApplicable;
        self.checks.push(Check { name, outcome, tried: 0, unit: "files", budget: None, reason: Some(reason) });
    }

    /// Manifest, digests, signature.
    fn authenticity(&mut self, release: &Release) {
        if !self.options.with_manifest {
            ["manifest", "digests", "signature"].iter().for_each(|name| self.skip(name, "no-manifest"));
            return;
        }
        let verified = verify(self.options.release, self.options.public);
        if let Err(error) = &verified {
            for diagnostic in error.diagnostics() {
                let signed = ["E1203", "E1204", "E1205", "E1206"].contains(&diagnostic.code);
                let code = if signed { Code::Signature } else { Code::Digest };
                // What is wrong with which file was noted where it was found.
                if signed || self.notes.worst_of(&[Code::Digest, Code::Added, Code::Missing, Code::Manifest]).is_none()
                {
                    self.notes.put(Note::new(code, "").kind("verify"));
                }
            }
        }
        self.check("manifest", "fields", 20, &[Code::Manifest]);
        self.check("digests", "files", release.files, &[Code::Digest, Code::Added, Code::Missing]);
        match (verified, self.options.public) {
            (Ok(verified), None) if verified.signed == Signed::No => self.skip("signature", "not-claimed"),
            (_, None) if self.notes.worst_of(&[Code::Signature]).is_none() => self.skip("signature", "no-public-key"),
            _ => self.check("signature", "files", 1, &[Code::Signature]),
        }
    }

    /// One file: its bytes, then its cells.
    fn file(
        &mut self,
        file: &DataFile,
        release: &Release,
        digests: &mut Digests,
        digest_columns: &mut Vec<(String, String)>,
    ) -> Option<Scanned> {
        let stated: Vec<&StatedColumn> =
            file.stated.iter().flat_map(|dataset| &dataset.columns).filter(|column| column.released).collect();
        let (quasi, sensitive) = self.roles(&stated);
        let mut scanned = Scanned {
            counter: Counter::new(quasi.len(), sensitive.len(), exact(&stated, &quasi, &sensitive)),
            columns: Vec::new(),
            rows: 0,
            quasi,
            sensitive,
        };
        let is_parquet = is_parquet(file);
        let walked = if is_parquet {
            let walked =
                walk(&Walk { path: &file.path, name: &file.name, ours: file.stated.is_some(), notes: &self.notes })?;
            self.coverage.bytes_accounted += walked.accounted;
            self.coverage.dictionary_values += walked.dictionary_values;
            Some(walked)
        } else {
            None
        };
        let (quasi, sensitive) = (scanned.quasi.clone(), scanned.sensitive.clone());
        let job = Job { file, stated: &stated, quasi: &quasi, sensitive: &sensitive, walked: walked.as_ref() };
        let mut take = |part: Part, scanned_columns: &mut Vec<Column>, rows: &mut u64, counter: &mut Counter| {
            for (name, digest) in part.digests {
                let key = (file.name.clone(), name);
                let at = digest_columns.iter().position(|known| *known == key).unwrap_or_else(|| {
                    digest_columns.push(key);
                    digest_columns.len() - 1
                });
                digests.add(digest, at);
            }
            *rows += part.rows;
            if scanned_columns.is_empty() {
                *scanned_columns = part.columns;
            } else {
                scanned_columns.iter_mut().zip(&part.columns).for_each(|(sum, next)| sum.merge(next));
            }
            if part.hashes.iter().all(|column| column.len() == part.hashes[0].len()) && !part.hashes.is_empty() {
                counter.add(&part.hashes.iter().map(Vec::as_slice).collect::<Vec<_>>());
            }
        };
        let Scanned { columns, rows, counter, .. } = &mut scanned;
        let mut take = |part: Part| take(part, columns, rows, counter);
        let whole = match &walked {
            Some(walked) => self.read_parquet(&job, walked, &mut take),
            None => self.read_csv(&job, &mut take),
        };
        if !whole {
            self.notes.put(Note::new(Code::Unreadable, &file.name).kind("rows"));
        }
        self.shape(file, &scanned, walked.as_ref());
        self.headers(&file.name, &mut scanned.columns);
        for column in &scanned.columns {
            let stated = stated.iter().find(|stated| stated.name == column.name).copied();
            let personal = release.stated.as_ref().is_some_and(|stated| stated.status == "personal");
            column.judge(&file.name, stated, personal, release.is_outside(), &self.notes);
            self.coverage.columns += 1;
            self.coverage.columns_scanned += u64::from(whole);
            self.coverage.cells_scanned += column.cells;
        }
        let rows = file.stated.as_ref().map_or(scanned.rows, |dataset| dataset.rows);
        self.coverage.cells += rows * scanned.columns.len() as u64;
        if whole && !is_parquet {
            // A text has no byte that is not read.
            self.coverage.bytes_accounted += file.bytes;
        }
        Some(scanned)
    }

    /// A name of a column that is somebody's is told, and not repeated.
    fn headers(&self, file: &str, columns: &mut [Column]) {
        for (nth, column) in columns.iter_mut().enumerate() {
            if let Some(kind) = strongest_hit(&column.name, super::raw::WANTED) {
                column.name = format!("column {}", nth + 1);
                self.notes.put(Note::new(Code::Header, file).column(&column.name).kind(kind.name()).sure(Sure::Likely));
            }
        }
    }

    /// Quasi-identifiers and sensitive columns: those that were asked for, else those of the manifest that are no tokens.
    fn roles(&self, stated: &[&StatedColumn]) -> (Vec<String>, Vec<String>) {
        let of = |role: Role| {
            let plain = stated.iter().filter(|column| column.token.is_none() && column.role == role.name());
            plain.map(|column| column.name.clone()).collect::<Vec<_>>()
        };
        let or = |asked: &[String], role| if asked.is_empty() { of(role) } else { asked.to_vec() };
        (or(self.options.quasi, Role::QuasiIdentifier), or(self.options.sensitive, Role::Sensitive))
    }

    fn read_parquet(&self, job: &Job<'_>, walked: &Walked, take: &mut dyn FnMut(Part)) -> bool {
        let Some(frame) = Frame::open(&job.file.path) else { return false };
        if frame.rows() as u64 != walked.rows {
            self.notes.put(Note::new(Code::Rows, &job.file.name).kind("readers disagree"));
        }
        let all = slices(&walked.groups);
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
                    each_column(&frame, slice, &mut |column| reader.add(column))?;
                    Some(reader.finish(slice.rows as u64))
                })
                .collect();
            for part in parts {
                let Some(part) = part else { return false };
                met.iter_mut().zip(&part.met).for_each(|(met, now)| *met |= now);
                take(part);
            }
        }
        self.extremes(job, walked, &met);
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
        let Some(mut csv) = CsvText::open(&job.file.path) else { return false };
        let mut is_first = true;
        loop {
            if self.interrupt.check().is_err() {
                return false;
            }
            let part = match csv.part() {
                Ok(Some(part)) => part,
                Ok(None) if is_first => {
                    let nothing = vec![super::cells::Texts::default(); csv.header.len()];
                    let parts = named(&csv.header, nothing).into_iter().map(|column| {
                        let mut reader = PartReader::new(job, is_first);
                        reader.add(column);
                        reader.finish(0)
                    });
                    take(joined(parts.collect(), job, 0));
                    return true;
                }
                Ok(None) => return true,
                Err(broken) => {
                    let note = Note::new(Code::Unreadable, &job.file.name).kind(broken.what);
                    self.notes.put(if broken.row > 0 { note.row(broken.row) } else { note });
                    return false;
                }
            };
            let rows = part.first().map_or(0, super::cells::Texts::len) as u64;
            let parts: Vec<Part> = named(&csv.header, part)
                .into_par_iter()
                .map(|column| {
                    let mut reader = PartReader::new(job, is_first);
                    reader.add(column);
                    reader.finish(rows)
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

    fn tokens(&mut self, scanned: &[Option<Scanned>]) {
        let columns = || scanned.iter().flatten().flat_map(|file| &file.columns).filter(|column| column.is_of_tokens());
        let cells = columns().map(|column| column.cells).sum();
        if columns().next().is_none() && self.notes.worst_of(&[Code::Token]).is_none() {
            self.skip("tokens", "no-token-columns");
            self.skip("attack-frequency", "no-token-columns");
        } else {
            self.check("tokens", "cells", cells, &[Code::Token, Code::Embedded, Code::Skew]);
            self.check("attack-frequency", "cells", cells, &[Code::Frequency]);
        }
    }

    fn reverse(&mut self, digests: &Digests, columns: &[(String, String)]) {
        if digests.is_empty() {
            return self.skip("attack-dictionary", "no-digest-columns");
        }
        let space = Space { phones: true, iins: true, budget: self.options.attempts };
        let ended = digests.reverse(&space, &|| self.interrupt.check().is_err());
        let mut reversed = 0;
        for (nth, (file, column)) in columns.iter().enumerate() {
            for (what, count) in ended.columns.get(&nth).into_iter().flatten() {
                self.notes.put(Note::new(Code::Reversed, file).column(column).kind(what).count(*count));
                reversed += count;
            }
            if !ended.columns.contains_key(&nth) {
                let severity = if ended.complete { Severity::Note } else { Severity::Gap };
                self.notes.put(Note::new(Code::Digests, file).column(column).count(1).severity(severity));
            }
        }
        let outcome = match (reversed > 0, ended.complete) {
            (true, _) => Outcome::Failed,
            (false, true) => Outcome::Noted,
            (false, false) => Outcome::Incomplete,
        };
        let reason =
            (!ended.complete).then(|| if self.interrupt.check().is_err() { "interrupted" } else { "budget-reached" });
        let budget = Some(self.options.attempts);
        self.checks.push(Check {
            name: "attack-dictionary",
            outcome,
            tried: ended.attempts,
            unit: "attempts",
            budget,
            reason,
        });
    }

    /// Datasets for the report, and what their classes give away.
    fn datasets(&mut self, release: &Release, scanned: &[Option<Scanned>]) -> Vec<Dataset> {
        let mut datasets = Vec::new();
        let (mut combinations, mut any, mut cut, mut sensitive, mut linked) = (0, false, false, 0, 0);
        for (file, scanned) in release.data.iter().zip(scanned) {
            let Some(scanned) = scanned else { continue };
            let counter = &scanned.counter;
            let classes = counter.classes();
            if let Some(alone) = counter.linked() {
                linked += scanned.rows;
                let note = Note::new(Code::Linkage, &file.name).count(alone).of(scanned.rows);
                if alone > 0 {
                    self.notes.put(if release.is_outside() { note.severity(Severity::Finding) } else { note });
                }
            }
            combinations += counter.combinations();
            cut |= counter.cut;
            if let Some(classes) = &classes {
                any = true;
                let note = Note::new(Code::Unique, &file.name).count(classes.unique_rows).of(scanned.rows);
                if classes.unique_rows > 0 {
                    self.notes.put(if release.is_anonymous() { note.severity(Severity::Finding) } else { note });
                }
                if release.is_anonymous() && classes.smallest < 10 {
                    self.notes.put(Note::new(Code::Models, &file.name).kind("k").count(classes.smallest).of(10));
                }
                for (column, guessed) in scanned.sensitive.iter().zip(counter.guesses()) {
                    sensitive += 1;
                    let at = |code| Note::new(code, &file.name).column(column).of(guessed.rows);
                    let worse =
                        |note: Note| if release.is_anonymous() { note.severity(Severity::Finding) } else { note };
                    if guessed.homogeneous > 0 {
                        self.notes.put(worse(at(Code::Homogeneous).count(guessed.homogeneous)));
                    }
                    // A gain of less than a hundredth is none.
                    if guessed.with > guessed.without + 100 {
                        let gain = u64::from(guessed.with - guessed.without) * guessed.rows / 10_000;
                        self.notes.put(worse(at(Code::Inference).count(gain)));
                    }
                }
            }
            datasets.push(self.dataset(file, scanned, classes));
        }
        if any {
            let rows = scanned.iter().flatten().map(|file| file.rows).sum();
            self.check("singling-out", "combinations", combinations, &[Code::Unique]);
            if cut {
                self.checks.last_mut().expect("just pushed").reason = Some("too-many-combinations");
            }
            if sensitive > 0 {
                self.check("homogeneity", "rows", rows, &[Code::Homogeneous]);
                self.check("inference", "rows", rows, &[Code::Inference]);
            } else {
                ["homogeneity", "inference"].iter().for_each(|name| self.skip(name, "no-sensitive-columns"));
            }
        } else {
            ["singling-out", "homogeneity", "inference"]
                .iter()
                .for_each(|name| self.skip(name, "no-quasi-identifiers"));
        }
        if linked > 0 {
            self.check("time-and-sum", "rows", linked, &[Code::Linkage]);
        } else {
            self.skip("time-and-sum", "no-times-or-sums");
        }
        if release.is_anonymous() {
            self.check("models", "files", datasets.len() as u64, &[Code::Models]);
        } else {
            self.skip("models", "not-claimed");
        }
        datasets
    }

    fn dataset(&self, file: &DataFile, scanned: &Scanned, classes: Option<report::Classes>) -> Dataset {
        let stated = file.stated.as_ref();
        let mut columns: Vec<report::Column> = scanned.columns.iter().map(|column| self.column(file, column)).collect();
        for dropped in stated.iter().flat_map(|dataset| &dataset.columns).filter(|column| !column.released) {
            columns.push(described(&dropped.name, Some(dropped)));
        }
        Dataset {
            name: stated.map_or_else(
                || file.name.split('.').next().unwrap_or_default().to_owned(),
                |stated| stated.name.clone(),
            ),
            file: file.name.clone(),
            format: if is_parquet(file) { "parquet" } else { "csv" },
            bytes: file.bytes,
            rows: scanned.rows,
            columns,
            quasi_identifiers: scanned.quasi.clone(),
            singling_out: if classes.is_some() { scanned.counter.singling_out(&scanned.quasi) } else { Vec::new() },
            classes,
        }
    }

    fn column(&self, file: &DataFile, column: &Column) -> report::Column {
        let stated = file.stated.iter().flat_map(|dataset| &dataset.columns).find(|stated| stated.name == column.name);
        let (notes, findings) = self.notes.at_column(&file.name, &column.name);
        let top_share = column.top().1;
        report::Column {
            cells: column.cells,
            nulls: column.nulls,
            top_share,
            distinct: column.exact_distinct(),
            findings,
            notes,
            ..described(&column.name, stated)
        }
    }

    /// What the columns allow the release to be called at most.
    fn label(&mut self, release: &Release, scanned: &[Option<Scanned>]) {
        let Some(stated) = &release.stated else { return };
        let clear = stated.datasets.iter().flat_map(|dataset| &dataset.columns).any(|column| {
            column.released
                && column.token.is_none()
                && column.role == Role::DirectIdentifier.name()
                && column.technique == "keep"
        });
        let found = self.notes.worst_of(&[Code::Cell]) >= Some(Severity::Finding);
        let tokens = scanned.iter().flatten().flat_map(|file| &file.columns).any(Column::is_of_tokens);
        let most = if clear || found {
            "personal"
        } else if tokens || !release.not_enforced.is_empty() {
            "pseudonymised"
        } else {
            "anonymised"
        };
        let rank = |status: &str| ["personal", "pseudonymised", "anonymised"].iter().position(|known| *known == status);
        if rank(&stated.status) > rank(most) {
            self.notes.put(Note::new(Code::Label, "manifest.json").kind(most));
        }
        self.coverage_label = Some(most);
    }

    /// The sources, if there are any.
    fn sources(&mut self, release: &Release, cells: u64) -> Result<()> {
        if self.options.against.is_empty() {
            self.skip("source", "no-source");
            return Ok(());
        }
        let filter = Filter::new(cells);
        self.each_text(release, &|_, _, text, _, _| filter.mark(text));
        let found = candidates(self.options.against, &filter, self.options.threads, self.interrupt)?;
        self.coverage.source_values = Some(found.asked);
        drop(filter);
        if !found.is_empty() {
            self.confirm(release, &found);
        }
        let codes = [
            Code::Leak,
            Code::LeakSpelling,
            Code::LeakInside,
            Code::LeakName,
            Code::LeakEncoded,
            Code::LeakDigest,
            Code::Word,
        ];
        self.check("source", "values", found.asked, &codes);
        if found.cut {
            let check = self.checks.last_mut().expect("just pushed");
            check.reason = Some("budget-reached");
        }
        Ok(())
    }

    /// Other releases, if there are any.
    fn compare(&mut self, release: &Release) -> Result<()> {
        const CHECKS: [&str; 3] = ["compare-tokens", "compare-rows", "compare-difference"];
        if self.options.with.is_empty() {
            CHECKS.iter().for_each(|name| self.skip(name, "no-other-release"));
            return Ok(());
        }
        let (mut tokens, mut rows, mut datasets) = (0, 0, 0);
        for other in self.options.with {
            let Some(compared) = compare(release, other, &self.notes) else {
                let diagnostic = Diagnostic::new("E401", message!("`{}` cannot be compared with", Shown::path(other)));
                return Err(Error::new(
                    Kind::Damaged,
                    diagnostic.hint(message!("name the directory of another release; audit that one by itself first")),
                ));
            };
            tokens += compared.tokens;
            rows += compared.rows;
            datasets += compared.datasets;
        }
        self.check(CHECKS[0], "values", tokens, &[Code::SharedTokens]);
        self.check(CHECKS[1], "rows", rows, &[Code::Linked]);
        self.check(CHECKS[2], "files", datasets, &[Code::Difference]);
        Ok(())
    }

    fn confirm(&self, release: &Release, found: &Candidates) {
        use std::sync::{Mutex, PoisonError};
        type Places = HashMap<(String, Vec<String>), Confirmed>;
        let places: Mutex<Places> = Mutex::default();
        self.each_text(release, &|file, column, text, cells, row| {
            let mut here = Confirmed::default();
            here.look(found, 0, text, cells, row);
            if here.is_empty() {
                return;
            }
            let mut places = places.lock().unwrap_or_else(PoisonError::into_inner);
            places.entry((file.to_owned(), vec![column.to_owned()])).or_default().merge(here);
        });
        let places = places.into_inner().unwrap_or_else(PoisonError::into_inner);
        for ((file, columns), confirmed) in places {
            let columns = if columns[0].is_empty() { Vec::new() } else { columns };
            confirmed.note(&file, &columns, &self.notes);
        }
    }

    /// Calls `see` with every text of the release once for each part and column: cells, column names, names of files, documents, footers;
    /// with how many cells have it and the first row.
    fn each_text(&self, release: &Release, see: &(dyn Fn(&str, &str, &str, u64, u64) + Sync)) {
        let root = self.options.release;
        see("", "", &release.subject.name, 1, 0);
        for name in ["manifest.json", "NOTICE.md"] {
            if let Ok(bytes) = std::fs::read(root.join(name)) {
                String::from_utf8_lossy(&bytes).lines().for_each(|line| see(name, "", line, 1, 0));
            }
        }
        for file in &release.data {
            see(&file.name, "", &file.name, 1, 0);
            if is_parquet(file) {
                super::parquet::footer_texts(&file.path, &mut |text| see(&file.name, "", text, 1, 0));
                let groups = super::parquet::groups(&file.path).unwrap_or_default();
                let Some(frame) = Frame::open(&file.path) else { continue };
                slices(&groups).into_par_iter().for_each(|slice| {
                    // What cannot be read was noted when the cells were looked at.
                    let _ = each_column(&frame, slice, &mut |column| {
                        each_value(&column, slice.first as u64, &|text, cells, row| {
                            see(&file.name, &column.name, text, cells, row);
                        });
                    });
                });
            } else if let Some(mut csv) = CsvText::open(&file.path) {
                let header = csv.header.clone();
                header.iter().for_each(|name| see(&file.name, "", name, 1, 0));
                let mut first = 0;
                while let Ok(Some(part)) = csv.part() {
                    let rows = part[0].len() as u64;
                    named(&header, part).into_par_iter().for_each(|column| {
                        each_value(&column, first, &|text, cells, row| see(&file.name, &column.name, text, cells, row));
                    });
                    first += rows;
                }
            }
        }
    }

    fn finish(self, release: Release, datasets: Vec<Dataset>) -> Report {
        let interrupted = self.interrupt.check().is_err();
        let incomplete = interrupted
            || self.checks.iter().any(|check| check.outcome == Outcome::Incomplete)
            || self.coverage.cells != self.coverage.cells_scanned;
        let verdict = match self.notes.worst() {
            Some(Severity::Finding | Severity::Mismatch) => Verdict::Fail,
            Some(Severity::Gap) => Verdict::Incomplete,
            _ if incomplete => Verdict::Incomplete,
            _ => Verdict::Pass,
        };
        let mut limits = vec!["keyed-tokens", "declared-quasi-identifiers", "outside-knowledge", "pictures"];
        if self.options.against.is_empty() {
            limits.extend(["words-without-pattern", "no-source"]);
        }
        if !self.options.with_manifest {
            limits.push("no-manifest");
        }
        let mut subject = release.subject;
        veil(&mut subject.name);
        subject.status_at_most = self.coverage_label.map(str::to_owned);
        Report {
            format: REPORT_FORMAT,
            tool: format!("iesiz {}", env!("CARGO_PKG_VERSION")),
            verdict,
            subject,
            as_of: self.options.as_of.clone(),
            coverage: self.coverage,
            checks: self.checks,
            findings: self.notes.finish().into_iter().map(veil_finding).collect(),
            datasets: datasets.into_iter().map(veil_dataset).collect(),
            not_enforced: release.not_enforced,
            limits,
        }
    }
}

/// A name that holds an identifier is no name to print.
fn veil(name: &mut String) {
    let spaced = name.replace(['_', '-'], " ");
    let wanted = super::raw::WANTED.without(crate::recognize::Kind::Digest);
    if [name.as_str(), &spaced].into_iter().any(|text| strongest_hit(text, wanted).is_some()) {
        *name = "(a name that holds an identifier)".to_owned();
    }
}

fn veil_finding(mut finding: report::Finding) -> report::Finding {
    veil(&mut finding.at.file);
    finding.at.column.iter_mut().for_each(veil);
    finding
}

fn veil_dataset(mut dataset: Dataset) -> Dataset {
    veil(&mut dataset.name);
    veil(&mut dataset.file);
    dataset.columns.iter_mut().for_each(|column| veil(&mut column.name));
    dataset.quasi_identifiers.iter_mut().for_each(veil);
    dataset.singling_out.iter_mut().flat_map(|combination| &mut combination.columns).for_each(veil);
    dataset
}

pub(super) fn is_parquet(file: &DataFile) -> bool {
    use std::io::Read as _;
    let mut magic = [0; 4];
    std::fs::File::open(&file.path).and_then(|mut file| file.read_exact(&mut magic)).is_ok() && &magic == b"PAR1"
}

/// A column of the report from what the manifest says.
fn described(name: &str, stated: Option<&StatedColumn>) -> report::Column {
    report::Column {
        name: name.to_owned(),
        is: stated.map(|stated| stated.is.clone()),
        role: stated.map(|stated| stated.role.clone()),
        released: stated.is_none_or(|stated| stated.released),
        technique: stated.map(|stated| stated.technique.clone()),
        parameters: stated.and_then(|stated| stated.parameters.clone()),
        dropped: stated.and_then(|stated| stated.dropped.clone()),
        cells: 0,
        nulls: 0,
        top_share: None,
        distinct: None,
        findings: 0,
        notes: 0,
    }
}

/// Every different text of a column in a part, with how many cells have it and the first row, counted from 1.
fn each_value(column: &Named, first: u64, see: &dyn Fn(&str, u64, u64)) {
    let mut seen: HashMap<String, (u64, u64)> = HashMap::new();
    column.cells.each_text(&mut |row, text| {
        let number = !matches!(column.cells, Cells::Texts(_));
        // A short number is an amount or a count as well as somebody's.
        if number && text.len() < 7 {
            return;
        }
        let row = if column.aligned { first + row as u64 + 1 } else { 0 };
        match seen.get_mut(text) {
            Some(known) => known.0 += 1,
            None => {
                seen.insert(text.to_owned(), (1, row));
            }
        }
    });
    seen.iter().for_each(|(text, (cells, row))| see(text, *cells, *row));
}

/// Places of times finer than a day and of sums as they came, if there are both.
fn exact(stated: &[&StatedColumn], quasi: &[String], sensitive: &[String]) -> Vec<usize> {
    let find = |wanted: &dyn Fn(&StatedColumn) -> bool| -> Vec<usize> {
        let names = quasi.iter().chain(sensitive).enumerate();
        let is = |name: &String| stated.iter().any(|column| column.name == *name && wanted(column));
        names.filter(|(_, name)| is(name)).map(|(place, _)| place).collect()
    };
    let hour = Some("\"hour\"");
    let times = find(&|column| {
        column.is.ends_with("-time") && (column.technique == "keep" || column.parameters.as_deref() == hour)
    });
    let sums = find(&|column| column.is == "amount" && column.technique == "keep");
    if times.is_empty() || sums.is_empty() { Vec::new() } else { [times, sums].concat() }
}

/// What a worker has to know of a file.
#[derive(Clone, Copy)]
struct Job<'a> {
    file: &'a DataFile,
    stated: &'a [&'a StatedColumn],
    quasi: &'a [String],
    sensitive: &'a [String],
    walked: Option<&'a Walked>,
}

impl Job<'_> {
    fn meant(&self, name: &str) -> Meant {
        Meant::of(self.stated.iter().find(|column| column.name == name).copied())
    }
}

/// Looks at the columns of one part.
struct PartReader<'a> {
    job: &'a Job<'a>,
    is_first: bool,
    scratch: Scratch,
    columns: Vec<Column>,
    hashes: HashMap<String, Vec<u64>>,
    digests: Vec<(String, Vec<u8>)>,
    met: Vec<bool>,
}

impl<'a> PartReader<'a> {
    fn new(job: &'a Job<'a>, is_first: bool) -> Self {
        let met = vec![false; job.walked.map_or(0, |walked| walked.extremes.len())];
        Self {
            job,
            is_first,
            scratch: Scratch::default(),
            columns: Vec::new(),
            hashes: HashMap::new(),
            digests: Vec::new(),
            met,
        }
    }

    fn add(&mut self, column: Named) {
        let Named { name, cells, aligned } = column;
        if aligned && self.job.quasi.iter().chain(self.job.sensitive).any(|wanted| *wanted == name) {
            self.hashes.insert(name.clone(), cells.hashes());
        }
        self.meet(&name, &cells);
        if let Cells::Texts(texts) = &cells {
            for row in 0..texts.len() {
                let Some(text) = texts.get(row).filter(|text| text.len() >= 16) else { continue };
                if super::token::is_token(text) {
                    continue;
                }
                let apart = |c: char| !(c.is_ascii_alphanumeric() || "+/_=-".contains(c));
                for word in text.split(apart).filter(|word| word.len() >= 16) {
                    self.digests.extend(digest_in(word).map(|digest| (name.clone(), digest)));
                }
            }
        }
        let mut counted = Column::new(&name, self.job.meant(&name));
        counted.add(cells, self.is_first, &mut self.scratch);
        self.columns.push(counted);
    }

    /// Marks stated extremes that a row of the column has.
    fn meet(&mut self, name: &str, cells: &Cells) {
        let Some(walked) = self.job.walked else { return };
        let inside = format!("{name}.");
        let is_of = |leaf: &str| leaf == name || leaf.starts_with(&inside);
        let of_column: Vec<usize> = (0..walked.extremes.len())
            .filter(|&nth| !self.met[nth] && is_of(&walked.leaves[walked.extremes[nth].leaf].name))
            .collect();
        for nth in of_column {
            let extreme = &walked.extremes[nth];
            // Of bytes that are no text, or text of two bytes a character, cells hold what people would read.
            let bytes = matches!(cells, Cells::Texts(_))
                && std::str::from_utf8(&extreme.bytes).map_or(true, |text| text.contains('\0'));
            self.met[nth] = bytes
                || match cells {
                    Cells::Texts(texts) => (0..texts.len()).any(|row| {
                        texts.get(row).is_some_and(|text| is_bound(text.as_bytes(), &extreme.bytes, extreme.greatest))
                    }),
                    Cells::Numbers(values, _) => {
                        let stated = number(&extreme.bytes, walked.leaves[extreme.leaf].text);
                        values.iter().flatten().any(|value| stated.contains(value))
                    }
                    // Days and moments have no room for anything; of floats a bound need not be a value.
                    Cells::Floats(_) | Cells::Points(_) => true,
                };
        }
    }

    fn finish(mut self, rows: u64) -> Part {
        let hashes =
            self.job.quasi.iter().chain(self.job.sensitive).filter_map(|name| self.hashes.remove(name)).collect();
        Part { columns: self.columns, hashes, rows, digests: self.digests, met: self.met }
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
fn number(bytes: &[u8], _text: bool) -> Vec<i128> {
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

/// Columns that were looked at apart as one part.
fn joined(parts: Vec<Part>, job: &Job<'_>, rows: u64) -> Part {
    let mut columns = Vec::new();
    let mut hashes: HashMap<String, Vec<u64>> = HashMap::new();
    let mut digests = Vec::new();
    for part in parts {
        let name = part.columns.first().map(|column| column.name.clone()).unwrap_or_default();
        if let Some(hash) = part.hashes.into_iter().next() {
            hashes.insert(name, hash);
        }
        columns.extend(part.columns);
        digests.extend(part.digests);
    }
    let hashes = job.quasi.iter().chain(job.sensitive).filter_map(|name| hashes.remove(name)).collect();
    Part { columns, hashes, rows, digests, met: Vec::new() }
}
