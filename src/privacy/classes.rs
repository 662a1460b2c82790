//! Combinations put together into classes, and who is in them.

use super::combinations::{Combinations, People};
use super::hierarchy::Hierarchy;
use std::collections::HashMap;

/// Which class every combination is in. Classes are numbered by their first combination.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Grouping {
    /// By combination.
    pub class_of: Vec<u32>,
    /// Number of classes.
    pub classes: usize,
}

/// Largest table of keys that is indexed instead of hashed.
const INDEXED: u64 = 1 << 22;

impl Grouping {
    /// Every combination is a class.
    #[must_use]
    pub fn each(table: &Combinations) -> Self {
        let count = u32::try_from(table.len()).unwrap_or(u32::MAX);
        Self { class_of: (0..count).collect(), classes: table.len() }
    }

    /// Combinations that are equal when each column is at its level.
    #[must_use]
    pub fn at(table: &Combinations, hierarchies: &[Hierarchy], levels: &[usize]) -> Self {
        let columns = hierarchies.iter().zip(levels).enumerate().map(|(column, (hierarchy, &level))| {
            let level = &hierarchy.levels()[level];
            (table.codes(column), Some(level.groups()), level.len())
        });
        Self::of(table.len(), columns)
    }

    /// Combinations that are equal in one column at this level.
    #[must_use]
    pub fn at_column(table: &Combinations, column: usize, hierarchy: &Hierarchy, level: usize) -> Self {
        let level = &hierarchy.levels()[level];
        Self::of(table.len(), std::iter::once((table.codes(column), Some(level.groups()), level.len())))
    }

    /// Combinations that are equal in these columns.
    #[must_use]
    pub fn on(table: &Combinations, columns: &[usize]) -> Self {
        Self::of(table.len(), columns.iter().map(|&column| (table.codes(column), None, table.domain(column).len())))
    }

    fn of<'t>(combinations: usize, columns: impl Iterator<Item = (&'t [u32], Option<&'t [u32]>, usize)>) -> Self {
        let mut keys = vec![0_u64; combinations];
        let mut range = 1_u64;
        for (codes, groups, count) in columns {
            let count = count.max(1) as u64;
            if count == 1 {
                continue;
            }
            if range.checked_mul(count).is_none() {
                range = dense(&mut keys, range);
            }
            match groups {
                Some(groups) => keys.iter_mut().zip(codes).for_each(|(key, &code)| {
                    *key = *key * count + u64::from(groups[code as usize]);
                }),
                None => keys.iter_mut().zip(codes).for_each(|(key, &code)| *key = *key * count + u64::from(code)),
            }
            range *= count;
        }
        let classes = dense(&mut keys, range);
        #[allow(clippy::cast_possible_truncation)]
        let class_of = keys.into_iter().map(|key| key as u32).collect();
        Self { class_of, classes: usize::try_from(classes).unwrap_or(usize::MAX) }
    }
}

/// Renumbers keys below `range` by their first appearance; how many there are.
fn dense(keys: &mut [u64], range: u64) -> u64 {
    let mut next = 0;
    if range <= INDEXED {
        let mut known = vec![u32::MAX; usize::try_from(range).unwrap_or(0)];
        for key in keys {
            let known = &mut known[usize::try_from(*key).unwrap_or(0)];
            if *known == u32::MAX {
                *known = next;
                next += 1;
            }
            *key = u64::from(*known);
        }
        return u64::from(next);
    }
    let mut known: HashMap<u64, u32, ahash::RandomState> =
        HashMap::with_capacity_and_hasher(keys.len() / 4, ahash::RandomState::with_seeds(1, 2, 3, 4));
    for key in keys {
        let number = *known.entry(*key).or_insert_with(|| {
            next += 1;
            next - 1
        });
        *key = u64::from(number);
    }
    u64::from(next)
}

/// How large the classes of a grouping are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Classes {
    /// Rows of each class.
    pub rows: Vec<u64>,
    /// Different people of each class. Somebody whose rows are in two classes is in both; rows of nobody count nowhere.
    pub people: Vec<u64>,
}

