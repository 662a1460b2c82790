//! Counts the classes of a file of a release again, before it is published: with another library than the one that wrote it, from what is
//! written and not from what was planned.

use super::cells::{Cells, Texts};
use super::frame::{Frame, Named};
use super::table::{CsvText, named};
use crate::hash::join;
use crate::pipeline::{LinkedFile, Recount, Whose};
use crate::privacy::Trajectories;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Rows that are counted in one go; more are counted class by class in several goes, each over the whole file.
const ROWS: u64 = 1 << 24;
/// People who are asked about, of those whom the join of files is about.
const SAMPLE: usize = 1_000;

/// Counts by reading what is written.
#[derive(Clone, Copy, Debug)]
pub struct Independent;

impl Recount for Independent {
    fn least_people(&self, file: &Path, quasi: &[String], whose: Whose<'_>) -> Option<u64> {
        least_people(file, quasi, whose)
    }

    fn joined(&self, files: &[LinkedFile]) -> Option<(Trajectories, Vec<bool>)> {
        linked(files, Knows::OneOfEachFile)
    }
}

/// Least number of different people or values, or of rows where nobody can be told from another, in a class of rows whose `quasi` columns are equal.
/// 0 of no rows; `None` if the file cannot be read.
#[must_use]
pub fn least_people(path: &Path, quasi: &[String], whose: Whose<'_>) -> Option<u64> {
    let goes = rows(path)?.div_ceil(ROWS).max(1);
    let mut least = None;
    for go in 0..goes {
        let mut pairs: Vec<(u64, u64)> = Vec::new();
        each_row(path, quasi, whose, &mut |class, person| {
            if class % goes == go {
                // A row of nobody makes its class no larger, but there is one.
                pairs.push((class, person));
            }
        })?;
        pairs.sort_unstable();
        pairs.dedup();
        let classes = pairs.chunk_by(|a, b| a.0 == b.0);
        let sizes = classes.map(|class| class.iter().filter(|(_, person)| *person != 0).count() as u64);
        least = [least, sizes.min()].into_iter().flatten().min();
    }
    Some(least.unwrap_or(0))
}

/// A row, as far as anybody knows it: its file and its class.
type Known = (usize, u64);

/// What somebody knows of a person.
#[derive(Clone, Copy, Debug)]
pub(super) enum Knows {
    /// A row in each file that has one, of whoever is in two files or more.
    OneOfEachFile,
    /// So many rows, of whoever has as many that differ.
    Rows(usize),
}

impl Knows {
    /// Whether a person with these rows can be asked about.
    fn asks(self, person: &[(u64, Known)]) -> bool {
        match self {
            Self::OneOfEachFile => person.iter().any(|row| row.1.0 != person[0].1.0),
            Self::Rows(known) => person.len() >= known,
        }
    }

    /// The rows that are known, chosen by the person's token, without looking at what they are.
    fn choose(self, person: &[(u64, Known)]) -> Vec<Known> {
        let begin = usize::try_from(person[0].0 >> 33).unwrap_or(0);
        match self {
            Self::OneOfEachFile => {
                let of_files = person.chunk_by(|a, b| a.1.0 == b.1.0);
                of_files.map(|rows| rows[begin % rows.len()].1).collect()
            }
            Self::Rows(known) => {
                let spread = (0..known).map(|nth| (begin + nth * person.len() / known) % person.len());
                spread.map(|at| person[at].1).collect()
            }
        }
    }
}

