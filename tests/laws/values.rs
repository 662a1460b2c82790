//! Values to test with: what fits a type, what does not, what hides in arrays.

use arrow::array::{
    Array, ArrayRef, DictionaryArray, Int8Array, Int32Array, Int64Array, LargeStringArray, StringArray, StringViewArray,
};
use arrow::buffer::{Buffer, NullBuffer, OffsetBuffer};
use arrow::datatypes::{Int8Type, Int32Type};
use iesiz::vocabulary::SemanticType;
use std::sync::Arc;

/// A word that no technique has a reason to write.
pub(crate) const CANARY: &str = "xq7w9canary";

/// Values that fit the type, as exports spell them; none is an example of a recogniser.
pub(crate) fn ordinary(semantic: SemanticType) -> &'static [&'static str] {
    use SemanticType as T;
    match semantic {
        T::UserId => &["10042", "u-77", " a1B2 ", "12345.0", "100042", "user77"],
        T::TransactionId => &["ORD-2024-17", "100500"],
        T::CookieId => &["1700000000987654321", "GA1.2.1234.5678"],
        T::Surname => &["Әлиева", "Ким"],
        T::GivenName => &["Айгерім", "Anna"],
        T::Patronymic => &["Серікқызы"],
        T::FullName => &["Мысалова Анна", "Қасымұлы Әсел"],
        T::Email => &["anna@example.kz", "Ivan@MAIL.ru", "Олег <oleg@почта.рф>"],
        T::Phone => &["8 771 000 11 22", "+77710001133", "7710001144", "7.7710001155E10"],
        T::Iin => &["991231500016", "851315 100019", "1215100079"],
        T::Bin => &["351260000012", "210140019844"],
        T::Card => &["400000******1232"],
        T::Ip => {
            &["198.51.100.77", "2001:db8:1:2::3", "198.51.100.78:443", "8.8.8.8", "8.8.4.4", "9.9.9.9", "2620:fe::fe"]
        }
        T::Url => &["https://skillbox.kz/courses/python?utm_source=x", "http://a.skillbox.kz/user/ivan#top"],
        T::UserAgent => &[
            "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0",
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.6099.129 Safari/537.36",
        ],
        T::EventTime | T::PaymentTime | T::LastActive => {
            &["2024-03-01 13:47:59", "2024-02-29T19:30:00Z", "05.03.2024 10:00", "1709227800"]
        }
        T::Date => &["2024-03-05", "5 марта 2024"],
        T::BirthDate => &["1999-12-31", "01.02.1985"],
        T::Amount => &["45 000,50 ₸", "12000", "-5", "99900.00"],
        T::Currency => &["KZT", "₸"],
        T::PaymentStatus => &["paid", "Оплачен"],
        T::Product => &["Python-разработчик", "Excel, уровень 2"],
        T::City => &["Алматы", "Усть-Каменогорск"],
        T::Latitude => &["43.238949"],
        T::Longitude => &["76.889709"],
        T::FreeText => &["Спасибо!"],
        T::Flag => &["да", "0", "true"],
        T::Count => &["3", "1 200", "12.0"],
        T::Code => &["PROMO24", "kk"],
        T::TaxId => &["500100732259", "7830002293", "5001 0073 2259"],
        T::IdDocument => &["N12345678", "012345678", "№ 12345679"],
        T::Mrz => &["P<KAZMYSALOVA<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<"],
        T::Iban => &["KZ60999KZT0000000001", "kz73 9990 0000 0000 0123"],
        T::Mac => &["00:00:5E:00:53:01", "0000.5e00.5302"],
        T::Uuid => &["550E8400-E29B-41D4-A716-446655440000", "{550e8400-e29b-41d4-a716-446655440001}"],
        T::Digest => &["D41D8CD98F00B204E9800998ECF8427E"],
        T::SessionToken => &["PHPSESSID-4f2a8c1e9b7d6053"],
        T::Cookies => &["_ym_uid=1700000000123456789; theme=dark"],
        T::ClickId => &["EAIaIQobChMI4oXk"],
        T::Age => &["34", "7"],
        T::Sex => &["ж", "male"],
        T::Region => &["Алматинская область", "Абай облысы"],
        T::Country => &["Казахстан", "KZ"],
        T::Address => &["г. Алматы, ул. Тимирязева, 28В, кв. 5", "Абай көшесі 7, Семей қаласы"],
        T::Postcode => &["050040", "А15TOG9"],
        T::Coordinates => &["43.238949, 76.889709"],
        T::Plate => &["123ABC02", "123 АВС 05"],
        T::SocialHandle => &["@anna_m_77", "https://t.me/anna_m_78"],
    }
}

