//! Reads a file as UTF-8, piece by piece.

use super::Text;
use super::decode::{Decoder, Undecodable};
use super::fault::TextFault;
use super::find::{Likely, likely};
use super::repair::Runs;
use crate::io::packed::{PackFault, Packing, Unpacked};
use crate::schema::Encoding;

/// Bytes that are unpacked and decoded at a time. A constant, so that how much text comes before a fault does not depend on who reads.
const CHUNK: usize = 64 << 10;

/// Reads a text from its beginning to its end.
#[derive(Debug)]
pub(in crate::io) struct TextReader {
    bytes: Unpacked,
    /// None where bytes pass as they are.
    decoder: Option<Decoder>,
    packing: &'static str,
    encoding: Encoding,
    /// Bytes of the mark that are still to be passed over, and how many there were.
    mark: usize,
    marked: u64,
    /// Room for what is read from the file.
    raw: Vec<u8>,
    /// Decoded text, of which the first `at` bytes were given.
    text: Vec<u8>,
    at: usize,
    /// Bytes of the text that nobody wants.
    skip: u64,
    end: bool,
    fault: Option<TextFault>,
}

impl TextReader {
    pub(super) fn new(text: &Text, start: u64) -> Self {
        let packing = text.packing.map_or("", Packing::name);
        let plain = text.is_plain();
        let start_of_file = if plain { start } else { 0 };
        let (bytes, fault) = match Unpacked::new(&text.file, text.packing, start_of_file) {
            Ok(bytes) => (bytes, None),
            Err((bytes, fault)) => (bytes, Some(TextFault::Packed { fault, packing, byte: 0 })),
        };
        Self {
            bytes,
            decoder: (!plain).then(|| text.decoder()),
            packing,
            encoding: text.finding.encoding,
            mark: text.finding.mark,
            marked: text.finding.mark as u64,
            raw: Vec::new(),
            text: Vec::new(),
            at: 0,
            skip: if plain { 0 } else { start },
            end: false,
            fault,
        }
    }

    /// As `Read`: how many bytes were given, 0 at the end. All text before a fault is given before the fault is.
    pub(in crate::io) fn read(&mut self, out: &mut [u8]) -> Result<usize, TextFault> {
        loop {
            if self.at < self.text.len() {
                let read = out.len().min(self.text.len() - self.at);
                out[..read].copy_from_slice(&self.text[self.at..self.at + read]);
                self.at += read;
                return Ok(read);
            }
            if let Some(fault) = self.fault.take() {
                self.end = true;
                return Err(fault);
            }
            if self.end || out.is_empty() {
                return Ok(0);
            }
            if self.decoder.is_none() {
                return self.bytes.read(out).map_err(|fault| self.packed(fault));
            }
            self.fill();
        }
    }

    /// Bytes of the file that were used up, for progress.
    pub(in crate::io) fn taken(&self) -> u64 {
        self.bytes.taken()
    }

    /// How many runs of twice encoded text were met.
    pub(in crate::io) fn runs(&self) -> Runs {
        self.decoder.as_ref().map(Decoder::runs).unwrap_or_default()
    }

    fn packed(&self, fault: PackFault) -> TextFault {
        TextFault::Packed { fault, packing: self.packing, byte: self.bytes.taken() }
    }

    /// Decodes the next piece of the file into `text`.
    fn fill(&mut self) {
        self.text.clear();
        self.at = 0;
        self.raw.resize(CHUNK, 0);
        let read = match self.bytes.read(&mut self.raw) {
            Ok(read) => read,
            Err(fault) => {
                self.fault = Some(self.packed(fault));
                return;
            }
        };
        self.end = read == 0;
        let mark = self.mark.min(read);
        self.mark -= mark;
        let Some(decoder) = &mut self.decoder else { return };
        let raw = &self.raw[mark..read];
        if let Err(undecodable) = decoder.push(raw, self.end, &mut self.text) {
            self.end = false;
            self.fault = Some(self.undecodable(undecodable, read));
        }
        let skipped = usize::try_from(self.skip).map_or(self.text.len(), |skip| skip.min(self.text.len()));
        self.skip -= skipped as u64;
        self.at = skipped;
    }

    fn undecodable(&self, found: Undecodable, read: usize) -> TextFault {
        // The decoder did not see the mark.
        let (byte, unpacked) = (found.byte + self.marked, !self.packing.is_empty());
        if found.undecided {
            return TextFault::Undecided { byte, unpacked };
        }
        let likely = match likely(&self.raw[..read]) {
            Likely::Utf8 => Some(Encoding::Utf8),
            Likely::Page { encoding, .. } => Some(encoding),
            Likely::Unknown => None,
        };
        let likely = likely.filter(|&likely| likely != self.encoding);
        TextFault::Undecodable { encoding: self.encoding, byte, unpacked, likely }
    }
}
