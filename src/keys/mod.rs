//! Key material: the key file, key ids and epochs, and the derivation of the key of one purpose and domain. Apart from these, and never
//! derived from them: keys that sign.

mod base32;
mod derive;
mod disk;
mod file;
mod keyset;
mod sealed;
mod signing;
mod token;
mod weak;

pub use derive::{Domain, Purpose, derive, is_slug};
pub use keyset::{KeyId, Keyset, Root};
pub use sealed::Sealer;
pub use signing::{KeyFile, SigningKey, open_public};
pub use token::Tokenizer;
