//! Schools and streets that are named after somebody: `ЕНУ им. Л.Н. Гумилева`, `М. Әуезов атындағы мектеп`. The name is that of the place, and
//! whoever stands beside it is not told by it.
//!
//! `Имени` alone says nothing (`от имени Анны`): a word for an institution, or the capitals of one, must stand before it.

/// Words for what is named after people, as they begin, in lower case.
const PLACES: &[&str] = &[
    "школ",
    "лице",
    "гимнази",
    "университет",
    "институт",
    "колледж",
    "академи",
    "училищ",
    "консерватори",
    "интернат",
    "сш",
    "сош",
    "кгу",
    "нии",
    "мектеп",
    "орта",
    "библиотек",
    "театр",
    "больниц",
    "детсад",
    "балабақша",
    "school",
    "university",
    "college",
    "lyceum",
    "academy",
];
/// Bytes around a name that are looked at.
const AROUND: usize = 160;

/// Whether the text is about an institution by one of its words.
pub(super) fn is_institution(text: &str) -> bool {
    words(&text.to_lowercase()).any(is_place)
}

/// Whether a name that stands there is only that of an institution.
pub(super) fn is_named_after(text: &str, start: usize, end: usize) -> bool {
    let boundary = |at: usize| (0..=at).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let (from, to) = (boundary(start.saturating_sub(AROUND)), boundary((end + AROUND).min(text.len())));
    is_honoured_before(text[from..start].trim_end()) || is_honoured_behind(text[end..to].trim_start_matches(['.', ' ']))
}

/// `Школа-лицей № 8 им.`, `ЕНУ имени`.
fn is_honoured_before(before: &str) -> bool {
    let bare = ["им.", "им", "имени", "Им.", "ИМ.", "ИМЕНИ"].iter().filter_map(|word| before.strip_suffix(word));
    bare.filter(|bare| bare.ends_with([' ', ',', '"', '»'])).any(|bare| {
        let bare = bare.trim_end_matches(|c: char| !c.is_alphabetic());
        let word = bare.rsplit(|c: char| !(c.is_alphabetic() || c == '-')).next().unwrap_or_default();
        word.chars().filter(|c| c.is_uppercase()).count() >= 2 || words(&word.to_lowercase()).any(is_place)
    })
}

/// `атындағы №12 орта мектеп`.
fn is_honoured_behind(behind: &str) -> bool {
    let lower = behind.to_lowercase();
    ["атындағы", "атындагы"]
        .iter()
        .filter_map(|word| lower.strip_prefix(word))
        .any(|rest| words(rest).take(4).any(is_place))
}

fn is_place(word: &str) -> bool {
    PLACES.iter().any(|place| if place.chars().count() <= 3 { word == *place } else { word.starts_with(place) })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use crate::recognize::name::Names;
    use crate::recognize::{Evidence, Recognizer as _};

    #[test]
    fn names_of_institutions_are_nobody() {
        for text in [
            "ЕНУ им. Л.Н. Гумилева",
            "Школа-лицей № 8 им. М. Маметовой",
            "Школа им. Чокана Валиханова",
            "Лицей имени Каныша Сатпаева",
            "Ыбырай Алтынсарин атындағы №12 орта мектеп",
            "М. Әуезов атындағы мектеп",
            "КазНУ им. Айгерим Омаровой",
        ] {
            assert_ne!(Names.judge(text), Evidence::Strong, "{text}");
        }
    }

    #[test]
    fn people_beside_them_are_somebody() {
        for text in [
            "Айгерим Омарова",
            "от имени Айгерим Омаровой",
            "им. Айгерим Омарова",
            "Школа им. Абая, Айгерим Омарова",
            "школа, меня зовут Айгерим Омарова",
            "Айгерим Омарова атындағы шот",
            "Айгерим Омарова, школа имени Абая",
        ] {
            assert_eq!(Names.judge(text), Evidence::Strong, "{text}");
        }
    }
}
