//! Goes through a release: files, bytes, cells, attacks, sources; then says what all of it comes to.

use super::column::Column;
use super::compare::compare;
use super::dictionary::{Digests, Space};
use super::keyless::Tokens;
use super::notes::{Note, Notes};
use super::release::{DataFile, FIELDS, Release, search_documents};
use super::report::{
    Check, Code, Coverage, Dataset, Outcome, People, REPORT_FORMAT, Report, Severity, Signature, Verdict,
};
use super::scan::{PutAside, Scanned};
use super::veil::{veil_dataset, veil_finding, veil_lack, veil_people, veil_subject};
use crate::crypto::sign::PublicKey;
use crate::error::{self, Diagnostic, Error, Kind, Result, Shown};
use crate::io::refuse_missing;
use crate::message;
use crate::pipeline::{Interrupt, Progress, Signed, verify};
use crate::vocabulary::Role;
use std::os::unix::fs::MetadataExt as _;
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
    /// Most digests of each kind of number that are computed to see whether tokens have a key; a few seconds' if absent.
    pub guesses: Option<u64>,
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
    const TRIES: usize = 3;
    for _ in 1..TRIES {
        let known = identity(options.release);
        let report = audit_once(options, interrupt, progress);
        // A release that was replaced meanwhile is neither the old one nor the new one: then the one in its place is looked at.
        if identity(options.release) == known {
            return report;
        }
    }
    audit_once(options, interrupt, progress)
}

/// Which directory or file it is.
fn identity(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|meta| (meta.dev(), meta.ino()))
}

fn audit_once(options: &AuditOptions<'_>, interrupt: &Interrupt, progress: &dyn Progress) -> Result<Report> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    let pool = pool.map_err(|_| {
        Error::new(Kind::Resource, Diagnostic::new(error::Code::E1003, message!("threads cannot be started")))
    })?;
    pool.install(|| {
        Audit {
            options,
            interrupt,
            progress,
            notes: Notes::default(),
            checks: Vec::new(),
            coverage: Coverage::default(),
            coverage_label: None,
            signature: None,
            open_labels: false,
            people: People::default(),
            untried_tokens: false,
        }
        .run()
    })
}

pub(super) struct Audit<'a> {
    pub(super) options: &'a AuditOptions<'a>,
    pub(super) interrupt: &'a Interrupt,
    pub(super) progress: &'a dyn Progress,
    pub(super) notes: Notes,
    pub(super) checks: Vec<Check>,
    pub(super) coverage: Coverage,
    /// What the columns allow at most.
    pub(super) coverage_label: Option<&'static str>,
    /// What is known of who signed it.
    signature: Option<Signature>,
    /// Whether a column has labels of a file that the release does not have.
    pub(super) open_labels: bool,
    pub(super) people: People,
    /// Whether there are tokens of which nobody tried whether they have a key.
    untried_tokens: bool,
}

