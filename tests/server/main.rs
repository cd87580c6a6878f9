//! The language server through its protocol.

mod client;
mod status;
#[path = "../support/mod.rs"]
mod support;
mod sync;
