//! Text that is written into a report, in the manner of what stands around it: rows, headings,
//! tables, and whole reports.

mod align;
mod manner;
mod row;
mod skeleton;

pub use align::aligned;
pub use manner::Manner;
pub use row::{Model, blank_row, separator, serial_before};
pub use skeleton::{Skeleton, blank_report};
