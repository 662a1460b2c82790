//! Bodies of pages whose header does not tell how much comes out of them: texts whose lengths are differences, texts that share their
//! beginnings, texts of many megabytes. Only lengths are read.

use super::Refusal;
use crate::io::MAX_FIELD;
use parquet::basic::Encoding;
use parquet::column::page::Page;

/// Most bytes of text in one page that shares beginnings: a page of a few kilobytes may stand for the square of them.
const MOST_SHARED: u64 = 64 << 20;

const DAMAGED: Refusal = Refusal::Damaged("a page");

pub(super) fn long_cell() -> Refusal {
    Refusal::Limit { what: "a cell", most: MAX_FIELD as u64, unit: "bytes" }
}

/// Levels of a column: the highest of each kind.
#[derive(Clone, Copy, Debug)]
pub(super) struct Levels {
    pub(super) definition: i16,
    pub(super) repetition: i16,
}

/// Bytes of text in the page of a column, unpacked and with what is shared; of a dictionary those of its longest. `texts` is whether values have
/// any length.
pub(super) fn measure(page: &Page, levels: Levels, texts: bool) -> Result<u64, Refusal> {
    let (values, bytes) = match page {
        Page::DictionaryPage { buf, num_values, .. } => return plain(buf, u64::from(*num_values), true),
        // Levels in the form of old, without a length, are of writers that knew none of these encodings.
        Page::DataPage { buf, def_level_encoding, rep_level_encoding, .. }
            if levels.repetition.max(levels.definition) > 0
                && (*def_level_encoding, *rep_level_encoding) != (Encoding::RLE, Encoding::RLE) =>
        {
            return Ok(buf.len() as u64);
        }
        Page::DataPage { buf, num_values, .. } => {
            let mut rest: &[u8] = buf;
            for most in [levels.repetition, levels.definition] {
                if most > 0 {
                    let (length, after) = rest.split_first_chunk::<4>().ok_or(DAMAGED)?;
                    rest = after.get(u32::from_le_bytes(*length) as usize..).ok_or(DAMAGED)?;
                }
            }
            (*num_values, rest)
        }
        Page::DataPageV2 { buf, num_values, def_levels_byte_len, rep_levels_byte_len, .. } => {
            let levels = (*def_levels_byte_len as usize).saturating_add(*rep_levels_byte_len as usize);
            (*num_values, buf.get(levels..).ok_or(DAMAGED)?)
        }
    };
    let count = u64::from(values);
    match page.encoding() {
        Encoding::PLAIN if texts => plain(bytes, count, false),
        Encoding::DELTA_LENGTH_BYTE_ARRAY => {
            let mut longest = 0;
            let end = deltas(bytes, count, &mut |length| {
                longest = longest.max(u64::try_from(length).ok()?);
                Some(())
            });
            end.ok_or(DAMAGED)?;
            if longest > MAX_FIELD as u64 { Err(long_cell()) } else { Ok(bytes.len() as u64) }
        }
        Encoding::DELTA_BYTE_ARRAY => shared(bytes, count),
        _ => Ok(bytes.len() as u64),
    }
}

/// Texts, each behind its length: bytes of the longest if `longest`, else of all of them.
fn plain(bytes: &[u8], most: u64, longest: bool) -> Result<u64, Refusal> {
    let (mut rest, mut found, mut sum) = (bytes, 0u64, 0u64);
    let mut nth = 0;
    while nth < most {
        // Of NULL nothing stands there, so the texts may end before their number does.
        let Some((length, after)) = rest.split_first_chunk::<4>() else { break };
        let length = u32::from_le_bytes(*length) as usize;
        rest = after.get(length..).ok_or(DAMAGED)?;
        (found, sum) = (found.max(length as u64), sum + length as u64);
        nth += 1;
    }
    if found > MAX_FIELD as u64 { Err(long_cell()) } else { Ok(if longest { found } else { sum }) }
}

/// Texts, each of which begins as the one before it.
fn shared(bytes: &[u8], count: u64) -> Result<u64, Refusal> {
    let (mut prefixes, mut all) = (Vec::new(), 0u64);
    let mut add = |length: i64| {
        let length = u64::try_from(length).ok()?;
        all = all.checked_add(length)?;
        Some(length)
    };
    let end = deltas(bytes, count, &mut |length| {
        prefixes.push(u32::try_from(add(length)?).ok()?);
        Some(())
    });
    let rest = bytes.get(end.ok_or(DAMAGED)?..).ok_or(DAMAGED)?;
    let (mut nth, mut longest) = (0, 0);
    let end = deltas(rest, prefixes.len() as u64, &mut |length| {
        longest = longest.max(add(length)? + u64::from(*prefixes.get(nth)?));
        nth += 1;
        Some(())
    });
    if end.is_none() || nth != prefixes.len() {
        return Err(DAMAGED);
    }
    if longest > MAX_FIELD as u64 {
        return Err(long_cell());
    }
    if all > MOST_SHARED {
        return Err(Refusal::Limit {
            what: "a page of texts with shared beginnings",
            most: MOST_SHARED,
            unit: "bytes",
        });
    }
    Ok(all)
}

/// Numbers as differences in packed blocks, of which there are so many at most: calls `see` with each, and tells where they end.
fn deltas(bytes: &[u8], most: u64, see: &mut dyn FnMut(i64) -> Option<()>) -> Option<usize> {
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
    if total > most || minis == 0 || block == 0 || block % minis != 0 || (block / minis) % 8 != 0 {
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
