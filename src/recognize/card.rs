//! Payment card numbers in text, whole and masked (domain requirements, 3.6).

use super::digits::{Run, ends_clean, inside_uuid, is_word, joined_run, next_run, starts_clean};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::checksum;

/// Card numbers.
///
/// Strong: a prefix and a length of a card scheme and Luhn's check; or first and last digits around a mask. Weak:
/// `*1232`.
pub struct Cards;

/// A bare row of 17 to 19 digits is far more often an order's or a browser's number than a card's: one in ten passes Luhn.
fn strength(number: &[u8]) -> Evidence {
    let bare = number.iter().all(u8::is_ascii_digit);
    if bare && number.len() > 16 { Evidence::Weak } else { Evidence::Strong }
}

impl Recognizer for Cards {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Card]
    }

    fn name(&self) -> &'static str {
        "card"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            if let Some((end, evidence)) = number_at(bytes, run)
                .map(|end| (end, strength(&bytes[run.start..end])))
                .or_else(|| masked_at(text, run))
            {
                at = end;
                found.push(Span { start: run.start, end, kind: Kind::Card, evidence });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.joined >= 13 || (features.masks && features.total_digits >= 8)
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "4000000000001232",
            "5200 0000 0000 9875",
            "2200-0000-0000-4568",
            "370000000001232",
            "400000******1232",
            "4000 00XX XXXX 1232",
        ]
    }
}

/// Longest card number (ISO/IEC 7812).
const LONGEST: usize = 19;

/// Where the card number that starts with this run ends.
fn number_at(bytes: &[u8], first: Run) -> Option<usize> {
    if !matches!(bytes[first.start], b'2'..=b'6' | b'8' | b'9') || !starts_clean(bytes, first.start, &[]) {
        return None;
    }
    let mut digits = [0; LONGEST];
    let mut len = 0;
    let mut run = first;
    // Groups as they are embossed: fours, or 4-6-5 of American Express.
    let mut embossed = true;
    // Points make decimals of all other groups.
    let (mut points, mut single) = (false, true);
    let mut groups = 0;
    loop {
        digits.get_mut(len..len + run.len())?.copy_from_slice(&bytes[run.start..run.end]);
        len += run.len();
        groups += 1;
        single &= run.len() == 1;
        let next = joined_run(bytes, run.end, b" -.", 3);
        // Beside other numbers only groups of a card are one; alone, any grouping is.
        let alone = next.is_none() && !touches_digits(bytes, first.start);
        let grouped = groups == 1 || alone || (embossed && (run.len() == 4 || next.is_none() || len == 15));
        if len >= 13
            && grouped
            && (!points || embossed || single)
            && ends_clean(bytes, run.end)
            && is_card(&digits[..len])
            && !inside_uuid(bytes, first.start, run.end)
        {
            return Some(run.end);
        }
        embossed &= run.len() == 4 || (groups == 2 && run.len() == 6);
        let next = next?;
        points |= bytes[run.end] == b'.';
        run = next;
    }
}

/// Whether digits stand before this position behind a single space.
fn touches_digits(bytes: &[u8], start: usize) -> bool {
    matches!(bytes[..start], [.., digit, b' '] if digit.is_ascii_digit())
}

fn is_card(digits: &[u8]) -> bool {
    lengths(digits).is_some_and(|lengths| lengths.contains(&digits.len())) && checksum::luhn(digits)
}

/// Lengths of the numbers of the scheme that these first digits belong to; four digits decide.
fn lengths(digits: &[u8]) -> Option<&'static [usize]> {
    let first: &[u8; 4] = digits.first_chunk()?;
    let prefix = first.iter().fold(0_u32, |value, byte| value * 10 + u32::from(byte - b'0'));
    Some(match prefix {
        4000..=4999 => &[13, 16, 19],
        5100..=5599 | 2221..=2720 => &[16],
        3400..=3499 | 3700..=3799 => &[15],
        2200..=2204 | 6200..=6299 => &[16, 17, 18, 19],
        // Diners Club, Discover and JCB.
        3000..=3059 | 3095 | 3600..=3699 | 3800..=3999 => &[14],
        6011 | 6440..=6599 | 3528..=3589 => &[16],
        5018 | 5020 | 5038 | 5893 | 6304 | 6700..=6799 => &[13, 14, 15, 16, 17, 18, 19],
        // Schemes of neighbours: Uzcard, Humo, Elcart, Belkart, Troy.
        8600 | 9860 | 9417 | 9112 | 9792 => &[16],
        _ => return None,
    })
}

