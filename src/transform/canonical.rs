//! The first step of every technique that puts something in the place of a value: its canonical form, so that all spellings are one.

use crate::canon::Form;
use crate::column::Fit;

/// Appends the canonical form of a value to a text. Unless [`Fit::is_written`] the text is as it was.
pub(super) fn write(form: &Form, value: &str, out: &mut String) -> Fit {
    let start = out.len();
    match form.write(value, out).into() {
        Fit::Written if form.is_doubtful(&out[start..]) => Fit::Doubtful,
        fit => fit,
    }
}

/// As [`write()`], but a value that does not fit is written as `raw:` and its trimmed text: it may identify somebody all the same, and
/// equal junk is to have one token.
pub(super) fn write_or_raw(form: &Form, value: &str, out: &mut String) -> Fit {
    match write(form, value, out) {
        Fit::Unfit => {
            out.push_str("raw:");
            out.push_str(value.trim());
            Fit::Replaced
        }
        fit => fit,
    }
}
