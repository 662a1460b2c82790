//! The driver of every technique that turns text into text: encodings, nulls and buffers are handled here, once.

use super::tally::{Fit, Output, Tally};
use arrow::array::{
    Array, ArrayRef, AsArray as _, Float32Array, Float64Array, StringArray, StringBuilder, UInt32Array,
};
use arrow::compute::take;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Decimal128Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::ops::Range;
use std::sync::Arc;

/// Why an array could not be read as a column.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ColumnError {
    /// Its physical type has no reading as text.
    Type,
    /// It needs more than the 2 GiB that one array of text holds.
    Size,
}

/// One value in, one value out: the usual way to write a technique.
pub trait StrKernel: std::fmt::Debug + Send + Sync {
    /// Appends the released text and says what became of the value. Where [`Fit::is_written`] the text counts; on any
    /// other outcome what was appended is taken back and the result is NULL.
    fn write(&self, value: &str, out: &mut String) -> Fit;

    /// The part of a value that alone decides what becomes of it: what is behind it may differ from row to row, and the outcome is used again.
    fn essence<'v>(&self, value: &'v str) -> &'v str {
        value
    }
}

/// Calls `visit` with each value as text: text as it is, integers in decimal, floats in their shortest exact form (with `E+` where whole
/// numbers have lost digits), decimals with their scale, booleans as `true` and `false`.
///
/// # Errors
/// [`ColumnError::Type`] for nested, binary and interval types; times are read by [`super::for_each_moment`].
pub fn for_each_text(array: &dyn Array, mut visit: impl FnMut(Option<&str>)) -> Result<(), ColumnError> {
    each_text(array, &mut visit)
}

fn each_text(array: &dyn Array, visit: &mut impl FnMut(Option<&str>)) -> Result<(), ColumnError> {
    match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().iter().for_each(visit),
        DataType::LargeUtf8 => array.as_string::<i64>().iter().for_each(visit),
        DataType::Utf8View => array.as_string_view().iter().for_each(visit),
        DataType::Boolean => array.as_boolean().iter().for_each(|v| visit(v.map(|v| if v { "true" } else { "false" }))),
        DataType::Int8 => each_integer::<Int8Type>(array, visit),
        DataType::Int16 => each_integer::<Int16Type>(array, visit),
        DataType::Int32 => each_integer::<Int32Type>(array, visit),
        DataType::Int64 => each_integer::<Int64Type>(array, visit),
        DataType::UInt8 => each_integer::<UInt8Type>(array, visit),
        DataType::UInt16 => each_integer::<UInt16Type>(array, visit),
        DataType::UInt32 => each_integer::<UInt32Type>(array, visit),
        DataType::UInt64 => each_integer::<UInt64Type>(array, visit),
        DataType::Float32 => {
            let floats: &Float32Array = array.as_primitive();
            // The shortest text that reads back as the same f32: widening first would invent digits.
            floats.iter().for_each(|v| visit(v.map(|v| float_text(&v, v.abs() < EXACT_F32)).as_deref()));
        }
        DataType::Float64 => {
            let floats: &Float64Array = array.as_primitive();
            floats.iter().for_each(|v| visit(v.map(|v| float_text(&v, v.abs() < EXACT_F64)).as_deref()));
        }
        DataType::Decimal128(_, scale) => {
            let scale = *scale;
            let decimals = array.as_primitive::<Decimal128Type>();
            decimals.iter().for_each(|v| visit(v.map(|v| decimal_text(v, scale)).as_deref()));
        }
        DataType::Dictionary(..) => return each_dictionary_text(array, visit),
        DataType::Null => (0..array.len()).for_each(|_| visit(None)),
        _ => return Err(ColumnError::Type),
    }
    Ok(())
}

/// Above these, neighbouring whole numbers are one float.
const EXACT_F32: f32 = 16_777_216.0;
const EXACT_F64: f64 = 9_007_199_254_740_992.0;

/// Text of a float: plain where whole numbers are exact. Beyond, it is spelled as a spreadsheet spells numbers that lost digits
/// (`1.7000000001234568E+18`), so that ids which a data frame made floats of count as lossy instead of joining other people.
fn float_text(value: &(impl std::fmt::Display + std::fmt::UpperExp), exact: bool) -> String {
    if exact { format!("{value}") } else { format!("{value:E}").replace('E', "E+") }
}

fn each_integer<T: ArrowPrimitiveType>(array: &dyn Array, visit: &mut impl FnMut(Option<&str>))
where
    T::Native: itoa::Integer,
{
    let mut buffer = itoa::Buffer::new();
    for value in array.as_primitive::<T>() {
        visit(value.map(|value| buffer.format(value)));
    }
}

