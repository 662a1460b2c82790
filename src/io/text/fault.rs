//! Why a text cannot be read on, in words and with what to do about it.

use super::find::{Likely, best, likely};
use crate::error::{Code, Diagnostic, Error, Kind, Message};
use crate::io::packed::{PackFault, RATIO};
use crate::message;
use crate::place::Place;
use crate::schema::Encoding;

/// Why a text cannot be read on.
#[derive(Debug)]
pub(in crate::io) enum TextFault {
    /// Of the packing, at this byte of the file.
    Packed { fault: PackFault, packing: &'static str, byte: u64 },
    /// Bytes that the encoding does not know, at this byte of the unpacked file.
    Undecodable { encoding: Encoding, byte: u64, unpacked: bool, likely: Option<Encoding> },
    /// A letter that is one in windows-1251 and another in KZ-1048.
    Undecided { byte: u64, unpacked: bool },
}

impl TextFault {
    /// The fault at a place of the text.
    pub(in crate::io) fn error(&self, place: &Place) -> Error {
        match self {
            Self::Packed { fault, packing, byte } => packed_error(fault, packing, *byte),
            Self::Undecodable { encoding, byte, unpacked, likely } => {
                let message = message!("byte {} of the {} is not {} text", *byte, file(*unpacked), encoding.name());
                damaged(Code::E406, message, hint_of(*likely))
            }
            Self::Undecided { byte, unpacked } => {
                let message = message!(
                    "byte {} of the {} is one letter in windows-1251 and another in kz-1048; which it is cannot be told",
                    *byte,
                    file(*unpacked)
                );
                damaged(Code::E412, message, message!("`--encoding windows-1251` or `--encoding kz-1048` says which"))
            }
        }
        .at(place)
    }
}

fn damaged(code: Code, message: Message, hint: Message) -> Error {
    Error::new(Kind::Damaged, Diagnostic::new(code, message).hint(hint))
}

fn file(unpacked: bool) -> &'static str {
    if unpacked { "unpacked file" } else { "file" }
}

fn packed_error(fault: &PackFault, packing: &'static str, byte: u64) -> Error {
    let resource = |code, message, hint| Error::new(Kind::Resource, Diagnostic::new(code, message).hint(hint));
    match fault {
        PackFault::Io(e) => Error::io(Kind::Damaged, message!("reading stopped"), e),
        PackFault::Truncated => damaged(
            Code::E409,
            message!("the {} data ends too early, after {} bytes of the file", packing, byte),
            message!("the file was cut off; copy it or export it again"),
        ),
        PackFault::Damaged => damaged(
            Code::E409,
            message!("the {} data is damaged, at or before byte {} of the file", packing, byte),
            message!("`{} -t FILE` tests it; copy it or export it again", packing),
        ),
        PackFault::Trailing => damaged(
            Code::E409,
            message!(
                "the {} data is whole, but other bytes stand behind it, before byte {} of the file",
                packing,
                byte
            ),
            message!(
                "`{} -dc FILE` writes what is packed; then look where the file was padded or put together",
                packing
            ),
        ),
        PackFault::Bomb => resource(
            Code::E1005,
            message!("more than {} times its size comes out of the {} data", RATIO, packing),
            message!("no export packs so well; unpack it and look at what it is"),
        ),
        PackFault::Window => resource(
            Code::E1006,
            message!("the {} data needs more than 128 MiB of memory to unpack", packing),
            message!("unpack it first: `zstd -d --long=31 FILE`"),
        ),
    }
}

/// What to do about bytes that an encoding does not know.
fn hint_of(likely: Option<Encoding>) -> Message {
    match likely {
        Some(likely) => message!("it looks like {}: `--encoding {}` reads it", likely.name(), likely.name()),
        None => message!("the file is damaged, or in another encoding; `--encoding` knows {}", Encoding::KNOWN),
    }
}

/// Bytes of a text held to be UTF-8 that are not, with a guess what they are; the row is for whoever knows it.
pub(in crate::io) fn not_utf8(place: &Place, bytes: &[u8]) -> Error {
    let hint = match likely(bytes) {
        Likely::Page { encoding, .. } => hint_of(Some(encoding)),
        Likely::Utf8 => message!("the rest is UTF-8, so these bytes are damaged; export it again"),
        // A few letters are no proof, so they are only a hint.
        Likely::Unknown => hint_of(best(bytes).map(|(encoding, _)| encoding)),
    };
    damaged(Code::E406, message!("the text is not UTF-8"), hint).at(place)
}
