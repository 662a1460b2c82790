//! `iesiz verify`: is this the release that was published?

use crate::cli::args::VerifyArgs;
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::error::{Result, Shown};
use crate::pipeline::verify;

pub(in crate::cli) fn run(args: &VerifyArgs, say: &Say) -> Result<Exit> {
    let verified = verify(&args.release)?;
    if say.json {
        say.json(&serde_json::json!({ "verified": true, "files": verified.files, "status": verified.status }))?;
    } else {
        say.note(&format!(
            "{}: {} files match their digests, none was added; its manifest says {}",
            args.release.display(),
            verified.files,
            Shown::name(&verified.status)
        ));
    }
    Ok(Exit::Complete)
}
