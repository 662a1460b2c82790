//! The report as one page for people: printed, signed and filed by whoever answers for the data.
//!
//! One self-contained document: no script, no font, no picture and no address of anything outside, so that it says the same in ten years
//! and tells nobody that it was opened. Everything that comes from a release passes through [`text`], which is the only place that escapes;
//! everything else is a text of `words` or `labels`, in which a test looks for markup.

mod checks;
mod columns;
mod findings;
mod labels;
mod page;
mod plots;
mod table;
mod text;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod tests;

use super::report::Report;
use super::words::Lang;

/// The style of the page: on paper always light, elsewhere as the reader's device asks.
const STYLE: &str = include_str!("style.css");

/// The report as a page of HTML in this language. Equal reports give equal bytes.
#[must_use]
pub fn render(report: &Report, lang: Lang) -> String {
    let sections = [
        page::coverage(report, lang),
        page::files(report, lang),
        findings::found(report, lang),
        columns::datasets(report, lang),
        plots::singling_out(report, lang),
        checks::checks(report, lang),
        checks::limits(report, lang),
        checks::not_enforced(report, lang),
        page::closing(report, lang),
    ];
    format!(
        "<!doctype html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta name=\"format-detection\" content=\"telephone=no, date=no, address=no, email=no\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{margins}</style>\n</head>\n<body class=\"{class}\">\n<main>\n{opening}{sections}</main>\n</body>\n\
         </html>\n",
        code = lang.code(),
        title = page::title(report, lang),
        class = page::class(report.verdict),
        margins = page::margins(report, lang),
        opening = page::opening(report, lang),
        sections = sections.concat(),
    )
}

/// A numbered section of the page; nothing where there is nothing to say.
fn section(id: &str, title: &str, body: &str) -> String {
    if body.is_empty() {
        return String::new();
    }
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{title}</h2>\n{body}</section>\n")
}
