//! `iesiz list`: what there is.

use crate::canon::{FORMS, Form, OTHER_FORMS, form_of};
use crate::cli::args::{ListArgs, Listing};
use crate::cli::exit::Exit;
use crate::cli::say::{Say, table};
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::schema::{BUILT_IN_PROFILES, Profile};
use crate::transform::{TECHNIQUES, Technique};
use crate::vocabulary::SemanticType;
use serde_json::{Value, json};

pub(in crate::cli) fn run(args: &ListArgs, say: &Say) -> Result<Exit> {
    let name = args.name.as_deref();
    match (args.what, name) {
        (Listing::Techniques, _) => return techniques(name, say),
        // A profile whole: what somebody begins their own with.
        (Listing::Profiles, Some(name)) if !say.json => {
            if let Some((_, text)) = BUILT_IN_PROFILES.iter().find(|(known, _)| *known == name) {
                say.out(text)?;
                return Ok(Exit::Complete);
            }
        }
        _ => {}
    }
    let (rows, head) = match args.what {
        Listing::Types => (types(), ["type", "role", "token", "canonical form", "what it is"].as_slice()),
        Listing::Forms => (forms(), ["form", "types", "what it does"].as_slice()),
        Listing::Codes => (codes(), ["code", "exit", "what is wrong", "what to do"].as_slice()),
        _ => (profiles(), ["profile", "clause", "status", "audience", "recipient"].as_slice()),
    };
    let rows: Vec<Vec<String>> = rows.into_iter().filter(|row| name.is_none_or(|name| row[0] == name)).collect();
    known(name, rows.is_empty())?;
    if say.json {
        let object = |row: &Vec<String>| {
            head.iter()
                .zip(row)
                .map(|(key, cell)| ((*key).to_owned(), json!(cell)))
                .collect::<serde_json::Map<String, Value>>()
        };
        say.json(&rows.iter().map(object).collect::<Vec<_>>())?;
    } else {
        let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
        say.out(&table(&[vec![head], rows].concat()))?;
    }
    Ok(Exit::Complete)
}

/// Refuses a name that nothing has.
fn known(name: Option<&str>, nothing: bool) -> Result<()> {
    let Some(name) = name.filter(|_| nothing) else { return Ok(()) };
    let diagnostic = Diagnostic::new(Code::E235, message!("nothing in this list is called `{}`", Shown::name(name)));
    Err(Error::new(Kind::Usage, diagnostic.hint(message!("without a name the list is whole"))))
}

fn codes() -> Vec<Vec<String>> {
    let exits = |code: &Code| {
        let mut exits: Vec<String> = code.kinds().iter().map(|kind| (Exit::of(*kind) as u8).to_string()).collect();
        exits.sort_unstable();
        exits.dedup();
        if exits.is_empty() { "-".to_owned() } else { exits.join(", ") }
    };
    let row =
        |code: &Code| vec![code.name().to_owned(), exits(code), code.meaning().to_owned(), code.remedy().to_owned()];
    Code::ALL.iter().map(row).collect()
}

fn types() -> Vec<Vec<String>> {
    let row = |t: &SemanticType| {
        let token = t.token_prefix().map_or(String::from("-"), |prefix| format!("{prefix}_…"));
        let form = form_of(*t).id;
        vec![t.name().to_owned(), t.role().name().to_owned(), token, form.to_owned(), t.summary().to_owned()]
    };
    SemanticType::ALL.iter().map(row).collect()
}

fn forms() -> Vec<Vec<String>> {
    let row = |form: &&Form| {
        let types: Vec<&str> =
            SemanticType::ALL.iter().filter(|t| form_of(**t).id == form.id).map(|t| t.name()).collect();
        vec![form.id.to_owned(), types.join(", "), form.what.to_owned()]
    };
    FORMS.iter().chain(OTHER_FORMS).map(row).collect()
}

/// Types and the arguments that they take, types with the same arguments together.
fn accepted(technique: &dyn Technique) -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let mut groups: Vec<(&[&'static str], Vec<&'static str>)> = Vec::new();
    for semantic in SemanticType::ALL {
        let arguments = technique.arguments(*semantic);
        match groups.iter_mut().find(|(known, _)| *known == arguments) {
            Some((_, types)) => types.push(semantic.name()),
            None if !arguments.is_empty() => groups.push((arguments, vec![semantic.name()])),
            None => {}
        }
    }
    // Where an argument may be left out, the list says so.
    let spelled = |arguments: &[&'static str]| match arguments {
        [""] => Vec::new(),
        some => some.iter().map(|&word| if word.is_empty() { "none" } else { word }).collect(),
    };
    groups.into_iter().map(|(arguments, types)| (types, spelled(arguments))).collect()
}

