//! Pseudonymize: a keyed token over the canonical form, so that every spelling of a value has one token within its domain.

use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Origin, Refusal, Subjects, Technique, Tokens, Trace, Transform, accept,
    canonical,
};
use crate::canon::{Form, form_of};
use crate::column::{ColumnError, Output, Texts, map_texts};
use crate::keys::{Domain, Tokenizer};
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::{Array, StringArray};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::DataType;

/// A keyed token stands for the value.
pub(super) struct Pseudonymize;

static DOC: Doc = Doc {
    summary: "a keyed token (HMAC-SHA-256, 128 bits, or 96) over the canonical form: one token for every spelling of a value",
    nulls: "NULL and its spellings stay NULL; junk gets a token over `raw:` and its text; lossy, masked or several values become NULL",
    learns: "which rows share a value, and how often; nothing about the value without the key",
    example: Example {
        semantic: SemanticType::Phone,
        argument: "",
        input: &[Some("8 771 000 99 98"), Some("+7 (771) 000-99-98"), Some("-"), Some("7,771E+10")],
        output: &[Some("ph_ulhdapdoet7dyivycixqo7xyhe"), Some("ph_ulhdapdoet7dyivycixqo7xyhe"), None, None],
    },
};

impl Technique for Pseudonymize {
    fn name(&self) -> &'static str {
        "pseudonymize"
    }

    fn family(&self) -> Family {
        Family::Pseudonymization
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        match semantic.token_prefix() {
            Some(_) => &["", "96", "128"],
            None => &[],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        let Some(prefix) = column.semantic.token_prefix() else { return Err(never_tokenised(column.semantic)) };
        let short = match column.argument {
            Argument::Number(bits) if !matches!(bits.as_str(), "96" | "128") => return Err(refuse_bits()),
            Argument::Number(bits) => bits == "96",
            _ => false,
        };
        accept(self, column)?;
        let form = form_of(column.semantic);
        let source = match cx.tokens {
            Tokens::Preview => Source::Preview(prefix),
            Tokens::Keyed { keys, profile, recipient } => {
                let domain = Domain { profile, recipient, site: cx.site, domain: column.domain, form: form.id };
                let tokenizer = Tokenizer::new(keys, domain, prefix);
                Source::Keyed(if short { tokenizer.short() } else { tokenizer })
            }
        };
        Ok(Bound::Transform(Box::new(Token { form, source })))
    }
}

/// Why tokens have no other length. The figures are those of the birthday bound.
fn refuse_bits() -> Refusal {
    Refusal {
        message: message!(
            "a token has 128 or 96 bits: of 64 bits, two of 10^9 people share one with probability 2.7 %"
        ),
        hint: message!("write { pseudonymize = 96 } for 20 characters in the place of 26, or leave the number out"),
    }
}

/// Why a type is never tokenised, with the number that says so.
pub(super) fn never_tokenised(semantic: SemanticType) -> Refusal {
    let message = match semantic.small_domain() {
        Some(values) if semantic.is_name() => message!(
            "`{}` is never tokenised: about {} values, and as many tokens as there are spellings",
            semantic,
            u64::from(values)
        ),
        Some(values) => {
            message!(
                "`{}` is never tokenised: about {} values, and counting gives each away",
                semantic,
                u64::from(values)
            )
        }
        None => message!("`{}` is never tokenised", semantic),
    };
    Refusal {
        message,
        hint: message!("people are linked by the token of an id, an email or a phone; {}", super::others(semantic)),
    }
}

#[derive(Debug)]
struct Token {
    form: &'static Form,
    source: Source,
}

#[derive(Debug)]
enum Source {
    Keyed(Tokenizer),
    Preview(&'static str),
}

impl Transform for Token {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn is_token(&self) -> bool {
        true
    }

    fn trace(&self) -> Trace {
        Trace::Keyed
    }

    fn decoy(&self, origin: Origin, row: u64) -> Option<String> {
        // No canonical value begins with a control character, so no value has this token.
        let mut text = Texts { text: format!("\u{0}{}/{}", origin.part, origin.row + row), spans: Vec::new() };
        text.spans.push(Some(0..u32::try_from(text.text.len()).ok()?));
        Some(self.source.tokens(&text).value(0).to_owned())
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        // The canonical values stand in a text of their own only until their tokens replace them.
        let write = |value: &str, out: &mut String| canonical::write_or_raw(self.form, value, out);
        map_texts(input, write, |canonical| self.source.tokens(canonical))
    }
}

impl Source {
    /// The tokens of canonical values, NULL for NULL.
    fn tokens(&self, canonical: &Texts) -> StringArray {
        let Texts { text, spans } = canonical;
        match self {
            Self::Keyed(tokenizer) => {
                let there = spans.iter().flatten().count();
                let mut tokens = Vec::with_capacity(there * tokenizer.width());
                let values = spans.iter().flatten().map(|span| span.start as usize..span.end as usize);
                tokenizer.write_all(text.as_bytes(), values, &mut tokens);
                let lengths = spans.iter().map(|span| if span.is_some() { tokenizer.width() } else { 0 });
                let nulls = (there < spans.len()).then(|| spans.iter().map(Option::is_some).collect());
                StringArray::new(OffsetBuffer::from_lengths(lengths), tokens.into(), nulls)
            }
            Self::Preview(prefix) => spans.iter().map(|span| span.as_ref().map(|_| format!("{prefix}_…"))).collect(),
        }
    }
}
