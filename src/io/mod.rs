//! The gates: the only place that opens data files. Sources hand out units of work; sinks accept nothing but released batches.

mod access;
mod csv;
mod csv_text;
mod delta;
mod digesting;
mod document;
mod gate;
mod input;
mod journal;
mod packed;
mod parquet_source;
mod parquet_text;
mod release_names;
mod replaced;
mod shared;
mod signature;
mod sink;
mod sniff;
mod spreadsheet;
mod staged;
mod text;
mod text_chunk;

pub use access::Access;
pub use csv::{Cells, HeadRecord};
pub use document::{
    MAX_DOCUMENT, MAX_FILES, MAX_LIST, MAX_MANIFEST, missing, names_in, open_plain, place_of, read_document,
    read_folder, refuse_missing,
};
#[cfg(feature = "audit")]
pub(crate) use gate::deltas;
pub use input::{
    BadRow, Batches, Decoded, Fault, FileFormat, Input, OpenOptions, Seen, TextForm, Unit, Units, dataset_stem,
    partitions,
};
pub use journal::Journal;
pub use parquet_source::parquet_ranges;
pub use release_names::ReleaseNames;
pub use sink::{Appender, Encoded, Encoder, GroupEncoder, OutputFormat, Written, open_sink};
pub use staged::{
    IfExists, Lock, Private, Staged, abandon, check_destination, sha256_file, sha256_reader, temporary, write_private,
};
pub use text::{FoundBy, Runs};

/// Most records of a unit. A unit is one row group of the output; 122,880 is what DuckDB and others use, so readers are tuned for it.
pub const UNIT_ROWS: usize = 122_880;
/// Most bytes of input of a unit. Together with the number of units in flight it bounds memory: at two threads four units are in
/// flight, and each costs its input, its arrays and its encoded output. 32 MiB keeps the worst case below 512 MiB.
pub const UNIT_BYTES: usize = 32 << 20;
/// Rows of one batch inside a unit: its arrays stay in the caches and their memory is used again for the next one. Where a unit is cut
/// into batches depends on nothing but this.
pub const BATCH_ROWS: usize = 16_384;
/// Longest field.
pub const MAX_FIELD: usize = 16 << 20;
/// Longest record.
pub const MAX_RECORD: usize = 64 << 20;
/// Most columns of an input.
pub const MAX_COLUMNS: usize = 16_384;
