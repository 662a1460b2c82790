//! What a scan found, as it is printed for programs: counts, shares, closed words and names of columns; never a value.

use super::advice::advice;
use super::column::ColumnScan;
use super::draft::drafted;
use super::header::Header;
use super::run::{Counted, Group, ScanOptions};
use super::trial::{Trial, trials};
use crate::canon::reading::Order;
use crate::error::{Code, Diagnostic, Result, Shown};
use crate::io::{FoundBy, Input, dataset_stem};
use crate::message;
use crate::number::{rounded, share};
use crate::pipeline::Engine;
use crate::plan::Guard;
use crate::recognize::Kind;
use crate::recognize::column::{ColumnVote, Confidence, Facts, Says, Source, Verdict};
use crate::recognize::damage::Damage;
use crate::recognize::exports::{Found, export_of};
use crate::recognize::headers::{hint, names_people, slug};
use crate::schema::{Dialect, Encoding};
use crate::vocabulary::{Role, SemanticType as T};
use serde::Serialize;
use std::collections::BTreeMap;

/// Version of the document.
pub const SCAN_FORMAT: &str = "iesiz-scan/1";

/// What was found in all files.
#[derive(Debug, Serialize)]
pub struct Report {
    format: &'static str,
    /// One for every header.
    pub datasets: Vec<Dataset>,
}

impl Default for Report {
    fn default() -> Self {
        Self { format: SCAN_FORMAT, datasets: Vec::new() }
    }
}

/// Files with one header.
#[derive(Debug, Serialize)]
pub struct Dataset {
    /// Name for a schema: the stem of the first file.
    pub name: String,
    /// The files.
    pub files: Vec<FileFound>,
    /// Rows that were looked at.
    pub rows: u64,
    /// Rows of each file that were asked for, if not all.
    pub sample: Option<u64>,
    /// Rows that cannot be read.
    pub broken_rows: u64,
    /// The first of them.
    pub broken_first: Vec<BrokenRow>,
    /// Whether the first record looks like a row and not like a header; then no column is named.
    pub header_is_row: bool,
    /// The known export whose header it is.
    pub export: Option<ExportFound>,
    /// The columns, in the order of the file.
    pub columns: Vec<ColumnFound>,
    /// What to look at, in sentences.
    pub advice: Vec<String>,
    /// Broken rows that are none, by the word of `leave_out` that says so.
    #[serde(skip)]
    pub(super) no_rows: BTreeMap<&'static str, u64>,
    /// How a text is cut into fields.
    #[serde(skip)]
    pub(super) dialect: Option<Dialect>,
    /// Whether names tell the columns apart.
    #[serde(skip)]
    pub(super) clear_names: bool,
    /// What the operator should know, for people.
    #[serde(skip)]
    pub warnings: Vec<Diagnostic>,
}

/// A file.
#[derive(Debug, Serialize)]
pub struct FileFound {
    /// Its path as it was given.
    pub name: String,
    /// `csv` or `parquet`.
    pub format: &'static str,
    /// Encoding of a text.
    pub encoding: Option<&'static str>,
    /// Whether the encoding was only concluded from the bytes.
    pub encoding_guessed: bool,
    /// What it is packed with.
    pub packing: Option<&'static str>,
    /// Byte between the fields of a text.
    pub delimiter: Option<char>,
    /// Size of the file.
    pub bytes: u64,
    /// Rows that were looked at.
    pub rows: u64,
}

/// A row that cannot be read.
#[derive(Clone, Debug, Serialize)]
pub struct BrokenRow {
    /// Position of the file, from 0.
    pub file: usize,
    /// Number of the row, from 1.
    pub row: u64,
    /// What is wrong.
    pub code: &'static str,
    /// The same in words.
    #[serde(skip)]
    pub(super) what: &'static str,
}

/// A known export.
#[derive(Debug, Serialize)]
pub struct ExportFound {
    /// Its name.
    pub name: &'static str,
    /// Headers of the file that it has.
    pub known: usize,
    /// Headers of the file.
    pub of: usize,
}

