//! Words whose letters are of two scripts, in one: what looks like one letter is one (domain requirements, 4.5).

use super::fold::Layer;
use unicode_normalization::UnicodeNormalization as _;

use crate::canon::name::{one_script, to_cyrillic};
use crate::canon::text::{is_letter, latin_like};

/// The text with every mixed word in one script; `None` where no word is mixed.
///
/// A piece without spaces in which nothing but letters that look Latin stands beside ASCII, digits or signs of addresses among it, is Latin:
/// hosts, codes, tokens. Of other words the letters decide that exist in one script only; where none does, the word is Cyrillic.
pub(super) fn one_script_each(text: &str) -> Option<Layer> {
    let mut layer = Layer::default();
    let (mut at, mut kept) = (0, 0);
    let mut changed = false;
    while at < text.len() {
        let len = text[at..].find(parts).unwrap_or(text.len() - at);
        let piece = &text[at..at + len];
        if is_mixed(piece) {
            layer.push(&text[kept..at], kept, at - kept);
            unmix(piece, at, &mut layer);
            kept = at + len;
            changed = true;
        }
        at += len + text[at + len..].chars().next().map_or(0, char::len_utf8);
    }
    changed.then(|| {
        layer.push(&text[kept..], kept, text.len() - kept);
        layer
    })
}

/// Whether a character ends a piece.
fn parts(c: char) -> bool {
    c.is_whitespace() || "\"'«»“”„()[]{},;|".contains(c)
}

/// Whether ASCII letters or digits and characters beyond ASCII stand in one piece.
fn is_mixed(piece: &str) -> bool {
    !piece.is_ascii() && piece.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

/// Appends a piece in one script, or each of its words in one.
fn unmix(piece: &str, from: usize, layer: &mut Layer) {
    let code = piece.contains(|c: char| c.is_ascii_digit() || matches!(c, '@' | '/' | '_' | ':' | '<'));
    if code && push_latin(piece, from, layer) {
        return;
    }
    let mut at = 0;
    while at < piece.len() {
        let letters = piece[at..].find(|c: char| !is_letter(c)).unwrap_or(piece.len() - at);
        let others = piece[at + letters..].find(char::is_alphabetic).unwrap_or(piece.len() - at - letters);
        let word = &piece[at..at + letters];
        if !is_mixed(word) || !push_word(word, from + at, layer) {
            layer.push(word, from + at, letters);
        }
        at += letters;
        layer.push(&piece[at..at + others], from + at, others);
        at += others;
    }
}

/// Appends a piece in Latin letters; `false`, with nothing appended, where not every letter looks like one.
fn push_latin(piece: &str, from: usize, layer: &mut Layer) -> bool {
    let fits = piece.chars().all(|c| c.is_ascii() || latin(c).is_some());
    for (at, c) in piece.char_indices().filter(|_| fits) {
        layer.push(latin(c).unwrap_or(c).encode_utf8(&mut [0; 4]), from + at, c.len_utf8());
    }
    fits
}

/// The Latin letter that a letter looks like, or is but for its accents.
fn latin(c: char) -> Option<char> {
    latin_like(c).or_else(|| std::iter::once(c).nfd().next().filter(char::is_ascii_alphabetic))
}

/// Appends the word in one script, its capitals kept; `false`, with nothing appended, where case changes the number of letters.
fn push_word(word: &str, from: usize, layer: &mut Layer) -> bool {
    if word.chars().any(|c| !c.is_ascii() && !matches!(c, '\u{400}'..='\u{52f}')) {
        return push_latin(word, from, layer);
    }
    let lower = word.to_lowercase();
    let cyrillic = || lower.chars().map(|c| if c.is_ascii() { to_cyrillic(c) } else { Some(c) }).collect::<Option<_>>();
    let folded: Vec<char> = cyrillic().unwrap_or_else(|| one_script(&lower).chars().collect());
    if folded.len() != word.chars().count() {
        return false;
    }
    for ((at, c), &plain) in word.char_indices().zip(&folded) {
        let seen = if plain.is_ascii() { None } else { cyrillic_capital(c) };
        let capital = c.is_uppercase().then(|| plain.to_uppercase().next()).flatten();
        layer.push(seen.or(capital).unwrap_or(plain).encode_utf8(&mut [0; 4]), from + at, c.len_utf8());
    }
    true
}

/// The Cyrillic capital that a Latin one looks like; not always that of the small letters: `H` is `Н`, `h` is `һ`.
fn cyrillic_capital(c: char) -> Option<char> {
    const PAIRS: [(char, char); 14] = [
        ('A', 'А'),
        ('B', 'В'),
        ('C', 'С'),
        ('E', 'Е'),
        ('H', 'Н'),
        ('I', 'І'),
        ('K', 'К'),
        ('M', 'М'),
        ('O', 'О'),
        ('P', 'Р'),
        ('T', 'Т'),
        ('X', 'Х'),
        ('Y', 'У'),
        ('S', 'Ѕ'),
    ];
    PAIRS.iter().find(|(latin, _)| *latin == c).map(|(_, cyrillic)| *cyrillic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixed_words_are_of_one_script() {
        for (raw, wanted) in [
            ("yл. Aбая, 5", "ул. Абая, 5"),
            ("t.me/аnnа_m", "t.me/anna_m"),
            ("т.ме/аnnа", "t.me/anna"),
            ("id f81d4fае-7dес", "id f81d4fae-7dec"),
            ("ИHH 5", "ИНН 5"),
            ("тeл. 8", "тел. 8"),
            ("Мыcалoва Анна", "Мысалова Анна"),
            ("серікtesі", "серіктесі"),
            ("дом 28В", "дом 28B"),
            ("мкp. Opбитa", "мкр. Орбита"),
            ("Hұpлaн Axмeтoв", "Нұрлан Ахметов"),
            ("ḰZ86125", "KZ86125"),
            ("Ινan Íván", "Ivan Ivan"),
            ("Р<UТО<<АNNА", "P<UTO<<ANNA"),
        ] {
            let layer = one_script_each(raw).expect("mixed");
            assert_eq!(layer.text, wanted);
        }
        for raw in ["", "Анна", "anna", "Python и Анна", "«Python»", "№ 5"] {
            assert!(one_script_each(raw).is_none(), "{raw}");
        }
        let raw = "на т.ме/аnnа, да";
        let layer = one_script_each(raw).expect("mixed");
        let start = layer.text.find("t.me/anna").expect("there");
        assert_eq!(&raw[layer.source(start)..layer.source_end(start + 9)], "т.ме/аnnа");
    }
}
