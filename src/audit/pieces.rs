//! What a text of a release holds, taken apart: its words, numbers and addresses, and those of what is encoded in it.

use super::dictionary::any_digest_in;
use super::plain::whole;
use super::radix::each_number_of_bytes;
use super::token::{behind_base32, is_token, keyed};
use crate::canon::name;
use crate::canon::text::is_letter;
use crate::hash::hash;
use crate::number::hex;

/// A way in which a value may stand in a text.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) enum Piece {
    /// The whole text, in lower case.
    Whole,
    /// Seven digits or more, whatever separates them.
    Digits,
    /// A word, in lower case and one spelling.
    Word,
    /// An address with an `@`.
    Mail,
    /// The first eight bytes of a digest, in hex.
    Digest,
}

impl Piece {
    /// How many there are.
    pub(super) const COUNT: usize = 5;

    /// A hash of 64 bits of the piece.
    pub(super) fn hash(self, text: &str) -> u64 {
        hash(text.as_bytes()).rotate_left(11 * (self as u32 + 1)) ^ (self as u64)
    }
}

/// Encodings inside each other that are undone.
const DEEPEST: u32 = 3;
/// Shortest word that may be a name.
pub(super) const SHORTEST_NAME: usize = 3;

/// Calls `see` with every piece of a text, and how many encodings it stood in.
pub(super) fn each_piece(text: &str, see: &mut dyn FnMut(Piece, &str, u32)) {
    // Nothing of a person stands in a token but, in a broken release, the token itself.
    if is_token(text) {
        // Unless somebody cut a digest of a value to its length.
        if let Some((_, bytes)) = keyed(text) {
            see(Piece::Digest, &head(&bytes), 0);
        }
        return see(Piece::Whole, text, 0);
    }
    take(text, 0, see);
}

fn take(text: &str, depth: u32, see: &mut dyn FnMut(Piece, &str, u32)) {
    let lower = text.trim().to_lowercase();
    see(Piece::Whole, &lower, depth);
    each_number(&lower, &mut |digits| {
        see(Piece::Digits, digits, depth);
        if digits.len() > 10 {
            see(Piece::Digits, &digits[digits.len() - 10..], depth);
        }
    });
    if let Some(number) = whole(&lower) {
        see(Piece::Digits, &number, depth);
        see(Piece::Digits, &number[number.len().saturating_sub(10)..], depth);
    }
    for word in lower.split(|c: char| !is_letter(c) && c != '-').filter(|word| !word.is_empty()) {
        each_spelling(word, &mut |word| see(Piece::Word, word, depth));
    }
    if lower.contains('@') {
        let apart = |c: char| !(c.is_alphanumeric() || "@._+-".contains(c));
        lower
            .split(apart)
            .filter(|word| word.contains('@'))
            .for_each(|word| see(Piece::Mail, word.trim_matches('.'), depth));
    }
    if let Some(digest) = Some(text.trim()).filter(|text| text.contains(':')).and_then(any_digest_in) {
        see(Piece::Digest, &head(&digest), depth);
    }
    let odd = |c: char| !(c.is_ascii_alphanumeric() || "+/_=-".contains(c));
    for word in text.split(odd).filter(|word| word.len() >= 8) {
        if let Some(digest) = any_digest_in(word) {
            see(Piece::Digest, &head(&digest), depth);
        }
        each_number_of_bytes(word, &mut |bytes| see(Piece::Digest, &head(bytes), depth));
        if depth < DEEPEST {
            opened(word, &mut |inner| take(inner, depth + 1, see));
        }
    }
    if depth < DEEPEST {
        unescaped(text).into_iter().for_each(|inner| take(&inner, depth + 1, see));
    }
}

/// The first eight bytes of a digest, as a piece.
pub(super) fn head(digest: &[u8]) -> String {
    hex(&digest[..digest.len().min(8)])
}

/// A name's word in the spellings that are compared: as it is, and without its parts between hyphens.
pub(super) fn each_spelling(word: &str, see: &mut dyn FnMut(&str)) {
    let plain = name::level_2(&word.replace('ё', "е"));
    for part in std::iter::once(plain.as_str()).chain(plain.split('-').filter(|_| plain.contains('-'))) {
        if part.chars().count() >= SHORTEST_NAME {
            see(part);
        }
    }
}

/// Numbers of seven digits and more, without what separates them.
fn each_number(text: &str, see: &mut dyn FnMut(&str)) {
    if text.bytes().filter(u8::is_ascii_digit).count() < 7 {
        return;
    }
    // The digits of an address, one behind another, are anybody's number.
    if text.split('/').next().is_some_and(|text| text.trim().parse::<std::net::IpAddr>().is_ok()) {
        return;
    }
    let mut digits = String::new();
    let mut gap = 0;
    let mut end = |digits: &mut String| {
        if digits.len() >= 7 {
            see(digits);
        }
        digits.clear();
    };
    for c in text.chars() {
        match c {
            '0'..='9' => {
                digits.push(c);
                gap = 0;
            }
            ' ' | '(' | ')' | '-' | '.' | '\u{a0}' if !digits.is_empty() && gap < 2 => gap += 1,
            _ => end(&mut digits),
        }
    }
    end(&mut digits);
    // Numbers that stand beside each other are apart too.
    for run in text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() >= 7 && run.len() < text.len()) {
        see(run);
    }
}