/// A column.
#[derive(Debug, Serialize)]
pub struct ColumnFound {
    /// Where it stands in the file, from 1.
    pub position: usize,
    /// Its header; `null` where the cell may be somebody's.
    pub header: Option<String>,
    /// What it is.
    #[serde(rename = "type")]
    pub semantic: &'static str,
    /// The role that columns of this type have.
    pub role: &'static str,
    /// `sure`, `likely` or `unsure`.
    pub confidence: &'static str,
    /// Who says so besides the values: `export`, `header`, `part of header`.
    pub said_by: Option<&'static str>,
    /// What the header says otherwise.
    pub overruled: Option<&'static str>,
    /// Share of the judged values that are of the type.
    pub value_share: Option<f64>,
    /// What the values look like, where nothing better is known.
    pub looks_like: Option<&'static str>,
    /// The type that comes next.
    pub second: Option<Second>,
    /// Whether the column could be read; nested columns cannot.
    pub readable: bool,
    /// Cells.
    pub cells: u64,
    /// Cells without anything.
    pub empty: u64,
    /// Cells with a spelling of nothing.
    pub null_like: u64,
    /// Share of both.
    pub null_share: f64,
    /// Different values among the others.
    pub distinct: u64,
    /// Whether that is exact.
    pub distinct_exact: bool,
    /// Different values by filled cells: 1 where every cell differs.
    pub unique_share: f64,
    /// Share of filled cells whose value stands nowhere else.
    pub single_share: f64,
    /// Share of filled cells with the commonest value; at least so many where `distinct_exact` is false.
    pub top_share: f64,
    /// Characters of the shortest value.
    pub min_chars: Option<usize>,
    /// Characters of the longest value.
    pub max_chars: Option<usize>,
    /// The commonest shapes of the judged values.
    pub shapes: Vec<ShapeFound>,
    /// What identifies, inside the cells.
    pub identifiers: Identifiers,
    /// What the guard would withhold if the column were kept as it is.
    pub withheld: Withheld,
    /// The type that the draft of a schema gives it.
    pub drafted: &'static str,
    /// What does not fit that type.
    pub unfit: Unfit,
    /// Cells with damage, by kind.
    pub damage: BTreeMap<&'static str, u64>,
    /// What became of its values under the drafted type.
    #[serde(skip)]
    pub(super) trial: Trial,
    /// The header as the file has it.
    #[serde(skip)]
    pub(super) raw: String,
    #[serde(skip)]
    pub(super) verdict: Verdict,
    /// Whether days stand behind their months.
    #[serde(skip)]
    pub(super) order: Option<Order>,
    /// Whether it is a column of whole numbers.
    #[serde(skip)]
    pub(super) of_digits: bool,
    #[serde(skip)]
    pub(super) damages: Vec<(Damage, u64)>,
}

/// A type and the share of the judged values that speak for it.
#[derive(Debug, Serialize)]
pub struct Second {
    /// The type.
    #[serde(rename = "type")]
    pub semantic: &'static str,
    /// The share.
    pub share: f64,
}

/// A shape and the share of the judged values that have it.
#[derive(Debug, Serialize)]
pub struct ShapeFound {
    /// Digits are 9, letters a, A, я, Я.
    pub shape: String,
    /// The share.
    pub share: f64,
}

/// Identifiers inside cells.
#[derive(Debug, Serialize)]
pub struct Identifiers {
    /// Cells with strong evidence of anything that identifies (addresses of pages, browsers' headers and mere rows of digits do not), or with
    /// weak evidence of what the column is: bare digits are a telephone number in a column of them.
    pub cells: u64,
    /// Their share of the filled cells.
    pub share: f64,
    /// Cells with strong evidence, by kind.
    pub strong: BTreeMap<&'static str, u64>,
    /// Cells with weak evidence only, by kind.
    pub weak: BTreeMap<&'static str, u64>,
}

/// Cells that `apply` would withhold in a column that is kept.
#[derive(Debug, Serialize)]
pub struct Withheld {
    /// Cells.
    pub cells: u64,
    /// Cells by what is found in them; a cell may hold several kinds.
    pub kinds: BTreeMap<&'static str, u64>,
}

impl Withheld {
    fn of(scan: &ColumnScan, semantic: T) -> Self {
        let guard = Guard::new(semantic, true);
        let mut found = Self { cells: 0, kinds: BTreeMap::new() };
        for (traces, cells) in &scan.guarded {
            let Some(kinds) = guard.withholds(semantic, *traces) else { continue };
            found.cells += cells;
            kinds.iter().for_each(|kind| *found.kinds.entry(kind.name()).or_default() += cells);
        }
        found
    }
}