/// Of the people of whom somebody can know so much, how many nobody else is like in the known rows; and which files those people are in. Some of
/// the people are asked about, in equal steps by the hashes of their tokens.
pub(super) fn linked(files: &[LinkedFile], knows: Knows) -> Option<(Trajectories, Vec<bool>)> {
    let all: u64 = files.iter().map(|file| rows(&file.path)).sum::<Option<u64>>()?;
    let goes = all.div_ceil(ROWS).max(1);
    let mut found = Trajectories { people: 0, asked: 0, unique: 0 };
    let mut asked = Asked::default();
    let mut in_files = vec![false; files.len()];
    let bridges = Bridges::of(files)?;
    for go in 0..goes {
        let mut rows: Vec<(u64, Known)> = Vec::new();
        for (nth, file) in files.iter().enumerate() {
            each_row(&file.path, &file.quasi, Whose::Column(&file.subject), &mut |class, person| {
                let person = bridges.whose(person);
                if person != 0 && (person >> 1) % goes == go {
                    rows.push((person, (nth, class)));
                }
            })?;
        }
        rows.sort_unstable();
        rows.dedup();
        let people = || rows.chunk_by(|a, b| a.0 == b.0);
        let is_asked = |person: &&[(u64, Known)]| knows.asks(person);
        let mut linked = 0_usize;
        for person in people().filter(is_asked) {
            linked += 1;
            person.iter().for_each(|(_, (file, _))| in_files[*file] = true);
        }
        found.people += linked as u64;
        if go == 0 {
            let step = linked.div_ceil(SAMPLE).max(1);
            asked = Asked::of(people().filter(is_asked).step_by(step), knows, &rows);
            found.asked = asked.rows.len() as u64;
        }
        people().for_each(|person| asked.look(person));
    }
    found.unique = asked.holders.iter().filter(|holders| **holders == 1).count() as u64;
    Some((found, in_files))
}

/// Other names of people: a browser's token that stands on a row of somebody is theirs in every file.
#[derive(Default)]
struct Bridges(HashMap<u64, u64>);

/// Other names that are remembered; beyond that people are fewer than they could be joined to.
const BRIDGES: usize = 1 << 24;

impl Bridges {
    fn of(files: &[LinkedFile]) -> Option<Self> {
        let mut known = HashMap::new();
        for file in files {
            for bridge in &file.bridges {
                let both = [file.subject.clone(), bridge.clone()];
                each_part(&file.path, &mut |columns, rows| {
                    let find = |name: &String| columns.iter().find(|column| column.name == *name && column.aligned);
                    let people = numbers(&find(&both[0])?.cells, rows);
                    for (person, other) in people.into_iter().zip(numbers(&find(&both[1])?.cells, rows)) {
                        if person != 0 && other != 0 && (known.len() < BRIDGES || known.contains_key(&other)) {
                            // One that is of two people tells neither.
                            let of = known.entry(other).or_insert(person);
                            *of = if *of == person { person } else { 0 };
                        }
                    }
                    Some(())
                })?;
            }
        }
        Some(Self(known))
    }

    /// Whose a token is that may be another name of them.
    fn whose(&self, token: u64) -> u64 {
        self.0.get(&token).copied().filter(|person| *person != 0).unwrap_or(token)
    }
}

/// People who are asked about.
#[derive(Default)]
struct Asked {
    /// Of each, the rows that are known.
    rows: Vec<Vec<Known>>,
    /// Those of whom nobody else is known to be like them, by their rarest row.
    by_rarest: HashMap<Known, Vec<usize>>,
    /// How many have all rows of each, up to two.
    holders: Vec<u8>,
}

impl Asked {
    fn of<'r>(people: impl Iterator<Item = &'r [(u64, Known)]>, knows: Knows, rows: &[(u64, Known)]) -> Self {
        let mut counts: HashMap<Known, u64> = HashMap::new();
        rows.iter().for_each(|(_, row)| *counts.entry(*row).or_default() += 1);
        let mut asked = Self::default();
        for person in people {
            let chosen = knows.choose(person);
            let Some(&rarest) = chosen.iter().min_by_key(|row| (counts[row], **row)) else { continue };
            asked.by_rarest.entry(rarest).or_default().push(asked.rows.len());
            asked.rows.push(chosen);
            asked.holders.push(0);
        }
        asked
    }

    /// Looks whom a person is like.
    fn look(&mut self, person: &[(u64, Known)]) {
        for (_, row) in person {
            let Some(open) = self.by_rarest.get_mut(row) else { continue };
            let (rows, holders) = (&self.rows, &mut self.holders);
            open.retain(|&nth| {
                let has = |row: &Known| person.binary_search(&(person[0].0, *row)).is_ok();
                holders[nth] += u8::from(rows[nth].iter().all(has));
                holders[nth] < 2
            });
        }
    }
}

