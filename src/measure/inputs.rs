//! Opens what is to be measured: files with their schemas, and the datasets of releases.

use super::columns::Described;
use super::release::datasets_of;
use super::run::MeasureOptions;
use crate::error::{Error, Kind, Result};
use crate::io::{Input, OpenOptions, dataset_stem};
use crate::pipeline::{files_of, read_schemas, refuse_repeats};
use crate::plan::match_headers;
use crate::schema::{Dialect, Schema, fold_name};
use std::path::Path;

/// Files of one dataset, and what is known of its columns.
pub(super) struct Set {
    pub(super) name: String,
    pub(super) inputs: Vec<Input>,
    pub(super) described: Described,
    /// Position of its schema, if it has one.
    schema: Option<usize>,
}

/// Opens everything that was named.
///
/// # Errors
/// The first document or file that cannot be read.
pub(super) fn open(options: &MeasureOptions<'_>) -> Result<Vec<Set>> {
    let mut problems = Vec::new();
    let schemas = read_schemas(options.schemas, &mut problems)?;
    if !problems.is_empty() {
        return Err(Error::many(Kind::Usage, problems));
    }
    let mut sets: Vec<Set> = Vec::new();
    for argument in options.inputs {
        let directory = Path::new(argument);
        if directory.is_dir() {
            for released in datasets_of(directory)? {
                let described = match schemas.iter().find(|schema| schema.dataset == released.name) {
                    Some(schema) => released.described.with_subject_of(schema),
                    None => released.described,
                };
                let input = open_with(&released.path, options, &Dialect::default())?;
                sets.push(Set { name: released.name, inputs: vec![input], described, schema: None });
            }
            continue;
        }
        for path in files_of(argument)? {
            put(&mut sets, &path, options, &schemas)?;
        }
    }
    refuse_repeats(sets.iter().flat_map(|set| &set.inputs))?;
    Ok(sets)
}

/// Puts a file to those of its dataset: of one schema, or of one header.
fn put(sets: &mut Vec<Set>, path: &Path, options: &MeasureOptions<'_>, schemas: &[Schema]) -> Result<()> {
    let (input, schema) = open_file(path, options, schemas)?;
    let folded = |input: &Input| input.header.iter().map(|name| fold_name(name)).collect::<Vec<_>>();
    let same = |set: &&mut Set| match (set.schema, schema) {
        (Some(mine), Some(theirs)) => mine == theirs,
        (None, None) => folded(&set.inputs[0]) == folded(&input),
        _ => false,
    };
    match sets.iter_mut().find(same) {
        Some(set) => set.inputs.push(input),
        None => {
            let described = schema.map_or_else(Described::default, |at| Described::of_schema(&schemas[at]));
            let stem = || dataset_stem(path).to_string_lossy().into_owned();
            let name = schema.map_or_else(stem, |at| schemas[at].dataset.clone());
            sets.push(Set { name, inputs: vec![input], described, schema });
        }
    }
    Ok(())
}

fn open_with(path: &Path, options: &MeasureOptions<'_>, dialect: &Dialect) -> Result<Input> {
    Input::open(path, &OpenOptions { format: options.format, encoding: options.encoding, dialect })
}

/// Opens a file with the schema of its stem, else with the only one that its header fits.
fn open_file(path: &Path, options: &MeasureOptions<'_>, schemas: &[Schema]) -> Result<(Input, Option<usize>)> {
    let stem = dataset_stem(path);
    let named = schemas.iter().position(|schema| stem == schema.dataset.as_str());
    let known = named.or((schemas.len() == 1).then_some(0));
    if let Some(at) = known {
        return Ok((open_with(path, options, &schemas[at].dialect)?, Some(at)));
    }
    let mut fitting: Vec<(Input, usize)> = Vec::new();
    for (at, schema) in schemas.iter().enumerate() {
        let Ok(input) = open_with(path, options, &schema.dialect) else { continue };
        if match_headers(schema, &input.header, &input.shown).problems.is_empty() {
            fitting.push((input, at));
        }
    }
    match fitting.pop() {
        Some((input, at)) if fitting.is_empty() => Ok((input, Some(at))),
        _ => Ok((open_with(path, options, &Dialect::default())?, None)),
    }
}
