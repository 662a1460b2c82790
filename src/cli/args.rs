//! The arguments, as they are written. `-h` is one line an option; `--help` begins with an example.

use crate::io::{Access, FileFormat};
use crate::privacy::COMBINATIONS;
use crate::schema::Encoding;
use crate::vocabulary::{Closeness, Diversity};
use chrono::NaiveDate;
use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Takes what identifies people out of exports of user, payment and analytics data
#[derive(Debug, Parser)]
// Wrapped at a hundred columns, an option took two lines and a long example could not be copied; terminals wrap by themselves.
#[command(
    name = "iesiz",
    version,
    term_width = 0,
    before_long_help = "Example:\n  iesiz apply exports/*.csv --schema schemas --profile warehouse --keys keys.json --out release\n"
)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
    /// Print the result as JSON on stdout
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// Say nothing but errors
    #[arg(short, long, global = true)]
    pub(super) quiet: bool,
}

impl Command {
    /// Workers of a command that reads rows.
    pub(super) fn workers(&self) -> Option<usize> {
        let asked = match self {
            Self::Apply(args) => args.input.threads,
            Self::Plan(args) => args.input.threads,
            Self::Scan(args) => args.threads,
            Self::Measure(args) => args.threads,
            #[cfg(feature = "audit")]
            Self::Audit(args) => args.threads,
            _ => return None,
        };
        Some(super::command::threads(asked))
    }
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a release: inputs x schemas x one profile -> a directory that appears whole or not at all
    #[command(
        before_long_help = "Examples:\n  iesiz apply users.csv payments.csv --schema schemas --profile warehouse --keys keys.json --out release\n  iesiz apply 'payments=exports/2024-*.parquet' --schema schemas --profile research_partner --recipient uni --keys keys.json --out for-uni\n"
    )]
    Apply(ApplyArgs),
    /// Show what would happen to every column, with a preview of a few rows; writes nothing
    #[command(before_long_help = "Example:\n  iesiz plan users.csv --schema schemas --profile warehouse\n")]
    Plan(PlanArgs),
    /// Say what is in files that nobody described yet, column by column, and draft a schema; never prints a value
    #[command(
        before_long_help = "Examples:\n  iesiz scan exports/*.csv\n  iesiz scan users.csv --schema-out users.toml\n  iesiz scan 'exports/2024-*.parquet' --sample=50000 --json\n"
    )]
    Scan(ScanArgs),
    /// Measure how many people share their quasi-identifiers, and what can be learnt of them: k, l, t and risks; never prints a value
    #[command(
        before_long_help = "Examples:\n  iesiz measure users.csv --schema schemas\n  iesiz measure users.csv --quasi city,birth_date --sensitive promo_code --subject user_id\n  iesiz measure release --schema schemas --k 10 --l 2\n",
        after_long_help = "Exit 0: measured, and every model of `--k`, `--l` and `--t` is met. Exit 7: one of them is not.\nPeople are counted, not rows: ten rows of one person are a class of one. Without a subject every row counts as a person.\nNULL is a value like any other.\n"
    )]
    Measure(MeasureArgs),
    /// Prove that nothing personal is left in a release, or say where it is; needs no key and no source
    #[cfg(feature = "audit")]
    #[command(
        before_long_help = "Examples:\n  iesiz audit release\n  iesiz audit release --against users.csv --against payments.csv --html report.html --lang ru\n  iesiz audit from-elsewhere.parquet --quasi city,birth_date\n",
        after_long_help = "Exit 0: PASS. Exit 8: identifiers were found. Exit 12: manifest, digests or signature do not match. Exit 13: INCOMPLETE, which is no pass.\nNo value of a cell is in any report.\n"
    )]
    Audit(AuditArgs),
    /// Check that a release is the one that was published: every digest, no file more, no file less
    #[command(
        before_long_help = "Examples:\n  iesiz verify release\n  iesiz verify release --public signer.json.pub\n",
        after_long_help = "With `--public` the release must be signed, and by that key. Keep the public key apart from releases: one that came with a release proves nothing.\n"
    )]
    Verify(VerifyArgs),
    /// Give the values behind tokens of a release back to whoever holds its key, with a reason, and write down that it was done
    #[command(
        before_long_help = "Example:\n  iesiz reveal release --column users.email --keys keys.json --reason 'request of the person' --ticket OPS-17 --log reveal.log < tokens.txt\n",
        after_long_help = "Prints one line a token, in their order: the canonical value, or `(not a token of this column)`.\nExit 0: every token was opened. Exit 12: some are none of this column; the others are printed all the same.\nThe log gets two lines before anything is printed: who asked, and how many tokens were opened. It holds no token and no value.\n"
    )]
    Reveal(RevealArgs),
    /// Give the tokens that a release has for given values to whoever holds its key, with a reason: to join results of its recipient, or to say
    /// which rows to erase
    #[command(
        before_long_help = "Example:\n  iesiz token release --column users.user_id --keys keys.json --reason 'results of the contractor' --ticket OPS-18 --log token.log < ids.txt\n",
        after_long_help = "Prints one line a value, in their order: its token, or `(no token)`; `paste ids.txt tokens.txt` puts them side by side.\nExit 0: every value has a token. Exit 12: some have none; the others are printed all the same.\nA value need not be in the release: the token is the one that it would have. The log holds no token and no value.\n"
    )]
    Token(RevealArgs),
    /// Check a schema and a profile without data: what would happen to every column; exit 2 or 7 as `plan` would
    #[command(before_long_help = "Example:\n  iesiz check --schema schemas --profile ./partner.toml\n")]
    Check(CheckArgs),
    /// Make a key file or a signing key, begin a new epoch, or show ids and epochs
    #[command(
        before_long_help = "Examples:\n  iesiz keys new keys.json\n  iesiz keys rotate keys.json\n  iesiz keys show keys.json\n  iesiz keys new --sign signer.json\n"
    )]
    Keys(KeysArgs),
    /// List semantic types, canonical forms, techniques or built-in profiles
    #[command(before_long_help = "Examples:\n  iesiz list types\n  iesiz list techniques generalize\n")]
    List(ListArgs),
    /// Show the canonical form of values: why do these two not join?
    #[command(
        before_long_help = "Examples:\n  echo '8 771 000 99 98' | iesiz canon phone\n  iesiz canon email Ivan@MAIL.ru\n"
    )]
    Canon(CanonArgs),
}

