//! One column: every cell looked at, tokens by their form, all other text by all recognisers.

use super::cells::Cells;
use super::notes::{Note, Notes};
use super::release::StatedColumn;
use super::report::{Code, Severity, Sure};
use super::token::{is_sealed, opened};
use crate::recognize::Kind;
use crate::recognize::column::{Confidence, Facts, Says};
use crate::recognize::headers::hint;
use crate::scan::{ColumnScan, Distinct, Frequent, Scratch, hash};
use crate::vocabulary::{Role, SemanticType};
use std::collections::BTreeMap;

/// Different values that are kept of a column.
const VALUES: usize = 1 << 16;
/// Values of a batch that are judged as a column: of the first one, and of each that follows.
const JUDGED_FIRST: usize = 4_096;
const JUDGED_LATER: usize = 64;

/// What a column is meant to hold, as far as the manifest says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meant {
    /// Anything: nobody said.
    Unknown,
    /// Keyed tokens.
    Tokens,
    /// Encrypted values.
    Sealed,
    /// Digits or addresses that the key turns into others of the same form.
    SameForm,
    /// Values of reserved ranges.
    Replaced,
    /// Networks.
    Networks,
    /// Values as they came, of this type.
    Kept(SemanticType),
    /// Something coarser than the values.
    Coarser,
}

impl Meant {
    pub(super) fn of(column: Option<&StatedColumn>) -> Self {
        let Some(column) = column else { return Self::Unknown };
        let semantic = SemanticType::parse(&column.is);
        match (column.technique.as_str(), semantic) {
            ("pseudonymize", _) => Self::Tokens,
            ("encrypt", _) => Self::Sealed,
            ("format-preserve" | "prefix-preserve", _) => Self::SameForm,
            ("replace", _) => Self::Replaced,
            ("generalize", Some(SemanticType::Ip)) => Self::Networks,
            ("keep", Some(semantic)) => Self::Kept(semantic),
            _ => Self::Coarser,
        }
    }
}

/// What was counted of a column, or of a part of it.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub(super) name: String,
    meant: Meant,
    pub(super) cells: u64,
    pub(super) nulls: u64,
    /// Cells that hold something of the form that the column is meant to hold.
    expected: u64,
    tokens: u64,
    readable: u64,
    first_readable: Option<u64>,
    /// In a column of tokens: cells that are none.
    strangers: u64,
    first_stranger: Option<u64>,
    /// Identifiers in base64 and hex, by kind: how many, and the first cell.
    encoded: BTreeMap<Kind, (u64, u64)>,
    /// Cells of bytes that nobody can read as text.
    opaque: u64,
    /// Whether its cells are numbers.
    numeric: bool,
    lengths: (usize, usize),
    frequent: Frequent,
    pub(super) distinct: Distinct,
    scan: ColumnScan,
}

impl Column {
    pub(super) fn new(name: &str, meant: Meant) -> Self {
        Self {
            name: name.to_owned(),
            meant,
            cells: 0,
            nulls: 0,
            expected: 0,
            tokens: 0,
            readable: 0,
            first_readable: None,
            strangers: 0,
            first_stranger: None,
            encoded: BTreeMap::new(),
            opaque: 0,
            numeric: false,
            lengths: (usize::MAX, 0),
            frequent: Frequent::default(),
            distinct: Distinct::new(VALUES, 0),
            scan: ColumnScan::new(VALUES, 0),
        }
    }

