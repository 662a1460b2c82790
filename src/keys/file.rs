//! The key file: JSON, 0600, random roots by epoch.

use super::disk::{self, Entry, Replacement, Role, SIGNING_FORMAT, TOKENS_FORMAT, refuse};
use super::keyset::{Keyset, from_hex, random_root};
use super::weak::{Weakness, weakness};
use crate::error::{Code, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use std::path::Path;
use zeroize::Zeroizing;

impl Keyset {
    /// Reads a key file after checking that nobody else can.
    ///
    /// # Errors
    /// `Kind::Key` when it is missing, a link of somebody else, open to others, owned by someone else, in a directory where everybody may write,
    /// malformed, or holds a weak key.
    pub fn open(path: &Path) -> Result<Self> {
        let entry = entry(path, Role::Tokens)?;
        Self::parse(&entry.read()?, entry.shown())
    }

    /// Makes a key file with one new random root; never overwrites.
    ///
    /// # Errors
    /// `Kind::Exists` when something is there already, `Kind::Output` when it cannot be written, `Kind::Key` when everybody may write
    /// in its directory, or when its name looks like a key.
    pub fn create(path: &Path) -> Result<Self> {
        let entry = new_entry(path, Role::Tokens)?;
        let keys = Self::of(vec![random_root()?]).expect("one root was given");
        entry.create(&text(&keys)?)?;
        Ok(keys)
    }

    /// Begins a new epoch: a new random root behind the old ones, which stay. The file is replaced whole or left as it was.
    ///
    /// # Errors
    /// Those of [`Keyset::open`], for a file that would not be opened is not rotated either; `Kind::Exists` when another run is
    /// rotating it, `Kind::Output` when it cannot be written.
    pub fn rotate(path: &Path) -> Result<Self> {
        let entry = entry(path, Role::Tokens)?;
        let read = || Self::parse(&entry.read_itself()?, entry.shown());
        read()?;
        let replacement = Replacement::begin(&entry)?;
        // Read again: what was read before the lock was taken may have been rotated since, and that epoch must not be lost.
        let keys = read()?.rotated()?.ok_or_else(|| {
            let what = message!("the epochs of `{}` have run out", entry.shown());
            refuse(Code::E928, what, message!("make another key file with `iesiz keys new`"))
        })?;
        replacement.publish(&text(&keys)?)?;
        Ok(keys)
    }

    pub(super) fn parse(bytes: &[u8], shown: &Shown) -> Result<Self> {
        let document: Document<'_> = document(bytes, Role::Tokens, shown)?;
        let roots = document.roots(shown)?;
        Self::of(roots).ok_or_else(|| no_key_file(Role::Tokens, message!("`{}` holds no key", shown)))
    }
}

/// The place of a file that is to be read.
pub(super) fn entry(path: &Path, role: Role) -> Result<Entry> {
    Entry::of(path, role, |shown, errno| disk::missing(&shown, role, errno))
}

/// The place of a file that is to be made.
pub(super) fn new_entry(path: &Path, role: Role) -> Result<Entry> {
    if disk::is_key(path) {
        return Err(disk::key_as_name());
    }
    Entry::of(path, role, |shown, errno| {
        Error::io(Kind::Output, message!("the key file `{}` cannot be made", shown), &errno.into())
    })
}

/// A key file as it is written. Keys are borrowed from the text, so that there is no copy of them to wipe.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Document<'t> {
    format: &'t str,
    #[serde(borrow)]
    epochs: Vec<Epoch<'t>>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Epoch<'t> {
    epoch: u32,
    key: &'t str,
}

/// What every version of the format says of itself.
#[derive(Deserialize)]
struct Format<'t> {
    format: &'t str,
}

/// What a key file says that it is, if it says it.
pub(super) fn format_of(bytes: &[u8]) -> Option<&str> {
    serde_json::from_slice::<Format<'_>>(bytes).ok().map(|document| document.format)
}

