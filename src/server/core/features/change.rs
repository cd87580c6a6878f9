//! The changes of features, each for one file.

use crate::diagnostic::Edit;
use std::path::PathBuf;

/// A change of one file. Ranges are in bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Edits of the document, sorted.
    Document(Vec<Edit>),
    /// Edits of the page that the document is projected from, sorted. Ranges are in bytes of the
    /// markup.
    Page(Vec<Edit>),
    /// Edits of the settings file in force. Ranges count in the client's text of an open file, else
    /// in the text on disk.
    Settings(Vec<Edit>),
    /// A new file with this text. The path is absolute.
    NewFile { path: PathBuf, text: String },
}
