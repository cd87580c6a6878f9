//! The binary: all that it does is in the library.

use std::process::ExitCode;

/// Memory goes back to the system when a long document is closed; the C library's keeps it.
#[cfg(not(target_family = "wasm"))]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    gouji::cli::run(std::env::args_os())
}
