//! All integration tests, in one binary: each binary links the whole tree. Which file takes what:
//!
//! - `audit`: what is planted in a release is found, and nothing else.
//! - `house`: the sources themselves: imports go down, one printer, no print macros.
//! - `lawful`: releases of random schemas pass the audit.
//! - `laws`: laws over the whole catalogue, and each law shown red by a technique that breaks it.
//! - `golden`: input, schema, profile -> the exact bytes that leave.
//! - `guard`: every recogniser's values planted in every type under every profile that runs.
//! - `cli`: the real binary: exit codes, messages, help.
//! - `contradictions`: releases that are not what they say, and files that say nothing.
//! - `documents`: the JSON schemas by which editors check schemas and profiles.
//! - `encodings`: one export in every encoding and packing gives one release.
//! - `evasions`: tables of values by type: spellings and their forms, ways of writing that hide a value, and innocents.
//! - `faults`: broken files and broken disks, by fault number.
//! - `identifiers`: published numbers and addresses, valid and invalid, and evasions by type.
//! - `measure`: figures of files and releases that were counted by hand, and what cannot be measured.
//! - `order`: rows of outside releases leave in a keyed order.
//! - `outputs`: further outputs, rules about NULL, unsafe neighbours.
//! - `parquet_shapes`: Parquet schemas of every shape, with columns found by their leaves.
//! - `people`: excluding people, joining spellings, recipients that share nothing, on the sample data.
//! - `readings`: dialects, dates and sums that could be read in two ways, and what a schema says of them.
//! - `release`: publishing, verifying, replacing, determinism.
//! - `geoip`: addresses to countries, by a database that the test writes.
//! - `reveal`: values behind tokens come back with a reason and a line in the log, and in no other way.
//! - `readme`: what the README says is what happens.
//! - `signing`: signed releases, signing keys, and everything that a signature must not survive.
//! - `scan`: exports that nobody described: what each column is, drafts that `plan` takes, and no value in any of it.
//! - `vectors`: the primitives against published vectors, and tokens against a second implementation.

mod util;

#[cfg(feature = "audit")]
mod accounts;
mod audit;
mod cli;
#[cfg(feature = "audit")]
mod contradictions;
mod documents;
mod encodings;
mod evasions;
mod faults;
mod geoip;
mod golden;
mod guard;
mod house;
mod identifiers;
#[cfg(feature = "audit")]
mod lawful;
mod laws;
mod measure;
mod models;
mod nightly;
mod order;
mod outputs;
mod parquet_shapes;
mod people;
mod readings;
mod readme;
mod release;
mod reveal;
mod scan;
mod signing;
mod vectors;
