//! The beginning and the end of the page: the verdict, what was audited, how much was looked at, and where to sign.

use super::super::report::{Coverage, Report, Severity, Subject, Verdict};
use super::super::words::{self, Lang, Text};
use super::table::{BLANK, numbers, table, words as texts};
use super::text::{name, number, plain, sentence, share};
use super::{findings, labels, section};
use std::fmt::Write as _;

/// Severities, worst first.
pub(super) const WORST_FIRST: [Severity; 4] = [Severity::Mismatch, Severity::Finding, Severity::Gap, Severity::Note];

/// The title of the document, which a browser writes over every printed page and into the name of the file.
pub(super) fn title(report: &Report, lang: Lang) -> String {
    format!("{} – {} – iesiz", words::verdict(report.verdict, lang), plain(&report.subject.name))
}

/// The verdict's class, which gives the page its one accent.
pub(super) const fn class(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => "pass",
        Verdict::Fail => "fail",
        Verdict::Incomplete => "incomplete",
    }
}

/// The verdict, what it means, and what was audited.
pub(super) fn opening(report: &Report, lang: Lang) -> String {
    let lead: Vec<&str> = lead(report).into_iter().map(|text| lang.of(text)).collect();
    let caution = match report.verdict {
        Verdict::Pass => format!("<p class=\"caution\">{}</p>\n", lang.of(labels::NO_PROOF)),
        Verdict::Fail | Verdict::Incomplete => String::new(),
    };
    let beside: String = words::headline(report, lang, &|count| number(count, lang), &name)
        .iter()
        .map(|said| format!("<li>{}</li>\n", escaped_signs(said)))
        .collect();
    format!(
        "<header>\n<h1>{mark}<span>{verdict}</span></h1>\n<p class=\"lead\">{lead}</p>\n<ul class=\"beside\">\n{beside}</ul>\n{caution}{tally}<h2 class=\"subject\">{audit} \
         {name}</h2>\n{facts}</header>\n",
        mark = verdict_mark(report.verdict),
        verdict = words::verdict(report.verdict, lang),
        lead = lead.join(" "),
        tally = tally(report, lang),
        audit = lang.of(labels::AUDIT),
        name = name(&report.subject.name),
        facts = facts(&report.subject, lang),
    )
}

/// Signs of a share that are markup too.
fn escaped_signs(text: &str) -> String {
    text.replace("< 1", "&lt; 1").replace("> 99", "&gt; 99")
}

/// What the verdict means. A release that fails because it is another one says so, for then there is something else to do.
fn lead(report: &Report) -> Vec<Text> {
    let has = |severity| report.findings.iter().any(|finding| finding.severity == severity);
    match (report.verdict, has(Severity::Mismatch), has(Severity::Finding)) {
        (Verdict::Pass, ..) => vec![labels::PASSED],
        (Verdict::Incomplete, ..) => vec![labels::INCOMPLETE],
        (Verdict::Fail, true, true) => vec![labels::FAILED_FINDING, labels::FAILED_MISMATCH],
        (Verdict::Fail, true, false) => vec![labels::FAILED_MISMATCH],
        (Verdict::Fail, false, _) => vec![labels::FAILED_FINDING],
    }
}

/// A sign for who sees the page from afar or without colours.
const fn verdict_mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Pass => {
            "<svg class=\"sign\" viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>\
             <path d=\"M14 25l7 7 13-15\"/></svg>"
        }
        Verdict::Fail => {
            "<svg class=\"sign\" viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\"/>\
             <path d=\"M16 16l16 16M32 16l-16 16\"/></svg>"
        }
        Verdict::Incomplete => {
            "<svg class=\"sign\" viewBox=\"0 0 48 48\" aria-hidden=\"true\"><circle cx=\"24\" cy=\"24\" r=\"22\" \
             stroke-dasharray=\"7 4.52\"/><path d=\"M15 24h18\"/></svg>"
        }
    }
}

