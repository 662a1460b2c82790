//! Which encoding a text is in: what its mark says, what was declared, else what its beginning looks like.
//!
//! Whatever is only likely is said aloud, and what cannot be told is not guessed: the text is then held to be UTF-8, and refused at the
//! first byte that is not.

use super::code_page::CodePage;
use super::quality::{Kazakh, Quality};
use super::repair::Doubled;
use crate::error::{Code, Diagnostic, Error, Kind, Message, Result, Shown};
use crate::message;
use crate::schema::Encoding;

/// What was found out about the encoding of a text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::io) struct Finding {
    pub(in crate::io) encoding: Encoding,
    pub(in crate::io) by: FoundBy,
    /// Bytes of the mark that the decoder passes over.
    pub(super) mark: usize,
    /// It may be KZ-1048 as well: no byte has told yet.
    pub(super) undecided: bool,
    /// What speaks against it.
    pub(in crate::io) doubt: Option<Doubt>,
}

/// How the encoding is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum FoundBy {
    /// The text is UTF-8, as far as was looked.
    Itself,
    /// A byte order mark says so.
    Mark,
    /// The operator or the schema says so.
    Declared,
    /// It reads best this way.
    Content,
}

impl FoundBy {
    /// The word for records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Itself => "itself",
            Self::Mark => "mark",
            Self::Declared => "declared",
            Self::Content => "content",
        }
    }
}

/// What speaks against an encoding.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::io) enum Doubt {
    /// A part of the text seems to be encoded twice.
    PartlyDoubled(Encoding),
    /// It is declared as a code page and is UTF-8.
    IsUtf8,
}

/// A mark at the beginning of a text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Mark {
    Utf8,
    Utf16Le,
    Utf16Be,
    Utf32,
}

