//! Session tokens: `session/text/1` (domain requirements, 3.10). Whoever holds one is the person, so they leave in no form.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::text::{strip_prefix_fold, unguard};
use super::{Canonical, Form, null};

/// Session tokens: trimmed text without quotes, the name of the header and that of the scheme (RFC 9110, 11.4).
///
/// Null rule: 5.9's spellings. Unfit: spaces inside, and less than eight characters.
pub const FORM: Form =
    Form { id: "session/text/1", what: "trimmed text, case kept; `Bearer` removed", write, is_doubtful: |_| false };

fn write(raw: &str, out: &mut String) -> Canonical {
    let text = unguard(raw);
    if null::is_null_like_id(text) {
        return Canonical::Null;
    }
    let mut text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    for word in ["authorization:", "bearer ", "basic ", "token ", "jwt "] {
        text = strip_prefix_fold(text, word).map_or(text, str::trim);
    }
    if text.len() < 8 || text.contains(char::is_whitespace) {
        return Canonical::Unfit;
    }
    out.push_str(text);
    Canonical::Written
}

/// Header and payload of a JSON Web Token (RFC 7519), decoded; `None` for any other text. The signature is not checked.
#[must_use]
pub fn jwt(token: &str) -> Option<(String, String)> {
    let mut parts = token.split('.');
    let (header, payload, signature) = (parts.next()?, parts.next()?, parts.next()?);
    // JWE has five parts, and its payload cannot be read.
    if parts.next().is_some() || !signature.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_')) {
        return None;
    }
    let decode = |part: &str| {
        let bytes = URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?;
        String::from_utf8(bytes).ok().filter(|text| text.starts_with('{') && text.ends_with('}'))
    };
    Some((decode(header)?, decode(payload)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::outcome;

    /// The example of RFC 7519, 3.1.
    const RFC_7519: &str = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    #[test]
    fn web_tokens_open() {
        let (header, payload) = jwt(RFC_7519).expect("a token");
        assert!(header.contains("HS256") && payload.contains("\"iss\":\"joe\""));
        for text in ["a.b.c", "eyJ0eXAi.x", "", "eyJhbGciOiJIUzI1NiJ9.e30"] {
            assert!(jwt(text).is_none(), "{text}");
        }
    }

    #[test]
    fn tokens() {
        assert_eq!(outcome(&FORM, "Bearer 0123456789abcdef").as_deref(), Ok("0123456789abcdef"));
        for raw in ["short", "two words here"] {
            assert_eq!(outcome(&FORM, raw), Err(Canonical::Unfit), "{raw}");
        }
    }
}
