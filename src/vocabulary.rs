//! The closed words of the domain: what a value means, how it identifies, what a release is.

/// Declares an enum whose variants have one spelling each, used in documents, manifests and messages.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every word, in the order of the documentation.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as it is spelled in documents.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            /// The word with this spelling, if there is one; spelling is exact.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|word| word.name() == text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }
    };
}

words! {
    /// What a value means (others say infoType, entity).
    SemanticType {
        /// The site's own number or name of an account.
        UserId = "user-id",
        /// Number of an order, a payment, a visit, a message.
        TransactionId = "transaction-id",
        /// Identifier of a browser: `_ym_uid`, Metrika ClientID, `_ga`.
        CookieId = "cookie-id",
        /// Family name.
        Surname = "surname",
        /// First name.
        GivenName = "given-name",
        /// Father's name.
        Patronymic = "patronymic",
        /// Name in one cell, in any order.
        FullName = "full-name",
        /// Email address.
        Email = "email",
        /// Telephone number.
        Phone = "phone",
        /// Individual identification number of Kazakhstan (ИИН, ЖСН).
        Iin = "iin",
        /// Business identification number of Kazakhstan (БИН, БСН).
        Bin = "bin",
        /// Taxpayer number of Russia (ИНН): 12 digits of a person, 10 of a firm.
        TaxId = "tax-id",
        /// Number of an identity card, a passport, a driving licence.
        IdDocument = "id-document",
        /// Machine-readable lines of a travel document.
        Mrz = "mrz",
        /// Payment card number, whole or masked.
        Card = "card",
        /// International bank account number.
        Iban = "iban",
        /// IP address.
        Ip = "ip",
        /// Hardware address of a network device.
        Mac = "mac",
        /// Universally unique identifier.
        Uuid = "uuid",
        /// Digest in hex: of an identifier, more often than not.
        Digest = "digest",
        /// JWT, session id, key of an interface: whoever holds it is the person.
        SessionToken = "session-token",
        /// A whole `Cookie` header.
        Cookies = "cookies",
        /// Number of a click on an advertisement: `yclid`, `gclid`, `fbclid`.
        ClickId = "click-id",
        /// Web address.
        Url = "url",
        /// `User-Agent` header.
        UserAgent = "user-agent",
        /// Time of something that happened.
        EventTime = "event-time",
        /// Time of a payment.
        PaymentTime = "payment-time",
        /// Time of the last action of a person.
        LastActive = "last-active",
        /// Calendar date of no other kind.
        Date = "date",
        /// Date of birth.
        BirthDate = "birth-date",
        /// Age in years.
        Age = "age",
        /// Sex.
        Sex = "sex",
        /// Sum of money.
        Amount = "amount",
        /// Currency of a sum.
        Currency = "currency",
        /// What became of a payment.
        PaymentStatus = "payment-status",
        /// What was bought: a course.
        Product = "product",
        /// Town or district.
        City = "city",
        /// Region: область, облысы.
        Region = "region",
        /// Country.
        Country = "country",
        /// Street address.
        Address = "address",
        /// Postcode of either kind: six digits, or seven characters for one building.
        Postcode = "postcode",
        /// Geographic latitude.
        Latitude = "latitude",
        /// Geographic longitude.
        Longitude = "longitude",
        /// Latitude and longitude in one cell.
        Coordinates = "coordinates",
        /// Number plate of a vehicle.
        Plate = "plate",
        /// Name or number in a messenger or a social network.
        SocialHandle = "social-handle",
        /// Text that people wrote.
        FreeText = "free-text",
        /// Yes or no.
        Flag = "flag",
        /// A whole number that counts something.
        Count = "count",
        /// A short code: promo code, language, topic id.
        Code = "code",
    }
}

words! {
    /// How a column bears on identity; ISO/IEC 20889 classes. Ordered from the weakest to the strongest.
    Role {
        /// Says nothing about who it is.
        Insensitive = "insensitive",
        /// What others must not learn about a person.
        Sensitive = "sensitive",
        /// Singles people out in combination.
        QuasiIdentifier = "quasi-identifier",
        /// Names a person by itself.
        DirectIdentifier = "direct-identifier",
    }
}

