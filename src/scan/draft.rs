//! The draft of a schema: what `plan` accepts as it is, and a person then corrects.
//!
//! Where the scan is unsure the draft chooses what leaves least: free text leaves in no built-in profile.

use super::report::{ColumnFound, Dataset};
use super::trial::Trial;
use crate::canon::reading::Open;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::number::{grouped, percent, plural};
use crate::plan::guard_limit;
use crate::recognize::column::{Confidence, Source};
use crate::recognize::headers::{direct_class, slug};
use crate::schema::{DRAFTED_SITE, Dialect, Encoding, Escape, fold_name, quoted};
use crate::vocabulary::{Role, SemanticType as T};
use std::fmt::Write as _;

/// A schema for the dataset, as TOML.
///
/// # Errors
/// `Kind::Policy` for a file whose columns have no names of their own, since `plan` would refuse it.
pub fn draft(dataset: &Dataset) -> Result<String> {
    let shown = Shown::name(&dataset.files[0].name);
    let refuse = |diagnostic: Diagnostic, hint| Err(Error::new(Kind::Policy, diagnostic.hint(hint)));
    if !dataset.clear_names {
        let message = message!("no schema is drafted for `{}`: its columns do not all have names of their own", shown);
        let hint = message!("name every column in the export, each by another word, then scan it again");
        return refuse(Diagnostic::new(Code::E743, message), hint);
    }
    let keys = keys(dataset);
    let kinds: Vec<Choice> = dataset.columns.iter().map(choose).collect();
    let mut text = head(dataset);
    // Writing to a String cannot fail.
    text.push_str("version   = 1\n");
    text.push_str(&setting("dataset", &quoted(&dataset.name), "stem of the files and of the output"));
    text.push_str(&setting("site", &format!("\"{DRAFTED_SITE}\""), "yours: a person on two sites has two tokens"));
    text.push_str(&setting("timezone", "\"Asia/Almaty\"", "of times without an offset"));
    text.push_str(&people(dataset, &keys, &kinds));
    if dataset.columns.iter().any(|column| column.header.is_none()) {
        text.push_str(&setting(
            "unlisted",
            "\"drop\"",
            "for columns whose header holds an identifier and is not written here",
        ));
    }
    text.push_str(&dialect(dataset));
    text.push_str("\n[columns]\n");
    let width = keys.iter().map(String::len).max().unwrap_or(0);
    let rows = dataset.columns.iter().zip(&keys).zip(&kinds);
    for ((column, key), choice) in rows.filter(|((column, _), _)| column.header.is_some()) {
        for note in &choice.notes {
            let _ = writeln!(text, "# {note}");
        }
        let names = if fold_name(&column.raw) == *key {
            String::new()
        } else {
            format!(", names = [{}]", quoted(column.raw.trim()))
        };
        let _ =
            writeln!(text, "{key:width$} = {{ is = {}{names}{} }}", quoted(choice.semantic.name()), choice.settings);
    }
    Ok(text)
}

/// A line of the schema with what it means.
fn setting(key: &str, value: &str, meaning: &str) -> String {
    format!("{key:9} = {value:30} # {meaning}\n")
}

/// What stands above the schema.
fn head(dataset: &Dataset) -> String {
    let mut text = String::from("# A draft by `iesiz scan`: read it, correct it, then look at `iesiz plan`.\n");
    for file in &dataset.files {
        let _ = writeln!(text, "# Made from {}, {}.", one_line(&file.name), plural(file.rows, "row", "rows"));
    }
    if let Some(rows) = dataset.sample {
        let _ = writeln!(text, "# Only the first {rows} rows of each file were looked at.");
    }
    if let Some(export) = &dataset.export {
        let _ =
            writeln!(text, "# It looks like an export of {} ({} of {} headers).", export.name, export.known, export.of);
    }
    text.push('\n');
    text
}

