//! `iesiz apply`: makes a release.

use super::made::Made;
use super::metrics;
use super::models::{accounts, left_of_use, reached, together};
use super::{listed, prepared, search, threads};
use crate::cli::args::{self, ApplyArgs};
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, table};
use crate::crypto::prf::Prf;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{Access, IfExists, OutputFormat};
use crate::keys::{Domain, KeyId, Keyset, Purpose, SigningKey, derive};
use crate::message;
use crate::pipeline::{ApplyOptions, Interrupt, Outcome, Prepared, apply};
use crate::plan::{ColumnPlan, DatasetPlan};
use crate::vocabulary::Role;
use std::path::Path;
use std::time::{Duration, Instant};

pub(in crate::cli) fn run(args: &ApplyArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let begun = Instant::now();
    args.metrics.as_ref().map_or(Ok(()), |file| metrics::check(file, &args.out, args.rejects.as_deref()))?;
    let made = make(args, say, interrupt, begun);
    if let Some(file) = &args.metrics {
        let written = metrics::write(file, &args.out, begun.elapsed(), made.as_ref());
        // What became of the release is told by the exit code, whether or not somebody could be told of it here.
        if let Err(error) = written {
            say.error(&error);
            let message =
                message!("the figures of `--metrics` were not written; the run itself ended as its exit code says");
            say.warning(&Diagnostic::new(Code::W644, message));
        }
    }
    made.map(|(exit, _)| exit)
}

/// Makes the release, and says what it is.
fn make(args: &ApplyArgs, say: &Say, interrupt: &Interrupt, begun: Instant) -> Result<(Exit, Made)> {
    let format = format(args)?;
    let keys = args.keys.as_deref().map(open_keys).transpose()?;
    expect(keys.as_ref(), args.expect_key.as_deref())?;
    let sign = args.sign.as_deref().map(SigningKey::open).transpose()?;
    keep_apart(sign.as_ref(), keys.as_ref())?;
    let listed = listed(args.input.exclude.as_deref())?;
    let prepared = prepared(&args.input, keys.as_ref(), false)?;
    prepared.plan.warnings.iter().for_each(|warning| say.warning(warning));
    let options = ApplyOptions {
        strict: args.input.strict,
        out: &args.out,
        if_exists: match args.if_exists {
            args::IfExists::Fail => IfExists::Fail,
            args::IfExists::Skip => IfExists::Skip,
            args::IfExists::Replace => IfExists::Replace,
        },
        format,
        access: args.mode.unwrap_or(Access::OWNER),
        threads: threads(args.input.threads),
        read_buffer: usize::try_from(args.input.read_buffer).unwrap_or(1 << 20),
        max_bad: args.max_bad,
        min_rows: args.min_rows,
        rejects: args.rejects.as_deref(),
        list_mark: listed.as_ref().zip(keys.as_ref()).map(|(listed, keys)| listed.mark(&list_key(keys))),
        listed: listed.as_ref(),
        storage_country: args.input.storage_country.as_deref(),
        as_of: args.input.as_of,
        ephemeral: keys.as_ref().is_some_and(Keyset::is_ephemeral),
        sign: sign.as_ref(),
        search: search(&args.input, args.utility),
        recount: recount(),
    };
    let outcome = apply(&prepared, &options, interrupt, &Bar::new(say.shows_progress()))?;
    outcome.warnings.iter().for_each(|warning| say.warning(warning));
    warn_of_lines(&outcome, say);
    warn_of_shared_values(&outcome, say);
    outcome.troubles.iter().for_each(|trouble| say.trouble(trouble));
    let exit = if outcome.quarantined() > 0 { Exit::Quarantined } else { Exit::Complete };
    let made = Made::new(&options, &prepared, &outcome, (exit, begun.elapsed()));
    if say.json {
        // The release is in place whether or not somebody could be told.
        if let Err(error) = say.json(&made) {
            say.error(&error);
            let message = message!("the release is in place; only the report of it was not written to stdout");
            say.warning(&Diagnostic::new(Code::W641, message));
        }
    } else {
        say.note(&summary(&options, &prepared, &outcome, begun.elapsed()));
    }
    Ok((exit, made))
}

/// The key under which a list is marked in a run record.
fn list_key(keys: &Keyset) -> Prf {
    let nowhere = Domain { profile: "", recipient: "", site: "", domain: "", form: "" };
    Prf::new(derive::<32>(keys.current(), Purpose::List, nowhere).expose())
}

/// What counts classes again, if it is built in.
#[cfg(feature = "audit")]
fn recount() -> Option<&'static dyn crate::pipeline::Recount> {
    Some(&crate::audit::Independent)
}

#[cfg(not(feature = "audit"))]
fn recount() -> Option<&'static dyn crate::pipeline::Recount> {
    None
}

