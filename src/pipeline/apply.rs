//! Makes a release.

use super::exclude::{self, Excluded};
use super::manifest::{self, DatasetSummary, SourceSummary};
use super::notice;
use super::prepare::{Prepared, Source};
use super::workers::{Engine, Interrupt, Progress, named, no_thread};
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{
    BadRow, Decoded, Encoded, Encoder, IfExists, Input, OutputFormat, Staged, Unit, Written, check_destination,
    open_sink, write_private,
};
use crate::message;
use crate::place::Place;
use crate::plan::{ColumnTally, DatasetPlan, Part, Refused};
use crate::select::{ExclusionCounts, Listed};
use arrow::array::{ArrayRef, BooleanArray, new_null_array};
use arrow::compute::filter;
use arrow::datatypes::DataType;
use chrono::NaiveDate;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How to make a release.
#[derive(Debug)]
pub struct ApplyOptions<'a> {
    /// The directory to make.
    pub out: &'a Path,
    /// What to do when it is there.
    pub if_exists: IfExists,
    /// Format of the datasets.
    pub format: OutputFormat,
    /// Workers.
    pub threads: usize,
    /// Bytes that a read asks for.
    pub read_buffer: usize,
    /// Broken rows that are tolerated: left out, counted, listed.
    pub max_bad: u64,
    /// Where to list them.
    pub rejects: Option<&'a Path>,
    /// People to leave out.
    pub listed: Option<&'a Listed>,
    /// Country of storage, as declared.
    pub storage_country: Option<&'a str>,
    /// Today, if the run is to know.
    pub as_of: Option<NaiveDate>,
    /// Whether the key is thrown away afterwards.
    pub ephemeral: bool,
}

/// What became of a run.
#[derive(Debug)]
pub struct Outcome {
    /// `false` when the release was there already and `--if-exists skip` said to leave it.
    pub published: bool,
    /// `false` when the release is in place but an older one could not be removed, or the directory around it not be synced.
    pub tidy: bool,
    /// By dataset.
    pub datasets: Vec<DatasetSummary>,
    /// Numbers of excluded people, if anybody could be.
    pub exclusion: Option<ExclusionCounts>,
    /// Lines of the exclusion list that no row holds.
    pub not_found: Vec<usize>,
    /// Where the run record is.
    pub record: PathBuf,
}

impl Outcome {
    /// Rows that were left out because they are broken.
    #[must_use]
    pub fn quarantined(&self) -> u64 {
        self.datasets.iter().map(|dataset| dataset.rows_quarantined).sum()
    }
}

/// Makes the release that the plan describes: all of it, or nothing.
///
/// # Errors
/// Any; the destination is then as it was.
pub fn apply(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    interrupt: &Interrupt,
    progress: &dyn Progress,
) -> Result<Outcome> {
    let is_keyed =
        prepared.plan.datasets.iter().flat_map(DatasetPlan::releases).any(|release| release.transform.is_keyed());
    if is_keyed && prepared.plan.key.is_none() {
        return Err(Error::internal(message!("a plan for a preview cannot make a release")));
    }
    let record = record_path(options.out);
    refuse_overlap(prepared, options, &record)?;
    if !check_destination(options.out, options.if_exists)? {
        return Ok(Outcome {
            published: false,
            tidy: true,
            datasets: Vec::new(),
            exclusion: None,
            not_found: Vec::new(),
            record,
        });
    }
    let engine = Engine { threads: options.threads, read_buffer: options.read_buffer, interrupt, progress };
    let staged = Staged::begin(options.out)?;
    let excluded = exclude::find(prepared, options.listed, &engine)?;
    let mut rejects = options.rejects.map(Rejects::create).transpose()?;
    // A run that failed or was interrupted does not wait for the digests of large inputs.
    let failed = AtomicBool::new(false);
    let unwanted = || failed.load(Ordering::Relaxed) || interrupt.check().is_err();
    let (digests, datasets) = std::thread::scope(|scope| {
        // The digests of the inputs are for the run record only; a thread of their own keeps them off the workers' path.
        let digest = |source: &Source| source.input.digest(&unwanted);
        let digests = move || prepared.sources.iter().map(digest).collect::<Result<Vec<String>>>();
        let digests = named("digest").spawn_scoped(scope, digests);
        let datasets = make_datasets(prepared, options, &engine, &staged, excluded.as_ref(), rejects.as_mut());
        failed.store(datasets.is_err(), Ordering::Relaxed);
        let digests = digests.map_err(|e| no_thread(&e)).and_then(|thread| {
            thread.join().unwrap_or_else(|_| Err(Error::internal(message!("the digest thread stopped"))))
        });
        (digests, datasets)
    });
    // A refusal keeps its list of broken rows: it is what the operator needs next.
    let listed_bad = rejects.map_or(Ok(()), Rejects::finish);
    let datasets = datasets?;
    interrupt.check()?;
    let digests = digests?;
    listed_bad?;
    prepared.sources.iter().try_for_each(|source| source.input.check_unchanged())?;
    let exclusion = excluded.as_ref().map(|excluded| excluded.marks.counts());
    let not_found = excluded.as_ref().map(|excluded| excluded.marks.lines_not_found()).unwrap_or_default();
    write_documents(prepared, options, &staged, &datasets)?;
    let run_record = manifest::run_record(prepared, options, &datasets, &digests, exclusion);
    let tidy = publish(staged, options, &record, &manifest::to_json(&run_record)?)?;
    Ok(Outcome { published: true, tidy, datasets, exclusion, not_found, record })
}

