//! Lengths of texts as Parquet packs them: DELTA_BINARY_PACKED of the Parquet format's Encodings.md, for numbers of 32 bits.

/// Deltas of a block, and of each of its four parts.
const BLOCK: usize = 128;
const PART: usize = 32;

/// Appends the lengths.
pub(super) fn pack(lengths: &[u32], out: &mut Vec<u8>) {
    varint(BLOCK as u64, out);
    varint((BLOCK / PART) as u64, out);
    varint(lengths.len() as u64, out);
    varint(zigzag(lengths.first().copied().unwrap_or(0).into()), out);
    // Differences are taken in 32 bits, as the format says of numbers of 32 bits, and lengths are below 2^31.
    let mut deltas = [0_i64; BLOCK];
    for (nth, block) in lengths.get(1..).unwrap_or_default().chunks(BLOCK).enumerate() {
        let before = &lengths[nth * BLOCK..];
        let deltas = &mut deltas[..block.len()];
        for (delta, (&length, &before)) in deltas.iter_mut().zip(block.iter().zip(before)) {
            *delta = i64::from(length) - i64::from(before);
        }
        pack_block(deltas, out);
    }
}

fn pack_block(deltas: &[i64], out: &mut Vec<u8>) {
    let least = deltas.iter().copied().min().unwrap_or(0);
    varint(zigzag(least), out);
    let excess = |delta: i64| delta.abs_diff(least);
    let widths: [u32; BLOCK / PART] = std::array::from_fn(|part| {
        let part = deltas.chunks(PART).nth(part).unwrap_or_default();
        64 - part.iter().map(|&delta| excess(delta)).max().unwrap_or(0).leading_zeros()
    });
    out.extend(widths.map(|width| width as u8));
    for (part, width) in deltas.chunks(PART).zip(widths) {
        let (mut bits, mut held) = (0_u64, 0);
        // A part that has begun is written whole.
        for nth in 0..PART {
            bits |= part.get(nth).map_or(0, |&delta| excess(delta)) << held;
            held += width;
            while held >= 8 {
                out.push((bits & 0xff) as u8);
                bits >>= 8;
                held -= 8;
            }
        }
    }
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

/// Appends a number in groups of seven bits, the lowest first.
pub(super) fn varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}
