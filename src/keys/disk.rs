//! Files that nobody else can read: what is judged before a key file is opened, and how one is written. Public keys too,
//! which everybody may read.
//!
//! The directory is opened first and everything else through it, and what is judged is the opened file, not its path: what was checked
//! is what is read.

use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, FileType, FlockOperation, Mode, OFlags, RenameFlags, Stat};
use rustix::io::Errno;
use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A key file of ten thousand epochs would be smaller.
const MAX_BYTES: u64 = 1 << 20;

/// Of key files of tokens, and of signing keys.
pub(super) const TOKENS_FORMAT: &str = "iesiz-keys/1";
pub(super) const SIGNING_FORMAT: &str = "iesiz-sign/1";

/// What a key file is for: which rules it is judged by, and which words stand in messages about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Role {
    /// Roots of tokens.
    Tokens,
    /// A key that signs.
    Signing,
    /// A key that checks signatures.
    Public,
}

impl Role {
    fn name(self) -> &'static str {
        match self {
            Self::Tokens | Self::Signing => "key file",
            Self::Public => "public key file",
        }
    }

    /// The command that makes such a file.
    pub(super) fn maker(self) -> &'static str {
        match self {
            Self::Tokens => "iesiz keys new",
            Self::Signing | Self::Public => "iesiz keys new --sign",
        }
    }

    /// What such a file holds.
    fn form(self) -> &'static str {
        match self {
            Self::Tokens => "JSON, a line or two an epoch",
            Self::Signing => "JSON of four lines",
            Self::Public => "two lines, a comment and the key",
        }
    }

    /// Why it is never overwritten.
    fn is_kept(self) -> Message {
        match self {
            Self::Tokens => message!("a key file is never overwritten: its tokens could not be made again"),
            Self::Signing => message!("a key file is never overwritten: nobody could sign with its key again"),
            Self::Public => {
                message!("a public key file is never overwritten: somebody may check with it; name another file")
            }
        }
    }

    /// How to come by one that is missing.
    fn how_to_get(self) -> Message {
        match self {
            Self::Tokens => {
                message!("make one with `iesiz keys new`, or use `--keys ephemeral` for a key that is thrown away")
            }
            Self::Signing => message!("make one with `iesiz keys new --sign`"),
            Self::Public => message!("ask those who made the release for it, on another way than the release came"),
        }
    }
}

/// A name in a directory that not everybody may write to.
#[derive(Debug)]
pub(super) struct Entry {
    role: Role,
    parent: OwnedFd,
    /// The path of `parent`, for where a link leads.
    directory: PathBuf,
    name: OsString,
    shown: Shown,
    /// An open file that whoever starts the program hands over.
    descriptor: Option<PathBuf>,
}

/// Links that are followed one after another: a secret mount has two.
const MOST_LINKS: usize = 8;

/// The path of an inherited descriptor, if it is one: `/dev/fd/3`, as shells write `<(command)`, or `/dev/stdin`.
fn descriptor(path: &Path) -> Option<PathBuf> {
    let text = path.to_str()?;
    let number = text.strip_prefix("/dev/fd/").or_else(|| text.strip_prefix("/proc/self/fd/"));
    let is_one = number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()));
    (is_one || text == "/dev/stdin").then(|| path.to_owned())
}

pub(super) fn refuse(code: Code, message: Message, hint: Message) -> Error {
    Error::new(Kind::Key, Diagnostic::new(code, message).hint(hint))
}

/// Whether a key was given where the name of a file is expected.
pub(super) fn is_key(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    name.len() == 64 && name.iter().all(u8::is_ascii_hexdigit)
}

/// Stands in messages for a name that looks like a key: messages land in logs.
const LIKE_A_KEY: &str = "(64 hex digits)";

/// The name of a key file in messages.
fn shown(path: &Path) -> Shown {
    if is_key(path) { Shown::name(LIKE_A_KEY) } else { Shown::path(path) }
}

/// A failure of the system, in the words that all files share.
fn failed(kind: Kind, what: Message, errno: Errno) -> Error {
    Error::io(kind, what, &errno.into())
}

impl Entry {
    /// Opens the directory of a file and judges it; `missing` says what to answer when there is none.
    ///
    /// # Errors
    /// `Kind::Key` when the path names no file or everybody may write in its directory; `missing`'s.
    pub(super) fn of(path: &Path, role: Role, missing: impl FnOnce(Shown, Errno) -> Error) -> Result<Self> {
        Self::shown_as(path, shown(path), role, missing)
    }

