//! Thrift's compact protocol, read field by field: nothing is built from it, so a hostile document costs no more than its bytes.
//!
//! Source: the Apache Thrift specification, "Thrift Compact protocol encoding".

/// Structures and lists inside each other at most; Parquet's go six deep.
const DEEPEST: usize = 24;

/// Types of values in the protocol.
pub(super) const LIST: u8 = 9;
pub(super) const SET: u8 = 10;
pub(super) const STRUCT: u8 = 12;

/// Goes through bytes from their beginning.
#[derive(Clone, Debug)]
pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Bytes that were gone through.
    pub(super) fn position(&self) -> usize {
        self.at
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.bytes.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    fn varint(&mut self) -> Option<u64> {
        let mut number = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    /// An integer of a structure's field.
    pub(super) fn int(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// Text or bytes.
    pub(super) fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.varint()?).ok()?;
        let end = self.at.checked_add(length)?;
        let bytes = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(bytes)
    }

    /// How many elements a list has, and of which type.
    pub(super) fn list(&mut self) -> Option<(usize, u8)> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            short => usize::from(short),
        };
        // Every element has a byte at least.
        (count <= self.bytes.len() - self.at).then_some((count, head & 0x0f))
    }

    /// Calls `see` with the number and the type of every field of a structure; it takes the value, or says that it did not. `None` if the bytes
    /// are no structure, or `see` says so.
    pub(super) fn fields(&mut self, mut see: impl FnMut(&mut Self, i16, u8) -> Option<bool>) -> Option<()> {
        self.fields_at(0, &mut see)
    }

    fn fields_at(&mut self, depth: usize, see: &mut dyn FnMut(&mut Self, i16, u8) -> Option<bool>) -> Option<()> {
        let mut last = 0i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(());
            }
            last = match i16::from(head >> 4) {
                0 => i16::try_from(self.int()?).ok()?,
                delta => last.checked_add(delta)?,
            };
            let kind = head & 0x0f;
            if !see(self, last, kind)? && kind > 2 {
                self.skip(kind, depth + 1)?;
            }
        }
    }

    /// Goes over a value that is not wanted.
    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        if depth > DEEPEST {
            return None;
        }
        let over = |reader: &mut Self, count: usize| {
            let end = reader.at.checked_add(count).filter(|&end| end <= reader.bytes.len())?;
            reader.at = end;
            Some(())
        };
        match kind {
            // In a list each boolean has a byte of its own.
            1..=3 => over(self, 1),
            4..=6 => self.varint().map(drop),
            7 => over(self, 8),
            8 => self.bytes().map(drop),
            LIST | SET => {
                let (count, kind) = self.list()?;
                (0..count).try_for_each(|_| self.skip(kind, depth + 1))
            }
            11 => {
                let count = usize::try_from(self.varint()?).ok()?;
                if count == 0 {
                    return Some(());
                }
                let kinds = self.byte()?;
                (0..count).try_for_each(|_| {
                    self.skip(kinds >> 4, depth + 1)?;
                    self.skip(kinds & 0x0f, depth + 1)
                })
            }
            STRUCT => self.fields_at(depth, &mut |_, _, _| Some(false)),
            13 => over(self, 16),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_seen_and_the_rest_is_gone_over() {
        // 1: i32 = 3; 4: text "ab"; 5: list of two i32; 6: true; 7: structure of one text; 300: i32 = -1.
        let bytes =
            [0x15, 6, 0x38, 2, b'a', b'b', 0x19, 0x25, 2, 4, 0x11, 0x1c, 0x18, 1, b'x', 0, 0x05, 0xd8, 0x04, 1, 0, 99];
        let mut seen = Vec::new();
        let mut reader = Reader::new(&bytes);
        let whole = reader.fields(|reader, id, kind| {
            seen.push((id, kind));
            Some(match id {
                1 => reader.int()? == 3,
                4 => reader.bytes()? == b"ab",
                300 => reader.int()? == -1,
                _ => false,
            })
        });
        assert_eq!((whole, reader.position()), (Some(()), bytes.len() - 1));
        assert_eq!(seen, [(1, 5), (4, 8), (5, 9), (6, 1), (7, 12), (300, 5)]);
    }

    #[test]
    fn what_is_cut_too_deep_or_claims_too_much_is_none() {
        let goes_over = |bytes: &[u8]| Reader::new(bytes).fields(|_, _, _| Some(false));
        assert_eq!(goes_over(&[0x15]), None);
        assert_eq!(goes_over(&[0x18, 200, 1, b'a', 0]), None, "a text longer than the bytes");
        assert_eq!(goes_over(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0x7f]), None, "a list of more elements than bytes");
        assert_eq!(goes_over(&[0x1c; 64]), None, "structures without an end");
        assert_eq!(goes_over(&[0x19; 100_000]), None, "lists of lists");
    }
}
