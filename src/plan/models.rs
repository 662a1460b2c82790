//! What the privacy models of a profile mean for a dataset: which released columns are quasi-identifiers, which are sensitive, and how each may
//! be made coarser.

use super::compile::{ColumnPlan, Release};
use super::guard::Guard;
use crate::error::{Code, Diagnostic, Message, Shown};
use crate::message;
use crate::privacy::{Hierarchy, Ladder, Models, TimeUnit};
use crate::schema::{HierarchyRule, Profile, RecodingRule, Schema, Scope};
use crate::transform::Trace;
use crate::vocabulary::{Role, SemanticType};
use arrow::array::{ArrayRef, StringArray};
use arrow::datatypes::DataType;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Most quasi-identifiers of a dataset: with more of them hardly two people are alike, and nothing useful would be left.
const MOST: usize = 20;

/// Models of a dataset.
#[derive(Clone, Debug)]
pub struct ModelPlan {
    /// The quasi-identifiers among the released columns.
    pub quasi: Vec<QuasiColumn>,
    /// Names of columns whose values the key moved, which no model is about.
    pub moved: Vec<String>,
    /// Positions of the sensitive columns among the released ones.
    pub sensitive: Vec<usize>,
    /// What must hold.
    pub models: Models,
    /// How values are made coarser.
    pub recoding: RecodingRule,
    /// Greatest loss that is tolerated.
    pub max_loss: Option<f64>,
    /// Least share of people that must have a row left.
    pub join_rate: Option<f64>,
    /// Most rows of one person.
    pub rows_per_person: Option<u32>,
    /// Whether it is known whose the rows are; else each counts as a person.
    pub people_known: bool,
}

/// A column that is made coarser where it must be.
#[derive(Clone, Debug)]
pub struct QuasiColumn {
    /// Position among the released columns.
    pub at: usize,
    /// How it becomes coarser.
    pub ladder: Ladder,
    /// How much a loss in it counts.
    pub weight: f64,
}

/// Whether somebody who looks for a person may know a released column of them: what leaves as it is, or coarser, and is neither sensitive nor of no
/// account. Tokens, and values that the key moved, are nothing that anybody knows.
fn is_quasi(column: &ColumnPlan, release: &Release) -> bool {
    let known = release.transform.trace() != Trace::Keyed && release.transform.block().is_none();
    known && !matches!(column.role, Role::Sensitive | Role::Insensitive)
}

/// Whether a column would be a quasi-identifier if the key had not moved its values: by days, by noise, or to another row.
pub(super) fn is_moved(column: &ColumnPlan, release: &Release) -> bool {
    let moved = release.transform.trace() == Trace::Keyed || release.transform.block().is_some();
    moved && !release.transform.is_token() && !matches!(column.role, Role::Sensitive | Role::Insensitive)
}

fn is_sensitive(column: &ColumnPlan, release: &Release, types: &[SemanticType]) -> bool {
    let kept = release.transform.trace() != Trace::Keyed && release.transform.block().is_none();
    kept && if types.is_empty() { column.role == Role::Sensitive } else { types.contains(&column.semantic) }
}

/// The models of a dataset, if the profile asks for any. `files` are the texts of its hierarchies.
pub(super) fn plan_models(
    profile: &Profile,
    schema: &Schema,
    columns: &[ColumnPlan],
    files: &BTreeMap<String, String>,
    problems: &mut Vec<Diagnostic>,
) -> Option<ModelPlan> {
    let asked = &profile.models;
    if !asked.are_asked() {
        return None;
    }
    let released = || columns.iter().filter_map(|column| column.release().map(|release| (column, release))).enumerate();
    let mut quasi = Vec::new();
    for (at, (column, release)) in released().filter(|(_, (column, release))| is_quasi(column, release)) {
        let rule = rule_for(&asked.hierarchies, schema, column);
        match ladder(rule, column, release, files) {
            Ok(ladder) => quasi.push(QuasiColumn { at, ladder, weight: rule.map_or(1.0, |rule| rule.weight) }),
            Err((message, hint)) => {
                let place = profile.place(rule.map_or(0, |rule| rule.spot));
                problems.push(Diagnostic::new(Code::E317, message).document(place).hint(hint));
            }
        }
    }
    if quasi.len() > MOST {
        let message = message!(
            "`{}` has {} quasi-identifiers; at most {} can be made equal for many people at a time",
            Shown::name(&schema.dataset),
            quasi.len(),
            MOST
        );
        let hint = message!(
            "drop what the recipient does not need, or declare columns as `sensitive` or `insensitive` where nobody can know them"
        );
        problems.push(Diagnostic::new(Code::E318, message).hint(hint));
    }
    for (_, (column, _)) in released()
        .filter(|(_, (column, release))| asked.sensitive.contains(&column.semantic) && is_quasi(column, release))
    {
        let name = Shown::name(&column.key);
        let message = message!(
            "`{}` is a quasi-identifier, and in a class all have the same one: it cannot be sensitive too",
            name
        );
        let hint = message!("leave `{}` out of `sensitive`", column.semantic);
        problems.push(Diagnostic::new(Code::E321, message).document(profile.place(0)).hint(hint));
    }
    let needs_sensitive = asked.l.is_some() || asked.t.is_some();
    let sensitive =
        released().filter(|(_, (column, release))| needs_sensitive && is_sensitive(column, release, &asked.sensitive));
    // What is sensitive is not also made coarser.
    let sensitive: Vec<usize> =
        sensitive.map(|(at, _)| at).filter(|at| quasi.iter().all(|column| column.at != *at)).collect();
    let moved = released().filter(|(_, (column, release))| is_moved(column, release));
    Some(ModelPlan {
        moved: moved.map(|(_, (column, _))| column.key.clone()).collect(),
        quasi,
        sensitive,
        models: Models { k: u64::from(asked.k.unwrap_or(1)), l: asked.l, t: asked.t, suppress: asked.suppress },
        recoding: asked.recoding,
        max_loss: asked.max_loss,
        join_rate: asked.join_rate,
        rows_per_person: asked.rows_per_person.filter(|_| schema.subject.is_some()),
        people_known: schema.subject.is_some(),
    })
}

