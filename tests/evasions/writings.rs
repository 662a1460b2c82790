//! Ways of writing that hide a value from a simple search and leave it readable.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE};
use iesiz::recognize::Kind;

/// A way of writing.
pub(super) struct Writing {
    pub(super) name: &'static str,
    pub(super) write: fn(&str) -> String,
    /// Kinds of which the writing leaves the value what it was.
    pub(super) suits: fn(Kind) -> bool,
}

const fn any(name: &'static str, write: fn(&str) -> String) -> Writing {
    Writing { name, write, suits: |_| true }
}

const fn numbers(name: &'static str, write: fn(&str) -> String) -> Writing {
    let suits = |kind| matches!(kind, Kind::Phone | Kind::NationalId | Kind::BusinessId | Kind::TaxId | Kind::Card);
    Writing { name, write, suits }
}

/// Capitals and small letters are one: not in tokens and cookies.
const fn cases(name: &'static str, write: fn(&str) -> String) -> Writing {
    Writing { name, write, suits: |kind| !matches!(kind, Kind::Secret | Kind::Cookie) }
}

/// The mark behind every character.
fn after_each(text: &str, mark: char) -> String {
    text.chars().flat_map(|c| [c, mark]).collect()
}

/// The mark behind every letter and digit.
fn after_letters(text: &str, mark: &str) -> String {
    text.chars().map(|c| if c.is_alphanumeric() { format!("{c}{mark}") } else { c.into() }).collect()
}

/// The mark between every two digits, in place of what stood there.
fn between_digits(text: &str, mark: &str) -> String {
    let mut out = String::new();
    let mut behind_digit = false;
    for c in text.chars().filter(|c| !matches!(c, '(' | ')' | '-')) {
        if c == ' ' && behind_digit {
            continue;
        }
        if c.is_ascii_digit() && behind_digit {
            out.push_str(mark);
        }
        out.push(c);
        behind_digit = c.is_ascii_digit();
    }
    out
}

/// Digits from the one that stands for zero on.
fn digits_from(text: &str, zero: char) -> String {
    let digit = |d: u32| char::from_u32(u32::from(zero) + d).expect("ten digits in a row");
    text.chars().map(|c| c.to_digit(10).map_or(c, digit)).collect()
}

/// Digits from a list of ten.
fn digits_of(text: &str, list: &str) -> String {
    let digit = |d: u32| list.chars().nth(d as usize).expect("ten digits");
    text.chars().map(|c| c.to_digit(10).map_or(c, digit)).collect()
}

/// Letters and digits of mathematics: from those that stand for `A`, `a` and `0` on.
fn mathematical(text: &str, upper: u32, lower: u32, zero: u32) -> String {
    let moved = |c: char, first: char, to: u32| char::from_u32(u32::from(c) - u32::from(first) + to).expect("a sign");
    let sign = |c: char| match c {
        'A'..='Z' => moved(c, 'A', upper),
        'a'..='z' => moved(c, 'a', lower),
        '0'..='9' => moved(c, '0', zero),
        _ => c,
    };
    text.chars().map(sign).collect()
}

/// Signs of one list as those of another; only every second one of them, if `some`.
fn alike(text: &str, from: &str, to: &str, some: bool) -> String {
    let mut nth = 0;
    let sign = |c: char| match from.chars().position(|known| known == c) {
        Some(at) => {
            nth += 1;
            if some && nth % 2 == 0 { c } else { to.chars().nth(at).expect("lists of one length") }
        }
        None => c,
    };
    text.chars().map(sign).collect()
}

const LATIN: &str = "aceopxyABCEHKMOPTXijs";
const CYRILLIC: &str = "асеорхуАВСЕНКМОРТХіјѕ";
const LATIN_OF_GREEK: &str = "ABEHIKMNOPTXYZov";
const GREEK: &str = "ΑΒΕΗΙΚΜΝΟΡΤΧΥΖον";

fn bytes(text: &str, write: fn(u8) -> String) -> String {
    text.bytes().map(write).collect()
}

