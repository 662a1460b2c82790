//! A technique that breaks each law, and the law that sees it.

use super::law::{self, Law};
use super::values::{CANARY, Sample};
use super::{LAWS, named, with_binding};
use arrow::array::{Array, ArrayRef, AsArray as _, BooleanArray, Int64Array, LargeStringArray, StringArray};
use arrow::compute::{cast, nullif};
use arrow::datatypes::DataType;
use iesiz::column::{ColumnError, Fit, Output, Tally, for_each_text};
use iesiz::transform::{Binding, Bound, ColumnSpec, Doc, Example, Refusal, Subjects, Technique, Transform};
use iesiz::vocabulary::{Family, SemanticType};
use std::fmt;
use std::sync::Arc;

/// A technique made of one function; it passes everything through unless the function says otherwise.
struct Broken {
    apply: fn(&dyn Array) -> Result<Output, ColumnError>,
    promises: DataType,
    token: bool,
}

impl fmt::Debug for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Broken")
    }
}

impl Transform for Broken {
    fn output_type(&self) -> DataType {
        self.promises.clone()
    }

    fn is_token(&self) -> bool {
        self.token
    }

    fn apply(&self, input: &dyn Array, _: Subjects<'_>) -> Result<Output, ColumnError> {
        (self.apply)(input)
    }
}

fn broken(apply: fn(&dyn Array) -> Result<Output, ColumnError>) -> Broken {
    Broken { apply, promises: DataType::Utf8, token: false }
}

/// Written text for each value, `None` for NULL; the tally counts what was written.
fn map(input: &dyn Array, mut write: impl FnMut(usize, Option<&str>) -> Option<String>) -> Result<Output, ColumnError> {
    let mut tally = Tally::default();
    let mut texts: Vec<Option<String>> = Vec::new();
    for_each_text(input, |value| {
        let text = write(texts.len(), value);
        tally.note(if text.is_some() { Fit::Written } else { Fit::Null }, 1);
        texts.push(text);
    })?;
    Ok(Output { array: Arc::new(StringArray::from(texts)), tally })
}

fn writes_null_as_nothing(input: &dyn Array) -> Result<Output, ColumnError> {
    map(input, |_, value| Some(value.unwrap_or("").to_owned()))
}

fn drops_a_row(input: &dyn Array) -> Result<Output, ColumnError> {
    let output = map(input, |_, value| value.map(str::to_owned))?;
    let rows = output.array.len().saturating_sub(1);
    Ok(Output { array: output.array.slice(0, rows), tally: output.tally })
}

fn counts_nothing(input: &dyn Array) -> Result<Output, ColumnError> {
    let output = map(input, |_, value| value.map(str::to_owned))?;
    Ok(Output { tally: Tally { rows: output.tally.rows, ..Tally::default() }, ..output })
}

fn makes_another_type(input: &dyn Array) -> Result<Output, ColumnError> {
    let output = map(input, |_, value| value.map(str::to_owned))?;
    let array: LargeStringArray = output.array.as_string::<i32>().iter().collect();
    Ok(Output { array: Arc::new(array), tally: output.tally })
}

/// Looks at every entry of a dictionary, used or not.
fn looks_at_unused_entries(input: &dyn Array) -> Result<Output, ColumnError> {
    let entries = input.as_any_dictionary_opt().map_or(0, |dictionary| dictionary.values().len());
    let mut output = map(input, |_, value| value.map(str::to_owned))?;
    output.tally.doubtful = entries as u64;
    Ok(output)
}

/// Reads integers as something other than their digits.
fn groups_integers(input: &dyn Array) -> Result<Output, ColumnError> {
    let mark = if input.data_type().is_integer() { "_" } else { "" };
    map(input, |_, value| value.map(|value| format!("{value}{mark}")))
}

fn numbers_the_rows_of_a_batch(input: &dyn Array) -> Result<Output, ColumnError> {
    map(input, |row, value| value.map(|_| row.to_string()))
}

/// What `nullif` does: the NULL is set, the bytes stay.
fn nulls_without_clearing(input: &dyn Array) -> Result<Output, ColumnError> {
    let plain = map(input, |_, value| value.map(str::to_owned))?;
    let hits: BooleanArray =
        plain.array.as_string::<i32>().iter().map(|v| Some(v.is_some_and(|v| v.contains(CANARY)))).collect();
    let array = nullif(&plain.array, &hits).map_err(|_| ColumnError::Type)?;
    Ok(Output { array, tally: plain.tally })
}

fn passes_unfit_values(input: &dyn Array) -> Result<Output, ColumnError> {
    map(input, |_, value| value.map(str::to_owned))
}

/// Lets the input's own buffers leave: slices and dictionaries bring their neighbours.
fn hands_buffers_on(input: &dyn Array) -> Result<Output, ColumnError> {
    let array: ArrayRef = match input.data_type() {
        DataType::Int64 => Arc::new(input.as_primitive::<arrow::datatypes::Int64Type>().clone()),
        _ => cast(&input.slice(0, input.len()), input.data_type()).map_err(|_| ColumnError::Type)?,
    };
    Ok(Output { array, tally: Tally::default() })
}

