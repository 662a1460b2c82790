//! Compiles schema, profile, catalogue, headers and keys into a plan, collecting everything that is wrong before giving up.

use super::enforced::{NotEnforced, Requirement};
use super::guard::Guard;
use super::headers::{match_headers, shown_header};
use super::judge::{
    actions_of, in_profile, judge_keys, judge_outcome, judge_overrides, judge_profile, judge_recipient, judge_scopes,
};
use super::models::{ModelPlan, plan_models};
use super::nulls::Nulls;
use super::order::{OrderKey, Stream, streams};
use super::status;
use super::warnings::warn;
use crate::canon::form_of;
use crate::canon::time::Zone;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::keys::{KeyId, Keyset};
use crate::message;
use crate::recognize::headers::looks_personal;
use crate::schema::{Action, Column, NullRule, Profile, Schema, Scope, Several, Spot};
use crate::transform::{Binding, Bound, ColumnSpec, GeoIp, Tokens, Trace, Transform, nth_of_several, technique};
use crate::vocabulary::{Audience, Family, Role, SemanticType, Status};
use arrow::datatypes::{DataType, Field, Schema as ArrowSchema, SchemaRef};
use chrono::NaiveDate;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What is asked for.
pub struct Request<'a> {
    /// What may leave.
    pub profile: &'a Profile,
    /// Whether the profile came from a file of the user's.
    pub own_profile: bool,
    /// What the columns are: every schema at hand.
    pub schemas: &'a [Schema],
    /// The inputs, each with its schema.
    pub shapes: &'a [Shape],
    /// To whom.
    pub recipient: Option<&'a str>,
    /// The key, if one was given.
    pub keys: Option<&'a Keyset>,
    /// Plan without making tokens: keys and recipient are not demanded.
    pub preview: bool,
    /// Whether warnings are refusals.
    pub strict: bool,
    /// Country that the release is stored in, as the operator declares it.
    pub storage_country: Option<&'a str>,
    /// Whether the run was told today's date.
    pub dated: bool,
    /// Today, as the run was told or as the clock says: nobody is born later.
    pub today: Option<NaiveDate>,
    /// Texts of the hierarchies that the profile names, by the name that it uses.
    pub hierarchies: &'a BTreeMap<String, String>,
    /// Which networks are in which country, if the operator brought a database.
    pub geoip: Option<&'a Arc<GeoIp>>,
}

/// The header of an input and the schema that describes it.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Position in [`Request::schemas`].
    pub schema: usize,
    /// Column names as they stand in the input.
    pub header: Vec<String>,
    /// The input, for messages.
    pub input: Shown,
    /// The line of a later record that looks like the header, if the first one does not.
    pub header_below: Option<usize>,
    /// What the operator should know of how the input is read.
    pub warnings: Vec<Diagnostic>,
}

/// What happens to every column of every input.
#[derive(Debug)]
pub struct Plan {
    /// The datasets, in the order of their first input.
    pub datasets: Vec<DatasetPlan>,
    /// What the release is, at most.
    pub status: Status,
    /// What the profile or the policy asks and this version does not do.
    pub not_enforced: Vec<NotEnforced>,
    /// What the operator should know.
    pub warnings: Vec<Diagnostic>,
    /// Recipient, or the empty string.
    pub recipient: String,
    /// Key id and epoch, if there are tokens.
    pub key: Option<(KeyId, u32)>,
}

/// One output: a dataset, made of one or more inputs.
#[derive(Debug)]
pub struct DatasetPlan {
    /// Name; the stem of the output file.
    pub name: String,
    /// Position in [`Request::schemas`].
    pub schema: usize,
    /// Columns of the schema, in its order; further outputs of a column behind it.
    pub columns: Vec<ColumnPlan>,
    /// Zone on whose clock its times leave.
    pub zone: Zone,
    /// Position in the schema's columns of whose rows they are, where a technique must know.
    pub subject: Option<Subject>,
    /// The keyed orders of the rows; none where rows leave as they came.
    pub streams: Vec<Stream>,
    /// Where the columns are in each input, in the order of [`Request::shapes`].
    pub parts: Vec<Part>,
    /// Columns as their transforms write them.
    pub transformed: SchemaRef,
    /// What the privacy models ask of the dataset, if the profile has any.
    pub models: Option<ModelPlan>,
    /// Columns of the output. Where there are models, quasi-identifiers are texts, however coarse they become: the types of a release do not
    /// depend on its data.
    pub output: SchemaRef,
}

