//! The dictionary that travels with a release: what every column is, what was done to it, how it reads and what it lost. English, Russian, Kazakh.

use super::manifest::{Column, Counts, Dataset, Manifest, QuasiEntry};
use crate::vocabulary::SemanticType;
use crate::words::{Lang, REGIONS, Text, kind, parameters, technique};
use std::fmt::Write as _;

const TITLE: Text = ["Dictionary", "Словарь данных", "Деректер сөздігі"];
const INTRODUCTION: Text = [
    "What every column is, what was done to it before it was handed over, and how its values read. An empty cell is a value that was not there, or \
     that was withheld.",
    "Что означает каждый столбец, что с ним сделали перед передачей и как читать его значения. Пустая ячейка – значения не было или оно скрыто.",
    "Әр баған нені білдіреді, тапсыру алдында онымен не істелді және мәндері қалай оқылады. Бос ұяшық – мән болмаған немесе жасырылған.",
];
const HEADS: [Text; 5] = [
    ["Column", "Столбец", "Баған"],
    ["What it is", "Что это", "Бұл не"],
    ["What was done", "Что сделано", "Не істелді"],
    ["How it reads", "Как читать", "Қалай оқылады"],
    ["What was lost", "Что потеряно", "Не жоғалды"],
];
const ROWS: Text = ["rows", "строк", "жол"];
const DROPPED: Text = ["Columns that did not leave", "Столбцы, которые не вышли", "Шығарылмаған бағандар"];
const EMPTIED: Text = ["did not fit and are empty", "не подошло и стало пустым", "сәйкес келмей, бос қалды"];
const REPLACED: Text = ["did not fit and were replaced", "не подошло и заменено", "сәйкес келмей, ауыстырылды"];
const BY_RULE: Text =
    ["were read by a stated rule", "прочитано по объявленному правилу", "жарияланған ереже бойынша оқылды"];
const WITHHELD: Text =
    ["held identifiers and are empty", "содержало идентификаторы и стало пустым", "сәйкестендіргіш болып, бос қалды"];
const ROWS_LEAVE: Text = ["rows by level", "доли строк по уровням", "деңгейлер бойынша жолдар үлесі"];
const AS_IT_IS: Text = ["as it came", "как в источнике", "бастапқы күйінде"];
const NO_COARSER: Text = ["as stated", "как указано", "көрсетілгендей"];
const ALL: Text = ["hidden", "скрыто", "жасырылған"];

const TOKEN: Text = [
    "one value has one token; nothing of the value can be read from it",
    "у одного значения один токен; прочитать по нему значение нельзя",
    "бір мәнге бір токен; ол арқылы мәнді оқу мүмкін емес",
];
const TIME: Text = [
    "2024-03-05T10:00:00 is a time, 2024-03-05 a day, 2024-W09 a week, 2024-03 a month, 2024-Q1 a quarter, 2024 a year, 2020s a decade",
    "2024-03-05T10:00:00 – время, 2024-03-05 – день, 2024-W09 – неделя, 2024-03 – месяц, 2024-Q1 – квартал, 2024 – год, 2020s – десятилетие",
    "2024-03-05T10:00:00 – уақыт, 2024-03-05 – күн, 2024-W09 – апта, 2024-03 – ай, 2024-Q1 – тоқсан, 2024 – жыл, 2020s – онжылдық",
];
const TIME_EXCEL: Text = [
    "05.03.2024 10:00:00 is a time, 2024-W09 a week, 2024-03 a month, 2024-Q1 a quarter, 2024 a year, 2020s a decade",
    "05.03.2024 10:00:00 – время, 2024-W09 – неделя, 2024-03 – месяц, 2024-Q1 – квартал, 2024 – год, 2020s – десятилетие",
    "05.03.2024 10:00:00 – уақыт, 2024-W09 – апта, 2024-03 – ай, 2024-Q1 – тоқсан, 2024 – жыл, 2020s – онжылдық",
];
const REGION: Text =
    ["KZ-75 is the code of a region, below", "KZ-75 – код области, ниже", "KZ-75 – облыс коды, төменде берілген"];
const INTERVAL: Text = [
    "[0, 10000) is from 0 up to 10000, which is not in it",
    "[0, 10000) – от 0 до 10000, не включая 10000",
    "[0, 10000) – 0-ден 10000-ға дейін, 10000 кірмейді",
];
const MODELS: Text = [
    "* is any value, other a rare one",
    "* – любое значение, other – редкое",
    "* – кез келген мән, other – сирек кездесетін мән",
];
const FILLED: Text = [
    "what was not there is filled with one value",
    "чего не было, заполнено одним значением",
    "болмағаны бір мәнмен толтырылған",
];
const CODES: Text = ["Codes of regions", "Коды областей", "Облыс кодтары"];

