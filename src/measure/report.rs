//! What was measured, as it is printed for programs: numbers, closed words and names of columns; never a value.

use crate::error::Diagnostic;
use crate::privacy::{AccountCounts, Measured, ModelMeasured};
use serde::Serialize;

/// Version of the document.
pub const MEASURE_FORMAT: &str = "iesiz-measure/1";

/// What was measured in all datasets.
#[derive(Debug, Serialize)]
pub struct Report {
    format: &'static str,
    /// Datasets that have quasi-identifiers.
    pub datasets: Vec<Dataset>,
    /// Those that have none, and cannot be measured.
    pub skipped: Vec<Skipped>,
}

impl Report {
    pub(super) fn new(datasets: Vec<Dataset>, skipped: Vec<Skipped>) -> Self {
        Self { format: MEASURE_FORMAT, datasets, skipped }
    }

    /// Whether every class of every dataset meets every model that was asked for.
    #[must_use]
    pub fn meets(&self) -> Meets {
        let fails = |dataset: &Dataset| {
            // Where nothing tells people apart, k of them is not known to fail either.
            let known = |model: &&ModelMeasured| !dataset.people_lost || !["k", "all"].contains(&model.model);
            dataset.measured.models.iter().filter(known).any(|model| !model.met)
        };
        let unknown = |dataset: &Dataset| dataset.people_lost && !dataset.measured.models.is_empty();
        if self.datasets.iter().any(fails) {
            Meets::No
        } else if self.datasets.iter().any(unknown) {
            Meets::Unknown
        } else {
            Meets::Yes
        }
    }
}

/// Whether what was asked for holds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Meets {
    /// All of it, or nothing was asked for.
    Yes,
    /// A model is not met.
    No,
    /// Nothing in the files tells people apart any more, so their k cannot be counted.
    Unknown,
}

/// Files of the same columns, measured together.
#[derive(Debug, Serialize)]
pub struct Dataset {
    /// Its name in the schema or the manifest, else the stem of its first file.
    pub name: String,
    /// The files.
    pub files: Vec<FileMeasured>,
    /// Rows that cannot be read, and are counted nowhere else.
    pub broken_rows: u64,
    /// Whether a release promises k of people whom nothing in its files tells apart: then no model is known to be met.
    pub people_lost: bool,
    /// Who is counted.
    pub people_are: People,
    /// Column that says whose a row is.
    pub subject: Option<String>,
    /// Accounts that are one person's with another one, and were counted as that person; absent where none are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accounts: Option<AccountCounts>,
    /// Columns that were asked for or described and that these files do not have.
    pub absent: Vec<String>,
    /// Columns of a release of which only tokens are left: nobody knows them of a person, so they are no quasi-identifiers.
    pub keyed: Vec<String>,
    /// The numbers.
    #[serde(flatten)]
    pub measured: Measured,
    /// What to look at, in sentences.
    pub advice: Vec<String>,
    /// What the operator should know of how the files are read, for people.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

/// Who is counted as a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum People {
    /// Whoever the subject column names.
    Subjects,
    /// Every row: nothing says whose they are.
    Rows,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct FileMeasured {
    /// Its path as it was given.
    pub name: String,
    /// Rows that were measured.
    pub rows: u64,
}

/// A dataset that has no quasi-identifier.
#[derive(Clone, Debug, Serialize)]
pub struct Skipped {
    /// Its name.
    pub name: String,
    /// The files.
    pub files: Vec<String>,
}
