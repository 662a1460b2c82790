//! A second line of the header that is no row: types, as ClickHouse's `WithNamesAndTypes` formats and some database tools write them; units or the
//! numbers of the columns, as people have them in a spreadsheet; a ruler of hyphens, as consoles of databases draw it.

/// Words for types of databases, in lower case. `string` and `date` are ClickHouse's too.
const WORDS: &[&str] = &[
    "string",
    "fixedstring",
    "uuid",
    "date",
    "date32",
    "datetime",
    "datetime64",
    "time",
    "bool",
    "boolean",
    "ipv4",
    "ipv6",
    "enum8",
    "enum16",
    "decimal",
    "decimal32",
    "decimal64",
    "decimal128",
    "float32",
    "float64",
    "int",
    "int8",
    "int16",
    "int32",
    "int64",
    "int128",
    "int256",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "uint128",
    "uint256",
    "integer",
    "bigint",
    "smallint",
    "tinyint",
    "serial",
    "bigserial",
    "text",
    "varchar",
    "nvarchar",
    "char",
    "character",
    "character varying",
    "numeric",
    "number",
    "real",
    "float",
    "double",
    "double precision",
    "timestamp",
    "timestamptz",
    "timestamp with time zone",
    "timestamp without time zone",
    "json",
    "jsonb",
    "bytea",
    "binary",
    "long",
    "short",
    // Data frames of Python and R.
    "object",
    "category",
    "str",
    "utf8",
    "large_string",
    "timedelta64",
    "chr",
    "dbl",
    "lgl",
    "dttm",
    "fct",
];
/// Words that take types between parentheses.
const AROUND: &[&str] =
    &["nullable", "lowcardinality", "array", "tuple", "map", "nested", "simpleaggregatefunction", "variant"];

/// Whether a record as wide as the header says something of the columns, so that it is no row.
pub(super) fn is_below_header(cells: &[String]) -> bool {
    are_types(cells) || are_units(cells) || are_numbered(cells) || are_rulers(cells)
}

/// Units under the names of columns, in lower case and without a point at their end.
const UNITS: &[&str] = &[
    "шт",
    "штук",
    "ед",
    "чел",
    "человек",
    "руб",
    "рублей",
    "р",
    "₽",
    "тг",
    "тнг",
    "тенге",
    "теңге",
    "₸",
    "тыс",
    "тыс. тг",
    "тыс. руб",
    "тыс. тенге",
    "млн",
    "млн. тг",
    "млн тг",
    "мың теңге",
    "долл",
    "usd",
    "$",
    "€",
    "eur",
    "kzt",
    "rub",
    "%",
    "проц",
    "процент",
    "пайыз",
    "мин",
    "минут",
    "сек",
    "секунд",
    "ч",
    "час",
    "часов",
    "ч:мм",
    "сағат",
    "сағ",
    "дн",
    "дней",
    "дни",
    "күн",
    "мес",
    "месяцев",
    "лет",
    "год",
    "жыл",
    "дана",
    "адам",
    "балл",
    "баллов",
    "баллы",
    "ұпай",
    "раз",
    "рет",
    "кг",
    "г",
    "км",
    "м",
    "pcs",
    "units",
    "min",
    "sec",
    "hours",
    "days",
    "дд.мм.гггг",
    "дд.мм.гг",
    "гггг-мм-дд",
    "dd.mm.yyyy",
    "yyyy-mm-dd",
    "кк.аа.жжжж",
    "мм:сс",
    "чч:мм",
    "чч:мм:сс",
    "hh:mm:ss",
    "hh:mm",
];

/// Whether the cells of a record are units of the columns above: all that are not empty. One of a currency's codes alone may be a row.
fn are_units(cells: &[String]) -> bool {
    let bare = |cell: &String| {
        let cell = cell.trim().to_lowercase();
        let inside = cell.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap_or(&cell);
        inside.trim_start_matches("в ").trim_end_matches('.').trim().to_owned()
    };
    let filled: Vec<String> = cells.iter().map(bare).filter(|cell| !cell.is_empty()).collect();
    // A code of a currency or a letter, `м` of a sex, may be a value.
    let may_be_value = |unit: &String| unit.len() == 3 && unit.is_ascii() || unit.chars().count() == 1 && unit != "%";
    // One word alone has columns without a unit before it, such as ids.
    let is_placed = filled.len() > 1 || cells.first().is_some_and(|cell| cell.trim().is_empty());
    cells.len() > 1
        && is_placed
        && filled.iter().any(|unit| !may_be_value(unit))
        && filled.iter().all(|unit| UNITS.contains(&unit.as_str()))
}

/// Whether the cells of a record number the columns, as forms of offices have it: 1, 2, 3, … Of few columns a row may be that.
fn are_numbered(cells: &[String]) -> bool {
    cells.len() >= 5 && cells.iter().zip(1..).all(|(cell, nth): (_, usize)| cell.trim() == nth.to_string())
}

