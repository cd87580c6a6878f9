//! Answers a client's questions about a document. An answer reads the parameters, calls a feature,
//! and builds the value of the protocol from the result.

use super::features::unused::{self, SettingsFile};
use super::features::{
    actions, calls, commands, completion, definition, folding, format, highlight, hints, hover,
    lens, links, locate, names, repairs, selection, status, symbols, tokens, typed,
};
use super::view::View;
use super::{from_proto, to_proto};
use crate::diagnostic::Message;
use crate::text::TextRange;
use ls_types::{
    CallHierarchyIncomingCall, CallHierarchyItem, CallHierarchyOutgoingCall, CodeActionOrCommand,
    CodeActionParams, CodeLens, CompletionResponse, DocumentHighlight, DocumentLink,
    DocumentSymbolResponse, FoldingRange, Hover, InlayHint, Location, Position,
    PrepareRenameResponse, Range, SelectionRange, SemanticTokens, TextEdit, WorkspaceEdit,
};

/// The meaning of a position in the form, and whether its sums hold.
pub fn hover(view: &View, at: Position) -> Option<Hover> {
    let at = from_proto::offset(view, at);
    hover::hover(view, at).map(|hover| to_proto::hover(view, hover))
}

/// Completion items at a position. `invoked` means that a person asked.
pub fn completion(view: &View, at: Position, invoked: bool) -> Option<CompletionResponse> {
    let at = from_proto::offset(view, at);
    to_proto::completion(view, completion::complete(view, at, invoked))
}

/// The other statements of the number or the cell at a position.
pub fn definition(view: &View, at: Position) -> Vec<Location> {
    let at = from_proto::offset(view, at);
    to_proto::locations(view, &definition::definition(view, at))
}

/// All places with the same statement as the position.
pub fn references(view: &View, at: Position, include_declaration: bool) -> Vec<Location> {
    let at = from_proto::offset(view, at);
    to_proto::locations(view, &definition::references(view, at, include_declaration))
}

/// The cells related to a position.
pub fn highlights(view: &View, at: Position) -> Vec<DocumentHighlight> {
    let at = from_proto::offset(view, at);
    to_proto::highlights(view, &highlight::highlights(view, at))
}

/// The right values of totals in a range.
pub fn hints(view: &View, range: Range) -> Vec<InlayHint> {
    let range = from_proto::range(view, range);
    to_proto::hints(view, hints::hints(view, range))
}

/// Whether the tables add up.
pub fn lenses(view: &View) -> Vec<CodeLens> {
    to_proto::lenses(view, lens::lenses(view))
}

/// The links of the document.
pub fn links(view: &View) -> Vec<DocumentLink> {
    to_proto::links(view, links::links(view))
}

/// The outline.
pub fn symbols(view: &View) -> DocumentSymbolResponse {
    let reports = locate::reports(view).map(|(_, report)| report);
    to_proto::document_symbols(view, reports, |report| symbols::of_report(view, report))
}

/// The foldable ranges.
pub fn folds(view: &View) -> Vec<FoldingRange> {
    to_proto::folds(&folding::folds(view))
}

/// The enclosing ranges of each position.
pub fn selections(view: &View, positions: &[Position]) -> Vec<SelectionRange> {
    let at = |at: &Position| selection::selection(view, from_proto::offset(view, *at));
    to_proto::selections(view, &positions.iter().map(at).collect::<Vec<_>>())
}

/// The tokens that overlap `range`, or all tokens.
pub fn tokens(view: &View, range: Option<Range>) -> SemanticTokens {
    let range = range.map(|range| from_proto::range(view, range));
    let wanted = range.unwrap_or(TextRange::new(0, view.document.len()));
    to_proto::semantic_tokens(view, range, locate::reports_in(view, wanted), tokens::tokens)
}

/// The actions for a range.
pub fn actions(view: &View, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let actions = actions::actions(view, &from_proto::asked(view, params));
    to_proto::actions(view, actions, &params.context.diagnostics)
}

/// The actions of a settings file.
pub fn settings_actions(
    file: &SettingsFile,
    params: &CodeActionParams,
) -> Vec<CodeActionOrCommand> {
    let removals = unused::removals(file, &from_proto::asked_of_settings(file, params));
    to_proto::settings_actions(file, removals, &params.context.diagnostics)
}

