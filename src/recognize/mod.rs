//! Recognisers: what in a text is an identifier, and how sure that is (domain requirements, section 3).
//!
//! A recogniser works on text in plain form ([`fold`]): ASCII digits, ordinary spaces and hyphens, nothing invisible.
//! Each takes linear time in every input, because a release is only as fast as the guard, and the guard reads what
//! strangers typed. Spans hold positions, never text.

pub mod card;
pub mod digits;
pub mod email;
pub mod fold;
pub mod headers;
pub mod image;
pub mod ip;
pub mod loose;
pub mod national_id;
pub mod phone;

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::canon::text::{Odd, oddness, plain_e};

/// How sure it is that something is an identifier.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Evidence {
    /// It is not one.
    Refuted,
    /// It has the shape of one, and so have other things.
    Weak,
    /// Structure and check digit, or structure and a word beside it.
    Strong,
}

/// What kind of identifier was found.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Kind {
    /// Email address.
    Email,
    /// Telephone number, messenger ids made of one included.
    Phone,
    /// IIN of a person.
    NationalId,
    /// BIN of a business.
    BusinessId,
    /// Payment card number, whole or masked.
    Card,
    /// IP address.
    Ip,
    /// Ten or more digits in a row, of whatever meaning.
    Digits,
    /// A picture inside the text.
    Image,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 8] =
        [Self::Email, Self::Phone, Self::NationalId, Self::BusinessId, Self::Card, Self::Ip, Self::Digits, Self::Image];
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct KindSet(u8);

impl KindSet {
    /// No kind.
    pub const NONE: Self = Self(0);
    /// Every kind.
    pub const ALL: Self = Self(u8::MAX);

    /// This set and the kind.
    #[must_use]
    pub const fn with(self, kind: Kind) -> Self {
        Self(self.0 | 1 << kind as u8)
    }

    /// This set but for the kind.
    #[must_use]
    pub const fn without(self, kind: Kind) -> Self {
        Self(self.0 & !(1 << kind as u8))
    }

    /// Whether the kind is in this set.
    #[must_use]
    pub const fn contains(self, kind: Kind) -> bool {
        self.0 & (1 << kind as u8) != 0
    }
}

/// Where something was found, in bytes of the text that was searched.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// Byte behind the last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
    /// How sure that is.
    pub evidence: Evidence,
}

/// Finds identifiers of one family.
pub trait Recognizer: Sync {
    /// The kinds that it reports.
    fn kind(&self) -> &'static [Kind];

    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// Appends what it finds in a text in plain form; spans of one recogniser may overlap where their kinds differ.
    fn find(&self, text: &str, found: &mut Vec<Span>);

    /// Whether a text with these features can hold a strong hit. `true` promises nothing; `false` is a promise.
    fn may_hit_in(&self, features: &Features) -> bool;

    /// Strong values, invented: tests plant them and expect to see them found.
    fn examples(&self) -> &'static [&'static str];

    /// Whether bytes in plain form can hold a strong hit: a filter that costs less than a search.
    fn may_hit(&self, bytes: &[u8]) -> bool {
        self.may_hit_in(&Features::of(bytes))
    }

    /// The best evidence for anything in a candidate, in plain form or not.
    fn judge(&self, candidate: &str) -> Evidence {
        let mut buffer = String::new();
        let mut found = Vec::new();
        self.find(plain(candidate, &mut buffer), &mut found);
        found.iter().map(|span| span.evidence).max().unwrap_or(Evidence::Refuted)
    }
}

/// Every recogniser, in the order in which overlapping hits are resolved.
pub const RECOGNIZERS: &[&dyn Recognizer] = &[
    &email::Emails,
    &card::Cards,
    &national_id::NationalIds,
    &phone::Phones,
    &ip::Ips,
    &image::Images,
    &digits::LongRuns,
];

/// What one pass over the bytes tells; lets most texts go without a search.
#[derive(Clone, Copy, Debug, Default)]
pub struct Features {
    /// Bytes in all.
    pub len: usize,
    /// Has `@`.
    pub at: bool,
    /// Has `%`.
    pub percent: bool,
    /// Has something that hides digits: `*`, `#`, `x`, or a byte beyond ASCII.
    pub masks: bool,
    /// Digits in all.
    pub total_digits: usize,
    /// Longest run of digits.
    pub digits: usize,
    /// Most digits with nothing between them but up to three separators (` -.()[]`).
    pub joined: usize,
    /// Points.
    pub dots: usize,
    /// Colons.
    pub colons: usize,
    /// Has `::`.
    pub double_colon: bool,
    /// Longest run of characters of base64.
    pub base64: usize,
    /// Starts as a picture does.
    pub picture: bool,
}

