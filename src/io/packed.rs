//! Packed files, unpacked as a stream: gzip (RFC 1952) of any number of members, zstd (RFC 8878) of any number of frames.
//!
//! A packed file is small and what comes out of it may not be, so the ratio of the two is watched. Memory does not depend on either.

use super::shared::{Cursor, SharedFile};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Read as _};

/// How a file is packed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Packing {
    Gzip,
    Zstd,
}

/// Unpacked bytes from which the ratio counts: a short text of one letter is no bomb.
const RATIO_FROM: u64 = 100 << 20;
/// Most unpacked bytes for one packed byte. Exports reach 30; gzip can do 1032, zstd far more.
pub(super) const RATIO: u64 = 200;
/// Bytes that are read from the file at a time: what zstd likes best.
const BUFFER: usize = 128 << 10;

/// Why a packed file gives no more bytes.
#[derive(Debug)]
pub(super) enum PackFault {
    /// Reading failed.
    Io(io::Error),
    /// The file ends before its data does.
    Truncated,
    /// A checksum or a length is wrong, or what stands there is no packed data.
    Damaged,
    /// The packed data is whole, and what stands behind it is none.
    Trailing,
    /// Far more comes out than any export holds.
    Bomb,
    /// A zstd frame asks for a window of more than 128 MiB.
    Window,
}

