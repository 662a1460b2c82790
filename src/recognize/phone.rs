//! Telephone numbers of Kazakhstan and Russia in text (domain requirements, 3.4), and foreign ones behind a plus.

use super::cue::{Cue, Cues, has_cue};
use super::digits::{Run, ends_clean, inside_uuid, joined_run, next_run, starts_clean};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::text::last_word;
use std::sync::LazyLock;

/// Telephone numbers.
///
/// Strong: a number of the plan with a `+`, with separators, or with a word such as `тел` within 25 characters. Weak:
/// bare digits, and two groups of digits behind the word for a paper, which has a number too (`накладная 777-2024001`).
/// With a slash (`701/1234567`) they are a number only behind a plus or near such a word. Also strong: a plus and 11 to 15 digits of another
/// country, fewer where libphonenumber knows the number; numbers of neighbours without their plus, as those of Kazakhstan.
pub struct Phones;

impl Recognizer for Phones {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Phone]
    }

    fn name(&self) -> &'static str {
        "phone"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(run) = next_run(bytes, at) {
            at = run.end;
            if let Some(span) = number_at(text, run) {
                at = span.end;
                found.push(span);
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.joined >= 10
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "+7 (771) 000-99-98",
            "8 771 000 99 98",
            "+77710009998",
            "8-705-000-99-98",
            "тел. 87710009998",
            "whatsapp 7710009998",
            "8(727)345-67-89",
            "+996 555 123 456",
        ]
    }
}

/// Most digits of a number with `8 10` before it.
const LONGEST: usize = 15;

/// The digits of a candidate and how they were written.
struct Candidate {
    digits: [u8; LONGEST],
    len: usize,
    plus: bool,
    groups: usize,
    /// All separators are single points.
    dots: bool,
    /// All separators are single spaces, and the groups are those of a number in thousands: `8 771 000 999`.
    thousands: bool,
}

/// The longest telephone number that starts with this run.
fn number_at(text: &str, first: Run) -> Option<Span> {
    let bytes = text.as_bytes();
    let (start, plus) = start_of(bytes, first.start)?;
    if !plus && !matches!(bytes[first.start], b'0' | b'3' | b'7'..=b'9') {
        return None;
    }
    let mut candidate =
        Candidate { digits: [0; LONGEST], len: 0, plus, groups: 0, dots: true, thousands: first.len() <= 3 };
    let mut best = None;
    let mut run = first;
    while candidate.push(&bytes[run.start..run.end]) {
        if ends_clean(bytes, run.end)
            && let Some(sure) = candidate.is_number()
        {
            best = Some((run.end, sure, candidate.grouped()));
        }
        let slash = || (run.len() == 3).then(|| joined_run(bytes, run.end, b"/", 1)).flatten();
        let Some(next) = joined_run(bytes, run.end, b" -.()[]", 3).or_else(slash) else { break };
        let gap = &bytes[run.end..next.start];
        candidate.dots &= gap == b".";
        candidate.thousands &= gap == b" " && next.len() == 3;
        run = next;
    }
    let (end, sure, grouped) = best?;
    let called = || has_cue(text, start, end, &CUES);
    if inside_uuid(bytes, start, end) || (!plus && bytes[start..end].contains(&b'/') && !called()) {
        return None;
    }
    let alone = !is_of_a_series(bytes, first, end) && !matches!(bytes[..start], [.., b'A'..=b'Z', b'-']);
    let paper = || first.len() == 3 && end - first.end == 8 && is_of_a_paper(&text[..start]);
    let strong = plus || (sure && grouped && alone && !paper()) || called();
    let evidence = if strong { Evidence::Strong } else { Evidence::Weak };
    Some(Span { start, end, kind: Kind::Phone, evidence })
}

/// Whether single digits or pairs go on behind the number or before it as they are in it: `1 2 3 4 …` is a list, of which any part may pass.
fn is_of_a_series(bytes: &[u8], first: Run, end: usize) -> bool {
    let width = first.len();
    let behind = joined_run(bytes, end, b" -.", 1).is_some_and(|next| next.len() == width);
    let before = matches!(bytes[..first.start], [.., digit, b' ' | b'-' | b'.'] if digit.is_ascii_digit());
    let mut groups = bytes[first.start..end].split(|byte| !byte.is_ascii_digit());
    width <= 2 && (behind || before) && groups.all(|group| group.len() == width)
}

/// Whether the word for a paper that has a number stands right before: `накладная`, `акт №`.
fn is_of_a_paper(before: &str) -> bool {
    const WORDS: &[&str] = &[
        "накладная",
        "накладной",
        "накл",
        "акт",
        "акта",
        "счет",
        "счёт",
        "счета",
        "счёта",
        "договор",
        "договора",
        "договору",
        "контракт",
        "инвойс",
        "invoice",
        "contract",
        "артикул",
        "арт",
        "шот",
        "шарты",
    ];
    let word = last_word(before.trim_end_matches([' ', '№', '#', ':', '.', 'N'])).to_lowercase();
    WORDS.contains(&word.as_str())
}

