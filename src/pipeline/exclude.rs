//! The passes that find excluded people, before any row is transformed.

use super::prepare::Prepared;
use super::workers::Engine;
use crate::column::ColumnError;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{BadRow, Decoded, Input};
use crate::message;
use crate::place::Place;
use crate::select::{Exclusion, Identity, Listed, Marks};
use crate::vocabulary::SemanticType;
use arrow::array::{ArrayRef, BooleanArray};
use std::sync::Arc;

/// The columns of one input that say whose rows they are.
#[derive(Debug)]
pub(super) struct People {
    pub(super) identities: Vec<Identity>,
    /// Positions in the input: the identities, then the withdrawal if there is one.
    pub(super) columns: Vec<usize>,
    withdrawn: Option<Exclusion>,
}

impl People {
    /// The identity columns of a source that it really has.
    fn of(at: usize, prepared: &Prepared) -> Self {
        let schema = &prepared.schemas[prepared.sources[at].schema];
        let mapping = mapping_of(at, prepared);
        let mut people = Self { identities: Vec::new(), columns: Vec::new(), withdrawn: None };
        for (column, at) in schema.columns.iter().zip(mapping) {
            if let (true, Some(at)) = (column.is.links_people(), at) {
                people.identities.push(Identity { semantic: column.is, domain: column.token_domain().to_owned() });
                people.columns.push(*at);
            }
        }
        let withdrawn =
            schema.withdrawn.as_ref().and_then(|key| schema.columns.iter().zip(mapping).find(|(c, _)| c.key == *key));
        if let Some((column, Some(at))) = withdrawn {
            people.columns.push(*at);
            people.withdrawn = Some(if column.is == SemanticType::Flag { Exclusion::Flag } else { Exclusion::Present });
        }
        people
    }

    /// The columns of [`People::columns`] out of those that were read; `wanted` names what was read, sorted.
    fn pick(&self, wanted: &[usize], read: &[ArrayRef]) -> Vec<ArrayRef> {
        self.columns.iter().filter_map(|at| wanted.binary_search(at).ok()).map(|slot| Arc::clone(&read[slot])).collect()
    }

    fn split<'a>(&self, arrays: &'a [ArrayRef]) -> (&'a [ArrayRef], Option<(&'a ArrayRef, Exclusion)>) {
        let (identities, rest) = arrays.split_at(self.identities.len());
        (identities, self.withdrawn.and_then(|exclusion| Some((rest.first()?, exclusion))))
    }

    /// Which rows stay; `arrays` are the columns of [`People::columns`].
    pub(super) fn keep(
        &self,
        marks: &Marks<'_>,
        arrays: &[ArrayRef],
        rows: usize,
    ) -> Result<BooleanArray, ColumnError> {
        let (identities, withdrawn) = self.split(arrays);
        marks.keep(&self.identities, identities, withdrawn, rows)
    }
}

fn mapping_of(at: usize, prepared: &Prepared) -> &[Option<usize>] {
    let mut parts = prepared.plan.datasets.iter().flat_map(|dataset| &dataset.parts);
    parts.find(|part| part.shape == at).map_or(&[], |part| &part.mapping)
}

/// Everybody who is excluded, and the columns by which rows are theirs.
#[derive(Debug)]
pub(super) struct Excluded<'l> {
    pub(super) marks: Marks<'l>,
    /// By source.
    pub(super) people: Vec<People>,
}

