//! A directory that appears whole or not at all.
//!
//! Everything is written into `.<name>.iesiz-partial` beside the destination, synced, and renamed. A lock file keeps a second run out
//! and is released by the system when its holder dies, so what a killed run left behind is known to be nobody's and is removed.

use super::access::Access;
use super::document::open_plain;
use super::release_names::ReleaseNames;
use crate::error::{Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use rustix::fs::{CWD, FlockOperation, Mode, OFlags, RenameFlags};
use sha2::{Digest as _, Sha256};
use std::ffi::OsString;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What to do when the destination exists.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum IfExists {
    /// Stop.
    #[default]
    Fail,
    /// Leave it and do nothing.
    Skip,
    /// Put the new release in its place, whole.
    Replace,
}

/// A release that is being written.
#[derive(Debug)]
pub struct Staged {
    destination: PathBuf,
    partial: PathBuf,
    lock: PathBuf,
    /// Held until the end: the system drops the lock with it.
    _lock_file: File,
    published: bool,
    /// Whether something was there that a run before had left.
    found_remains: bool,
}

/// How a release was published.
#[derive(Debug)]
pub struct Published {
    /// What it replaced, if that could not be removed.
    pub left: Option<PathBuf>,
}

/// Releases that are being written, for whoever ends the process from outside of their run: where they are, and their locks.
static UNFINISHED: Mutex<Vec<(PathBuf, PathBuf)>> = Mutex::new(Vec::new());
/// Whether this process has put a release in place.
static PUBLISHED: AtomicBool = AtomicBool::new(false);
/// Held while a release is put in place: what has begun is finished.
static PUBLISHING: Mutex<()> = Mutex::new(());

fn unfinished() -> MutexGuard<'static, Vec<(PathBuf, PathBuf)>> {
    UNFINISHED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Removes what this process has begun to write and not published, as the end of a run does, for a process that ends without it. Whoever is just
/// publishing is waited for; after that nothing is begun any more. `false` if a release is in place: then the run comes to its own end.
#[must_use]
pub fn abandon() -> bool {
    const TRIES: usize = 20;
    let publishing = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
    if PUBLISHED.load(Ordering::SeqCst) {
        return false;
    }
    // Never given back: whoever would begin now waits for the end of the process.
    std::mem::forget(publishing);
    for (partial, lock) in unfinished().drain(..) {
        // Workers may still be making files in it.
        (0..TRIES).any(|_| fs::remove_dir_all(&partial).is_ok() || !partial.is_dir());
        let _ = fs::remove_file(lock);
    }
    true
}

/// Checks the destination without touching it.
///
/// # Errors
/// `Kind::Output` when its parent is no directory, `Kind::Exists` when it is there and must not be.
pub fn check_destination(destination: &Path, if_exists: IfExists) -> Result<bool> {
    let shown = Shown::path(destination);
    let parent = parent_of(destination);
    if destination.file_name().is_none() {
        return Err(Error::new(
            Kind::Usage,
            Diagnostic::new("E610", message!("`{}` names no directory to make", shown)),
        ));
    }
    match fs::metadata(&parent) {
        Ok(meta) if meta.is_dir() => {}
        _ => {
            let diagnostic = Diagnostic::new(
                "E611",
                message!("there is no directory `{}` to make `{}` in", Shown::path(&parent), shown),
            );
            return Err(Error::new(
                Kind::Output,
                diagnostic.hint(message!("make it first, or choose another `--out`")),
            ));
        }
    }
    match (fs::symlink_metadata(destination), if_exists) {
        (Err(_), _) => Ok(true),
        (Ok(meta), IfExists::Skip) if meta.is_dir() && is_ours(destination) => Ok(false),
        (Ok(meta), IfExists::Replace) if meta.is_dir() && is_release(destination) => {
            super::replaced::refuse_strangers(destination).map(|()| true)
        }
        (Ok(_), IfExists::Skip | IfExists::Replace) => {
            let diagnostic = Diagnostic::new("E613", message!("`{}` is there and is not a release", shown));
            Err(Error::new(
                Kind::Exists,
                diagnostic.hint(message!("only a release is replaced or skipped; choose another `--out`")),
            ))
        }
        (Ok(_), IfExists::Fail) => {
            let diagnostic = Diagnostic::new("E612", message!("`{}` exists", shown));
            Err(Error::new(
                Kind::Exists,
                diagnostic.hint(message!("`--if-exists replace` swaps it whole, `skip` leaves it")),
            ))
        }
    }
}

/// A directory of ours, or an empty one.
fn is_release(path: &Path) -> bool {
    is_ours(path) || fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_none())
}

