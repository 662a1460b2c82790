//! Released rows as delimited text, for programs or for people.

use super::spreadsheet::{is_converted, is_formula};
use crate::plan::{DatasetPlan, Released};
use arrow::array::{Array as _, AsArray as _};
use arrow::datatypes::{
    DataType, Date32Type, Decimal128Type, Int64Type, SchemaRef, TimestampMicrosecondType, TimestampMillisecondType,
};
use chrono::{DateTime, NaiveDate};
use std::fmt::Write as _;

/// How delimited text is written.
#[derive(Clone, Debug)]
pub(super) struct CsvStyle {
    delimiter: char,
    line_end: &'static str,
    /// Whether sums and dates are written as people of Kazakhstan and Russia write them, which their spreadsheets read as such.
    local: bool,
    /// For each column, whether its text may not begin as a formula; empty if none may.
    guarded: Vec<bool>,
}

impl CsvStyle {
    pub(super) fn plain() -> Self {
        Self { delimiter: ',', line_end: "\n", local: false, guarded: Vec::new() }
    }

    /// Tokens begin with letters, and other types are no text.
    pub(super) fn excel(plan: &DatasetPlan) -> Self {
        let guarded = plan.releases().map(|release| !release.transform.is_token()).collect();
        Self { delimiter: ';', line_end: "\r\n", local: true, guarded }
    }

    /// For each guarded column a count of cells.
    pub(super) fn no_counts(&self) -> Vec<u64> {
        vec![0; self.guarded.len()]
    }
}

/// The first line.
pub(super) fn csv_header(schema: &SchemaRef, style: &CsvStyle) -> Vec<u8> {
    let mut line = String::new();
    for (at, field) in schema.fields().iter().enumerate() {
        if at > 0 {
            line.push(style.delimiter);
        }
        if !style.guarded.is_empty() && is_formula(field.name()) {
            write_csv_text(&format!("'{}", field.name()), style.delimiter, &mut line);
        } else {
            write_csv_text(field.name(), style.delimiter, &mut line);
        }
    }
    line.push_str(style.line_end);
    line.into_bytes()
}

/// The rows of a group as text.
pub(super) struct CsvText {
    style: CsvStyle,
    text: String,
    /// For each guarded column, cells that would have been formulas.
    neutralised: Vec<u64>,
}

impl CsvText {
    pub(super) fn new(style: CsvStyle) -> Self {
        Self { neutralised: style.no_counts(), style, text: String::new() }
    }

    /// The bytes, and for each guarded column the cells that were kept from being formulas.
    pub(super) fn finish(self) -> (Vec<u8>, Vec<u64>) {
        (self.text.into_bytes(), self.neutralised)
    }

    /// Appends rows; `None` for a column of a type that no technique makes.
    pub(super) fn rows(&mut self, released: &Released) -> Option<()> {
        let batch = released.batch();
        let columns: Vec<CsvColumn<'_>> =
            batch.columns().iter().map(|column| CsvColumn::new(&**column)).collect::<Option<_>>()?;
        for row in 0..batch.num_rows() {
            for (at, column) in columns.iter().enumerate() {
                if at > 0 {
                    self.text.push(self.style.delimiter);
                }
                let before = self.text.len();
                self.cell(at, column, row);
                if columns.len() == 1 && self.text.len() == before {
                    // An empty line is no row to most readers.
                    self.text.push_str("\"\"");
                }
            }
            self.text.push_str(self.style.line_end);
        }
        Some(())
    }

    fn cell(&mut self, at: usize, column: &CsvColumn<'_>, row: usize) {
        if let (CsvColumn::Text(texts), Some(true)) = (column, self.style.guarded.get(at))
            && texts.is_valid(row)
            && (is_formula(texts.value(row)) || is_converted(texts.value(row)))
        {
            self.neutralised[at] += 1;
            return write_csv_text(&format!("'{}", texts.value(row)), self.style.delimiter, &mut self.text);
        }
        column.write(row, &self.style, &mut self.text);
    }
}

