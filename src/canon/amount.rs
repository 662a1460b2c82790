//! Sums of money, whole numbers and flags.

use std::fmt;

use super::null;
use super::number::{Decimal, Digits};
use super::reading::Mark;
use super::text::{asciify, eq_fold, strip_prefix_fold, strip_suffix_fold, trim, unguard};
use crate::vocabulary::SemanticType;

/// What a text says about a sum: decimal(18,2).
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum ParsedAmount {
    /// The sum in hundredths.
    Cents(i128),
    /// The sum in hundredths, from which no more than the noise of binary fractions was rounded off: `7807.799999999999`.
    Rounded(i128),
    /// A spelling of "nothing".
    Null,
    /// `1.000`: one, or a thousand.
    TwoWays,
    /// Not a sum, or one with more than two decimals.
    Unfit,
}

/// What a text says about a count.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum ParsedCount {
    /// The number.
    Is(i64),
    /// A spelling of "nothing".
    Null,
    /// Not a whole number of 64 bits, or one that lost digits.
    Unfit,
}

/// What a text says about yes or no.
#[derive(Clone, Copy, Eq, PartialEq)]
pub enum ParsedFlag {
    /// Yes or no.
    Is(bool),
    /// A spelling of "nothing"; `нет` and `жоқ` are answers here.
    Null,
    /// Neither.
    Unfit,
}

/// A `Debug` that tells the outcome and never the value.
macro_rules! outcome_only {
    ($($name:ident::$value:ident $(| $more:ident $(, $other:ident)?)?);+) => {
        $(impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    Self::$value(_) $(| Self::$more(_))? => concat!(stringify!($value), "(..)"),
                    Self::Null => "Null",
                    $($(Self::$other => stringify!($other),)?)?
                    Self::Unfit => "Unfit",
                })
            }
        })+
    };
}
outcome_only!(ParsedAmount::Cents | Rounded, TwoWays; ParsedCount::Is; ParsedFlag::Is);

/// Digits of decimal(18,2) before the mark.
const WHOLE_DIGITS: usize = 16;

/// Reads a sum: decimal comma or point, grouped thousands, a currency mark before or behind, a sign or accounting
/// parentheses.
///
/// Null rule: 5.9's spellings. `0` is a sum. `1.000` and `1,000` may be one or a thousand and are unfit.
#[must_use]
pub fn parse(text: &str) -> ParsedAmount {
    parse_as(text, None)
}

/// As [`parse`], for a column of which the decimal mark is known: `1.000` is a thousand where it is the comma.
#[must_use]
pub fn parse_as(text: &str, mark: Option<Mark>) -> ParsedAmount {
    if mark != Some(Mark::Comma)
        && let Some(cents) = plain(text.as_bytes())
    {
        return ParsedAmount::Cents(cents);
    }
    let text = unguard(text);
    if null::is_null_like(text) {
        return ParsedAmount::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    if is_foreign_phone(text) {
        return ParsedAmount::Unfit;
    }
    let (negative, body) = strip_signs(text);
    let signed = |value: i128| if negative { -value } else { value };
    match cents(body, mark) {
        Some((value, false)) => ParsedAmount::Cents(signed(value)),
        Some((value, true)) => ParsedAmount::Rounded(signed(value)),
        None if mark.is_none() && [Mark::Comma, Mark::Point].iter().any(|mark| cents(body, Some(*mark)).is_some()) => {
            ParsedAmount::TwoWays
        }
        None => ParsedAmount::Unfit,
    }
}

/// A plus and eleven digits or more: a telephone number (`+996 555 123 456`), which would leave as a sum in thousands. The guard
/// cannot tell any more: a number has no plus.
fn is_foreign_phone(text: &str) -> bool {
    text.starts_with('+') && text.bytes().filter(u8::is_ascii_digit).count() > 10
}

/// `1234`, `-1234.5`, `1234.56`.
fn plain(bytes: &[u8]) -> Option<i128> {
    let (negative, rest) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, bytes),
    };
    let whole = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let fraction = match &rest[whole..] {
        [] => 0,
        [b'.', tenths @ b'0'..=b'9'] => i64::from(tenths - b'0') * 10,
        [b'.', tenths @ b'0'..=b'9', ones @ b'0'..=b'9'] => i64::from(tenths - b'0') * 10 + i64::from(ones - b'0'),
        _ => return None,
    };
    if !(1..=WHOLE_DIGITS).contains(&whole) {
        return None;
    }
    let value = rest[..whole].iter().fold(0_i64, |value, byte| value * 10 + i64::from(byte - b'0')) * 100 + fraction;
    Some(i128::from(if negative { -value } else { value }))
}

