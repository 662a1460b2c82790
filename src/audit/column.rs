//! One column: every cell looked at, tokens by their form, all other text by all recognisers.

use super::cells::Cells;
use super::conform::{Point, Rule, Value, Verdict};
use super::notes::{Note, Notes};
use super::plain::{is_client_id, is_word, whole};
use super::release::StatedColumn;
use super::report::{Code, Severity, Sure};
use super::token::{Looks, is_sealed, is_token, opened};
use crate::hash::hash;
use crate::recognize::Kind;
use crate::recognize::column::{ColumnVote, Confidence, Facts, Says};
use crate::recognize::headers::hint;
use crate::scan::{ColumnScan, Distinct, Frequent, Scratch};
use crate::vocabulary::{Role, SemanticType};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Different values that are kept of a column.
const VALUES: usize = 1 << 16;
/// Values of a batch that are judged as a column: of the first one, and of each that follows.
const JUDGED_FIRST: usize = 4_096;
const JUDGED_LATER: usize = 64;
/// Different texts of a part of which it is asked whether they are words that are names too.
const WORDS: usize = 256;
/// Cells that each of the others counts as: of fewer than three no column is known.
const OTHERS: u64 = 3;
/// Of the first part of all columns together, and of each of very many at least.
const JUDGED_ALL: usize = 1 << 19;
const JUDGED_LEAST: usize = 32;

/// Different values of a part that are judged, of one of so many columns.
pub(super) fn judged_of(is_first: bool, columns: usize) -> usize {
    let first = (JUDGED_ALL / columns).clamp(JUDGED_LEAST, JUDGED_FIRST);
    if is_first { first } else { JUDGED_LATER.min(first) }
}

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
    legible: u64,
    first_legible: Option<u64>,
    /// What its cells may be.
    rule: Option<Arc<Rule>>,
    held: Held,
    /// In a column of tokens: cells that are none.
    strangers: u64,
    first_stranger: Option<u64>,
    /// Identifiers in base64 and hex, by kind: how many, and the first cell.
    encoded: BTreeMap<Kind, (u64, u64)>,
    /// Numbers of browsers: how many, and the first cell.
    browsers: Option<(u64, u64)>,
    /// Different texts that were looked at, and those that are a place, a language or a word of every day.
    words: (u64, u64),
    /// What the others look like.
    others: ColumnVote,
    /// Cells of bytes that nobody can read as text.
    opaque: u64,
    /// Whether its cells are numbers.
    numeric: bool,
    /// Whether they are days or moments by their type.
    times: bool,
    lengths: (usize, usize),
    frequent: Frequent,
    pub(super) distinct: Distinct,
    scan: ColumnScan,
}

/// How its cells keep to the rule of a column.
#[derive(Clone, Debug, Default)]
struct Held {
    /// Cells that are no output of the technique, and the first.
    unlike: u64,
    first: Option<u64>,
    /// Cells of levels at which hardly a row is said to be, and the first.
    rare: u64,
    first_rare: Option<u64>,
    /// The constant that stands for NULL, as a hash, in how many cells, and the first.
    constant: Option<(u64, u64, u64)>,
}

impl Held {
    fn unlike(&mut self, cells: u64, first: u64) {
        self.unlike += cells;
        self.first = Some(self.first.map_or(first, |known| known.min(first)));
    }

    /// Adds the next part, which begins at this cell.
    fn merge(&mut self, next: &Self, before: u64) {
        if let Some(first) = next.first {
            self.unlike(next.unlike, before + first);
        }
        self.rare += next.rare;
        self.first_rare = self.first_rare.or(next.first_rare.map(|first| before + first));
        match (&mut self.constant, next.constant) {
            (None, Some((hash, cells, first))) => self.constant = Some((hash, cells, before + first)),
            (Some(known), Some((hash, cells, _))) if known.0 == hash => known.1 += cells,
            (Some(_), Some((_, cells, first))) => self.unlike(cells, before + first),
            (_, None) => {}
        }
    }
}

