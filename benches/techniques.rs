//! Every technique of the catalogue over values of the type that its documentation shows, no two of them alike.

use arrow::array::StringArray;
use criterion::{Criterion, Throughput};
use iesiz::canon::reading::Reading;
use iesiz::canon::time::Zone;
use iesiz::keys::Keyset;
use iesiz::schema::Argument;
use iesiz::transform::{Binding, Bound, ColumnSpec, Subjects, TECHNIQUES, Tokens};
use iesiz::vocabulary::SemanticType;
use std::hint::black_box;

/// Rows of the array: a batch.
const ROWS: usize = 16_384;

/// A value as exports have it.
fn value(semantic: SemanticType, nth: usize) -> String {
    match semantic {
        SemanticType::Email => format!("Ivan.Petrov{nth}@mail.ru"),
        SemanticType::Phone => format!("+7 (771) {:03}-{:02}-{:02}", nth / 10_000, nth / 100 % 100, nth % 100),
        SemanticType::Ip => format!("198.51.{}.{}", nth / 256, nth % 256),
        SemanticType::Date => format!("{}-{:02}-{:02}", 1980 + nth / 336 % 40, nth / 28 % 12 + 1, nth % 28 + 1),
        SemanticType::Age => (nth % 90).to_string(),
        SemanticType::Amount => format!("{nth}.50"),
        _ => (1_000_000 + 37 * nth).to_string(),
    }
}

/// The argument of a documented example.
fn argument(written: &str) -> Argument {
    let plain = written.replace('_', "");
    match written {
        "" => Argument::None,
        list if list.contains(',') => Argument::Numbers(plain.split(", ").map(str::to_owned).collect()),
        _ if plain.parse::<i64>().is_ok() => Argument::Number(plain),
        word => Argument::Word(word.to_owned()),
    }
}

/// Bytes and values a second, on one thread.
pub(crate) fn techniques(criterion: &mut Criterion) {
    let keys = Keyset::from_root([0x42; 32], 1);
    let tokens = Tokens::Keyed { keys: &keys, profile: "bench", recipient: "" };
    let reading = Reading::of(Zone::parse("Asia/Almaty").expect("a zone"));
    let mut group = criterion.benchmark_group("technique");
    for technique in TECHNIQUES {
        let example = &technique.doc().example;
        let semantic = example.semantic;
        let argument = argument(example.argument);
        let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
        let binding = Binding { tokens, site: "example.kz", reading, geoip: None };
        // `drop` and `aggregate` release nothing.
        let Ok(Bound::Transform(transform)) = technique.bind(&spec, &binding) else { continue };
        let values: Vec<String> = (0..ROWS).map(|nth| value(semantic, nth)).collect();
        let bytes = values.iter().map(String::len).sum::<usize>() as u64;
        let people: StringArray = (0..ROWS).map(|nth| Some((nth / 4).to_string())).collect();
        let array = StringArray::from(values);
        group.throughput(Throughput::ElementsAndBytes { elements: ROWS as u64, bytes });
        group.bench_function(format!("{} of {semantic}", technique.name()), |bencher| {
            bencher.iter(|| black_box(transform.apply(&array, Subjects::of(&people)).expect("values")));
        });
    }
}
