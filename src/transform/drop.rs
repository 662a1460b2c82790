//! Drop: the column does not leave. A decision of the plan; dropped columns are neither parsed nor checked.

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Technique, accept};
use crate::vocabulary::{Family, SemanticType};

/// Suppression of a whole column.
pub(super) struct Drop;

static DOC: Doc = Doc {
    summary: "the column does not leave",
    nulls: "nothing is read",
    learns: "that the column existed: its name is in the manifest",
    example: Example { semantic: SemanticType::Card, argument: "", input: &[Some("400000******1232")], output: &[] },
};

impl Technique for Drop {
    fn name(&self) -> &'static str {
        "drop"
    }

    fn family(&self) -> Family {
        Family::Suppression
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, _: SemanticType) -> &'static [&'static str] {
        &[""]
    }

    fn bind(&self, column: &ColumnSpec<'_>, _: &Binding<'_>) -> Result<Bound, Refusal> {
        accept(self, column)?;
        Ok(Bound::Drop)
    }
}
