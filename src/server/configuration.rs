//! Which settings hold for a document: the nearest gouji.toml, what the client says beside it, and in which language to speak.

use super::view::Writing;
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::rules::CODES;
use crate::settings::{Overrides, Search, Selection, Selector, Settings, SettingsError, absolute, absolute_from, is_settings_file};
use serde::de::DeserializeOwned;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_lsp::ls_types::LSPAny;
use tracing::warn;

/// All that settings come from.
#[derive(Debug)]
pub struct Configuration {
    language: Option<Language>,
    /// The settings file for all documents.
    config: Option<PathBuf>,
    /// Of the client's own user interface.
    pub locale: Option<Language>,
    /// The workspace folders, absolute.
    pub folders: Vec<PathBuf>,
    client: ClientSettings,
    search: Arc<Search>,
    /// The last settings of each file that could be read.
    good: HashMap<PathBuf, Arc<Settings>>,
}

/// What the client's user has set, in the place of every settings file: `gouji.*` in VS Code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct ClientSettings {
    lang: Option<Language>,
    select: Option<Vec<String>>,
    ignore: Vec<String>,
    /// The settings file for all documents, from the workspace folder.
    config: Option<PathBuf>,
    writing: Writing,
}

impl Configuration {
    /// `language` and `config` are those of the command line, before all else.
    pub fn new(language: Option<Language>, config: Option<PathBuf>) -> Self {
        let mut configuration = Self {
            language,
            config,
            locale: None,
            folders: Vec::new(),
            client: ClientSettings::default(),
            search: Arc::new(Search::nearest(CODES, Overrides::default())),
            good: HashMap::new(),
        };
        configuration.read_again();
        configuration
    }

    /// Takes what the client says, also under the name `gouji`. What makes no sense is logged and changes nothing.
    pub fn take(&mut self, said: &LSPAny) {
        let said = said.get("gouji").unwrap_or(said);
        if said.is_object() {
            let lang = setting(said, "lang", self.spoken());
            self.client.lang = lang;
            let language = self.spoken();
            self.client = ClientSettings {
                lang,
                select: setting(said, "select", language),
                ignore: setting(said, "ignore", language).unwrap_or_default(),
                config: setting(said, "config", language),
                writing: said.get("format").map_or_else(Writing::default, |said| writing(said, language)),
            };
        }
        self.read_again();
    }

    /// Forgets what was read of settings files.
    pub fn read_again(&mut self) {
        let language = self.spoken();
        let select = self.client.select.as_ref().map(|words| selectors(words, language));
        let overrides = Overrides { select, ignore: selectors(&self.client.ignore, language) };
        self.search = Arc::new(match self.fixed() {
            Some(path) => Search::fixed(&path, CODES, overrides),
            None => Search::nearest(CODES, overrides),
        });
    }

    /// The one settings file that the command line names, or the client, if it lies in the workspace then.
    pub fn fixed(&self) -> Option<PathBuf> {
        if let Some(config) = &self.config {
            return Some(config.clone());
        }
        let named = self.client.config.as_ref().filter(|path| !path.as_os_str().is_empty())?;
        let path = absolute_from(self.folders.first()?, named);
        // Also through symbolic links.
        let real = path.canonicalize().unwrap_or_else(|_| path.clone());
        let is_inside = |folder: &PathBuf| real.starts_with(folder.canonicalize().as_ref().unwrap_or(folder));
        if !self.folders.iter().any(is_inside) {
            let message = Message::new(OUTSIDE, [Argument::Text(path.display().to_string())]);
            warn!("{}", message.render(self.spoken()));
            return None;
        }
        Some(path)
    }

    /// Whether a file is one that settings are read from.
    pub fn is_settings(&self, path: &Path) -> bool {
        is_settings_file(path) || self.fixed().is_some_and(|fixed| absolute(&fixed) == path)
    }

    /// What searches for settings now.
    pub fn search(&self) -> Arc<Search> {
        Arc::clone(&self.search)
    }

