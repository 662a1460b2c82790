//! Laws over the whole catalogue: every technique, every type that it accepts, every argument.
//!
//! A law is a function that says whether one technique keeps it; `broken` shows each of them red.

mod broken;
mod law;
pub(crate) mod reader;
mod sinks;
pub(crate) mod values;

use crate::util::{mmdb, root};
use iesiz::canon::reading::Reading;
use iesiz::canon::time::Zone;
use iesiz::canon::{Canonical, form_of};
use iesiz::keys::Keyset;
use iesiz::schema::Argument;
use iesiz::transform::{Binding, Bound, ColumnSpec, GeoIp, TECHNIQUES, Technique, Tokens, Transform};
use iesiz::vocabulary::SemanticType;
use law::Law;
use proptest::prelude::*;
use std::fmt::Write as _;
use std::sync::Arc;
use values::Sample;

/// A technique bound to a type with an argument.
struct Case {
    label: String,
    transform: Box<dyn Transform>,
    sample: Sample,
}

/// The documented binding: key of 32 bytes 0x42, profile `example`, no recipient, site `example.kz`.
fn with_binding<T>(run: impl FnOnce(&Binding<'_>) -> T) -> T {
    let keys = Keyset::from_root([0x42; 32], 1);
    let tokens = Tokens::Keyed { keys: &keys, profile: "example", recipient: "" };
    let geoip = Arc::new(GeoIp::parse(mmdb::small()).expect("a database"));
    run(&Binding { tokens, site: "example.kz", reading: Reading::of(Zone::ALMATY), geoip: Some(&geoip) })
}

/// Every concrete argument behind a listed one.
pub(crate) fn concrete(listed: &str) -> Vec<Argument> {
    let words = |words: &[&str]| words.iter().map(|&word| Argument::Word(word.to_owned())).collect();
    let numbers = |edges: &[&str]| Argument::Numbers(edges.iter().map(|&edge| edge.to_owned()).collect());
    let number = |number: &str| vec![Argument::Number(number.to_owned())];
    match listed {
        "" => vec![Argument::None],
        "96" | "128" => number(listed),
        "step" => [number("10"), number("1000")].concat(),
        "limit" => number("100"),
        "1 … 3650 days" => number("180"),
        "[low, high]" => vec![numbers(&["18", "65"])],
        "[below 0, above 0]" => vec![numbers(&["-1000", "1000"])],
        "name of the block" => words(&["sums"]),
        "/8 … /24" => words(&["/8", "/16", "/24"]),
        "[edge, edge, …]" => vec![numbers(&["0", "10000", "50000"]), numbers(&["-10.50"])],
        word => words(&[word]),
    }
}

fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for technique in TECHNIQUES {
        for &semantic in SemanticType::ALL {
            for argument in technique.arguments(semantic).iter().flat_map(|listed| concrete(listed)) {
                let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
                let label = format!("{} {semantic} {argument:?}", technique.name());
                let bound = with_binding(|cx| technique.bind(&spec, cx));
                match bound.unwrap_or_else(|refusal| panic!("{label}: {}", refusal.message)) {
                    Bound::Transform(transform) => {
                        cases.push(Case { label, transform, sample: Sample::of(semantic, technique.name()) });
                    }
                    Bound::Drop | Bound::Missing(_) => {}
                }
            }
        }
    }
    cases
}