/// The format to write. `--for-excel` changes cells, so nothing implies it and it implies nothing.
fn format(args: &ApplyArgs) -> Result<OutputFormat> {
    match (args.to, args.for_excel) {
        (args::OutputFormat::Parquet, false) => Ok(OutputFormat::Parquet),
        (args::OutputFormat::Csv, false) => Ok(OutputFormat::Csv),
        (args::OutputFormat::Csv, true) => Ok(OutputFormat::CsvExcel),
        (args::OutputFormat::Parquet, true) => {
            let diagnostic = Diagnostic::new(Code::E233, message!("`--for-excel` is a way to write CSV"));
            Err(Error::new(Kind::Usage, diagnostic.hint(message!("add `--to csv`"))))
        }
    }
}

fn open_keys(argument: &str) -> Result<Keyset> {
    if argument == "ephemeral" { Keyset::ephemeral() } else { Keyset::open(Path::new(argument)) }
}

/// Refuses every key but the expected one, before any input is read.
fn expect(keys: Option<&Keyset>, expected: Option<&str>) -> Result<()> {
    let Some(expected) = expected else { return Ok(()) };
    let refuse = |code, message, hint| Err(Error::new(Kind::Key, Diagnostic::new(code, message).hint(hint)));
    let Some(keys) = keys else {
        return refuse(Code::E929, message!("`--expect-key` without `--keys`"), message!("give the key file too"));
    };
    if keys.is_ephemeral() {
        return refuse(
            Code::E929,
            message!("a thrown-away key has no id to expect"),
            message!("leave `--expect-key` out, or give a key file"),
        );
    }
    let Some(id) = KeyId::parse(expected) else {
        return refuse(
            Code::E930,
            message!("`--expect-key` is not an id of 16 hex digits"),
            message!("`iesiz keys show FILE` prints the id of a key file; it is never a key itself"),
        );
    };
    match keys.find(id) {
        Some(epoch) if epoch == keys.epoch() => Ok(()),
        Some(epoch) => refuse(
            Code::E923,
            message!(
                "the expected key {} is retired: it is of epoch {}, and new releases use {}",
                id,
                epoch,
                keys.epoch()
            ),
            message!("`--expect-key {}` if this release need not join those of the old epoch", keys.id()),
        ),
        None => refuse(
            Code::E922,
            message!("the key is {}, not the one expected", keys.id()),
            message!("`iesiz keys show FILE` prints the id of a key file"),
        ),
    }
}

/// Whoever may sign must not be able to open tokens by that: a key that was copied from one file into the other is refused.
fn keep_apart(sign: Option<&SigningKey>, keys: Option<&Keyset>) -> Result<()> {
    if !sign.zip(keys).is_some_and(|(sign, keys)| sign.is_among(keys)) {
        return Ok(());
    }
    let diagnostic = Diagnostic::new(Code::E924, message!("the key of `--sign` is also a key of `--keys`"));
    let hint = message!("make another signing key with `iesiz keys new --sign`; never type or copy a key");
    Err(Error::new(Kind::Key, diagnostic.hint(hint)))
}

/// What was made, for people.
fn summary(options: &ApplyOptions<'_>, prepared: &Prepared, outcome: &Outcome, elapsed: Duration) -> String {
    let out = options.out;
    if !outcome.published {
        return format!("{} exists and was left as it is", out.display());
    }
    let mut rows = vec![
        ["dataset", "rows in", "rows out", "excluded", "suppressed", "quarantined", "bytes", "file"]
            .map(String::from)
            .to_vec(),
    ];
    for dataset in &outcome.datasets {
        rows.push(vec![
            dataset.name.clone(),
            dataset.rows_in.to_string(),
            dataset.written.rows.to_string(),
            dataset.rows_excluded.to_string(),
            dataset.rows_suppressed.to_string(),
            dataset.rows_quarantined.to_string(),
            dataset.written.bytes.to_string(),
            dataset.file.clone(),
        ]);
    }
    let bytes: u64 = prepared.sources.iter().map(|source| source.input.len()).sum();
    let rows_in: u64 = outcome.datasets.iter().map(|dataset| dataset.rows_in).sum();
    let mut text = table(&rows);
    text.push_str(&format!(
        "\n{} is {} ({}, {})",
        out.display(),
        prepared.plan.status,
        prepared.profile.name,
        if prepared.plan.recipient.is_empty() { "no recipient" } else { &prepared.plan.recipient },
    ));
    if let Some((id, epoch)) = prepared.plan.key {
        text.push_str(&format!("\nkey {id}, epoch {epoch}"));
    }
    if let Some(key) = options.sign {
        text.push_str(&format!("\nsigned by {}", key.id()));
    }
    prepared.plan.datasets.iter().filter_map(dropped).for_each(|line| text.push_str(&format!("\n{line}")));
    for (dataset, met) in outcome.datasets.iter().filter_map(|dataset| Some((dataset, dataset.met.as_ref()?))) {
        text.push_str(&format!("\n{}", reached(&dataset.name, met)));
        text.push_str(&left_of_use(&dataset.name, met));
    }
    text.push_str(&accounts(outcome.datasets.iter().filter_map(|dataset| dataset.met.as_ref())));
    text.push_str(&outcome.joined.as_ref().map(together).unwrap_or_default());
    text.push_str(&losses(prepared, outcome));
    if let Some(counts) = outcome.exclusion.filter(|counts| counts.listed > 0) {
        text.push_str(&format!("\nexclusion list: {} of {} lines found", counts.listed_found, counts.listed));
    }
    text.push_str(&format!("\nrun record (yours alone): {}", outcome.record.display()));
    text.push_str(&format!("\n{}", rate(rows_in, bytes, elapsed)));
    text
}

