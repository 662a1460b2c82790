//! The key file: JSON, 0600, random roots by epoch.

use super::derive::SALT;
use crate::crypto::prf::hkdf;
use crate::error::{Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::secret::Secret;
use rand::TryRng as _;
use rustix::fs::{Mode, OFlags};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use zeroize::Zeroize;

/// Name and version of the format.
const FORMAT: &str = "iesiz-keys/1";
/// A key file of ten thousand epochs would be smaller.
const MAX_BYTES: u64 = 1 << 20;

/// Public name of a key: tells keys apart, says nothing about them.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct KeyId([u8; 8]);

impl KeyId {
    fn of(root: &[u8; 32]) -> Self {
        let mut info = vec![0, 6];
        info.extend_from_slice(b"key-id");
        let digest = hkdf(root, SALT, &info);
        Self(digest[..8].try_into().expect("32 bytes hold 8"))
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyId({self})")
    }
}

impl crate::error::Safe for KeyId {}

/// The root keys of a key file. New tokens use the latest epoch.
#[derive(Debug)]
pub struct Keyset {
    roots: Vec<(u32, Secret<[u8; 32]>)>,
    ephemeral: bool,
}

impl Keyset {
    /// A key that is thrown away with this value: a release under it joins within itself and with nothing else, ever.
    pub fn ephemeral() -> Result<Self> {
        Ok(Self { roots: vec![(1, Secret::new(random_root()?))], ephemeral: true })
    }

    /// A keyset of one given root, for tests and embedders that keep keys elsewhere.
    #[must_use]
    pub fn from_root(root: [u8; 32], epoch: u32) -> Self {
        Self { roots: vec![(epoch, Secret::new(root))], ephemeral: false }
    }

    /// Reads a key file after checking that nobody else can.
    ///
    /// # Errors
    /// `Kind::Key` when it is missing, a link, open to others, owned by someone else, malformed, or holds a weak key.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = Shown::path(path);
        let mut text = read_private(path, &shown)?;
        let keyset = Self::parse(&text, &shown);
        text.zeroize();
        keyset
    }

    fn parse(text: &str, shown: &Shown) -> Result<Self> {
        let mut document: Document = serde_json::from_str(text).map_err(|_| {
            refuse("E905", message!("`{}` is not a key file", shown))
                .hint(message!("a key file is JSON made by `iesiz keys new`; it must not be edited"))
                .into_error()
        })?;
        let roots = document.roots(shown);
        document.zeroize();
        Ok(Self { roots: roots?, ephemeral: false })
    }

    /// Makes a key file with one new random root; never overwrites.
    ///
    /// # Errors
    /// `Kind::Exists` when something is there already, `Kind::Output` when it cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        let root = random_root()?;
        let mut document = Document { format: FORMAT.into(), epochs: vec![Epoch { epoch: 1, key: to_hex(&root) }] };
        let mut text = serde_json::to_string_pretty(&document)
            .map_err(|_| Error::internal(message!("the key document cannot be written as JSON")))?;
        text.push('\n');
        let written = write_private(path, text.as_bytes());
        text.zeroize();
        document.zeroize();
        written?;
        Ok(Self::from_root(root, 1))
    }

    /// Whether the key is thrown away after the run.
    #[must_use]
    pub fn is_ephemeral(&self) -> bool {
        self.ephemeral
    }

    /// The epoch of new tokens.
    #[must_use]
    pub fn epoch(&self) -> u32 {
        self.current().0
    }

    /// The id of the key of new tokens.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId::of(self.current().1.expose())
    }

    /// Ids and epochs, oldest first.
    #[must_use]
    pub fn epochs(&self) -> Vec<(u32, KeyId)> {
        self.roots.iter().map(|(epoch, root)| (*epoch, KeyId::of(root.expose()))).collect()
    }

    pub(super) fn root(&self) -> &[u8; 32] {
        self.current().1.expose()
    }

    fn current(&self) -> &(u32, Secret<[u8; 32]>) {
        self.roots.last().expect("a keyset is never empty")
    }
}