/// Text behind a word of base64, base32 or hex.
pub(super) fn opened(word: &str, see: &mut dyn FnMut(&str)) {
    use base64::Engine as _;
    let readable = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).ok()?;
        (text.chars().count() >= 4 && !text.chars().any(char::is_control)).then_some(text)
    };
    let bare = word.trim_end_matches('=').replace('-', "+").replace('_', "/");
    if let Some(text) = base64::engine::general_purpose::STANDARD_NO_PAD.decode(&bare).ok().and_then(readable) {
        see(&text);
    }
    if let Some(text) = behind_base32(word) {
        see(&text);
    }
    if word.len().is_multiple_of(2) && word.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let digit = |byte: u8| (byte as char).to_digit(16).map(|digit| digit.to_le_bytes()[0]);
        let bytes: Option<Vec<u8>> =
            word.as_bytes().chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect();
        if let Some(text) = bytes.and_then(readable) {
            see(&text);
        }
    }
}

/// The text with percent signs and backslashes undone, each if there are any.
fn unescaped(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if text.contains('%') {
        let plain = percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        found.extend((plain != text).then_some(plain));
    }
    if text.contains("\\u") {
        let mut plain = String::new();
        let mut parts = text.split("\\u");
        plain.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let code = part.get(..4).and_then(|hex| u32::from_str_radix(hex, 16).ok()).and_then(char::from_u32);
            match code {
                Some(c) => {
                    plain.push(c);
                    plain.push_str(&part[4..]);
                }
                None => plain.push_str(part),
            }
        }
        found.extend((plain != text).then_some(plain));
    }
    found
}

/// A Cyrillic word in Latin letters: as passports have it where that differs from what people type.
pub(super) fn latin(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    for c in word.chars() {
        match c {
            'х' => out.push_str("kh"),
            'й' => out.push('y'),
            'щ' => out.push_str("shch"),
            c => match name::romanised(c) {
                Some(letters) => out.push_str(letters),
                None => out.push(c),
            },
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str, piece: Piece, wanted: &str) -> Option<u32> {
        let mut found = None;
        each_piece(text, &mut |kind, text, depth| {
            if kind == piece && text == wanted {
                found.get_or_insert(depth);
            }
        });
        found
    }

    #[test]
    fn values_are_found_wherever_they_stand() {
        assert_eq!(has(r#"{"tel":"8 (771) 000-99-98"}"#, Piece::Digits, "7710009998"), Some(0));
        assert_eq!(has("https://x.kz/?m=Anna%40Example.kz&a=1", Piece::Mail, "anna@example.kz"), Some(1));
        assert_eq!(has("просил Қожахметов-Ёлкин перезвонить", Piece::Word, "кожахметов"), Some(0));
        assert_eq!(has("id YW5uYUBleGFtcGxlLmt6 end", Piece::Mail, "anna@example.kz"), Some(1));
        assert_eq!(has("616e6e61406578616d706c652e6b7a", Piece::Mail, "anna@example.kz"), Some(1));
        assert_eq!(has(r"\u0418\u0432\u0430\u043d\u043e\u0432", Piece::Word, "иванов"), Some(1));
        assert_eq!(has("d41d8cd98f00b204e9800998ecf8427e", Piece::Digest, "d41d8cd98f00b204"), Some(0));
        assert_eq!(has("178.88.100.0/24", Piece::Digits, "178881000"), None);
        // A digest that happens to be a UUID, and one without a digit.
        assert_eq!(has("24fc7fbf-63e8-4f5c-a6d8-57742e01c875", Piece::Digest, "24fc7fbf63e84f5c"), Some(0));
        assert_eq!(has("JPxxvxPofxzmxFdxLgHIdQ", Piece::Digest, "24fc71bf13e87f1c"), Some(0));
        assert_eq!(has("7.7710009998E10", Piece::Digits, "7710009998"), Some(0));
        assert_eq!(has("77710009998.0", Piece::Digits, "7710009998"), Some(0));
        assert_eq!(has("d4:1d:8c:d9:8f:00:b2:04:e9:80:09:98:ec:f8:42:7e", Piece::Digest, "d41d8cd98f00b204"), Some(0));
        assert_eq!(has("NMYC423BON4W233WMFAG2YLJNQXHE5I=", Piece::Mail, "k0.kasymova@mail.ru"), Some(1));
        assert_eq!(latin("қожахметов"), "kozhakhmetov");
    }
}