    fn shown_as(path: &Path, shown: Shown, role: Role, missing: impl FnOnce(Shown, Errno) -> Error) -> Result<Self> {
        let Some(name) = path.file_name() else {
            return Err(refuse(
                Code::E902,
                message!("`{}` is a directory, not a {}", shown, role.name()),
                message!("name the file itself"),
            ));
        };
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let flags = OFlags::PATH | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let parent = match rustix::fs::open(directory, flags, Mode::empty()) {
            Ok(parent) => parent,
            Err(errno) => return Err(missing(shown, errno)),
        };
        let (directory, descriptor) = (directory.to_owned(), descriptor(path));
        let entry = Self { role, parent, directory, name: name.to_owned(), shown, descriptor };
        entry.judge_directory()?;
        Ok(entry)
    }

    pub(super) fn shown(&self) -> &Shown {
        &self.shown
    }

    /// Where everybody may write, everybody may put another file in the place of the key file, unless the sticky bit forbids it.
    fn judge_directory(&self) -> Result<()> {
        let stat = rustix::fs::fstat(&self.parent).map_err(|errno| {
            failed(Kind::Key, message!("the directory of `{}` cannot be judged", self.shown), errno)
        })?;
        let mode = Mode::from_raw_mode(stat.st_mode);
        if mode.contains(Mode::WOTH) && !mode.contains(Mode::SVTX) {
            return Err(refuse(
                Code::E912,
                message!("everybody can write in the directory of the {} `{}`", self.role.name(), self.shown),
                message!("keep the file in a directory of your own, or `chmod o-w` this one"),
            ));
        }
        Ok(())
    }

    fn open(&self, name: &OsStr, flags: OFlags) -> Result<OwnedFd, Errno> {
        // Without NONBLOCK, a pipe would be waited for.
        let flags = flags | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY | OFlags::CLOEXEC;
        let mode = match self.role {
            Role::Tokens | Role::Signing => Mode::RUSR | Mode::WUSR,
            Role::Public => Mode::RUSR | Mode::WUSR | Mode::RGRP | Mode::ROTH,
        };
        rustix::fs::openat(&self.parent, name, flags, mode)
    }

    /// Reads the whole file, wherever links of the caller's or the system's lead, or what an inherited descriptor gives. It must be the caller's
    /// own and nobody else's; of a public key, not everybody may write it.
    ///
    /// # Errors
    /// `Kind::Key`.
    pub(super) fn read(&self) -> Result<Zeroizing<Vec<u8>>> {
        if let Some(path) = &self.descriptor {
            return self.read_descriptor(path);
        }
        let mut linked: Option<Self> = None;
        for _ in 0..MOST_LINKS {
            let entry = linked.as_ref().unwrap_or(self);
            match entry.open(&entry.name, OFlags::RDONLY) {
                Err(Errno::LOOP) => linked = Some(entry.target()?),
                opened => return entry.read_opened(opened),
            }
        }
        self.read_itself()
    }

    /// The same of a file that will be replaced: a link to it would be replaced instead.
    ///
    /// # Errors
    /// `Kind::Key`.
    pub(super) fn read_itself(&self) -> Result<Zeroizing<Vec<u8>>> {
        self.read_opened(self.open(&self.name, OFlags::RDONLY))
    }

    /// Where a link leads. One that somebody else made may lead to a key of theirs.
    fn target(&self) -> Result<Self> {
        let unread = |errno| failed(Kind::Key, message!("the link `{}` cannot be read", self.shown), errno);
        let stat = rustix::fs::statat(&self.parent, &self.name, AtFlags::SYMLINK_NOFOLLOW).map_err(unread)?;
        if self.role != Role::Public && stat.st_uid != 0 && stat.st_uid != rustix::process::geteuid().as_raw() {
            return Err(refuse(
                Code::E904,
                message!("the link `{}` belongs to another user", self.shown),
                message!("name the file itself: whoever made the link can point it elsewhere"),
            ));
        }
        let target = rustix::fs::readlinkat(&self.parent, &self.name, Vec::new()).map_err(unread)?;
        let path = self.directory.join(OsStr::from_bytes(target.as_bytes()));
        Self::shown_as(&path, self.shown.clone(), self.role, |shown, errno| missing(&shown, self.role, errno))
    }

