//! What to look at, in sentences: what a person would say who read the numbers.

use super::report::People;
use crate::number::{self, percent, plural};
use crate::privacy::{Measured, QuasiMeasured, SensitiveMeasured};

/// Sentences about a dataset, the most pressing first.
pub(super) fn advice(measured: &Measured, people: People) -> Vec<String> {
    let mut advice = Vec::new();
    advice.extend(singling_out(measured));
    advice.extend(homogeneous(measured));
    advice.extend(nobody(measured));
    advice.extend(nulls(measured));
    if people == People::Rows {
        advice.push("every row counts as a person of its own: if people have several rows, k is smaller than it seems; name the column that says whose a row is with `--subject`".to_owned());
    }
    advice
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn share(rows: u64, measured: &Measured) -> String {
    percent(number::share(rows, measured.rows))
}

/// Which column makes rows unique: by itself, or with the others.
fn singling_out(measured: &Measured) -> Option<String> {
    let columns = &measured.quasi_identifiers;
    if measured.unique_rows == 0 {
        return None;
    }
    // Of equal ones the first.
    let alone = columns.iter().rev().max_by_key(|column| column.unique_rows)?;
    if 2 * alone.unique_rows >= measured.unique_rows {
        let rows = share(alone.unique_rows, measured);
        return Some(format!(
            "{} alone makes {rows} of the rows unique: generalize or drop it first",
            quoted(&[&alone.name])
        ));
    }
    let spared = |column: &&QuasiMeasured| measured.unique_rows - column.unique_rows_without.min(measured.unique_rows);
    let best = columns.iter().rev().max_by_key(spared)?;
    let (now, then) = (share(measured.unique_rows, measured), share(best.unique_rows_without, measured));
    Some(format!(
        "{now} of the rows are unique, and {then} would be without {}: generalize it first",
        quoted(&[&best.name])
    ))
}

fn homogeneous(measured: &Measured) -> Vec<String> {
    let columns = measured.sensitive.iter().filter(|column| column.homogeneous_crowds.classes > 0);
    let sentence = |column: &SensitiveMeasured| {
        let crowds = column.homogeneous_crowds;
        let classes = plural(crowds.classes, "class", "classes");
        let (rows, name) = (plural(crowds.rows, "row", "rows"), quoted(&[&column.name]));
        format!("in {classes} of two people or more ({rows}) {name} has one value: who is known to be there has it")
    };
    columns.map(sentence).collect()
}

fn nobody(measured: &Measured) -> Option<String> {
    let rows = measured.rows_of_nobody;
    (rows > 0).then(|| {
        let are = plural(rows, "row does not say whose it is", "rows do not say whose they are");
        format!("{are}: such rows make no class larger, and a class of them alone has k = 0")
    })
}

fn nulls(measured: &Measured) -> Option<String> {
    let quasi = measured.quasi_identifiers.iter().map(|column| (&column.name, column.null_rows));
    let sensitive = measured.sensitive.iter().map(|column| (&column.name, column.null_rows));
    let with: Vec<&str> = quasi.chain(sensitive).filter(|(_, rows)| *rows > 0).map(|(name, _)| name.as_str()).collect();
    (!with.is_empty()).then(|| {
        let have = if with.len() == 1 { "has" } else { "have" };
        format!("{} {have} NULL, which is taken as a value like any other: it equals NULL alone", quoted(&with))
    })
}
