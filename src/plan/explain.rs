//! The plan as a table.

use super::compile::{Decision, DropReason, Plan};
use std::fmt::Write as _;

/// One line of the table: a column and its fate.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Row {
    /// Dataset.
    pub dataset: String,
    /// Column key.
    pub column: String,
    /// Semantic type.
    pub is: &'static str,
    /// Role.
    pub role: &'static str,
    /// What happens: the action as a profile spells it.
    pub action: String,
    /// ISO/IEC 20889 family.
    pub family: &'static str,
    /// Why it is dropped, or the output type.
    pub note: String,
}

/// Every column of every dataset, in order.
#[must_use]
pub fn explain(plan: &Plan) -> Vec<Row> {
    let mut rows = Vec::new();
    for dataset in &plan.datasets {
        let coarser =
            |at: usize| dataset.models.as_ref().is_some_and(|models| models.quasi.iter().any(|column| column.at == at));
        let mut released = 0..;
        for column in &dataset.columns {
            let (action, family, note) = match &column.decision {
                Decision::Release(release) => {
                    let at = released.next().unwrap_or(0);
                    let output = dataset.output.field(at).data_type();
                    let mut note = output.to_string();
                    if column.semantic.is_time() {
                        let _ = write!(note, ", clock of {}", dataset.zone.name());
                    }
                    if coarser(at) {
                        note.push_str(", as coarse as the models ask");
                    }
                    (release.action.clone(), release.family.name(), note)
                }
                Decision::Drop(reason) => ("drop".to_owned(), "suppression", reason_text(reason)),
            };
            rows.push(Row {
                dataset: dataset.name.clone(),
                column: column.key.clone(),
                is: column.semantic.name(),
                role: column.role.name(),
                action,
                family,
                note,
            });
        }
    }
    rows
}

fn reason_text(reason: &DropReason) -> String {
    match reason {
        DropReason::Profile => "by the profile".to_owned(),
        DropReason::Unlisted => "the profile does not list its type".to_owned(),
        DropReason::Absent => "not in the input".to_owned(),
        DropReason::Missing { action, why } => format!("{action} not enforced: {why}"),
    }
}
