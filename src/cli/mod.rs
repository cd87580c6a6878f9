//! The command line: parses arguments, prints text, returns an exit status.

mod arguments;
mod check;
mod color;
mod commands;
mod compare;
mod extract;
mod failure;
mod habits;
mod help;
mod inputs;
mod language;
mod output;
mod stream;
mod sum;
mod table;

use crate::diagnostic::Language;
use arguments::{Arguments, Command};
use clap::FromArgMatches;
use std::ffi::OsString;
use std::process::ExitCode;

/// The exit status of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing was found, or all work is done.
    Clean = 0,
    /// Something was found, or the client left the server without a `shutdown`.
    Found = 1,
    /// A part of the work failed.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// The commands with arguments and help in `language`: the source of manual pages and completions.
pub fn command(language: Language) -> clap::Command {
    let command = help::in_language(arguments::command(), language);
    match language {
        Language::Zh => help::with_usage(command),
        Language::En => command,
    }
}

/// Runs the command in `arguments`. The first argument is the name of the program.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = habits::spelled_out(arguments.into_iter().collect());
    let language = language::of_arguments(&arguments);
    let parsed = command(language)
        .try_get_matches_from_mut(&arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            let command = habits::command_of(&arguments);
            return help::explain(error, command, language).into();
        }
    };
    let common = arguments.common;
    let status = match arguments.command {
        Command::Check(check) => check::run(check, &common),
        Command::Sum(sum) => sum::run(sum, &common),
        Command::Compare(compare) => compare::run(&compare, &common),
        Command::Extract(extract) => extract::run(extract, &common),
        #[cfg(feature = "transport")]
        Command::Server(server) => commands::server(&server, &common),
        Command::Explain(explain) => commands::explain(&explain, &common),
        Command::Rules(rules) => commands::rules(&rules, &common),
        Command::Init(init) => commands::init(&init, &common),
        Command::New(new) => commands::new(&new, &common),
        Command::Text(text) => commands::text(&text, &common),
        Command::Config(config) => commands::config(&config, &common),
        Command::Completions { shell } => commands::completions(shell, &common),
    };
    status.into()
}
