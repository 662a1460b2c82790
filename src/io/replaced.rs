//! What lies in a release that is to be replaced and is none of it: keys, sources, notes of the recipient. Replacing would delete them, and a key
//! that is gone joins nothing any more.

use super::release_names::ReleaseNames;
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// Bytes of a list of digests that are read; a release has a handful of files.
const MOST: u64 = 1 << 20;
/// Names that are told.
const TOLD: usize = 5;

/// Refuses to replace a directory that holds anything but its release.
///
/// # Errors
/// `Kind::Exists`.
pub(super) fn refuse_strangers(directory: &Path) -> Result<()> {
    let shown = Shown::path(directory);
    let strangers = strangers(directory);
    if strangers.is_empty() {
        return Ok(());
    }
    let told = strangers.iter().take(TOLD).map(|name| message!("`{}`", Shown::name(name)));
    let more = if strangers.len() > TOLD { " and more" } else { "" };
    let message =
        message!("`{}` holds files that are no part of the release: {}{}", shown, Message::joined(told, ", "), more);
    let hint = message!(
        "replacing would delete them: move them away (keys and sources never lie in a release), or choose another `--out`"
    );
    Err(Error::new(Kind::Exists, Diagnostic::new("E617", message).hint(hint)))
}

/// Entries of a release that its list of digests does not have. Where there is no list everything is foreign but the manifest.
fn strangers(directory: &Path) -> Vec<String> {
    let names = ReleaseNames::of(directory);
    let mut own: BTreeSet<String> =
        [names.manifest, names.sums, names.signature].into_iter().map(str::to_owned).collect();
    let mut text = String::new();
    let read = File::open(directory.join(names.sums)).and_then(|file| file.take(MOST).read_to_string(&mut text));
    if read.is_ok() {
        own.extend(text.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name.to_owned()));
    }
    let entries = std::fs::read_dir(directory).into_iter().flatten().flatten();
    let mut strangers: Vec<String> = entries
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| !own.contains(name))
        .collect();
    strangers.sort_unstable();
    strangers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_list_does_not_have_is_foreign() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file");
        write("_manifest.json", "{}");
        write("users.csv", "id\n");
        write("_NOTICE.md", "x");
        write("_SHA256SUMS", "00  _manifest.json\n00  users.csv\n00  _NOTICE.md\n");
        assert_eq!(strangers(folder.path()), Vec::<String>::new());
        write("keys.json", "{}");
        write("src.csv", "id\n");
        assert_eq!(strangers(folder.path()), ["keys.json", "src.csv"]);
        let error = refuse_strangers(folder.path()).expect_err("refused");
        assert!(error.diagnostics()[0].to_string().contains("`keys.json`, `src.csv`"));
    }
}