/// A masked number that starts with this run: `400000******1232`, `4000 00XX XXXX 1232`, `4000****1232`; or `*1232`
/// before it.
fn masked_at(text: &str, first: Run) -> Option<(usize, Evidence)> {
    let bytes = text.as_bytes();
    let stars = ['*', '•', '●'];
    if first.len() == 4 && text[..first.start].ends_with(stars) && ends_clean(bytes, first.end) {
        // `8771***9998` is a masked telephone number.
        let alone = !text[..first.start].trim_end_matches(stars).ends_with(char::is_alphanumeric);
        return alone.then_some((first.end, Evidence::Weak));
    }
    let head = &bytes[first.start..first.end];
    if !(4..=8).contains(&head.len()) || lengths(head).is_none() || !starts_clean(bytes, first.start, &[]) {
        return None;
    }
    let (mut masks, mut digits, mut tail, mut separated, mut end) = (0, 0, 0, false, first.end);
    for c in text[first.end..].chars() {
        match c {
            '0'..='9' => (digits, tail, separated) = (digits + 1, tail + 1, false),
            '*' | 'X' | 'x' | 'Х' | 'х' | '#' | '•' | '●' => (masks, tail, separated) = (masks + 1, 0, false),
            ' ' | '-' if !separated => separated = true,
            _ => break,
        }
        if head.len() + digits + masks > LONGEST {
            return None;
        }
        end += c.len_utf8();
    }
    let end = if separated { end - 1 } else { end };
    // The sizes of screens and pictures have one x: `4096x2160`.
    let whole =
        masks > 1 && tail == 4 && head.len() + digits <= 10 && !bytes.get(end).is_some_and(|&next| is_word(next));
    whole.then_some((end, Evidence::Strong))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Cards.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn whole_numbers() {
        for text in [
            "4000000000001232",
            "5200000000009875",
            "2200000000004568",
            "370000000001232",
            "4000 0000 0000 1232",
            "4000  0000  0000  1232",
            "4000 - 0000 - 0000 - 1232",
            "4000-0000-0000-1232",
            "3700 000000 01232",
            "40 00 00 00 00 00 12 32",
            "4000000000001232.",
            "(4000000000001232)",
        ] {
            let hits = found(text);
            assert!(hits.len() == 1 && hits[0].1 == Evidence::Strong, "{text}: {hits:?}");
        }
    }

    #[test]
    fn numbers_beside_numbers() {
        assert_eq!(found("карта 4000 0000 0000 1232 12/27"), [("4000 0000 0000 1232", Evidence::Strong)]);
        assert_eq!(found("5 4000 0000 0000 1232 999"), [("4000 0000 0000 1232", Evidence::Strong)]);
        assert_eq!(found("4000000000001232 5200000000009875").len(), 2);
    }

    #[test]
    fn masked_numbers() {
        for text in [
            "400000******1232",
            "4000 00XX XXXX 1232",
            "4000 00** **** 1232",
            "4000****1232",
            "400000xxxxxx1232",
            "4000 •••• •••• 1232",
            "520000ХХХХХХ9875",
            "4000-00XX-XXXX-1232 ",
        ] {
            let hits = found(text);
            assert!(hits.len() == 1 && hits[0].1 == Evidence::Strong, "{text}: {hits:?}");
        }
        assert_eq!(found("карта *1232"), [("1232", Evidence::Weak)]);
        assert_eq!(found("**** **** **** 1232").len(), 0);
    }

    #[test]
    fn other_numbers() {
        for text in [
            "4000000000001230",
            "1700000000123456789",
            "9000000000001238",
            "40000000000012320000",
            "a4000000000001232",
            "4000000000001232b",
            "0.4000000000001232",
            "4000x3000",
            "4096x2160",
            "4000 x 3000",
            "52000000000098750",
            "8771***9998",
            "2024-03-05 12:00:00",
            "4000*****",
            "4000**12",
            "12 34 56 78 90 12 34 56",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }
}
