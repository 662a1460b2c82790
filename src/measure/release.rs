//! The datasets of a release, by its manifest.

use super::columns::Described;
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::vocabulary::{Role, SemanticType};
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
}

#[derive(Deserialize)]
struct StatedColumn {
    name: String,
    is: String,
    role: String,
    released: bool,
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
        Error::new(Kind::Damaged, Diagnostic::new("E275", message).hint(hint))
    };
    let bytes = std::fs::read(directory.join("manifest.json"))
        .map_err(|_| bad(message!("the directory `{}` has no manifest that can be read", shown)))?;
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
        described: Described::of_release(&dataset.columns.iter().filter_map(column).collect::<Vec<_>>()),
        name: dataset.name,
    };
    Ok(manifest.datasets.into_iter().map(released).collect())
}

/// Name, type and role of a released column.
fn column(column: &StatedColumn) -> Option<(String, Option<SemanticType>, Role)> {
    let role = [Role::QuasiIdentifier, Role::Sensitive].into_iter().find(|role| role.name() == column.role)?;
    column.released.then(|| (column.name.clone(), SemanticType::parse(&column.is), role))
}
