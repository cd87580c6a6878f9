//! What an editor gets beside diagnostics: one file a feature, each a function of a [`View`](super::view::View).

mod accept;
pub mod actions;
pub mod commands;
pub mod completion;
mod edits;
pub mod format;
mod repairs;
#[cfg(test)]
pub mod testing;
