//! Numbers of people that were cut in two: the code of a telephone in one column and the rest in another, the day of an IIN and what follows it.
//!
//! Neither column holds anybody's number, and two numbers that stand side by side make one by chance. What counts is that nearly all rows do.

use super::cells::Cells;
use super::notes::{Note, Notes};
use super::report::{Code, Sure};
use crate::canon::iin::iin_facts;
use crate::recognize::is_mobile;
use crate::vocabulary::SemanticType;
use std::collections::HashSet;

/// Rows of a file that are looked at.
const ROWS: usize = 1_024;
/// Columns of a file that are: every one is laid beside every other.
const COLUMNS: usize = 64;
/// Most digits of a piece; what has more is looked at as a number of its own.
const LONGEST: usize = 9;
/// Fewest rows that say anything, and different numbers among them.
const FEWEST: usize = 20;
const DIFFERENT: usize = 10;

/// Stands between the names of two columns that are looked at as one.
pub(super) const BESIDE: &str = " + ";

/// The digits of a piece: of a file of many thousands of columns all first cells are held at once, and no text is made for them.
#[derive(Clone, Copy, Debug, Default)]
struct Piece {
    value: u32,
    len: u8,
}

/// The first cells of a column that may hold pieces of numbers; an empty piece where a cell has none.
#[derive(Clone, Debug)]
pub(super) struct Head {
    column: String,
    pieces: Vec<Piece>,
}

impl Piece {
    /// `None` for what has no digit or too many.
    fn of(text: &str) -> Option<Self> {
        let is_number = text.chars().all(|c| c.is_ascii_digit() || " ()+-".contains(c));
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let fits = is_number && (1..=LONGEST).contains(&digits.len());
        fits.then(|| Some(Self { value: digits.parse().ok()?, len: u8::try_from(digits.len()).ok()? })).flatten()
    }

    fn digits(self) -> String {
        format!("{:0width$}", self.value, width = usize::from(self.len))
    }
}

impl Head {
    /// Of a column with one cell a row. `None` if not nearly all of its first cells are short numbers.
    pub(super) fn of(column: &str, cells: &Cells) -> Option<Self> {
        let mut pieces = vec![Piece::default(); cells.len().min(ROWS)];
        let (mut filled, mut fitting) = (0, 0);
        cells.each_text(&mut |row, text| {
            if row >= ROWS || text.trim().is_empty() {
                return;
            }
            filled += 1;
            if let Some(piece) = Piece::of(text.trim().trim_end_matches(".0")) {
                fitting += 1;
                pieces[row] = piece;
            }
        });
        // A number has lost the zeros before it.
        if !matches!(cells, Cells::Texts(_)) {
            let longest = pieces.iter().map(|piece| piece.len).max().unwrap_or(0);
            pieces.iter_mut().filter(|piece| piece.len > 0).for_each(|piece| piece.len = longest);
        }
        (filled >= FEWEST && 10 * fitting >= 9 * filled).then(|| Self { column: column.to_owned(), pieces })
    }

    pub(super) fn column(&self) -> &str {
        &self.column
    }

    /// What the pieces of two columns make in nearly all rows, and in how many of how many.
    fn with(&self, other: &Self) -> Option<(SemanticType, usize, usize)> {
        let (mut both, mut kinds) = (0, [(SemanticType::Iin, 0), (SemanticType::Phone, 0)]);
        let (mut seen, mut fronts) = (HashSet::new(), HashSet::new());
        for (front, back) in self.pieces.iter().zip(&other.pieces) {
            if front.len == 0 || back.len == 0 {
                continue;
            }
            both += 1;
            let (front, back) = (front.digits(), back.digits());
            let whole = format!("{front}{back}");
            let facts = iin_facts(&whole);
            kinds[0].1 += usize::from(facts.checksum && facts.date);
            kinds[1].1 += usize::from(is_phone(&front, &whole));
            seen.insert(whole);
            fronts.insert(front);
        }
        let (kind, count) = kinds.into_iter().max_by_key(|(_, count)| *count)?;
        // Numbers behind one code that is the same on all rows are numbers of anything.
        let enough = both >= FEWEST && 10 * count >= 9 * both && seen.len() >= DIFFERENT && fronts.len() > 1;
        enough.then_some((kind, count, both))
    }
}

