//! Panics say where, never what: a panic's message may quote a value.

use std::cell::Cell;
use std::io::Write as _;

thread_local! {
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Makes every panic of the process print its place in the source and nothing else.
pub fn install_hook() {
    std::panic::set_hook(Box::new(|info| {
        if EXPECTED.get() {
            return;
        }
        if let Some(at) = info.location() {
            // A closed stderr must not turn one panic into two.
            let _ = writeln!(std::io::stderr(), "iesiz: internal error at {}:{}", at.file(), at.line());
        }
    }));
}

/// Runs code whose panics are caught and explained by the caller.
pub(crate) fn quietly<T>(run: impl FnOnce() -> T) -> T {
    let before = EXPECTED.replace(true);
    let value = run();
    EXPECTED.set(before);
    value
}

/// What the code makes; `None` if it panics, which is told to nobody.
#[cfg(feature = "audit")]
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    quietly(|| std::panic::catch_unwind(std::panic::AssertUnwindSafe(run)).ok())
}
