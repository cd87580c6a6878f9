//! Standard output, with or without colors.

use super::arguments::Color;
use anstream::{AutoStream, ColorChoice};
use std::io::{self, IsTerminal, Stdout};

/// Whether standard output has colors.
pub(super) fn on_stdout(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stdout()) != ColorChoice::Never,
    }
}

/// Whether standard error has colors.
pub(super) fn on_stderr(color: Color) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => AutoStream::choice(&io::stderr()) != ColorChoice::Never,
    }
}

/// Standard output. The stream converts colors for the terminal.
pub(super) fn stdout(colored: bool) -> AutoStream<Stdout> {
    AutoStream::new(io::stdout(), if colored { ColorChoice::Always } else { ColorChoice::Never })
}

/// Number of columns of the terminal; `None` for a file or a pipe.
pub(super) fn terminal_width() -> Option<usize> {
    let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
    io::stdout().is_terminal().then(|| columns().unwrap_or(100))
}