impl Mark {
    fn of(sample: &[u8]) -> Option<Self> {
        match sample {
            [0xEF, 0xBB, 0xBF, ..] => Some(Self::Utf8),
            [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => Some(Self::Utf32),
            [0xFF, 0xFE, ..] => Some(Self::Utf16Le),
            [0xFE, 0xFF, ..] => Some(Self::Utf16Be),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Utf32 => "UTF-32",
        }
    }
}

/// Finds the encoding of a text from its first bytes.
///
/// # Errors
/// `Kind::Damaged` when a mark contradicts what is declared, and for encodings that are only read when they are declared or not at all.
pub(in crate::io) fn find(sample: &[u8], declared: Option<Encoding>, shown: &Shown) -> Result<Finding> {
    let mark = Mark::of(sample);
    if let Some(declared) = declared {
        return honour(declared, mark, sample, shown);
    }
    let finding = |encoding, by, mark| Finding { encoding, by, mark, undecided: false, doubt: None };
    match mark {
        Some(Mark::Utf16Le) => return Ok(finding(Encoding::Utf16Le, FoundBy::Mark, 2)),
        Some(Mark::Utf16Be) => return Ok(finding(Encoding::Utf16Be, FoundBy::Mark, 2)),
        Some(Mark::Utf32) => {
            return Err(refuse(
                Code::E402,
                message!("`{}` is UTF-32 text, which is not read", shown),
                message!("save it as UTF-8: `iconv -f UTF-32 -t UTF-8`"),
            ));
        }
        Some(Mark::Utf8) | None => {}
    }
    if let (None, Some(order)) = (mark, unmarked_utf_16(sample)) {
        return Err(refuse(
            Code::E422,
            message!("`{}` seems to be UTF-16 text without a byte order mark, which is not read unasked", shown),
            message!("`--encoding {}` reads it", order.name()),
        ));
    }
    let by = if mark.is_some() { FoundBy::Mark } else { FoundBy::Itself };
    match likely(sample) {
        Likely::Utf8 => Ok(doubled(sample, finding(Encoding::Utf8, by, 0))),
        Likely::Page { encoding, undecided } if mark.is_none() => {
            Ok(Finding { undecided, ..finding(encoding, FoundBy::Content, 0) })
        }
        Likely::Page { .. } | Likely::Unknown => Ok(finding(Encoding::Utf8, by, 0)),
    }
}

fn refuse(code: Code, message: Message, hint: Message) -> Error {
    Error::new(Kind::Damaged, Diagnostic::new(code, message).hint(hint))
}

/// Takes the declared encoding, unless a mark says that it is another.
fn honour(declared: Encoding, mark: Option<Mark>, sample: &[u8], shown: &Shown) -> Result<Finding> {
    use Encoding as E;
    let finding = |encoding, mark| Finding { encoding, by: FoundBy::Declared, mark, undecided: false, doubt: None };
    match (declared, mark) {
        (E::Utf8, None | Some(Mark::Utf8)) => Ok(finding(E::Utf8, 0)),
        (E::Utf8AsWindows1251 | E::Utf8AsWindows1252, None) => Ok(finding(declared, 0)),
        (E::Utf8AsWindows1251 | E::Utf8AsWindows1252, Some(Mark::Utf8)) => Ok(finding(declared, 3)),
        (E::Utf16 | E::Utf16Le, Some(Mark::Utf16Le)) => Ok(finding(E::Utf16Le, 2)),
        (E::Utf16 | E::Utf16Be, Some(Mark::Utf16Be)) => Ok(finding(E::Utf16Be, 2)),
        (E::Utf16Le | E::Utf16Be, None) => Ok(finding(declared, 0)),
        (E::Utf16, None) => Err(refuse(
            Code::E410,
            message!("`{}` is declared utf-16 and has no byte order mark", shown),
            message!("`utf-16le` (Windows) or `utf-16be` says which it is"),
        )),
        (_, None) => {
            let doubt = (likely(sample) == Likely::Utf8 && !sample.is_ascii()).then_some(Doubt::IsUtf8);
            Ok(Finding { doubt, ..finding(declared, 0) })
        }
        (_, Some(mark)) => Err(refuse(
            Code::E410,
            message!("`{}` is declared {}, but begins with the mark of {}", shown, declared.name(), mark.name()),
            message!("leave `--encoding` out, or correct `encoding` in `[dialect]` of the schema"),
        )),
    }
}

/// UTF-16 by its zeros: every second byte is the upper half of an ASCII or a Cyrillic character, and the others are not.
fn unmarked_utf_16(sample: &[u8]) -> Option<Encoding> {
    let upper = |first: usize| sample.iter().skip(first).step_by(2).filter(|&&byte| byte == 0 || byte == 4).count();
    let half = sample.len() / 2;
    let has_zeros = |first: usize| sample.iter().skip(first).step_by(2).any(|&byte| byte == 0);
    if half < 2 {
        return None;
    }
    let (even, odd) = (upper(0), upper(1));
    let clear = |more: usize, less: usize| 10 * more >= 9 * half && 2 * less < half;
    if clear(odd, even) && has_zeros(1) {
        Some(Encoding::Utf16Le)
    } else if clear(even, odd) && has_zeros(0) {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// What bytes without a mark look like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Likely {
    /// All of it is, or so much that the rest is damage.
    Utf8,
    Page {
        encoding: Encoding,
        undecided: bool,
    },
    Unknown,
}

/// Judges the bytes; a character cut off at the end counts as whole.
pub(super) fn likely(sample: &[u8]) -> Likely {
    let (mut good, mut bad) = (0, 0);
    let mut chunks = sample.utf8_chunks().peekable();
    while let Some(chunk) = chunks.next() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        let is_cut_off =
            chunks.peek().is_none() && std::str::from_utf8(chunk.invalid()).is_err_and(|e| e.error_len().is_none());
        bad += if is_cut_off { 0 } else { chunk.invalid().len() };
    }
    // Letters of a code page make a character of UTF-8 only by rare chance.
    if bad <= good {
        return Likely::Utf8;
    }
    let page = |encoding, undecided| Likely::Page { encoding, undecided };
    match best(sample).filter(|(_, quality)| quality.is_plausible()) {
        Some((Encoding::Kz1048, _)) => match Kazakh::of(sample, &CodePage::kz_1048()).verdict() {
            Some(true) => page(Encoding::Kz1048, false),
            Some(false) => page(Encoding::Windows1251, false),
            None => page(Encoding::Windows1251, true),
        },
        Some((encoding, _)) => page(encoding, false),
        None if is_western(sample) => page(Encoding::Windows1252, false),
        None => Likely::Unknown,
    }
}

/// The code page under which Cyrillic bytes read best, windows-1251 with Kazakh letters standing for both of its kind; `None` where two read
/// equally well, or none reads better than it reads badly. Lower-case letters are the same in windows-1251 and on a Mac, and Russian ones in PTCP154:
/// they mean the former.
pub(super) fn best(sample: &[u8]) -> Option<(Encoding, Quality)> {
    use Encoding as E;
    let mut found: Option<(Encoding, Quality)> = None;
    let mut tied = false;
    for encoding in [E::Kz1048, E::Ptcp154, E::Cp866, E::Koi8R, E::Iso88595, E::MacCyrillic] {
        let quality = Quality::of(sample, &CodePage::of(encoding)?);
        match found.map_or(std::cmp::Ordering::Greater, |(_, best)| quality.score().cmp(&best.score())) {
            std::cmp::Ordering::Greater => (found, tied) = (Some((encoding, quality)), false),
            std::cmp::Ordering::Equal => tied |= !matches!(encoding, E::MacCyrillic | E::Ptcp154),
            std::cmp::Ordering::Less => {}
        }
    }
    found.filter(|(_, quality)| !tied && quality.score() > 0)
}

/// Whether the bytes are Latin letters with accents: few, and each beside letters of ASCII.
fn is_western(sample: &[u8]) -> bool {
    let western = CodePage::windows_1252();
    let letter = |at: Option<usize>| at.and_then(|at| sample.get(at)).is_some_and(u8::is_ascii_alphabetic);
    let (mut accents, mut fitting) = (0, 0);
    for (at, &byte) in sample.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        accents += 1;
        let stands_in_word = letter(at.checked_sub(1)) || letter(Some(at + 1));
        fitting += usize::from(western.character(byte).is_alphabetic() && stands_in_word);
    }
    let letters = sample.iter().filter(|byte| byte.is_ascii_alphabetic()).count();
    accents > 0 && 10 * fitting >= 9 * accents && 3 * accents <= letters
}

