//! The catalogue of techniques. Adding one: a file here, a line in [`TECHNIQUES`], a golden folder.
//!
//! A [`Technique`] is an entry: a name, a family, its documentation, the types it accepts. `plan` binds it to a column, which gives a
//! [`Transform`]: array in, fresh array out. Null in, null out, always.

mod aggregate;
mod bucket;
mod canonical;
mod coding;
mod draw;
mod drop;
mod encrypt;
mod format_preserve;
mod generalize;
mod geoip;
mod keep;
mod mask;
mod noise;
mod number;
mod permute;
mod prefix_preserve;
mod pseudonymize;
mod replace;
mod round;
mod several;
mod shift;

use crate::canon::reading::Reading;
use crate::column::{ColumnError, Output};
use crate::error::{Message, Shown};
use crate::keys::Keyset;
use crate::message;
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::{Array, StringArray};
use arrow::datatypes::DataType;
use std::fmt;
use std::sync::Arc;

pub use geoip::GeoIp;
pub(crate) use several::nth_of_several;

/// Every technique, in the order of the documentation.
pub const TECHNIQUES: &[&dyn Technique] = &[
    &keep::Keep,
    &drop::Drop,
    &pseudonymize::Pseudonymize,
    &encrypt::Encrypt,
    &format_preserve::FormatPreserve,
    &prefix_preserve::PrefixPreserve,
    &replace::Replace,
    &mask::Mask,
    &generalize::Generalize,
    &bucket::Bucket,
    &round::Round,
    &coding::TOP_CODE,
    &coding::BOTTOM_CODE,
    &coding::TOP_BOTTOM_CODE,
    &noise::Noise,
    &shift::Shift,
    &permute::Permute,
    &aggregate::Aggregate,
];

/// An entry of the catalogue.
pub trait Technique: Sync {
    /// The word in profiles.
    fn name(&self) -> &'static str;
    /// ISO/IEC 20889 family.
    fn family(&self) -> Family;
    /// What people should know about it.
    fn doc(&self) -> &'static Doc;
    /// The arguments it takes for a type: empty if it does not accept the type; `""` stands for none.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str];
    /// Why its output under this argument must stay inside the house, if it must.
    fn inside_only(&self, _: &Argument) -> Option<&'static str> {
        None
    }
    /// Why a second output that still is something of the same column's value gives the first one's secret away, if it does.
    fn undone_beside(&self) -> Option<&'static str> {
        None
    }
    /// Makes the transform of one column.
    ///
    /// # Errors
    /// A [`Refusal`] when the type or the argument does not suit.
    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal>;
    /// Makes what gives the values of one column back under the key; `None` when nothing does.
    ///
    /// # Errors
    /// As [`Technique::bind`].
    fn reverse(&self, _: &ColumnSpec<'_>, _: &Binding<'_>) -> Result<Option<Box<dyn Reverse>>, Refusal> {
        Ok(None)
    }
}

/// Gives the values behind what one column of a release holds back.
pub trait Reverse: fmt::Debug {
    /// The canonical value; `None` for what the column cannot hold.
    fn open(&self, released: &str) -> Option<String>;
    /// Whether a value that comes back proves that it was in the column: without, a changed token opens to some other value.
    fn is_authentic(&self) -> bool;
}

/// Documentation of a technique; the example is executed by a test.
#[derive(Debug)]
pub struct Doc {
    /// What it does, in one line.
    pub summary: &'static str,
    /// What becomes of NULL and of values that do not fit.
    pub nulls: &'static str,
    /// What an attacker still learns.
    pub learns: &'static str,
    /// An example that is true.
    pub example: Example,
}

/// Values before and after; `None` is NULL.
#[derive(Debug)]
pub struct Example {
    /// Type of the column.
    pub semantic: SemanticType,
    /// The argument as a profile has it, without quotes and brackets; empty if there is none.
    pub argument: &'static str,
    /// Values before.
    pub input: &'static [Option<&'static str>],
    /// Values after, as text: under the key of 32 bytes `0x42`, epoch 1, profile `example`, no recipient, site `example.kz`, on rows of the
    /// subject `person`.
    pub output: &'static [Option<&'static str>],
}

/// The column that a technique is bound to.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSpec<'a> {
    /// What its values mean.
    pub semantic: SemanticType,
    /// Token domain.
    pub domain: &'a str,
    /// Argument of the action.
    pub argument: &'a Argument,
}

/// What binding may need beside the column.
#[derive(Clone, Copy, Debug)]
pub struct Binding<'a> {
    /// Where tokens come from.
    pub tokens: Tokens<'a>,
    /// Site of the dataset.
    pub site: &'a str,
    /// How the column's values are read.
    pub reading: Reading,
    /// Which networks are in which country, if the operator brought a database.
    pub geoip: Option<&'a Arc<GeoIp>>,
}

/// Where tokens come from.
#[derive(Clone, Copy, Debug)]
pub enum Tokens<'a> {
    /// Derived from a key, for a profile and a recipient.
    Keyed {
        /// The key.
        keys: &'a Keyset,
        /// Name of the profile.
        profile: &'a str,
        /// The recipient, or the empty string.
        recipient: &'a str,
    },
    /// Shown as `em_…`: a preview needs no key.
    Preview,
}

