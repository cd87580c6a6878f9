//! Builds edits.

use super::positions::range_in;
use crate::diagnostic::Edit;
use crate::server::core::features::change::Change;
use crate::server::core::view::{Buffer, Client, View};
use crate::text::{LineIndex, TextRange, column_of_byte};
use ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};
use std::collections::HashMap;
use std::path::Path;

/// The edit for the change of a feature in the document of `view`. A relative path has no address:
/// nothing changes in the file.
pub fn change(view: &View, change: &Change) -> WorkspaceEdit {
    let made = match change {
        Change::Document(edits) => Some(of_document(view, text_edits(view, edits))),
        Change::Page(edits) => Some(of_document(view, page_edits(view, edits))),
        Change::Settings(edits) => of_settings(view, edits),
        Change::NewFile { path, text } => {
            Uri::from_file_path(path).map(|uri| of_new_file(uri, text.clone()))
        }
    };
    made.unwrap_or_default()
}

/// The edit of the client's text.
fn of_document(view: &View, edits: Vec<TextEdit>) -> WorkspaceEdit {
    of_file(view.client, view.uri.clone(), Some(view.version), edits)
}

/// The edits of the client's text, sorted. Empty for a change of another file.
pub fn document_edits(view: &View, change: Option<Change>) -> Vec<TextEdit> {
    match change {
        Some(Change::Document(edits)) => text_edits(view, &edits),
        Some(Change::Page(edits)) => page_edits(view, &edits),
        Some(Change::Settings(_) | Change::NewFile { .. }) | None => Vec::new(),
    }
}

/// The edits of a document that is no page, sorted.
fn text_edits(view: &View, edits: &[Edit]) -> Vec<TextEdit> {
    let mut walk = Walk::new(view);
    let mut text_edit = |edit: &Edit| TextEdit::new(walk.range(edit.range), edit.content.clone());
    edits.iter().map(&mut text_edit).collect()
}

/// The edits of the page of a document, sorted.
fn page_edits(view: &View, edits: &[Edit]) -> Vec<TextEdit> {
    let Some(page) = view.page else { return Vec::new() };
    let position =
        |offset| super::positions::position_of(page.position(offset, view.client.encoding));
    let text_edit = |edit: &Edit| {
        let range = Range::new(position(edit.range.start), position(edit.range.end));
        TextEdit::new(range, edit.content.clone())
    };
    edits.iter().map(text_edit).collect()
}

/// Converts places in order to positions. One walk through the text finds all positions, so many
/// places in one long line cost no more than the line.
pub struct Walk<'v, 'w> {
    view: &'w View<'v>,
    offset: usize,
    position: Position,
}

impl<'v, 'w> Walk<'v, 'w> {
    /// Starts at the start of the text.
    pub fn new(view: &'w View<'v>) -> Self {
        Self { view, offset: 0, position: Position::default() }
    }

    fn position(&mut self, offset: usize) -> Position {
        if self.view.page.is_some() {
            return super::positions::position(self.view, offset);
        }
        let between =
            self.view.document.slice(TextRange::new(self.offset, offset.max(self.offset)));
        self.position = if between.contains(['\n', '\r']) {
            super::positions::position(self.view, offset)
        } else {
            let columns = column_of_byte(&between, between.len(), self.view.client.encoding);
            Position::new(self.position.line, self.position.character + columns as u32)
        };
        self.offset = offset;
        self.position
    }

    /// The positions of a range. The range must not begin before the end of the range of the last
    /// call.
    pub fn range(&mut self, range: TextRange) -> Range {
        if self.view.page.is_some() {
            return super::positions::range(self.view, range);
        }
        let start = self.position(range.start);
        Range::new(start, self.position(range.end))
    }
}

/// The edits of the settings file in force.
fn of_settings(view: &View, edits: &[Edit]) -> Option<WorkspaceEdit> {
    // The edits apply to the client's unsaved text.
    if let Some(buffer) = view.settings_buffer {
        return Some(of_buffer(view.client, buffer, &buffer.document.text(), edits));
    }
    let file = view.settings.file.as_ref()?;
    let uri = Uri::from_file_path(Path::new(&file.path))?;
    Some(of_file(view.client, uri, None, edits_in(&file.text, view.client, edits)))
}

/// The edits of an open file, a report or another file. `text` is the text of the file.
pub fn of_buffer(client: &Client, buffer: Buffer, text: &str, edits: &[Edit]) -> WorkspaceEdit {
    let edits = edits_in(text, client, edits);
    of_file(client, buffer.uri.clone(), Some(buffer.version), edits)
}

fn edits_in(text: &str, client: &Client, edits: &[Edit]) -> Vec<TextEdit> {
    let index = LineIndex::new(text);
    let edit = |edit: &Edit| {
        TextEdit::new(range_in(text, &index, edit.range, client.encoding), edit.content.clone())
    };
    edits.iter().map(edit).collect()
}

