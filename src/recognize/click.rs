//! Numbers of clicks on advertisements outside of addresses: `gclid=…`, `"fbclid": "…"` (domain requirements, 3.12).

use super::digits::is_word;
use super::url::CLICK_PARAMETERS;
use super::{Evidence, Features, Kind, Recognizer, Span};

/// Values behind the name of a parameter that numbers a click, and `=` or `:`.
///
/// Strong: eight characters or more with a digit, twelve with small letters and capitals: placeholders and words such as `undefined` have neither.
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
            let has = |fits: fn(&u8) -> bool| value.as_bytes().iter().any(fits);
            let mixed = value.len() >= 12 && has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase);
            if value.len() >= 8 && (has(u8::is_ascii_digit) || mixed) {
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
        ] {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }
}
