//! What each technique makes of each type, as the table of techniques says.

use super::value::Value;
use super::words::{NETWORKS, PROVIDERS, is_browser, is_country, is_region};
use crate::canon::{Canonical, form_of, null, word};
use crate::vocabulary::SemanticType;
use chrono::{NaiveDate, Timelike as _};
use std::net::IpAddr;

/// What the outputs of a technique look like.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Made {
    /// Keyed tokens with this prefix and so many characters behind it.
    Token(&'static str, usize),
    /// Sealed values with this prefix and so many characters.
    Sealed(&'static str, usize),
    /// Twelve digits of which the last is not the check digit.
    WrongIin,
    /// Digits, so many at least.
    Digits(usize),
    /// Digits and small letters, so many at least.
    Base36(usize),
    /// Addresses as they are written.
    Address,
    /// A value of a range that is reserved for nobody.
    Reserved(SemanticType),
    /// Nothing but stars.
    Hidden,
    /// The first letters of names.
    Initials,
    /// Stars and two signs.
    LastTwo,
    /// Moments to the hour.
    Hour,
    /// The first day of a unit.
    First(Unit),
    /// Moments, or days.
    Time,
    /// Days.
    Day,
    /// Intervals of so many years.
    Years(i128),
    /// Networks with so many bits, twice as many where addresses are long.
    Network(u32),
    /// One word of a list.
    Word(List),
    Host,
    Template,
    /// The first signs of a postcode.
    District,
    /// Corners of cells of so many decimals, so many numbers in a cell.
    Corner(usize, [i64; 2]),
    /// The intervals between these edges, in hundredths.
    Buckets(Vec<i128>),
    /// Numbers with so many decimals.
    Number {
        decimals: u32,
        step: Option<i128>,
        low: Option<i128>,
        high: Option<i128>,
    },
    Flag,
    /// Texts of this type.
    Text(SemanticType),
}

/// A unit of time whose first day stands for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Unit {
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
}

/// A closed list of words.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum List {
    Regions,
    Countries,
    /// Countries, and what addresses of nobody are called.
    Networks,
    Providers,
    Browsers,
    BrowsersMajor,
}

/// Characters of sealed values: 16 bytes and 64, or 128 of an email, five bits each.
const SEALED: usize = 128;
const SEALED_EMAIL: usize = 231;
/// Longest value that is encrypted into its own form.
const LONGEST: usize = 64;

impl Made {
    /// `None` for what no document knows.
    pub(super) fn of(technique: &str, parameters: Option<&str>, semantic: SemanticType) -> Option<Self> {
        use SemanticType as T;
        let word = parameters.and_then(|text| text.strip_prefix('"')?.strip_suffix('"'));
        Some(match (technique, word) {
            ("keep" | "permute", _) => kept(semantic),
            ("pseudonymize", _) => {
                let width = match parameters {
                    None | Some("128") => 26,
                    Some("96") => 20,
                    Some(_) => return None,
                };
                Self::Token(semantic.token_prefix()?, width)
            }
            ("encrypt", _) => {
                Self::Sealed(semantic.token_prefix()?, if semantic == T::Email { SEALED_EMAIL } else { SEALED })
            }
            ("format-preserve", Some("invalid")) if semantic == T::Iin => Self::WrongIin,
            ("format-preserve", Some("digits")) => Self::Digits(6),
            ("format-preserve", Some("base36")) => Self::Base36(4),
            ("prefix-preserve", _) if semantic == T::Ip => Self::Address,
            ("replace", _) if matches!(semantic, T::Email | T::Ip | T::Mac | T::Iin | T::Iban) => {
                Self::Reserved(semantic)
            }
            ("mask", Some("all")) => Self::Hidden,
            ("mask", Some("initials")) if semantic.is_name() => Self::Initials,
            ("mask", Some("last-2")) => Self::LastTwo,
            ("shift", _) if matches!(semantic, T::Date | T::BirthDate) => Self::Day,
            ("shift", _) if semantic.is_time() => Self::Time,
            ("generalize", Some(word)) => generalized(semantic, word)?,
            ("bucket", _) => Self::Buckets(numbers(parameters?).filter(|edges| edges.is_sorted_by(|a, b| a < b))?),
            ("round", _) => coded(semantic, Some(cents(parameters?)?), None, None)?,
            ("top-code", _) => coded(semantic, None, None, Some(cents(parameters?)?))?,
            ("bottom-code", _) => coded(semantic, None, Some(cents(parameters?)?), None)?,
            ("top-bottom-code", _) => match numbers(parameters?)?.as_slice() {
                [low, high] => coded(semantic, None, Some(*low), Some(*high))?,
                _ => return None,
            },
            ("noise", _) => coded(semantic, None, None, None)?,
            _ => return None,
        })
    }

