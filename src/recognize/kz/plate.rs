//! Number plates in text (domain requirements, 3.14).

use crate::canon::plate::{fit, is_issued};
use crate::recognize::cue::{Cue, has_cue};
use crate::recognize::{Evidence, Features, Kind, Recognizer, Span};

/// Number plates of Kazakhstan, both generations, and of Russia; Cyrillic letters count as the Latin ones that they look like.
///
/// Strong: a plate beside a word such as `авто`, `гос. номер`, `көлік`. Weak: the plate alone.
pub struct Plates;

const CUES: &[Cue] = &[
    Cue::Start("авто"),
    Cue::Start("машин"),
    Cue::Stem("госномер"),
    Cue::Stem("гос. номер"),
    Cue::Stem("гос номер"),
    Cue::Stem("г/н"),
    Cue::Start("грнз"),
    Cue::Start("көлік"),
    Cue::Stem("мемлекеттік нөмір"),
    Cue::Word("car"),
    Cue::Start("plate"),
    Cue::Stem("vehicle"),
];

impl Recognizer for Plates {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Plate]
    }

    fn name(&self) -> &'static str {
        "plate"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        // A plate is one to three words; each word is where one may begin.
        let mut words: Vec<(usize, usize)> = Vec::new();
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
            match (c.is_alphanumeric() || c == '_', start) {
                (true, None) => start = Some(at),
                (false, Some(from)) => {
                    words.push((from, at));
                    start = None;
                }
                _ => {}
            }
        }
        let mut nth = 0;
        while nth < words.len() {
            let hit = (1..=3).rev().find_map(|count| plate_of(text, words.get(nth..nth + count)?));
            if let Some(span) = hit {
                found.push(span);
                nth += words[nth..].iter().take_while(|word| word.1 <= span.end).count();
            } else {
                nth += 1;
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.total_digits >= 3 && features.letters && features.len >= 6
    }

    fn examples(&self) -> &'static [&'static str] {
        &["машина 123ABC02", "гос. номер 123 АВС 05", "көлік A123BCD"]
    }
}

/// The plate that these words make, with one sign at most between two of them.
fn plate_of(text: &str, words: &[(usize, usize)]) -> Option<Span> {
    let (start, end) = (words.first()?.0, words.last()?.1);
    let joined = words.windows(2).all(|pair| matches!(&text[pair[0].1..pair[1].0], " " | "-" | "/" | "|"));
    if !joined || end - start > 20 {
        return None;
    }
    let plate = fit(&text[start..end]).filter(|plate| is_issued(plate.as_bytes()))?;
    // Digits alone, read as letters, are a number of something else.
    let digits = text[start..end].bytes().filter(u8::is_ascii_digit).count();
    let letters = plate.bytes().filter(u8::is_ascii_uppercase).count();
    if digits < 3 || letters < 2 {
        return None;
    }
    let evidence = if has_cue(text, start, end, CUES) { Evidence::Strong } else { Evidence::Weak };
    Some(Span { start, end, kind: Kind::Plate, evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Plates.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn plates() {
        assert_eq!(found("моя машина 123 ABC 02, белая"), [("123 ABC 02", Evidence::Strong)]);
        assert_eq!(found("123АВС02"), [("123АВС02", Evidence::Weak)]);
        assert_eq!(found("авто A123BC"), [("A123BC", Evidence::Strong)]);
        for text in ["123ABC99", "группа 123", "Python 312", "12345678", "машина 2020 года", "123 456 78", "x123ABC02y"]
        {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
