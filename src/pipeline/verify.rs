//! Checks that a release is the one that was published: every digest, no file more, no file less, and whose signature
//! it bears.
//!
//! The manifest says what every other file is, the list of digests must say exactly the same, and the signature is of
//! the manifest. So there is no byte in a signed release that could be changed unnoticed; in one without a signature
//! none that could be changed alone.

use super::manifest::{MANIFEST_COMMENT, MANIFEST_FORMAT};
use crate::crypto::sign::{BadSignature, PublicKey, SignerId, claimed_signer};
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{MAX_MANIFEST, ReleaseNames, names_in, read_document, refuse_missing, sha256_reader};
use crate::keys::open_public;
use crate::message;
use crate::number::hex;
use rustix::fd::OwnedFd;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

/// A release whose files are what its manifest says.
#[derive(Debug)]
pub struct Verified {
    /// Files that were checked.
    pub files: usize,
    /// Status that the manifest states.
    pub status: String,
    /// Whose it is.
    pub signed: Signed,
}

/// Who answers for a release.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Signed {
    /// Nobody, and nobody was asked for.
    No,
    /// It says that this key signed it. Whether that is so was not asked.
    Unchecked(SignerId),
    /// This key signed it.
    By(SignerId),
}

/// The part of a manifest that verification reads.
#[derive(Deserialize)]
struct Stated {
    format: String,
    status: String,
    signed_by: Option<String>,
    notice_sha256: String,
    /// Releases of the first version have none.
    #[serde(default)]
    dictionary_sha256: Option<String>,
    datasets: Vec<StatedDataset>,
}

#[derive(Deserialize)]
struct StatedDataset {
    file: String,
    sha256: String,
    bytes: u64,
}

/// Reads the public key that a release is to be checked with. One that came with the release is refused, whatever path
/// leads to it: whoever exchanges a release would exchange that too.
///
/// # Errors
/// `Kind::Mismatch` for a file inside the release, `Kind::Key` for what is no public key.
pub fn trusted_key(public: &Path, release: &Path) -> Result<PublicKey> {
    let Ok(real) = public.canonicalize() else { return open_public(public) };
    let is_inside = release.canonicalize().is_ok_and(|release| real.starts_with(release));
    if is_inside || is_another_name(&real, release) {
        let message = message!("the public key `{}` lies in the release that it is to check", Shown::path(public));
        let hint = message!("a key that comes with a release proves nothing: ask for it on another way");
        return Err(Error::new(Kind::Mismatch, Diagnostic::new(Code::E1206, message).hint(hint)));
    }
    let is_link = fs::symlink_metadata(public).is_ok_and(|meta| meta.is_symlink());
    open_public(if is_link { &real } else { public })
}

/// Whether a file of the release is this file under another name.
fn is_another_name(file: &Path, release: &Path) -> bool {
    let identity = |path: &Path| fs::symlink_metadata(path).map(|meta| (meta.dev(), meta.ino())).ok();
    let Some(known) = identity(file) else { return false };
    let mut names = names_in(release).into_iter().flatten().flatten();
    names.any(|name| identity(&release.join(name)) == Some(known))
}

/// Verifies a release. With a key, its signature is required.
///
/// # Errors
/// `Kind::Mismatch` with everything that does not match; `Kind::Usage` when nothing is there, `Kind::Damaged` when it is no release.
pub fn verify(release: &Path, key: Option<&PublicKey>) -> Result<Verified> {
    let shown = Shown::path(release);
    refuse_missing(release)?;
    if release.is_file() {
        let diagnostic = Diagnostic::new(Code::E417, message!("`{}` is a file", shown));
        let hint = message!("name the directory of a release, or a signed report of an audit together with `--public`");
        return Err(Error::new(Kind::Damaged, diagnostic.hint(hint)));
    }
    const TRIES: usize = 5;
    for _ in 1..TRIES {
        let folder = Folder::open(release, &shown)?;
        let known = folder.identity();
        let judged = verify_in(folder, &shown, key);
        // What was opened may have been replaced, and taken away, meanwhile: then the one in its place is asked.
        if judged.is_ok() || Folder::open(release, &shown)?.identity() == known {
            return judged;
        }
    }
    verify_in(Folder::open(release, &shown)?, &shown, key)
}