/// Arguments of `apply` and `plan`.
#[derive(Debug, clap::Args)]
pub(super) struct InputArgs {
    /// Files or globs; `dataset=GLOB` names the schema outright, several files are parts of one dataset
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<String>,
    /// Schema file, or folder of schemas; may be repeated
    #[arg(long, required = true, value_name = "PATH")]
    pub(super) schema: Vec<PathBuf>,
    /// Built-in profile, or the path of a profile file
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) profile: String,
    /// Who receives the release; tokens are made for this recipient only
    #[arg(long, value_name = "NAME")]
    pub(super) recipient: Option<String>,
    /// Leave these people out: a file with one email, phone, IIN or user id a line
    #[arg(long, value_name = "FILE")]
    pub(super) exclude: Option<PathBuf>,
    /// Format of the inputs, if their content must not decide
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Encoding of the text inputs, if their content must not decide: windows-1251, kz-1048, cp866, utf-16le …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,
    /// Database of networks and their countries, `.mmdb`, for `ip = { generalize = "country" }`
    #[arg(long, value_name = "FILE")]
    pub(super) geoip: Option<PathBuf>,
    /// Country that the release is stored in, as you declare it
    #[arg(long, value_name = "CODE", value_parser = country)]
    pub(super) storage_country: Option<String>,
    /// Today's date for rules that need one; it is recorded
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) as_of: Option<NaiveDate>,
    /// Turn warnings into refusals
    #[arg(long)]
    pub(super) strict: bool,
    /// Worker threads [default: all processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Different combinations of quasi-identifiers that memory holds, about 130 bytes each; more wait on disk, and are first made coarser where they
    /// lose least
    #[arg(long, value_name = "N", default_value_t = COMBINATIONS, value_parser = clap::value_parser!(u32).range(1_000..=1 << 28))]
    pub(super) combinations: u32,
    /// Bytes that a read asks for; changes nothing in the result
    #[arg(long, hide = true, default_value_t = 1 << 20, value_parser = clap::value_parser!(u32).range(1..=1 << 28))]
    pub(super) read_buffer: u32,
}

