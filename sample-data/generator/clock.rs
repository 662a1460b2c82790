//! Times as exports write them.
//!
//! Instants are epoch seconds. Almaty kept +06:00 until the end of February 2024 and has +05:00 since, so offsets depend on the instant.

use std::fmt::Write;

use chrono::{DateTime, Datelike, Timelike};

/// 1 March 2019, 00:00 in Almaty: the school opens.
pub(crate) const OPENING: i64 = 1_551_376_800;
/// 15 March 2026, 00:00 in Almaty: the exports are made, and nothing in them is later.
pub(crate) const EXPORT: i64 = 1_773_514_800;

pub(crate) const HOUR: i64 = 3_600;
pub(crate) const DAY: i64 = 24 * HOUR;

/// 1 March 2024, 00:00 at +06:00: clocks in Almaty go back an hour.
const ONE_ZONE: i64 = 1_709_229_600;

/// Hours that Almaty is ahead of UTC.
pub(crate) fn almaty(instant: i64) -> i64 {
    if instant < ONE_ZONE { 6 } else { 5 }
}

/// `2023-08-31 12:00:00` on a clock so many hours ahead of UTC; `between` stands between date and time.
pub(crate) fn iso(out: &mut String, instant: i64, hours: i64, between: char) {
    let (date, time) = wall(instant, hours);
    date_digits(out, date, ['-', '-'], true);
    out.push(between);
    clock_digits(out, time.0, time.1);
    out.push(':');
    two(out, time.2);
}

/// `31.08.2023 12:00` in Almaty.
pub(crate) fn dotted(out: &mut String, instant: i64) {
    let (date, time) = wall(instant, almaty(instant));
    date_digits(out, date, ['.', '.'], false);
    out.push(' ');
    clock_digits(out, time.0, time.1);
}

/// `31.08.2023` in Almaty.
pub(crate) fn dotted_day(out: &mut String, instant: i64) {
    let (date, _) = wall(instant, almaty(instant));
    date_digits(out, date, ['.', '.'], false);
}

/// `31.08.2023`.
pub(crate) fn dotted_date(out: &mut String, (year, month, day): (i32, u32, u32)) {
    date_digits(out, (year, month, day), ['.', '.'], false);
}

type Date = (i32, u32, u32);
type Time = (u32, u32, u32);

fn wall(instant: i64, hours: i64) -> (Date, Time) {
    let wall = DateTime::from_timestamp(instant + hours * HOUR, 0).unwrap_or_default();
    ((wall.year(), wall.month(), wall.day()), (wall.hour(), wall.minute(), wall.second()))
}

fn date_digits(out: &mut String, (year, month, day): Date, marks: [char; 2], year_first: bool) {
    if year_first {
        four(out, year);
        out.push(marks[0]);
        two(out, month);
        out.push(marks[1]);
        two(out, day);
    } else {
        two(out, day);
        out.push(marks[0]);
        two(out, month);
        out.push(marks[1]);
        four(out, year);
    }
}

fn clock_digits(out: &mut String, hour: u32, minute: u32) {
    two(out, hour);
    out.push(':');
    two(out, minute);
}

fn four(out: &mut String, year: i32) {
    // Writing to a `String` cannot fail.
    _ = write!(out, "{year:04}");
}

fn two(out: &mut String, number: u32) {
    out.push(char::from(b'0' + (number / 10 % 10) as u8));
    out.push(char::from(b'0' + (number % 10) as u8));
}