    /// What whoever started the program hands over, a pipe as well as a file.
    fn read_descriptor(&self, path: &Path) -> Result<Zeroizing<Vec<u8>>> {
        let unreadable = || message!("the {} `{}` cannot be read", self.role.name(), self.shown);
        let file = File::open(path).map_err(|e| Error::io(Kind::Key, unreadable(), &e))?;
        let stat = rustix::fs::fstat(&file).map_err(|errno| failed(Kind::Key, unreadable(), errno))?;
        // A pipe is between the two programs alone; a file is what it is under its own name.
        if FileType::from_raw_mode(stat.st_mode) != FileType::Fifo {
            judge_file(&stat, self.role, &self.shown)?;
        }
        let most = usize::try_from(MAX_BYTES).unwrap_or(usize::MAX);
        // All the room at once: a buffer that grew would leave a copy behind, unwiped.
        let mut text = Zeroizing::new(Vec::with_capacity(most + 1));
        let read = file.take(MAX_BYTES + 1).read_to_end(&mut text);
        read.map_err(|e| Error::io(Kind::Key, unreadable(), &e))?;
        if text.len() > most { Err(too_large(self.role, &self.shown)) } else { Ok(text) }
    }

    fn read_opened(&self, opened: Result<OwnedFd, Errno>) -> Result<Zeroizing<Vec<u8>>> {
        let file = opened.map_err(|errno| open_error(errno, self.role, &self.shown))?;
        let unreadable = || message!("the {} `{}` cannot be read", self.role.name(), self.shown);
        let stat = rustix::fs::fstat(&file).map_err(|errno| failed(Kind::Key, unreadable(), errno))?;
        judge_file(&stat, self.role, &self.shown)?;
        // Room to spare: a buffer that grew would leave a copy behind, unwiped.
        let len = u64::try_from(stat.st_size).unwrap_or(0);
        let mut text = Zeroizing::new(Vec::with_capacity(usize::try_from(len).unwrap_or(0) + 64));
        let read = File::from(file).take(len).read_to_end(&mut text);
        read.map_err(|e| Error::io(Kind::Key, unreadable(), &e))?;
        Ok(text)
    }

    /// Makes the file, which must not exist, synced, 0600 or for a public key 0644; a failed write leaves nothing.
    ///
    /// # Errors
    /// `Kind::Exists` when something is there already, even a link that leads nowhere; `Kind::Output` otherwise.
    pub(super) fn create(&self, text: &[u8]) -> Result<()> {
        if rustix::fs::statat(&self.parent, &self.name, AtFlags::SYMLINK_NOFOLLOW).is_ok() {
            return Err(self.exists());
        }
        // It gets its name when it is whole: a run that is killed leaves no empty key file.
        Replacement::begin(self)?.place(text)
    }

    fn exists(&self) -> Error {
        let diagnostic = Diagnostic::new(Code::E911, message!("`{}` exists", self.shown));
        Error::new(Kind::Exists, diagnostic.hint(self.role.is_kept()))
    }

    /// Takes back what [`Entry::create`] made a moment ago.
    pub(super) fn remove(&self) {
        let _ = rustix::fs::unlinkat(&self.parent, &self.name, AtFlags::empty());
    }

    fn sync_directory(&self) -> Result<(), Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::fsync(rustix::fs::openat(&self.parent, ".", flags, Mode::empty())?)
    }

    fn unwritten(&self, error: &std::io::Error) -> Error {
        Error::io(Kind::Output, message!("the {} `{}` cannot be written", self.role.name(), self.shown), error)
    }
}

/// The file must be a regular one, the caller's, closed to others, and small.
fn judge_file(stat: &Stat, role: Role, shown: &Shown) -> Result<()> {
    let kind = match FileType::from_raw_mode(stat.st_mode) {
        FileType::RegularFile => None,
        FileType::Directory => Some("a directory"),
        FileType::Fifo => Some("a pipe"),
        FileType::CharacterDevice | FileType::BlockDevice => Some("a device"),
        _ => Some("something else"),
    };
    if let Some(kind) = kind {
        return Err(refuse(
            Code::E902,
            message!("`{}` is {}, not a {}", shown, kind, role.name()),
            message!("name the file itself, which must be a regular one"),
        ));
    }
    judge_access(stat, role, shown, rustix::process::geteuid().as_raw())?;
    if u64::try_from(stat.st_size).unwrap_or(u64::MAX) > MAX_BYTES {
        return Err(too_large(role, shown));
    }
    Ok(())
}

fn too_large(role: Role, shown: &Shown) -> Error {
    refuse(
        Code::E905,
        message!("`{}` is too large for a {}", shown, role.name()),
        message!("a {} is made by `{}`: {}", role.name(), role.maker(), role.form()),
    )
}

