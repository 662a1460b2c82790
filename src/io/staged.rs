//! A directory that appears whole or not at all.
//!
//! Everything is written into `.<name>.iesiz-partial` beside the destination, synced, and renamed. A lock file keeps a second run out
//! and is released by the system when its holder dies, so what a killed run left behind is known to be nobody's and is removed.

use super::access::Access;
use super::document::{names_in, open_plain};
use super::release_names::ReleaseNames;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::number::hex;
use rustix::fs::{CWD, FlockOperation, Mode, OFlags, RenameFlags};
use sha2::{Digest as _, Sha256};
use std::ffi::OsString;
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
    /// Held until the end.
    _lock: Lock,
    published: bool,
    /// Whether something was there that a run before had left.
    found_remains: bool,
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
            Diagnostic::new(Code::E610, message!("`{}` names no directory to make", shown)),
        ));
    }
    match fs::metadata(&parent) {
        Ok(meta) if meta.is_dir() => {}
        Err(e) if !matches!(e.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Err(Error::io(Kind::Output, message!("`{}` cannot be looked at", Shown::path(&parent)), &e));
        }
        _ => {
            let diagnostic = Diagnostic::new(
                Code::E611,
                message!("there is no directory `{}` to make `{}` in", Shown::path(&parent), shown),
            );
            return Err(Error::new(
                Kind::Output,
                diagnostic.hint(message!("make it first, or choose another `--out`")),
            ));
        }
    }
    let unseen = |e: &io::Error| Error::io(Kind::Output, message!("`{}` cannot be looked at", shown), e);
    match (fs::symlink_metadata(destination), if_exists) {
        (Err(e), _) if e.kind() == io::ErrorKind::NotFound => Ok(true),
        (Err(e), _) => Err(unseen(&e)),
        (Ok(meta), IfExists::Skip) if meta.is_dir() && is_ours(destination).map_err(|e| unseen(&e))? => Ok(false),
        (Ok(meta), IfExists::Replace) if meta.is_dir() && is_release(destination).map_err(|e| unseen(&e))? => {
            super::replaced::refuse_strangers(destination).map(|()| true)
        }
        (Ok(_), IfExists::Skip | IfExists::Replace) => {
            let diagnostic = Diagnostic::new(Code::E613, message!("`{}` is there and is not a release", shown));
            Err(Error::new(
                Kind::Exists,
                diagnostic.hint(message!("only a release is replaced or skipped; choose another `--out`")),
            ))
        }
        (Ok(_), IfExists::Fail) => {
            let diagnostic = Diagnostic::new(Code::E612, message!("`{}` exists", shown));
            Err(Error::new(
                Kind::Exists,
                diagnostic.hint(message!("`--if-exists replace` swaps it whole, `skip` leaves it")),
            ))
        }
    }
}

/// A directory of ours, or an empty one.
fn is_release(path: &Path) -> io::Result<bool> {
    Ok(is_ours(path)? || names_in(path)?.next().transpose()?.is_none())
}

