//! `iesiz canon`: the canonical form of values.

use super::not_text;
use crate::canon::{Canonical, Form, Withheld, form_of, form_with_id};
use crate::cli::args::CanonArgs;
use crate::cli::exit::Exit;
use crate::cli::say::Say;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::message;
use crate::vocabulary::SemanticType;
use std::io::BufRead as _;

pub(in crate::cli) fn run(args: &CanonArgs, say: &Say) -> Result<Exit> {
    let form = form(&args.semantic)?;
    let line = |value: &str| canonical(form, value) + "\n";
    if say.json {
        let stdin = || {
            std::io::stdin()
                .lock()
                .lines()
                .map(|value| value.map_err(|e| not_text(&e)))
                .collect::<Result<Vec<String>>>()
        };
        let values = if args.values.is_empty() { stdin()? } else { args.values.clone() };
        say.json(&values.iter().map(|value| canonical(form, value)).collect::<Vec<String>>())?;
        return Ok(Exit::Complete);
    }
    if !args.values.is_empty() {
        say.out(&args.values.iter().map(|value| line(value)).collect::<String>())?;
        return Ok(Exit::Complete);
    }
    for value in std::io::stdin().lock().lines() {
        let value = value.map_err(|e| not_text(&e))?;
        say.out(&line(&value))?;
    }
    Ok(Exit::Complete)
}

fn form(name: &str) -> Result<&'static Form> {
    SemanticType::parse(name).map(form_of).or_else(|| form_with_id(name)).ok_or_else(|| {
        let diagnostic = Diagnostic::new(Code::E229, message!("there is no type or form `{}`", Shown::name(name)));
        Error::new(Kind::Usage, diagnostic.hint(message!("`iesiz list types` and `iesiz list forms` show them all")))
    })
}

fn canonical(form: &Form, value: &str) -> String {
    let mut out = String::new();
    let word = match form.write(value, &mut out) {
        Canonical::Written => return out,
        Canonical::Null => "NULL",
        Canonical::Unfit => "(does not fit)",
        Canonical::Withheld(Withheld::Lossy) => "(digits lost)",
        Canonical::Withheld(Withheld::Masked) => "(masked)",
        Canonical::Withheld(Withheld::Several) => "(several values)",
    };
    word.to_owned()
}