/// Puts the run record in place, then the release; if the release cannot be, the record is what it was before.
fn publish(staged: Staged, options: &ApplyOptions<'_>, record: &Path, content: &[u8]) -> Result<bool> {
    let before = std::fs::read(record).ok();
    write_private(record, content)?;
    staged.publish(options.if_exists == IfExists::Replace).inspect_err(|_| match &before {
        Some(before) => drop(write_private(record, before)),
        None => drop(std::fs::remove_file(record)),
    })
}

/// `<out>.run.json`.
fn record_path(out: &Path) -> PathBuf {
    // `release/` names the directory, and its record stands beside it, not inside.
    let mut name = out.file_name().unwrap_or_default().to_owned();
    name.push(".run.json");
    out.with_file_name(name)
}

/// Input and output must not be the same place, however it is spelled.
fn refuse_overlap(prepared: &Prepared, options: &ApplyOptions<'_>, record: &Path) -> Result<()> {
    let real = |path: &Path| path.canonicalize().ok();
    // A hard link is another name of the same file.
    let identity = |path: &Path| std::fs::metadata(path).map(|meta| (meta.dev(), meta.ino())).ok();
    let outputs: Vec<PathBuf> =
        [Some(options.out), Some(record), options.rejects].into_iter().flatten().filter_map(real).collect();
    for source in &prepared.sources {
        let Some(input) = real(&source.input.path) else { continue };
        if outputs.iter().any(|output| input.starts_with(output) || identity(&input) == identity(output)) {
            let message = message!("`{}` is an input and would be overwritten", source.input.shown);
            let hint = message!("choose another `--out` or `--rejects`");
            return Err(Error::new(Kind::Usage, Diagnostic::new("E601", message).hint(hint)));
        }
    }
    refuse_rejects(options, record)
}

/// The list of broken rows is written outside the release, and over nothing but an older list.
fn refuse_rejects(options: &ApplyOptions<'_>, record: &Path) -> Result<()> {
    let Some(rejects) = options.rejects else { return Ok(()) };
    let refuse = |kind, code, message| {
        Err(Error::new(kind, Diagnostic::new(code, message).hint(message!("choose another file for `--rejects`"))))
    };
    let shown = Shown::path(rejects);
    if place_of(rejects).starts_with(place_of(options.out)) || place_of(rejects) == place_of(record) {
        return refuse(Kind::Usage, "E602", message!("`{}` would be part of the release or its run record", shown));
    }
    let Ok(meta) = std::fs::symlink_metadata(rejects) else { return Ok(()) };
    // Only a plain file is opened: a pipe would make the run wait.
    let older = meta.is_file() && {
        let mut head = vec![0; REJECTS_HEAD.len()];
        std::fs::File::open(rejects).and_then(|mut file| file.read_exact(&mut head)).is_ok()
            && head == REJECTS_HEAD.as_bytes()
    };
    if older {
        Ok(())
    } else {
        refuse(Kind::Exists, "E616", message!("`{}` exists and is no list of broken rows", shown))
    }
}

/// The real path of something that need not exist yet.
fn place_of(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(parent), Some(name)) => {
            place_of(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).join(name)
        }
        (Err(_), ..) => path.to_owned(),
    }
}

