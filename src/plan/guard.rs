//! The guard: every released value that is not a token is looked at once more, as text, for identifiers.
//!
//! It knows nothing of the technique that wrote the value, except the form that the technique is meant to write.

use crate::canon::amount::{self, ParsedAmount};
use crate::recognize::digits::{self, LongRuns};
use crate::recognize::loose::holds_contact;
use crate::recognize::{Evidence, Features, Kind, KindSet, Recognizer as _, phone::Phones, strongest_hit};
use crate::vocabulary::SemanticType;
use arrow::array::{Array, ArrayRef, AsArray as _, Decimal128Array, Int64Array, StringBuilder};
use arrow::datatypes::{DataType, Decimal128Type, Int64Type};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::sync::Arc;

/// What must not be in a column.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Guard {
    wanted: KindSet,
    /// Whether the column holds short words, in which contacts are looked for without regard to boundaries.
    loose: bool,
    /// Whether the column's technique writes network prefixes, which then need no search.
    prefixes: bool,
}

/// What the guard found in one array.
#[derive(Debug)]
pub(super) struct Inspected {
    pub(super) array: ArrayRef,
    /// Cells withheld: each became NULL.
    pub(super) withheld: u64,
    /// An image was found: nothing of this dataset may leave.
    pub(super) image: bool,
}

/// What the guard finds in a text, whatever column it stands in: for whoever says before a release what will be withheld in it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Traces {
    /// Kinds that the text holds.
    text: KindSet,
    /// Whether a contact is in it without regard to boundaries.
    loose: bool,
    /// Kinds that it is if the column is one of numbers.
    number: KindSet,
}

impl Traces {
    /// Nothing.
    pub(crate) const NONE: Self = Self { text: KindSet::NONE, loose: false, number: KindSet::NONE };

    /// What any column but one of it would not let pass.
    pub(crate) const ANYTHING: Self =
        Self { text: KindSet::ALL.without(Kind::Url).without(Kind::UserAgent), loose: false, number: KindSet::NONE };

    /// Looks at a text as the guard of a release does.
    #[cfg(test)]
    pub(crate) fn of(text: &str) -> Self {
        Self { text: every_hit(text, SEARCHED), loose: holds_contact(text), number: Self::of_number(text) }
    }

    /// Kinds that a text is where it stands for a number.
    fn of_number(text: &str) -> KindSet {
        let ParsedAmount::Cents(cents) = amount::parse(text) else { return KindSet::NONE };
        let number = (cents / 100).unsigned_abs();
        if number < LEAST_NUMBER {
            return KindSet::NONE;
        }
        let digits = number.to_string();
        let kinds = every_hit(&digits, SEARCHED.without(Kind::Digits));
        if Phones.judge(&digits) == Evidence::Refuted { kinds } else { kinds.with(Kind::Phone) }
    }

    /// The same for a text in which these kinds were found, with strong and with weak evidence: without searching it once more. A row of digits
    /// counts for the guard whatever else it may be.
    pub(crate) fn from_found(text: &str, features: &Features, (strong, weak): (KindSet, KindSet)) -> Self {
        let mut found = Self { text: strong.without(Kind::Url).without(Kind::UserAgent), ..Self::NONE };
        if LongRuns.may_hit_in(features) {
            found.text = found.text.with(Kind::Digits);
        }
        let contact = || features.total_digits >= digits::LONG || features.at || features.percent || !text.is_ascii();
        found.loose = found.text == KindSet::NONE && contact() && holds_contact(text);
        if features.total_digits >= digits::LONG && 2 * features.total_digits > features.len {
            // Digits alone were looked at as the number that they are.
            let phone = strong.contains(Kind::Phone) || weak.contains(Kind::Phone);
            found.number = match text.as_bytes()[0] {
                b'1'..=b'9' if features.digits == features.len && phone => {
                    strong.without(Kind::Digits).with(Kind::Phone)
                }
                b'1'..=b'9' if features.digits == features.len => strong.without(Kind::Digits),
                _ => Self::of_number(text),
            };
        }
        found
    }
}

/// Kinds that the guard looks for: addresses of pages and browsers' headers are no identifiers; what is inside of one is looked for.
const SEARCHED: KindSet = KindSet::ALL.without(Kind::Url).without(Kind::UserAgent);

