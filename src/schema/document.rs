//! A TOML document with the position of everything in it, read key by key so that nothing is overlooked.

use crate::error::{Code, Diagnostic, DocumentPlace, Message, Shown};
use crate::message;
use crate::number::hex;
use sha2::{Digest as _, Sha256};
use std::cell::RefCell;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Byte offset in a document's text; [`SourceText::place`] turns it into line and column.
pub type Spot = usize;

/// Problems of a document that are told: whoever has more has another document in hand.
const PROBLEMS: usize = 500;

/// The text of a document.
#[derive(Debug)]
pub struct SourceText {
    name: Shown,
    text: String,
}

/// A document while it is read: its text and everything found wrong in it.
#[derive(Debug)]
pub(super) struct Document {
    source: SourceText,
    problems: RefCell<Vec<Diagnostic>>,
}

impl SourceText {
    /// A document of this name and text.
    #[must_use]
    pub fn new(name: Shown, text: String) -> Self {
        Self { name, text }
    }

    /// The name that messages use.
    #[must_use]
    pub fn name(&self) -> &Shown {
        &self.name
    }

    /// SHA-256 of the text, in hex.
    #[must_use]
    pub fn digest(&self) -> String {
        hex(Sha256::digest(self.text.as_bytes()))
    }

    /// Line and column of a spot, from 1.
    #[must_use]
    pub fn place(&self, spot: Spot) -> DocumentPlace {
        let before = self.text.get(..spot).unwrap_or(&self.text);
        let line = before.bytes().filter(|&b| b == b'\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
        DocumentPlace { document: self.name.clone(), line, column }
    }
}

impl Document {
    pub(super) fn new(name: Shown, text: String) -> Self {
        Self { source: SourceText::new(name, text), problems: RefCell::default() }
    }

    /// The text.
    pub(super) fn source(&self) -> &SourceText {
        &self.source
    }

    /// The text, when there is nothing more to find in it.
    pub(super) fn into_source(self) -> SourceText {
        self.source
    }

    /// Notes a problem at a spot.
    pub(super) fn problem(&self, code: Code, spot: Spot, message: Message, hint: Option<Message>) {
        // To find the line of each takes as long as the text is.
        let (code, message, hint) = match self.problems.borrow().len() {
            PROBLEMS.. => return,
            noted if noted + 1 == PROBLEMS => (Code::E446, message!("there are more problems behind this one"), None),
            _ => (code, message, hint),
        };
        let diagnostic = Diagnostic { hint, ..Diagnostic::new(code, message).document(self.source.place(spot)) };
        self.problems.borrow_mut().push(diagnostic);
    }

    /// Everything noted so far, in the order of the text.
    pub(super) fn into_problems(self) -> Vec<Diagnostic> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|p| p.document.as_ref().map(|at| (at.line, at.column)));
        problems
    }

    /// Whether anything was noted.
    pub(super) fn is_sound(&self) -> bool {
        self.problems.borrow().is_empty()
    }

    /// Parses the text. Duplicate keys become problems and the rest is read on; after any other error of syntax the parser's idea of the
    /// rest is a guess, so the first one is all that is said.
    pub(super) fn root(&self) -> Option<Table<'_>> {
        let (root, errors) = DeTable::parse_recoverable(&self.source.text);
        let is_duplicate = |error: &toml::de::Error| error.message().contains("duplicate");
        let spot = |error: &toml::de::Error| error.span().map_or(0, |span| span.start);
        if let Some(error) = errors.iter().filter(|error| !is_duplicate(error)).min_by_key(|error| spot(error)) {
            let bare = error.message().contains("unquoted key");
            let hint = if bare {
                message!("quote names with other letters than a-z: \"ФИО\" = { is = \"full-name\" }")
            } else {
                message!("correct the TOML first")
            };
            self.problem(Code::E201, spot(error), message!("{}", Shown::name(error.message())), Some(hint));
            return None;
        }
        for error in &errors {
            self.problem(
                Code::E201,
                spot(error),
                message!("{}", Shown::name(error.message())),
                Some(message!("keep one of them")),
            );
        }
        Some(Table::new(self, root.get_ref().clone(), 0))
    }
}

