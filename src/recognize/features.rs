//! What one pass over the bytes of a text tells: it lets most texts go without a search.

use super::announce::{Announced, announced};
use super::image;

/// What one pass over the bytes tells; lets most texts go without a search.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
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
    /// Most digits with nothing between them but up to three signs of whatever kind, colons left out.
    pub parted: usize,
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
    /// Has a tag: `<` and what may begin one.
    pub tag: bool,
    /// Has `&` or a backslash, and behind it what may be an escape.
    pub escape: bool,
    /// Has `+` between two signs that are no space, as forms write a space.
    pub plus: bool,
    /// Has what may be a point or an `@` in brackets, as people write them who hide an address from programs.
    pub hidden_sign: bool,
    /// Has a letter or digit of ASCII beside what may be a letter beyond it.
    pub mixed: bool,
    /// Has `=`, and behind it what makes it a sign of quoted-printable.
    pub quoted: bool,
    /// Has a word behind which a name in a messenger may stand.
    pub nick_word: bool,
    /// Has a word that may stand for the `@` of an address.
    pub sign_word: bool,
    /// Has a word behind which a telephone number may stand.
    pub call_word: bool,
}

const DIGIT: u8 = 1;
const BASE64: u8 = 2;
const MASK: u8 = 4;
const SIGN: u8 = 8;
const SEPARATOR: u8 = 16;
const LETTER: u8 = 32;
const ASCII_LETTER: u8 = 64;
const HIGH: u8 = 128;
/// Classes whose bytes are counted run by run.
const RUN: u8 = DIGIT | ASCII_LETTER | HIGH;

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
        if matches!(b, b'*' | b'#') || b >= 0x80 {
            classes[byte] |= MASK;
        }
        if b.is_ascii_alphabetic() {
            classes[byte] |= LETTER | ASCII_LETTER;
        }
        if b >= 0x80 {
            classes[byte] |= LETTER | HIGH;
        }
        if matches!(b, b'@' | b'%' | b'.' | b':' | b'/' | b'=' | b'<' | b'&' | b'\\' | b'+' | b'(' | b'[' | b'{') {
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
        let (mut joined, mut gap, mut word, mut seen) = (0, 0, 0, 0);
        let mut parted = 0;
        // Where the last run ended, and what it was.
        let (mut at, mut end, mut before) = (0, 0, 0);
        while let Some(&byte) = bytes.get(at) {
            let class = CLASSES[usize::from(byte)];
            seen |= class;
            if class & RUN == 0 {
                gap += 1;
                if class & SEPARATOR == 0 || gap > 3 {
                    joined = 0;
                    parted = if gap > 3 || byte == b':' { 0 } else { parted };
                }
                word = if class & BASE64 == 0 { 0 } else { word + 1 };
                features.base64 = features.base64.max(word);
                if class & SIGN != 0 {
                    features.note(bytes, at);
                }
                at += 1;
                continue;
            }
            // Nearly every byte stands beside others of its class: digits, letters of ASCII, bytes beyond it.
            let run = class & RUN;
            let len = match run {
                HIGH => high_run(&bytes[at..]),
                _ => 1 + bytes[at + 1..].iter().take_while(|&&next| CLASSES[usize::from(next)] & run != 0).count(),
            };
            match run {
                DIGIT => {
                    (joined, parted, gap, word) = (joined + len, parted + len, 0, word + len);
                    features.total_digits += len;
                    features.digits = features.digits.max(len);
                    features.joined = features.joined.max(joined);
                    features.parted = features.parted.max(parted);
                    features.base64 = features.base64.max(word);
                }
                ASCII_LETTER => {
                    (joined, parted, word) = (0, 0, word + len);
                    features.base64 = features.base64.max(word);
                    features.listen(&bytes[at..at + len]);
                    seen |= if bytes[at..at + len].iter().any(|byte| matches!(byte, b'x' | b'X')) { MASK } else { 0 };
                }
                _ => {
                    (joined, word) = (0, 0);
                    (gap, parted) = if is_sign(&bytes[at..at + len]) { (gap + 1, parted) } else { (gap, 0) };
                    features.listen_beyond_ascii(&bytes[at..at + len]);
                }
            }
            let touches = end == at && (before | run) & HIGH != 0 && before != 0;
            features.mixed |= touches && may_be_letter(bytes, if run == HIGH { at } else { at - 1 });
            at += len;
            (end, before) = (at, run);
        }
        features.masks = seen & MASK != 0;
        features.letters = seen & LETTER != 0;
        features.double_colon =
            features.colons > 1 && memchr::memchr_iter(b':', bytes).any(|at| bytes.get(at + 1) == Some(&b':'));
        features
    }

    /// The features of a short number, a date as ISO 8601 writes it or one with a time of day behind a space, such as most cells of most files
    /// are: no recogniser finds anything in them. `None` for every other text.
    #[must_use]
    pub fn of_plain_number(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > 19 {
            return None;
        }
        let mut features = Self { len: bytes.len(), ..Self::default() };
        let (mut run, mut joined, mut gap, mut word, mut parted) = (0, 0, 0, 0, 0);
        for &byte in bytes {
            match byte {
                b'0'..=b'9' => {
                    (run, joined, gap, word, parted) = (run + 1, joined + 1, 0, word + 1, parted + 1);
                    features.total_digits += 1;
                    features.digits = features.digits.max(run);
                    features.joined = features.joined.max(joined);
                    features.parted = features.parted.max(parted);
                    features.base64 = features.base64.max(word);
                    continue;
                }
                b'-' => word += 1,
                b'.' => (features.dots, word) = (features.dots + 1, 0),
                b' ' => word = 0,
                b',' => (joined, word) = (0, 0),
                b':' => (features.colons, joined, word, parted) = (features.colons + 1, 0, 0, 0),
                _ => return None,
            }
            (run, gap) = (0, gap + 1);
            if gap > 3 {
                (joined, parted) = (0, 0);
            }
            features.base64 = features.base64.max(word);
        }
        features.is_plain_number(bytes).then_some(features)
    }

    /// Whether digits and marks are too few to be anything, or stand as in a date.
    fn is_plain_number(&self, bytes: &[u8]) -> bool {
        let few = self.total_digits < 6 || (self.total_digits < 9 && self.digits < 6);
        if few && self.dots < 2 && self.colons == 0 {
            return true;
        }
        let date = |bytes: &[u8]| {
            matches!(bytes, [b'1' | b'2', .., b'-', _, _, b'-', _, _] if bytes.len() == 10 && bytes[4] == b'-')
                && self.digits == 4
        };
        match bytes.len() {
            10 => date(bytes) && self.total_digits == 8,
            19 => {
                date(&bytes[..10])
                    && self.total_digits == 14
                    && matches!(bytes[10..], [b' ', _, _, b':', _, _, b':', _, _])
            }
            _ => false,
        }
    }

    /// Notes what a word announces.
    fn listen(&mut self, word: &[u8]) {
        match announced(word) {
            None => {}
            Some(Announced::Nick) => self.nick_word = true,
            Some(Announced::Sign) => self.sign_word = true,
            Some(Announced::Call) => self.call_word = true,
        }
    }

    /// Notes what the words of a run beyond ASCII announce.
    fn listen_beyond_ascii(&mut self, run: &[u8]) {
        if !has_signs(run) {
            return self.listen(run);
        }
        let mut from = 0;
        for part in memchr::memchr2_iter(0xc2, 0xe2, run).chain([run.len()]) {
            self.listen(run.get(from..part).unwrap_or_default());
            from = part + if run.get(part) == Some(&0xe2) { 3 } else { 2 };
        }
    }

    /// Notes the sign at a position, and whether what stands beside it can make an encoding of it.
    fn note(&mut self, bytes: &[u8], at: usize) {
        let next = bytes.get(at + 1).copied().unwrap_or(b' ');
        match bytes[at] {
            b'@' => self.at = true,
            b'%' => self.percent = true,
            b'.' => self.dots += 1,
            b':' => self.colons += 1,
            b'/' => self.slash = true,
            b'=' => {
                self.equals = true;
                let coded = next.is_ascii_hexdigit() && bytes.get(at + 2).is_some_and(u8::is_ascii_hexdigit);
                self.quoted |= coded || matches!(next, b'?' | b'\r' | b'\n');
            }
            b'<' => {
                self.angle = true;
                self.hidden_sign |= hides_sign(next);
                self.tag |= next.is_ascii_alphabetic() || matches!(next, b'/' | b'!');
            }
            b'&' => self.escape |= next == b'#' || is_reference(&bytes[at + 1..]),
            b'+' => self.plus |= at > 0 && bytes[at - 1] > b' ' && next > b' ',
            b'(' | b'[' | b'{' => self.hidden_sign |= hides_sign(next),
            _ => self.escape |= matches!(next, b'\\' | b'u' | b'x' | b'n' | b'r' | b't' | b'/' | b'"'),
        }
    }
}