/// Every kind of which there is a strong hit.
fn every_hit(text: &str, wanted: KindSet) -> KindSet {
    let (mut found, mut left) = (KindSet::NONE, wanted);
    while let Some(kind) = strongest_hit(text, left) {
        (found, left) = (found.with(kind), left.without(kind));
    }
    found
}

/// Smaller numbers have too few digits for anybody's.
const LEAST_NUMBER: u128 = 1_000_000_000;

impl Guard {
    /// The kinds for which it withholds such a text in a column of the type; of a contact without boundaries the row of digits. `None` if it
    /// lets the text pass.
    pub(crate) fn withholds(&self, semantic: SemanticType, traces: Traces) -> Option<KindSet> {
        use SemanticType as T;
        // Yes and no and points in time have no room for an identifier.
        if semantic.is_time() || semantic == T::Flag {
            return None;
        }
        let number = matches!(semantic, T::Count | T::Amount | T::Age);
        let there = if number { traces.number } else { traces.text };
        let kinds = there.iter().filter(|&kind| self.wanted.contains(kind)).fold(KindSet::NONE, KindSet::with);
        match (kinds == KindSet::NONE, self.loose && !number && traces.loose) {
            (false, _) => Some(kinds),
            (true, true) => Some(KindSet::NONE.with(Kind::Digits)),
            (true, false) => None,
        }
    }

    /// The guard of a released column; `kept` when the technique leaves the value as it came.
    pub(crate) fn new(semantic: SemanticType, kept: bool) -> Self {
        use SemanticType as T;
        let own = if kept { own_kinds(semantic) } else { &[] };
        let wanted = own.iter().fold(SEARCHED, |wanted, &kind| wanted.without(kind));
        let names = matches!(semantic, T::Surname | T::GivenName | T::Patronymic | T::FullName);
        let words =
            matches!(semantic, T::City | T::Product | T::Code | T::Currency | T::PaymentStatus | T::Url | T::UserAgent);
        let loose = names || words;
        Self { wanted, loose, prefixes: semantic == T::Ip && !kept }
    }

    /// Looks at every value of a fresh array; if anything is found, the array is made again without it.
    pub(super) fn inspect(&self, array: &ArrayRef) -> Inspected {
        match array.data_type() {
            DataType::Utf8 => self.inspect_text(array),
            DataType::Int64 => {
                let numbers = array.as_primitive::<Int64Type>();
                let hits: Vec<bool> = numbers.iter().map(|v| v.is_some_and(|v| self.hits_number(v.into()))).collect();
                withhold(array, &hits, |hit| {
                    let kept: Int64Array = numbers.iter().zip(hit).map(|(v, hit)| v.filter(|_| !hit)).collect();
                    Arc::new(kept)
                })
            }
            DataType::Decimal128(precision, scale) => {
                let numbers = array.as_primitive::<Decimal128Type>();
                let unit = 10_i128.pow(u32::from(scale.unsigned_abs()));
                let hits: Vec<bool> = numbers.iter().map(|v| v.is_some_and(|v| self.hits_number(v / unit))).collect();
                withhold(array, &hits, |hit| {
                    let kept: Decimal128Array = numbers.iter().zip(hit).map(|(v, hit)| v.filter(|_| !hit)).collect();
                    // The values come from an array of this very type.
                    Arc::new(
                        kept.with_precision_and_scale(*precision, *scale).expect("precision and scale of the input"),
                    )
                })
            }
            // Booleans, dates and timestamps have no room for an identifier.
            _ => Inspected { array: Arc::clone(array), withheld: 0, image: false },
        }
    }

    fn inspect_text(&self, array: &ArrayRef) -> Inspected {
        let texts = array.as_string::<i32>();
        let mut image = false;
        let mut seen = Seen::default();
        let mut hits = Vec::new();
        for (at, value) in texts.iter().enumerate() {
            let Some(value) = value else { continue };
            if self.prefixes && is_prefix(value) {
                continue;
            }
            let is_hit = seen.judge(value, || {
                let hit = strongest_hit(value, self.wanted);
                // Another identifier in the cell is found first; a face beside it is a face all the same.
                image |= match hit {
                    None => false,
                    Some(Kind::Image) => true,
                    Some(_) => strongest_hit(value, KindSet::NONE.with(Kind::Image)).is_some(),
                };
                hit.is_some() || (self.loose && holds_contact(value))
            });
            if is_hit {
                hits.push(at);
            }
        }
        if hits.is_empty() {
            return Inspected { array: Arc::clone(array), withheld: 0, image };
        }
        let mut builder = StringBuilder::with_capacity(texts.len(), texts.value_data().len());
        let mut hits_left = hits.iter().copied().peekable();
        for (at, value) in texts.iter().enumerate() {
            let hit = hits_left.next_if_eq(&at).is_some();
            builder.append_option(value.filter(|_| !hit));
        }
        Inspected { array: Arc::new(builder.finish()), withheld: hits.len() as u64, image }
    }

