//! Names of people in Russian, Kazakh and English text (domain requirements, 4.1–4.4).
//!
//! No list holds every name, so shapes of words and what stands beside them speak together: patronymics are nearly certain, surnames have their
//! endings, given names are known or not, initials and words such as `с уважением` point at their neighbour.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;
use std::sync::LazyLock;

use ahash::AHasher;

use super::named_after::is_named_after;
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::name::{level_2, one_script, skeleton};
use crate::canon::text::{letter_at, letters_end, next_letter, push_lower};
use crate::hash::hash;

/// Names of people.
///
/// Strong: a word behind a cue (`меня зовут Анна`); a patronymic beside another capitalised word or a known given name; a known given name
/// beside a word with a surname's ending; a surname's ending beside initials. Weak: a patronymic or a known given name alone. In text without capitals
/// two of the three must meet. Linear in the text: every word is looked at once, with its two neighbours.
pub struct Names;

/// What a word may be in a name.
#[derive(Clone, Copy, Debug, Default)]
pub struct Word {
    /// A given name of the list, in any case of Russian and Kazakh.
    pub given: bool,
    /// A given name that is a word too, or one in Latin letters that sounds like a name of the list: it counts beside other signs only.
    pub ambiguous: bool,
    /// Has the ending of a surname.
    pub surname: bool,
    /// Has the ending of a patronymic.
    pub patronymic: bool,
}

impl Word {
    /// What this word may be; ё, Kazakh letters, mixed scripts and case do not matter.
    #[must_use]
    pub fn of(word: &str) -> Self {
        let folded = fold(word);
        Self::of_folded(&folded)
    }

    fn of_folded(folded: &str) -> Self {
        let letters = folded.chars().count();
        // The longest name on record here has fewer letters; a longer row is no word.
        if !(2..=30).contains(&letters) {
            return Self::default();
        }
        let names = &*GIVEN;
        let known = |set: &Set| names.may_know(folded) && bases(folded, |base| set.contains(base));
        let latin = || folded.is_ascii() && letters >= 4 && names.skeletons.contains(&skeleton(folded));
        let patronymic = letters >= 5 && is_patronymic(folded);
        Self {
            given: known(&names.sure),
            ambiguous: known(&names.words) || latin(),
            surname: letters >= 4 && !patronymic && has_surname_ending(folded),
            patronymic,
        }
    }
}

/// A word in lower case, in one script, with Russian letters for Kazakh ones.
fn fold(word: &str) -> String {
    let mut lower = String::with_capacity(word.len());
    push_lower(word, &mut lower);
    level_2(&one_script(&lower))
}

type Set = HashSet<String, BuildHasherDefault<AHasher>>;

struct Given {
    sure: Set,
    words: Set,
    /// The first three letters of all of them: endings stand behind at least three.
    beginnings: Set,
    /// Sounds of the sure ones, for Latin spellings.
    skeletons: Set,
}

impl Given {
    /// Whether a folded word begins as one of the names does, so that its endings are worth a look.
    fn may_know(&self, folded: &str) -> bool {
        beginning(folded).is_none_or(|beginning| self.beginnings.contains(beginning))
    }
}

/// The first three letters of a longer word.
fn beginning(word: &str) -> Option<&str> {
    word.char_indices().nth(3).map(|(at, _)| &word[..at])
}

static GIVEN: LazyLock<Given> = LazyLock::new(|| {
    let text = include_str!("data/given_names.txt");
    let (sure, words) = text.split_once("[words]").unwrap_or((text, ""));
    let set = |text: &str| {
        text.lines()
            .filter(|line| !line.starts_with(['#', '[']))
            .flat_map(str::split_whitespace)
            .map(fold)
            .collect::<Set>()
    };
    let words = set(words);
    let sure: Set = set(sure).difference(&words).cloned().collect();
    // A name of three letters is its own beginning.
    let begin = |name: &String| beginning(name).unwrap_or(name).to_owned();
    let beginnings = sure.iter().chain(&words).map(begin).collect();
    let skeletons = sure.iter().map(|name| skeleton(name)).filter(|sounds| sounds.len() >= 3).collect();
    Given { sure, words, beginnings, skeletons }
});

