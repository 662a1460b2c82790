//! Searches with all recognisers: the first strong hit, for the guard; every hit, with its place in the text, for a scan.
//!
//! Besides the text itself, what hides in it is searched: percent-encoding, entities and escapes are undone, rows of base64 opened, letters in
//! numbers read as digits. There is no budget after which a search gives up.

use std::collections::BTreeMap;

use super::fold::{Layer, fold};
use super::hex::is_uuid;
use super::{Evidence, Features, Kind, KindSet, RECOGNIZERS, Span};
use super::{decode, packed, parted, scripts};
use crate::canon::text::{Odd, oddness};

/// Something found, in bytes of the text as it was given.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Hit {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How sure that is.
    pub evidence: Evidence,
}

/// The kind of the first strong hit among the wanted kinds; what the guard asks about every cell.
///
/// Evasions are folded where the text is not ASCII, encodings undone where there are any.
#[must_use]
pub fn strongest_hit(text: &str, wanted: KindSet) -> Option<Kind> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !wanted.overlaps(kinds_of_digits(text.len())) {
        return None;
    }
    if Features::of_plain_number(text.as_bytes()).is_some() {
        return None;
    }
    // Dashes and wide spaces stand in most prose, and folding them adds nothing that a recogniser wakes up for.
    let in_place = text.is_ascii() || !matches!(oddness(text), Odd::Other);
    if in_place && is_harmless(&Features::of(text.as_bytes()), wanted) {
        return None;
    }
    let mut buffer = String::new();
    let folded = plain(text, &mut buffer);
    let features = Features::of(folded.as_bytes());
    if is_harmless(&features, wanted) {
        return None;
    }
    strong_hit(folded, &features, wanted).or_else(|| {
        let mut kind = None;
        each_inner(folded, &features, &mut |inner| {
            if kind.is_none() {
                kind = strong_hit(inner.text, &Features::of(inner.text.as_bytes()), inner.trusted(wanted));
            }
        });
        kind
    })
}

/// The most that a row of digits alone can be with strong evidence, by its length. Too few for anything, or too many for a card, a number of a
/// person or a phone: ids and counters of visits, such as fill whole columns.
///
/// Nothing hides in them either: digits read as base64 give no `@` and no two digits beside each other.
fn kinds_of_digits(len: usize) -> KindSet {
    match len {
        0..=5 => KindSet::NONE,
        17..=19 => KindSet::NONE.with(Kind::Digits).with(Kind::Cookie),
        _ => KindSet::ALL,
    }
}

/// Whether another text may hide in a text: one that is encoded, one in two scripts, or a number with letters for digits.
fn may_hide(features: &Features) -> bool {
    let hidden = features.percent || features.escape || features.quoted || features.base64 >= packed::SHORTEST;
    let written = features.tag || features.plus || features.hidden_sign || features.mixed;
    hidden || written || (features.letters && features.total_digits >= 6) || may_be_hex(features) || is_parted(features)
}

/// Whether the text may hold a hexadecimal number of somebody's.
fn may_be_hex(features: &Features) -> bool {
    features.base64 >= packed::SHORTEST_NUMBER && features.letters && features.total_digits > 0
}

/// Whether the text may hold a number whose groups are parted by signs that are no separators.
fn is_parted(features: &Features) -> bool {
    let coloned = features.colons >= 3 && features.total_digits >= 10;
    coloned || (features.parted >= 10 && features.parted > features.joined)
}

/// Whether no recogniser of a wanted kind can hit the text or what hides in it.
fn is_harmless(features: &Features, wanted: KindSet) -> bool {
    !may_hide(features) && !RECOGNIZERS.iter().any(|known| wanted.meets(known.kind()) && known.may_hit_in(features))
}

fn strong_hit(text: &str, features: &Features, wanted: KindSet) -> Option<Kind> {
    let mut found = Vec::new();
    for recognizer in RECOGNIZERS {
        if !wanted.meets(recognizer.kind()) || !recognizer.may_hit_in(features) {
            continue;
        }
        found.clear();
        recognizer.find(text, &mut found);
        if let Some(hit) = found.iter().find(|span| span.evidence == Evidence::Strong && wanted.contains(span.kind)) {
            return Some(hit.kind);
        }
    }
    None
}