    /// Whether the parameter is one of a list of words, and not somebody's own.
    pub(super) fn names_its_parameter(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Number { .. } | Self::Flag | Self::Time)
    }

    /// Whether what fits says too little to hold an identifier.
    pub(super) fn is_closed(&self) -> bool {
        use Made as M;
        match self {
            M::Hidden | M::Hour | M::First(_) | M::Time | M::Day | M::Years(_) | M::Network(_) | M::Word(_) => true,
            M::District | M::Corner(..) | M::Buckets(_) | M::Flag | M::Reserved(_) => true,
            M::Token(..) | M::Sealed(..) | M::WrongIin | M::Digits(_) | M::Base36(_) | M::Address => false,
            M::Initials | M::LastTwo | M::Host | M::Template | M::Number { .. } | M::Text(_) => false,
        }
    }

    /// Whether a cell may be an output.
    pub(super) fn admits(&self, value: Value<'_>, excel: bool) -> bool {
        match self {
            Self::Hour => {
                value.moment(excel).is_some_and(|at| at.minute() == 0 && at.second() == 0 && at.nanosecond() == 0)
            }
            Self::First(Unit::Day) => value.day(excel).is_some(),
            Self::First(unit) => value.text().is_some_and(|text| is_label(*unit, text)),
            Self::Time => value.moment(excel).is_some() || value.day(excel).is_some(),
            Self::Day => value.day(excel).is_some(),
            Self::Flag => value.flag(excel).is_some(),
            Self::Number { decimals, step, low, high } => value.number(*decimals, excel).is_some_and(|number| {
                step.is_none_or(|step| number % step == 0)
                    && low.is_none_or(|low| number >= low)
                    && high.is_none_or(|high| number <= high)
            }),
            _ => value.text().is_some_and(|text| self.admits_text(text)),
        }
    }

    fn admits_text(&self, text: &str) -> bool {
        match self {
            Self::Token(prefix, width) => body_of(text, prefix).is_some_and(|body| body.len() == *width),
            Self::Sealed(prefix, width) => text.split_once('_').is_some_and(|(front, body)| {
                front.strip_suffix('x') == Some(prefix) && body.len() == *width && is_base32(body)
            }),
            Self::WrongIin => is_wrong_iin(text),
            Self::Digits(least) => (*least..=LONGEST).contains(&text.len()) && digits(text),
            Self::Base36(least) => {
                let signs = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
                (*least..=LONGEST).contains(&text.len()) && text.bytes().all(signs)
            }
            Self::Address => text.parse::<IpAddr>().is_ok_and(|address| address.to_string() == text),
            Self::Reserved(semantic) => is_reserved(*semantic, text),
            Self::Hidden => text == "***",
            Self::Initials => (1..=3).contains(&text.split(' ').count()) && text.split(' ').all(is_initial),
            Self::LastTwo => text.strip_prefix("***").is_some_and(|rest| rest.chars().count() == 2),
            Self::Years(width) => interval(text).is_some_and(|(low, high)| {
                low % (100 * width) == 0 && high == low + 100 * width && (0..=13_000).contains(&low)
            }),
            Self::Network(bits) => is_network(text, *bits),
            Self::Word(list) => list.has(text),
            Self::Host => {
                canonical_url(&format!("https://{text}/")).is_some_and(|url| url == format!("https://{text}/"))
            }
            Self::Template => canonical_url(text).is_some_and(|url| url == text),
            Self::District => {
                let (letters, rest) = text.split_at(text.bytes().take_while(u8::is_ascii_uppercase).count());
                digits(rest) && matches!((letters.len(), rest.len()), (0, 4) | (1, 2))
            }
            Self::Corner(decimals, limits) => {
                let limits = limits.iter().filter(|limit| **limit > 0);
                let count = limits.clone().count();
                text.split(',').count() == count
                    && text.split(',').zip(limits).all(|(part, limit)| is_corner(part, *decimals, *limit))
            }
            Self::Buckets(edges) => bucket_labels(edges).any(|label| label == text),
            Self::Text(semantic) => is_of_type(*semantic, text),
            _ => false,
        }
    }
}

impl Unit {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "quarter" => Self::Quarter,
            "year" => Self::Year,
            "decade" => Self::Decade,
            _ => return None,
        })
    }
}

