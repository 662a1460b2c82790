//! Reads the files: opens them, puts parts of one dataset together, counts every column with all threads.

use super::column::{ColumnScan, Scratch};
use super::header::Header;
use super::opened::{Opened, open};
use super::report::{BrokenRow, Report};
use crate::canon::reading::Reading;
use crate::canon::time::{Moment, Parsed, Zone};
use crate::column::{for_each_moment, for_each_text};
use crate::error::{Diagnostic, Result};
use crate::io::{BadRow, FileFormat, Input, Seen, Unit};
use crate::pipeline::{Engine, Interrupt, Progress, files_of, refuse_repeats};
use crate::schema::{Encoding, fold_name};
use arrow::array::{Array, ArrayRef, AsArray as _, StringArray, StringBuilder};
use arrow::datatypes::DataType;
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

/// What to scan.
#[derive(Debug)]
pub struct ScanOptions<'a> {
    /// Files or globs.
    pub inputs: &'a [String],
    /// Rows of each file that are looked at; all if there is none.
    pub sample: Option<u64>,
    /// Format of the inputs, if their content must not decide.
    pub format: Option<FileFormat>,
    /// Encoding of the texts among them.
    pub encoding: Option<Encoding>,
    /// Byte between the fields of the texts among them.
    pub delimiter: Option<u8>,
    /// Workers.
    pub threads: usize,
    /// Bytes that a read asks for.
    pub read_buffer: usize,
    /// Today: nobody is born later.
    pub today: Option<NaiveDate>,
}

/// Different values of the first batch of a file that are judged, and of every later one: to judge a value takes a hundred times as long as
/// to search it for identifiers, which is done with all of them.
const JUDGED_FIRST: usize = 4_096;
const JUDGED_LATER: usize = 64;
/// Of the first batch of all columns together, and of each of very many at least.
const JUDGED_ALL: usize = 1 << 19;
const JUDGED_LEAST: usize = 32;
/// Different values that all columns of a dataset together keep, and one column at most: about 100 MB.
const VALUES: usize = 1 << 22;
const VALUES_OF_COLUMN: usize = 1 << 16;
/// Bytes of a unit: nothing is written in units, and small ones end together.
const UNIT_BYTES: usize = 4 << 20;
/// Broken rows that are named.
const NAMED: usize = 20;

/// Files with one header, in the order in which they were given.
pub(super) struct Group {
    pub(super) inputs: Vec<Input>,
    pub(super) header: Header,
    /// What is to be said of how the header was found.
    pub(super) notes: Vec<Diagnostic>,
}

/// What was counted in a group.
pub(super) struct Counted {
    pub(super) columns: Vec<Option<ColumnScan>>,
    /// Rows of each file.
    pub(super) rows: Vec<u64>,
    pub(super) broken: u64,
    /// Those of them that are no rows, by the word of `leave_out` that says so.
    pub(super) no_rows: BTreeMap<&'static str, u64>,
    pub(super) broken_first: Vec<BrokenRow>,
}

/// Scans files: says what is in every column, and never a value.
///
/// # Errors
/// The first file that cannot be opened or read.
pub fn scan(options: &ScanOptions<'_>, interrupt: &Interrupt, progress: &dyn Progress) -> Result<Report> {
    let mut inputs = Vec::new();
    for argument in options.inputs {
        for path in files_of(argument)? {
            inputs.push(open(&path, options)?);
        }
    }
    refuse_repeats(inputs.iter().map(|opened| &opened.input))?;
    let engine = Engine { threads: options.threads, read_buffer: options.read_buffer, interrupt, progress };
    let groups = group(inputs);
    // Everything is read twice: what the columns are, and then whether every cell is that.
    progress.begin("scanning", 2 * groups.iter().flat_map(|group| &group.inputs).map(Input::len).sum::<u64>());
    let mut report = Report::default();
    for group in &groups {
        let counted = count(group, options, &engine)?;
        report.add(group, counted, options, &engine)?;
        group.inputs.iter().try_for_each(Input::check_unchanged)?;
    }
    progress.end();
    Ok(report)
}

/// Files of one header and one format are one dataset.
fn group(inputs: Vec<Opened>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let folded = |input: &Input| input.header.iter().map(|name| fold_name(name)).collect::<Vec<_>>();
    for Opened { input, header, notes } in inputs {
        let same = |group: &&mut Group| {
            let first = &group.inputs[0];
            let alike = folded(first) == folded(&input) && first.text_form().is_some() == input.text_form().is_some();
            alike && !header.is_data && !group.header.is_data
        };
        match groups.iter_mut().find(same) {
            Some(group) => {
                group.inputs.push(input);
                group.notes.extend(notes);
            }
            None => groups.push(Group { inputs: vec![input], header, notes }),
        }
    }
    groups
}

/// What a unit adds.
struct UnitCounted {
    columns: Vec<Option<ColumnScan>>,
    rows: u64,
    bad: Vec<BadRow>,
}

