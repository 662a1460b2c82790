//! Makes a release.

use super::accounts;
use super::dictionary::dictionary;
use super::exclude;
use super::made_of::{self, MadeOf};
use super::make::make_datasets;
use super::manifest::{self, DatasetSummary, SourceSummary};
use super::models::{Met, SearchOptions};
use super::notice;
use super::prepare::{Prepared, Source};
use super::recount::{self, Joined, Recount};
use super::rejects::{REJECTS_HEAD, Rejects};
use super::verify::{sha256, sums, verify};
use super::workers::{Engine, Interrupt, Progress, named, no_thread};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{Access, IfExists, OutputFormat, Private, ReleaseNames, Runs, Staged, check_destination, place_of};
use crate::keys::SigningKey;
use crate::message;
use crate::plan::DatasetPlan;
use crate::privacy::Accounts;
use crate::select::{ExclusionCounts, Listed};
use crate::transform::Trace;
use chrono::NaiveDate;
use std::ffi::{OsStr, OsString};
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How to make a release.
pub struct ApplyOptions<'a> {
    /// The directory to make.
    pub out: &'a Path,
    /// What to do when it is there.
    pub if_exists: IfExists,
    /// Format of the datasets.
    pub format: OutputFormat,
    /// Who may read the release.
    pub access: Access,
    /// Workers.
    pub threads: usize,
    /// Bytes that a read asks for.
    pub read_buffer: usize,
    /// Broken rows that are tolerated: left out, counted, listed.
    pub max_bad: u64,
    /// Fewest rows that each dataset must come with.
    pub min_rows: u64,
    /// Where to list them.
    pub rejects: Option<&'a Path>,
    /// People to leave out.
    pub listed: Option<&'a Listed>,
    /// What the list is known by in the run record ([`Listed::mark`]), if there is a key to make it with.
    pub list_mark: Option<String>,
    /// Country of storage, as declared.
    pub storage_country: Option<&'a str>,
    /// Whether a warning about what was made forbids it.
    pub strict: bool,
    /// Today, if the run is to know.
    pub as_of: Option<NaiveDate>,
    /// Whether the key is thrown away afterwards.
    pub ephemeral: bool,
    /// The key that signs the manifest, if one does.
    pub sign: Option<&'a SigningKey>,
    /// How recodings are searched where models must hold.
    pub search: SearchOptions,
    /// What counts the classes of the files again before they are published, where models must hold.
    pub recount: Option<&'a dyn Recount>,
}

/// What became of a run.
#[derive(Debug)]
pub struct Outcome {
    /// `false` when the release was there already and `--if-exists skip` said to leave it.
    pub published: bool,
    /// Rows that the run left out that made the release which was left as it was.
    pub left_quarantined: u64,
    /// What went wrong when the release was in place already.
    pub troubles: Vec<Diagnostic>,
    /// By dataset.
    pub datasets: Vec<DatasetSummary>,
    /// Numbers of excluded people, if anybody could be.
    pub exclusion: Option<ExclusionCounts>,
    /// What the join of its files tells, if tokens of models' subjects link them.
    pub joined: Option<Joined>,
    /// Lines of the exclusion list that no row holds.
    pub not_found: Vec<usize>,
    /// What the operator should know of what was met on the way.
    pub warnings: Vec<Diagnostic>,
    /// Where the run record is.
    pub record: PathBuf,
}

