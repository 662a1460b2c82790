//! `iesiz scan`: what is in files that nobody described yet.

use super::{threads, today};
use crate::cli::args::ScanArgs;
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, table};
use crate::error::{self, Code, Diagnostic, Error, Result, Shown};
use crate::message;
use crate::number::{grouped, percent, plural};
use crate::pipeline::Interrupt;
use crate::recognize::Kind;
use crate::recognize::damage::Damage;
use crate::scan::{ColumnFound, Dataset, Report, ScanOptions, draft, scan, why};
use std::io::Write as _;
use std::path::{Path, PathBuf};

pub(in crate::cli) fn run(args: &ScanArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let options = ScanOptions {
        inputs: &args.inputs,
        sample: args.sample,
        format: args.format.map(Into::into),
        encoding: args.encoding,
        delimiter: args.delimiter,
        threads: threads(args.threads),
        read_buffer: usize::try_from(args.read_buffer).unwrap_or(1 << 20),
        today: today(),
    };
    check_sample(args)?;
    if let Some(out) = &args.schema_out {
        check_target(out)?;
    }
    let report = scan(&options, interrupt, &Bar::new(say.shows_progress()))?;
    report.datasets.iter().flat_map(|dataset| &dataset.warnings).for_each(|warning| say.warning(warning));
    if say.json {
        say.json(&report)?;
    } else {
        say.report(&shown(&report))?;
    }
    match &args.schema_out {
        Some(out) => write_drafts(&report, out, say)?,
        None => say.note(&next(args)),
    }
    Ok(Exit::Complete)
}

/// What to do next, as a line that can be copied.
fn next(args: &ScanArgs) -> String {
    let input = args.inputs.first().map_or("INPUT", String::as_str);
    format!("next: iesiz scan {} --schema-out schema.toml", Shown::name(input))
}

/// `--sample 100` reads `100` as a file: the number belongs to the option only behind `=`.
fn check_sample(args: &ScanArgs) -> Result<()> {
    let number = |input: &&String| input.bytes().all(|byte| byte.is_ascii_digit()) && !Path::new(input).exists();
    match args.inputs.iter().find(number).filter(|_| args.sample.is_some()) {
        None => Ok(()),
        Some(rows) => {
            let rows = Shown::name(rows);
            let diagnostic = Diagnostic::new(Code::E251, message!("there is no file `{}`", rows));
            Err(Error::new(error::Kind::Usage, diagnostic.hint(message!("did you mean `--sample={}`?", rows))))
        }
    }
}

/// Whether a draft can be written there, asked before an hour of reading.
fn check_target(out: &Path) -> Result<()> {
    if out.is_dir() {
        return Ok(());
    }
    if out.symlink_metadata().is_ok() {
        return Err(exists(out));
    }
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty());
    match folder.filter(|folder| !folder.is_dir()) {
        None => Ok(()),
        Some(folder) => {
            let shown = Shown::path(folder);
            let diagnostic = Diagnostic::new(Code::E252, message!("there is no folder `{}` for the draft", shown));
            Err(Error::new(error::Kind::Output, diagnostic.hint(message!("make it first: mkdir -p {}", shown))))
        }
    }
}

/// Somebody may have corrected an older draft: it stays.
fn exists(path: &Path) -> Error {
    let diagnostic = Diagnostic::new(Code::E618, message!("`{}` exists and is not overwritten", Shown::path(path)));
    Error::new(error::Kind::Exists, diagnostic.hint(message!("choose another `--schema-out`, or move it away")))
}

/// Writes a draft for every dataset: into the file if there is one of them, else into the folder.
fn write_drafts(report: &Report, out: &Path, say: &Say) -> Result<()> {
    let many = report.datasets.len() > 1;
    if many && !out.is_dir() {
        let message = message!("{} datasets need a folder for their schemas", report.datasets.len());
        let hint = message!("make `{}` a folder first: mkdir {}", Shown::path(out), Shown::path(out));
        return Err(Error::new(error::Kind::Usage, Diagnostic::new(Code::E250, message).hint(hint)));
    }
    // All or none: a dataset without a draft stops the others.
    let drafts: Vec<String> = report.datasets.iter().map(draft).collect::<Result<_>>()?;
    for (dataset, text) in report.datasets.iter().zip(&drafts) {
        let path = if out.is_dir() { out.join(format!("{}.toml", dataset.name)) } else { out.to_owned() };
        write_draft(&path, text)?;
        let inputs: Vec<String> = dataset.files.iter().map(|file| file.name.clone()).collect();
        say.note(&format!(
            "wrote {}\nnext: iesiz plan {} --schema {} --profile warehouse",
            Shown::path(&path),
            inputs.join(" "),
            Shown::path(&path)
        ));
    }
    Ok(())
}

fn write_draft(path: &PathBuf, text: &str) -> Result<()> {
    let shown = Shown::path(path);
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    let mut file = file.map_err(|e| match e.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => Error::io(error::Kind::Output, message!("`{}` cannot be written", shown), &e),
    })?;
    // Half a draft would be in the way of the next scan.
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|e| {
        let _ = std::fs::remove_file(path);
        Error::io(error::Kind::Output, message!("`{}` cannot be written", shown), &e)
    })
}

fn shown(report: &Report) -> String {
    report.datasets.iter().map(block).collect::<Vec<_>>().join("\n\n")
}

