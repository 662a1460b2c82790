//! What was checked and attacked, at what cost; what an audit cannot see; what the release itself says is not done.

use super::super::report::{Check, NotEnforced, Outcome, Report};
use super::super::words::{self, Lang, Text};
use super::table::{BLANK, numbers, table, wide, words as texts};
use super::text::{name, number, sentence, whole_options};
use super::{labels, section};
use std::fmt::Write as _;

/// Checks that try to find people, as an attacker would; the others look whether the release is what it says.
const ATTACKS: &[&str] = &[
    "attack-dictionary",
    "attack-keyless",
    "attack-frequency",
    "singling-out",
    "homogeneity",
    "inference",
    "time-and-sum",
    "models",
    "compare-tokens",
    "compare-rows",
    "compare-difference",
    "source",
];

/// Every check, in the order in which they were made.
pub(super) fn checks(report: &Report, lang: Lang) -> String {
    let (attacks, checked): (Vec<&Check>, Vec<&Check>) =
        report.checks.iter().partition(|check| ATTACKS.contains(&check.name));
    let mut body = String::new();
    if !attacks.is_empty() {
        body.push_str(&made(labels::ATTACKS, labels::ATTACK, &attacks, lang));
    }
    if !checked.is_empty() {
        body.push_str(&made(labels::CHECKED, labels::CHECK, &checked, lang));
    }
    section("checks", lang.of(labels::CHECKS), &body)
}

fn made(caption: Text, first: Text, checks: &[&Check], lang: Lang) -> String {
    let heads = [
        wide(lang.of(first)),
        texts(lang.of(labels::RESULT)),
        numbers(lang.of(labels::TRIED)),
        texts(lang.of(labels::REMARK)),
    ];
    let (idle, made): (Vec<&Check>, Vec<&Check>) =
        checks.iter().partition(|check| check.outcome == Outcome::NotApplicable);
    let rows: Vec<Vec<String>> = made.into_iter().map(|check| row(check, lang)).collect();
    let mut out = table("stack checks", lang.of(caption), &heads, &rows);
    if !idle.is_empty() {
        let idle: Vec<String> = idle.into_iter().map(|check| one_idle(check, lang)).collect();
        let _ = writeln!(
            out,
            "<div class=\"folded\">\n<p>{}: {}.</p>\n</div>",
            lang.of(labels::NOT_APPLICABLE),
            idle.join("; ")
        );
    }
    out
}

/// A check that there is nothing to apply to.
fn one_idle(check: &Check, lang: Lang) -> String {
    let reason = check.reason.map(|reason| format!(" ({})", words::reason(reason, lang))).unwrap_or_default();
    format!("{}{reason}", words::check(check.name, lang))
}

fn row(check: &Check, lang: Lang) -> Vec<String> {
    let tried = match (check.outcome, check.tried) {
        (Outcome::NotApplicable | Outcome::NotChecked, 0) => BLANK.to_owned(),
        (_, tried) => format!("{} {}", number(tried, lang), words::counted(tried, check.unit, lang)),
    };
    let budget = check.budget.map(|budget| {
        format!("<br><span class=\"soft\">{}: {}</span>", lang.of(labels::BUDGET).to_lowercase(), number(budget, lang))
    });
    let tried = tried + &budget.unwrap_or_default();
    let reason = check.reason.map_or_else(|| BLANK.to_owned(), |reason| whole_options(words::reason(reason, lang)));
    let outcome =
        format!("<span class=\"outcome\">{}{}</span>", mark(check.outcome), words::outcome(check.outcome, lang));
    vec![words::check(check.name, lang).to_owned(), outcome, tried, reason]
}

/// A sign of the outcome that is told apart without colour.
const fn mark(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"line\" d=\"M2.5 8.5l4 4 7-8.5\"/></svg>"
        }
        Outcome::Noted => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><circle class=\"line\" cx=\"8\" cy=\"8\" r=\"5.25\"/></svg>"
        }
        Outcome::Failed => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"full\" d=\"M2 2h12v12H2z\"/></svg>"
        }
        Outcome::Incomplete => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"line\" d=\"M2.75 2.75h10.5v10.5H2.75z\"/></svg>"
        }
        Outcome::NotChecked => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"line\" d=\"M3 8h10M8 3v10\"/></svg>"
        }
        Outcome::NotApplicable => {
            "<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\"><path class=\"thin\" d=\"M3 8h10\"/></svg>"
        }
    }
}

/// What this audit cannot see.
pub(super) fn limits(report: &Report, lang: Lang) -> String {
    if report.limits.is_empty() {
        return String::new();
    }
    let mut body = String::from("<ul>\n");
    for &limit in &report.limits {
        let _ = writeln!(body, "<li>{}</li>", whole_options(words::limit(limit, lang)));
    }
    body.push_str("</ul>\n");
    section("limits", lang.of(labels::LIMITS), &body)
}

/// What was required, in the reader's language; the column is a name.
fn requirement(what: &str, lang: Lang) -> Option<String> {
    words::requirement(what, lang).map(|said| sentence(&said)).or_else(|| {
        let (what, column) = words::dropped_instead(what, lang)?;
        Some(format!("{}: {}", name(&column), sentence(&what)))
    })
}

/// What the release says nobody enforced, in the reader's language where the words are this tool's own.
pub(super) fn not_enforced(report: &Report, lang: Lang) -> String {
    if report.not_enforced.is_empty() {
        return String::new();
    }
    let english = |text: &str| match lang {
        Lang::En => sentence(text),
        Lang::Ru | Lang::Kk => format!("<span lang=\"en\">{}</span>", sentence(text)),
    };
    let row = |item: &NotEnforced| {
        vec![
            requirement(&item.what, lang).unwrap_or_else(|| english(&item.what)),
            words::excuse(&item.why, lang).map_or_else(|| english(&item.why), whole_options),
        ]
    };
    let heads = [wide(lang.of(labels::REQUIREMENT)), wide(lang.of(labels::REASON))];
    let rows: Vec<Vec<String>> = report.not_enforced.iter().map(row).collect();
    let table = table("stack", lang.of(labels::NOT_ENFORCED_CAPTION), &heads, &rows);
    section("not-enforced", lang.of(labels::NOT_ENFORCED), &table)
}