/// The text in plain form: itself, or its folded copy in the buffer.
pub(super) fn plain<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if !text.is_ascii() && fold(text, buffer) { buffer } else { text }
}

/// Where a piece of one text stands in another.
type Place<'a> = dyn Fn(usize, usize) -> (usize, usize) + 'a;

/// A text inside a text.
struct Inner<'a> {
    text: &'a str,
    /// Whether letters were read as digits, or signs as separators: then hits prove numbers with a check or a plan only.
    numbers: bool,
    /// Where something in it stands in the text around it.
    place: &'a Place<'a>,
}

impl Inner<'_> {
    /// Kinds that a hit in it proves.
    fn trusted(&self, wanted: KindSet) -> KindSet {
        const NUMBERS: [Kind; 7] =
            [Kind::Phone, Kind::NationalId, Kind::BusinessId, Kind::TaxId, Kind::Card, Kind::Ip, Kind::Coordinates];
        if !self.numbers {
            return wanted;
        }
        NUMBERS.into_iter().filter(|&kind| wanted.contains(kind)).fold(KindSet::NONE, KindSet::with)
    }

    /// A hit in it as a hit in the text around it.
    fn outside(&self, span: Span) -> Span {
        let (start, end) = (self.place)(span.start, span.end);
        Span { start, end, ..span }
    }
}

/// Encodings around each other that are undone at most: an address inside an address is encoded twice, and once more in a mail.
const DEEPEST: usize = 5;

/// Rows of base64 inside each other that are opened at most.
const NESTED: usize = 2;

/// Calls `see` with every text that hides in a text in plain form.
fn each_inner(text: &str, features: &Features, see: &mut dyn FnMut(&Inner<'_>)) {
    dig(text, features, NESTED, &|start, end| (start, end), see);
}

/// As [`each_inner`], for a text that stands in another itself. One encoding at a time is undone, and each text on the way is seen: the cost
/// is that of a few texts, whatever is inside of what.
fn dig(text: &str, features: &Features, nested: usize, place: &Place<'_>, see: &mut dyn FnMut(&Inner<'_>)) {
    let mut layers: Vec<Layer> = Vec::new();
    let mut features = *features;
    loop {
        let inner = layers.last().map_or(text, |layer| layer.text.as_str());
        let outside = |start: usize, end: usize| {
            let down = |(start, end), layer: &Layer| (layer.source(start), layer.source_end(end));
            let (start, end) = layers.iter().rev().fold((start, end), down);
            place(start, end)
        };
        if !layers.is_empty() {
            see(&Inner { text: inner, numbers: false, place: &outside });
        }
        respelled(inner, &features, &outside, see);
        if nested > 0 && (features.base64 >= packed::SHORTEST || features.total_digits >= packed::SHORTEST_DUMP) {
            let mut open = |start: usize, end: usize, token: &str| {
                let whole = |_: usize, _: usize| outside(start, end);
                let mut buffer = String::new();
                let token = plain(token, &mut buffer);
                see(&Inner { text: token, numbers: false, place: &whole });
                dig(token, &Features::of(token.as_bytes()), nested - 1, &whole, see);
            };
            if features.base64 >= decode::SHORTEST_BASE64 {
                decode::base64(inner, &mut open);
            }
            packed::texts(inner, &mut open);
            packed::dumps(inner, &mut open);
        }
        if may_be_hex(&features) {
            packed::numbers(inner, |start, end, number| {
                let whole = |_: usize, _: usize| outside(start, end);
                see(&Inner { text: number, numbers: true, place: &whole });
            });
        }
        let next = if layers.len() < DEEPEST { decode::undone(inner, &features) } else { None };
        let Some(next) = next else { return };
        features = Features::of(next.text.as_bytes());
        layers.push(next);
    }
}