impl Audit<'_> {
    fn run(mut self) -> Result<Report> {
        let options = self.options;
        refuse_missing(options.release)?;
        Release::check_size(options.release, options.with_manifest)?;
        let mut release = Release::open(options.release, options.with_manifest, &self.notes)?;
        if release.data.is_empty() {
            let diagnostic = Diagnostic::new(
                error::Code::E418,
                message!("`{}` holds no file of rows", Shown::path(options.release)),
            );
            return Err(Error::new(Kind::Damaged, diagnostic));
        }
        release.go_through()?;
        self.check_asked(&release)?;
        self.coverage.files = release.files;
        self.coverage.bytes = release.bytes;
        self.coverage.bytes_accounted = release.document_bytes;
        self.authenticity(&release)?;
        search_documents(options.release, options.with_manifest, &self.notes);
        self.check("names", "files", release.files, &[Code::Name]);
        self.check(
            "documents",
            "files",
            release.files - release.data.len() as u64,
            &[Code::Document, Code::Storage, Code::Undeclared, Code::Acknowledged, Code::NotEnforced],
        );
        self.progress.begin("auditing", release.data.iter().map(|file| file.bytes).sum());
        let mut put_aside = PutAside::default();
        let mut scanned = Vec::new();
        for file in &release.data {
            scanned.push(self.file(file, &release, &mut put_aside));
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
        self.check("bytes", "bytes", bytes, &[Code::Bytes, Code::Unreadable]);
        self.check("cells", "cells", cells, &[Code::Cell, Code::Weak, Code::Header, Code::Unreadable]);
        self.techniques(&release, &scanned);
        self.tokens(&scanned);
        self.keyless(&put_aside.tokens);
        self.reverse(&put_aside.digests);
        self.linkage(&release, &scanned);
        let datasets = self.datasets(&release, &scanned);
        self.label(&release, &scanned);
        let rows = release
            .data
            .iter()
            .zip(&scanned)
            .filter_map(|(file, scanned)| Some((file.name.clone(), scanned.as_ref()?.rows)));
        self.sources(&release, cells, &rows.collect())?;
        self.compare(&release)?;
        Ok(self.finish(release, datasets))
    }

    /// A column that was asked for and that no file has is a slip of the keyboard, which must not switch a check off.
    fn check_asked(&self, release: &Release) -> Result<()> {
        let asked = self.options.quasi.iter().chain(self.options.sensitive);
        if asked.clone().next().is_none() {
            return Ok(());
        }
        let there: Vec<String> = release.data.iter().filter_map(DataFile::columns).flatten().collect();
        let missing = asked.filter(|name| !there.contains(name)).map(|name| {
            Diagnostic::new(error::Code::E262, message!("no file has a column `{}`", Shown::name(name)))
                .hint(message!("`--quasi` and `--sensitive` take names of columns, with commas between them"))
        });
        let missing: Vec<Diagnostic> = missing.collect();
        if missing.is_empty() { Ok(()) } else { Err(Error::many(Kind::Usage, missing)) }
    }

    /// Notes of these codes decide what became of a check.
    pub(super) fn check(&mut self, name: &'static str, unit: &'static str, tried: u64, codes: &[Code]) {
        let outcome = match self.notes.worst_of(codes) {
            None => Outcome::Passed,
            Some(Severity::Note) => Outcome::Noted,
            Some(Severity::Gap) => Outcome::Incomplete,
            Some(_) => Outcome::Failed,
        };
        let reason = (outcome == Outcome::Incomplete).then_some("unreadable-part");
        self.checks.push(Check { name, outcome, tried, unit, budget: None, reason });
    }

    pub(super) fn skip(&mut self, name: &'static str, reason: &'static str) {
        let wanting = NOT_CHECKED.iter().any(|(known, _)| *known == reason) || reason == "no-manifest";
        let outcome = if wanting { Outcome::NotChecked } else { Outcome::NotApplicable };
        self.checks.push(Check { name, outcome, tried: 0, unit: "files", budget: None, reason: Some(reason) });
    }

    /// Manifest, digests, signature.
    fn authenticity(&mut self, release: &Release) -> Result<()> {
        if !self.options.with_manifest {
            ["manifest", "digests", "signature"].iter().for_each(|name| self.skip(name, "no-manifest"));
            return Ok(());
        }
        let verified = match verify(self.options.release, self.options.public) {
            // A fault of the device is no difference.
            Err(error) if error.kind() != Kind::Mismatch => return Err(error),
            verified => verified,
        };
        if let Err(error) = &verified {
            for diagnostic in error.diagnostics() {
                let signed = [error::Code::E1203, error::Code::E1204, error::Code::E1205].contains(&diagnostic.code);
                let code = if signed { Code::Signature } else { Code::Digest };
                // What is wrong with which file was noted where it was found.
                if signed || self.notes.worst_of(&[Code::Digest, Code::Added, Code::Missing, Code::Manifest]).is_none()
                {
                    self.notes.put(Note::new(code, "").kind("verify"));
                }
            }
        }
        self.check("manifest", "fields", FIELDS.len() as u64, &[Code::Manifest]);
        self.check("digests", "files", release.files, &[Code::Digest, Code::Added, Code::Missing]);
        self.signature = Some(match &verified {
            Ok(verified) => match verified.signed {
                Signed::No => Signature::None,
                Signed::Unchecked(_) => Signature::NotChecked,
                Signed::By(_) => Signature::Checked,
            },
            Err(_) if self.options.public.is_some() || self.notes.worst_of(&[Code::Signature]).is_some() => {
                Signature::Failed
            }
            Err(_) if release.subject.signed_by.is_some() => Signature::NotChecked,
            Err(_) => Signature::None,
        });
        match (verified, self.options.public) {
            (Ok(verified), None) if verified.signed == Signed::No => self.skip("signature", "not-signed"),
            (_, None) if self.notes.worst_of(&[Code::Signature]).is_none() => {
                self.skip("signature", "no-public-key");
                // Who signs a release wants that somebody checks it.
                if release.stated.as_ref().is_none_or(|stated| stated.signed_by.is_some()) {
                    self.notes.put(Note::new(Code::Unchecked, release.names.manifest));
                }
            }
            _ => self.check("signature", "files", 1, &[Code::Signature]),
        }
        Ok(())
    }

    /// Whether the values are what the manifest says was made of them.
    fn techniques(&mut self, release: &Release, scanned: &[Option<Scanned>]) {
        let held = release.data.iter().zip(scanned).filter(|(file, _)| file.stated.is_some());
        let cells =
            held.flat_map(|(_, scanned)| scanned).flat_map(|file| &file.columns).map(|column| column.cells).sum();
        if release.stated.is_some() {
            self.check("techniques", "cells", cells, &[Code::Unlike]);
        } else {
            self.skip("techniques", "no-manifest");
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

    /// Whether tokens are made with a key.
    fn keyless(&mut self, tokens: &Tokens) {
        if tokens.is_empty() {
            self.untried_tokens = tokens.others;
            let reason = if tokens.others { "nothing-to-guess" } else { "no-token-columns" };
            return self.skip("attack-keyless", reason);
        }
        let asked = self.options.guesses;
        self.progress.begin_steps("trying to make tokens without a key", tokens.cost(asked));
        let tried = tokens.attack(asked, &|made| {
            self.progress.advance(made);
            self.interrupt.check().is_ok()
        });
        self.progress.end();
        for (file, column, what, count) in &tried.found {
            self.notes.put(Note::new(Code::Keyless, file).column(column).kind(what).count(*count));
        }
        self.check("attack-keyless", "attempts", tried.attempts, &[Code::Keyless]);
        if !tried.enough && tried.found.is_empty() {
            self.checks.last_mut().expect("just pushed").reason = Some("few-tokens");
        }
        self.untried_tokens = tokens.others || !tried.enough;
    }

    fn reverse(&mut self, digests: &Digests) {
        if digests.is_empty() {
            return self.skip("attack-dictionary", "no-digest-columns");
        }
        let space = Space { phones: true, iins: true, budget: self.options.attempts };
        self.progress.begin_steps("trying to reverse digests", digests.cost(&space));
        let ended = digests.reverse(&space, &|made| {
            self.progress.advance(made);
            self.interrupt.check().is_ok()
        });
        self.progress.end();
        let mut reversed = 0;
        for (nth, (file, column)) in digests.columns().iter().enumerate() {
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

    /// What the columns allow the release to be called at most.
    fn label(&mut self, release: &Release, scanned: &[Option<Scanned>]) {
        let Some(stated) = &release.stated else { return };
        let clear = stated.datasets.iter().flat_map(|dataset| &dataset.columns).any(|column| {
            column.released
                && column.token.is_none()
                && column.role == Role::DirectIdentifier.name()
                && column.technique == "keep"
        });
        let mut columns = stated.datasets.iter().flat_map(|dataset| &dataset.columns);
        let by_word = columns.any(|column| column.leaves_by_word().is_some());
        let found = self.notes.worst_of(&[Code::Cell]) >= Some(Severity::Finding);
        let tokens = scanned.iter().flatten().flat_map(|file| &file.columns).any(Column::is_of_tokens);
        let most = if clear || found {
            "personal"
        } else if tokens || by_word || !release.not_enforced.is_empty() {
            "pseudonymised"
        } else {
            "anonymised"
        };
        let rank = |status: &str| ["personal", "pseudonymised", "anonymised"].iter().position(|known| *known == status);
        if rank(&stated.status) > rank(most) {
            self.notes.put(Note::new(Code::Label, release.names.manifest).kind(most));
        }
        self.coverage_label = Some(most);
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
            refuse_missing(other)?;
            // What is wrong with the other release by itself is for its own audit to tell.
            Release::check_size(other, true)?;
            let mut two = Release::open(other, true, &Notes::default())?;
            two.go_through()?;
            let Some(compared) = compare(release, &two, &self.notes) else {
                let diagnostic =
                    Diagnostic::new(error::Code::E419, message!("`{}` cannot be compared with", Shown::path(other)));
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
        self.check(CHECKS[2], "files", datasets, &[Code::Difference, Code::FewPeople]);
        Ok(())
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
        if self.untried_tokens && self.options.against.is_empty() {
            limits.push("untried-tokens");
        }
        if self.open_labels {
            limits.push("labels-of-files");
        }
        let mut subject = release.subject;
        veil_subject(&mut subject);
        subject.status_at_most = self.coverage_label.map(str::to_owned);
        subject.signature = self.signature;
        Report {
            format: REPORT_FORMAT,
            tool: format!("iesiz {}", env!("CARGO_PKG_VERSION")),
            verdict,
            subject,
            as_of: self.options.as_of.clone(),
            not_checked: not_checked(&self.checks),
            people: veil_people(self.people),
            coverage: self.coverage,
            checks: self.checks,
            findings: self.notes.finish().into_iter().map(veil_finding).collect(),
            datasets: datasets.into_iter().map(veil_dataset).collect(),
            not_enforced: release.not_enforced.into_iter().map(veil_lack).collect(),
            limits,
        }
    }
}

/// What a check could not do without, and what was then not checked.
const NOT_CHECKED: [(&str, &str); 4] = [
    ("no-source", "sources"),
    ("no-public-key", "signature"),
    ("not-signed", "signature"),
    ("no-other-release", "other-releases"),
];

/// What was not checked; a file without a manifest has no signature that could be.
fn not_checked(checks: &[Check]) -> Vec<&'static str> {
    let lacks =
        |reason: &str| checks.iter().any(|check| check.outcome == Outcome::NotChecked && check.reason == Some(reason));
    let mut found: Vec<&str> = NOT_CHECKED.iter().filter(|(reason, _)| lacks(reason)).map(|(_, what)| *what).collect();
    if lacks("no-manifest") {
        found.insert(0, "manifest");
    }
    found
}
