//! Throughput of canonical forms, tokens, techniques, the guard's recognisers, scans, whole runs and their parts; bytes and rows a second.
//!
//! `cargo bench` runs all; `cargo bench -- canon` one group. Absolute figures hold for one machine at one moment; compare runs.

mod parts;
mod techniques;

use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main, measurement::WallTime};
use iesiz::canon::form_of;
use iesiz::io::{IfExists, OutputFormat};
use iesiz::keys::{Domain, Keyset, Tokenizer};
use iesiz::pipeline::{ApplyOptions, Interrupt, PrepareOptions, SearchOptions, apply, prepare};
use iesiz::recognize::{KindSet, RECOGNIZERS, find_all, strongest_hit};
use iesiz::scan::{ScanOptions, scan};
use iesiz::vocabulary::SemanticType;
use std::hint::black_box;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// As the program has it: a scan on the system's allocator is another program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Spellings as exports have them, the ordinary ones most often.
fn spellings(semantic: SemanticType) -> Vec<&'static str> {
    match semantic {
        SemanticType::Email => {
            vec!["ivan.petrov@mail.ru", "Aigerim@GMAIL.com", " asel_99@yandex.kz ", "n.s@example.kz"]
        }
        SemanticType::Phone => vec!["87710009998", "+7 (771) 000-99-98", "7710009998", "8 771 000 99 98"],
        SemanticType::Iin => vec!["850315100016", "850315100704", "50915100070", "850315 100 016"],
        SemanticType::Ip => vec!["198.51.100.7", "203.0.113.99", "2001:db8:1:2::3", "198.51.100.77:443"],
        _ => vec!["1234567", "100402771000999831", " 42 ", "12345.0"],
    }
}

fn bytes(values: &[&str]) -> u64 {
    values.iter().map(|value| value.len() as u64).sum()
}

fn canonical_forms(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("canon");
    for semantic in
        [SemanticType::UserId, SemanticType::Email, SemanticType::Phone, SemanticType::Iin, SemanticType::Ip]
    {
        let form = form_of(semantic);
        let values = spellings(semantic);
        group.throughput(Throughput::ElementsAndBytes { elements: values.len() as u64, bytes: bytes(&values) });
        let mut out = String::with_capacity(64);
        group.bench_function(form.id, |bencher| {
            bencher.iter(|| {
                for value in &values {
                    out.clear();
                    black_box(form.write(black_box(value), &mut out));
                }
            });
        });
    }
}

fn pseudonymize(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("pseudonymize");
    let keys = Keyset::from_root([0x42; 32], 1);
    let domain = Domain { profile: "bench", recipient: "", site: "example.kz", domain: "email", form: "email/c1/1" };
    let tokenizer = Tokenizer::new(&keys, domain, "em");
    for (name, value) in [
        ("short", "ivan.petrov@mail.ru"),
        ("two blocks", "a.very.long.local.part.indeed.0123456789@an.even.longer.host.example.kz"),
    ] {
        group.throughput(Throughput::ElementsAndBytes { elements: 1, bytes: value.len() as u64 });
        let mut out = Vec::with_capacity(64);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                out.clear();
                tokenizer.write(black_box(value).as_bytes(), &mut out);
                black_box(out.len())
            });
        });
    }
}

fn guard(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("guard");
    let texts = [
        ("status", "paid"),
        ("course", "Бухгалтер: 1С и налоги РК"),
        ("prefix", "198.51.100.0/24"),
        ("template", "https://skillbox.kz/course/graphic-designer"),
        ("email inside", "пишите на ivan.petrov@mail.ru, отвечу"),
    ];
    for (name, text) in texts {
        group.throughput(Throughput::ElementsAndBytes { elements: 1, bytes: text.len() as u64 });
        group.bench_function(name, |bencher| bencher.iter(|| strongest_hit(black_box(text), KindSet::ALL)));
    }
}

