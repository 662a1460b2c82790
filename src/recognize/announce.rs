//! Words that announce how somebody is reached: messengers before a name, `at` and `собака` in an address, telephones before a number.
//!
//! They are told while the bytes of a text are counted, so that a finder of what stands behind them sleeps over all other texts.

/// What a word announces.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Announced {
    /// A name in a messenger, a network or an account.
    Nick,
    /// The host of an address: the sign between its parts, in a word.
    Sign,
    /// A telephone number.
    Call,
}

use Announced::{Call, Nick, Sign};

/// Words in lower case, whole, and what they announce.
const WORDS: &[(&str, Announced)] = &[
    ("tg", Nick),
    ("tlg", Nick),
    ("tgram", Nick),
    ("telega", Nick),
    ("insta", Nick),
    ("inst", Nick),
    ("ig", Nick),
    ("vk", Nick),
    ("vkontakte", Nick),
    ("fb", Nick),
    ("icq", Nick),
    ("nick", Nick),
    ("nickname", Nick),
    ("login", Nick),
    ("username", Nick),
    ("wechat", Nick),
    ("тг", Nick),
    ("тлг", Nick),
    ("телега", Nick),
    ("телегу", Nick),
    ("телеге", Nick),
    ("телеги", Nick),
    ("инст", Nick),
    ("инста", Nick),
    ("инсту", Nick),
    ("инсте", Nick),
    ("инсты", Nick),
    ("инстам", Nick),
    ("инстасы", Nick),
    ("вк", Nick),
    ("вконтакте", Nick),
    ("фб", Nick),
    ("аська", Nick),
    ("аську", Nick),
    ("ник", Nick),
    ("логин", Nick),
    ("т", Call),
    ("тел", Call),
    ("телефон", Call),
    ("телефона", Call),
    ("телефону", Call),
    ("телефоном", Call),
    ("телефоны", Call),
    ("телефоным", Call),
    ("телефонов", Call),
    ("сот", Call),
    ("тлф", Call),
    ("моб", Call),
    ("факс", Call),
    ("звони", Call),
    ("звоните", Call),
    ("звонить", Call),
    ("позвони", Call),
    ("позвоните", Call),
    ("позвонить", Call),
    ("перезвони", Call),
    ("перезвоните", Call),
    ("перезвонить", Call),
    ("ұялы", Call),
    ("хабарласыңыз", Call),
    ("tel", Call),
    ("phone", Call),
    ("telephone", Call),
    ("mob", Call),
    ("mobile", Call),
    ("fax", Call),
];

/// Words for the `@` of an address, in lower case.
pub(super) const SIGNS: &[&str] =
    &["at", "dog", "ат", "эт", "собака", "собаку", "собачка", "собачку", "сабака", "айқұлақ"];

/// Words for a point, in lower case.
pub(super) const POINTS: &[&str] = &["dot", "точка", "тчк", "дот", "нүкте"];

/// Beginnings of words, likewise: whatever ending stands behind them.
const STEMS: &[(&str, Announced)] = &[
    ("telegram", Nick),
    ("instagram", Nick),
    ("skype", Nick),
    ("whatsapp", Nick),
    ("viber", Nick),
    ("discord", Nick),
    ("facebook", Nick),
    ("tiktok", Nick),
    ("twitter", Nick),
    ("linkedin", Nick),
    ("snapchat", Nick),
    ("телеграм", Nick),
    ("инстаграм", Nick),
    ("скайп", Nick),
    ("ватсап", Nick),
    ("вотсап", Nick),
    ("уатсап", Nick),
    ("ватцап", Nick),
    ("вацап", Nick),
    ("вайбер", Nick),
    ("дискорд", Nick),
    ("фейсбук", Nick),
    ("тикток", Nick),
    ("твиттер", Nick),
    ("линкедин", Nick),
    ("никнейм", Nick),
    ("юзернейм", Nick),
    ("одноклассник", Nick),
];