/// A directory of ours. Many programs have a `manifest.json`, and what is replaced is removed: ours says whose it is.
fn is_ours(path: &Path) -> bool {
    let mut head = Vec::new();
    let read =
        File::open(path.join(ReleaseNames::of(path).manifest)).and_then(|file| file.take(256).read_to_end(&mut head));
    read.is_ok() && memchr::memmem::find(&head, b"\"iesiz-manifest/").is_some()
}

fn parent_of(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

fn sibling(destination: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(destination.file_name().unwrap_or_default());
    name.push(suffix);
    parent_of(destination).join(name)
}

pub(super) fn output_error(what: &Path, error: &io::Error) -> Error {
    Error::io(Kind::Output, message!("`{}` cannot be written", Shown::path(what)), error)
}

/// Makes a file in the system's directory for temporary ones, 0600 and without a name, for who writes no release.
///
/// # Errors
/// As the system says.
pub fn temporary() -> io::Result<File> {
    nameless(&std::env::temp_dir())
}

/// A new file of a directory that only we can open, and that has no name any more.
fn nameless(directory: &Path) -> io::Result<File> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    // A run that was killed may have left a name, and another of the same number may be about.
    const TRIES: usize = 1_000;
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut taken = io::Error::from(io::ErrorKind::AlreadyExists);
    for _ in 0..TRIES {
        let name = format!(".iesiz-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = directory.join(name);
        match rustix::fs::open(&path, flags, Mode::RUSR | Mode::WUSR).map_err(io::Error::from) {
            Ok(file) => return fs::remove_file(&path).map(|()| File::from(file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => taken = error,
            Err(error) => return Err(error),
        }
    }
    Err(taken)
}

impl Staged {
    /// Locks the destination and makes an empty partial directory, 0700.
    ///
    /// # Errors
    /// `Kind::Exists` when another run holds the lock, `Kind::Output` otherwise.
    pub fn begin(destination: &Path) -> Result<Self> {
        let (lock, partial) = (sibling(destination, ".iesiz-lock"), sibling(destination, ".iesiz-partial"));
        let _publishing = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
        let lock_file = take_lock(&lock, destination)?;
        // There is no `Staged` yet whose drop would remove the lock.
        let found_remains = make_partial(&partial).inspect_err(|_| drop(fs::remove_file(&lock)))?;
        unfinished().push((partial.clone(), lock.clone()));
        let destination = destination.to_owned();
        Ok(Self { destination, partial, lock, _lock_file: lock_file, published: false, found_remains })
    }

    /// Mends what a run left that was killed while it put a release in place by two renames: the old release comes back if there is no other.
    /// Says what was done.
    ///
    /// # Errors
    /// As [`Staged::begin`].
    pub fn recover(destination: &Path) -> Result<Option<Diagnostic>> {
        let old = sibling(destination, OLD);
        if !fs::symlink_metadata(&old).is_ok_and(|meta| meta.is_dir()) {
            return Ok(None);
        }
        let lock = sibling(destination, ".iesiz-lock");
        let _held = take_lock(&lock, destination)?;
        let is_missing = fs::symlink_metadata(destination).is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        let mended = if is_missing { fs::rename(&old, destination) } else { fs::remove_dir_all(&old) };
        let _ = fs::remove_file(&lock);
        mended.map_err(|e| output_error(&old, &e))?;
        let shown = Shown::path(destination);
        let message = if is_missing {
            message!("a run was stopped while it replaced `{}`: the release that was there was put back", shown)
        } else {
            message!("what a run that was stopped had left beside `{}` was removed", shown)
        };
        Ok(Some(Diagnostic::new("W640", message)))
    }

    /// What a run before had left and was removed, in words.
    #[must_use]
    pub fn remains(&self) -> Option<Diagnostic> {
        let shown = Shown::path(&self.destination);
        let message = message!("what a run that was stopped had left beside `{}` was removed", shown);
        self.found_remains.then(|| Diagnostic::new("W640", message))
    }

    /// Where a file of the release lies until it is published.
    #[must_use]
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.partial.join(name)
    }

    /// Makes a new file of the release, 0600.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn create(&self, name: &str) -> Result<File> {
        let path = self.partial.join(name);
        create_private(&path).map_err(|e| output_error(&path, &e))
    }

    /// Makes a file for what must not be in memory: inside the staging directory, 0600, without a name, so that it can never be published
    /// and is gone when it is closed.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn scratch(&self) -> Result<File> {
        self.scratch_file().map_err(|e| output_error(&self.partial, &e))
    }

    /// The same, with the error as it came.
    ///
    /// # Errors
    /// As the system says.
    pub fn scratch_file(&self) -> io::Result<File> {
        nameless(&self.partial)
    }

    /// Writes a small file of the release, synced.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn write(&self, name: &str, content: &[u8]) -> Result<()> {
        let path = self.partial.join(name);
        let mut file = self.create(name)?;
        file.write_all(content).and_then(|()| file.sync_all()).map_err(|e| output_error(&path, &e))
    }

    /// Syncs the directory and renames it into place; with `replace` a release that is there is swapped out whole. Then `beside` puts in place
    /// what belongs to it and stands beside it, the parent is synced, and what was replaced is removed.
    ///
    /// # Errors
    /// `Kind::Output`, `Kind::Exists` when something appeared at the destination meanwhile; the destination is then as it was, unless the error
    /// says that the release is in place.
    pub fn publish(mut self, replace: bool, access: Access, beside: impl FnOnce() -> Result<()>) -> Result<Published> {
        let _publishing = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
        let failed = |e: &io::Error| output_error(&self.destination, e);
        self.open_to(access).map_err(|e| failed(&e))?;
        // Whoever removes what is unfinished may have come first.
        sync_dir(&self.partial).map_err(|e| failed(&e))?;
        let mut old = None;
        match rustix::fs::renameat_with(CWD, &self.partial, CWD, &self.destination, RenameFlags::NOREPLACE) {
            Ok(()) => {}
            Err(rustix::io::Errno::EXIST) if replace => old = Some(self.swap()?),
            Err(rustix::io::Errno::EXIST) => {
                let diagnostic = Diagnostic::new("E612", message!("`{}` exists", Shown::path(&self.destination)));
                return Err(Error::new(Kind::Exists, diagnostic.hint(message!("it appeared during the run"))));
            }
            // Not every file system knows the flag; the lock is held, and existence was checked.
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {
                if replace && fs::symlink_metadata(&self.destination).is_ok() {
                    old = Some(self.swap()?);
                } else {
                    fs::rename(&self.partial, &self.destination).map_err(|e| failed(&e))?;
                }
            }
            Err(errno) => return Err(failed(&errno.into())),
        }
        self.published = true;
        PUBLISHED.store(true, Ordering::SeqCst);
        self.finished();
        let beside = beside();
        // The old one is removed when it is certain that the new one stays.
        sync_dir(&parent_of(&self.destination)).map_err(|e| self.in_place("its directory could not be synced", &e))?;
        beside?;
        let left = old.filter(|old| fs::remove_dir_all(old).is_err());
        Ok(Published { left })
    }

    /// Lets others in, at the last moment: until then nobody sees what is not whole.
    fn open_to(&self, access: Access) -> io::Result<()> {
        if access == Access::OWNER {
            return Ok(());
        }
        for entry in fs::read_dir(&self.partial)? {
            let file = open_plain(&entry?.path())?;
            rustix::fs::fchmod(&file, access.file())?;
            file.sync_all()?;
        }
        rustix::fs::fchmod(File::open(&self.partial)?, access.directory())?;
        Ok(())
    }

    /// A failure after which the release stands where it should.
    fn in_place(&self, what: &'static str, error: &io::Error) -> Error {
        let message = message!("the release `{}` is in place, but {}", Shown::path(&self.destination), what);
        let error = Error::io(Kind::Output, message, error);
        let hint =
            message!("check the device; what it replaced is still beside it, under a name that begins with a dot");
        let of = |diagnostic: &Diagnostic| Diagnostic { code: "E640", ..diagnostic.clone() }.hint(hint.clone());
        Error::many(Kind::Output, error.diagnostics().iter().map(of).collect())
    }

    /// Nobody else needs to remove it any more.
    fn finished(&self) {
        unfinished().retain(|(partial, _)| *partial != self.partial);
    }

    /// Exchanges the two directories in one step where the system can, else by two renames under the lock. Returns where the old release
    /// stands now.
    fn swap(&self) -> Result<PathBuf> {
        let failed = |e: &io::Error| output_error(&self.destination, e);
        if !is_release(&self.destination) {
            let diagnostic =
                Diagnostic::new("E613", message!("`{}` is there and is not a release", Shown::path(&self.destination)));
            return Err(Error::new(Kind::Exists, diagnostic.hint(message!("it changed during the run"))));
        }
        match rustix::fs::renameat_with(CWD, &self.partial, CWD, &self.destination, RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(self.partial.clone()),
            Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS) => {}
            Err(errno) => return Err(failed(&errno.into())),
        }
        let old = sibling(&self.destination, OLD);
        // Under the lock, what a dead run left there is nobody's.
        let _ = fs::remove_dir_all(&old);
        fs::rename(&self.destination, &old).map_err(|e| failed(&e))?;
        if let Err(error) = fs::rename(&self.partial, &self.destination) {
            let _ = fs::rename(&old, &self.destination);
            return Err(failed(&error));
        }
        Ok(old)
    }
}