/// Different texts whose verdicts are remembered within a part.
const REMEMBERED: usize = 4_096;
/// One row in so many may be of a level whose share is written as nothing.
const HARDLY: u64 = 20_000;

impl Column {
    pub(super) fn new(name: &str, meant: Meant, rule: Option<Arc<Rule>>) -> Self {
        Self {
            name: name.to_owned(),
            meant,
            cells: 0,
            nulls: 0,
            expected: 0,
            tokens: 0,
            readable: 0,
            first_readable: None,
            legible: 0,
            first_legible: None,
            rule,
            held: Held::default(),
            strangers: 0,
            first_stranger: None,
            encoded: BTreeMap::new(),
            browsers: None,
            words: (0, 0),
            others: ColumnVote::default(),
            opaque: 0,
            numeric: false,
            times: false,
            lengths: (usize::MAX, 0),
            frequent: Frequent::default(),
            distinct: Distinct::new(VALUES, 0),
            scan: ColumnScan::new(VALUES, 0),
        }
    }

    /// Looks at cells, of whose different values so many are judged. `see` gets those that are neither tokens nor what the column is
    /// meant to hold, and is told whether it is the one that it got before.
    pub(super) fn add(
        &mut self,
        cells: Cells,
        judged: usize,
        scratch: &mut Scratch,
        see: &mut dyn FnMut(usize, &str, bool),
    ) {
        let (before, count) = (self.cells, cells.len());
        self.cells += count as u64;
        self.nulls += cells.nulls();
        self.opaque += cells.opaque();
        self.times |= matches!(&cells, Cells::Points(_, point) if *point != Point::Flag);
        self.numeric |= matches!(cells, Cells::Numbers(..) | Cells::Floats(_));
        let closed = self.hold(&cells, before);
        let Some(texts) = cells.into_texts() else {
            self.expected += count as u64;
            return;
        };
        let mut left = vec![false; count];
        // Whole numbers that were written as floats are looked at as what they are.
        let mut plain: HashMap<usize, String> = HashMap::new();
        let mut words: HashSet<u64> = HashSet::new();
        // A cell that is the one before it once more, by its place in memory, is looked at once.
        let mut last: Option<(usize, Form)> = None;
        for (row, left) in left.iter_mut().enumerate() {
            // A file of one column has no other way to write NULL than an empty text.
            let Some(text) = texts.get(row).filter(|text| !text.is_empty()) else { continue };
            let at = before + row as u64;
            let again = last.filter(|(before, _)| texts.is_same(*before, row));
            // A label of a closed list is nobody's number or name, whatever it looks like.
            let form = match again {
                Some((_, form)) => form,
                None if closed.get(row) == Some(&true) => Form::Meant,
                None => self.form(text),
            };
            last = Some((row, form));
            match form {
                Form::Token(looks) => {
                    self.tokens += 1;
                    let hash = hash(text.as_bytes());
                    self.distinct.add(hash, 1);
                    self.frequent.add(hash, 1);
                    self.lengths = (self.lengths.0.min(text.len()), self.lengths.1.max(text.len()));
                    if looks.readable {
                        self.readable += 1;
                        self.first_readable.get_or_insert(at);
                    }
                    if looks.legible {
                        self.legible += 1;
                        self.first_legible.get_or_insert(at);
                    }
                }
                Form::Meant => self.expected += 1,
                Form::Other => {
                    *left = true;
                    if let Some(number) = whole(text) {
                        see(row, &number, again.is_some());
                        plain.insert(row, number);
                    } else {
                        see(row, text, again.is_some());
                    }
                    if is_client_id(text) {
                        self.browsers.get_or_insert((0, at)).0 += 1;
                    }
                    if again.is_none() && words.len() < WORDS && words.insert(hash(text.as_bytes())) {
                        self.words.0 += 1;
                        if is_word(text) {
                            self.words.1 += 1;
                        } else {
                            self.others.add(text, OTHERS);
                        }
                    }
                    if matches!(self.meant, Meant::Tokens | Meant::Sealed) {
                        self.strangers += 1;
                        self.first_stranger.get_or_insert(at);
                    }
                }
            }
        }
        let shown = |row: usize| plain.get(&row).map(String::as_str).or_else(|| texts.get(row));
        self.scan.add(count, |row| shown(row).filter(|_| left[row]), judged, scratch);
    }