/// Which columns of a dataset did not leave; nothing where all did.
fn dropped(dataset: &DatasetPlan) -> Option<String> {
    const NAMED: usize = 8;
    let dropped: Vec<&str> = dataset.dropped().map(|column| column.key.as_str()).collect();
    let unlisted = match dataset.unlisted() {
        0 => String::new(),
        unlisted => format!("; {unlisted} more that the schema does not list"),
    };
    if dropped.is_empty() {
        return (!unlisted.is_empty()).then(|| format!("{}: dropped{}", dataset.name, unlisted.replacen("; ", " ", 1)));
    }
    let more = if dropped.len() > NAMED { ", …" } else { "" };
    Some(format!(
        "{}: {} of {} columns dropped: {}{more}{unlisted}",
        dataset.name,
        dropped.len(),
        dataset.present(),
        dropped.iter().take(NAMED).map(|key| Shown::name(key).to_string()).collect::<Vec<_>>().join(", ")
    ))
}

/// Columns that lost or changed values, a line each: what did not fit, what the guard withheld, what a spreadsheet would calculate.
fn losses(prepared: &Prepared, outcome: &Outcome) -> String {
    let mut rows = Vec::new();
    for (dataset, plan) in outcome.datasets.iter().zip(&prepared.plan.datasets) {
        let columns: Vec<&ColumnPlan> = plan.columns.iter().filter(|column| column.release().is_some()).collect();
        for losses in dataset.losses() {
            let column = columns[losses.column];
            // `several` is of what identifies people; elsewhere nothing can be said to take a cell apart.
            let several = if column.role == Role::DirectIdentifier { losses.several } else { 0 };
            let what = [
                (losses.lost, "did not fit and are NULL"),
                (
                    several,
                    "of them hold several values (`several = \"split\"` or `\"first\"` of the column takes them)",
                ),
                (losses.replaced, "did not fit and were replaced"),
                (
                    losses.by_rule,
                    "were read by a stated rule (pivot of years, float noise off sums, nanoseconds cut, first of several)",
                ),
                (losses.guarded, "held identifiers and were withheld"),
                (losses.neutralised, "would be changed by a spreadsheet and begin with ' now"),
            ];
            let what = what.iter().filter(|(cells, _)| *cells > 0).map(|(cells, what)| format!("{cells} {what}"));
            let name = format!("{}.{}", dataset.name, column.key);
            rows.push(vec![name, what.collect::<Vec<_>>().join(", ")]);
        }
    }
    if rows.is_empty() {
        String::new()
    } else {
        format!("\n\nvalues (details in the manifest):\n{}", table(&rows).trim_end())
    }
}

/// A list whose lines match nothing is often a list of something else.
fn warn_of_lines(outcome: &Outcome, say: &Say) {
    const NAMED: usize = 20;
    if outcome.not_found.is_empty() {
        return;
    }
    let named: Vec<String> = outcome.not_found.iter().take(NAMED).map(usize::to_string).collect();
    let more = if outcome.not_found.len() > NAMED { " …" } else { "" };
    let lines = Shown::name(&format!("{}{more}", named.join(", ")));
    let warning = Diagnostic::new(
        Code::W725,
        message!("lines of `--exclude` that match no row: {} (numbers {})", outcome.not_found.len(), lines),
    );
    say.warning(
        &warning
            .hint(message!("one email, phone, IIN or user id a line; the user id reaches every file that holds it")),
    );
}

/// A contact that two users share takes neither with it, so rows that hold nothing else of who withdrew are still in the release.
fn warn_of_shared_values(outcome: &Outcome, say: &Say) {
    let Some(counts) = outcome.exclusion.filter(|counts| counts.ambiguous_values > 0) else { return };
    let warning = Diagnostic::new(
        Code::W732,
        message!(
            "values of excluded people that other people have too, and that therefore exclude no row: {}",
            counts.ambiguous_values
        ),
    );
    say.warning(&warning.hint(message!(
        "who shares a phone or an email with somebody is excluded from every file only by a line of `--exclude` with that value"
    )));
}

#[allow(clippy::cast_precision_loss)]
fn rate(rows: u64, bytes: u64, elapsed: Duration) -> String {
    let seconds = elapsed.as_secs_f64().max(1e-6);
    format!(
        "{rows} rows in {seconds:.2} s: {:.0} rows/s, {:.1} MB/s",
        rows as f64 / seconds,
        bytes as f64 / 1e6 / seconds
    )
}
