//! Builds code actions and commands.

use super::edits::of_buffer;
use super::positions::range_in;
use super::{change, range};
use crate::server::core::features::actions::{Action, Kind};
use crate::server::core::features::commands::{
    ACCEPT, ADD_MISSING, APPLY_FIX, At, CORRECT, Call, FIX_ALL, FOLLOW, IGNORE, RECOMPUTE,
};
use crate::server::core::features::unused::{Removal, SettingsFile};
use crate::server::core::view::View;
use crate::text::LineIndex;
use ls_types::{
    self, CodeAction, CodeActionKind, CodeActionOrCommand, Command, Diagnostic, NumberOrString,
    Range,
};
use serde_json::{Value, json};
use std::collections::HashMap;

/// All safe fixes of a document.
const ALL_FIXES: CodeActionKind = CodeActionKind::new("source.fixAll.gouji");

/// All kinds of actions.
pub fn action_kinds() -> Vec<CodeActionKind> {
    Kind::ALL.map(action_kind).into()
}

/// The protocol's name for a kind of action.
pub fn action_kind(kind: Kind) -> CodeActionKind {
    match kind {
        Kind::QuickFix => CodeActionKind::QUICKFIX,
        Kind::Rewrite => CodeActionKind::REFACTOR_REWRITE,
        Kind::AllFixes => ALL_FIXES,
    }
}

/// The actions of a document, as commands for a client without code actions. `shown` holds the
/// client's own diagnostics.
pub fn actions(
    view: &View,
    actions: Vec<Action>,
    shown: &[Diagnostic],
) -> Vec<CodeActionOrCommand> {
    let mut by_place: HashMap<(&str, Range), Vec<&Diagnostic>> = HashMap::new();
    for diagnostic in shown {
        if let Some(NumberOrString::String(code)) = &diagnostic.code {
            by_place.entry((code, diagnostic.range)).or_default().push(diagnostic);
        }
    }
    actions
        .into_iter()
        .take_while(|_| view.goes_on())
        .map(|action| of_document(view, action, &by_place))
        .collect()
}

/// The action in the form of the client. `shown` holds the client's own diagnostics, by code and
/// place.
fn of_document(
    view: &View,
    action: Action,
    shown: &HashMap<(&str, Range), Vec<&Diagnostic>>,
) -> CodeActionOrCommand {
    let Action { title, kind, change: changed, found, is_preferred, call } = action;
    if !view.client.code_action_literals {
        return command(view, &call, title).into();
    }
    // Without shown diagnostics, the search is unnecessary.
    let own = found
        .iter()
        .filter(|_| !shown.is_empty())
        .filter_map(|found| shown.get(&(found.code, range(view, found.range))));
    let diagnostics: Vec<_> = own.flatten().map(|diagnostic| (*diagnostic).clone()).collect();
    let data = || serde_json::to_value(command(view, &call, String::new())).ok();
    let (edit, command, data) = match &changed {
        // The client asks for the edit when the user chooses the action.
        _ if view.client.resolves_edits => (None, None, data()),
        Some(changed) => (Some(change(view, changed)), None, None),
        None => (None, Some(command(view, &call, title.clone())), None),
    };
    CodeActionOrCommand::CodeAction(CodeAction {
        title,
        kind: Some(action_kind(kind)),
        diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
        edit,
        command,
        data,
        is_preferred: (is_preferred && view.client.preferred_actions).then_some(true),
        ..CodeAction::default()
    })
}

/// A call for the document of `view`, with a title.
pub fn command(view: &View, call: &Call, title: String) -> Command {
    let uri = view.uri;
    let place = |at: &At| match at {
        At::Range(own) => json!(range(view, *own)),
        At::Place(place) => json!(place),
        At::Nowhere => Value::Null,
    };
    let (name, arguments) = match call {
        Call::Recompute { table, report } => (RECOMPUTE, json!([uri, table, report])),
        Call::AddMissing { report } => (ADD_MISSING, json!([uri, report])),
        Call::Accept { code, at, reason } => (ACCEPT, json!([uri, code, place(at), reason])),
        Call::Ignore { code, at } => (IGNORE, json!([uri, code, place(at)])),
        Call::ApplyFix { version, code, at, index } => {
            (APPLY_FIX, json!([uri, version, code, place(at), index]))
        }
        Call::Correct { version, range: own, index } => {
            (CORRECT, json!([uri, version, range(view, *own), index]))
        }
        Call::Follow { version, range: own } => (FOLLOW, json!([uri, version, range(view, *own)])),
        Call::FixAll => (FIX_ALL, json!([uri])),
    };
    Command::new(title, name.to_owned(), arguments.as_array().cloned())
}

/// The actions of a settings file. `shown` holds the client's own diagnostics.
pub fn settings_actions(
    file: &SettingsFile,
    removals: Vec<Removal>,
    shown: &[Diagnostic],
) -> Vec<CodeActionOrCommand> {
    let Some(text) = file.text() else { return Vec::new() };
    let index = LineIndex::new(text);
    let action = |removal: Removal| {
        let place = removal
            .found
            .as_ref()
            .map(|found| (found.code, range_in(text, &index, found.range, file.client.encoding)));
        let is_own = |shown: &&Diagnostic| {
            place.is_some_and(|(code, range)| {
                matches!(&shown.code, Some(NumberOrString::String(own)) if own == code)
                    && shown.range == range
            })
        };
        let diagnostics: Vec<_> = shown.iter().filter(is_own).cloned().collect();
        CodeActionOrCommand::CodeAction(CodeAction {
            title: removal.title,
            kind: Some(action_kind(Kind::QuickFix)),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            edit: Some(of_buffer(file.client, file.buffer, text, &[removal.edit])),
            is_preferred: (place.is_some() && file.client.preferred_actions).then_some(true),
            ..CodeAction::default()
        })
    };
    removals.into_iter().map(action).collect()
}
