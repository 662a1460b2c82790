//! How well single rows hide: classes by size, and the combinations of columns that leave most rows alone.
//!
//! A plot is a table whose rows have a bar: it can be read aloud, its labels break where they must, and it prints.

use super::super::report::{Bar, Classes, Combination, Dataset, Report};
use super::super::words::{self, Lang};
use super::text::{name, number, share};
use super::{labels, section};
use std::fmt::Write as _;

/// From this ratio of the longest to the shortest bar on, a linear scale would hide the shortest.
const LOGARITHMIC_FROM: u64 = 50;

/// Dataset by dataset.
pub(super) fn singling_out(report: &Report, lang: Lang) -> String {
    let mut body: String = report.datasets.iter().map(|dataset| one(dataset, lang)).collect();
    if !body.is_empty() {
        body.insert_str(0, &format!("<p>{}</p>\n", lang.of(labels::SINGLING_OUT_LEAD)));
    }
    section("singling-out", lang.of(labels::SINGLING_OUT), &body)
}

fn one(dataset: &Dataset, lang: Lang) -> String {
    let mut out = format!("<h3>{}</h3>\n", name(&dataset.name));
    if dataset.quasi_identifiers.is_empty() {
        let _ = writeln!(out, "<p class=\"soft\">{}</p>", lang.of(labels::NO_QUASI));
        return out;
    }
    let quasi: Vec<String> = dataset.quasi_identifiers.iter().map(|column| name(column)).collect();
    let _ = writeln!(out, "<p class=\"soft\">{}: {}</p>", lang.of(labels::QUASI), quasi.join(", "));
    if let Some(classes) = &dataset.classes {
        out.push_str(&figures(classes, dataset.rows, lang));
    }
    out.push_str("<div class=\"plots\">\n");
    if let Some(classes) = dataset.classes.as_ref().filter(|classes| !classes.histogram.is_empty()) {
        out.push_str(&histogram(classes, lang));
    }
    let telling: Vec<&Combination> = dataset.singling_out.iter().filter(|one| one.unique_rows > 0).collect();
    if !telling.is_empty() {
        out.push_str(&combinations(&telling, lang));
    }
    out.push_str("</div>\n");
    out
}

/// The three numbers that matter.
fn figures(classes: &Classes, rows: u64, lang: Lang) -> String {
    let alone =
        format!("{} <span>{}</span>", number(classes.unique_rows, lang), share(classes.unique_rows, rows, lang));
    let figures = [
        (labels::SMALLEST, number(classes.smallest, lang)),
        (labels::CLASSES, number(classes.count, lang)),
        (labels::ALONE_ROWS, alone),
    ];
    let mut out = String::from("<dl class=\"figures\">\n");
    for (label, figure) in figures {
        let _ = writeln!(out, "<div><dt>{}</dt><dd>{figure}</dd></div>", lang.of(label));
    }
    out.push_str("</dl>\n");
    out
}

/// A row of a plot.
struct Row {
    label: String,
    value: String,
    /// Length of the bar.
    size: u64,
    /// Whether the bar stands for rows that are alone.
    alone: bool,
}

fn histogram(classes: &Classes, lang: Lang) -> String {
    let counted = |count, unit| format!("{}\u{a0}{}", number(count, lang), words::counted(count, unit, lang));
    let row = |bar: &Bar| Row {
        label: range(bar, lang),
        value: format!("{}, {}", counted(bar.rows, "rows"), counted(bar.classes, "classes")),
        size: bar.rows,
        alone: bar.to == Some(1),
    };
    let rows: Vec<Row> = classes.histogram.iter().filter(|bar| bar.classes > 0).map(row).collect();
    plot(lang.of(labels::HISTOGRAM), [labels::SIZE, labels::BAR, labels::IN_IT].map(|text| lang.of(text)), &rows, lang)
}

/// The sizes of a bar of the histogram.
fn range(bar: &Bar, lang: Lang) -> String {
    match bar.to {
        Some(1) => format!("1 ({})", lang.of(labels::ALONE)),
        Some(to) if to == bar.from => number(to, lang),
        Some(to) => format!("{}–{}", number(bar.from, lang), number(to, lang)),
        None => format!("≥\u{a0}{}", number(bar.from, lang)),
    }
}