/// Where the number starts, its plus included, and whether it has one; `None` in the middle of a word or of a longer
/// number.
fn start_of(bytes: &[u8], digits: usize) -> Option<(usize, bool)> {
    let before = &bytes[..digits];
    if before.ends_with(b"%2B") || before.ends_with(b"%2b") {
        return Some((digits - 3, true));
    }
    let blank = before.iter().rev().take(3).take_while(|byte| matches!(byte, b' ' | b'(' | b'[')).count();
    let plus = digits - blank;
    if bytes[..plus].ends_with(b"+") {
        return Some((plus - 1, true));
    }
    starts_clean(bytes, digits, &["tel", "phone", "mob", "mobile", "whatsapp"]).then_some((digits, false))
}

impl Candidate {
    fn push(&mut self, run: &[u8]) -> bool {
        let Some(room) = self.digits.get_mut(self.len..self.len + run.len()) else { return false };
        room.copy_from_slice(run);
        self.len += run.len();
        self.groups += 1;
        true
    }

    /// Whether the separators are those of a telephone number. One point makes a decimal number, three make an IP
    /// address or a version; threes behind spaces make a price.
    fn grouped(&self) -> bool {
        self.groups > 1 && !self.thousands && !(self.dots && matches!(self.groups, 2 | 4))
    }

    /// `None`: not a number of any plan. `false`: separators alone do not make it one.
    fn is_number(&self) -> Option<bool> {
        match &self.digits[..self.len] {
            [b'8', b'1', b'0', b'7', national @ ..] if national.len() == 10 => Some(true),
            [b'0', b'0', b'7', national @ ..] if national.len() == 10 => Some(true),
            [b'7', b'8', national @ ..] if national.len() == 10 && national[0] == b'7' && self.plus => Some(true),
            [b'7' | b'8', national @ ..] if national.len() == 10 && self.is_national(national) => Some(true),
            national @ [b'7' | b'9', ..] if national.len() == 10 => Some(is_distinctive(national)),
            [b'1'..=b'6' | b'8' | b'9', ..] if self.plus && self.len >= 11 => Some(true),
            [b'1'..=b'6' | b'8' | b'9', ..] if self.plus && self.len >= 10 => self.is_foreign(0),
            [b'0', b'0', ..] if self.len >= 11 => self.is_foreign(2),
            digits if NEIGHBOURS.iter().any(|(code, len)| digits.len() == *len && digits.starts_with(code)) => {
                Some(true)
            }
            _ => None,
        }
    }

    /// Whether libphonenumber knows the number: short ones look like sums, and those behind `00` like ids.
    fn is_foreign(&self, from: usize) -> Option<bool> {
        let digits = std::str::from_utf8(&self.digits[from..self.len]).ok()?;
        let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
        phonenumber::is_valid(&number).then_some(true)
    }

    /// Ten digits behind 7 or 8: of Kazakhstan (7), of a Russian mobile (9), and of Russian towns and free numbers
    /// where a plus or separators behind the 8 leave no other reading.
    fn is_national(&self, national: &[u8]) -> bool {
        match national[0] {
            b'7' | b'9' => true,
            b'3' | b'4' | b'8' => self.plus || (self.digits[0] == b'8' && self.grouped()),
            b'0' | b'6' => self.plus && self.digits[0] == b'7',
            _ => false,
        }
    }
}

/// Country codes of neighbours whose people study and pay here, with the digits of a whole number (ITU E.164).
const NEIGHBOURS: &[(&[u8], usize)] = &[
    (b"373", 11),
    (b"374", 11),
    (b"375", 12),
    (b"380", 12),
    (b"992", 12),
    (b"993", 11),
    (b"994", 12),
    (b"995", 12),
    (b"996", 12),
    (b"998", 12),
];

/// Ten digits without any prefix: mobile codes in use in Kazakhstan (libphonenumber), its area codes, Russian mobiles.
pub(crate) fn is_distinctive(national: &[u8]) -> bool {
    match national[..3] {
        [b'9', ..] => true,
        [b'7', b'0', third] => matches!(third, b'0'..=b'2' | b'5'..=b'8'),
        [b'7', b'4', third] => third == b'7',
        [b'7', b'6', third] => matches!(third, b'0'..=b'4'),
        [b'7', b'7', third] => matches!(third, b'1' | b'5'..=b'8'),
        [b'7', b'8', third] => third == b'5',
        [b'7', b'1' | b'2', _] => true,
        _ => false,
    }
}

