//! Columns of time: text in many spellings, or arrow's dates and timestamps.

use super::strings::{ColumnError, for_each_text};
use super::tally::{Fit, Output, Tally};
use crate::canon::reading::Reading;
use crate::canon::time::{Moment, Parsed, parse_as};
use arrow::array::{
    Array, AsArray as _, Date32Builder, PrimitiveBuilder, StringBuilder, TimestampMicrosecondBuilder,
    TimestampMillisecondBuilder,
};
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Date32Type, Date64Type, TimeUnit, TimestampMicrosecondType, TimestampMillisecondType,
    TimestampNanosecondType, TimestampSecondType,
};
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use std::sync::Arc;

/// Days from the common era's first day to 1970-01-01, as chrono counts them.
const EPOCH_DAY: i32 = 719_163;

/// Calls `visit` with each value as a moment. Timestamps with a zone are moments of UTC, those without are local; text is parsed.
///
/// # Errors
/// [`ColumnError::Type`] when the array is neither time nor readable as text.
pub fn for_each_moment(array: &dyn Array, reading: &Reading, mut visit: impl FnMut(Parsed)) -> Result<(), ColumnError> {
    match array.data_type() {
        DataType::Timestamp(unit, zone) => {
            each_timestamp(array, *unit, zone.is_some(), &mut visit);
            Ok(())
        }
        DataType::Date32 => {
            each::<Date32Type>(array, &mut visit, |days| {
                let date = NaiveDate::from_num_days_from_ce_opt(days.checked_add(EPOCH_DAY)?)?;
                Some(Moment::Local(date.into()))
            });
            Ok(())
        }
        DataType::Date64 => {
            each::<Date64Type>(array, &mut visit, |ms| utc(DateTime::from_timestamp_millis(ms)).map(Moment::Local));
            Ok(())
        }
        _ => for_each_text(array, |text| visit(text.map_or(Parsed::Null, |text| parse_as(text, reading)))),
    }
}

fn utc(time: Option<DateTime<chrono::Utc>>) -> Option<NaiveDateTime> {
    time.map(|time| time.naive_utc())
}

fn each_timestamp(array: &dyn Array, unit: TimeUnit, zoned: bool, visit: &mut impl FnMut(Parsed)) {
    let moment = move |time: Option<NaiveDateTime>| time.map(if zoned { Moment::Utc } else { Moment::Local });
    match unit {
        TimeUnit::Second => each::<TimestampSecondType>(array, visit, |v| moment(utc(DateTime::from_timestamp(v, 0)))),
        TimeUnit::Millisecond => {
            each::<TimestampMillisecondType>(array, visit, |v| moment(utc(DateTime::from_timestamp_millis(v))));
        }
        TimeUnit::Microsecond => {
            each::<TimestampMicrosecondType>(array, visit, |v| moment(utc(DateTime::from_timestamp_micros(v))));
        }
        TimeUnit::Nanosecond => {
            each::<TimestampNanosecondType>(array, visit, |v| {
                moment(Some(DateTime::from_timestamp_nanos(v).naive_utc()))
            });
        }
    }
}

fn each<T: ArrowPrimitiveType>(
    array: &dyn Array,
    visit: &mut impl FnMut(Parsed),
    moment: impl Fn(T::Native) -> Option<Moment>,
) {
    for value in array.as_primitive::<T>() {
        visit(match value.map(&moment) {
            None => Parsed::Null,
            Some(None) => Parsed::Unfit,
            Some(Some(moment)) => Parsed::At(moment),
        });
    }
}

/// Local times, changed by `change`, into a builder.
fn map<T: ArrowPrimitiveType>(
    array: &dyn Array,
    reading: &Reading,
    mut builder: PrimitiveBuilder<T>,
    mut change: impl FnMut(usize, NaiveDateTime) -> Result<(T::Native, Fit), Fit>,
) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    for_each_moment(array, reading, |parsed| {
        let row = usize::try_from(tally.rows).expect("rows of an array are counted in memory");
        let (moment, by_rule) = match parsed {
            Parsed::At(moment) => (Ok(moment), false),
            Parsed::ByPivot(moment) => (Ok(moment), true),
            Parsed::Null => (Err(Fit::Null), false),
            Parsed::Open(open) => (Err(Fit::Open(open)), false),
            Parsed::Unfit => (Err(Fit::Unfit), false),
        };
        let local = moment.and_then(|moment| reading.local(moment).ok_or(Fit::Unfit));
        let (fit, value) = match local.and_then(|local| change(row, local)) {
            Ok((value, Fit::Written)) if by_rule => (Fit::ByRule, Some(value)),
            Ok((value, fit)) => (fit, Some(value)),
            Err(fit) => (fit, None),
        };
        tally.note(fit, 1);
        builder.append_option(value);
    })?;
    Ok(Output { array: Arc::new(builder.finish()), tally })
}

