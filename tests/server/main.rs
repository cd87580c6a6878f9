//! The language server through its protocol.

mod actions;
mod client;
mod features;
mod later;
mod names;
mod nonsense;
mod reports;
mod settings;
mod status;
#[path = "../support/mod.rs"]
mod support;
mod sync;
mod tracing;
mod typing;
mod workspace;
