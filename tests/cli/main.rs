//! The command line through its binary: output, written files and exit statuses.

mod accept;
mod baseline;
mod commands;
mod contents;
#[cfg(unix)]
mod converted;
mod documents;
mod extract;
mod failures;
mod files;
mod fixing;
mod folder;
mod formats;
mod odd_documents;
#[path = "../support/mod.rs"]
mod reports;
mod server;
mod settings;
mod sources;
mod status;
mod support;
mod unread;