words! {
    /// What a release is, in the words of the law; ordered from the weakest protection to the strongest.
    Status {
        /// A direct identifier is in clear.
        Personal = "personal",
        /// Linkable with a secret, or by an identifier of records: still personal data.
        Pseudonymised = "pseudonymised",
        /// Irreversible, no secret kept, every required model holds.
        Anonymised = "anonymised",
    }
}

words! {
    /// Who receives a release.
    Audience {
        /// People of the operator.
        Internal = "internal",
        /// One named recipient outside.
        Partner = "partner",
        /// Anybody.
        Public = "public",
    }
}

words! {
    /// Technique family of ISO/IEC 20889.
    Family {
        /// The value leaves as it came.
        None = "none",
        /// The value is removed.
        Suppression = "suppression",
        /// The value is replaced by a keyed token.
        Pseudonymization = "pseudonymization",
        /// The value is replaced by a coarser one.
        Generalization = "generalization",
        /// The value is replaced by an encryption of it.
        Cryptographic = "cryptographic",
        /// The value is changed or exchanged at random, under a key.
        Randomization = "randomization",
    }
}

impl SemanticType {
    /// The role that a column of this type has unless its schema strengthens it.
    #[must_use]
    pub const fn role(self) -> Role {
        use SemanticType as T;
        match self {
            T::UserId
            | T::Surname
            | T::GivenName
            | T::Patronymic
            | T::FullName
            | T::Email
            | T::Phone
            | T::Iin
            | T::TaxId
            | T::IdDocument
            | T::Mrz
            | T::Card
            | T::Iban
            | T::Mac
            | T::Digest
            | T::SessionToken
            | T::Cookies
            | T::SocialHandle => Role::DirectIdentifier,
            // A BIN names a firm, but sole entrepreneurs are firms of one person; free text says anything.
            T::Bin | T::FreeText | T::TransactionId | T::CookieId | T::Ip | T::Url | T::UserAgent => {
                Role::QuasiIdentifier
            }
            T::Uuid | T::ClickId | T::Plate => Role::QuasiIdentifier,
            T::EventTime | T::PaymentTime | T::LastActive | T::Date | T::BirthDate => Role::QuasiIdentifier,
            T::Age | T::Sex | T::Region | T::Country | T::Address | T::Postcode => Role::QuasiIdentifier,
            T::Product | T::City | T::Latitude | T::Longitude | T::Coordinates | T::Code => Role::QuasiIdentifier,
            T::Amount | T::PaymentStatus => Role::Sensitive,
            T::Currency | T::Flag | T::Count => Role::Insensitive,
        }
    }

