//! What to look at, in sentences: what a person would say who read the report.

use super::report::{ColumnFound, Dataset};
use crate::recognize::Kind;
use crate::vocabulary::{Role, SemanticType as T};

/// Sentences about a dataset, the most pressing first.
pub(super) fn advice(dataset: &Dataset) -> Vec<String> {
    let mut advice = Vec::new();
    let columns = &dataset.columns;
    for column in columns.iter().filter(|column| column.readable) {
        advice.extend(cards(column));
        advice.extend(strangers(column));
    }
    for column in columns.iter().filter(|column| column.verdict.overruled.is_some()) {
        let said = column.verdict.overruled.map_or("", T::name);
        advice.push(format!(
            "{} is named like {said} but holds {}: the values decide",
            quoted(column),
            column.semantic
        ));
    }
    advice.extend(texts(columns));
    advice.extend(unsure(columns));
    advice.extend(alone(columns));
    advice.extend(damaged(columns));
    advice
}

fn quoted(column: &ColumnFound) -> String {
    match column.header.as_deref() {
        Some(name) if !name.is_empty() => format!("`{name}`"),
        _ => column.label(),
    }
}

fn listed(columns: &[&ColumnFound]) -> String {
    const NAMED: usize = 8;
    let mut names: Vec<String> = columns.iter().take(NAMED).map(|column| quoted(column)).collect();
    if columns.len() > NAMED {
        names.push(format!("{} more", columns.len() - NAMED));
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn cells(count: u64) -> String {
    if count == 1 { "1 cell".to_owned() } else { format!("{} cells", grouped(count)) }
}

/// A number with commas between thousands.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Card numbers outside of a card column: the policy forbids to keep them at all.
fn cards(column: &ColumnFound) -> Option<String> {
    let count =
        column.identifiers.strong.get(Kind::Card.name()).copied().filter(|_| column.verdict.semantic != T::Card)?;
    Some(format!("{} holds card numbers in {}: they may not be stored at all", quoted(column), cells(count)))
}

/// Identifiers in a column that should have none.
fn strangers(column: &ColumnFound) -> Option<String> {
    // Texts are told of together, and ids are random enough to look like something now and then.
    if matches!(column.verdict.semantic, T::FreeText) {
        return None;
    }
    let noted = |kind: &Kind| !matches!(kind, Kind::Card | Kind::Url | Kind::UserAgent | Kind::Digits | Kind::Postcode);
    let found: Vec<String> = column
        .strangers()
        .iter()
        .filter(|(kind, _)| noted(kind))
        .map(|(kind, count)| format!("{} in {}", kind.name(), cells(*count)))
        .collect();
    (!found.is_empty()).then(|| format!("{} is {} but holds {}", quoted(column), column.semantic, found.join(", ")))
}

fn texts(columns: &[ColumnFound]) -> Option<String> {
    let texts: Vec<&ColumnFound> = columns
        .iter()
        .filter(|column| column.verdict.semantic == T::FreeText && column.identifiers.cells > 0)
        .collect();
    let most = texts.iter().map(|column| column.identifiers.share).fold(0.0, f64::max);
    (!texts.is_empty()).then(|| {
        format!(
            "people are named in what people wrote: {} (up to {:.0} % of the cells); free text never leaves",
            listed(&texts),
            100.0 * most
        )
    })
}

fn unsure(columns: &[ColumnFound]) -> Option<String> {
    let unsure: Vec<&ColumnFound> = columns.iter().filter(|column| column.confidence == "unsure").collect();
    (!unsure.is_empty()).then(|| format!("look at {} yourself: nothing says for sure what they hold", listed(&unsure)))
}

/// Columns that single a person out by themselves although they name nobody.
fn alone(columns: &[ColumnFound]) -> Option<String> {
    const FEW: u64 = 20;
    let exact = columns
        .iter()
        .filter(|column| {
            let filled = column.cells - column.empty - column.null_like;
            let quasi = column.verdict.semantic.role() == Role::QuasiIdentifier;
            let plain =
                !matches!(column.verdict.semantic, T::FreeText | T::TransactionId | T::CookieId | T::Uuid | T::ClickId);
            quasi && plain && filled >= FEW && column.single_share >= 0.5
        })
        .collect::<Vec<_>>();
    (!exact.is_empty())
        .then(|| format!("most values of {} stand on one row only, so they single people out", listed(&exact)))
}

fn damaged(columns: &[ColumnFound]) -> Option<String> {
    let damaged: Vec<&ColumnFound> = columns.iter().filter(|column| !column.damages.is_empty()).collect();
    (!damaged.is_empty())
        .then(|| format!("{} came damaged (listed beside each); export them again if you can", listed(&damaged)))
}
