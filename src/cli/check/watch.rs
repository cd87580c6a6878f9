//! `gouji check --watch`: checks again whenever something changes.

use super::run_once;
use crate::cli::arguments::{Check, Common};
use crate::cli::failure::Failure;
use crate::cli::{Status, language};
use crate::diagnostic::{Argument, Language, Message, Wording};
use crate::files;
use crate::settings::FILE_NAMES;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

/// A program saves a file in several steps. The next check begins when nothing changes for this
/// time.
const QUIET: Duration = Duration::from_millis(100);

type Events = Receiver<notify::Result<Event>>;

/// Returns only if nothing can be watched: a person ends the program.
pub(super) fn run(check: &Check, common: &Common) -> Status {
    let language = language::choose(common, None);
    if check.paths.iter().any(|path| path.as_os_str() == "-") {
        Failure::of_arguments(NOT_STDIN.in_language(language).to_owned()).print();
        return Status::Failed;
    }
    let (sender, events) = mpsc::channel();
    // What changes during the first check is seen after it.
    let watcher = match watch(sender, &check.paths) {
        Ok(watcher) => watcher,
        Err((path, error)) => {
            Failure::new(&path, cannot_watch(error, language)).print();
            return Status::Failed;
        }
    };
    let mut status;
    loop {
        status = run_once(check, common);
        if !common.quiet {
            eprintln!("{}", WAITING.in_language(language));
        }
        if !wait(&events, &check.paths) {
            break;
        }
    }
    drop(watcher);
    status
}

/// A folder is watched with the folders in it. The folder of a file is watched, because programs
/// save a file by another file that takes its name.
///
/// # Errors
/// The folder that cannot be watched.
fn watch(
    sender: Sender<notify::Result<Event>>,
    paths: &[PathBuf],
) -> Result<RecommendedWatcher, (PathBuf, notify::Error)> {
    let mut watcher =
        notify::recommended_watcher(sender).map_err(|error| (PathBuf::from("."), error))?;
    let mut folders = BTreeSet::new();
    for path in paths {
        let above = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        folders.insert(match path.is_dir() {
            true => (path.as_path(), true),
            false => (above.unwrap_or(Path::new(".")), false),
        });
    }
    for (folder, is_deep) in folders {
        let mode = if is_deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        watcher.watch(folder, mode).map_err(|error| (folder.to_owned(), error))?;
    }
    Ok(watcher)
}

/// Waits for a change of a checked file or of the settings, and for its end. Returns whether there
/// may be another.
fn wait(events: &Events, paths: &[PathBuf]) -> bool {
    let is_change = |event: &notify::Result<Event>| match event {
        Ok(event) if event.kind.is_access() => false,
        Ok(event) => event.paths.iter().any(|path| concerns(path, paths)),
        // Events were lost.
        Err(_) => true,
    };
    loop {
        match events.recv() {
            Ok(event) if is_change(&event) => break,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
    while events.recv_timeout(QUIET).is_ok() {}
    true
}

/// Whether a changed path is a checked file, a settings file, or lies in a checked folder.
fn concerns(changed: &Path, paths: &[PathBuf]) -> bool {
    let name = changed.file_name();
    let is_settings = name.is_some_and(|name| FILE_NAMES.iter().any(|known| name == *known));
    let is_checked = |path: &PathBuf| path.is_dir() || path.file_name() == name;
    is_settings || paths.iter().any(is_checked)
}

fn cannot_watch(error: notify::Error, language: Language) -> String {
    let told = error.to_string();
    let said = match error.kind {
        notify::ErrorKind::PathNotFound => return NO_PATH.in_language(language).to_owned(),
        notify::ErrorKind::MaxFilesWatch => return TOO_MANY.in_language(language).to_owned(),
        notify::ErrorKind::Io(error) => match (files::reason(&error), language) {
            ((chinese, _), Language::Zh) => chinese,
            ((_, english), Language::En) => english,
        },
        _ => told,
    };
    Message::new(CANNOT_WATCH, [Argument::Text(said)]).render(language)
}

const WAITING: Wording =
    Wording::new("等待改动，按 Ctrl-C 结束", "waiting for changes; Ctrl-C ends the program");
const NOT_STDIN: Wording = Wording::new(
    "--watch 不能用于标准输入 — 请写文件或文件夹",
    "--watch cannot read standard input — name files or folders",
);
const CANNOT_WATCH: Wording =
    Wording::new("不能等待改动：{0}", "gouji cannot wait for changes: {0}");
const TOO_MANY: Wording = Wording::new(
    "文件夹太多，系统不能等待其中的改动 — 请少写几个文件夹",
    "the system cannot wait for changes of so many folders — name fewer folders",
);
const NO_PATH: Wording = Wording::new("没有这个文件或文件夹", "there is no such file or folder");
