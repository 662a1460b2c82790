//! The guard, from outside: what every recogniser knows, planted among the values of every type, under every profile that runs; the
//! release is read by other eyes than ours.

use crate::golden::write_key;
use crate::laws::reader::{Columns, anatomy, columns};
use crate::laws::{concrete, values};
use crate::util::{Ran, Work, root};
use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use iesiz::canon::reading::Reading;
use iesiz::canon::time::Zone;
use iesiz::recognize::{Evidence, Kind, KindSet, RECOGNIZERS};
use iesiz::schema::Argument;
use iesiz::transform::{Binding, Bound, ColumnSpec, TECHNIQUES, Tokens};
use iesiz::vocabulary::SemanticType;
use parquet::arrow::ArrowWriter;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// Something that must not leave.
struct Planted {
    text: String,
    /// What of it names somebody: in lower case, as text and as digits alone.
    cores: Vec<String>,
    kinds: KindSet,
}

/// Spellings that try to pass: other digits, nothing between digits, hard spaces, other signs, escapes.
const EVASIONS: &[(&str, Kind)] = &[
    ("８ ７７１ ０００ ９９ ９８", Kind::Phone),
    ("+７７７１０００９９９８", Kind::Phone),
    ("8\u{200b}771\u{200b}000 99\u{2060} 98", Kind::Phone),
    ("+7\u{a0}771\u{a0}000\u{a0}99\u{a0}98", Kind::Phone),
    ("+7\u{2009}771\u{2011}000\u{2013}99\u{2212}98", Kind::Phone),
    ("\u{202a}+77710009998\u{202c}", Kind::Phone),
    ("%2B77710009998", Kind::Phone),
    ("anna.mysalova＠example．kz", Kind::Email),
    ("anna.mys\u{200b}alova@exam\u{ad}ple.kz", Kind::Email),
    ("a\u{feff}nna.mysalova@example.kz", Kind::Email),
    ("ａｎｎａ.mysalova@example.kz", Kind::Email),
    ("anna.mysalova%2540example.kz", Kind::Email),
    ("\u{a0}anna.mysalova@example.kz\u{a0}", Kind::Email),
    ("8503\u{200d}1510\u{200d}0016", Kind::NationalId),
    ("４０００ ００００ ００００ １２３２", Kind::Card),
];

/// Values like any other, so many that nine planted ones stay below every limit.
const NORMAL: usize = 60;
const PER_DATASET: usize = 9;

fn kinds(text: &str) -> KindSet {
    let mut kinds = KindSet::NONE;
    for recognizer in RECOGNIZERS {
        let mut found = Vec::new();
        recognizer.find(text, &mut found);
        kinds =
            found.iter().filter(|span| span.evidence == Evidence::Strong).fold(kinds, |set, span| set.with(span.kind));
    }
    kinds
}

/// Digits of any width, in a row.
fn digits(text: &str) -> String {
    let digit = |c: char| match u32::from(c) {
        0x30..=0x39 => Some(c),
        wide @ 0xff10..=0xff19 => char::from_u32(wide - 0xff10 + 0x30),
        _ => None,
    };
    text.chars().filter_map(digit).collect()
}

impl Planted {
    fn new(text: String, example: &str, kinds: KindSet) -> Self {
        let mut cores = vec![example.to_lowercase()];
        // `anna` alone is anybody's name.
        cores.extend(example.split(['@', '%']).next().filter(|local| local.chars().count() > 5).map(str::to_lowercase));
        if kinds.contains(Kind::Ip) {
            let address = example.split(['/', ']']).next().expect("a part").trim_start_matches('[');
            cores.push(address.trim_end_matches(":443").to_owned());
        }
        cores.extend(Some(digits(example)).filter(|digits| digits.len() >= 9));
        Self { text, cores, kinds }
    }

    fn is_in(&self, cell: &str) -> bool {
        let (lower, digits) = (cell.to_lowercase(), digits(cell));
        self.cores.iter().any(|core| lower.contains(core) || digits.contains(core))
    }
}

