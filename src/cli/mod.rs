//! The command line: arguments in, text and an exit status out.

mod arguments;
mod check;
mod color;
mod commands;
mod failure;
mod help;
mod language;
mod output;
mod table;

use crate::diagnostic::Language;
use arguments::{Arguments, Command};
use clap::FromArgMatches;
use std::ffi::OsString;
use std::process::ExitCode;

/// What a command ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Status {
    /// Nothing found, or all done.
    Clean = 0,
    /// Something was found, or the server's client has gone without leave.
    Found = 1,
    /// Some of the work could not be done.
    Failed = 2,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// The commands with their arguments and help in `language`: what manual pages and completions are
/// made from.
pub fn command(language: Language) -> clap::Command {
    help::in_language(arguments::command(), language)
}

/// Runs the command that `arguments` (the program's name first) ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments: Vec<_> = arguments.into_iter().collect();
    let language = language::of_arguments(&arguments);
    let parsed = command(language)
        .try_get_matches_from_mut(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => return help::explain(error, language).into(),
    };
    let common = arguments.common;
    let status = match arguments.command {
        Command::Check(check) => check::run(check, &common),
        #[cfg(feature = "transport")]
        Command::Server(server) => commands::server(&server, &common),
        Command::Explain(explain) => commands::explain(&explain, &common),
        Command::Rules(rules) => commands::rules(&rules, &common),
        Command::New(new) => commands::new(&new, &common),
        Command::Config(config) => commands::config(&config, &common),
        Command::Completions { shell } => commands::completions(shell, &common),
    };
    status.into()
}
