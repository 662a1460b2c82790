//! A progress bar on a terminal: bytes of input, rate, time left.

use crate::pipeline::Progress;
use indicatif::{ProgressBar, ProgressStyle};

/// Draws to stderr, or does nothing.
pub(super) struct Bar(Option<ProgressBar>);

impl Bar {
    pub(super) fn new(shown: bool) -> Self {
        let style = ProgressStyle::with_template("{msg} {bar:30} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}");
        Self(shown.then(|| ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))))
    }
}

impl Progress for Bar {
    fn begin(&self, stage: &'static str, bytes: u64) {
        if let Some(bar) = &self.0 {
            bar.reset();
            bar.set_message(stage);
            bar.set_length(bytes);
        }
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
