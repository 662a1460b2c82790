//! Files in which nothing is: a column of tokens, five of texts, one of numbers.

use arrow::array::{ArrayRef, Int64Array, RecordBatch, StringArray};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::schema::types::ColumnPath;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::Rng as _;
use std::sync::Arc;

/// Rows of a row group.
pub(crate) const GROUP: usize = 100_000;
/// Values of `tag`, as long as an address that takes the place of one.
pub(crate) const TAGS: [&str; 2] = ["aaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbb"];
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
const COURSES: [&str; 5] = ["Python", "Дизайн", "Аналитика", "Маркетинг", "Бухгалтерия"];
const NOTES: [&str; 4] = ["оплачено", "ожидает оплаты", "рассрочка", "возврат"];

/// A cell that is not what the others are.
pub(crate) struct Odd {
    pub(crate) column: &'static str,
    pub(crate) row: usize,
    pub(crate) text: String,
}

/// What makes a file another one than the clean ones.
pub(crate) struct Dress {
    /// A column more, of numbers.
    pub(crate) header: String,
    pub(crate) metadata: String,
    /// A row whose tag is this, while all others of its row group have one and the same; statistics are left out.
    pub(crate) tag: (usize, String),
}

/// Sixteen random bytes in the form of a token.
fn token(dice: &mut ChaCha8Rng) -> String {
    let mut bits = u128::from(dice.next_u64()) << 64 | u128::from(dice.next_u64());
    let mut text = *b"us_aaaaaaaaaaaaaaaaaaaaaaaaaa";
    for (nth, letter) in text[3..].iter_mut().enumerate() {
        // 26 letters hold 130 bits: the last two are zero.
        let five = if nth == 25 { (bits >> 123) & 0b11100 } else { bits >> 123 };
        *letter = LETTERS[five as usize];
        bits <<= 5;
    }
    String::from_utf8_lossy(&text).into_owned()
}

pub(crate) fn file(rows: usize, odd: &[Odd], dress: Option<&Dress>, dice: &mut ChaCha8Rng) -> Vec<u8> {
    let mut properties = WriterProperties::builder()
        .set_created_by("bench".to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_column_dictionary_enabled(ColumnPath::from("user"), false)
        .set_column_compression(ColumnPath::from("tag"), Compression::UNCOMPRESSED)
        .set_max_row_group_row_count(Some(GROUP))
        .set_statistics_enabled(EnabledStatistics::None);
    properties = match dress {
        Some(dress) => {
            properties.set_key_value_metadata(Some(vec![KeyValue::new("comment".to_owned(), dress.metadata.clone())]))
        }
        None => properties.set_column_statistics_enabled(ColumnPath::from("tag"), EnabledStatistics::Page),
    };
    let mut writer: Option<ArrowWriter<Vec<u8>>> = None;
    let mut properties = Some(properties.build());
    for from in (0..rows).step_by(GROUP) {
        let batch = group(from, GROUP.min(rows - from), odd, dress, dice);
        let writer = writer.get_or_insert_with(|| {
            ArrowWriter::try_new(Vec::new(), batch.schema(), properties.take()).expect("a writer")
        });
        writer.write(&batch).expect("written");
        writer.flush().expect("a row group");
    }
    writer.expect("rows").into_inner().expect("a file")
}

fn group(from: usize, rows: usize, odd: &[Odd], dress: Option<&Dress>, dice: &mut ChaCha8Rng) -> RecordBatch {
    let mut texts = |name: &'static str, make: &mut dyn FnMut(&mut ChaCha8Rng) -> String| -> ArrayRef {
        let mut cells: Vec<String> = (0..rows).map(|_| make(dice)).collect();
        for odd in odd.iter().filter(|odd| odd.column == name && (from..from + rows).contains(&odd.row)) {
            cells[odd.row - from].clone_from(&odd.text);
        }
        Arc::new(StringArray::from(cells))
    };
    let pick = |dice: &mut ChaCha8Rng, many: usize| (dice.next_u32() as usize) % many;
    let mut columns: Vec<(&str, ArrayRef)> = vec![
        ("user", texts("user", &mut token)),
        ("course", texts("course", &mut |dice| COURSES[pick(dice, 5)].to_owned())),
        ("page", texts("page", &mut |dice| format!("https://skillbox.kz/course/?step={}", pick(dice, 40)))),
        ("params", texts("params", &mut |dice| format!(r#"{{"step":{},"done":true}}"#, pick(dice, 90)))),
        ("note", texts("note", &mut |dice| NOTES[pick(dice, 4)].to_owned())),
        ("ref", texts("ref", &mut |dice| format!("promo {}", pick(dice, 90)))),
    ];
    let tags = (from..from + rows).map(|row| match dress {
        Some(dress) if dress.tag.0 == row => dress.tag.1.as_str(),
        Some(_) => TAGS[0],
        None => TAGS[row % 2],
    });
    let numbers = || Arc::new((from..from + rows).map(|row| (row % 7) as i64).collect::<Int64Array>());
    columns.push(("tag", Arc::new(tags.collect::<Vec<_>>().into_iter().map(Some).collect::<StringArray>())));
    columns.push(("lessons", numbers()));
    if let Some(dress) = dress {
        columns.push((&dress.header, numbers()));
    }
    RecordBatch::try_from_iter(columns).expect("a batch")
}
