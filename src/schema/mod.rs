//! Documents: what a dataset is ([`Schema`]) and what may leave ([`Profile`]).
//!
//! Parsing is strict and collects every problem of a document before it gives up. Nothing here knows which techniques exist:
//! an action is a word with an argument, and `plan` judges it.

mod dataset;
mod document;
mod encoding;
mod policy;
mod profile;
mod quoted;

pub(crate) use dataset::fold_name;
pub use dataset::{Column, DRAFTED_SITE, Dialect, Escape, LeaveOut, Schema, Several, Unlisted};
pub(crate) use document::distance;
pub use document::{SourceText, Spot};
pub use encoding::Encoding;
pub use policy::Policy;
pub use profile::{
    Action, Also, Argument, BUILT_IN_PROFILES, HierarchyRule, KeysRule, Models, NullRule, Override, Period, Profile,
    RecipientRule, RecodingRule, Scope,
};
pub(crate) use quoted::quoted;
