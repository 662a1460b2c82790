//! Built-in hierarchies: what times, intervals, numbers, networks, codes and words become when they grow coarser.
//!
//! A ladder climbs from a value as it would leave. What it does not understand becomes [`ALL`] at once.

use super::classes::{Classes, Grouping};
use super::combinations::{Combinations, Domain};
use super::hierarchy::{ALL, BadHierarchy, Hierarchy};
use crate::canon::period::first_moment;
use crate::canon::place::region_of_place;
use chrono::{NaiveDateTime, Timelike as _};
use std::collections::HashSet;
use std::fmt;

pub use crate::canon::period::TimeUnit;

/// What stands for values that too few people have.
pub const OTHER: &str = "other";

/// A way to make the values of a column coarser.
#[derive(Clone, PartialEq)]
pub enum Ladder {
    /// Times, by these units.
    Time(Vec<TimeUnit>),
    /// Intervals between ascending edges, as buckets are written: two neighbours become one, then four, and so on.
    Intervals(Vec<String>),
    /// Numbers: intervals ten, fifty, a hundred, five hundred … wide, as many as the numbers need.
    Number,
    /// Networks: half of what is left of the address, at each level.
    Network,
    /// Digits: the last ones go, two by two.
    Digits,
    /// Towns of Kazakhstan: their regions, by the codes of ISO 3166-2:KZ.
    Places,
    /// The last word goes: a browser without its version.
    Words,
    /// Values that too few people have become [`OTHER`].
    Rare,
    /// A file in ARX's layout.
    File(String),
}

/// The text of a file holds values, which are not shown.
impl fmt::Debug for Ladder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Time(_) => "Time",
            Self::Intervals(_) => "Intervals",
            Self::Number => "Number",
            Self::Network => "Network",
            Self::Digits => "Digits",
            Self::Places => "Places",
            Self::Words => "Words",
            Self::Rare => "Rare",
            Self::File(_) => "File",
        })
    }
}

impl Ladder {
    /// The hierarchy of a column. `k` is from how many people on a value is not rare.
    ///
    /// # Errors
    /// Only of files.
    pub fn build(&self, table: &Combinations, column: usize, k: u64) -> Result<Hierarchy, BadHierarchy> {
        let domain = table.domain(column);
        let by_rule =
            |names: Vec<String>, climb: &dyn Fn(&str) -> Vec<String>| Ok(Hierarchy::by_rule(domain, &names, climb));
        match self {
            Self::Time(units) => {
                by_rule(units.iter().map(|unit| unit.name().to_owned()).collect(), &|value| times(units, value))
            }
            Self::Intervals(edges) => {
                let levels = levels_of(edges.len() + 1);
                by_rule((1..=levels).map(|level| format!("{} intervals", 1 << level)).collect(), &|value| {
                    intervals(edges, levels, value)
                })
            }
            Self::Number => {
                let widths = widths(domain);
                by_rule(widths.iter().map(|width| format!("{width} wide")).collect(), &|value| numbers(&widths, value))
            }
            Self::Network => by_rule(vec!["/16, /32".to_owned(), "/8, /16".to_owned()], &networks),
            Self::Digits => by_rule(vec!["without two digits".to_owned(), "without four".to_owned()], &digits),
            Self::Places => by_rule(vec!["region".to_owned()], &|value| {
                region_of_place(value).map(str::to_owned).into_iter().collect()
            }),
            Self::Words => {
                let common = people_of_groups(table, column, k, &|value| without_last_word(value));
                by_rule(vec!["without version".to_owned(), "not rare".to_owned()], &|value| {
                    let word = without_last_word(value);
                    let rare = if common.contains(&word) { word.clone() } else { OTHER.to_owned() };
                    vec![word, rare]
                })
            }
            Self::Rare => {
                let common = people_of_groups(table, column, k, &str::to_owned);
                by_rule(vec!["not rare".to_owned()], &|value| {
                    vec![if common.contains(value) { value.to_owned() } else { OTHER.to_owned() }]
                })
            }
            Self::File(text) => Hierarchy::parse(text, domain),
        }
    }
}

