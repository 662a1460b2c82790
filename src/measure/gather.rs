//! Rows of a unit into a table of their combinations.

use super::columns::{Columns, Known};
use crate::canon::null::{is_null_like, is_null_like_for};
use crate::canon::text::trim;
use crate::canon::{Canonical, Form, form_of};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::hash::hash;
use crate::io::{Input, Unit};
use crate::message;
use crate::privacy::{Accounts, Gather, Person};
use crate::scan::texts;
use crate::vocabulary::SemanticType;
use arrow::array::{Array as _, ArrayRef, StringArray};

/// What was gathered of a unit, or of all of them.
pub(super) struct Gathered {
    pub(super) table: Gather,
    pub(super) rows: u64,
    pub(super) nobody: u64,
    pub(super) broken: u64,
    /// Rows when the people were settled last.
    settled: u64,
}

/// Rows that may come before people are settled again.
const UNSETTLED: u64 = 1 << 22;

impl Gathered {
    pub(super) fn new(columns: &Columns) -> Self {
        let table = Gather::new(columns.quasi.len(), columns.sensitive.len());
        Self { table, rows: 0, nobody: 0, broken: 0, settled: 0 }
    }

    /// Adds another part. Now and then nobody's being in a combination twice is left out, which bounds memory.
    pub(super) fn merge(&mut self, other: &Self) {
        self.table.merge(&other.table);
        self.rows += other.rows;
        self.nobody += other.nobody;
        self.broken += other.broken;
        if self.rows - self.settled > UNSETTLED.max(self.rows / 5) {
            self.table.settle();
            self.settled = self.rows;
        }
    }
}

/// A column of a batch.
pub(super) struct Cells {
    /// None where the file does not have the column.
    texts: Option<StringArray>,
    is: Option<SemanticType>,
    /// Whether a cell is what it is.
    exact: bool,
}

impl Cells {
    /// A cell without what stands around it; None for NULL and its spellings.
    pub(super) fn value(&self, row: usize) -> Option<&str> {
        let texts = self.texts.as_ref().filter(|texts| texts.is_valid(row))?;
        if self.exact {
            return Some(texts.value(row)).filter(|text| !text.is_empty());
        }
        let text = trim(texts.value(row));
        let is_null = self.is.map_or_else(|| is_null_like(text), |is| is_null_like_for(is, text));
        (!is_null).then_some(text)
    }
}

/// The columns that were read of a batch; `places` tells which of those that are known the file has.
pub(super) fn cells_of<'k>(
    input: &Input,
    known: impl Iterator<Item = &'k Known>,
    places: &[Option<usize>],
    read: &[ArrayRef],
    exact: bool,
) -> Result<Vec<Cells>> {
    let mut arrays = read.iter();
    let cells = known.zip(places).map(|(known, place)| {
        let array = place.and_then(|_| arrays.next());
        let texts = array.map(|array| texts(array).ok_or_else(|| unreadable(input, &known.name))).transpose()?;
        Ok(Cells { texts, is: known.is, exact })
    });
    cells.collect()
}

/// Gathers the rows of a unit; `part` is the number of its file.
pub(super) fn gather_unit(
    input: &Input,
    unit: Unit,
    columns: &Columns,
    accounts: &Accounts,
    part: usize,
) -> Result<Gathered> {
    let mut gathered = Gathered::new(columns);
    let places = &columns.places[part];
    let projection: Vec<usize> = places.iter().flatten().copied().collect();
    let all = || columns.quasi.iter().chain(&columns.sensitive).chain(&columns.subject);
    let mut people = PersonOf::new(columns);
    for batch in input.batches(unit, &projection)? {
        let batch = batch?;
        let cells = cells_of(input, all(), places, &batch.columns, columns.exact)?;
        let (quasi, rest) = cells.split_at(columns.quasi.len());
        let (sensitive, subject) = rest.split_at(columns.sensitive.len());
        for row in 0..batch.rows {
            let person = match people.of(subject.first(), row) {
                Person::Known(account) => Person::Known(accounts.person(account)),
                person => person,
            };
            gathered.nobody += u64::from(person == Person::Nobody);
            gathered.table.row(
                quasi.iter().map(|cells| cells.value(row)),
                sensitive.iter().map(|cells| cells.value(row)),
                person,
            );
        }
        gathered.rows += batch.rows as u64;
        gathered.broken += batch.bad.len() as u64;
    }
    gathered.table.settle();
    Ok(gathered)
}

fn unreadable(input: &Input, name: &str) -> Error {
    let message = message!("column `{}` of `{}` is nested or binary", Shown::name(name), input.shown);
    let hint = message!("name columns of texts, numbers, dates or times");
    Error::new(Kind::Usage, Diagnostic::new(Code::E276, message).hint(hint))
}

/// Tells people apart, however their ids, phones or addresses are spelled.
pub(super) struct PersonOf {
    form: &'static Form,
    canonical: String,
}

impl PersonOf {
    /// By the form of the subject's type; an id where nobody says what it is.
    pub(super) fn new(columns: &Columns) -> Self {
        let is = columns.subject.as_ref().and_then(|subject| subject.is);
        Self { form: form_of(is.unwrap_or(SemanticType::UserId)), canonical: String::new() }
    }

    pub(super) fn of(&mut self, subject: Option<&Cells>, row: usize) -> Person {
        let Some(cells) = subject else { return Person::EachRow };
        let Some(text) = cells.value(row) else { return Person::Nobody };
        self.canonical.clear();
        match self.form.write(text, &mut self.canonical) {
            Canonical::Written => Person::Known(hash(self.canonical.as_bytes())),
            Canonical::Null => Person::Nobody,
            // What does not fit its type may be a token of it: it is somebody all the same.
            Canonical::Unfit | Canonical::Withheld(_) => Person::Known(hash(text.as_bytes())),
        }
    }
}
