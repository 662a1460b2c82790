//! People who withdrew, or whom the operator lists, leave every file of the release.
//!
//! A pass over the identity columns of all inputs marks, for every row that is withdrawn or holds a listed value, the user id, cookie
//! id, email, phone and IIN on it: one hop, so that two people who once shared a browser do not take the whole site with them. A second
//! pass finds the marked values that stand on rows of two or more users (a family phone): they spread nothing unless they are listed
//! themselves. Then every row that is withdrawn or holds a value that spreads is excluded. Values are compared in canonical form.

use super::cell::parts_of_cell;
use crate::canon::amount::{ParsedFlag, flag};
use crate::canon::{Canonical, form_of, null};
use crate::column::{ColumnError, for_each_text};
use crate::crypto::prf::Prf;
use crate::number::hex;
use crate::vocabulary::SemanticType;
use arrow::array::{Array as _, ArrayRef, BooleanArray, UInt64Array};
use arrow::compute::take;
use hashbrown::HashTable;
use sha2::{Digest as _, Sha256};
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, BuildHasherDefault};
use std::ops::Range;

/// Values that the operator lists, one to a line: email, phone, IIN or user id.
#[derive(Debug, Default)]
pub struct Listed {
    /// Canonical values one behind another.
    text: String,
    /// What they may be; a line of digits may be several things, and excluding too much is the safe side.
    entries: Vec<Entry>,
    /// The first entry of each value, by its hash. A list may have millions of lines, so nothing is kept twice.
    places: HashTable<u32>,
    /// Where each line that names somebody stands in the file, from 1.
    lines: Vec<u32>,
    digest: [u8; 32],
}

/// A listed value: where its text stands, what it may be, and which line lists it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u32,
    end: u32,
    line: u32,
    /// The entry of the next line that lists the same value; itself if there is none.
    next: u32,
    semantic: SemanticType,
}

fn hash_of(semantic: SemanticType, value: &str) -> u64 {
    BuildHasherDefault::<ahash::AHasher>::default().hash_one((semantic, value))
}

/// What a canonical value is: contacts and IINs are the same person everywhere, ids only within their own domain.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Kind {
    semantic: SemanticType,
    domain: Box<str>,
}

/// A canonical value with what it is.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
struct Key {
    kind: Kind,
    value: Box<str>,
}

impl Listed {
    /// Reads a list; empty lines and lines that begin with `#` are passed over.
    ///
    /// # Errors
    /// The numbers of lines that are no single email, phone, IIN or id: somebody meant something by them.
    pub fn parse(text: &str) -> Result<Self, Vec<usize>> {
        use SemanticType as T;
        // A line is often two things; what is longer than this is no list that is read.
        let expected = memchr::memchr_iter(b'\n', text.as_bytes()).count() + 1;
        let mut listed = Self {
            text: String::with_capacity(2 * text.len()),
            entries: Vec::with_capacity(2 * expected),
            places: HashTable::with_capacity(2 * expected),
            lines: Vec::with_capacity(expected),
            digest: Sha256::digest(text.as_bytes()).into(),
        };
        let mut unclear = Vec::new();
        for (number, line) in (1..).zip(text.lines().map(|line| line.trim_start_matches('\u{FEFF}').trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if !is_one_value(line) {
                unclear.push(number);
                continue;
            }
            for semantic in [T::Email, T::Phone, T::Iin, T::UserId] {
                if let Some(value) = canonical(semantic, line) {
                    listed.add(semantic, &value);
                }
            }
            listed.lines.push(u32::try_from(number).unwrap_or(u32::MAX));
        }
        if unclear.is_empty() { Ok(listed) } else { Err(unclear) }
    }

    /// The list under a key, by which it is known again: a digest without one would tell a short list to who tries telephone numbers.
    #[must_use]
    pub fn mark(&self, key: &Prf) -> String {
        hex(key.mac(&self.digest))
    }

    /// Adds what the next line may mean.
    fn add(&mut self, semantic: SemanticType, value: &str) {
        let number = |number: usize| u32::try_from(number).expect("a list of four billion is not read");
        let (hash, own) = (hash_of(semantic, value), number(self.entries.len()));
        let (text, entries) = (&self.text, &self.entries);
        let is_it = |&at: &u32| entries[at as usize].is(semantic, value, text);
        let known = self.places.find(hash, is_it).copied();
        let mut entry = Entry { start: 0, end: 0, line: number(self.lines.len()), next: own, semantic };
        match known {
            Some(first) => {
                // It stands behind the first one, which keeps its place.
                let before = self.entries[first as usize];
                (entry.start, entry.end) = (before.start, before.end);
                entry.next = if before.next == first { own } else { before.next };
                self.entries[first as usize].next = own;
            }
            None => {
                entry.start = number(self.text.len());
                self.text.push_str(value);
                entry.end = number(self.text.len());
                let entries = &self.entries;
                let text = &self.text;
                self.places.insert_unique(hash, own, |&at| {
                    let entry = entries[at as usize];
                    hash_of(entry.semantic, entry.value(text))
                });
            }
        }
        self.entries.push(entry);
    }

    /// The first entry of a value.
    fn first(&self, semantic: SemanticType, value: &str) -> Option<u32> {
        let is_it = |&at: &u32| self.entries[at as usize].is(semantic, value, &self.text);
        self.places.find(hash_of(semantic, value), is_it).copied()
    }

    /// Lines that name somebody.
    #[must_use]
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Whether nobody is listed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The lines that list the value; a listed id counts in every domain.
    fn lines_of(&self, identity: &Identity, value: &str) -> impl Iterator<Item = usize> + use<'_> {
        let first = if self.entries.is_empty() { None } else { self.first(identity.semantic, value) };
        let mut next = first;
        std::iter::from_fn(move || {
            let at = next?;
            let entry = self.entries[at as usize];
            next = Some(entry.next).filter(|&next| next != at);
            Some(entry.line as usize)
        })
    }
}