/// Whose rows they are, and when somebody was last active.
fn people(dataset: &Dataset, keys: &[String], kinds: &[Choice]) -> String {
    let shown = |at: &usize| dataset.columns[*at].header.is_some();
    let with = |wanted: &[T]| {
        let chosen = |at: usize, kind: T| kinds[at].semantic == kind && dataset.columns[at].is_trusted();
        let first = |kind: &T| (0..kinds.len()).filter(shown).find(|&at| chosen(at, *kind));
        wanted.iter().find_map(first)
    };
    // Whoever is followed through the wrong column is excluded nowhere.
    let meaning = |at: usize, meaning: &str| match dataset.columns[at].verdict.said {
        Some(Source::Header | Source::Export) => meaning.to_owned(),
        _ => format!("{meaning}; guessed from the values: check this"),
    };
    let mut text = String::new();
    match with(&SUBJECTS) {
        Some(at) => {
            text.push_str(&without_user_id(dataset, keys, kinds, at));
            text.push_str(&setting("subject", &quoted(&keys[at]), &meaning(at, "whose row it is")));
        }
        None => text.push_str(
            "# No column is sure to say whose row it is: without `subject` every row counts as a person of its own.\n",
        ),
    }
    if let Some(at) = with(&[T::LastActive, T::PaymentTime, T::EventTime]) {
        let value = format!("[{}]", quoted(&keys[at]));
        text.push_str(&setting("activity", &value, &meaning(at, "the last action of a person")));
    }
    let withdrawn = dataset.columns.iter().position(|column| {
        let folded = fold_name(&column.raw);
        ["отозван", "отзыв согласия", "withdraw", "кері қайтар"].iter().any(|word| folded.contains(word))
    });
    if let Some(at) =
        withdrawn.filter(shown).filter(|&at| matches!(kinds[at].semantic, T::Flag) || kinds[at].semantic.is_time())
    {
        text.push_str(&setting("withdrawn", &quoted(&keys[at]), "whoever withdrew consent leaves every file"));
    }
    text
}

/// Types that can say whose row it is, the best first.
const SUBJECTS: [T; 5] = [T::UserId, T::CookieId, T::Iin, T::Email, T::Phone];

/// Why the subject is no user id, what that does, and what could be the subject instead; nothing where it is one.
fn without_user_id(dataset: &Dataset, keys: &[String], kinds: &[Choice], subject: usize) -> String {
    let kind = kinds[subject].semantic;
    let does = match kind {
        T::UserId => return String::new(),
        T::CookieId => "a person with two browsers counts as two",
        T::Email | T::Phone => "a person with two of them counts as two, and a family that shares one as one person",
        _ => "rows without it are nobody's",
    };
    let others: Vec<String> = (0..kinds.len())
        .filter(|&at| at != subject && dataset.columns[at].header.is_some())
        .filter(|&at| SUBJECTS.contains(&kinds[at].semantic) || dataset.columns[at].verdict.semantic == T::UserId)
        .map(|at| quoted(&keys[at]))
        .collect();
    let instead = if others.is_empty() { String::new() } else { format!("{}; or ", others.join(", ")) };
    format!(
        "# No column is sure to be a user id, so the {kind} says whose row it is: {does}.\n\
         # Instead could stand: {instead}a column that you declare as user-id; or no subject, and every row is a person of its own.\n"
    )
}

fn dialect(dataset: &Dataset) -> String {
    let Some(Dialect { delimiter, quote, escape, encoding, skip_lines, header, .. }) = &dataset.dialect else {
        return String::new();
    };
    let mut text = String::from("\n[dialect]\n");
    if let Some(delimiter) = delimiter {
        let _ = writeln!(text, "delimiter = {}", quoted(&char::from(*delimiter).to_string()));
    }
    match quote.flatten() {
        None => text.push_str("quote     = \"none\"\n"),
        Some(b'"') => {}
        Some(quote) => {
            let _ = writeln!(text, "quote     = {}", quoted(&char::from(quote).to_string()));
        }
    }
    if let Some(escape) = escape.filter(|escape| *escape != Escape::None) {
        let _ = writeln!(text, "escape    = {}", quoted(escape.name()));
    }
    if *skip_lines > 0 {
        let _ = writeln!(text, "skip_lines = {skip_lines}");
    }
    if let Some(names) = header {
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        let _ = writeln!(text, "header    = [{}] # the file has none: name its columns", names.join(", "));
    }
    let left_out: Vec<String> = ["totals", "headers", "sections"]
        .iter()
        .filter(|word| dataset.no_rows.contains_key(*word))
        .map(|word| quoted(word))
        .collect();
    if !left_out.is_empty() {
        let _ = writeln!(text, "leave_out = [{}] # records that are no rows", left_out.join(", "));
    }
    let alike = dataset.files.iter().all(|file| file.encoding == dataset.files[0].encoding);
    if let Some(encoding) = encoding.filter(|encoding| *encoding != Encoding::Utf8 && alike) {
        let _ = writeln!(text, "encoding  = {}", quoted(encoding.name()));
    }
    text
}

