//! Text that is written into a report, in the manner of what stands around it.
//!
//! A rule says what is to stand in the report, as a [`crate::diagnostic::Change`]; the writer of
//! the report's source carries the change out, or gives `None` where it cannot.

mod align;
pub mod ignore_comment;
mod numeral;
mod skeleton;
mod text;
mod wording;

pub use align::aligned;
pub use numeral::{BRACKETS, numeral_in_place, numeral_put_back};
pub use skeleton::{Skeleton, blank_report};
pub use text::{
    Manner, are_behind_label, blank_row, cells, comment, filling, is_first_under, rows, sections,
    serial_before, table,
};
pub use wording::{edits, edits_of_pieces};
