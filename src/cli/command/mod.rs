//! One file a verb.

pub(super) mod apply;
#[cfg(feature = "audit")]
pub(super) mod audit;
pub(super) mod canon;
pub(super) mod check;
pub(super) mod keys;
pub(super) mod list;
mod made;
pub(super) mod measure;
mod metrics;
mod models;
pub(super) mod plan;
pub(super) mod reveal;
pub(super) mod scan;
pub(super) mod verify;

use super::args::InputArgs;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{MAX_LIST, read_document};
use crate::keys::Keyset;
use crate::message;
use crate::pipeline::{PrepareOptions, Prepared, SearchOptions, prepare};
use crate::select::Listed;
use std::path::Path;

/// Opens inputs and compiles the plan.
fn prepared(args: &InputArgs, keys: Option<&Keyset>, preview: bool) -> Result<Prepared> {
    prepare(&PrepareOptions {
        inputs: &args.inputs,
        schemas: &args.schema,
        profile: &args.profile,
        recipient: args.recipient.as_deref(),
        keys,
        preview,
        strict: args.strict,
        storage_country: args.storage_country.as_deref(),
        dated: args.as_of.is_some(),
        today: args.as_of.or_else(today),
        format: args.format.map(Into::into),
        encoding: args.encoding,
        geoip: args.geoip.as_deref(),
    })
}

/// The one look at the clock: a day of birth that is still to come is none.
fn today() -> Option<chrono::NaiveDate> {
    Some(chrono::Utc::now().date_naive())
}

pub(super) fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(2, std::num::NonZero::get), usize::from)
}

/// How recodings are searched.
fn search(args: &InputArgs, utility: bool) -> SearchOptions {
    SearchOptions { combinations: args.combinations as usize, utility }
}

/// The list of people to leave out. A list that cannot be read is no empty list.
fn listed(path: Option<&Path>) -> Result<Option<Listed>> {
    let Some(path) = path else { return Ok(None) };
    let shown = Shown::path(path);
    let bytes = read_document(path, MAX_LIST, Kind::Usage)?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let diagnostic = Diagnostic::new(Code::E220, message!("`{}` is not UTF-8 text", shown));
        Error::new(Kind::Usage, diagnostic.hint(message!("save it as UTF-8, one email, phone, IIN or user id a line")))
    })?;
    let listed = Listed::parse(&text).map_err(|lines| {
        let named: Vec<String> = lines.iter().take(20).map(usize::to_string).collect();
        let more = if lines.len() > named.len() { " …" } else { "" };
        let message = message!(
            "{} lines of `{}` are not one value each: lines {}",
            lines.len(),
            shown,
            Shown::name(&format!("{}{more}", named.join(", ")))
        );
        let hint = message!("one email, phone, IIN or user id a line, and nothing else");
        Error::new(Kind::Usage, Diagnostic::new(Code::E246, message).hint(hint))
    })?;
    if listed.is_empty() {
        let diagnostic = Diagnostic::new(Code::E245, message!("`{}` lists nobody", shown));
        return Err(Error::new(
            Kind::Usage,
            diagnostic.hint(message!("leave `--exclude` out if nobody is to be excluded")),
        ));
    }
    Ok(Some(listed))
}

/// Why stdin could not be read as lines of text.
fn not_text(error: &std::io::Error) -> Error {
    if error.kind() == std::io::ErrorKind::InvalidData {
        let diagnostic = Diagnostic::new(Code::E406, message!("stdin is not UTF-8 text"));
        return Error::new(
            Kind::Damaged,
            diagnostic.hint(message!("convert it first, for example with `iconv -f CP1251 -t UTF-8`")),
        );
    }
    Error::io(Kind::Damaged, message!("stdin cannot be read"), error)
}
