//! Finds the settings of a document: the nearest gouji.toml, the settings of the client, and the
//! language of messages.

use super::from_proto::{self, ClientSettings};
use super::view::Writing;
use crate::diagnostic::{Language, Message};
use crate::rules::CODES;
use crate::settings::{
    Overrides, Search, Selection, Selector, Settings, SettingsError, absolute_from,
    is_settings_file,
};
use ls_types::LSPAny;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tracing::warn;

/// All sources of settings.
#[derive(Debug)]
pub struct Configuration {
    language: Option<Language>,
    /// The path of the settings file for all documents, absolute.
    config: Option<PathBuf>,
    /// The language of the client's user interface.
    pub locale: Option<Language>,
    /// The language of the system, the last choice.
    environment: Language,
    /// The workspace folders, absolute.
    pub folders: Vec<PathBuf>,
    /// The settings of the client's user.
    everywhere: Scope,
    /// The settings from the start of the session, before the server asked the client.
    initial: ClientSettings,
    /// The settings for individual workspace folders.
    scoped: HashMap<PathBuf, Scope>,
    /// The last valid settings of each file.
    good: HashMap<PathBuf, Arc<Settings>>,
}

/// The settings of a workspace folder, or the settings for everything else.
#[derive(Clone, Debug)]
struct Scope {
    client: ClientSettings,
    search: Arc<Search>,
}

impl ClientSettings {
    fn overrides(&self, language: Language) -> Overrides {
        Overrides {
            select: self.select.as_ref().map(|words| selectors(words, language)),
            ignore: selectors(&self.ignore, language),
            ..Overrides::default()
        }
    }
}

impl Configuration {
    /// `language` and `config`, an absolute path, come from the command line and override
    /// everything else. `environment` is the language of the system.
    pub fn new(language: Option<Language>, config: Option<PathBuf>, environment: Language) -> Self {
        let search = Arc::new(Search::nearest(CODES, Overrides::default()));
        let mut configuration = Self {
            language,
            config,
            locale: None,
            environment,
            folders: Vec::new(),
            everywhere: Scope { client: ClientSettings::default(), search },
            initial: ClientSettings::default(),
            scoped: HashMap::new(),
            good: HashMap::new(),
        };
        configuration.read_again();
        configuration
    }

    /// Reads the settings that the client sends at the start. Invalid settings are logged and
    /// change nothing.
    pub fn begin(&mut self, said: &LSPAny) {
        self.take(said);
        self.initial = self.everywhere.client.clone();
    }

    /// Reads the client's answer. An empty answer restores the settings from the start. Invalid
    /// settings are logged and change nothing.
    pub fn take(&mut self, said: &LSPAny) {
        if said.is_null() {
            self.everywhere.client = self.initial.clone();
        } else if let Some(client) = from_proto::settings(said, self.language, self.spoken()) {
            self.everywhere.client = client;
        }
        self.read_again();
    }

    /// Reads settings that the client sends unasked. The settings may belong to other programs.
    pub fn hear(&mut self, said: &LSPAny) {
        if from_proto::names_settings(said) {
            self.take(said);
        }
    }

