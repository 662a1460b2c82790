//! Measures: opens, finds the columns, gathers every dataset, counts.

use super::accounts;
use super::advice::advice;
use super::columns::Columns;
use super::gather::{Gathered, gather_unit};
use super::inputs::{Set, open};
use super::report::{Dataset, FileMeasured, People, Report, Skipped};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{FileFormat, Input};
use crate::message;
use crate::pipeline::{Engine, Interrupt, Progress};
use crate::privacy::{AccountCounts, Accounts, Models, Names, measure as measure_table};
use crate::schema::{Encoding, distance};
use std::path::PathBuf;

/// Most quasi-identifiers that are taken: with more nearly every row is unique, and that says nothing.
pub const MOST_QUASI_IDENTIFIERS: usize = 20;
/// Different combinations of them that are held at most: some two gibibytes.
const MOST_COMBINATIONS: usize = 1 << 25;
/// Bytes of a unit: nothing is written in units, and small ones end together.
const UNIT_BYTES: usize = 4 << 20;

/// What to measure.
#[derive(Debug)]
pub struct MeasureOptions<'a> {
    /// Files, globs, or directories of releases.
    pub inputs: &'a [String],
    /// Schema files or folders of them.
    pub schemas: &'a [PathBuf],
    /// Quasi-identifiers, instead of those that are described.
    pub quasi: &'a [String],
    /// Sensitive columns, likewise.
    pub sensitive: &'a [String],
    /// Column that says whose a row is, likewise.
    pub subject: Option<&'a str>,
    /// What every class should be; what of it is suppressed does not count.
    pub models: Models,
    /// Format of the inputs, if their content must not decide.
    pub format: Option<FileFormat>,
    /// Encoding of the texts among them.
    pub encoding: Option<Encoding>,
    /// Workers.
    pub threads: usize,
    /// Bytes that a read asks for.
    pub read_buffer: usize,
}

/// Measures files or releases: how many people share their quasi-identifiers, and what can be learnt of them.
///
/// # Errors
/// `Kind::Usage` for columns that are not there, are too many or have two parts; the first file that cannot be opened or read.
pub fn measure(options: &MeasureOptions<'_>, interrupt: &Interrupt, progress: &dyn Progress) -> Result<Report> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build();
    let pool = pool
        .map_err(|_| Error::new(Kind::Resource, Diagnostic::new(Code::E1003, message!("threads cannot be started"))))?;
    let sets = open(options)?;
    let columns: Vec<Columns> =
        sets.iter().map(|set| Columns::find(options, &set.described, &set.inputs)).collect::<Result<_>>()?;
    check(options, &sets, &columns)?;
    let engine = Engine { threads: options.threads, read_buffer: options.read_buffer, interrupt, progress };
    let (mut datasets, mut skipped) = (Vec::new(), Vec::new());
    let measured = || sets.iter().zip(&columns).filter(|(_, columns)| !columns.quasi.is_empty());
    progress.begin("measuring", measured().flat_map(|(set, _)| &set.inputs).map(Input::len).sum());
    for (set, columns) in sets.iter().zip(&columns) {
        if columns.quasi.is_empty() {
            let files = set.inputs.iter().map(|input| input.shown.as_str().to_owned()).collect();
            skipped.push(Skipped { name: set.name.clone(), files });
            continue;
        }
        let accounts = accounts::find(set, columns, &engine)?;
        let (gathered, rows) = gather(set, columns, &accounts, &engine)?;
        set.inputs.iter().try_for_each(Input::check_unchanged)?;
        let asked = |models: &&Models| models.k > 0 || models.l.is_some() || models.t.is_some();
        let promised = set.described.promised.as_ref().map(|promised| &promised.models);
        let models = Some(&options.models).filter(asked).or(promised).unwrap_or(&options.models);
        datasets.push(pool.install(|| dataset(set, columns, gathered, &accounts, &rows, models)));
    }
    progress.end();
    Ok(Report::new(datasets, skipped))
}

