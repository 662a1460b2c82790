//! Counts the classes of a file of a release again, before it is published: with another library than the one that wrote it, from what is
//! written and not from what was planned.

use super::cells::Cells;
use super::frame::{Frame, Named};
use super::table::{CsvText, Slice, named, slices};
use std::path::Path;

/// Rows that are counted in one go; more are counted class by class in several goes, each over the whole file.
const ROWS: u64 = 1 << 25;
/// Rows of a part.
const PART: u64 = 1 << 17;

/// Least number of different people, or of rows where nobody can be told from another, in a class of rows whose `quasi` columns are equal.
/// `people` is a column of tokens. 0 of no rows; `None` if the file cannot be read.
#[must_use]
pub fn least_people(path: &Path, quasi: &[String], people: Option<&str>) -> Option<u64> {
    let rows = if is_parquet(path) { Frame::open(path)?.rows() as u64 } else { 0 };
    let goes = rows.div_ceil(ROWS).max(1);
    let mut least = None;
    for go in 0..goes {
        let mut pairs: Vec<(u64, u64)> = Vec::new();
        let mut row = 0_u64;
        each_part(
            path,
            &mut |columns: &[Vec<u64>], people: Option<(&[u64], &[bool])>, count| {
                for at in 0..count {
                    let class =
                        columns.iter().fold(0x9E37_79B9_7F4A_7C15_u64, |class, column| mixed(class ^ column[at]));
                    row += 1;
                    if class % goes == go {
                        // A row of nobody makes its class no larger, but there is one.
                        let person = people.map_or(row, |(people, there)| if there[at] { people[at] | 1 } else { 0 });
                        pairs.push((class, person));
                    }
                }
            },
            quasi,
            people,
        )?;
        pairs.sort_unstable();
        pairs.dedup();
        let classes = pairs.chunk_by(|a, b| a.0 == b.0);
        let sizes = classes.map(|class| class.iter().filter(|(_, person)| *person != 0).count() as u64);
        least = [least, sizes.min()].into_iter().flatten().min();
    }
    Some(least.unwrap_or(0))
}

fn is_parquet(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "parquet")
}

fn mixed(value: u64) -> u64 {
    let value = (value ^ (value >> 31)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    value ^ (value >> 29)
}

type See<'s> = dyn FnMut(&[Vec<u64>], Option<(&[u64], &[bool])>, usize) + 's;

/// Hashes of the wanted columns, part by part.
fn each_part(path: &Path, see: &mut See<'_>, quasi: &[String], people: Option<&str>) -> Option<()> {
    if is_parquet(path) {
        let frame = Frame::open(path)?;
        let rows = frame.rows() as u64;
        let parts: Vec<u64> = (0..rows.div_ceil(PART)).map(|nth| PART.min(rows - nth * PART)).collect();
        for Slice { first, rows } in slices(&parts) {
            let mut columns = Vec::new();
            for field in 0..frame.fields() {
                columns.extend(frame.read(field, first, rows)?);
            }
            one_part(columns, rows, see, quasi, people)?;
        }
        return Some(());
    }
    let mut csv = CsvText::open(path).ok()?;
    while let Some(part) = csv.part().ok()? {
        let rows = part.first().map_or(0, super::cells::Texts::len);
        one_part(named(&csv.header, part), rows, see, quasi, people)?;
    }
    Some(())
}

fn one_part(columns: Vec<Named>, rows: usize, see: &mut See<'_>, quasi: &[String], people: Option<&str>) -> Option<()> {
    let find =
        |name: &str| columns.iter().find(|column| column.name == name && column.aligned).map(|column| &column.cells);
    let hashes = quasi.iter().map(|name| find(name).map(Cells::hashes)).collect::<Option<Vec<_>>>()?;
    let people = match people {
        Some(name) => {
            let cells = find(name)?;
            Some((cells.hashes(), cells.filled(rows)))
        }
        None => None,
    };
    see(&hashes, people.as_ref().map(|(hashes, there)| (hashes.as_slice(), there.as_slice())), rows);
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
        assert_eq!(least_people(&path, &quasi, Some("user")), Some(1));
        assert_eq!(least_people(&path, &quasi, None), Some(3));
        assert_eq!(least_people(&path, &[], Some("user")), Some(2));
        assert_eq!(least_people(&path, &["none".to_owned()], None), None);
    }
}
