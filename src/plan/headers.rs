//! Which column of the input is which column of the schema, and when a header may be printed.

use crate::error::{Code, Diagnostic, Message, Shown};
use crate::message;
use crate::place::Place;
use crate::recognize::headers::{Certainty, Hint, direct_class, hint, is_value, looks_like_somebody, slug};
use crate::schema::{Schema, Unlisted, fold_name, quoted};
use crate::vocabulary::{Role, SemanticType};
use std::collections::HashMap;

/// A header matched to a schema.
#[derive(Debug)]
pub struct Match {
    /// For each column of the schema, its position in the input.
    pub mapping: Vec<Option<usize>>,
    /// Positions that the schema does not list.
    pub unlisted: Vec<usize>,
    /// Everything that forbids the run.
    pub problems: Vec<Diagnostic>,
    /// Whether every column that the schema needs is there.
    pub(super) is_complete: bool,
}

/// Matches a header to a schema; problems name the input.
#[must_use]
pub fn match_headers(schema: &Schema, header: &[String], input: &Shown) -> Match {
    let folded: Vec<String> = header.iter().map(|name| fold_name(name)).collect();
    let mut problems = Vec::new();
    let mut mapping = Vec::with_capacity(schema.columns.len());
    let mut used = vec![false; header.len()];
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    folded.iter().enumerate().for_each(|(at, name)| places.entry(name).or_default().push(at));
    for column in &schema.columns {
        let names = std::iter::once(&column.key).chain(&column.names).map(|name| fold_name(name));
        let mut found: Vec<usize> = names.filter_map(|name| places.get(name.as_str())).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found.iter().for_each(|&at| used[at] = true);
        if let [first, second, ..] = found.as_slice() {
            let message = message!("columns {} and {} are both `{}`", first + 1, second + 1, Shown::name(&column.key));
            problems.push(refuse(Code::E702, input, message, message!("rename or remove one of them in the export")));
        }
        mapping.push(found.first().copied());
    }
    let matched = mapping.iter().flatten().count();
    let absent = missing(schema, &mapping, header.len(), matched, input);
    let is_complete = absent.is_empty();
    problems.extend(absent);
    let unlisted: Vec<usize> = (0..header.len()).filter(|&at| !used[at]).collect();
    problems.extend(duplicates(&folded, &unlisted, input));
    // Where nothing fits, every column is unlisted, and a line for each says nothing more.
    let fits = matched > 0 || unlisted.len() < 2;
    if schema.unlisted == Unlisted::Refuse && fits {
        problems.extend(unlisted.iter().map(|&at| {
            let name = shown_header(header, at, matched);
            refuse(
                Code::E703,
                input,
                message!("{} is not in the schema", name),
                how_to_list(schema, header, at, matched),
            )
        }));
    }
    problems.extend(understated(schema, header, &mapping, input));
    Match { mapping, unlisted, problems, is_complete }
}

fn refuse(code: Code, input: &Shown, message: Message, hint: Message) -> Diagnostic {
    Diagnostic::new(code, message).place(Place::input(input.clone()).row(0)).hint(hint)
}

/// What to do about a column that the schema does not list: the line that it lacks, where its header may be printed.
fn how_to_list(schema: &Schema, header: &[String], at: usize, matched: usize) -> Message {
    let name = header[at].trim();
    if !is_shown(header, at, matched) || name.is_empty() || name.chars().count() > LONGEST_LISTED {
        return message!(
            "`iesiz scan` says what it holds and drafts its line; list it in {}, or set `unlisted = \"drop\"` there",
            schema.document
        );
    }
    let key = key_for(schema, name, at);
    let names = if fold_name(name) == key { String::new() } else { format!(", names = [{}]", quoted(name)) };
    match told_type(name) {
        Some(semantic) => message!(
            "list it in {}: `{} = { is = \"{}\"{} }`, if it is that (`iesiz scan` says what it holds); or set `unlisted = \"drop\"`",
            schema.document,
            Shown::name(&key),
            semantic,
            Shown::name(&names)
        ),
        None => message!(
            "list it in {}: `{} = { is = \"…\"{} }`, with the type that `iesiz scan` finds; or set `unlisted = \"drop\"`",
            schema.document,
            Shown::name(&key),
            Shown::name(&names)
        ),
    }
}

