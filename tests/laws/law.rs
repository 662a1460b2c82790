//! The laws. Each says whether one technique keeps it, so that a broken one can show it red.

use super::values::{Sample, bytes_under_null, encodings, number_under_null};
use arrow::array::{
    Array, ArrayData, ArrayRef, AsArray as _, Decimal128Array, DictionaryArray, Float64Array, Int64Array,
};
use arrow::array::{Float32Array, Int32Array, NullArray, StringArray, UInt64Array};
use arrow::compute::concat;
use arrow::datatypes::{DataType, Int32Type};
use iesiz::column::Output;
use iesiz::schema::Argument;
use iesiz::transform::{Binding, Bound, ColumnSpec, Subjects, Technique, Transform};
use iesiz::vocabulary::SemanticType;
use std::sync::Arc;

/// What a law says.
pub(super) type Verdict = Result<(), String>;
/// A law over one bound technique.
pub(super) type Law = fn(&dyn Transform, &Sample) -> Verdict;

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Verdict {
    if holds { Ok(()) } else { Err(otherwise()) }
}

fn apply(transform: &dyn Transform, array: &dyn Array) -> Result<Output, String> {
    // One person's rows: what a technique does with two people's is shown beside it.
    let subjects = StringArray::from(vec!["person"; array.len()]);
    transform
        .apply(array, Subjects::of(&subjects))
        .map_err(|error| format!("{:?} was refused: {error:?}", array.data_type()))
}

/// What becomes of one value.
pub(super) fn one(transform: &dyn Transform, value: &str) -> Option<String> {
    texts(&apply(transform, &StringArray::from(vec![value])).expect("text").array).remove(0)
}

fn text(values: &[Option<String>]) -> StringArray {
    values.iter().map(Option::as_deref).collect()
}

fn same(a: &Output, b: &Output) -> bool {
    a.array.to_data() == b.array.to_data() && a.tally == b.tally
}

/// NULL in, NULL out, whatever type says that there is nothing; and so for the spellings of NULL.
pub(super) fn null_stays_null(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let output = apply(transform, &text(&sample.values))?;
    for (row, value) in sample.values.iter().enumerate() {
        ensure(value.is_some() || output.array.is_null(row), || format!("NULL of row {row} became something"))?;
    }
    let nothing: Vec<Option<&str>> = vec![None; 5];
    let no_values = DictionaryArray::<Int32Type>::new(Int32Array::new_null(5), Arc::new(StringArray::new_null(0)));
    let spelled = StringArray::from(sample.null_likes.clone());
    let all: [&dyn Array; 4] = [&StringArray::from(nothing), &NullArray::new(5), &no_values, &spelled];
    for array in all {
        let output = apply(transform, array)?;
        for row in 0..array.len() {
            ensure(output.array.is_null(row), || format!("row {row} of {:?} is not NULL", array.data_type()))?;
        }
        ensure(output.tally.nulls == array.len() as u64, || {
            format!("{:?} counted {:?}", array.data_type(), output.tally)
        })?;
    }
    Ok(())
}

/// As many values as came in; every NULL of the output has one reason in the tally.
pub(super) fn rows_add_up(transform: &dyn Transform, sample: &Sample) -> Verdict {
    for rows in [0, 1, sample.values.len()] {
        let output = apply(transform, &text(&sample.values[..rows]))?;
        ensure(output.array.len() == rows, || format!("{rows} rows became {}", output.array.len()))?;
        let tally = output.tally;
        ensure(tally.rows == rows as u64, || format!("{rows} rows counted as {}", tally.rows))?;
        let reasons = tally.nulls + tally.unfit + tally.lossy + tally.masked + tally.several + tally.unlinked;
        let nulls = output.array.null_count() as u64;
        ensure(reasons == nulls, || format!("{nulls} NULLs, {reasons} reasons: {tally:?}"))?;
    }
    Ok(())
}

/// The array has the type that was promised, for every input.
pub(super) fn type_is_as_promised(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let inputs: [ArrayRef; 3] = [Arc::new(text(&sample.values)), Arc::new(text(&[])), Arc::new(NullArray::new(2))];
    for input in inputs {
        let found = apply(transform, &input)?.array.data_type().clone();
        ensure(found == transform.output_type(), || format!("promised {}, made {found}", transform.output_type()))?;
    }
    Ok(())
}

/// Plain, large, view, dictionary, sliced: same values, same output, same counts.
pub(super) fn encodings_agree(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let expected = apply(transform, &text(&sample.values))?;
    for (name, array) in encodings(&sample.values) {
        let found = apply(transform, &array)?;
        ensure(same(&expected, &found), || format!("{name} differs: {:?}, {:?}", expected.tally, found.tally))?;
    }
    Ok(())
}

