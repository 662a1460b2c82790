//! Every sample in every way of writing, and in every context: found, where it stands, with strong evidence.

use super::writings::WRITINGS;
use super::{SAMPLES, Sample};
use iesiz::recognize::{Evidence, Kind, KindSet, find_all};

/// Whether a strong hit of the kind overlaps the bytes.
fn is_found(text: &str, kind: Kind, start: usize, end: usize) -> bool {
    let hits = find_all(text, KindSet::ALL);
    hits.iter().any(|hit| hit.kind == kind && hit.evidence == Evidence::Strong && hit.start < end && hit.end > start)
}

/// What is not found, and why that is right.
const EXCEPTIONS: &[(&str, Kind, &str, &str)] = &[
    ("base64", Kind::Ip, "192.0.2.7", SHORT),
    ("base64 without padding", Kind::Ip, "192.0.2.7", SHORT),
    ("base64 of addresses", Kind::Ip, "192.0.2.7", SHORT),
    ("base64 twice", Kind::Ip, "192.0.2.7", SHORT),
    ("base64 percent-encoded", Kind::Ip, "192.0.2.7", SHORT),
    ("base64", Kind::Postcode, "A15T0G9", SHORT),
    ("base64 without padding", Kind::Postcode, "A15T0G9", SHORT),
    ("base64 of addresses", Kind::Postcode, "A15T0G9", SHORT),
    ("base64 twice", Kind::Postcode, "A15T0G9", SHORT),
    ("base64 percent-encoded", Kind::Postcode, "A15T0G9", SHORT),
    ("digits two spaces apart", Kind::TaxId, "", CHANCE),
    ("l for one", Kind::Card, "6011-1111-1111-1117", WORD),
    ("O for zero", Kind::Card, "6200000000000005", WORD),
    ("a Cyrillic O for zero", Kind::Card, "6200000000000005", WORD),
];
const CHANCE: &str =
    "its check lets one random number in a hundred pass, and columns of numbers stand two spaces apart";
const SHORT: &str = "words of a dozen letters stand in every text, and opening each as base64 would slow all of them";
const WORD: &str = "three digits among thirteen letters are no number";

fn is_exception(name: &str, sample: &Sample) -> bool {
    EXCEPTIONS.iter().any(|(writing, kind, value, _)| {
        *writing == name && *kind == sample.kind && (value.is_empty() || *value == sample.value)
    })
}

#[test]
fn every_sample_is_found_in_every_way_of_writing() {
    let (mut pairs, mut missed, mut excused) = (0, Vec::new(), Vec::new());
    for sample in SAMPLES {
        for writing in WRITINGS.iter().filter(|writing| (writing.suits)(sample.kind)) {
            // Whoever encodes a value with a word before it encodes both.
            let (cue, value) = match sample.cue {
                cue if cue.is_empty() || !writing.name.starts_with("base64") => (cue, sample.value.to_owned()),
                cue => ("", format!("{cue} {}", sample.value)),
            };
            let written = (writing.write)(&value);
            // A value without a space has none to change.
            if written == value {
                continue;
            }
            pairs += 1;
            let before = format!("пишу: {cue} ");
            let text = format!("{before}{written} , вот");
            let found = is_found(&text, sample.kind, before.len(), before.len() + written.len());
            match (found, is_exception(writing.name, sample)) {
                (false, false) => missed.push(format!("{}: {} as {text}", writing.name, sample.value)),
                (false, true) => excused.push((writing.name, sample.kind)),
                _ => {}
            }
        }
    }
    assert!(missed.is_empty(), "{} of {pairs}:\n{}", missed.len(), missed.join("\n"));
    for (name, kind, _, why) in EXCEPTIONS {
        assert!(excused.contains(&(*name, *kind)), "{name}: no exception any more, {why}");
    }
    assert!(pairs > 3_000, "{pairs}");
}

/// What stands around values in exports; `{}` is the value.
const CONTEXTS: &[&str] = &[
    "{}",
    "Здравствуйте, вот данные {} , проверьте пожалуйста",
    "Пишу вам: {}, жду ответа.",
    "Сәлеметсіз бе, деректерім {} тексеріңіз",
    "Hello, my data is {} please check it",
    "x={}",
    "x={};y=1",
    "{\"a\":\"{}\",\"b\":1}",
    "[\"{}\"]",
    "\"{}\"",
    "«{}»",
    "'{}'",
    "({})",
    "[{}]",
    "данные:{}",
    "Моё это {}.",
    "a,{},b",
    "1;{};2",
    "1\t{}\t2",
    "строка\n{}\r\nстрока",
    "1|{}|2",
    "<td>{}</td>",
    "текст<br>{}<br>",
    "{}!",
    "{}?",
    "Анна - {}",
    "Анна — {}",
    "{}...",
];

#[test]
fn every_sample_is_found_in_every_context() {
    let (mut pairs, mut missed) = (0, Vec::new());
    for sample in SAMPLES {
        for context in CONTEXTS {
            let (before, after) = context.rsplit_once("{}").expect("a place");
            let before = format!("{before}{}{}", sample.cue, if sample.cue.is_empty() { "" } else { " " });
            let text = format!("{before}{}{after}", sample.value);
            pairs += 1;
            if !is_found(&text, sample.kind, before.len(), before.len() + sample.value.len()) {
                missed.push(text);
            }
        }
    }
    assert!(missed.is_empty(), "{} of {pairs}:\n{}", missed.len(), missed.join("\n"));
    assert_eq!(pairs, SAMPLES.len() * CONTEXTS.len());
}

/// Two of a kind beside each other are two.
#[test]
fn two_samples_in_one_text_are_two() {
    for sample in SAMPLES {
        let one = format!("{} {}", sample.cue, sample.value);
        let text = format!("{one} и ещё {one}");
        let hits = find_all(&text, KindSet::NONE.with(sample.kind));
        let strong = hits.iter().filter(|hit| hit.evidence == Evidence::Strong).count();
        assert_eq!(strong, 2, "{text}");
    }
}

/// A sign in brackets is written by nobody who means anything else; one between spaces may be, and what a mask left is nobody's any more.
#[test]
fn addresses_in_words() {
    for (text, wanted) in [
        ("anna(at)example.kz", Evidence::Strong),
        ("anna [at] example.kz", Evidence::Strong),
        ("anna (собака) example.kz", Evidence::Strong),
        ("anna собака example точка kz", Evidence::Strong),
        ("anna @ example.kz", Evidence::Weak),
        ("i***@example.kz", Evidence::Weak),
    ] {
        let hits = find_all(text, KindSet::NONE.with(Kind::Email));
        assert_eq!(hits.iter().map(|hit| hit.evidence).max(), Some(wanted), "{text}");
    }
}
