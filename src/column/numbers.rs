//! Columns of exact numbers: decimals with two places, integers, booleans.

use super::strings::{ColumnError, for_each_text};
use super::tally::{Fit, Output, Tally};
use crate::canon::amount::{ParsedAmount, ParsedCount, ParsedFlag, count, flag, parse_as};
use crate::canon::null::is_null_like;
use crate::canon::reading::{Mark, Open};
use crate::canon::value::age;
use arrow::array::{Array, BooleanBuilder, Decimal128Builder, Int64Builder};
use std::sync::Arc;

/// Digits and decimal places of a released sum.
pub(crate) const DECIMAL: (u8, i8) = (18, 2);

/// What a cell of numbers, or of yes and no, holds.
enum Number<N> {
    Is(N),
    /// As [`Self::Is`], by a rule that is counted.
    ByRule(N),
    Null,
    /// It could be read in two ways, since nothing tells the decimal mark.
    TwoWays,
    Unfit,
}

/// Reads every value as a number, has it changed and counts what became of it.
fn each<N>(
    array: &dyn Array,
    read: impl Fn(&str) -> Number<N>,
    mut change: impl FnMut(usize, N) -> Result<N, Fit>,
    mut append: impl FnMut(Option<N>),
) -> Result<Tally, ColumnError> {
    let mut tally = Tally::default();
    for_each_text(array, |value| {
        let row = usize::try_from(tally.rows).expect("rows of an array are counted in memory");
        let (fit, number) = match value.map_or(Number::Null, &read) {
            Number::Is(number) => (Fit::Written, Some(number)),
            Number::ByRule(number) => (Fit::ByRule, Some(number)),
            Number::Null => (Fit::Null, None),
            Number::TwoWays => (Fit::Open(Open::Mark), None),
            Number::Unfit => (Fit::Unfit, None),
        };
        let (fit, value) = match number.map(|number| change(row, number)) {
            None => (fit, None),
            Some(Ok(number)) => (fit, Some(number)),
            Some(Err(fit)) => (fit, None),
        };
        tally.note(fit, 1);
        append(value);
    })?;
    Ok(tally)
}

/// Sums as `decimal128(18, 2)`: decimal commas, thousands separators and currency marks are read, the noise of binary fractions is rounded
/// off and counted, more decimals are unfit. Null in, null out. `mark` is the decimal mark, if it is known.
///
/// `change` gets the row and the sum in hundredths; it gives the sum to write, or what becomes of the value instead. Sums of more than 18
/// digits are unfit.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_decimals(
    array: &dyn Array,
    mark: Option<Mark>,
    mut change: impl FnMut(usize, i128) -> Result<i128, Fit>,
) -> Result<Output, ColumnError> {
    let read = |text: &str| match parse_as(text, mark) {
        ParsedAmount::Cents(cents) => Number::Is(cents),
        ParsedAmount::Rounded(cents) => Number::ByRule(cents),
        ParsedAmount::Null => Number::Null,
        ParsedAmount::TwoWays => Number::TwoWays,
        ParsedAmount::Unfit => Number::Unfit,
    };
    let limit = 10_u128.pow(DECIMAL.0.into());
    let change = |row, cents| {
        change(row, cents).and_then(|sum| if sum.unsigned_abs() < limit { Ok(sum) } else { Err(Fit::Unfit) })
    };
    let mut builder = Decimal128Builder::with_capacity(array.len());
    let tally = each(array, read, change, |value| builder.append_option(value))?;
    let array = builder.finish().with_precision_and_scale(DECIMAL.0, DECIMAL.1).map_err(|_| ColumnError::Size)?;
    Ok(Output { array: Arc::new(array), tally })
}

/// Whole numbers as `int64`. Null in, null out. `change` as for [`map_decimals`].
///
/// # Errors
/// As [`for_each_text`].
pub fn map_counts(
    array: &dyn Array,
    change: impl FnMut(usize, i64) -> Result<i64, Fit>,
) -> Result<Output, ColumnError> {
    let read = |text: &str| match count(text) {
        ParsedCount::Is(number) => Number::Is(number),
        ParsedCount::Null => Number::Null,
        ParsedCount::Unfit => Number::Unfit,
    };
    let mut builder = Int64Builder::with_capacity(array.len());
    let tally = each(array, read, change, |value| builder.append_option(value))?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}

/// Ages in years as `int64`: `34`, `34 года`, `34 жас`, 0 to 130. Null in, null out. `change` as for [`map_decimals`].
///
/// # Errors
/// As [`for_each_text`].
pub fn map_ages(array: &dyn Array, change: impl FnMut(usize, i64) -> Result<i64, Fit>) -> Result<Output, ColumnError> {
    let read = |text: &str| match age(text) {
        Some(years) => Number::Is(i64::from(years)),
        None if is_null_like(text) => Number::Null,
        None => Number::Unfit,
    };
    let mut builder = Int64Builder::with_capacity(array.len());
    let tally = each(array, read, change, |value| builder.append_option(value))?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}

/// Yes and no as `boolean`. Null in, null out.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_flags(array: &dyn Array) -> Result<Output, ColumnError> {
    let read = |text: &str| match flag(text) {
        ParsedFlag::Is(truth) => Number::Is(truth),
        ParsedFlag::Null => Number::Null,
        ParsedFlag::Unfit => Number::Unfit,
    };
    let mut builder = BooleanBuilder::with_capacity(array.len());
    let tally = each(array, read, |_, truth| Ok(truth), |value| builder.append_option(value))?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}
