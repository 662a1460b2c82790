//! Signs of values without letters: numbers, dates, numbers that identify.

use super::signs::{Sign, dated, fits, moment};
use crate::canon::iin::{looks_like_bin, names_a_day};
use crate::canon::number::{Decimal, Float};
use crate::canon::place::region_of_postcode;
use crate::canon::time::{Moment, Parsed, parse};
use crate::canon::{Canonical, amount, coordinates, form_of};
use crate::checksum;
use crate::recognize::{Evidence, Recognizer as _, card, coordinates as pairs};
use crate::vocabulary::SemanticType as T;

/// Whether a text is a number with an exponent, such as `7.7710009998E10`.
pub(super) fn is_float(text: &str) -> bool {
    text.len() <= 40 && text.contains(['e', 'E']) && Decimal::parse(text.as_bytes()).is_some()
}

/// The signs of a text of digits and marks.
pub(super) fn signs(text: &str, see: &mut dyn FnMut(Sign)) {
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        return whole(text, see);
    }
    match Decimal::parse(text.as_bytes()).map(|decimal| decimal.integer()) {
        // What a spreadsheet made a float of is judged as what it was; `12.00` is money all the same.
        Some(Float::Exact { negative: false, digits }) => {
            // One zero behind the mark is what programs write that hold whole numbers as floats; sums have two.
            if text.ends_with(".0") || text.ends_with(",0") {
                return whole(digits.as_str(), see);
            }
            if digits.as_bytes().len() >= 9 || is_float(text) {
                whole(digits.as_str(), see);
            }
            return decimal(text, see);
        }
        Some(Float::Lossy) => {
            see(Sign::Integer);
            see(Sign::PhoneFit);
            return see(Sign::IinFit);
        }
        // `72000,5` would be noon of some day in a spreadsheet; those have more decimals, and sums have these.
        Some(_) if (1..=2).contains(&decimals(text)) => return decimal(text, see),
        _ => {}
    }
    if text.starts_with(['[', '{']) {
        see(Sign::Structured);
    } else if is_client(text) {
        see(Sign::CookieId);
    } else if !moment(text, see) {
        marked(text, see);
    }
}

/// Digits with marks between them, no date and no plain decimal.
fn marked(text: &str, see: &mut dyn FnMut(Sign)) {
    if fits(T::Ip, text) && text.matches('.').count() >= 3 {
        return see(Sign::Ip);
    }
    if is_expiry(text) {
        return see(Sign::Expiry);
    }
    if is_time_of_day(text) {
        return see(Sign::TimeOfDay);
    }
    if pairs::Pairs.judge(text) != Evidence::Refuted || coordinates::pair(text).is_some_and(|_| decimals(text) >= 6) {
        return see(Sign::Pair);
    }
    match card::Cards.judge(text) {
        Evidence::Strong if text.contains(['*', '•', '●', '#']) => return see(Sign::CardMasked),
        Evidence::Strong => return see(Sign::CardProven),
        Evidence::Weak if text.starts_with(['*', '•', '●']) => return see(Sign::CardMasked),
        _ => {}
    }
    let mut twelve = String::new();
    if form_of(T::Iin).write(text, &mut twelve) == Canonical::Written {
        return identity(twelve.as_bytes(), see);
    }
    // A colon between digits belongs to ids (`983652:1037`) and ports.
    if !text.contains(':') && form_of(T::Phone).write(text, &mut String::new()) != Canonical::Unfit {
        see(Sign::PhoneFit);
        see(Sign::PhoneStrong);
        return;
    }
    decimal(text, see);
}

/// Sums and degrees.
fn decimal(text: &str, see: &mut dyn FnMut(Sign)) {
    let degrees = coordinates::degrees(text, 180).filter(|_| decimals(text) >= 3);
    if degrees.is_some() || matches!(amount::parse(text), amount::ParsedAmount::Cents(_)) {
        see(if text.contains(['.', ',', ' ']) { Sign::Decimal } else { Sign::Integer });
    }
    if let Some(degrees) = degrees {
        const UNIT: i64 = 10_000_000;
        see(Sign::Degrees);
        if (40 * UNIT..=56 * UNIT).contains(&degrees) {
            see(Sign::InLatitude);
        }
        if (46 * UNIT..=88 * UNIT).contains(&degrees) {
            see(Sign::InLongitude);
        }
    }
}

/// Digits behind decimal marks.
fn decimals(text: &str) -> usize {
    let behind = text.split(['.', ',']).skip(1);
    behind.map(|part| part.bytes().take_while(u8::is_ascii_digit).count()).sum()
}

/// A sum with the mark of a currency; whether it is one.
pub(super) fn money(text: &str, see: &mut dyn FnMut(Sign)) -> bool {
    // `T5` is a code, while `KZT 5` and `5 T` are sums.
    let mark = text.chars().take_while(|c| c.is_alphabetic()).count();
    let sum = mark != 1 && text.len() <= 40 && matches!(amount::parse(text), amount::ParsedAmount::Cents(_));
    if sum {
        see(Sign::Money);
    }
    sum
}

/// Month and year with two digits each.
fn is_expiry(text: &str) -> bool {
    match text.as_bytes() {
        [a, b, b'/' | b'-', rest @ ..] => {
            let month = (*a == b'0' && (b'1'..=b'9').contains(b)) || (*a == b'1' && (b'0'..=b'2').contains(b));
            month && matches!(rest.len(), 2 | 4) && rest.iter().all(u8::is_ascii_digit)
        }
        _ => false,
    }
}

