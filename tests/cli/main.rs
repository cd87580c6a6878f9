//! The command line through its binary: output, written files and exit statuses.

mod accept;
mod baseline;
mod commands;
#[cfg(unix)]
mod converted;
mod failures;
mod files;
mod fixing;
mod formats;
mod server;
mod settings;
mod status;
mod support;
#[cfg(unix)]
#[path = "../support/mod.rs"]
mod written;