/// The document of a key file, whichever of the two kinds the role asks for.
pub(super) fn document<'t, T: Deserialize<'t>>(bytes: &'t [u8], role: Role, shown: &Shown) -> Result<T> {
    let wrong = |message| no_key_file(role, message);
    let text = std::str::from_utf8(bytes).map_err(|_| wrong(message!("`{}` is not text", shown)))?.trim_ascii();
    if text.is_empty() {
        return Err(wrong(message!("the key file `{}` is empty", shown)));
    }
    if text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(wrong(message!("`{}` holds a bare key, not a key file", shown)));
    }
    let Format { format } = one_value(text, role, shown)?;
    match (role, format) {
        (Role::Tokens, TOKENS_FORMAT) | (Role::Signing, SIGNING_FORMAT) => one_value(text, role, shown),
        (Role::Tokens, SIGNING_FORMAT) => Err(refuse(
            Code::E917,
            message!("`{}` is a signing key, which makes no tokens", shown),
            message!("give it with `--sign`; `iesiz keys new` makes a key of tokens"),
        )),
        (_, TOKENS_FORMAT) => Err(refuse(
            Code::E917,
            message!("`{}` is a key of tokens, which signs nothing", shown),
            message!("`iesiz keys new --sign` makes a signing key; the two are never one"),
        )),
        _ => {
            let known = if role == Role::Tokens { TOKENS_FORMAT } else { SIGNING_FORMAT };
            let hint = message!("this version reads `{}`", known);
            Err(refuse(Code::E906, message!("`{}` has an unknown key format", shown), hint))
        }
    }
}

impl Document<'_> {
    fn roots(&self, shown: &Shown) -> Result<Vec<Secret<[u8; 32]>>> {
        let mut roots: Vec<Secret<[u8; 32]>> = Vec::with_capacity(self.epochs.len());
        for (at, Epoch { epoch, key }) in self.epochs.iter().enumerate() {
            if usize::try_from(*epoch) != Ok(at + 1) {
                return Err(refuse(
                    Code::E907,
                    message!("the epochs of `{}` are not 1, 2, 3 …", shown),
                    message!("use a copy of the file as `iesiz` wrote it; it must not be edited"),
                ));
            }
            let root = key_of(key, &message!("the key of epoch {} in `{}`", *epoch, shown), Role::Tokens)?;
            if let Some(earlier) = roots.iter().position(|earlier| earlier.expose() == root.expose()) {
                return Err(refuse(
                    Code::E915,
                    message!("epochs {} and {} of `{}` have the same key", earlier + 1, *epoch, shown),
                    message!("`iesiz keys rotate` makes a new key for every epoch; the file must not be edited"),
                ));
            }
            roots.push(root);
        }
        Ok(roots)
    }
}

/// The document's only value; what serde says of it is reduced to its category, since its text may quote a key.
fn one_value<'t, T: Deserialize<'t>>(text: &'t str, role: Role, shown: &Shown) -> Result<T> {
    let wrong = |message| no_key_file(role, message);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = T::deserialize(&mut reader).map_err(|error| {
        wrong(match error.classify() {
            Category::Eof => message!("`{}` is cut off", shown),
            Category::Data => message!("a field of `{}` is missing, unknown or of another type", shown),
            Category::Io | Category::Syntax => message!("`{}` is not JSON", shown),
        })
    })?;
    reader.end().map_err(|_| wrong(message!("something follows the end of `{}`", shown)))?;
    Ok(value)
}

fn no_key_file(role: Role, message: Message) -> Error {
    refuse(Code::E905, message, message!("a key file is JSON made by `{}`; it must not be edited", role.maker()))
}

/// The bytes of a key: 64 hex digits in either case that somebody's generator made. `whose` begins the messages.
pub(super) fn key_of(digits: &str, whose: &Message, role: Role) -> Result<Secret<[u8; 32]>> {
    let mut key = Secret::new([0; 32]);
    if !from_hex(digits, key.expose_mut()) {
        let size = match digits.len() {
            0..64 => "is too short: it is not 64 hex digits",
            64 => "is not 64 hex digits",
            _ => "is too long: it is not 64 hex digits",
        };
        let message = message!("{} {}", whose.clone(), size);
        return Err(refuse(Code::E908, message, message!("use a copy of the file as `iesiz` wrote it")));
    }
    let message = match weakness(key.expose()) {
        None => return Ok(key),
        Some(Weakness::NotRandom) => message!("{} is not random", whose.clone()),
        Some(Weakness::Published) => message!("{} is printed in a standard", whose.clone()),
    };
    Err(refuse(Code::E909, message, message!("make one with `{}`; never type or copy a key", role.maker())))
}

