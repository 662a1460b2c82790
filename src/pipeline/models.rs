//! Makes the privacy models hold: what the rows of a dataset would be is gathered in a first pass, a recoding is searched, and the pass that
//! writes them puts it in place.

use super::make::DatasetWork;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::plan::{Bound, ColumnPlan, Crowds, DatasetPlan, ModelPlan, QuasiColumn, Recoder, RowsOfPeople};
use crate::privacy::{
    AccountCounts, Accounts, BadHierarchy, COMBINATIONS, Classes, Cost, Finer, Gather, Gathered, Gathering, Grouping,
    Hierarchy, Models, NoOptimum, Person, Recoding, Runs, Stage, TooMuch, Trajectories, Utility, Written, join_rate,
    local, optimum_of, trajectories, utility,
};
use crate::schema::RecodingRule;
use crate::vocabulary::Closeness;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How recodings are searched.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// Different combinations of quasi-identifiers that are held in memory, about 130 bytes each; more of them wait on disk, and of a dataset that has
    /// more the search begins at the finest levels at which it has no more.
    pub combinations: usize,
    /// Whether to measure what the models leave of use.
    pub utility: bool,
}

impl Default for SearchOptions {
    fn default() -> Self {
        Self { combinations: COMBINATIONS as usize, utility: false }
    }
}

/// What holds of a dataset, as it leaves.
#[derive(Clone, Debug)]
pub struct Met {
    /// Quasi-identifiers, by their names in the output.
    pub quasi: Vec<QuasiMet>,
    /// Sensitive columns that `l` and `t` were asked of.
    pub sensitive: Vec<String>,
    /// Columns whose values the key moved, which no model is about.
    pub moved: Vec<String>,
    /// What was asked for.
    pub models: Models,
    /// How values were made coarser.
    pub recoding: RecodingRule,
    /// Least number of different people in a class; 0 of no rows.
    pub k: u64,
    /// Classes.
    pub classes: u64,
    /// Whether rows of one person count once.
    pub people_known: bool,
    /// Accounts of the run that are one person's with another one: k counts people.
    pub accounts: AccountCounts,
    /// The column of tokens that tells whose a row is, if one leaves.
    pub subject: Option<String>,
    /// What it cost.
    pub cost: Cost,
    /// Most rows of one person, if that is bounded.
    pub rows_per_person: Option<u32>,
    /// Rows that were left out for it.
    pub left_out: u64,
    /// Share of the people with a row before who have one left.
    pub join_rate: f64,
    /// Nodes of the lattice that may hold and were not counted, for they have more classes than memory holds: a better one may be among them.
    pub nodes_left_out: u64,
    /// What is left of use, if that was asked.
    pub utility: Option<Utility>,
    /// Whose linked rows single them out all the same, where rows are linked.
    pub trajectories: Option<Trajectories>,
}

impl Met {
    /// Names of the quasi-identifiers in the output.
    pub(super) fn quasi_names(&self) -> Vec<String> {
        self.quasi.iter().map(|column| column.name.clone()).collect()
    }
}

/// What became of a quasi-identifier.
#[derive(Clone, Debug)]
pub struct QuasiMet {
    /// Name in the output.
    pub name: String,
    /// The levels of its hierarchy.
    pub levels: Vec<String>,
    /// Rows that leave at each of the levels.
    pub rows: Vec<u64>,
    /// Its loss, from 0 to 1.
    pub loss: f64,
    /// The level that was the finest to be searched; 0 unless memory did not hold all combinations.
    pub begins: usize,
}

