//! The second count: what the models hold is asked again of the written files, before they are published.

use super::manifest::DatasetSummary;
use super::models::Met;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::Staged;
use crate::message;
use crate::plan::{ColumnPlan, DatasetPlan};
use crate::privacy::Trajectories;
use crate::vocabulary::Diversity;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Counts the files of a release again before they are published, by a way that shares nothing with the one that planned them.
pub trait Recount: Sync {
    /// The least number of people, or of values, in a class of these quasi-identifiers; 0 of no rows, `None` if the file cannot be read.
    fn least_people(&self, file: &Path, quasi: &[String], whose: Whose<'_>) -> Option<u64>;

    /// Of the people with rows in two files or more, whom one known row in each singles out, and which files have such people; `None` if a file
    /// cannot be read.
    fn joined(&self, files: &[LinkedFile]) -> Option<(Trajectories, Vec<bool>)>;
}

/// A file whose rows tokens link with those of others.
#[derive(Clone, Debug)]
pub struct LinkedFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its quasi-identifiers.
    pub quasi: Vec<String>,
    /// The column of tokens.
    pub subject: String,
    /// Further columns of tokens that are whose the rows of another file are.
    pub bridges: Vec<String>,
}

/// What the join of files tells.
#[derive(Clone, Debug)]
pub struct Joined {
    /// Names of the datasets.
    pub datasets: Vec<String>,
    /// People with rows in two of them or more, and who of them is alone.
    pub people: Trajectories,
}

/// How the people of a file are told apart.
#[derive(Clone, Copy, Debug)]
pub enum Whose<'a> {
    /// By the tokens of this column.
    Column(&'a str),
    /// By a number for each row of the file in its order, eight bytes each, 0 for nobody: staged outside of the release.
    Staged(&'a File),
    /// Not at all: each row counts.
    Rows,
    /// Not people but the different values of this column are counted, NULL being one.
    Values(&'a str),
}

/// What whoever joins the files by tokens learns; `None` where they link less than two files.
pub(super) fn joined(
    plans: &[DatasetPlan],
    datasets: &[DatasetSummary],
    staged: &Staged,
    count: &dyn Recount,
) -> Result<Option<Joined>> {
    let tokens = |plan: &DatasetPlan| -> Vec<(String, String)> {
        let columns = plan.columns.iter();
        let token = |column: &&ColumnPlan| column.release().is_some_and(|release| release.transform.is_token());
        columns.filter(token).map(|column| (column.key.clone(), column.domain.clone())).collect()
    };
    let domain_of = |plan: &DatasetPlan, met: &Met| {
        tokens(plan).into_iter().find(|(key, _)| Some(key) == met.subject.as_ref()).map(|(_, domain)| domain)
    };
    let all = || plans.iter().zip(datasets).filter_map(|(plan, dataset)| Some((plan, dataset, dataset.met.as_ref()?)));
    let subjects: Vec<String> = all().filter_map(|(plan, _, met)| domain_of(plan, met)).collect();
    let linked = |(plan, dataset, met): (&DatasetPlan, &DatasetSummary, &Met)| {
        let subject = met.subject.clone()?;
        let bridges = tokens(plan).into_iter().filter(|(key, domain)| *key != subject && subjects.contains(domain));
        let bridges = bridges.map(|(key, _)| key).collect();
        let file = LinkedFile { path: staged.path_of(&dataset.file), quasi: met.quasi_names(), subject, bridges };
        Some((dataset.name.clone(), file))
    };
    let (datasets, files): (Vec<String>, Vec<LinkedFile>) = all().filter_map(linked).unzip();
    if files.len() < 2 {
        return Ok(None);
    }
    let counted = count.joined(&files);
    let (people, linked) = counted.ok_or_else(unreadable)?;
    // Tokens of different sites or domains are never equal: nothing links those.
    let datasets: Vec<String> =
        datasets.into_iter().zip(linked).filter_map(|(name, linked)| linked.then_some(name)).collect();
    Ok(Some(Joined { datasets, people }).filter(|joined| !joined.datasets.is_empty()))
}

/// Counts the written file again, by a way that shares nothing with the one that planned it.
pub(super) fn recount(met: &Met, file: &Path, dataset: &str, staged: Option<&File>, count: &dyn Recount) -> Result<()> {
    let quasi = met.quasi_names();
    let whose = match (&met.subject, staged) {
        (_, Some(staged)) => Whose::Staged(staged),
        (Some(column), None) => Whose::Column(column),
        (None, None) => Whose::Rows,
    };
    // A device that fails is no count that differs.
    let least = count.least_people(file, &quasi, whose).ok_or_else(unreadable)?;
    // Without a token whose rows they are cannot be told from the file; then there are at least as many rows as people.
    // A file for spreadsheets writes an apostrophe before some texts, which may make two classes one.
    let values = |column: &String| match met.models.l {
        Some(Diversity::Distinct(l)) if met.classes > 0 => {
            let least = count.least_people(file, &quasi, Whose::Values(column)).ok_or_else(unreadable)?;
            Ok(least >= u64::from(l))
        }
        _ => Ok(true),
    };
    let diverse = met.sensitive.iter().map(values).collect::<Result<Vec<bool>>>()?;
    if least >= met.k && diverse.into_iter().all(|diverse| diverse) {
        return Ok(());
    }
    let message = message!(
        "an independent count of the classes of `{}` differs from the plan's; nothing is published",
        Shown::name(dataset)
    );
    Err(Error::internal(message))
}

/// The files of the release, which were written a moment ago, cannot be read to be counted again.
fn unreadable() -> Error {
    let message = message!("a file that was just written cannot be read to be counted again; nothing is published");
    let diagnostic = Diagnostic::new(Code::E645, message);
    Error::new(Kind::Output, diagnostic.hint(message!("check the device of `--out`, and how many files may be open")))
}
