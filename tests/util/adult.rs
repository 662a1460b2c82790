//! The UCI adult data with the hierarchies that ARX ships: what the field compares itself by.

use iesiz::privacy::{Combinations, Gather, Hierarchy, Person};
use std::io::Read as _;
use std::path::Path;

/// Quasi-identifiers of the comparison.
pub(crate) const QUASI: [&str; 8] =
    ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"];

/// The table of its rows, and a hierarchy of each quasi-identifier.
pub(crate) fn adult() -> (Combinations, Vec<Hierarchy>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/adult");
    let mut text = String::new();
    let packed = std::fs::File::open(folder.join("adult.csv.gz")).expect("the data");
    flate2::read::GzDecoder::new(packed).read_to_string(&mut text).expect("text");
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(';').collect();
    let places = QUASI.map(|name| header.iter().position(|column| *column == name).expect("a column"));
    let mut gather = Gather::new(QUASI.len(), 0);
    for line in lines {
        let cells: Vec<&str> = line.split(';').collect();
        gather.row(places.iter().map(|&at| Some(cells[at])), std::iter::empty(), Person::EachRow);
    }
    let table = gather.finish();
    let hierarchy = |(column, name): (usize, &&str)| {
        let text = std::fs::read_to_string(folder.join(format!("adult_hierarchy_{name}.csv"))).expect("a hierarchy");
        Hierarchy::parse(&text, table.domain(column)).expect("a hierarchy of all values")
    };
    let hierarchies = QUASI.iter().enumerate().map(hierarchy).collect();
    (table, hierarchies)
}
