//! Street addresses: `address/1` (domain requirements, 3.16). For matching: addresses leave in no form finer than a region.

use super::text::{asciify, latin_capital, plain_e, unguard};
use super::{Canonical, Form, null};

/// Addresses: lower case, one space between words, the usual abbreviation for every word of an address in Russian and Kazakh; house letters
/// are Latin.
///
/// Null rule: 5.9's spellings. Any other text fits.
pub const FORM: Form = Form {
    id: "address/1",
    what: "lower case, words of addresses abbreviated (`улица`, `көшесі` are `ул`), punctuation removed, house letters Latin",
    write,
    is_doubtful: |_| false,
};

/// Words of addresses, in lower case, with the abbreviation that stands for them.
pub(crate) const WORDS: &[(&str, &[&str])] = &[
    ("ул", &["ул", "улица", "көшесі", "көше", "көш", "street", "st"]),
    ("пр", &["пр", "пр-т", "просп", "проспект", "даңғылы", "даңғыл", "даң", "avenue", "ave"]),
    ("мкр", &["мкр", "мкрн", "мкр-н", "микрорайон", "ықшамаудан", "ықшамауданы", "ша"]),
    ("г", &["г", "гор", "город", "қ", "қаласы", "қала", "city"]),
    ("обл", &["обл", "область", "облысы", "облыс", "region"]),
    ("р-н", &["р-н", "район", "ауданы", "аудан", "district"]),
    ("с", &["с", "село", "пос", "посёлок", "поселок", "ауыл", "ауылы", "аул"]),
    ("д", &["д", "дом", "үй", "үйі", "house"]),
    ("кв", &["кв", "квартира", "пәтер", "пәт", "apt"]),
    ("оф", &["оф", "офис", "кеңсе", "office"]),
    ("эт", &["эт", "этаж", "қабат"]),
    ("корп", &["корп", "корпус", "к"]),
    ("под", &["под", "подъезд", "кіреберіс"]),
    ("бц", &["бц", "бо"]),
    ("жк", &["жк", "тк"]),
    ("уг", &["уг", "угол", "бұрышы"]),
    ("пер", &["пер", "переулок", "тұйығы"]),
    ("бул", &["бул", "бульвар", "гүлзары"]),
    ("ш", &["ш", "шоссе", "тасжолы"]),
    ("пл", &["пл", "площадь", "алаңы"]),
];

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer).replace("ш/а", "мкр").replace("шағын ауданы", "мкр");
    let start = out.len();
    for word in text.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '/')).filter(|word| !word.is_empty()) {
        let lower: String = word.chars().flat_map(char::to_lowercase).map(plain_e).collect();
        let short = WORDS.iter().find(|(_, words)| words.contains(&lower.as_str())).map(|(short, _)| *short);
        if out.len() > start {
            out.push(' ');
        }
        match short {
            Some(short) => out.push_str(short),
            // `28В`: the letter of a house is Latin in half of the exports and Cyrillic in the other half.
            None if lower.starts_with(|c: char| c.is_ascii_digit()) => {
                out.extend(lower.chars().map(|c| latin_capital(c).map_or(c, |c| c.to_ascii_lowercase())));
            }
            None => out.push_str(&lower),
        }
    }
    if out.len() == start { Canonical::Unfit } else { Canonical::Written }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn addresses() {
        for (raw, wanted) in [
            ("ул. Тимирязева, 28В, кв. 5", "ул тимирязева 28b кв 5"),
            ("Улица Тимирязева 28B квартира 5", "ул тимирязева 28b кв 5"),
            ("Тимирязев көшесі, 28В", "тимирязев ул 28b"),
            ("г. Алматы, мкр. Орбита-1, дом 7", "г алматы мкр орбита-1 д 7"),
            ("Алматы қ., Орбита-1 ш/а, 7 үй", "алматы г орбита-1 мкр 7 д"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        assert_eq!(outcome(&FORM, "???"), Err(Canonical::Unfit));
        assert_eq!(outcome(&FORM, "көрсетілмеген"), Err(Canonical::Null));
    }
}