fn verify_in(folder: Folder, shown: &Shown, key: Option<&PublicKey>) -> Result<Verified> {
    let present = folder.list(shown)?;
    let names = ReleaseNames::among(|name| present.contains_key(name));
    let mut judge = Judge { folder, present, names, problems: Vec::new() };
    let manifest = judge.read(names.manifest)?;
    let stated = manifest.as_deref().and_then(Stated::parse);
    if manifest.is_some() && stated.is_none() {
        judge.differs(message!("`{}` cannot be read as a manifest of this version", names.manifest));
    }
    let signed = judge.signature(manifest.as_deref(), stated.as_ref(), key)?;
    judge.files(stated.as_ref())?;
    if let (Some(manifest), Some(stated)) = (&manifest, &stated) {
        judge.sums(manifest, stated)?;
    }
    match (stated, signed) {
        (Some(stated), Some(signed)) if judge.problems.is_empty() => {
            Ok(Verified { files: judge.present.len(), status: stated.status, signed })
        }
        _ => Err(judge.refuse()),
    }
}

/// Verifies the signature that lies beside a document under its name and `.minisig`, made for this purpose and no other.
///
/// # Errors
/// `Kind::Mismatch` when there is none, or it is another key's or of another text; `Kind::Damaged` when the document cannot be read.
pub fn verify_document(path: &Path, purpose: &str, key: &PublicKey) -> Result<SignerId> {
    let shown = Shown::path(path);
    let read = |path: &Path| read_document(path, MAX_MANIFEST, Kind::Damaged);
    let text = read(path)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".minisig");
    let judged = match read(Path::new(&beside)) {
        Err(_) => {
            Err((Code::E1203, message!("nobody signed `{}`: there is no `{}`", shown, Shown::path(Path::new(&beside)))))
        }
        Ok(signature) => key.verify(&text, &signature, purpose).map_err(|bad| match bad {
            BadSignature::OtherKey(other) => {
                (Code::E1204, message!("the key {} signed `{}`, not {}", other, shown, key.id()))
            }
            BadSignature::Comment => {
                (Code::E1205, message!("the signature of `{}` was made for something else", shown))
            }
            BadSignature::Form | BadSignature::Wrong => (Code::E1205, message!("`{}` is not what was signed", shown)),
        }),
    };
    judged.map(|()| key.id()).map_err(|(code, message)| {
        let hint = message!("do not rely on this document; ask whoever signed it");
        Error::new(Kind::Mismatch, Diagnostic::new(code, message).hint(hint))
    })
}

impl Stated {
    /// What serde says of a document is not shown: it quotes it.
    fn parse(text: &[u8]) -> Option<Self> {
        let stated: Self = serde_json::from_slice(text).ok()?;
        (stated.format == MANIFEST_FORMAT).then_some(stated)
    }

    /// Digests of all files but the manifest, the list of digests and the signature.
    fn digests(&self, names: ReleaseNames) -> impl Iterator<Item = (&str, &str)> {
        let datasets = self.datasets.iter().map(|dataset| (dataset.file.as_str(), dataset.sha256.as_str()));
        let dictionary = self.dictionary_sha256.as_deref().map(|digest| (names.dictionary, digest));
        datasets.chain([(names.notice, self.notice_sha256.as_str())]).chain(dictionary)
    }
}

/// What lies in a directory under a name.
enum Entry {
    File(u64),
    Other,
}

/// The directory of a release, opened once: whoever puts another release in its place meanwhile does not mix the two.
struct Folder(OwnedFd);