    /// Two-letter prefix of this type's tokens; `None` where a token would be reversed by counting or must not exist.
    ///
    /// Names, cards and small domains (city, product, currency, status, flags, dates) have none: frequency alone gives them away.
    #[must_use]
    pub const fn token_prefix(self) -> Option<&'static str> {
        use SemanticType as T;
        match self {
            T::UserId => Some("us"),
            T::TransactionId => Some("tx"),
            T::CookieId => Some("ck"),
            T::Email => Some("em"),
            T::Phone => Some("ph"),
            T::Iin => Some("ii"),
            T::Bin => Some("bi"),
            T::Ip => Some("ip"),
            T::TaxId => Some("ti"),
            T::IdDocument => Some("do"),
            T::Iban => Some("ib"),
            T::Mac => Some("ma"),
            T::Uuid => Some("uu"),
            T::Digest => Some("dg"),
            T::Plate => Some("pl"),
            T::SocialHandle => Some("so"),
            _ => None,
        }
    }

    /// About how many values there are, for types of so few that counting gives their tokens away.
    ///
    /// Given names, surnames and birth dates are the figures of the attack that tries them all; the others are the sizes of registers.
    #[must_use]
    pub const fn small_domain(self) -> Option<u32> {
        use SemanticType as T;
        match self {
            T::Sex | T::Flag => Some(2),
            T::PaymentStatus => Some(10),
            T::Region => Some(20),
            T::Age => Some(120),
            T::Currency => Some(180),
            T::Country => Some(250),
            T::City => Some(300),
            T::Product => Some(1_000),
            T::GivenName | T::Patronymic => Some(3_000),
            T::BirthDate => Some(25_203),
            T::Surname => Some(30_000),
            T::FullName => Some(90_000_000),
            T::Postcode => Some(1_000_000),
            _ => None,
        }
    }

    /// Whether the type is a person's name or a part of one.
    #[must_use]
    pub const fn is_name(self) -> bool {
        use SemanticType as T;
        matches!(self, T::Surname | T::GivenName | T::Patronymic | T::FullName)
    }

    /// Whether the type is a point in time or a calendar date.
    #[must_use]
    pub const fn is_time(self) -> bool {
        use SemanticType as T;
        matches!(self, T::EventTime | T::PaymentTime | T::LastActive | T::Date | T::BirthDate)
    }

    /// Whether excluding a person follows values of this type from row to row.
    #[must_use]
    pub const fn links_people(self) -> bool {
        use SemanticType as T;
        matches!(self, T::UserId | T::CookieId | T::Email | T::Phone | T::Iin)
    }

    /// Whether two accounts with the same value are one person's: true of contacts and of numbers of the state, not of browsers, which families share.
    #[must_use]
    pub const fn joins_accounts(self) -> bool {
        use SemanticType as T;
        self.is_unique_to_a_person() || matches!(self, T::Email | T::Phone)
    }

    /// Whether the state gives the number to one person only.
    #[must_use]
    pub const fn is_unique_to_a_person(self) -> bool {
        use SemanticType as T;
        matches!(self, T::Iin | T::IdDocument)
    }

    /// What the type is, in one line.
    #[must_use]
    pub const fn summary(self) -> &'static str {
        use SemanticType as T;
        match self {
            T::UserId => "the site's own number or name of an account",
            T::TransactionId => "number of an order, a payment, a visit, a message",
            T::CookieId => "identifier of a browser (_ym_uid, ClientID, _ga)",
            T::Surname => "family name",
            T::GivenName => "first name",
            T::Patronymic => "father's name",
            T::FullName => "a name in one cell, in any order",
            T::Email => "email address",
            T::Phone => "telephone number",
            T::Iin => "ИИН / ЖСН of a person, 12 digits",
            T::Bin => "БИН / БСН of a firm, 12 digits",
            T::TaxId => "ИНН of Russia, 12 digits of a person or 10 of a firm",
            T::IdDocument => "number of an identity card, a passport, a driving licence",
            T::Mrz => "machine-readable lines of a travel document",
            T::Card => "payment card number, whole or masked; leaves in no form",
            T::Iban => "bank account number (IBAN)",
            T::Ip => "IPv4 or IPv6 address",
            T::Mac => "hardware address of a network device",
            T::Uuid => "universally unique identifier",
            T::Digest => "hex digest, usually of an identifier",
            T::SessionToken => "JWT, session id, key of an interface",
            T::Cookies => "a whole Cookie header",
            T::ClickId => "number of a click on an advertisement (yclid, gclid, fbclid)",
            T::Url => "web address or referrer",
            T::UserAgent => "User-Agent header",
            T::EventTime => "time of something that happened",
            T::PaymentTime => "time of a payment",
            T::LastActive => "time of a person's last action",
            T::Date => "calendar date of no other kind",
            T::BirthDate => "date of birth",
            T::Age => "age in years",
            T::Sex => "sex",
            T::Amount => "sum of money",
            T::Currency => "currency of a sum",
            T::PaymentStatus => "what became of a payment",
            T::Product => "what was bought, a course",
            T::City => "town or district",
            T::Region => "region, область",
            T::Country => "country",
            T::Address => "street address",
            T::Postcode => "postcode, six digits or seven characters",
            T::Latitude => "geographic latitude",
            T::Longitude => "geographic longitude",
            T::Coordinates => "latitude and longitude in one cell",
            T::Plate => "number plate of a vehicle",
            T::SocialHandle => "name or number in a messenger or social network",
            T::FreeText => "text that people wrote",
            T::Flag => "yes or no",
            T::Count => "whole number that counts something",
            T::Code => "short code (promo code, language)",
        }
    }
}

/// What the sensitive values of a class must be (Machanavajjhala et al. 2007). Spelled `3`, `entropy:3` and `recursive:2:3`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Diversity {
    /// So many different values.
    Distinct(u32),
    /// An entropy of log l at least.
    Entropy(f64),
    /// The commonest value is rarer than c times all from the l-th commonest on.
    Recursive {
        /// c
        c: f64,
        /// l
        l: u32,
    },
}

