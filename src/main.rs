//! The binary: all that it does is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    gouji::cli::run(std::env::args_os())
}