const TOWN: Text = [
    "a town has one name, in Russian, whichever it came with",
    "у города одно название, по-русски, как бы он ни был назван",
    "қаланың бір атауы бар, орысша, қалай аталса да",
];
const COARSER: Text =
    ["the group that the value belongs to", "группа, к которой относится значение", "мән жататын топ"];

/// How values of a technique read.
const READS: &[(&str, Text)] = &[
    ("keep", AS_IT_IS),
    ("generalize", COARSER),
    ("mask", ["* stands for what is hidden", "* стоит вместо скрытого", "* жасырылған таңбаның орнында"]),
    (
        "format-preserve",
        ["as real ones, and is none", "как настоящее, но не является им", "нағыз мән сияқты, бірақ ол емес"],
    ),
    (
        "prefix-preserve",
        ["as an address, and is none", "как адрес, но не является им", "мекенжай сияқты, бірақ ол емес"],
    ),
    ("replace", ["as real ones, and is none", "как настоящее, но не является им", "нағыз мән сияқты, бірақ ол емес"]),
    ("bucket", INTERVAL),
    ("round", ["the nearest multiple of the step", "ближайшее кратное шага", "қадамға еселі ең жақын мән"]),
    ("noise", ["near the value, not it", "близко к значению, но не оно", "мәнге жақын, бірақ ол емес"]),
    (
        "shift",
        [
            "a time of the same person, moved by some days",
            "время того же человека, сдвинутое на несколько дней",
            "сол адамның уақыты, бірнеше күнге жылжытылған",
        ],
    ),
    ("permute", ["a value of another row", "значение из другой строки", "басқа жолдың мәні"]),
    (
        "top-code",
        [
            "the largest stands for all above",
            "наибольшее стоит за все, что выше",
            "ең үлкені одан жоғарының бәрін білдіреді",
        ],
    ),
    (
        "bottom-code",
        [
            "the least stands for all below",
            "наименьшее стоит за все, что ниже",
            "ең кішісі одан төменнің бәрін білдіреді",
        ],
    ),
    (
        "top-bottom-code",
        [
            "the largest and the least stand for all beyond them",
            "наибольшее и наименьшее стоят за все, что за ними",
            "ең үлкені мен ең кішісі олардан тысқарының бәрін білдіреді",
        ],
    ),
];

/// The text of `_DICTIONARY.md`.
pub(super) fn dictionary(manifest: &Manifest) -> String {
    let mut text = String::new();
    for (nth, &lang) in Lang::ALL.iter().enumerate() {
        let gap = if nth > 0 { "\n" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{gap}# {}\n\n{}", lang.of(TITLE), lang.of(INTRODUCTION));
        manifest.datasets.iter().for_each(|dataset| write_dataset(dataset, lang, &mut text));
        if manifest.datasets.iter().any(has_regions) {
            let codes = REGIONS.iter().map(|(code, names)| format!("{code} {}", lang.of(*names)));
            let _ = writeln!(text, "\n{}: {}.", lang.of(CODES), codes.collect::<Vec<_>>().join("; "));
        }
    }
    text
}

fn write_dataset(dataset: &Dataset, lang: Lang, text: &mut String) {
    let _ =
        writeln!(text, "\n## {}\n\n{}, {} {}\n", code(&dataset.name), code(&dataset.file), dataset.rows, lang.of(ROWS));
    let _ = writeln!(text, "| {} |", HEADS.map(|head| lang.of(head)).join(" | "));
    text.push_str("|---|---|---|---|---|\n");
    for column in dataset.columns.iter().filter(|column| column.released) {
        let quasi = quasi_of(dataset, column);
        let cells = [
            code(&column.name),
            kind(column.is, lang).unwrap_or(column.is).to_owned(),
            done(column, lang),
            reads(column, quasi, dataset.file_format == "csv-excel", lang),
            lost(column, quasi, lang),
        ];
        let _ = writeln!(text, "| {} |", cells.map(|cell| cell.replace('|', "\\|")).join(" | "));
    }
    let dropped: Vec<String> =
        dataset.columns.iter().filter(|column| !column.released).map(|column| code(&column.name)).collect();
    if !dropped.is_empty() {
        let _ = writeln!(text, "\n{}: {}.", lang.of(DROPPED), dropped.join(", "));
    }
}

/// A name as code: what Markdown would take for its own is left out of it.
fn code(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c == '`' || c.is_control() { ' ' } else { c }).collect();
    format!("`{plain}`")
}