/// Calls `see` with the text with every word in one script, with letters in numbers as digits, and with hyphens between the groups of numbers.
fn respelled(text: &str, features: &Features, place: &Place<'_>, see: &mut dyn FnMut(&Inner<'_>)) {
    let scripts = if features.mixed { scripts::one_script_each(text) } else { None };
    let digits = if features.letters && features.total_digits >= 6 { decode::digits(text) } else { None };
    let joined = if is_parted(features) { parted::joined(text) } else { None };
    for (layer, numbers) in [(scripts, false), (digits, true), (joined, true)] {
        let Some(layer) = layer else { continue };
        let outside = |start: usize, end: usize| place(layer.source(start), layer.source_end(end));
        see(&Inner { text: &layer.text, numbers, place: &outside });
    }
}

/// Everything among the wanted kinds that the text holds, overlaps resolved, in the order of the text.
///
/// Stronger evidence wins over weaker, and of equals the recogniser that stands first in [`RECOGNIZERS`]. Addresses of the web hold other
/// identifiers, and both are told; in a browser's header versions look like addresses, and only the header is told.
#[must_use]
pub fn find_all(text: &str, wanted: KindSet) -> Vec<Hit> {
    let layer = Layer::plain(text);
    let folded = layer.as_ref().map_or(text, |layer| layer.text.as_str());
    let features = Features::of(folded.as_bytes());
    let mut hits: Vec<Ranked> = Vec::new();
    collect(folded, &features, wanted, &mut |rank, span| hits.push(Ranked { rank, span }));
    if !is_harmless(&features, wanted) {
        each_inner(folded, &features, &mut |inner| {
            let trusted = inner.trusted(wanted);
            collect(inner.text, &Features::of(inner.text.as_bytes()), trusted, &mut |rank, span| {
                if span.evidence == Evidence::Strong {
                    hits.push(Ranked { rank, span: inner.outside(span) });
                }
            });
        });
    }
    let mut resolved = resolve(hits);
    resolved.sort_by_key(|span| (span.start, span.end));
    resolved.into_iter().map(|span| original(text, layer.as_ref(), span)).collect()
}

/// Tells which kinds texts hold, text by text; keeps its memory between them.
#[derive(Debug, Default)]
pub struct Finder {
    folded: String,
    found: Vec<Span>,
    hits: Vec<Ranked>,
}

impl Finder {
    /// Kinds that the text holds with strong evidence, and kinds with weak evidence only; overlaps are resolved as in [`find_all`], but a row
    /// of digits is one only where it is nothing else.
    ///
    /// `features` are those of the text as it stands.
    #[must_use]
    pub fn kinds(&mut self, text: &str, features: &Features) -> (KindSet, KindSet) {
        // Columns of ids are full of them, and all that could be found in one lies inside of it.
        if is_uuid(text) {
            return (KindSet::NONE.with(Kind::Uuid), KindSet::NONE);
        }
        let Self { folded, found, hits } = self;
        let given = text;
        let text = plain(text, folded);
        let features = if std::ptr::eq(text, given) { *features } else { Features::of(text.as_bytes()) };
        hits.clear();
        collect_into(text, &features, KindSet::ALL, found, &mut |rank, span| hits.push(Ranked { rank, span }));
        if may_hide(&features) {
            each_inner(text, &features, &mut |inner| {
                let trusted = inner.trusted(KindSet::ALL);
                collect_into(inner.text, &Features::of(inner.text.as_bytes()), trusted, found, &mut |rank, span| {
                    if span.evidence == Evidence::Strong {
                        hits.push(Ranked { rank, span: inner.outside(span) });
                    }
                });
            });
        }
        let (mut strong, mut weak) = (KindSet::NONE, KindSet::NONE);
        each_resolved(hits, |span| match span.evidence {
            Evidence::Strong => strong = strong.with(span.kind),
            _ => weak = weak.with(span.kind),
        });
        (strong, weak)
    }
}

