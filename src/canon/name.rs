//! Names of people, for matching: `name/l1/1` and looser levels (domain requirements, 4.5).
//!
//! Spelling of names drifts between exports: Kazakh letters are typed on Russian keyboards, documents are transliterated, scripts are mixed
//! within a word. Level 1 undoes what changes no letter; levels 2 and 3 and the skeleton find candidates, to be confirmed by something else.
//! A name is never the key of a token: there are too few of them, and too many spellings.

use unicode_normalization::UnicodeNormalization as _;

use super::text::{Glyph, is_letter, is_mark, push_small, trim, unguard};
use super::{Canonical, Form, null, word};

/// Names, level 1: NFC, lower case, `е` for `ё`, one script a word, one space between words, points as spaces.
///
/// Null rule: 5.9's spellings. Unfit: texts that cannot be a name.
pub const FORM: Form = Form {
    id: "name/l1/1",
    what: "lower case, `е` for `ё`, look-alikes in the script of their word; for matching only",
    write,
    is_doubtful: |_| false,
};

/// Declares a form of a looser level.
macro_rules! looser {
    ($(#[$doc:meta])* $name:ident, $id:literal, $what:literal, $level:expr) => {
        $(#[$doc])*
        pub const $name: Form = Form {
            id: $id,
            what: $what,
            write: |raw, out| {
                let mut name = String::new();
                let outcome = write(raw, &mut name);
                out.push_str(&$level(&name));
                outcome
            },
            is_doubtful: |_| false,
        };
    };
}

looser!(
    /// Level 2, for finding candidates.
    LEVEL_2_FORM, "name/l2/1", "as `name/l1/1`, Kazakh letters as a Russian keyboard writes them; for matching only", level_2
);
looser!(
    /// Level 3, for finding candidates.
    LEVEL_3_FORM, "name/l3/1", "as `name/l2/1`, with sounds merged that spellings exchange; for matching only", level_3
);
looser!(
    /// The skeleton, for finding candidates in two scripts.
    SKELETON_FORM, "name/skeleton/1", "first sounds and consonants in Latin letters, one for all transliterations; for matching only", skeleton
);

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    if !word::is_person_name(text) {
        return Canonical::Unfit;
    }
    let start = out.len();
    fold(text, out);
    if out.len() == start { Canonical::Unfit } else { Canonical::Written }
}

/// Appends the words of a text at level 1, one space between two.
fn fold(text: &str, out: &mut String) {
    let start = out.len();
    let mut token = String::new();
    let flush = |token: &mut String, out: &mut String| {
        let bare = token.trim_matches('-');
        if !bare.is_empty() {
            if out.len() > start {
                out.push(' ');
            }
            out.push_str(&one_script(bare));
        }
        token.clear();
    };
    for c in trim(text).nfc() {
        match Glyph::of(c) {
            Glyph::Invisible => {}
            Glyph::Dash => token.push('-'),
            Glyph::Digit(c) => token.push(c),
            Glyph::Other('-') => token.push('-'),
            // A question mark is what a code page without Kazakh letters left of one.
            Glyph::Other('?') => token.push('?'),
            Glyph::Other(c) if is_letter(c) => push_small(c, &mut token),
            Glyph::Other(c) if matches!(c, '\'' | '’' | '`') || is_mark(c) => {}
            Glyph::Other(_) | Glyph::Space => flush(&mut token, out),
        }
    }
    flush(&mut token, out);
}

/// Latin letters and the Cyrillic ones that look like them, in lower case.
const VISUAL: &[(char, char)] = &[
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('i', 'і'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('h', 'һ'),
    ('j', 'ј'),
    ('ə', 'ә'),
    ('ɵ', 'ө'),
];

/// Capitals that look alike although their small letters do not; written in lower case here.
const VISUAL_CAPITALS: &[(char, char)] = &[('b', 'в'), ('h', 'н'), ('k', 'к'), ('m', 'м'), ('t', 'т')];

/// Letters that sound alike: only inside a word whose scripts are mixed already.
const PHONETIC: &[(char, char)] = &[
    ('t', 'т'),
    ('s', 'с'),
    ('m', 'м'),
    ('n', 'н'),
    ('r', 'р'),
    ('v', 'в'),
    ('d', 'д'),
    ('l', 'л'),
    ('b', 'б'),
    ('g', 'г'),
    ('z', 'з'),
    ('k', 'к'),
];

fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, '\u{c0}'..='\u{24f}' | 'ə' | 'ɵ')
}

fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// A word in lower case whose letters are all of one script, where that is possible.
///
/// Letters that have no counterpart in the other script decide; where there are none, the script with more letters, and Cyrillic of two equal
/// ones.
#[must_use]
pub fn one_script(word: &str) -> String {
    let (mut latin, mut cyrillic) = (0, 0);
    let (mut only_latin, mut only_cyrillic) = (0, 0);
    for c in word.chars() {
        if is_latin(c) {
            latin += 1;
            only_latin += usize::from(to_cyrillic(c).is_none());
        } else if is_cyrillic(c) {
            cyrillic += 1;
            only_cyrillic += usize::from(to_latin(c).is_none());
        }
    }
    if latin == 0 || cyrillic == 0 {
        return word.to_owned();
    }
    let cyrillic_wins = (only_cyrillic, cyrillic) >= (only_latin, latin);
    let change = if cyrillic_wins { to_cyrillic } else { to_latin };
    word.chars().map(|c| change(c).unwrap_or(c)).collect()
}

/// The Cyrillic letter that a small Latin one looks or sounds like.
pub(crate) fn to_cyrillic(c: char) -> Option<char> {
    VISUAL.iter().chain(PHONETIC).find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

fn to_latin(c: char) -> Option<char> {
    VISUAL.iter().chain(VISUAL_CAPITALS).find(|(_, cyrillic)| *cyrillic == c).map(|(latin, _)| *latin)
}

/// Level 2: Kazakh letters as a Russian keyboard writes them, whole or damaged by a code page. Takes level 1.
#[must_use]
pub fn level_2(name: &str) -> String {
    name.chars().map(russian_letter).collect()
}

/// The Russian letter for a Kazakh one, and for what KZ-1048 read as windows-1251 shows in its place (domain requirements, 5.1).
fn russian_letter(c: char) -> char {
    match c {
        'ә' | 'ј' => 'а',
        'ғ' | 'є' => 'г',
        'қ' | 'ќ' => 'к',
        'ң' | 'ѕ' => 'н',
        'ө' | 'ґ' => 'о',
        'ұ' | 'ү' | 'ў' | 'ї' => 'у',
        'һ' | 'ћ' => 'х',
        'і' => 'и',
        other => other,
    }
}

/// Level 3: sounds that spellings exchange (`ы` and `и`, `э` and `е`, `х` and `к`, `дж` and `ж`), double letters once, no `й` at the end.
/// Takes level 1.
#[must_use]
pub fn level_3(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let loosened = level_2(name).replace("дж", "ж");
    for word in loosened.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut last = None;
        for c in word.strip_suffix('й').unwrap_or(word).chars() {
            let c = match c {
                'ы' => 'и',
                'э' => 'е',
                'х' => 'к',
                'ь' | 'ъ' => continue,
                other => other,
            };
            if last != Some(c) {
                out.push(c);
            }
            last = Some(c);
        }
    }
    out
}

/// Combinations of Latin letters for one Cyrillic letter, longest first, and the sign of the skeleton.
const DIGRAPHS: &[(&str, &str)] = &[
    ("shch", "S"),
    ("sch", "S"),
    ("sh", "S"),
    ("ch", "C"),
    ("zh", "J"),
    ("dj", "J"),
    ("dzh", "J"),
    ("kh", "H"),
    ("gh", "g"),
    ("ts", "T"),
    ("ng", "n"),
    ("yu", "u"),
    ("iu", "u"),
    ("ya", "a"),
    ("ia", "a"),
    ("yo", "e"),
    ("io", "e"),
    ("ye", "e"),
    ("ie", "e"),
];

