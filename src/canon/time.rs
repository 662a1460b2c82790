//! Times as exports write them (domain requirements, 5.1): ISO 8601, Russian and Kazakh dates, nginx, epochs.
//!
//! Orders of day and month that could be meant either way are unfit instead of guessed.

use std::fmt;

use chrono::{DateTime, Datelike as _, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;

use super::null;
use super::number::split_digits;
use super::reading::{Open, Order, Reading};
use super::text::{asciify, eq_fold, strip_prefix_fold, unguard};

/// A point in time, as far as the text tells which.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum Moment {
    /// Clock time of the place where it was written; a date alone is its midnight.
    Local(NaiveDateTime),
    /// It had an offset or a `Z`, or was an epoch; the value is in UTC.
    Utc(NaiveDateTime),
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Local(_) => "Local(..)",
            Self::Utc(_) => "Utc(..)",
        })
    }
}

/// What a text says about time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Parsed {
    /// A point in time.
    At(Moment),
    /// A point in time whose century the schema's pivot decided.
    ByPivot(Moment),
    /// A spelling of "nothing".
    Null,
    /// A time, if the schema said one thing more.
    Open(Open),
    /// Not a time.
    Unfit,
}

/// A time zone of the IANA database, by name. A fixed offset would be wrong: Kazakhstan changed zones on 1 March 2024.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Zone(Tz);

impl Zone {
    /// The zone of most of Kazakhstan, and of a schema that names none.
    pub const ALMATY: Self = Self(Tz::Asia__Almaty);
    /// Universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Its name in the IANA database.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The zone with this name (`Asia/Almaty`, `UTC`); spelling is exact.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        name.parse().ok().map(Self)
    }

    /// The instant at which a clock of this zone shows a time: the first of two where it was put back, `None` in an hour that it left out.
    #[must_use]
    pub fn utc(self, local: NaiveDateTime) -> Option<NaiveDateTime> {
        self.0.from_local_datetime(&local).earliest().map(|at| at.naive_utc())
    }

    /// Clock time in this zone; what is local already stays as it is.
    #[must_use]
    pub fn local(self, moment: Moment) -> NaiveDateTime {
        match moment {
            Moment::Local(at) => at,
            Moment::Utc(at) => self.0.from_utc_datetime(&at).naive_local(),
        }
    }
}

/// Reads a time in any of the known spellings.
///
/// Null rule: 5.9's spellings, `0`, `0000-00-00`, `1970-01-01`, `01.01.1900`, `1900-01-00`, alone or at midnight.
#[must_use]
pub fn parse(text: &str) -> Parsed {
    const PLAIN: Reading = Reading::of(Zone::ALMATY);
    parse_as(text, &PLAIN)
}

/// As [`parse`], for a column of which more is known: the order of day and month, the century of two digits.
#[must_use]
pub fn parse_as(text: &str, reading: &Reading) -> Parsed {
    match plain(text.as_bytes()) {
        Some(moment) => Parsed::At(moment),
        None => careful(text, reading),
    }
}

/// `YYYY-MM-DD` and `DD.MM.YYYY`, alone or with `HH:MM` or `HH:MM:SS` behind a space or `T`, and with an offset or `Z` behind that: nearly all
/// values are so. Years that stand for no date in databases (1970 and earlier, where the first of January is meant) take the careful way.
fn plain(bytes: &[u8]) -> Option<Moment> {
    let (date, time) = bytes.split_first_chunk::<10>()?;
    let (year, month, day) = match *date {
        [c1, c2, y1, y2, b'-', m1, m2, b'-', d1, d2] | [d1, d2, b'.', m1, m2, b'.', c1, c2, y1, y2] => {
            (i32::from(two(c1, c2)?) * 100 + i32::from(two(y1, y2)?), two(m1, m2)?, two(d1, d2)?)
        }
        _ => return None,
    };
    if year < 1000 || (month == 1 && day == 1 && matches!(year, 1900 | 1970)) {
        return None;
    }
    let date = NaiveDate::from_ymd_opt(year, month.into(), day.into())?;
    let (time, zone) = match time {
        [] => (NaiveTime::MIN, &[][..]),
        [b' ' | b'T', h1, h2, b':', m1, m2, rest @ ..] => {
            let (second, zone) = match rest {
                [b':', s1, s2, zone @ ..] => (two(*s1, *s2)?, zone),
                [] => (0, rest),
                _ => return None,
            };
            (NaiveTime::from_hms_opt(two(*h1, *h2)?.into(), two(*m1, *m2)?.into(), second.into())?, zone)
        }
        _ => return None,
    };
    let at = date.and_time(time);
    let minutes = match zone {
        [] => return Some(Moment::Local(at)),
        b"Z" => 0,
        [sign @ (b'+' | b'-'), h1, h2, b':', m1, m2] => {
            let (hours, minutes) = (i64::from(two(*h1, *h2)?), i64::from(two(*m1, *m2)?));
            // Where offsets end is for the careful way to say.
            if hours > 12 || minutes > 59 {
                return None;
            }
            if *sign == b'-' { -(60 * hours + minutes) } else { 60 * hours + minutes }
        }
        _ => return None,
    };
    Some(Moment::Utc(at.checked_sub_signed(TimeDelta::minutes(minutes))?))
}

