//! Code pages: one byte a character. Those of the WHATWG come from `encoding_rs`; the two Kazakh ones it lacks are written here.

use crate::schema::Encoding;
use encoding_rs::{IBM866, ISO_8859_5, KOI8_U, WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC};

/// Characters of the bytes 80 to FF.
#[derive(Clone)]
pub(super) struct CodePage {
    upper: [char; 128],
}

impl std::fmt::Debug for CodePage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CodePage({}…)", self.upper[0])
    }
}

/// Bytes 80 to BF of KZ-1048 (ST RK 1048-2002); from C0 on it is windows-1251. Source: the Unicode consortium's KZ1048.TXT.
const KZ_1048: &str = "ЂЃ‚ѓ„…†‡€‰Љ‹ЊҚҺЏђ‘’“”•–—\u{98}™љ›њқһџ\u{A0}ҰұӘ¤Ө¦§Ё©Ғ«¬\u{AD}®Ү°±Ііөµ¶·ё№ғ»әҢңү";
/// Bytes 80 to BF of PTCP154; from C0 on it is windows-1251. Source: its registration with the IANA.
const PTCP154: &str = "ҖҒӮғ„…ҶҮҲүҠӢҢҚҺҸҗ‘’“”•–—ҳҷҡӣңқһҹ\u{A0}ЎўЈӨҘҰ§Ё©Ә«¬ӯ®Ҝ°ұІіҙө¶·ё№ә»јҪҫҝ";

/// Bytes at which windows-1251 and KZ-1048 differ: letters of Serbian, Macedonian, Ukrainian and Belarusian here, of Kazakh there.
pub(super) const DIFFERING: [u8; 16] =
    [0x8D, 0x8E, 0x9D, 0x9E, 0xA1, 0xA2, 0xA3, 0xA5, 0xAA, 0xAF, 0xB4, 0xBA, 0xBC, 0xBD, 0xBE, 0xBF];

impl CodePage {
    /// The page of an encoding of one byte a character; `None` for the others.
    pub(super) fn of(encoding: Encoding) -> Option<Self> {
        use Encoding as E;
        Some(match encoding {
            E::Windows1251 => Self::windows_1251(),
            E::Kz1048 => Self::kz_1048(),
            E::Ptcp154 => Self::ptcp154(),
            E::Cp866 => Self::cp866(),
            // Its Ukrainian variant differs in characters of boxes only, which no export has.
            E::Koi8R => Self::of_whatwg(KOI8_U),
            E::Iso88595 => Self::of_whatwg(ISO_8859_5),
            E::MacCyrillic => Self::of_whatwg(X_MAC_CYRILLIC),
            E::Windows1252 => Self::windows_1252(),
            E::Utf8 | E::Utf16 | E::Utf16Le | E::Utf16Be | E::Utf8AsWindows1251 | E::Utf8AsWindows1252 => return None,
        })
    }

    pub(super) fn windows_1251() -> Self {
        Self::of_whatwg(WINDOWS_1251)
    }

    pub(super) fn windows_1252() -> Self {
        Self::of_whatwg(WINDOWS_1252)
    }

    pub(super) fn cp866() -> Self {
        Self::of_whatwg(IBM866)
    }

    pub(super) fn kz_1048() -> Self {
        Self::like_windows_1251(KZ_1048)
    }

    pub(super) fn ptcp154() -> Self {
        Self::like_windows_1251(PTCP154)
    }

    /// The WHATWG gives the bytes that a standard leaves open to the control characters of their number.
    fn of_whatwg(encoding: &'static encoding_rs::Encoding) -> Self {
        let character = |at: usize| {
            let byte = [u8::try_from(at + 0x80).expect("a byte")];
            encoding.decode_without_bom_handling(&byte).0.chars().next().expect("one byte is one character")
        };
        Self { upper: std::array::from_fn(character) }
    }

    fn like_windows_1251(first: &str) -> Self {
        let mut page = Self::windows_1251();
        page.upper.iter_mut().zip(first.chars()).for_each(|(slot, c)| *slot = c);
        page
    }