fn techniques(name: Option<&str>, say: &Say) -> Result<Exit> {
    let chosen: Vec<&dyn Technique> =
        TECHNIQUES.iter().copied().filter(|technique| name.is_none_or(|name| technique.name() == name)).collect();
    known(name, chosen.is_empty())?;
    if say.json {
        say.json(&chosen.iter().map(|technique| as_json(*technique)).collect::<Vec<_>>())?;
    } else if name.is_some() {
        say.out(&chosen.iter().map(|technique| page(*technique)).collect::<String>())?;
    } else {
        say.out(&index(&chosen))?;
    }
    Ok(Exit::Complete)
}

/// Techniques by a line each.
fn index(techniques: &[&dyn Technique]) -> String {
    let head = ["technique", "family", "what it does"].map(String::from).to_vec();
    let row = |technique: &&dyn Technique| {
        // What follows the first clause is for its page.
        let summary = technique.doc().summary.split([':', ';', '(']).next().unwrap_or_default().trim_end();
        vec![technique.name().to_owned(), technique.family().name().to_owned(), summary.to_owned()]
    };
    let rows = std::iter::once(head).chain(techniques.iter().map(row)).collect::<Vec<_>>();
    format!(
        "{}\n`iesiz list techniques NAME` is a page with types, arguments, null rule and an example\n",
        table(&rows)
    )
}

fn as_json(technique: &dyn Technique) -> Value {
    let doc = technique.doc();
    let accepts: Vec<Value> = accepted(technique)
        .into_iter()
        .map(|(types, arguments)| json!({ "types": types, "arguments": arguments }))
        .collect();
    json!({
        "technique": technique.name(), "family": technique.family().name(), "what it does": doc.summary, "null": doc.nulls,
        "attacker learns": doc.learns, "accepts": accepts,
        "example": {
            "type": doc.example.semantic.name(), "argument": doc.example.argument, "before": doc.example.input, "after": doc.example.output,
        },
    })
}

/// A technique for people.
fn page(technique: &dyn Technique) -> String {
    let doc = technique.doc();
    let mut page = format!("{} ({})\n", technique.name(), technique.family().name());
    let mut entry = |label: &str, text: &str| {
        for (nth, line) in wrapped(text).into_iter().enumerate() {
            page.push_str(&format!("  {:<9} {line}\n", if nth == 0 { label } else { "" }));
        }
    };
    entry("does", doc.summary);
    for (nth, (types, arguments)) in accepted(technique).into_iter().enumerate() {
        let types = if types.len() == SemanticType::ALL.len() { String::from("every type") } else { types.join(", ") };
        let arguments = if arguments.is_empty() { String::new() } else { format!(": {}", arguments.join(" | ")) };
        entry(if nth == 0 { "accepts" } else { "" }, &(types + &arguments));
    }
    entry("null", doc.nulls);
    entry("attacker", doc.learns);
    let spell = |value: &Option<&str>| value.map_or(String::from("NULL"), |value| format!("`{value}`"));
    for (nth, (before, after)) in doc.example.input.iter().zip(doc.example.output).enumerate() {
        let column = [doc.example.semantic.name(), doc.example.argument].join(" ");
        entry(
            if nth == 0 { "example" } else { "" },
            &format!("{}: {} becomes {}", column.trim_end(), spell(before), spell(after)),
        );
    }
    page
}

/// A text in lines of a screen.
fn wrapped(text: &str) -> Vec<String> {
    const WIDTH: usize = 100;
    let mut lines = vec![String::new()];
    let mut length = 0;
    for word in text.split(' ') {
        let more = word.chars().count() + 1;
        if length > 0 && length + more > WIDTH {
            lines.push(String::new());
            length = 0;
        }
        if let Some(line) = lines.last_mut() {
            if length > 0 {
                line.push(' ');
            }
            line.push_str(word);
        }
        length += more;
    }
    lines
}

fn profiles() -> Vec<Vec<String>> {
    let row = |(name, _): &(&str, &str)| {
        let profile = Profile::built_in(name)?.ok()?;
        let recipient = format!("{:?}", profile.recipient).to_lowercase();
        Some(vec![
            profile.name,
            profile.clause,
            profile.status.name().to_owned(),
            profile.audience.name().to_owned(),
            recipient,
        ])
    };
    BUILT_IN_PROFILES.iter().filter_map(row).collect()
}
