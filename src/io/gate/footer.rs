//! The footer of a Parquet file before anybody builds something from it: how deep its columns are nested, how many there are, in how many
//! row groups. A reader that meets ten thousand levels or a million groups asks for memory, or for stack, as long as there is some.

use super::Refusal;
use super::thrift::{LIST, Reader, STRUCT};
use crate::io::MAX_COLUMNS;

/// Largest footer. One of 16,384 columns in eight row groups has 16 MiB.
pub(super) const MOST_FOOTER: u64 = 64 << 20;
/// Levels of nesting.
const DEEPEST: usize = 64;
/// Row groups; at 122,880 rows each they hold four billion.
const MOST_GROUPS: usize = 32_768;
/// Columns times row groups: readers keep some hundred bytes for each.
const MOST_CHUNKS: usize = 262_144;
/// Bytes of a name.
const LONGEST_NAME: usize = 16 << 10;
/// Bytes of the full names of all columns, each with those around it.
const MOST_NAMES: usize = 16 << 20;
/// Bytes of keys and values of a writer's own.
const MOST_METADATA: usize = 16 << 20;

const DAMAGED: Refusal = Refusal::Damaged("the footer");

fn more(what: &'static str, most: usize, unit: &'static str) -> Refusal {
    Refusal::Limit { what, most: most as u64, unit }
}

/// Checks a footer.
pub(super) fn check(bytes: &[u8]) -> Result<(), Refusal> {
    let mut columns = None;
    let mut stopped = None;
    let read = Reader::new(bytes).fields(|reader, id, kind| {
        let checked = match (id, kind) {
            (2, LIST) => schema(reader).map(|leaves| columns = Some(leaves)),
            (4, LIST) => groups(reader, columns),
            (5, LIST) => metadata(reader),
            // A footer in clear, and columns that only their keys open.
            (8, STRUCT) => Err(Refusal::Encrypted),
            _ => return Some(false),
        };
        checked.map_err(|refusal| stopped = Some(refusal)).ok().map(|()| true)
    });
    match (stopped, read, columns) {
        (Some(refusal), ..) => Err(refusal),
        (None, Some(()), Some(_)) => Ok(()),
        _ => Err(DAMAGED),
    }
}

/// The schema, which is written as a list of its elements from the root down: how many columns are at the bottom of it.
fn schema(reader: &mut Reader<'_>) -> Result<usize, Refusal> {
    let (count, kind) = reader.list().filter(|(_, kind)| *kind == STRUCT).ok_or(DAMAGED)?;
    let (mut leaves, mut names) = (0, 0);
    // Of each level the children that are still to come, and the bytes of its full name.
    let mut levels: Vec<(u64, usize)> = Vec::new();
    for nth in 0..count {
        if kind != STRUCT {
            return Err(DAMAGED);
        }
        let (mut children, mut name) = (0, 0);
        // A group may have nothing in it; a column has a type.
        let mut is_column = false;
        let element = reader.fields(|reader, id, kind| match (id, kind) {
            (4, 8) => {
                name = reader.bytes()?.len();
                Some(true)
            }
            (1, 4..=6) => {
                reader.int()?;
                is_column = true;
                Some(true)
            }
            (5, 4..=6) => {
                children = u64::try_from(reader.int()?).ok()?;
                Some(true)
            }
            _ => Some(false),
        });
        element.ok_or(DAMAGED)?;
        if name > LONGEST_NAME {
            return Err(more("the name of a column", LONGEST_NAME, "bytes"));
        }
        if nth > 0 {
            while levels.last().is_some_and(|level| level.0 == 0) {
                levels.pop();
            }
            let parent = levels.last_mut().ok_or(DAMAGED)?;
            parent.0 -= 1;
            name += parent.1 + 1;
        }
        if children > 0 || nth == 0 || !is_column {
            if levels.len() > DEEPEST {
                return Err(more("the nesting of a column", DEEPEST, "levels"));
            }
            levels.push((children, if nth == 0 { 0 } else { name }));
        } else {
            (leaves, names) = (leaves + 1, names + name);
        }
        if leaves > MAX_COLUMNS {
            return Err(more("the list of columns", MAX_COLUMNS, "columns"));
        }
        if names > MOST_NAMES {
            return Err(more("the names of all columns", MOST_NAMES, "bytes"));
        }
    }
    Ok(leaves)
}

/// Row groups, each of which has all columns.
fn groups(reader: &mut Reader<'_>, columns: Option<usize>) -> Result<(), Refusal> {
    let (count, kind) = reader.list().ok_or(DAMAGED)?;
    if count > MOST_GROUPS {
        return Err(more("the list of row groups", MOST_GROUPS, "row groups"));
    }
    if columns.unwrap_or(0).saturating_mul(count) > MOST_CHUNKS {
        return Err(more("the list of row groups", MOST_CHUNKS, "columns in all of them"));
    }
    for _ in 0..count {
        if kind != STRUCT {
            return Err(DAMAGED);
        }
        let mut same = true;
        let group = reader.fields(|reader, id, kind| {
            if (id, kind) != (1, LIST) {
                return Some(false);
            }
            let (chunks, kind) = reader.list()?;
            same = Some(chunks) == columns && kind == STRUCT;
            if !same {
                return None;
            }
            (0..chunks).try_for_each(|_| reader.fields(|_, _, _| Some(false)))?;
            Some(true)
        });
        group.ok_or(DAMAGED)?;
    }
    Ok(())
}

/// Keys and values of a writer's own.
fn metadata(reader: &mut Reader<'_>) -> Result<(), Refusal> {
    let before = reader.position();
    let (count, kind) = reader.list().ok_or(DAMAGED)?;
    for _ in 0..count {
        if kind != STRUCT {
            return Err(DAMAGED);
        }
        reader.fields(|_, _, _| Some(false)).ok_or(DAMAGED)?;
    }
    if reader.position() - before > MOST_METADATA || count > MOST_METADATA / 256 {
        return Err(more("the metadata of the writer", MOST_METADATA, "bytes"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_footer_that_names_a_cipher_is_of_an_encrypted_file() {
        // Field 8, a structure without fields.
        assert!(matches!(check(&[0x8c, 0, 0]), Err(Refusal::Encrypted)));
        assert!(matches!(check(&[0]), Err(Refusal::Damaged(_))));
    }
}
