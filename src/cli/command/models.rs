//! What privacy models hold of a dataset, in words.

use crate::cli::say::table;
use crate::pipeline::Met;
use crate::scan::percent;

#[allow(clippy::cast_precision_loss)]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// What holds of a dataset, and what it cost, in a few lines.
pub(super) fn reached(name: &str, met: &Met) -> String {
    let people = if met.people_known { "people" } else { "rows" };
    let mut text = format!(
        "{name}: every row is one of at least {} {people} alike ({} asked), {} classes, loss {}",
        met.k,
        met.models.k,
        met.classes,
        percent(met.cost.loss)
    );
    let worst = met.quasi.iter().max_by(|a, b| a.loss.total_cmp(&b.loss));
    if let Some(worst) = worst.filter(|worst| worst.loss > 0.0) {
        text.push_str(&format!(", most in {} ({})", worst.name, percent(worst.loss)));
    }
    if let Some(linked) = met.trajectories.filter(|linked| linked.asked > 0) {
        let unique = percent(share(linked.unique, linked.asked));
        text.push_str(&format!(
            "\n  but tokens link rows: who knows three rows of a person knows whose they are for {unique}"
        ));
    }
    text
}

/// Every quasi-identifier of a dataset: which share of its rows leaves at which level, and what it loses.
pub(super) fn levels(name: &str, met: &Met) -> String {
    let mut rows = vec![["quasi-identifier", "loss", "leaves as"].map(String::from).to_vec()];
    for column in &met.quasi {
        let all = column.rows.iter().sum();
        let of = column.levels.iter().zip(&column.rows).filter(|(_, rows)| **rows > 0);
        let levels: Vec<String> = of.map(|(level, rows)| format!("{level} {}", percent(share(*rows, all)))).collect();
        rows.push(vec![format!("{name}.{}", column.name), percent(column.loss), levels.join(", ")]);
    }
    table(&rows)
}
