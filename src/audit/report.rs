//! The report of an audit as it is written to disk. Its JSON schema is `schemas/audit.schema.json`.
//!
//! Names, numbers and positions only: no value of a cell is ever in it. What a finding means and what to do about it follows from its
//! [`Code`] alone (`words`), so that a report reads the same in every language.

use serde::Serialize;

/// Name and version of the report's format.
pub const REPORT_FORMAT: &str = "iesiz-audit/1";

/// What the audit says in one word.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Verdict {
    /// Everything was looked at, and nothing was found.
    Pass,
    /// Something was found.
    Fail,
    /// Nothing was found, but not everything could be looked at: not a pass.
    Incomplete,
}

/// What a finding is to the verdict.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; the release may still pass.
    Note,
    /// Part of the release was not looked at: it cannot pass.
    Gap,
    /// A person may be found: it fails.
    Finding,
    /// The release is not the one that was published: it fails.
    Mismatch,
}

/// How sure something is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sure {
    /// It has the shape.
    Possible,
    /// Structure and check digit, or structure and a word beside it.
    Likely,
    /// Counted, or confirmed byte by byte.
    Certain,
}

/// Declares [`Code`] with its names.
macro_rules! codes {
    ($($(#[$doc:meta])* $code:ident = $name:literal;)+) => {
        /// What was found.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        pub enum Code { $($(#[$doc])* #[serde(rename = $name)] $code,)+ }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code,)+];

            /// Its name in reports.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$code => $name,)+ }
            }
        }
    };
}

codes! {
    /// A digest or a size is not what manifest or list of digests say.
    Digest = "release.digest";
    /// A file that the release does not list.
    Added = "release.added-file";
    /// A file that the release lists and that is not there.
    Missing = "release.missing-file";
    /// The manifest cannot be read or lacks a required field.
    Manifest = "release.manifest";
    /// Rows are more or fewer than the manifest says.
    Rows = "release.rows";
    /// Columns are others than the manifest says.
    Columns = "release.columns";
    /// The status is stronger than what the columns allow.
    Label = "release.label";
    /// The signature is missing or wrong.
    Signature = "release.signature";
    /// The release is signed, and nobody checked by whom.
    Unchecked = "release.signature-unchecked";
    /// The place of storage is another country than Kazakhstan.
    Storage = "release.storage";
    /// The place of storage is not declared.
    Undeclared = "release.storage-undeclared";
    /// A column whose header may name people leaves as it is, because somebody answered for it.
    Acknowledged = "release.acknowledged";
    /// A requirement of the profile that nothing enforced.
    NotEnforced = "release.not-enforced";
    /// The name of a file or a directory holds an identifier.
    Name = "release.name";
    /// A document of the release (notice, manifest, digests) holds an identifier.
    Document = "release.document";
    /// Bytes of a file that belong to nothing.
    Gap = "container.gap";
    /// Bytes behind the end.
    Trailing = "container.trailing";
    /// Metadata that a release does not have.
    Metadata = "container.metadata";
    /// A bloom filter, which answers whether a value was in the column.
    Bloom = "container.bloom-filter";
    /// Smallest and largest values of a text column.
    Statistics = "container.statistics";
    /// Smallest and largest values of pages of a text column.
    PageIndex = "container.page-index";
    /// Values in a dictionary that no row has.
    Dictionary = "container.unused-dictionary-value";
    /// Values stored beyond the rows, or under NULL.
    Slots = "container.surplus-values";
    /// An identifier in bytes outside of the cells.
    Bytes = "container.identifier";
    /// A part that cannot be read or decoded.
    Unreadable = "container.unreadable";
    /// A cell holds an identifier.
    Cell = "cell.identifier";
    /// A cell may hold an identifier.
    Weak = "cell.possible-identifier";
    /// Cells that the stated technique does not make.
    Unlike = "cell.technique";
    /// A column name holds an identifier, or is not one that a schema makes.
    Header = "header.identifier";
    /// Cells of a token column that are no tokens.
    Token = "token.malformed";
    /// A token's bytes are readable text.
    Embedded = "token.embedded-text";
    /// Tokens that anybody makes without a key.
    Keyless = "token.keyless";
    /// One token stands on more than one in a hundred cells.
    Skew = "token.skew";
    /// Unkeyed digests that were reversed.
    Reversed = "attack.digest-reversed";
    /// Digests that were not reversed, of whatever.
    Digests = "attack.digests";
    /// A token column of few values: frequencies give them away.
    Frequency = "attack.frequency";
    /// Rows that are alone with their quasi-identifiers.
    Unique = "attack.singling-out";
    /// Classes whose rows all have one sensitive value.
    Homogeneous = "attack.homogeneity";
    /// A sensitive value can be guessed better with the quasi-identifiers than without.
    Inference = "attack.inference";
    /// Times and sums that together single a row out.
    Linkage = "attack.time-and-sum";
    /// k that the release claims is not there.
    Models = "attack.models";
    /// k that the release claims cannot be counted again.
    Uncounted = "attack.models-not-counted";
    /// Tokens that two releases of different domains share.
    SharedTokens = "compare.shared-tokens";
    /// Rows of one release that match one row of the other.
    Linked = "compare.linked-rows";
    /// Two releases of one dataset differ in few rows.
    Difference = "compare.difference";
    /// Two releases to one recipient differ in few people.
    FewPeople = "compare.people";
    /// A value of the source stands in the release as it is.
    Leak = "source.value";
    /// A value of the source stands in the release in another spelling.
    LeakSpelling = "source.spelling";
    /// A value of the source stands inside a text, an address or a document of the release.
    LeakInside = "source.inside";
    /// A name of the source stands in the release, itself or in Latin letters.
    LeakName = "source.name";
    /// A value of the source stands in the release encoded.
    LeakEncoded = "source.encoded";
    /// The unkeyed digest of a value of the source stands in the release.
    LeakDigest = "source.digest";
    /// Most values of a column are parts of values of the source.
    LeakPart = "source.part";
    /// A word of the release that is also a name in the source.
    Word = "source.common-word";
}

