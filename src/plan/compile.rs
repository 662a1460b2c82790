//! Compiles schema, profile, catalogue, headers and keys into a plan, collecting everything that is wrong before giving up.

use super::enforced::{NotEnforced, Requirement};
use super::guard::Guard;
use super::headers::{match_headers, shown_header};
use super::models::{ModelPlan, plan_models};
use super::nulls::Nulls;
use super::order::{OrderKey, Stream, streams};
use super::refuse::{never_in_this_form, told_by_another_time, unsafe_beside_each_other};
use super::status;
use crate::canon::form_of;
use crate::canon::reading::Reading;
use crate::canon::time::Zone;
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::keys::{KeyId, Keyset, is_slug};
use crate::message;
use crate::recognize::headers::looks_personal;
use crate::schema::{
    Action, BUILT_IN_PROFILES, Column, DRAFTED_SITE, KeysRule, NullRule, Profile, RecipientRule, Schema, Scope,
    Several, Spot, distance,
};
use crate::transform::{
    Binding, Bound, ColumnSpec, GeoIp, TECHNIQUES, Tokens, Trace, Transform, nth_of_several, technique,
};
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
struct Problems {
    usage: Vec<Diagnostic>,
    policy: Vec<Diagnostic>,
    key: Vec<Diagnostic>,
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

fn in_profile(profile: &Profile, spot: Spot, code: &'static str, message: Message, hint: Message) -> Diagnostic {
    Diagnostic::new(code, message).document(profile.place(spot)).hint(hint)
}

/// Every action of the profile must be a technique that accepts its type and argument, whether or not this run uses it.
fn judge_profile(request: &Request<'_>, problems: &mut Problems) {
    let profile = request.profile;
    if request.own_profile && BUILT_IN_PROFILES.iter().any(|(name, _)| *name == profile.name) {
        let message = message!("`{}` is the name of a built-in profile", Shown::name(&profile.name));
        problems.usage.push(in_profile(profile, 0, "E310", message, message!("give your profile a name of its own")));
    }
    let listed =
        profile.actions.iter().flat_map(|(semantic, choices)| choices.iter().map(move |action| (*semantic, action)));
    let further = profile.also.iter().map(|also| (also.semantic, &also.action));
    for (semantic, action) in listed.chain(further) {
        if let Err(diagnostic) = judge_action(profile, semantic, action) {
            problems.usage.push(*diagnostic);
        }
    }
}

/// What an unknown technique may have been meant to be.
fn near_technique(word: &str) -> Message {
    let near = TECHNIQUES.iter().map(|technique| technique.name()).min_by_key(|name| distance(name, word));
    match near.filter(|name| distance(name, word) <= 2) {
        Some(near) => message!("did you mean `{}`?", near),
        None => message!("`iesiz list techniques` shows them all"),
    }
}

pub(super) fn judge_action(profile: &Profile, semantic: SemanticType, action: &Action) -> Result<(), Box<Diagnostic>> {
    let Some(technique) = technique(&action.technique) else {
        let message = message!("unknown technique `{}`", Shown::name(&action.technique));
        return Err(Box::new(in_profile(profile, action.spot, "E301", message, near_technique(&action.technique))));
    };
    if let Some(refusal) = never_in_this_form(semantic, technique) {
        return Err(Box::new(in_profile(profile, action.spot, "E308", refusal.message, refusal.hint)));
    }
    if let (Some(why), true) = (technique.inside_only(&action.argument), profile.audience != Audience::Internal) {
        let message = message!("`{}` is for an internal audience only: {}", technique.name(), why);
        let hint = message!("`pseudonymize` links without a way back; or set `audience = \"internal\"`");
        return Err(Box::new(in_profile(profile, action.spot, "E309", message, hint)));
    }
    let known = technique.arguments(semantic);
    if !known.is_empty() && action.argument == crate::schema::Argument::None && !known.contains(&"") {
        let message = message!("`{}` needs an argument for `{}`", technique.name(), semantic);
        let hint = message!("it takes one of: {}", Shown::name(&known.join(", ")));
        return Err(Box::new(in_profile(profile, action.spot, "E303", message, hint)));
    }
    let reading = Reading::of(Zone::ALMATY);
    let cx = Binding { tokens: Tokens::Preview, site: "", reading, geoip: None };
    let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &action.argument };
    let code = if known.is_empty() { "E302" } else { "E303" };
    match technique.bind(&spec, &cx) {
        // Tokens are not all that a key makes: noise and shifts are drawn under it.
        Ok(Bound::Transform(transform)) if transform.trace() == Trace::Keyed && profile.keys == KeysRule::None => {
            let message = message!("a profile with `keys = \"none\"` has no tokens and draws no numbers");
            let hint = message!("set `keys = \"required\"`, or drop `{}`", semantic);
            Err(Box::new(in_profile(profile, action.spot, "E304", message, hint)))
        }
        Ok(_) => Ok(()),
        Err(refusal) => Err(Box::new(in_profile(profile, action.spot, code, refusal.message, refusal.hint))),
    }
}

