//! What a run is made of: a release that is there is left as it is only where the same was asked before.

use super::apply::ApplyOptions;
use super::prepare::Prepared;
use super::verify::sha256;
use crate::error::{Code, Diagnostic, Error, Kind, Result, Shown};
use crate::io::{Input, Lock, MAX_MANIFEST, Private, ReleaseNames, read_document};
use crate::message;
use crate::privacy::Ladder;
use crate::schema::Escape;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Stands for what cannot be compared: it is never the same as anything.
const UNKNOWN: &str = "unknown";

/// Everything that the bytes of a release follow from, by its name: in the run record, which is the operator's own.
#[derive(Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(super) struct MadeOf(BTreeMap<String, String>);

impl MadeOf {
    /// Of a run; `digests` are those of its inputs.
    pub(super) fn of(prepared: &Prepared, options: &ApplyOptions<'_>, digests: &[String]) -> Self {
        let plan = &prepared.plan;
        let mut made_of = BTreeMap::new();
        let mut put = |name: String, what: String| made_of.insert(name, what);
        put("version".into(), env!("CARGO_PKG_VERSION").into());
        put("profile".into(), prepared.profile.digest());
        for dataset in &plan.datasets {
            let parts = || dataset.parts.iter().map(|part| part.shape);
            let inputs: Vec<&str> = parts().map(|shape| digests[shape].as_str()).collect();
            put(format!("input of {}", dataset.name), inputs.join(" "));
            let read: Vec<String> = parts().map(|shape| read_as(&prepared.sources[shape].input)).collect();
            put(format!("reading of {}", dataset.name), read.join("; "));
            put(format!("schema of {}", dataset.name), prepared.schemas[dataset.schema].digest.clone());
            for quasi in dataset.models.iter().flat_map(|models| &models.quasi) {
                if let Ladder::File(text) = &quasi.ladder {
                    let name = dataset.columns.iter().filter(|column| column.release().is_some()).nth(quasi.at);
                    let name = name.map_or("", |column| &column.key);
                    put(format!("hierarchy of {}.{name}", dataset.name), sha256(text.as_bytes()));
                }
            }
        }
        let key = plan.key.map(|(id, epoch)| format!("{id}, epoch {epoch}"));
        let list = options.listed.map(|_| options.list_mark.clone().unwrap_or_else(|| UNKNOWN.to_owned()));
        let geoip = prepared.geoip.as_ref().map(|file| file.sha256.clone());
        let signer = options.sign.map(|key| key.id().to_string());
        let date = options.as_of.map(|date| date.to_string());
        let recipient = Some(plan.recipient.clone()).filter(|name| !name.is_empty());
        let more = [
            ("key", key),
            ("list of excluded people", list),
            ("database of networks", geoip),
            ("signer", signer),
            ("date", date),
            ("recipient", recipient),
            ("country of storage", options.storage_country.map(str::to_owned)),
            ("format", Some(options.format.name().to_owned())),
            ("combinations", Some(options.search.combinations.to_string())),
            ("broken rows tolerated", Some(options.max_bad.to_string())),
            ("rows asked for", Some(options.min_rows.to_string())),
            ("mode", Some(options.access.to_string())),
        ];
        more.into_iter().filter_map(|(name, what)| Some((name, what?))).for_each(|(name, what)| {
            put(name.to_owned(), what);
        });
        Self(made_of)
    }

    /// Names of what differs.
    fn differs(&self, other: &Self) -> Vec<String> {
        let names: BTreeSet<&String> = self.0.keys().chain(other.0.keys()).collect();
        let is_known = |what: Option<&String>| what.is_none_or(|what| what != UNKNOWN);
        let same = |name: &&String| self.0.get(*name) == other.0.get(*name) && is_known(self.0.get(*name));
        names.into_iter().filter(|name| !same(name)).cloned().collect()
    }

