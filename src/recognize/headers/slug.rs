//! Names of columns and datasets for a schema: Latin letters for Russian and Kazakh ones.

use super::metrika_field;
use crate::canon::name::romanised;

/// Longest name.
const LONGEST: usize = 40;

/// `a-z`, `0-9` and `_`, with one `_` for everything else between two of them, without Metrika's prefixes; empty if nothing is left.
#[must_use]
pub(crate) fn slug(text: &str) -> String {
    let text = metrika_field(text).unwrap_or(text);
    let mut slug = String::new();
    let mut before = ' ';
    for c in text.chars() {
        // `userID` has two words.
        let begins = c.is_uppercase() && before.is_lowercase();
        before = c;
        let latin = c.to_lowercase().map(latin).collect::<Option<String>>();
        match latin {
            Some(latin) => {
                if begins && !slug.is_empty() && !slug.ends_with('_') {
                    slug.push('_');
                }
                slug.push_str(&latin);
            }
            None if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
            None => {}
        }
        if slug.len() >= LONGEST {
            break;
        }
    }
    slug.truncate(LONGEST);
    slug.truncate(slug.trim_end_matches('_').len());
    slug
}

/// A small letter or a digit of a name.
fn latin(c: char) -> Option<String> {
    match c {
        'a'..='z' | '0'..='9' => Some(c.to_string()),
        _ => romanised(c).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (text, wanted) in [
            ("Дата рождения", "data_rozhdeniya"),
            ("Әкесінің аты", "akesinin_aty"),
            ("ym:s:clientID", "client_id"),
            ("  E-mail (рабочий)  ", "e_mail_rabochii"),
            ("_ym_uid", "ym_uid"),
            ("№", ""),
            ("日本", ""),
            ("Объём", "obem"),
            ("CardExpDate", "card_exp_date"),
            ("2023", "2023"),
        ] {
            assert_eq!(slug(text), wanted, "{text}");
        }
        assert_eq!(slug(&"щ".repeat(100)).len(), LONGEST);
    }
}
