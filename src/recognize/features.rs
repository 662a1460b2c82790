//! What one pass over the bytes of a text tells: it lets most texts go without a search.

use super::image;

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
    /// Has a letter of any script.
    pub letters: bool,
    /// Has `/`.
    pub slash: bool,
    /// Has `=`.
    pub equals: bool,
    /// Has `<`.
    pub angle: bool,
    /// Has `&` or a backslash, which begin escapes.
    pub escape: bool,
}

const DIGIT: u8 = 1;
const BASE64: u8 = 2;
const MASK: u8 = 4;
const SIGN: u8 = 8;
const SEPARATOR: u8 = 16;
const LETTER: u8 = 32;

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
        if b.is_ascii_alphabetic() || b >= 0x80 {
            classes[byte] |= LETTER;
        }
        if matches!(b, b'@' | b'%' | b'.' | b':' | b'/' | b'=' | b'<' | b'&' | b'\\') {
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
        features.letters = seen & LETTER != 0;
        features.double_colon =
            features.colons > 1 && memchr::memchr_iter(b':', bytes).any(|at| bytes.get(at + 1) == Some(&b':'));
        features
    }

    fn note(&mut self, byte: u8) {
        match byte {
            b'@' => self.at = true,
            b'%' => self.percent = true,
            b'.' => self.dots += 1,
            b':' => self.colons += 1,
            b'/' => self.slash = true,
            b'=' => self.equals = true,
            b'<' => self.angle = true,
            _ => self.escape = true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_of_a_text() {
        let features = Features::of("a@b.kz 12:345 %x".as_bytes());
        assert!(features.at && features.percent && features.masks && !features.picture && features.letters);
        assert_eq!(
            (features.total_digits, features.digits, features.joined, features.dots, features.colons, features.base64),
            (5, 3, 3, 1, 1, 3)
        );
        assert_eq!(Features::of(b"2024-03-05 12:00:00").joined, 10);
        assert!(Features::of(b"2001:db8::7").double_colon && !Features::of(b"a:b:c").double_colon);
        let marks = Features::of(b"a/b=c<d&e");
        assert!(marks.slash && marks.equals && marks.angle && marks.escape && !Features::of(b"12 3").letters);
    }
}