fn chars(text: &str, write: fn(u32) -> String) -> String {
    text.chars().map(|c| write(u32::from(c))).collect()
}

fn units(text: &str, write: fn(u16) -> String) -> String {
    text.encode_utf16().map(write).collect()
}

fn percent(text: &str) -> String {
    bytes(text, |byte| format!("%{byte:02X}"))
}

/// The text with a piece put in the middle.
fn in_the_middle(text: &str, piece: &str) -> String {
    let half = text.chars().count() / 2;
    text.chars().take(half).chain(piece.chars()).chain(text.chars().skip(half)).collect()
}

pub(super) const WRITINGS: &[Writing] = &[
    // Characters that take no room: Default_Ignorable_Code_Point of Unicode.
    any("zero-width spaces", |text| after_each(text, '\u{200b}')),
    any("zero-width non-joiners", |text| after_each(text, '\u{200c}')),
    any("zero-width joiners", |text| after_each(text, '\u{200d}')),
    any("word joiners", |text| after_each(text, '\u{2060}')),
    any("byte order marks", |text| after_each(text, '\u{feff}')),
    any("soft hyphens", |text| after_each(text, '\u{ad}')),
    any("left-to-right marks", |text| after_each(text, '\u{200e}')),
    any("right-to-left override", |text| format!("\u{202e}{text}\u{202c}")),
    any("isolates", |text| format!("\u{2067}{text}\u{2069}")),
    any("grapheme joiners", |text| after_each(text, '\u{34f}')),
    any("variation selectors", |text| after_each(text, '\u{fe0f}')),
    any("Mongolian separators", |text| after_each(text, '\u{180e}')),
    any("Hangul fillers", |text| after_each(text, '\u{3164}')),
    any("tags of Unicode", |text| after_each(text, '\u{e0061}')),
    // Other dress: compatibility characters (UAX 15) and decimal digits of other scripts.
    any("full width", |text| {
        let wide = |c: char| char::from_u32(u32::from(c) + 0xfee0).filter(|_| c.is_ascii_graphic()).unwrap_or(c);
        text.chars().map(wide).collect()
    }),
    any("mathematical bold", |text| mathematical(text, 0x1d400, 0x1d41a, 0x1d7ce)),
    any("mathematical sans-serif", |text| mathematical(text, 0x1d5a0, 0x1d5ba, 0x1d7e2)),
    any("mathematical monospace", |text| mathematical(text, 0x1d670, 0x1d68a, 0x1d7f6)),
    any("letters in circles", |text| mathematical(text, 0x24b6, 0x24d0, 0x30)),
    any("digits of Arabic", |text| digits_from(text, '٠')),
    any("digits of Persian", |text| digits_from(text, '۰')),
    any("digits of Devanagari", |text| digits_from(text, '०')),
    any("digits of Thai", |text| digits_from(text, '๐')),
    any("segmented digits", |text| digits_from(text, '\u{1fbf0}')),
    any("superscript digits", |text| digits_of(text, "⁰¹²³⁴⁵⁶⁷⁸⁹")),
    any("digits in circles", |text| digits_of(text, "⓪①②③④⑤⑥⑦⑧⑨")),
    any("digits in black circles", |text| digits_of(text, "⓿❶❷❸❹❺❻❼❽❾")),
    any("digits in brackets", |text| digits_of(text, "0⑴⑵⑶⑷⑸⑹⑺⑻⑼")),
    any("keycaps", |text| {
        text.chars().map(|c| if c.is_ascii_digit() { format!("{c}\u{fe0f}\u{20e3}") } else { c.into() }).collect()
    }),
    // Letters of other scripts (UTS 39, confusables).
    any("Cyrillic look-alikes", |text| alike(text, LATIN, CYRILLIC, false)),
    any("some Cyrillic look-alikes", |text| alike(text, LATIN, CYRILLIC, true)),
    any("some Greek look-alikes", |text| alike(text, LATIN_OF_GREEK, GREEK, true)),
    any("some Latin look-alikes", |text| alike(text, CYRILLIC, LATIN, true)),
    // Marks over, under and through the text.
    any("overlines", |text| after_letters(text, "\u{305}")),
    any("strokes", |text| after_letters(text, "\u{336}")),
    any("towers of marks", |text| after_letters(text, "\u{33f}\u{347}\u{313}")),
    // Spaces, hyphens and points of other kinds.
    any("no-break spaces", |text| text.replace(' ', "\u{a0}")),
    any("thin spaces", |text| text.replace(' ', "\u{2009}")),
    any("ideographic spaces", |text| text.replace(' ', "\u{3000}")),
    any("no-break hyphens", |text| text.replace('-', "\u{2011}")),
    any("dashes", |text| text.replace('-', "–")),
    any("minus signs", |text| text.replace('-', "−")),
    any("ideographic points", |text| text.replace('.', "。")),
    any("points in brackets", |text| text.replace('.', "[.]")),
    any("points in words", |text| text.replace('.', " (dot) ")),
    any("signs of full width", |text| text.replace('@', "＠").replace('.', "．")),
    // Digits apart, and letters in their place.
    numbers("spaced digits", |text| between_digits(text, " ")),
    numbers("digits two spaces apart", |text| between_digits(text, "  ")),
    numbers("hyphens among digits", |text| between_digits(text, "-")),
    numbers("dashes among digits", |text| between_digits(text, "–")),
    numbers("points among digits", |text| between_digits(text, ".")),
    numbers("points in the middle of the line", |text| between_digits(text, "·")),
    numbers("O for zero", |text| text.replace('0', "O")),
    numbers("a Cyrillic O for zero", |text| text.replace('0', "О")),
    numbers("l for one", |text| text.replace('1', "l")),
    numbers("З for three", |text| text.replace('3', "З")),
    // Encodings: HTML, RFC 3986, JSON (RFC 8259), logs, base64 (RFC 4648), forms; and one inside another.
    any("references of HTML", |text| chars(text, |code| format!("&#{code};"))),
    any("hexadecimal references", |text| chars(text, |code| format!("&#x{code:X};"))),
    any("references without an end", |text| chars(text, |code| format!("&#{code:07}"))),
    any("references in references", |text| chars(text, |code| format!("&amp;#{code};"))),
    any("percent-encoding", percent),
    any("percent-encoding in small letters", |text| percent(text).to_lowercase()),
    any("percent-encoding twice", |text| percent(text).replace('%', "%25")),
    any("percent-encoding three times", |text| percent(text).replace('%', "%2525")),
    any("percent-encoding of UTF-16", |text| units(text, |unit| format!("%u{unit:04X}"))),
    any("escapes of JSON", |text| units(text, |unit| format!("\\u{unit:04x}"))),
    any("escapes of JSON in JSON", |text| units(text, |unit| format!("\\\\u{unit:04x}"))),
    any("escapes of scripts", |text| chars(text, |code| format!("\\u{{{code:x}}}"))),
    any("escapes of logs", |text| bytes(text, |byte| format!("\\x{byte:02X}"))),
    any("base64", |text| STANDARD.encode(text)),
    any("base64 without padding", |text| STANDARD_NO_PAD.encode(text)),
    any("base64 of addresses", |text| URL_SAFE.encode(text)),
    any("base64 twice", |text| STANDARD.encode(STANDARD.encode(text))),
    any("base64 percent-encoded", |text| percent(&STANDARD.encode(text))),
    any("a form", |text| text.replace('+', "%2B").replace(' ', "+")),
    // Pages.
    any("a tag inside", |text| in_the_middle(text, "<b>")),
    any("a comment inside", |text| in_the_middle(text, "<!-- x -->")),
    any("a soft hyphen of HTML", |text| in_the_middle(text, "&shy;")),
    any("a non-joiner of HTML", |text| in_the_middle(text, "&zwnj;")),
    any("spaces of HTML", |text| text.replace(' ', "&nbsp;")),
    cases("capitals", str::to_uppercase),
    cases("small letters", str::to_lowercase),
];