/// Calls `see` with the hits that no better one overlaps.
fn each_resolved(hits: &mut [Ranked], mut see: impl FnMut(Span)) {
    if let [only] = hits {
        return see(only.span);
    }
    hits.sort_by_key(|hit| {
        let digits = hit.span.kind == Kind::Digits;
        (digits, std::cmp::Reverse(hit.span.evidence), hit.span.kind != Kind::UserAgent, hit.rank, hit.span.start)
    });
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    for hit in &*hits {
        let Span { start, end, kind, .. } = hit.span;
        if is_container(kind) {
            see(hit.span);
        } else if taken.range(..end).next_back().is_none_or(|(_, &last)| last <= start) {
            taken.insert(start, end);
            see(hit.span);
        }
    }
}

fn collect(text: &str, features: &Features, wanted: KindSet, see: &mut dyn FnMut(usize, Span)) {
    collect_into(text, features, wanted, &mut Vec::new(), see);
}

fn collect_into(
    text: &str,
    features: &Features,
    wanted: KindSet,
    found: &mut Vec<Span>,
    see: &mut dyn FnMut(usize, Span),
) {
    for (rank, recognizer) in RECOGNIZERS.iter().enumerate() {
        if !wanted.meets(recognizer.kind()) || !recognizer.may_hint_in(features) {
            continue;
        }
        found.clear();
        recognizer.find(text, found);
        found.iter().filter(|span| wanted.contains(span.kind)).for_each(|span| see(rank, *span));
    }
}

/// A hit and the place of its recogniser in the order.
#[derive(Debug)]
struct Ranked {
    rank: usize,
    span: Span,
}

/// Hits that hold others and are told beside them.
fn is_container(kind: Kind) -> bool {
    matches!(kind, Kind::Url | Kind::Address)
}

fn resolve(mut hits: Vec<Ranked>) -> Vec<Span> {
    hits.sort_by_key(|hit| {
        (std::cmp::Reverse(hit.span.evidence), hit.span.kind != Kind::UserAgent, hit.rank, hit.span.start)
    });
    let mut kept: Vec<Span> = Vec::new();
    // Disjoint spans that are taken, by their start: the neighbours of a new one tell whether it overlaps.
    let mut taken: BTreeMap<usize, usize> = BTreeMap::new();
    let mut containers: BTreeMap<(Kind, usize), usize> = BTreeMap::new();
    for Ranked { span, .. } in hits {
        if is_container(span.kind) {
            // The same address is found again where an encoding in it is undone.
            let first = (span.kind, 0)..(span.kind, span.end);
            let again = containers.range(first).next_back().is_some_and(|(_, &end)| end > span.start);
            if !again {
                containers.insert((span.kind, span.start), span.end);
                kept.push(span);
            }
            continue;
        }
        let before = taken.range(..span.end).next_back().is_some_and(|(_, &end)| end > span.start);
        if !before {
            taken.insert(span.start, span.end);
            kept.push(span);
        }
    }
    kept
}