/// A table whose keys are taken one by one; what remains at the end is unknown.
pub(super) struct Table<'d> {
    document: &'d Document,
    entries: Vec<(String, Spot, Value<'d>)>,
    /// Where the table begins.
    pub(super) spot: Spot,
    known: Vec<&'static str>,
}

/// A value, its place, and the document it stands in.
#[derive(Clone)]
pub(super) struct Value<'d> {
    document: &'d Document,
    value: DeValue<'d>,
    pub(super) spot: Spot,
}

impl<'d> Table<'d> {
    fn new(document: &'d Document, table: DeTable<'d>, spot: Spot) -> Self {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| {
                let spot = value.span().start;
                (
                    key.get_ref().to_string(),
                    key.span().start,
                    Value { document, value: Spanned::into_inner(value), spot },
                )
            })
            .collect();
        // The parser's map is sorted by key; people mean the order they wrote.
        entries.sort_by_key(|(_, spot, _)| *spot);
        Self { document, entries, spot, known: Vec::new() }
    }

    /// Where it begins.
    pub(super) fn spot(&self) -> Spot {
        self.spot
    }

    /// Whether there is such a key.
    pub(super) fn has(&self, key: &str) -> bool {
        self.entries.iter().any(|(name, ..)| name == key)
    }

    /// Takes the value of a key, if it is there.
    pub(super) fn take(&mut self, key: &'static str) -> Option<Value<'d>> {
        self.known.push(key);
        let at = self.entries.iter().position(|(name, ..)| name == key)?;
        Some(self.entries.remove(at).2)
    }

    /// Takes the value of a key that must be there.
    pub(super) fn require(&mut self, key: &'static str) -> Option<Value<'d>> {
        let value = self.take(key);
        if value.is_none() {
            self.document.problem(Code::E203, self.spot, message!("`{}` is missing", key), None);
        }
        value
    }

    /// Takes a key whose value is text.
    pub(super) fn text(&mut self, key: &'static str) -> Option<(String, Spot)> {
        self.take(key).and_then(|value| value.text())
    }

    /// Takes a key whose value must be there and be text.
    pub(super) fn require_text(&mut self, key: &'static str) -> Option<(String, Spot)> {
        self.require(key).and_then(|value| value.text())
    }

    /// Takes a sub-table.
    pub(super) fn table(&mut self, key: &'static str) -> Option<Table<'d>> {
        self.take(key).and_then(|value| value.table())
    }

    /// Takes every entry: the keys are the user's own words.
    pub(super) fn all(self) -> Vec<(String, Spot, Value<'d>)> {
        self.entries
    }

    /// Ends the reading: a key that nobody took is unknown, and the nearest known one is suggested.
    pub(super) fn finish(self) {
        for (key, spot, _) in &self.entries {
            let near = self.known.iter().copied().filter(|k| distance(k, key) <= 2).min_by_key(|k| distance(k, key));
            let hint = match near {
                Some(near) => message!("did you mean `{}`?", near),
                None => message!("known keys here: {}", Shown::name(&self.known.join(", "))),
            };
            self.document.problem(Code::E202, *spot, message!("unknown key `{}`", Shown::name(key)), Some(hint));
        }
    }
}

impl<'d> Value<'d> {
    pub(super) fn wrong_type(&self, wanted: &'static str) {
        let found = self.value.type_str();
        self.document.problem(Code::E204, self.spot, message!("expected {}, found {}", wanted, found), None);
    }

    /// The text, or a problem.
    pub(super) fn text(&self) -> Option<(String, Spot)> {
        match self.value.as_str() {
            Some(text) => Some((text.to_owned(), self.spot)),
            None => {
                self.wrong_type("text in quotes");
                None
            }
        }
    }

    /// The text if the value is text, without complaint.
    pub(super) fn maybe_text(&self) -> Option<&str> {
        self.value.as_str()
    }

    /// The boolean, or a problem.
    pub(super) fn boolean(&self) -> Option<bool> {
        let value = self.value.as_bool();
        if value.is_none() {
            self.wrong_type("true or false");
        }
        value
    }

    /// The integer if the value is one, without complaint.
    pub(super) fn maybe_integer(&self) -> Option<i64> {
        let integer = self.value.as_integer()?;
        i64::from_str_radix(integer.as_str(), integer.radix()).ok()
    }

    /// The number, or a problem.
    pub(super) fn number(&self) -> Option<f64> {
        let number = match &self.value {
            DeValue::Float(float) => float.as_str().parse().ok(),
            _ => self.maybe_integer().and_then(|i| i32::try_from(i).ok()).map(f64::from),
        };
        if number.is_none() {
            self.wrong_type("a number");
        }
        number
    }

    /// A number as it is spelled, without underscores: bucket edges keep every digit.
    pub(super) fn maybe_decimal(&self) -> Option<String> {
        match &self.value {
            DeValue::Integer(integer) if integer.radix() == 10 => Some(integer.as_str().replace('_', "")),
            DeValue::Float(float) => Some(float.as_str().replace('_', "")),
            _ => None,
        }
    }

    /// The elements if the value is an array, without complaint.
    pub(super) fn maybe_array(&self) -> Option<Vec<Value<'d>>> {
        let document = self.document;
        let element = |v: &Spanned<DeValue<'d>>| Value { document, value: v.get_ref().clone(), spot: v.span().start };
        self.value.as_array().map(|array| array.iter().map(element).collect())
    }

    /// The sub-table, or a problem.
    pub(super) fn table(&self) -> Option<Table<'d>> {
        let table = self.maybe_table();
        if table.is_none() {
            self.wrong_type("a table");
        }
        table
    }

    /// The sub-table if the value is one, without complaint.
    pub(super) fn maybe_table(&self) -> Option<Table<'d>> {
        match &self.value {
            DeValue::Table(table) => Some(Table::new(self.document, table.clone(), self.spot)),
            _ => None,
        }
    }

    /// A list of texts, or a problem for each element that is not one; a single text is a list of one.
    pub(super) fn texts(&self) -> Vec<(String, Spot)> {
        match self.maybe_array() {
            Some(values) => values.iter().filter_map(Value::text).collect(),
            None => self.text().into_iter().collect(),
        }
    }
}

