//! The pass that finds accounts of one person, before k is asked of people.

use super::exclude::unreadable;
use super::prepare::Prepared;
use super::workers::Engine;
use crate::canon::{Canonical, Form, form_of};
use crate::column::{canonical_ids, for_each_text};
use crate::error::{Code, Diagnostic, Error, Result};
use crate::io::{Decoded, Input, Unit};
use crate::message;
use crate::plan::{DatasetPlan, Part, account};
use crate::privacy::{Accounts, Identity, Sightings};
use crate::select::parts_of_cell;
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

    /// Which identity stands beside which account in the rows of a batch. Masked values and junk are nobody's.
    fn look(&self, decoded: &Decoded, into: &mut Sightings) -> Result<()> {
        let column = |at: usize| {
            let slot =
                self.wanted.binary_search(&at).map_err(|_| Error::internal(message!("a column was not read")))?;
            Ok(&decoded.columns[slot])
        };
        let unreadable = |error| unreadable(&self.input.shown, error);
        let accounts = canonical_ids(&**column(self.subject.0)?, self.subject.1).map_err(unreadable)?;
        let mut text = String::new();
        for &(at, semantic) in &self.identities {
            let mut rows = 0..decoded.rows;
            for_each_text(&**column(at)?, |raw| {
                let account = rows.next().filter(|&row| accounts.is_valid(row)).map(|row| account(accounts.value(row)));
                let Some((account, raw)) = account.zip(raw) else { return };
                each_identity(semantic, raw, &mut text, &mut |value| {
                    let hash = BuildHasherDefault::<ahash::AHasher>::default().hash_one((semantic, value));
                    into.add(Identity::new(hash, semantic.is_unique_to_a_person()), account);
                });
            })
            .map_err(unreadable)?;
        }
        Ok(())
    }
}

/// Calls `see` with the canonical text of what identifies people in a cell: its value, each of several, or the one that stands among words.
pub(crate) fn each_identity(semantic: SemanticType, raw: &str, text: &mut String, see: &mut dyn FnMut(&str)) {
    let form = form_of(semantic);
    text.clear();
    match form.write(raw, text) {
        Canonical::Written => see(text),
        outcome => {
            for part in parts_of_cell(semantic, outcome, raw) {
                text.clear();
                if form.write(part, text) == Canonical::Written {
                    see(text);
                }
            }
        }
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
    (shared > 0).then(|| Diagnostic::new(Code::W737, message).hint(hint))
}
