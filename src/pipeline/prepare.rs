//! From the words of a command line to opened inputs and a compiled plan.

use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{
    FileFormat, Input, MAX_DOCUMENT, MAX_FILES, MAX_MANIFEST, OpenOptions, dataset_stem, missing, partitions,
    read_document, read_folder,
};
use crate::keys::Keyset;
use crate::message;
use crate::number::hex;
use crate::place::Place;
use crate::plan::{Plan, Request, Shape, compile, files_of as hierarchies_of, match_headers, needs_recipient};
use crate::schema::{BUILT_IN_PROFILES, Dialect, Encoding, Profile, Schema, fold_name};
use crate::transform::GeoIp;
use chrono::NaiveDate;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Largest database of networks: those of countries have ten megabytes, those of cities seventy.
const MAX_DATABASE: u64 = 256 << 20;

/// What to prepare.
#[derive(Debug)]
pub struct PrepareOptions<'a> {
    /// Files, globs, or `dataset=glob`.
    pub inputs: &'a [String],
    /// Schema files or folders of them.
    pub schemas: &'a [PathBuf],
    /// Name of a built-in profile, or the path of one's own.
    pub profile: &'a str,
    /// Recipient.
    pub recipient: Option<&'a str>,
    /// Key.
    pub keys: Option<&'a Keyset>,
    /// Whether nothing is going to be written.
    pub preview: bool,
    /// Whether warnings are refusals.
    pub strict: bool,
    /// Country of storage.
    pub storage_country: Option<&'a str>,
    /// Whether today's date is given.
    pub dated: bool,
    /// Today, as given or as the clock says.
    pub today: Option<NaiveDate>,
    /// Format of the inputs, if their content must not decide.
    pub format: Option<FileFormat>,
    /// Encoding of the texts among them, whatever their schemas say.
    pub encoding: Option<Encoding>,
    /// Database of networks and countries in MaxMind's format.
    pub geoip: Option<&'a Path>,
}

/// Opened inputs and the plan for them.
#[derive(Debug)]
pub struct Prepared {
    /// The profile.
    pub profile: Profile,
    /// Every schema at hand.
    pub schemas: Vec<Schema>,
    /// The inputs, in the order of the plan's shapes.
    pub sources: Vec<Source>,
    /// The plan.
    pub plan: Plan,
    /// The database of networks and countries, if one was given.
    pub geoip: Option<GeoFile>,
}

/// A database of networks and countries, and what the operator may want to know of it later.
#[derive(Debug)]
pub struct GeoFile {
    /// The database.
    pub database: Arc<GeoIp>,
    /// Where it is.
    pub path: PathBuf,
    /// SHA-256 of the file, in hex.
    pub sha256: String,
}

impl GeoFile {
    fn open(path: &Path) -> Result<Self> {
        let shown = Shown::path(path);
        let bytes = read_document(path, MAX_DATABASE, Kind::Usage)?;
        let sha256 = hex(Sha256::digest(&bytes));
        let database = GeoIp::parse(bytes).ok_or_else(|| {
            let message = message!("`{}` is no database of networks in MaxMind's format", shown);
            usage(Code::E242, message, message!("give a file whose name ends with `.mmdb`, such as a country database"))
        })?;
        Ok(Self { database: Arc::new(database), path: path.to_owned(), sha256 })
    }
}

/// An input and its schema.
#[derive(Debug)]
pub struct Source {
    /// The file.
    pub input: Input,
    /// Position in [`Prepared::schemas`].
    pub schema: usize,
}

/// Reads the documents, opens the inputs, compiles the plan.
///
/// # Errors
/// Everything that is wrong with the documents; then the first input that cannot be opened; then everything that forbids the plan.
pub fn prepare(options: &PrepareOptions<'_>) -> Result<Prepared> {
    let (profile, own_profile, schemas) = read_documents(options)?;
    let geoip = options.geoip.map(GeoFile::open).transpose()?;
    let hierarchies = read_hierarchies(&profile, options.profile)?;
    let mut sources: Vec<Source> = Vec::new();
    for argument in options.inputs {
        for (path, dataset) in expand(argument, &schemas)? {
            let opener = Opener { path: &path, schemas: &schemas, format: options.format, encoding: options.encoding };
            sources.push(opener.open(dataset)?);
        }
    }
    refuse_repeats(sources.iter().map(|source| &source.input))?;
    refuse_partitions(&sources, &schemas)?;
    let shape = |source: &Source| Shape {
        schema: source.schema,
        header: source.input.header.clone(),
        input: source.input.shown.clone(),
        header_below: header_below(&source.input, &schemas[source.schema]),
        warnings: source.input.warnings.clone(),
    };
    let shapes: Vec<Shape> = sources.iter().map(shape).collect();
    let plan = compile(&Request {
        profile: &profile,
        own_profile,
        schemas: &schemas,
        shapes: &shapes,
        recipient: options.recipient,
        keys: options.keys,
        preview: options.preview,
        strict: options.strict,
        storage_country: options.storage_country,
        dated: options.dated,
        today: options.today,
        hierarchies: &hierarchies,
        geoip: geoip.as_ref().map(|file| &file.database),
    })?;
    Ok(Prepared { profile, schemas, sources, plan, geoip })
}