/// Searches a recoding of a dataset under which the models hold.
///
/// # Errors
/// `Kind::Policy` when there is none, or it loses more than the profile tolerates; `Kind::Resource` when there are too many combinations.
pub(super) fn enforce(work: &DatasetWork<'_>, models: &ModelPlan, options: SearchOptions) -> Result<(Recoder, Met)> {
    let dataset = work.dataset;
    let stopped = {
        let interrupt = work.engine.interrupt.clone();
        Arc::new(move || interrupt.check().is_err())
    };
    let (width, sensitive) = (models.quasi.len(), models.sensitive.len());
    let mut all = Gathering::new(width, sensitive, options.combinations, work.scratch, stopped);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(work.engine.threads).build();
    let pool = pool
        .map_err(|_| Error::new(Kind::Resource, Diagnostic::new(Code::E1003, message!("threads cannot be started"))))?;
    let left_out = AtomicU64::new(0);
    let needed: Vec<usize> = models.columns().collect();
    work.run(
        |nth, unit| {
            let mut part = Gather::new(models.quasi.len(), models.sensitive.len());
            work.each_kept(nth, unit, &needed, |kept| {
                let keeps = |row| {
                    let person = work.keeps(models, kept, row);
                    left_out.fetch_add(u64::from(person.is_none()), Ordering::Relaxed);
                    person
                };
                dataset.gather(models, &kept.inputs, &kept.rows(), &keeps, &mut part)
            })?;
            part.settle();
            Ok(part)
        },
        |_, part| {
            pool.install(|| all.add(&part)).map_err(|e| put_aside(&e))?;
            all.too_much().map_or(Ok(()), |what| Err(too_much(dataset, models, what)))
        },
    )?;
    let found = pool.install(|| search(dataset, models, all, options.utility));
    // A search that was told to stop says that it cannot read.
    work.engine.interrupt.check()?;
    let (recoder, mut met) = found?;
    met.left_out = left_out.into_inner();
    met.accounts = work.accounts.map(Accounts::counts).unwrap_or_default();
    Ok((recoder, met))
}

/// Which rows stay of people who have more than the profile lets stay; `None` where nobody has. Rows are first counted by parts of people's
/// hashes, and only where there are too many of them by people.
pub(super) fn bound(work: &DatasetWork<'_>, models: &ModelPlan) -> Result<Option<Bound>> {
    let Some(most) = models.rows_per_person else { return Ok(None) };
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    let crowds = Crowds::new(work.bytes());
    each_person(work, models, || (), |(), person, _| crowds.add(person), |()| ())?;
    if !crowds.any_exceeds(most) {
        return Ok(None);
    }
    let mut all = RowsOfPeople::new(most);
    let add = |part: &mut RowsOfPeople, person, rank| {
        if crowds.may_exceed(person, most) {
            part.add(person, rank);
        }
    };
    each_person(work, models, || RowsOfPeople::new(most), add, |part| all.merge(part))?;
    Ok(Some(all.finish()))
}

/// Whose each row is, and its place among theirs.
fn each_person<T: Send>(
    work: &DatasetWork<'_>,
    models: &ModelPlan,
    new: impl Fn() -> T + Sync,
    add: impl Fn(&mut T, u64, u64) + Sync,
    mut take: impl FnMut(T),
) -> Result<()> {
    work.engine.progress.begin("counting rows of people", work.bytes());
    work.run(
        |nth, unit| {
            let mut part = new();
            work.each_kept(nth, unit, &[], |kept| {
                for row in 0..kept.rows {
                    if let Person::Known(person) = work.person(models, kept, row) {
                        add(&mut part, person, kept.rank(row));
                    }
                }
                Ok(())
            })?;
            Ok(part)
        },
        |_, part| {
            take(part);
            Ok(())
        },
    )?;
    work.engine.progress.end();
    Ok(())
}

/// What a search works on.
struct Data {
    /// All combinations, or the finest of them that memory holds.
    stage: Stage<'static>,
    /// The others, with the whole hierarchies.
    aside: Option<(Runs, Vec<Hierarchy>)>,
}

