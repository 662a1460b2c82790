//! Faults of Parquet files.

use crate::util::Work;
use crate::util::fixtures::{apply, columns_of, hides_canaries, lines, parquet, people_and_canary, refused, workplace};
use crate::util::thrift::{BINARY, INT, STRUCT, Thrift, crc32};
use arrow::array::{ArrayRef, FixedSizeListArray, Int64Array, ListArray, StringArray, StructArray};
use arrow::datatypes::{Field, Int64Type};
use std::sync::Arc;

fn with_parquet(bytes: &[u8]) -> Work {
    let work = workplace();
    work.write("people.parquet", bytes);
    work
}

fn good() -> Vec<u8> {
    parquet(columns_of(&people_and_canary()), None)
}

#[test]
fn f33_damage_anywhere_is_refused_or_harmless_and_never_a_panic() {
    // One damaged byte in every stretch of the file: the run ends well or says what is damaged, whatever the byte meant.
    let good = good();
    let work = with_parquet(&good);
    apply(&work, "people.parquet", &["--to", "csv"]).exits(0);
    let mut damaged = 0;
    for at in (0..good.len()).step_by(good.len() / 60) {
        let mut bytes = good.clone();
        bytes[at] ^= 0x15;
        let work = with_parquet(&bytes);
        let ran = hides_canaries(apply(&work, "people.parquet", &[]));
        assert!(matches!(ran.code, 0 | 4 | 7), "byte {at}: {} {}", ran.code, ran.stderr);
        damaged += u32::from(ran.code == 4);
    }
    assert!(damaged > 15, "only {damaged} of 60 were found out");
}

#[test]
fn f34_page_checksum() {
    let work = with_parquet(&one_column(b"Python", 0, 1));
    apply(work_on_course(&work), "people.parquet", &["--to", "csv"]).exits(0);
    assert_eq!(lines(&work, "out/people.csv"), ["course", "Python"]);
    let work = with_parquet(&one_column(b"Python", 1, 1));
    refused(work_on_course(&work), "people.parquet", &[], 4).says("the Parquet file is damaged: a page cannot be read");
}

#[test]
fn f35_truncated_or_not_parquet() {
    let good = good();
    for len in (4..good.len()).step_by(good.len() / 40) {
        let ran = refused(&with_parquet(&good[..len]), "people.parquet", &[], 4);
        ran.says("people.parquet: the Parquet file is damaged: the footer cannot be read");
    }
    let footer = good.len() - 8;
    for length in [0_u32, 1, u32::MAX, 1 << 30, 8] {
        let bytes = [&good[..footer], &length.to_le_bytes(), b"PAR1"].concat();
        refused(&with_parquet(&bytes), "people.parquet", &[], 4).says("the footer cannot be read");
    }
    refused(&with_parquet(&[&good[..footer + 4], b"PARX"].concat()), "people.parquet", &[], 4);
    refused(&with_parquet(&[b"PARE", &good[4..]].concat()), "people.parquet", &[], 4).says("encrypted");
    // Text that calls itself Parquet.
    let work = with_parquet(people_and_canary().as_bytes());
    refused(&work, "people.parquet", &["--format", "parquet"], 4).says("this is not a Parquet file");
}

#[test]
fn f36_a_footer_that_claims_any_number_of_rows() {
    for rows in [2, 1 << 40, i64::MAX / 2, i64::MAX, -1] {
        let work = with_parquet(&one_column(b"Python", 0, rows));
        refused(work_on_course(&work), "people.parquet", &[], 4).says("the Parquet file is damaged");
    }
}