/// The given names of the list that are no other words, folded.
pub(super) fn given_names() -> impl Iterator<Item = &'static str> {
    GIVEN.sure.iter().map(String::as_str)
}

/// Endings of Russian cases, longest first, each with what the nominative has in its place (domain requirements, 4.4).
const RUSSIAN_CASES: &[(&str, &[&str])] = &[
    ("ом", &[""]),
    ("ем", &["", "й", "ь"]),
    ("ой", &["а"]),
    ("ей", &["а", "я"]),
    ("ию", &["ия"]),
    ("ии", &["ия", "ий"]),
    ("ью", &["ь"]),
    ("а", &[""]),
    ("у", &["", "а"]),
    ("е", &["", "а", "я"]),
    ("ы", &["а"]),
    ("и", &["а", "я", "ь", "й"]),
    ("я", &["й", "ь"]),
    ("ю", &["й", "я", "ь"]),
];

/// Kazakh endings of case, possession, plural and person, folded, longest first.
const KAZAKH_ENDINGS: &[&str] = &[
    "нын", "нин", "дын", "дин", "тын", "тин", "дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен", "нда",
    "мын", "мин", "сын", "сиз", "лар", "лер", "дар", "дер", "тар", "тер", "га", "ге", "ка", "ке", "ны", "ни", "ды",
    "ди", "ты", "ти", "да", "де", "та", "те", "на",
];

/// Whether the word, or the word without an ending, is known.
fn bases(word: &str, known: impl Fn(&str) -> bool) -> bool {
    if known(word) {
        return true;
    }
    for (ending, nominatives) in RUSSIAN_CASES {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if stem.chars().count() >= 3 && nominatives.iter().any(|nominative| known(&format!("{stem}{nominative}"))) {
            return true;
        }
    }
    let strip = |word: &str| {
        KAZAKH_ENDINGS
            .iter()
            .find_map(|ending| word.strip_suffix(ending))
            .filter(|stem| stem.chars().count() >= 3)
            .map(str::to_owned)
    };
    let Some(once) = strip(word) else { return false };
    known(&once) || strip(&once).is_some_and(|twice| known(&twice))
}

/// Endings of patronymics, folded, in the nominative; and common nouns that have one of them.
const PATRONYMICS: &[&str] = &[
    "ович",
    "евич",
    "овна",
    "евна",
    "инична",
    "ична",
    "улы",
    "оглы",
    "углы",
    "кызы",
    "кизи",
    "гызы",
    "ovich",
    "evich",
    "ovna",
    "evna",
    "uly",
    "uli",
    "ugli",
    "kyzy",
    "qyzy",
    "kizi",
];
const NO_PATRONYMICS: &[&str] =
    &["караулы", "аулы", "загулы", "акулы", "скулы", "углы", "прогулы", "кулы", "улы", "разгулы", "отгулы"];

fn is_patronymic(word: &str) -> bool {
    if NO_PATRONYMICS.contains(&word) {
        return false;
    }
    let nominative = |word: &str| PATRONYMICS.iter().any(|ending| word.ends_with(ending));
    let russian_case = ["а", "у", "ем", "е"]
        .iter()
        .any(|end| word.strip_suffix(end).is_some_and(|stem| stem.ends_with("ович") || stem.ends_with("евич")))
        || ["ы", "е", "у", "ой"]
            .iter()
            .any(|end| word.strip_suffix(end).is_some_and(|stem| stem.ends_with("овн") || stem.ends_with("евн")));
    let kazakh_case = ["нын", "на", "н", "нда", "нан", "мен"].iter().any(|end| {
        word.strip_suffix(end).is_some_and(|stem| stem.len() > 10 && (stem.ends_with("улы") || stem.ends_with("кызы")))
    });
    nominative(word) || russian_case || kazakh_case
}

/// Endings of surnames, folded, in every case of Russian.
const SURNAMES: &[&str] = &[
    "ов",
    "ев",
    "ин",
    "ын",
    "ова",
    "ева",
    "ина",
    "ына",
    "ский",
    "цкий",
    "ская",
    "цкая",
    "енко",
    "чук",
    "юк",
    "дзе",
    "швили",
    "ян",
    "баев",
    "беков",
    "ову",
    "еву",
    "ину",
    "овым",
    "евым",
    "иным",
    "ове",
    "еве",
    "овой",
    "евой",
    "иной",
    "ского",
    "скому",
    "ским",
    "ской",
    "скую",
    "ских",
    "бай",
    "бек",
    "хан",
    "гали",
    "баева",
    "бекова",
    "ov",
    "ev",
    "yev",
    "ova",
    "eva",
    "yeva",
    "sky",
    "skiy",
    "skaya",
    "enko",
    "bayev",
    "bekov",
];

