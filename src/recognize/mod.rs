//! Recognisers: what in a text is an identifier, and how sure that is (domain requirements, section 3).
//!
//! A recogniser works on text in plain form ([`fold`]): ASCII digits, ordinary spaces and hyphens, nothing invisible.
//! Each takes linear time in every input and none gives up, because a release is only as fast as the guard, and the guard
//! reads what strangers typed. Spans hold positions, never text. `kz` and `ru` hold what belongs to one country.

mod account;
mod announce;
pub mod birth_date;
pub mod card;
pub mod click;
pub mod column;
pub mod cookie;
pub mod coordinates;
mod cue;
pub mod damage;
mod decode;
pub mod degrees;
pub mod dictated;
pub mod digits;
pub mod email;
pub mod exports;
pub mod features;
pub mod fold;
pub mod folder;
pub mod headers;
pub mod hex;
pub mod iban;
pub mod image;
pub mod ip;
pub mod kz;
pub mod local_phone;
pub mod loose;
pub mod mac;
pub mod mrz;
pub mod name;
mod named_after;
mod nick;
mod packed;
mod parted;
pub mod phone;
mod provider;
mod quoted;
pub mod ru;
mod scripts;
mod search;
pub mod secret;
pub mod shape;
pub mod social;
pub mod spelled;
pub mod url;
pub mod user_agent;
mod words;

pub use features::Features;
#[cfg(feature = "audit")]
pub(crate) use phone::is_distinctive as is_mobile;
pub use search::{Finder, Hit, find_all, strongest_hit};

use crate::vocabulary::SemanticType;

/// How sure it is that something is an identifier.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Evidence {
    /// It is not one.
    Refuted,
    /// It has the shape of one, and so have other things.
    Weak,
    /// Structure and check digit, or structure and a word beside it.
    Strong,
}

/// Declares [`Kind`] with its words and semantic types.
macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $name:literal, $semantic:expr;)+) => {
        /// What kind of identifier was found.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Kind { $($(#[$doc])* $kind,)+ }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// Its word in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)+ }
            }

            /// The type of a column of such values, if there is one.
            #[must_use]
            pub const fn semantic(self) -> Option<SemanticType> {
                match self { $(Self::$kind => $semantic,)+ }
            }
        }
    };
}

kinds! {
    /// Email address.
    Email = "email", Some(SemanticType::Email);
    /// Telephone number, messenger ids made of one included.
    Phone = "phone", Some(SemanticType::Phone);
    /// IIN of a person.
    NationalId = "iin", Some(SemanticType::Iin);
    /// BIN of a business.
    BusinessId = "bin", Some(SemanticType::Bin);
    /// Taxpayer number of Russia.
    TaxId = "tax-id", Some(SemanticType::TaxId);
    /// Number of an identity document.
    Document = "id-document", Some(SemanticType::IdDocument);
    /// Machine-readable line of a travel document.
    Mrz = "mrz", Some(SemanticType::Mrz);
    /// Payment card number, whole or masked.
    Card = "card", Some(SemanticType::Card);
    /// Bank account number.
    Iban = "iban", Some(SemanticType::Iban);
    /// IP address.
    Ip = "ip", Some(SemanticType::Ip);
    /// Hardware address.
    Mac = "mac", Some(SemanticType::Mac);
    /// UUID.
    Uuid = "uuid", Some(SemanticType::Uuid);
    /// Digest in hex.
    Digest = "digest", Some(SemanticType::Digest);
    /// Web token, session id, password in an address.
    Secret = "session-token", Some(SemanticType::SessionToken);
    /// Identifier of a browser.
    Cookie = "cookie-id", Some(SemanticType::CookieId);
    /// Number of a click on an advertisement.
    Click = "click-id", Some(SemanticType::ClickId);
    /// Web address.
    Url = "url", Some(SemanticType::Url);
    /// `User-Agent` header.
    UserAgent = "user-agent", Some(SemanticType::UserAgent);
    /// Number plate.
    Plate = "plate", Some(SemanticType::Plate);
    /// A date of birth, or its year.
    BirthDate = "birth-date", Some(SemanticType::BirthDate);
    /// Street address.
    Address = "address", Some(SemanticType::Address);
    /// Postcode.
    Postcode = "postcode", Some(SemanticType::Postcode);
    /// Latitude and longitude.
    Coordinates = "coordinates", Some(SemanticType::Coordinates);
    /// Name or number in a messenger or a social network.
    Social = "social-handle", Some(SemanticType::SocialHandle);
    /// Name of a person.
    Name = "full-name", Some(SemanticType::FullName);
    /// Ten or more digits in a row, of whatever meaning.
    Digits = "long-digit-run", None;
    /// A picture inside the text.
    Image = "image", None;
}