fn decimal_text(value: i128, scale: i8) -> String {
    let digits = value.unsigned_abs().to_string();
    let sign = if value < 0 { "-" } else { "" };
    match usize::try_from(scale) {
        Ok(0) => format!("{sign}{digits}"),
        Ok(scale) => {
            let padded = format!("{digits:0>width$}", width = scale + 1);
            let (whole, fraction) = padded.split_at(padded.len() - scale);
            format!("{sign}{whole}.{fraction}")
        }
        Err(_) => format!("{sign}{digits}{}", "0".repeat(usize::from(scale.unsigned_abs()))),
    }
}

/// Reads a dictionary column value by value; used where each row matters (row selection), not in the transforms.
fn each_dictionary_text(array: &dyn Array, visit: &mut impl FnMut(Option<&str>)) -> Result<(), ColumnError> {
    let (keys, values) = dictionary_parts(array)?;
    let mut texts: Vec<Option<String>> = Vec::with_capacity(values.len());
    for_each_values(&values, &mut |text| texts.push(text.map(str::to_owned)))?;
    keys.iter().for_each(|key| visit(key.and_then(|key| texts[key as usize].as_deref())));
    Ok(())
}

/// Values of a dictionary are never dictionaries themselves, so the recursion ends here.
fn for_each_values(values: &ArrayRef, visit: &mut dyn FnMut(Option<&str>)) -> Result<(), ColumnError> {
    if matches!(values.data_type(), DataType::Dictionary(..)) {
        return Err(ColumnError::Type);
    }
    each_text(values, &mut |text: Option<&str>| visit(text))
}

/// Keys as `u32` and the values of a dictionary array of any key type.
fn dictionary_parts(array: &dyn Array) -> Result<(UInt32Array, ArrayRef), ColumnError> {
    let any = array.as_any_dictionary_opt().ok_or(ColumnError::Type)?;
    // Nothing but NULLs needs no values, and arrow's normalisation of keys panics without any.
    if any.values().is_empty() {
        return Ok((UInt32Array::new_null(array.len()), Arc::clone(any.values())));
    }
    let keys = any.normalized_keys();
    let nulls = any.keys().nulls().cloned();
    let keys = keys
        .into_iter()
        .map(|key| u32::try_from(key).map_err(|_| ColumnError::Size))
        .collect::<Result<Vec<u32>, _>>()?;
    Ok((UInt32Array::new(keys.into(), nulls), Arc::clone(any.values())))
}

/// Applies a kernel to each value; a dictionary's values are transformed once each and only those that rows use are kept.
///
/// Null in, null out; the output is a fresh plain array, so plain, view, dictionary and sliced inputs give the same bytes.
///
/// # Errors
/// As [`for_each_text`]; [`ColumnError::Size`] when the output passes 2 GiB.
pub fn map_strings(array: &dyn Array, kernel: &dyn StrKernel, bytes_per_value: usize) -> Result<Output, ColumnError> {
    by_distinct_value(array, |array, used| {
        let mut writer = Writer::new(array.len(), bytes_per_value);
        each_used(array, used, |value, rows| writer.push(value, rows, kernel))?;
        writer.finish()
    })
}

/// Texts that stand one behind the other in one text, with room for NULL between them.
#[derive(Debug, Default)]
pub struct Texts {
    /// All of them.
    pub text: String,
    /// Where each stands; `None` is NULL.
    pub spans: Vec<Option<Range<u32>>>,
}

/// Has all values written first, and what was written turned into the output as a whole: for what is cheaper over many values than one by one.
///
/// `write` appends to a text that may hold others and says what became of the value, as [`StrKernel::write`] does; `then` must give as many
/// values as there are spans, and NULL for NULL. A dictionary's values are transformed once each, as [`map_strings`] does.
///
/// # Errors
/// As [`map_strings`].
pub fn map_texts(
    array: &dyn Array,
    write: impl Fn(&str, &mut String) -> Fit,
    then: impl Fn(&Texts) -> StringArray,
) -> Result<Output, ColumnError> {
    by_distinct_value(array, |array, used| {
        let text = String::with_capacity(20 * array.len());
        let mut texts = Texts { text, spans: Vec::with_capacity(array.len()) };
        let mut tally = Tally::default();
        let mut is_full = false;
        each_used(array, used, |value, rows| {
            let start = texts.text.len();
            let fit = value.map_or(Fit::Null, |value| write(value, &mut texts.text));
            tally.note(fit, rows);
            if !fit.is_written() {
                texts.text.truncate(start);
            }
            // An array's offsets have 31 bits.
            let place = |at: usize| u32::try_from(at).ok().filter(|&at| i32::try_from(at).is_ok());
            let span = place(start).zip(place(texts.text.len()));
            is_full |= span.is_none();
            texts.spans.push(span.filter(|_| fit.is_written()).map(|(start, end)| start..end));
        })?;
        if is_full { Err(ColumnError::Size) } else { Ok((then(&texts), tally)) }
    })
}

