//! `iesiz` takes what identifies people out of exports of user, payment and analytics data, and says what it did to every column.
//!
//! A [`schema::Schema`] says what the columns of an export *are*; a [`schema::Profile`] says what may *leave*, for which purpose and to
//! whom. [`plan::compile`] joins the two with the catalogue of [`transform::TECHNIQUES`]; [`pipeline::apply`] makes a release that
//! appears whole or not at all. [`scan::scan`] says what is in files that nobody described yet.
//!
//! ```
//! use iesiz::canon::{Canonical, form_of};
//! use iesiz::keys::{Domain, Keyset, Tokenizer};
//! use iesiz::vocabulary::SemanticType;
//!
//! // Every spelling of a phone has one canonical form, and so one token within its domain.
//! let form = form_of(SemanticType::Phone);
//! let keys = Keyset::from_root([0x42; 32], 1);
//! let domain = Domain { profile: "warehouse", recipient: "", site: "skillbox.kz", domain: "phone", form: form.id };
//! let tokens = Tokenizer::new(&keys, domain, "ph");
//! for spelling in ["8 771 000 99 98", "+7 (771) 000-99-98", "77710009998"] {
//!     let (mut canonical, mut token) = (String::new(), Vec::new());
//!     assert_eq!(form.write(spelling, &mut canonical), Canonical::Written);
//!     assert_eq!(canonical, "+77710009998");
//!     tokens.write(canonical.as_bytes(), &mut token);
//!     assert_eq!(token, b"ph_ruuywbavnevgakp4t3w34rvttu");
//! }
//! ```
//!
//! # Floors
//!
//! Modules are floors, and imports only go down; a test reads the sources and fails when one climbs.
//!
//! | Floor | Modules |
//! |---|---|
//! | 9 doors | [`cli`] |
//! | 8 evidence | `audit`, [`measure`] → [`scan`] |
//! | 7 engine | [`pipeline`] |
//! | 6 gates | [`io`] |
//! | 5 plan | [`plan`] |
//! | 4 catalogues | [`transform`], [`recognize`], [`select`], [`privacy`] |
//! | 3 workbench | [`column`](mod@column) |
//! | 2 documents | [`schema`] |
//! | 1 cellar | [`keys`] → [`crypto`], [`canon`] → [`checksum`] |
//! | 0 ground | [`vocabulary`], [`words`], [`secret`], [`place`], [`error`], [`panics`], `hash`, `number` |
//!
//! # Invariants
//!
//! - A cell value never enters an error, a log line, a manifest, a report or a panic message. [`error::Message`] takes literals, numbers
//!   and names only; errors of the libraries below are never displayed or chained.
//! - Only [`plan`] makes a [`plan::Released`] batch, and sinks accept nothing else.
//! - [`crypto`] and [`canon`] do not know arrow: a person can review them with the standard in the other hand.
//! - [`schema`] does not know which techniques exist; [`plan`] does. Adding a technique does not touch the parser.
//! - Results do not depend on batch size, thread count, input encoding (plain, view, dictionary) or slicing, nor on the encoding of a
//!   text or what its file is packed with.
//! - Nothing reads the clock or the system's randomness below [`cli`] and [`keys`]: every run can be replayed.
//! - Types that are written to disk (manifest, run record, key file) are separate from working types.
//! - There is no network code.
//! - No unkeyed hash of a value is ever written; the audit makes them, to show that those of others can be reversed.

#[cfg(feature = "audit")]
pub mod audit;
pub mod canon;
pub mod checksum;
pub mod cli;
pub mod column;
pub mod crypto;
pub mod error;
mod hash;
pub mod io;
pub mod keys;
pub mod measure;
mod number;
pub mod panics;
pub mod pipeline;
pub mod place;
pub mod plan;
pub mod privacy;
pub mod recognize;
pub mod scan;
pub mod schema;
pub mod secret;
pub mod select;
pub mod transform;
pub mod vocabulary;
pub mod words;
