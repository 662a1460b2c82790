//! Tries whether tokens were made without a key: whoever cuts a digest of a phone number to the length of a token has a token that anybody
//! makes again.
//!
//! It takes no key to see it: numbers that people have are tried in the spellings that they have, and a token that one of them makes is none.
//! Of many tokens a sample of the numbers is enough, since each would be the token of somebody; of few tokens all would have to be tried,
//! which takes minutes and is done if it is asked for.

use super::dictionary::{Algorithm, Candidate, MOBILE};
use rayon::iter::{IntoParallelIterator as _, ParallelIterator as _};
use std::collections::{BTreeMap, HashMap};

/// Tokens of a column that are kept.
const KEPT: usize = 1 << 16;
/// Tokens that a sample of numbers would meet if they were keyless: in one of three thousand columns it meets none.
const WANTED: u64 = 8;
/// Attempts at a column of which a sample says enough, unless somebody asks for more.
const MOST: u64 = 10_000_000;
/// Numbers of a block, and blocks that are tried at a time.
const BLOCK: u64 = 4_096;
const BLOCKS: u64 = 32;
/// Tokens of a column of which it is known that they are keyless, after which nothing more needs to be shown.
const ENOUGH: u64 = 10;

/// Tokens of a release by what they would be made of.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    by_kind: BTreeMap<Candidate, Known>,
    /// Whether there are tokens of what nobody can try.
    pub(super) others: bool,
}

/// Tokens of one kind.
#[derive(Debug, Default)]
struct Known {
    /// By their first eight bytes: the whole, and the columns.
    tokens: HashMap<u64, Vec<(Vec<u8>, usize)>>,
    /// Which first two bytes occur: hardly one digest in a hundred has to be looked up.
    heads: Vec<bool>,
    columns: Vec<(String, String)>,
    counts: Vec<usize>,
}

impl Known {
    fn add(&mut self, bytes: Vec<u8>, file: &str, column: &str) {
        let at = self.columns.iter().position(|known| known.0 == file && known.1 == column).unwrap_or_else(|| {
            self.columns.push((file.to_owned(), column.to_owned()));
            self.counts.push(0);
            self.columns.len() - 1
        });
        let Some(head) = bytes.first_chunk::<8>().map(|head| u64::from_be_bytes(*head)) else { return };
        let known = self.tokens.entry(head).or_default();
        if self.counts[at] < KEPT && known.iter().all(|known| known.0 != bytes || known.1 != at) {
            self.heads.resize(1 << 16, false);
            self.heads[usize::from(u16::from_be_bytes([bytes[0], bytes[1]]))] = true;
            known.push((bytes, at));
            self.counts[at] += 1;
        }
    }

    /// The columns that have a token of this digest.
    fn find(&self, digest: &[u8], see: &mut dyn FnMut(usize)) {
        let Some(head) = digest.first_chunk::<8>().map(|head| u64::from_be_bytes(*head)) else { return };
        let same = self.tokens.get(&head).into_iter().flatten().filter(|known| digest.starts_with(&known.0));
        same.for_each(|known| see(known.1));
    }
}

/// How an attack ended.
#[derive(Debug, Default)]
pub(super) struct Tried {
    pub(super) attempts: u64,
    /// Whether keyless tokens would have been met.
    pub(super) enough: bool,
    /// File, column, what they are made of, and how many were met.
    pub(super) found: Vec<(String, String, String, u64)>,
}

impl Tokens {
    /// Adds a token, by its prefix and its bytes.
    pub(super) fn add(&mut self, prefix: &str, bytes: Vec<u8>, file: &str, column: &str) {
        let kind = match prefix {
            "ph" => Candidate::Phone,
            "ii" => Candidate::Iin,
            "us" | "tx" => Candidate::Number,
            _ => {
                self.others = true;
                return;
            }
        };
        self.by_kind.entry(kind).or_default().add(bytes, file, column);
    }

    /// Whether there is none that anybody can try.
    pub(super) fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    /// Attempts that will be made at most; `asked` is how many of each kind somebody asked for.
    pub(super) fn cost(&self, asked: Option<u64>) -> u64 {
        self.by_kind.iter().map(|(kind, known)| Plan::of(*kind, known, asked).numbers * per(*kind)).sum()
    }