fn has_surname_ending(word: &str) -> bool {
    SURNAMES.iter().any(|ending| word.len() > ending.len() + 2 && word.ends_with(ending))
}

/// Words and phrases behind which a name stands, folded, as a list of their last words.
const BEFORE: &[&[&str]] = &[
    &["меня", "зовут"],
    &["мое", "имя"],
    &["уважением"],
    &["уважаемый"],
    &["уважаемая"],
    &["уважаемые"],
    &["господин"],
    &["госпожа"],
    &["фио"],
    &["куратор"],
    &["куратора"],
    &["куратору"],
    &["менеджер"],
    &["менеджера"],
    &["менеджеру"],
    &["преподаватель"],
    &["преподавателя"],
    &["учитель"],
    &["наставник"],
    &["тренер"],
    &["дочь"],
    &["сын"],
    &["ребенок"],
    &["ученик"],
    &["ученица"],
    &["менин", "атым"],
    &["атым"],
    &["атыжоним"],
    &["аты", "жоним"],
    &["тегим"],
    &["курметти"],
    &["my", "name", "is"],
    &["dear"],
    &["regards"],
];

/// Towns and countries, folded: capitalised, and nobody's name behind a cue (`Куратор: Алматы`).
const PLACES: &[&str] = &["алматы", "астана", "шымкент", "караганда", "казахстан", "россия", "москва"];

/// Words that stand behind a name, folded: Mr and Mrs in Kazakh, and the ways to address elders.
const AFTER: &[&str] = &["мырза", "ханым", "апай", "агай", "ага", "апа", "тате"];

/// The words of the two lists above by number, from 1, so that a word is compared with them once.
static CUES: LazyLock<HashMap<&'static str, u8, BuildHasherDefault<AHasher>>> = LazyLock::new(|| {
    let mut numbers = HashMap::default();
    for word in BEFORE.iter().flat_map(|cue| cue.iter()).chain(AFTER) {
        let next = u8::try_from(numbers.len() + 1).expect("the lists have fewer than 255 words");
        numbers.entry(*word).or_insert(next);
    }
    numbers
});

/// The cues as numbers of their words, and the numbers of the words behind a name.
static NUMBERED: LazyLock<(Vec<Vec<u8>>, Vec<u8>)> = LazyLock::new(|| {
    let number = |word: &&str| CUES[*word];
    (BEFORE.iter().map(|cue| cue.iter().map(number).collect()).collect(), AFTER.iter().map(number).collect())
});

/// What is known of a word, whatever stands beside it.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    word: Word,
    /// Its number among the cues; 0 for other words.
    cue: u8,
    /// Whether it has three bytes at most: too little for a name behind a cue.
    short: bool,
    /// Letters, up to three.
    letters: u8,
    /// Whether it is a town or a country, and so nobody's name.
    place: bool,
    /// Whether it announces names, and so is none.
    announces: bool,
}

impl Known {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let letters = u8::try_from(folded.chars().take(3).count()).unwrap_or(3);
        let cue = CUES.get(folded.as_str()).copied().unwrap_or(0);
        let place = PLACES.contains(&folded.as_str());
        let word = if place { Word::default() } else { Word::of_folded(&folded) };
        let announces = cue > 0 && BEFORE.iter().any(|cue| cue.last() == Some(&folded.as_str()));
        Self { word, cue, short: folded.len() <= 3, letters, place, announces }
    }

    /// Whether a name can be where this word is: without one such word a row of words holds none.
    fn is_sign(self) -> bool {
        self.word.given || self.word.ambiguous || self.word.patronymic || self.cue > 0
    }
}

/// Longest word that is remembered, in bytes: sixteen Cyrillic letters.
const REMEMBERED: usize = 32;
/// Words that are remembered: prose is made of fewer.
const MEMORY: usize = 32_768;