/// A name of an encoding or one of its aliases.
fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::parse(text).ok_or_else(|| format!("one of {}", Encoding::KNOWN))
}

/// A character that separates columns; a tab as the shell passes it, or as `\t`.
fn delimiter(text: &str) -> Result<u8, &'static str> {
    match text.as_bytes() {
        b"\\t" => Ok(b'\t'),
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\\' | b'\n' | b'\r') => Ok(*byte),
        _ => Err("write one character, such as `;`, or `\\t` for a tab"),
    }
}

/// Two capital letters of ISO 3166-1.
fn country(text: &str) -> Result<String, &'static str> {
    let plain = text.len() == 2 && text.bytes().all(|b| b.is_ascii_uppercase());
    if plain { Ok(text.to_owned()) } else { Err("write two capital letters of ISO 3166, such as KZ") }
}

/// Who may read: never who may write.
fn access(text: &str) -> Result<Access, &'static str> {
    Access::parse(text).ok_or("write 600, 640, 604 or 644: nobody but its owner writes a release")
}

/// A date as ISO 8601 writes it.
fn date(text: &str) -> Result<NaiveDate, &'static str> {
    text.parse().map_err(|_| "write the date as 2026-11-23")
}

/// Arguments of `apply`.
#[derive(Debug, clap::Args)]
pub(super) struct ApplyArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Say what the privacy models leave of use, column by column and pair by pair
    #[arg(long)]
    pub(super) utility: bool,
    /// Directory to make
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// Key file, or `ephemeral` for a key that is thrown away
    #[arg(long, value_name = "FILE|ephemeral")]
    pub(super) keys: Option<String>,
    /// Refuse to run with any other key than this id
    #[arg(long, value_name = "ID")]
    pub(super) expect_key: Option<String>,
    /// Sign the manifest with this key, made by `iesiz keys new --sign`: the release gets `_manifest.json.minisig`
    #[arg(long, value_name = "FILE")]
    pub(super) sign: Option<PathBuf>,
    /// Format of the datasets in the release
    #[arg(long, value_enum, default_value_t = OutputFormat::Parquet, value_name = "FORMAT")]
    pub(super) to: OutputFormat,
    /// With `--to csv`: for people and their spreadsheets, who must not find formulas in it
    #[arg(long)]
    pub(super) for_excel: bool,
    /// Who may read the release: 600 its owner (as without it), 640 a group too, 644 everybody
    #[arg(long, value_name = "MODE", value_parser = access)]
    pub(super) mode: Option<Access>,
    /// Write what became of the run for Prometheus, in a file that its node exporter collects (`*.prom`); of a run that failed too
    #[arg(long, value_name = "FILE")]
    pub(super) metrics: Option<PathBuf>,
    /// What to do when the directory exists: `skip` leaves a release that this very run would make, and refuses another
    #[arg(long, value_enum, default_value_t = IfExists::Fail, value_name = "WHAT")]
    pub(super) if_exists: IfExists,
    /// Leave up to so many broken rows out
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) max_bad: u64,
    /// Refuse a dataset of fewer rows: an export that came empty must not replace yesterday's
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(super) min_rows: u64,
    /// List where broken rows are, without their content
    #[arg(long, value_name = "FILE")]
    pub(super) rejects: Option<PathBuf>,
}