/// What binding gives.
#[derive(Debug)]
pub enum Bound {
    /// The column leaves, transformed.
    Transform(Box<dyn Transform>),
    /// The column does not leave: that is the technique.
    Drop,
    /// The technique is known, but its data or code is not there; the column is dropped and reported as not enforced.
    Missing(&'static str),
}

/// A technique does not suit a column.
#[derive(Debug)]
pub struct Refusal {
    /// Why.
    pub message: Message,
    /// What would.
    pub hint: Message,
}

/// Refuses a type that the technique does not accept and an argument that it does not list: `{ keep = "day" }` must not keep the second.
/// Patterns of arguments (`/8 … /24`, edges) are read by the techniques that have them.
fn accept(technique: &dyn Technique, column: &ColumnSpec<'_>) -> Result<(), Refusal> {
    let known = technique.arguments(column.semantic);
    let listed = match column.argument {
        Argument::None => known.contains(&""),
        Argument::Word(word) => !word.is_empty() && known.contains(&word.as_str()),
        Argument::Number(number) => !number.is_empty() && known.contains(&number.as_str()),
        Argument::Numbers(_) => false,
    };
    if listed {
        return Ok(());
    }
    let hint = match known {
        [] => others(column.semantic),
        [""] => message!("write `{} = \"{}\"`", column.semantic, technique.name()),
        _ => message!("it takes one of: {}", Shown::name(&known.join(", "))),
    };
    Err(Refusal { message: message!("`{}` cannot do this to `{}`", technique.name(), column.semantic), hint })
}

/// What may be done to a type instead.
fn others(semantic: SemanticType) -> Message {
    let known = TECHNIQUES
        .iter()
        .filter(|technique| technique.name() != "aggregate" && !technique.arguments(semantic).is_empty())
        .map(|technique| message!("`{}`", technique.name()));
    message!("for `{}` there are: {}", semantic, Message::joined(known, ", "))
}

/// A technique bound to a column.
pub trait Transform: fmt::Debug + Send + Sync {
    /// Type of every array it returns.
    fn output_type(&self) -> DataType;
    /// What of the value its output still is.
    fn trace(&self) -> Trace {
        Trace::Coarse
    }
    /// Whether its output is tokens: keyed, well-formed, nothing to guard.
    fn is_token(&self) -> bool {
        false
    }
    /// Whether it must know whose rows the values stand on.
    fn needs_subjects(&self) -> bool {
        false
    }
    /// The block of columns that it belongs to, if its values leave with other rows than they came with.
    fn block(&self) -> Option<&str> {
        None
    }
    /// A token of nobody, another one for each row, that cannot be told from the others without the key; `None` where there are no tokens.
    fn decoy(&self, _: Origin, _: u64) -> Option<String> {
        None
    }
    /// Transforms one array: the same number of values, null for null, nothing of the input's buffers.
    ///
    /// # Errors
    /// [`ColumnError`] when the array's physical type cannot be read as the column's meaning.
    fn apply(&self, input: &dyn Array, subjects: Subjects<'_>) -> Result<Output, ColumnError>;
}

/// What of a value an output still is: decides what a release may claim to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trace {
    /// The value itself, or a part of it that people recognise.
    Clear,
    /// Nothing, or less than the value, without a key; with it the value or the person.
    Keyed,
    /// Less than the value.
    Coarse,
}

/// Whose rows the values of an array stand on: canonical ids of subjects, row by row, for techniques that treat a person's rows alike.
#[derive(Clone, Copy, Debug)]
pub struct Subjects<'a>(Option<&'a StringArray>);

impl<'a> Subjects<'a> {
    /// Nobody knows.
    pub const NONE: Self = Self(None);

    /// The subjects of the rows of an array, as long as the array.
    #[must_use]
    pub fn of(ids: &'a StringArray) -> Self {
        Self(Some(ids))
    }

    /// Whose row this is, if anybody knows.
    fn row(self, row: usize) -> Option<&'a str> {
        self.0.filter(|ids| ids.is_valid(row)).map(|ids| ids.value(row))
    }
}

/// Where the first row of an array came from: the part of its dataset, and its number there. Rows that follow have the numbers that follow.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Origin {
    /// Number of the input among the dataset's parts.
    pub part: u64,
    /// Number of the row in the input.
    pub row: u64,
}

impl Origin {
    /// The first row of the first part.
    pub const FIRST: Self = Self { part: 0, row: 0 };
}

/// The technique of this name.
#[must_use]
pub fn technique(name: &str) -> Option<&'static dyn Technique> {
    TECHNIQUES.iter().copied().find(|technique| technique.name() == name)
}

/// A transform that counts what fits a type before a profile says what becomes of its values; `None` for types that leave in no form, of which
/// nothing is counted. It is the one that a run binds: what it counts unfit a run counts unfit, and not what another reading of the type would.
pub(crate) fn trial_of(semantic: SemanticType, reading: Reading) -> Option<Box<dyn Transform>> {
    let cx = Binding { tokens: Tokens::Preview, site: "", reading, geoip: None };
    // By what a column of the type usually goes through. Of what is made coarser the last argument asks least beside the type.
    ["pseudonymize", "keep", "mask", "generalize"].into_iter().filter_map(technique).find_map(|technique| {
        let argument = match technique.name() {
            "mask" => Argument::Word("all".to_owned()),
            "generalize" => Argument::Word((*technique.arguments(semantic).last()?).to_owned()),
            _ => Argument::None,
        };
        let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
        match technique.bind(&spec, &cx) {
            Ok(Bound::Transform(transform)) => Some(transform),
            _ => None,
        }
    })
}
