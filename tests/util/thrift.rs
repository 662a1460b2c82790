//! Parquet files by hand: Thrift's compact protocol, as far as footers and headers of pages need it.

/// CRC-32 of gzip, which Parquet uses.
pub(crate) fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

/// Thrift's compact protocol, as far as a Parquet footer needs it.
#[derive(Default)]
pub(crate) struct Thrift {
    out: Vec<u8>,
    field: u8,
}

pub(crate) const INT: u8 = 5;
const LONG: u8 = 6;
pub(crate) const BINARY: u8 = 8;
const LIST: u8 = 9;
pub(crate) const STRUCT: u8 = 12;

impl Thrift {
    fn begin(&mut self, field: u8, kind: u8) {
        self.out.push((field - self.field) << 4 | kind);
        self.field = field;
    }

    fn varint(&mut self, mut value: u64) {
        while value > 0x7F {
            self.out.push(u8::try_from(value & 0x7F).expect("seven bits") | 0x80);
            value >>= 7;
        }
        self.out.push(u8::try_from(value).expect("seven bits"));
    }

    pub(crate) fn zigzag(&mut self, value: i64) {
        self.varint(((value << 1) ^ (value >> 63)).cast_unsigned());
    }

    pub(crate) fn bytes(&mut self, value: &[u8]) {
        self.varint(value.len() as u64);
        self.out.extend_from_slice(value);
    }

    pub(crate) fn int(&mut self, field: u8, value: i64) -> &mut Self {
        self.begin(field, INT);
        self.zigzag(value);
        self
    }

    pub(crate) fn long(&mut self, field: u8, value: i64) -> &mut Self {
        self.begin(field, LONG);
        self.zigzag(value);
        self
    }

    pub(crate) fn text(&mut self, field: u8, value: &[u8]) -> &mut Self {
        self.begin(field, BINARY);
        self.bytes(value);
        self
    }

    pub(crate) fn list(&mut self, field: u8, kind: u8, len: usize, fill: impl FnOnce(&mut Self)) {
        self.begin(field, LIST);
        match u8::try_from(len) {
            Ok(len) if len < 15 => self.out.push(len << 4 | kind),
            _ => {
                self.out.push(0xF0 | kind);
                self.varint(len as u64);
            }
        }
        fill(self);
    }

    pub(crate) fn group(&mut self, field: u8, fill: impl FnOnce(&mut Self)) {
        self.begin(field, STRUCT);
        self.item(fill);
    }

    /// A structure: its fields count from nought.
    pub(crate) fn item(&mut self, fill: impl FnOnce(&mut Self)) {
        let outer = std::mem::take(&mut self.field);
        fill(self);
        self.out.push(0);
        self.field = outer;
    }

    pub(crate) fn end(mut self) -> Vec<u8> {
        self.out.push(0);
        self.out
    }
}
