//! What the classes of a table give away of its people, as numbers.
//!
//! A class of a person's ten rows is a class of one: sizes are numbers of people, and risks follow sizes. Sensitive values are counted in rows.
//! Names and formulas are those of ARX and pyCANON, where people are rows:
//!
//! | Number | Formula | Source |
//! |---|---|---|
//! | k | people of the smallest class | Samarati and Sweeney 1998 |
//! | prosecutor, highest | 1 / k | El Emam and Dankar 2008; ARX "highest risk" |
//! | prosecutor, average | classes / sum of their people | the same; ARX "average risk", "estimated prosecutor risk" |
//! | at risk | rows of classes whose 1 / people is above a threshold | ARX "records at risk" |
//! | journalist | with a table of the population; without one the prosecutor's, which it never exceeds | El Emam and Dankar 2008 |
//! | marketer | share of a whole register that is linked rightly: the average of 1 / people over people | ARX "success rate" |
//! | distinct l | least number of different values of a class | Machanavajjhala et al. 2007; pyCANON `l_diversity` |
//! | entropy l | e to the least entropy of a class | the same; pyCANON `entropy_l_diversity`, rounded down there |
//! | recursive c | greatest r1 / (r2 + … + rm) of a class, for l = 2; (c, 2) holds for every greater c | the same; `recursive_c_l_diversity` of pyCANON is another number: there r1 are the rows of the rarest value |
//! | t | greatest distance of a class from all rows | Li et al. 2007; pyCANON `t_closeness` |
//! | gain | share of rows whose value the others of their class give away, less that of the commonest value | WP216, inference |
//!
//! Whoever counts a class of nobody as a class of one is on the safe side, and so do the risks. NULL is a value like any other.

use super::classes::{Classes, Grouping};
use super::closeness::Spread;
use super::combinations::{Combinations, People, Sensitive};
use super::models::{Models, entropy};
use crate::number::share;
use rayon::iter::{IntoParallelRefIterator as _, ParallelIterator as _};
use serde::Serialize;

/// Risk above which a row is at risk: one in five, as ARX and the guidance of health data set it.
pub const RISK: f64 = 0.2;
/// Most columns of a subset.
const SUBSET: usize = 3;
/// Subsets that are told.
const TOLD: usize = 10;
/// Combinations and people that are looked at for subsets, about ten seconds of work; pairs of columns are always looked at.
const STEPS: usize = 1 << 31;
/// As that of the models, so that both say the same of a class.
const SLACK: f64 = 1e-9;
/// Sizes of classes that are told together, in people.
const BARS: [(u64, Option<u64>); 9] = [
    (0, Some(0)),
    (1, Some(1)),
    (2, Some(2)),
    (3, Some(4)),
    (5, Some(9)),
    (10, Some(19)),
    (20, Some(49)),
    (50, Some(99)),
    (100, None),
];

/// What the columns of a table are called.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// Quasi-identifiers, in the order of the table.
    pub quasi: &'a [String],
    /// Sensitive columns, likewise.
    pub sensitive: &'a [String],
}

/// What was measured.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measured {
    /// Rows.
    pub rows: u64,
    /// Different people: rows, where nobody knows whose they are.
    pub people: u64,
    /// Rows of nobody, which make no class larger.
    pub rows_of_nobody: u64,
    /// Classes of all quasi-identifiers together.
    pub classes: u64,
    /// People in the smallest class: 0 if it has rows of nobody alone; none of no rows.
    pub k: Option<u64>,
    /// People of a class on average.
    pub average_class: f64,
    /// Rows in classes of one person, or of nobody.
    pub unique_rows: u64,
    /// Classes by their sizes.
    pub histogram: Vec<Bar>,
    /// Risks of being found.
    pub risks: Risks,
    /// The quasi-identifiers, one by one.
    pub quasi_identifiers: Vec<QuasiMeasured>,
    /// Few quasi-identifiers together.
    pub subsets: Subsets,
    /// The sensitive columns, one by one.
    pub sensitive: Vec<SensitiveMeasured>,
    /// The models that were asked for; of several also all at once.
    pub models: Vec<ModelMeasured>,
}

/// Classes of some sizes.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct Bar {
    /// Least number of people.
    pub from: u64,
    /// Greatest; none is any.
    pub to: Option<u64>,
    /// Classes.
    pub classes: u64,
    /// Their rows.
    pub rows: u64,
}

