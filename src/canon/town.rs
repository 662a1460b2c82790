//! Towns under one name each: the same town in Russian, Kazakh and English, and under what it was called before, is one town.

use super::place::{country_named, fold, fold_letters, without_place_words};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names as they are usually written, and folded, with the name that leaves.
static TOWNS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut towns = HashMap::new();
    for line in include_str!("data/towns.txt").lines().filter(|line| !line.starts_with('#')) {
        let town = line.split('|').next().unwrap_or_default();
        for name in line.split('|') {
            for spelled in [name.to_owned(), folded(name)] {
                towns.insert(spelled, town);
            }
        }
    }
    towns
});

fn folded(name: &str) -> String {
    fold_letters(&without_place_words(&fold(name)))
}

/// The one name of a town that is known by several; `None` for a place that is not among them.
///
/// ```
/// use iesiz::canon::town::town_named;
///
/// assert_eq!(["г. Қарағанды", "Karaganda", "КАРАГАНДА"].map(town_named), [Some("Караганда"); 3]);
/// assert_eq!(town_named("Караганда-Сортировочная"), None);
/// ```
#[must_use]
pub fn town_named(name: &str) -> Option<&'static str> {
    // Most are written as the list has them.
    if let Some(town) = TOWNS.get(name) {
        return Some(town);
    }
    let town = *TOWNS.get(&folded(name))?;
    // `Алматы (обл.)` is the region around it; `Нур-Султан (Астана)` and `Алматы, Казахстан` are the towns.
    let Some((_, more)) = name.split_once(['(', ',']) else { return Some(town) };
    let more = more.trim_end_matches([')', ' ']);
    let says_the_same = TOWNS.get(&folded(more)) == Some(&town) || country_named(more).is_some();
    says_the_same.then_some(town)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn one_town_has_one_name() {
        for (names, town) in [
            (&["Алматы", "г. Алматы", "Алматы қ.", "алма-ата", "ALMATY", "Алматы, Казахстан"][..], "Алматы"),
            (&["Нур-Султан (Астана)", "нұр-сұлтан", "Astana", "город Астана"], "Астана"),
            (&["Өскемен", "Оскемен", "Усть-Каменогорск", "Oskemen"], "Усть-Каменогорск"),
            (&["Түркістан", "туркестан", "Turkistan"], "Туркестан"),
            (&["Moscow", "г.Москва", "Мәскеу"], "Москва"),
        ] {
            for name in names {
                assert_eq!(town_named(name), Some(town), "{name}");
            }
        }
        for name in [
            "Алматинская область",
            "Ауэзовский район",
            "Мухосранск",
            "Алматы (обл.)",
            "Тараз, ул. Абая 5",
            "",
            "-",
            "Абайский район",
        ] {
            assert_eq!(town_named(name), None, "{name}");
        }
    }

    /// A name of two towns would make one of both.
    #[test]
    fn no_name_is_of_two_towns() {
        let mut towns: BTreeMap<String, &str> = BTreeMap::new();
        for line in include_str!("data/towns.txt").lines().filter(|line| !line.starts_with('#')) {
            let town = line.split('|').next().expect("a name");
            for name in line.split('|') {
                let before = towns.insert(folded(name), town);
                assert!(before.is_none_or(|before| before == town), "{name} is {before:?} and {town}");
            }
            assert_eq!(town_named(town), Some(town));
        }
    }
}