/// Levenshtein distance, for "did you mean".
pub(crate) fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &cb) in b.iter().enumerate() {
            let cost = diagonal + usize::from(ca != cb);
            diagonal = row[j + 1];
            row[j + 1] = cost.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_and_duplicate_keys_are_all_reported_with_lines() {
        let document = Document::new(Shown::name("s.toml"), "version = 1\nversion = 2\nnmae = 'x'\nzzz = 1\n".into());
        let mut root = document.root().expect("a table");
        root.take("version");
        root.take("name");
        root.finish();
        let problems = document.into_problems();
        let lines: Vec<_> = problems.iter().map(|p| (p.code, p.document.as_ref().map_or(0, |d| d.line))).collect();
        assert_eq!(lines, [(Code::E201, 2), (Code::E202, 3), (Code::E202, 4)]);
        assert_eq!(problems[1].hint.as_ref().map(Message::as_str), Some("did you mean `name`?"));
    }

    #[test]
    fn places_count_characters() {
        let document = SourceText::new(Shown::name("s"), "a\nяя=1".into());
        let place = document.place("a\nяя".len());
        assert_eq!((place.line, place.column), (2, 3));
    }

    #[test]
    fn distances() {
        assert_eq!(distance("names", "name"), 1);
        assert_eq!(distance("", "abc"), 3);
    }
}