/// Some classes and their rows.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, Serialize)]
pub struct Part {
    /// Classes.
    pub classes: u64,
    /// Their rows.
    pub rows: u64,
}

impl Part {
    fn add(&mut self, rows: u64) {
        self.classes += 1;
        self.rows += rows;
    }
}

/// Risks that somebody is found by their quasi-identifiers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Risks {
    /// Risk above which a row is at risk.
    pub threshold: f64,
    /// Of somebody who looks for one person and knows that they are in the table.
    pub prosecutor: Risk,
    /// Of somebody who does not know that. Without a table of the population it is taken to be the prosecutor's.
    pub journalist: Risk,
    /// Whether there was a table of the population.
    pub population_table: bool,
    /// Share of people whom somebody finds who links all of them.
    pub marketer: f64,
}

/// A risk over all classes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Risk {
    /// That of the smallest class.
    pub highest: f64,
    /// That of a person on average.
    pub average: f64,
    /// Rows whose risk is above the threshold.
    pub rows_at_risk: u64,
    /// Their share of all rows.
    pub share_at_risk: f64,
}

/// A quasi-identifier by itself, and the others without it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct QuasiMeasured {
    /// Name.
    pub name: String,
    /// Different values, NULL included.
    pub distinct: u64,
    /// Rows of NULL.
    pub null_rows: u64,
    /// Rows that this column alone makes unique.
    pub unique_rows: u64,
    /// Rows that would still be unique if it were left out.
    pub unique_rows_without: u64,
    /// k if it were left out.
    pub k_without: Option<u64>,
}

/// Subsets of the quasi-identifiers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Subsets {
    /// How many there are of up to three columns.
    pub of: usize,
    /// How many were looked at: smaller ones first.
    pub looked_at: usize,
    /// Those that make most rows unique, but none that makes no more of them unique than a part of itself.
    pub most: Vec<Subset>,
}

/// A subset of the quasi-identifiers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Subset {
    /// Names of its columns.
    pub columns: Vec<String>,
    /// Rows that it makes unique.
    pub unique_rows: u64,
    /// Their share of all rows.
    pub share: f64,
}

/// A sensitive column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SensitiveMeasured {
    /// Name.
    pub name: String,
    /// Different values, NULL included.
    pub distinct: u64,
    /// Rows of NULL.
    pub null_rows: u64,
    /// Least number of different values of a class; none of no rows.
    pub distinct_l: Option<u64>,
    /// e to the least entropy of a class.
    pub entropy_l: Option<f64>,
    /// Greatest r1 / (r2 + … + rm) of a class; none where a class has one value, for which no c is great enough.
    pub recursive_c: Option<f64>,
    /// Greatest distance of a class from all rows, all values equally far apart.
    pub t_equal: f64,
    /// The same, values as far apart as they are in their order: numbers and intervals by size, other texts by letters, NULL first.
    pub t_ordered: f64,
    /// Classes all of whose rows have one value.
    pub homogeneous: Part,
    /// Those of them with two people or more: a crowd that hides nothing.
    pub homogeneous_crowds: Part,
    /// What others give away.
    pub inference: Inference,
}

/// How often the best guess of a value is right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Inference {
    /// Share of rows whose value is the commonest among the other rows of their class. Who is alone gives nothing away here.
    pub within_classes: f64,
    /// Share of the commonest value of all rows.
    pub without_classes: f64,
    /// What classes add; 0 where they add nothing.
    pub gain: f64,
}

/// A model that was asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ModelMeasured {
    /// `k`, `l`, `t`, or `all`.
    pub model: &'static str,
    /// What was asked for, in words.
    pub asked: String,
    /// Whether every class meets it.
    pub met: bool,
    /// Classes that do not.
    pub failing: Part,
}

/// Measures a table. `nobody` are its rows of nobody; of the models only k, l and t count. A class of rows of nobody alone meets none.
#[must_use]
pub fn measure(table: &Combinations, names: &Names<'_>, models: &Models, nobody: u64) -> Measured {
    let classes = Classes::count(table, &Grouping::each(table));
    let members: u64 = classes.people.iter().sum();
    let mut failing = Failing::new(models, &classes);
    let sensitive = table.sensitive().iter().zip(names.sensitive);
    let sensitive = sensitive.map(|(column, name)| sensitive_column(column, name, &classes, &mut failing)).collect();
    Measured {
        rows: table.row_count(),
        people: match table.people() {
            People::Rows => table.row_count(),
            People::Apart(people) => people.iter().sum(),
            People::Counted(people) => people.iter().copied().max().unwrap_or(0),
            People::Listed { ends, .. } => ends.len() as u64,
        },
        rows_of_nobody: nobody,
        classes: table.len() as u64,
        k: classes.k(),
        average_class: share(members, table.len() as u64),
        unique_rows: unique_rows(&classes),
        histogram: BARS.into_iter().map(|bar| counted(bar, &classes)).collect(),
        risks: risks(&classes),
        quasi_identifiers: quasi_columns(table, names.quasi),
        subsets: subsets(table, names.quasi),
        sensitive,
        models: failing.finish(&classes),
    }
}

