//! How far the values of a column speak for a type.

use super::ColumnVote;
use super::signs::Sign as S;
use crate::vocabulary::SemanticType as T;

impl ColumnVote {
    /// Types that values prove by themselves, with the share of values that do, best first.
    pub(super) fn proofs(&self) -> Vec<(T, f64)> {
        let mut proofs: Vec<(T, f64)> = PROVABLE.iter().map(|&(kind, _)| (kind, self.proof(kind))).collect();
        // Ties go to the stronger role, then to the order of the list.
        proofs.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.role().cmp(&a.0.role())));
        proofs
    }

    /// The type that the values prove: the best one above its threshold.
    pub(super) fn evident(&self) -> Option<(T, f64)> {
        let threshold = |kind: T| PROVABLE.iter().find(|(known, _)| *known == kind).map_or(1.0, |(_, least)| *least);
        self.proofs().into_iter().find(|&(kind, share)| share >= threshold(kind) && share > 0.0)
    }

    /// Share of values that are of a type and hardly of another: more than chance gives.
    pub(super) fn proof(&self, kind: T) -> f64 {
        let share = |sign| self.share(sign);
        match kind {
            T::Email => share(S::Email),
            T::Phone => share(S::PhoneStrong).max(share(S::PhoneStrong) + share(S::PhoneBare)).min(share(S::PhoneFit)),
            // Short numbers pass by chance one time in sixty: they count beside whole ones only.
            T::Iin if share(S::IinProven) >= 0.3 * share(S::Twelve) && share(S::IinProven) > 0.0 => {
                share(S::Twelve).max(share(S::IinProven)) + share(S::IinLost)
            }
            T::Bin if share(S::BinProven) >= 0.5 * share(S::Twelve) && share(S::BinProven) > share(S::IinProven) => {
                share(S::BinProven)
            }
            T::TaxId if share(S::IinProven) < 0.2 => share(S::TaxTen) + share(S::TaxTwelve),
            T::IdDocument => share(S::Document),
            T::Mrz => share(S::Mrz),
            T::Card => share(S::CardProven) + share(S::CardMasked),
            T::Iban => share(S::Iban),
            T::Ip => share(S::Ip),
            T::Mac => share(S::Mac),
            T::Uuid => share(S::Uuid),
            T::Digest => share(S::Digest),
            T::SessionToken => share(S::Secret),
            T::CookieId => share(S::CookieId),
            T::Cookies => share(S::Cookies),
            T::Url => share(S::Url),
            T::UserAgent => share(S::UserAgent),
            T::EventTime if share(S::Moment) >= 0.2 => share(S::Moment) + share(S::Date),
            T::BirthDate if share(S::Born) >= 0.95 * share(S::Date) && share(S::Moment) < 0.05 => share(S::Date),
            T::Date if share(S::Born) < 0.95 * share(S::Date) && share(S::Moment) < 0.2 => {
                share(S::Date) + share(S::Moment)
            }
            T::Sex => share(S::Sex),
            T::Currency => share(S::Currency),
            T::PaymentStatus => share(S::Status),
            T::Flag => share(S::FlagWord),
            T::Amount => share(S::Money),
            T::City => share(S::City),
            T::Region => share(S::Region),
            T::Country => share(S::Country),
            T::Address => share(S::Address),
            T::Postcode => share(S::PostcodeNew),
            T::Coordinates => share(S::Pair),
            T::Plate => share(S::Plate),
            T::SocialHandle => share(S::Handle),
            T::FullName => share(S::FullName),
            T::GivenName => share(S::GivenName),
            T::Surname => share(S::Surname),
            T::Patronymic => share(S::Patronymic),
            T::Age => share(S::AgeWord),
            _ => 0.0,
        }
    }

    /// Share of values that a column of the type may hold, whatever else they may be.
    pub(super) fn support(&self, kind: T) -> f64 {
        let share = |sign| self.share(sign);
        let sum = |signs: &[S]| signs.iter().map(|&sign| self.share(sign)).sum::<f64>().min(1.0);
        match kind {
            T::Phone => share(S::PhoneFit),
            T::Iin => share(S::IinFit),
            T::Bin => share(S::Twelve),
            T::TaxId => sum(&[S::TaxTen, S::Twelve]),
            T::IdDocument => sum(&[S::Document, S::Nine, S::CardEnd]),
            // Months and years of expiry, and what stands for a card where the number does not.
            T::Card => sum(&[
                S::CardProven,
                S::CardMasked,
                S::CardEnd,
                S::Expiry,
                S::Small,
                S::Digest,
                S::Uuid,
                S::Secret,
                S::Opaque,
            ]),
            T::EventTime | T::PaymentTime | T::LastActive | T::Date => {
                sum(&[S::Moment, S::Date, S::Epoch, S::ExcelDay])
            }
            T::BirthDate => {
                // One number of six digits in thirty is a day by chance: hardly all of a column are.
                let six = share(S::SixYearFirst).max(share(S::SixDayFirst));
                sum(&[S::Moment, S::Date, S::ExcelDay, S::Year]).max(if six >= 0.9 { six } else { 0.0 })
            }
            T::Age => sum(&[S::Small, S::AgeWord]),
            T::Sex => sum(&[S::Sex, S::FlagDigit]),
            T::Amount => sum(&[S::Integer, S::Decimal, S::Money]),
            T::Flag => sum(&[S::FlagWord, S::FlagDigit]),
            T::Count => share(S::Integer),
            T::Postcode => sum(&[S::PostcodeNew, S::PostcodeOld]),
            T::Latitude | T::Longitude => sum(&[S::Degrees, S::Decimal]).max(share(S::Degrees)),
            T::Surname | T::GivenName | T::Patronymic | T::FullName => {
                sum(&[S::FullName, S::GivenName, S::Surname, S::Patronymic]).max(share(S::NameShape))
            }
            T::Country => sum(&[S::Country, S::CountryCode]),
            T::CookieId => sum(&[S::CookieId, S::Uuid, S::Opaque]),
            T::Url => sum(&[S::Url, S::Handle]),
            _ => self.own_share(kind),
        }
    }

    /// Share of values that show the type itself.
    pub(super) fn own_share(&self, kind: T) -> f64 {
        let share = |sign| self.share(sign);
        match kind {
            T::UserId | T::TransactionId => {
                (share(S::Integer) + share(S::CodeShape) + share(S::Opaque) + share(S::Uuid)).min(1.0)
            }
            T::Code => share(S::CodeShape),
            T::FreeText => share(S::Sentence).max(share(S::Structured)),
            T::Product if share(S::CodeShape) < 0.9 => share(S::Letters),
            T::FullName => share(S::FullName),
            _ => self.proof(kind),
        }
    }
}

