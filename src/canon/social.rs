//! Names in messengers and social networks: `social/1` (domain requirements, 3.17).

use super::text::{asciify, strip_prefix_fold, trim, unguard};
use super::{Canonical, Form, null, phone};

/// Handles: `network:name` in lower case; a bare `@name` and a bare name are `telegram:name`, digits alone `telegram:id` and the digits.
///
/// Null rule: 5.9's spellings. Links of WhatsApp hold telephone numbers: `whatsapp:+77710009998`.
pub const FORM: Form = Form {
    id: "social/1",
    what: "`network:name`, lower case: `https://t.me/Anna_M` and `@anna_m` are `telegram:anna_m`",
    write,
    is_doubtful: |_| false,
};

/// Hosts of networks, and the name of each.
const NETWORKS: &[(&str, &str)] = &[
    ("t.me", "telegram"),
    ("telegram.me", "telegram"),
    ("telegram.dog", "telegram"),
    ("vk.com", "vk"),
    ("m.vk.com", "vk"),
    ("vk.ru", "vk"),
    ("vkontakte.ru", "vk"),
    ("ok.ru", "ok"),
    ("odnoklassniki.ru", "ok"),
    ("instagram.com", "instagram"),
    ("instagr.am", "instagram"),
    ("facebook.com", "facebook"),
    ("m.facebook.com", "facebook"),
    ("fb.com", "facebook"),
    ("m.me", "facebook"),
    ("twitter.com", "x"),
    ("x.com", "x"),
    ("tiktok.com", "tiktok"),
    ("linkedin.com", "linkedin"),
    ("youtube.com", "youtube"),
    ("threads.net", "threads"),
    ("wa.me", "whatsapp"),
    ("api.whatsapp.com", "whatsapp"),
    ("viber.com", "viber"),
    ("discord.gg", "discord"),
];

/// Words before a handle, in lower case, and the network that they name.
const WORDS: &[(&str, &str)] = &[
    ("telegram", "telegram"),
    ("телеграмм", "telegram"),
    ("телеграм", "telegram"),
    ("телега", "telegram"),
    ("tg", "telegram"),
    ("тг", "telegram"),
    ("instagram", "instagram"),
    ("инстаграм", "instagram"),
    ("insta", "instagram"),
    ("инста", "instagram"),
    ("vk", "vk"),
    ("вк", "vk"),
    ("skype", "skype"),
    ("скайп", "skype"),
];

/// Network and name of a link; `None` for a link of another host, or to no person.
#[must_use]
pub fn of_link(text: &str) -> Option<(&'static str, &str)> {
    let rest = strip_prefix_fold(text, "https://").or_else(|| strip_prefix_fold(text, "http://")).unwrap_or(text);
    let rest = strip_prefix_fold(rest, "www.").unwrap_or(rest);
    let (host, path) = rest.split_once('/')?;
    let (_, network) = NETWORKS.iter().find(|(known, _)| host.eq_ignore_ascii_case(known))?;
    let path = path.trim_start_matches('@');
    let path = match *network {
        "telegram" => path.strip_prefix("s/").unwrap_or(path),
        "whatsapp" => path.strip_prefix("send/?phone=").or_else(|| path.strip_prefix("send?phone=")).unwrap_or(path),
        "linkedin" => path.strip_prefix("in/")?,
        "youtube" | "tiktok" => path.strip_prefix("channel/").unwrap_or(path),
        "ok" => path.strip_prefix("profile/").unwrap_or(path),
        "facebook" => path.strip_prefix("profile.php?id=").unwrap_or(path),
        _ => path,
    };
    let name = path.split(['/', '?', '#', '&']).next().unwrap_or("");
    let pages =
        ["share", "sharer", "sharer.php", "joinchat", "feed", "watch", "p", "reel", "explore", "away.php", "share.php"];
    (is_name(name.trim_start_matches('+')) && !pages.contains(&name)).then_some((network, name))
}