/// A number means what its digits mean.
pub(super) fn numbers_read_as_text(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let numbers = sample.numbers;
    let texts: Vec<Option<String>> = numbers.iter().map(|number| Some(number.to_string())).collect();
    let expected = apply(transform, &text(&texts))?;
    let decimals = Decimal128Array::from_iter_values(numbers.iter().map(|&n| n.into())).with_precision_and_scale(20, 0);
    let decimals = decimals.map_err(|_| "no decimals".to_owned())?;
    for array in [&Int64Array::from(numbers.to_vec()) as &dyn Array, &decimals] {
        ensure(same(&expected, &apply(transform, array)?), || format!("{:?} differs", array.data_type()))?;
    }
    // What a signed or a short type has no room for is left out.
    let positive: Vec<u64> = numbers.iter().filter_map(|&n| u64::try_from(n).ok()).collect();
    let expected = apply(transform, &text(&positive.iter().map(|n| Some(n.to_string())).collect::<Vec<_>>()))?;
    ensure(same(&expected, &apply(transform, &UInt64Array::from(positive))?), || "UInt64 differs".to_owned())?;
    let exact: Vec<i64> = numbers.iter().copied().filter(|n| n.unsigned_abs() < 1 << 53).collect();
    let expected = apply(transform, &text(&exact.iter().map(|n| Some(n.to_string())).collect::<Vec<_>>()))?;
    #[allow(clippy::cast_precision_loss)]
    let floats = Float64Array::from_iter_values(exact.iter().map(|&n| n as f64));
    ensure(same(&expected, &apply(transform, &floats)?), || "Float64 differs".to_owned())
}

/// A float beyond 2^53 stands for several whole numbers: it becomes no token and no number.
pub(super) fn lost_digits_are_no_value(transform: &dyn Transform, sample: &Sample) -> Verdict {
    // Where whole numbers are junk anyway, each gets the token of junk.
    if sample.numbers.is_empty() {
        return Ok(());
    }
    let floats = Float64Array::from(vec![1_700_000_000_123_456_789.0, 2e18, 9_007_199_254_740_996.0]);
    let singles = Float32Array::from(vec![87_710_009_998.0]);
    for array in [&floats as &dyn Array, &singles] {
        let output = apply(transform, array)?;
        let nothing = output.array.null_count() == array.len();
        ensure(nothing || !transform.is_token(), || format!("a token of {:?} beyond its digits", array.data_type()))?;
    }
    Ok(())
}

/// However rows are grouped, the concatenated output and the summed tally are the same.
pub(super) fn batches_agree(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let rows = sample.values.len();
    for step in [1, 2, 3, rows.div_ceil(2).max(1)] {
        let cuts: Vec<usize> = (0..rows).step_by(step).collect();
        split_agrees(transform, &sample.values, &cuts)?;
    }
    Ok(())
}

/// As [`batches_agree`], cut before these rows.
pub(super) fn split_agrees(transform: &dyn Transform, values: &[Option<String>], cuts: &[usize]) -> Verdict {
    let whole = apply(transform, &text(values))?;
    let mut cuts: Vec<usize> = cuts.iter().map(|&cut| cut.min(values.len())).collect();
    cuts.extend([0, values.len()]);
    cuts.sort_unstable();
    let mut tally = iesiz::column::Tally::default();
    let mut arrays = Vec::new();
    for pair in cuts.windows(2) {
        let output = apply(transform, &text(&values[pair[0]..pair[1]]))?;
        tally.add(&output.tally);
        arrays.push(output.array);
    }
    let pieces: Vec<&dyn Array> = arrays.iter().map(|array| &**array).collect();
    let array =
        if pieces.is_empty() { Arc::clone(&whole.array) } else { concat(&pieces).map_err(|_| "no concatenation")? };
    ensure(same(&whole, &Output { array, tally }), || format!("cut at {cuts:?}, the output differs"))
}

/// No buffer of the output holds a byte of what was planted: not in a value, not under a NULL, not in an unused dictionary entry.
pub(super) fn no_residue(transform: &dyn Transform, sample: &Sample) -> Verdict {
    let planted: Vec<Option<String>> =
        sample.planted.iter().flat_map(|(value, _)| [Some(value.clone()), None]).collect();
    let canaries: Vec<&[u8]> = sample.planted.iter().flat_map(|(_, left)| left.iter().map(|c| c.as_bytes())).collect();
    for (name, array) in encodings(&planted) {
        let output = apply(transform, &array)?;
        holds_none(&output.array, &canaries).map_err(|what| format!("{name}: {what}"))?;
    }
    // Values that leave, beside bytes that do not: under NULL, in slices cut off, in dictionary entries of no row.
    let fit: Vec<Option<String>> =
        sample.values.iter().filter(|v| v.as_ref().is_none_or(|v| v.len() < 99)).cloned().collect();
    for (name, array) in encodings(&fit) {
        let output = apply(transform, &array)?;
        holds_none(&output.array, &[super::values::CANARY.as_bytes()]).map_err(|what| format!("{name}: {what}"))?;
    }
    let under: Vec<Option<&str>> = vec![None; 3];
    holds_none(&apply(transform, &bytes_under_null(&under))?.array, &[super::values::CANARY.as_bytes()])?;
    const NUMBER: i64 = 0x5EC2_E75E_C2E7_0107;
    let output = apply(transform, &number_under_null(NUMBER, 3))?;
    holds_none(&output.array, &[&NUMBER.to_le_bytes(), NUMBER.to_string().as_bytes()])
}

