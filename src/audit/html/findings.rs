//! What was found: by severity, then by what it is. Why it matters and what to do are said once for all the places of one code.

use super::super::report::{Code, Finding, Report, Severity, Spot};
use super::super::words::{self, Lang};
use super::table::{BLANK, numbers, table, wide, words as texts};
use super::text::{name, number, sentence, share};
use super::{labels, section};
use std::fmt::Write as _;

/// Severities, worst first.
pub(super) const WORST_FIRST: [Severity; 4] = [Severity::Mismatch, Severity::Finding, Severity::Gap, Severity::Note];
/// The most rows: some ten sheets of paper. Who needs more of them needs them in a program.
pub(super) const MOST_ROWS: usize = 200;

/// Everything that was found, worst first.
pub(super) fn found(report: &Report, lang: Lang) -> String {
    let mut left = MOST_ROWS;
    let mut body = String::new();
    for severity in WORST_FIRST {
        let of_it: Vec<&Finding> = report.findings.iter().filter(|finding| finding.severity == severity).collect();
        if !of_it.is_empty() {
            body.push_str(&severe(severity, &of_it, &mut left, lang));
        }
    }
    if body.is_empty() {
        body = format!("<p>{}</p>\n", lang.of(labels::NOTHING_FOUND));
    }
    section("found", lang.of(labels::FOUND), &body)
}

/// Everything of one severity.
fn severe(severity: Severity, findings: &[&Finding], left: &mut usize, lang: Lang) -> String {
    let mut codes: Vec<Code> = Vec::new();
    for finding in findings {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    let mut out = format!(
        "<h3 class=\"severity\">{}{} <span class=\"total\">{}</span></h3>\n<p class=\"soft\">{}</p>\n",
        mark(severity),
        words::severity(severity, lang),
        number(findings.len() as u64, lang),
        words::consequence(severity, lang),
    );
    for code in codes {
        let of_it: Vec<&Finding> = findings.iter().copied().filter(|finding| finding.code == code).collect();
        let shown = of_it.len().min(*left);
        *left -= shown;
        out.push_str(&coded(code, &of_it[..shown], of_it.len() - shown, lang));
    }
    out
}

/// Everything of one code: what it is, why it matters, what to do, and the places.
fn coded(code: Code, findings: &[&Finding], hidden: usize, lang: Lang) -> String {
    let title = words::title(code, lang);
    let mut out = format!(
        "<article>\n<h4>{title} <code>{}</code></h4>\n<dl class=\"advice\">\n<div><dt>{}</dt><dd>{}</dd></div>\n\
         <div><dt>{}</dt><dd>{}</dd></div>\n</dl>\n",
        code.name(),
        lang.of(labels::WHY),
        words::why(code, lang),
        lang.of(labels::TODO),
        words::todo(code, lang),
    );
    if !findings.is_empty() {
        let heads = [
            wide(lang.of(labels::WHERE)),
            texts(lang.of(labels::KIND)),
            texts(lang.of(labels::SURE)),
            numbers(lang.of(labels::COUNT)),
        ];
        let rows: Vec<Vec<String>> = findings.iter().map(|finding| row(finding, lang)).collect();
        out.push_str(&table("stack places", title, &heads, &rows));
    }
    if hidden > 0 {
        let _ = writeln!(out, "<p class=\"more\">{}</p>", more(hidden as u64, lang));
    }
    out.push_str("</article>\n");
    out
}

fn row(finding: &Finding, lang: Lang) -> Vec<String> {
    let kind = finding.kind.as_deref().map_or_else(
        || BLANK.to_owned(),
        |kind| {
            words::particular(kind, lang).map_or_else(|| format!("<code>{}</code>", name(kind)), |said| sentence(&said))
        },
    );
    let mut count = number(finding.count, lang);
    if let Some(of) = finding.of {
        let _ =
            write!(count, " / {} <span class=\"soft\">({})</span>", number(of, lang), share(finding.count, of, lang));
    }
    vec![place(&finding.at, lang), kind, words::sure(finding.sure, lang).to_owned(), count]
}

/// Where something is: the file, then what narrows it down.
fn place(at: &Spot, lang: Lang) -> String {
    let mut out = match at.file.as_str() {
        "" => lang.of(labels::WHOLE_RELEASE).to_owned(),
        file => name(file),
    };
    let mut within = Vec::new();
    if let Some(column) = &at.column {
        within.push(format!("{} <b>{}</b>", lang.of(labels::COLUMN), name(column)));
    }
    if let Some(row) = at.row {
        within.push(format!("{} {}", lang.of(labels::FIRST_ROW), number(row, lang)));
    }
    if let Some((from, to)) = at.bytes {
        // The range ends before its end; people count the last one in.
        let last = to.saturating_sub(1).max(from);
        within.push(format!("{} {}–{}", lang.of(labels::AT_BYTES), number(from, lang), number(last, lang)));
    }
    if !within.is_empty() {
        let _ = write!(out, "<br><span class=\"soft\">{}</span>", within.join(", "));
    }
    out
}

/// How many places are not on the page.
fn more(hidden: u64, lang: Lang) -> String {
    let number = number(hidden, lang);
    match lang {
        Lang::En => format!("{number} more in the JSON report, which has every place."),
        Lang::Ru => format!("Ещё мест: {number}. Все они есть в отчёте JSON."),
        Lang::Kk => format!("Тағы {number} орын бар. Олардың бәрі JSON есебінде."),
    }
}

/// A sign of the severity that is told apart without colour.
pub(super) const fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Mismatch => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"full\" d=\"M8 .5 15.5 8 8 15.5 .5 8z\"/></svg>"
        }
        Severity::Finding => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"full\" d=\"M2 2h12v12H2z\"/></svg>"
        }
        Severity::Gap => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"line\" d=\"M2.75 2.75h10.5v10.5H2.75z\"/></svg>"
        }
        Severity::Note => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle class=\"line\" cx=\"8\" cy=\"8\" r=\"5.25\"/></svg>"
        }
    }
}
