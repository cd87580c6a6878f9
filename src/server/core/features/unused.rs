//! Code actions in a settings file: taking out accepted findings that silence nothing.

use super::actions::is_asked;
use super::edits;
use crate::diagnostic::{Diagnostic, Edit, Message, Wording};
use crate::lint::unused_accept;
use crate::server::core::view::{Buffer, Client, range_in};
use crate::settings::{Settings, is_reason, remove_entries};
use crate::text::LineIndex;
use ls_types::{
    self, CodeAction, CodeActionKind, CodeActionOrCommand, CodeActionParams, NumberOrString,
    TextEdit,
};
use std::collections::BTreeSet;

const REMOVE_ALL: Wording = Wording::new(
    "删除全部多余的接受记录（{0} 条）",
    "remove all entries that silence nothing ({0})",
);

/// A settings file that the client has open as it is saved.
pub struct SettingsFile<'a> {
    pub buffer: Buffer<'a>,
    pub settings: &'a Settings,
    /// Its accepted findings that silence nothing in the open documents.
    pub unused: BTreeSet<usize>,
    pub client: &'a Client,
}

/// What can be done at the range that `params` ask about; nothing for a client that knows only
/// commands.
pub fn actions(file: &SettingsFile, params: &CodeActionParams) -> Vec<CodeActionOrCommand> {
    let Some(text) = file
        .settings
        .file
        .as_ref()
        .map(|file| file.text.as_str())
        .filter(|_| file.client.code_action_literals)
    else {
        return Vec::new();
    };
    let index = LineIndex::new(text);
    let range = |range| range_in(text, &index, range, file.client.encoding);
    let action = |title: Message, kind, edit: &Edit, found: Option<&Diagnostic>| {
        let is_own = |shown: &&ls_types::Diagnostic| {
            found.is_some_and(|found| {
                matches!(&shown.code, Some(NumberOrString::String(code)) if code == found.code)
                    && shown.range == range(found.range)
            })
        };
        let diagnostics: Vec<_> =
            params.context.diagnostics.iter().filter(is_own).cloned().collect();
        let edit = TextEdit::new(range(edit.range), edit.content.clone());
        CodeActionOrCommand::CodeAction(CodeAction {
            title: title.render(file.client.language),
            kind: Some(kind),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            edit: Some(edits::of_file(
                file.client,
                file.buffer.uri.clone(),
                Some(file.buffer.version),
                vec![edit],
            )),
            is_preferred: (found.is_some() && file.client.preferred_actions).then_some(true),
            ..CodeAction::default()
        })
    };
    let asked = |kind: &CodeActionKind| is_asked(params.context.only.as_deref(), kind);
    let mut actions = Vec::new();
    if asked(&CodeActionKind::QUICKFIX) {
        for found in file.unused.iter().filter_map(|&entry| unused_accept(file.settings, entry)) {
            let place = range(found.range);
            let is_on_line = place.start.line <= params.range.end.line
                && params.range.start.line <= place.end.line;
            if is_on_line || params.context.diagnostics.iter().any(|shown| shown.range == place) {
                let edits = found
                    .fixes
                    .iter()
                    .flat_map(|fix| fix.edits().iter().map(move |edit| (fix, edit)));
                actions.extend(edits.map(|(fix, edit)| {
                    action(fix.message.clone(), CodeActionKind::QUICKFIX, edit, Some(&found))
                }));
            }
        }
    }
    // For a person to choose, never when a file is saved: the entries have reasons.
    let is_complete = |entry: &usize| {
        file.settings.accepted.get(*entry).is_some_and(|entry| is_reason(&entry.reason))
    };
    let all: Vec<usize> = file.unused.iter().copied().filter(is_complete).collect();
    if !actions.is_empty() && all.len() > 1 {
        let title = Message::new(REMOVE_ALL, [all.len().into()]);
        actions.extend(
            remove_entries(text, &all)
                .map(|edit| action(title, CodeActionKind::QUICKFIX, &edit, None)),
        );
    }
    actions
}
