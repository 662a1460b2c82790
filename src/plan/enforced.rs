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
    /// Three years (policy 7.3).
    Retention,
    /// Consent for the purpose (policy 5.5).
    Consent,
}

impl Requirement {
    /// Whether no run of this version enforces it, whatever it is given.
    #[must_use]
    pub const fn is_of_this_version(&self) -> bool {
        matches!(self, Self::Retention | Self::Consent)
    }
}

impl fmt::Display for Requirement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Technique { action, column } => write!(f, "{action} for {column} (dropped instead)"),
            Self::RowOrder => f.write_str("row order of its own for every recipient"),
            Self::Expiry => f.write_str("expiry date of the release"),
            Self::Retention => f.write_str("retention of three years (policy 7.3)"),
            Self::Consent => f.write_str("consent for this purpose (policy 5.5)"),
        }
    }
}