/// In how many places something of every severity was found.
fn tally(report: &Report, lang: Lang) -> String {
    let mut out = String::from("<dl class=\"tally\">\n");
    for severity in WORST_FIRST {
        let count = report.findings.iter().filter(|finding| finding.severity == severity).count();
        let class = if count == 0 { " class=\"none\"" } else { "" };
        let _ = writeln!(
            out,
            "<div{class}><dt>{}{}</dt><dd>{}</dd></div>",
            findings::mark(severity),
            words::severity(severity, lang),
            number(count as u64, lang)
        );
    }
    out.push_str("</dl>\n");
    out
}

/// What the release says about itself. What a release must say and does not is said to be missing; what it may say is left out.
fn facts(subject: &Subject, lang: Lang) -> String {
    let Subject { manifest_sha256, profile, clause, status, status_at_most, audience, recipient, .. } = subject;
    let missing = || lang.of(labels::NOT_STATED).to_owned();
    let word = |said: &Option<String>, known: fn(&str, Lang) -> Option<&'static str>| {
        said.as_ref().map(|said| known(said, lang).map_or_else(|| name(said), str::to_owned))
    };
    let named = |said: &Option<String>| said.as_ref().map(|said| name(said));
    let must = |label: Text, said: Option<String>| Some((label, said.unwrap_or_else(missing)));
    let may = |label: Text, said: Option<String>| said.map(|said| (label, said));

    if manifest_sha256.is_none() && profile.is_none() && status.is_none() {
        return format!("<p>{}</p>\n", lang.of(labels::NO_MANIFEST));
    }
    let rows = [
        must(labels::STATUS, word(status, words::status)),
        may(labels::AT_MOST, word(status_at_most, words::status).filter(|_| status_at_most != status)),
        must(labels::PROFILE, named(profile)),
        must(labels::CLAUSE, named(clause)),
        may(labels::AUDIENCE, word(audience, words::audience)),
        must(labels::RECIPIENT, named(recipient)),
        must(labels::POLICY, named(&subject.policy_version)),
        may(labels::LAW, named(&subject.law_snapshot)),
        may(labels::STORAGE, named(&subject.storage_country)),
        may(labels::EXPIRES, named(&subject.expires_on)),
        must(labels::KEY, key(subject)),
        must(labels::MANIFEST, manifest_sha256.as_ref().map(|digest| format!("<code>{}</code>", name(digest)))),
    ];
    let mut out = String::from("<dl class=\"facts\">\n");
    for (label, said) in rows.into_iter().flatten() {
        let class = if [labels::STATUS, labels::MANIFEST].contains(&label) { " class=\"long\"" } else { "" };
        let _ = writeln!(out, "<div{class}><dt>{}</dt><dd>{said}</dd></div>", lang.of(label));
    }
    out.push_str("</dl>\n");
    out
}

/// The key's id, and its epoch where there is one.
fn key(subject: &Subject) -> Option<String> {
    let id = subject.key.as_ref()?;
    let epoch = subject.epoch.map(|epoch| format!(", {epoch}")).unwrap_or_default();
    Some(format!("<code>{}</code>{epoch}", name(id)))
}

