//! What a release really is, whatever its profile claims.

use super::compile::{DatasetPlan, Release};
use crate::transform::Trace;
use crate::vocabulary::{Role, SemanticType, Status};

/// The strongest status that the released columns allow, before models and enforcement are considered.
pub(super) fn of_columns(datasets: &[DatasetPlan]) -> Status {
    datasets
        .iter()
        .flat_map(|dataset| dataset.columns.iter())
        .filter_map(|column| {
            let status = of_column(column.semantic, column.role, column.release()?);
            // Its header names people, and nothing but somebody's word says that it does not.
            Some(if column.leaves_by_word().is_some() { status.min(Status::Pseudonymised) } else { status })
        })
        .min()
        .unwrap_or(Status::Anonymised)
}

fn of_column(semantic: SemanticType, role: Role, release: &Release) -> Status {
    use SemanticType as T;
    match release.transform.trace() {
        Trace::Keyed => return Status::Pseudonymised,
        Trace::Coarse => return Status::Anonymised,
        Trace::Clear => {}
    }
    match (semantic, role) {
        (_, Role::DirectIdentifier) => Status::Personal,
        (T::CookieId | T::Ip | T::TransactionId, _) => Status::Pseudonymised,
        _ => Status::Anonymised,
    }
}