fn make_datasets(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    engine: &Engine<'_>,
    staged: &Staged,
    excluded: Option<&Excluded<'_>>,
    mut rejects: Option<&mut Rejects>,
) -> Result<Vec<DatasetSummary>> {
    let total: u64 = prepared.sources.iter().map(|source| source.input.len()).sum();
    engine.progress.begin("making the release", total);
    let mut bad = BadRows { allowed: options.max_bad, seen: 0 };
    let mut summaries = Vec::new();
    for dataset in &prepared.plan.datasets {
        let file = format!("{}.{}", dataset.name, options.format.extension());
        let (encoder, mut appender) = open_sink(options.format, dataset, staged.create(&file)?, &Shown::name(&file))?;
        let work = DatasetWork { prepared, dataset, encoder: &encoder, excluded };
        let inputs: Vec<&Input> = dataset.parts.iter().map(|part| &prepared.sources[part.shape].input).collect();
        let mut sums = Sums::new(dataset);
        engine.run(
            &inputs,
            |part, unit| work.unit(part, unit),
            |part, done: UnitDone| {
                if let Some(rejects) = rejects.as_deref_mut() {
                    rejects.list(inputs[part], &done.sums.bad)?;
                }
                bad.count(inputs[part], &done.sums.bad)?;
                sums.add(part, &done.sums);
                appender.append(done.encoded)
            },
        )?;
        let written = appender.finish()?;
        let problems = dataset.judge(&sums.tallies);
        if !problems.is_empty() {
            return Err(Error::many(Kind::Policy, problems));
        }
        summaries.push(sums.finish(dataset, file, options.format, written)?);
    }
    engine.progress.end();
    Ok(summaries)
}

/// What the workers need to make a dataset.
struct DatasetWork<'a> {
    prepared: &'a Prepared,
    dataset: &'a DatasetPlan,
    encoder: &'a Encoder,
    excluded: Option<&'a Excluded<'a>>,
}

/// What a worker made of a unit.
struct UnitDone {
    encoded: Encoded,
    sums: UnitSums,
}

/// Numbers of a unit.
#[derive(Default)]
struct UnitSums {
    tallies: Vec<ColumnTally>,
    rows_in: u64,
    excluded: u64,
    bad: Vec<BadRow>,
}

impl DatasetWork<'_> {
    fn unit(&self, nth: usize, unit: Unit) -> Result<UnitDone> {
        let part = &self.dataset.parts[nth];
        let input = &self.prepared.sources[part.shape].input;
        let mut group = self.encoder.begin()?;
        let mut done =
            UnitSums { tallies: vec![ColumnTally::default(); self.dataset.releases().count()], ..UnitSums::default() };
        for batch in kept_batches(input, unit, self.dataset, part, self.excluded)? {
            let Kept { inputs, rows, excluded, bad } = batch?;
            let released =
                self.dataset.release(&inputs, rows).map_err(|refused| explain(refused, self.dataset, input))?;
            let (released, tallies) = released;
            done.tallies.iter_mut().zip(&tallies).for_each(|(sum, tally)| sum.add(tally));
            done.rows_in += (rows + excluded + bad.len()) as u64;
            done.excluded += excluded as u64;
            done.bad.extend(bad);
            group.write(&released)?;
        }
        Ok(UnitDone { encoded: group.finish()?, sums: done })
    }
}

/// A batch without excluded people.
pub(super) struct Kept {
    /// The arrays of the released columns.
    pub(super) inputs: Vec<ArrayRef>,
    /// Rows that stay.
    pub(super) rows: usize,
    excluded: usize,
    bad: Vec<BadRow>,
}

/// Reads a unit batch by batch and leaves excluded people out.
pub(super) fn kept_batches<'a>(
    input: &'a Input,
    unit: Unit,
    dataset: &DatasetPlan,
    part: &'a Part,
    excluded: Option<&'a Excluded<'_>>,
) -> Result<impl Iterator<Item = Result<Kept>> + 'a> {
    let released = dataset.projection(part);
    let people = excluded.map(|excluded| (excluded, &excluded.people[part.shape]));
    // Each column of the input is read once, whether it is released, identifies people, or both.
    let mut wanted: Vec<usize> = released.iter().flatten().copied().collect();
    wanted.extend(people.iter().flat_map(|(_, people)| people.columns.iter().copied()));
    wanted.sort_unstable();
    wanted.dedup();
    let batches = input.batches(unit, &wanted)?;
    Ok(batches.map(move |decoded| {
        let Decoded { columns, rows, bad } = decoded?;
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
        Ok(Kept { inputs, rows: rows_kept, excluded: rows - rows_kept, bad })
    }))
}

/// A batch that may not leave, as an error.
pub(super) fn explain(refused: Refused, dataset: &DatasetPlan, input: &Input) -> Error {
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
            "E708",
            message!("the column's physical type cannot be read as what the schema says it is"),
            at,
            message!("write it as text, numbers or timestamps, or let the profile drop it"),
        ),
        Refused::Image(at) => policy(
            "E709",
            message!("the column holds an image"),
            at,
            message!("biometric content is never released (policy 5.2); drop the column"),
        ),
        Refused::Size(at) => Error::new(
            Kind::Resource,
            Diagnostic::new("E1004", message!("the column has more than 2 GiB of text in one unit")).place(place(at)),
        ),
        Refused::Shape => Error::internal(message!("released columns do not make a batch")),
    }
}

