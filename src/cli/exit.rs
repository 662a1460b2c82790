//! Exit codes: the contract with scheduled jobs. A code that is not in the list is a failure.

use crate::error::{Kind, Signal};
use std::process::ExitCode;

/// How the program ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[repr(u8)]
pub enum Exit {
    /// Complete.
    Complete = 0,
    /// A bug.
    Internal = 1,
    /// Arguments, schema or profile invalid.
    Usage = 2,
    /// Complete, some rows quarantined within the limit.
    Quarantined = 3,
    /// Input damaged or not of its format.
    Damaged = 4,
    /// More quarantined rows than allowed.
    TooManyBad = 5,
    /// Output or disk error.
    Output = 6,
    /// A rule forbids the release.
    Policy = 7,
    /// An audit found identifiers.
    Found = 8,
    /// Key problem.
    Key = 9,
    /// Resource limit.
    Resource = 10,
    /// Output exists or is locked.
    Exists = 11,
    /// Manifest, digest or token does not match.
    Mismatch = 12,
    /// An audit could not look at everything, or a measurement could not count people: not a pass.
    Unfinished = 13,
    /// Ctrl-C.
    Interrupted = 130,
    /// SIGTERM or SIGHUP.
    Terminated = 143,
}

impl Exit {
    /// The code of a kind of error.
    #[must_use]
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Internal => Self::Internal,
            Kind::Usage => Self::Usage,
            Kind::Damaged => Self::Damaged,
            Kind::TooManyBad => Self::TooManyBad,
            Kind::Output => Self::Output,
            Kind::Policy => Self::Policy,
            Kind::Found => Self::Found,
            Kind::Key => Self::Key,
            Kind::Resource => Self::Resource,
            Kind::Exists => Self::Exists,
            Kind::Mismatch => Self::Mismatch,
            Kind::Interrupted(Signal::Int) => Self::Interrupted,
            Kind::Interrupted(Signal::Term | Signal::Hup) => Self::Terminated,
        }
    }

    /// Help and version end well, other outcomes of the argument parser do not.
    pub(super) fn of_usage(was_asked_for: bool) -> Self {
        if was_asked_for { Self::Complete } else { Self::Usage }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contract_with_scheduled_jobs() {
        let kinds = [
            (Kind::Internal, 1),
            (Kind::Usage, 2),
            (Kind::Damaged, 4),
            (Kind::TooManyBad, 5),
            (Kind::Output, 6),
            (Kind::Policy, 7),
            (Kind::Found, 8),
            (Kind::Key, 9),
            (Kind::Resource, 10),
            (Kind::Exists, 11),
            (Kind::Mismatch, 12),
            (Kind::Interrupted(Signal::Int), 130),
            (Kind::Interrupted(Signal::Term), 143),
        ];
        for (kind, code) in kinds {
            assert_eq!(Exit::of(kind) as u8, code, "{kind:?}");
        }
        assert_eq!((Exit::Complete as u8, Exit::Quarantined as u8), (0, 3));
    }
}
