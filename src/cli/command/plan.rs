//! `iesiz plan`: what would happen to every column.

use super::models::{accounts, left_of_use, levels, reached, utility_of};
use super::{listed, prepared, search, threads};
use crate::cli::args::PlanArgs;
use crate::cli::exit::Exit;
use crate::cli::progress::Bar;
use crate::cli::say::{Say, as_json, table};
use crate::error::Result;
use crate::pipeline::{Engine, Interrupt, Met, Prepared, PreviewRow, Progress as _, preview, reach};
use crate::plan::{NotEnforced, Row, Ways, explain, ways};
use crate::schema::BUILT_IN_PROFILES;
use serde::Serialize;

pub(in crate::cli) fn run(args: &PlanArgs, say: &Say, interrupt: &Interrupt) -> Result<Exit> {
    let listed = listed(args.input.exclude.as_deref())?;
    let prepared = prepared(&args.input, None, true)?;
    let rows = explain(&prepared.plan);
    let bar = Bar::new(say.shows_progress());
    let (threads, buffer) = (threads(args.input.threads), usize::try_from(args.input.read_buffer).unwrap_or(1 << 20));
    let engine = Engine { threads, read_buffer: buffer, interrupt, progress: &bar };
    let met = if args.measure {
        reach(&prepared, listed.as_ref(), &engine, search(&args.input, args.utility))?
    } else {
        Vec::new()
    };
    if say.json {
        say.json(&Report::new(&prepared, rows, &met))?;
        return Ok(Exit::Complete);
    }
    prepared.plan.warnings.iter().for_each(|warning| say.warning(warning));
    let mut text = columns(&rows);
    text.push_str(&could_stay(&prepared.profile.name, &ways(&prepared.profile, &prepared.plan)));
    text.push_str(&format!(
        "\nthe release would be {} (profile {}, clause {})\n",
        prepared.plan.status, prepared.profile.name, prepared.profile.clause
    ));
    text.push_str(&not_enforced(&prepared.plan.not_enforced));
    if !args.no_preview {
        let cells = preview(&prepared, listed.as_ref(), threads, buffer, interrupt, &bar)?;
        bar.end();
        text.push_str("\nfirst rows, shape before -> value after\n");
        text.push_str(&previewed(&cells));
        text.push_str("\n`apply` reads every row, and may refuse what these do not show\n");
    }
    if args.measure && !prepared.profile.models.are_asked() {
        text.push_str("\nthe profile asks for no privacy model\n");
    }
    for (dataset, met) in prepared.plan.datasets.iter().zip(&met) {
        if let Some(met) = met {
            text.push_str(&format!("\n{}\n{}", reached(&dataset.name, met), levels(&dataset.name, met)));
            text.push_str(&left_of_use(&dataset.name, met));
        }
    }
    text.push_str(&accounts(met.iter().flatten()));
    say.report(&text)?;
    Ok(Exit::Complete)
}

pub(super) fn columns(rows: &[Row]) -> String {
    let mut cells = vec![["dataset", "column", "is", "role", "action", "becomes"].map(String::from).to_vec()];
    for row in rows {
        let Row { dataset, column, is, role, action, family: _, note } = row.clone();
        cells.push(vec![dataset, column, is.to_owned(), role.to_owned(), action, note]);
    }
    table(&cells)
}

/// How what is dropped for want of an action could be kept, a line a type.
pub(super) fn could_stay(profile: &str, ways: &[Ways]) -> String {
    const OTHERS: usize = 3;
    let (none, some): (Vec<&Ways>, Vec<&Ways>) = ways.iter().partition(|ways| ways.actions.is_empty());
    let mut text = String::new();
    if !some.is_empty() {
        let mut rows = Vec::new();
        for Ways { is, actions } in some {
            let others = actions.iter().skip(1).take(OTHERS).map(|line| line.replacen(&format!("{is} = "), "", 1));
            let others = others.chain((actions.len() > 1 + OTHERS).then(|| "…".to_owned())).collect::<Vec<_>>();
            let others = if others.is_empty() { String::new() } else { format!("# or {}", others.join(", ")) };
            rows.push(vec![format!("  {}", actions[0]), others]);
        }
        let own = match BUILT_IN_PROFILES.iter().any(|(name, _)| *name == profile) {
            true => format!("a profile of your own (`iesiz list profiles {profile}` prints one to begin with)"),
            false => "the profile".to_owned(),
        };
        text.push_str(&format!(
            "\nhint: what the profile has no action for stays by a line under `[actions]` of {own}:\n{}",
            table(&rows)
        ));
    }
    if !none.is_empty() {
        let types: Vec<&str> = none.iter().map(|ways| ways.is).collect();
        text.push_str(&format!("\nno action of a profile keeps these: {}\n", types.join(", ")));
    }
    text
}

/// What is asked and would not be done, and why.
pub(super) fn not_enforced(items: &[NotEnforced]) -> String {
    let rows: Vec<Vec<String>> =
        items.iter().map(|item| vec![format!("  {}", item.what), item.why.to_owned()]).collect();
    if rows.is_empty() { String::new() } else { format!("it would not enforce\n{}", table(&rows)) }
}

fn previewed(rows: &[PreviewRow]) -> String {
    let mut cells = Vec::new();
    for row in rows {
        let name = format!("{}.{}", row.dataset, row.column);
        let mut seen: Vec<&(Option<String>, Option<String>)> = Vec::new();
        for cell in &row.cells {
            if !seen.contains(&cell) {
                seen.push(cell);
            }
        }
        for (nth, (before, after)) in seen.into_iter().enumerate() {
            let show = |cell: &Option<String>| cell.clone().unwrap_or_else(|| "NULL".to_owned());
            cells.push(vec![
                if nth == 0 { name.clone() } else { String::new() },
                show(before),
                "->".to_owned(),
                show(after),
            ]);
        }
    }
    table(&cells)
}

#[derive(Serialize)]
struct Report {
    profile: String,
    clause: String,
    audience: &'static str,
    status: &'static str,
    columns: Vec<Row>,
    /// What the profile could say of the types that it has no action for.
    could_stay: Vec<Ways>,
    not_enforced: Vec<String>,
    warnings: Vec<serde_json::Value>,
    /// With `--measure`, by dataset; null of one without models.
    models: Vec<Option<serde_json::Value>>,
    /// With `--utility`, likewise.
    utility: Vec<Option<serde_json::Value>>,
}

impl Report {
    fn new(prepared: &Prepared, columns: Vec<Row>, met: &[Option<Met>]) -> Self {
        Self {
            profile: prepared.profile.name.clone(),
            clause: prepared.profile.clause.clone(),
            audience: prepared.profile.audience.name(),
            status: prepared.plan.status.name(),
            columns,
            could_stay: ways(&prepared.profile, &prepared.plan),
            not_enforced: prepared.plan.not_enforced.iter().map(|item| item.what.to_string()).collect(),
            warnings: prepared.plan.warnings.iter().map(as_json).collect(),
            utility: met.iter().map(|met| met.as_ref().and_then(utility_of)).collect(),
            models: met.iter().map(|met| met.as_ref().and_then(|met| serde_json::to_value(met.entry()).ok())).collect(),
        }
    }
}