fn count(group: &Group, options: &ScanOptions<'_>, engine: &Engine<'_>) -> Result<Counted> {
    let inputs: Vec<&Input> = group.inputs.iter().collect();
    let width = inputs[0].header.len();
    let cap = (VALUES / width.max(1)).clamp(1_024, VALUES_OF_COLUMN);
    // Levels that parts of the columns have reached: later parts begin there, which changes nothing but their size.
    let levels: Vec<AtomicU32> = (0..width).map(|_| AtomicU32::new(0)).collect();
    // What one unit has used serves the next one: memory that is asked for anew must be cleared by the system.
    let used: Mutex<Vec<Scratch>> = Mutex::default();
    let pool = || used.lock().unwrap_or_else(PoisonError::into_inner);
    let work = |part: usize, unit: Unit| {
        let start = || levels.iter().map(|level| Some(ColumnScan::new(cap, level.load(Ordering::Relaxed)))).collect();
        let mut scratch = pool().pop().unwrap_or_default();
        let counted = count_unit(inputs[part], unit, options.sample, start(), &mut scratch);
        pool().push(scratch);
        counted
    };
    let mut counted = Counted {
        columns: (0..width).map(|_| Some(ColumnScan::new(cap, 0))).collect(),
        rows: vec![0; inputs.len()],
        broken: 0,
        no_rows: BTreeMap::new(),
        broken_first: Vec::new(),
    };
    let take = |part: usize, unit: UnitCounted| {
        counted.rows[part] += unit.rows;
        counted.note_broken(part, &unit.bad);
        for ((sum, more), level) in counted.columns.iter_mut().zip(&unit.columns).zip(&levels) {
            match (sum.as_mut(), more) {
                (Some(sum), Some(more)) => {
                    sum.merge(more);
                    level.store(sum.distinct.level(), Ordering::Relaxed);
                }
                // A column that cannot be read in one place cannot be told of as a whole.
                _ => *sum = None,
            }
        }
        Ok(())
    };
    let last = options.sample.unwrap_or(u64::MAX);
    engine.run_units(&inputs, |input| units_until(input, options.read_buffer, last), work, take)?;
    Ok(counted)
}

/// The units of an input up to the one in which a row stands.
pub(super) fn units_until(input: &Input, read_buffer: usize, last: u64) -> impl Iterator<Item = Result<Unit>> {
    let units = input.units_of(read_buffer, UNIT_BYTES);
    units.take_while(move |unit| unit.as_ref().map_or(true, |unit| unit.first_row() <= last))
}

impl Counted {
    fn note_broken(&mut self, file: usize, bad: &[BadRow]) {
        self.broken += bad.len() as u64;
        bad.iter()
            .filter_map(|bad| bad.fault.left_out_by())
            .for_each(|word| *self.no_rows.entry(word).or_default() += 1);
        let room = NAMED.saturating_sub(self.broken_first.len());
        let named = bad.iter().take(room).map(|bad| BrokenRow {
            file,
            row: bad.row,
            code: bad.fault.code(),
            what: bad.fault.what(),
        });
        self.broken_first.extend(named);
    }
}

/// Counts the columns of a unit, or of as many of its rows as a sample has.
fn count_unit(
    input: &Input,
    unit: Unit,
    sample: Option<u64>,
    mut columns: Vec<Option<ColumnScan>>,
    scratch: &mut Scratch,
) -> Result<UnitCounted> {
    let mut row = unit.first_row();
    let (mut counted, mut broken) = (0, Vec::new());
    input.each_batch(unit, |seen, rows, bad| {
        let records = (rows + bad.len()) as u64;
        let left = sample.map_or(u64::MAX, |sample| (sample + 1).saturating_sub(row));
        let kept = usize::try_from(left).unwrap_or(usize::MAX).min(rows);
        let first = (JUDGED_ALL / columns.len().max(1)).clamp(JUDGED_LEAST, JUDGED_FIRST);
        let judged = if row == 1 { first } else { JUDGED_LATER.min(first) };
        match seen {
            Seen::Cells(cells) => {
                for (column, cells) in columns.iter_mut().zip(*cells) {
                    let scan = column.as_mut().expect("every column of a text can be read");
                    scan.add(kept, |row| cells.get(row), judged, scratch);
                }
            }
            Seen::Arrays(arrays) => {
                for (column, array) in columns.iter_mut().zip(*arrays) {
                    match (column.as_mut(), texts(array)) {
                        (Some(scan), Some(texts)) => {
                            scan.add(kept, |row| texts.is_valid(row).then(|| texts.value(row)), judged, scratch);
                        }
                        _ => *column = None,
                    }
                }
            }
        }
        counted += kept as u64;
        broken.extend(bad.into_iter().filter(|bad| sample.is_none_or(|sample| bad.row <= sample)));
        row += records;
        Ok(left > records)
    })?;
    Ok(UnitCounted { columns, rows: counted, bad: broken })
}

/// A column as text: times as ISO 8601; `None` for nested and binary types.
pub(crate) fn texts(array: &ArrayRef) -> Option<StringArray> {
    if *array.data_type() == DataType::Utf8 {
        return Some(array.as_string::<i32>().clone());
    }
    let mut builder = StringBuilder::new();
    if for_each_text(&**array, |text| builder.append_option(text)).is_ok() {
        return Some(builder.finish());
    }
    let mut builder = StringBuilder::new();
    let time = |parsed| match parsed {
        Parsed::At(Moment::Local(at) | Moment::Utc(at)) => builder.append_value(at.to_string()),
        Parsed::ByPivot(_) | Parsed::Open(_) | Parsed::Null | Parsed::Unfit => builder.append_null(),
    };
    for_each_moment(&**array, &Reading::of(Zone::ALMATY), time).ok()?;
    Some(builder.finish())
}