/// UTF-8 that may have been encoded twice.
fn doubled(sample: &[u8], finding: Finding) -> Finding {
    let valid = match std::str::from_utf8(sample) {
        Ok(text) => text,
        Err(error) => std::str::from_utf8(&sample[..error.valid_up_to()]).unwrap_or_default(),
    };
    let text = valid.trim_start_matches('\u{FEFF}');
    for (encoding, page) in [
        (Encoding::Utf8AsWindows1251, CodePage::windows_1251()),
        (Encoding::Utf8AsWindows1252, CodePage::windows_1252()),
    ] {
        let found = Doubled::of(text, &page);
        if found.is_most() {
            let mark = valid.len() - text.len();
            return Finding { encoding, by: FoundBy::Content, mark, undecided: false, doubt: None };
        }
        if found.is_some() {
            return Finding { doubt: Some(Doubt::PartlyDoubled(encoding)), ..finding };
        }
    }
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUSSIAN: &str = "id;ФИО;город\n1;Иванова Анна;Алматы\n2;Петров Пётр;Караганда\n";
    const KAZAKH: &str = "id;Аты-жөні;қала\n1;Қасымұлы Әсел;Шымкент\n2;Нұрғали Күләш;Ақтөбе\n";

    fn found(sample: &[u8], declared: Option<Encoding>) -> Result<Finding> {
        find(sample, declared, &Shown::name("x.csv"))
    }

    fn code(sample: &[u8], declared: Option<Encoding>) -> Code {
        found(sample, declared).expect_err("refused").diagnostics()[0].code
    }

    fn in_page(text: &str, page: &CodePage) -> Vec<u8> {
        let reversed = page.reversed();
        let byte = |c: char| if c.is_ascii() { c as u8 } else { reversed.byte(c).expect("a letter of the page") };
        text.chars().map(byte).collect()
    }

    fn utf16(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn what_the_content_tells() {
        use Encoding as E;
        for (sample, encoding, undecided) in [
            (in_page(RUSSIAN, &CodePage::windows_1251()), E::Windows1251, true),
            (in_page(KAZAKH, &CodePage::kz_1048()), E::Kz1048, false),
            (in_page(KAZAKH, &CodePage::ptcp154()), E::Ptcp154, false),
            (in_page("id;курс\n1;Курс Әдебиет\n2;Курс Өнер\n", &CodePage::ptcp154()), E::Ptcp154, false),
            (in_page(RUSSIAN, &CodePage::cp866()), E::Cp866, false),
            (in_page(RUSSIAN, &CodePage::of(E::Koi8R).expect("a page")), E::Koi8R, false),
            (in_page(RUSSIAN, &CodePage::of(E::Iso88595).expect("a page")), E::Iso88595, false),
            (in_page(RUSSIAN, &CodePage::of(E::MacCyrillic).expect("a page")), E::MacCyrillic, false),
            (b"name;city\nJos\xE9 Mu\xF1oz;M\xFCnchen\n".to_vec(), E::Windows1252, false),
        ] {
            let finding = found(&sample, None).expect("found");
            assert_eq!((finding.encoding, finding.by, finding.undecided), (encoding, FoundBy::Content, undecided));
        }
        for text in [RUSSIAN, KAZAKH, "a,b\n1,2\n", "\u{FEFF}a;ы\n"] {
            let finding = found(text.as_bytes(), None).expect("UTF-8");
            assert_eq!((finding.encoding, finding.doubt), (E::Utf8, None));
        }
        // A sample may end inside a character, and a damaged byte makes no other encoding.
        let cut = &RUSSIAN.as_bytes()[..12];
        assert_eq!(found(cut, None).expect("UTF-8").by, FoundBy::Itself);
        assert_eq!(likely(&[RUSSIAN.as_bytes(), b"\xC0\xE0"].concat()), Likely::Utf8);
        assert_eq!(likely(b"a,b\n\x80\x81\x82\x83\xC0\xFF\n"), Likely::Unknown);
    }

    #[test]
    fn what_was_encoded_twice() {
        use Encoding as E;
        for (encoding, page) in
            [(E::Utf8AsWindows1251, CodePage::windows_1251()), (E::Utf8AsWindows1252, CodePage::windows_1252())]
        {
            let twice: String = KAZAKH.bytes().map(|byte| page.character(byte)).collect();
            assert_eq!(found(twice.as_bytes(), None).expect("found").encoding, encoding);
            let marked = found(format!("\u{FEFF}{twice}").as_bytes(), None).expect("found");
            assert_eq!((marked.encoding, marked.mark), (encoding, 3));
            let partly = found(format!("{}{twice}", KAZAKH.repeat(5)).as_bytes(), None).expect("found");
            assert_eq!((partly.encoding, partly.doubt), (E::Utf8, Some(Doubt::PartlyDoubled(encoding))));
        }
    }

    #[test]
    fn marks_decide_and_contradictions_are_refused() {
        use Encoding as E;
        let marked = [&[0xFF, 0xFE], utf16(RUSSIAN).as_slice()].concat();
        let finding = found(&marked, None).expect("marked");
        assert_eq!((finding.encoding, finding.by, finding.mark), (E::Utf16Le, FoundBy::Mark, 2));
        assert_eq!(found(&marked, Some(E::Utf16)).expect("marked").encoding, E::Utf16Le);
        for declared in [E::Utf8, E::Utf16Be, E::Koi8R, E::Windows1251, E::Kz1048, E::Cp866, E::Utf8AsWindows1251] {
            assert_eq!(code(&marked, Some(declared)), Code::E410);
        }
        assert_eq!(code("\u{FEFF}a;b\n".as_bytes(), Some(E::Windows1251)), Code::E410);
        assert_eq!(code(b"a;b\n", Some(E::Utf16)), Code::E410);
        assert_eq!(code(&[0xFF, 0xFE, 0, 0, b'a', 0, 0, 0], None), Code::E402);
    }

    #[test]
    fn utf_16_without_a_mark_is_read_when_it_is_declared() {
        use Encoding as E;
        for text in [RUSSIAN, KAZAKH, "id,email\n1,a@example.kz\n"] {
            let low = utf16(text);
            let high: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!((unmarked_utf_16(&low), unmarked_utf_16(&high)), (Some(E::Utf16Le), Some(E::Utf16Be)));
            assert_eq!(code(&low, None), Code::E422);
            assert_eq!(found(&low, Some(E::Utf16Le)).expect("declared").encoding, E::Utf16Le);
        }
        assert_eq!(unmarked_utf_16(&[0; 100]), None);
        assert_eq!(unmarked_utf_16(b"a,b\0\n1,2\n"), None);
    }

    #[test]
    fn a_page_declared_for_utf_8_is_doubted() {
        let declared = Some(Encoding::Windows1251);
        assert_eq!(found(RUSSIAN.as_bytes(), declared).expect("declared").doubt, Some(Doubt::IsUtf8));
        assert_eq!(found(b"a,b\n", declared).expect("declared").doubt, None);
    }
}
