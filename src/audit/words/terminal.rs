//! What stands on the terminal besides the report itself, in three languages. A page has sentences where a terminal has heads of columns.

use super::{Lang, Text};

/// Where something was found.
pub const WHERE: Text = ["where", "где", "қайда"];
/// What was found.
pub const WHAT: Text = ["what", "что", "не"];
/// How sure that is.
pub const SURE: Text = ["how sure", "уверенность", "сенімділігі"];
/// In how many places.
pub const COUNT: Text = ["how many", "сколько", "қанша"];
/// A check or an attack.
pub const CHECK: Text = ["check", "проверка", "тексеру"];
/// What became of it.
pub const RESULT: Text = ["result", "результат", "нәтиже"];
/// How much was tried.
pub const TRIED: Text = ["tried", "объём", "көлемі"];
/// The release as a whole.
pub const RELEASE: Text = ["release", "выпуск в целом", "шығарылымның өзі"];
/// Before the number of a row.
pub const ROW: Text = ["row", "строка", "жол"];
/// Before the bytes of a file.
pub const BYTES: Text = ["bytes", "байты", "байттар"];

/// A part of a whole.
#[must_use]
pub fn of(part: &str, whole: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{part} of {whole}"),
        Lang::Ru => format!("{part} из {whole}"),
        Lang::Kk => format!("{whole} ішінен {part}"),
    }
}

/// How much was looked at: columns, cells and bytes, each a part and a whole.
#[must_use]
pub fn coverage([columns, cells, bytes]: [(&str, &str); 3], lang: Lang) -> String {
    let [columns, cells, bytes] = [columns, cells, bytes].map(|(part, whole)| of(part, whole, lang));
    match lang {
        Lang::En => format!("{columns} columns, {cells} cells, {bytes} bytes accounted for"),
        Lang::Ru => format!("учтено: столбцы – {columns}, ячейки – {cells}, байты – {bytes}"),
        Lang::Kk => format!("есепке алынды: бағандар – {columns}, ұяшықтар – {cells}, байттар – {bytes}"),
    }
}

/// How many values of the sources were looked for.
#[must_use]
pub fn sources(values: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{values} values of the sources were asked for"),
        Lang::Ru => format!("значения источников, которые искали: {values}"),
        Lang::Kk => format!("ізделген бастапқы мәндер: {values}"),
    }
}

/// How many findings are not on the terminal.
#[must_use]
pub fn more(hidden: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("and {hidden} more, in the reports"),
        Lang::Ru => format!("и ещё {hidden}, все они в отчётах"),
        Lang::Kk => format!("тағы {hidden}, бәрі есептерде"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_head_is_said_in_every_language() {
        for text in [WHERE, WHAT, SURE, COUNT, CHECK, RESULT, TRIED, RELEASE, ROW, BYTES] {
            let cyrillic = |said: &str| said.contains(|c: char| ('\u{400}'..='\u{4ff}').contains(&c));
            assert!(!cyrillic(text[0]) && cyrillic(text[1]) && cyrillic(text[2]), "{text:?}");
        }
    }
}
