//! A release read with nothing of ours: RFC 4180 by hand, Parquet through the record and page interfaces of its own crate.

use parquet::basic::Type as Physical;
use parquet::column::page::Page;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::file::statistics::Statistics;
use parquet::record::Field;
use std::collections::BTreeMap;
use std::path::Path;

/// Columns by name; `None` is NULL.
pub(crate) type Columns = BTreeMap<String, Vec<Option<String>>>;

/// Reads a dataset of either format.
pub(crate) fn columns(path: &Path) -> Columns {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => csv(&std::fs::read_to_string(path).expect("a UTF-8 file")),
        _ => parquet(path),
    }
}

/// RFC 4180 with LF; nothing at all is NULL, `""` is an empty text.
fn csv(text: &str) -> Columns {
    let mut rows: Vec<Vec<Option<String>>> = vec![Vec::new()];
    let mut rest = text;
    while !rest.is_empty() {
        let (field, behind) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let mut end = 0;
                loop {
                    end += quoted[end..].find('"').expect("a closing quote");
                    if !quoted[end + 1..].starts_with('"') {
                        break;
                    }
                    end += 2;
                }
                (Some(quoted[..end].replace("\"\"", "\"")), &quoted[end + 1..])
            }
            None => {
                let end = rest.find([',', '\n']).unwrap_or(rest.len());
                ((end > 0).then(|| rest[..end].to_owned()), &rest[end..])
            }
        };
        rows.last_mut().expect("a row").push(field);
        // A delimiter at the very end of the text would open one more field; a release ends with a line end.
        rest = match behind.split_at_checked(1) {
            Some((",", rest)) => rest,
            Some(("\n", rest)) => {
                rows.push(Vec::new());
                rest
            }
            _ => panic!("neither a delimiter nor a line end"),
        };
    }
    assert_eq!(rows.pop(), Some(Vec::new()), "the last line has its end");
    let header = rows.remove(0);
    assert!(rows.iter().all(|row| row.len() == header.len()), "rows of one width");
    // Of a single column NULL is written as `""`, since an empty line is no row to most readers.
    if header.len() == 1 {
        rows.iter_mut().flatten().for_each(|cell| *cell = cell.take().filter(|text| !text.is_empty()));
    }
    let column = |at: usize| rows.iter().map(|row| row[at].clone()).collect();
    header.iter().enumerate().map(|(at, name)| (name.clone().expect("a name"), column(at))).collect()
}

fn open(path: &Path) -> SerializedFileReader<std::fs::File> {
    SerializedFileReader::new(std::fs::File::open(path).expect("a file")).expect("a Parquet file")
}

fn parquet(path: &Path) -> Columns {
    let reader = open(path);
    let mut columns = Columns::new();
    for field in reader.metadata().file_metadata().schema_descr().columns() {
        columns.insert(field.name().to_owned(), Vec::new());
    }
    for row in reader.get_row_iter(None).expect("rows") {
        for (name, field) in row.expect("a row").into_columns() {
            let cell = match field {
                Field::Null => None,
                Field::Str(text) => Some(text),
                other => Some(other.to_string()),
            };
            columns.get_mut(&name).expect("a column").push(cell);
        }
    }
    columns
}

/// What a Parquet file says about itself, and its pages in clear.
pub(crate) struct Anatomy {
    pub(crate) created_by: Option<String>,
    pub(crate) key_values: usize,
    pub(crate) columns: Vec<ColumnAnatomy>,
}

/// One column, all row groups together.
#[derive(Default)]
pub(crate) struct ColumnAnatomy {
    pub(crate) name: String,
    /// Decompressed pages, dictionaries among them.
    pub(crate) pages: Vec<u8>,
    /// Minimum and maximum of each row group, as text.
    pub(crate) extremes: Vec<(String, String)>,
    pub(crate) has_filter_or_index: bool,
}

pub(crate) fn anatomy(path: &Path) -> Anatomy {
    let reader = open(path);
    let file = reader.metadata().file_metadata();
    let mut columns: Vec<ColumnAnatomy> = file
        .schema_descr()
        .columns()
        .iter()
        .map(|column| ColumnAnatomy { name: column.name().to_owned(), ..ColumnAnatomy::default() })
        .collect();
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group).expect("a row group");
        for (at, column) in columns.iter_mut().enumerate() {
            let chunk = group.metadata().column(at);
            column.has_filter_or_index |=
                chunk.bloom_filter_offset().is_some() || chunk.column_index_offset().is_some();
            column.extremes.extend(chunk.statistics().and_then(extremes));
            for page in group.get_column_page_reader(at).expect("pages") {
                let page: Page = page.expect("a page");
                column.pages.extend_from_slice(page.buffer());
            }
        }
    }
    let key_values = file.key_value_metadata().map_or(0, Vec::len);
    Anatomy { created_by: file.created_by().map(str::to_owned), key_values, columns }
}

fn extremes(statistics: &Statistics) -> Option<(String, String)> {
    let (low, high) = (statistics.min_bytes_opt()?, statistics.max_bytes_opt()?);
    let show = |bytes: &[u8]| match statistics.physical_type() {
        Physical::INT32 => i32::from_le_bytes(bytes.try_into().expect("4 bytes")).to_string(),
        Physical::INT64 => i64::from_le_bytes(bytes.try_into().expect("8 bytes")).to_string(),
        Physical::BYTE_ARRAY => String::from_utf8_lossy(bytes).into_owned(),
        _ => format!("{bytes:02x?}"),
    };
    Some((show(low), show(high)))
}

#[test]
fn the_reader_knows_null_from_nothing() {
    let columns = csv("a,b\n,\"\"\n\"x\"\"\n\",y\n");
    assert_eq!(columns["a"], [None, Some("x\"\n".to_owned())]);
    assert_eq!(columns["b"], [Some(String::new()), Some("y".to_owned())]);
}