fn usage(code: Code, message: Message, hint: Message) -> Error {
    Error::new(Kind::Usage, Diagnostic::new(code, message).hint(hint))
}

/// Profile and schemas; the problems of all of them together.
fn read_documents(options: &PrepareOptions<'_>) -> Result<(Profile, bool, Vec<Schema>)> {
    let mut problems = Vec::new();
    let (profile, own) = read_profile(options.profile)?;
    let profile = profile.map_err(|found| problems.extend(found)).ok();
    let schemas = read_schemas(options.schemas, &mut problems)?;
    match profile {
        Some(profile) if problems.is_empty() => Ok((profile, own, schemas)),
        _ => Err(Error::many(Kind::Usage, problems)),
    }
}

/// Schema files, and those of folders; what is wrong with them goes to the other problems.
pub(crate) fn read_schemas(arguments: &[PathBuf], problems: &mut Vec<Diagnostic>) -> Result<Vec<Schema>> {
    let mut schemas: Vec<Schema> = Vec::new();
    for path in schema_paths(arguments)? {
        match Schema::parse(Shown::path(&path), read_text(&path, MAX_DOCUMENT)?) {
            Err(found) => problems.extend(found),
            Ok(schema) => {
                if let Some(other) = schemas.iter().find(|other| other.dataset == schema.dataset) {
                    let message = message!(
                        "{} and {} describe the same dataset `{}`",
                        other.document,
                        schema.document,
                        Shown::name(&schema.dataset)
                    );
                    problems
                        .push(Diagnostic::new(Code::E218, message).hint(message!("give one of them to `--schema`")));
                }
                schemas.push(schema);
            }
        }
    }
    Ok(schemas)
}

/// The hierarchies that a profile names, which lie beside it.
fn read_hierarchies(profile: &Profile, path: &str) -> Result<BTreeMap<String, String>> {
    let folder = Path::new(path).parent().unwrap_or(Path::new(""));
    hierarchies_of(profile).map(|name| Ok((name.to_owned(), read_text(&folder.join(name), MAX_MANIFEST)?))).collect()
}

/// A path if it looks like one, else a built-in name.
#[allow(clippy::type_complexity)]
fn read_profile(name: &str) -> Result<(Result<Profile, Vec<Diagnostic>>, bool)> {
    if name.contains('/') || name.ends_with(".toml") {
        let path = Path::new(name);
        return Ok((Profile::parse(Shown::path(path), read_text(path, MAX_DOCUMENT)?), true));
    }
    let Some(profile) = Profile::built_in(name) else {
        let known: Vec<&str> = BUILT_IN_PROFILES.iter().map(|(name, _)| *name).collect();
        let hint =
            message!("built in: {}; one of your own is a path that ends with `.toml`", Shown::name(&known.join(", ")));
        return Err(usage(Code::E219, message!("there is no profile `{}`", Shown::name(name)), hint));
    };
    Ok((profile, false))
}

fn read_text(path: &Path, most: u64) -> Result<String> {
    let shown = Shown::path(path);
    let bytes = read_document(path, most, Kind::Usage)?;
    String::from_utf8(bytes)
        .map_err(|_| usage(Code::E220, message!("`{}` is not UTF-8 text", shown), message!("save it as UTF-8")))
}

/// Files as they are; of a folder its own `*.toml`, not those of its subfolders.
fn schema_paths(arguments: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for argument in arguments {
        if !argument.is_dir() {
            paths.push(argument.clone());
            continue;
        }
        let shown = Shown::path(argument);
        let entries = read_folder(argument, MAX_FILES, Kind::Usage)?.into_iter();
        let is_schema = |path: &PathBuf| {
            let named = path.extension().is_some_and(|extension| extension == "toml");
            // One whose kind cannot be told must not be passed over: it is read, and that says why.
            named && fs::metadata(path).map_or(true, |meta| meta.is_file())
        };
        let found: Vec<PathBuf> = entries.filter(is_schema).collect();
        if found.is_empty() {
            return Err(usage(
                Code::E225,
                message!("there is no schema in `{}`", shown),
                message!("a schema is a `.toml` file"),
            ));
        }
        paths.extend(found);
    }
    if paths.len() > MAX_FILES {
        let message = message!("`--schema` names more than {} files", MAX_FILES);
        let hint = message!("give those that describe the inputs");
        return Err(Error::new(Kind::Resource, Diagnostic::new(Code::E443, message).hint(hint)));
    }
    Ok(paths)
}

