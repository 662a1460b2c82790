//! Labels of columns that privacy models made coarser: one spelling for each level of a hierarchy.

use super::Verdict;
use super::made::{List, Made, Unit, interval, is_label, is_network, label};
use super::value::Value;
use super::words::{is_browser, is_region};
use crate::audit::release::StatedQuasi;

/// What stands for everything, and for everything that is rare.
const ALL: &str = "*";
const OTHER: &str = "other";
/// Rows of which a share that is written as 0 is less than one.
const EXACT: u64 = 10_000;

/// The levels of a hierarchy.
#[derive(Clone, Debug)]
pub(super) struct Levels(Vec<Level>);

#[derive(Clone, Debug)]
struct Level {
    kind: Kind,
    /// Whether rows are said to be at it.
    stated: bool,
}

#[derive(Clone, Debug)]
enum Kind {
    /// What the technique makes.
    Value,
    All,
    Unit(Unit),
    Hour,
    /// So many neighbours of buckets together.
    Buckets(Vec<String>),
    /// Intervals so wide.
    Wide(i128),
    /// Bits of short addresses.
    Network(u32),
    /// So many signs at the end are stars.
    Stars(usize),
    Region,
    /// Without a version, and whether rare ones are one.
    Browser(bool),
    /// The values that are not rare.
    Common,
    /// Labels of a file that the release does not have.
    File,
    /// A level that no document knows: nothing is at it.
    Unknown,
}

impl Levels {
    pub(super) fn of(quasi: &StatedQuasi, made: &Made, rows: u64) -> Self {
        let level = |stated: &crate::audit::release::StatedLevel| Level {
            kind: Kind::of(&stated.name, made),
            stated: stated.share > 0.0,
        };
        let mut levels: Vec<Level> = quasi.levels.iter().map(level).collect();
        if rows < EXACT {
            levels.retain(|level| level.stated);
        }
        Self(levels)
    }

    /// Whether any text may be a label.
    pub(super) fn is_open(&self) -> bool {
        self.0.iter().any(|level| matches!(level.kind, Kind::File))
    }

    pub(super) fn judge(&self, value: Value<'_>, made: &Made, excel: bool) -> Verdict {
        let mut verdict = Verdict::Unlike;
        for level in &self.0 {
            if level.kind.admits(value, made, excel) {
                if level.stated {
                    return Verdict::Fits;
                }
                verdict = Verdict::Rare;
            }
        }
        verdict
    }
}

impl Kind {
    fn of(name: &str, made: &Made) -> Self {
        let number = |end: &str| name.strip_suffix(end).and_then(|number| number.parse::<i128>().ok());
        match (name, made) {
            ("value", _) => Self::Value,
            ("all", _) => Self::All,
            ("hour", _) => Self::Hour,
            ("/16, /32", _) => Self::Network(16),
            ("/8, /16", _) => Self::Network(8),
            ("without two digits", _) => Self::Stars(2),
            ("without four", _) => Self::Stars(4),
            ("region", _) => Self::Region,
            ("without version", _) => Self::Browser(false),
            ("not rare", Made::Word(List::BrowsersMajor)) => Self::Browser(true),
            ("not rare", _) => Self::Common,
            (name, Made::Buckets(edges)) if name.ends_with(" intervals") => {
                number(" intervals").map_or(Self::Unknown, |count| Self::Buckets(neighbours(edges, count)))
            }
            (name, _) if name.ends_with(" wide") => {
                number(" wide").filter(|width| *width > 0).map_or(Self::Unknown, Self::Wide)
            }
            (name, _) if name.strip_prefix("level ").is_some_and(|nth| nth.parse::<u32>().is_ok()) => Self::File,
            (name, _) => Unit::parse(name).map_or(Self::Unknown, Self::Unit),
        }
    }

    fn admits(&self, value: Value<'_>, made: &Made, excel: bool) -> bool {
        if let Self::Value = self {
            return made.admits(value, excel);
        }
        let Some(text) = value.text() else { return false };
        // What a hierarchy does not understand is anything at all.
        text == ALL
            || match self {
                Self::Value | Self::All | Self::Unknown => false,
                Self::Hour => text.ends_with(":00:00") && Value::Text(text).moment(false).is_some(),
                Self::Unit(unit) => is_label(*unit, text),
                Self::Buckets(labels) => labels.iter().any(|label| label == text),
                Self::Wide(width) => {
                    interval(text).is_some_and(|(low, high)| low % (100 * width) == 0 && high == low + 100 * width)
                }
                Self::Network(bits) => is_network(text, *bits),
                Self::Stars(count) => {
                    let stars = text.chars().rev().take_while(|c| *c == '*').count();
                    stars == *count && text.chars().count() >= 5
                }
                Self::Region => is_region(text),
                Self::Browser(rare) => is_browser(text, false) || (*rare && text == OTHER),
                Self::Common => text == OTHER || made.admits(value, excel),
                Self::File => true,
            }
    }
}