impl Kind {
    /// Whether it identifies somebody by itself: addresses of pages, browsers' headers and rows of digits of whatever meaning do not.
    #[must_use]
    pub const fn is_identifying(self) -> bool {
        !matches!(self, Self::Url | Self::UserAgent | Self::Digits)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KindSet(u32);

impl KindSet {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(u32::MAX);

    /// This set and the kind.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u32)
    }

    /// This set but for the kind.
    #[must_use]
    pub const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u32))
    }

    /// Whether the kind is in this set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u32) != 0
    }

    /// Whether a kind is in both sets.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds in this set, in the order of the words.
    pub fn iter(self) -> impl Iterator<Item = Kind> {
        Kind::ALL.iter().copied().filter(move |&kind| self.contains(kind))
    }

    /// Whether any of the kinds is in this set.
    #[must_use]
    pub fn meets(self, kinds: &[Kind]) -> bool {
        kinds.iter().any(|&kind| self.contains(kind))
    }
}

/// Where something was found, in bytes of the text that was searched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Finds identifiers of one family.
pub trait Recognizer: Sync {
    /// The kinds that it reports.
    fn kind(&self) -> &'static [Kind];

    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Appends what it finds in a text in plain form; spans of one recogniser may overlap where their kinds differ.
    fn find(&self, text: &str, found: &mut Vec<Span>);

    /// Whether a text with these features can hold a strong hit. `true` promises nothing; `false` is a promise.
    fn may_hit_in(&self, features: &Features) -> bool;

    /// Whether a text with these features can hold any hit, a weak one included.
    fn may_hint_in(&self, features: &Features) -> bool {
        self.may_hit_in(features)
    }

    /// Strong values, invented: tests plant them and expect to see them found.
    fn examples(&self) -> &'static [&'static str];

    /// Whether bytes in plain form can hold a strong hit: a filter that costs less than a search.
    fn may_hit(&self, bytes: &[u8]) -> bool {
        self.may_hit_in(&Features::of(bytes))
    }

    /// The best evidence for anything in a candidate, in plain form or not.
    fn judge(&self, candidate: &str) -> Evidence {
        let mut buffer = String::new();
        let mut found = Vec::new();
        self.find(search::plain(candidate, &mut buffer), &mut found);
        found.iter().map(|span| span.evidence).max().unwrap_or(Evidence::Refuted)
    }
}