    /// The character of a byte.
    pub(super) fn character(&self, byte: u8) -> char {
        if byte < 0x80 { char::from(byte) } else { self.upper[usize::from(byte) - 0x80] }
    }

    /// Whether the standard gives this byte a character. A C1 control never stands in a text: it marks a byte that is left open.
    pub(super) fn is_defined(&self, byte: u8) -> bool {
        !matches!(self.character(byte), '\u{80}'..='\u{9F}')
    }

    /// The way back.
    pub(super) fn reversed(&self) -> Reversed {
        let mut bytes: Vec<(char, u8)> = (0x80..=0xFF).map(|byte| (self.character(byte), byte)).collect();
        bytes.sort_unstable();
        Reversed { bytes }
    }
}

/// Bytes of characters.
#[derive(Debug)]
pub(super) struct Reversed {
    bytes: Vec<(char, u8)>,
}

impl Reversed {
    /// The byte of a character beyond ASCII, if the page has it.
    pub(super) fn byte(&self, character: char) -> Option<u8> {
        let at = self.bytes.binary_search_by_key(&character, |(known, _)| *known).ok()?;
        Some(self.bytes[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(page: &CodePage, bytes: impl IntoIterator<Item = u8>) -> String {
        bytes.into_iter().map(|byte| page.character(byte)).collect()
    }

    #[test]
    fn kazakh_letters_stand_where_the_standards_put_them() {
        let kz = CodePage::kz_1048();
        let places = [0xA3, 0xBC, 0xAA, 0xBA, 0x8D, 0x9D, 0xBD, 0xBE, 0xA5, 0xB4, 0xA1, 0xA2, 0xAF, 0xBF, 0x8E, 0x9E];
        assert_eq!(text(&kz, places), "ӘәҒғҚқҢңӨөҰұҮүҺһ");
        assert_eq!(text(&CodePage::windows_1251(), places), "ЈјЄєЌќЅѕҐґЎўЇїЋћ");
        assert_eq!(text(&kz, [0xB2, 0xB3, 0xA8, 0xB8, 0xC0, 0xDF, 0xE0, 0xFF]), "ІіЁёАЯая");
        let pt = CodePage::ptcp154();
        let places = [0xAA, 0xBA, 0x81, 0x83, 0x8D, 0x9D, 0x8C, 0x9C, 0xA4, 0xB5, 0xA6, 0xB1, 0x87, 0x89, 0x8E, 0x9E];
        assert_eq!(text(&pt, places), "ӘәҒғҚқҢңӨөҰұҮүҺһ");
        assert_eq!(text(&CodePage::cp866(), [0x80, 0x9F, 0xA0, 0xAF, 0xE0, 0xEF, 0xF0, 0xF1]), "АЯапряЁё");
    }

    #[test]
    fn the_bytes_that_differ_are_these() {
        let (cyrillic, kazakh) = (CodePage::windows_1251(), CodePage::kz_1048());
        let differ: Vec<u8> = (0x80..=0xFF).filter(|&b| cyrillic.character(b) != kazakh.character(b)).collect();
        assert_eq!(differ, DIFFERING);
    }

    #[test]
    fn one_byte_is_left_open_and_leads_back_all_the_same() {
        for (page, open) in [
            (CodePage::windows_1251(), vec![0x98]),
            (CodePage::kz_1048(), vec![0x98]),
            (CodePage::ptcp154(), vec![]),
            (CodePage::cp866(), vec![]),
        ] {
            assert_eq!((0x80..=0xFF).filter(|&byte| !page.is_defined(byte)).collect::<Vec<u8>>(), open);
            let reversed = page.reversed();
            assert!((0x80..=0xFF).all(|byte| reversed.byte(page.character(byte)) == Some(byte)));
        }
        assert_eq!(CodePage::windows_1251().reversed().byte('\u{98}'), Some(0x98));
        assert_eq!(CodePage::windows_1251().reversed().byte('қ'), None);
    }
}