/// Every recogniser alone over two texts, and all of them together: what a scan costs a byte.
fn recognisers(criterion: &mut Criterion) {
    let plain = "Спасибо за урок, жду следующий во вторник. Python-разработчик с нуля до первой работы, группа 12. "
        .repeat(200);
    let dense =
        "Анна Мысалова, ИИН 850315100016, тел. +7 771 000 99 98, anna.mysalova@example.kz, ул. Абая, д. 5, 192.0.2.7; "
            .repeat(200);
    for (name, text) in [("plain", &plain), ("dense", &dense)] {
        let mut group = criterion.benchmark_group(format!("recognise {name}"));
        group.throughput(Throughput::Bytes(text.len() as u64));
        for recognizer in RECOGNIZERS {
            group.bench_function(recognizer.name(), |bencher| {
                let mut found = Vec::new();
                bencher.iter(|| {
                    found.clear();
                    recognizer.find(black_box(text), &mut found);
                    found.len()
                });
            });
        }
        group.bench_function("all", |bencher| bencher.iter(|| find_all(black_box(text), KindSet::ALL).len()));
    }
}

/// The sample payments, forty times over: 200,000 rows.
fn big_payments(dir: &Path) -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-data/payments.csv");
    let text = std::fs::read_to_string(sample).expect("the sample");
    let (header, rows) = text.split_once('\n').expect("a header");
    let path = dir.join("payments.csv");
    std::fs::write(&path, format!("{header}\n{}", rows.repeat(40))).expect("room for the bench");
    path
}

fn end_to_end(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let input = big_payments(dir.path()).display().to_string();
    let size = std::fs::metadata(&input).expect("the input").len();
    let schema = [Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas")];
    let keys = Keyset::from_root([0x42; 32], 1);
    let mut group = criterion.benchmark_group("end to end");
    group.sample_size(10);
    group.throughput(Throughput::ElementsAndBytes { elements: 200_000, bytes: size });
    for format in [OutputFormat::Parquet, OutputFormat::Csv] {
        let how = Whole { profile: "warehouse", recipient: None, name: "payments csv", format };
        run_whole(&mut group, &input, &schema, &keys, &how, dir.path());
    }
    // What the keyed order of rows costs: one profile, for two audiences.
    for audience in ["internal", "partner"] {
        let path = dir.path().join(format!("{audience}.toml"));
        let text = WAREHOUSE.replace("\"warehouse\"", "\"bench\"").replace("\"internal\"", &format!("\"{audience}\""));
        std::fs::write(&path, text).expect("room for the bench");
        let profile = path.display().to_string();
        let name = format!("payments csv, rows in {} order", if audience == "partner" { "keyed" } else { "their own" });
        let how = Whole { profile: &profile, recipient: Some("uni"), name: &name, format: OutputFormat::Parquet };
        run_whole(&mut group, &input, &schema, &keys, &how, dir.path());
    }
}

/// The built-in profile of the warehouse, to be changed.
const WAREHOUSE: &str = include_str!("../schemas/profiles/warehouse.toml");

/// A whole run to measure.
struct Whole<'a> {
    profile: &'a str,
    recipient: Option<&'a str>,
    name: &'a str,
    format: OutputFormat,
}

fn run_whole(
    group: &mut BenchmarkGroup<'_, WallTime>,
    input: &str,
    schema: &[PathBuf],
    keys: &Keyset,
    whole: &Whole<'_>,
    dir: &Path,
) {
    let format = whole.format;
    let inputs = [input.to_owned()];
    let options = PrepareOptions {
        inputs: &inputs,
        schemas: schema,
        profile: whole.profile,
        recipient: whole.recipient,
        keys: Some(keys),
        preview: false,
        strict: false,
        storage_country: Some("KZ"),
        dated: false,
        today: None,
        format: None,
        encoding: None,
        geoip: None,
    };
    let out = dir.join("release");
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    group.bench_function(format!("{} to {}", whole.name, format.extension()), |bencher| {
        bencher.iter(|| {
            let prepared = prepare(&options).expect("a plan");
            let how = ApplyOptions {
                strict: false,
                out: &out,
                access: iesiz::io::Access::OWNER,
                if_exists: IfExists::Replace,
                format,
                threads,
                read_buffer: 1 << 20,
                max_bad: 0,
                min_rows: 0,
                rejects: None,
                list_mark: None,
                listed: None,
                storage_country: Some("KZ"),
                as_of: None,
                ephemeral: false,
                sign: None,
                search: SearchOptions::default(),
                recount: None,
            };
            apply(&prepared, &how, &Interrupt::default(), &()).expect("a release")
        });
    });
}

