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
    fn what_the_schema_says_is_not_questioned() {
        let dialect = Dialect { delimiter: Some(b'|'), quote: Some(None), escape: Escape::Clickhouse };
        let resolved = resolve(&dialect, b"a;b\n1;2\n", true);
        assert_eq!(resolved, Resolved { delimiter: b'|', quote: None, escape: Escape::Clickhouse });
    }
}