impl Diversity {
    /// How it is spelled.
    pub const SPELLED: &'static str = "`3` for three values, `entropy:3`, or `recursive:C:L` as in `recursive:2:3`";

    /// Whether every class is as diverse.
    #[must_use]
    pub fn asks_nothing(self) -> bool {
        match self {
            Self::Distinct(l) => l <= 1,
            Self::Entropy(l) => l <= 1.0,
            Self::Recursive { l, .. } => l <= 1,
        }
    }

    /// The diversity with this spelling, if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let number = |text: &str| text.parse::<f64>().ok().filter(|number| is_plain(text) && *number > 0.0);
        let whole = |text: &str| text.parse::<u32>().ok().filter(|number| is_plain(text) && *number > 0);
        match text.split(':').collect::<Vec<_>>().as_slice() {
            [l] => whole(l).map(Self::Distinct),
            ["entropy", l] => number(l).filter(|l| *l >= 1.0).map(Self::Entropy),
            ["recursive", c, l] => number(c).zip(whole(l)).map(|(c, l)| Self::Recursive { c, l }),
            _ => None,
        }
    }
}

/// Digits with a point at most: signs and exponents are no way to spell a model.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

impl std::fmt::Display for Diversity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Distinct(l) => write!(f, "{l}"),
            Self::Entropy(l) => write!(f, "entropy:{l}"),
            Self::Recursive { c, l } => write!(f, "recursive:{c}:{l}"),
        }
    }
}

/// Greatest distance of the sensitive values of a class from those of all rows (Li, Li and Venkatasubramanian 2007), which is the earth mover's.
/// Spelled `0.2` and `ordered:0.2`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Closeness {
    /// From 0 to 1.
    pub t: f64,
    /// Whether values are as far apart as they are in their order, numbers and intervals by size; else all are equally far apart.
    pub ordered: bool,
}

impl Closeness {
    /// How it is spelled.
    pub const SPELLED: &'static str = "a number from 0 to 1, or `ordered:0.2`";

    /// Whether no class can be further off.
    #[must_use]
    pub fn asks_nothing(self) -> bool {
        self.t >= 1.0
    }

    /// The closeness with this spelling, if there is one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (text, ordered) = text.strip_prefix("ordered:").map_or((text, false), |text| (text, true));
        let t = text.parse().ok().filter(|t| is_plain(text) && (0.0..=1.0).contains(t))?;
        Some(Self { t, ordered })
    }
}

impl std::fmt::Display for Closeness {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.ordered { write!(f, "ordered:{}", self.t) } else { write!(f, "{}", self.t) }
    }
}

/// Numbers where a number is all there is to say, texts where there is more.
macro_rules! as_number_or_text {
    ($name:ident, $number:ty, $plain:pat => $value:expr) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match *self {
                    $plain => serde::Serialize::serialize(&$value, serializer),
                    _ => serializer.collect_str(self),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(serde::Deserialize)]
                #[serde(untagged)]
                enum Either {
                    Number($number),
                    Text(String),
                }
                let text = match Either::deserialize(deserializer)? {
                    Either::Number(number) => number.to_string(),
                    Either::Text(text) => text,
                };
                // What it was instead is not said.
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom("no model of this spelling"))
            }
        }
    };
}

as_number_or_text!(Diversity, u32, Self::Distinct(l) => l);
as_number_or_text!(Closeness, f64, Self { t, ordered: false } => t);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_parses_to_itself() {
        for &word in SemanticType::ALL {
            assert_eq!(SemanticType::parse(word.name()), Some(word));
        }
        assert_eq!(SemanticType::ALL.len(), 50);
        assert_eq!(SemanticType::parse("Email"), None);
    }

    #[test]
    fn token_prefixes_are_distinct_and_start_with_a_letter() {
        let mut seen: Vec<&str> = SemanticType::ALL.iter().filter_map(|t| t.token_prefix()).collect();
        assert!(seen.iter().all(|p| p.len() == 2 && p.bytes().all(|b| b.is_ascii_lowercase())));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 16);
    }

    #[test]
    fn statuses_are_ordered_by_strength_of_the_claim() {
        assert!(Status::Personal < Status::Pseudonymised && Status::Pseudonymised < Status::Anonymised);
        assert!(Role::Insensitive < Role::DirectIdentifier);
    }
}
