//! `iesiz verify`: is this the release that was published, and by whom?

use crate::cli::args::VerifyArgs;
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::error::{Result, Shown};
use crate::pipeline::{Signed, trusted_key, verify};

pub(in crate::cli) fn run(args: &VerifyArgs, say: &Say) -> Result<Exit> {
    let key = args.public.as_deref().map(|public| trusted_key(public, &args.release)).transpose()?;
    let verified = verify(&args.release, key.as_ref())?;
    if say.json {
        let (signature, signer) = match verified.signed {
            Signed::No => ("none", None),
            Signed::Unchecked(id) => ("unchecked", Some(id.to_string())),
            Signed::By(id) => ("verified", Some(id.to_string())),
        };
        say.json(&serde_json::json!({
            "verified": true, "files": verified.files, "status": verified.status, "signature": signature, "signed_by": signer
        }))?;
        return Ok(Exit::Complete);
    }
    say.note(&format!(
        "{}: {} files match their digests, none was added; its manifest says {}",
        args.release.display(),
        verified.files,
        Shown::name(&verified.status)
    ));
    match verified.signed {
        Signed::No => {}
        Signed::Unchecked(id) => say.note(&format!(
            "it says that the key {id} signed it, which was not checked: give the public key with `--public`, from elsewhere than the release"
        )),
        Signed::By(id) => say.note(&format!("signed by the key {id}")),
    }
    Ok(Exit::Complete)
}