/// The number that two ASCII digits make.
fn two(tens: u8, ones: u8) -> Option<u8> {
    let (tens, ones) = (tens.wrapping_sub(b'0'), ones.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| tens * 10 + ones)
}

fn careful(text: &str, reading: &Reading) -> Parsed {
    let text = unguard(text);
    let is_nothing = if reading.birth { null::is_null_like_birth } else { null::is_null_like_time };
    if is_nothing(text) {
        return Parsed::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let extended = extended(text);
    let text = extended.as_deref().unwrap_or(text);
    if let Some(moment) = epoch(text).or_else(|| excel_serial(text)) {
        return Parsed::At(moment);
    }
    let text = after_weekday(text);
    let dated = numeric_date(text, reading).or_else(|| worded_date(text, reading));
    let dated = dated.or_else(|| american_date(text).map(|(date, rest)| (Day { date, by_pivot: false }, rest)));
    let moment = dated.and_then(|(day, rest)| Some((time_of_day(day.date, rest)?, day.by_pivot)));
    match moment {
        None => what_is_open(text, reading).map_or(Parsed::Unfit, Parsed::Open),
        Some((moment, false)) => Parsed::At(moment),
        Some((moment, true)) => Parsed::ByPivot(moment),
    }
}

/// What a schema would have to say for the text to be a time.
fn what_is_open(text: &str, reading: &Reading) -> Option<Open> {
    let reads = |reading: &Reading| {
        let dated = numeric_date(text, reading).or_else(|| worded_date(text, reading));
        dated.is_some_and(|(day, rest)| time_of_day(day.date, rest).is_some())
    };
    if reads(&Reading { order: Some(Order::DayFirst), ..*reading }) {
        return Some(Open::Order);
    }
    reads(&Reading { pivot: Some(2099), ..*reading }).then_some(Open::Century)
}

/// A day of the calendar, and whether a pivot decided which century it is of.
#[derive(Clone, Copy)]
struct Day {
    date: NaiveDate,
    by_pivot: bool,
}

/// A year, and whether a pivot decided which it is.
type Year = (u32, bool);

fn day((year, by_pivot): Year, month: u32, day: u32) -> Option<Day> {
    date(year, month, day).map(|date| Day { date, by_pivot })
}

/// The extended form of ISO 8601 for its basic one: `20230831T120000Z`, `20230831120000`, `20230831T1200`.
fn extended(text: &str) -> Option<String> {
    let (date, rest) = text.as_bytes().split_first_chunk::<8>()?;
    let marked = matches!(rest.first(), Some(b'T' | b' '));
    let time = &text.get(8 + usize::from(marked)..)?;
    let (digits, behind) = split_digits(time.as_bytes());
    // Twelve digits are an IIN as well, so minutes alone need the mark.
    let known = digits.len() == 6 || (digits.len() == 4 && marked);
    // Fourteen digits are a time only in the centuries that people live in.
    let century = marked || matches!(date[..2], [b'1', b'9'] | [b'2', b'0']);
    if !known || !century || !date.iter().all(u8::is_ascii_digit) || behind.first() == Some(&b':') {
        return None;
    }
    let [year, month, day] = [&text[..4], &text[4..6], &text[6..8]];
    let [hour, minute, rest] = [&time[..2], &time[2..4], &time[4..]];
    let second = if digits.len() == 6 { ":" } else { "" };
    Some(format!("{year}-{month}-{day}T{hour}:{minute}{second}{rest}"))
}

/// Epochs end where 32 bits do, on 19 January 2038. Beyond it ten digits are a telephone number (`7710009998`) and sixteen a card, and
/// as times they would leave unseen, since the guard does not look at times.
const LAST_EPOCH: i64 = 1 << 31;

/// Seconds (10 digits, with or without a fraction), milliseconds (13) or microseconds (16) since 1970.
fn epoch(text: &str) -> Option<Moment> {
    let (whole, rest) = split_digits(text.as_bytes());
    let value: i64 = std::str::from_utf8(whole).ok()?.parse().ok()?;
    let micros = match (whole.len(), rest) {
        (10, []) => value.checked_mul(1_000_000)?,
        (10, [b'.', fraction @ ..]) => value.checked_mul(1_000_000)?.checked_add(i64::from(nanos(fraction)? / 1000))?,
        (13, []) => value.checked_mul(1_000)?,
        (16, []) => value,
        _ => return None,
    };
    let plausible = micros < LAST_EPOCH * 1_000_000;
    plausible.then(|| DateTime::from_timestamp_micros(micros)).flatten().map(|at| Moment::Utc(at.naive_utc()))
}

/// Days since the end of 1899 as Excel counts them, with or without a fraction of a day: 10000 is 1927, 73050 is 2099.
///
/// Excel believes in 29 February 1900, so days are counted from 30 December 1899; before March 1900 nobody's dates lie.
fn excel_serial(text: &str) -> Option<Moment> {
    let (whole, rest) = split_digits(text.as_bytes());
    let days: u64 = std::str::from_utf8(whole).ok().filter(|whole| whole.len() == 5)?.parse().ok()?;
    let date = NaiveDate::from_ymd_opt(1899, 12, 30)?.checked_add_days(chrono::Days::new(days))?;
    let seconds = match rest {
        [] => 0,
        [b'.' | b',', fraction @ ..]
            if (1..=12).contains(&fraction.len()) && fraction.iter().all(u8::is_ascii_digit) =>
        {
            // `45000.000` is a sum; a spreadsheet writes a day without a time as `45000`, a program as `45000.0`.
            if (2..=4).contains(&fraction.len()) && fraction.iter().all(|digit| *digit == b'0') {
                return None;
            }
            let unit = 10_u64.pow(u32::try_from(fraction.len()).ok()?);
            let part: u64 = std::str::from_utf8(fraction).ok()?.parse().ok()?;
            // A second is 1.2e-5 of a day: spreadsheets store the nearest double, so the nearest second is meant.
            (part * 86_400 + unit / 2) / unit
        }
        _ => return None,
    };
    let midnight = date.and_time(NaiveTime::MIN);
    let at = midnight.checked_add_signed(TimeDelta::seconds(i64::try_from(seconds).ok()?))?;
    (10_000..=73_050).contains(&days).then_some(Moment::Local(at))
}

/// The text without the day of the week that RFC 1123 and some programs put before a date.
fn after_weekday(text: &str) -> &str {
    const DAYS: [&str; 21] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "пн", "вт", "ср", "чт", "пт", "сб", "вс", "дс", "сс", "ср",
        "бс", "жм", "сб", "жс",
    ];
    match text.split_once([' ', ',']) {
        Some((day, rest)) if DAYS.iter().any(|known| eq_fold(day, known)) => rest.trim_start_matches([' ', ',']),
        _ => text,
    }
}

