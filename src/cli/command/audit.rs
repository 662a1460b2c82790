//! `iesiz audit`: is anything personal left in a release?

use super::threads;
use super::verify::REPORT_PURPOSE;
use crate::audit::report::{Finding, Report, Severity, Spot, Verdict};
use crate::audit::words::{self, Lang, terminal};
use crate::audit::{AuditOptions, audit, render};
use crate::cli::args::AuditArgs;
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, table};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{open_plain, place_of, write_private};
use crate::keys::SigningKey;
use crate::message;
use crate::number::{grouped, percent, share};
use crate::pipeline::{Interrupt, files_of, trusted_key};
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Findings that are printed; the reports have all.
const SHOWN: usize = 40;

/// Digests that are computed unless somebody says otherwise: all phones and all IINs.
const ATTEMPTS: u64 = 500_000_000;

pub(in crate::cli) fn run(args: &AuditArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let key = args.sign.as_deref().map(SigningKey::open).transpose()?;
    let public = args.public.as_deref().map(|public| trusted_key(public, &args.release)).transpose()?;
    for path in args.html.iter().chain(&args.report) {
        refuse_inside(path, &args.release)?;
    }
    refuse_overlap(args)?;
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
    // What was stopped in the middle says nothing, and its report would look as if it did.
    interrupt.check()?;
    if let Some(path) = &args.html {
        write_private(path, render(&report, args.lang).as_bytes())?;
    }
    if let Some(path) = &args.report {
        let mut text =
            serde_json::to_string_pretty(&report).map_err(|_| Error::internal(message!("JSON cannot be written")))?;
        text.push('\n');
        write_private(path, text.as_bytes())?;
        if let Some(key) = &key {
            write_private(&signature_of(path), key.sign_text(text.as_bytes(), REPORT_PURPOSE).as_bytes())?;
        }
    }
    if say.json {
        say.json(&report)?;
    } else {
        let text = shown(&report, args.lang);
        if report.verdict != Verdict::Pass {
            say.when_quiet(text.lines().next().unwrap_or_default());
        }
        say.report(&text)?;
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
    let diagnostic = Diagnostic::new(Code::E261, message!("`{}` would lie in the release", Shown::path(path)));
    Err(Error::new(
        Kind::Usage,
        diagnostic.hint(message!("write the report beside the release: a file more is no longer what was published")),
    ))
}

/// Where the signature of a report stands.
fn signature_of(report: &Path) -> PathBuf {
    let mut name = report.as_os_str().to_owned();
    name.push(".minisig");
    name.into()
}

/// A report is written over an older report, and over nothing else: not over what it is made from, not over a key, and through no link.
fn refuse_overlap(args: &AuditArgs) -> Result<()> {
    let refuse = |code, message, path: &Path| {
        let hint =
            message!("choose another name for `--report` or `--html`; `{}` was left as it is", Shown::path(path));
        Err(Error::new(Kind::Usage, Diagnostic::new(code, message).hint(hint)))
    };
    let mut outputs: Vec<PathBuf> = args.html.iter().chain(&args.report).cloned().collect();
    outputs.extend(args.report.iter().filter(|_| args.sign.is_some()).map(|path| signature_of(path)));
    let mut inputs: Vec<PathBuf> = args.sign.iter().chain(&args.public).chain(&args.with).cloned().collect();
    inputs.push(args.release.clone());
    for source in &args.against {
        inputs.extend(files_of(source)?);
    }
    let identity = |path: &Path| std::fs::metadata(path).map(|meta| (meta.dev(), meta.ino())).ok();
    for (nth, output) in outputs.iter().enumerate() {
        let Ok(meta) = std::fs::symlink_metadata(output) else { continue };
        let shown = Shown::path(output);
        if !meta.is_file() {
            return refuse(Code::E641, message!("`{}` is there and is not a plain file", shown), output);
        }
        let known = identity(output);
        if inputs.iter().any(|input| identity(input) == known) {
            return refuse(Code::E601, message!("`{}` is read by this audit and would be overwritten", shown), output);
        }
        if outputs[..nth].iter().any(|other| identity(other) == known) {
            return refuse(Code::E642, message!("`{}` is named for two reports", shown), output);
        }
        if !is_report(output) {
            return refuse(Code::E643, message!("`{}` exists and is no report of an audit", shown), output);
        }
    }
    let places: Vec<PathBuf> = outputs.iter().map(|path| place_of(path)).collect();
    match (1..places.len()).find(|&nth| places[..nth].contains(&places[nth])) {
        Some(nth) => {
            refuse(Code::E642, message!("`{}` is named for two reports", Shown::path(&outputs[nth])), &outputs[nth])
        }
        None => Ok(()),
    }
}

/// Whether a file is what an audit writes, or empty: a page of ours, a report, or the signature of one.
fn is_report(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = open_plain(path).and_then(|file| file.take(4_096).read_to_end(&mut head));
    let holds = |text: &str| memchr::memmem::find(&head, text.as_bytes()).is_some();
    let is_page = head.starts_with(b"<!doctype html>") || head.starts_with(b"<!DOCTYPE html>");
    read.is_ok() && (head.is_empty() || is_page || holds("iesiz-audit/") || head.starts_with(b"untrusted comment:"))
}

/// The report for a terminal: verdict, coverage, findings, checks.
fn shown(report: &Report, lang: Lang) -> String {
    let verdict = words::verdict(report.verdict, lang);
    let coverage = &report.coverage;
    let number = |number| number_in(number, lang);
    let covered = |part: u64, whole: u64| match part {
        // The word for nothing is English.
        0 if whole > 0 => "0 %".to_owned(),
        _ => {
            if whole == 0 {
                percent(1.0)
            } else {
                percent(share(part, whole))
            }
        }
    };
    let beside = words::headline(report, lang, &number, &|name| Shown::name(name).to_string());
    let beside = if beside.is_empty() { String::new() } else { format!(" – {}", beside.join("; ")) };
    let (cells, bytes) =
        (covered(coverage.cells_scanned, coverage.cells), covered(coverage.bytes_accounted, coverage.bytes));
    let looked_at = terminal::coverage(
        [
            (&coverage.columns_scanned.to_string(), &coverage.columns.to_string()),
            (&cells, &number(coverage.cells)),
            (&bytes, &number(coverage.bytes)),
        ],
        lang,
    );
    let mut text = format!("{verdict}: {}{beside}\n{looked_at}\n", Shown::name(&report.subject.name));
    if let Some(values) = coverage.source_values {
        text.push_str(&format!("{}\n", terminal::sources(&number(values), lang)));
    }
    if !report.findings.is_empty() {
        text.push_str(&format!("\n{}", findings(&report.findings, lang)));
    }
    let heads = [terminal::CHECK, terminal::RESULT, terminal::TRIED];
    let mut rows = vec![heads.map(|head| lang.of(head).to_owned()).to_vec()];
    for check in &report.checks {
        let outcome = words::outcome(check.outcome, lang);
        let outcome =
            check.reason.map_or(outcome.to_owned(), |reason| format!("{outcome}: {}", words::reason(reason, lang)));
        let tried = format!("{} {}", number(check.tried), words::counted(check.tried, check.unit, lang));
        rows.push(vec![
            words::check(check.name, lang).to_owned(),
            outcome,
            if check.tried == 0 { String::new() } else { tried },
        ]);
    }
    text.push_str(&format!("\n{}", table(&rows)));
    text
}

/// A number in the manner of the language: with commas, or with spaces that do not break.
fn number_in(number: u64, lang: Lang) -> String {
    match lang {
        Lang::En => grouped(number),
        Lang::Ru | Lang::Kk => grouped(number).replace(',', "\u{a0}"),
    }
}

fn findings(findings: &[Finding], lang: Lang) -> String {
    let heads = [["", "", ""], terminal::WHERE, terminal::WHAT, terminal::SURE, terminal::COUNT];
    let mut rows = vec![heads.map(|head| lang.of(head).to_owned()).to_vec()];
    for finding in findings.iter().take(SHOWN) {
        let title = words::title(finding.code, lang);
        let what = finding.kind.as_ref().map_or(title.to_owned(), |kind| format!("{title}: {}", kind_in(kind, lang)));
        let count = number_in(finding.count, lang);
        let many = finding.of.map_or(count.clone(), |of| terminal::of(&count, &number_in(of, lang), lang));
        let severity = words::severity(finding.severity, lang).to_owned();
        rows.push(vec![severity, place(&finding.at, lang), what, words::sure(finding.sure, lang).to_owned(), many]);
    }
    let mut text = table(&rows);
    let mut told: Vec<_> = Vec::new();
    for finding in findings.iter().take(SHOWN).filter(|finding| finding.severity != Severity::Note) {
        if !told.contains(&finding.code) {
            told.push(finding.code);
            text.push_str(&format!("{}: {}\n", words::title(finding.code, lang), words::todo(finding.code, lang)));
        }
    }
    if findings.len() > SHOWN {
        text.push_str(&format!("{}\n", terminal::more(&number_in((findings.len() - SHOWN) as u64, lang), lang)));
    }
    text
}

/// Where something is: the file, then what narrows it down.
fn place(place: &Spot, lang: Lang) -> String {
    let file = place.file.as_str();
    let mut at = if file.is_empty() { lang.of(terminal::RELEASE).to_owned() } else { Shown::name(file).to_string() };
    if let Some(column) = &place.column {
        at.push_str(&format!(" `{}`", Shown::name(column)));
    }
    if let Some(row) = place.row {
        at.push_str(&format!(" {} {row}", lang.of(terminal::ROW)));
    } else if let Some((from, to)) = place.bytes {
        at.push_str(&format!(" {} {from}-{to}", lang.of(terminal::BYTES)));
    }
    at
}

/// What exactly was found. In English it stays the word of the vocabulary, which schemas spell so.
fn kind_in(kind: &str, lang: Lang) -> String {
    let said = if lang == Lang::En { None } else { words::particular(kind, lang) };
    said.unwrap_or_else(|| Shown::name(kind).to_string())
}