/// Where something was found.
#[derive(Clone, Debug, Default, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Spot {
    /// File, relative to the release; empty for the release itself.
    pub file: String,
    /// Column, where it is one.
    pub column: Option<String>,
    /// First row, counted from 1.
    pub row: Option<u64>,
    /// Range of bytes in the file, end exclusive.
    pub bytes: Option<(u64, u64)>,
}

/// Something that was found, counted over one place.
#[derive(Clone, Debug, Serialize)]
pub struct Finding {
    /// What it is.
    pub code: Code,
    /// What it is to the verdict.
    pub severity: Severity,
    /// Where the first one is.
    pub at: Spot,
    /// Kind of identifier, algorithm or name of a field, where there is one: a closed word, never a value.
    pub kind: Option<String>,
    /// How sure.
    pub sure: Sure,
    /// Cells, rows, values or bytes, by what it is.
    pub count: u64,
    /// Of how many, where that says something.
    pub of: Option<u64>,
    /// Why it matters, in English.
    pub why: &'static str,
    /// What to do, in English.
    pub todo: &'static str,
}

/// What was audited, from its manifest; all empty for files without one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Subject {
    /// Name of the directory or file.
    pub name: String,
    /// SHA-256 of the manifest.
    pub manifest_sha256: Option<String>,
    /// Profile.
    pub profile: Option<String>,
    /// Clause of the policy.
    pub clause: Option<String>,
    /// `personal`, `pseudonymised` or `anonymised`, as the release claims.
    pub status: Option<String>,
    /// What its columns allow at most.
    pub status_at_most: Option<String>,
    /// `internal`, `partner` or `public`.
    pub audience: Option<String>,
    /// To whom.
    pub recipient: Option<String>,
    /// Edition of the policy.
    pub policy_version: Option<String>,
    /// Date of the law that was regarded.
    pub law_snapshot: Option<String>,
    /// Where it is stored.
    pub storage_country: Option<String>,
    /// Last day of use.
    pub expires_on: Option<String>,
    /// Id of the key.
    pub key: Option<String>,
    /// Epoch of the key.
    pub epoch: Option<u32>,
    /// Id of the key that is said to sign it.
    pub signed_by: Option<String>,
    /// Whether it did; absent for files without a manifest.
    pub signature: Option<Signature>,
}

