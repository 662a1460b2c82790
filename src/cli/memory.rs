//! The memory of this process is nobody else's business: it holds keys, and the people of the inputs.

use crate::error::{Error, Kind, Result};
use crate::message;
use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};

/// Closes the memory of the process to core dumps and to other processes of the same user. Every command does so first: those without
/// keys hold cell values. The system's administrator still sees everything.
///
/// # Errors
/// `Kind::Internal` when the system refuses: then nothing is opened.
pub(super) fn close() -> Result<()> {
    let failed = |errno: rustix::io::Errno| {
        Error::io(Kind::Internal, message!("core dumps cannot be turned off"), &errno.into())
    };
    // Both, for each closes a gap of the other: a pipe as core pattern ignores the limit, and `/proc/<pid>/mem` is no core dump.
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) }).map_err(failed)?;
    set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(failed)
}
