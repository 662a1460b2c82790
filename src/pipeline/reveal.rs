//! The way back, and the way there once more: which key, domain and technique made a column, as the manifest of its release says; what undoes it,
//! and what makes the same tokens of given values.

use super::manifest::MANIFEST_FORMAT;
use crate::canon::form_of;
use crate::canon::reading::Reading;
use crate::canon::time::Zone;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::io::{MAX_MANIFEST, ReleaseNames, read_document, refuse_missing};
use crate::keys::{KeyId, Keyset, is_slug};
use crate::message;
use crate::number::hex;
use crate::schema::Argument;
use crate::transform::{Binding, Bound, ColumnSpec, Reverse, Subjects, Technique, Tokens, Transform, technique};
use crate::vocabulary::{Family, SemanticType};
use arrow::array::{AsArray as _, StringArray};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::path::Path;

/// How a column of a release was made.
#[derive(Debug)]
pub struct Made {
    /// SHA-256 of the manifest, in hex.
    pub manifest: String,
    /// Name of the profile.
    pub profile: String,
    /// Dataset.
    pub dataset: String,
    /// Column.
    pub column: String,
    /// The technique that made it.
    pub technique: &'static str,
    /// The key that it was made under.
    pub key: KeyId,
    /// Epoch of the key.
    pub epoch: u32,
}

/// One column of a release, ready to give its values back.
#[derive(Debug)]
pub struct Revealer {
    /// How it was made.
    pub made: Made,
    reverse: Box<dyn Reverse>,
}

/// One column of a release, ready to make its tokens of given values.
#[derive(Debug)]
pub struct Retokenizer {
    /// How it was made.
    pub made: Made,
    transform: Box<dyn Transform>,
}

impl Retokenizer {
    /// As [`Revealer::open`], for columns of tokens of any kind.
    ///
    /// # Errors
    /// As [`Revealer::open`]; `Kind::Policy` for a column that holds no tokens.
    pub fn open(release: &Path, column: &str, keys: Keyset) -> Result<Self> {
        let (made, transform) = with_column(
            release,
            column,
            keys,
            |_| true,
            |technique, spec, cx, name| match technique.bind(spec, cx).map_err(|_| other_version())? {
                Bound::Transform(transform) if transform.is_token() => Ok(transform),
                _ => Err(no_tokens(technique, name)),
            },
        )?;
        Ok(Self { made, transform })
    }

    /// The tokens of values, in their order; `None` for a value that gets none: NULL, masked, several in one.
    ///
    /// # Errors
    /// `Kind::Internal` where the values cannot be read, which texts can.
    pub fn tokens(&self, values: &[String]) -> Result<Vec<Option<String>>> {
        let values: StringArray = values.iter().map(Some).collect();
        let broken = || Error::internal(message!("tokens cannot be made of texts"));
        let output = self.transform.apply(&values, Subjects::NONE).map_err(|_| broken())?;
        let tokens = output.array.as_string_opt::<i32>().ok_or_else(broken)?;
        Ok(tokens.iter().map(|token| token.map(str::to_owned)).collect())
    }
}

/// Reads the manifest of a release, finds a column of it, `DATASET.COLUMN`, and its key, and has something made of them.
fn with_column<T>(
    release: &Path,
    column: &str,
    keys: Keyset,
    fits: fn(&StatedColumn) -> bool,
    make: impl FnOnce(&dyn Technique, &ColumnSpec<'_>, &Binding<'_>, &str) -> Result<T>,
) -> Result<(Made, T)> {
    let text = read(release)?;
    let manifest = hex(Sha256::digest(&text));
    let stated = Stated::parse(&text, release)?;
    let (dataset, stated_column) = stated.find(column, fits)?;
    let technique = technique(&stated_column.technique).ok_or_else(other_version)?;
    let semantic = SemanticType::parse(&stated_column.is).ok_or_else(other_version)?;
    let Some(token) = stated_column.token.as_ref().filter(|_| stated_column.released) else {
        return Err(no_way_back(technique, &stated_column.name));
    };
    if token.canonical_form != form_of(semantic).id {
        return Err(other_version());
    }
    let (key, epoch, keys) = stated.key_in(keys)?;
    let recipient = stated.recipient.as_deref().unwrap_or_default();
    let tokens = Tokens::Keyed { keys: &keys, profile: &stated.profile.name, recipient };
    let cx = Binding { tokens, site: &dataset.site, reading: Reading::of(Zone::ALMATY), geoip: None };
    let argument = argument(stated_column.parameters.as_deref());
    let spec = ColumnSpec { semantic, domain: &token.domain, argument: &argument };
    let made = make(technique, &spec, &cx, &stated_column.name)?;
    let how = Made {
        manifest,
        profile: stated.profile.name.clone(),
        dataset: dataset.name.clone(),
        column: stated_column.name.clone(),
        technique: technique.name(),
        key,
        epoch,
    };
    Ok((how, made))
}

