//! Units of time and how each of their periods is written: one spelling a level, wherever a time becomes coarser.

use chrono::{Datelike as _, Days, IsoWeek, NaiveDate, NaiveDateTime, Timelike as _, Weekday};

/// A unit of time.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum TimeUnit {
    /// `2024-03-28T16:00:00`
    Hour,
    /// `2024-03-28`
    Day,
    /// `2024-W13`
    Week,
    /// `2024-03`
    Month,
    /// `2024-Q1`
    Quarter,
    /// `2024`
    Year,
    /// `1960s`
    Decade,
}

impl TimeUnit {
    /// All, from fine to coarse.
    pub const ALL: [Self; 7] =
        [Self::Hour, Self::Day, Self::Week, Self::Month, Self::Quarter, Self::Year, Self::Decade];

    /// The word that profiles use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
            Self::Decade => "decade",
        }
    }

    /// The unit of this name.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.name() == word)
    }

    /// The usual units above this one. Weeks lie across months, so they are climbed only from a week or where a profile says so; decades are
    /// for births.
    #[must_use]
    pub fn above(self) -> Vec<Self> {
        Self::ALL.into_iter().filter(|unit| *unit > self && !matches!(unit, Self::Week | Self::Decade)).collect()
    }

    /// The first day of the period that a day is in; of an hour and a day the day itself.
    #[must_use]
    pub fn first_day(self, day: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Hour | Self::Day => Some(day),
            Self::Week => day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday()))),
            Self::Month => day.with_day(1),
            Self::Quarter => NaiveDate::from_ymd_opt(day.year(), day.month0() / 3 * 3 + 1, 1),
            Self::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
            Self::Decade => NaiveDate::from_ymd_opt(day.year() - day.year().rem_euclid(10), 1, 1),
        }
    }

    /// Appends the name of the period that a moment is in.
    pub fn write(self, at: NaiveDateTime, out: &mut String) {
        use std::fmt::Write as _;
        let day = at.date();
        // Writing to a String cannot fail.
        let _ = match self {
            Self::Hour => write!(out, "{day}T{:02}:00:00", at.hour()),
            Self::Day => write!(out, "{day}"),
            Self::Week => {
                let week: IsoWeek = day.iso_week();
                write!(out, "{}-W{:02}", week.year(), week.week())
            }
            Self::Month => write!(out, "{}-{:02}", day.year(), day.month()),
            Self::Quarter => write!(out, "{}-Q{}", day.year(), day.month0() / 3 + 1),
            Self::Year => write!(out, "{}", day.year()),
            Self::Decade => write!(out, "{}s", day.year() - day.year().rem_euclid(10)),
        };
    }
}

/// The first moment of a period, or of a time, as they are written here.
#[must_use]
pub fn first_moment(text: &str) -> Option<NaiveDateTime> {
    if let Ok(at) = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f") {
        return Some(at);
    }
    let number = |text: &str, len: usize| {
        (text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| text.parse::<u32>().ok())
            .flatten()
    };
    let year = i32::try_from(number(text.get(..4)?, 4)?).ok()?;
    let day = match &text[4..] {
        "" => NaiveDate::from_ymd_opt(year, 1, 1),
        "s" if year % 10 == 0 => NaiveDate::from_ymd_opt(year, 1, 1),
        rest => match rest.strip_prefix('-')? {
            week if week.starts_with('W') => NaiveDate::from_isoywd_opt(year, number(&week[1..], 2)?, Weekday::Mon),
            quarter if quarter.starts_with('Q') => {
                NaiveDate::from_ymd_opt(year, number(&quarter[1..], 1)?.checked_sub(1)? * 3 + 1, 1)
            }
            month if month.len() == 2 => NaiveDate::from_ymd_opt(year, number(month, 2)?, 1),
            _ => text.parse().ok(),
        },
    };
    day?.and_hms_opt(0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        first_moment(text).expect("a time")
    }

    #[test]
    fn a_period_is_named_and_found_again() {
        let moment = at("2024-03-28T16:41:07");
        for (unit, name, first) in [
            (TimeUnit::Hour, "2024-03-28T16:00:00", "2024-03-28T16:00:00"),
            (TimeUnit::Day, "2024-03-28", "2024-03-28T00:00:00"),
            (TimeUnit::Week, "2024-W13", "2024-03-25T00:00:00"),
            (TimeUnit::Month, "2024-03", "2024-03-01T00:00:00"),
            (TimeUnit::Quarter, "2024-Q1", "2024-01-01T00:00:00"),
            (TimeUnit::Year, "2024", "2024-01-01T00:00:00"),
            (TimeUnit::Decade, "2020s", "2020-01-01T00:00:00"),
        ] {
            let mut out = String::new();
            unit.write(moment, &mut out);
            assert_eq!(out, name);
            assert_eq!(first_moment(&out), Some(at(first)), "{name}");
            if unit != TimeUnit::Hour {
                assert_eq!(unit.first_day(moment.date()), Some(at(first).date()), "{name}");
            }
        }
        let mut week = String::new();
        TimeUnit::Week.write(at("2024-12-30"), &mut week);
        assert_eq!(week, "2025-W01", "weeks belong to the year of their Thursday");
    }

    #[test]
    fn other_texts_are_no_periods() {
        for text in [
            "",
            "*",
            "2024-13",
            "2024-Q5",
            "2024-Q0",
            "2024-W54",
            "2024-3",
            "24",
            "1965s",
            "2024-",
            "2024-02-30",
            "курс",
        ] {
            assert_eq!(first_moment(text), None, "{text}");
        }
    }
}
