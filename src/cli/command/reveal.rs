//! `iesiz reveal`: values behind tokens, for a reason, and never without a line in the log.

use super::not_text;
use crate::cli::args::RevealArgs;
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::Journal;
use crate::keys::Keyset;
use crate::message;
use crate::pipeline::{Made, Retokenizer, Revealer};
use crate::recognize::{Kind as Identifier, KindSet, strongest_hit};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;
use std::io::BufRead as _;
use std::time::SystemTime;

/// Name and version of the lines of the log, each of which begins with it.
const LOG_FORMAT: &str = "iesiz-reveal/1";
const TOKEN_LOG_FORMAT: &str = "iesiz-token/1";

pub(in crate::cli) fn run(args: &RevealArgs, say: &Say) -> Result<Exit> {
    refuse_identifiers(args)?;
    let keys = Keyset::open(&args.keys)?;
    let revealer = Revealer::open(&args.release, &args.column, keys)?;
    let tokens = lines(args)?;
    let values = logged(args, &revealer.made, LOG_FORMAT, &tokens, || {
        Ok(tokens.iter().map(|token| revealer.value(token)).collect())
    })?;
    if !revealer.is_authentic() {
        let warning = Diagnostic::new(
            Code::W731,
            message!(
                "what `{}` wrote proves nothing: a changed value opens to some other value",
                revealer.made.technique
            ),
        );
        say.warning(&warning.hint(message!("compare with the release before you act on it")));
    }
    tell(say, &tokens, &values, "(not a token of this column)\n")
}

/// `iesiz token`: the tokens that a release has for given values, for a reason, and never without a line in the log.
pub(in crate::cli) fn run_token(args: &RevealArgs, say: &Say) -> Result<Exit> {
    refuse_identifiers(args)?;
    let keys = Keyset::open(&args.keys)?;
    let maker = Retokenizer::open(&args.release, &args.column, keys)?;
    let values = lines(args)?;
    let tokens = logged(args, &maker.made, TOKEN_LOG_FORMAT, &values, || maker.tokens(&values))?;
    tell(say, &values, &tokens, "(no token)\n")
}

/// Writes into the log who asks, then what came of it, and only then gives the answers out: who is killed while printing has seen them all the
/// same.
fn logged(
    args: &RevealArgs,
    made: &Made,
    format: &'static str,
    asked: &[String],
    answer: impl FnOnce() -> Result<Vec<Option<String>>>,
) -> Result<Vec<Option<String>>> {
    refuse_log_in_release(args)?;
    let mut journal = Journal::open(&args.log, format)?;
    let asked_at = now();
    let tokens = asked.iter().filter(|asked| !asked.is_empty()).count();
    journal.add(&Asked::new(args, made, format, tokens, &asked_at))?;
    let answers = answer()?;
    let opened = answers.iter().flatten().count();
    journal.add(&Answered {
        format,
        step: "answered",
        time: &now(),
        asked_at: &asked_at,
        ticket: &args.ticket,
        opened,
    })?;
    Ok(answers)
}

/// An answer for every line that was asked, so that both can be put side by side; an empty line asks for nothing.
fn tell(say: &Say, asked: &[String], answers: &[Option<String>], none: &'static str) -> Result<Exit> {
    if say.json {
        say.json(&answers)?;
    } else {
        say.out(&answers.iter().map(|answer| line(answer.as_deref(), none)).collect::<String>())?;
    }
    let opened = |(asked, answer): (&String, &Option<String>)| asked.is_empty() || answer.is_some();
    Ok(if asked.iter().zip(answers).all(opened) { Exit::Complete } else { Exit::Mismatch })
}

/// One line a value, whatever it holds: junk may hold line ends, and what a terminal obeys.
fn line(value: Option<&str>, none: &'static str) -> String {
    let Some(value) = value else { return none.to_owned() };
    let mut line = String::with_capacity(value.len() + 1);
    for c in value.chars() {
        if c.is_control() { line.extend(c.escape_unicode()) } else { line.push(c) }
    }
    line.push('\n');
    line
}

/// What is asked for: the arguments, else the lines of stdin, empty ones among them.
fn lines(args: &RevealArgs) -> Result<Vec<String>> {
    let lines: Vec<String> = if args.tokens.is_empty() {
        std::io::stdin().lock().lines().collect::<Result<_, _>>().map_err(|e| not_text(&e))?
    } else {
        args.tokens.clone()
    };
    let tokens: Vec<String> = lines.iter().map(|line| line.trim().to_owned()).collect();
    if tokens.iter().all(String::is_empty) {
        let diagnostic = Diagnostic::new(Code::E241, message!("there is nothing to look up"));
        return Err(Error::new(Kind::Usage, diagnostic.hint(message!("write one a line to stdin"))));
    }
    Ok(tokens)
}

/// The log names a reason and a ticket, and nobody.
fn refuse_identifiers(args: &RevealArgs) -> Result<()> {
    let holds =
        |(_, text): &(&'static str, &String)| strongest_hit(text, KindSet::ALL.without(Identifier::Digits)).is_some();
    let found = [("--reason", &args.reason), ("--ticket", &args.ticket)].into_iter().find(holds);
    let Some((option, _)) = found else { return Ok(()) };
    let diagnostic = Diagnostic::new(Code::E243, message!("`{}` holds an identifier, and the log must not", option));
    Err(Error::new(Kind::Usage, diagnostic.hint(message!("name the request and not the person"))))
}

/// A log inside of the release would leave with it, and `verify` would find a file too many.
fn refuse_log_in_release(args: &RevealArgs) -> Result<()> {
    let parent = args.log.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(std::path::Path::new("."));
    let (Ok(release), Ok(parent)) = (args.release.canonicalize(), parent.canonicalize()) else { return Ok(()) };
    if !parent.starts_with(release) {
        return Ok(());
    }
    let diagnostic = Diagnostic::new(Code::E602, message!("`{}` would be part of the release", Shown::path(&args.log)));
    Err(Error::new(Kind::Usage, diagnostic.hint(message!("choose another file for `--log`"))))
}

fn now() -> String {
    DateTime::<Utc>::from(SystemTime::now()).to_rfc3339_opts(SecondsFormat::Millis, true)
}

/// The line of the log that is there before a token is opened.
#[derive(Serialize)]
struct Asked<'a> {
    format: &'static str,
    step: &'static str,
    /// UTC.
    time: &'a str,
    /// Real user id of the process: names can be set by whoever asks.
    uid: u32,
    reason: &'a str,
    ticket: &'a str,
    /// SHA-256 of the manifest.
    manifest: &'a str,
    profile: &'a str,
    dataset: &'a str,
    column: &'a str,
    technique: &'static str,
    tokens: usize,
    key: String,
    epoch: u32,
}

impl<'a> Asked<'a> {
    fn new(args: &'a RevealArgs, made: &'a Made, format: &'static str, tokens: usize, time: &'a str) -> Self {
        Self {
            format,
            step: "asked",
            time,
            uid: rustix::process::getuid().as_raw(),
            reason: &args.reason,
            ticket: &args.ticket,
            manifest: &made.manifest,
            profile: &made.profile,
            dataset: &made.dataset,
            column: &made.column,
            technique: made.technique,
            tokens,
            key: made.key.to_string(),
            epoch: made.epoch,
        }
    }
}

/// The line of the log that says what came of it.
#[derive(Serialize)]
struct Answered<'a> {
    format: &'static str,
    step: &'static str,
    time: &'a str,
    /// Time of the line that this one answers.
    asked_at: &'a str,
    ticket: &'a str,
    opened: usize,
}
