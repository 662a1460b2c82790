//! Reverses unkeyed digests: every mobile number of Kazakhstan and every plausible IIN is tried under MD5, SHA-1 and SHA-256.
//!
//! That a phone was "hashed" protects nobody: all of them take minutes. What was found is counted and never shown. The order of attempts is
//! fixed and the budget is one of attempts, so two audits agree on any machine.

use super::token::{base32_bytes, is_token};
use md5::Md5;
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeSet, HashMap};

/// Prefixes of mobile numbers of Kazakhstan behind the country code (domain requirements, 3.4).
pub(super) const MOBILE: [u64; 20] =
    [700, 701, 702, 703, 704, 705, 706, 707, 708, 747, 760, 761, 762, 763, 764, 771, 775, 776, 777, 778];
/// Years of birth that are plausible.
const YEARS: std::ops::RangeInclusive<i32> = 1940..=2012;
/// Numbers that are tried before it is looked at how far the attack has come.
const BLOCK: u64 = 10_000;
const BLOCKS: usize = 32;
/// Reversals in a column after which nothing more needs to be shown.
const ENOUGH: usize = 100;
/// Digests that are kept of one release.
pub(super) const MOST: usize = 1 << 21;

/// What is tried.
#[derive(Clone, Debug)]
pub(super) struct Space {
    pub(super) phones: bool,
    pub(super) iins: bool,
    pub(super) budget: u64,
}

impl Space {
    /// What is tried, and how many numbers that are.
    fn kinds(&self) -> Vec<(Candidate, u64)> {
        let all = [(self.phones, Candidate::Phone), (self.iins, Candidate::Iin)];
        all.into_iter().filter(|(tried, _)| *tried).map(|(_, kind)| (kind, kind.numbers())).collect()
    }
}

/// How an attack ended.
#[derive(Clone, Debug, Default)]
pub(super) struct Reversed {
    pub(super) attempts: u64,
    /// Whether everything was tried, or enough was found.
    pub(super) complete: bool,
    /// By column: how many of its digests were reversed, and under which names.
    pub(super) columns: HashMap<usize, BTreeSet<(String, u64)>>,
}

/// Digests of a release, each with the column that it stands in.
#[derive(Debug, Default)]
pub(super) struct Digests {
    /// By their first eight bytes: the whole, and the column.
    known: HashMap<[u8; 8], Vec<(Vec<u8>, usize)>>,
    lengths: BTreeSet<usize>,
    count: usize,
    /// Files and columns in which they stand.
    columns: Vec<(String, String)>,
}

impl Digests {
    /// Adds a digest that stands in a column of a file.
    pub(super) fn add(&mut self, digest: Vec<u8>, file: &str, column: &str) {
        let Some(&head) = digest.first_chunk::<8>() else { return };
        let same = |known: &(String, String)| known.0 == file && known.1 == column;
        let at = self.columns.iter().position(same).unwrap_or_else(|| {
            self.columns.push((file.to_owned(), column.to_owned()));
            self.columns.len() - 1
        });
        let known = self.known.entry(head).or_default();
        if self.count < MOST && !known.iter().any(|known| known.0 == digest && known.1 == at) {
            self.lengths.insert(digest.len());
            known.push((digest, at));
            self.count += 1;
        }
    }

    /// Files and columns, by the numbers that [`Reversed`] has.
    pub(super) fn columns(&self) -> &[(String, String)] {
        &self.columns
    }

    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Algorithms whose digests are as long as one that is there, or longer.
    fn algorithms(&self) -> Vec<Algorithm> {
        let longest = |most: usize| self.lengths.iter().any(|&length| length <= most);
        let all = [(Algorithm::Md5, 16), (Algorithm::Sha1, 20), (Algorithm::Sha256, 32)];
        all.into_iter().filter(|(_, bytes)| longest(*bytes)).map(|(algorithm, _)| algorithm).collect()
    }