/// Applies a map of texts to the values of an array, once to each value of a dictionary. The map is told how many rows stand for each value, if
/// not one.
fn by_distinct_value(
    array: &dyn Array,
    map: impl Fn(&dyn Array, Option<&[u64]>) -> Result<(StringArray, Tally), ColumnError>,
) -> Result<Output, ColumnError> {
    if !matches!(array.data_type(), DataType::Dictionary(..)) {
        let (texts, tally) = map(array, None)?;
        return Ok(Output { array: Arc::new(texts), tally });
    }
    let (keys, values) = dictionary_parts(array)?;
    // Values of a dictionary are never dictionaries themselves.
    if matches!(values.data_type(), DataType::Dictionary(..)) {
        return Err(ColumnError::Type);
    }
    let mut used = vec![0_u64; values.len()];
    keys.iter().flatten().for_each(|key| used[key as usize] += 1);
    let (texts, mut tally) = map(&*values, Some(&used))?;
    tally.note(Fit::Null, keys.null_count() as u64);
    Ok(Output { array: take(&texts, &keys, None).map_err(|_| ColumnError::Size)?, tally })
}

/// Shows every value with the number of its rows. One that no row uses is shown as NULL: it may be anything, and counts must not depend on it.
fn each_used(
    array: &dyn Array,
    used: Option<&[u64]>,
    mut visit: impl FnMut(Option<&str>, u64),
) -> Result<(), ColumnError> {
    let Some(used) = used else { return each_text(array, &mut |value: Option<&str>| visit(value, 1)) };
    let mut used = used.iter();
    each_text(array, &mut |value: Option<&str>| {
        let rows = used.next().copied().unwrap_or(0);
        visit(value.filter(|_| rows > 0), rows);
    })
}

/// Collects written values into one text array.
struct Writer {
    text: String,
    builder: StringBuilder,
    tally: Tally,
    bytes: usize,
    is_full: bool,
    memo: Memo,
}

/// What became of values that repeat: currencies, courses, towns. A kernel is a function of its value, so the outcome can be used again;
/// where values do not repeat, the memo soon gives up.
#[derive(Default)]
struct Memo {
    known: HashMap<Box<str>, (Fit, Box<str>), BuildHasherDefault<ahash::AHasher>>,
    looked: u32,
    found: u32,
}

/// Values that are remembered.
const MEMO_VALUES: usize = 128;
/// Look-ups after which half must have been found.
const MEMO_TRIAL: u32 = 256;
/// Longest value worth remembering.
const MEMO_BYTES: usize = 256;

impl Memo {
    fn is_worth_it(&self, value: &str) -> bool {
        (self.looked < MEMO_TRIAL || 2 * self.found > self.looked) && value.len() <= MEMO_BYTES
    }

    fn learn(&mut self, value: &str, fit: Fit, text: &str) {
        if self.known.len() < MEMO_VALUES {
            self.known.insert(value.into(), (fit, text.into()));
        }
    }
}

impl Writer {
    fn new(rows: usize, bytes_per_value: usize) -> Self {
        let builder = StringBuilder::with_capacity(rows, rows.saturating_mul(bytes_per_value));
        Self {
            text: String::with_capacity(256),
            builder,
            tally: Tally::default(),
            bytes: 0,
            is_full: false,
            memo: Memo::default(),
        }
    }

    /// Writes a value that stands on `rows` rows.
    fn push(&mut self, value: Option<&str>, rows: u64, kernel: &dyn StrKernel) {
        self.text.clear();
        let fit = value.map_or(Fit::Null, |value| self.write(value, kernel));
        self.tally.note(fit, rows);
        // Past the offsets' range nothing more is appended, and `finish` reports it: a builder would panic.
        let fits = self.bytes + self.text.len() <= i32::MAX as usize;
        if fits && fit.is_written() {
            self.builder.append_value(&self.text);
            self.bytes += self.text.len();
        } else if fit.is_written() {
            self.is_full = true;
            self.builder.append_null();
        } else {
            self.builder.append_null();
        }
    }

