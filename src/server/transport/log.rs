//! The log: standard output is the protocol.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use tracing::level_filters::LevelFilter;

/// Begins to log: all of it to `file`, behind what is there; without one, what goes wrong to
/// standard error.
///
/// # Errors
/// Where the file cannot be written.
pub fn begin(file: Option<&Path>) -> io::Result<()> {
    // Where a log is being written already, it goes on.
    match file {
        Some(file) => {
            let file = OpenOptions::new().create(true).append(true).open(file)?;
            let log = tracing_subscriber::fmt()
                .with_ansi(false)
                .with_max_level(LevelFilter::DEBUG)
                .with_writer(Mutex::new(file));
            _ = tracing::subscriber::set_global_default(log.finish());
        }
        None => {
            let log = tracing_subscriber::fmt()
                .with_ansi(false)
                .with_max_level(LevelFilter::WARN)
                .with_writer(io::stderr);
            _ = tracing::subscriber::set_global_default(log.finish());
        }
    }
    Ok(())
}
