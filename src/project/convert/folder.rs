//! The temporary folder of a conversion. The folder goes even if a signal ends this process: it
//! holds copies of reports that may be unpublished.

use super::{IN, OUT, PROFILE, SETTINGS};
use std::path::Path;
use std::process::Child;
use std::{fs, io};
use tempfile::TempDir;

/// A temporary folder for copies, documents and the profile. Deleted with this value.
#[derive(Debug)]
pub(super) struct Folder {
    folder: TempDir,
    keeper: Option<Child>,
}

impl Folder {
    pub fn new() -> io::Result<Self> {
        let above = std::path::absolute(std::env::temp_dir())?;
        let folder = tempfile::Builder::new().prefix("gouji-").tempdir_in(above)?;
        let user = folder.path().join(PROFILE).join("user");
        for own in [&folder.path().join(IN), &folder.path().join(OUT), &user] {
            fs::create_dir_all(own)?;
        }
        fs::write(user.join("registrymodifications.xcu"), SETTINGS)?;
        let keeper = keeper(folder.path());
        Ok(Self { folder, keeper })
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(keeper) = &mut self.keeper {
            _ = keeper.kill();
            _ = keeper.wait();
        }
    }
}

/// A process in a group of its own. Its standard input ends together with this process, and then
/// the keeper removes the folder. LibreOffice ends at the same moment and takes a moment.
#[cfg(unix)]
fn keeper(folder: &Path) -> Option<Child> {
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    const SCRIPT: &str = r#"read -r _; rm -rf -- "$1"; sleep 1; rm -rf -- "$1""#;
    Command::new("/bin/sh")
        .args(["-c", SCRIPT, "sh"])
        .arg(folder)
        // A relative folder of the search path may be any folder.
        .env("PATH", "/usr/bin:/bin")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .ok()
}

#[cfg(not(unix))]
fn keeper(_: &Path) -> Option<Child> {
    None
}
