//! How a text is written, as far as its schema leaves it open: the one place where that is found, for every verb.

use super::vote::{Ballot, Vote};
use crate::schema::{Dialect, Escape};
use std::cmp::Ordering;

/// A dialect without open questions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Resolved {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) escape: Escape,
}

/// A dialect, and how it is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Found {
    pub(super) dialect: Resolved,
    /// Whether the schema, or the text's own first line, names the delimiter.
    pub(super) delimiter_declared: bool,
    /// Whether the schema says how cells are quoted.
    pub(super) quote_declared: bool,
    /// Whether the schema says what is escaped.
    pub(super) escape_declared: bool,
    /// Whether the beginning of the text has cells in quotes, so that quotes are its way of writing and not somebody's slip.
    pub(super) quotes_seen: bool,
    /// Whether cells begin with quotes that are text, since they close nowhere or in another row.
    pub(super) quotes_are_text: bool,
}

/// Two delimiters that cut the beginning of the text equally well.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Tie(pub(super) u8, pub(super) u8);

/// Delimiters that are looked for, the commonest of this country's exports first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Marks that open and close a cell, the usual one first.
const QUOTES: [u8; 3] = [b'"', b'\'', b'`'];

/// Fills in what the schema's dialect leaves open. `sample` is the beginning of the text, after any mark of encoding.
///
/// # Errors
/// [`Tie`], where nothing tells two delimiters apart: the operator must say which it is.
pub(super) fn resolve(dialect: &Dialect, sample: &[u8], whole: bool) -> Result<Found, Tie> {
    let ballot = Ballot::new(sample, whole);
    if let Some(delimiter) = dialect.delimiter {
        return Ok(found(dialect, &writing(dialect, delimiter, &ballot)));
    }
    let mut votes: Vec<Vote> = DELIMITERS
        .into_iter()
        .filter(|delimiter| ballot.holds(*delimiter))
        .map(|delimiter| writing(dialect, delimiter, &ballot))
        .filter(|vote| vote.width > 1)
        .collect();
    // Whoever has no delimiter in its header has one column, or a title above it: the commonest delimiter is as good as any.
    let Some(most) = votes.iter().map(Vote::agreement).max() else {
        return Ok(found(dialect, &writing(dialect, DELIMITERS[0], &ballot)));
    };
    // A few rows that are broken, or texts that hold the delimiter, do not decide between two that cut nearly every row alike.
    votes.retain(|vote| vote.agreement() + NEAR >= most);
    if let [only] = votes.as_slice() {
        return Ok(found(dialect, only));
    }
    let mut weighed: Vec<(u32, Vote)> = votes.into_iter().map(|vote| (ballot.values(vote.dialect), vote)).collect();
    weighed.sort_by(|(a, one), (b, other)| b.cmp(a).then(other.agreement().cmp(&one.agreement())));
    let ((values, first), (values_second, second)) = (weighed[0], weighed[1]);
    if values >= values_second + CLEARLY {
        return Ok(found(dialect, &first));
    }
    let (a, b) = (first.dialect.delimiter, second.dialect.delimiter);
    told_apart(&first, &second).map(|winner| found(dialect, winner)).ok_or(Tie(a.min(b), a.max(b)))
}

/// Of two delimiters that cut the text equally well and leave as many values, the one that is no punctuation, or stands in texts less often.
fn told_apart<'a>(a: &'a Vote, b: &'a Vote) -> Option<&'a Vote> {
    let rank = |vote: &Vote| {
        let rare = match vote.dialect.delimiter {
            b'\t' => 2,
            b'|' => 1,
            _ => 0,
        };
        (!vote.is_prose(), rare, vote.agreement())
    };
    match rank(a).cmp(&rank(b)) {
        Ordering::Greater => Some(a),
        Ordering::Less => Some(b),
        Ordering::Equal => None,
    }
}

/// Thousandths of the rows by which a delimiter may be worse than the best and still be looked at.
const NEAR: u32 = 20;
/// Thousandths of the cells by which more of them must be numbers, times and the like for that to decide.
const CLEARLY: u32 = 50;

fn found(dialect: &Dialect, vote: &Vote) -> Found {
    Found {
        dialect: vote.dialect,
        delimiter_declared: dialect.delimiter.is_some(),
        quote_declared: dialect.quote.is_some(),
        escape_declared: dialect.escape.is_some(),
        quotes_seen: vote.quoted > 0,
        quotes_are_text: vote.dialect.quote.is_none() && dialect.quote.is_none() && vote.opening > 0,
    }
}