/// Arguments of `plan`.
#[derive(Debug, clap::Args)]
pub(super) struct PlanArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,
    /// Leave the preview out
    #[arg(long)]
    pub(super) no_preview: bool,
    /// Read every row and search what the privacy models of the profile would cost; exit 7 if they cannot be met
    #[arg(long)]
    pub(super) measure: bool,
    /// With `--measure`: say what the models leave of use, column by column and pair by pair
    #[arg(long, requires = "measure")]
    pub(super) utility: bool,
    /// Not needed: a plan makes no tokens and writes nothing. Taken so that `apply` can be edited to `plan`
    #[arg(long, hide = true)]
    pub(super) keys: Option<String>,
    /// As `keys`
    #[arg(long, hide = true)]
    pub(super) out: Option<PathBuf>,
    /// As `keys`
    #[arg(long, hide = true)]
    pub(super) sign: Option<PathBuf>,
}

/// Arguments of `scan`.
#[derive(Debug, clap::Args)]
pub(super) struct ScanArgs {
    /// Files or globs; files with the same header are told of together
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<String>,
    /// Look at the first rows of each file only, 10000 if no number is given
    #[arg(long, value_name = "ROWS", num_args = 0..=1, require_equals = true, default_missing_value = "10000",
          value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) sample: Option<u64>,
    /// Write the draft of a schema to this file, or one for every dataset into this folder; never overwrites
    #[arg(long, value_name = "FILE|DIR")]
    pub(super) schema_out: Option<PathBuf>,
    /// Format of the inputs, if their content must not decide
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Encoding of the text inputs, if their content must not decide: windows-1251, kz-1048, cp866, utf-16le …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,
    /// Character between the columns of the text inputs, if their content must not decide: `;`, `,`, `|` or `\t`
    #[arg(long, value_name = "CHARACTER", value_parser = delimiter)]
    pub(super) delimiter: Option<u8>,
    /// Worker threads [default: all processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Bytes that a read asks for; changes nothing in the result
    #[arg(long, hide = true, default_value_t = 1 << 20, value_parser = clap::value_parser!(u32).range(1..=1 << 28))]
    pub(super) read_buffer: u32,
}

/// Arguments of `measure`.
#[derive(Debug, clap::Args)]
pub(super) struct MeasureArgs {
    /// Files, globs or directories of releases; files with the same header are measured together
    #[arg(required = true, value_name = "INPUT")]
    pub(super) inputs: Vec<String>,
    /// Columns that somebody may know of a person, instead of those of the schema or the manifest
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(super) quasi: Vec<String>,
    /// Columns whose values nobody should learn of a person, likewise
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(super) sensitive: Vec<String>,
    /// Column that says whose a row is, likewise; without one every row counts as a person
    #[arg(long, value_name = "COLUMN")]
    pub(super) subject: Option<String>,
    /// Schema file, or folder of schemas, that says what columns are; may be repeated
    #[arg(long, value_name = "PATH")]
    pub(super) schema: Vec<PathBuf>,
    /// Fail unless so many people are in every class
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(super) k: Option<u64>,
    /// Fail unless the sensitive values of every class are as diverse: `3`, `entropy:3`, or `recursive:C:L`
    #[arg(long, value_name = "L", value_parser = diversity)]
    pub(super) l: Option<Diversity>,
    /// Fail unless the sensitive values of every class are as near to those of all rows, all values equally far apart: `0.2`, or as in their order: `ordered:0.2`
    #[arg(long, value_name = "T", value_parser = closeness)]
    pub(super) t: Option<Closeness>,
    /// Format of the inputs, if their content must not decide
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(super) format: Option<Format>,
    /// Encoding of the text inputs, if their content must not decide: windows-1251, kz-1048, cp866, utf-16le …
    #[arg(long, value_name = "NAME", value_parser = encoding)]
    pub(super) encoding: Option<Encoding>,
    /// Worker threads [default: all processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
    /// Bytes that a read asks for; changes nothing in the result
    #[arg(long, hide = true, default_value_t = 1 << 20, value_parser = clap::value_parser!(u32).range(1..=1 << 28))]
    pub(super) read_buffer: u32,
}

