//! Forms of values that identify nobody by themselves: texts, times, sums, counts, flags, ages, sexes, cards.
//!
//! They are never tokens; their forms say what two spellings of one value have in common (`iesiz canon`), and prove columns in a scan.

use std::fmt::Write as _;

use super::amount::{self, ParsedAmount, ParsedCount, ParsedFlag};
use super::reading::Reading;
use super::text::{asciify, eq_fold, trim, unguard};
use super::time::{Moment, Parsed, Zone, parse, parse_as};
use super::{Canonical, Form, Withheld, null, url, word};

/// Declares a form.
macro_rules! form {
    ($(#[$doc:meta])* $name:ident, $id:literal, $what:literal, $write:expr) => {
        $(#[$doc])*
        pub const $name: Form = Form { id: $id, what: $what, write: $write, is_doubtful: |_| false };
    };
}

form!(
    /// Any text: trimmed, spaces collapsed.
    TEXT_FORM, "text/plain/1", "trimmed text, one space between words", write_text
);
form!(
    /// Currencies: what [`word::is_currency`] knows, in capitals.
    CURRENCY_FORM, "currency/text/1", "a code of ISO 4217, a sign or a usual word, in capitals", |raw, out| write_known(raw, out, word::is_currency, true)
);
form!(
    /// Payment statuses: what [`word::is_known_payment_status`] knows, in lower case.
    STATUS_FORM, "payment-status/text/1", "a known word for what became of a payment, in lower case", |raw, out| write_known(raw, out, word::is_known_payment_status, false)
);
form!(
    /// Addresses of the web: the template that may leave.
    URL_FORM, "url/template/1", "scheme, host as A-label, path with `{id}` for what may identify; no query, no fragment", url::template
);
form!(
    /// Points in time: ISO 8601, with `Z` where the text told the offset.
    TIME_FORM, "time/iso/1", "ISO 8601 to the second or finer; `Z` where the text has an offset or is an epoch", |raw, out| write_time(raw, out, false)
);
form!(
    /// Calendar dates: ISO 8601.
    DATE_FORM, "date/iso/1", "ISO 8601 date", |raw, out| write_time(raw, out, true)
);
form!(
    /// Days of birth: ISO 8601. A century is not guessed, and nobody is born before 1900.
    BIRTH_FORM, "birth-date/iso/1", "ISO 8601 date from 1900 on, of a year with four digits", write_birth
);
form!(
    /// Sums: two decimals.
    AMOUNT_FORM, "amount/decimal/1", "decimal with two places: `1 234,5 ₸` is `1234.50`", write_amount
);
form!(
    /// Whole numbers.
    COUNT_FORM, "count/integer/1", "a whole number of 64 bits", write_count
);
form!(
    /// Yes and no.
    FLAG_FORM, "flag/1", "`true` or `false`: `да`, `иә`, `yes`, `1`, `on`", write_flag
);
form!(
    /// Ages: 0 to 130 years.
    AGE_FORM, "age/years/1", "a whole number of years, 0 to 130", write_age
);
form!(
    /// Sexes.
    SEX_FORM, "sex/1", "`female` or `male`: `ж`, `жен`, `әйел`, `f`; `м`, `муж`, `ер`, `m`", write_sex
);
form!(
    /// Card numbers: digits; for matching only, since cards leave in no form.
    CARD_FORM, "card/digits/1", "13 to 19 digits without separators; for matching only", write_card
);

fn write_text(raw: &str, out: &mut String) -> Canonical {
    let text = trim(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let start = out.len();
    for word in text.split_whitespace() {
        if out.len() > start {
            out.push(' ');
        }
        out.push_str(word);
    }
    Canonical::Written
}

fn write_known(raw: &str, out: &mut String, is_known: fn(&str) -> bool, capitals: bool) -> Canonical {
    let text = trim(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    if !is_known(text) {
        return Canonical::Unfit;
    }
    out.push_str(&if capitals { text.to_uppercase() } else { text.to_lowercase() });
    Canonical::Written
}

fn write_time(raw: &str, out: &mut String, date_only: bool) -> Canonical {
    let (at, zone) = match parse(raw) {
        Parsed::At(Moment::Local(at)) => (at, ""),
        Parsed::At(Moment::Utc(at)) => (at, "Z"),
        Parsed::Null => return Canonical::Null,
        Parsed::ByPivot(_) | Parsed::Open(_) | Parsed::Unfit => return Canonical::Unfit,
    };
    // Writing to a String cannot fail.
    let _ = if date_only { write!(out, "{}", at.date()) } else { write!(out, "{at:?}{zone}") };
    Canonical::Written
}

fn write_birth(raw: &str, out: &mut String) -> Canonical {
    const BIRTH: Reading = Reading { birth: true, ..Reading::of(Zone::ALMATY) };
    match parse_as(raw, &BIRTH) {
        Parsed::At(moment) => match BIRTH.local(moment) {
            Some(at) => {
                let _ = write!(out, "{}", at.date());
                Canonical::Written
            }
            None => Canonical::Unfit,
        },
        Parsed::Null => Canonical::Null,
        Parsed::ByPivot(_) | Parsed::Open(_) | Parsed::Unfit => Canonical::Unfit,
    }
}

fn write_amount(raw: &str, out: &mut String) -> Canonical {
    match amount::parse(raw) {
        ParsedAmount::Cents(cents) | ParsedAmount::Rounded(cents) => {
            let sign = if cents < 0 { "-" } else { "" };
            let _ = write!(out, "{sign}{}.{:02}", cents.unsigned_abs() / 100, cents.unsigned_abs() % 100);
            Canonical::Written
        }
        ParsedAmount::Null => Canonical::Null,
        ParsedAmount::TwoWays | ParsedAmount::Unfit => Canonical::Unfit,
    }
}

fn write_count(raw: &str, out: &mut String) -> Canonical {
    match amount::count(raw) {
        ParsedCount::Is(number) => {
            let _ = write!(out, "{number}");
            Canonical::Written
        }
        ParsedCount::Null => Canonical::Null,
        ParsedCount::Unfit => Canonical::Unfit,
    }
}

fn write_flag(raw: &str, out: &mut String) -> Canonical {
    match amount::flag(raw) {
        ParsedFlag::Is(truth) => {
            out.push_str(if truth { "true" } else { "false" });
            Canonical::Written
        }
        ParsedFlag::Null => Canonical::Null,
        ParsedFlag::Unfit => Canonical::Unfit,
    }
}

/// Years of age in a text: `34`, `34.0`, `34 года`, `34 жас`.
#[must_use]
pub fn age(text: &str) -> Option<u8> {
    let text = unguard(text);
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let rest = rest.trim();
    let word = ["", ".0", ",0", "лет", "года", "год", "г.", "г", "жас", "жаста", "years", "y.o.", "y"]
        .iter()
        .any(|word| eq_fold(rest, word));
    (word && digits.len() <= 3).then(|| digits.parse().ok()).flatten().filter(|&age| age <= 130)
}

fn write_age(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    match age(asciify(text, &mut buffer)) {
        Some(age) => {
            let _ = write!(out, "{age}");
            Canonical::Written
        }
        None => Canonical::Unfit,
    }
}

const FEMALE: &[&str] = &[
    "ж",
    "жен",
    "жен.",
    "женск.",
    "женский",
    "женщина",
    "девочка",
    "әйел",
    "әйел адам",
    "әйелі",
    "қыз",
    "қыз бала",
    "f",
    "female",
    "woman",
    "w",
    "mrs",
    "ms",
];
const MALE: &[&str] = &[
    "м",
    "муж",
    "муж.",
    "мужск.",
    "мужской",
    "мужчина",
    "мальчик",
    "ер",
    "еркек",
    "ер адам",
    "ұл",
    "ұл бала",
    "m",
    "male",
    "man",
    "mr",
];

fn write_sex(raw: &str, out: &mut String) -> Canonical {
    let text = trim(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let is = |words: &[&str]| words.iter().any(|word| eq_fold(text, word));
    let word = if is(FEMALE) {
        "female"
    } else if is(MALE) {
        "male"
    } else {
        return Canonical::Unfit;
    };
    out.push_str(word);
    Canonical::Written
}

fn write_card(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = text.strip_suffix(".0").unwrap_or(text);
    if text.contains(['*', '•', 'X', 'x', 'Х', 'х', '#']) && text.contains(|c: char| c.is_ascii_digit()) {
        return Canonical::Withheld(Withheld::Masked);
    }
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.')).collect();
    let whole = (13..=19).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if whole && digits.bytes().all(|byte| byte == b'0') {
        return Canonical::Null;
    }
    // Excel keeps fifteen digits: the sixteenth of a card became a zero, and Luhn's check fails.
    if whole && digits.len() == 16 && digits.ends_with('0') && !crate::checksum::luhn(digits.as_bytes()) {
        return Canonical::Withheld(Withheld::Lossy);
    }
    if !whole || !crate::checksum::luhn(digits.as_bytes()) {
        return Canonical::Unfit;
    }
    out.push_str(&digits);
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn values() {
        for (form, raw, wanted) in [
            (&TEXT_FORM, "  a   b ", "a b"),
            (&CURRENCY_FORM, "kzt", "KZT"),
            (&STATUS_FORM, "Оплачен", "оплачен"),
            (&TIME_FORM, "31 августа 2023 г. 12:00", "2023-08-31T12:00:00"),
            (&TIME_FORM, "2023-08-31T12:00:00+06:00", "2023-08-31T06:00:00Z"),
            (&DATE_FORM, "31.08.2023", "2023-08-31"),
            (&BIRTH_FORM, "31.08.1983", "1983-08-31"),
            (&BIRTH_FORM, "1970-01-01", "1970-01-01"),
            (&AMOUNT_FORM, "7807.799999999999", "7807.80"),
            (&AMOUNT_FORM, "1 234,5 ₸", "1234.50"),
            (&COUNT_FORM, "1 200", "1200"),
            (&FLAG_FORM, "иә", "true"),
            (&AGE_FORM, "34 года", "34"),
            (&SEX_FORM, "Жен.", "female"),
            (&SEX_FORM, "ер", "male"),
            (&CARD_FORM, "4000 0000 0000 1232", "4000000000001232"),
        ] {
            assert_eq!(outcome(form, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert_eq!(outcome(&CARD_FORM, "4000000000001230"), Err(Canonical::Withheld(Withheld::Lossy)));
        assert_eq!(outcome(&CARD_FORM, "4000 00** **** 1232"), Err(Canonical::Withheld(Withheld::Masked)));
        for (form, raw) in [
            (&BIRTH_FORM, "01.02.68"),
            (&BIRTH_FORM, "31.08.1883"),
            (&AGE_FORM, "131"),
            (&SEX_FORM, "x"),
            (&CARD_FORM, "4000000000001231"),
        ] {
            assert_eq!(outcome(form, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
