//! Plain form of a text: what a reader sees, in the characters that the recognisers know (domain requirements, 3.0), and the way back.

use unicode_normalization::char::canonical_combining_class;

use crate::canon::text;

/// Writes the text in plain form to `out`: NFKC, digits of all scripts in ASCII, dashes as `-`, spaces as a space,
/// invisible characters removed. Returns `false`, with nothing written, where the text is plain already.
///
/// Positions in the result are not positions in the text; a layer keeps them. Source: domain requirements 3.0. The canonical
/// forms of phones and numbers start from the same form, so it lives with them.
pub fn fold(text: &str, out: &mut String) -> bool {
    text::plain_form(text, out)
}

/// A text made from another, and where its parts came from.
#[derive(Debug, Default)]
pub(super) struct Layer {
    pub(super) text: String,
    /// Pairs of positions, here and there; between two of them both advance alike until the next pair there. Where something stands in for a
    /// piece of another length, or for nothing, a pair stands on each side of it.
    anchors: Vec<(usize, usize)>,
}

impl Layer {
    /// Appends what stands in for the bytes of the source from `from` on; [`Layer::close`] ends the last piece.
    pub(super) fn push(&mut self, piece: &str, from: usize, len: usize) {
        let here = self.text.len();
        let follows = self.anchors.last().is_some_and(|&(h, t)| from >= t && here - h == from - t);
        if !follows || piece.len() != len {
            self.anchors.push((here, from));
        }
        self.text.push_str(piece);
        if piece.len() != len {
            self.anchors.push((self.text.len(), from + len));
        }
    }

    /// The position in the source of a position here at which something begins.
    pub(super) fn source(&self, at: usize) -> usize {
        let nth = self.anchors.partition_point(|&(here, _)| here <= at);
        let Some(&(here, there)) = nth.checked_sub(1).and_then(|nth| self.anchors.get(nth)) else { return at };
        let limit = self.anchors.get(nth).map_or(usize::MAX, |&(_, next)| next.max(there));
        (there + (at - here)).min(limit)
    }

    /// The position in the source of a position here at which something ends: what was left out behind it is not part of it.
    pub(super) fn source_end(&self, at: usize) -> usize {
        let nth = self.anchors.partition_point(|&(here, _)| here < at);
        match self.anchors.get(nth) {
            Some(&(here, there)) if here == at => there,
            _ => self.source(at),
        }
    }

    /// The plain form of a text; `None` where it is plain already.
    pub(super) fn plain(text: &str) -> Option<Self> {
        let mut folded = String::new();
        if text.is_ascii() || !fold(text, &mut folded) {
            return None;
        }
        let mut layer = Self::default();
        let mut chars = text.char_indices().peekable();
        while let Some((start, first)) = chars.next() {
            let mut end = start + first.len_utf8();
            // Marks belong to the letter before them: `и` and a breve are one `й`.
            while let Some((_, mark)) = chars.next_if(|(_, c)| !c.is_ascii() && canonical_combining_class(*c) != 0) {
                end += mark.len_utf8();
            }
            let cluster = &text[start..end];
            if cluster.is_ascii() || cluster == "№" {
                layer.push(cluster, start, end - start);
                continue;
            }
            let piece: String = text::plain_chars(cluster).collect();
            layer.push(&piece, start, end - start);
        }
        Some(layer)
    }
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
            assert!(Layer::plain(text).is_none());
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
            assert_eq!(Layer::plain(text).expect("not plain").text, wanted, "{text}");
        }
    }

    #[test]
    fn positions_lead_back() {
        let text = "тел: ８\u{200b}\u{200b}7\u{a0}ﬁ, конец";
        let layer = Layer::plain(text).expect("not plain");
        assert_eq!(layer.text, "тел: 87 fi, конец");
        for (plain, original) in
            [("87", "８\u{200b}\u{200b}7"), ("конец", "конец"), ("тел", "тел"), ("fi", "ﬁ"), (",", ",")]
        {
            let start = layer.text.find(plain).expect("there");
            let (from, to) = (layer.source(start), layer.source(start + plain.len()));
            assert_eq!(&text[from..to], original, "{plain}");
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
