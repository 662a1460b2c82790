//! The footer of a Parquet file: what it says about columns and where everything stands; and whatever in it a release has no use for.

use super::super::notes::{Note, Notes};
use super::super::raw;
use super::super::report::{Code, Severity, Sure};
use super::thrift::{Value, read};
use super::values::Physical;
use std::ops::Range;

/// A column at the bottom of the schema.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Leaf {
    /// Names from the root down, with dots between them.
    pub(in crate::audit) name: String,
    pub(super) physical: Physical,
    /// Whether its values are said to be text.
    pub(in crate::audit) text: bool,
    pub(super) max_definition: u64,
    pub(super) max_repetition: u64,
}

/// The values of one column in one row group.
#[derive(Clone, Debug)]
pub(super) struct Chunk {
    pub(super) leaf: usize,
    pub(super) codec: i64,
    pub(super) values: usize,
    pub(super) place: Range<u64>,
}

/// Something else that the footer points to.
#[derive(Clone, Debug)]
pub(super) enum Part {
    OffsetIndex,
    ColumnIndex { leaf: usize },
    Bloom { leaf: usize },
}

/// What a footer says.
#[derive(Debug, Default)]
pub(super) struct Footer {
    pub(super) leaves: Vec<Leaf>,
    /// Rows of each row group.
    pub(super) groups: Vec<u64>,
    pub(super) chunks: Vec<(usize, Chunk)>,
    pub(super) parts: Vec<(Range<u64>, Part)>,
    /// Smallest and largest values that are stated: of which row group, which leaf, and which bytes.
    pub(super) extremes: Vec<Extreme>,
    pub(super) rows: u64,
}

/// A smallest or largest value that is stated of a column.
#[derive(Clone, Debug)]
pub(in crate::audit) struct Extreme {
    pub(in crate::audit) leaf: usize,
    pub(in crate::audit) bytes: Vec<u8>,
    pub(in crate::audit) greatest: bool,
}

/// Fields that the specification names, by structure. What else stands there is told.
const FILE: &[i16] = &[1, 2, 3, 4, 5, 6, 7];
const ELEMENT: &[i16] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
const GROUP: &[i16] = &[1, 2, 3, 4, 5, 6, 7];
const COLUMN: &[i16] = &[2, 3, 4, 5, 6, 7];
const META: &[i16] = &[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16];
const STATISTICS: &[i16] = &[1, 2, 3, 4, 5, 6, 7, 8];

/// Keys that writers of data frames leave, and what is in them: names and types of columns. Their text is searched like all other.
const KNOWN_KEYS: &[&str] = &[
    "pandas",
    "ARROW:schema",
    "org.apache.spark.version",
    "org.apache.spark.sql.parquet.row.metadata",
    "parquet.avro.schema",
    "writer.model.name",
];

/// Reads a footer and notes what does not belong there. `ours` is whether the file is said to be of a release: then nothing but the schema
/// and positions may be in it. `None` if it cannot be read.
pub(super) fn parse(bytes: &[u8], file: &str, at: u64, ours: bool, notes: &Notes) -> Option<Footer> {
    let (tree, end) = read(bytes)?;
    if end != bytes.len() {
        let (from, to) = (at + end as u64, at + bytes.len() as u64);
        notes.put(Note::new(Code::Gap, file).bytes(from, to).count(to - from).kind("behind the footer"));
        search(&bytes[end..], file, None, from, "behind the footer", notes);
    }
    let mut footer = Footer { rows: tree.field(3)?.size()? as u64, ..Footer::default() };
    let cx = Context { bytes, file, at, ours, notes };
    cx.unknown(&tree, FILE, "footer");
    cx.metadata(tree.field(5), None);
    if let Some(by) = tree.field(6).and_then(Value::bytes) {
        cx.search(by, None, "created_by");
    }
    leaves(&tree, &cx, &mut footer)?;
    for (nth, group) in tree.field(4).map(Value::list).unwrap_or_default().iter().enumerate() {
        cx.unknown(group, GROUP, "row group");
        footer.groups.push(group.field(3)?.size()? as u64);
        let columns = group.field(1).map(Value::list).unwrap_or_default();
        if columns.len() != footer.leaves.len() {
            return None;
        }
        for (leaf, column) in columns.iter().enumerate() {
            chunk(column, nth, leaf, &cx, &mut footer)?;
        }
    }
    Some(footer)
}

struct Context<'a> {
    bytes: &'a [u8],
    file: &'a str,
    /// Where the footer stands in the file.
    at: u64,
    ours: bool,
    notes: &'a Notes,
}

