//! Starts and ends LibreOffice where a console sends its Ctrl-C to all programs in it.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Starts programs. Stands for the value of the same name on Unix.
#[derive(Debug)]
pub(super) struct Guard;

impl Guard {
    pub(super) fn of(_folder: &Path) -> Self {
        Self
    }

    /// Starts a program.
    ///
    /// # Errors
    /// If the program does not start.
    pub(super) fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        command.spawn()
    }

    pub(super) fn release(&self) {}
}

/// Ends a program and all processes started by it.
pub(super) fn stop(child: &mut Child) {
    if let Some(system) = std::env::var_os("SystemRoot") {
        _ = Command::new(PathBuf::from(system).join(r"System32\taskkill.exe"))
            .args(["/T", "/F", "/PID", &child.id().to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
    }
    _ = child.kill();
    _ = child.wait();
}
