//! Privacy models: how small the classes are that quasi-identifiers make, and how to make them larger.
//!
//! Nothing here knows arrays or formats of files. Rows are gathered into a table of their distinct combinations of quasi-identifiers
//! ([`Combinations`]), each with the people who have it; everything else works on that table, which is what makes it small enough. What memory
//! does not hold of it waits on disk ([`Runs`]), and is worked on at coarser levels ([`Stage`]).
//!
//! Words, after ISO/IEC 20889 and the tools of the field:
//!
//! | Word | Meaning |
//! |---|---|
//! | quasi-identifier | a column that somebody who looks for a person may know of them |
//! | combination | the values of all quasi-identifiers in one row |
//! | class | rows whose quasi-identifiers are equal as they are released ("equivalence class") |
//! | k | people in the smallest class |
//! | hierarchy | for every value of a column, what it becomes level by level, up to `*` |
//! | full-domain | every column at one level in all rows |
//! | local recoding | the level of a column depends on how many people there are |
//! | suppression | a row does not leave |
//!
//! NULL is a value like any other: it equals NULL alone, and stands for no other value. So rows without a value make classes of their own, which
//! must be as large as any; they are not put to other classes and make none of them larger.

mod accounts;
mod classes;
mod closeness;
mod combinations;
mod gather;
mod gathering;
mod hierarchy;
mod ladder;
mod lattice;
mod local;
mod measure;
mod models;
mod numbers;
mod recoding;
mod runs;
mod search;
mod stage;
mod trajectory;
mod utility;

pub use accounts::{AccountCounts, Accounts, Identity, Share, Sightings};
pub use classes::{Classes, Grouping};
pub use combinations::{Combinations, Domain, Index, Person};
pub use gather::Gather;
pub use gathering::{Gathered, Gathering, OpenScratch, TooMuch};
pub use hierarchy::{ALL, BadHierarchy, Hierarchy, Level};
pub use ladder::{Ladder, OTHER, TimeUnit};
pub use lattice::LARGEST;
pub use local::local;
pub use measure::{
    Bar, Inference, Measured, ModelMeasured, Names, Part, QuasiMeasured, RISK, Risk, Risks, SensitiveMeasured, Subset,
    Subsets, measure,
};
pub use models::{Histograms, Models, entropy, equal_distance, ordered_distance};
pub use numbers::NumbersLeft;
pub use recoding::{Cell, Cost, Recoding, Written, aggregate};
pub use runs::{COMBINATIONS, Counting, Cut, Runs, Stop};
pub use search::{NoOptimum, Optimum, optimum, optimum_of};
pub use stage::{Finer, Stage};
pub use trajectory::{Trajectories, trajectories};
pub use utility::{ColumnUtility, PairUtility, Utility, join_rate, utility};
