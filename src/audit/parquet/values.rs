//! The values of a page: where they end, and which values of a dictionary they use.
//!
//! Nothing is converted. It is only found out whether the bytes of a page are as many as its values need, because bytes that no reader shows
//! are a place to hide in. Source: the Apache Parquet specification, "Encodings".

use crate::io::deltas;
use std::ops::{Range, RangeInclusive};

/// Physical types.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Physical {
    Boolean,
    /// Of so many bytes.
    Fixed(usize),
    Bytes,
}

impl Physical {
    /// The type with this number in the format, and its length if it has one.
    pub(super) fn parse(kind: i64, length: Option<usize>) -> Option<Self> {
        match kind {
            0 => Some(Self::Boolean),
            1 | 4 => Some(Self::Fixed(4)),
            2 | 5 => Some(Self::Fixed(8)),
            3 => Some(Self::Fixed(12)),
            6 => Some(Self::Bytes),
            7 => length.map(Self::Fixed),
            _ => None,
        }
    }
}

/// What the values of a page turned out to be.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Values {
    /// Bytes that they take.
    pub(super) end: usize,
    /// Bytes of the texts among them; of values in a dictionary nothing.
    pub(super) text: u64,
}

/// Measures `count` values at the beginning of `bytes`. Values of a dictionary are marked in `used`. `None` if they are not what the encoding
/// says, or the encoding is not known.
pub(super) fn measure(
    encoding: i64,
    physical: Physical,
    count: usize,
    bytes: &[u8],
    used: &mut [bool],
) -> Option<Values> {
    if count == 0 && bytes.is_empty() {
        return Some(Values::default());
    }
    match encoding {
        0 => plain(physical, count, bytes),
        // A row of values of one bit, behind its length.
        3 if physical == Physical::Boolean => {
            let (length, rest) = length(bytes)?;
            runs(rest.get(..length)?, 1, count, &mut |_, _| Some(()))?;
            Some(Values { end: 4 + length, text: 0 })
        }
        2 | 8 => dictionary(count, bytes, used),
        5 => deltas(bytes, exactly(count), &mut |_| Some(())).map(|end| Values { end, text: 0 }),
        6 => {
            let mut text = 0u64;
            let end = deltas(bytes, exactly(count), &mut |length| {
                text = text.checked_add(u64::try_from(length).ok()?)?;
                Some(())
            })?;
            within(Values { end: end.checked_add(usize::try_from(text).ok()?)?, text }, bytes)
        }
        7 => {
            let mut text = 0u64;
            let add = |text: &mut u64, length: i64| {
                *text = text.checked_add(u64::try_from(length).ok()?)?;
                Some(())
            };
            let prefixes = deltas(bytes, exactly(count), &mut |length| add(&mut text, length))?;
            let mut suffixes = 0u64;
            let end = deltas(bytes.get(prefixes..)?, exactly(count), &mut |length| add(&mut suffixes, length))?;
            let end = prefixes + end + usize::try_from(suffixes).ok()?;
            within(Values { end, text: text.checked_add(suffixes)? }, bytes)
        }
        9 => match physical {
            Physical::Fixed(width) => within(Values { end: width.checked_mul(count)?, text: 0 }, bytes),
            _ => None,
        },
        _ => None,
    }
}

fn within(values: Values, bytes: &[u8]) -> Option<Values> {
    (values.end <= bytes.len()).then_some(values)
}

/// Plain values: of one length, of one bit, or each behind its length.
fn plain(physical: Physical, count: usize, bytes: &[u8]) -> Option<Values> {
    match physical {
        Physical::Boolean => within(Values { end: count.div_ceil(8), text: 0 }, bytes),
        Physical::Fixed(width) => within(Values { end: width.checked_mul(count)?, text: 0 }, bytes),
        Physical::Bytes => {
            let mut text = 0;
            let end = plain_texts(bytes, count, &mut |range| text += range.len() as u64)?;
            Some(Values { end, text })
        }
    }
}

/// Calls `see` with the place of each plain text; tells where they end.
pub(super) fn plain_texts(bytes: &[u8], count: usize, see: &mut dyn FnMut(Range<usize>)) -> Option<usize> {
    let mut at = 0usize;
    for _ in 0..count {
        let (length, _) = length(bytes.get(at..)?)?;
        let end = (at + 4).checked_add(length).filter(|&end| end <= bytes.len())?;
        see(at + 4..end);
        at = end;
    }
    Some(at)
}

/// A length in four bytes, and what follows.
pub(super) fn length(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    Some((usize::try_from(u32::from_le_bytes(*length)).ok()?, rest))
}

