//! `iesiz keys`: makes key files, begins epochs and shows ids.

use crate::cli::args::{KeysAction, KeysArgs};
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::crypto::sign::PublicKey;
use crate::error::{Code, Diagnostic, Result};
use crate::keys::{KeyFile, Keyset, SigningKey};
use crate::message;
use std::path::Path;

pub(in crate::cli) fn run(args: &KeysArgs, say: &Say) -> Result<Exit> {
    match &args.action {
        KeysAction::New { file, sign: false } => {
            let keys = Keyset::create(file)?;
            say.note(&format!(
                "made {}; keep a copy where only you can read it: without it no later release joins these tokens",
                file.display()
            ));
            told(show(&keys, say), say);
        }
        KeysAction::New { file, sign: true } => make_signing(file, say)?,
        KeysAction::Rotate { file } => {
            let keys = Keyset::rotate(file)?;
            say.note(&format!(
                "{} has a new epoch {}: new tokens join no older release; copy the file again to where its copy is, and change `--expect-key`",
                file.display(),
                keys.epoch()
            ));
            told(show(&keys, say), say);
        }
        KeysAction::Show { file } => match KeyFile::open(file)? {
            KeyFile::Tokens(keys) => show(&keys, say)?,
            KeyFile::Signing(key) => show_signer("signing key", key.public(), say)?,
            KeyFile::Public(key) => show_signer("public key", &key, say)?,
        },
    }
    Ok(Exit::Complete)
}

fn make_signing(file: &Path, say: &Say) -> Result<()> {
    let key = SigningKey::create(file)?;
    say.note(&format!(
        "made {0} and {0}.pub; give the second to whoever checks releases, on another way than the releases go",
        file.display()
    ));
    told(show_signer("signing key", key.public(), say), say);
    Ok(())
}

/// The key is made whether or not somebody could be told its id: who would try again would make another.
fn told(outcome: Result<()>, say: &Say) {
    if let Err(error) = outcome {
        say.error(&error);
        let message = message!("the key file is written; only its id was not written to stdout");
        say.trouble(&Diagnostic::new(Code::W641, message).hint(message!("`iesiz keys show` prints it")));
    }
}

/// The id of a signing or public key, and the line that checks what it signs.
fn show_signer(kind: &'static str, public: &PublicKey, say: &Say) -> Result<()> {
    let (id, line) = (public.id(), public.line());
    if say.json {
        return say.json(&serde_json::json!({ "kind": kind, "id": id.to_string(), "public": line }));
    }
    say.out(&format!("{kind} {id}  checked with {line}\n"))
}

fn show(keys: &Keyset, say: &Say) -> Result<()> {
    let epochs = keys.epochs();
    if say.json {
        let list: Vec<_> = epochs
            .iter()
            .map(|(epoch, id)| {
                serde_json::json!({ "epoch": epoch, "id": id.to_string(), "current": *epoch == keys.epoch() })
            })
            .collect();
        return say.json(&list);
    }
    let state = |epoch| if epoch == keys.epoch() { "" } else { "  retired" };
    let lines: String =
        epochs.iter().map(|&(epoch, id)| format!("epoch {epoch}  key {id}{}\n", state(epoch))).collect();
    say.out(&lines)
}
