//! A few rows of what a release would hold: the shape of each value before, the released value after.

use super::exclude;
use super::make::kept_batches;
use super::prepare::Prepared;
use super::workers::{Engine, Interrupt, Progress};
use crate::canon::reading::Reading;
use crate::canon::time::Zone;
use crate::column::{for_each_moment, for_each_text};
use crate::error::{Error, Result};
use crate::message;
use crate::select::Listed;
use arrow::array::{Array as _, ArrayRef};
use arrow::util::display::{ArrayFormatter, FormatOptions};

/// Rows of a preview.
const ROWS: usize = 5;
/// Longest shape or value that is shown, in characters.
const LONGEST: usize = 40;

/// One released column in a preview.
#[derive(Debug)]
pub struct PreviewRow {
    /// Dataset.
    pub dataset: String,
    /// Column.
    pub column: String,
    /// Shapes before and values after, row by row; `None` is NULL.
    pub cells: Vec<(Option<String>, Option<String>)>,
}

/// Previews the first rows of every dataset, after exclusion and guard. Needs no key: tokens are shown as `em_…`.
///
/// # Errors
/// As for a run.
pub fn preview(
    prepared: &Prepared,
    listed: Option<&Listed>,
    threads: usize,
    read_buffer: usize,
    interrupt: &Interrupt,
    progress: &dyn Progress,
) -> Result<Vec<PreviewRow>> {
    let engine = Engine { threads, read_buffer, interrupt, progress };
    let excluded = exclude::find(prepared, listed, &engine)?;
    let mut rows = Vec::new();
    for dataset in &prepared.plan.datasets {
        let input = &prepared.sources[dataset.parts[0].shape].input;
        let Some(unit) = input.units(read_buffer).next() else { continue };
        // The first batch that has rows: excluded people may fill the ones before it.
        let mut batches = kept_batches(input, unit?, dataset, 0, excluded.as_ref(), None)?;
        let Some(kept) = batches.find(|kept| kept.as_ref().map_or(true, |kept| kept.rows > 0)).transpose()? else {
            continue;
        };
        let kept = kept.first(ROWS);
        let (released, _) = kept.release(dataset, input)?;
        let columns = dataset.columns.iter().filter(|column| column.release().is_some());
        for ((column, before), after) in columns.zip(&kept.inputs).zip(released.batch().columns()) {
            let cells = shapes(before).into_iter().zip(values(after)?).collect();
            rows.push(PreviewRow { dataset: dataset.name.clone(), column: column.key.clone(), cells });
        }
    }
    Ok(rows)
}

fn shapes(array: &ArrayRef) -> Vec<Option<String>> {
    let mut shapes = Vec::with_capacity(array.len());
    if for_each_text(&**array, |text| shapes.push(text.map(shape))).is_err() {
        shapes.clear();
        let _ = for_each_moment(&**array, &Reading::of(Zone::ALMATY), |_| shapes.push(Some("time".to_owned())));
    }
    shapes
}

/// Released values are not secret; they are what the recipient gets.
fn values(array: &ArrayRef) -> Result<Vec<Option<String>>> {
    let options = FormatOptions::default();
    let formatter =
        ArrayFormatter::try_new(&**array, &options).map_err(|_| Error::internal(message!("a value has no text")))?;
    Ok((0..array.len()).map(|row| array.is_valid(row).then(|| cut(&formatter.value(row).to_string()))).collect())
}

/// Digits as 9, letters as a and A, or я and Я; everything else as it is, except what a terminal might obey.
fn shape(text: &str) -> String {
    let masked: String = text
        .chars()
        .map(|c| match c {
            c if c.is_numeric() => '9',
            c if c.is_ascii_alphabetic() => {
                if c.is_ascii_uppercase() {
                    'A'
                } else {
                    'a'
                }
            }
            c if c.is_alphabetic() => {
                if c.is_uppercase() {
                    'Я'
                } else {
                    'я'
                }
            }
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '·',
        })
        .collect();
    cut(&masked)
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_hold_no_letter_and_no_digit_of_the_value() {
        assert_eq!(shape("+7 (771) 000-99-98"), "+9 (999) 999-99-99");
        assert_eq!(shape("Ivan@MAIL.ru Әсел\n"), "Aaaa@AAAA.aa Яяяя·");
        assert_eq!(shape(&"7".repeat(50)), format!("{}…", "9".repeat(40)));
    }
}