/// Words that announce a number. `тел` starts words only: `учитель` announces none.
static CUES: LazyLock<Cues> = LazyLock::new(|| {
    Cues::new(&[
        Cue::Start("тел"),
        Cue::Stem("звон"),
        Cue::Start("моб"),
        Cue::Stem("сотов"),
        Cue::Stem("whatsapp"),
        Cue::Stem("ватсап"),
        Cue::Stem("вотсап"),
        Cue::Stem("уатсап"),
        Cue::Stem("вацап"),
        Cue::Stem("нөмір"),
        Cue::Stem("хабарлас"),
        Cue::Stem("ұялы"),
        Cue::Stem("phone"),
        Cue::Start("tel"),
        Cue::Start("mob"),
        Cue::Stem("viber"),
        Cue::Stem("вайбер"),
        Cue::Stem("wa.me"),
    ])
});

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, Evidence)> {
        let mut found = Vec::new();
        Phones.find(text, &mut found);
        found.iter().map(|span| (&text[span.start..span.end], span.evidence)).collect()
    }

    #[test]
    fn strong_numbers() {
        for text in [
            "+77710009998",
            "+7 771 000 99 98",
            "+7 (771) 000-99-98",
            "8 (771) 000-99-98",
            "8-771-000-99-98",
            "8.771.000.99.98",
            "8 771 0009998",
            "8771 000 99 98",
            "771 000 99 98",
            "771-000-9998",
            "7 771 000 99 98",
            "7-771-0009998",
            "+7-916-123-45-67",
            "8 916 123 45 67",
            "916 123-45-67",
            "8 (727) 345-67-89",
            "(727) 345-67-89",
            "8 (7172) 34-56-78",
            "+7 495 123 45 67",
            "8 800 123 45 67",
            "8 495 123-45-67",
            "+7 8 771 000 99 98",
            "8 10 7 771 000 99 98",
            "+996 555 123 456",
            "+12025550100",
            "+45 32 12 34 56",
            "+65 8123 4567",
            "00 49 30 123456",
            "998 91 234 56 78",
            "996-555-123-456",
            "тел 375294911911",
            "+7[771]000 99 98",
            "8 7 7 1 0 0 0 9 9 9 8",
            "+7 605 123 45 67",
            "тел. 701/5550011",
            "+7 701/5550011",
            "заказ 701-5550011",
            "счет 701 555 00 11",
        ] {
            let hits = found(text);
            assert!(hits.len() == 1 && hits[0].1 == Evidence::Strong, "{text}: {hits:?}");
        }
    }

    #[test]
    fn words_make_bare_digits_strong() {
        for text in [
            "тел 87710009998",
            "Телефон: 7710009998",
            "звоните 87710009998",
            "Перезвоните мне, 87710009998",
            "моб.87710009998",
            "87710009998 whatsapp",
            "ватсап 87710009998",
            "нөмірім 87710009998",
            "маған хабарласыңыз 87710009998",
            "phone=87710009998",
            "tel87710009998",
            "mobile: 87710009998",
            "WhatsApp 7030009998",
        ] {
            let hits = found(text);
            assert!(hits.len() == 1 && hits[0].1 == Evidence::Strong, "{text}: {hits:?}");
        }
        let far = format!("тел{}87710009998", " я".repeat(13));
        assert_eq!(found(&far), [("87710009998", Evidence::Weak)], "26 characters away");
    }

    #[test]
    fn bare_digits_are_weak() {
        for text in [
            "87710009998",
            "77710009998",
            "7710009998",
            "id-87710009998",
            "учитель 87710009998",
            "703 000 99 98",
            "9161234567",
            "8 771 000 998 и 7 710 009 998",
            "накладная 777-2024001",
            "Акт № 701-2024001",
            "Счёт 701-2024001",
            "777/2024001",
        ] {
            assert!(found(text).iter().all(|hit| hit.1 == Evidence::Weak), "{text}");
        }
        assert_eq!(found("87710009998"), [("87710009998", Evidence::Weak)]);
    }

    #[test]
    fn other_numbers() {
        for text in [
            "1234567890",
            "345-67-89",
            "2024-03-05 12:00:00",
            "31.08.2023 12:00",
            "7.12.2010 12:30",
            "76.88970900",
            "77.111.222.33",
            "87 710 009 998",
            "a87710009998",
            "87710009998b",
            "877100099981",
            "12345678-1234-4123-8771-000999812345",
            "1.77710009998",
            "8 2 3 4 5 6 7 8 9 1 2",
            "_87710009998",
            "850315100016",
            "4000 0000 0000 1232",
        ] {
            assert!(found(text).iter().all(|hit| hit.1 < Evidence::Strong), "{text}: {:?}", found(text));
        }
    }

    #[test]
    fn spans_cover_the_number_and_no_more() {
        assert_eq!(found("Звоните +7 (771) 000-99-98, жду"), [("+7 (771) 000-99-98", Evidence::Strong)]);
        assert_eq!(found("8 771 000 99 98 8 705 000 99 98").len(), 2);
        assert_eq!(found("кв. 12 8 771 000 99 98"), [("8 771 000 99 98", Evidence::Strong)]);
        assert_eq!(found("x=%2B77710009998"), [("%2B77710009998", Evidence::Strong)]);
    }
}