    /// Holds the cells to the rule of the column; which of them say too little to be looked at further.
    fn hold(&mut self, cells: &Cells, before: u64) -> Vec<bool> {
        let Some(rule) = self.rule.clone() else { return Vec::new() };
        let mut closed = vec![false; if rule.is_closed() { cells.len() } else { 0 }];
        let mut known: HashMap<&str, Verdict> = HashMap::new();
        let of_tokens = matches!(self.meant, Meant::Tokens | Meant::Sealed);
        // A text that is the one before it once more, by its place in memory, is judged once.
        let mut last: Option<(usize, Verdict)> = None;
        for row in 0..cells.len() {
            let Some(value) = cells.value(row).filter(|value| !value.is_nothing()) else { continue };
            let again = match (cells, last) {
                (Cells::Texts(texts), Some((before, verdict))) if texts.is_same(before, row) => Some(verdict),
                _ => None,
            };
            let verdict = match (again, value) {
                (Some(verdict), _) => verdict,
                // What is no token at all is told as that.
                (None, Value::Text(text)) if of_tokens && !is_token(text) => continue,
                (None, Value::Text(text)) if rule.is_closed() => match known.get(text) {
                    Some(verdict) => *verdict,
                    None => {
                        let verdict = rule.judge(value);
                        if known.len() < REMEMBERED {
                            known.insert(text, verdict);
                        }
                        verdict
                    }
                },
                _ => rule.judge(value),
            };
            last = Some((row, verdict));
            let at = before + row as u64;
            match verdict {
                Verdict::Fits => {}
                Verdict::Rare => {
                    self.held.rare += 1;
                    self.held.first_rare.get_or_insert(at);
                }
                Verdict::Unlike if rule.is_filled() => {
                    self.stands_for_null(value, at);
                    continue;
                }
                Verdict::Unlike => {
                    self.held.unlike(1, at);
                    continue;
                }
            }
            if let Some(closed) = closed.get_mut(row) {
                *closed = true;
            }
        }
        closed
    }

