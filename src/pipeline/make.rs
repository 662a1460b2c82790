//! Makes the datasets of a release: every unit is read, transformed, guarded and encoded, or spilled to be put in order first.

use super::accounts;
use super::apply::ApplyOptions;
use super::exclude::{self, Excluded};
use super::manifest::{DatasetSummary, SourceSummary};
use super::models::{self, Met, SearchOptions};
use super::order::{Piece, Spill, SpillShape};
use super::prepare::Prepared;
use super::rejects::{BadRows, Rejects};
use super::workers::Engine;
use crate::canon::{Form, form_of};
use crate::column::canonical_ids;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{
    BadRow, Decoded, Encoded, Encoder, Input, OutputFormat, Runs, Staged, Unit, Written, open_sink, temporary,
};
use crate::message;
use crate::place::Place;
use crate::plan::{Bound, ColumnTally, DatasetPlan, ModelPlan, NullPatterns, Recoder, Refused, Released, Rows, rank};
use crate::privacy::{Accounts, OpenScratch, Person};
use crate::select::Listed;
use crate::transform::{Origin, Subjects};
use arrow::array::{ArrayRef, BooleanArray, StringArray, new_null_array};
use arrow::compute::filter;
use arrow::datatypes::DataType;
use std::fs::File;
use std::io::Write as _;
use std::sync::Arc;

/// Makes every dataset of the plan in the staged release.
pub(super) fn make_datasets(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    engine: &Engine<'_>,
    staged: &Staged,
    excluded: Option<&Excluded<'_>>,
    accounts: Option<&Accounts>,
    mut rejects: Option<&mut Rejects>,
) -> Result<Vec<DatasetSummary>> {
    let total: u64 = prepared.sources.iter().map(|source| source.input.len()).sum();
    engine.progress.begin("making the release", total);
    let mut bad = BadRows { allowed: options.max_bad, seen: 0 };
    let mut summaries = Vec::new();
    let scratch = || staged.scratch_file();
    for dataset in &prepared.plan.datasets {
        let mut work = DatasetWork {
            prepared,
            dataset,
            excluded,
            accounts,
            engine,
            scratch: &scratch,
            recoder: None,
            bound: None,
        };
        let bound = dataset.models.as_ref().map(|models| models::bound(&work, models)).transpose()?.flatten();
        work.bound = bound.as_ref();
        let enforced = match &dataset.models {
            Some(models) => {
                engine.progress.begin("looking for classes", work.bytes());
                let enforced = models::enforce(&work, models, options.search)?;
                engine.progress.end();
                engine.progress.begin("making the release", total);
                Some(enforced)
            }
            None => None,
        };
        let (recoder, met) = enforced.unzip();
        work.recoder = recoder.as_ref();
        let mut sums = Sums::new(dataset);
        let mut account = |part: usize, done: &UnitSums| {
            let input = work.input(part);
            if let Some(rejects) = rejects.as_deref_mut() {
                rejects.list(input, &done.bad)?;
            }
            bad.count(input, &done.bad)?;
            sums.add(part, done);
            Ok(())
        };
        let file = format!("{}.{}", dataset.name, options.format.extension());
        let (encoder, mut appender) = open_sink(options.format, dataset, staged.create(&file)?, &Shown::name(&file))?;
        let mut subjects = if work.stages_subjects() { Some(staged.scratch()?) } else { None };
        if dataset.streams.is_empty() {
            work.run(
                |nth, unit| work.encode(&encoder, nth, unit),
                |part, (encoded, done)| {
                    account(part, &done)?;
                    subjects.as_mut().map_or(Ok(()), |file| stage(file, &done.subjects))?;
                    appender.append(encoded)
                },
            )?;
        } else {
            let mut spill = Spill::begin(dataset, work.bytes(), staged)?;
            let shape = spill.shape();
            work.run(
                |nth, unit| work.spill(&shape, nth, unit),
                |part, (pieces, done)| {
                    account(part, &done)?;
                    spill.append(pieces)
                },
            )?;
            spill.in_order(engine, &encoder, &mut appender, |people| {
                subjects.as_mut().map_or(Ok(()), |file| stage(file, people))
            })?;
        }
        let written = appender.finish()?;
        let problems = dataset.judge(&sums.tallies);
        if !problems.is_empty() {
            return Err(Error::many(Kind::Policy, problems));
        }
        let mut summary = sums.finish(dataset, file, options.format, written, met)?;
        summary.subjects = subjects.map(Arc::new);
        summaries.push(summary);
    }
    engine.progress.end();
    Ok(summaries)
}

