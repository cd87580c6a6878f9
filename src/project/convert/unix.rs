//! What a run leaves in the system while LibreOffice works: processes, and a temporary folder.
//! Ctrl-C and a request to end clear both, and then end this process as they always do.
//! LibreOffice is often a script that starts other programs: all of them are in one group.

use rustix::process::{Pid, Signal, kill_process_group};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;
use std::fs;
use std::io;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{Mutex, MutexGuard, Once, PoisonError};

/// What to clear.
static LEFT: Mutex<Vec<Left>> = Mutex::new(Vec::new());

/// A temporary folder, and the group of the processes that write into it.
#[derive(Debug)]
struct Left {
    folder: PathBuf,
    group: Option<Pid>,
}

/// While this value lives, a signal that ends this process deletes a temporary folder first.
#[derive(Debug)]
pub(super) struct Guard(PathBuf);

impl Guard {
    pub(super) fn of(folder: &Path) -> Self {
        listen();
        left().push(Left { folder: folder.to_owned(), group: None });
        Self(folder.to_owned())
    }

    /// Starts a program in a group of its own. A signal that ends this process ends the group too,
    /// until [`Self::release`].
    ///
    /// # Errors
    /// If the program does not start.
    pub(super) fn spawn(&self, command: &mut Command) -> io::Result<Child> {
        // No signal is answered between the start and the note of the group.
        let mut left = left();
        let child = command.process_group(0).spawn()?;
        self.set(&mut left, Some(Pid::from_child(&child)));
        Ok(child)
    }

    /// The program has ended: its number may be given to another.
    pub(super) fn release(&self) {
        self.set(&mut left(), None);
    }

    fn set(&self, left: &mut [Left], group: Option<Pid>) {
        left.iter_mut().filter(|left| left.folder == self.0).for_each(|left| left.group = group);
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        left().retain(|left| left.folder != self.0);
    }
}

/// Ends a program and all processes of its group.
pub(super) fn stop(child: &mut Child) {
    end_group(Pid::from_child(child));
    _ = child.wait();
}

fn end_group(leader: Pid) {
    _ = kill_process_group(leader, Signal::KILL);
}

fn left() -> MutexGuard<'static, Vec<Left>> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits for signals from now on. Without anything to clear they do what they always do.
fn listen() {
    static LISTENING: Once = Once::new();
    LISTENING.call_once(|| {
        let Ok(mut signals) = Signals::new([SIGINT, SIGTERM]) else { return };
        std::thread::spawn(move || {
            for signal in signals.forever() {
                // Nothing is started or deleted elsewhere before this process ends.
                let left = left();
                clear(&left);
                _ = emulate_default_handler(signal);
            }
        });
    });
}

fn clear(left: &[Left]) {
    left.iter().filter_map(|left| left.group).for_each(end_group);
    for Left { folder, .. } in left {
        let is_refilled = |error: io::Error| error.kind() == io::ErrorKind::DirectoryNotEmpty;
        // A process may write its last file after its end was asked for.
        while fs::remove_dir_all(folder).is_err_and(is_refilled) {
            std::thread::yield_now();
        }
    }
}