/// Finds excluded people; `None` if nobody can be: no list, and no schema with a withdrawal column.
pub(super) fn find<'l>(
    prepared: &Prepared,
    listed: Option<&'l Listed>,
    engine: &Engine<'_>,
) -> Result<Option<Excluded<'l>>> {
    let people: Vec<People> = (0..prepared.sources.len()).map(|at| People::of(at, prepared)).collect();
    if listed.is_none() && people.iter().all(|people| people.withdrawn.is_none()) {
        return Ok(None);
    }
    let mut marks = Marks::new(listed);
    // Without a list, files that do not say who withdrew name nobody.
    let names = |people: &People| listed.is_some() || people.withdrawn.is_some();
    let found = pass(prepared, &people, engine, "looking for excluded people", names, |people, decoded| {
        let (identities, withdrawn) = people.split(&decoded.columns);
        marks.find(&people.identities, identities, withdrawn, decoded.rows)
    })?;
    found.into_iter().for_each(|found| marks.mark(found));
    let shares = |people: &People| marks.may_share(&people.identities);
    let holders = pass(prepared, &people, engine, "looking for what they share", shares, |people, decoded| {
        let (identities, _) = people.split(&decoded.columns);
        marks.holders(&people.identities, identities, decoded.rows)
    })?;
    holders.into_iter().for_each(|holders| marks.own(holders));
    Ok(Some(Excluded { marks, people }))
}

/// Bytes of a unit of these passes, which have no row groups to write: the smaller they are, the less a worker waits for the other at the end.
const PASS_UNIT: usize = 4 << 20;

/// Reads the identity columns of the inputs that matter once; what is found is as large as the excluded are many, not as the inputs.
fn pass<T: Send>(
    prepared: &Prepared,
    people: &[People],
    engine: &Engine<'_>,
    stage: &'static str,
    matters: impl Fn(&People) -> bool,
    look: impl Fn(&People, &Decoded) -> Result<T, ColumnError> + Sync,
) -> Result<Vec<T>> {
    let (people, inputs): (Vec<&People>, Vec<&Input>) = people
        .iter()
        .zip(prepared.sources.iter().map(|source| &source.input))
        .filter(|(people, _)| matters(people))
        .unzip();
    engine.progress.begin(stage, inputs.iter().map(|input| input.len()).sum());
    let mut found = Vec::new();
    let work = |part: usize, unit| {
        let mut wanted = people[part].columns.clone();
        wanted.sort_unstable();
        wanted.dedup();
        let batches = inputs[part].batches(unit, &wanted)?;
        let look = |decoded: Result<Decoded>| {
            let mut decoded = decoded?;
            decoded.columns = people[part].pick(&wanted, &decoded.columns);
            // Sums, headers and titles are nobody's; any other broken row may be somebody's who withdrew.
            let mut unread = decoded.bad.iter().filter(|bad| bad.fault.left_out_by().is_none());
            if let (true, Some(bad)) = (people[part].withdrawn.is_some(), unread.next()) {
                return Err(unknowable(&inputs[part].shown, bad));
            }
            look(people[part], &decoded).map_err(|error| unreadable(&inputs[part].shown, error))
        };
        batches.map(look).collect::<Result<Vec<T>>>()
    };
    engine.run_units(
        &inputs,
        |input| input.units_of(engine.read_buffer, PASS_UNIT),
        work,
        |_, batches| {
            found.extend(batches);
            Ok(())
        },
    )?;
    engine.progress.end();
    Ok(found)
}

/// A broken row where withdrawals stand: whoever withdrew in it cannot be known, and would stay in every other file.
fn unknowable(input: &Shown, bad: &BadRow) -> Error {
    let place = Place::input(input.clone()).row(bad.row).byte(bad.byte);
    let diagnostic = Diagnostic::new(
        Code::E503,
        message!("broken row: {}; whether this person withdrew cannot be read", bad.fault.what()),
    );
    Error::new(
        Kind::TooManyBad,
        diagnostic
            .place(place)
            .hint(message!("mend the export; `--max-bad` does not apply to a file that says who withdrew")),
    )
}

/// An identity column of a type that has no text: whose rows these are cannot be known, so none may leave.
pub(super) fn unreadable(input: &Shown, _: ColumnError) -> Error {
    let diagnostic = Diagnostic::new(Code::E707, message!("an identity column has a type that cannot be read"));
    Error::new(
        Kind::Policy,
        diagnostic
            .place(Place::input(input.clone()))
            .hint(message!("write ids, emails, phones and IINs as text or integers")),
    )
}
