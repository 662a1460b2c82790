//! Names and numbers as text of the page. Names come from files that nobody vouches for.

use super::super::words::Lang;
use super::table::BLANK;
use std::fmt::Write as _;

/// The most characters of a name that are shown: enough for any honest one, and a digest fits.
const NAME: usize = 64;
/// The most characters of a sentence that are shown.
const SENTENCE: usize = 400;
/// Marks that stand on one letter; more pile up over the lines above.
const MARKS: usize = 2;

/// A name as it may stand in the page: cut, escaped, and apart from the direction of the text around it.
pub(super) fn name(name: &str) -> String {
    format!("<bdi translate=\"no\">{}</bdi>", shown(name, NAME))
}

/// A sentence of the release, cut and escaped, which may break anywhere.
pub(super) fn sentence(text: &str) -> String {
    format!("<span class=\"said\">{}</span>", shown(text, SENTENCE))
}

/// Text of the page whose days stay on one line: `2026-11-` at the end of one and `30` on the next is no day.
pub(super) fn whole_days(html: &str) -> String {
    const DAY: usize = "2026-11-30".len();
    let bytes = html.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_day = |from: usize| {
        let fits = |(nth, byte): (usize, &u8)| if matches!(nth, 4 | 7) { *byte == b'-' } else { byte.is_ascii_digit() };
        let alone = (from == 0 || !is_digit(from - 1)) && !is_digit(from + DAY);
        alone && bytes.get(from..from + DAY).is_some_and(|day| day.iter().enumerate().all(fits))
    };
    let mut out = String::with_capacity(html.len());
    let mut done = 0;
    for from in 0..bytes.len() {
        if from >= done && is_day(from) {
            let _ = write!(out, "{}<span class=\"day\">{}</span>", &html[done..from], &html[from..from + DAY]);
            done = from + DAY;
        }
    }
    out.push_str(&html[done..]);
    out
}

/// Text of the page whose options of the command line stay on one line.
pub(super) fn whole_options(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("--") {
        let (before, from) = rest.split_at(at);
        let letters = from[2..].find(|c: char| !c.is_ascii_lowercase()).unwrap_or(from.len() - 2);
        let (option, after) = from.split_at(2 + letters);
        out.push_str(before);
        // Writing to a String cannot fail.
        let _ = if letters > 0 { write!(out, "<span class=\"day\">{option}</span>") } else { write!(out, "{option}") };
        rest = after;
    }
    out + rest
}

/// A name for the title of the page, where no element may stand.
pub(super) fn plain(name: &str) -> String {
    shown(name, NAME)
}

/// A name as a string of a style sheet, where neither elements nor entities are known.
pub(super) fn in_style(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.chars().enumerate() {
        // A digest and the word before it are longer than a name.
        if at >= NAME * 2 {
            out.push_str("\\2026 ");
            break;
        }
        match c {
            c if is_unseen(c) || is_mark(c) => out.push('?'),
            c if c.is_ascii_alphanumeric() || c == ' ' => out.push(c),
            c => {
                let _ = write!(out, "\\{:x} ", u32::from(c));
            }
        }
    }
    out
}

/// A sentence of ours with a capital letter; one that begins with a name stays as it is.
pub(super) fn capital(sentence: &str) -> String {
    let mut rest = sentence.chars();
    rest.next().map(|first| first.to_uppercase().chain(rest).collect()).unwrap_or_default()
}

/// Cuts to so many characters and escapes. What would not be seen, or would reorder what is seen, is written as an escape.
fn shown(text: &str, most: usize) -> String {
    let mut out = String::with_capacity(text.len().min(most * 4));
    let (mut length, mut marks) = (0, 0);
    for c in text.chars() {
        marks = if is_mark(c) { marks + 1 } else { 0 };
        let escaped = is_unseen(c) || marks > MARKS || (marks > 0 && length == 0);
        let width = if escaped { c.escape_unicode().count() } else { 1 };
        if length + width > most {
            out.push('…');
            break;
        }
        length += width;
        if escaped {
            let _ = write!(out, "{}", c.escape_unicode());
        } else {
            push_escaped(&mut out, c);
        }
    }
    out
}

fn push_escaped(out: &mut String, c: char) {
    match c {
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '&' => out.push_str("&amp;"),
        '"' => out.push_str("&quot;"),
        '\'' => out.push_str("&#39;"),
        c => out.push(c),
    }
}

/// Controls, invisible characters, spaces of other widths, and what changes the direction of a line.
const fn is_unseen(c: char) -> bool {
    matches!(c,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{a0}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{1680}'
        | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}'
        | '\u{205f}'..='\u{206f}' | '\u{2800}' | '\u{3000}' | '\u{3164}' | '\u{e000}'..='\u{f8ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{10ffff}')
}

