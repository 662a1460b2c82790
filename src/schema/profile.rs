//! What may leave, for which purpose, to whom, in what form.

use super::dataset::{read_version, read_zone, semantic_type, slug};
use super::document::{Document, SourceText, Spot, Table, Value};
use super::policy::Policy;
use crate::canon::time::Zone;
use crate::error::{Code, Diagnostic, DocumentPlace, Shown};
use crate::message;
use crate::vocabulary::{Audience, Closeness, Diversity, SemanticType, Status};
use std::fmt;

/// Profiles that are part of the program, by name. The names are reserved.
pub const BUILT_IN_PROFILES: &[(&str, &str)] = &[
    ("archive_anon", include_str!("../../schemas/profiles/archive_anon.toml")),
    ("research_partner", include_str!("../../schemas/profiles/research_partner.toml")),
    ("site_analytics", include_str!("../../schemas/profiles/site_analytics.toml")),
    ("stats_anon", include_str!("../../schemas/profiles/stats_anon.toml")),
    ("third_party_depers", include_str!("../../schemas/profiles/third_party_depers.toml")),
    ("warehouse", include_str!("../../schemas/profiles/warehouse.toml")),
];

/// State of the law that a profile follows unless it says otherwise.
const LAW_SNAPSHOT: &str = "KZ 94-V, text of 2026-10-02";

/// A profile document.
#[derive(Debug)]
pub struct Profile {
    /// Name; part of every token's domain.
    pub name: String,
    /// Clause of the privacy policy that allows it.
    pub clause: String,
    /// What the release claims to be.
    pub status: Status,
    /// Where the claim stands.
    pub status_spot: Spot,
    /// Who may receive it.
    pub audience: Audience,
    /// Whether a recipient must be named.
    pub recipient: RecipientRule,
    /// Whether there are tokens.
    pub keys: KeysRule,
    /// The privacy policy that it follows.
    pub policy: Policy,
    /// State of the law.
    pub law_snapshot: String,
    /// Period after which the recipient must delete it.
    pub expires: Option<Period>,
    /// Zone on whose clock times leave, if not on that of their dataset.
    pub zone: Option<Zone>,
    /// Privacy models that the release must meet.
    pub models: Models,
    /// By semantic type: the first action is the default, the others may be chosen in [`Profile::overrides`].
    pub actions: Vec<(SemanticType, Vec<Action>)>,
    /// Choices for single columns of single datasets.
    pub overrides: Vec<Override>,
    /// Further outputs of columns, by semantic type.
    pub also: Vec<Also>,
    /// What becomes of NULL in what leaves.
    pub nulls: Vec<(Scope, NullRule, Spot)>,
    source: SourceText,
}

/// One more output of every column of a type: `email` leaves as a token, and its provider beside it.
#[derive(Debug)]
pub struct Also {
    /// Type of the columns.
    pub semantic: SemanticType,
    /// What is appended to the column's key, behind an underscore.
    pub suffix: String,
    /// What to do with the value.
    pub action: Action,
    /// Where it stands.
    pub spot: Spot,
}

/// Columns that a rule is for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Scope {
    /// Every column of a type.
    Type(SemanticType),
    /// One column of one dataset, by the name under which it leaves.
    Column(String, String),
}

/// What becomes of NULL in a column that leaves.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum NullRule {
    /// It stays NULL.
    Keep,
    /// A constant stands in its place.
    Fill(String),
    /// Nobody can tell that there was none.
    Suppress,
}

/// A choice for one column.
#[derive(Debug)]
pub struct Override {
    /// Dataset.
    pub dataset: String,
    /// Column key.
    pub column: String,
    /// What to do with it.
    pub action: Action,
    /// Where the choice stands.
    pub spot: Spot,
}

/// Whether a release under the profile names its recipient.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RecipientRule {
    /// It must.
    Required,
    /// It may.
    Optional,
    /// It must not.
    None,
}

/// Whether a release under the profile holds tokens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum KeysRule {
    /// A key must be given; a thrown-away one only inside the house.
    Required,
    /// There are no tokens.
    None,
}

