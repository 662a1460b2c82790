//! What closed words are for people, in English, Russian and Kazakh: types, techniques, roles, regions.
//!
//! Every text stands beside its translations in one array of three, so that a missing one does not compile.

mod regions;
mod tables;

pub use regions::REGIONS;

use tables::{AUDIENCES, KINDS, PARAMETERS, ROLES, STATUSES, TECHNIQUES};

/// Language of a document for people.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Lang {
    /// English.
    En,
    /// Russian.
    Ru,
    /// Kazakh.
    Kk,
}

impl Lang {
    /// Every language, in the order of the texts.
    pub const ALL: &'static [Self] = &[Self::En, Self::Ru, Self::Kk];

    /// The language of this code: `en`, `ru`, `kk`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|lang| lang.code() == text)
    }

    /// Its code, as HTML and BCP 47 spell it.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
            Self::Kk => "kk",
        }
    }

    /// The one of three texts that is in this language.
    #[must_use]
    pub const fn of(self, text: Text) -> &'static str {
        text[self as usize]
    }
}

/// One text in English, Russian and Kazakh.
pub type Text = [&'static str; 3];

/// What a release is, in the words of the law.
#[must_use]
pub fn status(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(STATUSES, name, lang)
}

/// Who receives a release.
#[must_use]
pub fn audience(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(AUDIENCES, name, lang)
}

/// How a column bears on identity.
#[must_use]
pub fn role(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(ROLES, name, lang)
}

/// What was done to a column.
#[must_use]
pub fn technique(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(TECHNIQUES, name, lang)
}

/// What a value is: the semantic types of the vocabulary.
#[must_use]
pub fn kind(name: &str, lang: Lang) -> Option<&'static str> {
    look_up(KINDS, name, lang)
}

/// The argument of a technique, as a manifest writes it: `"day"`, `[0, 10000]`.
#[must_use]
pub fn parameters(said: &str, lang: Lang) -> Option<String> {
    let word = said.strip_prefix('"').and_then(|said| said.strip_suffix('"')).unwrap_or(said);
    if let Some(known) = look_up(PARAMETERS, word, lang) {
        return Some(known.to_owned());
    }
    // Numbers, edges of ranges and prefixes of networks are the same in every language.
    let plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_digit() || "[](){},.:;/<>=-+_ ".contains(c));
    plain.then(|| word.to_owned())
}

/// All of them, to be looked through.
#[cfg(test)]
pub(crate) const TABLES: &[Table] = &[AUDIENCES, KINDS, PARAMETERS, REGIONS, ROLES, STATUSES, TECHNIQUES];

/// A table of closed words.
pub(crate) type Table = &'static [(&'static str, Text)];

/// The text of a closed word in a language.
pub(crate) fn look_up(table: Table, name: &str, lang: Lang) -> Option<&'static str> {
    table.iter().find(|(word, _)| *word == name).map(|(_, text)| lang.of(*text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::{Audience, Role, SemanticType, Status};

    #[test]
    fn every_word_of_the_vocabulary_has_its_texts() {
        for &lang in Lang::ALL {
            for &semantic in SemanticType::ALL {
                assert!(kind(semantic.name(), lang).is_some(), "{semantic}");
            }
            for name in Role::ALL.iter().map(|role| role.name()) {
                assert!(role(name, lang).is_some(), "{name}");
            }
            for name in Status::ALL.iter().map(|status| status.name()) {
                assert!(status(name, lang).is_some(), "{name}");
            }
            for name in Audience::ALL.iter().map(|audience| audience.name()) {
                assert!(audience(name, lang).is_some(), "{name}");
            }
        }
        assert_eq!(parameters("\"month\"", Lang::Ru).as_deref(), Some("до месяца"));
        assert_eq!(parameters("[0, 10000]", Lang::Kk).as_deref(), Some("[0, 10000]"));
        assert_eq!(parameters("\"somebody\"", Lang::En), None);
    }
}