/// A small letter in Latin: Russian as in passports, Kazakh as its letters' nearest Russian ones; nothing for signs that have no sound.
pub(crate) fn romanised(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'ә' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'і' => "i",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ұ' | 'ү' => "u",
        'ф' => "f",
        'х' | 'һ' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "sch",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        'ъ' | 'ь' | '\u{300}'..='\u{36f}' => "",
        _ => return None,
    })
}

/// What remains of a name in either script: the first sound of each word and the consonants after it, with everything that transliterations
/// exchange merged. `Мысалбаева`, `Mysalbayeva` and `MYSSALBAEVA` have one skeleton.
///
/// Takes level 1. Source: domain requirements, 4.5; the state's Latin alphabet of 2021 included.
#[must_use]
pub fn skeleton(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for word in name.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut last = None;
        for (nth, sound) in latin_sounds(word).chars().enumerate() {
            let vowel = matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u');
            if (vowel && nth > 0) || last == Some(sound) {
                last = Some(sound);
                continue;
            }
            out.push(sound);
            last = Some(sound);
        }
    }
    out
}

/// What remains of a word in either script when its vowels stay and repeated letters count once: `Evgeny` and `Евгений` sound alike.
///
/// Takes level 1. Of short names [`skeleton`] leaves what other words have too.
pub(crate) fn sounds(word: &str) -> String {
    let mut out = latin_sounds(word);
    let mut last = None;
    out.retain(|sound| last.replace(sound) != Some(sound));
    out
}

/// A word as sounds, one ASCII letter each.
fn latin_sounds(word: &str) -> String {
    let mut ascii = String::with_capacity(word.len());
    for c in word.chars() {
        ascii.push_str(match c {
            'а' | 'ә' | 'ä' | 'á' => "a",
            'б' => "b",
            'в' | 'w' => "v",
            'г' | 'ғ' | 'ğ' | 'ǵ' => "g",
            'д' => "d",
            'е' | 'э' => "e",
            'ж' => "zh",
            'з' => "z",
            'и' | 'й' | 'ы' | 'і' | 'ı' | 'y' => "i",
            'к' | 'қ' | 'q' => "k",
            'л' => "l",
            'м' => "m",
            'н' | 'ң' | 'ñ' | 'ń' => "n",
            'о' | 'ө' | 'ö' | 'ó' => "o",
            'п' => "p",
            'р' => "r",
            'с' => "s",
            'т' => "t",
            'у' | 'ұ' | 'ү' | 'ū' | 'ü' | 'ú' => "u",
            'ф' => "f",
            'х' | 'һ' | 'x' => "h",
            'ц' | 'c' => "ts",
            'ч' => "ch",
            'ш' | 'щ' | 'ş' => "sh",
            'ю' => "iu",
            'я' => "ia",
            _ if c.is_ascii_lowercase() => {
                ascii.push(c);
                continue;
            }
            _ => "",
        });
    }
    // `c` became `ts`, so `ch` arrives as `tsh`.
    let ascii = ascii.replace("tsh", "ch");
    let mut sounds = String::with_capacity(ascii.len());
    let mut rest = ascii.as_str();
    while let Some(first) = rest.chars().next() {
        if let Some((letters, sound)) = DIGRAPHS.iter().find(|(letters, _)| rest.starts_with(letters)) {
            sounds.push_str(sound);
            rest = &rest[letters.len()..];
            continue;
        }
        sounds.push(match first {
            'z' | 'j' => 'J',
            'h' => 'H',
            other => other,
        });
        rest = &rest[first.len_utf8()..];
    }
    sounds
}

