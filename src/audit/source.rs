//! Asks of every direct identifier of the sources whether the release has it.
//!
//! The release goes first: every piece of every text marks a filter. Then the sources are read, and what the filter may have is written down;
//! the release is read once more, and only what stands there letter by letter is told. So memory does not grow with the sources, and nothing
//! is found by chance.

use super::dictionary::Algorithm;
use super::notes::{Note, Notes};
use super::parts::{Columns, Hits};
use super::pieces::{Piece, SHORTEST_NAME, each_piece, each_spelling, head, latin};
use super::plain::is_word;
use super::report::{Code, Sure};
use crate::canon::null::is_null_like;
use crate::canon::text::{is_letter, unguard};
use crate::canon::{Canonical, form_of};
use crate::error::Result;
use crate::hash::{join, spread};
use crate::io::Seen;
use crate::pipeline::{Engine, Interrupt, files_of};
use crate::recognize::{Evidence, KindSet, find_all};
use crate::scan::{ColumnFound, ScanOptions, open_found, scan};
use crate::vocabulary::{Role, SemanticType};
use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

/// Rows of a source by which its columns are known.
const SAMPLE: u64 = 20_000;
/// Candidates that are kept.
const MOST: usize = 1 << 22;
/// Bytes of the longest piece that is not asked for backwards: short ones are other words.
const SHORTEST_REVERSED: usize = 9;

/// What a release has, as far as sources are asked for it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) filter: &'a Filter,
    pub(super) columns: &'a Columns,
}

/// Which pieces a release may have.
pub(super) struct Filter {
    bits: Vec<AtomicU64>,
    digests: AtomicBool,
}

impl Filter {
    /// For a release of so many cells: sixteen bits for each of four pieces, 256 MiB at most.
    pub(super) fn new(cells: u64) -> Self {
        let bits = (cells.saturating_mul(64)).next_power_of_two().clamp(1 << 20, 1 << 31);
        let words = usize::try_from(bits / 64).unwrap_or(1 << 14);
        Self { bits: (0..words).map(|_| AtomicU64::new(0)).collect(), digests: AtomicBool::new(false) }
    }

    fn places(&self, hash: u64) -> [(usize, u64); 3] {
        let size = self.bits.len() as u64 * 64;
        [hash, spread(hash), join(0, hash)]
            .map(|hash| hash % size)
            .map(|bit| (usize::try_from(bit / 64).unwrap_or(0), 1 << (bit % 64)))
    }

    /// Marks every piece of a text.
    pub(super) fn mark(&self, text: &str) {
        each_piece(text, &mut |piece, text, _| {
            if piece == Piece::Digest {
                self.digests.store(true, Ordering::Relaxed);
            }
            for (word, bit) in self.places(piece.hash(text)) {
                // Most pieces of a release stand in it more than once.
                if self.bits[word].load(Ordering::Relaxed) & bit == 0 {
                    self.bits[word].fetch_or(bit, Ordering::Relaxed);
                }
            }
        });
    }

    /// Whether a whole text may have been marked.
    pub(super) fn may_have_whole(&self, text: &str) -> bool {
        self.may_have(Piece::Whole, text)
    }

    fn may_have(&self, piece: Piece, text: &str) -> bool {
        self.places(piece.hash(text)).iter().all(|&(word, bit)| self.bits[word].load(Ordering::Relaxed) & bit != 0)
    }
}

/// A value of a source that the release may have.
#[derive(Clone, Debug)]
struct Candidate {
    semantic: SemanticType,
    /// Whether it is the value as it stands in the source.
    as_is: bool,
    /// Cells of the sources that have it.
    cells: u64,
}

/// Values of the sources that the release may have.
#[derive(Debug, Default)]
pub(super) struct Candidates {
    /// By the way in which they may stand there.
    known: [HashMap<String, Candidate>; Piece::COUNT],
    /// Numbers of up to six digits: each is also a count or a sum, so a column has to hold many of them.
    short: HashMap<String, SemanticType>,
    /// Parts of values that columns of the release have.
    pub(super) hits: Hits,
    /// Values that were asked for.
    pub(super) asked: u64,
    /// Whether there were more candidates than are kept.
    pub(super) cut: bool,
    /// Whether a source has no header: nothing says which of its numbers are somebody's.
    pub(super) headless: bool,
}

