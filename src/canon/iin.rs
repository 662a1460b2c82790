//! Identification numbers of Kazakhstan: persons (IIN, `iin/12/1`) and businesses (BIN, `bin/12/1`); domain
//! requirements 3.1, 3.2.
//!
//! Since 2013 the digits of an IIN are not bound to the birth date, and registers hold numbers with wrong check digits:
//! any twelve digits fit. Checksum and date are reported apart, for counting. Nothing here says when somebody was born.

use super::number::{Decimal, Digits, Float};
use super::text::{asciify, strip_prefix_fold, unguard};
use super::{Canonical, Form, Withheld, null};
use crate::checksum;

/// IIN: twelve digits. Nine to eleven digits get their lost zeros back if checksum and date prove it.
///
/// Null rule: 5.9's spellings, `0`, zeros only.
pub const FORM: Form = Form {
    id: "iin/12/1",
    what: "twelve digits without separators; leading zeros that a spreadsheet lost are restored where checksum and date prove it",
    write: write_iin,
    is_doubtful: |canonical| {
        let facts = iin_facts(canonical);
        !facts.checksum || !facts.date
    },
};

/// BIN: twelve digits of which the fifth is 4, 5 or 6. A person's IIN in a BIN column (sole entrepreneurs) is unfit: it
/// must not share the treatment of companies.
///
/// Null rule: 5.9's spellings, `0`, zeros only.
pub const BIN_FORM: Form = Form {
    id: "bin/12/1",
    what: "twelve digits without separators, fifth digit 4 to 6; a person's IIN is unfit",
    write: write_bin,
    is_doubtful: |canonical| !checksum::mod11(canonical.as_bytes()),
};

/// What the digits of an IIN prove. For counting: neither decides whether the value is protected.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct IinFacts {
    /// The twelfth digit is the check digit of the others.
    pub checksum: bool,
    /// The first seven digits name a day of the calendar (century digit 1 to 6).
    pub date: bool,
}

/// The facts of a canonical IIN; both false for anything but twelve digits.
#[must_use]
pub fn iin_facts(canonical: &str) -> IinFacts {
    let digits = canonical.as_bytes();
    IinFacts { checksum: checksum::mod11(digits), date: names_a_day(digits) }
}

/// Whether twelve digits start with a day of the calendar and a century digit of 1 to 6.
pub(crate) fn names_a_day(digits: &[u8]) -> bool {
    if digits.len() != 12 || !digits.iter().all(u8::is_ascii_digit) {
        return false;
    }
    let two = |at: usize| u32::from(digits[at] - b'0') * 10 + u32::from(digits[at + 1] - b'0');
    let (century, year, month, day) = (u32::from(digits[6] - b'0'), two(0), two(2), two(4));
    let century = match century {
        1 | 2 => 1800,
        3 | 4 => 1900,
        5 | 6 => 2000,
        _ => return false,
    };
    let leap = year % 4 == 0 && (year != 0 || century == 2000);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=days).contains(&day)
}