    fn find(&self, digest: &[u8], see: &mut dyn FnMut(usize)) {
        let Some(head) = digest.first_chunk::<8>() else { return };
        for (known, column) in self.known.get(head).into_iter().flatten() {
            if digest.starts_with(known) {
                see(*column);
            }
        }
    }

    /// Attempts that trying everything in the space takes at most.
    pub(super) fn cost(&self, space: &Space) -> u64 {
        let algorithms = self.algorithms().len() as u64;
        let all: u64 = space.kinds().iter().map(|(kind, numbers)| numbers * kind.spellings() * algorithms).sum();
        all.min(space.budget)
    }

    /// Tries everything in the space. `go_on` is told now and then how many attempts more were made, and says whether to make more.
    pub(super) fn reverse(&self, space: &Space, go_on: &dyn Fn(u64) -> bool) -> Reversed {
        let algorithms = self.algorithms();
        let mut ended = Reversed::default();
        // Longer digests than any that is tried: there is nothing to try.
        if algorithms.is_empty() {
            return ended;
        }
        let mut found: HashMap<(usize, String), u64> = HashMap::new();
        let per = |kind: Candidate| kind.spellings() * algorithms.len() as u64;
        let mut made = 0;
        for (kind, numbers) in space.kinds() {
            let mut at = 0;
            while at < numbers {
                let enough = |column: &usize| {
                    found.iter().filter(|(key, _)| key.0 == *column).map(|(_, count)| count).sum::<u64>()
                        >= ENOUGH as u64
                };
                if (0..self.columns.len()).all(|column| enough(&column)) {
                    break;
                }
                let blocks: Vec<u64> =
                    (0..BLOCKS as u64).map(|nth| at + nth * BLOCK).filter(|&from| from < numbers).collect();
                let cost = blocks.len() as u64 * BLOCK * per(kind);
                if ended.attempts + cost > space.budget || !go_on(made) {
                    ended.columns = collected(found);
                    return ended;
                }
                let hits: Vec<HashMap<(usize, String), u64>> = blocks
                    .into_par_iter()
                    .map(|from| self.block(kind, from..(from + BLOCK).min(numbers), &algorithms))
                    .collect();
                for (key, count) in hits.into_iter().flatten() {
                    *found.entry(key).or_default() += count;
                }
                ended.attempts += cost;
                made = cost;
                at += BLOCKS as u64 * BLOCK;
            }
        }
        ended.complete = self.count < MOST;
        ended.columns = collected(found);
        ended
    }

    fn block(
        &self,
        kind: Candidate,
        numbers: std::ops::Range<u64>,
        algorithms: &[Algorithm],
    ) -> HashMap<(usize, String), u64> {
        let mut found = HashMap::new();
        let mut text = Vec::with_capacity(16);
        for number in numbers {
            for spelling in 0..kind.spellings() {
                text.clear();
                if !kind.write(number, spelling, &mut text) {
                    continue;
                }
                for algorithm in algorithms {
                    algorithm.of(&text, &mut |digest| {
                        self.find(digest, &mut |column| {
                            *found.entry((column, format!("{} of {}", algorithm.name(), kind.name()))).or_default() +=
                                1;
                        });
                    });
                }
            }
        }
        found
    }
}

fn collected(found: HashMap<(usize, String), u64>) -> HashMap<usize, BTreeSet<(String, u64)>> {
    let mut columns: HashMap<usize, BTreeSet<(String, u64)>> = HashMap::new();
    for ((column, what), count) in found {
        columns.entry(column).or_default().insert((what, count));
    }
    columns
}

/// Algorithms that other tools use without a key.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Algorithm {
    Md5,
    Sha1,
    Sha256,
    /// HMAC-SHA-256 under a key of no byte, as a program makes it that lost its key.
    EmptyKey,
}

