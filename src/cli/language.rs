//! Which language people are spoken to in.

use super::arguments::Common;
use crate::diagnostic::Language;
use crate::settings::Settings;
use std::ffi::OsString;

/// The language for files under `settings`: `--lang`, the settings' own, the environment's, else Chinese.
pub(super) fn choose(common: &Common, settings: Option<&Settings>) -> Language {
    let settled = common.lang.map(Language::from).or(settings.and_then(|settings| settings.language));
    settled.unwrap_or_else(of_environment)
}

/// The language to speak of the arguments themselves, before they are understood.
pub(super) fn of_arguments(arguments: &[OsString]) -> Language {
    let mut named = None;
    let mut rest = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = rest.next() {
        let value = if argument == "--lang" { rest.next() } else { argument.strip_prefix("--lang=") };
        named = match value {
            Some("zh") => Some(Language::Zh),
            Some("en") => Some(Language::En),
            _ => named,
        };
    }
    named.unwrap_or_else(of_environment)
}

fn of_environment() -> Language {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().filter_map(|name| std::env::var(name).ok()).find(|value| !value.is_empty());
    set.map_or(Language::Zh, |locale| of_locale(&locale))
}

/// `C` and `POSIX` name no language, so that what is said is Chinese, as where nothing is set.
fn of_locale(locale: &str) -> Language {
    let language = locale.split(['_', '.', '@', '-']).next().unwrap_or_default().to_ascii_lowercase();
    match language.as_str() {
        "zh" | "c" | "posix" | "" => Language::Zh,
        _ => Language::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_names_a_language() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::Zh),
            ("zh", Language::Zh),
            ("en_US.UTF-8", Language::En),
            ("de_DE", Language::En),
            ("C.UTF-8", Language::Zh),
            ("POSIX", Language::Zh),
        ] {
            assert_eq!(of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn the_argument_names_one_before_anything_is_parsed() {
        let of = |arguments: &[&str]| of_arguments(&arguments.iter().map(OsString::from).collect::<Vec<_>>());
        assert_eq!(of(&["gouji", "check", "--lang", "en"]), Language::En);
        assert_eq!(of(&["gouji", "--lang=en", "--lang=zh"]), Language::Zh);
    }
}
