//! Texts inside texts: what percent-encoding, entities, escapes and base64 hide, and letters that stand for digits.
//!
//! Every function takes time linear in its text and gives back a [`Layer`], which knows where its parts stood.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::Features;
use super::announce::{POINTS, SIGNS};
use super::digits::{for_each_run, next_run};
use super::fold::Layer;
use super::quoted;
use crate::canon::text::{digit_like, plain_chars};

/// The text with one layer of its encodings undone: percent-encoding, else quoted-printable, else escapes of HTML, JSON and logs, else signs in
/// brackets, which may be those of tags, else the tags of a page, else the `+` that a form writes for a space; `None` where there is none of them.
pub(super) fn undone(text: &str, features: &Features) -> Option<Layer> {
    let percent = || if features.percent { percent(text) } else { None };
    let escapes = || if features.escape { escapes(text) } else { None };
    let tags = || if features.tag { tags(text) } else { None };
    let pluses = || if features.plus { pluses(text) } else { None };
    let quoted = || if features.quoted { quoted::printable(text) } else { None };
    let signs = || if features.hidden_sign { signs(text) } else { None };
    percent().or_else(quoted).or_else(escapes).or_else(signs).or_else(tags).or_else(pluses)
}

/// The text with percent-encoding undone once, and `%u0410` of old scripts. Bytes that are no UTF-8 are read as windows-1251, as old forms
/// send them.
fn percent(text: &str) -> Option<Layer> {
    let mut run = Run::default();
    rewritten(
        text,
        |bytes| memchr::memchr(b'%', bytes),
        |at| run.character(text, at, "%").or_else(|| unicode(&text[at..], "%u")),
    )
}

/// The text with character references of HTML (`&#64;`, `&#x40;`, `&commat;`, `&nbsp;`), the escapes of JSON and of programs (`\u0040`,
/// `\u{40}`, `\n`) and those of logs (`\x40`) undone. More backslashes than one are the escapes of a text inside a text.
fn escapes(text: &str) -> Option<Layer> {
    let mut run = Run::default();
    rewritten(
        text,
        |bytes| memchr::memchr2(b'&', b'\\', bytes),
        |at| {
            if text[at..].starts_with('&') {
                return reference(&text[at..]);
            }
            let slashes = text.as_bytes()[at..].iter().take(8).take_while(|&&byte| byte == b'\\').count() - 1;
            let escape = &text[at + slashes..];
            let coded = run.character(text, at + slashes, "\\x");
            let (piece, len) = coded.or_else(|| unicode(escape, "\\u")).or_else(|| short_escape(escape))?;
            Some((piece, slashes + len))
        },
    )
}

/// The sign that a backslash and a letter at the beginning of the text stand for.
fn short_escape(text: &str) -> Option<(String, usize)> {
    let sign = match text.as_bytes().get(1)? {
        b'n' | b'r' => "\n",
        b't' => "\t",
        b'/' => "/",
        b'"' => "\"",
        _ => return None,
    };
    Some((sign.to_owned(), 2))
}

/// The text without the tags and comments of HTML.
fn tags(text: &str) -> Option<Layer> {
    /// No tag that an editor writes is longer.
    const LONGEST: usize = 256;
    rewritten(
        text,
        |bytes| memchr::memchr(b'<', bytes),
        |at| {
            let bytes = &text.as_bytes()[at..text.len().min(at + LONGEST)];
            let end = 1 + memchr::memchr2(b'<', b'>', &bytes[1..])?;
            let tag = bytes[end] == b'>' && matches!(bytes[1], b'a'..=b'z' | b'A'..=b'Z' | b'/' | b'!');
            tag.then(|| (String::new(), end + 1))
        },
    )
}

/// The text with a space for every `+` inside a value, where a form may have written it: `tel=8+771+000`, but `tel=+7`.
fn pluses(text: &str) -> Option<Layer> {
    let inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | ')' | '.' | ',' | '-'));
    rewritten(
        text,
        |bytes| memchr::memchr(b'+', bytes),
        |at| {
            let (before, after) = (text[..at].chars().next_back(), text[at + 1..].chars().next());
            (inside(before) && inside(after)).then(|| (" ".to_owned(), 1))
        },
    )
}

