//! Scans the files of the workspace.

use super::{Backend, Shared};
use crate::diagnostic::{Argument, Message, Wording};
use crate::server::core::from_proto::path_of;
use crate::server::core::state::State;
use crate::server::core::workspace::Scanned;
use crate::server::transport::scan;
use ls_types::{
    DidChangeWatchedFilesRegistrationOptions, FileSystemWatcher, GlobPattern, MessageType,
    NumberOrString, ProgressToken, Registration, Uri,
};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// The result of a scan of the workspace.
struct Looked {
    reports: usize,
    /// Number of files with findings, and of files that were not read.
    files: usize,
    unread: usize,
    /// An invalid settings file. The scan left out its files.
    bad_settings: Option<PathBuf>,
}

impl Backend {
    /// Updates the published lists of files that are not open.
    pub(super) fn look_again(&self) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.look_again().await });
    }

    /// Updates everything that depends on files and settings.
    pub(super) fn catch_up(&self) {
        let shared = Arc::clone(&self.0);
        tokio::spawn(async move { shared.catch_up().await });
    }
}

impl Shared {
    /// Scans the files with published lists again, and asks the client to repeat its questions.
    /// Called by tasks, never by a handler.
    pub(super) async fn catch_up(self: &Arc<Self>) {
        self.look_again().await;
        self.refresh().await;
    }

    /// Scans the known files again: their lists may be published, and open documents are compared
    /// with their reports.
    pub(super) async fn look_again(self: &Arc<Self>) {
        if self.will_look.swap(true, Ordering::Relaxed) {
            return;
        }
        let _looking = self.looking.lock().await;
        self.will_look.store(false, Ordering::Relaxed);
        let scan = {
            let mut state = self.lock();
            let State { index, configuration, client, abilities, .. } = &mut *state;
            index.scan_again(configuration, client, *abilities)
        };
        let Some((scan, watcher)) = scan else { return };
        let Ok(scanned) = tokio::task::spawn_blocking(move || scan::run(scan, |_, _| ())).await
        else {
            return;
        };
        drop(watcher);
        self.take(scanned).await;
    }

    /// Stores the result of a scan, and publishes changed lists.
    pub(super) async fn take(self: &Arc<Self>, scanned: Scanned) {
        self.guarded("index", |state| state.take(scanned));
        self.send().await;
        self.tell_of_others();
    }

    /// Makes a client that asks for lists ask again, if lists of other documents than the changed
    /// document have changed.
    pub(super) fn tell_of_others(self: &Arc<Self>) {
        if self.lock().others_changed() {
            let shared = Arc::clone(self);
            tokio::spawn(async move { shared.refresh().await });
        }
    }

    /// Asks the client to repeat its questions, once for a series of messages. Called by tasks,
    /// never by a handler.
    pub(super) async fn refresh(&self) {
        let wanted = self.refreshes.fetch_add(1, Ordering::Relaxed) + 1;
        for _ in 0..TURNS_BEFORE_REFRESH {
            tokio::task::yield_now().await;
            if self.refreshes.load(Ordering::Relaxed) != wanted {
                // The later caller sends the request.
                return;
            }
        }
        let abilities = self.lock().abilities;
        // A client without the ability is not asked. The answer does not matter.
        tokio::join!(
            async {
                if abilities.refreshes_pulls {
                    _ = self.client.workspace_diagnostic_refresh().await;
                }
            },
            async {
                if abilities.refreshes_lenses {
                    _ = self.client.code_lens_refresh().await;
                }
            },
            async {
                if abilities.refreshes_hints {
                    _ = self.client.inlay_hint_refresh().await;
                }
            },
        );
    }

    /// Scans the workspace or a folder, on another thread.
    async fn index(
        self: &Arc<Self>,
        within: Option<PathBuf>,
        token: Option<ProgressToken>,
    ) -> Option<Looked> {
        let _looking = self.looking.lock().await;
        self.scan(within, token).await
    }

    /// Checks the reports of a folder, and shows the number of reports.
    pub(super) async fn check_folder(self: &Arc<Self>, folder: &Uri, token: Option<ProgressToken>) {
        // A folder outside of the workspace is not checked.
        let within = path_of(folder).filter(|path| self.lock().configuration.is_inside(path));
        let checked = match within {
            Some(path) => self.index(Some(path), token).await,
            None => None,
        };
        let (kind, message) = match checked {
            Some(Looked { bad_settings: Some(path), .. }) => (
                MessageType::WARNING,
                Message::new(BAD_SETTINGS, [Argument::Text(path.display().to_string())]),
            ),
            None | Some(Looked { reports: 0, unread: 0, .. }) => {
                (MessageType::INFO, Message::plain(NO_REPORTS))
            }
            Some(Looked { reports, files, unread: 0, .. }) => {
                (MessageType::INFO, Message::new(CHECKED, [reports.into(), files.into()]))
            }
            Some(Looked { reports, files, unread, .. }) => {
                let counts = [reports.into(), files.into(), unread.into()];
                (MessageType::INFO, Message::new(PARTLY_CHECKED, counts))
            }
        };
        let language = self.lock().client.language;
        self.client.show_message(kind, message.render(language)).await;
    }