/// The column that says whose row it is.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// Position in the schema's columns.
    pub source: usize,
    /// What its values mean.
    pub semantic: SemanticType,
}

/// One input of a dataset.
#[derive(Clone, Debug)]
pub struct Part {
    /// Position in [`Request::shapes`].
    pub shape: usize,
    /// For each column of the schema, its position in the input.
    pub mapping: Vec<Option<usize>>,
    /// Positions of the input that the schema does not list.
    pub unlisted: Vec<usize>,
}

/// One column of a dataset, or one more output of it.
#[derive(Debug)]
pub struct ColumnPlan {
    /// Name in the output: the schema's, or that with a suffix.
    pub key: String,
    /// Position in the schema's columns.
    pub source: usize,
    /// Whether it is one more output of its source.
    pub further: bool,
    /// What its values mean.
    pub semantic: SemanticType,
    /// How it bears on identity.
    pub role: Role,
    /// Token domain.
    pub domain: String,
    /// Share of non-NULL cells that may be unfit, if the schema says.
    pub max_unfit: Option<f64>,
    /// Why it is declared as less than its header says, if it is.
    pub acknowledged: Option<String>,
    /// What happens to it.
    pub decision: Decision,
}

impl ColumnPlan {
    /// How it leaves, if it does.
    #[must_use]
    pub fn release(&self) -> Option<&Release> {
        match &self.decision {
            Decision::Release(release) => Some(release),
            Decision::Drop(_) => None,
        }
    }

    /// Why it leaves as it is, in the operator's words, although its header names people.
    #[must_use]
    pub fn leaves_by_word(&self) -> Option<&str> {
        self.acknowledged.as_deref().filter(|_| self.release().is_some_and(Release::is_clear))
    }
}

/// What happens to a column.
#[derive(Debug)]
pub enum Decision {
    /// It leaves, transformed.
    Release(Release),
    /// It does not.
    Drop(DropReason),
}

impl Decision {
    /// The same of the first value of each cell, where the schema asks for that.
    fn first_of(self, column: &Column) -> Self {
        if column.several == Several::Null { self } else { self.nth_of(column, 0) }
    }

    /// The same of the nth value of each cell, from 0.
    fn nth_of(self, column: &Column, nth: usize) -> Self {
        match self {
            Self::Release(release) => {
                let transform = nth_of_several(release.transform, form_of(column.is), nth);
                Self::Release(Release { transform, ..release })
            }
            dropped @ Self::Drop(_) => dropped,
        }
    }
}

/// How a column leaves.
#[derive(Debug)]
pub struct Release {
    /// The transform.
    pub transform: Box<dyn Transform>,
    /// ISO/IEC 20889 family.
    pub family: Family,
    /// Name of the technique.
    pub technique: &'static str,
    /// The action as a profile spells it.
    pub action: String,
    pub(super) guard: Option<Guard>,
    pub(super) nulls: Nulls,
}

impl Release {
    /// What becomes of NULL, in a word.
    #[must_use]
    pub fn null_rule(&self) -> &'static str {
        self.nulls.name()
    }

    /// Whether the number of NULLs would tell what a decoy hides.
    #[must_use]
    pub fn hides_presence(&self) -> bool {
        self.nulls.hides_presence()
    }

    /// Whether the value leaves as it came.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        self.transform.trace() == Trace::Clear
    }
}

/// Why a column does not leave.
#[derive(Debug)]
pub enum DropReason {
    /// The profile says so.
    Profile,
    /// The profile does not list its semantic type.
    Unlisted,
    /// It is optional and the input lacks it.
    Absent,
    /// The technique asked for is known, but its data or code is not there.
    Missing {
        /// The action.
        action: String,
        /// What is not there.
        why: &'static str,
    },
}