/// The text with the points and the `@` that people put in brackets, or write as words in brackets: `192[.]0[.]2[.]7`, `anna {at} example (dot) kz`.
fn signs(text: &str) -> Option<Layer> {
    rewritten(
        text,
        |bytes| bytes.iter().position(|byte| matches!(byte, b'(' | b'[' | b'{' | b'<' | b' ')),
        |at| {
            let spaces = usize::from(text[at..].starts_with(' '));
            let close = match text.as_bytes().get(at + spaces)? {
                b'(' => b')',
                b'[' => b']',
                b'{' => b'}',
                b'<' => b'>',
                _ => return None,
            };
            let inside = at + spaces + 1;
            // The longest of the words has fourteen bytes, and a space on each side is room enough.
            let len = text.as_bytes()[inside..].iter().take(17).position(|&byte| byte == close)?;
            let word = text[inside..inside + len].trim_matches(' ');
            let stands = |sign: &str, words: &[&str]| {
                word == sign || words.iter().any(|known| *known == word || *known == word.to_lowercase())
            };
            let sign = match word {
                _ if stands("@", SIGNS) => "@",
                _ if stands(".", POINTS) => ".",
                _ => return None,
            };
            let behind = usize::from(text[inside + len + 1..].starts_with(' '));
            Some((sign.to_owned(), spaces + len + 2 + behind))
        },
    )
}

/// The text with every piece replaced that `read` finds where `next` points; `None` where there is none.
pub(super) fn rewritten(
    text: &str,
    next: impl Fn(&[u8]) -> Option<usize>,
    mut read: impl FnMut(usize) -> Option<(String, usize)>,
) -> Option<Layer> {
    let mut layer = Layer::default();
    let (mut at, mut kept) = (0, 0);
    while let Some(found) = next(&text.as_bytes()[at..]).map(|found| at + found) {
        let Some((piece, len)) = read(found) else {
            at = found + 1;
            continue;
        };
        layer.push(&text[kept..found], kept, found - kept);
        layer.push(&plain(piece), found, len);
        (at, kept) = (found + len, found + len);
    }
    if kept == 0 {
        return None;
    }
    layer.push(&text[kept..], kept, text.len() - kept);
    Some(layer)
}

/// A decoded piece in plain form: an encoding may hide a character that takes no room.
fn plain(piece: String) -> String {
    if piece.is_ascii() || piece == "№" { piece } else { plain_chars(&piece).collect() }
}

/// Coded bytes beside each other, each in two hexadecimal digits behind a mark: where they end, and whether they are UTF-8 together.
#[derive(Default)]
pub(super) struct Run {
    end: usize,
    utf8: bool,
}

impl Run {
    /// The character whose bytes are coded here, and its length in the text. Positions are asked for in their order.
    pub(super) fn character(&mut self, text: &str, at: usize, mark: &str) -> Option<(String, usize)> {
        let width = mark.len() + 2;
        let byte = |nth: usize| {
            let coded = text.as_bytes().get(at + nth * width..at + (nth + 1) * width)?;
            let [high, low] = *coded.strip_prefix(mark.as_bytes())? else { return None };
            Some(hex(high)? << 4 | hex(low)?)
        };
        let first = byte(0)?;
        if at >= self.end {
            let bytes: Vec<u8> = (0..).map_while(byte).collect();
            *self = Self { end: at + bytes.len() * width, utf8: std::str::from_utf8(&bytes).is_ok() };
        }
        let len = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0.. => 4,
            _ => 1,
        };
        let bytes: Vec<u8> = (0..len).map_while(byte).collect();
        match std::str::from_utf8(&bytes) {
            Ok(c) if self.utf8 => Some((c.to_owned(), len * width)),
            _ => {
                let (c, _) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(&bytes[..1]);
                Some((c.into_owned(), width))
            }
        }
    }
}

pub(super) fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The character that `0040` or `{40}` behind a mark stands for; two of them, where programs cut one of the higher planes in two.
fn unicode(text: &str, mark: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix(mark)?;
    if let Some(rest) = rest.strip_prefix('{') {
        let code = &rest[..rest.bytes().take(7).position(|byte| byte == b'}')?];
        let c = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        return Some((c.into(), mark.len() + code.len() + 2));
    }
    let four = |text: &str| {
        let code = text.get(..4).filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        u16::from_str_radix(code, 16).ok()
    };
    let first = four(rest)?;
    let second = rest[4..].trim_start_matches('\\');
    let skipped = rest.len() - 4 - second.len();
    // The mark may begin with a backslash, which is trimmed above, or with a percent sign.
    let second = second.strip_prefix(mark.trim_start_matches('\\')).and_then(four);
    let units = [Some(first), second];
    match char::decode_utf16(units.into_iter().flatten()).next()? {
        Ok(c) if c.len_utf16() == 2 => Some((c.into(), 2 * mark.len() + 8 + skipped.saturating_sub(1))),
        Ok(c) => Some((c.into(), mark.len() + 4)),
        Err(_) => None,
    }
}

