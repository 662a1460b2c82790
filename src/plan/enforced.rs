//! What a profile or the policy asks for and this version does not do.

use std::fmt;

/// A requirement that is not enforced, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct NotEnforced {
    /// The requirement.
    pub what: Requirement,
    /// Why.
    pub why: &'static str,
}

/// A requirement; displayed in English.
#[derive(Clone, Debug, PartialEq)]
pub enum Requirement {
    /// A technique whose code or data is not there; the column is dropped.
    Technique {
        /// The action.
        action: String,
        /// Dataset and column.
        column: String,
    },
    /// An order of rows of the recipient's own.
    RowOrder,
    /// The date by which a release must be deleted.
    Expiry,
    /// Three years, and where the policy says so.
    Retention(Option<String>),
    /// Consent for the purpose, and where the policy asks for it.
    Consent(Option<String>),
}

impl Requirement {
    /// Whether no run of this version enforces it, whatever it is given.
    #[must_use]
    pub const fn is_of_this_version(&self) -> bool {
        matches!(self, Self::Retention(_) | Self::Consent(_))
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Technique { action, column } => write!(f, "{action} for {column} (dropped instead)"),
            Self::RowOrder => f.write_str("row order of its own for every recipient"),
            Self::Expiry => f.write_str("expiry date of the release"),
            Self::Retention(clause) => cited(f, "retention of three years", clause.as_deref()),
            Self::Consent(clause) => cited(f, "consent for this purpose", clause.as_deref()),
        }
    }
}

fn cited(f: &mut fmt::Formatter<'_>, what: &str, clause: Option<&str>) -> fmt::Result {
    match clause {
        Some(clause) => write!(f, "{what} ({clause})"),
        None => f.write_str(what),
    }
}