/// Whether twelve digits have the shape of a BIN: a month, and 4, 5 or 6 in the fifth place.
pub(crate) fn looks_like_bin(digits: &[u8]) -> bool {
    digits.len() == 12
        && matches!(digits[4], b'4'..=b'6')
        && matches!((digits[2], digits[3]), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'))
}

fn write_iin(raw: &str, out: &mut String) -> Canonical {
    // As nearly all are written.
    if raw.len() == 12 && raw.bytes().all(|byte| byte.is_ascii_digit()) && raw.bytes().any(|byte| byte != b'0') {
        out.push_str(raw);
        return Canonical::Written;
    }
    let number = match read(raw) {
        Ok(number) => number,
        Err(other) => return other,
    };
    let proven = |digits: &[u8]| checksum::mod11(digits) && names_a_day(digits);
    number.write_if(|_| true, proven, out)
}

fn write_bin(raw: &str, out: &mut String) -> Canonical {
    let number = match read(raw) {
        Ok(number) => number,
        Err(other) => return other,
    };
    let proven = |digits: &[u8]| checksum::mod11(digits) && looks_like_bin(digits);
    number.write_if(|digits| matches!(digits[4], b'4'..=b'6'), proven, out)
}

/// One to twelve digits, as they were found.
struct Number(Digits);

impl Number {
    /// Writes twelve digits that `fit`, or nine to eleven that are `proven` once their zeros are back.
    fn write_if(&self, fit: impl Fn(&[u8]) -> bool, proven: impl Fn(&[u8]) -> bool, out: &mut String) -> Canonical {
        let found = self.0.as_bytes();
        if found.iter().all(|&digit| digit == b'0') {
            return Canonical::Null;
        }
        if !(9..=12).contains(&found.len()) {
            return Canonical::Unfit;
        }
        let mut full = [b'0'; 12];
        full[12 - found.len()..].copy_from_slice(found);
        if !(if found.len() == 12 { fit(&full) } else { proven(&full) }) {
            return Canonical::Unfit;
        }
        out.push_str(std::str::from_utf8(&full).expect("digits are ASCII"));
        Canonical::Written
    }
}

fn read(raw: &str) -> Result<Number, Canonical> {
    match plain(raw) {
        Some(number) => Ok(number),
        None => careful(raw),
    }
}

/// Digits with single separators (space, `-`, `.`) at most; `None` for anything that needs a closer look.
fn plain(text: &str) -> Option<Number> {
    let mut digits = Digits::new();
    let mut separated = true;
    for &byte in text.as_bytes() {
        match byte {
            b'0'..=b'9' => {
                digits.push(byte).then_some(())?;
                separated = false;
            }
            b' ' | b'-' if !separated => separated = true,
            _ => return None,
        }
    }
    (!separated && digits.as_bytes().len() <= 12).then_some(Number(digits))
}

/// Words that people put before the number, in lower case.
const PREFIXES: &[&str] = &["иин", "жсн", "бин", "бсн", "iin", "bin"];

fn careful(raw: &str) -> Result<Number, Canonical> {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Err(Canonical::Null);
    }
    let mut buffer = String::new();
    let text = unguard(asciify(text, &mut buffer));
    let named = PREFIXES.iter().find_map(|prefix| strip_prefix_fold(text, prefix));
    let text = named.map_or(text, |rest| rest.trim_start_matches([' ', ':', '.', '-', '№']));
    match Decimal::parse(text.as_bytes()).map(|decimal| decimal.integer()) {
        Some(Float::Exact { negative: false, digits }) => return Ok(Number(digits)),
        Some(Float::Lossy) => return Err(Canonical::Withheld(Withheld::Lossy)),
        _ => {}
    }
    if holds_several(text) {
        return Err(Canonical::Withheld(Withheld::Several));
    }
    if is_masked(text) {
        return Err(Canonical::Withheld(Withheld::Masked));
    }
    separated_digits(text).ok_or(Canonical::Unfit)
}

/// Digits and separators of any number, dots included.
fn separated_digits(text: &str) -> Option<Number> {
    let mut digits = Digits::new();
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' => digits.push(byte).then_some(())?,
            b' ' | b'-' | b'.' | b',' | b';' | b'\t' | b'\n' | b'\r' => {}
            _ => return None,
        }
    }
    (1..=12).contains(&digits.as_bytes().len()).then_some(Number(digits))
}

/// Whether two or more parts have as many digits as a number that lost its zeros.
pub(super) fn holds_several(text: &str) -> bool {
    let long = |part: &str| part.bytes().filter(u8::is_ascii_digit).count() >= 9;
    text.split([',', ';', '/', '|', '\n']).filter(|part| long(part)).count() > 1
        || text.split_whitespace().filter(|part| long(part)).count() > 1
}

