//! The key file of a signer: JSON, 0600, one random seed; beside it the public key for everybody who checks.
//!
//! A key of its own: what signs is kept by whoever answers for releases, what makes tokens by whoever makes them, and a
//! signature must not say a thing about the tokens.

use super::disk::{Role, SIGNING_FORMAT, refuse};
use super::file::{document, entry, format_of, key_of, new_entry, to_hex, to_json};
use super::keyset::{Keyset, random_root};
use crate::crypto::sign::{self, BadPublicKey, PublicKey, SignerId};
use crate::error::{Code, Error, Result, Shown};
use crate::message;
use crate::secret::Secret;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// A key that signs manifests and reports.
#[derive(Debug)]
pub struct SigningKey {
    seed: Secret<[u8; 32]>,
    public: PublicKey,
}

/// A signing key file as it is written; the key is borrowed from the text, so that there is no copy of it to wipe.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Document<'t> {
    format: &'t str,
    key: &'t str,
}

impl SigningKey {
    /// Reads a signing key file after checking that nobody else can.
    ///
    /// # Errors
    /// `Kind::Key` when it is missing, a link, open to others, owned by someone else, in a directory where everybody
    /// may write, malformed, a weak key, a public key or a key of tokens.
    pub fn open(path: &Path) -> Result<Self> {
        if is_public(path) {
            return Err(public_signs_nothing(path));
        }
        let entry = entry(path, Role::Signing)?;
        Self::parse(&entry.read()?, entry.shown())
    }

    /// Makes a signing key file with a new random seed, and the public key in `<path>.pub`: both or neither; never
    /// overwrites.
    ///
    /// # Errors
    /// `Kind::Exists` when one of the two is there already, `Kind::Output` when it cannot be written, `Kind::Key` when
    /// everybody may write in its directory, or when its name looks like a key or like that of a public one.
    pub fn create(path: &Path) -> Result<Self> {
        if is_public(path) {
            return Err(public_signs_nothing(path));
        }
        let (entry, public) = (new_entry(path, Role::Signing)?, new_entry(&public_path(path), Role::Public)?);
        let key = Self::of(random_root()?)?;
        let hex = to_hex(key.seed.expose());
        entry.create(&to_json(&Document { format: SIGNING_FORMAT, key: &hex }, 256)?)?;
        public.create(key.public.to_text().as_bytes()).inspect_err(|_| entry.remove())?;
        Ok(key)
    }

    /// A key of one given seed, for tests and embedders that keep keys elsewhere.
    ///
    /// # Errors
    /// `Kind::Internal` for the seed that nobody has found yet, whose public key is no key.
    pub fn from_seed(seed: [u8; 32]) -> Result<Self> {
        Self::of(Secret::new(seed))
    }

    fn of(seed: Secret<[u8; 32]>) -> Result<Self> {
        let public = sign::public_key(seed.expose());
        let public = public.ok_or_else(|| Error::internal(message!("a seed has no public key")))?;
        Ok(Self { seed, public })
    }

    fn parse(bytes: &[u8], shown: &Shown) -> Result<Self> {
        let document: Document<'_> = document(bytes, Role::Signing, shown)?;
        Self::of(key_of(document.key, &message!("the key in `{}`", shown), Role::Signing)?)
    }

    /// Its public name.
    #[must_use]
    pub fn id(&self) -> SignerId {
        self.public.id()
    }

    /// The key that checks what it signs.
    #[must_use]
    pub fn public(&self) -> &PublicKey {
        &self.public
    }

    /// The text of the signature of these bytes, to be written to a file of their name and `.minisig`. The trusted
    /// comment, one line, says what they are: `iesiz manifest iesiz-manifest/1`. The same bytes have the same
    /// signature.
    #[must_use]
    pub fn sign_text(&self, message: &[u8], trusted_comment: &str) -> String {
        sign::sign_text(self.seed.expose(), message, trusted_comment)
    }

    /// Whether it is also a key of tokens of this file, which then somebody copied: whoever may sign could open them.
    #[must_use]
    pub fn is_among(&self, keys: &Keyset) -> bool {
        keys.roots().any(|root| root.expose() == self.seed.expose())
    }
}

/// A key file of any kind, for whoever asks what it is.
#[derive(Debug)]
pub enum KeyFile {
    /// Roots of tokens.
    Tokens(Keyset),
    /// A key that signs.
    Signing(Box<SigningKey>),
    /// A key that checks signatures.
    Public(Box<PublicKey>),
}

