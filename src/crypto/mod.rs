//! Primitives, each with the standard it implements; no arrow, no files, no clock here.

pub mod fpe;
pub mod ip_prefix;
pub mod keystream;
pub mod prf;
mod sha256;
pub mod sign;
pub mod siv;
