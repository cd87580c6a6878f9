//! The options of the server.

use crate::diagnostic::Language;
use crate::text::PositionEncoding;
use std::path::PathBuf;

/// The options for the start of the server.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The unit of columns, regardless of the client's announcement: for a client that counts
    /// columns in bytes without an announcement.
    pub encoding: Option<PositionEncoding>,
    /// The language of messages. Overrides the client and the settings.
    pub language: Option<Language>,
    /// The settings file for all documents.
    pub config: Option<PathBuf>,
    /// The file for the log, instead of standard error.
    pub log: Option<PathBuf>,
}
