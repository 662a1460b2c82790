//! Rows that are left out because they are broken: counted against the limit, and listed for the operator.

use crate::error::{Code, Diagnostic, Error, Kind, Result};
use crate::io::{BadRow, Input, Private};
use crate::message;
use crate::place::Place;
use std::io::{BufWriter, Write as _};
use std::path::Path;

/// Broken rows against the limit.
pub(super) struct BadRows {
    pub(super) allowed: u64,
    pub(super) seen: u64,
}

/// Broken rows that a message names.
const NAMED: usize = 5;

impl BadRows {
    pub(super) fn count(&mut self, input: &Input, bad: &[BadRow]) -> Result<()> {
        self.seen += bad.len() as u64;
        if self.seen <= self.allowed {
            return Ok(());
        }
        let line = |row: &BadRow| {
            let place = Place::input(input.shown.clone()).row(row.row).byte(row.byte);
            Diagnostic::new(Code::E501, message!("broken row: {}", row.fault.what())).place(place)
        };
        let mut diagnostics: Vec<Diagnostic> = bad.iter().take(NAMED).map(line).collect();
        let total = Diagnostic::new(
            Code::E502,
            message!("broken rows so far: {}, allowed: {}", self.seen, self.allowed),
        )
        .hint(message!(
            "mend the export; or `--max-bad N` leaves up to N of them out, and `--rejects FILE` lists where they are"
        ));
        diagnostics.push(total);
        Err(Error::many(Kind::TooManyBad, diagnostics))
    }
}

/// First line of a list of broken rows.
pub(super) const REJECTS_HEAD: &str = "file,row,byte,bytes,column,code\n";

/// The list of broken rows: where, never what. It is written as rows are met, and gets its name at the end.
pub(super) struct Rejects {
    file: BufWriter<Private>,
}

impl Rejects {
    pub(super) fn create(path: &Path) -> Result<Self> {
        let mut rejects = Self { file: BufWriter::new(Private::begin(path)?) };
        rejects.file.write_all(REJECTS_HEAD.as_bytes()).map_err(|e| unwritten(&e))?;
        Ok(rejects)
    }

    pub(super) fn list(&mut self, input: &Input, bad: &[BadRow]) -> Result<()> {
        let name = input.shown.as_str().replace('"', "\"\"");
        for row in bad {
            let BadRow { row, byte, len, column, fault } = row;
            writeln!(self.file, "\"{name}\",{row},{byte},{len},{column},{}", fault.code())
                .map_err(|e| unwritten(&e))?;
        }
        Ok(())
    }

    /// All that was listed, on the disk: only the name is missing.
    pub(super) fn finish(self) -> Result<Private> {
        let file = self.file.into_inner().map_err(|e| unwritten(e.error()))?;
        file.sync().map(|()| file)
    }
}

fn unwritten(error: &std::io::Error) -> Error {
    Error::io(Kind::Output, message!("the list of broken rows cannot be written"), error)
}
