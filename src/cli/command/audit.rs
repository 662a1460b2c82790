//! `iesiz audit`: is anything personal left in a release?

use super::threads;
use super::verify::REPORT_PURPOSE;
use crate::audit::report::{Finding, Report, Severity, Verdict};
use crate::audit::words::{self, Lang};
use crate::audit::{AuditOptions, audit, render};
use crate::cli::args::AuditArgs;
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, table};
use crate::error::{Error, Kind, Result, Shown};
use crate::keys::SigningKey;
use crate::message;
use crate::pipeline::{Interrupt, trusted_key};
use crate::scan::{grouped, percent};
use std::path::Path;

/// Findings that are printed; the reports have all.
const SHOWN: usize = 40;

/// Digests that are computed unless somebody says otherwise: all phones and all IINs.
const ATTEMPTS: u64 = 6_000_000_000;

pub(in crate::cli) fn run(args: &AuditArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let key = args.sign.as_deref().map(SigningKey::open).transpose()?;
    let public = args.public.as_deref().map(|public| trusted_key(public, &args.release)).transpose()?;
    for path in args.html.iter().chain(&args.report) {
        refuse_inside(path, &args.release)?;
    }
    let options = AuditOptions {
        release: &args.release,
        against: &args.against,
        with: &args.with,
        with_manifest: !args.no_manifest && args.release.is_dir(),
        public: public.as_ref(),
        quasi: &args.quasi,
        sensitive: &args.sensitive,
        attempts: args.attempts.unwrap_or(ATTEMPTS),
        guesses: args.attempts,
        as_of: args.as_of.map(|day| day.to_string()),
        threads: threads(args.threads),
    };
    let report = audit(&options, interrupt, &Bar::new(say.shows_progress()))?;
    if let Some(path) = &args.html {
        write(path, render(&report, args.lang).as_bytes())?;
    }
    if let Some(path) = &args.report {
        let mut text =
            serde_json::to_string_pretty(&report).map_err(|_| Error::internal(message!("JSON cannot be written")))?;
        text.push('\n');
        write(path, text.as_bytes())?;
        if let Some(key) = &key {
            let mut name = path.clone().into_os_string();
            name.push(".minisig");
            write(Path::new(&name), key.sign_text(text.as_bytes(), REPORT_PURPOSE).as_bytes())?;
        }
    }
    if say.json {
        say.json(&report)?;
    } else {
        say.out(&shown(&report))?;
    }
    Ok(exit(&report))
}

/// Only a pass is 0. What is no longer the published release is told apart from what was found in it.
fn exit(report: &Report) -> Exit {
    let mismatch = report.findings.iter().any(|finding| finding.severity == Severity::Mismatch);
    match report.verdict {
        Verdict::Pass => Exit::Complete,
        Verdict::Fail if mismatch => Exit::Mismatch,
        Verdict::Fail => Exit::Found,
        Verdict::Incomplete => Exit::Unfinished,
    }
}

/// A report inside the release would be a file that was added to it.
fn refuse_inside(path: &Path, release: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside = release.is_dir()
        && matches!((folder.canonicalize(), release.canonicalize()), (Ok(folder), Ok(release)) if folder.starts_with(&release));
    if !inside {
        return Ok(());
    }
    let diagnostic =
        crate::error::Diagnostic::new("E261", message!("`{}` would lie in the release", Shown::path(path)));
    Err(Error::new(
        Kind::Usage,
        diagnostic.hint(message!("write the report beside the release: a file more is no longer what was published")),
    ))
}

fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    std::fs::write(path, bytes)
        .map_err(|e| Error::io(Kind::Output, message!("`{}` cannot be written", Shown::path(path)), &e))
}

/// The report for a terminal: verdict, coverage, findings, checks.
fn shown(report: &Report) -> String {
    let verdict = words::verdict(report.verdict, Lang::En);
    let coverage = &report.coverage;
    #[allow(clippy::cast_precision_loss)]
    let share = |part: u64, whole: u64| percent(if whole == 0 { 1.0 } else { part as f64 / whole as f64 });
    let beside = words::headline(report, Lang::En, &grouped, &|name| Shown::name(name).to_string());
    let beside = if beside.is_empty() { String::new() } else { format!(" – {}", beside.join("; ")) };
    let mut text = format!(
        "{verdict}: {}{beside}\n{} of {} columns, {} of {} cells, {} of {} bytes accounted for\n",
        Shown::name(&report.subject.name),
        coverage.columns_scanned,
        coverage.columns,
        share(coverage.cells_scanned, coverage.cells),
        grouped(coverage.cells),
        share(coverage.bytes_accounted, coverage.bytes),
        grouped(coverage.bytes),
    );
    if let Some(values) = coverage.source_values {
        text.push_str(&format!("{} values of the sources were asked for\n", grouped(values)));
    }
    if !report.findings.is_empty() {
        text.push_str(&format!("\n{}", findings(&report.findings)));
    }
    let mut rows = vec![["check", "result", "tried"].map(String::from).to_vec()];
    for check in &report.checks {
        let outcome = words::outcome(check.outcome, Lang::En);
        let outcome =
            check.reason.map_or(outcome.to_owned(), |reason| format!("{outcome}: {}", words::reason(reason, Lang::En)));
        let tried = format!("{} {}", grouped(check.tried), words::counted(check.tried, check.unit, Lang::En));
        rows.push(vec![
            words::check(check.name, Lang::En).to_owned(),
            outcome,
            if check.tried == 0 { String::new() } else { tried },
        ]);
    }
    text.push_str(&format!("\n{}", table(&rows)));
    text
}

fn findings(findings: &[Finding]) -> String {
    let mut rows = vec![["", "where", "what", "how sure", "how many"].map(String::from).to_vec()];
    for finding in findings.iter().take(SHOWN) {
        let place = &finding.at;
        let mut at = if place.file.is_empty() { "release".to_owned() } else { Shown::name(&place.file).to_string() };
        if let Some(column) = &place.column {
            at.push_str(&format!(" `{}`", Shown::name(column)));
        }
        if let Some(row) = place.row {
            at.push_str(&format!(" row {row}"));
        } else if let Some((from, to)) = place.bytes {
            at.push_str(&format!(" bytes {from}-{to}"));
        }
        let title = words::title(finding.code, Lang::En);
        let what = finding.kind.as_ref().map_or(title.to_owned(), |kind| format!("{title}: {}", Shown::name(kind)));
        let many =
            finding.of.map_or(grouped(finding.count), |of| format!("{} of {}", grouped(finding.count), grouped(of)));
        let severity = words::severity(finding.severity, Lang::En).to_owned();
        rows.push(vec![severity, at, what, words::sure(finding.sure, Lang::En).to_owned(), many]);
    }
    let mut text = table(&rows);
    let mut told: Vec<_> = Vec::new();
    for finding in findings.iter().take(SHOWN).filter(|finding| finding.severity != Severity::Note) {
        if !told.contains(&finding.code) {
            told.push(finding.code);
            text.push_str(&format!("{}: {}\n", words::title(finding.code, Lang::En), finding.todo));
        }
    }
    if findings.len() > SHOWN {
        text.push_str(&format!("and {} more, in the reports\n", findings.len() - SHOWN));
    }
    text
}
