//! The language server through its protocol.

mod actions;
mod asking;
mod client;
mod features;
mod kin;
mod later;
mod names;
mod nonsense;
mod pages;
mod raw_tables;
mod reports;
mod settings;
mod status;
#[path = "../support/mod.rs"]
mod support;
mod sync;
mod tracing;
mod typing;
mod words;
mod workspace;