impl Entry {
    fn value<'t>(&self, text: &'t str) -> &'t str {
        &text[self.start as usize..self.end as usize]
    }

    fn is(&self, semantic: SemanticType, value: &str, text: &str) -> bool {
        self.semantic == semantic && self.value(text) == value
    }
}

/// Whether a line is a contact or an IIN, or else looks like an id: no `@`, no space, no separator of values, nothing lost or masked.
fn is_one_value(line: &str) -> bool {
    use SemanticType as T;
    let known = [T::Email, T::Phone, T::Iin].iter().any(|semantic| canonical(*semantic, line).is_some());
    let id_like =
        !line.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '@' | ',' | ';' | '|' | '*'));
    known || (id_like && canonical(T::UserId, line).is_some())
}

fn canonical(semantic: SemanticType, raw: &str) -> Option<Box<str>> {
    let mut out = String::new();
    match form_of(semantic).write(raw, &mut out) {
        Canonical::Written => Some(out.into()),
        _ => None,
    }
}

/// A column that links rows to people.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Identity {
    /// What its values mean: a type for which [`SemanticType::links_people`].
    pub semantic: SemanticType,
    /// Its token domain.
    pub domain: String,
}

impl Identity {
    fn kind(&self) -> Kind {
        use SemanticType as T;
        let own_domain = matches!(self.semantic, T::UserId | T::CookieId);
        let domain = if own_domain { self.domain.as_str().into() } else { "".into() };
        Kind { semantic: self.semantic, domain }
    }

    fn key(&self, value: &str) -> Key {
        Key { kind: self.kind(), value: value.into() }
    }
}

/// What marks a row as withdrawn.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Exclusion {
    /// Anything that is not spelled like NULL.
    Present,
    /// Truth; what is neither true nor false counts as true, since doubt must not keep a row.
    Flag,
}

impl Exclusion {
    fn holds(self, value: Option<&str>) -> bool {
        let Some(value) = value else { return false };
        match self {
            Self::Present => !null::is_null_like_for(SemanticType::Date, value),
            Self::Flag => match flag(value) {
                ParsedFlag::Is(truth) => truth,
                ParsedFlag::Null => false,
                ParsedFlag::Unfit => true,
            },
        }
    }
}

