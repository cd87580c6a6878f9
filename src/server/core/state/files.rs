//! Files of the workspace that are not open.

use super::{Publish, State};
use crate::server::core::from_proto::path_of;
use crate::server::core::workspace::Scanned;
use ls_types::{FileChangeType, FileEvent, Uri, WorkspaceFoldersChangeEvent};
use std::path::{Path, PathBuf};

impl State {
    /// A file was written. Whether settings are read from it, and so have to be read again.
    pub fn saved(&mut self, uri: &Uri) -> bool {
        self.index.files_changed();
        path_of(uri).is_some_and(|path| self.configuration.is_settings(&path))
    }

    /// What the client has watched. Whether settings have to be read again.
    pub fn files_changed(&mut self, changes: &[FileEvent]) -> bool {
        self.index.files_changed();
        for change in changes.iter().filter(|change| change.typ == FileChangeType::CREATED) {
            self.index.created(path_of(&change.uri));
        }
        let paths: Vec<PathBuf> =
            changes.iter().filter_map(|change| path_of(&change.uri)).collect();
        paths.iter().any(|path| {
            self.configuration.is_settings(path)
                || path.file_name().is_some_and(|name| name == ".gitignore")
        })
    }

    /// Folders have come to the workspace, or left it: settings have to be read again.
    pub fn folders_changed(&mut self, event: &WorkspaceFoldersChangeEvent) {
        let removed: Vec<PathBuf> =
            event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
        self.configuration.folders.retain(|folder| !removed.contains(folder));
        let added = event.added.iter().filter_map(|folder| path_of(&folder.uri));
        self.configuration.folders.extend(added);
        self.forget_files_outside();
    }

    /// Forgets the files that lie in no workspace folder, and what was shown of them.
    fn forget_files_outside(&mut self) {
        let folders = &self.configuration.folders;
        let gone = self.index.retain(|path| {
            folders.is_empty() || folders.iter().any(|folder| path.starts_with(folder))
        });
        for uri in gone {
            if !self.abilities.pulls && !self.is_open(&uri) {
                self.publish(Publish { uri, version: None, diagnostics: Vec::new() });
            }
        }
    }

    /// Takes what a look at files has found, and publishes what is new.
    pub fn take(&mut self, scanned: Scanned) {
        if !scanned.bad_settings.is_empty() {
            self.broken_settings.extend(
                scanned.bad_settings.iter().filter_map(|path| path.parent().map(Path::to_owned)),
            );
            self.refresh_settings_files();
        }
        for (uri, diagnostics) in self.index.take(scanned) {
            if !self.abilities.pulls && !self.is_open(&uri) {
                self.publish(Publish { uri, version: None, diagnostics });
            }
        }
        // Folders may have been removed while it looked.
        self.forget_files_outside();
    }
}
