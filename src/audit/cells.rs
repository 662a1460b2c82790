//! The cells of one column in one batch of rows, however they were read.

use super::conform::{Point, Value};

/// Texts one behind another.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts {
    text: String,
    /// Where each begins and ends; the highest bit of the end says that it is NULL.
    spans: Vec<(u64, u64)>,
    /// Bytes among them that nobody can read as text.
    opaque: u64,
}

const NULL: u64 = 1 << 63;

impl Texts {
    pub(super) fn push(&mut self, text: Option<&str>) {
        let start = self.text.len() as u64;
        match text {
            Some(text) => {
                self.text.push_str(text);
                self.spans.push((start, self.text.len() as u64));
            }
            None => self.spans.push((start, start | NULL)),
        }
    }

    /// As [`Self::push`], of a long text that may stand in many cells: `known` says where texts came from that were taken before.
    pub(super) fn push_shared(&mut self, text: Option<&str>, known: &mut Vec<(*const u8, usize, usize)>) {
        const LONG: usize = 256;
        const REMEMBERED: usize = 64;
        let Some(long) = text.filter(|text| text.len() >= LONG) else { return self.push(text) };
        let place = (long.as_ptr(), long.len());
        if let Some(&(_, _, row)) = known.iter().rev().find(|(at, len, _)| (*at, *len) == place) {
            return self.spans.push(self.spans[row]);
        }
        if known.len() == REMEMBERED {
            known.remove(0);
        }
        known.push((place.0, place.1, self.spans.len()));
        self.push(text);
    }

    /// Whether two cells are one text in one place, which says nothing of texts in two.
    pub(super) fn is_same(&self, one: usize, other: usize) -> bool {
        self.spans[one] == self.spans[other]
    }

    /// Bytes as what people would read: UTF-8, or UTF-16 of Latin and Cyrillic letters in either order of bytes.
    pub(super) fn push_bytes(&mut self, bytes: Option<&[u8]>) {
        let Some(bytes) = bytes else { return self.push(None) };
        let wide = [u16::from_le_bytes, u16::from_be_bytes].into_iter().find_map(|order| {
            let units: Vec<u16> = bytes.as_chunks().0.iter().map(|pair| order(*pair)).collect();
            let letters = units.iter().all(|unit| matches!(unit, 0x09..=0x7e | 0x400..=0x4ff));
            (units.len() >= 2 && bytes.len().is_multiple_of(2) && letters).then(|| String::from_utf16_lossy(&units))
        });
        let text = wide.map_or_else(|| String::from_utf8_lossy(bytes), std::borrow::Cow::from);
        self.opaque += u64::from(text.chars().any(|c| c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())));
        self.push(Some(&text));
    }

    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    pub(super) fn get(&self, row: usize) -> Option<&str> {
        let (start, end) = self.spans[row];
        if end & NULL != 0 {
            return None;
        }
        #[allow(clippy::cast_possible_truncation)]
        self.text.get(start as usize..end as usize)
    }
}

/// Cells of a column.
#[derive(Clone, Debug)]
pub(super) enum Cells {
    /// Text, or bytes read as text.
    Texts(Texts),
    /// Whole numbers, or decimals in their smallest unit beside the number of their decimals.
    Numbers(Vec<Option<i128>>, u32),
    /// Numbers with a floating point.
    Floats(Vec<Option<f64>>),
    /// Days, moments, yes and no: nothing that has room for an identifier.
    Points(Vec<Option<i64>>, Point),
}

