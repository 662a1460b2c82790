//! Parts of values of the source: the last digits of phones, the first of IINs, names before the `@`, numbers of accounts behind letters and zeros,
//! the beginnings of digests.
//!
//! A short part stands anywhere by chance, so a single cell proves nothing. What counts is the column: how many of its different values are such
//! parts, beside how many would be if they were any numbers of that length.

use super::notes::{Note, Notes};
use super::report::{Code, Sure};
use crate::hash::hash;
use crate::scan::Distinct;
use crate::vocabulary::SemanticType;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Different values of a column that are kept.
const KEPT: usize = 1 << 16;
/// Last digits that are looked at: fewer stand in any table.
const TAILS: std::ops::RangeInclusive<usize> = 6..=11;
/// Shortest name before an `@`.
const SHORTEST_NAME: usize = 5;
/// Surprise, in powers of e, from which on hits are no chance: one column of 10^10.
const SURPRISE: f64 = 23.0;

/// The values of the columns of a release that may be parts.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// By file and name.
    columns: BTreeMap<(String, String), Column>,
    /// How many bits of digests the values of some of them may be.
    bits: BTreeSet<u32>,
}

#[derive(Debug, Default)]
struct Column {
    /// Different values.
    all: HashSet<u64>,
    /// Values of digits, by their number.
    tails: BTreeMap<usize, HashSet<u64>>,
    /// Words that may stand before an `@`.
    names: HashSet<u64>,
    /// Numbers without what stands around them, and how many digits each has.
    numbers: HashMap<u64, usize>,
    /// Values that may be the beginning of a digest, by its bits.
    heads: BTreeMap<u32, HashSet<u64>>,
}

/// A way in which a value of the source may stand in part.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Way {
    /// The last so many digits.
    Tail(SemanticType, usize),
    /// What stands before the `@`.
    Name,
    /// The first so many digits.
    Front(SemanticType, usize),
    /// A number with other signs around it, of so many digits.
    Number(SemanticType, usize),
    /// The first so many bits of a digest.
    Head(SemanticType, u32),
}

/// What the sources have of them.
#[derive(Debug, Default)]
pub(super) struct Hits {
    /// By way: which hashes were met. A hash may be in several columns.
    met: HashMap<Way, HashSet<u64>>,
    /// By way: how many different parts the sources have.
    parts: HashMap<Way, Distinct>,
}