fn unique_rows(classes: &Classes) -> u64 {
    classes.rows.iter().zip(&classes.people).filter(|(_, people)| **people <= 1).map(|(rows, _)| rows).sum()
}

fn counted((from, to): (u64, Option<u64>), classes: &Classes) -> Bar {
    let mut part = Part::default();
    let sizes = classes.rows.iter().zip(&classes.people);
    sizes
        .filter(|(_, people)| **people >= from && to.is_none_or(|to| **people <= to))
        .for_each(|(rows, _)| part.add(*rows));
    Bar { from, to, classes: part.classes, rows: part.rows }
}

fn risks(classes: &Classes) -> Risks {
    let sizes = || classes.people.iter().map(|&people| people.max(1));
    let of = |people: u64| share(1, people);
    let at_risk = classes.rows.iter().zip(sizes()).filter(|(_, people)| of(*people) > RISK);
    let rows_at_risk = at_risk.map(|(rows, _)| rows).sum();
    let risk = Risk {
        highest: sizes().min().map_or(0.0, of),
        average: share(classes.people.len() as u64, sizes().sum()),
        rows_at_risk,
        share_at_risk: share(rows_at_risk, classes.rows.iter().sum()),
    };
    Risks { threshold: RISK, prosecutor: risk, journalist: risk, population_table: false, marketer: risk.average }
}

/// Classes of some columns, counted.
fn on(table: &Combinations, columns: &[usize]) -> Classes {
    Classes::count(table, &Grouping::on(table, columns))
}

fn quasi_columns(table: &Combinations, names: &[String]) -> Vec<QuasiMeasured> {
    let all: Vec<usize> = (0..table.width()).collect();
    let one = |&column: &usize| {
        let others: Vec<usize> = all.iter().copied().filter(|other| *other != column).collect();
        let (alone, without) = (on(table, &[column]), on(table, &others));
        let domain = table.domain(column);
        let nulls = domain.code(None).map_or(0, |null| {
            let rows = table.codes(column).iter().zip(table.rows());
            rows.filter(|(code, _)| **code == null).map(|(_, rows)| rows).sum()
        });
        QuasiMeasured {
            name: names.get(column).cloned().unwrap_or_default(),
            distinct: domain.len() as u64,
            null_rows: nulls,
            unique_rows: unique_rows(&alone),
            unique_rows_without: unique_rows(&without),
            k_without: without.k(),
        }
    };
    all.par_iter().map(one).collect()
}

/// Subsets of up to three of so many columns, smaller ones first.
fn subsets_of(width: usize) -> Vec<Vec<usize>> {
    let mut sets: Vec<Vec<usize>> = (0..width).map(|column| vec![column]).collect();
    let mut begin = 0;
    for _ in 1..SUBSET {
        let end = sets.len();
        for at in begin..end {
            let after = sets[at].last().map_or(0, |last| last + 1);
            (after..width).for_each(|column| sets.push([sets[at].as_slice(), &[column]].concat()));
        }
        begin = end;
    }
    sets
}

fn subsets(table: &Combinations, names: &[String]) -> Subsets {
    let mut sets = subsets_of(table.width());
    let of = sets.len();
    let step = table.len()
        + match table.people() {
            People::Rows | People::Apart(_) | People::Counted(_) => 0,
            People::Listed { combinations, .. } => combinations.len(),
        };
    let pairs = sets.iter().filter(|set| set.len() < SUBSET).count();
    sets.truncate(pairs.max(STEPS / step.max(1)));
    let mut found: Vec<(u64, &Vec<usize>)> = sets.par_iter().map(|set| (unique_rows(&on(table, set)), set)).collect();
    // One that makes no more rows unique than a part of itself says nothing new.
    let parts = found.clone();
    let is_part =
        |part: &[usize], set: &[usize]| part.len() < set.len() && part.iter().all(|column| set.contains(column));
    found.retain(|(rows, set)| *rows > 0 && !parts.iter().any(|(less, part)| less >= rows && is_part(part, set)));
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(b.1)));
    let told = found.into_iter().take(TOLD).map(|(rows, set)| Subset {
        columns: set.iter().filter_map(|&column| names.get(column).cloned()).collect(),
        unique_rows: rows,
        share: share(rows, table.row_count()),
    });
    Subsets { of, looked_at: sets.len(), most: told.collect() }
}

