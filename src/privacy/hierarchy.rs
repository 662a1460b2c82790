//! What the values of a column become, level by level: from themselves to one group of all.

use super::combinations::Domain;
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// The label of everything.
pub const ALL: &str = "*";

/// A generalisation hierarchy over the values of one column. Level 0 is the values; the last level has one group.
#[derive(Clone, Debug)]
pub struct Hierarchy {
    levels: Vec<Level>,
    /// What is known of the levels that were cut off below.
    below: Below,
}

/// Levels that a hierarchy does not have any more.
#[derive(Clone, Debug, Default)]
struct Below {
    names: Vec<String>,
    /// By value of what is left, the mean over its rows of log2 of the rows that have the same value as they.
    bits: Vec<f64>,
}

/// One level of a hierarchy.
#[derive(Clone)]
pub struct Level {
    /// Its name, for people.
    pub name: String,
    group_of: Vec<u32>,
    labels: Vec<Option<Box<str>>>,
    losses: Vec<f64>,
}

/// Labels may be values: they are not shown.
impl fmt::Debug for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Level({}, {} groups)", self.name, self.labels.len())
    }
}

impl Level {
    /// The group of each value, by the code of the value.
    #[must_use]
    pub fn groups(&self) -> &[u32] {
        &self.group_of
    }

    /// What is written for each group; `None` is NULL.
    #[must_use]
    pub fn label(&self, group: u32) -> Option<&str> {
        self.labels[group as usize].as_deref()
    }

    /// Number of groups.
    #[must_use]
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there is no group, as in a column without values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// Share of the domain that a group can no longer be told from: (leaves - 1) / (all leaves - 1), from 0 to 1 (Iyengar 2002, as ARX has
    /// it).
    #[must_use]
    pub fn loss(&self, group: u32) -> f64 {
        self.losses[group as usize]
    }
}

/// Why a hierarchy is none. Lines are those of its file, from 1; values are not shown.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum BadHierarchy {
    /// Nothing is in it.
    Empty,
    /// This line has not as many levels as the first.
    Ragged(usize),
    /// The value of this line stands on an earlier one too.
    Repeated(usize),
    /// Two values that are one at a level are two at the next one; the line of one of them, and the level, from 1.
    Split(usize, usize),
    /// So many values of the column are not in it.
    Missing(usize),
}

impl Hierarchy {
    /// A hierarchy by rules: `climb` gives, for a value that is not NULL, its label at each of the named levels above the values themselves.
    /// NULL stays NULL until all is one.
    ///
    /// # Panics
    /// Never: a label too few is [`ALL`].
    #[must_use]
    pub fn by_rule(domain: &Domain, names: &[String], climb: &dyn Fn(&str) -> Vec<String>) -> Self {
        let mut columns: Vec<Vec<Option<String>>> = vec![Vec::with_capacity(domain.len()); names.len()];
        for value in domain.values() {
            let mut labels = value.map(climb).map(Vec::into_iter);
            for column in &mut columns {
                column.push(labels.as_mut().map(|labels| labels.next().unwrap_or_else(|| ALL.to_owned())));
            }
        }
        let values: Vec<Option<String>> = domain.values().map(|value| value.map(str::to_owned)).collect();
        let mut levels = vec![level("value", &values, &vec![1; values.len()])];
        levels.extend(names.iter().zip(&columns).map(|(name, labels)| level(name, labels, &vec![1; labels.len()])));
        Self { levels, below: Below::default() }.topped()
    }

