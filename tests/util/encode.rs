//! Exports as other programs would have written them. The tables are not those of the program: code pages come from `encoding_rs`, and
//! KZ-1048 is windows-1251 with the sixteen letters of the domain requirements (5.1) in their places.

use std::io::Write as _;

/// Text in a code page of the WHATWG.
pub(crate) fn page(label: &str, text: &str) -> Vec<u8> {
    let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a known label");
    let (bytes, _, lost) = encoding.encode(text);
    assert!(!lost, "a character that {label} lacks");
    bytes.into_owned()
}

pub(crate) fn cp1251(text: &str) -> Vec<u8> {
    page("windows-1251", text)
}

pub(crate) fn cp866(text: &str) -> Vec<u8> {
    page("ibm866", text)
}

const KAZAKH: [(char, u8); 16] = [
    ('Ә', 0xA3),
    ('ә', 0xBC),
    ('Ғ', 0xAA),
    ('ғ', 0xBA),
    ('Қ', 0x8D),
    ('қ', 0x9D),
    ('Ң', 0xBD),
    ('ң', 0xBE),
    ('Ө', 0xA5),
    ('ө', 0xB4),
    ('Ұ', 0xA1),
    ('ұ', 0xA2),
    ('Ү', 0xAF),
    ('ү', 0xBF),
    ('Һ', 0x8E),
    ('һ', 0x9E),
];

pub(crate) fn kz1048(text: &str) -> Vec<u8> {
    let byte = |c: char| match KAZAKH.iter().find(|(letter, _)| *letter == c) {
        Some((_, byte)) => vec![*byte],
        None => cp1251(c.encode_utf8(&mut [0; 4])),
    };
    text.chars().flat_map(byte).collect()
}

/// UTF-16 without a mark.
pub(crate) fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// UTF-8 that was read as windows-1251 and saved as UTF-8.
pub(crate) fn twice(text: &str) -> String {
    encoding_rs::WINDOWS_1251.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("a member")
}

pub(crate) fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), 1).expect("an encoder");
    encoder.include_checksum(true).expect("a checksum");
    encoder.write_all(bytes).expect("bytes");
    encoder.finish().expect("a frame")
}