/// Longest header that is written into a line for the schema.
const LONGEST_LISTED: usize = 60;

/// A name for the column that the schema does not have yet.
fn key_for(schema: &Schema, name: &str, at: usize) -> String {
    let own = slug(name);
    let own = if own.is_empty() { format!("column_{}", at + 1) } else { own };
    let numbered = (2..).map(|nth| format!("{own}_{nth}"));
    let is_free = |key: &String| schema.column(key).is_none();
    std::iter::once(own.clone()).chain(numbered).find(is_free).unwrap_or(own)
}

/// The type that a header tells as a whole; one that could mean two things tells none.
fn told_type(name: &str) -> Option<SemanticType> {
    match hint(name)? {
        Hint { types: [only], certainty: Certainty::Whole } => Some(*only),
        _ => None,
    }
}

/// Whether the header of a column may be printed: most of the header is what the schema expects, and the cell is nobody and no value. A file
/// without a header starts with a person.
fn is_shown(header: &[String], at: usize, matched: usize) -> bool {
    2 * matched >= header.len() && matched > 0 && !looks_like_somebody(&header[at]) && !is_value(&header[at])
}

/// What to call a column of the input: its own name only where that may be printed.
#[must_use]
pub fn shown_header(header: &[String], at: usize, matched: usize) -> Message {
    if is_shown(header, at, matched) {
        message!("column {} (`{}`)", at + 1, Shown::name(&header[at]))
    } else {
        message!("column {}", at + 1)
    }
}

fn missing(schema: &Schema, mapping: &[Option<usize>], width: usize, matched: usize, input: &Shown) -> Vec<Diagnostic> {
    let absent: Vec<&str> = schema
        .columns
        .iter()
        .zip(mapping)
        .filter(|(column, at)| at.is_none() && !column.optional)
        .map(|(column, _)| column.key.as_str())
        .collect();
    if absent.is_empty() {
        return Vec::new();
    }
    // Nothing fits: the separator is wrong, the header is missing, or it is another file. One message says more than a list.
    if 2 * matched < schema.columns.len() && matched <= 1 {
        let message = message!(
            "the header does not fit: the schema has {} columns, the file {}, of which {} match",
            mapping.len(),
            width,
            matched
        );
        let hint = message!(
            "check the separator in `[dialect]` of {}, the header row, and that this is the right file",
            schema.document
        );
        return vec![refuse(Code::E701, input, message, hint)];
    }
    let line = |key: &&str| {
        let message = message!("column `{}` is missing", Shown::name(key));
        refuse(
            Code::E701,
            input,
            message,
            message!("add its header to `names` in {}, or set `optional = true`", schema.document),
        )
    };
    absent.iter().map(line).collect()
}

/// Two unlisted columns of one name: names that collide are a fault even where the columns are dropped.
fn duplicates(folded: &[String], unlisted: &[usize], input: &Shown) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for &at in unlisted {
        let first = *known.entry(&folded[at]).or_insert(at);
        if first != at {
            let message = message!("columns {} and {} have the same name", first + 1, at + 1);
            problems.push(refuse(Code::E702, input, message, message!("rename one of them in the export")));
        }
    }
    problems
}