/// Groups of a column's values that so many people have.
fn people_of_groups(table: &Combinations, column: usize, k: u64, group: &dyn Fn(&str) -> String) -> HashSet<String> {
    let names = ["group".to_owned()];
    let hierarchy = Hierarchy::by_rule(table.domain(column), &names, &|value| vec![group(value)]);
    let only = Grouping::at_column(table, column, &hierarchy, 1);
    let classes = Classes::count(table, &only);
    let level = &hierarchy.levels()[1];
    let mut common = HashSet::new();
    for (combination, &class) in only.class_of.iter().enumerate() {
        let label = level.label(level.groups()[table.codes(column)[combination] as usize]);
        if let Some(label) = label.filter(|label| classes.people[class as usize] >= k && !common.contains(*label)) {
            common.insert(label.to_owned());
        }
    }
    common
}

fn times(units: &[TimeUnit], value: &str) -> Vec<String> {
    let mut at = first_moment(value);
    let mut labels = Vec::with_capacity(units.len());
    for unit in units {
        let mut label = String::new();
        match at {
            Some(at) => unit.write(at, &mut label),
            None => label.push_str(ALL),
        }
        labels.push(label);
        // The next level climbs from the first moment of this one, so that levels lie inside each other.
        let first = |at: NaiveDateTime| match unit {
            TimeUnit::Hour => at.date().and_hms_opt(at.hour(), 0, 0),
            unit => unit.first_day(at.date())?.and_hms_opt(0, 0, 0),
        };
        at = at.and_then(first);
    }
    labels
}

/// Levels until so many intervals are one.
fn levels_of(intervals: usize) -> usize {
    let mut levels = 0;
    while intervals > 1 << (levels + 1) {
        levels += 1;
    }
    levels
}

/// The interval between edges, two or more together.
fn between(low: Option<&str>, high: Option<&str>) -> String {
    match (low, high) {
        (Some(low), Some(high)) => format!("[{low}, {high})"),
        (None, Some(high)) => format!("< {high}"),
        (Some(low), None) => format!(">= {low}"),
        (None, None) => ALL.to_owned(),
    }
}

fn intervals(edges: &[String], levels: usize, value: &str) -> Vec<String> {
    let edge = |at: usize| edges.get(at).map(String::as_str);
    // The nth interval ends before the nth edge and begins at the one before.
    let own = |nth: &usize| between(nth.checked_sub(1).and_then(edge), edge(*nth)) == value;
    let Some(nth) = (0..=edges.len()).find(own) else { return vec![ALL.to_owned(); levels] };
    (1..=levels)
        .map(|level| {
            let first = nth >> level << level;
            between(first.checked_sub(1).and_then(edge), edge(first + (1 << level) - 1))
        })
        .collect()
}

/// Widths from which on at most a hundred intervals are left, up to the one that leaves two.
fn widths(domain: &Domain) -> Vec<u64> {
    let numbers: Vec<f64> =
        domain.values().flatten().filter_map(|value| value.parse().ok()).filter(|n: &f64| n.is_finite()).collect();
    let most = numbers.iter().copied().fold(f64::MIN, f64::max);
    let least = numbers.iter().copied().fold(f64::MAX, f64::min);
    let range = most - least;
    let mut widths = Vec::new();
    let mut width = 5_u64;
    #[allow(clippy::cast_precision_loss)]
    while width as f64 <= range {
        if range / width as f64 <= 100.0 {
            widths.push(width);
        }
        // 5, 10, 50, 100: each a multiple of the one before, so that intervals lie inside each other.
        width = if width.to_string().starts_with('5') { width * 2 } else { width * 5 };
    }
    widths
}

fn numbers(widths: &[u64], value: &str) -> Vec<String> {
    let Ok(number) = value.parse::<f64>() else { return vec![ALL.to_owned(); widths.len()] };
    let label = |&width: &u64| {
        #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
        let low = (number / width as f64).floor() as i64 * i64::try_from(width).unwrap_or(i64::MAX);
        format!("[{low}, {})", low.saturating_add(i64::try_from(width).unwrap_or(i64::MAX)))
    };
    widths.iter().map(label).collect()
}

fn networks(value: &str) -> Vec<String> {
    let address = value.split('/').next().unwrap_or_default();
    match address.parse::<std::net::IpAddr>() {
        Ok(std::net::IpAddr::V4(address)) => {
            let [a, b, ..] = address.octets();
            vec![format!("{a}.{b}.0.0/16"), format!("{a}.0.0.0/8")]
        }
        Ok(std::net::IpAddr::V6(address)) => {
            let [a, b, ..] = address.segments();
            let of = |b: u16, length: u8| format!("{}/{length}", std::net::Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0));
            vec![of(b, 32), of(0, 16)]
        }
        Err(_) => Vec::new(),
    }
}

