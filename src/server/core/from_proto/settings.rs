//! Reads the settings of the client's user.

use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::server::core::view::Writing;
use ls_types::LSPAny;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use tracing::warn;

/// The settings of the client's user. They override every settings file: `gouji.*` in VS Code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientSettings {
    pub lang: Option<Language>,
    pub select: Option<Vec<String>>,
    pub ignore: Vec<String>,
    /// The path of the settings file for all documents, from the workspace folder.
    pub config: Option<PathBuf>,
    /// How text is written.
    pub writing: Writing,
    /// Whether saving a document applies all safe fixes.
    pub fix_on_save: bool,
}

/// The keys of these settings.
const KEYS: [&str; 6] = ["lang", "select", "ignore", "config", "format", "fixOnSave"];

/// Whether the message of a client contains any of these settings. A message may contain only
/// settings of other programs.
pub fn names_settings(said: &LSPAny) -> bool {
    said.get("gouji").is_some() || KEYS.iter().any(|key| said.get(key).is_some())
}

/// Reads the settings of a client, directly or under the name `gouji`. `None` if the message holds
/// no settings. Invalid settings are logged and left out. The language of the log is `before`, or
/// else the language in the settings, or else `spoken`.
pub fn settings(
    said: &LSPAny,
    before: Option<Language>,
    spoken: Language,
) -> Option<ClientSettings> {
    let said = said.get("gouji").unwrap_or(said);
    if !said.is_object() {
        return None;
    }
    let lang = setting(said, "lang", spoken);
    let language = before.or(lang).unwrap_or(spoken);
    Some(ClientSettings {
        lang,
        select: setting(said, "select", language),
        ignore: setting(said, "ignore", language).unwrap_or_default(),
        config: setting(said, "config", language),
        writing: said.get("format").map_or_else(Writing::default, |said| writing(said, language)),
        fix_on_save: setting(said, "fixOnSave", language).unwrap_or_default(),
    })
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

/// A single setting of the client. `None` if the setting is absent or invalid. An invalid setting
/// is logged.
fn setting<T: DeserializeOwned>(said: &LSPAny, key: &str, language: Language) -> Option<T> {
    let value = said.get(key).filter(|value| !value.is_null())?;
    let message = || Message::new(NO_SENSE, [key.into(), Argument::Text(value.to_string())]);
    T::deserialize(value).inspect_err(|_| warn!("{}", message().render(language))).ok()
}

const NO_SENSE: Wording = Wording::new(
    "编辑器的设置 {0} 不能是 {1}，按没有设置处理",
    "the client's setting {0} cannot be {1}: it is taken as not set",
);