/// Network and name of what is a canonical form already.
fn of_form(text: &str) -> Option<(&'static str, &str)> {
    let (word, name) = text.split_once(':')?;
    let (_, network) = NETWORKS.iter().find(|(_, network)| word.eq_ignore_ascii_case(network))?;
    let name = name.trim_start_matches([' ', '@', '+']);
    is_name(name).then_some((*network, name))
}

/// Whether these are characters of a name: 2 to 64 letters, digits, points, underscores and hyphens.
fn is_name(name: &str) -> bool {
    (2..=64).contains(&name.len())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        && name.bytes().any(|b| b.is_ascii_alphanumeric())
}

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like_id(text) {
        return Canonical::Null;
    }
    let mut buffer = String::new();
    let text = asciify(text, &mut buffer);
    let text = strip_prefix_fold(text, "skype:").map_or(text, |_| text.strip_suffix("?call").unwrap_or(text));
    let (network, name) = match of_link(text).or_else(|| of_form(text)) {
        Some(found) => found,
        None => match bare(text) {
            Some(found) => found,
            None => return Canonical::Unfit,
        },
    };
    let start = out.len();
    out.push_str(network);
    out.push(':');
    if network == "whatsapp" {
        let outcome = phone::FORM.write(&format!("+{}", name.trim_start_matches('+')), out);
        if outcome != Canonical::Written {
            out.truncate(start);
        }
        return outcome;
    }
    if network == "telegram" && name.bytes().all(|byte| byte.is_ascii_digit()) {
        out.push_str("id");
    }
    out.extend(name.chars().map(|c| c.to_ascii_lowercase()));
    Canonical::Written
}

/// `@name`, `tg: name`, `live:.cid.…`, a bare name or number.
fn bare(text: &str) -> Option<(&'static str, &str)> {
    if let Some(name) = text.strip_prefix("live:") {
        return is_name(name.trim_start_matches('.')).then_some(("skype", name));
    }
    for (word, network) in WORDS {
        let Some(rest) = strip_prefix_fold(text, word) else { continue };
        let (spaced, rest) = (rest.starts_with(' '), trim(rest));
        // A space parts a word from a name, if only one follows.
        let named = rest.strip_prefix([':', '@', '-', '=']).or(spaced.then_some(rest));
        if let Some(name) = named {
            let name = trim(name).trim_start_matches('@');
            let name = strip_prefix_fold(name, "//resolve?domain=").unwrap_or(name);
            return is_name(name).then_some((*network, name));
        }
    }
    let name = text.trim_start_matches('@');
    // `id123` is how VK numbers people; elsewhere it would be an odd name.
    let network =
        if name.strip_prefix("id").is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|b| b.is_ascii_digit())) {
            "vk"
        } else {
            "telegram"
        };
    is_name(name).then_some((network, name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    #[test]
    fn handles() {
        for (raw, wanted) in [
            ("@Anna_M_77", "telegram:anna_m_77"),
            ("anna_m_77", "telegram:anna_m_77"),
            ("https://t.me/Anna_M_77", "telegram:anna_m_77"),
            ("t.me/anna_m_77?start=1", "telegram:anna_m_77"),
            ("tg: @anna_m_77", "telegram:anna_m_77"),
            ("123456789", "telegram:id123456789"),
            ("https://vk.com/id12345", "vk:id12345"),
            ("id12345", "vk:id12345"),
            ("https://www.instagram.com/anna.m/", "instagram:anna.m"),
            ("инста: anna.m", "instagram:anna.m"),
            ("https://wa.me/77710009998", "whatsapp:+77710009998"),
            ("https://api.whatsapp.com/send?phone=77710009998", "whatsapp:+77710009998"),
            ("live:.cid.a1b2c3d4", "skype:.cid.a1b2c3d4"),
            ("https://www.linkedin.com/in/anna-m/", "linkedin:anna-m"),
        ] {
            assert_eq!(outcome(&FORM, raw).as_deref(), Ok(wanted), "{raw}");
        }
        for raw in ["Анна", "a b", "https://example.kz/anna", "@", "https://t.me/joinchat/AAAA"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
