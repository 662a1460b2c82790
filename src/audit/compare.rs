//! Two releases beside each other: tokens that both have, rows that match, and what one has that the other lacks.

use super::frame::Named;
use super::notes::{Note, Notes};
use super::release::{DataFile, Release};
use super::report::{Code, Severity};
use super::source::Filter;
use super::table::{CsvText, named};
use super::{cells::Cells, token::is_token};
use crate::vocabulary::Role;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Combinations that are kept; of more, one in two, four, eight … by their hashes.
const MOST: usize = 1 << 22;
/// Tokens that both releases may have and that are looked up.
const MOST_TOKENS: usize = 1 << 20;
/// Rows that two releases of one dataset differ in: so few that they are somebody's.
const FEW: u64 = 10;

/// What was compared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Compared {
    pub(super) tokens: u64,
    pub(super) rows: u64,
    /// Datasets of one name and one set of columns.
    pub(super) datasets: u64,
}

/// Compares a release with another one.
pub(super) fn compare(one: &Release, two: &Release, notes: &Notes) -> Option<Compared> {
    let mut compared = Compared { tokens: shared_tokens(one, two, notes)?, ..Compared::default() };
    for a in &one.data {
        for b in &two.data {
            let (names_a, names_b) = (a.columns()?, b.columns()?);
            let common: Vec<String> = names_a.iter().filter(|name| names_b.contains(name)).cloned().collect();
            let same = dataset(a) == dataset(b) && names_a == names_b;
            if common.is_empty() {
                continue;
            }
            let counts = combinations(a, b, &common)?;
            compared.rows += counts.rows_a;
            compared.datasets += u64::from(same);
            judge(a, &counts, same, one.is_outside(), notes);
        }
    }
    Some(compared)
}

/// Rows by the hash of their common columns that are no tokens: how many of each file.
struct Counts {
    level: u32,
    classes: HashMap<u64, (u64, u64)>,
    rows_a: u64,
}

fn judge(a: &DataFile, counts: &Counts, same: bool, outside: bool, notes: &Notes) {
    let linked = counts.classes.values().filter(|&&(one, two)| one == 1 && two == 1).count() as u64;
    let linked = linked << counts.level;
    if linked > 0 {
        let note = Note::new(Code::Linked, &a.name).count(linked).of(counts.rows_a);
        // More than one in twenty is a way to join, whatever the tokens are.
        let worse = outside && linked * 20 > counts.rows_a;
        notes.put(if worse { note.severity(Severity::Finding) } else { note });
    }
    let came: u64 = counts.classes.values().map(|&(one, two)| one.saturating_sub(two)).sum::<u64>() << counts.level;
    let gone: u64 = counts.classes.values().map(|&(one, two)| two.saturating_sub(one)).sum::<u64>() << counts.level;
    if same && came + gone > 0 && came + gone <= FEW {
        let note = Note::new(Code::Difference, &a.name).count(came + gone).of(counts.rows_a);
        // Rows that only left are what a demand for deletion leaves, which must be possible.
        notes.put(if outside && came > 0 { note.severity(Severity::Finding) } else { note });
    }
}

fn combinations(a: &DataFile, b: &DataFile, common: &[String]) -> Option<Counts> {
    let mut counts = Counts { level: 0, classes: HashMap::new(), rows_a: 0 };
    for (nth, file) in [a, b].into_iter().enumerate() {
        each_part(file, &mut |columns| {
            let rows = columns.first().map_or(0, |column| column.cells.len());
            let mut hashes = vec![0u64; rows];
            for column in columns.iter().filter(|column| column.aligned && common.contains(&column.name)) {
                // Tokens of two domains never match; what matches has to without them.
                let tokens = matches!(&column.cells, Cells::Texts(texts) if (0..texts.len()).filter_map(|row| texts.get(row)).take(64).any(is_token));
                if tokens || column.cells.len() != rows {
                    continue;
                }
                hashes
                    .iter_mut()
                    .zip(column.cells.hashes())
                    .for_each(|(sum, hash)| *sum = crate::hash::join(*sum, hash));
            }
            counts.rows_a += if nth == 0 { rows as u64 } else { 0 };
            for hash in hashes {
                if (hash >> 20) & ((1 << counts.level) - 1) != 0 {
                    continue;
                }
                let entry = counts.classes.entry(hash).or_default();
                *(if nth == 0 { &mut entry.0 } else { &mut entry.1 }) += 1;
                while counts.classes.len() > MOST {
                    counts.level += 1;
                    let mask = (1 << counts.level) - 1;
                    counts.classes.retain(|hash, _| (hash >> 20) & mask == 0);
                }
            }
        })?;
    }
    Some(counts)
}