fn digits(value: &str) -> Vec<String> {
    let count = value.chars().count();
    let without = |gone: usize| {
        let kept: String = value.chars().take(count.saturating_sub(gone)).collect();
        format!("{kept}{}", "*".repeat(gone.min(count)))
    };
    if count < 5 { Vec::new() } else { vec![without(2), without(4)] }
}

fn without_last_word(value: &str) -> String {
    match value.rsplit_once(' ') {
        Some((rest, last)) if last.starts_with(|c: char| c.is_ascii_digit()) => rest.to_owned(),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::hierarchy::tests::domain;
    use super::*;
    use crate::privacy::{Gather, Person};

    #[test]
    fn times_climb_inside_each_other() {
        use TimeUnit as U;
        assert_eq!(
            times(&U::Hour.above(), "2024-12-30T16:00:00"),
            ["2024-12-30", "2024-12", "2024-Q4", "2024"].map(str::to_owned)
        );
        // The week of the 30th of December is the first one of 2025, and begins in 2024.
        assert_eq!(
            times(&[U::Week, U::Month, U::Year], "2025-01-02"),
            ["2025-W01", "2024-12", "2024"].map(str::to_owned)
        );
        assert_eq!(times(&[U::Month, U::Year], "today"), [ALL, ALL].map(str::to_owned));
    }

    #[test]
    fn intervals_join_their_neighbours() {
        let edges = ["0", "10000", "50000", "100000", "250000"].map(str::to_owned);
        let levels = levels_of(edges.len() + 1);
        assert_eq!(levels, 2);
        assert_eq!(intervals(&edges, levels, "< 0"), ["< 10000", "< 100000"].map(str::to_owned));
        assert_eq!(intervals(&edges, levels, "[10000, 50000)"), ["[10000, 100000)", "< 100000"].map(str::to_owned));
        assert_eq!(intervals(&edges, levels, ">= 250000"), [">= 100000", ">= 100000"].map(str::to_owned));
    }

    #[test]
    fn numbers_networks_codes_and_words() {
        let widths = widths(&domain(&[Some("18"), Some("67"), None, Some("x")]));
        assert_eq!(widths, [5, 10]);
        assert_eq!(numbers(&widths, "-3"), ["[-5, 0)", "[-10, 0)"].map(str::to_owned));
        assert_eq!(networks("178.88.1.0/24"), ["178.88.0.0/16", "178.0.0.0/8"].map(str::to_owned));
        assert_eq!(networks("2a00:1f:3::/48"), ["2a00:1f::/32", "2a00::/16"].map(str::to_owned));
        assert_eq!(digits("050010"), ["0500**", "05****"].map(str::to_owned));
        assert_eq!(
            (without_last_word("Samsung Internet 28"), without_last_word("Yandex Browser")),
            ("Samsung Internet".into(), "Yandex Browser".into())
        );
    }

    #[test]
    fn towns_lie_in_regions() {
        let mut gather = Gather::new(1, 0);
        for town in ["Алматы", "Талдыкорган", "Неизвестное"] {
            gather.row([Some(town)].into_iter(), std::iter::empty(), Person::EachRow);
        }
        let table = gather.finish();
        let hierarchy = Ladder::Places.build(&table, 0, 3).expect("a hierarchy");
        let level = &hierarchy.levels()[1];
        let labels: Vec<Option<&str>> = level.groups().iter().map(|&group| level.label(group)).collect();
        assert_eq!(labels, [Some("KZ-75"), Some(ALL), Some("KZ-33")]);
    }

    #[test]
    fn values_of_few_people_are_others() {
        let mut gather = Gather::new(1, 0);
        // Ten rows of one person are one person.
        for (value, person) in (0..10).map(|_| ("rare", 1)).chain((0..3).map(|person| ("course", person))) {
            gather.row([Some(value)].into_iter(), std::iter::empty(), Person::Known(person << 20));
        }
        let table = gather.finish();
        let hierarchy = Ladder::Rare.build(&table, 0, 3).expect("a hierarchy");
        let level = &hierarchy.levels()[1];
        let labels: Vec<Option<&str>> = level.groups().iter().map(|&group| level.label(group)).collect();
        assert_eq!(labels, [Some("course"), Some(OTHER)]);
    }
}
