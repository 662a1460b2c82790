//! Times to the hour, the day, or the first day of the week, month, quarter, year or decade, in the dataset's zone.

use crate::canon::time::Zone;
use crate::column::{ColumnError, Fit, Output, map_dates, map_millis};
use crate::transform::{Subjects, Transform};
use arrow::array::Array;
use arrow::datatypes::{DataType, TimeUnit};
use chrono::{Datelike as _, Days, NaiveDate, Timelike as _};

/// The transform of a unit; `None` for a word that is no unit.
pub(super) fn unit(word: &str, zone: Zone) -> Option<Box<dyn Transform>> {
    let first: fn(NaiveDate) -> Option<NaiveDate> = match word {
        "hour" => return Some(Box::new(Hour { zone })),
        "day" => Some,
        "week" => monday,
        "month" => |date| date.with_day(1),
        "quarter" => |date| NaiveDate::from_ymd_opt(date.year(), date.month0() / 3 * 3 + 1, 1),
        "year" => |date| NaiveDate::from_ymd_opt(date.year(), 1, 1),
        "decade" => |date| NaiveDate::from_ymd_opt(date.year() - date.year().rem_euclid(10), 1, 1),
        _ => return None,
    };
    Some(Box::new(FirstDay { zone, first }))
}

fn monday(date: NaiveDate) -> Option<NaiveDate> {
    date.checked_sub_days(Days::new(u64::from(date.weekday().num_days_from_monday())))
}

#[derive(Debug)]
struct Hour {
    zone: Zone,
}

impl Transform for Hour {
    fn output_type(&self) -> DataType {
        DataType::Timestamp(TimeUnit::Millisecond, None)
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_millis(input, self.zone, |_, time| time.date().and_hms_opt(time.hour(), 0, 0).ok_or(Fit::Unfit))
    }
}

#[derive(Debug)]
struct FirstDay {
    zone: Zone,
    first: fn(NaiveDate) -> Option<NaiveDate>,
}

impl Transform for FirstDay {
    fn output_type(&self) -> DataType {
        DataType::Date32
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_dates(input, self.zone, |_, time| (self.first)(time.date()).ok_or(Fit::Unfit))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{AsArray as _, StringArray};
    use arrow::datatypes::Date32Type;

    fn first_day(word: &str, value: &str) -> String {
        let transform = unit(word, Zone::ALMATY).expect("a unit");
        let output = transform.apply(&StringArray::from(vec![value]), Subjects::NONE).expect("text");
        let days = output.array.as_primitive::<Date32Type>().value(0);
        (NaiveDate::from_ymd_opt(1970, 1, 1).expect("a date") + chrono::Duration::days(days.into())).to_string()
    }

    #[test]
    fn first_days() {
        assert_eq!(first_day("day", "2024-02-29 23:59:59"), "2024-02-29");
        assert_eq!(first_day("week", "2024-03-03"), "2024-02-26");
        assert_eq!(first_day("week", "2024-01-01"), "2024-01-01");
        assert_eq!(first_day("month", "29.02.2024"), "2024-02-01");
        for (month, quarter) in [(1, 1), (3, 1), (4, 4), (6, 4), (7, 7), (9, 7), (10, 10), (12, 10)] {
            assert_eq!(first_day("quarter", &format!("2024-{month:02}-15")), format!("2024-{quarter:02}-01"));
        }
        assert_eq!(first_day("year", "2024-12-31"), "2024-01-01");
        assert_eq!(first_day("decade", "1999-12-31"), "1990-01-01");
        assert_eq!(first_day("decade", "2000-01-01"), "2000-01-01");
    }
}
