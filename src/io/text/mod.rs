//! The text of a file as UTF-8, whatever the file is packed with and written in. Everything above reads UTF-8 only, so an export gives
//! the same release in any of its encodings.

mod code_page;
mod decode;
mod fault;
mod find;
mod quality;
mod reader;
mod repair;

pub(super) use fault::{TextFault, not_utf8};
pub(super) use find::{Doubt, Finding, find};
pub(super) use reader::TextReader;
pub use {find::FoundBy, repair::Runs};

use super::input::TextForm;
use super::packed::{Packing, Unpacked};
use super::shared::SharedFile;
use crate::schema::Encoding;
use code_page::CodePage;
use decode::{Decoder, Page, Utf16};
use repair::Repair;

/// Bytes from which the encoding is found.
const SAMPLE: usize = 256 << 10;

/// A file that is read as text.
#[derive(Debug)]
pub(super) struct Text {
    file: SharedFile,
    packing: Option<Packing>,
    finding: Finding,
}

/// The beginning of a text.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) bytes: Vec<u8>,
    /// Whether the text ends here.
    pub(super) whole: bool,
    /// Why there is no more of it, if it does not end.
    pub(super) fault: Option<TextFault>,
}

/// The first bytes of a file, unpacked.
///
/// # Errors
/// A [`TextFault`] when there is not even one.
pub(super) fn beginning(file: &SharedFile, packing: Option<Packing>) -> Result<Vec<u8>, TextFault> {
    let name = packing.map_or("", Packing::name);
    let fault = |fault, byte| TextFault::Packed { fault, packing: name, byte };
    let mut unpacked = Unpacked::new(file, packing, 0).map_err(|(_, e)| fault(e, 0))?;
    let mut bytes = vec![0; SAMPLE];
    let mut filled = 0;
    while filled < SAMPLE {
        match unpacked.read(&mut bytes[filled..]) {
            Ok(0) => break,
            Ok(read) => filled += read,
            // What came before it may tell enough; whoever reads on meets it again.
            Err(_) if filled > 0 => break,
            Err(e) => return Err(fault(e, unpacked.taken())),
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

impl Text {
    /// A file of this packing and encoding.
    pub(super) fn new(file: SharedFile, packing: Option<Packing>, finding: Finding) -> Self {
        Self { file, packing, finding }
    }

    /// For the run record.
    pub(super) fn form(&self) -> TextForm {
        let Finding { encoding, by, .. } = self.finding;
        TextForm { packing: self.packing.map(Packing::name), encoding, by }
    }

    /// Size of the file.
    pub(super) fn file_len(&self) -> u64 {
        self.file.len()
    }

    /// Whether the bytes of the file are those of the text.
    pub(super) fn is_plain(&self) -> bool {
        self.packing.is_none() && self.finding.encoding == Encoding::Utf8
    }

    /// A reader of its own, from an offset in the text.
    pub(super) fn reader(&self, start: u64) -> TextReader {
        TextReader::new(self, start)
    }

    fn decoder(&self) -> Decoder {
        use Encoding as E;
        let page = |page: CodePage| Decoder::Page(Box::new(Page::new(&page, self.finding.undecided)));
        match self.finding.encoding {
            E::Utf8 => Decoder::Utf8,
            // A text is found to be of one of the two byte orders.
            E::Utf16 | E::Utf16Le => Decoder::Utf16(Utf16::new(false)),
            E::Utf16Be => Decoder::Utf16(Utf16::new(true)),
            E::Utf8AsWindows1251 => Decoder::Doubled(Box::new(Repair::new(&CodePage::windows_1251()))),
            E::Utf8AsWindows1252 => Decoder::Doubled(Box::new(Repair::new(&CodePage::windows_1252()))),
            other => CodePage::of(other).map_or(Decoder::Utf8, page),
        }
    }

    /// The first `size` bytes of the text, or all of it if it is shorter.
    pub(super) fn sample(&self, size: usize) -> Sample {
        let mut reader = self.reader(0);
        let mut bytes = vec![0; size];
        let mut filled = 0;
        let mut sample = Sample { bytes: Vec::new(), whole: false, fault: None };
        while filled < size && !sample.whole && sample.fault.is_none() {
            match reader.read(&mut bytes[filled..]) {
                Ok(0) => sample.whole = true,
                Ok(read) => filled += read,
                Err(fault) => sample.fault = Some(fault),
            }
        }
        bytes.truncate(filled);
        Sample { bytes, ..sample }
    }
}
