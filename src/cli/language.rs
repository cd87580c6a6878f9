//! The language of the messages.

use super::arguments::Common;
use crate::diagnostic::Language;
use crate::settings::Settings;
use std::ffi::OsString;

/// The language for files under `settings`: the language from `--lang`, from the settings, or from
/// the environment. The default is Chinese.
pub(super) fn choose(common: &Common, settings: Option<&Settings>) -> Language {
    let settled =
        common.lang.map(Language::from).or(settings.and_then(|settings| settings.language));
    settled.unwrap_or_else(Language::of_environment)
}

/// The language of messages about the arguments, before the arguments are parsed.
pub(super) fn of_arguments(arguments: &[OsString]) -> Language {
    let mut named = None;
    let mut rest = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(argument) = rest.next() {
        let value =
            if argument == "--lang" { rest.next() } else { argument.strip_prefix("--lang=") };
        named = match value {
            Some("zh") => Some(Language::Zh),
            Some("en") => Some(Language::En),
            _ => named,
        };
    }
    named.unwrap_or_else(Language::of_environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_argument_names_one_before_anything_is_parsed() {
        let of = |arguments: &[&str]| {
            of_arguments(&arguments.iter().map(OsString::from).collect::<Vec<_>>())
        };
        assert_eq!(of(&["gouji", "check", "--lang", "en"]), Language::En);
        assert_eq!(of(&["gouji", "--lang=en", "--lang=zh"]), Language::Zh);
    }
}
