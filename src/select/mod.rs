//! Which rows may leave.

mod cell;
mod withdrawal;

pub(crate) use cell::parts_of_cell;

pub use withdrawal::{Exclusion, ExclusionCounts, Found, Holders, Identity, Listed, Marks};
