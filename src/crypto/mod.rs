//! Primitives, each with the standard it implements; no arrow, no files, no clock here.

pub mod prf;