impl DatasetPlan {
    /// How the released columns leave, in order.
    pub fn releases(&self) -> impl Iterator<Item = &Release> {
        self.columns.iter().filter_map(ColumnPlan::release)
    }

    /// Columns that some input has: those of the schema, without further outputs of them.
    fn there(&self) -> impl Iterator<Item = &ColumnPlan> {
        let absent = |column: &ColumnPlan| matches!(column.decision, Decision::Drop(DropReason::Absent));
        self.columns.iter().filter(move |column| !column.further && !absent(column))
    }

    /// How many columns some input has.
    #[must_use]
    pub fn present(&self) -> usize {
        self.there().count()
    }

    /// Columns that some input has and of which nothing leaves, further outputs included.
    pub fn dropped(&self) -> impl Iterator<Item = &ColumnPlan> {
        let leaves = |source| self.columns.iter().any(|other| other.source == source && other.release().is_some());
        self.there().filter(move |column| !leaves(column.source))
    }

    /// How many columns of an input the schema does not list: they are dropped, and nobody names them.
    #[must_use]
    pub fn unlisted(&self) -> usize {
        self.parts.iter().map(|part| part.unlisted.len()).max().unwrap_or(0)
    }

    /// For one input, the positions of the released columns; `None` where an optional column is absent from this input only.
    #[must_use]
    pub fn projection(&self, part: &Part) -> Vec<Option<usize>> {
        self.columns
            .iter()
            .filter(|column| column.release().is_some())
            .map(|column| part.mapping[column.source])
            .collect()
    }

    /// For one input, the position of the column that says whose row it is.
    #[must_use]
    pub fn subject_in(&self, part: &Part) -> Option<usize> {
        self.subject.and_then(|subject| part.mapping[subject.source])
    }
}

/// Problems by the exit code that they lead to.
#[derive(Default)]
pub(super) struct Problems {
    pub(super) usage: Vec<Diagnostic>,
    pub(super) policy: Vec<Diagnostic>,
    pub(super) key: Vec<Diagnostic>,
    /// Whether a header lacks a column or is none: then no column leaves, which is said already.
    pub(super) headers_unfit: bool,
}

impl Problems {
    /// The worst kind decides the exit code; everything is shown.
    fn into_result(self) -> Result<()> {
        let kind = if !self.usage.is_empty() {
            Kind::Usage
        } else if !self.key.is_empty() {
            Kind::Key
        } else if !self.policy.is_empty() {
            Kind::Policy
        } else {
            return Ok(());
        };
        Err(Error::many(kind, [self.usage, self.key, self.policy].concat()))
    }
}

/// Compiles a plan.
///
/// # Errors
/// Everything that is wrong: `Kind::Usage` if a document is at fault, else `Kind::Key`, else `Kind::Policy`.
pub fn compile(request: &Request<'_>) -> Result<Plan> {
    let mut problems = Problems::default();
    judge_profile(request, &mut problems);
    let mut warnings = judge_overrides(request, &mut problems);
    judge_recipient(request, &mut problems);
    let tokens = judge_keys(request, &mut problems);
    let mut datasets = Vec::new();
    for (at, schema) in request.schemas.iter().enumerate() {
        let parts = match_parts(request, at, schema, &mut problems, &mut warnings);
        if !parts.is_empty() {
            datasets.push(plan_dataset(request, at, schema, parts, tokens, &mut problems));
        }
    }
    datasets.sort_by_key(|dataset| dataset.parts[0].shape);
    warnings.extend(judge_scopes(request, &datasets, &mut problems));
    let not_enforced = not_enforced(request, &datasets);
    judge_outcome(request, &datasets, &not_enforced, &mut problems);
    let mut status = status::of_columns(&datasets).min(request.profile.status);
    if !not_enforced.is_empty() {
        status = status.min(Status::Pseudonymised);
    }
    warnings.extend(warn(request, &datasets, &not_enforced));
    if request.strict {
        problems.policy.append(&mut warnings);
    }
    problems.into_result()?;
    let keyed = |dataset: &DatasetPlan| {
        !dataset.streams.is_empty() || dataset.releases().any(|release| release.transform.trace() == Trace::Keyed)
    };
    let uses_key = datasets.iter().any(keyed);
    Ok(Plan {
        datasets,
        status,
        not_enforced,
        warnings,
        recipient: request.recipient.unwrap_or_default().to_owned(),
        key: request.keys.filter(|_| uses_key).map(|keys| (keys.id(), keys.epoch())),
    })
}

