//! Machine-readable lines of travel documents in text (domain requirements, 3.15).

use super::{Evidence, Features, Kind, Recognizer, Span};
use crate::canon::document::mrz_proves;

/// Lines of 30, 36 or 44 capitals, digits and `<`.
///
/// Strong: first lines that begin with a document's letter and a country, and lines whose check digits prove them. Weak: other lines with
/// three fillers in a row.
pub struct MrzLines;

impl Recognizer for MrzLines {
    fn kind(&self) -> &'static [Kind] {
        &[Kind::Mrz]
    }

    fn name(&self) -> &'static str {
        "mrz"
    }

    fn find(&self, text: &str, found: &mut Vec<Span>) {
        let bytes = text.as_bytes();
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'<';
        let mut at = 0;
        while at < bytes.len() {
            if !fits(bytes[at]) {
                at += 1;
                continue;
            }
            let start = at;
            at += bytes[at..].iter().take_while(|&&byte| fits(byte)).count();
            if !matches!(at - start, 30 | 36 | 44) {
                continue;
            }
            // Who retypes a line does not hold the shift key.
            let line = &text[start..at].to_ascii_uppercase();
            let head = matches!(line.as_bytes()[0], b'P' | b'I' | b'A' | b'C' | b'V')
                && line.get(2..5).is_some_and(|country| country.bytes().all(|b| b.is_ascii_uppercase() || b == b'<'))
                && line.contains("<<");
            if head || mrz_proves(line) {
                found.push(Span { start, end: at, kind: Kind::Mrz, evidence: Evidence::Strong });
            } else if line.contains("<<<") {
                found.push(Span { start, end: at, kind: Kind::Mrz, evidence: Evidence::Weak });
            }
        }
    }

    fn may_hit_in(&self, features: &Features) -> bool {
        features.angle && features.len >= 30
    }

    fn examples(&self) -> &'static [&'static str] {
        &[
            "P<KAZMYSALOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<",
            "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "IDKAZ012345678<850315100016<<<",
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines() {
        let mut found = Vec::new();
        MrzLines.find(
            "скан: P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            &mut found,
        );
        assert_eq!(found.iter().filter(|span| span.evidence == Evidence::Strong).count(), 2);
        for text in ["a<b", "СКИДКА<<<", "HELLO<<<WORLD", "if (a << 3 < b)"] {
            assert_eq!(MrzLines.judge(text), Evidence::Refuted, "{text}");
        }
    }
}