/// Spellings of NULL in a column of this type.
pub(crate) fn null_likes(semantic: SemanticType) -> Vec<&'static str> {
    use SemanticType as T;
    let mut spellings = vec!["", "  ", "-", " — ", "NULL", "\\N", "n/a", "#Н/Д", "(not set)", "не указано", "белгісіз"];
    if semantic != T::Flag {
        spellings.extend(["нет", "Жоқ"]);
    }
    spellings.extend(match semantic {
        T::UserId | T::TransactionId | T::CookieId => &["0", "00000000-0000-0000-0000-000000000000"][..],
        T::Phone => &["+7 000 000 00 00", "0000000", "77777777777"],
        T::Iin | T::Bin => &["000000000000", "0"],
        T::Email => &["test@test.ru", "NO@mail.ru"],
        T::Ip => &["0.0.0.0", "::"],
        kind if kind.is_time() => &["0", "0000-00-00", "1970-01-01 00:00:00", "01.01.1900"],
        _ => &[],
    });
    spellings
}

/// Whole numbers that fit the type; in Parquet they come as integers, in CSV as text.
pub(crate) fn numbers(semantic: SemanticType) -> &'static [i64] {
    use SemanticType as T;
    match semantic {
        T::UserId | T::TransactionId | T::CookieId => &[10_042, 0, -7, 1_700_000_000_123_456_789],
        T::Phone => &[87_710_009_998, 7_710_009_998, 77_710_009_998, 0, 12],
        T::Iin => &[850_315_100_016, 50_915_100_070, 101_100_076, 0, 123],
        T::Bin => &[351_240_000_010, 850_315_100_016],
        T::Amount | T::Count => &[0, 45_000, -5, 9_999_999],
        T::Flag => &[0, 1, 7],
        T::Age => &[34, 0, 7, 131],
        kind if kind.is_time() => &[1_709_227_800, 1_709_227_800_123, 1_709_227_800_123_456, 20_240_305, 0, 5],
        _ => &[],
    }
}