fn holds_none(array: &ArrayRef, canaries: &[&[u8]]) -> Verdict {
    let mut buffers = Vec::new();
    collect(&array.to_data(), &mut buffers);
    for canary in canaries {
        let found = buffers.iter().any(|buffer| memchr::memmem::find(buffer, canary).is_some());
        ensure(!found, || format!("{} is in the output", String::from_utf8_lossy(canary)))?;
    }
    Ok(())
}

fn collect(data: &ArrayData, buffers: &mut Vec<Vec<u8>>) {
    buffers.extend(data.buffers().iter().map(|buffer| buffer.as_slice().to_vec()));
    data.child_data().iter().for_each(|child| collect(child, buffers));
}

/// What a token may look like.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Shape {
    /// Two letters, `_`, 26 characters of base32, or 20.
    Token(usize),
    /// Two letters, `x_`, base32 of a padded and sealed value.
    Sealed(usize),
    /// What format-preserving encryption makes: four or more digits and letters.
    Signs,
    /// What prefix-preserving encryption makes: an address, or the word for a class of them.
    Address,
    /// An email, a hardware address or an account of a range that is reserved for nobody.
    Reserved,
}

impl Shape {
    fn of(token: &str) -> Option<Self> {
        if token.parse::<std::net::IpAddr>().is_ok() || super::CLASSES.contains(&token) {
            return Some(Self::Address);
        }
        let account = |rest: &str| rest.len() == 16 && rest.bytes().all(|b| b.is_ascii_digit());
        let mac = |rest: &str| rest.len() == 2 && u8::from_str_radix(rest, 16).is_ok();
        if token.strip_suffix("@example.invalid").is_some_and(|local| u128::from_str_radix(local, 16).is_ok())
            || token.strip_prefix("00:00:5e:00:53:").is_some_and(mac)
            || token.strip_prefix("KZ00").is_some_and(account)
        {
            return Some(Self::Reserved);
        }
        let Some((prefix, body)) = token.split_once('_') else {
            let signs = token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
            return (token.len() >= 4 && signs).then_some(Self::Signs);
        };
        let letters = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase());
        let base32 = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || matches!(b, b'2'..=b'7'));
        match (prefix.as_bytes(), body.len()) {
            _ if !letters(prefix) || !base32(body) => None,
            ([_, _], 26 | 20) => Some(Self::Token(body.len())),
            // 16 bytes of tag and 64 or 128 of text.
            ([_, _, b'x'], 128 | 231) => Some(Self::Sealed(body.len())),
            _ => None,
        }
    }
}

/// All tokens of a column have one of the known shapes, whatever their values. Others are no tokens and owe nothing here.
pub(super) fn tokens_have_one_shape(transform: &dyn Transform, sample: &Sample) -> Verdict {
    if !transform.is_token() {
        return Ok(());
    }
    let values: Vec<Option<String>> = sample.values.iter().chain(&[Some("x".to_owned())]).cloned().collect();
    let output = apply(transform, &text(&values))?;
    ensure(output.array.data_type() == &DataType::Utf8, || "a token is text".to_owned())?;
    let mut first = None;
    for token in output.array.as_string::<i32>().iter().flatten() {
        let shape = Shape::of(token).ok_or_else(|| format!("`{token}` is no token"))?;
        ensure(*first.get_or_insert(shape) == shape, || format!("`{token}` is not of the shape {first:?}"))?;
    }
    Ok(())
}

/// Name in lower case, every sentence of the documentation there.
pub(super) fn documented(technique: &dyn Technique) -> Verdict {
    let name = technique.name();
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    ensure(plain, || format!("`{name}` is no word in lower case"))?;
    let doc = technique.doc();
    let said = [doc.summary, doc.nulls, doc.learns].iter().all(|sentence| sentence.trim().len() > 5);
    ensure(said && !doc.example.input.is_empty(), || format!("{name} lacks documentation"))
}

