//! What a profile may not ask, and what a plan may not be: each problem with its place and the way out.

use super::compile::{ColumnPlan, DatasetPlan, Decision, DropReason, Problems, Request};
use super::enforced::NotEnforced;
use super::refuse::{never_in_this_form, unsafe_beside_each_other};
use super::status;
use crate::canon::reading::Reading;
use crate::canon::time::Zone;
use crate::error::{Code, Diagnostic, Message, Shown};
use crate::keys::is_slug;
use crate::message;
use crate::schema::{Action, BUILT_IN_PROFILES, KeysRule, Profile, RecipientRule, Scope, Spot, distance};
use crate::transform::{Binding, Bound, ColumnSpec, TECHNIQUES, Tokens, Trace, technique};
use crate::vocabulary::{Audience, Role, SemanticType, Status};

pub(super) fn in_profile(profile: &Profile, spot: Spot, code: Code, message: Message, hint: Message) -> Diagnostic {
    Diagnostic::new(code, message).document(profile.place(spot)).hint(hint)
}

/// Every action of the profile must be a technique that accepts its type and argument, whether or not this run uses it.
pub(super) fn judge_profile(request: &Request<'_>, problems: &mut Problems) {
    let profile = request.profile;
    if request.own_profile && BUILT_IN_PROFILES.iter().any(|(name, _)| *name == profile.name) {
        let message = message!("`{}` is the name of a built-in profile", Shown::name(&profile.name));
        problems.usage.push(in_profile(
            profile,
            0,
            Code::E310,
            message,
            message!("give your profile a name of its own"),
        ));
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
pub(super) fn near_technique(word: &str) -> Message {
    let near = TECHNIQUES.iter().map(|technique| technique.name()).min_by_key(|name| distance(name, word));
    match near.filter(|name| distance(name, word) <= 2) {
        Some(near) => message!("did you mean `{}`?", near),
        None => message!("`iesiz list techniques` shows them all"),
    }
}

pub(super) fn judge_action(profile: &Profile, semantic: SemanticType, action: &Action) -> Result<(), Box<Diagnostic>> {
    let Some(technique) = technique(&action.technique) else {
        let message = message!("unknown technique `{}`", Shown::name(&action.technique));
        return Err(Box::new(in_profile(profile, action.spot, Code::E301, message, near_technique(&action.technique))));
    };
    if let Some(refusal) = never_in_this_form(semantic, technique) {
        return Err(Box::new(in_profile(profile, action.spot, Code::E308, refusal.message, refusal.hint)));
    }
    if let (Some(why), true) = (technique.inside_only(&action.argument), profile.audience != Audience::Internal) {
        let message = message!("`{}` is for an internal audience only: {}", technique.name(), why);
        let hint = message!("`pseudonymize` links without a way back; or set `audience = \"internal\"`");
        return Err(Box::new(in_profile(profile, action.spot, Code::E309, message, hint)));
    }
    let known = technique.arguments(semantic);
    if !known.is_empty() && action.argument == crate::schema::Argument::None && !known.contains(&"") {
        let message = message!("`{}` needs an argument for `{}`", technique.name(), semantic);
        let hint = message!("it takes one of: {}", Shown::name(&known.join(", ")));
        return Err(Box::new(in_profile(profile, action.spot, Code::E303, message, hint)));
    }
    let reading = Reading::of(Zone::ALMATY);
    let cx = Binding { tokens: Tokens::Preview, site: "", reading, geoip: None };
    let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &action.argument };
    let code = if known.is_empty() { Code::E302 } else { Code::E303 };
    match technique.bind(&spec, &cx) {
        // Tokens are not all that a key makes: noise and shifts are drawn under it.
        Ok(Bound::Transform(transform)) if transform.trace() == Trace::Keyed && profile.keys == KeysRule::None => {
            let message = message!("a profile with `keys = \"none\"` has no tokens and draws no numbers");
            let hint = message!("set `keys = \"required\"`, or drop `{}`", semantic);
            Err(Box::new(in_profile(profile, action.spot, Code::E304, message, hint)))
        }
        Ok(_) => Ok(()),
        Err(refusal) => Err(Box::new(in_profile(profile, action.spot, code, refusal.message, refusal.hint))),
    }
}

/// Choices for single columns; returns warnings about datasets that nothing describes.
pub(super) fn judge_overrides(request: &Request<'_>, problems: &mut Problems) -> Vec<Diagnostic> {
    let profile = request.profile;
    let mut warnings = Vec::new();
    for (nth, choice) in profile.overrides.iter().enumerate() {
        // A profile may speak of datasets that are not part of this run; a slip of the pen looks the same.
        let Some(schema) = request.schemas.iter().find(|schema| schema.dataset == choice.dataset) else {
            let message = message!("no schema describes the dataset `{}` of this choice", Shown::name(&choice.dataset));
            let hint = message!("check its spelling; the choice has no effect");
            warnings.push(in_profile(profile, choice.spot, Code::W726, message, hint));
            continue;
        };
        let name = Shown::name(&choice.column);
        let Some(column) = schema.column(&choice.column) else {
            let message = message!("dataset `{}` has no column `{}`", Shown::name(&choice.dataset), name);
            problems.usage.push(in_profile(
                profile,
                choice.spot,
                Code::E305,
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
            problems.usage.push(in_profile(profile, choice.action.spot, Code::E306, message, hint));
        }
        let earlier = &profile.overrides[..nth];
        if earlier.iter().any(|other| other.dataset == choice.dataset && other.column == choice.column) {
            let message = message!("`{}` is decided twice", name);
            problems.usage.push(in_profile(profile, choice.spot, Code::E320, message, message!("keep one of them")));
        }
    }
    warnings
}

/// Rules of single columns, which must be there.
pub(super) fn judge_scopes(
    request: &Request<'_>,
    datasets: &[DatasetPlan],
    problems: &mut Problems,
) -> Vec<Diagnostic> {
    let profile = request.profile;
    let hierarchies = profile.models.hierarchies.iter().map(|rule| (&rule.scope, rule.spot));
    let nulls = profile.nulls.iter().map(|(scope, _, spot)| (scope, *spot));
    let mut warnings = Vec::new();
    for (scope, spot) in hierarchies.chain(nulls) {
        let Scope::Column(name, key) = scope else { continue };
        if !request.schemas.iter().any(|schema| schema.dataset == *name) {
            let message = message!("no schema describes the dataset `{}` of this rule", Shown::name(name));
            let hint = message!("check its spelling; the rule has no effect");
            warnings.push(in_profile(profile, spot, Code::W726, message, hint));
        }
        let dataset = datasets.iter().find(|dataset| dataset.name == *name);
        if dataset.is_some_and(|dataset| dataset.columns.iter().all(|column| column.key != *key)) {
            let message = message!("dataset `{}` has no column `{}`", Shown::name(name), Shown::name(key));
            let hint = message!("name a column of its schema, or a further output of one such as `email_provider`");
            problems.usage.push(in_profile(profile, spot, Code::E305, message, hint));
        }
    }
    warnings
}

pub(super) fn actions_of(profile: &Profile, semantic: SemanticType) -> &[Action] {
    profile.actions.iter().find(|(known, _)| *known == semantic).map_or(&[], |(_, choices)| choices)
}

/// Whether a release needs a recipient, whatever its profile says: without one, the tokens of two partners would join.
pub(crate) fn needs_recipient(profile: &Profile) -> bool {
    let tokens = profile.audience == Audience::Partner && profile.keys == KeysRule::Required;
    profile.recipient == RecipientRule::Required || tokens
}

pub(super) fn judge_recipient(request: &Request<'_>, problems: &mut Problems) {
    let rule = request.profile.recipient;
    let needed = needs_recipient(request.profile);
    if needed && rule == RecipientRule::None {
        let message = message!("a profile that makes tokens for partners has no recipient");
        let hint = message!("write `recipient = \"required\"`: without one, the tokens of two partners join");
        problems.usage.push(in_profile(request.profile, 0, Code::E315, message, hint));
    }
    match (request.recipient, rule) {
        (None, _) if needed && !request.preview => {
            let diagnostic = Diagnostic::new(Code::E720, message!("the profile needs a recipient"));
            problems.policy.push(
                diagnostic.hint(message!("name it: `--recipient NAME`; tokens are made for this recipient only")),
            );
        }
        (Some(_), RecipientRule::None) => {
            let diagnostic = Diagnostic::new(Code::E311, message!("the profile has no recipient"));
            problems.usage.push(diagnostic.hint(message!("leave `--recipient` out")));
        }
        (Some(name), _) if !is_slug(name) => {
            let diagnostic = Diagnostic::new(Code::E312, message!("`--recipient` is not a plain name"));
            problems.usage.push(diagnostic.hint(message!("1 to 64 of a-z, 0-9, `.`, `_`, `-`")));
        }
        _ => {}
    }
}

pub(super) fn judge_keys<'a>(request: &'a Request<'a>, problems: &mut Problems) -> Tokens<'a> {
    let profile = request.profile;
    let Some(keys) = request.keys else {
        if profile.keys == KeysRule::Required && !request.preview {
            let diagnostic = Diagnostic::new(Code::E920, message!("the profile makes tokens and needs a key"));
            problems.key.push(diagnostic.hint(message!(
                "`iesiz keys new FILE` and `--keys FILE`; or `--keys ephemeral` for tokens that join nothing outside this release"
            )));
        }
        return Tokens::Preview;
    };
    if keys.is_ephemeral() && profile.audience != Audience::Internal && profile.keys == KeysRule::Required {
        let diagnostic =
            Diagnostic::new(Code::E921, message!("a release for an audience outside never uses a thrown-away key"));
        problems.key.push(
            diagnostic.hint(message!("`iesiz keys new FILE`, then `--keys FILE`: the next release must join this one")),
        );
    }
    Tokens::Keyed { keys, profile: &profile.name, recipient: request.recipient.unwrap_or_default() }
}

pub(super) fn judge_outcome(
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
        problems.usage.push(in_profile(profile, profile.status_spot, Code::E307, message, hint));
    }
    if profile.status == Status::Anonymised {
        for item in not_enforced {
            let message = message!("`anonymised` needs what is not enforced: {}", Shown::name(&item.what.to_string()));
            problems.policy.push(in_profile(
                profile,
                profile.status_spot,
                Code::E721,
                message,
                message!("{}", item.why),
            ));
        }
    }
    // Headers that do not fit leave no columns either, nor do actions that are refused; that is said already.
    if !problems.headers_unfit && problems.usage.is_empty() {
        for dataset in datasets.iter().filter(|dataset| dataset.releases().next().is_none()) {
            let message = message!("no column of `{}` would be left", Shown::name(&dataset.name));
            problems.policy.push(Diagnostic::new(Code::E722, message).hint(why_nothing_is_left(dataset)));
        }
    }
    let asks = profile.models.l.is_some() || profile.models.t.is_some();
    if asks
        && !problems.headers_unfit
        && datasets.iter().flat_map(|dataset| &dataset.models).all(|models| models.sensitive.is_empty())
    {
        let message = message!("l and t are asked, and no sensitive column leaves in any dataset");
        let hint = message!("keep one (`amount`, `payment-status`, or `role = \"sensitive\"`), or ask for k alone");
        problems.usage.push(in_profile(profile, 0, Code::E319, message, hint));
    }
    problems.policy.extend(unsafe_beside_each_other(profile, datasets));
}

/// Why every column of a dataset is dropped.
pub(super) fn why_nothing_is_left(dataset: &DatasetPlan) -> Message {
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
pub(super) fn culprits(datasets: &[DatasetPlan], computed: Status) -> String {
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
