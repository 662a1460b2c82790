//! The `iesiz` program: parse arguments, call the command, turn the outcome into an exit code.

use std::process::ExitCode;

/// Many small arrays are made and freed on several threads; the system's allocator serialises them and keeps their memory.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    iesiz::panics::install_hook();
    iesiz::cli::run(std::env::args_os())
}