/// Words that were met lately. People write the same words again and again, and to judge one takes a hundred times as long as to find it here.
struct Memory {
    words: Vec<([u8; REMEMBERED], u8, Known)>,
    /// The row at hand.
    row: Vec<Part>,
}

thread_local! {
    static MEMORY_OF_THREAD: RefCell<Memory> = const { RefCell::new(Memory { words: Vec::new(), row: Vec::new() }) };
}

impl Memory {
    fn know(&mut self, text: &str) -> Known {
        let bytes = text.as_bytes();
        let Some(len) = u8::try_from(bytes.len()).ok().filter(|&len| usize::from(len) <= REMEMBERED) else {
            return Known::of(text);
        };
        if self.words.is_empty() {
            self.words.resize(MEMORY, ([0; REMEMBERED], 0, Known::default()));
        }
        let slot = &mut self.words[slot(bytes)];
        if slot.1 == len && slot.0[..bytes.len()] == *bytes {
            return slot.2;
        }
        let known = Known::of(text);
        slot.0[..bytes.len()].copy_from_slice(bytes);
        (slot.1, slot.2) = (len, known);
        known
    }
}

/// Where a word is remembered. Two words of one place push each other out, and are judged again.
fn slot(bytes: &[u8]) -> usize {
    usize::try_from(hash(bytes) >> 40).unwrap_or(0) % MEMORY
}

/// A word of the text.
struct Token<'a> {
    start: usize,
    end: usize,
    text: &'a str,
    capital: bool,
    initial: bool,
}

impl Recognizer for Names {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Name]
    }

    fn name(&self) -> &'static str {
        "name"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let before = found.len();
        MEMORY_OF_THREAD.with_borrow_mut(|memory| {
            let mut last_end = 0;
            for token in tokens(text) {
                let joint = joint(&text[last_end..token.start], &token, memory.row.last());
                if joint == Joint::End {
                    memory.finish(found);
                }
                last_end = token.end;
                memory.push(&token, text, joint == Joint::Pause);
            }
            memory.finish(found);
        });
        let mut nth = 0;
        found.retain(|span| {
            nth += 1;
            nth <= before || !is_named_after(text, span.start, span.end)
        });
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.letters && features.len >= 4
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "Мысалова Анна Сергеевна",
            "Нұрлан Мысалбаев",
            "Мысалбаев Н.С.",
            "Сынақ Әсел Мысалқызы",
            "меня зовут Айгерим",
            "менің атым Ерасыл",
            "Mysalbayev Nurlan Serikovich",
        ]
    }
}

/// Words of letters, with hyphens and apostrophes inside; a capital and a point are an initial.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = next_letter(text, at)?;
        let mut end = letters_end(text, start);
        while let joint @ 1.. = joint_at(text, end) {
            end = letters_end(text, end + joint);
        }
        at = end;
        let word = &text[start..end];
        let capital = word.chars().next().is_some_and(is_capital);
        let initial = capital && text.as_bytes().get(end) == Some(&b'.') && word.chars().nth(2).is_none();
        Some(Token { start, end, text: word, capital, initial })
    })
}

/// Bytes of a hyphen, an apostrophe or the mark of a lost letter that stands before a letter; 0 where none does.
fn joint_at(text: &str, at: usize) -> usize {
    let len = match text.as_bytes()[at..] {
        [b'-' | b'\'' | b'?', ..] => 1,
        [0xe2, 0x80, 0x99, ..] => 3,
        _ => return 0,
    };
    if letter_at(text, at + len) > 0 { len } else { 0 }
}

fn is_capital(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_uppercase(),
        'А'..='Я' => true,
        'а'..='я' => false,
        _ => c.is_uppercase(),
    }
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// Spaces, or the point of an initial: one name may have both words.
    Space,
    /// A comma, a colon, a dash or a line end: a cue reaches over it, a name does not.
    Pause,
    /// Anything else.
    End,
}

fn joint(between: &str, next: &Token<'_>, before: Option<&Part>) -> Joint {
    if between == " " {
        return Joint::Space;
    }
    let between = between
        .strip_prefix('.')
        .filter(|_| before.is_some_and(|part| part.initial) || next.initial)
        .unwrap_or(between);
    let rest = between.trim_matches([' ', '\u{a0}']);
    match rest {
        "" => Joint::Space,
        "," | ":" | "-" | "–" | "—" | "\n" | "\r\n" | ",\n" | ",\r\n" | ":\n" | ":\r\n" => Joint::Pause,
        _ => Joint::End,
    }
}