fn match_parts(
    request: &Request<'_>,
    at: usize,
    schema: &Schema,
    problems: &mut Problems,
    warnings: &mut Vec<Diagnostic>,
) -> Vec<Part> {
    let mut parts = Vec::new();
    for (shape, input) in request.shapes.iter().enumerate().filter(|(_, input)| input.schema == at) {
        let found = match_headers(schema, &input.header, &input.input);
        warnings.extend(input.warnings.iter().cloned());
        problems.headers_unfit |= input.header_below.is_some() || !found.is_complete;
        match input.header_below {
            Some(line) => problems.policy.push(header_is_below(&input.input, line)),
            None => problems.policy.extend(found.problems),
        }
        if !found.unlisted.is_empty() && schema.unlisted == crate::schema::Unlisted::Drop {
            let matched = found.mapping.iter().flatten().count();
            let names = found.unlisted.iter().take(20).map(|&at| shown_header(&input.header, at, matched));
            let more = if found.unlisted.len() > 20 { " and more" } else { "" };
            let message = message!(
                "{} columns that the schema does not list are dropped: {}{}",
                found.unlisted.len(),
                Message::joined(names, ", "),
                more
            );
            let place = crate::place::Place::input(input.input.clone());
            warnings.push(Diagnostic::new(Code::W701, message).place(place));
        }
        parts.push(Part { shape, mapping: found.mapping, unlisted: found.unlisted });
    }
    parts
}

/// Of a title, that its columns are none of the schema's says less than where the header is.
fn header_is_below(input: &Shown, line: usize) -> Diagnostic {
    let place = crate::place::Place::input(input.clone()).row(0);
    let hint = message!(
        "the header seems to be on line {}: `skip_lines = {}` in `[dialect]` of the schema passes over the lines above it",
        line,
        line - 1
    );
    Diagnostic::new(Code::E710, message!("the first line is not the header")).place(place).hint(hint)
}