impl Columns {
    /// Looks at a text of a column.
    pub(super) fn add(&mut self, file: &str, column: &str, text: &str) {
        let text = text.trim();
        if text.is_empty() || text.len() > 64 || column.is_empty() {
            return;
        }
        let key = (file.to_owned(), column.to_owned());
        let known = self.columns.entry(key).or_default();
        let value = hash(text.as_bytes());
        if known.all.len() >= KEPT || !known.all.insert(value) {
            return;
        }
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            if TAILS.contains(&text.len()) {
                known.tails.entry(text.len()).or_default().insert(value);
            }
        } else if text.chars().count() >= SHORTEST_NAME && !text.contains(|c: char| c == '@' || c.is_whitespace()) {
            known.names.insert(hash(text.to_lowercase().as_bytes()));
        }
        for (bits, head) in heads_of(text) {
            known.heads.entry(bits).or_default().insert(hash(&head.to_le_bytes()));
        }
        if let Some(number) = number_in(text) {
            known.numbers.insert(hash(number.as_bytes()), number.len());
        }
    }

    /// Asks for the parts of a value of the source, in its canonical form.
    pub(super) fn ask(&self, canonical: &str, semantic: SemanticType, hits: &mut Hits) {
        use SemanticType as T;
        match semantic {
            T::Email => {
                let name = canonical.split('@').next().unwrap_or_default();
                if name.chars().count() >= SHORTEST_NAME {
                    let hash = hash(name.as_bytes());
                    self.meet(Way::Name, hash, hits, |column| column.names.contains(&hash));
                }
            }
            T::Phone | T::Iin | T::Bin | T::TaxId | T::IdDocument | T::Iban => {
                let digits: String = canonical.chars().filter(char::is_ascii_digit).collect();
                // All of a number is no part of it, nor is a phone without its country.
                let most = if semantic == T::Phone { 9 } else { digits.len().saturating_sub(1) };
                // The day of birth, with the sex or without it.
                for length in [6, 7].into_iter().filter(|_| semantic == T::Iin && digits.len() == 12) {
                    let hash = hash(&digits.as_bytes()[..length]);
                    self.meet(Way::Front(semantic, length), hash, hits, |column| {
                        column.tails.get(&length).is_some_and(|tails| tails.contains(&hash))
                    });
                }
                for length in TAILS.filter(|length| *length <= most) {
                    let tail = &digits.as_bytes()[digits.len().saturating_sub(length)..];
                    let hash = hash(tail);
                    let way = Way::Tail(semantic, length);
                    self.meet(way, hash, hits, |column| {
                        column.tails.get(&length).is_some_and(|tails| tails.contains(&hash))
                    });
                }
            }
            T::UserId if canonical.len() >= 3 && canonical.bytes().all(|byte| byte.is_ascii_digit()) => {
                let number = canonical.trim_start_matches('0');
                let hash = hash(number.as_bytes());
                self.meet(Way::Number(semantic, number.len()), hash, hits, |column| column.numbers.contains_key(&hash));
            }
            _ => {}
        }
    }

    /// Whether a value may be the beginning of a digest, so that it is worth while to make those of the source.
    pub(super) fn has_heads(&self) -> bool {
        !self.bits.is_empty()
    }

    /// When all values are there: of columns that have other values too, none is the beginning of a digest.
    pub(super) fn settle(&mut self) {
        for column in self.columns.values_mut() {
            let all = column.all.len();
            column.heads.retain(|_, heads| 10 * heads.len() >= 9 * all);
            self.bits.extend(column.heads.keys());
        }
    }

    /// Asks for the beginning of a digest of a value of the source.
    pub(super) fn ask_digest(&self, digest: &[u8], semantic: SemanticType, hits: &mut Hits) {
        let Some(top) = digest.first_chunk::<8>().map(|top| u64::from_be_bytes(*top)) else { return };
        for &bits in &self.bits {
            let head = hash(&(top >> (64 - bits)).to_le_bytes());
            self.meet(Way::Head(semantic, bits), head, hits, |column| {
                column.heads.get(&bits).is_some_and(|heads| heads.contains(&head))
            });
        }
    }

    fn meet(&self, way: Way, part: u64, hits: &mut Hits, has: impl Fn(&Column) -> bool) {
        hits.parts.entry(way).or_insert_with(|| Distinct::new(KEPT, 0)).add(part, 1);
        if self.columns.values().any(has) {
            hits.met.entry(way).or_default().insert(part);
        }
    }

    /// Notes the columns whose values are parts of the source's beyond chance.
    pub(super) fn judge(&self, hits: &Hits, notes: &Notes) {
        for ((file, column), values) in &self.columns {
            let mut told: Vec<(u64, String)> = Vec::new();
            for (way, met) in &hits.met {
                let hit = |hash: &u64| match way {
                    Way::Tail(_, length) | Way::Front(_, length) => {
                        values.tails.get(length).is_some_and(|tails| tails.contains(hash))
                    }
                    Way::Head(_, bits) => values.heads.get(bits).is_some_and(|heads| heads.contains(hash)),
                    Way::Name => values.names.contains(hash),
                    Way::Number(_, length) => values.numbers.get(hash) == Some(length),
                };
                let here = met.iter().filter(|hash| hit(hash)).count();
                let parts = hits.parts.get(way).map_or(0, Distinct::count);
                if is_beyond_chance(here, values.all.len(), chance(*way, parts)) {
                    told.push((here as u64, way.name()));
                }
            }
            // One column is told of once, by what most of its values are.
            told.sort();
            if let Some((here, way)) = told.pop() {
                let note = Note::new(Code::LeakPart, file).column(column).kind(&way).count(here);
                notes.put(note.of(values.all.len() as u64).sure(Sure::Likely));
            }
        }
    }
}

impl Hits {
    pub(super) fn merge(&mut self, other: Self) {
        for (way, met) in other.met {
            self.met.entry(way).or_default().extend(met);
        }
        for (way, parts) in other.parts {
            self.parts.entry(way).or_insert_with(|| Distinct::new(KEPT, 0)).merge(&parts);
        }
    }
}

impl Way {
    fn name(self) -> String {
        match self {
            Self::Tail(semantic, length) => format!("last {length} digits of {}", semantic.name()),
            Self::Front(semantic, length) => format!("first {length} digits of {}", semantic.name()),
            Self::Head(semantic, bits) => format!("first {bits} bits of a digest of {}", semantic.name()),
            Self::Name => "email before the @".to_owned(),
            Self::Number(semantic, _) => format!("{} with other signs", semantic.name()),
        }
    }
}