/// Choices for single columns; returns warnings about datasets that nothing describes.
fn judge_overrides(request: &Request<'_>, problems: &mut Problems) -> Vec<Diagnostic> {
    let profile = request.profile;
    let mut warnings = Vec::new();
    for (nth, choice) in profile.overrides.iter().enumerate() {
        // A profile may speak of datasets that are not part of this run; a slip of the pen looks the same.
        let Some(schema) = request.schemas.iter().find(|schema| schema.dataset == choice.dataset) else {
            let message = message!("no schema describes the dataset `{}` of this choice", Shown::name(&choice.dataset));
            let hint = message!("check its spelling; the choice has no effect");
            warnings.push(in_profile(profile, choice.spot, "W726", message, hint));
            continue;
        };
        let name = Shown::name(&choice.column);
        let Some(column) = schema.column(&choice.column) else {
            let message = message!("dataset `{}` has no column `{}`", Shown::name(&choice.dataset), name);
            problems.usage.push(in_profile(
                profile,
                choice.spot,
                "E305",
                message,
                message!("see `[columns]` of {}", schema.document),
            ));
            continue;
        };
        let choices = actions_of(profile, column.is);
        if choice.action.technique != "drop" && !choices.iter().any(|allowed| allowed.same(&choice.action)) {
            let message = message!(
                "`{}` is outside what the profile allows for `{}`",
                Shown::name(&choice.action.to_string()),
                column.is
            );
            let hint = message!("choose one that `[actions]` lists for `{}`, or `drop`", column.is);
            problems.usage.push(in_profile(profile, choice.action.spot, "E306", message, hint));
        }
        let earlier = &profile.overrides[..nth];
        if earlier.iter().any(|other| other.dataset == choice.dataset && other.column == choice.column) {
            let message = message!("`{}` is decided twice", name);
            problems.usage.push(in_profile(profile, choice.spot, "E306", message, message!("keep one of them")));
        }
    }
    warnings
}

/// Rules of single columns, which must be there.
fn judge_scopes(request: &Request<'_>, datasets: &[DatasetPlan], problems: &mut Problems) -> Vec<Diagnostic> {
    let profile = request.profile;
    let hierarchies = profile.models.hierarchies.iter().map(|rule| (&rule.scope, rule.spot));
    let nulls = profile.nulls.iter().map(|(scope, _, spot)| (scope, *spot));
    let mut warnings = Vec::new();
    for (scope, spot) in hierarchies.chain(nulls) {
        let Scope::Column(name, key) = scope else { continue };
        if !request.schemas.iter().any(|schema| schema.dataset == *name) {
            let message = message!("no schema describes the dataset `{}` of this rule", Shown::name(name));
            let hint = message!("check its spelling; the rule has no effect");
            warnings.push(in_profile(profile, spot, "W726", message, hint));
        }
        let dataset = datasets.iter().find(|dataset| dataset.name == *name);
        if dataset.is_some_and(|dataset| dataset.columns.iter().all(|column| column.key != *key)) {
            let message = message!("dataset `{}` has no column `{}`", Shown::name(name), Shown::name(key));
            let hint = message!("name a column of its schema, or a further output of one such as `email_provider`");
            problems.usage.push(in_profile(profile, spot, "E305", message, hint));
        }
    }
    warnings
}

fn actions_of(profile: &Profile, semantic: SemanticType) -> &[Action] {
    profile.actions.iter().find(|(known, _)| *known == semantic).map_or(&[], |(_, choices)| choices)
}

