//! Bucket: the interval that a number falls into.

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Transform, canonical};
use crate::canon::amount::{self, ParsedAmount};
use crate::canon::form_of;
use crate::canon::reading::{Mark, Open};
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;

/// The interval stands for the number.
pub(super) struct Bucket;

static DOC: Doc = Doc {
    summary: "the interval that the number falls into, between ascending edges: `[10000, 50000)`, `< 0`, `>= 250000`",
    nulls: "NULL stays NULL; a value that is no number becomes NULL and is counted",
    learns: "the interval",
    example: Example {
        semantic: SemanticType::Amount,
        argument: "0, 10_000, 50_000",
        input: &[Some("9999.99"), Some("10 000"), Some("-5"), Some("1000000"), None],
        output: &[Some("[0, 10000)"), Some("[10000, 50000)"), Some("< 0"), Some(">= 50000"), None],
    },
};

impl Technique for Bucket {
    fn name(&self) -> &'static str {
        "bucket"
    }

    fn family(&self) -> Family {
        Family::Generalization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        match semantic {
            SemanticType::Amount | SemanticType::Count | SemanticType::Age => &["[edge, edge, …]"],
            _ => &[],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let Argument::Numbers(edges) = column.argument else {
            return Err(refuse());
        };
        if self.arguments(column.semantic).is_empty() {
            return Err(refuse());
        }
        let cents: Option<Vec<i128>> = edges.iter().map(|edge| plain_cents(edge)).collect();
        let cents = cents.filter(|cents| !cents.is_empty() && cents.is_sorted_by(|a, b| a < b)).ok_or_else(refuse)?;
        Ok(Bound::Transform(Box::new(Buckets {
            mark: cx.reading.decimal,
            labels: labels(&cents),
            edges: cents,
            ages: column.semantic == SemanticType::Age,
        })))
    }
}

fn refuse() -> Refusal {
    Refusal {
        message: message!("`bucket` takes a list of ascending numbers with at most two decimals"),
        hint: message!("write { bucket = [0, 10_000, 50_000] }"),
    }
}

fn plain_cents(edge: &str) -> Option<i128> {
    match amount::parse(edge) {
        ParsedAmount::Cents(cents) => Some(cents),
        ParsedAmount::Rounded(_) | ParsedAmount::Null | ParsedAmount::TwoWays | ParsedAmount::Unfit => None,
    }
}

fn labels(edges: &[i128]) -> Vec<String> {
    let (first, last) = (edges[0], edges[edges.len() - 1]);
    let inner = edges.windows(2).map(|pair| format!("[{}, {})", plain(pair[0]), plain(pair[1])));
    std::iter::once(format!("< {}", plain(first))).chain(inner).chain([format!(">= {}", plain(last))]).collect()
}

/// Hundredths as a number without needless decimals.
fn plain(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, fraction) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    if fraction == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction:02}") }
}

#[derive(Debug)]
struct Buckets {
    edges: Vec<i128>,
    /// One more than edges: below the first, between each two, from the last on.
    labels: Vec<String>,
    /// Whether the numbers are ages, which have words of their own (`18 лет`).
    ages: bool,
    /// The decimal mark of the numbers, if it is known.
    mark: Option<Mark>,
}

impl Transform for Buckets {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 16)
    }
}

impl StrKernel for Buckets {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        if self.ages {
            let fit = canonical::write(form_of(SemanticType::Age), value, out);
            if !fit.is_written() {
                return fit;
            }
        }
        let parsed = amount::parse_as(if self.ages { out } else { value }, self.mark);
        out.clear();
        let fit = if matches!(parsed, ParsedAmount::Rounded(_)) { Fit::ByRule } else { Fit::Written };
        match parsed {
            ParsedAmount::Cents(cents) | ParsedAmount::Rounded(cents) => {
                out.push_str(&self.labels[self.edges.partition_point(|&edge| edge <= cents)]);
                fit
            }
            ParsedAmount::Null => Fit::Null,
            ParsedAmount::TwoWays => Fit::Open(Open::Mark),
            ParsedAmount::Unfit => Fit::Unfit,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_belongs_to_the_bucket_above_it() {
        let edges = vec![-1_050, 0, 1_000_000];
        let buckets = Buckets { labels: labels(&edges), edges, ages: false, mark: None };
        let label = |value: &str| {
            let mut out = String::new();
            assert_eq!(buckets.write(value, &mut out), Fit::Written);
            out
        };
        assert_eq!(label("-10.51"), "< -10.50");
        assert_eq!(label("-10.50"), "[-10.50, 0)");
        assert_eq!(label("0"), "[0, 10000)");
        assert_eq!(label("10000"), ">= 10000");
    }

    #[test]
    fn ages_have_words_of_their_own() {
        let edges = vec![1_800, 3_000];
        let buckets = Buckets { labels: labels(&edges), edges, ages: true, mark: None };
        let mut out = String::new();
        assert_eq!(buckets.write("18 лет", &mut out), Fit::Written);
        assert_eq!(out, "[18, 30)");
        out.clear();
        assert_eq!((buckets.write("131", &mut out), out.as_str()), (Fit::Unfit, ""));
    }
}