impl Algorithm {
    /// Those that take nothing but the text.
    pub(super) const PLAIN: [Self; 3] = [Self::Sha256, Self::Sha1, Self::Md5];
    /// And the one that takes a key, with none.
    pub(super) const ALL: [Self; 4] = [Self::Sha256, Self::Sha1, Self::Md5, Self::EmptyKey];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::EmptyKey => "HMAC-SHA-256 with an empty key",
        }
    }

    pub(super) fn of(self, text: &[u8], see: &mut dyn FnMut(&[u8])) {
        match self {
            Self::Md5 => see(&Md5::digest(text)),
            Self::Sha1 => see(&Sha1::digest(text)),
            Self::Sha256 => see(&Sha256::digest(text)),
            Self::EmptyKey => {
                let inner = Sha256::new().chain_update([0x36; 64]).chain_update(text).finalize();
                see(&Sha256::new().chain_update([0x5c; 64]).chain_update(inner).finalize());
            }
        }
    }
}

/// What people have of which there are few enough to try all.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Candidate {
    Phone,
    Iin,
    /// Accounts and orders, as systems number them from 0 up.
    Number,
}

impl Candidate {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Iin => "iin",
            Self::Number => "number",
        }
    }

    /// How many there are.
    pub(super) fn numbers(self) -> u64 {
        match self {
            Self::Phone => MOBILE.len() as u64 * 10_000_000,
            Self::Iin => 366 * YEARS.count() as u64 * 2 * 10_000,
            Self::Number => 2_500_000,
        }
    }

    pub(super) fn spellings(self) -> u64 {
        match self {
            Self::Phone => 4,
            Self::Iin | Self::Number => 1,
        }
    }

    /// Writes the number with this position; `false` where there is none, on a day that no year has for instance.
    pub(super) fn write(self, number: u64, spelling: u64, text: &mut Vec<u8>) -> bool {
        match self {
            Self::Number => {
                text.extend_from_slice(number.to_string().as_bytes());
                true
            }
            Self::Phone => {
                let national =
                    MOBILE[usize::try_from(number / 10_000_000).unwrap_or(0)] * 10_000_000 + number % 10_000_000;
                text.extend_from_slice([&b"+7"[..], b"7", b"8", b""][usize::try_from(spelling).unwrap_or(0)]);
                push_digits(national, 10, text);
                true
            }
            Self::Iin => {
                let (serial, rest) = (number % 10_000, number / 10_000);
                let (sex, day) = (rest % 2, rest / 2);
                let year = YEARS.start() + i32::try_from(day / 366).unwrap_or(0);
                let ordinal = u32::try_from(day % 366).unwrap_or(0) + 1;
                let Some(date) = chrono::NaiveDate::from_yo_opt(year, ordinal) else { return false };
                use chrono::Datelike as _;
                let two = u64::from(date.year().rem_euclid(100).unsigned_abs());
                push_digits(two * 10_000 + u64::from(date.month() * 100 + date.day()), 6, text);
                push_digits(if year < 2000 { 3 } else { 5 } + sex, 1, text);
                push_digits(serial, 4, text);
                let Some(body) = text.first_chunk::<11>() else { return false };
                let Some(check) = crate::checksum::mod11_digit(body) else { return false };
                text.push(b'0' + check);
                true
            }
        }
    }
}

fn push_digits(mut number: u64, width: u32, text: &mut Vec<u8>) {
    let start = text.len();
    for _ in 0..width {
        text.push(b'0' + (number % 10).to_le_bytes()[0]);
        number /= 10;
    }
    text[start..].reverse();
}