/// Types that values prove by themselves, and the share of values that must.
pub(super) const PROVABLE: &[(T, f64)] = &[
    (T::Email, 0.5),
    (T::Phone, 0.5),
    (T::Iin, 0.5),
    (T::Bin, 0.5),
    (T::TaxId, 0.6),
    (T::Card, 0.5),
    (T::Iban, 0.5),
    (T::Mrz, 0.5),
    (T::IdDocument, 0.7),
    (T::Ip, 0.5),
    (T::Mac, 0.5),
    (T::Uuid, 0.5),
    (T::Digest, 0.5),
    (T::SessionToken, 0.5),
    (T::Cookies, 0.5),
    (T::CookieId, 0.8),
    (T::UserAgent, 0.5),
    (T::SocialHandle, 0.5),
    (T::Url, 0.5),
    (T::FullName, 0.4),
    (T::Patronymic, 0.5),
    (T::GivenName, 0.5),
    (T::Surname, 0.6),
    (T::EventTime, 0.6),
    (T::BirthDate, 0.6),
    (T::Date, 0.6),
    (T::Coordinates, 0.5),
    (T::Address, 0.4),
    (T::Postcode, 0.5),
    (T::Plate, 0.6),
    (T::Region, 0.5),
    (T::City, 0.5),
    (T::Country, 0.6),
    (T::Currency, 0.9),
    (T::PaymentStatus, 0.8),
    (T::Sex, 0.9),
    (T::Flag, 0.9),
    (T::Amount, 0.5),
    (T::Age, 0.6),
];

/// Types of which values alone are never sure: other things look like them.
pub(super) const GUESSED: &[T] = &[
    T::CookieId,
    T::BirthDate,
    T::Surname,
    T::Plate,
    T::IdDocument,
    T::TaxId,
    T::Age,
    T::Sex,
    T::PaymentStatus,
    T::Flag,
    T::Bin,
];

/// Types whose values have a form of their own, so that a header is confirmed or refuted by them.
pub(super) fn is_strict(kind: T) -> bool {
    !matches!(
        kind,
        T::Surname
            | T::GivenName
            | T::Patronymic
            | T::FullName
            | T::UserId
            | T::TransactionId
            | T::CookieId
            | T::ClickId
            | T::SessionToken
            | T::SocialHandle
            | T::City
            | T::Region
            | T::Country
            | T::Address
            | T::Product
            | T::PaymentStatus
            | T::FreeText
            | T::Code
    )
}

/// Whether the second type says only what the values of the first look like: ids may be UUIDs, payment times are times.
pub(super) fn is_refinement(meant: T, kind: T) -> bool {
    let id = matches!(meant, T::UserId | T::TransactionId | T::CookieId | T::ClickId | T::SessionToken | T::Code);
    match kind {
        T::Uuid | T::Digest | T::SessionToken => id || meant == T::Card,
        T::CookieId | T::Plate => id,
        T::Currency | T::Flag | T::PaymentStatus | T::Sex | T::Country | T::Age | T::IdDocument | T::Postcode => {
            id || matches!(meant, T::FreeText | T::Product)
        }
        T::EventTime | T::Date | T::BirthDate => meant.is_time(),
        T::City | T::Region | T::Address => {
            matches!(meant, T::City | T::Region | T::Country | T::Address | T::Code | T::FreeText | T::Product)
                || meant.is_name()
        }
        // A product by its header whose values are names is one of names: products are published.
        T::Surname | T::GivenName => {
            matches!(meant, T::City | T::Region | T::Country | T::Address | T::FreeText) || meant.is_name()
        }
        T::FullName | T::Patronymic => meant.is_name(),
        T::SocialHandle => meant == T::Url,
        T::Url => meant == T::SocialHandle,
        T::Amount => meant == T::Count,
        _ => false,
    }
}
