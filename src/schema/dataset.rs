//! What the columns of an export are.

use super::document::{Document, Spot, Table, Value};
use super::encoding::Encoding;
use crate::canon::reading::{Clock, Mark, Order, Reading};
use crate::canon::time::Zone;
use crate::error::{Code, Diagnostic, Message, Shown};
use crate::keys::is_slug;
use crate::message;
use crate::vocabulary::{Role, SemanticType};
use chrono::NaiveDate;
use std::collections::HashMap;

/// The site in the draft of a schema: somebody must write theirs.
pub const DRAFTED_SITE: &str = "your-site.example";

/// A schema document: the meaning of one dataset's columns.
#[derive(Debug)]
pub struct Schema {
    /// Name of the dataset: the stem of its files and of its output.
    pub dataset: String,
    /// Site the data belongs to: a person on two sites has two tokens.
    pub site: String,
    /// Zone of times without one, and of every generalised time.
    pub timezone: Zone,
    /// Column that says whose row it is.
    pub subject: Option<String>,
    /// Columns whose latest value is the person's last action.
    pub activity: Vec<String>,
    /// Column that, when not NULL-like, says that the person has withdrawn consent.
    pub withdrawn: Option<String>,
    /// What happens to columns that are not listed.
    pub unlisted: Unlisted,
    /// How the text is written.
    pub dialect: Dialect,
    /// The columns, in the order of the document and of the output.
    pub columns: Vec<Column>,
    /// Name of the document, for messages.
    pub document: Shown,
    /// SHA-256 of the document, in hex.
    pub digest: String,
}

/// Rule for a column of the input that the schema does not list.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Unlisted {
    /// Stop the run.
    #[default]
    Refuse,
    /// Drop it and say so.
    Drop,
}

/// How a delimited text is written; what is `None` is found out.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Dialect {
    /// Byte between fields.
    pub delimiter: Option<u8>,
    /// Quote byte; `Some(None)` when the text has no quotes.
    pub quote: Option<Option<u8>>,
    /// Escapes in fields.
    pub escape: Option<Escape>,
    /// How characters are written as bytes.
    pub encoding: Option<Encoding>,
    /// Lines above the header: a title, an empty form.
    pub skip_lines: usize,
    /// Names of the columns of a text that has no header.
    pub header: Option<Vec<String>>,
    /// Records that are no rows, and are left out instead of refused.
    pub leave_out: LeaveOut,
    /// Whether what folders say of their files (`dt=2024-05-01`) may be left out.
    pub drops_partitions: bool,
}

/// Records of a text that are nobody's.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct LeaveOut {
    /// Sums under the table, and who signed them.
    pub totals: bool,
    /// The header once more.
    pub headers: bool,
    /// Titles of groups and pages between rows.
    pub sections: bool,
}

/// Escapes in the fields of a delimited text.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Escape {
    /// None; a quote is doubled.
    #[default]
    None,
    /// ClickHouse, PostgreSQL's COPY: backslash sequences and no quotes, `\N` for NULL.
    Clickhouse,
    /// Spark, MySQL: a backslash before a quote or a backslash inside quotes, `\N` for NULL outside of them.
    Backslash,
    /// ClickHouse's CSV: nothing is escaped but a quote, which is doubled, and `\N` outside of quotes is NULL.
    Null,
}

impl Escape {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::None, Self::Clickhouse, Self::Backslash, Self::Null];

    /// Its word in schemas.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Clickhouse => "clickhouse",
            Self::Backslash => "backslash",
            Self::Null => "null",
        }
    }
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Name in the schema and in the output.
    pub key: String,
    /// Where it stands in the document.
    pub spot: Spot,
    /// What its values mean.
    pub is: SemanticType,
    /// Header spellings accepted beside the key.
    pub names: Vec<String>,
    /// Role, if the schema strengthens the type's own.
    pub role: Role,
    /// Whether the input may lack it.
    pub optional: bool,
    /// Token domain, if not the semantic type.
    pub domain: Option<String>,
    /// Reason for declaring a header that names a person as something weaker.
    pub acknowledge: Option<String>,
    /// Share of non-NULL cells that may be unfit, if not the default.
    pub max_unfit: Option<f64>,
    /// Which of two numbers before a year is the month.
    pub order: Option<Order>,
    /// The last year that two digits can mean.
    pub pivot: Option<u16>,
    /// Decimal mark of its numbers.
    pub decimal: Option<Mark>,
    /// Whose clock its times show.
    pub clock: Clock,
    /// What becomes of cells that hold several values.
    pub several: Several,
}

