//! The methods of the protocol. Each method takes the lock, works under the lock, and releases the
//! lock before the first await.

mod answering;
mod changes;
mod commands;
mod lists;
mod looking;
mod methods;
mod pieced;
mod settings;

use crate::diagnostic::{Language, Message, Wording};
use crate::server::core::answers;
use crate::server::core::features::status::{METHOD, Status};
use crate::server::core::from_proto::StatusParams;
use crate::server::core::state::{Publish, Start, State};
use crate::server::core::to_proto::deltas;
use crate::server::transport::frames::Leaving;
use crate::server::transport::options::Options;
use crate::settings::absolute;
use ls_types::Uri;
use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Notify, Semaphore};
use tower_lsp::Client;
use tower_lsp::jsonrpc::Result;
use tracing::error;

pub struct Backend(Arc<Shared>);

/// The data shared by handlers and background tasks.
struct Shared {
    client: Client,
    leaving: Arc<Leaving>,
    state: Mutex<State>,
    /// Held by the sender, so lists leave in the order of their making.
    sending: tokio::sync::Mutex<()>,
    /// Held during a scan, so a later scan has the last word.
    looking: tokio::sync::Mutex<()>,
    /// A task waits to scan files again.
    will_look: AtomicBool,
    /// Counts the wishes to make the client repeat its questions.
    refreshes: AtomicU64,
    /// Wakes the tasks that wait for the reading of a text.
    changed: Notify,
    /// The reported settings files outside of the workspace.
    told_outside: Mutex<HashSet<PathBuf>>,
    /// The number of questions about the client's settings, and the number of the last answered
    /// question.
    asked: AtomicU64,
    answered: AtomicU64,
    /// Permits for work on whole documents. Edits keep a core for themselves.
    workers: Arc<Semaphore>,
    /// The semantic tokens known to the client.
    tokens: Mutex<deltas::Told>,
}

impl Backend {
    pub fn new(client: Client, options: Options, leaving: Arc<Leaving>) -> Self {
        let start = Start {
            encoding: options.encoding,
            language: options.language,
            config: options.config.as_deref().map(absolute),
            environment: Language::of_environment(),
            this_year,
        };
        let state = Mutex::new(State::new(start));
        Self(Arc::new(Shared {
            client,
            leaving,
            state,
            sending: tokio::sync::Mutex::default(),
            looking: tokio::sync::Mutex::default(),
            will_look: AtomicBool::new(false),
            refreshes: AtomicU64::new(0),
            changed: Notify::new(),
            told_outside: Mutex::default(),
            asked: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            workers: Arc::new(Semaphore::new(workers())),
            tokens: Mutex::default(),
        }))
    }

    /// `gouji/status`, beyond the protocol.
    pub async fn status(&self, params: StatusParams) -> Result<Option<Status>> {
        self.work(&params.text_document.uri, METHOD, move |view| {
            answers::status(view, params.position)
        })
        .await
    }
}

impl Shared {
    /// The state, even after a panic under the lock.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The semantic tokens known to the client.
    fn tokens(&self) -> MutexGuard<'_, deltas::Told> {
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs an action on the state. A panic costs only this action.
    fn guarded<T>(&self, what: &str, act: impl FnOnce(&mut State) -> T) -> Option<T> {
        let done = catch_unwind(AssertUnwindSafe(|| act(&mut self.lock())));
        self.changed.notify_waiters();
        if done.is_err() {
            error!("{what}: {}", MISTAKE.in_language(self.lock().client.language));
        }
        done.ok()
    }

    /// Runs an action on a document. After a panic, the document is read again.
    fn guarded_document<T>(
        &self,
        uri: &Uri,
        what: &str,
        act: impl FnOnce(&mut State) -> T,
    ) -> Option<T> {
        let done = self.guarded(what, act);
        if done.is_none() {
            let version = self.lock().version(uri);
            self.read_afresh(uri, what, version);
        }
        done
    }

    /// Reads a document again after an internal error at `version`.
    fn read_afresh(&self, uri: &Uri, what: &str, version: Option<i32>) {
        let language = self.lock().client.language;
        let version = version.map_or_else(|| "–".to_owned(), |version| version.to_string());
        error!(
            "{what}: {}",
            Message::new(AFRESH, [uri.as_str().into(), version.into()]).render(language)
        );
        self.guarded("read afresh", |state| state.read_afresh(uri));
    }

    /// Sends all waiting lists.
    async fn send(&self) {
        let _sending = self.sending.lock().await;
        loop {
            let next = self.lock().next_publish();
            let Some(Publish { uri, version, diagnostics }) = next else { return };
            self.client.publish_diagnostics(uri, diagnostics, version).await;
        }
    }
}

const MISTAKE: Wording = Wording::new(
    "gouji 自身出错：请报告这个问题，并附上当时打开的文本",
    "a mistake in gouji; please report it with the text that was open",
);
const AFRESH: Wording = Wording::new(
    "出错的文档是 {0}（版本 {1}），已重新读取",
    "this was about {0} (version {1}), which is read afresh",
);

/// The year of the system's clock.
fn this_year() -> i32 {
    // A year of the Gregorian calendar has 365.2425 days on average.
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    1970 + i32::try_from(seconds / 31_556_952).unwrap_or(0)
}

/// Number of whole documents in parallel work.
fn workers() -> usize {
    std::thread::available_parallelism().map_or(1, |cores| (cores.get() - 1).clamp(1, MOST_WORKERS))
}

const MOST_WORKERS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use ls_types::TextDocumentItem;
    use tower_lsp::LspService;

    fn wrong() -> String {
        "# 云溪县园林局2023年政府信息公开工作年度报告\n\n所列数据的统计期限为2022年1月1日至2023年12月31日。\n".to_owned()
    }

    /// A handler that panics under the lock loses only its own answer.
    #[test]
    fn a_panic_under_the_lock_is_survived() {
        let (service, _socket) =
            LspService::new(|client| Backend::new(client, Options::default(), Arc::default()));
        let (shared, uri): (_, Uri) = (&service.inner().0, "file:///2023.md".parse().unwrap());
        let document = TextDocumentItem {
            uri: uri.clone(),
            language_id: "markdown".to_owned(),
            version: 7,
            text: wrong(),
        };
        shared.guarded_document(&uri, "didOpen", |state| state.open(document));
        let shown = |shared: &Shared| shared.lock().shown(&uri).map(|(shown, _)| shown.len());
        let before = shown(shared);
        assert!(before > Some(0));
        assert_eq!(shared.guarded_document(&uri, "hover", |_| panic!("on purpose")), None::<()>);
        assert!(shared.state.is_poisoned());
        assert_eq!(shown(shared), before);
        let seen = shared.guarded_document(&uri, "hover", |state| {
            state.view(&uri).map(|view| view.document.text())
        });
        assert_eq!(seen, Some(Ok(wrong())));
        assert_eq!(shared.lock().version(&uri), Some(7));
        let unknown: Uri = "file:///none".parse().unwrap();
        assert_eq!(
            shared.guarded_document(&unknown, "hover", |_| panic!("on purpose")),
            None::<()>
        );
    }
}