/// Privacy models of a profile, and what may be done to meet them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Models {
    /// k-anonymity.
    pub k: Option<u32>,
    /// l-diversity.
    pub l: Option<Diversity>,
    /// t-closeness.
    pub t: Option<Closeness>,
    /// Types that `l` and `t` are about; if there are none, all whose role is sensitive.
    pub sensitive: Vec<SemanticType>,
    /// Share of rows that may be suppressed.
    pub suppress: f64,
    /// How values are made coarser.
    pub recoding: RecodingRule,
    /// Greatest loss at which a release is still of use, from 0 to 1.
    pub max_loss: Option<f64>,
    /// Least share of the people that must have a row left.
    pub join_rate: Option<f64>,
    /// Most rows of one person in a dataset.
    pub rows_per_person: Option<u32>,
    /// Hierarchies and weights of columns that have others than the built-in ones.
    pub hierarchies: Vec<HierarchyRule>,
}

impl Models {
    /// Whether anything is asked for.
    #[must_use]
    pub const fn are_asked(&self) -> bool {
        self.k.is_some() || self.l.is_some() || self.t.is_some()
    }
}

/// How values are made coarser until the models hold.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum RecodingRule {
    /// Finer where people are many, coarser where they are few.
    #[default]
    Local,
    /// Every column at one level.
    FullDomain,
}

impl RecodingRule {
    /// The word that profiles and manifests use.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::FullDomain => "full-domain",
        }
    }
}

/// The hierarchy of columns.
#[derive(Clone, Debug, PartialEq)]
pub struct HierarchyRule {
    /// Which columns.
    pub scope: Scope,
    /// Names of built-in levels, from fine to coarse; none are the usual ones.
    pub levels: Vec<String>,
    /// File in ARX's layout, relative to the profile.
    pub file: Option<String>,
    /// How much a loss in these columns counts.
    pub weight: f64,
    /// Where the rule stands.
    pub spot: Spot,
}

/// A period of the calendar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Period {
    /// Days.
    Days(u32),
    /// Months.
    Months(u32),
}

/// What to do with values: a word of the catalogue and its argument, not yet judged.
#[derive(Clone, Debug)]
pub struct Action {
    /// Name of the technique.
    pub technique: String,
    /// Its argument.
    pub argument: Argument,
    /// Where it stands in the document.
    pub spot: Spot,
}

/// Argument of an action.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Argument {
    /// None.
    None,
    /// A word: `generalize = "day"`.
    Word(String),
    /// A number as it is spelled: `round = 1_000`.
    Number(String),
    /// Numbers as they are spelled: `bucket = [0, 10_000]`.
    Numbers(Vec<String>),
}

impl Action {
    /// Whether two actions mean the same.
    #[must_use]
    pub fn same(&self, other: &Self) -> bool {
        self.technique == other.technique && self.argument == other.argument
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.argument {
            Argument::None => f.write_str(&self.technique),
            Argument::Word(word) => write!(f, "{} = \"{word}\"", self.technique),
            Argument::Number(number) => write!(f, "{} = {number}", self.technique),
            Argument::Numbers(numbers) => write!(f, "{} = [{}]", self.technique, numbers.join(", ")),
        }
    }
}

impl Profile {
    /// Parses a profile document.
    ///
    /// # Errors
    /// Every problem of the document, in the order of its text.
    pub fn parse(name: Shown, text: String) -> Result<Self, Vec<Diagnostic>> {
        let document = Document::new(name, text);
        match Draft::read(&document) {
            Some(draft) if document.is_sound() => Ok(draft.finish(document.into_source())),
            _ => Err(document.into_problems()),
        }
    }

    /// A built-in profile.
    #[must_use]
    pub fn built_in(name: &str) -> Option<Result<Self, Vec<Diagnostic>>> {
        let (name, text) = BUILT_IN_PROFILES.iter().find(|(known, _)| *known == name)?;
        Some(Self::parse(Shown::name(&format!("{name} (built in)")), (*text).to_owned()))
    }

    /// Line and column of a spot of the document.
    #[must_use]
    pub fn place(&self, spot: Spot) -> DocumentPlace {
        self.source.place(spot)
    }