/// Whether a point, an `@` or a word for either may begin with this byte.
fn hides_sign(byte: u8) -> bool {
    matches!(byte, b'.' | b'@' | b'd' | b'D' | b'a' | b'A' | 0xd0..=0xd2)
}

/// Whether a run beyond ASCII is one or two signs, and no letters.
fn is_sign(run: &[u8]) -> bool {
    run.len() <= 6 && matches!(run[0], 0xc2 | 0xe2 | 0xf0..)
}

/// Whether letters and a semicolon follow, as in `&nbsp;`. Between two parameters of an address there is none.
fn is_reference(rest: &[u8]) -> bool {
    /// No name that we know is longer.
    const LONGEST: usize = 16;
    let letters = rest.iter().take(LONGEST).take_while(|byte| byte.is_ascii_alphabetic()).count();
    letters > 1 && rest.get(letters) == Some(&b';')
}

/// Whether the character at a position may be a letter: quotes, dashes, `№` and pictures beside words say nothing of their script.
fn may_be_letter(bytes: &[u8], at: usize) -> bool {
    let lead = bytes[..=at].iter().rev().find(|&&byte| byte & 0xc0 != 0x80);
    !matches!(lead, Some(0xc2 | 0xe2 | 0xf0..))
}

/// Whether quotes, dashes or hard spaces may part words in a run beyond ASCII: they begin with one of two bytes, and no letter of ours has either.
/// Eight at a time, since nearly every run is a word and nothing else.
fn has_signs(run: &[u8]) -> bool {
    const ONES: u64 = u64::MAX / 255;
    let (chunks, rest) = run.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    chunks.iter().chain([&last]).any(|chunk| {
        // The two differ by one bit; a byte is zero if it borrows.
        let value = u64::from_le_bytes(*chunk) & (ONES * 0xdf) ^ (ONES * 0xc2);
        value.wrapping_sub(ONES) & !value & (ONES * 0x80) != 0
    })
}