/// Cells that a run counts as unfit under the drafted type.
#[derive(Debug, Default, Serialize)]
pub struct Unfit {
    /// Cells.
    pub cells: u64,
    /// Cells that hold several values, of which the draft takes the first. They are none of the above.
    pub several: u64,
}

impl Unfit {
    fn of(trial: &Trial) -> Self {
        Self { cells: trial.misfits(), several: trial.several() }
    }
}

impl Report {
    pub(super) fn add(
        &mut self,
        group: &Group,
        counted: Counted,
        options: &ScanOptions<'_>,
        engine: &Engine<'_>,
    ) -> Result<()> {
        let first = &group.inputs[0];
        let export = export_of(&first.header).filter(|_| !group.header.is_data);
        let says = says(first, &group.header, export.as_ref());
        let latest = counted.columns.iter().flatten().filter_map(|scan| scan.vote.latest_year()).max();
        // Whose number a bare `id` is, in a file whose headers do not say what its rows are about, somebody must say.
        let is_open = |at: usize| says[at].is_some_and(|says| says.source != Source::Export && says.types == BARE_ID);
        let unclear = rows_of(&first.header, &says).is_none();
        let mut columns: Vec<ColumnFound> = (0..first.header.len())
            .map(|at| {
                let column = ColumnFound::new(at, group, says[at], latest, &counted);
                if unclear && is_open(at) { column.of_unclear_rows() } else { column }.with_draft()
            })
            .collect();
        let types: Vec<_> = columns.iter().map(|column| (drafted(column), column.order)).collect();
        for (column, trial) in columns.iter_mut().zip(trials(group, &types, options, engine)?) {
            column.unfit = Unfit::of(&trial);
            column.trial = trial;
        }
        let files = group.inputs.iter().zip(&counted.rows).map(|(input, rows)| FileFound::new(input, *rows)).collect();
        let export = export.map(|found| ExportFound { name: found.name, known: found.known, of: first.header.len() });
        let mut dataset = Dataset {
            name: self.name_for(first),
            files,
            rows: counted.rows.iter().sum(),
            sample: options.sample,
            broken_rows: counted.broken,
            broken_first: counted.broken_first,
            no_rows: counted.no_rows,
            header_is_row: group.header.is_data,
            export,
            columns,
            advice: Vec::new(),
            dialect: first.dialect(),
            clear_names: group.header.unclear_names().next().is_none(),
            warnings: group.inputs.iter().flat_map(|input| input.warnings.clone()).collect(),
        };
        dataset.warn(group);
        dataset.advice = advice(&dataset);
        self.datasets.push(dataset);
        Ok(())
    }

    /// The stem of the file in plain letters, and a number if another dataset has that name.
    fn name_for(&self, input: &Input) -> String {
        let stem = slug(&dataset_stem(&input.path).to_string_lossy());
        let stem = if stem.is_empty() { "dataset".to_owned() } else { stem };
        let taken = |name: &str| self.datasets.iter().any(|dataset| dataset.name == name);
        let numbered = (2..).map(|number| format!("{stem}_{number}"));
        std::iter::once(stem.clone()).chain(numbered).find(|name| !taken(name)).unwrap_or(stem)
    }
}

/// What is said of every column from outside: by the export it is of, else by its header.
fn says(input: &Input, header: &Header, export: Option<&Found>) -> Vec<Option<Says>> {
    const NUMBERED: &[T] = &[T::TransactionId];
    if header.is_data {
        return vec![None; input.header.len()];
    }
    let of_export = |at: usize| {
        let types = export.map_or([].as_slice(), |found| found.columns[at]);
        (!types.is_empty()).then_some(Says { types, source: Source::Export })
    };
    let mut says: Vec<Option<Says>> =
        (0..input.header.len()).map(|at| of_export(at).or_else(|| hint(&input.header[at]).map(Says::from))).collect();
    // An `id` beside the id of a user is that of the row, and so is one of deals, orders and payments.
    let of_users = says.iter().flatten().any(|says| says.types == [T::UserId]);
    let numbered = of_users || rows_of(&input.header, &says) == Some(Rows::Deals);
    for says in says.iter_mut().flatten().filter(|says| says.types == BARE_ID && numbered) {
        says.types = NUMBERED;
    }
    says
}

