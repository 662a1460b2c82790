//! Canonical forms: one text for all spellings of one value, so that equal people get equal tokens.
//!
//! Every form has a versioned id, which enters the derivation of its key: a form that changes gets a new number,
//! because otherwise old and new releases would disagree silently. This module does not know arrow; a person can review
//! a file of it with the standard that it names in the other hand. No value enters an error or a `Debug` output.

pub mod address;
pub mod amount;
mod around;
pub mod cookie;
pub mod coordinates;
pub mod digest;
pub mod document;
pub mod email;
pub mod iban;
pub mod iin;
pub mod ip;
pub mod mac;
pub mod name;
pub mod null;
pub(crate) mod number;
pub mod period;
pub mod phone;
pub mod place;
pub mod plate;
pub mod postcode;
pub mod reading;
pub mod session;
pub mod social;
pub mod tax_id;
pub mod text;
pub mod time;
pub mod town;
pub mod url;
pub mod uuid;
pub mod value;
pub mod word;

use crate::vocabulary::SemanticType;

/// What became of a value on the way to its canonical form.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Canonical {
    /// The value fits its type; its canonical text was appended.
    Written,
    /// A spelling of "nothing": NULL.
    Null,
    /// Not a value of this type. It may identify somebody all the same.
    Unfit,
    /// The cell holds a value of this type that must not become a token.
    Withheld(Withheld),
}

/// Why a value of the right type must not become a token.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Withheld {
    /// A spreadsheet cut digits off: several people share what is left.
    Lossy,
    /// Digits or letters are hidden by a mask: several people share what is left.
    Masked,
    /// Two or more values in one cell: a token of the list would join nothing.
    Several,
}

/// A canonical form of one kind of value.
pub struct Form {
    /// Versioned id; enters the derivation of keys and the manifest.
    pub id: &'static str,
    /// What the form does, in one line, for the table in the README.
    pub what: &'static str,
    write: fn(&str, &mut String) -> Canonical,
    /// Whether a canonical value contradicts itself: a wrong check digit, a day that is none. It is protected like the others, and counted.
    is_doubtful: fn(&str) -> bool,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Form({})", self.id)
    }
}

impl Form {
    /// Appends the canonical text of `raw` to `out` if the outcome is [`Canonical::Written`], else leaves `out` as it
    /// was.
    ///
    /// A value that does not fit as it stands is looked at once more without quotes, brackets and the words that say what it is.
    ///
    /// Null rule: the NULL-like spellings of the type are [`Canonical::Null`], and so are those of other types where they do not fit.
    pub fn write(&self, raw: &str, out: &mut String) -> Canonical {
        match (self.write)(raw, out) {
            Canonical::Unfit if null::is_placeholder(raw) => Canonical::Null,
            Canonical::Unfit if text::is_cut(text::trim(raw)) => Canonical::Withheld(Withheld::Lossy),
            Canonical::Unfit => self.write_inside(raw, out),
            outcome => outcome,
        }
    }

    /// As [`Form::write`], for the value inside of quotes, brackets and the words that say what it is.
    fn write_inside(&self, raw: &str, out: &mut String) -> Canonical {
        let Some(inside) = around::inside(self.id, raw) else { return Canonical::Unfit };
        let start = out.len();
        let outcome = (self.write)(&inside.value, out);
        if outcome == Canonical::Written && inside.needs_proof && self.is_doubtful(&out[start..]) {
            out.truncate(start);
            return Canonical::Unfit;
        }
        outcome
    }

    /// Whether a canonical value contradicts itself. Neither decides whether the value is protected.
    #[must_use]
    pub fn is_doubtful(&self, canonical: &str) -> bool {
        (self.is_doubtful)(canonical)
    }
}

/// All forms, in the order of the README.
pub const FORMS: &[&Form] = &[
    &text::FORM,
    &cookie::FORM,
    &email::FORM,
    &phone::FORM,
    &iin::FORM,
    &iin::BIN_FORM,
    &tax_id::FORM,
    &document::FORM,
    &document::MRZ_FORM,
    &iban::FORM,
    &ip::FORM,
    &mac::FORM,
    &uuid::FORM,
    &digest::FORM,
    &session::FORM,
    &cookie::HEADER_FORM,
    &plate::FORM,
    &social::FORM,
    &name::FORM,
    &value::CARD_FORM,
    &value::URL_FORM,
    &address::FORM,
    &postcode::FORM,
    &place::TOWN_FORM,
    &place::REGION_FORM,
    &place::COUNTRY_FORM,
    &coordinates::DEGREES_FORM,
    &coordinates::FORM,
    &value::TIME_FORM,
    &value::DATE_FORM,
    &value::BIRTH_FORM,
    &value::AGE_FORM,
    &value::SEX_FORM,
    &value::AMOUNT_FORM,
    &value::CURRENCY_FORM,
    &value::STATUS_FORM,
    &value::COUNT_FORM,
    &value::FLAG_FORM,
    &value::TEXT_FORM,
];

/// Forms beside those of the types: for matching and for questions, never for tokens.
pub const OTHER_FORMS: &[&Form] =
    &[&email::EXACT_FORM, &email::MAILBOX_FORM, &name::LEVEL_2_FORM, &name::LEVEL_3_FORM, &name::SKELETON_FORM];

/// The form with this id.
#[must_use]
pub fn form_with_id(id: &str) -> Option<&'static Form> {
    FORMS.iter().chain(OTHER_FORMS).copied().find(|form| form.id == id)
}