/// Whether two names at level 1 may be one person's: equal at level 3, of one skeleton, or equal but for letters that a code page turned into
/// `?`. The order of the words does not matter.
#[must_use]
pub fn may_be_same(a: &str, b: &str) -> bool {
    let sorted = |name: String| {
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    if a.contains('?') || b.contains('?') {
        let (a, b): (Vec<&str>, Vec<&str>) = (a.split(' ').collect(), b.split(' ').collect());
        return a.len() == b.len() && a.iter().zip(&b).all(|(a, b)| same_but_for_marks(a, b));
    }
    sorted(level_3(a)) == sorted(level_3(b)) || sorted(skeleton(a)) == sorted(skeleton(b))
}

/// Whether two words have one length and differ in question marks only.
fn same_but_for_marks(a: &str, b: &str) -> bool {
    a.chars().count() == b.chars().count() && a.chars().zip(b.chars()).all(|(a, b)| a == b || a == '?' || b == '?')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn level_1() {
        for (raw, wanted) in [
            ("  Мысалова   Анна ", "мысалова анна"),
            ("Королёв Пётр", "королев петр"),
            ("КОРОЛЕВ\u{a0}ПЕТР", "королев петр"),
            ("Мысалбаев Н.С.", "мысалбаев н с"),
            ("Сынақ-қызы", "сынақ-қызы"),
            ("Сынақ \u{2010} қызы", "сынақ қызы"),
            ("и\u{306}", "й"),
            ("Aннa", "анна"),
            ("Иванoв", "иванов"),
            ("Нұр\u{200b}лан", "нұрлан"),
            ("?асым?лы ?сел", "?асым?лы ?сел"),
            ("NURLAN Mysalbayev", "nurlan mysalbayev"),
            ("О’Нил", "онил"),
            ("İrina", "i\u{307}rina"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert_eq!(outcome(&FORM, "a@b.kz"), Err(Canonical::Unfit));
        assert_eq!(outcome(&FORM, "не указано"), Err(Canonical::Null));
    }

    /// Words of the policy itself, in which two scripts are mixed.
    #[test]
    fn mixed_scripts_of_the_policy() {
        assert_eq!(one_script("серікtesі"), "серіктесі");
        assert_eq!(one_script("серікtестеріне"), "серіктестеріне");
        assert_eq!(one_script("асырmas"), "асырмас");
    }

    #[test]
    fn kazakh_letters_on_other_keyboards() {
        assert_eq!(level_2("қасымұлы әсел"), level_2("касымулы асел"));
        assert_eq!(level_2("ќасымўлы јсел"), "касымулы асел", "KZ-1048 read as windows-1251");
        assert_eq!(level_3("джумабай"), level_3("жумаба"));
        assert_eq!(level_3("геннадий"), level_3("генади"));
    }

    #[test]
    fn transliterations_have_one_skeleton() {
        for spellings in [
            &["мысалбаева", "mysalbayeva", "myssalbaeva", "misalbaeva"][..],
            &["жұмабай", "zhumabay", "jumabai", "джумабай", "zhumabai"],
            &["қайрат", "kairat", "qairat", "kayrat"],
            &["щербаков", "shcherbakov", "scherbakov"],
            &["хасан", "khasan", "hasan", "xasan"],
            &["юлия", "yuliya", "iuliia"],
            &["әсел", "assel", "äsel", "asel"],
            &["шыңғыс", "shyngys"],
            &["цой", "tsoy", "tsoi"],
        ] {
            let first = skeleton(spellings[0]);
            for spelling in spellings {
                assert_eq!(skeleton(spelling), first, "{spelling}");
            }
        }
        assert_ne!(skeleton("иванов"), skeleton("петров"));
    }

    #[test]
    fn names_that_may_be_one() {
        for (a, b) in [
            ("нұрлан мысалбаев", "mysalbayev nurlan"),
            ("?асым?лы ?сел", "қасымұлы әсел"),
            ("геннадий цой", "генади цой"),
        ] {
            assert!(may_be_same(a, b), "{a} {b}");
        }
        assert!(!may_be_same("анна иванова", "анна петрова"));
        assert!(!may_be_same("?сел", "асель"));
    }
}
