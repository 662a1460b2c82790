//! Numbers and addresses as people dictate them and as they hide them from programs: digits in words among digits (`восемь семьсот один 234 56 78`),
//! letters that look like digits (`87O10000000`), hosts in Cyrillic words (`aigul_t на мейл ру`), letters with spaces between them.
//!
//! What is put together must be a number that is in use, or an address of a provider that everybody knows: then it is strong. A row of numerals of
//! which nobody can tell what number it is is weak.

use super::phone::is_distinctive;
use super::provider::is_host;
use super::spelled::is_signed;
use super::words::WordList;
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::{digit_like, is_letter, letters_end, next_letter};
use aho_corasick::{AhoCorasick, AhoCorasickKind};
use std::sync::LazyLock;

/// Telephone numbers and addresses that are dictated or spread.
pub struct Dictated;

impl Recognizer for Dictated {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Phone, Kind::Email]
    }

    fn name(&self) -> &'static str {
        "dictated"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        spoken(text, found);
        let features = Features::of(text.as_bytes());
        let mut tell = |kind, (start, end)| found.push(Span { start, end, kind, evidence: Evidence::Strong });
        if features.masks {
            numbers_in_words(text, &mut |span| tell(Kind::Phone, span));
            hosts_in_words(text, &mut |span| tell(Kind::Email, span));
        }
        if features.total_digits >= LEAST_DIGITS {
            letters_for_digits(text, &mut |span| tell(Kind::Phone, span));
        }
        if features.at {
            memchr::memchr_iter(b'@', text.as_bytes())
                .filter_map(|at| spread(text, at))
                .for_each(|span| tell(Kind::Email, span));
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.letters && (features.masks || features.at || features.total_digits >= LEAST_DIGITS)
    }

    fn may_hint_in(&self, features: &Features) -> bool {
        features.letters
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "восемь семьсот семьдесят один 000 99 98",
            "сегіз жеті жүз жетпіс бір 000 99 98",
            "877l000999б",
            "anna_m на мейл ру",
            "a n n a m @ m a i l . r u",
        ]
    }
}

/// What a numeral says.
#[derive(Clone, Copy)]
enum Numeral {
    /// 0 to 9.
    Unit(u32),
    /// 10 to 19.
    Teen(u32),
    /// 20, 30 and so on.
    Tens(u32),
    /// 100, 200 and so on.
    Hundreds(u32),
    /// `жүз`: a hundred times the unit before it.
    Hundred,
    /// `плюс`, which no digit is.
    Plus,
}

/// Words for numbers that lie evenly apart: what each is, the first, and the step.
type Numerals = (&'static [&'static str], fn(u32) -> Numeral, u32, u32);

static NUMERALS: LazyLock<WordList<Numeral>> = LazyLock::new(|| {
    use Numeral::{Hundred, Hundreds, Plus, Teen, Tens, Unit};
    let lists: [Numerals; 7] = [
        (&["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"], Unit, 0, 1),
        (&["нөл", "бір", "екі", "үш", "төрт", "бес", "алты", "жеті", "сегіз", "тоғыз"], Unit, 0, 1),
        (&["нуль"], Unit, 0, 1),
        (
            &[
                "десять",
                "одиннадцать",
                "двенадцать",
                "тринадцать",
                "четырнадцать",
                "пятнадцать",
                "шестнадцать",
                "семнадцать",
                "восемнадцать",
                "девятнадцать",
            ],
            Teen,
            10,
            1,
        ),
        (
            &["двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят", "восемьдесят", "девяносто"],
            Tens,
            20,
            10,
        ),
        (&["он", "жиырма", "отыз", "қырық", "елу", "алпыс", "жетпіс", "сексен", "тоқсан"], Tens, 10, 10),
        (
            &["сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот", "восемьсот", "девятьсот"],
            Hundreds,
            100,
            100,
        ),
    ];
    let of = |(words, make, first, step): Numerals| {
        (first..)
            .step_by(step.max(1) as usize)
            .zip(words)
            .map(move |(value, word)| (*word, make(value)))
            .collect::<Vec<_>>()
    };
    WordList::new(lists.into_iter().flat_map(of).chain([("жүз", Hundred), ("плюс", Plus)]))
});

