//! The workbench: arrow arrays seen as text or moments, whatever their encoding, and what became of each value counted.
//!
//! Every array that leaves this floor is built afresh, so no byte of the input hides behind a null, an unused dictionary entry or a
//! slice; the law tests look for such bytes.

mod ids;
mod numbers;
mod strings;
mod tally;
mod temporal;

pub use ids::canonical_ids;
pub(crate) use numbers::DECIMAL;
pub use numbers::{map_ages, map_counts, map_decimals, map_flags};
pub use strings::{ColumnError, StrKernel, Texts, for_each_text, map_strings, map_texts};
pub use tally::{Fit, Output, Tally};
pub use temporal::{for_each_moment, map_dates, map_micros, map_millis, map_periods};
