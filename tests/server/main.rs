//! The language server through its protocol.

mod client;
#[path = "../support/mod.rs"]
mod support;
mod sync;
