//! Names of people in Russian, Kazakh and English text (domain requirements, 4.1–4.4).
//!
//! No list holds every name, so shapes of words and what stands beside them speak together: patronymics are nearly certain, surnames have their
//! endings, given names are known or not, initials and words such as `с уважением` point at their neighbour.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::name::{level_2, one_script, skeleton};
use crate::canon::text::plain_e;

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
        let known = |set: &HashSet<String>| bases(folded, |base| set.contains(base));
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
    let lower: String = word.chars().flat_map(char::to_lowercase).map(plain_e).collect();
    level_2(&one_script(&lower))
}

struct Given {
    sure: HashSet<String>,
    words: HashSet<String>,
    /// Sounds of the sure ones, for Latin spellings.
    skeletons: HashSet<String>,
}

static GIVEN: LazyLock<Given> = LazyLock::new(|| {
    let text = include_str!("data/given_names.txt");
    let (sure, words) = text.split_once("[words]").unwrap_or((text, ""));
    let set = |text: &str| {
        text.lines()
            .filter(|line| !line.starts_with(['#', '[']))
            .flat_map(str::split_whitespace)
            .map(fold)
            .collect::<HashSet<String>>()
    };
    let words = set(words);
    let sure: HashSet<String> = set(sure).difference(&words).cloned().collect();
    let skeletons = sure.iter().map(|name| skeleton(name)).filter(|sounds| sounds.len() >= 3).collect();
    Given { sure, words, skeletons }
});

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
        let mut window = Window::default();
        let mut last_end = 0;
        for token in tokens(text) {
            let joint = joint(&text[last_end..token.start], &token, window.tokens.last());
            if joint == Joint::End {
                window.finish(found);
            }
            last_end = token.end;
            window.push(&token, text, joint == Joint::Pause);
        }
        window.finish(found);
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
        let start = at + text[at..].find(char::is_alphabetic)?;
        let mut end = start;
        for (offset, c) in text[start..].char_indices() {
            let joins = matches!(c, '-' | '\'' | '’' | '?')
                && text[start + offset + c.len_utf8()..].starts_with(char::is_alphabetic);
            if !c.is_alphabetic() && !joins {
                break;
            }
            end = start + offset + c.len_utf8();
        }
        at = end;
        let word = &text[start..end];
        let capital = word.chars().next().is_some_and(char::is_uppercase);
        let initial = capital && word.chars().count() <= 2 && text[end..].starts_with('.');
        Some(Token { start, end, text: word, capital, initial })
    })
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
    /// The word itself, folded, for cues.
    folded: String,
}

impl Part {
    /// Whether the word announces names, and so is none.
    fn announces(&self) -> bool {
        BEFORE.iter().any(|cue| cue.last() == Some(&self.folded.as_str()))
    }
}

/// Words that stand beside each other, with nothing but spaces or a pause between them.
#[derive(Default)]
struct Window {
    tokens: Vec<Part>,
}

/// Words of one run at most: a run of prose is judged piece by piece, each word twice.
const LONGEST_WINDOW: usize = 64;

impl Window {
    fn push(&mut self, token: &Token<'_>, text: &str, pause: bool) {
        let folded = fold(token.text);
        let word = if PLACES.contains(&folded.as_str()) { Word::default() } else { Word::of_folded(&folded) };
        // A point behind an initial belongs to it.
        let end = token.end + usize::from(token.initial && text[token.end..].starts_with('.'));
        let part =
            Part { start: token.start, end, word, capital: token.capital, initial: token.initial, pause, folded };
        self.tokens.push(part);
    }

    /// Judges the run and empties it.
    fn finish(&mut self, found: &mut Vec<Span>) {
        for chunk in self.tokens.chunks(LONGEST_WINDOW) {
            judge(chunk, found);
        }
        self.tokens.clear();
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
        && !PLACES.contains(&first.folded.as_str())
        && cued(parts, nth)
        && (first.word.given
            || first.word.ambiguous
            || first.word.surname
            || first.word.patronymic
            || first.folded.len() > 3)
    {
        let more = rest.get(1).is_some_and(|next| next.capital && !next.initial && !next.pause);
        return hit(1 + usize::from(more), Evidence::Strong);
    }
    let addressed = rest.get(1).is_some_and(|next| !next.pause && AFTER.contains(&next.folded.as_str()));
    if addressed && (first.capital || first.word.given) && first.folded.chars().count() > 2 {
        return hit(1, Evidence::Strong);
    }
    let alone = first.word.patronymic || (first.word.given && first.capital);
    if alone { hit(1, Evidence::Weak) } else { None }
}

/// Whether two or three words are a name by themselves.
fn is_name(words: &[Part]) -> bool {
    if words.iter().any(Part::announces) {
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
    BEFORE.iter().any(|cue| {
        nth.checked_sub(cue.len())
            .is_some_and(|from| parts[from..nth].iter().zip(*cue).all(|(part, word)| part.folded == *word))
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