/// What becomes of a cell that holds several values of its type.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Several {
    /// It becomes NULL: the token of a list joins nothing.
    #[default]
    Null,
    /// The first value stands for it.
    First,
    /// The first value stands for it, and the second is a column of its own, whose name ends with `_2`.
    Split,
}

impl Column {
    /// Whether two accounts with the same value are one person's. A contact with a domain of its own is somebody else's: a manager's, a parent's.
    #[must_use]
    pub fn joins_accounts(&self) -> bool {
        self.is.joins_accounts() && self.domain.is_none()
    }

    /// Name of the token domain: values of one domain join.
    #[must_use]
    pub fn token_domain(&self) -> &str {
        self.domain.as_deref().unwrap_or(self.is.name())
    }
}

impl Schema {
    /// Parses a schema document.
    ///
    /// # Errors
    /// Every problem of the document, in the order of its text.
    pub fn parse(name: Shown, text: String) -> Result<Self, Vec<Diagnostic>> {
        let document = Document::new(name, text);
        let schema = read(&document);
        match schema {
            Some(schema) if document.is_sound() => Ok(schema),
            _ => Err(document.into_problems()),
        }
    }

    /// How the values of a column are read, and on which clock its times leave. `today`: nobody is born later.
    #[must_use]
    pub fn reading(&self, column: &Column, leaves: Option<Zone>, today: Option<NaiveDate>) -> Reading {
        Reading {
            leaves: leaves.unwrap_or(self.timezone),
            clock: column.clock,
            order: column.order,
            pivot: column.pivot,
            birth: column.is == SemanticType::BirthDate,
            today,
            decimal: column.decimal,
            ..Reading::of(self.timezone)
        }
    }

    /// The column of this key.
    #[must_use]
    pub fn column(&self, key: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.key == key)
    }
}

fn read(document: &Document) -> Option<Schema> {
    let mut root = document.root()?;
    if root.has("profile") && !root.has("dataset") {
        let hint = Some(message!("keep profiles in another folder, and name them with `--profile`"));
        document.problem(Code::E230, 0, message!("this is a profile, not a schema"), hint);
        return None;
    }
    read_version(document, &mut root);
    let dataset = slug(document, root.require_text("dataset"), "dataset");
    let site = slug(document, root.require_text("site"), "site");
    let timezone = read_zone(document, root.text("timezone"));
    let subject = root.text("subject");
    let activity = root.take("activity").map(|value| value.texts()).unwrap_or_default();
    let withdrawn = root.text("withdrawn");
    let unlisted = read_unlisted(document, root.text("unlisted"));
    let dialect = root.table("dialect").map(|table| read_dialect(document, table)).unwrap_or_default();
    let columns = match root.require("columns").and_then(|value| value.table()) {
        Some(table) => read_columns(document, table),
        None => Vec::new(),
    };
    root.finish();
    for (key, spot) in subject.iter().chain(&activity).chain(&withdrawn) {
        if !columns.iter().any(|column| column.key == *key) {
            let hint = Some(message!("list it under `[columns]`, or correct the name"));
            document.problem(Code::E210, *spot, message!("there is no column `{}`", Shown::name(key)), hint);
        }
    }
    Some(Schema {
        dataset: dataset?,
        site: site?,
        timezone,
        subject: subject.map(|(key, _)| key),
        activity: activity.into_iter().map(|(key, _)| key).collect(),
        withdrawn: withdrawn.map(|(key, _)| key),
        unlisted,
        dialect,
        columns,
        document: document.source().name().clone(),
        digest: document.source().digest(),
    })
}