/// What is known of who signed a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signature {
    /// Nobody signed it.
    None,
    /// It says that somebody signed it, and nobody checked.
    NotChecked,
    /// The signature is that of the key that was given.
    Checked,
    /// It is not, or the release is not what was signed.
    Failed,
}

/// How much was looked at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coverage {
    /// Files of the release.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes that are known to be what.
    pub bytes_accounted: u64,
    /// Columns of data.
    pub columns: u64,
    /// Columns that were read whole.
    pub columns_scanned: u64,
    /// Cells of data, NULL included.
    pub cells: u64,
    /// Cells that were looked at.
    pub cells_scanned: u64,
    /// Values in dictionaries that were looked at.
    pub dictionary_values: u64,
    /// Values of sources that were asked for, with `--against`.
    pub source_values: Option<u64>,
}

/// What became of a check.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done, nothing found.
    Passed,
    /// Done, notes only.
    Noted,
    /// Something was found.
    Failed,
    /// Not done to the end.
    Incomplete,
    /// Not done, for want of a source, a key or another release.
    NotChecked,
    /// There is nothing that it applies to.
    NotApplicable,
}

/// A check and what became of it.
#[derive(Clone, Debug, Serialize)]
pub struct Check {
    /// Its name (`words::check`): `digests`, `containers`, `cells`, `tokens`, `attack-dictionary`, …
    pub name: &'static str,
    /// What became of it.
    pub outcome: Outcome,
    /// What was tried: bytes, cells, attempts, combinations.
    pub tried: u64,
    /// Unit of `tried`: `bytes`, `cells`, `attempts`, `combinations`, `rows`, `fields`, `values`, `files`.
    pub unit: &'static str,
    /// The most that would have been tried, where there is a budget.
    pub budget: Option<u64>,
    /// Why it does not apply, or how far it came: a closed word (`words::reason`).
    pub reason: Option<&'static str>,
}

/// A dataset of the release.
#[derive(Clone, Debug, Serialize)]
pub struct Dataset {
    /// Name.
    pub name: String,
    /// File.
    pub file: String,
    /// `parquet` or `csv`.
    pub format: &'static str,
    /// Size of the file.
    pub bytes: u64,
    /// SHA-256 of the file as it was found; absent where it could not be read.
    pub sha256: Option<String>,
    /// Rows that were read.
    pub rows: u64,
    /// Columns, those that were dropped included.
    pub columns: Vec<Column>,
    /// Quasi-identifiers that classes were made by.
    pub quasi_identifiers: Vec<String>,
    /// Sizes of the classes of equal quasi-identifiers; absent where there is no quasi-identifier.
    pub classes: Option<Classes>,
    /// Combinations of up to three quasi-identifiers with the most rows that are alone, most first; ten at most.
    pub singling_out: Vec<Combination>,
}

/// A column: what was done, and what was found.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Semantic type, from the manifest.
    pub is: Option<String>,
    /// Role, from the manifest.
    pub role: Option<String>,
    /// Whether it is in the file.
    pub released: bool,
    /// Technique, from the manifest.
    pub technique: Option<String>,
    /// Parameters of the technique.
    pub parameters: Option<String>,
    /// Share of the rows in which the models made it coarser than the technique does, from the manifest, in parts of 10,000; absent where
    /// no model is about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coarsened: Option<u32>,
    /// Share of the rows in which the models withheld it altogether; part of `coarsened`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub withheld: Option<u32>,
    /// Why it leaves as it is although its header may name people, in the operator's words, from the manifest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<String>,
    /// Why it was dropped.
    pub dropped: Option<String>,
    /// Cells that were looked at.
    pub cells: u64,
    /// NULL among them.
    pub nulls: u64,
    /// Share of the cells that are not NULL which the most frequent value has, in parts of 10,000; absent where nobody counted.
    pub top_share: Option<u32>,
    /// How many different values, where that was counted exactly.
    pub distinct: Option<u64>,
    /// Findings, mismatches and gaps.
    pub findings: u64,
    /// Notes.
    pub notes: u64,
}