/// Names of HTML for signs that stand in identifiers, and for those that part them or take no room.
const NAMED: &[(&str, &str)] = &[
    ("&commat;", "@"),
    ("&period;", "."),
    ("&plus;", "+"),
    ("&nbsp;", " "),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&amp;", "&"),
    ("&hyphen;", "-"),
    ("&dash;", "-"),
    ("&ndash;", "-"),
    ("&mdash;", "-"),
    ("&minus;", "-"),
    ("&lowbar;", "_"),
    ("&colon;", ":"),
    ("&sol;", "/"),
    ("&lpar;", "("),
    ("&rpar;", ")"),
    ("&num;", "#"),
    ("&ensp;", " "),
    ("&emsp;", " "),
    ("&thinsp;", " "),
    ("&numsp;", " "),
    ("&shy;", ""),
    ("&zwj;", ""),
    ("&zwnj;", ""),
    ("&lrm;", ""),
    ("&rlm;", ""),
    ("&NoBreak;", ""),
    ("&ZeroWidthSpace;", ""),
];

/// What a character reference at the beginning of the text stands for, and its bytes.
fn reference(text: &str) -> Option<(String, usize)> {
    let Some(rest) = text.strip_prefix("&#") else {
        return NAMED.iter().find(|(name, _)| text.starts_with(name)).map(|(name, sign)| ((*sign).into(), name.len()));
    };
    let (digits, radix) = rest.strip_prefix(['x', 'X']).map_or((rest, 10), |rest| (rest, 16));
    // A code point has seven decimal digits at most; zeros in front are an old trick.
    let len = digits.bytes().take(12).take_while(|&byte| char::from(byte).is_digit(radix)).count();
    let code = u32::from_str_radix(&digits[..len], radix).ok()?;
    let semicolon = usize::from(digits[len..].starts_with(';'));
    char::from_u32(code).map(|c| (c.into(), text.len() - digits.len() + len + semicolon))
}

/// Characters of base64 in a row from which it may hold something: an address of twelve bytes.
pub(super) const SHORTEST_BASE64: usize = 16;

/// Both alphabets; padding may be there or not.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// Calls `found` with each row of base64 that decodes to readable text: where it stands, and the text.
pub(super) fn base64(text: &str, mut found: impl FnMut(usize, usize, &str)) {
    let bytes = text.as_bytes();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'-' | b'_');
    for_each_run(bytes, SHORTEST_BASE64 - 2, fits, |start, end| {
        let padding = bytes[end..].iter().take(2).take_while(|&&byte| byte == b'=').count();
        let end = end + padding;
        if end - start < SHORTEST_BASE64 {
            return;
        }
        let engine = if text[start..end].contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
        let decoded = engine.decode(&text[start..end]).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        if let Some(decoded) = decoded.filter(|text| is_readable(text)) {
            found(start, end, &decoded);
        }
    });
}

/// Whether a text has nothing that only programs read.
pub(super) fn is_readable(text: &str) -> bool {
    !text.chars().any(|c| c.is_control() && !c.is_whitespace())
}

/// Digits that a number must have before letters in it are read as digits.
const DIGITS_OF_A_NUMBER: usize = 6;
/// The text with letters that look like digits as digits, inside numbers only; `None` where there are none.
pub(super) fn digits(text: &str) -> Option<Layer> {
    if !has_disguised_number(text) {
        return None;
    }
    let mut layer = Layer::default();
    let (mut start, mut number) = (0, Number::default());
    let mut changed = false;
    for (at, c) in text.char_indices() {
        if !is_column_end(text, at) && number.push(c) {
            continue;
        }
        changed |= number.write(&text[start..at], start, &mut layer);
        layer.push(&text[at..at + c.len_utf8()], at, c.len_utf8());
        (start, number) = (at + c.len_utf8(), Number::default());
    }
    changed |= number.write(&text[start..], start, &mut layer);
    changed.then_some(layer)
}

/// Whether a bar stands here that ends a column of a table: beside a space it is no digit.
fn is_column_end(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    bytes[at] == b'|' && (bytes[..at].ends_with(b" ") || bytes.get(at + 1) == Some(&b' '))
}