/// Both kinds of document begin with `version = 1`.
pub(super) fn read_version(document: &Document, root: &mut Table<'_>) {
    let Some(value) = root.require("version") else { return };
    if value.maybe_integer() != Some(1) {
        document.problem(
            Code::E205,
            value.spot,
            message!("`version` must be 1"),
            Some(message!("this version of iesiz reads version 1")),
        );
    }
}

/// A name that enters key derivation and file names.
pub(super) fn slug(document: &Document, text: Option<(String, Spot)>, what: &'static str) -> Option<String> {
    let (text, spot) = text?;
    if is_slug(&text) && !text.starts_with('.') {
        return Some(text);
    }
    let hint = Some(message!("1 to 64 of a-z, 0-9, `.`, `_`, `-`, not starting with a dot"));
    document.problem(Code::E206, spot, message!("`{}` is not a plain name", what), hint);
    None
}

pub(super) fn read_zone(document: &Document, text: Option<(String, Spot)>) -> Zone {
    let Some((text, spot)) = text else { return Zone::ALMATY };
    Zone::parse(&text).unwrap_or_else(|| {
        let hint = Some(message!("an IANA name such as `Asia/Almaty`; fixed offsets are wrong for half of history"));
        document.problem(Code::E211, spot, message!("unknown time zone `{}`", Shown::name(&text)), hint);
        Zone::ALMATY
    })
}

fn read_unlisted(document: &Document, text: Option<(String, Spot)>) -> Unlisted {
    match text.as_ref().map(|(text, spot)| (text.as_str(), *spot)) {
        None | Some(("refuse", _)) => Unlisted::Refuse,
        Some(("drop", _)) => Unlisted::Drop,
        Some((_, spot)) => {
            document.problem(Code::E207, spot, message!("`unlisted` is `refuse` or `drop`"), None);
            Unlisted::Refuse
        }
    }
}

fn read_dialect(document: &Document, mut table: Table<'_>) -> Dialect {
    let delimiter = table.text("delimiter").and_then(|(text, spot)| {
        one_byte(document, &text, spot, "delimiter").filter(|&byte| {
            let plain = !matches!(byte, b'\n' | b'\r' | b'"' | b'\\');
            if !plain {
                document.problem(
                    Code::E212,
                    spot,
                    message!("`delimiter` cannot be a quote, a backslash or a line end"),
                    None,
                );
            }
            plain
        })
    });
    let quote = table.text("quote").and_then(|(text, spot)| match text.as_str() {
        "none" => Some(None),
        _ => one_byte(document, &text, spot, "quote").map(Some),
    });
    let escape = table.text("escape").and_then(|(text, spot)| read_escape(document, &text, spot));
    let encoding = table.text("encoding").and_then(|(text, spot)| read_encoding(document, &text, spot));
    if delimiter.is_some() && quote == Some(delimiter) {
        document.problem(Code::E212, table.spot, message!("`delimiter` and `quote` are the same"), None);
    }
    let skip_lines = table.take("skip_lines").map_or(0, |value| read_skip(document, &value));
    let header = table.take("header").and_then(|value| read_names(document, &value));
    let leave_out = table.take("leave_out").map(|value| read_leave_out(document, &value)).unwrap_or_default();
    let partitions = table.text("partitions").and_then(|text| read_word(document, text, "partitions", PARTITIONS));
    table.finish();
    let drops_partitions = partitions.unwrap_or(false);
    Dialect { delimiter, quote, escape, encoding, skip_lines, header, leave_out, drops_partitions }
}

/// What becomes of columns that only folders name.
const PARTITIONS: &[(&str, bool)] = &[("refuse", false), ("drop", true)];

fn read_leave_out(document: &Document, value: &Value<'_>) -> LeaveOut {
    let mut leave_out = LeaveOut::default();
    for (word, spot) in value.texts() {
        match word.as_str() {
            "totals" => leave_out.totals = true,
            "headers" => leave_out.headers = true,
            "sections" => leave_out.sections = true,
            _ => {
                document.problem(
                    Code::E207,
                    spot,
                    message!("`leave_out` is a list of `totals`, `headers` and `sections`"),
                    None,
                );
            }
        }
    }
    leave_out
}

/// Most lines that may stand above a header.
const MOST_SKIPPED: i64 = 1_000;

