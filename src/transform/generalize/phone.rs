//! Phones to the country that their number belongs to: two letters of ISO 3166-1.

use crate::canon::form_of;
use crate::canon::place::country_code;
use crate::column::{Fit, StrKernel};
use crate::vocabulary::SemanticType;

/// The country of a number.
///
/// Kazakhstan and Russia share `+7`: numbers whose national part begins with 7, 6 or 0 are Kazakhstan's, all others Russia's (plan of the ITU for
/// `+7`). Other countries are told apart by the metadata of libphonenumber, which is read when the first foreign number comes.
#[derive(Debug)]
pub(super) struct Country;

impl StrKernel for Country {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(form_of(SemanticType::Phone).write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let country = country(out);
        out.clear();
        match country {
            Some(country) => {
                out.push_str(country);
                fit
            }
            // A number of no country: satellite phones, free numbers of all countries.
            None => Fit::Unfit,
        }
    }
}

fn country(e164: &str) -> Option<&'static str> {
    match e164.strip_prefix("+7").map(str::as_bytes) {
        Some([b'7' | b'6' | b'0', ..]) => Some("KZ"),
        Some(_) => Some("RU"),
        None => country_code(phonenumber::parse(None, e164).ok()?.country().id()?.as_ref()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers of the ranges that libphonenumber gives as examples, and of those that are kept for films.
    #[test]
    fn numbers_have_countries() {
        for (number, wanted) in [
            ("8 771 000 99 98", Some("KZ")),
            ("+7 727 345-67-89", Some("KZ")),
            ("+7 605 123 45 67", Some("KZ")),
            ("8 916 123 45 67", Some("RU")),
            ("+7 495 123 45 67", Some("RU")),
            ("+996 555 123 456", Some("KG")),
            ("+998 91 234 56 78", Some("UZ")),
            ("+380 50 123 4567", Some("UA")),
            ("+375 29 491 19 11", Some("BY")),
            ("+1 202 555 0100", Some("US")),
            ("+1 506 234 5678", Some("CA")),
            ("+44 7400 123456", Some("GB")),
            ("+44 7781 123456", Some("GG")),
            ("+49 30 123456", Some("DE")),
            ("+86 131 2345 6789", Some("CN")),
            ("+90 501 234 56 78", Some("TR")),
            ("+800 1234 5678", None),
        ] {
            let mut out = String::new();
            let fit = Country.write(number, &mut out);
            assert_eq!(fit.is_written().then_some(out.as_str()), wanted, "{number}");
        }
    }
}