/// Whether the cells of a record are lines of hyphens under the names of the columns.
fn are_rulers(cells: &[String]) -> bool {
    let is_line = |c: char| matches!(c, '-' | '=' | '_' | '+' | '–' | '—' | '─' | '═' | '┼');
    let bare = cells.iter().map(|cell| cell.trim());
    // Of one column, and of hyphens that stand for nothing, a longer line is wanted.
    let least = if cells.len() == 1 { 3 } else { 2 };
    let lines = bare.clone().filter(|cell| cell.chars().count() >= least).count();
    lines > 0
        && 2 * lines >= cells.len()
        && bare.clone().all(|cell| !cell.is_empty() && cell.trim_matches(':').chars().all(is_line))
}

/// Whether the cells of a record are names of types: all that are not empty, and so many or so odd that no row has them.
fn are_types(cells: &[String]) -> bool {
    let mut filled = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    let mut odd = false;
    let mut count = 0;
    let all = filled.peek().is_some()
        && filled.all(|cell| {
            count += 1;
            odd |= cell.contains('(') || cell.ends_with(|c: char| c.is_ascii_digit());
            is_type(cell, 0)
        });
    all && count == cells.len() && (odd || count > 1)
}

/// `UInt64`, `varchar(255)`, `DateTime64(3, 'Asia/Almaty')`, `Nullable(LowCardinality(String))`.
fn is_type(text: &str, depth: usize) -> bool {
    let folded = text.trim().to_ascii_lowercase().replace(['<', '['], "(").replace(['>', ']'], ")");
    // `<chr>` of R.
    let bare = folded.strip_prefix('(').and_then(|inside| inside.strip_suffix(')'));
    let folded = bare.map_or(folded.clone(), str::to_owned);
    let Some((word, inside)) = folded.split_once('(') else { return WORDS.contains(&folded.as_str()) };
    let Some(inside) = inside.strip_suffix(')') else { return false };
    let word = word.trim_end();
    if !AROUND.contains(&word) {
        // Lengths, scales, zones and values of an enumeration.
        return WORDS.contains(&word);
    }
    depth < 4 && pieces(inside).iter().all(|piece| is_type(piece, depth + 1) || named(piece, depth))
}

/// `name String`, as in tuples and nested types.
fn named(piece: &str, depth: usize) -> bool {
    piece.trim().split_once(' ').is_some_and(|(_, rest)| is_type(rest, depth + 1))
}

/// What stands between commas outside of parentheses.
fn pieces(text: &str) -> Vec<&str> {
    let (mut found, mut start, mut open) = (Vec::new(), 0, 0_u32);
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            ',' if open == 0 => {
                found.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    found.push(&text[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are(cells: &[&str]) -> bool {
        are_types(&cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn lines_of_types() {
        assert!(are(&["UInt64", "String", "Nullable(String)", "DateTime('Asia/Almaty')"]));
        assert!(are(&["LowCardinality(Nullable(String))", "Decimal(18, 2)", "Array(Tuple(name String, n UInt8))"]));
        assert!(are(&["bigint", "character varying(64)", "timestamp with time zone"]));
        assert!(are(&["Enum8('a' = 1, 'b' = 2)", "Map(String, UInt64)"]));
        assert!(are(&["UInt64"]));
    }

    #[test]
    fn types_of_data_frames() {
        assert!(are(&["int64", "object", "float64"]));
        assert!(are(&["object", "datetime64[ns, UTC]", "string[python]"]));
        assert!(are(&["<chr>", "<dbl>", "<int>"]));
        assert!(are(&["bigint", "array<string>", "decimal(10,2)"]));
    }

    #[test]
    fn rulers_under_the_header() {
        let are = |cells: &[&str]| are_rulers(&cells.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
        assert!(are(&["-------", "--", "------"]) && are(&["===="]) && are(&[":---", "---:"]) && are(&[" ---- ", "-"]));
        assert!(
            !are(&["-", "-", "-"]) && !are(&["--"]) && !are(&["1001", "-------"]) && !are(&["----", ""]) && !are(&[""])
        );
    }

    #[test]
    fn units_under_the_header() {
        let are = |line: &str| are_units(&line.split(';').map(str::to_owned).collect::<Vec<_>>());
        for line in ["шт.;руб.;%", ";;шт;тг;%", ";;;тыс. тг.", "дана;теңге;пайыз", "(мин);(KZT)", ";дд.мм.гггг;в руб."]
        {
            assert!(are(line), "{line}");
        }
        for line in ["шт.", "KZT;KZT", "1001;Анна;шт;100;%", "шт;5", ";;", "Алматы;тг", "м;;", "м;г", "тенге;;"]
        {
            assert!(!are(line), "{line}");
        }
    }

    #[test]
    fn numbers_of_columns_under_the_header() {
        let are = |line: &str| are_numbered(&line.split(';').map(str::to_owned).collect::<Vec<_>>());
        assert!(are("1;2;3;4;5") && are(" 1;2;3;4;5;6;7"));
        assert!(!are("1;2;3;4") && !are("1;2;3;4;6") && !are("2;3;4;5;6") && !are("1;2;3;4;"));
    }

    #[test]
    fn rows_are_none() {
        assert!(!are(&["Date"]), "a course may be called so");
        assert!(!are(&["1001", "String"]));
        assert!(!are(&["String", ""]));
        assert!(!are(&["", ""]));
        assert!(!are(&["Nullable(", "String"]));
        assert!(!are(&["Nullable(Курс)", "String"]));
    }
}
