//! The engine: read, work in parallel, write in order.
//!
//! [`prepare`] opens inputs, finds their schemas and compiles the plan; [`apply`] makes the release; [`preview`] shows a few rows of
//! what it would hold; [`verify`] re-checks one that exists, and a [`Revealer`] gives values of one back.

mod accounts;
mod apply;
mod dictionary;
mod exclude;
mod made_of;
mod make;
mod manifest;
mod models;
mod notice;
mod order;
mod prepare;
mod preview;
mod recount;
mod rejects;
mod reveal;
mod verify;
mod workers;

pub(crate) use accounts::{each_identity, joined as joined_accounts};
pub use apply::{ApplyOptions, Outcome, apply, record_path};
pub(crate) use make::reach;
pub use manifest::{DatasetSummary, Losses, MANIFEST_COMMENT, MANIFEST_FORMAT, Manifest, RunRecord};
pub use models::{Met, QuasiMet, SearchOptions};
pub use prepare::{GeoFile, PrepareOptions, Prepared, Source, check, prepare};
pub use preview::{PreviewRow, preview};
pub use recount::{Joined, LinkedFile, Recount, Whose};
pub use reveal::{Made, Retokenizer, Revealer};
pub use verify::{Signed, Verified, trusted_key, verify, verify_document};
pub use workers::{Interrupt, Progress};
pub(crate) use {
    prepare::{files_of, read_schemas, refuse_repeats},
    workers::Engine,
};