/// Every example of every recogniser but pictures, alone and in a sentence, and the evasions.
fn planted() -> Vec<Planted> {
    let mut all = Vec::new();
    // Addresses of pages and headers of browsers may stand in a text; what they hold is planted by itself.
    let harmless = [Kind::Image, Kind::Url, Kind::UserAgent];
    for recognizer in RECOGNIZERS.iter().filter(|recognizer| !harmless.contains(&recognizer.kind()[0])) {
        for example in recognizer.examples() {
            let kinds = kinds(example);
            all.push(Planted::new((*example).to_owned(), example, kinds));
            all.push(Planted::new(format!("Пишите: {example}, жду"), example, kinds));
        }
    }
    all.extend(
        EVASIONS
            .iter()
            .map(|&(text, kind)| Planted::new(text.to_owned(), text, KindSet::NONE.with(kind).with(Kind::Digits))),
    );
    all
}

/// What a column may hold because its technique keeps that very thing.
fn permitted(target: &Target) -> KindSet {
    use SemanticType as T;
    let kinds: &[Kind] = match target.semantic {
        _ if !target.kept => &[],
        T::Email => &[Kind::Email],
        T::Phone => &[Kind::Phone],
        T::Iin => &[Kind::NationalId, Kind::BusinessId, Kind::TaxId],
        T::Bin => &[Kind::BusinessId, Kind::TaxId],
        T::TaxId => &[Kind::TaxId, Kind::NationalId, Kind::BusinessId],
        T::IdDocument => &[Kind::Document],
        T::Iban => &[Kind::Iban, Kind::Card],
        T::Ip => &[Kind::Ip],
        T::Mac => &[Kind::Mac],
        T::Plate => &[Kind::Plate],
        T::Postcode => &[Kind::Postcode],
        T::BirthDate => &[Kind::BirthDate],
        T::SocialHandle => &[Kind::Social],
        T::Surname | T::GivenName | T::Patronymic | T::FullName => &[Kind::Name],
        T::UserId | T::TransactionId | T::CookieId | T::Uuid => {
            &[Kind::TaxId, Kind::Uuid, Kind::Digest, Kind::Cookie, Kind::Secret]
        }
        _ => &[],
    };
    kinds.iter().fold(KindSet::NONE.with(Kind::Digits).with(Kind::Url), |set, &kind| set.with(kind))
}

fn may_hold(target: &Target, planted: &Planted) -> bool {
    let permitted = permitted(target);
    Kind::ALL.iter().all(|&kind| !planted.kinds.contains(kind) || permitted.contains(kind))
}

/// A column of the datasets.
struct Target {
    name: String,
    semantic: SemanticType,
    action: String,
    kept: bool,
}

/// One column for each type.
fn by_type() -> Vec<Target> {
    let target = |(at, &semantic): (usize, &SemanticType)| {
        // Whether a built-in profile keeps the type or tokenises it: a token holds nothing, so leave is given only where it is kept.
        Target {
            name: format!("c{at}"),
            semantic,
            action: String::new(),
            kept: matches!(semantic, SemanticType::Amount | SemanticType::Count),
        }
    };
    SemanticType::ALL.iter().enumerate().map(target).collect()
}

/// One column for each type and each way in which it may leave, but as a token.
fn by_technique() -> Vec<Target> {
    let mut targets = Vec::new();
    let cx = Binding { tokens: Tokens::Preview, site: "", reading: Reading::of(Zone::ALMATY), geoip: None };
    for &semantic in SemanticType::ALL {
        for technique in TECHNIQUES {
            for argument in technique.arguments(semantic).iter().flat_map(|listed| concrete(listed)) {
                let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
                let Ok(Bound::Transform(transform)) = technique.bind(&spec, &cx) else { continue };
                if transform.is_token() {
                    continue;
                }
                let name = technique.name();
                let action = match argument {
                    Argument::None => format!("\"{name}\""),
                    Argument::Word(word) => format!("{{ {name} = \"{word}\" }}"),
                    Argument::Number(number) => format!("{{ {name} = {number} }}"),
                    Argument::Numbers(edges) => format!("{{ {name} = [{}] }}", edges.join(", ")),
                };
                targets.push(Target { name: format!("c{}", targets.len()), semantic, action, kept: name == "keep" });
            }
        }
    }
    targets
}