/// The chance that any value of the form is one of so many parts.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_possible_wrap)]
fn chance(way: Way, parts: u64) -> f64 {
    let all = match way {
        Way::Tail(_, length) => 10f64.powi(length as i32),
        // Of the days of a lifetime, each with two sexes.
        Way::Front(_, length) => {
            if length == 6 {
                36_525.0
            } else {
                73_050.0
            }
        }
        Way::Head(_, bits) => 2f64.powi(bits as i32),
        Way::Number(_, length) => 9.0 * 10f64.powi(length as i32 - 1),
        // Words are no numbers; of all that people may write few stand before an address.
        Way::Name => 1e6_f64.max(parts as f64 * 10.0),
    };
    (parts as f64 / all).clamp(1e-9, 1.0)
}

/// Whether so many hits among so many different values are no chance: half of them at least, and less likely than one in 10^10 that any so many
/// are (a binomial tail from above, with its number of choices).
#[allow(clippy::cast_precision_loss)]
fn is_beyond_chance(hits: usize, values: usize, chance: f64) -> bool {
    // Choosing half of n takes n bits; each hit stands for two values at most.
    let choices = 2.0 * std::f64::consts::LN_2;
    hits >= 3 && hits * 2 >= values && hits as f64 * (-chance.ln() - choices) >= SURPRISE
}

/// The first bits of what a text spells in hexadecimal digits, base64 or base32, eight to fifteen signs of it: what is longer is looked for as a
/// digest, and what is shorter is met by chance. A text may be read in two ways.
fn heads_of(text: &str) -> Vec<(u32, u64)> {
    const SIGNS: std::ops::RangeInclusive<usize> = 8..=15;
    let text = text.trim_end_matches('=');
    // A word or a number is no digest.
    let mixed = text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic());
    let mut found = Vec::new();
    if !SIGNS.contains(&text.len()) || !text.is_ascii() {
        return found;
    }
    let both = text.bytes().any(|b| b.is_ascii_uppercase()) && text.bytes().any(|b| b.is_ascii_lowercase());
    if !mixed && !both {
        return found;
    }
    let mut read = |per: u32, sign: &dyn Fn(u8) -> Option<u64>| {
        let values: Option<Vec<u64>> = text.bytes().map(sign).collect();
        // Half a byte more or less does not matter, and 60 bits are enough of any.
        let bits = (per * text.len() as u32).min(60);
        if let Some(values) = values {
            let all = values.iter().fold(0u128, |all, value| all << per | u128::from(*value));
            found.push((bits, (all >> (per * text.len() as u32 - bits)) as u64));
        }
    };
    read(4, &|byte| (byte as char).to_digit(16).map(u64::from));
    let (small, large) = (text.to_ascii_lowercase() == text, text.to_ascii_uppercase() == text);
    if small || large {
        read(5, &|byte| match byte.to_ascii_lowercase() {
            letter @ b'a'..=b'z' => Some(u64::from(letter - b'a')),
            digit @ b'2'..=b'7' => Some(u64::from(digit - b'2' + 26)),
            _ => None,
        });
    } else {
        read(6, &|byte| match byte {
            b'A'..=b'Z' => Some(u64::from(byte - b'A')),
            b'a'..=b'z' => Some(u64::from(byte - b'a' + 26)),
            b'0'..=b'9' => Some(u64::from(byte - b'0' + 52)),
            b'+' | b'-' => Some(62),
            b'/' | b'_' => Some(63),
            _ => None,
        });
    }
    found
}

