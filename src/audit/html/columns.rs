//! Column by column: what it is, what was done to it, what was found in it.

use super::super::report::{Column, Dataset, Report};
use super::super::words::{self, Lang};
use super::table::{BLANK, numbers, table, wide, words as texts};
use super::text::{name, number, sentence, share};
use super::{labels, section};
use std::fmt::Write as _;

/// Dataset by dataset.
pub(super) fn datasets(report: &Report, lang: Lang) -> String {
    let body = match report.datasets.as_slice() {
        [] => format!("<p>{}</p>\n", lang.of(labels::NO_DATASETS)),
        datasets => datasets.iter().map(|dataset| one(dataset, lang)).collect(),
    };
    section("columns", lang.of(labels::COLUMNS), &body)
}

fn one(dataset: &Dataset, lang: Lang) -> String {
    let heads = [
        wide(lang.of(labels::COLUMN_NAME)),
        texts(lang.of(labels::WHAT)),
        wide(lang.of(labels::DONE)),
        numbers(lang.of(labels::NULLS)),
        numbers(lang.of(labels::DISTINCT)),
        numbers(lang.of(labels::TOP)),
        texts(lang.of(labels::FOUND_IN)),
    ];
    // Of a column that is not in the file there is nothing to say but why, unless something was found in it all the same.
    let (shown, dropped): (Vec<&Column>, Vec<&Column>) =
        dataset.columns.iter().partition(|column| column.released || column.findings + column.notes > 0);
    let rows: Vec<Vec<String>> = shown.into_iter().map(|column| row(column, dataset.rows, lang)).collect();
    format!(
        "<h3>{}</h3>\n<p class=\"soft\">{}</p>\n{}{}",
        name(&dataset.name),
        about(dataset, lang),
        table("stack columns", lang.of(labels::COLUMNS_CAPTION), &heads, &rows),
        folded(&dropped, lang),
    )
}

/// Columns that did not leave, by why.
fn folded(dropped: &[&Column], lang: Lang) -> String {
    if dropped.is_empty() {
        return String::new();
    }
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    for column in dropped {
        let why =
            column.dropped.as_deref().map_or_else(|| lang.of(labels::NOT_RELEASED).to_owned(), |why| reason(why, lang));
        match reasons.iter_mut().find(|(known, _)| *known == why) {
            Some((_, names)) => names.push(name(&column.name)),
            None => reasons.push((why, vec![name(&column.name)])),
        }
    }
    let mut out = format!(
        "<div class=\"folded\">\n<p>{}: {}</p>\n<ul>\n",
        lang.of(labels::DROPPED),
        number(dropped.len() as u64, lang)
    );
    for (why, names) in reasons {
        let _ = writeln!(out, "<li>{} <span class=\"soft\">– {why}</span></li>", names.join(", "));
    }
    out.push_str("</ul>\n</div>\n");
    out
}

fn reason(why: &str, lang: Lang) -> String {
    words::dropped(why, lang).unwrap_or_else(|| sentence(why))
}

/// The file of a dataset in one line.
fn about(dataset: &Dataset, lang: Lang) -> String {
    let counted = |count, unit| format!("{}\u{a0}{}", number(count, lang), words::counted(count, unit, lang));
    let (rows, bytes) = (counted(dataset.rows, "rows"), counted(dataset.bytes, "bytes"));
    let format = if dataset.format == "parquet" { "Parquet" } else { "CSV" };
    format!("{}, {format}, {rows}, {bytes}", name(&dataset.file))
}

fn row(column: &Column, rows: u64, lang: Lang) -> Vec<String> {
    let dash = || BLANK.to_owned();
    let filled = column.cells.saturating_sub(column.nulls);
    let seen = column.released && column.cells > 0;
    vec![
        name(&column.name),
        what(column, lang),
        done(column, lang),
        if seen { share(column.nulls, column.cells, lang) } else { dash() },
        column.distinct.filter(|_| seen).map_or_else(dash, |distinct| number(distinct, lang)),
        column.top_share.filter(|_| seen && filled > 0).map_or_else(dash, |top| share(u64::from(top), 10_000, lang)),
        found(column, rows, lang),
    ]
}

/// Type and role.
fn what(column: &Column, lang: Lang) -> String {
    let is = column.is.as_deref().map(|is| words::kind(is, lang).map_or_else(|| name(is), str::to_owned));
    let role = column.role.as_deref().map(|role| words::role(role, lang).map_or_else(|| name(role), str::to_owned));
    match (is, role) {
        (Some(is), Some(role)) => format!("{is}<br><span class=\"soft\">{role}</span>"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => lang.of(labels::UNKNOWN).to_owned(),
    }
}

/// Technique with its parameters, or why the column did not leave.
fn done(column: &Column, lang: Lang) -> String {
    let technique = column.technique.as_deref();
    let mut out = technique.map_or_else(
        || lang.of(labels::UNKNOWN).to_owned(),
        |said| words::technique(said, lang).map_or_else(|| name(said), str::to_owned),
    );
    if let Some(parameters) = &column.parameters {
        let _ = match words::parameters(parameters, lang) {
            Some(said) => write!(out, ": {}", sentence(&said)),
            None => write!(out, " <code>{}</code>", name(parameters)),
        };
    }
    if let Some(rows) = column.coarsened.filter(|rows| *rows > 0) {
        let _ = write!(out, "<br>{}: {}", lang.of(labels::COARSENED), share(u64::from(rows), 10_000, lang));
        if let Some(rows) = column.withheld.filter(|rows| *rows > 0) {
            let _ = write!(out, "; {}: {}", lang.of(labels::WITHHELD), share(u64::from(rows), 10_000, lang));
        }
    }
    if let Some(why) = &column.acknowledged {
        let _ = write!(out, "<br>{}: {}", lang.of(labels::BY_WORD), sentence(why));
    }
    if let Some(why) = &column.dropped {
        let _ = write!(out, "<br><span class=\"soft\">{}</span>", reason(why, lang));
    } else if !column.released {
        let _ = write!(out, "<br><span class=\"soft\">{}</span>", lang.of(labels::NOT_RELEASED));
    }
    out
}

/// What was found in it, and how much of it was looked at where that is not all.
fn found(column: &Column, rows: u64, lang: Lang) -> String {
    let counted = |count, unit| format!("{}\u{a0}{}", number(count, lang), words::counted(count, unit, lang));
    let mut said = Vec::new();
    if column.findings > 0 {
        said.push(format!("<b>{}</b>", counted(column.findings, "findings")));
    }
    if column.notes > 0 {
        said.push(counted(column.notes, "notes"));
    }
    if said.is_empty() {
        said.push(if column.released {
            format!("<span class=\"soft\">{}</span>", lang.of(labels::NOTHING))
        } else {
            BLANK.to_owned()
        });
    }
    if column.released && column.cells < rows {
        let looked_at = lang.of(labels::ONLY_LOOKED_AT);
        said.push(format!(
            "<span class=\"soft\">{looked_at}: {} / {}</span>",
            number(column.cells, lang),
            number(rows, lang)
        ));
    }
    said.join("<br>")
}