impl Classes {
    /// Counts the classes of a grouping.
    #[must_use]
    pub fn count(table: &Combinations, grouping: &Grouping) -> Self {
        let mut rows = vec![0; grouping.classes];
        for (&class, &count) in grouping.class_of.iter().zip(table.rows()) {
            rows[class as usize] += count;
        }
        let people = match table.people() {
            People::Rows => rows.clone(),
            People::Apart(of) => {
                let mut people = vec![0; grouping.classes];
                grouping.class_of.iter().zip(of).for_each(|(&class, count)| people[class as usize] += count);
                people
            }
            People::Counted(of) => {
                let mut people = vec![0; grouping.classes];
                for (&class, &count) in grouping.class_of.iter().zip(of) {
                    let least = &mut people[class as usize];
                    *least = count.max(*least);
                }
                people
            }
            People::Listed { ends, combinations } => {
                let mut people = vec![0_u64; grouping.classes];
                // The last person who was counted in each class.
                let mut last = vec![u32::MAX; grouping.classes];
                let mut start = 0;
                for (person, &end) in (0..).zip(ends) {
                    for &combination in &combinations[start..end as usize] {
                        let class = grouping.class_of[combination as usize] as usize;
                        if last[class] != person {
                            last[class] = person;
                            people[class] += 1;
                        }
                    }
                    start = end as usize;
                }
                people
            }
        };
        Self { rows, people }
    }

    /// People in the smallest class; `None` of no rows.
    #[must_use]
    pub fn k(&self) -> Option<u64> {
        self.people.iter().copied().min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Gather, Person};
    use proptest::prelude::{Strategy, any, prop_assert_eq, proptest};

    /// Rows of two columns, each somebody's.
    fn rows() -> impl Strategy<Value = Vec<(u8, u8, u8)>> {
        proptest::collection::vec(
            (any::<u8>(), any::<u8>(), any::<u8>()).prop_map(|(a, b, c)| (a % 5, b % 4, c % 9)),
            0..80,
        )
    }

    fn table(rows: &[(u8, u8, u8)]) -> Combinations {
        let mut gather = Gather::new(2, 0);
        for (a, b, person) in rows {
            let (a, b) = (a.to_string(), b.to_string());
            gather.row([Some(a.as_str()), Some(&b)].into_iter(), std::iter::empty(), Person::Known(u64::from(*person)));
        }
        gather.finish()
    }

    proptest! {
        #[test]
        fn people_are_counted_once_in_a_class(rows in rows(), both in any::<bool>()) {
            let table = table(&rows);
            let grouping = if both { Grouping::on(&table, &[0, 1]) } else { Grouping::on(&table, &[1]) };
            let mut counted: Vec<(u64, u64)> = {
                let classes = Classes::count(&table, &grouping);
                classes.rows.into_iter().zip(classes.people).collect()
            };
            let mut by_hand: std::collections::BTreeMap<(u8, u8), (u64, std::collections::BTreeSet<u8>)> = std::collections::BTreeMap::new();
            for &(a, b, person) in &rows {
                let class = by_hand.entry((if both { a } else { 0 }, b)).or_default();
                class.0 += 1;
                class.1.insert(person);
            }
            let mut wanted: Vec<(u64, u64)> = by_hand.into_values().map(|(rows, people)| (rows, people.len() as u64)).collect();
            counted.sort_unstable();
            wanted.sort_unstable();
            prop_assert_eq!(counted, wanted);
        }
    }

    #[test]
    fn more_columns_than_a_number_holds_are_grouped() {
        let mut gather = Gather::new(12, 0);
        for row in 0..3_000_u32 {
            let cells: Vec<String> = (0..12).map(|column| (row.wrapping_mul(column + 7) % 1_009).to_string()).collect();
            gather.row(cells.iter().map(|cell| Some(cell.as_str())), std::iter::empty(), Person::EachRow);
        }
        let table = gather.finish();
        assert_eq!(Grouping::on(&table, &(0..12).collect::<Vec<_>>()), Grouping::each(&table));
    }
}