/// The one number of three digits or more in a text, without zeros in front, if other signs stand around it.
fn number_in(text: &str) -> Option<&str> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let rest = &text[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (run, after) = rest.split_at(end);
    let number = run.trim_start_matches('0');
    let alone = !after.contains(|c: char| c.is_ascii_digit());
    (alone && (3..=12).contains(&number.len()) && number.len() < text.len()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use SemanticType as T;

    fn judged(column: &[String], source: &[(String, T)]) -> Vec<(Option<String>, u64)> {
        let mut columns = Columns::default();
        column.iter().for_each(|text| columns.add("f", "c", text));
        let mut hits = Hits::default();
        source.iter().for_each(|(value, semantic)| columns.ask(value, *semantic, &mut hits));
        let notes = Notes::default();
        columns.judge(&hits, &notes);
        notes.finish().into_iter().map(|f| (f.kind, f.count)).collect()
    }

    fn numbered(count: u64, make: impl Fn(u64) -> String) -> Vec<String> {
        (0..count).map(make).collect()
    }

    #[test]
    fn parts_of_values_are_found() {
        let phones: Vec<_> =
            numbered(40, |n| format!("+7771{:07}", 1_000_000 + n * 7_919)).into_iter().map(|v| (v, T::Phone)).collect();
        let tails = |length: usize| phones.iter().map(|(v, _)| v[v.len() - length..].to_owned()).collect::<Vec<_>>();
        assert_eq!(judged(&tails(7), &phones), [(Some("last 7 digits of phone".to_owned()), 40)]);
        assert_eq!(judged(&tails(6)[..4], &phones), [(Some("last 6 digits of phone".to_owned()), 4)]);
        assert_eq!(judged(&tails(6)[..2], &phones), [], "two are chance");
        assert_eq!(judged(&numbered(40, |n| format!("{:07}", 2_000_003 + n * 7_919)), &phones), []);
        let mails: Vec<_> =
            numbered(10, |n| format!("k{n}.kasymova@mail.ru")).into_iter().map(|v| (v, T::Email)).collect();
        assert_eq!(
            judged(&numbered(10, |n| format!("K{n}.Kasymova")), &mails),
            [(Some("email before the @".to_owned()), 10)]
        );
        let ids: Vec<_> = numbered(40, |n| (48_210 + n * 37).to_string()).into_iter().map(|v| (v, T::UserId)).collect();
        for form in [
            |n: u64| format!("U-{:09}", 48_210 + n * 37),
            |n: u64| format!("{:08}", 48_210 + n * 37),
            |n: u64| format!("client {}", 48_210 + n * 37),
        ] {
            assert_eq!(judged(&numbered(40, form), &ids), [(Some("user-id with other signs".to_owned()), 40)]);
        }
    }

    #[test]
    fn beginnings_of_iins_and_of_digests_are_found() {
        use sha2::{Digest as _, Sha256};
        let iins: Vec<(String, T)> =
            (0..60u64).map(|n| (format!("{:06}3{:05}", 620_101 + n * 10_007 % 380_000, n), T::Iin)).collect();
        let fronts = |length: usize| iins.iter().map(|(iin, _)| iin[..length].to_owned()).collect::<Vec<_>>();
        assert_eq!(judged(&fronts(6), &iins)[0].0.as_deref(), Some("first 6 digits of iin"));
        assert_eq!(judged(&fronts(7), &iins)[0].0.as_deref(), Some("first 7 digits of iin"));
        let digest = |n: u64| Sha256::digest(format!("+7771{n:07}"));
        let hex = |n: u64, length: usize| {
            digest(n).iter().map(|b| format!("{b:02x}")).collect::<String>()[..length].to_owned()
        };
        let told = |column: &[String]| {
            let mut columns = Columns::default();
            column.iter().for_each(|text| columns.add("f", "c", text));
            columns.settle();
            let mut hits = Hits::default();
            (0..5_000).for_each(|n| columns.ask_digest(&digest(n), T::Phone, &mut hits));
            let notes = Notes::default();
            columns.judge(&hits, &notes);
            notes.finish().into_iter().filter_map(|f| f.kind).collect::<Vec<_>>()
        };
        assert_eq!(told(&numbered(40, |n| hex(n, 8))), ["first 32 bits of a digest of phone"]);
        assert_eq!(told(&numbered(40, |n| hex(n, 12).to_uppercase())), ["first 48 bits of a digest of phone"]);
        assert_eq!(told(&numbered(40, |n| hex(n + 10_000, 8))), [] as [&str; 0]);
    }

    #[test]
    fn what_is_chance_is_not_told() {
        // Every number of four digits is somebody's.
        let ids: Vec<_> = numbered(9_000, |n| (1_000 + n).to_string()).into_iter().map(|v| (v, T::UserId)).collect();
        assert_eq!(judged(&numbered(500, |n| format!("Урок {}", 1_000 + n)), &ids), []);
        // Sums beside a million of phones.
        let phones: Vec<_> = numbered(300_000, |n| format!("+7701{:07}", n * 33 % 10_000_000))
            .into_iter()
            .map(|v| (v, T::Phone))
            .collect();
        assert_eq!(judged(&numbered(2_000, |n| (100_000 + n * 397).to_string()), &phones), []);
        assert_eq!(judged(&numbered(40, |n| format!("курс {n}")), &phones), []);
    }

    #[test]
    fn numbers_are_taken_out_of_their_signs() {
        assert_eq!(number_in("U-000048210"), Some("48210"));
        assert_eq!(number_in("00048210"), Some("48210"));
        assert_eq!(number_in("48210"), None, "as it stands it is looked for elsewhere");
        assert_eq!(number_in("2024-03-01"), None);
        assert_eq!(number_in("KZ-75"), None);
    }
}
