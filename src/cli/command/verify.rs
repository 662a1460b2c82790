//! `iesiz verify`: is this the release that was published, and by whom?

use crate::cli::args::VerifyArgs;
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::crypto::sign::PublicKey;
use crate::error::{Result, Shown};
use crate::pipeline::{Signed, trusted_key, verify, verify_document};

/// What the signature of an audit's report says that it is of.
pub(super) const REPORT_PURPOSE: &str = "iesiz audit iesiz-audit/1";

pub(in crate::cli) fn run(args: &VerifyArgs, say: &Say) -> Result<Exit> {
    let key = args.public.as_deref().map(|public| trusted_key(public, &args.release)).transpose()?;
    if let (true, Some(key)) = (args.release.is_file(), &key) {
        return report(args, key, say);
    }
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

/// A signed report of an audit.
fn report(args: &VerifyArgs, key: &PublicKey, say: &Say) -> Result<Exit> {
    let signer = verify_document(&args.release, REPORT_PURPOSE, key)?;
    if say.json {
        say.json(&serde_json::json!({ "verified": true, "signature": "verified", "signed_by": signer.to_string() }))?;
    } else {
        say.note(&format!("{}: a report of an audit, signed by the key {signer}", args.release.display()));
    }
    Ok(Exit::Complete)
}