impl KeyFile {
    /// Reads a key file after the checks of its kind.
    ///
    /// # Errors
    /// Those of the kind.
    pub fn open(path: &Path) -> Result<Self> {
        if is_public(path) {
            return open_public(path).map(Box::new).map(Self::Public);
        }
        let entry = entry(path, Role::Tokens)?;
        let bytes = entry.read()?;
        match format_of(&bytes) {
            Some(SIGNING_FORMAT) => SigningKey::parse(&bytes, entry.shown()).map(Box::new).map(Self::Signing),
            _ => Keyset::parse(&bytes, entry.shown()).map(Self::Tokens),
        }
    }
}

/// Reads a public key file.
///
/// # Errors
/// `Kind::Key` when it is missing, a link, writable by everybody, or no public key.
pub fn open_public(path: &Path) -> Result<PublicKey> {
    let entry = entry(path, Role::Public)?;
    let bytes = entry.read()?;
    let key = std::str::from_utf8(&bytes).map_err(|_| BadPublicKey::Form).and_then(PublicKey::parse);
    key.map_err(|bad| {
        let shown = entry.shown();
        let message = match bad {
            BadPublicKey::Form => message!("`{}` is no public key file", shown),
            BadPublicKey::Id => message!("the id in `{}` is not that of its key", shown),
            BadPublicKey::Point => message!("the key in `{}` is none that anybody signs with", shown),
        };
        let hint =
            message!("it is the `.pub` file that `iesiz keys new --sign` wrote: a comment line and a line of base64");
        refuse(Code::E918, message, hint)
    })
}

/// `<path>.pub`.
fn public_path(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".pub");
    name.into()
}

/// Whether the file is called as public keys are. Its name is judged, not its content, since a public key file is open
/// to others, which is what would be complained of.
fn is_public(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "pub")
}

fn public_signs_nothing(path: &Path) -> Error {
    let shown = Shown::path(path);
    let message = message!("`{}` is called as public keys are, which sign nothing", shown);
    refuse(Code::E919, message, message!("name the key file: `.pub` stands behind the name of its public key"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Kind;

    const GOOD: &str = "8f3a1c5e7b9d2046aa11bb22cc33dd44ee55ff660718293a4b5c6d7e8f901234";

    fn one(key: &str) -> String {
        format!(r#"{{"format":"iesiz-sign/1","key":"{key}"}}"#)
    }

    fn parse(text: &str) -> Result<SigningKey> {
        SigningKey::parse(text.as_bytes(), &Shown::name("s.json"))
    }

    #[test]
    fn a_good_file_signs() {
        let key = parse(&one(GOOD)).expect("good");
        assert_eq!(key.id().to_string().len(), 16);
        let text = key.sign_text(b"message", "comment");
        assert_eq!(key.public().verify(b"message", text.as_bytes(), "comment"), Ok(()));
        assert!(!format!("{key:?}").contains("8f3a1c"));
        let same = SigningKey::from_seed(*key.seed.expose()).expect("a key");
        assert_eq!((same.id(), same.sign_text(b"message", "comment")), (key.id(), text));
    }

    #[test]
    fn what_is_written_is_what_is_read() {
        let key = parse(&one(GOOD)).expect("good");
        let hex = to_hex(key.seed.expose());
        let text = to_json(&Document { format: SIGNING_FORMAT, key: &hex }, 256).expect("JSON");
        assert!(text.capacity() == 256, "the buffer grew");
        assert_eq!(SigningKey::parse(&text, &Shown::name("s.json")).expect("good").id(), key.id());
    }

    #[test]
    fn a_copied_root_is_found() {
        let key = SigningKey::from_seed([9; 32]).expect("a key");
        assert!(key.is_among(&Keyset::from_root([9; 32], 1)) && !key.is_among(&Keyset::from_root([8; 32], 1)));
    }

    #[test]
    fn bad_files_are_key_errors_and_show_no_key() {
        let published = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let cases = [
            ("", "is empty"),
            (GOOD, "holds a bare key"),
            (&one(&GOOD[1..]), "is too short"),
            (&one(&format!("{GOOD}0")), "is too long"),
            (&one(&GOOD.replace('8', "z")), "is not 64 hex digits"),
            (&one(&"42".repeat(32)), "is not random"),
            (&one(published), "is printed in a standard"),
            (&one(GOOD).replace("sign/1", "sign/2"), "unknown key format"),
            (&one(GOOD).replace("sign/1", "keys/1"), "is a key of tokens"),
            (&one(GOOD).replace("\"key\"", "\"seed\""), "is missing, unknown or of another type"),
            (&one(GOOD).replace('}', ",\"note\":1}"), "is missing, unknown or of another type"),
            (&format!("{}x", one(GOOD)), "something follows the end"),
            (&one(GOOD)[..30], "is cut off"),
        ];
        for (case, message) in cases {
            let error = parse(case).expect_err(case);
            assert_eq!(error.kind(), Kind::Key, "{case}");
            assert!(error.to_string().contains(message) && !error.to_string().contains(&GOOD[..8]), "{error}");
        }
    }
}
