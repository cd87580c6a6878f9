//! Reads messages of a client: converts positions and ranges to bytes of a text, and parameters to
//! the input of the features. No other module reads values of the protocol.

mod actions;
mod changes;
mod commands;
mod settings;

pub use actions::{asked, asked_of_settings};
pub use changes::{Change, changes};
pub use commands::{Command, call, command, command_of};
pub use settings::{ClientSettings, names_settings, settings};

use super::view::View;
use crate::document::Document;
use crate::settings::absolute_from;
use crate::text::{self, PositionEncoding, TextRange};
use ls_types::{
    CompletionContext, CompletionTriggerKind, InitializeParams, Position, Range,
    TextDocumentIdentifier, Uri,
};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The parameters of `gouji/status`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusParams {
    pub text_document: TextDocumentIdentifier,
    /// The position of the cursor, for a client that asks for the table at the cursor.
    pub position: Option<Position>,
}

/// The byte of the text at a position. A position past the end of a line, or of the text, means
/// this end.
pub fn offset(view: &View, at: Position) -> usize {
    view.offset(position(at))
}

/// A range of positions as bytes of the text. A range with its end before its start is empty.
pub fn range(view: &View, range: Range) -> TextRange {
    let start = offset(view, range.start);
    TextRange::new(start, offset(view, range.end).max(start))
}

/// The path of a document; `None` if the document is not a file.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    // Without `..`: such a path would seem to lie in another folder.
    uri.to_file_path()
        .map(|path| absolute_from(Path::new(""), &path))
        .filter(|path| path.is_absolute())
}

/// The workspace folders from the client's first message.
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) if !folders.is_empty() => {
            folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
        }
        #[allow(deprecated, reason = "older clients know nothing else")]
        _ => params.root_uri.iter().filter_map(path_of).collect(),
    }
}

/// Whether a person asked for completion. A client without this information counts as a person.
pub fn is_invoked(context: Option<&CompletionContext>) -> bool {
    context.is_none_or(|context| context.trigger_kind == CompletionTriggerKind::INVOKED)
}

fn position(position: Position) -> text::Position {
    text::Position::new(position.line as usize, position.character as usize)
}

fn offset_in(document: &Document, encoding: PositionEncoding, at: Position) -> usize {
    document.offset(position(at), encoding)
}

fn range_in(document: &Document, encoding: PositionEncoding, range: Range) -> TextRange {
    let start = offset_in(document, encoding, range.start);
    TextRange::new(start, offset_in(document, encoding, range.end).max(start))
}
