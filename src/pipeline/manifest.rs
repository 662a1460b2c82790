//! What is written about a release: the manifest for the recipient and the auditor, the run record for the operator.
//!
//! The manifest holds no value, no source digest, no input name, no sum of a kept column, and for an audience outside no count below k.
//! Its JSON schema is `schemas/manifest.schema.json`. These types are the format; nothing else in the crate depends on their shape.

use super::apply::ApplyOptions;
use super::made_of::MadeOf;
use super::models::{Met, QuasiMet};
use super::prepare::Prepared;
use super::recount::Joined;
use crate::canon::form_of;
use crate::error::{Error, Result};
use crate::io::{Input, OutputFormat, Runs, UNIT_BYTES, UNIT_ROWS, Written};
use crate::message;
use crate::number::{rounded, share};
use crate::plan::{ColumnPlan, ColumnTally, DatasetPlan, Decision, DropReason, NullPatterns};
use crate::privacy::AccountCounts;
use crate::schema::{Escape, Period, Profile};
use crate::select::ExclusionCounts;
use crate::vocabulary::{Audience, Closeness, Diversity, Family};
use chrono::{Days, Months, NaiveDate};
use serde::Serialize;
use std::fs::File;
use std::sync::Arc;

/// Name and version of the manifest's format.
pub const MANIFEST_FORMAT: &str = "iesiz-manifest/1";
/// What the signature of a manifest says that it is of.
pub const MANIFEST_COMMENT: &str = "iesiz manifest iesiz-manifest/1";
/// Name and version of the run record's format.
const RECORD_FORMAT: &str = "iesiz-run/1";
/// Counts below this are not shown outside when the profile names no k.
pub(super) const SMALL: u64 = 10;

/// What was written of one dataset.
#[derive(Clone, Debug)]
pub struct DatasetSummary {
    /// Name.
    pub name: String,
    /// File in the release.
    pub file: String,
    /// Its format.
    pub format: OutputFormat,
    /// Rows, bytes, digest.
    pub written: Written,
    /// Rows of all inputs.
    pub rows_in: u64,
    /// Rows left out because they are broken.
    pub rows_quarantined: u64,
    /// Rows left out because of whose they are.
    pub rows_excluded: u64,
    /// Rows left out so that the privacy models hold.
    pub rows_suppressed: u64,
    /// What holds of it, if the profile has models.
    pub met: Option<Met>,
    /// Whose its rows are, in their order, where the file does not tell.
    pub(super) subjects: Option<Arc<File>>,
    pub(super) tallies: Vec<ColumnTally>,
    pub(super) nulls: NullPatterns,
    /// Released columns whose number of NULLs is nobody's business.
    pub(super) hidden_nulls: Vec<usize>,
    pub(super) sources: Vec<SourceSummary>,
}

/// What a released column lost, in cells.
#[derive(Clone, Copy, Debug)]
pub struct Losses {
    /// Position among the released columns.
    pub column: usize,
    /// Did not fit, and are NULL.
    pub lost: u64,
    /// Of those that are lost: several values in one cell.
    pub several: u64,
    /// Did not fit, and were replaced: by the token of their text, or by a word for all others.
    pub replaced: u64,
    /// Were read by a rule that is stated.
    pub by_rule: u64,
    /// Held identifiers, and are NULL.
    pub guarded: u64,
    /// Were kept from being formulas.
    pub neutralised: u64,
}

impl DatasetSummary {
    /// Released columns that lost or changed values.
    pub fn losses(&self) -> impl Iterator<Item = Losses> {
        let all = self.tallies.iter().enumerate().map(|(column, tally)| Losses {
            column,
            by_rule: tally.values.by_rule,
            lost: tally.values.misfits() - tally.values.replaced,
            several: tally.values.several,
            replaced: tally.values.replaced,
            guarded: tally.guarded,
            neutralised: self.written.neutralised.get(column).copied().unwrap_or(0),
        });
        all.filter(|losses| losses.lost + losses.by_rule + losses.replaced + losses.guarded + losses.neutralised > 0)
    }
}

