//! What is in files that nobody described yet: for every column its type with the evidence, its role, and what it holds that it should not.
//!
//! A scan reads everything, tells numbers and closed words, and never a value: a report can be shown to anybody who may know the names of the
//! columns. The draft of a schema that it makes is a proposal; where it is unsure it chooses what leaves least.

mod advice;
mod below;
mod column;
mod distinct;
mod draft;
mod header;
mod opened;
mod report;
mod run;
mod trial;

#[cfg(feature = "audit")]
pub(crate) use column::{ColumnScan, Scratch};
#[cfg(feature = "audit")]
pub(crate) use distinct::{Distinct, Frequent};
pub use draft::draft;
pub(crate) use draft::why;
#[cfg(feature = "audit")]
pub(crate) use opened::open_found;
pub use report::{
    BrokenRow, ColumnFound, Dataset, ExportFound, FileFound, Identifiers, Report, SCAN_FORMAT, Second, ShapeFound,
    Unfit, Withheld,
};
pub(crate) use run::texts;
pub use run::{ScanOptions, scan};