/// Values of excluded people.
#[derive(Debug)]
pub struct Marks<'l> {
    listed: Option<&'l Listed>,
    /// For each kind of value, the marked ones, and the user id seen on the rows of each, if just one.
    marked: HashMap<Kind, HashMap<Box<str>, Owner>>,
    found: HashSet<usize>,
}

#[derive(Clone, Debug, Default, Eq, PartialEq)]
enum Owner {
    #[default]
    Nobody,
    One(Key),
    Several,
}

/// What the first pass found in a batch.
#[derive(Debug, Default)]
pub struct Found {
    lines: Vec<usize>,
    values: Vec<Key>,
}

/// What the second pass found in a batch: marked values and the user of a row that holds them.
#[derive(Debug, Default)]
pub struct Holders(Vec<(Key, Key)>);

/// Numbers for the run record.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct ExclusionCounts {
    /// Lines of the list.
    pub listed: u64,
    /// Lines that were found in some row.
    pub listed_found: u64,
    /// Values that excluded people hold.
    pub marked_values: u64,
    /// Of these, values that rows of several users hold: they spread nothing.
    pub ambiguous_values: u64,
}

/// The identity columns of a batch: canonical values by row.
struct Rows<'i> {
    columns: Vec<IdentityColumn<'i>>,
}

/// Canonical values of one column, one after another in one text.
struct IdentityColumn<'i> {
    identity: &'i Identity,
    text: String,
    spans: Vec<Option<Range<usize>>>,
    /// Rows whose cell holds several values, with each of them: no token is made of such a cell, but the row is these people's.
    several: Vec<(usize, Range<usize>)>,
}

impl<'i> IdentityColumn<'i> {
    /// A column of which no value matters. That it can be read at all matters still.
    fn blank(identity: &'i Identity, array: &ArrayRef, rows: usize) -> Result<Self, ColumnError> {
        for_each_text(&*array.slice(0, 0), |_| {})?;
        Ok(Self { identity, text: String::new(), spans: vec![None; rows], several: Vec::new() })
    }

    fn read(identity: &'i Identity, array: &ArrayRef, rows: usize) -> Result<Self, ColumnError> {
        let mut column = Self { identity, text: String::new(), spans: Vec::with_capacity(rows), several: Vec::new() };
        let form = form_of(identity.semantic);
        for_each_text(&**array, |raw| {
            let start = column.text.len();
            let outcome = raw.map_or(Canonical::Null, |raw| form.write(raw, &mut column.text));
            for part in raw.map(|raw| parts_of_cell(identity.semantic, outcome, raw)).unwrap_or_default() {
                let start = column.text.len();
                if form.write(part, &mut column.text) == Canonical::Written {
                    column.several.push((column.spans.len(), start..column.text.len()));
                }
            }
            let written = outcome == Canonical::Written;
            column.spans.push(written.then_some(start..column.text.len()));
        })?;
        Ok(column)
    }

    /// Every value and its row.
    fn all(&self) -> impl Iterator<Item = (usize, &str)> {
        let single = self.spans.iter().enumerate().filter_map(|(row, span)| Some((row, span.clone()?)));
        single.chain(self.several.iter().cloned()).map(|(row, span)| (row, &self.text[span]))
    }

    fn values(&self, row: usize) -> impl Iterator<Item = (&'i Identity, &str)> {
        // Rows come in order, and such cells are few.
        let first = self.several.partition_point(|(at, _)| *at < row);
        let several = self.several[first..].iter().take_while(move |(at, _)| *at == row).map(|(_, span)| span.clone());
        self.spans[row].clone().into_iter().chain(several).map(|span| (self.identity, &self.text[span]))
    }
}

impl<'i> Rows<'i> {
    /// Reads the columns that `matter`.
    fn read(
        identities: &'i [Identity],
        arrays: &[ArrayRef],
        rows: usize,
        matters: impl Fn(&Identity) -> bool,
    ) -> Result<Self, ColumnError> {
        let columns = identities.iter().zip(arrays).map(|(identity, array)| match matters(identity) {
            true => IdentityColumn::read(identity, array, rows),
            false => IdentityColumn::blank(identity, array, rows),
        });
        Ok(Self { columns: columns.collect::<Result<_, _>>()? })
    }

    fn values(&self, row: usize) -> impl Iterator<Item = (&'i Identity, &str)> {
        self.columns.iter().flat_map(move |column| column.values(row))
    }
}