/// How much was looked at.
pub(super) fn coverage(report: &Report, lang: Lang) -> String {
    let coverage = &report.coverage;
    let heads = [
        texts(lang.of(labels::PART)),
        numbers(lang.of(labels::LOOKED_AT)),
        numbers(lang.of(labels::OF)),
        numbers(lang.of(labels::SHARE)),
        numbers(lang.of(labels::SKIPPED)),
    ];
    let part = |label: Text, done: u64, all: u64| {
        let skipped = number(all.saturating_sub(done), lang);
        vec![lang.of(label).to_owned(), number(done, lang), number(all, lang), share(done, all, lang), skipped]
    };
    let whole = |label: Text, done: u64| {
        let dash = || BLANK.to_owned();
        vec![lang.of(label).to_owned(), number(done, lang), dash(), dash(), dash()]
    };
    let mut rows = vec![
        part(labels::COLUMNS_READ, coverage.columns_scanned, coverage.columns),
        part(labels::CELLS, coverage.cells_scanned, coverage.cells),
        part(labels::BYTES, coverage.bytes_accounted, coverage.bytes),
        whole(labels::FILES, coverage.files),
    ];
    if coverage.dictionary_values > 0 {
        rows.push(whole(labels::DICTIONARY_VALUES, coverage.dictionary_values));
    }
    if let Some(values) = coverage.source_values {
        rows.push(whole(labels::SOURCE_VALUES, values));
    }
    let table = table("stack", lang.of(labels::COVERAGE_CAPTION), &heads, &rows);
    let body = format!("<p class=\"summary\">{}</p>\n{table}", in_one_line(coverage, lang));
    section("coverage", lang.of(labels::COVERAGE), &body)
}

/// The coverage as one would say it.
fn in_one_line(coverage: &Coverage, lang: Lang) -> String {
    let Coverage { bytes, bytes_accounted, columns, columns_scanned, cells, cells_scanned, .. } = *coverage;
    let (done, all) = (number(columns_scanned, lang), number(columns, lang));
    let cells_done = share(cells_scanned, cells, lang);
    let skipped = number(cells.saturating_sub(cells_scanned), lang);
    let left = bytes.saturating_sub(bytes_accounted);
    let (left_bytes, unit) = (number(left, lang), words::counted(left, "bytes", lang));
    let columns_unit = words::counted(columns, "columns", lang);
    match (lang, left) {
        (Lang::En, 0) => {
            format!(
                "{done} of {all} {columns_unit}, {cells_done} of cells, {skipped} skipped; every byte is accounted for."
            )
        }
        (Lang::En, _) => format!(
            "{done} of {all} {columns_unit}, {cells_done} of cells, {skipped} skipped; {left_bytes} {unit} not accounted for."
        ),
        (Lang::Ru, 0) => {
            format!("Столбцов {done} из {all}, ячеек {cells_done}, пропущено {skipped}; учтён каждый байт.")
        }
        (Lang::Ru, _) => {
            format!(
                "Столбцов {done} из {all}, ячеек {cells_done}, пропущено {skipped}; не учтено: {left_bytes} {unit}."
            )
        }
        (Lang::Kk, 0) => format!(
            "Бағандар: {done} / {all}, ұяшықтар: {cells_done}, өткізіп жіберілгені: {skipped}; әрбір байт есепке алынды."
        ),
        (Lang::Kk, _) => format!(
            "Бағандар: {done} / {all}, ұяшықтар: {cells_done}, өткізіп жіберілгені: {skipped}; есепке алынбағаны: {left_bytes} \
             {unit}."
        ),
    }
}

/// What made the report, and lines to sign by hand.
pub(super) fn closing(report: &Report, lang: Lang) -> String {
    let mut rows = vec![
        (labels::TOOL, sentence(&report.tool)),
        (labels::FORMAT, sentence(report.format)),
        (labels::IN_PROGRAMS, class(report.verdict).to_uppercase()),
    ];
    if let Some(day) = &report.as_of {
        rows.push((labels::AS_OF, name(day)));
    }
    let mut body = format!("<p>{}</p>\n<dl class=\"facts\">\n", lang.of(labels::NO_VALUES));
    for (label, said) in rows {
        let _ = writeln!(body, "<div><dt>{}</dt><dd>{said}</dd></div>", lang.of(label));
    }
    let _ = writeln!(body, "</dl>\n<div class=\"signing\">\n<h3>{}</h3>\n<dl>", lang.of(labels::SIGNED));
    for label in [labels::NAME, labels::POSITION, labels::DATE, labels::SIGNATURE] {
        let _ = writeln!(body, "<div><dt>{}</dt><dd></dd></div>", lang.of(label));
    }
    body.push_str("</dl>\n</div>\n");
    section("closing", lang.of(labels::CLOSING), &body)
}