/// A secret is its owner's alone, `user` being who asks; or the system's, as secret mounts have it, for a group that may read and not write. What
/// is public may be anybody's, and is no proof where everybody can exchange it.
fn judge_access(stat: &Stat, role: Role, shown: &Shown, user: u32) -> Result<()> {
    let mode = Mode::from_raw_mode(stat.st_mode);
    if role == Role::Public {
        return if mode.contains(Mode::WOTH) {
            let message = message!("everybody can write the public key file `{}`", shown);
            Err(refuse(Code::E927, message, message!("`chmod o-w` it, once you know that it is the right one")))
        } else {
            Ok(())
        };
    }
    let is_mounted = stat.st_uid == 0 && user != 0;
    if stat.st_uid != user && !is_mounted {
        return Err(refuse(
            Code::E904,
            message!("the key file `{}` belongs to another user", shown),
            message!("run as its owner, or make a key file of your own with `{}`", role.maker()),
        ));
    }
    let others = if is_mounted { Mode::WGRP | Mode::XGRP | Mode::RWXO } else { Mode::RWXG | Mode::RWXO };
    if mode.intersects(others) {
        return Err(refuse(
            Code::E903,
            message!("others can read the key file `{}`", shown),
            message!(
                "`chmod 600` it, and make a new key if somebody may have read this one; of a secret mount ask for mode 0400, or 0440 with a group of yours"
            ),
        ));
    }
    Ok(())
}

fn open_error(errno: Errno, role: Role, shown: &Shown) -> Error {
    match errno {
        Errno::LOOP => refuse(
            Code::E902,
            message!("the {} `{}` is a symbolic link", role.name(), shown),
            message!("name the file itself: a link can be pointed elsewhere"),
        ),
        Errno::NXIO => refuse(
            Code::E902,
            message!("`{}` is a socket, not a {}", shown, role.name()),
            message!("name the file itself, which must be a regular one"),
        ),
        _ => missing(shown, role, errno),
    }
}

/// What to say when a key was given where the name of a file is expected.
pub(super) fn key_as_name() -> Error {
    refuse(
        Code::E916,
        message!("64 hex digits stand where the name of a key file is expected"),
        message!("a key never stands on a command line, where process lists and histories show it: make a new one"),
    )
}

/// What to say when a key file is not there, or not to be reached.
pub(super) fn missing(shown: &Shown, role: Role, errno: Errno) -> Error {
    if errno == Errno::NOENT && shown.as_str() == LIKE_A_KEY {
        return key_as_name();
    }
    if errno == Errno::NOENT {
        return refuse(Code::E901, message!("there is no {} `{}`", role.name(), shown), role.how_to_get());
    }
    failed(Kind::Key, message!("the {} `{}` cannot be opened", role.name(), shown), errno)
}

/// A new text for a key file, which replaces the old one whole or not at all. Who holds it is the only one to do so.
#[derive(Debug)]
pub(super) struct Replacement<'e> {
    entry: &'e Entry,
    partial: OsString,
    /// Locked: the system lets go when its holder dies, so what a killed run left behind is taken over.
    file: File,
    published: bool,
}