/// Hours and minutes, and seconds if there are any.
fn is_time_of_day(text: &str) -> bool {
    let parts: Vec<&str> = text.split(':').collect();
    let below = |part: &str, end: u8| part.len() <= 2 && part.parse::<u8>().is_ok_and(|number| number < end);
    matches!(parts.len(), 2 | 3)
        && below(parts[0], 24)
        && parts[1..].iter().all(|part| part.len() == 2 && below(part, 60))
}

/// `<random>.<seconds>` of Google Analytics.
fn is_client(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('.').is_some_and(|(random, seconds)| {
        (7..=10).contains(&random.len())
            && digits(random)
            && seconds.len() == 10
            && digits(seconds)
            && seconds.starts_with('1')
    })
}

/// The signs of twelve digits.
fn identity(digits: &[u8], see: &mut dyn FnMut(Sign)) {
    see(Sign::Twelve);
    see(Sign::IinFit);
    if checksum::mod11(digits) {
        if names_a_day(digits) {
            see(Sign::IinProven);
        } else if looks_like_bin(digits) {
            see(Sign::BinProven);
        }
    }
    if checksum::inn(digits) {
        see(Sign::TaxTwelve);
    }
}

/// Six digits as a day of a year of two digits, from either end. Leap years are not told apart: 2000 was one.
fn six(digits: &[u8], see: &mut dyn FnMut(Sign)) {
    let two = |at: usize| u32::from(digits[at] - b'0') * 10 + u32::from(digits[at + 1] - b'0');
    let is_day = |month: u32, day: u32| chrono::NaiveDate::from_ymd_opt(2000, month, day).is_some();
    if is_day(two(2), two(4)) {
        see(Sign::SixYearFirst);
    }
    if is_day(two(2), two(0)) {
        see(Sign::SixDayFirst);
    }
}

/// The signs of a whole number without a sign.
fn whole(text: &str, see: &mut dyn FnMut(Sign)) {
    let digits = text.as_bytes();
    see(Sign::Integer);
    if digits.len() >= 7 {
        see(Sign::LongInteger);
    }
    match digits.len() {
        1..=3 => small(text, see),
        4 => year(text, see),
        5 => {
            if let Parsed::At(Moment::Local(at)) = parse(text) {
                see(Sign::ExcelDay);
                if (1925..=2015).contains(&chrono::Datelike::year(&at)) {
                    see(Sign::Born);
                }
            }
            if region_of_postcode(&format!("0{text}")).is_some() {
                see(Sign::PostcodeOld);
            }
        }
        6 => {
            if region_of_postcode(text).is_some() {
                see(Sign::PostcodeOld);
            }
            six(digits, see);
        }
        8 => {
            if let Parsed::At(Moment::Local(at)) = parse(text) {
                dated(at, false, see);
            }
        }
        9 => see(Sign::Nine),
        10 if checksum::inn(digits) => see(Sign::TaxTen),
        12 => identity(digits, see),
        18 | 19 if is_second(&digits[..10]) => see(Sign::CookieId),
        _ => {}
    }
    if matches!(digits.len(), 4 | 6..=8) {
        see(Sign::CardEnd);
    }
    if matches!(digits.len(), 10 | 13 | 16) && is_epoch(text) {
        see(Sign::Epoch);
    }
    if (13..=19).contains(&digits.len()) && card::Cards.judge(text) != Evidence::Refuted {
        see(Sign::CardProven);
    }
    if (9..=11).contains(&digits.len()) {
        short(text, see);
    }
}

fn small(text: &str, see: &mut dyn FnMut(Sign)) {
    if text.parse::<u16>().is_ok_and(|number| number <= 130) && (text.len() == 1 || !text.starts_with('0')) {
        see(Sign::Small);
    }
    if matches!(text, "0" | "1") {
        see(Sign::FlagDigit);
    }
}

fn year(text: &str, see: &mut dyn FnMut(Sign)) {
    if text.parse::<u16>().is_ok_and(|year| (1900..=2100).contains(&year)) {
        see(Sign::Year);
    }
}

/// Nine to eleven digits: an IIN that lost its zeros, a telephone number, or neither.
fn short(text: &str, see: &mut dyn FnMut(Sign)) {
    let mut full = [b'0'; 12];
    full[12 - text.len()..].copy_from_slice(text.as_bytes());
    if checksum::mod11(&full) && names_a_day(&full) {
        see(Sign::IinLost);
        see(Sign::IinFit);
    }
    if fits(T::Phone, text) {
        see(Sign::PhoneFit);
        if is_mobile(text.as_bytes()) {
            see(Sign::PhoneBare);
        }
    }
}

/// Digits of the mobile plans: `7` and two of those that Kazakhstan's operators have, or `9`, behind `7`, `8` or nothing.
fn is_mobile(digits: &[u8]) -> bool {
    let national = match digits {
        [b'7' | b'8', rest @ ..] if digits.len() == 11 => rest,
        _ if digits.len() == 10 => digits,
        _ => return false,
    };
    match (national[0], national[1], national[2]) {
        (b'7', b'0', b'0' | b'1' | b'2' | b'5'..=b'8') => true,
        (b'7', b'4', b'7') | (b'7', b'6', b'0'..=b'4') | (b'7', b'7', b'1' | b'5'..=b'8') | (b'7', b'8', b'5') => true,
        (b'9', ..) => digits.len() == 11,
        _ => false,
    }
}

/// Ten digits that are a second between 2001 and 2033.
fn is_second(digits: &[u8]) -> bool {
    digits.len() == 10 && digits[0] == b'1'
}

/// Seconds, milliseconds or microseconds of the years from 2001 to 2037.
fn is_epoch(text: &str) -> bool {
    (text.starts_with('1') || text.starts_with("20")) && matches!(parse(text), Parsed::At(Moment::Utc(_)))
}