impl Outcome {
    /// Rows that were left out because they are broken.
    #[must_use]
    pub fn quarantined(&self) -> u64 {
        self.left_quarantined + self.datasets.iter().map(|dataset| dataset.rows_quarantined).sum::<u64>()
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
    let uses_key = prepared
        .plan
        .datasets
        .iter()
        .flat_map(DatasetPlan::releases)
        .any(|release| release.transform.trace() == Trace::Keyed);
    if uses_key && prepared.plan.key.is_none() {
        return Err(Error::internal(message!("a plan for a preview cannot make a release")));
    }
    let record = record_path(options.out);
    refuse_overlap(prepared, options, &record)?;
    let mut warnings: Vec<Diagnostic> = Staged::recover(options.out)?.into_iter().collect();
    warnings.extend(made_of::recover_record(options.out, &record)?);
    if !check_destination(options.out, options.if_exists)? {
        let left_quarantined = leave_as_it_is(prepared, options, &record, interrupt)?;
        return Ok(Outcome {
            published: false,
            left_quarantined,
            troubles: Vec::new(),
            datasets: Vec::new(),
            exclusion: None,
            not_found: Vec::new(),
            warnings,
            joined: None,
            record,
        });
    }
    let engine = Engine { threads: options.threads, read_buffer: options.read_buffer, interrupt, progress };
    let staged = Staged::begin(options.out)?;
    warnings.extend(staged.remains());
    Private::check(&record)?;
    let mut rejects = None;
    // A run that failed or was interrupted does not wait for the digests of large inputs.
    let failed = AtomicBool::new(false);
    let unwanted = || failed.load(Ordering::Relaxed) || interrupt.check().is_err();
    let (digests, made) = std::thread::scope(|scope| {
        // The digests of the inputs are for the run record only; a thread of their own keeps them off the workers' path.
        let digest = |source: &Source| source.input.digest(&unwanted);
        let digests = move || prepared.sources.iter().map(digest).collect::<Result<Vec<String>>>();
        let digests = named("digest").spawn_scoped(scope, digests);
        let made = exclude::find(prepared, options.listed, &engine).and_then(|excluded| {
            rejects = options.rejects.map(Rejects::create).transpose()?;
            let accounts = accounts::find(prepared, &engine)?;
            let (out, left) = (excluded.as_ref(), rejects.as_mut());
            let datasets = make_datasets(prepared, options, &engine, &staged, out, accounts.as_ref(), left)?;
            Ok((excluded, accounts, datasets))
        });
        failed.store(made.is_err(), Ordering::Relaxed);
        let digests = digests.map_err(|e| no_thread(&e)).and_then(|thread| {
            thread.join().unwrap_or_else(|_| Err(Error::internal(message!("the digest thread stopped"))))
        });
        (digests, made)
    });
    let (excluded, accounts, datasets) = match made {
        Ok(made) => made,
        // A refusal keeps its list of broken rows: it is what the operator needs next.
        Err(error) => {
            let _ = rejects.map_or(Ok(()), |rejects| rejects.finish()?.place());
            return Err(error);
        }
    };
    interrupt.check()?;
    let digests = digests?;
    prepared.sources.iter().try_for_each(|source| source.input.check_unchanged())?;
    let exclusion = excluded.as_ref().map(|excluded| excluded.marks.counts());
    let not_found = excluded.as_ref().map(|excluded| excluded.marks.lines_not_found()).unwrap_or_default();
    warnings.extend(of_data(prepared, options, &datasets, accounts.as_ref())?);
    let joined = options.recount.map(|count| count_again(prepared, &staged, &datasets, count)).transpose()?.flatten();
    write_documents(prepared, options, &staged, &datasets, joined.as_ref())?;
    let content = manifest::to_json(&manifest::run_record(prepared, options, &datasets, &digests, exclusion))?;
    let unwritten =
        |e: &std::io::Error| Error::io(Kind::Output, message!("`{}` cannot be written", Shown::path(&record)), e);
    let mut run_record = Private::begin(&record)?;
    run_record.write_all(&content).map_err(|e| unwritten(&e))?;
    run_record.sync()?;
    // Whole and synced, they get their names with the release, which comes first: a record is of what is there.
    let mut beside = vec![run_record];
    beside.extend(rejects.map(Rejects::finish).transpose()?);
    interrupt.check()?;
    let troubles = staged.publish(options.if_exists == IfExists::Replace, options.access, beside)?;
    Ok(Outcome {
        published: true,
        left_quarantined: 0,
        troubles,
        datasets,
        exclusion,
        not_found,
        warnings,
        joined,
        record,
    })
}

/// What is left as it is must be what this run would make, and whole; how many broken rows the run left out that made it.
fn leave_as_it_is(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    record: &Path,
    interrupt: &Interrupt,
) -> Result<u64> {
    let unwanted = || interrupt.check().is_err();
    let digests = prepared.sources.iter().map(|source| source.input.digest(&unwanted));
    let digests = digests.collect::<Result<Vec<String>>>();
    interrupt.check()?;
    let quarantined = MadeOf::of(prepared, options, &digests?).refuse_other(options.out, record)?;
    verify(options.out, options.sign.map(SigningKey::public))?;
    Ok(quarantined)
}

/// What was met in the data that the operator should know of; refused where they want no warning.
fn of_data(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    datasets: &[DatasetSummary],
    accounts: Option<&Accounts>,
) -> Result<Vec<Diagnostic>> {
    refuse_few(datasets, options.min_rows)?;
    let mut warnings = unrepaired(prepared, datasets);
    warnings.extend(empty(datasets));
    warnings.extend(left_out(prepared, datasets));
    warnings.extend(missingness(prepared, datasets));
    warnings.extend(accounts.and_then(accounts::warning));
    if options.strict && !warnings.is_empty() {
        return Err(Error::many(Kind::Policy, warnings));
    }
    Ok(warnings)
}

/// Counts the classes of the written files again, and what their join tells.
fn count_again(
    prepared: &Prepared,
    staged: &Staged,
    datasets: &[DatasetSummary],
    count: &dyn Recount,
) -> Result<Option<Joined>> {
    for dataset in datasets {
        let again = |met: &Met| {
            let file = staged.path_of(&dataset.file);
            recount::recount(met, &file, &dataset.name, dataset.subjects.as_deref(), count)
        };
        dataset.met.as_ref().map_or(Ok(()), again)?;
    }
    recount::joined(&prepared.plan.datasets, datasets, staged, count)
}

/// Refuses datasets that came with fewer rows than were asked for.
fn refuse_few(datasets: &[DatasetSummary], least: u64) -> Result<()> {
    let few: Vec<Diagnostic> = datasets
        .iter()
        .filter(|dataset| dataset.rows_in < least)
        .map(|dataset| {
            let message =
                message!("`{}` has {} rows, of at least {}", Shown::name(&dataset.name), dataset.rows_in, least);
            Diagnostic::new(Code::E745, message)
                .hint(message!("look at the export; `--min-rows` says how many must come"))
        })
        .collect();
    if few.is_empty() { Ok(()) } else { Err(Error::many(Kind::Policy, few)) }
}

/// Datasets without a row: an export that came empty looks like a day on which nothing happened.
fn empty(datasets: &[DatasetSummary]) -> impl Iterator<Item = Diagnostic> {
    datasets.iter().filter(|dataset| dataset.rows_in == 0).map(|dataset| {
        let message = message!("`{}` has no rows", Shown::name(&dataset.name));
        Diagnostic::new(Code::W411, message).hint(message!("`--min-rows 1` refuses an export that came empty"))
    })
}

/// Records that are no rows and were left out as the schema says.
fn left_out(prepared: &Prepared, datasets: &[DatasetSummary]) -> Vec<Diagnostic> {
    let sources = datasets.iter().flat_map(|dataset| &dataset.sources);
    let warning = |source: &SourceSummary| {
        let shown = &prepared.sources[source.shape].input.shown;
        let message = message!(
            "records of `{}` that are no rows, sums, headers or titles, were left out: {}",
            shown,
            source.left_out
        );
        Diagnostic::new(Code::W409, message).hint(message!("`leave_out` in `[dialect]` of the schema says so"))
    };
    sources.filter(|source| source.left_out > 0).map(warning).collect()
}

/// Inputs in which twice encoded text had lost something and stayed as it was.
fn unrepaired(prepared: &Prepared, datasets: &[DatasetSummary]) -> Vec<Diagnostic> {
    let sources = datasets.iter().flat_map(|dataset| &dataset.sources);
    let warning = |source: &SourceSummary| {
        let Runs { repaired, left } = source.runs;
        let shown = &prepared.sources[source.shape].input.shown;
        let message = message!(
            "{} words of `{}` are encoded twice and had lost letters; {} were repaired",
            left,
            shown,
            repaired
        );
        Diagnostic::new(Code::W405, message).hint(message!("they stay as they are; export the file again as UTF-8"))
    };
    sources.filter(|source| source.runs.left > 0).map(warning).collect()
}

/// Rows that few share because of what they lack; below the profile's k, or ten.
fn missingness(prepared: &Prepared, datasets: &[DatasetSummary]) -> Vec<Diagnostic> {
    let k = prepared.profile.models.k.map_or(manifest::SMALL, u64::from);
    let plans = prepared.plan.datasets.iter();
    plans.zip(datasets).flat_map(|(plan, made)| plan.singled_out_by_missingness(&made.nulls, k)).collect()
}

/// `_<out>.run.json`: where releases lie side by side, whoever reads the folder of them passes it over as they do the documents. Spark takes a name
/// with `=` for a part of a table whatever it begins with, so that sign is written as Hive writes it in values.
pub fn record_path(out: &Path) -> PathBuf {
    // `release/` names the directory, and its record stands beside it, not inside.
    let mut name = OsString::from("_");
    let parts = out.file_name().unwrap_or_default().as_bytes().split(|byte| *byte == b'=');
    name.push(OsStr::from_bytes(&parts.collect::<Vec<_>>().join(&b"%3D"[..])));
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
            return Err(Error::new(Kind::Usage, Diagnostic::new(Code::E601, message).hint(hint)));
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
        return refuse(Kind::Usage, Code::E602, message!("`{}` would be part of the release or its run record", shown));
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
        refuse(Kind::Exists, Code::E616, message!("`{}` exists and is no list of broken rows", shown))
    }
}

fn write_documents(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    staged: &Staged,
    datasets: &[DatasetSummary],
    joined: Option<&Joined>,
) -> Result<()> {
    let notice = notice::notice(prepared, options).into_bytes();
    let manifest = manifest::manifest(prepared, options, datasets, joined, sha256(&notice));
    let dictionary = dictionary(&manifest).into_bytes();
    let manifest = manifest::to_json(&manifest.with_dictionary(sha256(&dictionary)))?;
    let mut digests: Vec<(&str, String)> =
        datasets.iter().map(|dataset| (dataset.file.as_str(), dataset.written.sha256.clone())).collect();
    let names = ReleaseNames::CURRENT;
    digests.push((names.notice, sha256(&notice)));
    digests.push((names.dictionary, sha256(&dictionary)));
    digests.push((names.manifest, sha256(&manifest)));
    staged.write(names.manifest, &manifest)?;
    staged.write(names.notice, &notice)?;
    staged.write(names.dictionary, &dictionary)?;
    staged.write(names.sums, sums(digests).as_bytes())?;
    options.sign.map_or(Ok(()), |key| {
        staged.write(names.signature, key.sign_text(&manifest, manifest::MANIFEST_COMMENT).as_bytes())
    })
}
