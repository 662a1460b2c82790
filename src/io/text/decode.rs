//! From the bytes of one encoding to UTF-8, piece by piece; what no character stands for is refused, never replaced.

use super::code_page::{CodePage, DIFFERING};
use super::repair::{Repair, Runs};
use encoding_rs::{DecoderResult, UTF_16BE, UTF_16LE};

/// Decodes a stream.
#[derive(Debug)]
pub(super) enum Decoder {
    /// It is UTF-8 already, or whoever reads it finds that it is not.
    Utf8,
    Page(Box<Page>),
    Utf16(Utf16),
    Doubled(Box<Repair>),
}

/// Bytes that no character stands for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Undecodable {
    /// Where they begin.
    pub(super) byte: u64,
    /// The byte stands for a letter, but for which one cannot be told.
    pub(super) undecided: bool,
}

impl Decoder {
    /// Takes more bytes and appends the text; `last` says that there are no more. Of a piece that cannot be decoded, the text before
    /// that is appended.
    pub(super) fn push(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Undecodable> {
        match self {
            Self::Utf8 => {
                out.extend_from_slice(bytes);
                Ok(())
            }
            Self::Page(page) => page.push(bytes, out),
            Self::Utf16(utf16) => utf16.push(bytes, last, out),
            Self::Doubled(repair) => {
                repair.push(bytes, last, out);
                Ok(())
            }
        }
    }

    /// How many runs of twice encoded text were met.
    pub(super) fn runs(&self) -> Runs {
        if let Self::Doubled(repair) = self { repair.runs } else { Runs::default() }
    }
}

/// A code page, its characters written as UTF-8 beforehand.
pub(super) struct Page {
    /// For each byte from 80 on, its bytes in UTF-8 and how many these are: none if it stands for nothing.
    upper: [([u8; 3], usize); 128],
    undecided: bool,
    done: u64,
}

impl std::fmt::Debug for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Page({} done)", self.done)
    }
}

impl Page {
    /// `undecided`: a byte at which windows-1251 and KZ-1048 differ is refused.
    pub(super) fn new(page: &CodePage, undecided: bool) -> Self {
        let written = |at: usize| {
            let byte = u8::try_from(at + 0x80).expect("a byte");
            let mut bytes = [0; 3];
            let known = page.is_defined(byte) && !(undecided && DIFFERING.contains(&byte));
            let len = if known { page.character(byte).encode_utf8(&mut bytes).len() } else { 0 };
            (bytes, len)
        };
        Self { upper: std::array::from_fn(written), undecided, done: 0 }
    }

    fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), Undecodable> {
        out.reserve(2 * bytes.len());
        let mut at = 0;
        while at < bytes.len() {
            let plain = bytes[at..].iter().position(|byte| !byte.is_ascii()).unwrap_or(bytes.len() - at);
            out.extend_from_slice(&bytes[at..at + plain]);
            at += plain;
            let Some(&byte) = bytes.get(at) else { break };
            let (written, len) = &self.upper[usize::from(byte) - 0x80];
            if *len == 0 {
                let undecided = self.undecided && DIFFERING.contains(&byte);
                return Err(Undecodable { byte: self.done + at as u64, undecided });
            }
            out.extend_from_slice(&written[..*len]);
            at += 1;
        }
        self.done += bytes.len() as u64;
        Ok(())
    }
}

/// UTF-16 of one byte order.
pub(super) struct Utf16 {
    decoder: encoding_rs::Decoder,
    done: u64,
}

impl std::fmt::Debug for Utf16 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Utf16({})", self.decoder.encoding().name())
    }
}

impl Utf16 {
    pub(super) fn new(high_byte_first: bool) -> Self {
        let encoding = if high_byte_first { UTF_16BE } else { UTF_16LE };
        Self { decoder: encoding.new_decoder_without_bom_handling(), done: 0 }
    }

    fn push(&mut self, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), Undecodable> {
        loop {
            let start = out.len();
            // Two bytes become three at most; a pair that was waiting comes on top.
            out.resize(start + 2 * bytes.len() + 16, 0);
            let (result, read, written) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut out[start..], last);
            out.truncate(start + written);
            self.done += read as u64;
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return Ok(()),
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(bad, good) => {
                    let byte = self.done - u64::from(bad) - u64::from(good);
                    return Err(Undecodable { byte, undecided: false });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decodes in pieces of so many bytes.
    fn decoded(mut decoder: Decoder, bytes: &[u8], step: usize) -> (String, Result<(), Undecodable>) {
        let mut out = Vec::new();
        let pieces = bytes.chunks(step).map(|piece| (piece, false)).chain([(&[][..], true)]);
        let mut result = Ok(());
        for (piece, last) in pieces {
            result = decoder.push(piece, last, &mut out);
            if result.is_err() {
                break;
            }
        }
        (String::from_utf8(out).expect("UTF-8"), result)
    }

    fn utf16(high_byte_first: bool) -> Decoder {
        Decoder::Utf16(Utf16::new(high_byte_first))
    }

    #[test]
    fn utf_16_in_pieces_of_any_size() {
        let text = "Әсел;a\n🎓,ы";
        let (low, high): (Vec<u8>, Vec<u8>) = (
            text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        );
        for step in 1..low.len() {
            assert_eq!(decoded(utf16(false), &low, step), (text.to_owned(), Ok(())));
            assert_eq!(decoded(utf16(true), &high, step), (text.to_owned(), Ok(())));
        }
    }

    #[test]
    fn half_a_pair_and_half_a_unit_are_refused_where_they_stand() {
        for (units, byte) in [(vec![0x41, 0xD83C, 0x42], 2), (vec![0x41, 0x42, 0xDC00, 0x43], 4), (vec![0xD83C], 0)] {
            let bytes: Vec<u8> = units.iter().copied().flat_map(u16::to_le_bytes).collect();
            for step in 1..=bytes.len() {
                let result = decoded(utf16(false), &bytes, step).1;
                assert_eq!(result, Err(Undecodable { byte, undecided: false }), "{units:X?} step {step}");
            }
        }
        assert_eq!(decoded(utf16(false), b"A\0B", 2).1, Err(Undecodable { byte: 2, undecided: false }));
    }

    #[test]
    fn code_pages_refuse_what_is_open() {
        let page = |page: &CodePage, undecided| Decoder::Page(Box::new(Page::new(page, undecided)));
        let bytes = b"\xC0\xE9\xE3\xE5\xF0\xB3\xEC,\x88";
        assert_eq!(decoded(page(&CodePage::windows_1251(), false), bytes, 3), ("Айгерім,€".to_owned(), Ok(())));
        let (text, result) = decoded(page(&CodePage::windows_1251(), false), b"a,\xC0\x98", 1);
        assert_eq!((text.as_str(), result), ("a,А", Err(Undecodable { byte: 3, undecided: false })));
        assert_eq!(decoded(page(&CodePage::kz_1048(), false), b"\x8D\xA3\xFF", 2).0, "ҚӘя");
        let (text, result) = decoded(page(&CodePage::windows_1251(), true), b"\xC0\x8D", 1);
        assert_eq!((text.as_str(), result), ("А", Err(Undecodable { byte: 1, undecided: true })));
    }
}
