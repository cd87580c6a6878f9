//! Help and mistakes on the command line, in one language.

use super::Status;
use super::failure::Failure;
use crate::diagnostic::{Argument, Language, Message, Wording};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, Error};

/// The command with its help, written as `中文 / English`, in `language` only.
pub(super) fn in_language(command: Command, language: Language) -> Command {
    let about = half(command.get_about(), language);
    let subcommands: Vec<_> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    let (arguments, options) = match language {
        Language::Zh => ("参数", "选项"),
        Language::En => ("Arguments", "Options"),
    };
    let mut command = command
        .mut_args(|argument| {
            let heading = if argument.is_positional() { arguments } else { options };
            let help = half(argument.get_help(), language);
            argument.help(help).help_heading(heading)
        })
        .about(about)
        .disable_help_subcommand(true);
    command = match language {
        Language::Zh => {
            command.help_template("{about}\n\n用法：{usage}\n\n{all-args}").subcommand_help_heading("命令").disable_help_flag(true).arg(
                clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).help("显示帮助").help_heading(options).global(false),
            )
        }
        Language::En => command,
    };
    if command.get_version().is_some() && language == Language::Zh {
        command = command
            .disable_version_flag(true)
            .arg(clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version).help("显示版本").help_heading(options));
    }
    for name in subcommands {
        command = command.mut_subcommand(name, |sub| in_language(sub, language));
    }
    command
}

/// Shows help or the version where that was asked for, else says in one line what is wrong.
pub(super) fn explain(error: Error, language: Language) -> Status {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // Nobody who closes the pipe wants to hear of it.
        _ = error.print();
        return Status::Clean;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        _ = error.print();
        return Status::Failed;
    }
    Failure::of_arguments(what_is_wrong(&error).render(language)).print();
    Status::Failed
}

fn what_is_wrong(error: &Error) -> Message {
    let context = |kind| error.get(kind).map(words).unwrap_or_default();
    let argument = context(ContextKind::InvalidArg);
    let value = context(ContextKind::InvalidValue);
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue].map(context);
    let near = near.into_iter().find(|near| !near.is_empty());
    let valid = context(ContextKind::ValidValue);
    let near = match (near, valid.is_empty()) {
        (Some(near), _) => Argument::from(Message::new(NEAR, [Argument::Text(near)])),
        (None, false) => Argument::from(Message::new(VALID, [Argument::Text(valid)])),
        (None, true) => Argument::from(Message::plain(SEE_HELP)),
    };
    let (wording, arguments) = match error.kind() {
        ErrorKind::UnknownArgument => (UNKNOWN, vec![argument.into(), near]),
        ErrorKind::InvalidSubcommand => (UNKNOWN_COMMAND, vec![context(ContextKind::InvalidSubcommand).into(), near]),
        ErrorKind::MissingSubcommand => (NO_COMMAND, vec![near]),
        ErrorKind::InvalidValue if value.is_empty() => (NO_VALUE, vec![argument.into(), near]),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => (BAD_VALUE, vec![argument.into(), value.into(), near]),
        ErrorKind::MissingRequiredArgument => (MISSING, vec![argument.into(), near]),
        ErrorKind::ArgumentConflict => (CONFLICT, vec![argument.into(), context(ContextKind::PriorArg).into()]),
        ErrorKind::TooManyValues | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => (NO_VALUE, vec![argument.into(), near]),
        _ => {
            let first = error.to_string().lines().next().unwrap_or_default().trim_start_matches("error: ").to_owned();
            (OTHER, vec![Argument::Text(first)])
        }
    };
    Message::new(wording, arguments)
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

/// The half of `中文 / English` that `language` wants.
fn half(help: Option<&StyledStr>, language: Language) -> StyledStr {
    let help = help.map(ToString::to_string).unwrap_or_default();
    let half = match (help.split_once(" / "), language) {
        (Some((zh, _)), Language::Zh) => zh,
        (Some((_, en)), Language::En) => en,
        (None, _) => &help,
    };
    half.to_owned().into()
}

const NEAR: Wording = Wording::new("是否想写 {0}", "did you mean {0}?");
const VALID: Wording = Wording::new("可以写 {0}", "it may be {0}");
const SEE_HELP: Wording = Wording::new("见 gouji --help", "see gouji --help");
const UNKNOWN: Wording = Wording::new("没有“{0}”这个选项 — {1}", "there is no option \"{0}\" — {1}");
const UNKNOWN_COMMAND: Wording = Wording::new("没有“{0}”这个命令 — {1}", "there is no command \"{0}\" — {1}");
const NO_COMMAND: Wording = Wording::new("没有写命令 — {0}", "no command is given — {0}");
const NO_VALUE: Wording = Wording::new("{0} 后面应有一个值 — {1}", "{0} needs a value — {1}");
const BAD_VALUE: Wording = Wording::new("{0} 不能是“{1}” — {2}", "{0} cannot be \"{1}\" — {2}");
const MISSING: Wording = Wording::new("缺少 {0} — {1}", "{0} is missing — {1}");
const CONFLICT: Wording = Wording::new("{0} 不能与 {1} 同时使用", "{0} cannot be used with {1}");
const OTHER: Wording = Wording::new("{0} — 见 gouji --help", "{0} — see gouji --help");