    /// Reads the client's settings for each of these workspace folders. Settings equal to the
    /// general settings, and empty settings, are not stored.
    pub fn take_scoped<'a>(&mut self, said: impl Iterator<Item = (PathBuf, &'a LSPAny)>) {
        let own = said.filter_map(|(folder, said)| {
            Some((folder, from_proto::settings(said, self.language, self.spoken())?))
        });
        // A relative path names another file in each folder.
        let own =
            own.filter(|(_, client)| client.config.is_some() || *client != self.everywhere.client);
        self.scoped = own
            .map(|(folder, client)| {
                (folder, Scope { client, search: Arc::clone(&self.everywhere.search) })
            })
            .collect();
        self.read_again();
    }

    /// Forgets the contents of settings files.
    pub fn read_again(&mut self) {
        self.everywhere.search = self.search_for(&self.everywhere.client, self.folders.first());
        let scoped: HashMap<PathBuf, Arc<Search>> = self
            .scoped
            .iter()
            .map(|(folder, scope)| (folder.clone(), self.search_for(&scope.client, Some(folder))))
            .collect();
        for (folder, search) in scoped {
            if let Some(scope) = self.scoped.get_mut(&folder) {
                scope.search = search;
            }
        }
    }

    fn search_for(&self, client: &ClientSettings, folder: Option<&PathBuf>) -> Arc<Search> {
        let overrides = client.overrides(self.spoken());
        Arc::new(match (self.fixed_by(client, folder), &self.config) {
            (Some(path), Some(_)) => Search::fixed(path, CODES, overrides),
            (Some(path), None) => {
                Search::fixed_within(path, self.folders.clone(), CODES, overrides)
            }
            (None, _) => Search::nearest(CODES, overrides),
        })
    }

    /// The scope of a file, or of a document without a file.
    fn scope(&self, path: Option<&Path>) -> &Scope {
        path.and_then(|path| self.scoped.get(self.root(path)?)).unwrap_or(&self.everywhere)
    }

    /// The settings file named by the command line or by the client. A file named by the client
    /// must lie in the workspace.
    fn fixed_by(&self, client: &ClientSettings, folder: Option<&PathBuf>) -> Option<PathBuf> {
        if let Some(config) = &self.config {
            return Some(config.clone());
        }
        let named = client.config.as_ref().filter(|path| !path.as_os_str().is_empty())?;
        Some(absolute_from(folder?, named))
    }

    /// Whether a file is a settings file.
    pub fn is_settings(&self, path: &Path) -> bool {
        let everywhere = (&self.everywhere, self.folders.first());
        let mut scopes =
            self.scoped.iter().map(|(folder, scope)| (scope, Some(folder))).chain([everywhere]);
        is_settings_file(path)
            || scopes.any(|(scope, folder)| {
                self.fixed_by(&scope.client, folder).is_some_and(|fixed| fixed == path)
            })
    }

    /// The current searches for settings.
    pub fn scopes(&self) -> Scopes {
        let scope = |scope: &Scope| ScopeOfSearch {
            search: Arc::clone(&scope.search),
            languages: self.languages_of(scope),
        };
        let folders = self
            .folders
            .iter()
            .map(|folder| (folder.clone(), self.scoped.get(folder).map(scope)))
            .collect();
        Scopes { everywhere: scope(&self.everywhere), folders }
    }

    /// The search and the folder for the settings of a file, or of a document without a file.
    /// [`Configuration::settings`] knows the settings after this search.
    pub fn lookup(&self, path: Option<&Path>) -> Option<(Arc<Search>, PathBuf)> {
        let folder = path.and_then(Path::parent).or(self.folders.first().map(PathBuf::as_path))?;
        Some((Arc::clone(&self.scope(path).search), folder.to_owned()))
    }

    /// The settings for a file, or for a document without a file. If the settings file is invalid:
    /// the last valid settings of the file, and the error.
    pub fn settings(&mut self, path: Option<&Path>) -> (Arc<Settings>, Option<Arc<SettingsError>>) {
        let lookup = self.lookup(path);
        match lookup.as_ref().and_then(|(search, folder)| search.known(folder)) {
            Some(Ok(settings)) => {
                // A nearer file was removed.
                let found = settings.file.as_ref().map(|file| file.path.as_path());
                let above = found.and_then(Path::parent).unwrap_or(Path::new(""));
                let folder = lookup.map(|(_, folder)| folder).unwrap_or_default();
                let is_nearer = |path: &Path| {
                    path.parent().is_some_and(|parent| {
                        folder.starts_with(parent) && parent.starts_with(above)
                    })
                };
                self.good.retain(|path, _| !is_nearer(path));
                if let Some(path) = found {
                    self.good.insert(path.to_owned(), Arc::clone(&settings));
                }
                (settings, None)
            }
            Some(Err(error)) => (
                self.good.get(&error.path).cloned().unwrap_or_else(|| self.without_file(path)),
                Some(error),
            ),
            None => (self.without_file(path), None),
        }
    }

    /// The search and the folder for the settings of a folder.
    pub fn lookup_folder(&self, folder: &Path) -> (Arc<Search>, PathBuf) {
        (Arc::clone(&self.scope(Some(folder)).search), folder.to_owned())
    }

    /// The settings without a settings file.
    fn without_file(&self, path: Option<&Path>) -> Arc<Settings> {
        let Overrides { select, ignore, .. } = self.scope(path).client.overrides(self.spoken());
        let selection = Selection::default().overridden(select.as_deref(), &ignore);
        Arc::new(Settings { selection, ..Settings::default() })
    }

    /// The language of messages about a document with these settings.
    pub fn language(&self, path: Option<&Path>, settings: &Settings) -> Language {
        self.languages_of(self.scope(path)).of(settings)
    }

    /// Whether saving a document applies all safe fixes.
    pub fn fixes_on_save(&self, path: Option<&Path>) -> bool {
        self.scope(path).client.fix_on_save
    }

    /// The language of messages that belong to no document.
    fn spoken(&self) -> Language {
        self.language(None, &Settings::default())
    }

    /// The client's settings for written text.
    pub fn writing(&self, path: Option<&Path>) -> Writing {
        self.scope(path).client.writing
    }

    /// Whether totals follow the typing in any folder.
    pub fn totals_follow(&self) -> bool {
        std::iter::once(&self.everywhere)
            .chain(self.scoped.values())
            .any(|scope| scope.client.writing.totals_follow)
    }

    /// The languages of the client and of the system, beside the language of a settings file.
    fn languages_of(&self, scope: &Scope) -> Languages {
        Languages {
            before: self.language.or(scope.client.lang),
            after: self.locale.unwrap_or(self.environment),
        }
    }

    /// Whether a file or folder lies in the workspace. Always true without a workspace.
    pub fn is_inside(&self, path: &Path) -> bool {
        self.folders.is_empty() || self.root(path).is_some()
    }

    /// The innermost workspace folder around a file.
    pub fn root(&self, path: &Path) -> Option<&PathBuf> {
        innermost(self.folders.iter(), path)
    }
}