/// A profile of status personal that lets everything leave that can, in every form.
fn keep_everything(targets: &[Target], datasets: usize) -> String {
    let mut text = String::from(
        "version = 1\nprofile = \"everything\"\nclause = \"test\"\nstatus = \"personal\"\naudience = \"internal\"\nkeys = \"required\"\n[actions]\n",
    );
    let mut actions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    targets.iter().for_each(|target| actions.entry(target.semantic.name()).or_default().push(&target.action));
    for (semantic, actions) in actions {
        let _ = writeln!(text, "{semantic} = [{}]", actions.join(", "));
    }
    for dataset in 0..datasets {
        let _ = writeln!(text, "[datasets.d{dataset}]");
        targets.iter().for_each(|target| writeln!(text, "{} = {}", target.name, target.action).expect("text"));
    }
    text
}

fn schema(dataset: usize, targets: &[Target]) -> String {
    let mut text = format!("version = 1\ndataset = \"d{dataset}\"\nsite = \"example.kz\"\n");
    // Noise and shifts are drawn for a person.
    if let Some(subject) = targets.iter().find(|target| target.semantic == SemanticType::UserId) {
        writeln!(text, "subject = \"{}\"", subject.name).expect("text");
    }
    text.push_str("[columns]\n");
    targets
        .iter()
        .for_each(|target| writeln!(text, "{} = {{ is = \"{}\" }}", target.name, target.semantic).expect("text"));
    text
}

/// The cells of a column: ordinary values, and what is planted in between.
fn cells(target: &Target, planted: &[Planted]) -> Vec<String> {
    let ordinary = values::ordinary(target.semantic);
    // Few values again and again are fine, but accounts with one contact are one person's.
    let joins = target.semantic.joins_accounts();
    let ordinary = |row: usize| match ordinary.get(row) {
        _ if joins && row > 0 => String::new(),
        Some(value) => (*value).to_owned(),
        // What is planted is often one contact in many spellings, so that more people are needed for k.
        None if target.semantic == SemanticType::UserId => (70_000 + row).to_string(),
        None => ordinary[row % ordinary.len()].to_owned(),
    };
    let mut cells: Vec<String> = (0..NORMAL).map(ordinary).collect();
    for (at, planted) in planted.iter().enumerate() {
        let text = planted.text.as_str();
        let spaceless = text.replace(' ', if at % 2 == 0 { "%20" } else { "-" });
        cells.insert(
            5 * at + 2,
            match target.semantic {
                // Where people put such things in addresses and agents.
                SemanticType::Url => match at % 3 {
                    0 => format!("https://skillbox.kz/c/{spaceless}/x?q={spaceless}#{spaceless}"),
                    1 => format!("https://{spaceless}@skillbox.kz/{spaceless}"),
                    _ => format!("https://skillbox.kz/a-{spaceless}.html"),
                },
                SemanticType::UserAgent => format!("Mozilla/5.0 ({text}) {text} Gecko/20100101 Firefox/121.0"),
                _ => text.to_owned(),
            },
        );
    }
    cells
}

fn csv(targets: &[Target], columns: &[Vec<String>]) -> String {
    let mut text = targets.iter().map(|target| target.name.as_str()).collect::<Vec<_>>().join(",");
    for row in 0..columns[0].len() {
        let line: Vec<String> =
            columns.iter().map(|column| format!("\"{}\"", column[row].replace('"', "\"\""))).collect();
        let _ = write!(text, "\n{}", line.join(","));
    }
    text.push('\n');
    text
}

fn parquet(path: &Path, columns: Vec<(&str, ArrayRef)>) {
    let batch = RecordBatch::try_from_iter(columns).expect("a batch");
    let mut writer =
        ArrowWriter::try_new(std::fs::File::create(path).expect("a file"), batch.schema(), None).expect("a writer");
    writer.write(&batch).expect("rows");
    writer.close().expect("a footer");
}