/// What a header `id` may mean that says no more.
const BARE_ID: [T; 2] = [T::UserId, T::TransactionId];

/// What a row of a file is about.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Rows {
    /// A deal, an order, a payment, a request: one person has several.
    Deals,
    /// A person.
    People,
}

/// What the headers say of the rows; `None` where they say both, or nothing.
fn rows_of(headers: &[String], says: &[Option<Says>]) -> Option<Rows> {
    const DEALS: [&str; 24] = [
        "сделк",
        "заказ",
        "платеж",
        "платёж",
        "оплат",
        "счет",
        "счёт",
        "чек",
        "транзакц",
        "продаж",
        "заявк",
        "тикет",
        "обращени",
        "төлем",
        "тапсырыс",
        "мәміле",
        "invoice",
        "order",
        "deal",
        "payment",
        "transaction",
        "purchase",
        "ticket",
        "lead",
    ];
    const PEOPLE: [&str; 6] = ["регистрац", "registered", "registration", "signup", "sign_up", "тіркел"];
    let folded: Vec<String> = headers.iter().map(|name| crate::schema::fold_name(name)).collect();
    let named = |words: &[&str]| folded.iter().any(|name| words.iter().any(|word| name.contains(word)));
    let typed = |types: &[T]| says.iter().flatten().any(|says| types.contains(&says.types[0]));
    // Whoever has a name and a contact in the row has a balance too, or is who paid: a sum alone does not say which.
    let person = typed(&[T::FullName, T::GivenName, T::Surname]) && typed(&[T::Email, T::Phone]);
    let deals = named(&DEALS) || typed(&[T::PaymentTime, T::PaymentStatus]) || (typed(&[T::Amount]) && !person);
    let people = named(&PEOPLE) || typed(&[T::BirthDate, T::Sex, T::LastActive]);
    match (deals, people) {
        (true, false) => Some(Rows::Deals),
        (false, true) => Some(Rows::People),
        _ => None,
    }
}

impl FileFound {
    fn new(input: &Input, rows: u64) -> Self {
        let form = input.text_form();
        Self {
            name: input.shown.to_string(),
            format: if form.is_some() { "csv" } else { "parquet" },
            encoding: form.map(|form| form.encoding.name()),
            encoding_guessed: form.is_some_and(|form| form.by == FoundBy::Content && form.encoding != Encoding::Utf8),
            packing: form.and_then(|form| form.packing),
            delimiter: input.dialect().and_then(|dialect| dialect.delimiter).map(char::from),
            bytes: input.len(),
            rows,
        }
    }
}

impl ColumnFound {
    fn new(at: usize, group: &Group, says: Option<Says>, latest_year: Option<i32>, counted: &Counted) -> Self {
        let scan = counted.columns[at].as_ref();
        let rows: u64 = counted.rows.iter().sum();
        let empty = ColumnScan::new(1, 0);
        let readable = scan.is_some();
        let scan = scan.unwrap_or(&empty);
        // An export says itself of each column whether people stand in it.
        let exported = says.is_some_and(|says| says.source == Source::Export);
        let people = !exported && names_people(&group.inputs[0].header[at]);
        let facts = Facts {
            distinct: scan.distinct.count(),
            filled: scan.filled(),
            people,
            latest_year,
            numbered: scan.is_numbered(),
        };
        let (verdict, answers) = verdict(scan, says, facts);
        let filled = scan.filled() + answers;
        let distinct = (scan.distinct.count() + u64::from(answers > 0)).min(filled);
        let identifying = identifying(scan, &verdict);
        let null_like = scan.null_like + scan.answers - answers;
        let damages = damages(scan, &verdict);
        Self {
            position: at + 1,
            header: group.header.names[at].as_ref().map(ToString::to_string),
            semantic: verdict.semantic.name(),
            role: verdict.semantic.role().name(),
            confidence: verdict.confidence.name(),
            said_by: verdict.said.map(source_name),
            overruled: verdict.overruled.map(T::name),
            value_share: verdict.share.map(rounded),
            looks_like: if readable {
                verdict.shape
            } else {
                Some("a nested or binary type, which is not looked into")
            },
            second: verdict.second.map(|(kind, share)| Second { semantic: kind.name(), share: rounded(share) }),
            readable,
            cells: if readable { scan.cells } else { rows },
            empty: scan.empty,
            null_like,
            null_share: rounded(share(scan.empty + null_like, scan.cells)),
            distinct,
            distinct_exact: scan.distinct.is_exact(),
            unique_share: rounded(share(distinct, filled)),
            single_share: rounded(share(scan.distinct.single().min(filled), filled)),
            top_share: rounded(share(scan.most(), filled)),
            min_chars: scan.chars.map(|(least, _)| least),
            max_chars: scan.chars.map(|(_, most)| most),
            shapes: shapes(scan),
            identifiers: Identifiers {
                cells: identifying,
                share: rounded(share(identifying, filled)),
                strong: by_kind(&scan.strong),
                weak: by_kind(&scan.weak),
            },
            withheld: Withheld::of(scan, verdict.semantic),
            drafted: verdict.semantic.name(),
            unfit: Unfit::default(),
            damage: damages.iter().map(|(damage, cells)| (damage.name(), *cells)).collect(),
            raw: group.inputs[0].header[at].clone(),
            verdict,
            trial: Trial::default(),
            order: scan.vote.order_of_days(),
            of_digits: scan.vote.is_of_digits(),
            damages,
        }
    }