/// Which rows are withdrawn. A typed date or timestamp that is there is a withdrawal; anything else is read as text.
fn read_withdrawn(withdrawn: Option<(&ArrayRef, Exclusion)>, rows: usize) -> Result<Vec<bool>, ColumnError> {
    let mut flags = vec![false; rows];
    let Some((array, exclusion)) = withdrawn else { return Ok(flags) };
    if array.data_type().is_temporal() {
        for (row, flag) in flags.iter_mut().enumerate() {
            *flag = array.is_valid(row);
        }
        return Ok(flags);
    }
    let mut row = 0;
    for_each_text(&**array, |text| {
        flags[row] = exclusion.holds(text);
        row += 1;
    })?;
    Ok(flags)
}

/// These rows of every array.
fn select(arrays: &[ArrayRef], rows: &[usize]) -> Result<Vec<ArrayRef>, ColumnError> {
    let rows: UInt64Array = rows.iter().map(|&row| row as u64).collect();
    arrays.iter().map(|array| take(array, &rows, None).map_err(|_| ColumnError::Size)).collect()
}

impl<'l> Marks<'l> {
    /// Nobody marked yet.
    #[must_use]
    pub fn new(listed: Option<&'l Listed>) -> Self {
        Self { listed, marked: HashMap::new(), found: HashSet::new() }
    }

    /// First pass, on any thread: the values on rows that are withdrawn or hold a listed value.
    ///
    /// # Errors
    /// [`ColumnError`] when an identity column cannot be read as text.
    pub fn find(
        &self,
        identities: &[Identity],
        arrays: &[ArrayRef],
        withdrawn: Option<(&ArrayRef, Exclusion)>,
        rows: usize,
    ) -> Result<Found, ColumnError> {
        let withdrawn = read_withdrawn(withdrawn, rows)?;
        let mut found = Found::default();
        if self.listed.is_some() {
            let read = Rows::read(identities, arrays, rows, |_| true)?;
            for (row, &gone) in withdrawn.iter().enumerate() {
                let lines = found.lines.len();
                found.lines.extend(read.values(row).flat_map(|(identity, value)| self.lines_of(identity, value)));
                if found.lines.len() > lines || gone {
                    found.values.extend(read.values(row).map(|(identity, value)| identity.key(value)));
                }
            }
            return Ok(found);
        }
        // Few rows are withdrawn, and without a list the others say nothing.
        let gone: Vec<usize> = (0..rows).filter(|&row| withdrawn[row]).collect();
        let read = Rows::read(identities, &select(arrays, &gone)?, gone.len(), |_| true)?;
        for column in &read.columns {
            found.values.extend(column.all().map(|(_, value)| column.identity.key(value)));
        }
        Ok(found)
    }

    /// Marks what the first pass found.
    pub fn mark(&mut self, found: Found) {
        self.found.extend(found.lines);
        for Key { kind, value } in found.values {
            self.marked.entry(kind).or_default().entry(value).or_default();
        }
    }

    /// Whether rows with these identities can say that a marked value is several users'.
    #[must_use]
    pub fn may_share(&self, identities: &[Identity]) -> bool {
        let is_user = |identity: &&Identity| identity.semantic == SemanticType::UserId;
        let (users, contacts): (Vec<_>, Vec<_>) = identities.iter().partition(is_user);
        !users.is_empty() && contacts.iter().any(|identity| self.marked.contains_key(&identity.kind()))
    }

    /// Second pass, on any thread: which users hold marked values.
    ///
    /// # Errors
    /// As [`Marks::find`].
    pub fn holders(&self, identities: &[Identity], arrays: &[ArrayRef], rows: usize) -> Result<Holders, ColumnError> {
        let is_user = |identity: &Identity| identity.semantic == SemanticType::UserId;
        let matters = |identity: &Identity| !is_user(identity) && self.marked.contains_key(&identity.kind());
        let read = Rows::read(identities, arrays, rows, matters)?;
        let mut hits: Vec<(usize, Key)> = Vec::new();
        for column in &read.columns {
            let Some(marked) = self.marked.get(&column.identity.kind()) else { continue };
            let found = column.all().filter(|(_, value)| marked.contains_key(*value));
            hits.extend(found.map(|(row, value)| (row, column.identity.key(value))));
        }
        // Whose these rows are is read where it is asked for only.
        let at: Vec<usize> = hits.iter().map(|(row, _)| *row).collect();
        let users = Rows::read(identities, &select(arrays, &at)?, at.len(), is_user)?;
        let held = hits.into_iter().enumerate().filter_map(|(nth, (_, value))| {
            let (identity, user) = users.values(nth).next()?;
            Some((value, identity.key(user)))
        });
        Ok(Holders(held.collect()))
    }