/// A letter of ASCII or of the Cyrillic block in lower case, with `е` for `ё`, and its bytes; any other two bytes stay as they are.
const fn letter(word: &[u8], at: usize) -> ([u8; 2], usize) {
    let lead = word[at];
    if lead < 0x80 || at + 1 == word.len() {
        return ([0, lead.to_ascii_lowercase()], 1);
    }
    let letter = match (lead, word[at + 1]) {
        (0xd0, 0x81) | (0xd1, 0x91) => [0xd0, 0xb5],
        (0xd0, next @ 0x90..=0x9f) => [0xd0, next + 0x20],
        (0xd0, next @ 0xa0..=0xaf) => [0xd1, next - 0x20],
        (0xd2 | 0xd3, next) => [lead, next | 1],
        (_, next) => [lead, next],
    };
    (letter, 2)
}

/// By the last byte of the first letter the second letters, as bits by the last five bits of their last byte: nearly no word passes.
const SECONDS: [u32; 256] = {
    let mut seconds = [0; 256];
    let mut nth = 0;
    while nth < WORDS.len() + STEMS.len() + SIGNS.len() {
        let word = if nth < WORDS.len() {
            WORDS[nth].0
        } else if nth < WORDS.len() + STEMS.len() {
            STEMS[nth - WORDS.len()].0
        } else {
            SIGNS[nth - WORDS.len() - STEMS.len()]
        };
        let (first, len) = letter(word.as_bytes(), 0);
        seconds[first[1] as usize] |= if len == word.len() { 0 } else { 1 << (letter(word.as_bytes(), len).0[1] & 31) };
        nth += 1;
    }
    seconds
};

/// What the word announces, however it is capitalised.
pub(super) fn announced(word: &[u8]) -> Option<Announced> {
    if word.is_empty() {
        return None;
    }
    let (first, len) = letter(word, 0);
    if len == word.len() {
        return (first == [0xd1, 0x82]).then_some(Call);
    }
    if SECONDS[usize::from(first[1])] >> (letter(word, len).0[1] & 31) & 1 == 0 {
        return None;
    }
    // Small letters and capitals are as long, and of each word the first letter is at hand.
    let may_be = |known: &str| known.as_bytes()[len - 1] == first[1];
    let whole = |known: &str| known.len() == word.len() && may_be(known) && begins(word, known);
    let stem = |known: &str| known.len() <= word.len() && may_be(known) && begins(word, known);
    if SIGNS.iter().any(|known| whole(known)) {
        return Some(Sign);
    }
    let found = WORDS.iter().find(|(known, _)| whole(known));
    found.or_else(|| STEMS.iter().find(|(known, _)| stem(known))).map(|&(_, announced)| announced)
}

/// Whether a word begins with a stem that is no longer.
fn begins(word: &[u8], stem: &str) -> bool {
    let mut at = 0;
    while at < stem.len() {
        let (mine, len) = letter(word, at);
        if mine != letter(stem.as_bytes(), at).0 {
            return false;
        }
        at += len;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_announce_in_every_case() {
        for (word, wanted) in [
            ("tg", Some(Nick)),
            ("TG", Some(Nick)),
            ("Телеграме", Some(Nick)),
            ("ТЕЛЕГРАММ", Some(Nick)),
            ("Инста", Some(Nick)),
            ("Skype", Some(Nick)),
            ("AT", Some(Sign)),
            ("Собака", Some(Sign)),
            ("АйҚұлақ", Some(Sign)),
            ("Тел", Some(Call)),
            ("т", Some(Call)),
            ("Т", Some(Call)),
            ("телефоны", Some(Call)),
            ("Ұялы", Some(Call)),
            ("телевизор", None),
            ("телефония", None),
            ("инсталляция", None),
            ("отель", None),
            ("собакой", None),
            ("t", None),
            ("attack", None),
            ("и", None),
            ("", None),
        ] {
            assert_eq!(announced(word.as_bytes()), wanted, "{word}");
        }
    }
}