    /// A bare `id` of which nothing says whether a person has it or a row.
    fn of_unclear_rows(mut self) -> Self {
        if self.verdict.semantic == T::UserId {
            self.verdict.confidence = Confidence::Unsure;
            self.confidence = Confidence::Unsure.name();
            self.looks_like = Some("a person's number, or that of a deal: say transaction-id for the latter");
        }
        self
    }

    fn with_draft(self) -> Self {
        Self { drafted: drafted(&self).name(), ..self }
    }

    /// Whether profiles may keep the values of such a column as they are.
    #[must_use]
    pub fn may_be_kept(&self) -> bool {
        matches!(
            self.verdict.semantic,
            T::Product
                | T::Code
                | T::City
                | T::Region
                | T::Country
                | T::Currency
                | T::PaymentStatus
                | T::Amount
                | T::Count
                | T::Age
                | T::Sex
        )
    }

    /// Cells that hold something.
    pub(super) fn filled(&self) -> u64 {
        self.cells - self.empty - self.null_like
    }

    /// Whether a schema may rely on the type: it is sure, or the whole header says so and nothing speaks against it.
    pub(super) fn is_trusted(&self) -> bool {
        let whole = matches!(self.verdict.said, Some(Source::Header | Source::Export));
        match self.verdict.confidence {
            Confidence::Sure => true,
            Confidence::Likely => whole,
            Confidence::Unsure => false,
        }
    }

    /// The column's name for people: its header, or its number where the header may be somebody's.
    #[must_use]
    pub fn label(&self) -> String {
        match self.header.as_deref() {
            Some(name) if !name.is_empty() => name.to_owned(),
            _ => format!("column {}", self.position),
        }
    }

    /// Kinds of identifiers that the column does not hold by its nature, and the cells with them, the commonest first.
    pub(super) fn strangers(&self) -> Vec<(Kind, u64)> {
        let own = own_kinds(self.verdict.semantic);
        let found = Kind::ALL.iter().filter(|kind| !own.contains(kind));
        let cells = |kind: &Kind| self.identifiers.strong.get(kind.name()).copied();
        let mut strangers: Vec<(Kind, u64)> = found.filter_map(|kind| Some((*kind, cells(kind)?))).collect();
        strangers.sort_by_key(|(_, cells)| std::cmp::Reverse(*cells));
        strangers
    }
}

fn source_name(source: Source) -> &'static str {
    match source {
        Source::Export => "export",
        Source::Header => "header",
        Source::PartOfHeader => "part of header",
    }
}

/// The verdict, and the cells of «нет» that it takes for answers.
fn verdict(scan: &ColumnScan, says: Option<Says>, facts: Facts) -> (Verdict, u64) {
    let plain = scan.vote.verdict(says, facts);
    if scan.answers == 0 {
        return (plain, 0);
    }
    let mut answered: ColumnVote = scan.vote.clone();
    answered.add("нет", scan.answers);
    let verdict = answered.verdict(says, Facts { filled: facts.filled + scan.answers, ..facts });
    if verdict.semantic == T::Flag { (verdict, scan.answers) } else { (plain, 0) }
}

