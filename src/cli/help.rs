//! Help and error messages of the command line, in one language.

use super::failure::Failure;
use super::{Status, arguments};
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::rules::CODES;
use clap::builder::{PossibleValuesParser, StyledStr};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, Error};

/// The command with its help in `language` only. The help is written as `中文 / English`.
pub(super) fn in_language(command: Command, language: Language) -> Command {
    let about = half(command.get_about(), language);
    let subcommands: Vec<_> =
        command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let has_version = command.get_version().is_some();
    let mut command = command
        .mut_args(|argument| argument_in_language(argument, language))
        .about(about)
        .disable_help_subcommand(true);
    let own = |name: &'static str, short: char, action: ArgAction, help: Wording| {
        Arg::new(name)
            .short(short)
            .long(name)
            .action(action)
            .help(help.in_language(language))
            .help_heading(GENERAL.in_language(language))
    };
    command = command.disable_help_flag(true).arg(own("help", 'h', ArgAction::Help, SHOW_HELP));
    if has_version {
        command = command.disable_version_flag(true).arg(own(
            "version",
            'V',
            ArgAction::Version,
            SHOW_VERSION,
        ));
    }
    if language == Language::Zh {
        command = command
            .help_template("{about}\n\n用法：{usage}\n\n{all-args}")
            .subcommand_help_heading("命令");
    }
    for name in subcommands {
        command = command.mut_subcommand(name, |sub| in_language(sub, language));
    }
    command
}

/// The command with the words of the library in its usage in Chinese.
pub(super) fn with_usage(mut command: Command) -> Command {
    // Only then a command knows the words before its own name.
    command.build();
    in_chinese(command)
}

fn in_chinese(mut command: Command) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let usage = usage.replace("[OPTIONS]", "[选项]").replace("<COMMAND>", "<命令>");
    let names: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let command = command.override_usage(usage);
    names.into_iter().fold(command, |command, name| command.mut_subcommand(name, in_chinese))
}

fn argument_in_language(argument: Arg, language: Language) -> Arg {
    let mut help = half(argument.get_help(), language).to_string();
    let heading = match (argument.is_positional(), argument.is_global_set()) {
        (true, _) => ARGUMENTS,
        (false, true) => GENERAL,
        (false, false) => OPTIONS,
    };
    // The library adds English text.
    let in_chinese = language == Language::Zh && argument.get_action().takes_values();
    if in_chinese {
        let choices: Vec<_> = argument
            .get_possible_values()
            .iter()
            .map(|value| value.get_name().to_owned())
            .collect();
        let defaults: Vec<_> =
            argument.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        let choices =
            if choices.is_empty() { String::new() } else { format!("：{}", choices.join("、")) };
        let defaults = if defaults.is_empty() {
            String::new()
        } else {
            format!("（默认 {}）", defaults.join("、"))
        };
        help = format!("{help}{choices}{defaults}");
    }
    argument
        .help(help)
        .help_heading(heading.in_language(language))
        .hide_possible_values(in_chinese)
        .hide_default_value(in_chinese)
}

/// Prints the requested help or version. Otherwise prints the mistake in the arguments of `command`
/// on one line.
pub(super) fn explain(error: Error, command: Option<&str>, language: Language) -> Status {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is not an error.
        _ = error.print();
        return Status::Clean;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        _ = error.print();
        return Status::Failed;
    }
    Failure::of_arguments(what_is_wrong(&error, command).render(language)).print();
    Status::Failed
}

fn what_is_wrong(error: &Error, command: Option<&str>) -> Message {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let near =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .map(context);
    let near = near.into_iter().find(|near| !near.is_empty());
    let valid = context(ContextKind::ValidValue);
    let of_command = command.map(|command| format!(" {command}")).unwrap_or_default();
    let see_help = || Message::new(SEE_HELP, [Argument::Text(of_command.clone())]);
    let of_check = || command.is_none().then(|| option_of_check(&argument)).flatten();
    let near = match (near.or_else(of_check), valid.is_empty()) {
        (Some(near), _) => Argument::from(Message::new(NEAR, [Argument::Text(near)])),
        (None, false) => Argument::from(Message::new(VALID, [Argument::Text(valid)])),
        (None, true) => Argument::from(see_help()),
    };
    let (wording, arguments) = match error.kind() {
        ErrorKind::UnknownArgument if !argument.starts_with('-') => {
            (TOO_MANY, vec![argument.into(), near])
        }
        ErrorKind::UnknownArgument => (UNKNOWN, vec![argument.into(), near]),
        ErrorKind::InvalidSubcommand => {
            (UNKNOWN_COMMAND, vec![context(ContextKind::InvalidSubcommand).into(), near])
        }
        ErrorKind::MissingSubcommand => (NO_COMMAND, vec![near]),
        ErrorKind::InvalidValue if value.is_empty() => (NO_VALUE, vec![argument.into(), near]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            (BAD_VALUE, vec![argument.into(), value.into(), near])
        }
        ErrorKind::MissingRequiredArgument => (MISSING, vec![argument.into(), near]),
        ErrorKind::ArgumentConflict => {
            (CONFLICT, vec![argument.into(), context(ContextKind::PriorArg).into()])
        }
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            (NO_VALUE, vec![argument.into(), near])
        }
        _ => {
            let first = error
                .to_string()
                .lines()
                .next()
                .unwrap_or_default()
                .trim_start_matches("error: ")
                .to_owned();
            (OTHER, vec![Argument::Text(first), see_help().into()])
        }
    };
    Message::new(wording, arguments)
}

