//! Days of birth by their years: long before everything else in a file, and without a time of day.

use super::ColumnVote;
use super::signs::Sign as S;
use super::verdict::{Confidence, Facts, Says, Source, Verdict};
use crate::vocabulary::SemanticType as T;

/// Ages of whom people keep records, in years at the latest day of a file.
const AGES: std::ops::RangeInclusive<i32> = 14..=100;
/// Years before this one are those of births, whatever else a file holds: systems of today have hardly anything that old.
const EXPORTS_BEGIN: i32 = 2012;
/// Headers that say of days no more than that they are some.
const ANY_DAY: &[T] = &[T::EventTime, T::Date];

impl ColumnVote {
    /// The latest year of the dates and times among the judged values. Years that no export has yet stand for `never`: by the end of 2099
    /// every day would be one of births.
    #[must_use]
    pub fn latest_year(&self) -> Option<i32> {
        self.years.keys().copied().filter(|year| (1990..=2040).contains(year)).max()
    }

    /// The verdict, or birth dates where days are so old that a date of anything else would say so in its header.
    pub(super) fn born(&self, verdict: Verdict, says: Option<Says>, facts: Facts) -> Verdict {
        let whole = |says: Says| matches!(says.source, Source::Header | Source::Export);
        let named = says.is_some_and(|says| whole(says) && says.types[0].is_time() && says.types != ANY_DAY);
        if named || verdict.semantic == T::BirthDate || !verdict.semantic.is_time() || !self.is_of_births(facts) {
            return verdict;
        }
        Verdict {
            semantic: T::BirthDate,
            confidence: verdict.confidence.min(Confidence::Likely),
            said: None,
            overruled: says.map(|_| verdict.semantic),
            shape: Some("days as long ago as those of births"),
            ..verdict
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn is_of_births(&self, facts: Facts) -> bool {
        let latest = facts.latest_year.unwrap_or_default();
        let born = |year: i32| year < EXPORTS_BEGIN || AGES.contains(&(latest - year));
        let all: u64 = self.years.values().sum();
        let old: u64 = self.years.iter().filter(|(year, _)| born(**year)).map(|(_, cells)| cells).sum();
        let days = self.share(S::Date) + self.share(S::ExcelDay);
        days >= 0.5 && self.share(S::Moment) < 0.05 && old as f64 >= 0.95 * all as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::headers::hint;

    fn verdict(header: &str, values: &[&str], latest: i32) -> (T, Confidence) {
        let mut vote = ColumnVote::default();
        values.iter().for_each(|value| vote.add(value, 10));
        let facts = Facts {
            distinct: values.len() as u64,
            filled: 10 * values.len() as u64,
            latest_year: Some(latest),
            ..Facts::default()
        };
        let found = vote.verdict(hint(header).map(Says::from), facts);
        (found.semantic, found.confidence)
    }

    #[test]
    fn old_days_are_of_births_unless_a_header_says_otherwise() {
        let (old, young) = (["08.10.1989", "05.06.1993", "21.01.1963"], ["08.10.2001", "05.06.2009", "21.01.2004"]);
        for header in ["Дата", "date", "Дата и город", "Дата заезда гостя", "d1", "Поле 7"]
        {
            assert_eq!(verdict(header, &old, 1993).0, T::BirthDate, "{header}");
            assert_eq!(verdict(header, &young, 2024).0, T::BirthDate, "{header}");
            assert!(verdict(header, &old, 1993).1 < Confidence::Sure, "{header}");
        }
        for (header, wanted) in
            [("Дата оплаты", T::PaymentTime), ("Дата регистрации", T::EventTime), ("Срок действия", T::Date)]
        {
            assert_eq!(verdict(header, &old, 2024).0, wanted, "{header}");
        }
        for (values, wanted) in [
            (["28.03.2024", "01.04.2023", "05.06.2022"], T::Date),
            (["28.03.1994 10:00", "01.04.1993 11:00", "05.06.1992 12:00"], T::EventTime),
        ] {
            assert_eq!(verdict("Дата", &values, 2024).0, wanted);
        }
    }

    #[test]
    fn never_is_no_year() {
        let mut vote = ColumnVote::default();
        ["31.12.2099", "28.03.2024", "9999-12-31"].iter().for_each(|value| vote.add(value, 1));
        assert_eq!(vote.latest_year(), Some(2024));
        assert_eq!(ColumnVote::default().latest_year(), None);
    }

    #[test]
    fn short_words_for_births_are_known() {
        for header in [
            "Дата рожд.",
            "Дата рожд",
            "Дата р.",
            "b_date",
            "д/р",
            "Д.Р.",
            "dr",
            "data_rojd",
            "Birth",
            "UF_BIRTHDATE",
            "Ребенок ДР",
            "ДР ребёнка",
        ] {
            assert_eq!(verdict(header, &["28.03.2019", "01.04.2020"], 2024).0, T::BirthDate, "{header}");
        }
    }
}