/// Rows of a file; of CSV nobody knows before it is read, but hardly one is shorter than this.
fn rows(path: &Path) -> Option<u64> {
    const SHORT: u64 = 32;
    if is_parquet(path) { Some(Frame::open(path)?.rows() as u64) } else { Some(path.metadata().ok()?.len() / SHORT) }
}

/// The class of each row, and whose it is; 0 is nobody's.
fn each_row(path: &Path, quasi: &[String], whose: Whose<'_>, see: &mut dyn FnMut(u64, u64)) -> Option<()> {
    let mut row = 0_u64;
    let mut staged = if let Whose::Staged(file) = whose { Some(rewound(file)?) } else { None };
    each_part(path, &mut |columns, rows| {
        let find = |name: &str| columns.iter().find(|column| column.name == name && column.aligned);
        let hashes = quasi.iter().map(|name| Some(find(name)?.cells.hashes())).collect::<Option<Vec<_>>>()?;
        let people = match whose {
            Whose::Column(name) => numbers(&find(name)?.cells, rows),
            Whose::Staged(_) => taken(staged.as_mut()?, rows)?,
            Whose::Rows => (1..).map(|nth| row + nth).take(rows).collect(),
            // NULL is a value like any other.
            Whose::Values(name) => numbers(&find(name)?.cells, rows).into_iter().map(|value| value.max(2)).collect(),
        };
        row += rows as u64;
        for (at, person) in people.into_iter().enumerate() {
            see(hashes.iter().fold(0, |class, column| join(class, column[at])), person);
        }
        Some(())
    })
}

/// A number for each cell, 0 for none.
fn numbers(cells: &Cells, rows: usize) -> Vec<u64> {
    let there = cells.filled(rows);
    cells.hashes().into_iter().zip(there).map(|(hash, there)| if there { hash | 1 } else { 0 }).collect()
}

fn rewound(mut file: &File) -> Option<BufReader<&File>> {
    file.seek(SeekFrom::Start(0)).ok()?;
    Some(BufReader::with_capacity(1 << 20, file))
}

/// The next numbers of a file.
fn taken(file: &mut BufReader<&File>, rows: usize) -> Option<Vec<u64>> {
    let mut bytes = vec![0; rows * 8];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes.as_chunks().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect())
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "parquet")
}