impl Revealer {
    /// Reads the manifest of a release and undoes one column of it, named `DATASET.COLUMN`, with a key file that holds its key.
    ///
    /// # Errors
    /// `Kind::Damaged` when there is no manifest to read; `Kind::Usage` when it has no such column; `Kind::Policy` when nothing undoes what was
    /// done to it; `Kind::Key` when the key was thrown away or is not in the file; `Kind::Mismatch` when another version made it.
    pub fn open(release: &Path, column: &str, keys: Keyset) -> Result<Self> {
        let (made, reverse) = with_column(release, column, keys, opens, |technique, spec, cx, name| {
            let reverse = technique.reverse(spec, cx).map_err(|_| other_version())?;
            reverse.ok_or_else(|| no_way_back(technique, name))
        })?;
        Ok(Self { made, reverse })
    }

    /// The canonical value behind a released one; `None` for what the column cannot hold.
    #[must_use]
    pub fn value(&self, released: &str) -> Option<String> {
        self.reverse.open(released)
    }

    /// Whether a value that comes back proves that it was in the column.
    #[must_use]
    pub fn is_authentic(&self) -> bool {
        self.reverse.is_authentic()
    }
}

/// The part of a manifest that the way back needs. What it says beside that is not judged here: `iesiz verify` does.
#[derive(Deserialize)]
struct Stated {
    format: String,
    profile: StatedProfile,
    recipient: Option<String>,
    key: Option<StatedKey>,
    datasets: Vec<StatedDataset>,
}

#[derive(Deserialize)]
struct StatedProfile {
    name: String,
}

#[derive(Deserialize)]
struct StatedKey {
    id: String,
    epoch: u32,
    ephemeral: bool,
    derivation: String,
}

#[derive(Deserialize)]
struct StatedDataset {
    name: String,
    site: String,
    columns: Vec<StatedColumn>,
}

#[derive(Deserialize)]
struct StatedColumn {
    name: String,
    is: String,
    released: bool,
    technique: String,
    parameters: Option<String>,
    token: Option<StatedToken>,
}

#[derive(Deserialize)]
struct StatedToken {
    domain: String,
    canonical_form: String,
}

fn read(release: &Path) -> Result<Vec<u8>> {
    refuse_missing(release)?;
    let path = release.join(ReleaseNames::of(release).manifest);
    read_document(&path, MAX_MANIFEST, Kind::Damaged)
}

impl Stated {
    /// What serde says of a document is not shown: it quotes it.
    fn parse(text: &[u8], release: &Path) -> Result<Self> {
        let stated: Option<Self> = serde_json::from_slice(text).ok();
        stated.filter(|stated| stated.format == MANIFEST_FORMAT && stated.has_plain_names()).ok_or_else(|| {
            let shown = Shown::path(release);
            let diagnostic = Diagnostic::new(Code::E420, message!("`{}` has no manifest of this version", shown));
            let hint = message!("name the directory of a release; `iesiz verify` says whether it is whole");
            Error::new(Kind::Damaged, diagnostic.hint(hint))
        })
    }

    /// Whether everything that enters a key is spelled as what it is.
    fn has_plain_names(&self) -> bool {
        let tokens = |dataset: &StatedDataset| {
            dataset.columns.iter().filter_map(|column| column.token.as_ref()).all(|token| is_slug(&token.domain))
        };
        is_slug(&self.profile.name)
            && self.recipient.as_deref().is_none_or(is_slug)
            && self.datasets.iter().all(|dataset| is_slug(&dataset.site) && tokens(dataset))
    }