#[test]
fn f37_nested_types() {
    let (id, course): (ArrayRef, ArrayRef) =
        (Arc::new(Int64Array::from(vec![1, 2])), Arc::new(StringArray::from(vec!["Python", "canary"])));
    let list: ArrayRef =
        Arc::new(ListArray::from_iter_primitive::<Int64Type, _, _>([Some([Some(7_710_009_998)]), None]));
    let fields = vec![(Arc::new(Field::new("canary", course.data_type().clone(), true)), Arc::clone(&course))];
    let record: ArrayRef = Arc::new(StructArray::from(fields));
    let item = Arc::new(Field::new_list_field(arrow::datatypes::DataType::Int64, true));
    let pair: ArrayRef = Arc::new(FixedSizeListArray::new(item, 1, Arc::clone(&id), None));
    for nested in [list, record] {
        let work = with_parquet(&parquet(vec![("user_id", Arc::clone(&id)), ("course", Arc::clone(&nested))], None));
        refused(work_on_ids(&work), "people.parquet", &[], 7)
            .says("column `course`: the column's physical type cannot be read");
        let work = with_parquet(&parquet(
            vec![("user_id", Arc::clone(&id)), ("course", Arc::clone(&course)), ("comment", nested)],
            None,
        ));
        work.write("schemas/people.toml", IDS.to_owned() + "comment = { is = \"free-text\" }\n");
        apply(&work, "people.parquet", &["--to", "csv"]).exits(0).hides("canary");
        assert_eq!(lines(&work, "out/people.csv")[0], "user_id,course");
    }
    // An identity column of such a type: whose rows these are cannot be known.
    let work = with_parquet(&parquet(vec![("user_id", pair), ("course", course)], None));
    refused(work_on_ids(&work), "people.parquet", &[], 7).says("column `user_id`");
}

const IDS: &str = "version = 1\ndataset = \"people\"\nsite = \"s\"\n[columns]\nuser_id = { is = \"user-id\" }\ncourse = { is = \"product\" }\n";

fn work_on_ids(work: &Work) -> &Work {
    work.write("schemas/people.toml", IDS);
    work
}

fn work_on_course(work: &Work) -> &Work {
    work.write("schemas/people.toml", IDS.replace("user_id = { is = \"user-id\" }\n", ""));
    work
}

/// A Parquet file by hand: one required text column `course`, one uncompressed page of one value whose checksum is off by `difference`,
/// and a footer that claims so many rows. The writer of the parquet crate writes no checksums.
fn one_column(value: &[u8], difference: u32, claimed_rows: i64) -> Vec<u8> {
    let page = [&u32::try_from(value.len()).expect("short").to_le_bytes(), value].concat();
    let size = i64::try_from(page.len()).expect("short");
    let crc = i64::from((crc32(&page) ^ difference).cast_signed());
    let mut header = Thrift::default();
    header.int(1, 0).int(2, size).int(3, size).int(4, crc);
    header.group(5, |data| {
        data.int(1, 1).int(2, 0).int(3, 3).int(4, 3);
    });
    let page = [header.end(), page].concat();
    let size = i64::try_from(page.len()).expect("short");
    let mut footer = Thrift::default();
    footer.int(1, 1);
    footer.list(2, STRUCT, 2, |schema| {
        schema.item(|root| {
            root.text(4, b"schema").int(5, 1);
        });
        schema.item(|leaf| {
            leaf.int(1, 6).int(3, 0).text(4, b"course").int(6, 0);
        });
    });
    footer.long(3, claimed_rows);
    footer.list(4, STRUCT, 1, |groups| {
        groups.item(|group| {
            group.list(1, STRUCT, 1, |columns| {
                columns.item(|column| {
                    column.long(2, 4);
                    column.group(3, |meta| {
                        meta.int(1, 6).list(2, INT, 1, |list| list.zigzag(0));
                        meta.list(3, BINARY, 1, |list| list.bytes(b"course"));
                        meta.int(4, 0).long(5, claimed_rows).long(6, size).long(7, size).long(9, 4);
                    });
                });
            });
            group.long(2, size).long(3, claimed_rows);
        });
    });
    let footer = footer.end();
    let length = u32::try_from(footer.len()).expect("short").to_le_bytes();
    [b"PAR1".as_slice(), &page, &footer, &length, b"PAR1"].concat()
}
