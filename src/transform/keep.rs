//! Keep: the value leaves as it came if it fits its type, and not at all if it does not.

use super::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Trace, Transform, accept};
use crate::canon::reading::{Mark, Reading};
use crate::canon::town::town_named;
use crate::canon::{Canonical, Form, form_of, null, word};
use crate::column::{
    ColumnError, Fit, Output, StrKernel, map_ages, map_counts, map_decimals, map_flags, map_micros, map_strings,
};
use crate::vocabulary::{Family, SemanticType};
use arrow::array::Array;
use arrow::datatypes::{DataType, TimeUnit};

/// The value leaves as it came.
pub(super) struct Keep;

static DOC: Doc = Doc {
    summary: "the value leaves as it came: text keeps its bytes, towns of several names have one, sums are decimal(18, 2), counts and ages int64, flags boolean",
    nulls: "NULL stays NULL; a value that does not fit its type becomes NULL and is counted; an unknown payment status becomes `other`",
    learns: "everything the value says",
    example: Example {
        semantic: SemanticType::Amount,
        argument: "",
        input: &[Some("45 000,50 ₸"), None, Some("free")],
        output: &[Some("45000.50"), None, None],
    },
};

impl Technique for Keep {
    fn name(&self) -> &'static str {
        "keep"
    }

    fn family(&self) -> Family {
        Family::None
    }

    fn doc(&self) -> &'static Doc {
        &DOC
    }

    /// Cards leave in no form (policy, 5.4), and neither do tokens of sessions; addresses, user agents, texts and coordinates hold identifiers
    /// of their own; a digest without a key is the identifier behind it, and a postcode of seven characters a house.
    fn arguments(&self, semantic: SemanticType) -> &'static [&'static str] {
        use SemanticType as T;
        match semantic {
            T::Card | T::Url | T::UserAgent | T::FreeText | T::Latitude | T::Longitude | T::Coordinates => &[],
            T::Mrz | T::Digest | T::SessionToken | T::Cookies | T::ClickId | T::Address | T::Postcode => &[],
            _ => &[""],
        }
    }

    fn bind(&self, column: &ColumnSpec<'_>, cx: &Binding<'_>) -> Result<Bound, Refusal> {
        use SemanticType as T;
        accept(self, column)?;
        let transform: Box<dyn Transform> = match column.semantic {
            T::Amount => Box::new(KeepNumber {
                output: DataType::Decimal128(18, 2),
                map: |array, mark| map_decimals(array, mark, |_, sum| Ok(sum)),
                mark: cx.reading.decimal,
            }),
            T::Count => Box::new(KeepNumber {
                output: DataType::Int64,
                map: |array, _| map_counts(array, |_, number| Ok(number)),
                mark: None,
            }),
            T::Age => Box::new(KeepNumber {
                output: DataType::Int64,
                map: |array, _| map_ages(array, |_, years| Ok(years)),
                mark: None,
            }),
            T::Flag => Box::new(KeepNumber { output: DataType::Boolean, map: |array, _| map_flags(array), mark: None }),
            semantic if semantic.is_time() => Box::new(KeepTime { reading: cx.reading }),
            semantic => Box::new(KeepText { semantic, form: form_of(semantic) }),
        };
        Ok(Bound::Transform(transform))
    }
}

#[derive(Debug)]
struct KeepNumber {
    output: DataType,
    map: fn(&dyn Array, Option<Mark>) -> Result<Output, ColumnError>,
    mark: Option<Mark>,
}

impl Transform for KeepNumber {
    fn output_type(&self) -> DataType {
        self.output.clone()
    }

    fn trace(&self) -> Trace {
        Trace::Clear
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        (self.map)(input, self.mark)
    }
}

#[derive(Debug)]
struct KeepTime {
    reading: Reading,
}

impl Transform for KeepTime {
    fn output_type(&self) -> DataType {
        DataType::Timestamp(TimeUnit::Microsecond, None)
    }

    fn trace(&self) -> Trace {
        Trace::Clear
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_micros(input, &self.reading, |_, time| Ok(time))
    }
}

#[derive(Debug)]
struct KeepText {
    semantic: SemanticType,
    form: &'static Form,
}

impl Transform for KeepText {
    fn output_type(&self) -> DataType {
        DataType::Utf8
    }

    fn trace(&self) -> Trace {
        Trace::Clear
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        map_strings(input, self, 16)
    }
}

impl StrKernel for KeepText {
    fn write(&self, value: &str, out: &mut String) -> Fit {
        let fit = self.judge(value, out);
        match fit {
            // The same town in three languages would be three groups of fewer people each.
            Fit::Written if self.semantic == SemanticType::City => out.push_str(town_named(value).unwrap_or(value)),
            Fit::Written => out.push_str(value),
            Fit::Replaced => out.push_str("other"),
            _ => {}
        }
        fit
    }
}

/// Longest kept name of a product, in bytes: longer ones are texts.
const LONGEST_PRODUCT: usize = 400;
/// Longest kept code, in bytes.
const LONGEST_CODE: usize = 64;

impl KeepText {
    /// Whether the value is of its type. Spellings of NULL say nothing, and kept columns keep their bytes.
    fn judge(&self, value: &str, scratch: &mut String) -> Fit {
        use SemanticType as T;
        // Digits alone, as most ids are: every form of an id takes them.
        let id = matches!(self.semantic, T::UserId | T::TransactionId);
        if id && (2..20).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_digit()) {
            return Fit::Written;
        }
        let hidden =
            if value.is_ascii() { value.bytes().any(|b| b.is_ascii_control()) } else { value.chars().any(is_hidden) };
        if hidden {
            return Fit::Unfit;
        }
        if null::is_null_like(value) {
            return Fit::Written;
        }
        let fits = match self.semantic {
            T::Surname | T::GivenName | T::Patronymic | T::FullName => word::is_person_name(value),
            T::City | T::Region | T::Country => word::is_place(value),
            T::Currency => word::is_currency(value),
            T::PaymentStatus if !word::is_known_payment_status(value) => return Fit::Replaced,
            T::Product => value.len() <= LONGEST_PRODUCT,
            T::Code => value.len() <= LONGEST_CODE,
            _ => return judge_by_form(self.form, value, scratch),
        };
        if fits { Fit::Written } else { Fit::Unfit }
    }
}

/// Characters that nobody sees and that can carry a message: controls, and the tag characters that spell ASCII invisibly.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{E0000}'..='\u{E007F}')
}

fn judge_by_form(form: &Form, value: &str, scratch: &mut String) -> Fit {
    let start = scratch.len();
    let canonical = form.write(value, scratch);
    scratch.truncate(start);
    match canonical {
        Canonical::Written | Canonical::Null => Fit::Written,
        Canonical::Unfit => Fit::Unfit,
        Canonical::Withheld(why) => Fit::Withheld(why),
    }
}
