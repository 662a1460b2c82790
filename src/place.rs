//! Where something happened in the input: never what.

use crate::error::Shown;
use std::fmt;

/// A position in an input. Rows count from 1 after the header, as a person counts them; bytes from 0.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Place {
    /// File as the user named it.
    pub input: Option<Shown>,
    /// Record number; the header is row 0.
    pub row: Option<u64>,
    /// Column key of the schema, or position in the file.
    pub column: Option<Shown>,
    /// Offset in the text as it is read: in the file itself if that is UTF-8 and not packed, else in what it is once it is unpacked and
    /// decoded.
    pub byte: Option<u64>,
}

impl Place {
    /// Somewhere in this file.
    #[must_use]
    pub fn input(input: Shown) -> Self {
        Self { input: Some(input), ..Self::default() }
    }

    /// The same place, at this row.
    #[must_use]
    pub fn row(mut self, row: u64) -> Self {
        self.row = Some(row);
        self
    }

    /// The same place, at this byte offset.
    #[must_use]
    pub fn byte(mut self, byte: u64) -> Self {
        self.byte = Some(byte);
        self
    }

    /// The same place, in this column.
    #[must_use]
    pub fn column(mut self, column: Shown) -> Self {
        self.column = Some(column);
        self
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sep = "";
        if let Some(input) = &self.input {
            write!(f, "{input}")?;
            sep = ", ";
        }
        if let Some(row) = self.row {
            match row {
                0 => write!(f, "{sep}header")?,
                _ => write!(f, "{sep}row {row}")?,
            }
            sep = ", ";
        }
        if let Some(column) = &self.column {
            write!(f, "{sep}column `{column}`")?;
            sep = ", ";
        }
        if let Some(byte) = self.byte {
            write!(f, "{sep}byte {byte}")?;
        }
        Ok(())
    }
}