    /// Looks at cells; `is_first` is whether they are the first of the file. `see` gets those that are neither tokens nor what the column is
    /// meant to hold, and is told whether it is the one that it got before.
    pub(super) fn add(
        &mut self,
        cells: Cells,
        is_first: bool,
        scratch: &mut Scratch,
        see: &mut dyn FnMut(usize, &str, bool),
    ) {
        let (before, count) = (self.cells, cells.len());
        self.cells += count as u64;
        self.nulls += cells.nulls();
        self.opaque += cells.opaque();
        self.numeric |= matches!(cells, Cells::Numbers(..) | Cells::Floats(_));
        let Some(texts) = cells.into_texts() else {
            self.expected += count as u64;
            return;
        };
        let mut left = vec![false; count];
        // A cell that is the one before it once more, by its place in memory, is looked at once.
        let mut last: Option<(usize, Form)> = None;
        for row in 0..count {
            let Some(text) = texts.get(row) else { continue };
            let at = before + row as u64;
            let again = last.filter(|(before, _)| texts.is_same(*before, row));
            let form = again.map_or_else(|| self.form(text), |(_, form)| form);
            last = Some((row, form));
            match form {
                Form::Token(is_readable) => {
                    self.tokens += 1;
                    let hash = hash(text.as_bytes());
                    self.distinct.add(hash, 1);
                    self.frequent.add(hash, 1);
                    self.lengths = (self.lengths.0.min(text.len()), self.lengths.1.max(text.len()));
                    if is_readable {
                        self.readable += 1;
                        self.first_readable.get_or_insert(at);
                    }
                }
                Form::Meant => self.expected += 1,
                Form::Other => {
                    left[row] = true;
                    see(row, text, again.is_some());
                    if matches!(self.meant, Meant::Tokens | Meant::Sealed) {
                        self.strangers += 1;
                        self.first_stranger.get_or_insert(at);
                    }
                }
            }
        }
        let judged = if is_first { JUDGED_FIRST } else { JUDGED_LATER };
        self.scan.add(count, |row| texts.get(row).filter(|_| left[row]), judged, scratch);
    }

    /// Adds an identifier that stands encoded in a cell, counted from the first one of the column.
    pub(super) fn add_encoded(&mut self, kind: Kind, cell: u64) {
        self.encoded.entry(kind).or_insert((0, cell)).0 += 1;
    }

    fn form(&self, text: &str) -> Form {
        let meant = match self.meant {
            Meant::Sealed => is_sealed(text),
            Meant::Networks => is_network(text) || !text.bytes().any(|byte| byte.is_ascii_digit()),
            Meant::SameForm => true,
            Meant::Replaced => is_reserved(text),
            _ => false,
        };
        if let Some(is_readable) = opened(text) {
            Form::Token(is_readable)
        } else if meant {
            Form::Meant
        } else {
            Form::Other
        }
    }

    /// Adds the next part.
    pub(super) fn merge(&mut self, next: &Self) {
        let later = |cell: Option<u64>| cell.map(|cell| cell + self.cells);
        self.first_readable = self.first_readable.or(later(next.first_readable));
        self.first_stranger = self.first_stranger.or(later(next.first_stranger));
        for (&kind, &(count, first)) in &next.encoded {
            self.encoded.entry(kind).or_insert((0, self.cells + first)).0 += count;
        }
        self.opaque += next.opaque;
        self.numeric |= next.numeric;
        self.cells += next.cells;
        self.nulls += next.nulls;
        self.expected += next.expected;
        self.tokens += next.tokens;
        self.readable += next.readable;
        self.strangers += next.strangers;
        self.lengths = (self.lengths.0.min(next.lengths.0), self.lengths.1.max(next.lengths.1));
        self.frequent.merge(&next.frequent);
        self.distinct.merge(&next.distinct);
        self.scan.merge(&next.scan);
    }

    /// Whether most of its cells are tokens.
    pub(super) fn is_of_tokens(&self) -> bool {
        2 * self.tokens > self.cells - self.nulls
    }

    /// Most cells of one value, and the share that is, in parts of 10,000.
    pub(super) fn top(&self) -> (u64, Option<u32>) {
        let filled = self.cells - self.nulls;
        let most = if self.tokens > 0 { self.frequent.most(&self.distinct) } else { self.scan.most() };
        (most, (filled > 0 && most > 0).then(|| u32::try_from(most * 10_000 / filled).unwrap_or(10_000)))
    }

    /// Different values, if they were counted exactly.
    pub(super) fn exact_distinct(&self) -> Option<u64> {
        let distinct = if self.tokens > 0 { &self.distinct } else { &self.scan.distinct };
        (self.tokens + self.scan.filled() > 0 && distinct.is_exact()).then(|| distinct.count())
    }

