//! The command line through its binary: output, written files and exit statuses.

mod accept;
mod baseline;
mod collections;
mod commands;
mod compare;
mod contents;
#[cfg(unix)]
mod converted;
mod data;
mod documents;
mod extract;
mod failures;
mod files;
mod fixing;
mod folder;
mod formats;
mod habits;
mod members;
mod odd_documents;
#[path = "../support/mod.rs"]
mod reports;
mod reviewing;
mod server;
mod settings;
mod sources;
mod status;
mod stream;
mod sum;
mod support;
mod unread;
