//! Several reports: finds the files to read.

mod discover;

pub use discover::{Discovered, Target, discover, names_report};
