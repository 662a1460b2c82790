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
//! | recursive c | greatest r1 / (r2 + … + rm) of a class, for l = 2; (c, 2) holds for every greater c | the same; pyCANON `recursive_c_l_diversity`, whole and for its l there |
//! | t | greatest distance of a class from all rows | Li et al. 2007; pyCANON `t_closeness` |
//! | gain | share of rows whose value the others of their class give away, less that of the commonest value | WP216, inference |
//!
//! Whoever counts a class of nobody as a class of one is on the safe side, and so do the risks. NULL is a value like any other.

use super::classes::{Classes, Grouping};
use super::closeness::Spread;
use super::combinations::{Combinations, People, Sensitive};
use super::models::{Diversity, Models, entropy};
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
    /// Those that make most rows unique.
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
    /// The same, values as far apart as they are in their order: numbers by size, other texts by letters, NULL first.
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
            People::Listed { ends, .. } => ends.len() as u64,
        },
        rows_of_nobody: nobody,
        classes: table.len() as u64,
        k: classes.k(),
        average_class: ratio(members, table.len() as u64),
        unique_rows: unique_rows(&classes),
        histogram: BARS.into_iter().map(|bar| counted(bar, &classes)).collect(),
        risks: risks(&classes),
        quasi_identifiers: quasi_columns(table, names.quasi),
        subsets: subsets(table, names.quasi),
        sensitive,
        models: failing.finish(&classes),
    }
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

fn unique_rows(classes: &Classes) -> u64 {
    classes.rows.iter().zip(&classes.people).filter(|(_, people)| **people <= 1).map(|(rows, _)| rows).sum()
}

fn counted((from, to): (u64, Option<u64>), classes: &Classes) -> Bar {
    let mut part = Part::default();
    let sizes = classes.rows.iter().zip(&classes.people);
    sizes.filter(|(_, people)| **people >= from && to.is_none_or(|to| **people <= to)).for_each(|(rows, _)| part.add(*rows));
    Bar { from, to, classes: part.classes, rows: part.rows }
}

fn risks(classes: &Classes) -> Risks {
    let sizes = || classes.people.iter().map(|&people| people.max(1));
    let of = |people: u64| ratio(1, people);
    let at_risk = classes.rows.iter().zip(sizes()).filter(|(_, people)| of(*people) > RISK);
    let rows_at_risk = at_risk.map(|(rows, _)| rows).sum();
    let risk = Risk {
        highest: sizes().min().map_or(0.0, of),
        average: ratio(classes.people.len() as u64, sizes().sum()),
        rows_at_risk,
        share_at_risk: ratio(rows_at_risk, classes.rows.iter().sum()),
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
    let step = table.len() + match table.people() {
        People::Rows => 0,
        People::Listed { combinations, .. } => combinations.len(),
    };
    let pairs = sets.iter().filter(|set| set.len() < SUBSET).count();
    sets.truncate(pairs.max(STEPS / step.max(1)));
    let mut found: Vec<(u64, &Vec<usize>)> = sets.par_iter().map(|set| (unique_rows(&on(table, set)), set)).collect();
    found.retain(|(rows, _)| *rows > 0);
    // Of equal ones the smaller subset says more.
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.len().cmp(&b.1.len())).then(a.1.cmp(b.1)));
    let told = found.into_iter().take(TOLD).map(|(rows, set)| Subset {
        columns: set.iter().filter_map(|&column| names.get(column).cloned()).collect(),
        unique_rows: rows,
        share: ratio(rows, table.row_count()),
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

    fn look(&mut self, class: usize, values: &[(u32, u64)], equal: f64) {
        self.l[class] |= self.models.l.is_some_and(|l| !l.is_met(values));
        self.t[class] |= self.models.t.is_some_and(|t| equal > t + SLACK);
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
            found.push(one("l", asked(l), part(&|class| self.l[class])));
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

fn asked(l: Diversity) -> String {
    match l {
        Diversity::Distinct(l) => l.to_string(),
        Diversity::Entropy(l) => format!("{l} by entropy"),
        Diversity::Recursive { c, l } => format!("({c}, {l}) recursive"),
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
        let equal = spread.equal(values);
        worst.equal = worst.equal.max(equal);
        worst.ordered = worst.ordered.max(spread.ordered(values, &mut scratch));
        worst.look(values, *people);
        failing.look(class, values, equal);
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
        inference: inference(ratio(worst.right, rows), ratio(totals.iter().copied().max().unwrap_or(0), rows)),
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
        self.c = self.c.filter(|_| rows > first).map(|c| c.max(ratio(first, rows - first)));
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
