//! What to look at, in sentences: what a person would say who read the report.

use super::draft::{drafted, misfits};
use super::report::{ColumnFound, Dataset};
use crate::canon::reading::Order;
use crate::number::{grouped, percent, plural};
use crate::plan::guard_limit;
use crate::recognize::Kind;
use crate::vocabulary::{Role, SemanticType as T};

/// Sentences about a dataset, the most pressing first.
pub(super) fn advice(dataset: &Dataset) -> Vec<String> {
    let mut advice = Vec::new();
    let columns = &dataset.columns;
    for column in columns.iter().filter(|column| column.readable) {
        advice.extend(cards(column));
        advice.extend(strangers(column));
        advice.extend(withheld(column));
        advice.extend(unfit(column));
    }
    for column in columns.iter().filter(|column| column.verdict.overruled.is_some()) {
        let said = column.verdict.overruled.map_or("", T::name);
        advice.push(match column.verdict.shape {
            // Why names keep it from being published.
            Some(shape) => {
                format!("{} is named like {said}, but taken for {}: {shape}", quoted(column), column.semantic)
            }
            None => format!("{} is named like {said} but holds {}: the values decide", quoted(column), column.semantic),
        });
    }
    advice.extend(texts(columns));
    advice.extend(unsure(columns));
    advice.extend(months_first(columns));
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
    plural(count, "cell", "cells")
}

/// Card numbers outside of a card column: the policy forbids to keep them at all.
fn cards(column: &ColumnFound) -> Option<String> {
    let count =
        column.identifiers.strong.get(Kind::Card.name()).copied().filter(|_| column.verdict.semantic != T::Card)?;
    Some(if by_chance(column, count) {
        let some = plural(count, "number passes for that of a card", "numbers pass for those of cards");
        format!("{some} in {}, as chance has it among digits: look at them all the same", quoted(column))
    } else {
        format!("{} holds card numbers in {}: they may not be stored at all", quoted(column), cells(count))
    })
}

/// Whether so few cells of a column of whole numbers have an identifier that chance explains them: one number in eleven has the check digit
/// of an IIN, one in ten that of a card, and few of these have the rest of it.
fn by_chance(column: &ColumnFound, count: u64) -> bool {
    const ODDS: f64 = 0.05;
    #[allow(clippy::cast_precision_loss)]
    let few = (count as f64) < ODDS * column.filled() as f64;
    column.of_digits && few
}

/// Identifiers in a column that should have none.
fn strangers(column: &ColumnFound) -> Option<String> {
    // Texts are told of together.
    if matches!(column.verdict.semantic, T::FreeText) {
        return None;
    }
    let noted = |kind: &Kind, count: u64| match kind {
        Kind::Card | Kind::Url | Kind::UserAgent | Kind::Digits | Kind::Postcode => false,
        _ => !by_chance(column, count),
    };
    let found: Vec<String> = column
        .strangers()
        .iter()
        .filter(|(kind, count)| noted(kind, *count))
        .map(|(kind, count)| format!("{} in {}", kind.name(), cells(*count)))
        .collect();
    (!found.is_empty()).then(|| format!("{} is {} but holds {}", quoted(column), column.semantic, found.join(", ")))
}

/// What `apply` would do to a column that a profile keeps.
fn withheld(column: &ColumnFound) -> Option<String> {
    let cells_there = column.withheld.cells;
    if !column.may_be_kept() || cells_there == 0 {
        return None;
    }
    let limit = guard_limit(column.cells);
    Some(if cells_there > limit {
        let many = if limit == 10 { "ten".to_owned() } else { grouped(limit) };
        format!(
            "`apply` would refuse to keep {}: it would withhold {} for what is inside, and more than {many} are too many; so it is drafted as free-text",
            quoted(column),
            cells(cells_there)
        )
    } else {
        format!("`apply` would withhold {} of {} if it is kept", cells(cells_there), quoted(column))
    })
}

/// What does not fit the type that the draft says, in numbers of cells: a run counts the same.
fn unfit(column: &ColumnFound) -> Option<String> {
    let trial = &column.trial;
    let semantic = drafted(column);
    let misfits = misfits(trial, semantic).map(|misfits| {
        let refused = match (trial.is_refused_for_what_is_open(), trial.is_refused()) {
            (true, _) if trial.is_refused_here() => "; `apply` refuses so many: the draft says what to declare",
            (true, _) => "; the draft says what to declare",
            (false, true) => "; the draft lets so many pass: is it what it is declared as?",
            _ => "",
        };
        format!("in {} {misfits}{refused}", quoted(column))
    });
    let several = (trial.several() > 0).then(|| {
        let hold = if trial.several() == 1 { "holds" } else { "hold" };
        format!("{} of {} {hold} several values: the draft takes the first", cells(trial.several()), quoted(column))
    });
    let said: Vec<String> = misfits.into_iter().chain(several).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

fn texts(columns: &[ColumnFound]) -> Option<String> {
    let texts: Vec<&ColumnFound> = columns
        .iter()
        .filter(|column| column.verdict.semantic == T::FreeText && column.identifiers.cells > 0)
        .collect();
    let most = texts.iter().map(|column| column.identifiers.share).fold(0.0, f64::max);
    (!texts.is_empty()).then(|| {
        format!(
            "people are named in what people wrote: {} (up to {} of the cells); free text never leaves",
            listed(&texts),
            percent(most)
        )
    })
}

fn unsure(columns: &[ColumnFound]) -> Option<String> {
    let unsure: Vec<&ColumnFound> = columns.iter().filter(|column| column.confidence == "unsure").collect();
    let what = if unsure.len() == 1 { "it holds" } else { "they hold" };
    (!unsure.is_empty()).then(|| format!("look at {} yourself: nothing says for sure what {what}", listed(&unsure)))
}

/// Days behind their months: what could be meant either way goes by those that could not.
fn months_first(columns: &[ColumnFound]) -> Option<String> {
    let found: Vec<&ColumnFound> = columns.iter().filter(|column| column.order == Some(Order::MonthFirst)).collect();
    let puts = if found.len() == 1 { "seems to put" } else { "seem to put" };
    (!found.is_empty()).then(|| {
        format!(
            "{} {puts} the month before the day: the draft says order = \"month-first\", by which 03/04/2024 is in March",
            listed(&found)
        )
    })
}

/// Columns that single a person out by themselves although they name nobody.
fn alone(columns: &[ColumnFound]) -> Option<String> {
    const FEW: u64 = 20;
    let exact = columns
        .iter()
        .filter(|column| {
            let quasi = column.verdict.semantic.role() == Role::QuasiIdentifier;
            let plain =
                !matches!(column.verdict.semantic, T::FreeText | T::TransactionId | T::CookieId | T::Uuid | T::ClickId);
            quasi && plain && column.filled() >= FEW && column.single_share >= 0.5
        })
        .collect::<Vec<_>>();
    (!exact.is_empty()).then(|| {
        let (of, they) = if exact.len() == 1 { ("", "it singles") } else { ("each of ", "they single") };
        format!("most values of {of}{} stand on one row only, so {they} people out", listed(&exact))
    })
}

fn damaged(columns: &[ColumnFound]) -> Option<String> {
    let damaged: Vec<&ColumnFound> = columns.iter().filter(|column| !column.damages.is_empty()).collect();
    (!damaged.is_empty()).then(|| format!("{} came damaged; export them again if you can", listed(&damaged)))
}