/// The type of a column in the draft, and why it is not simply the verdict.
struct Choice {
    semantic: T,
    /// What the schema says of the column beside its type.
    settings: String,
    notes: Vec<String>,
}

/// The type of a column in the draft.
pub(super) fn drafted(column: &ColumnFound) -> T {
    choose(column).semantic
}

fn choose(column: &ColumnFound) -> Choice {
    let verdict = &column.verdict;
    let mut notes = Vec::new();
    let mut semantic = verdict.semantic;
    let unsure = verdict.confidence == Confidence::Unsure;
    // A column without values is what its header says; nothing that stands in it yet could leave.
    let said = matches!(verdict.said, Some(Source::Header | Source::Export)) && verdict.shape == Some("no values");
    if !column.readable {
        notes.push("drafted as free-text, which never leaves: a run reads no nested or binary type; write it as text to keep it".to_owned());
        semantic = T::FreeText;
    } else if unsure {
        notes.push(format!("unsure: {}", why(column)));
        // Numbers of nothing known may be ids, and salaries too.
        let number = semantic == T::UserId && verdict.said.is_none() && column.of_digits;
        if (semantic.role() != Role::DirectIdentifier || number) && !said && semantic != T::FreeText {
            notes.push(format!("drafted as free-text, which never leaves; if you know that it is {semantic}, say so"));
            semantic = T::FreeText;
        }
    } else if verdict.confidence == Confidence::Likely {
        notes.push(format!("likely: {}", why(column)));
    }
    if let Some(class) = direct_class(&column.raw).filter(|_| semantic.role() < Role::DirectIdentifier) {
        notes.push(format!(
            "the values look like {}, but the header names a person: {class} is the careful choice",
            verdict.semantic
        ));
        notes.push("to declare it as something else, add acknowledge = \"why nobody is named here\"".to_owned());
        semantic = class;
    }
    // A run would refuse the whole release for it.
    if semantic.role() < Role::DirectIdentifier && semantic != T::FreeText && is_refused(column) {
        notes.push(format!(
            "drafted as free-text, which never leaves: `apply` would refuse to keep {semantic} of which it withholds {}",
            plural(column.withheld.cells, "cell", "cells")
        ));
        semantic = T::FreeText;
    }
    if column.identifiers.cells > 0 && semantic.role() < Role::DirectIdentifier && semantic != T::FreeText {
        let kinds: Vec<&str> = column.strangers().iter().map(|(kind, _)| kind.name()).collect();
        if !kinds.is_empty() {
            let hold = if column.identifiers.cells == 1 { "holds" } else { "hold" };
            let cells = plural(column.identifiers.cells, "cell", "cells");
            notes.push(format!("{cells} {hold} something else: {}", kinds.join(", ")));
        }
    }
    let settings = settings(column, semantic, &mut notes);
    Choice { semantic, settings, notes: notes.into_iter().map(|note| one_line(&note)).collect() }
}

/// Whether the guard of a run would withhold so many cells of a column that may be kept that the run ends.
fn is_refused(column: &ColumnFound) -> bool {
    column.may_be_kept() && column.withheld.cells > guard_limit(column.cells)
}

/// The cells that do not fit, and what a run makes of them; `None` where all fit.
pub(super) fn misfits(trial: &Trial, semantic: T) -> Option<String> {
    let (all, replaced) = (trial.misfits(), trial.replaced());
    let instead = |cells: u64| match (semantic == T::PaymentStatus, cells) {
        (true, _) => "`other`",
        (false, 1) => "a token of its text",
        (false, _) => "tokens of their text",
    };
    let become_ = if all == 1 { "becomes" } else { "become" };
    let what = match (all - replaced, replaced) {
        (0, 0) => return None,
        (_, 0) => format!("{become_} NULL"),
        (0, replaced) => format!("{become_} {}", instead(replaced)),
        (null, replaced) => format!("{become_} {} ({}) or NULL ({})", instead(all), grouped(replaced), grouped(null)),
    };
    let of = plural(trial.there(), "cell", "cells");
    let fit = if all == 1 { "does not fit" } else { "do not fit" };
    Some(format!("{} of {of} {fit} {semantic} and {what}", grouped(all)))
}