/// Classes of rows with equal quasi-identifiers.
#[derive(Clone, Debug, Serialize)]
pub struct Classes {
    /// Size of the smallest: k.
    pub smallest: u64,
    /// How many.
    pub count: u64,
    /// Rows that are alone.
    pub unique_rows: u64,
    /// One class in so many was counted; absent where all were.
    pub sample: Option<u64>,
    /// Classes by size.
    pub histogram: Vec<Bar>,
}

/// Classes of a range of sizes.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// Smallest size.
    pub from: u64,
    /// Largest size; absent: no limit.
    pub to: Option<u64>,
    /// Classes.
    pub classes: u64,
    /// Rows in them.
    pub rows: u64,
}

/// A combination of quasi-identifiers.
#[derive(Clone, Debug, Serialize)]
pub struct Combination {
    /// Columns.
    pub columns: Vec<String>,
    /// Rows that are alone.
    pub unique_rows: u64,
    /// Rows.
    pub rows: u64,
}

/// Whether people can be singled out, whatever their cells are.
#[derive(Clone, Debug, Default, Serialize)]
pub struct People {
    /// Rows of all datasets with quasi-identifiers; absent where there is none, or nobody knows.
    pub rows: Option<u64>,
    /// Rows among them that are alone.
    pub alone: Option<u64>,
    /// By dataset whose tokens link rows, what several rows of a person tell.
    pub linked_rows: Vec<LinkedRows>,
    /// What a row in each of several files tells, if tokens link them.
    pub linked_files: Option<LinkedFiles>,
}

/// What several rows of one person tell.
#[derive(Clone, Debug, Serialize)]
pub struct LinkedRows {
    /// Dataset.
    pub dataset: String,
    /// Rows of a person that somebody knows.
    pub known_rows: u64,
    /// People with so many rows.
    pub people: Option<u64>,
    /// Share of them whom those rows single out, in parts of 10,000.
    pub alone: Option<u32>,
}

/// What one row in each of several files tells.
#[derive(Clone, Debug, Serialize)]
pub struct LinkedFiles {
    /// Datasets that are joined.
    pub datasets: Vec<String>,
    /// People with a row in two of them or more.
    pub people: Option<u64>,
    /// Share of them whom those rows single out, in parts of 10,000.
    pub alone: Option<u32>,
}

/// A requirement that the release says nobody enforced.
#[derive(Clone, Debug, Serialize)]
pub struct NotEnforced {
    /// What.
    pub what: String,
    /// Why.
    pub why: String,
}

/// The report.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// [`REPORT_FORMAT`].
    pub format: &'static str,
    /// Version of the tool.
    pub tool: String,
    /// In one word.
    pub verdict: Verdict,
    /// What was audited.
    pub subject: Subject,
    /// Day of the audit, only if it was asked for.
    pub as_of: Option<String>,
    /// What was not checked for want of a source, a key or another release: closed words (`words::not_checked`).
    pub not_checked: Vec<&'static str>,
    /// Whether people can be singled out.
    pub people: People,
    /// How much was looked at.
    pub coverage: Coverage,
    /// Every check, in the order in which they are made.
    pub checks: Vec<Check>,
    /// Everything that was found: worst first.
    pub findings: Vec<Finding>,
    /// Dataset by dataset.
    pub datasets: Vec<Dataset>,
    /// What the release says was not enforced.
    pub not_enforced: Vec<NotEnforced>,
    /// What this audit cannot see: closed words (`words::limit`).
    pub limits: Vec<&'static str>,
}