/// What the models of each dataset would cost, without writing anything; `None` of one without models.
///
/// # Errors
/// As [`super::apply`], where the models cannot be met.
pub(crate) fn reach(
    prepared: &Prepared,
    listed: Option<&Listed>,
    engine: &Engine<'_>,
    options: SearchOptions,
) -> Result<Vec<Option<Met>>> {
    let excluded = exclude::find(prepared, listed, engine)?;
    let accounts = accounts::find(prepared, engine)?;
    let of = |dataset: &DatasetPlan| {
        let Some(models) = &dataset.models else { return Ok(None) };
        let mut work = DatasetWork {
            prepared,
            dataset,
            excluded: excluded.as_ref(),
            accounts: accounts.as_ref(),
            engine,
            scratch: &temporary,
            recoder: None,
            bound: None,
        };
        let bound = models::bound(&work, models)?;
        work.bound = bound.as_ref();
        engine.progress.begin("looking for classes", work.bytes());
        let (_, met) = models::enforce(&work, models, options)?;
        engine.progress.end();
        Ok(Some(met))
    };
    prepared.plan.datasets.iter().map(of).collect()
}

/// Adds numbers of people to those that are staged.
fn stage(file: &mut File, subjects: &[u64]) -> Result<()> {
    let bytes: Vec<u8> = subjects.iter().flat_map(|subject| subject.to_le_bytes()).collect();
    file.write_all(&bytes)
        .map_err(|e| Error::io(Kind::Output, message!("a file for the second count cannot be written"), &e))
}

/// What the workers need to make a dataset.
pub(super) struct DatasetWork<'a> {
    pub(super) prepared: &'a Prepared,
    pub(super) dataset: &'a DatasetPlan,
    pub(super) excluded: Option<&'a Excluded<'a>>,
    /// Which accounts are one person's, if any may be.
    pub(super) accounts: Option<&'a Accounts>,
    pub(super) engine: &'a Engine<'a>,
    /// Opens a file for what memory does not hold.
    pub(super) scratch: &'a OpenScratch<'a>,
    /// What makes its rows coarser, if models must hold.
    pub(super) recoder: Option<&'a Recoder>,
    /// Which rows stay of people who have very many.
    pub(super) bound: Option<&'a Bound>,
}

/// Numbers of a unit.
#[derive(Default)]
struct UnitSums {
    tallies: Vec<ColumnTally>,
    nulls: NullPatterns,
    rows_in: u64,
    excluded: u64,
    suppressed: u64,
    /// Whose the rows are that leave, where that is staged.
    subjects: Vec<u64>,
    bad: Vec<BadRow>,
    runs: Runs,
    inner_lines: u64,
    left_out: u64,
}

