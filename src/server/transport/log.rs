//! The log. Standard output is the protocol.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Mutex;
use tracing::level_filters::LevelFilter;

/// Starts the log. With `file`, everything is appended to the file. Without a file, problems go to
/// standard error.
///
/// # Errors
/// If the file is not writable.
pub fn begin(file: Option<&Path>) -> io::Result<()> {
    // An existing log continues.
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
