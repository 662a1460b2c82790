//! What is said of a plan that is allowed all the same.

use super::compile::{ColumnPlan, DatasetPlan, Request};
use super::enforced::NotEnforced;
use super::judge::needs_recipient;
use super::refuse::told_by_another_time;
use crate::error::{Code, Diagnostic, Message, Shown};
use crate::message;
use crate::schema::DRAFTED_SITE;
use crate::vocabulary::Audience;

/// Schemas that say who withdrew, where no input tells: nobody is left out, and nobody would notice.
pub(super) fn unknown_withdrawals(request: &Request<'_>, datasets: &[DatasetPlan]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    let hint = || message!("give that file or column too, or list the people with `--exclude`");
    for (at, schema) in request.schemas.iter().enumerate() {
        let Some(key) = &schema.withdrawn else { continue };
        let Some(dataset) = datasets.iter().find(|dataset| dataset.schema == at) else {
            let name = Shown::name(&schema.dataset);
            let message =
                message!("people who withdrew are not left out: `{}` says who did and is not among the inputs", name);
            warnings.push(Diagnostic::new(Code::W723, message).hint(hint()));
            continue;
        };
        let column = schema.columns.iter().position(|column| column.key == *key);
        for part in dataset.parts.iter().filter(|part| column.is_none_or(|at| part.mapping[at].is_none())) {
            let message = message!("people who withdrew are not known here: column `{}` is absent", Shown::name(key));
            let place = crate::place::Place::input(request.shapes[part.shape].input.clone());
            warnings.push(Diagnostic::new(Code::W723, message).place(place).hint(hint()));
        }
    }
    warnings
}

/// What this run lacks, one by one with the reason; what no run of this version does, in one piece.
pub(super) fn said_not_enforced(not_enforced: &[NotEnforced]) -> Vec<Diagnostic> {
    let what = |item: &NotEnforced| message!("{}", Shown::name(&item.what.to_string()));
    let (never, now): (Vec<_>, Vec<_>) = not_enforced.iter().partition(|item| item.what.is_of_this_version());
    let said = |message| Diagnostic::new(Code::W721, message);
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
pub(super) fn acknowledged(dataset: &DatasetPlan) -> Option<Diagnostic> {
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
    Some(Diagnostic::new(Code::W736, message).hint(hint))
}

pub(super) fn warn(request: &Request<'_>, datasets: &[DatasetPlan], not_enforced: &[NotEnforced]) -> Vec<Diagnostic> {
    let mut warnings = unknown_withdrawals(request, datasets);
    if request.preview && needs_recipient(request.profile) && request.recipient.is_none() {
        let diagnostic = Diagnostic::new(Code::W728, message!("a release under this profile needs a recipient"));
        warnings.push(diagnostic.hint(message!("name it: `--recipient NAME`")));
    }
    for schema in datasets.iter().map(|dataset| &request.schemas[dataset.schema]) {
        if schema.site == DRAFTED_SITE {
            let message = message!("the site of `{}` is still the draft's", Shown::name(&schema.dataset));
            let hint = message!(
                "write yours: a person on two sites has two tokens, and all schemas of one site must name it alike"
            );
            warnings.push(Diagnostic::new(Code::W729, message).hint(hint));
        }
    }
    if request.storage_country.is_some_and(|country| country != "KZ") {
        let diagnostic = Diagnostic::new(Code::W724, message!("the release is stored outside Kazakhstan"));
        warnings.push(diagnostic.hint(message!(
            "databases of personal and pseudonymised data stay on its territory (Law No. 94-V, article 12)"
        )));
    }
    if request.storage_country.is_none() {
        let diagnostic = Diagnostic::new(Code::W722, message!("the country of storage is not declared"));
        warnings.push(diagnostic.hint(message!(
            "`--storage-country KZ`: personal and pseudonymised data stays in Kazakhstan (Law No. 94-V, article 12)"
        )));
    }
    warnings.extend(beside_the_models(datasets));
    warnings.extend(datasets.iter().filter_map(acknowledged));
    // Outside it is a refusal.
    if request.profile.audience == Audience::Internal {
        let told = datasets.iter().filter_map(told_by_another_time);
        warnings.extend(told.map(|told| Diagnostic { code: Code::W735, ..told }));
    }
    // A plan says it among what it says; a warning on each look at it would be read no more by the time of a run.
    if !request.preview || request.strict {
        warnings.extend(said_not_enforced(not_enforced));
    }
    warnings
}

/// What the models of the profile are not about, column by column: what the key moved, and l and t where nothing is sensitive.
pub(super) fn beside_the_models(datasets: &[DatasetPlan]) -> Vec<Diagnostic> {
    let mut warnings = Vec::new();
    for (dataset, models) in datasets.iter().filter_map(|dataset| Some((dataset, dataset.models.as_ref()?))) {
        for name in &models.moved {
            let name = Shown::name(&format!("{}.{name}", dataset.name));
            let message = message!("`{}` is no quasi-identifier of the models: the key moves its values", name);
            let hint =
                message!("its rows may be alone with them; `generalize` or `bucket` makes a column that k is of");
            warnings.push(Diagnostic::new(Code::W733, message).hint(hint));
        }
        let asked = models.models.l.is_some() || models.models.t.is_some();
        if asked && models.sensitive.is_empty() {
            let message =
                message!("l and t ask nothing of `{}`: no sensitive column of it leaves", Shown::name(&dataset.name));
            warnings.push(Diagnostic::new(Code::W734, message));
        }
    }
    warnings
}
