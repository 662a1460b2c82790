//! Several values in one cell: two phones, a list of emails. One of them is taken where the schema says so, and the cell is counted.

use super::{Origin, Subjects, Trace, Transform};
use crate::canon::{Canonical, Form, Withheld};
use crate::column::{ColumnError, Fit, Output, Tally, for_each_text};
use arrow::array::{Array, StringBuilder};
use arrow::datatypes::DataType;

/// What stands between values.
const BETWEEN: [char; 6] = [',', ';', '/', '|', '\n', '\r'];

/// A transform of the nth value of each cell, from 0. A cell of one value has it first and nothing behind it.
#[derive(Debug)]
struct Nth {
    inner: Box<dyn Transform>,
    form: &'static Form,
    nth: usize,
}

/// Has a transform see one value of each cell, the nth from 0.
pub(crate) fn nth_of_several(inner: Box<dyn Transform>, form: &'static Form, nth: usize) -> Box<dyn Transform> {
    Box::new(Nth { inner, form, nth })
}

impl Nth {
    /// The value of a cell that the inner transform is to see, and whether a value of the cell is left out.
    fn pick<'v>(&self, cell: &'v str, scratch: &mut String) -> (Option<&'v str>, bool) {
        let mut writes = |text: &str| {
            scratch.clear();
            self.form.write(text, scratch)
        };
        if writes(cell) != Canonical::Withheld(Withheld::Several) {
            return ((self.nth == 0).then_some(cell), false);
        }
        let values: Vec<&str> =
            cell.split(BETWEEN).map(str::trim).filter(|piece| writes(piece) == Canonical::Written).collect();
        match values.get(self.nth) {
            // Values that nothing known separates: what is one of them cannot be said.
            None if values.is_empty() && self.nth == 0 => (Some(cell), false),
            None => (None, false),
            Some(value) => (Some(value), if self.nth == 0 { true } else { values.len() > self.nth + 1 }),
        }
    }
}

impl Transform for Nth {
    fn output_type(&self) -> DataType {
        self.inner.output_type()
    }

    fn trace(&self) -> Trace {
        self.inner.trace()
    }

    fn is_token(&self) -> bool {
        self.inner.is_token()
    }

    fn needs_subjects(&self) -> bool {
        self.inner.needs_subjects()
    }

    fn block(&self) -> Option<&str> {
        self.inner.block()
    }

    fn decoy(&self, origin: Origin, row: u64) -> Option<String> {
        self.inner.decoy(origin, row)
    }

    fn apply(&self, input: &dyn Array, subjects: Subjects<'_>) -> Result<Output, ColumnError> {
        let mut picked = StringBuilder::with_capacity(input.len(), 16 * input.len());
        let mut scratch = String::new();
        let mut by_rule = 0;
        for_each_text(input, |cell| {
            let (value, is_choice) = cell.map_or((None, false), |cell| self.pick(cell, &mut scratch));
            picked.append_option(value);
            by_rule += u64::from(is_choice);
        })?;
        let Output { array, tally } = self.inner.apply(&picked.finish(), subjects)?;
        let mut choices = Tally::default();
        choices.note(Fit::ByRule, by_rule);
        Ok(Output { array, tally: Tally { by_rule: tally.by_rule + choices.by_rule, ..tally } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::form_of;
    use crate::column::StrKernel;
    use crate::column::map_strings;
    use crate::vocabulary::SemanticType;
    use arrow::array::{AsArray as _, StringArray};

    /// The canonical form leaves.
    #[derive(Debug)]
    struct Plain(&'static Form);

    impl StrKernel for Plain {
        fn write(&self, value: &str, out: &mut String) -> Fit {
            self.0.write(value, out).into()
        }
    }

    impl Transform for Plain {
        fn output_type(&self) -> DataType {
            DataType::Utf8
        }

        fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
            map_strings(input, self, 16)
        }
    }

    #[test]
    fn one_of_several_is_taken_and_counted() {
        let form = form_of(SemanticType::Phone);
        let cells = StringArray::from(vec![
            Some("8 771 000 99 98"),
            Some("+7 771 000 99 98, 8 701 000 00 01"),
            Some("87710009998; 87010000001 / 87010000002"),
            Some("нет, 87010000001"),
            None,
        ]);
        let values = |nth| {
            let output = nth_of_several(Box::new(Plain(form)), form, nth).apply(&cells, Subjects::NONE).expect("text");
            let array =
                output.array.as_string::<i32>().iter().map(|value| value.map(str::to_owned)).collect::<Vec<_>>();
            (array, output.tally.by_rule)
        };
        let (first, chosen) = values(0);
        assert_eq!(
            first[..3],
            [Some("+77710009998".to_owned()), Some("+77710009998".to_owned()), Some("+77710009998".to_owned())]
        );
        assert_eq!((first[4].clone(), chosen >= 2), (None, true));
        let (second, cut) = values(1);
        assert_eq!(second[..3], [None, Some("+77010000001".to_owned()), Some("+77010000001".to_owned())]);
        assert_eq!(cut, 1, "a third value is left out");
    }
}