    /// Notes what was found. `personal` is whether the release says that it holds people's data in clear.
    pub(super) fn judge(
        &self,
        file: &str,
        stated: Option<&StatedColumn>,
        personal: bool,
        outside: bool,
        notes: &Notes,
    ) {
        self.judge_tokens(file, outside, notes);
        for (kind, &(count, first)) in &self.encoded {
            let note = self.note(Code::Cell, file).kind(&format!("{} encoded", kind.name())).count(count);
            notes.put(note.row(first + 1).sure(Sure::Likely));
        }
        if self.opaque > 0 {
            notes.put(self.note(Code::Unreadable, file).kind("bytes that are no text").count(self.opaque));
        }
        self.judge_kinds(file, personal, notes);
        self.judge_whole(file, stated, personal, notes);
    }

    fn note(&self, code: Code, file: &str) -> Note {
        Note::new(code, file).column(&self.name).of(self.cells)
    }

    fn judge_tokens(&self, file: &str, outside: bool, notes: &Notes) {
        let at = |note: Note, cell: Option<u64>| cell.map_or(note.clone(), |cell| note.row(cell + 1));
        if self.strangers > 0 {
            notes.put(at(self.note(Code::Token, file).count(self.strangers), self.first_stranger));
        }
        if self.tokens == 0 {
            return;
        }
        if self.lengths.0 != self.lengths.1 && self.is_of_tokens() {
            notes.put(self.note(Code::Token, file).kind("lengths differ"));
        }
        if self.readable > 0 {
            notes.put(at(self.note(Code::Embedded, file).count(self.readable), self.first_readable));
        }
        let (most, _) = self.top();
        // One in a hundred; of a handful of rows that says nothing.
        if most * 100 > self.tokens && most >= 50 {
            let note = self.note(Code::Skew, file).count(most).of(self.tokens);
            notes.put(if outside { note.severity(Severity::Finding) } else { note });
        }
        let few = self.distinct.is_exact() && self.distinct.count() < 1_000 && self.tokens >= 5 * self.distinct.count();
        if few && self.tokens >= 1_000 {
            let note = self.note(Code::Frequency, file).count(self.distinct.count()).of(self.tokens);
            let declared = self.meant == Meant::Tokens && !outside;
            notes.put(if declared { note.severity(Severity::Note) } else { note });
        }
    }

    /// Identifiers in cells, by kind.
    fn judge_kinds(&self, file: &str, personal: bool, notes: &Notes) {
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.is_identifying()) {
            let (strong, weak) = (self.scan.strong[kind as usize], self.scan.weak[kind as usize]);
            if strong > 0 {
                let note = self.note(Code::Cell, file).kind(kind.name()).count(strong).sure(Sure::Likely);
                let note = self.scan.first[kind as usize].map_or(note.clone(), |cell| note.row(cell + 1));
                notes.put(if self.is_own(kind, personal) { note.severity(Severity::Note) } else { note });
            }
            // In numbers five digits are no postcode.
            let chance = self.numeric && kind == Kind::Postcode;
            if weak > 0 && !self.is_own(kind, true) && !chance {
                let note = self.note(Code::Weak, file).kind(kind.name()).count(weak).sure(Sure::Possible);
                notes.put(if self.is_serious(kind) { note.severity(Severity::Finding) } else { note });
            }
        }
    }

    /// Whether the mere shape is too much: a bare number of a phone, a person or a card, but among ids of our own, of which some look so.
    fn is_serious(&self, kind: Kind) -> bool {
        use SemanticType as T;
        let ids = matches!(self.meant, Meant::Kept(T::UserId | T::TransactionId | T::ClickId | T::CookieId | T::Uuid));
        matches!(kind, Kind::Phone | Kind::NationalId | Kind::Card) && !ids
    }

    /// Whether the column is one of such values, and the release says so.
    fn is_own(&self, kind: Kind, personal: bool) -> bool {
        let Meant::Kept(semantic) = self.meant else { return false };
        kind.semantic() == Some(semantic) && (personal || semantic.role() != Role::DirectIdentifier)
    }

    /// What the column is as a whole: one surname is a word, a column of them is not.
    fn judge_whole(&self, file: &str, stated: Option<&StatedColumn>, personal: bool, notes: &Notes) {
        let filled = self.scan.filled();
        // What the manifest says of a column is not asked here: its name may say otherwise.
        if filled < 3 || filled * 20 < self.cells - self.nulls || self.meant == Meant::SameForm {
            return;
        }
        let facts = Facts {
            distinct: self.scan.distinct.count(),
            filled,
            people: crate::recognize::headers::names_people(&self.name),
            numbered: self.scan.is_numbered(),
            latest_year: None,
        };
        // A header alone proves nothing against a column that was made coarser.
        let says: Option<Says> = if stated.is_none() { hint(&self.name).map(Says::from) } else { None };
        let verdict = self.scan.vote.verdict(says, facts);
        if verdict.semantic.role() != Role::DirectIdentifier || verdict.confidence < Confidence::Likely {
            return;
        }
        let known = Kind::ALL.iter().any(|kind| {
            kind.is_identifying() && kind.semantic() == Some(verdict.semantic) && self.scan.strong[*kind as usize] > 0
        });
        let own = self.meant == Meant::Kept(verdict.semantic) && personal;
        // Numbers of visits and of people are alike; what the manifest calls a count is one.
        let number = stated.is_some() && matches!(verdict.semantic, SemanticType::UserId | SemanticType::Digest);
        if !known && !own && !number {
            let sure = if verdict.confidence == Confidence::Sure { Sure::Likely } else { Sure::Possible };
            notes.put(self.note(Code::Cell, file).kind(verdict.semantic.name()).count(filled).sure(sure).row(1));
        }
    }
}