/// Ending of the name of a release that is being replaced by two renames.
const OLD: &str = ".iesiz-old";

impl Drop for Staged {
    fn drop(&mut self) {
        self.finished();
        if !self.published {
            let _ = fs::remove_dir_all(&self.partial);
        }
        let _ = fs::remove_file(&self.lock);
    }
}

/// Makes the partial directory. The lock is held, so whatever lies there belongs to a run that is dead; whether there was something.
fn make_partial(partial: &Path) -> Result<bool> {
    let mut found = false;
    match fs::symlink_metadata(partial) {
        Ok(meta) if meta.is_dir() => {
            fs::remove_dir_all(partial).map_err(|e| output_error(partial, &e))?;
            found = true;
        }
        Ok(_) => {
            let diagnostic =
                Diagnostic::new("E614", message!("`{}` is in the way and is not ours", Shown::path(partial)));
            return Err(Error::new(Kind::Output, diagnostic.hint(message!("look at it and remove it"))));
        }
        Err(_) => {}
    }
    rustix::fs::mkdir(partial, Mode::RWXU).map_err(|e| output_error(partial, &e.into())).map(|()| found)
}

/// Takes the lock; the file may be removed by the run that held it, so what was locked is compared with what stands at the path.
fn take_lock(path: &Path, destination: &Path) -> Result<File> {
    use std::os::unix::fs::MetadataExt as _;
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    loop {
        let descriptor =
            rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR).map_err(|e| output_error(path, &e.into()))?;
        let file = File::from(descriptor);
        match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => {}
            Err(rustix::io::Errno::WOULDBLOCK) => {
                let diagnostic =
                    Diagnostic::new("E615", message!("another run is writing `{}`", Shown::path(destination)));
                return Err(Error::new(
                    Kind::Exists,
                    diagnostic.hint(message!("wait for it, or choose another `--out`")),
                ));
            }
            Err(errno) => return Err(output_error(path, &errno.into())),
        }
        let locked = file.metadata().map_err(|e| output_error(path, &e))?;
        match fs::metadata(path) {
            Ok(meta) if (meta.ino(), meta.dev()) == (locked.ino(), locked.dev()) => return Ok(file),
            _ => {}
        }
    }
}

