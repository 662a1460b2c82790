//! Which rows may leave.

mod withdrawal;

pub use withdrawal::{Exclusion, ExclusionCounts, Identity, Listed, Marks};