    /// SHA-256 of the document, in hex.
    #[must_use]
    pub fn digest(&self) -> String {
        self.source.digest()
    }

    /// The name that messages use for the document.
    #[must_use]
    pub fn document(&self) -> &Shown {
        self.source.name()
    }
}

/// A profile whose document is still being read.
struct Draft {
    name: String,
    clause: String,
    status: (Status, Spot),
    audience: Audience,
    recipient: RecipientRule,
    keys: KeysRule,
    policy: Policy,
    law_snapshot: Option<String>,
    expires: Option<Period>,
    zone: Option<Zone>,
    models: Models,
    actions: Vec<(SemanticType, Vec<Action>)>,
    overrides: Vec<Override>,
    also: Vec<Also>,
    nulls: Vec<(Scope, NullRule, Spot)>,
}

impl Draft {
    fn read(document: &Document) -> Option<Self> {
        let mut root = document.root()?;
        if root.has("dataset") && !root.has("profile") {
            document.problem(
                Code::E230,
                0,
                message!("this is a schema, not a profile"),
                Some(message!("name it with `--schema`")),
            );
            return None;
        }
        read_version(document, &mut root);
        let name = slug(document, root.require_text("profile"), "profile");
        let clause = root.require_text("clause").map(|(text, _)| text);
        let status = root.require_text("status").and_then(|t| word(document, t, Status::parse, STATUS_WORDS));
        let audience = root.require_text("audience").and_then(|t| word(document, t, Audience::parse, AUDIENCE_WORDS));
        let recipient = match root.text("recipient") {
            None => Some((RecipientRule::Optional, 0)),
            Some(text) => word(document, text, recipient_rule, "one of required, optional, none"),
        };
        let keys = root.require_text("keys").and_then(|t| word(document, t, keys_rule, "one of required, none"));
        let edition = root.text("policy_version");
        let policy = match root.table("policy") {
            Some(table) => Policy::read(document, table, edition.as_ref()),
            None => Policy::built_in(edition.map(|(text, _)| text)),
        };
        let law_snapshot = root.text("law_snapshot").map(|(text, _)| text);
        let expires =
            root.text("expires").and_then(|t| word(document, t, period, "a period such as `90 days` or `3 years`"));
        let zone = root.text("timezone").map(|text| read_zone(document, Some(text)));
        let models = root.table("models").map(|table| read_models(document, table)).unwrap_or_default();
        let actions =
            root.require("actions").and_then(|v| v.table()).map(|t| read_actions(document, t)).unwrap_or_default();
        let overrides = root.table("datasets").map(|table| read_overrides(document, table)).unwrap_or_default();
        let also = root.table("also").map(|table| read_also(document, table)).unwrap_or_default();
        let nulls = root.table("nulls").map(|table| read_nulls(document, table)).unwrap_or_default();
        root.finish();
        let (audience, recipient) = (audience?, recipient?);
        if audience.0 == Audience::Internal && recipient.0 == RecipientRule::Required {
            let hint = Some(message!("`recipient = \"optional\"`, or another audience"));
            document.problem(
                Code::E221,
                recipient.1,
                message!("an internal profile has no outside recipient to require"),
                hint,
            );
        }
        Some(Self {
            name: name?,
            clause: clause?,
            status: status?,
            audience: audience.0,
            recipient: recipient.0,
            keys: keys?.0,
            policy,
            law_snapshot,
            expires: expires.map(|(period, _)| period),
            zone,
            models,
            actions,
            overrides,
            also,
            nulls,
        })
    }

    fn finish(self, source: SourceText) -> Profile {
        Profile {
            name: self.name,
            clause: self.clause,
            status: self.status.0,
            status_spot: self.status.1,
            audience: self.audience,
            recipient: self.recipient,
            keys: self.keys,
            policy: self.policy,
            law_snapshot: self.law_snapshot.unwrap_or_else(|| LAW_SNAPSHOT.to_owned()),
            expires: self.expires,
            zone: self.zone,
            models: self.models,
            actions: self.actions,
            overrides: self.overrides,
            also: self.also,
            nulls: self.nulls,
            source,
        }
    }
}

const STATUS_WORDS: &str = "one of personal, pseudonymised, anonymised";
const AUDIENCE_WORDS: &str = "one of internal, partner, public";