/// Plants everything in every column under the profile and looks for it in the release; the workplace, to look at the rest.
fn nothing_leaves(profile: &str, more: &[&str], targets: &[Target], from_parquet: bool) -> Work {
    let (work, planted) = (Work::new(), planted());
    write_key(&work);
    let mut inputs = Vec::new();
    for (dataset, planted) in planted.chunks(PER_DATASET).enumerate() {
        work.write(&format!("schemas/d{dataset}.toml"), schema(dataset, targets));
        let columns: Vec<Vec<String>> = targets.iter().map(|target| cells(target, planted)).collect();
        if from_parquet {
            let arrays = targets.iter().zip(&columns).map(|(target, column)| {
                (target.name.as_str(), Arc::new(StringArray::from(column.clone())) as ArrayRef)
            });
            parquet(&work.path(&format!("d{dataset}.parquet")), arrays.collect());
            inputs.push(format!("d{dataset}.parquet"));
        } else {
            work.write(&format!("d{dataset}.csv"), csv(targets, &columns));
            inputs.push(format!("d{dataset}.csv"));
        }
    }
    if profile.contains('.') {
        work.write(profile, keep_everything(targets, inputs.len()));
    }
    let format = if from_parquet { "csv" } else { "parquet" };
    let mut arguments: Vec<&str> = vec!["apply"];
    arguments.extend(inputs.iter().map(String::as_str));
    arguments.extend(["--schema", "schemas", "--profile", profile, "--out", "out", "--to", format]);
    arguments.extend(more);
    work.run(&arguments).exits(0);
    for (dataset, planted) in planted.chunks(PER_DATASET).enumerate() {
        let path = work.path(&format!("out/d{dataset}.{format}"));
        let rows = inspect(&path, targets, planted);
        assert_eq!(rows, NORMAL + planted.len());
    }
    work
}

/// Looks through every cell, and through the pages below the cells; the number of rows.
fn inspect(path: &Path, targets: &[Target], planted: &[Planted]) -> usize {
    let found: Columns = columns(path);
    assert!(!found.is_empty());
    let target = |name: &str| targets.iter().find(|target| target.name == name).expect("a column of ours");
    for (name, cells) in &found {
        let target = target(name);
        for planted in planted.iter().filter(|planted| !may_hold(target, planted)) {
            let cell = cells.iter().flatten().find(|cell| planted.is_in(cell));
            assert!(
                cell.is_none(),
                "`{}` of {} {} left as `{}`",
                planted.text,
                target.semantic,
                target.action,
                cell.expect("found")
            );
        }
    }
    if path.extension().is_some_and(|ending| ending == "parquet") {
        for column in anatomy(path).columns {
            let target = target(&column.name);
            let bytes = [column.pages, format!("{:?}", column.extremes).into_bytes()].concat();
            for planted in planted.iter().filter(|planted| !may_hold(target, planted)) {
                for text in [planted.text.as_str()].into_iter().chain(planted.cores.iter().map(String::as_str)) {
                    assert!(
                        memchr::memmem::find(&bytes, text.as_bytes()).is_none(),
                        "`{text}` is in the pages of {}",
                        target.semantic
                    );
                }
            }
        }
    }
    found.values().next().map_or(0, Vec::len)
}

fn manifest(work: &Work) -> Value {
    let text = std::fs::read_to_string(work.path("out/_manifest.json")).expect("the manifest");
    serde_json::from_str(&text).expect("JSON")
}

/// Cells withheld by the guard in the columns of a type, over all datasets.
fn withheld(manifest: &Value, semantic: SemanticType) -> u64 {
    let datasets = manifest["datasets"].as_array().expect("datasets").iter();
    let columns = datasets.flat_map(|dataset| dataset["columns"].as_array().expect("columns"));
    columns
        .filter(|column| column["is"] == semantic.name())
        .filter_map(|column| column["counts"]["withheld_by_guard"].as_u64())
        .sum()
}

/// 118 examples of recognisers alone and in a sentence, 15 evasions.
const PLANTED: u64 = 2 * 118 + 15;

#[test]
fn nothing_planted_leaves_the_warehouse() {
    assert_eq!(planted().len() as u64, PLANTED);
    for from_parquet in [false, true] {
        let work = nothing_leaves("warehouse", &["--keys", "keys.json"], &by_type(), from_parquet);
        // Whatever fits into 400 bytes is a product, so the guard alone holds it back.
        assert_eq!(withheld(&manifest(&work), SemanticType::Product), PLANTED);
        assert_eq!(withheld(&manifest(&work), SemanticType::Email), 0, "tokens are not looked at");
    }
}

