//! Cells that hold more than one value, or a value among words: a phone and whose it is.

use crate::canon::{Canonical, Withheld};
use crate::recognize::{KindSet, find_all};
use crate::vocabulary::SemanticType;

/// Digits of the shortest number that identifies somebody.
const LEAST_DIGITS: usize = 9;

/// The parts of a cell that may be values of a type by themselves, where the cell as a whole was none: `outcome` is what its form said. No token is
/// made of such a cell, but the row is these people's.
pub(crate) fn parts_of_cell(semantic: SemanticType, outcome: Canonical, raw: &str) -> Vec<&str> {
    match outcome {
        Canonical::Withheld(Withheld::Several) => raw
            .split([',', ';', '/', '|', '\n', '\r'])
            .flat_map(|part| part.split(" и "))
            .flat_map(|part| part.split(" немесе "))
            .collect(),
        Canonical::Unfit => {
            let may_hold = raw.contains('@') || raw.chars().filter(|c| c.is_numeric()).count() >= LEAST_DIGITS;
            let found = if may_hold { find_all(raw, KindSet::ALL) } else { Vec::new() };
            let of_it = found.into_iter().filter(|hit| hit.kind.semantic() == Some(semantic));
            of_it.filter_map(|hit| raw.get(hit.start..hit.end)).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::form_of;

    #[test]
    fn values_among_words_and_several_of_them_are_found() {
        use SemanticType as T;
        for (semantic, raw, wanted) in [
            (T::Phone, "8 771 000 99 98, жена", vec!["+77710009998"]),
            (T::Phone, "8 771 000 99 98, 87010000001", vec!["+77710009998", "+77010000001"]),
            (T::Email, "пишите на anna@example.kz или в чат", vec!["anna@example.kz"]),
            (T::Phone, "нет, позвоните позже", vec![]),
            (T::Phone, "87710009998", vec![]),
        ] {
            let form = form_of(semantic);
            let outcome = form.write(raw, &mut String::new());
            let mut found = Vec::new();
            for part in parts_of_cell(semantic, outcome, raw) {
                let mut text = String::new();
                if form.write(part, &mut text) == Canonical::Written {
                    found.push(text);
                }
            }
            assert_eq!(found, wanted, "{raw}");
        }
    }
}