/// Which classes fail which model.
struct Failing<'a> {
    models: &'a Models,
    k: Vec<bool>,
    l: Vec<bool>,
    t: Vec<bool>,
}

impl<'a> Failing<'a> {
    fn new(models: &'a Models, classes: &Classes) -> Self {
        let below = |k: u64| classes.people.iter().map(|&people| people < k).collect();
        Self { models, k: below(models.k.max(1)), l: below(1), t: below(1) }
    }

    fn look(&mut self, class: usize, values: &[(u32, u64)], equal: f64, ordered: f64) {
        self.l[class] |= self.models.l.is_some_and(|l| !l.is_met(values));
        self.t[class] |=
            self.models.t.is_some_and(|asked| if asked.ordered { ordered } else { equal } > asked.t + SLACK);
    }

    fn finish(&self, classes: &Classes) -> Vec<ModelMeasured> {
        let part = |fails: &dyn Fn(usize) -> bool| {
            let mut part = Part::default();
            classes.rows.iter().enumerate().filter(|(class, _)| fails(*class)).for_each(|(_, rows)| part.add(*rows));
            part
        };
        let one = |model, asked, failing: Part| ModelMeasured { model, asked, met: failing.classes == 0, failing };
        let mut found = Vec::new();
        if self.models.k > 0 {
            found.push(one("k", self.models.k.to_string(), part(&|class| self.k[class])));
        }
        if let Some(l) = self.models.l {
            found.push(one("l", l.to_string(), part(&|class| self.l[class])));
        }
        if let Some(t) = self.models.t {
            found.push(one("t", t.to_string(), part(&|class| self.t[class])));
        }
        if found.len() > 1 {
            let all: Vec<String> = found.iter().map(|model| format!("{} = {}", model.model, model.asked)).collect();
            let failing = part(&|class| self.k[class] || self.l[class] || self.t[class]);
            found.push(one("all", all.join(", "), failing));
        }
        found
    }
}

/// What the classes of a sensitive column say, one after another.
struct Worst {
    distinct: Option<u64>,
    entropy: Option<f64>,
    c: Option<f64>,
    equal: f64,
    ordered: f64,
    homogeneous: Part,
    crowds: Part,
    /// Rows whose value is guessed.
    right: u64,
}

fn sensitive_column(column: &Sensitive, name: &str, classes: &Classes, failing: &mut Failing<'_>) -> SensitiveMeasured {
    let spread = Spread::of(column);
    let mut scratch = Vec::new();
    let none = Part::default();
    let mut worst = Worst {
        distinct: None,
        entropy: None,
        c: Some(0.0),
        equal: 0.0,
        ordered: 0.0,
        homogeneous: none,
        crowds: none,
        right: 0,
    };
    for (class, people) in classes.people.iter().enumerate() {
        let values = column.of(class);
        let (equal, ordered) = (spread.equal(values), spread.ordered(values, &mut scratch));
        worst.equal = worst.equal.max(equal);
        worst.ordered = worst.ordered.max(ordered);
        worst.look(values, *people);
        failing.look(class, values, equal, ordered);
    }
    let totals = spread.totals();
    let rows = totals.iter().sum();
    let inference = |within: f64, without: f64| Inference {
        within_classes: within,
        without_classes: without,
        gain: (within - without).max(0.0),
    };
    SensitiveMeasured {
        name: name.to_owned(),
        distinct: column.domain.len() as u64,
        null_rows: column.domain.code(None).map_or(0, |null| totals[null as usize]),
        distinct_l: worst.distinct,
        entropy_l: worst.entropy.map(f64::exp),
        recursive_c: worst.c.filter(|_| worst.distinct.is_some()),
        t_equal: worst.equal,
        t_ordered: worst.ordered,
        homogeneous: worst.homogeneous,
        homogeneous_crowds: worst.crowds,
        inference: inference(share(worst.right, rows), share(totals.iter().copied().max().unwrap_or(0), rows)),
    }
}