/// Tokens that both have. Releases of one domain share theirs by design, and are told apart by their manifests.
fn shared_tokens(one: &Release, two: &Release, notes: &Notes) -> Option<u64> {
    let cells = one.data.iter().map(|file| file.bytes / 8).sum();
    let filter = Filter::new(cells);
    let mut seen = 0;
    for file in &one.data {
        each_token(file, &mut |_, token| {
            seen += 1;
            filter.mark(token);
        })?;
    }
    people_apart(one, two, &filter, notes)?;
    let mut candidates: HashSet<String> = HashSet::new();
    for file in &two.data {
        each_token(file, &mut |_, token| {
            if candidates.len() < MOST_TOKENS && filter.may_have_whole(token) {
                candidates.insert(token.to_owned());
            }
        })?;
    }
    let mut shared: BTreeMap<(String, String), u64> = BTreeMap::new();
    for file in one.data.iter().filter(|_| !candidates.is_empty()) {
        each_token(file, &mut |column, token| {
            if candidates.contains(token) {
                *shared.entry((file.name.clone(), column.to_owned())).or_default() += 1;
            }
        })?;
    }
    let same = is_one_domain(one, two);
    for ((file, column), count) in shared {
        let note = Note::new(Code::SharedTokens, &file).column(&column).count(count);
        notes.put(if same { note.kind("one domain").severity(Severity::Note) } else { note });
    }
    Some(seen)
}

/// Whether tokens of one value are equal in both.
fn is_one_domain(one: &Release, two: &Release) -> bool {
    let domain = |release: &Release| {
        let subject = &release.subject;
        (subject.profile.clone(), subject.recipient.clone(), subject.key.clone(), subject.epoch)
    };
    domain(one) == domain(two) && one.subject.key.is_some()
}

/// People who are in one of two releases of a domain and not in the other, if they are few: whatever was done to their other columns, the token
/// is theirs. `mine` has the tokens of the first.
fn people_apart(one: &Release, two: &Release, mine: &Filter, notes: &Notes) -> Option<()> {
    if !is_one_domain(one, two) {
        return Some(());
    }
    let theirs = Filter::new(two.data.iter().map(|file| file.bytes / 8).sum());
    for file in &two.data {
        each_token(file, &mut |_, token| theirs.mark(token))?;
    }
    for a in &one.data {
        let Some(b) = two.data.iter().find(|b| dataset(a) == dataset(b)) else { continue };
        let (Some(subject), Some(stated)) = (subject_of(a), a.stated.as_ref()) else { continue };
        let k = stated.models.as_ref().map_or(FEW, |models| models.asked.k.max(2));
        let count = |file: &DataFile, others: &Filter| {
            let (mut apart, mut common) = (HashSet::new(), false);
            each_token(file, &mut |column, token| {
                if column != subject {
                } else if others.may_have_whole(token) {
                    common = true;
                } else if (apart.len() as u64) < k {
                    apart.insert(crate::hash::hash(token.as_bytes()));
                }
            })?;
            Some((apart.len() as u64, common))
        };
        let ((came, both), (gone, _)) = (count(a, &theirs)?, count(b, mine)?);
        // Files that have nobody in common are of other people, and differ in all of them.
        for (apart, kind) in [(came, "only in this release"), (gone, "only in the other release")] {
            if both && (1..k).contains(&apart) {
                let note = Note::new(Code::FewPeople, &a.name).column(subject).kind(kind).count(apart);
                let worse = one.is_outside() && kind == "only in this release";
                notes.put(if worse { note.severity(Severity::Finding) } else { note });
            }
        }
    }
    Some(())
}

/// The column of tokens that tells whose a row is.
fn subject_of(file: &DataFile) -> Option<&str> {
    let stated = file.stated.as_ref()?;
    let said = stated.models.as_ref().and_then(|models| models.subject.as_deref());
    let tokens = || stated.columns.iter().filter(|column| column.released && column.token.is_some());
    let of = |wanted: &str| tokens().find(|column| column.is == wanted);
    let column = || of("user-id").or_else(|| tokens().find(|column| column.role == Role::DirectIdentifier.name()));
    said.or_else(|| column().map(|column| column.name.as_str()))
}

fn each_token(file: &DataFile, see: &mut dyn FnMut(&str, &str)) -> Option<()> {
    each_part(file, &mut |columns| {
        for column in &columns {
            if let Cells::Texts(texts) = &column.cells {
                (0..texts.len())
                    .filter_map(|row| texts.get(row))
                    .filter(|text| is_token(text))
                    .for_each(|token| see(&column.name, token));
            }
        }
    })
}

/// Calls `see` with the columns of every part. `None` where one cannot be read.
fn each_part(file: &DataFile, see: &mut dyn FnMut(Vec<Named>)) -> Option<()> {
    if file.is_parquet() {
        let frame = file.frame()?;
        for &slice in frame.slices() {
            let mut columns = Vec::new();
            frame.each_column(slice, &mut |column| columns.push(column))?;
            see(columns);
        }
        return Some(());
    }
    let mut csv = CsvText::open(&file.path).ok()?;
    while let Some(part) = csv.part().ok()? {
        see(named(&csv.header, part));
    }
    Some(())
}

fn dataset(file: &DataFile) -> &str {
    file.stated.as_ref().map_or(file.name.as_str(), |stated| stated.name.as_str())
}