/// Whether a row of the text is a number with letters in it. Rows without a digit are none, so only those around digits are looked at.
fn has_disguised_number(text: &str) -> bool {
    let mut behind = 0;
    while let Some(run) = next_run(text.as_bytes(), behind) {
        let mut number = Number::default();
        let _ = text[behind..run.start].chars().rev().all(|c| number.push(c));
        let mut end = text.len();
        for (offset, c) in text[run.start..].char_indices() {
            if !number.push(c) {
                end = run.start + offset;
                break;
            }
        }
        if number.is_disguised() {
            return true;
        }
        behind = end;
    }
    false
}

/// A row of digits, separators and letters that look like digits.
#[derive(Default)]
struct Number {
    digits: usize,
    letters: usize,
}

impl Number {
    /// Whether the character belongs to the row.
    fn push(&mut self, c: char) -> bool {
        match c {
            '0'..='9' => self.digits += 1,
            ' ' | '-' | '.' | '(' | ')' | '+' => {}
            _ if digit_like(c).is_some() => self.letters += 1,
            _ => return false,
        }
        true
    }

    /// More than twice as many letters as digits are a word.
    fn is_disguised(&self) -> bool {
        self.digits >= DIGITS_OF_A_NUMBER && (1..=2 * self.digits).contains(&self.letters)
    }

    /// Writes the row, with its letters as digits if it is a number; whether anything was changed.
    fn write(&self, row: &str, from: usize, layer: &mut Layer) -> bool {
        if !self.is_disguised() {
            layer.push(row, from, row.len());
            return false;
        }
        for (at, c) in row.char_indices() {
            let sign = digit_like(c).unwrap_or(c);
            layer.push(sign.encode_utf8(&mut [0; 4]), from + at, c.len_utf8());
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(layer: Option<Layer>) -> Option<String> {
        layer.map(|layer| layer.text)
    }

    #[test]
    fn percent_is_undone() {
        for (raw, wanted) in [
            ("a%40b.kz", "a@b.kz"),
            ("x%2540y", "x%40y"),
            ("%C8%E2%E0%ED", "Иван"),
            ("%D0%98%D0%B2%D0%B0%D0%BD!", "Иван!"),
        ] {
            assert_eq!(text(percent(raw)).as_deref(), Some(wanted), "{raw}");
        }
        for raw in ["100%", "50%20", "%zz", ""] {
            assert_eq!(text(percent(raw)).as_deref().filter(|t| *t != "50 "), None, "{raw}");
        }
        let layer = percent("to=%D0%98&e=a%40b.kz").expect("decoded");
        let start = layer.text.find("a@b.kz").expect("there");
        assert_eq!(&"to=%D0%98&e=a%40b.kz"[layer.source(start)..layer.source(start + 6)], "a%40b.kz");
    }

    #[test]
    fn escapes_are_undone() {
        for (raw, wanted) in [
            ("anna&#64;example.kz", "anna@example.kz"),
            ("anna&#x40;example&#0046;kz", "anna@example.kz"),
            ("anna&commat;example.kz", "anna@example.kz"),
            ("\\u0418\\u0432\\u0430\\u043d", "Иван"),
        ] {
            assert_eq!(text(escapes(raw)).as_deref(), Some(wanted), "{raw}");
        }
        for raw in ["a & b", "C:\\users", "&#;", "&"] {
            assert_eq!(text(escapes(raw)), None, "{raw}");
        }
    }

    #[test]
    fn base64_is_opened() {
        let mut seen = Vec::new();
        base64("x=YW5uYUBleGFtcGxlLmt6; y=QUFBQUFBQUFBQUFBQUFBQQ==", |start, end, text| {
            seen.push((start, end, text.to_owned()));
        });
        assert_eq!(seen, [(2, 22, "anna@example.kz".to_owned()), (26, 50, "AAAAAAAAAAAAAAAA".to_owned())]);
    }

    #[test]
    fn letters_in_numbers_are_digits() {
        for (raw, wanted) in
            [("8503I5IOOOI6", "850315100016"), ("8 77l ООО 99 98", "8 771 000 99 98"), ("З50315100016", "350315100016")]
        {
            assert_eq!(text(digits(raw)).as_deref(), Some(wanted), "{raw}");
        }
        for raw in ["Олег", "12345 Ол", "850315100016", "100500 рублей", "9.93 | 4.56 | 2.73 | 0.86"] {
            assert_eq!(text(digits(raw)), None, "{raw}");
        }
    }
}