fn read_skip(document: &Document, value: &Value<'_>) -> usize {
    match value.maybe_integer() {
        Some(lines @ 0..=MOST_SKIPPED) => usize::try_from(lines).unwrap_or(0),
        _ => {
            let message = message!("`skip_lines` is a number of lines, 0 to {}", MOST_SKIPPED);
            document.problem(Code::E236, value.spot, message, Some(message!("it counts the lines above the header")));
            0
        }
    }
}

/// The names of all columns, in their order.
fn read_names(document: &Document, value: &Value<'_>) -> Option<Vec<String>> {
    let names: Vec<String> = value.texts().into_iter().map(|(name, _)| name).collect();
    if names.is_empty() {
        let hint = Some(message!(
            "leave it out where the file has a header; where it has none, name every column of the file in its order"
        ));
        document.problem(Code::E237, value.spot, message!("`header` names no column"), hint);
        return None;
    }
    Some(names)
}

fn read_encoding(document: &Document, text: &str, spot: Spot) -> Option<Encoding> {
    let encoding = Encoding::parse(text);
    if encoding.is_none() {
        let message = message!("unknown encoding `{}`", Shown::name(text));
        document.problem(Code::E213, spot, message, Some(message!("one of {}", Encoding::KNOWN)));
    }
    encoding
}

fn read_escape(document: &Document, text: &str, spot: Spot) -> Option<Escape> {
    let escape = Escape::ALL.into_iter().find(|escape| escape.name() == text);
    if escape.is_none() {
        document.problem(Code::E207, spot, message!("`escape` is `none`, `clickhouse`, `backslash` or `null`"), None);
    }
    escape
}

fn one_byte(document: &Document, text: &str, spot: Spot, what: &'static str) -> Option<u8> {
    match text.as_bytes() {
        [byte] if byte.is_ascii() => Some(*byte),
        _ => {
            document.problem(Code::E212, spot, message!("`{}` must be one ASCII character", what), None);
            None
        }
    }
}

fn read_columns(document: &Document, table: Table<'_>) -> Vec<Column> {
    let spot = table.spot;
    let columns: Vec<Column> =
        table.all().into_iter().filter_map(|(key, spot, value)| read_column(document, key, spot, &value)).collect();
    if columns.is_empty() && document.is_sound() {
        document.problem(Code::E214, spot, message!("a schema needs at least one column"), None);
    }
    refuse_shared_names(document, &columns);
    columns
}

fn read_column(document: &Document, key: String, spot: Spot, value: &Value<'_>) -> Option<Column> {
    let mut table = value.table()?;
    if key.trim() != key || key.is_empty() || key.len() > 128 || key.chars().any(char::is_control) {
        let hint = Some(message!("1 to 128 characters without control characters or spaces at the ends"));
        document.problem(Code::E215, spot, message!("`{}` cannot name a column", Shown::name(&key)), hint);
    }
    let is = table.require_text("is").and_then(|(text, spot)| semantic_type(document, &text, spot));
    let names = table.take("names").map(|value| value.texts()).unwrap_or_default();
    let role = table.text("role").and_then(|(text, spot)| read_role(document, &text, spot, is));
    let optional = table.take("optional").and_then(|value| value.boolean()).unwrap_or(false);
    let domain = table.text("domain").and_then(|text| slug(document, Some(text), "domain"));
    let acknowledge = table.text("acknowledge").map(|(text, _)| text);
    let max_unfit = table.take("max_unfit").and_then(|value| read_share(document, &value));
    let order = table.text("order").and_then(|text| read_word(document, text, "order", ORDERS));
    let decimal = table.text("decimal").and_then(|text| read_word(document, text, "decimal", MARKS));
    let clock = table.text("zone").and_then(|text| read_word(document, text, "zone", CLOCKS)).unwrap_or_default();
    let several_at = table.text("several");
    let several_spot = several_at.as_ref().map(|(_, spot)| *spot);
    let several = several_at.and_then(|text| read_word(document, text, "several", SEVERAL)).unwrap_or_default();
    let pivot = table.take("pivot").and_then(|value| read_pivot(document, &value));
    let reads_times = order.is_some() || pivot.is_some() || clock != Clock::default();
    let spot = table.spot;
    table.finish();
    let is = is?;
    if reads_times && !is.is_time() {
        let message = message!("`order`, `pivot` and `zone` are of times, and `{}` is none", is);
        document.problem(Code::E238, spot, message, Some(message!("leave them out, or correct `is`")));
    }
    if let (Some(spot), false) = (several_spot, is.role() == Role::DirectIdentifier) {
        let message = message!("`several` is of what identifies people, and `{}` does not", is);
        document.problem(Code::E238, spot, message, Some(message!("leave it out, or correct `is`")));
    }
    if decimal.is_some() && is != SemanticType::Amount {
        let message = message!("`decimal` is of sums, and `{}` is none", is);
        document.problem(Code::E238, spot, message, Some(message!("leave it out, or correct `is`")));
    }
    Some(Column {
        key,
        spot,
        is,
        names: names.into_iter().map(|(name, _)| name).collect(),
        role: role.unwrap_or(is.role()),
        optional,
        domain,
        acknowledge,
        max_unfit,
        order,
        pivot,
        decimal,
        clock,
        several,
    })
}

