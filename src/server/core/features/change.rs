//! What a feature changes, and in which file.

use crate::diagnostic::Edit;
use std::path::PathBuf;

/// A change of one file, in bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Edits of the document, sorted.
    Document(Vec<Edit>),
    /// Edits of the settings file in force, of its text as the client has it open, else as it was
    /// read.
    Settings(Vec<Edit>),
    /// A file that is created with this text. The path is absolute.
    NewFile { path: PathBuf, text: String },
}
