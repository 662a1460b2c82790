//! What a technique's outputs look like, and whether every cell of a column is one.
//!
//! The rules are written from the documents (the table of techniques, the formats of a release), not from the code that makes the values, so
//! that a slip of the writer, another program or a cheat shows. A rule says what a cell may be, never what it was: that a month is the right
//! month nobody can tell without the source. NULL is always allowed.

mod levels;
mod made;
mod value;
mod words;

pub(super) use value::{Point, Value};

use super::release::{StatedColumn, StatedDataset};
use crate::vocabulary::SemanticType;
use levels::Levels;
use made::Made;

/// What the cells of a column may be.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    made: Made,
    /// Labels of the levels that a column was made coarser to.
    levels: Option<Levels>,
    /// Whether a constant stands for NULL.
    filled: bool,
    /// Whether the file is for spreadsheets, which show some cells otherwise.
    excel: bool,
    name: String,
}

/// Whether a cell is what its rule says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Fits,
    /// It is of a level at which hardly a row is said to be.
    Rare,
    Unlike,
}

impl Rule {
    /// The rule of a released column; `None` for a technique, a type or parameters that no document knows.
    pub(super) fn of(column: &StatedColumn, dataset: &StatedDataset) -> Option<Self> {
        let semantic = SemanticType::parse(&column.is)?;
        let made = Made::of(&column.technique, column.parameters.as_deref(), semantic)?;
        let quasi = dataset.models.iter().flat_map(|models| &models.quasi_identifiers);
        let levels = quasi.filter(|quasi| quasi.name == column.name && !quasi.levels.is_empty());
        let parameters =
            column.parameters.as_deref().filter(|text| text.starts_with('"') && made.names_its_parameter());
        Some(Self {
            levels: levels.map(|quasi| Levels::of(quasi, &made, dataset.rows)).next(),
            filled: column.nulls.as_deref() == Some("fill"),
            excel: dataset.file_format == "csv-excel",
            name: parameters.map_or_else(|| column.technique.clone(), |word| format!("{} {word}", column.technique)),
            made,
        })
    }

    /// The technique with its parameter, where that is one of the documents' own words.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether a constant stands for NULL: one value more, the same in every such cell.
    pub(super) fn is_filled(&self) -> bool {
        self.filled
    }

    /// Whether what fits the rule says too little to hold an identifier, so that nothing needs to be looked for in it.
    pub(super) fn is_closed(&self) -> bool {
        self.made.is_closed() && self.levels.as_ref().is_none_or(|levels| !levels.is_open())
    }

    /// Whether labels come from a file that the release does not have, so that any text fits.
    pub(super) fn is_open(&self) -> bool {
        self.levels.as_ref().is_some_and(Levels::is_open)
    }

    /// Whether a cell is what the technique makes.
    pub(super) fn judge(&self, value: Value<'_>) -> Verdict {
        let value = match value {
            Value::Text(text) if self.excel => Value::Text(shown(text)),
            value => value,
        };
        let fits = |value| if self.made.admits(value, self.excel) { Verdict::Fits } else { Verdict::Unlike };
        match &self.levels {
            None => fits(value),
            Some(levels) => levels.judge(value, &self.made, self.excel),
        }
    }
}

/// A cell without the sign that keeps it from being a formula.
pub(super) fn shown(text: &str) -> &str {
    const TRIGGERS: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'];
    let begins = |rest: &str| {
        let quiet = |c: char| c == '"' || c == '\u{FEFF}' || (c.is_whitespace() && !TRIGGERS.contains(&c));
        rest.trim_start_matches(quiet).starts_with(TRIGGERS)
    };
    text.strip_prefix('\'')
        .filter(|rest| begins(rest) || rest.starts_with(|c: char| c.is_ascii_digit()))
        .unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_that_was_put_before_a_formula_is_taken_away() {
        assert_eq!(shown("'=topic"), "=topic");
        assert_eq!(shown("' -5"), " -5");
        assert_eq!(shown("'n"), "'n");
        assert_eq!(shown("=topic"), "=topic");
    }
}
