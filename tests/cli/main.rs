//! The command line through its binary: what it prints, writes, and exits with.

mod accept;
mod baseline;
mod commands;
mod failures;
mod files;
mod fixing;
mod formats;
mod server;
mod settings;
mod status;
mod support;