/// Whether a release needs a recipient, whatever its profile says: without one, the tokens of two partners would join.
fn needs_recipient(profile: &Profile) -> bool {
    let tokens = profile.audience == Audience::Partner && profile.keys == KeysRule::Required;
    profile.recipient == RecipientRule::Required || tokens
}

fn judge_recipient(request: &Request<'_>, problems: &mut Problems) {
    let rule = request.profile.recipient;
    let needed = needs_recipient(request.profile);
    if needed && rule == RecipientRule::None {
        let message = message!("a profile that makes tokens for partners has no recipient");
        let hint = message!("write `recipient = \"required\"`: without one, the tokens of two partners join");
        problems.usage.push(in_profile(request.profile, 0, "E315", message, hint));
    }
    match (request.recipient, rule) {
        (None, _) if needed && !request.preview => {
            let diagnostic = Diagnostic::new("E720", message!("the profile needs a recipient"));
            problems.policy.push(
                diagnostic.hint(message!("name it: `--recipient NAME`; tokens are made for this recipient only")),
            );
        }
        (Some(_), RecipientRule::None) => {
            let diagnostic = Diagnostic::new("E311", message!("the profile has no recipient"));
            problems.usage.push(diagnostic.hint(message!("leave `--recipient` out")));
        }
        (Some(name), _) if !is_slug(name) => {
            let diagnostic = Diagnostic::new("E312", message!("`--recipient` is not a plain name"));
            problems.usage.push(diagnostic.hint(message!("1 to 64 of a-z, 0-9, `.`, `_`, `-`")));
        }
        _ => {}
    }
}

fn judge_keys<'a>(request: &'a Request<'a>, problems: &mut Problems) -> Tokens<'a> {
    let profile = request.profile;
    let Some(keys) = request.keys else {
        if profile.keys == KeysRule::Required && !request.preview {
            let diagnostic = Diagnostic::new("E920", message!("the profile makes tokens and needs a key"));
            problems.key.push(diagnostic.hint(message!(
                "`iesiz keys new FILE` and `--keys FILE`; or `--keys ephemeral` for tokens that join nothing outside this release"
            )));
        }
        return Tokens::Preview;
    };
    if keys.is_ephemeral() && profile.audience != Audience::Internal && profile.keys == KeysRule::Required {
        let diagnostic =
            Diagnostic::new("E921", message!("a release for an audience outside never uses a thrown-away key"));
        problems.key.push(
            diagnostic.hint(message!("`iesiz keys new FILE`, then `--keys FILE`: the next release must join this one")),
        );
    }
    Tokens::Keyed { keys, profile: &profile.name, recipient: request.recipient.unwrap_or_default() }
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
            warnings.push(Diagnostic::new("W701", message).place(place));
        }
        parts.push(Part { shape, mapping: found.mapping, unlisted: found.unlisted });
    }
    parts
}