/// Currency marks, in lower case; longer ones first where one starts another.
const MARKS: &[&str] = &[
    "₸",
    "₽",
    "$",
    "€",
    "kzt",
    "rub",
    "usd",
    "eur",
    "тенге",
    "теңге",
    "тг.",
    "тңг",
    "тг",
    "рублей",
    "рубля",
    "рубль",
    "руб.",
    "руб",
    "р.",
    "р",
    "t",
    "т",
];

/// Whether the sum is below zero, and the text without sign, parentheses and currency marks.
fn strip_signs(text: &str) -> (bool, &str) {
    let (mut negative, mut signed) = (false, false);
    let mut text = text.trim();
    // A mark may stand outside or inside of the sign or the parentheses, never more than one on each side.
    for _ in 0..3 {
        text = strip_mark(text);
        if signed {
            continue;
        }
        if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
            (negative, signed, text) = (true, true, inner.trim());
        } else if let Some(rest) = text.strip_prefix(['-', '+']) {
            (negative, signed, text) = (text.starts_with('-'), true, rest.trim());
        }
    }
    (negative, text)
}

/// The text without one currency mark at either end.
fn strip_mark(text: &str) -> &str {
    // A code page without the sign of the tenge left a question mark where it was.
    let text = text.strip_suffix(" ?").map_or(text, str::trim_end);
    let number = |c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '(' | ')');
    let mut text = text;
    if !text.starts_with(number) {
        text = MARKS.iter().find_map(|mark| strip_prefix_fold(text, mark)).map_or(text, str::trim_start);
    }
    if !text.ends_with(number) {
        text = MARKS.iter().find_map(|mark| strip_suffix_fold(text, mark)).map_or(text, str::trim_end);
    }
    text
}

/// The hundredths of a number without sign and mark, and whether noise was rounded off.
fn cents(body: &str, mark: Option<Mark>) -> Option<(i128, bool)> {
    if body.contains(['e', 'E']) {
        let decimal = Decimal::parse(body.as_bytes())
            .filter(|decimal| !decimal.cut() && !decimal.negative && !body.starts_with('+'))?;
        let (digits, scale) = decimal.scaled(2)?;
        return hundredths(digits.as_bytes(), scale);
    }
    let number = Grouped::parse(body, mark)?;
    hundredths(number.digits.as_bytes(), number.scale)
}

/// Digits of which the last `scale` stand behind the mark, as hundredths, and whether they were rounded: surplus decimals must be zeros, or
/// no more than a binary fraction is off.
fn hundredths(digits: &[u8], scale: usize) -> Option<(i128, bool)> {
    let (digits, surplus) = digits.split_at(digits.len() - scale.saturating_sub(2).min(digits.len()));
    let up = match surplus.iter().any(|&byte| byte != b'0') {
        false => None,
        true => Some(rounds_up(digits.len() - scale.min(2), surplus)?),
    };
    // Forty digits are more than 128 bits hold.
    let next = |value: i128, &byte: &u8| value.checked_mul(10)?.checked_add(i128::from(byte - b'0'));
    let value = digits.iter().try_fold(0_i128, next)?.checked_mul([100, 10, 1][scale.min(2)])?;
    let value = value + i128::from(up == Some(true));
    (value < 1_000_000_000_000_000_000).then_some((value, up.is_some()))
}