/// Reads a closed word, or notes a problem with the list of them.
fn word<T>(
    document: &Document,
    text: (String, Spot),
    parse: fn(&str) -> Option<T>,
    words: &'static str,
) -> Option<(T, Spot)> {
    let (text, spot) = text;
    let found = parse(&text);
    if found.is_none() {
        document.problem(
            Code::E207,
            spot,
            message!("unknown word `{}`", Shown::name(&text)),
            Some(message!("{}", words)),
        );
    }
    found.map(|found| (found, spot))
}

fn recipient_rule(text: &str) -> Option<RecipientRule> {
    match text {
        "required" => Some(RecipientRule::Required),
        "optional" => Some(RecipientRule::Optional),
        "none" => Some(RecipientRule::None),
        _ => None,
    }
}

fn keys_rule(text: &str) -> Option<KeysRule> {
    match text {
        "required" => Some(KeysRule::Required),
        "none" => Some(KeysRule::None),
        _ => None,
    }
}

fn period(text: &str) -> Option<Period> {
    let (count, unit) = text.split_once(' ')?;
    let count: u32 = count.parse().ok().filter(|&n| n > 0 && n < 10_000)?;
    match unit {
        "day" | "days" => Some(Period::Days(count)),
        "month" | "months" => Some(Period::Months(count)),
        "year" | "years" => Some(Period::Months(12 * count)),
        _ => None,
    }
}

fn read_models(document: &Document, mut table: Table<'_>) -> Models {
    let spot = table.spot();
    let mut whole = |key: &'static str| {
        let value = table.take(key)?;
        let number = value.maybe_integer().and_then(|n| u32::try_from(n).ok()).filter(|&n| n >= 2);
        if number.is_none() {
            document.problem(Code::E222, value.spot, message!("`{}` is a whole number of at least 2", key), None);
        }
        number
    };
    let (k, rows_per_person) = (whole("k"), whole("rows_per_person"));
    let l = spelled(document, table.take("l"), ("l", Diversity::SPELLED), |text| {
        Diversity::parse(text).filter(|l| !l.asks_nothing())
    });
    let t = spelled(document, table.take("t"), ("t", Closeness::SPELLED), |text| {
        Closeness::parse(text).filter(|t| !t.asks_nothing())
    });
    if k.is_none() && document.is_sound() {
        let hint = Some(message!("`k = 10`; l and t are asked of classes of so many people"));
        document.problem(Code::E203, spot, message!("`[models]` asks for no k"), hint);
    }
    let mut share = |key: &'static str| {
        let value = table.take(key)?;
        let number = value.number()?;
        if !(0.0..=1.0).contains(&number) {
            document.problem(Code::E222, value.spot, message!("`{}` is a number between 0 and 1", key), None);
        }
        Some(number)
    };
    let suppress = share("suppress").unwrap_or(0.0);
    let (max_loss, join_rate) = (share("max_loss"), share("join_rate"));
    let sensitive = table.take("sensitive").map(|value| value.texts()).unwrap_or_default();
    let sensitive = sensitive.into_iter().filter_map(|(name, spot)| semantic_type(document, &name, spot)).collect();
    let recoding =
        table.text("recoding").and_then(|text| word(document, text, recoding_rule, "one of local, full-domain"));
    let hierarchies = table.table("hierarchies").map(|table| read_hierarchies(document, table)).unwrap_or_default();
    table.finish();
    let recoding = recoding.map(|(rule, _)| rule).unwrap_or_default();
    Models { k, l, t, sensitive, suppress, recoding, max_loss, join_rate, rows_per_person, hierarchies }
}

/// What is spelled as a number or as a text.
fn spelled<T>(
    document: &Document,
    value: Option<Value<'_>>,
    (key, how): (&'static str, &'static str),
    parse: impl Fn(&str) -> Option<T>,
) -> Option<T> {
    let value = value?;
    let text = value.maybe_text().map(str::to_owned).or_else(|| value.maybe_decimal());
    let found = text.and_then(|text| parse(&text));
    if found.is_none() {
        let hint = message!("what every class meets is no model: leave it out");
        document.problem(Code::E222, value.spot, message!("`{}` is {}", key, how), Some(hint));
    }
    found
}

