//! Format-preserve: an encrypted value that looks like the value: as many digits or letters, and the key gives it back.
//!
//! FF1 of NIST SP 800-38G under a key of the column's domain; the tweak is the canonical form's id and the domain, each behind its length.

use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Refusal, Reverse, Subjects, Technique, Tokens, Trace, Transform, accept,
    canonical,
};
use crate::canon::{Form, form_of};
use crate::checksum;
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::crypto::fpe::{Ff1, MIN_DOMAIN, domain_size};
use crate::keys::{Domain, Purpose, derive};
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;

/// An encrypted value of the same form stands for the value.
pub(super) struct FormatPreserve;

static DOC: Doc = Doc {
    summary: "an encryption (FF1) of the same length and alphabet, which the key gives back: `digits` (six or more), `base36` (a-z and 0-9, \
              four or more); an IIN into twelve digits whose check digit is wrong on purpose (`invalid`)",
    nulls: "NULL and its spellings stay NULL; values of other signs, shorter ones and those of more than 64 become NULL and are counted, and so do \
            IINs with a wrong check digit, which could not be given back",
    learns: "which rows share a value, and how long it is; without the key nothing else, with it all of it. One value of a domain, on average, \
             stays as it is",
    example: Example {
        semantic: SemanticType::UserId,
        argument: "digits",
        input: &[Some("10042017"), Some("00042017"), Some("12345"), Some("user-17"), None],
        output: &[Some("56146801"), Some("25026291"), None, None, None],
    },
};

/// Longest value, in signs: longer ones are no identifiers, and the cost grows with the square of the length.
const LONGEST: usize = 64;

impl Technique for FormatPreserve {
    fn name(&self) -> &'static str {
        "format-preserve"
    }

    fn family(&self) -> Family {
        Family::Cryptographic
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// Our own numbers, and IINs that are nobody's: whatever else has a form has it because somebody issues it.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        use SemanticType as T;
        match semantic {
            T::UserId | T::TransactionId | T::CookieId => &["digits", "base36"],
            T::Iin => &["invalid"],
            _ => &[],
        }
    }

    fn inside_only(&self, _: &Argument) -> Option<&'static str> {
        Some("the key gives the values back, and whoever can add rows builds a dictionary of them")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        if self.arguments(column.semantic).is_empty() {
            return Err(never_in_its_form(column.semantic));
        }
        accept(self, column)?;
        let kernel = Encrypted { form: form_of(column.semantic), shape: shape(column), cipher: cipher(column, cx)? };
        Ok(Bound::Transform(Box::new(kernel)))
    }

    fn reverse(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Option<Box<dyn Reverse>>, Refusal> {
        accept(self, column)?;
        let shape = shape(column);
        Ok(cipher(column, cx)?.map(|cipher| -> Box<dyn Reverse> { Box::new(Decrypted { shape, cipher }) }))
    }
}

/// Why values of a type are never encrypted into their own form, with the number that says so where there is one.
fn never_in_its_form(semantic: SemanticType) -> Refusal {
    use SemanticType as T;
    let number = |size: u128| u64::try_from(size).unwrap_or(u64::MAX);
    let message = match semantic {
        T::Card => message!(
            "cards leave in no form; between the first eight and the last four digits lie 10^4 = {} values, fewer than {}",
            number(domain_size(10, 4)),
            number(MIN_DOMAIN)
        ),
        T::Phone => message!("any ten digits behind +7 are a phone, and of the 10^10 most are somebody's"),
        T::Bin | T::TaxId | T::Iban | T::IdDocument | T::Plate | T::Mac => {
            message!("what has the form of a `{}` may be somebody else's", semantic)
        }
        T::Ip => message!("an address keeps its form, and its network, under `prefix-preserve`"),
        _ => match semantic.small_domain() {
            Some(values) if u128::from(values) < MIN_DOMAIN => {
                message!("`{}` has about {} values, fewer than {}", semantic, values, number(MIN_DOMAIN))
            }
            _ => message!("values of `{}` have no alphabet and no length of their own", semantic),
        },
    };
    let hint = match semantic.token_prefix() {
        Some(_) => message!("`encrypt` makes a token that the key opens and that is nobody's"),
        None => message!("generalize or drop it"),
    };
    Refusal { message, hint }
}

/// What the encrypted signs are a part of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    /// All there is.
    Whole,
    /// The first eleven of the twelve digits of an IIN.
    Iin,
}

fn shape(column: &ColumnSpec<'_>) -> Shape {
    if column.semantic == SemanticType::Iin { Shape::Iin } else { Shape::Whole }
}

/// FF1 over the signs of one column.
#[derive(Debug)]
struct Cipher {
    ff1: Ff1,
    tweak: Vec<u8>,
}