/// As [`digest_in`], with what may be something else too: a UUID of any kind, base64 of one case. For whoever knows which digests to look for.
pub(super) fn any_digest_in(word: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    let uuid = || (word.len() == 36 && word.matches('-').count() == 4).then(|| word.replace('-', ""));
    // Pairs with colons, or fours of them with hyphens.
    let parted = || {
        let hex: String = word.chars().filter(|c| !matches!(c, ':' | '-')).collect();
        let is_hex = word.len() > hex.len() && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_hex && matches!(hex.len(), 32 | 40 | 64)).then(|| hex_bytes(&hex))
    };
    let hex = || {
        uuid().filter(|hex| hex.len() == 32 && hex.bytes().all(|b| b.is_ascii_hexdigit())).map(|hex| hex_bytes(&hex))
    };
    let base64 = || {
        let bare = word.trim_end_matches('=');
        let standard = bare.replace('-', "+").replace('_', "/");
        let engine = base64::engine::general_purpose::STANDARD_NO_PAD;
        matches!(bare.len(), 22 | 27 | 43).then(|| engine.decode(standard).ok()).flatten()
    };
    digest_in(word).or_else(hex).or_else(parted).or_else(base64).or_else(|| base32_digest_in(word))
}

/// Fewest letters of base32 that are looked at as a digest: those of eight bytes.
const SHORTEST_BASE32: usize = 13;