/// A log of events, in which hardly a cell could identify anybody: about 100 MB.
fn events(path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("room for the bench"));
    writeln!(out, "event_id,created_at,event_name,course,lesson,device,utm_source,status,amount,duration,score,is_new")
        .expect("room for the bench");
    let pick = |of: &[&'static str], dice: u64| of[usize::try_from(dice).expect("small") % of.len()];
    for id in 1_u64..=1_000_000 {
        // Weyl sequences: every column in a beat of its own.
        let dice = |beat: u64| id.wrapping_mul(beat | 1) >> 13;
        writeln!(
            out,
            "{id},2024-{:02}-{:02} {:02}:{:02}:{:02},{},{},Урок {},{},{},{},{}.{:02},{},0.{:03},{}",
            dice(0x9e37_79b9) % 12 + 1,
            dice(0x85eb_ca6b) % 28 + 1,
            dice(0xc2b2_ae35) % 24,
            dice(0x27d4_eb2f) % 60,
            dice(0x1656_67b1) % 60,
            pick(&["login", "lesson_done", "test_passed", "video_paused"], dice(0xd3a2_646c)),
            pick(&["Мобилография", "Английский для IT", "Python-разработчик", "Бухгалтер: 1С"], dice(0xfd70_46c5)),
            dice(0xb55a_4f09) % 200,
            pick(&["mobile", "desktop", "tablet"], dice(0x7fb5_d329)),
            pick(&["yandex", "google", "instagram", "direct"], dice(0x5f35_6495)),
            pick(&["paid", "new", "cancelled"], dice(0x6c8e_9cf5)),
            dice(0x94d0_49bb) % 100_000,
            dice(0xbf58_476d) % 100,
            dice(0x1331_11eb) % 5_000,
            dice(0xe703_7ed1) % 1_000,
            dice(0x8ebc_6af1) % 2,
        )
        .expect("room for the bench");
    }
}

/// Messages of people who tell who they are: about 30 MB, no two alike.
fn messages(path: &Path) {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path).expect("room for the bench"));
    writeln!(out, "id,text").expect("room for the bench");
    for id in 0..150_000 {
        let text = match id % 3 {
            0 => format!(
                "\"Здравствуйте, это Мысалова Анна, мой номер 8 (771) {:03}-{:02}-98, перезвоните\"",
                id / 100 % 1000,
                id % 100
            ),
            1 => format!("ИИН 850315 100 016, чек на user.{id}@example.kz не пришёл; заказ {id} от 12.03.2024"),
            _ => format!(
                "Сілтеме https://example.kz/cabinet?uid={id}&phone=%2B7771{:07} ашылмайды, көмектесіңізші",
                id * 7
            ),
        };
        writeln!(out, "{id},{text}").expect("room for the bench");
    }
}

/// Bytes of files that nobody described, a second.
fn scans(criterion: &mut Criterion) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let mut group = criterion.benchmark_group("scan");
    group.sample_size(10);
    for (name, write) in [("few identifiers", events as fn(&Path)), ("dense with identifiers", messages)] {
        let path = dir.path().join(format!("{}.csv", name.replace(' ', "-")));
        write(&path);
        let inputs = [path.display().to_string()];
        let options = ScanOptions {
            inputs: &inputs,
            sample: None,
            format: None,
            encoding: None,
            delimiter: None,
            threads: std::thread::available_parallelism().map_or(2, std::num::NonZero::get),
            read_buffer: 1 << 20,
            today: None,
        };
        group.throughput(Throughput::Bytes(std::fs::metadata(&path).expect("the file").len()));
        group.bench_function(name, |bencher| {
            bencher.iter(|| scan(&options, &Interrupt::default(), &()).expect("a report"));
        });
    }
}

criterion_group!(
    benches,
    canonical_forms,
    pseudonymize,
    techniques::techniques,
    guard,
    recognisers,
    scans,
    parts::parts,
    end_to_end
);
criterion_main!(benches);
