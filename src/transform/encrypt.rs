//! Encrypt: a token that the key opens again, over the canonical form.

use super::pseudonymize::never_tokenised;
use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Refusal, Reverse, Subjects, Technique, Tokens, Trace, Transform, accept,
    canonical,
};
use crate::canon::{Form, form_of};
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::keys::{Domain, Sealer};
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;

/// A token that the key opens stands for the value.
pub(super) struct Encrypt;

static DOC: Doc = Doc {
    summary: "a token that the key opens again (AES-SIV, RFC 5297) over the canonical form; all tokens of a column have one length",
    nulls: "NULL and its spellings stay NULL; junk gets a token over `raw:` and its text; lossy, masked or several values become NULL, and so \
            do values of more than 62 bytes (emails: 126)",
    learns: "which rows share a value, and how often; nothing about the value without the key, and all of it with the key",
    example: Example {
        semantic: SemanticType::Phone,
        argument: "",
        input: &[Some("8 771 000 99 98"), Some("-"), Some("7,771E+10")],
        output: &[Some(EXAMPLE), None, None],
    },
};

const EXAMPLE: &str = "phx_b3zf3cckzbs3hyjjqjemxwy2p2xej5hubb5g2f2ti74amuhqhkldxj4wixtovwcgoyh6kuc6cy6itqmmnkk26fhzo66dlc4hzpfw33cqjry2s4dmoxkropyabvozkoci";

impl Technique for Encrypt {
    fn name(&self) -> &'static str {
        "encrypt"
    }

    fn family(&self) -> Family {
        Family::Cryptographic
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// What may be a token may be a sealed one.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        match semantic.token_prefix() {
            Some(_) => &[""],
            None => &[],
        }
    }

    fn inside_only(&self, _: &Argument) -> Option<&'static str> {
        Some("its tokens give the values back to whoever holds the key")
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let Some(prefix) = column.semantic.token_prefix() else { return Err(never_tokenised(column.semantic)) };
        accept(self, column)?;
        let source = match sealer(column, cx) {
            Some(sealer) => Source::Keyed(sealer),
            None => Source::Preview(prefix),
        };
        Ok(Bound::Transform(Box::new(Sealed { form: form_of(column.semantic), source })))
    }

    fn reverse(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Option<Box<dyn Reverse>>, Refusal> {
        accept(self, column)?;
        Ok(sealer(column, cx).map(|sealer| -> Box<dyn Reverse> { Box::new(Opened(sealer)) }))
    }
}

/// The sealer of a column of a type that has tokens; `None` in a preview.
fn sealer(column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Option<Sealer> {
    let Tokens::Keyed { keys, profile, recipient } = cx.tokens else { return None };
    let form = form_of(column.semantic).id;
    let domain = Domain { profile, recipient, site: cx.site, domain: column.domain, form };
    Some(Sealer::new(keys, domain, column.semantic.token_prefix()?, padded(column.semantic)))
}

/// Bytes that a value is padded to, its length in two bytes included: more than nearly every value of the type has.
fn padded(semantic: SemanticType) -> usize {
    match semantic {
        SemanticType::Email => 128,
        _ => 64,
    }
}

#[derive(Debug)]
struct Sealed {
    form: &'static Form,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Keyed(Sealer),
    Preview(&'static str),
}

/// Bytes of a token: two letters, `x_`, and 80 bytes in base32. Those of emails are longer.
const TOKEN_BYTES: usize = 132;

impl Transform for Sealed {
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
        map_strings(input, self, TOKEN_BYTES)
    }
}

impl StrKernel for Sealed {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = canonical::write_or_raw(self.form, value, out);
        if !fit.is_written() {
            return fit;
        }
        let canonical = std::mem::take(out);
        match &self.source {
            Source::Keyed(sealer) => sealer.seal(&canonical, out).map_or(Fit::Unfit, |()| fit),
            Source::Preview(prefix) => {
                out.push_str(prefix);
                out.push_str("x_…");
                fit
            }
        }
    }
}

#[derive(Debug)]
struct Opened(Sealer);

impl Reverse for Opened {
    fn open(&self, released: &str) -> Option<String> {
        self.0.open(released)
    }

    fn is_authentic(&self) -> bool {
        true
    }
}
