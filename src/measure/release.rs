//! The datasets of a release, by its manifest.

use super::columns::{Described, Part, Promised};
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{MAX_MANIFEST, ReleaseNames, read_document};
use crate::message;
use crate::privacy::Models;
use crate::vocabulary::{Closeness, Diversity, Role, SemanticType};
use serde::Deserialize;
use std::path::{Component, Path, PathBuf};

/// The part of a manifest that is read.
#[derive(Deserialize)]
struct Manifest {
    datasets: Vec<Stated>,
}

#[derive(Deserialize)]
struct Stated {
    name: String,
    file: String,
    columns: Vec<StatedColumn>,
    #[serde(default)]
    models: Option<StatedModels>,
}

/// What privacy models are about.
#[derive(Deserialize)]
struct StatedModels {
    asked: StatedAsked,
    people: String,
    subject: Option<String>,
    quasi_identifiers: Vec<StatedQuasi>,
    sensitive: Vec<String>,
}

#[derive(Deserialize)]
struct StatedAsked {
    k: u64,
    l: Option<Diversity>,
    t: Option<Closeness>,
}

#[derive(Deserialize)]
struct StatedQuasi {
    name: String,
}

#[derive(Deserialize)]
struct StatedColumn {
    name: String,
    is: String,
    role: String,
    released: bool,
    #[serde(default)]
    token: Option<serde::de::IgnoredAny>,
}

/// A dataset of a release.
pub(super) struct InRelease {
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) described: Described,
}

/// Reads the manifest of a directory.
///
/// # Errors
/// `Kind::Damaged` where there is none or it is no manifest.
pub(super) fn datasets_of(directory: &Path) -> Result<Vec<InRelease>> {
    let shown = Shown::path(directory);
    let bad = |message: Message| {
        let hint = message!("name files, or the directory that `apply` made");
        Error::new(Kind::Damaged, Diagnostic::new(Code::E275, message).hint(hint))
    };
    let bytes = read_document(&directory.join(ReleaseNames::of(directory).manifest), MAX_MANIFEST, Kind::Damaged)
        .map_err(|error| {
            let none = bad(message!("the directory `{}` has no manifest that can be read", shown));
            if error.kind() == Kind::Resource { error } else { none }
        })?;
    // What is wrong with it would be told with its text.
    let manifest: Manifest =
        serde_json::from_slice(&bytes).map_err(|_| bad(message!("the manifest in `{}` is none of ours", shown)))?;
    let inside = |file: &str| {
        let mut parts = Path::new(file).components();
        matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None))
    };
    if !manifest.datasets.iter().all(|dataset| inside(&dataset.file)) {
        return Err(bad(message!("the manifest in `{}` names a file that is not beside it", shown)));
    }
    let released = |dataset: Stated| InRelease {
        path: directory.join(&dataset.file),
        described: described(&dataset),
        name: dataset.name,
    };
    Ok(manifest.datasets.into_iter().map(released).collect())
}

/// Quasi-identifiers are what the models of the release are about; where it has none, what is released of their role and no token. Nobody
/// knows a token of a person, nor a value that a key moved.
fn described(dataset: &Stated) -> Described {
    let models = dataset.models.as_ref();
    let asks = models.is_some_and(|models| models.asked.l.is_some() || models.asked.t.is_some());
    let part = |column: &StatedColumn| {
        let is = |role: Role| column.role == role.name();
        let named = models.map(|models| {
            let quasi = models.quasi_identifiers.iter().any(|quasi| quasi.name == column.name);
            (quasi, models.sensitive.contains(&column.name))
        });
        match named {
            Some((true, _)) => Some(Part::Quasi),
            Some((_, true)) => Some(Part::Sensitive),
            // l and t are of what the manifest says, and of no more.
            Some(_) if asks && is(Role::Sensitive) => None,
            None if is(Role::QuasiIdentifier) && column.token.is_none() => Some(Part::Quasi),
            _ if is(Role::QuasiIdentifier) => Some(Part::Keyed),
            _ if is(Role::Sensitive) && column.token.is_none() => Some(Part::Sensitive),
            _ => None,
        }
    };
    let columns = dataset.columns.iter().filter(|column| column.released);
    let columns = columns.map(|column| (column.name.clone(), SemanticType::parse(&column.is), part(column))).collect();
    let promised = models.map(|models| Promised {
        models: Models { k: models.asked.k, l: models.asked.l, t: models.asked.t, ..Models::default() },
        people_lost: models.people == "subjects" && models.subject.is_none(),
    });
    let subject = models.and_then(|models| models.subject.as_deref());
    Described::of_release(columns, subject, promised.unwrap_or_default())
}