impl Data {
    fn new(dataset: &DatasetPlan, models: &ModelPlan, all: Gathering<'_>, weights: &[f64]) -> Result<Self> {
        let ladder = |column: &QuasiColumn, table: &_, nth| {
            let hierarchy = column.ladder.build(table, nth, models.models.k);
            hierarchy.map_err(|bad| bad_hierarchy(dataset, column.at, &bad))
        };
        let columns = || models.quasi.iter().enumerate();
        match all.finish().map_err(|e| put_aside(&e))? {
            Gathered::Whole(table) => {
                let hierarchies = columns().map(|(nth, column)| ladder(column, &table, nth)).collect::<Result<_>>()?;
                Ok(Self { stage: Stage::owned(table, hierarchies), aside: None })
            }
            Gathered::Aside(runs) => {
                let none = || too_much(dataset, models, TooMuch::Combinations);
                let alone = |nth: usize| runs.column(nth).map_err(|e| put_aside(&e))?.ok_or_else(none);
                let hierarchies = columns()
                    .map(|(nth, column)| ladder(column, &alone(nth)?, 0))
                    .collect::<Result<Vec<Hierarchy>>>()?;
                let finer = Finer { runs: &runs, hierarchies: &hierarchies };
                let stage = finer.finest(weights).map_err(|e| put_aside(&e))?.ok_or_else(none)?;
                Ok(Self { stage, aside: Some((runs, hierarchies)) })
            }
        }
    }

    fn finer(&self) -> Option<Finer<'_>> {
        self.aside.as_ref().map(|(runs, hierarchies)| Finer { runs, hierarchies })
    }
}

/// The recoding for the rows that were gathered.
fn search(dataset: &DatasetPlan, models: &ModelPlan, all: Gathering<'_>, measured: bool) -> Result<(Recoder, Met)> {
    let weights: Vec<f64> = models.quasi.iter().map(|column| column.weight).collect();
    let mut data = Data::new(dataset, models, all, &weights)?;
    let Found { recoding, written, other, left_out } = recoded(dataset, models, &data, &weights)?;
    if let Some(other) = other {
        data.stage = other;
    }
    let Stage { table, hierarchies, .. } = &data.stage;
    let cost = Cost::of(&recoding, table, hierarchies, &weights);
    let mut met = met(dataset, models, &data.stage, &recoding, &written, cost);
    met.nodes_left_out = left_out as u64;
    judge_loss(dataset, models, &met)?;
    if measured {
        met.utility = Some(utility(&data.stage, data.finer(), &recoding).map_err(|e| put_aside(&e))?);
    }
    let codes = data.finer().map_or_else(|| data.stage.codes(), |finer| finer.codes(&data.stage));
    Ok((Recoder::new(data.stage, codes, recoding), met))
}

/// What a search found.
struct Found {
    recoding: Recoding,
    written: Written,
    /// What the recoding is of, if not the stage of the data.
    other: Option<Stage<'static>>,
    left_out: usize,
}

/// Times that a stricter t is tried.
const STRICTER: u32 = 24;

/// A recoding under which the models hold for the rows that leave. Those are known only afterwards, and t is a distance from them: where it is a
/// little too far, a stricter one is asked of the search.
fn recoded(dataset: &DatasetPlan, models: &ModelPlan, data: &Data, weights: &[f64]) -> Result<Found> {
    let Stage { table, hierarchies, .. } = &data.stage;
    let mut asked = if table.is_empty() { Models::default() } else { models.models.clone() };
    for _ in 0..STRICTER {
        let found = match models.recoding {
            RecodingRule::FullDomain if !table.is_empty() => optimum_of(&data.stage, data.finer(), weights, &asked)
                .map(|(best, other)| (best.recoding, other, best.left_out)),
            _ => local(table, hierarchies, weights, &asked).map(|recoding| (recoding, None, 0)),
        };
        let (recoding, other, left_out) = found.map_err(|why| unreachable(dataset, &data.stage, models, &why))?;
        let Stage { table, hierarchies, .. } = other.as_ref().unwrap_or(&data.stage);
        let written = Written::of(&recoding, table, hierarchies);
        if written.failing(table, &models.models) == 0 {
            return Ok(Found { recoding, written, other, left_out });
        }
        if asked.t.is_none() {
            let message =
                message!("labels of different levels of a hierarchy of `{}` are alike", Shown::name(&dataset.name));
            return Err(policy(Code::E733, message, message!("a label names one group of one level")));
        }
        asked.t = asked.t.map(|closeness| Closeness { t: closeness.t * 0.96, ..closeness });
    }
    let message = message!("t cannot be reached in `{}` for the rows that are left", Shown::name(&dataset.name));
    Err(policy(
        Code::E730,
        message,
        message!("lower `suppress`: what is left out changes what the others are compared with"),
    ))
}

