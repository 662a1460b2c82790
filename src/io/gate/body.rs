//! Bodies of pages whose header does not tell how much comes out of them: texts whose lengths are differences, texts that share their
//! beginnings, texts of many megabytes. Only lengths are read.

use super::Refusal;
use super::deltas::deltas;
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
            let end = deltas(bytes, 0..=count, &mut |length| {
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
    let end = deltas(bytes, 0..=count, &mut |length| {
        prefixes.push(u32::try_from(add(length)?).ok()?);
        Some(())
    });
    let rest = bytes.get(end.ok_or(DAMAGED)?..).ok_or(DAMAGED)?;
    let (mut nth, mut longest) = (0, 0);
    let end = deltas(rest, 0..=prefixes.len() as u64, &mut |length| {
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
