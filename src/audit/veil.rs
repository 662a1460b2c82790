//! Names in a report that hold an identifier themselves.

use super::raw::WANTED;
use super::report::{Dataset, Finding, NotEnforced, People, Subject};
use crate::recognize::{Kind, strongest_hit};

/// The identifier in a name of a file, a dataset or a column, whose words may be joined by what a recogniser takes for a part of them.
///
/// `telegram_export2026` is an export and not somebody's name in a messenger: where words are joined so, none of them announces the next.
pub(super) fn hit_in_name(name: &str) -> Option<Kind> {
    let wanted = WANTED.without(Kind::Digest);
    let spaced = name.replace(['_', '-'], " ");
    strongest_hit(name, wanted).or_else(|| strongest_hit(&spaced, wanted.without(Kind::Social)))
}

/// A name that holds an identifier is no name to print.
pub(super) fn veil(name: &mut String) {
    if hit_in_name(name).is_some() {
        *name = "(a name that holds an identifier)".to_owned();
    }
}

pub(super) fn veil_finding(mut finding: Finding) -> Finding {
    veil(&mut finding.at.file);
    finding.at.column.iter_mut().for_each(veil);
    finding
}

pub(super) fn veil_dataset(mut dataset: Dataset) -> Dataset {
    // The name of a dataset may be a part of its file's.
    let whole = dataset.file.clone();
    veil(&mut dataset.file);
    if dataset.file != whole {
        dataset.name.clone_from(&dataset.file);
    }
    veil(&mut dataset.name);
    for column in &mut dataset.columns {
        veil(&mut column.name);
        let stated = [
            &mut column.is,
            &mut column.role,
            &mut column.technique,
            &mut column.parameters,
            &mut column.acknowledged,
            &mut column.dropped,
        ];
        stated.into_iter().flatten().for_each(veil);
    }
    dataset.quasi_identifiers.iter_mut().for_each(veil);
    dataset.singling_out.iter_mut().flat_map(|combination| &mut combination.columns).for_each(veil);
    dataset
}

pub(super) fn veil_people(mut people: People) -> People {
    people.linked_rows.iter_mut().for_each(|linked| veil(&mut linked.dataset));
    people.linked_files.iter_mut().flat_map(|linked| &mut linked.datasets).for_each(veil);
    people
}

/// What a manifest says of a release is somebody's text.
pub(super) fn veil_subject(subject: &mut Subject) {
    veil(&mut subject.name);
    let stated = [
        &mut subject.profile,
        &mut subject.clause,
        &mut subject.status,
        &mut subject.audience,
        &mut subject.recipient,
        &mut subject.policy_version,
        &mut subject.law_snapshot,
        &mut subject.storage_country,
        &mut subject.expires_on,
    ];
    stated.into_iter().flatten().for_each(veil);
    // Ids of keys are digits of no meaning; what is no id is no key's.
    let is_id = |id: &String| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    subject.key = subject.key.take().filter(is_id);
    subject.signed_by = subject.signed_by.take().filter(is_id);
}

pub(super) fn veil_lack(mut lack: NotEnforced) -> NotEnforced {
    veil(&mut lack.what);
    veil(&mut lack.why);
    lack
}