/// The rule of a column: its own, else its type's.
fn rule_for<'r>(rules: &'r [HierarchyRule], schema: &Schema, column: &ColumnPlan) -> Option<&'r HierarchyRule> {
    let own = Scope::Column(schema.dataset.clone(), column.key.clone());
    let of_type = Scope::Type(column.semantic);
    rules.iter().find(|rule| rule.scope == own).or_else(|| rules.iter().find(|rule| rule.scope == of_type))
}

fn ladder(
    rule: Option<&HierarchyRule>,
    column: &ColumnPlan,
    release: &Release,
    files: &BTreeMap<String, String>,
) -> Result<Ladder, (Message, Message)> {
    if let Some(text) = rule.and_then(|rule| rule.file.as_ref()).and_then(|file| files.get(file)) {
        let unfit = unfit_labels(text, column.semantic);
        if unfit > 0 {
            let name = Shown::name(&column.key);
            let message = message!(
                "{} labels of the hierarchy of `{}` hold identifiers, or characters that no text has",
                unfit,
                name
            );
            return Err((message, message!("labels leave as they are: words that name nobody")));
        }
        return Ok(Ladder::File(text.clone()));
    }
    let usual = usual_ladder(column, release);
    let Some(levels) = rule.map(|rule| &rule.levels).filter(|levels| !levels.is_empty()) else { return Ok(usual) };
    let name = Shown::name(&column.key);
    if !matches!(usual, Ladder::Time(_)) {
        let hint = message!("give a `file` with a line for every value: `value;level 1;level 2`");
        return Err((message!("`{}` has no levels with names", name), hint));
    }
    let units: Option<Vec<TimeUnit>> = levels.iter().map(|level| TimeUnit::parse(level)).collect();
    let base = base_unit(release);
    match units.filter(|units| units.is_sorted_by(|a, b| a < b) && units.first().is_none_or(|first| *first > base)) {
        Some(units) => Ok(Ladder::Time(units)),
        None => {
            let hint =
                message!("from fine to coarse, of day, week, month, quarter, year, and coarser than `{}`", base.name());
            Err((message!("the levels of `{}` do not climb", name), hint))
        }
    }
}

/// Labels of a file that the guard would withhold, or that are no text.
fn unfit_labels(text: &str, semantic: SemanticType) -> u64 {
    let labels = Hierarchy::labels(text);
    let control = labels.iter().filter(|label| label.chars().any(char::is_control)).count() as u64;
    let array: ArrayRef = Arc::new(StringArray::from(labels));
    control + Guard::new(semantic, false).inspect(&array).withheld
}

/// The unit that a time has already.
fn base_unit(release: &Release) -> TimeUnit {
    let word = release.action.split('"').nth(1).and_then(TimeUnit::parse);
    word.unwrap_or(if release.transform.output_type() == DataType::Date32 { TimeUnit::Day } else { TimeUnit::Hour })
}

/// The built-in hierarchy of what a technique writes.
fn usual_ladder(column: &ColumnPlan, release: &Release) -> Ladder {
    use SemanticType as T;
    match release.transform.output_type() {
        DataType::Date32 | DataType::Timestamp(..) => {
            let base = base_unit(release);
            // A moment as it came is first cut to the day.
            Ladder::Time(base.above())
        }
        DataType::Decimal128(..) | DataType::Int64 => Ladder::Number,
        _ => match (release.technique, column.semantic) {
            // Weeks and longer are names.
            ("generalize", semantic) if semantic.is_time() => Ladder::Time(base_unit(release).above()),
            ("bucket", _) => Ladder::Intervals(edges(release)),
            ("generalize", T::Ip) if release.action.contains('/') => Ladder::Network,
            ("generalize", T::UserAgent) if release.action.contains("major") => Ladder::Words,
            ("keep", T::City) => Ladder::Places,
            (_, T::Postcode) => Ladder::Digits,
            (_, T::Age) => Ladder::Number,
            _ => Ladder::Rare,
        },
    }
}

/// The edges of buckets, as the action spells them.
fn edges(release: &Release) -> Vec<String> {
    let Some((_, list)) = release.action.split_once('[') else { return Vec::new() };
    // Labels have two decimals or none.
    let plain = |edge: &str| match edge.parse::<f64>() {
        Ok(number) if number.fract() == 0.0 => format!("{number:.0}"),
        Ok(number) => format!("{number:.2}"),
        Err(_) => edge.to_owned(),
    };
    list.trim_end_matches(']').split(", ").map(plain).collect()
}

/// Names of the files that the rules of a profile ask for.
pub(crate) fn files_of(profile: &Profile) -> impl Iterator<Item = &str> {
    profile.models.hierarchies.iter().filter_map(|rule| rule.file.as_deref())
}