/// Whether decimals behind the second one are all nines, within 1e-9, or all zeros; `None` if they are a part of the sum. Of a sum of more
/// than seven digits before the mark a double has fewer decimals to be wrong in: sixteen digits in all.
fn rounds_up(whole: usize, surplus: &[u8]) -> Option<bool> {
    let sure = 16_usize.checked_sub(whole.max(7) + 2).filter(|&sure| sure > 2)?;
    let (head, _) = surplus.split_at_checked(sure)?;
    match head.iter().all(|&byte| byte == b'9') {
        true => Some(true),
        false => head.iter().all(|&byte| byte == b'0').then_some(false),
    }
}

/// A number written in groups.
struct Grouped {
    digits: Digits,
    /// How many of the digits stand behind the decimal mark.
    scale: usize,
}

impl Grouped {
    /// Takes digits apart at spaces, apostrophes, points and commas, and decides which of them are decimal marks.
    fn parse(body: &str, mark: Option<Mark>) -> Option<Self> {
        let mut digits = Digits::new();
        // Lengths of the groups and the marks behind them. Eighteen digits in threes make six groups, and decimals.
        let (mut lengths, mut marks, mut groups) = ([0_usize; 9], ['\0'; 9], 0);
        for c in body.chars() {
            match c {
                '0'..='9' => {
                    digits.push(u8::try_from(c).ok()?).then_some(())?;
                    lengths[groups] += 1;
                }
                ' ' | '\'' | '’' | '.' | ',' => {
                    marks[groups] = if c == '’' { '\'' } else { c };
                    groups += 1;
                    (groups < lengths.len()).then_some(())?;
                }
                _ => return None,
            }
        }
        let scale = decimals(&lengths[..=groups], &marks[..groups], mark)?;
        Some(Self { digits, scale })
    }
}

/// How many digits stand behind the decimal mark; `None` where the groups are wrong or could be read two ways.
fn decimals(lengths: &[usize], marks: &[char], declared: Option<Mark>) -> Option<usize> {
    let thousands = |lengths: &[usize], marks: &[char]| {
        let alike = marks.iter().all(|mark| *mark == marks[0]);
        alike && (1..=3).contains(&lengths[0]) && lengths[1..].iter().all(|&length| length == 3)
    };
    let Some((&last, before)) = marks.split_last() else { return (lengths[0] > 0).then_some(0) };
    let decimal = match declared {
        Some(mark) => last == mark.char() && !before.contains(&last),
        None => matches!(last, '.' | ',') && !before.contains(&last),
    };
    if !decimal {
        return thousands(lengths, marks).then_some(0);
    }
    let (&fraction, whole) = lengths.split_last()?;
    // `1.000`: one or a thousand. `1.000,50` and `1,000.50` are clear; three decimals are unfit in any case.
    let clear = fraction > 0 && (fraction != 3 || declared.is_some());
    let grouped = before.is_empty() || thousands(whole, before);
    (clear && grouped).then_some(fraction)
}

/// Reads a whole number: grouped by spaces, with a sign, or as the float that a data frame made of it (`12.0`).
///
/// Null rule: 5.9's spellings. `0` is a number.
#[must_use]
pub fn count(text: &str) -> ParsedCount {
    if let Some(value) = text.parse::<i64>().ok().filter(|_| !is_foreign_phone(text)) {
        return ParsedCount::Is(value);
    }
    let text = unguard(text);
    if null::is_null_like(text) {
        return ParsedCount::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    if is_foreign_phone(text) {
        return ParsedCount::Unfit;
    }
    let (negative, body) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest.trim_start()),
        None => (false, text),
    };
    whole(body, negative).map_or(ParsedCount::Unfit, ParsedCount::Is)
}

fn whole(body: &str, negative: bool) -> Option<i64> {
    let digits = match Decimal::parse(body.as_bytes()) {
        Some(decimal) => match decimal.integer() {
            super::number::Float::Exact { negative: false, digits } if !body.starts_with('+') => digits,
            _ => return None,
        },
        None => Grouped::parse(body, None).filter(|number| number.scale == 0)?.digits,
    };
    let value: i128 = digits.as_str().parse().ok()?;
    i64::try_from(if negative { -value } else { value }).ok()
}