/// The edit of a command; `None` if the command changes nothing.
///
/// # Errors
/// The reason why the command cannot run.
pub fn command(view: &View, call: commands::Call<Range>) -> Result<Option<WorkspaceEdit>, Message> {
    let change = commands::edit(view, &from_proto::call(view, call))?;
    Ok(change.map(|change| to_proto::change(view, &change)))
}

/// The name at a position.
pub fn prepare_rename(view: &View, at: Position) -> Option<PrepareRenameResponse> {
    let (place, name) = names::prepare(view, from_proto::offset(view, at))?;
    Some(to_proto::renamed(view, place, name))
}

/// The edit that gives the report at a position another organ or year.
///
/// # Errors
/// If no name stands at the position, or the new name is invalid.
pub fn rename(view: &View, at: Position, new: &str) -> Result<WorkspaceEdit, Message> {
    let edits = names::rename(view, from_proto::offset(view, at), new)?;
    let change = repairs::change_of_edits(view, edits);
    Ok(change.map(|change| to_proto::change(view, &change)).unwrap_or_default())
}

/// The cell at a position, as the start for the tracing of sums.
pub fn prepare_calls(view: &View, at: Position) -> Option<Vec<CallHierarchyItem>> {
    let cell = calls::prepare(view, from_proto::offset(view, at))?;
    Some(to_proto::call_items(view, vec![cell]))
}

/// The addends of an item's cell.
pub fn incoming_calls(view: &View, own: &CallHierarchyItem) -> Vec<CallHierarchyIncomingCall> {
    let at = from_proto::offset(view, own.selection_range.start);
    to_proto::incoming_calls(view, calls::incoming(view, at))
}

/// The totals of an item's cell.
pub fn outgoing_calls(view: &View, own: &CallHierarchyItem) -> Vec<CallHierarchyOutgoingCall> {
    let at = from_proto::offset(view, own.selection_range.start);
    to_proto::outgoing_calls(view, own, calls::outgoing(view, at))
}

/// All safe fixes, if the user wants the fixes on save.
pub fn fixes_on_save(view: &View) -> Option<Vec<TextEdit>> {
    let wanted = view.client.fixes_on_save;
    wanted.then(|| to_proto::document_edits(view, repairs::fix_all(view)))
}

/// The edits that align tables: all edits, or the edits in `range`.
pub fn format(view: &View, range: Option<Range>) -> Vec<TextEdit> {
    let range = range.map(|range| from_proto::range(view, range));
    to_proto::document_edits(view, repairs::change_of_edits(view, format::format(view, range)))
}

/// The edits that update the totals after typing.
pub fn typed(view: &View, at: Position) -> Vec<TextEdit> {
    let at = from_proto::offset(view, at);
    to_proto::document_edits(view, repairs::change_of_edits(view, typed::totals(view, at)))
}

/// The status of the document. `at` is the position of the cursor.
pub fn status(view: &View, at: Option<Position>) -> status::Status {
    status::status(view, at.map(|at| from_proto::offset(view, at)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::apply;
    use crate::server::core::features::change::Change;
    use crate::server::core::features::testing::{applied, counting_in, report, view};
    use crate::syntax::Layout;
    use crate::text::PositionEncoding::{Utf8, Utf16};
    use ls_types::TextDocumentIdentifier;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

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
                let range = TextRange::new(start, start + typed.len());
                let place = to_proto::range(view, range);
                let params = CodeActionParams {
                    text_document: TextDocumentIdentifier { uri: view.uri.clone() },
                    range: place,
                    context: Default::default(),
                    work_done_progress_params: Default::default(),
                    partial_result_params: Default::default(),
                };
                assert_eq!(from_proto::range(view, place), range);
                let offered = actions::actions(view, &from_proto::asked(view, &params));
                for action in &offered {
                    if let Some(change @ Change::Document(_)) = &action.change {
                        assert_ne!(applied(view, change), text, "{}", action.title);
                    }
                }
                assert_eq!(actions(view, &params).len(), offered.len());
                for position in [place.start, place.end] {
                    _ = completion(view, position, invoked);
                }
                _ = apply(&text, &format::format(view, Some(range)));
                _ = format(view, Some(place));
            });
        }
    }
}