/// A word of a name, judged.
struct Part {
    start: usize,
    end: usize,
    word: Word,
    capital: bool,
    initial: bool,
    /// Whether more than spaces stands before it.
    pause: bool,
    known: Known,
}

/// Words of one row at most: prose is judged piece by piece, each word twice.
const LONGEST_ROW: usize = 64;

impl Memory {
    /// Adds a word to the row: words that stand beside each other, with nothing but spaces or a pause between them.
    fn push(&mut self, token: &Token<'_>, text: &str, pause: bool) {
        let known = self.know(token.text);
        // A point behind an initial belongs to it.
        let end = token.end + usize::from(token.initial && text[token.end..].starts_with('.'));
        let Token { start, capital, initial, .. } = *token;
        self.row.push(Part { start, end, word: known.word, capital, initial, pause, known });
    }

    /// Judges the row and empties it.
    fn finish(&mut self, found: &mut Vec<Span>) {
        for chunk in self.row.chunks(LONGEST_ROW) {
            if chunk.iter().any(|part| part.initial || part.known.is_sign()) {
                judge(chunk, found);
            }
        }
        self.row.clear();
    }
}

fn judge(parts: &[Part], found: &mut Vec<Span>) {
    let mut nth = 0;
    while nth < parts.len() {
        match span_at(parts, nth) {
            Some((count, start, end, evidence)) => {
                found.push(Span { start, end, kind: Kind::Name, evidence });
                nth += count;
            }
            None => nth += 1,
        }
    }
}

/// The name that begins with this word: how many words it has, where it stands, how sure it is.
fn span_at(parts: &[Part], nth: usize) -> Option<(usize, usize, usize, Evidence)> {
    let rest = &parts[nth..];
    let hit = |count: usize, evidence| Some((count, rest[0].start, rest[count - 1].end, evidence));
    // Three words, then two: the longest reading covers the most.
    for count in [3, 2] {
        let Some(words) = rest.get(..count) else { continue };
        if !words[1..].iter().any(|part| part.pause) && is_name(words) {
            return hit(count, Evidence::Strong);
        }
    }
    let first = &rest[0];
    if first.capital
        && !first.known.place
        && cued(parts, nth)
        && (first.word.given
            || first.word.ambiguous
            || first.word.surname
            || first.word.patronymic
            || !first.known.short)
    {
        let more = rest.get(1).is_some_and(|next| next.capital && !next.initial && !next.pause);
        return hit(1 + usize::from(more), Evidence::Strong);
    }
    let is_after = |part: &Part| part.known.cue > 0 && NUMBERED.1.contains(&part.known.cue);
    let addressed = rest.get(1).is_some_and(|next| !next.pause && is_after(next));
    if addressed && (first.capital || first.word.given) && first.known.letters > 2 {
        return hit(1, Evidence::Strong);
    }
    let alone = first.word.patronymic || (first.word.given && first.capital);
    if alone { hit(1, Evidence::Weak) } else { None }
}

/// Whether two or three words are a name by themselves.
fn is_name(words: &[Part]) -> bool {
    if words.iter().any(|part| part.known.announces) {
        return false;
    }
    let count = |test: fn(&Part) -> bool| words.iter().filter(|part| test(part)).count();
    let capitals = words.iter().all(|part| part.capital);
    let (given, ambiguous) = (count(|part| part.word.given), count(|part| part.word.ambiguous));
    let (surnames, patronymics, initials) = (
        count(|part| part.word.surname && !part.word.given),
        count(|part| part.word.patronymic),
        count(|part| part.initial),
    );
    // Each word must have a part in it, or the name would eat its neighbours.
    let unknown = words
        .iter()
        .filter(|part| {
            !(part.word.given || part.word.ambiguous || part.word.surname || part.word.patronymic || part.initial)
        })
        .count();
    if initials > 0 {
        // Surname and initials, in either order; a given name's word is a surname without an ending.
        return initials < words.len()
            && capitals
            && words.len() - initials == 1
            && (surnames + given > 0 || initials == 2);
    }
    if patronymics == 1 && unknown == 0 {
        return true;
    }
    if patronymics == 1 && capitals {
        return unknown == 1 && words.len() >= 2;
    }
    if words.len() == 3 {
        return capitals
            && unknown == 0
            && given + ambiguous >= 1
            && surnames >= 1
            && surnames + given + ambiguous == 3;
    }
    unknown == 0 && surnames == 1 && (given == 1 || (ambiguous == 1 && capitals))
}