    /// The settings for a file, or for a document that is none. Where the file that holds cannot be used, the last ones of it that
    /// could, and why.
    pub fn settings(&mut self, path: Option<&Path>) -> (Arc<Settings>, Option<Arc<SettingsError>>) {
        let folder = path.and_then(Path::parent).or(self.folders.first().map(PathBuf::as_path));
        match folder.map(|folder| self.search.settings(folder)) {
            Some(Ok(settings)) => {
                if let Some(file) = &settings.file {
                    self.good.insert(file.path.clone(), Arc::clone(&settings));
                }
                (settings, None)
            }
            Some(Err(error)) => (self.good.get(&error.path).cloned().unwrap_or_else(|| self.without_file()), Some(error)),
            None => (self.without_file(), None),
        }
    }

    /// Those that hold where no file says anything.
    fn without_file(&self) -> Arc<Settings> {
        let language = self.spoken();
        let select = self.client.select.as_ref().map(|words| selectors(words, language));
        let selection = Selection::default().overridden(select.as_deref(), &selectors(&self.client.ignore, language));
        Arc::new(Settings { selection, ..Settings::default() })
    }

    /// The language to speak about documents with these settings.
    pub fn language(&self, settings: &Settings) -> Language {
        self.languages().of(settings)
    }

    /// The language to speak where no document is meant.
    fn spoken(&self) -> Language {
        self.language(&Settings::default())
    }

    /// How text is to be written.
    pub fn writing(&self) -> Writing {
        self.client.writing
    }

    /// What the language is chosen by beside the settings of a file.
    pub fn languages(&self) -> Languages {
        Languages { before: self.language.or(self.client.lang), after: self.locale }
    }

    /// Whether a file or folder lies in the workspace, or there is none.
    pub fn is_inside(&self, path: &Path) -> bool {
        self.folders.is_empty() || self.root(path).is_some()
    }

    /// The workspace folder that holds a file: the innermost one.
    pub fn root(&self, path: &Path) -> Option<&PathBuf> {
        innermost(&self.folders, path)
    }
}

/// The innermost of the folders that hold a file.
pub fn innermost<'a>(folders: &'a [PathBuf], path: &Path) -> Option<&'a PathBuf> {
    folders.iter().filter(|folder| path.starts_with(folder)).max_by_key(|folder| folder.as_os_str().len())
}

/// Languages named before and after what settings say.
#[derive(Clone, Copy, Debug)]
pub struct Languages {
    before: Option<Language>,
    after: Option<Language>,
}

impl Languages {
    /// The language to speak about documents with these settings.
    pub fn of(self, settings: &Settings) -> Language {
        self.before.or(settings.language).or(self.after).unwrap_or_else(Language::of_environment)
    }
}

/// The client's settings `gouji.format`.
fn writing(said: &LSPAny, language: Language) -> Writing {
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Width {
        Narrow,
        Wide,
    }
    Writing {
        ambiguous_is_wide: matches!(setting(said, "ambiguousWidth", language), Some(Width::Wide)),
        totals_follow: setting(said, "totalsFollow", language).unwrap_or_default(),
    }
}

/// One of the client's settings; `None` where it says nothing, or what makes no sense, which is logged.
fn setting<T: DeserializeOwned>(said: &LSPAny, key: &str, language: Language) -> Option<T> {
    let value = said.get(key).filter(|value| !value.is_null())?;
    let message = || Message::new(NO_SENSE, [key.into(), Argument::Text(value.to_string())]);
    T::deserialize(value).inspect_err(|_| warn!("{}", message().render(language))).ok()
}

/// Those of the words that name rules; the others are logged.
fn selectors(words: &[String], language: Language) -> Vec<Selector> {
    let parse = |word: &String| Selector::parse(word, CODES).inspect_err(|message: &Message| warn!("{}", message.render(language))).ok();
    words.iter().filter_map(parse).collect()
}

const OUTSIDE: Wording = Wording::new("设置文件 {0} 不在工作区内，不读取", "the settings file {0} lies outside of the workspace: it is not read");
const NO_SENSE: Wording =
    Wording::new("编辑器的设置 {0} 不能是 {1}，按没有设置处理", "the client's setting {0} cannot be {1}: it is taken as not set");