    /// The column of this name; where there is none, those that fit are named.
    fn find(&self, wanted: &str, fits: fn(&StatedColumn) -> bool) -> Result<(&StatedDataset, &StatedColumn)> {
        let all = || self.datasets.iter().flat_map(|d| d.columns.iter().map(move |c| (d, c)));
        let name = |(dataset, column): &(&StatedDataset, &StatedColumn)| format!("{}.{}", dataset.name, column.name);
        all().find(|pair| name(pair) == wanted).ok_or_else(|| {
            let known = all().filter(|(_, column)| column.token.is_some() && fits(column));
            let known: Vec<Message> = known.map(|pair| message!("`{}`", Shown::name(&name(&pair)))).collect();
            let diagnostic =
                Diagnostic::new(Code::E240, message!("the release has no column `{}`", Shown::name(wanted)));
            let hint = if known.is_empty() {
                message!("this release has no such column: `_DICTIONARY.md` says what was done to each")
            } else {
                message!("write DATASET.COLUMN, one of these: {}", Message::joined(known, ", "))
            };
            Error::new(Kind::Usage, diagnostic.hint(hint))
        })
    }

    /// The key of the release, its epoch, and the keyset as it was when the release was made.
    fn key_in(&self, keys: Keyset) -> Result<(KeyId, u32, Keyset)> {
        let Some(key) = &self.key else { return Err(other_version()) };
        let refuse = |code, message: Message, hint: Message| {
            Err(Error::new(Kind::Key, Diagnostic::new(code, message).hint(hint)))
        };
        if key.ephemeral {
            return refuse(
                Code::E925,
                message!("the key of this release was thrown away"),
                message!("nobody can open its tokens, which is what `--keys ephemeral` promises"),
            );
        }
        let Some(id) = KeyId::parse(&key.id).filter(|_| key.derivation == "iesiz/v1") else {
            return Err(other_version());
        };
        match keys.find(id).filter(|epoch| *epoch == key.epoch).and_then(|epoch| keys.until(epoch)) {
            Some(keys) => Ok((id, key.epoch, keys)),
            None => refuse(
                Code::E926,
                message!(
                    "the release was made under the key {} of epoch {}, which the key file does not hold",
                    id,
                    key.epoch
                ),
                message!("give the key file that it was made with; `iesiz keys show FILE` prints the ids of one"),
            ),
        }
    }
}

/// The argument of an action, as a profile spells it: a word in quotes, or numbers, which no way back needs.
fn argument(parameters: Option<&str>) -> Argument {
    let word = |text: &str| text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).map(str::to_owned);
    match parameters {
        None => Argument::None,
        Some(text) => word(text).map_or_else(|| Argument::Number(text.to_owned()), Argument::Word),
    }
}

/// Whether what was done to a column has a way back.
fn opens(column: &StatedColumn) -> bool {
    technique(&column.technique).is_some_and(|technique| technique.family() == Family::Cryptographic)
}

fn no_tokens(technique: &dyn Technique, column: &str) -> Error {
    let message = message!("`{}` makes no tokens of `{}`", technique.name(), Shown::name(column));
    Error::new(
        Kind::Policy,
        Diagnostic::new(Code::E744, message)
            .hint(message!("name a column of tokens: `iesiz plan` and the manifest say which they are")),
    )
}

fn no_way_back(technique: &dyn Technique, column: &str) -> Error {
    let message = message!("nothing undoes what `{}` did to `{}`", technique.name(), Shown::name(column));
    let hint = match technique.family() {
        Family::Pseudonymization => message!(
            "a token can be made again, never opened: `iesiz token` makes those of whoever it may be; of `encrypt` in a profile the tokens open"
        ),
        _ => message!("`encrypt`, `format-preserve` and `prefix-preserve` have a way back"),
    };
    Error::new(Kind::Policy, Diagnostic::new(Code::E746, message).hint(hint))
}

fn other_version() -> Error {
    let diagnostic =
        Diagnostic::new(Code::E1202, message!("the column was made by another version, or its manifest was changed"));
    Error::new(
        Kind::Mismatch,
        diagnostic
            .hint(message!("use the version that the manifest names under `tool`; `iesiz verify` tells of changes")),
    )
}