fn recoding_rule(text: &str) -> Option<RecodingRule> {
    match text {
        "local" => Some(RecodingRule::Local),
        "full-domain" => Some(RecodingRule::FullDomain),
        _ => None,
    }
}

/// A type (`city = …`) or a column (`"payments.course" = …`).
fn read_scope(document: &Document, key: &str, spot: Spot) -> Option<Scope> {
    match key.split_once('.') {
        Some((dataset, column)) => Some(Scope::Column(dataset.to_owned(), column.to_owned())),
        None => semantic_type(document, key, spot).map(Scope::Type),
    }
}

/// `[models.hierarchies]` with `event-time = { levels = ["day", "month"], weight = 2 }` and `"payments.course" = { file = "courses.csv" }`.
fn read_hierarchies(document: &Document, table: Table<'_>) -> Vec<HierarchyRule> {
    let mut rules = Vec::new();
    for (key, spot, value) in table.all() {
        let (Some(scope), Some(mut table)) = (read_scope(document, &key, spot), value.table()) else { continue };
        let levels = table.take("levels").map(|value| (value.texts(), value.spot));
        if let Some((_, spot)) = levels.as_ref().filter(|(levels, _)| levels.is_empty()) {
            let hint = Some(message!("leave `levels` out for the usual ones"));
            document.problem(Code::E247, *spot, message!("the list of levels is empty"), hint);
        }
        let levels = levels.map(|(levels, _)| levels).unwrap_or_default();
        let file = table.text("file").map(|(file, _)| file);
        let weight = table.take("weight").map(|value| (value.number(), value.spot));
        table.finish();
        if let Some((Some(number), spot)) =
            weight.filter(|(number, _)| number.is_some_and(|n| !(0.001..=1_000.0).contains(&n)))
        {
            document.problem(
                Code::E222,
                spot,
                message!("`weight` is a number from 0.001 to 1000, not {}", number),
                None,
            );
        }
        if file.is_some() && !levels.is_empty() {
            document.problem(
                Code::E234,
                spot,
                message!("levels are those of the file, or built-in ones"),
                Some(message!("keep one of `file` and `levels`")),
            );
        }
        let levels = levels.into_iter().map(|(level, _)| level).collect();
        let weight = weight.and_then(|(number, _)| number).unwrap_or(1.0);
        rules.push(HierarchyRule { scope, levels, file, weight, spot });
    }
    rules
}

fn read_actions(document: &Document, table: Table<'_>) -> Vec<(SemanticType, Vec<Action>)> {
    let mut actions = Vec::new();
    for (key, spot, value) in table.all() {
        let Some(semantic) = semantic_type(document, &key, spot) else { continue };
        actions.push((semantic, read_choices(document, &value)));
    }
    actions
}

/// One action, or a list whose first is the default.
fn read_choices(document: &Document, value: &Value<'_>) -> Vec<Action> {
    let Some(values) = value.maybe_array() else { return read_action(document, value).into_iter().collect() };
    let mut choices: Vec<Action> = Vec::new();
    for action in values.iter().filter_map(|value| read_action(document, value)) {
        if choices.iter().any(|known| known.same(&action)) {
            document.problem(Code::E223, action.spot, message!("this action is listed twice"), None);
        }
        choices.push(action);
    }
    if values.is_empty() {
        document.problem(
            Code::E247,
            value.spot,
            message!("the list of actions is empty"),
            Some(message!("write \"drop\"")),
        );
    }
    choices
}

/// `"keep"` or `{ generalize = "day" }` or `{ bucket = [0, 10] }`.
fn read_action(document: &Document, value: &Value<'_>) -> Option<Action> {
    let spot = value.spot;
    if let Some(word) = value.maybe_text() {
        return Some(Action { technique: word.to_owned(), argument: Argument::None, spot });
    }
    let Some(table) = value.maybe_table() else {
        value.wrong_type("an action such as \"keep\" or { generalize = \"day\" }");
        return None;
    };
    let entries = table.all();
    let [(technique, _, argument)] = entries.as_slice() else {
        let hint = Some(message!("write { generalize = \"day\" }"));
        document.problem(Code::E224, spot, message!("an action has exactly one technique"), hint);
        return None;
    };
    Some(Action { technique: technique.clone(), argument: read_argument(argument)?, spot })
}