    /// A number alone in its cell has no separators and no cue, so one that is shaped like a phone counts as one.
    fn hits_number(&self, value: i128) -> bool {
        let magnitude = value.unsigned_abs();
        if magnitude < LEAST_NUMBER {
            return false;
        }
        let text = magnitude.to_string();
        let wanted = self.wanted.without(Kind::Digits);
        strongest_hit(&text, wanted).is_some()
            || (wanted.contains(Kind::Phone) && Phones.judge(&text) != Evidence::Refuted)
    }
}

/// Kinds that a column of the type holds by its nature, and those that its values are taken for by chance.
fn own_kinds(semantic: SemanticType) -> &'static [Kind] {
    use SemanticType as T;
    match semantic {
        T::Email => &[Kind::Email, Kind::Digits],
        T::Phone => &[Kind::Phone, Kind::Digits],
        T::Iin => &[Kind::NationalId, Kind::BusinessId, Kind::TaxId, Kind::Digits],
        T::Bin => &[Kind::BusinessId, Kind::TaxId, Kind::Digits],
        T::TaxId => &[Kind::TaxId, Kind::NationalId, Kind::BusinessId, Kind::Digits],
        T::IdDocument => &[Kind::Document, Kind::Digits],
        T::Iban => &[Kind::Iban, Kind::Digits, Kind::Card],
        T::Ip => &[Kind::Ip],
        T::Mac => &[Kind::Mac, Kind::Digits],
        T::Plate => &[Kind::Plate],
        T::Postcode => &[Kind::Postcode],
        T::BirthDate => &[Kind::BirthDate],
        T::SocialHandle => &[Kind::Social, Kind::Digits],
        T::Surname | T::GivenName | T::Patronymic | T::FullName => &[Kind::Name],
        // One random number of twelve digits in a hundred has the check digits of a Russian taxpayer.
        T::UserId | T::TransactionId | T::CookieId | T::Uuid => {
            &[Kind::Digits, Kind::TaxId, Kind::Uuid, Kind::Digest, Kind::Cookie, Kind::Secret]
        }
        _ => &[],
    }
}

/// A network of 256 addresses as our own technique writes it: the host byte is zero, so it is nobody's address.
fn is_prefix(value: &str) -> bool {
    value.len() <= "255.255.255.0/24".len()
        && value.ends_with(".0/24")
        && value.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'/'))
}

/// Verdicts on values that repeat: currencies, statuses, courses. Where values do not repeat, it soon gives up.
#[derive(Default)]
struct Seen<'a> {
    verdicts: HashMap<&'a str, bool, BuildHasherDefault<ahash::AHasher>>,
    looked: u32,
    found: u32,
}

/// Values that are remembered.
const SEEN_VALUES: usize = 1024;
/// Look-ups after which half must have been found.
const SEEN_TRIAL: u32 = 512;

impl<'a> Seen<'a> {
    fn judge(&mut self, value: &'a str, judge: impl FnOnce() -> bool) -> bool {
        if self.looked >= SEEN_TRIAL && 2 * self.found < self.looked {
            return judge();
        }
        self.looked += 1;
        if let Some(&verdict) = self.verdicts.get(value) {
            self.found += 1;
            return verdict;
        }
        let verdict = judge();
        if self.verdicts.len() < SEEN_VALUES {
            self.verdicts.insert(value, verdict);
        }
        verdict
    }
}