impl Context<'_> {
    fn place(&self, range: &Range<usize>) -> (u64, u64) {
        (self.at + range.start as u64, self.at + range.end as u64)
    }

    /// Notes fields that no specification names, and searches their text.
    fn unknown(&self, value: &Value, known: &[i16], structure: &str) {
        let Value::Struct(fields) = value else { return };
        for (_, value) in fields.iter().filter(|(id, _)| !known.contains(id)) {
            let note = Note::new(Code::Metadata, self.file).bytes(self.at, self.at + self.bytes.len() as u64);
            let note = note.kind(&format!("unknown field of {structure}"));
            let mut text = false;
            value.each_text(&mut |range| {
                text = true;
                self.search(range, None, "unknown field");
            });
            // A number is what a newer edition of the format may have.
            self.notes.put(if text || self.ours { note } else { note.severity(Severity::Note) });
        }
    }

    /// Keys and values of a writer's own.
    fn metadata(&self, list: Option<&Value>, column: Option<&str>) {
        for pair in list.map(Value::list).unwrap_or_default() {
            let key = pair.field(1).and_then(Value::bytes).map(|range| &self.bytes[range]).unwrap_or_default();
            let known = KNOWN_KEYS.iter().find(|known| known.as_bytes() == key);
            let mut note = Note::new(Code::Metadata, self.file).kind(known.unwrap_or(&"key of its own"));
            note = column.map_or(note.clone(), |column| note.column(column));
            if let Some(range) = pair.field(2).or(pair.field(1)).and_then(Value::bytes) {
                let (from, to) = self.place(&range);
                note = note.bytes(from, to);
            }
            let usual = known.is_some() && !self.ours;
            self.notes.put(if usual { note.severity(Severity::Note) } else { note });
            pair.each_text(&mut |range| {
                self.search(range.clone(), column, "key-value metadata");
                // A schema of Arrow is a binary document in base64.
                use base64::Engine as _;
                if let Ok(inner) = base64::engine::general_purpose::STANDARD.decode(&self.bytes[range.clone()]) {
                    let (at, _) = self.place(&range);
                    search(&inner, self.file, column, at, "key-value metadata", self.notes);
                }
            });
        }
    }

    fn search(&self, range: Range<usize>, column: Option<&str>, what: &'static str) {
        let (from, _) = self.place(&range);
        search(&self.bytes[range], self.file, column, from, what, self.notes);
    }
}

/// Notes identifiers in bytes that are no cells.
pub(super) fn search(bytes: &[u8], file: &str, column: Option<&str>, at: u64, what: &'static str, notes: &Notes) {
    raw::search(bytes, |kind, range| {
        let note = Note::new(Code::Bytes, file).kind(&format!("{} in {what}", kind.name())).sure(Sure::Likely);
        let note = note.bytes(at + range.start as u64, at + range.end as u64);
        notes.put(column.map_or(note.clone(), |column| note.column(column)));
    });
}

/// The columns at the bottom of the schema, which is written as a list of its elements from the root down.
fn leaves(tree: &Value, cx: &Context<'_>, footer: &mut Footer) -> Option<()> {
    let elements = tree.field(2)?.list();
    let mut stack: Vec<(usize, String, u64, u64)> = Vec::new();
    for (nth, element) in elements.iter().enumerate() {
        cx.unknown(element, ELEMENT, "schema");
        let name = element.field(4).and_then(Value::bytes)?;
        cx.search(name.clone(), None, "name of a column");
        let name = String::from_utf8_lossy(&cx.bytes[name]).into_owned();
        let children = element.field(5).and_then(Value::size).unwrap_or(0);
        if nth == 0 {
            stack.push((children, String::new(), 0, 0));
            continue;
        }
        while stack.last().is_some_and(|level| level.0 == 0) {
            stack.pop();
        }
        let (left, path, definition, repetition) = stack.last_mut()?;
        *left -= 1;
        let repeats = element.field(3).and_then(Value::int).unwrap_or(0);
        let path = if path.is_empty() { name } else { format!("{path}.{name}") };
        let (definition, repetition) = (*definition + u64::from(repeats != 0), *repetition + u64::from(repeats == 2));
        if children > 0 {
            stack.push((children, path, definition, repetition));
            continue;
        }
        let length = element.field(2).and_then(Value::size);
        let physical = Physical::parse(element.field(1)?.int()?, length)?;
        let text = physical == Physical::Bytes;
        footer.leaves.push(Leaf { name: path, physical, text, max_definition: definition, max_repetition: repetition });
    }
    Some(())
}

/// Where a chunk stands, what the footer says of its values, and what else belongs to it.
fn chunk(column: &Value, group: usize, leaf: usize, cx: &Context<'_>, footer: &mut Footer) -> Option<()> {
    cx.unknown(column, COLUMN, "column chunk");
    let meta = column.field(3)?;
    cx.unknown(meta, META, "column metadata");
    let name = footer.leaves[leaf].name.clone();
    cx.metadata(meta.field(8), Some(&name));
    let position = |id| meta.field(id).and_then(Value::size).map(|at| at as u64);
    // A dictionary stands before the data; writers say 0 where one of them is not there.
    let start = [position(9), position(11)].into_iter().flatten().filter(|&at| at > 0).min()?;
    let place = start..start.checked_add(position(7)?)?;
    let chunk = Chunk { leaf, codec: meta.field(4)?.int()?, values: meta.field(5)?.size()?, place };
    footer.chunks.push((group, chunk));
    let mut part = |at: Option<u64>, length: Option<u64>, part: Part| {
        if let (Some(at), Some(length)) = (at, length) {
            footer.parts.push((at..at.saturating_add(length), part));
        }
    };
    let in_column = |id| column.field(id).and_then(Value::size).map(|at| at as u64);
    part(in_column(4), in_column(5), Part::OffsetIndex);
    part(in_column(6), in_column(7), Part::ColumnIndex { leaf });
    // Without a length the filter itself tells it; then the end is found where it is read.
    part(position(14), Some(position(15).unwrap_or(0)), Part::Bloom { leaf });
    if let Some(statistics) = meta.field(12) {
        cx.unknown(statistics, STATISTICS, "statistics");
        statistics_of(statistics, leaf, cx.bytes, footer);
    }
    Some(())
}

/// Smallest and largest values.
pub(super) fn statistics_of(statistics: &Value, leaf: usize, bytes: &[u8], footer: &mut Footer) {
    for (id, greatest) in [(1, true), (2, false), (5, true), (6, false)] {
        if let Some(range) = statistics.field(id).and_then(Value::bytes) {
            footer.extremes.push(Extreme { leaf, bytes: bytes[range].to_vec(), greatest });
        }
    }
}