/// Marks that stand over or under the letter before them.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}'
        | '\u{e31}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}'
        | '\u{fe20}'..='\u{fe2f}')
}

/// A number in groups of three: with commas in English, with thin spaces that do not break in Russian and Kazakh.
pub(super) fn number(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(if lang == Lang::En { ',' } else { '\u{202f}' });
        }
        out.push(digit);
    }
    out
}

/// A share in per cent. All and nothing are said only of all and nothing; of nothing at all there is no share.
pub(super) fn share(part: u64, whole: u64, lang: Lang) -> String {
    if whole == 0 {
        return BLANK.to_owned();
    }
    let tenths = u128::from(part) * 1000 / u128::from(whole);
    match (part, tenths) {
        (0, _) => "0\u{a0}%".to_owned(),
        (_, 0) => format!("&lt;\u{a0}{}\u{a0}%", decimal(1, lang)),
        (_, 1000..) => "100\u{a0}%".to_owned(),
        (_, 999) => format!("&gt;\u{a0}{}\u{a0}%", decimal(999, lang)),
        (_, tenths) => format!("{}\u{a0}%", decimal(tenths, lang)),
    }
}

/// Tenths with the language's own point.
fn decimal(tenths: u128, lang: Lang) -> String {
    let point = if lang == Lang::En { '.' } else { ',' };
    match tenths % 10 {
        0 => format!("{}", tenths / 10),
        tenth => format!("{}{point}{tenth}", tenths / 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(plain("<b>&\"'"), "&lt;b&gt;&amp;&quot;&#39;");
        assert_eq!(name("a<b"), "<bdi translate=\"no\">a&lt;b</bdi>");
    }

    #[test]
    fn days_do_not_break() {
        assert_eq!(whole_days("от 2026-11-30"), "от <span class=\"day\">2026-11-30</span>");
        let two = "<bdi><span class=\"day\">2026-11-30</span>–<span class=\"day\">2027-01-01</span></bdi>";
        assert_eq!(whole_days("<bdi>2026-11-30–2027-01-01</bdi>"), two);
        for other in ["", "2026-11", "12026-11-30", "2026-11-301", "ә2026-1-30", "2026_11_30"] {
            assert_eq!(whole_days(other), other);
        }
    }

    #[test]
    fn options_do_not_break() {
        assert_eq!(whole_options("(источник: --against)."), "(источник: <span class=\"day\">--against</span>).");
        for other in ["", "--", "a -- b", "a–b", "-x"] {
            assert_eq!(whole_options(other), other);
        }
    }

    #[test]
    fn what_is_not_seen_is_spelled_out() {
        assert_eq!(plain("a\u{202e}b\0\u{200b}"), "a\\u{202e}b\\u{0}\\u{200b}");
        assert_eq!(plain("қазақ ұлы"), "қазақ ұлы");
        assert_eq!(plain("e\u{301}\u{301}\u{301}"), "e\u{301}\u{301}\\u{301}");
    }

    #[test]
    fn names_in_a_style_end_nothing() {
        assert_eq!(in_style("a b-1"), "a b\\2d 1");
        assert_eq!(in_style("\"}</style>"), "\\22 \\7d \\3c \\2f style\\3e ");
        assert_eq!(in_style("қ\u{202e}\n"), "\\49b ??");
        assert!(in_style(&"x".repeat(1000)).len() < 140);
    }

    #[test]
    fn names_end() {
        assert_eq!(plain(&"ә".repeat(64)), "ә".repeat(64));
        assert_eq!(plain(&"ә".repeat(65)), format!("{}…", "ә".repeat(64)));
        assert!(plain(&"\u{202e}".repeat(1000)).len() <= 64 + '…'.len_utf8());
    }

    #[test]
    fn numbers_are_written_in_the_manner_of_the_language() {
        assert_eq!(number(1_234_567, Lang::En), "1,234,567");
        assert_eq!(number(1_234_567, Lang::Kk), "1\u{202f}234\u{202f}567");
        assert_eq!(number(123, Lang::Ru), "123");
        assert_eq!(number(u64::MAX, Lang::En), "18,446,744,073,709,551,615");
    }

    #[test]
    fn all_is_said_only_of_all() {
        let said = |part, whole| share(part, whole, Lang::Ru).replace('\u{a0}', " ");
        assert_eq!(said(10, 10), "100 %");
        assert_eq!(said(999_999, 1_000_000), "&gt; 99,9 %");
        assert_eq!(said(1, 1_000_000), "&lt; 0,1 %");
        assert_eq!(said(1, 8), "12,5 %");
        assert_eq!(said(0, 0), "–");
        assert_eq!(said(u64::MAX, u64::MAX), "100 %");
    }
}