/// A column of a type that techniques make, seen as text.
enum CsvColumn<'a> {
    Text(&'a arrow::array::StringArray),
    Integer(&'a arrow::array::Int64Array),
    Decimal(&'a arrow::array::Decimal128Array, i8),
    Boolean(&'a arrow::array::BooleanArray),
    Date(&'a arrow::array::Date32Array),
    Millis(&'a arrow::array::TimestampMillisecondArray),
    Micros(&'a arrow::array::TimestampMicrosecondArray),
}

impl<'a> CsvColumn<'a> {
    fn new(array: &'a dyn arrow::array::Array) -> Option<Self> {
        use arrow::datatypes::TimeUnit;
        Some(match array.data_type() {
            DataType::Utf8 => Self::Text(array.as_string()),
            DataType::Int64 => Self::Integer(array.as_primitive::<Int64Type>()),
            DataType::Decimal128(_, scale) => Self::Decimal(array.as_primitive::<Decimal128Type>(), *scale),
            DataType::Boolean => Self::Boolean(array.as_boolean()),
            DataType::Date32 => Self::Date(array.as_primitive::<Date32Type>()),
            DataType::Timestamp(TimeUnit::Millisecond, None) => {
                Self::Millis(array.as_primitive::<TimestampMillisecondType>())
            }
            DataType::Timestamp(TimeUnit::Microsecond, None) => {
                Self::Micros(array.as_primitive::<TimestampMicrosecondType>())
            }
            _ => return None,
        })
    }

    /// Writes a value; NULL is nothing at all. Writing to a String cannot fail.
    fn write(&self, row: usize, style: &CsvStyle, out: &mut String) {
        let is_null = match self {
            Self::Text(a) => a.is_null(row),
            Self::Integer(a) => a.is_null(row),
            Self::Decimal(a, _) => a.is_null(row),
            Self::Boolean(a) => a.is_null(row),
            Self::Date(a) => a.is_null(row),
            Self::Millis(a) => a.is_null(row),
            Self::Micros(a) => a.is_null(row),
        };
        if is_null {
            return;
        }
        match self {
            Self::Text(a) => write_csv_text(a.value(row), style.delimiter, out),
            Self::Integer(a) => out.push_str(itoa::Buffer::new().format(a.value(row))),
            Self::Decimal(a, scale) => write_decimal(a.value(row), *scale, if style.local { ',' } else { '.' }, out),
            Self::Boolean(a) => out.push_str(if a.value(row) { "true" } else { "false" }),
            Self::Date(a) => {
                if let Some(date) = NaiveDate::from_epoch_days(a.value(row)) {
                    let _ =
                        if style.local { write!(out, "{}", date.format("%d.%m.%Y")) } else { write!(out, "{date}") };
                }
            }
            Self::Millis(a) => write_time(DateTime::from_timestamp_millis(a.value(row)), style.local, out),
            Self::Micros(a) => write_time(DateTime::from_timestamp_micros(a.value(row)), style.local, out),
        }
    }
}

fn write_time(time: Option<DateTime<chrono::Utc>>, local: bool, out: &mut String) {
    let Some(time) = time.map(|time| time.naive_utc()) else { return };
    // Fractions of a second stay, since nothing may be lost; a spreadsheet shows such a cell as text.
    let _ = if local { write!(out, "{}", time.format("%d.%m.%Y %H:%M:%S%.f")) } else { write!(out, "{time:?}") };
}

fn write_decimal(value: i128, scale: i8, mark: char, out: &mut String) {
    let scale = u32::from(scale.unsigned_abs());
    let unit = 10_u128.pow(scale);
    if value < 0 {
        out.push('-');
    }
    let magnitude = value.unsigned_abs();
    let _ = write!(out, "{}{mark}{:0width$}", magnitude / unit, magnitude % unit, width = scale as usize);
}

/// RFC 4180: quotes where the text holds a delimiter, a quote or a line end, and around an empty text.
fn write_csv_text(text: &str, delimiter: char, out: &mut String) {
    if !text.is_empty() && !text.contains([delimiter, '"', '\n', '\r']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    for (at, piece) in text.split('"').enumerate() {
        if at > 0 {
            out.push_str("\"\"");
        }
        out.push_str(piece);
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn csv_text_is_quoted_where_it_must_be() {
        let write = |text| {
            let mut out = String::new();
            write_csv_text(text, ',', &mut out);
            out
        };
        assert_eq!(write("a b"), "a b");
        assert_eq!(write(""), "\"\"");
        assert_eq!(write("a,\"b\"\n"), "\"a,\"\"b\"\"\n\"");
    }

    #[test]
    fn decimals_keep_two_places() {
        let write = |value| {
            let mut out = String::new();
            write_decimal(value, 2, '.', &mut out);
            out
        };
        assert_eq!([write(-5), write(0), write(123_456)], ["-0.05", "0.00", "1234.56"]);
    }
}