/// Every number of this plan has a seven or an eight near its beginning: texts without the word for one are passed over.
static SEVENS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    machine(&["семь", "Семь", "СЕМЬ", "осем", "ОСЕМ", "емьсот", "жеті", "Жеті", "ЖЕТІ", "егіз", "ЕГІЗ"])
});

fn machine(words: &[&str]) -> AhoCorasick {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).expect("a list in the sources is short")
}

/// A piece of a number that is dictated.
struct Piece<'t> {
    start: usize,
    end: usize,
    text: &'t str,
    said: Option<Numeral>,
}

/// Pieces of one number at most: eleven digits, and `плюс`.
const PIECES: usize = 16;

fn numbers_in_words(text: &str, tell: &mut dyn FnMut((usize, usize))) {
    if !SEVENS.is_match(text) {
        return;
    }
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some(piece) = piece_at(text, at) else {
            let c = text[at..].chars().next().unwrap_or(' ');
            // Whatever is neither a numeral nor between two ends the number.
            let far = pieces.last().is_some_and(|last| at - last.end >= 3);
            if !matches!(c, ' ' | '-' | '.' | ',' | '(' | ')' | '/' | '–' | '—' | '+') || far {
                found_in(&mut pieces, tell);
            }
            at = if is_letter(c) { letters_end(text, at) } else { at + c.len_utf8() };
            continue;
        };
        at = piece.end;
        pieces.push(piece);
    }
    found_in(&mut pieces, tell);
}

/// The numeral or the digits that begin at a position.
fn piece_at(text: &str, at: usize) -> Option<Piece<'_>> {
    let digits = text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if digits > 0 {
        let end = at + digits;
        return Some(Piece { start: at, end, text: &text[at..end], said: None });
    }
    let end = letters_end(text, at);
    let said = NUMERALS.get(&text[at..end])?;
    Some(Piece { start: at, end, text: &text[at..end], said: Some(said) })
}

/// Tells of the numbers in a row of pieces, and forgets them.
fn found_in(pieces: &mut Vec<Piece<'_>>, tell: &mut dyn FnMut((usize, usize))) {
    let mut from = 0;
    while from < pieces.len() {
        let row = &pieces[from..pieces.len().min(from + PIECES)];
        match number_of(row) {
            Some(count) => {
                tell((row[0].start, row[count - 1].end));
                from += count;
            }
            None => from += 1,
        }
    }
    pieces.clear();
}