/// A value of the type that a technique other than `keep` must take apart, and what must not be left of it.
pub(crate) fn planted(semantic: SemanticType) -> (&'static str, &'static [&'static str]) {
    use SemanticType as T;
    match semantic {
        T::UserId | T::TransactionId | T::CookieId => ("acct-xq7w9canary", &["acct", CANARY]),
        T::Email => ("xq7w9canary@zebra-quartz.example", &[CANARY, "zebra-quartz"]),
        T::Phone => ("+7 771 000 99 98", &["771 000 99", "7710009998"]),
        T::Iin => ("850315100016", &["850315100016", "850315"]),
        T::Bin => ("351240000010", &["351240000010"]),
        T::Ip => ("198.51.100.77", &["198.51.100.77"]),
        T::Url => {
            const URL: &str = "https://xq7w9canary:p@example.kz/reset/xq7w9canary?e=xq7w9canary#xq7w9canary";
            (URL, &[CANARY])
        }
        T::UserAgent => ("xq7w9canary/1.0 (xq7w9canary) Chrome/120.0.6099.129 xq7w9canary", &[CANARY, "6099"]),
        T::Amount => ("45 123,57", &["45 123", "45123", "4512357"]),
        T::Count => ("45123", &["45123"]),
        kind if kind.is_time() => ("2023-05-17 13:47:59.123456", &["13:47", "47:59", "123456", "2023-05-17"]),
        _ => ("xq7w9canary\u{1}", &[CANARY]),
    }
}

/// Texts that strangers and broken programs write.
pub(crate) fn hostile() -> Vec<String> {
    let long = "Ы".repeat(5_000);
    let texts = [
        "",
        " ",
        "\0",
        "a\0b",
        "\u{1}",
        "\r\n",
        "\"",
        "\\",
        "\\N",
        "'",
        "=1+1",
        "@",
        "%40",
        "%",
        "::",
        "..",
        "/",
        "😀👩‍👩‍👧",
        "\u{202e}zk.elpmaxe@anna",
        "e\u{301}",
        "\u{feff}x",
        "\u{200b}",
        "８７７１０００９９９８",
        "ﷺ",
        "İ",
        "ß",
        "9223372036854775807",
        "1e400",
        "-0",
        "NaN",
        "2024-02-30",
        "9999-12-31 23:59:59",
        "1,000",
        "http://",
        "raw:x",
        "+",
        "00",
        "8,50315E+11",
        "8771***9998",
        "8 771 000 99 98, 8 771 000 99 97",
        "a@b.kz; c@d.kz",
        &long,
    ];
    texts.map(str::to_owned).to_vec()
}

/// What a technique is tested with.
#[derive(Clone)]
pub(super) struct Sample {
    /// Fit, unfit, hostile; NULL in between.
    pub(super) values: Vec<Option<String>>,
    /// Spellings of NULL that must become NULL.
    pub(super) null_likes: Vec<&'static str>,
    /// Whole numbers that mean the same as their text.
    pub(super) numbers: &'static [i64],
    /// Values and what must be left of none of them.
    pub(super) planted: Vec<(String, Vec<&'static str>)>,
}

impl Sample {
    pub(super) fn of(semantic: SemanticType, technique: &str) -> Self {
        let fit = ordinary(semantic).iter().map(|&value| value.to_owned());
        let mut values: Vec<Option<String>> = Vec::new();
        for value in fit.chain(hostile()) {
            values.extend([Some(value), None]);
        }
        // A kept text keeps its spelling of NULL; everything else is canonicalised or parsed.
        let keeps = matches!(technique, "keep" | "permute");
        let keeps_text = keeps && !is_parsed(semantic);
        let mut planted = vec![(format!("{CANARY}\u{1}zk"), vec![CANARY])];
        if !keeps {
            let (value, canaries) = self::planted(semantic);
            planted.push((value.to_owned(), canaries.to_vec()));
        }
        let null_likes = if keeps_text { Vec::new() } else { null_likes(semantic) };
        Self { values, null_likes, numbers: numbers(semantic), planted }
    }
}

/// Whether `keep` reads the value as a number, a flag or a time.
pub(super) fn is_parsed(semantic: SemanticType) -> bool {
    use SemanticType as T;
    matches!(semantic, T::Amount | T::Count | T::Flag | T::Age) || semantic.is_time()
}

/// One column in every encoding that arrow has for text, with a canary wherever an encoding has room for one.
pub(super) fn encodings(values: &[Option<String>]) -> Vec<(&'static str, ArrayRef)> {
    let values: Vec<Option<&str>> = values.iter().map(Option::as_deref).collect();
    let around = [&[Some(CANARY), None], values.as_slice(), &[Some(CANARY)]].concat();
    let cut = |array: &dyn Array| array.slice(2, values.len());
    let mut arrays: Vec<(&'static str, ArrayRef)> = vec![
        ("Utf8", Arc::new(StringArray::from(values.clone()))),
        ("LargeUtf8", Arc::new(LargeStringArray::from(values.clone()))),
        ("Utf8View", Arc::new(StringViewArray::from(values.clone()))),
        ("Utf8, bytes under NULL", Arc::new(bytes_under_null(&values))),
        ("Utf8, sliced", cut(&StringArray::from(around.clone()))),
        ("LargeUtf8, sliced", cut(&LargeStringArray::from(around.clone()))),
        ("Utf8View, sliced", cut(&StringViewArray::from(around.clone()))),
        ("Dictionary<Int32>", dictionary(&values)),
        ("Dictionary<Int32>, sliced", cut(&dictionary(&around))),
        ("Dictionary<Int32, Utf8View>", view_dictionary(&values)),
    ];
    if let Some(small) = small_dictionary(&values) {
        arrays.push(("Dictionary<Int8>", small));
    }
    arrays
}

/// Every NULL slot covers a canary.
pub(super) fn bytes_under_null(values: &[Option<&str>]) -> StringArray {
    let texts: Vec<&str> = values.iter().map(|value| value.unwrap_or(CANARY)).collect();
    let offsets = OffsetBuffer::from_lengths(texts.iter().map(|text| text.len()));
    let nulls: NullBuffer = values.iter().map(Option::is_some).collect();
    StringArray::new(offsets, Buffer::from_vec(texts.concat().into_bytes()), Some(nulls))
}

/// Every NULL covers the number.
pub(super) fn number_under_null(number: i64, rows: usize) -> Int64Array {
    Int64Array::new(vec![number; rows].into(), Some(NullBuffer::new_null(rows)))
}

/// Values repeat, one of them is NULL in the dictionary itself, and the first and the last are used by no row.
fn dictionary_parts(values: &[Option<&str>]) -> (Vec<Option<usize>>, Vec<Option<String>>) {
    let mut entries = vec![Some(CANARY.to_owned()), None];
    let mut keys = Vec::new();
    for (row, value) in values.iter().enumerate() {
        keys.push(match value {
            None if row % 2 == 0 => None,
            None => Some(1),
            Some(value) => Some(entries.iter().skip(2).position(|e| e.as_deref() == Some(value)).map_or_else(
                || {
                    entries.push(Some((*value).to_owned()));
                    entries.len() - 1
                },
                |at| at + 2,
            )),
        });
    }
    entries.push(Some(CANARY.to_owned()));
    (keys, entries)
}

fn dictionary(values: &[Option<&str>]) -> ArrayRef {
    let (keys, entries) = dictionary_parts(values);
    let keys: Int32Array = keys.iter().map(|key| key.map(|key| i32::try_from(key).expect("small"))).collect();
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(StringArray::from(entries))))
}

fn view_dictionary(values: &[Option<&str>]) -> ArrayRef {
    let (keys, entries) = dictionary_parts(values);
    let keys: Int32Array = keys.iter().map(|key| key.map(|key| i32::try_from(key).expect("small"))).collect();
    let entries: StringViewArray = entries.iter().map(Option::as_deref).collect();
    Arc::new(DictionaryArray::<Int32Type>::new(keys, Arc::new(entries)))
}

fn small_dictionary(values: &[Option<&str>]) -> Option<ArrayRef> {
    let (keys, entries) = dictionary_parts(values);
    let keys: Option<Vec<Option<i8>>> =
        keys.iter().map(|key| key.map(|key| i8::try_from(key).ok()).map_or(Some(None), |key| key.map(Some))).collect();
    Some(Arc::new(DictionaryArray::<Int8Type>::new(Int8Array::from(keys?), Arc::new(StringArray::from(entries)))))
}
