//! What people and programs leave around a value: quotes, brackets, a word that says what it is, letters in the place of digits. A value that
//! does not fit is looked at once more without them.
//!
//! Only words of short lists go: a cell that says more than its value stays unfit, because the rest may be about somebody else.

use super::text::{asciify, digit_like, latin_like, strip_prefix_fold, strip_suffix_fold, trim};

/// Cells that are longer hold more than a value.
const LONGEST: usize = 160;

/// Signs that the values of a form are written in.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Signs {
    /// Any.
    Any,
    /// Latin letters and digits: where most of them are, others that look like Latin ones are these too.
    Latin,
    /// Digits with a check: letters that look like digits are these.
    Checked,
    /// Digits without a check: only the letter O is a digit, which a keyboard of old typewriters taught.
    Digits,
}

/// What may stand around the values of a form.
struct Around {
    form: &'static str,
    signs: Signs,
    /// In lower case, longer ones before their beginnings.
    words: &'static [&'static str],
}

const fn around(form: &'static str, signs: Signs, words: &'static [&'static str]) -> Around {
    Around { form, signs, words }
}

const FORMS: &[Around] = &[
    around(
        "iin/12/1",
        Signs::Checked,
        &["жеке сәйкестендіру нөмірі", "индивидуальный идентификационный номер", "иин", "инн", "жсн", "iin"],
    ),
    around("bin/12/1", Signs::Checked, &["бизнес-идентификационный номер", "бин", "иин", "бсн", "жсн", "bin", "iin"]),
    around("tax-id/ru/1", Signs::Checked, &["инн", "кпп", "inn"]),
    around(
        "phone/e164/1",
        Signs::Digits,
        &[
            "мобильный",
            "сотовый",
            "телефон",
            "контактный",
            "whatsapp",
            "ватсап",
            "вотсап",
            "вацап",
            "номер",
            "viber",
            "вайбер",
            "phone",
            "ұялы",
            "м.т",
            "с.т",
            "моб",
            "сот",
            "тел",
            "tel",
            "wa",
            "p",
        ],
    ),
    around(
        "email/c1/1",
        Signs::Any,
        &["электронная почта", "эл. почта", "эл.почта", "почта", "пошта", "e-mail", "email", "имейл", "емейл", "mail"],
    ),
    around("iban/1", Signs::Latin, &["жеке шот", "account", "счёт", "счет", "шот", "iban", "иик", "жск", "р/с", "ж/с"]),
    around("card/digits/1", Signs::Checked, &["карта", "карты", "card", "pan"]),
    around("ip/rfc5952/1", Signs::Latin, &["ip address", "ip-address", "ip-адрес", "ip адрес", "ip"]),
    around("mac/1", Signs::Latin, &["mac-address", "mac address", "mac-адрес", "mac"]),
    around("uuid/1", Signs::Latin, &["objectid", "uuid", "guid", "0x"]),
    around(
        "digest/hex/1",
        Signs::Latin,
        &["md5", "sha-1", "sha1", "sha-224", "sha224", "sha-256", "sha256", "sha-384", "sha384", "sha-512", "sha512"],
    ),
    around(
        "id-document/1",
        Signs::Any,
        &[
            "удостоверение личности",
            "удостоверение",
            "уд. личности",
            "уд.личности",
            "жеке куәлік",
            "төлқұжат",
            "паспорт",
            "passport",
            "удост",
            "уд",
        ],
    ),
    around(
        "plate/kz/1",
        Signs::Any,
        &["гос. номер", "гос номер", "госномер", "г.н", "г/н", "грнз", "номер", "kz", "rus"],
    ),
    around("postcode/kz/1", Signs::Any, &["почтовый индекс", "пошта индексі", "индексі", "индекс", "kz-"]),
    around("social/1", Signs::Latin, &[]),
    around("coordinates/1", Signs::Any, &["geo"]),
    around("amount/decimal/1", Signs::Any, &[]),
];

/// The value inside a text.
pub(super) struct Inside {
    pub(super) value: String,
    /// Letters were read as digits, and the form has a check that can prove it.
    pub(super) needs_proof: bool,
}

/// The value inside a text that does not fit the form as it stands; `None` where nothing is around it.
pub(super) fn inside(form: &str, raw: &str) -> Option<Inside> {
    let known = FORMS.iter().find(|known| known.form == form).filter(|_| raw.len() <= LONGEST)?;
    // A document of JSON names many things, and its value is not all of them.
    if raw.contains('{') && raw.contains('"') {
        return None;
    }
    let mut buffer = String::new();
    let plain = trim(asciify(raw, &mut buffer));
    // Words alone hold no value of these forms, and most texts that do not fit are words.
    if !plain.bytes().any(|byte| byte.is_ascii_digit() || byte == b'@') {
        return None;
    }
    let bare = bare(plain, known.words);
    let value = respelled(bare, known.signs);
    let needs_proof = known.signs == Signs::Checked && value != bare;
    (value != raw && !value.is_empty()).then_some(Inside { value, needs_proof })
}

/// The text without quotes, brackets, pictures and the words around it.
fn bare<'a>(text: &'a str, words: &[&str]) -> &'a str {
    let mut text = text;
    // `ИИН (ЖСН): "…"` is the most that people write.
    for _ in 0..4 {
        let before = text.len();
        text = trim(without_signs(text));
        text = words.iter().find_map(|word| behind_word(text, word)).unwrap_or(text);
        text = words.iter().find_map(|word| before_word(text, word)).unwrap_or(text);
        if text.len() == before {
            break;
        }
    }
    text
}