/// A directory of ours. Many programs have a `manifest.json`, and what is replaced is removed: ours says whose it is.
fn is_ours(path: &Path) -> io::Result<bool> {
    let mut head = Vec::new();
    let read = open_plain(&path.join(ReleaseNames::of(path).manifest));
    match read.and_then(|file| file.take(256).read_to_end(&mut head)) {
        Ok(_) => Ok(memchr::memmem::find(&head, b"\"iesiz-manifest/").is_some()),
        Err(e) => match e.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::InvalidInput | io::ErrorKind::IsADirectory => Ok(false),
            _ => Err(e),
        },
    }
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
        let partial = sibling(destination, ".iesiz-partial");
        let _publishing = PUBLISHING.lock().unwrap_or_else(PoisonError::into_inner);
        let lock = Lock::take(destination)?;
        let found_remains = make_partial(&partial)?;
        unfinished().push((partial.clone(), lock.path.clone()));
        let destination = destination.to_owned();
        Ok(Self { destination, partial, _lock: lock, published: false, found_remains })
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
        let _held = Lock::take(destination)?;
        let is_missing = fs::symlink_metadata(destination).is_err_and(|e| e.kind() == io::ErrorKind::NotFound);
        let mended = if is_missing { fs::rename(&old, destination) } else { fs::remove_dir_all(&old) };
        mended.map_err(|e| output_error(&old, &e))?;
        let shown = Shown::path(destination);
        let message = if is_missing {
            message!("a run was stopped while it replaced `{}`: the release that was there was put back", shown)
        } else {
            message!("what a run that was stopped had left beside `{}` was removed", shown)
        };
        Ok(Some(Diagnostic::new(Code::W643, message)))
    }

    /// What a run before had left and was removed, in words.
    #[must_use]
    pub fn remains(&self) -> Option<Diagnostic> {
        let shown = Shown::path(&self.destination);
        let message = message!("what a run that was stopped had left beside `{}` was removed", shown);
        self.found_remains.then(|| Diagnostic::new(Code::W643, message))
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

    /// Syncs the directory and renames it into place; with `replace` a release that is there is swapped out whole. Then what belongs to it and
    /// stands `beside` it, synced before, gets its names, the parents are synced, and what was replaced is removed.
    ///
    /// Returns what went wrong once the release was in place: that it is published is a fact by then.
    ///
    /// # Errors
    /// `Kind::Output`, `Kind::Exists` when something appeared at the destination meanwhile; the destination is then as it was.
    pub fn publish(mut self, replace: bool, access: Access, beside: Vec<Private>) -> Result<Vec<Diagnostic>> {
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
                let diagnostic = Diagnostic::new(Code::E612, message!("`{}` exists", Shown::path(&self.destination)));
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
        let mut troubles = Vec::new();
        let mut parents = vec![parent_of(&self.destination)];
        for private in beside {
            parents.push(parent_of(&private.path));
            let shown = Shown::path(&private.path);
            if let Err(e) = private.name() {
                let hint =
                    message!("what stands there is of another run, or nothing does; `--if-exists replace` writes both");
                troubles
                    .push(self.in_place(Code::W642, message!("`{}` could not be put beside it", shown), &e).hint(hint));
            }
        }
        parents.dedup();
        let unsynced = parents.iter().find_map(|parent| sync_dir(parent).err());
        // The old one is removed when it is certain that the new one stays.
        match (unsynced, old) {
            (None, None) => {}
            (None, Some(old)) => {
                if let Err(e) = remove_release(&old) {
                    let what = message!("what it replaced could not be removed: `{}`", Shown::path(&old));
                    let hint = message!("remove it, or let the next run do so");
                    troubles.push(self.in_place(Code::W601, what, &e).hint(hint));
                }
            }
            (Some(e), old) => {
                let trouble = self.in_place(Code::W640, message!("its directory could not be synced"), &e);
                let hint = old.map_or_else(
                    || message!("check the device: after a failure of power it may not be there"),
                    |old| message!("check the device; what it replaced is still there: `{}`", Shown::path(&old)),
                );
                troubles.push(trouble.hint(hint));
            }
        }
        Ok(troubles)
    }

    /// Lets others in, at the last moment: until then nobody sees what is not whole.
    fn open_to(&self, access: Access) -> io::Result<()> {
        if access == Access::OWNER {
            return Ok(());
        }
        for name in names_in(&self.partial)? {
            let file = open_plain(&self.partial.join(name?))?;
            rustix::fs::fchmod(&file, access.file())?;
            file.sync_all()?;
        }
        rustix::fs::fchmod(File::open(&self.partial)?, access.directory())?;
        Ok(())
    }

    /// A failure after which the release stands where it should.
    fn in_place(&self, code: Code, what: Message, error: &io::Error) -> Diagnostic {
        let message = message!("the release `{}` is in place, but {}", Shown::path(&self.destination), what);
        let error = Error::io(Kind::Output, message, error);
        Diagnostic { code, ..error.diagnostics()[0].clone() }
    }

    /// Nobody else needs to remove it any more.
    fn finished(&self) {
        unfinished().retain(|(partial, _)| *partial != self.partial);
    }

    /// Exchanges the two directories in one step where the system can, else by two renames under the lock. Returns where the old release
    /// stands now.
    fn swap(&self) -> Result<PathBuf> {
        let failed = |e: &io::Error| output_error(&self.destination, e);
        if !is_release(&self.destination).map_err(|e| failed(&e))? {
            let diagnostic = Diagnostic::new(
                Code::E613,
                message!("`{}` is there and is not a release", Shown::path(&self.destination)),
            );
            return Err(Error::new(Kind::Exists, diagnostic.hint(message!("it changed during the run"))));
        }
        super::replaced::refuse_strangers(&self.destination)?;
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
            let back = fs::rename(&old, &self.destination);
            let hint =
                message!("the release that was there lies at `{}`; the next run puts it back", Shown::path(&old));
            let of = |diagnostic: &Diagnostic| diagnostic.clone().hint(hint.clone());
            let error = failed(&error);
            return Err(match back {
                Ok(()) => error,
                Err(_) => Error::many(Kind::Output, error.diagnostics().iter().map(of).collect()),
            });
        }
        Ok(old)
    }
}

