//! What a run made, in figures: for programs and for whoever watches them.

use super::models::utility_of;
use crate::cli::exit::Exit;
use crate::cli::say::as_json;
use crate::pipeline::{ApplyOptions, DatasetSummary, Outcome, Prepared};
use crate::plan::DatasetPlan;
use serde::Serialize;
use std::time::Duration;

/// What was made, for programs.
#[derive(Serialize)]
pub(super) struct Made {
    pub(super) exit: u8,
    pub(super) out: String,
    pub(super) published: bool,
    status: &'static str,
    record: String,
    /// Seconds that the run took.
    pub(super) seconds: f64,
    /// Bytes of the inputs.
    pub(super) bytes_in: u64,
    /// The key of its tokens; null if it has none.
    pub(super) key: Option<KeyOf>,
    /// Id of the key that signed it; null if none did or nothing was made.
    signed_by: Option<String>,
    pub(super) datasets: Vec<DatasetMade>,
    pub(super) warnings: Vec<serde_json::Value>,
}

#[derive(Serialize)]
pub(super) struct KeyOf {
    pub(super) id: String,
    pub(super) epoch: u32,
}

#[derive(Serialize)]
pub(super) struct DatasetMade {
    pub(super) name: String,
    file: String,
    pub(super) rows_in: u64,
    pub(super) rows_out: u64,
    pub(super) excluded: u64,
    pub(super) suppressed: u64,
    /// Least number of people in a class, where models hold.
    pub(super) k: Option<u64>,
    loss: Option<f64>,
    /// With `--utility`.
    #[serde(skip_serializing_if = "Option::is_none")]
    utility: Option<serde_json::Value>,
    pub(super) quarantined: u64,
    /// Cells that did not fit their type, and are NULL or replaced.
    pub(super) unfit: u64,
    /// Cells that held identifiers, and are NULL.
    pub(super) withheld: u64,
    pub(super) bytes: u64,
    sha256: String,
    /// Columns of the inputs that did not leave.
    pub(super) dropped: Vec<String>,
    /// Columns of the inputs that the schema does not list, which did not leave either.
    pub(super) unlisted: usize,
}

impl Made {
    pub(super) fn new(
        options: &ApplyOptions<'_>,
        prepared: &Prepared,
        outcome: &Outcome,
        (exit, elapsed): (Exit, Duration),
    ) -> Self {
        let datasets = outcome.datasets.iter().zip(&prepared.plan.datasets).map(DatasetMade::new);
        let key = prepared.plan.key.filter(|_| outcome.published);
        Self {
            exit: exit as u8,
            out: options.out.display().to_string(),
            published: outcome.published,
            status: prepared.plan.status.name(),
            record: outcome.record.display().to_string(),
            seconds: (elapsed.as_secs_f64() * 1e3).round() / 1e3,
            bytes_in: prepared.sources.iter().map(|source| source.input.len()).sum(),
            key: key.map(|(id, epoch)| KeyOf { id: id.to_string(), epoch }),
            signed_by: options.sign.filter(|_| outcome.published).map(|key| key.id().to_string()),
            datasets: datasets.collect(),
            warnings: prepared
                .plan
                .warnings
                .iter()
                .chain(&outcome.warnings)
                .chain(&outcome.troubles)
                .map(as_json)
                .collect(),
        }
    }
}

impl DatasetMade {
    fn new((dataset, plan): (&DatasetSummary, &DatasetPlan)) -> Self {
        let sum = |of: fn(&crate::pipeline::Losses) -> u64| dataset.losses().map(|losses| of(&losses)).sum();
        Self {
            name: dataset.name.clone(),
            file: dataset.file.clone(),
            rows_in: dataset.rows_in,
            rows_out: dataset.written.rows,
            excluded: dataset.rows_excluded,
            suppressed: dataset.rows_suppressed,
            k: dataset.met.as_ref().map(|met| met.k),
            loss: dataset.met.as_ref().map(|met| met.cost.loss),
            utility: dataset.met.as_ref().and_then(utility_of),
            quarantined: dataset.rows_quarantined,
            unfit: sum(|losses| losses.lost + losses.replaced),
            withheld: sum(|losses| losses.guarded),
            bytes: dataset.written.bytes,
            sha256: dataset.written.sha256.clone(),
            dropped: plan.dropped().map(|column| column.key.clone()).collect(),
            unlisted: plan.unlisted(),
        }
    }
}
