//! The language server: protocol types in, library calls, protocol types out.

pub mod features;
mod view;

pub use view::{Client, View};
