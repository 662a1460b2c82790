//! Aggregate: only sums and counts over groups leave. Known so that profiles can ask for it; not built yet, so the column is dropped.

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Technique, accept};
use crate::vocabulary::{Family, SemanticType};

/// Release inside aggregates only.
pub(super) struct Aggregate;

static DOC: Doc = Doc {
    summary: "only sums and counts over groups leave (not built yet: the column is dropped and reported as not enforced)",
    nulls: "nothing is read",
    learns: "nothing",
    example: Example { semantic: SemanticType::Amount, argument: "", input: &[Some("45000")], output: &[] },
};

impl Technique for Aggregate {
    fn name(&self) -> &'static str {
        "aggregate"
    }

    fn family(&self) -> Family {
        Family::Generalization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        use SemanticType as T;
        match semantic {
            T::Amount
            | T::Currency
            | T::PaymentStatus
            | T::PaymentTime
            | T::EventTime
            | T::LastActive
            | T::UserAgent => &[""],
            T::Product | T::Count | T::Flag => &[""],
            T::City => &["", "region"],
            T::Url => &["", "host"],
            _ => &[],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, _: &Binding<'_>) -> Result<Bound, Refusal> {
        accept(self, column)?;
        Ok(Bound::Missing("tables of aggregates are not built yet"))
    }
}