/// Naive local times as `timestamp[ms]`. Null in, null out.
///
/// `change` gets the row and the local time; it gives the time to write, or what becomes of the value instead.
///
/// # Errors
/// As [`for_each_moment`].
pub fn map_millis(
    array: &dyn Array,
    reading: &Reading,
    mut change: impl FnMut(usize, NaiveDateTime) -> Result<NaiveDateTime, Fit>,
) -> Result<Output, ColumnError> {
    let builder = TimestampMillisecondBuilder::with_capacity(array.len());
    map(array, reading, builder, |row, local| {
        change(row, local).map(|time| (time.and_utc().timestamp_millis(), Fit::Written))
    })
}

/// Naive local times as `timestamp[us]`; digits below a microsecond are cut off and counted. Null in, null out. `change` as for
/// [`map_millis`].
///
/// # Errors
/// As [`for_each_moment`].
pub fn map_micros(
    array: &dyn Array,
    reading: &Reading,
    mut change: impl FnMut(usize, NaiveDateTime) -> Result<NaiveDateTime, Fit>,
) -> Result<Output, ColumnError> {
    let builder = TimestampMicrosecondBuilder::with_capacity(array.len());
    map(array, reading, builder, |row, local| {
        let fit = if local.and_utc().timestamp_subsec_nanos() % 1000 == 0 { Fit::Written } else { Fit::ByRule };
        change(row, local).map(|time| (time.and_utc().timestamp_micros(), fit))
    })
}

/// Local dates as `date32`. Null in, null out. `change` as for [`map_millis`].
///
/// # Errors
/// As [`for_each_moment`].
pub fn map_dates(
    array: &dyn Array,
    reading: &Reading,
    mut change: impl FnMut(usize, NaiveDateTime) -> Result<NaiveDate, Fit>,
) -> Result<Output, ColumnError> {
    use chrono::Datelike as _;
    let builder = Date32Builder::with_capacity(array.len());
    map(array, reading, builder, |row, local| {
        change(row, local).map(|date| (date.num_days_from_ce() - EPOCH_DAY, Fit::Written))
    })
}

/// Periods of local dates as text: `2024-03`, `2024-Q1`. Null in, null out. `write` appends the period's name.
///
/// # Errors
/// As [`for_each_moment`].
pub fn map_periods(
    array: &dyn Array,
    reading: &Reading,
    write: impl Fn(NaiveDate, &mut String),
) -> Result<Output, ColumnError> {
    let mut builder = StringBuilder::with_capacity(array.len(), 8 * array.len());
    let mut name = String::new();
    let days = map_dates(array, reading, |_, local| Ok(local.date()))?;
    // Days repeat, and their periods all the more: the one before is often the one at hand.
    let mut before = None;
    for day in days.array.as_primitive::<Date32Type>() {
        let Some(day) = day else {
            builder.append_null();
            continue;
        };
        if before != Some(day) {
            name.clear();
            NaiveDate::from_num_days_from_ce_opt(day + EPOCH_DAY).iter().for_each(|date| write(*date, &mut name));
            before = Some(day);
        }
        builder.append_value(&name);
    }
    Ok(Output { array: Arc::new(builder.finish()), tally: days.tally })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::time::Zone;
    use arrow::array::{StringArray, TimestampNanosecondArray, TimestampSecondArray};

    fn dates(array: &dyn Array) -> Vec<Option<i32>> {
        let output = map_dates(array, &Reading::of(Zone::ALMATY), |_, local| Ok(local.date())).expect("times");
        output.array.as_primitive::<Date32Type>().iter().collect()
    }

    #[test]
    fn utc_and_local_times_meet_in_the_zone() {
        // 2024-02-29T19:30Z is 2024-03-01 01:30 in Almaty (UTC+6 until that very day, when the zone moved to UTC+5).
        let text =
            StringArray::from(vec![Some("2024-02-29T17:30:00Z"), Some("2024-02-29 23:30:00"), None, Some("junk")]);
        assert_eq!(dates(&text), [Some(19_782), Some(19_782), None, None]);
        let zoned = TimestampSecondArray::from(vec![1_709_227_800]).with_timezone("UTC");
        assert_eq!(dates(&zoned), [Some(19_782)]);
        let naive = TimestampSecondArray::from(vec![1_709_249_400]);
        assert_eq!(dates(&naive), [Some(19_782)]);
    }

    #[test]
    fn nanoseconds_are_cut_off_and_counted() {
        let array = TimestampNanosecondArray::from(vec![1_000, 1_999]);
        let output = map_micros(&array, &Reading::of(Zone::ALMATY), |_, local| Ok(local)).expect("times");
        assert_eq!((output.tally.by_rule, output.tally.unfit, output.array.null_count()), (1, 0, 0));
        assert_eq!(output.array.as_primitive::<TimestampMicrosecondType>().values(), &[1, 1]);
    }

    #[test]
    fn a_pivot_is_counted() {
        let reading = Reading { pivot: Some(2010), birth: true, ..Reading::of(Zone::ALMATY) };
        let array = StringArray::from(vec![Some("01.02.68"), Some("1968-02-01"), Some("01.02.1868"), None]);
        let output = map_dates(&array, &reading, |_, local| Ok(local.date())).expect("times");
        assert_eq!((output.tally.by_rule, output.tally.unfit, output.array.null_count()), (1, 1, 2));
        let days = output.array.as_primitive::<Date32Type>();
        assert_eq!(days.value(0), days.value(1));
    }
}