/// The text of a key file. Written into one buffer of sufficient size: one that grew would leave copies behind, unwiped.
fn text(keys: &Keyset) -> Result<Zeroizing<Vec<u8>>> {
    let hex: Vec<_> = keys.roots().map(|root| to_hex(root.expose())).collect();
    let epochs = keys.roots().zip(&hex).map(|(root, key)| Epoch { epoch: root.epoch(), key });
    let document = Document { format: TOKENS_FORMAT, epochs: epochs.collect() };
    to_json(&document, 256 + 256 * hex.len())
}

/// Indented JSON with a final line end, in a buffer of this size from the start.
pub(super) fn to_json(document: &impl Serialize, capacity: usize) -> Result<Zeroizing<Vec<u8>>> {
    let mut text = Zeroizing::new(Vec::with_capacity(capacity));
    serde_json::to_writer_pretty(&mut *text, document)
        .map_err(|_| Error::internal(message!("the key document cannot be written as JSON")))?;
    text.push(b'\n');
    Ok(text)
}

pub(super) fn to_hex(root: &[u8; 32]) -> Zeroizing<String> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).expect("a value below 16");
    let mut text = Zeroizing::new(String::with_capacity(64));
    for byte in root {
        text.extend([digit(byte >> 4), digit(byte & 15)]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "8f3a1c5e7b9d2046aa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f901234";
    const OTHER: &str = "1a0c5e7b9d20468faa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f904321";

    fn parse(text: &str) -> Result<Keyset> {
        Keyset::parse(text.as_bytes(), &Shown::name("k.json"))
    }

    fn one(key: &str) -> String {
        format!(r#"{{"format":"iesiz-keys/1","epochs":[{{"epoch":1,"key":"{key}"}}]}}"#)
    }

    fn two(first: &str, second: &str) -> String {
        one(first).replace("}]", &format!(r#"}},{{"epoch":2,"key":"{second}"}}]"#))
    }

    #[test]
    fn a_good_file_has_epochs_and_ids() {
        let keys = parse(&one(GOOD)).expect("good");
        assert_eq!((keys.epoch(), keys.is_ephemeral()), (1, false));
        assert_eq!(keys.id().to_string().len(), 16);
        let keys = parse(&two(OTHER, GOOD)).expect("good");
        assert_eq!((keys.epoch(), keys.id()), (2, parse(&one(GOOD)).expect("good").id()));
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        for keys in [parse(&one(GOOD)).expect("good"), parse(&two(OTHER, GOOD)).expect("good")] {
            let written = text(&keys).expect("JSON");
            assert!(written.capacity() == 256 + 256 * keys.epochs().len(), "the buffer grew");
            assert_eq!(Keyset::parse(&written, &Shown::name("k.json")).expect("good").epochs(), keys.epochs());
        }
        assert_eq!(&*to_hex(&[0x0f; 32]), "0f".repeat(32).as_str());
    }

    #[test]
    fn bad_files_are_key_errors_and_show_no_key() {
        let sequence: String = (0..32).map(|b| format!("{b:02x}")).collect();
        let cases = [
            "",
            " \r\n",
            "{}",
            "[]",
            "null",
            GOOD,
            &one(&GOOD[1..]),
            &one(&format!("{GOOD}0")),
            &one(&GOOD.replace('8', "z")),
            &one(&GOOD.replace('8', "\\u0038")),
            &one(&"0".repeat(64)),
            &one(&sequence),
            &two(GOOD, GOOD),
            &two(GOOD, OTHER).replace("\"epoch\":2", "\"epoch\":3"),
            &one(GOOD).replace("keys/1", "keys/2"),
            &one(GOOD).replace("\"epoch\":1", "\"epoch\":2"),
            &one(GOOD).replace("\"epoch\":1", "\"epoch\":1,\"note\":1"),
            &one(GOOD).replace("\"epochs\"", "\"note\":\"8f3a1c\",\"epochs\""),
            &format!("{} trailing", one(GOOD)),
            r#"{"format":"iesiz-keys/1","epochs":[]}"#,
        ];
        for case in cases {
            let error = parse(case).expect_err(case);
            assert_eq!(error.kind(), Kind::Key, "{case}");
            assert!(!error.to_string().contains("8f3a1c"), "{error}");
        }
        let error = Keyset::parse(b"\xff\xfe{\0", &Shown::name("k.json")).expect_err("UTF-16");
        assert!(error.to_string().contains("is not text"), "{error}");
    }
}