impl Candidates {
    pub(super) fn is_empty(&self) -> bool {
        self.short.is_empty() && self.known.iter().all(HashMap::is_empty)
    }

    fn len(&self) -> usize {
        self.known.iter().map(HashMap::len).sum()
    }

    fn merge(&mut self, other: Self) {
        self.asked += other.asked;
        self.hits.merge(other.hits);
        self.short.extend(other.short);
        for (piece, found) in other.known.into_iter().enumerate() {
            for (text, candidate) in found {
                let full = self.len() >= MOST;
                if let Some(known) = self.known[piece].get_mut(&text) {
                    known.cells += candidate.cells;
                    known.as_is |= candidate.as_is;
                } else if full {
                    self.cut = true;
                } else {
                    self.known[piece].insert(text, candidate);
                }
            }
        }
    }

    /// Asks for a piece, and for it written backwards.
    fn ask(&mut self, filter: &Filter, piece: Piece, text: &str, semantic: SemanticType, as_is: bool) {
        self.ask_one(filter, piece, text, semantic, as_is);
        if piece != Piece::Digest && text.len() > SHORTEST_REVERSED {
            self.ask_one(filter, piece, &backwards(text), semantic, false);
        }
    }

    fn ask_one(&mut self, filter: &Filter, piece: Piece, text: &str, semantic: SemanticType, as_is: bool) {
        if text.is_empty() || !filter.may_have(piece, text) {
            return;
        }
        let candidate = self.known[piece as usize].entry(text.to_owned());
        let candidate = candidate.or_insert(Candidate { semantic, as_is, cells: 0 });
        candidate.cells += 1;
        candidate.as_is |= as_is;
    }

    /// Asks for a value in all its spellings.
    fn ask_value(&mut self, release: Asked<'_>, value: &str, semantic: SemanticType) {
        let filter = release.filter;
        let lower = value.trim().to_lowercase();
        if lower.chars().count() < SHORTEST_NAME || is_null_like(&lower) {
            return;
        }
        // An address that somebody wrote into the field of a name is one all the same; its host is nobody's name.
        if semantic.is_name() && lower.contains('@') && is_email(value) {
            return self.ask_value(release, value, SemanticType::Email);
        }
        self.asked += 1;
        let plain = unguard(&lower);
        if is_short(plain) {
            release.columns.ask(plain, semantic, &mut self.hits);
            if filter.digests.load(Ordering::Relaxed) || release.columns.has_heads() {
                self.ask_digests(release, &[plain.to_owned()], semantic);
            }
            self.short.insert(plain.to_owned(), semantic);
            return;
        }
        self.ask(filter, Piece::Whole, &lower, semantic, true);
        if semantic.is_name() {
            return self.ask_name(filter, &lower, semantic);
        }
        let mut canonical = String::new();
        let fits = form_of(semantic).write(value, &mut canonical) == Canonical::Written;
        let canonical = if fits { canonical.to_lowercase() } else { lower.clone() };
        release.columns.ask(&canonical, semantic, &mut self.hits);
        if canonical != lower {
            self.ask(filter, Piece::Whole, &canonical, semantic, false);
        }
        if canonical.contains('@') {
            self.ask(filter, Piece::Mail, &canonical, semantic, false);
        }
        let digits: String = canonical.chars().filter(char::is_ascii_digit).collect();
        // Digits of two addresses are alike where the dots are not.
        let number = semantic != SemanticType::Ip && digits.len() >= 7 && digits.len() + 4 >= canonical.chars().count();
        let tail = digits.get(digits.len().saturating_sub(10)..).unwrap_or_default();
        if number {
            let asked = if semantic == SemanticType::Phone { tail } else { digits.as_str() };
            self.ask(filter, Piece::Digits, asked, semantic, false);
            if semantic == SemanticType::Phone {
                self.ask_one(filter, Piece::Digits, &backwards(&format!("7{tail}")), semantic, false);
            }
        }
        if filter.digests.load(Ordering::Relaxed) || release.columns.has_heads() {
            let mut spellings = vec![value.trim().to_owned(), lower, canonical];
            if number {
                spellings.extend([
                    digits.clone(),
                    tail.to_owned(),
                    format!("7{tail}"),
                    format!("8{tail}"),
                    format!("+7{tail}"),
                ]);
            }
            spellings.sort_unstable();
            spellings.dedup();
            self.ask_digests(release, &spellings, semantic);
        }
    }

