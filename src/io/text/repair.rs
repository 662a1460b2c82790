//! Text that was encoded twice: UTF-8 read as a code page and saved as UTF-8. `Айгерім` has become `РђР№РіРµСЂС–Рј`.
//!
//! It is reversed run by run, a run being the characters beyond ASCII between two of ASCII, and only where nothing was lost: every
//! character has a byte, and the bytes are UTF-8. Whoever wrote the byte 98 as a question mark lost an `И` or an `Ә` for ever; such a
//! run stays as it is and is counted.

use super::code_page::{CodePage, Reversed};
use crate::io::MAX_FIELD;

/// Reverses a text piece by piece.
#[derive(Debug)]
pub(super) struct Repair {
    page: Reversed,
    /// The run that has not ended yet.
    run: Vec<u8>,
    /// The run is longer than a field may be: it passes as it is, and the reader of fields will refuse it.
    overlong: bool,
    pub(super) runs: Runs,
}

/// How many runs were met.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Runs {
    /// Reversed without loss.
    pub repaired: u64,
    /// Encoded twice by their look, but not to be reversed: left as they are.
    pub left: u64,
}

impl Runs {
    /// Adds what another piece of the text had.
    pub fn add(&mut self, other: Self) {
        self.repaired += other.repaired;
        self.left += other.left;
    }

    /// What came since an earlier count of the same text.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self { repaired: self.repaired - earlier.repaired, left: self.left - earlier.left }
    }
}

impl Repair {
    pub(super) fn new(page: &CodePage) -> Self {
        Self { page: page.reversed(), run: Vec::new(), overlong: false, runs: Runs::default() }
    }

    /// Takes more bytes of UTF-8 and appends what is ready of the text; `last` says that there are no more.
    ///
    /// Bytes that are no UTF-8 pass as they are: the reader of fields finds them with their row.
    pub(super) fn push(&mut self, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        while !bytes.is_empty() {
            let plain = bytes.iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len());
            if plain > 0 {
                self.end_run(out);
                out.extend_from_slice(&bytes[..plain]);
                bytes = &bytes[plain..];
            }
            let beyond = bytes.iter().position(u8::is_ascii).unwrap_or(bytes.len());
            if self.overlong {
                out.extend_from_slice(&bytes[..beyond]);
            } else {
                self.run.extend_from_slice(&bytes[..beyond]);
            }
            bytes = &bytes[beyond..];
            // A repaired run is half as long, and may still be a field.
            if self.run.len() > 3 * MAX_FIELD {
                self.overlong = true;
                out.append(&mut self.run);
            }
        }
        if last {
            self.end_run(out);
        }
    }

    fn end_run(&mut self, out: &mut Vec<u8>) {
        self.overlong = false;
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        match std::str::from_utf8(&run) {
            Ok(text) => match reversed(&self.page, text) {
                Some(text) => {
                    self.runs.repaired += 1;
                    out.extend_from_slice(text.as_bytes());
                }
                None => {
                    self.runs.left += u64::from(looks_doubled(&self.page, text));
                    out.extend_from_slice(&run);
                }
            },
            Err(_) => out.extend_from_slice(&run),
        }
        // Its memory serves the next run.
        self.run = run;
        self.run.clear();
    }
}

/// The text whose UTF-8 was read as these characters; `None` if that is not so.
fn reversed(page: &Reversed, run: &str) -> Option<String> {
    let bytes: Vec<u8> = run.chars().map(|c| page.byte(c)).collect::<Option<_>>()?;
    String::from_utf8(bytes).ok()
}

/// Whether most of a run are first bytes of Cyrillic characters (D0 to D3), each followed by what may be a second one or by the mark of
/// one that was lost. `Тёма` has one such pair by chance.
fn looks_doubled(page: &Reversed, run: &str) -> bool {
    let first = |c| page.byte(c).is_some_and(|byte| matches!(byte, 0xD0..=0xD3));
    let second = |c| c == char::REPLACEMENT_CHARACTER || page.byte(c).is_some_and(|byte| matches!(byte, 0x80..=0xBF));
    let pairs = run.chars().zip(run.chars().skip(1)).filter(|&(a, b)| first(a) && second(b)).count();
    4 * pairs > run.chars().count()
}

/// How much of a text seems to be encoded twice.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Doubled {
    /// Cyrillic letters that come out of runs that can be reversed.
    letters: usize,
    /// Characters of these runs, and of those that only look like it.
    inside: usize,
    /// Characters beyond ASCII of all other runs.
    outside: usize,
}

