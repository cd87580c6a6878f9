//! Watches the process that started the server, such as an editor. The server ends after a silent
//! death of the process, even if another process still holds the input open.

use super::frames::Leaving;
use std::sync::Arc;
use std::time::Duration;
use tracing::warn;

/// The time between two checks of the process.
const INTERVAL: Duration = Duration::from_secs(3);

/// Notifies `leaving` when the process has ended.
pub fn watch(process: u32, leaving: &Arc<Leaving>) {
    if !is_alive(process) {
        // The editor runs outside of the server's container.
        warn!(
            "the client's process {process} is not to be seen from here: its end will not be noticed"
        );
        return;
    }
    let leaving = Arc::downgrade(leaving);
    let watch = move || {
        loop {
            std::thread::sleep(INTERVAL);
            let Some(leaving) = leaving.upgrade() else { return };
            if !is_alive(process) {
                return leaving.exit.notify_one();
            }
        }
    };
    if let Err(error) = std::thread::Builder::new().name("parent".to_owned()).spawn(watch) {
        warn!("the client's process is not watched: {error}");
    }
}

#[cfg(unix)]
fn is_alive(process: u32) -> bool {
    use rustix::io::Errno;
    use rustix::process::{Pid, test_kill_process};
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) != Err(Errno::SRCH))
}

/// On other systems, the input of the server ends together with the writing process.
#[cfg(not(unix))]
fn is_alive(_: u32) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_alive_until_it_has_ended() {
        assert!(is_alive(std::process::id()));
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let process = child.id();
        child.wait().unwrap();
        assert!(!is_alive(process));
        assert!(!is_alive(0) && !is_alive(u32::MAX));
    }
}
