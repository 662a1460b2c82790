//! Models over published data, beside what ARX reaches on the same data with the same hierarchies.

use crate::util::root;
use iesiz::privacy::{Combinations, Cost, Gather, Hierarchy, Models, Person, local, optimum};
use std::io::Read as _;

/// Quasi-identifiers of the comparison.
const QUASI: [&str; 8] =
    ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "occupation"];

fn adult() -> (Combinations, Vec<Hierarchy>) {
    let folder = root().join("tests/adult");
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

#[test]
fn the_optimum_is_the_one_that_arx_finds_and_local_recoding_is_far_better() {
    let (table, hierarchies) = adult();
    assert_eq!(table.row_count(), 30_162);
    let weights = [1.0; QUASI.len()];
    for (suppress, arx, levels) in [(0.0, 0.5916, [0, 4, 0, 2, 3, 2, 2, 1]), (0.04, 0.2608, [0, 3, 0, 0, 2, 1, 1, 2])] {
        let models = Models { k: 5, suppress, ..Models::default() };
        let found = optimum(&table, &hierarchies, &weights, &models).expect("an optimum");
        eprintln!("{suppress} full-domain {} of {} nodes, loss {:.4}", found.counted, found.nodes, found.loss);
        assert!((found.loss - arx).abs() < 0.000_05, "{}", found.loss);
        assert_eq!(found.levels, levels);
        let recoding = local(&table, &hierarchies, &weights, &models).expect("a recoding");
        let cost = Cost::of(&recoding, &table, &hierarchies, &weights);
        eprintln!("{suppress} local {:?}", cost);
    }
}