/// The command with the codes of the rules as values, for completions. The parser takes prefixes of
/// codes too.
pub(super) fn with_values(command: Command) -> Command {
    let codes = |argument: Arg| argument.value_parser(PossibleValuesParser::new(CODES));
    command
        .mut_subcommand("explain", |explain| explain.mut_arg("codes", codes))
        .mut_subcommand(CHECK, |check| check.mut_arg("select", codes).mut_arg("ignore", codes))
}

/// The command line that knows an option which was given without a command.
fn option_of_check(option: &str) -> Option<String> {
    let command = arguments::command();
    let check = command.find_subcommand(CHECK)?;
    let name = option.strip_prefix("--")?;
    let is_known = check.get_arguments().any(|known| known.get_long() == Some(name));
    is_known.then(|| format!("gouji {CHECK} {option}"))
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

/// The half of `中文 / English` in `language`.
fn half(help: Option<&StyledStr>, language: Language) -> StyledStr {
    let help = help.map(ToString::to_string).unwrap_or_default();
    let half = match (help.split_once(" / "), language) {
        (Some((zh, _)), Language::Zh) => zh,
        (Some((_, en)), Language::En) => en,
        (None, _) => &help,
    };
    half.to_owned().into()
}

const CHECK: &str = "check";
const ARGUMENTS: Wording = Wording::new("参数", "Arguments");
const OPTIONS: Wording = Wording::new("选项", "Options");
const GENERAL: Wording = Wording::new("通用选项", "General options");
const SHOW_HELP: Wording = Wording::new("显示帮助", "Show help");
const SHOW_VERSION: Wording = Wording::new("显示版本", "Show the version");
const NEAR: Wording = Wording::new("是否想写 {0}", "did you mean {0}?");
const VALID: Wording = Wording::new("可以写 {0}", "it may be {0}");
const SEE_HELP: Wording = Wording::new("见 gouji{0} --help", "see gouji{0} --help");
const UNKNOWN: Wording =
    Wording::new("没有“{0}”这个选项 — {1}", "there is no option \"{0}\" — {1}");
const TOO_MANY: Wording =
    Wording::new("多了一个参数“{0}” — {1}", "\"{0}\" is an argument too many — {1}");
const UNKNOWN_COMMAND: Wording =
    Wording::new("没有“{0}”这个命令 — {1}", "there is no command \"{0}\" — {1}");
const NO_COMMAND: Wording = Wording::new("没有写命令 — {0}", "no command is given — {0}");
const NO_VALUE: Wording = Wording::new("{0} 后面应有一个值 — {1}", "{0} needs a value — {1}");
const BAD_VALUE: Wording = Wording::new("{0} 不能是“{1}” — {2}", "{0} cannot be \"{1}\" — {2}");
const MISSING: Wording = Wording::new("缺少 {0} — {1}", "{0} is missing — {1}");
const CONFLICT: Wording = Wording::new("{0} 不能与 {1} 同时使用", "{0} cannot be used with {1}");
const OTHER: Wording = Wording::new("{0} — {1}", "{0} — {1}");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::{command, habits};

    fn help(language: Language, arguments: &[&str]) -> String {
        command(language).try_get_matches_from(arguments).unwrap_err().to_string()
    }

    #[test]
    fn help_speaks_one_language() {
        for (arguments, name) in [
            (&["gouji", "--help"][..], "gouji"),
            (&["gouji", "check", "--help"], "check"),
            (&["gouji", "new", "-h"], "new"),
        ] {
            let english = help(Language::En, arguments);
            assert!(english.is_ascii(), "{english}");
            let chinese = help(Language::Zh, arguments);
            assert!(
                chinese.contains(name)
                    && chinese.contains("[选项]")
                    && !chinese.contains("[OPTIONS]")
                    && !chinese.contains("<COMMAND>")
                    && !chinese.contains("possible values")
                    && !chinese.contains("default:"),
                "{chinese}"
            );
        }
    }

    #[test]
    fn the_parser_is_consistent_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            in_language(arguments::command(), language).debug_assert();
        }
    }

    #[test]
    fn a_mistake_is_one_line_with_what_to_do() {
        for (arguments, expected) in [
            (&["gouji", "check", "--selct=A"][..], "没有“--selct”这个选项 — 是否想写 --select"),
            (&["gouji", "chek"], "没有“chek”这个命令 — 是否想写 check"),
            (&["gouji", "check", "--lang", "fr"], "--lang <LANG> 不能是“fr” — 可以写 zh, en"),
            (
                &["gouji", "check", "--write-baseline"],
                "缺少 --baseline <FILE> — 见 gouji check --help",
            ),
            (&["gouji", "--fix", "a.md"], "没有“--fix”这个选项 — 是否想写 gouji check --fix"),
            (&["gouji", "--fxi"], "没有“--fxi”这个选项 — 见 gouji --help"),
            (
                &["gouji", "check", "--fix", "--baseline=b", "--write-baseline"],
                "--fix 不能与 --write-baseline 同时使用",
            ),
        ] {
            let error = in_language(arguments::command(), Language::Zh)
                .try_get_matches_from(arguments)
                .unwrap_err();
            let arguments: Vec<_> = arguments.iter().map(Into::into).collect();
            let command = habits::command_of(&arguments);
            assert_eq!(what_is_wrong(&error, command).render(Language::Zh), expected);
        }
    }
}