fn plan_dataset(
    request: &Request<'_>,
    at: usize,
    schema: &Schema,
    parts: Vec<Part>,
    tokens: Tokens<'_>,
    problems: &mut Problems,
) -> DatasetPlan {
    let binding = |column| {
        let reading = schema.reading(column, request.profile.zone, request.today);
        Binding { tokens, site: &schema.site, reading, geoip: request.geoip }
    };
    let mut columns: Vec<ColumnPlan> = Vec::with_capacity(schema.columns.len());
    for (nth, column) in schema.columns.iter().enumerate() {
        let present = parts.iter().any(|part| part.mapping[nth].is_some());
        let output = Output { request, schema, column, name: &column.key };
        let cx = binding(column);
        let action = action_for(request.profile, schema, column);
        let decision =
            if present { decide(&output, action, &cx, problems) } else { Decision::Drop(DropReason::Absent) };
        // The manifest names columns that are dropped too.
        if looks_personal(&column.key) {
            let message =
                message!("column {} of the schema has a name that looks like an identifier of a person", nth + 1);
            let diagnostic = Diagnostic::new(Code::E705, message)
                .hint(message!("name columns by what they hold in {}", schema.document));
            problems.policy.push(diagnostic);
        }
        let plan = |key: String, further, decision| ColumnPlan {
            key,
            source: nth,
            further,
            semantic: column.is,
            role: column.role,
            domain: column.token_domain().to_owned(),
            max_unfit: column.max_unfit,
            acknowledged: column.acknowledge.clone(),
            decision,
        };
        columns.push(plan(column.key.clone(), false, decision.first_of(column)));
        if column.several == Several::Split && present {
            let name = format!("{}_2", column.key);
            let decision = decide(&Output { name: &name, ..output }, action, &cx, problems);
            columns.push(plan(name, true, decision.nth_of(column, 1)));
        }
        for also in request.profile.also.iter().filter(|also| also.semantic == column.is && present) {
            let name = format!("{}_{}", column.key, also.suffix);
            let output = Output { name: &name, ..output };
            let decision = decide(&output, Some(&also.action), &cx, problems);
            columns.push(plan(name, true, decision.first_of(column)));
        }
    }
    refuse_shared_outputs(request, schema, &columns, problems);
    let fields: Vec<Field> = columns
        .iter()
        .filter_map(|column| {
            column.release().map(|release| Field::new(&column.key, release.transform.output_type(), true))
        })
        .collect();
    let models = plan_models(request.profile, schema, &columns, request.hierarchies, &mut problems.usage);
    let subject = subject_of(schema, &columns, models.as_ref(), problems);
    let quasi = |at: usize| models.as_ref().is_some_and(|models| models.quasi.iter().any(|column| column.at == at));
    let output = fields.iter().enumerate().map(|(at, field)| match quasi(at) {
        true => field.clone().with_data_type(DataType::Utf8),
        false => field.clone(),
    });
    let output = Arc::new(ArrowSchema::new(output.collect::<Vec<Field>>()));
    let mut dataset = DatasetPlan {
        name: schema.dataset.clone(),
        schema: at,
        zone: request.profile.zone.unwrap_or(schema.timezone),
        columns,
        subject,
        streams: Vec::new(),
        parts,
        transformed: Arc::new(ArrowSchema::new(fields)),
        models,
        output,
    };
    dataset.streams = order_rows(request, schema, &dataset, tokens);
    dataset
}

/// Whose rows they are, if a released column or a model must know.
fn subject_of(
    schema: &Schema,
    columns: &[ColumnPlan],
    models: Option<&ModelPlan>,
    problems: &mut Problems,
) -> Option<Subject> {
    let needs = |column: &&ColumnPlan| column.release().is_some_and(|release| release.transform.needs_subjects());
    let asks = columns.iter().find(needs);
    let source = schema.subject.as_ref().and_then(|key| schema.columns.iter().position(|column| column.key == *key));
    if let (None, Some(asks)) = (source, asks) {
        let message = message!("`{}` cannot be changed person by person", Shown::name(&asks.key));
        let hint = message!("say whose rows they are: `subject = \"…\"` in {}", schema.document);
        problems.usage.push(Diagnostic::new(Code::E316, message).hint(hint));
    }
    source
        .filter(|_| asks.is_some() || models.is_some())
        .map(|source| Subject { source, semantic: schema.columns[source].is })
}

/// Keyed orders where the audience is outside or columns are permuted, and there is a key.
fn order_rows(request: &Request<'_>, schema: &Schema, dataset: &DatasetPlan, tokens: Tokens<'_>) -> Vec<Stream> {
    let outside = request.profile.audience != Audience::Internal;
    let permuted = dataset.releases().any(|release| release.transform.block().is_some());
    let Tokens::Keyed { keys, profile, recipient } = tokens else { return Vec::new() };
    if !outside && !permuted {
        return Vec::new();
    }
    streams(dataset.releases(), &OrderKey { keys, profile, recipient, site: &schema.site, dataset: &schema.dataset })
}

/// An output that is being decided.
#[derive(Clone, Copy)]
struct Output<'a> {
    request: &'a Request<'a>,
    schema: &'a Schema,
    column: &'a Column,
    /// Name under which it leaves.
    name: &'a str,
}

/// Two outputs of one name: a further output that is called like another column.
fn refuse_shared_outputs(request: &Request<'_>, schema: &Schema, columns: &[ColumnPlan], problems: &mut Problems) {
    let mut known = HashSet::new();
    for column in columns {
        if !known.insert(column.key.to_ascii_lowercase()) {
            let message =
                message!("two outputs of `{}` are called `{}`", Shown::name(&schema.dataset), Shown::name(&column.key));
            let hint = message!("choose another suffix under `[also]` of {}", request.profile.document());
            problems.usage.push(Diagnostic::new(Code::E313, message).hint(hint));
        }
    }
}

