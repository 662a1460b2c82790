//! How columns could leave that a profile drops because it has no action for their type: asked of the catalogue, judged as a profile's own actions.

use super::compile::{Decision, DropReason, Plan};
use super::judge::judge_action;
use crate::canon::reading::Reading;
use crate::canon::time::Zone;
use crate::schema::{Action, Argument, Profile};
use crate::transform::{Binding, Bound, ColumnSpec, TECHNIQUES, Technique, Tokens, Trace};
use crate::vocabulary::{Family, Role, SemanticType};

/// A type of dropped columns, and what could be done to it instead.
#[derive(Clone, Debug, Eq, PartialEq, serde::Serialize)]
pub struct Ways {
    /// Semantic type.
    pub is: &'static str,
    /// Lines for `[actions]` of the profile, what says least of the value first; none where nothing keeps it but what makes a release personal.
    pub actions: Vec<String>,
}

/// For every type that the profile does not list, and of which a column is dropped for that, what it could list.
#[must_use]
pub fn ways(profile: &Profile, plan: &Plan) -> Vec<Ways> {
    let mut types: Vec<SemanticType> = Vec::new();
    for column in plan.datasets.iter().flat_map(|dataset| &dataset.columns) {
        if matches!(column.decision, Decision::Drop(DropReason::Unlisted)) && !types.contains(&column.semantic) {
            types.push(column.semantic);
        }
    }
    types.into_iter().map(|semantic| Ways { is: semantic.name(), actions: lines(profile, semantic) }).collect()
}

/// What the profile could say of a type, as it would be written there.
fn lines(profile: &Profile, semantic: SemanticType) -> Vec<String> {
    let mut found: Vec<(usize, Action)> = Vec::new();
    // What is suppressed is not kept.
    for technique in TECHNIQUES.iter().copied().filter(|technique| technique.family() != Family::Suppression) {
        let mut arguments = arguments(technique, semantic);
        // Units of time are listed from the finest.
        if semantic.is_time() {
            arguments.reverse();
        }
        for argument in arguments {
            let action = Action { technique: technique.name().to_owned(), argument, spot: 0 };
            if let Some(rank) = rank(profile, semantic, technique, &action) {
                found.push((rank, action));
            }
        }
    }
    found.sort_by_key(|(rank, _)| *rank);
    found.into_iter().map(|(_, action)| line(semantic, &action)).collect()
}

fn line(semantic: SemanticType, action: &Action) -> String {
    match action.argument {
        Argument::None => format!("{semantic} = \"{action}\""),
        _ => format!("{semantic} = {{ {action} }}"),
    }
}

/// Arguments that can be written as they are listed, and that of the example in the technique's documentation, if it is of this type: edges and
/// steps are anybody's choice. Where an argument may be left out, it is.
fn arguments(technique: &dyn Technique, semantic: SemanticType) -> Vec<Argument> {
    if technique.arguments(semantic).contains(&"") {
        return vec![Argument::None];
    }
    let example = &technique.doc().example;
    let shown = (example.semantic == semantic).then_some(example.argument);
    let mut arguments: Vec<Argument> = Vec::new();
    for text in technique.arguments(semantic).iter().copied().chain(shown) {
        let argument = argument(text);
        if !arguments.contains(&argument) {
            arguments.push(argument);
        }
    }
    arguments
}

fn argument(text: &str) -> Argument {
    // As a document's numbers are read: without the marks between thousands.
    let number = |text: &str| Some(text.trim().replace('_', "")).filter(|digits| digits.parse::<f64>().is_ok());
    let numbers: Option<Vec<String>> = text.split(',').map(number).collect();
    match numbers.as_deref() {
        _ if text.is_empty() => Argument::None,
        Some([only]) => Argument::Number(only.clone()),
        Some(several) => Argument::Numbers(several.to_vec()),
        None => Argument::Word(text.to_owned()),
    }
}

/// How much an action leaves of the value, from the least; `None` for what the profile may not say, what needs a database of networks, and what shows
/// whom a row is of.
fn rank(profile: &Profile, semantic: SemanticType, technique: &dyn Technique, action: &Action) -> Option<usize> {
    judge_action(profile, semantic, action).ok()?;
    let cx = Binding { tokens: Tokens::Preview, site: "", reading: Reading::of(Zone::ALMATY), geoip: None };
    let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &action.argument };
    let Ok(Bound::Transform(transform)) = technique.bind(&spec, &cx) else { return None };
    match transform.trace() {
        Trace::Coarse => Some(0),
        Trace::Keyed => Some(1),
        Trace::Clear if semantic.role() == Role::DirectIdentifier => None,
        Trace::Clear => Some(2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(profile: &str, semantic: SemanticType) -> Vec<String> {
        lines(&Profile::built_in(profile).expect("a built-in profile").expect("a good one"), semantic)
    }

    #[test]
    fn what_says_least_comes_first() {
        use SemanticType as T;
        let births = of("research_partner", T::BirthDate);
        assert_eq!(births[..2], ["birth-date = { generalize = \"decade\" }", "birth-date = { generalize = \"year\" }"]);
        assert_eq!(births.last().map(String::as_str), Some("birth-date = \"keep\""));
        assert_eq!(of("research_partner", T::Phone)[0], "phone = { generalize = \"country\" }");
        assert!(of("research_partner", T::Phone).contains(&"phone = \"pseudonymize\"".to_owned()));
        assert!(of("site_analytics", T::Amount).iter().any(|line| line.starts_with("amount = { bucket = [")));
    }

    /// What no profile may say is not offered: cards in any form, values that identify in clear, what gives values back outside.
    #[test]
    fn what_is_refused_is_not_offered() {
        use SemanticType as T;
        for semantic in [T::Card, T::FreeText, T::SessionToken, T::Mrz, T::Cookies] {
            assert_eq!(of("warehouse", semantic), Vec::<String>::new(), "{semantic}");
        }
        let outside = of("research_partner", T::Email);
        assert!(outside.iter().all(|line| !line.contains("encrypt") && !line.contains("keep")), "{outside:?}");
        assert!(of("stats_anon", T::Email).iter().all(|line| !line.contains("pseudonymize")));
    }

    /// Every line can be pasted into the profile that it was made for.
    #[test]
    fn every_line_is_a_line_of_a_profile() {
        let text = "version = 1\nprofile = \"own\"\nclause = \"1\"\nstatus = \"personal\"\naudience = \"internal\"\nkeys = \"required\"\n[actions]\n";
        for &semantic in SemanticType::ALL {
            for line in of("warehouse", semantic) {
                let profile = Profile::parse(crate::error::Shown::name("own.toml"), format!("{text}{line}\n"));
                let profile = profile.unwrap_or_else(|problems| panic!("{line}: {problems:?}"));
                let (known, actions) = &profile.actions[0];
                assert!(*known == semantic && judge_action(&profile, semantic, &actions[0]).is_ok(), "{line}");
            }
        }
    }
}
