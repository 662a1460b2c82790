//! Permute: the values of a block of columns leave with other rows than they came with.

use super::keep::Keep;
use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Trace, Transform};
use crate::column::{ColumnError, Output};
use crate::keys::is_slug;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, Role, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;

/// Rows exchange the values of a block.
pub(super) struct Permute;

static DOC: Doc = Doc {
    summary: "rows of the whole file exchange the values of a block of columns, in a keyed order; columns of one block stay together, and all other columns leave in another keyed order",
    nulls: "NULL moves like a value; a value that does not fit its type becomes NULL and is counted",
    learns: "every value of the block and how often it occurs, and what its columns say together; not whose it is, unless the file has few rows",
    example: Example {
        semantic: SemanticType::Amount,
        argument: "sums",
        input: &[Some("45 000,50 ₸"), None],
        // One array is written as it comes: rows change places when the file is put in order.
        output: &[Some("45000.50"), None],
    },
};

impl Technique for Permute {
    fn name(&self) -> &'static str {
        "permute"
    }

    fn family(&self) -> Family {
        Family::Randomization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// What `keep` accepts and names nobody by itself: somebody's name on another row is still somebody's name.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        let kept = !Keep.arguments(semantic).is_empty();
        let names_nobody = semantic.role() < Role::DirectIdentifier && semantic.token_prefix().is_none();
        if kept && names_nobody { &["name of the block"] } else { &[] }
    }

    fn undone_beside(&self) -> Option<&'static str> {
        Some("what is left of the value tells on which row it stood")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let block = match column.argument {
            Argument::Word(word) if is_slug(word) && !self.arguments(column.semantic).is_empty() => word.clone(),
            _ => {
                return Err(Refusal {
                    message: message!("`permute` cannot do this to `{}`", column.semantic),
                    hint: message!(
                        "write { permute = \"sums\" } for sums, dates, words; columns of one block name stay together"
                    ),
                });
            }
        };
        match Keep.bind(&ColumnSpec { argument: &Argument::None, ..*column }, cx)? {
            Bound::Transform(inner) => Ok(Bound::Transform(Box::new(Permuted { inner, block }))),
            other => Ok(other),
        }
    }
}

#[derive(Debug)]
struct Permuted {
    inner: Box<dyn Transform>,
    block: String,
}

impl Transform for Permuted {
    fn output_type(&self) -> DataType {
        self.inner.output_type()
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn block(&self) -> Option<&str> {
        Some(&self.block)
    }

    fn apply(&self, input: &dyn Array, subjects: Subjects<'_>) -> Result<Output, ColumnError> {
        self.inner.apply(input, subjects)
    }
}
