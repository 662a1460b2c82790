//! Documents: schemas, profiles, lists, manifests. They are read whole, so only as far as such a document may be long, and only if they are
//! plain files: a pipe has no end, and a device none either.

use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use rustix::fs::{Mode, OFlags};
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Read as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};

/// Longest schema or profile.
pub const MAX_DOCUMENT: u64 = 1 << 20;
/// Longest manifest, list of digests, run record or hierarchy: one of 16,384 columns with long names needs less.
pub const MAX_MANIFEST: u64 = 16 << 20;
/// Longest list of people: five million telephone numbers.
pub const MAX_LIST: u64 = 64 << 20;
/// Most files of a folder.
pub const MAX_FILES: usize = 1_000;

/// The real path of something that need not exist yet.
#[must_use]
pub fn place_of(path: &Path) -> PathBuf {
    match (path.canonicalize(), path.parent(), path.file_name()) {
        (Ok(real), ..) => real,
        (Err(_), Some(parent), Some(name)) => {
            place_of(if parent.as_os_str().is_empty() { Path::new(".") } else { parent }).join(name)
        }
        (Err(_), ..) => path.to_owned(),
    }
}

/// Opens a plain file; a link to one is one. Nothing is waited for.
///
/// # Errors
/// As the system says; `InvalidInput` for what is no plain file.
pub fn open_plain(path: &Path) -> io::Result<File> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(path, flags, Mode::empty())?);
    match file.metadata()? {
        meta if meta.is_file() => Ok(file),
        meta if meta.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        _ => Err(io::ErrorKind::InvalidInput.into()),
    }
}

/// Reads a document of so many bytes at most.
///
/// # Errors
/// `kind` when it cannot be read or is no plain file, `Kind::Resource` when it is longer.
pub fn read_document(path: &Path, most: u64, kind: Kind) -> Result<Vec<u8>> {
    let shown = Shown::path(path);
    let failed = |e: &io::Error| {
        // What a command line names; a part of a release that is gone is damage of the release.
        if is_missing(e) && kind == Kind::Usage {
            return missing(&shown);
        }
        if e.kind() == io::ErrorKind::InvalidInput {
            let diagnostic = Diagnostic::new(Code::E441, message!("`{}` is not a plain file", shown));
            return Error::new(kind, diagnostic.hint(message!("pipes and devices have no end; save it as a file")));
        }
        Error::io(kind, message!("`{}` cannot be read", shown), e)
    };
    let file = open_plain(path).map_err(|e| failed(&e))?;
    let too_long = || {
        let diagnostic = Diagnostic::new(Code::E442, message!("`{}` is longer than {} bytes", shown, most));
        Error::new(Kind::Resource, diagnostic.hint(message!("no such document needs that; is it another file?")))
    };
    let len = file.metadata().map_err(|e| failed(&e))?.len();
    if len > most {
        return Err(too_long());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(len).unwrap_or(0));
    // It may grow while it is read.
    file.take(most + 1).read_to_end(&mut bytes).map_err(|e| failed(&e))?;
    if bytes.len() as u64 > most { Err(too_long()) } else { Ok(bytes) }
}

/// Refuses what a command line names and is not there: the command line is at fault, whatever the file was to be.
///
/// # Errors
/// `Kind::Usage`.
pub fn refuse_missing(path: &Path) -> Result<()> {
    // What cannot be looked at for another reason is told of by whoever reads it.
    match std::fs::metadata(path) {
        Err(e) if is_missing(&e) => Err(missing(&Shown::path(path))),
        _ => Ok(()),
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

/// What is said where nothing of a name is there.
#[must_use]
pub fn missing(shown: &Shown) -> Error {
    let diagnostic = Diagnostic::new(Code::E401, message!("there is no file `{}`", shown));
    Error::new(Kind::Usage, diagnostic.hint(message!("check the path; nothing was written")))
}

/// The names of what is in a folder, `.` and `..` left out. Unlike std's reader of folders it does not end the process where the system fails to
/// close one.
///
/// # Errors
/// As the system says.
pub fn names_in(path: &Path) -> io::Result<impl Iterator<Item = io::Result<OsString>>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = rustix::fs::Dir::new(rustix::fs::open(path, flags, Mode::empty())?)?;
    let name = |entry: rustix::io::Result<rustix::fs::DirEntry>| {
        entry.map(|entry| OsStr::from_bytes(entry.file_name().to_bytes()).to_owned()).map_err(io::Error::from)
    };
    Ok(folder.map(name).filter(|name| !name.as_ref().is_ok_and(|name| name == "." || name == "..")))
}

/// The entries of a folder of so many at most, in the order of their names.
///
/// # Errors
/// `kind` when it cannot be read, `Kind::Resource` when it has more.
pub fn read_folder(path: &Path, most: usize, kind: Kind) -> Result<Vec<PathBuf>> {
    let shown = Shown::path(path);
    let failed = |e: &io::Error| Error::io(kind, message!("`{}` cannot be read", shown), e);
    let mut found = Vec::new();
    for name in names_in(path).map_err(|e| failed(&e))? {
        found.push(path.join(name.map_err(|e| failed(&e))?));
        if found.len() > most {
            let diagnostic =
                Diagnostic::new(Code::E443, message!("the folder `{}` has more than {} entries", shown, most));
            return Err(Error::new(Kind::Resource, diagnostic.hint(message!("name the files, or a folder of fewer"))));
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_of_some_length_are_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        std::fs::write(&path, "12345").expect("written");
        assert_eq!(read_document(&path, 5, Kind::Usage).expect("read"), b"12345");
        let code = |found: Result<Vec<u8>>| found.map_err(|error| (error.kind(), error.diagnostics()[0].code));
        assert_eq!(code(read_document(&path, 4, Kind::Usage)), Err((Kind::Resource, Code::E442)));
        assert_eq!(code(read_document(Path::new("/dev/zero"), 4, Kind::Damaged)), Err((Kind::Damaged, Code::E441)));
        assert_eq!(code(read_document(folder.path(), 4, Kind::Usage)), Err((Kind::Usage, Code::E600)));
        let link = folder.path().join("b");
        std::os::unix::fs::symlink(&path, &link).expect("a link");
        assert_eq!(read_document(&link, 5, Kind::Usage).expect("read"), b"12345");
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.path().join("c"), Mode::RUSR).expect("a pipe");
        assert_eq!(code(read_document(&folder.path().join("c"), 5, Kind::Usage)), Err((Kind::Usage, Code::E441)));
        assert_eq!(read_folder(folder.path(), 3, Kind::Usage).expect("read").len(), 3);
        let gone = refuse_missing(&folder.path().join("none")).expect_err("it is not there");
        assert_eq!((gone.kind(), gone.diagnostics()[0].code), (Kind::Usage, Code::E401));
        let none = folder.path().join("none");
        assert_eq!(code(read_document(&none, 5, Kind::Usage)), Err((Kind::Usage, Code::E401)));
        assert_eq!(code(read_document(&none, 5, Kind::Damaged)), Err((Kind::Damaged, Code::E600)));
        assert!(refuse_missing(folder.path()).is_ok());
        let error = read_folder(folder.path(), 2, Kind::Usage).expect_err("too many");
        assert_eq!((error.kind(), error.diagnostics()[0].code), (Kind::Resource, Code::E443));
    }
}
