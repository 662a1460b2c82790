//! `User-Agent` headers in text (domain requirements, 3.13).

use memchr::memmem;

use super::{Evidence, Features, Kind, Recognizer, Span};

/// Headers of browsers: `Mozilla/5.0 (…) …`, `Opera/9…`, and clients of programs with a version, such as `okhttp/4.9.0`.
///
/// Strong: the beginning of a browser's header, up to its last `name/version`. Weak: a client's.
pub struct UserAgents;

/// Programs that call themselves by name and version only.
const CLIENTS: &[&str] = &[
    "okhttp/",
    "curl/",
    "python-requests/",
    "Dalvik/",
    "Wget/",
    "PostmanRuntime/",
    "Go-http-client/",
    "Java/",
    "axios/",
];

impl Recognizer for UserAgents {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::UserAgent]
    }

    fn name(&self) -> &'static str {
        "user-agent"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(start) = memmem::find(&bytes[at..], b"Mozilla/").map(|found| at + found) {
            let end =
                start + bytes[start..].iter().take_while(|&&b| b.is_ascii_graphic() && b != b'"' || b == b' ').count();
            found.push(Span { start, end, kind: Kind::UserAgent, evidence: Evidence::Strong });
            at = end.max(start + 1);
        }
        for client in CLIENTS {
            if let Some(start) = memmem::find(bytes, client.as_bytes())
                && bytes.get(start + client.len()).is_some_and(u8::is_ascii_digit)
            {
                let end = start + bytes[start..].iter().take_while(|b| b.is_ascii_graphic()).count();
                found.push(Span { start, end, kind: Kind::UserAgent, evidence: Evidence::Weak });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.slash && features.letters && features.len >= 9
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.129 Mobile Safari/537.36",
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers() {
        assert_eq!(
            UserAgents.judge("Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0"),
            Evidence::Strong
        );
        assert_eq!(UserAgents.judge("okhttp/4.9.0"), Evidence::Weak);
        for text in ["Mozilla Firefox 121", "и/или", "curl", ""] {
            assert_eq!(UserAgents.judge(text), Evidence::Refuted, "{text}");
        }
    }
}
