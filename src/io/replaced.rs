//! What lies in a release that is to be replaced and is none of it: keys, sources, notes of the recipient. Replacing would delete them, and a key
//! that is gone joins nothing any more.

use super::document::{MAX_MANIFEST, names_in, read_document};
use super::release_names::ReleaseNames;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;

/// Names that are told.
const TOLD: usize = 5;

/// Refuses to replace a directory that holds anything but its release.
///
/// # Errors
/// `Kind::Exists`; `Kind::Output` where it cannot be looked into: what is not seen is not deleted.
pub(super) fn refuse_strangers(directory: &Path) -> Result<()> {
    let shown = Shown::path(directory);
    let strangers = strangers(directory)?;
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
    Err(Error::new(Kind::Exists, Diagnostic::new(Code::E617, message).hint(hint)))
}

/// Entries of a release that its list of digests does not have. Where there is no list everything is foreign but the manifest.
fn strangers(directory: &Path) -> Result<Vec<String>> {
    let names = ReleaseNames::of(directory);
    let mut own: BTreeSet<String> =
        [names.manifest, names.sums, names.signature].into_iter().map(str::to_owned).collect();
    let sums = directory.join(names.sums);
    if std::fs::symlink_metadata(&sums).map_or_else(|e| e.kind() != ErrorKind::NotFound, |_| true) {
        let text = read_document(&sums, MAX_MANIFEST, Kind::Output)?;
        let text = String::from_utf8_lossy(&text);
        own.extend(text.lines().filter_map(|line| line.split_once("  ")).map(|(_, name)| name.to_owned()));
    }
    let unread =
        |e: &std::io::Error| Error::io(Kind::Output, message!("`{}` cannot be read", Shown::path(directory)), e);
    let mut strangers = Vec::new();
    for name in names_in(directory).map_err(|e| unread(&e))? {
        strangers.push(name.map_err(|e| unread(&e))?.to_string_lossy().into_owned());
    }
    strangers.retain(|name| !own.contains(name));
    strangers.sort_unstable();
    Ok(strangers)
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
        assert_eq!(strangers(folder.path()).expect("read"), Vec::<String>::new());
        write("keys.json", "{}");
        write("src.csv", "id\n");
        assert_eq!(strangers(folder.path()).expect("read"), ["keys.json", "src.csv"]);
        let error = refuse_strangers(folder.path()).expect_err("refused");
        assert!(error.diagnostics()[0].to_string().contains("`keys.json`, `src.csv`"));
        // What cannot be read is not taken for nothing.
        std::fs::remove_file(folder.path().join("_SHA256SUMS")).expect("removed");
        std::os::unix::fs::symlink("/dev/zero", folder.path().join("_SHA256SUMS")).expect("a link");
        let error = refuse_strangers(folder.path()).expect_err("refused");
        assert_eq!((error.kind(), error.diagnostics()[0].code), (Kind::Output, Code::E441));
    }
}