#[track_caller]
fn all_keep(law: Law) {
    let broken: Vec<String> = cases()
        .iter()
        .filter_map(|case| law(&*case.transform, &case.sample).err().map(|why| format!("{}: {why}", case.label)))
        .collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_walk_reaches_every_technique_that_releases() {
    let labels: Vec<String> = cases().into_iter().map(|case| case.label).collect();
    let count = |name: &str| labels.iter().filter(|label| label.starts_with(name)).count();
    let counts = [
        ("keep", 36),
        ("pseudonymize", 48),
        ("encrypt", 16),
        ("format-preserve", 7),
        ("prefix-preserve", 1),
        ("replace", 5),
        ("mask", 25),
        ("generalize", 50),
        ("bucket", 6),
        ("round", 6),
        ("top-code", 3),
        ("bottom-code", 3),
        ("top-bottom-code", 3),
        ("noise", 3),
        ("shift", 5),
        ("permute", 17),
    ];
    for (name, wanted) in counts {
        assert_eq!(count(&format!("{name} ")), wanted, "{name}");
    }
    assert_eq!(labels.len(), counts.iter().map(|(_, count)| count).sum::<usize>());
}

#[test]
fn null_in_null_out() {
    all_keep(law::null_stays_null);
}

#[test]
fn rows_and_tallies_add_up() {
    all_keep(law::rows_add_up);
}

#[test]
fn output_types_are_as_promised() {
    all_keep(law::type_is_as_promised);
}

#[test]
fn every_encoding_gives_the_same_output() {
    all_keep(law::encodings_agree);
}

#[test]
fn numbers_mean_what_their_digits_mean() {
    all_keep(law::numbers_read_as_text);
}

#[test]
fn numbers_that_lost_digits_make_no_token() {
    all_keep(law::lost_digits_are_no_value);
}

#[test]
fn batches_do_not_matter() {
    all_keep(law::batches_agree);
}

#[test]
fn nothing_of_the_input_is_left_in_any_buffer() {
    all_keep(law::no_residue);
}

#[test]
fn tokens_have_one_shape() {
    all_keep(law::tokens_have_one_shape);
}

/// What the technique says it can reverse comes back as its canonical form; the number of values that did, by technique.
fn come_back(technique: &dyn Technique, cx: &Binding<'_>) -> usize {
    let mut values = 0;
    for &semantic in SemanticType::ALL {
        for argument in technique.arguments(semantic).iter().flat_map(|listed| concrete(listed)) {
            let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
            let Ok(Some(reverse)) = technique.reverse(&spec, cx) else { continue };
            let Ok(Bound::Transform(transform)) = technique.bind(&spec, cx) else { panic!("{semantic} is not bound") };
            for value in Sample::of(semantic, technique.name()).values.iter().flatten() {
                let released = law::one(&*transform, value);
                let Some(released) = released.filter(|text| !CLASSES.contains(&text.as_str())) else { continue };
                let mut canonical = String::new();
                if form_of(semantic).write(value, &mut canonical) != Canonical::Written {
                    canonical = format!("raw:{}", value.trim());
                }
                assert_eq!(reverse.open(&released), Some(canonical), "{semantic} {argument:?} {released}");
                values += 1;
            }
        }
    }
    values
}

/// Classes of addresses that leave as a word and do not come back.
const CLASSES: &[&str] = &["private", "loopback", "link-local", "documentation", "multicast", "reserved"];

#[test]
fn what_is_reversible_comes_back() {
    let counts: Vec<(&str, usize)> =
        TECHNIQUES.iter().map(|t| (t.name(), with_binding(|cx| come_back(*t, cx)))).filter(|(_, n)| *n > 0).collect();
    assert_eq!(
        counts.iter().map(|(name, _)| *name).collect::<Vec<_>>(),
        ["encrypt", "format-preserve", "prefix-preserve"]
    );
    assert!(counts.iter().all(|(_, values)| *values > 3), "{counts:?}");
}

/// Values of every type and noise: neighbours, pieces glued together, any text.
fn any_value() -> impl Strategy<Value = Option<String>> {
    let known: Vec<String> =
        SemanticType::ALL.iter().flat_map(|&t| values::ordinary(t)).map(|&v| v.to_owned()).collect();
    let hostile = values::hostile();
    let glued = (proptest::sample::select(known.clone()), proptest::sample::select(hostile.clone()));
    prop_oneof![
        1 => Just(None),
        4 => proptest::sample::select(known).prop_map(Some),
        2 => proptest::sample::select(hostile).prop_map(Some),
        2 => glued.prop_map(|(a, b)| Some(a + &b)),
        2 => "\\PC{0,24}".prop_map(Some),
        2 => any::<String>().prop_map(Some),
        2 => "[0-9 +().,E/:T-]{0,20}".prop_map(Some),
    ]
}

#[test]
fn any_split_of_any_values_gives_the_same_output() {
    let cases = cases();
    let config = ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(values in prop::collection::vec(any_value(), 0..24), cuts in prop::collection::vec(0_usize..24, 0..4))| {
        let sample = Sample { values: values.clone(), null_likes: Vec::new(), numbers: &[], planted: Vec::new() };
        for case in &cases {
            for verdict in [
                law::split_agrees(&*case.transform, &values, &cuts),
                law::encodings_agree(&*case.transform, &sample),
                law::rows_add_up(&*case.transform, &Sample { values: values.iter().cloned().chain([None]).collect(), ..sample.clone() }),
            ] {
                prop_assert!(verdict.is_ok(), "{}: {verdict:?}", case.label);
            }
        }
    });
}

#[test]
fn documented_examples_are_true() {
    for technique in TECHNIQUES {
        let verdict = with_binding(|cx| law::example_is_true(*technique, cx));
        assert_eq!(verdict, Ok(()), "{}", technique.name());
    }
}