/// `Aug 31, 2023`, `Aug 31 2023`; also the rest of the text.
fn american_date(text: &str) -> Option<(NaiveDate, &str)> {
    let (name, rest) = word(text)?;
    let month = month(name)?;
    let (day, rest) = number(rest.trim_start())?;
    let (year, rest) = number(rest.trim_start_matches([',', ' ']))?;
    Some((date(four(year)?, month, short(day)?)?, rest))
}

/// One to nine digits as nanoseconds; more only if they are zeros.
fn nanos(fraction: &[u8]) -> Option<u32> {
    if fraction.is_empty()
        || !fraction.iter().all(u8::is_ascii_digit)
        || fraction.iter().skip(9).any(|&byte| byte != b'0')
    {
        return None;
    }
    let digits = fraction.iter().copied().chain(std::iter::repeat(b'0')).take(9);
    Some(digits.fold(0, |value, byte| value * 10 + u32::from(byte - b'0')))
}

/// The day that a text begins with, as [`parse`] reads days, and the rest of the text.
pub(crate) fn day_at_start(text: &str) -> Option<(NaiveDate, &str)> {
    const PLAIN: Reading = Reading::of(Zone::ALMATY);
    numeric_date(text, &PLAIN).or_else(|| worded_date(text, &PLAIN)).map(|(day, rest)| (day.date, rest))
}