impl Worst {
    fn look(&mut self, values: &[(u32, u64)], people: u64) {
        let (mut first, mut second, mut rows) = (0, 0, 0);
        for &(_, count) in values {
            rows += count;
            second = second.max(count.min(first));
            first = first.max(count);
        }
        let different = values.len() as u64;
        self.distinct = Some(self.distinct.map_or(different, |least| least.min(different)));
        let entropy = entropy(values).max(0.0);
        self.entropy = Some(self.entropy.map_or(entropy, |least| least.min(entropy)));
        self.c = self.c.filter(|_| rows > first).map(|c| c.max(share(first, rows - first)));
        if values.len() == 1 {
            self.homogeneous.add(rows);
            if people > 1 {
                self.crowds.add(rows);
            }
        }
        // A row of the commonest value sees one less of it.
        self.right += if first > 1 && first > second { first } else { 0 };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::privacy::{Gather, Person, ordered_distance};
    use crate::vocabulary::{Closeness, Diversity};
    use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
    use std::collections::{BTreeMap, BTreeSet};

    const NOTHING: Models = Models { k: 0, l: None, t: None, suppress: 0.0 };

    /// Measures rows of quasi-identifiers and sensitive values, each a person of its own.
    fn measured(quasi: &[&str], sensitive: &[&str], rows: &[(&[&str], &[&str])], models: &Models) -> Measured {
        let mut gather = Gather::new(quasi.len(), sensitive.len());
        for (quasi, sensitive) in rows {
            let cell = |text: &&str| Some(*text).filter(|text| !text.is_empty()).map(str::to_owned);
            let (quasi, sensitive): (Vec<_>, Vec<_>) =
                (quasi.iter().map(cell).collect(), sensitive.iter().map(cell).collect());
            gather.row(quasi.iter().map(Option::as_deref), sensitive.iter().map(Option::as_deref), Person::EachRow);
        }
        let own = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        measure(&gather.finish(), &Names { quasi: &own(quasi), sensitive: &own(sensitive) }, models, 0)
    }

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    fn illnesses(classes: [(&'static str, &'static str, [&'static str; 4]); 3]) -> Measured {
        let mut rows: Vec<([&str; 2], [&str; 1])> = Vec::new();
        for (zip, age, illness) in classes {
            rows.extend(illness.map(|illness| ([zip, age], [illness])));
        }
        let rows: Vec<(&[&str], &[&str])> =
            rows.iter().map(|(quasi, sensitive)| (&quasi[..], &sensitive[..])).collect();
        measured(&["zip", "age"], &["illness"], &rows, &Models { k: 4, l: Some(Diversity::Distinct(3)), ..NOTHING })
    }

    #[test]
    fn the_patients_of_machanavajjhala() {
        // Figure 2 of the paper: 4-anonymous, and everybody of the last class has cancer.
        let found = illnesses([
            ("130**", "<30", ["heart", "heart", "viral", "viral"]),
            ("1485*", ">=40", ["cancer", "heart", "viral", "viral"]),
            ("130**", "3*", ["cancer", "cancer", "cancer", "cancer"]),
        ]);
        let column = &found.sensitive[0];
        assert_eq!((found.k, found.classes, found.unique_rows), (Some(4), 3, 0));
        assert_eq!((column.distinct_l, column.recursive_c), (Some(1), None));
        assert!(near(column.entropy_l.expect("rows"), 1.0));
        assert_eq!(
            (column.homogeneous, column.homogeneous_crowds),
            (Part { classes: 1, rows: 4 }, Part { classes: 1, rows: 4 })
        );
        // A third of all is viral, heart 1/4, cancer 5/12: the class of cancer is 7/12 away from that.
        assert!(near(column.t_equal, 7.0 / 12.0));
        let failing: Vec<_> = found.models.iter().map(|model| (model.model, model.met, model.failing.rows)).collect();
        assert_eq!(failing, [("k", true, 0), ("l", false, 8), ("all", false, 8)]);
        // Figure 3: 3-diverse.
        let found = illnesses([
            ("1305*", "<=40", ["heart", "viral", "cancer", "cancer"]),
            ("1485*", ">40", ["cancer", "heart", "viral", "viral"]),
            ("1306*", "<=40", ["heart", "viral", "cancer", "cancer"]),
        ]);
        let column = &found.sensitive[0];
        assert_eq!((column.distinct_l, column.recursive_c, column.homogeneous), (Some(3), Some(1.0), Part::default()));
        assert!(near(column.entropy_l.expect("rows"), 8_f64.sqrt()), "entropy of 1/2, 1/4, 1/4 is log 2 times 3/2");
        assert!(found.models.iter().all(|model| model.met));
    }

    #[test]
    fn the_salaries_of_li() {
        let salaries = |classes: [(&'static str, [&'static str; 3]); 3]| {
            let mut rows: Vec<([&str; 1], [&str; 1])> = Vec::new();
            for (zip, salaries) in classes {
                rows.extend(salaries.map(|salary| ([zip], [salary])));
            }
            let rows: Vec<(&[&str], &[&str])> =
                rows.iter().map(|(quasi, sensitive)| (&quasi[..], &sensitive[..])).collect();
            measured(&["zip"], &["salary"], &rows, &NOTHING)
        };
        // Tables 3 and 5 of the paper: 3-diverse with 0.375, and with 0.167.
        let found = salaries([
            ("476**", ["3000", "4000", "5000"]),
            ("4790*", ["6000", "11000", "8000"]),
            ("476*3", ["7000", "9000", "10000"]),
        ]);
        assert!(near(found.sensitive[0].t_ordered, 0.375) && near(found.sensitive[0].t_equal, 2.0 / 3.0));
        let found = salaries([
            ("4767*", ["3000", "5000", "9000"]),
            ("4790*", ["6000", "11000", "8000"]),
            ("4760*", ["4000", "7000", "10000"]),
        ]);
        assert!(near(found.sensitive[0].t_ordered, 1.0 / 6.0));
    }

    #[test]
    fn risks_are_those_of_the_books() {
        // Classes of 1, 2 and 6: at risk are all rows of classes below five.
        let mut rows: Vec<(&[&str], &[&str])> = vec![(&["a", "1"], &[]), (&["b", "1"], &[]), (&["b", "1"], &[])];
        rows.extend([(&["", "2"] as &[&str], &[] as &[&str]); 6]);
        let found = measured(&["city", "n"], &[], &rows, &Models { k: 2, ..NOTHING });
        let risk = found.risks.prosecutor;
        assert_eq!(
            (risk.highest, risk.average, risk.rows_at_risk, found.risks.marketer),
            (1.0, 3.0 / 9.0, 3, 3.0 / 9.0)
        );
        assert_eq!((found.k, found.average_class, found.unique_rows), (Some(1), 3.0, 1));
        assert_eq!(found.models[0].failing, Part { classes: 1, rows: 1 });
        let city = &found.quasi_identifiers[0];
        assert_eq!((city.distinct, city.null_rows, city.unique_rows), (3, 6, 1));
        assert_eq!((city.unique_rows_without, city.k_without), (0, Some(3)));
        // `city` alone and with `n` makes one row unique; the larger subset says nothing more.
        let most: Vec<usize> = found.subsets.most.iter().map(|subset| subset.columns.len()).collect();
        assert_eq!((found.subsets.of, found.subsets.looked_at, most), (3, 3, vec![1]));
        assert_eq!(found.histogram.iter().map(|bar| bar.classes).collect::<Vec<_>>(), [0, 1, 1, 0, 1, 0, 0, 0, 0]);
    }

    #[test]
    fn nothing_is_measured_of_nothing() {
        let found = measured(
            &["a"],
            &["s"],
            &[],
            &Models { k: 5, l: Some(Diversity::Distinct(2)), t: Closeness::parse("0.1"), ..NOTHING },
        );
        assert_eq!((found.k, found.rows, found.risks.prosecutor.highest), (None, 0, 0.0));
        assert_eq!((found.sensitive[0].distinct_l, found.sensitive[0].recursive_c), (None, None));
        assert!(found.models.iter().all(|model| model.met));
    }

    #[test]
    fn ten_rows_of_one_person_are_a_class_of_one() {
        let mut gather = Gather::new(1, 0);
        for row in 0..12_u64 {
            let (city, person) = if row < 10 { ("a", Person::Known(7)) } else { ("b", Person::Nobody) };
            gather.row([Some(city)].into_iter(), std::iter::empty(), person);
        }
        let names = ["city".to_owned()];
        let found = measure(&gather.finish(), &Names { quasi: &names, sensitive: &[] }, &Models { k: 1, ..NOTHING }, 2);
        assert_eq!((found.rows, found.people, found.rows_of_nobody, found.k), (12, 1, 2, Some(0)));
        assert_eq!((found.unique_rows, found.risks.prosecutor.highest), (12, 1.0));
        assert_eq!(found.models[0].failing, Part { classes: 1, rows: 2 });
    }

    #[test]
    fn subsets_are_all_of_up_to_three() {
        assert_eq!(subsets_of(4).len(), 4 + 6 + 4);
        assert_eq!(subsets_of(20).len(), 20 + 190 + 1_140);
        assert_eq!(subsets_of(2), [vec![0], vec![1], vec![0, 1]]);
    }

    /// A row as it is made at random: two quasi-identifiers, a sensitive number, a person.
    type Row = (Option<u8>, u8, Option<u8>, Option<u8>);

    fn rows() -> impl Strategy<Value = Vec<Row>> {
        let few = |most: u8| any::<u8>().prop_map(move |byte| byte % most);
        let some = move |most: u8| few(most + 1).prop_map(move |byte| (byte < most).then_some(byte));
        proptest::collection::vec((some(3), few(3), some(4), some(12)), 1..60)
    }

    fn gathered(rows: &[Row], people: bool) -> Combinations {
        let mut gather = Gather::new(2, 1);
        for (a, b, value, person) in rows {
            let (a, b, value) = (a.map(|a| a.to_string()), b.to_string(), value.map(|value| value.to_string()));
            let person = if people {
                person.map_or(Person::Nobody, |person| Person::Known(u64::from(person)))
            } else {
                Person::EachRow
            };
            gather.row([a.as_deref(), Some(&b)].into_iter(), [value.as_deref()].into_iter(), person);
        }
        gather.finish()
    }

    /// What a person with paper would write down of one class: values of its rows, and its people.
    #[derive(Default)]
    struct ByHand {
        values: Vec<Option<u8>>,
        people: BTreeSet<usize>,
    }

    fn by_hand(rows: &[Row], people: bool) -> Vec<ByHand> {
        let mut classes: BTreeMap<(Option<u8>, u8), ByHand> = BTreeMap::new();
        for (at, (a, b, value, person)) in rows.iter().enumerate() {
            let class = classes.entry((*a, *b)).or_default();
            class.values.push(*value);
            class.people.extend(if people { person.map(usize::from) } else { Some(at) });
        }
        classes.into_values().collect()
    }

    fn times(values: &[Option<u8>], value: Option<u8>) -> usize {
        values.iter().filter(|other| **other == value).count()
    }

    #[allow(clippy::cast_precision_loss)]
    fn share(values: &[Option<u8>], wanted: &dyn Fn(Option<u8>) -> bool) -> f64 {
        values.iter().filter(|value| wanted(**value)).count() as f64 / values.len() as f64
    }

    const VALUES: [Option<u8>; 5] = [None, Some(0), Some(1), Some(2), Some(3)];

    proptest! {
        #[test]
        #[allow(clippy::cast_precision_loss)]
        fn everything_is_what_paper_and_pencil_say(rows in rows(), people in any::<bool>(), k in 0_u64..5, l in 1_u32..4, t in 0_u8..10) {
            let t = f64::from(t) / 10.0;
            let table = gathered(&rows, people);
            let names = ["a", "b", "s"].map(str::to_owned);
            let models = Models { k, l: Some(Diversity::Distinct(l)), t: Some(Closeness { t, ordered: false }), suppress: 0.0 };
            let found = measure(&table, &Names { quasi: &names[..2], sensitive: &names[2..] }, &models, 0);
            let classes = by_hand(&rows, people);
            let all: Vec<Option<u8>> = rows.iter().map(|row| row.2).collect();
            let sizes: Vec<usize> = classes.iter().map(|class| class.people.len()).collect();
            prop_assert_eq!(found.k, sizes.iter().min().map(|size| *size as u64));
            prop_assert_eq!(found.classes, classes.len() as u64);
            let alone = classes.iter().filter(|class| class.people.len() < 2).map(|class| class.values.len() as u64);
            prop_assert_eq!(found.unique_rows, alone.sum::<u64>());
            let risk: f64 = sizes.iter().map(|&size| 1.0_f64.max(size as f64)).sum();
            prop_assert!(near(found.risks.prosecutor.average, classes.len() as f64 / risk));
            let bars: (u64, u64) = found.histogram.iter().fold((0, 0), |sum, bar| (sum.0 + bar.classes, sum.1 + bar.rows));
            prop_assert_eq!(bars, (found.classes, found.rows));

            let column = &found.sensitive[0];
            let different = |class: &ByHand| class.values.iter().collect::<BTreeSet<_>>().len();
            prop_assert_eq!(column.distinct_l, classes.iter().map(|class| different(class) as u64).min());
            let entropy = |class: &ByHand| -> f64 {
                let shares = VALUES.iter().map(|value| share(&class.values, &|other| other == *value)).filter(|p| *p > 0.0);
                -shares.map(|p| p * p.ln()).sum::<f64>()
            };
            let least = classes.iter().map(entropy).fold(f64::MAX, f64::min);
            prop_assert!(near(column.entropy_l.unwrap_or(0.0), least.exp()));
            let ratio = |class: &ByHand| {
                let most = VALUES.iter().map(|value| times(&class.values, *value)).max().unwrap_or(0);
                most as f64 / (class.values.len() - most) as f64
            };
            let c = classes.iter().map(ratio).fold(0.0, f64::max);
            prop_assert!(column.recursive_c.map_or(c.is_infinite(), |found| near(found, c)));
            let equal = |class: &ByHand| -> f64 {
                let away = |value: &Option<u8>| {
                    (share(&class.values, &|other| other == *value) - share(&all, &|other| other == *value)).abs()
                };
                VALUES.iter().map(away).sum::<f64>() / 2.0
            };
            prop_assert!(near(column.t_equal, classes.iter().map(equal).fold(0.0, f64::max)));
            // Only values that somebody has are steps of the order.
            let steps: Vec<Option<u8>> = VALUES.into_iter().filter(|value| all.contains(value)).collect();
            let ordered = |class: &ByHand| -> f64 {
                let away = |value: &Option<u8>| {
                    (share(&class.values, &|other| other <= *value) - share(&all, &|other| other <= *value)).abs()
                };
                if steps.len() < 2 { 0.0 } else { steps.iter().map(away).sum::<f64>() / (steps.len() - 1) as f64 }
            };
            prop_assert!(near(column.t_ordered, classes.iter().map(ordered).fold(0.0, f64::max)));
            let homogeneous = |crowd: bool| {
                let classes = classes.iter().filter(|class| different(class) == 1 && (!crowd || class.people.len() > 1));
                classes.fold(Part::default(), |mut part, class| {
                    part.add(class.values.len() as u64);
                    part
                })
            };
            prop_assert_eq!((column.homogeneous, column.homogeneous_crowds), (homogeneous(false), homogeneous(true)));
            // A guess of a row is made from the other rows of its class; a tie goes to the right value.
            let guessed = |class: &ByHand| {
                let right = |value: &&Option<u8>| {
                    let others = VALUES.iter().filter(|other| other != value).map(|other| times(&class.values, *other)).max();
                    let own = times(&class.values, **value) - 1;
                    own > 0 && own >= others.unwrap_or(0)
                };
                class.values.iter().filter(right).count()
            };
            let right = classes.iter().map(guessed).sum::<usize>() as f64 / rows.len() as f64;
            let most = VALUES.iter().map(|value| times(&all, *value)).max().unwrap_or(0) as f64 / rows.len() as f64;
            prop_assert!(near(column.inference.within_classes, right) && near(column.inference.without_classes, most));
            prop_assert!(near(column.inference.gain, (right - most).max(0.0)));

            let failing = models.failing(&table, &Grouping::each(&table), &Classes::count(&table, &Grouping::each(&table)));
            let failing = failing.into_iter().filter(|fails| *fails).count() as u64;
            prop_assert_eq!(found.models.last().map(|model| model.failing.classes), Some(failing));
        }
    }

    #[test]
    fn texts_are_ordered_by_letters_and_numbers_by_size() {
        let rows: Vec<(&[&str], &[&str])> =
            vec![(&["x"], &["9"]), (&["x"], &["10"]), (&["y"], &["100"]), (&["y"], &["b"]), (&["y"], &[""])];
        let found = measured(&["q"], &["s"], &rows, &NOTHING);
        // NULL, 9, 10, 100, b: a class of places 1 and 2, another of 0, 3 and 4.
        let totals = [1; 5];
        let places: Vec<usize> = (0..5).collect();
        let wanted = ordered_distance(&[(1, 1), (2, 1)], &totals, &places).max(ordered_distance(
            &[(0, 1), (3, 1), (4, 1)],
            &totals,
            &places,
        ));
        assert!(near(found.sensitive[0].t_ordered, wanted));
        assert_eq!((found.sensitive[0].null_rows, found.sensitive[0].distinct), (1, 5));
    }
}