fn combinations(combinations: &[&Combination], lang: Lang) -> String {
    let row = |combination: &&Combination| {
        let columns: Vec<String> = combination.columns.iter().map(|column| name(column)).collect();
        let Combination { unique_rows, rows, .. } = **combination;
        Row {
            label: columns.join(" <span class=\"soft\">×</span> "),
            value: format!(
                "{} / {}, {}",
                number(unique_rows, lang),
                number(rows, lang),
                share(unique_rows, rows, lang)
            ),
            size: unique_rows,
            alone: true,
        }
    };
    let rows: Vec<Row> = combinations.iter().map(row).collect();
    let heads = [labels::COMBINATION, labels::BAR, labels::ALONE_ROWS].map(|text| lang.of(text));
    plot(lang.of(labels::COMBINATIONS), heads, &rows, lang)
}

fn plot(caption: &str, heads: [&str; 3], rows: &[Row], lang: Lang) -> String {
    let longest = rows.iter().map(|row| row.size).max().unwrap_or(0);
    let shortest = rows.iter().map(|row| row.size).filter(|&size| size > 0).min().unwrap_or(longest);
    let logarithmic = longest / LOGARITHMIC_FROM >= shortest.max(1);
    let mut out = format!("<div>\n<table role=\"table\" class=\"bars\">\n<caption>{caption}</caption>\n");
    out.push_str("<thead><tr role=\"row\">");
    for head in heads {
        let _ = write!(out, "<th role=\"columnheader\" scope=\"col\">{head}</th>");
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in rows {
        let bar = bar_of(row, longest, logarithmic);
        let _ = writeln!(
            out,
            "<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}</th><td role=\"cell\">{bar}</td><td role=\"cell\">{}</td></tr>",
            row.label, row.value
        );
    }
    out.push_str("</tbody>\n</table>\n");
    if logarithmic {
        let _ = writeln!(out, "<p class=\"scale soft\">{}</p>", lang.of(labels::LOGARITHMIC));
    }
    out.push_str("</div>\n");
    out
}

/// The bar of a row. Rows that are alone have a full bar, others an outlined one, so that no colour is needed.
fn bar_of(row: &Row, longest: u64, logarithmic: bool) -> String {
    let class = if row.alone { "alone" } else { "together" };
    let length = length(row.size, longest, logarithmic);
    let bar = match length {
        0 => String::new(),
        length => format!(
            "<rect class=\"{class}\" x=\"0\" y=\"0\" width=\"{}.{}%\" height=\"100%\"/>",
            length / 10,
            length % 10
        ),
    };
    format!("<svg class=\"bar\" role=\"img\"><title>{}</title>{bar}</svg>", row.value)
}

/// Length of a bar in thousandths of the longest; what is there is seen.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a drawing, in thousandths"
)]
fn length(size: u64, longest: u64, logarithmic: bool) -> u64 {
    if size == 0 || longest == 0 {
        return 0;
    }
    let part =
        if logarithmic { (size as f64).ln_1p() / (longest as f64).ln_1p() } else { size as f64 / longest as f64 };
    ((part * 1000.0).round() as u64).clamp(4, 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_long_as_their_numbers_and_never_vanish() {
        assert_eq!([0, 1, 500, 1000].map(|size| length(size, 1000, false)), [0, 4, 500, 1000]);
        assert_eq!(length(1_000_000, 1_000_000, true), 1000);
        assert!(length(1, 1_000_000, true) > 40);
        assert_eq!(length(0, 0, true), 0);
    }

    #[test]
    fn sizes_are_said_as_people_say_them() {
        let bar = |from, to| range(&Bar { from, to, classes: 0, rows: 0 }, Lang::En);
        assert_eq!(bar(1, Some(1)), "1 (alone)");
        assert_eq!(bar(2, Some(4)), "2–4");
        assert_eq!(bar(1000, None), "≥\u{a0}1,000");
    }
}
