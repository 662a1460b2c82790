//! Top and bottom coding: the limit stands for every number beyond it.

use super::number::{Change, Changed, Kind};
use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Technique};
use crate::column::Fit;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};

/// An upper limit, a lower limit, or both.
pub(super) struct Coding {
    name: &'static str,
    arguments: &'static [&'static str],
    doc: &'static Doc,
    limits: fn(Kind, &Argument) -> Option<Limits>,
}

/// The largest number that leaves.
pub(super) static TOP_CODE: Coding = Coding {
    name: "top-code",
    arguments: &["limit"],
    doc: &Doc {
        summary: "the limit stands for every number above it",
        nulls: NULLS,
        learns: "every number up to the limit, and of the others that they are above it: how many there are says how rare they are",
        example: Example {
            semantic: SemanticType::Amount,
            argument: "500_000",
            input: &[Some("2 400 000 ₸"), Some("500 000"), Some("12 000,50"), None],
            output: &[Some("500000.00"), Some("500000.00"), Some("12000.50"), None],
        },
    },
    limits: |kind, argument| Some(Limits { low: i128::MIN, high: one(kind, argument)? }),
};

/// The smallest number that leaves.
pub(super) static BOTTOM_CODE: Coding = Coding {
    name: "bottom-code",
    arguments: &["limit"],
    doc: &Doc {
        summary: "the limit stands for every number below it",
        nulls: NULLS,
        learns: "every number from the limit on, and of the others that they are below it",
        example: Example {
            semantic: SemanticType::Age,
            argument: "18",
            input: &[Some("7"), Some("18 лет"), Some("34"), None],
            output: &[Some("18"), Some("18"), Some("34"), None],
        },
    },
    limits: |kind, argument| Some(Limits { low: one(kind, argument)?, high: i128::MAX }),
};

/// Both.
pub(super) static TOP_BOTTOM_CODE: Coding = Coding {
    name: "top-bottom-code",
    arguments: &["[low, high]"],
    doc: &Doc {
        summary: "the nearer limit stands for every number outside of the two",
        nulls: NULLS,
        learns: "every number between the limits, and of the others on which side they are",
        example: Example {
            semantic: SemanticType::Count,
            argument: "1, 20",
            input: &[Some("0"), Some("7"), Some("1 000"), None],
            output: &[Some("1"), Some("7"), Some("20"), None],
        },
    },
    limits: |kind, argument| match argument {
        Argument::Numbers(ends) => match ends.as_slice() {
            [low, high] => Some(Limits { low: kind.read(low)?, high: kind.read(high)? }).filter(|l| l.low < l.high),
            _ => None,
        },
        _ => None,
    },
};

const NULLS: &str = "NULL stays NULL; a value that is no number becomes NULL and is counted";

fn one(kind: Kind, argument: &Argument) -> Option<i128> {
    match argument {
        Argument::Number(limit) => kind.read(limit),
        _ => None,
    }
}

impl Technique for Coding {
    fn name(&self) -> &'static str {
        self.name
    }

    fn family(&self) -> Family {
        Family::Generalization
    }

    fn doc(&self) -> &'static Doc {
        self.doc
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        if Kind::of(semantic).is_some() { self.arguments } else { &[] }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let kind = Kind::of(column.semantic);
        match kind.and_then(|kind| Some((kind, (self.limits)(kind, column.argument)?))) {
            Some((kind, change)) => Ok(Bound::Transform(Box::new(Changed { kind, change, mark: cx.reading.decimal }))),
            None => Err(Refusal {
                message: message!("`{}` takes {} for amounts, counts and ages", self.name, self.arguments[0]),
                hint: message!(
                    "write { top-code = 500_000 } or { top-bottom-code = [18, 65] }; limits of counts and ages are whole"
                ),
            }),
        }
    }
}

#[derive(Debug)]
struct Limits {
    low: i128,
    high: i128,
}

impl Change for Limits {
    fn change(&self, number: i128, _: Option<&str>) -> Result<i128, Fit> {
        Ok(number.clamp(self.low, self.high))
    }
}
