//! The pass that finds accounts of one person, where a schema tells of both.

use super::columns::Columns;
use super::gather::{PersonOf, cells_of};
use super::inputs::Set;
use crate::error::Result;
use crate::hash::hash;
use crate::io::{Input, Unit};
use crate::pipeline::{Engine, each_identity, joined_accounts};
use crate::privacy::{Accounts, Identity, Person, Sightings};

/// Which accounts share an email, a phone or a number of the state.
pub(super) fn find(set: &Set, columns: &Columns, engine: &Engine<'_>) -> Result<Accounts> {
    if columns.subject.is_none() || columns.identities.is_empty() {
        return Ok(Accounts::default());
    }
    let inputs: Vec<&Input> = set.inputs.iter().collect();
    joined_accounts(engine, &inputs, |part, unit, seen| look(inputs[part], unit, columns, part, seen))
}

fn look(input: &Input, unit: Unit, columns: &Columns, part: usize, into: &mut Sightings) -> Result<()> {
    let known = || columns.subject.iter().chain(&columns.identities);
    let places = &columns.account_places[part];
    let projection: Vec<usize> = places.iter().flatten().copied().collect();
    let mut people = PersonOf::new(columns);
    let mut canonical = String::new();
    for batch in input.batches(unit, &projection)? {
        let batch = batch?;
        let cells = cells_of(input, known(), places, &batch.columns, columns.exact)?;
        let Some((subject, identities)) = cells.split_first() else { return Ok(()) };
        for row in 0..batch.rows {
            let Person::Known(account) = people.of(Some(subject), row) else { continue };
            for (cells, is) in identities.iter().zip(columns.identities.iter().filter_map(|known| known.is)) {
                let Some(text) = cells.value(row) else { continue };
                each_identity(is, text, &mut canonical, &mut |value| {
                    let value = hash(format!("{} {value}", is.name()).as_bytes());
                    into.add(Identity::new(value, is.is_unique_to_a_person()), account);
                });
            }
        }
    }
    Ok(())
}