/// The cipher of a column whose argument was accepted; `None` in a preview.
fn cipher(column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Option<Cipher>, Refusal> {
    let Tokens::Keyed { keys, profile, recipient } = cx.tokens else { return Ok(None) };
    let form = form_of(column.semantic).id;
    let domain = Domain { profile, recipient, site: cx.site, domain: column.domain, form };
    let key = derive::<32>(keys, Purpose::FormatPreserving, domain);
    let radix = if matches!(column.argument, Argument::Word(word) if word == "base36") { 36 } else { 10 };
    let refused =
        |_| Refusal { message: message!("FF1 refuses its key or its radix"), hint: message!("this is a bug") };
    let ff1 = Ff1::new(key.expose(), radix).map_err(refused)?;
    let mut tweak = Vec::new();
    for part in [form, column.domain] {
        tweak.extend_from_slice(&u16::try_from(part.len()).unwrap_or(u16::MAX).to_be_bytes());
        tweak.extend_from_slice(part.as_bytes());
    }
    Ok(Some(Cipher { ff1, tweak }))
}

impl Cipher {
    fn encrypt(&self, text: &str) -> Option<String> {
        self.text(&self.ff1.encrypt(&self.tweak, &self.numerals(text)?).ok()?)
    }

    fn decrypt(&self, text: &str) -> Option<String> {
        self.text(&self.ff1.decrypt(&self.tweak, &self.numerals(text)?).ok()?)
    }

    /// The signs as numerals; `None` for other signs and for too many. Of too few, FF1 itself says so.
    fn numerals(&self, text: &str) -> Option<Vec<u16>> {
        if text.len() > LONGEST || text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            return None;
        }
        text.chars().map(|sign| sign.to_digit(self.ff1.radix()).and_then(|value| u16::try_from(value).ok())).collect()
    }

    fn text(&self, numerals: &[u16]) -> Option<String> {
        numerals.iter().map(|&numeral| char::from_digit(numeral.into(), self.ff1.radix())).collect()
    }
}

impl Shape {
    /// The part of a canonical value that is encrypted; `None` where the rest of it would not come back.
    fn body(self, canonical: &str) -> Option<&str> {
        match self {
            Self::Whole => Some(canonical),
            Self::Iin => checksum::mod11(canonical.as_bytes()).then(|| &canonical[..11]),
        }
    }

    /// The value of an encrypted body: an IIN gets a check digit that is wrong.
    fn released(self, mut body: String) -> Option<String> {
        if self == Self::Iin {
            body.push(checksum::mod11_wrong_digit(&body)?);
        }
        Some(body)
    }

    /// The encrypted body of a released value.
    fn sealed(self, released: &str) -> Option<&str> {
        match self {
            Self::Whole => Some(released),
            Self::Iin => {
                let (at, last) = released.char_indices().nth(11)?;
                let body = &released[..at];
                (released.len() == 12 && checksum::mod11_wrong_digit(body) == Some(last)).then_some(body)
            }
        }
    }

    /// The canonical value of a decrypted body: an IIN gets its check digit back.
    fn canonical(self, mut body: String) -> Option<String> {
        if self == Self::Iin {
            let digit = checksum::mod11_digit(body.as_bytes().try_into().ok()?)?;
            body.push(char::from(b'0' + digit));
        }
        Some(body)
    }
}

#[derive(Debug)]
struct Encrypted {
    form: &'static Form,
    shape: Shape,
    cipher: Option<Cipher>,
}

impl Transform for Encrypted {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn is_token(&self) -> bool {
        true
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 12)
    }
}

impl StrKernel for Encrypted {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = canonical::write(self.form, value, out);
        if !fit.is_written() {
            return fit;
        }
        let canonical = std::mem::take(out);
        let Some(body) = self.shape.body(&canonical) else { return Fit::Unfit };
        let Some(cipher) = &self.cipher else {
            out.push('…');
            return fit;
        };
        match cipher.encrypt(body).and_then(|body| self.shape.released(body)) {
            Some(released) => {
                *out = released;
                fit
            }
            None => Fit::Unfit,
        }
    }
}

#[derive(Debug)]
struct Decrypted {
    shape: Shape,
    cipher: Cipher,
}

impl Reverse for Decrypted {
    fn open(&self, released: &str) -> Option<String> {
        self.cipher.decrypt(self.shape.sealed(released)?).and_then(|body| self.shape.canonical(body))
    }

