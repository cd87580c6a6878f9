//! How a report is kept: a text, a web page, a Word document, a PDF, a workbook.
//!
//! Each source is projected into the text that is checked, with a map from every stretch of the
//! text to the place in the source. The layouts and the rules know only the text. Ranges and edits
//! go back through the map.

mod container;
mod docx;
mod error;
pub mod html;
pub mod ignore_comment;
pub mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
mod projection;
mod reading;
pub mod sheets;
mod twins;
mod xml_text;

pub use container::{foreign, names_report_in_web_archive};
pub use docx::{AUTHOR, Docx, Note, copied, line_inserted, parted, tracked};
pub use error::SourceError;
pub use projection::{
    Around, Builder, Element, ElementKind, Elements, LONGEST_MARKUP, Origin, Projection, Refused,
    Run, Runs, ShortRange, SourcePlace, escape,
};
pub use reading::{Format, Marked, Reading, decode, project};
pub use twins::{Twin, Twins};

/// The line for a picture that stands alone: a table may be a picture.
const PICTURE: &str = "[图片]";
