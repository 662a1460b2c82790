//! What a release says of itself, and whether it is what it says: files, digests, manifest, names and documents.

use super::frame::{Frame, Slice, parts};
use super::notes::{Note, Notes};
use super::raw::WANTED;
use super::report::{Code, NotEnforced, Severity, Subject, Sure};
use super::veil::hit_in_name;
use crate::error::{Error, Kind as Failure, Result, Shown};
use crate::io::{MAX_MANIFEST, ReleaseNames, names_in, read_document, read_folder};
use crate::message;
use crate::recognize::{Kind, strongest_hit};
use crate::vocabulary::{Diversity, Role, SemanticType};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The part of a manifest that the audit reads.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Stated {
    pub(super) status: String,
    pub(super) audience: String,
    #[serde(default)]
    pub(super) not_enforced: Vec<StatedLack>,
    /// Key that is said to sign it.
    #[serde(default)]
    pub(super) signed_by: Option<String>,
    pub(super) datasets: Vec<StatedDataset>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedLack {
    what: String,
    why: String,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedDataset {
    pub(super) name: String,
    pub(super) file: String,
    pub(super) file_format: String,
    bytes: u64,
    sha256: String,
    pub(super) rows: u64,
    pub(super) models: Option<StatedModels>,
    pub(super) columns: Vec<StatedColumn>,
}

/// Models that a dataset is said to meet.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedModels {
    pub(super) k: u64,
    pub(super) people: String,
    pub(super) subject: Option<String>,
    pub(super) quasi_identifiers: Vec<StatedQuasi>,
    pub(super) asked: StatedAsked,
    pub(super) sensitive: Vec<String>,
    /// Quasi-identifiers that the key moved.
    #[serde(default)]
    pub(super) moved: Vec<String>,
    pub(super) classes: u64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedAsked {
    #[serde(default)]
    pub(super) k: u64,
    pub(super) l: Option<Diversity>,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedQuasi {
    pub(super) name: String,
    #[serde(default)]
    pub(super) levels: Vec<StatedLevel>,
}

/// A level of a hierarchy, and which share of the rows leaves at it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedLevel {
    pub(super) name: String,
    pub(super) share: f64,
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct StatedColumn {
    pub(super) name: String,
    pub(super) is: String,
    pub(super) role: String,
    pub(super) released: bool,
    pub(super) technique: String,
    pub(super) parameters: Option<String>,
    pub(super) dropped: Option<String>,
    /// Why it is declared as less than its header says.
    #[serde(default)]
    acknowledged: Option<String>,
    /// What becomes of NULL.
    #[serde(default)]
    pub(super) nulls: Option<String>,
    pub(super) token: Option<Value>,
}

impl StatedColumn {
    /// Whether its role is weaker than every column of its type has, or none at all.
    fn is_called_weaker(&self) -> bool {
        let own = SemanticType::parse(&self.is).map(SemanticType::role);
        own.is_some_and(|own| Role::parse(&self.role).is_none_or(|role| role < own))
    }

    /// Whether what leaves is somewhere else than the value was, so that nobody knows it of a person.
    pub(super) fn is_moved(&self) -> bool {
        ["shift", "permute", "noise"].contains(&self.technique.as_str())
    }

    /// Why it leaves as it is although its header may name people.
    pub(super) fn leaves_by_word(&self) -> Option<&str> {
        self.acknowledged.as_deref().filter(|_| self.released && ["keep", "mask"].contains(&self.technique.as_str()))
    }
}

/// A file of rows.
#[derive(Clone, Debug)]
pub(super) struct DataFile {
    /// Relative to the release.
    pub(super) name: String,
    pub(super) path: PathBuf,
    pub(super) stated: Option<StatedDataset>,
    pub(super) bytes: u64,
    /// SHA-256 of what is there, whatever a manifest says.
    pub(super) sha256: Option<String>,
    /// Of a Parquet file, the parts in which it is read; `None` if nobody should read it, which its own walk tells.
    slices: Option<Vec<Slice>>,
}

impl DataFile {
    /// A reader of its rows; `None` if there is none.
    pub(super) fn frame(&self) -> Option<Frame> {
        Frame::of_parts(&self.path, self.slices.clone()?)
    }

    /// Whether it is Parquet, or says so: what only says so is told as unreadable.
    pub(super) fn is_parquet(&self) -> bool {
        let mut magic = [0; 4];
        let begins = fs::File::open(&self.path).and_then(|mut file| file.read_exact(&mut magic)).is_ok();
        (begins && &magic == b"PAR1") || self.name.ends_with(".parquet")
    }

    /// Names of its columns; `None` if it cannot be read.
    pub(super) fn columns(&self) -> Option<Vec<String>> {
        if self.is_parquet() {
            super::parquet::leaf_names(&self.path)
        } else {
            super::table::CsvText::open(&self.path).ok().map(|text| text.header)
        }
    }
}

/// A release, or files without a manifest.
#[derive(Debug, Default)]
pub(super) struct Release {
    /// What its documents are called.
    pub(super) names: ReleaseNames,
    pub(super) stated: Option<Stated>,
    pub(super) subject: Subject,
    pub(super) not_enforced: Vec<NotEnforced>,
    pub(super) data: Vec<DataFile>,
    pub(super) files: u64,
    pub(super) bytes: u64,
    /// Bytes of documents: all of a text is looked at.
    pub(super) document_bytes: u64,
}

/// Fields that a manifest has, and must have.
pub(super) const FIELDS: &[&str] = &[
    "format",
    "tool",
    "profile",
    "clause",
    "audience",
    "status",
    "recipient",
    "policy_version",
    "law_snapshot",
    "storage_country",
    "as_of",
    "expires_on",
    "key",
    "signed_by",
    "notice_sha256",
    "linked_files",
    "geoip",
    "unit",
    "not_enforced",
    "counts_from",
    "datasets",
];

/// Fields that one of a later version than the first has.
const LATER: &[&str] = &["dictionary_sha256"];

/// Most files of a directory that is audited.
const MOST_FILES: usize = 10_000;

impl Release {
    /// Refuses a directory of more files, or with longer documents, than an audit has room for.
    ///
    /// # Errors
    /// `Kind::Resource`.
    pub(super) fn check_size(path: &Path, with_manifest: bool) -> Result<()> {
        if !path.is_dir() {
            return Ok(());
        }
        read_folder(path, MOST_FILES, Failure::Damaged)?;
        for name in ReleaseNames::of(path).all().into_iter().filter(|_| with_manifest) {
            let document = path.join(name);
            // Others are told of where they are read.
            if fs::symlink_metadata(&document).is_ok_and(|meta| meta.is_file()) {
                match read_document(&document, MAX_MANIFEST, Failure::Damaged) {
                    Err(error) if error.kind() == Failure::Resource => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Lists a directory or a file; a manifest is read unless it is to be left out of account.
    ///
    /// # Errors
    /// `Kind::Damaged` where the system does not give what is there: a fault is no finding.
    pub(super) fn open(path: &Path, with_manifest: bool, notes: &Notes) -> Result<Self> {
        let real = path.canonicalize().map_err(|e| unread(path, &e))?;
        let mut release = Self { names: ReleaseNames::of(&real), ..Self::default() };
        release.subject.name = real.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if real.is_file() {
            check_name(&release.subject.name, notes);
            release.take_rows(&real, release.subject.name.clone())?;
            return Ok(release);
        }
        let mut names: Vec<(String, PathBuf)> = Vec::new();
        for name in names_in(&real).map_err(|e| unread(path, &e))? {
            let name = name.map_err(|e| unread(path, &e))?;
            names.push((name.to_string_lossy().into_owned(), real.join(name)));
        }
        names.sort();
        for (name, path) in &names {
            check_name(name, notes);
            if !fs::symlink_metadata(path).map_err(|e| unread(path, &e))?.is_file() {
                notes.put(Note::new(Code::Unreadable, name).kind("no plain file"));
                continue;
            }
            release.take(path, name.clone())?;
        }
        check_name(&release.subject.name, notes);
        if with_manifest {
            let is_there = names.iter().any(|(name, _)| name == release.names.manifest);
            release.read_manifest(&real, is_there, notes)?;
        }
        Ok(release)
    }

    /// Goes through the files of rows before anybody reads them.
    ///
    /// # Errors
    /// `Kind::Resource` for a file with more in it than a reader should be given. What is damaged is told by the audit.
    pub(super) fn go_through(&mut self) -> Result<()> {
        // A report without a digest could be filed with any file; what a manifest lists is digested by now.
        for file in self.data.iter_mut().filter(|file| file.sha256.is_none()) {
            file.sha256 = crate::io::sha256_file(&file.path).ok();
        }
        for file in self.data.iter_mut().filter(|file| file.is_parquet()) {
            file.slices = match parts(&file.path) {
                Ok(slices) => Some(slices),
                Err(error) if error.kind() == Failure::Damaged => None,
                Err(error) => return Err(error),
            };
        }
        Ok(())
    }

    /// A file of a folder: one of rows, unless a document of a release has its name.
    fn take(&mut self, path: &Path, name: String) -> Result<()> {
        if !self.names.all().contains(&name.as_str()) {
            return self.take_rows(path, name);
        }
        let bytes = fs::metadata(path).map_err(|e| unread(path, &e))?.len();
        self.files += 1;
        self.bytes += bytes;
        self.document_bytes += bytes;
        Ok(())
    }

    /// A file of rows, or one that was named by itself.
    fn take_rows(&mut self, path: &Path, name: String) -> Result<()> {
        let bytes = fs::metadata(path).map_err(|e| unread(path, &e))?.len();
        self.files += 1;
        self.bytes += bytes;
        self.data.push(DataFile { name, path: path.to_owned(), stated: None, bytes, sha256: None, slices: None });
        Ok(())
    }

    fn read_manifest(&mut self, root: &Path, is_there: bool, notes: &Notes) -> Result<()> {
        let name = self.names.manifest;
        let lacks = |kind: &str| notes.put(Note::new(Code::Manifest, name).kind(kind));
        let bytes = match read_document(&root.join(name), MAX_MANIFEST, Failure::Damaged) {
            Ok(bytes) => bytes,
            // A link or a pipe was noted as one.
            Err(_) if !is_there || !fs::symlink_metadata(root.join(name)).is_ok_and(|meta| meta.is_file()) => {
                lacks("missing");
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let Ok(tree) = serde_json::from_slice::<Value>(&bytes) else {
            lacks("no JSON");
            return Ok(());
        };
        self.subject.manifest_sha256 = Some(super::digest_of(&bytes));
        for field in FIELDS.iter().filter(|field| tree.get(field).is_none()) {
            lacks(&format!("no field `{field}`"));
        }
        for field in tree
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(name, _)| ![FIELDS, LATER].concat().contains(&name.as_str()))
        {
            notes.put(Note::new(Code::Document, name).kind("unknown field").sure(Sure::Possible));
            search_json(field.1, name, notes);
        }
        search_json(&tree, name, notes);
        self.describe(&tree);
        match serde_json::from_value::<Stated>(tree) {
            Ok(stated) => self.compare(stated, notes),
            Err(_) => {
                lacks("of another form");
                Ok(())
            }
        }
    }

    fn describe(&mut self, tree: &Value) {
        let text = |field: &str| tree.pointer(field).and_then(Value::as_str).map(str::to_owned);
        let subject = &mut self.subject;
        subject.profile = text("/profile/name");
        subject.clause = text("/clause");
        subject.status = text("/status");
        subject.audience = text("/audience");
        subject.recipient = text("/recipient");
        subject.policy_version = text("/policy_version");
        subject.law_snapshot = text("/law_snapshot");
        subject.storage_country = text("/storage_country");
        subject.expires_on = text("/expires_on");
        subject.key = text("/key/id");
        subject.signed_by = text("/signed_by");
        subject.epoch = tree.pointer("/key/epoch").and_then(Value::as_u64).and_then(|epoch| u32::try_from(epoch).ok());
    }

    /// Files against the manifest. Digests and the list of them are compared by `verify`; here every file of rows finds its columns.
    fn compare(&mut self, stated: Stated, notes: &Notes) -> Result<()> {
        for dataset in &stated.datasets {
            let Some(file) = self.data.iter_mut().find(|file| file.name == dataset.file) else {
                notes.put(Note::new(Code::Missing, &dataset.file));
                continue;
            };
            file.stated = Some(dataset.clone());
            let format = if dataset.file_format == "parquet" { "parquet" } else { "csv" };
            if !file.name.ends_with(&format!(".{format}")) {
                notes.put(Note::new(Code::Manifest, &file.name).kind("another format than stated"));
            }
            let digest = crate::io::sha256_file(&file.path).map_err(|e| unread(&file.path, &e))?;
            if digest != dataset.sha256 || file.bytes != dataset.bytes {
                notes.put(Note::new(Code::Digest, &file.name));
            }
            file.sha256 = Some(digest);
        }
        for file in self.data.iter().filter(|file| file.stated.is_none()) {
            notes.put(Note::new(Code::Added, &file.name));
        }
        match self.subject.storage_country.as_deref() {
            Some("KZ") => {}
            None | Some("undeclared") => notes.put(Note::new(Code::Undeclared, self.names.manifest)),
            Some(_) => notes.put(Note::new(Code::Storage, self.names.manifest)),
        }
        for dataset in &stated.datasets {
            for column in dataset.columns.iter().filter(|column| column.leaves_by_word().is_some()) {
                notes.put(Note::new(Code::Acknowledged, &dataset.file).column(&column.name));
            }
            // A schema may only strengthen a role: called weaker, a column would stay out of every count of people.
            for column in dataset.columns.iter().filter(|column| column.released && column.is_called_weaker()) {
                let note = Note::new(Code::Manifest, &dataset.file).column(&column.name);
                notes.put(note.kind("a weaker role than its type has"));
            }
        }
        for lack in &stated.not_enforced {
            self.not_enforced.push(NotEnforced { what: lack.what.clone(), why: lack.why.clone() });
        }
        if !self.not_enforced.is_empty() {
            let severity = if stated.status == "anonymised" { Severity::Finding } else { Severity::Note };
            notes.put(
                Note::new(Code::NotEnforced, self.names.manifest)
                    .count(self.not_enforced.len() as u64)
                    .severity(severity),
            );
        }
        self.stated = Some(stated);
        Ok(())
    }

    /// Whether people outside receive it.
    pub(super) fn is_outside(&self) -> bool {
        self.stated.as_ref().is_some_and(|stated| stated.audience != "internal")
    }

    /// Whether it claims to be anonymous.
    pub(super) fn is_anonymous(&self) -> bool {
        self.stated.as_ref().is_some_and(|stated| stated.status == "anonymised")
    }
}

fn unread(path: &Path, error: &std::io::Error) -> Error {
    Error::io(Failure::Damaged, message!("`{}` cannot be read", Shown::path(path)), error)
}

/// Searches what is written beside the data: notice, list of digests, signature.
pub(super) fn search_documents(root: &Path, with_manifest: bool, notes: &Notes) {
    let names = ReleaseNames::of(root);
    // Of a manifest that is to be left out of account only the texts are looked at.
    if let (false, Ok(bytes)) =
        (with_manifest, read_document(&root.join(names.manifest), MAX_MANIFEST, Failure::Damaged))
    {
        match serde_json::from_slice::<Value>(&bytes) {
            Ok(tree) => search_json(&tree, names.manifest, notes),
            Err(_) => notes.put(Note::new(Code::Unreadable, names.manifest).kind("no JSON")),
        }
    }
    for name in [names.notice, names.dictionary, names.sums, names.signature] {
        let path = root.join(name);
        let text =
            read_document(&path, MAX_MANIFEST, Failure::Damaged).ok().and_then(|text| String::from_utf8(text).ok());
        let Some(lines) = text else {
            // Rows under the name of a document are not passed over.
            if path.symlink_metadata().is_ok() {
                notes.put(Note::new(Code::Unreadable, name).kind("no text in UTF-8"));
            }
            continue;
        };
        let is_digest = |text: &str| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        for (nth, line) in lines.lines().enumerate() {
            // A digest of a file is what the list is made of.
            let file = line.split_once("  ").filter(|(digest, _)| name == names.sums && is_digest(digest));
            let line = file.map_or(line, |(_, file)| file);
            if let Some(kind) = strongest_hit(line, WANTED) {
                notes.put(Note::new(Code::Document, name).row(nth as u64 + 1).kind(kind.name()).sure(Sure::Likely));
            }
        }
    }
}

/// Every text of a JSON document, but for digests and ids of keys.
fn search_json(tree: &Value, manifest: &str, notes: &Notes) {
    let mut found = BTreeMap::new();
    each_text(tree, "", &mut |field, text| {
        let random = ["sha256", "notice_sha256", "dictionary_sha256", "id", "signed_by"].contains(&field);
        // Digests of files are compared with the files, ids of keys name keys: their digits are chance, and may read as anything.
        if random && [16, 64].contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return;
        }
        let wanted = if random { WANTED.without(Kind::Digest) } else { WANTED };
        if let Some(kind) = strongest_hit(text, wanted) {
            *found.entry(kind).or_insert(0u64) += 1;
        }
    });
    for (kind, count) in found {
        notes.put(Note::new(Code::Document, manifest).kind(kind.name()).count(count).sure(Sure::Likely));
    }
}

fn each_text<'a>(tree: &'a Value, field: &'a str, see: &mut dyn FnMut(&'a str, &'a str)) {
    match tree {
        Value::String(text) => see(field, text),
        Value::Array(values) => values.iter().for_each(|value| each_text(value, field, see)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            see("", name);
            each_text(value, name, see);
        }),
        _ => {}
    }
}

fn check_name(name: &str, notes: &Notes) {
    if let Some(kind) = hit_in_name(name) {
        notes.put(Note::new(Code::Name, name).kind(kind.name()).sure(Sure::Likely));
    }
}