#[test]
fn nothing_planted_leaves_site_analytics() {
    for from_parquet in [false, true] {
        nothing_leaves("site_analytics", &["--keys", "keys.json"], &by_type(), from_parquet);
    }
}

#[test]
fn nothing_planted_leaves_to_a_partner() {
    let more = ["--keys", "keys.json", "--recipient", "uni"];
    for profile in ["research_partner", "third_party_depers"] {
        for from_parquet in [false, true] {
            nothing_leaves(profile, &more, &by_type(), from_parquet);
        }
    }
}

#[test]
fn nothing_planted_leaves_where_everything_is_kept() {
    let targets = by_technique();
    assert_eq!(targets.len(), 156);
    for from_parquet in [false, true] {
        let work = nothing_leaves("everything.toml", &["--keys", "keys.json"], &targets, from_parquet);
        // The other way round: what may leave is found, so the search finds.
        let email = targets.iter().find(|target| target.semantic == SemanticType::Email).expect("a column");
        let format = if from_parquet { "csv" } else { "parquet" };
        let datasets = planted().len().div_ceil(PER_DATASET);
        let wanted = Some("Nurlan+study@mail.example.com".to_owned());
        let found = (0..datasets)
            .any(|nth| columns(&work.path(&format!("out/d{nth}.{format}")))[&email.name].contains(&wanted));
        assert!(found);
        let manifest = manifest(&work);
        assert_eq!(manifest["status"], "personal");
        assert_eq!(withheld(&manifest, SemanticType::Product), 2 * PLANTED, "kept and permuted");
        // Numbers, UUIDs, digests, cookies and tokens may be ids: 16 examples, alone and in a sentence.
        assert_eq!(withheld(&manifest, SemanticType::UserId), PLANTED - 32);
    }
}

/// The search itself: a profile that is asked for emails lets the planted ones through, and they are seen.
#[test]
fn what_leaves_is_seen() {
    let email =
        Planted::new("Anna.Mysalova@example.kz".into(), "anna.mysalova@example.kz", kinds("anna.mysalova@example.kz"));
    assert!(email.is_in("x ANNA.mysalova@other.kz") && !email.is_in("anna@example.kz"));
    let phone = Planted::new("8 771 000 99 98".into(), "8 771 000 99 98", kinds("8 771 000 99 98"));
    assert!(phone.is_in("+8(771)0009998") && phone.is_in("８７７１０００９９９８") && !phone.is_in("8771000999"));
    let kept = Target { name: "c".into(), semantic: SemanticType::Email, action: String::new(), kept: true };
    assert!(may_hold(&kept, &email) && !may_hold(&kept, &phone));
}

/// One column `course` of this type, with these cells; what the run said.
fn one_column(semantic: &str, cells: &[String]) -> (Work, Ran) {
    let work = Work::new();
    let lines: Vec<String> = cells.iter().map(|cell| format!("\"{}\"\n", cell.replace('"', "\"\""))).collect();
    work.write("d0.csv", format!("course\n{}", lines.concat()));
    work.write("d0.toml", format!("version = 1\ndataset = \"d0\"\nsite = \"s\"\n[columns]\ncourse = {{ is = \"{semantic}\", max_unfit = 1.0 }}\n"));
    work.write("p.toml", format!("version = 1\nprofile = \"p\"\nclause = \"test\"\nstatus = \"personal\"\naudience = \"internal\"\nkeys = \"none\"\n[actions]\n{semantic} = \"keep\"\n"));
    let ran =
        work.run(&["apply", "d0.csv", "--schema", "d0.toml", "--profile", "p.toml", "--out", "out", "--to", "csv"]);
    (work, ran)
}

fn courses(rows: usize, hits: usize) -> Vec<String> {
    let cell = |row: usize| {
        if row < hits { format!("Python, пишите a{row}@example.kz") } else { format!("Курс {row}") }
    };
    (0..rows).map(cell).collect()
}

