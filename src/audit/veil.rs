//! Names in a report that hold an identifier themselves.

use super::raw::WANTED;
use super::report::{Dataset, Finding};
use crate::recognize::{Kind, strongest_hit};

/// A name that holds an identifier is no name to print.
pub(super) fn veil(name: &mut String) {
    let spaced = name.replace(['_', '-'], " ");
    let wanted = WANTED.without(Kind::Digest);
    if [name.as_str(), &spaced].into_iter().any(|text| strongest_hit(text, wanted).is_some()) {
        *name = "(a name that holds an identifier)".to_owned();
    }
}

pub(super) fn veil_finding(mut finding: Finding) -> Finding {
    veil(&mut finding.at.file);
    finding.at.column.iter_mut().for_each(veil);
    finding
}

pub(super) fn veil_dataset(mut dataset: Dataset) -> Dataset {
    veil(&mut dataset.name);
    veil(&mut dataset.file);
    dataset.columns.iter_mut().for_each(|column| veil(&mut column.name));
    dataset.quasi_identifiers.iter_mut().for_each(veil);
    dataset.singling_out.iter_mut().flat_map(|combination| &mut combination.columns).for_each(veil);
    dataset
}
