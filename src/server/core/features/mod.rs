//! The editor features beside diagnostics. Each feature has one file, and is a function of a
//! [`View`](super::view::View).

mod accept;
pub mod actions;
pub mod calls;
mod card;
pub mod change;
pub mod commands;
pub mod completion;
pub mod definition;
pub mod folding;
pub mod format;
pub mod highlight;
pub mod hints;
pub mod hover;
pub mod lens;
pub mod links;
pub mod locate;
pub mod names;
pub mod prose;
pub mod repairs;
pub mod selection;
pub mod status;
pub mod symbols;
#[cfg(test)]
pub mod testing;
pub mod tokens;
pub mod typed;
pub mod unused;