/// The form of the values of a type.
#[must_use]
pub fn form_of(kind: SemanticType) -> &'static Form {
    use SemanticType as T;
    match kind {
        T::UserId | T::TransactionId | T::Code | T::ClickId => &text::FORM,
        T::CookieId => &cookie::FORM,
        T::Email => &email::FORM,
        T::Phone => &phone::FORM,
        T::Iin => &iin::FORM,
        T::Bin => &iin::BIN_FORM,
        T::TaxId => &tax_id::FORM,
        T::IdDocument => &document::FORM,
        T::Mrz => &document::MRZ_FORM,
        T::Card => &value::CARD_FORM,
        T::Iban => &iban::FORM,
        T::Ip => &ip::FORM,
        T::Mac => &mac::FORM,
        T::Uuid => &uuid::FORM,
        T::Digest => &digest::FORM,
        T::SessionToken => &session::FORM,
        T::Cookies => &cookie::HEADER_FORM,
        T::Plate => &plate::FORM,
        T::SocialHandle => &social::FORM,
        T::Surname | T::GivenName | T::Patronymic | T::FullName => &name::FORM,
        T::Url => &value::URL_FORM,
        T::Address => &address::FORM,
        T::Postcode => &postcode::FORM,
        T::City => &place::TOWN_FORM,
        T::Region => &place::REGION_FORM,
        T::Country => &place::COUNTRY_FORM,
        T::Latitude | T::Longitude => &coordinates::DEGREES_FORM,
        T::Coordinates => &coordinates::FORM,
        T::EventTime | T::PaymentTime | T::LastActive => &value::TIME_FORM,
        T::Date => &value::DATE_FORM,
        T::BirthDate => &value::BIRTH_FORM,
        T::Age => &value::AGE_FORM,
        T::Sex => &value::SEX_FORM,
        T::Amount => &value::AMOUNT_FORM,
        T::Currency => &value::CURRENCY_FORM,
        T::PaymentStatus => &value::STATUS_FORM,
        T::Count => &value::COUNT_FORM,
        T::Flag => &value::FLAG_FORM,
        T::Product | T::UserAgent | T::FreeText => &value::TEXT_FORM,
    }
}

/// For the tests of the forms: outcome and appended text, and proof that `out` is left alone otherwise.
#[cfg(test)]
pub(crate) fn outcome(form: &Form, raw: &str) -> Result<String, Canonical> {
    let mut out = String::from("before|");
    let canonical = form.write(raw, &mut out);
    let written = out.strip_prefix("before|").expect("forms only append");
    match canonical {
        Canonical::Written => Ok(written.to_owned()),
        other => {
            assert_eq!(written, "", "{other:?} must leave the buffer alone");
            Err(other)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_distinct_and_versioned() {
        for (i, form) in FORMS.iter().enumerate() {
            assert!(FORMS[..i].iter().all(|other| other.id != form.id), "{}", form.id);
            assert!(form.id.rsplit('/').next().is_some_and(|version| version.parse::<u32>().is_ok()), "{}", form.id);
            assert!(!form.what.is_empty() && !form.what.contains('\n'), "{}", form.id);
        }
    }

    #[test]
    fn what_other_columns_spell_for_nothing_is_nothing_here() {
        for kind in [SemanticType::Email, SemanticType::Phone, SemanticType::Iin, SemanticType::Ip] {
            for raw in ["0", " 0 ", "0000-00-00", "1970-01-01", "0.0.0.0", "00000000-0000-0000-0000-000000000000"] {
                let mut out = String::new();
                let form = form_of(kind);
                assert_eq!(form.write(raw, &mut out), Canonical::Null, "{kind:?} {raw}");
                assert!(out.is_empty());
            }
        }
    }

    #[test]
    fn every_form_belongs_to_a_type_and_back() {
        for &kind in SemanticType::ALL {
            assert!(FORMS.iter().any(|form| form.id == form_of(kind).id), "{kind}");
        }
        for form in FORMS {
            assert!(SemanticType::ALL.iter().any(|&kind| form_of(kind).id == form.id), "{}", form.id);
        }
        assert_eq!(form_of(SemanticType::Phone).id, "phone/e164/1");
    }

    #[test]
    fn a_form_of_a_form_is_the_same() {
        for (form, raw) in [
            (&text::FORM, " 12345.0 "),
            (&email::FORM, "Mailto:A.B@Пример.РФ"),
            (&phone::FORM, "8 (771) 000-99-98"),
            (&iin::FORM, "50915100070"),
            (&iin::BIN_FORM, "210140-019844"),
            (&ip::FORM, "[2001:DB8:0::7]:443"),
        ] {
            let once = outcome(form, raw).expect("fits");
            assert_eq!(outcome(form, &once).as_ref(), Ok(&once), "{}", form.id);
        }
    }

    #[test]
    fn nothing_panics_on_odd_text() {
        let odd = [
            "",
            " ",
            "\u{feff}",
            "'",
            "=\"",
            "=\"\"",
            "+",
            "@",
            "%",
            "%4",
            "%40",
            "<>",
            "<@>",
            "::",
            "[",
            "[]:",
            "ы",
            "\u{301}",
            "e",
            "1e",
            "1e+",
            "E+99",
            "1E+99",
            ".",
            ".0",
            "0.",
            "-",
            "+7",
            "//",
            "http://",
            "https://@:",
            "99999999999999999999999999999999999999999999",
        ];
        for text in odd {
            for form in FORMS {
                outcome(form, text).ok();
            }
            let mut out = String::new();
            url::template(text, &mut out);
            url::host(text, &mut out);
            let _ = (time::parse(text), amount::parse(text), amount::count(text), amount::flag(text));
        }
    }
}
