//! The beginning and the end of the page: the verdict, what was audited, how much was looked at, and where to sign.

use super::super::report::{Code, Coverage, Report, Severity, Signature, Subject, Verdict};
use super::super::words::{self, Lang, Text};
use super::findings::WORST_FIRST;
use super::table::{BLANK, numbers, table, words as texts};
use super::text::{capital, in_style, name, number, plain, sentence, share, whole_days, whole_options};
use super::{findings, labels, section};
use std::fmt::Write as _;

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
    format!(
        "<header>\n<h1>{mark}<span>{verdict}</span></h1>\n<p class=\"lead\">{lead}</p>\n<div class=\"beside\">\n{people}{unsaid}</div>\n\
         {tally}<h2 class=\"subject\">{audit} {name}</h2>\n{facts}{decision}</header>\n",
        mark = verdict_mark(report.verdict),
        verdict = words::verdict(report.verdict, lang),
        lead = lead.join(" "),
        people = people(report, lang),
        unsaid = unsaid(report, lang),
        decision = decision(lang),
        tally = tally(report, lang),
        audit = lang.of(labels::AUDIT),
        name = name(&report.subject.name),
        facts = facts(report, lang),
    )
}

/// How many rows stand alone, and what several rows of a person tell.
fn people(report: &Report, lang: Lang) -> String {
    let mut out = format!("<div>\n<h2>{}</h2>\n", lang.of(labels::ALONE_HEAD));
    if let (Some(alone), Some(rows)) = (report.people.alone, report.people.rows) {
        let _ = writeln!(
            out,
            "<p class=\"alone\"><b>{}</b> {} {} <span class=\"soft\">({})</span></p>",
            number(alone, lang),
            lang.of(labels::ALONE_OF),
            number(rows, lang),
            share(alone, rows, lang)
        );
    } else {
        let _ = writeln!(out, "<p>{}</p>", lang.of(labels::ALONE_UNKNOWN));
    }
    let said = words::singled(report, lang, &|count| number(count, lang), &name);
    // That nobody stands alone is what the number says.
    let told = usize::from(report.people.alone == Some(0) && report.people.rows.is_some());
    list(&mut out, said.iter().skip(told).map(|said| format!("{}.", capital(&escaped_signs(said)))));
    out.push_str("</div>\n");
    out
}

/// What the verdict does not say, of which a reader might think that it does.
fn unsaid(report: &Report, lang: Lang) -> String {
    let mut out = format!("<div>\n<h2>{}</h2>\n", lang.of(labels::UNSAID));
    let first = match report.verdict {
        Verdict::Fail => labels::NOT_ALL,
        Verdict::Incomplete if gaps(report).0 => labels::PART_UNSEEN,
        Verdict::Pass | Verdict::Incomplete => labels::NO_PROOF,
    };
    let mut said = vec![lang.of(first).to_owned()];
    if report.subject.status.as_deref() == Some("pseudonymised") {
        said.push(lang.of(labels::STILL_PERSONAL).to_owned());
    }
    said.extend(report.not_checked.iter().map(|what| {
        let unchecked = lang.of(labels::UNCHECKED);
        format!("{unchecked}: {} – {}.", words::not_checked(what, lang), whole_options(words::left_open(what, lang)))
    }));
    list(&mut out, said.into_iter());
    out.push_str("</div>\n");
    out
}

fn list(out: &mut String, items: impl Iterator<Item = String>) {
    let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
    if !items.is_empty() {
        let _ = write!(out, "<ul>\n{items}</ul>\n");
    }
}

/// What stands in the margins of every printed page, so that none is taken for a page of another report.
pub(super) fn margins(report: &Report, lang: Lang) -> String {
    let digest = match (&report.subject.manifest_sha256, report.datasets.as_slice()) {
        (Some(digest), _) => Some((labels::IN_MARGIN, digest)),
        (None, [one]) => one.sha256.as_ref().map(|digest| (labels::FILE_IN_MARGIN, digest)),
        (None, _) => None,
    };
    let digest = digest.map(|(label, digest)| format!("{}: {digest}", lang.of(label))).unwrap_or_default();
    format!(
        "@page {{ @top-left {{ content: \"{}\" }} @top-right {{ content: \"{}\" }} @bottom-left {{ content: \"{}\" }} }}\n",
        in_style(&report.subject.name),
        in_style(words::verdict(report.verdict, lang)),
        in_style(&digest),
    )
}

/// What was decided, by whom, and when: lines to fill in by hand.
fn decision(lang: Lang) -> String {
    let mut out = format!("<div class=\"signing\">\n<h2>{}</h2>\n<p class=\"choice\">", lang.of(labels::DECISION));
    for choice in [labels::PASS_ON, labels::PASS_ON_IF, labels::KEEP_BACK] {
        let _ = write!(out, "<span><i class=\"tick\"></i>{}</span>", lang.of(choice));
    }
    out.push_str("</p>\n<dl>\n");
    let lines = [labels::NUMBER, labels::CONDITIONS, labels::NAME, labels::POSITION, labels::DATE, labels::SIGNATURE];
    for label in lines {
        let _ = writeln!(out, "<div><dt>{}</dt><dd></dd></div>", lang.of(label));
    }
    out.push_str("</dl>\n</div>\n");
    out
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
        (Verdict::Incomplete, ..) => vec![match gaps(report) {
            (false, true, _) => labels::INCOMPLETE_ALONE,
            (false, false, true) => labels::INCOMPLETE_SIGNATURE,
            _ => labels::INCOMPLETE,
        }],
        (Verdict::Fail, true, true) => vec![labels::FAILED_FINDING, labels::FAILED_MISMATCH],
        (Verdict::Fail, true, false) => vec![labels::FAILED_MISMATCH],
        (Verdict::Fail, false, _) => vec![labels::FAILED_FINDING],
    }
}