/// The bytes of a text that is a digest in base32 of a usual length, alone or behind a prefix; no token of ours.
pub(super) fn base32_digest(text: &str) -> Option<Vec<u8>> {
    let text = text.trim().trim_end_matches('=');
    if is_token(text) {
        return None;
    }
    let run = text.rsplit(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let of_digest = matches!(run.len(), 20 | 26 | 32 | 39 | 52) && has_letters_and_digits(run);
    base32_digest_in(run).filter(|bytes| of_digest && bytes.len() * 8 / 5 + 1 >= run.len() && !is_text(bytes))
}

/// The bytes of the longest row of base32 in a word, in one case, whatever stands before it.
fn base32_digest_in(word: &str) -> Option<Vec<u8>> {
    let of_case = |letters: fn(&u8) -> bool| {
        let fits = move |c: char| u8::try_from(c).is_ok_and(|byte| letters(&byte) || matches!(byte, b'2'..=b'7'));
        word.split(move |c| !fits(c)).max_by_key(|run| run.len()).unwrap_or_default()
    };
    let run =
        [of_case(u8::is_ascii_lowercase), of_case(u8::is_ascii_uppercase)].into_iter().max_by_key(|run| run.len())?;
    (run.len() >= SHORTEST_BASE32).then(|| base32_bytes(&run.to_ascii_lowercase())).flatten()
}

/// Fewest characters of hex that are looked at as a digest: fewer reverse by chance.
const SHORTEST_HEX: usize = 16;

/// The bytes of a word that looks like a digest: hex of any length from eight bytes on, alone, behind or before something else, or with the
/// hyphens of a UUID that no generator of UUIDs makes; base64 of a usual length. Half a byte at the end is left out.
pub(super) fn digest_in(word: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    if let Some(bytes) = hex_of_uuid(word) {
        return Some(bytes);
    }
    let run = word.split(|c: char| !c.is_ascii_hexdigit()).max_by_key(|run| run.len()).unwrap_or_default();
    if (SHORTEST_HEX..=128).contains(&run.len()) && has_letters_and_digits(run) {
        return Some(hex_bytes(run)).filter(|bytes| !is_text(bytes));
    }
    let bare = word.trim_end_matches('=');
    // Words of one case are words.
    let mixed = bare.bytes().any(|b| b.is_ascii_uppercase()) && bare.bytes().any(|b| b.is_ascii_lowercase());
    if !matches!(bare.len(), 16 | 22 | 27 | 43) || !mixed || !has_letters_and_digits(bare) {
        return None;
    }
    let standard = bare.replace('-', "+").replace('_', "/");
    base64::engine::general_purpose::STANDARD_NO_PAD.decode(standard).ok().filter(|bytes| !is_text(bytes))
}

/// Bytes that say something are no digest.
fn is_text(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok_and(|text| !text.chars().any(char::is_control))
}

/// A UUID of a version or variant that is none is a digest in its form, as `md5(…)::uuid` makes them.
fn hex_of_uuid(word: &str) -> Option<Vec<u8>> {
    let bytes = word.as_bytes();
    let hyphens = [8, 13, 18, 23];
    let fits = bytes.len() == 36
        && bytes
            .iter()
            .enumerate()
            .all(|(at, &b)| if hyphens.contains(&at) { b == b'-' } else { b.is_ascii_hexdigit() });
    let is_uuid = || matches!(bytes[14], b'1'..=b'8') && matches!(bytes[19], b'8' | b'9' | b'a' | b'b' | b'A' | b'B');
    (fits && !is_uuid()).then(|| hex_bytes(&word.replace('-', "")))
}

fn has_letters_and_digits(word: &str) -> bool {
    word.bytes().any(|b| b.is_ascii_alphabetic()) && word.bytes().any(|b| b.is_ascii_digit())
}

/// Bytes of hex digits; the last one of an odd number of them is left out.
fn hex_bytes(hex: &str) -> Vec<u8> {
    let digit = |byte: u8| (byte as char).to_digit(16).unwrap_or(0).to_le_bytes()[0];
    hex.as_bytes().chunks_exact(2).map(|pair| digit(pair[0]) << 4 | digit(pair[1])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn digests_of_phones_and_iins_are_reversed() {
        let mut digests = Digests::default();
        let mut add = |column: usize, digest: &[u8], length: usize| {
            let word = hex(&digest[..length]);
            digests.add(digest_in(&word).expect("a digest"), "f", &column.to_string());
        };
        add(0, &Md5::digest(b"77000012345"), 16);
        add(1, &Sha256::digest(b"+77000012346"), 32);
        add(2, &Sha1::digest(b"7000012347"), 8);
        let space = Space { phones: true, iins: false, budget: 4_000_000 };
        let ended = digests.reverse(&space, &|_| true);
        let of = |column: usize| ended.columns[&column].iter().map(|(what, _)| what.clone()).collect::<Vec<_>>();
        assert_eq!(
            (of(0), of(1), of(2)),
            (vec!["MD5 of phone".to_owned()], vec!["SHA-256 of phone".to_owned()], vec!["SHA-1 of phone".to_owned()])
        );
        assert!(!ended.complete, "the budget ended first");
        assert_eq!(ended.attempts, digests.reverse(&space, &|_| true).attempts);
    }

    #[test]
    fn digests_are_known_however_they_are_cut_and_dressed() {
        let digest = Md5::digest(b"850315100016").to_vec();
        let whole = hex(&digest);
        assert_eq!(whole, "24fc7fbf63e87f5ce6d857742e01c875");
        for (word, bytes) in [
            (whole.clone(), 16),
            (whole.to_uppercase(), 16),
            (format!("U-{whole}"), 16),
            (format!("user_{whole}_v2"), 16),
            (whole[..17].to_owned(), 8),
            (whole[..31].to_owned(), 15),
            ("24fc7fbf-63e8-7f5c-e6d8-57742e01c875".to_owned(), 16),
            ("JPx_v2Pof1zm2Fd0LgHIdQ".to_owned(), 16),
            ("JPx_v2Pof1zm2Fd0".to_owned(), 12),
        ] {
            assert_eq!(digest_in(&word).as_deref(), Some(&digest[..bytes]), "{word}");
        }
        for word in [
            "9f86d081-884c-4d63-a1b2-aabbccddeeff",
            "24fc7fbf63e87f5",
            "1234567890123456",
            "YW5uYUBleGFtcGxl",
            "python2024course",
        ] {
            assert_eq!(digest_in(word), None, "{word}");
        }
    }

    #[test]
    fn candidates_are_what_people_have() {
        let mut text = Vec::new();
        assert!(Candidate::Phone.write(10_000_001, 0, &mut text));
        assert_eq!(text, b"+77010000001");
        text.clear();
        assert!(Candidate::Iin.write(7, 0, &mut text));
        assert!(text.starts_with(b"40010130007") && crate::checksum::mod11(&text));
        assert!(!Candidate::Iin.write((365 + 366) * 20_000, 0, &mut Vec::new()), "1941 has no 366th day");
    }
}
