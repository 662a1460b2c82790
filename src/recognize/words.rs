//! Lists of words that are looked for in every word of every text.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use ahash::AHasher;

use crate::canon::text::push_lower;

/// Words in lower case with `е` for `ё`, each with what it means.
///
/// Nearly no word of a text is in a list: first letter and length alone say so, before anything is folded or hashed.
#[derive(Debug)]
pub(super) struct WordList<T> {
    words: HashMap<&'static str, T, BuildHasherDefault<AHasher>>,
    /// Lengths in bytes, as bits, of the words by the last six bits of the last byte of their first letter, in both cases. The cases of a
    /// letter are as long in our scripts.
    lengths: [u32; 64],
}

impl<T: Copy> WordList<T> {
    /// A list of these words.
    pub(super) fn new(words: impl IntoIterator<Item = (&'static str, T)>) -> Self {
        let words: HashMap<&'static str, T, BuildHasherDefault<AHasher>> = words.into_iter().collect();
        let mut lengths = [0; 64];
        for word in words.keys() {
            let first: String = word.chars().take(1).collect();
            for first in [first.to_uppercase(), first] {
                lengths[place_of(&first)] |= 1 << word.len();
            }
        }
        Self { words, lengths }
    }

    /// What a word means, however it is capitalised.
    pub(super) fn get(&self, word: &str) -> Option<T> {
        if word.len() >= 32 || self.lengths[place_of(word)] >> word.len() & 1 == 0 {
            return None;
        }
        let mut lower = String::with_capacity(word.len());
        push_lower(word, &mut lower);
        self.words.get(lower.as_str()).copied()
    }
}

/// Where the lengths of words with this first letter stand.
fn place_of(word: &str) -> usize {
    let byte = match word.as_bytes() {
        [first @ ..0x80, ..] | [_, first, ..] | [first] => *first,
        [] => 0,
    };
    usize::from(byte) % 64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_every_case_and_no_others() {
        let list = WordList::new([("улица", 1), ("st", 2), ("үй", 3), ("тоқсан", 4)]);
        for (word, wanted) in [
            ("улица", Some(1)),
            ("УЛИЦА", Some(1)),
            ("Улица", Some(1)),
            ("St", Some(2)),
            ("ҮЙ", Some(3)),
            ("Тоқсан", Some(4)),
            ("улицы", None),
            ("у", None),
            ("", None),
            ("stt", None),
            ("улицаулицаулицаулица", None),
        ] {
            assert_eq!(list.get(word), wanted, "{word}");
        }
    }
}