/// A key file as it is written.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: String,
    epochs: Vec<Epoch>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Epoch {
    epoch: u32,
    key: String,
}

impl Zeroize for Document {
    fn zeroize(&mut self) {
        for epoch in &mut self.epochs {
            epoch.key.zeroize();
        }
    }
}

impl Document {
    fn roots(&self, shown: &Shown) -> Result<Vec<(u32, Secret<[u8; 32]>)>> {
        if self.format != FORMAT {
            return Err(refuse("E906", message!("`{}` has an unknown key format", shown))
                .hint(message!("this version reads `iesiz-keys/1`"))
                .into_error());
        }
        let mut roots = Vec::with_capacity(self.epochs.len());
        for (at, Epoch { epoch, key }) in self.epochs.iter().enumerate() {
            if usize::try_from(*epoch) != Ok(at + 1) {
                return Err(refuse("E907", message!("the epochs of `{}` are not 1, 2, 3 …", shown)).into_error());
            }
            let root = from_hex(key).ok_or_else(|| {
                refuse("E908", message!("the key of epoch {} in `{}` is not 64 hex digits", *epoch, shown)).into_error()
            })?;
            if is_weak(&root) {
                return Err(refuse("E909", message!("the key of epoch {} in `{}` is not random", *epoch, shown))
                    .hint(message!("make one with `iesiz keys new`; never type a key"))
                    .into_error());
            }
            roots.push((*epoch, Secret::new(root)));
        }
        if roots.is_empty() {
            return Err(refuse("E907", message!("`{}` holds no key", shown)).into_error());
        }
        Ok(roots)
    }
}

fn refuse(code: &'static str, message: Message) -> Diagnostic {
    Diagnostic::new(code, message)
}

trait IntoKeyError {
    fn into_error(self) -> Error;
}

impl IntoKeyError for Diagnostic {
    fn into_error(self) -> Error {
        Error::new(Kind::Key, self)
    }
}

/// 32 random bytes have fewer than 16 distinct values with probability below 1e-11; a key that somebody typed nearly always has.
/// The vectors' favourite 00 01 02 … has 32, so steps of one are refused by themselves.
fn is_weak(root: &[u8; 32]) -> bool {
    let mut seen = [false; 256];
    root.iter().for_each(|&byte| seen[usize::from(byte)] = true);
    let distinct = seen.iter().filter(|&&s| s).count();
    let steps = root.windows(2).filter(|pair| pair[1].wrapping_sub(pair[0]) == 1).count();
    distinct < 16 || steps > 16
}

fn random_root() -> Result<[u8; 32]> {
    let mut root = [0_u8; 32];
    rand::rngs::SysRng
        .try_fill_bytes(&mut root)
        .map_err(|_| refuse("E910", message!("the operating system gave no random bytes")).into_error())?;
    Ok(root)
}