/// A semantic type by name, or a problem with the nearest name.
pub(super) fn semantic_type(document: &Document, text: &str, spot: Spot) -> Option<SemanticType> {
    let found = SemanticType::parse(text);
    if found.is_none() {
        let near = SemanticType::ALL.iter().map(|t| t.name()).min_by_key(|name| super::document::distance(name, text));
        let hint: Option<Message> = near.map(|near| message!("did you mean `{}`? all are in `iesiz list types`", near));
        document.problem(Code::E208, spot, message!("unknown semantic type `{}`", Shown::name(text)), hint);
    }
    found
}

fn read_role(document: &Document, text: &str, spot: Spot, is: Option<SemanticType>) -> Option<Role> {
    let Some(role) = Role::parse(text) else {
        let hint = Some(message!("one of direct-identifier, quasi-identifier, sensitive, insensitive"));
        document.problem(Code::E207, spot, message!("unknown role `{}`", Shown::name(text)), hint);
        return None;
    };
    let own = is?.role();
    if role < own {
        let hint = Some(message!("`{}` is at least `{}`; leave `role` out", is?, own));
        document.problem(Code::E209, spot, message!("a role can only be strengthened"), hint);
    }
    Some(role)
}

/// Words of `order`, `decimal` and `zone`.
const ORDERS: &[(&str, Order)] = &[
    (Order::DayFirst.name(), Order::DayFirst),
    (Order::MonthFirst.name(), Order::MonthFirst),
    (Order::YearFirst.name(), Order::YearFirst),
];
const MARKS: &[(&str, Mark)] = &[(",", Mark::Comma), (".", Mark::Point)];
const CLOCKS: &[(&str, Clock)] = &[("told", Clock::Told), ("local", Clock::Local), ("utc", Clock::Utc)];

const SEVERAL: &[(&str, Several)] = &[("null", Several::Null), ("first", Several::First), ("split", Several::Split)];