/// Every recogniser, in the order in which overlapping hits are resolved (domain requirements, 3.0): what is inside an address of the web or a
/// cookie belongs to it, an account number is no card, a card no IIN.
pub const RECOGNIZERS: &[&dyn Recognizer] = &[
    &url::Urls,
    &cookie::Cookies,
    &secret::Secrets,
    &click::Clicks,
    &email::Emails,
    &spelled::Spelled,
    &mrz::MrzLines,
    &iban::Ibans,
    &card::Cards,
    &kz::national_id::NationalIds,
    &ru::tax_id::TaxIds,
    &phone::Phones,
    &local_phone::LocalPhones,
    &dictated::Dictated,
    &hex::HexIds,
    &ip::Ips,
    &mac::Macs,
    &kz::plate::Plates,
    &kz::document::Documents,
    &birth_date::BirthDates,
    &kz::postcode::Postcodes,
    &coordinates::Pairs,
    &degrees::Degrees,
    &social::Handles,
    &folder::Folders,
    &user_agent::UserAgents,
    &kz::address::Addresses,
    &name::Names,
    &image::Images,
    &digits::LongRuns,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::column::ColumnVote;
    use std::hint::black_box;
    use std::time::{Duration, Instant};

    /// Texts that tempt finders to begin again at every place.
    const PATTERNS: &[&str] = &[
        "a@",
        "a@ ",
        "(((((",
        "1",
        "1 ",
        "8 701 ",
        "+7",
        "слово ",
        "word ",
        "Анна Иванова ",
        "A",
        "%25",
        "%D0%",
        "\\u0041",
        "\\\\",
        "&#64;",
        "<a",
        "<b><i>",
        "http://a.b/",
        "a.b.",
        "::",
        "1.1.",
        "AA:",
        "-1-",
        "eyJhbGciOi",
        "YW5uYUBleGFtcGxlLmt6",
        "0f",
        "{\"a\":",
        "[[",
        "улица ",
        "иин ",
        "паспорт № ",
        "KZ86",
        "4111 1111 ",
        "@a",
        "data:image/png;base64,",
        "Mozilla/5.0 (",
        "\u{200b}7",
        "７",
        "А.А. ",
        "=?utf-8?B?",
        "P<KAZ",
        "12.03.1985 ",
        "anna at ",
        "anna собака mail точка ",
        "anna@mail,",
        "skype: ",
        "тг anna_m ",
        "тел 20-00-12 ",
        "тел - ",
        "8|771|",
        "=40",
        "=?utf-8?Q?",
        "MFUWO5LM",
        "0xc5fababf70 ",
        "43°14'20\"N ",
        "lat 43.2389, ",
        "уд. ",
        "gclid=1",
        "C:\\Users\\",
        "{at}",
        "mail.ru ",
        "восемь семь ",
        "семьсот ",
        "87O1",
        "мейл ру ",
        "a @ ",
    ];

    fn timed(pattern: &str, bytes: usize, look: &dyn Fn(&str)) -> Duration {
        let text = pattern.repeat(bytes / pattern.len());
        let begun = Instant::now();
        look(&text);
        begun.elapsed()
    }

    #[test]
    fn f80_every_finder_takes_linear_time() {
        type Look = (&'static str, Box<dyn Fn(&str)>);
        let mut looks: Vec<Look> = RECOGNIZERS
            .iter()
            .map(|known| -> Look { (known.name(), Box::new(|text| known.find(text, &mut Vec::new()))) })
            .collect();
        looks.push(("strongest", Box::new(|text| _ = black_box(strongest_hit(text, KindSet::ALL)))));
        looks.push(("all", Box::new(|text| _ = black_box(find_all(text, KindSet::ALL)))));
        looks.push((
            "kinds",
            Box::new(|text| _ = black_box(Finder::default().kinds(text, &Features::of(text.as_bytes())))),
        ));
        looks.push(("contact", Box::new(|text| _ = black_box(loose::holds_contact(text)))));
        looks.push(("damage", Box::new(|text| _ = black_box(damage::damages(text, &Features::of(text.as_bytes()))))));
        looks.push(("vote", Box::new(|text| ColumnVote::default().add(text, 1))));
        looks.push(("shape", Box::new(|text| _ = black_box(shape::shape(text)))));
        looks.push(("hint", Box::new(|text| _ = black_box(headers::hint(text)))));
        looks.push(("people", Box::new(|text| _ = black_box(headers::names_people(text)))));
        looks.push(("personal", Box::new(|text| _ = black_box(headers::looks_personal(text)))));
        // Eight times the text may take twenty times as long, and what takes no time may take any multiple of it. On a busy machine the clock
        // runs while the finder waits: who is slow must be so every time.
        let slowness = |pattern: &str, look: &dyn Fn(&str)| {
            let (short, long) = (timed(pattern, 8 << 10, look), timed(pattern, 64 << 10, look));
            (long > short * 24 + Duration::from_millis(200)).then_some((short, long))
        };
        let mut slow = Vec::new();
        for (name, look) in &looks {
            for pattern in PATTERNS {
                let times: Option<Vec<_>> = (0..5).map(|_| slowness(pattern, look)).collect();
                slow.extend(times.map(|times| (*name, *pattern, times)));
            }
        }
        assert!(slow.is_empty(), "{slow:#?}");
    }
}
