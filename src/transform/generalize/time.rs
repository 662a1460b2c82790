//! Times to the hour or the day, or by name to the week, month, quarter, year or decade, on the clock at which the dataset's times leave.

use crate::canon::period::TimeUnit;
use crate::canon::reading::Reading;
use crate::column::{ColumnError, Fit, Output, map_dates, map_millis, map_periods};
use crate::transform::{Subjects, Transform};
use arrow::array::Array;
use arrow::datatypes::{DataType, TimeUnit as Precision};
use chrono::Timelike as _;

/// The transform of a unit; `None` for a word that is no unit.
pub(super) fn unit(word: &str, reading: Reading) -> Option<Box<dyn Transform>> {
    TimeUnit::parse(word).map(|unit| Box::new(Coarser { unit, reading }) as Box<dyn Transform>)
}

/// An hour and a day are types of their own. Coarser periods are names: the first day of a month looks like a day, and a table that counts
/// by it shows a peak on every first.
#[derive(Debug)]
struct Coarser {
    unit: TimeUnit,
    reading: Reading,
}

impl Transform for Coarser {
    fn output_type(&self) -> DataType {
        match self.unit {
            TimeUnit::Hour => DataType::Timestamp(Precision::Millisecond, None),
            TimeUnit::Day => DataType::Date32,
            _ => DataType::Utf8,
        }
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        let reading = &self.reading;
        match self.unit {
            TimeUnit::Hour => {
                map_millis(input, reading, |_, time| time.date().and_hms_opt(time.hour(), 0, 0).ok_or(Fit::Unfit))
            }
            TimeUnit::Day => map_dates(input, reading, |_, time| Ok(time.date())),
            unit => map_periods(input, reading, |day, out| unit.write(day.into(), out)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::time::Zone;
    use arrow::array::{AsArray as _, StringArray};
    use arrow::datatypes::Date32Type;

    fn coarser(word: &str, values: &[Option<&str>]) -> Output {
        let transform = unit(word, Reading::of(Zone::ALMATY)).expect("a unit");
        transform.apply(&StringArray::from(values.to_vec()), Subjects::NONE).expect("text")
    }

    #[test]
    fn days_are_dates() {
        let output = coarser("day", &[Some("1970-01-03 23:59:59"), None]);
        assert_eq!(output.array.as_primitive::<Date32Type>().iter().collect::<Vec<_>>(), [Some(2), None]);
    }

    #[test]
    fn longer_periods_have_names() {
        for (word, value, name) in [
            ("week", "2024-03-03", "2024-W09"),
            ("week", "2024-01-01", "2024-W01"),
            ("month", "29.02.2024", "2024-02"),
            ("quarter", "2024-12-15", "2024-Q4"),
            ("year", "2024-12-31", "2024"),
            ("decade", "1999-12-31", "1990s"),
            ("decade", "2000-01-01", "2000s"),
        ] {
            let output = coarser(word, &[Some(value), None, Some("junk"), Some(value)]);
            let names: Vec<Option<&str>> = output.array.as_string::<i32>().iter().collect();
            assert_eq!(names, [Some(name), None, None, Some(name)], "{word}");
            assert_eq!((output.tally.nulls, output.tally.unfit), (1, 1));
        }
    }
}