/// Names of released columns, by position.
fn names(dataset: &DatasetPlan) -> Vec<&str> {
    dataset.columns.iter().filter(|column| column.release().is_some()).map(|column| column.key.as_str()).collect()
}

fn met(
    dataset: &DatasetPlan,
    models: &ModelPlan,
    stage: &Stage<'_>,
    recoding: &Recoding,
    written: &Written,
    cost: Cost,
) -> Met {
    let Stage { table, hierarchies, .. } = stage;
    let names = names(dataset);
    let mut quasi: Vec<QuasiMet> = models
        .quasi
        .iter()
        .zip(hierarchies.iter())
        .zip(&cost.columns)
        .map(|((column, hierarchy), &loss)| {
            let above = hierarchy.levels().iter().map(|level| &level.name);
            let levels: Vec<String> = hierarchy.below().iter().chain(above).cloned().collect();
            QuasiMet {
                name: names[column.at].to_owned(),
                rows: vec![0; levels.len()],
                levels,
                loss,
                // Nodes of the lattice are counted from the disk.
                begins: if models.recoding == RecodingRule::Local { hierarchy.below().len() } else { 0 },
            }
        })
        .collect();
    for (combination, rows) in table.rows().iter().enumerate() {
        let Some(class) = recoding.class(combination) else { continue };
        for ((column, cell), below) in quasi.iter_mut().zip(recoding.cells(class)).zip(&stage.levels) {
            column.rows[usize::from(cell.level) + below] += rows;
        }
    }
    let linked = dataset.releases().any(|release| release.transform.is_token());
    Met {
        quasi,
        sensitive: models.sensitive.iter().map(|&at| names[at].to_owned()).collect(),
        moved: models.moved.clone(),
        models: models.models.clone(),
        recoding: models.recoding,
        k: written.classes.k().unwrap_or(0),
        classes: written.classes.rows.len() as u64,
        people_known: models.people_known,
        accounts: AccountCounts::default(),
        subject: subject_token(dataset),
        trajectories: if linked { trajectories(table, written) } else { None },
        rows_per_person: models.rows_per_person,
        left_out: 0,
        join_rate: join_rate(table, recoding),
        utility: None,
        nodes_left_out: 0,
        cost,
    }
}

pub(super) fn subject_token(dataset: &DatasetPlan) -> Option<String> {
    let subject = dataset.subject?;
    let is_token = |column: &&ColumnPlan| {
        column.source == subject.source && column.release().is_some_and(|release| release.transform.is_token())
    };
    dataset.columns.iter().find(is_token).map(|column| column.key.clone())
}

fn policy(code: Code, message: Message, hint: Message) -> Error {
    Error::new(Kind::Policy, Diagnostic::new(code, message).hint(hint))
}

fn too_much(dataset: &DatasetPlan, models: &ModelPlan, what: TooMuch) -> Error {
    let column = |at: usize| Shown::name(&format!("{}.{}", dataset.name, names(dataset)[at]));
    let (message, hint) = match what {
        TooMuch::Combinations => (
            message!("`{}` has too many different combinations of quasi-identifiers", Shown::name(&dataset.name)),
            message!(
                "let the profile make its finest columns coarser first: times to the day, numbers to buckets; or allow more `--combinations`, about 130 bytes each"
            ),
        ),
        TooMuch::Values(nth) => (
            message!("`{}` has too many different values for a quasi-identifier", column(models.quasi[nth].at)),
            message!("generalize it, put it into buckets, or drop it"),
        ),
        TooMuch::Sensitive(nth) => (
            message!("`{}` has too many different values for l and t", column(models.sensitive[nth])),
            message!("put it into buckets, or leave its type out of `sensitive`"),
        ),
    };
    Error::new(Kind::Resource, Diagnostic::new(Code::E1007, message).hint(hint))
}

