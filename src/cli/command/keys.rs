//! `iesiz keys`: makes key files, begins epochs and shows ids.

use crate::cli::args::{KeysAction, KeysArgs};
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::error::Result;
use crate::keys::Keyset;

pub(in crate::cli) fn run(args: &KeysArgs, say: &Say) -> Result<Exit> {
    match &args.action {
        KeysAction::New { file } => {
            let keys = Keyset::create(file)?;
            say.note(&format!(
                "made {}; keep a copy where only you can read it: without it no later release joins these tokens",
                file.display()
            ));
            show(&keys, say)?;
        }
        KeysAction::Rotate { file } => {
            let keys = Keyset::rotate(file)?;
            say.note(&format!(
                "{} has a new epoch {}: new tokens join no older release; copy the file again to where its copy is, and change `--expect-key`",
                file.display(),
                keys.epoch()
            ));
            show(&keys, say)?;
        }
        KeysAction::Show { file } => show(&Keyset::open(file)?, say)?,
    }
    Ok(Exit::Complete)
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