/// Whether digits are hidden: `*`, dots of any kind, or x among digits, and nothing but a number besides.
pub(super) fn is_masked(text: &str) -> bool {
    let (mut stars, mut letters, mut digits) = (0, 0, 0);
    for c in text.chars() {
        match c {
            '0'..='9' => digits += 1,
            '*' | '•' | '●' | '∗' => stars += 1,
            'x' | 'X' | 'х' | 'Х' | '#' | '_' => letters += 1,
            ' ' | '-' | '.' | '…' => {}
            _ => return false,
        }
    }
    stars > 0 || (letters > 0 && digits > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn spellings_of_one_iin() {
        for raw in [
            "850315100016",
            "850315 100016",
            "850315-100016",
            "850 315 100 016",
            "850\u{a0}315\u{a0}100\u{a0}016",
            "850.315.100.016",
            "'850315100016",
            "=\"850315100016\"",
            "8.50315100016E11",
            "850315100016.0",
            "8,50315100016E+11",
            " 850315100016 ",
            "\u{feff}850315100016",
            "ИИН 850315100016",
            "ЖСН: 850315100016",
            "850315100016;",
            "８５０３１５１０００１６",
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok("850315100016"), "{raw}");
        }
    }

    #[test]
    fn lost_zeros_come_back_where_the_checksum_proves_them() {
        for (raw, wanted) in [
            ("50915100070", "050915100070"),
            ("1215100079", "001215100079"),
            ("101100076", "000101100076"),
            ("71108100075", "071108100075"),
            ("80210100073", "080210100073"),
            ("5.091510007E10", "050915100070"),
            ("101100076.0", "000101100076"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["50915100071", "77710009998", "101100075", "51315100019", "8503151", "85031510001"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }

    #[test]
    fn any_twelve_digits_fit_and_facts_are_apart() {
        for (raw, checksum, date) in [
            ("850315100016", true, true),
            ("850315100017", false, true),
            ("851315100019", true, false),
            ("991231500016", true, true),
            ("210140019844", true, false),
            ("123456789012", false, false),
            ("850315100704", true, true),
            ("850229100000", false, false),
            ("000229500000", false, true),
            ("000229300000", false, false),
            ("850315000016", false, false),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(raw), "{raw}");
            assert_eq!(iin_facts(raw), IinFacts { checksum, date }, "{raw}");
        }
        assert_eq!(iin_facts("85031510001"), IinFacts { checksum: false, date: false });
    }

    #[test]
    fn withheld_for_three_reasons() {
        for (raw, why) in [
            ("8,50315E+11", Withheld::Lossy),
            ("8.50315E+11", Withheld::Lossy),
            ("850315******", Withheld::Masked),
            ("850315xxxxxx", Withheld::Masked),
            ("8503••••0016", Withheld::Masked),
            ("850315100016, 850315200012", Withheld::Several),
            ("850315100016 850315200012", Withheld::Several),
            ("850315100016/850315200012", Withheld::Several),
        ] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Withheld(why)), "{raw}");
        }
    }

    #[test]
    fn junk_is_unfit_and_nothing_is_null() {
        for raw in ["8503151000166", "85031510001A", "паспорт N12345678", "12", "850315100016 Әсел", "-850315100016.0"]
        {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        for raw in ["", "0", "000000000000", "0.0", "-", "жоқ", "NULL"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Null), "{raw:?}");
        }
    }

    #[test]
    fn bins_are_companies_only() {
        for raw in ["210140019844", "351240000010", "351251000010", "351260000012", "210140-019844", "БИН 210140019844"]
        {
            let digits: String = raw.chars().filter(char::is_ascii_digit).collect();
            assert_eq!(outcome(&BIN_FORM, raw), Ok(digits), "{raw}");
        }
        for raw in ["850315100016", "850370000000", "850380000000", "21014001984", "12345"] {
            assert_eq!(outcome(&BIN_FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&BIN_FORM, "2,10140E+11"), Err(Canonical::Withheld(Withheld::Lossy)));
        assert_eq!(outcome(&BIN_FORM, "0"), Err(Canonical::Null));
        // The zero of the year 2009 is lost: 09 12 4 …; the check digit is computed, so that the case does not depend
        // on luck.
        let body = b"09124000001";
        let check = checksum::mod11_digit(body).expect("issuable");
        let full = format!("{}{check}", std::str::from_utf8(body).expect("ASCII"));
        assert_eq!(outcome(&BIN_FORM, &full[1..]), Ok(full.clone()));
    }
}
