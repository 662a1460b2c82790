//! What a table is, and how its rows are made on all cores in bounded memory.

use std::io;
use std::ops::Range;

use rayon::prelude::*;

use crate::cells::Cells;
use crate::people::World;

/// A table: where it goes, what its columns are and how a row of it is made.
pub(crate) struct Table {
    /// Name of the text file.
    pub(crate) file: &'static str,
    pub(crate) dialect: Dialect,
    pub(crate) columns: &'static [Column],
    /// Appends one cell for each column.
    pub(crate) fill: fn(&World, u64, &mut Cells),
}

/// A header and what its cells become in Parquet.
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
}

/// Type of a column in Parquet; only columns without mess can have one that is not text.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Text,
    Integer,
    Unsigned,
    /// Naive, `YYYY-MM-DD hh:mm:ss`.
    Time,
}

/// How a text file is written.
pub(crate) struct Dialect {
    pub(crate) delimiter: u8,
    pub(crate) line: &'static str,
    pub(crate) bom: bool,
    pub(crate) escape: Escape,
}

/// What happens to delimiters inside cells.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Escape {
    /// RFC 4180: quotes where needed, doubled inside; no value is an empty cell.
    Quotes,
    /// ClickHouse `TabSeparated`: backslashes, never quotes; no value is `\N`.
    Backslashes,
}

/// A column of text.
pub(crate) const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

/// A column of another kind.
pub(crate) const fn typed(name: &'static str, kind: Kind) -> Column {
    Column { name, kind }
}

/// Encodes blocks of rows on all cores and hands them on in order.
///
/// Blocks are made in waves of a few per core: memory is a wave, however many rows there are.
pub(crate) fn blocks<T: Send>(
    rows: u64,
    rows_per_block: u64,
    blocks_per_core: u64,
    encode: impl Fn(u64, Range<u64>) -> io::Result<T> + Sync,
    mut write: impl FnMut(T) -> io::Result<()>,
) -> io::Result<()> {
    let blocks = rows.div_ceil(rows_per_block);
    let wave = rayon::current_num_threads() as u64 * blocks_per_core;
    for first in (0..blocks).step_by(wave as usize) {
        let last = blocks.min(first + wave);
        let one = |block| encode(block, block * rows_per_block..rows.min((block + 1) * rows_per_block));
        let made: Vec<T> = (first..last).into_par_iter().map(one).collect::<io::Result<_>>()?;
        made.into_iter().try_for_each(&mut write)?;
    }
    Ok(())
}

impl Table {
    /// Calls `each` with the cells of every row of a range.
    pub(crate) fn rows(&self, world: &World, rows: Range<u64>, mut each: impl FnMut(&Cells)) {
        let mut cells = Cells::default();
        for row in rows {
            cells.clear();
            (self.fill)(world, row, &mut cells);
            debug_assert_eq!(cells.len(), self.columns.len(), "row {row} of {}", self.file);
            each(&cells);
        }
    }
}
