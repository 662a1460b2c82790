//! Parquet schemas of every shape: a column is found by its leaves, never by its position.

use crate::util::Work;
use crate::util::fixtures::{KEY_HEX, key_file, lines, write_key};
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::{Type, TypePtr};
use proptest::prelude::*;
use std::sync::Arc;

/// What stands right under the root.
#[derive(Clone, Copy, Debug)]
enum Shape {
    /// A column of text.
    Leaf,
    /// A group without anything in it.
    Empty,
    /// A group of two texts.
    Group,
    /// A group that holds a text, and a group without anything.
    EmptyInside,
    /// A group of groups without anything.
    EmptyBelow,
    /// A text that a row may have several times.
    Repeated,
    /// A group that a row may have several times.
    RepeatedGroup,
}

const ROWS: usize = 5;

fn leaf(name: &str, repetition: Repetition) -> TypePtr {
    let builder = Type::primitive_type_builder(name, Physical::BYTE_ARRAY);
    Arc::new(builder.with_repetition(repetition).with_logical_type(Some(LogicalType::String)).build().expect("a leaf"))
}

fn group(name: &str, repetition: Repetition, fields: Vec<TypePtr>) -> TypePtr {
    Arc::new(Type::group_type_builder(name).with_repetition(repetition).with_fields(fields).build().expect("a group"))
}

fn root(shapes: &[Shape]) -> TypePtr {
    let field = |(nth, shape): (usize, &Shape)| {
        let name = format!("c{nth}");
        let (optional, repeated) = (Repetition::OPTIONAL, Repetition::REPEATED);
        match shape {
            Shape::Leaf => leaf(&name, optional),
            Shape::Empty => group(&name, optional, vec![]),
            Shape::Group => group(&name, optional, vec![leaf("x", optional), leaf("y", optional)]),
            Shape::EmptyInside => group(&name, optional, vec![group("e", optional, vec![]), leaf("x", optional)]),
            Shape::EmptyBelow => group(&name, optional, vec![group("e", optional, vec![])]),
            Shape::Repeated => leaf(&name, repeated),
            Shape::RepeatedGroup => group(&name, repeated, vec![leaf("x", optional)]),
        }
    };
    Arc::new(
        Type::group_type_builder("schema")
            .with_fields(shapes.iter().enumerate().map(field).collect())
            .build()
            .expect("a root"),
    )
}

/// A file in which every cell says of which column and row it is; cells of nested columns are secrets.
fn file(shapes: &[Shape]) -> Vec<u8> {
    let mut writer =
        SerializedFileWriter::new(Vec::new(), root(shapes), Arc::new(WriterProperties::default())).expect("a writer");
    let mut rows = writer.next_row_group().expect("a row group");
    let leaves = shapes.iter().enumerate().flat_map(|(nth, shape)| {
        let count = match shape {
            Shape::Empty | Shape::EmptyBelow => 0,
            Shape::Group => 2,
            _ => 1,
        };
        std::iter::repeat_n((nth, *shape), count)
    });
    for (nth, shape) in leaves {
        let mut column = rows.next_column().expect("a column").expect("one more leaf");
        let text = |row: usize| match shape {
            Shape::Leaf => format!("Курс {nth} строка {row}"),
            _ => format!("тайна {nth} строка {row}"),
        };
        let values: Vec<ByteArray> = (0..ROWS).map(|row| ByteArray::from(text(row).into_bytes())).collect();
        let depth = match shape {
            Shape::Leaf | Shape::Repeated => 1,
            _ => 2,
        };
        let definition = vec![depth; ROWS];
        let repetition = vec![0; ROWS];
        column.typed::<ByteArrayType>().write_batch(&values, Some(&definition), Some(&repetition)).expect("values");
        column.close().expect("an end");
    }
    rows.close().expect("an end");
    writer.into_inner().expect("a file")
}

fn check(shapes: &[Shape]) {
    let work = Work::new();
    work.write("t.parquet", file(shapes));
    let flat: Vec<usize> = (0..shapes.len()).filter(|&at| matches!(shapes[at], Shape::Leaf)).collect();
    let columns: String = flat.iter().map(|at| format!("c{at} = {{ is = \"product\" }}\n")).collect();
    work.write(
        "t.toml",
        format!("version = 1\ndataset = \"t\"\nsite = \"s\"\nunlisted = \"drop\"\n[columns]\n{columns}"),
    );
    work.write("p.toml", "version = 1\nprofile = \"p\"\nclause = \"test\"\nstatus = \"pseudonymised\"\naudience = \"internal\"\nkeys = \"none\"\n[actions]\nproduct = \"keep\"\n");
    let apply = ["apply", "t.parquet", "--schema", "t.toml", "--profile", "./p.toml", "--out", "out", "--to", "csv"];
    work.run(&apply).exits(0);
    let header: Vec<String> = flat.iter().map(|at| format!("c{at}")).collect();
    let row = |row: usize| flat.iter().map(|at| format!("Курс {at} строка {row}")).collect::<Vec<_>>().join(",");
    let expected: Vec<String> = std::iter::once(header.join(",")).chain((0..ROWS).map(row)).collect();
    assert_eq!(lines(&work, "out/t.csv"), expected, "{shapes:?}");
    // A scan names the same columns, and says which it cannot read.
    let scan = work.run(&["scan", "t.parquet", "--json"]).exits(0);
    let report: serde_json::Value = serde_json::from_str(&scan.stdout).expect("JSON");
    let readable: Vec<&str> = report["datasets"][0]["columns"]
        .as_array()
        .expect("columns")
        .iter()
        .filter(|column| column["readable"] == true)
        .map(|column| column["header"].as_str().expect("a name"))
        .collect();
    assert_eq!(readable, header, "{shapes:?}");
}

fn shape() -> impl Strategy<Value = Shape> {
    use Shape::{Empty, EmptyBelow, EmptyInside, Group, Leaf, Repeated, RepeatedGroup};
    prop::sample::select(vec![Leaf, Leaf, Leaf, Empty, Group, EmptyInside, EmptyBelow, Repeated, RepeatedGroup])
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn a_column_is_its_leaves(mut shapes in prop::collection::vec(shape(), 1..9), at in 0_usize..9) {
        shapes.insert(at.min(shapes.len()), Shape::Leaf);
        check(&shapes);
    }
}

/// The audit's own readers see the same file.
#[test]
fn a_source_with_empty_groups_is_audited_against() {
    let work = Work::new();
    work.write("t.parquet", file(&[Shape::Leaf, Shape::Empty, Shape::Group, Shape::Leaf]));
    work.write("t.toml", "version = 1\ndataset = \"t\"\nsite = \"s\"\nunlisted = \"drop\"\n[columns]\nc0 = { is = \"user-id\" }\nc3 = { is = \"product\" }\n");
    write_key(&work, "keys.json", &key_file(KEY_HEX));
    let apply =
        ["apply", "t.parquet", "--schema", "t.toml", "--profile", "warehouse", "--keys", "keys.json", "--out", "out"];
    work.run(&apply).exits(0);
    let audit = work.run(&["audit", "out", "--attempts", "0", "--against", "t.parquet"]);
    assert!(matches!(audit.code, 0 | 8 | 13), "{} {}", audit.code, audit.stderr);
}
