//! Key material: the key file, key ids, and the derivation of the key of one pseudonym domain.

mod derive;
mod file;

pub use derive::{Domain, Tokenizer, is_slug, write_token};
pub use file::{KeyId, Keyset};
