//! Texts inside texts: what percent-encoding, entities, escapes and base64 hide, and letters that stand for digits.
//!
//! Every function takes time linear in its text and gives back a [`Layer`], which knows where its parts stood.

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::fold::Layer;
use crate::canon::text::digit_like;

/// The text with percent-encoding undone once; `None` where there is none. Bytes that are no UTF-8 are read as windows-1251, as old forms
/// send them.
pub(super) fn percent(text: &str) -> Option<Layer> {
    let bytes = text.as_bytes();
    let mut layer = Layer::default();
    let (mut at, mut kept) = (0, 0);
    while let Some(found) = memchr::memchr(b'%', &bytes[at..]).map(|found| at + found) {
        let mut end = found;
        let mut decoded = Vec::new();
        while let [b'%', high, low, ..] = bytes[end..] {
            let (Some(high), Some(low)) = (hex(high), hex(low)) else { break };
            decoded.push(high << 4 | low);
            end += 3;
        }
        if end == found {
            at = found + 1;
            continue;
        }
        layer.push(&text[kept..found], kept, found - kept);
        push_bytes(&mut layer, &decoded, found);
        (at, kept) = (end, end);
    }
    if kept == 0 {
        return None;
    }
    layer.push(&text[kept..], kept, text.len() - kept);
    Some(layer)
}

/// Appends decoded bytes, each of which stood in three of the source.
fn push_bytes(layer: &mut Layer, bytes: &[u8], from: usize) {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let mut at = 0;
            for c in text.chars() {
                let len = c.len_utf8();
                layer.push(&text[at..at + len], from + 3 * at, 3 * len);
                at += len;
            }
        }
        Err(_) => {
            for (nth, byte) in bytes.iter().enumerate() {
                let (text, _) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(std::slice::from_ref(byte));
                layer.push(&text, from + 3 * nth, 3);
            }
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// The text with character references of HTML (`&#64;`, `&#x40;`, `&commat;`, `&nbsp;`) and `\u0040` of JSON undone; `None` where there are
/// none.
pub(super) fn escapes(text: &str) -> Option<Layer> {
    let mut layer = Layer::default();
    let (mut at, mut kept) = (0, 0);
    while let Some(found) = memchr::memchr2(b'&', b'\\', &text.as_bytes()[at..]).map(|found| at + found) {
        let Some((c, len)) = escape(&text[found..]) else {
            at = found + 1;
            continue;
        };
        layer.push(&text[kept..found], kept, found - kept);
        layer.push(c.encode_utf8(&mut [0; 4]), found, len);
        (at, kept) = (found + len, found + len);
    }
    if kept == 0 {
        return None;
    }
    layer.push(&text[kept..], kept, text.len() - kept);
    Some(layer)
}

/// Names of HTML that hide parts of identifiers.
const NAMED: &[(&str, char)] = &[
    ("&commat;", '@'),
    ("&period;", '.'),
    ("&plus;", '+'),
    ("&nbsp;", ' '),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&amp;", '&'),
    ("&hyphen;", '-'),
    ("&lowbar;", '_'),
];

/// The character that an escape at the beginning of the text stands for, and the bytes of the escape.
fn escape(text: &str) -> Option<(char, usize)> {
    if let Some(rest) = text.strip_prefix("\\u") {
        let code = rest.get(..4).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()))?;
        return char::from_u32(u32::from_str_radix(code, 16).ok()?).map(|c| (c, 6));
    }
    if let Some(rest) = text.strip_prefix("&#") {
        let (digits, radix) = rest.strip_prefix(['x', 'X']).map_or((rest, 10), |rest| (rest, 16));
        // A code point has seven decimal digits at most; zeros in front are an old trick.
        let len = digits.bytes().take(12).take_while(u8::is_ascii_hexdigit).count();
        let code = u32::from_str_radix(&digits[..len], radix).ok()?;
        let semicolon = usize::from(digits[len..].starts_with(';'));
        return char::from_u32(code).map(|c| (c, text.len() - digits.len() + len + semicolon));
    }
    NAMED.iter().find(|(name, _)| text.starts_with(name)).map(|(name, c)| (*c, name.len()))
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
    let mut at = 0;
    while at < bytes.len() {
        if !fits(bytes[at]) {
            at += 1;
            continue;
        }
        let len = bytes[at..].iter().take_while(|&&byte| fits(byte)).count();
        let padding = bytes[at + len..].iter().take(2).take_while(|&&byte| byte == b'=').count();
        let end = at + len + padding;
        if len >= SHORTEST_BASE64 {
            let engine = if text[at..end].contains(['-', '_']) { &URL_SAFE } else { &STANDARD };
            let decoded = engine.decode(&text[at..end]).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            if let Some(decoded) = decoded.filter(|text| !text.chars().any(|c| c.is_control() && !c.is_whitespace())) {
                found(at, end, &decoded);
            }
        }
        at = end.max(at + 1);
    }
}

/// Digits that a number must have before letters in it are read as digits.
const DIGITS_OF_A_NUMBER: usize = 6;
/// The text with letters that look like digits as digits, inside numbers only; `None` where there are none.
pub(super) fn digits(text: &str) -> Option<Layer> {
    let mut layer = Layer::default();
    let (mut start, mut number) = (0, Number::default());
    let mut changed = false;
    for (at, c) in text.char_indices() {
        if number.push(c) {
            continue;
        }
        changed |= number.write(&text[start..at], start, &mut layer);
        layer.push(&text[at..at + c.len_utf8()], at, c.len_utf8());
        (start, number) = (at + c.len_utf8(), Number::default());
    }
    changed |= number.write(&text[start..], start, &mut layer);
    changed.then_some(layer)
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

    /// Writes the row, with its letters as digits if it is a number; whether anything was changed.
    fn write(&self, row: &str, from: usize, layer: &mut Layer) -> bool {
        // More letters than digits are a word.
        let number = self.digits >= DIGITS_OF_A_NUMBER && (1..=self.digits).contains(&self.letters);
        if !number {
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
        for raw in ["Олег", "12345 Ол", "850315100016", "100500 рублей"] {
            assert_eq!(text(digits(raw)), None, "{raw}");
        }
    }
}
