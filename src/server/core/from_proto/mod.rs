//! What comes from a client, read: positions and ranges become bytes of a text, parameters become
//! what the features take. No other place reads a value of the protocol.

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
    /// Where the cursor is, for a client that wants to know in which table.
    pub position: Option<Position>,
}

/// The byte of the text that a position means; a position past a line's end or the text's is taken
/// as that end.
pub fn offset(view: &View, position: Position) -> usize {
    offset_in(view.document, view.client.encoding, position)
}

/// A range of positions as bytes of the text; a range that ends before it starts is empty.
pub fn range(view: &View, range: Range) -> TextRange {
    range_in(view.document, view.client.encoding, range)
}

/// The file that a document is.
pub fn path_of(uri: &Uri) -> Option<PathBuf> {
    if !uri.scheme().as_str().eq_ignore_ascii_case("file") {
        return None;
    }
    // Without `..`, which would name a folder that it does not lie in.
    uri.to_file_path()
        .map(|path| absolute_from(Path::new(""), &path))
        .filter(|path| path.is_absolute())
}

/// The folders of the workspace that the client has begun with.
pub fn folders(params: &InitializeParams) -> Vec<PathBuf> {
    match &params.workspace_folders {
        Some(folders) if !folders.is_empty() => {
            folders.iter().filter_map(|folder| path_of(&folder.uri)).collect()
        }
        #[allow(deprecated, reason = "older clients know nothing else")]
        _ => params.root_uri.iter().filter_map(path_of).collect(),
    }
}

/// Whether a person asked for completion; a client that does not say asks for a person.
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
