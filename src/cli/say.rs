//! The only printer. People read stderr; stdout holds what a pipe may want.

use crate::error::{Code, Diagnostic, Error, Kind, Result};
use crate::message;
use std::io::{self, IsTerminal as _, Write as _};

/// Prints for people or for programs.
#[derive(Clone, Debug)]
pub(super) struct Say {
    /// Whether stdout gets JSON instead of tables.
    pub(super) json: bool,
    quiet: bool,
    color: bool,
}

impl Say {
    pub(super) fn new(json: bool, quiet: bool) -> Self {
        let color = io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { json, quiet, color }
    }

    /// Whether a progress bar has somebody to look at it.
    pub(super) fn shows_progress(&self) -> bool {
        !self.quiet && !self.json && io::stderr().is_terminal()
    }

    /// Writes to stdout: the result that was asked for.
    pub(super) fn out(&self, text: &str) -> Result<()> {
        let mut stdout = io::stdout().lock();
        stdout
            .write_all(text.as_bytes())
            .and_then(|()| stdout.flush())
            .map_err(|e| Error::io(Kind::Output, message!("stdout cannot be written"), &e))
    }

    /// Writes a report for people to stdout, unless they asked for silence.
    pub(super) fn report(&self, text: &str) -> Result<()> {
        if self.quiet { Ok(()) } else { self.out(text) }
    }

    /// Writes a document to stdout.
    pub(super) fn json(&self, document: &impl serde::Serialize) -> Result<()> {
        let text =
            serde_json::to_string_pretty(document).map_err(|_| Error::internal(message!("JSON cannot be written")))?;
        self.out(&(text + "\n"))
    }

    /// Tells people something; a stderr that nobody reads is no failure.
    pub(super) fn note(&self, text: &str) {
        if !self.quiet {
            let _ = io::stderr().write_all(format!("{text}\n").as_bytes());
        }
    }

    pub(super) fn warning(&self, warning: &Diagnostic) {
        self.note(&format!("{} {warning}", self.paint("warning:", "33")));
    }

    /// A line that must be read though somebody asked for silence: to stderr then, where the report would have begun with it.
    #[cfg(feature = "audit")]
    pub(super) fn when_quiet(&self, line: &str) {
        if self.quiet {
            let _ = io::stderr().write_all(format!("{line}\n").as_bytes());
        }
    }

    /// What is no error only because the work was done before it: said even when quiet.
    pub(super) fn trouble(&self, trouble: &Diagnostic) {
        let _ = io::stderr().write_all(format!("{} {trouble}\n", self.paint("warning:", "33")).as_bytes());
    }

    /// Errors are said even when quiet.
    pub(super) fn error(&self, error: &Error) {
        let mut text = String::new();
        for diagnostic in error.diagnostics() {
            text.push_str(&format!("{} {diagnostic}\n", self.paint("error:", "31")));
        }
        let _ = io::stderr().write_all(text.as_bytes());
    }

    /// With `--json`, a failure is a document too: its exit code and problems.
    pub(super) fn json_error(&self, error: &Error, exit: super::exit::Exit) {
        if !self.json {
            return;
        }
        let problems: Vec<_> = error.diagnostics().iter().map(as_json).collect();
        // A stdout that cannot be written changes nothing: the exit code has said it.
        let _ = self.json(&serde_json::json!({ "exit": exit as u8, "errors": problems }));
    }

    fn paint(&self, word: &str, color: &str) -> String {
        if self.color { format!("\x1b[1;{color}m{word}\x1b[0m") } else { word.to_owned() }
    }
}

/// A problem or a warning for programs.
pub(super) fn as_json(diagnostic: &Diagnostic) -> serde_json::Value {
    let document = diagnostic.document.as_ref().map(|at| format!("{}:{}:{}", at.document, at.line, at.column));
    let place = document.or_else(|| diagnostic.place.as_ref().map(ToString::to_string));
    serde_json::json!({
        "code": diagnostic.code, "where": place, "message": diagnostic.message.as_str(),
        "hint": diagnostic.hint.as_ref().map(crate::error::Message::as_str),
    })
}

/// Prints what the argument parser has to say; `true` if it was asked for (help, version).
///
/// With `--json` a line that is no command is a document too.
pub(super) fn usage(outcome: &clap::Error, json: bool) -> bool {
    let _ = outcome.print();
    if json && outcome.use_stderr() {
        let text = outcome.to_string();
        let first = text.lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
        let problem =
            serde_json::json!({ "code": Code::E253, "where": null, "message": first, "hint": "iesiz --help" });
        let document = serde_json::json!({ "exit": super::exit::Exit::Usage as u8, "errors": [problem] });
        let _ = writeln!(io::stdout().lock(), "{document:#}");
    }
    !outcome.use_stderr()
}

/// Rows of cells as a table whose columns are aligned; the first row is the head.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |at: usize| rows.iter().filter_map(|row| row.get(at)).map(|cell| cell.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.extend(std::iter::repeat_n(' ', width + 2 - cell.chars().count()));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