impl Folder {
    fn open(release: &Path, shown: &Shown) -> Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::open(release, flags, Mode::empty()).map(Self).map_err(|e| unreadable(shown, &e.into()))
    }

    /// Which directory it is.
    fn identity(&self) -> Option<(u64, u64)> {
        rustix::fs::fstat(&self.0).ok().map(|stat| (stat.st_dev, stat.st_ino))
    }

    /// A plain file of it. A link leads elsewhere, and a pipe would never end.
    fn file(&self, name: &str) -> std::io::Result<fs::File> {
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(fs::File::from(rustix::fs::openat(&self.0, name, flags, Mode::empty())?))
    }

    fn list(&self, shown: &Shown) -> Result<BTreeMap<String, Entry>> {
        let failed = |e: rustix::io::Errno| unreadable(shown, &e.into());
        let mut present = BTreeMap::new();
        for entry in Dir::read_from(&self.0).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            if matches!(name.to_bytes(), b"." | b"..") {
                continue;
            }
            // Not followed: a link in a release is nothing that was published.
            let kind = match rustix::fs::statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) if FileType::from_raw_mode(stat.st_mode) == FileType::RegularFile => {
                    Entry::File(u64::try_from(stat.st_size).unwrap_or(0))
                }
                Ok(_) => Entry::Other,
                Err(errno) => return Err(failed(errno)),
            };
            present.insert(name.to_string_lossy().into_owned(), kind);
            if present.len() > MOST_FILES {
                let diagnostic = Diagnostic::new(
                    Code::E443,
                    message!("the folder `{}` has more than {} entries", shown, MOST_FILES),
                );
                return Err(Error::new(
                    Kind::Resource,
                    diagnostic.hint(message!("a release has a file a dataset; name its directory")),
                ));
            }
        }
        Ok(present)
    }
}

/// Most entries of a release.
const MOST_FILES: usize = 100_000;

fn unreadable(shown: &Shown, error: &std::io::Error) -> Error {
    Error::io(Kind::Damaged, message!("`{}` cannot be read", shown), error)
}

/// A release, and what is wrong with it.
struct Judge {
    folder: Folder,
    present: BTreeMap<String, Entry>,
    names: ReleaseNames,
    problems: Vec<Diagnostic>,
}

impl Judge {
    fn differs(&mut self, message: Message) {
        self.problems.push(Diagnostic::new(Code::E1201, message));
    }

    fn refuse(self) -> Error {
        let mut problems = self.problems;
        if let Some(last) = problems.last_mut() {
            last.hint = Some(message!("do not use this release; ask for it again"));
        }
        Error::many(Kind::Mismatch, problems)
    }

    /// A document; `None` if it is not there.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let Some(Entry::File(size)) = self.present.get(name) else { return Ok(None) };
        let shown = Shown::name(name);
        if *size > MAX_MANIFEST {
            let diagnostic = Diagnostic::new(Code::E442, message!("`{}` is longer than {} bytes", shown, MAX_MANIFEST));
            return Err(Error::new(
                Kind::Resource,
                diagnostic.hint(message!("no release of ours has such a document")),
            ));
        }
        let mut text = Vec::new();
        let read = self.folder.file(name).and_then(|file| file.take(MAX_MANIFEST).read_to_end(&mut text));
        // What the list named and is gone was taken away meanwhile.
        read.map(|_| Some(text)).map_err(|e| unreadable(&shown, &e))
    }

    /// Whose the release is; `None` if it is refused, for this or for a manifest that says nothing.
    fn signature(
        &mut self,
        manifest: Option<&[u8]>,
        stated: Option<&Stated>,
        key: Option<&PublicKey>,
    ) -> Result<Option<Signed>> {
        let Some(manifest) = manifest.filter(|_| stated.is_some() || key.is_some()) else { return Ok(None) };
        let named = stated.and_then(|stated| stated.signed_by.as_deref());
        let signed =
            judge_signature(self.read(self.names.signature)?.as_deref(), self.names.signature, manifest, named, key);
        Ok(signed.map_err(|(code, message)| self.problems.push(Diagnostic::new(code, message))).ok())
    }

    /// Every file that should be there, and no other; sizes and digests are those of the manifest.
    fn files(&mut self, stated: Option<&Stated>) -> Result<()> {
        let ReleaseNames { manifest, notice, dictionary, sums, signature } = self.names;
        let mut expected = BTreeSet::from([manifest, notice, sums]);
        expected.extend(stated.filter(|stated| stated.dictionary_sha256.is_some()).map(|_| dictionary));
        expected.extend(stated.iter().flat_map(|stated| &stated.datasets).map(|dataset| dataset.file.as_str()));
        let mut wrong = Vec::new();
        for &name in &expected {
            match self.present.get(name) {
                None => wrong.push(message!("`{}` is missing", Shown::name(name))),
                Some(Entry::Other) => wrong.push(message!("`{}` is not a plain file", Shown::name(name))),
                Some(Entry::File(_)) => {}
            }
        }
        // Whether there should be a signature was judged with it.
        if let Some(Entry::Other) = self.present.get(signature) {
            wrong.push(message!("`{}` is not a plain file", signature));
        }
        let unknown = |name: &&String| !expected.contains(name.as_str()) && *name != signature;
        let added = self.present.keys().filter(|_| stated.is_some()).filter(unknown);
        wrong.extend(added.map(|name| message!("`{}` was added", Shown::name(name))));
        wrong.into_iter().for_each(|message| self.differs(message));
        let Some(stated) = stated else { return Ok(()) };
        for (name, digest) in stated.digests(self.names) {
            let Some(Entry::File(_)) = self.present.get(name) else { continue };
            // A file that cannot be read is not one that differs.
            let found = self.folder.file(name).and_then(sha256_reader);
            if found.map_err(|e| unreadable(&Shown::name(name), &e))? != digest {
                self.differs(message!("`{}` is not what was published", Shown::name(name)));
            }
        }
        for StatedDataset { file, bytes, .. } in &stated.datasets {
            if matches!(self.present.get(file), Some(Entry::File(size)) if size != bytes) {
                self.differs(message!("`{}` has not the size that the manifest says", Shown::name(file)));
            }
        }
        Ok(())
    }

    /// The list of digests says what the manifest says, to the byte, and the digest of the manifest itself.
    fn sums(&mut self, manifest: &[u8], stated: &Stated) -> Result<()> {
        let Some(listed) = self.read(self.names.sums)? else { return Ok(()) };
        let digests = stated.digests(self.names).map(|(name, digest)| (name, digest.to_owned()));
        if sums(digests.chain([(self.names.manifest, sha256(manifest))])).as_bytes() != listed {
            self.differs(message!("`{}` and `{}` disagree", self.names.sums, self.names.manifest));
        }
        Ok(())
    }
}