/// The files that an argument names, and the dataset if it names that too.
fn expand(argument: &str, schemas: &[Schema]) -> Result<Vec<(PathBuf, Option<usize>)>> {
    let named = argument.split_once('=').filter(|_| !Path::new(argument).exists());
    let Some((name, pattern)) = named else {
        return Ok(files_of(argument)?.into_iter().map(|path| (path, None)).collect());
    };
    let Some(at) = schemas.iter().position(|schema| schema.dataset == name) else {
        let message = message!("no schema describes a dataset `{}`", Shown::name(name));
        return Err(usage(Code::E226, message, message!("`dataset=FILE` names the `dataset` of a schema")));
    };
    Ok(files_of(pattern)?.into_iter().map(|path| (path, Some(at))).collect())
}

/// The files that a path or a pattern names, in the order of their names.
///
/// # Errors
/// `Kind::Damaged` where there is none, or a folder cannot be read.
pub(crate) fn files_of(pattern: &str) -> Result<Vec<PathBuf>> {
    let is_pattern = pattern.contains(['*', '?', '[']);
    match Path::new(pattern).metadata() {
        Ok(_) => return Ok(vec![pattern.into()]),
        Err(e) if !is_pattern && !matches!(e.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return Err(Error::io(Kind::Damaged, message!("`{}` cannot be read", Shown::name(pattern)), &e));
        }
        _ => {}
    }
    let bad = || {
        usage(
            Code::E227,
            message!("`{}` is not a pattern", Shown::name(pattern)),
            message!("`*` and `?` stand for any text"),
        )
    };
    let unreadable = |e: &glob::GlobError| {
        Error::io(Kind::Damaged, message!("a folder of `{}` cannot be read", Shown::name(pattern)), e.error())
    };
    // A folder that cannot be read would make the release incomplete without a word.
    let mut paths: Vec<PathBuf> = glob::glob(pattern)
        .map_err(|_| bad())?
        .collect::<Result<_, _>>()
        .map_err(|e: glob::GlobError| unreadable(&e))?;
    paths.sort();
    if paths.is_empty() {
        return Err(missing(&Shown::name(pattern)));
    }
    Ok(paths)
}

/// Opens an input with its schema.
struct Opener<'a> {
    path: &'a Path,
    schemas: &'a [Schema],
    format: Option<FileFormat>,
    encoding: Option<Encoding>,
}

impl Opener<'_> {
    fn with(&self, dialect: &Dialect) -> Result<Input> {
        Input::open(self.path, &OpenOptions { format: self.format, encoding: self.encoding, dialect })
    }

    /// With the schema that is named, else the one of the file's stem, else the only one that its header fits.
    fn open(&self, named: Option<usize>) -> Result<Source> {
        let stem = dataset_stem(self.path);
        let known = named.or_else(|| self.schemas.iter().position(|schema| stem == schema.dataset.as_str()));
        match known {
            Some(schema) => Ok(Source { input: self.with(&self.schemas[schema].dialect)?, schema }),
            None => self.open_by_header(),
        }
    }

    fn open_by_header(&self) -> Result<Source> {
        let mut fitting: Vec<Source> = Vec::new();
        let mut nearest: Option<(usize, usize)> = None;
        for (at, schema) in self.schemas.iter().enumerate() {
            let Ok(input) = self.with(&schema.dialect) else { continue };
            let found = match_headers(schema, &input.header, &input.shown);
            // A header under a title tells as well whose file it is.
            let below = header_below(&input, schema).is_some();
            let matched = if below { schema.columns.len() } else { found.mapping.iter().flatten().count() };
            if nearest.is_none_or(|(_, most)| matched > most) && (matched > 0 || self.schemas.len() == 1) {
                nearest = Some((at, matched));
            }
            if found.problems.is_empty() {
                fitting.push(Source { input, schema: at });
            }
        }
        if fitting.len() == 1 {
            return Ok(fitting.remove(0));
        }
        // If no schema's dialect opens it, say what is wrong with the file itself.
        let input = self.with(&Dialect::default())?;
        if let (true, Some((schema, _))) = (fitting.is_empty(), nearest) {
            // The plan will say what does not fit, column by column.
            return Ok(Source { input: self.with(&self.schemas[schema].dialect)?, schema });
        }
        let example = fitting.first().map_or("dataset", |source| &self.schemas[source.schema].dataset);
        let diagnostic =
            Diagnostic::new(Code::E706, message!("{} schemas fit `{}`; one must", fitting.len(), input.shown))
                .hint(message!("name the dataset outright, for example `{}={}`", Shown::name(example), input.shown));
        Err(Error::new(Kind::Policy, diagnostic))
    }
}