/// The innermost of the folders around a file.
pub fn innermost<'a>(
    folders: impl Iterator<Item = &'a PathBuf>,
    path: &Path,
) -> Option<&'a PathBuf> {
    folders.filter(|folder| path.starts_with(folder)).max_by_key(|folder| folder.as_os_str().len())
}

/// The searches for settings in all workspace folders.
#[derive(Clone, Debug)]
pub struct Scopes {
    everywhere: ScopeOfSearch,
    /// `None` if the general settings hold in the folder.
    folders: Vec<(PathBuf, Option<ScopeOfSearch>)>,
}

/// A search for settings, with the languages beside the settings.
#[derive(Clone, Debug)]
pub struct ScopeOfSearch {
    pub search: Arc<Search>,
    pub languages: Languages,
}

impl Scopes {
    /// The search for a file or folder.
    pub fn of(&self, path: &Path) -> &ScopeOfSearch {
        let root = innermost(self.folders.iter().map(|(folder, _)| folder), path);
        let own = root
            .and_then(|root| self.folders.iter().find(|(folder, _)| folder == root)?.1.as_ref());
        own.unwrap_or(&self.everywhere)
    }
}

/// The languages that come before and after the language of the settings.
#[derive(Clone, Copy, Debug)]
pub struct Languages {
    before: Option<Language>,
    after: Language,
}

impl Languages {
    /// The language of messages about documents with these settings.
    pub fn of(self, settings: &Settings) -> Language {
        self.before.or(settings.language).unwrap_or(self.after)
    }
}

/// The selectors of the words that name rules. Other words are logged.
fn selectors(words: &[String], language: Language) -> Vec<Selector> {
    let parse = |word: &String| {
        Selector::parse(word, CODES)
            .inspect_err(|message: &Message| warn!("{}", message.render(language)))
            .ok()
    };
    words.iter().filter_map(parse).collect()
}
