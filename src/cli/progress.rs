//! A progress bar on a terminal: bytes of input or steps, rate, time left.

use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// Draws to stderr, or does nothing.
pub(super) struct Bar(Option<ProgressBar>);

const BYTES: &str = "{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}";
const STEPS: &str = "{msg} {bar:30} {human_pos}/{human_len} {per_sec} eta {eta}";

impl Bar {
    pub(super) fn new(shown: bool) -> Self {
        Self(shown.then(|| ProgressBar::new(0)))
    }

    fn start(&self, template: &str, stage: &'static str, length: u64) {
        if let Some(bar) = &self.0 {
            bar.set_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()));
            bar.reset();
            bar.set_message(stage);
            bar.set_length(length);
        }
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, bytes: u64) {
        self.start(BYTES, stage, bytes);
    }

    fn begin_steps(&self, stage: &'static str, steps: u64) {
        self.start(STEPS, stage, steps);
    }

    fn advance(&self, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(bytes);
        }
    }

    fn end(&self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.end();
    }
}
