//! Columns of exact numbers: decimals with two places, integers, booleans.

use super::strings::{ColumnError, for_each_text};
use super::tally::{Fit, Output, Tally};
use crate::canon::amount::{ParsedAmount, ParsedCount, ParsedFlag, count, flag, parse};
use crate::canon::null::is_null_like;
use crate::canon::value::age;
use arrow::array::{Array, BooleanBuilder, Decimal128Builder, Int64Builder};
use std::sync::Arc;

/// Digits and decimal places of a released sum.
pub(crate) const DECIMAL: (u8, i8) = (18, 2);

/// Sums as `decimal128(18, 2)`: decimal commas, thousands separators and currency marks are read, more decimals are unfit. Null in, null out.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_decimals(array: &dyn Array) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    let mut builder = Decimal128Builder::with_capacity(array.len());
    for_each_text(array, |value| {
        let (fit, value) = match value.map_or(ParsedAmount::Null, parse) {
            ParsedAmount::Cents(cents) => (Fit::Written, Some(cents)),
            ParsedAmount::Null => (Fit::Null, None),
            ParsedAmount::Unfit => (Fit::Unfit, None),
        };
        tally.note(fit, 1);
        builder.append_option(value);
    })?;
    let array = builder.finish().with_precision_and_scale(DECIMAL.0, DECIMAL.1).map_err(|_| ColumnError::Size)?;
    Ok(Output { array: Arc::new(array), tally })
}

/// Whole numbers as `int64`. Null in, null out.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_counts(array: &dyn Array) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    let mut builder = Int64Builder::with_capacity(array.len());
    for_each_text(array, |value| {
        let (fit, value) = match value.map_or(ParsedCount::Null, count) {
            ParsedCount::Is(number) => (Fit::Written, Some(number)),
            ParsedCount::Null => (Fit::Null, None),
            ParsedCount::Unfit => (Fit::Unfit, None),
        };
        tally.note(fit, 1);
        builder.append_option(value);
    })?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}

/// Ages in years as `int64`: `34`, `34 года`, `34 жас`, 0 to 130. Null in, null out.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_ages(array: &dyn Array) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    let mut builder = Int64Builder::with_capacity(array.len());
    for_each_text(array, |value| {
        let (fit, value) = match value.filter(|text| !is_null_like(text)).map(age) {
            Some(Some(years)) => (Fit::Written, Some(i64::from(years))),
            None => (Fit::Null, None),
            Some(None) => (Fit::Unfit, None),
        };
        tally.note(fit, 1);
        builder.append_option(value);
    })?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}

/// Yes and no as `boolean`. Null in, null out.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_flags(array: &dyn Array) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    let mut builder = BooleanBuilder::with_capacity(array.len());
    for_each_text(array, |value| {
        let (fit, value) = match value.map_or(ParsedFlag::Null, flag) {
            ParsedFlag::Is(truth) => (Fit::Written, Some(truth)),
            ParsedFlag::Null => (Fit::Null, None),
            ParsedFlag::Unfit => (Fit::Unfit, None),
        };
        tally.note(fit, 1);
        builder.append_option(value);
    })?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}