fn put_aside(error: &std::io::Error) -> Error {
    Error::io(Kind::Output, message!("combinations of quasi-identifiers cannot be put aside on disk"), error)
}

fn bad_hierarchy(dataset: &DatasetPlan, at: usize, bad: &BadHierarchy) -> Error {
    let name = Shown::name(&format!("{}.{}", dataset.name, names(dataset)[at]));
    let layout = message!("a line is `value;level 1;level 2`, from fine to coarse, as in ARX");
    let (message, hint) = match *bad {
        BadHierarchy::Empty => (message!("the hierarchy of `{}` is empty", name), layout),
        BadHierarchy::Ragged(line) => {
            (message!("line {} of the hierarchy of `{}` has not as many levels as the first", line, name), layout)
        }
        BadHierarchy::Repeated(line) => {
            (message!("line {} of the hierarchy of `{}` repeats a value", line, name), message!("keep one of them"))
        }
        BadHierarchy::Split(line, level) => (
            message!(
                "line {} of the hierarchy of `{}` parts at level {} what is one at the level before",
                line,
                name,
                level + 1
            ),
            message!("values with one label must have one label at every level above"),
        ),
        BadHierarchy::Missing(count) => (
            message!("its hierarchy lacks values of `{}`: {}", name, count),
            message!(
                "add a line for each: `value;level 1;level 2` with semicolons, no header; values are compared as they would leave"
            ),
        ),
    };
    policy(Code::E731, message, hint)
}

fn unreachable(dataset: &DatasetPlan, stage: &Stage<'_>, models: &ModelPlan, why: &NoOptimum) -> Error {
    let name = Shown::name(&dataset.name);
    if let NoOptimum::Unreadable(kind) = *why {
        return put_aside(&kind.into());
    }
    if *why == NoOptimum::TooLarge {
        let message = message!("`{}` has too many quasi-identifiers and levels for `full-domain`", name);
        return policy(
            Code::E732,
            message,
            message!("`recoding = \"local\"`, or fewer levels under `[models.hierarchies]`"),
        );
    }
    let everybody = Classes::count(&stage.table, &Grouping::on(&stage.table, &[]));
    let people = everybody.k().unwrap_or(0);
    if people < models.models.k {
        let message = message!(
            "k = {} cannot be reached in `{}`: all rows together are of {} people",
            models.models.k,
            name,
            people
        );
        return policy(
            Code::E730,
            message,
            message!(
                "a release of so few people identifies them, and accounts that share an email, a phone or a number of the state are one person's; give more data, or another profile"
            ),
        );
    }
    let message = message!("l or t cannot be reached in `{}`, even with all rows in one class", name);
    policy(
        Code::E730,
        message,
        message!("its sensitive columns have too few different values; drop them, or ask for less under `[models]`"),
    )
}

/// A release that has lost too much is of no use, and is not made.
fn judge_loss(dataset: &DatasetPlan, models: &ModelPlan, met: &Met) -> Result<()> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let hundredths = |share: f64| (share * 100.0).round() as u64;
    if let Some(least) = models.join_rate.filter(|least| met.join_rate < *least) {
        let message = message!(
            "of the people of `{}` {} % have a row left, and the profile asks for {} %",
            Shown::name(&dataset.name),
            hundredths(met.join_rate),
            hundredths(least)
        );
        return Err(policy(Code::E735, message, message!("lower `suppress`, or let the recoding be `local`")));
    }
    let Some(most) = models.max_loss.filter(|most| met.cost.loss > *most) else { return Ok(()) };
    let worst = met.quasi.iter().max_by(|a, b| a.loss.total_cmp(&b.loss));
    let worst = Shown::name(worst.map_or("", |column| &column.name));
    let message = message!(
        "`{}` reaches k = {} only with a loss of {} %, and the profile tolerates {} %",
        Shown::name(&dataset.name),
        met.k,
        hundredths(met.cost.loss),
        hundredths(most)
    );
    Err(policy(
        Code::E734,
        message,
        message!("`{}` costs most: drop it, make it coarser, or give it a better hierarchy", worst),
    ))
}
