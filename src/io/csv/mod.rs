//! Delimited text: CSV, TSV and their dialects.
//!
//! One scanner decides where records end ([`cut`]); the parser works inside the records it was given, so the two cannot disagree.

mod cut;
mod dialect;
mod find;
mod head;
mod parse;
mod source;
mod totals;
mod units;

pub(super) use source::{CsvBatches, CsvSource};
pub(super) use units::{CsvUnit, CsvUnits};
pub use {head::HeadRecord, parse::Cells};
