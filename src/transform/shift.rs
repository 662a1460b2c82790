//! Shift: all times of a person are moved by the same number of days, drawn under a key for the person.

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Trace, Transform, draw};
use crate::canon::reading::Reading;
use crate::column::{ColumnError, Fit, Output, map_dates, map_micros};
use crate::crypto::keystream::Keystream;
use crate::keys::Purpose;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::{DataType, TimeUnit};
use chrono::{NaiveDateTime, TimeDelta};

/// A drawn number of days is added to every time of a person.
pub(super) struct Shift;

static DOC: Doc = Doc {
    summary: "whole days are added or taken away, from one to so many, as many as are drawn under the key for the person: all times of a person \
              move alike, so the time of day and the time between two events stay; dates become date32, times timestamp[us]",
    nulls: "NULL and its spellings stay NULL; a value that is no time becomes NULL, and so does any on a row of nobody known; both are counted",
    learns: "the time of day, the time between two events of a person, and the date to within so many days; who knows the date of one event of \
             a person knows all of them, and a habit of certain weekdays shows the shift within a week. With the key, the time",
    example: Example {
        semantic: SemanticType::Date,
        argument: "180",
        input: &[Some("2024-03-01"), Some("11.03.2024"), Some("нет"), Some("junk")],
        output: &[Some("2023-11-23"), Some("2023-12-03"), None, None],
    },
};

/// Farthest shift in days, ten years: beyond, years are meaningless anyway.
const FARTHEST: i64 = 3_650;

impl Technique for Shift {
    fn name(&self) -> &'static str {
        "shift"
    }

    fn family(&self) -> Family {
        Family::Randomization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        if semantic.is_time() { &["1 … 3650 days"] } else { &[] }
    }

    fn undone_beside(&self) -> Option<&'static str> {
        Some("the difference of the two is the shift of everything that the person did")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let refuse = || Refusal {
            message: message!("`shift` takes a whole number of days, 1 to {}, for times and dates", FARTHEST),
            hint: message!("write { shift = 180 }"),
        };
        let Argument::Number(days) = column.argument else { return Err(refuse()) };
        let days = days.parse().ok().filter(|days| (1..=FARTHEST).contains(days)).ok_or_else(refuse)?;
        if !column.semantic.is_time() {
            return Err(refuse());
        }
        // One domain for all columns: times that moved apart would give the shift away where two of them belong together.
        let draws = draw::keystream(cx, Purpose::DateShift, "subject", "")?;
        let dates = matches!(column.semantic, SemanticType::Date | SemanticType::BirthDate);
        Ok(Bound::Transform(Box::new(Shifted { days, dates, reading: cx.reading, draws })))
    }
}

#[derive(Debug)]
struct Shifted {
    days: i64,
    dates: bool,
    reading: Reading,
    draws: Keystream,
}

impl Shifted {
    /// Days of a person: 1 to the farthest, forward or back.
    fn of(&self, subject: &str) -> TimeDelta {
        // Without 0, there are as many numbers as from -n to n - 1; those from 0 on stand for one more.
        let drawn = self.draws.between(&draw::message(subject, &[]), -self.days, self.days - 1);
        TimeDelta::days(if drawn < 0 { drawn } else { drawn + 1 })
    }

    fn shift(&self, time: NaiveDateTime, subject: Option<&str>) -> Result<NaiveDateTime, Fit> {
        time.checked_add_signed(self.of(subject.ok_or(Fit::Unlinked)?)).ok_or(Fit::Unfit)
    }
}

impl Transform for Shifted {
    fn output_type(&self) -> DataType {
        if self.dates { DataType::Date32 } else { DataType::Timestamp(TimeUnit::Microsecond, None) }
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn needs_subjects(&self) -> bool {
        true
    }

    fn apply(&self, input: &dyn Array, subjects: Subjects<'_>) -> Result<Output, ColumnError> {
        let shift = |row, time| self.shift(time, subjects.row(row));
        if self.dates {
            map_dates(input, &self.reading, |row, time| shift(row, time).map(|time| time.date()))
        } else {
            map_micros(input, &self.reading, shift)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::time::Zone;
    use chrono::NaiveDate;
    use std::collections::BTreeSet;

    fn shifted(days: i64) -> Shifted {
        Shifted { days, dates: false, reading: Reading::of(Zone::ALMATY), draws: Keystream::new(&[0x42; 32]) }
    }

    #[test]
    fn every_day_but_none_is_drawn() {
        for days in [1, 2, 7] {
            let seen: BTreeSet<i64> = (0..500).map(|n: u32| shifted(days).of(&n.to_string()).num_days()).collect();
            assert_eq!(seen, (-days..=days).filter(|day| *day != 0).collect());
        }
    }

    #[test]
    fn intervals_stay() {
        let at = |day, hour| {
            NaiveDate::from_ymd_opt(2024, 2, day).and_then(|d| d.and_hms_micro_opt(hour, 7, 9, 11)).expect("a time")
        };
        let shift = |time| shifted(180).shift(time, Some("10042")).expect("a person");
        assert_eq!(shift(at(29, 23)) - shift(at(3, 1)), at(29, 23) - at(3, 1));
        assert_eq!(shift(at(29, 23)).time(), at(29, 23).time());
        assert_eq!(shifted(180).shift(at(1, 1), None), Err(Fit::Unlinked));
        assert_eq!(
            shifted(3_650).shift(NaiveDateTime::MAX, Some("1")).is_err(),
            shifted(3_650).of("1") > TimeDelta::zero()
        );
    }
}