    /// Scans all files of the workspace, unless the last scan is still current.
    pub(super) async fn complete_index(self: &Arc<Self>) {
        let _looking = self.looking.lock().await;
        if !self.lock().index.is_complete() {
            self.scan(None, None).await;
        }
    }

    /// Runs a scan under the lock of `looking`. With a token of the client, the progress of the
    /// scan is shown.
    async fn scan(
        self: &Arc<Self>,
        within: Option<PathBuf>,
        token: Option<ProgressToken>,
    ) -> Option<Looked> {
        let (scan, watcher, abilities) = {
            let state = self.lock();
            let (scan, watcher) =
                state.index.scan(&state.configuration, &state.client, state.abilities, within);
            (scan, watcher, state.abilities)
        };
        let (progress, told) = tokio::sync::watch::channel((0, 0));
        // The token of the client is valid until the request is answered, so the progress ends
        // before the answer.
        let shown =
            token.map(|token| tokio::spawn(Arc::clone(self).show_progress(token, told.clone())));
        if shown.is_none() && abilities.shows_progress {
            tokio::spawn(Arc::clone(self).begin_progress(told));
        }
        let scanned: Scanned = tokio::task::spawn_blocking(move || {
            scan::run(scan, |done, all| _ = progress.send((done, all)))
        })
        .await
        .ok()?;
        drop(watcher);
        if let Some(shown) = shown {
            _ = shown.await;
        }
        let (reports, paths) = (scanned.count(), scanned.paths());
        let unread = scanned.count_unread();
        let bad_settings = scanned.bad_settings.first().cloned();
        self.take(scanned).await;
        let files = self.lock().index.count_shown(&paths);
        Some(Looked { reports, files, unread, bad_settings })
    }

    /// Asks the client to show the progress of a scan, until the scan ends.
    async fn begin_progress(self: Arc<Self>, told: tokio::sync::watch::Receiver<(usize, usize)>) {
        let token = NumberOrString::String(format!("gouji/{}", self.client.next_request_id()));
        // Without an answer of the client, no progress is shown.
        if self.client.create_work_done_progress(token.clone()).await.is_ok() {
            self.show_progress(token, told).await;
        }
    }

    async fn show_progress(
        self: Arc<Self>,
        token: ProgressToken,
        mut told: tokio::sync::watch::Receiver<(usize, usize)>,
    ) {
        let language = self.lock().client.language;
        let title = INDEXING.in_language(language);
        let progress = self.client.progress(token, title).with_percentage(0).begin().await;
        let mut shown = 0;
        while told.changed().await.is_ok() {
            let (done, all) = *told.borrow_and_update();
            let percentage = (done * 100 / all.max(1)) as u32;
            if percentage > shown {
                shown = percentage;
                progress.report_with_message(format!("{done}/{all}"), percentage).await;
            }
        }
        progress.finish().await;
    }
}

/// The registration for watched files: settings files, and files that may be reports.
pub(super) fn watched_files() -> Registration {
    let watchers = [
        "**/{gouji.toml,.gouji.toml,.gitignore}",
        "**/*.{txt,md,markdown,html,htm,shtml}",
        "**/*.{docx,docm,pdf,xlsx,doc,wps,odt,rtf,mht,mhtml}",
    ];
    let watchers: Vec<FileSystemWatcher> = watchers
        .into_iter()
        .map(|glob| FileSystemWatcher {
            glob_pattern: GlobPattern::String(glob.to_owned()),
            kind: None,
        })
        .collect();
    let options = DidChangeWatchedFilesRegistrationOptions { watchers };
    Registration {
        id: "gouji/watch".to_owned(),
        method: "workspace/didChangeWatchedFiles".to_owned(),
        register_options: serde_json::to_value(options).ok(),
    }
}

/// Number of turns without another change before the client is asked.
const TURNS_BEFORE_REFRESH: usize = 10;

const INDEXING: Wording =
    Wording::new("正在检查工作区的报告", "Checking the reports of the workspace");
const CHECKED: Wording = Wording::new(
    "已检查 {0} 份报告，{1} 个文件有需要处理的问题",
    "{0} reports checked, {1} files with something to look at",
);
const PARTLY_CHECKED: Wording = Wording::new(
    "已检查 {0} 份报告，{1} 个文件有需要处理的问题；{2} 个文件没有读，用命令行检查可以看到原因",
    "{0} reports checked, {1} files with something to look at; {2} files were not read: the command \
     line tells why",
);
const BAD_SETTINGS: Wording = Wording::new(
    "设置文件 {0} 有错误，它所管的报告没有检查 — 请先改正",
    "the settings file {0} has mistakes: the reports that it holds for were not checked — mend it first",
);
const NO_REPORTS: Wording = Wording::new(
    "没有找到政府信息公开工作年度报告",
    "no annual report on government information disclosure was found",
);