/// A span of the plain form as a hit in the text itself, widened to whole characters.
fn original(text: &str, layer: Option<&Layer>, span: Span) -> Hit {
    let (mut start, mut end) =
        layer.map_or((span.start, span.end), |layer| (layer.source(span.start), layer.source_end(span.end)));
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    Hit { start, end: end.max(start), kind: span.kind, evidence: span.evidence }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recognize::{Evidence, Features, Recognizer};
    use std::time::{Duration, Instant};

    /// Strong kinds that one recogniser finds.
    fn strong(recognizer: &dyn Recognizer, text: &str) -> Vec<Kind> {
        let mut found = Vec::new();
        recognizer.find(text, &mut found);
        found.iter().filter(|span| span.evidence == Evidence::Strong).map(|span| span.kind).collect()
    }

    /// The short way tells what the long way tells.
    #[test]
    fn a_uuid_is_nothing_else() {
        let mut state = 0x9e37_79b9_7f4a_7c15_u128;
        for _ in 0..40_000 {
            state = state.wrapping_mul(0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645).wrapping_add(1);
            let hex = format!("{state:032x}");
            let uuid = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-");
            let hits = find_all(&uuid, KindSet::ALL);
            if !is_uuid(&uuid) {
                continue;
            }
            let kinds = hits.iter().map(|hit| (hit.kind, hit.evidence)).collect::<Vec<_>>();
            assert_eq!(kinds, [(Kind::Uuid, Evidence::Strong)], "{uuid}");
        }
    }

    #[test]
    fn examples_are_strong_pass_the_filter_and_survive_surroundings() {
        for recognizer in RECOGNIZERS {
            assert!(!recognizer.examples().is_empty(), "{}", recognizer.name());
            for example in recognizer.examples() {
                let name = recognizer.name();
                let mut buffer = String::new();
                let folded = plain(example, &mut buffer);
                let kinds = strong(*recognizer, folded);
                assert!(
                    !kinds.is_empty() && kinds.iter().all(|kind| recognizer.kind().contains(kind)),
                    "{name}: {example}"
                );
                assert!(recognizer.may_hit(folded.as_bytes()), "{name}: {example}");
                assert_eq!(recognizer.judge(example), Evidence::Strong, "{name}: {example}");
                for text in [
                    (*example).to_owned(),
                    format!("Пишите: {example}, жду"),
                    format!("text ({example})"),
                    format!("«{example}»."),
                ] {
                    assert!(strongest_hit(&text, KindSet::ALL).is_some(), "{name}: {text}");
                }
            }
        }
    }

    #[test]
    fn digits_alone_are_no_more_than_their_number_allows() {
        let mut state = 11_u64;
        let mut random = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        // What other numbers begin with: cards, phones with and without a way abroad, births, seconds of the clock, people.
        let heads =
            ["", "4", "51", "2200", "62", "7771", "8707", "00777", "8107", "850315", "16", "1700000000", "9805"];
        let mut known: BTreeMap<usize, KindSet> = BTreeMap::new();
        for _ in 0..60_000 {
            let len = 17 + random(3) as usize;
            let mut text = heads[random(heads.len() as u64) as usize].to_owned();
            while text.len() < len {
                text.push(char::from(b'0' + random(10) as u8));
            }
            // Every other one ends in the check digit of cards.
            if random(2) == 0 {
                text = (b'0'..=b'9')
                    .map(|digit| format!("{}{}", &text[..len - 1], char::from(digit)))
                    .find(|text| crate::checksum::luhn(text.as_bytes()))
                    .expect("one of ten fits");
            }
            let features = Features::of(text.as_bytes());
            let mut wanted = KindSet::ALL;
            let mut see = |text: &str, features: &Features| {
                while let Some(kind) = strong_hit(text, features, wanted) {
                    wanted = wanted.without(kind);
                    let found = known.entry(len).or_insert(KindSet::NONE);
                    *found = found.with(kind);
                }
            };
            see(&text, &features);
            each_inner(&text, &features, &mut |inner| see(inner.text, &Features::of(inner.text.as_bytes())));
        }
        for (len, kinds) in known {
            for kind in kinds.iter() {
                assert!(kinds_of_digits(len).contains(kind), "{len} digits are {kind:?}");
            }
        }
    }

    #[test]
    fn plain_numbers_are_nothing_to_any_recogniser() {
        let mut state = 7_u64;
        let mut random = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let mut plain = 0;
        for round in 0..200_000 {
            let mut two = || format!("{:02}", random(100));
            let text: String = match round % 4 {
                0 => format!("1{}9-{}-{}", two(), two(), two()),
                1 => format!("2{}0-{}-{} {}:{}:{}", two(), two(), two(), two(), two(), two()),
                _ => (0..random(14)).map(|_| char::from(b"0123456789012345678901234567-. ,+"[random(33)])).collect(),
            };
            let Some(features) = Features::of_plain_number(text.as_bytes()) else { continue };
            plain += 1;
            assert_eq!(features, Features::of(text.as_bytes()), "{text}");
            assert!(!may_hide(&features), "{text}");
            for recognizer in RECOGNIZERS.iter().filter(|recognizer| recognizer.may_hint_in(&features)) {
                let mut found = Vec::new();
                recognizer.find(&text, &mut found);
                assert!(found.is_empty(), "{}: {text}", recognizer.name());
            }
        }
        assert!(plain > 120_000, "{plain}");
    }

    #[test]
    fn kinds_are_those_of_all_hits_but_for_rows_of_digits() {
        let mut finder = Finder::default();
        for text in [
            "пишите на anna@example.kz или 8 771 000 99 98",
            "https://example.kz/?email=anna%40example.kz&yclid=12345678",
            "ИИН 850315100016, карта 4000 0000 0000 1232",
            "8\u{200b}771\u{a0}000\u{2011}99\u{2011}98",
            "Мысалова Анна Сергеевна",
            "x YW5uYUBleGFtcGxlLmt6 y",
            "123ABC02",
            "",
        ] {
            let (mut strong, mut weak) = (KindSet::NONE, KindSet::NONE);
            for hit in find_all(text, KindSet::ALL).iter().filter(|hit| hit.kind != Kind::Digits) {
                let set = if hit.evidence == Evidence::Strong { &mut strong } else { &mut weak };
                *set = set.with(hit.kind);
            }
            let (found_strong, found_weak) = finder.kinds(text, &Features::of(text.as_bytes()));
            assert_eq!((found_strong.without(Kind::Digits), found_weak), (strong, weak), "{text}");
        }
        // Bare digits are a telephone number, if a weak one, before they are a row.
        let (strong, weak) = finder.kinds("87710009998", &Features::of(b"87710009998"));
        assert_eq!((strong, weak), (KindSet::NONE, KindSet::NONE.with(Kind::Phone)));
    }

    #[test]
    fn every_kind_has_a_recogniser_and_names_differ() {
        for kind in Kind::ALL {
            assert!(RECOGNIZERS.iter().any(|recognizer| recognizer.kind().contains(kind)), "{kind:?}");
        }
        for (i, recognizer) in RECOGNIZERS.iter().enumerate() {
            assert!(RECOGNIZERS[..i].iter().all(|other| other.name() != recognizer.name()));
        }
    }

    #[test]
    fn hits_by_kind() {
        for (text, wanted) in [
            ("пишите на anna@example.kz", Some(Kind::Email)),
            ("+7 (771) 000-99-98", Some(Kind::Phone)),
            ("ИИН 850315100016", Some(Kind::NationalId)),
            ("ТОО «Мысал», 210140019844", Some(Kind::BusinessId)),
            ("карта 4000 0000 0000 1232", Some(Kind::Card)),
            ("с адреса 192.0.2.7", Some(Kind::Ip)),
            ("ИНН 7830002293", Some(Kind::TaxId)),
            ("счёт KZ60 999K ZT00 0000 0001", Some(Kind::Iban)),
            ("00:00:5E:00:53:01", Some(Kind::Mac)),
            ("f81d4fae-7dec-41d0-a765-00a0c91e6bf6", Some(Kind::Uuid)),
            ("md5 d41d8cd98f00b204e9800998ecf8427e", Some(Kind::Digest)),
            ("sid=9s8d7f6a5s4d3f2a1s", Some(Kind::Secret)),
            ("GA1.2.1234567890.1700000000", Some(Kind::Cookie)),
            ("машина 123ABC02", Some(Kind::Plate)),
            ("паспорт N12345678", Some(Kind::Document)),
            ("P<KAZMYSALOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<", Some(Kind::Mrz)),
            ("ул. Тимирязева, д. 28В", Some(Kind::Address)),
            ("А15TOG9", Some(Kind::Postcode)),
            ("t.me/anna_m_77", Some(Kind::Social)),
            ("меня зовут Айгерим", Some(Kind::Name)),
            ("anna&#64;example.kz", Some(Kind::Email)),
            ("\\u0061nna@example.kz", Some(Kind::Email)),
            ("YW5uYUBleGFtcGxlLmt6", Some(Kind::Email)),
            ("85О315100О16", Some(Kind::NationalId)),
            ("заказ 1234567890", Some(Kind::Digits)),
            ("data:image/png;base64,AAAA", Some(Kind::Image)),
            ("77710009998@c.us", Some(Kind::Phone)),
            ("?email=anna%40example.kz", Some(Kind::Email)),
            ("?to=anna%2540example.kz", Some(Kind::Email)),
            ("phone=%2B77710009998", Some(Kind::Phone)),
            ("%34%30%30%30%30%30%30%30%30%30%30%30%31%32%33%32", Some(Kind::Card)),
            ("８５０３１５１００\u{200b}０１６", Some(Kind::NationalId)),
            ("+7\u{a0}771\u{2011}000\u{2011}99\u{2011}98", Some(Kind::Phone)),
            ("anna＠example。kz", Some(Kind::Email)),
            ("٨٧٧١٠٠٠٩٩٩٨", Some(Kind::Digits)),
            ("Python-разработчик, 2024 год", None),
            ("", None),
            ("2024-03-05 12:00:00", None),
            ("2024-03-05T12:00:00.123456Z", None),
            ("123456.78", None),
            ("1 234 567,89 ₸", None),
            ("100%", None),
            ("скидка 50%20 дней", None),
            ("43.238949, 76.889709", Some(Kind::Coordinates)),
            ("31.08.2023 12:00", None),
            ("C++ std::vec", None),
            ("x", None),
            ("https://skillbox.kz/courses/{id}", Some(Kind::Url)),
            ("Mozilla/5.0 Chrome/120.0.6099.129 Safari/537.36", Some(Kind::UserAgent)),
            ("192.0.2.0/24", None),
            ("2001:db8:1::/48", None),
        ] {
            assert_eq!(strongest_hit(text, KindSet::ALL), wanted, "{text}");
        }
    }

    /// Every evasion of one kind of identifier leads back to the characters that spell it.
    #[test]
    fn hits_stand_where_the_text_has_them() {
        for (text, wanted, kind) in [
            (
                "тел 8\u{200b}771\u{a0}000\u{2011}99\u{2011}98!",
                "8\u{200b}771\u{a0}000\u{2011}99\u{2011}98",
                Kind::Phone,
            ),
            ("ИИН ８５０３１５１０００１６.", "８５０３１５１０００１６", Kind::NationalId),
            ("?e=anna%40example.kz&x", "anna%40example.kz", Kind::Email),
            ("?e=anna%2540example.kz&x", "anna%2540example.kz", Kind::Email),
            ("почта anna&#64;example.kz", "anna&#64;example.kz", Kind::Email),
            ("x YW5uYUBleGFtcGxlLmt6 y", "YW5uYUBleGFtcGxlLmt6", Kind::Email),
            ("ИИН 85О315100О16", "85О315100О16", Kind::NationalId),
            ("Мысалова А\u{ad}нна Сергеевна пишет", "Мысалова А\u{ad}нна Сергеевна", Kind::Name),
        ] {
            let hits = find_all(text, KindSet::ALL.without(Kind::Digits));
            let found: Vec<(&str, Kind)> = hits.iter().map(|hit| (&text[hit.start..hit.end], hit.kind)).collect();
            assert!(found.contains(&(wanted, kind)), "{text}: {found:?}");
        }
    }

    #[test]
    fn overlaps_are_resolved_in_order() {
        let kinds = |text: &str| find_all(text, KindSet::ALL).iter().map(|hit| hit.kind).collect::<Vec<_>>();
        assert_eq!(kinds("KZ739990000000000123"), [Kind::Iban], "no long row of digits beside it");
        assert_eq!(kinds("87710009998@c.us"), [Kind::Phone]);
        assert_eq!(kinds("https://wa.me/77710009998"), [Kind::Url, Kind::Phone]);
        assert_eq!(kinds("Mozilla/5.0 (Windows NT 10.0.19041.1) Chrome/120.0.6099.129"), [Kind::UserAgent]);
        assert_eq!(
            kinds("тел. 87710009998, ИИН 850315100016, карта 4000 0000 0000 1232"),
            [Kind::Phone, Kind::NationalId, Kind::Card]
        );
        assert_eq!(kinds("обычный текст без ничего"), []);
    }

    #[test]
    fn only_wanted_kinds_hit() {
        let ids = KindSet::ALL.without(Kind::Digits);
        assert_eq!(strongest_hit("1700000000123456789", ids), None);
        assert_eq!(strongest_hit("1700000000123456789", KindSet::ALL), Some(Kind::Digits));
        assert_eq!(strongest_hit("anna@example.kz", KindSet::ALL.without(Kind::Email)), None);
        assert_eq!(strongest_hit("87710009998@example.kz", KindSet::NONE.with(Kind::Phone)), Some(Kind::Phone));
        assert_eq!(strongest_hit("anna@example.kz", KindSet::NONE), None);
    }

    #[test]
    fn sets_of_kinds() {
        for &kind in Kind::ALL {
            assert!(KindSet::ALL.contains(kind) && !KindSet::NONE.contains(kind));
            assert!(!KindSet::ALL.without(kind).contains(kind) && KindSet::NONE.with(kind).contains(kind));
        }
    }

    /// Texts of letters and signs that matter to some recogniser.
    fn random_texts() -> impl Iterator<Item = String> {
        const PIECES: &[&str] = &[
            "7",
            "771",
            "000",
            "99",
            "98",
            "8",
            "+",
            " ",
            "-",
            ".",
            "(",
            ")",
            "@",
            "a",
            "b.kz",
            "example.kz",
            "850315100016",
            "4000",
            "0000",
            "1232",
            "*",
            "X",
            ":",
            "::",
            "2001",
            "db8",
            "192.0.2.7",
            "/24",
            "%40",
            "%",
            "ИИН ",
            "тел ",
            "data:image/",
            "iVBORw0KGgo",
            "x",
            "_",
            "é",
            "ж",
            ",",
            "\n",
        ];
        let mut state = 88_172_645_463_325_252_u64;
        (0..20_000).map(move |_| {
            let mut text = String::new();
            for _ in 0..state % 12 + 1 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                text.push_str(PIECES[usize::try_from(state % PIECES.len() as u64).expect("small")]);
            }
            text
        })
    }

    #[test]
    fn the_filter_never_hides_a_strong_hit_and_spans_are_sound() {
        for text in random_texts() {
            for recognizer in RECOGNIZERS {
                let mut found = Vec::new();
                recognizer.find(&text, &mut found);
                let features = Features::of(text.as_bytes());
                for span in &found {
                    assert!(
                        span.start < span.end && text.get(span.start..span.end).is_some(),
                        "{} {span:?} in {text:?}",
                        recognizer.name()
                    );
                    assert!(recognizer.kind().contains(&span.kind) && span.evidence > Evidence::Refuted);
                    if span.evidence == Evidence::Strong {
                        assert!(
                            recognizer.may_hit_in(&features) && !is_harmless(&features, KindSet::NONE.with(span.kind)),
                            "{} in {text:?}",
                            recognizer.name()
                        );
                        assert!(
                            strongest_hit(&text, KindSet::NONE.with(span.kind)).is_some(),
                            "{} in {text:?}",
                            recognizer.name()
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn time_is_linear() {
        let started = Instant::now();
        for piece in [
            "7",
            "7 ",
            "7-",
            "8 771 ",
            "4000 ",
            "@",
            "a@",
            "a@ ",
            "a@b.",
            "::",
            "2001:",
            "1.",
            "192.0.2.",
            "*",
            "4000*",
            "%40",
            "%25",
            "/9j/",
            "data:image/",
            "(",
            "x7",
            "ИИН 1",
            "é7",
            "&#64;",
            "&amp;#64;",
            "&a",
            "\\u0040",
            "\\",
            "<b",
            "<b>",
            "a+",
            "[.]",
            " (dot) ",
            "%u0040",
            "aа",
            "aа ",
            "7О",
            "YUBiLmt6YUBiLmt6 ",
            "JTI1MjU0MCZhbXA7I1lVQmlMbXQ2WVVCaUxtdDY= %2525&amp;#37;",
        ] {
            let text = piece.repeat(100_000 / piece.len());
            let mut found = Vec::new();
            for recognizer in RECOGNIZERS {
                recognizer.find(&text, &mut found);
            }
            let _ = strongest_hit(&text, KindSet::ALL);
        }
        // Four megabytes, about ten seconds in a build without optimisation; anything quadratic would take many minutes.
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }
}
