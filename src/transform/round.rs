//! Round: a multiple of a step stands for the number.

use super::number::{Change, Changed, Kind};
use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Technique};
use crate::column::Fit;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};

/// The nearest multiple stands for the number.
pub(super) struct Round;

static DOC: Doc = Doc {
    summary: "the nearest multiple of the step, halves away from zero",
    nulls: "NULL stays NULL; a value that is no number becomes NULL and is counted",
    learns: "the number to within half a step",
    example: Example {
        semantic: SemanticType::Amount,
        argument: "1_000",
        input: &[Some("45 499,99 ₸"), Some("45 500"), Some("-1500"), Some("499"), None],
        output: &[Some("45000.00"), Some("46000.00"), Some("-2000.00"), Some("0.00"), None],
    },
};

impl Technique for Round {
    fn name(&self) -> &'static str {
        "round"
    }

    fn family(&self) -> Family {
        Family::Generalization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        if Kind::of(semantic).is_some() { &["step"] } else { &[] }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let refuse = || Refusal {
            message: message!("`round` takes a step above 0 for amounts, counts and ages"),
            hint: message!("write { round = 1_000 }; steps of counts and ages are whole"),
        };
        let (Some(kind), Argument::Number(step)) = (Kind::of(column.semantic), column.argument) else {
            return Err(refuse());
        };
        let step = kind.read(step).filter(|step| *step > 0).ok_or_else(refuse)?;
        Ok(Bound::Transform(Box::new(Changed { kind, change: Nearest { step }, mark: cx.reading.decimal })))
    }
}

#[derive(Debug)]
struct Nearest {
    step: i128,
}

impl Change for Nearest {
    /// Numbers and steps have at most twenty digits, so that nothing overflows.
    fn change(&self, number: i128, _: Option<&str>) -> Result<i128, Fit> {
        Ok((2 * number.abs() + self.step) / (2 * self.step) * self.step * number.signum())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (number, step, wanted) in [
            (0, 10, 0),
            (4, 10, 0),
            (5, 10, 10),
            (-4, 10, 0),
            (-5, 10, -10),
            (-15, 10, -20),
            (14, 10, 10),
            (1, 3, 0),
            (2, 3, 3),
            (-2, 3, -3),
            (7, 1, 7),
            (i128::from(i64::MAX), 10, 9_223_372_036_854_775_810),
        ] {
            assert_eq!(Nearest { step }.change(number, None), Ok(wanted), "{number} by {step}");
        }
    }
}
