//! Tables that can be read on paper and on a phone: every cell carries the name of its column, which a narrow screen shows beside it.
//!
//! Roles are said although the elements have them, because browsers forget them where a style makes a table something else.

use std::fmt::Write as _;

/// A cell in which there is nothing to say; a narrow screen leaves it out.
pub(super) const BLANK: &str = "–";

/// A column of a table.
pub(super) struct Head {
    /// What stands above it; a text of `labels`.
    pub(super) label: &'static str,
    /// Whether numbers stand in it, which align at their ends.
    pub(super) number: bool,
    /// Whether it takes what the others leave.
    pub(super) wide: bool,
}

/// A column of texts.
pub(super) const fn words(label: &'static str) -> Head {
    Head { label, number: false, wide: false }
}

/// A column of texts that are long.
pub(super) const fn wide(label: &'static str) -> Head {
    Head { label, number: false, wide: true }
}

/// A column of numbers.
pub(super) const fn numbers(label: &'static str) -> Head {
    Head { label, number: true, wide: false }
}

/// A table of rows of markup. The first cell of a row names it.
pub(super) fn table(class: &str, caption: &str, heads: &[Head], rows: &[Vec<String>]) -> String {
    let mut out = format!(
        "<div class=\"box\"><table role=\"table\" class=\"{class}\">\n<caption>{caption}</caption>\n<thead><tr role=\"row\">"
    );
    for head in heads {
        let _ = write!(out, "<th role=\"columnheader\" scope=\"col\"{}>{}</th>", class_of(head, false), head.label);
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr role=\"row\">");
        for (at, (cell, head)) in row.iter().zip(heads).enumerate() {
            let _ = match at {
                0 => write!(out, "<th role=\"rowheader\" scope=\"row\"{}>{cell}</th>", class_of(head, false)),
                _ => write!(
                    out,
                    "<td role=\"cell\"{} data-label=\"{}\"><div>{cell}</div></td>",
                    class_of(head, cell == BLANK),
                    head.label
                ),
            };
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table></div>\n");
    out
}

const fn class_of(head: &Head, blank: bool) -> &'static str {
    match (head.number, head.wide, blank) {
        (true, _, false) => " class=\"number\"",
        (true, _, true) => " class=\"number blank\"",
        (false, true, false) => " class=\"wide\"",
        (false, false, false) => "",
        (false, _, true) => " class=\"blank\"",
    }
}
