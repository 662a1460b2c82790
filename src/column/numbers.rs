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

/// What a cell of numbers, or of yes and no, holds.
enum Number<N> {
    Is(N),
    Null,
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
        let (fit, value) = match value.map_or(Number::Null, &read) {
            Number::Is(number) => match change(row, number) {
                Ok(number) => (Fit::Written, Some(number)),
                Err(fit) => (fit, None),
            },
            Number::Null => (Fit::Null, None),
            Number::Unfit => (Fit::Unfit, None),
        };
        tally.note(fit, 1);
        append(value);
    })?;
    Ok(tally)
}

/// Sums as `decimal128(18, 2)`: decimal commas, thousands separators and currency marks are read, more decimals are unfit. Null in, null out.
///
/// `change` gets the row and the sum in hundredths; it gives the sum to write, or what becomes of the value instead. Sums of more than 18
/// digits are unfit.
///
/// # Errors
/// As [`for_each_text`].
pub fn map_decimals(
    array: &dyn Array,
    mut change: impl FnMut(usize, i128) -> Result<i128, Fit>,
) -> Result<Output, ColumnError> {
    let read = |text: &str| match parse(text) {
        ParsedAmount::Cents(cents) => Number::Is(cents),
        ParsedAmount::Null => Number::Null,
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