    /// Notes what the second pass found.
    pub fn own(&mut self, holders: Holders) {
        for (value, user) in holders.0 {
            let owner = self.marked.get_mut(&value.kind).and_then(|marked| marked.get_mut(&value.value));
            if let Some(owner) = owner {
                owner.note(&user);
            }
        }
    }

    /// Third pass: which rows stay.
    ///
    /// # Errors
    /// As [`Marks::find`].
    pub fn keep(
        &self,
        identities: &[Identity],
        arrays: &[ArrayRef],
        withdrawn: Option<(&ArrayRef, Exclusion)>,
        rows: usize,
    ) -> Result<BooleanArray, ColumnError> {
        let mut keep = read_withdrawn(withdrawn, rows)?;
        keep.iter_mut().for_each(|flag| *flag = !*flag);
        let lists = self.listed.is_some_and(|listed| !listed.entries.is_empty());
        let read =
            Rows::read(identities, arrays, rows, |identity| lists || self.marked.contains_key(&identity.kind()))?;
        for column in &read.columns {
            let marked = self.marked.get(&column.identity.kind());
            let spreads = |value: &str| {
                marked.and_then(|marked| marked.get(value)).is_some_and(|owner| *owner != Owner::Several)
                    || self.lines_of(column.identity, value).next().is_some()
            };
            column.all().filter(|(_, value)| spreads(value)).for_each(|(row, _)| keep[row] = false);
        }
        Ok(keep.into())
    }

    fn lines_of(&self, identity: &Identity, value: &str) -> impl Iterator<Item = usize> + use<'_> {
        self.listed.map(|listed| listed.lines_of(identity, value)).into_iter().flatten()
    }

    /// Lines of the list, numbered as in its file, that no row holds.
    #[must_use]
    pub fn lines_not_found(&self) -> Vec<usize> {
        let Some(listed) = self.listed else { return Vec::new() };
        (0..listed.lines.len())
            .filter(|line| !self.found.contains(line))
            .map(|line| listed.lines[line] as usize)
            .collect()
    }

    /// Numbers for the run record.
    #[must_use]
    pub fn counts(&self) -> ExclusionCounts {
        let listed =
            |kind: &Kind, value: &str| self.listed.is_some_and(|listed| listed.first(kind.semantic, value).is_some());
        let ambiguous = self.marked.iter().flat_map(|(kind, marked)| {
            let shared = marked.iter().filter(|(_, owner)| **owner == Owner::Several);
            shared.filter(|(value, _)| !listed(kind, value))
        });
        ExclusionCounts {
            listed: self.listed.map_or(0, Listed::len) as u64,
            listed_found: self.found.len() as u64,
            marked_values: self.marked.values().map(HashMap::len).sum::<usize>() as u64,
            ambiguous_values: ambiguous.count() as u64,
        }
    }
}