/// What is wrong with a signature: the code and the message.
type Wrong = (Code, Message);

/// Whose the manifest is, by the text of its signature, the key that it names and the one that it is checked with.
fn judge_signature(
    text: Option<&[u8]>,
    name: &'static str,
    manifest: &[u8],
    named: Option<&str>,
    key: Option<&PublicKey>,
) -> Result<Signed, Wrong> {
    let Some(text) = text else { return without_signature(named, key) };
    let Some(signer) = claimed_signer(text) else {
        return Err((Code::E1205, message!("`{}` has not the form of a signature", name)));
    };
    if let Some(key) = key {
        key.verify(manifest, text, MANIFEST_COMMENT).map_err(|bad| match bad {
            BadSignature::OtherKey(_) => {
                (Code::E1204, message!("the key {} signed the release, not {}", signer, key.id()))
            }
            BadSignature::Comment => (Code::E1205, message!("`{}` was not made for a manifest", name)),
            BadSignature::Form | BadSignature::Wrong => {
                (Code::E1205, message!("`{}` is not a signature of this manifest", name))
            }
        })?;
    }
    if named != Some(signer.to_string().as_str()) {
        let message = message!("`{}` is by the key {}, which the manifest does not name", name, signer);
        return Err((Code::E1204, message));
    }
    Ok(if key.is_some() { Signed::By(signer) } else { Signed::Unchecked(signer) })
}

/// A release without a signature is nobody's, and whole if its manifest says so and nobody asked for one.
fn without_signature(named: Option<&str>, key: Option<&PublicKey>) -> Result<Signed, Wrong> {
    let message = match (named.map(Shown::name), key) {
        (None, None) => return Ok(Signed::No),
        (None, Some(_)) => message!("nobody signed the release"),
        (Some(id), _) => message!("the manifest says that the key {} signed it, and the signature is missing", id),
    };
    Err((Code::E1203, message))
}

/// The text of the list of digests.
pub(super) fn sums<'n>(digests: impl IntoIterator<Item = (&'n str, String)>) -> String {
    let mut digests: Vec<_> = digests.into_iter().collect();
    digests.sort();
    digests.iter().map(|(file, digest)| format!("{digest}  {file}\n")).collect()
}

/// SHA-256 in hex.
pub(super) fn sha256(bytes: &[u8]) -> String {
    hex(Sha256::digest(bytes))
}