/// The label of a period at a level.
pub(super) fn is_label(unit: Unit, text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let date = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok_and(|date| date.to_string() == text);
    match unit {
        Unit::Day => date(text),
        Unit::Month => date(&format!("{text}-01")),
        Unit::Year => text.len() >= 4 && date(&format!("{text}-01-01")),
        Unit::Quarter => text
            .split_once("-Q")
            .is_some_and(|(year, quarter)| matches!(quarter, "1" | "2" | "3" | "4") && date(&format!("{year}-01-01"))),
        Unit::Week => text.split_once("-W").is_some_and(|(year, week)| {
            let nth = || week.parse().ok().zip(year.parse().ok());
            let is_week = |(week, year)| NaiveDate::from_isoywd_opt(year, week, chrono::Weekday::Mon).is_some();
            week.len() == 2 && digits(week) && nth().is_some_and(is_week)
        }),
        Unit::Decade => text.strip_suffix("0s").is_some_and(|tens| tens.len() == 3 && digits(tens)),
    }
}

impl List {
    fn has(self, text: &str) -> bool {
        match self {
            Self::Regions => is_region(text),
            Self::Countries => is_country(text),
            Self::Networks => is_country(text) || NETWORKS.contains(&text),
            Self::Providers => PROVIDERS.contains(&text),
            Self::Browsers => is_browser(text, false),
            Self::BrowsersMajor => is_browser(text, true),
        }
    }
}

fn kept(semantic: SemanticType) -> Made {
    use SemanticType as T;
    let number = |decimals, low, high| Made::Number { decimals, step: None, low, high };
    match semantic {
        T::Amount => number(2, None, None),
        T::Count => number(0, None, None),
        T::Age => number(0, Some(0), Some(130)),
        T::Flag => Made::Flag,
        semantic if semantic.is_time() => Made::Time,
        semantic => Made::Text(semantic),
    }
}

fn generalized(semantic: SemanticType, word: &str) -> Option<Made> {
    use SemanticType as T;
    Some(match (semantic, word) {
        (T::Ip, "country") => Made::Word(List::Networks),
        (T::Ip, prefix) => {
            Made::Network(prefix.strip_prefix('/')?.parse().ok().filter(|bits| (8..=24).contains(bits))?)
        }
        (T::Phone, "country") => Made::Word(List::Countries),
        (T::Email, "provider") => Made::Word(List::Providers),
        (T::City | T::Region | T::Address | T::Postcode, "region") => Made::Word(List::Regions),
        (T::Postcode, "district") => Made::District,
        (T::Latitude, size) => Made::Corner(decimals_of(size)?, [90, 0]),
        (T::Longitude, size) => Made::Corner(decimals_of(size)?, [180, 0]),
        (T::Coordinates, size) => Made::Corner(decimals_of(size)?, [90, 180]),
        (T::Age, "5 years") => Made::Years(5),
        (T::Age, "10 years") => Made::Years(10),
        (T::Url, "host") => Made::Host,
        (T::Url, "template") => Made::Template,
        (T::UserAgent, "family") => Made::Word(List::Browsers),
        (T::UserAgent, "family-major") => Made::Word(List::BrowsersMajor),
        (semantic, "hour") if semantic.is_time() => Made::Hour,
        (semantic, unit) if semantic.is_time() => Made::First(Unit::parse(unit)?),
        _ => return None,
    })
}

fn decimals_of(size: &str) -> Option<usize> {
    match size {
        "tenth" => Some(1),
        "degree" => Some(0),
        _ => None,
    }
}

/// A number that was rounded or limited: limits and steps are given in hundredths.
fn coded(semantic: SemanticType, step: Option<i128>, low: Option<i128>, high: Option<i128>) -> Option<Made> {
    let decimals = match semantic {
        SemanticType::Amount => 2,
        SemanticType::Count | SemanticType::Age => 0,
        _ => return None,
    };
    let unit = |number: i128| if decimals == 2 { number } else { number / 100 };
    let step = step.map(unit);
    if step.is_some_and(|step| step <= 0) {
        return None;
    }
    Some(Made::Number { decimals, step, low: low.map(unit), high: high.map(unit) })
}

/// A number of a profile in hundredths.
pub(super) fn cents(text: &str) -> Option<i128> {
    let plain: String = text.trim().chars().filter(|c| *c != '_').collect();
    let magnitude = plain.strip_prefix('-').unwrap_or(&plain);
    let (whole, part) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    if !digits(whole) || whole.len() > 20 || part.len() > 2 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number: i128 = format!("{whole}{part:0<2}").parse().ok()?;
    Some(if plain.starts_with('-') { -number } else { number })
}