/// A number of values, or a kind of diversity with its numbers.
fn diversity(text: &str) -> Result<Diversity, String> {
    Diversity::parse(text).ok_or_else(|| format!("write {}", Diversity::SPELLED))
}

/// A distance, or a kind of it.
fn closeness(text: &str) -> Result<Closeness, String> {
    Closeness::parse(text).ok_or_else(|| format!("write {}", Closeness::SPELLED))
}

/// Arguments of `audit`.
#[cfg(feature = "audit")]
#[derive(Debug, clap::Args)]
pub(super) struct AuditArgs {
    /// Directory of a release, or a file of any origin
    #[arg(value_name = "RELEASE")]
    pub(super) release: PathBuf,
    /// Ask of every direct identifier of this file or glob whether the release has it; may be repeated
    #[arg(long, value_name = "SOURCE", num_args = 1..)]
    pub(super) against: Vec<String>,
    /// Another release, whose recipient may meet this one's; may be repeated
    #[arg(long, value_name = "RELEASE", num_args = 1..)]
    pub(super) with: Vec<PathBuf>,
    /// Write the report as a page to print and file
    #[arg(long, value_name = "FILE")]
    pub(super) html: Option<PathBuf>,
    /// Write the report as JSON to a file; `--json` prints it
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
    /// Language of the page and of the terminal: en, ru or kk
    #[arg(long, value_name = "LANG", default_value = "en", value_parser = lang)]
    pub(super) lang: crate::words::Lang,
    /// Audit the files of a directory without a manifest to go by; of a single file it is understood
    #[arg(long)]
    pub(super) no_manifest: bool,
    /// Public key that must have signed the manifest
    #[arg(long, value_name = "FILE")]
    pub(super) public: Option<PathBuf>,
    /// Sign the report with this key: `<report>.minisig` beside it
    #[arg(long, value_name = "FILE", requires = "report")]
    pub(super) sign: Option<PathBuf>,
    /// Columns that together may single people out, instead of those that the manifest names
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(super) quasi: Vec<String>,
    /// Columns whose values nobody should learn of a person, likewise
    #[arg(long, value_name = "COLUMNS", value_delimiter = ',')]
    pub(super) sensitive: Vec<String>,
    /// Most digests that are computed to reverse those in the release [500,000,000], and for each kind of number to see whether tokens have a
    /// key [some seconds' worth]
    #[arg(long, value_name = "N")]
    pub(super) attempts: Option<u64>,
    /// Day of the audit, written into the report; without it two audits of one release are the same bytes
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = date)]
    pub(super) as_of: Option<NaiveDate>,
    /// Worker threads [default: all processors]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) threads: Option<u16>,
}

/// A language of reports.
#[cfg(feature = "audit")]
fn lang(text: &str) -> Result<crate::words::Lang, &'static str> {
    crate::words::Lang::parse(text).ok_or("write en, ru or kk")
}

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
pub(super) struct VerifyArgs {
    /// Directory of the release, or with `--public` a report of an audit
    #[arg(value_name = "RELEASE")]
    pub(super) release: PathBuf,
    /// Require a signature by this public key, which must not come from the release
    #[arg(long, value_name = "FILE")]
    pub(super) public: Option<PathBuf>,
}

/// Arguments of `check`.
#[derive(Debug, clap::Args)]
pub(super) struct CheckArgs {
    /// Schema file, or folder of schemas; may be repeated
    #[arg(long, required = true, value_name = "PATH")]
    pub(super) schema: Vec<PathBuf>,
    /// Built-in profile, or the path of a profile file
    #[arg(long, value_name = "NAME|FILE")]
    pub(super) profile: String,
    /// Turn warnings into refusals
    #[arg(long)]
    pub(super) strict: bool,
}