impl DatasetWork<'_> {
    fn input(&self, part: usize) -> &Input {
        &self.prepared.sources[self.dataset.parts[part].shape].input
    }

    /// Bytes of all inputs of the dataset.
    pub(super) fn bytes(&self) -> u64 {
        (0..self.dataset.parts.len()).map(|part| self.input(part).len()).sum()
    }

    pub(super) fn run<T: Send>(
        &self,
        work: impl Fn(usize, Unit) -> Result<T> + Sync,
        take: impl FnMut(usize, T) -> Result<()>,
    ) -> Result<()> {
        let inputs: Vec<&Input> = (0..self.dataset.parts.len()).map(|part| self.input(part)).collect();
        self.engine.run(&inputs, work, take)
    }

    /// The rows of a unit as they came, without excluded people; of the released columns those at `needed` positions.
    pub(super) fn each_kept(
        &self,
        nth: usize,
        unit: Unit,
        needed: &[usize],
        mut each: impl FnMut(&Kept) -> Result<(), Refused>,
    ) -> Result<()> {
        let input = self.input(nth);
        for kept in kept_batches(input, unit, self.dataset, nth, self.excluded, Some(needed))? {
            each(&kept?).map_err(|refused| explain(refused, self.dataset, input))?;
        }
        Ok(())
    }

    /// Whose a row is: one person's, however many accounts they have.
    pub(super) fn person(&self, models: &ModelPlan, kept: &Kept, row: usize) -> Person {
        match (models.person(kept.subjects.as_ref(), row), self.accounts) {
            (Person::Known(account), Some(accounts)) => Person::Known(accounts.person(account)),
            (person, _) => person,
        }
    }

    /// The same, if the row stays under the bound on the rows of a person.
    pub(super) fn keeps(&self, models: &ModelPlan, kept: &Kept, row: usize) -> Option<Person> {
        let person = self.person(models, kept, row);
        match (self.bound, person) {
            (Some(bound), Person::Known(known)) => bound.keeps(known, kept.rank(row)).then_some(person),
            _ => Some(person),
        }
    }

    /// Whether whose the rows are has to be staged beside the file: they are people's, and no token of it tells.
    fn stages_subjects(&self) -> bool {
        let known = self.dataset.models.as_ref().is_some_and(|models| models.people_known);
        known && models::subject_token(self.dataset).is_none()
    }

    /// Makes released rows coarser where models must hold; which of them stay.
    fn recode(&self, released: Released, from: &Kept, input: &Input) -> Result<(Released, Option<BooleanArray>)> {
        let (Some(recoder), Some(models)) = (self.recoder, &self.dataset.models) else { return Ok((released, None)) };
        let recoded = self
            .dataset
            .recode(&released, models, recoder, &|row| self.bound.is_none() || self.keeps(models, from, row).is_some());
        let (recoded, kept) = recoded.map_err(|refused| explain(refused, self.dataset, input))?;
        Ok((recoded, Some(kept)))
    }

    /// Whose the rows are that stay, a number for each; 0 is nobody.
    fn subjects(&self, from: &Kept, stay: &BooleanArray) -> Vec<u64> {
        let Some(models) = &self.dataset.models else { return Vec::new() };
        let number = |row: usize| match self.person(models, from, row) {
            Person::Known(person) => person.max(1),
            Person::EachRow | Person::Nobody => 0,
        };
        (0..stay.len()).filter(|row| stay.value(*row)).map(number).collect()
    }

    /// Releases a unit batch by batch.
    fn release(
        &self,
        nth: usize,
        unit: Unit,
        mut each: impl FnMut(Released, Origin) -> Result<()>,
    ) -> Result<UnitSums> {
        let input = self.input(nth);
        let mut done =
            UnitSums { tallies: vec![ColumnTally::default(); self.dataset.releases().count()], ..UnitSums::default() };
        done.runs = unit.runs();
        done.inner_lines = unit.inner_lines();
        for kept in kept_batches(input, unit, self.dataset, nth, self.excluded, None)? {
            let kept = kept?;
            let (released, tallies) = kept.release(self.dataset, input)?;
            let (released, stay) = self.recode(released, &kept, input)?;
            if let Some(stay) = &stay {
                done.suppressed += (stay.len() - stay.true_count()) as u64;
                if self.stages_subjects() {
                    done.subjects.extend(self.subjects(&kept, stay));
                }
            }
            done.tallies.iter_mut().zip(&tallies).for_each(|(sum, tally)| sum.add(tally));
            done.nulls.add(&released.null_patterns());
            done.rows_in += (kept.rows + kept.excluded + kept.bad.len()) as u64;
            done.excluded += kept.excluded as u64;
            done.bad.extend(kept.bad);
            done.left_out += kept.left_out as u64;
            each(released, kept.origin)?;
        }
        Ok(done)
    }

    /// A unit as a row group.
    fn encode(&self, encoder: &Encoder, nth: usize, unit: Unit) -> Result<(Encoded, UnitSums)> {
        let mut group = encoder.begin()?;
        let done = self.release(nth, unit, |released, _| group.write(&released))?;
        Ok((group.finish()?, done))
    }

    /// A unit as pieces that wait on disk for their place.
    fn spill(&self, shape: &SpillShape<'_>, nth: usize, unit: Unit) -> Result<(Vec<Piece>, UnitSums)> {
        let mut batches = Vec::new();
        let done = self.release(nth, unit, |released, origin| {
            batches.push((released, origin));
            Ok(())
        })?;
        let subjects = self.stages_subjects().then_some(done.subjects.as_slice());
        Ok((shape.pieces(&batches, subjects)?, done))
    }
}

