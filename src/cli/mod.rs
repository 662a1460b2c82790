//! The command line: arguments in, exit code out. Only `say` prints; everything else returns text.

mod args;
mod command;
mod exit;
mod memory;
mod progress;
mod say;
mod watch;

pub use exit::Exit;

use crate::error::{Error, Kind, Result};
use crate::pipeline::Interrupt;
use args::{Args, Command};
use clap::Parser as _;
use say::Say;
use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Arc;

/// "File size limit exceeded" on every platform that this builds for; the signal crate names only the portable ones.
const SIGXFSZ: i32 = 25;

/// Runs the program with these arguments, the first of which is its name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let asks_json = arguments.iter().any(|argument| argument == "--json");
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(usage) => return Exit::of_usage(say::usage(&usage, asks_json)).into(),
    };
    let say = Say::new(args.json, args.quiet);
    let outcome = catch_unwind(AssertUnwindSafe(|| dispatch(args.command, &say)));
    match outcome {
        Ok(Ok(exit)) => exit.into(),
        Ok(Err(error)) => {
            say.error(&error);
            say.json_error(&error, Exit::of(error.kind()));
            Exit::of(error.kind()).into()
        }
        // The hook has said where; a panic's own text is never printed.
        Err(_) => Exit::Internal.into(),
    }
}

fn dispatch(command: Command, say: &Say) -> Result<Exit> {
    let interrupt = Interrupt::default();
    memory::close()?;
    command.workers().map_or(Ok(()), memory::expect_room)?;
    memory::open_more_files();
    survive_size_limit()?;
    match command {
        Command::Apply(args) => command::apply::run(&args, say, &watch::watched(interrupt, say)?),
        Command::Plan(args) => command::plan::run(&args, say, &watch::watched(interrupt, say)?),
        Command::Scan(args) => command::scan::run(&args, say, &watch::watched(interrupt, say)?),
        Command::Measure(args) => command::measure::run(&args, say, &watch::watched(interrupt, say)?),
        #[cfg(feature = "audit")]
        Command::Audit(args) => command::audit::run(&args, say, &watch::watched(interrupt, say)?),
        Command::Verify(args) => command::verify::run(&args, say),
        Command::Reveal(args) => command::reveal::run(&args, say),
        Command::Token(args) => command::reveal::run_token(&args, say),
        Command::Check(args) => command::check::run(&args, say),
        Command::Keys(args) => command::keys::run(&args, say),
        Command::List(args) => command::list::run(&args, say),
        Command::Canon(args) => command::canon::run(&args, say),
    }
}

/// A file that grows over the system's limit is a failed write, which cleans up and exits 6, and not the end of the process (SIGXFSZ).
fn survive_size_limit() -> Result<()> {
    signal_hook::flag::register(SIGXFSZ, Arc::default())
        .map(drop)
        .map_err(|e| Error::io(Kind::Internal, crate::message!("signals cannot be watched"), &e))
}