/// Refuses what was asked for and cannot be measured.
fn check(options: &MeasureOptions<'_>, sets: &[Set], columns: &[Columns]) -> Result<()> {
    let asked = options.quasi.iter().chain(options.sensitive).map(String::as_str).chain(options.subject);
    let lacks = |(set, columns): (&Set, &Columns), name: &str| columns.absent.contains(&set.described.find(name).name);
    let nowhere = |name: &&str| sets.iter().zip(columns).all(|both| lacks(both, name));
    let missing: Vec<Diagnostic> = asked
        .filter(nowhere)
        .map(|name| {
            // Only names that a schema or a manifest says: the header of a file that has none is a row, and a row is somebody.
            let said = sets.iter().flat_map(|set| set.described.names());
            let near = said.map(|said| (distance(said, name), said)).filter(|(far, _)| *far <= 2).min();
            let hint = near.map_or_else(
                || {
                    message!(
                        "`iesiz scan` lists the columns of a file; `--quasi` and `--sensitive` take names with commas between them, `--subject` takes one"
                    )
                },
                |(_, near)| message!("did you mean `{}`?", Shown::name(near)),
            );
            Diagnostic::new(Code::E270, message!("no file has a column `{}`", Shown::name(name))).hint(hint)
        })
        .collect();
    if !missing.is_empty() {
        return Err(Error::many(Kind::Usage, missing));
    }
    let usage = |code, message, hint| Err(Error::new(Kind::Usage, Diagnostic::new(code, message).hint(hint)));
    if columns.iter().all(|columns| columns.quasi.is_empty()) {
        // Whoever has told what the columns mean is not asked for it again.
        let described =
            sets.iter().any(|set| set.described.promised.is_some() || set.described.names().next().is_some());
        let hint = if described {
            message!(
                "by what is said of the columns none is one that somebody may know of a person, so there is nothing to measure; to measure all the same, name some with `--quasi city,birth_date`"
            )
        } else {
            message!(
                "name columns that somebody may know of a person with `--quasi city,birth_date`, or give a `--schema`"
            )
        };
        return usage(Code::E271, message!("nothing says which columns are quasi-identifiers"), hint);
    }
    for (set, columns) in sets.iter().zip(columns) {
        if columns.quasi.len() > MOST_QUASI_IDENTIFIERS {
            let count = columns.quasi.len();
            let message = message!(
                "`{}` has {} quasi-identifiers; {} are measured at most",
                Shown::name(&set.name),
                count,
                MOST_QUASI_IDENTIFIERS
            );
            let hint = message!(
                "with so many nearly every row is unique: name with `--quasi` those that somebody who looks for a person would know"
            );
            return usage(Code::E272, message, hint);
        }
    }
    let asks = options.models.l.is_some() || options.models.t.is_some();
    if asks && columns.iter().all(|columns| columns.sensitive.is_empty()) {
        let hint = message!("name the columns whose values nobody should learn of a person with `--sensitive`");
        return usage(Code::E277, message!("`--l` and `--t` are about sensitive columns, and there is none"), hint);
    }
    Ok(())
}

/// Gathers the files of a dataset; the rows of each.
fn gather(set: &Set, columns: &Columns, accounts: &Accounts, engine: &Engine<'_>) -> Result<(Gathered, Vec<u64>)> {
    let inputs: Vec<&Input> = set.inputs.iter().collect();
    let mut all = Gathered::new(columns);
    let mut rows = vec![0; inputs.len()];
    let read_buffer = engine.read_buffer;
    engine.run_units(
        &inputs,
        |input| input.units_of(read_buffer, UNIT_BYTES),
        |part, unit| gather_unit(inputs[part], unit, columns, accounts, part),
        |part, gathered| {
            rows[part] += gathered.rows;
            all.merge(&gathered);
            if all.table.len() > MOST_COMBINATIONS { Err(too_many(set)) } else { Ok(()) }
        },
    )?;
    Ok((all, rows))
}

fn too_many(set: &Set) -> Error {
    let message = message!(
        "`{}` has more than {} different combinations of quasi-identifiers",
        Shown::name(&set.name),
        MOST_COMBINATIONS
    );
    let hint = message!("name fewer columns with `--quasi`: of so many combinations nearly every row is unique");
    Error::new(Kind::Resource, Diagnostic::new(Code::E1007, message).hint(hint))
}

fn dataset(
    set: &Set,
    columns: &Columns,
    gathered: Gathered,
    accounts: &Accounts,
    rows: &[u64],
    models: &Models,
) -> Dataset {
    let names = |columns: &[super::columns::Known]| columns.iter().map(|known| known.name.clone()).collect::<Vec<_>>();
    let (quasi, sensitive) = (names(&columns.quasi), names(&columns.sensitive));
    let table = gathered.table.finish();
    let mut measured = measure_table(&table, &Names { quasi: &quasi, sensitive: &sensitive }, models, gathered.nobody);
    let files = set.inputs.iter().zip(rows);
    let people_are = if columns.subject.is_some() { People::Subjects } else { People::Rows };
    let lost = set.described.promised.as_ref().is_some_and(|promised| promised.people_lost);
    let people_lost = lost && people_are == People::Rows;
    let mut warnings: Vec<Diagnostic> = set.inputs.iter().flat_map(|input| input.warnings.clone()).collect();
    if people_lost {
        measured
            .models
            .iter_mut()
            .filter(|model| ["k", "all"].contains(&model.model))
            .for_each(|model| model.met = false);
        let message = message!(
            "nothing in `{}` tells people apart any more, so k cannot be counted again",
            Shown::name(&set.name)
        );
        let hint = message!("its manifest states k of people; here every row counts as one, which is too many");
        warnings.push(Diagnostic::new(Code::W271, message).hint(hint));
    }
    Dataset {
        people_lost,
        name: set.name.clone(),
        files: files.map(|(input, &rows)| FileMeasured { name: input.shown.as_str().to_owned(), rows }).collect(),
        broken_rows: gathered.broken,
        people_are,
        subject: columns.subject.as_ref().map(|subject| subject.name.clone()),
        accounts: Some(accounts.counts()).filter(|counts| *counts != AccountCounts::default()),
        absent: columns.absent.clone(),
        keyed: columns.keyed.clone(),
        warnings,
        advice: advice(&measured, people_are),
        measured,
    }
}