    /// A hierarchy in ARX's layout: `value;level 1;level 2;…`, one value a line, `"` around what holds a semicolon. Values that the column
    /// does not have count as leaves all the same, as in ARX. An empty value is NULL.
    ///
    /// # Errors
    /// A file that is no hierarchy, or not one of all values of the column.
    pub fn parse(text: &str, domain: &Domain) -> Result<Self, BadHierarchy> {
        let lines: Vec<(usize, Vec<String>)> = (1..)
            .zip(text.trim_start_matches('\u{feff}').lines())
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(at, line)| (at, cells(line)))
            .collect();
        let Some((_, first)) = lines.first() else { return Err(BadHierarchy::Empty) };
        let depth = first.len();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for (nth, (at, cells)) in lines.iter().enumerate() {
            if cells.len() != depth {
                return Err(BadHierarchy::Ragged(*at));
            }
            if known.insert(&cells[0], nth).is_some() {
                return Err(BadHierarchy::Repeated(*at));
            }
        }
        for at in 1..depth.saturating_sub(1) {
            let mut above: HashMap<&str, &str> = HashMap::new();
            for (line, cells) in &lines {
                if *above.entry(&cells[at]).or_insert(&cells[at + 1]) != cells[at + 1] {
                    return Err(BadHierarchy::Split(*line, at));
                }
            }
        }
        let places: Vec<Option<usize>> = domain.values().map(|value| known.get(value.unwrap_or("")).copied()).collect();
        let missing = domain.values().zip(&places).filter(|(value, place)| value.is_some() && place.is_none()).count();
        if missing > 0 {
            return Err(BadHierarchy::Missing(missing));
        }
        let levels = (0..depth).map(|at| {
            let name = if at == 0 { "value".to_owned() } else { format!("level {at}") };
            // NULL without a line of its own is one leaf more.
            let null = if at + 1 == depth { Some(first[at].clone()) } else { None };
            let labels: Vec<Option<String>> = places
                .iter()
                .map(|place| {
                    place.map_or(null.clone(), |line| Some(lines[line].1[at].clone()).filter(|label| !label.is_empty()))
                })
                .collect();
            let mut leaves: BTreeMap<Option<&str>, u32> = BTreeMap::new();
            for (_, cells) in &lines {
                *leaves.entry(Some(cells[at].as_str()).filter(|label| !label.is_empty())).or_default() += 1;
            }
            let null_is_leaf = places.contains(&None);
            if null_is_leaf {
                *leaves.entry(null.as_deref()).or_default() += 1;
            }
            level_of(
                &name,
                &labels,
                &|label| leaves.get(&label).copied().unwrap_or(1),
                lines.len() + usize::from(null_is_leaf),
            )
        });
        Ok(Self { levels: levels.collect(), below: Below::default() }.topped())
    }

    /// All labels of a text in that layout, without the values themselves.
    #[must_use]
    pub fn labels(text: &str) -> Vec<String> {
        let lines = text.trim_start_matches('\u{feff}').lines();
        lines.flat_map(|line| cells(line).into_iter().skip(1)).filter(|label| !label.is_empty()).collect()
    }

    /// With a level of one group at the end.
    fn topped(mut self) -> Self {
        let values = self.levels[0].group_of.len();
        if self.levels.last().is_some_and(|last| last.len() > 1) {
            let whole = if values > 0 { vec![1.0] } else { Vec::new() };
            let labels = if values > 0 { vec![Some(ALL.into())] } else { Vec::new() };
            self.levels.push(Level { name: "all".to_owned(), group_of: vec![0; values], labels, losses: whole });
        }
        self
    }

    /// The hierarchy from a level on, whose groups become the values: in order, with the place of each group among them. `rows` are those of
    /// each value.
    pub(super) fn cut(&self, level: usize, rows: &[u64]) -> (Domain, Self, Vec<u32>) {
        let bottom = &self.levels[level];
        let mut order: Vec<usize> = (0..bottom.len()).collect();
        order.sort_by(|&a, &b| bottom.labels[a].cmp(&bottom.labels[b]));
        let mut places = vec![0; order.len()];
        order.iter().zip(0..).for_each(|(&group, place)| places[group] = place);
        let mut member = vec![0; order.len()];
        let mut sums = vec![(0_u64, 0.0); order.len()];
        for (value, (&group, &rows)) in bottom.group_of.iter().zip(rows).enumerate() {
            let place = places[group as usize] as usize;
            member[place] = value;
            sums[place].0 += rows;
            #[allow(clippy::cast_precision_loss)]
            let bits = if rows > 0 { rows as f64 * (rows as f64).log2() } else { 0.0 };
            sums[place].1 += bits;
        }
        let from = |level: &Level| Level {
            group_of: member.iter().map(|&value| level.group_of[value]).collect(),
            ..level.clone()
        };
        #[allow(clippy::cast_precision_loss)]
        let bits = sums.iter().map(|&(rows, bits)| bits / rows.max(1) as f64).collect();
        let names = self.levels[..level].iter().map(|level| level.name.clone()).collect();
        let domain = Domain::of(order.iter().map(|&group| bottom.labels[group].clone()).collect());
        let levels = self.levels[level..].iter().map(from).collect();
        (domain, Self { levels, below: Below { names, bits } }, places)
    }

    /// Names of the levels that were cut off below the first.
    #[must_use]
    pub fn below(&self) -> &[String] {
        &self.below.names
    }

    /// Bits that are known of a value that was cut off: the mean of log2 of its rows; `None` where nothing was.
    pub(super) fn bits_below(&self, value: u32) -> Option<f64> {
        self.below.bits.get(value as usize).copied()
    }

    /// The levels, from the values to one group.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Position of the level at which all is one.
    #[must_use]
    pub fn top(&self) -> usize {
        self.levels.len() - 1
    }
}

