//! Schema x profile x catalogue x headers x keys: what happens to every column, or everything that forbids it.
//!
//! The plan is the only maker of [`Released`] batches, and sinks accept nothing else.

mod bound;
mod compile;
mod enforced;
mod explain;
mod guard;
mod headers;
mod judge;
mod missing;
mod models;
mod nulls;
mod order;
mod recode;
mod refuse;
mod released;
mod status;
mod warnings;
mod ways;

pub use bound::Bound;
pub(crate) use bound::{Crowds, RowsOfPeople, rank};
pub use compile::{
    ColumnPlan, DatasetPlan, Decision, DropReason, Part, Plan, Release, Request, Shape, Subject, compile,
};
pub use enforced::{NotEnforced, Requirement};
pub use explain::{Row, explain};
pub(crate) use guard::{Guard, Traces};
pub use headers::{Match, match_headers, shown_header};
pub(crate) use judge::needs_recipient;
pub use missing::NullPatterns;
pub(crate) use models::files_of;
pub use models::{ModelPlan, QuasiColumn};
pub use order::Stream;
pub use recode::Recoder;
pub(crate) use recode::account;
pub use released::{ColumnTally, Refused, Released, Rows};
pub(crate) use released::{UNFIT_SHARE, guard_limit, unfit_limit};
pub use ways::{Ways, ways};