    /// How many broken rows the run left out that made a release. Refuses to leave a release as it is that was made of something else, or of nobody knows what.
    ///
    /// # Errors
    /// `Kind::Exists` with what differs.
    pub(super) fn refuse_other(&self, out: &Path, record: &Path) -> Result<u64> {
        let shown = Shown::path(out);
        let refuse = |code, text, hint| Err(Error::new(Kind::Exists, Diagnostic::new(code, text).hint(hint)));
        let Some((known, quarantined)) = recorded(out, record) else {
            return refuse(
                Code::E621,
                message!("nothing tells what `{}` was made of: `{}` is not its run record", shown, Shown::path(record)),
                message!("`--if-exists replace` makes it anew; the record of a run lies beside its release"),
            );
        };
        let differs = self.differs(&known);
        if differs.is_empty() {
            return Ok(quarantined);
        }
        refuse(
            Code::E619,
            message!("`{}` was made of something else; what differs: {}", shown, Shown::name(&differs.join(", "))),
            message!("`--if-exists replace` makes it anew; `skip` leaves only what this very run would make"),
        )
    }
}

/// How a file is read: its cells follow from it as much as from its bytes.
fn read_as(input: &Input) -> String {
    let Some((form, dialect)) = input.text_form().zip(input.dialect()) else { return "parquet".to_owned() };
    let character =
        |byte: Option<u8>| byte.map_or_else(|| "none".to_owned(), |byte| char::from(byte).escape_default().to_string());
    let escape = dialect.escape.map_or("none", Escape::name);
    let (delimiter, quote) = (character(dialect.delimiter), character(dialect.quote.flatten()));
    format!("{} delimiter {delimiter} quote {quote} escape {escape}", form.encoding.name())
}

/// Gives the run record its name where a run was stopped between its release and that. Says so.
///
/// # Errors
/// `Kind::Exists` when another run is at it, `Kind::Output`.
pub(super) fn recover_record(out: &Path, record: &Path) -> Result<Option<Diagnostic>> {
    let unfinished = Private::unfinished(record);
    let is_of_it = || recorded(out, &unfinished).is_some() && recorded(out, record).is_none();
    if !std::fs::symlink_metadata(&unfinished).is_ok_and(|meta| meta.is_file()) || !is_of_it() {
        return Ok(None);
    }
    let _held = Lock::take(out)?;
    // Whoever held the lock may have come to its end meanwhile.
    if !is_of_it() {
        return Ok(None);
    }
    let shown = Shown::path(record);
    std::fs::rename(&unfinished, record)
        .map_err(|e| Error::io(Kind::Output, message!("`{}` cannot be written", shown), &e))?;
    let message =
        message!("a run was stopped when its release was in place: its record was put beside it: `{}`", shown);
    Ok(Some(Diagnostic::new(Code::W643, message)))
}

/// What the record says, if it is the record of what lies there.
fn recorded(out: &Path, record: &Path) -> Option<(MadeOf, u64)> {
    let read = |path: &Path| -> Option<Value> {
        serde_json::from_slice(&read_document(path, MAX_MANIFEST, Kind::Damaged).ok()?).ok()
    };
    let (record, manifest) = (read(record)?, read(&out.join(ReleaseNames::of(out).manifest))?);
    let files = |document: &Value| -> Option<BTreeMap<String, String>> {
        let text = |dataset: &Value, field: &str| Some(dataset.get(field)?.as_str()?.to_owned());
        let datasets = document.get("datasets")?.as_array()?.iter();
        datasets.map(|dataset| Some((text(dataset, "file")?, text(dataset, "sha256")?))).collect()
    };
    if files(&record)? != files(&manifest)? {
        return None;
    }
    let quarantined = |dataset: &Value| dataset.pointer("/row_account/quarantined")?.as_u64();
    let quarantined: Option<u64> = record.get("datasets")?.as_array()?.iter().map(quarantined).sum();
    Some((serde_json::from_value(record.get("made_of")?.clone()).ok()?, quarantined?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_and_what_is_gone_differ_too() {
        let of = |pairs: &[(&str, &str)]| {
            MadeOf(pairs.iter().map(|(name, what)| ((*name).to_owned(), (*what).to_owned())).collect())
        };
        let before = of(&[("key", "a, epoch 1"), ("format", "csv"), ("date", "2026-11-30")]);
        let now = of(&[("key", "a, epoch 2"), ("format", "csv"), ("recipient", "a partner")]);
        assert_eq!(before.differs(&now), ["date", "key", "recipient"]);
        assert_eq!(before.differs(&of(&[])).len(), 3);
        assert!(now.differs(&now).is_empty());
        let list = of(&[("list", UNKNOWN)]);
        assert_eq!(list.differs(&list), ["list"]);
    }
}