/// Dates of three numbers, and nginx's `31/Aug/2023`; also the rest of the text.
fn numeric_date<'t>(text: &'t str, reading: &Reading) -> Option<(Day, &'t str)> {
    let (first, rest) = number(text)?;
    if rest.is_empty() && first.1 == 8 {
        return date(first.0 / 10_000, first.0 / 100 % 100, first.0 % 100)
            .filter(|date| (1900..2100).contains(&date.year()))
            .map(|date| (Day { date, by_pivot: false }, ""));
    }
    // Six digits are a number like others, unless the schema says what comes first.
    if rest.is_empty() && first.1 == 6 {
        let (a, b, c) = (first.0 / 10_000, first.0 / 100 % 100, first.0 % 100);
        let (year, month, date) = match reading.order? {
            Order::DayFirst => (c, b, a),
            Order::MonthFirst => (c, a, b),
            Order::YearFirst => (a, b, c),
        };
        return day(year_of((year, 2), reading)?, month, date).map(|day| (day, ""));
    }
    let mark = rest.chars().next().filter(|mark| matches!(mark, '-' | '.' | '/'))?;
    let rest = &rest[1..];
    if mark == '/' && rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let (name, rest) = rest.split_once('/')?;
        let (year, rest) = number(rest)?;
        return Some((day((four(year)?, false), month(name)?, short(first)?)?, rest));
    }
    let (second, rest) = number(rest)?;
    let (third, rest) = number(rest.strip_prefix(mark)?)?;
    let found = if first.1 == 4 {
        day((first.0, false), short(second)?, short(third)?)?
    } else if reading.order == Some(Order::YearFirst) {
        day(year_of(first, reading)?, short(second)?, short(third)?)?
    } else {
        let (a, b) = (short(first)?, short(second)?);
        // Americans write the month first. Where the schema does not say so, only a number above twelve tells; points are written elsewhere.
        let (month, date) = match (reading.order, a > 12, b > 12) {
            (Some(Order::MonthFirst), ..) => (a, b),
            (Some(Order::DayFirst | Order::YearFirst), ..) => (b, a),
            (None, ..) if mark == '.' => (b, a),
            (None, true, false) => (b, a),
            (None, false, true) => (a, b),
            (None, ..) => return None,
        };
        // Between other marks than points two digits may be anything, unless the schema says how dates are written.
        let year =
            if mark == '.' || reading.order.is_some() { year_of(third, reading)? } else { (four(third)?, false) };
        day(year, month, date)?
    };
    Some((found, rest))
}

/// A number of up to eight digits with its length, and the rest.
fn number(text: &str) -> Option<((u32, usize), &str)> {
    let (digits, _) = split_digits(text.as_bytes());
    let (digits, rest) = text.split_at(digits.len());
    (digits.len() <= 8).then(|| digits.parse().ok()).flatten().map(|value| ((value, digits.len()), rest))
}

/// A day or a month: one or two digits.
fn short((value, len): (u32, usize)) -> Option<u32> {
    (len <= 2).then_some(value)
}

/// A year of four digits.
fn four((value, len): (u32, usize)) -> Option<u32> {
    (len == 4).then_some(value)
}

/// A year of four digits, or of two where its century is known.
fn year_of((value, len): (u32, usize), reading: &Reading) -> Option<Year> {
    match len {
        4 => Some((value, false)),
        2 => reading.year(u16::try_from(value).ok()?).map(|(year, by_pivot)| (year.into(), by_pivot)),
        _ => None,
    }
}

/// A day of the calendar. Years before 1000 are slips of the keyboard.
fn date(year: u32, month: u32, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(year).ok().filter(|year| (1000..=9999).contains(year))?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// `31 авг. 2023`, `31 августа 2023 г.`, `31 тамыз 2023 ж.`, `2023 жылғы 31 тамыз`; also the rest of the text.
fn worded_date<'t>(text: &'t str, reading: &Reading) -> Option<(Day, &'t str)> {
    let (first, rest) = ordinal(text)?;
    if first.1 == 4 {
        let rest = after_year(rest);
        let (second, rest) = ordinal(rest.trim_start())?;
        let (name, rest) = word(rest)?;
        return Some((day((first.0, false), month(name)?, short(second)?)?, rest));
    }
    // Oracle and Excel write `31-Aug-23`; in `31 августа 12` the last number may be an hour.
    let hyphens = rest.starts_with('-');
    let (name, rest) = word(rest)?;
    let (year, rest) = number(rest.trim_start())?;
    let year = if hyphens { year_of(year, reading)? } else { (four(year)?, false) };
    Some((day(year, month(name)?, short(first)?)?, rest))
}