/// Why a release is no pass though nothing was found: a part was not looked at, people are alone, a signature is unchecked.
fn gaps(report: &Report) -> (bool, bool, bool) {
    let has = |is: fn(Code) -> bool| {
        report.findings.iter().any(|finding| finding.severity == Severity::Gap && is(finding.code))
    };
    (
        has(|code| !matches!(code, Code::Unique | Code::Unchecked)),
        has(|code| code == Code::Unique),
        has(|code| code == Code::Unchecked),
    )
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
fn facts(report: &Report, lang: Lang) -> String {
    let subject = &report.subject;
    let Subject { manifest_sha256, profile, clause, status, status_at_most, audience, recipient, .. } = subject;
    let missing = || lang.of(labels::NOT_STATED).to_owned();
    let word = |said: &Option<String>, known: fn(&str, Lang) -> Option<&'static str>| {
        said.as_ref().map(|said| known(said, lang).map_or_else(|| name(said), str::to_owned))
    };
    let named = |said: &Option<String>| said.as_ref().map(|said| name(said));
    let must = |label: Text, said: Option<String>| Some((label, said.unwrap_or_else(missing)));
    let may = |label: Text, said: Option<String>| said.map(|said| (label, said));

    let day = report.as_of.as_ref().map_or_else(|| lang.of(labels::NO_DAY).to_owned(), |day| name(day));
    if manifest_sha256.is_none() && profile.is_none() && status.is_none() {
        let label = lang.of(labels::AS_OF);
        return format!(
            "<p>{}</p>\n<dl class=\"facts\">\n<div><dt>{label}</dt><dd>{}</dd></div>\n</dl>\n",
            lang.of(labels::NO_MANIFEST),
            whole_days(&day)
        );
    }
    let law = |said: &String| words::law(said, lang).unwrap_or_else(|| name(said));
    let rows = [
        must(labels::AS_OF, Some(day)),
        must(labels::SIGNER, signer(subject, lang)),
        must(labels::STATUS, word(status, words::status)),
        may(labels::AT_MOST, word(status_at_most, words::status).filter(|_| status_at_most != status)),
        must(labels::PROFILE, named(profile)),
        must(labels::CLAUSE, named(clause)),
        may(labels::AUDIENCE, word(audience, words::audience)),
        must(labels::RECIPIENT, named(recipient)),
        must(labels::POLICY, named(&subject.policy_version)),
        may(labels::LAW, subject.law_snapshot.as_ref().map(law)),
        may(labels::STORAGE, word(&subject.storage_country, words::storage)),
        may(labels::EXPIRES, named(&subject.expires_on)),
        must(labels::KEY, key(subject)),
        must(labels::MANIFEST, manifest_sha256.as_ref().map(|digest| code(digest))),
    ];
    let mut out = String::from("<dl class=\"facts\">\n");
    for (label, said) in rows.into_iter().flatten() {
        let class = if [labels::STATUS, labels::MANIFEST].contains(&label) { " class=\"long\"" } else { "" };
        let _ = writeln!(out, "<div{class}><dt>{}</dt><dd>{}</dd></div>", lang.of(label), whole_days(&said));
    }
    out.push_str("</dl>\n");
    out
}

/// Whose key signed it, and whether somebody checked that.
fn signer(subject: &Subject, lang: Lang) -> Option<String> {
    let said = lang.of(match subject.signature? {
        Signature::None => return Some(lang.of(labels::SIGNED_NOBODY).to_owned()),
        Signature::NotChecked => labels::SIGNED_UNCHECKED,
        Signature::Checked => labels::SIGNED_CHECKED,
        Signature::Failed => labels::SIGNED_FAILED,
    });
    let id = subject.signed_by.as_ref().map(|id| format!("<code>{}</code>, ", name(id))).unwrap_or_default();
    Some(format!("{id}{said}"))
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

/// Which files were audited.
pub(super) fn files(report: &Report, lang: Lang) -> String {
    if report.datasets.is_empty() {
        return String::new();
    }
    let heads =
        [texts(lang.of(labels::FILE)), numbers(lang.of(labels::FILE_BYTES)), texts(lang.of(labels::FILE_DIGEST))];
    let rows: Vec<Vec<String>> = report
        .datasets
        .iter()
        .map(|dataset| {
            let digest = dataset.sha256.as_ref().map_or_else(|| BLANK.to_owned(), |digest| code(digest));
            vec![name(&dataset.file), number(dataset.bytes, lang), digest]
        })
        .collect();
    let table = table("stack digests", lang.of(labels::DIGESTS_CAPTION), &heads, &rows);
    section("files", lang.of(labels::DIGESTS), &table)
}

fn code(digest: &str) -> String {
    format!("<code>{}</code>", name(digest))
}

/// What made the report.
pub(super) fn closing(report: &Report, lang: Lang) -> String {
    let rows = [
        (labels::TOOL, sentence(&report.tool)),
        (labels::FORMAT, code(report.format)),
        (labels::IN_PROGRAMS, format!("<code>{}</code>", class(report.verdict).to_uppercase())),
    ];
    let mut body = format!("<p>{}</p>\n<dl class=\"facts\">\n", lang.of(labels::NO_VALUES));
    for (label, said) in rows {
        let _ = writeln!(body, "<div><dt>{}</dt><dd>{said}</dd></div>", lang.of(label));
    }
    body.push_str("</dl>\n");
    section("closing", lang.of(labels::CLOSING), &body)
}