impl Packing {
    /// By the first bytes of a file. A file that ends inside the mark itself was cut off.
    pub(super) fn of(magic: &[u8]) -> Option<Self> {
        match magic {
            [0x1F] | [0x1F, 0x8B, ..] => Some(Self::Gzip),
            // A frame, or one that is to be skipped, as parallel packers write it.
            [0x28, 0xB5, 0x2F, 0xFD, ..] | [0x50..=0x5F, 0x2A, 0x4D, 0x18, ..] => Some(Self::Zstd),
            [0x28] | [0x28, 0xB5] | [0x28, 0xB5, 0x2F] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// By the extension of a file's name.
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        match extension.to_ascii_lowercase().as_str() {
            "gz" | "gzip" => Some(Self::Gzip),
            "zst" | "zstd" => Some(Self::Zstd),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// The bytes of a file, unpacked if it is packed.
pub(super) struct Unpacked {
    body: Body,
    /// Bytes that came out.
    given: u64,
}

enum Body {
    Plain(Cursor),
    // Their states are large, and readers move.
    Gzip(Box<MultiGzDecoder<BufReader<Cursor>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, BufReader<Cursor>>>),
}

impl std::fmt::Debug for Unpacked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Unpacked({} of the file, {} given)", self.taken(), self.given)
    }
}

impl Unpacked {
    /// The file from its beginning; one that is not packed, from an offset.
    ///
    /// # Errors
    /// When there is no memory for the state; what comes with it is the file as it is.
    pub(super) fn new(file: &SharedFile, packing: Option<Packing>, start: u64) -> Result<Self, (Self, PackFault)> {
        let buffered = || BufReader::with_capacity(BUFFER, file.reader(0));
        let plain = || Self { body: Body::Plain(file.reader(start)), given: 0 };
        let body = match packing {
            None => return Ok(plain()),
            Some(Packing::Gzip) => Body::Gzip(Box::new(MultiGzDecoder::new(buffered()))),
            Some(Packing::Zstd) => match zstd::stream::read::Decoder::with_buffer(buffered()) {
                Ok(decoder) => Body::Zstd(Box::new(decoder)),
                Err(error) => return Err((plain(), PackFault::Io(error))),
            },
        };
        Ok(Self { body, given: 0 })
    }

    /// Bytes of the file that were used up.
    pub(super) fn taken(&self) -> u64 {
        let behind = |reader: &BufReader<Cursor>| reader.get_ref().position() - reader.buffer().len() as u64;
        match &self.body {
            Body::Plain(cursor) => cursor.position(),
            Body::Gzip(decoder) => behind(decoder.get_ref()),
            Body::Zstd(decoder) => behind(decoder.get_ref()),
        }
    }

    /// As `Read`: how many bytes were given, 0 at the end of the file.
    pub(super) fn read(&mut self, out: &mut [u8]) -> Result<usize, PackFault> {
        let read = loop {
            let read = match &mut self.body {
                Body::Plain(cursor) => cursor.read(out),
                Body::Gzip(decoder) => decoder.read(out),
                Body::Zstd(decoder) => decoder.read(out),
            };
            match read {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other.map_err(|e| self.fault(e))?,
            }
        };
        self.given += read as u64;
        let is_packed = !matches!(self.body, Body::Plain(_));
        if is_packed && self.given > RATIO_FROM && self.given / RATIO > self.taken() {
            return Err(PackFault::Bomb);
        }
        Ok(read)
    }

    /// What an error of the libraries means. Their own texts are not shown; of those of the system the kind is.
    fn fault(&self, error: io::Error) -> PackFault {
        use zstd::zstd_safe::zstd_sys::ZSTD_ErrorCode::{
            ZSTD_error_frameParameter_windowTooLarge as TOO_LARGE, ZSTD_error_prefix_unknown as NO_FRAME,
        };
        if matches!(self.body, Body::Plain(_)) || error.raw_os_error().is_some() {
            return PackFault::Io(error);
        }
        let of_zstd = error.get_ref().and_then(|inner| inner.downcast_ref::<zstd::Error>());
        match of_zstd {
            Some(error) if error.is(TOO_LARGE) => PackFault::Window,
            Some(error) if error.is(NO_FRAME) && self.given > 0 => PackFault::Trailing,
            // The library has no kind of its own for it.
            None if self.given > 0 && error.to_string() == "invalid gzip header" => PackFault::Trailing,
            _ if error.kind() == io::ErrorKind::UnexpectedEof => PackFault::Truncated,
            _ => PackFault::Damaged,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn read(packed: &[u8]) -> Result<Vec<u8>, PackFault> {
        let mut named = tempfile::NamedTempFile::new().expect("a file");
        named.write_all(packed).expect("bytes");
        let file = SharedFile::new(named.path(), named.reopen().expect("a file")).expect("a file");
        let mut unpacked = Unpacked::new(&file, Packing::of(packed), 0).map_err(|(_, fault)| fault)?;
        let mut all = Vec::new();
        let mut buffer = [0; 1000];
        loop {
            match unpacked.read(&mut buffer)? {
                0 => break,
                read => all.extend_from_slice(&buffer[..read]),
            }
        }
        assert_eq!(unpacked.taken(), packed.len() as u64);
        Ok(all)
    }

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text).expect("bytes");
        encoder.finish().expect("a member")
    }

    fn zstd(text: &[u8]) -> Vec<u8> {
        let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
        encoder.include_checksum(true).expect("a checksum");
        encoder.write_all(text).expect("bytes");
        encoder.finish().expect("a frame")
    }

    #[test]
    fn members_and_frames_follow_each_other() {
        let text = "строка\n".repeat(1000).into_bytes();
        for pack in [gzip, zstd] {
            assert_eq!(read(&pack(&text)).expect("text"), text);
            assert_eq!(read(&[pack(b"a"), pack(b""), pack(&text)].concat()).expect("text").len(), 1 + text.len());
        }
        let skipped = [&[0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3], zstd(b"after").as_slice()].concat();
        assert_eq!(read(&skipped).expect("text"), b"after");
    }

    #[test]
    fn what_stands_behind_whole_data_is_told_apart_from_damage() {
        for pack in [gzip, zstd] {
            for behind in [&[0; 512][..], b"garbage behind the data"] {
                let packed = [pack(b"id;name\n1;x\n").as_slice(), behind].concat();
                assert!(matches!(read(&packed), Err(PackFault::Trailing)), "{packed:?}");
            }
        }
    }

    #[test]
    fn what_is_cut_off_and_what_is_damaged_differ() {
        for pack in [gzip, zstd] {
            let whole = pack(b"user_id,email\n1,a@example.kz\n");
            for cut in 1..whole.len() {
                assert!(matches!(read(&whole[..cut]), Err(PackFault::Truncated)), "cut at {cut}");
            }
            let mut wrong = whole.clone();
            *wrong.last_mut().expect("a checksum") ^= 1;
            assert!(matches!(read(&wrong), Err(PackFault::Damaged)));
        }
    }

    #[test]
    fn a_bomb_is_not_unpacked_to_its_end() {
        let zeros = vec![0; 8 << 20];
        let bomb = zstd(&zeros).repeat(40);
        assert!(matches!(read(&bomb), Err(PackFault::Bomb)));
        // Below the limit anything goes.
        assert_eq!(read(&zstd(&zeros).repeat(12)).expect("zeros").len(), 96 << 20);
    }
}