    /// A constant stands for NULL: one value that is no output otherwise, and no second one.
    fn stands_for_null(&mut self, value: Value<'_>, at: u64) {
        let hash = match value {
            Value::Text(text) => hash(text.as_bytes()),
            Value::Number(number, _) => hash(&number.to_le_bytes()),
            Value::Point(point, _) => hash(&point.to_le_bytes()),
            Value::Float => 0,
        };
        match &mut self.held.constant {
            None => self.held.constant = Some((hash, 1, at)),
            Some(known) if known.0 == hash => known.1 += 1,
            Some(_) => self.held.unlike(1, at),
        }
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
        if let Some(looks) = opened(text) {
            Form::Token(looks)
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
        self.first_legible = self.first_legible.or(later(next.first_legible));
        self.first_stranger = self.first_stranger.or(later(next.first_stranger));
        for (&kind, &(count, first)) in &next.encoded {
            self.encoded.entry(kind).or_insert((0, self.cells + first)).0 += count;
        }
        self.held.merge(&next.held, self.cells);
        if let Some((count, first)) = next.browsers {
            self.browsers.get_or_insert((0, self.cells + first)).0 += count;
        }
        self.others.merge(&next.others);
        self.words = (self.words.0 + next.words.0, self.words.1 + next.words.1);
        self.legible += next.legible;
        self.opaque += next.opaque;
        self.numeric |= next.numeric;
        self.times |= next.times;
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

    /// How sure it is that people who know it of somebody may find them by it, alone or with other columns: as far as values and name tell. Of a
    /// column whose values hardly repeat nobody knows more than of a row, so that it is none where nothing else says so.
    pub(super) fn singles_out(&self) -> Option<Confidence> {
        if self.times {
            return Some(Confidence::Sure);
        }
        if self.scan.filled() == 0 {
            return None;
        }
        let verdict = self.scan.vote.verdict(hint(&self.name).map(Says::from), self.facts());
        let repeats = || 10 * self.scan.distinct.count() <= 9 * self.scan.filled();
        let is_quasi = verdict.semantic.role() == Role::QuasiIdentifier;
        // The number of an order is known to who ordered and who sold, and to nobody whom a file could tell something.
        let numbered = is_quasi && verdict.semantic == SemanticType::TransactionId;
        let sure = if numbered { Confidence::Unsure } else { verdict.confidence };
        (is_quasi && (numbered || sure >= Confidence::Likely || repeats())).then_some(sure)
    }

    fn facts(&self) -> Facts {
        Facts {
            distinct: self.scan.distinct.count(),
            filled: self.scan.filled(),
            people: crate::recognize::headers::names_people(&self.name),
            numbered: self.scan.is_numbered(),
            latest_year: None,
        }
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
        self.judge_technique(file, notes);
        self.judge_tokens(file, outside, notes);
        for (kind, &(count, first)) in &self.encoded {
            let note = self.note(Code::Cell, file).kind(&format!("{} encoded", kind.name())).count(count);
            notes.put(note.row(first + 1).sure(Sure::Likely));
        }
        if let Some((count, first)) = self.browsers.filter(|_| self.meant != Meant::Kept(SemanticType::CookieId)) {
            let note = self.note(Code::Cell, file).kind(SemanticType::CookieId.name()).count(count);
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

    /// Whether every cell is what the stated technique makes.
    fn judge_technique(&self, file: &str, notes: &Notes) {
        let Some(rule) = &self.rule else { return };
        let Held { unlike, first, rare, first_rare, .. } = self.held;
        let rare = if rare > self.cells / HARDLY + 1 { rare } else { 0 };
        let first = [first, first_rare.filter(|_| rare > 0)].into_iter().flatten().min();
        if let Some(first) = first {
            notes.put(self.note(Code::Unlike, file).kind(rule.name()).count(unlike + rare).row(first + 1));
        }
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
        // A key makes text from end to end of one token in a million, and never of one in twenty.
        let legible = if self.legible * 20 >= self.tokens && self.lengths.1 > 23 { self.legible } else { 0 };
        let first = [self.first_readable, self.first_legible.filter(|_| legible > 0)].into_iter().flatten().min();
        if let Some(first) = first {
            notes.put(self.note(Code::Embedded, file).count(self.readable.max(legible)).row(first + 1));
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
            let chance = chance || (self.is_of_words() && kind.semantic().is_some_and(SemanticType::is_name));
            if weak > 0 && !self.is_own(kind, true) && !chance {
                let note = self.note(Code::Weak, file).kind(kind.name()).count(weak).sure(Sure::Possible);
                notes.put(if self.is_serious(kind) { note.severity(Severity::Finding) } else { note });
            }
        }
    }

    /// Whether a column that has words that are names too is one of names without them.
    fn others_are_names(&self, says: Option<Says>) -> bool {
        let left = self.words.0 - self.words.1;
        let facts = Facts { distinct: left, filled: OTHERS * left, ..self.facts() };
        let verdict = self.others.verdict(says, facts);
        verdict.semantic.role() == Role::DirectIdentifier && verdict.confidence >= Confidence::Likely
    }

    /// Whether most of its different texts are words that are names too.
    fn is_of_words(&self) -> bool {
        2 * self.words.1 > self.words.0
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
        // A header alone proves nothing against a column that was made coarser.
        let says: Option<Says> = if stated.is_none() { hint(&self.name).map(Says::from) } else { None };
        let verdict = self.scan.vote.verdict(says, self.facts());
        if verdict.semantic.role() != Role::DirectIdentifier || verdict.confidence < Confidence::Likely {
            return;
        }
        let known = Kind::ALL.iter().any(|kind| {
            kind.is_identifying() && kind.semantic() == Some(verdict.semantic) && self.scan.strong[*kind as usize] > 0
        });
        // Towns, districts and languages are words of names too; where most of a column are known as such, it is no column of names.
        if verdict.semantic.is_name() && self.words.1 > 0 && !self.others_are_names(says) {
            return;
        }
        let own = self.meant == Meant::Kept(verdict.semantic) && personal;
        // Numbers of visits and of people are alike; what the manifest calls a count is one.
        let number = stated.is_some() && matches!(verdict.semantic, SemanticType::UserId | SemanticType::Digest);
        if !known && !own && !number {
            let sure = if verdict.confidence == Confidence::Sure { Sure::Likely } else { Sure::Possible };
            let note = self.note(Code::Cell, file).kind(verdict.semantic.name()).count(filled).sure(sure).row(1);
            // One first name on every row is nobody's in particular.
            let one = verdict.semantic == SemanticType::GivenName
                && self.scan.distinct.is_exact()
                && self.scan.distinct.count() == 1;
            notes.put(if one { note.severity(Severity::Note) } else { note });
        }
    }
}

#[derive(Clone, Copy)]
enum Form {
    /// And what its bytes are.
    Token(Looks),
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
        let mut column = Column::new(name, meant, None);
        column.add(Cells::Texts(texts), JUDGED_FIRST, &mut Scratch::default(), &mut |_, _, _| {});
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
    fn places_and_languages_are_no_names() {
        for cells in [
            &["Алматы"; 10][..],
            &["Абай", "Алматы", "Семей"],
            &["Английский", "Русский", "Казахский", "Немецкий"],
            &["Алмалинский", "Медеуский", "Бостандыкский"],
        ] {
            assert_eq!(judged("city", Meant::Kept(SemanticType::City), cells), [], "{cells:?}");
            assert_eq!(judged("v", Meant::Unknown, cells), [], "{cells:?}");
        }
        let mixed = ["Роман", "Абай", "Excel, уровень 2", "Python", "Дизайн", "курс «Анализ»"];
        let found = judged("v", Meant::Kept(SemanticType::Product), &mixed);
        assert!(found.iter().all(|found| found.1 == Severity::Note), "{found:?}");
        let found = judged("v", Meant::Kept(SemanticType::Product), &["Роман", "Абай", "Дизайн", "other"]);
        assert!(found.iter().all(|found| found.1 == Severity::Note), "{found:?}");
        let names = ["Абай", "Айгуль", "Ерлан", "Анна", "Динара", "Марат"];
        assert_eq!(judged("v", Meant::Kept(SemanticType::City), &names)[0].0, Code::Cell);
    }

    #[test]
    fn numbers_in_other_forms_are_numbers() {
        for cell in ["77710009998.0", "7.7710009998E10", "8.50315300019e11"] {
            let found = judged("n", Meant::Unknown, &["да", cell, "да"]);
            assert!(found.iter().any(|found| found.1 == Severity::Finding), "{cell}: {found:?}");
        }
        let found = judged("n", Meant::Unknown, &["да", "1234567890.1700000000"]);
        assert_eq!(found[0], (Code::Cell, Severity::Finding, 1, Some("cookie-id".to_owned())));
    }

    #[test]
    fn networks_are_no_addresses() {
        assert!(is_network("178.88.1.0/24") && is_network("2001:db8::/48"));
        assert!(!is_network("178.88.1.7/24") && !is_network("178.88.1.7/32") && !is_network("178.88.1.7"));
    }
}
