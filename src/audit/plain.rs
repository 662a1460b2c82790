//! Cells as people mean them: numbers that a program wrote as floats, words that are no names although they look like some.

use crate::canon::place::{country_named, region_named, region_of_place};

/// Longest text that may be a word or a place, in bytes.
const LONGEST: usize = 96;
/// Fewest digits of a number that could be somebody's.
const DIGITS: usize = 9;

/// The digits of a whole number that was written as a float: `77710009998.0`, `7.7710009998E10`. `None` of anything else, and where digits
/// were lost.
pub(super) fn whole(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('+').unwrap_or(text);
    if text.len() > 40 || !text.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let (mantissa, exponent) =
        text.split_once(['e', 'E']).map_or((text, None), |(mantissa, exponent)| (mantissa, Some(exponent)));
    let (front, rest) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if !digits(front) || !(rest.is_empty() || digits(rest)) {
        return None;
    }
    let shift: usize = match exponent {
        Some(exponent) => exponent.strip_prefix('+').unwrap_or(exponent).parse().ok().filter(|shift| *shift <= 18)?,
        None if rest.is_empty() => return None,
        None => 0,
    };
    let all = format!("{front}{rest}");
    let (number, left) = all.split_at(all.len().min(front.len() + shift));
    let known = number.len() == front.len() + shift && left.bytes().all(|byte| byte == b'0');
    (known && number.len() >= DIGITS)
        .then(|| number.trim_start_matches('0').to_owned())
        .filter(|number| number.len() >= DIGITS)
}

/// Whether a text is a browser's number as Google Analytics makes it: a random number, a point, the second of the first visit.
pub(super) fn is_client_id(text: &str) -> bool {
    let text = text.trim();
    let bare = text.strip_prefix("GA1.").and_then(|rest| rest.split_once('.')).map_or(text, |(_, rest)| rest);
    bare.split_once('.').is_some_and(|(random, second)| {
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        (6..=10).contains(&random.len())
            && digits(random)
            && second.len() == 10
            && digits(second)
            && ("1200000000".."2100000000").contains(&second)
    })
}

/// Languages, which end like surnames.
const LANGUAGES: &[&str] = &[
    "азербайджанский",
    "английский",
    "арабский",
    "армянский",
    "белорусский",
    "болгарский",
    "венгерский",
    "вьетнамский",
    "греческий",
    "грузинский",
    "датский",
    "дунганский",
    "испанский",
    "итальянский",
    "казахский",
    "китайский",
    "корейский",
    "киргизский",
    "кыргызский",
    "латинский",
    "литовский",
    "монгольский",
    "немецкий",
    "персидский",
    "польский",
    "португальский",
    "румынский",
    "русский",
    "сербский",
    "таджикский",
    "татарский",
    "турецкий",
    "туркменский",
    "узбекский",
    "уйгурский",
    "украинский",
    "финский",
    "французский",
    "чешский",
    "чеченский",
    "шведский",
    "эстонский",
    "японский",
];

/// Names that are words too.
const WORDS: &[&str] = &[
    "вера",
    "надежда",
    "любовь",
    "роза",
    "лилия",
    "слава",
    "мир",
    "лев",
    "май",
    "марк",
    "карим",
    "анар",
    "алма",
    "гүл",
    "жан",
    "бек",
    "нур",
    "луч",
    "мұрат",
    "арман",
    "бақыт",
    "ерлан",
    "дана",
    "сара",
    "grace",
    "rose",
    "mark",
    "may",
    "will",
    "bill",
    "hope",
    "faith",
    "joy",
    "angel",
    "roman",
    "роман",
    "виктория",
    "король",
    "мельник",
    "кузнец",
    "коваль",
    "зима",
    "мороз",
    "волк",
    "заяц",
    "москва",
    "астана",
    "данные",
    "анализ",
];

/// Whether a text is one of the words that are names too: a place, a language, a word of every day.
pub(super) fn is_word(text: &str) -> bool {
    if text.len() > LONGEST || text.contains(|c: char| c.is_ascii_digit() || c == '@') {
        return false;
    }
    let lower = text.trim().to_lowercase();
    WORDS.contains(&lower.as_str()) || is_place_or_language(&lower)
}

/// Whether a text is a place, a country or a language by name, and so no person, although `Алматы` and `Абай` are first names and
/// `Алмалинский` and `Английский` have the form of a surname.
fn is_place_or_language(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let language = lower.strip_suffix(" язык").unwrap_or(&lower);
    LANGUAGES.contains(&language)
        || region_of_place(&lower).is_some()
        || region_named(&lower).is_some()
        || country_named(&lower).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floats_are_the_numbers_that_they_were() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(whole("77710009998.0"), some("77710009998"));
        assert_eq!(whole("77710009998,00"), some("77710009998"));
        assert_eq!(whole("7.7710009998E10"), some("77710009998"));
        assert_eq!(whole("7.7710009998e+10"), some("77710009998"));
        assert_eq!(whole("8.50315100016e11"), some("850315100016"));
        for other in [
            "77710009998",
            "7.771E+10",
            "77710009998.5",
            "45000.00",
            "1e5",
            "x",
            "",
            "-77710009998.0",
            "1.7710009998E99",
        ] {
            assert_eq!(whole(other), None, "{other}");
        }
    }

    #[test]
    fn client_ids_are_known() {
        assert!(is_client_id("1234567890.1700000000") && is_client_id("GA1.2.297082161.1700000001"));
        assert!(
            !is_client_id("1234567890.9700000000") && !is_client_id("1234567890.17") && !is_client_id("43.2389490000")
        );
    }

    #[test]
    fn places_and_languages_are_no_names() {
        assert!(is_word("Роман") && is_word("Алматы") && !is_word("Айгуль"));
        for text in [
            "Алматы",
            "г. Алматы",
            "Абай",
            "Алмалинский",
            "Медеуский район",
            "Английский",
            "Русский язык",
            "Казахстан",
            "Шымкент",
        ] {
            assert!(is_place_or_language(text), "{text}");
        }
        for text in ["Ахметов", "Иванова", "Айгуль", "Достоевский", ""] {
            assert!(!is_place_or_language(text), "{text}");
        }
    }
}