fn to_hex(root: &[u8; 32]) -> String {
    use fmt::Write as _;
    root.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Option<[u8; 32]> {
    let mut root = [0_u8; 32];
    if text.len() != 64 {
        return None;
    }
    for (byte, pair) in root.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
        let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(root)
}

/// Opens without following a link and judges the opened descriptor, not the path: what is checked is what is read.
fn read_private(path: &Path, shown: &Shown) -> Result<String> {
    let descriptor =
        rustix::fs::open(path, OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty())
            .map_err(|errno| open_error(errno, shown))?;
    let mut file = File::from(descriptor);
    let unreadable = |e: &std::io::Error| Error::io(Kind::Key, message!("the key file `{}` cannot be read", shown), e);
    let meta = file.metadata().map_err(|e| unreadable(&e))?;
    if !meta.is_file() {
        return Err(refuse("E902", message!("`{}` is not a regular file", shown)).into_error());
    }
    if meta.mode() & 0o077 != 0 {
        return Err(refuse("E903", message!("others can read the key file `{}`", shown))
            .hint(message!("`chmod 600` it, and make a new key if somebody may have read this one"))
            .into_error());
    }
    if meta.uid() != rustix::process::geteuid().as_raw() {
        return Err(refuse("E904", message!("the key file `{}` belongs to another user", shown)).into_error());
    }
    if meta.len() > MAX_BYTES {
        return Err(refuse("E905", message!("`{}` is too large for a key file", shown)).into_error());
    }
    let mut text = String::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    file.read_to_string(&mut text).map_err(|e| unreadable(&e))?;
    Ok(text)
}

fn open_error(errno: rustix::io::Errno, shown: &Shown) -> Error {
    if errno == rustix::io::Errno::LOOP {
        return refuse("E902", message!("the key file `{}` is a symbolic link", shown))
            .hint(message!("name the file itself"))
            .into_error();
    }
    let missing = message!("the key file `{}` cannot be opened", shown);
    let mut error = Error::io(Kind::Key, missing.clone(), &errno.into());
    if errno == rustix::io::Errno::NOENT {
        error = refuse("E901", message!("there is no key file `{}`", shown))
            .hint(message!("make one with `iesiz keys new`, or use `--keys ephemeral` for a key that is thrown away"))
            .into_error();
    }
    error
}

fn write_private(path: &Path, text: &[u8]) -> Result<()> {
    let shown = Shown::path(path);
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let descriptor = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR).map_err(|errno| match errno {
        rustix::io::Errno::EXIST => Error::new(
            Kind::Exists,
            Diagnostic::new("E911", message!("`{}` exists", shown))
                .hint(message!("a key file is never overwritten: its tokens could not be made again")),
        ),
        _ => Error::io(Kind::Output, message!("the key file `{}` cannot be made", shown), &errno.into()),
    })?;
    let mut file = File::from(descriptor);
    let done = file.write_all(text).and_then(|()| file.sync_all()).and_then(|()| sync_parent(path));
    done.map_err(|e| Error::io(Kind::Output, message!("the key file `{}` cannot be written", shown), &e))
}

fn sync_parent(path: &Path) -> std::io::Result<()> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "8f3a1c5e7b9d2046aa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f901234";

    fn parse(text: &str) -> Result<Keyset> {
        Keyset::parse(text, &Shown::name("k.json"))
    }

    fn one(key: &str) -> String {
        format!(r#"{{"format":"iesiz-keys/1","epochs":[{{"epoch":1,"key":"{key}"}}]}}"#)
    }

    #[test]
    fn a_good_file_has_one_epoch_and_an_id() {
        let keys = parse(&one(GOOD)).expect("good");
        assert_eq!((keys.epoch(), keys.is_ephemeral()), (1, false));
        assert_eq!(keys.id().to_string().len(), 16);
    }

    #[test]
    fn bad_files_are_key_errors_and_show_no_key() {
        let zero = one(&"0".repeat(64));
        let sequence: String = one(&(0..32).map(|b| format!("{b:02x}")).collect::<String>());
        let cases = [
            "",
            "{}",
            "[]",
            "null",
            &one(&GOOD[1..]),
            &one(&format!("{GOOD}0")),
            &one(&GOOD.replace('8', "z")),
            &zero,
            &sequence,
            &one(GOOD).replace("keys/1", "keys/2"),
            &one(GOOD).replace("\"epoch\":1", "\"epoch\":2"),
            &one(GOOD).replace("\"epoch\":1", "\"epoch\":1,\"note\":1"),
            &format!("{} trailing", one(GOOD)),
            r#"{"format":"iesiz-keys/1","epochs":[]}"#,
        ];
        for case in cases {
            let error = parse(case).expect_err(case);
            assert_eq!(error.kind(), Kind::Key, "{case}");
            assert!(!error.to_string().contains("8f3a1c"), "{error}");
        }
    }

    #[test]
    fn two_roots_have_two_ids() {
        assert_ne!(Keyset::from_root([1; 32], 1).id().to_string(), Keyset::from_root([2; 32], 1).id().to_string());
    }
}