/// A batch without excluded people.
pub(super) struct Kept {
    /// The arrays of the released columns.
    pub(super) inputs: Vec<ArrayRef>,
    /// Rows that stay.
    pub(super) rows: usize,
    /// Whose they are, if a technique must know.
    pub(super) subjects: Option<StringArray>,
    /// Where the first of them came from. Rows are numbered as they stay, so no two of a dataset have one origin.
    pub(super) origin: Origin,
    excluded: usize,
    bad: Vec<BadRow>,
    left_out: usize,
}

impl Kept {
    /// The rows as the plan wants to know them.
    pub(super) fn rows(&self) -> Rows<'_> {
        Rows {
            count: self.rows,
            subjects: self.subjects.as_ref().map_or(Subjects::NONE, Subjects::of),
            origin: self.origin,
        }
    }

    /// The place of a row among those of its person.
    pub(super) fn rank(&self, row: usize) -> u64 {
        rank(self.origin.part, self.origin.row + row as u64)
    }

    /// Only the first rows.
    pub(super) fn first(self, count: usize) -> Self {
        let rows = self.rows.min(count);
        Self {
            inputs: self.inputs.iter().map(|array| array.slice(0, rows)).collect(),
            rows,
            subjects: self.subjects.map(|subjects| subjects.slice(0, rows)),
            ..self
        }
    }

    /// What may leave of them.
    pub(super) fn release(&self, dataset: &DatasetPlan, input: &Input) -> Result<(Released, Vec<ColumnTally>)> {
        dataset.release(&self.inputs, &self.rows()).map_err(|refused| explain(refused, dataset, input))
    }
}

/// Reads a unit batch by batch and leaves excluded people out. Of the released columns those at `needed` positions, the others being NULL.
pub(super) fn kept_batches<'a>(
    input: &'a Input,
    unit: Unit,
    dataset: &'a DatasetPlan,
    nth: usize,
    excluded: Option<&'a Excluded<'_>>,
    needed: Option<&[usize]>,
) -> Result<impl Iterator<Item = Result<Kept>> + use<'a>> {
    let part = &dataset.parts[nth];
    let mut released = dataset.projection(part);
    if let Some(needed) = needed {
        released.iter_mut().enumerate().filter(|(at, _)| !needed.contains(at)).for_each(|(_, place)| *place = None);
    }
    let subject = dataset.subject.map(|subject| (dataset.subject_in(part), form_of(subject.semantic)));
    let people = excluded.map(|excluded| (excluded, &excluded.people[part.shape]));
    // Each column of the input is read once, whether it is released, identifies people, or both.
    let mut wanted: Vec<usize> = released.iter().flatten().copied().collect();
    wanted.extend(subject.and_then(|(at, _)| at));
    wanted.extend(people.iter().flat_map(|(_, people)| people.columns.iter().copied()));
    wanted.sort_unstable();
    wanted.dedup();
    let mut origin = Origin { part: nth as u64, row: unit.first_row() };
    let batches = input.batches(unit, &wanted)?;
    Ok(batches.map(move |decoded| {
        let Decoded { columns, rows, bad, left_out } = decoded?;
        let column = |at: usize| wanted.binary_search(&at).map(|slot| &columns[slot]).ok();
        let mask = match people {
            None => None,
            Some((excluded, people)) => {
                let arrays: Vec<ArrayRef> = people.columns.iter().filter_map(|&at| column(at).cloned()).collect();
                let mask = people.keep(&excluded.marks, &arrays, rows);
                Some(mask.map_err(|error| exclude::unreadable(&input.shown, error))?)
                    .filter(|mask| mask.true_count() < rows)
            }
        };
        let rows_kept = mask.as_ref().map_or(rows, BooleanArray::true_count);
        let array = |at: &Option<usize>| match (at.and_then(column), &mask) {
            // An optional column that this part lacks.
            (None, _) => Ok(new_null_array(&DataType::Utf8, rows_kept)),
            (Some(array), None) => Ok(Arc::clone(array)),
            (Some(array), Some(mask)) => {
                filter(&**array, mask).map_err(|_| Error::internal(message!("rows cannot be filtered")))
            }
        };
        let inputs = released.iter().map(array).collect::<Result<Vec<ArrayRef>>>()?;
        let ids = |(at, form): (Option<usize>, &Form)| {
            canonical_ids(&*array(&at)?, form).map_err(|error| exclude::unreadable(&input.shown, error))
        };
        let subjects = subject.map(ids).transpose()?;
        let kept = Kept { inputs, rows: rows_kept, subjects, origin, excluded: rows - rows_kept, bad, left_out };
        origin.row += rows_kept as u64;
        Ok(kept)
    }))
}