fn read_word<T: Copy>(
    document: &Document,
    (text, spot): (String, Spot),
    what: &'static str,
    words: &[(&'static str, T)],
) -> Option<T> {
    let found = words.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning);
    if found.is_none() {
        let known = Message::joined(words.iter().map(|(word, _)| message!("`{}`", *word)), ", ");
        document.problem(Code::E207, spot, message!("`{}` is one of {}", what, known), None);
    }
    found
}

/// The last year of the hundred that two digits mean.
fn read_pivot(document: &Document, value: &Value<'_>) -> Option<u16> {
    let year =
        value.maybe_integer().and_then(|year| u16::try_from(year).ok()).filter(|year| (1950..2100).contains(year));
    if year.is_none() {
        let hint = Some(message!("`pivot = 2026` reads 26 as 2026 and 27 as 1927"));
        document.problem(Code::E239, value.spot, message!("`pivot` is a year, 1950 to 2099"), hint);
    }
    year
}

fn read_share(document: &Document, value: &Value<'_>) -> Option<f64> {
    let number = value.number()?;
    if (0.0..=1.0).contains(&number) {
        return Some(number);
    }
    document.problem(Code::E216, value.spot, message!("`max_unfit` is a share between 0 and 1"), None);
    None
}

/// Two columns that answer to one header would make the choice between them an accident.
fn refuse_shared_names(document: &Document, columns: &[Column]) {
    let mut seen: HashMap<String, &str> = HashMap::new();
    for column in columns {
        let mut own: Vec<String> =
            std::iter::once(&column.key).chain(&column.names).map(|name| fold_name(name)).collect();
        own.sort_unstable();
        own.dedup();
        for name in own {
            if let Some(other) = seen.get(&name) {
                let message = message!(
                    "columns `{}` and `{}` answer to the same header",
                    Shown::name(other),
                    Shown::name(&column.key)
                );
                document.problem(
                    Code::E217,
                    column.spot,
                    message,
                    Some(message!("headers are compared trimmed and case-folded")),
                );
            }
            seen.entry(name).or_insert(&column.key);
        }
    }
}

/// How headers are compared: trimmed and case-folded.
#[must_use]
pub(crate) fn fold_name(name: &str) -> String {
    name.trim_matches(|c: char| c.is_whitespace() || c == '\u{FEFF}').to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = r#"
version = 1
dataset = "payments"
site = "skillbox.kz"
subject = "user_id"
[dialect]
delimiter = ";"
quote = "none"
escape = "clickhouse"
encoding = "CP1251"
skip_lines = 2
[columns]
user_id = { is = "user-id" }
iin = { is = "iin", names = ["ИИН", "ЖСН"], max_unfit = 0.5 }
amount = { is = "amount", role = "quasi-identifier", optional = true }
"#;

    fn parse(text: &str) -> Result<Schema, Vec<Diagnostic>> {
        Schema::parse(Shown::name("p.toml"), text.to_owned())
    }

    fn codes(text: &str) -> Vec<(Code, usize)> {
        let problems = parse(text).expect_err("must be refused");
        problems.iter().map(|p| (p.code, p.document.as_ref().map_or(0, |d| d.line))).collect()
    }

    #[test]
    fn a_good_schema_keeps_the_order_of_its_columns() {
        let schema = parse(GOOD).expect("good");
        let keys: Vec<&str> = schema.columns.iter().map(|c| c.key.as_str()).collect();
        assert_eq!(keys, ["user_id", "iin", "amount"]);
        let dialect = Dialect {
            delimiter: Some(b';'),
            quote: Some(None),
            escape: Some(Escape::Clickhouse),
            encoding: Some(Encoding::Windows1251),
            skip_lines: 2,
            header: None,
            leave_out: LeaveOut::default(),
            drops_partitions: false,
        };
        assert_eq!(schema.dialect, dialect);
        assert_eq!(schema.columns[2].role, Role::QuasiIdentifier);
        assert_eq!(schema.columns[0].token_domain(), "user-id");
    }

    #[test]
    fn everything_wrong_is_said_at_once() {
        let text = GOOD
            .replace("version = 1", "version = 2")
            .replace("subject = \"user_id\"", "subject = \"nobody\"\nsubjekt = 1")
            .replace("\"user-id\"", "\"user-idd\"")
            .replace("quasi-identifier", "insensitive")
            .replace("max_unfit = 0.5", "max_unfit = 50");
        assert_eq!(
            codes(&text),
            [(Code::E205, 2), (Code::E210, 5), (Code::E202, 6), (Code::E208, 14), (Code::E216, 15), (Code::E209, 16)]
        );
    }

    #[test]
    fn headers_must_tell_columns_apart() {
        assert_eq!(codes(&GOOD.replace("\"ЖСН\"", "\" User_ID \"")), [(Code::E217, 14)]);
    }

    #[test]
    fn an_unknown_encoding_is_refused() {
        assert_eq!(codes(&GOOD.replace("CP1251", "ebcdic")), [(Code::E213, 10)]);
    }

    #[test]
    fn a_missing_site_is_refused() {
        assert_eq!(codes(&GOOD.replace("site = \"skillbox.kz\"", ""))[0].0, Code::E203);
    }
}
