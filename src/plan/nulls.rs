//! What becomes of NULL in a released column: it stays, a constant stands for it, or nobody can tell that it was there.

use crate::canon::amount::{self, ParsedAmount, ParsedCount, ParsedFlag};
use crate::canon::time::{Moment, Parsed, parse};
use crate::error::Message;
use crate::message;
use crate::recognize::headers::looks_personal;
use crate::schema::NullRule;
use crate::transform::{Origin, Transform};
use arrow::array::{
    Array, ArrayRef, AsArray as _, BooleanArray, Date32Array, Decimal128Array, Int64Array, Scalar, StringArray,
    StringBuilder, TimestampMicrosecondArray, TimestampMillisecondArray,
};
use arrow::compute::{is_not_null, kernels::zip::zip};
use arrow::datatypes::{DataType, TimeUnit};
use std::sync::Arc;

/// A rule about NULL, fitted to a column.
#[derive(Clone, Debug)]
pub(super) enum Nulls {
    Keep,
    /// An array of one value of the column's type.
    Fill(ArrayRef),
    /// A token of nobody, another one on every row.
    Decoy,
}

impl Nulls {
    /// Fits a rule to what a transform writes.
    ///
    /// # Errors
    /// Why the rule does not suit, and what would.
    pub(super) fn fit(rule: &NullRule, transform: &dyn Transform) -> Result<Self, (Message, Message)> {
        match rule {
            NullRule::Keep => Ok(Self::Keep),
            NullRule::Suppress if transform.decoy(Origin::FIRST, 0).is_some() => Ok(Self::Decoy),
            NullRule::Suppress => Err((
                message!("only `pseudonymize` can hide that there was nothing"),
                message!("{ fill = … } with a value that occurs, or drop the column"),
            )),
            NullRule::Fill(_) if transform.is_token() => Err((
                message!("a constant among tokens shows every NULL"),
                message!("\"suppress\" writes another token of nobody on every such row"),
            )),
            NullRule::Fill(text) if looks_personal(text) => Err((
                message!("the constant looks like an identifier of a person"),
                message!("write a word such as \"other\""),
            )),
            NullRule::Fill(text) => constant(text, &transform.output_type()).map(Self::Fill).ok_or_else(|| {
                (
                    message!("the constant is no value of the column"),
                    message!("write it as the release would: 0, true, 2024-01-31"),
                )
            }),
        }
    }

    /// The rule in a word.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Fill(_) => "fill",
            Self::Decoy => "suppress",
        }
    }

    /// Whether the number of NULLs must not be told either.
    pub(super) fn hides_presence(&self) -> bool {
        matches!(self, Self::Decoy)
    }

    /// The column after the rule; `origin` says which rows these are.
    pub(super) fn apply(&self, array: ArrayRef, transform: &dyn Transform, origin: Origin) -> ArrayRef {
        match self {
            _ if array.null_count() == 0 => array,
            Self::Keep => array,
            Self::Fill(constant) => {
                let there = is_not_null(&*array).expect("every array tells its NULLs");
                zip(&there, &array, &Scalar::new(Arc::clone(constant))).expect("the constant has the column's type")
            }
            Self::Decoy => {
                let texts = array.as_string::<i32>();
                let mut builder =
                    StringBuilder::with_capacity(texts.len(), texts.value_data().len() + 29 * texts.null_count());
                for (row, value) in texts.iter().enumerate() {
                    match value {
                        Some(value) => builder.append_value(value),
                        None => builder.append_option(transform.decoy(origin, row as u64)),
                    }
                }
                Arc::new(builder.finish())
            }
        }
    }
}

/// An array of one value of this type; `None` for a text that is none.
fn constant(text: &str, kind: &DataType) -> Option<ArrayRef> {
    let local = || match parse(text) {
        Parsed::At(Moment::Local(at) | Moment::Utc(at)) => Some(at),
        Parsed::ByPivot(_) | Parsed::Open(_) | Parsed::Null | Parsed::Unfit => None,
    };
    Some(match kind {
        DataType::Utf8 => Arc::new(StringArray::from(vec![text])),
        DataType::Int64 => match amount::count(text) {
            ParsedCount::Is(number) => Arc::new(Int64Array::from(vec![number])),
            _ => return None,
        },
        DataType::Decimal128(precision, scale) => match amount::parse(text) {
            ParsedAmount::Cents(cents) => {
                Arc::new(Decimal128Array::from(vec![cents]).with_precision_and_scale(*precision, *scale).ok()?)
            }
            _ => return None,
        },
        DataType::Boolean => match amount::flag(text) {
            ParsedFlag::Is(truth) => Arc::new(BooleanArray::from(vec![truth])),
            _ => return None,
        },
        DataType::Date32 => {
            let days = local()?.date().signed_duration_since(chrono::NaiveDate::default()).num_days();
            Arc::new(Date32Array::from(vec![i32::try_from(days).ok()?]))
        }
        DataType::Timestamp(TimeUnit::Millisecond, None) => {
            Arc::new(TimestampMillisecondArray::from(vec![local()?.and_utc().timestamp_millis()]))
        }
        DataType::Timestamp(TimeUnit::Microsecond, None) => {
            Arc::new(TimestampMicrosecondArray::from(vec![local()?.and_utc().timestamp_micros()]))
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_of_every_type() {
        for (text, kind) in [
            ("other", DataType::Utf8),
            ("0", DataType::Int64),
            ("-1,50", DataType::Decimal128(18, 2)),
            ("нет", DataType::Boolean),
            ("2024-01-31", DataType::Date32),
            ("2024-01-31 10:00", DataType::Timestamp(TimeUnit::Millisecond, None)),
            ("2024-01-31", DataType::Timestamp(TimeUnit::Microsecond, None)),
        ] {
            assert_eq!(constant(text, &kind).expect("a value").data_type(), &kind, "{text}");
        }
        assert!(constant("x", &DataType::Int64).is_none() && constant("x", &DataType::Date32).is_none());
    }
}