/// A number as a day is written: `28`, `«28»`, `28-го`, `28-ші`; and the rest.
fn ordinal(text: &str) -> Option<((u32, usize), &str)> {
    const ENDINGS: [&str; 9] = ["-го", "-ое", "-е", "-ші", "-шы", "-нші", "-ншы", "-інші", "-ыншы"];
    if let Some(inside) = text.strip_prefix(['«', '"', '“']) {
        let (day, rest) = number(inside)?;
        return Some((day, rest.strip_prefix(['»', '"', '”'])?));
    }
    let (day, rest) = number(text)?;
    let behind = ENDINGS.iter().filter_map(|ending| strip_prefix_fold(rest, ending)).find(|rest| rest.starts_with(' '));
    Some((day, behind.unwrap_or(rest)))
}

/// The next word, without a dot or a comma at its end, and the rest.
fn word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start_matches([' ', '-']);
    let end = text.find([' ', '-']).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    (!word.is_empty()).then(|| (word.trim_end_matches(['.', ',']), rest.trim_start_matches('-')))
}

/// The rest behind "of the year", if it is there.
fn after_year(text: &str) -> &str {
    let rest = text.trim_start();
    for mark in ["года", "год", "г.", "г", "жылғы", "жылдың", "жылы", "жыл", "ж.", "ж"] {
        if let Some(rest) = strip_prefix_fold(rest, mark)
            && (rest.is_empty() || rest.starts_with([' ', ',']))
        {
            return rest;
        }
    }
    text
}

/// Spellings of the twelve months, in lower case: Russian, Kazakh, English.
const MONTHS: [&[&str]; 12] = [
    &["янв", "январь", "января", "қаң", "қаңт", "қаңтар", "jan", "january"],
    &["фев", "февр", "февраль", "февраля", "ақп", "ақпан", "feb", "february"],
    &["мар", "март", "марта", "нау", "наур", "наурыз", "mar", "march"],
    &["апр", "апрель", "апреля", "сәу", "сәуір", "apr", "april"],
    &["май", "мая", "мам", "мамыр", "may"],
    &["июн", "июнь", "июня", "мау", "маус", "маусым", "jun", "june"],
    &["июл", "июль", "июля", "шіл", "шілд", "шілде", "jul", "july"],
    &["авг", "август", "августа", "там", "тамыз", "aug", "august"],
    &["сен", "сент", "сентябрь", "сентября", "қыр", "қырк", "қыркүйек", "sep", "sept", "september"],
    &["окт", "октябрь", "октября", "қаз", "қазан", "oct", "october"],
    &["ноя", "нояб", "ноябрь", "ноября", "қар", "қараша", "nov", "november"],
    &["дек", "декабрь", "декабря", "жел", "желт", "желтоқсан", "dec", "december"],
];

fn month(name: &str) -> Option<u32> {
    let known = |name: &str| MONTHS.iter().position(|names| names.iter().any(|known| eq_fold(name, known)));
    // `28 наурызы` is the 28th of March.
    let owned = || name.strip_suffix(['ы', 'і']).filter(|bare| bare.ends_with(['з', 'н', 'р', 'м'])).and_then(known);
    let index = known(name).or_else(owned)?;
    u32::try_from(index + 1).ok()
}

/// Nothing, or a time of day with or without an offset; anything else is not a time.
fn time_of_day(date: NaiveDate, rest: &str) -> Option<Moment> {
    let rest = after_year(rest);
    let rest = rest.strip_prefix(" в").filter(|rest| rest.starts_with(' ')).unwrap_or(rest);
    if rest.trim().is_empty() {
        return Some(Moment::Local(date.and_time(NaiveTime::MIN)));
    }
    let rest = match rest.as_bytes() {
        [b'T' | b' ' | b':', ..] => rest[1..].trim_start(),
        [b',', b' ', ..] => &rest[2..],
        _ => return None,
    };
    let (hour, rest) = number(rest)?;
    let (minute, rest) = number(rest.strip_prefix(':')?)?;
    let (second, rest) = match rest.strip_prefix(':') {
        Some(rest) => number(rest)?,
        None => ((0, 2), rest),
    };
    if short(hour).is_none() || minute.1 != 2 || second.1 != 2 {
        return None;
    }
    let (nano, rest) = match rest.strip_prefix(['.', ',']) {
        Some(rest) => {
            let (fraction, _) = split_digits(rest.as_bytes());
            (nanos(fraction)?, &rest[fraction.len()..])
        }
        None => (0, rest),
    };
    let (half, rest) = half_of_day(rest);
    let hour = match (half, short(hour)?) {
        (None, hour) => hour,
        (Some(half), hour @ 1..=12) => hour % 12 + half,
        _ => return None,
    };
    let at = date.and_time(NaiveTime::from_hms_nano_opt(hour, minute.0, second.0, nano)?);
    match rest.strip_prefix(' ').unwrap_or(rest) {
        "" => Some(Moment::Local(at)),
        zone => at.checked_sub_signed(offset(zone)?).map(Moment::Utc),
    }
}

