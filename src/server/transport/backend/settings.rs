//! Searches for settings in files, and asks the client for settings.

use super::{Backend, Shared};
use crate::diagnostic::{Argument, Message, Wording};
use crate::server::core::capabilities;
use crate::server::core::from_proto::path_of;
use crate::settings::Search;
use ls_types::{
    ConfigurationItem, LSPAny, Registration, TextDocumentRegistrationOptions, Unregistration, Uri,
};
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use tracing::{info, warn};

impl Backend {
    /// Asks the client for its settings.
    pub(super) fn ask_for_configuration(&self) {
        let shared = Arc::clone(&self.0);
        let number = shared.asked.fetch_add(1, Ordering::Relaxed) + 1;
        tokio::spawn(async move {
            let folders: Vec<Uri> = shared
                .lock()
                .configuration
                .folders
                .iter()
                .filter_map(Uri::from_file_path)
                .collect();
            let item =
                |scope_uri| ConfigurationItem { scope_uri, section: Some("gouji".to_owned()) };
            let items =
                std::iter::once(None).chain(folders.iter().cloned().map(Some)).map(item).collect();
            match shared.client.configuration(items).await {
                // The answer to an older question is outdated.
                Ok(_) if shared.answered.fetch_max(number, Ordering::Relaxed) > number => {}
                Ok(said) => {
                    shared
                        .guarded("configuration", |state| state.configure_scoped(&folders, &said));
                    shared.apply_settings();
                    shared.send().await;
                    shared.tell_of_typing();
                    shared.catch_up().await;
                }
                Err(error) => info!("the client does not tell its settings: {error}"),
            }
        });
    }
}

impl Shared {
    /// Searches for the settings of a document without holding a lock. Called before the document
    /// is opened, or changed by a client that does not watch files. A later change of the state
    /// finds the settings ready.
    pub(super) fn look_for_settings(&self, uri: &Uri) {
        if self.is_stale(uri) {
            self.read_settings_again();
        }
        let lookup = self.lock().lookup(path_of(uri).as_deref());
        self.look_for(lookup.into_iter());
    }

    /// Whether the settings file of a document has changed since the last reading. A client that
    /// does not watch files does not report the change.
    pub(super) fn is_stale(&self, uri: &Uri) -> bool {
        let lookup = self.lock().lookup(path_of(uri).as_deref());
        lookup.is_some_and(|(search, folder)| search.is_stale(&folder))
    }

    /// Reads all settings files again, and applies the settings to the open documents.
    pub(super) fn read_settings_again(&self) {
        self.guarded("settings", |state| state.configuration.read_again());
        self.apply_settings();
    }

    /// Applies the current settings to the open documents. Files are read without holding a lock.
    pub(super) fn apply_settings(&self) {
        let lookups = self.lock().lookups();
        self.look_for(lookups.into_iter());
        self.guarded("settings", |state| state.apply_settings());
    }

    fn look_for(&self, lookups: impl Iterator<Item = (Arc<Search>, PathBuf)>) {
        for (search, folder) in lookups.filter(|(search, folder)| search.known(folder).is_none()) {
            _ = search.settings(&folder);
            let is_told = |path: &&Path| {
                self.told_outside
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner)
                    .insert(path.to_path_buf())
            };
            if let Some(path) = search.outside().filter(is_told) {
                let message = Message::new(OUTSIDE, [Argument::Text(path.display().to_string())]);
                warn!("{}", message.render(self.lock().client.language));
            }
        }
    }

    /// Asks the client to start or stop asking while typing, if the setting has changed.
    pub(super) fn tell_of_typing(&self) {
        let Some(asks) = self.lock().typing_to_tell() else { return };
        let client = self.client.clone();
        tokio::spawn(async move {
            let Registration { id, method, .. } = while_typing();
            let told = match asks {
                true => client.register_capability(vec![while_typing()]).await,
                false => client.unregister_capability(vec![Unregistration { id, method }]).await,
            };
            if let Err(error) = told {
                info!("the client does not hear when it is to ask: {error}");
            }
        });
    }
}

/// The registration for formatting while typing.
fn while_typing() -> Registration {
    let registered = TextDocumentRegistrationOptions { document_selector: None };
    let mut options = serde_json::to_value(capabilities::while_typing()).unwrap_or_default();
    if let (Some(options), Ok(LSPAny::Object(registered))) =
        (options.as_object_mut(), serde_json::to_value(registered))
    {
        options.extend(registered);
    }
    Registration {
        id: "gouji/type".to_owned(),
        method: "textDocument/onTypeFormatting".to_owned(),
        register_options: Some(options),
    }
}

const OUTSIDE: Wording = Wording::new(
    "设置文件 {0} 不在工作区内，不读取",
    "the settings file {0} lies outside of the workspace: it is not read",
);
