//! Numbers as differences in packed blocks: the gate bounds them before a file is read, the audit walks them for what stands between.
//!
//! Source: the specification of Parquet's encodings, "Delta encoding (DELTA_BINARY_PACKED)".

use std::ops::RangeInclusive;

/// Numbers as differences in packed blocks, if they claim to be so many: calls `see` with each, and tells where they end.
pub(crate) fn deltas(
    bytes: &[u8],
    claims: RangeInclusive<u64>,
    see: &mut dyn FnMut(i64) -> Option<()>,
) -> Option<usize> {
    let mut at = 0usize;
    let next = |at: &mut usize| -> Option<u64> {
        let mut number = 0u64;
        for nth in 0..10 {
            let byte = *bytes.get(*at)?;
            *at += 1;
            number |= u64::from(byte & 0x7f).checked_shl(7 * nth)?;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    };
    let signed = |number: u64| (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
    let (block, minis) = (usize::try_from(next(&mut at)?).ok()?, usize::try_from(next(&mut at)?).ok()?);
    let total = next(&mut at)?;
    let mut value = signed(next(&mut at)?);
    // Of NULL there is no number. Readers ask for room for as many as are claimed.
    if !claims.contains(&total) || minis == 0 || block == 0 || block % minis != 0 || (block / minis) % 8 != 0 {
        return None;
    }
    if total == 0 {
        return Some(at);
    }
    see(value)?;
    let (per, mut left) = ((block / minis) as u64, total - 1);
    while left > 0 {
        let least = signed(next(&mut at)?);
        let widths = bytes.get(at..at.checked_add(minis)?)?;
        at += minis;
        for &width in widths {
            if left == 0 {
                break;
            }
            if width > 64 {
                return None;
            }
            let (width, here) = (usize::from(width), per.min(left));
            let length = usize::try_from(per).ok()?.checked_mul(width)? / 8;
            let packed = bytes.get(at..at.checked_add(length)?)?;
            for nth in 0..usize::try_from(here).ok()? {
                value = value.wrapping_add(least).wrapping_add(bits(packed, nth * width, width).cast_signed());
                see(value)?;
            }
            left -= here;
            at += length;
        }
    }
    Some(at)
}

/// So many bits from a position on, lowest first.
fn bits(packed: &[u8], from: usize, width: usize) -> u64 {
    if width == 0 {
        return 0;
    }
    let mut window = [0u8; 16];
    let start = from / 8;
    let end = (start + 9).min(packed.len());
    window[..end - start].copy_from_slice(&packed[start..end]);
    #[allow(clippy::cast_possible_truncation)]
    let low = (u128::from_le_bytes(window) >> (from % 8)) as u64;
    low & (u64::MAX >> (64 - width))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One block of 32 in four parts: 7, 5, 3 with differences of -2.
    const BYTES: [u8; 9] = [32, 4, 3, 14, 3, 0, 0, 0, 0];

    #[test]
    fn numbers_are_seen_and_end_where_they_end() {
        let mut seen = Vec::new();
        let end = deltas(&BYTES, 0..=3, &mut |number| {
            seen.push(number);
            Some(())
        });
        assert_eq!((end, seen), (Some(9), vec![7, 5, 3]));
    }

    #[test]
    fn claims_beyond_what_may_be_are_refused_before_a_number_is_seen() {
        for claims in [0..=2, 4..=4] {
            assert_eq!(deltas(&BYTES, claims, &mut |_| panic!("seen")), None);
        }
        assert_eq!(deltas(&BYTES[..6], 0..=3, &mut |_| Some(())), None);
    }
}
