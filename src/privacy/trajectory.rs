//! What k does not see: whoever knows three rows of a person, in a release whose rows are linked.

use super::combinations::{Combinations, People};
use super::recoding::Written;
use std::collections::HashMap;

/// Rows of a person that somebody knows.
const KNOWN: usize = 3;
/// People of whom it is asked.
const SAMPLE: usize = 1_000;

/// People whose rows are linked, and who of them some known rows single out (de Montjoye et al. 2013): three of a file, or one in each of several
/// files.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Trajectories {
    /// People who have so many: rows of three classes, or in two files.
    pub people: u64,
    /// Of those, how many were asked about: all, or a sample in equal steps.
    pub asked: u64,
    /// Of those, how many nobody else shares the classes of the known rows with, which are chosen without looking at what they are.
    pub unique: u64,
}

/// Asks of people in a table with linked rows; `None` where it is not known whose rows are.
#[must_use]
pub fn trajectories(table: &Combinations, written: &Written) -> Option<Trajectories> {
    let (ends, combinations) = match table.people() {
        People::Rows | People::Counted(_) => return None,
        People::Apart(_) => return Some(Trajectories { people: 0, asked: 0, unique: 0 }),
        People::Listed { ends, combinations } => (ends, combinations),
    };
    let suppressed = u32::try_from(written.classes.rows.len()).unwrap_or(u32::MAX);
    let classes_of = |person: usize| {
        let start = if person == 0 { 0 } else { ends[person - 1] as usize };
        let of = combinations[start..ends[person] as usize].iter();
        let mut classes: Vec<u32> =
            of.map(|&at| written.grouping.class_of[at as usize]).filter(|class| *class != suppressed).collect();
        classes.sort_unstable();
        classes.dedup();
        classes
    };
    let many: Vec<usize> = (0..ends.len()).filter(|&person| classes_of(person).len() >= KNOWN).collect();
    let step = many.len().div_ceil(SAMPLE).max(1);
    let asked: Vec<[u32; KNOWN]> =
        many.iter().step_by(step).map(|&person| chosen(&classes_of(person), person)).collect();
    // By the class that fewest people have.
    let mut by_class: HashMap<u32, Vec<usize>> = HashMap::new();
    for (nth, classes) in asked.iter().enumerate() {
        let rarest = classes.iter().copied().min_by_key(|&class| (written.classes.people[class as usize], class));
        by_class.entry(rarest.unwrap_or(0)).or_default().push(nth);
    }
    let mut holders = vec![0_u32; asked.len()];
    for person in many.iter().copied() {
        let classes = classes_of(person);
        for nth in classes.iter().filter_map(|class| by_class.get(class)).flatten() {
            let has = asked[*nth].iter().all(|class| classes.binary_search(class).is_ok());
            holders[*nth] += u32::from(has);
        }
    }
    let unique = holders.iter().filter(|holders| **holders == 1).count() as u64;
    Some(Trajectories { people: many.len() as u64, asked: asked.len() as u64, unique })
}

/// Three of a person's classes, spread over them, beginning where the person's number says.
fn chosen(classes: &[u32], person: usize) -> [u32; KNOWN] {
    std::array::from_fn(|nth| classes[(person + nth * classes.len() / KNOWN) % classes.len()])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Gather, Hierarchy, Models, Person, local};

    #[test]
    fn whoever_shares_three_classes_is_not_alone() {
        let mut gather = Gather::new(1, 0);
        let mut add = |person: u64, values: &[&str]| {
            values.iter().for_each(|value| {
                gather.row([Some(*value)].into_iter(), std::iter::empty(), Person::Known(person << 8));
            });
        };
        add(1, &["a", "b", "c"]);
        add(2, &["a", "b", "c", "c"]);
        add(3, &["a", "b", "d"]);
        add(4, &["a", "b"]);
        let table = gather.finish();
        let hierarchies = [Hierarchy::by_rule(table.domain(0), &[], &|_| Vec::new())];
        let recoding = local(&table, &hierarchies, &[1.0], &Models::default()).expect("a recoding");
        let written = Written::of(&recoding, &table, &hierarchies);
        assert_eq!(trajectories(&table, &written), Some(Trajectories { people: 3, asked: 3, unique: 1 }));
    }
}