/// The documented example is what happens.
pub(super) fn example_is_true(technique: &dyn Technique, cx: &Binding<'_>) -> Verdict {
    let example = &technique.doc().example;
    let argument = match example.argument {
        "" => Argument::None,
        // As in a profile: TOML allows `_` between digits.
        list if list.contains(',') => Argument::Numbers(list.replace('_', "").split(", ").map(str::to_owned).collect()),
        number if number.replace('_', "").parse::<i64>().is_ok() => Argument::Number(number.replace('_', "")),
        word => Argument::Word(word.to_owned()),
    };
    let spec = ColumnSpec { semantic: example.semantic, domain: example.semantic.name(), argument: &argument };
    let bound = technique.bind(&spec, cx).map_err(|refusal| refusal.message.to_string())?;
    let Bound::Transform(transform) = bound else {
        return ensure(example.output.is_empty(), || "nothing leaves, but the example shows something".to_owned());
    };
    let output = apply(&*transform, &StringArray::from(example.input.to_vec()))?;
    let found = texts(&output.array);
    let expected: Vec<Option<String>> = example.output.iter().map(|value| value.map(str::to_owned)).collect();
    ensure(found == expected, || format!("{found:?} is not {expected:?}"))
}

/// A type or an argument that is not listed is refused, not ignored: `{ keep = "day" }` must not keep the second.
pub(super) fn refuses_the_rest(technique: &dyn Technique, cx: &Binding<'_>) -> Verdict {
    let numbers = |edges: &[&str]| Argument::Numbers(edges.iter().map(|&edge| edge.to_owned()).collect());
    let words = [
        "", "day", "hour", "host", "template", "/24", "/25", "/7", "24", "country", "region", "family", "provider",
        "tenth", "5 years", "decade", "district", "all", "digits", "no",
    ];
    for &semantic in SemanticType::ALL {
        let known = technique.arguments(semantic);
        let listed = |argument: &Argument| match argument {
            Argument::None => known.contains(&""),
            Argument::Word(word) if known.contains(&"name of the block") => {
                !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
            }
            Argument::Word(word) => {
                !word.is_empty() && (known.contains(&word.as_str()) || (word == "/24" && known.contains(&"/8 … /24")))
            }
            Argument::Number(number) => {
                let whole = number.parse::<i64>();
                known.iter().any(|listed| match *listed {
                    "step" => whole.as_ref().is_ok_and(|step| *step > 0),
                    "limit" => whole.is_ok(),
                    "1 … 3650 days" => whole.as_ref().is_ok_and(|days| (1..=3650).contains(days)),
                    listed => !number.is_empty() && listed == number,
                })
            }
            Argument::Numbers(ends) => {
                let ends: Vec<Option<i64>> = ends.iter().map(|end| end.parse().ok()).collect();
                known.iter().any(|listed| match (*listed, ends.as_slice()) {
                    ("[edge, edge, …]" | "[low, high]", [Some(low), Some(high)]) => low < high,
                    ("[below 0, above 0]", [Some(low), Some(high)]) => *low < 0 && *high > 0,
                    _ => false,
                })
            }
        };
        let mut arguments: Vec<Argument> = words.iter().map(|&word| Argument::Word(word.to_owned())).collect();
        arguments.extend([
            Argument::None,
            numbers(&["0", "10"]),
            numbers(&["-5", "10"]),
            numbers(&["10", "0"]),
            numbers(&["10", "10"]),
            numbers(&[]),
            numbers(&["x", "1"]),
        ]);
        let spelled = ["0", "-1", "10", "64", "96", "128", "3651", "0.001", "x", ""];
        arguments.extend(spelled.map(|number| Argument::Number(number.to_owned())));
        for argument in arguments {
            let spec = ColumnSpec { semantic, domain: semantic.name(), argument: &argument };
            let accepted = technique.bind(&spec, cx).is_ok();
            let wanted = listed(&argument);
            ensure(accepted == wanted, || {
                format!("{} of {semantic} with {argument:?}: accepted is {accepted}", technique.name())
            })?;
        }
    }
    Ok(())
}

/// The values of any array that a technique makes, as text.
pub(super) fn texts(array: &ArrayRef) -> Vec<Option<String>> {
    let show = |row: usize| match array.data_type() {
        DataType::Utf8 => array.as_string::<i32>().value(row).to_owned(),
        DataType::Decimal128(..) => array.as_primitive::<arrow::datatypes::Decimal128Type>().value_as_string(row),
        DataType::Int64 => array.as_primitive::<arrow::datatypes::Int64Type>().value(row).to_string(),
        DataType::Boolean => array.as_boolean().value(row).to_string(),
        DataType::Date32 => array
            .as_primitive::<arrow::datatypes::Date32Type>()
            .value_as_date(row)
            .map_or_else(|| "no day".to_owned(), |date| date.to_string()),
        other => format!("a value of {other}"),
    };
    (0..array.len()).map(|row| array.is_valid(row).then(|| show(row))).collect()
}
