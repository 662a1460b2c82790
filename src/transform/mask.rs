//! Mask: most of a value is hidden from the eye. Cosmetic: what is shown narrows the values down, and the law knows no masked data.

use super::{
    Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Trace, Transform, accept, canonical,
};
use crate::canon::{Form, form_of};
use crate::column::{ColumnError, Fit, Output, StrKernel, map_strings};
use crate::schema::Argument;
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::DataType;

/// Signs stand for the value, or for most of it.
pub(super) struct Mask;

static DOC: Doc = Doc {
    summary: "`***` whatever the value is (`all`), the initials of a name, up to three (`initials`), or the last two signs (`last-2`)",
    nulls: "NULL and its spellings stay NULL; junk is `***` too under `all`, and becomes NULL under the others; lossy, masked or several values \
            become NULL",
    learns: "under `all` that there was a value; else the initials, or one of about a hundred endings: beside other columns enough to find the \
             person, so partial masks stay inside",
    example: Example {
        semantic: SemanticType::Phone,
        argument: "last-2",
        input: &[Some("8 771 000 99 98"), Some("+7 (771) 000-99-07"), Some("no"), Some("-")],
        output: &[Some("***98"), Some("***07"), None, None],
    },
};

impl Technique for Mask {
    fn name(&self) -> &'static str {
        "mask"
    }

    fn family(&self) -> Family {
        Family::Suppression
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// Nothing of a card is shown, and of an IIN neither: its first digits are a birth date, its last ones a tenth of the rest.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        use SemanticType as T;
        match semantic {
            T::Surname | T::GivenName | T::Patronymic | T::FullName => &["all", "initials"],
            T::Phone | T::Iban | T::IdDocument | T::Plate => &["all", "last-2"],
            T::UserId | T::Email | T::Iin | T::Bin | T::TaxId | T::Ip | T::Mac | T::SocialHandle | T::Address => {
                &["all"]
            }
            _ => &[],
        }
    }

    fn inside_only(&self, argument: &Argument) -> Option<&'static str> {
        let all = matches!(argument, Argument::Word(word) if word == "all");
        (!all).then_some("a mask hides from the eye only, and what it shows narrows the values down")
    }

    fn bind(&self, column: &ColumnSpec<'_>, _: &Binding<'_>) -> Result<Bound, Refusal> {
        accept(self, column)?;
        let shown = match column.argument {
            Argument::Word(word) if word == "initials" => Shown::Initials,
            Argument::Word(word) if word == "last-2" => Shown::LastTwo,
            _ => Shown::Nothing,
        };
        Ok(Bound::Transform(Box::new(Masked { form: form_of(column.semantic), shown })))
    }
}

/// What is left to see.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shown {
    Nothing,
    Initials,
    LastTwo,
}

/// Of so many names the initials are shown: surname, name, father's name.
const NAMES: usize = 3;
/// Stands for what is hidden, however long it is.
const HIDDEN: &str = "***";

#[derive(Debug)]
struct Masked {
    form: &'static Form,
    shown: Shown,
}

impl Transform for Masked {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn trace(&self) -> Trace {
        if self.shown == Shown::Nothing { Trace::Coarse } else { Trace::Clear }
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 8)
    }
}

impl StrKernel for Masked {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let write = if self.shown == Shown::Nothing { canonical::write_or_raw } else { canonical::write };
        let fit = write(self.form, value, out);
        if !fit.is_written() {
            return fit;
        }
        let canonical = std::mem::take(out);
        match self.shown {
            Shown::Nothing => out.push_str(HIDDEN),
            Shown::Initials => initials(&canonical, out),
            Shown::LastTwo => {
                let end = canonical.char_indices().rev().nth(1).map_or(0, |(at, _)| at);
                out.push_str(HIDDEN);
                out.push_str(&canonical[end..]);
            }
        }
        if out.is_empty() { Fit::Unfit } else { fit }
    }
}

/// Appends the first letters of the words, in capitals, each with a point behind it.
fn initials(name: &str, out: &mut String) {
    let letters = name.split(' ').filter_map(|word| word.chars().find(|c| c.is_alphabetic()));
    for (nth, letter) in letters.take(NAMES).enumerate() {
        if nth > 0 {
            out.push(' ');
        }
        out.extend(letter.to_uppercase());
        out.push('.');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(semantic: SemanticType, shown: Shown, value: &str) -> (Fit, String) {
        let mut out = String::new();
        let fit = Masked { form: form_of(semantic), shown }.write(value, &mut out);
        (fit, out)
    }

    #[test]
    fn initials_of_names_however_they_are_written() {
        for (value, wanted) in [
            ("Мысалова Анна", "М. А."),
            ("  мысалова   АННА ", "М. А."),
            ("Әлиева Әсел Серікқызы", "Ә. Ә. С."),
            ("Мысалова А.С.", "М. А. С."),
            ("Анна-Мария", "А."),
            ("один два три четыре пять", "О. Д. Т."),
        ] {
            assert_eq!(
                masked(SemanticType::FullName, Shown::Initials, value),
                (Fit::Written, wanted.to_owned()),
                "{value}"
            );
        }
        assert_eq!(masked(SemanticType::FullName, Shown::Initials, "anna@example.kz").0, Fit::Unfit);
        assert_eq!(masked(SemanticType::FullName, Shown::Initials, "??? ???").0, Fit::Unfit);
    }

    #[test]
    fn the_width_says_nothing() {
        for value in ["KZ60999KZT0000000001", "DE89370400440532013000"] {
            assert_eq!(masked(SemanticType::Iban, Shown::LastTwo, value).1.len(), 5);
        }
        for value in ["a@b.kz", "a.very.long.address@example.kz"] {
            assert_eq!(masked(SemanticType::Email, Shown::Nothing, value), (Fit::Written, "***".to_owned()));
        }
        assert_eq!(masked(SemanticType::Email, Shown::Nothing, "junk"), (Fit::Replaced, "***".to_owned()));
        assert_eq!(masked(SemanticType::Email, Shown::Nothing, "-").0, Fit::Null);
    }
}