/// Cells with anything that identifies; the type of the column makes strong evidence of weak.
fn identifying(scan: &ColumnScan, verdict: &Verdict) -> u64 {
    let own = Kind::ALL.iter().find(|kind| kind.semantic() == Some(verdict.semantic) && kind.is_identifying());
    let weak = own.map_or(0, |kind| scan.weak[*kind as usize]);
    (scan.identifying + weak).min(scan.filled())
}

fn by_kind(counts: &[u64]) -> BTreeMap<&'static str, u64> {
    Kind::ALL.iter().zip(counts).filter(|(_, cells)| **cells > 0).map(|(kind, &cells)| (kind.name(), cells)).collect()
}

fn shapes(scan: &ColumnScan) -> Vec<ShapeFound> {
    const SHOWN: usize = 3;
    const LEAST: f64 = 0.05;
    let mut shapes: Vec<(&String, u64)> = scan.shapes.iter().map(|(shape, &cells)| (shape, cells)).collect();
    shapes.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let judged = scan.vote.judged();
    let shown = shapes
        .into_iter()
        .map(|(shape, cells)| ShapeFound { shape: shape.clone(), share: rounded(share(cells, judged)) });
    // A shape of hardly any cell says what one of them looks like, and nothing of the column.
    shown.filter(|found| found.share >= LEAST).take(SHOWN).collect()
}

/// The damage that means something in a column of this type.
fn damages(scan: &ColumnScan, verdict: &Verdict) -> Vec<(Damage, u64)> {
    let identity = matches!(verdict.semantic, T::Iin | T::Bin);
    let number = matches!(
        verdict.semantic,
        T::UserId
            | T::TransactionId
            | T::CookieId
            | T::Phone
            | T::Iin
            | T::Bin
            | T::TaxId
            | T::Card
            | T::Code
            | T::Count
    );
    let means = |damage: Damage| match damage {
        Damage::LostZeros => identity,
        Damage::ShortPostcode => verdict.semantic == T::Postcode,
        Damage::PointZero => number,
        // In prose a space that does not break is good typography, and between thousands it is what people write.
        Damage::SpacedNumber => !matches!(verdict.semantic, T::FreeText | T::Amount | T::Count),
        _ => true,
    };
    let counts = Damage::ALL.iter().zip(scan.damage);
    counts.filter(|(damage, cells)| *cells > 0 && means(**damage)).map(|(damage, cells)| (*damage, cells)).collect()
}

/// Kinds that a column of the type holds by its nature, and those that its values are taken for by chance.
fn own_kinds(semantic: T) -> &'static [Kind] {
    use Kind as K;
    match semantic {
        // A technical address made of a telephone number is an address.
        T::Email => &[K::Email, K::Digits],
        T::Phone => &[K::Phone, K::Digits],
        T::Iin | T::Bin | T::TaxId => &[K::NationalId, K::BusinessId, K::TaxId, K::Digits],
        T::Card => &[K::Card, K::Digits],
        T::Iban => &[K::Iban, K::Digits, K::Card],
        T::IdDocument => &[K::Document, K::Digits],
        T::Mrz => &[K::Mrz, K::Name, K::Digits],
        T::Ip => &[K::Ip],
        T::Mac => &[K::Mac, K::Digits],
        T::Plate => &[K::Plate],
        T::Postcode => &[K::Postcode],
        T::BirthDate => &[K::BirthDate, K::Digits],
        T::Address => &[K::Address, K::Postcode, K::Name],
        T::Coordinates => &[K::Coordinates],
        T::SocialHandle => &[K::Social, K::Digits, K::Url],
        T::Surname | T::GivenName | T::Patronymic | T::FullName => &[K::Name],
        T::Url => &[K::Url, K::Digits],
        T::UserAgent => &[K::UserAgent, K::Digits],
        T::SessionToken | T::Cookies => &[K::Secret, K::Cookie, K::Uuid, K::Digest, K::Digits, K::Url],
        T::UserId | T::TransactionId | T::CookieId | T::ClickId | T::Uuid | T::Digest => {
            &[K::Digits, K::TaxId, K::Uuid, K::Digest, K::Cookie, K::Secret]
        }
        T::EventTime | T::PaymentTime | T::LastActive | T::Date | T::Amount | T::Count => &[K::Digits],
        _ => &[],
    }
}