fn withhold(array: &ArrayRef, hits: &[bool], rebuild: impl FnOnce(&[bool]) -> ArrayRef) -> Inspected {
    let withheld = hits.iter().filter(|&&hit| hit).count() as u64;
    let array = if withheld == 0 { Arc::clone(array) } else { rebuild(hits) };
    Inspected { array, withheld, image: false }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::{Finder, RECOGNIZERS};
    use arrow::array::StringArray;

    fn inspect(semantic: SemanticType, kept: bool, values: &[&str]) -> (Vec<Option<String>>, u64) {
        let array: ArrayRef = Arc::new(StringArray::from(values.to_vec()));
        let seen = Guard::new(semantic, kept).inspect(&array);
        (seen.array.as_string::<i32>().iter().map(|v| v.map(str::to_owned)).collect(), seen.withheld)
    }

    #[test]
    fn an_email_in_a_course_is_withheld_and_its_bytes_are_gone() {
        let array: ArrayRef = Arc::new(StringArray::from(vec!["Python", "пишите ivan@mail.ru", "Python"]));
        let seen = Guard::new(SemanticType::Product, true).inspect(&array);
        assert_eq!(seen.withheld, 1);
        assert_eq!(seen.array.as_string::<i32>().value_data(), b"PythonPython");
    }

    #[test]
    fn a_column_may_hold_what_its_technique_writes() {
        assert_eq!(inspect(SemanticType::Email, true, &["ivan@mail.ru"]).1, 0);
        assert_eq!(inspect(SemanticType::Ip, false, &["198.51.100.0/24"]).1, 0);
        assert_eq!(inspect(SemanticType::Ip, false, &["198.51.100.7/24"]).1, 1);
        assert_eq!(inspect(SemanticType::UserId, true, &["1700000000123456789"]).1, 0);
        assert_eq!(inspect(SemanticType::Product, true, &["1700000000123456789"]).1, 1);
    }

    #[test]
    fn traces_say_what_the_guard_would_do() {
        use SemanticType as T;
        for (semantic, value) in [
            (T::Product, "Python"),
            (T::Product, "пишите ivan@mail.ru"),
            (T::Product, "Кофе для 7071234567"),
            (T::Product, "x1700000000123456789y"),
            (T::City, "Алматы 8 771 000 99 98"),
            (T::Code, "AB-12"),
            (T::Code, "1700000000123456789"),
            (T::Email, "ivan@mail.ru"),
            (T::TransactionId, "1700000000123456789"),
            (T::Iin, "850315100016"),
        ] {
            let said = Guard::new(semantic, true).withholds(semantic, Traces::of(value)).is_some();
            assert_eq!(said, inspect(semantic, true, &[value]).1 == 1, "{semantic}: {value}");
        }
        for (number, wanted) in
            [("87710009998", true), ("1 234,50", false), ("850315100016", true), ("123456789012345", false)]
        {
            let said = Guard::new(T::Amount, true).withholds(T::Amount, Traces::of(number)).is_some();
            assert_eq!(said, wanted, "{number}");
        }
    }

    /// What a scan says before is what a release does, for every value of every recogniser in every type.
    #[test]
    fn what_was_found_says_the_same() {
        let mut finder = Finder::default();
        let examples = RECOGNIZERS.iter().flat_map(|recognizer| recognizer.examples()).map(|value| (*value).to_owned());
        let others = [
            "Python",
            "Кофе для 7071234567",
            "заказ 1234567890",
            "１２３４５６７８９０",
            "anna @ example.kz",
            "10.20.30.40",
            "1 234 567 890,50",
            "7071234567",
            "00077710009998",
        ];
        let mut differ = Vec::new();
        for value in examples.chain(others.map(String::from)) {
            for text in [value.clone(), format!("Пишите: {value}, жду")] {
                let features = Features::of(text.as_bytes());
                let found = Traces::from_found(&text, &features, finder.kinds(&text, &features));
                for &semantic in SemanticType::ALL {
                    let guard = Guard::new(semantic, true);
                    let says = |traces| guard.withholds(semantic, traces).is_some();
                    if says(found) != says(Traces::of(&text)) {
                        differ.push(format!("{semantic}: {text}"));
                    }
                }
            }
        }
        // A number that is an address is told of once; a release looks for either.
        differ.retain(|said| !said.contains("87710009998@example.kz"));
        assert!(differ.is_empty(), "{differ:#?}");
    }

    #[test]
    fn numbers_shaped_like_identifiers_are_withheld() {
        let counts: ArrayRef =
            Arc::new(Int64Array::from(vec![7, 87_710_009_998, 850_315_100_016, 123_456_789_012_345_678]));
        let seen = Guard::new(SemanticType::Count, true).inspect(&counts);
        assert_eq!(seen.withheld, 2);
        assert_eq!(seen.array.null_count(), 2);
    }
}
