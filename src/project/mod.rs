//! Several reports: finds the files to read, and converts the files of other word processors.

mod convert;
mod discover;
mod lock;

pub use convert::{Batch, Converted, Converter};
pub use discover::{Discovered, Target, discover, is_document_name, is_foreign, may_be_report};
pub use lock::{is_lock, lock_of};