impl Doubled {
    pub(super) fn of(text: &str, page: &CodePage) -> Self {
        let page = page.reversed();
        let mut found = Self::default();
        for run in text.split(|c: char| c.is_ascii()).filter(|run| !run.is_empty()) {
            match reversed(&page, run) {
                Some(text) => {
                    found.letters += text.chars().filter(|c| matches!(c, '\u{400}'..='\u{4FF}')).count();
                    found.inside += run.chars().count();
                }
                None if looks_doubled(&page, run) => found.inside += run.chars().count(),
                None => found.outside += run.chars().count(),
            }
        }
        found
    }

    /// Most of the text is. Ordinary Cyrillic hardly ever reverses: its words would have to be UTF-8 by chance.
    pub(super) fn is_most(self) -> bool {
        self.letters >= 6 && self.inside >= self.outside
    }

    /// Some of it is.
    pub(super) fn is_some(self) -> bool {
        self.letters >= 6
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As a program that takes the text's bytes for the code page's would save it.
    fn doubled(text: &str, page: &CodePage) -> String {
        text.bytes().map(|byte| page.character(byte)).collect()
    }

    fn repaired(text: &str, page: &CodePage, step: usize) -> (String, Runs) {
        let mut repair = Repair::new(page);
        let mut out = Vec::new();
        text.as_bytes().chunks(step).for_each(|chunk| repair.push(chunk, false, &mut out));
        repair.push(&[], true, &mut out);
        (String::from_utf8(out).expect("UTF-8"), repair.runs)
    }

    #[test]
    fn what_lost_nothing_comes_back_however_it_arrives() {
        let text = "Айгерім,Қасымұлы Әсел;Илья «Курс» №5 — Ә\n";
        for page in [CodePage::windows_1251(), CodePage::windows_1252()] {
            let twice = doubled(text, &page);
            for step in 1..twice.len() {
                let (once, runs) = repaired(&twice, &page, step);
                assert_eq!((once.as_str(), runs), (text, Runs { repaired: 8, left: 0 }), "step {step}");
            }
        }
        assert_eq!(doubled("Айгерім", &CodePage::windows_1251()), "РђР№РіРµСЂС–Рј");
    }

    #[test]
    fn what_lost_something_is_left_and_counted() {
        let page = CodePage::windows_1251();
        // The second byte of `И` is 98, which some programs replace.
        let lost = doubled("Ирина", &page).replace('\u{98}', "\u{FFFD}");
        assert_eq!(repaired(&lost, &page, 7), (lost.clone(), Runs { repaired: 0, left: 1 }));
        // As a question mark it ends the run; what is whole behind it comes back.
        let lost = doubled("Ирина", &page).replace('\u{98}', "?");
        assert_eq!(repaired(&lost, &page, 7).0, "Р?рина");
        // Ordinary text and Kazakh damaged on the way to windows-1251 stay, and are no loss of ours.
        for text in ["Тёма, Тёплая, Қасым", "?асым?лы", "«Рим» №1"] {
            assert_eq!(repaired(text, &page, 3), (text.to_owned(), Runs::default()));
        }
    }

    #[test]
    fn a_run_that_is_longer_than_a_field_passes() {
        let page = CodePage::windows_1251();
        let text = "ы".repeat(2 * MAX_FIELD);
        let (out, runs) = repaired(&format!("{text},{}", doubled("Анна", &page)), &page, 1 << 20);
        assert_eq!((out.len(), runs.repaired), (text.len() + 1 + "Анна".len(), 1));
        assert!(out.ends_with(",Анна"));
    }

    #[test]
    fn most_or_some_of_a_text() {
        let page = CodePage::windows_1251();
        let (right, twice) = ("Иванова Анна; Қасымұлы Әсел; ", doubled("Айгерім Серікбай", &page));
        assert!(Doubled::of(&twice, &page).is_most());
        let mixed = Doubled::of(&(right.repeat(3) + &twice), &page);
        assert!(mixed.is_some() && !mixed.is_most());
        for text in [right, "«ТОО» №1 — Тёма, Ёлка, П»", "naïve café"] {
            assert!(!Doubled::of(text, &page).is_some(), "{text}");
            assert!(!Doubled::of(text, &CodePage::windows_1252()).is_some(), "{text}");
        }
    }
}
