//! Coordinates to a cell of a tenth of a degree, about 10 km, or of a degree: its south-western corner stands for all of it.

use crate::canon::coordinates::{degrees, pair};
use crate::canon::{Form, form_of};
use crate::column::{Fit, StrKernel};
use crate::vocabulary::SemanticType;
use std::fmt::Write as _;

/// Cells of a type of coordinates.
#[derive(Debug)]
pub(super) struct Cell {
    form: &'static Form,
    /// Limit of a single coordinate; `None` for pairs.
    limit: Option<i64>,
    size: Size,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Size {
    Tenth,
    Degree,
}

/// Cells of this size; `None` for a type without coordinates and a word that is no size.
pub(super) fn cell(semantic: SemanticType, word: &str) -> Option<Cell> {
    let limit = match semantic {
        SemanticType::Latitude => Some(90),
        SemanticType::Longitude => Some(180),
        SemanticType::Coordinates => None,
        _ => return None,
    };
    let size = match word {
        "tenth" => Size::Tenth,
        "degree" => Size::Degree,
        _ => return None,
    };
    Some(Cell { form: form_of(semantic), limit, size })
}

impl Cell {
    /// The coordinates of a canonical value, in ten-millionths of a degree.
    fn read(&self, canonical: &str) -> Option<Vec<i64>> {
        match self.limit {
            Some(limit) => degrees(canonical, limit).map(|value| vec![value]),
            None => pair(canonical).map(|(latitude, longitude)| vec![latitude, longitude]),
        }
    }

    /// Appends the edge of the cell below a coordinate: always with one decimal, or with none.
    fn write_edge(&self, value: i64, out: &mut String) {
        // Writing to a String cannot fail.
        let _ = match self.size {
            Size::Tenth => {
                let tenths = value.div_euclid(1_000_000);
                let sign = if tenths < 0 { "-" } else { "" };
                write!(out, "{sign}{}.{}", tenths.abs() / 10, tenths.abs() % 10)
            }
            Size::Degree => write!(out, "{}", value.div_euclid(10_000_000)),
        };
    }
}

impl StrKernel for Cell {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(self.form.write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let Some(values) = self.read(out) else { return Fit::Unfit };
        out.clear();
        for (nth, value) in values.into_iter().enumerate() {
            if nth > 0 {
                out.push(',');
            }
            self.write_edge(value, out);
        }
        Fit::Written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(semantic: SemanticType, word: &str, value: &str) -> Option<String> {
        let mut out = String::new();
        let fit = cell(semantic, word).expect("a cell").write(value, &mut out);
        fit.is_written().then_some(out)
    }

    #[test]
    fn the_corner_of_the_cell_stands_for_it() {
        use SemanticType as T;
        for (semantic, word, value, wanted) in [
            (T::Latitude, "tenth", "43.238949", Some("43.2")),
            (T::Latitude, "tenth", "43,299999", Some("43.2")),
            (T::Latitude, "tenth", "43", Some("43.0")),
            (T::Latitude, "degree", "43.999", Some("43")),
            (T::Latitude, "tenth", "-0.01", Some("-0.1")),
            (T::Latitude, "tenth", "0.01", Some("0.0")),
            (T::Latitude, "degree", "-0.01", Some("-1")),
            (T::Latitude, "degree", "90.1", None),
            (T::Longitude, "degree", "90.1", Some("90")),
            (T::Longitude, "tenth", "180.1", None),
            (T::Coordinates, "tenth", "43.238949, 76.889709", Some("43.2,76.8")),
            (T::Coordinates, "degree", "43,238949 76,889709", Some("43,76")),
            (T::Coordinates, "degree", "43.2", None),
            (T::Coordinates, "degree", "-", None),
        ] {
            assert_eq!(write(semantic, word, value).as_deref(), wanted, "{semantic} {word} {value}");
        }
        assert!(cell(T::Latitude, "region").is_none() && cell(T::City, "degree").is_none());
    }
}
