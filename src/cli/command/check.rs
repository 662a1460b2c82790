//! `iesiz check`: whether a schema and a profile go together, before there is data.

use super::plan::{columns, could_stay, not_enforced};
use crate::cli::args::CheckArgs;
use crate::cli::exit::Exit;
use crate::cli::say::{Say, as_json};
use crate::error::Result;
use crate::pipeline::check;
use crate::plan::{explain, ways};

pub(in crate::cli) fn run(args: &CheckArgs, say: &Say) -> Result<Exit> {
    let (profile, plan) = check(&args.schema, &args.profile, args.strict)?;
    let rows = explain(&plan);
    if say.json {
        let warnings: Vec<_> = plan.warnings.iter().map(as_json).collect();
        say.json(&serde_json::json!({
            "profile": profile.name, "status": plan.status.name(), "columns": rows, "could_stay": ways(&profile, &plan),
            "not_enforced": plan.not_enforced.iter().map(|item| item.what.to_string()).collect::<Vec<_>>(),
            "warnings": warnings,
        }))?;
        return Ok(Exit::Complete);
    }
    plan.warnings.iter().for_each(|warning| say.warning(warning));
    let could_stay = could_stay(&profile.name, &ways(&profile, &plan));
    say.report(&format!(
        "{}{could_stay}\na release would be {} (profile {})\n{}",
        columns(&rows),
        plan.status,
        profile.name,
        not_enforced(&plan.not_enforced)
    ))?;
    Ok(Exit::Complete)
}
