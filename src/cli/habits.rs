//! What people write without reading help first: `gouji FILE`, `gouji help check`.

use super::arguments;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The arguments as the parser knows them: `gouji PATH` is `gouji check PATH`, and
/// `gouji help COMMAND` is `gouji COMMAND --help`. The name of a command is never a path.
pub(super) fn spelled_out(arguments: Vec<OsString>) -> Vec<OsString> {
    let Some(at) = first_word(&arguments) else { return arguments };
    let word = &arguments[at];
    let mut arguments = arguments.clone();
    if word == "help" {
        arguments.remove(at);
        arguments.push("--help".into());
    } else if !is_command(word) && may_be_path(word) {
        arguments.insert(at, "check".into());
    }
    arguments
}

/// The name of the command that the arguments ask for.
pub(super) fn command_of(arguments: &[OsString]) -> Option<&str> {
    let word = arguments.get(first_word(arguments)?)?;
    word.to_str().filter(|_| is_command(word))
}

/// The index of the first argument that is no option, nor the value of one.
fn first_word(arguments: &[OsString]) -> Option<usize> {
    const WITH_VALUES: [&str; 3] = ["--lang", "--color", "--config"];
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        let is_option = argument.as_encoded_bytes().starts_with(b"-") && argument != "-";
        if !is_option {
            return Some(at);
        }
        at += if WITH_VALUES.iter().any(|name| argument == name) { 2 } else { 1 };
    }
    None
}

fn is_command(word: &OsStr) -> bool {
    let command = arguments::command();
    word.to_str().is_some_and(|word| command.find_subcommand(word).is_some())
}

/// Whether a word is a path rather than a mistyped command.
fn may_be_path(word: &OsStr) -> bool {
    let looks_so = |word: &str| word == "-" || word.contains(['.', '/', '\\', '*', '?']);
    Path::new(word).exists() || word.to_str().is_none_or(looks_so)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(words: &[&str]) -> Vec<OsString> {
        words.iter().map(OsString::from).collect()
    }

    #[test]
    fn a_path_is_checked() {
        for path in ["report.docx", "./reports", "src", "-", "docs/*.md", r"D:\年报\2023.docx"] {
            let expected = of(&["gouji", "--lang", "en", "-q", "check", path, "--fix"]);
            assert_eq!(spelled_out(of(&["gouji", "--lang", "en", "-q", path, "--fix"])), expected);
        }
    }

    #[test]
    fn a_command_is_no_path() {
        for words in [
            &["gouji", "check", "a.md"][..],
            &["gouji", "chek", "a.md"],
            &["gouji", "rules"],
            &["gouji", "--version"],
            &["gouji"],
        ] {
            assert_eq!(spelled_out(of(words)), of(words));
        }
    }

    #[test]
    fn help_is_a_command() {
        assert_eq!(spelled_out(of(&["gouji", "help"])), of(&["gouji", "--help"]));
        let expected = of(&["gouji", "--lang=zh", "check", "--help"]);
        assert_eq!(spelled_out(of(&["gouji", "--lang=zh", "help", "check"])), expected);
        assert_eq!(command_of(&expected), Some("check"));
        assert_eq!(command_of(&of(&["gouji", "chek"])), None);
    }
}