impl Owner {
    fn note(&mut self, user: &Key) {
        match self {
            Self::Nobody => *self = Self::One(user.clone()),
            Self::One(known) if known != user => *self = Self::Several,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::StringArray;
    use std::sync::Arc;

    fn identities() -> Vec<Identity> {
        let identity = |semantic: SemanticType| Identity { semantic, domain: semantic.name().to_owned() };
        vec![identity(SemanticType::UserId), identity(SemanticType::Phone), identity(SemanticType::Email)]
    }

    fn arrays(rows: &[[&str; 3]]) -> Vec<ArrayRef> {
        (0..3)
            .map(|column| Arc::new(rows.iter().map(|row| Some(row[column])).collect::<StringArray>()) as ArrayRef)
            .collect()
    }

    fn kept(marks: &mut Marks<'_>, tables: &[&[[&str; 3]]]) -> Vec<Vec<bool>> {
        for table in tables {
            let found = marks.find(&identities(), &arrays(table), None, table.len()).expect("text");
            marks.mark(found);
        }
        for table in tables {
            let holders = marks.holders(&identities(), &arrays(table), table.len()).expect("text");
            marks.own(holders);
        }
        let keep = |table: &&[[&str; 3]]| marks.keep(&identities(), &arrays(table), None, table.len()).expect("text");
        tables.iter().map(keep).map(|kept| kept.iter().map(|k| k == Some(true)).collect()).collect()
    }

    /// 1 and 2 share the phone …0002; 1 has …0001 of its own.
    const USERS: [[&str; 3]; 3] =
        [["1", "+7 771 234 00 01", "a@x.kz"], ["2", "+7 771 234 00 03", "b@x.kz"], ["3", "-", "c@x.kz"]];
    const PAYMENTS: [[&str; 3]; 4] =
        [["1", "8 771 234 00 02", "-"], ["2", "87712340002", "-"], ["-", "-", "A@x.kz"], ["3", "-", "-"]];

    #[test]
    fn a_person_is_found_by_one_value_in_any_spelling_and_leaves_every_table() {
        let listed = Listed::parse("# asked on paper\n8(771)234-00-01\n").expect("a list");
        let mut marks = Marks::new(Some(&listed));
        let kept = kept(&mut marks, &[&USERS, &PAYMENTS]);
        assert_eq!(kept, [vec![false, true, true], vec![false, true, false, true]]);
        assert_eq!(
            marks.counts(),
            ExclusionCounts { listed: 1, listed_found: 1, marked_values: 3, ambiguous_values: 0 }
        );
    }

    #[test]
    fn a_shared_phone_spreads_nothing_unless_it_is_listed() {
        let listed = Listed::parse("1\n").expect("a list");
        let mut marks = Marks::new(Some(&listed));
        let by_id = kept(&mut marks, &[&USERS, &PAYMENTS]);
        assert_eq!(by_id, [vec![false, true, true], vec![false, true, false, true]]);
        assert_eq!(marks.counts().ambiguous_values, 1);
        let listed = Listed::parse("+77712340002\n").expect("a list");
        let mut marks = Marks::new(Some(&listed));
        let by_phone = kept(&mut marks, &[&USERS, &PAYMENTS]);
        assert_eq!(by_phone, [vec![false, false, true], vec![false, false, true, true]]);
    }

    #[test]
    fn each_of_several_values_in_a_cell_is_found() {
        const CELLS: [[&str; 3]; 2] =
            [["1", "87712340001 / 87712340009", "a@x.kz; d@x.kz"], ["2", "87712340003", "b@x.kz"]];
        for value in ["87712340009", "d@x.kz"] {
            let listed = Listed::parse(value).expect("a list");
            assert_eq!(kept(&mut Marks::new(Some(&listed)), &[&CELLS]), [vec![false, true]], "{value}");
        }
    }

    #[test]
    fn lines_that_are_not_one_value_are_named() {
        let text =
            "a@x.kz\n\na@x.kz, b@x.kz\n104;d@x.kz\n+7 701 000-20-03\n7,771E+10\nзвонить утром\nx\u{0}y\n42\nd @x.kz\n";
        assert_eq!(Listed::parse(text).expect_err("unclear lines"), [3, 4, 6, 7, 8, 10]);
    }

    #[test]
    fn withdrawal_is_anything_but_null_and_a_flag_by_its_truth() {
        for (value, present, flag) in [
            ("2024-01-01", true, true),
            ("-", false, true),
            ("", false, false),
            ("нет", false, false),
            ("да", true, true),
            ("0", false, false),
            ("?", true, true),
        ] {
            assert_eq!(Exclusion::Present.holds(Some(value)), present, "{value}");
            if value != "-" {
                assert_eq!(Exclusion::Flag.holds(Some(value)), flag, "{value}");
            }
        }
        assert!(!Exclusion::Present.holds(None) && !Exclusion::Flag.holds(None));
    }
}
