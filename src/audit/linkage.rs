//! What several rows of a person tell where tokens link them: in one file, and in files that tokens join. It is counted from what is written,
//! whatever the manifest says of it.

use super::recount::{Knows, linked};
use super::release::{DataFile, Release, StatedColumn, StatedDataset};
use super::report::{LinkedFiles, LinkedRows};
use super::run::Audit;
use super::scan::Scanned;
use crate::number::{parts, share};
use crate::pipeline::LinkedFile;
use crate::vocabulary::Role;

/// Rows of a person that somebody knows.
const KNOWN: usize = 3;

impl Audit<'_> {
    /// Counts whom three rows single out, and one row in each of several files.
    pub(super) fn linkage(&mut self, release: &Release, scanned: &[Option<Scanned>]) {
        let (mut names, mut files, mut subjects) = (Vec::new(), Vec::new(), Vec::new());
        for (file, scanned) in release.data.iter().zip(scanned) {
            let (Some(stated), Some(scanned)) = (&file.stated, scanned) else { continue };
            let Some(subject) = subject(stated) else { continue };
            let linked_file = of_people(file, stated, scanned, subject);
            // Where no token comes twice, nobody has two rows.
            let column = scanned.columns.iter().find(|column| column.name == subject.name);
            let is_once = column.is_some_and(|column| column.exact_distinct() == Some(scanned.rows));
            if !is_once && !linked_file.quasi.is_empty() {
                let counted = linked(std::slice::from_ref(&linked_file), Knows::Rows(KNOWN));
                self.people.linked_rows.extend(counted.filter(|(found, _)| found.asked > 0).map(|(found, _)| {
                    LinkedRows {
                        dataset: stated.name.clone(),
                        known_rows: KNOWN as u64,
                        people: Some(found.people),
                        alone: Some(parts(share(found.unique, found.asked))),
                    }
                }));
            }
            subjects.push(domain(subject));
            names.push(stated.name.clone());
            files.push((linked_file, stated));
        }
        // A token of another file's people says whose its rows are.
        let files: Vec<LinkedFile> = files
            .into_iter()
            .map(|(file, stated)| {
                let others =
                    tokens(stated).filter(|token| token.name != file.subject && subjects.contains(&domain(token)));
                LinkedFile { bridges: others.map(|token| token.name.clone()).collect(), ..file }
            })
            .collect();
        if files.len() > 1
            && let Some((found, is_in)) = linked(&files, Knows::OneOfEachFile)
            && found.asked > 0
        {
            let datasets = names.into_iter().zip(is_in).filter_map(|(name, is_in)| is_in.then_some(name)).collect();
            self.people.linked_files = Some(LinkedFiles {
                datasets,
                people: Some(found.people),
                alone: Some(parts(share(found.unique, found.asked))),
            });
        }
    }
}

/// Columns of tokens that leave.
fn tokens(stated: &StatedDataset) -> impl Iterator<Item = &StatedColumn> {
    stated.columns.iter().filter(|column| column.released && column.token.is_some())
}

/// The column of tokens that says whose a row is: the one that k was counted by, else one of a person, else one of a browser.
fn subject(stated: &StatedDataset) -> Option<&StatedColumn> {
    let counted = stated.models.as_ref().and_then(|models| models.subject.as_ref());
    let is = |wanted: &str| tokens(stated).find(|token| token.is == wanted);
    tokens(stated)
        .find(|token| Some(&token.name) == counted)
        .or_else(|| is("user-id"))
        .or_else(|| tokens(stated).find(|token| token.role == Role::DirectIdentifier.name()))
        .or_else(|| is("cookie-id"))
}

/// Which tokens are equal to those of a column, as far as the manifest says.
fn domain(token: &StatedColumn) -> Option<&str> {
    token.token.as_ref()?.get("domain")?.as_str()
}

fn of_people(file: &DataFile, stated: &StatedDataset, scanned: &Scanned, subject: &StatedColumn) -> LinkedFile {
    let is_moved = |name: &String| stated.columns.iter().any(|column| column.name == *name && column.is_moved());
    LinkedFile {
        path: file.path.clone(),
        quasi: scanned.quasi.iter().filter(|name| !is_moved(name)).cloned().collect(),
        subject: subject.name.clone(),
        bridges: Vec::new(),
    }
}
