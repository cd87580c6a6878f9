//! What a client says of its user's settings.

use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::server::core::view::Writing;
use ls_types::LSPAny;
use serde::de::DeserializeOwned;
use std::path::PathBuf;
use tracing::warn;

/// What the client's user has set, in the place of every settings file: `gouji.*` in VS Code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientSettings {
    pub lang: Option<Language>,
    pub select: Option<Vec<String>>,
    pub ignore: Vec<String>,
    /// The settings file for all documents, from the workspace folder.
    pub config: Option<PathBuf>,
    /// How text is written.
    pub writing: Writing,
    /// Whether all safe fixes are applied when a document is saved.
    pub fix_on_save: bool,
}

/// Their names.
const KEYS: [&str; 6] = ["lang", "select", "ignore", "config", "format", "fixOnSave"];

/// Whether something of what a client says is one of these settings: settings of other programs may
/// be all there is.
pub fn names_settings(said: &LSPAny) -> bool {
    said.get("gouji").is_some() || KEYS.iter().any(|key| said.get(key).is_some())
}

/// Those that a client tells, also under the name `gouji`. `None` where it tells none; what
/// makes no sense is logged and left out, in the language that comes `before` theirs, or in
/// theirs, or in `spoken`.
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

/// One of the client's settings; `None` where it says nothing, or what makes no sense, which is
/// logged.
fn setting<T: DeserializeOwned>(said: &LSPAny, key: &str, language: Language) -> Option<T> {
    let value = said.get(key).filter(|value| !value.is_null())?;
    let message = || Message::new(NO_SENSE, [key.into(), Argument::Text(value.to_string())]);
    T::deserialize(value).inspect_err(|_| warn!("{}", message().render(language))).ok()
}

const NO_SENSE: Wording = Wording::new(
    "编辑器的设置 {0} 不能是 {1}，按没有设置处理",
    "the client's setting {0} cannot be {1}: it is taken as not set",
);