/// How cells are written between this delimiter: the plainest way that reads the text without a fault.
fn writing(dialect: &Dialect, delimiter: u8, ballot: &Ballot<'_>) -> Vote {
    let vote = |quote, escape| ballot.vote(Resolved { delimiter, quote, escape: settled(quote, escape) });
    let quoted = |escape| match dialect.quote {
        Some(quote) => vote(quote, escape),
        None => quoting(&|quote| vote(quote, escape), ballot),
    };
    match dialect.escape {
        // ClickHouse escapes and never quotes; where a quote would open cannot be told beside an escaped delimiter.
        Some(Escape::Clickhouse) => return vote(dialect.quote.flatten(), Escape::Clickhouse),
        Some(escape) => return quoted(escape),
        None if !ballot.holds(b'\\') => return quoted(Escape::None),
        None => {}
    }
    // Backslashes are escapes where reading them so loses no row; between quotes, where it saves one, or where `\N` spells NULL besides.
    let plain = quoted(Escape::None);
    let escaped = quoted(Escape::Backslash);
    let doubled = match dialect.quote {
        Some(quote) => vote(quote, Escape::None),
        None => vote(escaped.dialect.quote, Escape::None),
    };
    let better = escaped.agreement() > doubled.agreement() || (escaped.nulls > 0 && escaped.escapes > 0);
    if escaped.quoted > 0 && escaped.faults == 0 && better && escaped.agreement() >= plain.agreement() {
        return escaped;
    }
    if plain.quoted == 0 && dialect.quote.flatten().is_none() {
        let escaped = vote(None, Escape::Clickhouse);
        if ballot.is_escaped(&escaped) && escaped.agreement() >= plain.agreement() {
            return escaped;
        }
    }
    // A cell that is `\N` and nothing else is NULL in whatever writes it.
    if plain.nulls > 0 { vote(plain.dialect.quote, Escape::Null) } else { plain }
}

/// An escape without quotes is ClickHouse's, whatever it is called.
fn settled(quote: Option<u8>, escape: Escape) -> Escape {
    if quote.is_none() && escape == Escape::Backslash { Escape::Clickhouse } else { escape }
}

/// Which mark quotes cells, if one does: the usual one where nothing speaks against it.
fn quoting(vote: &dyn Fn(Option<u8>) -> Vote, ballot: &Ballot<'_>) -> Vote {
    let usual = vote(Some(QUOTES[0]));
    for quote in QUOTES.into_iter().skip(1).filter(|quote| ballot.holds(*quote)) {
        let other = vote(Some(quote));
        // An apostrophe before a number keeps a spreadsheet from changing it; a column where every cell ends with one too is quoted.
        let quotes = other.quoted > usual.quoted && other.quoted_columns > 0 && other.faults == 0;
        if quotes && other.agreement() >= usual.agreement() {
            return other;
        }
    }
    // Where cells in quotes outnumber the faults, quotes are the text's way of writing, and a fault is a broken row.
    if usual.faults < usual.quoted_well {
        return usual;
    }
    let plain = vote(None);
    if plain.agreement() > usual.agreement() { plain } else { usual }
}

