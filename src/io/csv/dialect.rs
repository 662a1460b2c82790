//! How a text is written, as far as its schema leaves it open.

use super::cut::{RecordSpan, Scanner};
use super::parse::split;
use crate::schema::{Dialect, Escape};

/// A dialect without open questions.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Resolved {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) escape: Escape,
}

/// Delimiters that are looked for, the commonest of this country's exports first.
const DELIMITERS: [u8; 4] = [b';', b',', b'\t', b'|'];
/// Records that vote on the delimiter.
const VOTERS: usize = 200;

/// Fills in what the schema's dialect leaves open. `sample` is the beginning of the text, after any mark of encoding.
pub(super) fn resolve(dialect: &Dialect, sample: &[u8], whole: bool) -> Resolved {
    // ClickHouse escapes and never quotes; where a quote would open cannot be told beside an escaped delimiter.
    let quote = dialect.quote.unwrap_or(match dialect.escape {
        Escape::Clickhouse => None,
        Escape::None => Some(b'"'),
    });
    let resolved = |delimiter| Resolved { delimiter, quote, escape: dialect.escape };
    if let Some(delimiter) = dialect.delimiter {
        return resolved(delimiter);
    }
    DELIMITERS
        .into_iter()
        .rev()
        .map(resolved)
        .max_by_key(|candidate| score(*candidate, sample, whole))
        .unwrap_or(resolved(b','))
}

/// How many records have as many fields as the first one, then how many fields that is: a delimiter that splits every record alike.
/// A delimiter that the header does not hold scores nothing; ties go to the last of equals, so the list is scanned in reverse.
fn score(candidate: Resolved, sample: &[u8], whole: bool) -> (usize, usize) {
    let records = Scanner::new(candidate).records(sample, whole);
    let mut widths = records.iter().take(VOTERS).map(|record| width(candidate, sample, record));
    let Some(first) = widths.next().filter(|&width| width > 1) else { return (0, 0) };
    let (agree, all) = widths.fold((1, 1), |(agree, all), width| (agree + usize::from(width == first), all + 1));
    (1000 * agree / all, first)
}

/// The dialect of a text whose first lines may be a title: the delimiter that gives most records one and the same width above one.
/// Nothing that is found stands where it would be used to read rows: it serves to find the header.
pub(super) fn among_titles(resolved: Resolved, sample: &[u8], whole: bool) -> Resolved {
    let agreement = |candidate: &Resolved| {
        let records = Scanner::new(*candidate).records(sample, whole);
        let widths: Vec<usize> = records.iter().take(VOTERS).map(|record| width(*candidate, sample, record)).collect();
        let same = |wanted: usize| widths.iter().filter(|&&width| width == wanted).count();
        widths.iter().filter(|&&width| width > 1).map(|&width| (same(width), width)).max().unwrap_or((0, 0))
    };
    let candidates = DELIMITERS.into_iter().rev().map(|delimiter| Resolved { delimiter, ..resolved });
    candidates.max_by_key(agreement).unwrap_or(resolved)
}

fn width(candidate: Resolved, sample: &[u8], record: &RecordSpan) -> usize {
    let mut fields = 0;
    let _ = split(candidate, &sample[record.range()], record.quoted(), |_, _| fields += 1);
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delimiter(text: &str) -> u8 {
        resolve(&Dialect::default(), text.as_bytes(), true).delimiter
    }

    #[test]
    fn the_delimiter_is_found_by_consistency_not_by_count() {
        assert_eq!(delimiter("a;b\n1,5;2,5\n3,5;4,5\n"), b';');
        assert_eq!(delimiter("a,b,c\n\"x;y;z\",2,3\n\"p;q;r\",5,6\n"), b',');
        assert_eq!(delimiter("a\tb\n1\t2\n"), b'\t');
        assert_eq!(delimiter("a|b|c\n1|2|3\n"), b'|');
        assert_eq!(delimiter("a;b\n\"1;\n2\";3\n"), b';');
    }

    #[test]
    fn a_title_says_nothing_about_the_delimiter() {
        let text = "Отчёт, за март; версия 2\n\nТОО Ромашка\na,b,c\n1,2,3\n4,5,6\nИтого,,9\n";
        let resolved = resolve(&Dialect::default(), text.as_bytes(), true);
        assert_eq!(among_titles(resolved, text.as_bytes(), true).delimiter, b',');
    }

    #[test]
    fn what_the_schema_says_is_not_questioned() {
        let dialect =
            Dialect { delimiter: Some(b'|'), quote: Some(None), escape: Escape::Clickhouse, ..Dialect::default() };
        let resolved = resolve(&dialect, b"a;b\n1;2\n", true);
        assert_eq!(resolved, Resolved { delimiter: b'|', quote: None, escape: Escape::Clickhouse });
    }
}
