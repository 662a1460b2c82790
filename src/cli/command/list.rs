//! `iesiz list`: what there is.

use crate::canon::{FORMS, Form, OTHER_FORMS, form_of};
use crate::cli::args::{ListArgs, Listing};
use crate::cli::exit::Exit;
use crate::cli::say::{Say, table};
use crate::error::Result;
use crate::schema::{BUILT_IN_PROFILES, Profile};
use crate::transform::TECHNIQUES;
use crate::vocabulary::SemanticType;
use serde_json::{Value, json};

pub(in crate::cli) fn run(args: &ListArgs, say: &Say) -> Result<Exit> {
    let (rows, head) = match args.what {
        Listing::Types => (types(), ["type", "role", "token", "canonical form", "what it is"].as_slice()),
        Listing::Techniques => {
            (techniques(), ["technique", "family", "accepts", "arguments", "what it does"].as_slice())
        }
        Listing::Forms => (forms(), ["form", "types", "what it does"].as_slice()),
        Listing::Profiles => (profiles(), ["profile", "clause", "status", "audience", "recipient"].as_slice()),
    };
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

/// A line for each technique and each set of arguments, with the types that take them.
fn techniques() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for technique in TECHNIQUES {
        let mut groups: Vec<(&[&str], Vec<&str>)> = Vec::new();
        for semantic in SemanticType::ALL {
            let arguments = technique.arguments(*semantic);
            match groups.iter_mut().find(|(known, _)| *known == arguments) {
                Some((_, types)) => types.push(semantic.name()),
                None if !arguments.is_empty() => groups.push((arguments, vec![semantic.name()])),
                None => {}
            }
        }
        for (nth, (arguments, types)) in groups.into_iter().enumerate() {
            let accepts =
                if types.len() == SemanticType::ALL.len() { "every type".to_owned() } else { types.join(", ") };
            let first = |text: &str| if nth == 0 { text.to_owned() } else { String::new() };
            let spelled: Vec<&str> = arguments.iter().copied().filter(|argument| !argument.is_empty()).collect();
            rows.push(vec![
                first(technique.name()),
                first(technique.family().name()),
                accepts,
                spelled.join(" "),
                first(technique.doc().summary),
            ]);
        }
    }
    rows
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