/// The edit of a file with this version; `None` for a file that is not open in the client.
fn of_file(client: &Client, uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> WorkspaceEdit {
    if client.versioned_edits {
        let changes = DocumentChanges::Edits(vec![file_edit(uri, version, edits)]);
        return WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    }
    WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
}

/// The edit that creates a file with this text. The edit fails if the file exists.
fn of_new_file(uri: Uri, text: String) -> WorkspaceEdit {
    let options = CreateFileOptions { overwrite: Some(false), ignore_if_exists: Some(false) };
    let create = CreateFile { uri: uri.clone(), options: Some(options), annotation_id: None };
    let fill = file_edit(uri, None, vec![TextEdit::new(Range::default(), text)]);
    let operations = vec![
        DocumentChangeOperation::Op(ResourceOp::Create(create)),
        DocumentChangeOperation::Edit(fill),
    ];
    WorkspaceEdit {
        document_changes: Some(DocumentChanges::Operations(operations)),
        ..WorkspaceEdit::default()
    }
}

fn file_edit(uri: Uri, version: Option<i32>, edits: Vec<TextEdit>) -> TextDocumentEdit {
    TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier { uri, version },
        edits: edits.into_iter().map(OneOf::Left).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::core::features::testing::{counting_in, view};
    use crate::text::PositionEncoding;
    use crate::text::PositionEncoding::{Utf8, Utf16, Utf32};
    use std::path::PathBuf;

    /// `text` after edits with columns in `encoding`.
    fn apply(text: &str, edits: &[TextEdit], encoding: PositionEncoding) -> String {
        let index = LineIndex::new(text);
        let offset = |position: Position| {
            let position =
                crate::text::Position::new(position.line as usize, position.character as usize);
            index.offset(text, position, encoding)
        };
        let mut edits: Vec<_> = edits
            .iter()
            .map(|edit| (offset(edit.range.start), offset(edit.range.end), edit.new_text.as_str()))
            .collect();
        edits.sort_by_key(|edit| (edit.0, edit.1));
        assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap: {edits:?}");
        let mut out = text.to_owned();
        edits.iter().rev().for_each(|(start, end, new)| out.replace_range(*start..*end, new));
        out
    }

    /// The edits of one file, regardless of their form in the protocol.
    fn edits_of(edit: &WorkspaceEdit) -> (Uri, Option<i32>, Vec<TextEdit>) {
        let of_file = |file: &TextDocumentEdit| {
            let edits = file.edits.iter().map(|edit| match edit {
                OneOf::Left(edit) => edit.clone(),
                OneOf::Right(edit) => edit.text_edit.clone(),
            });
            (file.text_document.uri.clone(), file.text_document.version, edits.collect())
        };
        match (&edit.changes, &edit.document_changes) {
            (Some(changes), None) => changes
                .iter()
                .next()
                .map(|(uri, edits)| (uri.clone(), None, edits.clone()))
                .expect("a file"),
            (None, Some(DocumentChanges::Edits(files))) => of_file(&files[0]),
            (None, Some(DocumentChanges::Operations(operations))) => operations
                .iter()
                .find_map(|operation| match operation {
                    DocumentChangeOperation::Edit(file) => Some(of_file(file)),
                    DocumentChangeOperation::Op(_) => None,
                })
                .expect("an edit"),
            both => panic!("{both:?}"),
        }
    }

    #[test]
    fn positions_are_those_of_the_document() {
        let text = "𠮷一\r\n二𠮷三\n四";
        for encoding in [Utf8, Utf16, Utf32] {
            view(text, counting_in(encoding), |view, _| {
                let offsets: Vec<usize> = text
                    .char_indices()
                    .map(|(at, _)| at)
                    .filter(|at| !text[*at..].starts_with('\n'))
                    .collect();
                let edits: Vec<Edit> = offsets
                    .iter()
                    .map(|&at| Edit { range: TextRange::at(at), content: "|".into() })
                    .collect();
                let text_edits = text_edits(view, &edits);
                let expected: Vec<Position> =
                    offsets.iter().map(|&at| super::super::position(view, at)).collect();
                assert_eq!(
                    text_edits.iter().map(|edit| edit.range.start).collect::<Vec<_>>(),
                    expected
                );
                assert_eq!(
                    apply(text, &text_edits, encoding),
                    crate::diagnostic::apply(text, &edits)
                );
            });
        }
    }

    #[test]
    fn a_client_without_versions_gets_plain_changes() {
        let client = Client { versioned_edits: false, ..Client::default() };
        view("一", client, |view, _| {
            let edits = vec![Edit { range: TextRange::at(0), content: "零".into() }];
            let edit = change(view, &Change::Document(edits));
            assert!(edit.document_changes.is_none());
            let (uri, version, edits) = edits_of(&edit);
            assert_eq!((&uri, version), (view.uri, None));
            assert_eq!(apply("一", &edits, view.client.encoding), "零一");
        });
        view("一", Client::default(), |view, _| {
            let edits = vec![Edit { range: TextRange::at(0), content: "零".into() }];
            let edit = change(view, &Change::Document(edits));
            assert_eq!(edits_of(&edit).1, Some(1));
        });
    }

    #[test]
    fn a_file_is_created_with_its_text() {
        view("一", Client::default(), |view, _| {
            let path = PathBuf::from("/work/reports/gouji.toml");
            let created = Change::NewFile { path, text: "lang = \"zh\"\n".to_owned() };
            let edit = change(view, &created);
            let Some(DocumentChanges::Operations(operations)) = &edit.document_changes else {
                panic!("{edit:?}")
            };
            let DocumentChangeOperation::Op(ResourceOp::Create(create)) = &operations[0] else {
                panic!("{operations:?}")
            };
            assert_eq!(create.uri.as_str(), "file:///work/reports/gouji.toml");
            let (uri, version, edits) = edits_of(&edit);
            assert_eq!((uri, version), (create.uri.clone(), None));
            assert_eq!(apply("", &edits, view.client.encoding), "lang = \"zh\"\n");
        });
    }
}