fn read_argument(value: &Value<'_>) -> Option<Argument> {
    if let Some(word) = value.maybe_text() {
        return Some(Argument::Word(word.to_owned()));
    }
    if let Some(number) = value.maybe_decimal() {
        return Some(Argument::Number(number));
    }
    let numbers =
        value.maybe_array().map(|values| values.iter().map(Value::maybe_decimal).collect::<Option<Vec<String>>>());
    match numbers {
        Some(Some(numbers)) => Some(Argument::Numbers(numbers)),
        _ => {
            value.wrong_type("a word in quotes, a number or a list of numbers");
            None
        }
    }
}

/// `[also.email]` with `provider = { generalize = "provider" }`.
fn read_also(document: &Document, table: Table<'_>) -> Vec<Also> {
    let mut also: Vec<Also> = Vec::new();
    for (key, spot, value) in table.all() {
        let (Some(semantic), Some(outputs)) = (semantic_type(document, &key, spot), value.table()) else { continue };
        for (suffix, spot, value) in outputs.all() {
            let plain = (1..=32).contains(&suffix.len())
                && suffix.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
            if !plain {
                let hint = Some(message!("1 to 32 of a-z, 0-9, `_`: it is appended to the column's name"));
                document.problem(Code::E231, spot, message!("this cannot end the name of a column"), hint);
            }
            if let Some(action) = read_action(document, &value) {
                also.push(Also { semantic, suffix, action, spot });
            }
        }
    }
    also
}

/// `[nulls]` with types (`city = "keep"`) and columns (`"payments.course" = { fill = "other" }`).
fn read_nulls(document: &Document, table: Table<'_>) -> Vec<(Scope, NullRule, Spot)> {
    let mut nulls = Vec::new();
    for (key, spot, value) in table.all() {
        if let (Some(scope), Some(rule)) = (read_scope(document, &key, spot), read_null_rule(document, &value)) {
            nulls.push((scope, rule, spot));
        }
    }
    nulls
}

fn read_null_rule(document: &Document, value: &Value<'_>) -> Option<NullRule> {
    match value.maybe_text() {
        Some("keep") => return Some(NullRule::Keep),
        Some("suppress") => return Some(NullRule::Suppress),
        _ => {}
    }
    let entries = value.maybe_table().map(Table::all).unwrap_or_default();
    if let [(word, _, constant)] = entries.as_slice()
        && word == "fill"
        && let Some(text) = constant.maybe_text().map(str::to_owned).or_else(|| constant.maybe_decimal())
    {
        return Some(NullRule::Fill(text));
    }
    let hint = Some(message!("one of \"keep\", \"suppress\", { fill = \"other\" }"));
    document.problem(Code::E232, value.spot, message!("this is no rule about NULL"), hint);
    None
}