/// One spelling of an identifier each, as people type it or programs write it.
const SPELLINGS: [&str; 19] = [
    "ivan.petrov@mail,ru",
    "ivan.petrov@mailru",
    "ivan.petrov@mail..ru",
    "ivan.petrov=40mail.ru",
    "=?utf-8?Q?ivan.petrov=40mail.ru?=",
    "ivan.petrov{at}mail.ru",
    "ivan.petrov at mail.ru",
    "удл 012345678",
    "skype: ivan.petrov77",
    "телеграм ivan_petrov77",
    "gclid=CjwKCAjwabcdEiwAXyzT_abcdEFGH_wcB",
    "fbclid=IwAR0abcdEFGHijklMNOPqrst",
    "43°14'20.2\"N 76°53'22.9\"E",
    "8|771|000|99|98",
    "тел 20-00-12",
    "0xc5fababf70",
    "MFUWO5LMFZ2GK43UN53GCQDFPBQW24DMMUXGW6Q=",
    "Ахметова-Смагулова Айгуль",
    "C:\\Users\\Aigul.Testova\\cv.docx",
];

/// Texts of courses that the same words and signs stand in.
const INNOCENT: [&str; 32] = [
    "look at mail ru",
    "Skype: урок 5",
    "Telegram-боты на Python 3.12",
    "Instagram: stories_2024",
    "Python, Excel, SQL",
    "v2.10.3",
    "2024-05-12",
    "1 234 567,89 тг",
    "Заказ № 123456",
    "20-00-12",
    "1920x1080",
    "#1a2b3c",
    "0xdeadbeef",
    "Алматы, Казахстан",
    "оплачено",
    "ТОО «Мысал»",
    "/users/sign_in",
    "utm_source mail.ru",
    "Excel_2019 at mail.ru",
    "fb: cold_audience",
    "login failed401",
    "skype: urok_12",
    "телефон 128-256",
    "звоните 9-18-00",
    "45,1234 / 78,1234",
    "lat 1.00000 lon 1.00000",
    "click_id: order-100200",
    "ул. 123456789",
    "ТЗ 777/2024001",
    "order_c5fabdcca9",
    "12 000 - 15 000 тг",
    "Invoice 2024-00001234",
];

#[test]
fn everyday_spellings_are_withheld_and_innocent_texts_stay() {
    let mut cells: Vec<String> = (0..1_000).map(|row| INNOCENT[row % INNOCENT.len()].to_owned()).collect();
    let (work, ran) = one_column("product", &cells);
    ran.exits(0);
    assert_eq!(withheld(&manifest(&work), SemanticType::Product), 0);
    for half in SPELLINGS.chunks(10) {
        half.iter().enumerate().for_each(|(nth, text)| cells[7 + 50 * nth] = (*text).to_owned());
        let (work, ran) = one_column("product", &cells);
        ran.exits(0);
        let left = columns(&work.path("out/d0.csv"))["course"].clone();
        let left: Vec<&String> = left.iter().flatten().filter(|cell| half.contains(&cell.as_str())).collect();
        assert_eq!(left, Vec::<&String>::new());
        assert_eq!(withheld(&manifest(&work), SemanticType::Product), half.len() as u64);
        half.iter().enumerate().for_each(|(nth, _)| cells[7 + 50 * nth] = INNOCENT[nth].to_owned());
    }
}

fn assert_nothing_published(work: &Work) {
    assert!(!work.path("out").exists() && !work.path("_out.run.json").exists());
    assert_eq!(work.leftovers(), Vec::<String>::new());
}

#[test]
fn ten_hits_are_withheld_and_eleven_forbid_the_release() {
    for (rows, hits) in [(100, 10), (11_000, 11), (20_000, 20)] {
        let (work, ran) = one_column("product", &courses(rows, hits));
        ran.exits(0);
        assert_eq!(withheld(&manifest(&work), SemanticType::Product), hits as u64);
        assert_eq!(columns(&work.path("out/d0.csv"))["course"].iter().filter(|cell| cell.is_none()).count(), hits);
    }
    for (rows, hits) in [(100, 11), (10_999, 11), (20_000, 21)] {
        let (work, ran) = one_column("product", &courses(rows, hits));
        ran.exits(7).says("E712").hides("@example.kz");
        assert_nothing_published(&work);
    }
}