/// The profile's choice for a column, else the first that its type allows.
fn action_for<'a>(profile: &'a Profile, schema: &Schema, column: &Column) -> Option<&'a Action> {
    let choice =
        profile.overrides.iter().find(|choice| choice.dataset == schema.dataset && choice.column == column.key);
    choice.map(|choice| &choice.action).or_else(|| actions_of(profile, column.is).first())
}

/// The profile's rule about NULL for an output: the column's own, else its type's.
fn null_rule<'a>(output: &Output<'a>) -> Option<&'a (Scope, NullRule, Spot)> {
    let rules = &output.request.profile.nulls;
    let own = Scope::Column(output.schema.dataset.clone(), output.name.to_owned());
    let of_type = Scope::Type(output.column.is);
    rules.iter().find(|(scope, ..)| *scope == own).or_else(|| rules.iter().find(|(scope, ..)| *scope == of_type))
}

fn fit_nulls(output: &Output<'_>, transform: &dyn Transform, problems: &mut Problems) -> Nulls {
    let Some((_, rule, spot)) = null_rule(output) else { return Nulls::Keep };
    Nulls::fit(rule, transform).unwrap_or_else(|(message, hint)| {
        let message = message!("`{}`: {}", Shown::name(output.name), message);
        problems.usage.push(in_profile(output.request.profile, *spot, Code::E314, message, hint));
        Nulls::Keep
    })
}

/// What an action makes of a column; no action drops it.
fn decide(output: &Output<'_>, action: Option<&Action>, cx: &Binding<'_>, problems: &mut Problems) -> Decision {
    let column = output.column;
    let Some(action) = action else { return Decision::Drop(DropReason::Unlisted) };
    let Some(technique) = technique(&action.technique) else { return Decision::Drop(DropReason::Profile) };
    let spec = ColumnSpec { semantic: column.is, domain: column.token_domain(), argument: &action.argument };
    match technique.bind(&spec, cx) {
        Ok(Bound::Transform(transform)) => {
            // Permuted values are values of the type all the same.
            let kept = transform.trace() == Trace::Clear || transform.block().is_some();
            let guard = (!transform.is_token()).then(|| Guard::new(column.is, kept));
            let (family, technique) = (technique.family(), technique.name());
            let nulls = fit_nulls(output, &*transform, problems);
            Decision::Release(Release { transform, family, technique, action: action.to_string(), guard, nulls })
        }
        Ok(Bound::Missing(why)) => Decision::Drop(DropReason::Missing { action: action.to_string(), why }),
        // A refusal is a problem of the profile and was noted when the profile was judged.
        Ok(Bound::Drop) | Err(_) => Decision::Drop(DropReason::Profile),
    }
}

fn not_enforced(request: &Request<'_>, datasets: &[DatasetPlan]) -> Vec<NotEnforced> {
    let profile = request.profile;
    let mut list = Vec::new();
    let mut note = |what, why: &'static str| list.push(NotEnforced { what, why });
    for dataset in datasets {
        for column in &dataset.columns {
            if let Decision::Drop(DropReason::Missing { action, why }) = &column.decision {
                let column = format!("{}.{}", dataset.name, column.key);
                note(Requirement::Technique { action: action.clone(), column }, why);
            }
        }
    }
    let ordered = datasets.iter().all(|dataset| !dataset.streams.is_empty());
    if profile.audience != Audience::Internal && !ordered && !request.preview {
        note(Requirement::RowOrder, "the order is keyed, and no key was given (`--keys`)");
    }
    if profile.expires.is_some() && !request.dated {
        note(Requirement::Expiry, "the run was not told today's date (`--as-of`)");
    }
    note(
        Requirement::Retention(request.profile.policy.on_retention()),
        "rows are not checked against it by this version",
    );
    note(
        Requirement::Consent(request.profile.policy.on_consent()),
        "consent per purpose is not read by this version; only withdrawals in the given inputs are",
    );
    list
}