const DIGIT: u8 = 1;
const BASE64: u8 = 2;
const MASK: u8 = 4;
const SIGN: u8 = 8;
const SEPARATOR: u8 = 16;

/// Class of every byte, so that the pass branches on rare bytes only.
const CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        if b.is_ascii_digit() {
            classes[byte] |= DIGIT;
        }
        if b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=' | b'-' | b'_') {
            classes[byte] |= BASE64;
        }
        if matches!(b, b'*' | b'#' | b'x' | b'X') || b >= 0x80 {
            classes[byte] |= MASK;
        }
        if matches!(b, b'@' | b'%' | b'.' | b':') {
            classes[byte] |= SIGN;
        }
        if matches!(b, b' ' | b'-' | b'.' | b'(' | b')' | b'[' | b']') {
            classes[byte] |= SEPARATOR;
        }
        byte += 1;
    }
    classes
};

impl Features {
    /// The features of a text in plain form.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        let mut features = Self { len: bytes.len(), picture: image::starts_as_picture(bytes), ..Self::default() };
        let (mut run, mut joined, mut gap, mut word, mut seen) = (0, 0, 0, 0, 0);
        for &byte in bytes {
            let class = CLASSES[usize::from(byte)];
            seen |= class;
            word = if class & BASE64 == 0 { 0 } else { word + 1 };
            features.base64 = features.base64.max(word);
            if class & DIGIT != 0 {
                (run, joined, gap) = (run + 1, joined + 1, 0);
                features.total_digits += 1;
                features.digits = features.digits.max(run);
                features.joined = features.joined.max(joined);
                continue;
            }
            (run, gap) = (0, gap + 1);
            if class & SEPARATOR == 0 || gap > 3 {
                joined = 0;
            }
            if class & SIGN != 0 {
                features.note(byte);
            }
        }
        features.masks = seen & MASK != 0;
        features.double_colon =
            features.colons > 1 && memchr::memchr_iter(b':', bytes).any(|at| bytes.get(at + 1) == Some(&b':'));
        features
    }

    fn note(&mut self, byte: u8) {
        match byte {
            b'@' => self.at = true,
            b'%' => self.percent = true,
            b'.' => self.dots += 1,
            _ => self.colons += 1,
        }
    }

    /// Whether no recogniser can hit.
    #[must_use]
    pub fn is_harmless(&self) -> bool {
        self.total_digits < 4
            && !self.at
            && !self.percent
            && self.colons == 0
            && self.base64 < image::SHORTEST
            && !self.picture
    }
}

/// The kind of the first strong hit among the wanted kinds; what the guard asks about every cell.
///
/// Evasions are folded where the text is not ASCII, percent-encoding is undone where there is any.
#[must_use]
pub fn strongest_hit(text: &str, wanted: KindSet) -> Option<Kind> {
    // Dashes and wide spaces stand in most prose, and folding them adds nothing that a recogniser wakes up for.
    let in_place = text.is_ascii() || !matches!(oddness(text), Odd::Other);
    if in_place && Features::of(text.as_bytes()).is_harmless() {
        return None;
    }
    let mut buffer = String::new();
    let folded = plain(text, &mut buffer);
    let features = Features::of(folded.as_bytes());
    if features.is_harmless() {
        return None;
    }
    strong_hit(folded, &features, wanted).or_else(|| {
        let decoded = features.percent.then(|| decode(folded)).flatten()?;
        let mut buffer = String::new();
        let folded = plain(&decoded, &mut buffer);
        strong_hit(folded, &Features::of(folded.as_bytes()), wanted)
    })
}

