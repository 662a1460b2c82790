//! Thrift's compact protocol, as far as Parquet uses it: any structure becomes a tree of fields, so that what no specification names is seen
//! as well as what one does.
//!
//! Source: the Apache Thrift specification, "Thrift Compact protocol encoding".

use std::ops::Range;

/// Structures inside each other at most; Parquet's go six deep.
const DEEPEST: usize = 24;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// True or false.
    Bool(bool),
    /// An integer of any width.
    Int(i64),
    /// A floating-point number, which Parquet's structures have in geographic statistics only.
    Double,
    /// Text or bytes: where they stand in the input.
    Bytes(Range<usize>),
    /// A list or a set.
    List(Vec<Self>),
    /// A structure.
    Struct(Vec<(i16, Self)>),
}

impl Value {
    /// The field of a structure.
    pub(super) fn field(&self, id: i16) -> Option<&Self> {
        match self {
            Self::Struct(fields) => fields.iter().find(|(known, _)| *known == id).map(|(_, value)| value),
            _ => None,
        }
    }

    /// An integer.
    pub(super) fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { Some(*number) } else { None }
    }

    /// A number of bytes, rows or a position: an integer that is not negative.
    pub(super) fn size(&self) -> Option<usize> {
        self.int().and_then(|number| usize::try_from(number).ok())
    }

    /// The elements of a list; nothing for anything else.
    pub(super) fn list(&self) -> &[Self] {
        if let Self::List(values) = self { values } else { &[] }
    }

    /// Where text or bytes stand.
    pub(super) fn bytes(&self) -> Option<Range<usize>> {
        if let Self::Bytes(range) = self { Some(range.clone()) } else { None }
    }

    /// Calls `see` with every text in the tree.
    pub(super) fn each_text(&self, see: &mut dyn FnMut(Range<usize>)) {
        match self {
            Self::Bytes(range) => see(range.clone()),
            Self::List(values) => values.iter().for_each(|value| value.each_text(see)),
            Self::Struct(fields) => fields.iter().for_each(|(_, value)| value.each_text(see)),
            Self::Bool(_) | Self::Int(_) | Self::Double => {}
        }
    }
}

/// Reads one structure from the beginning of the bytes; tells where it ends. `None` if it is none.
pub(super) fn read(bytes: &[u8]) -> Option<(Value, usize)> {
    let mut reader = Reader { bytes, at: 0 };
    let value = reader.structure(0)?;
    Some((value, reader.at))
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
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

    fn zigzag(&mut self) -> Option<i64> {
        let number = self.varint()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    fn skip(&mut self, count: usize) -> Option<Range<usize>> {
        let end = self.at.checked_add(count).filter(|&end| end <= self.bytes.len())?;
        let range = self.at..end;
        self.at = end;
        Some(range)
    }

    fn structure(&mut self, depth: usize) -> Option<Value> {
        let mut fields = Vec::new();
        let mut last = 0i16;
        loop {
            let head = self.byte()?;
            if head == 0 {
                return Some(Value::Struct(fields));
            }
            let delta = i16::from(head >> 4);
            last = match delta {
                0 => i16::try_from(self.zigzag()?).ok()?,
                _ => last.checked_add(delta)?,
            };
            let value = match head & 0x0f {
                1 => Value::Bool(true),
                2 => Value::Bool(false),
                kind => self.value(kind, depth)?,
            };
            fields.push((last, value));
        }
    }

    fn value(&mut self, kind: u8, depth: usize) -> Option<Value> {
        if depth > DEEPEST {
            return None;
        }
        match kind {
            // In a list each boolean has a byte of its own.
            1 | 2 => self.byte().map(|byte| Value::Bool(byte == 1)),
            3 => self.byte().map(|byte| Value::Int(i64::from(byte.cast_signed()))),
            4..=6 => self.zigzag().map(Value::Int),
            7 => self.skip(8).map(|_| Value::Double),
            8 => {
                let length = usize::try_from(self.varint()?).ok()?;
                self.skip(length).map(Value::Bytes)
            }
            9 | 10 => self.list(depth),
            12 => self.structure(depth + 1),
            // Parquet has no maps; what has one is none of its structures.
            _ => None,
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        let head = self.byte()?;
        let count = match head >> 4 {
            15 => usize::try_from(self.varint()?).ok()?,
            short => usize::from(short),
        };
        // Every element has a byte at least: a count that the rest cannot hold must not ask for memory.
        if count > self.bytes.len() - self.at {
            return None;
        }
        (0..count).map(|_| self.value(head & 0x0f, depth + 1)).collect::<Option<Vec<_>>>().map(Value::List)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_structure_is_read_and_its_end_is_known() {
        // 1: i32 = 3; 4: text "ab"; 5: list of two i32; 6: true; 300: structure of nothing.
        let bytes = [0x15, 6, 0x38, 2, b'a', b'b', 0x19, 0x25, 2, 4, 0x11, 0x0c, 0xd8, 0x04, 0, 0, 99];
        let (value, end) = read(&bytes).expect("a structure");
        assert_eq!(end, bytes.len() - 1);
        assert_eq!(value.field(1).and_then(Value::int), Some(3));
        assert_eq!(value.field(4).and_then(Value::bytes), Some(4..6));
        assert_eq!(value.field(5).map(|list| list.list().len()), Some(2));
        assert_eq!(value.field(6), Some(&Value::Bool(true)));
        assert_eq!(value.field(300), Some(&Value::Struct(Vec::new())));
        let mut texts = Vec::new();
        value.each_text(&mut |range| texts.push(range));
        assert_eq!(texts, vec![4..6]);
    }

    #[test]
    fn what_is_cut_or_claims_too_much_is_none() {
        assert_eq!(read(&[0x15]), None);
        assert_eq!(read(&[0x18, 200, 1, b'a', 0]), None, "a text longer than the bytes");
        assert_eq!(read(&[0x19, 0xf5, 0xff, 0xff, 0xff, 0x7f]), None, "a list of more elements than bytes");
        assert_eq!(read(&[0x1c; 64]), None, "structures without an end");
    }
}