fn create_private(path: &Path) -> io::Result<File> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    Ok(File::from(rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)?))
}

fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// A file outside the release, 0600, that gets its name when it is whole.
#[derive(Debug)]
pub struct Private {
    path: PathBuf,
    partial: PathBuf,
    file: File,
    is_placed: bool,
}

impl Private {
    /// Begins a file under another name beside its own; what a dead run left there is removed.
    ///
    /// # Errors
    /// `Kind::Output`; as [`Private::check`].
    pub fn begin(path: &Path) -> Result<Self> {
        Self::check(path)?;
        let partial = sibling(path, ".iesiz-partial");
        let _publishing = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = fs::remove_file(&partial);
        let file = create_private(&partial).map_err(|e| output_error(path, &e))?;
        unfinished().push((partial.clone(), partial.clone()));
        Ok(Self { path: path.to_owned(), partial, file, is_placed: false })
    }

    /// Refuses a place where something stands that is no file; a link is replaced itself and not followed.
    ///
    /// # Errors
    /// `Kind::Exists`.
    pub fn check(path: &Path) -> Result<()> {
        match fs::symlink_metadata(path) {
            Ok(meta) if !meta.is_file() && !meta.is_symlink() => {
                let message = message!("`{}` is there and is not a plain file", Shown::path(path));
                Err(Error::new(Kind::Exists, Diagnostic::new("E641", message).hint(message!("choose another name"))))
            }
            _ => Ok(()),
        }
    }

