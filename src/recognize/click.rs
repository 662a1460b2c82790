//! Numbers of clicks on advertisements outside of addresses: `gclid=…`, `"fbclid": "…"` (domain requirements, 3.12).

use super::digits::is_word;
use super::url::CLICK_PARAMETERS;
use super::{Evidence, Features, Kind, Recognizer, Span};

/// Values behind the name of a parameter that numbers a click, and `=` or `:`.
///
/// Strong: ten characters or more in which letters and digits or small letters and capitals take turns, or fifteen digits. Placeholders, dates, short
/// numbers and words with a number behind them (`order-100200`) are none.
pub struct Clicks;

/// Names of the same kind that stand in exports and rarely in addresses.
const MORE: &[&str] = &[
    "gclaw",
    "gcl_aw",
    "gcl_dc",
    "clickid",
    "click_id",
    "clkid",
    "yandex_clid",
    "epik",
    "sccid",
    "rdt_cid",
    "irclickid",
    "igsh",
    "cjevent",
    "tblci",
    "dicbo",
    "obclid",
    "wickedid",
    "admitad_uid",
    "s_kwcid",
    "ef_id",
    "ttp",
    "gad_campaignid",
];

impl Recognizer for Clicks {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Click]
    }

    fn name(&self) -> &'static str {
        "click"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        for mark in memchr::memchr2_iter(b'=', b':', bytes) {
            let name_end = text[..mark].trim_end_matches([' ', '"', '\'']).len();
            let len = bytes[..name_end].iter().rev().take(24).take_while(|byte| is_word(**byte)).count();
            if mark - name_end > 3 || !is_name(&text[name_end - len..name_end]) {
                continue;
            }
            let quotes =
                bytes[mark + 1..].iter().take(3).take_while(|byte| matches!(byte, b' ' | b'"' | b'\'')).count();
            let start = mark + 1 + quotes;
            let fits = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.~%|;+/".contains(byte);
            let value = bytes[start..].iter().take(512).take_while(|byte| fits(byte)).count();
            let value = text[start..start + value].trim_end_matches(['.', ';']);
            let generic =
                !CLICK_PARAMETERS.iter().any(|known| known.eq_ignore_ascii_case(&text[name_end - len..name_end]));
            if is_number_of_a_click(value, generic) {
                let end = start + value.len();
                found.push(Span { start, end, kind: Kind::Click, evidence: Evidence::Strong });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        (features.equals || features.colons > 0) && features.letters && features.len >= 13
    }

    fn examples(&self) -> &'static [&'static str] {
        &["gclid=CjwKCAjw0123EiwAXyzT_abcdEFGH_wcB", "fbclid: IwAR0abcdEFGHijklMNOPqrst"]
    }
}

/// Whether a value is one that a network of advertisements gave a click.
///
/// Under a `generic` name, which other systems have for other things, letters and digits must take turns more often.
fn is_number_of_a_click(value: &str, generic: bool) -> bool {
    if value.len() < 10 {
        return false;
    }
    let (mut turns, mut most, mut humps, mut capitals, mut odd) = (0, 0, 0, 0, false);
    let mut before = b' ';
    for &byte in value.as_bytes() {
        if !byte.is_ascii_alphanumeric() {
            // Dates and words with numbers have signs between letters and digits.
            turns = 0;
        } else if before.is_ascii_alphanumeric() && before.is_ascii_digit() != byte.is_ascii_digit() {
            turns += 1;
            most = most.max(turns);
        }
        capitals = if byte.is_ascii_uppercase() { capitals + 1 } else { 0 };
        humps += usize::from(before.is_ascii_lowercase() && byte.is_ascii_uppercase());
        odd |= capitals == 2;
        before = byte;
    }
    let small = value.bytes().any(|byte| byte.is_ascii_lowercase());
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    if digits == value.len() {
        return digits >= 15;
    }
    let cases = small && odd;
    if digits == 0 {
        return value.len() >= 20 && cases && humps >= 3;
    }
    // `banner2024top1` has words between its numbers, `2024-05-12T10` but a letter.
    let worded = value.split(|c: char| !c.is_ascii_lowercase()).any(|word| word.len() >= 5);
    let stamp = digits + 2 >= value.bytes().filter(u8::is_ascii_alphanumeric).count() && value.contains('-');
    let enough = if worded { 5 } else { 3 + usize::from(generic) };
    !stamp && (most >= enough || (cases && digits >= 3 && most >= 1) || (!generic && most >= 2))
}

/// Whether a parameter of this name numbers clicks. `Euclid: 300 BC` does not.
fn is_name(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let known = |list: &[&str]| list.contains(&lower.as_str());
    (known(CLICK_PARAMETERS) && lower != "etext")
        || known(MORE)
        || (lower.ends_with("clid") && lower.len() > 4 && lower != "euclid")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Clicks.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn numbers_of_clicks() {
        for name in [
            "gclid",
            "GCLID",
            "fbclid",
            "yclid",
            "msclkid",
            "dclid",
            "gbraid",
            "wbraid",
            "twclid",
            "ttclid",
            "_openstat",
            "ysclid",
            "li_fat_id",
            "vkclid",
        ] {
            for text in [
                format!("{name}=abc123DEF456"),
                format!("x, {name}: abc123DEF456."),
                format!("{{\"{name}\":\"abc123DEF456\"}}"),
                format!("a=1&{name}=abc123DEF456&b=2"),
            ] {
                assert_eq!(found(&text), ["abc123DEF456"], "{text}");
            }
        }
        assert_eq!(found("gclid=CjwKCAjwabcdEiwAXyzT_abcdEFGH_wcB"), ["CjwKCAjwabcdEiwAXyzT_abcdEFGH_wcB"]);
        for text in
            ["click_id=01HX3Z9K7Q2M4N8P", "yclid=1234567890123456789", "twclid=2-abc0123def", "epik=dj0yJnU9abc123"]
        {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        for text in [
            "gclid=undefined",
            "gclid={gclid}",
            "gclid=",
            "gclid",
            "Euclid: 1234567890",
            "clid=5",
            "wclid=12",
            "fbclid: null",
            "utm_source=google2024",
            "ttp=2024-05-12",
            "ttp: 2024-2025",
            "ef_id: 20240512",
            "epik: 12345678",
            "click_id: order-100200",
            "clickid=spring2024sale",
            "clickid=banner2024top1",
            "cjevent: 11nov2024sale",
            "gclid=20240512102030",
            "gclid: SpringCampaign",
            "yclid: 2024-05-12T10:20:30",
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
