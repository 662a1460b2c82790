//! Prefix-preserve: an address for the address, so that addresses of one network stay in one network; the key gives them back.

use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Refusal, Reverse, Subjects, Technique, Tokens, Trace, Transform, accept,
    canonical,
};
use crate::canon::{Form, form_of, ip};
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::crypto::ip_prefix::IpPrefix;
use crate::keys::{Domain, Purpose, derive};
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;
use std::fmt::Write as _;
use std::net::IpAddr;

/// An encrypted address stands for the address.
pub(super) struct PrefixPreserve;

static DOC: Doc = Doc {
    summary: "an encryption (ipcrypt-pfx) of the address that keeps networks together: as many bits in common before as after; private, \
              loopback, link-local, documentation, multicast and reserved addresses become that word",
    nulls: "NULL and its spellings stay NULL; what is no address, and a list of them, becomes NULL and is counted",
    learns: "which addresses are neighbours, and so the shape of every network; whoever knows one address and its output knows where the \
             network of that address went. With the key, the address",
    example: Example {
        semantic: SemanticType::Ip,
        argument: "",
        // Public resolvers of names: addresses of no person that are not kept for documentation.
        input: &[Some("8.8.8.8"), Some("8.8.4.4:53"), Some("2001:4860:4860::8888"), Some("10.0.0.7"), Some("junk")],
        output: &[
            Some("218.222.56.253"),
            Some("218.222.52.56"),
            Some("a23d:79f9:596d:4c6d:5bf7:b775:ef9d:1842"),
            Some("private"),
            None,
        ],
    },
};

impl Technique for PrefixPreserve {
    fn name(&self) -> &'static str {
        "prefix-preserve"
    }

    fn family(&self) -> Family {
        Family::Cryptographic
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        if semantic == SemanticType::Ip { &[""] } else { &[] }
    }

    fn inside_only(&self, _: &Argument) -> Option<&'static str> {
        Some("each address whose output is known gives away the networks around it")
    }

    fn undone_beside(&self) -> Option<&'static str> {
        Some("the two together translate every address of the same network")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        accept(self, column)?;
        Ok(Bound::Transform(Box::new(Encrypted { form: form_of(column.semantic), cipher: cipher(column, cx)? })))
    }

    fn reverse(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Option<Box<dyn Reverse>>, Refusal> {
        accept(self, column)?;
        Ok(cipher(column, cx)?.map(|cipher| -> Box<dyn Reverse> { Box::new(Decrypted(cipher)) }))
    }
}

/// The cipher of a column; `None` in a preview.
fn cipher(column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Option<IpPrefix>, Refusal> {
    let Tokens::Keyed { keys, profile, recipient } = cx.tokens else { return Ok(None) };
    let form = form_of(column.semantic).id;
    let domain = Domain { profile, recipient, site: cx.site, domain: column.domain, form };
    let cipher = IpPrefix::new(derive(keys, Purpose::IpPrefix, domain).expose());
    // One key in 2^128: the standard forbids it, since it would encrypt nothing.
    let refused = || Refusal {
        message: message!("the derived key has two equal halves"),
        hint: message!("`iesiz keys rotate` makes another one"),
    };
    cipher.ok_or_else(refused).map(Some)
}

#[derive(Debug)]
struct Encrypted {
    form: &'static Form,
    cipher: Option<IpPrefix>,
}

impl Transform for Encrypted {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn is_token(&self) -> bool {
        true
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 16)
    }
}

impl StrKernel for Encrypted {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = canonical::write(self.form, value, out);
        if !fit.is_written() {
            return fit;
        }
        let Ok(address) = out.parse::<IpAddr>() else { return Fit::Unfit };
        out.clear();
        match (ip::class(address), &self.cipher) {
            (Some(class), _) => out.push_str(class),
            (None, None) => out.push('…'),
            // Writing to a String cannot fail.
            (None, Some(cipher)) => drop(write!(out, "{}", cipher.encrypt(address))),
        }
        fit
    }
}

#[derive(Debug)]
struct Decrypted(IpPrefix);

impl Reverse for Decrypted {
    fn open(&self, released: &str) -> Option<String> {
        let address = self.0.decrypt(released.parse().ok()?);
        // Addresses that have a class were never encrypted.
        ip::class(address).is_none().then(|| address.to_string())
    }

    /// Every address is the encryption of some other.
    fn is_authentic(&self) -> bool {
        false
    }
}