#[test]
fn a_picture_forbids_the_release_wherever_it_stands() {
    let pictures = RECOGNIZERS.iter().find(|r| r.kind() == [Kind::Image]).expect("a recogniser").examples();
    assert_eq!(pictures.len(), 5);
    for picture in
        pictures.iter().map(|&picture| picture.to_owned()).chain([format!("anna@example.kz {}", pictures[1])])
    {
        for semantic in ["product", "user-id"] {
            let mut cells = courses(100, 0);
            cells[50] = picture.clone();
            let (work, ran) = one_column(semantic, &cells);
            ran.exits(7).says("E709").hides(&picture);
            assert_nothing_published(&work);
        }
    }
}

/// Bare digits in a time column are phones and cards before they are epochs beyond 2038.
#[test]
fn no_phone_or_card_leaves_as_a_time() {
    let cells = ["7710009998", "9161234567", "4000000000001232", "2200000000004568", "5200000000009875", "1709227800"];
    let (work, ran) = one_column("event-time", &cells.map(str::to_owned));
    ran.exits(0);
    let at = columns(&work.path("out/d0.csv"))["course"].clone();
    assert_eq!(at, [None, None, None, None, None, Some("2024-02-29T23:30:00".to_owned())]);
}

/// Identifiers that arrive as integers.
#[test]
fn integer_columns_are_guarded() {
    let work = Work::new();
    let numbers =
        || Arc::new(Int64Array::from(vec![7, 87_710_009_998, 850_315_100_016, 4_000_000_000_001_232, 12])) as ArrayRef;
    let types =
        [SemanticType::Amount, SemanticType::Count, SemanticType::UserId, SemanticType::Product, SemanticType::Code];
    let targets: Vec<Target> =
        by_technique().into_iter().filter(|target| types.contains(&target.semantic) && target.kept).collect();
    parquet(&work.path("d0.parquet"), targets.iter().map(|target| (target.name.as_str(), numbers())).collect());
    work.write("d0.toml", schema(0, &targets));
    work.write("p.toml", keep_everything(&targets, 1));
    write_key(&work);
    let run =
        ["apply", "d0.parquet", "--schema", "d0.toml", "--profile", "p.toml", "--keys", "keys.json", "--out", "out"];
    work.run(&run).exits(0);
    let found = columns(&work.path("out/d0.parquet"));
    let left = |semantic: SemanticType| {
        let name = &targets.iter().find(|target| target.semantic == semantic).expect("a column").name;
        found[name].iter().flatten().map(String::as_str).collect::<Vec<_>>()
    };
    assert_eq!(left(SemanticType::Amount), ["7.00", "12.00"]);
    assert_eq!(left(SemanticType::Count), ["7", "12"]);
    // A bare number is an account's before it is a phone; IIN and card have check digits.
    assert_eq!(left(SemanticType::UserId), ["7", "87710009998", "12"]);
    assert_eq!(left(SemanticType::Product), ["7", "12"]);
    assert_eq!(left(SemanticType::Code), ["7", "12"]);
}

/// The sample export has an email behind the course in three rows.
#[test]
fn emails_in_the_courses_of_the_sample_stay() {
    let work = Work::new();
    write_key(&work);
    let (input, schemas) = (root().join("sample-data/payments.csv"), root().join("schemas"));
    let source = std::fs::read_to_string(&input).expect("the sample");
    let (input, schemas) = (input.display().to_string(), schemas.display().to_string());
    let arguments =
        ["apply", &input, "--schema", &schemas, "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    work.run(&[arguments.as_slice(), &["--to", "csv"]].concat()).exits(0);
    assert_eq!(withheld(&manifest(&work), SemanticType::Product), 3);
    let released = std::fs::read_to_string(work.path("out/payments.csv")).expect("the release");
    assert!(source.matches('@').count() > 4000 && !released.contains('@'));
    assert_eq!(columns(&work.path("out/payments.csv"))["course"].len(), 5000);
}
