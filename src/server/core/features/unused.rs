//! Code actions in a settings file: remove accepted findings that silence nothing.

use super::actions::{Asked, Kind, touches};
use crate::diagnostic::{Diagnostic, Edit, Message, Wording};
use crate::lint::unused_accept;
use crate::server::core::view::{Buffer, Client};
use crate::settings::{Settings, is_reason, remove_entries};
use std::collections::BTreeSet;

const REMOVE_ALL: Wording = Wording::new(
    "删除全部多余的接受记录（{0} 条）",
    "remove all entries that silence nothing ({0})",
);

/// An open settings file without unsaved changes.
pub struct SettingsFile<'a> {
    pub buffer: Buffer<'a>,
    pub settings: &'a Settings,
    /// Indices of accepted findings that silence nothing in the open documents.
    pub unused: BTreeSet<usize>,
    pub client: &'a Client,
}

impl SettingsFile<'_> {
    /// The text of the settings file.
    pub fn text(&self) -> Option<&str> {
        self.settings.file.as_ref().map(|file| file.text.as_str())
    }
}

/// A possible removal. Ranges are in bytes of the settings file.
#[derive(Clone, Debug)]
pub struct Removal {
    pub title: String,
    pub edit: Edit,
    /// The finding fixed by the removal.
    pub found: Option<Diagnostic>,
}

/// The removals for `asked`. No removals for a client that supports only commands.
pub fn removals(file: &SettingsFile, asked: &Asked) -> Vec<Removal> {
    let Some(text) = file.text().filter(|_| file.client.code_action_literals) else {
        return Vec::new();
    };
    let mut removals = Vec::new();
    let removal = |title: &Message, edit: Edit, found| Removal {
        title: title.render(file.client.language),
        edit,
        found,
    };
    if asked.wants(Kind::QuickFix) {
        for found in file.unused.iter().filter_map(|&entry| unused_accept(file.settings, entry)) {
            if touches(found.range, asked.lines)
                || asked.shown.iter().any(|shown| shown.range == found.range)
            {
                let edits = found
                    .fixes
                    .iter()
                    .flat_map(|fix| fix.edits().iter().map(move |edit| (fix, edit)));
                removals.extend(
                    edits.map(|(fix, edit)| {
                        removal(&fix.message, edit.clone(), Some(found.clone()))
                    }),
                );
            }
        }
    }
    // A person must choose the removal, and saving never applies the removal: the entries have
    // reasons.
    let is_complete = |entry: &usize| {
        file.settings.accepted.get(*entry).is_some_and(|entry| is_reason(&entry.reason))
    };
    let all: Vec<usize> = file.unused.iter().copied().filter(is_complete).collect();
    if !removals.is_empty() && all.len() > 1 {
        let title = Message::new(REMOVE_ALL, [all.len().into()]);
        removals.extend(remove_entries(text, &all).map(|edit| removal(&title, edit, None)));
    }
    removals
}
