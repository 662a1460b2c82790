//! A cell as a rule looks at it: text of a CSV file and the types of Parquet say the same in two ways.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// What points in time and truth values are counted in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::audit) enum Point {
    /// 0 and 1.
    Flag,
    /// Days since 1970.
    Day,
    /// Thousandths of a second since 1970.
    Millis,
    /// Millionths.
    Micros,
    /// Billionths.
    Nanos,
    /// Something else.
    Other,
}

/// A cell that is not NULL.
#[derive(Clone, Copy, Debug)]
pub(in crate::audit) enum Value<'c> {
    Text(&'c str),
    /// In the smallest unit, and how many decimals that has.
    Number(i128, u32),
    Float,
    Point(i64, Point),
}

impl<'c> Value<'c> {
    /// Whether it says nothing: the text without a sign, as which a file of one column writes NULL.
    pub(in crate::audit) fn is_nothing(self) -> bool {
        matches!(self, Self::Text(""))
    }

    /// A text; `None` for other types.
    pub(super) fn text(self) -> Option<&'c str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// A truth value as releases write it.
    pub(super) fn flag(self, excel: bool) -> Option<bool> {
        match self {
            Self::Text("true") | Self::Point(1, Point::Flag) => Some(true),
            Self::Text("false") | Self::Point(0, Point::Flag) => Some(false),
            Self::Text("TRUE" | "ИСТИНА") if excel => Some(true),
            Self::Text("FALSE" | "ЛОЖЬ") if excel => Some(false),
            _ => None,
        }
    }

    /// A number with exactly so many decimals, in its smallest unit.
    pub(super) fn number(self, decimals: u32, excel: bool) -> Option<i128> {
        match self {
            Self::Number(value, scale) => (scale == decimals).then_some(value),
            Self::Text(text) => {
                let magnitude = text.strip_prefix('-').unwrap_or(text);
                let point = if excel && magnitude.contains(',') { ',' } else { '.' };
                let (whole, part) = magnitude.split_once(point).unwrap_or((magnitude, ""));
                let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                let plain = (1..=20).contains(&whole.len()) && digits(whole) && digits(part);
                let fits = plain && part.len() == decimals as usize && (decimals > 0 || magnitude == whole);
                let number: i128 = fits.then(|| format!("{whole}{part}").parse().ok()).flatten()?;
                Some(if text.starts_with('-') { -number } else { number })
            }
            _ => None,
        }
    }

    /// A calendar date.
    pub(super) fn day(self, excel: bool) -> Option<NaiveDate> {
        match self {
            Self::Point(days, Point::Day) => NaiveDate::from_epoch_days(i32::try_from(days).ok()?),
            Self::Text(text) => date(text, excel),
            _ => None,
        }
    }

    /// A moment without a zone.
    pub(super) fn moment(self, excel: bool) -> Option<NaiveDateTime> {
        let at = match self {
            Self::Point(at, Point::Millis) => DateTime::from_timestamp_millis(at),
            Self::Point(at, Point::Micros) => DateTime::from_timestamp_micros(at),
            Self::Point(at, Point::Nanos) => Some(DateTime::from_timestamp_nanos(at)),
            Self::Text(text) => return moment(text, excel),
            _ => None,
        };
        at.map(|at| at.naive_utc())
    }
}

fn date(text: &str, excel: bool) -> Option<NaiveDate> {
    // Not what a parser allows besides: signs, spaces, single digits.
    let shape = |wanted: &str| {
        text.len() == wanted.len()
            && text
                .bytes()
                .zip(wanted.bytes())
                .all(|(byte, want)| if want == b'0' { byte.is_ascii_digit() } else { byte == want })
    };
    if shape("0000-00-00") {
        return NaiveDate::parse_from_str(text, "%Y-%m-%d").ok();
    }
    let day = excel && shape("00.00.0000");
    // Years that ISO 8601 writes with more digits.
    let far = text.starts_with(['+', '-']) && text.len() <= 14;
    if day {
        NaiveDate::parse_from_str(text, "%d.%m.%Y").ok()
    } else if far {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|date| date.to_string() == text)
    } else {
        None
    }
}

fn moment(text: &str, excel: bool) -> Option<NaiveDateTime> {
    let apart = if excel { text.find(['T', ' ']) } else { text.find('T') };
    let (day, time) = text.split_at(apart?);
    let day = date(day, excel)?;
    let time = &time[1..];
    let (clock, part) = time.split_once('.').unwrap_or((time, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut parts = clock.split(':').map(|part| if part.len() == 2 && digits(part) { part.parse().ok() } else { None });
    let (hour, minute) = (parts.next()??, parts.next()??);
    let second: u32 = match parts.next() {
        Some(second) => second?,
        None if excel => 0,
        None => return None,
    };
    let fraction = (part.len() <= 9 && digits(part)).then(|| format!("{part:0<9}").parse::<u32>().ok()).flatten()?;
    if parts.next().is_some() { None } else { day.and_hms_nano_opt(hour, minute, second, fraction) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_and_types_say_the_same() {
        let day = Value::Text("2024-02-29").day(false);
        assert_eq!(day, Value::Point(19_782, Point::Day).day(false));
        assert!(day.is_some() && Value::Text("2024-2-29").day(false).is_none());
        assert!(Value::Text("29.02.2024").day(true) == day && Value::Text("29.02.2024").day(false).is_none());
        let at = Value::Text("2024-02-29T10:00:00.500").moment(false);
        assert_eq!(at, Value::Point(1_709_200_800_500, Point::Millis).moment(false));
        for other in
            ["2024-02-29", "2024-02-29 10:00:00", "2024-02-29T10:00", "2024-02-29T10:00:00Z", "2024-02-29T+1:00:00"]
        {
            assert_eq!(Value::Text(other).moment(false), None, "{other}");
        }
        assert!(Value::Text("29.02.2024 10:00").moment(true).is_some());
        assert_eq!(Value::Text("-45000.50").number(2, false), Some(-4_500_050));
        assert_eq!(Value::Text("45000,50").number(2, true), Some(4_500_050));
        for other in ["45000.5", "45000", "+1.00", "1 000.00", "45000,50", "1e3"] {
            assert_eq!(Value::Text(other).number(2, false), None, "{other}");
        }
        assert_eq!(Value::Number(7, 0).number(0, false), Value::Text("7").number(0, false));
        assert_eq!(Value::Text("7.").number(0, false), None);
        assert_eq!(Value::Text("true").flag(false), Value::Point(1, Point::Flag).flag(false));
    }
}
