//! Counts the classes of a file of a release again, before it is published: with another library than the one that wrote it, from what is
//! written and not from what was planned.

use super::cells::{Cells, Texts};
use super::frame::{Frame, Named};
use super::table::{CsvText, Slice, named, slices};
use crate::pipeline::Whose;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// Rows that are counted in one go; more are counted class by class in several goes, each over the whole file.
const ROWS: u64 = 1 << 25;
/// Rows of a part.
const PART: u64 = 1 << 17;

/// Least number of different people, or of rows where nobody can be told from another, in a class of rows whose `quasi` columns are equal.
/// 0 of no rows; `None` if the file cannot be read.
#[must_use]
pub fn least_people(path: &Path, quasi: &[String], whose: Whose<'_>) -> Option<u64> {
    let rows = if is_parquet(path) { Frame::open(path)?.rows() as u64 } else { 0 };
    let goes = rows.div_ceil(ROWS).max(1);
    let mut least = None;
    for go in 0..goes {
        let mut pairs: Vec<(u64, u64)> = Vec::new();
        let mut row = 0_u64;
        let mut staged = if let Whose::Staged(file) = whose { Some(rewound(file)?) } else { None };
        each_part(path, &mut |columns, rows| {
            let find = |name: &str| columns.iter().find(|column| column.name == name && column.aligned);
            let hashes = quasi.iter().map(|name| Some(find(name)?.cells.hashes())).collect::<Option<Vec<_>>>()?;
            let people = match whose {
                Whose::Column(name) => numbers(&find(name)?.cells, rows),
                Whose::Staged(_) => taken(staged.as_mut()?, rows)?,
                Whose::Rows => (1..).map(|nth| row + nth).take(rows).collect(),
            };
            row += rows as u64;
            for (at, person) in people.into_iter().enumerate() {
                let class = hashes.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |class, column| mixed(class ^ column[at]));
                if class % goes == go {
                    // A row of nobody makes its class no larger, but there is one.
                    pairs.push((class, person));
                }
            }
            Some(())
        })?;
        pairs.sort_unstable();
        pairs.dedup();
        let classes = pairs.chunk_by(|a, b| a.0 == b.0);
        let sizes = classes.map(|class| class.iter().filter(|(_, person)| *person != 0).count() as u64);
        least = [least, sizes.min()].into_iter().flatten().min();
    }
    Some(least.unwrap_or(0))
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

fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value ^ (value >> 29)
}

/// The columns of a file, part by part.
fn each_part(path: &Path, see: &mut dyn FnMut(Vec<Named>, usize) -> Option<()>) -> Option<()> {
    if is_parquet(path) {
        let frame = Frame::open(path)?;
        let rows = frame.rows() as u64;
        let parts: Vec<u64> = (0..rows.div_ceil(PART)).map(|nth| PART.min(rows - nth * PART)).collect();
        for Slice { first, rows } in slices(&parts) {
            let mut columns = Vec::new();
            for field in 0..frame.fields() {
                columns.extend(frame.read(field, first, rows)?);
            }
            see(columns, rows)?;
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
