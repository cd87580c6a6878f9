//! Applies the settings of the client and of files.

use super::{Publish, State};
use crate::diagnostic::Diagnostic;
use crate::lint::unused_accept;
use crate::server::core::features::unused::SettingsFile;
use crate::server::core::from_proto::path_of;
use crate::server::core::open::{Content, Open, options};
use crate::server::core::to_proto;
use crate::server::core::view::{Buffer, Client};
use crate::settings::{Search, Settings, SettingsError, is_settings_file};
use crate::text::LineIndex;
use ls_types::{LSPAny, Uri};
use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl State {
    /// Reads settings sent unasked by the client, for [`State::apply_settings`].
    pub fn configure(&mut self, said: &LSPAny) {
        self.configuration.hear(said);
        self.speak();
    }

    /// Sets the language and the writing for messages that belong to no document.
    fn speak(&mut self) {
        self.client.language = self.configuration.language(None, &Settings::default());
        self.client.writing = self.configuration.writing(None);
    }

    /// Reads the client's general settings, and its settings for each of these workspace folders.
    pub fn configure_scoped(&mut self, folders: &[Uri], said: &[LSPAny]) {
        let (everywhere, scoped) = said.split_first().unwrap_or((&LSPAny::Null, &[]));
        self.configuration.take(everywhere);
        self.configuration.take_scoped(
            folders.iter().zip(scoped).filter_map(|(folder, said)| Some((path_of(folder)?, said))),
        );
        self.speak();
    }

    /// The search for the settings of a document, before the document is opened.
    pub fn lookup(&self, path: Option<&Path>) -> Option<(Arc<Search>, PathBuf)> {
        self.configuration.lookup(path)
    }

    /// The searches for the settings of all open documents, before [`State::apply_settings`].
    pub fn lookups(&self) -> Vec<(Arc<Search>, PathBuf)> {
        let open = self
            .documents
            .values()
            .filter_map(|open| self.configuration.lookup(open.path.as_deref()));
        open.chain(
            self.broken_settings.iter().map(|folder| self.configuration.lookup_folder(folder)),
        )
        .collect()
    }

    /// Applies the current settings to every open document. The caller has searched for the
    /// settings before, see [`State::lookups`].
    pub fn apply_settings(&mut self) {
        let uris: Vec<Uri> = self.documents.keys().cloned().collect();
        for uri in &uris {
            let Some(open) = self.documents.get_mut(uri) else { continue };
            let before = options(&open.settings);
            open.root =
                open.path.as_deref().and_then(|path| self.configuration.root(path)).cloned();
            (open.settings, open.settings_error) =
                self.configuration.settings(open.path.as_deref());
            open.client.language =
                self.configuration.language(open.path.as_deref(), &open.settings);
            open.client.writing = self.configuration.writing(open.path.as_deref());
            open.client.fixes_on_save = self.configuration.fixes_on_save(open.path.as_deref());
            let now = options(&open.settings);
            if before != now
                && let Some(ready) = open.content.ready()
            {
                // The rules read these settings, so the findings may change.
                open.content = Content::of(&ready.text(), open.is_page, &now, uri.as_str());
            }
            self.refresh(uri);
        }
        self.index.forget();
        self.refresh_settings_files();
    }

    /// Publishes the diagnostics of the settings files for open documents: mistakes, and accepted
    /// findings that silence nothing.
    pub(super) fn refresh_settings_files(&mut self) {
        let mut lists: HashMap<PathBuf, Vec<ls_types::Diagnostic>> =
            self.settings_shown.keys().map(|path| (path.clone(), Vec::new())).collect();
        let configuration = &self.configuration;
        let broken_now = |folder: &PathBuf| {
            let (search, folder) = configuration.lookup_folder(folder);
            search.known(&folder).is_none_or(|found| found.is_err())
        };
        self.broken_settings.retain(broken_now);
        let found = self.broken_settings.iter().filter_map(|folder| {
            let (search, folder) = self.configuration.lookup_folder(folder);
            search.known(&folder)?.err().map(|error| (error, &self.client))
        });
        let open = self
            .documents
            .values()
            .filter_map(|open| Some((Arc::clone(open.settings_error.as_ref()?), &open.client)));
        let errors: HashMap<PathBuf, (Arc<SettingsError>, &Client)> = found
            .chain(open)
            .map(|(error, client)| (error.path.clone(), (error, client)))
            .collect();
        let mut broken: BTreeSet<PathBuf> = BTreeSet::new();
        for (path, (error, client)) in errors {
            let index = LineIndex::new(&error.text);
            let one = |problem| {
                to_proto::problem_diagnostic(&error.text, &index, problem, client, &self.abilities)
            };
            lists.insert(path.clone(), error.problems.iter().map(one).collect());
            broken.insert(path);
        }
        for (path, (open, indices)) in self.unused_accepts() {
            let found =
                indices.into_iter().filter_map(|entry| unused_accept(&open.settings, entry));
            let one = |finding| self.in_settings(&open.settings, &open.client, &finding);
            lists.insert(path.to_owned(), found.filter_map(one).collect());
        }
        self.names_shown = self.kin.names();
        for (settings, found) in self.kin.absent() {
            let Some(file) = settings.file.as_ref().filter(|file| !broken.contains(&file.path))
            else {
                continue;
            };
            let language = self.configuration.language(Some(&file.path), &settings);
            let client = Client { language, ..self.client.clone() };
            let unused =
                found.unused_accepts.iter().filter_map(|entry| unused_accept(&settings, *entry));
            let found = found.diagnostics.iter().cloned().chain(unused);
            let found = found.filter_map(|one| self.in_settings(&settings, &client, &one));
            lists.entry(file.path.clone()).or_default().extend(found);
        }
        for (path, list) in lists {
            if self.settings_shown.get(&path).map_or(&[][..], Vec::as_slice) == list {
                continue;
            }
            if let Some(uri) = Uri::from_file_path(&path) {
                self.publish(Publish { uri, version: None, diagnostics: list.clone() });
            }
            if list.is_empty() {
                self.settings_shown.remove(&path)
            } else {
                self.settings_shown.insert(path, list)
            };
        }
    }

    /// The diagnostic of a finding in a settings file.
    fn in_settings(
        &self,
        settings: &Settings,
        client: &Client,
        finding: &Diagnostic,
    ) -> Option<ls_types::Diagnostic> {
        let text = &settings.file.as_ref()?.text;
        let index = LineIndex::new(text);
        Some(to_proto::accept_diagnostic(text, &index, finding, client, &self.abilities))
    }

    /// The accepted findings that silence nothing in the open documents, by the path of the
    /// settings file. Each entry comes with one of the documents under the settings file.
    pub(super) fn unused_accepts(&self) -> HashMap<&Path, (&Open, BTreeSet<usize>)> {
        let mut unused: HashMap<&Path, (&Open, BTreeSet<usize>)> = HashMap::new();
        for open in self
            .documents
            .values()
            .filter(|open| open.settings_error.is_none() && !open.unused_accepts.is_empty())
        {
            if let Some(file) = &open.settings.file {
                unused
                    .entry(&file.path)
                    .or_insert_with(|| (open, BTreeSet::new()))
                    .1
                    .extend(&open.unused_accepts);
            }
        }
        unused
    }

    /// An open settings file with an accepted finding that silences nothing. `None` if the file has
    /// unsaved changes.
    pub fn settings_file(&self, uri: &Uri) -> Option<SettingsFile<'_>> {
        let (uri, file) = self.documents.get_key_value(&self.known(uri))?;
        let path = file.path.as_deref().filter(|path| is_settings_file(path))?;
        let (open, unused) = self.unused_accepts().remove(path)?;
        let document = &file.content.ready()?.document;
        let is_saved = open.settings.file.as_ref().is_some_and(|read| read.text == document.text());
        let buffer = Buffer { uri, version: file.version, document };
        is_saved.then_some(SettingsFile {
            buffer,
            settings: &open.settings,
            unused,
            client: &open.client,
        })
    }
}