    /// Tries numbers. `go_on` is told now and then how many attempts more were made, and says whether to make more.
    pub(super) fn attack(&self, asked: Option<u64>, go_on: &dyn Fn(u64) -> bool) -> Tried {
        let mut tried = Tried { enough: true, ..Tried::default() };
        for (kind, known) in &self.by_kind {
            let plan = Plan::of(*kind, known, asked);
            tried.enough &= plan.enough;
            let mut found: HashMap<(usize, &'static str), u64> = HashMap::new();
            let mut at = 0;
            while at < plan.numbers {
                let of = |column: usize| {
                    found.iter().filter(|(key, _)| key.0 == column).map(|(_, count)| count).sum::<u64>()
                };
                if (0..known.columns.len()).all(|column| of(column) >= ENOUGH) {
                    break;
                }
                let end = (at + BLOCK * BLOCKS).min(plan.numbers);
                let blocks: Vec<u64> = (0..(end - at).div_ceil(BLOCK)).map(|nth| at + nth * BLOCK).collect();
                let one = |from: u64| block(*kind, known, plan.far, from..(from + BLOCK).min(end));
                let hits: Vec<_> = blocks.into_par_iter().map(one).collect();
                for (column, algorithm) in hits.into_iter().flatten() {
                    *found.entry((column, algorithm)).or_default() += 1;
                }
                let made = (end - at) * per(*kind);
                tried.attempts += made;
                at = end;
                if !go_on(made) {
                    tried.enough = false;
                    break;
                }
            }
            for ((column, algorithm), count) in found {
                let (file, column) = &known.columns[column];
                tried.found.push((file.clone(), column.clone(), format!("{algorithm} of {}", kind.name()), count));
            }
        }
        tried.found.sort();
        tried
    }
}

/// Digests of one number.
fn per(kind: Candidate) -> u64 {
    kind.spellings() * Algorithm::PLAIN.len() as u64
}

/// Which numbers to try.
struct Plan {
    numbers: u64,
    /// Whether from all over, as a sample wants it; else the low ones first, as they are given out and made up.
    far: bool,
    /// Whether keyless tokens are then met.
    enough: bool,
}

impl Plan {
    fn of(kind: Candidate, known: &Known, asked: Option<u64>) -> Self {
        let all = numbers(kind);
        // The column of the fewest tokens is the hardest to meet.
        let fewest = known.counts.iter().min().copied().unwrap_or(0).max(1) as u64;
        let sample = (WANTED * all).div_ceil(fewest);
        match asked {
            Some(asked) => {
                let numbers = (asked / per(kind)).min(all);
                let far = sample <= numbers;
                Self { numbers: if far { sample } else { numbers }, far, enough: far || numbers == all }
            }
            // How high accounts are numbered nobody knows: no sample is of all.
            None if kind == Candidate::Number => Self { numbers: low(kind), far: false, enough: true },
            None if sample * per(kind) <= MOST => Self { numbers: sample, far: true, enough: true },
            None => Self { numbers: low(kind), far: false, enough: false },
        }
    }
}

fn block(kind: Candidate, known: &Known, far: bool, numbers: std::ops::Range<u64>) -> Vec<(usize, &'static str)> {
    let mut found = Vec::new();
    let mut text = Vec::with_capacity(16);
    for nth in numbers {
        let number = nth_number(kind, far, nth);
        for spelling in 0..kind.spellings() {
            text.clear();
            if !kind.write(number, spelling, &mut text) {
                continue;
            }
            each_digest(&text, &mut |algorithm, head, digest| {
                if known.heads[usize::from(head)] {
                    known.find(&digest(), &mut |column| found.push((column, algorithm.name())));
                }
            });
        }
    }
    found
}

/// Is told of a digest: the algorithm, the first two bytes, and what makes all of it.
type SeeDigest<'s> = dyn FnMut(Algorithm, u16, &dyn Fn() -> Vec<u8>) + 's;

/// Calls `see` with the digests of a text of one block: the first two bytes, and what makes the rest of it.
///
/// Most of the time nothing but two bytes is looked at, so what wraps the compression would cost more than it.
fn each_digest(text: &[u8], see: &mut SeeDigest<'_>) {
    const SHA256: [u32; 8] =
        [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];
    const SHA1: [u32; 5] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];
    const MD5: [u32; 4] = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];
    let mut block = [0; 64];
    let bits = 8 * text.len() as u64;
    block[..text.len()].copy_from_slice(text);
    block[text.len()] = 0x80;
    block[56..].copy_from_slice(&bits.to_be_bytes());
    let high = |word: u32| u16::try_from(word >> 16).unwrap_or(0);
    let mut state = SHA256;
    sha2::block_api::compress256(&mut state, &[block]);
    see(Algorithm::Sha256, high(state[0]), &|| state.iter().flat_map(|word| word.to_be_bytes()).collect());
    let mut state = SHA1;
    sha1::block_api::compress(&mut state, &[block]);
    see(Algorithm::Sha1, high(state[0]), &|| state.iter().flat_map(|word| word.to_be_bytes()).collect());
    block[56..].copy_from_slice(&bits.to_le_bytes());
    let mut state = MD5;
    md5::block_api::compress(&mut state, &[block]);
    see(Algorithm::Md5, high(state[0].swap_bytes()), &|| state.iter().flat_map(|word| word.to_le_bytes()).collect());
}

/// Lines behind a prefix, and numbers of people born on a day; and the low ones of them.
const LINES: u64 = 10_000_000;
const LOW_LINES: u64 = 10_000;
const SERIALS: u64 = 10_000;
const LOW_SERIALS: u64 = 40;
const LOW_ACCOUNTS: u64 = 300_000;

