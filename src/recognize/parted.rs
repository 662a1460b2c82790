//! Numbers whose groups are parted by signs that no recogniser takes for separators: `8|771|000|99|98`, `+7/771/000/99/98`.

use super::digits::{Run, next_run};
use super::fold::Layer;

/// Groups of digits that are looked at; no number has more.
const MOST: usize = 8;

/// The text with a hyphen between the groups of such numbers; `None` where there is none.
///
/// Lists of numbers are written so too: only the groups in which telephones, IINs and cards are read out make one, and one sign parts them all.
pub(super) fn joined(text: &str) -> Option<Layer> {
    let mut layer = Layer::default();
    let (mut at, mut kept) = (0, 0);
    while let Some(first) = next_run(text.as_bytes(), at) {
        at = first.end;
        let Some(groups) = Groups::at(text, first) else { continue };
        for pair in groups.runs[..groups.count].windows(2) {
            layer.push(&text[kept..pair[0].end], kept, pair[0].end - kept);
            layer.push("-", pair[0].end, pair[1].start - pair[0].end);
            (at, kept) = (pair[1].end, pair[1].start);
        }
    }
    (kept > 0).then(|| {
        layer.push(&text[kept..], kept, text.len() - kept);
        layer
    })
}

/// Groups of digits that stand beside each other.
struct Groups {
    runs: [Run; MOST],
    count: usize,
    /// The sign that is no separator of other numbers.
    sign: Option<char>,
    /// There is a space beside a sign, as in a list.
    spaced: bool,
}

impl Groups {
    /// The longest number that begins with this run.
    fn at(text: &str, first: Run) -> Option<Self> {
        let mut groups = Self { runs: [first; MOST], count: 1, sign: None, spaced: false };
        let mut best = 0;
        if text[..first.start].ends_with(|c: char| c.is_ascii_alphanumeric()) {
            return None;
        }
        while groups.count < MOST && groups.push(text) {
            let whole = !text[groups.runs[groups.count - 1].end..].starts_with(|c: char| c.is_ascii_alphanumeric());
            if whole && groups.is_number(text) {
                best = groups.count;
            }
        }
        groups.count = best;
        (best > 1).then_some(groups)
    }

    /// Takes the next group, if signs stand before it that go with those before.
    fn push(&mut self, text: &str) -> bool {
        let end = self.runs[self.count - 1].end;
        let Some(len) = gap(&text[end..]) else { return false };
        let gap = &text[end..end + len];
        for odd in gap.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '[' | ']')) {
            if self.sign.is_some_and(|sign| sign != odd) {
                return false;
            }
            self.sign = Some(odd);
            self.spaced |= gap.contains(' ');
        }
        let Some(next) = next_run(text.as_bytes(), end + len) else { return false };
        self.runs[self.count] = next;
        self.count += 1;
        true
    }

    /// Whether the groups are those of a telephone number, an IIN or a card, and not those of a list or a sum.
    fn is_number(&self, text: &str) -> bool {
        let Some(sign) = self.sign else { return false };
        let mut lens = [0; MOST];
        self.runs.iter().zip(&mut lens).take(self.count).for_each(|(run, len)| *len = run.len());
        let lens = &lens[..self.count];
        let first = &text[self.runs[0].start..self.runs[0].end];
        if matches!(sign, ',' | '\'' | '_') && lens[1..].iter().all(|&len| len == 3) {
            return false;
        }
        let plus = text[..self.runs[0].start].trim_end_matches(['(', ' ']).ends_with('+');
        let list = matches!(sign, ',' | ';' | '/') && (self.spaced || sign != '/');
        let year = text[self.runs[self.count - 1].start..].starts_with("20");
        let phone = match lens {
            _ if plus => (11..=13).contains(&lens.iter().sum::<usize>()),
            [1, rest @ ..] => matches!(first, "7" | "8") && is_national(rest),
            [4, 3, 2, 2] | [4, 3, 4] => first.starts_with(['7', '8']) && !list,
            [3, 3, 2, 2] => first.starts_with(['7', '9']) && !list,
            // Two groups are the number of a paper and its year too: `777/2024001`.
            [4, 7] => first.starts_with(['7', '8']) && matches!(sign, '|' | '•' | '*' | '~') && !year,
            [3, 7] => first.starts_with(['7', '9']) && matches!(sign, '|' | '•' | '*' | '~') && !year,
            _ => false,
        };
        let proven = match lens {
            [6, 6] | [6, 1, 5] => true,
            [3, 3, 3, 3] | [4, 4, 4] | [4, 4, 4, 4] | [4, 6, 5] => !matches!(sign, ',' | ';' | '/'),
            _ => false,
        };
        phone || proven
    }
}

/// Whether ten digits behind the 7 or 8 of a country are grouped so.
fn is_national(lens: &[usize]) -> bool {
    matches!(
        lens,
        [3, 3, 2, 2]
            | [3, 3, 4]
            | [3, 7]
            | [3, 2, 2, 3]
            | [3, 2, 3, 2]
            | [4, 2, 2, 2]
            | [4, 6]
            | [4, 3, 3]
            | [5, 5]
            | [10]
    )
}

/// The bytes of up to three signs at the beginning of a text, none of which is a letter or ends a line, before a digit.
fn gap(text: &str) -> Option<usize> {
    let mut len = 0;
    for c in text.chars().take(4) {
        match c {
            '0'..='9' => return (len > 0).then_some(len),
            '\n' | '\r' => return None,
            // Between these and the digits behind them stands an encoding.
            '%' | '&' => return None,
            _ if c.is_alphanumeric() => return None,
            _ => len += c.len_utf8(),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_joined() {
        for (raw, wanted) in [
            ("8|771|000|99|98", "8-771-000-99-98"),
            ("8 | 771 | 000 | 99 | 98", "8-771-000-99-98"),
            ("+7/771/000/99/98", "+7-771-000-99-98"),
            ("8_771_000_99_98", "8-771-000-99-98"),
            ("8•771•000•99•98", "8-771-000-99-98"),
            ("8,771,000,99,98", "8-771-000-99-98"),
            ("8(771)000=99=98", "8-771-000-99-98"),
            ("x: 771|000|99|98|5", "x: 771-000-99-98|5"),
            ("850315|100016", "850315-100016"),
            ("4000\\0000\\0000\\1232", "4000-0000-0000-1232"),
        ] {
            assert_eq!(joined(raw).map(|layer| layer.text).as_deref(), Some(wanted), "{raw}");
        }
        for raw in [
            "8 771 000 99 98",
            "8,771,000,999",
            "1|2|3|4|5|6|7|8|9|10",
            "8,7,7,1,0,0,0,9,9,9,8",
            "2024|12|05",
            "8\n771\n000\n99\n98",
            "2024-03-05 12:00:00",
            "a771|000|99|98",
            "%2538%2520%2537%2537",
            "123,456,789,012",
            "956, #987, #1008",
            "701/123/2024",
            "ТЗ 777/2024001",
            "701/1234567",
            "8701:1234567",
            "777_2024001",
            "771|2024001",
            "4500, 5000, 5500, 6000",
            "+ 3 845; 36: 2 854 ×2; 62",
        ] {
            assert_eq!(joined(raw).map(|layer| layer.text), None, "{raw}");
        }
    }
}