fn strong_hit(text: &str, features: &Features, wanted: KindSet) -> Option<Kind> {
    let mut found = Vec::new();
    for recognizer in RECOGNIZERS {
        if !recognizer.kind().iter().any(|&kind| wanted.contains(kind)) || !recognizer.may_hit_in(features) {
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
fn plain<'a>(text: &'a str, buffer: &'a mut String) -> &'a str {
    if !text.is_ascii() && fold::fold(text, buffer) { buffer } else { text }
}

/// The text with percent-encoding undone up to three times; `None` where there is none.
fn decode(text: &str) -> Option<String> {
    let mut decoded: Option<String> = None;
    for _ in 0..3 {
        let current = decoded.as_deref().unwrap_or(text);
        match percent_decode_str(current).decode_utf8_lossy() {
            Cow::Owned(next) => decoded = Some(next),
            Cow::Borrowed(_) => break,
        }
    }
    decoded
}

/// Characters on each side of a number in which a word may tell what it is (domain requirements, 3.1 and 3.4).
const REACH: usize = 25;

/// The surroundings of a span, the span included, in lower case and with `е` for `ё`; `None` where no letter is near,
/// which a column of numbers should not pay for.
fn around(text: &str, start: usize, end: usize) -> Option<String> {
    let from = text[..start].char_indices().rev().take(REACH).last().map_or(start, |(at, _)| at);
    let to = text[end..].char_indices().take(REACH).last().map_or(end, |(at, c)| end + at + c.len_utf8());
    let letters = |part: &str| part.bytes().any(|byte| byte.is_ascii_alphabetic() || byte >= 0x80);
    (letters(&text[from..start]) || letters(&text[end..to]))
        .then(|| text[from..to].chars().flat_map(char::to_lowercase).map(plain_e).collect())
}

/// Where a stem must stand to be a cue.
enum Cue {
    /// Anywhere.
    Stem(&'static str),
    /// At the beginning of a word.
    Start(&'static str),
    /// As a whole word.
    Word(&'static str),
}

impl Cue {
    fn is_in(&self, surroundings: &str) -> bool {
        let (stem, left, right) = match self {
            Self::Stem(stem) => (stem, false, false),
            Self::Start(stem) => (stem, true, false),
            Self::Word(stem) => (stem, true, true),
        };
        surroundings.match_indices(stem).any(|(at, _)| {
            let (before, after) = (&surroundings[..at], &surroundings[at + stem.len()..]);
            let inside =
                (left && before.ends_with(char::is_alphabetic)) || (right && after.starts_with(char::is_alphabetic));
            !inside
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// Strong kinds that one recogniser finds.
    fn strong(recognizer: &dyn Recognizer, text: &str) -> Vec<Kind> {
        let mut found = Vec::new();
        recognizer.find(text, &mut found);
        found.iter().filter(|span| span.evidence == Evidence::Strong).map(|span| span.kind).collect()
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
    fn every_kind_has_a_recogniser_and_names_differ() {
        for kind in Kind::ALL {
            assert!(RECOGNIZERS.iter().any(|recognizer| recognizer.kind().contains(&kind)), "{kind:?}");
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
            ("43.238949, 76.889709", None),
            ("31.08.2023 12:00", None),
            ("C++ std::vec", None),
            ("x", None),
            ("https://skillbox.kz/courses/{id}", None),
            ("Mozilla/5.0 Chrome/120.0.6099.129 Safari/537.36", None),
            ("192.0.2.0/24", None),
            ("2001:db8:1::/48", None),
        ] {
            assert_eq!(strongest_hit(text, KindSet::ALL), wanted, "{text}");
        }
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
        for kind in Kind::ALL {
            assert!(KindSet::ALL.contains(kind) && !KindSet::NONE.contains(kind));
            assert!(!KindSet::ALL.without(kind).contains(kind) && KindSet::NONE.with(kind).contains(kind));
        }
    }

    #[test]
    fn features_of_a_text() {
        let features = Features::of("a@b.kz 12:345 %x".as_bytes());
        assert!(features.at && features.percent && features.masks && !features.picture);
        assert_eq!(
            (features.total_digits, features.digits, features.joined, features.dots, features.colons, features.base64),
            (5, 3, 3, 1, 1, 3)
        );
        assert_eq!(Features::of(b"2024-03-05 12:00:00").joined, 10);
        assert!(Features::of(b"2001:db8::7").double_colon && !Features::of(b"a:b:c").double_colon);
        assert!(Features::of("Обычный текст, 100 слов.".as_bytes()).is_harmless());
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
                            recognizer.may_hit_in(&features) && !features.is_harmless(),
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
        ] {
            let text = piece.repeat(100_000 / piece.len());
            let mut found = Vec::new();
            for recognizer in RECOGNIZERS {
                recognizer.find(&text, &mut found);
            }
            let _ = strongest_hit(&text, KindSet::ALL);
        }
        // Two megabytes, about two seconds in a build without optimisation; anything quadratic would take many minutes.
        assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    }
}