/// A list of numbers, `[0, 10000]`, in hundredths.
fn numbers(text: &str) -> Option<Vec<i128>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    inner.split(',').map(cents).collect()
}

/// An edge as labels have it.
pub(super) fn edge(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    let (whole, part) = (cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
    if part == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part:02}") }
}

/// The label of what lies between two edges, of which one or both may be missing.
pub(super) fn label(low: Option<i128>, high: Option<i128>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("[{}, {})", edge(low), edge(high)),
        (None, Some(high)) => format!("< {}", edge(high)),
        (Some(low), None) => format!(">= {}", edge(low)),
        (None, None) => "*".to_owned(),
    }
}

fn bucket_labels(edges: &[i128]) -> impl Iterator<Item = String> {
    let at = |nth: usize| edges.get(nth).copied();
    (0..=edges.len()).map(move |nth| label(nth.checked_sub(1).and_then(at), at(nth)))
}

/// The two ends of `[low, high)`, in hundredths.
pub(super) fn interval(text: &str) -> Option<(i128, i128)> {
    let (low, high) = text.strip_prefix('[')?.strip_suffix(')')?.split_once(", ")?;
    let (from, to) = (cents(low)?, cents(high)?);
    // One spelling, without needless zeros.
    (edge(from) == low && edge(to) == high).then_some((from, to))
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What stands behind a prefix, if it is base32.
fn body_of<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.strip_prefix(prefix)?.strip_prefix('_').filter(|body| is_base32(body))
}

fn is_base32(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'2'..=b'7'))
}

fn is_wrong_iin(text: &str) -> bool {
    text.len() == 12 && digits(text) && !crate::checksum::mod11(text.as_bytes())
}

fn is_initial(text: &str) -> bool {
    let mut signs = text.chars();
    let first = signs.next();
    // A capital may be two letters, as that of ŉ is.
    let letters = signs.clone().take_while(|c| c.is_alphabetic()).count();
    first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
        && letters <= 1
        && signs.nth(letters) == Some('.')
        && text.ends_with('.')
}

fn is_reserved(semantic: SemanticType, text: &str) -> bool {
    use SemanticType as T;
    let hex = |text: &str| text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    match semantic {
        T::Email => text.strip_suffix("@example.invalid").is_some_and(|name| name.len() == 32 && hex(name)),
        T::Ip => match text.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => {
                let [a, b, c, d] = address.octets();
                matches!((a, b, c), (192, 0, 2) | (198, 51, 100) | (203, 0, 113)) && (1..=254).contains(&d)
            }
            Ok(IpAddr::V6(address)) => address.segments()[..2] == [0x2001, 0xdb8],
            Err(_) => false,
        },
        T::Mac => text.strip_prefix("00:00:5e:00:53:").is_some_and(|last| last.len() == 2 && hex(last)),
        T::Iin => is_wrong_iin(text),
        T::Iban => text.strip_prefix("KZ00").is_some_and(|rest| rest.len() == 16 && digits(rest)),
        _ => false,
    }
}

/// A network of this length with its host bits zero.
pub(super) fn is_network(text: &str, bits: u32) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let zero = |address: u128, width: u32, kept: u32| address.checked_shl(128 - width + kept).unwrap_or(0) == 0;
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(v4)) => {
            length == bits.to_string() && zero(u32::from(v4).into(), 32, bits) && v4.to_string() == address
        }
        Ok(IpAddr::V6(v6)) => {
            length == (2 * bits).to_string() && zero(v6.into(), 128, 2 * bits) && v6.to_string() == address
        }
        Err(_) => false,
    }
}

fn is_corner(text: &str, decimals: usize, limit: i64) -> bool {
    let magnitude = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = magnitude.split_once('.').unwrap_or((magnitude, ""));
    let plain = digits(whole) && part.len() == decimals && (decimals > 0) == magnitude.contains('.');
    plain && part.bytes().all(|byte| byte.is_ascii_digit()) && whole.parse::<i64>().is_ok_and(|whole| whole <= limit)
}

/// A URL as the document of its canonical form has it.
fn canonical_url(text: &str) -> Option<String> {
    let mut out = String::new();
    let written = form_of(SemanticType::Url).write(text, &mut out) == Canonical::Written;
    written.then_some(out)
}

