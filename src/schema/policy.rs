//! The privacy policy that a profile follows: whose it is, and which of its clauses are which rules.

use super::document::{Document, Table};
use crate::error::Code;
use crate::message;

/// Edition of the policy that the built-in profiles follow.
const VERSION: &str = "2023-08-31";

/// A privacy policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Policy {
    /// Its name; `None` for the one that the built-in profiles follow.
    pub name: Option<String>,
    /// Its edition.
    pub version: String,
    /// The clause that says how long data is kept.
    retention: Option<String>,
    /// The clause that says for what it may be processed.
    consent: Option<String>,
}

impl Policy {
    /// The one that the built-in profiles follow, in this edition.
    pub(super) fn built_in(version: Option<String>) -> Self {
        let clause = |number: &str| Some(number.to_owned());
        let version = version.unwrap_or_else(|| VERSION.to_owned());
        Self { name: None, version, retention: clause("7.3"), consent: clause("5.5") }
    }

    /// One of somebody's own. Clauses that it does not number are not cited.
    pub(super) fn read(document: &Document, mut table: Table<'_>, edition: Option<&(String, usize)>) -> Self {
        if let Some((_, spot)) = edition {
            let hint = Some(message!("write it as `version` of `policy`"));
            document.problem(Code::E244, *spot, message!("`policy_version` is said beside a policy of its own"), hint);
        }
        let mut text = |key| table.text(key).map(|(text, _)| text);
        let (retention, consent) = (text("retention"), text("consent"));
        let name = table.require_text("name").map(|(text, _)| text);
        let version = table.require_text("version").map(|(text, _)| text).unwrap_or_default();
        table.finish();
        Self { name, version, retention, consent }
    }

    /// Name and edition.
    #[must_use]
    pub fn title(&self) -> String {
        self.name.as_ref().map_or_else(|| self.version.clone(), |name| format!("{name}, {}", self.version))
    }

    /// Where it says how long data is kept: `policy 7.3`.
    #[must_use]
    pub fn on_retention(&self) -> Option<String> {
        self.cite(self.retention.as_deref())
    }

    /// Where it says that a purpose needs consent.
    #[must_use]
    pub fn on_consent(&self) -> Option<String> {
        self.cite(self.consent.as_deref())
    }

    fn cite(&self, clause: Option<&str>) -> Option<String> {
        let clause = clause?;
        Some(self.name.as_ref().map_or_else(|| format!("policy {clause}"), |name| format!("{name}, {clause}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_cited_with_whose_it_is() {
        let built_in = Policy::built_in(None);
        assert_eq!((built_in.title().as_str(), built_in.on_retention().as_deref()), ("2023-08-31", Some("policy 7.3")));
        let own = Policy {
            name: Some("Политика ТОО «Ромашка»".into()),
            version: "2026".into(),
            retention: Some("4.2".into()),
            consent: None,
        };
        assert_eq!(own.title(), "Политика ТОО «Ромашка», 2026");
        assert_eq!(own.on_retention().as_deref(), Some("Политика ТОО «Ромашка», 4.2"));
        assert_eq!(own.on_consent(), None);
    }
}