/// One dataset: its files, its columns, the evidence of each, advice.
fn block(dataset: &Dataset) -> String {
    let mut text = String::new();
    for file in &dataset.files {
        let mut facts = vec![file.format.to_owned()];
        facts.extend(file.encoding.map(str::to_owned));
        facts.extend(file.packing.map(str::to_owned));
        facts.extend(file.delimiter.map(|delimiter| format!("delimiter {}", named(delimiter))));
        facts.push(plural(file.rows, "row", "rows"));
        text.push_str(&format!("{}: {}\n", file.name, facts.join(", ")));
    }
    if let Some(rows) = dataset.sample {
        text.push_str(&format!(
            "only the first {} rows of each file were looked at: this says nothing about the rest\n",
            grouped(rows)
        ));
    }
    if let Some(export) = &dataset.export {
        text.push_str(&format!(
            "looks like an export of {} ({} of {} headers)\n",
            export.name, export.known, export.of
        ));
    }
    text.push('\n');
    text.push_str(&columns(dataset));
    text.push('\n');
    text.push_str(&evidence(dataset));
    text.push_str(&damage(dataset));
    if !dataset.advice.is_empty() {
        text.push_str("\nadvice\n");
        dataset.advice.iter().for_each(|sentence| text.push_str(&format!("- {sentence}\n")));
    }
    text
}

fn named(delimiter: char) -> String {
    match delimiter {
        '\t' => "tab".to_owned(),
        other => format!("`{other}`"),
    }
}

/// A share in a table.
fn cell(share: f64) -> String {
    if share == 0.0 { "-".to_owned() } else { percent(share) }
}

fn columns(dataset: &Dataset) -> String {
    let head = ["column", "type", "how sure", "role", "NULL", "distinct", "unique", "identifiers inside"];
    let mut rows = vec![head.map(String::from).to_vec()];
    for column in &dataset.columns {
        let about = if column.distinct_exact { "" } else { "~" };
        rows.push(vec![
            Shown::name(&column.label()).to_string(),
            typed(column),
            column.confidence.to_owned(),
            column.role.to_owned(),
            cell(column.null_share),
            format!("{about}{}", grouped(column.distinct)),
            cell(column.unique_share),
            inside(column),
        ]);
    }
    table(&rows)
}

/// What the column is, and what the draft makes of it if that is something else.
fn typed(column: &ColumnFound) -> String {
    if column.drafted == column.semantic {
        column.semantic.to_owned()
    } else {
        format!("{}, drafted {}", column.semantic, column.drafted)
    }
}

/// What is inside that identifies, and what `apply` would withhold in a column that is kept.
fn inside(column: &ColumnFound) -> String {
    let known = |kind: &&str| column.identifiers.cells > 0 && column.identifiers.strong.contains_key(kind);
    let kinds: Vec<&str> = column.withheld.kinds.keys().copied().filter(|kind| !known(kind)).collect();
    match (identifying(column), column.may_be_kept() && column.withheld.cells > 0) {
        (None, false) => "-".to_owned(),
        (Some(found), false) => found,
        (found, true) => {
            let of = if kinds.is_empty() { String::new() } else { format!(": {}", kinds.join(", ")) };
            let withheld = format!("{} withheld{of}", plural(column.withheld.cells, "cell", "cells"));
            found.into_iter().chain([withheld]).collect::<Vec<_>>().join("; ")
        }
    }
}

/// Share of the cells with identifiers, and which, the commonest first.
fn identifying(column: &ColumnFound) -> Option<String> {
    const SHOWN: usize = 4;
    if column.identifiers.cells == 0 {
        return None;
    }
    let identifying = |name: &str| Kind::ALL.iter().any(|kind| kind.name() == name && kind.is_identifying());
    let found = column.identifiers.strong.iter().filter(|(name, _)| identifying(name));
    let mut kinds: Vec<(&str, u64)> = found.map(|(name, cells)| (*name, *cells)).collect();
    kinds.sort_by_key(|(kind, cells)| (std::cmp::Reverse(*cells), *kind));
    let more = if kinds.len() > SHOWN { ", …" } else { "" };
    let mut names: Vec<&str> = kinds.iter().take(SHOWN).map(|(kind, _)| *kind).collect();
    if names.is_empty() {
        // Weak evidence of what the column is.
        names.push(column.semantic);
    }
    Some(format!("{} {}{more}", percent(column.identifiers.share), names.join(", ")))
}

/// What the values of a column look like.
fn shapes(column: &ColumnFound) -> String {
    if column.shapes.is_empty() && column.distinct > 0 {
        return "no two alike".to_owned();
    }
    let shapes = column.shapes.iter().map(|found| format!("{} ({})", found.shape, percent(found.share)));
    shapes.collect::<Vec<_>>().join("  ")
}

/// Why each column is what it is, and what its values look like.
fn evidence(dataset: &Dataset) -> String {
    let mut rows = vec![["column", "why", "shapes"].map(String::from).to_vec()];
    for column in &dataset.columns {
        rows.push(vec![Shown::name(&column.label()).to_string(), why(column), shapes(column)]);
    }
    table(&rows)
}

/// The damage of each column that has some; nothing if none has.
fn damage(dataset: &Dataset) -> String {
    let mut rows = vec![["damage", "cells", "what"].map(String::from).to_vec()];
    for column in &dataset.columns {
        for (nth, (name, cells)) in column.damage.iter().enumerate() {
            let what = Damage::ALL.iter().find(|known| known.name() == *name).map_or(*name, |known| known.what());
            let label = if nth == 0 { Shown::name(&column.label()).to_string() } else { String::new() };
            rows.push(vec![label, grouped(*cells), what.to_owned()]);
        }
    }
    if rows.len() == 1 { String::new() } else { format!("\n{}", table(&rows)) }
}
