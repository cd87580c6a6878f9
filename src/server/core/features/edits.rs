//! Edits in the terms of the protocol.

use crate::diagnostic::Edit;
use crate::server::core::view::{Client, View};
use crate::text::{TextRange, column_of_byte};
use ls_types::{
    CreateFile, CreateFileOptions, DocumentChangeOperation, DocumentChanges, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, TextDocumentEdit,
    TextEdit, Uri, WorkspaceEdit,
};
use std::collections::HashMap;

/// The edit that applies `edits`, sorted and in bytes of the text, to the document of `view`.
pub fn of_document(view: &View, edits: &[Edit]) -> WorkspaceEdit {
    of_file(view.client, view.uri.clone(), Some(view.version), text_edits(view, edits))
}

/// Edits of the document, sorted. Their places are found in one way through the text, so that many
/// in one long line cost no more than that line.
pub fn text_edits(view: &View, edits: &[Edit]) -> Vec<TextEdit> {
    let mut last = (0, Position::default());
    let mut position = |offset: usize| {
        let between = view.document.slice(TextRange::new(last.0, offset.max(last.0)));
        let position = if between.contains(['\n', '\r']) {
            view.position(offset)
        } else {
            let columns = column_of_byte(&between, between.len(), view.client.encoding);
            Position::new(last.1.line, last.1.character + columns as u32)
        };
        last = (offset, position);
        position
    };
    let mut text_edit = |edit: &Edit| {
        let start = position(edit.range.start);
        TextEdit::new(Range::new(start, position(edit.range.end)), edit.content.clone())
    };
    edits.iter().map(&mut text_edit).collect()
}

/// The edit of a file of this version; `None` where the server does not have it open.
pub fn of_file(
    client: &Client,
    uri: Uri,
    version: Option<i32>,
    edits: Vec<TextEdit>,
) -> WorkspaceEdit {
    if client.versioned_edits {
        let changes = DocumentChanges::Edits(vec![file_edit(uri, version, edits)]);
        return WorkspaceEdit { document_changes: Some(changes), ..WorkspaceEdit::default() };
    }
    WorkspaceEdit { changes: Some(HashMap::from([(uri, edits)])), ..WorkspaceEdit::default() }
}

/// The edit that creates a file with this text. It fails where the file is there by then.
pub fn of_new_file(uri: Uri, text: String) -> WorkspaceEdit {
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

/// What the tests of the features that write share.
#[cfg(test)]
pub mod testing {
    use super::*;
    use crate::syntax::Layout;
    use crate::text::{LineIndex, PositionEncoding};
    use crate::write::Skeleton;

    /// A report of a made-up organ, all its cells 0 but `cells`: table, row, column.
    pub fn report(layout: Layout, cells: &[((usize, usize, usize), &str)]) -> String {
        let cell = |table, row, column| {
            let own = cells.iter().find(|(place, _)| *place == (table, row, column));
            own.map_or("0", |(_, value)| value).to_owned()
        };
        let sections = ["主动公开信息9条。", "", "", "", "培训不够，已改进。", "无。"];
        Skeleton {
            issuer: "云溪县𠮷山园林局",
            year: 2023,
            layout,
            newline: "\n",
            sections,
            cell: &cell,
        }
        .write()
    }

    /// Another report and this one behind it, as in a compilation.
    pub fn second(report: &str) -> String {
        let first = self::report(Layout::Tabs, &[]).replace("园林局", "水务局");
        format!("{first}\n{report}")
    }

    /// `text` with edits in columns of `encoding`.
    pub fn apply(text: &str, edits: &[TextEdit], encoding: PositionEncoding) -> String {
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

    /// The edits of one file, whichever way they are given.
    pub fn edits_of(edit: &WorkspaceEdit) -> (Uri, Option<i32>, Vec<TextEdit>) {
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

    /// The document of `view` after an edit of it.
    pub fn applied(view: &View, edit: &WorkspaceEdit) -> String {
        let (uri, _, edits) = edits_of(edit);
        assert_eq!(uri, *view.uri);
        apply(&view.document.text(), &edits, view.client.encoding)
    }
}

#[cfg(test)]
mod tests {
    use super::testing::*;
    use super::*;
    use crate::server::core::features::testing::{counting_in, view};
    use crate::server::core::features::{actions, completion, format};
    use crate::syntax::Layout;
    use crate::text::PositionEncoding::{Utf8, Utf16, Utf32};
    use ls_types::{CodeActionOrCommand, CodeActionParams, TextDocumentIdentifier};
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

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
                let expected: Vec<Position> = offsets.iter().map(|&at| view.position(at)).collect();
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
            let edit = of_document(view, &[Edit { range: TextRange::at(0), content: "零".into() }]);
            assert!(edit.document_changes.is_none());
            assert_eq!(applied(view, &edit), "零一");
        });
        view("一", Client::default(), |view, _| {
            let edit = of_document(view, &[Edit { range: TextRange::at(0), content: "零".into() }]);
            assert_eq!(edits_of(&edit).1, Some(1));
        });
    }

    fn config() -> ProptestConfig {
        let seed = std::env::var("PROPTEST_RNG_SEED")
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(2023);
        ProptestConfig {
            cases: 64,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(seed),
            ..ProptestConfig::default()
        }
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn no_text_and_no_place_makes_a_feature_that_writes_panic(
            layout in 0usize..5, cut in 0usize..6000, at in 0usize..6000, len in 0usize..4000, typed in "([\t|#*一二三、（）1.2 𠮷⼀\u{200b}`<!-]|\r\n|\n){0,12}",
            utf8: bool, invoked: bool,
        ) {
            let mut text = report(Layout::ALL[layout], &[((1, 0, 6), "3"), ((2, 0, 0), "1"), ((0, 1, 1), "")]);
            let boundary = |text: &str, at: usize| crate::text::floor_char_boundary(text, at.min(text.len()));
            text.truncate(boundary(&text, text.len() - cut.min(text.len() / 2)));
            let start = boundary(&text, at);
            let end = boundary(&text, start + len * usize::from(cut % 3 == 0));
            text.replace_range(start..end, &typed);
            view(&text, counting_in(if utf8 { Utf8 } else { Utf16 }), |view, _| {
                let (start, end) = (view.position(start), view.position(start + typed.len()));
                let params = CodeActionParams {
                    text_document: TextDocumentIdentifier { uri: view.uri.clone() },
                    range: Range::new(start, end),
                    context: Default::default(),
                    work_done_progress_params: Default::default(),
                    partial_result_params: Default::default(),
                };
                for action in actions::actions(view, &params) {
                    let CodeActionOrCommand::CodeAction(action) = action else { panic!("a literal") };
                    let own = action.edit.filter(|edit| edits_of(edit).0 == *view.uri);
                    own.into_iter().for_each(|edit| assert_ne!(applied(view, &edit), text, "{}", action.title));
                }
                for position in [start, end] {
                    let _ = completion::complete(view, position, invoked);
                }
                let _ = apply(&text, &format::format(view, Some(Range::new(start, end))), view.client.encoding);
            });
        }
    }
}
