//! Collects what is found, and says what it is to the verdict.

use super::report::{Code, Finding, Severity, Spot, Sure};
use super::words;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Something found, on its way to the report.
#[derive(Clone, Debug)]
pub(super) struct Note {
    code: Code,
    severity: Severity,
    at: Spot,
    kind: Option<String>,
    sure: Sure,
    count: u64,
    of: Option<u64>,
}

impl Note {
    /// Found in this file; empty for the release itself. Once, for certain, and as bad as [`usual`] unless said otherwise.
    pub(super) fn new(code: Code, file: &str) -> Self {
        let at = Spot { file: file.to_owned(), ..Spot::default() };
        Self { code, severity: usual(code), at, kind: None, sure: Sure::Certain, count: 1, of: None }
    }

    pub(super) fn column(mut self, column: &str) -> Self {
        self.at.column = Some(column.to_owned());
        self
    }

    /// The first row that it stands in, counted from 1.
    pub(super) fn row(mut self, row: u64) -> Self {
        self.at.row = Some(row);
        self
    }

    pub(super) fn bytes(mut self, from: u64, to: u64) -> Self {
        self.at.bytes = Some((from, to));
        self
    }

    /// A closed word or a name of a field, never a value.
    pub(super) fn kind(mut self, kind: &str) -> Self {
        self.kind = Some(kind.to_owned());
        self
    }

    pub(super) fn sure(mut self, sure: Sure) -> Self {
        self.sure = sure;
        self
    }

    pub(super) fn count(mut self, count: u64) -> Self {
        self.count = count;
        self
    }

    pub(super) fn of(mut self, of: u64) -> Self {
        self.of = Some(of);
        self
    }

    pub(super) fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }
}

/// What a finding of this kind is to the verdict, if nothing about the release says otherwise.
fn usual(code: Code) -> Severity {
    match code {
        Code::Digest | Code::Added | Code::Missing | Code::Manifest | Code::Rows | Code::Columns | Code::Signature => {
            Severity::Mismatch
        }
        Code::Unreadable | Code::Digests | Code::Unchecked => Severity::Gap,
        Code::Storage
        | Code::Undeclared
        | Code::Uncounted
        | Code::Acknowledged
        | Code::NotEnforced
        | Code::Weak
        | Code::Word
        | Code::Skew
        | Code::Unique
        | Code::Homogeneous
        | Code::Inference
        | Code::Linkage
        | Code::Linked
        | Code::FewPeople
        | Code::Difference => Severity::Note,
        _ => Severity::Finding,
    }
}

type Key = (Severity, Code, String, Option<String>, Option<String>);

/// Everything that was found, one entry for one kind of thing in one place; parts may be added by any thread in any order.
#[derive(Debug, Default)]
pub(super) struct Notes(Mutex<BTreeMap<Key, Note>>);

impl Notes {
    /// Adds a finding; counts of the same in one place add up, and the first row and the first bytes stay.
    pub(super) fn put(&self, note: Note) {
        let mut notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (note.severity, note.code, note.at.file.clone(), note.at.column.clone(), note.kind.clone());
        match notes.get_mut(&key) {
            None => {
                notes.insert(key, note);
            }
            Some(known) => {
                known.count += note.count;
                known.sure = known.sure.max(note.sure);
                known.of = known.of.max(note.of);
                known.at.row = first(known.at.row, note.at.row);
                known.at.bytes = first(known.at.bytes, note.at.bytes);
            }
        }
    }

    /// The worst so far; `None` while there is nothing.
    pub(super) fn worst(&self) -> Option<Severity> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.keys().map(|key| key.0).max()
    }

    /// The worst of these codes.
    pub(super) fn worst_of(&self, codes: &[Code]) -> Option<Severity> {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        notes.keys().filter(|key| codes.contains(&key.1)).map(|key| key.0).max()
    }

    /// Notes, and all that is worse, at a column.
    pub(super) fn at_column(&self, file: &str, column: &str) -> (u64, u64) {
        let notes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let here = || notes.keys().filter(|key| key.2 == file && key.3.as_deref() == Some(column));
        let notes = here().filter(|key| key.0 == Severity::Note).count() as u64;
        (notes, here().count() as u64 - notes)
    }

    /// Everything, worst first, then by code and place.
    pub(super) fn finish(self) -> Vec<Finding> {
        let notes = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut findings: Vec<Finding> = notes.into_values().map(finding).collect();
        findings.sort_by(|a, b| {
            let key = |f: &Finding| (std::cmp::Reverse(f.severity), f.code);
            key(a).cmp(&key(b)).then_with(|| a.at.cmp(&b.at)).then_with(|| a.kind.cmp(&b.kind))
        });
        findings
    }
}

fn first<T: Ord + Copy>(one: Option<T>, two: Option<T>) -> Option<T> {
    match (one, two) {
        (Some(one), Some(two)) => Some(one.min(two)),
        (one, two) => one.or(two),
    }
}

fn finding(note: Note) -> Finding {
    Finding {
        code: note.code,
        severity: note.severity,
        at: note.at,
        kind: note.kind,
        sure: note.sure,
        count: note.count,
        of: note.of,
        why: words::why(note.code, words::Lang::En),
        todo: words::todo(note.code, words::Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_in_one_place_adds_up_whatever_the_order() {
        let parts = [
            Note::new(Code::Cell, "a.csv").column("x").row(9).kind("email").sure(Sure::Likely),
            Note::new(Code::Cell, "a.csv").column("x").row(4).kind("email").count(2),
            Note::new(Code::Cell, "a.csv").column("x").row(1).kind("phone"),
            Note::new(Code::Weak, "a.csv").column("x").row(1),
            Note::new(Code::Digest, "b.csv"),
        ];
        let of = |order: &[usize]| {
            let notes = Notes::default();
            order.iter().for_each(|&nth| notes.put(parts[nth].clone()));
            let found = notes.finish();
            found.iter().map(|f| (f.code, f.at.clone(), f.count, f.sure)).collect::<Vec<_>>()
        };
        let found = of(&[0, 1, 2, 3, 4]);
        assert_eq!(found, of(&[4, 3, 2, 1, 0]));
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [Code::Digest, Code::Cell, Code::Cell, Code::Weak]);
        assert_eq!((found[2].1.row, found[2].2), (Some(4), 3), "emails come behind phones: their first row is later");
    }
}