/// What the schema must say of a column beside its type, so that a run takes its values.
fn settings(column: &ColumnFound, semantic: T, notes: &mut Vec<String>) -> String {
    let trial = &column.trial;
    let mut settings = String::new();
    if trial.several() > 0 {
        let (cells, hold, its) = match trial.several() {
            1 => ("1 cell".to_owned(), "holds", "its"),
            many => (plural(many, "cell", "cells"), "hold", "their"),
        };
        notes.push(format!(
            "{cells} {hold} several values, and {its} first is taken; \"split\" takes two, \"null\" none"
        ));
        settings.push_str(", several = \"first\"");
    }
    if let Some(order) = column.order.filter(|_| semantic.is_time()) {
        settings.push_str(&format!(", order = \"{}\"", order.name()));
    }
    notes.extend(misfits(trial, semantic));
    if let Some((open, cells)) = trial.open() {
        let cells = plural(cells, "of them could be read", "of them could be read");
        notes.push(match open {
            Open::Order => format!(
                "{cells} with the day or the month first: say order = \"day-first\" or order = \"month-first\""
            ),
            Open::Century => format!(
                "{cells} in two centuries, for years have two digits: say pivot = 2026, or the last year that they can mean"
            ),
            Open::Mark => format!(
                "{cells} as one or as a thousand, such as 1.000: say decimal = \",\" or decimal = \".\""
            ),
        });
    }
    if let Some(tenths) = trial.allowance().filter(|_| !trial.is_refused_for_what_is_open()) {
        notes.push(
            "a run refuses more than ten cells if they are so large a share; max_unfit lets them pass".to_owned(),
        );
        let _ = write!(settings, ", max_unfit = {}.{}", tenths / 10, tenths % 10);
    }
    settings
}

/// The evidence of a column in a phrase.
pub(crate) fn why(column: &ColumnFound) -> String {
    let mut parts = Vec::new();
    let said = match column.said_by {
        Some("export") => Some("its export"),
        Some("header") => Some("its header"),
        Some(_) => Some("a part of its header"),
        None => None,
    };
    // Every cell was tried with what the draft says; of the others some values were judged.
    let tried = column.trial.share_that_fits().filter(|share| column.value_share.is_some() || *share < 1.0);
    match (said, tried.or(column.value_share)) {
        (Some(said), Some(1.0)) => parts.push(format!("{said}, and every value fits")),
        (Some(said), Some(0.0)) => parts.push(format!("{said}, but no value fits")),
        (Some(said), Some(share)) => parts.push(format!("{said}, and {} of its values fit", percent(share))),
        (Some(said), None) => parts.push(said.to_owned()),
        (None, Some(1.0)) => parts.push("every value fits".to_owned()),
        (None, Some(share)) => parts.push(format!("{} of its values fit", percent(share))),
        (None, None) => {}
    }
    parts.extend(column.looks_like.map(str::to_owned));
    parts.extend(column.overruled.map(|overruled| format!("its header says {overruled}")));
    let second = column.second.as_ref();
    parts.extend(second.map(|second| format!("{} look like {}", percent(second.share), second.semantic)));
    if parts.is_empty() { "its values".to_owned() } else { parts.join("; ") }
}

/// Names of the columns: their headers in plain letters, each once, and none the header of another.
fn keys(dataset: &Dataset) -> Vec<String> {
    let headers: Vec<String> = dataset.columns.iter().map(|column| fold_name(&column.raw)).collect();
    let mut keys: Vec<String> = Vec::new();
    for (at, column) in dataset.columns.iter().enumerate() {
        let own = if column.header.is_some() { slug(&column.raw) } else { String::new() };
        let own = if own.is_empty() { format!("column_{}", at + 1) } else { own };
        let taken = |key: &str| {
            keys.iter().any(|other| other == key)
                || headers.iter().enumerate().any(|(other, name)| other != at && name == key)
        };
        let numbered = (2..).map(|number| format!("{own}_{number}"));
        let key = std::iter::once(own.clone()).chain(numbered).find(|key| !taken(key)).unwrap_or(own);
        keys.push(key);
    }
    keys
}

/// A comment is one line.
fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
