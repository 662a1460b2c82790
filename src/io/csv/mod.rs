//! Delimited text: CSV, TSV and their dialects.
//!
//! One scanner decides where records end ([`cut`]); the parser works inside the records it was given, so the two cannot disagree.

mod cut;
mod dialect;
mod find;
mod head;
mod layout;
mod parse;
mod sections;
mod source;
mod swallow;
mod totals;
mod types;
mod units;
mod vote;

pub(super) use source::{CsvBatches, CsvSource};
pub(super) use units::{CsvUnit, CsvUnits};
pub use {head::HeadRecord, parse::Cells};