#[derive(Clone, Copy)]
enum Form {
    /// And whether its bytes are readable.
    Token(bool),
    Meant,
    Other,
}

/// A network whose host bits are zero, as generalisation writes it.
fn is_network(text: &str) -> bool {
    let Some((address, length)) = text.split_once('/') else { return false };
    let Ok(length) = length.parse::<u32>() else { return false };
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => length <= 24 && u32::from(address).checked_shl(length).unwrap_or(0) == 0,
        Ok(std::net::IpAddr::V6(address)) => length <= 48 && u128::from(address).checked_shl(length).unwrap_or(0) == 0,
        Err(_) => false,
    }
}

/// Values that nobody can have, as `replace` makes them.
fn is_reserved(text: &str) -> bool {
    let twelve = text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit());
    let documentation = ["192.0.2.", "198.51.100.", "203.0.113.", "2001:db8:", "3fff:"];
    text.ends_with("@example.invalid")
        || documentation.iter().any(|network| text.starts_with(network))
        || (twelve && !crate::checksum::mod11(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::cells::Texts;

    fn judged(name: &str, meant: Meant, cells: &[&str]) -> Vec<(Code, Severity, u64, Option<String>)> {
        let mut texts = Texts::default();
        cells.iter().for_each(|cell| texts.push(Some(cell)));
        let mut column = Column::new(name, meant);
        column.add(Cells::Texts(texts), true, &mut Scratch::default(), &mut |_, _, _| {});
        let notes = Notes::default();
        column.judge("f", None, false, false, &notes);
        notes.finish().into_iter().map(|f| (f.code, f.severity, f.count, f.kind)).collect()
    }

    #[test]
    fn a_token_column_holds_tokens() {
        let token = "ph_ruuywbavnevgakp4t3w34rvttu";
        assert_eq!(judged("phone", Meant::Tokens, &[token, token]), []);
        let found = judged("phone", Meant::Tokens, &[token, "+77710009998"]);
        assert_eq!(found[0].0, Code::Cell);
        assert!(found.contains(&(Code::Token, Severity::Finding, 1, None)));
    }

    #[test]
    fn identifiers_and_columns_of_names_are_found() {
        let found = judged("note", Meant::Coarser, &["заказ", "почта anna@example.kz"]);
        assert_eq!(found, [(Code::Cell, Severity::Finding, 1, Some("email".to_owned()))]);
        let found = judged("n", Meant::Unknown, &["87710009998", "да"]);
        assert_eq!((found[0].0, found[0].1), (Code::Weak, Severity::Finding));
        let names = ["Ахметов", "Иванова", "Касымова", "Петров", "Сидоров", "Оспанов"];
        let found = judged("product", Meant::Unknown, &names);
        assert_eq!((found[0].0, found[0].1), (Code::Cell, Severity::Finding));
    }

    #[test]
    fn networks_are_no_addresses() {
        assert!(is_network("178.88.1.0/24") && is_network("2001:db8::/48"));
        assert!(!is_network("178.88.1.7/24") && !is_network("178.88.1.7/32") && !is_network("178.88.1.7"));
    }
}