/// Whether a kept text is of its type: of its canonical form where the type has one that says something.
fn is_of_type(semantic: SemanticType, text: &str) -> bool {
    use SemanticType as T;
    if null::is_null_like(text) || text.is_empty() {
        return true;
    }
    match semantic {
        T::City | T::Region | T::Country => word::is_place(text),
        T::Surname | T::GivenName | T::Patronymic | T::FullName => word::is_person_name(text),
        T::Currency => word::is_currency(text),
        T::PaymentStatus => text == "other" || word::is_known_payment_status(text),
        T::Product => text.len() <= 400,
        T::Code => text.len() <= 64,
        _ => matches!(form_of(semantic).write(text, &mut String::new()), Canonical::Written | Canonical::Null),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use SemanticType as T;

    fn made(technique: &str, parameters: Option<&str>, semantic: SemanticType) -> Made {
        Made::of(technique, parameters, semantic).expect("a technique of the table")
    }

    #[track_caller]
    fn check(rule: (&str, Option<&str>, SemanticType), good: &[&str], bad: &[&str]) {
        let made = made(rule.0, rule.1, rule.2);
        for text in good {
            assert!(made.admits(Value::Text(text), false), "{rule:?} makes {text}");
        }
        for text in bad {
            assert!(!made.admits(Value::Text(text), false), "{rule:?} does not make {text}");
        }
    }

    #[test]
    fn tokens_have_a_prefix_and_a_length() {
        let (token, short) = ("ph_ruuywbavnevgakp4t3w34rvttu", "ph_vu3ozdij6oclfqiq7ddq");
        check(
            ("pseudonymize", None, T::Phone),
            &[token],
            &[short, "em_ruuywbavnevgakp4t3w34rvttu", "+77710009998", ""],
        );
        check(("pseudonymize", Some("96"), T::Phone), &[short], &[token]);
        let sealed = format!("emx_{}", "a".repeat(231));
        check(("encrypt", None, T::Email), &[&sealed], &[&sealed[..130], token, &sealed.replace("emx", "em")]);
        check(
            ("encrypt", None, T::Phone),
            &[&format!("phx_{}", "a".repeat(128))],
            &[&format!("phx_{}", "a".repeat(129))],
        );
        assert_eq!(Made::of("pseudonymize", Some("64"), T::Phone), None);
        assert_eq!(Made::of("pseudonymize", None, T::City), None);
    }

    #[test]
    fn values_of_their_own_form() {
        check(
            ("format-preserve", Some("\"invalid\""), T::Iin),
            &["992124360148"],
            &["850315100016", "85031510001", "x"],
        );
        check(("format-preserve", Some("\"digits\""), T::UserId), &["703657"], &["70365", "70365a", "-703657"]);
        check(("format-preserve", Some("\"base36\""), T::UserId), &["f342"], &["F342", "f34"]);
        check(("prefix-preserve", None, T::Ip), &["173.40.252.82", "af9f::1"], &["173.40.252.82/24", "AF9F::1", "x"]);
        check(
            ("replace", None, T::Email),
            &["600fc70990e1955e5d5767fc6f44c3d2@example.invalid"],
            &["anna@example.invalid", "600fc70990e1955e5d5767fc6f44c3d2@mail.ru"],
        );
        check(("replace", None, T::Ip), &["192.0.2.207", "2001:db8::1"], &["178.88.1.1", "192.0.2.0", "2001:db9::1"]);
        check(("replace", None, T::Mac), &["00:00:5e:00:53:5a"], &["00:00:5e:00:54:5a"]);
        check(("replace", None, T::Iin), &["067950107685"], &["850315100016"]);
        check(("replace", None, T::Iban), &["KZ000216316662182666"], &["KZ860216316662182666"]);
        check(("mask", Some("\"all\""), T::Email), &["***"], &["a***", "****"]);
        check(("mask", Some("\"initials\""), T::FullName), &["М. А. С.", "Ә."], &["Мысалова", "М. Анна", "М", "м."]);
        check(("mask", Some("\"last-2\""), T::Phone), &["***98", "***CD"], &["***998", "98", "+77710009998"]);
    }

    #[test]
    fn coarser_values() {
        let general = |word, semantic, good: &[&str], bad: &[&str]| {
            check(("generalize", Some(&format!("\"{word}\"")), semantic), good, bad);
        };
        general(
            "hour",
            T::EventTime,
            &["2024-02-29T23:00:00"],
            &["2024-02-29T23:59:00", "2024-02-29", "2024-02-29T23:00:00.5"],
        );
        general("day", T::EventTime, &["2024-02-29"], &["2024-02-29T23:00:00", "29.02.2024"]);
        general("week", T::EventTime, &["2024-W09", "2020-W53"], &["2024-W54", "2024-02-26"]);
        general("month", T::EventTime, &["2024-02"], &["2024-13", "2024-02-01", "2024-2"]);
        general("quarter", T::EventTime, &["2024-Q2"], &["2024-Q5", "2024-04", "2024-04-01"]);
        general("year", T::EventTime, &["2024"], &["2024-01-01", "24"]);
        general("decade", T::BirthDate, &["1980s"], &["1985s", "1980", "1985-03-15"]);
        general("10 years", T::Age, &["[30, 40)", "[130, 140)"], &["41", "[35, 45)", "[30, 35)", "[30.00, 40)"]);
        general(
            "/24",
            T::Ip,
            &["198.51.100.0/24", "2001:db8:aa::/48"],
            &["198.51.100.7/24", "198.51.0.0/16", "198.51.100.0", "2001:db8:aa:1::/48"],
        );
        general("/8", T::Ip, &["198.0.0.0/8", "2001::/16"], &["198.51.100.0/24"]);
        general("country", T::Ip, &["KZ", "private", "other"], &["Казахстан", "KAZ", "198.51.100.7"]);
        general("country", T::Phone, &["KZ", "GG"], &["other", "7771"]);
        general("provider", T::Email, &["mail.ru", "other", "government"], &["ivanov.kz", "anna@mail.ru"]);
        general("region", T::City, &["KZ-75"], &["Алматы", "KZ-99"]);
        general("district", T::Postcode, &["0500", "A15"], &["050040", "A15T0G9", "A1"]);
        general("tenth", T::Latitude, &["43.2", "-0.1"], &["43.238949", "43", "91.0"]);
        general("degree", T::Coordinates, &["43,76"], &["43.2,76.8", "43", "43,76,1", "43,181"]);
        general(
            "host",
            T::Url,
            &["skillbox.kz", "xn--80ao21a.kz"],
            &["https://skillbox.kz/", "skillbox.kz/a", "SKILLBOX.kz"],
        );
        general(
            "template",
            T::Url,
            &["https://skillbox.kz/users/{id}", "http://skillbox.kz/"],
            &["https://skillbox.kz/?id=1", "skillbox.kz/a", "https://skillbox.kz/users/77710009998"],
        );
        general("family", T::UserAgent, &["Chrome", "Other"], &["Chrome 120", "Mozilla/5.0"]);
        general("family-major", T::UserAgent, &["Chrome 120", "Safari"], &["Chrome 120.0.1"]);
        assert_eq!(Made::of("generalize", Some("\"minute\""), T::EventTime), None);
        assert_eq!(Made::of("aggregate", None, T::Amount), None);
    }

    #[test]
    fn numbers_and_their_intervals() {
        check(
            ("bucket", Some("[-10.50, 0, 10000.25]"), T::Amount),
            &["< -10.50", "[-10.50, 0)", "[0, 10000.25)", ">= 10000.25"],
            &["[0, 10000)", "45000.50", "< 0", "*"],
        );
        check(("round", Some("1_000"), T::Amount), &["45000.00", "-2000.00"], &["45500.00", "45000", "45000.5"]);
        check(("round", Some("5"), T::Count), &["10", "-5"], &["12", "10.00"]);
        check(("top-code", Some("500_000.50"), T::Amount), &["500000.50", "-7.00"], &["500000.51"]);
        check(("top-bottom-code", Some("[18, 65]"), T::Age), &["18", "65"], &["17", "66"]);
        check(("noise", Some("[-1000, 1000]"), T::Amount), &["44611.50"], &["44611.5", "x"]);
        check(("keep", None, T::Amount), &["45000.50"], &["45 000,50 ₸"]);
        check(("keep", None, T::Age), &["130"], &["131", "-1"]);
        check(("keep", None, T::Flag), &["true"], &["да"]);
        check(("keep", None, T::Email), &["Anna@Example.kz", "n/a"], &["anna", "7771"]);
        check(("keep", None, T::PaymentStatus), &["Оплачен", "other"], &["Иванов"]);
        assert!(made("keep", None, T::EventTime).admits(Value::Text("2024-03-01T13:47:59.123456"), false));
        assert!(!made("keep", None, T::EventTime).admits(Value::Text("01.03.2024"), false));
    }
}