fn read_overrides(document: &Document, table: Table<'_>) -> Vec<Override> {
    let mut overrides = Vec::new();
    for (dataset, _, value) in table.all() {
        let Some(columns) = value.table() else { continue };
        for (column, spot, value) in columns.all() {
            if let Some(action) = read_action(document, &value) {
                overrides.push(Override { dataset: dataset.clone(), column, action, spot });
            }
        }
    }
    overrides
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
version = 1
profile = "mine"
clause = "7.1(б)"
status = "pseudonymised"
audience = "partner"
recipient = "required"
keys = "required"
expires = "3 years"
[models]
k = 10
[actions]
user-id = "pseudonymize"
event-time = { generalize = "day" }
amount = { bucket = [0, 10_000, 50.5] }
product = ["keep", "drop"]
[datasets.payments]
course = "drop"
"#;

    fn codes(text: &str) -> Vec<(Code, usize)> {
        let problems = Profile::parse(Shown::name("p.toml"), text.to_owned()).expect_err("must be refused");
        problems.iter().map(|p| (p.code, p.document.as_ref().map_or(0, |d| d.line))).collect()
    }

    #[test]
    fn a_good_profile() {
        let profile = Profile::parse(Shown::name("p.toml"), GOOD.to_owned()).expect("good");
        assert_eq!(profile.models, Models { k: Some(10), ..Models::default() });
        assert_eq!(profile.expires, Some(Period::Months(36)));
        let amount = &profile.actions[2].1[0];
        assert_eq!(amount.argument, Argument::Numbers(vec!["0".into(), "10000".into(), "50.5".into()]));
        assert_eq!(profile.overrides[0].column, "course");
    }

    #[test]
    fn further_outputs_and_rules_about_null() {
        let text = format!(
            "{GOOD}[also.email]\nprovider = {{ generalize = \"provider\" }}\n[nulls]\ncity = {{ fill = \"other\" }}\n\"payments.email\" = \"suppress\"\namount = {{ fill = 0 }}\n"
        );
        let profile = Profile::parse(Shown::name("p.toml"), text.clone()).expect("good");
        assert_eq!((profile.also[0].semantic, profile.also[0].suffix.as_str()), (SemanticType::Email, "provider"));
        let rules: Vec<&NullRule> = profile.nulls.iter().map(|(_, rule, _)| rule).collect();
        assert_eq!(rules, [&NullRule::Fill("other".into()), &NullRule::Suppress, &NullRule::Fill("0".into())]);
        assert_eq!(profile.nulls[1].0, Scope::Column("payments".into(), "email".into()));
        let bad = text.replace("provider =", "\"Bad name\" =").replace("\"suppress\"", "\"hide\"");
        assert_eq!(codes(&bad).iter().map(|(code, _)| *code).collect::<Vec<_>>(), [Code::E231, Code::E232]);
    }

    #[test]
    fn models_say_what_may_be_done_to_meet_them() {
        let models = "k = 10\nl = 2\nsensitive = [\"payment-status\"]\nsuppress = 0.02\nrecoding = \"full-domain\"\nmax_loss = 0.5\n\
            [models.hierarchies]\nevent-time = { levels = [\"day\", \"month\"], weight = 2 }\n\"payments.course\" = { file = \"courses.csv\" }\n";
        let profile = Profile::parse(Shown::name("p.toml"), GOOD.replace("k = 10\n", models)).expect("good");
        assert_eq!((profile.models.suppress, profile.models.recoding), (0.02, RecodingRule::FullDomain));
        assert_eq!(profile.models.sensitive, [SemanticType::PaymentStatus]);
        let rules = &profile.models.hierarchies;
        assert_eq!((rules[0].levels.len(), rules[0].weight, rules[1].weight), (2, 2.0, 1.0));
        assert_eq!(
            (&rules[1].scope, rules[1].file.as_deref()),
            (&Scope::Column("payments".into(), "course".into()), Some("courses.csv"))
        );
        let bad = models
            .replace("0.02", "2")
            .replace("full-domain", "global")
            .replace("weight = 2", "weight = 0, file = \"x\"");
        let bad = GOOD.replace("k = 10\n", &bad);
        assert_eq!(
            codes(&bad).iter().map(|(code, _)| *code).collect::<Vec<_>>(),
            [Code::E222, Code::E207, Code::E234, Code::E222]
        );
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let text = GOOD
            .replace("\"pseudonymised\"", "\"anonymous\"")
            .replace("k = 10", "k = 1\nkk = 2")
            .replace("user-id =", "userid =")
            .replace("{ generalize = \"day\" }", "{ generalize = \"day\", mask = 1 }")
            .replace("[\"keep\", \"drop\"]", "[]");
        assert_eq!(
            codes(&text),
            [(Code::E207, 5), (Code::E222, 11), (Code::E202, 12), (Code::E208, 14), (Code::E224, 15), (Code::E247, 17)]
        );
    }

    #[test]
    fn built_in_profiles_parse_and_carry_their_own_names() {
        for (name, _) in BUILT_IN_PROFILES {
            let profile = Profile::built_in(name).expect("built in").unwrap_or_else(|p| panic!("{name}: {p:?}"));
            assert_eq!(profile.name, *name);
        }
    }
}
