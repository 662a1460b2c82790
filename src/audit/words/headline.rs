//! What stands beside the verdict: whether an identifier was seen, whether people can be singled out, and what was not checked.

use super::super::report::{LinkedFiles, LinkedRows, Report, Severity};
use super::{Lang, Text, counted, not_checked};

const NO_IDENTIFIER: Text = ["no identifier seen", "идентификаторов не обнаружено", "сәйкестендіргіштер табылмады"];
const NOBODY_ALONE: Text = ["no row is alone", "единственных строк нет", "жалғыз тұрған жол жоқ"];
const NOT_CHECKED: Text = ["not checked", "не проверено", "тексерілмеген"];

/// The parts of the headline. `number` and `name` show numbers and names as the page or the terminal has them.
#[must_use]
pub fn headline(
    report: &Report,
    lang: Lang,
    number: &dyn Fn(u64) -> String,
    name: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut parts = Vec::new();
    // Whether an identifier was seen is told by findings; where there is none, that is all that is known.
    let seen = report.findings.iter().any(|finding| finding.severity >= Severity::Finding);
    if !seen && report.coverage.cells_scanned == report.coverage.cells {
        parts.push(lang.of(NO_IDENTIFIER).to_owned());
    }
    parts.extend(singled(report, lang, number, name));
    if !report.not_checked.is_empty() {
        let what: Vec<&str> = report.not_checked.iter().map(|what| not_checked(what, lang)).collect();
        parts.push(format!("{}: {}", lang.of(NOT_CHECKED), what.join(", ")));
    }
    parts
}

/// Whether people can be singled out: by one row, by several, by one in each of several files.
#[must_use]
pub fn singled(
    report: &Report,
    lang: Lang,
    number: &dyn Fn(u64) -> String,
    name: &dyn Fn(&str) -> String,
) -> Vec<String> {
    let mut parts = Vec::new();
    if let (Some(alone), Some(rows)) = (report.people.alone, report.people.rows) {
        parts.push(if alone == 0 {
            lang.of(NOBODY_ALONE).to_owned()
        } else {
            singled_out(number(alone), &number(rows), rows, lang)
        });
    }
    parts.extend(several_rows(&report.people.linked_rows, lang, name));
    parts.extend(report.people.linked_files.iter().filter_map(|linked| several_files(linked, lang, name)));
    parts
}

fn singled_out(alone: String, rows: &str, count: u64, lang: Lang) -> String {
    let unit = counted(count, "rows", lang);
    match lang {
        Lang::En => format!("people can be singled out: {alone} of {rows} {unit} stand alone"),
        Lang::Ru => format!("людей можно выделить: единственных строк {alone} из {rows}"),
        Lang::Kk => format!("адамдарды бөліп алуға болады: {rows} жолдың {alone} жалғыз тұр"),
    }
}

fn several_rows(linked: &[LinkedRows], lang: Lang, name: &dyn Fn(&str) -> String) -> Option<String> {
    let told = |linked: &LinkedRows| Some((name(&linked.dataset), percent(linked.alone.filter(|share| *share > 0)?)));
    let told: Vec<(String, String)> = linked.iter().filter_map(told).collect();
    let rows = linked.first()?.known_rows;
    let unit = counted(rows, "rows", lang);
    match (&*told, lang) {
        ([], _) => None,
        ([(dataset, share)], Lang::En) => {
            Some(format!("who knows {rows} {unit} of a person in {dataset} knows whose they are for {share}"))
        }
        ([(dataset, share)], Lang::Ru) => {
            Some(format!("кто знает {rows} {unit} человека в {dataset}, узнаёт его в {share} случаев"))
        }
        ([(dataset, share)], Lang::Kk) => {
            Some(format!("{dataset} ішінен адамның {rows} жолын білетін кісі оны {share} жағдайда таниды"))
        }
        (several, _) => {
            let each: Vec<String> = several.iter().map(|(dataset, share)| format!("{dataset} {share}")).collect();
            let each = each.join(", ");
            Some(match lang {
                Lang::En => format!("who knows {rows} {unit} of a person in one file knows whose they are for: {each}"),
                Lang::Ru => format!("кто знает {rows} {unit} человека в одном файле, узнаёт его (доля людей): {each}"),
                Lang::Kk => {
                    format!("бір файлдан адамның {rows} жолын білетін кісі оны таниды (адамдардың үлесі): {each}")
                }
            })
        }
    }
}

fn several_files(linked: &LinkedFiles, lang: Lang, name: &dyn Fn(&str) -> String) -> Option<String> {
    let share = percent(linked.alone.filter(|share| *share > 0)?);
    let datasets: Vec<String> = linked.datasets.iter().map(|dataset| name(dataset)).collect();
    let datasets = datasets.join(", ");
    Some(match lang {
        Lang::En => format!("who knows one row of a person in each of {datasets} knows whose they are for {share}"),
        Lang::Ru => format!("кто знает по одной строке человека в {datasets}, узнаёт его в {share} случаев"),
        Lang::Kk => {
            format!("{datasets} файлдарының әрқайсысынан адамның бір жолын білетін кісі оны {share} жағдайда таниды")
        }
    })
}

/// Parts of 10,000 in per cent; some is never none, and nearly all never all.
fn percent(parts: u32) -> String {
    match parts {
        1..100 => "< 1 %".to_owned(),
        9_901..10_000 => "> 99 %".to_owned(),
        parts => format!("{} %", (parts + 50) / 100),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_never_rounded_to_nothing_or_all() {
        assert_eq!(
            [0, 1, 99, 100, 8_120, 9_900, 9_901, 9_999, 10_000].map(percent).join(", "),
            "0 %, < 1 %, < 1 %, 1 %, 81 %, 99 %, > 99 %, > 99 %, 100 %"
        );
    }
}