    /// Syncs it, so that only the name is missing.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn sync(&self) -> Result<()> {
        self.file.sync_all().map_err(|e| output_error(&self.path, &e))
    }

    /// Lets others read it.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn open_to(&self, access: Access) -> Result<()> {
        rustix::fs::fchmod(&self.file, access.file()).map_err(|e| output_error(&self.path, &e.into()))
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// `Kind::Output`.
    pub fn place(mut self) -> Result<()> {
        self.sync()?;
        fs::rename(&self.partial, &self.path).map_err(|e| output_error(&self.path, &e))?;
        self.is_placed = true;
        sync_dir(&parent_of(&self.path)).map_err(|e| output_error(&self.path, &e))
    }
}

impl io::Write for Private {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Private {
    fn drop(&mut self) {
        unfinished().retain(|(partial, _)| *partial != self.partial);
        if !self.is_placed {
            let _ = fs::remove_file(&self.partial);
        }
    }
}

/// Writes a file outside the release, 0600, by a synced temporary and a rename.
///
/// # Errors
/// As [`Private::begin`].
pub fn write_private(path: &Path, content: &[u8]) -> Result<()> {
    let mut file = Private::begin(path)?;
    file.write_all(content).map_err(|e| output_error(path, &e))?;
    file.place()
}

/// SHA-256 of a file, in hex.
///
/// # Errors
/// The system's.
pub fn sha256_file(path: &Path) -> io::Result<String> {
    sha256_reader(File::open(path)?)
}

/// SHA-256 of what is read, in hex.
///
/// # Errors
/// The reader's.
pub fn sha256_reader(mut reader: impl Read) -> io::Result<String> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(hex(&digest.finalize())),
            Ok(read) => digest.update(&buffer[..read]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
