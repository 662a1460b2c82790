//! Released rows made coarser, so that the privacy models hold.

use super::compile::{DatasetPlan, Release};
use super::models::ModelPlan;
use super::released::{Refused, Released, Rows, release_one};
use crate::hash::hash;
use crate::privacy::{Domain, Gather, Index, Person, Recoding, Stage};
use arrow::array::{
    Array, ArrayRef, AsArray as _, BooleanArray, RecordBatch, RecordBatchOptions, StringArray, StringBuilder,
};
use arrow::compute::{cast, filter_record_batch};
use arrow::datatypes::DataType;
use std::collections::HashMap;
use std::sync::Arc;

/// Rows by their combination: what the search found for each.
pub struct Recoder {
    stage: Stage<'static>,
    recoding: Recoding,
    index: Index,
    /// By quasi-identifier, the code of NULL and of each value.
    codes: Vec<Codes>,
}

/// The code of NULL, if there was one, and of each value of a column.
type Codes = (Option<u32>, HashMap<Box<str>, u32, ahash::RandomState>);

/// How many, and never which: it knows values.
impl std::fmt::Debug for Recoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recoder({} combinations)", self.stage.table.len())
    }
}

impl Recoder {
    /// For the rows that the table of a stage was made of. `columns` are the values of each quasi-identifier with their codes in it.
    #[must_use]
    pub fn new(stage: Stage<'static>, columns: Vec<(Domain, Vec<u32>)>, recoding: Recoding) -> Self {
        let codes = columns.into_iter().map(|(domain, codes)| {
            let null = domain.code(None).map(|code| codes[code as usize]);
            let values = domain.into_values().into_iter().zip(codes);
            (null, values.filter_map(|(value, code)| Some((value?, code))).collect())
        });
        let (codes, index) = (codes.collect(), stage.table.index());
        Self { stage, recoding, index, codes }
    }

    /// The class of each row; `None` where it is suppressed. A row that was not among those of the table is suppressed.
    fn classes(&self, columns: &[StringArray], rows: usize) -> Vec<Option<usize>> {
        let mut codes = vec![0; columns.len()];
        let class = |row: usize| {
            for ((code, column), (null, known)) in codes.iter_mut().zip(columns).zip(&self.codes) {
                *code = if column.is_valid(row) { *known.get(column.value(row))? } else { (*null)? };
            }
            self.stage.table.find(&self.index, &codes).and_then(|combination| self.recoding.class(combination))
        };
        (0..rows).map(class).collect()
    }
}

/// The values of a released column as texts: what a CSV file would show.
fn texts(array: &ArrayRef, at: usize) -> Result<StringArray, Refused> {
    let texts = cast(array, &DataType::Utf8).map_err(|_| Refused::Type(at))?;
    Ok(texts.as_string::<i32>().clone())
}

/// A number for a canonical id, the same on every machine: who is asked of in a sample of people follows from it.
pub(crate) fn account(id: &str) -> u64 {
    hash(id.as_bytes())
}

impl ModelPlan {
    /// The account that a row is of. `subjects` are the canonical ids of whose the rows are.
    #[must_use]
    pub fn person(&self, subjects: Option<&StringArray>, row: usize) -> Person {
        match subjects {
            _ if !self.people_known => Person::EachRow,
            Some(subjects) if subjects.is_valid(row) => Person::Known(account(subjects.value(row))),
            _ => Person::Nobody,
        }
    }

    /// Positions of the released columns that the models are about.
    pub fn columns(&self) -> impl Iterator<Item = usize> {
        self.quasi.iter().map(|column| column.at).chain(self.sensitive.iter().copied())
    }
}

impl DatasetPlan {
    /// Adds rows to a table of combinations as they would leave if no model had to hold: those that `keeps` says. Of the inputs, the arrays of the
    /// released columns, only those of [`ModelPlan::columns`] are looked at.
    ///
    /// # Errors
    /// [`Refused`], with the position of the released column.
    pub fn gather(
        &self,
        models: &ModelPlan,
        inputs: &[ArrayRef],
        rows: &Rows<'_>,
        keeps: &dyn Fn(usize) -> Option<Person>,
        into: &mut Gather,
    ) -> Result<(), Refused> {
        let releases: Vec<&Release> = self.releases().collect();
        let column = |at: usize| texts(&release_one(releases[at], at, &inputs[at], rows)?.0, at);
        let quasi = models.quasi.iter().map(|quasi| column(quasi.at)).collect::<Result<Vec<_>, _>>()?;
        let sensitive = models.sensitive.iter().map(|&at| column(at)).collect::<Result<Vec<_>, _>>()?;
        for row in 0..rows.count {
            let Some(person) = keeps(row) else { continue };
            into.row(
                quasi.iter().map(|column| column.is_valid(row).then(|| column.value(row))),
                sensitive.iter().map(|column| column.is_valid(row).then(|| column.value(row))),
                person,
            );
        }
        Ok(())
    }

    /// Puts the labels of their classes in place of quasi-identifiers, and leaves out suppressed rows and those that `keeps` does not keep; what
    /// is left, and which rows those are.
    ///
    /// # Errors
    /// [`Refused`] when the columns are not those of the plan.
    pub fn recode(
        &self,
        released: &Released,
        models: &ModelPlan,
        recoder: &Recoder,
        keeps: &dyn Fn(usize) -> bool,
    ) -> Result<(Released, BooleanArray), Refused> {
        let batch = released.batch();
        let texts = models
            .quasi
            .iter()
            .map(|column| texts(batch.column(column.at), column.at))
            .collect::<Result<Vec<_>, _>>()?;
        let mut classes = recoder.classes(&texts, batch.num_rows());
        classes.iter_mut().enumerate().filter(|(row, _)| !keeps(*row)).for_each(|(_, class)| *class = None);
        let mut columns: Vec<ArrayRef> = batch.columns().to_vec();
        for (nth, quasi) in models.quasi.iter().enumerate() {
            let mut labels = StringBuilder::with_capacity(classes.len(), 12 * classes.len());
            for class in &classes {
                labels.append_option(class.and_then(|class| {
                    let cell = recoder.recoding.cells(class)[nth];
                    recoder.stage.hierarchies[nth].levels()[usize::from(cell.level)].label(cell.group)
                }));
            }
            columns[quasi.at] = Arc::new(labels.finish());
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        let recoded =
            RecordBatch::try_new_with_options(self.output.clone(), columns, &options).map_err(|_| Refused::Shape)?;
        let kept: BooleanArray = classes.iter().map(|class| Some(class.is_some())).collect();
        let recoded = if kept.true_count() == kept.len() {
            recoded
        } else {
            filter_record_batch(&recoded, &kept).map_err(|_| Refused::Shape)?
        };
        Ok((Released::recoded(recoded), kept))
    }
}
