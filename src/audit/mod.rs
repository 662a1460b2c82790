//! The audit: evidence that nothing personal is left in a release, or where it is.
//!
//! It needs no key and no source, and shares no code with what writes releases: Parquet is walked byte by byte by a reader of its own and its
//! rows are read by polars. What it finds out is a [`report::Report`]: a verdict, what was looked at, and every finding with its place.
//! A part that could not be looked at is told too, and then nothing passes.

mod against;
mod cells;
mod classes;
mod column;
mod compare;
mod conform;
mod counts;
mod cut;
mod dictionary;
mod frame;
mod html;
mod keyless;
mod linkage;
mod notes;
mod parquet;
mod part;
mod parts;
mod people;
mod pieces;
mod plain;
mod radix;
mod raw;
mod recount;
mod release;
pub mod report;
mod run;
mod scan;
mod source;
mod table;
mod token;
mod veil;
pub mod words;

pub use html::render;
pub use recount::{Independent, least_people};
pub use run::{AuditOptions, audit};

/// SHA-256 in hex.
fn digest_of(bytes: &[u8]) -> String {
    use sha2::{Digest as _, Sha256};
    crate::number::hex(Sha256::digest(bytes))
}
