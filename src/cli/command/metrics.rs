//! Figures of a run as Prometheus reads them (text exposition format 0.0.4), in a file that its node exporter collects.

use super::made::{DatasetMade, Made};
use crate::cli::exit::Exit;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{Access, Private, place_of};
use crate::message;
use crate::pipeline::record_path;
use std::fmt::{Display, Write as _};
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// What such a file begins with.
const HEAD: &str = "# HELP iesiz_";

/// Refuses a place where the file would be part of the release, or stand in the place of something else.
///
/// # Errors
/// `Kind::Usage` or `Kind::Exists`, before anything is made.
pub(super) fn check(file: &Path, out: &Path, rejects: Option<&Path>) -> Result<()> {
    let hint = || message!("choose another file for `--metrics`");
    let taken = [Some(record_path(out)), rejects.map(Path::to_owned)];
    if taken.iter().flatten().any(|taken| place_of(taken) == place_of(file)) {
        let message = message!("`{}` is another file of this run", Shown::path(file));
        return Err(Error::new(Kind::Usage, Diagnostic::new(Code::E642, message).hint(hint())));
    }
    if !folder_of(file).is_dir() {
        let message = message!("there is no directory to write `{}` in", Shown::path(file));
        return Err(Error::new(Kind::Output, Diagnostic::new(Code::E605, message).hint(message!("make it first"))));
    }
    if place_of(file).starts_with(place_of(out)) {
        let message = message!("`{}` would be part of the release", Shown::path(file));
        return Err(Error::new(Kind::Usage, Diagnostic::new(Code::E603, message).hint(hint())));
    }
    let Ok(meta) = std::fs::symlink_metadata(file) else { return Ok(()) };
    // Only a plain file is opened: a pipe would make the run wait.
    let older = meta.is_file() && {
        let mut head = vec![0; HEAD.len()];
        std::fs::File::open(file).and_then(|mut file| file.read_exact(&mut head)).is_ok() && head == HEAD.as_bytes()
    };
    if older {
        return Ok(());
    }
    let message = message!("`{}` exists and holds no figures of a run", Shown::path(file));
    Err(Error::new(Kind::Exists, Diagnostic::new(Code::E604, message).hint(hint())))
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes what became of a run into `out`. The file appears whole: who collects it never sees a half.
///
/// # Errors
/// `Kind::Output`.
pub(super) fn write(file: &Path, out: &Path, elapsed: Duration, made: Result<&(Exit, Made), &Error>) -> Result<()> {
    // Two jobs may make releases of one name in two places.
    let name = out.to_string_lossy();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let ended = match made {
        Ok((_, made)) => Ended::Made(made),
        Err(error) => Ended::Failed(
            Exit::of(error.kind()) as u8,
            error.diagnostics().first().map_or("", |first| first.code.name()),
        ),
    };
    let mut whole = Private::begin(file)?;
    let written = whole.write_all(text(&name, &ended, elapsed, now).as_bytes());
    written.map_err(|e| Error::io(Kind::Output, message!("`{}` cannot be written", Shown::path(file)), &e))?;
    // Figures, and names of datasets: whoever collects them is somebody else.
    whole.open_to(Access::EVERYBODY)?;
    whole.place()
}

/// How a run ended.
enum Ended<'a> {
    Made(&'a Made),
    /// With this exit code, for this reason first.
    Failed(u8, &'static str),
}

fn text(out: &str, ended: &Ended<'_>, elapsed: Duration, now: u64) -> String {
    let mut text = Text { out: escaped(out), text: String::new() };
    let (exit, code) = match ended {
        Ended::Made(made) => (made.exit, ""),
        Ended::Failed(exit, code) => (*exit, *code),
    };
    text.family("iesiz_run_exit_code", "Exit code of the last run; 0 and 3 are complete releases.");
    text.put("iesiz_run_exit_code", &[], exit);
    text.family(
        "iesiz_run_error",
        "1 for the first reason of a failure, by its code; absent after a run that did not fail.",
    );
    if !code.is_empty() {
        text.put("iesiz_run_error", &[("code", code)], 1);
    }
    text.family("iesiz_run_end_timestamp_seconds", "When the last run ended.");
    text.put("iesiz_run_end_timestamp_seconds", &[], now);
    text.family("iesiz_run_duration_seconds", "How long the last run took.");
    text.put("iesiz_run_duration_seconds", &[], elapsed.as_secs_f64());
    let Ended::Made(made) = ended else { return text.text };
    text.family("iesiz_run_published", "1 if the last run made a release, 0 if it left one as it was.");
    text.put("iesiz_run_published", &[], u8::from(made.published));
    text.family("iesiz_run_warnings", "Warnings of the last run.");
    text.put("iesiz_run_warnings", &[], made.warnings.len());
    text.family("iesiz_key_info", "The key of the tokens, by its id and epoch.");
    if let Some(key) = &made.key {
        text.put("iesiz_key_info", &[("id", &key.id), ("epoch", &key.epoch.to_string())], 1);
    }
    text.family("iesiz_input_bytes", "Bytes of all inputs.");
    text.put("iesiz_input_bytes", &[], made.bytes_in);
    of_datasets(&made.datasets, &mut text);
    text.text
}

/// Rows, cells and columns of each dataset.
fn of_datasets(datasets: &[DatasetMade], text: &mut Text) {
    text.family("iesiz_rows", "Rows by what became of them; `in` is the sum of the others.");
    for dataset in datasets {
        for (what, rows) in [
            ("in", dataset.rows_in),
            ("out", dataset.rows_out),
            ("excluded", dataset.excluded),
            ("suppressed", dataset.suppressed),
            ("quarantined", dataset.quarantined),
        ] {
            text.put("iesiz_rows", &[("dataset", &dataset.name), ("what", what)], rows);
        }
    }
    text.family(
        "iesiz_cells",
        "Cells that did not leave as they should: unfit for their type, or withheld by the guard.",
    );
    for dataset in datasets {
        for (what, cells) in [("unfit", dataset.unfit), ("withheld", dataset.withheld)] {
            text.put("iesiz_cells", &[("dataset", &dataset.name), ("what", what)], cells);
        }
    }
    text.family("iesiz_output_bytes", "Bytes of the released file.");
    datasets.iter().for_each(|dataset| text.put("iesiz_output_bytes", &[("dataset", &dataset.name)], dataset.bytes));
    text.family("iesiz_columns_dropped", "Columns of the inputs that did not leave.");
    let dropped = |dataset: &DatasetMade| dataset.dropped.len() + dataset.unlisted;
    datasets
        .iter()
        .for_each(|dataset| text.put("iesiz_columns_dropped", &[("dataset", &dataset.name)], dropped(dataset)));
    text.family("iesiz_k", "Least number of people in a class, where models hold.");
    for dataset in datasets {
        if let Some(k) = dataset.k {
            text.put("iesiz_k", &[("dataset", &dataset.name)], k);
        }
    }
}

struct Text {
    out: String,
    text: String,
}

impl Text {
    fn family(&mut self, name: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.text, "# HELP {name} {help}\n# TYPE {name} gauge\n");
    }

    fn put(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) {
        let _ = write!(self.text, "{name}{{release=\"{}\"", self.out);
        for (label, of) in labels {
            let _ = write!(self.text, ",{label}=\"{}\"", escaped(of));
        }
        let _ = writeln!(self.text, "}} {value}");
    }
}

/// The value of a label.
fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_is_told_by_its_codes() {
        let text = text("da\"y\n", &Ended::Failed(7, "E703"), Duration::from_millis(1500), 1_800_000_000);
        let values: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
        assert_eq!(
            values,
            [
                "iesiz_run_exit_code{release=\"da\\\"y\\n\"} 7",
                "iesiz_run_error{release=\"da\\\"y\\n\",code=\"E703\"} 1",
                "iesiz_run_end_timestamp_seconds{release=\"da\\\"y\\n\"} 1800000000",
                "iesiz_run_duration_seconds{release=\"da\\\"y\\n\"} 1.5",
            ]
        );
    }
}