fn quasi_of<'d>(dataset: &'d Dataset, column: &Column) -> Option<&'d QuasiEntry> {
    dataset.models.as_ref()?.quasi_identifiers.iter().find(|quasi| quasi.name == column.name)
}

fn has_regions(dataset: &Dataset) -> bool {
    dataset.columns.iter().any(|column| column.released && of_regions(column, quasi_of(dataset, column)))
}

/// Whether codes of regions may stand in it: of itself, or where models made a town coarser.
fn of_regions(column: &Column, quasi: Option<&QuasiEntry>) -> bool {
    let made = column.technique == "generalize" && column.parameters.as_deref() == Some("\"region\"");
    made || quasi.is_some_and(|quasi| quasi.levels.iter().any(|level| level.name == "region"))
}

fn done(column: &Column, lang: Lang) -> String {
    let what = technique(&column.technique, lang).map_or_else(|| column.technique.clone(), str::to_owned);
    match &column.parameters {
        Some(with) => format!("{what}: {}", parameters(with, lang).unwrap_or_else(|| code(with))),
        None => what,
    }
}

/// `excel` is a file for spreadsheets, in which times are written as people write them.
fn reads(column: &Column, quasi: Option<&QuasiEntry>, excel: bool, lang: Lang) -> String {
    let mut says: Vec<String> = Vec::new();
    let semantic = SemanticType::parse(column.is);
    if column.token.is_some() {
        let prefix = semantic.and_then(SemanticType::token_prefix).unwrap_or_default();
        says.push(format!("`{prefix}_…`: {}", lang.of(TOKEN)));
    } else if of_regions(column, quasi) {
        says.push(lang.of(REGION).to_owned());
    } else if semantic.is_some_and(SemanticType::is_time) && ["generalize", "keep"].contains(&&*column.technique) {
        says.push(lang.of(if excel { TIME_EXCEL } else { TIME }).to_owned());
    } else if semantic == Some(SemanticType::City) && column.technique == "keep" {
        says.push(lang.of(TOWN).to_owned());
    } else if let Some((_, text)) = READS.iter().find(|(name, _)| *name == column.technique) {
        says.push(lang.of(*text).to_owned());
    }
    if column.nulls == Some("fill") {
        says.push(lang.of(FILLED).to_owned());
    }
    if quasi.is_some() {
        says.push(lang.of(MODELS).to_owned());
    }
    says.join("; ")
}

fn lost(column: &Column, quasi: Option<&QuasiEntry>, lang: Lang) -> String {
    let mut says = Vec::new();
    if let Some(quasi) = quasi {
        let level = |name: &str| match name {
            "value" => lang.of(NO_COARSER).to_owned(),
            "all" => lang.of(ALL).to_owned(),
            name => parameters(name, lang).unwrap_or_else(|| code(name)),
        };
        let levels = quasi.levels.iter().filter(|of| of.share > 0.0);
        let levels = levels.map(|of| format!("{} {}\u{a0}%", level(&of.name), hundredths(of.share)));
        says.push(format!("{}: {}", lang.of(ROWS_LEAVE), levels.collect::<Vec<_>>().join(", ")));
    }
    if let Some(counts) = &column.counts {
        let Counts { unfit, lossy, masked, several, replaced, by_rule, withheld_by_guard, .. } = counts;
        // What an audience outside must not know is not told here either.
        let emptied = [unfit, lossy, masked, several].into_iter().copied().sum::<Option<u64>>();
        let told =
            [(emptied, EMPTIED), (*replaced, REPLACED), (by_rule.flatten(), BY_RULE), (*withheld_by_guard, WITHHELD)];
        for (count, what) in
            told.into_iter().filter_map(|(count, what)| Some((count.filter(|count| *count > 0)?, what)))
        {
            says.push(format!("{}: {count}", lang.of(what)));
        }
    }
    if says.is_empty() { "–".to_owned() } else { says.join("; ") }
}

/// A share in hundredths, with a digit behind the point where it has one.
fn hundredths(share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    text.strip_suffix(".0").map(str::to_owned).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::transform::TECHNIQUES;

    #[test]
    fn shares_are_short() {
        assert_eq!([0.0, 0.5, 0.1234, 1.0].map(hundredths), ["0", "50", "12.3", "100"]);
    }

    #[test]
    fn every_technique_says_how_it_reads() {
        let tokens = ["pseudonymize", "encrypt", "drop", "aggregate"];
        for technique in TECHNIQUES.iter().map(|technique| technique.name()).filter(|name| !tokens.contains(name)) {
            assert!(READS.iter().any(|(name, _)| *name == technique), "{technique}");
        }
    }

    #[test]
    fn a_name_breaks_no_table() {
        assert_eq!(code("a|b`c\nd"), "`a|b c d`");
    }
}
