//! Writes text into a report, in the style of the surrounding text.
//!
//! A rule describes the change as a [`crate::diagnostic::Change`]. The writer for the report's
//! source carries out the change, or returns `None` if it cannot.

mod align;
mod document;
mod grid;
mod numeral;
mod skeleton;
mod source;
mod text;
mod wording;

pub use align::aligned;
pub use grid::{Grid, GridCell, GridContent};
pub use numeral::{BRACKETS, numeral_in_place, numeral_put_back};
pub use skeleton::{Skeleton, blank_report};
pub use source::{in_source, in_words, paragraph_below, paragraph_parted};
pub use text::{
    Manner, are_behind_label, blank_row, cells, comment, filling, is_first_under, rows, sections,
    serial_before, table,
};
pub use wording::{edits, edits_of_pieces};