    /// Leaves the released text in `self.text`.
    fn write(&mut self, value: &str, kernel: &dyn StrKernel) -> Fit {
        let value = kernel.essence(value);
        if !self.memo.is_worth_it(value) {
            return kernel.write(value, &mut self.text);
        }
        self.memo.looked += 1;
        if let Some((fit, text)) = self.memo.known.get(value) {
            self.memo.found += 1;
            self.text.push_str(text);
            return *fit;
        }
        let fit = kernel.write(value, &mut self.text);
        self.memo.learn(value, fit, &self.text);
        fit
    }

    fn finish(mut self) -> Result<(StringArray, Tally), ColumnError> {
        if self.is_full {
            return Err(ColumnError::Size);
        }
        Ok((self.builder.finish(), self.tally))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::Withheld;
    use arrow::array::{Decimal128Array, DictionaryArray, Int64Array, StringViewArray};
    use arrow::datatypes::Int8Type;

    /// Upper-cases; `?` is unfit, `*` masked, empty NULL.
    #[derive(Debug)]
    struct Upper;

    impl StrKernel for Upper {
        fn write(&self, value: &str, out: &mut String) -> Fit {
            out.push_str(&value.to_uppercase());
            match value {
                "?" => Fit::Unfit,
                "*" => Fit::Withheld(Withheld::Masked),
                "" => Fit::Null,
                _ => Fit::Written,
            }
        }
    }

    fn upper(array: &dyn Array) -> (Vec<Option<String>>, Tally) {
        let output = map_strings(array, &Upper, 4).expect("text");
        let values = output.array.as_string::<i32>().iter().map(|v| v.map(str::to_owned)).collect();
        (values, output.tally)
    }

    #[test]
    fn plain_view_dictionary_and_slice_agree() {
        let values = [Some("a"), None, Some("?"), Some("b"), Some(""), Some("*"), Some("a")];
        let plain = StringArray::from(values.to_vec());
        let view = StringViewArray::from(values.to_vec());
        let dictionary: DictionaryArray<Int8Type> = values.into_iter().collect();
        let (expected, tally) = upper(&plain);
        assert_eq!(expected, [Some("A"), None, None, Some("B"), None, None, Some("A")].map(|v| v.map(str::to_owned)));
        assert_eq!(tally, Tally { rows: 7, nulls: 2, unfit: 1, masked: 1, ..Tally::default() });
        assert_eq!(upper(&view), (expected.clone(), tally));
        assert_eq!(upper(&dictionary), (expected.clone(), tally));
        assert_eq!(upper(&plain.slice(2, 3)).0, expected[2..5]);
        assert_eq!(upper(&dictionary.slice(2, 3)).0, expected[2..5]);
    }

    #[test]
    fn a_null_slot_holds_no_bytes() {
        let output = map_strings(&StringArray::from(vec![Some("?"), Some("abc")]), &Upper, 4).expect("text");
        assert_eq!(output.array.as_string::<i32>().value_data(), b"ABC");
    }

    #[test]
    fn numbers_read_as_their_exact_text() {
        let mut seen = Vec::new();
        for_each_text(&Int64Array::from(vec![Some(-7), None]), |v| seen.push(v.map(str::to_owned))).expect("integers");
        for_each_text(&Float64Array::from(vec![77_710_009_998.0]), |v| seen.push(v.map(str::to_owned)))
            .expect("floats");
        for_each_text(&Float64Array::from(vec![1_700_000_000_123_456_789.0]), |v| seen.push(v.map(str::to_owned)))
            .expect("floats");
        for_each_text(&Float32Array::from(vec![87_710_009_998.0, 0.1]), |v| seen.push(v.map(str::to_owned)))
            .expect("floats");
        let decimals = Decimal128Array::from(vec![-5, 1234]).with_precision_and_scale(10, 2).expect("in range");
        for_each_text(&decimals, |v| seen.push(v.map(str::to_owned))).expect("decimals");
        let seen: Vec<Option<&str>> = seen.iter().map(Option::as_deref).collect();
        let floats = [Some("77710009998"), Some("1.7000000001234568E+18"), Some("8.771001E+10"), Some("0.1")];
        assert_eq!(seen[..2], [Some("-7"), None]);
        assert_eq!(seen[2..6], floats);
        assert_eq!(seen[6..], [Some("-0.05"), Some("12.34")]);
    }
}
