//! What the rows of a file or a release give away of their people: k, l, t and risks, measured and not promised.
//!
//! Rows are gathered into their distinct combinations of quasi-identifiers ([`crate::privacy::Gather`]), unit by unit and in order, so the report
//! depends on neither the number of threads nor where units are cut. It holds numbers and names of columns that were asked for or described;
//! no value, and no header that nobody asked for.
//!
//! Cells are trimmed, and spellings of "nothing" are NULL, of a described type those of the type. People are told apart by the canonical form of
//! the subject, so one phone in two spellings is one person; an id of `0` is nobody's.
//!
//! Memory grows with the table and not with the rows: for each combination 4 bytes a quasi-identifier, 8 for its rows and 5 to find it, twice
//! the codes while the table is put in order; 12 for each person of a combination, and as many for each of the rows that came last, a fifth
//! of all at most; about 40 for each sensitive value of a combination; and every different value of a column once or twice as text.

mod accounts;
mod advice;
mod columns;
mod gather;
mod inputs;
mod release;
mod report;
mod run;

pub use report::{Dataset, FileMeasured, MEASURE_FORMAT, Meets, People, Report, Skipped};
pub use run::{MOST_QUASI_IDENTIFIERS, MeasureOptions, measure};
