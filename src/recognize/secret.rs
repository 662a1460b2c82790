//! Tokens that let their holder in: web tokens, keys, session ids in addresses (domain requirements, 3.10).

use super::digits::{for_each_run, is_word};
use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::session::jwt;

/// JSON Web Tokens, keys with the prefixes of their issuers, and values behind `token=`, `sid=`, `password=` and the like.
///
/// Strong: a web token that decodes; a known prefix; a value of eight characters or more behind such a name and `=` or `:`.
pub struct Secrets;

/// How issuers mark their keys: GitHub, GitLab, Stripe, Slack, Google, Amazon, Telegram bots have none. Card tokens of payment systems are
/// among them.
const PREFIXES: &[&str] = &[
    "ghp_",
    "gho_",
    "ghs_",
    "github_pat_",
    "glpat-",
    "sk_live_",
    "sk_test_",
    "pk_live_",
    "rk_live_",
    "xoxb-",
    "xoxp-",
    "AIza",
    "ya29.",
    "tok_",
    "pm_",
    "card_",
    "src_",
    "tk_",
];

/// Names behind which a secret stands.
const NAMES: &[&str] = &[
    "token",
    "access_token",
    "refresh_token",
    "id_token",
    "auth_token",
    "api_key",
    "apikey",
    "secret",
    "password",
    "passwd",
    "pwd",
    "sid",
    "sessid",
    "session",
    "session_id",
    "sessionid",
    "phpsessid",
    "jsessionid",
    "csrf",
    "signature",
    "hash",
    "sign",
    "reset",
];

impl Recognizer for Secrets {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Secret]
    }

    fn name(&self) -> &'static str {
        "secret"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        // Behind a name and a mark. What stood behind one name is no name itself.
        let mut behind = 0;
        for mark in memchr::memchr2_iter(b'=', b':', bytes) {
            let len = bytes[behind.min(mark)..mark].iter().rev().take_while(|&&byte| fits(byte)).count();
            if len == 0 || !ends_with_name(&text[mark - len..mark]) {
                continue;
            }
            let value = mark + 1;
            behind = value + bytes[value..].iter().take_while(|&&byte| fits(byte)).count();
            // A name and a word, as in `session: opened`, is prose.
            if behind - value >= 8 && is_opaque(&bytes[value..behind]) {
                found.push(Span { start: value, end: behind, kind: Kind::Secret, evidence: Evidence::Strong });
            }
        }
        for_each_run(bytes, SHORTEST_KEY, fits, |start, end| {
            // A path may lead to a token, and a sentence end behind it.
            let token = text[start..end].trim_end_matches(['.', '/']);
            let end = start + token.len();
            let token = token.rsplit('/').next().unwrap_or(token);
            if is_key(token) || (token.contains('.') && is_web_token(token)) {
                found.push(Span { start: end - token.len(), end, kind: Kind::Secret, evidence: Evidence::Strong });
            }
        });
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        // A token, its issuer's mark and the name before it have letters.
        let named = features.equals || features.colons > 0;
        features.letters && (features.base64 >= 12 || (features.base64 >= 8 && named))
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJlLW9mLXNvbWVib2R5",
            "access_token=4f2a8c1e9b7d6053",
            "PHPSESSID=9s8d7f6a5s4d3f2a1s",
            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
        ]
    }
}

/// Whether the last word of the token is a name behind which secrets stand: `?x/reset_token` is.
fn ends_with_name(token: &str) -> bool {
    let name = token.rsplit(['/', '.', '%']).next().unwrap_or(token);
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
        || name
            .rsplit(['_', '-'])
            .next()
            .is_some_and(|last| matches!(last.to_ascii_lowercase().as_str(), "token" | "secret" | "sid" | "password"))
}

/// A mark of an issuer has three characters at least, and twelve stand behind it; a shorter web token says nothing.
const SHORTEST_KEY: usize = 15;

/// What keys are made of, and names with their paths.
fn fits(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'~' | b'+' | b'/' | b'%')
}

/// Whether this is a web token, signed (RFC 7515), without a signature, or encrypted in five parts (RFC 7516).
fn is_web_token(token: &str) -> bool {
    let signed = |token: &str| jwt(token).is_some();
    let parts = token.split('.').count();
    match parts {
        2 => signed(&format!("{token}.")),
        3 => signed(token),
        5 => token.starts_with("eyJ") && token.split('.').all(|part| part.bytes().all(|b| is_word(b) || b == b'-')),
        _ => false,
    }
}

fn is_key(token: &str) -> bool {
    // Keys of Amazon are twenty capitals and digits.
    let amazon = ["AKIA", "ASIA"].iter().any(|prefix| token.starts_with(prefix));
    if amazon && token.len() == 20 && token.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
        return true;
    }
    PREFIXES.iter().any(|prefix| {
        token.strip_prefix(prefix).is_some_and(|rest| {
            rest.len() >= 12 && rest.bytes().all(|b| is_word(b) || b == b'-') && is_opaque(rest.as_bytes())
        })
    })
}

/// Digits and letters together, or capitals and small letters without a word's order.
fn is_opaque(token: &[u8]) -> bool {
    let digits = token.iter().filter(|byte| byte.is_ascii_digit()).count();
    digits >= 2
        || (token.len() >= 16 && token.iter().any(u8::is_ascii_uppercase) && token.iter().any(u8::is_ascii_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        Secrets.find(text, &mut found);
        found.iter().map(|span| &text[span.start..span.end]).collect()
    }

    #[test]
    fn secrets() {
        assert_eq!(found("?reset_token=4f2a8c1e9b7d6053&x=1"), ["4f2a8c1e9b7d6053"]);
        assert_eq!(found("Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbm5hIn0.c2lnbmF0dXJl").len(), 1);
        for text in [
            "session: opened by the teacher",
            "token=abc",
            "sign=ed",
            "eyJhbGciOiJIUzI1NiJ9",
            "utm_source=newsletter2024",
            "card_number",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }
}