impl Cells {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Texts(texts) => texts.len(),
            Self::Numbers(values, _) => values.len(),
            Self::Floats(values) => values.len(),
            Self::Points(values, _) => values.len(),
        }
    }

    /// Each cell as a hash that is the same for equal cells of a column; one for NULL too.
    pub(super) fn hashes(&self) -> Vec<u64> {
        const NULL_HASH: u64 = 0x6e75_6c6c;
        let hash = crate::hash::hash;
        let number = |value: &Option<i128>| value.map_or(NULL_HASH, |value| hash(&value.to_le_bytes()));
        match self {
            Self::Texts(texts) => {
                (0..texts.len()).map(|row| texts.get(row).map_or(NULL_HASH, |text| hash(text.as_bytes()))).collect()
            }
            Self::Numbers(values, _) => values.iter().map(number).collect(),
            Self::Floats(values) => {
                values.iter().map(|value| value.map_or(NULL_HASH, |v| hash(&v.to_bits().to_le_bytes()))).collect()
            }
            Self::Points(values, _) => {
                values.iter().map(|value| value.map_or(NULL_HASH, |v| hash(&v.to_le_bytes()))).collect()
            }
        }
    }

    /// A cell as rules look at it; `None` for NULL.
    pub(super) fn value(&self, row: usize) -> Option<Value<'_>> {
        match self {
            Self::Texts(texts) => texts.get(row).map(Value::Text),
            Self::Numbers(values, scale) => values[row].map(|value| Value::Number(value, *scale)),
            Self::Floats(values) => values[row].map(|_| Value::Float),
            Self::Points(values, point) => values[row].map(|value| Value::Point(value, *point)),
        }
    }

    /// Which rows have a cell.
    pub(super) fn filled(&self, rows: usize) -> Vec<bool> {
        match self {
            Self::Texts(texts) => (0..rows).map(|row| texts.get(row).is_some()).collect(),
            Self::Numbers(values, _) => values.iter().map(Option::is_some).collect(),
            Self::Floats(values) => values.iter().map(Option::is_some).collect(),
            Self::Points(values, _) => values.iter().map(Option::is_some).collect(),
        }
    }

    /// Calls `see` with every cell that has room for an identifier, as text, as a file of text has it: decimals that are whole numbers without their
    /// places.
    pub(super) fn each_text(&self, see: &mut dyn FnMut(usize, &str)) {
        match self {
            Self::Texts(texts) => {
                for row in 0..texts.len() {
                    if let Some(text) = texts.get(row) {
                        see(row, text);
                    }
                }
            }
            Self::Numbers(values, scale) => {
                let unit = 10_i128.pow(*scale);
                for (row, value) in values.iter().enumerate() {
                    let Some(value) = value else { continue };
                    let (whole, places) = (value / unit, (value % unit).unsigned_abs());
                    if places == 0 {
                        see(row, &whole.to_string());
                    } else {
                        let sign = if *value < 0 && whole == 0 { "-" } else { "" };
                        see(row, &format!("{sign}{whole}.{places:0width$}", width = *scale as usize));
                    }
                }
            }
            Self::Floats(values) => {
                for (row, value) in values.iter().enumerate() {
                    // Whole numbers that a float holds exactly.
                    if let Some(value) = value.filter(|v| v.fract() == 0.0 && v.abs() < 9e15) {
                        #[allow(clippy::cast_possible_truncation)]
                        see(row, &(value as i64).to_string());
                    }
                }
            }
            Self::Points(..) => {}
        }
    }

    /// Numbers and floats as texts; texts as they are; nothing for the rest.
    pub(super) fn into_texts(self) -> Option<Texts> {
        match self {
            Self::Texts(texts) => Some(texts),
            Self::Points(..) => None,
            numbers => {
                let mut texts = Texts::default();
                let mut at = 0;
                numbers.each_text(&mut |row, text| {
                    (at..row).for_each(|_| texts.push(None));
                    texts.push(Some(text));
                    at = row + 1;
                });
                (at..numbers.len()).for_each(|_| texts.push(None));
                Some(texts)
            }
        }
    }

    /// Cells of bytes that nobody can read as text.
    pub(super) fn opaque(&self) -> u64 {
        if let Self::Texts(texts) = self { texts.opaque } else { 0 }
    }

    /// NULL among the cells.
    pub(super) fn nulls(&self) -> u64 {
        let count = match self {
            Self::Texts(texts) => texts.spans.iter().filter(|(_, end)| end & NULL != 0).count(),
            Self::Numbers(values, _) => values.iter().filter(|value| value.is_none()).count(),
            Self::Floats(values) => values.iter().filter(|value| value.is_none()).count(),
            Self::Points(values, _) => values.iter().filter(|value| value.is_none()).count(),
        };
        count as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_as_they_were_put() {
        let mut texts = Texts::default();
        let values = [Some("a"), None, Some(""), Some("бв"), None];
        values.iter().for_each(|value| texts.push(*value));
        assert_eq!((0..texts.len()).map(|row| texts.get(row)).collect::<Vec<_>>(), values);
        assert_eq!(Cells::Texts(texts).nulls(), 2);
    }

    #[test]
    fn numbers_are_looked_at_as_the_digits_that_people_see() {
        let cells = Cells::Numbers(vec![Some(85_031_510_001_600), None, Some(-150)], 2);
        let texts = cells.clone().into_texts().expect("texts");
        assert_eq!((0..3).map(|row| texts.get(row)).collect::<Vec<_>>(), [Some("850315100016"), None, Some("-1.50")]);
        assert_eq!(cells.hashes()[1], Cells::Points(vec![None], Point::Day).hashes()[0]);
    }
}