/// What was read of one input.
#[derive(Clone, Debug, Default)]
pub(super) struct SourceSummary {
    pub(super) shape: usize,
    pub(super) rows_in: u64,
    /// Runs of twice encoded text.
    pub(super) runs: Runs,
    /// Lines inside of cells.
    pub(super) inner_lines: u64,
    /// Records that are no rows, and that the schema leaves out.
    pub(super) left_out: u64,
}

/// The manifest.
#[derive(Debug, Serialize)]
pub struct Manifest {
    format: &'static str,
    tool: Tool,
    profile: Document,
    clause: String,
    audience: &'static str,
    status: &'static str,
    recipient: Option<String>,
    policy_version: String,
    law_snapshot: String,
    storage_country: String,
    as_of: Option<String>,
    expires_on: Option<String>,
    key: Option<Key>,
    /// Id of the key that signs this document; null if none does. Here, so that a signature that was taken away is missed.
    signed_by: Option<String>,
    geoip: Option<GeoDatabase>,
    unit: UnitLimits,
    not_enforced: Vec<NotEnforced>,
    /// For an audience outside: counts below this are null.
    counts_from: Option<u64>,
    /// With the digests of the datasets, all of the release but what is made from this document: one signature covers it.
    notice_sha256: String,
    dictionary_sha256: String,
    /// People whom the join of the files singles out although every row of each is one of a class.
    linked_files: Option<LinkedFiles>,
    pub(super) datasets: Vec<Dataset>,
}

#[derive(Debug, Serialize)]
struct LinkedFiles {
    datasets: Vec<String>,
    people: Option<u64>,
    unique: Option<f64>,
}

#[derive(Debug, Serialize)]
struct Tool {
    name: &'static str,
    version: &'static str,
}

