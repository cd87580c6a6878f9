//! Follows files of the workspace that are not open.

use super::{Publish, State};
use crate::server::core::from_proto::path_of;
use crate::server::core::workspace::Scanned;
use ls_types::{FileChangeType, FileEvent, Uri, WorkspaceFoldersChangeEvent};
use std::path::{Path, PathBuf};

impl State {
    /// Notes that a file was written. Returns whether settings must be read again.
    pub fn saved(&mut self, uri: &Uri) -> bool {
        self.index.files_changed();
        path_of(uri).is_some_and(|path| self.configuration.is_settings(&path))
    }

    /// Notes the changes of watched files. Returns whether settings must be read again.
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

    /// Notes added and removed workspace folders. The caller must read settings again.
    pub fn folders_changed(&mut self, event: &WorkspaceFoldersChangeEvent) {
        let removed: Vec<PathBuf> =
            event.removed.iter().filter_map(|folder| path_of(&folder.uri)).collect();
        self.configuration.folders.retain(|folder| !removed.contains(folder));
        let added = event.added.iter().filter_map(|folder| path_of(&folder.uri));
        self.configuration.folders.extend(added);
        self.forget_files_outside();
        let concerned = self.note_files();
        self.show_again(concerned);
    }

    /// Forgets the files outside of all workspace folders, and clears their shown lists.
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

    /// Stores the results of a scan, and publishes changed lists.
    pub fn take(&mut self, scanned: Scanned) {
        if !scanned.bad_settings.is_empty() {
            self.broken_settings.extend(
                scanned.bad_settings.iter().filter_map(|path| path.parent().map(Path::to_owned)),
            );
            self.refresh_settings_files();
        }
        let fresh = self.index.take(scanned);
        // The client may have removed folders during the scan.
        self.forget_files_outside();
        let concerned = self.note_files();
        self.show_again(concerned);
        for uri in fresh {
            if !self.abilities.pulls && !self.is_open(&uri) {
                let diagnostics = self.index.shown(&uri);
                self.publish(Publish { uri, version: None, diagnostics });
            }
        }
        // More folders may be known as a whole.
        self.refresh_settings_files();
    }
}