/// A level whose values count so many leaves each.
fn level(name: &str, labels: &[Option<String>], leaves: &[u32]) -> Level {
    let mut sums: HashMap<Option<&str>, u32> = HashMap::new();
    for (label, leaves) in labels.iter().zip(leaves) {
        *sums.entry(label.as_deref()).or_default() += leaves;
    }
    level_of(name, labels, &|label| sums.get(&label).copied().unwrap_or(0), leaves.iter().sum::<u32>() as usize)
}

fn level_of(name: &str, labels: &[Option<String>], leaves: &dyn Fn(Option<&str>) -> u32, all: usize) -> Level {
    let mut groups: HashMap<Option<&str>, u32> = HashMap::new();
    let mut known: Vec<Option<Box<str>>> = Vec::new();
    let mut losses = Vec::new();
    let group_of = labels.iter().map(|label| {
        *groups.entry(label.as_deref()).or_insert_with(|| {
            known.push(label.as_deref().map(Into::into));
            let others = f64::from(leaves(label.as_deref()).saturating_sub(1));
            #[allow(clippy::cast_precision_loss)]
            losses.push(if all > 1 { others / (all - 1) as f64 } else { 0.0 });
            u32::try_from(known.len() - 1).unwrap_or(u32::MAX)
        })
    });
    let group_of = group_of.collect();
    Level { name: name.to_owned(), group_of, labels: known, losses }
}

/// The cells of a line, `;` between them.
fn cells(line: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.trim_end_matches('\r').chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                found.last_mut().into_iter().for_each(|cell| cell.push('"'));
            }
            '"' if quoted || found.last().is_some_and(String::is_empty) => quoted = !quoted,
            ';' if !quoted => found.push(String::new()),
            c => found.last_mut().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    found.iter().map(|cell| cell.trim().to_owned()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::privacy::{Gather, Person};

    /// The domain of these values.
    pub(crate) fn domain(values: &[Option<&str>]) -> Domain {
        let mut gather = Gather::new(1, 0);
        values.iter().for_each(|value| gather.row([*value].into_iter(), std::iter::empty(), Person::EachRow));
        gather.finish().domain(0).clone()
    }

    fn labels(hierarchy: &Hierarchy, level: usize) -> Vec<Option<&str>> {
        let level = &hierarchy.levels()[level];
        level.groups().iter().map(|&group| level.label(group)).collect()
    }

    #[test]
    fn arx_files_are_read() {
        let domain = domain(&[Some("b"), None, Some("a;1")]);
        let text = "\u{feff}\"a;1\";x;*\r\nb;x;*\nc;y;*\n\n";
        let hierarchy = Hierarchy::parse(text, &domain).expect("a hierarchy");
        assert_eq!(hierarchy.top(), 2);
        assert_eq!(labels(&hierarchy, 0), [None, Some("a;1"), Some("b")]);
        assert_eq!(labels(&hierarchy, 1), [None, Some("x"), Some("x")]);
        assert_eq!(labels(&hierarchy, 2), [Some("*"), Some("*"), Some("*")]);
        // Three lines and NULL: `x` has two of four leaves.
        let level = &hierarchy.levels()[1];
        assert!((level.loss(level.groups()[1]) - 1.0 / 3.0).abs() < 1e-12 && level.loss(level.groups()[0]) == 0.0);
    }

    #[test]
    fn what_is_no_hierarchy_is_told_by_its_line() {
        let domain = domain(&[Some("a"), Some("b")]);
        let bad = |text: &str| Hierarchy::parse(text, &domain).err();
        assert_eq!(bad(""), Some(BadHierarchy::Empty));
        assert_eq!(bad("a;x;*\nb;*\n"), Some(BadHierarchy::Ragged(2)));
        assert_eq!(bad("a;x;*\na;x;*\n"), Some(BadHierarchy::Repeated(2)));
        assert_eq!(bad("a;x;1\n\nb;x;2\n"), Some(BadHierarchy::Split(3, 1)));
        assert_eq!(bad("a;x;*\nc;x;*\n"), Some(BadHierarchy::Missing(1)));
    }

    #[test]
    fn a_hierarchy_ends_in_one_group() {
        let domain = domain(&[None, Some("050000"), Some("050010"), Some("010000")]);
        let two = |value: &str| vec![format!("{}****", &value[..2])];
        let hierarchy = Hierarchy::by_rule(&domain, &["region".to_owned()], &two);
        assert_eq!(labels(&hierarchy, 1), [None, Some("01****"), Some("05****"), Some("05****")]);
        assert_eq!((hierarchy.top(), labels(&hierarchy, 2)[0]), (2, Some("*")));
        assert_eq!(hierarchy.levels()[2].loss(0), 1.0);
    }
}