impl<'e> Replacement<'e> {
    /// Locks the file `.<name>.iesiz-partial` beside the key file, which will take its place.
    ///
    /// # Errors
    /// `Kind::Exists` when another run holds it, `Kind::Output` otherwise.
    pub(super) fn begin(entry: &'e Entry) -> Result<Self> {
        let mut partial = OsString::from(".");
        partial.push(&entry.name);
        partial.push(".iesiz-partial");
        let unwritten = |errno: Errno| entry.unwritten(&errno.into());
        loop {
            let file = entry.open(&partial, OFlags::RDWR | OFlags::CREATE).map_err(unwritten)?;
            let stat = rustix::fs::fstat(&file).map_err(unwritten)?;
            // Judged before it is written to: where others may plant files, it could be another name of one of ours.
            if judge_file(&stat, entry.role, &entry.shown).is_err() || stat.st_nlink > 1 {
                return Err(Error::new(
                    Kind::Output,
                    Diagnostic::new(Code::E914, message!("a file that is not ours is in the way of `{}`", entry.shown))
                        .hint(message!("look at what ends in `.iesiz-partial` beside it, and remove it")),
                ));
            }
            match rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive) {
                Ok(()) => {}
                Err(Errno::WOULDBLOCK) => {
                    return Err(Error::new(
                        Kind::Exists,
                        Diagnostic::new(Code::E913, message!("another run is writing `{}`", entry.shown))
                            .hint(message!("wait for it; `iesiz keys show` lists the epochs")),
                    ));
                }
                Err(errno) => return Err(unwritten(errno)),
            }
            // The run that held the lock may have renamed what was opened here; then it is the key file itself, or gone.
            match rustix::fs::statat(&entry.parent, &partial, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(there) if (there.st_ino, there.st_dev) == (stat.st_ino, stat.st_dev) => {
                    return Ok(Self { entry, partial, file: File::from(file), published: false });
                }
                Ok(_) | Err(Errno::NOENT) => {}
                Err(errno) => return Err(unwritten(errno)),
            }
        }
    }

    fn write(&mut self, text: &[u8]) -> Result<()> {
        let file = &mut self.file;
        let written = file.set_len(0).and_then(|()| file.write_all(text)).and_then(|()| file.sync_all());
        written.map_err(|e| self.entry.unwritten(&e))
    }

    /// Writes the text, syncs it and gives it the name of a key file that does not exist.
    fn place(mut self, text: &[u8]) -> Result<()> {
        self.write(text)?;
        let (entry, partial) = (self.entry, &self.partial);
        let flags = RenameFlags::NOREPLACE;
        let placed = match rustix::fs::renameat_with(&entry.parent, partial, &entry.parent, &entry.name, flags) {
            // Not every file system knows the flag. A second name is never given over another one either; the first goes with the rest.
            Err(Errno::INVAL | Errno::NOSYS) => {
                rustix::fs::linkat(&entry.parent, partial, &entry.parent, &entry.name, AtFlags::empty())
            }
            renamed => {
                self.published = renamed.is_ok();
                renamed
            }
        };
        placed.map_err(|errno| if errno == Errno::EXIST { entry.exists() } else { entry.unwritten(&errno.into()) })?;
        entry.sync_directory().map_err(|errno| {
            entry.remove();
            entry.unwritten(&errno.into())
        })
    }

    /// Writes the text, syncs it and renames it over the key file.
    ///
    /// # Errors
    /// `Kind::Output`; the key file is as it was, unless the message says otherwise.
    pub(super) fn publish(mut self, text: &[u8]) -> Result<()> {
        let entry = self.entry;
        if text.len() as u64 > MAX_BYTES {
            return Err(refuse(
                Code::E928,
                message!("`{}` would become too large for a key file", entry.shown),
                message!("make a key file of its own for what comes next, with `iesiz keys new`"),
            ));
        }
        self.write(text)?;
        rustix::fs::renameat(&entry.parent, &self.partial, &entry.parent, &entry.name)
            .map_err(|errno| entry.unwritten(&errno.into()))?;
        self.published = true;
        entry.sync_directory().map_err(|errno| {
            let what = message!("`{}` has its new epoch, which a power failure may still undo", entry.shown);
            let error = failed(Kind::Output, what, errno);
            // Told apart from a rotation that did not happen, which is not to be repeated.
            let of = |diagnostic: &Diagnostic| Diagnostic { code: Code::E646, ..diagnostic.clone() };
            Error::many(Kind::Output, error.diagnostics().iter().map(of).collect())
        })
    }
}

impl Drop for Replacement<'_> {
    fn drop(&mut self) {
        if !self.published {
            let _ = rustix::fs::unlinkat(&self.entry.parent, &self.partial, AtFlags::empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_its_owners_or_a_mount_of_the_system() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let judged = |owner: u32, mode: u32, user: u32| {
            let mut stat = rustix::fs::fstat(file.as_file()).expect("facts of it");
            (stat.st_uid, stat.st_mode) = (owner, mode);
            judge_access(&stat, Role::Tokens, &Shown::name("k"), user).is_ok()
        };
        for (owner, mode, user, fits) in [
            (7, 0o600, 7, true),
            (7, 0o400, 7, true),
            (7, 0o440, 7, false),
            (7, 0o604, 7, false),
            (8, 0o600, 7, false),
            // The group is one of the user's, or the file would not have opened.
            (0, 0o440, 7, true),
            (0, 0o640, 7, true),
            (0, 0o460, 7, false),
            (0, 0o444, 7, false),
            (0, 0o440, 0, false),
        ] {
            assert_eq!(judged(owner, mode, user), fits, "{owner} {mode:o} {user}");
        }
        assert_eq!(descriptor(Path::new("/dev/fd/63")), Some(PathBuf::from("/dev/fd/63")));
        assert!(
            ["/dev/fd/", "/dev/fd/../null", "/dev/fd/3x", "fd/3"]
                .iter()
                .all(|path| descriptor(Path::new(path)).is_none())
        );
    }
}
