//! What keeps names of people from being published as names of things: products and codes leave in clear.
//!
//! A list of given names knows the common ones. Where a header says that people stand below it, or some of the values are names, the others
//! may be names that no list has; so the column is a name or a text, whatever the rest of it looks like.

use super::signs::Sign as S;
use super::verdict::{Confidence, Facts, Says, Verdict};
use super::{ColumnVote, Trace};
use crate::vocabulary::SemanticType as T;

/// Share of different values from which names among them are no chance.
const FEW: f64 = 0.05;
/// The same, where words with a surname's ending count too, as adjectives have them; and of names in columns of places.
const SOME: f64 = 0.3;

impl ColumnVote {
    /// The verdict with what publishes names taken back.
    pub(super) fn careful(&self, verdict: Verdict, says: Option<Says>, facts: Facts) -> Verdict {
        let careful = |semantic, confidence, shape| Verdict {
            semantic,
            confidence,
            said: None,
            overruled: Some(verdict.semantic),
            share: None,
            second: verdict.second,
            shape: Some(shape),
        };
        let published = matches!(verdict.semantic, T::Product | T::Code);
        if facts.people && published {
            return self.of_people().map_or_else(
                || careful(T::FreeText, Confidence::Unsure, "values of people, by its header"),
                |(semantic, shape)| careful(semantic, Confidence::Unsure, shape),
            );
        }
        // Accounts are named by their owners: a name there is a name.
        let accounts = says.is_some_and(|says| says.types.contains(&T::UserId) && says.types.contains(&T::FullName));
        if accounts && verdict.semantic == T::UserId && self.share(S::NameShape) >= 0.5 {
            return careful(self.whole_or_given(), Confidence::Unsure, "capitalised words");
        }
        if published && self.holds_names(facts) {
            return careful(T::FreeText, Confidence::Unsure, "names of people among its values");
        }
        let place = matches!(verdict.semantic, T::City | T::Region | T::Country | T::PaymentStatus);
        if place && self.traced(|trace| trace == Trace::Name) >= SOME && self.share(S::NameShape) >= 0.5 {
            let proven = verdict.said.is_none() || verdict.share.is_some_and(|share| share >= 0.5);
            let known =
                self.share(S::City) + self.share(S::Region) + self.share(S::Country) + self.share(S::CountryCode);
            if !proven && known < 0.5 {
                return careful(T::FreeText, Confidence::Unsure, "names of people among its values");
            }
        }
        verdict
    }

    /// What stands below a header that names people: a name unless the values cannot be names, and then no product and no code.
    fn of_people(&self) -> Option<(T, &'static str)> {
        if self.share(S::Nameless) >= 0.8 {
            let (proven, shape) = self.nameless()?;
            return Some((proven, shape));
        }
        let named =
            self.share(S::FullName) + self.share(S::GivenName) + self.share(S::Surname) + self.share(S::Patronymic);
        (named >= FEW || self.share(S::NameShape) >= SOME).then(|| (self.whole_or_given(), "capitalised words"))
    }

    /// A full name where some of the values have several words.
    pub(super) fn whole_or_given(&self) -> T {
        if self.share(S::NameWords) + self.share(S::FullName) >= 0.1 { T::FullName } else { T::GivenName }
    }

    /// Whether so many of the different values, or so many cells, hold a name that others may.
    fn holds_names(&self, facts: Facts) -> bool {
        let names = self.traced(|trace| trace == Trace::Name);
        let surnames = self.traced(|trace| trace != Trace::None);
        // Few courses have one sold to each, and few are all capitals.
        let many = self.share(S::NameWords) >= 0.5 || self.share(S::NameShape) >= 0.8;
        let varied = facts.variety() > SOME && facts.filled >= 20;
        names >= FEW || self.share(S::NameTrace) >= FEW || surnames >= SOME || (many && varied)
    }

