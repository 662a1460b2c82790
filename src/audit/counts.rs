//! Numbers that a release says of itself: rows, cells, bytes. Ids are given out from 1 up, so that one of them is as long as a file now and then.

use serde_json::Value;
use std::borrow::Cow;

/// Fewest digits of a number that is looked for in a text.
const SHORTEST: u32 = 7;
/// What people put between thousands.
const SEPARATORS: [&str; 6] = ["", " ", "\u{a0}", "\u{202f}", ",", "."];

/// Counts of a release as its documents spell them.
#[derive(Debug, Default)]
pub(super) struct OwnCounts(Vec<String>);

impl OwnCounts {
    /// Numbers of a manifest that count what is there: no more than twice its rows, as many as were read, or bytes.
    pub(super) fn of(manifest: &[u8], rows: u64) -> Self {
        let mut found = Vec::new();
        if let Ok(tree) = serde_json::from_slice::<Value>(manifest) {
            collect(&tree, false, rows.saturating_mul(2), &mut found);
        }
        found.extend([rows]);
        found.sort_unstable();
        found.dedup();
        let spelled = found.into_iter().filter(|number| *number >= 10_u64.pow(SHORTEST - 1));
        Self(spelled.flat_map(|number| SEPARATORS.map(|between| grouped(number, between))).collect())
    }

    /// A line without them: what is left is asked for.
    pub(super) fn hidden_in<'t>(&self, line: &'t str) -> Cow<'t, str> {
        let mut text = Cow::Borrowed(line);
        for number in self.0.iter().filter(|number| line.contains(number.as_str())) {
            text = Cow::Owned(without(&text, number));
        }
        text
    }
}

fn collect(tree: &Value, of_bytes: bool, most: u64, found: &mut Vec<u64>) {
    match tree {
        Value::Array(values) => values.iter().for_each(|value| collect(value, of_bytes, most, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| collect(value, name.ends_with("bytes"), most, found));
        }
        Value::Number(number) => found.extend(number.as_u64().filter(|number| of_bytes || *number <= most)),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn grouped(number: u64, between: &str) -> String {
    let digits = number.to_string();
    let first = digits.len() % 3;
    let (head, rest) = digits.split_at(first);
    let mut groups: Vec<&str> = Some(head).filter(|head| !head.is_empty()).into_iter().collect();
    groups.extend((0..rest.len() / 3).map(|nth| &rest[3 * nth..3 * nth + 3]));
    groups.join(between)
}

/// The text without a number, where it is no part of a longer one.
fn without(text: &str, number: &str) -> String {
    let mut left = String::with_capacity(text.len());
    let mut end = 0;
    for (at, _) in text.match_indices(number) {
        let joins = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let behind = at + number.len();
        if !joins(text[..at].chars().next_back()) && !joins(text[behind..].chars().next()) {
            left.push_str(&text[end..at]);
            left.push('#');
            end = behind;
        }
    }
    left.push_str(&text[end..]);
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_left_out_and_other_numbers_are_not() {
        let manifest = br#"{"rows": 1500000, "bytes": 62370104, "note": "4000000", "columns": [{"nulls": 1200000, "other": 7771234567}]}"#;
        let own = OwnCounts::of(manifest, 1_500_000);
        for (line, left) in [
            ("\"rows\": 1500000,", "\"rows\": #,"),
            ("1\u{a0}200\u{a0}000 cells, 62,370,104 bytes", "# cells, # bytes"),
            ("15000001 and u1500000 stay", "15000001 and u1500000 stay"),
            ("4000000 and 7771234567 stay", "4000000 and 7771234567 stay"),
        ] {
            assert_eq!(own.hidden_in(line), left);
        }
        assert_eq!(OwnCounts::of(b"no JSON", 3).hidden_in("3000000"), "3000000");
    }
}