/// Headers that everybody knows as naming a person, declared as something weaker without a reason.
fn understated(schema: &Schema, header: &[String], mapping: &[Option<usize>], input: &Shown) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (column, at) in schema.columns.iter().zip(mapping) {
        let Some(at) = at else { continue };
        let Some(class) = direct_class(&header[*at]) else { continue };
        if column.role < Role::DirectIdentifier && column.acknowledge.is_none() {
            let message =
                message!("`{}` is declared `{}`, but its header says `{}`", Shown::name(&column.key), column.is, class);
            let hint =
                message!("declare it `{}`, or add `acknowledge = \"why it is not\"` in {}", class, schema.document);
            problems.push(refuse(Code::E704, input, message, hint));
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(columns: &str, extra: &str) -> Schema {
        let text = format!("version = 1\ndataset = \"d\"\nsite = \"s\"\n{extra}\n[columns]\n{columns}\n");
        Schema::parse(Shown::name("d.toml"), text).expect("a good schema")
    }

    fn codes(schema: &Schema, header: &[&str]) -> Vec<Code> {
        let header: Vec<String> = header.iter().map(|&h| h.to_owned()).collect();
        match_headers(schema, &header, &Shown::name("d.csv")).problems.iter().map(|p| p.code).collect()
    }

    const TWO: &str = "email = { is = \"email\", names = [\"Почта\"] }\ncourse = { is = \"product\", optional = true }";

    #[test]
    fn headers_match_trimmed_and_case_folded() {
        assert!(codes(&schema(TWO, ""), &["\u{FEFF} ПОЧТА ", "Course"]).is_empty());
        assert!(codes(&schema(TWO, ""), &["email"]).is_empty());
    }

    #[test]
    fn drift_is_refused() {
        let two = schema(TWO, "");
        assert_eq!(codes(&two, &["email", "course", "new"]), [Code::E703]);
        assert_eq!(codes(&two, &["email", "почта", "course"]), [Code::E702]);
        assert_eq!(codes(&two, &["mail", "kurs"]), [Code::E701]);
        assert!(codes(&schema(TWO, "unlisted = \"drop\""), &["email", "new"]).is_empty());
        assert_eq!(codes(&schema(TWO, "unlisted = \"drop\""), &["email", "new", " NEW"]), [Code::E702]);
    }

    #[test]
    fn a_first_row_of_data_is_not_printed() {
        let header: Vec<String> = ["ivan@mail.ru", "Иван", "x"].iter().map(|&h| h.to_owned()).collect();
        let matched = match_headers(&schema(TWO, ""), &header, &Shown::name("d.csv"));
        let text: String = matched.problems.iter().map(ToString::to_string).collect();
        assert!(!text.contains("ivan") && !text.contains("Иван"), "{text}");
        let header: Vec<String> = ["email", "course", "ivan@mail.ru"].iter().map(|&h| h.to_owned()).collect();
        let matched = match_headers(&schema(TWO, ""), &header, &Shown::name("d.csv"));
        assert!(!matched.problems[0].to_string().contains("ivan"));
    }

    /// The hint of the only problem of a header.
    fn hint_of(header: &[&str]) -> String {
        let header: Vec<String> = header.iter().map(|&h| h.to_owned()).collect();
        let found = match_headers(&schema(TWO, ""), &header, &Shown::name("d.csv"));
        found.problems[0].hint.as_ref().map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn the_line_that_a_schema_lacks_is_written_out() {
        for (header, line) in [
            ("Город", "`gorod = { is = \"city\", names = [\"Город\"] }`"),
            (" city ", "`city = { is = \"city\" }`"),
            ("Источник \"рекламы\"", "`istochnik_reklamy = { is = \"…\", names = [\"Источник \\\"рекламы\\\"\"] }`"),
            ("course!", "`course_2 = { is = \"product\", names = [\"course!\"] }`"),
            ("№", "`column_3 = { is = \"…\", names = [\"№\"] }`"),
        ] {
            let hint = hint_of(&["email", "course", header]);
            assert!(hint.contains(line) && hint.contains("iesiz scan"), "{header}: {hint}");
        }
    }

    /// A file without a header that fits by chance: its first row stands in no message.
    #[test]
    fn no_line_is_made_of_somebody() {
        for cell in ["Анна", "ivan@mail.ru", "87710009998", "01.02.1990", "completed", "45000"] {
            let hint = hint_of(&["email", "course", cell]);
            assert!(!hint.contains(cell) && hint.contains("`iesiz scan`"), "{hint}");
        }
    }

    #[test]
    fn a_header_that_names_people_needs_a_reason_to_be_less() {
        assert_eq!(codes(&schema("x = { is = \"code\", names = [\"ИИН\"] }", ""), &["ИИН"]), [Code::E704]);
        assert!(
            codes(&schema("x = { is = \"code\", names = [\"ИИН\"], acknowledge = \"test\" }", ""), &["ИИН"]).is_empty()
        );
        assert!(codes(&schema("x = { is = \"iin\", names = [\"ИИН\"] }", ""), &["ИИН"]).is_empty());
    }
}
