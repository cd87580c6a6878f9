//! Several reports: finds the files to read, and converts the files of other word processors.

mod convert;
mod discover;

pub use convert::{Batch, Converted, Converter};
pub use discover::{Discovered, Target, discover, is_old_document, names_report};
