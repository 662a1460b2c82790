//! Ages to intervals of five or ten years: `[30, 35)`.

use crate::canon::form_of;
use crate::column::{Fit, StrKernel};
use crate::vocabulary::SemanticType;
use std::fmt::Write as _;

/// Intervals of so many years, the first of which begins at 0.
#[derive(Debug)]
pub(super) struct Years(u32);

/// The intervals of a word; `None` for a word that is none.
pub(super) fn years(word: &str) -> Option<Years> {
    match word {
        "5 years" => Some(Years(5)),
        "10 years" => Some(Years(10)),
        _ => None,
    }
}

impl StrKernel for Years {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = Fit::from(form_of(SemanticType::Age).write(value, out));
        if !fit.is_written() {
            return fit;
        }
        let Ok(age) = out.parse::<u32>() else { return Fit::Unfit };
        out.clear();
        let from = age / self.0 * self.0;
        // Writing to a String cannot fail.
        let _ = write!(out, "[{from}, {})", from + self.0);
        Fit::Written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_belongs_to_the_interval_that_it_begins() {
        let write = |word: &str, value: &str| {
            let mut out = String::new();
            years(word).expect("years").write(value, &mut out);
            out
        };
        assert_eq!(write("5 years", "34 года"), "[30, 35)");
        assert_eq!(write("5 years", "35"), "[35, 40)");
        assert_eq!(write("10 years", "0"), "[0, 10)");
        assert_eq!(write("10 years", "130"), "[130, 140)");
        assert!(years("7 years").is_none());
    }
}