/// Positions in a dictionary: a byte that tells their width, then runs.
fn dictionary(count: usize, bytes: &[u8], used: &mut [bool]) -> Option<Values> {
    let (&width, rest) = bytes.split_first()?;
    if width == 0 {
        // All values are the first one. A writer may leave the runs out.
        if count > 0 {
            *used.first_mut()? = true;
        }
        let end = if rest.is_empty() { 0 } else { runs(rest, 0, count, &mut |_, _| Some(()))? };
        return Some(Values { end: 1 + end, text: 0 });
    }
    let end = runs(rest, usize::from(width), count, &mut |value, _| {
        *used.get_mut(usize::try_from(value).ok()?)? = true;
        Some(())
    })?;
    Some(Values { end: 1 + end, text: 0 })
}

/// Runs of the hybrid of run lengths and packed bits: calls `see` with each value and how often it stands there; tells where `count` values
/// end.
pub(super) fn runs(
    bytes: &[u8],
    width: usize,
    count: usize,
    see: &mut dyn FnMut(u64, usize) -> Option<()>,
) -> Option<usize> {
    let (mut at, mut left) = (0usize, count);
    if width > 32 {
        return None;
    }
    while left > 0 {
        let (head, size) = uleb(bytes.get(at..)?)?;
        at += size;
        if head & 1 == 0 {
            let length = width.div_ceil(8);
            let raw = bytes.get(at..at + length)?;
            let value = raw.iter().rev().fold(0u64, |value, &byte| value << 8 | u64::from(byte));
            let here = usize::try_from(head >> 1).ok()?.min(left);
            if here == 0 {
                return None;
            }
            see(value, here)?;
            (at, left) = (at + length, left - here);
        } else {
            let groups = usize::try_from(head >> 1).ok()?;
            let length = groups.checked_mul(width)?;
            // The last group may be cut where its values end.
            let here = groups.checked_mul(8)?.min(left);
            if here == 0 {
                return None;
            }
            let needed = (here * width).div_ceil(8);
            let packed = bytes.get(at..at.checked_add(needed)?)?;
            let mask = if width == 0 { 0 } else { u64::MAX >> (64 - width) };
            for nth in 0..here {
                let bit = nth * width;
                let mut window = [0u8; 8];
                let end = (bit / 8 + 8).min(packed.len());
                let from = (bit / 8).min(end);
                window[..end - from].copy_from_slice(&packed[from..end]);
                see(u64::from_le_bytes(window) >> (bit % 8) & mask, 1)?;
            }
            (at, left) = ((at + length).min(bytes.len()), left - here);
        }
    }
    Some(at)
}

/// An unsigned number in groups of seven bits, and how many bytes it takes.
fn uleb(bytes: &[u8]) -> Option<(u64, usize)> {
    let mut number = 0u64;
    for (nth, &byte) in bytes.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(7 * u32::try_from(nth).ok()?)?;
        if byte & 0x80 == 0 {
            return Some((number, nth + 1));
        }
    }
    None
}

/// A page claims as many numbers as it has values, no fewer.
fn exactly(count: usize) -> RangeInclusive<u64> {
    count as u64..=count as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_values_end_where_they_end() {
        let bytes = [2, 0, 0, 0, b'a', b'b', 0, 0, 0, 0, 7];
        assert_eq!(measure(0, Physical::Bytes, 2, &bytes, &mut []), Some(Values { end: 10, text: 2 }));
        assert_eq!(measure(0, Physical::Bytes, 3, &bytes, &mut []), None);
        assert_eq!(measure(0, Physical::Fixed(4), 2, &bytes, &mut []).map(|v| v.end), Some(8));
        assert_eq!(measure(0, Physical::Boolean, 9, &bytes, &mut []).map(|v| v.end), Some(2));
    }

    #[test]
    fn a_dictionary_is_told_which_of_its_values_are_used() {
        // Width 2; a run of five twos; then one packed group: 0 1 0 1 …
        let bytes = [2, 10, 2, 3, 0b0100_0100, 0b0100_0100];
        let mut used = [false; 4];
        assert_eq!(measure(8, Physical::Bytes, 9, &bytes, &mut used).map(|v| v.end), Some(6));
        assert_eq!(used, [true, true, true, false]);
        assert_eq!(measure(8, Physical::Bytes, 9, &bytes, &mut [false; 2]), None, "a position behind the dictionary");
    }

    #[test]
    fn differences_are_followed_to_their_end() {
        // The example of the specification: 7 5 3 1 2 3 4 5, in one block of 128 with four parts.
        let mut bytes = vec![0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0];
        bytes.extend([0b1100_0000, 0b0011_1111, 0, 0, 0, 0, 0, 0]);
        let mut seen = Vec::new();
        let end = deltas(&bytes, exactly(8), &mut |value| {
            seen.push(value);
            Some(())
        });
        assert_eq!((end, seen), (Some(bytes.len()), vec![7, 5, 3, 1, 2, 3, 4, 5]));
        assert_eq!(deltas(&bytes, exactly(9), &mut |_| Some(())), None);
    }
}