/// Removes a release: its files, and then itself.
fn remove_release(path: &Path) -> io::Result<()> {
    let names: io::Result<Vec<OsString>> = names_in(path)?.collect();
    for name in names? {
        fs::remove_file(path.join(name))?;
    }
    fs::remove_dir(path)
}

/// Ending of the name of a release that is being replaced by two renames.
const OLD: &str = ".iesiz-old";

impl Drop for Staged {
    fn drop(&mut self) {
        self.finished();
        if !self.published {
            let _ = fs::remove_dir_all(&self.partial);
        }
    }
}

/// The lock of a destination: one run at a time writes there. The system gives it back with the file, however the process ends.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    _file: File,
}

impl Lock {
    /// Takes it, and does not wait for it.
    ///
    /// # Errors
    /// `Kind::Exists` when another run holds it, `Kind::Output` otherwise.
    pub fn take(destination: &Path) -> Result<Self> {
        let path = sibling(destination, ".iesiz-lock");
        take_lock(&path, destination).map(|file| Self { path, _file: file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
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
                Diagnostic::new(Code::E614, message!("`{}` is in the way and is not ours", Shown::path(partial)));
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
                    Diagnostic::new(Code::E615, message!("another run is writing `{}`", Shown::path(destination)));
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
            Ok(_) => {}
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(output_error(path, &e)),
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
        let partial = Self::unfinished(path);
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
                Err(Error::new(
                    Kind::Exists,
                    Diagnostic::new(Code::E641, message).hint(message!("choose another name")),
                ))
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
    pub fn place(self) -> Result<()> {
        self.sync()?;
        let path = self.path.clone();
        self.name().and_then(|()| sync_dir(&parent_of(&path))).map_err(|e| output_error(&path, &e))
    }

    /// Gives it its name, and no more.
    fn name(mut self) -> io::Result<()> {
        fs::rename(&self.partial, &self.path)?;
        self.is_placed = true;
        Ok(())
    }

    /// Where a file of this name is written until it is whole.
    #[must_use]
    pub fn unfinished(path: &Path) -> PathBuf {
        sibling(path, ".iesiz-partial")
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
            Ok(0) => return Ok(hex(digest.finalize())),
            Ok(read) => digest.update(&buffer[..read]),
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            Err(e) => return Err(e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release_at(destination: &Path) -> Staged {
        let staged = Staged::begin(destination).expect("begun");
        staged.write("_manifest.json", b"{\"format\":\"iesiz-manifest/1\"}").expect("written");
        staged.write("_SHA256SUMS", b"00  _manifest.json\n").expect("written");
        staged
    }

    #[test]
    fn what_fails_behind_the_swap_is_told_and_the_release_is_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let (destination, list) = (folder.path().join("rel"), folder.path().join("list.csv"));
        let mut private = Private::begin(&list).expect("begun");
        private.write_all(b"x").and_then(|()| private.file.sync_all()).expect("written");
        // A folder appears where the list was to be.
        fs::create_dir_all(list.join("x")).expect("made");
        let troubles = release_at(&destination).publish(false, Access::OWNER, vec![private]).expect("published");
        assert_eq!(troubles.iter().map(|trouble| trouble.code).collect::<Vec<_>>(), [Code::W642]);
        assert!(destination.join("_manifest.json").is_file());
        let names: Vec<_> = names_in(folder.path()).expect("read").map(Result::unwrap).collect();
        assert_eq!(names.len(), 2, "nothing else is left: {names:?}");
    }

    #[test]
    fn what_came_into_the_old_release_during_the_run_is_not_deleted() {
        let folder = tempfile::tempdir().expect("a folder");
        let destination = folder.path().join("rel");
        release_at(&destination).publish(false, Access::OWNER, Vec::new()).expect("published");
        let staged = release_at(&destination);
        fs::write(destination.join("keys.json"), "{}").expect("written");
        let error = staged.publish(true, Access::OWNER, Vec::new()).expect_err("refused");
        assert_eq!(error.diagnostics()[0].code, Code::E617);
        assert!(destination.join("keys.json").is_file());
        fs::remove_file(destination.join("keys.json")).expect("removed");
        assert!(release_at(&destination).publish(true, Access::OWNER, Vec::new()).expect("published").is_empty());
    }

    #[test]
    fn a_pipe_for_a_manifest_is_not_waited_for() {
        let folder = tempfile::tempdir().expect("a folder");
        let destination = folder.path().join("rel");
        fs::create_dir(&destination).expect("made");
        rustix::fs::mkfifoat(CWD, destination.join("_manifest.json"), Mode::RUSR).expect("a pipe");
        let error = check_destination(&destination, IfExists::Replace).expect_err("refused");
        assert_eq!(error.diagnostics()[0].code, Code::E613);
    }
}
