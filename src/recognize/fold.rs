//! Plain form of a text: what a reader sees, in the characters that the recognisers know (domain requirements, 3.0).

use crate::canon::text;

/// Writes the text in plain form to `out`: NFKC, digits of all scripts in ASCII, dashes as `-`, spaces as a space,
/// invisible characters removed. Returns `false`, with nothing written, where the text is plain already.
///
/// Positions in the result are not positions in the text. Source: domain requirements 3.0. The canonical forms of
/// phones and numbers start from the same form, so it lives with them.
pub fn fold(text: &str, out: &mut String) -> bool {
    text::plain_form(text, out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    fn folded(text: &str) -> Option<String> {
        let mut out = String::from("old");
        let changed = fold(text, &mut out);
        assert!(changed || out.is_empty(), "nothing is written");
        changed.then_some(out)
    }

    #[test]
    fn plain_text_stays() {
        for text in [
            "",
            "abc 123",
            "Обычный текст, «в кавычках»…",
            "Қазақша мәтін: әғқңөұүһі",
            "№ 5 • 100 ₸ 🎓",
            "Ёлка",
            "naïve café",
        ] {
            assert_eq!(folded(text), None, "{text}");
        }
    }

    #[test]
    fn evasions_are_folded() {
        for (text, wanted) in [
            ("8\u{a0}771\u{2009}000", "8 771 000"),
            ("771\u{2011}000\u{2013}99—98\u{2212}1", "771-000-99-98-1"),
            ("8\u{200b}7\u{200d}7\u{2060}1\u{feff}", "8771"),
            ("8\u{ad}7", "87"),
            ("＋７７１", "+771"),
            ("a＠b．kz", "a@b.kz"),
            ("٨٧", "87"),
            ("𝟖𝟕", "87"),
            ("⁸⁷", "87"),
            ("7️⃣", "7"),
            ("слово — слово", "слово - слово"),
            ("и\u{306}", "й"),
            ("ﬁ", "fi"),
            ("\u{202a}8771\u{202c}", "8771"),
            ("Қ \u{a0}8", "Қ  8"),
        ] {
            assert_eq!(folded(text).as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn every_letter_of_the_cyrillic_block_is_its_own_plain_form() {
        for c in ('\u{400}'..='\u{4ff}').filter(|c| c.is_alphabetic()) {
            let text = c.to_string();
            assert_eq!(text.nfkc().collect::<String>(), text, "U+{:X}", u32::from(c));
            assert_eq!(folded(&text), None);
        }
    }
}
