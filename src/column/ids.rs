//! Canonical ids of subjects, row by row.

use super::strings::{ColumnError, for_each_text};
use crate::canon::{Canonical, Form};
use arrow::array::{Array, StringArray, StringBuilder};

/// The canonical text of each value; NULL where there is none, or none that is one person's: junk, masked, several in a cell.
///
/// # Errors
/// As [`for_each_text`].
pub fn canonical_ids(array: &dyn Array, form: &Form) -> Result<StringArray, ColumnError> {
    let mut builder = StringBuilder::with_capacity(array.len(), 16 * array.len());
    let mut text = String::new();
    for_each_text(array, |value| {
        text.clear();
        let outcome = value.map_or(Canonical::Null, |value| form.write(value, &mut text));
        builder.append_option((outcome == Canonical::Written).then_some(text.as_str()));
    })?;
    Ok(builder.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::canon::form_of;
    use crate::vocabulary::SemanticType;

    #[test]
    fn spellings_of_one_person_are_one_id() {
        let raw = StringArray::from(vec![Some("42"), Some(" 42.0"), Some("-"), None, Some("1,7E+18")]);
        let ids = canonical_ids(&raw, form_of(SemanticType::UserId)).expect("text");
        assert_eq!(ids, StringArray::from(vec![Some("42"), Some("42"), None, None, None]));
    }
}
