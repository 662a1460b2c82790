//! Checks that a release is the one that was published: every digest, no file more, no file less.

use super::manifest::MANIFEST_FORMAT;
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::sha256_file;
use crate::message;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// A release whose files are what its manifest says.
#[derive(Debug)]
pub struct Verified {
    /// Files that were checked.
    pub files: usize,
    /// Status that the manifest states.
    pub status: String,
}

/// The part of a manifest that verification reads.
#[derive(Deserialize)]
struct Stated {
    format: String,
    status: String,
    datasets: Vec<StatedDataset>,
}

#[derive(Deserialize)]
struct StatedDataset {
    file: String,
    sha256: String,
    bytes: u64,
}

/// Files that every release has beside its data.
const DOCUMENTS: [&str; 3] = ["NOTICE.md", "SHA256SUMS", "manifest.json"];

/// Verifies a release.
///
/// # Errors
/// `Kind::Mismatch` with everything that does not match; `Kind::Damaged` when there is no release to read.
pub fn verify(release: &Path) -> Result<Verified> {
    let shown = Shown::path(release);
    if release.is_file() {
        let diagnostic = Diagnostic::new("E401", message!("`{}` is a file", shown));
        return Err(Error::new(Kind::Damaged, diagnostic.hint(message!("name the directory of the release"))));
    }
    let present = list(release, &shown)?;
    let mut problems = Vec::new();
    let mut differ = |message: Message| problems.push(Diagnostic::new("E1201", message));
    for name in DOCUMENTS {
        match present.get(name) {
            None => differ(message!("`{}` is missing", name)),
            Some(Entry::Other) => differ(message!("`{}` is not a plain file", name)),
            Some(Entry::File(_)) => {}
        }
    }
    // What is no plain file is not opened: a link leads elsewhere, and a pipe would never end.
    let read = |name| {
        Some(()).filter(|()| matches!(present.get(name), Some(Entry::File(_)))).and_then(|()| read(release, name))
    };
    let stated = read("manifest.json").and_then(|text| serde_json::from_slice::<Stated>(&text).ok());
    let stated = stated.filter(|stated| stated.format == MANIFEST_FORMAT);
    let sums = read("SHA256SUMS").and_then(|text| parse_sums(&text));
    let (Some(stated), Some(sums)) = (stated, sums) else {
        differ(message!("the manifest or the list of digests cannot be read"));
        return Err(mismatch(problems));
    };
    for name in present.keys() {
        if name != "SHA256SUMS" && !sums.contains_key(name) {
            differ(message!("`{}` was added", Shown::name(name)));
        }
    }
    for (name, digest) in &sums {
        match present.get(name) {
            // Of the documents this was said above.
            _ if DOCUMENTS.contains(&name.as_str()) && !matches!(present.get(name), Some(Entry::File(_))) => {}
            None => differ(message!("`{}` is missing", Shown::name(name))),
            Some(Entry::Other) => differ(message!("`{}` is not a plain file", Shown::name(name))),
            Some(Entry::File(_)) => {
                if sha256_file(&release.join(name)).ok().as_ref() != Some(digest) {
                    differ(message!("`{}` is not what was published", Shown::name(name)));
                }
            }
        }
    }
    for dataset in &stated.datasets {
        let same_digest = sums.get(&dataset.file) == Some(&dataset.sha256);
        let same_size = matches!(present.get(&dataset.file), Some(Entry::File(bytes)) if *bytes == dataset.bytes);
        if !same_digest || !same_size {
            differ(message!("the manifest and `{}` disagree", Shown::name(&dataset.file)));
        }
    }
    let expected = stated.datasets.len() + DOCUMENTS.len() - 1;
    if sums.len() != expected {
        differ(message!("the list of digests has {} files, the manifest {}", sums.len(), expected));
    }
    if problems.is_empty() {
        Ok(Verified { files: present.len(), status: stated.status })
    } else {
        Err(mismatch(problems))
    }
}

fn mismatch(problems: Vec<Diagnostic>) -> Error {
    let mut problems = problems;
    if let Some(last) = problems.last_mut() {
        last.hint = Some(message!("do not use this release; ask for it again"));
    }
    Error::many(Kind::Mismatch, problems)
}

enum Entry {
    File(u64),
    Other,
}

fn list(release: &Path, shown: &Shown) -> Result<BTreeMap<String, Entry>> {
    let unreadable = |e: &std::io::Error| Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), e);
    let mut present = BTreeMap::new();
    for entry in fs::read_dir(release).map_err(|e| unreadable(&e))? {
        let entry = entry.map_err(|e| unreadable(&e))?;
        // Not followed: a link in a release is nothing that was published.
        let meta = fs::symlink_metadata(entry.path()).map_err(|e| unreadable(&e))?;
        let kind = if meta.is_file() { Entry::File(meta.len()) } else { Entry::Other };
        present.insert(entry.file_name().to_string_lossy().into_owned(), kind);
    }
    Ok(present)
}

fn read(release: &Path, name: &str) -> Option<Vec<u8>> {
    fs::read(release.join(name)).ok()
}

fn parse_sums(text: &[u8]) -> Option<BTreeMap<String, String>> {
    let text = std::str::from_utf8(text).ok()?;
    text.lines().map(|line| line.split_once("  ").map(|(digest, name)| (name.to_owned(), digest.to_owned()))).collect()
}