/// How many bytes at the beginning lie beyond ASCII; eight at a time.
fn high_run(bytes: &[u8]) -> usize {
    const HIGH_BITS: u64 = u64::MAX / 255 * 0x80;
    let (chunks, rest) = bytes.as_chunks::<8>();
    for (nth, chunk) in chunks.iter().enumerate() {
        let low = !u64::from_le_bytes(*chunk) & HIGH_BITS;
        if low != 0 {
            return 8 * nth + low.trailing_zeros() as usize / 8;
        }
    }
    8 * chunks.len() + rest.iter().take_while(|&&byte| byte >= 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The features byte by byte, as their definitions say.
    fn slowly(bytes: &[u8]) -> Features {
        let mut features =
            Features { len: bytes.len(), picture: image::starts_as_picture(bytes), ..Features::default() };
        let (mut run, mut joined, mut gap, mut word, mut parted) = (0, 0, 0, 0, 0);
        for (at, &byte) in bytes.iter().enumerate() {
            let in_word = byte.is_ascii_alphanumeric() || b"+/=-_".contains(&byte);
            word = if in_word { word + 1 } else { 0 };
            features.base64 = features.base64.max(word);
            features.masks |= b"*#xX".contains(&byte) || byte >= 0x80;
            features.letters |= byte.is_ascii_alphabetic() || byte >= 0x80;
            if byte.is_ascii_digit() {
                (run, joined, gap, parted) = (run + 1, joined + 1, 0, parted + 1);
                features.total_digits += 1;
                features.digits = features.digits.max(run);
                features.joined = features.joined.max(joined);
                features.parted = features.parted.max(parted);
                continue;
            }
            // Letters part digits and are no gap, and of a run beyond ASCII its first byte stands for all.
            let first = at == 0 || bytes[at - 1] < 0x80;
            let high = bytes[at..].iter().take_while(|&&next| next >= 0x80).count();
            let sign = if byte >= 0x80 { !first || is_sign(&bytes[at..at + high]) } else { byte != b':' };
            let counts = !byte.is_ascii_alphabetic() && sign && (byte < 0x80 || first);
            (run, gap) = (0, gap + usize::from(counts || byte == b':'));
            if !b" -.()[]".contains(&byte) || gap > 3 {
                joined = 0;
            }
            if byte.is_ascii_alphabetic() || !sign || (byte < 0x80 && gap > 3) {
                parted = 0;
            }
            if b"@%.:/=<&\\+([{".contains(&byte) {
                features.note(bytes, at);
            }
        }
        for word in bytes.split(|byte| !byte.is_ascii_alphabetic()) {
            features.listen(word);
        }
        for run in bytes.split(|&byte| byte < 0x80) {
            String::from_utf8_lossy(run).split(['\u{b0}', '«', '—']).for_each(|word| features.listen(word.as_bytes()));
        }
        features.double_colon = bytes.windows(2).any(|pair| pair == b"::");
        let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte >= 0x80;
        features.mixed = bytes.windows(2).enumerate().any(|(at, pair)| {
            let differ = (pair[0] >= 0x80) != (pair[1] >= 0x80);
            inside(pair[0]) && inside(pair[1]) && differ && may_be_letter(bytes, at + usize::from(pair[1] >= 0x80))
        });
        features
    }

    #[test]
    fn features_are_what_their_definitions_say() {
        const PIECES: &[&str] = &[
            "0", "1", "2", "3", "45", "678", "a", "Z", "x", "X", "-", ".", " ", "(", ")", "[", "]", "{", "+", "/", "=",
            "_", "@", "%", ":", "<", "&", "\\", "*", "#", ",", "|", "\n", "а", "«", "°", "—", "at", "tg", "тел", "вк",
            "\0",
        ];
        let mut state = 7_u64;
        for round in 0..20_000 {
            let text: String = (0..round % 40)
                .map(|_| {
                    state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    PIECES[(state >> 33) as usize % PIECES.len()]
                })
                .collect();
            assert_eq!(Features::of(text.as_bytes()), slowly(text.as_bytes()), "{text:?}");
        }
    }

    #[test]
    fn runs_beyond_ascii() {
        for len in 0..30 {
            for end in 0..=len {
                let bytes: Vec<u8> = (0..len).map(|at| if at < end { 0xd0 } else { b'a' }).collect();
                assert_eq!(high_run(&bytes), end);
            }
        }
    }

    #[test]
    fn signs_beyond_ascii_are_seen() {
        for (run, wanted) in
            [("телеграм", false), ("«тг", true), ("мой\u{a0}телеграм", true), ("құжат—", true), ("тг", false)]
        {
            assert_eq!(has_signs(run.as_bytes()), wanted, "{run}");
        }
    }

    #[test]
    fn features_of_a_text() {
        let features = Features::of("a@b.kz 12:345 %x".as_bytes());
        assert!(features.at && features.percent && features.masks && !features.picture && features.letters);
        assert_eq!(
            (features.total_digits, features.digits, features.joined, features.dots, features.colons, features.base64),
            (5, 3, 3, 1, 1, 3)
        );
        assert_eq!(Features::of(b"2024-03-05 12:00:00").joined, 10);
        for (text, mixed) in [
            ("тeл", true),
            ("2кв", true),
            ("курс «Python» №5", false),
            ("a—b…c", false),
            ("Íván", true),
            ("ok👍ok", false),
        ] {
            assert_eq!(Features::of(text.as_bytes()).mixed, mixed, "{text}");
        }
        assert!(Features::of(b"2001:db8::7").double_colon && !Features::of(b"a:b:c").double_colon);
        let marks = Features::of(b"a/b=c<d&e");
        assert!(marks.slash && marks.equals && marks.angle && marks.tag && !Features::of(b"12 3").letters);
        for (text, escape, tag, plus, hidden_sign) in [
            ("?a=1&b=2", false, false, false, false),
            ("R&D; C:\\dir", false, false, false, false),
            ("a&#64;b", true, false, false, false),
            ("a&nbsp;b", true, false, false, false),
            ("\\u0040", true, false, false, false),
            ("5 < 6", false, false, false, false),
            ("a<br>", false, true, false, false),
            ("+7 771 + C++ x", false, false, true, false),
            ("+7 771", false, false, false, false),
            ("8+771", false, false, true, false),
            ("a[.]kz (1)", false, false, false, true),
        ] {
            let features = Features::of(text.as_bytes());
            let found = (features.escape, features.tag, features.plus, features.hidden_sign);
            assert_eq!(found, (escape, tag, plus, hidden_sign), "{text}");
        }
    }
}