/// Numbers that are given out first, and made up.
fn low(kind: Candidate) -> u64 {
    match kind {
        Candidate::Phone => LOW_LINES * MOBILE.len() as u64,
        Candidate::Iin => LOW_SERIALS * (kind.numbers() / SERIALS),
        Candidate::Number => LOW_ACCOUNTS,
    }
}

/// How many there are to try: the low ones come twice.
fn numbers(kind: Candidate) -> u64 {
    kind.numbers() + if kind == Candidate::Number { 0 } else { low(kind) }
}

/// The nth number to try, of every prefix or every day in turn.
fn nth_number(kind: Candidate, far: bool, nth: u64) -> u64 {
    match kind {
        Candidate::Phone => {
            let prefixes = MOBILE.len() as u64;
            nth % prefixes * LINES + placed(nth / prefixes, far, LOW_LINES, LINES)
        }
        Candidate::Iin => {
            let days = kind.numbers() / SERIALS;
            nth % days * SERIALS + placed(nth / days, far, LOW_SERIALS, SERIALS)
        }
        Candidate::Number => nth,
    }
}

/// The nth of so many: the low ones first, or at once from all over.
fn placed(nth: u64, far: bool, low: u64, all: u64) -> u64 {
    // It has no divisor in common with a power of ten, so every one comes.
    const STEP: u64 = 6_180_339;
    match (far, nth < low) {
        (false, true) => nth,
        (false, false) => (nth - low) * STEP % all,
        (true, _) => nth * STEP % all,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest as _, Sha256};

    fn tokens(prefix: &str, values: &[&str], bytes: usize) -> Tokens {
        let mut tokens = Tokens::default();
        for value in values {
            tokens.add(prefix, Sha256::digest(value.as_bytes())[..bytes].to_vec(), "f", "c");
        }
        tokens
    }

    #[test]
    fn keyless_tokens_of_few_people_are_met() {
        // The eighth girl of a day in 1941.
        let mut iin = Vec::new();
        assert!(Candidate::Iin.write((400 * 2 + 1) * SERIALS + 7, 0, &mut iin));
        let iin = String::from_utf8(iin).expect("digits");
        for (prefix, value, bytes, what) in [
            ("ph", "+77710009998", 16, "SHA-256 of phone"),
            ("ph", "87710009998", 12, "SHA-256 of phone"),
            ("ii", &iin, 12, "SHA-256 of iin"),
            ("us", "48210", 16, "SHA-256 of number"),
        ] {
            let tried = tokens(prefix, &[value], bytes).attack(Some(8_000_000), &|_| true);
            let found: Vec<_> = tried.found.iter().map(|found| (found.2.as_str(), found.3 > 0)).collect();
            assert_eq!(found, [(what, true)], "{value}");
            assert_eq!(tried.enough, prefix == "us", "one token would want every number");
        }
    }

    #[test]
    fn digests_are_those_of_the_libraries() {
        for text in [&b""[..], b"1", b"+77710009998", &[b'7'; 55]] {
            let mut seen = Vec::new();
            each_digest(text, &mut |algorithm, head, digest| {
                algorithm.of(text, &mut |wanted| {
                    assert_eq!((digest().as_slice(), head.to_be_bytes()), (wanted, [wanted[0], wanted[1]]));
                });
                seen.push(algorithm);
            });
            assert_eq!(seen, Algorithm::PLAIN);
        }
    }

    #[test]
    fn of_many_tokens_a_sample_is_enough() {
        let phones: Vec<String> = (0..20_000u64).map(|nth| format!("+7701{:07}", nth * 7_919 % 10_000_000)).collect();
        let phones: Vec<&str> = phones.iter().map(String::as_str).collect();
        let made = tokens("ph", &phones, 16);
        let tried = made.attack(None, &|_| true);
        assert!(tried.enough && !tried.found.is_empty(), "{} attempts", tried.attempts);
        assert!(tried.attempts <= made.cost(None));
        // Of a key nothing is met.
        let salted: Vec<String> = phones.iter().map(|phone| format!("key{phone}")).collect();
        let salted: Vec<&str> = salted.iter().map(String::as_str).collect();
        let tried = tokens("ph", &salted, 16).attack(None, &|_| true);
        assert!(tried.enough && tried.found.is_empty());
    }

    #[test]
    fn every_number_comes_and_the_low_ones_come_first() {
        let mut seen: Vec<u64> =
            (0..SERIALS + LOW_SERIALS).map(|nth| placed(nth, false, LOW_SERIALS, SERIALS)).collect();
        assert_eq!((seen[0], seen[39], seen[40], seen[41]), (0, 39, 0, 339));
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len() as u64, SERIALS);
        assert_eq!(nth_number(Candidate::Phone, false, 21), LINES + 1, "the second line of the second prefix");
        let days = Candidate::Iin.numbers() / SERIALS;
        assert_eq!(nth_number(Candidate::Iin, false, 2 * days + 1), SERIALS + 2);
    }
}
