//! Which rows may leave.

mod withdrawal;

pub use withdrawal::{Exclusion, ExclusionCounts, Found, Holders, Identity, Listed, Marks};