/// Arguments of `reveal` and `token`.
#[derive(Debug, clap::Args)]
pub(super) struct RevealArgs {
    /// Directory of the release
    #[arg(value_name = "RELEASE")]
    pub(super) release: PathBuf,
    /// Column that the tokens are of
    #[arg(long, value_name = "DATASET.COLUMN")]
    pub(super) column: String,
    /// Key file that holds the key of the release, current or retired
    #[arg(long, value_name = "FILE")]
    pub(super) keys: PathBuf,
    /// Why: goes into the log, so name nobody in it
    #[arg(long, value_name = "TEXT", value_parser = said)]
    pub(super) reason: String,
    /// Number of the request that asks for it
    #[arg(long, value_name = "ID", value_parser = said)]
    pub(super) ticket: String,
    /// Log to add to, 0600; made if it is not there
    #[arg(long, value_name = "FILE")]
    pub(super) log: PathBuf,
    /// What to look up: tokens for `reveal`, values for `token`; without any, lines of stdin (arguments land in shell histories)
    #[arg(value_name = "TEXT")]
    pub(super) tokens: Vec<String>,
}

/// A text that says something.
fn said(text: &str) -> Result<String, &'static str> {
    let text = text.trim();
    if text.is_empty() { Err("write what an auditor would want to read") } else { Ok(text.to_owned()) }
}

/// Arguments of `keys`.
#[derive(Debug, clap::Args)]
pub(super) struct KeysArgs {
    #[command(subcommand)]
    pub(super) action: KeysAction,
}

/// What to do with a key file.
#[derive(Debug, Subcommand)]
pub(super) enum KeysAction {
    /// Make a key file with 32 random bytes of the operating system, readable by you alone; never overwrites
    New {
        /// A key that signs releases and makes no tokens, with its public key in `<FILE>.pub` for whoever checks
        #[arg(long)]
        sign: bool,
        /// File to make
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Begin a new epoch with a new random key: new tokens join no older release; the old keys stay in the file
    Rotate {
        /// Key file
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
    /// Show ids and epochs, never keys; of a signing key its id and its public key
    Show {
        /// Key file of either kind, or a public key file (`.pub`)
        #[arg(value_name = "FILE")]
        file: PathBuf,
    },
}

/// Arguments of `list`.
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// What to list
    #[arg(value_enum)]
    pub(super) what: Listing,
    /// Only the one of this name
    pub(super) name: Option<String>,
}

/// What can be listed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Listing {
    /// Semantic types with role, token prefix and canonical form
    Types,
    /// Canonical forms with the types that have them
    Forms,
    /// Techniques; with a name, the page of one: types and arguments, what becomes of NULL, what an attacker still learns, an example
    Techniques,
    /// Built-in profiles; with a name, the text of one, to begin your own with
    Profiles,
    /// Codes of errors and warnings: what is wrong, what to do, how a run ends
    Codes,
}

/// Arguments of `canon`.
#[derive(Debug, clap::Args)]
pub(super) struct CanonArgs {
    /// Semantic type, or the id of a form: `email`, `email/c2/1`
    #[arg(value_name = "TYPE|FORM")]
    pub(super) semantic: String,
    /// Values; without any, lines of stdin (arguments land in shell histories)
    #[arg(value_name = "VALUE")]
    pub(super) values: Vec<String>,
}

/// Formats that are read.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum Format {
    /// Delimited text of any dialect
    Csv,
    /// Apache Parquet
    Parquet,
}

impl From<Format> for FileFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Csv => Self::Csv,
            Format::Parquet => Self::Parquet,
        }
    }
}

/// Formats that are written.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum OutputFormat {
    /// Apache Parquet, zstd
    Parquet,
    /// Comma-separated UTF-8
    Csv,
}

/// What to do when the output exists.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum IfExists {
    /// Stop
    Fail,
    /// Leave it as it is and end well
    Skip,
    /// Swap it whole
    Replace,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_definitions_are_sound() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}
