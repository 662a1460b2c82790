//! Columns of Parquet that are text to everybody but the format: UUIDs, times of day, and texts whose writer did not say that they are.

use arrow::array::{Array, ArrayRef, AsArray as _, FixedSizeBinaryArray, PrimitiveArray, StringArray, StringBuilder};
use arrow::compute::cast;
use arrow::datatypes::{
    ArrowPrimitiveType, DataType, Time32MillisecondType, Time64MicrosecondType, Time64NanosecondType, TimeUnit,
};
use chrono::NaiveTime;
use std::fmt::Write as _;
use std::sync::Arc;

/// The column as text where it is one, else the column as it is. Bytes that are not UTF-8 are no text, and nobody reads them.
pub(super) fn as_text(array: &ArrayRef, is_uuid: bool) -> ArrayRef {
    let text = match array.data_type() {
        // Bytes and numbers of unusual widths are what they are in the usual ones.
        DataType::LargeBinary | DataType::BinaryView => {
            return cast(array, &DataType::Binary).map_or_else(|_| Arc::clone(array), |bytes| as_text(&bytes, is_uuid));
        }
        DataType::Float16 => return cast(array, &DataType::Float32).unwrap_or_else(|_| Arc::clone(array)),
        // Three places read as thousands in a text; of a type they are what they are.
        DataType::Decimal32(_, 3) | DataType::Decimal64(_, 3) | DataType::Decimal128(_, 3) => {
            return cast(array, &DataType::Decimal128(38, 4)).unwrap_or_else(|_| Arc::clone(array));
        }
        DataType::Decimal256(..) => return cast(array, &DataType::Utf8).unwrap_or_else(|_| Arc::clone(array)),
        DataType::FixedSizeBinary(16) if is_uuid => Some(uuids(array.as_fixed_size_binary())),
        DataType::Binary => StringArray::try_from_binary(array.as_binary::<i32>().clone()).ok(),
        DataType::Time32(TimeUnit::Millisecond) => {
            Some(times(array.as_primitive::<Time32MillisecondType>(), |ms| i64::from(ms) * 1_000_000))
        }
        DataType::Time64(TimeUnit::Microsecond) => {
            Some(times(array.as_primitive::<Time64MicrosecondType>(), |us| us.saturating_mul(1_000)))
        }
        DataType::Time64(TimeUnit::Nanosecond) => Some(times(array.as_primitive::<Time64NanosecondType>(), |ns| ns)),
        _ => None,
    };
    text.map_or_else(|| Arc::clone(array), |text| Arc::new(text))
}

/// RFC 9562: 8-4-4-4-12 digits in lower case.
fn uuids(array: &FixedSizeBinaryArray) -> StringArray {
    let mut builder = StringBuilder::with_capacity(array.len(), 36 * array.len());
    let mut text = String::with_capacity(36);
    for value in array {
        let Some(bytes) = value else {
            builder.append_null();
            continue;
        };
        text.clear();
        for (at, byte) in bytes.iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
        }
        builder.append_value(&text);
    }
    builder.finish()
}

/// `HH:MM:SS`, with a fraction where there is one. What is no time of day is NULL, as in a file that is damaged.
fn times<T: ArrowPrimitiveType>(array: &PrimitiveArray<T>, nanos: impl Fn(T::Native) -> i64) -> StringArray {
    let time = |value: T::Native| {
        let nanos = u64::try_from(nanos(value)).ok()?;
        let seconds = u32::try_from(nanos / 1_000_000_000).ok()?;
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, (nanos % 1_000_000_000) as u32)
    };
    array.iter().map(|value| value.and_then(time).map(|time| time.to_string())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow::array::{BinaryArray, Decimal256Array, Float32Array, LargeBinaryArray, Time64MicrosecondArray};
    use arrow::datatypes::{Float32Type, i256};

    fn texts(array: &ArrayRef) -> Vec<Option<&str>> {
        array.as_string::<i32>().iter().collect()
    }

    #[test]
    fn what_is_text_becomes_text() {
        let bytes: Vec<u8> = (0..16).collect();
        let uuids = FixedSizeBinaryArray::try_from_sparse_iter_with_size([Some(bytes), None].into_iter(), 16);
        let uuids: ArrayRef = Arc::new(uuids.expect("sixteen bytes"));
        assert_eq!(texts(&as_text(&uuids, true)), [Some("00010203-0405-0607-0809-0a0b0c0d0e0f"), None]);
        assert_eq!(as_text(&uuids, false).data_type(), &DataType::FixedSizeBinary(16));
        let binary: ArrayRef = Arc::new(BinaryArray::from_opt_vec(vec![Some("курс".as_bytes()), None]));
        assert_eq!(texts(&as_text(&binary, false)), [Some("курс"), None]);
        let other: ArrayRef = Arc::new(BinaryArray::from_opt_vec(vec![Some(&[0xff, 0][..]), Some(b"a")]));
        assert_eq!(as_text(&other, false).data_type(), &DataType::Binary);
        let wide: ArrayRef = Arc::new(LargeBinaryArray::from_opt_vec(vec![Some("курс".as_bytes()), None]));
        assert_eq!(texts(&as_text(&wide, false)), [Some("курс"), None]);
        let sums = Decimal256Array::from(vec![Some(i256::from_i128(150)), None]).with_precision_and_scale(60, 2);
        assert_eq!(texts(&as_text(&(Arc::new(sums.expect("a scale")) as ArrayRef), false)), [Some("1.50"), None]);
        let halves: ArrayRef = Arc::new(Float32Array::from(vec![Some(1.5), None]));
        let halves = cast(&halves, &DataType::Float16).expect("numbers");
        assert_eq!(as_text(&halves, false).as_primitive::<Float32Type>().iter().collect::<Vec<_>>(), [Some(1.5), None]);
        let times: ArrayRef = Arc::new(Time64MicrosecondArray::from(vec![Some(3_723_000_001), Some(-1), None]));
        assert_eq!(texts(&as_text(&times, false)), [Some("01:02:03.000001"), None, None]);
    }
}