/// Whether digits are a mobile number of Kazakhstan that begins with a whole code.
fn is_phone(front: &str, whole: &str) -> bool {
    let national = match whole.len() {
        10 => whole,
        11 if whole.starts_with(['7', '8']) => &whole[1..],
        _ => return false,
    };
    front.len() + national.len() >= whole.len() + 3 && national.starts_with('7') && is_mobile(national.as_bytes())
}

/// Notes pairs of columns that hold numbers of people between them.
pub(super) fn note_cut(file: &str, heads: &[Head], notes: &Notes) {
    let heads = &heads[..heads.len().min(COLUMNS)];
    for (one, front) in heads.iter().enumerate() {
        for (two, back) in heads.iter().enumerate() {
            if one == two {
                continue;
            }
            if let Some((kind, count, of)) = front.with(back) {
                let name = format!("{}{BESIDE}{}", front.column, back.column);
                let note = Note::new(Code::Cell, file).column(&name).kind(kind.name()).sure(Sure::Likely);
                notes.put(note.count(count as u64).of(of as u64).row(1));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells::Texts;
    use super::*;

    fn head(column: &str, values: impl Iterator<Item = String>) -> Option<Head> {
        let mut texts = Texts::default();
        values.for_each(|value| texts.push(Some(&value)));
        Head::of(column, &Cells::Texts(texts))
    }

    fn found(front: &Head, back: &Head) -> Option<SemanticType> {
        front.with(back).map(|(kind, ..)| kind)
    }

    #[test]
    fn pieces_of_phones_and_of_iins_are_put_together() {
        let codes = ["701", "(705)", "+7 747", "771"];
        let codes = head("code", (0..100).map(|nth| codes[nth % 4].to_owned())).expect("pieces");
        let rest = head("rest", (0..100).map(|nth| format!("{:03}-{:02}-01", nth * 7 % 1000, nth))).expect("pieces");
        assert_eq!(found(&codes, &rest), Some(SemanticType::Phone));
        assert_eq!(found(&rest, &codes), None);
        let iins: Vec<String> = (0..60)
            .filter_map(|nth| {
                let body = format!("8503{:02}30{:03}", nth % 28 + 1, nth * 37 % 1000);
                let digit = crate::checksum::mod11_digit(body.as_bytes().first_chunk()?)?;
                Some(format!("{body}{digit}"))
            })
            .collect();
        let days = head("a", iins.iter().map(|iin| iin[..6].to_owned())).expect("pieces");
        let rests = head("b", iins.iter().map(|iin| iin[6..].to_owned())).expect("pieces");
        assert_eq!(found(&days, &rests), Some(SemanticType::Iin));
        // As numbers, which have no zeros before them.
        let number = |range: std::ops::Range<usize>| {
            Cells::Numbers(iins.iter().map(|iin| iin[range.clone()].parse().ok()).collect(), 0)
        };
        let (days, rests) = (Head::of("a", &number(0..6)), Head::of("b", &number(6..12)));
        assert_eq!(found(&days.expect("pieces"), &rests.expect("pieces")), Some(SemanticType::Iin));
    }

    #[test]
    fn other_numbers_beside_each_other_are_nobodys() {
        let any =
            |from: usize, by: usize, of: usize| head("n", (0..200).map(move |n| (from + n * by % of).to_string()));
        let (hundreds, millions) =
            (any(100, 37, 900).expect("pieces"), any(1_000_000, 7919, 8_999_999).expect("pieces"));
        let same = head("office", (0..200).map(|_| "727".to_owned())).expect("pieces");
        for front in [&hundreds, &millions, &same] {
            for back in [&hundreds, &millions, &same] {
                assert_eq!(found(front, back), None);
            }
        }
        assert!(head("words", (0..200).map(|nth| format!("урок {nth}"))).is_none());
        assert!(head("few", (0..10).map(|nth| nth.to_string())).is_none());
    }
}