#[test]
fn names_are_distinct_and_documented() {
    let mut names: Vec<&str> = TECHNIQUES.iter().map(|technique| technique.name()).collect();
    assert_eq!(
        names,
        [
            "keep",
            "drop",
            "pseudonymize",
            "encrypt",
            "format-preserve",
            "prefix-preserve",
            "replace",
            "mask",
            "generalize",
            "bucket",
            "round",
            "top-code",
            "bottom-code",
            "top-bottom-code",
            "noise",
            "shift",
            "permute",
            "aggregate"
        ]
    );
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), TECHNIQUES.len());
    for technique in TECHNIQUES {
        assert_eq!(law::documented(*technique), Ok(()));
    }
}

#[test]
fn what_is_not_listed_is_refused() {
    for technique in TECHNIQUES {
        assert_eq!(with_binding(|cx| law::refuses_the_rest(*technique, cx)), Ok(()));
    }
}

/// What accepts what, with arguments: a change of it is a change of what may leave.
#[test]
fn the_support_matrix_is_the_published_one() {
    let mut text = String::from(
        "# type            technique          arguments; made by tests/laws, `IESIZ_BLESS=1` writes it anew\n",
    );
    for &semantic in SemanticType::ALL {
        for technique in TECHNIQUES.iter().filter(|technique| !technique.arguments(semantic).is_empty()) {
            let arguments = technique.arguments(semantic).iter().map(|a| if a.is_empty() { "none" } else { a });
            let arguments: Vec<&str> = arguments.collect();
            let _ = writeln!(text, "{:<18}{:<19}{}", semantic.name(), technique.name(), arguments.join(" | "));
        }
    }
    let path = root().join("tests/golden/support_matrix.txt");
    if std::env::var_os("IESIZ_BLESS").is_some() {
        std::fs::write(&path, &text).expect("the golden file");
    }
    assert_eq!(std::fs::read_to_string(&path).expect("the golden file"), text);
}

#[test]
fn what_must_never_be_accepted_is_not() {
    use SemanticType as T;
    let accepts = |semantic: T| -> Vec<&str> {
        TECHNIQUES.iter().filter(|technique| !technique.arguments(semantic).is_empty()).map(|t| t.name()).collect()
    };
    assert_eq!(accepts(T::Card), ["drop"]);
    assert_eq!(accepts(T::FreeText), ["drop"]);
    let small =
        [T::Surname, T::GivenName, T::Patronymic, T::FullName, T::Product, T::City, T::Currency, T::PaymentStatus];
    let dates =
        [T::Flag, T::Date, T::BirthDate, T::EventTime, T::PaymentTime, T::LastActive, T::Amount, T::Count, T::Code];
    for semantic in small.into_iter().chain(dates).chain([T::Latitude, T::Longitude, T::Url, T::UserAgent]) {
        assert!(!accepts(semantic).contains(&"pseudonymize"), "{semantic}");
        assert!(!accepts(semantic).contains(&"encrypt"), "{semantic}");
    }
    for semantic in [T::FreeText, T::Url, T::UserAgent, T::Card, T::Latitude, T::Longitude] {
        assert!(!accepts(semantic).contains(&"keep"), "{semantic}");
    }
    assert!(SemanticType::ALL.iter().all(|&semantic| accepts(semantic).contains(&"drop")));
    let with =
        |name: &str| SemanticType::ALL.iter().copied().filter(|&t| accepts(t).contains(&name)).collect::<Vec<_>>();
    assert_eq!(with("format-preserve"), [T::UserId, T::TransactionId, T::CookieId, T::Iin]);
    assert_eq!(with("prefix-preserve"), [T::Ip]);
}

/// Every law about techniques, as a list that `broken` must cover.
const LAWS: &[(&str, Law)] = &[
    ("null_stays_null", law::null_stays_null),
    ("rows_add_up", law::rows_add_up),
    ("type_is_as_promised", law::type_is_as_promised),
    ("encodings_agree", law::encodings_agree),
    ("numbers_read_as_text", law::numbers_read_as_text),
    ("lost_digits_are_no_value", law::lost_digits_are_no_value),
    ("batches_agree", law::batches_agree),
    ("no_residue", law::no_residue),
    ("tokens_have_one_shape", law::tokens_have_one_shape),
];

/// The technique of a name, for `broken`.
fn named(name: &str) -> &'static dyn Technique {
    iesiz::transform::technique(name).expect("a technique of the catalogue")
}