#[derive(Debug, Serialize)]
struct Document {
    name: String,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct Key {
    id: String,
    epoch: u32,
    ephemeral: bool,
    derivation: &'static str,
}

#[derive(Debug, Serialize)]
struct GeoDatabase {
    kind: String,
    build_epoch: u64,
}

#[derive(Debug, Serialize)]
struct UnitLimits {
    rows: usize,
    input_bytes: usize,
}

#[derive(Debug, Serialize)]
struct NotEnforced {
    what: String,
    why: &'static str,
}

#[derive(Debug, Serialize)]
pub(super) struct Dataset {
    pub(super) name: String,
    site: String,
    timezone: String,
    schema: Document,
    pub(super) file: String,
    pub(super) file_format: &'static str,
    bytes: u64,
    sha256: String,
    pub(super) rows: u64,
    /// Only for an internal audience: where the rows of the input went.
    row_account: Option<RowAccount>,
    /// `input`, or `keyed`: an order of the recipient's own.
    row_order: &'static str,
    /// What privacy models hold, and what they cost; null where the profile has none.
    pub(super) models: Option<ModelsEntry>,
    pub(super) columns: Vec<Column>,
}

#[derive(Debug, Serialize)]
pub(super) struct ModelsEntry {
    asked: Asked,
    /// Least number of different people in a class of rows with equal quasi-identifiers; of rows, where `people` is `rows`.
    k: u64,
    /// `subjects`: rows of one person count once, rows of nobody not at all. `rows`: each counts as a person.
    people: &'static str,
    /// Accounts that are one person's with another one, if there are any: they were counted as the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    accounts: Option<AccountsEntry>,
    /// Column of tokens that tells whose a row is.
    subject: Option<String>,
    classes: u64,
    recoding: &'static str,
    /// Most rows of one person; null where that is not bounded.
    rows_per_person: Option<u32>,
    /// Rows that were left out for it.
    over_bound: Option<u64>,
    /// Rows that were left out, null if so few that an outside audience must not know.
    suppressed: Option<u64>,
    sensitive: Vec<String>,
    /// Columns whose values the key moved, which no model is about.
    moved: Vec<String>,
    pub(super) quasi_identifiers: Vec<QuasiEntry>,
    cost: CostEntry,
    /// Full-domain nodes of more classes than memory holds that were not counted, if there are any: a better one may be among them.
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes_left_out: Option<u64>,
    /// People whose linked rows single them out although every row is one of a class.
    linked_rows: Option<LinkedRows>,
}

#[derive(Debug, Serialize)]
struct AccountsEntry {
    accounts: Option<u64>,
    people: Option<u64>,
    /// Contacts that very many accounts share, which were taken for nobody's own.
    shared: Option<u64>,
}

#[derive(Debug, Serialize)]
struct Asked {
    k: u64,
    l: Option<Diversity>,
    t: Option<Closeness>,
    suppress: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct QuasiEntry {
    pub(super) name: String,
    /// Levels of its hierarchy, from the values to one group.
    pub(super) levels: Vec<LevelEntry>,
    /// The finest level that was searched, where memory did not hold the combinations of finer ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    begins: Option<String>,
    loss: f64,
}

#[derive(Debug, Serialize)]
pub(super) struct LevelEntry {
    pub(super) name: String,
    /// Share of the rows that leave at this level.
    pub(super) share: f64,
}

#[derive(Debug, Serialize)]
struct CostEntry {
    loss: f64,
    precision: f64,
    discernibility: f64,
    average_class: f64,
    entropy: f64,
    /// Share of the people with a row before who have one left.
    join_rate: Option<f64>,
}

#[derive(Debug, Serialize)]
struct LinkedRows {
    known_rows: u8,
    people: Option<u64>,
    unique: Option<f64>,
}

/// A count, unless it is so small that an audience outside must not know.
fn shown(count: u64, counts_from: Option<u64>) -> Option<u64> {
    Some(count).filter(|&count| count == 0 || count >= counts_from.unwrap_or(0))
}

impl Met {
    /// What the manifest would say of it to an audience inside.
    #[must_use]
    pub fn entry(&self) -> impl Serialize {
        models_entry(self, None)
    }
}

fn models_entry(met: &Met, counts_from: Option<u64>) -> ModelsEntry {
    let shown = |count| shown(count, counts_from);
    let levels = |column: &QuasiMet| {
        let of = column.levels.iter().zip(&column.rows);
        of.map(|(name, &rows)| LevelEntry { name: name.clone(), share: share(rows, column.rows.iter().sum()) })
            .collect()
    };
    ModelsEntry {
        asked: Asked { k: met.models.k, l: met.models.l, t: met.models.t, suppress: met.models.suppress },
        k: met.k,
        people: if met.people_known { "subjects" } else { "rows" },
        accounts: Some(met.accounts).filter(|counts| met.people_known && *counts != AccountCounts::default()).map(
            |AccountCounts { accounts, people, shared: contacts }| AccountsEntry {
                accounts: shown(accounts),
                people: shown(people),
                shared: shown(contacts),
            },
        ),
        subject: met.subject.clone(),
        classes: met.classes,
        recoding: met.recoding.name(),
        rows_per_person: met.rows_per_person,
        over_bound: shown(met.left_out),
        suppressed: shown(met.cost.suppressed),
        sensitive: met.sensitive.clone(),
        moved: met.moved.clone(),
        quasi_identifiers: met
            .quasi
            .iter()
            .map(|column| QuasiEntry {
                name: column.name.clone(),
                levels: levels(column),
                begins: Some(column.begins).filter(|begins| *begins > 0).map(|begins| column.levels[begins].clone()),
                loss: rounded(column.loss),
            })
            .collect(),
        cost: CostEntry {
            loss: rounded(met.cost.loss),
            precision: rounded(met.cost.precision),
            discernibility: met.cost.discernibility,
            average_class: rounded(met.cost.average_class),
            entropy: rounded(met.cost.entropy),
            // How many people are gone says no more than how many rows.
            join_rate: shown(met.cost.suppressed).map(|_| rounded(met.join_rate)),
        },
        nodes_left_out: Some(met.nodes_left_out).filter(|nodes| *nodes > 0),
        linked_rows: met.trajectories.map(|linked| LinkedRows {
            known_rows: 3,
            people: shown(linked.people),
            unique: shown(linked.unique).map(|unique| rounded(share(unique, linked.asked))),
        }),
    }
}

#[derive(Debug, Serialize)]
struct RowAccount {
    rows_in: u64,
    rows_out: u64,
    quarantined: u64,
    excluded: u64,
    suppressed: u64,
}

#[derive(Debug, Serialize)]
pub(super) struct Column {
    pub(super) name: String,
    pub(super) is: &'static str,
    role: &'static str,
    pub(super) released: bool,
    pub(super) technique: String,
    family: &'static str,
    pub(super) parameters: Option<String>,
    /// For a further output, the column that it is made of.
    made_of: Option<String>,
    output_type: Option<String>,
    pub(super) token: Option<TokenColumn>,
    /// What becomes of NULL: `keep`, `fill` with a constant, `suppress` its presence.
    pub(super) nulls: Option<&'static str>,
    /// Why it does not leave.
    dropped: Option<String>,
    pub(super) counts: Option<Counts>,
    /// Why it is declared as less than its header says.
    #[serde(skip_serializing_if = "Option::is_none")]
    acknowledged: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct TokenColumn {
    domain: String,
    canonical_form: &'static str,
    /// Whether the key gives the values back.
    reversible: bool,
}

/// Counts of one released column; `None` where an outside audience must not see a small number.
#[derive(Debug, Serialize)]
pub(super) struct Counts {
    nulls: Option<u64>,
    pub(super) unfit: Option<u64>,
    pub(super) replaced: Option<u64>,
    pub(super) lossy: Option<u64>,
    pub(super) masked: Option<u64>,
    pub(super) several: Option<u64>,
    unlinked: Option<u64>,
    doubtful: Option<u64>,
    pub(super) withheld_by_guard: Option<u64>,
    /// Only where a rule was needed to read a value: the schema's pivot, the noise of binary fractions, digits below a microsecond.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) by_rule: Option<Option<u64>>,
    /// Only of a file for spreadsheets.
    #[serde(skip_serializing_if = "Option::is_none")]
    neutralised: Option<Option<u64>>,
}

/// The run record: for the operator only.
#[derive(Debug, Serialize)]
pub struct RunRecord {
    format: &'static str,
    tool: Tool,
    out: String,
    /// Everything that the bytes of the release follow from.
    made_of: MadeOf,
    profile: Document,
    status: &'static str,
    recipient: Option<String>,
    key: Option<Key>,
    as_of: Option<String>,
    storage_country: String,
    geoip: Option<GeoRecord>,
    /// Combinations that memory may hold: of a dataset with more, the recoding depends on it.
    combinations: usize,
    inputs: Vec<InputRecord>,
    datasets: Vec<DatasetRecord>,
    exclusion: Option<ExclusionRecord>,
    not_enforced: Vec<NotEnforced>,
}

#[derive(Debug, Serialize)]
struct GeoRecord {
    path: String,
    sha256: String,
}

#[derive(Debug, Serialize)]
struct InputRecord {
    path: String,
    dataset: String,
    bytes: u64,
    sha256: String,
    rows: u64,
    /// How the text is written; null for Parquet.
    text: Option<TextRecord>,
    /// Of Parquet, pages in which a flipped bit may pass unseen; null for text.
    pages_without_checksum: Option<u64>,
}

#[derive(Debug, Serialize)]
struct TextRecord {
    packing: Option<&'static str>,
    encoding: &'static str,
    /// `itself`, `mark`, `declared` or `content`.
    encoding_by: &'static str,
    /// How its lines are cut into cells; of a delimiter or a quote the character itself.
    delimiter: Option<char>,
    quote: Option<char>,
    escape: Option<&'static str>,
    /// Lines of the file that are inside of cells, and so no rows.
    lines_in_cells: u64,
    /// Records that are no rows, by the schema's `leave_out`: sums, headers once more, titles between rows.
    records_left_out: u64,
    runs_repaired: u64,
    runs_left: u64,
}

#[derive(Debug, Serialize)]
struct DatasetRecord {
    name: String,
    file: String,
    sha256: String,
    row_account: RowAccount,
    columns: Vec<ColumnRecord>,
    /// Columns of the inputs that did not leave.
    dropped: Vec<DroppedRecord>,
}

#[derive(Debug, Serialize)]
struct DroppedRecord {
    name: String,
    why: Option<String>,
}

#[derive(Debug, Serialize)]
struct ColumnRecord {
    name: String,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct ExclusionRecord {
    listed: u64,
    listed_found: u64,
    listed_not_found: u64,
    marked_values: u64,
    ambiguous_values: u64,
}

const TOOL: Tool = Tool { name: "iesiz", version: env!("CARGO_PKG_VERSION") };

impl Manifest {
    /// The same with the digest of the dictionary, which is made of it.
    pub(super) fn with_dictionary(self, dictionary_sha256: String) -> Self {
        Self { dictionary_sha256, ..self }
    }
}

/// Builds the manifest, but for the dictionary.
pub(super) fn manifest(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    datasets: &[DatasetSummary],
    joined: Option<&Joined>,
    notice_sha256: String,
) -> Manifest {
    let Prepared { profile, plan, .. } = prepared;
    let outside = profile.audience != Audience::Internal;
    let counts_from = outside.then(|| profile.models.k.map_or(SMALL, u64::from));
    Manifest {
        format: MANIFEST_FORMAT,
        tool: TOOL,
        profile: Document { name: profile.name.clone(), sha256: profile.digest() },
        clause: profile.clause.clone(),
        audience: profile.audience.name(),
        status: plan.status.name(),
        recipient: recipient(prepared),
        policy_version: profile.policy.title(),
        law_snapshot: profile.law_snapshot.clone(),
        storage_country: storage_country(options),
        as_of: options.as_of.map(|date| date.to_string()),
        expires_on: expires_on(profile, options.as_of).map(|date| date.to_string()),
        key: key(prepared, options),
        signed_by: options.sign.map(|key| key.id().to_string()),
        geoip: prepared.geoip.as_ref().map(|file| GeoDatabase {
            kind: file.database.database_type().to_owned(),
            build_epoch: file.database.build_epoch(),
        }),
        unit: UnitLimits { rows: UNIT_ROWS, input_bytes: UNIT_BYTES },
        not_enforced: not_enforced(prepared),
        counts_from,
        notice_sha256,
        dictionary_sha256: String::new(),
        linked_files: joined.map(|joined| LinkedFiles {
            datasets: joined.datasets.clone(),
            people: shown(joined.people.people, counts_from),
            unique: shown(joined.people.unique, counts_from).map(|unique| rounded(share(unique, joined.people.asked))),
        }),
        datasets: plan
            .datasets
            .iter()
            .zip(datasets)
            .map(|(dataset, summary)| dataset_entry(prepared, dataset, summary, counts_from))
            .collect(),
    }
}

fn recipient(prepared: &Prepared) -> Option<String> {
    Some(prepared.plan.recipient.clone()).filter(|name| !name.is_empty())
}

fn storage_country(options: &ApplyOptions<'_>) -> String {
    options.storage_country.unwrap_or("undeclared").to_owned()
}

fn key(prepared: &Prepared, options: &ApplyOptions<'_>) -> Option<Key> {
    let (id, epoch) = prepared.plan.key?;
    Some(Key { id: id.to_string(), epoch, ephemeral: options.ephemeral, derivation: "iesiz/v1" })
}

fn not_enforced(prepared: &Prepared) -> Vec<NotEnforced> {
    prepared.plan.not_enforced.iter().map(|item| NotEnforced { what: item.what.to_string(), why: item.why }).collect()
}

/// The last day of the period that begins today.
pub(super) fn expires_on(profile: &Profile, as_of: Option<NaiveDate>) -> Option<NaiveDate> {
    match profile.expires? {
        Period::Days(days) => as_of?.checked_add_days(Days::new(days.into())),
        Period::Months(months) => as_of?.checked_add_months(Months::new(months)),
    }
}

fn account(summary: &DatasetSummary) -> RowAccount {
    RowAccount {
        rows_in: summary.rows_in,
        rows_out: summary.written.rows,
        quarantined: summary.rows_quarantined,
        excluded: summary.rows_excluded,
        suppressed: summary.rows_suppressed,
    }
}

fn dataset_entry(
    prepared: &Prepared,
    dataset: &DatasetPlan,
    summary: &DatasetSummary,
    counts_from: Option<u64>,
) -> Dataset {
    let schema = &prepared.schemas[dataset.schema];
    let mut released = 0..;
    let columns = dataset
        .columns
        .iter()
        .map(|column| {
            let at = column.release().and_then(|_| released.next());
            let mut entry = column_entry(column, at.map(|at| counts(summary, at, counts_from)));
            entry.output_type = at.map(|at| dataset.output.field(at).data_type().to_string());
            entry.made_of = column.further.then(|| schema.columns[column.source].key.clone());
            entry
        })
        .collect();
    Dataset {
        name: dataset.name.clone(),
        site: schema.site.clone(),
        timezone: dataset.zone.name().to_owned(),
        schema: Document { name: schema.dataset.clone(), sha256: schema.digest.clone() },
        file: summary.file.clone(),
        file_format: summary.format.name(),
        bytes: summary.written.bytes,
        sha256: summary.written.sha256.clone(),
        rows: summary.written.rows,
        row_account: counts_from.is_none().then(|| account(summary)),
        models: summary.met.as_ref().map(|met| models_entry(met, counts_from)),
        row_order: if dataset.streams.is_empty() { "input" } else { "keyed" },
        columns,
    }
}

fn column_entry(column: &ColumnPlan, counts: Option<Counts>) -> Column {
    let base = Column {
        name: column.key.clone(),
        is: column.semantic.name(),
        role: column.role.name(),
        released: false,
        technique: "drop".to_owned(),
        family: "suppression",
        parameters: None,
        made_of: None,
        output_type: None,
        token: None,
        nulls: None,
        dropped: None,
        counts: None,
        acknowledged: column.acknowledged.clone().filter(|_| column.release().is_some()),
    };
    match &column.decision {
        Decision::Drop(reason) => Column { dropped: Some(drop_reason(reason)), ..base },
        Decision::Release(release) => {
            let token = release.transform.is_token().then(|| TokenColumn {
                domain: column.domain.clone(),
                canonical_form: form_of(column.semantic).id,
                reversible: release.family == Family::Cryptographic,
            });
            Column {
                released: true,
                technique: release.technique.to_owned(),
                family: release.family.name(),
                parameters: release.action.split_once(" = ").map(|(_, parameters)| parameters.to_owned()),
                token,
                nulls: Some(release.null_rule()),
                counts,
                ..base
            }
        }
    }
}

fn drop_reason(reason: &DropReason) -> String {
    match reason {
        DropReason::Profile => "profile".to_owned(),
        DropReason::Unlisted => "type not listed by the profile".to_owned(),
        DropReason::Absent => "not in the input".to_owned(),
        DropReason::Missing { action, why } => format!("{action}: {why}"),
    }
}

/// What became of the cells of the released column at this position.
fn counts(summary: &DatasetSummary, at: usize, counts_from: Option<u64>) -> Counts {
    let shown = |count| shown(count, counts_from);
    let tally = &summary.tallies[at];
    let values = &tally.values;
    let hidden = summary.hidden_nulls.contains(&at);
    Counts {
        nulls: shown(tally.nulls_out).filter(|_| !hidden),
        unfit: shown(values.unfit),
        replaced: shown(values.replaced),
        lossy: shown(values.lossy),
        masked: shown(values.masked),
        several: shown(values.several),
        unlinked: shown(values.unlinked),
        doubtful: shown(values.doubtful),
        withheld_by_guard: shown(tally.guarded),
        by_rule: (values.by_rule > 0).then(|| shown(values.by_rule)),
        neutralised: summary.written.neutralised.get(at).map(|&count| shown(count)),
    }
}

/// Builds the run record.
pub(super) fn run_record(
    prepared: &Prepared,
    options: &ApplyOptions<'_>,
    datasets: &[DatasetSummary],
    digests: &[String],
    exclusion: Option<ExclusionCounts>,
) -> RunRecord {
    let Prepared { profile, plan, sources, .. } = prepared;
    let mut inputs = Vec::new();
    for summary in datasets {
        for part in &summary.sources {
            let input = &sources[part.shape].input;
            inputs.push(InputRecord {
                path: input.path.to_string_lossy().into_owned(),
                dataset: summary.name.clone(),
                bytes: input.len(),
                sha256: digests[part.shape].clone(),
                rows: part.rows_in,
                text: text_record(input, part),
                pages_without_checksum: input.unchecked_pages(),
            });
        }
    }
    let dataset_record = |(dataset, summary): (&DatasetPlan, &DatasetSummary)| DatasetRecord {
        name: summary.name.clone(),
        file: summary.file.clone(),
        sha256: summary.written.sha256.clone(),
        row_account: account(summary),
        columns: dataset
            .columns
            .iter()
            .filter(|column| column.release().is_some())
            .enumerate()
            .map(|(at, column)| ColumnRecord { name: column.key.clone(), counts: counts(summary, at, None) })
            .collect(),
        dropped: dataset.dropped().map(dropped_record).collect(),
    };
    RunRecord {
        format: RECORD_FORMAT,
        tool: TOOL,
        out: options.out.to_string_lossy().into_owned(),
        made_of: MadeOf::of(prepared, options, digests),
        profile: Document { name: profile.name.clone(), sha256: profile.digest() },
        status: plan.status.name(),
        recipient: recipient(prepared),
        key: key(prepared, options),
        as_of: options.as_of.map(|date| date.to_string()),
        storage_country: storage_country(options),
        geoip: prepared
            .geoip
            .as_ref()
            .map(|file| GeoRecord { path: file.path.to_string_lossy().into_owned(), sha256: file.sha256.clone() }),
        combinations: options.search.combinations,
        inputs,
        datasets: plan.datasets.iter().zip(datasets).map(dataset_record).collect(),
        exclusion: exclusion.map(|counts| ExclusionRecord {
            listed: counts.listed,
            listed_found: counts.listed_found,
            listed_not_found: counts.listed - counts.listed_found,
            marked_values: counts.marked_values,
            ambiguous_values: counts.ambiguous_values,
        }),
        not_enforced: not_enforced(prepared),
    }
}

fn dropped_record(column: &ColumnPlan) -> DroppedRecord {
    let why = match &column.decision {
        Decision::Drop(reason) => Some(drop_reason(reason)),
        Decision::Release(_) => None,
    };
    DroppedRecord { name: column.key.clone(), why }
}

fn text_record(input: &Input, part: &SourceSummary) -> Option<TextRecord> {
    let (form, dialect, runs) = (input.text_form()?, input.dialect()?, part.runs);
    Some(TextRecord {
        delimiter: dialect.delimiter.map(char::from),
        quote: dialect.quote.flatten().map(char::from),
        escape: dialect.escape.map(Escape::name),
        lines_in_cells: part.inner_lines,
        records_left_out: part.left_out,
        packing: form.packing,
        encoding: form.encoding.name(),
        encoding_by: form.by.name(),
        runs_repaired: runs.repaired,
        runs_left: runs.left,
    })
}

/// Indented JSON with a final line end.
pub(super) fn to_json(document: &impl Serialize) -> Result<Vec<u8>> {
    let mut text = serde_json::to_vec_pretty(document)
        .map_err(|_| Error::internal(message!("a document cannot be written as JSON")))?;
    text.push(b'\n');
    Ok(text)
}