/// The dialect of a text whose first lines may be a title: the delimiter that gives most records one and the same width above one.
/// Nothing that is found stands where it would be used to read rows: it serves to find the header.
pub(super) fn among_titles(resolved: Resolved, sample: &[u8], whole: bool) -> Resolved {
    let ballot = Ballot::new(sample, whole);
    let candidates = DELIMITERS.into_iter().rev().map(|delimiter| Resolved { delimiter, ..resolved });
    candidates.max_by_key(|candidate| ballot.commonest_width(*candidate)).unwrap_or(resolved)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Resolved {
        resolve(&Dialect::default(), text.as_bytes(), true).expect("no tie").dialect
    }

    fn delimiter(text: &str) -> u8 {
        read(text).delimiter
    }

    #[test]
    fn the_delimiter_is_found_by_consistency_not_by_count() {
        assert_eq!(delimiter("a;b\n1,5;2,5\n3,5;4,5\n"), b';');
        assert_eq!(delimiter("a,b,c\n\"x;y;z\",2,3\n\"p;q;r\",5,6\n"), b',');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("a|b|c\n1|2|3\n"), b'|');
        assert_eq!(delimiter("a;b\n\"1;\n2\";3\n"), b';');
        assert_eq!(delimiter("one column\nx\n"), b';');
    }

    #[test]
    fn of_two_delimiters_that_fit_the_one_under_which_values_are_values_is_taken() {
        assert_eq!(delimiter("Сумма, тенге;Дата, время\n1000,40;01.03.2024, 00:15\n1037,85;02.03.2024, 01:15\n"), b';');
        assert_eq!(
            delimiter("Цена, тг;Скидка, тг;Итого, тг\n12000,50;100,25;11900,25\n12137,50;101,25;12036,25\n"),
            b';'
        );
        assert_eq!(
            delimiter("ФИО, полностью;Сумма, тг;Город, область\nИванов Иван, Иванович;1000,59;Алматы, Алматинская\n"),
            b';'
        );
        assert_eq!(delimiter("a|b;c\nx|y;z\np|q;r\n"), b'|', "bars hardly stand in texts");
    }

    #[test]
    fn what_cannot_be_told_is_asked() {
        let text = "Имя,Фамилия;Город,Область\nАнна,Ли;Тараз,Юг\nЯн,Ким;Актау,Запад\n";
        assert_eq!(resolve(&Dialect::default(), text.as_bytes(), true), Err(Tie(b',', b';')));
        let spaced = text.replace(',', ", ");
        assert_eq!(delimiter(&spaced), b';', "a comma with a space behind it is punctuation");
        let declared = Dialect { delimiter: Some(b','), ..Dialect::default() };
        assert!(resolve(&declared, text.as_bytes(), true).is_ok());
    }

    #[test]
    fn a_title_says_nothing_about_the_delimiter() {
        let text = "Отчёт, за март; версия 2\n\nТОО Ромашка\na,b,c\n1,2,3\n4,5,6\nИтого,,9\n";
        let resolved = Resolved { delimiter: b';', quote: Some(b'"'), escape: Escape::None };
        assert_eq!(among_titles(resolved, text.as_bytes(), true).delimiter, b',');
    }

    #[test]
    fn what_the_schema_says_is_not_questioned() {
        let dialect = Dialect {
            delimiter: Some(b'|'),
            quote: Some(None),
            escape: Some(Escape::Clickhouse),
            ..Dialect::default()
        };
        let found = resolve(&dialect, b"a;b\n1;2\n", true).expect("declared");
        assert_eq!(found.dialect, Resolved { delimiter: b'|', quote: None, escape: Escape::Clickhouse });
        assert!(found.delimiter_declared && found.quote_declared && found.escape_declared);
    }

    #[test]
    fn quotes_that_take_in_rows_are_text() {
        let stray = "id\tn\tc\n1\tx\t\"да\n2\ty\tнет\n3\tz\tвот \"так\"\n4\tz\tx\n";
        assert_eq!(read(stray).quote, None);
        assert!(resolve(&Dialect::default(), stray.as_bytes(), true).is_ok_and(|found| found.quotes_are_text));
        let company = "id;n;c\n1;\"Ромашка\" ТОО;x\n2;y;z\n";
        assert_eq!(read(company).quote, None);
        let lines = "id;n;c\n1;x;\"первая\nвторая\"\n2;y;z\n";
        assert_eq!(read(lines).quote, Some(b'"'));
        assert_eq!(read("id;n;c\n1;x;y\n").quote, Some(b'"'), "where nothing tells, the usual one");
        let broken = "id;n;c\n1;\"a\";\"b\"\n2;\"y\" z;\"c\"\n3;\"d\";e\n";
        assert_eq!(read(broken).quote, Some(b'"'), "one broken row among quoted ones");
        assert_eq!(read("id;n;c\n1;x;y\n2;\"y;z\n3;x;y\n").quote, None, "closes nowhere");
    }

    #[test]
    fn other_marks_quote_where_whole_columns_stand_in_them() {
        assert_eq!(read("id,p,a\n'1','Курс, A',12\n'2','O''Neil',9\n").quote, Some(b'\''));
        assert_eq!(read("id,p,a\n`1`,`Курс A`,12\n`2`,`B`,9\n").quote, Some(b'`'));
        assert_eq!(read("id,p\n'77010000001,A\n'77010000002,B\n").quote, Some(b'"'), "a spreadsheet's guard");
        assert_eq!(read("id,p\n1,'A' и 'B'\n2,x\n").quote, Some(b'"'));
    }

    #[test]
    fn backslashes_are_escapes_where_all_of_them_are() {
        for text in [
            "id\tp\n1\tBob\\'s\n2\tx\n",
            "id\tp\n1\t\\N\n2\tx\n",
            "id\tp\n1\tline\\nbreak\n",
            "id\tp\ta\n1\tA\\\tB\t3\n2\tx\\\ny\t4\n",
            "id,p\n1,a\\,b\n2,c\n",
            "ym:s:clientID\tym:s:x\n1\ta\\\\b\n",
        ] {
            assert_eq!(read(text).escape, Escape::Clickhouse, "{text}");
        }
        for text in
            ["id\tp\n1\tC:\\Users\n", "id\tp\n1\tC:\\new\\Users\n", "id;p\n1;a\\b\\c\\d\n", "id,p\n1,\"a\\b\"\n"]
        {
            assert_eq!(read(text).escape, Escape::None, "{text}");
        }
        for text in [
            "id,p,a\n1,\"К \\\"P\\\"\",2\n2,x,3\n",
            "id,p,a\n1,\"A, \\\"B, C\\\"\",2\n",
            "id,p,a\n1,\"x\\\\z\",\\N\n2,\"y\",3\n",
        ] {
            assert_eq!(read(text).escape, Escape::Backslash, "{text}");
        }
        for text in ["\"id\",\"p\"\n1,\\N\n2,\"x\"\n", "id,p\n1,\"C:\\\"\n2,\\N\n", "id;p\n1;C:\\Users\n2;\\N\n"] {
            assert_eq!(read(text).escape, Escape::Null, "{text}");
        }
    }
}
