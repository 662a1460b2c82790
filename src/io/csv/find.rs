//! Where a byte stands in a record. Fields are short, so a search that begins anew behind every delimiter spends its time on beginnings: here
//! eight bytes are compared at once, and the search goes on.

/// Calls `see` with every place of the byte, in order.
pub(super) fn each(byte: u8, text: &[u8], mut see: impl FnMut(usize)) {
    let pattern = u64::from_le_bytes([byte; 8]);
    let (words, rest) = text.as_chunks::<8>();
    for (nth, word) in words.iter().enumerate() {
        let mut hits = zeros(u64::from_le_bytes(*word) ^ pattern);
        while hits != 0 {
            see(8 * nth + hits.trailing_zeros() as usize / 8);
            hits &= hits - 1;
        }
    }
    rest.iter().enumerate().filter(|&(_, &other)| other == byte).for_each(|(at, _)| see(8 * words.len() + at));
}

/// The top bit of every byte that is zero, and no other bit. No carry leaves its byte, so each is judged alone.
fn zeros(bytes: u64) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    !(((bytes & LOW) + LOW) | bytes | LOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_and_no_other() {
        let mut state = 1_u32;
        for len in 0..200 {
            let text: Vec<u8> = (0..len)
                .map(|_| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    // Neighbours of the byte, and those that differ in the top bit.
                    b",,+-\xac\x00\xff\x80"[(state >> 24) as usize % 8]
                })
                .collect();
            for byte in [b',', 0, 0x80, 0xff] {
                let mut found = Vec::new();
                each(byte, &text, |at| found.push(at));
                let expected: Vec<usize> = (0..len).filter(|&at| text[at] == byte).collect();
                assert_eq!(found, expected, "{byte} in {len} bytes");
            }
        }
    }
}