/// The labels of so many neighbouring buckets together, from the first on.
fn neighbours(edges: &[i128], count: i128) -> Vec<String> {
    let Some(count) = usize::try_from(count).ok().filter(|count| count.is_power_of_two() && *count <= 1 << 20) else {
        return Vec::new();
    };
    let at = |nth: usize| edges.get(nth).copied();
    let firsts = (0..=edges.len()).step_by(count);
    firsts.map(|first| label(first.checked_sub(1).and_then(at), at(first + count - 1))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::release::StatedLevel;
    use crate::vocabulary::SemanticType as T;

    fn levels(made: &Made, rows: u64, names: &[(&str, f64)]) -> Levels {
        let level = |&(name, share): &(&str, f64)| StatedLevel { name: name.to_owned(), share };
        Levels::of(&StatedQuasi { name: "q".to_owned(), levels: names.iter().map(level).collect() }, made, rows)
    }

    #[test]
    fn every_level_has_one_spelling() {
        let day = Made::of("generalize", Some("\"day\""), T::EventTime).expect("a rule");
        let all = [("value", 0.2), ("month", 0.4), ("quarter", 0.1), ("year", 0.2), ("all", 0.1)];
        let found = levels(&day, 100, &all);
        let judge = |levels: &Levels, text| levels.judge(Value::Text(text), &day, false);
        for text in ["2024-03-28", "2024-03", "2024-Q1", "2024", "*"] {
            assert_eq!(judge(&found, text), Verdict::Fits, "{text}");
        }
        for text in ["2024-13", "2024-Q5", "2024-W13", "24", "2024-03-28T10:00:00", "март", "", "2024-3"] {
            assert_eq!(judge(&found, text), Verdict::Unlike, "{text}");
        }
        // What is said to be at no level is not there; of very many rows a share of nothing is a few.
        let month = [("value", 0.0), ("month", 1.0)];
        assert_eq!(judge(&levels(&day, 100, &month), "2024-03-28"), Verdict::Unlike);
        assert_eq!(judge(&levels(&day, 100_000, &month), "2024-03-28"), Verdict::Rare);
        assert_eq!(judge(&levels(&day, 100, &month), "2024-03"), Verdict::Fits);
    }

    #[test]
    fn labels_of_other_hierarchies() {
        let one = |made: &Made, name, text| {
            levels(made, 10, &[(name, 1.0)]).judge(Value::Text(text), made, false) == Verdict::Fits
        };
        let bucket = Made::of("bucket", Some("[0, 10000, 50000]"), T::Amount).expect("a rule");
        assert!(one(&bucket, "2 intervals", "< 10000") && one(&bucket, "2 intervals", ">= 10000"));
        assert!(!one(&bucket, "2 intervals", "[0, 10000)") && !one(&bucket, "2 intervals", "12000"));
        let age = Made::of("keep", None, T::Age).expect("a rule");
        assert!(one(&age, "10 wide", "[30, 40)") && !one(&age, "10 wide", "[35, 45)") && !one(&age, "10 wide", "34"));
        let ip = Made::of("generalize", Some("\"/24\""), T::Ip).expect("a rule");
        assert!(one(&ip, "/16, /32", "198.51.0.0/16") && !one(&ip, "/16, /32", "198.51.100.0/24"));
        let city = Made::of("keep", None, T::City).expect("a rule");
        assert!(one(&city, "region", "KZ-75") && !one(&city, "region", "Алматы"));
        let agent = Made::of("generalize", Some("\"family-major\""), T::UserAgent).expect("a rule");
        assert!(one(&agent, "not rare", "other") && one(&agent, "without version", "Chrome"));
        assert!(!one(&agent, "without version", "Chrome 120") && !one(&agent, "no such level", "Chrome"));
        let code = Made::of("keep", None, T::Code).expect("a rule");
        assert!(one(&code, "level 1", "whatever") && levels(&code, 10, &[("level 1", 1.0)]).is_open());
    }
}
