//! The memory of this process is nobody else's business: it holds keys, and the people of the inputs.

use crate::error::{Code, Diagnostic, Error, Kind, Result};
use crate::message;
use rustix::process::{DumpableBehavior, Resource, Rlimit, getrlimit, set_dumpable_behavior, setrlimit};

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

/// Address space without which a run may end in the middle: the allocator asks for more of it than it uses, and every thread has a stack and a
/// heap. Measured: 1.3 GiB with two workers, 2.0 GiB with sixteen.
const ROOM: u64 = 3 << 29;
const ROOM_OF_WORKER: u64 = 96 << 20;

/// Refuses to begin where the system would end the process for what it asks.
///
/// # Errors
/// `Kind::Resource`.
pub(super) fn expect_room(workers: usize) -> Result<()> {
    let room = ROOM + ROOM_OF_WORKER * workers as u64;
    let limit = [Resource::As, Resource::Data].into_iter().filter_map(|resource| getrlimit(resource).current).min();
    match limit {
        Some(limit) if limit < room => {
            let message = message!("the address space is limited to {} bytes, and {} are needed", limit, room);
            let hint = message!(
                "limit memory by a control group, which counts what is used, or raise `ulimit -v`; fewer `--threads` need less"
            );
            Err(Error::new(Kind::Resource, Diagnostic::new(Code::E444, message).hint(hint)))
        }
        _ => Ok(()),
    }
}

/// Takes as many open files as the system gives: an export may be in a thousand parts.
pub(super) fn open_more_files() {
    let limit = getrlimit(Resource::Nofile);
    // Where it is refused, a run that needs no more goes on, and one that does says so.
    let _ = setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit });
}