/// Broken rows against the limit.
struct BadRows {
    allowed: u64,
    seen: u64,
}

/// Broken rows that a message names.
const NAMED: usize = 5;

impl BadRows {
    fn count(&mut self, input: &Input, bad: &[BadRow]) -> Result<()> {
        self.seen += bad.len() as u64;
        if self.seen <= self.allowed {
            return Ok(());
        }
        let line = |row: &BadRow| {
            let place = Place::input(input.shown.clone()).row(row.row).byte(row.byte);
            Diagnostic::new("E501", message!("broken row: {}", row.fault.what())).place(place)
        };
        let mut diagnostics: Vec<Diagnostic> = bad.iter().take(NAMED).map(line).collect();
        let total = Diagnostic::new("E502", message!("broken rows so far: {}, allowed: {}", self.seen, self.allowed)).hint(message!(
            "mend the export; or `--max-bad N` leaves up to N of them out, and `--rejects FILE` lists where they are"
        ));
        diagnostics.push(total);
        Err(Error::many(Kind::TooManyBad, diagnostics))
    }
}

/// First line of a list of broken rows.
const REJECTS_HEAD: &str = "file,row,byte,bytes,column,code\n";

/// The list of broken rows: where, never what.
struct Rejects {
    path: PathBuf,
    text: Vec<u8>,
}

impl Rejects {
    fn create(path: &Path) -> Result<Self> {
        let rejects = Self { path: path.to_owned(), text: REJECTS_HEAD.into() };
        write_private(path, &rejects.text)?;
        Ok(rejects)
    }

    fn list(&mut self, input: &Input, bad: &[BadRow]) -> Result<()> {
        for row in bad {
            let name = input.shown.as_str().replace('"', "\"\"");
            let BadRow { row, byte, len, column, fault } = row;
            writeln!(self.text, "\"{name}\",{row},{byte},{len},{column},{}", fault.code())
                .map_err(|e| Error::io(Kind::Output, message!("the list of broken rows cannot be written"), &e))?;
        }
        Ok(())
    }

    fn finish(self) -> Result<()> {
        write_private(&self.path, &self.text)
    }
}

/// Sums over the units of a dataset.
struct Sums {
    tallies: Vec<ColumnTally>,
    parts: Vec<SourceSummary>,
    excluded: u64,
    quarantined: u64,
}

impl Sums {
    fn new(dataset: &DatasetPlan) -> Self {
        let parts = dataset.parts.iter().map(|part| SourceSummary { shape: part.shape, rows_in: 0 }).collect();
        Self { tallies: vec![ColumnTally::default(); dataset.releases().count()], parts, excluded: 0, quarantined: 0 }
    }

    fn add(&mut self, part: usize, done: &UnitSums) {
        self.tallies.iter_mut().zip(&done.tallies).for_each(|(sum, tally)| sum.add(tally));
        self.parts[part].rows_in += done.rows_in;
        self.excluded += done.excluded;
        self.quarantined += done.bad.len() as u64;
    }

    /// Nothing lost, nothing invented.
    fn finish(
        self,
        dataset: &DatasetPlan,
        file: String,
        format: OutputFormat,
        written: Written,
    ) -> Result<DatasetSummary> {
        let rows_in: u64 = self.parts.iter().map(|part| part.rows_in).sum();
        if rows_in != written.rows + self.quarantined + self.excluded {
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
            tallies: self.tallies,
            sources: self.parts,
        })
    }
}

fn write_documents(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    staged: &Staged,
    datasets: &[DatasetSummary],
) -> Result<()> {
    use sha2::{Digest as _, Sha256};
    let manifest = manifest::to_json(&manifest::manifest(prepared, options, datasets))?;
    let notice = notice::notice(prepared, options).into_bytes();
    let hex = |bytes: &[u8]| Sha256::digest(bytes).iter().map(|b| format!("{b:02x}")).collect::<String>();
    let mut sums: Vec<(String, String)> =
        datasets.iter().map(|dataset| (dataset.file.clone(), dataset.written.sha256.clone())).collect();
    sums.push(("NOTICE.md".to_owned(), hex(&notice)));
    sums.push(("manifest.json".to_owned(), hex(&manifest)));
    sums.sort();
    let lines: String = sums.iter().map(|(file, digest)| format!("{digest}  {file}\n")).collect();
    staged.write("manifest.json", &manifest)?;
    staged.write("NOTICE.md", &notice)?;
    staged.write("SHA256SUMS", lines.as_bytes())
}