impl Dataset {
    /// Rows of nobody as merged cells leave them: on the left of the table ids and names are empty in the same rows, all but one of a group, while
    /// something else is filled.
    fn merged(&self, shown: &Shown) -> Option<Diagnostic> {
        const LEAST: f64 = 0.25;
        let cells: Vec<(u64, u64)> = self.columns.iter().map(|column| (column.empty, column.cells)).collect();
        let (empty, rows) = *cells.first()?;
        let of_people = |column: &&ColumnFound| column.verdict.semantic.role() == Role::DirectIdentifier;
        let on_left = self.columns.iter().take_while(|column| column.empty == empty && empty > 0);
        let columns = on_left.clone().count();
        let people = on_left.filter(of_people).count();
        let filled = cells.iter().any(|(other, _)| 2 * other < empty);
        if people < 2 || !filled || columns == self.columns.len() || share(empty, rows) < LEAST {
            return None;
        }
        let message = message!(
            "in {} of {} rows of `{}` the first {} columns, which say whose row it is, are empty, as below merged cells",
            empty,
            rows,
            shown,
            columns
        );
        let hint = message!(
            "such rows are nobody's in every release: fill the cells down in the spreadsheet and export again, unless nobody is known there"
        );
        Some(Diagnostic::new(Code::W749, message).hint(hint))
    }

    /// What the operator should know of what was read.
    fn warn(&mut self, group: &Group) {
        let shown = &group.inputs[0].shown;
        if self.header_is_row {
            let message = message!("`{}` has no header: its first line looks like a row, and is read as one", shown);
            let hint = message!(
                "its columns are called `column_1` and so on; name them in `header` of the draft's `[dialect]`"
            );
            self.warnings.push(Diagnostic::new(Code::W740, message).hint(hint));
        } else {
            let hidden: Vec<usize> = (0..self.columns.len()).filter(|&at| group.header.names[at].is_none()).collect();
            if let Some(first) = hidden.first() {
                let message =
                    message!("headers of `{}` that hold an identifier and are not shown: {}", shown, hidden.len());
                let hint = message!("the first is that of column {}; rename it in the export", first + 1);
                self.warnings.push(Diagnostic::new(Code::W741, message).hint(hint));
            }
        }
        if !self.header_is_row {
            self.warnings.extend(group.header.unclear_names().map(|unclear| unclear.warning(shown)));
        }
        self.warnings.extend(group.notes.iter().cloned());
        self.warnings.extend(self.merged(shown));
        let unread = self.columns.iter().filter(|column| !column.readable).count();
        if unread > 0 {
            let message =
                message!("columns of `{}` that are nested or binary and were not looked into: {}", shown, unread);
            self.warnings.push(Diagnostic::new(Code::W743, message).hint(message!("flatten them before a release")));
        }
        if let Some(rows) = self.sample {
            let message = message!("only the first {} rows of each file were looked at", rows);
            let hint = message!("this says nothing about the rest; leave `--sample` out to see everything");
            self.warnings.push(Diagnostic::new(Code::W744, message).hint(hint));
        }
        if let Some(first) = self.broken_first.first() {
            let at = Shown::name(&self.files[first.file].name);
            let message = match self.broken_rows {
                1 => message!("1 row cannot be read and was not counted"),
                rows => message!("{} rows cannot be read and were not counted", rows),
            };
            let which = if self.broken_rows == 1 { "it" } else { "the first" };
            let no_rows = self.no_rows.values().sum::<u64>();
            let hint = match no_rows {
                0 => message!("{} is row {} of `{}`: {}", which, first.row, at, first.what),
                _ => message!(
                    "{} is row {} of `{}`: {}; records that are no rows, and that `leave_out` of the draft leaves out: {}",
                    which,
                    first.row,
                    at,
                    first.what,
                    no_rows
                ),
            };
            self.warnings.push(Diagnostic::new(Code::W745, message).hint(hint));
        }
    }
}