    /// Share of the different values in which such a trace of a name is.
    #[allow(clippy::cast_precision_loss)]
    fn traced(&self, is: impl Fn(Trace) -> bool) -> f64 {
        let found = self.values.values().filter(|trace| is(**trace)).count();
        if found == 0 { 0.0 } else { found as f64 / self.values.len() as f64 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::headers::{hint, names_people};

    /// Names that the list of given names does not have, invented: no part of them is known.
    const RARE: &[&str] =
        &["Қырмызгүл", "Шолпанкүн Бәйтеректі", "Зейнолқан", "Өтепкелді Шәкіртші", "Тәттіай", "Ұлтуған"];

    fn verdict(header: &str, values: &[&str], times: usize) -> Verdict {
        let mut vote = ColumnVote::default();
        let values: Vec<&str> = values.iter().copied().cycle().take(values.len() * times).collect();
        values.iter().for_each(|value| vote.add(value, 1));
        let mut different = values.clone();
        different.sort_unstable();
        different.dedup();
        let facts = Facts {
            distinct: different.len() as u64,
            filled: values.len() as u64,
            people: names_people(header),
            ..Facts::default()
        };
        vote.verdict(hint(header).map(Says::from), facts)
    }

    #[test]
    fn below_a_header_that_names_people_nothing_is_a_product() {
        for header in [
            "Имя клиента",
            "Имя покупателя",
            "Имя контакта",
            "Имя ученика",
            "Имя получателя",
            "Имя менеджера",
            "Имя ребенка",
            "Имя пользователя",
            "Название контакта",
            "Наименование клиента",
            "Куратор курса",
            "Saved Name",
            "Имя",
            "Name",
            "Оқушының аты",
            "Customer",
        ] {
            let found = verdict(header, RARE, 20);
            assert!(found.semantic.is_name(), "{header}: {}", found.semantic);
        }
        let courses = ["курс python", "курс smm", "бухгалтерия"];
        for header in ["Название контакта", "Saved Name", "Имя клиента", "Куратор курса"]
        {
            let found = verdict(header, &courses, 20);
            assert!(found.semantic.is_name() || found.semantic == T::FreeText, "{header}: {}", found.semantic);
            assert!(!(found.semantic == T::FreeText && found.confidence == Confidence::Sure), "{header}");
        }
    }

    #[test]
    fn values_that_are_no_names_are_what_they_prove() {
        for (header, values, wanted) in [
            ("Имя контакта", ["+7 771 000 99 98", "8 701 000 99 98"], T::Phone),
            ("Saved Name", ["anna@example.kz", "ivan@example.com"], T::Email),
            ("Название контакта", ["28.03.2024", "01.04.2024"], T::Date),
            ("Название контакта", ["AB-12", "AB-13"], T::FreeText),
        ] {
            let found = verdict(header, &values, 20);
            assert_eq!(found.semantic, wanted, "{header}");
            assert!(!matches!(found.semantic, T::Product | T::Code));
        }
    }

    #[test]
    fn one_name_in_twenty_values_makes_a_text_of_a_product() {
        let courses: Vec<String> = (0..38).map(|n| format!("Курс номер {n}")).collect();
        let mut values: Vec<&str> = courses.iter().map(String::as_str).collect();
        // Many cells of few courses do not hide the few names.
        values.extend(std::iter::repeat_n("Курс номер 7", 2_000));
        values.push("Анна Мысалова");
        assert_eq!(verdict("Название", &values, 1).semantic, T::Product);
        values.push("Сергей");
        let found = verdict("Название", &values, 1);
        assert_eq!((found.semantic, found.confidence), (T::FreeText, Confidence::Unsure));
        assert_eq!((found.overruled, found.shape), (Some(T::Product), Some("names of people among its values")));
        assert_eq!(verdict("Промокод", &values, 1).semantic, T::FreeText);
        // One of many values, and it stands in many cells.
        let mut values: Vec<&str> = courses.iter().map(String::as_str).collect();
        values.extend(std::iter::repeat_n("Чай для Нурлан", 19));
        assert_eq!(verdict("Товар", &values, 1).semantic, T::FreeText);
        // A name for each row is no list of courses, even if no name is known.
        let rare: Vec<String> = (0..60)
            .map(|n| {
                format!("{} {}", ["Өтеп", "Қырмыз"][n % 2], ["Ал", "Бек", "Кү"][n % 3].to_owned() + &"т".repeat(n))
            })
            .collect();
        let rare: Vec<&str> = rare.iter().map(String::as_str).collect();
        assert_eq!(verdict("Наименование", &rare, 1).semantic, T::FreeText);
    }

    #[test]
    fn products_and_codes_stay_what_they_are() {
        for (header, values, wanted) in [
            ("Курс", ["Python-разработчик", "Графический дизайнер с нуля", "Бухгалтер: 1С"], T::Product),
            ("Курс ученика", ["Python-разработчик", "Графический дизайнер с нуля", "Бухгалтер: 1С"], T::Product),
            ("Воронка", ["Основная", "Новая", "Продажи"], T::Code),
            ("utm_source", ["google", "instagram", "yandex"], T::Code),
            ("Тип контакта", ["Новый", "Постоянный", "VIP"], T::Code),
        ] {
            assert_eq!(verdict(header, &values, 20).semantic, wanted, "{header}");
        }
    }
}
