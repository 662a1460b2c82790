//! Signals: they stop a run between two units, and end the process where it does not get there.

use super::exit::Exit;
use super::say::Say;
use crate::error::{Error, Kind, Result};
use crate::pipeline::Interrupt;
use std::time::{Duration, Instant};

/// How often it is looked whether a signal came.
const LOOK: Duration = Duration::from_millis(50);
/// How long a run has to come to its end by itself.
const GRACE: Duration = Duration::from_millis(600);
/// SIGHUP, SIGINT, SIGTERM.
const SIGNALS: [i32; 3] = [1, 2, 15];

/// Lets signals stop the run. One that was ignored when the program was started stays ignored: that is what `nohup` is for.
///
/// # Errors
/// `Kind::Resource` when the system refuses.
pub(super) fn watched(interrupt: Interrupt, say: &Say) -> Result<Interrupt> {
    let failed = |e: &std::io::Error| Error::io(Kind::Resource, crate::message!("signals cannot be watched"), e);
    let ignored = ignored();
    for number in SIGNALS.into_iter().filter(|number| ignored >> (number - 1) & 1 == 0) {
        signal_hook::flag::register_usize(number, interrupt.flag(), usize::try_from(number).unwrap_or(2))
            .map_err(|e| failed(&e))?;
    }
    let (heard, say) = (interrupt.clone(), say.clone());
    let watch = std::thread::Builder::new().name("watch".to_owned());
    watch.spawn(move || end_when_told(&heard, &say)).map_err(|e| failed(&e))?;
    Ok(interrupt)
}

/// Signals that are ignored, a bit each from 1 on.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    line.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0)
}

/// A run looks for signals between its units. In a long document, a library or a file system that does not answer there is no such place: then
/// what was begun is removed from here, and the process ends. A release that is just being put in place is waited for, and the run says so itself.
#[allow(clippy::exit)]
fn end_when_told(interrupt: &Interrupt, say: &Say) {
    loop {
        std::thread::sleep(LOOK);
        let Err(error) = interrupt.check() else { continue };
        let told = Instant::now();
        while told.elapsed() < GRACE {
            std::thread::sleep(LOOK);
        }
        if !crate::io::abandon() {
            return;
        }
        let exit = Exit::of(error.kind());
        say.error(&error);
        say.json_error(&error, exit);
        std::process::exit(i32::from(exit as u8));
    }
}
