//! Bank account numbers: `iban/1` (domain requirements, 3.7).

use super::text::{asciify, digit_like, latin_capital, strip_prefix_fold, unguard};
use super::{Canonical, Form, Withheld, null};
use crate::checksum;

/// IBAN: capitals and digits without spaces; Cyrillic look-alikes are Latin letters. Wrong check digits are counted as doubtful.
///
/// Null rule: 5.9's spellings. Source: ISO 13616; lengths of the IBAN registry.
pub const FORM: Form = Form {
    id: "iban/1",
    what: "capitals and digits without spaces; Cyrillic look-alikes become Latin; of the length of its country",
    write,
    is_doubtful: |canonical| !checksum::mod97(canonical.as_bytes()),
};

/// Countries of the IBAN registry (release 98 and before) with the length of their numbers.
const LENGTHS: &[(&str, usize)] = &[
    ("AD", 24),
    ("AE", 23),
    ("AL", 28),
    ("AT", 20),
    ("AZ", 28),
    ("BA", 20),
    ("BE", 16),
    ("BG", 22),
    ("BH", 22),
    ("BI", 27),
    ("BR", 29),
    ("BY", 28),
    ("CH", 21),
    ("CR", 22),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DJ", 27),
    ("DK", 18),
    ("DO", 28),
    ("EE", 20),
    ("EG", 29),
    ("ES", 24),
    ("FI", 18),
    ("FK", 18),
    ("FO", 18),
    ("FR", 27),
    ("GB", 22),
    ("GE", 22),
    ("GI", 23),
    ("GL", 18),
    ("GR", 27),
    ("GT", 28),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IL", 23),
    ("IQ", 23),
    ("IS", 26),
    ("IT", 27),
    ("JO", 30),
    ("KW", 30),
    ("KZ", 20),
    ("LB", 28),
    ("LC", 32),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("LY", 25),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MN", 20),
    ("MR", 27),
    ("MT", 31),
    ("MU", 30),
    ("NI", 28),
    ("NL", 18),
    ("NO", 15),
    ("OM", 23),
    ("PK", 24),
    ("PL", 28),
    ("PS", 29),
    ("PT", 25),
    ("QA", 29),
    ("RO", 24),
    ("RS", 22),
    ("RU", 33),
    ("SA", 24),
    ("SC", 31),
    ("SD", 18),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
    ("SO", 23),
    ("ST", 25),
    ("SV", 28),
    ("TL", 23),
    ("TN", 24),
    ("TR", 26),
    ("UA", 29),
    ("VA", 22),
    ("VG", 24),
    ("XK", 20),
    ("YE", 30),
];

/// Length of a number of the country with these two letters; `None` for countries without IBAN.
pub(crate) fn length_of(country: &str) -> Option<usize> {
    LENGTHS.binary_search_by(|(known, _)| (*known).cmp(country)).ok().map(|at| LENGTHS[at].1)
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = ["iban", "ибан", "иик", "жск"].iter().find_map(|word| strip_prefix_fold(text, word)).unwrap_or(text);
    let start = out.len();
    let mut masked = false;
    for c in text.trim_start_matches([' ', ':', '№']).chars() {
        match (c, latin_capital(c)) {
            (' ' | '-' | '.', _) => {}
            ('*' | '•', _) => masked = true,
            (_, Some(letter)) => out.push(letter),
            _ => {
                out.truncate(start);
                return Canonical::Unfit;
            }
        }
    }
    let iban = &out[start..];
    let bytes = iban.as_bytes();
    let starts = bytes.len() >= 4 && bytes[..2].iter().all(u8::is_ascii_uppercase);
    if masked && starts {
        out.truncate(start);
        return Canonical::Withheld(Withheld::Masked);
    }
    // Beside the country's length, the check digits must be digits, or a word of the right length would do.
    let fits = starts && bytes[2..4].iter().all(u8::is_ascii_digit) && length_of(&iban[..2]) == Some(bytes.len());
    if !fits {
        out.truncate(start);
        return Canonical::Unfit;
    }
    if !checksum::mod97(bytes) {
        // `O` for a zero: the check digits tell which of the two it was.
        let digital: String =
            iban.char_indices().map(|(at, c)| digit_like(c).filter(|_| at > 3).unwrap_or(c)).collect();
        if checksum::mod97(digital.as_bytes()) {
            out.truncate(start);
            out.push_str(&digital);
        }
    }
    Canonical::Written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn accounts() {
        for (raw, wanted) in [
            ("KZ60999KZT0000000001", "KZ60999KZT0000000001"),
            ("kz60 999k zt00 0000 0001", "KZ60999KZT0000000001"),
            ("КZ60999КZТ0000000001", "KZ60999KZT0000000001"),
            ("IBAN: KZ739990000000000123", "KZ739990000000000123"),
            ("KZ59999A1B2C3D4E5F6G", "KZ59999A1B2C3D4E5F6G"),
            ("KZ61999KZT0000000001", "KZ61999KZT0000000001"),
            ("GB82 WEST 1234 5698 7654 32", "GB82WEST12345698765432"),
            ("ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００", "DE89370400440532013000"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert!((FORM.is_doubtful)("KZ61999KZT0000000001") && !(FORM.is_doubtful)("KZ60999KZT0000000001"));
    }

    #[test]
    fn other_texts() {
        for raw in
            ["KZ60999KZT000000000", "KZ60999KZT00000000012", "XX60999KZT0000000001", "60999KZT0000000001", "Иванов"]
        {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
        assert_eq!(outcome(&FORM, "KZ60 **** **** **** 0001"), Err(Canonical::Withheld(Withheld::Masked)));
        assert_eq!(outcome(&FORM, "жоқ"), Err(Canonical::Null));
    }

    /// Examples of the IBAN registry, one a country.
    #[test]
    fn published_examples() {
        for iban in [
            "AD1200012030200359100100",
            "AE070331234567890123456",
            "AL47212110090000000235698741",
            "AT611904300234573201",
            "AZ21NABZ00000000137010001944",
            "BE68539007547034",
            "BG80BNBG96611020345678",
            "BY13NBRB3600900000002Z00AB00",
            "CH9300762011623852957",
            "CZ6508000000192000145399",
            "DE89370400440532013000",
            "DK5000400440116243",
            "EE382200221020145685",
            "ES9121000418450200051332",
            "FI2112345600000785",
            "FR1420041010050500013M02606",
            "GB29NWBK60161331926819",
            "GE29NB0000000101904917",
            "IL620108000000099999999",
            "IT60X0542811101000000123456",
            "KZ86125KZT5004100100",
            "LT121000011101001000",
            "LV80BANK0000435195001",
            "MD24AG000225100013104168",
            "NL91ABNA0417164300",
            "NO9386011117947",
            "PL61109010140000071219812874",
            "RS35260005601001611379",
            "SE4550000000058398257466",
            "TR330006100519786457841326",
            "UA213223130000026007233566001",
        ] {
            assert_eq!(outcome(&FORM, iban).as_deref(), Ok(iban));
            assert!(!(FORM.is_doubtful)(iban), "{iban}");
        }
        assert!(LENGTHS.is_sorted());
    }
}