/// How many pieces of a row, from the first on, make a telephone number; two words at least are among them.
fn number_of(row: &[Piece<'_>]) -> Option<usize> {
    let mut digits = String::new();
    // A number of hundreds, tens and units that is still being said, and what its last word was worth.
    let (mut open, mut level): (Option<u32>, u32) = (None, 1_000);
    let mut words = 0;
    let mut best = None;
    for (nth, piece) in row.iter().enumerate() {
        let mut close = |open: &mut Option<u32>| {
            if let Some(value) = open.take() {
                digits.push_str(&value.to_string());
            }
        };
        words += usize::from(piece.said.is_some());
        match piece.said {
            None => {
                close(&mut open);
                digits.push_str(piece.text);
            }
            Some(Numeral::Plus) => close(&mut open),
            Some(Numeral::Unit(0)) => {
                close(&mut open);
                digits.push('0');
            }
            // `жеті жүз`: the unit that was just said is hundreds.
            Some(Numeral::Hundred) => {
                let unit = open.filter(|value| level == 1 && *value < 10);
                if unit.is_none() {
                    close(&mut open);
                }
                open = Some(100 * unit.unwrap_or(1));
                level = 100;
            }
            Some(Numeral::Unit(value) | Numeral::Teen(value) | Numeral::Tens(value) | Numeral::Hundreds(value)) => {
                let worth = match value {
                    100.. => 100,
                    20.. => 10,
                    10.. if matches!(piece.said, Some(Numeral::Tens(_))) => 10,
                    _ => 1,
                };
                // Units follow tens and hundreds, tens follow hundreds; a teen is both.
                if open.is_none() || worth >= level || (matches!(piece.said, Some(Numeral::Teen(_))) && level == 10) {
                    close(&mut open);
                }
                open = Some(open.unwrap_or(0) + value);
                level = worth;
            }
        }
        if open.is_none() {
            level = 1_000;
        }
        let whole = format!("{digits}{}", open.map(|value| value.to_string()).unwrap_or_default());
        if whole.len() > 11 {
            break;
        }
        if words >= 2 && is_phone(&whole) {
            best = Some(nth + 1);
        }
    }
    best
}

/// Numerals in a row that may be a telephone number; fewer are a price or a count.
const SPOKEN: usize = 5;

/// A telephone number in words: weak always, since nobody can tell which number it is.
///
/// Of five words in a row the last is looked at first: where it is no numeral, none of the others begins a number.
fn spoken(text: &str, found: &mut Vec<Span>) {
    let is_numeral = |(start, end): (usize, usize)| NUMERALS.get(&text[start..end]).is_some();
    let next = |at: usize| next_letter(text, at).map(|start| (start, letters_end(text, start)));
    let (mut row, mut len, mut at) = ([(0, 0); SPOKEN], 0, 0);
    while let Some(word) = next(at) {
        at = word.1;
        row[len] = word;
        len += 1;
        if len < SPOKEN {
            continue;
        }
        if let Some(other) = (0..SPOKEN).rev().find(|&nth| !is_numeral(row[nth])) {
            row.copy_within(other + 1.., 0);
            len = SPOKEN - 1 - other;
            continue;
        }
        while let Some(word) = next(at).filter(|&word| is_numeral(word)) {
            at = word.1;
        }
        found.push(Span { start: row[0].0, end: at, kind: Kind::Phone, evidence: Evidence::Weak });
        len = 0;
    }
}

/// Ten digits that begin with a code in use, alone or behind 7 or 8.
fn is_phone(digits: &str) -> bool {
    let national = match digits.len() {
        11 if digits.starts_with(['7', '8']) => &digits[1..],
        10 => digits,
        _ => return false,
    };
    (digits.len() == 11 || national.starts_with('7')) && is_distinctive(national.as_bytes())
}

/// Digits of a number in which letters stand for the others.
const LEAST_DIGITS: usize = 7;
/// Letters among them.
const MOST_LETTERS: usize = 4;

/// Ten digits or more in one piece, some of them letters that look like them.
fn letters_for_digits(text: &str, tell: &mut dyn FnMut((usize, usize))) {
    let mut at = 0;
    // A bar parts two numbers.
    let is_digit = |c: char| c != '|' && digit_like(c).is_some();
    while let Some(first) = text[at..].find(is_digit) {
        let start = at + first;
        let len = text[start..].find(|c: char| !is_digit(c)).unwrap_or(text.len() - start);
        at = start + len;
        // A number of eleven signs has 22 bytes at most.
        let token = &text[start..at];
        let alone = !text[..start].ends_with(is_word) && !text[at..].starts_with(is_word);
        if !alone || !(10..=22).contains(&len) {
            continue;
        }
        let letters = token.chars().filter(|c| !c.is_ascii_digit()).count();
        let digits: String = token.chars().filter_map(digit_like).collect();
        if (1..=MOST_LETTERS).contains(&letters) && is_phone(&digits) {
            tell((start, at));
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Names of providers in Cyrillic letters.
static PROVIDERS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    machine(&[
        "мейл",
        "мэйл",
        "маил",
        "майл",
        "Мейл",
        "Мэйл",
        "Маил",
        "Майл",
        "яндекс",
        "Яндекс",
        "рамблер",
        "Рамблер",
        "инбокс",
        "Инбокс",
    ])
});

/// Addresses whose host is two Cyrillic words: `aigul_t на мейл ру`, `aigul.t гмейл ком`. The name before it must be no word.
fn hosts_in_words(text: &str, tell: &mut dyn FnMut((usize, usize))) {
    for hit in PROVIDERS.find_iter(text) {
        // `гмейл` and `джимейл` begin before what was found in them.
        let start = text[..hit.start()]
            .char_indices()
            .rev()
            .take(3)
            .take_while(|(_, c)| is_letter(*c))
            .last()
            .map_or(hit.start(), |(at, _)| at);
        let end = letters_end(text, start);
        let behind = text[end..].trim_start_matches([' ', '.', ',', '-']);
        let gap = text.len() - end - behind.len();
        let ending = &behind[..letters_end(behind, 0)];
        if !(1..=3).contains(&gap) || !is_host(&text[start..end], ending) {
            continue;
        }
        let before = text[..start].trim_end_matches(' ');
        let sign = ["на", "эт", "ат", "собака", "собачка"]
            .iter()
            .find_map(|word| before.strip_suffix(word)?.strip_suffix(' '));
        let before = sign.unwrap_or(before).trim_end_matches(' ');
        let name = before
            .rfind(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '_' | '-'))
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let local = &before[name..];
        if local.len() <= 64 && is_signed(local) {
            tell((name, text.len() - behind.len() + ending.len()));
        }
    }
}

/// An address with a space between all its letters; `at` is its sign.
fn spread(text: &str, at: usize) -> Option<(usize, usize)> {
    const LONGEST: usize = 64;
    let bytes = text.as_bytes();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-');
    let (mut start, mut end) = (at, at + 1);
    while start >= 2
        && at - start < 2 * LONGEST
        && bytes[start - 1] == b' '
        && fits(bytes[start - 2])
        && !text[..start - 2].ends_with(is_word)
    {
        start -= 2;
    }
    while end - at < 2 * LONGEST
        && bytes.get(end) == Some(&b' ')
        && bytes.get(end + 1).is_some_and(|byte| fits(*byte))
        && !text[end + 2..].starts_with(is_word)
    {
        end += 2;
    }
    let host: String = text[at + 1..end].chars().filter(|c| *c != ' ').collect();
    let (name, ending) = host.trim_end_matches('.').rsplit_once('.')?;
    ((at - start) / 2 >= 2 && name.len() >= 2 && super::provider::is_ending(ending)).then_some((start, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Dictated.find(text, &mut found);
        found.iter().filter(|span| span.evidence == Evidence::Strong).map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn numbers_that_are_dictated() {
        for (text, wanted) in [
            ("восемь семьсот один 234 56 78", "восемь семьсот один 234 56 78"),
            ("Звоните: восемь-семь-ноль-один-234-56-78!", "восемь-семь-ноль-один-234-56-78"),
            ("восемь 701 два три четыре 56 78", "восемь 701 два три четыре 56 78"),
            ("сегіз жеті жүз бір 234 56 78", "сегіз жеті жүз бір 234 56 78"),
            (
                "плюс семь семьсот семьдесят один двести тридцать четыре 56 78",
                "плюс семь семьсот семьдесят один двести тридцать четыре 56 78",
            ),
            (
                "звоните восемь семьсот один два три четыре пять шесть семь восемь",
                "восемь семьсот один два три четыре пять шесть семь восемь",
            ),
            (
                "Восемь семьсот сорок семь двенадцать тридцать 4 56",
                "Восемь семьсот сорок семь двенадцать тридцать 4 56",
            ),
        ] {
            assert_eq!(found(text), [wanted], "{text}");
        }
    }

    #[test]
    fn letters_that_look_like_digits() {
        for text in ["87O12345678", "877l000999б", "7701234567О", "87О12З4567S".replace('S', "8").as_str()] {
            assert_eq!(found(text), [text], "{text}");
        }
        for text in ["BO8O12345678", "1OOOOOOOOOO", "87712345678", "OOOOOOOOOO1", "x87O12345678", "86O12345678"] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn hosts_in_cyrillic_words_and_letters_apart() {
        for (text, wanted) in [
            ("aigul.t на мейл ру", "aigul.t на мейл ру"),
            ("почта aigul_t гмейл ком", "aigul_t гмейл ком"),
            ("пишите anna.mysalova эт яндекс точка.", ""),
            ("a i g u l @ m a i l . r u", "a i g u l @ m a i l . r u"),
            ("почта: a n n a @ e x a m p l e . k z, жду", "a n n a @ e x a m p l e . k z"),
        ] {
            let wanted: Vec<&str> = Some(wanted).filter(|wanted| !wanted.is_empty()).into_iter().collect();
            assert_eq!(
                found(text).into_iter().filter(|hit| hit.contains(['@', ' '])).collect::<Vec<_>>(),
                wanted,
                "{text}"
            );
        }
    }

    #[test]
    fn words_of_courses_are_none() {
        for text in [
            "семь восемь девять десять",
            "восемь уроков по семьсот тенге, 12 занятий",
            "Семьсот один рецепт",
            "один два три четыре пять шесть семь восемь девять ноль",
            "пишите на мейл ру",
            "Python на яндекс ру",
            "курс_1 про Яндекс Директ",
            "жеті күн сегіз сабақ",
            "семь раз отмерь 1 раз отрежь 20240301",
            "@ r u",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
