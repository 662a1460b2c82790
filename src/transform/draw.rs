//! Draws under a key: the randomness of noise and shifts, the same on every run, so that releases repeated a hundred times average nothing
//! out.

use super::{Binding, Refusal, Tokens};
use crate::crypto::keystream::Keystream;
use crate::keys::{Domain, Keyset, Purpose, derive};
use crate::message;

/// The draws of a purpose within a domain and a canonical form.
///
/// A preview has no key and draws under one that is thrown away: what it shows has the shape of a release, and nobody can undo it.
///
/// # Errors
/// When the system gives no random bytes for a preview.
pub(super) fn keystream(cx: &Binding<'_>, purpose: Purpose, domain: &str, form: &str) -> Result<Keystream, Refusal> {
    let of = |keys: &Keyset, profile, recipient| {
        let domain = Domain { profile, recipient, site: cx.site, domain, form };
        Keystream::new(derive(keys, purpose, domain).expose())
    };
    match cx.tokens {
        Tokens::Keyed { keys, profile, recipient } => Ok(of(keys, profile, recipient)),
        Tokens::Preview => match Keyset::ephemeral() {
            Ok(keys) => Ok(of(&keys, "", "")),
            Err(_) => Err(Refusal {
                message: message!("the operating system gave no random bytes"),
                hint: message!("run it again"),
            }),
        },
    }
}

/// A person and what it is about as one message: the person's id stands behind its length, so that no two pairs are the same bytes.
pub(super) fn message(subject: &str, about: &[u8]) -> Vec<u8> {
    let mut message = Vec::with_capacity(8 + subject.len() + about.len());
    // Ids are cells of at most 16 MiB.
    message.extend_from_slice(&(subject.len() as u64).to_be_bytes());
    message.extend_from_slice(subject.as_bytes());
    message.extend_from_slice(about);
    message
}