/// Whether the words before this one announce a name.
fn cued(parts: &[Part], nth: usize) -> bool {
    if nth == 0 || parts[nth - 1].known.cue == 0 {
        return false;
    }
    NUMBERED.0.iter().any(|cue| {
        nth.checked_sub(cue.len())
            .is_some_and(|from| parts[from..nth].iter().zip(cue).all(|(part, number)| part.known.cue == *number))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Names.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    fn strong(text: &str) -> Vec<&str> {
        found(text).into_iter().filter(|hit| hit.1 == Evidence::Strong).map(|hit| hit.0).collect()
    }

    #[test]
    fn names_in_text() {
        for (text, wanted) in [
            ("Здравствуйте, меня зовут Анна, хочу вернуть деньги", "Анна"),
            ("С уважением Мысалова Анна", "Мысалова Анна"),
            ("Мысалова Анна Сергеевна", "Мысалова Анна Сергеевна"),
            ("написал Сергею Мысалову вчера", "Сергею Мысалову"),
            ("Нурлану Мысалбаеву позвоните", "Нурлану Мысалбаеву"),
            ("Мысалбаев Н.С. оплатил", "Мысалбаев Н.С."),
            ("Н. С. Мысалбаев", "Н. С. Мысалбаев"),
            ("Сынақ Әсел Мысалқызы", "Сынақ Әсел Мысалқызы"),
            ("менің атым Ерасыл", "Ерасыл"),
            ("Құрметті Айгерім", "Айгерім"),
            ("Құрметті Нұрлан Серікұлы", "Нұрлан Серікұлы"),
            ("С уважением, Ким Ольга", "Ким Ольга"),
            ("С уважением,\nОльга", "Ольга"),
            ("Куратор: Айгерім, группа 12", "Айгерім"),
            ("ERLAN MURATBEKOV", "ERLAN MURATBEKOV"),
            ("Асель ханым, сәлеметсіз бе", "Асель"),
            ("мысалова анна сергеевна", "мысалова анна сергеевна"),
            ("анна мысалова", "анна мысалова"),
            ("Анна Сергеевна, добрый день", "Анна Сергеевна"),
            ("MYSALBAYEV NURLAN SERIKOVICH", "MYSALBAYEV NURLAN SERIKOVICH"),
            ("Нұрланның Мысалбаев", "Нұрланның Мысалбаев"),
        ] {
            assert_eq!(strong(text), [wanted], "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn ordinary_prose() {
        for text in [
            "Вера в себя и надежда на лучшее",
            "Python Developer, Excel Admin",
            "Новый поток, Мария",
            "Куратор: Алматы",
            "роман с продолжением",
            "магазин городов основ",
            "караулы и аулы",
            "Курс Python-разработчик с нуля",
            "Спасибо за урок, всё понятно",
            "Болат пен темір",
            "Excel, уровень 2",
            "Алматы Астана Шымкент",
            "Добрый день, не приходит чек",
            "Қайырлы күн, сабақ қашан басталады",
            "The lesson was great",
        ] {
            assert_eq!(strong(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn words_of_names() {
        for word in ["Нұрланға", "Асели", "Айгерімнің", "Сергеем", "Марии", "Ерланмен"]
        {
            assert!(Word::of(word).given, "{word}");
        }
        for word in ["Мысалбаевой", "Иванову", "Ковальского", "Шевченко", "Бекхан"]
        {
            assert!(Word::of(word).surname, "{word}");
        }
        for word in ["Сергеевны", "Сынақұлы", "Мысалқызының", "Нурлановичу", "Serikuly"]
        {
            assert!(Word::of(word).patronymic, "{word}");
        }
        assert!(Word::of("Вера").ambiguous && !Word::of("Вера").given);
        assert!(!Word::of("караулы").patronymic);
    }
}