/// A batch that may not leave, as an error.
fn explain(refused: Refused, dataset: &DatasetPlan, input: &Input) -> Error {
    let name = |at: usize| {
        let column = dataset.columns.iter().filter(|column| column.release().is_some()).nth(at);
        Shown::name(column.map_or("", |column| &column.key))
    };
    let place = |at| Place::input(input.shown.clone()).column(name(at));
    let policy = |code, message: Message, at, hint| {
        Error::new(Kind::Policy, Diagnostic::new(code, message).place(place(at)).hint(hint))
    };
    match refused {
        Refused::Type(at) => policy(
            Code::E708,
            message!("the column's physical type cannot be read as what the schema says it is"),
            at,
            message!("write it as text, numbers or timestamps, or let the profile drop it"),
        ),
        Refused::Image(at) => policy(
            Code::E709,
            message!("the column holds an image"),
            at,
            message!("biometric content is never released; drop the column"),
        ),
        Refused::Size(at) => Error::new(
            Kind::Resource,
            Diagnostic::new(Code::E1004, message!("the column has more than 2 GiB of text in one unit"))
                .place(place(at)),
        ),
        Refused::Shape => Error::internal(message!("released columns do not make a batch")),
    }
}

/// Sums over the units of a dataset.
struct Sums {
    tallies: Vec<ColumnTally>,
    parts: Vec<SourceSummary>,
    nulls: NullPatterns,
    excluded: u64,
    suppressed: u64,
    quarantined: u64,
}

impl Sums {
    fn new(dataset: &DatasetPlan) -> Self {
        let parts =
            dataset.parts.iter().map(|part| SourceSummary { shape: part.shape, ..SourceSummary::default() }).collect();
        Self {
            tallies: vec![ColumnTally::default(); dataset.releases().count()],
            parts,
            nulls: NullPatterns::default(),
            excluded: 0,
            suppressed: 0,
            quarantined: 0,
        }
    }

    fn add(&mut self, part: usize, done: &UnitSums) {
        self.tallies.iter_mut().zip(&done.tallies).for_each(|(sum, tally)| sum.add(tally));
        self.parts[part].rows_in += done.rows_in;
        self.parts[part].runs.add(done.runs);
        self.parts[part].inner_lines += done.inner_lines;
        self.parts[part].left_out += done.left_out;
        self.nulls.add(&done.nulls);
        self.excluded += done.excluded;
        self.suppressed += done.suppressed;
        self.quarantined += done.bad.len() as u64;
    }

    /// Nothing lost, nothing invented.
    fn finish(
        self,
        dataset: &DatasetPlan,
        file: String,
        format: OutputFormat,
        written: Written,
        met: Option<Met>,
    ) -> Result<DatasetSummary> {
        let rows_in: u64 = self.parts.iter().map(|part| part.rows_in).sum();
        if rows_in != written.rows + self.quarantined + self.excluded + self.suppressed {
            return Err(Error::internal(message!("rows of `{}` do not add up", Shown::name(&dataset.name))));
        }
        Ok(DatasetSummary {
            name: dataset.name.clone(),
            file,
            format,
            written,
            rows_in,
            rows_quarantined: self.quarantined,
            rows_excluded: self.excluded,
            rows_suppressed: self.suppressed,
            met,
            subjects: None,
            tallies: self.tallies,
            nulls: self.nulls,
            hidden_nulls: dataset
                .releases()
                .enumerate()
                .filter(|(_, r)| r.hides_presence())
                .map(|(at, _)| at)
                .collect(),
            sources: self.parts,
        })
    }
}