/// Lines among which a header is looked for when the first record is none.
const HEAD_LINES: usize = 20;

/// The line of a later record that fits the schema better than the first one: under a title, say, or an empty form.
fn header_below(input: &Input, schema: &Schema) -> Option<usize> {
    let matches = |cells: &[String]| match_headers(schema, cells, &input.shown).mapping.iter().flatten().count();
    if match_headers(schema, &input.header, &input.shown).problems.is_empty() {
        return None;
    }
    let first = matches(&input.header);
    let mut best: Option<(usize, usize)> = None;
    for record in input.head(HEAD_LINES).iter().skip(1).filter(|record| record.line <= HEAD_LINES) {
        let found = matches(&record.cells);
        let fits = found > first && (found >= 2 || 2 * found >= schema.columns.len());
        if fits && best.is_none_or(|(most, _)| found > most) {
            best = Some((found, record.line));
        }
    }
    best.map(|(_, line)| line)
}

/// Compiles a plan for files that have every column of their schemas, without any file.
///
/// # Errors
/// As [`prepare`], but of files.
pub fn check(schemas: &[PathBuf], name: &str, strict: bool) -> Result<(Profile, Plan)> {
    let mut problems = Vec::new();
    let (profile, own_profile) = read_profile(name)?;
    let profile = profile.map_err(|found| problems.extend(found)).ok();
    let schemas = read_schemas(schemas, &mut problems)?;
    let Some(profile) = profile.filter(|_| problems.is_empty()) else {
        return Err(Error::many(Kind::Usage, problems));
    };
    let hierarchies = read_hierarchies(&profile, name)?;
    let shape = |(at, schema): (usize, &Schema)| Shape {
        schema: at,
        header: schema.columns.iter().map(|column| column.key.clone()).collect(),
        input: schema.document.clone(),
        header_below: None,
        warnings: Vec::new(),
    };
    let shapes: Vec<Shape> = schemas.iter().enumerate().map(shape).collect();
    let plan = compile(&Request {
        profile: &profile,
        own_profile,
        schemas: &schemas,
        shapes: &shapes,
        // Where a release will be and who gets it is asked of the run that makes one.
        recipient: needs_recipient(&profile).then_some("checked"),
        keys: None,
        preview: true,
        strict,
        storage_country: Some("KZ"),
        dated: false,
        today: None,
        hierarchies: &hierarchies,
        geoip: None,
    })?;
    Ok((profile, plan))
}

/// Columns that only the folders of a file name would be lost without a word.
fn refuse_partitions(sources: &[Source], schemas: &[Schema]) -> Result<()> {
    for Source { input, schema } in sources {
        let schema = &schemas[*schema];
        let held: Vec<String> = input.header.iter().map(|name| fold_name(name)).collect();
        let lost = partitions(&input.path).into_iter().filter(|name| !held.contains(&fold_name(name)));
        let lost: Vec<Message> = lost.map(|name| message!("`{}`", Shown::name(&name))).collect();
        if lost.is_empty() || schema.dialect.drops_partitions {
            continue;
        }
        let message = message!(
            "only the folders of the file name {}, and what they say would be lost",
            Message::joined(lost, ", ")
        );
        let hint = message!(
            "write these columns into the files; or `partitions = \"drop\"` in `[dialect]` of {} leaves them out",
            schema.document
        );
        let diagnostic = Diagnostic::new(Code::E416, message).place(Place::input(input.shown.clone())).hint(hint);
        return Err(Error::new(Kind::Policy, diagnostic));
    }
    Ok(())
}

/// A file given twice would double its rows.
pub(crate) fn refuse_repeats<'a>(inputs: impl Iterator<Item = &'a Input>) -> Result<()> {
    let mut seen = Vec::new();
    for input in inputs {
        let Some(id) = fs::metadata(&input.path).ok().map(|meta| (meta.dev(), meta.ino())) else { continue };
        if seen.contains(&id) {
            let message = message!("`{}` is given twice", input.shown);
            return Err(usage(Code::E228, message, message!("every row would be there twice")));
        }
        seen.push(id);
    }
    Ok(())
}