const YES: &[&str] = &[
    "1",
    "true",
    "t",
    "yes",
    "y",
    "on",
    "checked",
    "да",
    "истина",
    "согласен",
    "согласна",
    "подписан",
    "подписана",
    "иә",
    "ия",
    "ақиқат",
    "келісемін",
    "келісім",
    "1.0",
    "1,0",
    "+",
    "✓",
    "✔",
    "☑",
    "✅",
    "есть",
    "бар",
];

const NO: &[&str] = &[
    "0",
    "false",
    "f",
    "no",
    "n",
    "off",
    "unchecked",
    "нет",
    "ложь",
    "не согласен",
    "не согласна",
    "не подписан",
    "не подписана",
    "жоқ",
    "жалған",
    "келіспеймін",
    "0.0",
    "0,0",
    "☐",
    "❌",
    "✗",
    "✘",
    "×",
];

/// Reads yes or no in Russian, Kazakh and English, as check boxes, forms and spreadsheets write them.
///
/// Null rule: 5.9's spellings except `нет` and `жоқ`, which mean no here.
#[must_use]
pub fn flag(text: &str) -> ParsedFlag {
    match text {
        "1" | "true" => return ParsedFlag::Is(true),
        "0" | "false" => return ParsedFlag::Is(false),
        _ => {}
    }
    let text = trim(unguard(text));
    let known = |words: &[&str]| words.iter().any(|word| eq_fold(text, word));
    if text.len() <= 32 && known(YES) {
        ParsedFlag::Is(true)
    } else if text.len() <= 32 && known(NO) {
        ParsedFlag::Is(false)
    } else if null::is_null_like_for(SemanticType::Flag, text) {
        ParsedFlag::Null
    } else {
        ParsedFlag::Unfit
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(text: &str) -> Result<i128, ParsedAmount> {
        match parse(text) {
            ParsedAmount::Cents(cents) => Ok(cents),
            other => Err(other),
        }
    }

    fn number(text: &str) -> Result<i64, ParsedCount> {
        match count(text) {
            ParsedCount::Is(value) => Ok(value),
            other => Err(other),
        }
    }

    #[test]
    fn spellings_of_one_sum() {
        for text in [
            "1234567.89",
            "1234567,89",
            "1 234 567,89",
            "1\u{a0}234\u{a0}567,89",
            "1\u{202f}234\u{202f}567.89",
            "1\u{2009}234\u{2009}567,89",
            "1'234'567.89",
            "1’234’567,89",
            "1,234,567.89",
            "1.234.567,89",
            "1234567.8900",
            "₸1 234 567,89",
            "1 234 567,89 ₸",
            "1234567,89 тг",
            "1234567,89 тг.",
            "KZT 1234567.89",
            "1234567.89KZT",
            "1234567.89 T",
            "1234567,89 т",
            "1234567,89 руб.",
            "1234567,89₽",
            "$1,234,567.89",
            "1234567.89 USD",
            "€1234567.89",
            "+1234567.89",
            " 1234567.89 ",
            "=\"1234567,89\"",
            "1.23456789E6",
            "1.23456789e+06",
            "1234567,89 теңге",
            "１２３４５６７.89",
        ] {
            assert_eq!(sum(text), Ok(123_456_789), "{text}");
        }
    }

    #[test]
    fn a_plus_and_eleven_digits_are_a_phone() {
        for text in ["+996 555 123 456", "+996555123456", " +7 771 000 99 98", "＋996 555 123 456"] {
            assert_eq!(sum(text), Err(ParsedAmount::Unfit), "{text}");
            assert_eq!(number(text), Err(ParsedCount::Unfit), "{text}");
        }
        assert_eq!(sum("+99 655 512.50"), Ok(9_965_551_250));
    }

    #[test]
    fn signs() {
        for text in ["-5", "\u{2212}5", "(5)", "(5,00)", "-$5", "$-5", "($5)", "- 5 ₸", "-5.00", "(5) ₸"] {
            assert_eq!(sum(text), Ok(-500), "{text}");
        }
    }

    #[test]
    fn plain_sums() {
        for (text, cents) in [
            ("0", 0),
            ("-0", 0),
            ("0.00", 0),
            (".5", 50),
            ("5.5", 550),
            ("0,05", 5),
            ("12.3400", 1_234),
            ("1 000", 100_000),
            ("1,234,567", 123_456_700),
            ("9999999999999999.99", 999_999_999_999_999_999),
            ("007", 700),
            ("1.5E3", 150_000),
            ("12.34000000", 1_234),
        ] {
            assert_eq!(sum(text), Ok(cents), "{text}");
        }
    }

    #[test]
    fn doubtful_sums_are_unfit() {
        for text in [
            "1.000",
            "1,000",
            "1.234",
            "0.000",
            "12.345",
            "12.3456",
            "1 23",
            "1 2345",
            "1234 567",
            "1,23,456.00",
            "1 234,567",
            "1 000'000",
            "10000000000000000",
            "1,23457E+06",
            "1.5E-3",
            "1.2345E2.",
            "5.",
            "abc",
            "5 000 000 000 000 000 000",
            "9999999999999999999999999999999999999999",
            "9.99999999999999999999999999999999999999E39",
            "400000000000000000000000000000000000000",
            "--5",
            "5-",
            "5 EUROS",
            "(5",
            "12.3.4",
            "1.2345E3x",
            "1 2 3",
            "₸",
            "1,,5",
            "1.2345e1",
        ] {
            assert!(matches!(sum(text), Err(ParsedAmount::Unfit | ParsedAmount::TwoWays)), "{text}");
        }
        for text in ["1.000", "1,000", "1.234", "12.345"] {
            assert_eq!(sum(text), Err(ParsedAmount::TwoWays), "{text}");
        }
        let read = |text: &str, mark| parse_as(text, Some(mark));
        assert_eq!(read("1.000", Mark::Comma), ParsedAmount::Cents(100_000));
        assert_eq!(read("1.000", Mark::Point), ParsedAmount::Cents(100));
        assert_eq!(read("1,500.25", Mark::Comma), ParsedAmount::Unfit);
    }

    #[test]
    fn nothing_is_null() {
        for text in ["", "-", "NULL", "—", "нет", "#Н/Д"] {
            assert_eq!(sum(text), Err(ParsedAmount::Null), "{text}");
            assert_eq!(number(text), Err(ParsedCount::Null), "{text}");
        }
    }

    #[test]
    fn counts_keep_every_digit() {
        for (text, value) in [
            ("0", 0),
            ("12", 12),
            ("12.0", 12),
            ("12,0", 12),
            ("1 234", 1_234),
            ("1\u{a0}234", 1_234),
            ("-7", -7),
            ("+7", 7),
            ("\u{2212}7", -7),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("1.2E3", 1_200),
            ("1.234E+03", 1_234),
            ("'42", 42),
            ("٤٢", 42),
        ] {
            assert_eq!(number(text), Ok(value), "{text}");
        }
        for text in ["1.5", "1.000", "9223372036854775808", "1.2E+05", "x", "1 23", "1e30", "12 шт"] {
            assert_eq!(number(text), Err(ParsedCount::Unfit), "{text}");
        }
    }

    #[test]
    fn flags_in_three_languages() {
        for word in YES {
            assert_eq!(
                (flag(word), flag(&word.to_uppercase())),
                (ParsedFlag::Is(true), ParsedFlag::Is(true)),
                "{word}"
            );
        }
        for word in NO {
            assert_eq!(
                (flag(word), flag(&word.to_uppercase())),
                (ParsedFlag::Is(false), ParsedFlag::Is(false)),
                "{word}"
            );
        }
        for text in ["", "-", "NULL", "не указано", "unknown"] {
            assert_eq!(flag(text), ParsedFlag::Null, "{text}");
        }
        for text in ["2", "может быть", "yes please", "-1"] {
            assert_eq!(flag(text), ParsedFlag::Unfit, "{text}");
        }
        assert_eq!(flag(" Да "), ParsedFlag::Is(true));
    }

    #[test]
    fn debug_shows_no_value() {
        assert_eq!(format!("{:?} {:?} {:?}", parse("5"), count("5"), flag("да")), "Cents(..) Is(..) Is(..)");
    }
}
