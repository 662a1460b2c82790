//! What values that prove nothing look like.

use super::ColumnVote;
use super::signs::Sign as S;
use super::verdict::{Facts, ROWS};
use crate::vocabulary::SemanticType as T;

impl ColumnVote {
    /// What values say that are no names: what they prove, or what they look like; nothing for what would be published.
    pub(super) fn nameless(&self) -> Option<(T, &'static str)> {
        let proven = self.evident().map(|(kind, _)| (kind, "values that are no names"));
        let looked = || self.guess(Facts::default());
        Some(proven.unwrap_or_else(looked)).filter(|(kind, _)| !matches!(kind, T::Product | T::Code))
    }

    /// What values that prove nothing look like.
    pub(super) fn guess(&self, facts: Facts) -> (T, &'static str) {
        let share = |sign| self.share(sign);
        let integers = share(S::Integer);
        if let Some(shape) = self.times_of_day() {
            return (T::FreeText, shape);
        }
        let unique = facts.variety() > 0.9 && facts.filled > 1;
        if self.judged == 0 {
            return (T::FreeText, "no values");
        }
        if integers >= 0.9 {
            return self.guess_integer(facts, unique);
        }
        if integers + share(S::Decimal) + share(S::Money) >= 0.9 {
            return self.guess_decimal();
        }
        if share(S::Sentence) + share(S::Structured) >= 0.2 {
            return (T::FreeText, "sentences");
        }
        if share(S::Opaque) >= 0.7 {
            return (T::SessionToken, "long rows of letters and digits");
        }
        if share(S::NameShape) >= 0.7 && facts.variety() > 0.3 && share(S::CodeShape) < 0.9 {
            return (T::FullName, "capitalised words");
        }
        if share(S::CodeShape) >= 0.8 {
            return if unique { (T::UserId, "different words or codes") } else { (T::Code, "words or codes") };
        }
        if share(S::Letters) >= 0.8 && facts.variety() < 0.2 {
            return (T::Product, "texts that repeat");
        }
        (T::FreeText, "texts")
    }

    fn guess_integer(&self, facts: Facts, unique: bool) -> (T, &'static str) {
        let share = |sign| self.share(sign);
        if share(S::FlagDigit) >= 0.98 && facts.distinct <= 2 {
            return (T::Flag, "0 and 1");
        }
        if share(S::Year) >= 0.95 {
            return (T::Code, "years");
        }
        if share(S::Epoch) >= 0.95 {
            return (T::EventTime, "numbers that may be seconds since 1970");
        }
        if share(S::PostcodeOld) >= 0.9 {
            return (T::Postcode, "six digits of postal regions");
        }
        if share(S::ExcelDay) >= 0.95 && facts.distinct > 5 {
            return (T::Date, "numbers that may be days of a spreadsheet");
        }
        if share(S::Nine) >= 0.9 {
            return (T::IdDocument, "nine digits");
        }
        if share(S::Twelve) >= 0.9 {
            return (T::TransactionId, "twelve digits without the check digits of an IIN");
        }
        if facts.numbered {
            return (T::Code, ROWS);
        }
        if unique {
            return (T::UserId, "whole numbers, each different");
        }
        if share(S::Small) >= 0.95 {
            return (T::Count, "small whole numbers");
        }
        (T::UserId, "whole numbers that repeat")
    }

    fn guess_decimal(&self) -> (T, &'static str) {
        let share = |sign| self.share(sign);
        if share(S::Degrees) >= 0.9 && share(S::InLatitude) >= 0.95 {
            return (T::Latitude, "degrees between 40 and 56");
        }
        if share(S::Degrees) >= 0.9 && share(S::InLongitude) >= 0.95 {
            return (T::Longitude, "degrees between 46 and 88");
        }
        (T::Amount, "decimal numbers")
    }
}
