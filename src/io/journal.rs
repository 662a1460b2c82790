//! A file that is only added to: who asked for what, and when. What was added is on the disk before the answer is given.

use super::staged::output_error;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use rustix::fs::{CWD, FileType, Mode, OFlags};
use rustix::io::Errno;
use serde::Serialize;
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

/// A journal: one JSON document a line, readable by its owner alone.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens a journal of documents whose first member is this `format`, or makes it 0600. Links are not followed.
    ///
    /// # Errors
    /// `Kind::Output` when it cannot be written, or is no plain file, somebody else's, open to others, or a file of another kind: a slip of the
    /// pen must not add to a key file.
    pub fn open(path: &Path, format: &str) -> Result<Self> {
        let failed = |errno: Errno| output_error(path, &errno.into());
        let flags =
            OFlags::RDWR | OFlags::APPEND | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let mode = Mode::RUSR | Mode::WUSR;
        let file = match rustix::fs::openat(CWD, path, flags | OFlags::CREATE | OFlags::EXCL, mode) {
            Ok(file) => {
                sync_directory(path).map_err(failed)?;
                file
            }
            Err(Errno::EXIST) => rustix::fs::openat(CWD, path, flags, mode).map_err(|errno| match errno {
                Errno::LOOP => refuse(message!("the log `{}` is a symbolic link", Shown::path(path))),
                errno => failed(errno),
            })?,
            Err(errno) => return Err(failed(errno)),
        };
        // The opened file is judged, not its path: what was checked is what is written to.
        let stat = rustix::fs::fstat(&file).map_err(failed)?;
        if FileType::from_raw_mode(stat.st_mode) != FileType::RegularFile {
            return Err(refuse(message!("the log `{}` is no plain file", Shown::path(path))));
        }
        if stat.st_uid != rustix::process::geteuid().as_raw() {
            return Err(refuse(message!("the log `{}` belongs to another user", Shown::path(path))));
        }
        if Mode::from_raw_mode(stat.st_mode).intersects(Mode::RWXG | Mode::RWXO) {
            return Err(refuse(message!("others can read or write the log `{}`", Shown::path(path))));
        }
        let journal = Self { path: path.to_owned(), file: File::from(file) };
        match journal.is_of(format) {
            Ok(true) => Ok(journal),
            Ok(false) => Err(refuse(message!("`{}` is there and is no such log", Shown::path(path)))),
            Err(e) => Err(output_error(path, &e)),
        }
    }

    /// Whether it is empty or begins as a document of this format does.
    fn is_of(&self, format: &str) -> std::io::Result<bool> {
        let head = format!("{{\"format\":\"{format}\"");
        if self.file.metadata()?.len() == 0 {
            return Ok(true);
        }
        let mut found = vec![0; head.len()];
        match self.file.read_exact_at(&mut found, 0) {
            Err(e) if e.kind() == ErrorKind::UnexpectedEof => Ok(false),
            outcome => outcome.map(|()| found == head.as_bytes()),
        }
    }

    /// Adds a document as one line, and waits until it is on the disk.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn add(&mut self, document: &impl Serialize) -> Result<()> {
        let text = serde_json::to_string(document)
            .map_err(|_| Error::internal(message!("a line of the log cannot be written as JSON")))?;
        // What a crash cut off stays alone on its line.
        let line = format!("{}{text}\n", if self.ends_a_line()? { "" } else { "\n" });
        let added = self.file.write_all(line.as_bytes()).and_then(|()| self.file.sync_all());
        added.map_err(|e| output_error(&self.path, &e))
    }

    fn ends_a_line(&self) -> Result<bool> {
        let last = || {
            let length = self.file.metadata()?.len();
            let mut last = [b'\n'];
            if length > 0 {
                self.file.read_exact_at(&mut last, length - 1)?;
            }
            Ok(last == [b'\n'])
        };
        last().map_err(|e: std::io::Error| output_error(&self.path, &e))
    }
}

fn refuse(message: Message) -> Error {
    let hint = message!("give `--log` a file of your own, 0600, or one that does not exist yet");
    Error::new(Kind::Output, Diagnostic::new(Code::E620, message).hint(hint))
}

/// A new name is on the disk when its directory is.
fn sync_directory(path: &Path) -> Result<(), Errno> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    rustix::fs::fsync(rustix::fs::openat(CWD, parent, flags, Mode::empty())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn lines(path: &Path) -> Vec<String> {
        std::fs::read_to_string(path).expect("a log").lines().map(str::to_owned).collect()
    }

    #[derive(Serialize)]
    struct Line {
        format: &'static str,
        note: &'static str,
    }

    fn add(path: &Path, note: &'static str) {
        Journal::open(path, "test/1").expect("a log").add(&Line { format: "test/1", note }).expect("a line");
    }

    #[test]
    fn lines_are_added_and_the_file_is_its_owners() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("log");
        add(&path, "one");
        add(&path, "two\nlines");
        let expected = [r#"{"format":"test/1","note":"one"}"#, r#"{"format":"test/1","note":"two\nlines"}"#];
        assert_eq!(lines(&path), expected);
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o7777, 0o600);
    }

    #[test]
    fn a_line_that_was_cut_off_spoils_no_other() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("log");
        add(&path, "one");
        let cut = "{\"format\":\"test/1\",\"no";
        std::fs::write(&path, cut).expect("a write");
        add(&path, "two");
        assert_eq!(lines(&path), [cut, r#"{"format":"test/1","note":"two"}"#]);
    }

    #[test]
    fn other_files_are_left_alone() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("log");
        add(&path, "one");
        assert!(Journal::open(&path, "test/2").is_err());
        for other in ["{\"format\": \"test/1\"}", "x", " \n"] {
            std::fs::write(&path, other).expect("a write");
            assert!(Journal::open(&path, "test/1").is_err(), "{other}");
            assert_eq!(std::fs::read_to_string(&path).expect("a file"), other);
        }
    }
}