/// Of a title, that its columns are none of the schema's says less than where the header is.
fn header_is_below(input: &Shown, line: usize) -> Diagnostic {
    let place = crate::place::Place::input(input.clone()).row(0);
    let hint = message!("the header seems to be on line {}; delete the lines above it", line);
    Diagnostic::new("E710", message!("the first line is not the header")).place(place).hint(hint)
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
            let diagnostic = Diagnostic::new("E705", message)
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
        problems.usage.push(Diagnostic::new("E316", message).hint(hint));
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
            problems.usage.push(Diagnostic::new("E313", message).hint(hint));
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
        problems.usage.push(in_profile(output.request.profile, *spot, "E314", message, hint));
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

fn judge_outcome(
    request: &Request<'_>,
    datasets: &[DatasetPlan],
    not_enforced: &[NotEnforced],
    problems: &mut Problems,
) {
    let profile = request.profile;
    let computed = status::of_columns(datasets);
    if profile.status > computed {
        let message = message!("the profile claims `{}`, but this release is `{}`", profile.status, computed);
        let hint =
            message!("claim `{}`, or drop what makes it so: {}", computed, Shown::name(&culprits(datasets, computed)));
        problems.usage.push(in_profile(profile, profile.status_spot, "E307", message, hint));
    }
    if profile.status == Status::Anonymised {
        for item in not_enforced {
            let message = message!("`anonymised` needs what is not enforced: {}", Shown::name(&item.what.to_string()));
            problems.policy.push(in_profile(profile, profile.status_spot, "E721", message, message!("{}", item.why)));
        }
    }
    // Headers that do not fit leave no columns either; that is said already.
    let headers_fit = problems.policy.iter().all(|problem| !matches!(problem.code, "E701" | "E710"));
    // Nor do actions that are refused.
    if headers_fit && problems.usage.is_empty() {
        for dataset in datasets.iter().filter(|dataset| dataset.releases().next().is_none()) {
            let message = message!("no column of `{}` would be left", Shown::name(&dataset.name));
            problems.policy.push(Diagnostic::new("E722", message).hint(why_nothing_is_left(dataset)));
        }
    }
    let asks = profile.models.l.is_some() || profile.models.t.is_some();
    if asks
        && headers_fit
        && datasets.iter().flat_map(|dataset| &dataset.models).all(|models| models.sensitive.is_empty())
    {
        let message = message!("l and t are asked, and no sensitive column leaves in any dataset");
        let hint = message!("keep one (`amount`, `payment-status`, or `role = \"sensitive\"`), or ask for k alone");
        problems.usage.push(in_profile(profile, 0, "E319", message, hint));
    }
    problems.policy.extend(unsafe_beside_each_other(profile, datasets));
}

/// Why every column of a dataset is dropped.
fn why_nothing_is_left(dataset: &DatasetPlan) -> Message {
    let unlisted = |column: &&ColumnPlan| matches!(column.decision, Decision::Drop(DropReason::Unlisted));
    let mut types: Vec<&str> = dataset.columns.iter().filter(unlisted).map(|column| column.semantic.name()).collect();
    types.sort_unstable();
    types.dedup();
    if types.is_empty() {
        message!("the profile drops every type of its columns; leave this input out, or use another profile")
    } else {
        let types = Message::joined(types.into_iter().map(|name| message!("{}", Shown::name(name))), ", ");
        message!("the profile lists none of: {}; leave this input out, or use a profile that does", types)
    }
}

/// Columns that pull the status down to what it is.
fn culprits(datasets: &[DatasetPlan], computed: Status) -> String {
    let mut names = Vec::new();
    for dataset in datasets {
        for column in &dataset.columns {
            let weak = column.release().is_some_and(|release| match computed {
                Status::Personal => release.is_clear() && column.role == Role::DirectIdentifier,
                _ => release.transform.trace() != Trace::Coarse || column.leaves_by_word().is_some(),
            });
            if weak {
                names.push(format!("{}.{}", dataset.name, column.key));
            }
        }
    }
    names.join(", ")
}

/// Schemas that say who withdrew, where no input tells: nobody is left out, and nobody would notice.
fn unknown_withdrawals(request: &Request<'_>, datasets: &[DatasetPlan]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let hint = || message!("give that file or column too, or list the people with `--exclude`");
    for (at, schema) in request.schemas.iter().enumerate() {
        let Some(key) = &schema.withdrawn else { continue };
        let Some(dataset) = datasets.iter().find(|dataset| dataset.schema == at) else {
            let name = Shown::name(&schema.dataset);
            let message =
                message!("people who withdrew are not left out: `{}` says who did and is not among the inputs", name);
            warnings.push(Diagnostic::new("W723", message).hint(hint()));
            continue;
        };
        let column = schema.columns.iter().position(|column| column.key == *key);
        for part in dataset.parts.iter().filter(|part| column.is_none_or(|at| part.mapping[at].is_none())) {
            let message = message!("people who withdrew are not known here: column `{}` is absent", Shown::name(key));
            let place = crate::place::Place::input(request.shapes[part.shape].input.clone());
            warnings.push(Diagnostic::new("W723", message).place(place).hint(hint()));
        }
    }
    warnings
}

/// What this run lacks, one by one with the reason; what no run of this version does, in one piece.
fn said_not_enforced(not_enforced: &[NotEnforced]) -> Vec<Diagnostic> {
    let what = |item: &NotEnforced| message!("{}", Shown::name(&item.what.to_string()));
    let (never, now): (Vec<_>, Vec<_>) = not_enforced.iter().partition(|item| item.what.is_of_this_version());
    let said = |message| Diagnostic::new("W721", message);
    let mut warnings: Vec<Diagnostic> =
        now.iter().map(|item| said(message!("not enforced: {}; {}", what(item), item.why))).collect();
    if !never.is_empty() {
        let whats = Message::joined(never.into_iter().map(what), "; ");
        let hint = message!("this version does not; the manifest says so, and why");
        warnings.push(said(message!("not enforced: {}", whats)).hint(hint));
    }
    warnings
}

/// Columns that leave although their headers name people, because somebody says that they do not.
fn acknowledged(dataset: &DatasetPlan) -> Option<Diagnostic> {
    let named = |column: &&ColumnPlan| column.leaves_by_word().is_some();
    let names: Vec<Message> =
        dataset.columns.iter().filter(named).map(|column| message!("`{}`", Shown::name(&column.key))).collect();
    if names.is_empty() {
        return None;
    }
    let message = message!(
        "columns of `{}` leave as they are because of `acknowledge`: {}",
        Shown::name(&dataset.name),
        Message::joined(names, ", ")
    );
    let hint = message!("the manifest gives the reason; a column that holds names of people is refused all the same");
    Some(Diagnostic::new("W736", message).hint(hint))
}

fn warn(request: &Request<'_>, datasets: &[DatasetPlan], not_enforced: &[NotEnforced]) -> Vec<Diagnostic> {
    let mut warnings = unknown_withdrawals(request, datasets);
    if request.preview && needs_recipient(request.profile) && request.recipient.is_none() {
        let diagnostic = Diagnostic::new("W728", message!("a release under this profile needs a recipient"));
        warnings.push(diagnostic.hint(message!("name it: `--recipient NAME`")));
    }
    for schema in datasets.iter().map(|dataset| &request.schemas[dataset.schema]) {
        if schema.site == DRAFTED_SITE {
            let message = message!("the site of `{}` is still the draft's", Shown::name(&schema.dataset));
            let hint = message!(
                "write yours: a person on two sites has two tokens, and all schemas of one site must name it alike"
            );
            warnings.push(Diagnostic::new("W729", message).hint(hint));
        }
    }
    if request.storage_country.is_some_and(|country| country != "KZ") {
        let diagnostic = Diagnostic::new("W724", message!("the release is stored outside Kazakhstan"));
        warnings.push(diagnostic.hint(message!(
            "databases of personal and pseudonymised data stay on its territory (Law No. 94-V, article 12)"
        )));
    }
    if request.storage_country.is_none() {
        let diagnostic = Diagnostic::new("W722", message!("the country of storage is not declared"));
        warnings.push(diagnostic.hint(message!(
            "`--storage-country KZ`: personal and pseudonymised data stays in Kazakhstan (Law No. 94-V, article 12)"
        )));
    }
    warnings.extend(beside_the_models(datasets));
    warnings.extend(datasets.iter().filter_map(acknowledged));
    // Outside it is a refusal.
    if request.profile.audience == Audience::Internal {
        let told = datasets.iter().filter_map(told_by_another_time);
        warnings.extend(told.map(|told| Diagnostic { code: "W735", ..told }));
    }
    // A plan says it among what it says; a warning on each look at it would be read no more by the time of a run.
    if !request.preview || request.strict {
        warnings.extend(said_not_enforced(not_enforced));
    }
    warnings
}

/// What the models of the profile are not about, column by column: what the key moved, and l and t where nothing is sensitive.
fn beside_the_models(datasets: &[DatasetPlan]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (dataset, models) in datasets.iter().filter_map(|dataset| Some((dataset, dataset.models.as_ref()?))) {
        for name in &models.moved {
            let name = Shown::name(&format!("{}.{name}", dataset.name));
            let message = message!("`{}` is no quasi-identifier of the models: the key moves its values", name);
            let hint =
                message!("its rows may be alone with them; `generalize` or `bucket` makes a column that k is of");
            warnings.push(Diagnostic::new("W733", message).hint(hint));
        }
        let asked = models.models.l.is_some() || models.models.t.is_some();
        if asked && models.sensitive.is_empty() {
            let message =
                message!("l and t ask nothing of `{}`: no sensitive column of it leaves", Shown::name(&dataset.name));
            warnings.push(Diagnostic::new("W734", message));
        }
    }
    warnings
}
