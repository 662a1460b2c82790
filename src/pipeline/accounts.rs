//! The pass that finds accounts of one person, before k is asked of people.

use super::exclude::unreadable;
use super::prepare::Prepared;
use super::workers::Engine;
use crate::canon::{Form, form_of};
use crate::column::canonical_ids;
use crate::error::{Diagnostic, Error, Result};
use crate::io::{Decoded, Input, Unit};
use crate::message;
use crate::plan::{DatasetPlan, Part, account};
use crate::privacy::{Accounts, Identity, Sightings};
use crate::vocabulary::SemanticType;
use arrow::array::Array as _;
use std::hash::{BuildHasher as _, BuildHasherDefault};

/// Bytes of a unit: there are no row groups to write, and the smaller they are, the less a worker waits for the other at the end.
const UNIT: usize = 4 << 20;

/// The columns of one input that tell accounts, and whose they are.
struct Columns<'a> {
    input: &'a Input,
    subject: (usize, &'static Form),
    identities: Vec<(usize, SemanticType)>,
    /// All of them, in order: what is read.
    wanted: Vec<usize>,
}

impl<'a> Columns<'a> {
    /// By input, where an account stands beside what identifies a person.
    fn all(prepared: &'a Prepared) -> Vec<Self> {
        let of = |(dataset, part): (&'a DatasetPlan, &'a Part)| {
            dataset.models.as_ref().filter(|models| models.people_known)?;
            let (subject, at) = (dataset.subject.as_ref()?, dataset.subject_in(part)?);
            let schema = &prepared.schemas[dataset.schema];
            let columns = schema.columns.iter().zip(&part.mapping);
            let identities: Vec<(usize, SemanticType)> = columns
                .filter(|(column, _)| column.joins_accounts())
                .filter_map(|(column, place)| Some((place.filter(|place| *place != at)?, column.is)))
                .collect();
            let mut wanted: Vec<usize> = identities.iter().map(|(place, _)| *place).chain([at]).collect();
            wanted.sort_unstable();
            wanted.dedup();
            let input = &prepared.sources[part.shape].input;
            let subject = (at, form_of(subject.semantic));
            (!identities.is_empty()).then_some(Self { input, subject, identities, wanted })
        };
        let parts =
            prepared.plan.datasets.iter().flat_map(|dataset| dataset.parts.iter().map(move |part| (dataset, part)));
        parts.filter_map(of).collect()
    }

    /// Which identity stands beside which account in the rows of a batch. Masked values, junk and several in a cell are nobody's.
    fn look(&self, decoded: &Decoded, into: &mut Sightings) -> Result<()> {
        let ids = |at: usize, form: &Form| {
            let slot =
                self.wanted.binary_search(&at).map_err(|_| Error::internal(message!("a column was not read")))?;
            canonical_ids(&*decoded.columns[slot], form).map_err(|error| unreadable(&self.input.shown, error))
        };
        let accounts = ids(self.subject.0, self.subject.1)?;
        for &(at, semantic) in &self.identities {
            let values = ids(at, form_of(semantic))?;
            for row in (0..decoded.rows).filter(|&row| accounts.is_valid(row) && values.is_valid(row)) {
                let hash = BuildHasherDefault::<ahash::AHasher>::default().hash_one((semantic, values.value(row)));
                into.add(Identity::new(hash, semantic.is_unique_to_a_person()), account(accounts.value(row)));
            }
        }
        Ok(())
    }
}

/// Which accounts share an email, a phone or a number of the state; `None` where no model asks, or nothing tells. Excluded people are among them:
/// that makes no class smaller than it would be without them.
pub(super) fn find(prepared: &Prepared, engine: &Engine<'_>) -> Result<Option<Accounts>> {
    let columns = Columns::all(prepared);
    if columns.is_empty() {
        return Ok(None);
    }
    let inputs: Vec<&Input> = columns.iter().map(|columns| columns.input).collect();
    let bytes = inputs.iter().map(|input| input.len()).sum();
    engine.progress.begin("looking for accounts of one person", bytes);
    let accounts = joined(engine, &inputs, |part, unit, seen| {
        let columns = &columns[part];
        columns.input.batches(unit, &columns.wanted)?.try_for_each(|decoded| columns.look(&decoded?, seen))
    })?;
    engine.progress.end();
    Ok(Some(accounts))
}

/// The accounts of what `look` sees in the units of inputs, in as many passes over them as memory asks for.
pub(crate) fn joined(
    engine: &Engine<'_>,
    inputs: &[&Input],
    look: impl Fn(usize, Unit, &mut Sightings) -> Result<()> + Sync,
) -> Result<Accounts> {
    Accounts::find(|share| {
        let mut all = Sightings::of(share);
        engine.run_units(
            inputs,
            |input| input.units_of(engine.read_buffer, UNIT),
            |part, unit| {
                let mut seen = Sightings::of(share);
                look(part, unit, &mut seen)?;
                seen.settle();
                Ok(seen)
            },
            |_, seen| {
                all.merge(seen);
                Ok(())
            },
        )?;
        Ok(all)
    })
}

/// Contacts that are nobody's own, for somebody to look at.
pub(super) fn warning(accounts: &Accounts) -> Option<Diagnostic> {
    let shared = accounts.counts().shared;
    let message = message!(
        "emails and phones that more than {} accounts share were taken for nobody's own: {}",
        Accounts::SHARED,
        shared
    );
    let hint =
        message!("where one is a person's after all, k counts their accounts; a dummy is better NULL in the export");
    (shared > 0).then(|| Diagnostic::new("W737", message).hint(hint))
}