    /// FF1 does not authenticate: another text of the same form is the encryption of another value.
    fn is_authentic(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::reading::Reading;
    use crate::canon::time::Zone;
    use crate::keys::Keyset;
    use arrow::array::{AsArray as _, StringArray};
    use std::collections::HashSet;

    fn bound<T>(semantic: SemanticType, word: &str, run: impl FnOnce(&dyn Transform, &dyn Reverse) -> T) -> T {
        let keys = Keyset::from_root([0x42; 32], 1);
        let tokens = Tokens::Keyed { keys: &keys, profile: "example", recipient: "" };
        let cx = Binding { tokens, site: "example.kz", reading: Reading::of(Zone::ALMATY), geoip: None };
        let argument = Argument::Word(word.to_owned());
        let column = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
        let Ok(Bound::Transform(transform)) = FormatPreserve.bind(&column, &cx) else { panic!("it binds") };
        let reverse = FormatPreserve.reverse(&column, &cx).expect("accepted").expect("keyed");
        run(&*transform, &*reverse)
    }

    fn apply(transform: &dyn Transform, values: &[&str]) -> Vec<Option<String>> {
        let output = transform.apply(&StringArray::from(values.to_vec()), Subjects::NONE).expect("text");
        output.array.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect()
    }

    #[test]
    fn values_keep_alphabet_and_length_and_come_back() {
        let cases: [(&str, &[&str]); 2] = [
            ("digits", &["000000", "100042", "1700000000987654321", "0000000000000000000000000000000000000001"]),
            ("base36", &["0000", "a1b2", "zz7z", "user1234567890", "123456"]),
        ];
        for (word, values) in cases {
            bound(SemanticType::UserId, word, |transform, reverse| {
                let released = apply(transform, values);
                for (value, released) in values.iter().zip(released.into_iter().flatten().collect::<Vec<_>>()) {
                    assert_eq!(released.len(), value.len());
                    let digit = |b: u8| b.is_ascii_digit() || (word == "base36" && b.is_ascii_lowercase());
                    assert!(released.bytes().all(digit) && released != *value, "{value} {released}");
                    assert_eq!(reverse.open(&released).as_deref(), Some(*value));
                }
            });
        }
    }

    #[test]
    fn f67_what_is_too_short_or_of_other_signs_is_unfit() {
        for (word, values) in [
            (
                "digits",
                [
                    "12345",
                    "１２３４５６",
                    "1234.567",
                    "1234567890123456789012345678901234567890123456789012345678901234_",
                ],
            ),
            ("base36", ["a1b", "A1b2", "a-b2", "абвг"]),
        ] {
            bound(SemanticType::UserId, word, |transform, reverse| {
                assert_eq!(apply(transform, &values), [const { None }; 4]);
                assert!(values.iter().all(|value| reverse.open(value).is_none()));
            });
        }
        bound(SemanticType::UserId, "digits", |transform, _| {
            assert_eq!(apply(transform, &[&"1".repeat(65)]), [None]);
        });
    }

    /// The smallest domain there is, whole: a permutation, with one fixed point on average.
    #[test]
    fn a_domain_is_permuted() {
        bound(SemanticType::TransactionId, "digits", |transform, _| {
            let values: Vec<String> = (0..20_000).map(|n| format!("{n:06}")).collect();
            let values: Vec<&str> = values.iter().map(String::as_str).collect();
            let released: HashSet<String> = apply(transform, &values).into_iter().flatten().collect();
            assert_eq!(released.len(), values.len());
        });
    }

    #[test]
    fn an_encrypted_iin_is_nobodys() {
        bound(SemanticType::Iin, "invalid", |transform, reverse| {
            let bodies = (0..2_000).map(|n| format!("85{:02}{:02}3{n:04}", n % 12 + 1, n % 28 + 1));
            let valid =
                |body: String| checksum::mod11_digit(body.as_bytes().try_into().ok()?).map(|d| format!("{body}{d}"));
            let iins: Vec<String> = bodies.filter_map(valid).collect();
            let values: Vec<&str> = iins.iter().map(String::as_str).collect();
            for (value, released) in values.iter().zip(apply(transform, &values)) {
                let released = released.expect("a right check digit");
                assert!(released.len() == 12 && released.bytes().all(|b| b.is_ascii_digit()), "{released}");
                assert!(!checksum::mod11(released.as_bytes()), "{released} is somebody's");
                assert_eq!(reverse.open(&released).as_deref(), Some(*value));
            }
            assert!(values.len() > 1_900);
            // A wrong check digit could not be given back; a right one is no output of ours.
            assert_eq!(apply(transform, &["850315100017", "123456789012", "no"]), [None, None, None]);
            assert_eq!(reverse.open("850315100016"), None);
            assert_eq!((reverse.open(""), reverse.open("8503151000160"), reverse.open("ыыыыыы")), (None, None, None));
        });
    }

    #[test]
    fn where_no_check_digit_is_right_zero_is_wrong() {
        assert_eq!(checksum::mod11_wrong_digit("85031510073"), Some('0'));
        assert_eq!(checksum::mod11_wrong_digit("85031510001"), Some('7'));
    }

    #[test]
    fn refusals_have_reasons_and_numbers() {
        let why = |semantic| never_in_its_form(semantic).message.to_string();
        assert!(why(SemanticType::Card).contains("10^4 = 10000 values, fewer than 1000000"));
        assert!(why(SemanticType::Phone).contains("of the 10^10 most are somebody's"));
        assert!(why(SemanticType::Sex).contains("about 2 values, fewer than 1000000"));
        assert!(why(SemanticType::FullName).contains("no alphabet and no length of their own"));
    }
}
