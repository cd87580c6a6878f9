//! Several reports: which files they are.

mod discover;

pub use discover::{Discovered, Target, discover, names_report};
