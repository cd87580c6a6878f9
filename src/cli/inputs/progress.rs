//! The progress of a long run, on a terminal.

use crate::diagnostic::{Language, Wording};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::{self, IsTerminal};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// A shorter run shows no progress.
const PATIENCE: Duration = Duration::from_millis(500);

/// Counts files. The count appears after some time.
pub(in crate::cli) struct Progress {
    /// `None` if no progress is ever shown: in a pipe.
    started: Option<Instant>,
    total: usize,
    done: AtomicUsize,
    bar: OnceLock<ProgressBar>,
    /// What the run does, for people.
    verb: Wording,
    language: Language,
}

impl Progress {
    pub(in crate::cli) fn new(
        verb: Wording,
        total: usize,
        language: Language,
        quiet: bool,
    ) -> Self {
        let started = (total > 1 && !quiet && io::stderr().is_terminal()).then(Instant::now);
        Self { started, total, done: AtomicUsize::new(0), bar: OnceLock::new(), verb, language }
    }

    pub(in crate::cli) fn advance(&self) {
        let Some(started) = self.started else { return };
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if started.elapsed() >= PATIENCE {
            self.bar.get_or_init(|| self.show()).set_position(done as u64);
        }
    }

    pub(in crate::cli) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }

    fn show(&self) -> ProgressBar {
        let template = match self.language {
            Language::Zh => "{msg} {bar:40} {pos}/{len}（约还需 {eta}）",
            Language::En => "{msg} {bar:40} {pos}/{len} ({eta} left)",
        };
        let style =
            ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
        ProgressBar::with_draw_target(Some(self.total as u64), ProgressDrawTarget::stderr())
            .with_style(style)
            .with_message(self.verb.in_language(self.language))
    }
}

/// A line for the wait for LibreOffice, which takes some seconds even for one file.
pub(in crate::cli) struct Waiting(Option<ProgressBar>);

impl Waiting {
    pub(in crate::cli) fn new(count: usize, language: Language, quiet: bool) -> Self {
        let is_shown = count > 0 && !quiet && io::stderr().is_terminal();
        let text = match language {
            Language::Zh => format!("正在用 LibreOffice 转换 {count} 个文件"),
            Language::En => format!("converting with LibreOffice, files: {count}"),
        };
        Self(is_shown.then(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
            bar.set_style(ProgressStyle::default_spinner());
            bar.set_message(text);
            bar.enable_steady_tick(PATIENCE);
            bar
        }))
    }

    pub(in crate::cli) fn finish(self) {
        if let Some(bar) = self.0 {
            bar.finish_and_clear();
        }
    }
}
