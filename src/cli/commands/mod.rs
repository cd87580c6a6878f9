//! The smaller commands.

mod config;
mod explain;
mod init;
#[cfg(feature = "transport")]
mod memory;
mod new;
mod rules;
#[cfg(feature = "transport")]
mod server;
mod text;

pub(super) use config::config;
pub(super) use explain::explain;
pub(super) use init::init;
pub(super) use new::new;
pub(super) use rules::rules;
#[cfg(feature = "transport")]
pub(super) use server::server;
pub(super) use text::text;

use super::arguments::Common;
use super::failure::Failure;
use super::{Status, help, language};
use crate::diagnostic::Language;
use clap_complete::Shell;
use std::io::{self, Write};

/// `gouji completions`.
pub(super) fn completions(shell: Shell, common: &Common) -> Status {
    let language = language::choose(common, None);
    let mut script = Vec::new();
    let mut command = help::with_values(super::command(language));
    clap_complete::generate(shell, &mut command, "gouji", &mut script);
    print(&script, language)
}

/// Writes to standard output. A closed pipe is not a failure.
fn print(text: &[u8], language: Language) -> Status {
    let mut out = io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Failure::of_stdout(&error, language).print();
            Status::Failed
        }
        _ => Status::Clean,
    }
}