/// Hours that `AM` or `PM` add, and the rest of the text.
fn half_of_day(text: &str) -> (Option<u32>, &str) {
    let bare = text.trim_start();
    for (mark, hours) in [("am", 0), ("a.m.", 0), ("pm", 12), ("p.m.", 12)] {
        if let Some(rest) = strip_prefix_fold(bare, mark)
            && (rest.is_empty() || rest.starts_with(' '))
        {
            return (Some(hours), rest);
        }
    }
    (None, text)
}

/// `Z`, `UTC`, `GMT`, `МСК`, `±hh:mm`, `±hhmm`, `±hh`, `±h`, `GMT+hhmm`; a name in parentheses behind it says nothing more.
fn offset(zone: &str) -> Option<TimeDelta> {
    let zone = zone.strip_prefix('(').and_then(|zone| zone.strip_suffix(')')).unwrap_or(zone);
    // A name behind the offset: `+06:00 (Алматы)`, and in brackets as in RFC 9557: `+06:00[Asia/Almaty]`.
    let zone = zone.split_once(['(', '[']).map_or(zone, |(zone, _)| zone.trim_end());
    if eq_fold(zone, "мск") || eq_fold(zone, "msk") {
        return Some(TimeDelta::hours(3));
    }
    let zone =
        zone.strip_prefix("GMT").or_else(|| zone.strip_prefix("UTC")).filter(|rest| !rest.is_empty()).unwrap_or(zone);
    if ["z", "utc", "gmt"].iter().any(|name| zone.eq_ignore_ascii_case(name)) {
        return Some(TimeDelta::zero());
    }
    let (hours, minutes) = match *zone.as_bytes().get(1..)? {
        [b] => (two(b'0', b)?, 0),
        [a, b] => (two(a, b)?, 0),
        [a, b, c, d] | [a, b, b':', c, d] => (two(a, b)?, two(c, d)?),
        _ => return None,
    };
    let minutes = (hours <= 18 && minutes < 60).then(|| i64::from(hours) * 60 + i64::from(minutes))?;
    match zone.as_bytes()[0] {
        b'+' => Some(TimeDelta::minutes(minutes)),
        b'-' => Some(TimeDelta::minutes(-minutes)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `L` or `U` and the time, or the other outcome: readable in a failed assertion.
    fn said(text: &str) -> String {
        match parse(text) {
            Parsed::At(Moment::Local(at)) => format!("L {at}"),
            Parsed::At(Moment::Utc(at)) => format!("U {at}"),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn the_short_way_says_what_the_long_way_says() {
        let mut state = 13_u64;
        let mut pick = |of: &[&'static str]| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            of[(state >> 33) as usize % of.len()]
        };
        let mut short = 0;
        for _ in 0..200_000 {
            let date = pick(&[
                "2024-02-29",
                "2023-02-29",
                "1970-01-01",
                "1970-01-02",
                "31.08.2023",
                "01.01.1900",
                "08.31.2023",
                "29.02.2024",
                "0999-05-05",
                "2023-8-31",
                "12.11.2020",
            ]);
            let time =
                pick(&["", " 00:00", "T23:59:59", " 24:00", " 7:05", " 10:41", " 10:60", "T10:41:61", " 12:30:15"]);
            let zone = pick(&["", "", "Z", "+05:00", "-03:30", "+13:00", "+05", "+05:60", " ", "z"]);
            let text = format!("{date}{time}{zone}");
            let Some(moment) = plain(text.as_bytes()) else { continue };
            short += 1;
            assert_eq!(careful(&text, &Reading::of(Zone::ALMATY)), Parsed::At(moment), "{text}");
        }
        assert!(short > 12_000, "{short}");
    }

    #[test]
    fn spellings_of_one_second() {
        for text in [
            "2023-08-31 12:00:00",
            "2023-08-31T12:00:00",
            "2023-08-31 12:00",
            "2023-08-31T12:00:00.000",
            "20230831T120000",
            "20230831 120000",
            "20230831120000",
            "20230831T1200",
            "31-Aug-23 12:00:00",
            "31-авг-2023 12:00",
            "2023-08-31 12:00:00.000000000",
            "31.08.2023 12:00:00",
            "31.08.2023 12:00",
            "31.8.2023 12:00",
            "31.08.23 12:00",
            "31.08.2023, 12:00",
            "2023/08/31 12:00:00",
            "31/08/2023 12:00",
            "08/31/2023 12:00",
            "31 авг. 2023 12:00",
            "31 августа 2023 г. 12:00:00",
            "31 Августа 2023, 12:00",
            "31 тамыз 2023 ж. 12:00",
            "2023 жылғы 31 тамыз 12:00",
            "31 АВГУСТА 2023 Г. 12:00",
            "31 августа 2023 года в 12:00",
            "31-го августа 2023 г., 12:00",
            "«31» августа 2023 г. 12:00",
            "2023 Ж. 31 ТАМЫЗ 12:00",
            "31-ші тамыз 2023 ж. 12:00",
            "31-тамыз 2023 ж., 12:00",
            "2023 жылдың 31 тамызы 12:00",
            "31 Aug 2023 12:00",
            " 2023-08-31 12:00:00 ",
            "2023-08-31\u{a0}12:00:00",
            "2023-8-31 12:00",
            "31-08-2023 12:00",
            "31.08.2023 г. 12:00",
            "31-авг-2023 12:00",
            "45169.5",
            "45169,5",
            "Aug 31, 2023 12:00 PM",
            "Aug 31 2023 12:00",
            "31.08.2023 12:00 pm",
        ] {
            assert_eq!(said(text), "L 2023-08-31 12:00:00", "{text}");
        }
    }

    #[test]
    fn offsets_and_epochs_are_utc() {
        for text in [
            "2023-08-31T12:00:00Z",
            "2023-08-31 12:00:00 UTC",
            "2023-08-31T18:00:00+06:00",
            "2023-08-31 18:00:00 +0600",
            "2023-08-31 18:00:00+06",
            "2023-08-31T06:30:00-05:30",
            "31/Aug/2023:18:00:00 +0600",
            "1693483200",
            "1693483200000",
            "1693483200000000",
            "1693483200.0",
            "2023-08-31T12:00:00.000Z",
            "Thu, 31 Aug 2023 12:00:00 GMT",
            "Thu, 31 Aug 2023 18:00:00 +0600",
            "Thu Aug 31 2023 18:00:00 GMT+0600 (Alma-Ata Time)",
        ] {
            assert_eq!(said(text), "U 2023-08-31 12:00:00", "{text}");
        }
        assert_eq!(said("2024-01-01 01:00:00+06"), "U 2023-12-31 19:00:00");
        assert_eq!(said("1693483200.25"), "U 2023-08-31 12:00:00.250");
    }

    #[test]
    fn dates_alone_are_midnight() {
        for text in [
            "2023-08-31",
            "31.08.2023",
            "31.8.2023",
            "31.08.23",
            "2023/08/31",
            "20230831",
            "31/08/2023",
            "08/31/2023",
            "31 авг. 2023",
            "31 августа 2023 г.",
            "31 тамыз 2023 ж.",
            "2023 ж. 31 тамыз",
            "31.08.2023 г.",
            "45169",
            "45169.0",
            "Чт, 31.08.2023",
            "August 31, 2023",
            "31.08.2023 12:00 AM",
        ] {
            assert_eq!(said(text), "L 2023-08-31 00:00:00", "{text}");
        }
        assert_eq!(said("01.02.70"), "L 1970-02-01 00:00:00");
        assert_eq!(said("01.02.69"), "L 2069-02-01 00:00:00");
        assert_eq!(said("9.5.2023 7:05"), "L 2023-05-09 07:05:00");
    }

    #[test]
    fn fractions_up_to_microseconds() {
        assert_eq!(said("2023-08-31 12:00:00.5"), "L 2023-08-31 12:00:00.500");
        assert_eq!(said("2023-08-31 12:00:00.123456"), "L 2023-08-31 12:00:00.123456");
        assert_eq!(said("2023-08-31 12:00:00.1234560"), "L 2023-08-31 12:00:00.123456");
        assert_eq!(said("2023-08-31 12:00:00.123456789"), "L 2023-08-31 12:00:00.123456789");
        assert_eq!(said("2023-08-31 12:00:00.1234567891"), "Unfit");
        assert_eq!(said("2023-08-31 12:00:00."), "Unfit");
    }

    #[test]
    fn every_month_in_three_languages() {
        for (i, names) in MONTHS.iter().enumerate() {
            for name in *names {
                assert_eq!(said(&format!("7 {name} 2023")), format!("L 2023-{:02}-07 00:00:00", i + 1), "{name}");
                assert_eq!(
                    MONTHS.iter().flat_map(|names| names.iter()).filter(|other| *other == name).count(),
                    1,
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn what_could_be_read_two_ways_is_unfit() {
        for text in [
            "03/04/2023",
            "05/05/2023",
            "3-4-2023",
            "2023-02-30",
            "31.02.2023",
            "2023-13-01",
            "2023-08-31 24:00:00",
            "2023-08-31 12:60:00",
            "31/31/2023",
            "12:00",
            "2023-08-31T",
            "2023-08-31 noon",
            "2023-08",
            "123456789",
            "12345678901",
            "99999999",
            "31 foo 2023",
            "2023-08-31 12:00:00 +25:00",
            "0023-08-31",
            "31.08.223",
            "2023-08-31 12:00:0",
            "Асель",
            "2023-08-31 12:00:00 12:00:00",
            "31 августа",
            "9999999999999999999",
            "2023.08",
            "2023-08/31",
        ] {
            let said = said(text);
            assert!(said == "Unfit" || said == "Open(Order)", "{text}: {said}");
        }
    }

    #[test]
    fn nothing_is_null() {
        for text in [
            "",
            "-",
            "0",
            "NULL",
            "0000-00-00",
            "0000-00-00 00:00:00",
            "1970-01-01",
            "1970-01-01 00:00:00",
            "1970-01-01T00:00:00Z",
            "01.01.1900",
            "1900-01-00",
            "1900-01-01",
            "не указано",
            "(not set)",
            " 0000-00-00 ",
        ] {
            assert_eq!(said(text), "Null", "{text}");
        }
        assert_eq!(said("1970-01-02"), "L 1970-01-02 00:00:00");
        let six = |text: &str, order| parse_as(text, &Reading { order: Some(order), ..Reading::of(Zone::ALMATY) });
        let day = |year, month, day| {
            let date = NaiveDate::from_ymd_opt(year, month, day).expect("a day");
            Parsed::At(Moment::Local(date.and_time(NaiveTime::MIN)))
        };
        assert_eq!(six("280324", Order::DayFirst), day(2024, 3, 28));
        assert_eq!(six("032824", Order::MonthFirst), day(2024, 3, 28));
        assert_eq!(six("240328", Order::YearFirst), day(2024, 3, 28));
        assert_eq!(six("24-03-28", Order::YearFirst), day(2024, 3, 28));
        assert_eq!((six("283224", Order::DayFirst), said("280324")), (Parsed::Unfit, "Open(Order)".to_owned()));
        let birth = Reading { birth: true, ..Reading::of(Zone::ALMATY) };
        assert!(
            matches!(parse_as("01.01.1970", &birth), Parsed::At(_)) && parse_as("01.01.1900", &birth) == Parsed::Null
        );
        assert_eq!(said("1970-01-01 03:00:00"), "L 1970-01-01 03:00:00");
    }

    #[test]
    fn zones_know_that_kazakhstan_moved() {
        let almaty = Zone::parse("Asia/Almaty").expect("known");
        let local = |text: &str| match parse(text) {
            Parsed::At(moment) => almaty.local(moment).to_string(),
            other => panic!("{other:?}"),
        };
        assert_eq!(local("2024-02-29T17:59:00Z"), "2024-02-29 23:59:00", "+06 until the end of February");
        assert_eq!(local("2024-02-29T19:00:00Z"), "2024-03-01 00:00:00", "+05 since");
        assert_eq!(local("2024-02-29 17:59:00"), "2024-02-29 17:59:00", "local stays");
        assert!(Zone::parse("Asia/Nowhere").is_none() && Zone::parse("UTC").is_some());
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?}", parse("2023-08-31")), "At(Local(..))");
    }
}