/// The text without quotes and pictures at its ends, points and commas behind it, and brackets around all of it.
fn without_signs(text: &str) -> &str {
    const QUOTES: &[char] = &['"', '\'', '`', '«', '»', '“', '”', '„', '‘', '’', ' '];
    const PAIRS: [(char, char); 4] = [('(', ')'), ('[', ']'), ('{', '}'), ('<', '>')];
    let text = text.trim_matches(QUOTES).trim_end_matches([',', '.', ';', ' ']).trim_start_matches('=');
    let text = text.trim_start_matches(|c: char| !c.is_ascii() && !c.is_alphanumeric()).trim_matches(QUOTES);
    let inner = PAIRS.iter().find_map(|&(open, close)| text.strip_prefix(open)?.strip_suffix(close));
    inner.filter(|inner| !inner.contains(['(', '[', '{', '<'])).unwrap_or(text)
}

/// What stands behind a word that the text begins with, in brackets or not.
fn behind_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = strip_prefix_fold(text.trim_start_matches(['(', '[', '{', '$']), word)?;
    let ended = word.ends_with(['-', 'x']) || !rest.starts_with(char::is_alphanumeric);
    let rest = rest.trim_start_matches([' ', ':', '=', '.', '№', '#', '/', ')', ']', '}', '$']);
    let rest = rest.strip_prefix("- ").unwrap_or(rest);
    // `md5(…)`
    let rest = rest.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(rest);
    ended.then_some(rest)
}

/// What stands before a word that the text ends with, in brackets or not.
fn before_word<'a>(text: &'a str, word: &str) -> Option<&'a str> {
    let rest = strip_suffix_fold(text.trim_end_matches([')', ']', '.']), word)?;
    rest.ends_with([' ', '(', '[', '/']).then(|| rest.trim_end_matches([' ', '(', '[', ',', '-', ';', '/']))
}

/// The text in the signs of its form.
fn respelled(text: &str, signs: Signs) -> String {
    /// Digits that a number must have before letters in it are read as digits.
    const DIGITS: usize = 6;
    let number = text.chars().all(|c| digit_like(c).is_some() || !c.is_alphabetic());
    let enough = number && text.bytes().filter(u8::is_ascii_digit).count() >= DIGITS;
    let (ascii, all) = text.chars().fold((0, 0), |(ascii, all), c| (ascii + usize::from(c.is_ascii()), all + 1));
    let sign = |c: char| match signs {
        Signs::Latin if 2 * ascii > all => latin_like(c).unwrap_or(c),
        Signs::Checked if enough => digit_like(c).unwrap_or(c),
        Signs::Digits if enough => digit_like(c).filter(|&digit| digit == '0').unwrap_or(c),
        _ => c,
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_around_goes() {
        for (form, raw, wanted) in [
            ("iin/12/1", "\"850315100016\"", "850315100016"),
            ("iin/12/1", "ИИН (ЖСН): 850315100016", "850315100016"),
            ("iin/12/1", "850315100016 (ИИН)", "850315100016"),
            ("iin/12/1", "85О315100О16", "850315100016"),
            ("phone/e164/1", "📞 8 771 ООО 99 98", "8 771 000 99 98"),
            ("digest/hex/1", "{MD5}5d41", "5d41"),
            ("digest/hex/1", "md5(5d41)", "5d41"),
            ("mac/1", "mac=00:00:5Е", "00:00:5E"),
            ("coordinates/1", "geo:-43.2,76.8", "-43.2,76.8"),
        ] {
            let found = inside(form, raw).expect("something around it");
            assert_eq!(found.value, wanted, "{raw}");
            assert_eq!(found.needs_proof, raw.contains('О') && form == "iin/12/1", "{raw}");
        }
        for (form, raw) in
            [("iin/12/1", "850315100016"), ("name/l1/1", "\"Анна\""), ("iin/12/1", "«ИИН»"), ("iin/12/1", "")]
        {
            assert!(inside(form, raw).is_none(), "{raw}");
        }
        assert!(inside("iin/12/1", &"«".repeat(200)).is_none());
        assert!(inside("phone/e164/1", "{\"phone\": \"+77710009998\"}").is_none());
    }

    #[test]
    fn words_of_a_longer_word_stay() {
        for (form, raw) in [("phone/e164/1", "теледом 87710009998"), ("iin/12/1", "иинов 5"), ("email/c1/1", "mailbox")]
        {
            assert!(inside(form, raw).is_none(), "{raw}");
        }
    }
}