fn keeps_numbers_under_null(input: &dyn Array) -> Result<Output, ColumnError> {
    match input.data_type() {
        DataType::Int64 => hands_buffers_on(input),
        _ => map(input, |_, _| None),
    }
}

fn tells_the_length(input: &dyn Array) -> Result<Output, ColumnError> {
    map(input, |_, value| value.map(|value| format!("em_{}", "a".repeat(value.len() % 40))))
}

fn quotes_the_value(input: &dyn Array) -> Result<Output, ColumnError> {
    map(input, |_, value| value.map(|value| format!("em_{value:a<26.26}")))
}

#[test]
fn every_law_goes_red() {
    let wrong: [(&str, Broken); 15] = [
        ("null_stays_null", broken(writes_null_as_nothing)),
        ("rows_add_up", broken(drops_a_row)),
        ("rows_add_up", broken(counts_nothing)),
        ("type_is_as_promised", broken(makes_another_type)),
        ("type_is_as_promised", Broken { promises: DataType::Int64, ..broken(passes_unfit_values) }),
        ("encodings_agree", broken(looks_at_unused_entries)),
        ("numbers_read_as_text", broken(groups_integers)),
        ("lost_digits_are_no_value", Broken { token: true, ..broken(quotes_the_value) }),
        ("batches_agree", broken(numbers_the_rows_of_a_batch)),
        ("no_residue", broken(nulls_without_clearing)),
        ("no_residue", broken(passes_unfit_values)),
        ("no_residue", broken(hands_buffers_on)),
        ("no_residue", broken(keeps_numbers_under_null)),
        ("tokens_have_one_shape", Broken { token: true, ..broken(tells_the_length) }),
        ("tokens_have_one_shape", Broken { token: true, ..broken(quotes_the_value) }),
    ];
    let sample = Sample::of(SemanticType::UserId, "pseudonymize");
    for (nth, (name, transform)) in wrong.iter().enumerate() {
        let (_, law): &(&str, Law) = LAWS.iter().find(|(known, _)| known == name).expect("a law");
        assert!(law(transform, &sample).is_err(), "`{name}` does not see broken technique {nth}");
    }
    for (name, _) in LAWS {
        assert!(wrong.iter().any(|(shown, _)| shown == name), "`{name}` was never shown red");
    }
}

/// A number under a NULL is found although no text holds it.
#[test]
fn bytes_of_numbers_are_looked_at() {
    let input = super::values::number_under_null(7, 2);
    assert_eq!(
        hands_buffers_on(&input).expect("integers").array.as_primitive::<arrow::datatypes::Int64Type>().values()[0],
        7
    );
    let fresh: Int64Array = input.iter().collect();
    assert_eq!(fresh.values()[0], 0);
}

/// A technique with whatever documentation and acceptance is wrong.
struct Wrong {
    name: &'static str,
    doc: &'static Doc,
}

static FALSE: Doc = Doc {
    summary: "writes the value in capitals",
    nulls: "NULL stays NULL",
    learns: "everything",
    example: Example { semantic: SemanticType::Email, argument: "", input: &[Some("a")], output: &[Some("B")] },
};

static EMPTY: Doc = Doc {
    summary: "",
    nulls: "",
    learns: "",
    example: Example { semantic: SemanticType::Email, argument: "", input: &[], output: &[] },
};

impl Technique for Wrong {
    fn name(&self) -> &'static str {
        self.name
    }

    fn family(&self) -> Family {
        Family::None
    }

    fn doc(&self) -> &'static Doc {
        self.doc
    }

    fn arguments(&self, _: SemanticType) -> &'static [&'static str] {
        &[]
    }

    fn bind(&self, _: &ColumnSpec<'_>, _: &Binding<'_>) -> Result<Bound, Refusal> {
        Ok(Bound::Transform(Box::new(broken(|input| map(input, |_, value| value.map(str::to_uppercase))))))
    }
}

#[test]
fn the_laws_of_the_catalogue_go_red() {
    let wrong = |name, doc| Wrong { name, doc };
    assert!(law::documented(&wrong("Keep", &FALSE)).is_err());
    assert!(law::documented(&wrong("", &FALSE)).is_err());
    assert!(law::documented(&wrong("keep", &EMPTY)).is_err());
    assert!(law::documented(&wrong("keep", &FALSE)).is_ok());
    assert!(with_binding(|cx| law::example_is_true(&wrong("keep", &FALSE), cx)).is_err());
    assert!(with_binding(|cx| law::refuses_the_rest(&wrong("keep", &FALSE), cx)).is_err());
    assert!(with_binding(|cx| law::refuses_the_rest(named("pseudonymize"), cx)).is_ok());
}