/// The columns of a file, part by part.
fn each_part(path: &Path, see: &mut dyn FnMut(Vec<Named>, usize) -> Option<()>) -> Option<()> {
    if is_parquet(path) {
        let frame = Frame::open(path)?;
        for &slice in frame.slices() {
            let mut columns = Vec::new();
            frame.each_column(slice, &mut |column| columns.push(column))?;
            see(columns, slice.rows)?;
        }
        return Some(());
    }
    let mut csv = CsvText::open(path).ok()?;
    while let Some(part) = csv.part().ok()? {
        let rows = part.first().map_or(0, Texts::len);
        see(named(&csv.header, part), rows)?;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_the_join_singles_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = |name: &str, text: &str, quasi: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).expect("written");
            LinkedFile { path, quasi: vec![quasi.to_owned()], subject: "user".to_owned(), bridges: Vec::new() }
        };
        // Every class of each file has two people. x is alone with А and 1; y and z are alike; w and nobody are in one file.
        let users = file("users.csv", "city,user\nА,x\nА,w\nБ,y\nБ,z\nБ,\n", "city");
        let payments = file("payments.csv", "sum,user,note\n1,x,a\n1,y,\n2,z,\n1,z,\n2,y,\n1,y,\n", "sum");
        let of = |files: &[LinkedFile]| linked(files, Knows::OneOfEachFile).expect("read");
        let found = of(&[users.clone(), payments.clone()]);
        assert_eq!(found, (Trajectories { people: 3, asked: 3, unique: 1 }, vec![true, true]));
        // Visits are of browsers, and a file says whose those are; one that two people use is nobody's.
        let visits = LinkedFile {
            subject: "browser".to_owned(),
            ..file("visits.csv", "host,browser\na,b1\na,b2\na,b3\n", "host")
        };
        let owners = file("owners.csv", "city,user,browser\nА,x,b1\nА,w,b2\nА,y,b3\nБ,z,b3\n", "city");
        let owners = LinkedFile { bridges: vec!["browser".to_owned()], ..owners };
        assert_eq!(
            of(&[owners.clone(), visits.clone()]),
            (Trajectories { people: 2, asked: 2, unique: 0 }, vec![true, true])
        );
        assert_eq!(of(&[LinkedFile { bridges: Vec::new(), ..owners }, visits]).0.people, 0);
        // A file of other people is joined with nothing.
        let others = file("others.csv", "sum,user\n1,o\n2,p\n", "sum");
        assert_eq!(of(&[users.clone(), others, payments.clone()]), (found.0, vec![true, false, true]));
        assert_eq!(of(&[payments, users.clone()]), found);
        assert_eq!(of(std::slice::from_ref(&users)), (Trajectories { people: 0, asked: 0, unique: 0 }, vec![false]));
        assert_eq!(
            linked(&[users.clone(), LinkedFile { subject: "none".to_owned(), ..users }], Knows::OneOfEachFile),
            None
        );
    }

    #[test]
    fn whom_three_rows_single_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        // x and y are alike in three rows that differ, z in two of them; w has three rows of two kinds, and nobody has as many as they want.
        let text = "sum,user\n1,x\n2,x\n3,x\n1,y\n2,y\n3,y\n1,z\n2,z\n9,z\n1,w\n1,w\n2,w\n4,\n5,\n6,\n";
        std::fs::write(&path, text).expect("written");
        let file = LinkedFile { path, quasi: vec!["sum".to_owned()], subject: "user".to_owned(), bridges: Vec::new() };
        let of = |known| linked(std::slice::from_ref(&file), Knows::Rows(known)).expect("read").0;
        assert_eq!(of(3), Trajectories { people: 3, asked: 3, unique: 1 });
        assert_eq!(of(4), Trajectories { people: 0, asked: 0, unique: 0 });
    }

    #[test]
    fn people_of_classes_are_counted_from_what_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        std::fs::write(&path, "city,age,user\nА,1,x\nА,1,y\nА,1,y\nБ,1,x\nБ,1,x\nБ,1,\n").expect("written");
        let quasi = ["city".to_owned(), "age".to_owned()];
        let of = |quasi: &[String], whose| least_people(&path, quasi, whose);
        assert_eq!(of(&quasi, Whose::Column("user")), Some(1));
        assert_eq!(of(&quasi, Whose::Rows), Some(3));
        assert_eq!(of(&[], Whose::Column("user")), Some(2));
        assert_eq!(of(&["none".to_owned()], Whose::Rows), None);
        // x, y; x and NULL.
        assert_eq!(of(&quasi, Whose::Values("user")), Some(2));
        assert_eq!(of(&quasi, Whose::Values("city")), Some(1));
        let staged = folder.path().join("people");
        let numbers = |people: &[u64]| people.iter().flat_map(|person| person.to_le_bytes()).collect::<Vec<u8>>();
        std::fs::write(&staged, numbers(&[7, 8, 9, 7, 8, 0])).expect("written");
        let file = File::open(&staged).expect("a file");
        assert_eq!(of(&quasi, Whose::Staged(&file)), Some(2));
        // Fewer numbers than rows tell nothing.
        std::fs::write(&staged, numbers(&[7, 8, 9])).expect("written");
        assert_eq!(of(&quasi, Whose::Staged(&file)), None);
    }
}