    fn ask_digests(&mut self, release: Asked<'_>, spellings: &[String], semantic: SemanticType) {
        for spelling in spellings {
            for algorithm in Algorithm::ALL {
                algorithm.of(spelling.as_bytes(), &mut |digest| {
                    self.ask(release.filter, Piece::Digest, &head(digest), semantic, false);
                    release.columns.ask_digest(digest, semantic, &mut self.hits);
                });
            }
        }
    }

    fn ask_name(&mut self, filter: &Filter, lower: &str, semantic: SemanticType) {
        // `com` and `mail` of an address beside a name would be found in every address of a page.
        let named = lower.split_whitespace().filter(|part| !part.contains("://"));
        let named = named.map(|part| part.split_once('@').map_or(part, |(before, _)| before));
        for word in named.flat_map(|part| part.split(|c: char| !is_letter(c) && c != '-')) {
            each_spelling(word, &mut |word| {
                self.ask(filter, Piece::Word, word, semantic, true);
                let letters = latin(word);
                if letters != word && letters.len() > SHORTEST_NAME {
                    self.ask(filter, Piece::Word, &letters, semantic, false);
                }
            });
        }
    }
}

fn is_email(value: &str) -> bool {
    form_of(SemanticType::Email).write(value, &mut String::new()) == Canonical::Written
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

/// Reads the sources and asks for everything in them that identifies somebody.
///
/// # Errors
/// A source that cannot be opened or read.
pub(super) fn candidates(
    sources: &[String],
    release: Asked<'_>,
    threads: usize,
    interrupt: &Interrupt,
) -> Result<Candidates> {
    let mut all = Candidates::default();
    for source in sources {
        for path in files_of(source)? {
            let named = [path.display().to_string()];
            let options = ScanOptions {
                inputs: &named,
                sample: Some(SAMPLE),
                format: None,
                encoding: None,
                delimiter: None,
                threads,
                read_buffer: 1 << 20,
                today: None,
            };
            let report = scan(&options, interrupt, &())?;
            all.headless |= report.datasets[0].header_is_row;
            let types: Vec<Option<SemanticType>> = report.datasets[0]
                .columns
                .iter()
                .map(|column| SemanticType::parse(column.semantic).filter(|semantic| is_asked(*semantic, column)))
                .collect();
            // Read as the scan reads it: below a title the header's names say what the columns are.
            let input = open_found(&path, &options)?;
            let engine = Engine { threads, read_buffer: 1 << 20, interrupt, progress: &() };
            let work = |_: usize, unit| {
                let mut found = Candidates::default();
                input.each_batch(unit, |seen, rows, _| {
                    match seen {
                        Seen::Cells(columns) => {
                            for (cells, semantic) in columns.iter().zip(&types) {
                                (0..rows)
                                    .filter_map(|row| cells.get(row))
                                    .for_each(|text| ask_cell(&mut found, release, text, *semantic));
                            }
                        }
                        Seen::Arrays(arrays) => {
                            for (array, semantic) in arrays.iter().zip(&types) {
                                if let Some(texts) = crate::scan::texts(array) {
                                    texts
                                        .iter()
                                        .flatten()
                                        .for_each(|text| ask_cell(&mut found, release, text, *semantic));
                                }
                            }
                        }
                    }
                    Ok(true)
                })?;
                Ok(found)
            };
            engine.run_units(
                &[&input],
                |input| input.units_of(1 << 20, 4 << 20),
                work,
                |_, found| {
                    all.merge(found);
                    Ok(())
                },
            )?;
        }
    }
    Ok(all)
}

/// Whether every value of a column is asked for. Of names and numbers of accounts only where the header says so, or the values prove it: among
/// courses and towns there are words that are names too, and any count looks like a number of somebody.
fn is_asked(semantic: SemanticType, column: &ColumnFound) -> bool {
    let loose = semantic.is_name() || semantic == SemanticType::UserId;
    let named = !loose || column.said_by.is_some() || column.confidence == "sure";
    is_asked_type(semantic) && named
}

/// Whether a type is one whose every value is asked for.
fn is_asked_type(semantic: SemanticType) -> bool {
    semantic.role() == Role::DirectIdentifier || matches!(semantic, SemanticType::CookieId | SemanticType::Ip)
}

/// A cell: as a whole where its column identifies people, else for what is found in it.
fn ask_cell(found: &mut Candidates, release: Asked<'_>, text: &str, semantic: Option<SemanticType>) {
    if let Some(semantic) = semantic {
        return found.ask_value(release, text, semantic);
    }
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits < 9 && !text.contains('@') {
        return;
    }
    for hit in find_all(text, KindSet::ALL) {
        let semantic =
            hit.kind.semantic().filter(|semantic| is_asked_type(*semantic) && hit.evidence == Evidence::Strong);
        if let (Some(semantic), Some(value)) = (semantic, text.get(hit.start..hit.end)) {
            found.ask_value(release, value, semantic);
        }
    }
}

/// A short number that was written as a float: `48213.0`, `48213.00`.
fn without_zeros(text: &str) -> &str {
    let bare = text.trim_end_matches('0').strip_suffix(['.', ',']);
    bare.filter(|bare| is_short(bare)).unwrap_or(text)
}

/// Whether a text is a number that is a count or a sum as well as somebody's.
pub(super) fn is_short(text: &str) -> bool {
    (1..7).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a column of the release, or its text beside the columns, has of the candidates.
#[derive(Debug, Default)]
pub(super) struct Confirmed {
    /// Cells, and the first row.
    found: HashMap<(Code, SemanticType), (u64, u64)>,
    words: HashMap<String, WordCells>,
    short: HashMap<String, (u64, u64)>,
}

/// Cells with a word that is also somebody's name.
#[derive(Clone, Copy, Debug)]
struct WordCells {
    cells: u64,
    first: u64,
    semantic: SemanticType,
    source_cells: u64,
}

/// Short numbers of people that a column has from which they are more than chance: so many, and one in so many of the source's.
const MANY: usize = 20;
const SHARE: usize = 10;

impl Confirmed {
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty() && self.words.is_empty() && self.short.is_empty()
    }

    /// Cells in which anything was found.
    pub(super) fn cells(&self) -> u64 {
        self.found.values().map(|(cells, _)| *cells).max().unwrap_or(0)
    }

    /// Looks at a text in so many cells, the first of which is in `row`; 0 is no row.
    /// In prose a word is a word: two names beside each other are somebody's.
    pub(super) fn look(&mut self, candidates: &Candidates, text: &str, cells: u64, row: u64, prose: bool) {
        let whole = text.trim().to_lowercase();
        let short = without_zeros(&whole);
        if candidates.short.contains_key(short) {
            add(self.short.entry(short.to_owned()).or_insert((0, row)), cells, row);
            return;
        }
        let mut told: Vec<(Code, SemanticType)> = Vec::new();
        let mut words: Vec<(String, Candidate)> = Vec::new();
        each_piece(text, &mut |piece, part, depth| {
            let Some(candidate) = candidates.known[piece as usize].get(part) else { return };
            // What is somebody's name too is a word like others.
            let word = candidate.semantic.is_name() && is_word(part);
            match code_of(piece, part, depth, &whole, candidate).filter(|_| !word) {
                Some(code) => told.push((code, candidate.semantic)),
                None if words.iter().all(|(word, _)| word != part) => words.push((part.to_owned(), candidate.clone())),
                None => {}
            }
        });
        if prose && !words.is_empty() {
            let is_name = |word: &str| {
                let mut found = false;
                each_spelling(&word.to_lowercase(), &mut |word| found |= words.iter().any(|(known, _)| known == word));
                found
            };
            let all: Vec<&str> =
                text.split(|c: char| !is_letter(c) && c != '-').filter(|word| !word.is_empty()).collect();
            if !all.windows(2).any(|pair| pair[0] != pair[1] && pair.iter().all(|word| is_name(word))) {
                words.clear();
            }
        }
        // One cell is told of once for each type, in its plainest way.
        told.sort_unstable_by_key(|(code, semantic)| (semantic.name(), *code));
        told.dedup_by_key(|(_, semantic)| *semantic);
        for key in told {
            add(self.found.entry(key).or_insert((0, row)), cells, row);
        }
        for (word, candidate) in words {
            let (semantic, source_cells) = (candidate.semantic, candidate.cells);
            let entry = self.words.entry(word).or_insert(WordCells { cells: 0, first: row, semantic, source_cells });
            (entry.cells, entry.first) = (entry.cells + cells, entry.first.min(row));
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (key, (cells, first)) in other.found {
            add(self.found.entry(key).or_insert((0, first)), cells, first);
        }
        for (key, (cells, first)) in other.short {
            add(self.short.entry(key).or_insert((0, first)), cells, first);
        }
        for (key, word) in other.words {
            let entry = self.words.entry(key).or_insert(WordCells { cells: 0, ..word });
            (entry.cells, entry.first) = (entry.cells + word.cells, entry.first.min(word.first));
        }
    }

    /// Notes everything at a column, or at a file as a whole.
    pub(super) fn note(self, file: &str, column: Option<&str>, candidates: &Candidates, notes: &Notes) {
        let at = |code: Code, (cells, first): (u64, u64)| {
            let note = Note::new(code, file).sure(Sure::Certain).count(cells);
            let note = column.map_or(note.clone(), |name| note.column(name));
            if first > 0 { note.row(first) } else { note }
        };
        for ((code, semantic), place) in self.found {
            notes.put(at(code, place).kind(semantic.name()));
        }
        for (word, found) in self.words {
            // A name that many more rows have than people bear it is a word of the column.
            let common = is_word(&word) || found.cells > 3 * found.source_cells;
            let note = |code| at(code, (found.cells, found.first)).kind(found.semantic.name());
            // The word is there for certain; that it is anybody's name is not.
            notes.put(if common { note(Code::Word).sure(Sure::Possible) } else { note(Code::LeakName) });
        }
        if self.short.len() >= MANY && self.short.len() * SHARE >= candidates.short.len() {
            let kinds: BTreeSet<&str> = self.short.keys().map(|text| candidates.short[text].name()).collect();
            let place = self.short.values().fold((0, u64::MAX), |sum, next| (sum.0 + next.0, sum.1.min(next.1)));
            notes.put(at(Code::Leak, place).kind(&kinds.into_iter().collect::<Vec<_>>().join(", ")));
        }
    }
}

fn add(place: &mut (u64, u64), cells: u64, row: u64) {
    *place = (place.0 + cells, place.1.min(row));
}

/// In which way a piece of a text gives a candidate away; `None` for a name that is a word among others.
fn code_of(piece: Piece, part: &str, depth: u32, whole: &str, candidate: &Candidate) -> Option<Code> {
    let is_whole = part == whole;
    Some(match piece {
        Piece::Digest => Code::LeakDigest,
        _ if depth > 0 => Code::LeakEncoded,
        Piece::Word if !is_whole => return None,
        _ if candidate.semantic.is_name() => Code::LeakName,
        Piece::Whole if candidate.as_is => Code::Leak,
        Piece::Whole => Code::LeakSpelling,
        _ if is_whole => Code::LeakSpelling,
        // A number in other spelling, alone in its cell.
        Piece::Digits if !whole.chars().any(char::is_alphabetic) => Code::LeakSpelling,
        _ => Code::LeakInside,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(release: &[&str], values: &[(&str, SemanticType)]) -> Vec<(Code, u64)> {
        let filter = Filter::new(10);
        release.iter().for_each(|text| filter.mark(text));
        let mut candidates = Candidates::default();
        let columns = Columns::default();
        let asked = Asked { filter: &filter, columns: &columns };
        values.iter().for_each(|(value, semantic)| candidates.ask_value(asked, value, *semantic));
        let mut confirmed = Confirmed::default();
        release.iter().zip(1..).for_each(|(text, row)| confirmed.look(&candidates, text, 1, row, false));
        let notes = Notes::default();
        confirmed.note("f", Some("c"), &candidates, &notes);
        notes.finish().into_iter().map(|f| (f.code, f.count)).collect()
    }

    /// Whoever writes an address into the field of a name names no host: `com` and `mail` are in every address of a page.
    #[test]
    fn technical_words_are_nobodys_name() {
        use SemanticType as T;
        let pages = ["https://mail.ru/", "https://www.google.com/", "Chrome", "https://t.me/"];
        for name in
            ["asel@mail.ru", "Асель asel@gmail.com", "https://www.google.com/asel", "asel@mail.ru, a@google.com"]
        {
            assert_eq!(found(&pages, &[(name, T::GivenName)]), [], "{name}");
        }
        // The address is looked for as one, and the name beside it as a name.
        assert_eq!(found(&["asel@mail.ru"], &[(" Asel@Mail.ru", T::GivenName)]), [(Code::Leak, 1)]);
        assert_eq!(found(&["asel"], &[("Asel asel@gmail.com", T::GivenName)]), [(Code::LeakName, 1)]);
    }

    #[test]
    fn a_common_word_is_a_name_possibly() {
        let (filter, columns, notes) = (Filter::new(10), Columns::default(), Notes::default());
        filter.mark("курс «Вера в себя»");
        let mut candidates = Candidates::default();
        candidates.ask_value(Asked { filter: &filter, columns: &columns }, "Вера", SemanticType::GivenName);
        let mut confirmed = Confirmed::default();
        confirmed.look(&candidates, "курс «Вера в себя»", 1, 1, false);
        confirmed.note("f", Some("c"), &candidates, &notes);
        let found = notes.finish();
        assert_eq!((found.len(), found[0].code, found[0].sure), (1, Code::Word, Sure::Possible));
    }

    #[test]
    fn values_are_found_in_every_dress() {
        use SemanticType as T;
        assert_eq!(found(&["anna@example.kz"], &[("Anna@Example.KZ", T::Email)]), [(Code::Leak, 1)]);
        assert_eq!(found(&["7 771 000 99 98"], &[("+77710009998", T::Phone)]), [(Code::LeakSpelling, 1)]);
        assert_eq!(found(&["звонить 87710009998"], &[("+77710009998", T::Phone)]), [(Code::LeakInside, 1)]);
        assert_eq!(found(&["просил Жаксыбергенов"], &[("Жақсыбергенов", T::Surname)]), [(Code::LeakName, 1)]);
        assert_eq!(found(&["zhaksybergenov"], &[("Жақсыбергенов", T::Surname)]), [(Code::LeakName, 1)]);
        assert_eq!(found(&["YW5uYUBleGFtcGxlLmt6"], &[("anna@example.kz", T::Email)]), [(Code::LeakEncoded, 1)]);
        // md5 of 850315100016.
        let digest: String = {
            let mut text = String::new();
            Algorithm::Md5.of(b"850315100016", &mut |d| text = d.iter().map(|b| format!("{b:02x}")).collect());
            text
        };
        assert_eq!(found(&[&digest], &[("850315100016", T::Iin)]), [(Code::LeakDigest, 1)]);
        assert_eq!(found(&["zk.elpmaxe@anna"], &[("anna@example.kz", T::Email)]), [(Code::LeakSpelling, 1)]);
        assert_eq!(found(&["от ворибвкерж"], &[("Жреквбиров", T::Surname)]), [(Code::LeakName, 1)]);
        assert_eq!(found(&["8999 000 177 7+"], &[("+77710009998", T::Phone)]), [(Code::LeakSpelling, 1)]);
        assert_eq!(found(&["курс «Вера в себя»"], &[("Вера", T::GivenName)]), [(Code::Word, 1)]);
        assert_eq!(
            found(&["Абай", "г. Алматы"], &[("Абай", T::GivenName), ("Алматы", T::Surname)]),
            [(Code::Word, 1), (Code::Word, 1)]
        );
        // Five numbers of people are anybody's; forty are theirs.
        let ids: Vec<String> = (4_300..4_340).map(|id| id.to_string()).collect();
        let values: Vec<(&str, SemanticType)> = ids.iter().map(|id| (id.as_str(), T::UserId)).collect();
        let cells: Vec<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(found(&cells[..5], &values), []);
        assert_eq!(found(&cells, &values), [(Code::Leak, 40)]);
        assert_eq!(found(&["em_ruuywbavnevgakp4t3w34rvttu", "Python"], &[("anna@example.kz", T::Email)]), []);
    }
}
