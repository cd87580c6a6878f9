//! The facts of a run apart from its findings: unread files, changed files, copies.

use super::outcome::Outcome;
use super::{Mending, Session, shown};
use crate::cli::failure::Failure;
use crate::cli::output::{ChangedFile, Copies, Fixes, Summary, UnreadFile, Weight};
use crate::diagnostic::{Applicability, Argument, Message, Wording};
use crate::project::Discovered;
use std::io::{self, Write};

impl Session<'_> {
    /// A summary before any file is checked.
    pub(super) fn summary(&self) -> Summary {
        let fixes = match self.mending() {
            Mending::Apply(Applicability::Safe) => Fixes::Safe,
            Mending::Apply(_) => Fixes::All,
            Mending::Report | Mending::Diff(_) => Fixes::NotAsked,
        };
        Summary {
            fixes,
            is_tracked: self.check.track,
            is_verbose: self.common.verbose,
            ..Summary::default()
        }
    }

    /// The files that were not read, each file once.
    pub(super) fn unread(
        &self,
        discovered: &Discovered,
        outcomes: &[Outcome],
        failures: &[Failure],
    ) -> Vec<UnreadFile> {
        let passed_over = outcomes.iter().filter_map(|outcome| {
            let passed_over = outcome.passed_over_file.as_ref()?;
            let weight = if passed_over.may_be_report { Weight::Expected } else { Weight::Other };
            let reason = passed_over.error.in_language(self.language);
            Some(UnreadFile { path: outcome.path.clone(), reason, weight })
        });
        let never_read = discovered.unread.iter().map(|(path, error)| UnreadFile {
            path: shown(path),
            reason: error.in_language(self.language),
            weight: Weight::Expected,
        });
        let failed = failures.iter().filter_map(Failure::as_unread);
        let mut unread: Vec<_> = failed.chain(passed_over).chain(never_read).collect();
        unread.sort();
        unread.dedup();
        unread
    }

    /// The files that fixes have changed.
    pub(super) fn changed(&self, outcomes: &[Outcome]) -> Vec<ChangedFile> {
        let is_applied = matches!(self.mending(), Mending::Apply(_));
        let changed = outcomes.iter().filter(|one| is_applied && !one.applied.is_empty());
        let file = |outcome: &Outcome| ChangedFile {
            path: outcome.path.clone(),
            fixes: outcome.applied.clone(),
        };
        changed.map(file).collect()
    }

    /// The written copies with comments.
    pub(super) fn copies(&self, outcomes: &[Outcome]) -> Option<Copies> {
        let folder = shown(self.check.annotate.as_deref()?);
        let count = outcomes.iter().filter(|outcome| outcome.is_copied).count();
        (count > 0).then_some(Copies { count, folder })
    }

    /// Prints the files of folders that take no tracked changes and no comments, in one line.
    pub(super) fn explain_other_formats(&self, outcomes: &[Outcome]) {
        let others = outcomes.iter().filter(|outcome| outcome.is_other_format);
        let mut paths: Vec<String> = others.map(|outcome| outcome.path.clone()).collect();
        if self.common.quiet || paths.is_empty() {
            return;
        }
        let count = Argument::from(paths.len());
        let wording = match (self.check.track, paths.len() > MOST_NAMED) {
            (true, false) => NO_CHANGES,
            (true, true) => NO_CHANGES_IN_MANY,
            (false, false) => NO_COMMENTS,
            (false, true) => NO_COMMENTS_IN_MANY,
        };
        paths.truncate(MOST_NAMED);
        let message = Message::new(wording, [count, Argument::List(paths)]);
        _ = writeln!(io::stderr(), "gouji: {}", message.render(self.language));
    }
}

/// At most 20 files are named.
const MOST_NAMED: usize = 20;

const NO_COMMENTS: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写批注：{1}",
    "no Word documents, so without comments: {0} ({1})",
);
const NO_COMMENTS_IN_MANY: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写批注：{1} 等",
    "no Word documents, so without comments: {0} ({1} and others)",
);
const NO_CHANGES: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写修订：{1}",
    "no Word documents, so without tracked changes: {0} ({1})",
);
const NO_CHANGES_IN_MANY: Wording = Wording::new(
    "{0} 份不是 Word 文档，没有写修订：{1} 等",
    "no Word documents, so without tracked changes: {0} ({1} and others)",
);
